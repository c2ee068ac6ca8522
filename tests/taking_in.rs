//! Taking files in as an organiser meets it: what is looked at first, what is kept, what is refused and what is never
//! lost.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use bench::Bench;
use coplan::model::fields::{List, field};
use coplan::model::file::{File, FileKind, Withdrawal};
use coplan::model::item::Item;
use coplan::model::stamp::{Id, Moment, Writer};
use coplan::plan::Clashes;
use coplan::store::copies::{self, Why};
use coplan::store::doubles::Maker;
use coplan::store::gather::Progress;
use coplan::store::merge::{Brought, Merge, Second, merge};
use coplan::store::{Fresh, Refusal, Sort};
use coplan::tui::app::Screen;
use coplan::tui::desk::{Desk, Details};
use coplan::tui::message::{Effect, Message};
use outside::{Machine, texts};
use ratatui::crossterm::event::KeyCode;

fn at(time: &str) -> Moment {
    time.parse().unwrap()
}

fn now() -> Moment {
    at("2026-11-21T10:00:00+00:00")
}

fn desk(file: &File, writer: u32) -> Desk {
    Desk::new(PathBuf::new(), file.clone(), &[], Writer::from_number(writer))
}

/// The set-up of a workshop.
fn workshop() -> File {
    let details = Details { title: "Staying connected".into(), date: "2026-11-21".into(), ..Details::default() };
    Desk::workshop(&details, None, Writer::from_number(99), now())
}

/// A table's file, with these lines.
fn table(writer: u32, lines: &[&str]) -> File {
    let mut file = workshop();
    let mut desk = desk(&file, writer);
    file.join(&desk.record_as("Bev Example", &format!("table {writer}"), now()).unwrap());
    for line in lines {
        file.join(&say(&mut desk, line, None));
    }
    file
}

fn say(desk: &mut Desk, text: &str, speaker: Option<Id>) -> File {
    let made = desk.change(now(), |edit| {
        let id = edit.create(&List::Contributions);
        edit.set(&List::Contributions, id, field::TIME, "2026-11-21T10:00:00+00:00");
        edit.set(&List::Contributions, id, field::STAGE, "co-creation");
        edit.set(&List::Contributions, id, field::TEXT, text);
        if let Some(speaker) = speaker {
            edit.set(&List::Contributions, id, field::SPEAKER, speaker);
        }
    });
    made.unwrap()
}

fn act(file: &mut File, writer: u32, text: &str) -> Id {
    let mut desk = desk(file, writer);
    let mut made = None;
    let delta = desk.change(at("2026-11-22T09:00:00+00:00"), |edit| {
        let id = edit.create(&List::Actions);
        edit.set(&List::Actions, id, field::TIME, "2026-11-22T09:00:00+00:00");
        edit.set(&List::Actions, id, field::TEXT, text);
        made = Some(id);
    });
    file.join(&delta.unwrap());
    made.unwrap()
}

fn set(file: &mut File, writer: u32, list: &List, id: Id, what: coplan::model::fields::Field, value: &str) {
    let mut desk = desk(file, writer);
    file.join(&desk.change(at("2026-11-22T10:30:00+00:00"), |edit| edit.set(list, id, what, value)).unwrap());
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, file: &File) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, file.encode()).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap().flatten();
        let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }
}

fn join(from: &[PathBuf], plan: &Path) -> Merge {
    merge(from, plan, Fresh::Private, Some(now()), &mut |_| true).unwrap()
}

fn look(from: &[PathBuf], plan: &Path) -> Merge {
    merge(from, plan, Fresh::Private, None, &mut |_| true).unwrap()
}

fn read(path: &Path) -> File {
    File::decode(&fs::read(path).unwrap()).unwrap()
}

fn said(file: &File) -> Vec<String> {
    let mut said: Vec<String> =
        file.live(&List::Contributions).filter_map(|item| item.text(field::TEXT).map(str::to_owned)).collect();
    said.sort();
    said
}

fn of<'a>(merge: &'a Merge, name: &str) -> &'a Brought {
    merge.brought.iter().find(|brought| brought.path.ends_with(name)).unwrap()
}

fn first(file: &File) -> &Item {
    file.live(&List::Contributions).next().unwrap()
}

