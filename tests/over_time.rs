//! The plan over time: what changed since an earlier copy, the workshops side by side, and open actions handed on.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use std::fs;
use std::path::Path;

use bench::Bench;
use chrono::NaiveDate;
use coplan::model::file::File;
use coplan::model::origin::Origins;
use coplan::model::words::Audience;
use coplan::plan::{Change, Changes, carry, rows};
use coplan::publish::document::Block;
use coplan::publish::{Ask, Report, publish};
use coplan::tui::app::Screen;
use coplan::tui::desk::Desk;
use coplan::tui::message::{Effect, Message};
use outside::{Machine, items};
use proptest::prelude::*;
use ratatui::crossterm::event::KeyCode;

fn read(path: &Path) -> File {
    File::decode(&fs::read(path).unwrap()).unwrap()
}

/// The example plan, and the sessions it is made of.
fn example() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    let names = ["practice.json", "practice.table-2.json", "practice.table-3.json", "follow-up.json", "plan.json"];
    names.iter().map(|name| read(&folder.join(name))).collect()
}

/// A plan on disk of one workshop with three actions, and a kept copy of it from the day before.
fn two_workshops(machine: &Machine) {
    machine.turn("2026-11-21T10:00:00+00:00");
    machine.session("first.json");
    let lines = [
        "/consent",
        "@1 they moved the bus stop #transport",
        "@2 no bus on Sundays #transport",
        "@3 !a ask the council about the bus lead:@3 due:2026-12-04 #transport",
        "@2 !a open the hall on Sundays lead:@2 due:2026-12-11 #hall",
        "@1 !a ring Amina lead:@1",
    ];
    machine.feed(["add", "first.json"], lines.join("\n")).well();
    machine.run(["merge", "first.json", "-o", "plan.json"]).well();
    fs::create_dir(machine.path("plan.copies")).unwrap();
    fs::copy(machine.path("plan.json"), machine.path("plan.copies/plan.20261122T090000.json")).unwrap();
    machine.turn("2027-01-05T10:00:00+00:00");
}

