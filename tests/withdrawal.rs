//! What a person takes back is nowhere any more: in no byte of any file that belongs to a plan, whatever is joined later.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use coplan::model::edit::Edit;
use coplan::model::fields::{List, field};
use coplan::model::file::File;
use coplan::model::stamp::{Clock, Moment, Writer};
use coplan::model::words::PairKind;
use outside::{Dice, Machine, Ran, items};

/// What the person is called; no other text of the tests holds either word.
const NAME: &str = "Josefina Quibblethwaite";

/// Words that nobody ever said, so many in a row.
fn markers(random: &mut Dice, count: usize) -> String {
    const PARTS: [&str; 8] = ["zor", "vex", "qui", "mab", "tol", "fen", "dru", "lis"];
    let mut word = || (0..4).map(|_| PARTS[usize::try_from(random.below(8)).unwrap()]).collect::<String>();
    (0..count).map(|_| word()).collect::<Vec<_>>().join(" ")
}

/// The words of a text, small, without what parts them.
fn words(text: &str) -> Vec<String> {
    let parted = text.split(|c: char| !c.is_alphanumeric());
    parted.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Every run of five words, or the whole of a shorter text.
fn runs(text: &str) -> Vec<String> {
    let words = words(text);
    if words.len() < 5 { vec![words.join(" ")] } else { words.windows(5).map(|run| run.join(" ")).collect() }
}

/// Every file below a folder.
fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
        if path.is_dir() { files.extend(all_files(&path)) } else { files.push(path) }
    }
    files
}

/// Whether any byte of a file tells of the person or of what they said.
fn assert_clean(path: &Path, gone: &[String]) {
    let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    let flat = words(&text).join(" ");
    for part in NAME.split(' ') {
        assert!(!flat.contains(&part.to_lowercase()), "{part} in {}:\n{text}", path.display());
    }
    for run in gone.iter().flat_map(|text| runs(text)) {
        assert!(!flat.contains(&run), "{run} in {}:\n{text}", path.display());
    }
}

fn now() -> Moment {
    chrono::DateTime::parse_from_rfc3339("2026-11-22T10:00:00Z").unwrap()
}

