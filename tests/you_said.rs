//! You said, we did: what became of each theme, and who has still to hear back; on the screen, in the plain face, and in
//! what is sent out.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use bench::Bench;
use coplan::model::fields::{Action, Answer, List, field};
use coplan::tui::app::Screen;
use coplan::tui::overlays::Overlay;
use outside::{Machine, NOW, items};
use ratatui::crossterm::event::KeyCode;

/// A workshop with one theme of four voices and one of two, on the plan screen.
fn plan() -> Bench {
    let mut bench = Bench::recording("Staying connected", 7);
    for name in ["Naz", "Joy", "Sam"] {
        bench.line(&format!("/join {name} Example, local resident"));
    }
    for line in [
        "@1 they moved the bus stop #transport",
        "@2 the last bus is at six #transport",
        "@3 nobody asked us #transport",
        "+1",
        "@2 the hall is damp #hall",
        "@3 and cold #hall",
        "!a ask the council about the bus stop lead:Sam #transport",
    ] {
        bench.line(line);
    }
    bench.app.screen = Screen::Plan;
    bench
}

fn slash(bench: &mut Bench, name: &str, rest: &str) {
    let effects = coplan::tui::commands::slash(&mut bench.app, name, rest);
    drop(effects);
}

#[test]
fn a_theme_with_three_voices_waits_for_an_answer_and_a_reason_counts_as_one() {
    let mut bench = plan();
    bench.key(KeyCode::Char('y'));
    let page = bench.picture(100, 30);
    assert!(page.contains("No answer yet to 1 of 1 themes with 3 voices or more:"), "{page}");
    assert!(page.contains("#transport · 4 voices · “they moved the bus stop”"), "{page}");
    assert!(page.contains("no answer yet · 1 action is planned"), "{page}");
    assert!(!page.contains("#hall"), "{page}");
    bench.key(KeyCode::Enter);
    assert!(bench.picture(100, 30).contains("they moved the bus stop"));
    bench.key(KeyCode::Down);
    bench.key(KeyCode::Down);
    bench.type_text("The operator may not stop on the bend");
    for _ in 0..3 {
        bench.key(KeyCode::Down);
    }
    bench.key(KeyCode::Enter);
    let page = bench.picture(100, 30);
    assert!(page.contains("Every theme with 3 voices or more has an answer or a reason"), "{page}");
    assert!(page.contains("Why not: The operator may not stop on the bend"), "{page}");
    // One undo takes it back.
    bench.key(KeyCode::Esc);
    slash(&mut bench, "undo", "");
    assert_eq!(bench.desk().answers().unanswered().count(), 1);
}

#[test]
fn feedback_that_was_promised_is_overdue_until_one_key_and_a_way_say_that_it_was_given() {
    let mut bench = plan();
    let workshop = bench.desk().view.workshop().unwrap().id();
    bench
        .app
        .edit(|desk, now| desk.change(now, |edit| edit.set(&List::Workshops, workshop, field::PROMISE, "2026-11-19")));
    slash(&mut bench, "you-said", "");
    let page = bench.picture(100, 30);
    assert!(page.contains("Feedback: 1 of 1 overdue"), "{page}");
    assert!(page.contains("Staying connected: promised by 19 November 2026, overdue by 2 days"), "{page}");
    bench.key(KeyCode::Down);
    bench.key(KeyCode::Char('g'));
    assert!(matches!(bench.app.overlays.last(), Some(Overlay::Choose { .. })));
    bench.app.seen = bench.app.asked;
    bench.key(KeyCode::Char('2'));
    let page = bench.picture(100, 30);
    assert!(page.contains("people heard back on 21 November 2026, by letter"), "{page}");
    assert!(page.contains("nothing is overdue"), "{page}");
}

