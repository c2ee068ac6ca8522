//! The workshop methods of domain §2.3, on the practice workshop: on the screen and in the plain face, in the plan that
//! the tables' files make, and in what leaves the program.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use std::path::PathBuf;

use bench::Bench;
use chrono::TimeDelta;
use coplan::export::FORMATS;
use coplan::model::fields::{Contribution, List, Topic, field};
use coplan::model::file::{File, FileKind};
use coplan::model::programme::{Ballot, Programme};
use coplan::model::stamp::{Id, Writer};
use coplan::model::words::Audience;
use coplan::publish::{Ask, REPORTS, publish};
use coplan::tui::desk::Desk;
use coplan::tui::message::Message;
use outside::{Machine, items};
use ratatui::crossterm::event::KeyCode;

/// A table of the practice workshop with no other in view, its timer running.
fn table(nth: usize) -> Bench {
    let mut bench = Bench::workshop();
    let own = File::decode(coplan::sessions::PRACTICE[nth].1).unwrap();
    let path = PathBuf::from("/home/bev/Documents/coplan").join(coplan::sessions::PRACTICE[nth].0);
    let writer = Writer::from_number(90 + u32::try_from(nth).unwrap());
    bench.app.desk = Some(Desk::new(path, own, &[], writer));
    if nth > 0 {
        // Consent was read out at the first table.
        bench.line("/consent");
        bench.key(KeyCode::Enter);
    }
    bench.line("/2");
    if bench.desk().timer.as_ref().unwrap().is_paused() {
        bench.line("/pause");
    }
    bench
}

/// So many minutes go by.
fn later(bench: &mut Bench, minutes: i64) {
    bench.now += TimeDelta::minutes(minutes);
    bench.send(Message::Tick);
}

fn notice(bench: &Bench) -> &str {
    bench.app.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

/// The last line that was written here.
fn last(bench: &Bench) -> Contribution<'_> {
    let id = bench.desk().last_own().unwrap();
    Contribution(bench.desk().view.find(&List::Contributions, id).unwrap())
}

/// The tables' files as one plan, which is the same in whatever order they are joined.
fn joined(tables: &[&Bench]) -> File {
    let join = |tables: &mut dyn Iterator<Item = &&Bench>| {
        let mut plan = File::new(FileKind::Plan);
        tables.for_each(|table| plan.join(&table.desk().view));
        plan
    };
    let (one, other) = (join(&mut tables.iter()), join(&mut tables.iter().rev()));
    assert_eq!(one.encode(), other.encode());
    one
}

/// A report of a file, in Markdown.
fn report(file: &File, name: &str, audience: Audience) -> String {
    written(file, name, "md", audience)
}

/// The texts of a report in one format, one after the other.
fn written(file: &File, name: &str, format: &str, audience: Audience) -> String {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 9, 16).unwrap();
    let view = publish(file, Programme::embedded(), &Ask { audience, today });
    let report = REPORTS.iter().find(|report| report.name == name).unwrap();
    let format = FORMATS.iter().find(|of| of.name == format).unwrap();
    let document = (report.write)(&view);
    let rendered = (format.render)(&document);
    rendered.iter().map(|of| String::from_utf8(of.bytes()).unwrap()).collect()
}

/// One section of a report, by its heading.
fn section(report: &str, heading: &str) -> String {
    let begins = format!("## {heading}\n");
    let from = report.find(&begins).unwrap_or_else(|| panic!("no section {heading} in {report}"));
    let rest = &report[from + begins.len()..];
    rest.find("\n## ").map_or(rest, |end| &rest[..end]).to_owned()
}

/// Where each of these words stands in a text, which is in this order.
fn in_order(text: &str, words: &[&str]) {
    let mut from = 0;
    for word in words {
        let at = text[from..].find(word).unwrap_or_else(|| panic!("no “{word}” after {from} in {text}"));
        from += at + word.len();
    }
}

/// The practice workshop on a machine of its own, told these lines in the plain face at its first table.
struct Plain {
    machine: Machine,
}

impl Plain {
    fn new() -> Self {
        let machine = Machine::new();
        machine.turn("2026-09-15T11:45:00+01:00");
        for (name, bytes) in coplan::sessions::PRACTICE {
            std::fs::write(machine.path(name), bytes).unwrap();
        }
        Self { machine }
    }

