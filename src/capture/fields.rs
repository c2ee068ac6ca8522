//! The fields of an action, a decision or a parked item: who, with whom, what it takes, how one knows, when.

use super::{Person, Room, Said, due, who};
use crate::model::words::Kind;

/// A field by its key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Field {
    Lead,
    With,
    Need,
    Measure,
    Due,
}

const KEYS: [(&str, Field); 5] = [
    ("lead:", Field::Lead),
    ("with:", Field::With),
    ("need:", Field::Need),
    ("measure:", Field::Measure),
    ("due:", Field::Due),
];

/// Where a field stands in a text, and where its value begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) field: Field,
    pub(super) key: usize,
    pub(super) value: usize,
}

/// Whether a kind has fields; in a quote "what we need: a hall" is simply what was said.
pub(super) const fn belong_to(kind: Kind) -> bool {
    matches!(kind, Kind::Action | Kind::Decision | Kind::Parked)
}

/// Reads the key at the start of `text`.
pub(super) fn key(text: &str) -> Option<(Field, usize)> {
    KEYS.iter()
        .find(|(key, _)| text.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key)))
        .map(|(key, field)| (*field, key.len()))
}

/// Finds every key that begins a word, but for those inside a value in quotation marks.
pub(super) fn places(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut read = 0;
        if let Some((field, length)) = key(rest) {
            places.push(Place { field, key: at, value: at + length });
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

/// Reads a value into its field and answers with the chip; nothing where the value is none of that field, or where the
/// field is filled already.
pub(super) fn fill(said: &mut Said, field: Field, value: &str, room: &Room<'_>) -> Option<String> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    match field {
        Field::Lead if said.lead.is_none() => {
            let person = who::person(value, room)?;
            let chip = format!("lead {}", who::named(&person, room));
            said.lead = Some(person);
            Some(chip)
        }
        Field::With => {
            let people = who::people(value, room).filter(|people| !people.is_empty())?;
            let names: Vec<_> = people.iter().map(|person| who::named(person, room)).collect();
            said.with.extend(people);
            Some(format!("with {}", names.join(", ")))
        }
        Field::Need if said.need.is_none() => {
            said.need = Some(super::clean(value));
            said.need.as_ref().map(|need| format!("need {need}"))
        }
        Field::Measure if said.measure.is_none() => {
            said.measure = Some(super::clean(value));
            said.measure.as_ref().map(|measure| format!("measure {measure}"))
        }
        Field::Due if said.due.is_none() => {
            let date = due::day(value, room.today)?;
            said.due = Some(date);
            Some(format!("due {}", due::written_out(date)))
        }
        _ => None,
    }
}

/// Whether a value shows by itself where it ends, so that words may follow it: a date, or people of the room.
pub(super) fn ends_by_itself(field: Field, value: &str, room: &Room<'_>) -> bool {
    match field {
        Field::Lead | Field::With => who::people(value, room)
            .is_some_and(|people| !people.is_empty() && people.iter().all(|person| matches!(person, Person::Seat(_)))),
        Field::Due => due::day(value, room.today).is_some(),
        Field::Need | Field::Measure => false,
    }
}
