//! The reports as their readers get them: the board's note, the page, the tracker, the packs and the sheets for a wall;
//! who is told what; what was left out, counted; and what does not fit, said aloud.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use std::fs;

use bench::Bench;
use coplan::model::fields::{Field, List, field};
use coplan::model::programme::Programme;
use coplan::model::stamp::Id;
use coplan::model::value::Value;
use coplan::model::words::Audience;
use coplan::publish::document::{Block, Document, Paper, Shape};
use coplan::publish::{Ask, Length, REPORTS, Report, publish};
use coplan::tui::message::{Effect, Message};
use outside::{Machine, NOW};
use ratatui::crossterm::event::KeyCode;

/// A workshop of twelve people of whom some may be quoted.
struct Workshop {
    bench: Bench,
}

impl Workshop {
    fn new() -> Self {
        let mut bench = Bench::recording("Staying connected", 7);
        for name in ["Naz", "Joy", "Sam", "Ada", "Ben", "Cai", "Dot"] {
            bench.line(&format!("/join {name} Example, local resident, 4"));
        }
        for name in ["Fay", "Gus", "Hal", "Ivy"] {
            bench.line(&format!("/join {name} Example, housing officer, 3"));
        }
        bench.line("/join Kit Example, pharmacist, 3");
        bench.line("/consent");
        bench.key(KeyCode::Enter);
        Self { bench }
    }

    fn line(&mut self, line: &str) -> &mut Self {
        self.bench.line(line);
        self
    }

    fn item(&mut self, list: &List, fields: &[(Field, Value)]) -> Id {
        let now = self.bench.now;
        let mut made = None;
        self.bench.app.desk.as_mut().unwrap().change(now, |edit| {
            let id = edit.create(list);
            edit.set(list, id, field::TIME, now.to_rfc3339());
            for (field, value) in fields {
                edit.set(list, id, *field, value.clone());
            }
            made = Some(id);
        });
        made.unwrap()
    }

    fn set(&mut self, list: &List, id: Id, of: Field, value: impl Into<Value>) {
        let (now, value) = (self.bench.now, value.into());
        self.bench.app.desk.as_mut().unwrap().change(now, |edit| edit.set(list, id, of, value.clone()));
    }

    fn action(&mut self, text: &str, more: &[(Field, &str)]) -> Id {
        let mut typed = vec![(field::TEXT, text.to_owned())];
        typed.extend(more.iter().map(|(field, text)| (*field, (*text).to_owned())));
        let (programme, now) = (self.bench.app.programme.clone(), self.bench.now);
        let desk = self.bench.app.desk.as_mut().unwrap();
        desk.write_pieces(None, &typed, &programme, now).unwrap().0.unwrap()
    }

    fn report(&self, name: &str, audience: Audience) -> Document<'static> {
        let ask = Ask { audience, today: self.bench.now.date_naive() };
        let view = publish(&self.bench.desk().view, Programme::embedded(), &ask);
        (Report::named(name).unwrap().write)(&view).kept()
    }
}

/// The sections of a document: heading, and the blocks below.
fn sections(document: &Document<'_>) -> Vec<(String, Vec<Block>)> {
    let mut sections: Vec<(String, Vec<Block>)> = vec![(String::new(), Vec::new())];
    for block in document.blocks() {
        match block {
            Block::Heading(2, text) => sections.push((text.clone(), Vec::new())),
            other => sections.last_mut().unwrap().1.push(other.clone()),
        }
    }
    sections
}

fn headings(document: &Document<'_>) -> Vec<String> {
    sections(document).into_iter().map(|(heading, _)| heading).filter(|heading| !heading.is_empty()).collect()
}

fn section(document: &Document<'_>, heading: &str) -> Vec<Block> {
    let found = sections(document).into_iter().find(|(of, _)| of == heading);
    found.unwrap_or_else(|| panic!("no {heading} in {:?}", headings(document))).1
}

fn text(blocks: &[Block]) -> String {
    format!("{blocks:?}")
}

