//! The example sessions: made anew from their scripts by the program itself, byte for byte, and sound in every way.
//!
//! `COPLAN_BLESS=1 cargo test --test examples` writes them to `sessions/` instead of comparing.
// A test says what it found wrong by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use coplan::model::fields::{Contribution, Delegate, List, Workshop};
use coplan::model::file::{File, FileKind};
use coplan::model::words::{Kind, Level, Resolution};
use serde_json::Value;

/// The example files, sessions first, the plan last.
const FILES: [&str; 5] =
    ["practice.json", "practice.table-2.json", "practice.table-3.json", "follow-up.json", "plan.json"];

/// Who records each table of the practice workshop, and the script of what they typed.
const TABLES: [(&str, &str, &str); 3] = [
    ("Ruth Example", "Table 1", "practice.lines"),
    ("Dev Example", "Table 2", "practice.table-2.lines"),
    ("Olu Example", "Table 3", "practice.table-3.lines"),
];

/// What stands for the lines `(withdrawn 1)` to `(withdrawn 4)` of the scripts. Words that were withdrawn stand in no
/// example file and in no script, so stand-ins are kept here: they go in, and are taken out as anybody's would be.
const WITHDRAWN: [&[&str]; 4] = [
    &["/join Quillon Example, local resident, mends clocks, 2"],
    &["@6 I slept in the car behind the library all of February #\"damp homes\""],
    &[
        "@6 !s there is a workbench in my shed that anybody may use",
        "@6 !a lend out the workbench lead:@6 with:@19 due:1/11",
    ],
    &["@12 my sister works on that desk and she cries in the stationery cupboard"],
];
const WITHDRAWN_NAME: &str = "Quillon Example";
const WITHDRAWN_LINE: &str = "my sister works on that desk and she cries in the stationery cupboard";
/// Parts of the words above that must stand nowhere.
const GONE: [&str; 6] = ["Quillon", "mends clocks", "behind the library", "workbench", "stationery", "my sister works"];

fn sessions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions")
}

/// The program in a folder, at a moment, as one writer; nothing of the machine's own settings.
fn coplan(folder: &Path, at: &str, seed: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coplan"));
    command.current_dir(folder).env_remove("COPLAN_RECORDER").env("COPLAN_NOW", at).env("COPLAN_SEED", seed);
    command.env("COPLAN_DIR", folder).env("HOME", folder).env("XDG_CONFIG_HOME", folder).env("APPDATA", folder);
    command
}

/// Runs it with these lines on standard input; it must succeed.
fn done(command: &mut Command, lines: &[String]) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let text = lines.join("\n") + "\n";
    // A command that reads nothing may have ended before it is written; what it says of itself counts.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    let output = child.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{text}\n{out}\n{err}");
    output
}

/// The lines under one heading of a script.
struct Step {
    at: String,
    lines: Vec<String>,
}

/// Reads a script: a heading sets the clock, `# ` is a remark, and a line in brackets stands for something else.
fn script(name: &str) -> Vec<Step> {
    let text = fs::read_to_string(sessions().join("scripts").join(name)).unwrap();
    let mut steps: Vec<Step> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(at) = line.strip_prefix("## ") {
            steps.push(Step { at: at.to_owned(), lines: Vec::new() });
            continue;
        }
        let lines = &mut steps.last_mut().expect("a heading comes first").lines;
        let stands_for = line.strip_prefix("(withdrawn ").and_then(|n| n.strip_suffix(')'));
        match stands_for.map(|n| WITHDRAWN[n.parse::<usize>().unwrap() - 1]) {
            Some(words) => lines.extend(words.iter().map(|&words| words.to_owned())),
            None if line == "(keep)" => lines.push(String::new()),
            None => lines.push(line.to_owned()),
        }
    }
    steps
}

