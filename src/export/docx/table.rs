//! Tables: a header row that comes again on every page, columns as wide as what stands in them asks for, and never wider
//! together than the paper.

use std::borrow::Cow;
use std::fmt::Write;

use super::body::Body;
use super::text::escape;
use crate::publish::document::Table;

/// The width of a letter in a table, and of the space beside the words of a cell, in twentieths of a point.
const LETTER: usize = 105;
const EDGES: usize = 220;
/// The narrowest column that can be read.
const NARROWEST: usize = 1050;
/// A word may be as long as this before it is broken, and a cell ask for this many letters in a line.
const LONGEST_WORD: usize = 16;
const LONGEST_LINE: usize = 60;
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
    /// What the cells of a column ask for.
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        cells.fold(Self::default(), |column, cell| {
            let word = cell.split_whitespace().map(letters).max().unwrap_or(0).min(LONGEST_WORD);
            let line = cell.lines().map(letters).max().unwrap_or(0).min(LONGEST_LINE);
            let width = |letters| letters * LETTER + EDGES;
            Self { least: column.least.max(width(word)), most: column.most.max(width(line)) }
        })
    }
}

/// How many letters wide a text is, about: one of Chinese or an emoji is as wide as two.
fn letters(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum()
}

/// The width of each column, together as wide as the page: first whole words, then what is left by what each asks for.
pub(super) fn widths(columns: &[Column], page: usize) -> Vec<usize> {
    let least: usize = columns.iter().map(|column| column.least).sum();
    let wanted: usize = columns.iter().map(|column| column.most).sum();
    let mut widths: Vec<usize> = if wanted <= page || wanted == least {
        columns.iter().map(|column| column.most * page / wanted.max(1)).collect()
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
    let cell = |row: &[String], at: usize| row.get(at).map_or("", String::as_str).to_owned();
    let pick = |row: &Vec<String>| shown.iter().map(|&at| cell(row, at)).collect::<Vec<_>>();
    let (header, rows): (Vec<String>, Vec<Vec<String>>) = (pick(&table.header), table.rows.iter().map(pick).collect());
    let column = |at: usize| {
        let cells = || rows.iter().filter_map(|row| row.get(at));
        (Column::of(header.get(at).into_iter().chain(cells()).map(String::as_str)), at > 0 && all_numbers(cells()))
    };
    let (columns, numbers): (Vec<Column>, Vec<bool>) = (0..header.len()).map(column).unzip();
    let widths = widths(&columns, body.width);
    open(caption, &widths, body);
    open_row(true, 0, body);
    for ((name, width), number) in header.iter().zip(&widths).zip(&numbers) {
        open_cell(*width, "", body);
        body.styled(if *number { "TableNumber" } else { "TableText" }, name);
        body.push("</w:tc>");
    }
    body.push("</w:tr>");
    for row in &rows {
        let lines = row.iter().zip(&widths).map(|(cell, width)| lines(cell, *width)).max().unwrap_or(0);
        // A row that waits for somebody's handwriting.
        let blank = row.len() > 1 && row.iter().skip(1).all(String::is_empty);
        open_row(false, if blank { 0 } else { lines }, body);
        for ((cell, width), number) in row.iter().zip(&widths).zip(&numbers) {
            open_cell(*width, "", body);
            body.styled(if *number { "TableNumber" } else { "TableText" }, cell);
            body.push("</w:tc>");
        }
        body.push("</w:tr>");
    }
    body.push("</w:tbl>");
}

/// Whether a column holds numbers and nothing else.
fn all_numbers<'a>(cells: impl Iterator<Item = &'a String>) -> bool {
    let mut cells = cells.filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| cell.bytes().all(|b| b.is_ascii_digit()))
}

/// How many lines a text takes in a cell, about.
fn lines(text: &str, width: usize) -> usize {
    let room = (width.saturating_sub(EDGES) / LETTER).max(1);
    text.lines().map(|line| letters(line).div_ceil(room).max(1)).sum()
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

/// The head of a row: of the header, which comes again on every page, or of one with so many lines, none of which is left
/// behind on the page before. A row of no lines is as high as handwriting.
pub(super) fn open_row(header: bool, lines: usize, body: &mut Body) {
    body.push(match (header, lines) {
        (true, _) => "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
        (false, 0) => "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"510\"/></w:trPr>",
        (false, 1..=TALL) => "<w:tr><w:trPr><w:cantSplit/></w:trPr>",
        (false, _) => "<w:tr>",
    });
}

/// The head of a cell of this width, with its shading if it has one.
pub(super) fn open_cell(width: usize, shading: &str, body: &mut Body) {
    body.push(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shading}</w:tcPr>"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Column {
        Column::of(cells.iter().copied())
    }

    #[test]
    fn columns_fill_the_page_and_never_more() {
        let long = "a".repeat(60);
        let sentence = "many short words that make a long line ".repeat(40);
        let cases: &[&[&str]] = &[&["a"], &["a", "b"], &[&long, "b"], &[&sentence, "x", &long], &[&long; 9], &["", ""], &[""; 8]];
        for cells in cases {
            let columns: Vec<Column> = cells.iter().map(|cell| column(&[cell])).collect();
            for page in [9638, 14570, 21543] {
                assert_eq!(widths(&columns, page).iter().sum::<usize>(), page, "{cells:?}");
            }
        }
    }

    #[test]
    fn a_word_is_whole_where_there_is_room_for_it() {
        let (reference, words) = (column(&["Ref", "P3-117"]), column(&[&"transport is a worry ".repeat(30)]));
        let widths = widths(&[reference, words], 9638);
        assert!(widths[0] >= 6 * LETTER + EDGES && widths[1] > widths[0], "{widths:?}");
    }
}
