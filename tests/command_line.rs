//! The command line as scripts rely on it: what each command does, says and answers, on the real program.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::SystemTime;

use outside::{Machine, NOW, Ran, assert_harmless, feed, items, run, session, texts};

/// Every control character and what terminals take for orders: C0, C1, ESC, OSC, CSI, and turns of the reading order.
const HOSTILE: &str = "a\u{1b}]0;owned\u{7}b\u{1b}[31mc\u{9b}2Jd\u{85}e\u{7f}f\u{202e}g\u{200b}h\rI\u{8}j\u{1}";

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn merge(machine: &Machine, from: &[&str], plan: &str) -> Ran {
    machine.run([&["merge"], from, &["-o", plan]].concat())
}

#[test]
fn new_writes_a_session_prints_its_path_and_ends() {
    let machine = Machine::new();
    let made =
        machine.run(["new", "--title", "Staying connected", "--date", "21/11/2026", "--pcn", "Northfield PCN"]).well();
    let path = PathBuf::from(made.out.trim_end());
    assert_eq!(path, machine.path("staying-connected-2026-11-21.json"));
    let workshop = &items(&path, "workshops")[0];
    assert_eq!(workshop["title"], "Staying connected");
    assert_eq!(workshop["date"], "2026-11-21");
    assert_eq!(workshop["pcn"], "Northfield PCN");

    // A second of the same title is a second file; a file that is named and there is left alone.
    let other = machine.run(["new", "--title", "Staying connected", "--date", "2026-11-21"]).well();
    assert_ne!(other.out, made.out);
    let before = fs::read(&path).unwrap();
    let refused =
        machine.run([OsStr::new("new"), path.as_os_str(), OsStr::new("--title"), OsStr::new("Other")]).expect(1);
    assert!(refused.err.starts_with("error: ") && refused.err.contains("\nhint: "), "{}", refused.err);
    assert_eq!(fs::read(&path).unwrap(), before);

    let next = machine.run(["new", "next.json", "--title", "Six weeks on", "--from", path.to_str().unwrap()]).well();
    assert_eq!(next.out, "next.json\n");
    let next = &items(&machine.path("next.json"), "workshops")[0];
    assert_eq!((&next["pcn"], &next["earlier"]), (&workshop["pcn"], &workshop["id"]));

    for wrong in [&["new"][..], &["new", "--title", " "], &["new", "--title", "T", "--date", "soonish"]] {
        machine.run(wrong).expect(2);
    }
    let unseen = machine.run(["new", "three", "--title", "T"]).expect(2);
    assert!(unseen.err.contains(".json") && !machine.path("three").exists(), "{}", unseen.err);
    for missing in [&["new", "none/x.json", "--title", "T"][..], &["new", "--title", "T", "--from", "none.json"]] {
        let refused = machine.run(missing).expect(1);
        assert!(refused.err.contains("none"), "{}", refused.err);
    }
}

#[test]
fn list_names_every_file_of_the_folder_and_those_that_cannot_be_read() {
    let machine = Machine::new();
    assert!(machine.run(["list"]).well().out.contains("no files"));
    assert_eq!(machine.run(["list", "--json"]).well().out, "");
    machine.session("one.json");
    machine.session("two.json");
    merge(&machine, &["one.json"], "plan.json").well();
    fs::write(machine.path("bad.json"), "{").unwrap();
    let listed = machine.run(["list", "--json"]).expect(1);
    assert!(listed.err.contains("bad.json"), "{}", listed.err);
    let kinds: Vec<_> = listed.json().iter().map(|l| l["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["session", "plan", "session"]);
    let plain = machine.run(["list"]).expect(1).out;
    assert!(plain.contains("one.json: session, Staying connected, 21 November 2026, 0 contributions"), "{plain}");

    let elsewhere = tempfile::tempdir().unwrap();
    let empty = machine.run([OsStr::new("list"), OsStr::new("--dir"), elsewhere.path().as_os_str()]).well();
    assert!(empty.out.contains("no files"));
}

#[test]
fn add_takes_lines_from_arguments_and_from_standard_input_as_the_screen_does() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    machine.run(["add", "one.json", "/consent", "@3 they moved the bus stop #transport", "!i the hall is warm"]).well();
    machine.feed(["add", "one.json"], "@2 the hall was full\r\n\n@1 no newline at the end").well();
    assert_eq!(
        texts(&path),
        ["they moved the bus stop", "the hall is warm", "the hall was full", "no newline at the end"]
    );
    let said = items(&path, "contributions");
    let joy = &items(&path, "delegates")[2];
    assert_eq!((&said[0]["speaker"], &said[0]["themes"][0]), (&joy["id"], &"transport".into()));
    assert_eq!((&said[0]["consent"], &said[1]["kind"]), (&2.into(), &"idea".into()));
}

#[test]
fn add_takes_options_after_the_lines_as_options() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    machine.run(["add", "one.json", "\"one\"", "--jsonl"]).well();
    assert_eq!(texts(&path), ["one"]);
    machine.run(["add", "one.json", "two", "--as", "Ann Example"]).well();
    assert_eq!(texts(&machine.path("one.ann-example.json")), ["two"]);
    machine.run(["add", "one.json", "--", "--as", "- a bullet"]).well();
    assert_eq!(texts(&path), ["one", "--as", "- a bullet"]);
}

