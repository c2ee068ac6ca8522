//! The only part of the screen that touches threads, the terminal, the clock and the store.
//!
//! With no timer on the screen and nothing happening, every thread here sleeps: no ticks, no redraw.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{self, Event, KeyEventKind};

use super::app::{App, Screen};
use super::burst;
use super::commands::export::Output;
use super::desk::Desk;
use super::intake;
use super::message::{Effect, Message, Place};
use super::recall::{Recall, Recalled};
use super::screens::{home, present};
use super::terminal::{self, Taken};
use super::theme::Theme;
use super::update::update;
use super::view::View;
use super::wall::{Wait, Wall};
use super::worker::{Job, Worker};
use crate::model::file::{File, FileKind};
use crate::model::stamp::{Id, Writer};
use crate::plan::{Gone, MARK};
use crate::store::belongings::belongings;
use crate::store::copies::Why;
use crate::store::keeper::Kept;
use crate::store::recent::Recent;
use crate::store::siblings::Known;
use crate::store::{
    self, Follower, Keeper, Lock, Places, Refusal, Report, StopReport, atomic, copies, copy, gather, incoming, names,
    recent, sources,
};

/// How often it is shown how far a long look through a plan has come.
const SHOW_AFTER: Duration = Duration::from_millis(250);
/// The size in bytes from which reading a file takes long enough to be seen, so that the screen says it first.
const LARGE: u64 = 8 << 20;
/// How long a half-typed line may be in memory only.
const DRAFT_AFTER: Duration = Duration::from_millis(400);
/// How long closing a file waits for the disk.
const CLOSING: Duration = Duration::from_secs(5);
/// How long the end waits for the disk when the terminal is gone.
const LAST_MOMENT: Duration = Duration::from_millis(700);

/// Performs effects and collects what happens.
#[derive(Debug)]
pub struct Runtime {
    inbox: Receiver<Message>,
    outbox: Sender<Message>,
    places: Places,
    wall: Wall,
    keeper: Option<(PathBuf, Keeper)>,
    /// What has no place on disk yet, because none could be made.
    homeless: Option<File>,
    /// What tells of the file of a window that only reads.
    follower: Option<Follower>,
    draft_due: Option<Instant>,
    /// What is done in the background.
    worker: Worker,
    /// The keys that came while a large file is being read, for what it shows; none where none is.
    held: Option<Vec<Message>>,
    /// Gives the list of recent files once it is written.
    remembering: Option<Receiver<Vec<Recent>>>,
    /// How many withdrawals are still going over other files.
    recalling: Arc<AtomicUsize>,
    /// How many times recent files are being looked into.
    looking: Arc<AtomicUsize>,
    /// How the last keeper ended, where not all could be saved.
    lost: Option<StopReport>,
    ended: bool,
}

impl Runtime {
    /// A runtime over these folders.
    pub fn new(places: Places, wall: Wall) -> Self {
        let (outbox, inbox) = channel();
        Self {
            inbox,
            outbox,
            places,
            wall,
            keeper: None,
            homeless: None,
            follower: None,
            draft_due: None,
            worker: Worker::default(),
            held: None,
            remembering: None,
            recalling: Arc::default(),
            looking: Arc::default(),
            lost: None,
            ended: false,
        }
    }

    /// A round of the loop begins, to find out afterwards whether the machine slept.
    pub fn begin_round(&self) -> Wait {
        Wait::begin(self.wall)
    }

    /// Whether the program is to end.
    pub const fn has_ended(&self) -> bool {
        self.ended
    }

    /// What could not be saved at the end, if anything.
    pub const fn lost(&self) -> Option<&StopReport> {
        self.lost.as_ref()
    }

    /// Whether all that was accepted is on disk, and nothing is being looked for elsewhere.
    pub fn is_settled(&self) -> bool {
        let busy = self.recalling.load(Ordering::Acquire) + self.looking.load(Ordering::Acquire) > 0;
        !busy && self.keeper.as_ref().is_none_or(|(_, keeper)| keeper.waiting() == 0)
    }

