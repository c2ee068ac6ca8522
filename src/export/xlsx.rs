//! A workbook for Excel: a sheet that says what the file is, and one for each table of the report.
//!
//! Days are days and numbers are numbers; text is always text, whatever it begins with, and no cell holds a formula.
//! Nobody is named as its author, and it says that it was made on the day of the report, so that the same document is
//! the same bytes.

use std::io;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Rendered, formula};
use crate::model::words::Audience;
use crate::publish::Document;
use crate::publish::document::{Cell, Sheet};

/// What a cell can hold, in the units that Excel counts, less what is put behind a text that goes on elsewhere.
const LONGEST: usize = 32_700;
/// Rows that a worksheet can hold below its header.
const ROWS: usize = 1_048_575;
/// Characters that the name of a worksheet can have.
const NAME: usize = 31;
/// The narrowest and the widest column, in characters.
const NARROW: usize = 8;
const WIDE: usize = 60;
/// How many rows are looked at to say how wide a column is.
const LOOKED_AT: usize = 500;
/// The worksheet for what is too long for a cell.
const LONG: &str = "Long texts";

pub(super) fn render<'d>(document: &'d Document<'_>) -> Vec<Rendered<'d>> {
    // Every limit of the format is kept below.
    vec![Rendered::new("", move |to| to.write_all(&workbook(document).map_err(io::Error::other)?))]
}

fn workbook(document: &Document<'_>) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut book = Workbook::new();
    book.set_properties(&properties(document)?);
    let mut long = Vec::new();
    let mut pages = Vec::new();
    for sheet in document.sheets() {
        pages.push(page(sheet, document, &looks, &mut long)?);
    }
    let rows: Vec<usize> = pages.iter().map(|(_, rows)| *rows).collect();
    book.push_worksheet(about(document, &rows, !long.is_empty(), &looks)?);
    for (page, _) in pages {
        book.push_worksheet(page);
    }
    if !long.is_empty() {
        book.push_worksheet(long_texts(&long, document, &looks)?);
    }
    book.save_to_buffer()
}

fn properties(document: &Document<'_>) -> Result<DocProperties, XlsxError> {
    // A report without a day is a paper to be filled in; it is of no day in particular.
    let made = document.made().and_then(excel_day).map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    Ok(DocProperties::new()
        .set_title(document.title())
        .set_status(document.mark().unwrap_or_default())
        .set_custom_property("Language", document.language())
        .set_creation_datetime(&made))
}

/// How cells look; nothing is told by colour alone.
struct Looks {
    title: Format,
    head: Format,
    text: Format,
    /// Text that begins like a formula, marked as text, so that it stays so when somebody edits the cell.
    guarded: Format,
    number: Format,
    day: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top);
        let text = || cell().set_text_wrap();
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: text()
                .set_bold()
                .set_border_bottom(FormatBorder::Medium)
                .set_background_color(Color::RGB(0x00e8_e8e8)),
            text: text(),
            guarded: text().set_quote_prefix(),
            number: cell(),
            day: cell().set_num_format("d mmmm yyyy").set_align(FormatAlign::Left),
        }
    }
}

/// A part of a text that is too long for its cell, and which cell that is.
struct Long {
    sheet: String,
    row: usize,
    column: &'static str,
    part: usize,
    text: String,
}

/// The worksheet of a sheet, and how many rows that has.
fn page(
    sheet: &Sheet<'_>,
    document: &Document<'_>,
    looks: &Looks,
    long: &mut Vec<Long>,
) -> Result<(Worksheet, usize), XlsxError> {
    let mut page = Worksheet::new();
    let name = tab(sheet.name);
    page.set_name(&name)?;
    for (at, name) in sheet.header.iter().enumerate() {
        page.write_string_with_format(0, column(at), *name, &looks.head)?;
    }
    let mut widths: Vec<usize> = sheet.header.iter().map(|name| name.width() + 3).collect();
    let mut rows = 0;
    for (at, row) in sheet.rows().enumerate() {
        rows += 1;
        if at >= ROWS {
            continue;
        }
        if at < LOOKED_AT {
            widths.iter_mut().zip(&row).for_each(|(wide, cell)| *wide = width(cell).max(*wide));
        }
        for (of, cell) in row.iter().enumerate() {
            let (row, of) = (number(at + 1), column(of));
            match cell {
                Cell::Text(text) => {
                    let mut parts = pieces(text).into_iter();
                    let first = parts.next().unwrap_or_default();
                    let mut rest = parts.enumerate().peekable();
                    let goes_on =
                        if rest.peek().is_some() { format!(" … (goes on in {LONG})") } else { String::new() };
                    write_text(&mut page, row, of, &format!("{first}{goes_on}"), looks)?;
                    let header = sheet.header.get(usize::from(of)).copied().unwrap_or_default();
                    long.extend(rest.map(|(part, text)| Long {
                        sheet: name.clone(),
                        row: at + 2,
                        column: header,
                        part: part + 2,
                        text: text.to_owned(),
                    }));
                }
                Cell::Number(value) => write_number(&mut page, row, of, *value, looks)?,
                Cell::Day(day) => write_day(&mut page, row, of, *day, looks)?,
            }
        }
    }
    for (at, wide) in widths.into_iter().enumerate() {
        page.set_column_width(column(at), wide_as(wide))?;
    }
    dress(document, sheet.header.len(), rows.min(ROWS), &mut page)?;
    Ok((page, rows))
}

