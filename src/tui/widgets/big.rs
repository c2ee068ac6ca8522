//! Big type: letters of several cells, for a wall that is read from the back of a room.
//!
//! The letters stand in `assets/letters.txt`; accents are set on them here. What they cannot write (another script, an
//! emoji, a letter with two marks) is not written at all: [`lay`] says so, and the whole text is shown as normal text.

use std::collections::HashMap;
use std::sync::LazyLock;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::cells;

/// A letter, column by column: the lowest bit of each is the top of its eight rows.
type Letter = Vec<u8>;

/// The letters as they are drawn in the file.
static LETTERS: LazyLock<HashMap<char, Letter>> =
    LazyLock::new(|| letters(include_str!("../../../assets/letters.txt")));

/// The empty columns between two words; between two letters there is one.
const SPACE: usize = 3;
/// The rows above a letter that is as high as an x, where its accent goes.
const ABOVE: u8 = 0b0000_0011;
/// The row below the line.
const BELOW: u8 = 0b1000_0000;

/// The accents: for each the dots it is made of, as columns from the middle of the letter and rows from the top.
const MARKS: &[(char, &[(isize, u8)])] = &[
    ('\u{300}', &[(-1, 0), (0, 1)]),
    ('\u{301}', &[(1, 0), (0, 1)]),
    ('\u{302}', &[(0, 0), (-1, 1), (1, 1)]),
    ('\u{303}', &[(-2, 1), (-1, 0), (0, 1), (1, 0)]),
    ('\u{304}', &[(-1, 0), (0, 0), (1, 0)]),
    ('\u{306}', &[(-2, 0), (2, 0), (-1, 1), (0, 1), (1, 1)]),
    ('\u{307}', &[(0, 0)]),
    ('\u{308}', &[(-1, 0), (1, 0)]),
    ('\u{30a}', &[(-1, 0), (0, 0), (1, 0), (-1, 1), (1, 1)]),
    ('\u{30b}', &[(0, 0), (-1, 1), (2, 0), (1, 1)]),
    ('\u{30c}', &[(-1, 0), (1, 0), (0, 1)]),
    ('\u{326}', &[(0, 7)]),
    ('\u{327}', &[(0, 7), (-1, 7)]),
    ('\u{328}', &[(1, 7), (2, 7)]),
];

/// A size of big type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How the dots become cells.
    dots: Dots,
    /// Empty rows between two lines.
    gap: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dots {
    /// A dot is two cells side by side.
    Whole,
    /// A dot is half a cell high.
    Half,
    /// A dot is half a cell high and half a cell wide.
    Quarter,
}

impl Size {
    /// The sizes, the largest first.
    pub const ALL: [Self; 4] = [
        Self { dots: Dots::Whole, gap: 1 },
        Self { dots: Dots::Half, gap: 1 },
        Self { dots: Dots::Quarter, gap: 1 },
        Self { dots: Dots::Quarter, gap: 0 },
    ];

    /// How many rows a line takes.
    const fn line(self) -> u16 {
        match self.dots {
            Dots::Whole => 8,
            Dots::Half | Dots::Quarter => 4,
        }
    }

    /// How many columns of dots a row of cells holds.
    fn columns(self, width: u16) -> usize {
        let width = usize::from(width);
        match self.dots {
            Dots::Whole => width / 2,
            Dots::Half => width,
            Dots::Quarter => width * 2,
        }
    }
}

/// A text set in big type.
#[derive(Clone, Debug)]
pub struct Laid {
    size: Size,
    /// Each line, column by column.
    lines: Vec<Letter>,
}

