//! Somebody else's file coming in on the screen and in the plain face: shown, changed, accepted, stopped.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use std::fs;
use std::path::{Path, PathBuf};

use bench::Bench;
use coplan::model::fields::{Contribution, List, Recorder};
use coplan::model::file::FileKind;
use coplan::model::stamp::Writer;
use coplan::store::{Places, Refusal, Sort};
use coplan::tui::app::Screen;
use coplan::tui::desk::Desk;
use coplan::tui::message::{Effect, Message};
use outside::{Machine, items, texts};
use ratatui::crossterm::event::KeyCode;
use tempfile::TempDir;

const SHEET: &str = "Who,Post-it,E-mail,Mood\nAda Example,more buses,ada@example.org,:)\nBen Example,\"a bench,\nby the stop\",,\n,,,\n";

/// A folder of its own for everything.
fn places(folder: &TempDir) -> Places {
    let at = |name: &str| folder.path().join(name);
    Places { sessions: at("sessions"), config: at("config"), state: at("state") }
}

fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// Does what is done in the background, and answers with it.
fn look(bench: &mut Bench, effects: Vec<Effect>, places: &Places) {
    let job = effects.into_iter().find_map(|effect| match effect {
        Effect::LookThrough(job) => Some(job),
        _ => None,
    });
    let looked = job.expect("nothing is looked through").run(places).map(Box::new);
    bench.send(Message::LookedThrough(looked));
}

fn open(bench: &mut Bench, path: &Path, places: &Places) {
    let effects = bench.line(&format!("/import {}", path.display()));
    let working = bench.picture(80, 24);
    assert!(working.contains("Looking through the file") && working.contains("Esc stops"), "{working}");
    look(bench, effects, places);
}

/// Goes down to the row that begins so.
fn to_row(bench: &mut Bench, begins: &str) {
    for _ in 0..40 {
        let picture = bench.picture(100, 50);
        if picture.lines().any(|line| line.trim_start_matches(['"', '│', ' ']).starts_with(&format!(">{begins}"))) {
            return;
        }
        bench.key(KeyCode::Down);
    }
    panic!("no row {begins}:\n{}", bench.picture(100, 50));
}

#[test]
fn a_sheet_of_a_mapping_is_shown_changed_and_remembered_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(&folder);
    let path = file(&folder, "wall.csv", SHEET);
    let mut bench = Bench::recording("Staying connected", 3);
    open(&mut bench, &path, &places);
    insta::assert_snapshot!("unknown_80x24", bench.picture(80, 24));
    to_row(&mut bench, "Post-it");
    bench.key(KeyCode::Enter);
    insta::assert_snapshot!("meanings_80x24", bench.picture(80, 24));
    // It stands on what is not known, the last of them; after it comes the first, what was said.
    bench.key(KeyCode::Down);
    let effects = bench.key(KeyCode::Enter);
    look(&mut bench, effects, &places);
    assert!(bench.picture(100, 30).contains(">Post-it: what was said"), "{}", bench.picture(100, 30));
    for _ in 0..4 {
        bench.key(KeyCode::Up);
    }
    to_row(&mut bench, "Consent");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Down);
    let effects = bench.key(KeyCode::Enter);
    look(&mut bench, effects, &places);
    for (name, width, height) in [("mapped_80x24", 80, 24), ("mapped_120x40", 120, 40), ("mapped_60x16", 60, 16)] {
        insta::assert_snapshot!(name, bench.picture(width, height));
    }
    assert_eq!(bench.desk().view.live(&List::Contributions).count(), 0, "nothing is written yet");
    let effects = bench.key(KeyCode::Char('y'));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Save(news) if news.size() == 6)), "{effects:?}");
    let said: Vec<String> = bench
        .desk()
        .view
        .live(&List::Contributions)
        .map(|c| Contribution(c).text().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(said, ["more buses", "a bench,\nby the stop"]);
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepMapping(name, text) => Some((name.clone(), text.clone())),
        _ => None,
    });
    let (name, text) = kept.unwrap();
    coplan::store::sources::remember(&places, &name, &text).unwrap();
    insta::assert_snapshot!("came_in_80x24", bench.picture(80, 24));
    bench.key(KeyCode::Esc);
    // The next sheet of this header is known by its mapping, and what came in is known again.
    let next = file(&folder, "wall (1).csv", &format!("{SHEET}Cy Example,a hall,,\n"));
    open(&mut bench, &next, &places);
    let picture = bench.picture(100, 30);
    assert!(picture.contains("1 new delegate, 1 new contribution, 2 delegates already in"), "{picture}");
}

