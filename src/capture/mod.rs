//! The capture line: one line of text in, what it means out.
//!
//! [`parse`] reads what a note-taker typed and answers with a [`Meaning`]. The screen, the plain face and `coplan add`
//! all call it, so a line means the same wherever it is typed. `tests/capture.toml` lists lines beside what they mean;
//! add a row there first when the grammar grows.
//!
//! # The grammar
//!
//! A line that begins with white space is nothing but words. So is a line in quotation marks: no token begins or ends
//! with one. Anything the parser does not know is words too; it never fails and never guesses.
//!
//! - The whole line: `/name rest` a command, `%0` (`/c0`) consent of the last contribution, `+3` three more agree with
//!   it, `@3` another speaker.
//! - At the start: `*` call-out, at the very beginning only; then, in any order, who (`@3`, `@jo`, `@@`, `@?`; `;` for
//!   `@`), kind (`!q`; `/q`; a touchpoint with how it felt: `!e+`, `!e-`), level (`%2`; `/c2`), themes.
//! - At the end: themes (`#ho`, `#"two words"`, `=ho`) and levels. The lowest level holds.
//! - After the words of a kind that has details (an action, a decision, a parked item, an asset, a story, a touchpoint), each detail of
//!   that kind by its key (`lead:` `due:` `place:` ...), up to the next or the end. Straight after the kind they count
//!   only where their end is plain: a date, a yes or no, a word of a list, people of the room. The keys stand in the
//!   [table of kinds](crate::model::kind::DETAILS).
//! - `...` or `…` as the last thing said marks a stub, and stays.
//!
//! While a line that was said earlier is corrected, [`parse_correction`] reads it: every mark may stand at the end as
//! well, a stage (`/2`) among them, and marks without words change just those things. What the line has already and is
//! typed again, a theme or its kind, is taken off.
//!
//! What is left, [cleaned](clean), is the text. [`choices`] says what a mark that is being typed could become. Three more
//! doors stand here: [`parse_people`] for a list of delegates, [`cell()`] for a cell of the action plan, and [`folded`] for comparing names and themes as people
//! do, whatever the case and the accents.

mod cell;
mod choices;
mod clean;
mod due;
mod fields;
mod line;
mod meaning;
mod people;
#[cfg(test)]
mod table;
mod theme;
mod tokens;
mod who;

use crate::model::fold;
pub use crate::model::fold::{folded, folded_eq, folded_prefix};
pub use cell::{Around, Cell, cell, stored_day};
pub use choices::{Choice, Choices, choices, choices_in_correction};
pub use clean::{clean, clean_paste};
pub use due::day;
pub use line::{TO_FINISH, marks_in_words, parse, parse_correction, parse_keeping};
pub use meaning::{Given, Meaning, Part, Person, Room, Said, Seat, Was, Who};
pub use people::{NewPerson, parse_people};
