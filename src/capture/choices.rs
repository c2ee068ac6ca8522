//! What a mark that is being typed could become, for the picker in the line.
//!
//! Whether a mark is read where the cursor stands is asked of the parser itself, with a mark put there that is always
//! one: so the picker opens where the grammar reads a mark and nowhere else.

use std::ops::Range;

use super::fold::{folded_eq, folded_prefix};
use super::{Meaning, Room, Was, Who, fields, parse_correction, parse_keeping, theme, who};
use crate::model::kind::{Holds, KINDS};

/// The most themes to choose from; more are found by typing on.
const MOST_THEMES: usize = 50;

/// What the mark at the cursor could become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// What a choice replaces, in bytes of the line.
    pub range: Range<usize>,
    /// The sign that was typed: `@`, `;`, `#`, `=` or `!`.
    pub mark: char,
    /// The choices, the best first; never none.
    pub items: Vec<Choice>,
}

/// One thing that the mark could become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is put in place of the mark.
    pub insert: String,
    /// What people read.
    pub title: String,
    /// A few words about it; may be empty.
    pub about: String,
}

/// What the mark in which the cursor stands, or after which it stands, could become.
///
/// Nothing in plain text, in addresses, inside quotation marks, after a leading space, or where nothing fits.
pub fn choices(line: &str, cursor: usize, room: &Room<'_>) -> Option<Choices> {
    found(line, cursor, room, None, &[])
}

/// As [`choices`], where the line corrects what was said earlier and the marks that begin at `kept` are words.
pub fn choices_in_correction(
    line: &str,
    cursor: usize,
    room: &Room<'_>,
    was: &Was<'_>,
    kept: &[usize],
) -> Option<Choices> {
    found(line, cursor, room, Some(was), kept)
}

fn found(line: &str, cursor: usize, room: &Room<'_>, was: Option<&Was<'_>>, kept: &[usize]) -> Option<Choices> {
    let (range, mark) = token(line, cursor).filter(|(range, _)| !kept.contains(&range.start))?;
    let place = Place { line, room, was, kept, start: range.start };
    let in_whole = place.items(mark, range.clone());
    if !in_whole.is_empty() {
        return Some(Choices { range, mark, items: in_whole });
    }
    // The cursor may stand before words: what was typed of the mark then ends at the cursor.
    let range = range.start..cursor;
    let mut items = if cursor < line.len() { place.items(mark, range.clone()) } else { Vec::new() };
    let glued = line.get(cursor..).is_some_and(|rest| !rest.starts_with(char::is_whitespace));
    for item in items.iter_mut().filter(|_| glued) {
        item.insert.push(' ');
    }
    (!items.is_empty()).then_some(Choices { range, mark, items })
}

/// The mark that the cursor stands in or right after, and its sign.
fn token(line: &str, cursor: usize) -> Option<(Range<usize>, char)> {
    let before = line.get(..cursor)?;
    let after = line.get(cursor..)?;
    let end = cursor + after.find(char::is_whitespace).unwrap_or(after.len());
    let gap = before.char_indices().rev().find(|(_, c)| c.is_whitespace());
    let mut start = gap.map_or(0, |(at, c)| at + c.len_utf8());
    let word = before.get(start..)?;
    if !word.starts_with(['@', ';', '#', '=', '!']) {
        // A call-out may stand before it; a person may stand in a detail, after others.
        let sign = if word.starts_with('*') { 0 } else { word.rfind([':', ','])? };
        start += sign + 1;
    }
    let sign = before.get(start..)?.chars().next()?;
    let is_mark = matches!(sign, '@' | ';' | '#' | '=' | '!');
    (is_mark && !in_quotation(line.get(..start)?)).then_some((start..end, sign))
}

/// Whether quotation marks are open at the end of a text.
fn in_quotation(text: &str) -> bool {
    let straight = text.matches('"').count();
    !straight.is_multiple_of(2) || text.matches('“').count() > text.matches('”').count()
}

