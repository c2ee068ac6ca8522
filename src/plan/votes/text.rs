//! A vote in words, the same on the screen, on the wall and in reports.

use super::outcome::Outcome;
use super::{NARROWING, Poll};
use crate::model::words::VoteKind;

/// How many cells the longest bar has.
const LONGEST: usize = 20;

/// What an option got, as `4 dots`.
pub fn counted_of(kind: VoteKind, count: usize) -> String {
    let (one, many) = match kind {
        VoteKind::Dots => ("dot", "dots"),
        VoteKind::Rank => ("point", "points"),
        VoteKind::Hands => ("hand", "hands"),
        VoteKind::Position => ("person", "people"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A number as a bar of text, the greatest of them as long as any.
pub fn bar(count: usize, greatest: usize) -> String {
    let cells = count.saturating_mul(LONGEST).checked_div(greatest).unwrap_or(0);
    "█".repeat(if count > 0 { cells.max(1) } else { 0 })
}

/// A place as `1st`.
pub fn ordinal(place: usize) -> String {
    let ending = match (place % 10, place % 100) {
        (1, last) if last != 11 => "st",
        (2, last) if last != 12 => "nd",
        (3, last) if last != 13 => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

impl Poll {
    /// What is in, and of how many: all that may be said while it is open.
    pub fn turnout(&self) -> String {
        let mut parts = Vec::new();
        if self.takes_ballots() {
            let of = if self.people > 0 { format!(" of {}", self.people) } else { String::new() };
            parts.push(match self.ballots {
                1 if self.people == 0 => "1 ballot is in".to_owned(),
                count => format!("{count}{of} ballots are in"),
            });
        }
        if self.counts > 0 {
            let of = if self.counts == 1 { "1 table has".to_owned() } else { format!("{} tables have", self.counts) };
            parts.push(format!("{of} counted hands"));
        } else if parts.is_empty() {
            parts.push("no hands are counted yet".into());
        }
        parts.join(", ")
    }

    /// What each person may do.
    pub fn rule(&self) -> String {
        match self.kind {
            VoteKind::Dots => format!("{} dots each", self.limit),
            VoteKind::Rank => format!("rank up to {}, the best first", self.limit),
            VoteKind::Hands => "show of hands".into(),
            VoteKind::Position => "for, against or unsure".into(),
        }
    }

    /// How it came out in words, beside its numbers: its ties, the label, and what else is to be known.
    /// `called` says what an option is called, and `told` a number.
    pub fn story(
        &self,
        outcome: &Outcome,
        called: &dyn Fn(usize) -> String,
        told: &dyn Fn(usize) -> String,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        for tie in outcome.places().iter().filter(|tie| tie.total > 0 && tie.options.len() > 1) {
            let mut names: Vec<String> = tie.options.iter().map(|option| called(*option)).collect();
            let last = names.pop().unwrap_or_default();
            let place = ordinal(tie.place);
            lines.push(format!("A tie in {place} place, {} each: {} and {last}.", told(tie.total), names.join(", ")));
        }
        lines.extend(self.remarks(outcome));
        lines
    }

    /// What else is to be known of a result.
    pub fn remarks(&self, outcome: &Outcome) -> Vec<String> {
        let mut lines = vec![format!("This is {NARROWING}.")];
        if self.kind == VoteKind::Rank {
            lines.push(format!("First place is worth {} points, the next one less, and so on.", self.limit));
        }
        if self.kind == VoteKind::Position && self.counts > 0 && self.ballots > 0 {
            lines.push("Positions taken one by one and hands that were counted are added up.".into());
        }
        let came = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}.")),
            count => Some(format!("{count} {many}.")),
        };
        let what = if self.takes_ballots() { ["ballot", "ballots"] } else { ["count", "counts"] };
        lines.extend(came(
            outcome.late,
            &format!("{} came after the close, and is counted", what[0]),
            &format!("{} came after the close, and are counted", what[1]),
        ));
        lines.extend(came(
            outcome.doubtful,
            "person has two different ballots: the later one counts",
            "people have two different ballots each: the later one counts",
        ));
        lines.extend(came(
            outcome.void,
            "ballot gives more than is allowed or names no option, and is not counted",
            "ballots give more than is allowed or name no option, and are not counted",
        ));
        lines
    }
}
