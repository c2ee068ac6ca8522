//! What a line means in this room, and what a mark in it could become.

use super::Desk;
use crate::capture::{self, Choices, Meaning, Room, Seat, Was};
use crate::model::fields::{Contribution, Delegate, List};
use crate::model::stamp::{Id, Moment};
use crate::model::words::Kind;

impl Desk {
    /// What a line means, where the marks that begin at the bytes `kept` are words.
    pub fn read_line(&self, line: &str, kept: &[usize], now: Moment) -> Meaning {
        self.named(self.in_room(now, false, |room| capture::parse_keeping(line, room, kept)))
    }

    /// What a line means that corrects a contribution.
    pub fn read_correction(&self, id: Id, line: &str, kept: &[usize], now: Moment) -> Meaning {
        let parse = |room: &Room<'_>| self.as_it_was(id, |was| capture::parse_correction(line, room, was, kept));
        self.named(self.in_room(now, false, parse))
    }

    /// Where the words of a contribution, taken up for correction, would be read as marks.
    pub(super) fn marks_of_words(&self, id: Id, words: &str, now: Moment) -> Vec<usize> {
        self.in_room(now, false, |room| self.as_it_was(id, |was| capture::marks_in_words(words, room, was)))
    }

    /// What the mark at the cursor could become, in a new line or in one that corrects a contribution.
    pub fn choices(
        &self,
        line: &str,
        cursor: usize,
        correcting: Option<Id>,
        kept: &[usize],
        now: Moment,
    ) -> Option<Choices> {
        self.in_room(now, true, |room| match correcting {
            None => capture::choices(line, cursor, room),
            Some(id) => self.as_it_was(id, |was| capture::choices_in_correction(line, cursor, room, was, kept)),
        })
    }

    /// The chip of an alias names the theme that it is shown as.
    fn named(&self, mut meaning: Meaning) -> Meaning {
        if let Meaning::Said(said) = &mut meaning
            && !self.room().aliases.is_empty()
        {
            for part in &mut said.parts {
                let alias = part.chip.strip_prefix('#').and_then(|tag| Some((tag, self.room().aliases.get(tag)?)));
                if let Some((tag, name)) = alias {
                    part.chip = format!("#{name} ({tag})");
                }
            }
        }
        meaning
    }

    /// Works with the room as the grammar knows it; roles only where they are shown.
    fn in_room<T>(&self, now: Moment, with_roles: bool, work: impl FnOnce(&Room<'_>) -> T) -> T {
        let role = |id| self.view.find(&List::Delegates, id).and_then(|d| Delegate(d).role());
        let seats: Vec<Seat<'_>> = self
            .room()
            .seats
            .iter()
            .map(|s| {
                let about = if with_roles { role(s.delegate) } else { None };
                let about = about.filter(|role| *role != s.name).unwrap_or_default();
                Seat { number: s.number.and_then(|n| u32::try_from(n).ok()), name: &s.name, about }
            })
            .collect();
        // A name that is shown comes before one that is an alias, which is kept as it was typed.
        let names = self.room().themes.iter().map(|(name, _)| name.as_str());
        let themes: Vec<&str> = names.chain(self.room().aliases.keys().map(String::as_str)).collect();
        let uses: Vec<usize> = self.room().themes.iter().map(|(_, uses)| *uses).collect();
        work(&Room { seats: &seats, themes: &themes, uses: &uses, today: Self::today(now) })
    }

    /// Works with what a contribution is now, as far as marks can change it.
    fn as_it_was<T>(&self, id: Id, work: impl FnOnce(&Was<'_>) -> T) -> T {
        let said = self.view.find(&List::Contributions, id).map(|c| Contribution(c));
        let kind = said.and_then(Contribution::kind).unwrap_or(Kind::Quote);
        let themes: Vec<&str> = said.map(|said| said.themes().collect()).unwrap_or_default();
        work(&Was { kind, themes: &themes })
    }
}
