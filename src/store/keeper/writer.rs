//! The keeper's thread: what it knows, and what it does when.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread::sleep;
use std::time::{Duration, Instant};

use notify::RecommendedWatcher;

use super::{Kept, Message, Report, StopReport};
use crate::model::fields::List;
use crate::model::file::File;
use crate::model::item::Item;
use crate::store::atomic::{self, Fresh, Identity};
use crate::store::copy::copy;
use crate::store::lock::Lock;
use crate::store::names::{draft_path, edits_path, folder_of, projecting_path};
use crate::store::open::{read_edits, set_aside};
use crate::store::projecting::Sign;
use crate::store::read::{decode, read, read_bytes};
use crate::store::refusal::{Refusal, Sort};
use crate::store::siblings::Known;
use crate::store::watch::{is_network, watch};

/// How long after a failed save the next try is made, unless a change comes first.
const RETRY: Duration = Duration::from_secs(2);
/// How often a folder is looked at whose changes are not told.
const POLL: Duration = Duration::from_secs(2);
/// How long changes of a folder are gathered before it is looked at.
const SETTLE: Duration = Duration::from_millis(30);
/// How long a file that cannot be read may be half copied.
const PATIENCE: Duration = Duration::from_secs(1);
/// How soon a draft is written once it is handed over. Whoever hands it over has waited already, and both waits and the
/// disk of a busy machine have to fit into a second.
const DRAFT: Duration = Duration::from_millis(100);
/// A whole save that takes longer than this is put off, and the edit saved alone.
const SLOW: Duration = Duration::from_millis(100);
/// A file of more items is put off until it is known how long it takes.
const LARGE: usize = 20_000;
/// How long after the last edit a slow file is saved whole ...
const QUIET: Duration = Duration::from_secs(1);
/// ... and how long after the first, however busy it is: others read the whole file only.
const LONGEST_PUT_OFF: Duration = Duration::from_secs(10);
/// How many messages are taken before work is done.
const BATCH: usize = 1000;
/// The list of what was said.
const SAID: &List = &List::Contributions;

/// When things fall due.
#[derive(Default)]
struct Due {
    retry: Option<Instant>,
    draft: Option<Instant>,
    look: Option<Instant>,
    fold: Option<Instant>,
    poll: Option<Instant>,
}

impl Due {
    fn next(&self) -> Option<Instant> {
        [self.retry, self.draft, self.look, self.fold, self.poll].into_iter().flatten().min()
    }
}

/// Whether the time has come; it comes once.
fn is_due(at: &mut Option<Instant>, now: Instant) -> bool {
    at.take_if(|at| *at <= now).is_some()
}

pub(super) struct Writer {
    path: PathBuf,
    own: File,
    /// How many live contributions that holds.
    said: usize,
    known: Known,
    lock: Lock,
    fresh: Fresh,
    report: Box<dyn FnMut(Report) + Send>,
    accepted: u64,
    on_disk: Arc<AtomicU64>,
    /// Accepted changes since the last whole save: what the edits file has to hold.
    edits: File,
    /// Whether the main file on disk lacks something of `own`.
    behind: bool,
    /// How many accepted changes the last save tried to save.
    tried: u64,
    failed: Option<Refusal>,
    slow: bool,
    put_off_since: Option<Instant>,
    edits_on_disk: bool,
    /// The text being typed, where the draft on disk differs from it.
    draft: Option<String>,
    copies: VecDeque<PathBuf>,
    sign: Sign,
    due: Due,
    /// How often to look, where changes of the folder are not told.
    poll: Option<Duration>,
    watcher: Option<RecommendedWatcher>,
}

impl Writer {
    pub(super) fn new(kept: Kept, on_disk: Arc<AtomicU64>, report: Box<dyn FnMut(Report) + Send>) -> Self {
        let Kept { path, mut file, known, lock, fresh } = kept;
        let path = atomic::followed(&path).unwrap_or(path);
        // Joined in by opening, but it goes when the file is saved: be sure of what it holds.
        let edits = read_edits(&path, true).ok().flatten();
        if let Some((edits, _)) = &edits {
            file.join(edits);
        }
        let edits_on_disk = edits.is_some();
        Self {
            behind: edits_on_disk || known.own.is_none(),
            edits: File::new(file.kind),
            // Nobody waits to find out that it is: the first edit of a plan is saved as fast as the next.
            slow: file.size() > LARGE,
            said: file.live(SAID).count(),
            own: file,
            path,
            known,
            lock,
            fresh,
            report,
            accepted: 0,
            on_disk,
            tried: 0,
            failed: None,
            put_off_since: None,
            edits_on_disk,
            draft: None,
            copies: VecDeque::new(),
            sign: Sign::default(),
            due: Due::default(),
            poll: None,
            watcher: None,
        }
    }

