//! Reading back, the parking lot and the close; consent and care: on the screen, and in the plain face.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod opened;
mod outside;

use bench::Bench;
use coplan::export::{FORMATS, Format};
use coplan::model::fields::{Contribution, Delegate, List, Reading, field};
use coplan::model::file::File;
use coplan::model::stamp::Id;
use coplan::model::words::{Audience, Level};
use coplan::publish::{Ask, REPORTS, Report, publish};
use coplan::tui::app::Screen;
use coplan::tui::overlays::Overlay;
use outside::Machine;
use ratatui::crossterm::event::KeyCode;

/// A workshop of three people, after consent was read out.
fn table() -> Bench {
    let mut bench = Bench::recording("Staying connected", 7);
    for name in ["Naz", "Joy", "Sam"] {
        bench.line(&format!("/join {name} Example, local resident"));
    }
    bench.line("/consent");
    bench.key(KeyCode::Enter);
    bench
}

fn said(bench: &Bench, id: Id) -> Contribution<'_> {
    Contribution(bench.desk().view.find(&List::Contributions, id).unwrap())
}

fn ids(bench: &Bench) -> Vec<Id> {
    bench.desk().view.live(&List::Contributions).map(|item| item.id).collect()
}

fn events(bench: &Bench) -> Vec<(String, String)> {
    let readings = bench.desk().view.live(&List::Readings).map(Reading);
    readings.map(|r| (r.event().unwrap().to_owned(), r.text().unwrap_or_default().to_owned())).collect()
}