#[test]
fn two_organisers_plans_of_overlapping_files_join_in_either_order_and_each_clash_is_shown() {
    let folder = Folder::new();
    let tables = [table(1, &["one"]), table(2, &["two"]), table(3, &["three"])];
    let files: Vec<PathBuf> =
        tables.iter().enumerate().map(|(nth, file)| folder.write(&format!("t{nth}.json"), file)).collect();
    let (anns, sams) = (folder.path("anns.json"), folder.path("sams.json"));
    join(&files[..2], &anns);
    join(&files[1..], &sams);
    let (mut ann, mut sam) = (read(&anns), read(&sams));
    let shared = first(&tables[1]).id;
    let (hers, his) = (act(&mut ann, 21, "ask the church"), act(&mut sam, 22, "ask the school"));
    set(&mut ann, 21, &List::Contributions, shared, field::STAGE, "relationships");
    set(&mut sam, 22, &List::Contributions, shared, field::STAGE, "patient-voice");
    folder.write("anns.json", &ann);
    folder.write("sams.json", &sam);
    let (one, other) = (folder.path("one.json"), folder.path("other.json"));
    join(&[anns.clone(), sams.clone()], &one);
    let merged = join(&[sams.clone(), anns.clone()], &other);
    assert_eq!(fs::read(&one).unwrap(), fs::read(&other).unwrap());
    assert_eq!((merged.clashing, of(&merged, "anns.json").clashing, of(&merged, "sams.json").clashing), (1, 1, 0));
    assert_eq!(of(&merged, "anns.json").whose.plan, Some(2));
    // Into each other's plans it is the same set again.
    join(std::slice::from_ref(&sams), &anns);
    join(std::slice::from_ref(&one), &sams);
    assert!(fs::read(&one).unwrap() == fs::read(&anns).unwrap() && fs::read(&one).unwrap() == fs::read(&sams).unwrap());
    let plan = read(&one);
    assert_eq!(said(&plan), ["one", "three", "two"]);
    assert!([hers, his].iter().all(|id| plan.find(&List::Actions, *id).is_some()));
    assert_eq!(Clashes::of(&plan).items().collect::<Vec<_>>(), [&(List::Contributions, shared)]);
    let item = plan.find(&List::Contributions, shared).unwrap();
    let standing: Vec<&str> = item.standing(&field::STAGE.into()).filter_map(|v| v.value.text()).collect();
    assert_eq!(standing, ["relationships", "patient-voice"]);
}

#[test]
fn a_plan_of_a_newer_version_is_refused_by_name_and_nothing_else_is_hurt() {
    let folder = Folder::new();
    folder.write("one.json", &table(1, &["one"]));
    let newer = String::from_utf8(table(2, &["two"]).encode()).unwrap().replace("\"version\": 1", "\"version\": 9");
    fs::write(folder.path("newer.json"), &newer).unwrap();
    let merged = join(&[folder.0.path().into()], &folder.path("plan.json"));
    assert_eq!(merged.refused.len(), 1);
    assert!(merged.refused[0].sort == Sort::Newer && merged.refused[0].path.ends_with("newer.json"));
    assert_eq!(said(&read(&folder.path("plan.json"))), ["one"]);
    assert_eq!(fs::read_to_string(folder.path("newer.json")).unwrap(), newer);
}

#[test]
fn of_fifty_files_with_one_broken_forty_nine_are_joined_and_the_bad_one_is_named_with_its_line() {
    let folder = Folder::new();
    for writer in 1..=50 {
        folder.write(&format!("table-{writer:02}.json"), &table(writer, &[&format!("said at {writer}")]));
    }
    let broken = folder.path("table-17.json");
    let text = fs::read_to_string(&broken).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&broken, lines[..9].join("\n")).unwrap();
    let merged = join(&[folder.0.path().into()], &folder.path("plan.json"));
    assert_eq!((merged.brought.len(), merged.refused.len()), (49, 1));
    assert!(merged.refused[0].path.ends_with("table-17.json") && merged.refused[0].line >= 9, "{}", merged.refused[0]);
    let plan = read(&folder.path("plan.json"));
    assert!(said(&plan).len() == 49 && !said(&plan).contains(&"said at 17".into()));
}

#[test]
fn one_tables_file_of_two_moments_is_joined_in_either_order_and_called_what_it_is() {
    let folder = Folder::new();
    let early = table(1, &["one"]);
    let late = table(1, &["one", "two"]);
    let (early, late) = (folder.write("early.json", &early), folder.write("late.json", &late));
    let (a, b) = (folder.path("a.json"), folder.path("b.json"));
    let merged = join(&[early.clone(), late.clone()], &a);
    let brought = of(&merged, "late.json");
    assert_eq!((brought.new, brought.same), (1, 1));
    assert_eq!(brought.second, Some(Second::Moment("early.json".into())));
    assert_eq!(brought.second_words().unwrap(), "the same table as early.json, kept at another moment: brings 1 line");
    let merged = join(&[late, early], &b);
    assert!(of(&merged, "early.json").is_nothing());
    assert!(of(&merged, "early.json").second_words().unwrap().ends_with("brings nothing new"));
    assert_eq!(fs::read(a).unwrap(), fs::read(b).unwrap());
}

