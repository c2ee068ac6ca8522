//! Files for the tests of this folder, made by the model's own edits.
#![allow(clippy::unwrap_used)] // A test may stop.

use chrono::{DateTime, TimeDelta};

use crate::model::edit::Edit;
use crate::model::fields::{Field, List, field};
use crate::model::file::File;
use crate::model::stamp::{Clock, Id, Moment, Stamp, Writer};
use crate::model::value::Value;

/// A file being made by one run.
pub struct Sample {
    pub file: File,
    clock: Clock,
}

/// Ten o'clock on the day of the workshop, and so many minutes.
pub fn minute(minutes: i64) -> Moment {
    DateTime::parse_from_rfc3339("2026-11-21T10:00:00+00:00").unwrap() + TimeDelta::minutes(minutes)
}

impl Sample {
    pub fn new(writer: u32) -> Self {
        Self { file: File::default(), clock: Clock::new(Writer::from_number(writer)) }
    }

    /// Whether this run wrote it.
    pub fn own(&self) -> impl Fn(Stamp) -> bool + use<> {
        let writer = self.clock.writer();
        move |stamp| stamp.writer() == writer
    }

    /// Joins another file in; what is written from now on is later than all of it.
    pub fn join(&mut self, other: &File) {
        self.file.join(other);
        self.file.latest().into_iter().for_each(|latest| self.clock.see(latest));
    }

    /// One command.
    pub fn edit<R>(&mut self, change: impl FnOnce(&mut Edit<'_>) -> R) -> R {
        let mut edit = Edit::new(&self.file, self.clock.next(minute(0)));
        let result = change(&mut edit);
        let delta = edit.finish();
        self.file.join(&delta);
        result
    }

    /// A new item with these fields, and a time so that it counts as here.
    pub fn add(&mut self, list: &List, fields: &[(Field, &str)]) -> Id {
        self.edit(|edit| {
            let id = edit.create(list);
            edit.set(list, id, field::TIME, minute(0).to_rfc3339());
            for (field, text) in fields {
                edit.set(list, id, *field, *text);
            }
            id
        })
    }

    pub fn set(&mut self, list: &List, id: Id, field: Field, value: impl Into<Value>) {
        self.edit(|edit| edit.set(list, id, field, value));
    }

    pub fn put(&mut self, list: &List, id: Id, set: Field, element: &str) {
        self.edit(|edit| edit.put(list, id, set, element));
    }

    /// A delegate in a seat.
    pub fn seat(&mut self, number: i64, fields: &[(Field, &str)]) -> Id {
        let id = self.add(&List::Delegates, fields);
        self.set(&List::Delegates, id, field::SEAT, number);
        id
    }

    /// Something said.
    pub fn say(&mut self, speaker: Option<Id>, kind: &str, text: &str) -> Id {
        let id = self.add(&List::Contributions, &[(field::KIND, kind), (field::TEXT, text)]);
        if let Some(speaker) = speaker {
            self.set(&List::Contributions, id, field::SPEAKER, speaker);
        }
        id
    }
}