#[test]
fn starred_lines_are_read_back_one_at_a_time_right_fixed_or_withdrawn() {
    let mut bench = table();
    for line in ["*@1 they moved the bus", "@2 not this one", "*@3 the hall is damp", "*@2 nobody rang me"] {
        bench.line(line);
    }
    let [bus, other, hall, rang] = ids(&bench).try_into().unwrap();
    bench.line("/read-back");
    insta::assert_snapshot!("read_back_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("read_back_120x40", bench.picture(120, 40));
    bench.key(KeyCode::Char('r'));
    assert!(bench.picture(80, 24).contains("Read back · 2 of 3"));
    bench.key(KeyCode::Char('f'));
    bench.line(" and cold");
    assert!(bench.picture(80, 24).contains("Read back · 3 of 3"));
    bench.key(KeyCode::Char('w'));
    bench.line("withdraw");
    bench.key(KeyCode::Enter);
    // Nothing is left of what was withdrawn, and the walk goes on past it.
    assert!(bench.desk().view.is_withdrawn(rang));
    bench.key(KeyCode::Enter);
    assert!(bench.app.overlays.is_empty());
    assert!(said(&bench, bus).confirmed() && said(&bench, hall).confirmed() && !said(&bench, other).confirmed());
    assert_eq!(said(&bench, hall).text(), Some("the hall is damp and cold"));
    let kept = bench.desk().wordings(hall);
    assert_eq!(kept.iter().map(|w| w.text.as_str()).collect::<Vec<_>>(), ["the hall is damp"]);
    bench.line("/read-back");
    assert!(bench.picture(80, 24).contains("All 2 starred lines were read back"));
}

#[test]
fn what_was_read_back_says_confirmed_in_every_format_until_its_words_change() {
    let mut bench = table();
    for line in
        ["*@1 they moved the bus #bus", "*@3 the hall is damp #hall", "*@2 nobody rang me %1", "@2 not this one"]
    {
        bench.line(line);
    }
    let rang = ids(&bench)[2];
    bench.line("/read-back");
    bench.key(KeyCode::Char('r'));
    bench.key(KeyCode::Esc);
    let marks = |bench: &Bench| {
        let published = publish(
            &bench.desk().view,
            &bench.app.programme,
            &Ask { audience: Audience::Public, today: bench.now.date_naive() },
        );
        let document = (Report::named("session").unwrap().write)(&published);
        let count = |format: &str, mark: &str| {
            let files = (Format::named(format).unwrap().render)(&document);
            files.iter().map(|file| String::from_utf8_lossy(&file.bytes()).matches(mark).count()).sum::<usize>()
        };
        // Twice where it is read: what stood out, and what we heard.
        let csv = count("csv", "\"yes\",\"yes\",\"\",");
        (count("html", "Quote · confirmed"), count("md", "Quote · confirmed"), csv)
    };
    assert_eq!(marks(&bench), (2, 2, 1));
    // What stands for the words was not read back.
    bench.app.edit(|desk, now| desk.confirm(rang, None, now));
    bench.app.edit(|desk, now| desk.put_in_other_words(rang, "Somebody was not told", now));
    assert!(sent(&bench, Audience::Public).contains("Somebody was not told"));
    assert_eq!(marks(&bench), (2, 2, 1));
    // Other words are not what the room heard.
    let (bus, programme) = (ids(&bench)[0], bench.app.programme.clone());
    bench.app.edit(|desk, now| desk.correct(bus, "they moved the bus stop", &[], now, &programme));
    assert_eq!(marks(&bench), (0, 0, 0));
    bench.line("/read-back");
    assert!(bench.picture(80, 24).contains("they moved the bus stop"));
}

#[test]
fn a_decision_of_the_read_back_is_taken_back_with_one_key() {
    let mut bench = table();
    bench.line("*@1 they moved the bus");
    bench.line("*@3 the hall is damp");
    bench.line("/read-back");
    bench.key(KeyCode::Char('r'));
    bench.key(KeyCode::Char('u'));
    assert!(bench.picture(80, 24).contains("Read back · 1 of 2"), "{}", bench.picture(80, 24));
    assert!(!said(&bench, ids(&bench)[0]).confirmed());
}

#[test]
fn an_action_that_is_fixed_says_the_same_in_the_plan() {
    let mut bench = table();
    bench.line("*@1 !a ask the church about the hal");
    bench.line("/read-back");
    bench.key(KeyCode::Char('f'));
    bench.line("l");
    let actions: Vec<_> = bench.desk().view.live(&List::Actions).filter_map(|a| a.text(field::TEXT)).collect();
    assert_eq!(actions, ["ask the church about the hall"]);
}

#[test]
fn nothing_is_read_back_while_names_and_lines_are_hidden() {
    let mut bench = table();
    bench.line("*@1 they moved the bus");
    bench.key(KeyCode::F(9));
    for command in ["/read-back", "/parking", "/close", "/complete", "/last-time", "/needs"] {
        bench.line(command);
        assert!(bench.app.overlays.is_empty(), "{command}");
    }
}

#[test]
fn each_parked_line_is_asked_for_its_owner_and_its_reply_date() {
    let mut bench = table();
    bench.line("/parking");
    assert!(bench.picture(80, 24).contains("Nothing is parked"));
    bench.line("@2 !p parking charges");
    bench.line("@3 !p the bins owner:@1");
    bench.line("/parking");
    insta::assert_snapshot!("parking_80x24", bench.picture(80, 24));
    bench.line("@3");
    bench.line("+1w");
    bench.line("fri");
    let [charges, bins] = ids(&bench).try_into().unwrap();
    let seats: Vec<String> = bench.desk().room().seats.iter().map(|seat| seat.delegate.to_string()).collect();
    assert_eq!(
        (said(&bench, charges).lead(), said(&bench, charges).due()),
        (Some(seats[2].as_str()), Some("2026-11-28"))
    );
    assert_eq!((said(&bench, bins).lead(), said(&bench, bins).due()), (Some(seats[0].as_str()), Some("2026-11-27")));
    bench.line("/parking");
    let picture = bench.picture(80, 24);
    assert!(picture.contains("parking charges · Sam Example replies by 28 November 2026"), "{picture}");
}

/// A workshop with one thing open of every kind.
fn open_ends() -> Bench {
    let mut bench = table();
    for line in
        ["@1 !q who pays for the hall", "@2 !p parking charges", "@3 !a ask the church", "*@1 they moved the bus"]
    {
        bench.line(line);
    }
    bench
}

#[test]
fn the_close_names_what_is_open_and_each_row_leads_to_it_and_back() {
    let mut bench = open_ends();
    bench.line("/close");
    insta::assert_snapshot!("close_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("close_120x40", bench.picture(120, 40));
    let picture = bench.picture(100, 40);
    for words in [
        "○ Questions without an answer: 1",
        "○ Parked with no owner or no reply date: 1",
        "○ Actions without a lead: 1, without a due date: 1",
        "○ Starred lines not read back: 1",
        "○ Connectors not named (operational, strategic): 2",
        "○ No day is promised on which people hear back",
        "○ Key question and reflections not noted: 3",
    ] {
        assert!(picture.contains(words), "{words}:\n{picture}");
    }
    bench.key(KeyCode::Char('1'));
    bench.key(KeyCode::Char('a'));
    bench.line("@2 the parish does");
    bench.key(KeyCode::Char('2'));
    bench.line("@3");
    bench.line("+1w");
    bench.key(KeyCode::Char('3'));
    bench.line("@3");
    for _ in 0..4 {
        bench.key(KeyCode::Enter);
    }
    assert!(bench.picture(80, 24).contains("By when is it due?") || bench.picture(80, 24).contains("Who will tell us"));
    bench.key(KeyCode::Esc);
    bench.key(KeyCode::Char('4'));
    bench.key(KeyCode::Char('r'));
    bench.key(KeyCode::Char('6'));
    bench.line("Naz Example");
    bench.line("Dee Example");
    // A week after the workshop stands there already.
    bench.key(KeyCode::Char('7'));
    assert!(bench.picture(80, 24).contains("2026-11-28"));
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Char('8'));
    insta::assert_snapshot!("reflection_80x24", bench.picture(80, 24));
    bench.line("mostly, but not the buses");
    bench.line("fewer slides");
    bench.line("come back in spring");
    let picture = bench.picture(100, 40);
    for words in [
        "✓ Every question is answered",
        "✓ The parking lot is cleared",
        "○ Actions without a lead: 0, without a due date: 1",
        "✓ Every starred line was read back",
        "✓ Both connectors are named",
        "✓ People hear back by 28 November 2026",
        "✓ Key question and reflections are noted",
    ] {
        assert!(picture.contains(words), "{words}:\n{picture}");
    }
    let workshop = bench.desk().view.workshop().unwrap();
    assert_eq!((workshop.connector(), workshop.strategic()), (Some("Naz Example"), Some("Dee Example")));
    assert_eq!(workshop.promise(), Some("2026-11-28"));
    let said: Vec<String> =
        events(&bench).into_iter().skip(1).map(|(event, text)| format!("{event}: {text}")).collect();
    assert_eq!(
        said,
        ["key-question: mostly, but not the buses", "reflection: fewer slides", "reflection: come back in spring"]
    );
}

#[test]
fn closing_warns_and_never_blocks_says_where_the_file_is_and_can_be_taken_up_again() {
    let mut bench = open_ends();
    bench.line("/reopen");
    assert!(bench.picture(80, 24).contains("The workshop is open"));
    bench.line("/close");
    bench.key(KeyCode::Enter);
    insta::assert_snapshot!("last_question_80x24", bench.picture(80, 24));
    // Nothing is closed, and nothing noted, by looking at it.
    bench.key(KeyCode::Esc);
    assert!(!coplan::plan::is_closed(&bench.desk().view) && events(&bench).iter().all(|(event, _)| event == "consent"));
    bench.line("/close");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    let picture = bench.picture(80, 24);
    insta::assert_snapshot!("closed_80x24", picture);
    let close = bench.app.programme.key_question.close.clone();
    assert!(events(&bench).ends_with(&[("close".into(), String::new()), ("key-question".into(), close)]));
    assert!(picture.contains("/home/bev/Documents/coplan/northfield.json"), "{picture}");
    assert!(picture.contains("○ Questions without an answer: 1"), "{picture}");
    assert_eq!(bench.app.screen, Screen::Plan);
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Esc);
    for (width, words) in
        [(60, "closed: /reopen"), (80, "closed, /reopen opens it again"), (120, "closed, /reopen opens")]
    {
        let picture = bench.picture(width, 16);
        let head = picture.lines().next().unwrap();
        assert!(head.contains(words) && head.contains("Staying"), "{picture}");
    }
    bench.now += chrono::TimeDelta::minutes(20);
    bench.line("/close");
    assert!(bench.picture(100, 40).contains("closed already"));
    bench.key(KeyCode::Esc);
    bench.line("/reopen the last table came back");
    assert!(bench.picture(100, 40).contains("open again"));
    assert!(!bench.picture(100, 40).lines().next().unwrap().contains("closed"));
    bench.line("@1 one more thing");
    let events = events(&bench);
    assert_eq!(events.last().unwrap(), &("reopen".to_owned(), "the last table came back".to_owned()));
    assert!(events.iter().any(|(event, _)| event == "close"));
    let times: Vec<_> = bench.desk().view.live(&List::Readings).filter_map(|r| r.text(field::TIME)).collect();
    assert_eq!(times.last(), Some(&"2026-11-21T10:20:00+00:00"));
}