    fn say(&self, lines: &[&str]) -> String {
        let lines: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
        let arguments = ["open", "practice.json", "--plain", "--as", "Ruth Example"];
        self.machine.feed(arguments, format!("/2\n{lines}/quit\n")).well().out
    }

    /// What the tables' plan says when it is exported for the team.
    fn plan(&self) -> String {
        let files = ["merge", "practice.json", "practice.table-2.json", "practice.table-3.json", "-o", "plan.json"];
        self.machine.run(files).well();
        let arguments =
            ["export", "plan.json", "--report", "plan", "--to", "md", "--force", "--for", "team", "-o", "out"];
        self.machine.run(arguments).expect(0);
        let mut written = std::fs::read_dir(self.machine.path("out")).unwrap();
        let file = written
            .find_map(|entry| Some(entry.ok()?.path()).filter(|path| path.extension().is_some_and(|e| e == "md")));
        std::fs::read_to_string(file.unwrap()).unwrap()
    }
}

#[test]
fn every_method_is_listed_with_a_line_and_says_what_it_waits_for_only_while_it_runs() {
    let mut bench = table(0);
    bench.app.notice = None;
    let before = bench.picture(120, 40);
    bench.line("/method");
    let list = bench.picture(80, 24);
    for method in &Programme::embedded().methods {
        assert!(!method.about.is_empty(), "{}", method.title);
        assert!(
            list.contains(&format!("{}, ", method.title)) && list.contains(&method.about),
            "{}: {list}",
            method.title
        );
    }
    bench.key(KeyCode::Esc);
    assert_eq!(bench.picture(120, 40), before);
    // Found in the palette by the name of a method, too.
    bench.control('p');
    bench.type_text("nominal");
    assert!(bench.picture(80, 24).contains("Run a method"), "{}", bench.picture(80, 24));
}

#[test]
fn domain_2_3_one_idea_from_each_four_is_awaited_at_the_end_of_1_2_4_all_and_found_again() {
    let mut bench = table(0);
    bench.line("/method 1-2");
    bench.line("@1 said while everybody thinks alone");
    assert!(!bench.picture(80, 24).contains("One idea from each four"));
    for minutes in [1, 2, 4] {
        later(&mut bench, minutes);
    }
    bench.app.notice = None;
    assert!(bench.picture(80, 24).contains("One idea from each four: !i and the idea"), "{}", bench.picture(80, 24));
    bench.type_text("x");
    assert!(!bench.picture(80, 24).contains("One idea from each four"));
    bench.key(KeyCode::Backspace);
    bench.line("@4 !i a bench at every bus stop");
    // The step runs over while the fours are still telling.
    later(&mut bench, 7);
    bench.line("@2 !i a kettle in the waiting room");
    later(&mut bench, 5);
    bench.line("@2 said long after");
    let plan = joined(&[&bench, &table(1)]);
    for (file, name) in [(&bench.desk().view, "session"), (&plan, "plan")] {
        let rounds = section(&report(file, name, Audience::Team), "What each round brought");
        in_order(
            &rounds,
            &[
                "### 1-2-4-All",
                "#### On your own",
                "said while everybody",
                "#### All together",
                "a bench at every bus stop",
                "a kettle in",
            ],
        );
        assert!(!rounds.contains("said long after"), "{rounds}");
    }
    // In the plain face the same, with the clock standing still.
    let plain = Plain::new();
    let out = plain.say(&["/pause", "/method 1-2", "/step", "/step", "/step", "", "@4 !i a bench at every bus stop"]);
    assert!(out.contains("One idea from each four: !i and the idea."), "{out}");
    let rounds = section(&plain.plan(), "What each round brought");
    in_order(&rounds, &["#### All together", "a bench at every bus stop"]);
}