/// Changes a file by the model's own edits.
fn edit(path: &Path, writer: u32, change: impl FnOnce(&mut Edit<'_>)) {
    let mut file = File::decode(&fs::read(path).unwrap()).unwrap();
    let mut clock = Clock::new(Writer::from_number(writer));
    file.latest().into_iter().for_each(|latest| clock.see(latest));
    let mut edit = Edit::new(&file, clock.next(now()));
    change(&mut edit);
    let delta = edit.finish();
    file.join(&delta);
    fs::write(path, file.encode()).unwrap();
}

fn person(path: &Path) -> String {
    let people = items(path, "delegates");
    people.iter().find(|p| p["name"] == NAME).unwrap()["id"].as_str().unwrap().to_owned()
}

fn merge(machine: &Machine, from: &[&Path], plan: &Path) -> Ran {
    let mut args = vec![OsString::from("merge")];
    args.extend(from.iter().map(|path| path.as_os_str().to_owned()));
    args.extend([OsString::from("-o"), plan.as_os_str().to_owned()]);
    machine.run(args).well()
}

/// A plan with everything that can stand beside it, in all of which somebody's words stand.
struct Scene {
    machine: Machine,
    plan: PathBuf,
    /// What the person said.
    said: Vec<String>,
    /// Copies that nobody tells of it.
    old: tempfile::TempDir,
}

fn scene(seed: u64) -> Scene {
    let machine = Machine::new();
    let mut random = Dice::new(seed);
    let said: Vec<String> = (0..8).map(|n| markers(&mut random, 4 + n)).collect();
    for name in ["one.json", "two.json"] {
        machine.session(name);
        machine.run(["add", name, &format!("/join {NAME}, local resident")]).well();
        machine.run(["add", name, "@1 %2 the hall is cold in winter", "@2 %2 the bus comes too late"]).well();
    }
    let lines =
        [format!("@4 {} #transport", said[0]), format!("@4 !a {} lead: @2", said[1]), format!("@4 {}", said[2])];
    machine.run(["add", "one.json", &lines[0], &lines[1], &lines[2]]).well();
    machine.run(["add", "one.json", "--as", "Ann Example", "--", &format!("@4 {}", said[3])]).well();
    machine.run(["add", "two.json", &format!("@4 {}", said[4])]).well();
    let (one, two, plan) = (machine.path("one.json"), machine.path("two.json"), machine.path("plan.json"));
    // Other people repeat it, each in another way.
    let repeats = format!("@2 as she said, {} is true #josefinaquibblethwaite", said[5]);
    machine.run(["add", "one.json", &format!("@4 {}", said[5]), &repeats]).well();
    merge(&machine, &[&one, &two, &machine.path("one.ann-example.json")], &plan);
    let (first, second) = (person(&one), person(&two));
    edit(&plan, 11, |edit| {
        let id = edit.pair(PairKind::Person, &first, &second);
        edit.set(&List::Pairs, id, field::SAME, true);
        let action = edit.create(&List::Actions);
        for (field, text) in [
            (field::TIME, "2026-11-22T10:00:00+00:00".to_owned()),
            (field::TEXT, format!("Ask whether {} holds", said[2])),
            (field::ISSUE, said[0].to_uppercase()),
            (field::NEED, format!("What {NAME} asked for")),
            (field::VOICE, "Mrs Quibblethwaite will tell us".to_owned()),
        ] {
            edit.set(&List::Actions, action, field, text);
        }
        edit.put(&List::Actions, action, field::PARTNERS, NAME);
        edit.put(&List::Actions, action, field::PARTNERS, "Parish council");
        let update = edit.create(&List::Updates);
        edit.set(&List::Updates, update, field::ACTION, action);
        edit.set(&List::Updates, update, field::NOTE, format!("she said “{}” again", said[4]));
        let part = edit.create(&List::Agenda);
        edit.set(&List::Agenda, part, field::ORDER, 1i64);
        edit.set(&List::Agenda, part, field::TITLE, format!("Hearing {}", said[3]));
    });
    // An earlier wording, which only the history holds.
    edit(&plan, 12, |edit| {
        let action = edit.view().list(&List::Actions).last().unwrap().id;
        edit.set(&List::Actions, action, field::TEXT, "Ask the council");
    });
    // Words on their way into a file, a half-typed line, a damaged copy, a conflicted copy and kept copies.
    let whole = fs::read(&one).unwrap();
    machine.run(["add", "one.json", &format!("@4 {}", said[6])]).well();
    fs::rename(&one, machine.path(".one.json.edits.json")).unwrap();
    fs::write(&one, &whole).unwrap();
    fs::write(machine.path(".one.json.draft"), format!("@2 I think that {}", said[0])).unwrap();
    let cut = whole.len() - whole.len() / 3;
    fs::write(machine.path("one.damaged-1.json"), &whole[..cut]).unwrap();
    fs::write(machine.path("one (conflicted copy 2026-11-21).json"), &whole).unwrap();
    for (folder, name, from) in [("plan.copies", "plan.1.json", &plan), ("one.copies", "one.1.json", &one)] {
        fs::create_dir(machine.path(folder)).unwrap();
        fs::copy(from, machine.path(folder).join(name)).unwrap();
    }
    machine.run(["export", "plan.json", "--to", "md,html,csv", "--for", "team", "-o", "exports"]).expect(0);
    machine.run(["export", "plan.json", "--to", "md", "--for", "board", "-o", "elsewhere"]).expect(0);
    let old = tempfile::tempdir().unwrap();
    for name in ["one.json", "two.json", "one.ann-example.json", "plan.json"] {
        fs::copy(machine.path(name), old.path().join(name)).unwrap();
    }
    Scene { machine, plan, said, old }
}

#[test]
fn a_person_who_withdraws_is_in_no_byte_of_any_file_and_no_old_copy_brings_them_back() {
    let Scene { machine, plan, said, old } = scene(1);
    let first = person(&machine.path("one.json"));
    // Nothing is done before it is said what becomes of the other record, and of the copies.
    let before: Vec<(PathBuf, Vec<u8>)> =
        all_files(&machine.files()).into_iter().map(|p| (p.clone(), fs::read(p).unwrap())).collect();
    let ran = machine.run(["withdraw", "--person", &first, "plan.json"]).expect(1);
    assert!(ran.err.contains("--same take") && ran.out.contains(&person(&machine.path("two.json"))), "{}", ran.err);
    let ran = machine.run(["withdraw", "--person", &first, "--same", "take", "plan.json"]).expect(1);
    assert!(ran.err.contains("--copies strike"), "{}", ran.err);
    assert!(ran.out.contains("[withdrawn]"), "{}", ran.out);
    machine.run(["withdraw", "--person", &first, "--same", "take", "--copies", "list", "plan.json"]).well();
    for (path, bytes) in &before {
        assert_eq!(&fs::read(path).unwrap(), bytes, "{}", path.display());
    }

    let ran =
        machine.run(["withdraw", "--person", &first, "--same", "take", "--copies", "strike", "--yes", "plan.json"]);
    let ran = ran.well();
    assert!(ran.out.contains("Action plan for the board") && ran.out.contains("elsewhere"), "{}", ran.out);
    assert!(ran.out.contains("damaged copy") && ran.out.contains("half-typed line"), "{}", ran.out);
    let files = all_files(machine.root());
    assert!(files.len() >= 14, "{files:?}");
    for path in &files {
        assert_clean(path, &said);
    }
    assert!(!machine.path(".one.json.edits.json").exists());
    // What others said stays, with the wording struck; their other tags and partners stay too.
    let plan_text = fs::read_to_string(&plan).unwrap();
    for kept in
        ["as she said, [withdrawn] is true", "Parish council", "Ask the council", "the hall is cold", "I think that"]
    {
        let draft = fs::read_to_string(machine.path(".one.json.draft")).unwrap();
        assert!(plan_text.contains(kept) || draft.contains(kept), "{kept}");
    }
    let shown = machine.run(["show", "plan.json"]).well().out;
    assert!(shown.contains(" withdrawn"), "{shown}");
    for name in ["plan-plan-for-team.md", "plan-plan-for-team.html"] {
        let report = fs::read_to_string(machine.path("exports").join(name)).unwrap();
        assert!(report.contains("the hall is cold"), "{report}");
    }
    // Every old copy, in several orders, one at a time and all at once.
    let names = ["one.json", "two.json", "one.ann-example.json", "plan.json"];
    let mut random = Dice::new(7);
    let mut plans = BTreeSet::new();
    for round in 0..6 {
        let mut sources: Vec<PathBuf> = names.iter().map(|name| old.path().join(name)).chain([plan.clone()]).collect();
        for at in (1..sources.len()).rev() {
            sources.swap(at, usize::try_from(random.below(at as u64 + 1)).unwrap());
        }
        let to = machine.path(format!("again-{round}.json"));
        if round % 2 == 0 {
            merge(&machine, &sources.iter().map(PathBuf::as_path).collect::<Vec<_>>(), &to);
        } else {
            for source in &sources {
                merge(&machine, &[source], &to);
            }
            // What was joined before the withdrawal was known waits for the next look.
            merge(&machine, &sources.iter().map(PathBuf::as_path).collect::<Vec<_>>(), &to);
        }
        assert_clean(&to, &said);
        plans.insert(fs::read(&to).unwrap());
    }
    assert_eq!(plans.len(), 1, "the same files gave different plans");
}

#[test]
fn what_others_say_is_kept_where_that_is_said_and_not_asked_about_again() {
    let Scene { machine, plan, said, old } = scene(2);
    let first = person(&machine.path("one.json"));
    machine.run(["withdraw", "--person", &first, "--same", "take", "--copies", "keep", "plan.json"]).expect(0);
    let text = fs::read_to_string(&plan).unwrap();
    assert!(text.contains(&said[5]) && text.contains("Mrs Quibblethwaite"), "{text}");
    assert!(!text.contains(&said[6]));
    let report = merge(&machine, &[&old.path().join("plan.json"), &old.path().join("one.json")], &plan);
    assert!(!report.out.contains("held back"), "{}", report.out);
    let again = machine.run(["withdraw", "--copies", "list", "plan.json"]).well();
    assert!(again.out.contains("Nothing here waits"), "{}", again.out);
}

#[test]
fn a_record_in_another_session_stays_where_that_is_said() {
    let Scene { machine, said, .. } = scene(3);
    let first = person(&machine.path("one.json"));
    machine.run(["withdraw", "--person", &first, "--same", "leave", "--copies", "strike", "plan.json"]).expect(0);
    let two = fs::read_to_string(machine.path("two.json")).unwrap();
    assert!(two.contains(&said[4]) && two.contains(NAME), "{two}");
    let one = fs::read_to_string(machine.path("one.json")).unwrap();
    assert!(!one.contains(&said[0]));
}

#[test]
fn copies_that_come_with_an_old_file_are_held_back_until_somebody_decides() {
    for decision in ["strike", "keep"] {
        let machine = Machine::new();
        machine.session("one.json");
        let words = "vexmab torlis quifen drozor mabtol";
        machine.run(["add", "one.json", &format!("@3 {words}"), "@1 %2 the hall is cold"]).well();
        let said = machine.check(&machine.path("one.json"))["ids"][0].as_str().unwrap().to_owned();
        // Before the withdrawal somebody else's file repeats the words, and is not there when it happens.
        let late = tempfile::tempdir().unwrap();
        let late = late.path().join("late.json");
        fs::create_dir(late.parent().unwrap()).ok();
        fs::copy(machine.path("one.json"), &late).unwrap();
        let theirs = format!("she told us that {words} every day");
        edit(&late, 21, |edit| {
            let action = edit.create(&List::Actions);
            edit.set(&List::Actions, action, field::TIME, "2026-11-22T10:00:00+00:00");
            edit.set(&List::Actions, action, field::TEXT, theirs.clone());
            edit.put(&List::Actions, action, field::EVIDENCE, &said);
        });
        machine.run(["withdraw", "--item", &said, "one.json"]).well();
        let plan = machine.path("plan.json");
        let report = merge(&machine, &[&machine.path("one.json"), &late], &plan);
        assert!(report.out.contains("1 entry of other people repeats withdrawn words"), "{}", report.out);
        let bytes = fs::read(&plan).unwrap();
        merge(&machine, &[&late, &machine.path("one.json")], &plan);
        assert_eq!(fs::read(&plan).unwrap(), bytes);
        let export = |folder: &str| {
            machine.run(["export", "plan.json", "--to", "md", "--for", "team", "-o", folder]).expect(0);
            fs::read_to_string(machine.path(folder).join("plan-plan-for-team.md")).unwrap()
        };
        let held = export("before");
        assert!(
            !held.contains("vexmab") && !held.contains("she told us") && held.contains("the hall is cold"),
            "{held}"
        );
        let listed = machine.run(["withdraw", "--copies", "list", "plan.json"]).well();
        assert!(listed.out.contains("she told us that [withdrawn] every day"), "{}", listed.out);
        machine.run(["withdraw", "--copies", decision, "plan.json"]).well();
        let shown = export("after");
        let text = fs::read_to_string(&plan).unwrap();
        if decision == "strike" {
            assert!(
                shown.contains("she told us that") && !shown.contains("vexmab") && !text.contains("vexmab"),
                "{text}"
            );
        } else {
            assert!(shown.contains(words), "{shown}");
        }
        let again = merge(&machine, &[&late], &plan);
        assert!(!again.out.contains("held back"), "{}", again.out);
        assert_eq!(fs::read_to_string(&plan).unwrap().contains("vexmab"), decision == "keep");
    }
}

#[test]
fn a_report_that_cannot_be_made_again_is_named_and_removed_only_when_that_is_said() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["add", "one.json", "@3 vexmab torlis quifen drozor mabtol"]).well();
    let id = machine.check(&machine.path("one.json"))["ids"][0].as_str().unwrap().to_owned();
    fs::create_dir(machine.path("exports")).unwrap();
    let odd = machine.path("exports").join("one-session-for-team-appendix.csv");
    let foreign = machine.path("exports").join("notes.txt");
    fs::write(&odd, "vexmab").unwrap();
    fs::write(&foreign, "vexmab torlis quifen drozor mabtol").unwrap();
    let ran = machine.run(["withdraw", "--item", &id, "one.json"]).expect(1);
    assert!(
        ran.err.contains("appendix.csv") && ran.err.contains("--yes") && ran.err.contains("notes.txt"),
        "{}",
        ran.err
    );
    assert!(odd.exists());
    machine.run(["withdraw", "--item", &id, "--yes", "one.json"]).expect(0);
    assert!(!odd.exists() && foreign.exists());
}

