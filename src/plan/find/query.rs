//! What is asked: words and marks, all of which must hold.
//!
//! | typed | means |
//! |---|---|
//! | `damp` | the letters stand anywhere in the words, the themes or what else is known of the line |
//! | `"bus stop"` | the phrase, as whole words |
//! | `@3` `@jo` `@?` | who says or leads it: a seat, the beginning of a name, nobody known; `;3` too |
//! | `#tr` `#"two words"` | the beginning of a theme; `=tr` too |
//! | `!q` `!idea` | a kind, by its letter or the beginning of its name; `!private` `!open` `!stub` `!star`; `/q` too |
//! | `/3` `stage:co` | a stage, by its number or the beginning of its name |
//! | `%1` | how far the words may travel in the end; `/c1` too |
//! | `table:2` `by:bev` | the table or the recorder |
//! | `on:12/3` `before:` `after:` | the day, day first, without a year the latest such day |
//! | `-damp` `-#tr` | without |
//!
//! A mark alone asks nothing yet, and one that names nothing here is a word, so that `@home` and `#1` can be found.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::Names;
use super::index::{Index, Line, NOBODY, OPEN, PRIVATE, STAR, STUB, Sort, Tag, bit};
use super::past::past;
use super::words::{Word, joined, spaced};
use crate::model::words::{Kind, Level};

/// What is asked of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// One thing asked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    test: Test,
    /// Whether it must not hold.
    not: bool,
    /// What a mark means; empty for words, which say it themselves.
    means: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Word(Word),
    /// Tied to one of these names: a flag for each number.
    Tied(Sort, Box<[bool]>),
    /// Has one of these marks.
    Marked(u32),
    Level(u8),
    /// Said on one of these days, as 20261121.
    Days(u32, u32),
}

/// Marks that are no kinds, each with its name after `!` and what it means.
const MARKS: &[(&str, u32, &str)] = &[
    ("private", PRIVATE, "private"),
    ("open", OPEN, "no answer yet"),
    ("stub", STUB, "to finish"),
    ("star", STAR, "starred"),
];

impl Query {
    /// Reads what is typed. It never fails: what is no mark is words.
    pub(super) fn read(text: &str, index: &Index, names: &Names<'_>) -> Self {
        let tags = &index.tags.all;
        Self { terms: tokens(text).into_iter().filter_map(|token| term(token, tags, names)).collect() }
    }

    /// What each mark of it means.
    pub(super) fn understood(&self) -> Vec<String> {
        let marks = self.terms.iter().filter(|term| !term.means.is_empty());
        marks.map(|term| format!("{}{}", if term.not { "not " } else { "" }, term.means)).collect()
    }

    /// Whether it takes a line.
    pub(super) fn takes(&self, line: &Line) -> bool {
        self.terms.iter().all(|term| term.test.holds(line) != term.not)
    }

    /// Whether it may have people among its hits: where nothing is asked that a person could answer, the lines alone
    /// are meant.
    pub(super) fn names_people(&self) -> bool {
        self.terms.iter().any(|term| !term.not && matches!(term.test, Test::Word(_) | Test::Tied(Sort::Person, _)))
    }

    /// Whether it asks for somebody of this folded name: by a mark, or by a word of it.
    pub(super) fn names(&self, name: &str) -> bool {
        self.words().any(|word| word.is_in(name)) || self.words().next().is_none()
    }

    /// Whether all that it takes the earlier one took too, as far as the two can tell.
    pub(super) fn narrows(&self, earlier: &Self) -> bool {
        let implied = |old: &Term| {
            let same_side = self.terms.iter().filter(|new| new.not == old.not);
            let mut implies =
                same_side.map(|new| if new.not { old.test.implies(&new.test) } else { new.test.implies(&old.test) });
            implies.any(|implies| implies)
        };
        earlier.terms.iter().all(implied)
    }

    /// The words that must be there.
    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.terms.iter().filter(|term| !term.not).filter_map(|term| match &term.test {
            Test::Word(word) => Some(word),
            _ => None,
        })
    }

    /// Where the words stand in a text that is shown.
    pub(super) fn places(&self, shown: &str) -> Vec<Range<usize>> {
        joined(self.words().flat_map(|word| word.places(shown)).collect())
    }
}

impl Test {
    fn holds(&self, line: &Line) -> bool {
        match self {
            Self::Word(word) => word.is_in(&line.text),
            Self::Tied(_, on) => line.tags.iter().any(|tag| on.get(*tag as usize).is_some_and(|on| *on)),
            Self::Marked(marks) => line.marks & marks != 0,
            Self::Level(level) => line.level == *level,
            Self::Days(from, to) => line.day != 0 && (*from..=*to).contains(&line.day),
        }
    }

    /// Whether each line for which this holds is one for which the other holds.
    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word(this), Self::Word(other)) => this.implies(other),
            (Self::Tied(_, this), Self::Tied(_, other)) => {
                this.len() == other.len() && this.iter().zip(other).all(|(this, other)| this <= other)
            }
            (Self::Marked(this), Self::Marked(other)) => this & !other == 0,
            (Self::Days(from, to), Self::Days(first, last)) => from >= first && to <= last,
            _ => self == other,
        }
    }
}

