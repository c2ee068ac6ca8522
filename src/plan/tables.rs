//! The tables of a workshop: who records, how much they have, and when they last wrote a line.

use chrono::DateTime;

use super::room::Room;
use crate::model::fields::{Contribution, List, Recorder};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Moment};

/// One recorder of the workshop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The recorder.
    pub recorder: Id,
    /// Who records.
    pub name: String,
    /// The table or place in the room; none for whoever runs it.
    pub table: Option<String>,
    /// How many lines they have.
    pub lines: usize,
    /// When they wrote the last of them, by their own clock.
    pub last: Option<Moment>,
}

/// The tables of a file, in the order they began.
pub fn tables(file: &File, room: &Room, origins: &Origins) -> Vec<Table> {
    let mut tables: Vec<Table> = file.live(&List::Recorders).map(|item| Table::of(Recorder(item))).collect();
    for (writer, lines, last) in &room.heard {
        let recorder = origins.recorder(last.stamp).filter(|_| last.stamp.writer() == *writer);
        if let Some(table) = tables.iter_mut().find(|table| Some(table.recorder) == recorder) {
            table.lines += lines;
            let time = file.find(&List::Contributions, *last).and_then(|item| Contribution(item).time());
            let time = time.and_then(|time| DateTime::parse_from_rfc3339(time).ok());
            table.last = table.last.max(time);
        }
    }
    tables
}

impl Table {
    fn of(recorder: Recorder<'_>) -> Self {
        let some = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Self {
            recorder: recorder.id(),
            name: some(recorder.name()).unwrap_or_else(|| "Somebody".to_owned()),
            table: some(recorder.table()),
            lines: 0,
            last: None,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::{Sample, minute};
    use super::*;
    use crate::model::fields::field;

    #[test]
    fn each_table_has_its_own_lines_over_all_its_runs_and_the_time_of_the_last() {
        let mut one = Sample::new(1);
        let recorder = one.add(&List::Recorders, &[(field::NAME, "Dee Example"), (field::TABLE, "table 2")]);
        let mut two = Sample::new(2);
        two.file.join(&one.file);
        for sample in [&mut one, &mut two] {
            let run = sample.add(&List::Runs, &[]);
            sample.set(&List::Runs, run, field::RECORDER, recorder);
            sample.say(None, "quote", "they moved the bus stop");
        }
        let mut three = Sample::new(3);
        three.add(&List::Recorders, &[(field::NAME, "Bo Example")]);
        let gone = one.say(None, "quote", "mistyped");
        one.set(&List::Contributions, gone, field::REMOVED, true);
        one.file.join(&two.file);
        one.file.join(&three.file);
        let (room, origins) = (Room::of(&one.file, &one.own()), Origins::of(&one.file));
        let found = tables(&one.file, &room, &origins);
        let told: Vec<_> = found.iter().map(|t| (t.name.as_str(), t.table.as_deref(), t.lines, t.last)).collect();
        assert_eq!(told, [("Dee Example", Some("table 2"), 2, Some(minute(0))), ("Bo Example", None, 0, None)]);
    }
}
