//! Files under bad conditions: what is saved stays, what is foreign is joined, what is broken is named.
// A test says what it found wrong by failing; the endings are the program's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::case_sensitive_file_extension_comparisons)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use coplan::model::edit::Edit;
use coplan::model::fields::{List, field};
use coplan::model::file::{File, Withdrawal};
use coplan::model::stamp::{Clock, Id, Moment, Writer};
use coplan::plan::Gone;
use coplan::store::atomic::{create, replace};
use coplan::store::gather::gather;
use coplan::store::keeper::Kept;
use coplan::store::names::{beside, draft_path, edits_path, sibling_path};
use coplan::store::read::read;
use coplan::store::siblings::Known;
use coplan::store::withdraw::{Outcome, withdraw};
use coplan::store::{Fresh, Keeper, Lock, Opened, Places, Report, Sort, open};

const LIMIT: Duration = Duration::from_secs(60);

/// A recorder: a clock, and what it has of a file.
struct Pen {
    clock: Clock,
    file: File,
}

impl Pen {
    fn new(number: u32, file: File) -> Self {
        let mut clock = Clock::new(Writer::from_number(number));
        file.latest().into_iter().for_each(|stamp| clock.see(stamp));
        Self { clock, file }
    }

    fn edit(&mut self, change: impl FnOnce(&mut Edit<'_>)) -> File {
        let now: Moment = "2026-11-21T10:00:00+00:00".parse().unwrap();
        let mut edit = Edit::new(&self.file, self.clock.next(now));
        change(&mut edit);
        let delta = edit.finish();
        self.file.join(&delta);
        delta
    }

    fn say(&mut self, text: &str) -> File {
        self.edit(|edit| {
            let id = edit.create(&List::Contributions);
            edit.set(&List::Contributions, id, field::TEXT, text);
            edit.set(&List::Contributions, id, field::TIME, "2026-11-21T10:00:00+00:00");
        })
    }

    /// The same workshop, to be written by another recorder.
    fn table(&self, number: u32) -> Self {
        let mut file = File::default();
        for workshop in self.file.list(&List::Workshops) {
            file.insert(&List::Workshops, workshop.clone());
        }
        Self::new(number, file)
    }
}

fn session() -> Pen {
    let mut pen = Pen::new(1, File::default());
    pen.edit(|edit| {
        let id = edit.create(&List::Workshops);
        edit.set(&List::Workshops, id, field::TITLE, "Staying connected");
    });
    pen
}

fn texts(file: &File) -> Vec<String> {
    let mut texts: Vec<String> =
        file.live(&List::Contributions).filter_map(|item| item.text(field::TEXT)).map(str::to_owned).collect();
    texts.sort();
    texts
}

fn keep(path: &Path, file: &File) -> (Keeper, Receiver<Report>) {
    let lock = Lock::take(path).unwrap().expect("nobody else has it");
    start(Kept { path: path.into(), file: file.clone(), known: Known::default(), lock, fresh: Fresh::Private })
}

fn go_on(opened: Opened) -> (Keeper, Receiver<Report>) {
    let Opened { path, file, known, lock, .. } = opened;
    start(Kept { path, file, known, lock: lock.unwrap(), fresh: Fresh::Private })
}

fn start(kept: Kept) -> (Keeper, Receiver<Report>) {
    let (tell, reports) = channel();
    (Keeper::start(kept, move |report| drop(tell.send(report))), reports)
}

/// Waits for a report that the closure wants.
fn wait_for<T>(reports: &Receiver<Report>, mut want: impl FnMut(Report) -> Option<T>) -> T {
    let end = Instant::now() + LIMIT;
    loop {
        let report = reports.recv_timeout(end.saturating_duration_since(Instant::now())).expect("a report in time");
        if let Some(found) = want(report) {
            return found;
        }
    }
}

fn wait_saved(reports: &Receiver<Report>, wanted: u64) -> usize {
    wait_for(reports, |report| match report {
        Report::Saved { contributions, changes } if changes >= wanted => Some(contributions),
        _ => None,
    })
}

fn wait_until(mut done: impl FnMut() -> bool) {
    let end = Instant::now() + LIMIT;
    while !done() {
        assert!(Instant::now() < end, "in time");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn stop(keeper: Keeper) {
    let stopped = keeper.stop(LIMIT);
    assert_eq!((stopped.waiting, stopped.refusal), (0, None));
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("northfield.json");
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    // Where a file that is open cannot be removed, the lock stays.
    names.retain(|name| !cfg!(windows) || !name.ends_with(".lock"));
    names.sort();
    names
}

#[test]
fn saved_means_that_it_is_on_disk_and_nothing_else_is_left_behind() {
    let (folder, path) = folder();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    for n in 1..=5 {
        keeper.join(pen.say(&format!("line {n}")));
    }
    assert_eq!(wait_saved(&reports, 5), 5);
    assert_eq!(read(&path).unwrap(), pen.file);
    keeper.join(pen.say("the last one"));
    stop(keeper);
    assert_eq!(read(&path).unwrap(), pen.file);
    assert_eq!(names(folder.path()), ["northfield.json"]);
}

#[test]
fn a_dropped_keeper_saves_and_gives_up_its_lock() {
    let (_folder, path) = folder();
    let mut pen = session();
    let (keeper, _reports) = keep(&path, &pen.file);
    keeper.join(pen.say("words"));
    drop(keeper);
    assert!(Lock::wait(&path, LIMIT).unwrap().is_some());
    assert_eq!(texts(&read(&path).unwrap()), ["words"]);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_a_new_one_is_private_or_as_its_folder() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (folder, path) = folder();
    replace(&path, b"new", Fresh::Private).unwrap();
    assert_eq!(mode(&path), 0o600);
    for kept in [0o640, 0o664, 0o400] {
        fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
        replace(&path, b"again", Fresh::AsFolder).unwrap();
        assert_eq!(mode(&path), kept);
    }
    let chosen = folder.path().join("chosen");
    fs::create_dir(&chosen).unwrap();
    fs::set_permissions(&chosen, fs::Permissions::from_mode(0o755)).unwrap();
    let plain = chosen.join("plain");
    fs::write(&plain, "").unwrap();
    create(&chosen.join("new.json"), b"new", Fresh::AsFolder).unwrap();
    assert_eq!(mode(&chosen.join("new.json")), mode(&plain) & 0o755);
    let places = Places { sessions: chosen.clone(), config: "/c".into(), state: "/s".into() };
    assert_eq!(places.fresh(&chosen.join("x.json")), Fresh::Private);
    assert_eq!(places.fresh(&folder.path().join("x.json")), Fresh::AsFolder);
    let made = Places { sessions: folder.path().join("made/coplan"), ..places };
    made.make_sessions().unwrap();
    assert_eq!(mode(&made.sessions), 0o700);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_kept() {
    let (folder, path) = folder();
    let link = folder.path().join("link.json");
    std::os::unix::fs::symlink("northfield.json", &link).unwrap();
    // Also before its target is there.
    replace(&link, b"first", Fresh::Private).unwrap();
    replace(&link, b"second", Fresh::Private).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&path).unwrap(), b"second");
    // One lock, by whichever name.
    let _lock = Lock::take(&path).unwrap().unwrap();
    assert!(Lock::take(&link).unwrap().is_none());
    let looped = folder.path().join("loop.json");
    std::os::unix::fs::symlink("loop.json", &looped).unwrap();
    assert!(replace(&looped, b"", Fresh::Private).is_err());
    assert!(open(&looped).is_err());
}

#[test]
fn a_folder_that_went_away_and_came_back_gets_everything() {
    let (outer, _) = folder();
    let (here, away) = (outer.path().join("here"), outer.path().join("away"));
    fs::create_dir(&here).unwrap();
    let path = here.join("northfield.json");
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    keeper.join(pen.say("before"));
    wait_saved(&reports, 1);
    fs::rename(&here, &away).unwrap();
    keeper.join(pen.say("while away"));
    keeper.join(pen.say("still away"));
    let refusal = wait_for(&reports, |report| match report {
        Report::NotSaved { waiting: 2, refusal } => Some(refusal),
        _ => None,
    });
    assert_eq!(refusal.sort, Sort::Missing);
    assert_eq!(keeper.waiting(), 2);
    fs::rename(&away, &here).unwrap();
    // Without another key.
    assert_eq!(wait_saved(&reports, 3), 3);
    assert_eq!(read(&path).unwrap(), pen.file);
    // And the new folder is watched.
    let mut table = pen.table(2);
    table.say("from table 2");
    replace(&sibling_path(&path, "Table 2"), &table.file.encode(), Fresh::Private).unwrap();
    wait_for(&reports, |report| matches!(report, Report::Arrived { file, .. } if file == table.file).then_some(()));
    stop(keeper);
}

#[cfg(unix)]
#[test]
fn a_folder_made_read_only_is_said_and_recovered_from() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = folder();
    let set = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    keeper.join(pen.say("before"));
    wait_saved(&reports, 1);
    set(0o500);
    if fs::write(folder.path().join("probe"), "").is_ok() {
        println!("skipped: this user may write anywhere");
        return stop(keeper);
    }
    keeper.join(pen.say("while read-only"));
    wait_for(&reports, |report| {
        matches!(report, Report::NotSaved { waiting: 1, refusal } if refusal.sort == Sort::Denied).then_some(())
    });
    set(0o700);
    assert_eq!(wait_saved(&reports, 2), 2);
    stop(keeper);
    assert_eq!(read(&path).unwrap(), pen.file);
}

#[test]
fn a_file_replaced_under_us_is_joined_and_both_sides_are_kept() {
    let (_folder, path) = folder();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    keeper.join(pen.say("mine"));
    wait_saved(&reports, 1);
    let mut other = pen.table(2);
    other.say("theirs");
    // As a sync tool does it: with no word of ours.
    fs::write(path.with_extension("tmp"), other.file.encode()).unwrap();
    fs::rename(path.with_extension("tmp"), &path).unwrap();
    let arrived = wait_for(&reports, |report| match report {
        Report::Arrived { file, from } if from == fs::canonicalize(&path).unwrap() => Some(file),
        _ => None,
    });
    assert_eq!(texts(&arrived), ["theirs"]);
    wait_until(|| read(&path).is_ok_and(|file| texts(&file) == ["mine", "theirs"]));
    stop(keeper);
}

#[test]
fn a_file_that_vanished_is_written_again() {
    let (_folder, path) = folder();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    keeper.join(pen.say("words"));
    wait_saved(&reports, 1);
    fs::remove_file(&path).unwrap();
    wait_until(|| read(&path).is_ok_and(|file| file == pen.file));
    stop(keeper);
}

#[test]
fn a_file_broken_under_us_is_kept_aside_and_ours_is_written() {
    let (folder, path) = folder();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    keeper.join(pen.say("words"));
    wait_saved(&reports, 1);
    fs::write(&path, "{ \"format\": \"coplan\", half").unwrap();
    wait_for(&reports, |report| matches!(report, Report::Unreadable(_)).then_some(()));
    wait_until(|| read(&path).is_ok_and(|file| file == pen.file));
    stop(keeper);
    assert_eq!(names(folder.path()), ["northfield.damaged-1.json", "northfield.json"]);
}

#[test]
fn two_windows_on_siblings_see_each_other() {
    let (_folder, path) = folder();
    let mut pen = session();
    let mut table = pen.table(2);
    let (first, first_hears) = keep(&path, &pen.file);
    wait_saved(&first_hears, 0);
    let beside = sibling_path(&path, "Table 2");
    let (second, second_hears) = keep(&beside, &table.file);
    first.join(pen.say("from the first"));
    second.join(table.say("from the second"));
    let hears = |reports: &Receiver<Report>, text: &str| {
        wait_for(reports, |report| match report {
            Report::Arrived { file, from } if texts(&file) == [text] => Some(from),
            _ => None,
        })
    };
    assert_eq!(hears(&first_hears, "from the second").file_name(), beside.file_name());
    assert_eq!(hears(&second_hears, "from the first").file_name(), path.file_name());
    // Of a file that was read before only what is new is brought, so that no table's length slows another's keys.
    second.join(table.say("and again"));
    hears(&first_hears, "and again");
    stop(first);
    stop(second);
    // Nobody's file was written by anyone else.
    assert_eq!(texts(&read(&path).unwrap()), ["from the first"]);
    assert_eq!(texts(&read(&beside).unwrap()), ["and again", "from the second"]);
    assert_eq!(open(&path).unwrap().siblings.len(), 1);
}

#[test]
fn a_conflicted_copy_arrives_a_namesake_does_not_and_half_a_copy_gets_a_second_chance() {
    let (folder, path) = folder();
    let pen = session();
    let mut copy = pen.table(2);
    copy.say("on the laptop");
    let (keeper, reports) = keep(&path, &pen.file);
    wait_saved(&reports, 0);
    let mut namesake = Pen::new(9, session().file);
    namesake.file = File::default();
    namesake.edit(|edit| {
        let id = edit.create(&List::Workshops);
        edit.set(&List::Workshops, id, field::TITLE, "Another workshop");
    });
    fs::write(folder.path().join("northfield-east.json"), namesake.file.encode()).unwrap();
    let bytes = copy.file.encode();
    let conflicted = folder.path().join("northfield-LAPTOP.json");
    fs::write(&conflicted, &bytes[..bytes.len() / 2]).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    fs::write(&conflicted, &bytes).unwrap();
    let from = wait_for(&reports, |report| match report {
        Report::Arrived { from, .. } => Some(from),
        Report::Unreadable(refusal) => panic!("{refusal}"),
        _ => None,
    });
    assert_eq!(from.file_name(), conflicted.file_name());
    fs::write(folder.path().join("northfield (1).json"), "{").unwrap();
    let refusal = wait_for(&reports, |report| match report {
        Report::Unreadable(refusal) => Some(refusal),
        _ => None,
    });
    assert!(refusal.to_string().contains("northfield (1).json: line 1, column 1"), "{refusal}");
    stop(keeper);
}

#[test]
fn a_sibling_that_vanishes_is_said_once_loses_nothing_and_is_read_again_when_it_comes_back() {
    let (_folder, path) = folder();
    let pen = session();
    let mut table = pen.table(2);
    table.say("from the second");
    let beside = sibling_path(&path, "Table 2");
    fs::write(&beside, table.file.encode()).unwrap();
    let (keeper, reports) = keep(&path, &pen.file);
    let arrived = |text: &str| {
        wait_for(&reports, |report| match report {
            Report::Arrived { file, .. } => texts(&file).iter().any(|said| said == text).then_some(()),
            Report::Gone(path) => panic!("{}", path.display()),
            _ => None,
        });
    };
    arrived("from the second");
    // Away for a moment only, as when a sync tool puts a newer one in its place.
    fs::remove_file(&beside).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    table.say("and again");
    fs::write(&beside, table.file.encode()).unwrap();
    arrived("and again");
    fs::remove_file(&beside).unwrap();
    let gone = wait_for(&reports, |report| if let Report::Gone(path) = report { Some(path) } else { None });
    assert_eq!(gone.file_name(), beside.file_name());
    table.say("back once more");
    fs::write(&beside, table.file.encode()).unwrap();
    arrived("back once more");
    stop(keeper);
}

#[test]
fn a_name_of_255_bytes_is_saved_locked_drafted_and_opened() {
    let (folder, _) = folder();
    let path = folder.path().join(format!("{}.json", "n".repeat(250)));
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    keeper.join(pen.say("words"));
    keeper.draft("half a wo".into());
    wait_saved(&reports, 1);
    wait_until(|| draft_path(&path).exists());
    stop(keeper);
    let opened = open(&path).unwrap();
    assert_eq!((opened.file, opened.draft.as_deref()), (pen.file, Some("half a wo")));
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_folders_are_refused_at_once() {
    let (folder, _) = folder();
    let pipe = folder.path().join("pipe.json");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
    let endless = folder.path().join("endless.json");
    std::os::unix::fs::symlink("/dev/zero", &endless).unwrap();
    let start = Instant::now();
    for path in [pipe.as_path(), endless.as_path(), folder.path()] {
        assert_eq!(read(path).unwrap_err().sort, Sort::NotAFile);
        assert_eq!(open(path).unwrap_err().sort, Sort::NotAFile);
        assert!(replace(path, b"words", Fresh::Private).is_err());
    }
    let gathered = gather(&[folder.path().into()]);
    assert_eq!((gathered.read.len(), gathered.refused.len()), (0, 2));
    // Who waits for a pipe or reads to the end of the endless waits for ever.
    assert!(start.elapsed() < Duration::from_secs(60));
    assert_eq!(names(folder.path()), ["endless.json", "pipe.json"]);
}

#[test]
fn empty_zeroed_and_newer_files_are_refused_and_left_as_they_are() {
    let (folder, path) = folder();
    let newer: &[u8] = b"{ \"format\": \"coplan\", \"kind\": \"session\", \"version\": 2 }";
    for (bytes, sort) in [(&b""[..], Sort::Empty), (&[0; 500][..], Sort::Empty), (newer, Sort::Newer)] {
        fs::write(&path, bytes).unwrap();
        let refusal = open(&path).unwrap_err();
        assert_eq!(refusal.sort, sort);
        assert!(!refusal.hint.is_empty());
        assert_eq!(fs::read(&path).unwrap(), bytes);
        assert_eq!(names(folder.path()), ["northfield.json"]);
    }
    assert_eq!(open(&folder.path().join("none.json")).unwrap_err().sort, Sort::Missing);
}

#[test]
fn a_damaged_file_is_kept_aside_once_and_what_can_be_read_goes_on() {
    let (folder, path) = folder();
    let mut pen = session();
    pen.say("one");
    pen.say("two");
    let whole = pen.file.encode();
    let damaged = &whole[..whole.len() - 40];
    fs::write(&path, damaged).unwrap();
    for _ in 0..2 {
        // Repeatable: a crash may come in between.
        let opened = open(&path).unwrap();
        let damage = opened.damaged.unwrap();
        assert_eq!(fs::read(&damage.kept_as).unwrap(), damaged);
        assert_eq!((damage.recovered, damage.lost.len()), (2, 1));
        assert_eq!(fs::read(&path).unwrap(), damaged);
    }
    let (keeper, reports) = go_on(open(&path).unwrap());
    keeper.join(pen.say("three"));
    wait_saved(&reports, 1);
    stop(keeper);
    assert_eq!(texts(&read(&path).unwrap()), ["one", "three"]);
    assert_eq!(names(folder.path()), ["northfield.damaged-1.json", "northfield.json"]);
}

#[test]
fn opening_cleans_up_after_a_dead_run_and_touches_nothing_of_others() {
    let (folder, path) = folder();
    fs::write(&path, session().file.encode()).unwrap();
    for name in [".coplan-aB3dE6.tmp", ".other-aB3dE6.tmp", "northfield.tmp"] {
        fs::write(folder.path().join(name), "words").unwrap();
    }
    drop(open(&path).unwrap());
    assert_eq!(names(folder.path()), [".other-aB3dE6.tmp", "northfield.json", "northfield.tmp"]);
}

#[test]
fn a_leftover_edits_file_is_joined_at_open_and_folded_in() {
    let (folder, path) = folder();
    let mut pen = session();
    fs::write(&path, pen.file.encode()).unwrap();
    let delta = pen.say("on its way");
    fs::write(edits_path(&path), delta.encode()).unwrap();
    assert_eq!(texts(&gather(&[folder.path().into()]).read[0].1), ["on its way"]);
    let opened = open(&path).unwrap();
    assert_eq!(opened.file, pen.file);
    let (keeper, reports) = go_on(opened);
    wait_saved(&reports, 0);
    stop(keeper);
    assert_eq!(read(&path).unwrap(), pen.file);
    assert_eq!(names(folder.path()), ["northfield.json"]);
}

#[test]
fn damaged_edits_are_kept_aside_and_what_can_be_read_of_them_is_joined() {
    let (folder, path) = folder();
    let mut pen = session();
    fs::write(&path, pen.file.encode()).unwrap();
    let mut edits = pen.say("whole");
    edits.join(&pen.say("cut off"));
    let bytes = edits.encode();
    let damaged = &bytes[..bytes.len() - 30];
    fs::write(edits_path(&path), damaged).unwrap();
    let opened = open(&path).unwrap();
    assert_eq!((texts(&opened.file), opened.unreadable.len()), (vec!["whole".to_owned()], 1));
    let (keeper, reports) = go_on(opened);
    wait_saved(&reports, 0);
    stop(keeper);
    assert_eq!(texts(&read(&path).unwrap()), ["whole"]);
    assert_eq!(names(folder.path()), ["northfield.damaged-1.json", "northfield.json"]);
    assert_eq!(fs::read(folder.path().join("northfield.damaged-1.json")).unwrap(), damaged);
}

#[test]
fn a_large_file_gets_its_edits_beside_it_first_and_in_it_later() {
    let (folder, path) = folder();
    let mut pen = session();
    pen.edit(|edit| {
        for n in 0..20_000 {
            let id = edit.create(&List::Contributions);
            edit.set(&List::Contributions, id, field::TEXT, format!("line {n} {}", "x".repeat(200)));
        }
    });
    let (keeper, reports) = keep(&path, &pen.file);
    let start = Instant::now();
    wait_saved(&reports, 0);
    let slow = start.elapsed() > Duration::from_millis(150);
    keeper.join(pen.say("one more"));
    wait_saved(&reports, 1);
    if slow {
        // The edits first: by the time they are looked for, they may be folded into the file, which is whole then.
        let edits = read(&edits_path(&path));
        let mut both = read(&path).unwrap();
        if let Ok(edits) = edits {
            both.join(&edits);
        }
        assert_eq!(both, pen.file);
    }
    wait_until(|| !edits_path(&path).exists());
    stop(keeper);
    assert_eq!(read(&path).unwrap(), pen.file);
    assert_eq!(names(folder.path()), ["northfield.json"]);
}

#[test]
fn the_first_edit_of_a_large_file_is_saved_without_the_file_being_written_whole() {
    let (_keep, path) = folder();
    let mut pen = session();
    pen.edit(|edit| {
        for _ in 0..20_001 {
            let id = edit.create(&List::Contributions);
            edit.set(&List::Contributions, id, field::TEXT, "they moved the bus stop");
        }
    });
    fs::write(&path, pen.file.encode()).unwrap();
    let (keeper, reports) = go_on(open(&path).unwrap());
    let delta = pen.say("one more");
    keeper.join(delta.clone());
    let contributions = wait_saved(&reports, 1);
    // It may be folded in a second later, and is whole then.
    let edits = read(&edits_path(&path));
    assert!(edits.is_ok_and(|edits| edits == delta) || read(&path).unwrap() == pen.file);
    assert_eq!(contributions, 20_002);
    wait_until(|| !edits_path(&path).exists());
    assert_eq!(read(&path).unwrap(), pen.file);
    stop(keeper);
}

#[test]
fn the_count_of_lines_on_disk_is_what_is_in_the_file_whatever_is_joined() {
    let (_keep, path) = folder();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    let said = &List::Contributions;
    let mut changes = 0;
    let mut saved = |pen: &Pen, delta: File| {
        keeper.join(delta);
        changes += 1;
        let count = wait_saved(&reports, changes);
        assert_eq!(count, pen.file.live(said).count());
        count
    };
    let lines: Vec<Id> = ["one", "two", "three"].map(|text| pen.say(text)).iter().map(|d| d.list(said)[0].id).collect();
    let all = pen.file.clone();
    assert_eq!(saved(&pen, all.clone()), 3);
    // Edited, joined again, removed, brought back, half of it here, whole, and withdrawn.
    let edited = pen.edit(|edit| edit.set(said, lines[0], field::STAR, true));
    assert_eq!(saved(&pen, edited), 3);
    assert_eq!(saved(&pen, all), 3);
    let removed = pen.edit(|edit| edit.set(said, lines[1], field::REMOVED, true));
    assert_eq!(saved(&pen, removed), 2);
    let back = pen.edit(|edit| edit.set(said, lines[1], field::REMOVED, false));
    assert_eq!(saved(&pen, back), 3);
    let mut other = pen.table(2);
    let theirs = other.say("four");
    let theirs_edited = other.edit(|edit| edit.set(said, theirs.list(said)[0].id, field::STAR, true));
    pen.file.join(&theirs_edited);
    assert_eq!(saved(&pen, theirs_edited), 3);
    pen.file.join(&theirs);
    assert_eq!(saved(&pen, theirs), 4);
    let mut gone = File::default();
    gone.withdraw([Withdrawal::Item(lines[2])]);
    pen.file.join(&gone);
    assert_eq!(saved(&pen, gone), 3);
    stop(keeper);
    assert_eq!(read(&path).unwrap(), pen.file);
}

#[test]
fn a_draft_is_on_disk_within_a_second_and_goes_when_it_is_entered() {
    let (_folder, path) = folder();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    wait_saved(&reports, 0);
    // A machine that was busy with other things for a moment is no breach of the promise.
    let drafts = ["they moved the b", "they moved the bu", "they moved the bus", "they moved the b"];
    let in_time = drafts.into_iter().any(|draft| {
        let start = Instant::now();
        keeper.draft(draft.into());
        wait_until(|| fs::read(draft_path(&path)).is_ok_and(|text| text == draft.as_bytes()));
        start.elapsed() < Duration::from_secs(1)
    });
    assert!(in_time);
    keeper.join(pen.say("they moved the bus stop"));
    keeper.draft(String::new());
    wait_until(|| !draft_path(&path).exists());
    assert_eq!(texts(&read(&path).unwrap()), ["they moved the bus stop"]);
    stop(keeper);
}

#[test]
fn handing_in_makes_a_copy_renews_an_older_one_and_keeps_a_strangers() {
    let (folder, path) = folder();
    let stick = folder.path().join("stick");
    fs::create_dir(&stick).unwrap();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    let copied = |reports: &Receiver<Report>| {
        wait_for(reports, |report| match report {
            Report::CopiedTo(path) => Some(path),
            _ => None,
        })
    };
    keeper.copy_to(stick.clone());
    assert_eq!(copied(&reports), stick.join("northfield.json"));
    keeper.join(pen.say("words"));
    keeper.copy_to(stick.clone());
    assert_eq!(read(&copied(&reports)).unwrap(), pen.file);
    assert_eq!(names(&stick), ["northfield.json"]);
    fs::write(stick.join("northfield.json"), "somebody's").unwrap();
    keeper.copy_to(stick.clone());
    assert_eq!(copied(&reports), stick.join("northfield (2).json"));
    keeper.copy_to(folder.path().join("gone/away.json"));
    wait_for(&reports, |report| matches!(report, Report::CopyFailed(_)).then_some(()));
    stop(keeper);
}

#[test]
fn withdrawing_takes_words_out_of_file_and_edits_or_waits_for_the_window() {
    let (folder, path) = folder();
    let mut pen = session();
    pen.say("stays");
    fs::write(&path, pen.file.encode()).unwrap();
    let delta = pen.say("to go");
    fs::write(edits_path(&path), delta.encode()).unwrap();
    let id: Id = delta.list(&List::Contributions)[0].id;
    let mut what = File::default();
    what.withdraw([Withdrawal::Item(id)]);
    let done = |items| Outcome::Done { items, struck: 0, draft: false };
    let lock = Lock::take(&path).unwrap();
    assert_eq!(withdraw(&path, &what, &Gone::default()).unwrap(), Outcome::Pending);
    drop(lock);
    assert_eq!(withdraw(&path, &what, &Gone::default()).unwrap(), done(1));
    assert_eq!(withdraw(&path, &what, &Gone::default()).unwrap(), done(0));
    assert_eq!(names(folder.path()), ["northfield.json"]);
    assert!(!fs::read_to_string(&path).unwrap().contains("to go"));
    let mut back = read(&path).unwrap();
    back.join(&delta);
    assert_eq!(texts(&back), ["stays"]);
}

#[test]
fn a_second_window_gets_no_lock_and_disturbs_nothing() {
    let (_folder, path) = folder();
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    keeper.join(pen.say("words"));
    wait_saved(&reports, 1);
    let opened = open(&path).unwrap();
    assert!(opened.lock.is_none());
    assert_eq!(opened.file, pen.file);
    assert!(beside(&path, ".lock").exists());
    stop(keeper);
}

#[test]
fn gathering_reads_each_file_once_and_names_the_bad_ones() {
    let (folder, path) = folder();
    let pen = session();
    fs::write(&path, pen.file.encode()).unwrap();
    fs::write(folder.path().join("bad.json"), "not json").unwrap();
    fs::write(folder.path().join("notes.txt"), "not ours").unwrap();
    fs::write(folder.path().join(".hidden.json"), "not ours").unwrap();
    let missing = folder.path().join("missing.json");
    let gathered = gather(&[folder.path().into(), path.clone(), missing]);
    assert_eq!(gathered.read.len(), 1);
    let sorts: Vec<Sort> = gathered.refused.iter().map(|refusal| refusal.sort).collect();
    assert_eq!(sorts, [Sort::NotCoplan, Sort::Missing]);
}

#[test]
fn a_tool_that_keeps_writing_our_file_loses_nothing_of_ours_or_its_own() {
    let (_folder, path) = folder();
    let mut pen = session();
    let mut tool = pen.table(2);
    let (keeper, reports) = keep(&path, &pen.file);
    wait_saved(&reports, 0);
    for n in 0..20 {
        keeper.join(pen.say(&format!("mine {n}")));
        tool.say(&format!("theirs {n}"));
        replace(&path, &tool.file.encode(), Fresh::Private).unwrap();
    }
    let mut all = pen.file.clone();
    all.join(&tool.file);
    wait_until(|| read(&path).is_ok_and(|file| file == all));
    stop(keeper);
}

#[test]
fn eight_tables_writing_at_once_all_arrive_once_in_an_open_window() {
    let (_folder, path) = folder();
    let pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    wait_saved(&reports, 0);
    std::thread::scope(|scope| {
        for number in 2..10 {
            let (mut table, own) = (pen.table(number), sibling_path(&path, &format!("Table {number}")));
            scope.spawn(move || {
                let (keeper, reports) = keep(&own, &table.file);
                for n in 0..10 {
                    keeper.join(table.say(&format!("table {number} line {n}")));
                    wait_saved(&reports, n + 1);
                }
                stop(keeper);
            });
        }
    });
    let mut view = pen.file.clone();
    wait_for(&reports, |report| {
        if let Report::Arrived { file, .. } = report {
            view.join(&file);
        }
        (texts(&view).len() == 80).then_some(())
    });
    stop(keeper);
    assert_eq!(read(&path).unwrap(), pen.file);
}

/// Not a test of its own: the run that the next test kills. It says on standard output what it was told is saved.
#[test]
fn run_to_be_killed() {
    use std::io::Write;
    let Some(path) = std::env::var_os("COPLAN_TEST_TO_BE_KILLED") else { return };
    let opened = open(Path::new(&path)).unwrap();
    let mut pen = Pen::new(std::process::id(), opened.file.clone());
    let (keeper, reports) = go_on(opened);
    let before = texts(&pen.file).len() as u64;
    for n in 1.. {
        keeper.join(pen.say(&format!("line {:06}", before + n)));
        keeper.draft(format!("draft {n}"));
        wait_saved(&reports, n);
        writeln!(std::io::stdout(), "saved {}", before + n).unwrap();
    }
}

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_is_left_behind() {
    use std::io::Read;
    let (folder, path) = folder();
    fs::write(&path, session().file.encode()).unwrap();
    for round in 0..20_u64 {
        let mut run = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "run_to_be_killed", "--nocapture"])
            .env("COPLAN_TEST_TO_BE_KILLED", &path)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(20 + round * 7 % 60));
        run.kill().unwrap();
        run.wait().unwrap();
        let mut said = String::new();
        run.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        let acknowledged = said.lines().filter_map(|line| line.strip_prefix("saved ")).next_back();
        let acknowledged = acknowledged.and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        let opened = open(&path).unwrap();
        assert!(opened.damaged.is_none() && opened.lock.is_some());
        let texts = texts(&opened.file);
        assert!(texts.len() >= acknowledged, "{} of {acknowledged}", texts.len());
        assert!(texts.iter().enumerate().all(|(at, text)| *text == format!("line {:06}", at + 1)), "{texts:?}");
    }
    let left = names(folder.path());
    assert!(left.iter().all(|name| !name.ends_with(".tmp")), "{left:?}");
}

