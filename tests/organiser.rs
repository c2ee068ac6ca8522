//! The organiser's next day, step by step: six files of two workshops, one more that is damaged, and a plan (domain §3C).
//!
//! One walk, on the real screen in a terminal and again in the plain face. The files are the example sessions, with two
//! more tables that the walk records itself, for whom people are mistaken for one another and ideas come back.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use outside::{Machine, Screen, Talk, items, run, session, texts};
use serde_json::Value;

/// The example sessions: three tables of a workshop, and the one two months later.
const SESSIONS: [&str; 4] = ["practice.json", "practice.table-2.json", "practice.table-3.json", "follow-up.json"];

/// What is said at the fourth and the fifth table. The seats go on from those of the first.
const TABLES: [(&str, &[&str]); 2] = [
    (
        "4",
        &[
            "/join Angie E, local resident",
            "/join Ali Example, local resident",
            "@20 the clinic moved and nobody ever asked us #trust",
            "@21 there is mould on every wall #mould",
        ],
    ),
    (
        "5",
        &[
            "/join Angie Example, local resident",
            "/join Ali Example, local resident",
            "/join Cyril Example, local resident",
            "@22 nobody ever asked us before they moved the clinic #trust",
            "@23 our heating is off since March #\"cold homes\"",
            "@24 my brother sleeps in a van by the canal #\"cold homes\"",
        ],
    ),
];
const GONE: &str = "my brother sleeps in a van by the canal";

/// One of the two faces.
enum Face {
    Screen(Box<Screen>),
    Plain(Talk),
}

/// The organiser at a desk.
struct Walk {
    machine: Machine,
    plan: PathBuf,
    face: Face,
}

impl Walk {
    /// The folder as it is found in the morning, with the plan open that the first table's file was joined into before.
    fn begin(plain: bool) -> Self {
        let machine = Machine::new();
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
        for name in SESSIONS {
            fs::copy(examples.join(name), machine.path(name)).unwrap();
        }
        machine.turn("2026-09-15T11:20:00+01:00");
        for (table, lines) in TABLES {
            let who = format!("Bo {table}");
            let told = |args: &[&str]| {
                let mut command = machine.coplan(args);
                command.env("COPLAN_SEED", table);
                command
            };
            let record = ["record", SESSIONS[0], "--as", &who, "--table", &format!("Table {table}"), "--no-screen"];
            run(&mut told(&record)).well();
            outside::feed(&mut told(&["add", SESSIONS[0], "--as", &who]), lines.join("\n")).expect(0);
        }
        // A stick in a drawer holds the fifth table's file as it was handed in.
        let stick = machine.root().join("stick");
        fs::create_dir(&stick).unwrap();
        fs::copy(machine.path("practice.table-5.json"), stick.join("practice.table-5.json")).unwrap();
        // One line of another copy is damaged.
        let whole = fs::read_to_string(machine.path(SESSIONS[2])).unwrap();
        let mut lines: Vec<String> = whole.lines().map(str::to_owned).collect();
        lines[87] = lines[87].replacen(':', "", 1);
        fs::write(machine.path("damaged.json"), lines.join("\n")).unwrap();
        machine.run(["merge", SESSIONS[0], "-o", "plan.json"]).well();
        machine.turn("2026-11-18T09:00:00+00:00");
        let plan = machine.path("plan.json");
        let open = ["open", plan.to_str().unwrap()];
        let face = if plain {
            Face::Plain(Talk::start(machine.coplan(open).arg("--plain")))
        } else {
            Face::Screen(Box::new(Screen::start(&machine, open, 40, 120)))
        };
        Self { machine, plan, face }
    }

    fn plain(&self) -> bool {
        matches!(self.face, Face::Plain(_))
    }

    /// Presses keys of the screen, which are these lines in the plain face.
    fn does(&mut self, keys: &str, lines: &[&str]) -> &mut Self {
        match &mut self.face {
            Face::Screen(screen) => screen.press(keys),
            Face::Plain(talk) => lines.iter().for_each(|line| talk.say(line)),
        }
        self
    }

    /// Types a command with its words: into the line that / opens on the screen.
    fn types(&mut self, typed: &str) -> &mut Self {
        if let Face::Screen(screen) = &mut self.face {
            screen.press("/");
            screen.wait_for("Type a command");
        }
        let keys = format!("{}\r", typed.trim_start_matches('/'));
        self.does(&keys, &[typed])
    }