    /// Whether files are being looked through or joined in the background.
    pub fn is_working(&self) -> bool {
        self.worker.is_busy()
    }

    /// Notes the recent files for the home screen; looks into them where it is in front. Where a file is, noting that it was
    /// opened does so later, and nobody waits for it meanwhile.
    pub fn list_recent(&self, at_home: bool) {
        let mut recent = recent::list(&self.places);
        // What stands in the sessions folder can be opened from home too, though this machine never did.
        for path in gather::files_of(&self.places.sessions).unwrap_or_default() {
            if !recent.iter().any(|r| r.path == path) {
                recent.push(recent::Recent { path, recorder: None });
            }
        }
        if at_home {
            self.look_at_days(&recent);
        }
        self.send(Message::Recent(recent));
    }

    /// Finds out until when the recent files are to be kept: on a thread, because it reads them.
    fn look_at_days(&self, recent: &[Recent]) {
        let paths: Vec<PathBuf> = recent.iter().map(|recent| recent.path.clone()).take(home::SHOWN).collect();
        let (outbox, looking) = (self.outbox.clone(), Arc::clone(&self.looking));
        looking.fetch_add(1, Ordering::AcqRel);
        thread::spawn(move || {
            let _ = outbox.send(Message::KeptUntil(recent::kept_until(&paths)));
            looking.fetch_sub(1, Ordering::AcqRel);
        });
    }

    /// Projects a file in a window of its own, which follows it and writes nothing.
    pub fn project(&mut self, app: &mut App, path: &Path) -> Result<(), Refusal> {
        let outbox = self.outbox.clone();
        let followed = store::follow(path, move |report| drop(outbox.send(Message::Store(report))))?;
        if followed.file.kind == FileKind::Plan {
            let reason = "it is a plan, and a workshop is projected";
            return Err(Refusal::new(path, store::Sort::NotCoplan, reason, "name a session of the workshop"));
        }
        let desk = Desk::new(followed.path, followed.file, &followed.siblings, app.settings.writers.draw());
        app.desk = Some(desk);
        present::begin(app, true);
        self.follower = Some(followed.follower);
        self.handle(app, Message::Resized);
        Ok(())
    }

    fn send(&self, message: Message) {
        // The inbox is ours, so there is always somebody to read it.
        let _ = self.outbox.send(message);
    }

    /// Lets a message change the state, and performs what follows.
    pub fn handle(&mut self, app: &mut App, message: Message) {
        // Taken along with whatever comes next: for the list alone nothing need be drawn anew.
        if let Some(recent) = self.remembering.as_ref().and_then(|remembering| remembering.try_recv().ok()) {
            self.look_at_days(&recent);
            update(app, self.wall.now(), Message::Recent(recent));
        }
        if let (Some(held), Message::Key(_) | Message::Paste(_)) = (&mut self.held, &message) {
            return held.push(message);
        }
        let held = if matches!(message, Message::Opened(_)) { self.held.take() } else { None };
        for effect in update(app, self.wall.now(), message) {
            self.perform(app, effect);
        }
        for key in held.into_iter().flatten() {
            if !(matches!(key, Message::Key(_)) && app.asks_unseen()) {
                self.handle(app, key);
            }
        }
    }

    /// Handles everything that has happened; waits at most `patience` for a first message.
    pub fn pump(&mut self, app: &mut App, patience: Duration) -> bool {
        let Ok(first) = self.inbox.recv_timeout(patience) else { return false };
        self.handle(app, first);
        while let Ok(next) = self.inbox.try_recv() {
            self.handle(app, next);
        }
        true
    }

    /// Does something on a thread beside, and hears of it when it is done.
    fn aside(&mut self, work: impl FnOnce() -> Message + Send + 'static) {
        let outbox = self.outbox.clone();
        self.worker.aside(move || drop(outbox.send(work())));
    }

