//! A flip chart that is typed up in a plan, days after it hung at a table (domain §3C, step 7).

use super::Desk;
use crate::model::edit::Edit;
use crate::model::fields::{List, Reading, Recorder, field};
use crate::model::file::File;
use crate::model::fold::folded_eq;
use crate::model::stamp::{Clock, Id, Moment, Writer};
use crate::plan::Seat;

/// A flip chart that is typed up in a plan.
#[derive(Clone, Copy, Debug)]
pub struct TypedUp<'a> {
    /// Its lines.
    pub lines: &'a [String],
    /// The workshop at which it hung.
    pub workshop: Id,
    /// The table, as people call it; empty where nobody knows.
    pub table: &'a str,
    /// The writer of its lines.
    pub writer: Writer,
}

impl Desk {
    /// Keeps the lines of a flip chart that is typed up in a plan, under one stamp, as what they are: words of one table
    /// of one workshop. So they are written by a run of their own that recorded there, and what holds for that table
    /// holds for them: its cap, whether consent was read out, who sits in its seats, and whether the plan takes it in.
    pub fn type_up(&mut self, typed: &TypedUp<'_>, now: Moment) -> File {
        let at = |recorder: &Recorder<'_>| {
            let table = recorder.table().unwrap_or_default();
            recorder.workshop() == Some(typed.workshop) && folded_eq(table.trim(), typed.table.trim())
        };
        let recorder = self.view.live(&List::Recorders).map(Recorder).find(at).map(|recorder| recorder.id());
        let was_read = self.view.live(&List::Readings).map(Reading).any(|reading| {
            reading.event() == Some("consent") && self.origins.workshop(reading.id().stamp) == Some(typed.workshop)
        });
        // A seat number on the chart is one of that table.
        let theirs = |seat: &Seat| recorder.is_some() && self.origins.recorder(seat.delegate.stamp) == recorder;
        let mut here = self.room().clone();
        here.seats.retain(theirs);
        self.room = here.into();
        let ready = self.chart(typed.lines, was_read, now);
        self.room.take();
        let mut clock = Clock::new(typed.writer);
        self.view.latest().into_iter().for_each(|latest| clock.see(latest));
        let mut edit = Edit::new(&self.view, clock.next(now));
        let recorder = recorder.unwrap_or_else(|| {
            let made = edit.create(&List::Recorders);
            edit.set(&List::Recorders, made, field::WORKSHOP, typed.workshop);
            edit.set(&List::Recorders, made, field::NAME, "Flip chart");
            if !typed.table.trim().is_empty() {
                edit.set(&List::Recorders, made, field::TABLE, typed.table.trim());
            }
            made
        });
        let run = edit.create(&List::Runs);
        edit.set(&List::Runs, run, field::RECORDER, recorder);
        for line in ready {
            line.write(&mut edit, None, None, now);
        }
        let delta = edit.finish();
        self.typed_up.push(typed.writer);
        self.join(&delta);
        delta
    }
}
