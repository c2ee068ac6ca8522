//! `coplan record`: record beside another recorder, in a file of one's own.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Context, screen};
use crate::capture;
use crate::model::fields::{List, Recorder};
use crate::model::file::File;
use crate::store::{Fresh, Refusal, atomic, names, read};
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
    let workshop = base.workshop().map(|w| w.id());
    let folder = names::folder_of(file);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut others: Vec<PathBuf> = entries.filter(|path| names::is_sibling(file, path)).collect();
    others.push(file.to_path_buf());
    others.sort();
    let theirs = others.into_iter().find(|path| {
        read::read(path).is_ok_and(|other| {
            other.workshop().map(|w| w.id()) == workshop
                && other.live(&List::Recorders).next().is_some_and(|r| Recorder(r).name() == Some(name))
        })
    });
    if let Some(path) = theirs {
        return Ok(path);
    }
    let kind = base.kind;
    let delegates = base.list(&List::Delegates).to_vec();
    let mut desk = Desk::new(file.to_path_buf(), base, &[], context.writer);
    let mut own = File::new(kind);
    desk.record_as(name, table, context.wall.now()).iter().for_each(|made| own.join(made));
    for delegate in delegates {
        own.insert(&List::Delegates, delegate);
    }
    let path = names::sibling_path(file, if table.is_empty() { name } else { table });
    let fresh = if path.exists() { Fresh::AsFolder } else { context.places.fresh(&path) };
    atomic::create(&path, &own.encode(), fresh).map_err(|e| Refusal::of_io(&path, "write", &e))?;
    Ok(path)
}