#[test]
fn domain_2_3_a_world_cafe_hands_each_round_on_and_its_rounds_and_tables_are_gathered() {
    let (mut one, mut two) = (table(0), table(1));
    for (bench, line) in [(&mut one, "the bus stop moved at table one"), (&mut two, "no shop is left at table two")] {
        bench.line("/method world");
        bench.line("@4 nobody else spoke of this");
        bench.line(&format!("@1 {line} #transport"));
        bench.line("+3");
        bench.line("@15 this stays in the room #transport");
    }
    one.line("/handover");
    assert!(notice(&one).starts_with("There is no round before"), "{}", notice(&one));
    one.control('u');
    for bench in [&mut one, &mut two] {
        later(bench, 20);
    }
    assert!(notice(&one).ends_with("/handover shows what stood out in the round before"), "{}", notice(&one));
    one.line("/handover");
    let told = one.picture(120, 40);
    in_order(
        &told,
        &["What stood out: First round", "the bus stop moved at table one", "this stays in the room", "nobody else"],
    );
    one.key(KeyCode::Esc);
    // On the wall the same through the gate: without a name, and nothing that stays in the room.
    one.line("/project");
    let mut wall = String::new();
    for _ in 0..6 {
        one.key(KeyCode::Right);
        wall = one.picture(120, 40);
        if wall.contains("What stood out") {
            break;
        }
    }
    assert!(wall.contains("What stood out: First round"), "{wall}");
    one.key(KeyCode::Esc);
    let lines = coplan::publish::project(&one.desk().view, Programme::embedded(), one.now.date_naive());
    let round = coplan::plan::Round { method: 1, step: 0 };
    let shown = lines.stood_out(round, one.desk().recorder, 5);
    assert_eq!(shown, ["the bus stop moved at table one", "nobody else spoke of this"]);
    one.line("@2 and the fares went up");
    two.line("@2 a van comes on Fridays");
    // Joined, the rounds stand together, table by table for the team.
    let plan = joined(&[&one, &two]);
    let rounds = section(&report(&plan, "plan", Audience::Team), "What each round brought");
    in_order(
        &rounds,
        &[
            "### World Café",
            "#### First round",
            "At Table 1:",
            "the bus stop moved",
            "At Table 2:",
            "no shop is left",
            "#### Second round",
            "and the fares went up",
            "a van comes on Fridays",
        ],
    );
    assert_eq!(section(&report(&plan, "session", Audience::Team), "What each round brought"), rounds);
    let public = section(&report(&plan, "plan", Audience::Public), "What each round brought");
    assert!(!public.contains("Table 1") && public.contains("the bus stop moved"), "{public}");
    assert!(!public.contains("stays in the room") && !rounds.contains("stays in the room"));
    let sheet = written(&plan, "plan", "csv", Audience::Team);
    assert!(sheet.contains("World Café: Second round"), "{sheet}");
    // A table that ran no method goes by the one that did.
    let mut three = table(2);
    three.now = one.now;
    three.line("@3 at a table without a clock");
    let plan = joined(&[&one, &three]);
    let rounds = section(&report(&plan, "plan", Audience::Team), "What each round brought");
    in_order(&rounds, &["#### Second round", "At Table 3:", "at a table without a clock"]);
    let plain = Plain::new();
    let out = plain.say(&["/method world", "@1 told in the first round", "/step", "/handover", "", "/harvest"]);
    in_order(&out, &["What stood out: First round", "told in the first round", "World Café: First round", "Table 1"]);
}

