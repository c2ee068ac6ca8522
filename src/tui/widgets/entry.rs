//! Text being typed: the capture line, and every field of every form.
//!
//! Our own rather than a library's, because the cursor moves by graphemes (a family emoji or a Devanagari syllable is
//! one step) and the real terminal cursor stands where input methods expect it.
//!
//! Text that is written from right to left is handed to the terminal in the order in which it was typed, and the cursor
//! stands at that order's cell. Terminals that know the direction turn it round themselves; were we to do so too, they
//! would turn it twice, and those that do not would get letters that cannot be copied out again.
//!
//! Words are what Unicode takes for words without a dictionary. So Arabic and Latin words are skipped and deleted whole,
//! and Chinese or Thai, written without spaces, letter by letter: too little rather than a sentence too much.

use std::cell::RefCell;
use std::ops::Range;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::cells;
use super::rows::{self, Rows};

/// Text with a cursor between two graphemes.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    text: String,
    /// Byte offset, always at a grapheme boundary.
    cursor: usize,
    /// The column that Up and Down keep to on their way through shorter rows.
    column: Option<u16>,
    /// The rows as they were last drawn, which is how Up and Down see them.
    rows: RefCell<Rows>,
}

impl Entry {
    /// An entry holding `text`, the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let mut entry = Self::default();
        entry.insert(&text.into());
        entry.cursor = entry.text.len();
        entry
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where the cursor is, as a byte of the text.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Takes the text out and leaves the entry empty.
    pub fn take(&mut self) -> String {
        std::mem::take(self).text
    }

    /// Puts text in at the cursor. Any line end is one line feed, so that no row ends inside a grapheme of two.
    pub fn insert(&mut self, text: &str) {
        let here = self.cursor..self.cursor;
        if text.contains('\r') {
            self.replace(here, &text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            self.replace(here, text);
        }
    }

    /// Acts on an editing key; says whether the key was one. Up on the first row and Down on the last are not: they are
    /// the caller's.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let word = control || alt;
        let column = self.column.take();
        match key.code {
            // On Windows AltGr arrives as Ctrl+Alt with the letter it makes.
            KeyCode::Char(c) if control == alt => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Char('a') if control => self.cursor = self.line_start(),
            KeyCode::Char('e') if control => self.cursor = self.line_end(),
            KeyCode::Char('b') if alt => self.cursor = self.word_left(),
            KeyCode::Char('f') if alt => self.cursor = self.word_right(),
            KeyCode::Char('w') if control => self.delete(self.word_left()..self.cursor),
            KeyCode::Char('d') if alt => self.delete(self.cursor..self.word_right()),
            // At the start or end of a line, the line break.
            KeyCode::Char('u') if control && self.cursor > self.line_start() => {
                self.delete(self.line_start()..self.cursor);
            }
            KeyCode::Char('u') if control => self.delete(self.left()..self.cursor),
            KeyCode::Char('k') if control && self.cursor < self.line_end() => self.delete(self.cursor..self.line_end()),
            KeyCode::Char('k') if control => self.delete(self.cursor..self.right()),
            KeyCode::Backspace if word => self.delete(self.word_left()..self.cursor),
            KeyCode::Backspace => self.delete(self.left()..self.cursor),
            KeyCode::Delete if word => self.delete(self.cursor..self.word_right()),
            KeyCode::Delete => self.delete(self.cursor..self.right()),
            KeyCode::Left if word => self.cursor = self.word_left(),
            KeyCode::Right if word => self.cursor = self.word_right(),
            KeyCode::Left => self.cursor = self.left(),
            KeyCode::Right => self.cursor = self.right(),
            KeyCode::Home if control => self.cursor = 0,
            KeyCode::End if control => self.cursor = self.text.len(),
            KeyCode::Home => self.cursor = self.line_start(),
            KeyCode::End => self.cursor = self.line_end(),
            KeyCode::Up => return self.step(true, column),
            KeyCode::Down => return self.step(false, column),
            _ => return false,
        }
        true
    }

