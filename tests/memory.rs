//! What a report of a large plan takes of memory beside the open plan, told by the system itself.
//!
//! The target is 32 MB for 5,000 actions and 200,000 contributions written as CSV and JSON. Here stands a tenth of such a
//! plan, and a tenth of that: what is added grows with the lines. The one test of this file has a process of its own,
//! because what other tests had and gave back would count as nothing.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::NaiveDate;
use coplan::export::files;
use coplan::model::programme::Programme;
use coplan::model::words::Audience;
use coplan::publish::{Ask, Report, publish_for};
use coplan::store::read::read;

const LINES: usize = 200_000 / PART;
const ACTIONS: usize = 5_000 / PART;
/// What may be added, in bytes.
const MOST: u64 = (32 << 20) / PART as u64;
/// Which part of the target's plan is made here.
const PART: usize = 10;
/// Lines of one session.
const SESSION: usize = 200;

/// Writes such a plan line by line, so that no more of it than a line was ever in this process: eight people at each
/// table; some lines may be told in other words only, or in the room only, and some were edited since.
fn write_plan(path: &Path, lines: usize, actions: usize) -> io::Result<()> {
    let mut to = BufWriter::new(fs::File::create(path)?);
    let sessions = lines / SESSION;
    let stamp = |session: usize, nth: usize, number: usize| {
        let letter = |at: u32| char::from(b'a' + u8::try_from(session / 26usize.pow(at) % 26).unwrap());
        format!("20261121T100000{:03}-{nth}-w{}{}{}.{number}", session % 1000, letter(2), letter(1), letter(0))
    };
    let person = |session: usize, seat: usize| stamp(session, 2, seat);
    let said = |session: usize, nth: usize| stamp(session, 3 + nth, 0);
    write!(to, "{{ \"format\": \"coplan\", \"kind\": \"plan\", \"version\": 1")?;
    let mut list = |name: &str, count: usize, item: &dyn Fn(usize) -> String| {
        write!(to, ",\n  \"{name}\": [\n    ")?;
        for nth in 0..count {
            write!(to, "{}{}", if nth > 0 { ",\n    " } else { "" }, item(nth))?;
        }
        write!(to, "\n  ]")
    };
    let workshop = |session: usize| stamp(session / 4 * 4, 0, 0);
    list("workshops", sessions / 4, &|nth| {
        let id = workshop(nth * 4);
        format!("{{\"id\": \"{id}\", \"title\": \"Staying connected {nth}\", \"date\": \"2026-11-21\"}}")
    })?;
    list("recorders", sessions, &|nth| {
        let (id, workshop) = (stamp(nth, 1, 0), workshop(nth));
        format!("{{\"id\": \"{id}\", \"workshop\": \"{workshop}\", \"table\": \"Table {}\"}}", nth % 4 + 1)
    })?;
    list("runs", sessions, &|nth| {
        format!("{{\"id\": \"{}\", \"recorder\": \"{}\"}}", stamp(nth, 1, 1), stamp(nth, 1, 0))
    })?;
    list("delegates", sessions * 8, &|nth| {
        let (id, workshop) = (person(nth / 8, nth % 8), workshop(nth / 8));
        format!(
            "{{\"id\": \"{id}\", \"workshop\": \"{workshop}\", \"seat\": {}, \"name\": \"Person{nth} Example\", \
             \"role\": \"resident\", \"category\": \"local-residents\", \"consent\": {}}}",
            nth % 8 + 1,
            2 + nth % 3
        )
    })?;
    list("contributions", lines, &|nth| {
        let (session, at) = (nth / SESSION, nth % SESSION);
        let kind = ["quote", "quote", "quote", "idea", "question", "asset", "tension"][nth % 7];
        let stage = ["relationships", "existing-activity", "co-creation", "patient-voice"][at * 4 / SESSION];
        let mut item = format!(
            "{{\"id\": \"{}\", \"time\": \"2026-11-21T10:38:07+00:00\", \"stage\": \"{stage}\", \"kind\": \"{kind}\", \
             \"speaker\": \"{}\", \"consent\": {}, \"text\": \"they moved the bus stop, so on day {nth} nobody came to \
             table {session} at all\", \"themes\": [\"theme {:02}\"]",
            said(session, at),
            person(session, nth % 8),
            if nth % 15 == 0 { nth % 2 } else { 2 + nth % 3 },
            nth % 40
        );
        if nth % 15 == 7 {
            write!(item, ", \"edited\": {{\"stage\": \"{}\"}}", stamp(session, 900, 0).trim_end_matches(".0")).unwrap();
        }
        item + "}"
    })?;
    list("actions", actions, &|nth| {
        let session = nth * sessions / actions;
        format!(
            "{{\"id\": \"{}\", \"time\": \"2026-11-21T11:00:00+00:00\", \"text\": \"Ask the church about the hall, part \
             {nth}\", \"lead\": \"{}\", \"need\": \"two hours a week of somebody's time, part {nth}\", \"measure\": \
             \"so many people who had stopped going out\", \"due\": \"2027-01-12\", \"evidence\": [\"{}\"], \
             \"themes\": [\"theme {:02}\"]}}",
            stamp(session, 800, nth % (actions / sessions)),
            person(session, nth % 8),
            said(session, nth % SESSION),
            nth % 40
        )
    })?;
    writeln!(to, " }}")?;
    to.flush()
}

/// A number of bytes that the system tells of this process.
fn told(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

#[test]
fn csv_and_json_of_a_large_plan_take_little_memory_beside_the_open_plan() {
    let folder = tempfile::tempdir().unwrap();
    // Once with a small plan, so that the program's own pages count as little as they do beside a large one.
    let small = folder.path().join("small.json");
    write_plan(&small, SESSION * 4, 20).unwrap();
    write_reports(&read(&small).unwrap(), folder.path());
    let path = folder.path().join("plan.json");
    write_plan(&path, LINES, ACTIONS).unwrap();
    let file = read(&path).unwrap();
    file.read_in_place();
    // From here on the highest mark begins anew.
    if let Err(error) = fs::write("/proc/self/clear_refs", "5") {
        eprintln!("skipped: the highest mark of memory cannot be set back here: {error}");
        return;
    }
    let open = told("VmRSS");
    let (shown, written) = write_reports(&file, folder.path());
    let added = told("VmHWM").saturating_sub(open);
    eprintln!("{} KB beside an open plan, with all else, of {} KB", added >> 10, open >> 10);
    assert!(shown > LINES * 3 / 4 && written > 4_000_000, "{shown} lines are shown in {written} bytes");
    assert!(added <= MOST, "{added} bytes beside an open plan of {open}, and not {MOST}");
}

/// Writes the plan for its board as CSV and JSON; says how many lines are shown, and how many bytes of JSON were written.
fn write_reports(file: &coplan::model::file::File, folder: &Path) -> (usize, u64) {
    let ask = Ask { audience: Audience::Board, today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() };
    let report = Report::named("plan").unwrap();
    let view = publish_for(report, file, Programme::embedded(), &ask, None);
    let document = (report.write)(&view);
    for (name, made) in files(&document, "plan", report.name, ask.audience, &["csv", "json"]).unwrap() {
        made.write(&mut BufWriter::new(fs::File::create(folder.join(name)).unwrap())).unwrap();
    }
    (view.voices().len(), fs::metadata(folder.join("plan-plan-for-board.json")).unwrap().len())
}
