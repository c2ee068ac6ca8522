//! Other people's files into items of a workshop. Pure over bytes.
//!
//! Sign-in sheets, form answers, an online consultation, old minutes: they come in once, and with nobody's personal data
//! by accident. Read in this order: [`source`] (what was pointed at, and what it is), [`text`] (bytes to text, whatever
//! the encoding), [`table`] (text to rows: separator, lines before the header, sections), [`mapping`] (which column is
//! what: a file that people write and change) and [`presets`] (those that come with the program, in `assets/imports`),
//! [`personal`] (columns that stay out), [`found`] (what was found, whatever the kind of source), the readers `rows`,
//! `polis`, `minutes`, `meeting` and `lines`, [`items`] (items under ids that are made of the workshop, the source and
//! the row alone) and [`preview`] (all of it told before anything is written).
//!
//! # What holds
//!
//! - **Twice is once.** The id of an item is made of the workshop, the name of the source and the row: the row's own id
//!   where the mapping names such a column, else what the row holds and which of the equal rows it is. What is in the
//!   workshop already, or was withdrawn from it, does not come again; a newer export adds what is new.
//! - **Nothing is swallowed.** What is skipped is named with its line and the reason, what is left out with its column.
//! - **Nothing personal by accident.** A column that is not mapped and holds addresses, numbers or the like stays out and
//!   is named; so does every column that nobody has said anything of.
//! - **Consent** was not read out to whom a file quotes: level 1, unless the mapping says otherwise and the preview shows
//!   it.
//!
//! To add a kind of export, write a mapping file in `assets/imports` and name it in [`presets`]: no other code.
mod fault;
pub mod found;
pub mod items;
mod lines;
pub mod mapping;
mod meeting;
mod minutes;
pub mod personal;
mod polis;
pub mod presets;
pub mod preview;
mod rows;
pub mod source;
pub mod table;
pub mod text;

pub use fault::Fault;
pub use found::Found;
pub use items::{Made, make};
pub use mapping::{Dates, Mapping, Meaning, Reads};
pub use preview::Preview;
pub use source::{Source, choose, find};