#[test]
fn two_files_of_a_copied_laptop_are_both_kept_and_shown_as_clashes() {
    let folder = Folder::new();
    // The same writer id at the same moment: the ids are the same, and what was said is not.
    let (one, other) = (table(1, &["the bus stopped"]), table(1, &["the hall is cold"]));
    assert_eq!(first(&one).id, first(&other).id);
    let (one, other) = (folder.write("one.json", &one), folder.write("other.json", &other));
    let (a, b) = (folder.path("a.json"), folder.path("b.json"));
    let merged = join(&[one.clone(), other.clone()], &a);
    join(&[other, one], &b);
    assert_eq!((merged.clashing, of(&merged, "other.json").clashing), (1, 1));
    let plan = read(&a);
    let mut both: Vec<&str> = first(&plan).standing(&field::TEXT.into()).filter_map(|v| v.value.text()).collect();
    both.sort_unstable();
    assert_eq!(both, ["the bus stopped", "the hall is cold"]);
    assert_eq!(fs::read(a).unwrap(), fs::read(b).unwrap());
}

#[test]
fn a_file_whose_people_were_withdrawn_elsewhere_says_how_much_of_it_stays_out() {
    let folder = Folder::new();
    let mut file = table(1, &["harmless"]);
    let mut desk = desk(&file, 5);
    let mut joy = None;
    let seated = desk.change(now(), |edit| {
        let id = edit.create(&List::Delegates);
        edit.set(&List::Delegates, id, field::NAME, "Joy Example");
        joy = Some(id);
    });
    file.join(&seated.unwrap());
    file.join(&say(&mut desk, "quincunx one", joy));
    file.join(&say(&mut desk, "quincunx two", joy));
    let old = folder.write("old.json", &file);
    let mut plan = File::new(FileKind::Plan);
    plan.withdraw([Withdrawal::Item(joy.unwrap())]);
    let plan = folder.write("plan.json", &plan);
    let seen = look(std::slice::from_ref(&old), &plan);
    assert_eq!((of(&seen, "old.json").new, of(&seen, "old.json").withdrawn), (1, 2));
    let merged = join(&[old], &plan);
    assert_eq!((merged.withdrawn_now, merged.contributions()), (2, 1));
    assert!(!fs::read_to_string(&plan).unwrap().contains("quincunx"));
}

#[test]
fn copies_of_sync_tools_come_after_what_they_are_copies_of_and_are_called_what_they_are() {
    let folder = Folder::new();
    let first = table(1, &["one"]);
    folder.write("northfield.json", &first);
    let names = [
        "northfield (conflicted copy 2026-11-20).json",
        "northfield.sync-conflict-20261120-101010-ABC.json",
        "northfield-LAPTOP.json",
    ];
    let mut desk = desk(&first, 7);
    for name in names {
        let mut file = first.clone();
        file.join(&say(&mut desk, name, None));
        file.join(&say(&mut desk, &format!("{name} too"), None));
        folder.write(name, &file);
    }
    folder.write("northfield (1).json", &first);
    // Another table's file is no copy, whatever it is called.
    folder.write("northfield (2).json", &table(2, &["two"]));
    fs::write(folder.path("not-here-yet.json"), "").unwrap();
    let seen = look(&[folder.0.path().into()], &folder.path("plan.json"));
    assert!(seen.brought[0].path.ends_with("northfield.json") && seen.brought[0].new == 1);
    for name in names {
        let second = of(&seen, name);
        assert_eq!(second.second, Some(Second::Copy("northfield.json".into(), Maker::SyncTool)), "{name}");
        let words = "a second copy of northfield.json made by a sync tool: brings 2 lines";
        assert_eq!(second.second_words().unwrap(), words);
    }
    assert_eq!(of(&seen, "northfield (1).json").second, Some(Second::Copy("northfield.json".into(), Maker::Numbered)));
    assert!(of(&seen, "northfield (1).json").is_nothing());
    assert_eq!((of(&seen, "northfield (2).json").second.clone(), of(&seen, "northfield (2).json").new), (None, 1));
    assert!(seen.refused.len() == 1 && seen.refused[0].sort == Sort::Empty);
    assert_eq!(seen.contributions(), 8);
    assert!(!folder.path("plan.json").exists());
}

#[test]
fn stopped_in_the_middle_the_plan_is_as_it_was_and_no_copy_is_kept() {
    let folder = Folder::new();
    let plan = folder.path("plan.json");
    join(&[folder.write("first.json", &table(90, &["before"]))], &plan);
    for writer in 1..=9 {
        folder.write(&format!("t{writer}.json"), &table(writer, &["more"]));
    }
    let before = fs::read(&plan).unwrap();
    let mut heard = Vec::new();
    let mut go_on = |at: Progress| {
        heard.push(at.done);
        at.done < 4
    };
    let stopped = merge(&[folder.0.path().into()], &plan, Fresh::Private, Some(now()), &mut go_on).unwrap_err();
    assert_eq!((stopped.sort, heard), (Sort::Stopped, vec![0, 1, 2, 3, 4]));
    assert_eq!(fs::read(&plan).unwrap(), before);
    assert!(!copies::folder(&plan).exists());
}