/// Texts in the largest size in which all of them fit, so many rows apart and wrapped between words; none where they
/// have to be normal text.
pub fn lay(texts: &[&str], width: u16, height: u16, apart: u16) -> Option<Vec<Laid>> {
    // Known without looking at a letter: a long list is drawn every second.
    let least = cells(texts.len()).saturating_mul(Size::ALL.iter().map(|size| size.line()).min().unwrap_or(1));
    if least > height {
        return None;
    }
    let texts: Vec<Vec<Letter>> = texts.iter().map(|text| words(text)).collect::<Option<_>>()?;
    let between = apart.saturating_mul(cells(texts.len().saturating_sub(1)));
    let laid = |size: Size| {
        let laid = texts.iter().map(|words| Some(Laid { size, lines: wrap(words, size.columns(width))? }));
        laid.collect::<Option<Vec<_>>>()
    };
    let rows = |laid: &[Laid]| laid.iter().map(Laid::rows).fold(between, u16::saturating_add);
    Size::ALL.into_iter().filter_map(laid).find(|laid| rows(laid) <= height)
}

impl Laid {
    /// How many rows of cells it takes.
    pub fn rows(&self) -> u16 {
        let lines = cells(self.lines.len());
        let apart = lines.saturating_sub(1).saturating_mul(self.size.gap);
        lines.saturating_mul(self.size.line()).saturating_add(apart)
    }

    /// Draws it from the top left of an area, and nothing outside it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, style: Style) {
        let area = area.intersection(buffer.area);
        for (nth, line) in self.lines.iter().enumerate() {
            let top = cells(nth).saturating_mul(self.size.line() + self.size.gap);
            for row in 0..self.size.line() {
                let y = top.saturating_add(row);
                if y >= area.height {
                    return;
                }
                let width = usize::from(area.width);
                for (x, symbol) in self.row(line, row).take(width).enumerate() {
                    if symbol != " "
                        && let Some(cell) = buffer.cell_mut((area.x + cells(x), area.y + y))
                    {
                        cell.set_symbol(symbol).set_style(style);
                    }
                }
            }
        }
    }

    /// The cells of one row of a line.
    fn row<'l>(&self, line: &'l [u8], row: u16) -> Box<dyn Iterator<Item = &'static str> + 'l> {
        let dot = |column: u8, row: u16| usize::from(column >> row & 1);
        match self.size.dots {
            Dots::Whole => {
                let cell = move |column: &u8| [" ", "█"][dot(*column, row)];
                Box::new(line.iter().flat_map(move |column| [cell(column); 2]))
            }
            Dots::Half => Box::new(line.iter().map(move |column| {
                let (top, foot) = (dot(*column, row * 2), dot(*column, row * 2 + 1));
                [" ", "▀", "▄", "█"][top | foot << 1]
            })),
            Dots::Quarter => Box::new(line.chunks(2).map(move |pair| {
                let column = |at: usize| pair.get(at).copied().unwrap_or_default();
                let at = |nth: usize, below: u16| dot(column(nth), row * 2 + below);
                QUARTERS[at(0, 0) | at(1, 0) << 1 | at(0, 1) << 2 | at(1, 1) << 3]
            })),
        }
    }
}

/// A cell by its four quarters: top left 1, top right 2, bottom left 4, bottom right 8.
const QUARTERS: [&str; 16] = [" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"];

/// The words of a text in letters; none where a letter cannot be drawn.
fn words(text: &str) -> Option<Vec<Letter>> {
    let words: Option<Vec<Letter>> = text.split_whitespace().map(word).collect();
    words.filter(|words| !words.is_empty())
}

fn word(text: &str) -> Option<Letter> {
    let mut columns = Letter::new();
    for grapheme in text.graphemes(true) {
        if !columns.is_empty() {
            columns.push(0);
        }
        columns.extend(letter(grapheme)?);
    }
    Some(columns)
}

/// The lines of a text; none where a word is wider than a line.
fn wrap(words: &[Letter], width: usize) -> Option<Vec<Letter>> {
    let mut lines: Vec<Letter> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.len() + SPACE + word.len() <= width => {
                line.extend([0; SPACE]);
                line.extend(word);
            }
            _ if word.len() <= width => lines.push(word.clone()),
            _ => return None,
        }
    }
    Some(lines)
}

