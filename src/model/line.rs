//! A line: an item as it stands in a file, kept so until somebody asks for its fields.
//!
//! Nearly every item of a file is plain: nobody has edited it since it was made. Such a line, in the very spelling that
//! coplan writes, says its id, that nothing in it clashes and that it is not removed; to join and write it again no more
//! need be known. So a file is read at about the speed of looking at its bytes, and its items share them. Whatever is
//! not plain, or is spelled in another way, is left to the reader of any JSON in [`decode`](super::decode).

use std::fmt;
use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::decode::whole_item;
use super::fields::{Field, List, Name, Seen, field};
use super::file::{File, FileKind, Withdrawal};
use super::item::{Glance, Item, Version};
use super::stamp::Id;
use super::value::Value;

/// The text of a file, which its plain items share.
pub(super) struct Text {
    text: Box<str>,
    /// Whether fields are looked up in it and nothing that is read of them is kept.
    in_place: AtomicBool,
}

impl Text {
    pub(super) fn new(text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self { text: text.into(), in_place: AtomicBool::new(false) })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

/// A plain item's line, which shares the text of the file it was read from.
#[derive(Clone)]
pub(super) struct Line {
    file: Arc<Text>,
    /// Where in the text it begins and ends, in bytes; no file that is read is so long that this would not do.
    from: u32,
    to: u32,
}

impl Line {
    /// The line, without what stands before and after it in the file.
    pub(super) fn as_str(&self) -> &str {
        self.file.text.get(self.from as usize..self.to as usize).unwrap_or_default()
    }

    /// Whether its fields are looked up in it, whoever asks.
    pub(super) fn is_read_in_place(&self) -> bool {
        self.file.in_place.load(Ordering::Relaxed)
    }

    /// From now on they are.
    pub(super) fn read_in_place(&self) {
        self.file.in_place.store(true, Ordering::Relaxed);
    }

    /// The elements of one set, sorted.
    pub(super) fn elements(&self, set: Field) -> impl Iterator<Item = &str> {
        let mut rest = self.after(set).and_then(|elements| elements.strip_prefix('['));
        iter::from_fn(move || {
            let (element, after) = rest?.strip_prefix('"')?.split_once('"')?;
            rest = after.strip_prefix(", ");
            Some(element)
        })
    }

    /// Hands over each value in it with its field, sorted by field.
    pub(super) fn glance<'a>(&'a self, take: impl FnMut(Field, Glance<'a>)) {
        // It was read as a plain line, and still is one.
        let _ = walk(self.as_str(), take);
    }

    /// The value of one field; a list of texts is not one.
    pub(super) fn value(&self, field: Field) -> Option<Glance<'_>> {
        let value = self.after(field)?;
        if let Some(text) = value.strip_prefix('"') {
            return Some(Glance::Text(text.split_once('"')?.0));
        }
        let end = value.find([',', '}'])?;
        Some(match value.get(..end)? {
            "true" => Glance::Flag(true),
            "false" => Glance::Flag(false),
            number => number.parse().map_or(Glance::Other, Glance::Number),
        })
    }

    /// What stands after the name of a field. That the line is plain was seen when it was read: there is no quotation mark
    /// within a text, so a name between two of them, and a colon, stands there once or not at all.
    fn after(&self, field: Field) -> Option<&str> {
        let (line, name) = (self.as_str(), field.in_a_line()?);
        line.get(name.find(line.as_bytes())? + name.needle().len()..)
    }

    /// The values in it, sorted by field.
    pub(super) fn versions(&self) -> Vec<Version> {
        let mut read: Vec<(Name, Value)> = Vec::with_capacity(12);
        let id = walk(self.as_str(), |field, value| {
            read.push(match value {
                Glance::Text(text) => (field.into(), text.into()),
                Glance::Number(number) => (field.into(), number.into()),
                Glance::Flag(flag) => (field.into(), flag.into()),
                Glance::In(element) => (field.element(element), true.into()),
                // A plain line holds neither.
                Glance::Out(_) | Glance::Null | Glance::Other => return,
            });
        });
        let version = |at| move |(name, value)| Version { name, at, value, replaced_by: None };
        id.map(|id| read.into_iter().map(version(id.stamp)).collect()).unwrap_or_default()
    }
}

