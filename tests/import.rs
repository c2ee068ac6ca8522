//! Other people's files into a workshop: made-up exports written to real header rows, and published data.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use coplan::capture::clean;
use coplan::import::source::Named;
use coplan::import::table::{Wanted, read};
use coplan::import::{Source, choose, find, text};
use outside::{Machine, Ran, items};
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

fn import(machine: &Machine, source: impl AsRef<Path>, into: &str, more: &[&str]) -> Ran {
    let source = source.as_ref().to_string_lossy().into_owned();
    machine.run([&["import", &source, "--into", into], more].concat())
}

/// Imports a source again and again: nothing may change.
fn again(machine: &Machine, source: impl AsRef<Path>, into: &str) {
    let before = std::fs::read(machine.path(into)).unwrap();
    let ran = import(machine, source.as_ref(), into, &[]).well();
    assert!(ran.out.contains("nothing new: all of it came in before"), "{}", ran.out);
    assert_eq!(std::fs::read(machine.path(into)).unwrap(), before, "importing twice changed the file");
}

fn text_of<'a>(item: &'a Value, field: &str) -> &'a str {
    item[field].as_str().unwrap_or_default()
}

/// Who said what, in the order of the file.
fn told(path: &Path) -> Vec<(String, String)> {
    let names: BTreeMap<String, String> =
        items(path, "delegates").iter().map(|d| (text_of(d, "id").to_owned(), text_of(d, "name").to_owned())).collect();
    let name = |said: &Value| names.get(text_of(said, "speaker")).cloned().unwrap_or_default();
    items(path, "contributions").iter().map(|said| (name(said), text_of(said, "text").to_owned())).collect()
}

fn names(path: &Path) -> Vec<String> {
    items(path, "delegates").iter().map(|d| text_of(d, "name").to_owned()).collect()
}