/// For a person with a small disk at hand: `COPLAN_TEST_SMALL_DISK=/mnt/small cargo test a_full_disk`.
#[test]
fn a_full_disk_is_said_and_recovered_from() {
    let Some(disk) = std::env::var_os("COPLAN_TEST_SMALL_DISK").map(PathBuf::from) else {
        println!("skipped: COPLAN_TEST_SMALL_DISK names no small disk");
        return;
    };
    let (path, ballast) = (disk.join("northfield.json"), disk.join("ballast"));
    let mut pen = session();
    let (keeper, reports) = keep(&path, &pen.file);
    keeper.join(pen.say("before"));
    wait_saved(&reports, 1);
    let before = read(&path).unwrap();
    let mut filler = fs::File::create(&ballast).unwrap();
    while std::io::Write::write_all(&mut filler, &[b'x'; 4096]).is_ok() {}
    keeper.join(pen.say("while full"));
    wait_for(&reports, |report| {
        matches!(report, Report::NotSaved { waiting: 1, refusal } if refusal.sort == Sort::Full).then_some(())
    });
    assert_eq!(read(&path).unwrap(), before);
    fs::remove_file(&ballast).unwrap();
    drop(filler);
    assert_eq!(wait_saved(&reports, 2), 2);
    stop(keeper);
    assert_eq!(read(&path).unwrap(), pen.file);
    assert_eq!(names(&disk), ["northfield.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_idle_keeper_sleeps() {
    let (_folder, path) = folder();
    let (keeper, reports) = keep(&path, &session().file);
    wait_saved(&reports, 0);
    let woken = || -> u64 {
        let tasks = fs::read_dir("/proc/self/task").unwrap().flatten();
        let keepers = tasks.filter(|task| fs::read_to_string(task.path().join("comm")).is_ok_and(|c| c == "keeper\n"));
        let status = keepers.filter_map(|task| fs::read_to_string(task.path().join("status")).ok());
        let switches = |s: String| s.lines().find_map(|l| l.strip_prefix("voluntary_ctxt_switches:\t")?.parse().ok());
        status.filter_map(switches).collect::<Vec<u64>>().first().copied().unwrap_or_default()
    };
    // Alone in its process, so that the one thread of that name is this one.
    if std::env::var_os("COPLAN_TEST_ALONE").is_some() {
        std::thread::sleep(Duration::from_millis(300));
        let before = woken();
        std::thread::sleep(Duration::from_secs(3));
        assert_eq!(woken(), before);
    } else {
        let alone = ["--exact", "an_idle_keeper_sleeps"];
        let mut run = std::process::Command::new(std::env::current_exe().unwrap());
        assert!(run.args(alone).env("COPLAN_TEST_ALONE", "1").status().unwrap().success());
    }
    stop(keeper);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_draft_is_neither_read_nor_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("northfield.json");
    fs::write(&path, session().file.encode()).unwrap();
    let other = folder.path().join("other.txt");
    fs::write(&other, "somebody's words").unwrap();
    std::os::unix::fs::symlink(&other, draft_path(&path)).unwrap();
    let opened = open(&path).unwrap();
    assert_eq!(opened.draft, None);
    let (keeper, _reports) = go_on(opened);
    keeper.draft("they moved".into());
    wait_until(|| fs::read(draft_path(&path)).is_ok_and(|text| text == b"they moved"));
    assert_eq!(fs::read(&other).unwrap(), b"somebody's words");
    assert!(draft_path(&path).symlink_metadata().unwrap().is_file());
}

#[cfg(unix)]
#[test]
fn a_dot_file_is_never_more_open_than_the_file_it_stands_beside() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("northfield.json");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let write = |file| coplan::store::atomic::replace_beside(&edits_path(&path), b"words", file).unwrap();
    fs::write(edits_path(&path), "open to all").unwrap();
    fs::set_permissions(edits_path(&path), fs::Permissions::from_mode(0o666)).unwrap();
    write(Some(&path));
    assert_eq!(mode(&edits_path(&path)), 0o600);
    for wanted in [0o600, 0o640] {
        fs::write(&path, "{}").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).unwrap();
        write(Some(&path));
        assert_eq!(mode(&edits_path(&path)), wanted);
    }
}

