//! A window that only reads: it follows a file and its siblings as they are saved, and holds no lock on them.
//!
//! What is joined is never taken back, so a file that vanishes, or that a sync tool has copied half of, changes nothing
//! until it is whole.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::RecommendedWatcher;

use super::atomic::{Identity, followed};
use super::gather::read_whole;
use super::keeper::Report;
use super::names::{edits_path, folder_of};
use super::projecting::Projecting;
use super::refusal::{Refusal, Sort};
use super::siblings::Known;
use super::watch::{is_network, watch};
use crate::model::file::File;

/// How often a folder is looked at whose changes are not told.
const POLL: Duration = Duration::from_secs(2);
/// How long changes of a folder are gathered before it is looked at.
const SETTLE: Duration = Duration::from_millis(20);
/// When a file that could not be read is tried again, though nobody tells of a change.
const AGAIN: Duration = Duration::from_secs(1);

/// A file that is followed, as it was when following began.
#[derive(Debug)]
pub struct Followed {
    /// Where it is, behind links.
    pub path: PathBuf,
    /// What it holds, with edits that were on their way into it.
    pub file: File,
    /// The other files of the same workshop beside it.
    pub siblings: Vec<File>,
    /// What goes on following.
    pub follower: Follower,
}

/// Follows until dropped; other windows of the file see that it is projected.
#[derive(Debug)]
pub struct Follower {
    end: Sender<Told>,
    _watcher: Option<RecommendedWatcher>,
    _sign: Projecting,
}

impl Drop for Follower {
    fn drop(&mut self) {
        let _ = self.end.send(Told::End);
    }
}

/// What is looked at, and what has been read of it.
struct Reader {
    path: PathBuf,
    /// The file and the edits beside it, as they were last read.
    own: Bytes,
    file: File,
    known: Known,
    report: Box<dyn FnMut(Report) + Send>,
    /// How often to look, where changes of the folder are not told.
    poll: Option<Duration>,
}

/// The bytes of a file, and of the edits beside it.
type Bytes = (Option<Identity>, Option<Identity>);

/// What the thread is told.
enum Told {
    Changed,
    End,
}

/// Begins to follow a file; what is saved from now on is reported from a thread of its own.
pub fn follow(path: &Path, report: impl FnMut(Report) + Send + 'static) -> Result<Followed, Refusal> {
    let path = followed(path).map_err(|e| Refusal::of_io(path, "read", &e))?;
    let (end, told) = channel();
    // Watched before it is read, so that no change falls between.
    let edits = edits_path(&path).file_name().map(OsStr::to_owned);
    let wanted = move |path: &Path| path.file_name() == edits.as_deref();
    let tell = end.clone();
    let watcher = watch(folder_of(&path), wanted, move || drop(tell.send(Told::Changed)));
    let own = at(&path);
    let file = read_patiently(&path)?;
    let mut known = Known::default();
    let siblings = known.look(&path, &file, AGAIN).arrived.into_iter().map(|(_, file)| file).collect();
    let poll = (watcher.is_none() || is_network(folder_of(&path))).then_some(POLL);
    let sign = Projecting::begin(&path);
    let reader = Reader { path: path.clone(), own, file: file.clone(), known, report: Box::new(report), poll };
    // What was half copied a moment ago is looked at again. Where the system gives no thread, the page stands still.
    let _ = end.send(Told::Changed);
    let _ = thread::Builder::new().name("follower".into()).spawn(move || reader.run(&told));
    Ok(Followed { path, file, siblings, follower: Follower { end, _watcher: watcher, _sign: sign } })
}

/// Which bytes the file and the edits beside it are.
fn at(path: &Path) -> Bytes {
    let identity = |path: &Path| Identity::at(path).ok().flatten();
    (identity(path), identity(&edits_path(path)))
}

/// Reads a file that a sync tool may be in the midst of copying.
fn read_patiently(path: &Path) -> Result<File, Refusal> {
    let until = Instant::now() + AGAIN;
    loop {
        match read_whole(path) {
            Err(fault) if matches!(fault.sort, Sort::Damaged | Sort::Empty) && Instant::now() < until => {
                thread::sleep(SETTLE);
            }
            read => return read,
        }
    }
}

impl Reader {
    fn run(mut self, messages: &Receiver<Told>) {
        let mut due = self.poll.map(|every| Instant::now() + every);
        loop {
            let told = match due {
                None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => messages.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            match told {
                Ok(Told::Changed) => {
                    let soon = Instant::now() + SETTLE;
                    due = Some(due.map_or(soon, |due| due.min(soon)));
                }
                Err(RecvTimeoutError::Timeout) => {
                    let again = self.look().then_some(AGAIN);
                    due = again.into_iter().chain(self.poll).min().map(|wait| Instant::now() + wait);
                }
                Ok(Told::End) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Reads what changed; says whether something could not be read and deserves another try.
    fn look(&mut self) -> bool {
        let mut again = false;
        let now = at(&self.path);
        if now != self.own {
            match read_whole(&self.path) {
                Ok(file) => {
                    self.own = now;
                    if file != self.file {
                        let news = file.news_to(&self.file);
                        self.file.join(&news);
                        (self.report)(Report::Arrived { file: news, from: self.path.clone() });
                    }
                }
                Err(_) => again = true,
            }
        }
        let found = self.known.look(&self.path, &self.file, AGAIN);
        for (from, file) in found.arrived {
            (self.report)(Report::Arrived { file, from });
        }
        again | found.again
    }
}
