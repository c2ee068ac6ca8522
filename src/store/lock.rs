//! One writer per file: a lock held by the system on a dot-file beside it.
//!
//! Never on the file itself, whose lock would go with the first save; and never by a dot-file's mere existence, which
//! outlives a crash.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::atomic::{Identity, followed};
use super::names::beside;
use super::refusal::Refusal;

/// The right to write one file, until dropped.
#[derive(Debug)]
pub struct Lock {
    /// None where the folder cannot be written or the file system has no locks.
    held: Option<File>,
    path: PathBuf,
    /// Whether the dot-file is one that we made, and may remove.
    ours: bool,
}

impl Lock {
    /// Takes the lock of a file; none where another window holds it.
    pub fn take(file: &Path) -> Result<Option<Self>, Refusal> {
        let refused = |e: &io::Error| Refusal::of_io(file, "locked", e);
        let path = beside(&followed(file).map_err(|e| refused(&e))?, ".lock");
        for _ in 0..100 {
            let lock = match open(&path) {
                Ok(lock) => lock,
                // Nobody can write here, so nobody can be in the way; saving will say what is wrong.
                Err(e) if matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
                    return Ok(Some(Self { held: None, path, ours: false }));
                }
                Err(e) => return Err(refused(&e)),
            };
            match lock.try_lock() {
                Ok(()) if is_at(&lock, &path) => {
                    let ours = sign(&lock);
                    return Ok(Some(Self { held: Some(lock), path, ours }));
                }
                // Its holder removed it between our opening and locking it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(_)) => break,
            }
        }
        // No locks here, or none that can be trusted.
        Ok(Some(Self { held: None, path, ours: false }))
    }

    /// Takes the lock, waiting for another window to give it up, but no longer than this.
    pub fn wait(file: &Path, limit: Duration) -> Result<Option<Self>, Refusal> {
        let end = Instant::now() + limit;
        loop {
            let lock = Self::take(file)?;
            if lock.is_some() || Instant::now() >= end {
                return Ok(lock);
            }
            sleep(Duration::from_millis(20));
        }
    }

    /// Whether the system holds it; if not, as on some network folders, another window may write too.
    pub const fn is_certain(&self) -> bool {
        self.held.is_some()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held: whoever has it open sees that it is no longer at its path, and opens the next one.
        if cfg!(unix) && self.held.is_some() && self.ours {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens a dot-file to be locked, and makes it where it is not there.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // In a shared folder somebody else may have put a link or a pipe here: neither is followed or waited for.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
    }
    let lock = options.open(path)?;
    if lock.metadata()?.is_file() { Ok(lock) } else { Err(not_a_lock()) }
}

fn not_a_lock() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "the lock beside it is not a file; remove it")
}

/// Whether the open file is still the one at the path.
pub(super) fn is_at(lock: &File, path: &Path) -> bool {
    let here = lock.metadata().map(|meta| Identity::of(&meta));
    here.is_ok_and(|here| Identity::at(path).is_ok_and(|there| there == Some(here)))
}

/// Says in the lock who holds it, for people who look; says whether it is a lock of ours, as anything else is left as
/// it is.
fn sign(mut lock: &File) -> bool {
    let mut start = Vec::new();
    if lock.take(6).read_to_end(&mut start).is_err() || !(start.is_empty() || start == b"coplan") {
        return false;
    }
    let _ = lock.rewind().and_then(|()| lock.set_len(0));
    let _ = writeln!(lock, "coplan, process {}", std::process::id());
    true
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn one_window_holds_the_lock_and_the_next_gets_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        let lock = Lock::take(&path).unwrap().unwrap();
        assert!(lock.is_certain());
        assert!(Lock::take(&path).unwrap().is_none());
        assert!(Lock::wait(&path, Duration::from_millis(30)).unwrap().is_none());
        drop(lock);
        // What a crash leaves is no obstacle.
        fs::write(beside(&path, ".lock"), "coplan, process 1").unwrap();
        assert!(Lock::take(&path).unwrap().is_some());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), usize::from(cfg!(windows)));
    }

    #[test]
    fn a_file_that_is_not_a_lock_is_neither_emptied_nor_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        fs::write(beside(&path, ".lock"), "somebody's words").unwrap();
        drop(Lock::take(&path).unwrap().unwrap());
        assert_eq!(fs::read(beside(&path, ".lock")).unwrap(), b"somebody's words");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_lock_is_refused_and_its_target_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        let words = folder.path().join("words.txt");
        fs::write(&words, "somebody's words").unwrap();
        std::os::unix::fs::symlink(&words, beside(&path, ".lock")).unwrap();
        assert!(Lock::take(&path).is_err());
        assert_eq!(fs::read(&words).unwrap(), b"somebody's words");
    }

    #[test]
    fn many_takers_never_hold_it_together() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        let inside = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        if let Some(_lock) = Lock::take(&path).unwrap() {
                            assert_eq!(inside.fetch_add(1, std::sync::atomic::Ordering::SeqCst), 0);
                            inside.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                        }
                    }
                });
            }
        });
    }
}
