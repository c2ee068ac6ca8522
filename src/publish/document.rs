//! A document without a format: what every exporter turns into its own bytes.
//!
//! Only this folder makes a [`Document`], and only from a published view, so that an exporter cannot be handed anything
//! that has not passed the gate. Every text is cleaned as it goes in, so that no exporter can forget to.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::clean::{visible, visible_lines};

/// A report: what is read, and the tables behind it.
#[derive(Clone, Debug)]
pub struct Document {
    title: String,
    blocks: Vec<Block>,
    sheets: Vec<Sheet>,
}

/// A piece of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading below the title: levels 2 to 4, none skipped.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// A remark about the report itself, such as that it is a draft.
    Note(String),
    /// Points in no order.
    List(Vec<String>),
    /// A table; the first cell of a row names the row.
    Table(Table),
    /// Something said.
    Quote(Quote),
}

/// A table to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The name of each column.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

/// Something said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub words: String,
    /// Their language as a BCP 47 tag, where it is known.
    pub language: Option<String>,
    /// The same in English, where they are in another language.
    pub translation: Option<String>,
    /// Whose words they are, and what else is to be said of them.
    pub about: String,
}

/// A table to be worked with: one row with its full context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The name, fit for a file name.
    pub name: &'static str,
    /// The name of each column.
    pub header: Vec<&'static str>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text; may be empty.
    Text(String),
    /// A number.
    Number(u64),
    /// A day.
    Day(NaiveDate),
}

impl Document {
    pub(super) fn new(title: &str) -> Self {
        Self { title: visible(title).into_owned(), blocks: Vec::new(), sheets: Vec::new() }
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The language of everything but the quotes, as a BCP 47 tag.
    #[allow(clippy::unused_self)] // A report in another language will know its own.
    pub const fn language(&self) -> &'static str {
        "en-GB"
    }

    /// What is read, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The tables behind it.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Puts the pieces of another document behind this one's.
    pub(super) fn append(&mut self, part: Self) {
        self.blocks.extend(part.blocks);
    }

    pub(super) fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, line(text.into())));
    }

    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(lines(text.into())));
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Note(lines(text.into())));
    }

    pub(super) fn list(&mut self, points: Vec<String>) {
        self.blocks.push(Block::List(points.into_iter().map(lines).collect()));
    }

    pub(super) fn table(&mut self, caption: &str, header: &[&str], rows: Vec<Vec<String>>) {
        let clean = |row: Vec<String>| row.into_iter().map(lines).collect();
        self.blocks.push(Block::Table(Table {
            caption: line(caption.to_owned()),
            header: header.iter().map(|&name| name.to_owned()).collect(),
            rows: rows.into_iter().map(clean).collect(),
        }));
    }

    pub(super) fn quote(&mut self, words: &str, language: Option<&str>, translation: Option<&str>, about: String) {
        self.blocks.push(Block::Quote(Quote {
            words: visible_lines(words).into_owned(),
            language: language.filter(|tag| is_language(tag)).map(str::to_owned),
            translation: translation.map(|text| visible_lines(text).into_owned()),
            about: line(about),
        }));
    }

    pub(super) fn sheet(&mut self, name: &'static str, header: Vec<&'static str>, rows: Vec<Vec<Cell>>) {
        let clean = |cell| if let Cell::Text(text) = cell { Cell::Text(lines(text)) } else { cell };
        let rows = rows.into_iter().map(|row: Vec<Cell>| row.into_iter().map(clean).collect()).collect();
        self.sheets.push(Sheet { name, header, rows });
    }
}

/// Whether a tag has the form of a language: letters, digits and hyphens, so that it cannot end what holds it.
fn is_language(tag: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    tag.len() <= 35 && tag.split('-').all(part)
}

fn line(text: String) -> String {
    owned(visible(&text)).unwrap_or(text)
}

fn lines(text: String) -> String {
    owned(visible_lines(&text)).unwrap_or(text)
}

/// The cleaned text, where cleaning changed anything.
fn owned(cleaned: Cow<'_, str>) -> Option<String> {
    match cleaned {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.unwrap_or_default().to_owned())
    }
}
impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}
