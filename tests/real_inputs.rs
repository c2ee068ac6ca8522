//! Real meetings, as published, through the capture line and into a plan.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use coplan::capture::clean;
use outside::{Machine, items, texts};
use serde_json::Value;

/// The folder of published data; none, with the reason printed, where this machine has none.
fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realdata");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is not there", folder.display());
    println!("skipped: {} is not there", folder.display());
    None
}

fn meeting(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("meetings").join(name)).unwrap()).unwrap()
}

/// The turns of a meeting: who, and what.
fn turns(meeting: &Value) -> Vec<(String, String)> {
    let text = |turn: &Value, key: &str| turn[key].as_str().unwrap().to_owned();
    meeting["meeting_transcripts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| (text(t, "speaker"), text(t, "content")))
        .collect()
}

/// The topics of each turn.
fn topics(meeting: &Value, turns: usize) -> Vec<Vec<String>> {
    let mut of_turn = vec![Vec::new(); turns];
    for topic in meeting["topic_list"].as_array().unwrap() {
        let name = topic["topic"].as_str().unwrap().to_owned();
        for span in topic["relevant_text_span"].as_array().unwrap() {
            let at = |n: usize| span[n].as_str().unwrap().parse::<usize>().unwrap();
            for of in of_turn.iter_mut().take(at(1) + 1).skip(at(0)) {
                if !of.contains(&name) {
                    of.push(name.clone());
                }
            }
        }
    }
    of_turn
}

/// Records a meeting turn by turn through `add --jsonl`; answers with its speakers in the order of their seats.
fn record(machine: &Machine, file: &str, meeting: &Value) -> Vec<String> {
    machine.run(["new", file, "--title", file, "--as", "Scribe Example", "--no-screen"]).well();
    let turns = turns(meeting);
    let topics = topics(meeting, turns.len());
    let mut speakers: Vec<String> = Vec::new();
    for (speaker, _) in &turns {
        if !speakers.contains(speaker) {
            speakers.push(speaker.clone());
        }
    }
    let mut lines: Vec<String> = speakers.iter().map(|s| format!("/join \"{s}\"")).collect();
    // A name that holds no comma needs no marks.
    lines
        .iter_mut()
        .zip(&speakers)
        .filter(|(_, s)| !s.contains([',', ';']))
        .for_each(|(l, s)| *l = format!("/join {s}"));
    for ((speaker, said), topics) in turns.iter().zip(&topics) {
        let seat = 1 + speakers.iter().position(|s| s == speaker).unwrap();
        let themes =
            topics.iter().map(|topic| format!("#\"{}\" ", topic.replace('"', "'"))).collect::<Vec<_>>().concat();
        lines.push(format!("@{seat} {themes}{said}"));
    }
    let input: Vec<String> = lines.iter().map(|line| serde_json::to_string(line).unwrap()).collect();
    let added = machine.feed(["add", file, "--jsonl"], input.join("\n")).well();
    assert!(added.out.starts_with(&format!("{} lines added", lines.len())), "{}", added.out);
    speakers
}

/// The names of the delegates of a file by id.
fn names(path: &Path) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    items(path, "delegates").iter().map(|d| (text(&d["id"]), text(&d["name"]))).collect()
}

#[test]
fn every_turn_of_a_real_committee_goes_in_and_comes_out_of_the_plan_unchanged() {
    let Some(folder) = data() else { return };
    let meeting = meeting(&folder, "education_15.json");
    let (turns, machine) = (turns(&meeting), Machine::new());
    let topics = topics(&meeting, turns.len());
    assert_eq!(turns.len(), 140);
    let speakers = record(&machine, "committee.json", &meeting);
    assert_eq!(speakers.len(), 8);
    machine.run(["merge", "committee.json", "-o", "plan.json"]).well();
    let plan = machine.path("plan.json");
    assert_eq!(machine.check(&plan)["faults"].as_array().unwrap().len(), 0);
    let names = names(&plan);
    assert_eq!(names.values().collect::<BTreeSet<_>>(), speakers.iter().collect());
    let said = items(&plan, "contributions");
    assert_eq!(said.len(), 140);
    let mut themed = 0;
    for (((speaker, content), topics), item) in turns.iter().zip(&topics).zip(&said) {
        assert_eq!(item["text"].as_str().unwrap(), clean(content));
        assert_eq!(names[item["speaker"].as_str().unwrap()], *speaker);
        let themes: BTreeSet<&str> =
            item["themes"].as_array().into_iter().flatten().map(|t| t.as_str().unwrap()).collect();
        assert_eq!(themes, topics.iter().map(String::as_str).collect(), "{content}");
        themed += usize::from(!themes.is_empty());
        assert_eq!(item["kind"], "quote");
    }
    let themes: BTreeSet<&String> = topics.iter().flatten().collect();
    println!(
        "140 turns, {} speakers, {themed} turns under {} topics: all in the plan unchanged",
        speakers.len(),
        themes.len()
    );
}