#[test]
fn add_names_refused_lines_with_their_number_and_adds_the_rest() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    let input = b"first\n/nonsense\n\xff\xfe bad\n+4\nthird\n/link 1 99\n/quit\n".to_vec();
    let ran = machine.feed(["add", "one.json"], input).expect(1);
    assert_eq!(texts(&path), ["first", "third"]);
    for wanted in ["error: line 2:", "error: line 3: it is not UTF-8", "error: line 6:"] {
        assert!(ran.err.contains(wanted), "{wanted} in {}", ran.err);
    }
    assert!(!ran.err.contains("line 4"), "{}", ran.err);
    assert_eq!(items(&path, "agreements").len(), 1);

    let ran = machine
        .feed(["add", "one.json", "--jsonl"], "\"a\\nb\"\nnot json\n{\"text\":1}\n\"\\ud800\"\n\n\"c\"\n")
        .expect(1);
    assert_eq!(texts(&path)[2..], ["a\nb", "c"]);
    for line in 2..=4 {
        assert!(ran.err.contains(&format!("line {line}: it is not a JSON string")), "{}", ran.err);
    }
}

#[test]
fn jsonl_carries_any_text_as_words() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    // White space at the start makes a line words and nothing else, whatever it looks like.
    let said = [
        "/quit",
        "%0",
        "+3",
        "@2 hello",
        "#theme",
        "*star",
        "!a lead: me",
        "a\r\nb\u{2028}c",
        "%s %n",
        "\u{0}\u{1b}[0mx",
    ];
    let lines: Vec<String> = said.iter().map(|t| serde_json::to_string(&format!(" {t}")).unwrap()).collect();
    machine.feed(["add", "one.json", "--jsonl"], lines.join("\n")).well();
    let cleaned: Vec<String> = said.iter().map(|t| coplan::capture::clean(t)).collect();
    assert_eq!(texts(&path), cleaned);
    let long = "word ".repeat(100_000);
    machine.feed(["add", "one.json"], format!(" {long}\n")).well();
    assert_eq!(texts(&path).last().unwrap(), long.trim());
}

#[test]
fn add_as_somebody_else_writes_a_file_of_their_own() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    let before = (fs::read(&path).unwrap(), modified(&path));
    machine.run(["add", "one.json", "--as", "Ann Example", "--", "@3 from table two"]).well();
    let ann = machine.path("one.ann-example.json");
    assert_eq!(texts(&ann), ["from table two"]);
    // Found again from either file, and by the environment.
    let mut by_environment = machine.coplan(["add", "one.ann-example.json", "again"]);
    run(by_environment.env("COPLAN_RECORDER", "Ann Example")).well();
    assert_eq!(texts(&ann).len(), 2);
    assert_eq!((fs::read(&path).unwrap(), modified(&path)), before);
    // Complete when it is sent alone.
    assert_eq!(machine.check(&ann)["faults"].as_array().unwrap().len(), 0);
    assert_eq!(items(&ann, "delegates").len(), 3);
}

#[test]
fn record_makes_a_sibling_once_and_prints_its_path() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["record", "one.json"]).expect(2);
    let first = machine.run(["record", "one.json", "--as", "Ann Example", "--table", "Table 2"]).well();
    assert!(first.out.ends_with("one.table-2.json\n"), "{}", first.out);
    let again = machine.run(["record", "one.json", "--as", "Ann Example", "--no-screen"]).well();
    assert_eq!(again.out.trim_end().rsplit('/').next(), Some("one.table-2.json"));
    let bev = machine.run(["record", "one.table-2.json", "--as", "Bev Example"]).well();
    assert!(bev.out.ends_with("one.json\n"), "{}", bev.out);
    machine.run(["record", "none.json", "--as", "Ann"]).expect(1);
}

#[test]
fn show_sums_up_without_anybodys_words() {
    let machine = Machine::new();
    machine.session("one.json");
    machine
        .run(["add", "one.json", "@3 they moved the bus stop", "? who pays for the hall", "!a ask the church lead: @2"])
        .well();
    let shown = machine.run(["show", "one.json"]).well().out;
    assert!(shown.contains("Contributions: 3") && shown.contains("Actions: 1"), "{shown}");
    assert!(!shown.contains("bus stop"), "{shown}");
    let json = machine.run(["show", "one.json", "--json"]).well().json();
    assert_eq!((json.len(), &json[0]["contributions"], json[0]["ids"].as_array().unwrap().len()), (1, &3.into(), 3));
    machine.run(["show", "none.json"]).expect(1);
    machine.run(["show"]).expect(2);
}