#[test]
fn what_three_others_say_and_ordinary_words_are_nobodys_own() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["add", "one.json", "/join Grace Hall, local resident", "/join Kwame Example, carer"]).well();
    let common = "the bus comes too late";
    let lines = [1, 2, 5].map(|seat| format!("@{seat} {common} every day"));
    machine
        .run(["add", "one.json", &format!("@4 {common}"), &lines[0], &lines[1], &lines[2], "@1 we met in the hall"])
        .well();
    let people = items(&machine.path("one.json"), "delegates");
    let grace = people.iter().find(|p| p["name"] == "Grace Hall").unwrap()["id"].as_str().unwrap();
    let listed = machine.run(["withdraw", "--person", grace, "--copies", "list", "one.json"]).well();
    assert!(!listed.out.contains(common), "{}", listed.out);
    assert!(!listed.out.contains("in the hall"), "{}", listed.out);
}

#[test]
fn the_plain_face_asks_about_each_copy_goes_over_the_files_beside_and_undo_brings_nothing_back() {
    let machine = Machine::new();
    machine.session("one.json");
    let words = "vexmab torlis quifen drozor mabtol";
    machine.run(["add", "one.json", &format!("/join {NAME}, local resident"), &format!("@4 %2 {words}")]).well();
    machine.run(["add", "one.json", &format!("@1 %2 she says {words} again"), "@1 %2 the hall is cold"]).well();
    machine.run(["export", "one.json", "--to", "md", "--for", "team", "-o", "exports"]).expect(0);
    fs::copy(machine.path("one.json"), machine.path("one (1).json")).unwrap();
    let mut window = outside::Talk::start(&mut machine.coplan(["open", "one.json", "--plain"]));
    window.wait_for("How do you want to go on");
    window.say("1");
    window.wait_for("Type what people say");
    window.say(&format!("@4 {words} once more"));
    window.wait_for("saved 4 ");
    window.say("/withdraw 4");
    let page = window.wait_for("keep it: other people's own words");
    assert!(page.contains("1 of 1") && page.contains("Struck: she says [withdrawn] again"), "{page}");
    window.say("s");
    let asked = window.wait_for("Type withdraw");
    assert!(asked.contains("(2 lines)") && asked.contains("1 file beside this one"), "{asked}");
    assert!(asked.contains("1 are struck and 0 kept") && asked.contains("1 file of a report"), "{asked}");
    window.say("withdraw");
    let told = window.wait_for("Reports that went out before");
    assert!(told.contains("1 report made again") && told.contains("one (1).json: "), "{told}");
    window.say("");
    window.say("/undo");
    window.say("/undo");
    window.say("/redo");
    window.say("@1 later");
    window.wait_for("saved 3 ");
    assert_eq!(window.end(), 0);
    for path in all_files(machine.root()) {
        assert_clean(&path, &[words.to_owned()]);
    }
    let report = fs::read_to_string(machine.path("exports/one-session-for-team.md")).unwrap();
    assert!(
        report.contains("she says \\[withdrawn\\] again") || report.contains("she says [withdrawn] again"),
        "{report}"
    );
}

