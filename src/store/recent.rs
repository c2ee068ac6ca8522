//! The files opened last on this machine: paths, and whom this machine continued as. No titles, names or words.

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::atomic::{Fresh, replace};
use super::paths::{Places, make_private};
use super::read::read_bytes;
use crate::model::fields::{List, Workshop, field};
use crate::model::file::File;
use crate::model::stamp::Id;

/// How many are kept.
const KEPT: usize = 20;

/// A file opened on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Where it is.
    pub path: PathBuf,
    /// The recorder this machine continued as.
    pub recorder: Option<Id>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    path: PathBuf,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recorder: Option<String>,
}

/// The files opened last, newest first. A list that cannot be read is no list.
pub fn list(places: &Places) -> Vec<Recent> {
    let entries = read_bytes(&file(places)).ok().and_then(|bytes| serde_json::from_slice::<Vec<Entry>>(&bytes).ok());
    let recent = entries.into_iter().flatten().take(KEPT);
    recent.map(|e| Recent { path: e.path, recorder: e.recorder.and_then(|id| id.parse().ok()) }).collect()
}

/// The day until which each of these files is to be kept, where its workshops say one: the earliest.
pub fn kept_until(paths: &[PathBuf]) -> Vec<(PathBuf, NaiveDate)> {
    let day = |path: &PathBuf| {
        let bytes = read_bytes(path).ok()?;
        // Hardly any file says so, and only what does is read through.
        let said = String::from_utf8_lossy(&bytes).contains(field::KEEP_UNTIL.name());
        if said { keep_until(&File::decode(&bytes).ok()?) } else { None }
    };
    paths.iter().filter_map(|path| Some((path.clone(), day(path)?))).collect()
}

/// The day until which a file is to be kept: the earliest that its workshops say.
pub fn keep_until(file: &File) -> Option<NaiveDate> {
    let days = file.live(&List::Workshops).filter_map(|workshop| Workshop(workshop).keep_until());
    days.filter_map(|day| NaiveDate::parse_from_str(day.trim(), "%Y-%m-%d").ok()).min()
}

/// Notes that a file was opened.
pub fn note(places: &Places, path: &Path, recorder: Option<Id>) -> io::Result<()> {
    let mut recent = list(places);
    let before = recent.iter().position(|r| r.path == path).map(|at| recent.remove(at));
    let recorder = recorder.or(before.and_then(|before| before.recorder));
    recent.insert(0, Recent { path: path.to_owned(), recorder });
    // A path that is not text cannot stand in the list.
    let entries: Vec<Entry> = recent
        .into_iter()
        .filter(|r| r.path.to_str().is_some())
        .take(KEPT)
        .map(|r| Entry { path: r.path, recorder: r.recorder.map(|id| id.to_string()) })
        .collect();
    make_private(&places.state)?;
    let mut bytes = serde_json::to_vec_pretty(&entries)?;
    bytes.push(b'\n');
    replace(&file(places), &bytes, Fresh::Private).map(drop)
}

fn file(places: &Places) -> PathBuf {
    places.state.join("recent.json")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_first_each_stands_once_and_a_faulty_list_is_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let places = Places { sessions: state.clone(), config: state.clone(), state };
        assert!(list(&places).is_empty());
        let id = "20261121T103807412-0-b7q4.0".parse().unwrap();
        note(&places, Path::new("/a.json"), Some(id)).unwrap();
        for n in 0..30 {
            note(&places, Path::new(&format!("/{n}.json")), None).unwrap();
            note(&places, Path::new("/a.json"), None).unwrap();
        }
        let recent = list(&places);
        assert_eq!(recent.len(), 20);
        assert_eq!(recent[0], Recent { path: "/a.json".into(), recorder: Some(id) });
        std::fs::write(file(&places), "{").unwrap();
        assert!(list(&places).is_empty());
    }
}
