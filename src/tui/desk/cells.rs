//! The cells of the action plan at the desk: what they say, and what typing into them writes.

use std::rc::Rc;

use chrono::NaiveDate;

use super::{Desk, wall};
use crate::capture::{self, Around, Cell};
use crate::model::columns::{Column, Piece, piece};
use crate::model::edit::Edit;
use crate::model::fields::{Contribution, Field, List, Recorder, Workshop, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::programme::Programme;
use crate::model::stamp::{Id, Moment};
use crate::plan::{Cause, CellNames, Lead, Row, State, causes, column_words, entries, rows_in_turn, said, state};

impl CellNames for Desk {
    fn person(&self, lead: &Lead) -> String {
        match lead {
            Lead::Person(id) => self.speaker_name(Some(*id)),
            Lead::Text(text) => text.clone(),
        }
    }

    fn action(&self, id: Id) -> String {
        self.reference(id).unwrap_or_else(|| "an action that is not here".to_owned())
    }

    fn line(&self, id: Id) -> String {
        let said = self.view.find(&List::Contributions, id).and_then(|said| Contribution(said).text());
        said.unwrap_or_default().to_owned()
    }

    fn recorder(&self, id: Id) -> String {
        let recorder = self.view.find(&List::Recorders, id).map(|recorder| Recorder(recorder));
        recorder.and_then(|of| of.name().or(of.table())).unwrap_or("somebody").to_owned()
    }

    fn workshop(&self, id: Id) -> String {
        let workshop = self.view.find(&List::Workshops, id).and_then(|workshop| Workshop(workshop).title());
        workshop.unwrap_or("a workshop").to_owned()
    }
}

impl Desk {
    /// The rows of the plan on a day, worked out once after each change.
    pub fn rows(&self, today: NaiveDate) -> Rc<Vec<Row>> {
        let known = self.actions.borrow().as_ref().filter(|(day, _)| *day == today).map(|(_, rows)| Rc::clone(rows));
        known.unwrap_or_else(|| {
            let rows = Rc::new(rows_in_turn(&self.view, &self.origins, today, || self.shown()).collect());
            *self.actions.borrow_mut() = Some((today, Rc::clone(&rows)));
            rows
        })
    }

    /// What people call an action; none where it is not in the plan.
    pub fn reference(&self, action: Id) -> Option<String> {
        // Of any day: a reference does not depend on it.
        let known = self.actions.borrow().as_ref().map(|(_, rows)| Rc::clone(rows));
        let rows = known.unwrap_or_else(|| self.rows(NaiveDate::default()));
        rows.iter().find(|row| row.id == action).map(|row| row.reference.clone())
    }

    /// What a piece of an action says, as it is typed; empty where it says nothing.
    pub fn typed(&self, programme: &Programme, row: &Row, piece: &Piece) -> String {
        let item = self.view.find(&List::Actions, row.id);
        let said = item.and_then(|item| said(&self.view, programme, row, item, piece));
        said.map(|said| said.typed(self)).unwrap_or_default()
    }

    /// What a column says of an action.
    pub fn cell(&self, programme: &Programme, row: &Row, column: &Column) -> String {
        let item = self.view.find(&List::Actions, row.id);
        item.map(|item| column_words(&self.view, programme, row, item, column, self)).unwrap_or_default()
    }

    /// How a cell stands.
    pub fn state(&self, programme: &Programme, row: &Row, column: &Column) -> State {
        let item = self.view.find(&List::Actions, row.id);
        item.map_or(State::Empty, |item| state(&self.view, programme, row, item, column))
    }

    /// Writes what was typed into pieces of an action as one command, or of a new one; says which action, and what is to
    /// be saved. An error says in words what cannot stand where.
    pub fn write_pieces(
        &mut self,
        action: Option<Id>,
        typed: &[(Field, String)],
        programme: &Programme,
        now: Moment,
    ) -> Result<(Option<Id>, Option<File>), String> {
        let mut changes = Vec::new();
        for (field, typed) in typed {
            let piece = piece(*field).ok_or("There is no such piece of an action.")?;
            changes.push((*field, self.read_cell(action, typed, piece, programme, now)?));
        }
        let held = action.and_then(|id| self.view.find(&List::Actions, id)).cloned();
        let mut kept = action;
        let delta = self.change(now, |edit| {
            let id = action.unwrap_or_else(|| {
                let id = edit.create(&List::Actions);
                edit.set(&List::Actions, id, field::TIME, wall(now));
                id
            });
            kept = Some(id);
            for (field, change) in changes {
                write(edit, id, held.as_deref(), field, change);
            }
        });
        Ok((kept, delta))
    }

    fn read_cell(
        &self,
        action: Option<Id>,
        typed: &str,
        piece: &Piece,
        programme: &Programme,
        now: Moment,
    ) -> Result<Cell, String> {
        let item = action.and_then(|id| self.view.find(&List::Actions, id));
        let held: Vec<String> = item.iter().flat_map(|item| item.set(piece.field)).map(str::to_owned).collect();
        // A name that stands there already is the person it stood for, though two people of a plan may share it.
        let stored = held.iter().map(String::as_str).chain(item.and_then(|item| item.text(piece.field)));
        let stored: Vec<&str> = stored.collect();
        let person = |typed: &str| {
            let same = stored.iter().find(|stored| self.person_name(stored) == typed);
            same.map_or_else(|| self.stored_person(typed), |stored| (*stored).to_owned())
        };
        let list = entries(piece.takes, programme, &self.view);
        let around = Around {
            today: now.date_naive(),
            list: list.as_ref(),
            person: &person,
            themes: &|typed| self.tags_meant(typed, &held),
            action: &|typed| self.other_action(action, piece.field, typed, now),
        };
        capture::cell(typed, piece, &around)
    }

    /// Another action by its reference, which may not lead back to this one.
    fn other_action(&self, of: Option<Id>, piece: Field, typed: &str, now: Moment) -> Option<Result<String, String>> {
        let rows = self.rows(now.date_naive());
        let found = rows.iter().find(|row| row.reference.eq_ignore_ascii_case(typed));
        let Some(found) = found else {
            let is_reference = typed.len() >= 6 && typed.get(..2).is_some_and(|mark| mark.eq_ignore_ascii_case("A-"));
            let no_space = !typed.contains(char::is_whitespace);
            return (is_reference && no_space).then(|| Err(format!("There is no action {typed}.")));
        };
        let back = |id: Id| match piece {
            field::BECAUSE => causes(&self.view, found.id).contains(&Cause::Action(id)),
            _ => self.view.find(&List::Actions, found.id).and_then(|item| item.link(field::PARENT)) == Some(id),
        };
        if of.is_some_and(|id| id == found.id || back(id)) {
            return Some(Err(format!("{} leads back to this action.", found.reference)));
        }
        Some(Ok(found.id.to_string()))
    }
}

fn write(edit: &mut Edit<'_>, id: Id, held: Option<&Item>, field: Field, change: Cell) {
    let list = &List::Actions;
    match change {
        Cell::Clear => edit.clear(list, id, field),
        Cell::Set(value) => {
            if let Some(person) = value.text().and_then(|text| text.parse().ok()) {
                edit.carry(&List::Delegates, person);
            }
            edit.set(list, id, field, value);
        }
        Cell::All(all) => {
            let old: Vec<&str> = held.iter().flat_map(|item| item.set(field)).collect();
            all.iter().filter_map(|new| new.parse().ok()).for_each(|person| edit.carry(&List::Delegates, person));
            all.iter().filter(|new| !old.contains(&new.as_str())).for_each(|new| edit.put(list, id, field, new));
            old.iter().filter(|old| !all.iter().any(|new| new == *old)).for_each(|old| edit.take(list, id, field, old));
        }
    }
}