/// What the file is, what its sheets hold, and what was left out.
fn about(document: &Document<'_>, rows: &[usize], has_long: bool, looks: &Looks) -> Result<Worksheet, XlsxError> {
    let mut page = Worksheet::new();
    page.set_name("About")?;
    page.write_string_with_format(0, 0, cut(document.title()), &looks.title)?;
    let mut row = 1;
    let facts = [("State", document.mark()), ("For", document.audience().map(Audience::title))];
    for (name, value) in facts.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        page.write_string_with_format(row, 0, name, &looks.text)?;
        write_text(&mut page, row, 1, value, looks)?;
        row += 1;
    }
    if let Some(day) = document.made() {
        page.write_string_with_format(row, 0, "Made on", &looks.text)?;
        write_day(&mut page, row, 1, day, looks)?;
        row += 1;
    }
    row += 1;
    for (at, name) in ["Sheet", "Rows", "What it holds"].into_iter().enumerate() {
        page.write_string_with_format(row, column(at), name, &looks.head)?;
    }
    row += 1;
    for (sheet, rows) in document.sheets().iter().zip(rows) {
        page.write_string_with_format(row, 0, tab(sheet.name), &looks.text)?;
        write_number(&mut page, row, 1, u64::try_from(*rows).unwrap_or(u64::MAX), looks)?;
        write_text(&mut page, row, 2, &sheet.about, looks)?;
        row += 1;
    }
    if has_long {
        page.write_string_with_format(row, 0, LONG, &looks.text)?;
        write_text(&mut page, row, 2, "What is too long for one cell: where it belongs, and how it goes on.", looks)?;
        row += 1;
    }
    row += 1;
    page.write_string_with_format(row, 0, "What was left out, and why", &looks.title)?;
    let full = document.sheets().iter().zip(rows).filter(|(_, rows)| **rows > ROWS).map(|(sheet, rows)| {
        let more = rows - ROWS;
        format!("Of {}, the last {more} rows do not fit into a worksheet: the CSV file has them all.", tab(sheet.name))
    });
    let mut told: Vec<String> = document.left_out().iter().cloned().chain(full).collect();
    if told.is_empty() {
        told.push("Nothing was left out.".to_owned());
    }
    for sentence in &told {
        row += 1;
        page.merge_range(row, 0, row, 2, "", &looks.text)?;
        write_text(&mut page, row, 0, sentence, looks)?;
    }
    for (at, wide) in [24, 24, 70].into_iter().enumerate() {
        page.set_column_width(column(at), wide)?;
    }
    lay_out(document, &mut page);
    Ok(page)
}

fn long_texts(long: &[Long], document: &Document<'_>, looks: &Looks) -> Result<Worksheet, XlsxError> {
    let mut page = Worksheet::new();
    page.set_name(LONG)?;
    let header = [("Sheet", 16), ("Row", NARROW), ("Column", 24), ("Part", NARROW), ("Text", WIDE)];
    for (at, (name, wide)) in header.iter().enumerate() {
        page.write_string_with_format(0, column(at), *name, &looks.head)?;
        page.set_column_width(column(at), wide_as(*wide))?;
    }
    for (at, of) in long.iter().enumerate() {
        let row = number(at + 1);
        write_text(&mut page, row, 0, &of.sheet, looks)?;
        write_number(&mut page, row, 1, u64::try_from(of.row).unwrap_or(u64::MAX), looks)?;
        write_text(&mut page, row, 2, of.column, looks)?;
        write_number(&mut page, row, 3, u64::try_from(of.part).unwrap_or(u64::MAX), looks)?;
        write_text(&mut page, row, 4, &of.text, looks)?;
    }
    dress(document, header.len(), long.len(), &mut page)?;
    Ok(page)
}

/// The header stays in sight and can filter, on the screen and on paper.
fn dress(document: &Document<'_>, columns: usize, rows: usize, page: &mut Worksheet) -> Result<(), XlsxError> {
    page.set_freeze_panes(1, 0)?;
    page.set_repeat_rows(0, 0)?;
    if let Some(last) = columns.checked_sub(1) {
        page.autofilter(0, 0, number(rows), column(last))?;
    }
    lay_out(document, page);
    Ok(())
}

/// A4 on its side, as wide as the paper.
fn lay_out(document: &Document<'_>, page: &mut Worksheet) {
    page.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    if let Some(mark) = document.mark() {
        page.set_header(format!("&R{}", mark.replace('&', "&&")));
    }
    page.set_footer("&RPage &P of &N");
}

