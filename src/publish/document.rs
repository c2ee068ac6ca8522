//! A document without a format: what every exporter turns into its own bytes.
//!
//! Only this folder makes a [`Document`], and only from a published view, so that an exporter cannot be handed anything
//! that has not passed the gate. Every text is cleaned as it goes in, so that no exporter can forget to.
//!
//! Of a large plan no more is held than is being written: the sections of a report and the rows of its sheets are told
//! when a format asks for them, piece by piece ([`Document::each`], [`Sheet::rows`]), and as often as one asks. A format
//! that needs all of the pieces at once has them from [`Document::blocks`].

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::clean::{visible, visible_lines};
use crate::model::words::Audience;

/// A report: what is read, and the tables behind it.
pub struct Document<'v> {
    title: String,
    mark: Option<&'static str>,
    paper: Paper,
    made: Option<(NaiveDate, Audience)>,
    left_out: Vec<String>,
    blocks: Vec<Block>,
    /// What is told when it is asked for, each with how many of the blocks stand before it.
    later: Vec<(usize, Later<'v>)>,
    /// All of it, once somebody asked for that.
    all: OnceLock<Vec<Block>>,
    sheets: Vec<Sheet<'v>>,
    /// Of a document that is a section of another: where its pieces go.
    section: Option<Section<'v>>,
}

type Later<'v> = Box<dyn Fn(&mut Document<'_>) + 'v>;

/// A section on its way into a document. Whether it says anything is known when it ends, or when it grows long.
struct Section<'s> {
    heading: Option<Block>,
    pass: &'s mut dyn FnMut(Block),
}

/// So many pieces of a section wait for its end. One with more has something to say.
const WAIT: usize = 200;

impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("title", &self.title).finish_non_exhaustive()
    }
}

/// The paper that a report is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// A4, upright.
    #[default]
    A4,
    /// A4 on its side, for wide tables.
    A4Wide,
    /// A3 on its side, for a wall.
    A3Wide,
}

impl Paper {
    /// What it is called in what is made for other programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A4Wide => "a4-wide",
            Self::A3Wide => "a3-wide",
        }
    }
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
    /// Something said, in large letters that fill a sheet on a wall.
    Poster(Quote),
    /// Numbers to be looked at.
    Chart(Chart),
    /// What follows begins on a new sheet of paper.
    NewPage,
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
    /// Whether people look for single rows in it, so that a format that can should let them search and filter.
    pub searched: bool,
}

/// Numbers to be looked at: each row a bar, or several. Its numbers stand beside it in every format, and nothing in it is
/// told by colour alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// How it is drawn.
    pub shape: Shape,
    /// What it shows, as a sentence without its full stop.
    pub caption: String,
    /// What a row is, such as "Theme".
    pub rows_are: String,
    /// What each number of a row counts.
    pub columns: Vec<String>,
    /// The rows: a name, and a number for each column.
    pub rows: Vec<(String, Vec<Figure>)>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A bar for each number, those of a row under one another.
    Bars,
    /// The numbers of a row as parts of one bar, told apart by pattern.
    Parts,
    /// A field for each number, the darker the greater.
    Grid,
}

/// A number of a chart as it may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is written: the number, or words such as "1 or 2" where the number is not told.
    pub words: String,
    /// What is drawn, which gives away no more than the words.
    pub size: u64,
}

impl From<usize> for Figure {
    fn from(number: usize) -> Self {
        Self { words: number.to_string(), size: u64::try_from(number).unwrap_or(u64::MAX) }
    }
}

impl Chart {
    /// The same as a table.
    pub fn table(&self) -> Table {
        let row = |(name, figures): &(String, Vec<Figure>)| {
            std::iter::once(name).chain(figures.iter().map(|figure| &figure.words)).cloned().collect()
        };
        Table {
            caption: self.caption.clone(),
            header: std::iter::once(&self.rows_are).chain(&self.columns).cloned().collect(),
            rows: self.rows.iter().map(row).collect(),
            searched: false,
        }
    }

    /// The greatest number that is drawn in one length: of a row's parts together, of any other number alone.
    pub fn greatest(&self) -> u64 {
        let of = |(_, figures): &(String, Vec<Figure>)| match self.shape {
            Shape::Parts => figures.iter().fold(0, |sum: u64, figure| sum.saturating_add(figure.size)),
            Shape::Bars | Shape::Grid => figures.iter().map(|figure| figure.size).max().unwrap_or(0),
        };
        self.rows.iter().map(of).max().unwrap_or(0)
    }
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
pub struct Sheet<'v> {
    /// The name, fit for a file name.
    pub name: &'static str,
    /// What it holds, as a sentence.
    pub about: String,
    /// The name of each column.
    pub header: Vec<&'static str>,
    rows: Box<Rows<'v>>,
}