#[test]
fn a_copy_that_is_not_decided_on_leaves_everything_as_it_is() {
    let machine = Machine::new();
    machine.session("one.json");
    machine
        .run(["add", "one.json", "@3 vexmab torlis quifen drozor mabtol", "@1 so vexmab torlis quifen drozor mabtol"])
        .well();
    let mut window = outside::Talk::start(&mut machine.coplan(["open", "one.json", "--plain"]));
    window.wait_for("How do you want to go on");
    window.say("1");
    window.wait_for("Type what people say");
    window.say("/withdraw 3");
    window.wait_for("keep it: other people's own words");
    window.say("/back");
    window.wait_for("Nothing was withdrawn");
    assert_eq!(window.end(), 0);
    assert_eq!(outside::texts(&machine.path("one.json")).len(), 2);
}

#[test]
fn a_file_whose_day_has_passed_is_named_at_home_and_never_deleted() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    machine.session("two.json");
    for (name, day) in [("one.json", "2026-12-01"), ("two.json", "2031-01-01")] {
        edit(&machine.path(name), 31, |edit| {
            let id = edit.view().workshop().unwrap().id();
            edit.set(&List::Workshops, id, field::KEEP_UNTIL, day);
        });
    }
    let at = |now: &str| {
        let mut command = machine.coplan(["--plain"]);
        command.env("COPLAN_NOW", now);
        outside::feed(&mut command, "/quit\n").expect(0).out
    };
    assert!(!at("2026-12-01T10:00:00+00:00").contains("was to be kept"));
    let told = at("2026-12-02T10:00:00+00:00");
    assert!(told.contains("one.json was to be kept until 1 December 2026") && told.contains("/card"), "{told}");
    assert!(!told.contains("two.json was") && path.exists());
}