fn write(machine: &Machine, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = machine.path(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn assert_says(ran: &Ran, lines: &[&str]) {
    for line in lines {
        assert!(ran.out.lines().any(|said| said.contains(line)), "{line} is not in:\n{}", ran.out);
    }
}

/// No personal data of these made-up people stands in the file.
fn assert_nothing_personal(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    for personal in ["example.org", "01632", "192.0.2", "Example Street", "ZZ1 1ZZ"] {
        assert!(!text.contains(personal), "{personal} came in");
    }
}

#[test]
fn a_sign_in_sheet_becomes_delegates_without_their_addresses_and_comes_in_once() {
    let machine = Machine::new();
    machine.session("northfield.json");
    let sheet = "Name;Role;Organisation;E-mail;Telephone;Signature\n\
                 Ada Example;nurse;Northfield Surgery;ada@example.org;01632 960 001;x\n\
                 Ben Example;;Hope Church;ben@example.org;;x\n;;;;;x\nAda Example;nurse;;;;\n";
    let source = write(&machine, "sign-in.csv", sheet);
    let before = std::fs::read(machine.path("northfield.json")).unwrap();
    let dry = import(&machine, &source, "northfield.json", &["--dry-run"]).well();
    assert_says(
        &dry,
        &[
            "4 rows, 2 new delegates, 1 skipped",
            "Consent: 1, paraphrase only (consent was not read out to them)",
            "cells parted by semicolons",
            "column Name: a person's name",
            "left out: E-mail (personal: e-mail addresses)",
            "left out: Telephone (personal: telephone numbers)",
            "left out: Signature (nobody has said what it is)",
            "skipped line 4: nothing stands in the columns that are taken in",
            "Nothing was written: this was a dry run.",
        ],
    );
    assert_eq!(std::fs::read(machine.path("northfield.json")).unwrap(), before);
    import(&machine, &source, "northfield.json", &[]).well();
    let path = machine.path("northfield.json");
    let mut seats: Vec<(i64, String)> = items(&path, "delegates")
        .iter()
        .map(|d| (d["seat"].as_i64().unwrap(), text_of(d, "name").to_owned()))
        .collect();
    seats.sort();
    let expected = ["Naz Example", "Amina Example", "Joy Example", "Ada Example", "Ben Example"];
    assert_eq!(seats.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), expected);
    assert_nothing_personal(&path);
    again(&machine, &source, "northfield.json");
    // A newer sheet, downloaded a second time, adds whoever is new.
    let newer = write(&machine, "sign-in (1).csv", format!("{sheet}Cy Example;;;;;\n"));
    assert_says(&import(&machine, newer, "northfield.json", &[]).well(), &["1 new delegate", "2 delegates already in"]);
    assert_eq!(names(&path).len(), 6);
    // The note-taker goes on as herself, and the check finds no fault.
    machine.run(["add", "northfield.json", "@4 the lift is broken"]).well();
    assert_eq!(told(&path).last().unwrap(), &("Ada Example".to_owned(), "the lift is broken".to_owned()));
    assert_eq!(machine.check(&path)["faults"].as_array().unwrap().len(), 0);
}

#[test]
fn a_mapping_file_says_which_column_is_what_and_is_remembered_by_its_name() {
    let machine = Machine::new();
    let source =
        write(&machine, "cards.csv", "Post-it,Corner\nmore buses,north;transport\n=HYPERLINK(1),\n\"two\nlines\",\n");
    let unknown = import(&machine, &source, "wall.json", &[]).expect(1);
    assert!(unknown.err.contains("error: nothing in it is taken in"), "{}", unknown.err);
    assert!(!machine.path("wall.json").exists());
    let map = "name = \"wall\"\nconsent = 2\nbetween = \";\"\nkind = \"idea\"\n[columns]\n\"Post-it\" = \"text\"\nCorner = \"theme\"\n";
    write(&machine, "wall.toml", map);
    let ran = import(&machine, &source, "wall.json", &["--map", "wall.toml"]).well();
    assert_says(&ran, &["Consent: 2, as Delegate (the mapping wall says so)", "column Post-it: what was said"]);
    let said = items(&machine.path("wall.json"), "contributions");
    assert_eq!(
        said.iter().map(|s| text_of(s, "text")).collect::<Vec<_>>(),
        ["more buses", "=HYPERLINK(1)", "two\nlines"]
    );
    assert_eq!(said[0]["themes"], serde_json::json!(["north", "transport"]));
    assert!(said.iter().all(|s| s["kind"] == "idea" && s["consent"] == 2));
    let other = import(&machine, &source, "other.json", &["--as", "wall"]).well();
    assert_says(&other, &["3 new contributions"]);
    let wrong = import(&machine, &source, "other.json", &["--as", "wahl"]).expect(2);
    assert!(wrong.err.contains("hint: one of msforms,"), "{}", wrong.err);
    write(&machine, "bad.toml", "consent = 9\n");
    let bad = import(&machine, &source, "other.json", &["--map", "bad.toml"]).expect(1);
    assert!(bad.err.contains("bad.toml: consent = 9 is no level from 0 to 4"), "{}", bad.err);
}

#[test]
fn the_name_of_the_recorder_says_nothing_of_the_source() {
    let machine = Machine::new();
    let source = write(&machine, "notes.txt", "more buses\n\nmore buses\nthe hall\n");
    let mut command = machine.coplan(["import", "notes.txt", "--into", "a.json"]);
    outside::run(command.env("COPLAN_RECORDER", "Bev Example")).well();
    let texts: Vec<String> = told(&machine.path("a.json")).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["more buses", "more buses", "the hall"], "what two people said is said twice");
    again(&machine, &source, "a.json");
    let wrong = machine.run(["--as", "Bev Example", "import", "notes.txt", "--into", "b.json"]).expect(2);
    assert!(wrong.err.contains("--as Bev Example is no kind of source"), "{}", wrong.err);
}

