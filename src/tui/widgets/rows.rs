//! Where the rows of a text begin when it is wrapped by graphemes, remembered from key to key.
//!
//! A key at the end of a long text then lays out its last rows only, and drawing touches what is in sight.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::publish::visible;

/// The rows of a text at a width.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    width: u16,
    /// The byte at which each row begins.
    starts: Vec<usize>,
    /// Whether the rows reach to the end of the text.
    whole: bool,
}

impl Rows {
    /// The width of the last layout; none before the first.
    pub fn width(&self) -> Option<u16> {
        Some(self.width).filter(|width| *width > 0)
    }

    /// Lays out what is not yet laid out.
    pub fn lay(&mut self, text: &str, width: u16) {
        if self.width != width {
            *self = Self { width, ..Self::default() };
        }
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        while let Some(start) = self.starts.last().copied().filter(|_| !self.whole) {
            match next_row(text, start, width) {
                Some(next) => self.starts.push(next),
                None => self.whole = true,
            }
        }
    }

    /// Forgets the rows from a change at a byte on, and the row before: what is typed at the start of a row may join the
    /// last letter of the row above.
    pub fn forget_from(&mut self, at: usize) {
        self.starts.truncate(self.of(at).max(1));
        self.whole = false;
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The row of a byte. What stands between two rows begins the second.
    pub fn of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Where a row begins.
    pub fn start(&self, row: usize) -> usize {
        self.starts.get(row).copied().unwrap_or_default()
    }

    /// The part of the text in a row, with the line break that ends it.
    pub fn slice<'t>(&self, row: usize, text: &'t str) -> &'t str {
        let end = self.starts.get(row + 1).copied().unwrap_or(text.len());
        text.get(self.start(row)..end).unwrap_or_default()
    }

    /// How many cells stand before a byte in its row.
    pub fn column(&self, at: usize, text: &str) -> u16 {
        let start = self.start(self.of(at));
        let before = text.get(start..at).unwrap_or_default().grapheme_indices(true);
        before.fold(0, |x, (nth, grapheme)| x + cells(text, start + nth, grapheme, self.width))
    }

    /// The last place for the cursor in a row that is not beyond a column.
    pub fn place(&self, row: usize, column: u16, text: &str) -> usize {
        let (start, slice) = (self.start(row), self.slice(row, text));
        let (mut x, mut last) = (0, start);
        for (at, grapheme) in slice.grapheme_indices(true) {
            last = start + at;
            x += cells(text, last, grapheme, self.width);
            if grapheme == "\n" || x > column {
                return last;
            }
        }
        // Behind its last letter only where no row follows: there it would stand in that.
        if row + 1 < self.count() { last } else { text.len() }
    }
}

/// Where the row after the one that begins at `start` begins. The end of a line has a cell of its own, for the cursor.
fn next_row(text: &str, start: usize, width: u16) -> Option<usize> {
    let mut x = 0;
    for (at, grapheme) in text.get(start..)?.grapheme_indices(true) {
        let at = start + at;
        if grapheme == "\n" {
            return Some(if x < width { at + 1 } else { at });
        }
        let cells = cells(text, at, grapheme, width);
        if x + cells > width {
            return Some(at);
        }
        x += cells;
    }
    (x >= width).then_some(text.len())
}

/// What is shown for the grapheme at a byte, symbol by symbol. Most are one; a hidden character is shown by a mark.
pub(super) fn shown<'t>(text: &str, at: usize, grapheme: &'t str) -> Cow<'t, str> {
    match grapheme {
        "\n" => "".into(),
        "\t" => " ".into(),
        // Whether it hides anything depends on the letter before, which is a grapheme of its own.
        "\u{200b}" => {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let pair: String = before.into_iter().chain(['\u{200b}']).collect();
            visible(&pair).chars().next_back().into_iter().collect::<String>().into()
        }
        _ => visible(grapheme),
    }
}

/// How many cells a grapheme takes: by the one table of widths that the screen is drawn by, and never more than a row.
pub(super) fn cells(text: &str, at: usize, grapheme: &str, width: u16) -> u16 {
    if let [b' '..=b'~'] = grapheme.as_bytes() {
        return 1;
    }
    let shown = shown(text, at, grapheme);
    let cells = shown.graphemes(true).fold(0u16, |sum, symbol| sum.saturating_add(symbol.cell_width()));
    cells.min(width)
}
