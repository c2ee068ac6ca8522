//! A document as bytes: one file per format. Pure.
//!
//! Read in this order: `format` (the table of formats), `markdown` (the plainest of them), `html`, `docx` (Word), `csv`,
//! [`files()`] (what the files of a report are called). A new format is one more file with one function, and one more row
//! in [`FORMATS`]; the command line, the screen and the tests read that table and nothing else. Same document, same bytes.

mod csv;
mod docx;
mod files;
mod format;
mod html;
mod markdown;

pub use files::{files, preview, told};
pub use format::{FORMATS, Format, Rendered};