#[test]
fn domain_2_3_a_nominal_group_speaks_in_turn_joins_what_is_the_same_and_holds_two_ballots() {
    let method = Programme::embedded().method("nominal-group").unwrap();
    let ballots: Vec<Option<Ballot>> = method.steps.iter().map(|step| step.ballot).collect();
    assert_eq!(ballots, [None, None, None, Some(Ballot::Rank), None, Some(Ballot::Rank)]);
    let mut bench = table(0);
    bench.line("/method nominal");
    bench.line("/pass");
    assert!(notice(&bench).starts_with("People speak in turn"), "{}", notice(&bench));
    bench.control('u');
    bench.line("/step");
    bench.line("/turns 1-2 4");
    assert!(notice(&bench).starts_with("3 people speak in turn. Next: Amina, seat 1"), "{}", notice(&bench));
    bench.line("@1 !i mend the lift");
    assert!(notice(&bench).starts_with("Next: Joy, seat 2"), "{}", notice(&bench));
    bench.line("and say when it is mended");
    assert!(notice(&bench).starts_with("Next: Joy, seat 2"), "one turn is one turn: {}", notice(&bench));
    bench.line("/pass");
    assert!(notice(&bench).starts_with("Joy passes. Next: Sam, seat 4"), "{}", notice(&bench));
    bench.line("@4 !i Mend the lift.");
    assert!(notice(&bench).starts_with("Next: Amina, seat 1"), "{}", notice(&bench));
    bench.app.notice = None;
    assert!(
        bench.picture(80, 24).contains("Next: Amina, seat 1. /pass lets the turn pass"),
        "{}",
        bench.picture(80, 24)
    );
    // Names are hidden with the others.
    bench.press(KeyCode::F(9), ratatui::crossterm::event::KeyModifiers::NONE);
    bench.app.notice = None;
    assert!(!bench.picture(80, 24).contains("Amina"), "{}", bench.picture(80, 24));
    bench.press(KeyCode::F(9), ratatui::crossterm::event::KeyModifiers::NONE);
    for _ in 0..3 {
        bench.line("/pass");
    }
    assert!(notice(&bench).ends_with("Everybody has passed: /step goes on"), "{}", notice(&bench));
    // What two people say in the same words is one idea where the room agrees, and both voices stay.
    bench.line("/step");
    bench.line("/same");
    let asked = bench.picture(80, 24);
    assert!(asked.contains("Said twice · 1 of 1") && asked.contains("take them as one idea"), "{asked}");
    bench.key(KeyCode::Char('y'));
    bench.line("/same");
    assert_eq!(notice(&bench), "No two lines say the very same");
    bench.line("/step");
    bench.app.notice = None;
    assert!(bench.picture(80, 24).contains("Each ranks in private: /vote, then /ballot"), "{}", bench.picture(80, 24));
    // The step says how it is voted, and the ideas of the stage are what is voted on: both rankings are kept.
    let ranked = |bench: &mut Bench| {
        bench.line("/vote");
        let shown = bench.picture(80, 24);
        assert!(notice(bench).contains("is open: 2 options, "), "{shown}");
        bench.line("/ballot @1 1 2");
        bench.line("/ballot @2 1");
        bench.line("/close-vote");
        // How it came out stands in front.
        bench.key(KeyCode::Esc);
    };
    ranked(&mut bench);
    bench.line("/step");
    bench.line("/step");
    ranked(&mut bench);
    let plan = joined(&[&bench, &table(1)]);
    let narrowed = section(&report(&plan, "plan", Audience::Team), "What the room narrowed down to");
    in_order(&narrowed, &["First ranking: what should come first?", "Final vote: what should come first?"]);
    let rounds = section(&report(&plan, "plan", Audience::Team), "What each round brought");
    in_order(&rounds, &["### Nominal group", "#### Round robin", "2 people", "mend the lift", "Mend the lift."]);
    let plain = Plain::new();
    let lines =
        ["/method nominal", "/step", "/turns 1 2 4", "@1 !i a bus on Sundays", "", "/pass", "@4 !i a bus on Sundays"];
    let out = plain.say(&[&lines[..], &["/step", "/same", "y"]].concat());
    in_order(
        &out,
        &["Next: Amina, seat 1", "Next: Joy, seat 2", "Joy passes", "Said twice", "Said twice: all seen to"],
    );
    let out = plain.say(&["/step", "/vote", "/ballot @1 2 1", "/close-vote"]);
    in_order(&out, &["First ranking", "V1 is open: 2 options"]);
    assert!(
        section(&plain.plan(), "What the room narrowed down to").contains("First ranking: what should come first?")
    );
    assert!(section(&plain.plan(), "What each round brought").contains("2 people"));
}