#[test]
fn a6_a_board_note_has_the_order_of_minutes_and_at_most_nine_points_by_support() {
    let mut of = Workshop::new();
    for number in 1..=11 {
        of.line(&format!("@{} point number {number} is heard #transport", number % 7 + 1));
        if number == 10 {
            of.line("+4");
        }
    }
    of.line("@2 !q who pays for the hall?").line("+3").line("@3 !r the council does, until March");
    of.line("@1 !d the hall opens on Sundays");
    let decision = of.bench.desk().view.list(&List::Contributions).last().unwrap().id;
    of.set(&List::Contributions, decision, field::RESOLUTION, "amended");
    of.line("!a ask the church for a key lead:the church");
    let note = of.report("board", Audience::Board);
    assert_eq!(
        headings(&note),
        ["Item", "Presenter", "Discussion points", "Resolution", "Papers", "What was left out, and why"]
    );
    assert_eq!(note.mark(), Some("DRAFT"));
    let points = section(&note, "Discussion points");
    let quotes: Vec<&str> = points
        .iter()
        .filter_map(|block| if let Block::Quote(quote) = block { Some(&*quote.words) } else { None })
        .collect();
    // Nine points, and the answer that belongs to one of them.
    assert_eq!(quotes.len(), 10, "{quotes:?}");
    assert_eq!(quotes[0], "point number 10 is heard");
    assert_eq!(quotes[1], "who pays for the hall?");
    assert_eq!(quotes[2], "the council does, until March");
    assert!(
        text(&points).contains("These are the 9 with the most support. 3 more are in the summaries."),
        "{points:?}"
    );
    let resolution = text(&section(&note, "Resolution"));
    assert!(resolution.contains("asked to note, agree, amend or defer the plan"), "{resolution}");
    assert!(resolution.contains("the hall opens on Sundays") && resolution.contains("amended"), "{resolution}");
    let papers = text(&section(&note, "Papers"));
    assert!(papers.contains("Action tracker") && papers.contains("Workshop summary: Staying connected"), "{papers}");
    assert!(text(&section(&note, "Item")).contains("No action names children or young people."));
    assert!(text(&section(&note, "What was left out, and why")).contains("not here: 3."));
}

#[test]
fn a7_the_summary_has_its_ten_parts_in_order_and_lists_the_empty_ones() {
    let mut of = Workshop::new();
    for line in [
        "@1 they moved the bus stop #transport",
        "@2 !s the choir meets on Mondays",
        "@3 !i open the hall on Sundays",
        "@4 !w my mother stopped going out",
        "@5 !d we meet again in May",
    ] {
        of.line(line);
    }
    let workshop = of.bench.desk().view.workshop().unwrap().id();
    let now = of.bench.now;
    of.bench
        .app
        .desk
        .as_mut()
        .unwrap()
        .change(now, |edit| edit.put(&List::Workshops, workshop, field::FIXED, "the rent"));
    of.action("Find a room", &[(field::OPTION, "a-space")]);
    let headings = headings(&of.report("session", Audience::Team));
    let ten = [
        "Thank you",
        "About the workshop",
        "Background",
        "What we heard",
        "What works already",
        "Options for networks",
        "Stories",
        "Conclusion",
        "Quick-start guide",
        "The key question",
    ];
    let places: Vec<usize> = ten
        .iter()
        .map(|part| headings.iter().position(|of| of == part).unwrap_or_else(|| panic!("{part}: {headings:?}")))
        .collect();
    assert!(places.is_sorted(), "{headings:?}");
    // Without them they are left out and listed.
    let empty = Workshop::new().report("session", Audience::Team);
    let listed = text(&section(&empty, "Sections with nothing to show"));
    for part in ["Background", "What we heard", "What works already", "Options for networks", "Stories"] {
        assert!(listed.contains(part), "{part}: {listed}");
    }
}

#[test]
fn p22_the_page_holds_the_priorities_and_counts_what_does_not_fit() {
    let mut of = Workshop::new();
    for rank in 1..=4 {
        let rank = rank.to_string();
        of.action(
            &format!("ask the bus company about stop number {rank}"),
            &[
                (field::RANK, &rank),
                (field::LEAD, "the council"),
                (field::DUE, "2027-03-01"),
                (field::POPULATION, "Kiln Street"),
            ],
        );
    }
    of.action("water the plants", &[]);
    let report = Report::named("one-page").unwrap();
    assert_eq!(report.length, Length::Held(1));
    let page = of.report("one-page", Audience::Board);
    assert!(report.overflow(&page).is_none(), "{page:?}");
    let Block::Table(table) = &section(&page, "Priorities")[0] else { panic!("{page:?}") };
    assert_eq!(table.rows.len(), 4);
    assert_eq!(
        table.rows[0][1..5],
        ["Ask the bus company about stop number 1", "Kiln Street", "the council", "1 March 2027"]
    );
    assert!(table.rows[0][5].ends_with("not started"));
    assert!(text(page.blocks()).contains("Other actions, in the action plan: 1"));
    // Where nobody has ranked anything everything counts, and too much does not fit.
    let mut many = Workshop::new();
    for number in 0..40 {
        many.action(&format!("ask the bus company about stop number {number}, and write down what they say"), &[]);
    }
    let page = many.report("one-page", Audience::Board);
    let Block::Table(table) = &section(&page, "Actions")[0] else { panic!("{page:?}") };
    assert_eq!(table.rows.len(), 40, "nothing is cut");
    let (over, refused) = report.overflow(&page).unwrap();
    assert!(refused);
    let (name, out, all) = &over.parts[0];
    assert_eq!((name.as_str(), *all), ("Actions", 40));
    assert!((5..40).contains(out), "{over:?}");
}

