//! Where things are kept: the folders of this machine.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

use super::atomic::Fresh;
use super::names::folder_of;
pub use super::names::{is_sibling, new_path, sibling_path};

/// The folders coplan uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Sessions and plans.
    pub sessions: PathBuf,
    /// The user's own programme and settings.
    pub config: PathBuf,
    /// The list of recent files.
    pub state: PathBuf,
}

impl Places {
    /// Finds them; `dir` is the folder for sessions that the user asked for, if any.
    pub fn find(dir: Option<&Path>) -> Self {
        let user = UserDirs::new();
        let home = user.as_ref().map_or_else(|| PathBuf::from("."), |user| user.home_dir().to_owned());
        let documents = user.as_ref().and_then(UserDirs::document_dir).map_or_else(|| home.clone(), Path::to_owned);
        let project = ProjectDirs::from("", "", "coplan");
        let project = project.as_ref();
        let config = project.map_or_else(|| home.join(".coplan"), |p| p.config_dir().to_owned());
        let state =
            project.map_or_else(|| home.join(".coplan"), |p| p.state_dir().unwrap_or(p.data_local_dir()).to_owned());
        Self { sessions: dir.map_or_else(|| documents.join("coplan"), Path::to_owned), config, state }
    }

    /// The user's own programme, where there is one.
    pub fn programme_file(&self) -> PathBuf {
        self.config.join("programme.toml")
    }

    /// The folder of mappings for imports that were remembered by name.
    pub fn mappings(&self) -> PathBuf {
        self.config.join("imports")
    }

    /// The permissions of a file that is new at this path: private in coplan's own folders, else as its folder.
    pub fn fresh(&self, path: &Path) -> Fresh {
        let folder = real(folder_of(path));
        let own = [&self.sessions, &self.config, &self.state].into_iter().any(|place| real(place) == folder);
        if own { Fresh::Private } else { Fresh::AsFolder }
    }

    /// Makes the folder for sessions, for this user alone, where it is not there yet.
    pub fn make_sessions(&self) -> io::Result<()> {
        make_private(&self.sessions)
    }
}

/// Makes a folder, and those above it, for this user alone.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The path without links, where it is there.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The sync tool that keeps a folder, known by the folder's name.
pub fn synced_by(path: &Path) -> Option<&'static str> {
    path.components().find_map(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        let starts = |name: &str| part.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        if starts("onedrive") {
            Some("OneDrive")
        } else if starts("dropbox") {
            Some("Dropbox")
        } else if starts("icloud") || starts("iclouddrive") || part == "mobile documents" {
            Some("iCloud")
        } else if starts("google drive") || starts("googledrive") || part == "my drive" {
            Some("Google Drive")
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sync_tools_are_known_by_their_folders() {
        for (path, tool) in [
            ("/home/bev/OneDrive - NHS/Documents", Some("OneDrive")),
            ("/home/bev/Dropbox/coplan", Some("Dropbox")),
            ("/Users/bev/Library/Mobile Documents/com~apple~CloudDocs", Some("iCloud")),
            ("/Users/bev/Library/CloudStorage/GoogleDrive-bev@example.org/My Drive", Some("Google Drive")),
            ("/home/bev/Documents/coplan", None),
            ("/home/bev/dropboxes", None),
        ] {
            assert_eq!(synced_by(Path::new(path)), tool, "{path}");
        }
    }

    #[test]
    fn the_folder_asked_for_is_the_folder_for_sessions() {
        assert_eq!(Places::find(Some(Path::new("/x"))).sessions, Path::new("/x"));
        assert!(Places::find(None).sessions.ends_with("coplan"));
    }
}
