//! The gap checks T1 to T17 and what they need, as domain §1 words them: on the screen, on the command line, in reports.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use bench::Bench;
use coplan::model::edit::Edit;
use coplan::model::fields::{Field, List, field};
use coplan::model::file::FileKind;
use coplan::model::programme::Programme;
use coplan::model::stamp::Id;
use coplan::model::value::Value;
use coplan::model::words::Audience;
use coplan::plan::{CHECKS, Finding, PlanState, Verdict, asset_register, gaps, header};
use coplan::publish::{Ask, Report, publish};
use coplan::tui::app::Screen;
use outside::Machine;
use ratatui::crossterm::event::KeyCode;

/// A workshop of three people, looked at as a plan: Joy is a resident, Sam a GP, Dee of the council.
struct Plan {
    bench: Bench,
    joy: Id,
    sam: Id,
    dee: Id,
}

const ACTIONS: &List = &List::Actions;

impl Plan {
    fn new() -> Self {
        let mut bench = Bench::recording("Staying connected", 7);
        for person in ["Joy Example, local resident", "Sam Sample, host", "Dee Example, council"] {
            bench.line(&format!("/join {person}"));
        }
        bench.app.screen = Screen::Plan;
        let seats: Vec<Id> = bench.desk().room().seats.iter().map(|seat| seat.delegate).collect();
        Self { bench, joy: seats[0], sam: seats[1], dee: seats[2] }
    }

