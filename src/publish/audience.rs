//! What each audience is told beside what consent allows (design §5): which sections, which columns, in which order and in
//! which tone.
//!
//! How far words may travel is [`Audience::ceiling`] and the gate's alone; nothing here can let more out, only less. One
//! row an audience, each with its reason; every report reads this table and nothing else.

use crate::model::words::Audience;

/// How reports are made for an audience.
#[derive(Debug)]
pub(super) struct Preset {
    /// Why it is so.
    why: &'static str,
    /// The sections that come before all others in the plan.
    first: &'static [&'static str],
    /// The sections that are not told.
    without: &'static [&'static str],
    /// The columns of the plan that are told, by number.
    columns: &'static [u8],
    /// What the table of actions shows.
    pub(super) table: &'static [Shows],
    /// Whether headings and remarks are in plain words, and what only those who work on the plan can use is left out.
    pub(super) plain: bool,
}

/// A column of the table of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Rank,
    Ref,
    Action,
    ForWhom,
    Lead,
    Partners,
    Measure,
    Due,
    Status,
    Answered,
    Missing,
}

/// The columns of the plan that say what will be done, for whom, by whom and by when, and what became of it.
const OUTSIDE: &[u8] = &[1, 2, 3, 8, 9, 10, 12, 13, 14, 17, 22, 23, 24];
/// The same with what an action needs, in the words of the plan: those who came may have it.
const CAME: &[u8] = &[1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 17, 22, 23, 24];
const ALL: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24];

/// Sections for those who run the plan or answer for it: lists of what is still to be done, sums of money that somebody
/// has yet to agree to, and the words of contracts and frameworks.
const INSIDE: &[&str] = &[
    ALIKE,
    "What is missing",
    "Checks",
    "What it costs",
    "How the actions are spread",
    "Service specifications",
    "The plan through other lists",
    "Escalated",
    "Equity check",
    "Ten principles of working with people",
    "Maturity of the network",
    "Whose voice is missing",
    "Seen through other lists",
    "Groups",
    "Who was promised to hear back",
];
/// A question to the organiser, and to nobody else.
const ALIKE: &str = "Assets that look alike, and offers that may meet a need";

const TEAM: Preset = Preset {
    why: "The team works on the plan: it sees every section, every column and what is missing.",
    first: &[],
    without: &[],
    columns: ALL,
    table: &[
        Shows::Rank,
        Shows::Ref,
        Shows::Action,
        Shows::Lead,
        Shows::Partners,
        Shows::Due,
        Shows::Measure,
        Shows::Status,
        Shows::Missing,
    ],
    plain: false,
};

// The columns of a board page are those of domain §2.4.
const BOARD: Preset = Preset {
    why: "A board has two minutes: numbers, what stands and what it is asked to settle come first, and the table has the \
          eight columns of a board page. It oversees costs, checks and gaps, so all of them stand below.",
    first: &["In numbers", "The actions at a glance", "Actions", "Escalated"],
    without: &[ALIKE],
    columns: ALL,
    table: &[
        Shows::Rank,
        Shows::Ref,
        Shows::ForWhom,
        Shows::Action,
        Shows::Lead,
        Shows::Due,
        Shows::Status,
        Shows::Measure,
        Shows::Answered,
    ],
    plain: false,
};

const DELEGATES: Preset = Preset {
    why: "Those who came want to know what became of what they said. What is missing is the team's to mend, and money is \
          told only where the plan says what an action needs.",
    first: &[],
    without: INSIDE,
    columns: CAME,
    table: &[Shows::Rank, Shows::Ref, Shows::Action, Shows::ForWhom, Shows::Lead, Shows::Due, Shows::Status],
    plain: true,
};

const PUBLIC: Preset = Preset {
    why: "Anybody may read it, without knowing the workshops: what will be done, for whom, by whom and by when. What \
          things cost is told by those who pay for them.",
    first: &[],
    without: INSIDE,
    columns: OUTSIDE,
    table: &[Shows::Rank, Shows::Ref, Shows::Action, Shows::ForWhom, Shows::Lead, Shows::Due, Shows::Status],
    plain: true,
};

