//! `coplan withdraw`: take a person's words, or one entry, out of every file named, for good.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Context;
use crate::model::fields::List;
use crate::model::file::{File, FileKind};
use crate::model::stamp::Id;
use crate::store::gather;
use crate::store::names;
use crate::store::withdraw::{Outcome, withdraw};
use crate::tui::desk::Desk;

#[derive(Debug, Args)]
pub struct Withdraw {
    /// The id of a delegate: the person and all that is theirs
    #[arg(long, value_name = "ID", conflicts_with = "item", required_unless_present = "item")]
    person: Option<String>,
    /// The id of one entry
    #[arg(long, value_name = "ID")]
    item: Option<String>,
    /// The files: every session, plan and copy that may hold it
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Withdraw {
    pub fn run(self, context: &mut Context) {
        let typed = self.person.as_deref().or(self.item.as_deref()).unwrap_or_default();
        let Ok(id) = typed.parse::<Id>() else {
            return context.tell.usage(&format!("{typed} is not an id"), "coplan show FILE --json lists the ids");
        };
        // What is theirs may be told by one file and stand in another, so all are read before any is changed.
        let mut all = File::new(FileKind::Plan);
        let mut readable = Vec::new();
        for path in &self.files {
            match gather::read_whole(path) {
                Ok(file) => {
                    all.join(&file);
                    readable.push(path);
                }
                Err(refusal) => context.tell.refusal(&refusal),
            }
        }
        let known = all.items().any(|(_, item)| item.id == id) || all.is_withdrawn(id);
        if !known {
            context.tell.error(&format!("{id} is in none of these files"), "");
            return;
        }
        let is_person = self.person.is_some();
        if is_person && all.find(&List::Delegates, id).is_none() && !all.is_withdrawn(id) {
            return context.tell.error(&format!("{id} is not a person"), "use --item for one entry");
        }
        let desk = Desk::new(PathBuf::new(), all, &[], context.writer);
        let what = if is_person { desk.withdrawal_of_person(id) } else { desk.withdrawal_of(id) };
        for path in readable {
            match withdraw(path, &what) {
                Ok(outcome) => {
                    report(context, path, &outcome);
                    for left in leftovers(path) {
                        let what = format!("{}: not looked into, and may still hold the words", left.display());
                        context.tell.error(&what, "read it, and delete it if it does");
                    }
                }
                Err(refusal) => context.tell.refusal(&refusal),
            }
        }
    }
}

/// What stands beside a file and cannot be changed by a withdrawal: its half-typed line, and damaged copies kept aside.
fn leftovers(path: &Path) -> Vec<PathBuf> {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let entries = std::fs::read_dir(names::folder_of(path)).into_iter().flatten().flatten().map(|e| e.path());
    let damaged = entries.filter(|p| {
        names::is_damaged(p) && p.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&stem))
    });
    let draft = Some(names::draft_path(path)).filter(|p| std::fs::metadata(p).is_ok_and(|m| m.len() > 0));
    damaged.chain(draft).collect()
}

fn report(context: &mut Context, path: &Path, outcome: &Outcome) {
    let name = path.display();
    match outcome {
        Outcome::Done(0) => context.tell.line(&format!("{name}: nothing of it was here; the withdrawal is noted")),
        Outcome::Done(count) => context.tell.line(&format!("{name}: {count} entries taken out")),
        Outcome::Pending => {
            context
                .tell
                .error(&format!("{name}: pending, another window has it open"), "close it there and withdraw again");
        }
    }
}