    fn delete(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Puts text in the place of a stretch of bytes, and the cursor behind it; nothing where the stretch would split a
    /// character.
    pub fn replace(&mut self, range: Range<usize>, text: &str) {
        if self.text.get(range.clone()).is_none() {
            return;
        }
        self.rows.get_mut().forget_from(range.start);
        self.cursor = range.start + text.len();
        self.text.replace_range(range, text);
        // What now stands side by side may be one grapheme, as a letter and the accent typed after it.
        self.cursor = self.boundary(self.cursor, true);
    }

    /// Steps to the row above or below; says whether there was one.
    fn step(&mut self, up: bool, column: Option<u16>) -> bool {
        // Never drawn, as in the plain face: each line is one row.
        let width = self.rows.get_mut().width().unwrap_or(u16::MAX);
        let (column, to) = self.laid(width, |rows| {
            let row = rows.of(self.cursor);
            let next = if up { row.checked_sub(1) } else { Some(row + 1).filter(|next| *next < rows.count()) };
            let column = column.unwrap_or_else(|| rows.column(self.cursor, &self.text));
            (column, next.map(|next| rows.place(next, column, &self.text)))
        });
        self.column = Some(column);
        self.cursor = to.unwrap_or(self.cursor);
        to.is_some()
    }

    /// The grapheme boundary at a byte, or the next one on or back.
    fn boundary(&self, at: usize, on: bool) -> usize {
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        if cursor.is_boundary(&self.text, 0).unwrap_or(true) {
            return at;
        }
        let found = if on { cursor.next_boundary(&self.text, 0) } else { cursor.prev_boundary(&self.text, 0) };
        found.ok().flatten().unwrap_or(if on { self.text.len() } else { 0 })
    }

    fn before(&self, start: usize) -> &str {
        self.text.get(start..self.cursor).unwrap_or_default()
    }

    fn after(&self, end: usize) -> &str {
        self.text.get(self.cursor..end).unwrap_or_default()
    }

    fn left(&self) -> usize {
        self.before(0).graphemes(true).next_back().map_or(0, |g| self.cursor - g.len())
    }

    fn right(&self) -> usize {
        self.after(self.text.len()).graphemes(true).next().map_or(self.cursor, |g| self.cursor + g.len())
    }

    fn line_start(&self) -> usize {
        self.before(0).rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let rest = self.after(self.text.len());
        rest.find('\n').map_or(self.text.len(), |at| self.cursor + at)
    }

    /// Where the word before the cursor begins; at the start of a line, the end of the one before.
    fn word_left(&self) -> usize {
        let start = self.line_start();
        if self.cursor == start {
            return self.left();
        }
        let word = self.before(start).unicode_word_indices().next_back();
        // A word may begin inside a grapheme: the Thai vowel am is a word of its own to one rule and no letter to the
        // other.
        word.map_or(start, |(at, _)| self.boundary(start + at, false))
    }

    /// Where the word after the cursor ends; at the end of a line, the start of the next.
    fn word_right(&self) -> usize {
        let end = self.line_end();
        if self.cursor == end {
            return self.right();
        }
        let word = self.after(end).unicode_word_indices().next();
        word.map_or(end, |(at, word)| self.boundary(self.cursor + at + word.len(), true))
    }

    /// How many rows the text and its cursor take at a width.
    pub fn rows(&self, width: u16) -> u16 {
        cells(self.laid(width, Rows::count))
    }

    /// Draws the text wrapped by graphemes, the last rows where it is too tall, and says where the cursor is.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, style: Style) -> Option<Position> {
        // A window can shrink between layout and drawing.
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return None;
        }
        Some(self.laid(area.width, |rows| {
            let row = rows.of(self.cursor);
            // The row with the cursor is always in sight.
            let hidden = rows.count().saturating_sub(usize::from(area.height)).min(row);
            for (y, row) in (area.top()..area.bottom()).zip(hidden..rows.count()) {
                self.draw_row(rows, row, Rect { y, height: 1, ..area }, buffer, style);
            }
            let x = rows.column(self.cursor, &self.text).min(area.width - 1);
            let y = cells(row - hidden).min(area.height - 1);
            Position::new(area.x + x, area.y + y)
        }))
    }

    fn draw_row(&self, rows: &Rows, row: usize, area: Rect, buffer: &mut Buffer, style: Style) {
        let start = rows.start(row);
        let mut x = area.left();
        for (at, grapheme) in rows.slice(row, &self.text).grapheme_indices(true) {
            for symbol in rows::shown(&self.text, start + at, grapheme).graphemes(true) {
                let wide = symbol.cell_width();
                // Only what is wider than the whole row does not fit.
                if x + wide <= area.right() {
                    buffer.set_stringn(x, area.y, symbol, usize::from(wide), style);
                }
                x = x.saturating_add(wide).min(area.right());
            }
        }
    }

    /// Reads the rows at a width.
    fn laid<T>(&self, width: u16, read: impl FnOnce(&Rows) -> T) -> T {
        // Taken and put back, so that no borrow is held.
        let mut rows = self.rows.take();
        rows.lay(&self.text, width.max(1));
        let answer = read(&rows);
        self.rows.replace(rows);
        answer
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

    fn with(entry: &mut Entry, code: KeyCode, modifiers: KeyModifiers) -> bool {
        entry.key(KeyEvent::new(code, modifiers))
    }

    /// The text with a bar where the cursor is.
    fn marked(entry: &Entry) -> String {
        let (before, after) = entry.text().split_at(entry.cursor());
        format!("{before}|{after}")
    }

    #[test]
    fn home_and_end_are_of_the_line_and_with_control_of_the_whole() {
        let mut entry = Entry::new("one two\nthree four\nfive");
        press(&mut entry, KeyCode::Up);
        press(&mut entry, KeyCode::End);
        assert_eq!(marked(&entry), "one two\nthree four|\nfive");
        press(&mut entry, KeyCode::Home);
        assert_eq!(marked(&entry), "one two\n|three four\nfive");
        with(&mut entry, KeyCode::Home, KeyModifiers::CONTROL);
        assert_eq!(entry.cursor(), 0);
        with(&mut entry, KeyCode::End, KeyModifiers::CONTROL);
        assert_eq!(entry.cursor(), entry.text().len());
    }

    #[test]
    fn up_and_down_go_by_rows_as_drawn_and_keep_their_column() {
        let mut entry = Entry::new("abcdefgh今日xy\ni\nklmnopq");
        assert_eq!(entry.rows(6), 6);
        // abcdef / gh今日 / xy / i / klmnop / q
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 6));
        entry.draw(buffer.area, &mut buffer, Style::new());
        with(&mut entry, KeyCode::Home, KeyModifiers::CONTROL);
        (0..5).for_each(|_| press(&mut entry, KeyCode::Right));
        let mut seen = Vec::new();
        while with(&mut entry, KeyCode::Down, KeyModifiers::NONE) {
            seen.push(marked(&entry));
        }
        // Column 5 is the second half of a wide letter: before it. Where the row is shorter: its end.
        assert_eq!(
            seen,
            [
                "abcdefgh今|日xy\ni\nklmnopq",
                "abcdefgh今日xy|\ni\nklmnopq",
                "abcdefgh今日xy\ni|\nklmnopq",
                "abcdefgh今日xy\ni\nklmno|pq",
                "abcdefgh今日xy\ni\nklmnopq|",
            ]
        );
        assert!(!with(&mut entry, KeyCode::Down, KeyModifiers::NONE), "the caller's from here");
        let mut up = 0;
        while with(&mut entry, KeyCode::Up, KeyModifiers::NONE) {
            up += 1;
        }
        assert_eq!((up, marked(&entry).as_str()), (5, "abcde|fgh今日xy\ni\nklmnopq"));
    }

    #[test]
    fn words_of_every_script_are_stepped_over_and_no_letter_is_split() {
        let steps = |text: &str, left: bool| {
            let mut entry = Entry::new(text);
            if !left {
                with(&mut entry, KeyCode::Home, KeyModifiers::CONTROL);
            }
            let mut count = 0;
            let letters: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            while entry.cursor() != if left { 0 } else { text.len() } {
                with(&mut entry, KeyCode::Char(if left { 'b' } else { 'f' }), KeyModifiers::ALT);
                assert!(letters.contains(&entry.cursor()), "{text:?} at {}", entry.cursor());
                count += 1;
            }
            count
        };
        for (text, words) in [
            ("they moved the bus", 4),
            ("نقلوا موقف الحافلة", 3),
            ("می‌خواهم بروم", 2),
            ("搬了車站", 4),
            ("กำลังทำน้ำ", 5),
            ("don't stop", 2),
        ] {
            assert_eq!((steps(text, false), steps(text, true)), (words, words), "{text:?}");
        }
    }

    #[test]
    fn deleting_goes_to_the_ends_of_the_line_and_then_takes_the_line_break() {
        let control = KeyModifiers::CONTROL;
        let mut entry = Entry::new("one two\nthree four\nfive");
        press(&mut entry, KeyCode::Up);
        for (code, modifiers, left) in [
            (KeyCode::Char('w'), control, "one two\n|e four\nfive"),
            (KeyCode::Delete, control, "one two\n| four\nfive"),
            (KeyCode::Char('d'), KeyModifiers::ALT, "one two\n|\nfive"),
            (KeyCode::Char('k'), control, "one two\n|five"),
            (KeyCode::Char('k'), control, "one two\n|"),
            (KeyCode::Char('u'), control, "one two|"),
            (KeyCode::Backspace, KeyModifiers::ALT, "one |"),
            (KeyCode::Char('u'), control, "|"),
            (KeyCode::Char('u'), control, "|"),
            (KeyCode::Char('k'), control, "|"),
        ] {
            assert!(with(&mut entry, code, modifiers));
            assert_eq!(marked(&entry), left, "{code} {modifiers}");
        }
    }

    #[test]
    fn deleting_what_stands_between_two_halves_leaves_the_cursor_beside_the_whole() {
        let mut entry = Entry::new("🇬x🇧");
        press(&mut entry, KeyCode::Left);
        press(&mut entry, KeyCode::Backspace);
        assert_eq!(marked(&entry), "🇬🇧|");
    }

    #[test]
    fn rows_laid_out_key_by_key_are_those_of_the_whole_text() {
        // Each key changes the text somewhere, and combining marks join what stands before them.
        let mut entry = Entry::default();
        let mut seed = 7u32;
        for step in 0..1_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (pick, width) = (seed >> 24, 1 + ((seed >> 16) % 9) as u16 / 4 * 3);
            let code = match pick % 16 {
                0 => KeyCode::Left,
                1 => KeyCode::Right,
                2 => KeyCode::Up,
                3 => KeyCode::Down,
                4 => KeyCode::Backspace,
                5 => KeyCode::Delete,
                6 => KeyCode::Home,
                n => KeyCode::Char(['a', '今', '\u{301}', '\n', '\u{200d}', '👩', '\u{1b}', 'ำ', '🇬'][n as usize - 7]),
            };
            press(&mut entry, code);
            let whole = Entry { cursor: entry.cursor, ..Entry::new(entry.text()) };
            let area = Rect::new(0, 0, width, 40);
            let (mut one, mut other) = (Buffer::empty(area), Buffer::empty(area));
            let cursors = (entry.draw(area, &mut one, Style::new()), whole.draw(area, &mut other, Style::new()));
            assert_eq!(cursors.0, cursors.1, "step {step}: {:?}", entry.text());
            assert_eq!((one, entry.rows(width)), (other, whole.rows(width)), "step {step}: {:?}", entry.text());
        }
    }

    #[test]
    fn the_cursor_stands_where_the_next_letter_will() {
        for text in ["abc", "今日", "e\u{301}x", "👩‍👩‍👧y", "ﾊﾟ", "เชิญ", "🇬🇧z", "a\u{200b}b", "เ\u{200b}ช", "\u{1b}[31m"]
        {
            let mut entry = Entry::new(text);
            let area = Rect::new(0, 0, 20, 2);
            let mut before = Buffer::empty(area);
            let cursor = entry.draw(area, &mut before, Style::new()).unwrap_or_default();
            entry.insert("X");
            let mut after = Buffer::empty(area);
            entry.draw(area, &mut after, Style::new());
            assert_eq!(after[cursor].symbol(), "X", "{text:?}");
        }
    }
}
