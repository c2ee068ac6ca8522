//! Why something could not be done with a file, in words for people.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::model::decode::{self, Fault};

/// A file that could not be read, locked or written: which, where in it, why, and what to do.
///
/// The texts are raw: whoever prints them makes them safe for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1; 0 where the fault has no place.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
    /// What is wrong, in a phrase.
    pub reason: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// What sort of refusal, for who must decide what to do next.
    pub sort: Sort,
}

/// The sorts of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// There is no such file or folder.
    Missing,
    /// There is one already.
    Exists,
    /// A folder, a pipe or a device.
    NotAFile,
    /// Larger than any session.
    TooLarge,
    /// Known to a sync tool, and its bytes are not on this machine.
    NotDownloaded,
    /// No bytes, or nothing but zero bytes.
    Empty,
    /// Not UTF-8 text.
    NotText,
    /// Another program's.
    NotCoplan,
    /// Written by a version of coplan that joins in another way.
    Newer,
    /// A coplan file that is cut off or altered.
    Damaged,
    /// The system does not allow it.
    Denied,
    /// No room on the disk.
    Full,
    /// Somebody stopped it halfway.
    Stopped,
    /// Anything else the system says.
    Failed,
}

impl From<decode::Sort> for Sort {
    fn from(sort: decode::Sort) -> Self {
        match sort {
            decode::Sort::Empty => Self::Empty,
            decode::Sort::NotText => Self::NotText,
            decode::Sort::NotCoplan => Self::NotCoplan,
            decode::Sort::Newer => Self::Newer,
            decode::Sort::Damaged => Self::Damaged,
        }
    }
}

impl Refusal {
    /// A refusal of a whole file.
    pub fn new(path: &Path, sort: Sort, reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { path: path.into(), line: 0, column: 0, reason: reason.into(), hint: hint.into(), sort }
    }

    /// A fault in the contents.
    pub fn of_fault(path: &Path, fault: Fault) -> Self {
        let hint = match fault.sort {
            decode::Sort::Empty => "restore it from a backup; coplan has not changed it",
            decode::Sort::NotText | decode::Sort::NotCoplan => "check that this is the file you meant",
            decode::Sort::Newer => "update coplan on this machine; the file has not been changed",
            decode::Sort::Damaged => "coplan open recovers what can be read and keeps the damaged file",
        };
        let (line, column) = (fault.line, fault.column);
        Self { line, column, ..Self::new(path, fault.sort.into(), fault.reason, hint) }
    }

    /// What the system said while something was being done: `doing` completes "cannot be".
    pub fn of_io(path: &Path, doing: &str, error: &io::Error) -> Self {
        let (sort, why, hint) = match error.kind() {
            ErrorKind::NotFound if doing == "saved" => {
                (Sort::Missing, "its folder is not there", "bring the folder or the drive back, or save elsewhere")
            }
            ErrorKind::NotFound => (Sort::Missing, "there is no such file", "check the name and the folder"),
            ErrorKind::AlreadyExists => (Sort::Exists, "there is a file of that name", "choose another name"),
            ErrorKind::PermissionDenied => {
                (Sort::Denied, "this is not allowed here", "check the permissions, or use another folder")
            }
            ErrorKind::ReadOnlyFilesystem => (Sort::Denied, "the drive is read-only", "use another folder"),
            ErrorKind::StorageFull => (Sort::Full, "the disk is full", "make room, or save elsewhere"),
            ErrorKind::QuotaExceeded => {
                (Sort::Full, "your share of the disk is used up", "make room, or save elsewhere")
            }
            ErrorKind::FileTooLarge => (Sort::Full, "the drive takes no file this large", "save on another drive"),
            ErrorKind::InvalidFilename => (Sort::Failed, "the name is too long or not allowed", "use a shorter name"),
            ErrorKind::IsADirectory => (Sort::NotAFile, "it is a folder", "name a file"),
            _ => {
                return Self::new(path, Sort::Failed, format!("cannot be {doing}: {error}"), "");
            }
        };
        Self::new(path, sort, format!("cannot be {doing}: {why}"), hint)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.path.display();
        match self.line {
            0 => write!(f, "{name}: {}", self.reason),
            line => write!(f, "{name}: line {line}, column {}: {}", self.column, self.reason),
        }
    }
}

impl std::error::Error for Refusal {}
