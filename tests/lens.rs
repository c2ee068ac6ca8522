//! The lists that a plan is looked at through, each as domain §1 and §2.1 word it: on the screen, in the plain face, in the
//! plan and in what is exported.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use bench::Bench;
use coplan::model::edit::Edit;
use coplan::model::fields::{Contribution, Field, List, Score, field};
use coplan::model::programme::Programme;
use coplan::model::stamp::Id;
use coplan::model::words::{Audience, Feeling, Kind};
use coplan::plan::{Verdict, gaps};
use coplan::publish::{Ask, Report, publish};
use coplan::tui::app::Screen;
use coplan::tui::commands::{COMMANDS, slash};
use coplan::tui::overlays::Overlay;
use outside::Machine;
use ratatui::crossterm::event::KeyCode;

const ACTIONS: &List = &List::Actions;
const SAID: &List = &List::Contributions;

/// A workshop of three people, looked at as a plan: Joy is a resident, Sam a GP, Dee of the council.
struct Plan {
    bench: Bench,
    joy: Id,
    dee: Id,
}

impl Plan {
    fn new() -> Self {
        let mut bench = Bench::recording("Staying connected", 7);
        for person in ["Joy Example, local resident", "Sam Sample, host", "Dee Example, council"] {
            bench.line(&format!("/join {person}"));
        }
        let seats: Vec<Id> = bench.desk().room().seats.iter().map(|seat| seat.delegate).collect();
        Self { bench, joy: seats[0], dee: seats[2] }
    }

    fn edit<R>(&mut self, make: impl FnOnce(&mut Edit<'_>) -> R) -> R {
        let now = self.bench.now;
        let mut made = None;
        self.bench.app.desk.as_mut().unwrap().change(now, |edit| made = Some(make(edit)));
        made.unwrap()
    }

    fn action(&mut self, text: &str, lead: Option<Id>) -> Id {
        self.edit(|edit| {
            let id = edit.create(ACTIONS);
            edit.set(ACTIONS, id, field::TIME, "2026-11-21T10:00:00+00:00");
            edit.set(ACTIONS, id, field::TEXT, text);
            if let Some(lead) = lead {
                edit.set(ACTIONS, id, field::LEAD, lead.to_string());
            }
            id
        })
    }

    /// Types a line, which may be told word for word, and answers with it.
    fn say(&mut self, line: &str) -> Id {
        self.bench.app.screen = Screen::Run;
        self.bench.line(&format!("{line} %2"));
        self.bench.desk().last_own().unwrap()
    }

    fn head_set(&mut self, set: Field, elements: &[&str]) {
        self.edit(|edit| {
            let id = edit.plan();
            for element in elements {
                edit.put(&List::Plans, id, set, element);
            }
        });
    }

    fn reference(&self, action: Id) -> String {
        self.bench.desk().reference(action).unwrap()
    }

    /// Runs a command on the plan's screen.
    fn on_plan(&mut self, name: &str, rest: &str) {
        self.leave();
        self.bench.app.screen = Screen::Plan;
        slash(&mut self.bench.app, name, rest);
    }

    /// Runs a command while the workshop is recorded.
    fn on_run(&mut self, name: &str, rest: &str) {
        self.leave();
        self.bench.app.screen = Screen::Run;
        slash(&mut self.bench.app, name, rest);
    }

    fn leave(&mut self) {
        while !self.bench.app.overlays.is_empty() {
            self.bench.key(KeyCode::Esc);
        }
    }

    fn notice(&self) -> String {
        self.bench.app.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    /// The screen shows these words, wherever lines break.
    fn shows(&mut self, all: &[&str]) {
        let picture = self.bench.picture(160, 100);
        let flat = picture.replace(['│', '"', '\n'], " ");
        let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in all.iter().map(|words| words.replace('"', " ")) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(&words), "no “{words}” in\n{picture}");
        }
    }

    /// What the plain face tells of this file while these lines are typed; and the file as it stands then.
    fn plain(&self, typed: &str) -> String {
        let machine = self.machine();
        let typed = format!("{typed}\n/quit\n");
        machine.feed(["--plain", "--as", "Bev Example", "open", "northfield.json"], typed).well().out
    }

    fn machine(&self) -> Machine {
        let machine = Machine::new();
        std::fs::write(machine.path("northfield.json"), self.bench.desk().view.encode()).unwrap();
        machine
    }