#[test]
fn p22_a_page_that_does_not_fit_is_refused_with_the_count_and_what_to_do() {
    let machine = Machine::new();
    machine.turn(NOW);
    machine.session("north.json");
    let lines: Vec<String> =
        (0..40).map(|n| format!("!a ask the bus company about stop number {n} lead:@1 due:2027-03-01")).collect();
    machine.feed(["add", "north.json"], format!("/consent\n{}", lines.join("\n"))).well();
    let page = ["export", "north.json", "--report", "one-page", "--to", "md", "--for", "board", "-o", "out"];
    let ran = machine.run(page).expect(1);
    assert!(
        ran.err.contains("does not fit on one sheet of paper") && ran.err.contains(" of 40 in “Actions”"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("hint: Rank the actions that matter most"), "{}", ran.err);
    assert!(!machine.path("out").exists());
    // The screen says the same, and writes nothing either.
    let typed = ["/export", "", "2", "", "", "", "", "", "/quit"];
    let ran = machine.feed(["--plain", "open", "north.json", "--as", "Bev Example"], typed.join("\n"));
    assert!(ran.out.contains("Not written: it does not fit on one sheet of paper"), "{}", ran.out);
    assert!(!machine.path("exports").exists());
}

#[test]
fn p21_the_pack_has_a_new_page_for_each_group_with_its_actions_and_tasks() {
    let mut of = Workshop::new();
    let hall = of.item(&List::Groups, &[(field::TITLE, "Hall".into()), (field::LEAD, "Joy Example".into())]);
    of.item(&List::Groups, &[(field::TITLE, "Buses".into())]);
    let action = of.action("open the hall", &[(field::LEAD, "the church")]);
    of.set(&List::Actions, action, field::GROUP, hall.to_string());
    of.action("water the plants", &[]);
    let due: Value = "2026-10-01".into();
    of.item(
        &List::Tasks,
        &[(field::GROUP, hall.to_string().into()), (field::TEXT, "find the key".into()), (field::DUE, due)],
    );
    let pack = of.report("groups", Audience::Team);
    let pages = pack.blocks().iter().filter(|block| **block == Block::NewPage).count();
    assert_eq!(pages, 3, "one before each group, and one before what was left out");
    let hall = text(&section(&pack, "Hall"));
    for words in ["open the hall", "find the key", "overdue", "1 October 2026"] {
        assert!(hall.contains(words), "{words}: {hall}");
    }
    assert!(!hall.contains("water the plants"));
    assert!(text(&section(&pack, "Actions that no group carries")).contains("water the plants"));
    let sheet = pack.sheets().iter().find(|sheet| sheet.name == "tasks").unwrap();
    assert_eq!(sheet.header[..5], ["Group", "Task", "Who", "Due", "Progress"]);
    assert_eq!(sheet.rows().count(), 1);
}

#[test]
fn the_tracker_has_the_columns_of_an_action_log_and_says_what_can_be_closed() {
    let mut of = Workshop::new();
    of.line("!a ask the church for a key lead:@1 due:2026-12-04");
    let done = of.action("print a card", &[]);
    let stopped = of.action("buy a bus", &[(field::WHY_NOT, "there is no driver")]);
    for (action, status) in [(done, "done"), (stopped, "stopped")] {
        let action: Value = action.to_string().into();
        of.item(&List::Updates, &[(field::ACTION, action), (field::STATUS, status.into())]);
    }
    let tracker = of.report("tracker", Audience::Board);
    let blocks = section(&tracker, "Actions");
    let Block::Table(table) = &blocks[0] else { panic!("{blocks:?}") };
    assert_eq!(table.header, ["Ref", "Source", "Action", "Lead", "Due", "Status", "Proposed to close"]);
    assert!(table.searched);
    let closes = |words: &str| table.rows.iter().find(|row| row[2] == words).unwrap()[6].clone();
    assert_eq!(closes("Ask the church for a key"), "no");
    assert_eq!(closes("Print a card"), "yes: done");
    assert_eq!(closes("Buy a bus"), "yes: stopped. there is no driver");
    let source = |words: &str| table.rows.iter().find(|row| row[2] == words).unwrap()[1].clone();
    assert_eq!(source("Ask the church for a key"), "Staying connected, 21 November 2026");
    let sheet = tracker.sheets().iter().find(|sheet| sheet.name == "tracker").unwrap();
    assert!(sheet.rows().all(|row| row.len() == sheet.header.len()));
}

#[test]
fn spotlights_and_call_outs_stand_on_a_sheet_each_and_only_what_may_be_quoted() {
    let mut of = Workshop::new();
    for line in ["@1 they moved the bus stop", "@2 nobody asked us %2", "@3 my own business %1"] {
        of.line(line);
        let said = of.bench.desk().view.list(&List::Contributions).last().unwrap().id;
        of.set(&List::Contributions, said, field::STAR, true);
    }
    of.line("@4 !w we began to sing").line("@5 !w he never came back");
    let lines: Vec<Id> =
        of.bench.desk().view.list(&List::Contributions).iter().rev().take(2).map(|item| item.id).collect();
    for line in &lines {
        of.set(&List::Contributions, *line, field::TITLE, "A song");
    }
    of.set(&List::Contributions, lines[1], field::ON_FILE, true);
    let wall = of.report("call-outs", Audience::Public);
    assert_eq!(wall.paper(), Paper::A3Wide);
    let posters: Vec<&str> = wall
        .blocks()
        .iter()
        .filter_map(|block| if let Block::Poster(quote) = block { Some(&*quote.words) } else { None })
        .collect();
    assert_eq!(posters, ["they moved the bus stop", "nobody asked us"]);
    let pages = |document: &Document<'_>| document.blocks().iter().filter(|block| **block == Block::NewPage).count();
    assert_eq!(pages(&wall), 3);
    let sheets = of.report("spotlights", Audience::Board);
    assert_eq!((sheets.paper(), pages(&sheets)), (Paper::A4, 2));
    let told = text(sheets.blocks());
    assert!(told.contains("we began to sing") && !told.contains("he never came back"), "{told}");
    assert!(told.contains("no consent on file: 1."), "{told}");
}

#[test]
fn the_register_of_assets_is_a_report_of_its_own() {
    let mut of = Workshop::new();
    of.line("@1 !s the hall is empty on Mondays");
    let said = of.bench.desk().view.list(&List::Contributions).last().unwrap().id;
    of.set(&List::Contributions, said, field::KIND, "asset");
    let register = of.report("assets", Audience::Delegates);
    assert!(text(&section(&register, "What we can build on")).contains("the hall is empty on Mondays"));
    assert!(register.sheets().iter().any(|sheet| sheet.name == "assets" && sheet.rows().count() == 1));
}

/// The headers of the table of actions and of the sheet of actions.
fn columns(of: &Workshop, audience: Audience) -> (Vec<String>, Vec<&'static str>) {
    let plan = of.report("plan", audience);
    let table = plan.blocks().iter().find_map(|block| match block {
        Block::Table(table) if table.header.contains(&"Action".to_owned()) => Some(table.header.clone()),
        _ => None,
    });
    let sheet = plan.sheets().iter().find(|sheet| sheet.name == "actions").unwrap();
    assert!(sheet.rows().all(|row| row.len() == sheet.header.len()));
    (table.unwrap(), sheet.header.clone())
}

#[test]
fn each_audience_gets_its_own_columns_sections_and_headings() {
    let mut of = Workshop::new();
    let needs = [(field::NEED, "a heater"), (field::COST, "1200"), (field::FOUND, "500"), (field::RANK, "1")];
    of.action("ask the church for a key", &needs);
    let (team, team_sheet) = columns(&of, Audience::Team);
    assert_eq!(team, ["Rank", "Ref", "Action", "Lead", "Partners", "Due", "Measure", "Status", "Missing"]);
    assert!(team_sheet.contains(&"Missing") && team_sheet.contains(&"Gap, in pounds"));
    let (board, board_sheet) = columns(&of, Audience::Board);
    assert_eq!(board, ["Rank", "Ref", "For whom", "Action", "Lead", "Due", "Status", "Measure", "What changed"]);
    assert_eq!(board_sheet, team_sheet);
    let (delegates, sheet) = columns(&of, Audience::Delegates);
    assert_eq!(delegates, ["Rank", "Ref", "Action", "For whom", "Lead", "Due", "Status"]);
    assert!(sheet.contains(&"Needs") && !sheet.contains(&"Missing") && !sheet.contains(&"Gap, in pounds"));
    let (public, sheet) = columns(&of, Audience::Public);
    assert_eq!(public, delegates);
    assert!(!sheet.contains(&"Costs, in pounds") && !sheet.contains(&"Escalated to") && sheet.contains(&"Lead"));
    // The board begins with the numbers; those outside are told no checks, no gaps and no sums, and that there are some.
    assert_eq!(headings(&of.report("plan", Audience::Board))[..2], ["In numbers", "The actions at a glance"]);
    for outside in [Audience::Delegates, Audience::Public] {
        let plan = of.report("plan", outside);
        let headings = headings(&plan);
        for section in ["Checks", "What is missing", "What it costs", "The actions at a glance"] {
            assert!(!headings.iter().any(|of| of == section), "{section} for {}", outside.title());
        }
        assert!(headings.iter().any(|heading| heading == "How far we have come"), "{headings:?}");
        let left_out = text(&section(&plan, "What is not shown here, and why"));
        assert!(left_out.contains(&format!("Sections that are not for {}: 14.", outside.title())), "{left_out}");
        assert!(!text(plan.blocks()).contains("700"), "the gap is the board's to know");
    }
}

#[test]
fn every_report_is_marked_and_ends_with_what_was_left_out_counted() {
    let mut of = Workshop::new();
    of.line("@1 qzq nobody may know %0").line("@2 they moved the bus stop #transport");
    of.action("ask the church for a key", &[]);
    for report in REPORTS.iter().filter(|report| !report.blank) {
        for audience in Audience::ALL {
            let document = of.report(report.name, *audience);
            assert_eq!(document.mark(), Some("DRAFT"), "{}", report.name);
            let (heading, blocks) = sections(&document).pop().unwrap();
            assert!(
                heading.starts_with("What was left out") || heading.starts_with("What is not"),
                "{}: {heading}",
                report.name
            );
            let told = text(&blocks);
            let counted = told.contains("in the room only: 1.") || told.contains("in the room only 1)");
            assert!(counted, "{} for {}: {told}", report.name, audience.title());
        }
    }
}

#[test]
fn charts_tell_no_number_of_people_that_the_coverage_hides() {
    let mut of = Workshop::new();
    let category = |of: &mut Workshop, seats: std::ops::RangeInclusive<usize>, category: &str| {
        for seat in seats {
            let id = of.bench.desk().room().seats[seat - 1].delegate;
            of.set(&List::Delegates, id, field::CATEGORY, category);
        }
    };
    category(&mut of, 1..=7, "local-residents");
    category(&mut of, 8..=11, "housing");
    category(&mut of, 12..=12, "pharmacy");
    // At the first stage one category alone; at the third four residents, three of four officers, and the pharmacist.
    of.line("/1").line("@1 one").line("/3");
    for seat in [1, 2, 3, 4, 8, 9, 10, 12] {
        of.line(&format!("@{seat} line of seat {seat}"));
    }
    let chart = |audience| {
        let plan = of.report("plan", audience);
        let found = plan.blocks().iter().find_map(|block| match block {
            Block::Chart(chart) if chart.caption.contains("by stage and partner category") => Some(chart.clone()),
            _ => None,
        });
        let rows = found.unwrap().rows;
        rows.into_iter()
            .map(|(name, figures)| (name, figures.into_iter().map(|figure| figure.words).collect::<Vec<_>>()))
            .collect::<Vec<_>>()
    };
    let row = |rows: &[(String, Vec<String>)], name: &str| {
        rows.iter().find(|(of, _)| of.contains(name)).map(|(_, figures)| figures.clone())
    };
    let team = chart(Audience::Team);
    assert_eq!(row(&team, "Local residents").unwrap(), ["1", "none", "4", "none"]);
    assert_eq!(row(&team, "pharmacists").unwrap(), ["none", "none", "1", "none"]);
    for audience in [Audience::Board, Audience::Delegates, Audience::Public] {
        let rows = chart(audience);
        // Everything at the first stage would be known to be a resident's.
        assert_eq!(row(&rows, "Local residents").unwrap(), ["not told", "none", "4", "none"]);
        // Three of four: that one was silent is not told.
        assert_eq!(row(&rows, "Housing").unwrap(), ["not told", "none", "all but 1 or 2", "none"]);
        assert_eq!(row(&rows, "pharmacists"), None);
    }
    // Under a cap there is no category at all.
    let workshop = of.bench.desk().view.workshop().unwrap().id();
    of.set(&List::Workshops, workshop, field::CAP, "chatham-house");
    let told = text(of.report("plan", Audience::Team).blocks());
    assert!(!told.contains("by stage and partner category"), "{told}");
}

#[test]
fn actions_are_drawn_by_status_and_by_the_month_they_are_due() {
    let mut of = Workshop::new();
    of.action("one", &[(field::DUE, "2026-12-04"), (field::SPECIFICATIONS, "care-homes")]);
    of.action("two", &[(field::DUE, "2026-12-20")]);
    of.action("three", &[(field::DUE, "2027-02-01")]);
    let undated = of.action("four", &[]);
    let action: Value = undated.to_string().into();
    of.item(&List::Updates, &[(field::ACTION, action), (field::STATUS, "on-track".into())]);
    let plan = of.report("plan", Audience::Board);
    let charts: Vec<_> = plan
        .blocks()
        .iter()
        .filter_map(|block| if let Block::Chart(chart) = block { Some(chart.clone()) } else { None })
        .collect();
    let named = |caption: &str| charts.iter().find(|chart| chart.caption.contains(caption)).unwrap();
    let status = named("how far they have come");
    assert_eq!(status.shape, Shape::Parts);
    let sizes: Vec<u64> = status.rows[0].1.iter().map(|figure| figure.size).collect();
    assert_eq!(sizes, [3, 1, 0, 0, 0, 0]);
    let months: Vec<(&str, u64)> =
        named("by the month").rows.iter().map(|(name, figures)| (name.as_str(), figures[0].size)).collect();
    assert_eq!(months, [("December 2026", 2), ("February 2027", 1), ("No date", 1)]);
    let specifications = named("National service specifications");
    assert_eq!((specifications.shape, specifications.rows.len()), (Shape::Grid, 7));
    assert!(text(&section(&plan, "Service specifications")).contains("6 of 7 have no action"));
}

#[test]
fn the_preview_prints_the_text_and_writes_nothing() {
    let machine = Machine::new();
    machine.turn(NOW);
    machine.session("north.json");
    machine.feed(["add", "north.json"], "/consent\n@1 they moved the bus stop\n@2 qzq nobody may know %0").well();
    let before = fs::read(machine.path("north.json")).unwrap();
    let ran = machine.run(["export", "north.json", "--for", "board", "--preview"]).expect(0);
    assert!(ran.out.contains("they moved the bus stop") && !ran.out.contains("qzq"), "{}", ran.out);
    assert!(ran.err.contains("left out for the board: Contributions, in the room only: 1."), "{}", ran.err);
    assert_eq!(fs::read(machine.path("north.json")).unwrap(), before);
    machine.run(["export", "north.json", "--for", "board", "--preview", "-o", "out"]).expect(2);
    machine.run(["export", "north.json", "--for", "board", "--to", "md"]).expect(2);
}

#[test]
fn the_screen_shows_a_report_before_it_is_written_and_a_no_writes_nothing() {
    let machine = Machine::new();
    machine.turn(NOW);
    machine.session("north.json");
    machine.feed(["add", "north.json"], "/consent\n@1 they moved the bus stop\n@2 qzq nobody may know %0").well();
    let export = ["/export", "", "", "", "3", "", ""];
    let no = [&export[..], &["n", "/quit"]].concat();
    let ran = machine.feed(["--plain", "open", "north.json", "--as", "Bev Example"], no.join("\n"));
    assert!(ran.out.contains("Enter: writes"), "{}", ran.out);
    assert!(ran.out.contains("they moved the bus stop") && ran.out.contains("A board has two minutes"), "{}", ran.out);
    assert!(!machine.path("exports").exists());
    let yes = [&export[..], &["", "", "/quit"]].concat();
    let ran = machine.feed(["--plain", "open", "north.json", "--as", "Bev Example"], yes.join("\n"));
    assert!(ran.out.contains("Written to") && ran.out.contains("in the room only: 1."), "{}", ran.out);
    assert_eq!(fs::read_dir(machine.path("exports")).unwrap().count(), 1);
    // Over what is there it asks first.
    let over = [&export[..], &["", "n", "/quit"]].concat();
    let ran = machine.feed(["--plain", "open", "north.json", "--as", "Bev Example"], over.join("\n"));
    assert!(ran.out.contains("Some of these files are there already. Write over them?"), "{}", ran.out);
}

#[test]
fn a_folder_that_cannot_be_written_is_named_and_nothing_is_lost() {
    let machine = Machine::new();
    machine.turn(NOW);
    machine.session("north.json");
    machine.feed(["add", "north.json"], "@1 they moved the bus stop").well();
    fs::write(machine.path("exports"), "a file where the folder would be").unwrap();
    let typed = ["/export", "", "", "", "", "", "", "", "/export", "", "", "", "", "elsewhere", "2", "", "/quit"];
    let ran = machine.feed(["--plain", "open", "north.json", "--as", "Bev Example"], typed.join("\n"));
    assert!(ran.out.contains("exports"), "{}", ran.out);
    assert!(ran.out.contains("Note:") || ran.out.contains("cannot"), "{}", ran.out);
    assert!(ran.out.contains("Written to"), "the choices are there to be made again: {}", ran.out);
    assert_eq!(fs::read_to_string(machine.path("exports")).unwrap(), "a file where the folder would be");
}

#[test]
fn a_long_report_is_shown_from_its_beginning_and_how_much_more_there_is_is_said() {
    let mut of = Workshop::new();
    for number in 0..30 {
        of.line(&format!("@1 they moved stop number {number} #transport"));
    }
    let report = of.report("plan", Audience::Team);
    let (all, none) = coplan::export::preview(&report, usize::MAX);
    let (some, more) = coplan::export::preview(&report, 20);
    assert_eq!((none, some.len(), some.len() + more), (0, 20, all.len()));
    assert_eq!(some, all[..20]);
}

#[test]
fn on_the_screen_a_report_is_chosen_looked_at_and_written_by_enter_and_left_by_esc() {
    let mut of = Workshop::new();
    of.line("@1 they moved the bus stop #transport").line("@2 qzq nobody may know %0");
    of.action("ask the church for a key", &[(field::LEAD, "the church"), (field::DUE, "2026-12-04")]);
    let mut bench = of.bench;
    bench.key(KeyCode::F(3));
    bench.key(KeyCode::Char('x'));
    insta::assert_snapshot!("export_80x24", bench.picture(80, 24));
    for field in 0..6 {
        if field == 3 {
            // One format, in place of all of them.
            bench.key(KeyCode::Right);
        }
        bench.key(KeyCode::Enter);
    }
    let effects = bench.key(KeyCode::Enter);
    let [Effect::Make(making)] = <[Effect; 1]>::try_from(effects).unwrap() else { panic!("nothing is made") };
    assert!(bench.picture(80, 24).contains("Making the report…"));
    let made = making.make().unwrap();
    assert!(made.told.iter().any(|line| line == "Contributions, in the room only: 1."), "{:?}", made.told);
    bench.send(Message::Made(Box::new(Ok(made.clone()))));
    insta::assert_snapshot!("preview_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("preview_60x16", bench.picture(60, 16));
    for _ in 0..400 {
        bench.key(KeyCode::PageDown);
    }
    let end = bench.picture(80, 24);
    assert!(end.contains("in the room only: 1.") && end.contains("Enter: writes the file"), "{end}");
    bench.app.seen = bench.app.asked;
    let effects = bench.key(KeyCode::Enter);
    assert!(matches!(effects.as_slice(), [Effect::Export(output, false)] if output.names() == made.names));
    // What was made for an earlier wish is not shown for a later one.
    let mut earlier = made;
    earlier.turn -= 1;
    bench.send(Message::Made(Box::new(Ok(earlier))));
    assert!(bench.app.overlays.is_empty());
}

/// One report of the plan that comes with the program.
fn of_the_example(report: &Report, audience: Audience, look: impl Fn(&Document<'_>)) {
    let bytes = fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions/plan.json")).unwrap();
    let file = coplan::model::file::File::decode(&bytes).unwrap();
    let ask = Ask { audience, today: chrono::NaiveDate::from_ymd_opt(2026, 11, 20).unwrap() };
    look(&(report.write)(&publish(&file, Programme::embedded(), &ask)));
}

#[test]
fn p22_the_page_of_the_example_plan_fits_one_sheet_for_every_audience() {
    let report = Report::named("one-page").unwrap();
    for audience in Audience::ALL {
        of_the_example(report, *audience, |page| {
            assert!(report.overflow(page).is_none(), "{:?}", report.overflow(page));
            assert_eq!(headings(page)[0], "Priorities");
        });
    }
}

/// What every page for those who came ends with.
const LAST: &str = "What is not shown here, and why";

#[test]
fn the_feedback_of_the_example_plan_fits_one_sheet_for_every_audience() {
    let report = Report::named("feedback").unwrap();
    for audience in Audience::ALL {
        of_the_example(report, *audience, |page| {
            assert!(report.overflow(page).is_none(), "{audience:?}: {:?}", report.overflow(page));
            let Block::List(next) = &section(page, "What next")[0] else { panic!("{page:?}") };
            // Those that have no room are counted, and so is everything that may not be shown.
            assert!(next.iter().any(|point| point.ends_with("more steps are in the action plan.")), "{next:?}");
            assert!(text(&section(page, LAST)).contains("Contributions, "));
        });
    }
}

#[test]
fn feedback_tells_an_answer_once_and_as_many_steps_to_come_as_the_sheet_has_room_for() {
    let mut of = Workshop::new();
    for (theme, words) in [("buses", "the last bus leaves at six"), ("roofs", "the roof lets the rain in")] {
        for seat in 1..=3 {
            of.line(&format!("@{seat} {words}, says number {seat} #{theme} %3"));
        }
    }
    for number in 0..8 {
        of.action(&format!("Ask the council about stop number {number}"), &[]);
    }
    let done = of.action("Write to the council", &[(field::THEMES, "buses, roofs"), (field::DID, "They came to look")]);
    let page = of.report("feedback", Audience::Delegates);
    let heading = "You said: buses, roofs";
    assert_eq!(headings(&page), [heading, "What next", LAST]);
    let answer = section(&page, heading);
    assert!(
        matches!(answer.as_slice(), [Block::Quote(_), Block::Paragraph(did)] if did == "We did: They came to look")
    );
    let steps = |page: &Document<'_>| {
        let Block::List(next) = &section(page, "What next")[0] else { panic!("{page:?}") };
        next.iter().filter(|point| point.starts_with("Ask the council")).count()
    };
    assert_eq!(steps(&page), 6);
    // The more there is to tell of what was done, the fewer steps to come stand there; never fewer than three.
    let mut told = Vec::new();
    for lines in 1..80 {
        of.set(&List::Actions, done, field::DID, "They came to look. ".repeat(lines * 3));
        let page = of.report("feedback", Audience::Delegates);
        told.push((steps(&page), Report::named("feedback").unwrap().overflow(&page).is_none()));
    }
    assert!([(6, true), (5, true), (4, true), (3, true)].iter().all(|some| told.contains(some)), "{told:?}");
    assert_eq!(told.last(), Some(&(6, false)), "what does not fit anyhow is told in full");
}

#[test]
fn nothing_outside_the_team_differs_by_a_private_mark() {
    let mut of = Workshop::new();
    for seat in 1..=2 {
        of.line(&format!("@{seat} they moved the bus stop, says number {seat} #transport %3"));
    }
    of.line("@3 !q who pays for the ferry #transport %3").action("Ask the council", &[]);
    let told = |of: &Workshop| -> Vec<String> {
        let reports = ["plan", "session", "feedback", "board", "tracker"];
        let each = |name| [Audience::Board, Audience::Delegates, Audience::Public].map(|a| of.report(name, a));
        reports.into_iter().flat_map(each).map(|report| text(report.blocks())).collect()
    };
    let before = told(&of);
    let question = of.bench.desk().view.list(&List::Contributions).last().unwrap().id;
    let words = "zqx he is afraid at home";
    let mut marked = |kind: &str, more: &[(Field, Value)]| {
        let own = [(field::KIND, kind.into()), (field::TEXT, words.into()), (field::PRIVATE, "safeguarding".into())];
        of.item(&List::Contributions, &[&own[..], more].concat())
    };
    let mark = marked("quote", &[]);
    marked("reply", &[(field::REPLY_TO, question.to_string().into())]);
    marked("question", &[(field::DISPOSITION, "not-now".into())]);
    for (about, entry) in [("working-with-people", "voices-at-the-centre"), ("maturity", "leadership")] {
        of.item(&List::Scores, &[(field::ABOUT, about.into()), (field::ENTRY, entry.into())]);
    }
    let now = of.bench.now;
    of.bench.app.desk.as_mut().unwrap().change(now, |edit| {
        edit.put(&List::Contributions, mark, field::THEMES, "transport");
    });
    let scores: Vec<Id> = of.bench.desk().view.list(&List::Scores).iter().map(|item| item.id).collect();
    for score in scores {
        of.bench.app.desk.as_mut().unwrap().change(now, |edit| {
            edit.put(&List::Scores, score, field::EVIDENCE, &mark.to_string());
        });
    }
    for (before, now) in before.iter().zip(told(&of)) {
        assert_eq!(*before, now);
    }
}

#[test]
fn an_answer_that_is_withheld_under_one_theme_is_told_under_no_other() {
    let mut of = Workshop::new();
    of.line("@1 the caretaker of number nine locks the lift every night #transport %0");
    of.line("@2 they moved the bus stop #transport %3").line("@3 the chutes are full #chutes %3");
    for theme in ["transport", "chutes"] {
        of.item(&List::Answers, &[(field::THEME, theme.into()), (field::DID, "locks the lift every night".into())]);
    }
    for audience in [Audience::Board, Audience::Delegates, Audience::Public] {
        for name in ["feedback", "plan"] {
            let told = text(of.report(name, audience).blocks());
            assert!(!told.contains("locks the lift"), "{told}");
            assert!(!told.contains("owe you"), "{told}");
        }
    }
}

#[test]
fn voices_that_are_not_shown_lift_no_theme_and_hidden_actions_fill_no_gap_of_leaders() {
    let mut of = Workshop::new();
    of.line("@1 the chutes are full #chutes %3")
        .line("@2 the chutes stink #chutes %0")
        .line("@3 oh the chutes #chutes %0");
    let told = text(of.report("feedback", Audience::Public).blocks());
    assert!(!told.contains("You also spoke of"), "{told}");
    of.line("@2 the lift smells #chutes %3").line("@3 the bins are locked #chutes %3");
    let told = text(of.report("feedback", Audience::Public).blocks());
    assert!(told.contains("You also spoke of chutes"), "{told}");
    // Who leads what may not be shown is nobody's to work out.
    of.line("@12 we hold the key to the hall %3");
    let voices = |of: &Workshop| text(&section(&of.report("plan", Audience::Board), "Whose voice is missing"));
    let before = voices(&of);
    assert!(before.contains("Heard, and leading nothing"), "{before}");
    let (kit, held) =
        (of.bench.desk().room().seats.last().unwrap().delegate, "see to the neighbour on the third floor");
    of.line(&format!("@12 {held} %0")).action(held, &[(field::LEAD, &kit.to_string())]);
    let left_out = text(&section(&of.report("plan", Audience::Board), "What was left out, and why"));
    assert!(left_out.contains("Actions whose words may not be shown: 1"), "{left_out}");
    assert_eq!(voices(&of), before);
}

#[test]
fn feedback_tells_how_each_step_goes_and_nothing_of_a_step_that_has_no_words_yet() {
    let mut of = Workshop::new();
    for (theme, words) in [("buses", "the last bus leaves at six"), ("lifts", "the lift stands still")] {
        for seat in 1..=3 {
            of.line(&format!("@{seat} {words}, says number {seat} #{theme} %3"));
        }
    }
    of.line("@4 put a chair beside the lift on floor three %1");
    let asked = of.action("Ask for a later bus", &[(field::THEMES, "buses")]);
    let untold = of.action("put a chair beside the lift on floor three", &[(field::THEMES, "lifts")]);
    for (action, status, note) in [(asked, "at-risk", "The company says no"), (untold, "done", "It stands there now")] {
        let update = [(field::STATUS, status.into()), (field::NOTE, note.into())];
        let id = of.item(&List::Updates, &update);
        of.set(&List::Updates, id, field::ACTION, action.to_string());
    }
    let page = of.report("feedback", Audience::Delegates);
    let Block::List(next) = &section(&page, "What next")[0] else { panic!("{page:?}") };
    assert_eq!(next[0], "Ask for a later bus. Last heard: The company says no");
    assert!(next.contains(&"Work is under way on buses.".to_owned()), "{next:?}");
    assert!(next.contains(&"You also spoke of lifts. We have no answer to show you yet.".to_owned()), "{next:?}");
    assert!(!text(page.blocks()).contains("It stands there now"));
}
