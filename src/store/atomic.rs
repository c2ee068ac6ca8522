//! Replacing a file so that, whatever happens when, the old bytes or the new ones are there whole.
//!
//! A temp file in the same folder, write, sync, rename, sync the folder. Every byte that coplan writes to a file of
//! the user's goes through [`replace`] or [`create`]. A failed sync is never tried again on the same file, whose pages
//! the system may have dropped: each try has a temp file of its own.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

use super::names::folder_of;
use super::watch::is_network;
use crate::model::file::File;

/// What a temp file's name begins and ends with; between them stand six random letters.
const TEMP: (&str, &str) = (".coplan-", ".tmp");
/// How old a temp file is before it must be of a dead run, where locks cannot tell.
const DEAD_AFTER: Duration = Duration::from_secs(3600);
/// Pauses between tries of a rename that a virus scanner or a sync tool refuses: 200 ms in all.
const PAUSES: [u64; 5] = [10, 20, 40, 60, 70];

/// The permissions of a file that was not there before; one that was keeps its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// For this user alone.
    Private,
    /// As open as its folder and the user's settings let it be.
    AsFolder,
}

/// Which bytes stand at a path, as far as the file system tells: to notice that somebody else replaced them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    number: u64,
    len: u64,
    modified: Option<SystemTime>,
    changed: (i64, i64),
}

impl Identity {
    /// Reads it from what the system says of a file.
    pub fn of(meta: &Metadata) -> Self {
        #[cfg(unix)]
        let (device, number, changed) = {
            use std::os::unix::fs::MetadataExt;
            (meta.dev(), meta.ino(), (meta.ctime(), meta.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let (device, number, changed) = (0, 0, (0, 0));
        Self { device, number, len: meta.len(), modified: meta.modified().ok(), changed }
    }

    /// The identity of what is at a path; none where nothing is.
    pub fn at(path: &Path) -> io::Result<Option<Self>> {
        match fs::metadata(path) {
            Ok(meta) => Ok(Some(Self::of(&meta))),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }
}

/// The moments between which a run can be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Made,
    Written,
    Synced,
    Renamed,
}

/// What may be replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum There<'a> {
    /// Whatever is there.
    Any,
    /// Nothing: the file must be new.
    Nothing,
    /// Only what was read before.
    Only(Option<&'a Identity>),
}

/// Whose permissions the new file has.
#[derive(Clone, Copy)]
enum Access<'a> {
    /// Those of the file it replaces; where there is none, these.
    Old(Fresh),
    /// Those of another file; where there is none, the user's alone.
    Of(Option<&'a Path>),
}

/// Writes what a file is to hold; called again where the file must be made again.
type Write<'a> = &'a dyn Fn(&mut fs::File) -> io::Result<()>;

/// Makes `path` hold these bytes, durably. A link is followed and kept; a file keeps its permissions.
pub fn replace(path: &Path, bytes: &[u8], fresh: Fresh) -> io::Result<Identity> {
    replace_with(path, &|file| file.write_all(bytes), fresh)
}

/// Does the same with what is written piece by piece, so that all of it is never in memory at once.
pub fn replace_with(path: &Path, write: Write<'_>, fresh: Fresh) -> io::Result<Identity> {
    let path = followed(path)?;
    put(&path, write, Access::Old(fresh), There::Any)
}

/// Does the same where what stands at `path` is still what was read before; else the error is [`is_changed`].
pub fn replace_unchanged(path: &Path, bytes: &[u8], fresh: Fresh, read: Option<&Identity>) -> io::Result<Identity> {
    let path = followed(path)?;
    put(&path, &|file| file.write_all(bytes), Access::Old(fresh), There::Only(read))
}

/// Makes a file that is not there yet, durably; one that is there is left as it is and refused.
pub fn create(path: &Path, bytes: &[u8], fresh: Fresh) -> io::Result<Identity> {
    create_with(path, &|file| file.write_all(bytes), fresh)
}

/// Does the same with what is written piece by piece.
pub fn create_with(path: &Path, write: Write<'_>, fresh: Fresh) -> io::Result<Identity> {
    put(path, write, Access::Old(fresh), There::Nothing)
}

/// Makes `path` itself hold these bytes, durably: a link in its place is replaced, not followed.
pub fn overwrite(path: &Path, bytes: &[u8], fresh: Fresh) -> io::Result<Identity> {
    overwrite_with(path, &|file| file.write_all(bytes), fresh)
}

/// Does the same with what is written piece by piece.
pub fn overwrite_with(path: &Path, write: Write<'_>, fresh: Fresh) -> io::Result<Identity> {
    put(path, write, Access::Old(fresh), There::Any)
}

/// What writes a file piece by piece, made fit for [`overwrite_with`] and [`create_with`]: the pieces may be small.
pub fn buffered(write: impl Fn(&mut dyn io::Write) -> io::Result<()>) -> impl Fn(&mut fs::File) -> io::Result<()> {
    move |file| {
        let mut to = io::BufWriter::new(file);
        write(&mut to)?;
        to.flush()
    }
}

/// Makes a dot-file hold these bytes, durably and as open as the file it stands beside; without one it is private. A
/// link in its place is replaced, not followed.
pub fn replace_beside(path: &Path, bytes: &[u8], file: Option<&Path>) -> io::Result<Identity> {
    put(path, &|file| file.write_all(bytes), Access::Of(file), There::Any)
}

/// Whether the file was left alone because somebody else changed it in the meantime.
pub fn is_changed(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Changed>)
}

/// See [`is_changed`].
#[derive(Debug)]
struct Changed;

impl std::fmt::Display for Changed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("another program keeps changing the file")
    }
}

