//! What is printed before a workshop: made of the programme and the agenda, and of nothing that anybody said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use coplan::model::programme::Programme;
use outside::{Machine, texts};

/// A session with an agenda by the clock, people, and words.
fn session(machine: &Machine) -> String {
    let path = machine.session("one.json");
    let lines = [
        "/agenda Welcome 10",
        "/agenda Community view 25",
        "@1 qzq the lift has been broken since Easter",
        "!n qzq somebody needs a chair",
        "!a qzq mend the lift lead:@2",
    ];
    machine.feed(["open", "one.json", "--as", "Bev Example", "--plain"], lines.join("\n")).well();
    assert_eq!(texts(&path).len(), 3);
    path.to_str().unwrap().to_owned()
}

fn export(machine: &Machine, path: &str, report: &str) -> String {
    let out = machine.path(report);
    machine
        .run(["export", path, "--report", report, "--for", "team", "--to", "md,html,csv", "-o", out.to_str().unwrap()])
        .expect(0);
    let mut all = String::new();
    for entry in std::fs::read_dir(&out).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("qzq"), "something that was said stands on it:\n{text}");
        all.push_str(&text);
    }
    all
}

#[test]
fn the_run_sheet_has_the_agenda_what_is_read_out_and_what_every_stage_asks() {
    let machine = Machine::new();
    let path = session(&machine);
    let sheet = export(&machine, &path, "run-sheet");
    let programme = Programme::embedded();
    let rules = programme.ground_rules.iter().chain(&programme.consent.text);
    let asked = programme.stages.iter().flat_map(|stage| stage.questions.iter().map(|question| &question.ask));
    for words in rules.chain(asked).filter(|words| !words.contains(['\'', '"', '’'])) {
        assert!(sheet.contains(words.as_str()), "{words}");
    }
    for part in ["Welcome", "Community view", "35 minutes in all"] {
        assert!(sheet.contains(part), "{part}:\n{sheet}");
    }
}

#[test]
fn the_sign_in_sheet_and_the_capture_sheet_are_blank_and_explain_the_five_choices() {
    let machine = Machine::new();
    let path = session(&machine);
    for report in ["sign-in", "capture-sheet"] {
        let sheet = export(&machine, &path, report);
        for choice in ["0: in the room only", "2: as Delegate", "4: with name"] {
            assert!(sheet.contains(choice), "{report}: {choice}");
        }
        assert!(!sheet.contains("Amina"), "{report} names somebody");
    }
}
