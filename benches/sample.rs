//! Sessions to measure with: as many contributions as wanted, from eight invented people. No bench of its own.
#![allow(clippy::unwrap_used)] // A bench may stop.

use coplan::model::edit::Edit;
use coplan::model::fields::{List, field};
use coplan::model::file::File;
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