/// The tokens of what is typed: parted by white space that is not between quotation marks.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let (mut start, mut quoted, mut before) = (0, false, None);
    for (at, c) in text.char_indices() {
        if quoted {
            quoted = !is_quote(c);
        } else if is_quote(c) {
            // At the start of a token or after its mark; in the middle of a word it is a letter like any other.
            quoted = before.is_none_or(|c: char| c.is_whitespace() || "-@;#=:".contains(c));
        } else if c.is_whitespace() {
            tokens.extend(text.get(start..at));
            start = at + c.len_utf8();
        }
        before = Some(c);
    }
    tokens.extend(text.get(start..));
    tokens.retain(|token| !token.is_empty());
    tokens
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// What stands in quotation marks, and whether they are closed.
fn quoted(text: &str) -> Option<(&str, bool)> {
    let inner = text.strip_prefix(is_quote)?;
    Some(inner.strip_suffix(is_quote).map_or((inner, false), |inner| (inner, true)))
}

fn term(token: &str, tags: &[Tag], names: &Names<'_>) -> Option<Term> {
    let (not, asked) = token.strip_prefix('-').map_or((false, token), |rest| (true, rest));
    let bare = matches!(asked, "" | "@" | ";" | "#" | "=" | "!" | "%" | "/" | "/c");
    let waits = asked.strip_suffix(':').is_some_and(|key| KEYS.contains(&spaced(key).as_str()));
    if bare || waits {
        return None;
    }
    if let Some((test, means)) = mark(asked, tags, names) {
        return Some(Term { test, not, means });
    }
    let word = match quoted(asked) {
        Some((phrase, closed)) => Word::read(phrase, closed),
        None => Word::read(asked, false),
    };
    Some(Term { test: Test::Word(word?), not, means: String::new() })
}

const KEYS: &[&str] = &["stage", "table", "by", "on", "before", "after"];

