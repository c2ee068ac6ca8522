//! Hearing that a folder changed.

use std::path::Path;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::names::is_hidden;

/// Watches a folder and calls when a file in it changed, the dot-files aside that are not `wanted`; none where the
/// system cannot.
pub(super) fn watch(
    folder: &Path,
    wanted: impl Fn(&Path) -> bool + Send + 'static,
    changed: impl Fn() + Send + 'static,
) -> Option<RecommendedWatcher> {
    let told = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| matters(&event, &wanted)) {
            changed();
        }
    };
    let mut watcher = notify::recommended_watcher(told).ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

fn matters(event: &Event, wanted: &impl Fn(&Path) -> bool) -> bool {
    // Reading is no change; closing after writing is.
    let read = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    !read && (event.paths.is_empty() || event.paths.iter().any(|path| !is_hidden(path) || wanted(path)))
}

/// Whether a folder is on a network drive, where changes by other machines are not told and locks may be absent.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn is_network(folder: &Path) -> bool {
    // NFS, CIFS, SMB2, SMB, FUSE (sshfs and the like), 9P, AFS, Ceph.
    const NETWORK: [u32; 8] =
        [0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x517B, 0x6573_5546, 0x0102_1997, 0x5346_414F, 0x00C3_6400];
    // The magic number is the low 32 bits, whatever the type here.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    rustix::fs::statfs(folder).is_ok_and(|fs| NETWORK.contains(&(fs.f_type as u32)))
}

/// Whether a folder is on a network drive, where changes by other machines are not told and locks may be absent.
#[cfg(target_os = "macos")]
pub(super) fn is_network(folder: &Path) -> bool {
    // MNT_LOCAL.
    rustix::fs::statfs(folder).is_ok_and(|fs| fs.f_flags & 0x1000 == 0)
}

/// Whether a folder is on a network drive, where changes by other machines are not told and locks may be absent.
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos")))]
pub(super) fn is_network(folder: &Path) -> bool {
    use std::path::{Component, Prefix};
    let share = |prefix| matches!(prefix, Prefix::UNC(..) | Prefix::VerbatimUNC(..));
    matches!(folder.components().next(), Some(Component::Prefix(prefix)) if share(prefix.kind()))
}