#[test]
fn check_names_each_fault_with_its_place_and_goes_on() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["add", "one.json", "!a ask about the hall"]).well();
    fs::write(machine.path("bad.json"), "{ \"format\": \"coplan\",\n \"kind\": 3 }").unwrap();
    let ran = machine.run(["check", "bad.json", "none.json", "one.json"]).expect(1);
    assert!(ran.err.contains("error: bad.json: line 2, column"), "{}", ran.err);
    assert!(ran.err.contains("error: none.json: "), "{}", ran.err);
    assert_eq!(ran.out, "one.json: sound, 1 contributions\n");
    let json = machine.run(["check", "--json", "bad.json", "one.json"]).expect(1).json();
    assert_eq!((&json[0]["ok"], &json[0]["line"], &json[1]["ok"]), (&false.into(), &2.into(), &true.into()));
    let gaps = machine.run(["check", "--plan", "one.json"]).well().out;
    assert!(gaps.contains("no lead") || gaps.contains("no who"), "{gaps}");
    machine.run(["check"]).expect(2);
}

#[test]
fn merging_twice_changes_no_byte_and_touches_no_file() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["add", "one.json", "@1 a", "@2 b"]).well();
    machine.run(["add", "one.json", "--as", "Ann Example", "--", "@3 c"]).well();
    let dry = machine.run(["merge", ".", "-o", "plan.json", "--dry-run"]).well();
    assert!(dry.out.contains("3 new") && !machine.path("plan.json").exists(), "{}", dry.out);
    let report = machine.run(["merge", ".", "-o", "plan.json", "--json"]).well().json();
    assert_eq!(
        (&report[0]["contributions"], &report[0]["written"], &report[0]["workshops"]),
        (&3.into(), &true.into(), &1.into())
    );
    let plan = machine.path("plan.json");
    let before = (fs::read(&plan).unwrap(), modified(&plan));
    let one = (fs::read(machine.path("one.json")).unwrap(), modified(&machine.path("one.json")));
    std::thread::sleep(std::time::Duration::from_millis(20));
    for from in [&["."][..], &["one.json"], &["one.ann-example.json", "one.json", "one.json"], &["plan.json"]] {
        let again = merge(&machine, from, "plan.json").well();
        assert!(again.out.contains("Nothing changed"), "{}", again.out);
    }
    assert_eq!((fs::read(&plan).unwrap(), modified(&plan)), before);
    assert_eq!((fs::read(machine.path("one.json")).unwrap(), modified(&machine.path("one.json"))), one);
    assert!(machine.run(["merge", ".", "-o", "plan.json", "--json"]).well().json()[0]["written"] == false);
    // In another order, into another plan: the same bytes.
    merge(&machine, &["one.json"], "other.json").well();
    merge(&machine, &["one.ann-example.json"], "other.json").well();
    assert_eq!(fs::read(machine.path("other.json")).unwrap(), before.0);
}

#[test]
fn merge_joins_what_can_be_read_and_names_the_rest() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["add", "one.json", "@1 a"]).well();
    fs::write(machine.path("cut.json"), "{ \"format\": \"coplan\", \"kind\": \"session\", \"ver").unwrap();
    fs::write(machine.path("empty.json"), "").unwrap();
    let ran = machine.run(["merge", ".", "none.json", "-o", "plan.json"]).expect(1);
    for name in ["cut.json: line 1", "empty.json: ", "none.json: "] {
        assert!(ran.err.contains(name), "{name} in {}", ran.err);
    }
    assert!(ran.out.contains("1 files joined, 3 refused"), "{}", ran.out);
    assert_eq!(texts(&machine.path("plan.json")), ["a"]);
    // Where nothing can be read nothing is written, and an unreadable plan is never written over.
    merge(&machine, &["none.json"], "other.json").expect(1);
    assert!(!machine.path("other.json").exists());
    let before = fs::read(machine.path("cut.json")).unwrap();
    merge(&machine, &["one.json"], "cut.json").expect(1);
    assert_eq!(fs::read(machine.path("cut.json")).unwrap(), before);
    merge(&machine, &["one.json"], "none/plan.json").expect(1);
    machine.run(["merge", "one.json"]).expect(2);
}

#[test]
fn practice_files_are_refused_beside_real_ones() {
    let machine = Machine::new();
    let real = machine.session("one.json");
    let practice = machine.session("practice.json");
    let marked = fs::read_to_string(&practice).unwrap().replace("\"title\": ", "\"practice\": true, \"title\": ");
    fs::write(&practice, marked).unwrap();
    // Key order is the program's own affair; it reads either.
    machine.run(["check", "practice.json"]).well();
    for from in [["one.json", "practice.json"], ["practice.json", "one.json"]] {
        fs::remove_file(machine.path("plan.json")).ok();
        let ran = merge(&machine, &from, "plan.json").expect(1);
        assert!(ran.err.contains("practice"), "{}", ran.err);
        assert_eq!(items(&machine.path("plan.json"), "workshops").len(), 1);
    }
    fs::remove_file(machine.path("plan.json")).unwrap();
    merge(&machine, &["practice.json"], "plan.json").well();
    let before = fs::read(machine.path("plan.json")).unwrap();
    merge(&machine, &["one.json"], "plan.json").expect(1);
    assert_eq!(fs::read(machine.path("plan.json")).unwrap(), before);
    assert!(real.exists());
}

