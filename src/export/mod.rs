//! A document as bytes: one file per format. Pure.
//!
//! Read in this order: `format` (the table of formats), `text` (the plainest of them), `markdown`, `html`, `docx` (Word);
//! `csv`, `xlsx` and `json`, which write the sheets (`formula` says which text a spreadsheet must not take for one);
//! [`files()`] (what the files of a report are called), `order` (from a file to a report, for whoever asks). A new format is one more file with one function, and one more row
//! in [`FORMATS`]; the command line, the screen and the tests read that table and nothing else. Same document, same bytes.

mod csv;
mod docx;
mod files;
mod format;
mod formula;
mod html;
mod json;
mod markdown;
mod order;
mod text;
mod xlsx;

pub use files::{files, preview, told};
pub use format::{FORMATS, Format, Rendered};
pub use order::{Made, Order};