/// Makes every example file in a folder.
fn make(folder: &Path) {
    let set_up = [
        "new",
        "practice.json",
        "--practice",
        "--no-screen",
        "--title",
        "What keeps us well in Thistlemere",
        "--pcn",
        "Thistlemere PCN",
        "--place",
        "Thistlemere Community Hall",
        "--question",
        "What would help people in Thistlemere stay well and connected this winter?",
        "--as",
        "Ruth Example",
        "--table",
        "Table 1",
    ];
    done(coplan(folder, "2026-09-15T09:30:00+01:00", "Table 1").args(set_up), &[]);

    // All three tables record at once, so their steps are taken in the order of the clock.
    let mut steps: Vec<(Step, &str, &str)> = Vec::new();
    for (who, table, lines) in TABLES {
        steps.extend(script(lines).into_iter().map(|step| (step, who, table)));
    }
    steps.sort_by(|(a, _, one), (b, _, other)| (&a.at, one).cmp(&(&b.at, other)));
    for (step, who, table) in steps {
        let record = ["record", "practice.json", "--no-screen", "--as", who, "--table", table];
        done(coplan(folder, &step.at, table).args(record), &[]);
        done(coplan(folder, &step.at, table).args(["add", "practice.json", "--as", who]), &step.lines);
    }

    // The next day one person, and one line of another, are withdrawn from every file.
    let [facilitator, table_2, table_3, ..] = FILES;
    let person = id_of(&folder.join(facilitator), "delegates", "name", WITHDRAWN_NAME);
    let line = id_of(&folder.join(table_3), "contributions", "text", WITHDRAWN_LINE);
    for (what, id) in [("--person", person), ("--item", line)] {
        let withdraw = ["withdraw", what, &id, facilitator, table_2, table_3];
        done(coplan(folder, "2026-09-16T09:00:00+01:00", "withdrawal").args(withdraw), &[]);
    }
    let merge = ["merge", facilitator, table_2, table_3, "-o", "plan.json"];
    done(coplan(folder, "2026-09-16T09:30:00+01:00", "plan").args(merge), &[]);

    let follow_up = ["new", "follow-up.json", "--from", facilitator, "--no-screen", "--as", "Ruth Example"];
    let title = ["--title", "What keeps us well in Thistlemere: what we did, and what we did not"];
    done(coplan(folder, "2026-11-17T09:30:00+00:00", "follow-up").args(follow_up).args(title), &[]);
    for step in script("follow-up.lines") {
        done(coplan(folder, &step.at, "follow-up").args(["add", "follow-up.json"]), &step.lines);
    }
    done(coplan(folder, "2026-11-18T09:00:00+00:00", "plan").args(["merge", "follow-up.json", "-o", "plan.json"]), &[]);
    for step in script("plan.lines") {
        let said = done(coplan(folder, &step.at, "plan").args(["--plain", "open", "plan.json"]), &step.lines);
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(!said.contains("Note:") && !said.contains("Not saved"), "{said}");
    }
}

/// The id of the item that has this value.
fn id_of(path: &Path, list: &str, field: &str, value: &str) -> String {
    let file: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let item = file[list].as_array().unwrap().iter().find(|item| item[field] == value);
    item.unwrap_or_else(|| panic!("{value} is not in {}", path.display()))["id"].as_str().unwrap().to_owned()
}

/// The bytes of each example file, made anew once for all tests.
fn made() -> &'static [Vec<u8>] {
    static MADE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        make(folder.path());
        let made: Vec<_> = FILES.iter().map(|name| fs::read(folder.path().join(name)).unwrap()).collect();
        if std::env::var_os("COPLAN_BLESS").is_some() {
            FILES.iter().zip(&made).for_each(|(name, bytes)| fs::write(sessions().join(name), bytes).unwrap());
        }
        made
    })
}

fn files() -> Vec<File> {
    made().iter().map(|bytes| File::decode(bytes).unwrap()).collect()
}

/// A folder with every example file in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    FILES.iter().zip(made()).for_each(|(name, bytes)| fs::write(folder.path().join(name), bytes).unwrap());
    folder
}

const NOW: &str = "2026-11-20T09:00:00+00:00";

#[test]
fn the_sessions_are_exactly_what_their_scripts_make() {
    for (name, bytes) in FILES.iter().zip(made()) {
        let kept = fs::read(sessions().join(name)).unwrap_or_default();
        assert!(kept == *bytes, "sessions/{name} is not what its script makes; COPLAN_BLESS=1 writes it anew");
    }
}

#[test]
fn the_practice_files_in_the_program_are_those_of_the_sessions_folder() {
    if std::env::var_os("COPLAN_BLESS").is_some() {
        return; // They are embedded when this test is next built.
    }
    for (name, bytes) in coplan::sessions::PRACTICE {
        assert!(fs::read(sessions().join(name)).unwrap() == *bytes, "{name}");
    }
    assert_eq!(coplan::sessions::PRACTICE.len(), 3);
}