/// What a mark asks, and that in words; nothing where it is no mark or names nothing here.
fn mark(asked: &str, tags: &[Tag], names: &Names<'_>) -> Option<(Test, String)> {
    let first = asked.chars().next()?;
    let rest = asked.get(first.len_utf8()..)?;
    match first {
        '@' if rest == "?" => Some((Test::Marked(NOBODY), "nobody named".into())),
        '@' => person(rest, tags),
        // `;D` and `;P` are faces, not people.
        ';' if rest.chars().nth(1).is_some() || is_number(rest) => person(rest, tags),
        '#' | '=' => theme(rest, tags),
        '%' => level(rest),
        '/' if rest.strip_prefix(['c', 'C']).is_some_and(is_number) => level(rest.get(1..)?),
        '/' if is_number(rest) => stage(rest, tags, names),
        '!' | '/' => kind(rest),
        _ => {
            let (key, value) = asked.split_once(':')?;
            match spaced(key).as_str() {
                "stage" => stage(value, tags, names),
                "table" | "by" => table(value, tags),
                "on" => days(value, names, "on", |day| (day, day)),
                "before" => days(value, names, "before", |day| (0, day.saturating_sub(1))),
                "after" => days(value, names, "after", |day| (day + 1, u32::MAX)),
                _ => None,
            }
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The names that fit, as a test; nothing where none does.
fn tied(sort: Sort, tags: &[Tag], fits: impl Fn(&Tag) -> bool) -> Option<(Test, Vec<&str>)> {
    let on: Box<[bool]> = tags.iter().map(|tag| tag.sort == sort && fits(tag)).collect();
    let found: Vec<&str> = tags.iter().zip(&on).filter(|(_, on)| **on).map(|(tag, _)| tag.title.as_str()).collect();
    (!found.is_empty()).then_some((Test::Tied(sort, on), found))
}

/// Up to three names; more are counted.
fn listed(mut found: Vec<&str>, many: &str) -> String {
    found.sort_unstable();
    found.dedup();
    if found.len() > 3 { format!("{} {many}", found.len()) } else { found.join(" or ") }
}

fn person(typed: &str, tags: &[Tag]) -> Option<(Test, String)> {
    let (test, found) = if is_number(typed) {
        // Two tables may both have a seat 9: both are meant, and the feed says who is who.
        let number: i64 = typed.parse().ok()?;
        tied(Sort::Person, tags, |tag| tag.number == Some(number))?
    } else {
        let start = begun(typed)?;
        tied(Sort::Person, tags, |tag| any_word_begins(&tag.name, &start))?
    };
    Some((test, listed(found, "people")))
}

fn theme(typed: &str, tags: &[Tag]) -> Option<(Test, String)> {
    // Spaces aside, as in the capture line, where `#busst` can mean bus stop.
    let start = begun(typed)?;
    let (test, found) = tied(Sort::Theme, tags, |tag| without_spaces(&tag.name).starts_with(&start))?;
    Some((test, format!("#{}", listed(found, "themes"))))
}

fn stage(typed: &str, tags: &[Tag], names: &Names<'_>) -> Option<(Test, String)> {
    let stages = &names.programme.stages;
    let meant: Vec<usize> = if is_number(typed) {
        let number: usize = typed.parse().ok()?;
        number.checked_sub(1).filter(|at| *at < stages.len()).into_iter().collect()
    } else {
        let start = begun(typed)?;
        let begins = |text: &str| any_word_begins(&spaced(text), &start);
        (0..stages.len()).filter(|at| stages.get(*at).is_some_and(|s| begins(&s.title) || begins(&s.id))).collect()
    };
    let meant: Vec<(usize, &str, &str)> =
        meant.into_iter().filter_map(|at| stages.get(at).map(|s| (at + 1, s.id.as_str(), s.title.as_str()))).collect();
    if meant.is_empty() {
        // A stage that another programme wrote.
        let start = begun(typed)?;
        let (test, found) = tied(Sort::Stage, tags, |tag| without_spaces(&tag.name).starts_with(&start))?;
        return Some((test, format!("stage {}", listed(found, "stages"))));
    }
    let is_meant = |tag: &Tag| tag.sort == Sort::Stage && meant.iter().any(|(_, id, _)| **id == *tag.key);
    let titles: Vec<String> = meant.iter().map(|(number, _, title)| format!("{number} {title}")).collect();
    let titles = listed(titles.iter().map(String::as_str).collect(), "stages");
    Some((Test::Tied(Sort::Stage, tags.iter().map(is_meant).collect()), format!("stage {titles}")))
}

fn table(typed: &str, tags: &[Tag]) -> Option<(Test, String)> {
    let start = begun(typed)?;
    // Table 2 is not table 21.
    let whole = is_number(&start);
    let fits =
        |name: &str| if whole { name.split(' ').any(|word| word == start) } else { any_word_begins(name, &start) };
    let (test, found) = tied(Sort::Table, tags, |tag| fits(&tag.name))?;
    Some((test, format!("written by {}", listed(found, "recorders"))))
}

fn kind(typed: &str) -> Option<(Test, String)> {
    let typed = spaced(typed);
    let mut letters = typed.chars();
    let letter = letters.next().filter(|_| letters.next().is_none());
    if let Some(kind) = Kind::ALL.iter().find(|kind| letter.is_some() && kind.token() == letter) {
        return Some((Test::Marked(bit(*kind)), kind.title().to_lowercase()));
    }
    let begins = |name: &str| name.starts_with(typed.as_str());
    let kinds = Kind::ALL.iter().filter(|kind| begins(kind.name()) || begins(&spaced(kind.title())));
    let kinds = kinds.map(|kind| (bit(*kind), kind.title().to_lowercase()));
    let marks = MARKS.iter().filter(|(name, _, _)| begins(name)).map(|(_, mark, means)| (*mark, (*means).to_owned()));
    let found: Vec<(u32, String)> = kinds.chain(marks).collect();
    let titles = listed(found.iter().map(|(_, title)| title.as_str()).collect(), "kinds");
    (!found.is_empty()).then(|| (Test::Marked(found.iter().fold(0, |all, (mark, _)| all | mark)), titles))
}

fn level(typed: &str) -> Option<(Test, String)> {
    let level = Level::ALL.iter().find(|level| level.name() == typed)?;
    Some((Test::Level(u8::try_from(level.number()).ok()?), level.title().to_owned()))
}

fn days(typed: &str, names: &Names<'_>, word: &str, span: fn(u32) -> (u32, u32)) -> Option<(Test, String)> {
    let day = past(&spaced(typed), names.today)?;
    let (from, to) = span(number(day)?);
    Some((Test::Days(from, to), format!("{word} {}", day.format("%-d %B %Y"))))
}

/// A day as 20261121.
fn number(day: NaiveDate) -> Option<u32> {
    u32::try_from(day.year())
        .ok()
        .filter(|year| *year <= 9999)
        .map(|year| year * 10_000 + day.month() * 100 + day.day())
}

/// The beginning of a name as typed, folded and without spaces; nothing where nothing is left of it.
fn begun(typed: &str) -> Option<String> {
    let inner = quoted(typed).map_or(typed, |(inner, _)| inner);
    let start = without_spaces(&spaced(inner));
    (!start.is_empty()).then_some(start)
}

fn without_spaces(folded: &str) -> String {
    folded.chars().filter(|c| *c != ' ').collect()
}

/// Whether a folded name, from one of its words on and spaces aside, begins so: a given name may stand last.
fn any_word_begins(name: &str, start: &str) -> bool {
    let starts = name.char_indices().filter(|(at, _)| {
        let before = name.get(..*at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric())
    });
    starts.filter_map(|(at, _)| name.get(at..)).any(|rest| without_spaces(rest).starts_with(start))
}
