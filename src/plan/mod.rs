//! Many sessions, one plan: what the screens and reports say about a file, worked out anew from its items. Pure.
//!
//! Nothing here is stored and nothing is ticked by hand. While a workshop runs: [`Room`] (who is here, who was heard,
//! what is open), [`Review`] (what to look at again, [`Likeness`] among it), [`Coverage`] (which partners are missing),
//! [`Agenda`], [`Timer`] and [`Flow`] (the parts, the time left, ahead or behind) and [`open_checks`] (what a stage still
//! lacks). Afterwards: [`promote`] (words become an action), [`rows`] (the action plan), [`LooseEnds`] (what was left
//! open) and [`Summary`] (counts). At any time: [`Search`] (everything by its words, and by who, what, where and when).
mod agenda;
mod checks;
mod coverage;
mod day;
mod find;
mod flow;
mod likeness;
mod loose_ends;
mod promote;
mod review;
mod room;
mod rows;
#[cfg(test)]
mod sample;
mod sessions;
mod summary;
mod template;
mod themes;
mod timer;
mod withdrawal;

pub use agenda::{Agenda, Part, clock_time, counted as counted_minutes};
pub use checks::{OpenCheck, open_checks};
pub use coverage::{Coverage, absent, coverage};
pub use day::Day;
pub use find::{Counts, From, Hit, Names, Search};
pub use flow::{Cue, Flow, Pace, minutes_and_seconds};
pub use likeness::{Alike, Likeness};
pub use loose_ends::{LooseEnds, Parked};
pub use promote::{note_action, promote};
pub use review::{CONCERNS, Concern, Review, parted};
pub use room::{Room, Seat};
pub use rows::{Evidence, Issue, Lead, Missing, Row, rows};
pub use sessions::Sessions;
pub use summary::{Clash, Summary, Theme, counted};
pub use template::carry_over;
pub use themes::{Themes, cover_themes, join_themes, part_theme};
pub use timer::{Slot, Spent, Timer};
pub use withdrawal::{actions_made_with, withdrawal_of};
