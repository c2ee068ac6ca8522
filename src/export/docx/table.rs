//! Tables: a header row that comes again on every page, columns as wide as what stands in them asks for, and never wider
//! together than the paper.

use std::borrow::Cow;
use std::fmt::Write;

use super::body::Body;
use super::text::escape;
use crate::publish::document::Table;

/// The space beside the words of a cell, in twentieths of a point.
const EDGES: usize = 230;
/// The narrowest column that can be read.
pub(super) const NARROWEST: usize = 1050;
/// A word may be as wide as this before it is broken, and a cell ask for a line as wide.
const WIDEST_WORD: usize = 1900;
const WIDEST_LINE: usize = 6200;
/// A row of so many lines may run on to the next page; one of fewer is kept together.
const TALL: usize = 25;

/// What a column asks for, in twentieths of a point.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    /// So that its words are whole.
    pub(super) least: usize,
    /// So that its lines are whole.
    pub(super) most: usize,
}

impl Column {
    /// What a column of this name and with these cells asks for.
    pub(super) fn of<'a>(name: &str, cells: impl Iterator<Item = &'a str>) -> Self {
        // The names are in bold type.
        let name = Self::cell(name, 112);
        cells
            .map(|cell| Self::cell(cell, 100))
            .fold(name, |column, cell| Self { least: column.least.max(cell.least), most: column.most.max(cell.most) })
    }

    /// What a cell asks for in letters of so many hundredths of their width.
    fn cell(text: &str, size: usize) -> Self {
        let widest = |parts: &mut dyn Iterator<Item = &str>| parts.map(width).max().unwrap_or(0) * size / 100;
        let least = widest(&mut text.split_whitespace()).min(WIDEST_WORD) + EDGES;
        Self { least, most: (widest(&mut text.lines()).min(WIDEST_LINE) + EDGES).max(least) }
    }
}

/// How wide a text is in a table, about; to see that columns are wide enough, not to set type.
fn width(text: &str) -> usize {
    let letter = |c: char| match c {
        ' ' | 'f' | 'i' | 'j' | 'l' | 'r' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '\'' | '(' | ')' | '-' => 65,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 165,
        _ if c.is_uppercase() => 145,
        '\0'..'\u{1100}' => 108,
        _ => 200,
    };
    text.chars().map(letter).sum()
}

/// The width of each column: as wide as they ask for, and together no wider than the page, which they fill where the lines
/// of one are long: first whole words, then what is left by how much more each asks for. A form to be filled in by hand
/// takes the whole page.
pub(super) fn widths(columns: &[Column], page: usize, form: bool) -> Vec<usize> {
    let least: usize = columns.iter().map(|column| column.least).sum();
    let wanted: usize = columns.iter().map(|column| column.most).sum::<usize>().max(1);
    let long = columns.iter().any(|column| column.most >= WIDEST_LINE);
    let page = if form || long { page } else { page.min(wanted + wanted / 8) };
    let mut widths: Vec<usize> = if form || wanted == least {
        columns.iter().map(|column| column.most * page / wanted).collect()
    } else if least >= page {
        columns.iter().map(|column| column.least * page / least).collect()
    } else {
        let width = |column: &Column| column.least + (page - least) * (column.most - column.least) / (wanted - least);
        columns.iter().map(width).collect()
    };
    // What the divisions left over.
    let rest = page.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}

/// A table, or several under one another where it has more columns than can be read side by side: each begins with the
/// first column, which names the rows.
pub(super) fn write(table: &Table, body: &mut Body) {
    let fit = (body.width / NARROWEST).max(2);
    let columns: Vec<usize> = (1..table.header.len()).collect();
    let parts = columns.len().div_ceil(fit - 1).max(1);
    for at in 0..parts {
        // As many in each part, as near as can be.
        let part = columns.get(at * columns.len() / parts..(at + 1) * columns.len() / parts).unwrap_or_default();
        let shown: Vec<usize> = std::iter::once(0).chain(part.iter().copied()).collect();
        let caption = match parts {
            1 => Cow::Borrowed(&table.caption),
            _ => Cow::Owned(format!("{}, part {} of {parts}", table.caption, at + 1)),
        };
        write_part(table, &caption, &shown, body);
    }
}

