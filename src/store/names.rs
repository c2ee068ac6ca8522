//! File names: safe ones from any title, those of siblings, and the dot-files that stand beside a file.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The longest name that common file systems take, in bytes.
const LONGEST: usize = 255;
/// The longest part of a name that is made from a title, in bytes, so that every file beside it has a name too.
const LONGEST_TITLE: usize = 120;
/// What an edited-aside damaged file has in its name.
const DAMAGED: &str = ".damaged-";

/// A path for a new file in a folder, named after a title and a day such as `2026-11-21`.
///
/// It is safe whatever the title holds, and no file of that name is there, in either case.
pub fn new_path(folder: &Path, title: &str, date: &str) -> PathBuf {
    let parts = [slug(title), slug(date)];
    let stem = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("-");
    match stem.as_str() {
        "" => unused(folder, "workshop"),
        device if is_reserved(device) => unused(folder, &format!("workshop-{device}")),
        stem => unused(folder, stem),
    }
}

/// The name of a file, without its ending, under which a mapping is remembered.
pub fn mapping_name(name: &str) -> String {
    let slug = slug(name);
    if slug.is_empty() || is_reserved(&slug) {
        format!("mapping-{slug}").trim_end_matches('-').to_owned()
    } else {
        slug
    }
}

/// A path for another recorder's own file beside a file: `northfield.json` gives `northfield.table-2.json`.
pub fn sibling_path(file: &Path, recorder: &str) -> PathBuf {
    let name = slug(recorder);
    let name = if name.is_empty() { "table" } else { name.as_str() };
    let stem = stem(file);
    // Room for the dots, a number and the ending.
    let room = LONGEST.saturating_sub(name.len() + 12);
    unused(folder_of(file), &format!("{}.{name}", shorten(&stem, room)))
}

/// A path beside a damaged file under which it is kept.
pub fn damaged_path(file: &Path) -> PathBuf {
    let stem = shorten(&export_stem(file), LONGEST - 30).to_owned();
    let taken = names_in(folder_of(file));
    let free = (1..=u32::MAX).map(|n| format!("{stem}{DAMAGED}{n}.json")).find(|name| !taken.contains(&folded(name)));
    folder_of(file).join(free.unwrap_or_default())
}

/// Whether two paths lead to one file, which need not be there yet.
pub fn same_file(one: &Path, other: &Path) -> bool {
    let real =
        |path: &Path| std::fs::canonicalize(folder_of(path)).ok().map(|f| f.join(path.file_name().unwrap_or_default()));
    one == other || real(one).is_some_and(|one| real(other) == Some(one))
}

/// Whether a name is one that [`damaged_path`] gives.
pub fn is_damaged(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().contains(DAMAGED))
}

/// Whether two files may belong together by their names: one stem up to the first dot, or a sync tool's or a person's
/// copy of it, such as `northfield (1).json` or `northfield-LAPTOP.json`. The workshop in it has the last word.
pub fn is_sibling(file: &Path, other: &Path) -> bool {
    let json = other.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    if !json || is_hidden(other) || is_damaged(other) || file.file_name() == other.file_name() {
        return false;
    }
    let (mine, theirs) = (folded(&stem(file)), folded(&stem(other)));
    let (short, long) = if mine.len() <= theirs.len() { (&mine, &theirs) } else { (&theirs, &mine) };
    let Some(rest) = long.strip_prefix(short.as_str()) else { return false };
    // A long stem was shortened to make room for the recorder's name.
    rest.is_empty() || short.len() > LONGEST_TITLE || rest.starts_with([' ', '-', '_', '(', '~', '[', '+'])
}

/// Whether it is a dot-file.
pub fn is_hidden(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The dot-file beside a file with this ending, such as `.northfield.json.lock`.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let name = file.file_name().unwrap_or_default();
    let mut dot = OsString::from(".");
    if name.len() + ending.len() < LONGEST {
        dot.push(name);
    } else {
        // FNV-1a of the name: short, and the same in every run.
        let hash = name
            .as_encoded_bytes()
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
        dot.push(format!("long-{hash:016x}"));
    }
    dot.push(ending);
    folder_of(file).join(dot)
}

/// Where the text not yet entered is kept.
pub fn draft_path(file: &Path) -> PathBuf {
    beside(file, ".draft")
}

/// Where edits are kept that are not yet in a large file.
pub fn edits_path(file: &Path) -> PathBuf {
    beside(file, ".edits.json")
}

/// The dot-file that is locked while a window projects a file.
pub fn projecting_path(file: &Path) -> PathBuf {
    beside(file, ".projecting")
}

/// The folder a file is in.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What the names of a file's exports begin with: its name without the ending and without control characters.
pub fn export_stem(file: &Path) -> String {
    cleaned(&file.file_stem().unwrap_or_default().to_string_lossy())
}