#[test]
fn a_plan_is_kept_as_it_was_before_files_are_joined_and_only_where_that_changes_it() {
    let folder = Folder::new();
    let plan = folder.path("plan.json");
    let first = folder.write("one.json", &table(1, &["one"]));
    join(std::slice::from_ref(&first), &plan);
    assert!(copies::list(&plan).unwrap().is_empty());
    let before = fs::read(&plan).unwrap();
    join(std::slice::from_ref(&first), &plan);
    assert!(copies::list(&plan).unwrap().is_empty());
    let second = folder.write("two.json", &table(2, &["two"]));
    let time = at("2026-03-12T10:42:00+00:00");
    merge(&[first, second], &plan, Fresh::Private, Some(time), &mut |_| true).unwrap();
    let kept = copies::list(&plan).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].words(), "12 March 2026 10:42, before joining 2 files, 1 contribution");
    assert_eq!(fs::read(&kept[0].path).unwrap(), before);
    assert!(kept[0].path.ends_with("plan.copies/plan.20260312T104200.joining-2.json"), "{:?}", kept[0].path);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&kept[0].path), mode(&copies::folder(&plan))), (0o600, 0o700));
    // The same again is not kept twice; something else in the same second is kept beside it.
    let held = read(&plan);
    assert!(copies::keep(&plan, &File::decode(&before).unwrap(), Why::Exporting, time).unwrap().is_none());
    assert!(copies::keep(&plan, &held, Why::Exporting, time).unwrap().is_some());
    assert_eq!(copies::list(&plan).unwrap().first().unwrap().why, Some(Why::Exporting));
    // Nobody takes the folder for one of sessions.
    let merged = look(&[copies::folder(&plan)], &folder.path("other.json"));
    assert_eq!((merged.brought.len(), merged.refused.len()), (0, 1));
}

#[test]
fn the_oldest_copies_go_but_for_the_first_of_each_day_and_for_what_is_nowhere_else() {
    let folder = Folder::new();
    let plan = folder.path("plan.json");
    let mut held = File::new(FileKind::Plan);
    let alone = act(&mut held.clone(), 50, "taken out of the plan later");
    let mut with_alone = held.clone();
    assert_eq!(act(&mut with_alone, 50, "taken out of the plan later"), alone);
    let keep = |held: &File, day: u32, minute: u32| {
        let time = at(&format!("2026-03-{day:02}T09:{minute:02}:00+00:00"));
        copies::keep(&plan, held, Why::Joining(1), time).unwrap().unwrap()
    };
    let only = keep(&with_alone, 1, 0);
    for nth in 0..60 {
        act(&mut held, 100 + nth, &format!("action {nth}"));
        keep(&held, 1 + nth / 20, 1 + nth % 20);
    }
    let mut left: Vec<String> = copies::list(&plan).unwrap().iter().map(|kept| kept.words()).collect();
    left.reverse();
    assert_eq!(left.len(), copies::MOST, "{left:?}");
    assert!(only.exists(), "{left:?}");
    for first in ["1 March 2026 09:00", "2 March 2026 09:01", "3 March 2026 09:01", "3 March 2026 09:20"] {
        assert!(left.iter().any(|words| words.starts_with(first)), "{first} in {left:?}");
    }
    assert!(!left.iter().any(|words| words.starts_with("1 March 2026 09:02")), "{left:?}");
}

#[test]
fn a_plan_taken_back_to_a_copy_keeps_the_present_first_and_every_withdrawal() {
    let folder = Folder::new();
    let plan = folder.path("plan.json");
    join(&[folder.write("one.json", &table(1, &["one", "quincunx"]))], &plan);
    join(&[folder.write("two.json", &table(2, &["two"]))], &plan);
    let copy = copies::list(&plan).unwrap()[0].path.clone();
    let mut present = read(&plan);
    let out = present.live(&List::Contributions).find(|c| c.text(field::TEXT) == Some("quincunx")).unwrap().id;
    present.withdraw([Withdrawal::Item(out)]);
    folder.write("plan.json", &present);
    let restored = copies::restore(&copy, &plan, Fresh::Private, at("2026-11-23T10:00:00+00:00")).unwrap();
    assert_eq!((restored.before, restored.after), (2, 1));
    let now = read(&plan);
    assert_eq!(said(&now), ["one"]);
    assert!(now.is_withdrawn(out) && !fs::read_to_string(&plan).unwrap().contains("quincunx"));
    let newest = &copies::list(&plan).unwrap()[0];
    assert_eq!((newest.why, said(&read(&newest.path))), (Some(Why::Restoring), vec!["one".into(), "two".into()]));
    // And forth again.
    copies::restore(&newest.path.clone(), &plan, Fresh::Private, at("2026-11-23T11:00:00+00:00")).unwrap();
    assert_eq!(read(&plan), present);
    let session = folder.path("two.json");
    let refused = copies::restore(&session, &plan, Fresh::Private, at("2026-11-23T11:00:00+00:00")).unwrap_err();
    assert_eq!((refused.sort, read(&plan)), (Sort::NotCoplan, present));
}

