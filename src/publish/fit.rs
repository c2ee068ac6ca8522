//! Whether a report fits on as many sheets of paper as it may have: an estimate that errs on the long side.
//!
//! No format is known here, so the sizes are those of the widest of them on paper: 11 points, tables a little smaller, 2 cm
//! around. A table shares its width among its columns as browsers and word processors do.

use super::document::{Block, Document, Paper, Table};

/// Points between one line and the next, and the same in a table.
const LINE: usize = 15;
const TABLE_LINE: usize = 14;
/// Tenths of a point that a letter is wide on average, and the same in a table.
const LETTER: usize = 51;
const TABLE_LETTER: usize = 48;
/// Points that a cell takes beside its text, and above and below it.
const BESIDE: usize = 10;
const ABOVE: usize = 6;

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overflow {
    /// The sheets there are.
    pub sheets: usize,
    /// The part of the report, how many of its lines of content do not fit, and how many it has.
    pub parts: Vec<(String, usize, usize)>,
}

impl Overflow {
    /// The same in a sentence without its full stop.
    pub fn words(&self) -> String {
        let part = |(name, over, all): &(String, usize, usize)| format!("{over} of {all} in “{name}”");
        let parts: Vec<String> = self.parts.iter().map(part).collect();
        let sheets = if self.sheets == 1 { "one sheet".to_owned() } else { format!("{} sheets", self.sheets) };
        format!("it does not fit on {sheets} of paper; over the edge are {}", parts.join(", "))
    }

    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        "Rank the actions that matter most, so that no others stand here, or say them in fewer words"
    }
}

/// What of a document does not fit on so many sheets of its paper; none where all does.
pub fn overflow(document: &Document<'_>, sheets: usize) -> Option<Overflow> {
    let mut page = Page::of(document.paper());
    let mut parts: Vec<(String, usize, usize)> = Vec::new();
    let mut here = document.title().to_owned();
    page.take(10 + 26 * lines(document.title(), page.width / 2, LETTER));
    for block in document.blocks() {
        let mut rows: Vec<usize> = Vec::new();
        match block {
            Block::Heading(level, text) => {
                here.clone_from(text);
                page.take(if *level == 2 { 37 } else { 32 } * lines(text, page.width * 3 / 4, LETTER));
            }
            Block::Paragraph(text) => rows.push(LINE * lines(text, page.width, LETTER) + 6),
            Block::Note(text) => rows.push(LINE * lines(text, page.width - 24, LETTER) + 19),
            Block::List(points) => {
                rows.extend(points.iter().map(|point| LINE * lines(point, page.width - 24, LETTER) + 1));
                page.take(6);
            }
            Block::Table(table) => {
                page.take(LINE + 14);
                rows.extend(table_rows(table, page.width).into_iter().map(|lines| TABLE_LINE * lines + ABOVE));
            }
            Block::Chart(chart) => {
                let figures = chart.columns.len().max(1);
                page.take(LINE * 2 + 20);
                rows.extend(chart.rows.iter().map(|_| LINE * figures + ABOVE));
            }
            Block::Quote(quote) => {
                let lines = |text: &str| lines(text, page.width - 40, LETTER);
                let more = quote.translation.as_deref().map_or(0, lines);
                let words = lines(&quote.words) + lines(&quote.about) + more;
                rows.push(LINE * words + 6);
            }
            Block::Poster(_) => rows.push(page.height * 3 / 4),
            Block::NewPage => page.turn(),
        }
        for row in rows {
            let over = usize::from(page.take(row) > sheets);
            match parts.last_mut().filter(|(name, ..)| *name == here) {
                Some((_, out, all)) => (*out, *all) = (*out + over, *all + 1),
                None => parts.push((here.clone(), over, 1)),
            }
        }
    }
    parts.retain(|(_, over, _)| *over > 0);
    (!parts.is_empty()).then_some(Overflow { sheets, parts })
}

/// A sheet being filled, in points.
struct Page {
    width: usize,
    height: usize,
    sheet: usize,
    used: usize,
}

impl Page {
    const fn of(paper: Paper) -> Self {
        let (width, height) = match paper {
            Paper::A4 => (482, 734),
            Paper::A4Wide => (728, 488),
            Paper::A3Wide => (1077, 728),
        };
        Self { width, height, sheet: 1, used: 0 }
    }

