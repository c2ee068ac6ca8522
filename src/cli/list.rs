//! `coplan list`: the session and plan files in the sessions folder, and those opened lately elsewhere.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Context;
use crate::model::fields;
use crate::model::file::{File, FileKind};
use crate::plan::Day;
use crate::store::{gather, recent};

#[derive(Debug, Args)]
pub struct List {
    /// As JSON, a line each
    #[arg(long)]
    json: bool,
}

impl List {
    pub fn run(self, context: &mut Context) {
        let mut paths: Vec<PathBuf> = gather::files_of(&context.places.sessions).unwrap_or_default();
        paths.extend(recent::list(&context.places).into_iter().map(|r| r.path).filter(|p| p.exists()));
        let mut seen = std::collections::BTreeSet::new();
        paths.retain(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
        if paths.is_empty() && !self.json {
            context.tell.line(&format!("There are no files in {} yet.", context.places.sessions.display()));
        }
        for path in paths {
            match gather::read_whole(&path) {
                Err(refusal) => context.tell.refusal(&refusal),
                Ok(file) => {
                    let said = file.live(&fields::List::Contributions).count();
                    let kind = file.kind;
                    if self.json {
                        let workshop = file.workshop().filter(|_| kind == FileKind::Session);
                        let line = json!({
                            "file": path.to_string_lossy(), "kind": kind.name(), "contributions": said,
                            "workshops": file.live(&fields::List::Workshops).count(),
                            "title": workshop.and_then(|w| w.title()), "date": workshop.and_then(|w| w.date()),
                        });
                        context.tell.json(&line);
                    } else {
                        let title = title(&file);
                        let kind = if kind == FileKind::Plan { "plan" } else { "session" };
                        context.tell.line(&format!("{}: {kind}, {title}, {said} contributions", path.display()));
                    }
                }
            }
        }
    }
}

/// The title and day of a session, or how many workshops a plan joins.
fn title(file: &File) -> String {
    if file.kind == FileKind::Plan {
        return format!("{} workshops", file.live(&fields::List::Workshops).count());
    }
    let workshop = file.workshop();
    let date = workshop.and_then(|w| w.date()).and_then(Day::read).and_then(|day| day.date());
    let date = date.map_or_else(String::new, |d| format!(", {}", d.format("%-d %B %Y")));
    format!("{}{date}", workshop.and_then(|w| w.title()).unwrap_or("no title"))
}