/// A letter with its accent, if it has one.
fn letter(grapheme: &str) -> Option<Letter> {
    let mut whole = grapheme.chars();
    if let (Some(only), None) = (whole.next(), whole.next())
        && let Some(letter) = LETTERS.get(&only)
    {
        return Some(letter.clone());
    }
    let mut parts = grapheme.nfd();
    let (base, mark) = (parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (_, dots) = MARKS.iter().find(|(of, _)| *of == mark)?;
    let below = dots.iter().any(|(_, row)| *row == 7);
    let plain = match base {
        'i' if !below => 'ı',
        'j' if !below => 'ȷ',
        other => other,
    };
    accented(LETTERS.get(&plain)?.clone(), base, mark, dots, below)
}

fn accented(mut letter: Letter, base: char, mark: char, dots: &[(isize, u8)], below: bool) -> Option<Letter> {
    // In print a caron beside a high letter is an apostrophe.
    if mark == '\u{30c}' && matches!(base, 'd' | 'l' | 't' | 'L') {
        letter.extend([0, ABOVE]);
        return Some(letter);
    }
    if !below && base.is_uppercase() {
        letter = letter.into_iter().map(lowered).collect();
    }
    let taken = if below { BELOW } else { ABOVE };
    if letter.iter().any(|column| column & taken != 0) {
        return None;
    }
    let reach = dots.iter().map(|(x, _)| x.unsigned_abs()).max().unwrap_or(0);
    // A thin letter is made as wide as its accent.
    while letter.len() < 2 * reach + 1 {
        letter.insert(0, 0);
        letter.push(0);
    }
    let middle = letter.len() / 2;
    for (x, row) in dots {
        if let Some(column) = middle.checked_add_signed(*x).and_then(|at| letter.get_mut(at)) {
            *column |= 1 << row;
        }
    }
    Some(letter)
}

/// A column of a capital made two rows lower, to have room for an accent: its second and sixth rows go.
const fn lowered(column: u8) -> u8 {
    let (first, rest, last) = (column & 1, column >> 2 & 0b111, column >> 6 & 0b11);
    (first | rest << 1 | last << 4) << 2
}

/// Reads the letters: bands of a row of signs and eight rows of dots, the sign standing above its first column.
fn letters(file: &str) -> HashMap<char, Letter> {
    let mut letters = HashMap::new();
    let lines: Vec<&str> = file.lines().collect();
    for band in lines.split(|line| line.is_empty()) {
        let [signs, rows @ ..] = band else { continue };
        // What stands above the bands is for people.
        if rows.len() != 8 {
            continue;
        }
        let rows: Vec<Vec<char>> = rows.iter().map(|row| row.chars().collect()).collect();
        for (from, sign) in signs.chars().enumerate().filter(|(_, sign)| *sign != ' ') {
            let column = |at: usize| {
                let dots = rows.iter().map(|row| row.get(at).copied().unwrap_or(' '));
                let ink = dots.clone().enumerate().map(|(row, dot)| u8::from(dot == '#') << row);
                dots.clone().any(|dot| dot != ' ').then(|| ink.fold(0, |column, dot| column | dot))
            };
            letters.insert(sign, (from..).map_while(column).collect());
        }
    }
    letters
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn one(text: &str, width: u16, height: u16) -> Option<Laid> {
        lay(&[text], width, height, 0)?.pop()
    }

    fn drawn(text: &str, width: u16, height: u16) -> Option<String> {
        let laid = one(text, width, height)?;
        let area = Rect::new(0, 0, width, laid.rows());
        let mut buffer = Buffer::empty(area);
        laid.draw(&mut buffer, area, Style::new());
        let rows = buffer.content.chunks(usize::from(width));
        let rows = rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>());
        Some(rows.map(|row| row.trim_end().to_owned()).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn a_letter_is_drawn_as_it_stands_in_the_file() {
        assert_eq!(drawn("Hi", 8, 4).unwrap(), "█   █ ▀\n█▄▄▄█ █\n█   █ █\n▀   ▀ ▀");
        assert_eq!(drawn("Hi", 4, 4).unwrap(), "▌ ▌▘\n▙▄▌▌\n▌ ▌▌\n▘ ▘▘");
    }

    #[test]
    fn every_sign_of_a_keyboard_can_be_drawn_and_has_ink() {
        let signs = ('!'..='~').filter(|c| !"$\\^`{}~".contains(*c));
        for sign in signs.chain("’‘“”–—…£€".chars()) {
            let letter = letter(&sign.to_string());
            assert!(letter.is_some_and(|letter| letter.iter().any(|column| *column != 0)), "{sign}");
        }
    }

    #[test]
    fn letters_of_the_languages_of_europe_can_be_drawn() {
        let pangrams = [
            "Pójdźże, kiń tę chmurność w głąb flaszy! ĄĆĘŁŃÓŚŹŻ",
            "Příliš žluťoučký kůň úpěl ďábelské ódy",
            "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich",
            "Voix ambiguë d’un cœur qui au zéphyr préfère les jattes de kiwis. À ÇÈÉÊ",
            "Gheorghe, obezul, a reuşit să obţină jucându-se un flux în Quebec: ș ț Ș Ț Î Â",
            "Pijamalı hasta, yağız şoföre çabucak güvendi. İ",
            "Llanfair pwllgwyngyll: tŷ, dŵr, ôl, Ŵ Ŷ",
            "Egy hűtlen vejét fülöncsípő, dühös mexikói úr",
            "Ní hÉireann, Ærø, Ångström, þing, ñandú, Õ",
        ];
        for pangram in pangrams {
            for grapheme in pangram.graphemes(true).filter(|g| *g != " ") {
                assert!(letter(grapheme).is_some(), "{grapheme} in {pangram}");
            }
        }
    }

    #[test]
    fn no_two_letters_look_alike_but_those_that_do_in_print() {
        let signs: Vec<char> =
            ('0'..='9').chain('A'..='Z').chain('a'..='z').chain("éèêëçąśżñõôöāăůűŵ".chars()).collect();
        let mut seen = HashMap::new();
        for sign in signs {
            if let Some(other) = seen.insert(letter(&sign.to_string()), sign) {
                unreachable!("{sign} is drawn as {other}");
            }
        }
    }

    #[test]
    fn other_scripts_and_stacked_marks_are_left_to_normal_text() {
        for text in ["ما الذي يهم؟", "এখানে কী", "这里什么最重要", "Điều gì quan trọng nhất", "well 👍", "a\u{fffd}b"]
        {
            assert!(one(text, 400, 400).is_none(), "{text}");
        }
        assert!(one("", 80, 24).is_none());
        // One of them is enough: half a list in large letters would look as if it mattered more.
        assert!(lay(&["What matters?", "ما الذي يهم؟"], 400, 400, 1).is_none());
    }

    #[test]
    fn the_largest_size_that_fits_is_taken_and_words_stay_whole() {
        let rows = |text, width, height| one(text, width, height).map(|laid| (laid.size, laid.lines.len()));
        assert_eq!(rows("12:31", 120, 10), Some((Size::ALL[0], 1)));
        assert_eq!(rows("What matters most?", 120, 10), Some((Size::ALL[1], 1)));
        assert_eq!(rows("What could we start together, and who holds a key?", 58, 12), Some((Size::ALL[3], 3)));
        assert_eq!(rows("incomprehensibilities", 40, 12), None);
    }

    #[test]
    fn nothing_is_drawn_outside_its_area() {
        let laid = one("Matters", 60, 4).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 3));
        laid.draw(&mut buffer, Rect::new(4, 1, 60, 9), Style::new());
        let mut small = Buffer::empty(Rect::new(0, 0, 1, 1));
        laid.draw(&mut small, Rect::new(0, 0, 0, 0), Style::new());
        assert_eq!(small.content[0].symbol(), " ");
    }
}