#[test]
fn every_session_is_as_the_schema_says() {
    let folder = folder();
    let schema = done(coplan(folder.path(), NOW, "schema").arg("schema"), &[]).stdout;
    let schema = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    for (name, bytes) in FILES.iter().zip(made()) {
        let file: Value = serde_json::from_slice(bytes).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&file).map(|e| format!("{name}{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn check_finds_nothing_wrong() {
    let folder = folder();
    done(coplan(folder.path(), NOW, "check").arg("check").args(FILES), &[]);
}

#[test]
fn joined_in_any_order_the_files_are_the_same_plan() {
    let files = files();
    let plan = &made()[FILES.len() - 1];
    for order in orders(&[0, 1, 2, 3, 4]) {
        let mut joined = File::new(FileKind::Plan);
        for at in &order {
            joined.join(&files[*at]);
        }
        assert!(joined.encode() == *plan, "{order:?}");
    }
    let folder = folder();
    let mut backwards = FILES;
    backwards.reverse();
    for (out, order) in [("one.json", FILES), ("other.json", backwards)] {
        done(coplan(folder.path(), NOW, "merge").arg("merge").args(order).args(["-o", out]), &[]);
        assert!(fs::read(folder.path().join(out)).unwrap() == *plan, "{order:?}");
    }
}

fn orders(of: &[usize]) -> Vec<Vec<usize>> {
    let [] = of else {
        let with_first = |first: &usize| {
            let rest: Vec<usize> = of.iter().copied().filter(|at| at != first).collect();
            orders(&rest).into_iter().map(move |order| [vec![*first], order].concat()).collect::<Vec<_>>()
        };
        return of.iter().flat_map(with_first).collect();
    };
    vec![Vec::new()]
}

#[test]
fn joined_again_the_plan_changes_by_no_byte() {
    let folder = folder();
    done(coplan(folder.path(), NOW, "merge").arg("merge").args(FILES).args(["-o", "plan.json"]), &[]);
    assert!(fs::read(folder.path().join("plan.json")).unwrap() == made()[FILES.len() - 1]);
}

#[test]
fn what_was_withdrawn_stands_nowhere() {
    let mut texts: Vec<(String, String)> = Vec::new();
    for (name, bytes) in FILES.iter().zip(made()) {
        texts.push(((*name).to_owned(), String::from_utf8(bytes.clone()).unwrap()));
    }
    for entry in fs::read_dir(sessions().join("scripts")).unwrap().map(Result::unwrap) {
        texts.push((entry.path().display().to_string(), fs::read_to_string(entry.path()).unwrap()));
    }
    for (name, text) in texts {
        assert!(!GONE.iter().any(|gone| text.contains(gone)), "{name}");
    }
    for file in files() {
        // The follow-up never knew of it; the person, their four lines and action, and the one line are named elsewhere.
        assert!(file.workshop().unwrap().earlier().is_some() || file.withdrawn().len() >= 6, "{:?}", file.withdrawn());
    }
}

#[test]
fn the_practice_workshop_shows_every_stage_kind_and_level() {
    let mut all = File::new(FileKind::Session);
    files().iter().take(3).for_each(|file| all.join(file));
    let said: Vec<Contribution<'_>> = all.live(&List::Contributions).map(Contribution).collect();
    assert!(said.len() >= 60, "{}", said.len());
    let stages: BTreeSet<&str> = said.iter().filter_map(|c| c.stage()).collect();
    assert_eq!(stages.len(), 4);
    let kinds: BTreeSet<Kind> = said.iter().filter_map(|c| c.kind()).collect();
    assert!(Kind::ALL.iter().all(|kind| kind.token().is_none() || kinds.contains(kind)), "{kinds:?}");
    let levels: BTreeSet<Level> = said.iter().filter_map(|c| c.consent()).collect();
    let choices: BTreeSet<Level> = all.live(&List::Delegates).filter_map(|d| Delegate(d).consent()).collect();
    assert!(Level::ALL.iter().all(|level| levels.contains(level) && choices.contains(level)), "{levels:?} {choices:?}");
    assert!(
        said.iter().any(|c| c.star()) && said.iter().any(|c| c.stub()) && said.iter().any(|c| c.reply_to().is_some())
    );
    for file in files().iter().take(3) {
        // Another table's question may be the later one, and is not the one that is answered here.
        let mut answered = file.live(&List::Contributions).filter_map(|c| Contribution(c).reply_to());
        assert!(answered.all(|question| file.find(&List::Contributions, question).is_some()));
    }
    let parked = said.iter().find(|c| c.kind() == Some(Kind::Parked) && c.due().is_some()).unwrap();
    assert!(parked.due() == Some("2026-09-30") && parked.lead().is_some());
    let told = |texts: &[Option<&str>]| texts.iter().all(Option::is_some);
    assert!(said.iter().any(|c| c.kind() == Some(Kind::Asset)
        && c.referrals()
        && told(&[c.place(), c.when(), c.lead(), c.need(), c.open_to(), c.contact(), c.capacity()])));
    let spotlight = |c: &&Contribution<'_>| told(&[c.title(), c.place(), c.before(), c.done(), c.result(), c.credit()]);
    assert!(said.iter().any(|c| spotlight(&c) && c.pseudonym() && c.on_file()));
    assert!(said.iter().any(|c| c.title().is_some() && !c.on_file()), "one waits for consent");
    assert!(said.iter().any(|c| c.resolution() == Some(Resolution::Agreed) && c.lead().is_some()));
    let safeguarding: Vec<_> = said.iter().filter(|c| c.kind() == Some(Kind::Safeguarding)).collect();
    assert!(!safeguarding.is_empty() && safeguarding.iter().all(|c| c.text().unwrap_or_default().is_empty()));
    let replied: BTreeSet<_> = said.iter().filter_map(|c| c.reply_to()).collect();
    let asked: Vec<bool> =
        said.iter().filter(|c| c.kind() == Some(Kind::Question)).map(|c| replied.contains(&c.id())).collect();
    assert!(asked.contains(&true) && asked.contains(&false), "one is answered and one left open");
    assert_eq!(all.live(&List::Recorders).count(), 3);
    assert!(all.live(&List::Links).count() >= 8 && all.live(&List::Agreements).count() >= 10);
    assert!(all.live(&List::Actions).count() >= 10);
}

#[test]
fn the_follow_up_is_linked_to_the_workshop_before_it() {
    let files = files();
    let follow_up = files[3].live(&List::Workshops).map(Workshop).next().unwrap();
    assert_eq!(follow_up.earlier(), files[0].workshop().map(Workshop::id));
    assert!(follow_up.practice());
}

#[test]
fn practice_is_never_joined_with_a_real_workshop() {
    let folder = folder();
    done(coplan(folder.path(), NOW, "new").args(["new", "real.json", "--title", "A real one", "--no-screen"]), &[]);
    let mut merge = coplan(folder.path(), NOW, "merge");
    let merged = merge.args(["merge", "real.json", "practice.json", "-o", "out.json"]).output().unwrap();
    assert_eq!(merged.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&merged.stderr).contains("practice files and real ones are never joined"));
}

#[test]
fn the_plan_goes_out_to_every_audience_in_every_format() {
    let folder = folder();
    for audience in ["team", "board", "delegates", "public"] {
        let export = ["export", "plan.json", "--to", "md", "html", "csv", "--for", audience, "-o", audience];
        done(coplan(folder.path(), NOW, "export").args(export), &[]);
        for entry in fs::read_dir(folder.path().join(audience)).unwrap().map(Result::unwrap) {
            let text = fs::read_to_string(entry.path()).unwrap();
            // What stays in the room stays there.
            assert!(
                !text.contains("sleeping on our sofa") && !text.contains("let out to the circle"),
                "{:?}",
                entry.path()
            );
            // A spotlight waits for consent, even from the team.
            assert!(!text.contains("The coat indoors") && !text.contains("in his coat"), "{:?}", entry.path());
            // And a name goes no further than the team.
            assert!(audience == "team" || !text.contains(" Example"), "{:?}", entry.path());
        }
    }
}

#[test]
fn the_demo_opens_the_practice_workshop() {
    let folder = tempfile::tempdir().unwrap();
    let lines = ["/4", "@1 I had a go #voice", "/quit"].map(str::to_owned);
    let said = done(coplan(folder.path(), NOW, "demo").args(["demo", "--plain"]), &lines).stdout;
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("What keeps us well in Thistlemere") && said.contains("Stage 4"), "{said}");
    assert!(!said.contains("Note:"), "{said}");
    let kept = fs::read_to_string(folder.path().join("practice/practice.json")).unwrap();
    assert!(kept.contains("I had a go"));
}
