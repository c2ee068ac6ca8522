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

    /// The agenda of domain §3A, step 1: 10 + 20 + 25 + a break of 10 + 30 + 15 + 10 = 120.
    pub fn two_hours(&mut self) -> Vec<Id> {
        let workshop = self.add(&List::Workshops, &[(field::STARTS, "10:00"), (field::ENDS, "12:00")]);
        let parts = [
            ("Welcome", "", 10),
            ("Who is here", "relationships", 20),
            ("What goes on", "existing-activity", 25),
            ("Break", "", 10),
            ("What could start", "co-creation", 30),
            ("Who will tell us", "patient-voice", 15),
            ("Close", "", 10),
        ];
        let parts = parts.iter().enumerate().map(|(at, (title, stage, minutes))| {
            let id = self.add(&List::Agenda, &[(field::TITLE, title)]);
            self.set(&List::Agenda, id, field::WORKSHOP, workshop);
            self.set(&List::Agenda, id, field::ORDER, i64::try_from(at).unwrap());
            self.set(&List::Agenda, id, field::MINUTES, *minutes);
            if !stage.is_empty() {
                self.set(&List::Agenda, id, field::STAGE, *stage);
            }
            id
        });
        let parts: Vec<Id> = parts.collect();
        self.set(&List::Agenda, parts[3], field::BUFFER, true);
        self.set(&List::Agenda, parts[5], field::CUT, 1);
        self.set(&List::Agenda, parts[1], field::CUT, 2);
        parts
    }

    /// Something at a minute of the workshop.
    fn at(&mut self, list: &List, minutes: i64, field: Field, value: &str) -> Id {
        self.add(list, &[(field::TIME, &minute(minutes).to_rfc3339()), (field, value)])
    }

    /// Goes to a stage.
    pub fn go(&mut self, minutes: i64, stage: &str) {
        self.at(&List::Moves, minutes, field::STAGE, stage);
    }

    /// Goes to a part of the agenda.
    pub fn go_to_part(&mut self, minutes: i64, part: Id) {
        self.at(&List::Moves, minutes, field::AGENDA, &part.to_string());
    }

    /// Does something to the timer.
    pub fn event(&mut self, minutes: i64, event: &str) -> Id {
        self.at(&List::Timers, minutes, field::EVENT, event)
    }

    /// Does something to the timer that takes so many seconds.
    pub fn seconds(&mut self, minutes: i64, event: &str, seconds: i64) -> Id {
        let id = self.event(minutes, event);
        self.set(&List::Timers, id, field::SECONDS, seconds);
        id
    }

    /// Takes seconds from a buffer.
    pub fn borrow(&mut self, minutes: i64, seconds: i64, from: Id) {
        let id = self.seconds(minutes, "borrow", seconds);
        self.set(&List::Timers, id, field::FROM, from);
    }

    /// Reads something out.
    pub fn read_out(&mut self, minutes: i64, event: &str) {
        self.at(&List::Readings, minutes, field::EVENT, event);
    }
}
