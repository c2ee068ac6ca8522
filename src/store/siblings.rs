//! The files beside one's own that record the same workshop, and which of their bytes have been read.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::atomic::Identity;
use super::names::{folder_of, is_sibling};
use super::read::{read, read_edits_of};
use super::refusal::Refusal;
use crate::model::fields::List;
use crate::model::file::File;
use crate::model::stamp::Id;
use crate::plan::says_practice;

/// What has been read, by path, so that only changes are read again.
#[derive(Debug, Default)]
pub struct Known {
    /// One's own file as it was last read or written.
    pub own: Option<Identity>,
    others: HashMap<PathBuf, Seen>,
}

#[derive(Debug)]
struct Seen {
    identity: Identity,
    /// Since when it could not be read: it may be half copied. None once read or reported.
    failing: Option<Instant>,
    /// Whether it was reported unreadable, and is so still.
    reported: bool,
    /// All that was ever taken in of it, so that only what is new is handed on; none before the first time. Its items
    /// are shared with whoever took them.
    taken: Option<File>,
    /// Since when it is not there any more: a sync tool may be putting another in its place.
    gone: Option<Instant>,
}

/// What one look at the folder found.
#[derive(Debug, Default)]
pub struct Found {
    /// What siblings hold that they did not hold at the last look, with their recorders: all of a sibling that is new.
    pub arrived: Vec<(PathBuf, File)>,
    /// Files that should be siblings and could not be read.
    pub unreadable: Vec<Refusal>,
    /// Siblings that were told to be unreadable, and are whole now: what they brought meanwhile has arrived.
    pub whole: Vec<PathBuf>,
    /// Siblings that are not there any more, told once each. What they held has been taken in and stays.
    pub gone: Vec<PathBuf>,
    /// Whether a file could not be read, or is away, and deserves another look.
    pub again: bool,
}

impl Known {
    /// Reads what changed beside a file since the last look; what cannot be read is reported after `patience`.
    pub fn look(&mut self, path: &Path, own: &File, patience: Duration) -> Found {
        let mut found = Found::default();
        let workshops = workshops(own);
        // A folder that cannot be looked into says nothing of what is in it.
        let Ok(entries) = fs::read_dir(folder_of(path)) else { return found };
        let mut others: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(|p| is_sibling(path, p)).collect();
        others.sort();
        self.others.retain(|path, seen| {
            if others.contains(path) {
                seen.gone = None;
                return true;
            }
            let since = *seen.gone.get_or_insert_with(Instant::now);
            let taken = seen.taken.is_some();
            let waits = taken && since.elapsed() < patience;
            if taken && !waits {
                found.gone.push(path.clone());
            }
            found.again |= waits;
            waits
        });
        for other in others {
            // Looked at before it is read, so that a change in between is read by the next look.
            let Ok(Some(identity)) = Identity::at(&other) else { continue };
            let seen = self.others.get(&other).filter(|seen| seen.identity == identity);
            let failing_since = match seen {
                Some(Seen { failing: None, .. }) => continue,
                Some(Seen { failing: Some(since), .. }) => *since,
                None => Instant::now(),
            };
            let mut failing = None;
            let mut reported = self.others.get(&other).is_some_and(|seen| seen.reported);
            // A sibling that can no longer be read is a sibling all the same.
            let mut taken = self.others.get_mut(&other).and_then(|seen| seen.taken.take());
            // A large file's latest edits may stand beside it, after a crash for good.
            let whole = read(&other).map(|mut file| {
                if let Ok(edits) = read_edits_of(&other) {
                    file.join(&edits);
                }
                file
            });
            match whole {
                Ok(file)
                    if file.kind == own.kind
                        && !workshops.is_disjoint(&self::workshops(&file))
                        && !mixes(own, &file) =>
                {
                    let had = taken.get_or_insert_with(|| File::new(file.kind));
                    let mut news = file.news_to(had);
                    if !news.is_empty() {
                        had.join(&news);
                        // Whose news it is, is told each time.
                        for recorder in file.list(&List::Recorders) {
                            news.insert(&List::Recorders, Arc::clone(recorder));
                        }
                        found.arrived.push((other.clone(), news));
                    }
                    if std::mem::take(&mut reported) {
                        found.whole.push(other.clone());
                    }
                }
                // A namesake: another workshop, or a plan beside its sessions.
                Ok(_) => reported = false,
                Err(refusal) if failing_since.elapsed() >= patience => {
                    reported = true;
                    found.unreadable.push(refusal);
                }
                Err(_) => failing = Some(failing_since),
            }
            found.again |= failing.is_some();
            self.others.insert(other, Seen { identity, failing, reported, taken, gone: None });
        }
        found
    }
}

/// Whether one file calls a workshop practice that the other takes for a real one.
fn mixes(own: &File, other: &File) -> bool {
    let list = &List::Workshops;
    own.list(list).iter().filter(|mine| mine.has_base()).any(|mine| {
        let theirs = other.find(list, mine.id).filter(|theirs| theirs.has_base());
        theirs.is_some_and(|theirs| says_practice(mine) != says_practice(theirs))
    })
}

pub(super) fn workshops(file: &File) -> BTreeSet<Id> {
    file.list(&List::Workshops).iter().map(|workshop| workshop.id).collect()
}