/// What may stand at a place of a line.
enum Fits {
    /// Who speaks.
    Speaker,
    /// Somebody in a detail.
    Person,
    Kind,
    Theme,
}

struct Place<'a> {
    line: &'a str,
    room: &'a Room<'a>,
    was: Option<&'a Was<'a>>,
    kept: &'a [usize],
    start: usize,
}

impl Place<'_> {
    fn items(&self, mark: char, range: Range<usize>) -> Vec<Choice> {
        let typed = self.line.get(range.start + mark.len_utf8()..range.end).unwrap_or_default();
        match self.fits(mark, range.end) {
            Some(Fits::Speaker) => {
                let mut items = people(self.room, typed);
                items.extend(others(typed));
                items
            }
            Some(Fits::Person) => people(self.room, typed),
            Some(Fits::Kind) => kinds(typed),
            Some(Fits::Theme) if mark == '=' && typed.is_empty() => Vec::new(),
            Some(Fits::Theme) => themes(self.room, self.was.map_or(&[], |was| was.themes), typed),
            None => Vec::new(),
        }
    }

    /// What the grammar reads where the mark stands that ends at `end`.
    fn fits(&self, mark: char, end: usize) -> Option<Fits> {
        let (probe, fits) = match mark {
            '@' | ';' => ("@?", Fits::Speaker),
            '!' => ("!q", Fits::Kind),
            _ => ("#\"?\"", Fits::Theme),
        };
        if self.reads(probe, end) == Some(true) {
            return Some(fits);
        }
        let somebody = if matches!(mark, '@' | ';') { people(self.room, "").into_iter().next() } else { None };
        (self.reads(&somebody?.insert, end) == Some(false)).then_some(Fits::Person)
    }

    /// Whether the line with `probe` in place of the mark has it as a mark of its own, or as a person in a detail.
    fn reads(&self, probe: &str, end: usize) -> Option<bool> {
        let (before, after) = (self.line.get(..self.start)?, self.line.get(end..)?);
        let gap = if after.starts_with(char::is_whitespace) || after.is_empty() { "" } else { " " };
        let line = format!("{before}{probe}{gap}{after}");
        let meaning = match self.was {
            None => parse_keeping(&line, self.room, self.kept),
            Some(was) => parse_correction(&line, self.room, was, self.kept),
        };
        let said = match meaning {
            Meaning::Said(said) => said,
            Meaning::Speaker(_) => return Some(true),
            _ => return None,
        };
        let part = said.parts.iter().find(|part| part.range.contains(&self.start))?;
        if part.range.start == self.start {
            return Some(true);
        }
        let (detail, _) = fields::key(line.get(part.range.clone())?, said.kind)?;
        matches!(detail.holds, Holds::Person | Holds::People).then_some(false)
    }
}

/// The people of the room whom what was typed could mean, in sitting order but for whoever it means now.
fn people(room: &Room<'_>, typed: &str) -> Vec<Choice> {
    let meant = if typed.is_empty() { None } else { who::find(room, typed) };
    let mut fitting: Vec<(u8, usize)> = room
        .seats
        .iter()
        .enumerate()
        .filter_map(|(at, seat)| {
            let number = seat.number.map(|n| n.to_string());
            let by_name = || typed.is_empty() || folded_prefix(seat.name, typed);
            let by_number = || who::is_number(typed) && number.is_some_and(|n| n.starts_with(typed));
            let by_word = || seat.name.split_whitespace().any(|word| folded_prefix(word, typed));
            let rank = if meant == Some(at) {
                0
            } else if by_name() || by_number() {
                1
            } else if by_word() {
                2
            } else {
                return None;
            };
            Some((rank, at))
        })
        .collect();
    fitting.sort_unstable();
    let choice = |at: usize| {
        let seat = room.seats.get(at)?;
        let title = who::titled(Who::Seat(at), room);
        Some(Choice { insert: spelt(room, at)?, title, about: seat.about.to_owned() })
    };
    fitting.into_iter().filter_map(|(_, at)| choice(at)).collect()
}

