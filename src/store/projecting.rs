//! The sign that a file is being projected: a dot-file beside it that each projecting window holds a shared lock on.
//!
//! The system lets go of the lock when a window ends, however it ends, so the sign cannot outlive what it tells of.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::lock::{is_at, open};
use super::names::projecting_path;

/// Says to other windows that a file is projected, until dropped.
#[derive(Debug)]
pub(super) struct Projecting {
    path: PathBuf,
    held: Option<File>,
}

impl Projecting {
    /// Puts the sign up. Where a folder takes none, it is projected all the same.
    pub(super) fn begin(file: &Path) -> Self {
        let path = projecting_path(file);
        // Somebody who looks holds it for a moment.
        for _ in 0..20 {
            let Ok(sign) = open(&path) else { break };
            match sign.try_lock_shared() {
                Ok(()) if is_at(&sign, &path) => return Self { path, held: Some(sign) },
                // Another window took it away between our opening and locking it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => sleep(Duration::from_millis(2)),
                Err(TryLockError::Error(_)) => break,
            }
        }
        Self { path, held: None }
    }
}

impl Drop for Projecting {
    fn drop(&mut self) {
        // The last one takes it away. What a crash leaves is locked by nobody, and tells nothing.
        if let Some(sign) = self.held.take()
            && sign.unlock().is_ok()
            && sign.try_lock().is_ok()
            && sign.metadata().is_ok_and(|meta| meta.len() == 0)
        {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The sign as it was last seen.
#[derive(Debug, Default)]
pub(super) struct Sign(bool);

impl Sign {
    /// Looks, and says how it is where that has changed.
    pub(super) fn turned(&mut self, file: &Path) -> Option<bool> {
        let was = std::mem::replace(&mut self.0, is_projected(file));
        (was != self.0).then_some(self.0)
    }

    /// Whether it was up.
    pub(super) const fn is_up(&self) -> bool {
        self.0
    }
}

/// Whether a window projects a file.
fn is_projected(file: &Path) -> bool {
    let path = projecting_path(file);
    let is_file = fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_file());
    // Opened to read, so that looking is no change that somebody is told of.
    let sign = if is_file { File::open(&path).ok() } else { None };
    sign.is_some_and(|sign| matches!(sign.try_lock(), Err(TryLockError::WouldBlock)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_stands_until_the_last_window_ends_and_no_crash_leaves_it_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        assert!(!is_projected(&path));
        let one = Projecting::begin(&path);
        let two = Projecting::begin(&path);
        assert!(is_projected(&path));
        drop(one);
        assert!(is_projected(&path));
        drop(two);
        assert!(!is_projected(&path));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::write(projecting_path(&path), "").unwrap();
        assert!(!is_projected(&path));
        assert!(is_projected(&path) || Projecting::begin(&path).held.is_some());
    }

    #[test]
    fn a_file_of_somebody_s_in_its_place_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        fs::write(projecting_path(&path), "somebody's words").unwrap();
        drop(Projecting::begin(&path));
        assert_eq!(fs::read(projecting_path(&path)).unwrap(), b"somebody's words");
    }
}
