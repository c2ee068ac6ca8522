//! Other people's files, read to be imported, and the mappings that were remembered by name.

use std::fs;
use std::path::Path;

use super::atomic::{Fresh, replace};
use super::names::{folder_of, is_hidden, mapping_name};
use super::paths::{Places, make_private};
use super::read::read_bytes;
use super::refusal::{Refusal, Sort};

/// How many files of a folder are read: an export has a handful.
const MOST: usize = 64;

/// A file to be imported: its name without the folder, and its bytes.
pub type Bytes = (String, Vec<u8>);

/// Reads a file, or the files of a folder, by name.
pub fn read_source(path: &Path) -> Result<Vec<Bytes>, Refusal> {
    if !fs::metadata(path).is_ok_and(|meta| meta.is_dir()) {
        return Ok(vec![(name_of(path), read_bytes(path)?)]);
    }
    let entries = fs::read_dir(path).map_err(|e| Refusal::of_io(path, "listed", &e))?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.is_file() && !is_hidden(file));
    files.sort();
    if files.len() > MOST {
        let reason = format!("holds {} files, which is no export of one consultation", files.len());
        return Err(Refusal::new(path, Sort::NotAFile, reason, "name a file in it"));
    }
    files.iter().map(|file| Ok((name_of(file), read_bytes(file)?))).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The mappings that were remembered: the name of each file, and what it holds. What cannot be read is named.
pub fn remembered(places: &Places) -> Vec<(String, Result<String, Refusal>)> {
    let entries = fs::read_dir(places.mappings()).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml") && !is_hidden(file));
    files.sort();
    files.into_iter().take(MOST).map(|file| (name_of(&file), read_text(&file))).collect()
}

/// Reads a mapping file.
pub fn read_text(path: &Path) -> Result<String, Refusal> {
    let not_text = || Refusal::new(path, Sort::NotText, "is not UTF-8 text", "save it as UTF-8");
    String::from_utf8(read_bytes(path)?).map_err(|_| not_text())
}

/// Remembers a mapping under a name: what stood there under it before is replaced.
pub fn remember(places: &Places, name: &str, text: &str) -> Result<(), Refusal> {
    let path = places.mappings().join(format!("{}.toml", mapping_name(name)));
    make_private(folder_of(&path)).map_err(|e| Refusal::of_io(&path, "written", &e))?;
    replace(&path, text.as_bytes(), Fresh::Private).map(drop).map_err(|e| Refusal::of_io(&path, "written", &e))
}
