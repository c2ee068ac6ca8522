//! Sessions to measure with: as many contributions as wanted, from eight invented people. No bench of its own.
#![allow(clippy::unwrap_used)] // A bench may stop.

use coplan::model::edit::Edit;
use coplan::model::fields::{List, field};
use coplan::model::file::{File, FileKind};
use coplan::model::stamp::{Clock, Moment, Writer};

/// A moment of the invented day.
pub fn now() -> Moment {
    "2026-11-21T10:00:00+00:00".parse().unwrap()
}

/// A session by one writer with this many contributions, each its own edit, as a note-taker makes them.
pub fn session(writer: u32, contributions: usize) -> File {
    let mut clock = Clock::new(Writer::from_number(writer));
    let mut file = File::default();
    let mut edit = Edit::new(&file, clock.next(now()));
    let workshop = edit.create(&List::Workshops);
    edit.set(&List::Workshops, workshop, field::TITLE, "Staying connected");
    edit.set(&List::Workshops, workshop, field::DATE, "2026-11-21");
    let mut people = Vec::new();
    for seat in 1..=8i64 {
        let person = edit.create(&List::Delegates);
        edit.set(&List::Delegates, person, field::WORKSHOP, workshop);
        edit.set(&List::Delegates, person, field::SEAT, seat);
        edit.set(&List::Delegates, person, field::NAME, format!("Person{seat} Example").as_str());
        people.push(person);
    }
    let delta = edit.finish();
    file.join(&delta);
    for (said, speaker) in people.iter().cycle().take(contributions).enumerate() {
        let mut edit = Edit::new(&file, clock.next(now()));
        let id = edit.create(&List::Contributions);
        let fields = [
            (field::TIME, "2026-11-21T10:38:07+00:00"),
            (field::STAGE, "co-creation"),
            (field::KIND, "quote"),
            (field::TEXT, &format!("they moved the bus stop, so I stopped going out on day {said} of the week")),
        ];
        edit.set(&List::Contributions, id, field::WORKSHOP, workshop);
        edit.set(&List::Contributions, id, field::SPEAKER, *speaker);
        edit.set(&List::Contributions, id, field::CONSENT, 2);
        for (name, value) in fields {
            edit.set(&List::Contributions, id, name, value);
        }
        edit.put(&List::Contributions, id, field::THEMES, "transport");
        let delta = edit.finish();
        file.join(&delta);
    }
    file
}

/// A plan of sessions of 200 contributions each, as it is read from disk, with 40 actions that rest on some of them.
#[allow(dead_code)] // Not every bench needs one.
pub fn plan(contributions: usize) -> File {
    let mut plan = File::new(FileKind::Plan);
    for writer in 0..contributions.div_ceil(200) {
        plan.join(&session(u32::try_from(writer).unwrap() + 1, contributions.min(200)));
    }
    let said: Vec<_> = plan.list(&List::Contributions).iter().map(|item| item.id).collect();
    let mut edit = Edit::new(&plan, Clock::new(Writer::from_number(900_000)).next(now()));
    for nth in 0..40 {
        let action = edit.create(&List::Actions);
        edit.set(&List::Actions, action, field::TEXT, format!("Ask the church about the hall, part {nth}"));
        edit.set(&List::Actions, action, field::LEAD, "Rhys Example");
        edit.set(&List::Actions, action, field::DUE, format!("2027-01-{:02}", nth % 28 + 1));
        edit.put(&List::Actions, action, field::THEMES, "transport");
        for line in said.iter().skip(nth).step_by(said.len() / 3) {
            edit.put(&List::Actions, action, field::EVIDENCE, &line.to_string());
        }
    }
    let actions = edit.finish();
    plan.join(&actions);
    File::decode(&plan.encode()).unwrap()
}
