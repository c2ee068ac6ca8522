//! The gate: items, plan and audience in, a published view out. Pure.
//!
//! [`gate`] is the only way from a file to anything that leaves the program; [`consent`] holds its rules for what was
//! said, `details` those for what else is known of it, `action` those for what will be done (told by `columns`), `causes` what that
//! comes from, and `guard` those for
//! typed text; `whole` says what of the plan as a whole may leave. [`report`] tells the view as a [`document`], made of the parts in `section` and, for the kinds that
//! carry more than words, in `register`, its words in the order of `grouping`; `time` tells what became of them, and what
//! changed since: a new report is one row of [`REPORTS`]. [`clean`] is the one function for text that is shown anywhere.
mod action;
mod causes;
pub mod clean;
mod columns;
pub mod consent;
mod details;
pub mod document;
pub mod gate;
mod grouping;
mod guard;
mod paper;
pub mod projection;
mod register;
pub mod report;
mod section;
mod time;
mod together;
mod voice;
mod whole;

pub use clean::{visible, visible_lines};
pub use consent::{Credit, FEW, FewHolders, Why, role_holders};
pub use document::Document;
pub use gate::{Ask, Published, Withheld, publish, publish_since};
pub use projection::{Candidate, Projection, project};
pub use report::{CHANGES, REPORTS, Report};
pub use voice::Voice;