#[test]
fn a_folder_of_reports_that_is_called_after_somebody_is_found_and_its_reports_are_made_again() {
    for on_screen in [false, true] {
        let machine = Machine::new();
        machine.session("one.json");
        let words = "vexmab torlis quifen drozor mabtol";
        let lines = [format!("/join {NAME}, local resident"), format!("@4 %2 {words}"), "@1 %2 it is cold".to_owned()];
        machine.run(["add", "one.json", &lines[0], &lines[1], &lines[2]]).well();
        let folder = format!("for {NAME}");
        machine.run(["export", "one.json", "--to", "md", "--for", "team", "-o", &folder]).expect(0);
        let report = machine.path(&folder).join("one-session-for-team.md");
        assert!(fs::read_to_string(&report).unwrap().contains("vexmab"));
        let id = person(&machine.path("one.json"));
        if on_screen {
            let mut window = outside::Talk::start(&mut machine.coplan(["open", "one.json", "--plain"]));
            window.wait_for("How do you want to go on");
            window.say("1");
            window.wait_for("Type what people say");
            window.say(&format!("/withdraw {NAME}"));
            let page = window.wait_for("Struck: ");
            assert!(page.contains("for [withdrawn]") || window.heard().contains("for [withdrawn]"), "{page}");
            window.say("s");
            window.wait_for("Type withdraw");
            window.say("withdraw");
            window.wait_for("1 report made again");
            window.say("");
            assert_eq!(window.end(), 0);
        } else {
            let listed = machine.run(["withdraw", "--person", &id, "--copies", "list", "one.json"]).well();
            assert!(listed.out.contains("exports") && listed.out.contains("for [withdrawn]"), "{}", listed.out);
            machine.run(["withdraw", "--person", &id, "--copies", "strike", "one.json"]).well();
        }
        let report = fs::read_to_string(&report).unwrap();
        assert!(report.contains("it is cold") && !report.contains("vexmab"), "{report}");
        assert_clean(&machine.path("one.json"), &[words.to_owned()]);
    }
}