#[test]
fn every_turn_of_a_chinese_consultation_goes_in_by_seat_or_by_name_and_comes_out_unchanged() {
    let Some(folder) = data() else { return };
    let entries = std::fs::read_dir(folder.join("transcripts")).unwrap().flatten().map(|entry| entry.path());
    let path = entries.into_iter().find(|path| path.extension().is_some_and(|end| end == "md")).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    // `### name：`, and what they said below.
    let turns: Vec<(String, String)> = text
        .split("\n### ")
        .skip(1)
        .map(|turn| {
            let (name, said) = turn.split_once('\n').unwrap();
            (name.trim().trim_end_matches('：').trim().to_owned(), clean(said))
        })
        .collect();
    let speakers: BTreeSet<&String> = turns.iter().map(|(name, _)| name).collect();
    assert_eq!((turns.len(), speakers.len()), (82, 28));
    let speakers: Vec<&String> = speakers.into_iter().collect();
    let machine = Machine::new();
    machine.run(["new", "consultation.json", "--title", "諮詢會議", "--as", "Scribe Example", "--no-screen"]).well();
    let mut lines: Vec<String> = speakers.iter().map(|name| format!("/join {name}")).collect();
    let mut by_name = 0;
    for (turn, (name, said)) in turns.iter().enumerate() {
        let seat = 1 + speakers.iter().position(|speaker| *speaker == name).unwrap();
        // Every other turn by name, where nobody else's begins like it.
        let alone = speakers.iter().filter(|speaker| speaker.starts_with(name.as_str())).count() == 1;
        if turn % 2 == 1 && alone && !name.contains(char::is_whitespace) {
            by_name += 1;
            lines.push(format!("@{name} {said}"));
        } else {
            lines.push(format!("@{seat} {said}"));
        }
    }
    let input: Vec<String> = lines.iter().map(|line| serde_json::to_string(line).unwrap()).collect();
    machine.feed(["add", "consultation.json", "--jsonl"], input.join("\n")).well();
    machine.run(["merge", "consultation.json", "-o", "plan.json"]).well();
    let plan = machine.path("plan.json");
    let names = names(&plan);
    let said: Vec<(String, String)> = items(&plan, "contributions")
        .iter()
        .map(|c| (names[c["speaker"].as_str().unwrap()].clone(), c["text"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(said, turns);
    assert!(by_name > 30, "{by_name}");
    println!("82 turns of 28 people, {by_name} by name and the others by seat: all in the plan unchanged");
}

#[test]
fn four_meetings_of_one_team_stay_four_sessions_with_sixteen_delegates() {
    let Some(folder) = data() else { return };
    let machine = Machine::new();
    let mut wanted = Vec::new();
    for letter in ["a", "b", "c", "d"] {
        let meeting = meeting(&folder, &format!("TS3010{letter}.json"));
        let file = format!("TS3010{letter}.json");
        let speakers = record(&machine, &file, &meeting);
        assert_eq!(speakers.len(), 4, "{speakers:?}");
        let turns = turns(&meeting);
        let cleaned: Vec<String> = turns.iter().map(|(_, t)| clean(t)).filter(|t| !t.is_empty()).collect();
        let path = machine.path(&file);
        let of = |file: &Path| {
            let names = names(file);
            items(file, "contributions")
                .iter()
                .map(|c| (names[c["speaker"].as_str().unwrap()].clone(), c["text"].as_str().unwrap().to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(&path), cleaned, "{file}");
        let spoken: Vec<(String, String)> = turns.into_iter().map(|(s, t)| (s, clean(&t))).collect();
        assert_eq!(of(&path), spoken);
        wanted.extend(spoken);
    }
    let merged = machine.run(["merge", ".", "-o", "plan.json", "--json"]).well().json();
    assert_eq!((&merged[0]["workshops"], &merged[0]["contributions"]), (&4.into(), &wanted.len().into()));
    let plan = machine.path("plan.json");
    let names = names(&plan);
    assert_eq!(names.len(), 16);
    assert_eq!(names.values().collect::<BTreeSet<_>>().len(), 4, "the same four roles in each");
    let workshops: BTreeSet<String> = items(&plan, "delegates").iter().map(|d| d["workshop"].to_string()).collect();
    assert_eq!(workshops.len(), 4);
    // Each line is by the delegate of its own meeting.
    let mut per_delegate: BTreeMap<String, usize> = BTreeMap::new();
    for item in items(&plan, "contributions") {
        *per_delegate.entry(item["speaker"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(per_delegate.len(), 16);
    let mut plan_says: Vec<(String, String)> = items(&plan, "contributions")
        .iter()
        .map(|c| (names[c["speaker"].as_str().unwrap()].clone(), c["text"].as_str().unwrap().to_owned()))
        .collect();
    plan_says.sort();
    wanted.sort();
    assert_eq!(plan_says, wanted);
    assert!(machine.run(["show", "plan.json"]).well().out.contains("People: 16"));
    println!("4 meetings, {} turns, 16 delegates, nobody joined by name", wanted.len());
}

#[test]
fn naughty_strings_go_in_as_words_and_as_names_and_none_reaches_the_terminal() {
    let Some(folder) = data() else { return };
    let folder = folder.join("edge/naughty-strings");
    let list = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|e| e.path())
        .find(|p| p.extension().is_some_and(|e| e == "txt"));
    let list = String::from_utf8_lossy(&std::fs::read(list.expect("the list")).unwrap()).into_owned();
    let strings: Vec<&str> = list.split('\n').filter(|s| !s.is_empty()).collect();
    let machine = Machine::new();
    let path = machine.session("one.json");
    let lines: Vec<String> = strings.iter().map(|s| serde_json::to_string(&format!(" {s}")).unwrap()).collect();
    machine.feed(["add", "one.json", "--jsonl"], lines.join("\n")).well();
    let cleaned: Vec<String> = strings.iter().map(|s| clean(s)).filter(|s| !s.is_empty()).collect();
    assert_eq!(texts(&path), cleaned);
    // Bare, they may mean something; each is taken or refused by its number, and none stops the rest.
    let bare: Vec<String> = strings.iter().map(|s| serde_json::to_string(s).unwrap()).collect();
    let ran = machine.feed(["add", "one.json", "--jsonl"], bare.join("\n"));
    let refused = ran.err.matches("error: line ").count();
    assert!(refused < strings.len() / 10, "{}", ran.err);
    // As people, a list at once and one by one.
    let people = serde_json::to_string(&format!("/people {}", strings.join("\n"))).unwrap();
    machine.feed(["add", "one.json", "--jsonl"], people).well();
    let seated = items(&path, "delegates").len() - 3;
    let joins: Vec<String> = strings.iter().map(|s| serde_json::to_string(&format!("/join {s}")).unwrap()).collect();
    machine.feed(["add", "one.json", "--jsonl"], joins.join("\n"));
    for delegate in items(&path, "delegates") {
        let name = delegate["name"].as_str().unwrap();
        assert!(!name.is_empty() && !name.chars().any(char::is_control), "{name:?}");
    }
    for args in [&["show", "one.json"][..], &["check", "one.json"], &["merge", "one.json", "-o", "plan.json"]] {
        machine.run(args).well();
    }
    machine.feed(["open", "one.json", "--plain"], "1\n/people\n/back\n/plan\n/quit\n");
    println!("{} strings, {refused} refused bare, {seated} seated as a list", strings.len());
}
