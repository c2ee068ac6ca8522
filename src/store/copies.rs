//! Kept copies: a plan as it was before it was joined with other files, exported or taken back to an earlier copy.
//!
//! They are files of the usual kind, for this user alone; [`super::kept`] says what they are called. A folder of them is
//! never taken for one of sessions, and nobody watches it.
//!
//! So many are kept and no more, or the copies of a plan that is joined every day would outgrow everything else. What
//! goes first are the oldest, but for the first of each day: of one day's work the evening's copies are near to each
//! other, and the morning's tells how the plan stood when the day began. A copy that alone holds something the plan does
//! not hold stays, however old it is: to drop it would lose words.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::Timelike;

use super::atomic::{self, Fresh, Identity};
use super::brought::Known;
use super::kept::named;
pub use super::kept::{Kept, Why, folder, is_copies, list};
use super::lock::Lock;
use super::merge::{held, withdraw_late_words};
use super::names::edits_path;
use super::open::{read_edits, set_aside};
use super::paths::make_private;
use super::read::{open, read, read_bytes};
use super::refusal::{Refusal, Sort};
use crate::model::decode::recover;
use crate::model::fields::{List, field};
use crate::model::file::{File, FileKind};
use crate::model::item::{Item, Version};
use crate::model::stamp::Moment;
use crate::plan::is_practice;

/// How many copies of a plan are kept, unless more are needed to lose nothing.
pub const MOST: usize = 30;
/// How long taking a plan back waits for a plan that another window holds.
const PATIENCE: Duration = Duration::from_secs(2);

/// Keeps a plan as it is, before something is done to it or with it; where the last copy is the same, that is enough.
/// An error leaves everything as it was.
pub fn keep(plan: &Path, held: &File, why: Why, now: Moment) -> Result<Option<PathBuf>, Refusal> {
    let folder = folder(plan);
    let copies = named(plan).unwrap_or_default();
    if let Some(last) = copies.last()
        && open(&last.path).is_ok_and(|before| is_written(held, before))
    {
        return Ok(None);
    }
    make_private(&folder).map_err(|e| Refusal::of_io(&folder, "made", &e))?;
    // To the second, as in a name.
    let time = now.naive_local();
    let time = time.with_nanosecond(0).unwrap_or(time);
    let nth = copies.iter().filter(|copy| copy.at == Some(time)).map(|copy| copy.nth).max().unwrap_or(0) + 1;
    let path = folder.join(Kept::name(plan, time, nth, why));
    atomic::create_with(&path, &|to| atomic::write_whole(held, to), Fresh::Private)
        .map_err(|e| Refusal::of_io(&path, "saved", &e))?;
    // What is too many goes once the new one is there; one that cannot be removed is tried again next time.
    // Before a plan is replaced by a copy, what is in the plan is as good as gone.
    let stays = if matches!(why, Why::Restoring) { &File::default() } else { held };
    let others = named(plan).unwrap_or_default().into_iter().filter(|kept| kept.path != path);
    for old in too_many(&others.collect::<Vec<_>>(), stays) {
        let _ = atomic::remove(&old);
    }
    Ok(Some(path))
}

/// Whether a file is written as what is read here. A large plan is not held a second time to tell, nor are its bytes.
fn is_written(file: &File, bytes: impl Read) -> bool {
    let mut rest = Rest(BufReader::new(bytes));
    file.write_to(&mut rest).is_ok() && rest.0.fill_buf().is_ok_and(<[u8]>::is_empty)
}

/// What is still to come of bytes that something is held against; to write anything else is an error.
struct Rest<R>(R);

impl<R: BufRead> Write for Rest<R> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let next = self.0.fill_buf()?;
        let same = next.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        if same < next.len().min(bytes.len()) || (next.is_empty() && !bytes.is_empty()) {
            return Err(ErrorKind::InvalidData.into());
        }
        self.0.consume(same);
        Ok(same)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes out of the kept copies of a plan what is withdrawn in it. A copy that cannot be read or written is left.
