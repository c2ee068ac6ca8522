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

/// The latest count of each statement; `counts` says whether what was made under a stamp is taken in at all.
pub fn tallies(file: &File, counts: impl Fn(Stamp) -> bool) -> HashMap<Id, Votes> {
    let number = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    let mut latest: HashMap<Id, (&str, u64, Id, Votes)> = HashMap::new();
    for tally in file.live(&List::Tallies).filter(|item| counts(item.id.stamp)).map(Tally) {
        let Some(statement) = tally.contribution() else { continue };
        let votes =
            Votes { agree: number(tally.agree()), disagree: number(tally.disagree()), pass: number(tally.pass()) };
        // Of counts at one moment the larger one has seen more of the votes.
        let counted = (tally.time().unwrap_or_default(), votes.people(), tally.id(), votes);
        let known = latest.entry(statement).or_insert(counted);
        if (counted.0, counted.1, counted.2) > (known.0, known.1, known.2) {
            *known = counted;
        }
    }
    latest.into_iter().map(|(id, (.., votes))| (id, votes)).collect()
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
    }
}