#[test]
fn domain_2_3_open_space_topics_are_made_on_the_spot_and_gather_what_is_said() {
    let (mut one, mut two) = (table(0), table(1));
    one.line("/topic Damp homes");
    assert!(notice(&one).starts_with("New topic: Damp homes"), "{}", notice(&one));
    assert!(one.picture(80, 24).contains("Topic: Damp homes"), "{}", one.picture(80, 24));
    one.line("@4 the back wall is wet #damp");
    one.line("/topic");
    one.key(KeyCode::Char('e'));
    one.key(KeyCode::Tab);
    one.type_text("@1");
    one.key(KeyCode::Tab);
    one.type_text("Bev Writer");
    one.key(KeyCode::Tab);
    one.type_text("by the window");
    one.key(KeyCode::Tab);
    one.key(KeyCode::Enter);
    let page = one.picture(120, 40);
    assert!(page.contains("convened by Amina Example") && page.contains("by the window"), "{page}");
    one.key(KeyCode::Esc);
    one.line("/topic end");
    one.line("@4 said of nothing in particular");
    assert_eq!(last(&one).topic(), None);
    // Another table makes a topic of the same name, and one of its own; a stage ends it.
    later(&mut two, 1);
    two.line("/topic damp HOMES");
    two.line("@1 mould grows behind the wardrobe");
    two.line("/topic Buses");
    two.line("@2 none after six");
    two.line("/topic damp");
    assert_eq!(two.desk().topic().map(|(_, title)| title.to_owned()), Some("damp HOMES".into()));
    two.line("/3");
    assert!(two.desk().topic().is_none());
    // Taken back as every command.
    two.line("/topic Buses");
    two.control('z');
    assert!(two.desk().topic().is_none());
    let plan = joined(&[&one, &two]);
    assert_eq!(plan.live(&List::Topics).filter_map(|item| Topic(item).title()).count(), 3);
    for name in ["plan", "session"] {
        let topics = section(&report(&plan, name, Audience::Team), "What was said of each topic");
        in_order(
            &topics,
            &["### Damp homes", "the back wall is wet", "mould grows behind", "### Buses", "none after six"],
        );
        assert!(topics.contains("Convenor: Amina Example") && topics.contains("Note-taker: Bev Writer"), "{topics}");
        assert!(!topics.contains("nothing in particular"), "{topics}");
    }
    let public = section(&report(&plan, "plan", Audience::Public), "What was said of each topic");
    assert!(!public.contains("Amina") && !public.contains("Bev Writer"), "{public}");
    assert!(written(&plan, "plan", "csv", Audience::Team).contains("Damp homes"));
    let plain = Plain::new();
    let out = plain.say(&["/topic Damp homes", "@4 the back wall is wet", "/topic"]);
    in_order(&out, &["New topic: Damp homes", "Topics", "Damp homes", "the back wall is wet"]);
    let topics = section(&plain.plan(), "What was said of each topic");
    in_order(&topics, &["### Damp homes", "the back wall is wet"]);
}

#[test]
fn domain_2_3_the_priority_matrix_puts_what_is_easy_and_useful_first() {
    let mut bench = table(0);
    bench.line("@4 !i a bench at every stop");
    bench.line("/matrix 4 5 nobody owns the verge");
    assert!(notice(&bench).ends_with("do first, easy and useful"), "{}", notice(&bench));
    // In the line itself, as any other detail.
    bench.line("@4 !i move the surgery ease:1 useful:4");
    assert_eq!(last(&bench).0.text(field::EASE), Some("1"));
    bench.line("/matrix six 9");
    assert!(notice(&bench).starts_with("Say how easy and how useful"), "{}", notice(&bench));
    bench.control('u');
    let rows = bench.app.plan.rows(&bench.app);
    let reference = rows[0].reference.clone();
    bench.line(&format!("/matrix {reference} 5 1"));
    bench.line("/matrix");
    let page = bench.picture(120, 40);
    in_order(
        &page,
        &[
            "Do first: easy and useful",
            "a bench at every stop",
            "Plan for it",
            "move the surgery",
            "Fit in",
            &reference,
        ],
    );
    // Rated in a form, from the row.
    bench.key(KeyCode::Char('e'));
    bench.key(KeyCode::Right);
    bench.key(KeyCode::Tab);
    bench.key(KeyCode::Tab);
    bench.key(KeyCode::Tab);
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Esc);
    let plan = joined(&[&bench, &table(1)]);
    let matrix = section(&report(&plan, "plan", Audience::Team), "Ease and usefulness");
    in_order(
        &matrix,
        &["### Do first", "a bench at every stop", "nobody owns the verge", "### Plan for it", "move the surgery"],
    );
    assert!(matrix.contains(&reference), "{matrix}");
    let session = report(&bench.desk().view, "session", Audience::Delegates);
    let delegates = section(&session, "Ease and usefulness");
    assert!(delegates.contains("a bench at every stop") && !delegates.contains(&reference), "{delegates}");
    let sheet = written(&plan, "plan", "csv", Audience::Team);
    assert!(sheet.contains("Quarter") && sheet.contains("Do first"), "{sheet}");
    let plain = Plain::new();
    let out = plain.say(&["@4 !i a bench at every stop", "/matrix 4 5 nobody owns the verge", "/matrix"]);
    in_order(
        &out,
        &["do first, easy and useful", "Do first: easy and useful", "a bench at every stop", "barriers: nobody owns"],
    );
    in_order(&section(&plain.plan(), "Ease and usefulness"), &["a bench at every stop", "nobody owns the verge"]);
}