#[test]
fn what_became_of_themes_is_hidden_with_the_names() {
    let mut bench = plan();
    slash(&mut bench, "you-said", "");
    bench.app.run.veiled = true;
    assert!(!bench.picture(100, 30).contains("bus stop"));
    bench.app.overlays.clear();
    bench.key(KeyCode::Char('y'));
    assert!(bench.app.overlays.is_empty());
}

#[test]
fn the_page_reads_at_every_size() {
    let mut bench = plan();
    slash(&mut bench, "we-did", "hall");
    bench.type_text("We hired a dehumidifier");
    for _ in 0..5 {
        bench.key(KeyCode::Down);
    }
    bench.key(KeyCode::Enter);
    slash(&mut bench, "you-said", "");
    insta::assert_snapshot!("you_said_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("you_said_60x16", bench.picture(60, 16));
    insta::assert_snapshot!("you_said_120x40", bench.picture(120, 40));
}

#[test]
fn an_answer_is_kept_under_the_theme_and_says_when_people_were_told() {
    let mut bench = plan();
    slash(&mut bench, "we-did", "TRANSPORT");
    bench.type_text("We wrote to the operator");
    for _ in 0..3 {
        bench.key(KeyCode::Down);
    }
    bench.type_text("4/12");
    bench.key(KeyCode::Down);
    bench.type_text("by letter");
    bench.key(KeyCode::Down);
    bench.key(KeyCode::Enter);
    let answers: Vec<_> = bench.desk().view.live(&List::Answers).map(Answer).collect();
    let told = (answers[0].theme(), answers[0].did(), answers[0].date(), answers[0].channel());
    assert_eq!(told, (Some("transport"), Some("We wrote to the operator"), Some("2026-12-04"), Some("by letter")));
    // What was kept is said, and where nothing was there is nothing to say.
    let notice = |bench: &Bench| bench.app.notice.as_ref().unwrap().text.clone();
    let parts = "We did: We wrote to the operator · Told on: 4 December 2026 · How: by letter";
    assert_eq!(notice(&bench), format!("The answer to #transport is kept: {parts}"));
    slash(&mut bench, "we-did", "transport");
    (0..5).for_each(|_| drop(bench.key(KeyCode::Down)));
    bench.key(KeyCode::Enter);
    assert_eq!(notice(&bench), format!("The answer to #transport stays as it was: {parts}"));
    slash(&mut bench, "we-did", "hall");
    (0..5).for_each(|_| drop(bench.key(KeyCode::Down)));
    assert!(bench.key(KeyCode::Enter).is_empty());
    assert_eq!(notice(&bench), "Nothing was typed for #hall, and nothing is kept");
    slash(&mut bench, "you-said", "");
    assert!(bench.picture(100, 30).contains("People were told on 4 December 2026, by letter"));
}

/// A session on disk with one theme of three voices, joined into a plan.
fn plan_on_disk(machine: &Machine) {
    machine.turn(NOW);
    machine.session("north.json");
    let lines = [
        "/consent",
        "@1 they moved the bus stop #transport",
        "@2 the last bus is at six #transport",
        "@3 nobody asked us #transport",
        "@1 the hall is damp #hall",
    ];
    machine.feed(["add", "north.json"], lines.join("\n")).well();
    machine.run(["merge", "north.json", "-o", "plan.json"]).well();
}

#[test]
fn the_plain_face_lists_the_themes_and_takes_an_answer_line_by_line() {
    let machine = Machine::new();
    plan_on_disk(&machine);
    let typed = ["/you-said", "1", "We wrote to the operator", "A stop opens in May", "", "", "", "", "", "/quit"];
    let ran = machine.feed(["--plain", "open", "plan.json"], typed.join("\n")).well();
    assert!(ran.out.contains("1. #transport · 3 voices"), "{}", ran.out);
    assert!(ran.out.contains("We did: We wrote to the operator"), "{}", ran.out);
    let kept = items(&machine.path("plan.json"), "answers");
    assert_eq!(kept[0]["did"], "We wrote to the operator");
    assert_eq!(kept[0]["changed"], "A stop opens in May");
}

#[test]
fn given_feedback_is_noted_by_the_reference_of_the_action_too() {
    let mut bench = plan();
    let action = bench.desk().view.live(&List::Actions).next().unwrap().id;
    bench
        .app
        .edit(|desk, now| desk.change(now, |edit| edit.set(&List::Actions, action, field::FEEDBACK, "2026-11-28")));
    let reference = bench.app.plan.rows(&bench.app)[0].reference.clone();
    slash(&mut bench, "given", &format!("{reference} by telephone"));
    let item = bench.desk().view.find(&List::Actions, action).unwrap();
    assert_eq!((Action(item).fed_back(), Action(item).channel()), (Some("2026-11-21"), Some("by telephone")));
    slash(&mut bench, "given", "A-NONE by telephone");
    assert!(bench.app.notice.as_ref().unwrap().text.contains("No feedback was promised for A-NONE"));
}

/// The words that an export of the plan sends out.
fn sent(machine: &Machine, report: &str, audience: &str, format: &str) -> String {
    let folder = machine.path("out");
    let out = folder.to_str().unwrap();
    let arguments = ["export", "plan.json", "--report", report, "--to", format, "--for", audience, "-o", out];
    let ran = machine.run([&arguments[..], &["--force"]].concat()).expect(0);
    ran.out.lines().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn delegates_hear_what_became_of_what_they_said_with_no_references_and_nothing_beyond_its_consent() {
    let machine = Machine::new();
    plan_on_disk(&machine);
    let lines = [
        "@1 my neighbour drinks #neighbours %0",
        "@2 he shouts at night #neighbours %0",
        "@3 I am afraid of him #neighbours %0",
        "@2 !a ask the operator for a Sunday bus lead:@2 due:2027-03-01 #transport",
        "@1 !a ring my sister in Hull #transport %1",
    ];
    machine.feed(["add", "north.json"], lines.join("\n")).well();
    machine.run(["merge", "north.json", "-o", "plan.json"]).well();
    let typed = [
        "/we-did transport",
        "We wrote to the operator",
        "The stop is back in May",
        "",
        "",
        "",
        "",
        "/we-did neighbours",
        "",
        "",
        "Nobody may say more",
        "",
        "",
        "",
        "/quit",
    ];
    machine.feed(["--plain", "open", "plan.json"], typed.join("\n")).well();
    let told = sent(&machine, "feedback", "delegates", "md");
    for words in [
        "You said: transport",
        "they moved the bus stop",
        "We did: We wrote to the operator",
        "What changed: The stop is back in May",
        "What next",
        "Ask the operator for a Sunday bus, by 1 March 2027",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    for words in ["A-", "sister", "paraphrase", "neighbour", "drinks", "Nobody may say more", "Ref"] {
        assert!(!told.contains(words), "{words}: {told}");
    }
    let plan = sent(&machine, "plan", "board", "md");
    assert!(plan.contains("What became of what several people said"), "{plan}");
    assert!(plan.contains("We wrote to the operator") && !plan.contains("neighbours"), "{plan}");
}

#[test]
fn an_answer_that_repeats_protected_words_is_not_sent() {
    let machine = Machine::new();
    plan_on_disk(&machine);
    machine.feed(["add", "north.json"], "@2 the driver swore at my mother #transport %0").well();
    machine.run(["merge", "north.json", "-o", "plan.json"]).well();
    let typed = [
        "/we-did transport",
        "Because the driver swore at my mother, we wrote",
        "The stop is back",
        "",
        "",
        "",
        "",
        "/quit",
    ];
    machine.feed(["--plain", "open", "plan.json"], typed.join("\n")).well();
    for (report, audience) in [("feedback", "delegates"), ("feedback", "team"), ("plan", "public")] {
        let told = sent(&machine, report, audience, "md");
        assert!(told.contains("The stop is back") && !told.contains("swore"), "{told}");
    }
}
