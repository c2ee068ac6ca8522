//! Reading many files, one bad one never stopping the rest.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::copies::is_copies;
use super::doubles::double_of;
use super::names::{is_damaged, is_hidden, is_json};
use super::read::{read, read_edits_of};
use super::refusal::{Refusal, Sort};
use crate::model::file::File;

/// What was read of many files, and what was not.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Each file with its path, in the order given; files of a folder by name.
    pub read: Vec<(PathBuf, File)>,
    /// What could not be read.
    pub refused: Vec<Refusal>,
}

/// How far the reading of many files has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Files that have been looked at.
    pub done: usize,
    /// Files in all.
    pub of: usize,
}

/// Reads files, and the `.json` files of folders.
pub fn gather(paths: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    let mut take = |path, file| match file {
        Ok(file) => gathered.read.push((path, file)),
        Err(refusal) => gathered.refused.push(refusal),
    };
    gather_each(paths, &mut |_| true, &mut take);
    gathered
}

/// Reads files one by one, handing over each before the next is read. Before each, and at the end, `go_on` hears how
/// far it has come and says whether to go on; the answer is whether nothing was left out.
pub fn gather_each(
    paths: &[PathBuf],
    go_on: &mut dyn FnMut(Progress) -> bool,
    take: &mut dyn FnMut(PathBuf, Result<File, Refusal>),
) -> bool {
    // Listed before the first is read, so that it can be said how many there are.
    let mut files = Vec::new();
    for path in paths {
        if fs::metadata(path).is_ok_and(|meta| meta.is_dir()) {
            if is_copies(path) {
                take(path.clone(), Err(kept_apart(path)));
                continue;
            }
            match files_of(path) {
                Ok(of_folder) => files.extend(of_folder),
                Err(e) => take(path.clone(), Err(Refusal::of_io(path, "listed", &e))),
            }
        } else {
            files.push(path.clone());
        }
    }
    let (of, mut seen) = (files.len(), HashSet::new());
    for (done, path) in files.into_iter().enumerate() {
        if !go_on(Progress { done, of }) {
            return false;
        }
        take_once(path, &mut seen, take);
    }
    go_on(Progress { done: of, of })
}

/// Kept copies are what a plan once was. Joined by mistake they would bring back what was taken out of it since.
fn kept_apart(folder: &Path) -> Refusal {
    let hint = "coplan restore takes a plan back to one of them; name a file in it to join that";
    Refusal::new(folder, Sort::NotAFile, "holds kept copies of a plan, which are not sessions", hint)
}

/// The session and plan files of a folder, by name. Damaged ones set aside stay aside: they were named when they were
/// opened, and what could be read of them stands in their files.
pub fn files_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ours = path.file_name().is_some_and(is_json) && !is_hidden(&path) && !is_damaged(&path);
        if ours && !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    // What a sync tool or a file manager put beside a file comes after the files themselves, and so is told by what it
    // brings beyond them.
    let names: HashSet<String> = files.iter().map(|path| name_of(path)).collect();
    files.sort_by_cached_key(|path| double_of(path, &|name| names.contains(name)).is_some());
    Ok(files)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads a file unless it was read under another name.
fn take_once(path: PathBuf, seen: &mut HashSet<PathBuf>, take: &mut dyn FnMut(PathBuf, Result<File, Refusal>)) {
    let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
    if !seen.insert(real) {
        return;
    }
    match read(&path) {
        Ok(mut file) => {
            let edits = join_edits(&path, &mut file);
            take(path.clone(), Ok(file));
            if let Err(refusal) = edits {
                take(path, Err(refusal));
            }
        }
        Err(refusal) => take(path, Err(refusal)),
    }
}

/// Reads a file with the edits that stand beside it until they are folded in.
pub fn read_whole(path: &Path) -> Result<File, Refusal> {
    let mut file = read(path)?;
    join_edits(path, &mut file)?;
    Ok(file)
}

/// Joins in the edits that stand beside a file; says whether there were any.
pub(super) fn join_edits(path: &Path, file: &mut File) -> Result<bool, Refusal> {
    match read_edits_of(path) {
        Ok(edits) => file.join(&edits),
        Err(none) if none.sort == Sort::Missing => return Ok(false),
        Err(refusal) => return Err(refusal),
    }
    Ok(true)
}
