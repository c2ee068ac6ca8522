//! Many sessions, one plan: what the screens and reports say about a file, worked out anew from its items. Pure.
//!
//! Nothing here is stored and nothing is ticked by hand. While a workshop runs: [`Room`] (who is here, who was heard,
//! what is open), [`Coverage`] (which partners are missing), [`Agenda`], [`Timer`] and [`Flow`] (the parts, the time left,
//! ahead or behind) and [`open_checks`] (what a stage still lacks). Afterwards: [`promote`] (words become an action), [`rows`] (the action plan) and [`Summary`] (counts).
mod agenda;
mod checks;
mod coverage;
mod day;
mod flow;
mod promote;
mod room;
mod rows;
#[cfg(test)]
mod sample;
mod sessions;
mod summary;
mod template;
mod timer;
mod withdrawal;

pub use agenda::{Agenda, Part, clock_time, counted as counted_minutes};
pub use checks::{OpenCheck, open_checks};
pub use coverage::{Coverage, absent, coverage};
pub use day::Day;
pub use flow::{Cue, Flow, Pace, minutes_and_seconds};
pub use promote::{note_action, promote};
pub use room::{Room, Seat};
pub use rows::{Evidence, Issue, Lead, Missing, Row, rows};
pub use sessions::Sessions;
pub use summary::{Clash, Summary, Theme, counted};
pub use template::carry_over;
pub use timer::{Slot, Spent, Timer};
pub use withdrawal::{actions_made_with, withdrawal_of};
