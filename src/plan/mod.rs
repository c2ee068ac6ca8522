//! Many sessions, one plan: what the screens and reports say about a file, worked out anew from its items. Pure.
//!
//! Nothing here is stored and nothing is ticked by hand. While a workshop runs: [`Room`] (who is here, who was heard,
//! what is open), [`Review`] (what to look at again, [`Likeness`] among it), [`Coverage`] (which partners are missing),
//! [`Balance`] and [`Introductions`] (whose words were heard, who met whom), [`tables`] and [`Clashes`] (the other
//! recorders), [`Agenda`], [`Timer`], [`Flow`] and [`Chain`] (the parts, the time left, ahead or behind, the steps of a
//! method) and [`open_checks`] (what a stage still lacks). Afterwards: [`promote`] (words become an action), [`to_ask`]
//! and [`readiness`] (what an action lacks, and whether a project can start), [`rows`] (the action plan), [`LooseEnds`]
//! (what was left open) and [`Summary`] (counts). Over many files: [`suggestions`] and [`Groups`] (who and what is one).
//! Over time: [`Answers`] (you said, we did, and who was promised to hear back),
//! [`Changes`] (what is otherwise than in an earlier copy), [`Series`] (the workshops side by side).
//! Next time: [`carry`] and [`LastTime`] (the open actions of last time), and [`heard_of`] (what was said of each).
//! At any time: [`Search`] (everything by its words, and by who, what, where and when).
mod agenda;
mod answers;
mod balance;
mod carried;
mod changes;
mod checks;
mod clashes;
mod closing;
mod coverage;
mod day;
mod features;
mod find;
mod flow;
mod heard;
mod introductions;
mod likeness;
mod loose_ends;
mod method;
mod promote;
mod readiness;
mod rehearsal;
mod review;
mod room;
mod rows;
mod same;
#[cfg(test)]
mod sample;
mod scores;
mod series;
mod sessions;
mod summary;
mod tables;
mod template;
mod themes;
mod timer;
mod withdrawal;

pub use agenda::{Agenda, Part, clock_time, counted as counted_minutes};
pub use answers::{Answers, Asked, ENOUGH, Promise, Reply, answer_theme, voices_words};
pub use balance::{Balance, Leads, Sector};
pub use carried::{LastTime, carry, latest_workshop, present};
pub use changes::{Change, Changed, Changes, Gone};
pub use checks::{OpenCheck, open_checks};
pub use clashes::Clashes;
pub use closing::{is_closed, noted};
pub use coverage::{Coverage, absent, coverage, note_invited};
pub use day::Day;
pub use features::Features;
pub use find::{Counts, From, Hit, Names, Search};
pub use flow::{Cue, Flow, Pace, minutes_and_seconds};
pub use heard::{Heard, heard_of};
pub use introductions::Introductions;
pub use likeness::{Alike, Likeness};
pub use loose_ends::{LooseEnds, Parked};
pub use method::{AtStep, Chain};
pub use promote::{note_action, promote};
pub use readiness::{READY_STEPS, Readiness, ReadyStep, readiness, to_ask};
pub use rehearsal::{MARK, is_practice, rehearse, says_practice};
pub use review::{CONCERNS, Concern, Review, parted};
pub use room::{Room, Seat};
pub use rows::{Evidence, Issue, Lead, Missing, Row, rows};
pub use same::{Groups, Suggestion, suggestions};
pub use scores::{Scored, earlier_score, score};
pub use series::{Covered, Followed, Held, Series, Stepped, names_children};
pub use sessions::Sessions;
pub use summary::{Clash, Summary, Theme, counted};
pub use tables::{Table, tables};
pub use template::carry_over;
pub use themes::{Themes, cover_themes, join_themes, part_theme};
pub use timer::{Slot, Spent, Timer};
pub use withdrawal::{actions_made_with, withdrawal_of};
