//! The thread that saves: it alone writes one's own file, and never makes the person at the keys wait.
//!
//! Changes are queued; the thread always writes the newest state. It sleeps on its queue, so that an idle program
//! costs nothing. What could not be saved stays in memory and is tried again with a fresh file.

mod writer;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use super::atomic::Fresh;
use super::lock::Lock;
use super::refusal::Refusal;
use super::siblings::Known;
use crate::model::file::File;
use writer::Writer;

/// What the keeper has to say.
#[derive(Debug)]
pub enum Report {
    /// All accepted changes are on disk.
    Saved {
        /// The live contributions of one's own file, as it is on disk.
        contributions: usize,
        /// How many changes accepted since the start are on disk.
        changes: u64,
    },
    /// Changes are in memory only; the keeper goes on trying.
    NotSaved {
        /// How many changes wait.
        waiting: u64,
        /// Why.
        refusal: Refusal,
    },
    /// The text being typed could not be kept on disk; the keeper goes on trying.
    DraftNotSaved(Refusal),
    /// News to be joined into the view: of a sibling, or of one's own file changed by somebody else.
    Arrived {
        /// What is new in the file since it was last read.
        file: File,
        /// Whose file.
        from: PathBuf,
    },
    /// A file beside one's own that could not be read.
    Unreadable(Refusal),
    /// A sibling that was unreadable is whole, and what it holds has arrived.
    Whole(PathBuf),
    /// Whether one's own file is projected by another window.
    Projecting(bool),
    /// A file beside one's own is not there any more; what it held has been taken in and stays.
    Gone(PathBuf),
    /// A copy of one's own file was made here.
    CopiedTo(PathBuf),
    /// A copy could not be made.
    CopyFailed(Refusal),
}

/// How the keeper ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopReport {
    /// How many accepted changes are not on disk: none, if all went well.
    pub waiting: u64,
    /// Why they are not, or why the draft is not, where the system said so in time.
    pub refusal: Option<Refusal>,
}

/// What the face asks of the thread.
enum Message {
    Join(File),
    Draft(String),
    Look,
    CopyTo(PathBuf),
    Stop(Sender<StopReport>),
}

/// What a keeper keeps.
#[derive(Debug)]
pub struct Kept {
    /// The file, which need not be there yet.
    pub path: PathBuf,
    /// What it is to hold.
    pub file: File,
    /// What has been read of it and its siblings; nothing for a new file.
    pub known: Known,
    /// The right to write it.
    pub lock: Lock,
    /// Its permissions, where it is not there.
    pub fresh: Fresh,
}

/// The owner of one's own file.
#[derive(Debug)]
pub struct Keeper {
    inbox: Sender<Message>,
    accepted: AtomicU64,
    on_disk: Arc<AtomicU64>,
}

impl Keeper {
    /// Starts the thread. It saves at once what the disk does not have, and reports from its own thread.
    pub fn start(kept: Kept, report: impl FnMut(Report) + Send + 'static) -> Self {
        let (inbox, messages) = channel();
        let on_disk = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&on_disk);
        let told = inbox.clone();
        let thread = thread::Builder::new().name("keeper".into());
        // Where the system gives no thread, nothing is ever reported saved, and `waiting` says so.
        let _ = thread.spawn(move || Writer::new(kept, counter, Box::new(report)).run(&messages, &told));
        Self { inbox, accepted: AtomicU64::new(0), on_disk }
    }

    /// Queues an accepted change.
    pub fn join(&self, delta: File) {
        self.accepted.fetch_add(1, Ordering::AcqRel);
        self.send(Message::Join(delta));
    }

    /// Keeps the text being typed; an empty text removes it once all changes are saved.
    pub fn draft(&self, text: String) {
        self.send(Message::Draft(text));
    }

    /// Looks at the folder now.
    pub fn look(&self) {
        self.send(Message::Look);
    }

    /// Makes a durable copy of one's own file in a folder or at a path.
    pub fn copy_to(&self, path: PathBuf) {
        self.send(Message::CopyTo(path));
    }

    /// Whether all that has been accepted by now is on disk, to be asked later and by another thread.
    pub fn settles(&self) -> impl Fn() -> bool + Send + use<> {
        let (accepted, on_disk) = (self.accepted.load(Ordering::Acquire), Arc::clone(&self.on_disk));
        move || on_disk.load(Ordering::Acquire) >= accepted
    }

    /// How many accepted changes are not on disk.
    pub fn waiting(&self) -> u64 {
        let on_disk = self.on_disk.load(Ordering::Acquire);
        self.accepted.load(Ordering::Acquire).saturating_sub(on_disk)
    }

    /// Saves everything and ends the thread, in at most this time.
    pub fn stop(self, limit: Duration) -> StopReport {
        let (reply, answer) = channel();
        self.send(Message::Stop(reply));
        answer.recv_timeout(limit).unwrap_or_else(|_| StopReport { waiting: self.waiting(), refusal: None })
    }

    fn send(&self, message: Message) {
        // The thread ends before us only if it failed; then `waiting` says that nothing more is saved.
        let _ = self.inbox.send(message);
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // The thread saves and ends by itself, also when the face ends in a panic.
        self.send(Message::Stop(channel().0));
    }
}
