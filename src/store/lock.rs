//! One writer per file: a lock held by the system on a dot-file beside it.
//!
//! Never on the file itself, whose lock would go with the first save; and never by a dot-file's mere existence, which
//! outlives a crash.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
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
                    return Ok(Some(Self { held: None, path }));
                }
                Err(e) => return Err(refused(&e)),
            };
            match lock.try_lock() {
                Ok(()) if is_at(&lock, &path) => {
                    sign(&lock);
                    return Ok(Some(Self { held: Some(lock), path }));
                }
                // Its holder removed it between our opening and locking it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(_)) => break,
            }
        }
        // No locks here, or none that can be trusted.
        Ok(Some(Self { held: None, path }))
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
        if cfg!(unix) && self.held.is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether the open file is still the one at the path.
fn is_at(lock: &File, path: &Path) -> bool {
    let here = lock.metadata().map(|meta| Identity::of(&meta));
    here.is_ok_and(|here| Identity::at(path).is_ok_and(|there| there == Some(here)))
}

/// Says in the lock who holds it, for people who look.
fn sign(mut lock: &File) {
    let _ = lock.set_len(0).and_then(|()| writeln!(lock, "coplan, process {}", std::process::id()));
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