    fn hears(&self, typed: &str, all: &[&str]) {
        let out = self.plain(typed);
        for words in all {
            assert!(out.contains(words), "no “{words}” in\n{out}");
        }
    }

    /// A report in a format.
    fn report(&self, name: &str, audience: Audience, format: &str) -> String {
        let ask = Ask { audience, today: self.bench.now.date_naive() };
        let view = publish(&self.bench.desk().view, Programme::embedded(), &ask);
        let document = (Report::named(name).unwrap().write)(&view);
        let files = coplan::export::files(&document, "plan", "plan", audience, &[format]).unwrap();
        String::from_utf8(files[0].1.bytes()).unwrap()
    }

    /// A section of the plan, and that the page for a browser has it too.
    fn section(&self, name: &str, heading: &str, audience: Audience) -> String {
        let page = self.report(name, audience, "html");
        assert!(page.contains(&format!(">{heading}</h2>")), "no {heading} in the page of {name}");
        let report = self.report(name, audience, "md");
        let from = report.find(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no {heading} in\n{report}"));
        let section = &report[from + 3..];
        section[..section.find("\n## ").unwrap_or(section.len())].to_owned()
    }

    fn scores(&self, about: &str) -> usize {
        let of = |score: &Score<'_>| score.about() == Some(about);
        self.bench.desk().view.live(&List::Scores).map(Score).filter(of).count()
    }
}

fn holds(text: &str, all: &[&str]) {
    for words in all {
        assert!(text.contains(words), "no “{words}” in\n{text}");
    }
}

#[test]
fn every_framework_stands_in_one_sheet_with_its_source_and_year_and_each_has_a_way_in() {
    let mut plan = Plan::new();
    plan.on_plan("lens", "");
    let programme = Programme::embedded();
    for of in &programme.frameworks {
        plan.shows(&[&format!("{} ({} entries)", of.title, of.entries.len()), &of.as_reported()]);
        assert!(of.year == 0 || (2005..=2026).contains(&of.year), "{}", of.id);
    }
    plan.shows(&["Whose voice is missing", "no claim to comply"]);
    // By number in the plain face, where every one is a row with a key of its own.
    plan.hears("/lens\n1", &["Lists to look through.", "Source: Tolson Care Partnership PCN"]);
    // Each tab is a page, however narrow the screen; on a session too.
    plan.on_run("lens", "");
    for _ in 0..18 {
        assert!(plan.bench.picture(60, 16).contains("Esc leaves"));
        plan.bench.key(KeyCode::Tab);
    }
    plan.shows(&["Lists to look through"]);
    for id in ["lens", "maturity", "principle", "heat", "benefit", "strand", "missing-voices", "touchpoints", "chosen"]
    {
        let command = COMMANDS.iter().find(|command| command.id == id).unwrap();
        assert!(command.group == "Lists" && !command.slash.is_empty(), "{id}");
        plan.on_plan(command.slash[0], "");
        assert!(matches!(plan.bench.app.overlays.last(), Some(Overlay::Sheet(_))), "{id}");
    }
    plan.on_plan("lens", "no such list");
    assert!(plan.notice().contains("There is no list"));
}

#[test]
fn p04_three_cs_and_five_features_are_counted_over_lines_and_actions_with_the_zeros() {
    let mut plan = Plan::new();
    plan.say("@1 we run the choir ourselves");
    plan.on_run("tag", "self-organising, contact");
    let action = plan.action("Hand the keys over", None);
    plan.edit(|edit| edit.put(ACTIONS, action, field::FEATURES, "power-shifting"));
    plan.on_plan("lens", "health");
    let reference = plan.reference(action);
    plan.shows(&[
        "Power-shifting: 1",
        &reference,
        "Self-organising: no action · 1 line",
        "! Control: no action · 0 lines",
    ]);
    plan.hears("/lens health", &["Health creation: three Cs and five features.", "Contact: no action · 1 line"]);
    let told = plan.section("plan", "The plan through other lists", Audience::Board);
    holds(&told, &["Health creation", "| Self-organising | 0 | 1 |", "| Control | 0 | 0 |", "as reported (2019)"]);
    holds(
        &plan.section("session", "Seen through other lists", Audience::Team),
        &["| Contact | 0 | 1 |", "| Power-shifting | 1 | 0 |"],
    );
    let entries = &Programme::embedded().framework("health-creation").unwrap().entries;
    let features = coplan::model::words::Feature::ALL;
    assert!(entries.iter().map(|entry| entry.id.as_str()).eq(features.iter().map(|feature| feature.name())));
}

#[test]
fn p11_five_things_that_matter_are_asked_at_stage_three_and_no_equity_statement_is_reported() {
    let mut plan = Plan::new();
    let programme = Programme::embedded();
    let five = &programme.framework("it-matters").unwrap().entries;
    let stage = programme.stage_at(3).unwrap();
    assert_eq!((five.len(), stage.id.as_str()), (5, "co-creation"));
    plan.on_plan("lens", "it matters");
    for entry in five {
        let question = stage.questions.iter().find(|question| question.id == entry.id).unwrap();
        plan.shows(&[&entry.title, &format!("Asked at stage 3, Co-creation: {}", question.ask)]);
    }
    plan.shows(&["! The plan has no equity statement."]);
    // The prompts come up one after the other while the third stage runs.
    plan.leave();
    plan.bench.app.screen = Screen::Run;
    plan.bench.line("/3");
    for _ in 0..stage.questions.len() - 1 {
        plan.bench.key(KeyCode::Tab);
    }
    plan.shows(&["pay properly for the work that communities do?"]);
    plan.hears("/lens matters", &["5. Community approaches are paid for", "! The plan has no equity statement."]);
    plan.action("Open the hall", None);
    plan.head_set(field::AREAS, &["Redditch"]);
    holds(&plan.section("plan", "What the plan holds to", Audience::Board), &["Equity statement: none yet"]);
    let found = gaps(&plan.bench.desk().view, programme, plan.bench.now.date_naive());
    let check = found.iter().find(|found| found.check.id() == "P11").unwrap();
    assert_eq!(check.verdict, Verdict::Attention);
    plan.on_plan("about-plan", "");
    plan.bench.fill(&[("Equity statement", "Those worst off come first")]);
    plan.on_plan("lens", "it-matters");
    plan.shows(&["✓ Equity statement of the plan: Those worst off come first"]);
    holds(&plan.section("plan", "What the plan holds to", Audience::Board), &["worst off come first"]);
}

#[test]
fn p13_a_line_or_an_action_is_evidence_for_a_benefit_and_each_of_the_six_is_counted() {
    let mut plan = Plan::new();
    let line = plan.say("@1 the surgery learnt how we live");
    plan.on_run("benefit", "5");
    assert_eq!(plan.notice(), "The line is tagged: Understanding grows both ways");
    let action = plan.action("Let tenants lead", Some(plan.joy));
    plan.on_plan("benefit", "shared power");
    assert!(plan.notice().starts_with("The action is tagged"), "{}", plan.notice());
    let reference = plan.reference(action);
    plan.on_plan("benefits", "");
    plan.shows(&[
        "✓ Shared power lasts: 1",
        &reference,
        "✓ Understanding grows both ways: no action · 1 line",
        "! New ideas narrow the gap: no action · 0 lines",
        "Staff come to know people's lives",
    ]);
    plan.hears(
        "/benefits",
        &["Six benefits of working with people and communities.", "Local answers fit better: no action"],
    );
    let told = plan.section("plan", "The plan through other lists", Audience::Board);
    holds(
        &told,
        &[
            "| Shared power lasts | 1 | 0 |",
            "| Understanding grows both ways | 0 | 1 |",
            "| New ideas narrow the gap | 0 | 0 |",
        ],
    );
    // The form of a line has it too, and once more takes it off.
    plan.on_run("about", "");
    plan.bench.fill(&[("Evidence for", "broad; Shared power lasts")]);
    let item = plan.bench.desk().view.find(SAID, line).unwrap();
    let tags: Vec<&str> = item.set(field::BENEFITS).collect();
    assert_eq!(tags, ["broad-network", "shared-power"]);
    plan.on_run("benefit", "1");
    assert!(plan.notice().starts_with("The line is no longer tagged"));
    // What was said for the room alone is counted in no report.
    plan.bench.line("%0");
    let told = plan.section("plan", "The plan through other lists", Audience::Board);
    holds(&told, &["| Shared power lasts | 1 | 0 |"]);
}

#[test]
fn p14_maturity_stands_area_by_level_before_and_now_in_numbers_and_words_for_development() {
    let mut plan = Plan::new();
    let line = plan.say("*we decide with the surgery now");
    plan.on_run("maturity", "5 foundation");
    assert!(plan.notice().contains("For development, not performance management"));
    plan.on_plan("maturity", "people step 2: tenants sit in the group");
    plan.on_plan("maturity", "1 step 9");
    plan.shows(&["How far has it come? Leadership, planning and partnerships", "foundation", "step 3"]);
    plan.bench.key(KeyCode::Char('2'));
    plan.on_plan("maturity", &format!("5 with {line}"));
    plan.on_plan("maturity", "");
    plan.shows(&[
        "For development, not performance management.",
        "1. Leadership, planning and partnerships: step 1 (1 of 3)",
        "5. Working with people and communities: step 2 (2 of 3)",
        "before: foundation (0 of 3) on 21 November 2026 · on from foundation to step 2",
        "note: tenants sit in the group",
        "“we decide with the surgery now”",
        "2. Data and population health: not said",
        "as reported (2019)",
    ]);
    insta::assert_snapshot!("maturity_80x24", plan.bench.picture(80, 24));
    plan.hears(
        "/maturity\n3 l\n4",
        &[
            "For development, not performance management.",
            "5. Working with people and communities: step 2 (2 of 3)",
            "Integrating care: step 3.",
        ],
    );
    for audience in [Audience::Team, Audience::Board] {
        let told = plan.section("plan", "Maturity of the network", audience);
        holds(
            &told,
            &[
                "For development, not performance management.",
                "foundation (0 of 3) | step 2 (2 of 3) | on from foundation to step 2 | C1 | tenants sit in the group",
                "| Data and population health | not said | not said |",
            ],
        );
    }
    assert!(!plan.report("plan", Audience::Public, "md").contains("Maturity"));
    // The line is withdrawn: what rested on it says so, and nothing of it is told.
    plan.edit(|edit| edit.set(SAID, line, field::REMOVED, true));
    holds(&plan.section("plan", "Maturity of the network", Audience::Board), &["1 not shown here | tenants"]);
}

#[test]
fn domain_2_1_four_community_centred_strands_are_tagged_on_assets_and_actions() {
    let mut plan = Plan::new();
    plan.say("@1 a quote is no asset");
    plan.on_run("strand", "1");
    assert!(plan.notice().contains("belongs to an asset or an action"), "{}", plan.notice());
    plan.say("!m the choir on Tuesdays");
    plan.on_run("strand", "access");
    let action = plan.action("Train peer supporters", None);
    plan.on_plan("strand", "2");
    let reference = plan.reference(action);
    plan.on_plan("strands", "");
    plan.shows(&[
        "✓ Volunteer and peer roles: 1",
        &reference,
        "✓ Access to community resources: no action · 1 line",
        "! Collaborations and partnerships: no action · 0 lines",
        "as reported (2015)",
    ]);
    plan.hears("/strands", &["Community-centred work: four strands.", "Strengthening communities: no action"]);
    let told = plan.section("plan", "The plan through other lists", Audience::Board);
    holds(&told, &["| Volunteer and peer roles | 1 | 0 |", "| Access to community resources | 0 | 1 |"]);
    assert_eq!(Programme::embedded().framework("community-centred").unwrap().entries.len(), 4);
    // The form of an action and the grid take it as any other piece.
    assert!(coplan::model::columns::column_meant("community-centred").is_some());
}

#[test]
fn domain_2_1_the_top_rung_without_a_community_lead_or_partner_is_warned_of() {
    let mut plan = Plan::new();
    let ladder = Programme::embedded().framework("ladder").unwrap();
    assert_eq!((ladder.entries.len(), ladder.entries[6].id.as_str()), (7, "co-production"));
    let action = plan.action("Run the hall together", Some(plan.dee));
    plan.edit(|edit| edit.set(ACTIONS, action, field::RUNG, "co-production"));
    let warning = "claims the top rung, co-production, with no community lead or partner";
    plan.on_plan("lens", "rungs");
    plan.shows(&["✓ Co-production: 1", warning]);
    plan.hears("/lens ladder", &["Ladder of co-production.", warning]);
    holds(&plan.report("plan", Audience::Board, "md"), &[warning, "| Co-production | 1 |"]);
    let joy = plan.joy.to_string();
    plan.edit(|edit| edit.put(ACTIONS, action, field::PARTNERS, &joy));
    assert!(!plan.report("plan", Audience::Board, "md").contains(warning));
}

#[test]
fn domain_2_1_core20plus5_has_both_fives_and_those_of_children_answer_t4() {
    let mut plan = Plan::new();
    let of = Programme::embedded().framework("core20plus5").unwrap();
    let children = of.entries.iter().filter(|entry| entry.id.starts_with("cyp-")).count();
    assert_eq!((of.entries.len(), children), (12, 5));
    let action = plan.action("Visit at home", None);
    let verdict = |plan: &Plan| {
        let found = gaps(&plan.bench.desk().view, Programme::embedded(), plan.bench.now.date_naive());
        let found = found.into_iter().find(|found| found.check.id() == "T4").unwrap();
        (found.sentence, found.details.len())
    };
    assert!(verdict(&plan).0.starts_with("No action names children"));
    plan.edit(|edit| edit.put(ACTIONS, action, field::PLUS, "cyp-asthma"));
    assert_eq!(verdict(&plan), ("1 of 1 action names children or young people. No contribution names them.".into(), 4));
    plan.on_plan("lens", "core20");
    plan.shows(&["✓ Children and young people: asthma: 1", "! Maternity: none", "as reported (2022)"]);
    plan.hears("/lens core20", &["Core20PLUS5.", "! Children and young people: oral health: none"]);
    holds(
        &plan.section("plan", "The plan through other lists", Audience::Board),
        &["| Children and young people: asthma | 1 |", "| Severe mental illness | 0 |"],
    );
}

#[test]
fn domain_2_1_the_equity_check_has_four_parts_and_a_review_six_months_on_that_can_be_overdue() {
    let mut plan = Plan::new();
    let action = plan.action("Open the hall", Some(plan.joy));
    plan.edit(|edit| edit.set(ACTIONS, action, field::RANK, 1_i64));
    let reference = plan.reference(action);
    plan.on_plan("heat", "");
    plan.shows(&["! The whole plan: not begun", &format!("! {reference}: Open the hall: not begun")]);
    plan.on_plan("heat", &reference);
    // Six months on stands there already.
    plan.shows(&["Equity check: ", "2027-05-21"]);
    plan.bench.fill(&[("Prepare", "Tenants without heating"), ("Assess", "Kiln Street is coldest")]);
    assert_eq!(plan.notice(), "The check is kept: to be looked at again by 21 May 2027");
    assert_eq!(plan.scores("heat"), 2);
    plan.on_run("heat", "");
    let kept = "2 of 4 parts, to be looked at again by 21 May 2027";
    plan.shows(&[kept, "✓ Prepare: Tenants without heating", "– Review: nothing yet."]);
    plan.hears(
        "/heat\n1\nThose worst off\n\n\n\n2026-12-01\n/heat",
        &[kept, "1 of 4 parts, to be looked at again by 1 December 2026"],
    );
    let told = plan.section("plan", "Equity check", Audience::Board);
    holds(
        &told,
        &[&format!("### {reference}"), kept, "| Assess | Kiln Street is coldest |", "| Review | nothing yet |", "2024"],
    );
    // The same again changes nothing; a day that has passed is said to be overdue.
    plan.on_plan("heat", &reference);
    plan.bench.fill(&[]);
    assert_eq!(plan.notice(), "The check is as it was");
    plan.bench.now += chrono::TimeDelta::days(182);
    plan.bench.send(coplan::tui::message::Message::Tick);
    plan.on_plan("heat", "");
    plan.shows(&["21 May 2027: overdue"]);
    holds(&plan.section("plan", "Equity check", Audience::Board), &["21 May 2027: overdue"]);
}

#[test]
fn domain_2_2_each_of_ten_principles_stands_on_linked_entries_or_on_no_evidence_yet() {
    let mut plan = Plan::new();
    assert_eq!(Programme::embedded().framework("working-with-people").unwrap().entries.len(), 10);
    plan.say("@1 they asked us before they began");
    plan.on_run("principle", "2");
    assert_eq!(plan.notice(), "It stands behind: Start early, and tell people what they changed");
    let action = plan.action("Ask Healthwatch to chair", None);
    let reference = plan.reference(action);
    plan.on_plan("principle", &format!("5 {}", reference.to_lowercase()));
    plan.on_plan("principle", "5 note They chair every second meeting");
    plan.on_plan("principles", "");
    plan.shows(&[
        "With no evidence yet: 8 of 10.",
        "! 1. Voices are at the centre of decisions: no evidence yet",
        "✓ 2. Start early, and tell people what they changed: 1 entry",
        "“they asked us before they began”",
        &format!("{reference} Ask Healthwatch to chair"),
        "note: They chair every second meeting",
    ]);
    // By the key of a row: choose among what is here.
    plan.bench.key(KeyCode::Char('e'));
    plan.shows(&["What stands behind it? Voices are at the centre of decisions"]);
    plan.bench.key(KeyCode::Char('1'));
    plan.shows(&["With no evidence yet: 7 of 10."]);
    plan.hears(
        "/principles\n10 e\n1",
        &["10. Learn from what works", "no evidence yet", "It stands behind: Learn from what works"],
    );
    let told = plan.section("plan", "Ten principles of working with people", Audience::Board);
    holds(
        &told,
        &[
            "Principles with no evidence yet: 7 of 10.",
            "| Start early, and tell people what they changed | C1 |",
            &format!("{reference} | They chair every second meeting"),
            "| Redesign priorities together with people | no evidence yet |",
            "as reported (2022)",
        ],
    );
    // Once more takes the link away, by one command that undo brings back.
    plan.on_plan("principle", &format!("5 {reference}"));
    assert!(plan.notice().starts_with("It no longer stands behind"));
    plan.on_plan("principles", "");
    plan.shows(&["With no evidence yet: 8 of 10."]);
    plan.on_plan("undo", "");
    plan.on_plan("principles", "");
    plan.shows(&["With no evidence yet: 7 of 10."]);
}

#[test]
fn a_note_repeats_no_words_beyond_their_consent_and_names_nobody_outside_the_team() {
    let mut plan = Plan::new();
    plan.bench.line("@1 my landlord never mends the damp in our flat %0");
    let secret = plan.bench.desk().last_own().unwrap();
    let words = "my landlord never mends the damp in our flat";
    plan.on_plan("principle", &format!("1 note {words}"));
    plan.on_plan("principle", &format!("1 with {secret}"));
    plan.on_plan("maturity", &format!("1 step 1 {words}"));
    plan.on_plan("maturity", "2 step 1 Joy Example found the figures");
    plan.on_plan("heat", "plan");
    plan.bench.fill(&[("Prepare", words), ("Assess", "Joy Example asked around")]);
    for audience in Audience::ALL {
        for report in ["plan", "session"] {
            let text = plan.report(report, *audience, "md");
            assert!(!text.contains("landlord"), "{text}");
            assert_eq!(text.contains("Joy Example"), *audience == Audience::Team && report == "plan", "{text}");
        }
    }
    let told = plan.section("plan", "Ten principles of working with people", Audience::Board);
    holds(&told, &["1 not shown here"]);
    holds(
        &plan.section("plan", "Equity check", Audience::Board),
        &["| Prepare | not shown here |", "a delegate asked around"],
    );
}

#[test]
fn p11_t4_whose_voice_is_missing_over_all_workshops_with_what_to_do_next_and_nobody_named() {
    let mut plan = Plan::new();
    plan.say("@1 they moved the bus stop");
    plan.action("Ask the bus company", None);
    plan.on_plan("about-plan", "");
    plan.bench.fill(&[("Groups chosen here", "Roma families; carers"), ("Areas", "Redditch, Bromsgrove")]);
    plan.on_run("missing-voices", "");
    plan.shows(&[
        "Over 1 workshop.",
        "! Kinds of partner. Never there: 15 of 17",
        "Community pharmacists next: Drop in at a quiet hour",
        "! Kinds of partner. There, and never heard: 1 of 17 Local authority and elected members",
        "next: Ask them by name and give a way to pass.",
        "! Kinds of partner. Heard, and leading nothing: 1 of 17 Local residents",
        "! Groups chosen here. Never there: 2 of 2",
        "! Areas. No workshop there: 2 of 2",
    ]);
    plan.leave();
    plan.bench.app.screen = Screen::Run;
    plan.hears("/missing", &["Whose voice is missing.", "Kinds of partner. Never there: 15 of 17", "Roma families"]);
    for (report, audience) in [("plan", Audience::Team), ("plan", Audience::Board), ("session", Audience::Board)] {
        let told = plan.section(report, "Whose voice is missing", audience);
        holds(
            &told,
            &[
                "Over 1 workshop, in what is shown here.",
                "| Kinds of partner | Never there | 15 of 17 |",
                "| Kinds of partner | Heard, and leading nothing | 1 of 17 | Local residents |",
                "| Areas | No workshop there | 2 of 2 |",
                "Roma families",
            ],
        );
        assert!(!told.contains("Example") && !told.contains("Sample"), "{told}");
    }
    // Of people under a cap nobody may say whom they are with.
    let workshop = plan.bench.desk().view.workshop().unwrap().id();
    plan.edit(|edit| edit.set(&List::Workshops, workshop, field::CAP, "chatham-house"));
    assert!(!plan.report("plan", Audience::Team, "md").contains("## Whose voice is missing"));
}

#[test]
fn missing_voices_say_that_an_earlier_workshop_is_not_in_the_file() {
    let mut plan = Plan::new();
    let workshop = plan.bench.desk().view.workshop().unwrap().id();
    let elsewhere = Plan::new().joy;
    plan.edit(|edit| edit.set(&List::Workshops, workshop, field::EARLIER, elsewhere));
    plan.on_run("missing", "");
    plan.shows(&["An earlier workshop is not in this file: /merge joins them into a plan"]);
}

#[test]
fn domain_2_1_touchpoints_are_good_or_hard_by_sign_and_word_in_feed_find_review_and_reports() {
    let mut plan = Plan::new();
    plan.bench.line("/2");
    let good = plan.say("@1 !e+ the receptionist knew my name");
    plan.say("@1 !e- I rang nine times");
    plan.say("!e nobody said how it felt");
    let said = |plan: &Plan, id| {
        let item = plan.bench.desk().view.find(SAID, id).unwrap();
        (Contribution(item).kind(), Contribution(item).feeling())
    };
    assert_eq!(said(&plan, good), (Some(Kind::Touchpoint), Some(Feeling::Good)));
    plan.leave();
    plan.shows(&["touchpoint", "felt: + good", "felt: − hard"]);
    plan.on_run("touchpoints", "");
    plan.shows(&[
        "Existing activity: + good 1 · − hard 1 · not said 1",
        "+ good: the receptionist knew my name",
        "− hard: I rang nine times",
        "? not said: nobody said how it felt",
        "Relationships: + good 0 · − hard 0",
    ]);
    plan.on_run("find", "!e");
    plan.shows(&["the receptionist knew my name", "nobody said how it felt"]);
    plan.on_run("find", "felt:hard");
    plan.leave();
    plan.on_run("review", "");
    plan.leave();
    plan.hears(
        "/touchpoints\n/back\n!e- the lift was broken",
        &["Experience-based co-design", "+ good: the receptionist knew my name", "Touchpoint, − hard · Joy"],
    );
    for report in ["session", "plan"] {
        let told = plan.section(report, "Touchpoints", Audience::Team);
        holds(
            &told,
            &["### Existing activity", "+ good 1 · − hard 1 · not said 1.", "Touchpoint, + good", "Touchpoint, − hard"],
        );
        assert!(told.find("knew my name") < told.find("nine times"), "{told}");
    }
    assert!(plan.report("plan", Audience::Public, "md").contains("## Moments that stayed with people"));
    // All about the line: the feeling is one of its fields.
    plan.on_run("about", "");
    plan.bench.fill(&[("Felt", "hard")]);
    plan.on_run("touchpoints", "");
    plan.shows(&["Existing activity: + good 1 · − hard 2"]);
}

#[test]
fn domain_2_1_a_story_is_chosen_as_the_most_significant_change_by_somebody_with_a_reason() {
    let mut plan = Plan::new();
    let story = plan.say("!w alone for a year and now I sing");
    plan.say("!w the bus came back");
    plan.on_run("stories", "");
    plan.shows(&["No area of change named", "“alone for a year and now I sing”", "not chosen"]);
    plan.on_plan("chosen", &story.to_string());
    plan.bench.fill(&[
        ("Area of change", "Being with others"),
        ("Chosen by", "Tenants of Kiln Street"),
        ("Why chosen", "it began with a neighbour"),
    ]);
    plan.on_plan("stories", "");
    plan.shows(&["Being with others", "chosen by Tenants of Kiln Street, because: it began with a neighbour"]);
    plan.hears(
        "/stories",
        &["Most significant change.", "chosen by Tenants of Kiln Street, because: it began with a neighbour"],
    );
    for report in ["plan", "session"] {
        let told = plan.section(report, "Most significant change", Audience::Team);
        holds(
            &told,
            &[
                "### Being with others",
                "alone for a year",
                "Chosen by: Tenants of Kiln Street",
                "Why chosen: it began with a neighbour",
            ],
        );
        assert!(!told.contains("the bus came back"), "{told}");
    }
    // It travels no further than the story.
    plan.edit(|edit| edit.set(SAID, story, field::CONSENT, 1_i64));
    assert!(!plan.report("plan", Audience::Team, "md").contains("it began with a neighbour"));
}

#[test]
fn domain_2_1_a_celebration_six_to_nine_months_on_is_suggested_shown_and_said_to_be_overdue() {
    let mut plan = Plan::new();
    plan.on_plan("touchpoints", "");
    plan.shows(&["Celebration: no day yet; 21 May 2027 to 21 August 2027 would suit"]);
    plan.on_plan("celebration", "");
    plan.shows(&["When do people meet again", "21 May 2027", "21 August 2027", "another day"]);
    plan.bench.key(KeyCode::Char('1'));
    assert_eq!(plan.notice(), "Celebration: 21 May 2027");
    plan.leave();
    plan.shows(&["Plan · northfield.json · Celebration: 21 May 2027"]);
    plan.bench.app.screen = Screen::Home;
    plan.shows(&["Celebration: 21 May 2027"]);
    plan.bench.app.screen = Screen::Run;
    plan.hears("/celebration 2027-06-05\n/touchpoints", &["Celebration: 5 June 2027"]);
    for audience in [Audience::Board, Audience::Delegates] {
        let heading = if audience == Audience::Board { "What the plan holds to" } else { "What this plan is for" };
        holds(&plan.section("plan", heading, audience), &["Celebration: 21 May 2027"]);
    }
    plan.bench.now += chrono::TimeDelta::days(182);
    plan.bench.send(coplan::tui::message::Message::Tick);
    plan.on_plan("back", "");
    plan.bench.app.screen = Screen::Home;
    plan.shows(&["Celebration: 21 May 2027, overdue"]);
    holds(&plan.section("plan", "What the plan holds to", Audience::Board), &["Celebration: 21 May 2027, overdue"]);
    plan.on_plan("celebration", "");
    plan.bench.fill(&[("Held on", "2027-05-22")]);
    assert_eq!(plan.notice(), "Celebrated on 22 May 2027");
    plan.on_plan("celebration", "no day");
    assert!(plan.bench.app.notice.as_ref().unwrap().warns);
}

#[test]
fn an_export_on_the_command_line_has_every_one_of_these_sections() {
    let mut plan = Plan::new();
    plan.say("@1 !e+ the receptionist knew my name");
    let story = plan.say("!w alone for a year");
    plan.edit(|edit| edit.set(SAID, story, field::WHY_CHOSEN, "it began with a neighbour"));
    plan.action("Open the hall", None);
    plan.on_plan("maturity", "1 step 1");
    plan.on_plan("heat", "plan");
    plan.bench.fill(&[("Prepare", "Tenants without heating")]);
    let machine = plan.machine();
    machine
        .run(["export", "northfield.json", "--report", "plan", "--to", "md", "docx", "--for", "board", "-o", "out"])
        .well();
    let mut written = std::fs::read_dir(machine.path("out")).unwrap().map(|entry| entry.unwrap().path());
    let page = written.find(|path| path.extension().is_some_and(|end| end == "md")).unwrap();
    let text = std::fs::read_to_string(page).unwrap();
    for heading in [
        "Equity check",
        "Ten principles of working with people",
        "Maturity of the network",
        "Whose voice is missing",
        "Most significant change",
        "Touchpoints",
        "The plan through other lists",
    ] {
        assert!(text.contains(&format!("## {heading}\n")), "no {heading} in\n{text}");
    }
}