    fn edit<R>(&mut self, make: impl FnOnce(&mut Edit<'_>) -> R) -> R {
        let now = self.bench.now;
        let mut made = None;
        self.bench.app.desk.as_mut().unwrap().change(now, |edit| made = Some(make(edit)));
        made.unwrap()
    }

    fn add(&mut self, list: &List, fields: &[(Field, &str)]) -> Id {
        self.edit(|edit| {
            let id = edit.create(list);
            edit.set(list, id, field::TIME, "2026-11-21T10:00:00+00:00");
            for (of, text) in fields {
                edit.set(list, id, *of, *text);
            }
            id
        })
    }

    fn action(&mut self, fields: &[(Field, &str)]) -> Id {
        self.add(ACTIONS, fields)
    }

    fn set(&mut self, list: &List, id: Id, of: Field, value: impl Into<Value>) {
        self.edit(|edit| edit.set(list, id, of, value));
    }

    fn put(&mut self, list: &List, id: Id, set: Field, elements: &[&str]) {
        self.edit(|edit| {
            for element in elements {
                edit.put(list, id, set, element);
            }
        });
    }

    /// Writes fields of the header.
    fn head(&mut self, fields: &[(Field, &str)]) {
        self.edit(|edit| {
            let id = edit.plan();
            for (of, text) in fields {
                edit.set(&List::Plans, id, *of, *text);
            }
        });
    }

    fn head_set(&mut self, set: Field, elements: &[&str]) {
        self.edit(|edit| {
            let id = edit.plan();
            for element in elements {
                edit.put(&List::Plans, id, set, element);
            }
        });
    }

    fn agree(&mut self, action: Id, body: &str, category: &str, how: &str) -> Id {
        let fields = [(field::BODY, body), (field::CATEGORY, category), (field::DATE, "2026-11-20"), (field::HOW, how)];
        let id =
            self.add(&List::Endorsements, &fields.into_iter().filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>());
        self.set(&List::Endorsements, id, field::ACTION, action);
        id
    }

    fn say(&mut self, text: &str, fields: &[(Field, &str)]) -> Id {
        let said = [&[(field::KIND, "quote"), (field::TEXT, text)], fields].concat();
        let id = self.add(&List::Contributions, &said);
        self.set(&List::Contributions, id, field::CONSENT, 2_i64);
        id
    }

    fn found_with(&self, programme: &Programme, id: &str) -> Finding {
        let found = gaps(&self.bench.desk().view, programme, self.bench.now.date_naive());
        found.into_iter().find(|found| found.check.ids.contains(&id)).unwrap_or_else(|| panic!("no check {id}"))
    }

    fn found(&self, id: &str) -> Finding {
        self.found_with(Programme::embedded(), id)
    }

    fn is(&self, id: &str, verdict: Verdict, sentence: &str) -> Finding {
        let found = self.found(id);
        assert_eq!((found.verdict, found.sentence.as_str()), (verdict, sentence), "{id}");
        found
    }

    /// The same check as the command line tells it.
    fn told(&self, id: &str) -> serde_json::Value {
        let machine = Machine::new();
        std::fs::write(machine.path("plan.json"), self.bench.desk().view.encode()).unwrap();
        let told = machine.run(["check", "--plan", "--json", "plan.json"]).well().json();
        let checks = told[0]["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["ids"].as_array().unwrap().contains(&id.into())).unwrap()
    }

    fn tells(&self, id: &str, verdict: &str, sentence: &str) -> serde_json::Value {
        let told = self.told(id);
        assert_eq!(
            (told["verdict"].as_str().unwrap(), told["sentence"].as_str().unwrap()),
            (verdict, sentence),
            "{id}"
        );
        told
    }

    /// The plan report for an audience, as Markdown.
    fn report(&self, audience: Audience) -> String {
        let ask = Ask { audience, today: self.bench.now.date_naive() };
        let view = publish(&self.bench.desk().view, Programme::embedded(), &ask);
        let document = (Report::named("plan").unwrap().write)(&view);
        let files = coplan::export::files(&document, "plan", "plan", audience, &["md"]).unwrap();
        String::from_utf8(files[0].1.bytes()).unwrap()
    }

    fn command(&mut self, name: &str, rest: &str) {
        coplan::tui::commands::slash(&mut self.bench.app, name, rest);
    }

    fn shows(&mut self, words: &str) {
        let picture = self.bench.picture(120, 40);
        assert!(picture.contains(words), "no “{words}” in\n{picture}");
    }
}

use Verdict::{Attention, NotApplicable, Pass};

#[test]
fn the_checks_are_t1_to_t17_in_order_and_the_rows_they_point_to() {
    let ids: Vec<&str> = CHECKS.iter().take(17).map(|check| check.id()).collect();
    assert_eq!(ids, (1..=17).map(|n| format!("T{n}")).collect::<Vec<_>>());
    for row in ["P12", "P15", "R4", "R7", "P16", "P3", "P11", "P19", "P21", "P23", "R6", "R9"] {
        assert_eq!(CHECKS.iter().filter(|check| check.ids.contains(&row)).count(), 1, "{row}");
    }
}

#[test]
fn an_empty_plan_says_of_each_check_why_it_does_not_apply_or_what_is_lacking() {
    let plan = Plan::new();
    for found in gaps(&plan.bench.desk().view, Programme::embedded(), plan.bench.now.date_naive()) {
        assert!(found.verdict != Pass || matches!(found.check.id(), "T10" | "T11"), "{}", found.check.id());
        assert!(found.sentence.ends_with(['.', '?']), "{}", found.sentence);
    }
}

#[test]
fn the_page_of_checks_has_a_sign_and_a_word_a_row_and_goes_to_what_it_is_about_and_back() {
    let mut plan = Plan::new();
    let one = plan
        .action(&[(field::TEXT, "Ask the church about the hall"), (field::STRATEGY, "Health and wellbeing strategy")]);
    plan.action(&[(field::TEXT, "Open the garden")]);
    for _ in 0..3 {
        plan.bench.key(KeyCode::Tab);
    }
    for (width, height) in [(80, 24), (120, 40), (60, 16)] {
        let picture = plan.bench.picture(width, height);
        assert!(picture.contains("✓ pass 2 · ! attention") && picture.contains(">! T1"), "{picture}");
    }
    for _ in 0..7 {
        plan.bench.key(KeyCode::Down);
    }
    let picture = plan.bench.picture(80, 24);
    assert!(picture.contains("1 of 2 actions is not yet matched to a wider strategy."), "{picture}");
    insta::assert_snapshot!("checks_80x24", picture);
    insta::assert_snapshot!("checks_120x40", plan.bench.picture(120, 40));
    insta::assert_snapshot!("checks_60x16", plan.bench.picture(60, 16));
    // One item is gone to at once, and Esc comes back.
    plan.bench.key(KeyCode::Enter);
    plan.shows("▸Actions");
    assert_ne!(plan.bench.app.plan.marked(&plan.bench.app), Some(one));
    plan.bench.key(KeyCode::Esc);
    plan.shows("▸Checks");
    assert_eq!(plan.bench.app.plan.check, 7);
    // Of several one is chosen.
    plan.command("checks", "T9");
    plan.bench.key(KeyCode::Enter);
    plan.shows("Figures and lived experience. Which of them?");
    plan.bench.key(KeyCode::Char('1'));
    plan.shows("▸Actions");
}

#[test]
fn the_checks_are_worked_out_once_a_change_and_not_once_a_picture() {
    let mut plan = Plan::new();
    let (programme, today) = (plan.bench.app.programme.clone(), plan.bench.now.date_naive());
    let first = plan.bench.desk().gaps(&programme, today);
    plan.command("checks", "");
    plan.bench.picture(80, 24);
    assert!(std::sync::Arc::ptr_eq(&first, &plan.bench.desk().gaps(&programme, today)));
    plan.action(&[]);
    assert!(!std::sync::Arc::ptr_eq(&first, &plan.bench.desk().gaps(&programme, today)));
    let tomorrow = today.succ_opt().unwrap();
    let second = plan.bench.desk().gaps(&programme, today);
    assert!(!std::sync::Arc::ptr_eq(&second, &plan.bench.desk().gaps(&programme, tomorrow)));
}

#[test]
fn check_on_the_command_line_lists_every_check_and_ends_well() {
    let mut plan = Plan::new();
    plan.action(&[(field::TEXT, "Open the garden")]);
    let machine = Machine::new();
    std::fs::write(machine.path("plan.json"), plan.bench.desk().view.encode()).unwrap();
    let told = machine.run(["check", "--plan", "plan.json"]).well().out;
    for check in CHECKS {
        assert!(told.contains(&format!(" {} {}: ", check.id(), check.title)), "{} in {told}", check.id());
    }
    let without = machine.run(["check", "plan.json"]).well().out;
    assert!(!without.contains("T1 "), "{without}");
}

#[test]
fn the_plain_face_numbers_the_checks_and_a_number_goes_to_what_one_is_about() {
    let mut plan = Plan::new();
    plan.action(&[(field::TEXT, "Open the garden")]);
    let machine = Machine::new();
    std::fs::write(machine.path("northfield.json"), plan.bench.desk().view.encode()).unwrap();
    let heard = machine
        .feed(["--plain", "--as", "Bev Example", "open", "northfield.json"], "/plan\n/checks\n1\n/back\n/quit\n")
        .well();
    let out = &heard.out;
    assert!(out.contains("1. ! T1   attention · People with lived experience share in decisions"), "{out}");
    assert!(out.contains("24. "), "{out}");
    assert!(out.contains("About the plan.") && out.contains("A number goes to what a check is about"), "{out}");
}

#[test]
fn the_report_has_the_checks_and_says_no_protected_words() {
    let mut plan = Plan::new();
    let secret = plan.say("my landlord never mends the damp in our flat", &[]);
    plan.set(&List::Contributions, secret, field::CONSENT, 0_i64);
    let words = "my landlord never mends the damp in our flat";
    let action = plan.action(&[(field::TEXT, "Mend what is damp")]);
    plan.head(&[
        (field::POPULATION, words),
        (field::EQUITY, "Those worst off come first"),
        (field::LEAD, "Dee Example"),
    ]);
    plan.head_set(field::AREAS, &[words, "Redditch"]);
    plan.agree(action, words, "local-residents", words);
    for _ in 0..3 {
        let hidden = plan.say("it was my sister who fell", &[]);
        plan.set(&List::Contributions, hidden, field::CONSENT, 0_i64);
        plan.put(&List::Contributions, hidden, field::THEMES, &["sisters"]);
    }
    assert_eq!(plan.found("P3").themes, ["sisters"]);
    let group = plan.add(&List::Groups, &[(field::TITLE, words)]);
    let task = plan.add(&List::Tasks, &[(field::TEXT, words)]);
    plan.set(&List::Tasks, task, field::GROUP, group);
    for audience in [Audience::Board, Audience::Delegates, Audience::Public] {
        let report = plan.report(audience);
        assert!(!["landlord", "Dee Example", "sister"].iter().any(|word| report.contains(word)), "{report}");
        assert!(report.contains("Redditch") && report.contains("Those worst off come first"), "{report}");
        // Those who answer for the plan see what it was held against, and nobody else.
        let checks = report.contains("## Checks") && report.contains("| Children and young people |");
        assert_eq!(checks, audience == Audience::Board, "{report}");
    }
}

#[test]
fn t01_governance_blank_is_reported_until_it_is_written() {
    let mut plan = Plan::new();
    plan.is("T1", Attention, "Nothing says how people with lived experience share in decisions.");
    plan.command("checks", "T1");
    plan.bench.key(KeyCode::Enter);
    plan.shows("About the plan");
    plan.bench.fill(&[("Shared decisions", "Two residents sit in the group that decides")]);
    plan.is("T1", Pass, "The plan says how people with lived experience share in decisions.");
    plan.shows("✓ T1");
}

#[test]
fn t02_p12_empty_specifications_are_named_and_actions_on_inequalities_age() {
    let mut plan = Plan::new();
    let told = plan.tells(
        "P12",
        "attention",
        "7 of 7 have no action: Structured medication reviews; Enhanced health in care homes; Early cancer diagnosis; \
         Anticipatory care; Personalised care; Cardiovascular disease: finding people early; Tackling neighbourhood \
         health inequalities.",
    );
    assert_eq!(told["count"], 0);
    let all: Vec<&str> = Programme::embedded()
        .framework("specifications")
        .unwrap()
        .entries
        .iter()
        .map(|entry| entry.id.as_str())
        .collect();
    let action = plan.action(&[(field::TEXT, "Ask")]);
    plan.put(ACTIONS, action, field::SPECIFICATIONS, &all[..6]);
    plan.is("T2", Attention, "1 of 7 has no action: Tackling neighbourhood health inequalities.");
    plan.put(ACTIONS, action, field::SPECIFICATIONS, &["inequalities"]);
    plan.is("T2", Pass, "Each of the 7 specifications has an action.");
    // Sixty days later nobody has said how far it has come.
    plan.bench.now += chrono::TimeDelta::days(61);
    let found = plan.is("T2", Attention, "1 of 1 action on inequalities has had no update for 60 days or more.");
    assert_eq!(found.about, [(List::Actions, action)]);
    let update = plan.add(&List::Updates, &[(field::STATUS, "on-track")]);
    plan.edit(|edit| {
        edit.set(&List::Updates, update, field::ACTION, action);
        edit.set(&List::Updates, update, field::TIME, "2027-01-20T10:00:00+00:00");
    });
    plan.is("T2", Pass, "Each of the 7 specifications has an action.");
    let mut programme = Programme::embedded().clone();
    programme.frameworks.clear();
    assert_eq!(plan.found_with(&programme, "T2").verdict, NotApplicable);
}

#[test]
fn t03_only_projects_face_the_readiness_check() {
    let mut plan = Plan::new();
    plan.tells("T3", "not-applicable", "There is no action yet.");
    let action = plan.action(&[(field::TYPE, "relationship")]);
    plan.is("T3", NotApplicable, "The only action is no project: it can begin now.");
    plan.set(ACTIONS, action, field::TYPE, "project");
    let told = plan.tells("P16", "attention", "1 of 1 project is not ready to start.");
    assert_eq!((&told["count"], &told["items"][0]["id"]), (&1.into(), &action.to_string().into()));
    for of in [
        field::NEED,
        field::DATA,
        field::LEAD,
        field::CHALLENGER,
        field::REACH,
        field::LEARNING,
        field::MEASURE,
        field::BASELINE,
        field::STOP_RULE,
    ] {
        plan.set(ACTIONS, action, of, "said");
    }
    plan.is("T3", Pass, "1 project is ready to start.");
    plan.action(&[]);
    plan.is("T3", Attention, "1 of 2 actions does not say of which sort it is.");
}

#[test]
fn t04_entries_and_actions_that_name_children_are_counted_and_a_zero_stands_in_the_board_report() {
    let mut plan = Plan::new();
    plan.action(&[(field::TEXT, "Ask the church about the hall")]);
    assert!(
        plan.report(Audience::Board).contains("No action names children or young people. No contribution names them.")
    );
    plan.tells("T4", "attention", "No action names children or young people. No contribution names them.");
    plan.say("the school gate is where we meet", &[]);
    plan.say("young GPs leave again", &[]);
    plan.is("T4", Attention, "No action names children or young people. 1 contribution names them.");
    let action = plan.action(&[(field::TEXT, "Open the garden"), (field::POPULATION, "young people in Kiln Street")]);
    let found = plan.is("T4", Pass, "1 of 2 actions names children or young people. 1 contribution names them.");
    assert_eq!(found.about, [(List::Actions, action)]);
    // What is private, or for the room alone, is in no count that leaves.
    let secret = plan.say("my child is ill", &[]);
    plan.set(&List::Contributions, secret, field::CONSENT, 0_i64);
    plan.say("a child", &[(field::PRIVATE, "observer")]);
    plan.is("T4", Pass, "1 of 2 actions names children or young people. 1 contribution names them.");
}

#[test]
fn t05_each_action_has_a_voice_route_and_its_day_and_a_light_route_counts() {
    let mut plan = Plan::new();
    plan.is("T5", NotApplicable, "There is no action yet.");
    let action = plan.action(&[(field::TEXT, "Ask")]);
    plan.is("T5", Attention, "1 of 1 action has no voice route.");
    plan.set(ACTIONS, action, field::VOICE, "ring three of them");
    plan.tells("T5", "attention", "1 of 1 action has a voice route without a day.");
    plan.set(ACTIONS, action, field::VOICE_DATE, "2026-12-04");
    plan.is("T5", Pass, "Every action says who will tell us whether it worked, and when.");
    let other = plan.action(&[(field::TEXT, "Open")]);
    plan.agree(other, "Kiln Street tenants", "local-residents", "checked by phone with 3 residents");
    let (joy, said) = (plan.joy, plan.say("the bus stop moved", &[(field::STAGE, "patient-voice")]));
    plan.set(&List::Contributions, said, field::SPEAKER, joy);
    let found = plan.is(
        "T5",
        Pass,
        "Every action says who will tell us whether it worked, and when. Checked with people here already: 1 action.",
    );
    assert!(
        found.details.contains(&"Said by residents and community, patient voice: 1".to_owned()),
        "{:?}",
        found.details
    );
    assert_eq!(found.details.len(), 4);
}

#[test]
fn t06_the_gap_in_means_is_added_up_and_what_waits_for_want_of_them_needs_a_reason() {
    let mut plan = Plan::new();
    plan.is("T6", NotApplicable, "There is no action yet.");
    let one = plan.action(&[(field::NEED, "a room")]);
    let two = plan.action(&[(field::NEED, "a bus")]);
    plan.is("T6", Pass, "Every action says what it needs, and no money is still to be found.");
    plan.edit(|edit| {
        for (action, cost, found) in [(one, 1500_i64, 500_i64), (two, 12_000, 0)] {
            edit.set(ACTIONS, action, field::COST, cost);
            edit.set(ACTIONS, action, field::FOUND, found);
        }
        edit.set(ACTIONS, one, field::SOURCE, "the parish");
    });
    let told = plan.tells("T6", "attention", "£13,000 is still to be found, for 2 actions.");
    assert_eq!(told["count"], 2);
    for action in [one, two] {
        plan.set(ACTIONS, action, field::WHY_NOT, "the fund opens in spring");
    }
    plan.is("T6", Pass, "£13,000 is still to be found, for 2 actions, with the reason why.");
    let question = plan.say("who pays for the minibus?", &[(field::KIND, "question"), (field::DISPOSITION, "not-now")]);
    let found = plan.is("T6", Attention, "1 of 1 question noted, not now, has no reason.");
    assert_eq!(found.about, [(List::Contributions, question)]);
    plan.set(&List::Contributions, question, field::REASON, "no money until spring");
    assert_eq!(plan.found("T6").verdict, Pass);
    plan.action(&[]);
    plan.is("T6", Attention, "1 of 3 actions does not say what it needs.");
}

#[test]
fn t07_r7_many_networks_and_areas_and_the_partner_of_each_area_an_action_spans() {
    let mut plan = Plan::new();
    plan.is("T7", NotApplicable, "The plan does not say which network works in which area.");
    let workshop = plan.bench.desk().view.workshop().unwrap().id();
    plan.set(&List::Workshops, workshop, field::PCN, "Northfield PCN");
    plan.command("about-plan", "");
    plan.bench
        .fill(&[("Networks", "Northfield PCN: Redditch, Bromsgrove; Eastfield PCN: Redditch"), ("Areas", "Wychavon")]);
    let held: Vec<String> = header(&plan.bench.desk().view).unwrap().networks().map(str::to_owned).collect();
    assert_eq!(held, ["Eastfield PCN: Redditch", "Northfield PCN: Bromsgrove", "Northfield PCN: Redditch"]);
    let action = plan.action(&[(field::TEXT, "Ask"), (field::LEAD, "Redditch Borough Council")]);
    let found =
        plan.is("T7", Attention, "1 of 1 action spans areas whose partner is not named. 1 of 3 areas has no entries.");
    assert_eq!(
        (found.typed.as_slice(), found.about.as_slice()),
        (&["Wychavon".to_owned()][..], &[(List::Actions, action)][..])
    );
    plan.command("areas", "");
    plan.shows("Redditch: Eastfield PCN, Northfield PCN");
    plan.shows("! Wychavon: no network, no entries");
    plan.bench.key(KeyCode::Esc);
    plan.put(ACTIONS, action, field::PARTNERS, &["Bromsgrove District Council"]);
    plan.tells("R7", "attention", "1 of 3 areas has no entries.");
    let other = plan.action(&[(field::TEXT, "Open")]);
    plan.put(ACTIONS, other, field::AREAS, &["wychavon"]);
    plan.is("T7", Pass, "Every area has entries, and wherever an action spans areas their partners are named.");
    plan.command("about-plan", "");
    plan.bench.fill(&[("Networks", "Northfield PCN")]);
    plan.shows("names no area");
}

#[test]
fn t08_actions_matched_to_no_strategy_are_listed() {
    let mut plan = Plan::new();
    plan.is("T8", NotApplicable, "There is no action yet.");
    let one = plan.action(&[(field::STRATEGY, "Not yet matched")]);
    let told = plan.tells("T8", "attention", "1 of 1 action is not yet matched to a wider strategy.");
    assert_eq!(told["items"][0]["id"], one.to_string());
    plan.command("lens", "more");
    plan.shows("! Not yet matched: 1 (A-");
    plan.set(ACTIONS, one, field::STRATEGY, "County housing strategy");
    plan.is("T8", Pass, "Every action says which wider strategy it supports.");
}

#[test]
fn t09_a_row_with_figures_or_lived_experience_alone_is_marked() {
    let mut plan = Plan::new();
    plan.is("T9", NotApplicable, "There is no action yet.");
    let said = plan.say("the bus stop moved", &[]).to_string();
    let action = plan.action(&[]);
    plan.is("T9", Attention, "1 of 1 action rests on neither figures nor what people said.");
    plan.put(ACTIONS, action, field::EVIDENCE, &[&said]);
    plan.tells("T9", "attention", "1 of 1 action rests on what people said, without figures.");
    plan.set(ACTIONS, action, field::DATA, "one in four, 2019");
    plan.is("T9", Pass, "Every action rests on figures and on what people said.");
    plan.action(&[(field::DATA, "half, 2020")]);
    plan.is("T9", Attention, "1 of 2 actions rests on figures, without what people said.");
}

#[test]
fn t10_better_words_are_suggested_in_plan_text_and_never_in_a_quote() {
    let mut plan = Plan::new();
    let said = plan.say("they call us obese and hard to reach", &[]);
    let action = plan.action(&[(field::TEXT, "Answer “they call us obese”"), (field::ISSUE, "obesity")]);
    plan.put(ACTIONS, action, field::EVIDENCE, &[&said.to_string()]);
    plan.set(ACTIONS, action, field::MEASURE, "they call us obese and hard to reach");
    plan.is("T10", Pass, "Nothing in the text of the plan has a better word in the list.");
    let before = plan.bench.desk().view.find(&List::Contributions, said).unwrap().clone();
    plan.set(ACTIONS, action, field::REACH, "hard-to-reach people and obesity");
    let told = plan.tells(
        "T10",
        "attention",
        "“obesity” stands 1 time: healthy weight. “hard to reach” stands 1 time: seldom heard.",
    );
    assert_eq!(told["items"][0]["id"], action.to_string());
    assert_eq!(plan.bench.desk().view.find(&List::Contributions, said), Some(&before));
    // A user's own list, and the one setting that switches it off.
    let own = "[[terms]]\nid = \"fallers\"\nwords = [\"fallers\"]\ninstead = \"people who have fallen\"\n";
    let programme = Programme::embedded_with(own, "own.toml").unwrap();
    plan.set(ACTIONS, action, field::REACH, "fallers");
    assert_eq!(plan.found("T10").verdict, Pass);
    assert_eq!(plan.found_with(&programme, "T10").sentence, "“fallers” stands 1 time: people who have fallen.");
    let off = Programme::embedded_with("suggest_terms = false\n", "own.toml").unwrap();
    assert_eq!(plan.found_with(&off, "T10").verdict, NotApplicable);
}

#[test]
fn plain_english_is_suggested_for_the_plans_own_text_and_goes_to_the_row() {
    let mut plan = Plan::new();
    plan.is("PE", NotApplicable, "The plan has no text of its own yet.");
    let long = "we meet at the hall and then we walk to the shop and then we ask the man who keeps it whether he would let \
                us put a card in his window";
    let said = plan.say(&format!("ABC and {long}"), &[]);
    let action = plan.action(&[(field::TEXT, "Ask the council (NHS and PCN know)")]);
    plan.put(ACTIONS, action, field::EVIDENCE, &[&said.to_string()]);
    // What somebody said is theirs, also where the plan repeats it.
    plan.set(ACTIONS, action, field::MEASURE, format!("ABC and {long}"));
    plan.is("PE", Pass, "Sentences are short, and short forms are spelt out.");
    plan.set(ACTIONS, action, field::REACH, format!("By the QOF. First {long}. Then the integrated care board (ICB)."));
    let other = plan.action(&[(field::TEXT, "Ask the ICB and the QOF team")]);
    let told = plan.tells(
        "PE",
        "attention",
        "1 sentence is longer than 25 words. 1 short form is not spelt out at first use.",
    );
    assert_eq!(told["items"][0]["id"], action.to_string());
    let found = plan.found("PE");
    assert!(found.details.iter().any(|detail| detail.contains("“QOF” is not spelt out")), "{:?}", found.details);
    assert!(!found.about.iter().any(|(_, id)| *id == other), "whoever reads on knows it by then");
    let own = Programme::embedded_with("known_acronyms = [\"QOF\", \"NHS\", \"PCN\"]\n", "own.toml").unwrap();
    assert_eq!(plan.found_with(&own, "PE").sentence, "1 sentence is longer than 25 words.");
    let off = Programme::embedded_with("suggest_terms = false\n", "own.toml").unwrap();
    assert_eq!(plan.found_with(&off, "PE").verdict, NotApplicable);
}

#[test]
fn t11_patients_are_counted_in_plan_text_and_each_action_says_for_whom_it_is() {
    let mut plan = Plan::new();
    let action =
        plan.action(&[(field::TEXT, "Ask patients, and each patient’s family"), (field::POPULATION, "Kiln Street")]);
    plan.tells("T11", "attention", "“patient” stands 2 times: people.");
    plan.set(ACTIONS, action, field::TEXT, "Ask people");
    plan.is("T11", Pass, "The text of the plan speaks of people.");
    plan.edit(|edit| edit.clear(ACTIONS, action, field::POPULATION));
    plan.is("T11", Attention, "1 of 1 action does not say for whom it is, and who they are before they are ill.");
    let piece = coplan::model::columns::piece(field::POPULATION).unwrap();
    assert!(piece.hint.contains("before they are ill"));
}

#[test]
fn t12_ranked_priorities_stand_apart_from_continuing_work() {
    let mut plan = Plan::new();
    plan.is("T12", NotApplicable, "There is no action yet.");
    let [one, two] = [(); 2].map(|()| plan.action(&[]));
    plan.is("T12", Attention, "2 of 2 actions have no rank and are not marked as continuing work.");
    plan.set(ACTIONS, one, field::RANK, 1_i64);
    plan.set(ACTIONS, two, field::CONTINUING, true);
    plan.tells("T12", "pass", "1 priority stands ranked, 1 action as continuing work.");
    plan.set(ACTIONS, two, field::RANK, 1_i64);
    let found = plan.is(
        "T12",
        Attention,
        "1 of 2 actions is ranked and continuing work at once. 2 of 2 actions share a rank with another.",
    );
    assert_eq!(found.about, [(List::Actions, two), (List::Actions, one)]);
}

#[test]
fn t13_what_is_learnt_is_shared_and_a_theme_in_two_networks_is_seen() {
    let mut plan = Plan::new();
    plan.is("T13", NotApplicable, "There is no action yet.");
    let action = plan.action(&[]);
    plan.tells("T13", "attention", "1 of 1 action does not say with whom what is learnt is shared.");
    plan.put(ACTIONS, action, field::SHARED, &["Eastfield PCN"]);
    plan.is("T13", Pass, "Every action says with whom what is learnt is shared.");
    // Another network's workshop speaks of the same thing.
    let workshop = plan.bench.desk().view.workshop().unwrap().id();
    plan.set(&List::Workshops, workshop, field::PCN, "Northfield PCN");
    let said = plan.say("the bus stop moved", &[]);
    plan.put(&List::Contributions, said, field::THEMES, &["transport"]);
    let mut other = Bench::recording("Getting about", 8);
    let elsewhere = other.desk().view.workshop().unwrap().id();
    let now = other.now;
    other
        .app
        .desk
        .as_mut()
        .unwrap()
        .change(now, |edit| edit.set(&List::Workshops, elsewhere, field::PCN, "Eastfield PCN"));
    other.line("no bus on Sundays #transport");
    let view = other.desk().view.clone();
    plan.bench.app.desk.as_mut().unwrap().arrive(&view);
    let found = plan.is(
        "T13",
        Pass,
        "Every action says with whom what is learnt is shared. 1 theme comes up in several networks.",
    );
    assert_eq!(found.details, ["#transport comes up in Eastfield PCN, Northfield PCN"]);
}

#[test]
fn t14_wider_determinants_stand_with_their_zeros() {
    let mut plan = Plan::new();
    let action = plan.action(&[]);
    plan.put(ACTIONS, action, field::DETERMINANTS, &["housing", "income", "work", "transport", "air"]);
    plan.tells("T14", "attention", "3 of 8 have no action: Food; Safety; Loneliness.");
    plan.command("lens", "determinants");
    plan.shows("! Food: none");
    plan.shows("✓ Housing: 1 (A-");
    plan.put(ACTIONS, action, field::DETERMINANTS, &["food", "safety", "loneliness"]);
    plan.is("T14", Pass, "Each of the 8 wider determinants has an action.");
    let mut programme = Programme::embedded().clone();
    programme.frameworks.clear();
    assert_eq!(plan.found_with(&programme, "T14").verdict, NotApplicable);
}

#[test]
fn t15_p15_locally_agreed_can_be_said_only_where_a_community_body_agreed() {
    let mut plan = Plan::new();
    plan.is("T15", NotApplicable, "There is no action yet.");
    let action = plan.action(&[(field::TEXT, "Ask the church about the hall")]);
    plan.tells("P15", "attention", "0 of 1 action is locally agreed. 1 of 1 action is agreed by nobody yet.");
    // The form on the marked action, from the keyboard.
    plan.bench.key(KeyCode::Char('b'));
    plan.shows("Who agreed to A-");
    plan.bench.fill(&[
        ("Who agreed", "Northfield practices"),
        ("Kind of partner", "General practice (host)"),
        ("How", "at the board"),
    ]);
    plan.shows("agreed by NHS bodies only");
    plan.is("T15", Attention, "0 of 1 action is locally agreed. 1 of 1 action is agreed by NHS bodies only.");
    plan.agree(action, "District nurses", "nursing", "");
    assert!(!plan.report(Audience::Board).contains("ocally agreed, by"));
    plan.agree(action, "Redditch Borough Council", "local-authority", "");
    plan.is("T15", Attention, "0 of 1 action is locally agreed. 1 of 1 action is agreed by services only.");
    let residents = plan.agree(action, "Kiln Street tenants", "local-residents", "checked by phone with 3 residents");
    plan.is("T15", Pass, "Every action is locally agreed, with the record of who agreed.");
    let report = plan.report(Audience::Board);
    assert!(report.contains("locally agreed, by 1 community body and 3 others"), "{report}");
    assert!(report.contains("checked by phone with 3 residents"), "{report}");
    // The list of them, and the ordinary mark takes one away again.
    plan.bench.key(KeyCode::Char('b'));
    plan.shows("Locally agreed, by 1 community body and 3 others.");
    plan.shows("Kiln Street tenants · Local residents · 20 November 2026 · checked by phone with 3 residents");
    plan.command("agreed", &format!("remove {residents}"));
    assert_eq!(plan.found("T15").verdict, Attention);
    plan.bench.key(KeyCode::Esc);
    plan.bench.control('z');
    assert_eq!(plan.found("T15").verdict, Pass);
}

#[test]
fn t15_p15_a_kind_on_which_two_disagree_makes_nothing_locally_agreed() {
    let mut plan = Plan::new();
    let action = plan.action(&[(field::TEXT, "Ask")]);
    let record = plan.agree(action, "The hub", "local-residents", "");
    let mut other = Bench::recording("Elsewhere", 9);
    let view = plan.bench.desk().view.clone();
    let now = other.now;
    let desk = other.app.desk.as_mut().unwrap();
    desk.arrive(&view);
    let change = desk.change(now, |edit| edit.set(&List::Endorsements, record, field::CATEGORY, "host")).unwrap();
    plan.set(&List::Endorsements, record, field::CATEGORY, "voluntary-sector");
    assert_eq!(plan.found("T15").verdict, Pass);
    plan.bench.app.desk.as_mut().unwrap().arrive(&change);
    plan.is("T15", Attention, "0 of 1 action is locally agreed. 1 of 1 action is agreed by bodies of no known kind.");
}

#[test]
fn t16_r4_a_blank_connector_of_either_kind_is_in_the_gaps_of_the_plan() {
    let mut plan = Plan::new();
    plan.is(
        "T16",
        Attention,
        "1 of 1 workshop has no connector in the room. 1 of 1 workshop has no connector to the wider system.",
    );
    plan.command("checks", "R4");
    plan.bench.key(KeyCode::Enter);
    plan.shows("Who connects");
    plan.bench.fill(&[("In the room", "Naz Example")]);
    plan.tells("R4", "attention", "1 of 1 workshop has no connector to the wider system.");
    plan.bench.key(KeyCode::Enter);
    plan.bench.fill(&[("Wider system", "Sam Sample")]);
    plan.is("T16", Pass, "Both connectors are named, the one in the room and the one to the wider system.");
    plan.bench.app.desk.as_mut().unwrap().view = coplan::model::file::File::new(FileKind::Plan);
    plan.is("T16", NotApplicable, "There is no workshop in the plan.");
}

#[test]
fn t17_does_not_apply_as_long_as_no_standing_question_was_asked() {
    let plan = Plan::new();
    plan.tells("T17", "not-applicable", "No standing question was asked, so there are no positions to count.");
}

#[test]
fn p03_a_theme_with_three_voices_needs_an_answer_or_a_reason() {
    let mut plan = Plan::new();
    plan.is("P3", NotApplicable, "There is no action yet, and no theme with three voices.");
    for text in ["the bus stop moved", "no bus on Sundays", "buses are dear"] {
        let said = plan.say(text, &[]);
        plan.put(&List::Contributions, said, field::THEMES, &["transport"]);
    }
    let found = plan.is("P3", Attention, "1 of 1 theme with three voices or more has no answer and no reason yet.");
    assert_eq!(found.themes, ["transport"]);
    plan.add(&List::Answers, &[(field::THEME, "Transport"), (field::WHY_NOT, "the county decides")]);
    plan.is("P3", Pass, "Every action rests on what people said, and every theme with three voices is answered.");
}

#[test]
fn p11_the_absence_of_an_equity_statement_is_reported_and_the_eight_fields_are_counted() {
    let mut plan = Plan::new();
    let all = "inequalities lead, for whom and why, needs, outcomes, measures, what is done, delivery, review";
    plan.is(
        "P11",
        Attention,
        &format!("There is no equity statement. The header on inequalities says 0 of 8; open: {all}."),
    );
    assert!(!plan.report(Audience::Board).contains("What the plan holds to\n\nThe header"));
    plan.bench.key(KeyCode::Char('a'));
    plan.shows("The header on inequalities says 0 of 8.");
    insta::assert_snapshot!("about_plan_80x24", plan.bench.picture(80, 24));
    plan.bench.fill(&[
        ("Inequalities lead", "@3"),
        ("For whom and why", "Kiln Street, where lives are shortest"),
        ("Needs", "a warm place to meet"),
        ("Outcomes", "fewer people alone"),
        ("Measures", "a survey"),
        ("What is done", "a weekly lunch"),
        ("Delivery", "the hub"),
        ("Review", "in six months"),
    ]);
    plan.is("P11", Attention, "There is no equity statement.");
    assert!(plan.report(Audience::Board).contains("Equity statement: none yet"));
    plan.head(&[(field::EQUITY, "Those worst off come first")]);
    plan.tells("P11", "pass", "There is an equity statement, and the header on inequalities says 8 of 8.");
    // A lead who withdrew leads no more.
    let dee = plan.dee;
    plan.bench.app.desk.as_mut().unwrap().view.withdraw([coplan::model::file::Withdrawal::Item(dee)]);
    plan.is("P11", Attention, "The header on inequalities says 7 of 8; open: inequalities lead.");
}

#[test]
fn the_headers_of_two_organisers_meet_field_by_field_and_a_plan_is_a_draft_until_its_day() {
    let (mut plan, mut other) = (Plan::new(), Bench::recording("Elsewhere", 9));
    plan.head(&[(field::EQUITY, "Those worst off come first")]);
    let now = other.now;
    let theirs = other.app.desk.as_mut().unwrap().change(now, |edit| {
        let id = edit.plan();
        edit.set(&List::Plans, id, field::AGREED, "2026-11-20");
        edit.put(&List::Plans, id, field::PRINCIPLES, "pool");
    });
    assert!(plan.report(Audience::Board).contains("DRAFT, not yet agreed. For"));
    plan.bench.app.desk.as_mut().unwrap().arrive(&theirs.unwrap());
    let view = &plan.bench.desk().view;
    let head = header(view).unwrap();
    assert_eq!((head.equity(), head.agreed()), (Some("Those worst off come first"), Some("2026-11-20")));
    let on = |day: &str| PlanState::of(view, day.parse().unwrap()).words();
    assert_eq!(
        (on("2026-11-19").as_str(), on("2026-11-20").as_str()),
        ("DRAFT, to be agreed on 20 November 2026", "Agreed on 20 November 2026")
    );
    let report = plan.report(Audience::Board);
    assert!(report.contains("Agreed on 20 November 2026. For") && !report.contains("DRAFT"), "{report}");
    let mut again = view.clone();
    again.join(view);
    assert_eq!(&again, view);
}

#[test]
fn p12_choosing_all_specifications_opens_the_seven_way_matrix() {
    let mut plan = Plan::new();
    plan.command("options", "c-specifications");
    plan.shows("National service specifications");
    plan.shows("7 of 7 have no action:");
    insta::assert_snapshot!("lens_80x24", plan.bench.picture(80, 24));
    plan.bench.key(KeyCode::Esc);
    plan.shows("1 of");
    let action = plan.bench.desk().view.live(ACTIONS).next().unwrap().id;
    plan.bench.key(KeyCode::Esc);
    plan.put(ACTIONS, action, field::SPECIFICATIONS, &["care-homes", "cardiovascular"]);
    plan.command("lens", "specifications");
    plan.shows("5 of 7 have no action: Structured medication reviews; Early cancer diagnosis;");
    plan.shows("✓ Enhanced health in care homes: 1 (A-");
    assert!(plan.report(Audience::Board).contains("5 of 7 have no action:"));
    // The set can be changed, and is dated.
    plan.shows("2020");
    let own =
        "[[frameworks]]\nid = \"specifications\"\n[[frameworks.entries]]\nid = \"eighth\"\ntitle = \"An eighth\"\n";
    let own = Programme::embedded_with(own, "own.toml").unwrap();
    assert!(plan.found_with(&own, "P12").sentence.starts_with("6 of 8 have no action:"));
}

#[test]
fn p17_the_spread_over_the_triple_aim_is_shown() {
    let mut plan = Plan::new();
    let [one, two] = [(); 2].map(|()| plan.action(&[(field::TEXT, "Ask")]));
    plan.put(ACTIONS, one, field::AIMS, &["better-health", "better-care"]);
    plan.put(ACTIONS, two, field::AIMS, &["better-health"]);
    plan.command("lens", "aims");
    plan.shows("✓ Better health for all: 2 (A-");
    plan.shows("! Sustainable use of resources: none");
    assert!(plan.report(Audience::Board).contains("1 of 3 has no action: Sustainable use of resources."));
}

#[test]
fn p19_principles_are_adopted_and_escalations_have_a_destination_and_a_day() {
    let mut plan = Plan::new();
    plan.is("P19", Attention, "No principles of working together are adopted.");
    plan.command("about-plan", "");
    plan.bench.fill(&[("Principles", "pool; root causes; be kind")]);
    let held: Vec<String> = header(&plan.bench.desk().view).unwrap().principles().map(str::to_owned).collect();
    assert_eq!(held, ["be kind", "pool", "root-causes"]);
    plan.is("P19", Pass, "3 principles are adopted; 0 actions are escalated.");
    let action = plan.action(&[(field::TEXT, "Ask"), (field::ESCALATE, "the county board")]);
    plan.tells("P19", "attention", "1 of 1 escalated action has no day.");
    plan.set(ACTIONS, action, field::ESCALATED, "2026-11-20");
    plan.is("P19", Pass, "3 principles are adopted; 1 action is escalated.");
    let report = plan.report(Audience::Board);
    assert!(
        report.contains("## Escalated") && report.contains("the county board") && report.contains("20 November 2026"),
        "{report}"
    );
    assert!(report.contains("Principles: be kind; Pool resources; Tackle root causes by prevention"), "{report}");
}

#[test]
fn p20_building_blocks_are_counted_with_their_zeros() {
    let mut plan = Plan::new();
    let action = plan.action(&[(field::TEXT, "Ask")]);
    plan.put(ACTIONS, action, field::BLOCKS, &["self-help"]);
    plan.command("lens", "building");
    plan.shows("3 of 4 have no action: Resilient communities; Supported information and advice; Integrated services.");
    plan.shows("✓ Information and advice for self-help: 1 (A-");
}

#[test]
fn p21_groups_have_members_a_convenor_a_meeting_and_tasks_the_late_ones_first() {
    let mut plan = Plan::new();
    plan.is("P21", NotApplicable, "There is no task-and-finish group.");
    let action = plan.action(&[(field::TEXT, "Mend what is damp")]);
    plan.bench.key(KeyCode::Char('w'));
    plan.shows("No group yet.");
    plan.bench.key(KeyCode::Char('n'));
    plan.bench.fill(&[
        ("Name", "Damp homes"),
        ("Convenor", "@1"),
        ("Members", "Dee Example, the tenants"),
        ("Next meeting", "2026-12-01"),
    ]);
    plan.shows("Convenor: Joy Example");
    plan.shows("Members: Dee Example, the tenants");
    let group = plan.bench.desk().view.live(&List::Groups).next().unwrap().id;
    for (task, due) in [("Write to the landlords", "2026-12-04"), ("List the flats", "2026-11-01")] {
        plan.bench.key(KeyCode::Char('t'));
        plan.bench.fill(&[("Task", task), ("Who", "@3"), ("Due", due)]);
    }
    plan.bench.key(KeyCode::Char('a'));
    assert_eq!(plan.bench.desk().view.find(ACTIONS, action).unwrap().link(field::GROUP), Some(group));
    let picture = plan.bench.picture(80, 24);
    let place = |words: &str| picture.find(words).unwrap_or_else(|| panic!("no {words} in {picture}"));
    assert!(place("! List the flats") < place("○ Write to the landlords"));
    insta::assert_snapshot!("group_80x24", picture);
    insta::assert_snapshot!("group_60x16", plan.bench.picture(60, 16));
    plan.tells("P21", "attention", "1 task is late, in 1 group.");
    let report = plan.report(Audience::Team);
    assert!(
        report.contains("### Damp homes") && report.find("List the flats") < report.find("Write to the landlords"),
        "{report}"
    );
    // Done from the keyboard: the late one stands first and is marked.
    plan.bench.key(KeyCode::Char('d'));
    plan.is("P21", Pass, "1 group has a convenor, and no task is late.");
    // The name can be changed, and the group is still the group.
    plan.command("groups", &format!("edit {group}"));
    plan.bench.fill(&[("Name", "Warm homes"), ("Next meeting", "2026-11-01")]);
    plan.is("P21", Attention, "1 of 1 group has open tasks and no next meeting.");
    plan.command("groups", "");
    plan.shows("Warm homes");
}

#[test]
fn p23_each_action_carries_a_level_and_a_parent_is_at_another_one() {
    let mut plan = Plan::new();
    plan.is("P23", NotApplicable, "There is no action yet.");
    let [county, local] = [(); 2].map(|()| plan.action(&[]));
    plan.is("P23", Attention, "2 of 2 actions do not say at which level they are done.");
    plan.set(ACTIONS, county, field::LEVEL, "system");
    plan.set(ACTIONS, local, field::LEVEL, "system");
    plan.set(ACTIONS, local, field::PARENT, county.to_string().as_str());
    plan.tells("P23", "attention", "1 of 2 actions is part of one that is not here, or at its own level.");
    plan.set(ACTIONS, local, field::LEVEL, "district");
    plan.is("P23", Pass, "Every action says at which level it is done.");
}

#[test]
fn r6_the_template_of_seven_members_with_attendance_and_actions_a_member() {
    let mut plan = Plan::new();
    plan.is("R6", NotApplicable, "The plan names no members of a collaborative.");
    plan.command("collaborative", "");
    plan.shows("No members are named yet.");
    plan.bench.key(KeyCode::Char('t'));
    let members = || ["Acute hospitals trust", "Clinical commissioning group", "County council", "District council"];
    for member in members() {
        plan.shows(&format!("! {member}: no people came, no actions"));
    }
    plan.tells("R6", "attention", "7 of 7 members had nobody at a workshop. 7 of 7 members take part in no action.");
    let dee = plan.dee;
    plan.set(&List::Delegates, dee, field::ORGANISATION, "Redditch District Council");
    let action = plan.action(&[(field::TEXT, "Ask"), (field::LEAD, &dee.to_string())]);
    plan.put(ACTIONS, action, field::PARTNERS, &["the integrated care board"]);
    plan.shows("✓ District council: 1 person came, 1 action");
    plan.shows("! Clinical commissioning group: no people came, 1 action");
    insta::assert_snapshot!("members_80x24", plan.bench.picture(80, 24));
    plan.bench.key(KeyCode::Char('e'));
    plan.bench.fill(&[("Members", "District council")]);
    plan.is("R6", Pass, "Every member came, and takes part in an action.");
    // How many of whose people came is for the team alone.
    assert!(plan.report(Audience::Team).contains("People who came"));
    assert!(
        !plan.report(Audience::Board).contains("People who came, by member")
            && !plan.report(Audience::Board).contains("| Member | Actions | People")
    );
}

#[test]
fn r9_the_share_that_community_partners_lead_and_the_top_rung_without_them() {
    let mut plan = Plan::new();
    plan.is("R9", NotApplicable, "There is no action yet.");
    let (joy, sam) = (plan.joy.to_string(), plan.sam.to_string());
    let action = plan.action(&[(field::TEXT, "Ask"), (field::LEAD, &sam)]);
    plan.tells(
        "R9",
        "attention",
        "0 of 1 action is led by community partners (0%). Which of them could one lead, and what would it need?",
    );
    plan.action(&[(field::TEXT, "Open"), (field::LEAD, &joy)]);
    plan.is("R9", Pass, "1 of 2 actions is led by community partners (50%).");
    plan.set(ACTIONS, action, field::RUNG, "co-production");
    let found = plan.is(
        "R9",
        Attention,
        "1 of 2 actions claims the top rung, co-production, with no community lead or partner.",
    );
    assert_eq!(found.about, [(List::Actions, action)]);
    plan.command("lens", "ladder");
    plan.shows("! 1 of 2 actions claims the top rung");
    plan.put(ACTIONS, action, field::PARTNERS, &[&joy]);
    assert_eq!(plan.found("R9").verdict, Pass);
}

#[test]
fn a8_the_plan_that_is_locally_agreed_says_so_in_rows_report_and_state() {
    let mut plan = Plan::new();
    let action = plan.action(&[(field::TEXT, "Ask the church about the hall")]);
    plan.agree(action, "Kiln Street tenants", "local-residents", "at their meeting");
    plan.head(&[(field::AGREED, "2026-11-20")]);
    plan.shows("locally agreed, by 1 community body");
    let report = plan.report(Audience::Public);
    assert!(
        report.contains("Agreed on 20 November 2026") && report.contains("locally agreed, by 1 community body"),
        "{report}"
    );
}

#[test]
fn a9_one_register_over_all_workshops_suggests_and_never_merges() {
    let mut plan = Plan::new();
    let asset = |plan: &mut Plan, text: &str, more: &[(Field, &str)]| {
        plan.say(text, &[&[(field::KIND, "asset")], more].concat())
    };
    let hall = asset(&mut plan, "the church hall", &[(field::PLACE, "Kiln Street"), (field::OFFERS, "a warm kitchen")]);
    let same = asset(&mut plan, "Church Hall", &[(field::PLACE, "kiln street")]);
    asset(&mut plan, "the church hall", &[(field::PLACE, "Mill Lane")]);
    let lunch = asset(&mut plan, "lunch club", &[(field::NEED, "somewhere with a kitchen")]);
    plan.put(&List::Contributions, lunch, field::THEMES, &["food"]);
    let action = plan.action(&[(field::TEXT, "Cook together"), (field::NEED, "a kitchen on Fridays")]);
    plan.command("assets", "");
    plan.shows("4 of 4 assets");
    let picture = plan.bench.picture(120, 40);
    assert_eq!(picture.matches("looks like:").count(), 1, "{picture}");
    insta::assert_snapshot!("assets_80x24", plan.bench.picture(80, 24));
    // Offers beside needs: the action's and the other asset's.
    plan.bench.key(KeyCode::Tab);
    let picture = plan.bench.picture(120, 40);
    assert!(
        picture.contains("1 offered, 2 needed, 2 that may meet") && picture.contains("both say kitchen"),
        "{picture}"
    );
    // By place and by theme.
    plan.command("assets", "mill");
    plan.shows("1 of 4 assets, at or about: mill");
    plan.command("assets", "#food");
    plan.shows("lunch club");
    // A judgement joins nothing: both lines stay, and the suggestion goes.
    plan.command("assets", &format!("same {hall} {same}"));
    let register = asset_register(&plan.bench.desk().view, &plan.bench.desk().origins);
    let of = |id: Id| register.iter().find(|asset| asset.id == id).unwrap();
    assert_eq!((register.len(), of(hall).looks_like.len(), of(hall).same_as.as_slice()), (4, 0, &[same][..]));
    let report = plan.report(Audience::Team);
    assert!(report.contains("is the same as C2") && report.contains("may meet what C4 needs"), "{report}");
    let reference =
        plan.bench.app.plan.rows(&plan.bench.app).iter().find(|row| row.id == action).unwrap().reference.clone();
    assert!(report.contains(&format!("may meet what {reference} needs: both say kitchen")), "{report}");
}