/// Headings, and what they are in plain words.
const IN_PLAIN_WORDS: &[(&str, &str)] = &[
    ("What the plan holds to", "What this plan is for"),
    ("The actions at a glance", "How far we have come"),
    ("Actions", "What will be done"),
    ("Each action and the words behind it", "Each step, and the words behind it"),
    ("Assets", "What we can build on"),
    ("Spotlights", "Stories told in full"),
    ("Tensions", "Where people see things differently"),
    ("Touchpoints", "Moments that stayed with people"),
    ("Most significant change", "Stories of change that were chosen"),
    ("Parked", "Kept for later"),
    ("Options for networks", "Ways that were chosen"),
    ("Who was here", "Who came"),
    ("What was left out, and why", "What is not shown here, and why"),
    ("Sections with nothing to show", "Parts with nothing in them yet"),
];

/// Why reports are made for an audience as they are.
pub const fn why(audience: Audience) -> &'static str {
    Preset::of(audience).why
}

impl Preset {
    pub(super) const fn of(audience: Audience) -> &'static Self {
        match audience {
            Audience::Team => &TEAM,
            Audience::Board => &BOARD,
            Audience::Delegates => &DELEGATES,
            Audience::Public => &PUBLIC,
        }
    }

    /// A heading in the tone of this audience.
    pub(super) fn heading(&self, heading: &'static str) -> &'static str {
        let plain = IN_PLAIN_WORDS.iter().find(|(formal, _)| self.plain && *formal == heading);
        plain.map_or(heading, |(_, plain)| plain)
    }

    /// Whether it is told a column of the plan.
    pub(super) fn sees(&self, column: u8) -> bool {
        self.columns.contains(&column)
    }

    /// How many columns of the plan it is not told.
    pub(super) const fn columns_left_out(&self) -> usize {
        ALL.len() - self.columns.len()
    }

    /// Those of some sections that it is told, in its order where they have none of their own; and how many it is not.
    pub(super) fn pick<T>(
        &self,
        sections: &'static [(&'static str, T)],
        in_order: bool,
    ) -> (Vec<&'static (&'static str, T)>, usize) {
        let first = if in_order { &[][..] } else { self.first };
        let others = sections.iter().filter(|(name, _)| !first.contains(name));
        let first = first.iter().filter_map(|name| sections.iter().find(|(of, _)| of == name));
        let told: Vec<_> = first.chain(others).filter(|(name, _)| !self.without.contains(name)).collect();
        let left_out = sections.len() - told.len();
        (told, left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::columns::COLUMNS;

    #[test]
    fn every_audience_has_a_reason_and_nobody_outside_sees_more_than_the_team() {
        for audience in Audience::ALL {
            let preset = Preset::of(*audience);
            assert!(preset.why.ends_with('.'), "{}", audience.name());
            assert!(preset.columns.iter().all(|column| TEAM.sees(*column)));
            assert_eq!(preset.plain, !matches!(audience, Audience::Team | Audience::Board));
        }
    }

    #[test]
    fn the_boards_table_has_the_columns_of_a_board_page() {
        let wanted = COLUMNS.iter().filter(|column| column.board).count();
        // One column more, for the reference that people look an action up by.
        assert_eq!(BOARD.table.len(), wanted + 1);
    }

    #[test]
    fn what_the_plan_costs_and_lacks_stays_with_those_who_answer_for_it() {
        for outside in [&DELEGATES, &PUBLIC] {
            for section in ["What is missing", "Checks", "What it costs"] {
                assert!(outside.without.contains(&section), "{section}");
                assert!(!BOARD.without.contains(&section), "{section}");
            }
        }
        assert!(DELEGATES.sees(11) && !PUBLIC.sees(11));
    }
}
