//! How far one idea goes: how many people said it, and at how many tables (domain §3C, step 5).

use std::collections::HashSet;

use super::same::Groups;
use crate::model::stamp::Id;

/// A line as far as that tells how far its idea goes.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The record of whoever said it; none where nobody knows.
    pub speaker: Option<Id>,
    /// Who wrote it down; none where nobody knows.
    pub recorder: Option<Id>,
    /// How many more agreed.
    pub agreed: u64,
}

/// How far an idea goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many lines say it.
    pub lines: usize,
    /// How many people said it, each once however many records there are of them.
    pub people: usize,
    /// How many lines nobody knows the speaker of.
    pub unknown: usize,
    /// At how many tables.
    pub tables: usize,
    /// How many more agreed. Who they were nobody noted, so they are never counted among the people.
    pub agreed: u64,
}

impl Spread {
    /// Counts lines; `people` says which records are one person.
    pub fn of(lines: impl IntoIterator<Item = Line>, people: &Groups) -> Self {
        let mut spread = Self::default();
        let (mut speakers, mut tables) = (HashSet::new(), HashSet::new());
        for line in lines {
            spread.lines += 1;
            spread.agreed = spread.agreed.saturating_add(line.agreed);
            match line.speaker {
                Some(speaker) => drop(speakers.insert(people.first(speaker))),
                None => spread.unknown += 1,
            }
            tables.extend(line.recorder);
        }
        Self { people: speakers.len(), tables: tables.len(), ..spread }
    }

    /// In words: `6 people at 3 tables; 4 more agreed`.
    pub fn words(&self) -> String {
        let people = match (self.people, self.unknown) {
            (0, _) => self.voices(),
            (people, 0) => many(people, "person", "people"),
            (people, unknown) => format!("{} and {unknown} not known by name", many(people, "person", "people")),
        };
        self.told(&people)
    }

    /// In words that count what was said and not who said it: where some of it stands under a name and some does not, to
    /// count the people would tell whose the rest is.
    pub fn words_of_voices(&self) -> String {
        self.told(&self.voices())
    }

    fn voices(&self) -> String {
        many(self.lines, "voice", "voices")
    }

    fn told(&self, who: &str) -> String {
        let tables =
            if self.tables == 0 { String::new() } else { format!(" at {}", many(self.tables, "table", "tables")) };
        let agreed = if self.agreed == 0 { String::new() } else { format!("; {} more agreed", self.agreed) };
        format!("{who}{tables}{agreed}")
    }
}

fn many(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::{List, field};
    use crate::model::words::PairKind;

    #[test]
    fn a_person_of_two_records_counts_once_and_those_who_agreed_stand_apart() {
        let mut sample = Sample::new(1);
        let ids: Vec<Id> = (1..=4).map(|seat| sample.seat(seat, &[])).collect();
        let line = |speaker: usize, recorder: usize, agreed| Line {
            speaker: ids.get(speaker).copied(),
            recorder: ids.get(recorder).copied(),
            agreed,
        };
        let lines = [line(0, 0, 3), line(1, 1, 0), line(0, 1, 1)];
        assert_eq!(Spread::of(lines, &Groups::default()).words(), "2 people at 2 tables; 4 more agreed");
        sample.edit(|edit| {
            let pair = edit.pair(PairKind::Person, &ids[0].to_string(), &ids[1].to_string());
            edit.set(&List::Pairs, pair, field::SAME, true);
        });
        let groups = Groups::of(&sample.file, PairKind::Person);
        let spread = Spread::of(lines, &groups);
        assert_eq!(spread.words(), "1 person at 2 tables; 4 more agreed");
        assert_eq!(spread.words_of_voices(), "3 voices at 2 tables; 4 more agreed");
        assert_eq!(Spread::of([line(0, 9, 0), line(9, 9, 0)], &groups).words(), "1 person and 1 not known by name");
        assert_eq!(Spread::of([line(9, 0, 0), line(9, 0, 0)], &groups).words(), "2 voices at 1 table");
    }
}