#[test]
fn what_was_withdrawn_does_not_come_in_again() {
    let machine = Machine::new();
    let sheet = "ID,Name,Comment\n1,Ada Example,first\n2,Ben Example,second\n3,Ada Example,third\n";
    let source = write(&machine, "form.csv", sheet);
    write(
        &machine,
        "form.toml",
        "name = \"form\"\npeople = \"name\"\n[columns]\nID = \"id\"\nName = \"name\"\nComment = \"text\"\n",
    );
    let map = ["--map", "form.toml"];
    import(&machine, &source, "a.json", &map).well();
    let path = machine.path("a.json");
    let ada =
        items(&path, "delegates").iter().find(|d| d["name"] == "Ada Example").map(|d| text_of(d, "id").to_owned());
    machine.run(["withdraw", "--person", &ada.unwrap(), "a.json"]).expect(0);
    let left = told(&path);
    assert_eq!(left, [("Ben Example".to_owned(), "second".to_owned())]);
    let newer = write(
        &machine,
        "form (1).csv",
        format!("{sheet}4,Ada Example,fourth\n5,Cy Example,fifth\n").replace("second", "changed"),
    );
    let ran = import(&machine, newer, "a.json", &map).well();
    assert_says(
        &ran,
        &["3 withdrawn and left out", "1 rows say something else than when they came in", "1 new contribution"],
    );
    let said: Vec<String> = told(&path).into_iter().map(|(_, text)| text).collect();
    assert_eq!(said, ["second", "fifth"]);
    assert!(!std::fs::read_to_string(&path).unwrap().contains("Ada"));
}

/// A file written to the header row of an export, with made-up people.
fn export_of(folder: &Path, name: &str, rows: &str) -> Vec<u8> {
    let header = std::fs::read(folder.join("formats").join(format!("{name}.header.csv"))).unwrap();
    let header = text::decode(&header).unwrap().text.trim_end().to_owned();
    format!("{header}{rows}").into_bytes()
}

#[test]
fn each_preset_brings_in_an_export_and_names_what_it_leaves_out() {
    let Some(folder) = data() else { return };
    let machine = Machine::new();
    let forms = ",What would help?,Which parts?\n1,1/19/24 10:22:33,1/19/24 10:25:00,anonymous,,,more buses,Transport;Housing;\n\
                 2,1/19/24 11:00:00,1/19/24 11:02:00,ada@example.org,Ada Example,,\"a bench,\nby the stop\",Transport;\n";
    write(&machine, "forms.csv", export_of(&folder, "msforms-responses", forms));
    let ran = import(&machine, "forms.csv", "forms.json", &[]).well();
    assert_says(
        &ran,
        &[
            "forms: Microsoft Forms answers",
            "2 rows, 1 new delegate, 4 new contributions",
            "left out: Email (personal: e-mail addresses)",
            "left out: Last modified time (of no use here)",
            "column What would help?: an answer; the column's name is its theme",
        ],
    );
    assert_eq!(told(&machine.path("forms.json"))[2], ("Ada Example".to_owned(), "a bench,\nby the stop".to_owned()));
    let google = ",\"Where do you go?\",\"Your phone number\"\n2026/11/21 10:00:00,ada@example.org,\"the hall, the park\",01632 960 001\n";
    write(&machine, "google.csv", export_of(&folder, "googleforms-responses", google));
    let ran = import(&machine, "google.csv", "google.json", &[]).well();
    assert_says(
        &ran,
        &["Google Forms answers", "1 new contribution", "left out: Your phone number (personal: telephone numbers)"],
    );
    assert_eq!(items(&machine.path("google.json"), "contributions")[0]["themes"][0], "Where do you go?");
    let ticket = |n: u32, first: &str, status: &str| {
        format!(
            "\n{n},2026-11-01,{first},Example,{first}@example.org,1,,General,{n},,Free,GBP,0,0,0,0,{status},1 Example Street,,Northfield,,ZZ1 1ZZ,UK,Baker,Hope Church"
        )
    };
    let rows =
        [ticket(1, "Ada", "Attending"), ticket(2, "Ben", "Not Attending"), ticket(3, "Cy", "Attending")].concat();
    write(&machine, "event.csv", export_of(&folder, "eventbrite-attendees", &format!("{rows}\n")));
    let ran = import(&machine, "event.csv", "event.json", &[]).well();
    assert_says(
        &ran,
        &[
            "Eventbrite attendees",
            "3 rows, 2 new delegates, 1 skipped",
            "skipped line 3: Attendee Status is “Not Attending”, not Attending or Checked In",
            "left out: Home Zip (personal",
        ],
    );
    assert_eq!(names(&machine.path("event.json")), ["Ada Example", "Cy Example"]);
    assert_eq!(items(&machine.path("event.json"), "delegates")[0]["organisation"], "Hope Church");
    let parabol = "\nBuses,Anonymous,3,Reflection,2026-11-21T10:00:00.000Z,,What went well?,more buses\n\
                   Buses,Ada Example,3,Comment,2026-11-21T10:05:00.000Z,,,I agree\n\
                   Buses,Ada Example,3,Task,2026-11-21T10:06:00.000Z,,,write to the council\n";
    write(&machine, "retro.csv", export_of(&folder, "parabol-retro", parabol));
    let ran = import(&machine, "retro.csv", "retro.json", &[]).well();
    assert_says(&ran, &["Parabol", "1 new delegate, 3 new contributions, 1 new action", "left out: votes"]);
    assert_eq!(items(&machine.path("retro.json"), "actions")[0]["text"], "write to the council");
    let poll = "\n1,Ada Example,ada@example.org,11/21/2026 10:00:00,Is it warm?,yes,What helps?,a coat\n\
                2,Ben Example,ben@example.org,11/21/2026 10:01:00,Is it warm?,no\n";
    let poll = [b"Poll Report\nReport generated,today\n\n".to_vec(), export_of(&folder, "zoom-poll", poll)].concat();
    write(&machine, "poll.csv", poll);
    let ran = import(&machine, "poll.csv", "poll.json", &[]).well();
    assert_says(
        &ran,
        &[
            "Zoom poll",
            "2 new delegates, 3 new contributions",
            "left out: User Email (personal",
            "before the header are left out",
        ],
    );
    assert_eq!(items(&machine.path("poll.json"), "contributions")[1]["themes"][0], "What helps?");
    let people =
        "\n7,Ada,Example,ada@example.org,01632 960 001,1 Example Street,,Northfield,ZZ1 1ZZ,F,30-44,north,degree\n";
    write(&machine, "people.csv", export_of(&folder, "sortition-respondents", people));
    let ran = import(&machine, "people.csv", "people.json", &[]).well();
    assert_says(&ran, &["1 new delegate", "left out: mobile_number (personal", "left out: Gender (nobody has said"]);
    assert_eq!(names(&machine.path("people.json")), ["Ada Example"]);
    teams(&machine, &folder);
    for name in ["forms", "google", "event", "retro", "poll", "call", "people"] {
        again(&machine, format!("{name}.csv"), &format!("{name}.json"));
        assert_nothing_personal(&machine.path(format!("{name}.json")));
        assert_eq!(
            machine.check(&machine.path(format!("{name}.json")))["faults"].as_array().unwrap().len(),
            0,
            "{name}"
        );
    }
}

