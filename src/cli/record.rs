//! `coplan record`: record beside another recorder, in a file of one's own.

use std::io::{ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Context, screen};
use crate::capture;
use crate::model::fields::{List, Recorder};
use crate::model::file::{File, FileKind};
use crate::store::{Refusal, Sort, atomic, names, read};
use crate::tui::desk::Desk;

#[derive(Debug, Args)]
pub struct Record {
    /// A session of the workshop
    file: PathBuf,
    /// The table that is recorded
    #[arg(long, default_value = "")]
    table: String,
    /// Write the file, print its path and end
    #[arg(long)]
    no_screen: bool,
}

impl Record {
    pub fn run(self, context: &mut Context) {
        let Some(name) = context.recorder.clone() else {
            return context.tell.usage("say who records", "coplan record FILE --as NAME");
        };
        let screen =
            !self.no_screen && (context.plain || std::io::stdin().is_terminal() && std::io::stdout().is_terminal());
        match sibling(context, &self.file, &name, &capture::clean(&self.table)) {
            Err(refusal) => context.tell.refusal(&refusal),
            Ok(path) if screen => screen::run(context, screen::Start::Open(path)),
            Ok(path) => context.tell.line(&path.to_string_lossy()),
        }
    }
}

/// The file in which `name` records beside `file`: the one that is there, or a new one.
pub(super) fn sibling(context: &Context, file: &Path, name: &str, table: &str) -> Result<PathBuf, Refusal> {
    let base = read::read(file)?;
    if base.kind == FileKind::Plan {
        let reason = "it is a plan, and nobody records in it";
        return Err(Refusal::new(file, Sort::NotCoplan, reason, "name a session of the workshop"));
    }
    loop {
        // Named before looking, so that a file that somebody makes in between is seen by the look or refused below.
        let path = names::sibling_path(file, if table.is_empty() { name } else { table });
        if let Some(theirs) = file_of(name, file, &base) {
            return Ok(theirs);
        }
        let mut desk = Desk::new(file.to_path_buf(), base.clone(), &[], context.writer);
        let mut own = File::new(FileKind::Session);
        desk.record_as(name, table, context.wall.now()).iter().for_each(|made| own.join(made));
        base.list(&List::Delegates).iter().for_each(|delegate| own.insert(&List::Delegates, delegate.clone()));
        match atomic::create(&path, &own.encode(), context.places.fresh(&path)) {
            Ok(_) => return Ok(path),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            Err(e) => return Err(Refusal::of_io(&path, "written", &e)),
        }
    }
}

/// The file beside a session, or the session itself, in which somebody records the same workshop.
fn file_of(name: &str, file: &Path, base: &File) -> Option<PathBuf> {
    let workshop = base.workshop().map(|w| w.id());
    let folder = names::folder_of(file);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| names::is_sibling(file, path)).collect();
    files.push(file.to_path_buf());
    files.sort();
    files.into_iter().find(|path| {
        read::read(path).is_ok_and(|other| {
            other.workshop().map(|w| w.id()) == workshop
                && other
                    .live(&List::Recorders)
                    .find(|r| !r.id.is_derived())
                    .is_some_and(|r| Recorder(r).name() == Some(name))
        })
    })
}
