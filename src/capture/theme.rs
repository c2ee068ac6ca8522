//! Themes: which words are one, and which theme they mean.

use super::Room;
use super::fold::{folded_eq, folded_prefix};

/// A theme token as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Typed<'a> {
    name: &'a str,
    /// In quotation marks: meant exactly, so never completed.
    exact: bool,
}

/// Reads a whole word as a theme token: `#ho`, `#"two words"`, `=ho`.
pub(super) fn typed(word: &str) -> Option<Typed<'_>> {
    if let Some(name) = word.strip_prefix('=') {
        // A letter must follow, or every sum would be a theme.
        let letter = name.chars().next().is_some_and(char::is_alphabetic);
        return (letter && is_name(name)).then_some(Typed { name, exact: false });
    }
    let name = word.strip_prefix('#')?;
    if let Some(inner) = name.strip_prefix(['"', '“']) {
        let name = inner.strip_suffix(['"', '”'])?.trim();
        let whole = !name.contains(|c: char| matches!(c, '"' | '“' | '”') || c.is_control());
        return (whole && !name.is_empty()).then_some(Typed { name, exact: true });
    }
    is_name(name).then_some(Typed { name, exact: false })
}

/// Where the theme token at the start of `text` would end.
pub(super) fn end_at_start(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("#\"").or_else(|| text.strip_prefix("#“"));
    let Some(inner) = inner else {
        return Some(text.find(char::is_whitespace).unwrap_or(text.len()));
    };
    let before = text.len() - inner.len();
    inner.char_indices().find(|(_, c)| matches!(c, '"' | '”')).map(|(at, c)| before + at + c.len_utf8())
}

/// Where the theme token in quotation marks at the end of `text` would begin.
pub(super) fn start_of_quoted_at_end(text: &str) -> Option<usize> {
    let inner = text.strip_suffix(['"', '”'])?;
    let (before, _) = inner.char_indices().rev().find(|(_, c)| matches!(c, '"' | '“' | '”'))?;
    let start = before.checked_sub(1)?;
    text.get(start..)?.starts_with('#').then_some(start)
}

/// The theme that is meant, and whether it is new.
///
/// A theme of the same letters keeps its spelling; otherwise the most used theme that begins with them is meant, unless
/// they are the whole first word of one: `#dam` is the beginning of damp homes, `#damp` a theme of its own. A new one
/// stays as typed.
pub(super) fn meant(typed: Typed<'_>, room: &Room<'_>) -> (String, bool) {
    let same = room.themes.iter().find(|theme| folded_eq(theme, typed.name));
    let begun = || {
        let mut begun = room.themes.iter().filter(|theme| !typed.exact && folded_prefix(theme, typed.name));
        let first = begun.clone().next();
        first.filter(|_| !begun.any(|theme| has_first_words(theme, typed.name)))
    };
    match same.or_else(begun) {
        Some(theme) => ((*theme).to_owned(), false),
        None => (typed.name.to_owned(), true),
    }
}

/// Whether a text is the first words of a theme that goes on: what somebody typed as a whole is no abbreviation.
fn has_first_words(theme: &str, text: &str) -> bool {
    let ends = theme.match_indices(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '/' | '&'));
    ends.filter_map(|(at, _)| theme.get(..at)).any(|words| folded_eq(words, text))
}

/// How to type a theme so that the parser reads that very theme, if there is a way.
pub(super) fn spelt(theme: &str, room: &Room<'_>) -> Option<String> {
    let is_read = |insert: &String| typed(insert).is_some_and(|typed| meant(typed, room) == (theme.to_owned(), false));
    [format!("#{theme}"), format!("#\"{theme}\"")].into_iter().find(is_read)
}

/// Whether a word can be a theme: no punctuation but what holds a word together, and not a number, so that `#1` and
/// `#transport.` stay words.
fn is_name(name: &str) -> bool {
    let bounded = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || (!c.is_ascii() && is_of_name(c)));
    bounded(name.chars().next())
        && bounded(name.chars().next_back())
        && name.chars().all(is_of_name)
        && !name.chars().all(char::is_numeric)
}

/// Letters of any script with their marks and joiners, and pictures; not the punctuation of any common script, and
/// nothing that turns the direction of writing.
fn is_of_name(c: char) -> bool {
    match c {
        '-' | '_' | '\'' | '’' | '&' | '/' => true,
        // Marks of direction and other unseen signs, but for the joiners U+200C and U+200D.
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        // General, Chinese and Japanese punctuation.
        | '\u{2010}'..='\u{2029}' | '\u{202f}'..='\u{205e}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}'
        // Punctuation of other Latin, Arabic and Indic scripts.
        | '¡' | '«' | '»' | '¿' | '·' | '،' | '؛' | '؟' | '۔' | '।'
        // Full-width forms.
        | '！'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='･' => false,
        c => !c.is_whitespace() && !c.is_control() && (c.is_alphanumeric() || !c.is_ascii()),
    }
}