#[test]
fn domain_2_3_a_stage_is_read_back_to_its_speakers_with_what_is_left_counted() {
    let mut bench = table(0);
    bench.line("/3");
    let stage =
        bench.desk().view.live(&List::Moves).last().and_then(|item| item.text(field::STAGE)).unwrap().to_owned();
    let of_stage = |bench: &Bench| -> Vec<Id> {
        let all = bench.desk().view.live(&List::Contributions).map(Contribution);
        let own = all.filter(|said| bench.desk().is_mine(said.id().stamp) && said.stage() == Some(stage.as_str()));
        own.filter(|said| !said.kind().is_some_and(|kind| kind.is_private())).map(|said| said.id()).collect()
    };
    let all = of_stage(&bench).len();
    let before = bench.desk().view.live(&List::Contributions).filter(|item| Contribution(item).confirmed()).count();
    assert!(all > 4, "{all}");
    bench.line("/method read");
    bench.app.notice = None;
    assert!(bench.picture(80, 24).contains("/read-back stage goes through them"), "{}", bench.picture(80, 24));
    bench.line("/read-back stage");
    let first = bench.picture(80, 24);
    assert!(first.contains(&format!("1 of {all}, {all} left")), "{first}");
    bench.key(KeyCode::Char('r'));
    bench.key(KeyCode::Char('f'));
    bench.line(" indeed");
    assert!(bench.picture(80, 24).contains(&format!("3 of {all}, {} left", all - 2)));
    bench.key(KeyCode::Esc);
    let confirmed = bench.desk().view.live(&List::Contributions).filter(|item| Contribution(item).confirmed()).count();
    assert_eq!(confirmed, before + 2);
    // What was read back is not asked again.
    bench.line("/read-back stage");
    assert!(
        bench.picture(80, 24).contains(&format!("1 of {}, {} left", all - 2, all - 2)),
        "{}",
        bench.picture(80, 24)
    );
    bench.key(KeyCode::Char('w'));
    assert!(bench.picture(80, 24).contains("ithdraw"), "{}", bench.picture(80, 24));
    bench.key(KeyCode::Esc);
    bench.key(KeyCode::Esc);
    bench.line("/read-back 9");
    assert_eq!(notice(&bench), "Say which lines: /read-back stage, /read-back 2 or /read-back all");
    let plan = joined(&[&bench, &table(1)]);
    let numbers = section(&report(&plan, "plan", Audience::Team), "In numbers");
    assert!(numbers.contains("read back, and found right"), "{numbers}");
    let plain = Plain::new();
    let out = plain.say(&["@1 the last word of stage two", "/read-back stage", "r", "/back"]);
    in_order(&out, &["Read back", "1 of", "Is it right?", "2 of"]);
    let confirmed = items(&plain.machine.path("practice.json"), "contributions");
    assert!(confirmed.iter().any(|said| said["confirmed"] == true), "{out}");
}

#[test]
fn domain_2_3_the_parking_lot_cannot_end_silently_with_what_nobody_owns() {
    let mut bench = table(0);
    bench.line("@4 !p who pays for the hall");
    bench.line("/close");
    assert!(bench.picture(120, 40).contains("Parked with no owner or no reply date"), "{}", bench.picture(120, 40));
    bench.key(KeyCode::Enter);
    while !bench.picture(120, 40).contains("The workshop is closed") {
        bench.key(KeyCode::Enter);
    }
    assert!(bench.picture(120, 40).contains("Parked with no owner or no reply date"), "{}", bench.picture(120, 40));
}