#[test]
fn whether_the_day_or_the_month_comes_first_is_asked_and_never_guessed() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(&folder);
    let text = "ID,Start time,Completion time,Email,Name,What matters?\n1,1/2/26 10:00:00,1/2/26 10:04:00,,Ada Example,a bench\n\
                2,3/2/26 10:00:00,3/2/26 10:04:00,,,more buses\n";
    let path = file(&folder, "answers.csv", text);
    let mut bench = Bench::recording("Staying connected", 3);
    open(&mut bench, &path, &places);
    let before = bench.picture(120, 40);
    assert!(before.contains("Completion time is not understood in 2 rows, such as “1/2/26 10:04:00”"), "{before}");
    to_row(&mut bench, "Days such as 1/2/26 10:04:00: whether the day or the month comes first is not known");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Down);
    bench.key(KeyCode::Up);
    let effects = bench.key(KeyCode::Enter);
    look(&mut bench, effects, &places);
    let after = bench.picture(120, 40);
    assert!(after.contains("the day comes first") && !after.contains("not understood"), "{after}");
    bench.key(KeyCode::Char('y'));
    let days: Vec<String> = bench
        .desk()
        .view
        .live(&List::Contributions)
        .map(|c| Contribution(c).time().unwrap_or_default().chars().take(10).collect())
        .collect();
    assert_eq!(days, ["2026-02-01", "2026-02-03"]);
}

#[test]
fn esc_stops_a_long_look_and_a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(&folder);
    let path = file(&folder, "wall.csv", "Name,Said\nAda Example,\"open\n");
    let mut bench = Bench::recording("Staying connected", 3);
    bench.line(&format!("/import {}", path.display()));
    assert!(matches!(bench.key(KeyCode::Esc).as_slice(), [Effect::Stop]));
    bench.send(Message::LookedThrough(Err(Refusal::new(&path, Sort::Stopped, "it was stopped", ""))));
    assert!(bench.app.overlays.is_empty());
    open(&mut bench, &path, &places);
    let picture = bench.picture(100, 30);
    assert!(picture.contains("line 2: a quotation mark opens here"), "{picture}");
}

#[test]
fn from_home_a_file_becomes_a_session_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(&folder);
    let path = file(&folder, "ideas.txt", "more buses\na bench\n");
    let mut bench = Bench::home();
    bench.app.settings.sessions = places.sessions.clone();
    bench.control('p');
    bench.type_text("bring in");
    bench.key(KeyCode::Enter);
    insta::assert_snapshot!("home_form_80x24", bench.picture(80, 24));
    bench.type_text(&path.to_string_lossy());
    bench.key(KeyCode::Tab);
    bench.key(KeyCode::Enter);
    let effects = bench.key(KeyCode::Enter);
    look(&mut bench, effects, &places);
    let picture = bench.picture(100, 30);
    assert!(picture.contains("It becomes a session of its own"), "{picture}");
    let effects = bench.key(KeyCode::Char('y'));
    let [Effect::Import(to, Some(session), news)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(to.starts_with(&places.sessions) && session.workshop().is_some());
    assert_eq!(news.live(&List::Contributions).count(), 2);
    bench.send(Message::Imported(Ok(to.clone())));
    let picture = bench.picture(100, 30);
    assert!(picture.contains("Open the file"), "{picture}");
    let effects = bench.key(KeyCode::Char('o'));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Open(path) if path == to)), "{effects:?}");
}

