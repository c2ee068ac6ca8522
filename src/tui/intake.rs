//! Somebody else's file on its way in: read, mapped and told, for the screen and the command line alike.
//!
//! Nothing is written here. On the screen it is done in the background, and done again whenever the mapping is changed:
//! the bytes are kept, so that the file is read once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::desk::{Desk, Details};
use crate::import::source::Named;
use crate::import::{Fault, Made, Mapping, Source, choose, find, make};
use crate::model::fields::List;
use crate::model::file::{File, FileKind};
use crate::model::programme::Programme;
use crate::model::stamp::{Moment, Writer};
use crate::store::{Places, Refusal, Sort, gather, names, sources};

/// Where somebody else's file is to come in.
#[derive(Clone, Debug)]
pub enum Into {
    /// The file that is open, which only its keeper writes.
    Open(PathBuf, Box<File>),
    /// Another file; a session of its own where it is not there yet.
    File(PathBuf),
    /// A new session in this folder, called as the source is.
    New(PathBuf),
}

/// A file to be looked through.
#[derive(Debug)]
pub struct Job {
    /// The file or folder.
    pub from: PathBuf,
    /// What was read of it, where it was read before.
    pub source: Option<Arc<Source>>,
    /// By which mapping; the one that the source calls for where none is said.
    pub mapping: Option<Mapping>,
    /// Where it is to come in.
    pub into: Into,
    /// The stages and categories in use.
    pub programme: Arc<Programme>,
    /// The id under which a new session is made.
    pub writer: Writer,
    /// The time.
    pub now: Moment,
}

/// What would come in.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The file or folder.
    pub from: PathBuf,
    /// What was read of it.
    pub source: Arc<Source>,
    /// By which mapping it was read.
    pub mapping: Mapping,
    /// The file it is to come into.
    pub path: PathBuf,
    /// Whether that is the open file.
    pub open: bool,
    /// The session that is to be made for it.
    pub begins: Option<File>,
    /// What is new, and what is told of it.
    pub made: Made,
}

impl Job {
    /// Looks through it.
    pub fn run(self, places: &Places) -> Result<Intake, Refusal> {
        let source = match self.source {
            Some(source) => source,
            None => Arc::new(read(&self.from)?),
        };
        let refused = |fault: &Fault| refusal(&self.from, fault);
        let mapping = match self.mapping {
            Some(mapping) => mapping,
            None => choose(&source, &own_mappings(places).0).map_err(|fault| refused(&fault))?,
        };
        let found = find(&source, &mapping).map_err(|fault| refused(&fault))?;
        let title = found.title.clone().unwrap_or_else(|| source.name.clone());
        let day = found.day.unwrap_or_else(|| self.now.date_naive());
        let (path, file, open) = match self.into {
            Into::Open(path, file) => (path, Some(*file), true),
            Into::File(path) => {
                let file = target(&path)?;
                (path, file, false)
            }
            Into::New(folder) => (names::new_path(&folder, &title, &day.to_string()), None, false),
        };
        let begins = file.is_none().then(|| session(&title, day, self.writer, self.now));
        let into = file.or_else(|| begins.clone()).unwrap_or_default();
        let made = make(found, &mapping, &source.name, &into, &self.programme);
        Ok(Intake { from: self.from, source, mapping, path, open, begins, made })
    }
}

/// Reads a file or the files of a folder.
pub fn read(path: &Path) -> Result<Source, Refusal> {
    let files = sources::read_source(path)?;
    // A folder may be pointed at as `.`, which is no name.
    let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let called = whole.file_name().unwrap_or(whole.as_os_str()).to_string_lossy().into_owned();
    Ok(Source::new(&called, files.into_iter().map(|(name, bytes)| Named { name, bytes }).collect()))
}

/// The mappings that were remembered, and what is wrong with those that cannot be used.
pub fn own_mappings(places: &Places) -> (Vec<Mapping>, Vec<String>) {
    let (mut own, mut faults) = (Vec::new(), Vec::new());
    for (file, text) in sources::remembered(places) {
        let path = places.mappings().join(&file);
        let read = text.map_err(|refusal| refusal.to_string());
        match read.and_then(|text| Mapping::parse(&text, &path.to_string_lossy()).map_err(|fault| fault.to_string())) {
            Ok(mapping) => own.push(mapping),
            Err(reason) => faults.push(format!("{reason}. This mapping is not used")),
        }
    }
    (own, faults)
}

/// What a file holds into which something is to come; none where it is not there yet.
pub fn target(path: &Path) -> Result<Option<File>, Refusal> {
    match gather::read_whole(path) {
        Ok(file) if file.kind == FileKind::Session && file.live(&List::Workshops).next().is_none() => {
            let hint = "import into another file";
            Err(Refusal::new(path, Sort::NotCoplan, "it has no workshop to bring this into", hint))
        }
        Ok(file) => Ok(Some(file)),
        Err(refusal) if refusal.sort == Sort::Missing => {
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
                return Ok(None);
            }
            // Folders are read by it: any other name would be passed over by list and merge.
            let hint = "give it a name that ends in .json";
            Err(Refusal::new(path, Sort::Missing, "the name of a session ends in .json", hint))
        }
        Err(refusal) => Err(refusal),
    }
}

/// A session of this day for a source that has none.
pub fn session(title: &str, day: NaiveDate, writer: Writer, now: Moment) -> File {
    let details = Details { title: title.to_owned(), date: day.to_string(), ..Details::default() };
    Desk::workshop(&details, None, writer, now)
}

/// A fault of a source, as that of a file.
pub fn refusal(path: &Path, fault: &Fault) -> Refusal {
    // A folder holds several files; where it is the file itself, its name is said once.
    let itself = path.file_name().is_some_and(|name| *name == *fault.file);
    let reason = if itself { fault.reason_at() } else { fault.to_string() };
    Refusal::new(path, Sort::NotText, reason, fault.hint.clone())
}
