//! The published document for other programs: what is read, piece by piece, and the sheets behind it.
//!
//! A piece and a row stand on a line each, so that a file can be looked at and compared. Days are ISO dates. An empty
//! cell is `null`; after the rows of a sheet stands what each column holds: `text`, `number` or `date` (a cell of a
//! column of dates that is no such date is text). It is written piece by piece and never held whole.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::to_writer;

use super::Rendered;
use crate::model::words::Audience;
use crate::publish::Document;
use crate::publish::document::{Block, Cell, Chart, Quote, Shape, Sheet};

/// Of the shape that is written here; raised when a reader would have to change.
const VERSION: u32 = 1;

pub(super) fn render<'d>(document: &'d Document<'_>) -> Vec<Rendered<'d>> {
    vec![Rendered::new("", move |to| write(document, to))]
}

/// A piece of the report, as it is called here.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Piece<'a> {
    Heading { level: u8, text: &'a str },
    Paragraph { text: &'a str },
    Note { text: &'a str },
    List { points: &'a [String] },
    Table { caption: &'a str, header: &'a [String], rows: &'a [Vec<String>], searched: bool },
    Quote { words: &'a str, language: Option<&'a str>, translation: Option<&'a str>, about: &'a str, poster: bool },
    Chart { shape: &'static str, caption: &'a str, rows_are: &'a str, columns: &'a [String], rows: Vec<Row<'a>> },
    NewPage,
}

/// A row of a chart.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    figures: Vec<Figure<'a>>,
}

/// What is written of a number, and what is drawn, which gives away no more.
#[derive(Serialize)]
struct Figure<'a> {
    words: &'a str,
    size: u64,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'a> {
    Text(&'a str),
    Number(u64),
    Nothing,
}

fn write(document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{{\n\"format\": \"coplan report\",\n\"version\": {VERSION}")?;
    member(to, "title", document.title())?;
    member(to, "language", document.language())?;
    member(to, "mark", &document.mark())?;
    member(to, "paper", document.paper().name())?;
    member(to, "audience", &document.audience().map(Audience::name))?;
    member(to, "made", &document.made().map(|day| day.format("%Y-%m-%d").to_string()))?;
    member(to, "left_out", document.left_out())?;
    to.write_all(b",\n\"blocks\": [")?;
    let mut before = "\n";
    document.each(|block| {
        to.write_all(before.as_bytes())?;
        before = ",\n";
        to_writer(&mut *to, &piece(block)).map_err(io::Error::from)
    })?;
    to.write_all(b"\n],\n\"sheets\": [")?;
    for (at, sheet) in document.sheets().iter().enumerate() {
        to.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        write_sheet(sheet, to)?;
    }
    to.write_all(b"\n]\n}\n")
}

/// One more member of an object that has some already.
fn member<T: Serialize + ?Sized>(to: &mut dyn Write, name: &str, value: &T) -> io::Result<()> {
    write!(to, ",\n\"{name}\": ")?;
    Ok(to_writer(to, value)?)
}

fn write_sheet(sheet: &Sheet<'_>, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(b"{\n\"name\": ")?;
    to_writer(&mut *to, sheet.name)?;
    member(to, "about", &sheet.about)?;
    member(to, "header", &sheet.header)?;
    to.write_all(b",\n\"rows\": [")?;
    let mut types = vec!["text"; sheet.header.len()];
    for (at, row) in sheet.rows().enumerate() {
        for (sort, cell) in types.iter_mut().zip(&row) {
            match cell {
                Cell::Text(_) => {}
                Cell::Number(_) => *sort = "number",
                Cell::Day(_) => *sort = "date",
            }
        }
        to.write_all(if at == 0 { b"\n[" } else { b",\n[" })?;
        for (at, cell) in row.iter().enumerate() {
            to.write_all(if at == 0 { b"" } else { b", " })?;
            match cell {
                Cell::Text(text) if text.is_empty() => to_writer(&mut *to, &Value::Nothing)?,
                Cell::Text(text) => to_writer(&mut *to, &Value::Text(text))?,
                Cell::Number(number) => to_writer(&mut *to, &Value::Number(*number))?,
                Cell::Day(day) => to_writer(&mut *to, &Value::Text(&day.format("%Y-%m-%d").to_string()))?,
            }
        }
        to.write_all(b"]")?;
    }
    to.write_all(b"\n]")?;
    member(to, "types", &types)?;
    to.write_all(b"\n}")
}

fn piece(block: &Block) -> Piece<'_> {
    match block {
        Block::Heading(level, text) => Piece::Heading { level: *level, text },
        Block::Paragraph(text) => Piece::Paragraph { text },
        Block::Note(text) => Piece::Note { text },
        Block::List(points) => Piece::List { points },
        Block::Table(table) => {
            Piece::Table { caption: &table.caption, header: &table.header, rows: &table.rows, searched: table.searched }
        }
        Block::Quote(quote) => said(quote, false),
        Block::Poster(quote) => said(quote, true),
        Block::Chart(chart) => Piece::Chart {
            shape: match chart.shape {
                Shape::Bars => "bars",
                Shape::Parts => "parts",
                Shape::Grid => "grid",
            },
            caption: &chart.caption,
            rows_are: &chart.rows_are,
            columns: &chart.columns,
            rows: rows(chart),
        },
        Block::NewPage => Piece::NewPage,
    }
}

fn said(quote: &Quote, poster: bool) -> Piece<'_> {
    Piece::Quote {
        words: &quote.words,
        language: quote.language.as_deref(),
        translation: quote.translation.as_deref(),
        about: &quote.about,
        poster,
    }
}

fn rows(chart: &Chart) -> Vec<Row<'_>> {
    let rows = chart.rows.iter().map(|(name, figures)| Row {
        name,
        figures: figures.iter().map(|figure| Figure { words: &figure.words, size: figure.size }).collect(),
    });
    rows.collect()
}
