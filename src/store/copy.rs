//! Handing in: a copy of one's own file for somebody else, on a stick or in a shared folder.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::atomic::{self, Fresh};
use super::gather::files_of;
use super::names::folder_of;
use super::read::read;
use super::refusal::{Refusal, Sort};
use crate::model::file::File;
use crate::plan::is_practice;

/// Makes a durable copy in a folder or at a path. An older copy of the same file is replaced, anything else is kept.
pub fn copy(path: &Path, own: &File, to: &Path) -> Result<PathBuf, Refusal> {
    let mut to = to.to_owned();
    if to.is_dir() {
        to.push(path.file_name().unwrap_or_default());
    }
    keep_apart(own, folder_of(&to))?;
    let bytes = own.encode();
    let refused = |to: &Path, e: io::Error| Refusal::of_io(to, "saved", &e);
    if let Ok(there) = read(&to) {
        let mut joined = own.clone();
        joined.join(&there);
        if joined == *own {
            return atomic::replace(&to, &bytes, Fresh::AsFolder).map(|_| to.clone()).map_err(|e| refused(&to, e));
        }
    }
    let stem = to.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let numbered = (2..100).map(|n| to.with_file_name(format!("{stem} ({n}).json")));
    for to in std::iter::once(to.clone()).chain(numbered) {
        match atomic::create(&to, &bytes, Fresh::AsFolder) {
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            made => return made.map(|_| to.clone()).map_err(|e| refused(&to, e)),
        }
    }
    Err(Refusal::new(&to, Sort::Exists, "cannot be saved: there are many files of that name", "choose another folder"))
}

/// Refuses to put a practice file into a folder of real ones, or a real one into a folder of practice files: whoever
/// collects them there would take the one for the other.
pub fn keep_apart(own: &File, folder: &Path) -> Result<(), Refusal> {
    let Some(mine) = is_practice(own) else { return Ok(()) };
    let others = files_of(folder).unwrap_or_default();
    let Some(other) = others.iter().find(|path| read(path).is_ok_and(|file| is_practice(&file) == Some(!mine))) else {
        return Ok(());
    };
    let (what, there) = if mine { ("a practice file", "real ones") } else { ("a real file", "practice files") };
    let name = other.file_name().unwrap_or_default().to_string_lossy();
    let reason = format!("{what} is not put beside {there}, such as {name}");
    Err(Refusal::new(folder, Sort::Denied, reason, "choose another folder"))
}