#[test]
fn the_plain_face_shows_changes_and_accepts_the_same() {
    let machine = Machine::new();
    let session = machine.session("northfield.json");
    fs::write(machine.path("wall.csv"), SHEET).unwrap();
    // The rows are numbered: consent, then the columns; the second column is what was said.
    let answers = ["1", "/import wall.csv", "3", "1", "y", "", "/quit"];
    let ran = machine.feed(["open", "northfield.json", "--plain"], answers.join("\n")).well();
    assert!(ran.out.contains("Post-it: not known: left out"), "{}", ran.out);
    assert!(ran.out.contains("Post-it: what was said"), "{}", ran.out);
    assert_eq!(texts(&session), ["more buses", "a bench,\nby the stop"], "{}", ran.out);
    let emails = fs::read_to_string(&session).unwrap();
    assert!(!emails.contains("example.org"));
    assert_eq!(items(&session, "delegates").len(), 5);
    // It was remembered: a new session takes it so at once, from home.
    let ran = machine.feed(["--plain"], "/import\nwall.csv\nnew.json\ny\n\n/quit\n").well();
    assert_eq!(texts(&machine.path("new.json")).len(), 2, "{}", ran.out);
}

#[test]
fn which_vote_means_agree_is_shown_and_turned_round_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(&folder);
    let export = folder.path().join("buses");
    fs::create_dir(&export).unwrap();
    fs::write(
        export.join("comments.csv"),
        "timestamp,comment-id,author-id,moderated,comment-body\n1481275539794,0,4,1,more buses\n",
    )
    .unwrap();
    fs::write(
        export.join("votes.csv"),
        "timestamp,comment-id,voter-id,vote\n1481275539794,0,1,1\n1481275539795,0,2,1\n1481275539796,0,3,-1\n",
    )
    .unwrap();
    let mut bench = Bench::recording("Staying connected", 3);
    open(&mut bench, &export, &places);
    insta::assert_snapshot!("polis_80x24", bench.picture(80, 24));
    to_row(&mut bench, "A vote of 1 counts as agree");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Down);
    let effects = bench.key(KeyCode::Enter);
    look(&mut bench, effects, &places);
    let picture = bench.picture(100, 30);
    assert!(picture.contains(">A vote of -1 counts as agree, 1 as disagree"), "{picture}");
    bench.key(KeyCode::Char('y'));
    bench.key(KeyCode::Esc);
    let picture = bench.picture(100, 30);
    assert!(picture.contains("1 agreed, 2 disagreed, 0 passed"), "{picture}");
    // It was the other way after all: what is counted anew holds.
    open(&mut bench, &export, &places);
    let effects = bench.key(KeyCode::Char('y'));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Save(news) if news.size() == 1)), "{effects:?}");
    bench.key(KeyCode::Esc);
    let picture = bench.picture(100, 30);
    assert!(picture.contains("2 agreed, 1 disagreed, 0 passed"), "{picture}");
    open(&mut bench, &export, &places);
    assert!(bench.picture(100, 30).contains("There is nothing new in it"));
}

#[test]
fn in_a_plan_a_file_is_a_workshop_of_its_own_and_undo_leaves_it_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(&folder);
    let path = file(&folder, "ideas.txt", "more buses\na bench\n");
    let mut bench = Bench::workshop();
    let mut plan = bench.desk().view.clone();
    plan.kind = FileKind::Plan;
    let before = plan.live(&List::Workshops).count();
    bench.app.desk = Some(Desk::new(PathBuf::from("/home/bev/plan.json"), plan, &[], Writer::from_number(7)));
    bench.app.screen = Screen::Plan;
    bench.control('p');
    bench.type_text("bring in");
    bench.key(KeyCode::Enter);
    bench.type_text(&path.to_string_lossy());
    bench.key(KeyCode::Enter);
    let effects = bench.key(KeyCode::Enter);
    look(&mut bench, effects, &places);
    let effects = bench.key(KeyCode::Char('y'));
    assert!(matches!(effects.as_slice(), [Effect::KeepCopy, Effect::Save(_)]), "{effects:?}");
    assert_eq!(bench.desk().view.live(&List::Workshops).count(), before + 1);
    let left_out = |bench: &Bench| bench.desk().view.live(&List::Recorders).filter(|r| Recorder(r).left_out()).count();
    assert_eq!(left_out(&bench), 0);
    bench.key(KeyCode::Esc);
    bench.control('z');
    assert_eq!(left_out(&bench), 1, "{}", bench.picture(100, 30));
}