#[test]
fn export_writes_each_format_and_never_over_a_file_unless_told_to() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["add", "one.json", "/consent", "@3 they moved the bus stop #transport", "!a ask the church"]).well();
    let args = ["export", "one.json", "--to", "md", "html,csv", "--for", "team", "-o", "out"];
    let made = machine.run(args).well();
    let paths: Vec<PathBuf> = made.out.lines().map(|line| machine.path(line)).collect();
    assert!(paths.len() >= 3 && paths.iter().all(|path| path.exists()), "{}", made.out);
    fs::write(&paths[0], "mine").unwrap();
    let refused = machine.run(args).expect(1);
    assert_eq!(refused.err.matches("error: ").count(), paths.len());
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(fs::read(&paths[0]).unwrap(), b"mine");
    machine.run([&args[..], &["--force"]].concat()).well();
    assert_ne!(fs::read(&paths[0]).unwrap(), b"mine");
    for wrong in [["--to", "odt", "--for", "team"], ["--to", "md", "--for", "everybody"]] {
        let ran = machine.run([&["export", "one.json", "-o", "out"], &wrong[..]].concat()).expect(2);
        assert!(ran.err.contains("hint: choose"), "{}", ran.err);
    }
    machine.run(["export", "one.json", "--report", "poem", "--to", "md", "--for", "team", "-o", "out"]).expect(2);
    machine.run(["export", "none.json", "--to", "md", "--for", "team", "-o", "out"]).expect(1);
    machine.run(["export", "one.json", "--to", "md", "--for", "team", "-o", "one.json"]).expect(1);
}

#[test]
fn what_is_withdrawn_never_comes_back_in_any_order() {
    let machine = Machine::new();
    machine.session("one.json");
    let secret = "quincunx";
    machine
        .run(["add", "one.json", "@1 harmless", &format!("@3 {secret} one"), &format!("@3 !a {secret} two lead: @2")])
        .well();
    machine.run(["add", "one.json", "--as", "Ann Example", "--", &format!("@3 {secret} three"), "@2 more"]).well();
    merge(&machine, &["."], "plan.json").well();
    // What somebody kept from before, which nobody tells.
    let old = tempfile::tempdir().unwrap();
    let files = ["one.json", "one.ann-example.json", "plan.json"];
    for file in files {
        fs::copy(machine.path(file), old.path().join(file)).unwrap();
    }
    let joy = items(&machine.path("one.json"), "delegates")[2]["id"].as_str().unwrap().to_owned();
    let ran = machine.run([&["withdraw", "--person", &joy], &files[..]].concat()).well();
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.out);
    let clean = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        for word in [secret, "Joy"] {
            assert!(!text.contains(word), "{word} in {}:\n{text}", path.display());
        }
    };
    for file in &files {
        clean(&machine.path(file));
    }

    // Every order of new and old files, into a new plan and into the old one.
    let sources: Vec<PathBuf> = files.iter().take(2).flat_map(|f| [machine.path(f), old.path().join(f)]).collect();
    let mut orders = vec![Vec::new()];
    for source in 0..sources.len() {
        orders = orders
            .into_iter()
            .flat_map(|o: Vec<usize>| {
                (0..=o.len()).map(move |at| {
                    let mut o = o.clone();
                    o.insert(at, source);
                    o
                })
            })
            .collect();
    }
    assert_eq!(orders.len(), 24);
    let mut plans = std::collections::BTreeSet::new();
    for (n, order) in orders.iter().enumerate() {
        let plan = machine.path(format!("plans-{}.json", n % 4));
        if n % 2 == 0 {
            fs::copy(old.path().join("plan.json"), &plan).unwrap();
        } else {
            fs::remove_file(&plan).ok();
        }
        if n % 3 == 0 {
            for at in order {
                machine.run([OsStr::new("merge"), sources[*at].as_os_str(), OsStr::new("-o"), plan.as_os_str()]).well();
            }
        } else {
            let mut args = vec![OsString::from("merge")];
            args.extend(order.iter().map(|at| sources[*at].clone().into_os_string()));
            args.extend([OsString::from("-o"), plan.clone().into_os_string()]);
            machine.run(args).well();
        }
        clean(&plan);
        plans.insert(fs::read(&plan).unwrap());
    }
    assert_eq!(plans.len(), 1, "the same files gave different plans");
    assert_eq!(texts(&machine.path("plans-1.json")), ["harmless", "more"]);
    // Adding to a file that knows brings nothing back either.
    machine.run(["add", "one.json", "@1 later"]).well();
    clean(&machine.path("one.json"));
    let shown = machine.run(["show", "plan.json", "--json"]).well().json();
    assert_eq!(shown[0]["contributions"], 2);
}

