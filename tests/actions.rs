//! From idea to action, one question at a time, and last time's actions first: on the screen, and in the plain face.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use bench::Bench;
use coplan::model::fields::{Action, List, Update, field};
use coplan::model::file::File;
use coplan::model::item::Item;
use coplan::plan::{LastTime, carry};
use outside::{Machine, items};
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

fn only_action(bench: &Bench) -> &Item {
    let mut actions = bench.desk().view.live(&List::Actions);
    let only = actions.next().unwrap();
    assert!(actions.next().is_none());
    only
}

/// Answers the questions of a walk.
fn answer(bench: &mut Bench, answers: &[&str]) {
    for text in answers {
        bench.line(text);
    }
}

#[test]
fn a_line_becomes_an_action_that_is_asked_only_for_what_it_lacks() {
    let mut bench = table();
    bench.line("@2 !i we could walk to the hall together");
    bench.control('t');
    insta::assert_snapshot!("make_80x24", bench.picture(80, 24));
    bench.line("start a walking group");
    insta::assert_snapshot!("lead_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("lead_120x40", bench.picture(120, 40));
    answer(
        &mut bench,
        &["@3", "Naz Example, the church", "", "twenty people a month", "4/12", "ring three of them", "+3w"],
    );
    assert!(bench.picture(80, 24).contains("What sort of action is it?"));
    insta::assert_snapshot!("type_80x24", bench.picture(80, 24));
    bench.key(KeyCode::Char('1'));
    assert!(bench.app.overlays.is_empty());
    assert!(bench.picture(120, 24).contains("8 of 9 seen to. /complete goes on"), "{}", bench.picture(120, 24));
    let (said, naz, sam) = {
        let desk = bench.desk();
        (desk.last_own().unwrap(), desk.room().seats[0].delegate, desk.room().seats[2].delegate)
    };
    let action = Action(only_action(&bench));
    assert_eq!(action.text(), Some("start a walking group"));
    assert_eq!(action.lead(), Some(sam.to_string().as_str()));
    let mut partners = [naz.to_string(), "the church".to_owned()];
    partners.sort();
    assert_eq!(action.partners().collect::<Vec<_>>(), partners);
    assert_eq!((action.due(), action.feedback()), (Some("2026-12-04"), Some("2026-12-12")));
    assert_eq!((action.need(), action.voice()), (None, Some("ring three of them")));
    assert_eq!(action.evidence().collect::<Vec<_>>(), [said.to_string()]);
    // Only the need is left, and it alone is asked for: by the key on the line, and by the walk through all actions.
    for ask in [|bench: &mut Bench| drop(bench.control('t')), |bench: &mut Bench| drop(bench.line("/complete"))] {
        ask(&mut bench);
        let picture = bench.picture(80, 24);
        assert!(picture.contains("· 1 of 1") && picture.contains("What does it need?"), "{picture}");
        bench.key(KeyCode::Esc);
    }
    bench.line("/complete");
    bench.line("a map");
    bench.line("/complete");
    assert!(bench.picture(80, 24).contains("The actions lack nothing"));
}

#[test]
fn enter_passes_over_esc_leaves_and_a_day_that_is_none_is_asked_again() {
    let mut bench = table();
    bench.line("@2 the hall is cold");
    bench.control('t');
    bench.key(KeyCode::Esc);
    assert_eq!(bench.desk().view.live(&List::Actions).count(), 0);
    bench.control('t');
    bench.line("ask for a heater");
    answer(&mut bench, &["", "", "", ""]);
    bench.line("one day");
    let picture = bench.picture(80, 24);
    assert!(picture.contains("By when is it due?") && picture.contains("is not a day"), "{picture}");
    bench.key(KeyCode::Up);
    bench.line("warm hands");
    bench.key(KeyCode::Esc);
    let action = Action(only_action(&bench));
    assert_eq!((action.measure(), action.due(), action.lead()), (Some("warm hands"), None, None));
    // Each answer is one command.
    bench.control('z');
    assert_eq!(Action(only_action(&bench)).measure(), None);
}

#[test]
fn half_a_line_stays_while_questions_are_asked() {
    let mut bench = table();
    bench.line("@2 the hall is cold");
    bench.type_text("and it is f");
    bench.control('t');
    bench.line("ask for a heater");
    bench.key(KeyCode::Esc);
    bench.type_text("ar");
    assert!(bench.picture(80, 24).contains("and it is far"));
}

#[test]
fn domain_t3_a_relationship_starts_now_and_only_a_project_faces_the_five_steps() {
    let mut bench = table();
    for (key, asked) in [('1', None), ('3', Some("What do the figures say?"))] {
        bench.line("@2 !i we should meet");
        bench.control('t');
        bench.line("meet on Fridays");
        for _ in 0..7 {
            bench.key(KeyCode::Enter);
        }
        bench.key(KeyCode::Char(key));
        let picture = bench.picture(100, 30);
        match asked {
            None => assert!(bench.app.overlays.is_empty() && !picture.contains("ready"), "{picture}"),
            Some(asked) => assert!(picture.contains(asked) && picture.contains("ready 0 of 5"), "{picture}"),
        }
    }
}

#[test]
fn domain_p16_the_readiness_of_a_project_is_computed_as_its_steps_are_answered() {
    let mut bench = table();
    bench.line("@2 !i the houses are damp");
    bench.control('t');
    answer(
        &mut bench,
        &["mend the damp", "@3", "the council", "a survey", "homes without damp", "4/12", "ask", "4/12"],
    );
    bench.key(KeyCode::Char('3'));
    insta::assert_snapshot!("project_80x24", bench.picture(80, 24));
    let steps = [
        ("one home in four, council survey 2019", "1 of 5"),
        ("two tenants", "2 of 5"),
        ("through the schools", "3 of 5"),
        ("the university", "4 of 5"),
        ("120 of 480 homes", "4 of 5"),
    ];
    for (text, ready) in steps {
        bench.line(text);
        assert!(bench.picture(80, 24).contains(&format!("ready {ready}")), "{text}: {}", bench.picture(80, 24));
    }
    bench.line("nothing has changed by spring");
    bench.key(KeyCode::F(3));
    assert!(bench.picture(120, 40).contains("ready 5 of 5"), "{}", bench.picture(120, 40));
    // Nobody can tick it: what is taken out of the form is taken off the count.
    bench.key(KeyCode::Char('e'));
    assert!(bench.picture(100, 40).contains("ready 5 of 5"));
    for _ in 0..17 {
        bench.key(KeyCode::Tab);
    }
    bench.control('u');
    for _ in 0..3 {
        bench.key(KeyCode::Tab);
    }
    bench.key(KeyCode::Enter);
    let picture = bench.picture(120, 40);
    assert!(picture.contains("ready 4 of 5"), "{picture}");
}

/// Chooses an option and says which action it started.
fn choose(bench: &mut Bench, key: char, option: &str) {
    bench.line("/options");
    bench.key(KeyCode::Char(key));
    if option == "c-specifications" {
        // The seven stand over the first question, and Esc goes on to it.
        assert!(bench.picture(100, 30).contains("7 of 7 have no action"), "{}", bench.picture(100, 30));
        bench.key(KeyCode::Esc);
    }
    assert!(bench.picture(100, 30).contains("Who leads it?"), "{}", bench.picture(100, 30));
    bench.key(KeyCode::Esc);
    let tagged = |item: &Item| Action(item).option() == Some(option);
    assert_eq!(bench.desk().view.live(&List::Actions).filter(|item| tagged(item)).count(), 1, "{option}");
}

#[test]
fn domain_p8_the_three_options_that_enable_partnerships_each_start_a_draft_action_with_their_group() {
    let mut bench = table();
    bench.line("/options");
    insta::assert_snapshot!("options_80x24", bench.picture(80, 24));
    bench.key(KeyCode::Esc);
    for (key, option) in [('1', "a-local-groups"), ('2', "a-space"), ('3', "a-data-sharing")] {
        choose(&mut bench, key, option);
    }
    bench.line("/options");
    let picture = bench.picture(120, 40);
    assert!(picture.contains("A enable partnerships (3)") && picture.contains("Taken up: 3 of 9"), "{picture}");
    // Chosen again, it goes on with the same action.
    bench.key(KeyCode::Char('2'));
    bench.key(KeyCode::Esc);
    assert_eq!(bench.desk().view.live(&List::Actions).count(), 3);
}

#[test]
fn domain_p9_the_four_options_that_build_skills_hold_the_one_that_stands_apart() {
    let mut bench = table();
    let options = ["b-training", "b-good-practice", "b-own-record", "b-community-development"];
    for (key, option) in ('4'..='7').zip(options) {
        choose(&mut bench, key, option);
    }
    bench.line("/options");
    let picture = bench.picture(120, 40);
    assert!(picture.contains("B build skills (4)") && picture.contains("Taken up: 4 of 9"), "{picture}");
}

#[test]
fn domain_p10_the_two_options_that_gain_real_agreement_start_draft_actions_too() {
    let mut bench = table();
    choose(&mut bench, '8', "c-framework");
    choose(&mut bench, '9', "c-specifications");
    bench.key(KeyCode::F(3));
    bench.key(KeyCode::Char('o'));
    let picture = bench.picture(120, 40);
    assert!(picture.contains("agreement (2)") && picture.contains("Taken up: 2 of 9"), "{picture}");
}

/// A workshop that was given three open actions by the one before, one of them overdue.
fn next_workshop() -> (Bench, File) {
    let mut before = table();
    before.line("!a ask the church lead:@2 due:4/12");
    before.line("!a open the hall lead:@3 due:21/11");
    before.line("!a ring Amina");
    let earlier = before.desk().view.clone();
    let mut bench = Bench::recording("Staying connected again", 8);
    bench.now += chrono::TimeDelta::days(3);
    bench.app.edit(|desk, _| desk.join(&carry(&earlier)));
    (bench, earlier)
}

fn last_time(bench: &Bench) -> LastTime {
    LastTime::of(&bench.desk().view, &bench.desk().origins, bench.now.date_naive())
}

#[test]
fn the_open_actions_of_last_time_are_updated_closed_with_a_reason_or_put_to_rest() {
    let (mut bench, earlier) = next_workshop();
    bench.line("/last-time");
    insta::assert_snapshot!("last_time_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("last_time_120x40", bench.picture(120, 40));
    assert!(bench.picture(80, 24).contains("open the hall"), "the one that is overdue comes first");
    // Nothing is closed without a reason.
    bench.key(KeyCode::Char('s'));
    bench.key(KeyCode::Enter);
    assert!(bench.picture(80, 24).contains("Nothing is closed without a reason"));
    bench.line("the hall was sold");
    bench.key(KeyCode::Char('1'));
    bench.line("the vicar said yes");
    // Nothing rests without a day that is still to come.
    bench.key(KeyCode::Char('z'));
    bench.line("20/11/2026");
    assert!(bench.picture(80, 24).contains("Say a day after today"));
    bench.control('u');
    bench.line("+2w");
    assert!(bench.app.overlays.is_empty());
    let found = last_time(&bench);
    assert_eq!((found.open.len(), found.resting.len(), found.seen), (0, 1, 2));
    bench.line("/last-time");
    assert!(bench.picture(120, 24).contains("1 rest, the first until 8 December 2026"), "{}", bench.picture(120, 24));
    // What is stopped is asked for nothing more.
    bench.line("/complete");
    let picture = bench.picture(80, 24);
    assert!(picture.contains("Actions · 1 of 16") && !picture.contains("open the hall"), "{picture}");
    bench.key(KeyCode::Esc);
    // Nobody of last time sits in the room, and what was said joins back.
    assert!(bench.desk().room().seats.is_empty());
    let mut plan = earlier;
    plan.join(&bench.desk().view);
    let notes: Vec<&str> = plan.live(&List::Updates).filter_map(|item| Update(item).note()).collect();
    assert_eq!(notes, ["the hall was sold", "the vicar said yes"]);
    // It comes back on its day.
    bench.now += chrono::TimeDelta::days(14);
    assert_eq!(last_time(&bench).open.len(), 1);
}

#[test]
fn what_was_passed_over_is_asked_again_the_next_time() {
    let (mut bench, _) = next_workshop();
    bench.line("/last-time");
    for _ in 0..3 {
        bench.key(KeyCode::Enter);
    }
    assert!(bench.picture(120, 24).contains("0 of 3 seen to. /last-time goes on"), "{}", bench.picture(120, 24));
    assert_eq!(last_time(&bench).open.len(), 3);
}

#[test]
fn a_new_workshop_opens_with_the_open_actions_of_the_one_before_in_the_plain_face() {
    let machine = Machine::new();
    let first = machine.path("first.json");
    let name = first.to_str().unwrap();
    machine.run(["new", name, "--title", "First", "--date", "2026-09-15", "--as", "Bev Example", "--no-screen"]).well();
    let lines = ["/join Joy Example, local resident", "!a ask the church lead:@1 due:2026-10-01", "!a ring Amina"];
    machine.run(["add", name, lines[0], lines[1], lines[2]]).well();
    let plan = machine.path("plan.json");
    machine.run(["merge", name, "-o", plan.to_str().unwrap()]).well();
    for (at, from) in [&first, &plan].into_iter().enumerate() {
        let next = machine.path(format!("next-{at}.json"));
        let next = next.to_str().unwrap();
        let from = from.to_str().unwrap();
        machine.run(["new", next, "--title", "Next", "--from", from, "--as", "Bev Example", "--no-screen"]).well();
        // On track, with a note; the other rests.
        let answers = ["1", "the vicar is thinking", "z", "+52w", "/last-time", "/quit"];
        let ran = machine.feed(["open", next, "--plain", "--as", "Bev Example"], answers.join("\n")).well();
        assert!(ran.out.contains("Last time · 1 of 2.") && ran.out.contains("overdue"), "{}", ran.out);
        assert!(ran.out.contains("lead Joy Example"), "{}", ran.out);
        let file = File::decode(&std::fs::read(next).unwrap()).unwrap();
        assert_eq!(file.live(&List::Updates).count(), 2);
        assert_eq!(file.workshop().unwrap().title(), Some("Next"));
        assert!(file.workshop().unwrap().earlier().is_some());
        assert!(items(std::path::Path::new(next), "contributions").is_empty());
        let joined = machine.path(format!("joined-{at}.json"));
        machine.run(["merge", name, next, "-o", joined.to_str().unwrap()]).well();
        let joined = File::decode(&std::fs::read(joined).unwrap()).unwrap();
        assert_eq!(joined.live(&List::Actions).count(), 2);
        assert_eq!(joined.live(&List::Updates).filter(|u| u.text(field::NOTE).is_some()).count(), 1);
    }
}

#[test]
fn once_something_is_said_last_time_is_mentioned_and_takes_no_keys() {
    let machine = Machine::new();
    let (first, next) = (machine.path("first.json"), machine.path("next.json"));
    let [first, next] = [&first, &next].map(|path| path.to_str().unwrap());
    machine.run(["new", first, "--title", "First", "--as", "Bev Example", "--no-screen"]).well();
    machine.run(["add", first, "!a ring Amina"]).well();
    machine.run(["new", next, "--title", "Next", "--from", first, "--as", "Bev Example", "--no-screen"]).well();
    let open = |lines: &str| machine.feed(["open", next, "--plain", "--as", "Bev Example"], lines).well().out;
    let out = open("/back\nthe first words\n/quit");
    assert!(out.contains("Last time · 1 of 1.") && out.contains("0 of 1 seen to"), "{out}");
    let out = open("dry feet\n/quit");
    assert!(out.contains("1 action of last time is open: /last-time") && !out.contains("How far"), "{out}");
    let words: Vec<_> = items(std::path::Path::new(next), "contributions").iter().map(|i| i["text"].clone()).collect();
    assert_eq!(words, ["the first words", "dry feet"]);
}

#[test]
fn the_plain_face_asks_the_same_questions_one_at_a_time() {
    let machine = Machine::new();
    let file = machine.session("plain.json");
    let lines = [
        "@2 !i we could walk together",
        "/promote",
        "start a walking group",
        // Lead, partners, need, measure, due, voice, feedback, sort.
        "@2",
        "",
        "a map",
        "",
        "someday",
        "+2w",
        "/back",
        "/options",
        "4",
        "/back",
        "/quit",
    ];
    let ran = machine.feed(["open", file.to_str().unwrap(), "--plain", "--as", "Bev Example"], lines.join("\n")).well();
    for words in ["Who leads it? (one person or body; @3 is seat 3)", "“someday” is not a day", "3 is seat 3", "9. C "]
    {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let file = File::decode(&std::fs::read(file).unwrap()).unwrap();
    let actions: Vec<Action<'_>> = file.live(&List::Actions).map(Action).collect();
    assert_eq!(actions.len(), 2);
    assert_eq!((actions[0].need(), actions[0].measure()), (Some("a map"), None));
    assert!(actions[0].due().is_some() && actions[0].lead().is_some());
    assert_eq!(actions[1].option(), Some("b-training"));
}