fn write_text(page: &mut Worksheet, row: u32, column: u16, text: &str, looks: &Looks) -> Result<(), XlsxError> {
    if text.is_empty() {
        // Drawn all the same: a row of a blank paper is there to be written in.
        page.write_blank(row, column, &looks.text)?;
    } else {
        let look = if formula::begins(text) { &looks.guarded } else { &looks.text };
        page.write_string_with_format(row, column, text, look)?;
    }
    Ok(())
}

fn write_number(page: &mut Worksheet, row: u32, column: u16, value: u64, looks: &Looks) -> Result<(), XlsxError> {
    match u32::try_from(value) {
        Ok(value) => page.write_number_with_format(row, column, value, &looks.number)?,
        // Excel keeps fifteen digits of a number; what it would change stays text.
        Err(_) => page.write_string_with_format(row, column, value.to_string(), &looks.text)?,
    };
    Ok(())
}

fn write_day(page: &mut Worksheet, row: u32, column: u16, day: NaiveDate, looks: &Looks) -> Result<(), XlsxError> {
    match excel_day(day) {
        Some(day) => page.write_datetime_with_format(row, column, &day, &looks.day)?,
        None => {
            let words = day.format("%-d %B %Y").to_string();
            page.write_string_with_format(row, column, words, &looks.text)?
        }
    };
    Ok(())
}

/// The day as Excel counts it; none before 1900, where it has no days.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let part = |number: u32| u8::try_from(number).ok();
    let year = u16::try_from(day.year()).ok().filter(|year| (1900..=9999).contains(year))?;
    ExcelDateTime::from_ymd(year, part(day.month())?, part(day.day())?).ok()
}

/// The name of a worksheet: at most 31 characters, and none that Excel forbids.
fn tab(name: &str) -> String {
    let plain = |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '-') { ' ' } else { c };
    let name: String = name.chars().map(plain).take(NAME).collect();
    let name = name.trim_matches(|c: char| c == '\'' || c == ' ');
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).take(NAME).collect()
}

/// A text in parts that fit into a cell each.
fn pieces(text: &str) -> Vec<&str> {
    let units = |text: &str| text.encode_utf16().count();
    // No text has more of them than bytes.
    if text.len() <= LONGEST {
        return vec![text];
    }
    let fit = |parts: &[&str]| parts.iter().all(|part| units(part) <= LONGEST);
    // Between words; where a word is longer than a cell between its letters; and where that is one endless letter, in it.
    let mut parts: Vec<&str> = text.split_word_bounds().collect();
    if !fit(&parts) {
        parts = text.graphemes(true).collect();
    }
    if !fit(&parts) {
        parts = text.split("").filter(|part| !part.is_empty()).collect();
    }
    let (mut pieces, mut begin, mut before, mut long) = (Vec::new(), 0, 0, 0);
    for part in parts {
        let more = units(part);
        if long + more > LONGEST {
            pieces.extend(text.get(begin..before));
            begin = before;
            long = 0;
        }
        long += more;
        before += part.len();
    }
    pieces.extend(text.get(begin..));
    pieces
}

/// As much of a title as one cell holds; it stands whole in the other formats, and nobody has one so long.
fn cut(text: &str) -> &str {
    pieces(text).first().copied().unwrap_or_default()
}

/// How wide the widest line of a cell is.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.lines().map(|line| line.width()).max().unwrap_or(0),
        Cell::Number(number) => number.to_string().len(),
        Cell::Day(_) => "30 September 2026".len(),
    }
}

fn wide_as(wide: usize) -> f64 {
    u32::try_from(wide.clamp(NARROW, WIDE) + 1).map_or(0.0, f64::from)
}

/// A row of a worksheet; one that is out of its bounds is refused where it is written.
fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_worksheet_is_one_that_excel_takes() {
        for (name, is) in [
            ("actions", "Actions"),
            ("you-said-we-did", "You said we did"),
            ("'a[b]:c*d?e/f\\g'", "A b  c d e f g"),
            ("a name that is far longer than thirty-one characters", "A name that is far longer than"),
        ] {
            assert_eq!(tab(name), is);
            assert!(Worksheet::new().set_name(tab(name)).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_parted_between_letters_and_nothing_of_it_is_lost() {
        let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        let marks = format!("e{}", "\u{301}".repeat(40_000));
        for text in ["a".repeat(32_700), "a".repeat(70_000), family.repeat(9_000), "日本".repeat(40_000), marks] {
            let parts = pieces(&text);
            assert_eq!(parts.concat(), text);
            assert_eq!(parts.len(), text.encode_utf16().count().div_ceil(LONGEST), "{}", parts.len());
            assert!(parts.iter().all(|part| part.encode_utf16().count() <= LONGEST));
        }
        assert!(pieces(&family.repeat(9_000)).iter().all(|part| part.starts_with('\u{1f468}')));
    }
}