impl std::error::Error for Changed {}

/// Writes a file of ours piece by piece, so that its bytes are never held whole beside it.
pub fn write_whole(file: &File, to: &mut fs::File) -> io::Result<()> {
    let mut to = io::BufWriter::with_capacity(1 << 20, to);
    file.write_to(&mut to)?;
    to.flush()
}

/// One try, and a few more where somebody's clean-up took our temp file away before we had locked it.
fn put(path: &Path, write: Write<'_>, access: Access<'_>, there: There<'_>) -> io::Result<Identity> {
    let mut tries = 0..5;
    loop {
        match try_put(path, write, access, there, &mut |_| {}) {
            Err(e) if e.kind() == ErrorKind::NotFound && folder_of(path).is_dir() && tries.next().is_some() => {}
            put => return put,
        }
    }
}

fn try_put(
    path: &Path,
    write: Write<'_>,
    access: Access<'_>,
    there: There<'_>,
    at: &mut dyn FnMut(Step),
) -> io::Result<Identity> {
    let folder = folder_of(path);
    let old = match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => Some(meta),
        // Whoever follows links has followed them by now.
        Ok(meta) if meta.is_symlink() => None,
        Ok(meta) if meta.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        Ok(_) => return Err(io::Error::new(ErrorKind::InvalidInput, "it is not a file but a device or a pipe")),
        Err(_) => None,
    };
    let (old, fresh) = match access {
        Access::Old(fresh) => (old, fresh),
        Access::Of(file) => (file.and_then(|file| fs::metadata(file).ok()), Fresh::Private),
    };
    let mut temp = make_temp(folder, old.is_some(), fresh)?;
    // Held while we live, so that another run's clean-up knows that this file is not of a dead run.
    let _ = temp.as_file().try_lock();
    at(Step::Made);
    write(temp.as_file_mut())?;
    if let Some(old) = &old {
        keep_access(temp.as_file(), old)?;
    }
    at(Step::Written);
    temp.as_file().sync_all()?;
    at(Step::Synced);
    // As late as can be: writing and syncing take the time in which a sync tool may come in between.
    if let There::Only(read) = there
        && Identity::at(path)?.as_ref() != read
    {
        return Err(io::Error::other(Changed));
    }
    let file = rename(temp, path, there)?;
    at(Step::Renamed);
    let identity = Identity::of(&file.metadata()?);
    sync_folder(folder)?;
    Ok(identity)
}

/// Makes the temp file: private from the first moment, or as open as the new file will be.
fn make_temp(folder: &Path, replaces: bool, fresh: Fresh) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMP.0).suffix(TEMP.1).rand_bytes(6);
    #[cfg(unix)]
    if fresh == Fresh::AsFolder && !replaces {
        use std::os::unix::fs::PermissionsExt;
        // The user's mask is applied by the system.
        let mode = fs::metadata(folder)?.permissions().mode() & 0o666;
        return builder.permissions(fs::Permissions::from_mode(mode | 0o600)).tempfile_in(folder);
    }
    #[cfg(not(unix))]
    let _ = (replaces, fresh);
    builder.tempfile_in(folder)
}

/// Gives the new file the permissions, and where we may the owners, of the one it replaces.
#[cfg(unix)]
fn keep_access(new: &fs::File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let meta = new.metadata()?;
    let mut mode = old.permissions().mode() & 0o7777;
    if (meta.uid(), meta.gid()) != (old.uid(), old.gid()) && fchown(new, Some(old.uid()), Some(old.gid())).is_err() {
        // What its group was allowed must not pass to another group.
        if meta.gid() != old.gid() && fchown(new, None, Some(old.gid())).is_err() {
            mode &= 0o7707;
        }
    }
    // A drive without permissions, a stick say, may refuse; the new file is then private, and the words are safe.
    let _ = new.set_permissions(fs::Permissions::from_mode(mode));
    Ok(())
}

#[cfg(not(unix))]
fn keep_access(_new: &fs::File, old: &Metadata) -> io::Result<()> {
    // Windows gives the new file its folder's permissions; what is marked read-only stays so.
    if old.permissions().readonly() { Err(ErrorKind::PermissionDenied.into()) } else { Ok(()) }
}