#[test]
fn open_actions_go_to_the_next_workshop_and_what_is_said_there_comes_back_into_the_plan() {
    let machine = Machine::new();
    two_workshops(&machine);
    let new = ["new", "next.json", "--from", "plan.json", "--title", "Six weeks on", "--date", "2027-01-05"];
    machine.run([&new[..], &["--as", "Ann Sample", "--no-screen"]].concat()).well();
    // The references are the same, so that people know what is meant.
    let reference = |path: &str| {
        let file = read(&machine.path(path));
        let rows = rows(&file, &Origins::of(&file), NaiveDate::MIN);
        rows.into_iter().map(|row| (row.reference, row.text.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(reference("next.json"), reference("plan.json"));
    // Done with what came of it, stopped with a reason, and one on track.
    let answers = ["d", "the stop is back", "s", "the hall was sold", "1", "she is well", "/quit"];
    let ran = machine.feed(["open", "next.json", "--plain", "--as", "Ann Sample"], answers.join("\n")).well();
    assert!(ran.out.contains("Last time · 1 of 3."), "{}", ran.out);
    machine.run(["merge", "next.json", "-o", "plan.json"]).well();
    let plan = read(&machine.path("plan.json"));
    assert_eq!(plan.live(&coplan::model::fields::List::Actions).count(), 3, "none twice, none lost");
    let shown = machine.feed(["open", "plan.json", "--plain"], "1\n/back\n/quit").well().out;
    assert!(shown.contains("Ann Sample"), "{shown}");
    let changes = machine.run(["changes", "plan.json", "--since", "2026-12-31"]).well().out;
    assert!(changes.contains("What changed since 22 November 2026:"), "{changes}");
    assert!(changes.contains("Actions done: 1") && changes.contains("Actions stopped: 1"), "{changes}");
    assert!(changes.contains("done: the stop is back"), "{changes}");
    assert!(changes.contains("stopped: the hall was sold"), "{changes}");
    assert!(changes.contains("Workshops added: 1"), "{changes}");
}

#[test]
fn what_is_closed_is_not_handed_on_and_stays_in_the_plan() {
    let machine = Machine::new();
    two_workshops(&machine);
    let answers = ["s", "done", "the stop is back", "/quit"];
    machine.feed(["open", "plan.json", "--plain"], answers.join("\n")).well();
    machine.run(["new", "next.json", "--from", "plan.json", "--title", "Next", "--no-screen"]).well();
    assert_eq!(items(&machine.path("next.json"), "actions").len(), 2);
    machine.run(["merge", "next.json", "-o", "plan.json"]).well();
    assert_eq!(items(&machine.path("plan.json"), "actions").len(), 3);
}

#[test]
fn a_copy_is_named_by_its_path_its_name_or_a_day_and_what_is_not_there_is_refused_with_the_copies_kept() {
    let machine = Machine::new();
    two_workshops(&machine);
    for since in ["plan.copies/plan.20261122T090000.json", "plan.20261122T090000.json", "2026-11-22"] {
        let ran = machine.run(["changes", "plan.json", "--since", since]).well();
        assert_eq!(ran.out, "Nothing has changed since 22 November 2026.\n");
    }
    let ran = machine.run(["changes", "plan.json", "--since", "2026-11-21"]).expect(1);
    assert!(ran.err.contains("no copy was kept then or before") && ran.err.contains("2026-11-22"), "{}", ran.err);
    machine.run(["changes", "plan.json", "--since", "none.json"]).expect(1);
    machine.run(["changes", "plan.json"]).expect(2);
}

#[test]
fn an_action_that_is_gone_is_told_and_a_script_reads_the_same() {
    let machine = Machine::new();
    two_workshops(&machine);
    machine.feed(["open", "plan.json", "--plain"], "r\n/quit").well();
    let changes = ["changes", "plan.json", "--since", "2026-11-22"];
    let told = machine.run(changes).well().out;
    assert!(told.contains("Actions dropped out: 1"), "{told}");
    assert!(told.contains("dropped out: removed here, and undo brings it back"), "{told}");
    let json = machine.run([&changes[..], &["--json"]].concat()).json().pop().unwrap();
    assert_eq!(json["actions"].as_array().unwrap().len(), 1);
    assert_eq!(json["since"], "2026-11-22");
}

#[test]
fn the_report_of_what_changed_needs_a_copy_and_tells_of_what_dropped_out_by_its_reference_alone() {
    let machine = Machine::new();
    two_workshops(&machine);
    // The action marked is the one just looked at.
    machine.feed(["open", "plan.json", "--plain"], "2\n/back\nr\n/quit").well();
    let plan = read(&machine.path("plan.json"));
    let export = ["export", "plan.json", "--report", "changes", "--to", "md", "--for", "board", "-o", "out"];
    let refused = machine.run(export).expect(2);
    assert!(refused.err.contains("--since"), "{}", refused.err);
    let ran = machine.run([&export[..], &["--since", "2026-12-01"]].concat()).expect(0);
    let told = fs::read_to_string(machine.path(ran.out.trim_end())).unwrap();
    assert!(told.contains("What changed since 22 November 2026"), "{told}");
    assert!(told.contains("dropped out: removed here"), "{told}");
    let removed = plan.list(&coplan::model::fields::List::Actions).iter().find(|item| item.is_removed()).unwrap();
    let text = removed.text(coplan::model::fields::field::TEXT).unwrap();
    assert!(!told.contains(text), "{told}");
}

#[test]
fn what_was_said_of_an_action_is_told_as_far_as_its_words_may_travel() {
    let machine = Machine::new();
    two_workshops(&machine);
    let said = "@2 my brother has the key and drinks %0";
    machine.feed(["add", "first.json"], said).well();
    machine.run(["merge", "first.json", "-o", "plan.json"]).well();
    let typed = ["s", "at risk", "my brother has the key and drinks", "/quit"];
    machine.feed(["open", "plan.json", "--plain"], typed.join("\n")).well();
    for (audience, format) in [("team", "md"), ("board", "html"), ("public", "md")] {
        let export = ["export", "plan.json", "--report", "changes", "--since", "2026-12-01", "--to", format];
        let ran = machine.run([&export[..], &["--for", audience, "-o", "out"]].concat()).expect(0);
        let told = fs::read_to_string(machine.path(ran.out.trim_end())).unwrap();
        assert!(told.contains("at risk now") && !told.contains("brother"), "{told}");
    }
}

#[test]
fn one_or_two_people_are_not_told_apart_in_the_series_outside_the_team() {
    let plan = example().pop().unwrap();
    let programme = coplan::model::programme::Programme::embedded();
    let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let row = |audience| {
        let published = publish(&plan, programme, &Ask { audience, today });
        let document = (Report::named("plan").unwrap().write)(&published);
        let mut tables = document.blocks().iter().filter_map(|block| match block {
            Block::Table(table) if table.caption.contains("partner category and workshop") => Some(table.clone()),
            _ => None,
        });
        let table = tables.next().unwrap();
        assert_eq!(table.rows.len(), 17);
        let find = |name: &str| table.rows.iter().find(|row| row[0] == name).unwrap()[1..].to_vec();
        (find("Local residents"), find("Public health"), find("Emergency services"), find("Citizens Advice"))
    };
    let (residents, _, emergency, advice) = row(Audience::Team);
    assert_eq!(
        (residents, emergency, advice),
        (vec!["4".into(), "4".into()], vec!["none".to_string(); 2], vec!["1".to_string(); 2])
    );
    let (residents, _, emergency, advice) = row(Audience::Board);
    assert_eq!(
        (residents, emergency, advice),
        (vec!["4".into(), "4".into()], vec!["none".to_string(); 2], vec!["some".to_string(); 2])
    );
}

/// The example plan on the plan screen.
fn on_screen() -> Bench {
    let mut bench = Bench::workshop();
    let plan = example().pop().unwrap();
    let writer = bench.app.settings.writers.draw();
    bench.app.desk = Some(Desk::new("/home/bev/Documents/coplan/plan.json".into(), plan, &[], writer));
    bench.app.screen = Screen::Plan;
    bench
}

#[test]
fn the_page_of_changes_offers_the_copies_and_follows_the_plan() {
    let mut bench = on_screen();
    let effects = coplan::tui::commands::slash(&mut bench.app, "changes", "");
    assert!(matches!(effects.as_slice(), [Effect::Kept(path)] if path.ends_with("plan.json")));
    bench.send(Message::Kept(Vec::new()));
    assert!(bench.picture(80, 24).contains("No earlier copy of this plan is kept"));
    let first = example().remove(0);
    let day = NaiveDate::from_ymd_opt(2026, 3, 12);
    bench.send(Message::Earlier(Ok(Box::new((day, first)))));
    let page = bench.picture(80, 24);
    assert!(page.contains("Since 12 March 2026") && page.contains("Actions added:"), "{page}");
    insta::assert_snapshot!("changes_80x24", page);
    insta::assert_snapshot!("changes_60x16", bench.picture(60, 16));
    // Against itself nothing has changed, and what is done now shows at once.
    let now = bench.desk().view.clone();
    bench.send(Message::Earlier(Ok(Box::new((day, now)))));
    assert!(bench.picture(80, 24).contains("Nothing has changed"));
    let id = bench.app.plan.marked(&bench.app).unwrap();
    let list = coplan::model::fields::List::Actions;
    let lead = coplan::model::fields::field::LEAD;
    bench.app.edit(|desk, now| desk.change(now, |edit| edit.set(&list, id, lead, "Sam Sample")));
    bench.send(Message::Resized);
    assert!(bench.picture(80, 24).contains("led by Sam Sample"));
}

#[test]
fn the_series_reads_side_by_side_at_every_size() {
    let mut bench = on_screen();
    drop(coplan::tui::commands::slash(&mut bench.app, "series", ""));
    insta::assert_snapshot!("series_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("series_60x16", bench.picture(60, 16));
    insta::assert_snapshot!("series_120x40", bench.picture(120, 40));
    for (key, name) in [('t', "themes"), ('s', "steps"), ('c', "children")] {
        bench.key(KeyCode::Char(key));
        insta::assert_snapshot!(format!("series_{name}_80x24"), bench.picture(80, 24));
    }
}

#[test]
fn the_plain_face_tells_the_series_with_each_zero_by_name() {
    let machine = Machine::new();
    two_workshops(&machine);
    let new = ["new", "next.json", "--from", "plan.json", "--title", "Next", "--date", "2027-01-05"];
    machine.run([&new[..], &["--as", "Ann Sample", "--no-screen"]].concat()).well();
    machine.feed(["add", "next.json"], "/join Sam Sample, local resident\n@1 the school bus is late #transport").well();
    machine.run(["merge", "next.json", "-o", "plan.json"]).well();
    let out = machine.feed(["open", "plan.json", "--plain"], "/series\nt\nc\n/back\n/quit").well().out;
    assert!(out.contains("Nobody from: Emergency services, at either of the two workshops."), "{out}");
    assert!(out.contains("#transport. workshop 1: 3; workshop 2: 1"), "{out}");
    assert!(out.contains("Named children or young people: lines 1, actions 0."), "{out}");
}

#[test]
fn a_new_workshop_is_begun_from_the_plan_on_the_screen_with_its_open_actions() {
    let mut bench = on_screen();
    let open = carry(&bench.desk().view).list(&coplan::model::fields::List::Actions).len();
    assert!(open > 1);
    drop(coplan::tui::commands::slash(&mut bench.app, "template", ""));
    let page = bench.picture(120, 40);
    assert!(page.contains(&format!("{open} open actions are handed on.")), "{page}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any joins of the example files, compared with any others: nothing against itself, and what is new in one
    /// direction is what dropped out in the other.
    #[test]
    fn what_is_added_one_way_has_dropped_out_the_other_and_nothing_changes_against_itself(one in 0_u8..32, other in 0_u8..32) {
        let files = example();
        let join = |of: u8| {
            let mut joined = File::default();
            files.iter().enumerate().filter(|(at, _)| of >> at & 1 == 1).for_each(|(_, file)| joined.join(file));
            joined
        };
        let (one, other) = (join(one), join(other));
        prop_assert!(Changes::between(&one, &one).is_empty());
        let (there, back) = (Changes::between(&one, &other), Changes::between(&other, &one));
        let which = |changes: &Changes, is: fn(&Change) -> bool| {
            let mut ids: Vec<_> =
                changes.actions.iter().filter(|a| a.changes.iter().any(is)).map(|action| action.id).collect();
            ids.sort_unstable();
            ids
        };
        let added = |change: &Change| matches!(change, Change::Added);
        let dropped = |change: &Change| matches!(change, Change::Dropped(_));
        prop_assert_eq!(which(&there, added), which(&back, dropped));
        prop_assert_eq!(which(&there, dropped), which(&back, added));
        prop_assert_eq!(there.contributions.added, back.contributions.gone);
        prop_assert_eq!(there.workshops.len(), back.workshops_gone);
    }
}