#[cfg(unix)]
#[test]
fn an_export_is_never_written_through_a_link() {
    use coplan::store::atomic::overwrite;
    let folder = tempfile::tempdir().unwrap();
    let (path, target) = (folder.path().join("plan.md"), folder.path().join("target"));
    std::os::unix::fs::symlink(&target, &path).unwrap();
    assert_eq!(create(&path, b"words", Fresh::Private).unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
    overwrite(&path, b"words", Fresh::Private).unwrap();
    assert!(!target.exists());
    assert!(path.symlink_metadata().unwrap().is_file());
}

#[test]
fn a_practice_workshop_is_told_also_where_it_is_not_the_first_or_is_marked_by_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real.json");
    fs::write(&real, session().file.encode()).unwrap();
    let mut second = Pen::new(2, session().file);
    second.edit(|edit| {
        let id = edit.create(&List::Workshops);
        edit.set(&List::Workshops, id, field::PRACTICE, true);
    });
    let mut listed = Pen::new(3, File::default());
    listed.edit(|edit| {
        let id = edit.create(&List::Workshops);
        edit.put(&List::Workshops, id, field::PRACTICE, "yes");
    });
    for practice in [second.file, listed.file] {
        let path = folder.path().join("practice.json");
        fs::write(&path, practice.encode()).unwrap();
        let out = folder.path().join("plan.json");
        let merge =
            coplan::store::merge::merge(&[real.clone(), path], &out, Fresh::Private, None, &mut |_| true).unwrap();
        assert_eq!((merge.brought.len(), merge.refused.len()), (1, 1));
    }
}