/// Teams writes UTF-16 with tabs, in sections.
fn teams(machine: &Machine, folder: &Path) {
    let header = std::fs::read(folder.join("formats/teams-attendance.header.csv")).unwrap();
    let text = text::decode(&header).unwrap().text.into_owned();
    let ends = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut filled = String::new();
    for line in text.lines() {
        filled.push_str(line.trim_end_matches('\r'));
        filled.push_str(ends);
        if line.starts_with("Name\tFirst Join") {
            for who in ["Ada", "Ben"] {
                filled.extend([format!(
                    "{who} Example\t10:00\t11:00\t1h\t{who}@example.org\t{who}@example.org\tPresenter{ends}"
                )]);
            }
        } else if line.starts_with("Name\tJoin Time") {
            filled.extend([format!("Ada Example\t10:00\t11:00\t1h\tada@example.org\tPresenter{ends}")]);
        }
    }
    let bytes: Vec<u8> = filled.encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(machine, "call.csv", [&b"\xff\xfe"[..], &bytes].concat());
    let ran = import(machine, "call.csv", "call.json", &[]).well();
    assert_says(
        &ran,
        &[
            "Teams attendance",
            "2 new delegates",
            "read as UTF-16, as its first bytes say",
            "cells parted by tabs",
            "another section, left out",
            "left out: Participant ID (UPN) (personal",
        ],
    );
    assert_eq!(names(&machine.path("call.json")), ["Ada Example", "Ben Example"]);
}