    pub(super) fn run(mut self, messages: &Receiver<Message>, inbox: &Sender<Message>) {
        self.watch(inbox);
        if self.behind {
            self.save();
        }
        // What changed between opening and watching.
        self.look();
        loop {
            let mut next = match self.due.next() {
                None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => messages.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            for left in (0..BATCH).rev() {
                match next {
                    Ok(Message::Stop(reply)) => {
                        self.flush();
                        let waiting = self.accepted - self.on_disk.load(Ordering::Acquire);
                        let refusal = self.failed.take();
                        // The lock goes before the answer, so that whoever hears it can open the file.
                        drop(self);
                        let _ = reply.send(StopReport { waiting, refusal });
                        return;
                    }
                    Ok(message) => self.take(message),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return self.flush(),
                }
                if left == 0 {
                    break;
                }
                next = messages.try_recv().map_err(|_| RecvTimeoutError::Timeout);
            }
            self.act(inbox);
        }
    }

    fn take(&mut self, message: Message) {
        let now = Instant::now();
        match message {
            Message::Join(delta) => {
                self.accepted += 1;
                self.join(&delta);
                self.edits.join(&delta);
                self.behind = true;
            }
            Message::Draft(text) => {
                // Entered text stands in the file now, and must not come back as a draft.
                let soon = if text.is_empty() { now } else { now + DRAFT };
                self.due.draft = Some(self.due.draft.map_or(soon, |due| due.min(soon)));
                self.draft = Some(text);
            }
            Message::Look => _ = self.due.look.get_or_insert(now + SETTLE),
            Message::CopyTo(path) => self.copies.push_back(path),
            // Taken by the loop.
            Message::Stop(_) => {}
        }
    }

    fn act(&mut self, inbox: &Sender<Message>) {
        let now = Instant::now();
        let was_failing = self.failed.is_some();
        if is_due(&mut self.due.retry, now) || self.accepted > self.tried {
            self.save();
        }
        if is_due(&mut self.due.fold, now) {
            self.save_whole();
        }
        if is_due(&mut self.due.draft, now)
            && let Err(refusal) = self.keep_draft()
        {
            (self.report)(Report::DraftNotSaved(refusal));
        }
        if is_due(&mut self.due.look, now) | is_due(&mut self.due.poll, now) {
            self.look();
        }
        while let Some(to) = self.copies.pop_front() {
            self.copy(&to);
        }
        if was_failing && self.failed.is_none() {
            // The folder is back; it may be another one, of which nobody tells us yet.
            self.watch(inbox);
            self.due.look = Some(now + SETTLE);
        }
    }

    fn watch(&mut self, inbox: &Sender<Message>) {
        let folder = folder_of(&self.path);
        let inbox = inbox.clone();
        let sign = projecting_path(&self.path).file_name().map(OsStr::to_owned);
        let wanted = move |path: &Path| path.file_name() == sign.as_deref();
        self.watcher = watch(folder, wanted, move || drop(inbox.send(Message::Look)));
        self.poll = (self.watcher.is_none() || is_network(folder)).then_some(POLL);
        self.due.poll = self.poll.map(|every| Instant::now() + every);
        if !self.lock.is_certain()
            && let Ok(Some(lock)) = Lock::take(&self.path)
        {
            self.lock = lock;
        }
    }

    /// Saves what is new: the whole file, or where that is slow the edits alone.
    fn save(&mut self) {
        // A withdrawal must reach the words themselves, which stand in the file.
        let new = self.accepted > self.tried;
        self.tried = self.accepted;
        let alone = self.slow && new && self.edits.withdrawn().is_empty();
        if !alone || !self.save_edits() {
            self.save_whole();
        }
    }

    fn save_edits(&mut self) -> bool {
        let saved = atomic::replace_beside(&edits_path(&self.path), &self.edits.encode(), Some(&self.path));
        if saved.is_ok() {
            let now = Instant::now();
            let latest = *self.put_off_since.get_or_insert(now) + LONGEST_PUT_OFF;
            self.due.fold = Some(latest.min(now + QUIET));
            self.edits_on_disk = true;
            self.saved();
        }
        saved.is_ok()
    }

    fn save_whole(&mut self) {
        self.due.fold = None;
        if let Err(refusal) = self.write_whole() {
            self.due.retry = Some(Instant::now() + RETRY);
            self.failed = Some(refusal.clone());
            let waiting = self.accepted - self.on_disk.load(Ordering::Acquire);
            (self.report)(Report::NotSaved { waiting, refusal });
            return;
        }
        self.due.retry = None;
        self.saved();
    }

    fn write_whole(&mut self) -> Result<(), Refusal> {
        let mut tries = 0..5;
        let (start, identity) = loop {
            self.join_changed()?;
            let start = Instant::now();
            let bytes = self.own.encode();
            match atomic::replace_unchanged(&self.path, &bytes, self.fresh, self.known.own.as_ref()) {
                Ok(identity) => break (start, identity),
                Err(e) if atomic::is_changed(&e) && tries.next().is_some() => {}
                Err(e) => return Err(Refusal::of_io(&self.path, "saved", &e)),
            }
        };
        self.slow = start.elapsed() > SLOW;
        self.known.own = Some(identity);
        self.behind = false;
        self.put_off_since = None;
        self.edits = File::new(self.own.kind);
        if self.edits_on_disk {
            let edits = edits_path(&self.path);
            atomic::remove(&edits).map_err(|e| Refusal::of_io(&edits, "removed", &e))?;
            self.edits_on_disk = false;
        }
        Ok(())
    }

    fn saved(&mut self) {
        self.tried = self.accepted;
        self.failed = None;
        self.on_disk.store(self.accepted, Ordering::Release);
        (self.report)(Report::Saved { contributions: self.said, changes: self.accepted });
    }

    /// Joins a change, and counts on from it: to count a whole plan anew would cost more than to save the change.
    fn join(&mut self, delta: &File) {
        if !delta.withdrawn().is_empty() {
            self.own.join(delta);
            self.said = self.own.live(SAID).count();
            return;
        }
        let is_live = |item: &&Arc<Item>| item.has_base() && !item.is_removed();
        let live =
            |own: &File| delta.list(SAID).iter().filter_map(|new| own.find(SAID, new.id)).filter(is_live).count();
        let before = live(&self.own);
        self.own.join(delta);
        self.said = self.said + live(&self.own) - before;
    }

    /// Joins in what somebody else wrote into our file: a sync tool, a person.
    fn join_changed(&mut self) -> Result<(), Refusal> {
        let there = Identity::at(&self.path).map_err(|e| Refusal::of_io(&self.path, "read", &e))?;
        if there.is_none() || there == self.known.own {
            self.behind |= there.is_none();
            self.known.own = there;
            return Ok(());
        }
        let mut result = read(&self.path);
        if result.is_err() {
            // It may be half written: whoever writes it gets a moment.
            sleep(Duration::from_millis(150));
            result = read(&self.path);
        }
        match result {
            Ok(file) => {
                let before = self.own.clone();
                self.own.join(&file);
                self.said = self.own.live(SAID).count();
                self.behind |= self.own != file;
                if self.own != before {
                    (self.report)(Report::Arrived { file: file.news_to(&before), from: self.path.clone() });
                }
            }
            Err(fault) => match fault.sort {
                // Nothing in it to lose; all that it held is in memory.
                Sort::Empty | Sort::Missing => self.behind = true,
                Sort::Damaged | Sort::NotText | Sort::NotCoplan => {
                    let bytes = read_bytes(&self.path)?;
                    // Whole by now, or kept before it is written over.
                    if let Ok(file) = decode(&self.path, &bytes) {
                        self.own.join(&file);
                        self.said = self.own.live(SAID).count();
                    } else if set_aside(&self.path, &bytes)?.1 {
                        (self.report)(Report::Unreadable(fault));
                    }
                    self.behind = true;
                }
                _ => return Err(fault),
            },
        }
        self.known.own = there;
        Ok(())
    }

    fn look(&mut self) {
        self.due.poll = self.poll.map(|every| Instant::now() + every);
        if self.failed.is_none() {
            match self.join_changed() {
                Ok(()) if self.behind && !self.edits_on_disk => self.save_whole(),
                Ok(()) => {}
                Err(refusal) => (self.report)(Report::Unreadable(refusal)),
            }
        }
        let found = self.known.look(&self.path, &self.own, PATIENCE);
        for (from, file) in found.arrived {
            (self.report)(Report::Arrived { file, from });
        }
        for refusal in found.unreadable {
            (self.report)(Report::Unreadable(refusal));
        }
        for path in found.whole {
            (self.report)(Report::Whole(path));
        }
        for path in found.gone {
            (self.report)(Report::Gone(path));
        }
        if found.again {
            self.due.look.get_or_insert(Instant::now() + PATIENCE);
        }
        if let Some(projected) = self.sign.turned(&self.path) {
            (self.report)(Report::Projecting(projected));
        }
        if self.sign.is_up() {
            // Where its end is not told of, it must be looked for: a sign that stays on would be believed no longer.
            self.due.poll.get_or_insert(Instant::now() + POLL);
        }
    }

    fn keep_draft(&mut self) -> Result<(), Refusal> {
        let Some(text) = &self.draft else { return Ok(()) };
        let path = draft_path(&self.path);
        // The words of a change that is not saved yet may stand in the old draft only.
        if text.is_empty() && self.failed.is_some() {
            self.due.draft = Some(Instant::now() + RETRY);
            return Ok(());
        }
        let kept = if text.is_empty() {
            atomic::remove(&path)
        } else {
            atomic::replace_beside(&path, text.as_bytes(), None).map(drop)
        };
        match kept {
            Ok(()) => self.draft = None,
            Err(_) => self.due.draft = Some(Instant::now() + RETRY),
        }
        kept.map_err(|e| Refusal::of_io(&path, "saved", &e))
    }

    fn copy(&mut self, to: &Path) {
        let copied = copy(&self.path, &self.own, to);
        (self.report)(match copied {
            Ok(path) => Report::CopiedTo(path),
            Err(refusal) => Report::CopyFailed(refusal),
        });
    }

    /// The last thing: all that is in memory goes to disk.
    fn flush(&mut self) {
        if self.behind || self.failed.is_some() || self.edits_on_disk {
            self.save_whole();
        }
        let draft = self.keep_draft();
        self.failed = self.failed.take().or(draft.err());
        while let Some(to) = self.copies.pop_front() {
            self.copy(&to);
        }
    }
}
