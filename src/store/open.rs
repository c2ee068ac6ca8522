//! Opening a file with all that belongs to it: the lock, the edits not yet in it, the draft, its siblings.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::atomic::{self, Fresh, Identity, followed};
use super::lock::Lock;
use super::names::{damaged_path, draft_path, edits_path, folder_of, is_damaged};
use super::read::{decode, read_beside, read_bytes, require_file};
use super::refusal::{Refusal, Sort};
use super::siblings::Known;
use crate::model::decode::recover;
use crate::model::file::File;

/// A file opened to go on with it.
#[derive(Debug)]
pub struct Opened {
    /// Where it is, behind links.
    pub path: PathBuf,
    /// What it holds, with edits that were on their way into it.
    pub file: File,
    /// The other files of the same workshop beside it.
    pub siblings: Vec<(PathBuf, File)>,
    /// What stands beside it and could not be read.
    pub unreadable: Vec<Refusal>,
    /// Text that was being typed when the last run ended; another window's draft is its own.
    pub draft: Option<String>,
    /// The right to write; none where another window has it.
    pub lock: Option<Lock>,
    /// What was wrong with the file, where it was damaged.
    pub damaged: Option<Damage>,
    /// What has been read, for the keeper to go on from.
    pub known: Known,
}

/// A damaged file, as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where the damaged bytes are kept; the file's own path where another window holds it.
    pub kept_as: PathBuf,
    /// How many items could be read.
    pub recovered: usize,
    /// The lines that look like items and could not be read.
    pub lost: Vec<usize>,
    /// The first fault.
    pub fault: Refusal,
}

/// Opens a file.
///
/// A damaged one is kept aside, and what could be read stands in for it. One that is empty, of a newer version or not
/// coplan's is refused.
pub fn open(path: &Path) -> Result<Opened, Refusal> {
    // Refused before a lock is made beside it, and by the name that was given.
    require_file(path)?;
    let path = followed(path).map_err(|e| Refusal::of_io(path, "read", &e))?;
    let lock = Lock::take(&path)?;
    if lock.is_some() {
        atomic::clean(folder_of(&path));
    }
    let identity = Identity::at(&path).map_err(|e| Refusal::of_io(&path, "read", &e))?;
    let bytes = read_bytes(&path)?;
    let (mut file, damaged) = match decode(&path, &bytes) {
        Ok(file) => (file, None),
        Err(fault) => recovered(&path, &bytes, fault, lock.is_some())?,
    };
    let mut unreadable = Vec::new();
    if let Some((edits, fault)) = read_edits(&path, lock.is_some())? {
        file.join(&edits);
        unreadable.extend(fault);
    }
    let mut known = Known::default();
    // Bytes that are damaged are not ours: the keeper shall write over them at once.
    known.own = identity.filter(|_| damaged.is_none());
    let found = known.look(&path, &file, Duration::ZERO);
    unreadable.extend(found.unreadable);
    let draft = read_beside(&draft_path(&path))
        .ok()
        .filter(|_| lock.is_some())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let draft = draft.filter(|text| !text.is_empty());
    Ok(Opened { path, file, siblings: found.arrived, unreadable, draft, lock, damaged, known })
}

fn recovered(path: &Path, bytes: &[u8], fault: Refusal, ours: bool) -> Result<(File, Option<Damage>), Refusal> {
    let Some(found) = recover(bytes).filter(|_| matches!(fault.sort, Sort::Damaged | Sort::NotText)) else {
        return Err(fault);
    };
    let recovered = found.file.items().count();
    if fault.sort == Sort::NotText && recovered == 0 {
        return Err(fault);
    }
    let kept_as = if ours { set_aside(path, bytes)?.0 } else { path.to_owned() };
    Ok((found.file, Some(Damage { kept_as, recovered, lost: found.lost, fault })))
}

/// Reads the edits on their way into a file, if any; of damaged ones what can be read, once they are kept aside.
pub(super) fn read_edits(path: &Path, ours: bool) -> Result<Option<(File, Option<Refusal>)>, Refusal> {
    let edits = edits_path(path);
    let bytes = match read_beside(&edits) {
        Err(none) if none.sort == Sort::Missing => return Ok(None),
        read => read?,
    };
    let fault = match decode(&edits, &bytes) {
        Ok(file) => return Ok(Some((file, None))),
        Err(fault) => fault,
    };
    if ours && fault.sort != Sort::Empty {
        set_aside(path, &bytes)?;
    }
    Ok(Some((recover(&bytes).map(|found| found.file).unwrap_or_default(), Some(fault))))
}

/// Keeps the bytes of a damaged file durably beside it, and says where, and whether this is new: once is
/// enough for the same bytes.
pub(super) fn set_aside(path: &Path, bytes: &[u8]) -> Result<(PathBuf, bool), Refusal> {
    let beside = fs::read_dir(folder_of(path)).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut copies = beside.filter(|other| is_damaged(other));
    let kept = copies.find(|copy| read_bytes(copy).is_ok_and(|kept| kept == bytes));
    if let Some(kept) = kept {
        return Ok((kept, false));
    }
    let aside = damaged_path(path);
    atomic::create(&aside, bytes, Fresh::Private).map_err(|e| Refusal::of_io(&aside, "saved", &e))?;
    Ok((aside, true))
}
