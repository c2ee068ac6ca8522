//! The votes on statements of an online consultation, as they were last counted.

use std::collections::HashMap;

use crate::model::fields::{List, Tally};
use crate::model::file::File;
use crate::model::stamp::{Id, Stamp};

/// How many people agree with a statement, and how many do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// How many agree.
    pub agree: u64,
    /// How many disagree.
    pub disagree: u64,
    /// How many would not say either.
    pub pass: u64,
}

impl Votes {
    /// How many people voted.
    pub const fn people(self) -> u64 {
        self.agree.saturating_add(self.disagree).saturating_add(self.pass)
    }

    /// All of it, since who disagrees counts too: `33 agreed, 12 disagreed, 5 passed`.
    pub fn words(self) -> String {
        format!("{} agreed, {} disagreed, {} passed", self.agree, self.disagree, self.pass)
    }
}

/// A count of the votes on a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// When the last of these votes was given.
    pub time: String,
    /// Which count of the same votes it is: they are counted anew where it was settled which vote means agree.
    pub order: i64,
    // Of counts at one moment the larger one has seen more of the votes.
    people: u64,
    id: Id,
}

/// The latest count of each statement; `counts` says whether what was made under a stamp is taken in at all.
pub fn latest_tallies(file: &File, counts: impl Fn(Stamp) -> bool) -> HashMap<Id, (Count, Votes)> {
    let number = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    let mut latest: HashMap<Id, (Count, Votes)> = HashMap::new();
    for tally in file.live(&List::Tallies).filter(|item| counts(item.id.stamp)).map(Tally) {
        let Some(statement) = tally.contribution() else { continue };
        let votes =
            Votes { agree: number(tally.agree()), disagree: number(tally.disagree()), pass: number(tally.pass()) };
        let time = tally.time().unwrap_or_default().to_owned();
        let count = Count { time, order: tally.order().unwrap_or(0), people: votes.people(), id: tally.id() };
        match latest.get_mut(&statement) {
            Some(known) if known.0 >= count => {}
            Some(known) => *known = (count, votes),
            None => drop(latest.insert(statement, (count, votes))),
        }
    }
    latest
}

/// The votes on each statement, by the latest count.
pub fn tallies(file: &File, counts: impl Fn(Stamp) -> bool) -> HashMap<Id, Votes> {
    latest_tallies(file, counts).into_iter().map(|(id, (_, votes))| (id, votes)).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;

    #[test]
    fn the_latest_count_holds_and_what_is_left_out_does_not_count() {
        let mut sample = Sample::new(1);
        let said = sample.say(None, "quote", "a bus on Sundays");
        for (time, agree) in [("2017-01-02T00:00:00+00:00", 5), ("2017-01-01T00:00:00+00:00", 9)] {
            let tally = sample.add(&List::Tallies, &[(field::TIME, time)]);
            sample.set(&List::Tallies, tally, field::CONTRIBUTION, said);
            for (field, count) in [(field::AGREE, agree), (field::DISAGREE, 2), (field::PASS, 1)] {
                sample.set(&List::Tallies, tally, field, count);
            }
        }
        let votes = tallies(&sample.file, |_| true)[&said];
        assert_eq!(votes.words(), "5 agreed, 2 disagreed, 1 passed");
        assert_eq!(votes.people(), 8);
        assert!(tallies(&sample.file, |_| false).is_empty());
        // Counted anew, with the other sign.
        let anew = sample.add(&List::Tallies, &[(field::TIME, "2017-01-02T00:00:00+00:00")]);
        sample.set(&List::Tallies, anew, field::CONTRIBUTION, said);
        sample.set(&List::Tallies, anew, field::ORDER, 1);
        sample.set(&List::Tallies, anew, field::AGREE, 2);
        assert_eq!(tallies(&sample.file, |_| true)[&said].words(), "2 agreed, 0 disagreed, 0 passed");
    }
}