pub fn forget(plan: &Path, held: &File) {
    for kept in named(plan).unwrap_or_default() {
        // Whoever else goes over a copy meanwhile may have taken out more: then it is read again.
        for _ in 0..5 {
            let cleaned = clean(&kept.path, held);
            if !cleaned.is_err_and(|error| atomic::is_changed(&error)) {
                break;
            }
        }
    }
}

/// Takes out of a copy what is withdrawn; an error where somebody else has written it since it was read.
fn clean(path: &Path, held: &File) -> std::io::Result<()> {
    let identity = Identity::at(path)?;
    let Ok(copy) = read(path) else { return Ok(()) };
    let mut cleaned = copy.clone();
    cleaned.withdraw(held.withdrawn().iter().cloned());
    withdraw_late_words(&mut cleaned);
    if cleaned != copy {
        atomic::replace_unchanged(path, &cleaned.encode(), Fresh::Private, identity.as_ref())?;
    }
    Ok(())
}

/// Which of these copies, the oldest first, are to go, so that there is room for the one that was just kept.
fn too_many(copies: &[Kept], plan: &File) -> Vec<PathBuf> {
    let mut over = (copies.len() + 1).saturating_sub(MOST);
    if over == 0 {
        return Vec::new();
    }
    let day = |kept: &Kept| kept.at.map(|at| at.date());
    // What somebody put there under a name of their own is theirs.
    let ours: Vec<&Kept> = copies.iter().filter(|kept| kept.why.is_some()).collect();
    let is_first = |nth: usize| {
        ours.get(nth.wrapping_sub(1)).is_none_or(|before| ours.get(nth).map(|o| day(o)) != Some(day(before)))
    };
    let later = (0..ours.len()).filter(|nth| !is_first(*nth));
    let order: Vec<usize> = later.chain((0..ours.len()).filter(|nth| is_first(*nth))).collect();
    let mut gone: Vec<PathBuf> = Vec::new();
    for nth in order {
        if over == 0 {
            break;
        }
        let Some(old) = ours.get(nth) else { continue };
        let others = copies.iter().map(|kept| &kept.path).filter(|path| **path != old.path && !gone.contains(path));
        if is_elsewhere(&old.path, plan, others.rev()) {
            gone.push(old.path.clone());
            over -= 1;
        }
    }
    gone
}

/// Whether all that a copy holds is in the plan or in another copy. One that cannot be read is not known to be.
fn is_elsewhere<'a>(copy: &Path, plan: &File, others: impl Iterator<Item = &'a PathBuf>) -> bool {
    let Ok(copy) = read(copy) else { return false };
    let holds = |known: &File| {
        let mut joined = known.clone();
        joined.join(&copy);
        joined == *known
    };
    let mut known = plan.clone();
    if holds(&known) {
        return true;
    }
    for other in others {
        if let Ok(other) = read(other) {
            known.join(&other);
        }
        if holds(&known) {
            return true;
        }
    }
    false
}

/// What taking a plan back came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The contributions in the plan before; of a damaged one those that could be read.
    pub before: usize,
    /// The contributions in it now.
    pub after: usize,
    /// Where the plan is kept as it was, if it was damaged.
    pub aside: Option<PathBuf>,
}

/// Whether a copy is one of this plan: another plan, or a practice one, would take its place.
fn belongs(copy: &Path, restored: &File, present: &File) -> Result<(), Refusal> {
    let workshops = |file: &File| file.list(&List::Workshops).iter().map(|item| item.id).collect::<BTreeSet<_>>();
    let (theirs, ours) = (workshops(restored), workshops(present));
    let other = !theirs.is_empty() && !ours.is_empty() && theirs.is_disjoint(&ours);
    let mixes =
        is_practice(restored).is_some() && is_practice(present).is_some_and(|is| is_practice(restored) != Some(is));
    if other || mixes {
        let hint = "coplan copies lists the copies of the plan; coplan merge joins another plan into it";
        return Err(Refusal::new(copy, Sort::NotCoplan, "it is a copy of another plan", hint));
    }
    Ok(())
}

