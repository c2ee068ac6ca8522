//! Reading a file without being held up, filled up or fooled by what stands at its path.

use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::names::{beside, edits_path, folder_of};
use super::paths::synced_by;
use super::refusal::{Refusal, Sort};
use crate::model::decode::Fault;
use crate::model::file::File;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 512 << 20;

/// Reads a session or plan file.
pub fn read(path: &Path) -> Result<File, Refusal> {
    File::decode_owned(read_bytes(path)?).map_err(|fault| refuse_fault(path, fault))
}

/// The bytes of a file as a session or plan; its path is for the refusal.
pub fn decode(path: &Path, bytes: &[u8]) -> Result<File, Refusal> {
    File::decode(bytes).map_err(|fault| refuse_fault(path, fault))
}

fn refuse_fault(path: &Path, fault: Fault) -> Refusal {
    let mut refusal = Refusal::of_fault(path, fault);
    if refusal.sort == Sort::Empty {
        refusal.hint = hint_for_empty(path);
    }
    refusal
}

/// Reads the bytes of a regular file of a sensible size.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    let refused = |e: &io::Error| refuse(path, e);
    let file = open(path)?;
    let meta = file.metadata().map_err(|e| refused(&e))?;
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or_default());
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| refused(&e))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(path));
    }
    Ok(bytes)
}

/// Opens a regular file of a sensible size.
pub(super) fn open(path: &Path) -> Result<fs::File, Refusal> {
    let refused = |e: &io::Error| refuse(path, e);
    // Looking first, because opening a pipe waits for its writer; and again at the handle, because names change.
    require_file(path)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path).map_err(|e| refused(&e))?;
    let meta = file.metadata().map_err(|e| refused(&e))?;
    check(path, &meta)?;
    Ok(file)
}

/// Reads a dot-file beside a session or plan. A link in its place is none of ours, and as good as nothing.
pub(super) fn read_beside(path: &Path) -> Result<Vec<u8>, Refusal> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => Err(refuse(path, &ErrorKind::NotFound.into())),
        _ => read_bytes(path),
    }
}

/// Reads the edits on their way into a file.
pub(super) fn read_edits_of(file: &Path) -> Result<File, Refusal> {
    let path = edits_path(file);
    decode(&path, &read_beside(&path)?)
}

/// Refuses what is not a regular file of a sensible size, without opening it.
pub(super) fn require_file(path: &Path) -> Result<(), Refusal> {
    check(path, &fs::metadata(path).map_err(|e| refuse(path, &e))?)
}

fn refuse(path: &Path, error: &io::Error) -> Refusal {
    // iCloud leaves a dot-file in the place of a file that is not here.
    if error.kind() == ErrorKind::NotFound && beside(path, ".icloud").exists() {
        return not_downloaded(path);
    }
    Refusal::of_io(path, "read", error)
}

fn check(path: &Path, meta: &Metadata) -> Result<(), Refusal> {
    if !meta.is_file() {
        let what = if meta.is_dir() { "a folder" } else { "a device or a pipe" };
        return Err(Refusal::new(
            path,
            Sort::NotAFile,
            format!("is not a file but {what}"),
            "name a session or plan file",
        ));
    }
    if meta.len() > LARGEST {
        return Err(too_large(path));
    }
    if is_elsewhere(meta) {
        return Err(not_downloaded(path));
    }
    Ok(())
}

fn too_large(path: &Path) -> Refusal {
    Refusal::new(path, Sort::TooLarge, "is larger than 512 MiB", "check that this is the file you meant")
}

fn not_downloaded(path: &Path) -> Refusal {
    let tool = synced_by(path).unwrap_or("the sync tool");
    let hint = format!("open it once in the file manager, so that {tool} brings it here, then try again");
    Refusal::new(path, Sort::NotDownloaded, "is not downloaded to this machine yet", hint)
}

/// Whether a sync tool would have to fetch the bytes first.
#[cfg(windows)]
fn is_elsewhere(meta: &Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;
    // Offline, recall on open, recall on data access.
    meta.file_attributes() & (0x1000 | 0x4_0000 | 0x40_0000) != 0
}

/// Whether a sync tool would have to fetch the bytes first.
#[cfg(target_os = "macos")]
fn is_elsewhere(meta: &Metadata) -> bool {
    use std::os::macos::fs::MetadataExt;
    // SF_DATALESS.
    meta.st_flags() & 0x4000_0000 != 0
}

#[cfg(not(any(windows, target_os = "macos")))]
const fn is_elsewhere(_meta: &Metadata) -> bool {
    false
}

/// Where the words of an empty file may be.
fn hint_for_empty(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entries = fs::read_dir(folder_of(path)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|other| {
        let copy = [format!("{name}~"), format!("{name}.bak"), format!("{name}.old")].contains(other);
        copy || super::atomic::is_temp(other) || super::names::is_sibling(path, Path::new(other))
    });
    names.sort();
    match (names.first(), synced_by(path)) {
        (Some(first), _) => {
            format!("look into {first} beside it, or restore a backup; coplan has not changed the file")
        }
        (None, Some(tool)) => format!("{tool} may not have brought it here yet; if it has, restore a backup"),
        (None, None) => "restore it from a backup; coplan has not changed it".into(),
    }
}
