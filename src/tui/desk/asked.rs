//! What is written when one thing is asked at a time: each answer is one command, so that one undo takes it back.

use super::{Desk, wall};
use crate::model::edit::Edit;
use crate::model::fields::{Field, List, field};
use crate::model::file::File;
use crate::model::stamp::{Id, Moment};
use crate::model::words::Status;
use crate::plan::promote;

impl Desk {
    /// Makes an action of a contribution: this will be done about it.
    pub fn make_action(&mut self, said: Id, what: &str, now: Moment) -> Option<(Id, File)> {
        let words = self.view.find(&List::Contributions, said).cloned()?;
        let mut made = None;
        let delta = self.change(now, |edit| {
            let action = promote(edit, &words, now);
            edit.set(&List::Actions, action, field::TEXT, what);
            made = Some(action);
        });
        made.zip(delta)
    }

    /// Begins an action with an option for networks.
    pub fn draft_action(&mut self, option: &str, what: &str, stage: Option<&str>, now: Moment) -> Option<(Id, File)> {
        let mut made = None;
        let delta = self.change(now, |edit| {
            let list = &List::Actions;
            let action = edit.create(list);
            edit.set(list, action, field::TIME, wall(now));
            edit.set(list, action, field::TEXT, what);
            edit.set(list, action, field::OPTION, option);
            if let Some(stage) = stage {
                edit.set(list, action, field::STAGE, stage);
            }
            made = Some(action);
        });
        made.zip(delta)
    }

    /// The action that rests on a contribution, where there is one.
    pub fn action_of(&self, said: Id) -> Option<Id> {
        let evidence = said.to_string();
        let rests = self.view.live(&List::Actions).find(|a| a.set(field::EVIDENCE).any(|link| link == evidence));
        rests.map(|action| action.id)
    }

    /// Names who owns something.
    pub fn name_person(&mut self, list: &List, id: Id, field: Field, typed: &str, now: Moment) -> Option<File> {
        // A name that stands there already is the person it stood for, though two people of a plan may share it.
        let held = self.view.find(list, id)?.text(field).filter(|stored| self.person_name(stored) == typed);
        let stored = held.map_or_else(|| self.stored_person(typed), str::to_owned);
        self.change(now, |edit| {
            if let Ok(person) = stored.parse() {
                edit.carry(&List::Delegates, person);
            }
            edit.set(list, id, field, stored.as_str());
        })
    }

    /// Notes that a line was read back and is right; with `fixed`, once its words were put right.
    pub fn confirm(&mut self, id: Id, fixed: Option<&str>, now: Moment) -> Option<File> {
        let list = &List::Contributions;
        let fixed = fixed.filter(|text| self.view.find(list, id).and_then(|c| c.text(field::TEXT)) != Some(*text));
        let rows = if fixed.is_some() { self.rows_that_say(id) } else { Vec::new() };
        self.change(now, |edit| {
            if let Some(text) = fixed {
                edit.set(list, id, field::TEXT, text);
                edit.clear(list, id, field::STUB);
                for row in rows {
                    edit.set(&List::Actions, row, field::TEXT, text);
                }
            }
            edit.set(list, id, field::CONFIRMED, true);
        })
    }

    /// Notes how far an action has come, what was said of it, and until when it rests.
    pub fn update_action(
        &mut self,
        action: Id,
        status: Status,
        note: &str,
        until: Option<&str>,
        now: Moment,
    ) -> Option<File> {
        self.change(now, |edit| write_update(edit, action, status, note, until, now))
    }
}

fn write_update(edit: &mut Edit<'_>, action: Id, status: Status, note: &str, until: Option<&str>, now: Moment) {
    let list = &List::Updates;
    let id = edit.create(list);
    edit.set(list, id, field::TIME, wall(now));
    edit.set(list, id, field::ACTION, action);
    edit.set(list, id, field::STATUS, status.name());
    if !note.is_empty() {
        edit.set(list, id, field::NOTE, note);
    }
    if let Some(until) = until {
        edit.set(list, id, field::UNTIL, until);
    }
}