    /// Whether reading a file takes long enough to be seen.
    pub fn is_large(path: &Path) -> bool {
        std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() >= LARGE)
    }

    /// Reads a file; a large one beside the screen, which says so meanwhile.
    fn open(&mut self, path: PathBuf) {
        if !Self::is_large(&path) {
            return self.send(Message::Opened(store::open(&path).map(Box::new)));
        }
        self.held.get_or_insert_default();
        self.send(Message::Opening(path.clone()));
        self.aside(move || Message::Opened(store::open(&path).map(Box::new)));
    }

    /// Does one thing outside.
    pub fn perform(&mut self, app: &App, effect: Effect) {
        match effect {
            Effect::Open(path) => {
                // As it stands in the list of recent files.
                let path = std::path::absolute(&path).unwrap_or(path);
                // The open file is let go of only when another is begun, or is the same: until then one can go back.
                if self.keeper.as_ref().is_some_and(|(open, _)| names::same_file(open, &path)) {
                    self.close(CLOSING);
                }
                self.open(path);
            }
            Effect::Begin(place, file) => {
                let begun = self.begin(place, file.clone());
                self.homeless = begun.is_err().then_some(file);
                self.send(Message::Began(begun));
            }
            Effect::Save(delta) => {
                if let Some((_, keeper)) = &self.keeper {
                    keeper.join(delta);
                } else {
                    // Never dropped: it waits in memory for a place, and the screen says so.
                    self.homeless.get_or_insert_default().join(&delta);
                    let path = app.desk.as_ref().map(|desk| desk.path.clone()).unwrap_or_default();
                    let hint = "save it in another folder";
                    let refusal = Refusal::new(&path, store::Sort::Missing, "there is no file to save it in", hint);
                    self.send(Message::Store(Report::NotSaved { waiting: 1, refusal }));
                }
            }
            Effect::Draft => {
                self.draft_due.get_or_insert_with(|| Instant::now() + DRAFT_AFTER);
            }
            Effect::HandIn(folder) => {
                if let Some((_, keeper)) = &self.keeper {
                    keeper.copy_to(folder);
                } else if let Some(file) = self.homeless.take() {
                    let workshop = file.workshop();
                    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
                    let title = text(workshop.and_then(|w| w.title()));
                    let date = text(workshop.and_then(|w| w.date()));
                    self.perform(app, Effect::Begin(Place::New { folder: Some(folder), title, date }, file));
                }
            }
            Effect::HandOut(folder, copies) => {
                if let Some(mixed) = copies.first().and_then(|(_, file)| copy::keep_apart(file, &folder).err()) {
                    return self.send(Message::Wrote(Err(mixed)));
                }
                let copies = copies.into_iter().map(|(name, file)| (name, file.encode())).collect();
                self.write(|| {}, Output::Files(folder, copies), false);
            }
            // On a thread: a large plan in every format takes a while, and nobody is to wait for it.
            Effect::Make(making) => self.aside(move || Message::Made(Box::new(making.make()))),
            Effect::Export(output, force) => {
                self.write(self.keeping(app, Why::Exporting), output, force);
            }
            Effect::Look(from, out) => self.take_in(app, from, out, false),
            Effect::Merge(from, out) => self.take_in(app, from, out, true),
            Effect::LookThrough(job) => self.look_through(*job),
            Effect::Import(path, begins, news) => self.import(path, begins, news),
            Effect::KeepCopy => self.keep_copy(app, Why::Joining(1)),
            Effect::KeepMapping(name, text) => self.keep_mapping(&name, &text),
            Effect::Stop => self.worker.stop(),
            Effect::Copies(plan) => self.aside(move || Message::Copies(plan.clone(), copies::list(&plan))),
            Effect::Restore(copy) => self.restore(app, &copy),
            Effect::Forget => self.forget(app),
            Effect::LookAround(path) => {
                let found = belongings(&path, None).map(|found| found.all).unwrap_or_default();
                self.send(Message::Belongings(found));
            }
            Effect::Recall { change, gone, before, tell } => self.recall(app, change, *gone, before, tell),
            Effect::Remember(path, recorder) => self.remember(path, recorder),
            Effect::Practise => {
                let opened = practice(&self.places).and_then(|path| store::open(&path));
                self.send(Message::Opened(opened.map(Box::new)));
            }
            Effect::Rehearse(path, writer) => {
                let opened = self.rehearsal(app, &path, writer).and_then(|path| store::open(&path));
                self.send(Message::Opened(opened.map(Box::new)));
            }
            Effect::Kept(plan) => self.send(Message::Kept(store::kept::dated(&plan))),
            Effect::Earlier(plan, typed, day) => {
                let read = store::kept::find(&plan, &typed, day).and_then(|path| {
                    let file = gather::read_whole(&path)?;
                    Ok(Box::new((store::kept::day_of(&plan, &path, &file), file)))
                });
                self.send(Message::Earlier(read));
            }
            Effect::Template(path) => self.send(Message::Template(gather::read_whole(&path).map(Box::new))),
            Effect::Bell => terminal::ring(),
            Effect::Quit => {
                self.flush_draft(app);
                self.follower = None;
                let until = Instant::now() + CLOSING;
                while !self.ended && self.recalling.load(Ordering::Acquire) > 0 && Instant::now() < until {
                    thread::sleep(Duration::from_millis(5));
                }
                self.worker.end(LAST_MOMENT);
                self.close(if app.quitting && self.ended { LAST_MOMENT } else { CLOSING });
                if let Some(remembering) = self.remembering.take() {
                    let _ = remembering.recv_timeout(LAST_MOMENT);
                }
                self.ended = true;
            }
        }
    }

    /// Writes a rehearsal of a workshop into the folder for practice, and says which file it is.
    pub fn rehearsal(&self, app: &App, path: &Path, writer: Writer) -> Result<PathBuf, Refusal> {
        // Of the open workshop with what the other tables' files say of who is in the room.
        let open = app.desk.as_ref().filter(|desk| names::same_file(&desk.path, path));
        let real = open.map_or_else(|| gather::read_whole(path), |desk| Ok(desk.view.clone()))?;
        if real.kind == FileKind::Plan || real.workshop().is_none() {
            let reason = "there is no workshop in it that could be rehearsed";
            return Err(Refusal::new(path, store::Sort::NotCoplan, reason, "name a session of the workshop"));
        }
        let file = Desk::rehearsal(&real, &app.programme, writer, self.wall.now());
        let title = file.workshop().and_then(|workshop| workshop.title()).unwrap_or_default();
        // Not called practice itself, whose old copies are cleared away by the next one.
        let title = format!("rehearsal {}", title.trim_start_matches(MARK));
        let folder = self.places.sessions.join("practice");
        std::fs::create_dir_all(&folder).map_err(|e| Refusal::of_io(&folder, "made", &e))?;
        let path = names::new_path(&folder, &title, &self.wall.now().date_naive().to_string());
        atomic::create(&path, &file.encode(), self.places.fresh(&path))
            .map_err(|e| Refusal::of_io(&path, "saved", &e))?;
        Ok(path)
    }

    /// Notes a file in the list of recent files: on a thread, because nobody is to wait for that disk.
    fn remember(&mut self, path: PathBuf, recorder: Option<Id>) {
        let (places, before) = (self.places.clone(), self.remembering.take());
        let (written, remembering) = channel();
        self.remembering = Some(remembering);
        thread::spawn(move || {
            // One after the other: each writes the whole list.
            if let Some(before) = before {
                let _ = before.recv();
            }
            // A list of recent files that cannot be written is no reason to trouble anybody.
            let _ = recent::note(&places, &path, recorder);
            let _ = written.send(recent::list(&places));
        });
    }

    /// Takes the lock of a file and starts its keeper.
    fn begin(&mut self, place: Place, file: File) -> Result<PathBuf, Refusal> {
        let (path, known, lock) = match place {
            Place::Here { path, known, lock } => (path, known, Some(lock)),
            Place::Beside(path, name) => (names::sibling_path(&path, &name), Known::default(), None),
            Place::New { folder, title, date } => {
                let folder = match folder {
                    Some(folder) => folder,
                    None => {
                        let folder = self.places.sessions.clone();
                        self.places.make_sessions().map_err(|e| Refusal::of_io(&folder, "made", &e))?;
                        folder
                    }
                };
                (names::new_path(&folder, &title, &date), Known::default(), None)
            }
        };
        let lock = match lock {
            Some(lock) => lock,
            None => Lock::take(&path)?
                .ok_or_else(|| Refusal::new(&path, store::Sort::Denied, "another window has this file", "try again"))?,
        };
        self.close(CLOSING);
        let fresh = self.places.fresh(&path);
        let outbox = self.outbox.clone();
        let kept = Kept { path: path.clone(), file, known, lock, fresh };
        let keeper = Keeper::start(kept, move |report| drop(outbox.send(Message::Store(report))));
        keeper.look();
        self.keeper = Some((path.clone(), keeper));
        Ok(path)
    }

    /// Saves everything and lets go of the open file.
    fn close(&mut self, limit: Duration) {
        if let Some((_, keeper)) = self.keeper.take() {
            let report = keeper.stop(limit);
            self.lost = Some(report).filter(|r| r.waiting > 0).or(self.lost.take());
        }
    }

    fn flush_draft(&mut self, app: &App) {
        self.draft_due = None;
        if let Some((_, keeper)) = &self.keeper {
            let draft = app.run.draft();
            keeper.draft(app.desk.as_ref().map_or_else(|| draft.text.clone(), |desk| desk.draft(&draft, app.now)));
        }
    }

    /// Writes files for people to take away, after something else: on a thread, because nobody is to wait for those of a
    /// large plan; and on one, because what two threads have at once takes more memory.
    fn write(&mut self, first: impl FnOnce() + Send + 'static, output: Output, force: bool) {
        let places = self.places.clone();
        self.aside(move || {
            first();
            let folder = output.folder();
            if let Err(error) = std::fs::create_dir_all(folder) {
                return Message::Wrote(Err(Refusal::of_io(folder, "saved", &error)));
            }
            if !force && output.names().iter().any(|name| folder.join(name).symlink_metadata().is_ok()) {
                return Message::Exists(output);
            }
            let mut written = Vec::new();
            let wrote = output.each(|name, write| {
                let path = folder.join(name);
                // A link is never written through: it may lead anywhere.
                let put = if force { atomic::overwrite_with } else { atomic::create_with };
                put(&path, &atomic::buffered(write), places.fresh(&path))
                    .map_err(|error| Refusal::of_io(&path, "saved", &error))?;
                written.push(path);
                Ok(())
            });
            Message::Wrote(wrote.map(|()| written))
        });
    }

    /// Looks through files, or joins them: on a thread, because nobody is to wait for many files.
    fn take_in(&mut self, app: &App, from: Vec<PathBuf>, out: PathBuf, joins: bool) {
        // What was just typed is part of the folder.
        let settled: Box<dyn Fn() -> bool + Send> = match &self.keeper {
            Some((_, keeper)) => Box::new(keeper.settles()),
            None => Box::new(|| true),
        };
        let open =
            app.desk.as_ref().filter(|_| self.keeper.as_ref().is_some_and(|(path, _)| names::same_file(path, &out)));
        if open.is_some_and(|desk| !desk.is_plan()) {
            let reason = "it is the session that is open, and a session stays one";
            let refusal = Refusal::new(&out, store::Sort::Exists, reason, "choose another name for the plan");
            return self.send(Message::Found(Err(refusal)));
        }
        let (open, fresh, now) = (open.map(|desk| desk.view.clone()), self.places.fresh(&out), self.wall.now());
        let job = Job { from, out, open, fresh, now, joins, settled };
        self.worker.begin(job, self.outbox.clone());
    }

    /// Lists the kept copies of a plan.
    /// Looks through somebody else's file: on a thread, because nobody is to wait for a large one.
    fn look_through(&mut self, job: intake::Job) {
        let places = self.places.clone();
        let stopped = Refusal::new(&job.from, store::Sort::Stopped, "it was stopped", "");
        let work = move || Message::LookedThrough(job.run(&places).map(Box::new));
        self.worker.look_through(self.outbox.clone(), Message::LookedThrough(Err(stopped)), work);
    }

    /// Remembers a mapping; what comes in comes in all the same where that fails.
    fn keep_mapping(&self, name: &str, text: &str) {
        if let Err(refusal) = sources::remember(&self.places, name, text) {
            self.send(Message::Imported(Err(refusal)));
        }
    }

    /// Writes what came in from somebody else's file into a file that is not open here: whole, whoever asks to stop.
    fn import(&self, path: PathBuf, begins: Option<File>, news: File) {
        let (fresh, now, places) = (self.places.fresh(&path), self.wall.now(), self.places.clone());
        let outbox = self.outbox.clone();
        self.worker.aside(move || {
            let made = match begins {
                Some(mut session) => {
                    session.join(&news);
                    let folder = places.make_sessions().map_err(|e| Refusal::of_io(&path, "written", &e));
                    folder.and_then(|()| incoming::begin(&path, &session, fresh))
                }
                None => incoming::bring_in(&path, &news, fresh, now),
            };
            let _ = outbox.send(Message::Imported(made.map(|()| path)));
        });
    }

    /// Keeps the open plan as it is, before it is sent out or something comes in. An export changes nothing in the plan, so
    /// it goes on where that fails.
    fn keep_copy(&self, app: &App, why: Why) {
        // In the background: nobody is to wait for it, and it changes nothing.
        self.worker.aside(self.keeping(app, why));
    }

    /// What keeps a copy of a plan as it is now.
    fn keeping(&self, app: &App, why: Why) -> impl FnOnce() + Send + use<> {
        let plan = app.desk.as_ref().filter(|desk| desk.is_plan()).map(|desk| (desk.path.clone(), desk.view.clone()));
        let now = self.wall.now();
        move || drop(plan.map(|(path, view)| copies::keep(&path, &view, why, now)))
    }

    /// Takes out of the kept copies of the open plan what is withdrawn in it, in the background: there may be many. What is
    /// not finished when the program ends is done when the plan is opened again.
    fn forget(&self, app: &App) {
        let Some(desk) = app.desk.as_ref().filter(|desk| desk.is_plan()) else { return };
        let (path, view) = (desk.path.clone(), desk.view.clone());
        self.worker.aside(move || copies::forget(&path, &view));
    }

    /// Takes the plan that is open back to one of its copies.
    fn restore(&mut self, app: &App, copy: &Path) {
        let Some(path) = app.desk.as_ref().map(|desk| desk.path.clone()) else { return };
        // What is in memory only would be lost with the keeper.
        let patience = Instant::now() + CLOSING;
        while !self.is_settled() && Instant::now() < patience {
            thread::sleep(Duration::from_millis(2));
        }
        if !self.is_settled() {
            let hint = "once it is saved, try again";
            let refusal = Refusal::new(&path, store::Sort::Failed, "what was done last is not saved yet", hint);
            return self.send(Message::Restored(Err(refusal)));
        }
        self.close(CLOSING);
        let restored = copies::restore(copy, &path, self.places.fresh(&path), self.wall.now());
        self.send(Message::Opened(store::open(&path).map(Box::new)));
        self.send(Message::Restored(restored));
    }

    /// Takes words out of everything that belongs to the open file, on a thread: nobody is to wait for other files.
    fn recall(&self, app: &App, change: File, gone: Gone, before: File, tell: bool) {
        let Some((own, _)) = &self.keeper else { return };
        let (own, outbox, places) = (own.clone(), self.outbox.clone(), self.places.clone());
        let (programme, today) = (Arc::clone(&app.programme), app.now.date_naive());
        let (recalling, view) = (Arc::clone(&self.recalling), app.desk.as_ref().map(|desk| desk.view.clone()));
        recalling.fetch_add(1, Ordering::AcqRel);
        thread::spawn(move || {
            let mut recalled = Recalled::default();
            match belongings(&own, Some(&before)) {
                Ok(mut found) => {
                    // One's own file is its keeper's to write.
                    found.all.retain(|belonging| !names::same_file(&belonging.path, &own));
                    found.unreadable.iter().for_each(|refusal| recalled.refuse(refusal));
                    let recall = Recall {
                        change: &change,
                        gone: &gone,
                        programme: &programme,
                        today,
                        remove: false,
                        places: &places,
                        open: view.as_ref().map(|view| (own.as_path(), view)),
                    };
                    recalled.add(recall.over(&found.all));
                }
                Err(refusal) => recalled.refuse(&refusal),
            }
            let _ = outbox.send(Message::Recalled(Box::new(recalled), tell));
            recalling.fetch_sub(1, Ordering::AcqRel);
        });
    }

    /// Keeps the draft if it is time.
    fn tend_draft(&mut self, app: &App) {
        if self.draft_due.is_some_and(|due| due <= Instant::now()) {
            self.flush_draft(app);
        }
    }

    /// How long the loop may sleep: for ever, until the draft is due, or until the next second of the timer.
    fn sleep(&self, app: &App) -> Option<Duration> {
        let draft = self.draft_due.map(|due| due.saturating_duration_since(Instant::now()));
        let second = app.timer_shows().then(|| {
            let into = self.wall.now().timestamp_subsec_millis().min(999);
            Duration::from_millis(u64::from(1000 - into))
        });
        [draft, second].into_iter().flatten().min()
    }

    /// Runs the full screen until the program ends.
    pub fn run_screen(&mut self, app: &mut App, theme: Theme) -> io::Result<()> {
        let taken = Taken::new()?;
        let mut screen = taken.screen()?;
        let mut view = View::new(theme);
        listen(&self.outbox)?;
        self.drain(app);
        let mut round = self.begin_round();
        while !self.ended {
            screen.draw(|frame| view.draw(app, frame))?;
            app.seen = app.asked;
            let early = self.look_further(app);
            let limit = self.sleep(app);
            let message = match (early, limit) {
                (Some(message), _) => Ok(message),
                (None, None) => self.inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                (None, Some(limit)) => self.inbox.recv_timeout(limit),
            };
            self.tell_slept(app, round.at_most(limit));
            round = self.begin_round();
            match message {
                Ok(message) => {
                    let resumed = matches!(message, Message::Resumed);
                    if matches!(message, Message::Terminate) {
                        self.ended = true;
                    }
                    self.handle(app, message);
                    self.drain(app);
                    if resumed {
                        // A new screen rather than a cleared one: clearing asks the terminal where its cursor is, and
                        // waits for an answer that may not come.
                        terminal::take()?;
                        screen = taken.screen()?;
                    }
                }
                Err(RecvTimeoutError::Timeout) if app.timer_shows() => self.handle(app, Message::Tick),
                Err(_) => {}
            }
            self.tend_draft(app);
        }
        Ok(())
    }

    /// Works out what there is to look at again while nothing happens; answers with what then does. Once all is known,
    /// it says so by a message that draws it, and of a plan from time to time how far it has come.
    fn look_further(&self, app: &mut App) -> Option<Message> {
        let mut more = match (app.screen, &app.desk) {
            (Screen::Run, Some(desk)) => desk.review_count().is_none(),
            (Screen::Plan, Some(desk)) => desk.is_looking(),
            _ => false,
        };
        let looked = more;
        let from = Instant::now();
        while more {
            if let Ok(message) = self.inbox.try_recv() {
                return Some(message);
            }
            if app.screen == Screen::Plan && from.elapsed() > SHOW_AFTER {
                return Some(Message::Tick);
            }
            more = app.desk.as_mut().is_some_and(super::desk::Desk::look_further);
        }
        looked.then_some(Message::Tick)
    }

    /// Tells the program that the machine slept through a wait, where it did.
    pub fn tell_slept(&mut self, app: &mut App, wait: Wait) {
        if let Some(slept) = wait.slept() {
            self.handle(app, Message::Slept(slept));
        }
    }

    fn drain(&mut self, app: &mut App) {
        while let Ok(message) = self.inbox.try_recv() {
            if matches!(message, Message::Key(_)) && app.asks_unseen() {
                continue;
            }
            if matches!(message, Message::Terminate) {
                self.ended = true;
            }
            self.handle(app, message);
        }
    }
}