/// The line alone: the whole file for each item of it would be no help.
impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reads a file in the layout that coplan writes; none where it is not one, or anything in it is at fault, for the
/// reader of any JSON to say where.
pub(super) fn read(whole: &Arc<Text>) -> Option<File> {
    let text = whole.as_str();
    let (kind, mut rest) = text.strip_prefix("{ \"format\": \"coplan\", \"kind\": ").and_then(plain_text)?;
    rest = rest.strip_prefix(", \"version\": 1")?;
    let mut file = File::new(FileKind::named(kind)?);
    let mut withdrawn = None;
    let mut names = Vec::new();
    while let Some(next) = rest.strip_prefix(",\n  ") {
        let (name, items) = plain_text(next)?;
        rest = items.strip_prefix(": [\n    ")?;
        if names.contains(&name) {
            return None;
        }
        names.push(name);
        let list = List::named(name);
        loop {
            let (line, after) = rest.split_once('\n')?;
            let (line, more) = line.strip_suffix(',').map_or((line, false), |line| (line, true));
            if name == "withdrawn" {
                let what: Withdrawal = serde_json::from_str::<String>(line).ok()?.parse().ok()?;
                withdrawn.get_or_insert_with(Vec::new).push(what);
            } else if let Some(id) = walk(line, |_, _| {}) {
                // `rest` begins with the line, so that what is left of the text tells where it stands.
                let from = text.len() - rest.len();
                let (from, to) = (u32::try_from(from).ok()?, u32::try_from(from + line.len()).ok()?);
                file.insert(&list, Arc::new(Item::of_line(id, Line { file: Arc::clone(whole), from, to })));
            } else {
                file.insert(&list, Arc::new(whole_item(line)?));
            }
            rest = after.strip_prefix(if more { "    " } else { "  ]" })?;
            if !more {
                break;
            }
        }
    }
    file.withdraw(withdrawn.unwrap_or_default());
    (rest == " }\n").then_some(file)
}

/// Walks along a line and hands over each value with its field; says the item's id where the line is plain, to the last
/// byte what is written for these values, and none where it is not.
fn walk<'a>(line: &'a str, mut take: impl FnMut(Field, Glance<'a>)) -> Option<Id> {
    let (id, mut rest) = line.strip_prefix("{\"id\": ").and_then(plain_text)?;
    let id = id.parse().ok()?;
    // The field before, in the order of the table, and then the set before, in that of the alphabet.
    let (mut seen, mut before, mut set_before) = (Seen::default(), None, "");
    while let Some(next) = rest.strip_prefix(", ") {
        let (name, value) = plain_text(next)?;
        let value = value.strip_prefix(": ")?;
        // A removed item is one that people do not see, which must be known without reading it.
        let field = Field::named(name).filter(|&field| field != field::REMOVED && seen.note(field))?;
        if let Some(elements) = value.strip_prefix('[') {
            if name <= set_before {
                return None;
            }
            set_before = name;
            rest = walk_set(elements, |element| take(field, Glance::In(element)))?;
            continue;
        }
        if !set_before.is_empty() || before.is_some_and(|before| before > field) {
            return None;
        }
        before = Some(field);
        let value = if value.starts_with('"') {
            let (text, after) = plain_text(value)?;
            rest = after;
            Glance::Text(text)
        } else if let Some(after) = value.strip_prefix("true") {
            rest = after;
            Glance::Flag(true)
        } else if let Some(after) = value.strip_prefix("false") {
            rest = after;
            Glance::Flag(false)
        } else {
            let (number, after) = value.split_at_checked(value.bytes().position(|b| !b.is_ascii_digit())?)?;
            if number.len() > 1 && number.starts_with('0') {
                return None;
            }
            rest = after;
            Glance::Number(number.parse().ok()?)
        };
        take(field, value);
    }
    let any = before.is_some() || !set_before.is_empty();
    (rest == "}" && any).then_some(id)
}

