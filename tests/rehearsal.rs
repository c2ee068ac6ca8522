//! A rehearsal of one's own workshop: what is in it, where it is kept, and that it never mixes with real files.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::fs;
use std::path::{Path, PathBuf};

use coplan::model::fields::{List, field};
use coplan::model::file::File;
use outside::{Machine, items, texts};

/// A real workshop in which every name and word holds `qzq`.
fn real(machine: &Machine) -> PathBuf {
    let question = ["--question", "What would help people stay well?", "--as", "Berylqzq Recorderqzq", "--no-screen"];
    machine.run([&["new", "northfield.json", "--title", "Staying connected"][..], &question].concat()).well();
    let lines = [
        "/join Ottoqzq Firstqzq, nurse, Guild of qzq, pharmacy 4",
        "/join Pamqzq Secondqzq, local resident 1",
        "/agenda Welcome 10",
        "/agenda Community view 25",
        "/consent",
        "@1 they moved the qzq stop",
        "!n needs qzq",
        "/needs 2 step-free qzq",
        "!a mend the qzq lift lead:@1",
    ];
    machine.feed(["add", "northfield.json"], lines.join("\n")).well();
    machine.path("northfield.json")
}

/// The rehearsals in the folder for practice.
fn rehearsals(machine: &Machine) -> Vec<PathBuf> {
    let entries = fs::read_dir(machine.path("practice")).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    files.retain(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.'));
    files.sort();
    files
}

/// Rehearses the real workshop, and says a line in it.
fn rehearse(machine: &Machine) -> PathBuf {
    let lines = "@2 we tried it out\n/quit\n";
    let ran = machine.feed(["demo", "--from", "northfield.json", "--plain"], lines).well();
    assert!(ran.out.contains("PRACTICE: Staying connected"), "{}", ran.out);
    rehearsals(machine).pop().unwrap()
}

fn merged(machine: &Machine, files: &[&str], refused: &str) -> Vec<String> {
    let _ = fs::remove_file(machine.path("plan.json"));
    let ran = machine.run([&["merge"], files, &["-o", "plan.json"]].concat()).expect(1);
    assert!(ran.err.contains("practice files and real ones are never joined"), "{}", ran.err);
    assert!(ran.err.lines().any(|line| line.contains("never joined") && line.contains(refused)), "{}", ran.err);
    texts(&machine.path("plan.json"))
}

#[test]
fn a_workshop_is_rehearsed_with_its_set_up_and_no_byte_of_a_real_name_or_word() {
    let machine = Machine::new();
    let before = fs::read(real(&machine)).unwrap();
    let made = rehearse(&machine);
    assert_eq!(fs::read(machine.path("northfield.json")).unwrap(), before);
    let bytes = fs::read_to_string(&made).unwrap();
    assert!(!bytes.to_lowercase().contains("qzq"), "{bytes}");
    assert_eq!(texts(&made), ["we tried it out"]);
    let file = File::decode(bytes.as_bytes()).unwrap();
    let workshop = file.workshop().unwrap();
    assert_eq!((workshop.practice(), workshop.question()), (true, Some("What would help people stay well?")));
    let titles: Vec<_> = items(&made, "agenda").iter().map(|part| part["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(titles, ["Welcome", "Community view"]);
    let people = items(&made, "delegates");
    assert_eq!(people.len(), 2);
    assert_eq!((&people[0]["seat"], &people[0]["category"]), (&1.into(), &"nursing".into()));
    assert!(people.iter().all(|p| p["consent"].is_null() && p["role"].is_null() && p["organisation"].is_null()));
    assert!(items(&made, "readings").is_empty() && items(&made, "actions").is_empty());
    assert_eq!(machine.check(&made)["faults"].as_array().map_or(0, Vec::len), 0);
    // What it sends out is marked too.
    let out = machine.path("out");
    machine
        .run(["export", made.to_str().unwrap(), "--for", "team", "--to", "md", "-o", out.to_str().unwrap()])
        .expect(0);
    let page =
        fs::read_dir(&out).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).next().unwrap();
    assert!(page.lines().find(|line| line.starts_with("# ")).unwrap().contains("PRACTICE"), "{page}");
    // The next rehearsal is another file, and the practice workshop clears none away.
    rehearse(&machine);
    machine.feed(["demo", "--plain"], "/quit\n").well();
    assert_eq!(rehearsals(&machine).iter().filter(|p| p.to_string_lossy().contains("rehearsal-")).count(), 2);
}

#[test]
fn a_rehearsal_and_real_files_are_refused_by_each_other_in_every_order_and_place() {
    let machine = Machine::new();
    real(&machine);
    let made = rehearse(&machine);
    let made = made.to_str().unwrap();
    for files in [["northfield.json", made], [made, "northfield.json"]] {
        assert_eq!(merged(&machine, &files, made)[0], "they moved the qzq stop");
    }
    // Into a plan that is there, in both directions.
    machine.run(["merge", "northfield.json", "-o", "real-plan.json"]).well();
    machine.run(["merge", made, "-o", "practice/practice-plan.json"]).well();
    for (file, plan) in [
        (made, "real-plan.json"),
        ("northfield.json", "practice/practice-plan.json"),
        ("practice/practice-plan.json", "real-plan.json"),
    ] {
        let before = fs::read(machine.path(plan)).unwrap();
        let ran = machine.run(["merge", file, "-o", plan]).expect(1);
        assert!(ran.err.contains("never joined"), "{}", ran.err);
        assert_eq!(fs::read(machine.path(plan)).unwrap(), before, "{plan}");
    }
    // Somebody copies it into the real folder, under a name that comes first, or as the file of a table.
    fs::remove_file(machine.path("real-plan.json")).unwrap();
    for name in ["a-first.json", "northfield.table-2.json", "northfield (1).json"] {
        fs::copy(made, machine.path(name)).unwrap();
        let folder = machine.files();
        let words = merged(&machine, &[folder.to_str().unwrap()], name);
        assert!(!words.iter().any(|text| text == "we tried it out"), "{words:?}");
        let ran = machine
            .feed(["open", "northfield.json", "--as", "Berylqzq Recorderqzq", "--plain"], "@1 another one\n/quit\n")
            .well();
        assert!(!ran.out.contains("we tried it out"), "{}", ran.out);
        assert!(!fs::read_to_string(machine.path("northfield.json")).unwrap().contains("we tried it out"));
        fs::remove_file(machine.path(name)).unwrap();
        fs::remove_file(machine.path("plan.json")).unwrap();
    }
    // And a real file beside a rehearsal.
    let beside = made.replace(".json", ".table-2.json");
    fs::copy(machine.path("northfield.json"), &beside).unwrap();
    let ran = machine.feed(["open", made, "--plain"], "@1 once more\n/quit\n").well();
    assert!(!ran.out.contains("qzq"), "{}", ran.out);
    assert!(!fs::read_to_string(made).unwrap().contains("qzq"));
}

/// Copies a session with the mark of practice in its workshop put in or taken out, as somebody might by hand.
fn forge(from: &Path, to: &Path, change: impl Fn(&str) -> String) {
    let forged = change(&fs::read_to_string(from).unwrap());
    File::decode(forged.as_bytes()).unwrap();
    fs::write(to, forged).unwrap();
}

#[test]
fn a_sibling_that_calls_the_workshop_practice_is_not_taken_in_by_a_real_one_nor_the_other_way_round() {
    let machine = Machine::new();
    let real = real(&machine);
    let marked = |text: &str| {
        text.replacen("\"question\":", "\"practice\": true, \"question\":", 1).replace("they moved", "FORGED")
    };
    forge(&real, &machine.path("northfield.table-2.json"), marked);
    let sibling = File::decode(&fs::read(machine.path("northfield.table-2.json")).unwrap()).unwrap();
    assert!(sibling.workshop().unwrap().practice());
    for (name, other) in [("northfield.json", "FORGED"), ("northfield.table-2.json", "they moved")] {
        let ran =
            machine.feed(["open", name, "--as", "Berylqzq Recorderqzq", "--plain"], "\n/find moved\n/quit\n").well();
        assert!(!ran.out.contains(other), "{name}: {}", ran.out);
    }
}

#[test]
fn a_file_is_not_handed_in_or_out_beside_files_of_the_other_sort() {
    let machine = Machine::new();
    real(&machine);
    let made = rehearse(&machine);
    let (real_stick, practice_stick) = (machine.path("real-stick"), machine.path("practice-stick"));
    for (stick, file) in [(&real_stick, machine.path("northfield.json")), (&practice_stick, made.clone())] {
        fs::create_dir(stick).unwrap();
        fs::copy(file, stick.join("there.json")).unwrap();
    }
    let real = "northfield.json";
    let practice = made.to_str().unwrap();
    let hand_out = |stick: &Path| format!("/hand-out\n2\n{}\n", stick.display());
    for (file, stick, fits) in [
        (practice, &real_stick, false),
        (real, &practice_stick, false),
        (practice, &practice_stick, true),
        (real, &real_stick, true),
    ] {
        let lines = format!("/hand-in {}\n\n{}\n/quit\n", stick.display(), hand_out(stick));
        let ran = machine.feed(["open", file, "--as", "Berylqzq Recorderqzq", "--plain"], lines);
        assert_eq!(ran.out.matches("is not put beside").count(), if fits { 0 } else { 2 }, "{}", ran.out);
        assert_eq!(fs::read_dir(stick).unwrap().count() > 1, fits, "{}", ran.out);
    }
}

#[test]
fn the_open_workshop_is_left_for_a_rehearsal_only_after_a_yes_and_one_is_begun_from_home_too() {
    let machine = Machine::new();
    let path = real(&machine);
    let lines = "/rehearse\nn\n@1 still real\n/rehearse\ny\n@2 this is a try\n/quit\n";
    let ran = machine.feed(["open", "northfield.json", "--as", "Berylqzq Recorderqzq", "--plain"], lines).well();
    assert!(ran.out.contains("PRACTICE: Staying connected"), "{}", ran.out);
    assert_eq!(texts(&path).last().unwrap(), "still real");
    let made = rehearsals(&machine);
    assert_eq!(texts(&made[0]), ["this is a try"]);
    let ran = machine.feed(["--plain"], format!("/rehearse {}\n@1 from home\n/quit\n", path.display())).well();
    assert!(ran.out.contains("PRACTICE: Staying connected"), "{}", ran.out);
    let home = rehearsals(&machine).into_iter().find(|path| !made.contains(path)).unwrap();
    assert_eq!(texts(&home), ["from home"]);
    // A plan is no workshop.
    machine.run(["merge", "northfield.json", "-o", "plan.json"]).well();
    let ran = machine.feed(["demo", "--from", "plan.json", "--plain"], "/quit\n").expect(1);
    assert!(ran.err.contains("no workshop in it that could be rehearsed"), "{}", ran.err);
    let file = File::decode(&fs::read(&home).unwrap()).unwrap();
    assert!(file.live(&List::Delegates).all(|person| person.text(field::NAME).unwrap().ends_with("Example")));
}
