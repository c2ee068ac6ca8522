//! The main job from the first key to the exported plan, as a person does it: on the screen, and in the plain face.
//!
//! Home, a new workshop, eight people by paste, the four stages, twenty contributions, three of them actions, the end,
//! the two other tables' files joined, and the plan written for the board. Nothing is done outside the program but
//! what the other two tables do at their own laptops.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::path::PathBuf;

use outside::{Machine, Screen, items, texts};

const PEOPLE: [&str; 8] = [
    "Naz Example, connector, voluntary sector",
    "Amina Example, local resident",
    "Joy Example, local resident, 3",
    "Sam Example; Northfield Choir; voluntary sector",
    "Tuyết Example, community pharmacist",
    "Rhys Example, housing officer, housing",
    "Dee Example, GP",
    "Fatima Example, carer, lived experience, 0",
];

/// What is typed at each stage, and the words that then stand in the file.
const STAGES: [&[(&str, &str)]; 4] = [
    &[
        (
            "@2 I know everyone on my landing and nobody over the road",
            "I know everyone on my landing and nobody over the road",
        ),
        ("we used to have a street party #neighbours", "we used to have a street party"),
        ("@3 they moved the bus stop so I stopped going #transport", "they moved the bus stop so I stopped going"),
        ("@5 !q who do you ask when a form makes no sense", "who do you ask when a form makes no sense"),
        ("@2 !r my daughter, she lives in Leeds", "my daughter, she lives in Leeds"),
    ],
    &[
        (
            "@4 !s the choir meets in the church hall on Tuesdays #music",
            "the choir meets in the church hall on Tuesdays",
        ),
        (
            "@6 !s our community room is empty four days out of five",
            "our community room is empty four days out of five",
        ),
        ("@5 people wait in the pharmacy to keep warm", "people wait in the pharmacy to keep warm"),
        ("@8 nid yw fy mam yn siarad Saesneg", "nid yw fy mam yn siarad Saesneg"),
        ("@7 the waiting room is free after six", "the waiting room is free after six"),
    ],
    &[
        ("@4 !i a walking group that ends where there is tea", "a walking group that ends where there is tea"),
        (
            "@4 !a ask the church about the hall lead:@4 with:@6 need:the key due:+2w #music",
            "ask the church about the hall",
        ),
        (
            "@7 !a open the waiting room on Thursdays lead:@7 measure:twenty people a month",
            "open the waiting room on Thursdays",
        ),
        (
            "@6 !t the room needs a keyholder and nobody is paid to hold a key",
            "the room needs a keyholder and nobody is paid to hold a key",
        ),
        ("@2 I could hold the key", "I could hold the key"),
    ],
    &[
        ("@3 ask me again in the spring", "ask me again in the spring"),
        ("@2 !a ring ten people who stopped coming lead:@3 due:+3w", "ring ten people who stopped coming"),
        ("@8 words like outreach mean nothing to us", "words like outreach mean nothing to us"),
        ("@1 !d we meet again in two months", "we meet again in two months"),
        (
            "@5 %4 \u{62e}\u{644}\u{648}\u{646}\u{627} \u{646}\u{633}\u{645}\u{639} \u{628}\u{639}\u{636}",
            "\u{62e}\u{644}\u{648}\u{646}\u{627} \u{646}\u{633}\u{645}\u{639} \u{628}\u{639}\u{636}",
        ),
    ],
];

/// What the two other tables wrote, beside the first file.
fn other_tables(machine: &Machine, first: &std::path::Path) {
    for table in ["table 2", "table 3"] {
        let name = format!("Bo {table}");
        let first = first.to_str().unwrap();
        machine.run(["record", first, "--as", &name, "--table", table, "--no-screen"]).well();
        let lines: Vec<String> = (1..=5).map(|n| format!("@{n} said at {table}, number {n}")).collect();
        machine.feed(["add", first, "--as", &name], lines.join("\n")).well();
    }
}

/// What must be so once the job is done, whichever face it was done in.
fn done(machine: &Machine, session: &std::path::Path) {
    let wanted: Vec<&str> = STAGES.iter().flat_map(|stage| stage.iter().map(|(_, words)| *words)).collect();
    assert_eq!(texts(session), wanted);
    let said = items(session, "contributions");
    let stages: Vec<&str> = said.iter().map(|c| c["stage"].as_str().unwrap()).collect();
    let programme = ["relationships", "existing-activity", "co-creation", "patient-voice"];
    assert!(stages.chunks(5).zip(programme).all(|(chunk, stage)| chunk.iter().all(|s| *s == stage)), "{stages:?}");
    assert_eq!(items(session, "delegates").len(), 8);
    assert_eq!(items(session, "actions").len(), 3);
    let events: Vec<String> =
        items(session, "readings").iter().map(|r| r["event"].as_str().unwrap().to_owned()).collect();
    assert_eq!(events, ["consent", "close", "key-question"]);

    let plan = machine.path("plan.json");
    assert_eq!(items(&plan, "contributions").len(), 30);
    assert_eq!(items(&plan, "recorders").len(), 3);
    assert_eq!(items(&plan, "delegates").len(), 8);
    let exports: Vec<PathBuf> = files(&machine.path("exports"));
    let names: Vec<String> = exports.iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect();
    // One of each format, and one more for each sheet of CSV.
    for ending in ["-actions.csv", "-contributions.csv", ".docx", ".html", ".json", ".md", ".txt", ".xlsx"] {
        assert!(names.contains(&format!("plan-plan-for-board{ending}")), "{ending}: {names:?}");
    }
    let page = std::fs::read_to_string(machine.path("exports").join("plan-plan-for-board.md")).unwrap();
    assert!(page.contains("they moved the bus stop so I stopped going"), "{page}");
    assert!(page.contains("ask the church about the hall"));
    // Fatima's words stay in the room, and no name goes to the board.
    assert!(!page.contains("outreach") && !page.contains("Fatima") && !page.contains("Joy Example"));
}

fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The one session file in the folder.
fn only_session(machine: &Machine) -> PathBuf {
    let visible = |p: &PathBuf| !p.file_name().unwrap().to_string_lossy().starts_with('.');
    let mut sessions = files(&machine.files()).into_iter().filter(|p| p.is_file() && visible(p));
    let session = sessions.next().unwrap();
    assert!(sessions.next().is_none());
    session
}

#[test]
fn a_person_goes_from_home_to_the_exported_plan_on_the_screen() {
    let machine = Machine::new();
    let mut screen = Screen::start::<_, &str>(&machine, [], 24, 80);
    screen.wait_for("Start a workshop");
    screen.press("n");
    screen.wait_for("Only the title and your name are needed");
    screen.press("Staying connected\rNorthfield PCN\r\r\r\r\r\r");
    screen.press("Bev Example\rtable 1\r");
    screen.wait_for("> Start the workshop");
    screen.press("\r");
    screen.wait_for("Who is in the room");
    screen.press(&format!("\x1b[200~{}\x1b[201~", PEOPLE.join("\r")));
    screen.wait_for("Fatima Example");
    screen.press("\t\r");
    screen.wait_for("What we write down, and your choice");
    screen.press("\r");
    screen.wait_for("Consent was read out");
    for (number, stage) in STAGES.iter().enumerate() {
        screen.press(&format!("/{}\r", number + 1));
        screen.wait_for(&format!("▸{} ", number + 1));
        for (at, (line, _)) in stage.iter().enumerate() {
            screen.press(&format!("{line}\r"));
            screen.wait_for(&format!("saved {} ·", number * 5 + at + 1));
        }
    }
    let session = only_session(&machine);
    other_tables(&machine, &session);
    // The other tables' lines come into view by themselves.
    screen.wait_for("from table 3");
    screen.press("/end\r");
    screen.wait_for("Close the workshop");
    screen.press("\r");
    screen.wait_for("read out the key question");
    screen.press("\r");
    screen.wait_for("Your file is");
    screen.press("\r");
    screen.wait_for("▸Actions");
    screen.press("j");
    screen.wait_for("Join files into a plan");
    screen.press("\r\r");
    screen.wait_for("> Look through them");
    screen.press("\r");
    screen.wait_for("Nothing is written yet");
    screen.press("y");
    screen.wait_for("3 files joined, 0 refused");
    screen.press("\r");
    screen.wait_for("Plan · plan.json");
    screen.press("x");
    screen.wait_for("Make the report");
    screen.press("\r\r\r\r\r\r");
    screen.wait_for("> Make the report");
    screen.press("\r");
    // It is looked at before it is written.
    screen.wait_for("Enter: writes");
    screen.press("\r");
    screen.wait_for("Written to");
    screen.press("\x11");
    screen.ended();
    done(&machine, &session);
}

#[test]
fn a_person_goes_from_home_to_the_exported_plan_in_the_plain_face() {
    let machine = Machine::new();
    let mut lines: Vec<String> = vec!["1".into()];
    // Title, PCN, date, place, question, connector, cap, name, table.
    lines.extend(
        ["Staying connected", "Northfield PCN", "", "", "", "", "", "Bev Example", "table 1"].map(String::from),
    );
    lines.extend(PEOPLE.map(String::from));
    lines.push(String::new());
    // The consent statement was read out.
    lines.push(String::new());
    for (number, stage) in STAGES.iter().enumerate() {
        lines.push(format!("/{}", number + 1));
        lines.extend(stage.iter().map(|(line, _)| (*line).to_owned()));
    }
    lines.push("/back".into());
    lines.push("/quit".into());
    let ran = machine.feed(["--plain"], lines.join("\n")).well();
    assert!(ran.out.contains("saved 20"), "{}", ran.out);
    let session = only_session(&machine);
    other_tables(&machine, &session);
    // The end, the plan, joining (from, plan, the preview, the report), and the export (for, report, format, folder).
    let later = ["/end", "", "", "/merge", "", "", "y", "1", "/export", "", "", "", "", "", "", "", "/quit"];
    let ran = machine.feed(["open", session.to_str().unwrap(), "--plain"], later.join("\n")).well();
    assert!(ran.out.contains("3 files joined, 0 refused"), "{}", ran.out);
    assert!(ran.out.contains("Written to"), "{}", ran.out);
    done(&machine, &session);
}
