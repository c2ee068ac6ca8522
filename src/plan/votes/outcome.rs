//! How a vote came out: in total, by category, who stands first, and where there is a tie.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cast, Poll, Raised};
use crate::model::stamp::Id;
use crate::model::words::VoteKind;

/// How a vote came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What each option got, in the order of the numbers: dots, points, hands or people.
    pub totals: Vec<usize>,
    /// The same of each partner category; last, under none, of those whose category is not known.
    pub groups: Vec<Group>,
    /// How many people voted. Of hands, how many were counted: nobody knows how many hands are one person's.
    pub voters: usize,
    /// Ballots and counts that came after the close.
    pub late: usize,
    /// People of whom two tables have different ballots; the later one counts.
    pub doubtful: usize,
    /// Ballots that give more than the limit, or name what is no option, and are not counted.
    pub void: usize,
}

/// What the people of one category gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The id of the category.
    pub category: Option<String>,
    /// How many of them voted; of hands, how many were counted.
    pub people: usize,
    /// What each option got from them.
    pub totals: Vec<usize>,
}

/// Options that got the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Their place, from 1.
    pub place: usize,
    /// The options, as places in the list of options.
    pub options: Vec<usize>,
    /// What each of them got.
    pub total: usize,
}

impl Outcome {
    pub(super) fn of(poll: &Poll, cast: &[Cast], raised: &[Raised], counted: &BTreeSet<Id>) -> Self {
        let options = poll.options.len();
        let place = |token: &str| poll.options.iter().position(|option| option.token == token);
        let mut outcome = Self { totals: vec![0; options], ..Self::default() };
        let mut groups: BTreeMap<(bool, Option<String>), (usize, Vec<usize>)> = BTreeMap::new();
        let mut give = |outcome: &mut Self, category: Option<&String>, people: usize, given: &[(usize, usize)]| {
            let key = (category.is_none(), category.cloned());
            let group = groups.entry(key).or_insert_with(|| (0, vec![0; options]));
            group.0 = group.0.saturating_add(people);
            outcome.voters = outcome.voters.saturating_add(people);
            for (option, weight) in given {
                for totals in [&mut outcome.totals, &mut group.1] {
                    if let Some(total) = totals.get_mut(*option) {
                        *total = total.saturating_add(*weight);
                    }
                }
            }
        };
        for ballot in cast {
            outcome.late += usize::from(!counted.contains(&ballot.item));
            outcome.doubtful += usize::from(ballot.clashes);
            if !poll.takes_ballots() || poll.fault(&ballot.choices).is_some() {
                outcome.void += 1;
                continue;
            }
            // The first of a ranking has as many points as there are places in it.
            let weight = |nth: usize| if poll.kind == VoteKind::Rank { poll.limit.saturating_sub(nth) } else { 1 };
            let given = ballot.choices.iter().enumerate().filter_map(|(nth, of)| Some((place(of)?, weight(nth))));
            give(&mut outcome, ballot.category.as_ref(), 1, &given.collect::<Vec<_>>());
        }
        for hands in raised {
            outcome.late += usize::from(!counted.contains(&hands.item));
            match place(&hands.option).filter(|_| poll.takes_hands()) {
                Some(at) => give(&mut outcome, hands.category.as_ref(), hands.count, &[(at, hands.count)]),
                None => outcome.void += 1,
            }
        }
        outcome.groups = groups
            .into_iter()
            .map(|((_, category), (people, totals))| Group { category, people, totals })
            .filter(|group| group.people > 0)
            .collect();
        outcome
    }

    /// The options by what they got, the most first, those with the same together.
    pub fn places(&self) -> Vec<Tie> {
        let mut order: Vec<usize> = (0..self.totals.len()).collect();
        let total = |option: &usize| self.totals.get(*option).copied().unwrap_or(0);
        order.sort_by_key(|option| std::cmp::Reverse(total(option)));
        let mut places: Vec<Tie> = Vec::new();
        for (nth, option) in order.into_iter().enumerate() {
            match places.last_mut().filter(|last| last.total == total(&option)) {
                Some(last) => last.options.push(option),
                None => places.push(Tie { place: nth + 1, options: vec![option], total: total(&option) }),
            }
        }
        places
    }
}