/// Walks along the elements of a set, each greater than the one before; says what follows the set.
fn walk_set<'a>(elements: &'a str, mut take: impl FnMut(&'a str)) -> Option<&'a str> {
    let (mut before, mut rest) = plain_text(elements)?;
    take(before);
    while let Some(next) = rest.strip_prefix(", ") {
        let (element, after) = plain_text(next)?;
        if element <= before {
            return None;
        }
        (before, rest) = (element, after);
        take(element);
    }
    rest.strip_prefix(']')
}

/// The quoted text that stands here and what follows it; none where it is spelled with escapes.
fn plain_text(from: &str) -> Option<(&str, &str)> {
    let from = from.strip_prefix('"')?;
    let end = from.bytes().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f))?;
    let (text, rest) = from.split_at_checked(end)?;
    Some((text, rest.strip_prefix('"')?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ID: &str = "20261121T103807412-0-b7q4.0";

    fn is_plain(line: &str) -> bool {
        walk(line, |_, _| {}).is_some()
    }

    #[test]
    fn a_line_that_nobody_has_edited_is_plain() {
        for fields in [
            r#""text": "they moved the bus stop""#,
            r#""seat": 0, "name": "李娜 Example", "consent": 2"#,
            r#""practice": true, "evidence": ["a"], "themes": ["", "bus", "transport"]"#,
            r#""star": false"#,
            r#""open_to": ["a"], "open_to_change": ["a"]"#,
        ] {
            assert!(is_plain(&format!("{{\"id\": \"{ID}\", {fields}}}")), "{fields}");
        }
    }

    #[test]
    fn a_field_looked_up_in_a_line_is_what_its_versions_say() {
        let line = format!(
            "{{\"id\": \"{ID}\", \"seat\": 7, \"name\": \"李, }}: Example\", \"consent\": 2, \"text\": \"a ], b\", \
             \"star\": true, \"themes\": [\"\", \"bus], \", \"text\", \"warm\"]}}"
        );
        let id = walk(&line, |_, _| {}).unwrap();
        let to = u32::try_from(line.len()).unwrap();
        let item = Item::of_line(id, Line { file: Text::new(line.as_str()), from: 0, to });
        let in_place = Item::of_line(id, Line { file: Text::new(line.as_str()), from: 0, to });
        in_place.read_in_place();
        let read = Item::new(id, item.clone().versions().to_vec());
        for name in ["seat", "name", "consent", "text", "star", "themes", "kind", "evidence", "removed"] {
            let field = Field::named(name).unwrap();
            for item in [&item, &in_place] {
                assert_eq!(item.text(field), read.text(field), "{name}");
                assert_eq!(item.number(field), read.number(field), "{name}");
                assert_eq!(item.flag(field), read.flag(field), "{name}");
                assert!(item.set(field).eq(read.set(field)), "{name}");
            }
            let standing = |item: &Item| item.glances(field).map(|value| format!("{value:?}")).collect::<Vec<_>>();
            let (mut one, mut other) = (standing(&item), standing(&read));
            // A list where one value belongs counts as unreadable, once or often.
            one.dedup();
            other.dedup();
            assert_eq!(one, other, "{name}");
        }
        assert!(!in_place.is_read(), "what is looked up in place is not kept");
        assert_eq!(item.set(Field::named("themes").unwrap()).count(), 4);
        assert_eq!(item.number(Field::named("seat").unwrap()), Some(7));
    }

    #[test]
    fn a_line_that_says_more_or_is_spelled_in_another_way_is_not_plain() {
        for fields in [
            r#""text": "a", "text": "b""#,
            r#""text": "a", "seat": 1"#,
            r#""text": "a", "themes": ["b", "a"]"#,
            r#""themes": ["a", "a"]"#,
            r#""themes": []"#,
            r#""themes": ["a"], "evidence": ["a"]"#,
            r#""themes": ["a"], "text": "a""#,
            r#""text": "a", "text": ["a"]"#,
            r#""text": "say \"no\"""#,
            r#""text":"a""#,
            r#""text": null"#,
            r#""seat": 01"#,
            r#""seat": -1"#,
            r#""seat": 1.0"#,
            r#""seat": 99999999999999999999"#,
            r#""mood": "later""#,
            r#""removed": true"#,
            r#""text": "a", "edited": {"text": "20261121T104002001-0-b7q4"}"#,
            r#""text": "a" "#,
        ] {
            let line = format!("{{\"id\": \"{ID}\", {fields}}}");
            assert!(!is_plain(&line), "{fields}");
        }
        assert!(!is_plain(&format!("{{\"id\": \"{ID}\"}}")));
        assert!(!is_plain(r#"{"id": "joy", "text": "a"}"#));
    }
}