#[test]
fn csv_spectrum_gives_exactly_its_expected_json() {
    let Some(folder) = data() else { return };
    let folder = folder.join("edge/csv-spectrum");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder.join("csvs")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut bytes = std::fs::read(&path).unwrap();
        if name.ends_with("_crlf") {
            // The repository holds these with the line ends of Git; their names and their JSON say what they are.
            bytes = String::from_utf8(bytes).unwrap().replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
        }
        let decoded = text::decode(&bytes).unwrap();
        let table = read(&decoded.text, Wanted::default()).unwrap();
        assert!(table.skipped.is_empty(), "{name}");
        let row = |row: &coplan::import::table::Row| -> Value {
            table
                .header
                .iter()
                .enumerate()
                .map(|(at, name)| (name.clone(), row.cell(at).into()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let rows = Value::Array(table.rows.iter().map(row).collect());
        let expected = std::fs::read_to_string(folder.join("json").join(format!("{name}.json"))).unwrap();
        let mut expected: Value = serde_json::from_str(&expected).unwrap();
        if name == "location_coordinates" {
            // Published with an object in the place of a list, and with another number than its CSV holds.
            expected["Contact Phone Number"] = "2095257564".into();
            expected = Value::Array(vec![expected]);
        }
        assert_eq!(rows, expected, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 12);
}

#[test]
fn a_header_that_does_not_fit_is_an_error_with_its_line_and_nothing_is_written() {
    let machine = Machine::new();
    for (text, line, why) in [
        ("Name,Comment\nAda Example,a,b\nBen Example,c,d\n", 2, "the header in line 1 is too short"),
        ("Name,Comment,When\nAda Example,a\nBen Example,c\n", 2, "the header in line 1 is too long"),
        ("Ada Example,3\nBen Example,4\n", 1, "there is no header"),
        ("Name,Comment\nAda Example,\"a\nBen Example,b\n", 2, "a quotation mark opens here and none closes it"),
        ("", 0, "it is empty"),
        ("PK\u{3}\u{4}xx", 0, "it is a spreadsheet or a document of an office program"),
    ] {
        write(&machine, "bad.csv", text);
        let ran = import(&machine, "bad.csv", "bad.json", &[]).expect(1);
        let place = if line > 0 { format!("line {line}: {why}") } else { why.to_owned() };
        assert!(ran.err.contains(&place) && ran.err.contains("hint: "), "{place}: {}", ran.err);
        assert!(!machine.path("bad.json").exists());
    }
    // Where some rows fit, those that do not are named.
    write(&machine, "some.csv", "Name,Comment\nAda Example,a\nBen Example,b,c\nCy Example\n");
    let ran = import(&machine, "some.csv", "some.json", &[]).well();
    assert_says(
        &ran,
        &["skipped line 3: it has 3 cells and the header in line 1 has 2", "skipped line 4: it has 1 cell"],
    );
}

/// The votes in `participants-votes.csv`, by statement: agree, disagree, pass.
fn published_votes(folder: &Path) -> BTreeMap<u32, [u64; 3]> {
    let mut reader = csv::Reader::from_path(folder.join("participants-votes.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut votes: BTreeMap<u32, [u64; 3]> = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        for (name, cell) in header.iter().zip(&row) {
            let (Ok(statement), false) = (name.parse::<u32>(), cell.is_empty()) else { continue };
            let vote: i64 = cell.parse().unwrap();
            votes.entry(statement).or_default()[match vote {
                1 => 0,
                -1 => 1,
                _ => 2,
            }] += 1;
        }
    }
    votes
}

/// A column of `comments.csv`.
fn published_column(folder: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(folder.join("comments.csv")).unwrap();
    let at = reader.headers().unwrap().iter().position(|column| column == name).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

/// The statements of `comments.csv` by number.
fn published_statements(folder: &Path) -> BTreeMap<u32, String> {
    let mut reader = csv::Reader::from_path(folder.join("comments.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (id, body) = (column("comment-id"), column("comment-body"));
    reader.records().map(Result::unwrap).map(|row| (row[id].parse().unwrap(), row[body].to_owned())).collect()
}

#[test]
fn three_polis_conversations_come_in_with_every_vote() {
    let Some(folder) = data() else { return };
    let machine = Machine::new();
    for (name, statements, rows) in
        [("london-youth-policing", 39, 640), ("freshwater", 80, 3979), ("canadian-electoral-reform", 174, 12018)]
    {
        let source = folder.join("polis").join(name);
        let into = format!("{name}.json");
        let ran = import(&machine, &source, &into, &[]).well();
        let published = published_votes(&source);
        let total: u64 = published.values().flatten().sum();
        assert_says(
            &ran,
            &[
                &format!("{statements} new contributions, {total} votes"),
                "note: a vote of 1 counts as agree, -1 as disagree and 0 as pass",
                "Consent: 2, as Delegate (the mapping polis says so",
                "left out: participants-votes.csv (holds the same votes by person)",
            ],
        );
        assert!(!ran.out.contains("CHECK THE SIGN"), "{}", ran.out);
        assert!(ran.out.contains(&format!("\n{} rows, ", statements + rows)), "{}", ran.out);
        let path = machine.path(&into);
        let said = items(&path, "contributions");
        let texts: Vec<String> = said.iter().map(|said| text_of(said, "text").to_owned()).collect();
        let expected: Vec<String> = published_statements(&source).values().map(|text| clean(text)).collect();
        assert_eq!(texts, expected, "{name}: every statement, in the order of their numbers");
        let numbers: Vec<u32> = published_statements(&source).into_keys().collect();
        let of: BTreeMap<&str, u32> = said.iter().map(|s| text_of(s, "id")).zip(numbers).collect();
        let mut votes: BTreeMap<u32, [u64; 3]> = BTreeMap::new();
        for tally in items(&path, "tallies") {
            let counts = ["agree", "disagree", "pass"].map(|field| tally[field].as_u64().unwrap_or(0));
            votes.insert(of[text_of(&tally, "contribution")], counts);
        }
        let voted: BTreeMap<u32, [u64; 3]> =
            published.into_iter().filter(|(_, votes)| votes.iter().sum::<u64>() > 0).collect();
        assert_eq!(votes, voted, "{name}: to the vote");
        let authors: BTreeSet<String> = published_column(&source, "author-id").into_iter().collect();
        assert_eq!(names(&path).len(), authors.len(), "{name}");
        let rejected = published_column(&source, "moderated").iter().filter(|moderated| *moderated == "-1").count();
        let aside = |said: &&Value| said["consent"] == 0 && said["themes"] == serde_json::json!(["moderated out"]);
        assert_eq!(said.iter().filter(aside).count(), rejected, "{name}");
        assert!(said.iter().all(|said| said["consent"] == 2 || said["consent"] == 0));
        again(&machine, &source, &into);
        assert_eq!(machine.check(&path)["faults"].as_array().unwrap().len(), 0);
    }
    // Line breaks within a statement are no rows of their own; at its end they go, as they do from a typed line.
    let bytes = std::fs::read(folder.join("polis/freshwater/comments.csv")).unwrap();
    let decoded = text::decode(&bytes).unwrap();
    let table = read(&decoded.text, Wanted::default()).unwrap();
    let body = table.header.iter().position(|name| name == "comment-body").unwrap();
    assert_eq!((table.rows.len(), table.rows.iter().filter(|row| row.cell(body).contains('\n')).count()), (80, 12));
    // The votes reach a report, those against as well.
    machine.run(["export", "freshwater.json", "--to", "md", "--for", "public", "-o", "out", "--force"]).expect(0);
    let report = std::fs::read_dir(machine.path("out")).unwrap().map(|e| e.unwrap().path()).next().unwrap();
    let report = std::fs::read_to_string(report).unwrap();
    assert!(report.contains(" agreed, ") && report.contains(" disagreed, "), "{report}");
}

#[test]
fn a_sign_that_the_export_speaks_against_is_said() {
    let Some(folder) = data() else { return };
    let machine = Machine::new();
    write(&machine, "db.toml", "name = \"db\"\nreads = \"polis\"\nagree = -1\n");
    let source = folder.join("polis/london-youth-policing");
    let ran = import(&machine, source, "a.json", &["--map", "db.toml", "--dry-run"]).well();
    assert_says(
        &ran,
        &["a vote of -1 counts as agree, 1 as disagree", "CHECK THE SIGN", "Consent: 1, paraphrase only"],
    );
}

#[test]
fn two_conversations_in_one_plan_keep_their_people_apart() {
    let Some(folder) = data() else { return };
    let machine = Machine::new();
    machine.session("northfield.json");
    machine.run(["merge", "northfield.json", "-o", "plan.json"]).well();
    for name in ["london-youth-policing", "freshwater"] {
        import(&machine, folder.join("polis").join(name), "plan.json", &[]).well();
        again(&machine, folder.join("polis").join(name), "plan.json");
    }
    let plan = machine.path("plan.json");
    let titles: BTreeSet<String> = items(&plan, "workshops").iter().map(|w| text_of(w, "title").to_owned()).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    let fives = items(&plan, "delegates").iter().filter(|d| d["name"] == "Participant 0").count();
    let authors = |name: &str| {
        let text = std::fs::read_to_string(folder.join("polis").join(name).join("comments.csv")).unwrap();
        text.lines().skip(1).any(|line| line.split(',').nth(3) == Some("0"))
    };
    let expected = ["london-youth-policing", "freshwater"].into_iter().filter(|name| authors(name)).count();
    assert_eq!(fives, expected, "author 0 here and author 0 there are two people");
}

#[test]
fn four_minutes_become_sessions_with_the_right_people() {
    let Some(folder) = data() else { return };
    let machine = Machine::new();
    let first = [
        "Carol",
        "Mark",
        "Eric Holk",
        "Eric Huss",
        "Jack Huey",
        "Jonathan Pallant",
        "Josh Gould",
        "TC",
        "Tyler Mandry",
        "Santiago",
        "Jonathan",
        "Jack",
        "Mara",
        "Josh",
    ];
    let second = [
        "Eric Huss",
        "Jack Huey",
        "Jonathan Pallant",
        "Josh Gould",
        "Mark Rousskov",
        "Eric Holk",
        "TC",
        "Jonathan",
        "Jack",
        "Mark",
        "Josh",
    ];
    let third = ["Mark", "Mara", "Josh", "Eric Huss", "Jack", "Eric Holk", "James", "TC", "Santiago", "Niko"];
    let fourth = [
        "Josh",
        "Mark",
        "Eric Holk",
        "Eric Huss",
        "James Munns",
        "Jack Huey",
        "TC",
        "Santiago",
        "Jack H.",
        "Josh G.",
        "Eric H.",
        "James",
        "Jack",
    ];
    for (day, people) in
        [("2024-01-19", &first[..]), ("2024-03-15", &second), ("2024-05-24", &third), ("2024-06-21", &fourth)]
    {
        let source = folder.join("minutes").join(format!("{day}.md"));
        let into = format!("{day}.json");
        import(&machine, &source, &into, &[]).well();
        let path = machine.path(&into);
        let expected: BTreeSet<String> = people.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(names(&path).into_iter().collect::<BTreeSet<_>>(), expected, "{day}");
        let said = items(&path, "contributions");
        assert!(said.len() > 30, "{day}: {}", said.len());
        assert_eq!(items(&path, "workshops")[0]["date"], day);
        assert!(said.iter().all(|said| text_of(said, "time").starts_with(day) && said["consent"] == 1), "{day}");
        again(&machine, &source, &into);
    }
    let told = told(&machine.path("2024-01-19.json"));
    assert!(told.contains(&("Jonathan".to_owned(), "What about WGs?".to_owned())));
    assert!(told.contains(&("Mara".to_owned(), "RustNL (in May) offered a room too.".to_owned())));
    assert!(told.contains(&(String::new(), "OK with us doing this.".to_owned())), "a decision is nobody's own");
    assert!(!told.iter().any(|(who, text)| !who.is_empty() && text.contains("Email to current members")));
}

#[test]
fn meetings_and_a_transcript_become_sessions_with_the_right_people_and_every_turn() {
    let Some(folder) = data() else { return };
    let machine = Machine::new();
    for name in ["TS3010a", "TS3010b", "TS3010c", "TS3010d", "education_15"] {
        let source = folder.join("meetings").join(format!("{name}.json"));
        let into = format!("{name}.json");
        let meeting: Value = serde_json::from_slice(&std::fs::read(&source).unwrap()).unwrap();
        import(&machine, &source, &into, &[]).well();
        let turn = |turn: &Value| (clean(text_of(turn, "speaker")), clean(text_of(turn, "content")));
        let turns: Vec<(String, String)> =
            meeting["meeting_transcripts"].as_array().unwrap().iter().map(turn).collect();
        let spoken: Vec<(String, String)> = turns.iter().filter(|(_, text)| !text.is_empty()).cloned().collect();
        assert_eq!(told(&machine.path(&into)), spoken, "{name}");
        let speakers: BTreeSet<String> = spoken.into_iter().map(|(who, _)| who).collect();
        assert_eq!(names(&machine.path(&into)).into_iter().collect::<BTreeSet<_>>(), speakers, "{name}");
        let themed =
            items(&machine.path(&into), "contributions").iter().filter(|said| said["themes"].is_array()).count();
        assert!(themed > 0, "{name}");
        again(&machine, &source, &into);
    }
    let source = folder.join("transcripts/2015-10-01-airbnb-consultation.zh-Hant.md");
    let ran = import(&machine, &source, "talk.json", &[]).well();
    assert_says(&ran, &["82 rows, 28 new delegates, 82 new contributions"]);
    let path = machine.path("talk.json");
    let people: BTreeSet<String> = names(&path).into_iter().collect();
    for name in ["唐鳳", "蔡玉玲", "Mike Orgill"] {
        assert!(people.contains(name), "{name}");
    }
    assert!(told(&path)[0].1.starts_with("大家好，很高興今天大家非常準時"));
    again(&machine, &source, "talk.json");
}

#[test]
fn naughty_strings_come_in_as_they_are_and_never_reach_the_terminal() {
    let Some(folder) = data() else { return };
    let machine = Machine::new();
    let strings: Vec<String> =
        serde_json::from_slice(&std::fs::read(folder.join("edge/naughty-strings/blns.json")).unwrap()).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (name, comment) in [("Name".to_owned(), "Comment".to_owned())]
        .into_iter()
        .chain(strings.iter().map(|text| (format!("{text} Example"), text.clone())))
    {
        writer.write_record([name, comment]).unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    let source = write(&machine, "naughty.csv", bytes);
    // Running it at all sees to it that nothing it says holds a control character.
    import(&machine, &source, "naughty.json", &["--dry-run", "--json"]).well();
    import(&machine, &source, "naughty.json", &[]).well();
    let said: BTreeSet<String> = told(&machine.path("naughty.json")).into_iter().map(|(_, text)| text).collect();
    let expected: BTreeSet<String> = strings.iter().map(|text| clean(text)).filter(|text| !text.is_empty()).collect();
    assert_eq!(said, expected);
    again(&machine, &source, "naughty.json");
}

#[test]
fn fifty_thousand_votes_are_counted_without_keeping_a_row() {
    let mut votes = String::from("timestamp,datetime,comment-id,voter-id,vote\n");
    for n in 0..50_000u64 {
        votes.extend([format!(
            "{},x,{},{},{}\n",
            1_481_275_539_794 + n,
            n % 2000,
            n / 2000,
            i64::try_from(n % 3).unwrap() - 1
        )]);
    }
    let mut comments = String::from("timestamp,comment-id,author-id,moderated,comment-body\n");
    for n in 0..2000 {
        comments.extend([format!("1481275539794,{n},{},1,statement number {n}\n", n % 40)]);
    }
    let named = |name: &str, text: &str| Named { name: name.into(), bytes: text.as_bytes().to_vec() };
    let source = Source::new("large", vec![named("comments.csv", &comments), named("votes.csv", &votes)]);
    let began = std::time::Instant::now();
    let mapping = choose(&source, &[]).unwrap();
    let found = find(&source, &mapping).unwrap();
    // Far below this even without any optimisation; a step that looks at all the others at each would be far above.
    assert!(began.elapsed() < std::time::Duration::from_secs(120), "{:?}", began.elapsed());
    assert_eq!((found.said.len(), found.votes, found.people.len()), (2000, 50_000, 40));
}