#[test]
fn withdraw_reports_what_it_cannot_do_and_does_the_rest() {
    let machine = Machine::new();
    machine.session("one.json");
    machine.run(["add", "one.json", "@3 keep", "@3 plugh"]).well();
    let path = machine.path("one.json");
    let id = items(&path, "contributions")[1]["id"].as_str().unwrap().to_owned();
    let joy = items(&path, "delegates")[2]["id"].as_str().unwrap().to_owned();
    let before = fs::read(&path).unwrap();
    machine.run(["withdraw", "--item", "nonsense", "one.json"]).expect(2);
    machine.run(["withdraw", "one.json"]).expect(2);
    machine.run(["withdraw", "--item", &id, "--person", &joy, "one.json"]).expect(2);
    machine.run(["withdraw", "--person", &id, "one.json"]).expect(1);
    machine.run(["withdraw", "--item", "20200101T000000000-0-aaaa.0", "one.json"]).expect(1);
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::write(machine.path("bad.json"), "{").unwrap();
    let ran = machine.run(["withdraw", "--item", &id, "bad.json", "none.json", "one.json"]).expect(1);
    assert_eq!(ran.err.matches("error: ").count(), 2, "{}", ran.err);
    assert_eq!(texts(&path), ["keep"]);
    assert!(!fs::read_to_string(&path).unwrap().contains("plugh"));
    machine.run(["withdraw", "--item", &id, "one.json"]).well();
    assert_eq!(machine.check(&path)["withdrawn"], 1);
}

#[test]
fn withdraw_reaches_words_on_their_way_into_a_large_file() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    machine.run(["add", "one.json", "@3 keep"]).well();
    // What a crash leaves of a file too large to be saved whole each time: the last lines stand beside it.
    let whole = tempfile::tempdir().unwrap();
    fs::copy(&path, whole.path().join("one.json")).unwrap();
    machine.run(["add", "one.json", "@3 plugh"]).well();
    fs::rename(&path, machine.path(".one.json.edits.json")).unwrap();
    fs::copy(whole.path().join("one.json"), &path).unwrap();
    assert_eq!(machine.check(&path)["contributions"], 2);
    assert_eq!(machine.run(["show", "--json", "one.json"]).well().json()[0]["contributions"], 2);
    assert_eq!(machine.run(["list", "--json"]).well().json()[0]["contributions"], 2);
    let made = machine.run(["export", "one.json", "--to", "csv", "--for", "team", "-o", "out"]).expect(0);
    assert!(!made.out.is_empty());
    let joy = items(&path, "delegates")[2]["id"].as_str().unwrap().to_owned();
    machine.run(["withdraw", "--person", &joy, "one.json"]).well();
    for entry in fs::read_dir(machine.files()).unwrap().flatten().filter(|e| e.path().is_file()) {
        let text = fs::read_to_string(entry.path()).unwrap();
        assert!(!text.contains("plugh") && !text.contains("keep"), "{:?}: {text}", entry.path());
    }
}

#[test]
fn tools_print_what_people_and_programs_may_want_to_know() {
    let machine = Machine::new();
    let schema = machine.run(["schema"]).well();
    let schema: serde_json::Value = serde_json::from_str(&schema.out).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&session(&machine.session("one.json"))));
    let keys = machine.run(["keys"]).well().out;
    assert!(keys.contains("/consent") && keys.contains("Ctrl+Q"), "{keys}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = machine.coplan(["completions", shell]).output().unwrap();
        assert!(output.status.success() && String::from_utf8(output.stdout).unwrap().contains("withdraw"));
    }
    machine.run(["completions", "cmd"]).expect(2);
    assert!(machine.run(["man"]).well().out.starts_with(".ie"));
    assert!(machine.run(["--version"]).well().out.starts_with("coplan "));
    assert!(machine.run(["--help"]).well().out.contains("merge"));
    for command in ["new", "list", "add", "record", "show", "check", "merge", "export", "withdraw"] {
        assert!(machine.run([command, "--help"]).well().out.contains("Usage"));
    }
    assert_eq!(machine.run(["nonsense"]).expect(2).out, "");
}

#[test]
fn without_a_terminal_the_screen_says_so() {
    let machine = Machine::new();
    machine.session("one.json");
    for args in [&[][..], &["open", "one.json"]] {
        let ran = machine.run(args).expect(1);
        assert!(ran.err.contains("hint: use --plain"), "{}", ran.err);
    }
}

#[test]
fn the_clock_and_the_writer_can_be_fixed_so_that_bytes_come_out_again() {
    let machine = Machine::new();
    let make = |name: &str| {
        let fixed = |args: &[&str], seed: &str| {
            let mut command = machine.coplan(args);
            run(command.env("COPLAN_NOW", NOW).env("COPLAN_SEED", seed)).well();
        };
        fixed(&["new", name, "--title", "T", "--as", "Bev Example"], "a");
        fixed(&["add", name, "/join Joy Example", "@1 hello"], "b");
        fs::read(machine.path(name)).unwrap()
    };
    let one = make("one.json");
    assert_eq!(one, make("two.json"));
    assert_eq!(items(&machine.path("one.json"), "workshops")[0]["date"], "2026-11-21");
    let ids: Vec<String> =
        items(&machine.path("one.json"), "contributions").iter().map(|c| c["id"].to_string()).collect();
    assert!(ids[0].contains("20261121T100000"), "{ids:?}");
    run(machine.coplan(["list"]).env("COPLAN_NOW", "yesterday")).expect(2);
    // A variable that is set to nothing is as good as none.
    let mut blank = machine.coplan(["new", "three.json", "--title", "T"]);
    for name in ["COPLAN_NOW", "COPLAN_SEED", "COPLAN_RECORDER", "COPLAN_DIR"] {
        blank.env(name, "");
    }
    run(&mut blank).well();
    let mut other = machine.coplan(["new", "four.json", "--title", "T"]);
    run(other.env("COPLAN_SEED", "")).well();
    let id = |name: &str| {
        items(&machine.path(name), "workshops")[0]["id"].as_str().unwrap().rsplit('-').next().unwrap().to_owned()
    };
    assert_ne!(id("three.json"), id("four.json"), "two writers drew one id");
}