#[test]
fn a_merge_says_how_far_it_has_come_and_one_that_is_stopped_leaves_the_plan_as_it_was() {
    use coplan::store::gather::Progress;
    use coplan::store::merge::merge;

    let folder = tempfile::tempdir().unwrap();
    let (from, out) = (folder.path().join("tables"), folder.path().join("plan.json"));
    fs::create_dir(&from).unwrap();
    for table in 1..=3 {
        let mut pen = session().table(table);
        pen.say("they moved the bus stop");
        fs::write(from.join(format!("{table}.json")), pen.file.encode()).unwrap();
    }
    let run = |last: usize| {
        let mut told = Vec::new();
        let merged = merge(
            std::slice::from_ref(&from),
            &out,
            Fresh::Private,
            Some(chrono::Local::now().fixed_offset()),
            &mut |Progress { done, of }| {
                told.push((done, of));
                done < last
            },
        );
        (merged, told)
    };
    for (last, told) in [(0, vec![(0, 3)]), (2, vec![(0, 3), (1, 3), (2, 3)])] {
        let (stopped, heard) = run(last);
        assert_eq!((stopped.unwrap_err().sort, heard), (Sort::Stopped, told));
        assert!(!out.exists(), "a plan was written");
    }
    let (merged, told) = run(usize::MAX);
    assert_eq!((merged.unwrap().contributions(), told.last()), (3, Some(&(3, 3))));
    let before = fs::read(&out).unwrap();
    fs::write(from.join("4.json"), session().file.encode()).unwrap();
    // Stopped at the very last, when all has been read.
    assert_eq!(run(4).0.unwrap_err().sort, Sort::Stopped);
    assert_eq!(fs::read(&out).unwrap(), before);
}

#[test]
fn control_characters_of_a_name_do_not_go_into_other_names() {
    let path = Path::new("/nowhere/north\u{1b}field.json");
    assert_eq!(coplan::store::names::export_stem(path), "north-field");
    let sibling = sibling_path(path, "Table 2");
    assert!(sibling.ends_with("north-field.table-2.json"));
    assert!(coplan::store::names::is_sibling(path, &sibling));
}
