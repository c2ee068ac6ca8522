//! Taking words out of a file for good.

use std::path::Path;

use super::atomic::{self, Fresh, followed};
use super::belongings::draft_of;
use super::lock::Lock;
use super::names::{edits_path, folder_of};
use super::read::{read, read_beside, read_bytes, read_edits_of, require_file};
use super::refusal::{Refusal, Sort};
use crate::model::file::File;
use crate::plan::Gone;

/// How a withdrawal from one file went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done {
        /// So many items that the file held are gone from it.
        items: usize,
        /// In so many others of it a wording was struck.
        struck: usize,
        /// Whether its half-typed line held any of it, and holds it no more.
        draft: bool,
    },
    /// Another window holds the file; it has to be asked again.
    Pending,
}

/// Takes things out of a file, of the edits on their way into it and of its half-typed line, and keeps them from coming
/// back. `change` names what goes, and holds what stands in the place of wordings that are struck.
pub fn withdraw(path: &Path, change: &File, gone: &Gone) -> Result<Outcome, Refusal> {
    let path = followed(path).map_err(|e| Refusal::of_io(path, "read", &e))?;
    require_file(&path)?;
    let Some(_lock) = Lock::take(&path)? else { return Ok(Outcome::Pending) };
    // What a run that was killed left of a save holds everything.
    atomic::clean(folder_of(&path));
    let mut file = read(&path)?;
    let edits_path = edits_path(&path);
    match read_edits_of(&path) {
        Ok(edits) => file.join(&edits),
        Err(none) if none.sort == Sort::Missing => {}
        // Words may stand in it that nobody could then take out.
        Err(refusal) => return Err(refusal),
    }
    let held = file.items().count();
    let mut own = File::new(file.kind);
    for (list, item) in change.items() {
        // What the file never held is none of its business, and would wait in it for its base.
        if file.find(list, item.id).is_some() {
            own.insert(list, item.clone());
        }
    }
    file.join(&own);
    file.withdraw(change.withdrawn().iter().cloned());
    let saved = atomic::replace_with(&path, &|to| atomic::write_whole(&file, to), Fresh::Private);
    saved.map_err(|e| Refusal::of_io(&path, "saved", &e))?;
    atomic::remove(&edits_path).map_err(|e| Refusal::of_io(&edits_path, "removed", &e))?;
    let draft = withdraw_from_draft(&path, gone)?;
    Ok(Outcome::Done { items: held - file.items().count(), struck: own.items().count(), draft })
}

/// Takes words out of a half-typed line; says whether they stood in it.
fn withdraw_from_draft(file: &Path, gone: &Gone) -> Result<bool, Refusal> {
    let Some(path) = draft_of(file) else { return Ok(false) };
    let bytes = read_beside(&path)?;
    let Some(left) = gone.taken_out_of(&String::from_utf8_lossy(&bytes)) else { return Ok(false) };
    let kept = atomic::replace_beside(&path, left.as_bytes(), Some(file)).map(drop);
    kept.map_err(|e| Refusal::of_io(&path, "saved", &e)).map(|()| true)
}

/// Takes words out of a damaged file that was set aside: each line that holds any of them, or one of the items that
/// went, goes whole, since nobody can tell what belongs together there. Says how many lines went.
pub fn withdraw_from_damaged(path: &Path, gone: &Gone) -> Result<usize, Refusal> {
    let bytes = read_bytes(path)?;
    let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
    let kept: Vec<&[u8]> =
        lines.iter().filter(|line| !gone.stand_in(&String::from_utf8_lossy(line))).copied().collect();
    let taken = lines.len() - kept.len();
    if taken > 0 {
        let kept = kept.concat();
        let blank = kept.iter().all(u8::is_ascii_whitespace);
        let done = if blank { atomic::remove(path) } else { atomic::replace(path, &kept, Fresh::Private).map(drop) };
        done.map_err(|e| Refusal::of_io(path, "saved", &e))?;
    }
    Ok(taken)
}

/// Notes something in a file that no window has open; says whether it could.
pub fn note(path: &Path, change: &File) -> Result<bool, Refusal> {
    let path = followed(path).map_err(|e| Refusal::of_io(path, "read", &e))?;
    let Some(_lock) = Lock::take(&path)? else { return Ok(false) };
    let mut file = read(&path)?;
    file.join(change);
    atomic::replace_with(&path, &|to| atomic::write_whole(&file, to), Fresh::Private)
        .map_err(|e| Refusal::of_io(&path, "saved", &e))?;
    Ok(true)
}
