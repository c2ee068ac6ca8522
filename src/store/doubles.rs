//! Files that are a second copy of another by their name: made by a sync tool, a download, a file manager.
//!
//! The name only explains what somebody sees in a folder. What such a file brings is decided by what it holds, and it
//! is joined like any other.

use std::path::Path;

use super::names::is_json;

/// Who made a second copy, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// A sync tool that found two versions and kept both.
    SyncTool,
    /// A download, a file manager or handing in, which put a number or a word after the name.
    Numbered,
}

/// The name of the file that this one is a second copy of, and who made it. `is_there` says whether a name is among the
/// files at hand: a computer's name after a hyphen tells nothing where the first file is not beside it.
pub fn double_of(file: &Path, is_there: &dyn Fn(&str) -> bool) -> Option<(String, Maker)> {
    let name = file.file_name().filter(|name| is_json(name))?.to_string_lossy();
    let (stem, ending) = name.rsplit_once('.')?;
    let whole = |first: &str| format!("{}.{ending}", first.trim_end());
    // Syncthing: northfield.sync-conflict-20261120-101010-ABCDEFG.json
    if let Some((first, _)) = stem.split_once(".sync-conflict-").filter(|(first, _)| !first.is_empty()) {
        return Some((whole(first), Maker::SyncTool));
    }
    // Dropbox and others: northfield (Bev's conflicted copy 2026-11-20).json
    if let Some((first, inside)) = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once('(')) {
        let inside = inside.to_lowercase();
        if first.trim().is_empty() {
            return None;
        }
        if inside.contains("conflict") {
            return Some((whole(first), Maker::SyncTool));
        }
        let number = !inside.is_empty() && inside.len() <= 3 && inside.bytes().all(|b| b.is_ascii_digit());
        return number.then(|| (whole(first), Maker::Numbered));
    }
    // Windows and macOS: northfield - Copy.json, northfield copy.json
    for ending in [" - Copy", " copy"] {
        if let Some(first) = stem.strip_suffix(ending).filter(|first| !first.trim().is_empty()) {
            return Some((whole(first), Maker::Numbered));
        }
    }
    // OneDrive: northfield-LAPTOP.json, northfield-DESKTOP-1AB2C3D.json
    stem.match_indices('-').find_map(|(at, _)| {
        let (first, machine) = (stem.get(..at)?, stem.get(at + 1..)?);
        let named = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
        let shouts = machine.bytes().all(named) && machine.bytes().any(|b| b.is_ascii_uppercase());
        let first = whole(first);
        (shouts && is_there(&first)).then_some((first, Maker::SyncTool))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_copies_are_known_by_their_names_and_other_files_are_not() {
        let there = |name: &str| name == "northfield.json";
        for (name, maker) in [
            ("northfield (conflicted copy 2026-11-20).json", Maker::SyncTool),
            ("northfield (Bev's conflicted copy 2026-11-20).json", Maker::SyncTool),
            ("northfield.sync-conflict-20261120-101010-ABCDEFG.json", Maker::SyncTool),
            ("northfield-LAPTOP.json", Maker::SyncTool),
            ("northfield-DESKTOP-1AB2C3D.json", Maker::SyncTool),
            ("northfield (1).json", Maker::Numbered),
            ("northfield - Copy.json", Maker::Numbered),
        ] {
            assert_eq!(double_of(Path::new(name), &there), Some(("northfield.json".into(), maker)), "{name}");
        }
        for name in [
            "northfield.json",
            "northfield.table-2.json",
            "northfield-2.json",
            "southfield-LAPTOP.json",
            "northfield (spring).json",
            "(1).json",
            "northfield (1).txt",
        ] {
            assert_eq!(double_of(Path::new(name), &there), None, "{name}");
        }
    }
}