/// The name up to its first dot, without control characters.
fn stem(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    cleaned(name.split('.').next().unwrap_or_default())
}

/// A name that a terminal can be shown: each control character a hyphen.
fn cleaned(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '-' } else { c }).collect()
}

/// A name as file systems that fold case and normalise would see it.
fn folded(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// The names in a folder, folded.
fn names_in(folder: &Path) -> HashSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| folded(&entry.file_name().to_string_lossy())).collect()
}

/// The first of `stem.json`, `stem-2.json`, ... that is not there.
fn unused(folder: &Path, stem: &str) -> PathBuf {
    let taken = names_in(folder);
    let numbered = (2..=u32::MAX).map(|n| format!("{stem}-{n}.json"));
    let free = std::iter::once(format!("{stem}.json")).chain(numbered).find(|name| !taken.contains(&folded(name)));
    folder.join(free.unwrap_or_default())
}

/// Any text as part of a name: letters, digits and their marks, all else a single hyphen.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || (is_combining_mark(c) && !slug.is_empty()) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.nfc().collect();
    shorten(&slug, LONGEST_TITLE).trim_matches('-').to_owned()
}

/// The start of a text that fits, cut between letters as people see them.
fn shorten(text: &str, bytes: usize) -> &str {
    let end = text.grapheme_indices(true).map(|(at, g)| at + g.len()).take_while(|end| *end <= bytes).last();
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Whether Windows keeps the name for a device.
fn is_reserved(stem: &str) -> bool {
    let port = |prefix| stem.strip_prefix(prefix).is_some_and(|n: &str| n.chars().count() == 1);
    matches!(stem, "con" | "prn" | "aux" | "nul" | "conin" | "conout") || port("com") || port("lpt")
}

/// Whether a name ends as session and plan files do.
pub fn is_json(name: &OsStr) -> bool {
    Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("json"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn name(title: &str, date: &str) -> String {
        new_path(Path::new("/nowhere"), title, date).file_name().unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn any_title_gives_a_safe_name() {
        assert_eq!(name("Staying connected", "2026-11-21"), "staying-connected-2026-11-21.json");
        assert_eq!(name("../../etc/passwd", "2026-11-21"), "etc-passwd-2026-11-21.json");
        assert_eq!(name("-rf", ""), "rf.json");
        assert_eq!(name("CON", ""), "workshop-con.json");
        assert_eq!(name("\0\u{1b}[2J", ""), "2j.json");
        assert_eq!(name("...", ""), "workshop.json");
        assert_eq!(name("مرحبا بكم", "2026-11-21"), "مرحبا-بكم-2026-11-21.json");
        assert_eq!(name("Cafe\u{301}", ""), "caf\u{e9}.json");
        assert_eq!(name("नमस्ते", ""), "नमस्ते.json");
        assert!(name(&"é".repeat(300), "2026-11-21").len() < 200);
    }

    #[test]
    fn a_new_name_is_never_one_that_is_there_in_either_case() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("NORTHFIELD.json"), "").unwrap();
        fs::write(folder.path().join("northfield-2.json"), "").unwrap();
        assert_eq!(new_path(folder.path(), "Northfield", "").file_name().unwrap(), "northfield-3.json");
        fs::write(folder.path().join("northfield.table-2.json"), "").unwrap();
        let sibling = sibling_path(&folder.path().join("northfield.bev.json"), "Table 2");
        assert_eq!(sibling.file_name().unwrap(), "northfield.table-2-2.json");
    }

    #[test]
    fn siblings_and_conflicted_copies_are_known_by_name() {
        let mine = Path::new("northfield.json");
        for other in [
            "northfield.table-2.json",
            "northfield (1).json",
            "northfield.sync-conflict-20261121-101112-ABCDEFG.json",
            "northfield-LAPTOP.json",
            "northfield (conflicted copy 2026-11-21).json",
            "Northfield (Bev's conflicted copy 2026-11-21).JSON",
        ] {
            assert!(is_sibling(mine, Path::new(other)), "{other}");
            assert!(is_sibling(Path::new(other), mine), "{other}");
        }
        for other in
            ["northfields.json", "south.json", ".northfield.json", "northfield.damaged-1.json", "northfield.json"]
        {
            assert!(!is_sibling(mine, Path::new(other)), "{other}");
        }
    }

    #[test]
    fn a_name_of_255_bytes_has_its_dot_files_and_siblings() {
        let long = PathBuf::from(format!("{}.json", "n".repeat(250)));
        for beside in [draft_path(&long), edits_path(&long), beside(&long, ".lock"), damaged_path(&long)] {
            assert!(beside.file_name().unwrap().len() <= 255, "{}", beside.display());
        }
        let sibling = sibling_path(&long, "Table 2");
        assert!(sibling.file_name().unwrap().len() <= 255);
        assert!(is_sibling(&long, &sibling));
    }
}
