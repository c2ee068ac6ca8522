//! Taking words out for good, and what is remembered so that people can be told.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::{Desk, wall};
use crate::export;
use crate::model::edit::Edit;
use crate::model::fields::{List, field};
use crate::model::file::{File, Withdrawal};
use crate::model::item::Item;
use crate::model::stamp::{Id, Moment};
use crate::model::words::Audience;
use crate::plan::{Copies, Copy, Gone, hold};
use crate::store::belongings::folder_from;
use crate::store::names::export_stem;

/// What becomes of other people's text that repeats withdrawn words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The wording is struck.
    Strike,
    /// It stays: it is other people's own words.
    Keep,
}

impl Desk {
    /// Everything that a withdrawal of this item must name: the item, and the action made of it by the same command.
    pub fn withdrawal_of(&self, id: Id) -> Vec<Withdrawal> {
        crate::plan::withdrawal_of(&self.view, id)
    }

    /// The action that the same command made of a contribution: an `!a` line is both.
    pub fn actions_made_with(&self, id: Id) -> Vec<Id> {
        crate::plan::actions_made_with(&self.view, id)
    }

    /// What in other people's text repeats what is about to go, and what it is that goes.
    pub fn copies_of(&self, what: &[Withdrawal]) -> (Copies, Gone) {
        Copies::of(&self.view, what)
    }

    /// Takes things out for good; says what is to be saved.
    pub fn withdraw(&mut self, what: Vec<Withdrawal>) -> File {
        let mut delta = File::new(self.view.kind);
        delta.withdraw(what);
        self.take_out(delta)
    }

    /// Does the same with what was decided on the text of others; says what is to be saved, here and in other files.
    pub fn withdraw_with(&mut self, what: Vec<Withdrawal>, decided: &[(Copy, Decision)], now: Moment) -> File {
        let mut delta = File::new(self.view.kind);
        if !decided.is_empty() {
            let stamp = self.clock.next(now);
            for (copy, decision) in decided {
                match decision {
                    Decision::Strike => copy.strike(&self.view, stamp, &mut delta),
                    Decision::Keep => copy.keep(&self.view, stamp, &mut delta),
                }
            }
        }
        delta.withdraw(what);
        self.take_out(delta)
    }

    /// The marks that have come to hold items back since this was last asked, to be saved.
    pub fn take_held(&mut self) -> Option<File> {
        let held = std::mem::take(&mut self.held);
        (!held.is_empty()).then(|| {
            self.changes += 1;
            held
        })
    }

    fn take_out(&mut self, delta: File) -> File {
        self.view.join(&delta);
        self.undo = None;
        self.changes += 1;
        self.note_news(&delta);
        self.refresh();
        delta
    }

    /// Notes which reports were written, by the names of their files: if words in them are withdrawn one day, people can
    /// be told. Other files are none of it.
    pub fn note_exports(&mut self, paths: &[std::path::PathBuf], now: Moment) -> Option<File> {
        let stem = export_stem(&self.path);
        let mut written: BTreeMap<(String, &str, Audience), Vec<&str>> = BTreeMap::new();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let folder = folder_from(&self.path, path.parent().unwrap_or(Path::new(".")));
            if let Some((report, audience, formats)) = export::told(&stem, &name) {
                written.entry((folder, report.name, audience)).or_default().extend(formats);
            }
        }
        if written.is_empty() {
            return None;
        }
        let mut edit = Edit::new(&self.view, self.clock.next(now));
        for ((folder, report, audience), formats) in written {
            let list = &List::Exports;
            let id = edit.create(list);
            edit.set(list, id, field::TIME, wall(now));
            edit.set(list, id, field::REPORT, report);
            edit.set(list, id, field::AUDIENCE, audience.name());
            edit.set(list, id, field::FOLDER, folder);
            for format in formats {
                edit.put(list, id, field::FORMATS, format);
            }
        }
        let delta = edit.finish();
        self.view.join(&delta);
        self.changes += 1;
        Some(delta)
    }
}

/// Joins a file into a view. Where either holds words that the other has withdrawn, this is the last moment at which they
/// can be compared: what repeats them is held back. Gives the marks.
pub(super) fn join_holding(view: &mut File, file: &File) -> File {
    let named = view.withdrawn().iter().chain(file.withdrawn()).filter_map(|what| match what {
        Withdrawal::Item(id) => Some(*id),
        Withdrawal::Wording(..) => None,
    });
    let holds = |of: &File, id: Id| of.lists().any(|(list, _)| of.find(list, id).is_some());
    let ids: HashSet<Id> = named.filter(|id| holds(view, *id) || holds(file, *id)).collect();
    if ids.is_empty() {
        view.join(file);
        return File::default();
    }
    let gone: Vec<(List, Arc<Item>)> = view
        .items()
        .chain(file.items())
        .filter(|(_, item)| ids.contains(&item.id))
        .map(|(list, item)| (list.clone(), Arc::clone(item)))
        .collect();
    view.join(file);
    let gone = Gone::of(gone.iter().map(|(list, item)| (list, item)), view, &ids);
    hold(view, &gone)
}
