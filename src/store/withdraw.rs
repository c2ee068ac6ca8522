//! Taking words out of a file for good.

use std::path::Path;

use super::atomic::{self, Fresh, followed};
use super::lock::Lock;
use super::names::edits_path;
use super::read::{read, read_edits_of, require_file};
use super::refusal::{Refusal, Sort};
use crate::model::file::Withdrawal;

/// How a withdrawal from one file went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; so many items that the file held are gone from it.
    Done(usize),
    /// Another window holds the file; it has to be asked again.
    Pending,
}

/// Takes things out of a file and of the edits on their way into it, and keeps them from coming back.
pub fn withdraw(path: &Path, what: &[Withdrawal]) -> Result<Outcome, Refusal> {
    let path = followed(path).map_err(|e| Refusal::of_io(path, "read", &e))?;
    require_file(&path)?;
    let Some(_lock) = Lock::take(&path)? else { return Ok(Outcome::Pending) };
    let mut file = read(&path)?;
    let edits_path = edits_path(&path);
    match read_edits_of(&path) {
        Ok(edits) => file.join(&edits),
        Err(none) if none.sort == Sort::Missing => {}
        // Words may stand in it that nobody could then take out.
        Err(refusal) => return Err(refusal),
    }
    let held = file.items().count();
    file.withdraw(what.iter().cloned());
    let saved = atomic::replace(&path, &file.encode(), Fresh::Private);
    saved.map_err(|e| Refusal::of_io(&path, "saved", &e))?;
    atomic::remove(&edits_path).map_err(|e| Refusal::of_io(&edits_path, "removed", &e))?;
    Ok(Outcome::Done(held - file.items().count()))
}
