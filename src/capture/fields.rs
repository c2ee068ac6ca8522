//! The details of a contribution as they are typed after its words: who, with whom, where, when, how one knows.

use super::{Given, Person, Room, Said, due, folded_eq, folded_prefix, who};
use crate::model::kind::{DETAILS, Detail, Holds};
use crate::model::words::Kind;

/// Where a detail stands in a text, and where its value begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) detail: &'static Detail,
    pub(super) key: usize,
    pub(super) value: usize,
}

/// Whether a kind has details that can be typed; in a quote "what we need: a hall" is simply what was said.
pub(super) fn belong_to(kind: Kind) -> bool {
    !kind.row().details.is_empty()
}

/// Reads the key at the start of `text`, of a detail that this kind has.
pub(super) fn key(text: &str, kind: Kind) -> Option<(&'static Detail, usize)> {
    let end = text.find(|c: char| c == ':' || c.is_whitespace())?;
    let (key, rest) = text.split_at_checked(end)?;
    if !rest.starts_with(':') || key.is_empty() {
        return None;
    }
    let fields = kind.row().details;
    let is_meant =
        |detail: &&Detail| detail.keys.iter().any(|k| k.eq_ignore_ascii_case(key)) && fields.contains(&detail.field);
    DETAILS.iter().find(is_meant).map(|detail| (detail, end + 1))
}

/// Finds every key that begins a word, but for those inside a value in quotation marks.
pub(super) fn places(text: &str, kind: Kind) -> Vec<Place> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut read = 0;
        if let Some((detail, length)) = key(rest, kind) {
            places.push(Place { detail, key: at, value: at + length });
            read = length + rest.get(length..).map_or(0, quoted);
        }
        let rest = rest.get(read..).unwrap_or_default();
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let gap = rest.get(word..).map_or(0, |tail| tail.len() - tail.trim_start().len());
        at += read + word + gap;
    }
    places
}

/// How long the value in quotation marks at the start of `text` is, if there is one.
fn quoted(text: &str) -> usize {
    let inner = text.trim_start().strip_prefix(['"', '“']);
    let end = inner.and_then(|inner| inner.split_once(['"', '”'])).map(|(_, after)| after);
    end.map_or(0, |after| text.len() - after.len())
}

/// Reads a value into its detail and answers with the chip; nothing where the value is none of that detail, or where
/// the detail is filled already. Only people may be named more than once.
pub(super) fn fill(said: &mut Said, detail: &Detail, value: &str, room: &Room<'_>) -> Option<String> {
    let given = read(detail, value, room)?;
    let chip = chip(detail, &given, room);
    let filled = said.details.iter_mut().find(|(field, _)| *field == detail.field);
    match (filled, given) {
        (None, given) => said.details.push((detail.field, given)),
        (Some((_, Given::People(people))), Given::People(more)) => people.extend(more),
        (Some(_), _) => return None,
    }
    Some(chip)
}

/// Reads a value.
fn read(detail: &Detail, value: &str, room: &Room<'_>) -> Option<Given> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    match detail.holds {
        Holds::Text => Some(Given::Text(super::clean(value)).filled()?),
        Holds::Person => who::person(value, room).map(Given::Person),
        Holds::People => who::people(value, room).filter(|people| !people.is_empty()).map(Given::People),
        Holds::Day => due::day(value, room.today).map(Given::Day),
        Holds::Flag => flag(value).map(Given::Flag),
        Holds::Word(words) => word(&words(), value).map(Given::Word),
    }
}

impl Given {
    /// A text of which cleaning leaves nothing is none.
    fn filled(self) -> Option<Self> {
        if matches!(&self, Self::Text(text) if text.is_empty()) { None } else { Some(self) }
    }
}

fn flag(value: &str) -> Option<bool> {
    let is = |words: [&str; 2]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
    if is(["yes", "y"]) { Some(true) } else { is(["no", "n"]).then_some(false) }
}

/// The word of a list by its name or title, or the only one that begins so.
fn word(words: &[(&'static str, &'static str)], value: &str) -> Option<&'static str> {
    let whole = words.iter().find(|(name, title)| folded_eq(name, value) || folded_eq(title, value));
    let mut begun = words.iter().filter(|(name, title)| folded_prefix(name, value) || folded_prefix(title, value));
    let found = whole.or_else(|| begun.next().filter(|_| begun.next().is_none()));
    found.map(|(name, _)| *name)
}

/// What a detail was understood as, in words.
fn chip(detail: &Detail, given: &Given, room: &Room<'_>) -> String {
    let title = detail.title.to_lowercase();
    match given {
        Given::Text(text) => format!("{title}: {text}"),
        Given::Person(person) => format!("{title} {}", who::titled_person(person, room)),
        Given::People(people) => {
            let names: Vec<_> = people.iter().map(|person| who::titled_person(person, room)).collect();
            format!("{title} {}", names.join(", "))
        }
        Given::Day(day) => format!("{title} {}", due::written_out(*day)),
        Given::Flag(true) => title,
        Given::Flag(false) => format!("{title}: no"),
        Given::Word(name) => {
            let words = if let Holds::Word(words) = detail.holds { words() } else { Vec::new() };
            let word = words.iter().find(|(n, _)| n == name).map_or(*name, |(_, title)| title);
            format!("{title}: {word}")
        }
    }
}

/// Whether a value shows by itself where it ends, so that words may follow it: a day, a yes or no, a word of a list, or
/// people of the room.
pub(super) fn ends_by_itself(detail: &Detail, value: &str, room: &Room<'_>) -> bool {
    let is_here = |person: &Person| matches!(person, Person::Seat(_));
    match read(detail, value, room) {
        None | Some(Given::Text(_)) => false,
        Some(Given::Person(person)) => is_here(&person),
        Some(Given::People(people)) => people.iter().all(is_here),
        Some(Given::Day(_) | Given::Flag(_) | Given::Word(_)) => true,
    }
}
