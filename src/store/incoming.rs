//! What comes in from somebody else's file, written into a session or a plan.

use std::path::Path;
use std::time::{Duration, Instant};

use super::copies::{self, Why};
use super::keeper::Kept;
use super::merge::{PATIENCE as FOR_A_PLAN, held};
use super::{Fresh, Keeper, Lock, Opened, Refusal, Sort, atomic, gather, open};
use crate::model::file::{File, FileKind};
use crate::model::stamp::Moment;

/// How long to wait for another window to let go of a session.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the disk may take.
const CLOSING: Duration = Duration::from_secs(30);

/// Makes a session of this file; one that is there already is left alone and refused.
pub fn begin(path: &Path, file: &File, fresh: Fresh) -> Result<(), Refusal> {
    let lock = Lock::take(path)?;
    atomic::create(path, &file.encode(), fresh).map_err(|e| Refusal::of_io(path, "written", &e))?;
    drop(lock);
    Ok(())
}

/// Joins items into the file at a path, waiting for the window that holds it. A plan is kept as it was first.
pub fn bring_in(path: &Path, news: &File, fresh: Fresh, now: Moment) -> Result<(), Refusal> {
    if gather::read_whole(path)?.kind == FileKind::Plan {
        let lock = Lock::wait(path, FOR_A_PLAN)?.ok_or_else(|| held(path))?;
        // Read again under the lock: somebody may have written it meanwhile.
        let mut plan = gather::read_whole(path)?;
        copies::keep(path, &plan, Why::Joining(1), now)?;
        plan.join(news);
        atomic::replace(path, &plan.encode(), fresh).map_err(|e| Refusal::of_io(path, "written", &e))?;
        drop(lock);
        return Ok(());
    }
    let Opened { path, file, lock: Some(lock), known, .. } = take(path)? else { return Ok(()) };
    let keeper = Keeper::start(Kept { path: path.clone(), file, known, lock, fresh }, |_| {});
    keeper.join(news.clone());
    let ended = keeper.stop(CLOSING);
    if ended.waiting == 0 {
        return Ok(());
    }
    Err(ended.refusal.unwrap_or_else(|| {
        let hint = "see that the disk has room, and try again: nothing comes in twice";
        Refusal::new(&path, Sort::Failed, "what came in could not be saved", hint)
    }))
}

/// Opens a session, waiting for another window to let go of it.
pub fn take(path: &Path) -> Result<Opened, Refusal> {
    // The lock is taken twice, once to wait for it and once with the file, so that opening has one way only.
    let until = Instant::now() + PATIENCE;
    loop {
        // A damaged file is for a person to look at: opening would recover it, and nobody would see what was lost.
        if gather::read_whole(path)?.kind == FileKind::Plan {
            let hint = "add to a session, and join it into the plan";
            return Err(Refusal::new(path, Sort::NotCoplan, "it is a plan, and lines are said in a session", hint));
        }
        let opened = open(path)?;
        if opened.lock.is_some() {
            return Ok(opened);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let hint = "close it there, or add with --as NAME into a file of your own";
            return Err(Refusal::new(path, Sort::Denied, "another window has this file open", hint));
        }
        drop(Lock::wait(path, left)?);
    }
}
