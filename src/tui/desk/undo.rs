//! Taking back a command, and saying which.

use super::Desk;
use crate::model::edit::{Edit, UndoStack};
use crate::model::fields::{List, field};
use crate::model::file::File;
use crate::model::stamp::{Moment, Stamp};

/// What came of an undo or a redo.
#[derive(Debug)]
pub enum Undone {
    /// There was nothing to take back.
    Nothing,
    /// Somebody else has changed what it would touch: ask first.
    Contested {
        /// The command.
        what: String,
        /// How many fields somebody has changed.
        fields: usize,
    },
    /// Done.
    Done {
        /// The change to be saved.
        delta: Option<File>,
        /// The command taken back.
        what: String,
    },
}

impl Desk {
    /// Takes back the last command, or brings back the last one taken back.
    pub fn undo(&mut self, redo: bool, over_others: bool, now: Moment) -> Undone {
        let stack = self.undo.take().unwrap_or_else(|| UndoStack::read(&self.view, &|s| self.is_mine(s)));
        let target = if redo { stack.to_redo() } else { stack.to_undo() };
        let Some(target) = target else {
            self.undo = Some(stack);
            return Undone::Nothing;
        };
        let what = self.describe(target);
        let mut edit = Edit::new(&self.view, self.clock.clone().next(now));
        let contested = edit.undo(target, over_others, &|s| self.is_mine(s));
        if !contested.is_empty() {
            self.undo = Some(stack);
            return Undone::Contested { what, fields: contested.len() };
        }
        let delta = self.change(now, |edit| drop(edit.undo(target, true, &|_| true)));
        let mut stack = stack;
        if let Some(stamp) = delta.as_ref().and_then(|d| d.list(&List::Undos).last()).map(|u| u.id.stamp) {
            stack.took_back(target, stamp);
        }
        self.undo = Some(stack);
        Undone::Done { delta, what }
    }

    /// What a command did, in a few words, found from what stands under its stamp.
    fn describe(&self, stamp: Stamp) -> String {
        let made: Vec<(&List, &std::sync::Arc<crate::model::item::Item>)> =
            self.view.items().filter(|(list, item)| item.id.stamp == stamp && **list != List::Undos).collect();
        if let [(list, item), rest @ ..] = made.as_slice() {
            let text =
                [field::TEXT, field::NAME, field::TITLE].into_iter().find_map(|f| item.text(f)).unwrap_or_default();
            let text: String = text.chars().take(40).collect();
            let more = if rest.is_empty() || **list == List::Contributions && rest.len() == 1 {
                String::new()
            } else {
                format!(" and {} more", rest.len())
            };
            let thing = match list {
                List::Contributions => "the line",
                List::Delegates => "the person",
                List::Actions => "the action",
                List::Moves => "the stage change",
                List::Agenda => "the part",
                List::Agreements => "the agreement",
                List::Readings => "the reading",
                List::Links => "the introduction",
                List::Timers => "the timer change",
                List::Updates => "the update",
                _ => "the entry",
            };
            return if text.is_empty() { format!("{thing}{more}") } else { format!("{thing} “{text}”{more}") };
        }
        let changed = self.view.items().flat_map(|(_, item)| item.versions()).find(|v| v.at == stamp);
        changed.map_or_else(
            || "the change".into(),
            |v| {
                let name = v.name.split().map_or(v.name.as_str(), |(set, _)| set);
                format!("the change of {}", name.replace('_', " "))
            },
        )
    }
}