type Rows<'v> = dyn Fn() -> Box<dyn Iterator<Item = Vec<Cell>> + 'v> + 'v;

impl Sheet<'_> {
    /// The rows, each as long as the header, made one by one.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Cell>> {
        (self.rows)().map(|row| row.into_iter().map(Cell::cleaned).collect())
    }
}

impl fmt::Debug for Sheet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("name", &self.name).finish_non_exhaustive()
    }
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

impl<'v> Document<'v> {
    pub(super) fn new(title: &str) -> Self {
        Self {
            title: visible(title).into_owned(),
            mark: None,
            paper: Paper::A4,
            made: None,
            left_out: Vec::new(),
            blocks: Vec::new(),
            later: Vec::new(),
            all: OnceLock::new(),
            sheets: Vec::new(),
            section: None,
        }
    }

    /// What stands at the head of every page, such as DRAFT, until the plan is agreed.
    pub const fn mark(&self) -> Option<&'static str> {
        self.mark
    }

    /// The paper it is made for.
    pub const fn paper(&self) -> Paper {
        self.paper
    }

    /// The day it is made.
    pub fn made(&self) -> Option<NaiveDate> {
        self.made.map(|(day, _)| day)
    }

    /// Whom it is for.
    pub fn audience(&self) -> Option<Audience> {
        self.made.map(|(_, audience)| audience)
    }

    /// What was left out, and why, a sentence each.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Notes when and for whom it is made; each report does.
    pub(super) const fn set_made(&mut self, day: NaiveDate, audience: Audience) {
        self.made = Some((day, audience));
    }

    pub(super) fn set_left_out(&mut self, sentences: Vec<String>) {
        self.left_out = sentences.into_iter().map(line).collect();
    }

    pub(super) const fn set_mark(&mut self, mark: Option<&'static str>) {
        self.mark = mark;
    }

    pub(super) const fn set_paper(&mut self, paper: Paper) {
        self.paper = paper;
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

    /// What is read, in order, all of it at once.
    pub fn blocks(&self) -> &[Block] {
        if self.later.is_empty() {
            return &self.blocks;
        }
        self.all.get_or_init(|| {
            let mut all = Vec::new();
            self.tell(&mut |block| all.push(block.into_owned()));
            all
        })
    }

    /// Hands over what is read, in order, and holds no more of it than a piece.
    pub fn each<E>(&self, mut take: impl FnMut(&Block) -> Result<(), E>) -> Result<(), E> {
        if let Some(all) = self.all.get() {
            return all.iter().try_for_each(take);
        }
        let mut taken = Ok(());
        self.tell(&mut |block| {
            if taken.is_ok() {
                taken = take(&block);
            }
        });
        taken
    }

    fn tell(&self, take: &mut dyn FnMut(Cow<'_, Block>)) {
        let mut later = self.later.iter().peekable();
        for place in 0..=self.blocks.len() {
            while let Some((_, tell)) = later.next_if(|(at, _)| *at == place) {
                let mut pass = |block| take(Cow::Owned(block));
                let mut part =
                    Document { section: Some(Section { heading: None, pass: &mut pass }), ..Document::new("") };
                tell(&mut part);
            }
            if let Some(block) = self.blocks.get(place) {
                take(Cow::Borrowed(block));
            }
        }
    }

    /// The tables behind it.
    pub fn sheets(&self) -> &[Sheet<'v>] {
        &self.sheets
    }

    /// The same with all of it told, so that it outlives the view it was made from.
    pub fn kept(self) -> Document<'static> {
        let blocks = self.blocks().to_vec();
        let mut kept = Document { title: self.title, left_out: self.left_out, blocks, ..Document::new("") };
        (kept.mark, kept.paper, kept.made) = (self.mark, self.paper, self.made);
        for sheet in self.sheets {
            let rows: Vec<Vec<Cell>> = sheet.rows().collect();
            kept.sheet(sheet.name, &sheet.about, sheet.header, rows);
        }
        kept
    }

    /// Puts the pieces of another document behind this one's.
    pub(super) fn append(&mut self, part: Document<'_>) {
        part.blocks.into_iter().for_each(|block| self.push(block));
    }

    /// What is told when it is asked for.
    pub(super) fn later(&mut self, tell: impl Fn(&mut Document<'_>) + 'v) {
        self.later.push((self.blocks.len(), Box::new(tell)));
    }

    /// A section under its heading, which says whether it has anything to say; if not, nothing of it stands here.
    pub(super) fn section(&mut self, heading: impl Into<String>, tell: impl FnOnce(&mut Document<'_>) -> bool) -> bool {
        let heading = Some(Block::Heading(2, line(heading.into())));
        let mut pass = |block| self.push(block);
        let mut part = Document { section: Some(Section { heading, pass: &mut pass }), ..Document::new("") };
        let says = tell(&mut part);
        let told = says || part.section.as_ref().is_some_and(|section| section.heading.is_none());
        if told {
            part.pass_on();
        }
        told
    }

    fn push(&mut self, block: Block) {
        self.blocks.push(block);
        let waits = self.section.as_ref().is_none_or(|section| section.heading.is_some() && self.blocks.len() <= WAIT);
        if !waits {
            self.pass_on();
        }
    }

    /// Hands over what was told of a section so far.
    fn pass_on(&mut self) {
        if let Some(section) = &mut self.section {
            section.heading.take().into_iter().chain(self.blocks.drain(..)).for_each(&mut section.pass);
        }
    }

    pub(super) fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.push(Block::Heading(level, line(text.into())));
    }

    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.push(Block::Paragraph(lines(text.into())));
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.push(Block::Note(lines(text.into())));
    }

    pub(super) fn list(&mut self, points: Vec<String>) {
        self.push(Block::List(points.into_iter().map(lines).collect()));
    }

    pub(super) fn table(&mut self, caption: &str, header: &[&str], rows: Vec<Vec<String>>) {
        self.push_table(caption, header, rows, false);
    }

    /// A table in which people look for single rows.
    pub(super) fn searched_table(&mut self, caption: &str, header: &[&str], rows: Vec<Vec<String>>) {
        self.push_table(caption, header, rows, true);
    }

    fn push_table(&mut self, caption: &str, header: &[&str], rows: Vec<Vec<String>>, searched: bool) {
        let clean = |row: Vec<String>| row.into_iter().map(lines).collect();
        self.push(Block::Table(Table {
            caption: line(caption.to_owned()),
            header: header.iter().map(|&name| line(name.to_owned())).collect(),
            rows: rows.into_iter().map(clean).collect(),
            searched,
        }));
    }

    /// A chart; its rows are as long as its columns.
    pub(super) fn chart(&mut self, chart: Chart) {
        let figures = |figures: Vec<Figure>| {
            figures.into_iter().map(|figure| Figure { words: line(figure.words), ..figure }).collect()
        };
        self.push(Block::Chart(Chart {
            shape: chart.shape,
            caption: line(chart.caption),
            rows_are: line(chart.rows_are),
            columns: chart.columns.into_iter().map(line).collect(),
            rows: chart.rows.into_iter().map(|(name, of)| (line(name), figures(of))).collect(),
        }));
    }

    pub(super) fn new_page(&mut self) {
        self.push(Block::NewPage);
    }

    pub(super) fn quote(&mut self, words: &str, language: Option<&str>, translation: Option<&str>, about: String) {
        self.push(Block::Quote(said(words, language, translation, about)));
    }

    /// The same in letters for a wall.
    pub(super) fn poster(&mut self, words: &str, language: Option<&str>, translation: Option<&str>, about: String) {
        self.push(Block::Poster(said(words, language, translation, about)));
    }

    /// A table to be worked with, and what it holds, as a sentence.
    pub(super) fn sheet(&mut self, name: &'static str, about: &str, header: Vec<&'static str>, rows: Vec<Vec<Cell>>) {
        let rows = Arc::new(rows);
        let row = |at: usize, rows: &Arc<Vec<Vec<Cell>>>| rows.get(at).cloned();
        self.long_sheet(name, about, header, move || {
            let rows = Arc::clone(&rows);
            (0..).map_while(move |at| row(at, &rows))
        });
    }

    /// The same with rows that are made one by one, whenever they are asked for.
    pub(super) fn long_sheet<R: Iterator<Item = Vec<Cell>> + 'v>(
        &mut self,
        name: &'static str,
        about: &str,
        header: Vec<&'static str>,
        rows: impl Fn() -> R + 'v,
    ) {
        self.sheets.push(Sheet {
            name,
            about: line(about.to_owned()),
            header,
            rows: Box::new(move || Box::new(rows())),
        });
    }
}

fn said(words: &str, language: Option<&str>, translation: Option<&str>, about: String) -> Quote {
    Quote {
        words: visible_lines(words).into_owned(),
        language: language.filter(|tag| is_language(tag)).map(str::to_owned),
        translation: translation.map(|text| visible_lines(text).into_owned()),
        about: line(about),
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

impl Cell {
    fn cleaned(self) -> Self {
        if let Self::Text(text) = self { Self::Text(lines(text)) } else { self }
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
impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}
impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

#[cfg(test)]
impl Document<'_> {
    /// A document of these pieces, for the tests of the formats.
    pub(crate) fn of(title: &str, mark: Option<&'static str>, paper: Paper, blocks: Vec<Block>) -> Self {
        Self { title: title.to_owned(), mark, paper, blocks, ..Self::new("") }
    }
}
