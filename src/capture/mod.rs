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
//!   `@`), kind (`!q`; `/q`), level (`%2`; `/c2`), themes.
//! - At the end: themes (`#ho`, `#"two words"`, `=ho`) and levels. The lowest level holds.
//! - After the words of an action, a decision or a parked item: `lead:` `with:` `need:` `measure:` `due:`, each up to the
//!   next or the end. Straight after the kind they count only where their end is plain: a date, or people of the room.
//! - `...` or `…` as the last thing said marks a stub, and stays.
//!
//! What is left, [cleaned](clean), is the text. Two more doors stand here: [`parse_people`] for a list of delegates, and
//! [`folded`] for comparing names and themes as people do, whatever the case and the accents.

mod clean;
mod due;
mod fields;
mod line;
mod meaning;
mod people;
#[cfg(test)]
mod table;
mod theme;
mod who;

use crate::model::fold;

pub use crate::model::fold::{folded, folded_eq, folded_prefix};
pub use clean::{clean, clean_paste};
pub use due::day;
pub use line::{parse, parse_keeping};
pub use meaning::{Meaning, Part, Person, Room, Said, Seat, Who};
pub use people::{NewPerson, parse_people};