#[test]
fn nothing_is_written_until_it_is_accepted_and_a_file_that_is_left_out_stays_out() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["add", "one.json", "@1 said at one"]).well();
    machine.session("two.json");
    machine.run(["add", "two.json", "@1 said at two"]).well();
    fs::write(machine.path("cut.json"), "{\n  \"format\": \"coplan\",\n  \"kind\": \"ses").unwrap();
    let plan = machine.path("plan.json");
    // The form, the preview, and away without a yes.
    let ran = machine.feed(["--plain"], "/merge\n\n\n\n/quit\n").well();
    for words in ["Nothing is written yet", "one.json: 1 new", "cut.json: is cut off at line 3", "y joins them"] {
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
    assert!(!plan.exists());
    // All about the first, the third left out, then yes.
    let ran = machine.feed(["--plain"], "/merge\n\n\n2\n\n3 x\ny\n/back\n/quit\n").well();
    for words in
        ["Recorded by: Bev Example", "left out: two.json", "What each file brought", "1 files joined, 1 refused"]
    {
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
    assert_eq!(texts(&plan), ["said at one"]);
    let ran = machine.run(["merge", ".", "-o", "plan.json", "--dry-run"]).expect(1);
    assert!(ran.out.contains("two.json: 1 new, 0 updated, 0 already in"), "{}", ran.out);
    assert!(ran.out.contains("Staying connected, Bev Example"), "{}", ran.out);
    // In the open plan, with a copy kept first, and taken back to that by the command line.
    let ran =
        machine.feed(["open", "plan.json", "--plain"], "/merge\n\n\ny\n/back\n/joined\n/back\n/copies\n/quit\n").well();
    assert!(ran.out.matches("What each file brought").count() == 2, "{}", ran.out);
    assert!(ran.out.contains("before joining 2 files, 1 contribution"), "{}", ran.out);
    assert_eq!(texts(&plan).len(), 2);
    let listed = machine.run(["copies", "plan.json", "--json"]).well().json();
    let copy = listed[0][0]["file"].as_str().unwrap_or_else(|| panic!("{listed:?}")).to_owned();
    machine.run(["restore", &copy, "--into", "plan.json"]).well();
    assert_eq!(texts(&plan), ["said at one"]);
    let again = machine.feed(["open", "plan.json", "--plain"], "/copies\n1\ny\n\n/quit\n").well();
    assert!(again.out.contains("The plan is as it was, with 2 contributions"), "{}", again.out);
    assert_eq!(texts(&plan).len(), 2);
    machine.run(["export", "plan.json", "--to", "md", "--for", "team", "-o", "out"]).expect(0);
    let ran = machine.run(["copies", "plan.json"]).well();
    assert!(ran.out.lines().next().unwrap().contains("before an export, 2 contributions"), "{}", ran.out);
}

/// A plan with a clash of every sort, open on the plan screen.
fn clashing() -> (Bench, Id, Id) {
    let mut one = table(1, &["they moved the bus stop"]);
    one.kind = FileKind::Plan;
    let line = first(&one).id;
    let action = act(&mut one, 9, "ask the church");
    let mut other = one.clone();
    set(&mut one, 21, &List::Actions, action, field::TEXT, "ask the church about its hall");
    set(&mut other, 22, &List::Actions, action, field::TEXT, "ask the school about its hall");
    set(&mut one, 21, &List::Contributions, line, field::STAGE, "relationships");
    set(&mut other, 22, &List::Contributions, line, field::STAGE, "patient-voice");
    let workshop = one.live(&List::Workshops).next().unwrap().id;
    set(&mut one, 21, &List::Workshops, workshop, field::PLACE, "the church hall");
    set(&mut other, 22, &List::Workshops, workshop, field::PLACE, "the library");
    one.join(&other);
    let mut bench = Bench::home();
    bench.app.desk = Some(Desk::new("/home/bev/plan.json".into(), one, &[], Writer::from_number(7)));
    bench.app.screen = Screen::Plan;
    (bench, line, action)
}

#[test]
fn on_the_plan_both_values_stand_side_by_side_and_one_the_other_or_a_third_is_kept() {
    let (mut bench, line, action) = clashing();
    let picture = bench.picture(100, 24);
    assert!(
        picture.contains("3 changed in two places: /clashes") && picture.contains("two values for: text"),
        "{picture}"
    );
    bench.control('p');
    bench.type_text("changed in two");
    bench.key(KeyCode::Enter);
    insta::assert_snapshot!("clashes_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("clashes_60x16", bench.picture(60, 16));
    // The workshop stands first: its second value is marked, and kept.
    bench.key(KeyCode::Down);
    bench.key(KeyCode::Char('k'));
    let place = |bench: &Bench| bench.desk().view.workshop().unwrap().place().map(str::to_owned);
    assert_eq!(place(&bench).as_deref(), Some("the library"));
    assert_eq!(bench.desk().clashes.len(), 2);
    // A third for the line's stage, by choice, and for the action's words, typed.
    bench.key(KeyCode::Char('w'));
    let picture = bench.picture(80, 24);
    assert!(picture.contains("Replaces both values") && picture.contains("22 November 2026"), "{picture}");
    let stage = |bench: &Bench| {
        bench.desk().view.find(&List::Contributions, line).unwrap().text(field::STAGE).map(str::to_owned)
    };
    while !matches!(bench.picture(80, 24), shown if shown.contains("‹ Co-creation ›")) {
        bench.key(KeyCode::Right);
    }
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    assert_eq!(stage(&bench).as_deref(), Some("co-creation"));
    bench.key(KeyCode::Char('w'));
    bench.control('u');
    bench.type_text("ask them both");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    let item = bench.desk().view.find(&List::Actions, action).unwrap();
    assert!(item.text(field::TEXT).is_some_and(|text| text.contains("ask them both")), "{item:?}");
    let held: Vec<&str> = item.versions().iter().filter_map(|version| version.value.text()).collect();
    for text in ["ask the church about its hall", "ask the school about its hall"] {
        assert!(held.contains(&text), "{held:?}");
    }
    assert!(bench.desk().clashes.is_empty());
    assert!(bench.picture(80, 24).contains("Nothing was changed in two places at once"));
}

#[test]
fn every_line_of_the_plan_says_where_it_came_from() {
    let (mut bench, ..) = clashing();
    bench.key(KeyCode::Tab);
    let picture = bench.picture(140, 24);
    assert!(picture.contains("they moved the bus stop · Staying connected · table 1 · Bev Example · "), "{picture}");
}

#[test]
fn what_is_under_way_is_told_and_escape_stops_it() {
    let mut bench = Bench::home();
    bench.key(KeyCode::Char('j'));
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    let effects = bench.key(KeyCode::Enter);
    assert!(matches!(effects.as_slice(), [Effect::Look(..)]), "{effects:?}");
    bench.send(Message::Progress(Progress { done: 312, of: 5000 }));
    let picture = bench.picture(80, 24);
    assert!(picture.contains("Looking through 312 of 5,000 files") && picture.contains("Esc stops"), "{picture}");
    assert!(matches!(bench.key(KeyCode::Esc).as_slice(), [Effect::Stop]));
    bench.send(Message::Found(Err(Refusal::new(Path::new("plan.json"), Sort::Stopped, "stopped", ""))));
    let picture = bench.picture(80, 24);
    assert!(picture.contains("Stopped: nothing was joined") || bench.app.overlays.is_empty(), "{picture}");
    assert_eq!(bench.app.notice.as_ref().unwrap().text, "Stopped: nothing was joined, and the plan is as it was");
}

#[test]
fn the_preview_fits_every_size() {
    let folder = Folder::new();
    folder.write("northfield.json", &table(1, &["one", "two"]));
    let mut copy = table(1, &["one", "two"]);
    copy.join(&say(&mut desk(&copy, 5), "three", None));
    folder.write("northfield (conflicted copy 2026-11-20).json", &copy);
    folder.write("northfield.table-2.json", &table(2, &["four"]));
    fs::write(folder.path("half.json"), "{\n  \"format\": \"coplan\",\n").unwrap();
    fs::write(folder.path("not-here.json"), "").unwrap();
    let from = [folder.0.path().to_path_buf()];
    for (width, height) in [(80, 24), (120, 40), (60, 16)] {
        let mut bench = Bench::home();
        bench.key(KeyCode::Char('j'));
        bench.key(KeyCode::Enter);
        bench.key(KeyCode::Enter);
        bench.key(KeyCode::Enter);
        let found = look(&from, &folder.path("plan.json"));
        let (path, tally) = ("plan.json".into(), found.into_tally());
        let found = coplan::tui::message::Merged { path, tally, sessions: Vec::new(), news: None };
        bench.send(Message::Found(Ok(Box::new(found))));
        insta::assert_snapshot!(format!("preview_{width}x{height}"), bench.picture(width, height));
        let accepted = bench.key(KeyCode::Char('y'));
        assert!(matches!(accepted.as_slice(), [Effect::Merge(from, _)] if from.len() == 5), "{accepted:?}");
    }
    assert!(!folder.names().contains(&"plan.json".to_owned()));
}

#[test]
fn clashes_are_settled_and_a_third_value_written_in_the_plain_face_too() {
    let machine = Machine::new();
    let plan = machine.path("plan.json");
    let (bench, line, action) = clashing();
    fs::write(&plan, bench.desk().view.encode()).unwrap();
    // The workshop's second place is kept; then the line's stage is said anew, and the action's words.
    let answers = ["/clashes", "2", "1 w", "3", "1 w", "ask them both", "", "/quit"];
    let ran = machine.feed(["open", "plan.json", "--plain"], answers.join("\n")).well();
    for words in
        ["1. “the church hall” · in a plan, 22 November 2026", "k keeps this, w writes another", "In its place"]
    {
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
    let plan = read(&plan);
    assert!(Clashes::of(&plan).is_empty(), "{}", ran.out);
    assert_eq!(plan.workshop().unwrap().place(), Some("the library"));
    assert_eq!(plan.find(&List::Contributions, line).unwrap().text(field::STAGE), Some("co-creation"));
    assert_eq!(plan.find(&List::Actions, action).unwrap().text(field::TEXT), Some("ask them both"));
}

#[test]
fn taking_a_plan_back_brings_no_withdrawn_words_and_what_repeats_them_stays_held() {
    let folder = tempfile::tempdir().unwrap();
    let words = "the purple zebra ate my prescription on tuesday";
    let (mut hers, his) = (table(1, &[words]), table(2, &[words]));
    let line = hers.list(&List::Contributions)[0].id;
    let his_line = his.list(&List::Contributions)[0].id;
    let plan = folder.path().join("plan.json");
    let take = |name: &str, file: &File, time: &str| {
        let path = folder.path().join(name);
        fs::write(&path, file.encode()).unwrap();
        merge(&[path], &plan, Fresh::Private, Some(at(time)), &mut |_| true).unwrap()
    };
    take("one.json", &hers, "2026-11-21T10:00:00+00:00");
    take("two.json", &his, "2026-11-21T10:01:00+00:00");
    take("three.json", &table(3, &["another line"]), "2026-11-21T10:02:00+00:00");
    hers.withdraw([Withdrawal::Item(line)]);
    take("one.json", &hers, "2026-11-21T10:03:00+00:00");
    let is_held = |file: &File| file.find(&List::Contributions, his_line).unwrap().set(field::HELD).next().is_some();
    let read = |path: &Path| File::decode(&fs::read(path).unwrap()).unwrap();
    assert!(is_held(&read(&plan)));
    // The copies that were kept before have forgotten the words as well.
    let kept = copies::list(&plan).unwrap();
    assert!(kept.len() >= 3 && kept.iter().all(|kept| read(&kept.path).find(&List::Contributions, line).is_none()));
    let with_his = kept.iter().find(|kept| read(&kept.path).find(&List::Contributions, his_line).is_some()).unwrap();
    copies::restore(&with_his.path, &plan, Fresh::Private, at("2026-11-21T10:04:00+00:00")).unwrap();
    assert!(read(&plan).find(&List::Contributions, line).is_none());
    assert!(is_held(&read(&plan)), "what repeats withdrawn words is held back still");
}

#[test]
fn a_copy_of_another_plan_never_takes_the_place_of_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.json");
    let mut ours = table(1, &["they moved the bus stop"]);
    ours.kind = FileKind::Plan;
    fs::write(&plan, ours.encode()).unwrap();
    let details = Details { title: "Another".into(), date: "2026-11-21".into(), ..Details::default() };
    let mut theirs = Desk::workshop(&details, None, Writer::from_number(7), now());
    theirs.kind = FileKind::Plan;
    let other = folder.path().join("other.json");
    fs::write(&other, theirs.encode()).unwrap();
    let refused = copies::restore(&other, &plan, Fresh::Private, now()).unwrap_err();
    assert_eq!(refused.reason, "it is a copy of another plan");
    assert_eq!(fs::read(&plan).unwrap(), ours.encode());
}

#[test]
fn what_was_just_kept_stays_though_a_clock_was_set_back() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.json");
    let mut held = table(1, &["a line"]);
    held.kind = FileKind::Plan;
    let mut desk = desk(&held, 1);
    for minute in 0..32 {
        held.join(&say(&mut desk, &format!("line {minute}"), None));
        copies::keep(&plan, &held, Why::Exporting, at(&format!("2026-11-21T10:{minute:02}:00+00:00"))).unwrap();
    }
    held.join(&say(&mut desk, "the last line", None));
    let kept = copies::keep(&plan, &held, Why::Restoring, at("2026-11-21T10:05:30+00:00")).unwrap().unwrap();
    assert!(kept.exists());
}

#[test]
fn withdrawals_that_reach_an_open_plan_reach_its_kept_copies_too() {
    let words = "the purple zebra ate my prescription";
    for way in ["before it was opened", "on disk", "a sibling", "taken in"] {
        let machine = Machine::new();
        let plan = machine.path("plan.json");
        let mut hers = table(1, &[words]);
        fs::write(machine.path("one.json"), hers.encode()).unwrap();
        fs::write(machine.path("two.json"), table(2, &["another line"]).encode()).unwrap();
        join(&[machine.path("one.json")], &plan);
        join(&[machine.path("two.json")], &plan);
        hers.withdraw([Withdrawal::Item(hers.list(&List::Contributions)[0].id)]);
        let mut without = read(&plan);
        without.join(&hers);
        // As a sync tool puts it there: whole, in one moment.
        let put = |name: &str, file: &File| {
            fs::write(machine.path("new"), file.encode()).unwrap();
            fs::rename(machine.path("new"), machine.path(name)).unwrap();
        };
        let kept = || -> Vec<String> {
            copies::list(&plan).unwrap().iter().map(|kept| fs::read_to_string(&kept.path).unwrap()).collect()
        };
        assert!(kept().iter().any(|copy| copy.contains(words)));
        if way == "before it was opened" {
            put("plan.json", &without);
        }
        let mut window = outside::Talk::start(&mut machine.coplan(["open", "plan.json", "--plain"]));
        window.say("/copies");
        window.wait_for("The plan as it was");
        window.say("/back");
        match way {
            "on disk" => put("plan.json", &without),
            "a sibling" => {
                hers.kind = FileKind::Plan;
                put("plan.late.json", &hers);
            }
            "taken in" => {
                put("one.json", &hers);
                for line in ["/merge", "", "", "y"] {
                    window.say(line);
                }
                window.wait_for("What each file brought");
            }
            _ => {}
        }
        let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while kept().iter().any(|copy| copy.contains(words)) {
            assert!(std::time::Instant::now() < end, "{way}: {}", window.heard());
            // The plain face hears of the world with each line.
            window.say("");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert!(kept().iter().all(|copy| File::decode(copy.as_bytes()).is_ok()) && !kept().is_empty());
        assert_eq!(window.end(), 0);
    }
}

#[test]
fn the_copy_kept_before_joining_has_the_edits_beside_the_plan_and_they_go_into_it() {
    let folder = Folder::new();
    let plan = folder.path("plan.json");
    join(&[folder.write("one.json", &table(1, &["one"]))], &plan);
    let mut writer = desk(&read(&plan), 1);
    let edits = coplan::store::names::edits_path(&plan);
    fs::write(&edits, say(&mut writer, "on its way", None).encode()).unwrap();
    join(&[folder.write("two.json", &table(2, &["two"]))], &plan);
    let kept = copies::list(&plan).unwrap();
    assert_eq!(said(&read(&kept[0].path)), ["on its way", "one"]);
    assert_eq!(said(&read(&plan)), ["on its way", "one", "two"]);
    assert!(!edits.exists());
    // Edits that cannot be read are named, and wait where they are.
    fs::write(&edits, "{ \"format\": \"coplan\", \"kind\"").unwrap();
    let merged = join(&[folder.write("three.json", &table(3, &["three"]))], &plan);
    assert_eq!(merged.refused.len(), 1);
    assert_eq!((said(&read(&plan)).len(), edits.exists()), (4, true));
}

#[test]
fn a_damaged_plan_is_kept_aside_and_taken_back_to_a_copy_on_the_command_line() {
    let machine = Machine::new();
    let plan = machine.path("plan.json");
    let mut hers = table(1, &["one", "quincunx"]);
    fs::write(machine.path("one.json"), hers.encode()).unwrap();
    fs::write(machine.path("two.json"), table(2, &["two"]).encode()).unwrap();
    join(&[machine.path("one.json")], &plan);
    let gone = hers.live(&List::Contributions).find(|c| c.text(field::TEXT) == Some("quincunx")).unwrap().id;
    join(&[machine.path("two.json")], &plan);
    let copy = copies::list(&plan).unwrap()[0].path.clone();
    hers.withdraw([Withdrawal::Item(gone)]);
    let mut whole = read(&plan);
    whole.join(&hers);
    let bytes = whole.encode();
    // Cut in the middle of an item; and nothing but noise.
    let text = String::from_utf8(bytes).unwrap();
    let cut = text.replacen("\"two\"", "\"tw", 1).into_bytes();
    for (damaged, could_be_read) in [(cut, true), ([0xff, 0xfe, 0x00, 0x9d].repeat(64), false)] {
        fs::write(&plan, &damaged).unwrap();
        let ran = machine.run(["restore", copy.to_str().unwrap(), "--into", "plan.json"]).well();
        assert!(ran.out.contains("plan.json was damaged, and is kept as it was in "), "{}", ran.out);
        let names = fs::read_dir(machine.files()).unwrap().flatten().map(|entry| entry.path());
        let aside: Vec<PathBuf> = names.filter(|path| path.to_string_lossy().contains(".damaged-")).collect();
        assert!(aside.iter().any(|aside| fs::read(aside).unwrap() == damaged), "{aside:?}");
        assert!(aside.iter().any(|aside| ran.out.contains(&*aside.file_name().unwrap().to_string_lossy())));
        // A withdrawal that could be read of it holds.
        assert_eq!(said(&read(&plan)).len(), if could_be_read { 1 } else { 2 }, "{}", ran.out);
        assert!(said(&read(&plan)).contains(&"one".to_owned()));
    }
    // What is no plan of ours is left alone.
    fs::write(&plan, "{\"shopping\": []}").unwrap();
    machine.run(["restore", copy.to_str().unwrap(), "--into", "plan.json"]).expect(1);
    assert_eq!(fs::read_to_string(&plan).unwrap(), "{\"shopping\": []}");
}