/// The marks of a plan that hold back what repeats withdrawn words, of what a copy has as well.
fn marks(present: &File, copy: &File) -> File {
    let mut marks = File::new(present.kind);
    for (list, item) in present.items().filter(|(list, item)| copy.find(list, item.id).is_some()) {
        let held = |version: &&Version| version.name.element_of(field::HELD.name()).is_some();
        let held: Vec<Version> = item.versions().iter().filter(held).cloned().collect();
        if !held.is_empty() {
            marks.insert(list, Arc::new(Item::new(item.id, held)));
        }
    }
    marks
}

/// What a plan holds before it is taken back, with its edits; none where there is nothing in it. A damaged one is kept
/// aside, and what can be read of it stands in for it.
fn present_of(plan: &Path) -> Result<(Option<File>, Option<PathBuf>), Refusal> {
    let (mut present, aside) = match read(plan) {
        Ok(session) if session.kind != FileKind::Plan => {
            let hint = "name a plan, or a file that is not there yet";
            return Err(Refusal::new(plan, Sort::Exists, "it is a session, not a plan", hint));
        }
        Ok(present) => (Some(present), None),
        Err(none) if matches!(none.sort, Sort::Missing | Sort::Empty) => (None, None),
        Err(fault) if matches!(fault.sort, Sort::Damaged | Sort::NotText) => {
            let bytes = read_bytes(plan)?;
            let (aside, _) = set_aside(plan, &bytes)?;
            (recover(&bytes).map(|found| found.file).filter(|file| !file.is_empty()), Some(aside))
        }
        Err(refusal) => return Err(refusal),
    };
    if let Some((edits, _)) = read_edits(plan, true)? {
        present.get_or_insert_with(|| File::new(FileKind::Plan)).join(&edits);
    }
    if let Some(present) = &mut present {
        present.kind = FileKind::Plan;
    }
    Ok((present, aside))
}

/// Makes a plan what one of its copies says it was. The plan as it is now is kept first, so that this can be taken back
/// in the same way; one that is damaged is kept aside as well. Whatever has been withdrawn meanwhile stays withdrawn: the
/// copy is joined with every withdrawal that the plan knows.
pub fn restore(copy: &Path, plan: &Path, fresh: Fresh, now: Moment) -> Result<Restored, Refusal> {
    let mut restored = read(copy)?;
    if restored.kind != FileKind::Plan {
        let hint = "name one of the files in the folder of the plan's copies";
        return Err(Refusal::new(copy, Sort::NotCoplan, "it is a session, and no copy of a plan", hint));
    }
    let lock = Lock::wait(plan, PATIENCE)?.ok_or_else(|| held(plan))?;
    let count = |file: &File| file.live(&List::Contributions).count();
    let mut before = 0;
    let mut known = Known::default();
    let (present, aside) = present_of(plan)?;
    if let Some(present) = present {
        belongs(copy, &restored, &present)?;
        before = count(&present);
        keep(plan, &present, Why::Restoring, now)?;
        // What is withdrawn now is in hand in the copy, and at no later time: so it is held now what repeats it.
        known.begin(&present);
        known.begin(&restored);
        restored.withdraw(present.withdrawn().iter().cloned());
        restored.join(&marks(&present, &restored));
    }
    withdraw_late_words(&mut restored);
    known.hold(&mut restored);
    atomic::replace(plan, &restored.encode(), fresh).map_err(|e| Refusal::of_io(plan, "saved", &e))?;
    // Folded into what was kept; left there, the next opening would join it in again.
    let edits = edits_path(plan);
    atomic::remove(&edits).map_err(|e| Refusal::of_io(&edits, "removed", &e))?;
    drop(lock);
    Ok(Restored { before, after: count(&restored), aside })
}