#[test]
fn a_reader_who_has_enough_is_no_error() {
    let machine = Machine::new();
    machine.session("one.json");
    for args in [
        &["keys"][..],
        &["schema"],
        &["man"],
        &["show", "one.json"],
        &["check", "one.json"],
        &["--help"],
        &["completions", "bash"],
    ] {
        let mut child = machine.coplan(args).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{args:?}");
    }
    // On the plain face everything typed is kept all the same.
    let mut child = machine.coplan(["open", "one.json", "--plain"]).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    drop(child.stdin.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    child.wait().unwrap();
    assert!(!err.contains("panicked"), "{err}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_standard_output_is_an_error_and_no_panic() {
    let machine = Machine::new();
    machine.session("one.json");
    for args in [
        &["keys"][..],
        &["schema"],
        &["show", "one.json"],
        &["check", "one.json"],
        &["list"],
        &["add", "one.json", "kept"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = machine.coplan(args).stdout(full).output().unwrap();
        let ran = Ran::of(&output).expect(1);
        assert!(ran.err.starts_with("error: "), "{args:?} says nothing");
    }
    assert_eq!(texts(&machine.path("one.json")), ["kept"]);
    // Nobody hears the errors either.
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let status = machine.coplan(["check", "none.json"]).stdout(full()).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn file_names_that_are_not_text_are_read_and_named() {
    let machine = Machine::new();
    let name = OsString::from_vec(b"caf\xe9 \xff.json".to_vec());
    fs::rename(machine.session("one.json"), machine.path(&name)).unwrap();
    for (args, code) in [
        (&["check"][..], 0),
        (&["check", "--json"], 0),
        (&["show"], 0),
        (&["show", "--json"], 0),
        (&["add"], 0),
        (&["list"], 0),
        (&["list", "--json"], 0),
        (&["merge", "--json", "-o", "plan.json"], 0),
        (&["record", "--as", "Ann Example"], 0),
        (&["export", "--to", "md", "--for", "team", "-o", "out"], 0),
        (&["withdraw", "--item", "20200101T000000000-0-aaaa.0"], 1),
    ] {
        let mut command = machine.coplan(args);
        if args[0] != "list" {
            command.arg(&name);
        }
        let ran = feed(&mut command, "a line\n").expect(code);
        assert!(args.contains(&"--json") == ran.out.starts_with('{'), "{args:?}: {}", ran.out);
    }
    let mut command = machine.coplan(["open", "--plain"]);
    feed(command.arg(&name), "2\nme\n\nhello\n/quit\n");
}

#[test]
fn themes_a_line_and_its_wordings_are_worked_on_in_the_plain_face() {
    let machine = Machine::new();
    machine.run(["new", "one.json", "--title", "T", "--as", "Bev"]).well();
    let keep = |n: usize| "\n".repeat(n);
    let typed = [
        "1\nthe rent is up #housing\nthe walls are black with it #damp\n/alias damp housing\n".to_owned(),
        "/themes\n1\n\n-\n/undo\n".to_owned(),
        format!("/about\n{}Welsh\n{}", keep(7), keep(5)),
        format!("/line\nthe walls are wet\n{}", keep(12)),
        "/wordings\n1\nstrike\n/undo\n/wordings\n/quit\n".to_owned(),
    ];
    let out = machine.feed(["open", "--plain", "one.json"], typed.concat()).out;
    for said in [
        "#damp is shown under #housing now",
        "1. #housing · 2 lines · also damp",
        "Also covers [damp]",
        "#housing is kept",
        "Taken back: what was settled on the themes #damp and #housing",
        "The line is kept: language",
        "The line is kept: words",
        ", you: “the walls are black with it”",
        "The earlier wording is struck for good",
        "was never worded otherwise",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
    let file = fs::read_to_string(machine.path("one.json")).unwrap();
    assert!(file.contains("\"damp\"") && file.contains("\"cy\""), "{file}");
    assert!(!file.contains("the walls are black") && file.contains("the walls are wet"), "{file}");
    machine.run(["check", "one.json"]).well();
}

#[test]
fn hostile_texts_never_reach_the_terminal() {
    let machine = Machine::new();
    let name = format!("x{HOSTILE}.json").replace('\0', "");
    let title = format!("T{HOSTILE}");
    machine
        .run([
            "new", &name, "--title", &title, "--pcn", HOSTILE, "--place", HOSTILE, "--as", HOSTILE, "--table", HOSTILE,
        ])
        .well();
    let lines = [
        format!("/join {HOSTILE}"),
        format!("@1 {HOSTILE}"),
        format!("!a {HOSTILE} lead: {HOSTILE}"),
        HOSTILE.into(),
        format!("/{HOSTILE}"),
    ];
    let jsonl: Vec<String> = lines.iter().map(|l| serde_json::to_string(l).unwrap()).collect();
    machine.feed(["add", &name, "--jsonl"], jsonl.join("\n"));
    // A file that somebody made by hand can hold them raw.
    let raw = fs::read_to_string(machine.path(&name)).unwrap();
    let text = serde_json::to_string(HOSTILE).unwrap();
    let by_hand = raw
        .replace("\"text\": \"", &format!("\"text\": {}", &text[..text.len() - 1]))
        .replace("\"title\": \"", &format!("\"title\": {}", &text[..text.len() - 1]));
    fs::write(machine.path("hand.json"), by_hand).unwrap();
    fs::write(machine.path(format!("bad{HOSTILE}.json")), format!("{{ \"{HOSTILE}\": 1 }}")).unwrap();
    fs::write(machine.path("key.json"), format!("{{ \"format\": \"coplan\", \"kind\": {text}, \"version\": 1 }}"))
        .unwrap();
    for file in [name.as_str(), "hand.json", &format!("bad{HOSTILE}.json"), "key.json", &format!("none{HOSTILE}")] {
        for args in [
            &["check"][..],
            &["check", "--json", "--plan"],
            &["show"],
            &["show", "--json"],
            &["merge", "-o", "plan.json"],
            &["merge", "--json", "-o", "plan.json"],
            &["export", "--to", "md", "--for", "team", "-o", "out", "--force"],
            &["record", "--as", "Ann"],
            &["add"],
        ] {
            machine.feed([args, &[file]].concat(), format!("{HOSTILE}\n"));
        }
        machine.feed(["open", "--plain", file], format!("1\n{HOSTILE}\n@1 {HOSTILE}\n/plan\n/{HOSTILE}\n/quit\n"));
    }
    machine.run(["list"]);
    machine.run(["list", "--json"]);
    // The command line itself.
    for args in [
        &[HOSTILE][..],
        &["--", HOSTILE],
        &[&format!("--{HOSTILE}")],
        &["completions", HOSTILE],
        &["new", "--title", "x", "--date", HOSTILE],
        &["export", "x", "--to", HOSTILE, "--for", HOSTILE, "-o", HOSTILE],
        &["export", "hand.json", "--to", HOSTILE, "--for", "team", "-o", "out"],
        &["withdraw", "--item", HOSTILE, "x"],
    ] {
        machine.run(args);
    }
    run(machine.coplan(["list"]).env("COPLAN_NOW", HOSTILE.replace('\0', "")));
    run(machine.coplan(["list"]).env("COPLAN_DIR", OsStr::from_bytes(b"\xff\x1b[31m")));
    run(machine.coplan(["list"]).env("COPLAN_RECORDER", OsStr::from_bytes(b"\xff\x1b[31m")));
    // The same on a terminal, where the messages of the command line are coloured.
    let mut screen = outside::Screen::start(&machine, [HOSTILE], 24, 80);
    screen.ended();
    screen.drain();
    for bad in [&b"]0;owned"[..], b"\x9b2J", b"\x1b[31mc"] {
        let sent = screen.sent.windows(bad.len()).any(|w| w == bad && !String::from_utf8_lossy(bad).starts_with(']'));
        assert!(!sent, "{:?}", String::from_utf8_lossy(&screen.sent));
    }
    assert!(
        !String::from_utf8_lossy(&screen.sent).contains("\u{1b}]0;owned"),
        "{:?}",
        String::from_utf8_lossy(&screen.sent)
    );
}

#[test]
fn titles_and_names_are_cleaned_before_they_are_kept() {
    let machine = Machine::new();
    machine.run(["new", "one.json", "--title", HOSTILE, "--as", HOSTILE, "--place", HOSTILE]).well();
    let path = machine.path("one.json");
    let workshop = &items(&path, "workshops")[0];
    let recorder = &items(&path, "recorders")[0];
    for text in [&workshop["title"], &workshop["place"], &recorder["name"]] {
        let text = text.as_str().unwrap();
        assert_harmless(text.as_bytes());
        assert!(text.contains("owned"), "{text}");
    }
}

#[test]
fn json_stays_true_to_texts_that_are_hidden_on_a_terminal() {
    let machine = Machine::new();
    let title = "caf\u{e9} \u{202e}x\u{200b}";
    machine.run(["new", "one.json", "--title", title]).well();
    assert_eq!(machine.run(["list", "--json"]).well().json()[0]["title"], title);
}

#[test]
fn a_session_is_never_made_a_plan_and_nobody_records_in_a_plan() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    machine.run(["add", "one.json", "@1 a"]).well();
    machine.session("two.json");
    let before = fs::read(&path).unwrap();
    let ran = merge(&machine, &["two.json"], "one.json").expect(1);
    assert!(ran.err.contains("it is a session, not a plan"), "{}", ran.err);
    assert_eq!(fs::read(&path).unwrap(), before);
    merge(&machine, &["one.json"], "plan.json").well();
    let before = fs::read(machine.path("plan.json")).unwrap();
    for args in [
        &["add", "plan.json", "x"][..],
        &["add", "plan.json", "x", "--as", "Ann"],
        &["record", "plan.json", "--as", "Ann"],
    ] {
        let ran = machine.run(args).expect(1);
        assert!(ran.err.contains("it is a plan"), "{}", ran.err);
    }
    assert_eq!(fs::read(machine.path("plan.json")).unwrap(), before);
    assert_eq!(fs::read_dir(machine.files()).unwrap().count(), 3);
}

#[test]
fn a_command_that_goes_elsewhere_changes_nothing_for_the_lines_after_it() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    let lines = "one\n/plan\n/star\n/back\ntwo\n";
    machine.feed(["add", "one.json"], lines).well();
    assert_eq!(texts(&path), ["one", "two"]);
    assert_eq!(items(&path, "contributions")[0]["star"], true);
    let refused = machine.feed(["add", "one.json"], "/withdraw 1\n/export\n/open x.json\n/quit\nthree\n");
    assert_eq!(refused.err.matches("error: line ").count(), 3, "{}", refused.err);
    assert_eq!(texts(&path).len(), 3);
}

#[test]
fn a_withdrawal_waits_for_a_window_and_says_so_and_add_waits_for_it() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    machine.run(["add", "one.json", "@3 plugh"]).well();
    let id = items(&path, "contributions")[0]["id"].as_str().unwrap().to_owned();
    let mut window = outside::Talk::start(&mut machine.coplan(["open", "one.json", "--plain"]));
    window.wait_for("How do you want to go on");
    window.say("1");
    window.wait_for("Type what people say");
    let ran = machine.run(["withdraw", "--item", &id, "one.json"]).expect(1);
    assert!(ran.err.contains("error: one.json: pending") && ran.err.contains("\nhint: "), "{}", ran.err);
    let waits = machine.coplan(["add", "one.json", "from a script"]).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(texts(&path), ["plugh"]);
    window.say("from the window");
    window.wait_for("saved 2 ");
    assert_eq!(window.end(), 0);
    Ran::of(&waits.wait_with_output().unwrap()).well();
    machine.run(["withdraw", "--item", &id, "one.json"]).well();
    assert_eq!(texts(&path), ["from the window", "from a script"]);
}

#[test]
fn many_scripts_adding_to_one_file_lose_nothing() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    let machine = &machine;
    std::thread::scope(|scope| {
        for n in 0..6 {
            scope.spawn(move || {
                for k in 0..5 {
                    machine.run(["add", "one.json", &format!("{n}.{k}")]).well();
                }
            });
        }
    });
    let said: std::collections::BTreeSet<String> = texts(&path).into_iter().collect();
    assert_eq!((said.len(), texts(&path).len()), (30, 30));
}

#[test]
fn two_scripts_that_begin_as_one_recorder_share_one_file() {
    let machine = Machine::new();
    machine.session("one.json");
    let started: Vec<_> = (0..6)
        .map(|n| {
            machine.coplan(["add", "one.json", "--as", "Ann Example", "--", &format!("line {n}")]).spawn().unwrap()
        })
        .collect();
    for child in started {
        Ran::of(&child.wait_with_output().unwrap()).well();
    }
    let mut said = texts(&machine.path("one.ann-example.json"));
    said.sort();
    assert_eq!(said, (0..6).map(|n| format!("line {n}")).collect::<Vec<_>>());
    assert_eq!(fs::read_dir(machine.files()).unwrap().count(), 2);
}

#[test]
fn a_withdrawal_names_what_it_could_not_look_into() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    machine.run(["add", "one.json", "words to go"]).well();
    std::fs::write(machine.path("one.damaged-1.json"), "words to go").unwrap();
    std::fs::write(machine.path(".one.json.draft"), "words to go").unwrap();
    let id = machine.check(&path)["ids"][0].as_str().unwrap().to_owned();
    let ran = machine.run(["withdraw", "--item", &id, "one.json"]).well();
    assert!(ran.out.contains("1 entries taken out"), "{}", ran.out);
    // Both are gone over: the words stand in neither, and no file without words in it stays behind.
    assert!(!machine.path("one.damaged-1.json").exists());
    assert_eq!(std::fs::read_to_string(machine.path(".one.json.draft")).unwrap(), "[withdrawn]");
    // What is no text and none of coplan's files is named.
    std::fs::create_dir(machine.path("exports")).unwrap();
    std::fs::write(machine.path("exports/scan.pdf"), [0xff, 0xfe, 0x00]).unwrap();
    let ran = machine.run(["withdraw", "--item", &id, "one.json"]).expect(1);
    assert!(ran.err.contains("scan.pdf: not looked into"), "{}", ran.err);
}
