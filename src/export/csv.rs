//! Spreadsheets as CSV: one file a sheet, each row with its full context.
//!
//! UTF-8 with a byte-order mark, because Excel takes a file without one for another encoding. Every cell of text is
//! quoted, so that a semicolon starts no new cell where that is the separator.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{QuoteStyle, WriterBuilder};

use super::{Rendered, formula};
use crate::publish::Document;
use crate::publish::document::{Cell, Sheet};

pub(super) fn render<'d>(document: &'d Document<'_>) -> Vec<Rendered<'d>> {
    document.sheets().iter().map(|sheet| Rendered::new(sheet.name, move |to| write(sheet, to))).collect()
}

fn write(sheet: &Sheet<'_>, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(b"\xef\xbb\xbf")?;
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(to);
    writer.write_record(&sheet.header)?;
    for row in sheet.rows() {
        writer.write_record(row.iter().map(|cell| text(cell).into_owned()))?;
    }
    writer.flush()
}

fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => guarded(text),
        Cell::Number(number) => number.to_string().into(),
        // The one order of day, month and year that every spreadsheet reads alike.
        Cell::Day(day) => day.format("%Y-%m-%d").to_string().into(),
    }
}

/// Text that no spreadsheet takes for a formula: an apostrophe stands before what could start one.
fn guarded(text: &str) -> Cow<'_, str> {
    if formula::begins(text) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_start_a_formula_is_made_text() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@a",
            "\tx",
            "\rx",
            "  =1",
            "\u{feff}=1",
            "\"=1",
            "'=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "\n=1",
            "␉=1",
        ] {
            assert_eq!(guarded(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "bus = stop", "a-b", "7", "“quoted”", "日本"] {
            assert_eq!(guarded(text), text);
        }
    }
}
