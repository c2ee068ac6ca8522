//! Who is meant: seat numbers and beginnings of names.

use super::fold::{fold_into, folded, folded_eq};
use super::{Person, Room, Seat, Who};

/// Reads a speaker token (`@3`, `@jo`, `@@`, `@?`, or the same with `;`), if it names one.
pub(super) fn speaker(word: &str, room: &Room<'_>) -> Option<Who> {
    let (mark, name) = mark(word)?;
    match name {
        "?" => Some(Who::Unknown),
        "@" if mark == '@' => Some(Who::Previous),
        ";" if mark == ';' => Some(Who::Previous),
        // `;D` and `;P` are faces, not people.
        _ if mark == ';' && name.chars().nth(1).is_none() && !is_number(name) => None,
        _ => find(room, name).map(Who::Seat),
    }
}

/// Reads a person in a field: a seat code, a name of the room, a name in quotation marks or any other name.
///
/// A seat code or number that names nobody is no person.
pub(super) fn person(text: &str, room: &Room<'_>) -> Option<Person> {
    if let Some((_, code)) = mark(text) {
        return find(room, code).map(Person::Seat);
    }
    if is_number(text) {
        return find(room, text).map(Person::Seat);
    }
    let quoted = unquoted(text);
    let found = match quoted {
        Some(name) => only(room, |seat| folded_eq(seat.name, name)),
        None => find(room, text),
    };
    let name = quoted.unwrap_or(text);
    (!name.is_empty()).then(|| found.map_or_else(|| Person::Text(name.to_owned()), Person::Seat))
}

/// Reads people set apart by commas, all or none of them.
pub(super) fn people(text: &str, room: &Room<'_>) -> Option<Vec<Person>> {
    let mut in_marks = false;
    text.split(|c| {
        in_marks ^= matches!(c, '"' | '“' | '”');
        !in_marks && matches!(c, ',' | '，' | '،' | '、')
    })
    .map(str::trim)
    .filter(|name| !name.is_empty())
    .map(|name| person(name, room))
    .collect()
}

/// A person as the screen writes them.
pub(super) fn titled_person(person: &Person, room: &Room<'_>) -> String {
    match person {
        Person::Seat(index) => titled(Who::Seat(*index), room),
        Person::Text(name) => name.clone(),
    }
}

/// A speaker as the screen writes them.
pub(super) fn titled(who: Who, room: &Room<'_>) -> String {
    match who {
        Who::Sticky => "same speaker".to_owned(),
        Who::Previous => "previous speaker".to_owned(),
        Who::Unknown => "speaker unknown".to_owned(),
        Who::Seat(index) => match room.seats.get(index) {
            Some(Seat { number: Some(number), name, .. }) => format!("{number} {name}"),
            Some(Seat { number: None, name, .. }) => (*name).to_owned(),
            None => String::new(),
        },
    }
}

/// Finds the one person meant by a seat number or a name.
///
/// The whole name counts before the first name, that before the beginning of a name (as written, then spaces aside),
/// and that before any other whole word of it: a given name stands last in Vietnamese. Where two people fit alike,
/// nobody is meant.
pub(super) fn find(room: &Room<'_>, typed: &str) -> Option<usize> {
    if is_number(typed) {
        let number = typed.parse().ok()?;
        // Two tables may both have a seat 9: the caller puts the people at hand first.
        return room.seats.iter().position(|seat| seat.number == Some(number));
    }
    let typed: String = folded(typed).collect();
    let mut name = String::new();
    let fits = room.seats.iter().enumerate().filter_map(|(index, seat)| {
        name.clear();
        fold_into(&mut name, seat.name);
        how_well(&name, &typed).map(|rank| (rank, index))
    });
    let (mut best, mut found) = (usize::MAX, None);
    for (rank, index) in fits {
        if rank < best {
            (best, found) = (rank, Some(index));
        } else if rank == best {
            found = None;
        }
    }
    found
}

/// How well a folded name fits what was typed, 0 the best.
fn how_well(name: &str, typed: &str) -> Option<usize> {
    if typed.trim().is_empty() {
        return None;
    }
    let begins_apart_from_spaces = || {
        let mut letters = name.chars().filter(|c| !c.is_whitespace());
        typed.chars().filter(|c| !c.is_whitespace()).all(|c| letters.next() == Some(c))
    };
    let fits: [&dyn Fn() -> bool; 5] = [
        &|| name == typed,
        &|| name.split_whitespace().next() == Some(typed),
        &|| name.starts_with(typed),
        &begins_apart_from_spaces,
        &|| name.split_whitespace().skip(1).any(|word| word == typed),
    ];
    fits.into_iter().position(|fits| fits())
}

/// The only person who fits.
fn only(room: &Room<'_>, fits: impl Fn(&Seat<'_>) -> bool) -> Option<usize> {
    let mut fitting = room.seats.iter().enumerate().filter(|(_, seat)| fits(seat)).map(|(index, _)| index);
    fitting.next().filter(|_| fitting.next().is_none())
}

fn mark(word: &str) -> Option<(char, &str)> {
    word.strip_prefix('@').map(|name| ('@', name)).or_else(|| word.strip_prefix(';').map(|name| (';', name)))
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn unquoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['"', '“'])?.strip_suffix(['"', '”'])?;
    Some(inner.trim())
}