fn write_part(table: &Table, caption: &str, shown: &[usize], body: &mut Body) {
    let pick = |row: &Vec<String>| -> Vec<String> {
        shown.iter().map(|&at| row.get(at).cloned().unwrap_or_default()).collect()
    };
    let (header, rows): (Vec<String>, Vec<Vec<String>>) = (pick(&table.header), table.rows.iter().map(pick).collect());
    let column = |(at, name): (usize, &String)| {
        let cells = || rows.iter().filter_map(|row| row.get(at));
        // What names the rows is a name, even where it is a number.
        (Column::of(name, cells().map(String::as_str)), at > 0 && all_numbers(cells()))
    };
    let (columns, numbers): (Vec<Column>, Vec<bool>) = header.iter().enumerate().map(column).unzip();
    // Rows that wait for somebody's handwriting get all the room that there is.
    let blank = |row: &Vec<String>| row.len() > 1 && row.iter().skip(1).all(String::is_empty);
    let widths = widths(&columns, body.width, rows.iter().all(blank));
    let cells = |row: &[String], body: &mut Body| {
        for ((text, width), number) in row.iter().zip(&widths).zip(&numbers) {
            open_cell(*width, "", body);
            body.styled(if *number { "TableNumber" } else { "TableText" }, text);
            body.push("</w:tc>");
        }
        body.push("</w:tr>");
    };
    open(caption, &widths, body);
    open_row(Row::Header, body);
    cells(&header, body);
    for row in &rows {
        let tallest = || row.iter().zip(&widths).map(|(cell, width)| lines(cell, *width)).max().unwrap_or(0);
        open_row(if blank(row) { Row::Blank } else { Row::of(tallest()) }, body);
        cells(row, body);
    }
    body.push("</w:tbl>");
}

/// Whether a column holds numbers and nothing else.
fn all_numbers<'a>(cells: impl Iterator<Item = &'a String>) -> bool {
    let mut cells = cells.filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| cell.bytes().all(|b| b.is_ascii_digit()))
}

/// How many lines a text takes in a cell, about.
fn lines(text: &str, room: usize) -> usize {
    let room = room.saturating_sub(EDGES).max(1);
    text.lines().map(|line| width(line).div_ceil(room).max(1)).sum()
}

/// The caption, and the head of a table with columns of these widths. The caption's style keeps it with the table.
pub(super) fn open(caption: &str, widths: &[usize], body: &mut Body) {
    body.styled("Caption", caption);
    let mut head = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" \
         w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
        widths.iter().sum::<usize>(),
        escape(caption)
    );
    for width in widths {
        // Writing to memory does not fail.
        let _ = write!(head, "<w:gridCol w:w=\"{width}\"/>");
    }
    head.push_str("</w:tblGrid>");
    body.push(&head);
}

/// What kind of row it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    /// The names of the columns: comes again on every page.
    Header,
    /// As high as handwriting.
    Blank,
    /// Stays on one page.
    Short,
    /// May run on to the next page.
    Tall,
}

impl Row {
    const fn of(lines: usize) -> Self {
        if lines > TALL { Self::Tall } else { Self::Short }
    }
}

/// The head of a row.
pub(super) fn open_row(row: Row, body: &mut Body) {
    body.push(match row {
        Row::Header => "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
        Row::Blank => "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"510\"/></w:trPr>",
        Row::Short => "<w:tr><w:trPr><w:cantSplit/></w:trPr>",
        Row::Tall => "<w:tr>",
    });
}

/// The head of a cell of this width, with its shading if it has one.
pub(super) fn open_cell(width: usize, shading: &str, body: &mut Body) {
    body.push(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shading}</w:tcPr>"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_never_wider_together_than_the_page() {
        let (word, sentence) = ("a".repeat(60), "many short words that make a long line ".repeat(40));
        let (word, sentence) = (word.as_str(), sentence.as_str());
        let cases: &[&[&str]] = &[
            &["a"],
            &["a", "b"],
            &[word, "b"],
            &[sentence, "x", word],
            &[word; 9],
            &[sentence; 9],
            &["", ""],
            &[""; 8],
        ];
        for cells in cases {
            let columns: Vec<Column> = cells.iter().map(|cell| Column::of("", [*cell].into_iter())).collect();
            for page in [9638, 14570, 21543] {
                assert!(widths(&columns, page, false).iter().sum::<usize>() <= page, "{cells:?}");
                assert_eq!(widths(&columns, page, true).iter().sum::<usize>(), page, "{cells:?}");
            }
        }
    }

    #[test]
    fn words_are_whole_where_there_is_room_for_them() {
        let worry = "transport is a worry ".repeat(30);
        let columns = [Column::of("Ref", ["A-MN7Y"].into_iter()), Column::of("Action", [worry.as_str()].into_iter())];
        let widths = widths(&columns, 9638, false);
        assert_eq!(widths[0], columns[0].least, "{widths:?}");
        assert_eq!(widths.iter().sum::<usize>(), 9638);
    }

    #[test]
    fn only_a_column_of_nothing_but_digits_is_one_of_numbers() {
        let numbers =
            |cells: &[&str]| all_numbers(cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>().iter());
        assert!(numbers(&["1", "", "23"]));
        assert!(!numbers(&["1", "1 or 2"]) && !numbers(&["", ""]) && !numbers(&[]));
    }
}