    /// Runs a command: from the list of commands on the screen, and typed in the plain face.
    fn command(&mut self, title: &str, typed: &str) -> &mut Self {
        if let Face::Screen(screen) = &mut self.face {
            screen.press("\x10");
            screen.wait_for("Commands");
        }
        self.does(&format!("{title}\r"), &[typed])
    }

    fn sees(&mut self, words: &str) -> String {
        match &mut self.face {
            Face::Screen(screen) => screen.wait_for(words),
            Face::Plain(talk) => talk.wait_for(words),
        }
    }

    /// Leaves what lies over the plan.
    fn leaves(&mut self) -> &mut Self {
        self.does("\x1b", &["/back"]).rests()
    }

    /// Waits after an Esc: it and a key straight after it would be one key.
    fn rests(&mut self) -> &mut Self {
        std::thread::sleep(Duration::from_millis(if self.plain() { 0 } else { 250 }));
        self
    }

    /// Waits until the plan on disk is as it should be.
    fn kept(&mut self, what: &str, holds: impl Fn(&Path) -> bool) {
        let end = Instant::now() + Duration::from_secs(20);
        while !holds(&self.plan) {
            let shown = match &mut self.face {
                Face::Screen(screen) => screen.look(),
                Face::Plain(talk) => talk.heard(),
            };
            assert!(Instant::now() < end, "{what} was never kept:\n{shown}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn counts(&mut self, list: &str, count: usize) -> Vec<Value> {
        self.kept(&format!("{count} {list}"), |plan| items(plan, list).len() == count);
        items(&self.plan, list)
    }
}

/// Steps 1 and 2: a folder is looked through, and nothing is written before it is accepted.
fn takes_in(walk: &mut Walk) {
    let before = fs::read(&walk.plan).unwrap();
    walk.sees("Plan · plan.json");
    walk.does("j", &["/merge"]).sees("Join files into a plan");
    walk.does("\r\r", &["", ""]);
    if !walk.plain() {
        walk.sees("> Look through them");
        walk.does("\r", &[]);
    }
    let shown = walk.sees("practice.table-5.json: 3 new, 0 updated, 0 already in");
    assert!(shown.contains("Nothing is written yet") && shown.contains("6 files, "), "{shown}");
    assert!(shown.contains("1 already in, 1 cannot be joined (line 88)"), "{shown}");
    assert_eq!(fs::read(&walk.plan).unwrap(), before);
    walk.does("y", &["y"]).sees("6 files joined, 1 refused");
    // One of them is a line that its table removed, which stays as an item.
    walk.leaves().counts("contributions", 123);
    walk.command("Kept copies", "/copies").sees("before joining 6 files, 36 contributions");
    walk.leaves();
}

/// Steps 3 and 5: who and what is one is asked, and nobody loses their own name or words. Step 9: a row of a group.
fn makes_one_of_many(walk: &mut Walk) {
    let people = items(&walk.plan, "delegates").len();
    walk.command("What may be one", "/same").sees("Sam Example");
    // Ten who came to both workshops.
    for left in (0..10).rev() {
        walk.does("y", &["1 y"]).kept("a judgement", |plan| items(plan, "pairs").len() == 10 - left);
    }
    walk.sees("Angie E");
    // The two men named Ali come before the two Angies.
    walk.does("n", &["1 n"]).counts("pairs", 11);
    walk.does("y", &["1 y"]).counts("pairs", 12);
    walk.does("i", &["i"]).sees("nearly the same words");
    walk.does("y", &["1 y"]).counts("pairs", 13);
    walk.does("y", &["1 y"]).counts("pairs", 14);
    assert_eq!(items(&walk.plan, "delegates").len(), people);
    let apart: Vec<Value> = items(&walk.plan, "pairs").into_iter().filter(|pair| pair["same"] == false).collect();
    let named =
        |id: &Value| items(&walk.plan, "delegates").into_iter().find(|d| d["id"] == *id).unwrap()["name"].clone();
    assert_eq!(apart.len(), 1, "{apart:?}");
    assert_eq!([named(&apart[0]["one"]), named(&apart[0]["other"])], ["Ali Example", "Ali Example"]);
    let asked = texts(&walk.plan).into_iter().filter(|text| text.contains("nobody ever asked us")).count();
    assert_eq!(asked, 3);
    // The Angies have become one.
    walk.does("j", &["j"]).sees("2 people at 3 tables");
    if walk.plain() {
        // What is no idea makes no action, and it is said.
        walk.does("", &["3 a"]).sees("a does nothing with “One person: ");
    }
    let actions = items(&walk.plan, "actions").len();
    walk.does("a", &["1 a"]).sees("What will be done");
    walk.does("ask people before anything moves\r", &["ask people before anything moves"]);
    if !walk.plain() {
        walk.does("\r", &[]);
    }
    let rows = walk.counts("actions", actions + 1);
    let row = rows.iter().find(|row| row["text"] == "ask people before anything moves").unwrap();
    assert_eq!(row["evidence"].as_array().unwrap().len(), 3, "{row}");
    walk.leaves();
}

/// Step 4: other names of one theme, and apart again; the tags stay as they were typed.
fn gathers_themes(walk: &mut Walk) {
    walk.types("/alias \"damp homes\" housing").sees("#damp homes is shown under #housing");
    walk.types("/alias mould housing").sees("#mould is shown under #housing");
    walk.types("/alias \"cold homes\" housing").sees("#cold homes is shown under #housing");
    walk.types("/unalias mould").sees("#mould is a theme of its own");
    walk.types("/alias mould housing").sees("#mould is shown under #housing");
    walk.command("Themes", "/themes").sees("also cold homes, damp homes, mould");
    walk.leaves();
    assert!(session(&walk.plan)["contributions"].to_string().contains("\"mould\""));
}

/// Step 6: somebody has withdrawn, and the old file brings nothing back.
fn withdraws(walk: &mut Walk) {
    walk.types("/withdraw Cyril Example").sees("Type withdraw");
    walk.does("withdraw\r", &["withdraw"]);
    if !walk.plain() {
        walk.does("\r", &[]);
    }
    walk.counts("contributions", 122);
    // It is told where the words were taken out.
    walk.sees("practice.table-5.json: 2 entries taken out");
    walk.does("\x1b", &[""]).rests();
    let stick = walk.machine.root().join("stick");
    let stick = stick.to_str().unwrap();
    assert!(fs::read_to_string(Path::new(stick).join("practice.table-5.json")).unwrap().contains(GONE));
    walk.does("j", &["/merge"]).sees("Join files into a plan");
    walk.does(&format!("\x15{stick}\r\r"), &[stick, ""]);
    if !walk.plain() {
        walk.sees("> Look through them");
        walk.does("\r", &[]);
    }
    walk.sees("Nothing is written yet");
    walk.does("y", &["y"]).sees("1 files joined, 0 refused");
    walk.leaves();
    let plan = fs::read_to_string(&walk.plan).unwrap();
    assert!(!plan.contains(GONE) && !plan.contains("Cyril"));
}

/// Step 7: a flip chart of 38 lines, each a contribution of its own.
fn types_up(walk: &mut Walk) {
    let before = items(&walk.plan, "contributions").len();
    let lines: Vec<String> = (1..=38).map(|n| format!("flip chart line {n}")).collect();
    if walk.plain() {
        let mut typed = vec!["/flip-chart", "", "Table 4"];
        typed.extend(lines.iter().map(String::as_str));
        typed.push("");
        walk.does("", &typed);
    } else {
        walk.does(&format!("\x1b[200~{}\x1b[201~", lines.join("\r")), &[]).sees("Type up a flip chart");
        walk.does("\r", &[]);
        walk.does("\x15Table 4\r", &[]);
        walk.does("\x1b[B\x1b[B\r", &[]);
    }
    walk.sees("38 lines are typed up as flip chart");
    let said = walk.counts("contributions", before + 38);
    assert_eq!(
        said.iter().filter(|c| c["text"].as_str().is_some_and(|t| t.starts_with("flip chart line "))).count(),
        38
    );
    assert!(said.iter().filter(|c| c["kind"] == "flip-chart").count() >= 38);
}

/// Step 8: who never came, and whether children were named.
fn holds_the_series_against_the_gaps(walk: &mut Walk) {
    walk.command("The series", "/series").sees("Emergency services");
    walk.does("c", &["c"]).sees("hildren");
    walk.leaves();
    walk.command("gap checks", "/checks").sees("Children and young people");
    walk.does("\t", &["/page"]);
}

/// Step 10: a column is walked down.
fn fills_a_column(walk: &mut Walk) {
    walk.types("/grid measure").sees("measure");
    let measured = |plan: &Path| items(plan, "actions").iter().filter(|a| a["measure"].is_string()).count();
    let before = measured(&walk.plan);
    walk.does("ten people came\r", &["ten people came"]);
    walk.kept("a measure", |plan| measured(plan) == before + 1);
    walk.does("twelve letters were sent\r", &["twelve letters were sent"]);
    walk.kept("another measure", |plan| measured(plan) == before + 2);
    walk.does("\x1b", &["."]).rests().leaves();
}

/// Step 11: each open question gets an end, with its reason.
fn settles_questions(walk: &mut Walk) {
    walk.command("Look at lines again", "/review").sees("No answer yet");
    for reason in ["it is not ours to decide", "the bus company comes in May", "we try it in spring"] {
        walk.does("1", &["1"]).sees("why?");
        walk.does(&format!("{reason}\r"), &[reason]);
        walk.kept(reason, |plan| session(plan).to_string().contains(reason));
    }
    walk.leaves();
}

/// Step 12: a theme with three voices or more waits for an answer or a reason.
fn answers(walk: &mut Walk) {
    walk.command("You said, we did", "/you-said").sees("No answer yet to");
    walk.leaves();
    walk.types("/we-did trust").sees("We did");
    walk.does(
        "We ask before we move\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r",
        &["We ask before we move", "", "", "", "", ""],
    );
    walk.sees("The answer to #trust is kept: We did: We ask before we move");
    walk.counts("answers", 1);
    assert_eq!(items(&walk.plan, "answers")[0]["did"], "We ask before we move");
}

/// Steps 13 and 14: the board's papers and the delegates' sheet. A role that one person holds reads Delegate.
///
/// The board's summary in Word is not written yet; the web page stands for it here.
fn sends_out(walk: &mut Walk) {
    walk.does("x", &["/export"]);
    if walk.plain() {
        walk.does("", &["", "", "", "", "", ""]);
    } else {
        walk.sees("Make the report");
        walk.does("\r\r\r\r\r\r", &[]).sees("> Make the report");
        walk.does("\r", &[]);
    }
    walk.sees("Enter: writes");
    walk.does("\r", &[""]);
    walk.sees("The role pharmacist is held by 1: shown as Delegate");
    walk.does("\r", &[""]);
    walk.does("x", &["/export"]);
    if walk.plain() {
        walk.does("", &["3", "5", "", "2", "", "2"]);
    } else {
        // The choices of last time stand there: one audience and four reports on, and at once.
        walk.sees("Make the report");
        walk.does("\x1b[C\r\x1b[C\x1b[C\x1b[C\x1b[C\r\r\r\r\x1b[C\r", &[]).sees("> Make the report");
        walk.does("\r", &[]);
    }
    walk.sees("Written to");
    walk.does("\r", &[""]);
    let folder = walk.machine.path("exports");
    for name in [
        "plan-plan-for-board.html",
        "plan-plan-for-board.md",
        "plan-plan-for-board-actions.csv",
        "plan-feedback-for-delegates.html",
    ] {
        let written = fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(written.contains("DRAFT"), "{name}: {}", &written[..written.len().min(2000)]);
        assert!(!written.contains("Cyril") && !written.contains(GONE), "{name}");
        assert!(!written.contains("Priya Example") && !written.contains(", pharmacist"), "{name}");
    }
}

/// Step 15: a month later, what changed since the copy that was kept.
fn comes_back(walk: &mut Walk) {
    walk.machine.turn("2026-12-18T09:00:00+00:00");
    walk.does("", &["1", "/back"]);
    walk.does("s", &["/status"]).sees("Status of the action");
    walk.does("\x1b[C\x1b[C\x1b[C\x1b[C\rit ran for three months\r\r", &["done", "it ran for three months"]);
    walk.kept("the status", |plan| session(plan).to_string().contains("it ran for three months"));
    walk.command("What changed", "/changes").sees("What changed since which copy");
    walk.does("\r", &["1"]).sees("it ran for three months");
    walk.leaves();
}

/// The fifteen steps.
fn next_day(plain: bool) {
    let mut walk = Walk::begin(plain);
    takes_in(&mut walk);
    makes_one_of_many(&mut walk);
    gathers_themes(&mut walk);
    withdraws(&mut walk);
    types_up(&mut walk);
    holds_the_series_against_the_gaps(&mut walk);
    fills_a_column(&mut walk);
    answers(&mut walk);
    settles_questions(&mut walk);
    sends_out(&mut walk);
    comes_back(&mut walk);
}

#[test]
fn an_organiser_goes_from_a_folder_to_the_papers_and_comes_back_a_month_later_in_the_plain_face() {
    next_day(true);
}

#[test]
fn an_organiser_goes_from_a_folder_to_the_papers_and_comes_back_a_month_later_on_the_screen() {
    next_day(false);
}