fn rename(mut temp: NamedTempFile, path: &Path, there: There<'_>) -> io::Result<fs::File> {
    let mut may_replace = there != There::Nothing;
    let mut pauses = PAUSES.into_iter();
    loop {
        let renamed = if may_replace { temp.persist(path) } else { temp.persist_noclobber(path) };
        let refused = match renamed {
            Ok(file) => return Ok(file),
            Err(refused) => refused,
        };
        if !may_replace && cannot_keep(&refused.error) && fs::symlink_metadata(path).is_err() {
            may_replace = true;
        } else if let Some(pause) = pauses.next().filter(|_| is_passing(&refused.error)) {
            sleep(Duration::from_millis(pause));
        } else {
            return Err(refused.error);
        }
        temp = refused.file;
    }
}

/// Whether the drive, a stick say, has no way to rename only where nothing is.
fn cannot_keep(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput | ErrorKind::PermissionDenied)
}

/// Whether another program is likely to let go of the file in a moment.
fn is_passing(error: &io::Error) -> bool {
    // Windows: access denied, sharing violation, lock violation.
    let windows = cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33));
    windows || matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::Interrupted)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match fs::File::open(folder)?.sync_all() {
        // Some network and FUSE file systems cannot, and sync with the file.
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    // Windows writes the folder with the rename and opens no folder to sync.
    Ok(())
}

/// The path behind links, also where the file at their end is not there.
pub fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..40 {
        match fs::canonicalize(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            found => return found,
        }
        let Ok(target) = fs::read_link(&path) else { return Ok(path) };
        path = folder_of(&path).join(target);
    }
    Ok(path)
}

/// Removes a file durably; one that is not there is no fault.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder(folder_of(path)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
    }
}

/// Removes the temp files of dead runs from a folder, and nothing else; says how many.
pub fn clean(folder: &Path) -> usize {
    let network = is_network(folder);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let dead = entries.filter(|entry| is_temp(&entry.file_name().to_string_lossy()) && is_dead(&entry.path(), network));
    dead.filter(|entry| fs::remove_file(entry.path()).is_ok()).count()
}

/// Whether a name is one that we give to temp files.
pub fn is_temp(name: &str) -> bool {
    let random = name.strip_prefix(TEMP.0).and_then(|rest| rest.strip_suffix(TEMP.1));
    random.is_some_and(|random| random.len() == 6 && random.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether no run is writing a temp file: nobody holds its lock or, where locks tell nothing, it is old. Between making
/// and locking it a live one looks dead; its writer then makes another.
fn is_dead(path: &Path, network: bool) -> bool {
    let Some(meta) = fs::symlink_metadata(path).ok().filter(Metadata::is_file) else { return false };
    let age = meta.modified().ok().and_then(|modified| modified.elapsed().ok()).unwrap_or_default();
    age > DEAD_AFTER || (!network && fs::File::open(path).is_ok_and(|file| file.try_lock().is_ok()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn at_every_step_the_old_bytes_or_the_new_are_there_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        let (old, new) = (vec![b'o'; 100_000], vec![b'n'; 50_000]);
        replace(&path, &old, Fresh::Private).unwrap();
        let mut seen = Vec::new();
        try_put(&path, &|file| file.write_all(&new), Access::Old(Fresh::Private), There::Any, &mut |step| {
            let expected = if step == Step::Renamed { &new } else { &old };
            assert!(fs::read(&path).unwrap() == *expected, "{step:?}");
            seen.push(step);
        })
        .unwrap();
        assert_eq!(seen, [Step::Made, Step::Written, Step::Synced, Step::Renamed]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_live_runs_temp_file_is_not_cleaned_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        try_put(&path, &|file| file.write_all(b"words"), Access::Old(Fresh::Private), There::Nothing, &mut |step| {
            if step == Step::Written {
                assert_eq!(clean(folder.path()), 0);
            }
        })
        .unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"words");
    }

    #[test]
    fn a_temp_file_taken_away_by_a_clean_up_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        let mut done = false;
        std::thread::scope(|scope| {
            let cleaner = scope.spawn(|| {
                for _ in 0..200 {
                    clean(folder.path());
                    sleep(Duration::from_micros(100));
                }
            });
            while !cleaner.is_finished() {
                replace(&path, b"words", Fresh::Private).unwrap();
                done = true;
            }
        });
        assert!(done);
    }

    #[test]
    fn a_dead_runs_temp_file_is_cleaned_and_a_strangers_is_left() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".coplan-aB3dE6.tmp", ".coplan-other.tmp", ".coplan-aB3dE6.tmp.txt", "coplan-aB3dE6.tmp"] {
            fs::write(folder.path().join(name), "words").unwrap();
        }
        assert_eq!(clean(folder.path()), 1);
        assert!(!folder.path().join(".coplan-aB3dE6.tmp").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn create_never_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        create(&path, b"first", Fresh::Private).unwrap();
        assert_eq!(create(&path, b"second", Fresh::Private).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }
}