    /// Takes so much of it; says on which sheet that ends.
    const fn take(&mut self, points: usize) -> usize {
        if self.used + points > self.height && self.used > 0 {
            self.turn();
        }
        self.used += points;
        self.sheet + self.used.saturating_sub(1) / self.height
    }

    const fn turn(&mut self) {
        self.sheet += 1;
        self.used = 0;
    }
}

/// How many lines a text takes in a width in points, in letters of so many tenths of a point.
fn lines(text: &str, width: usize, letter: usize) -> usize {
    let room = (width * 10 / letter).max(1);
    let of = |line: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in line.split_whitespace() {
            let long = letters(word);
            if used > 0 && used + 1 + long > room {
                lines += 1;
                used = 0;
            }
            used += long + usize::from(used > 0);
            while used > room {
                lines += 1;
                used -= room;
            }
        }
        lines
    };
    text.split('\n').map(of).sum::<usize>().max(1)
}

/// How wide a text is in letters; what is no Latin letter may be as wide as two.
fn letters(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{250}' { 1 } else { 2 }).sum()
}

/// The lines of the header and of each row of a table; the header counts with the first row.
fn table_rows(table: &Table, width: usize) -> Vec<usize> {
    let columns = table.header.len().max(1);
    let cells = |at: usize| table.rows.iter().filter_map(move |row| row.get(at)).chain(table.header.get(at));
    let points = |letters: usize| (letters * TABLE_LETTER).div_ceil(10) + BESIDE;
    let least: Vec<usize> = (0..columns)
        .map(|at| points(cells(at).flat_map(|cell| cell.split_whitespace()).map(letters).max().unwrap_or(1)))
        .collect();
    let most: Vec<usize> =
        (0..columns).map(|at| points(cells(at).map(|cell| letters(cell)).max().unwrap_or(1))).collect();
    let (least_sum, most_sum) = (least.iter().sum::<usize>(), most.iter().sum::<usize>());
    let of = |at: usize| {
        let (least, most) = (least.get(at).copied().unwrap_or(1), most.get(at).copied().unwrap_or(1));
        if most_sum <= width {
            return most;
        }
        let spare = width.saturating_sub(least_sum);
        least + (most - least) * spare / (most_sum - least_sum).max(1)
    };
    let widths: Vec<usize> = (0..columns).map(|at| of(at).saturating_sub(BESIDE)).collect();
    let high = |row: &Vec<String>| {
        row.iter().zip(&widths).map(|(cell, width)| lines(cell, *width, TABLE_LETTER)).max().unwrap_or(1)
    };
    let mut rows: Vec<usize> = table.rows.iter().map(high).collect();
    if let Some(first) = rows.first_mut() {
        *first += high(&table.header) + 1;
    }
    rows
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn rows(count: usize) -> Document<'static> {
        let mut document = Document::new("Plan on a page");
        document.heading(2, "Priorities");
        let row = |at: usize| vec![format!("{at}"), "ask the bus company to move the stop back".to_owned()];
        document.table("Priorities", &["Rank", "Action"], (0..count).map(row).collect());
        document
    }

    #[test]
    fn what_does_not_fit_is_counted_where_it_stands() {
        assert_eq!(overflow(&rows(12), 1), None);
        let over = overflow(&rows(60), 1).unwrap();
        let [(name, out, all)] = over.parts.as_slice() else { panic!("{over:?}") };
        assert_eq!((name.as_str(), *all), ("Priorities", 60));
        assert!((20..50).contains(out), "{over:?}");
        assert!(over.words().contains(&format!("{out} of 60 in “Priorities”")), "{}", over.words());
        assert_eq!(overflow(&rows(60), 4), None);
    }

    #[test]
    fn a_sheet_on_its_side_is_wider_and_lower() {
        let mut wide = rows(22);
        assert_eq!(overflow(&wide, 1), None);
        wide.set_paper(Paper::A4Wide);
        assert!(overflow(&wide, 1).is_some());
    }

    #[test]
    fn long_words_and_wide_letters_take_more_lines() {
        assert_eq!(lines("a few words", 482, LETTER), 1);
        assert_eq!(lines(&"x".repeat(200), 482, LETTER), 3);
        assert!(lines(&"語".repeat(60), 482, LETTER) > lines(&"x".repeat(60), 482, LETTER));
    }
}
