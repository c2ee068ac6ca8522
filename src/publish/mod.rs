//! The gate: items, plan and audience in, a published view out. Pure.
//!
//! [`gate`] is the only way from a file to anything that leaves the program; [`consent`] holds its rules for what was
//! said, `details` those for what else is known of it, `action` those for what will be done (told by `columns`), `causes` what that
//! comes from, and `guard` those for
//! typed text; `whole` says what of the plan as a whole may leave. [`report`] tells the view as a [`document`], made of the parts in `section` and, for the kinds that
//! carry more than words, in `register`, its words in the order of `grouping`; `time` tells what became of them, and what
//! changed since; `votes` what the room narrowed down to; `chart` tells it in pictures, `sheets` makes the tables to be worked with. `board`, `one_page`, `tracker`
//! and `posters` are reports of a form of their own. Which sections and columns an audience gets is the table in
//! `audience`, and `fit` says what does not fit on the paper: a new report is one row of [`REPORTS`]. [`clean`] is the one
//! function for text that is shown anywhere.
mod action;
mod audience;
mod board;
mod causes;
mod chart;
pub mod clean;
mod columns;
pub mod consent;
mod details;
pub mod document;
mod fit;
pub mod gate;
mod grouping;
mod guard;
mod one_page;
mod paper;
mod people;
mod posters;
pub mod projection;
mod register;
pub mod report;
mod section;
mod sheets;
mod time;
mod together;
mod tracker;
mod voice;
mod votes;
mod whole;

pub use audience::why;
pub use clean::{visible, visible_lines};
pub use consent::{Credit, FEW, FewHolders, Why, role_holders};
pub use document::Document;
pub use fit::Overflow;
pub use gate::{Ask, Published, Withheld, publish, publish_for};
pub use projection::{Candidate, OnTheWall, Projection, project};
pub use report::{CHANGES, Length, REPORTS, Report};
pub use voice::Voice;