#[test]
fn a_line_feed_in_what_somebody_typed_makes_no_line_of_its_own_in_any_listing() {
    let machine = Machine::new();
    machine.session("one.json");
    let words = "vexmab torlis quifen drozor mabtol";
    let forged = "FORGED: nothing waits\r\nFORGED\u{2028}FORGED\u{85}FORGED";
    let line = |text: &str| serde_json::json!(text).to_string();
    machine.run(["add", "one.json", &format!("@3 %2 {words}")]).well();
    let said = machine.check(&machine.path("one.json"))["ids"][0].as_str().unwrap().to_owned();
    machine.feed(["add", "one.json", "--jsonl"], line(&format!("@1 %2 she says {words}\n{forged}"))).expect(0);
    edit(&machine.path("one.json"), 31, |edit| {
        let workshop = edit.view().list(&List::Workshops)[0].id;
        edit.set(&List::Workshops, workshop, field::TITLE, format!("Titled\n{forged}"));
        let recorder = edit.view().list(&List::Recorders)[0].id;
        edit.set(&List::Recorders, recorder, field::NAME, format!("Named\n{forged}"));
        let action = edit.create(&List::Actions);
        edit.set(&List::Actions, action, field::TIME, "2026-11-22T10:00:00+00:00");
        edit.set(&List::Actions, action, field::TEXT, format!("Act\n{forged}"));
        edit.put(&List::Actions, action, field::THEMES, &format!("theme\n{forged}"));
        let action = edit.create(&List::Exports);
        edit.set(&List::Exports, action, field::TIME, "2026-11-22T10:00:00+00:00");
        edit.set(&List::Exports, action, field::FOLDER, format!("folder\n{forged}"));
    });
    merge(&machine, &[&machine.path("one.json")], &machine.path("plan.json"));
    let listings: [&[&str]; 9] = [
        &["withdraw", "--item", &said, "--copies", "list", "one.json"],
        &["list"],
        &["check", "one.json"],
        &["check", "plan.json", "--plan"],
        &["show", "one.json"],
        &["show", "plan.json"],
        &["merge", ".", "-o", "other.json", "--dry-run"],
        &["copies", "plan.json"],
        &["withdraw", "--item", &said, "--copies", "strike", "one.json"],
    ];
    let mut met = 0;
    for listing in listings {
        let ran = machine.run(listing).expect(0);
        met += usize::from(ran.out.contains("FORGED"));
        for line in ran.out.lines().chain(ran.err.lines()) {
            assert!(!line.trim_start().starts_with("FORGED"), "{listing:?}: {}", ran.out);
        }
    }
    assert!(met >= 4, "only {met} listings hold the text");
}
