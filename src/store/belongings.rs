//! Every file that belongs to a session or plan: what has to be gone over when words are to be nowhere any more.
//!
//! In one place, because a kind of file that is forgotten here keeps what somebody took back.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::gather::read_whole;
use super::kept;
use super::names::{draft_path, edits_path, export_stem, folder_of, is_damaged, is_hidden, is_json, is_sibling};
use super::read::read_bytes;
use super::refusal::Refusal;
use super::siblings::workshops;
use crate::model::fields::{List, field};
use crate::model::file::File;

/// The folder beside a file into which reports go where none is said.
pub const EXPORTS: &str = "exports";

/// A file that belongs to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Belonging {
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub part: Part,
}

/// What a file is to the one it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A session or plan: the file itself, a sibling, a session of a plan, a conflicted copy, a kept copy. Its edits and
    /// its half-typed line go with it.
    File,
    /// A damaged file that was set aside.
    Damaged,
    /// A report that was made of this file.
    Export(PathBuf),
    /// Something else in the folder of reports.
    Other,
}

/// What belongs to a file, the file itself first.
#[derive(Debug, Default)]
pub struct Belongings {
    /// What the file holds, with the edits on their way into it.
    pub own: File,
    /// The files, each once.
    pub all: Vec<Belonging>,
    /// What should belong to it and could not be read.
    pub unreadable: Vec<Refusal>,
}

/// Finds everything that belongs to a file, in its folder and in the folders to which its reports went; also in those that
/// it remembered `before`, where it is to forget the name of one.
pub fn belongings(path: &Path, before: Option<&File>) -> Result<Belongings, Refusal> {
    let own = read_whole(path)?;
    let mut found = Belongings::default();
    let mut files = vec![path.to_owned()];
    let folder = folder_of(path);
    let beside = entries(folder);
    let here = |other: &PathBuf| other.file_name() != path.file_name();
    let shared = workshops(&own);
    let ids: Vec<String> = shared.iter().map(ToString::to_string).collect();
    for other in beside.iter().filter(|other| here(other)) {
        let json = other.file_name().is_some_and(is_json) && !is_damaged(other);
        let edits = is_hidden(other) && other.to_string_lossy().ends_with(".edits.json");
        if !json || is_hidden(other) && !edits {
            continue;
        }
        match shares(other, &ids) {
            // Edits go with their file, unless that is gone.
            Ok(true) if !edits || !beside.iter().any(|file| edits_path(file) == *other) => files.push(other.clone()),
            Err(refusal) if is_sibling(path, other) => found.unreadable.push(refusal),
            Ok(_) | Err(_) => {}
        }
    }
    let mut folders = BTreeSet::from([folder.join(EXPORTS)]);
    folders.extend(before.into_iter().chain([&own]).flat_map(|file| sent_to(path, file)));
    let mut stems: Vec<(String, PathBuf)> = Vec::new();
    let mut copies = Vec::new();
    for file in &files {
        let stem = export_stem(file);
        copies.extend(entries(&kept::folder(file)).into_iter().filter(|copy| copy.file_name().is_some_and(is_json)));
        if file != path {
            folders.extend(read_whole(file).iter().flat_map(|held| sent_to(file, held)));
        }
        stems.push((stem, file.clone()));
    }
    // Of two names one of which begins the other, the longer tells.
    stems.sort_by_key(|(stem, _)| std::cmp::Reverse(stem.len()));
    let of = |name: &str, after: &str| {
        stems.iter().find(|(stem, _)| name.strip_prefix(stem.as_str()).is_some_and(|rest| rest.starts_with(after)))
    };
    let all = &mut found.all;
    all.extend(files.iter().chain(&copies).map(|path| Belonging { path: path.clone(), part: Part::File }));
    let damaged = beside.iter().filter(|other| is_damaged(other) && of(&name_of(other), ".damaged-").is_some());
    all.extend(damaged.map(|path| Belonging { path: path.clone(), part: Part::Damaged }));
    for folder in folders {
        let own_folder = folder.ends_with(EXPORTS);
        for path in entries(&folder) {
            let name = name_of(&path);
            let report = of(&name, "-").filter(|_| name.contains("-for-"));
            match report {
                Some((_, file)) => all.push(Belonging { part: Part::Export(file.clone()), path }),
                None if own_folder => all.push(Belonging { path, part: Part::Other }),
                None => {}
            }
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|belonging| seen.insert(fs::canonicalize(&belonging.path).unwrap_or_else(|_| belonging.path.clone())));
    found.own = own;
    Ok(found)
}

/// The half-typed line of a file, where there is one.
pub fn draft_of(file: &Path) -> Option<PathBuf> {
    Some(draft_path(file)).filter(|path| fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() > 0))
}

/// The folders to which reports of a file went, as far as it remembers.
fn sent_to<'a>(path: &'a Path, file: &'a File) -> impl Iterator<Item = PathBuf> + 'a {
    let folders = file.list(&List::Exports).iter().filter_map(|item| item.text(field::FOLDER));
    folders.map(|folder| folder_of(path).join(folder))
}

/// How a folder of reports is remembered in a file: from where the file is, so that both may move together.
pub fn folder_from(file: &Path, folder: &Path) -> String {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (base, folder) = (real(folder_of(file)), real(folder));
    let shown = folder.strip_prefix(&base).map_or(folder.as_path(), |inside| inside);
    if shown.as_os_str().is_empty() { ".".into() } else { shown.to_string_lossy().into_owned() }
}

/// Whether a file is coplan's and holds a workshop with one of these ids.
fn shares(path: &Path, ids: &[String]) -> Result<bool, Refusal> {
    let bytes = read_bytes(path)?;
    // Most files in a folder are of other workshops: those are not read through.
    let text = String::from_utf8_lossy(&bytes);
    if !ids.iter().any(|id| text.contains(id.as_str())) {
        return Ok(false);
    }
    let file = super::read::decode(path, &bytes)?;
    Ok(workshops(&file).iter().any(|id| ids.contains(&id.to_string())))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files of a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.symlink_metadata().is_ok_and(|m| m.is_file())).collect();
    files.sort();
    files
}