#[test]
fn closing_and_the_key_question_are_one_command_that_undo_takes_back() {
    let mut bench = table();
    bench.line("@1 the hall is damp");
    bench.line("/close");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    assert!(coplan::plan::is_closed(&bench.desk().view));
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Esc);
    bench.line("/undo");
    assert!(bench.picture(100, 40).contains("Taken back: the close"), "{}", bench.picture(100, 40));
    assert!(!coplan::plan::is_closed(&bench.desk().view));
    assert_eq!(events(&bench).len(), 1);
}

#[test]
fn the_plain_face_reads_back_clears_the_parking_lot_and_closes() {
    let machine = Machine::new();
    let path = machine.session("plain.json");
    let lines = [
        "*@1 they moved the bus",
        "@2 !p parking charges",
        "/read-back",
        "f",
        "they moved the bus stop",
        "/parking",
        "@2",
        "+1w",
        "/close",
        "7",
        "",
        "8",
        "mostly",
        "/back",
        "",
        "",
        "/quit",
    ];
    let ran = machine.feed(["open", path.to_str().unwrap(), "--plain", "--as", "Bev Example"], lines.join("\n")).well();
    for words in
        ["Read back · 1 of 1, 1 left.", "r. right", "Who owns it?", "7. ✓ People hear back by 28 November 2026"]
    {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert!(ran.out.contains(&format!("Your file is {}", path.display())), "{}", ran.out);
    let file = File::decode(&std::fs::read(&path).unwrap()).unwrap();
    let first = Contribution(file.live(&List::Contributions).next().unwrap());
    assert_eq!((first.text(), first.confirmed()), (Some("they moved the bus stop"), true));
    let events: Vec<_> = file.live(&List::Readings).filter_map(|item| Reading(item).event()).collect();
    // What the room said to the key question is noted: it is not asked again.
    assert_eq!(events, ["key-question", "close"]);
    assert!(!ran.out.contains("Last of all, read out the key question"), "{}", ran.out);
}

/// Everything that leaves for an audience.
fn sent(bench: &Bench, audience: Audience) -> String {
    let ask = Ask { audience, today: bench.now.date_naive() };
    let published = publish(&bench.desk().view, &bench.app.programme, &ask);
    let rendered = REPORTS.iter().flat_map(|report| {
        let document = (report.write)(&published);
        let bytes = |format: &Format| (format.render)(&document).iter().map(|file| file.bytes()).collect::<Vec<_>>();
        FORMATS.iter().flat_map(bytes).collect::<Vec<_>>()
    });
    rendered.map(|bytes| opened::text(&bytes)).collect()
}

#[test]
fn the_consent_statement_is_noted_with_its_wording_and_its_version() {
    let bench = table();
    let desk = bench.desk();
    let reading = Reading(desk.view.live(&List::Readings).next().unwrap());
    let consent = &bench.app.programme.consent;
    assert_eq!((reading.event(), reading.wording()), (Some("consent"), Some(consent.version.as_str())));
    assert_eq!(reading.text(), Some(consent.text.join("\n").as_str()));
    assert_eq!(reading.time(), Some("2026-11-21T10:00:00+00:00"));
}

fn level(bench: &Bench, seat: usize) -> Option<Level> {
    let desk = bench.desk();
    Delegate(desk.view.find(&List::Delegates, desk.room().seats[seat - 1].delegate).unwrap()).consent()
}

#[test]
fn a_role_that_few_here_hold_is_warned_about_with_delegate_offered() {
    let mut bench = table();
    for person in ["Rhys Example, bus driver", "Ann Example, gardener", "Bee Example, gardener", "Cy Example, gardener"]
    {
        bench.line(&format!("/join {person}"));
    }
    bench.line("/level 4 3");
    insta::assert_snapshot!("few_80x24", bench.picture(80, 24));
    assert_eq!(level(&bench, 4), None, "nothing is set until somebody answers");
    bench.key(KeyCode::Char('1'));
    assert_eq!(level(&bench, 4), Some(Level::Delegate));
    bench.line("/level 4 3");
    bench.key(KeyCode::Char('2'));
    assert_eq!(level(&bench, 4), Some(Level::Role));
    // Three nurses hide each other.
    bench.line("/level 5 3");
    assert!(bench.app.overlays.is_empty());
    assert_eq!(level(&bench, 5), Some(Level::Role));
}

/// A way to set a level, and what must be there before.
type Way = (&'static str, &'static [&'static str], fn(&mut Bench));

#[test]
fn a_role_that_few_here_hold_is_warned_about_once_by_every_way_of_setting_a_level_and_no_line_waits() {
    const RHYS: &str = "/join Rhys Example, bus driver";
    let ways: [Way; 8] = [
        ("people list", &[], |bench| drop(bench.line("/people Rhys Example, bus driver, 3"))),
        ("one person", &[], |bench| drop(bench.line("/join Rhys Example, bus driver, 3"))),
        ("mark on a line", &[RHYS], |bench| drop(bench.line("@4 I drive the six %3"))),
        ("mark alone", &[RHYS, "@4 I drive the six"], |bench| drop(bench.line("%3"))),
        ("command", &[RHYS, "@4 I drive the six"], |bench| drop(bench.line("/c3"))),
        ("correction", &[RHYS, "@4 I drive the six"], |bench| {
            bench.key(KeyCode::Up);
            bench.line(" %3");
        }),
        ("another speaker", &[RHYS, "@1 I drive the six %3"], |bench| {
            bench.key(KeyCode::Up);
            bench.line(" @4 %3");
        }),
        ("form", &[RHYS, "@4 I drive the six"], |bench| {
            bench.line("/about");
            let Some(Overlay::Form(form)) = bench.app.overlays.last_mut() else { panic!("no form") };
            assert!(form.inputs.iter_mut().find(|input| input.key == "consent").unwrap().answer("3"));
            form.focus = form.inputs.len();
            bench.key(KeyCode::Enter);
        }),
    ];
    for (way, before, set) in ways {
        let mut bench = table();
        for line in before {
            bench.line(line);
            assert!(!bench.app.notice.as_ref().is_some_and(|notice| notice.warns), "{way}: {line}");
        }
        set(&mut bench);
        let notice = bench.app.notice.clone().unwrap();
        assert_eq!(
            (notice.text.as_str(), notice.warns),
            ("Few here are “bus driver”: /level 4 2 calls Rhys Delegate", true),
            "{way}"
        );
        assert!(bench.app.overlays.is_empty() && bench.app.run.entry.is_empty(), "{way}");
        assert!(bench.picture(80, 24).contains("/level 4 2 calls Rhys Delegate"), "{}", bench.picture(80, 24));
        // Once is enough, and the line stands.
        let lines = ids(&bench).len();
        bench.line("@4 every day %3");
        assert_eq!(ids(&bench).len(), lines + 1, "{way}");
        assert!(!bench.app.notice.as_ref().unwrap().warns, "{way}");
        // What is offered is one line away.
        bench.line("/level 4 2");
        assert_eq!(level(&bench, 4), Some(Level::Delegate), "{way}");
    }
    // Three who share a role hide each other, and under a cap no role leaves.
    let mut bench = table();
    bench.line("@1 the hall is damp %3");
    assert!(!bench.app.notice.as_ref().unwrap().warns);
    bench.line(RHYS);
    bench.line("/cap chatham-house");
    bench.line("@4 I drive the six %3");
    assert!(!bench.app.notice.as_ref().unwrap().warns);
}

#[test]
fn the_cap_can_be_changed_at_any_time_and_what_it_does_is_said_and_holds() {
    let mut bench = table();
    bench.line("/level 1 4");
    bench.line("@1 %4 they moved the bus stop");
    assert!(sent(&bench, Audience::Team).contains("Naz Example"));
    bench.line("/cap");
    insta::assert_snapshot!("cap_80x24", bench.picture(80, 24));
    bench.key(KeyCode::Char('2'));
    assert!(bench.picture(100, 24).contains("Chatham House rule: words leave as Delegate at most"));
    let out = sent(&bench, Audience::Team);
    assert!(out.contains("they moved the bus stop") && !out.contains("Naz Example"), "{out}");
    bench.line("/cap room-only");
    assert!(!sent(&bench, Audience::Team).contains("they moved the bus stop"));
    bench.line("/cap none");
    assert!(sent(&bench, Audience::Team).contains("Naz Example"));
    bench.line("/cap perhaps");
    assert!(bench.picture(100, 24).contains("Say which cap"));
}

#[test]
fn what_a_person_needs_is_private_and_is_not_heard_from_them() {
    let mut bench = table();
    bench.line("/needs 3 a stepfreemarker entrance");
    assert!(!bench.desk().room().seats[2].was_heard());
    bench.line("/needs");
    assert!(bench.picture(80, 24).contains("Sam Example: a stepfreemarker entrance"));
    bench.key(KeyCode::Esc);
    for audience in Audience::ALL {
        assert!(!sent(&bench, *audience).contains("stepfreemarker"), "{audience:?}");
    }
    bench.line("/needs 9 a lift");
    assert!(bench.picture(80, 24).contains("Say the seat and what is needed"));
}

#[test]
fn an_action_of_last_time_leaves_for_the_team_alone_where_its_words_stayed_behind() {
    let mut before = table();
    before.line("@2 %1 !a ask the churchmarker about the hall");
    let carried = coplan::plan::carry(&before.desk().view);
    let mut bench = Bench::recording("Staying connected again", 8);
    bench.app.edit(|desk, _| desk.join(&carried));
    assert!(sent(&bench, Audience::Team).contains("churchmarker"));
    for audience in [Audience::Board, Audience::Delegates, Audience::Public] {
        assert!(!sent(&bench, audience).contains("churchmarker"), "{audience:?}");
    }
}
