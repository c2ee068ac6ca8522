//! A line of text being typed: the capture line, and every field of every form.
//!
//! Our own rather than a library's, because the cursor moves by graphemes (a family emoji or a Devanagari syllable is
//! one step) and the real terminal cursor stands where input methods expect it.

use std::ops::Range;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::publish::visible;

/// Text with a cursor between two graphemes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    text: String,
    /// Byte offset, always at a grapheme boundary.
    cursor: usize,
}

impl Entry {
    /// An entry holding `text`, the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes the text out and leaves the entry empty.
    pub fn take(&mut self) -> String {
        self.cursor = 0;
        std::mem::take(&mut self.text)
    }

    /// Puts text in at the cursor.
    pub fn insert(&mut self, text: &str) {
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
        // A combining mark typed after its letter joins it: stay at a boundary.
        self.cursor = self.boundary_from(self.cursor);
    }

    /// Acts on an editing key; says whether the key was one.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let word = control || key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char(c) if !control && !key.modifiers.contains(KeyModifiers::ALT) => {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            // On Windows AltGr arrives as Ctrl+Alt with the letter it makes.
            KeyCode::Char(c) if control && key.modifiers.contains(KeyModifiers::ALT) => {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.text.len(),
            KeyCode::Char('w') if control => self.delete_from(self.word_left()),
            KeyCode::Char('u') if control => self.delete_from(0),
            KeyCode::Char('k') if control => self.text.truncate(self.cursor),
            KeyCode::Backspace if word => self.delete_from(self.word_left()),
            KeyCode::Backspace => self.delete_from(self.left()),
            KeyCode::Delete => drop(self.text.drain(self.cursor..self.right())),
            KeyCode::Left if word => self.cursor = self.word_left(),
            KeyCode::Right if word => self.cursor = self.word_right(),
            KeyCode::Left => self.cursor = self.left(),
            KeyCode::Right => self.cursor = self.right(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    fn delete_from(&mut self, start: usize) {
        self.text.drain(start..self.cursor);
        self.cursor = self.boundary_from(start);
    }

    /// The first grapheme boundary at or after `at`.
    fn boundary_from(&self, at: usize) -> usize {
        let mut ends = self.text.grapheme_indices(true).map(|(start, g)| start + g.len());
        if at == 0 { 0 } else { ends.find(|end| *end >= at).unwrap_or(self.text.len()) }
    }

    fn left(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or_default();
        before.graphemes(true).next_back().map_or(0, |g| self.cursor - g.len())
    }

    fn right(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        after.graphemes(true).next().map_or(self.cursor, |g| self.cursor + g.len())
    }

    fn word_left(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or_default();
        before.unicode_word_indices().next_back().map_or(0, |(start, _)| start)
    }

    fn word_right(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        after.unicode_word_indices().next().map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }

    /// How many rows the text and its cursor take at a width.
    pub fn rows(&self, width: u16) -> u16 {
        self.layout(width, |_, _, _| {}).1
    }

    /// Draws the text wrapped by graphemes, the last rows where it is too tall, and says where the cursor is.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, style: Style) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let (cursor, rows) = self.layout(area.width, |_, _, _| {});
        // The row with the cursor is always in sight.
        let hidden = rows.saturating_sub(area.height).min(cursor.y);
        self.layout(area.width, |x, y, symbol| {
            if let Some(y) = y.checked_sub(hidden).filter(|y| *y < area.height) {
                let position = Position::new(area.x + x, area.y + y);
                buffer.set_stringn(position.x, position.y, symbol, usize::from(area.width - x), style);
            }
        });
        let y = (cursor.y - hidden).min(area.height - 1);
        Some(Position::new(area.x + cursor.x.min(area.width - 1), area.y + y))
    }

    /// Walks the graphemes with the cell each stands in; returns the cursor's cell and the number of rows.
    fn layout(&self, width: u16, mut each: impl FnMut(u16, u16, &str)) -> (Position, u16) {
        let width = width.max(1);
        let (mut x, mut y) = (0u16, 0u16);
        let mut cursor_at = None;
        for (at, grapheme) in self.text.grapheme_indices(true) {
            if grapheme == "\n" {
                if at == self.cursor {
                    cursor_at = Some(Position::new(x.min(width - 1), y));
                }
                (x, y) = (0, y.saturating_add(1));
                continue;
            }
            let shown = if grapheme == "\t" { " ".into() } else { visible(grapheme) };
            // Most graphemes become one symbol; a hidden one is shown by a mark that may be several.
            for symbol in shown.graphemes(true) {
                let cells = symbol.cell_width().min(width);
                if x + cells > width {
                    (x, y) = (0, y.saturating_add(1));
                }
                if at == self.cursor && cursor_at.is_none() {
                    cursor_at = Some(Position::new(x, y));
                }
                each(x, y, symbol);
                x += cells;
            }
        }
        if self.cursor == self.text.len() {
            if x >= width {
                (x, y) = (0, y.saturating_add(1));
            }
            cursor_at = Some(Position::new(x, y));
        }
        (cursor_at.unwrap_or_default(), y.saturating_add(1))
    }
}

impl Entry {
    /// Where the cursor is, as a byte offset.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts text in the place of a stretch of bytes, and the cursor behind it; nothing where the stretch would split a
    /// character.
    pub fn replace(&mut self, range: Range<usize>, text: &str) {
        if self.text.get(range.clone()).is_some() {
            self.text.replace_range(range.clone(), text);
            self.cursor = self.boundary_from(range.start + text.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(entry: &mut Entry, code: KeyCode) {
        entry.key(KeyEvent::new(code, KeyModifiers::NONE));
    }

    #[test]
    fn backspace_takes_a_whole_grapheme() {
        for text in ["a👨‍👩‍👧‍👦", "axे", "e\u{301}", "🇬🇧"] {
            let count = text.graphemes(true).count();
            let mut entry = Entry::new(text);
            press(&mut entry, KeyCode::Backspace);
            assert_eq!(entry.text().graphemes(true).count(), count - 1, "{text:?}");
        }
    }

    #[test]
    fn a_combining_mark_typed_later_joins_its_letter() {
        let mut entry = Entry::new("e");
        entry.insert("\u{301}");
        press(&mut entry, KeyCode::Left);
        entry.insert("x");
        assert_eq!(entry.text(), "xe\u{301}");
    }

    #[test]
    fn a_wide_letter_wraps_whole_and_the_cursor_follows() {
        let entry = Entry::new("ab今");
        assert_eq!(entry.rows(3), 2);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 2));
        let cursor = entry.draw(buffer.area, &mut buffer, Style::new());
        assert_eq!(cursor, Some(Position::new(2, 1)));
        assert_eq!(buffer[(0, 1)].symbol(), "今");
    }

    #[test]
    fn words_are_skipped_and_deleted_whole() {
        let mut entry = Entry::new("they moved the bus");
        entry.key(KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
        assert_eq!(entry.text(), "they moved the ");
        entry.key(KeyEvent::new(KeyCode::Left, KeyModifiers::CONTROL));
        entry.key(KeyEvent::new(KeyCode::Left, KeyModifiers::CONTROL));
        entry.insert("!");
        assert_eq!(entry.text(), "they !moved the ");
    }
}
