//! What is done in the background, so that the screen never waits: looking through many files and joining them.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::message::{Merged, Message};
use crate::model::file::File;
use crate::model::stamp::Moment;
use crate::store::copies::{self, Why};
use crate::store::gather::Progress;
use crate::store::{Fresh, Refusal, merge};

/// How often it is told how far the work has come.
const OFTEN: Duration = Duration::from_millis(100);
/// How long what was just typed may take to reach the disk before its folder is read.
const SETTLES: Duration = Duration::from_secs(2);

/// What is under way, and the way to stop it.
#[derive(Debug, Default)]
pub(super) struct Worker {
    under_way: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

/// Files to be looked through or joined.
pub(super) struct Job {
    /// Files and folders.
    pub from: Vec<PathBuf>,
    /// The plan file.
    pub out: PathBuf,
    /// What it holds, where it is the open file, which only its keeper writes.
    pub open: Option<File>,
    /// Its permissions where it is not there yet.
    pub fresh: Fresh,
    /// The time.
    pub now: Moment,
    /// Whether the files are to be joined, or only looked through.
    pub joins: bool,
    /// Whether all that was typed is on disk.
    pub settled: Box<dyn Fn() -> bool + Send>,
}

impl Worker {
    /// Whether anything is under way.
    pub(super) fn is_busy(&self) -> bool {
        self.under_way.load(Ordering::Acquire) > 0
    }

    /// Asks what is under way to stop. What is being written by then is written whole.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }

    /// Does something of which nobody waits for the end but the program's own.
    pub(super) fn aside(&self, work: impl FnOnce() + Send + 'static) {
        let under_way = Arc::clone(&self.under_way);
        under_way.fetch_add(1, Ordering::AcqRel);
        thread::spawn(move || {
            work();
            under_way.fetch_sub(1, Ordering::AcqRel);
        });
    }

    /// Asks what is under way to stop, and waits at most this long until it is done.
    pub(super) fn end(&self, patience: Duration) {
        self.stop();
        let until = Instant::now() + patience;
        while self.is_busy() && Instant::now() < until {
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Begins to look through somebody else's file; what came of it is a message, unless it was stopped.
    pub(super) fn look_through(
        &mut self,
        outbox: Sender<Message>,
        stopped: Message,
        work: impl FnOnce() -> Message + Send + 'static,
    ) {
        self.stop();
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        self.aside(move || {
            let came = work();
            let _ = outbox.send(if stop.load(Ordering::Acquire) { stopped } else { came });
        });
    }

    /// Begins a job; how it goes and what came of it are messages.
    pub(super) fn begin(&mut self, job: Job, outbox: Sender<Message>) {
        // Of what ran before nobody waits for an answer any more.
        self.stop();
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        self.aside(move || {
            let joins = job.joins;
            let patience = Instant::now() + SETTLES;
            while !(job.settled)() && Instant::now() < patience {
                thread::sleep(Duration::from_millis(2));
            }
            let mut told = Instant::now();
            let progress = outbox.clone();
            let made = job.run(&mut |at| {
                if told.elapsed() >= OFTEN {
                    told = Instant::now();
                    let _ = progress.send(Message::Progress(at));
                }
                !stop.load(Ordering::Acquire)
            });
            let made = made.map(Box::new);
            let _ = outbox.send(if joins { Message::Merged(made) } else { Message::Found(made) });
        });
    }
}

impl Job {
    fn run(self, go_on: &mut dyn FnMut(Progress) -> bool) -> Result<Merged, Refusal> {
        let Some(held) = self.open else {
            let mut made = merge::merge(&self.from, &self.out, self.fresh, self.joins.then_some(self.now), go_on)?;
            let sessions = std::mem::take(&mut made.sessions);
            return Ok(Merged { path: self.out, tally: made.into_tally(), sessions, news: None });
        };
        // The plan that is open here: what the files bring is one more change to it.
        let mut made = merge::join_all(&self.from, &self.out, held.clone(), go_on)?;
        let news = made.plan.news_to(&held);
        made.changed = !news.is_empty();
        if self.joins && made.changed {
            copies::keep(&self.out, &held, Why::Joining(made.brought.len()), self.now)?;
        }
        let sessions = std::mem::take(&mut made.sessions);
        Ok(Merged { path: self.out, tally: made.into_tally(), sessions, news: self.joins.then_some(news) })
    }
}