/// How to type a person so that the parser reads that very person: the seat, else the first name, else all of it.
fn spelt(room: &Room<'_>, at: usize) -> Option<String> {
    let seat = room.seats.get(at)?;
    let number = seat.number.map(|n| n.to_string());
    let first = seat.name.split_whitespace().next().map(str::to_owned);
    let whole = Some(seat.name.split_whitespace().collect::<String>());
    let is_one_word = |name: &String| !name.contains(['"', '“', '”', ',', '，', '،', '、', '@', ';', '?']);
    [number, first, whole]
        .into_iter()
        .flatten()
        .find(|name| is_one_word(name) && who::find(room, name) == Some(at))
        .map(|name| format!("@{name}"))
}

/// Who can speak beside the people of the room.
fn others(typed: &str) -> impl Iterator<Item = Choice> {
    let others = [("@@", "previous speaker", "whoever spoke before"), ("@?", "unknown", "find out later")];
    let typed = if typed == ";" { "@" } else { typed }.to_owned();
    others.into_iter().filter(move |(insert, ..)| insert.get(1..).is_some_and(|sign| sign.starts_with(&typed))).map(
        |(insert, name, about)| Choice {
            insert: insert.to_owned(),
            title: format!("{insert} {name}"),
            about: about.to_owned(),
        },
    )
}

/// The kinds whose letter or name begins with what was typed.
fn kinds(typed: &str) -> Vec<Choice> {
    let mut fitting: Vec<Choice> = Vec::new();
    for row in KINDS {
        let Some(letter) = row.token else { continue };
        let by_letter = folded_eq(typed, letter.encode_utf8(&mut [0; 4]));
        if !typed.is_empty() && !by_letter && !folded_prefix(row.kind.title(), typed) {
            continue;
        }
        let insert = format!("!{letter}");
        let title = format!("{insert} {}", row.kind.title().to_lowercase());
        let choice = Choice { insert, title, about: row.means.to_owned() };
        fitting.insert(if by_letter { 0 } else { fitting.len() }, choice);
    }
    fitting
}

/// The themes that what was typed could mean: the one it means now, then others with a word that begins so by use, then
/// a new one of just those letters. `had` are on the line already.
fn themes(room: &Room<'_>, had: &[&str], typed: &str) -> Vec<Choice> {
    let now = theme::typed(&format!("#{typed}")).map(|typed| theme::meant(typed, room));
    let is_now = |theme: &str| now.as_ref().is_some_and(|(meant, _)| meant == theme);
    let begins = |theme: &str| {
        typed.is_empty() || folded_prefix(theme, typed) || theme.split_whitespace().any(|w| folded_prefix(w, typed))
    };
    let mut used: Vec<(usize, &str)> =
        room.themes.iter().copied().enumerate().filter(|(_, theme)| begins(theme)).collect();
    used.sort_by_key(|(_, theme)| !is_now(theme));
    let known = used.into_iter().take(MOST_THEMES).filter_map(|(at, theme)| {
        let about = match room.uses.get(at) {
            _ if had.iter().any(|had| folded_eq(had, theme)) => "on this line; takes it out".to_owned(),
            None => String::new(),
            Some(1) => "used once".to_owned(),
            Some(uses) => format!("used {uses} times"),
        };
        Some(Choice { insert: theme::spelt(theme, room)?, title: format!("#{theme}"), about })
    });
    let mut items: Vec<Choice> = known.collect();
    let new = |insert: String| Choice { insert, title: format!("#{typed} (new)"), about: String::new() };
    match &now {
        Some((_, true)) => items.insert(0, new(format!("#{typed}"))),
        Some((meant, false)) if !folded_eq(meant, typed) => items.push(new(format!("#\"{typed}\""))),
        _ => {}
    }
    items
}