/// Starts the threads that hear keys, signals, and the terminal going away.
fn listen(outbox: &Sender<Message>) -> io::Result<()> {
    let keys = outbox.clone();
    thread::spawn(move || {
        let mut waiting = None;
        loop {
            let messages = match waiting.take().map_or_else(event::read, Ok) {
                Ok(Event::Key(key)) if key.kind == KeyEventKind::Release => continue,
                Ok(Event::Key(key)) if cfg!(windows) && event::poll(Duration::ZERO).unwrap_or(false) => {
                    let next = || event::poll(burst::PACE).ok().filter(|more| *more).and_then(|_| event::read().ok());
                    let (messages, other) = burst::gather(key, next);
                    waiting = other;
                    messages
                }
                Ok(Event::Key(key)) => vec![Message::Key(key)],
                Ok(Event::Paste(text)) => vec![Message::Paste(text)],
                Ok(Event::Resize(..)) => vec![Message::Resized],
                Ok(_) => continue,
                Err(_) => vec![Message::Terminate],
            };
            for message in messages {
                let last = matches!(message, Message::Terminate);
                if keys.send(message).is_err() || last {
                    return;
                }
            }
        }
    });
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
        let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT])?;
        let heard = outbox.clone();
        thread::spawn(move || {
            for signal in signals.forever() {
                let message = if signal == SIGCONT { Message::Resumed } else { Message::Terminate };
                if heard.send(message).is_err() {
                    return;
                }
            }
        });
        // Where the hang-up signal is ignored (nohup), only the terminal itself says that it is gone; the key reader
        // would spin on it for ever.
        let gone = outbox.clone();
        thread::spawn(move || {
            use rustix::event::{PollFd, PollFlags, poll};
            let terminal = io::stdin();
            loop {
                let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
                match poll(&mut watched, None) {
                    Err(rustix::io::Errno::INTR) => {}
                    _ => break,
                }
            }
            let _ = gone.send(Message::Terminate);
            // If the loop is held up by a dead terminal or disk, end all the same.
            thread::sleep(Duration::from_millis(900));
            std::process::exit(1);
        });
    }
    Ok(())
}

/// Writes the practice workshop into a folder of its own, fresh each time, and says which file to open.
fn practice(places: &Places) -> Result<PathBuf, Refusal> {
    let folder = places.sessions.join("practice");
    std::fs::create_dir_all(&folder).map_err(|e| Refusal::of_io(&folder, "made", &e))?;
    let path = folder.join("practice.json");
    // A practice copy that another window has open is left to it.
    if let Some(lock) = Lock::take(&path)? {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        for old in entries.map(|e| e.path()).filter(|p| names::is_sibling(&path, p)) {
            std::fs::remove_file(&old).map_err(|e| Refusal::of_io(&old, "removed", &e))?;
        }
        for (name, bytes) in crate::sessions::PRACTICE {
            let path = folder.join(name);
            atomic::replace(&path, bytes, places.fresh(&path)).map_err(|e| Refusal::of_io(&path, "saved", &e))?;
        }
        drop(lock);
    }
    Ok(path)
}
