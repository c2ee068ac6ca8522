//! Bytes as a file: strict about what it cannot keep, patient with what it does not know.
//!
//! Items go into the file as they are read, so that a damaged file gives up everything before the damage, and its
//! other lines after it ([`recover`]).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::encode::VERSION;
use super::fields::{List, Name, Seen};
use super::file::{File, FileKind, Withdrawal};
use super::item::{Item, Version};
use super::line;
use super::stamp::{Id, Stamp};
use super::value::Value;

/// Why bytes are not a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What sort of fault, for who must decide what to do next.
    pub sort: Sort,
    /// The line, from 1; 0 where the fault has no place.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
    /// What is wrong, in a phrase.
    pub reason: String,
}

/// The sorts of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// No bytes, or nothing but zero bytes: a write that the machine never finished.
    Empty,
    /// Not UTF-8 text.
    NotText,
    /// JSON, but of something else.
    NotCoplan,
    /// Written by a version of coplan that joins in another way.
    Newer,
    /// A coplan file that is cut off or altered.
    Damaged,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.reason),
            line => write!(f, "line {line}, column {}: {}", self.column, self.reason),
        }
    }
}

impl std::error::Error for Fault {}

/// What could be read of a damaged file.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// The items that could be read.
    pub file: File,
    /// The first fault.
    pub fault: Fault,
    /// The numbers of the lines that hold something and could not be read.
    pub lost: Vec<usize>,
}

impl File {
    /// Reads a whole file. One byte-order mark is allowed; anything after the end is not.
    pub fn decode(bytes: &[u8]) -> Result<Self, Fault> {
        Self::decode_owned(bytes.to_vec())
    }

    /// The same of bytes that nobody needs any more: what is read of them is kept where it stands, and not copied.
    pub fn decode_owned(bytes: Vec<u8>) -> Result<Self, Fault> {
        // As coplan wrote it, in nearly every case; if not, every byte is looked at, to say what is wrong.
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = line::Text::new(text);
                line::read(&text).map_or_else(|| Self::decode_any(text.as_str().as_bytes()), Ok)
            }
            Err(not_text) => Self::decode_any(not_text.as_bytes()),
        }
    }

    /// Reads it in any layout.
    fn decode_any(bytes: &[u8]) -> Result<Self, Fault> {
        let mut reading = Reading::default();
        reading.read(bytes)?;
        Ok(reading.file)
    }
}

/// Reads what can be read of a damaged file: everything before the damage, and after it each line that is whole.
pub fn recover(bytes: &[u8]) -> Option<Recovered> {
    let mut reading = Reading::default();
    let Err(fault) = reading.read(bytes) else { return None };
    if let Err(not_text) = std::str::from_utf8(bytes) {
        let before = bytes.get(..not_text.valid_up_to()).unwrap_or_default();
        // It ends too early, of course; what stands before the end is in the reading.
        let _ = reading.read(before);
    }
    let mut list = None;
    let mut lost = Vec::new();
    let mut withdrawn = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|&b| b == b'\n')) {
        // A line of which one byte is not text is not taken: its words would not be those that were written.
        let Ok(line) = std::str::from_utf8(line) else {
            lost.push(number);
            continue;
        };
        let line =
            line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\0' | '\u{feff}')).trim_end_matches(',');
        if line.is_empty() {
            continue;
        }
        if line.starts_with(']') {
            list = None;
        } else if let Some(name) = line.strip_suffix(": [").and_then(|n| serde_json::from_str::<String>(n).ok()) {
            list = (name != "withdrawn").then(|| List::named(&name));
        } else if let Some((list, item)) = list.as_ref().zip(whole_item(line)) {
            reading.file.insert(list, Arc::new(item));
        } else if let Some(what) = serde_json::from_str::<String>(line).ok().and_then(|t| t.parse::<Withdrawal>().ok())
        {
            // Taken out at the end, all at once: each would walk the whole file.
            withdrawn.push(what);
        } else if number >= fault.line {
            // What stands before the fault has been read, however it is laid out.
            lost.push(number);
        }
    }
    // A withdrawal must survive before any word does.
    reading.file.withdraw(withdrawn);
    if !reading.kind || reading.odd_kind {
        reading.file.kind = likely_kind(bytes, &reading.file);
    }
    Some(Recovered { file: reading.file, fault, lost })
}

/// What a file was for whose envelope cannot be read. A session taken for a plan can still be joined; a plan taken for
/// a session would be recorded into.
fn likely_kind(bytes: &[u8], file: &File) -> FileKind {
    let start = bytes.get(..200).unwrap_or(bytes);
    let says_plan = start.windows(6).any(|word| word == b"\"plan\"");
    let many = |list: &List| file.list(list).len() > 1;
    let is_plan =
        says_plan || many(&List::Workshops) || many(&List::Recorders) || !file.list(&List::Updates).is_empty();
    if is_plan { FileKind::Plan } else { FileKind::Session }
}

/// The item that a line holds.
pub(super) fn whole_item(line: &str) -> Option<Item> {
    let mut from = serde_json::Deserializer::from_str(line);
    let item = ItemSeed(&mut Vec::new()).deserialize(&mut from).ok()?;
    from.end().ok().map(|()| item)
}

/// The envelope alone, of a file whose items cannot be read.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    format: Cow<'a, str>,
    version: i64,
}

/// A text of the file, borrowed from its bytes unless it holds escapes: what serde gives for a `Cow` is always a copy.
struct Text<'de>(Cow<'de, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> serde::Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        from.deserialize_str(Read)
    }
}

/// A file as far as it has been read.
// Each says what has been met of the envelope so far.
#[allow(clippy::struct_excessive_bools)]
#[derive(Default)]
struct Reading {
    file: File,
    format: bool,
    version: Option<i64>,
    kind: bool,
    /// Whether the kind is a word of another version.
    odd_kind: bool,
    /// The lists that stand in it, empty ones too, and the withdrawals.
    seen: BTreeSet<List>,
    /// The one of them that was begun last.
    last: Option<List>,
    /// Where we are, to say it in an error.
    place: String,
}

impl Reading {
    fn read(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let plain = |sort, reason: &str| Fault { sort, line: 0, column: 0, reason: reason.into() };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.iter().all(|b| matches!(b, 0 | b' ' | b'\n' | b'\r' | b'\t')) {
            return Err(plain(Sort::Empty, "the file is empty"));
        }
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Err(plain(Sort::NotText, "the file is UTF-16 text; save it as UTF-8"));
        }
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let before = &bytes[..e.valid_up_to()];
            let line = 1 + before.split(|&b| b == b'\n').skip(1).count();
            let column = 1 + before.iter().rev().take_while(|&&b| b != b'\n').count();
            Fault { sort: Sort::NotText, line, column, reason: "the bytes here are not UTF-8 text".into() }
        })?;
        self.read_text(text)
    }

    fn read_text(&mut self, text: &str) -> Result<(), Fault> {
        let mut from = serde_json::Deserializer::from_str(text);
        let read = from.deserialize_map(&mut *self).and_then(|()| from.end());
        if read.is_err()
            && self.version.is_none()
            && let Ok(envelope) = serde_json::from_str::<Envelope<'_>>(text)
        {
            // Another tool may have sorted the keys, and the fault stood before the envelope.
            (self.format, self.version) = (envelope.format == "coplan", Some(envelope.version));
        }
        if let Some(version) = self.version.filter(|&v| v > VERSION && self.format) {
            let reason = format!(
                "the file is of version {version}, and this coplan reads up to version {VERSION}; update coplan"
            );
            return Err(Fault { sort: Sort::Newer, line: 0, column: 0, reason });
        }
        let complete = read.and_then(|()| {
            if self.odd_kind {
                return Err(serde_json::Error::custom("the kind is neither \"session\" nor \"plan\""));
            }
            if !self.format || !self.kind || self.version.is_none() {
                return Err(serde_json::Error::custom(
                    "no \"format\": \"coplan\", \"kind\" and \"version\" at the start",
                ));
            }
            Ok(())
        });
        complete.map_err(|e| {
            let ours = self.format;
            let sort = if ours { Sort::Damaged } else { Sort::NotCoplan };
            let whole = e.to_string();
            let reason = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(reason, _)| reason);
            let reason = match (ours, self.place.as_str()) {
                (false, _) => format!("not a coplan file ({reason})"),
                (true, "") => reason.to_owned(),
                (true, place) => format!("{place}: {reason}"),
            };
            Fault { sort, line: e.line(), column: e.column(), reason }
        })
    }
}

impl<'de> Visitor<'de> for &mut Reading {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a coplan file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let twice = |name: &str| A::Error::custom(format!("{name:?} stands twice"));
        while let Some(key) = map.next_key::<Text<'de>>()? {
            self.place.clear();
            match &*key {
                "format" if self.format => return Err(twice("format")),
                "format" => {
                    let format = map.next_value::<Text<'de>>()?;
                    self.format = &*format == "coplan";
                    if !self.format {
                        return Err(A::Error::custom("the format is another program's"));
                    }
                }
                "kind" if self.kind => return Err(twice("kind")),
                "kind" => {
                    let kind = map.next_value::<Text<'de>>()?;
                    // Not refused yet: where the version is newer, that is the better thing to say.
                    (self.kind, self.odd_kind) = (true, FileKind::named(&kind).is_none());
                    self.file.kind = FileKind::named(&kind).unwrap_or_default();
                }
                "version" if self.version.is_some() => return Err(twice("version")),
                "version" => {
                    let version = map.next_value()?;
                    if version < 1 {
                        return Err(A::Error::custom("there is no such version"));
                    }
                    self.version = Some(version);
                }
                "withdrawn" if !self.seen.insert(List::named("withdrawn")) => return Err(twice("withdrawn")),
                "withdrawn" => {
                    self.place.push_str("withdrawn");
                    let texts = map.next_value::<Vec<Text<'de>>>()?;
                    let withdrawn: Result<Vec<Withdrawal>, _> = texts.iter().map(|text| text.parse()).collect();
                    self.file.withdraw(withdrawn.map_err(A::Error::custom)?);
                }
                name => {
                    let list = List::named(name);
                    if !self.seen.insert(list.clone()) {
                        return Err(twice(name));
                    }
                    self.last = Some(list.clone());
                    map.next_value_seed(ListSeed { list: &list, reading: &mut *self })?;
                }
            }
        }
        self.place.clear();
        Ok(())
    }
}

struct ListSeed<'a> {
    list: &'a List,
    reading: &'a mut Reading,
}

impl<'de> DeserializeSeed<'de> for ListSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of items under \"{}\"", self.list.name())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut room = Vec::new();
        for number in 1.. {
            match seq.next_element_seed(ItemSeed(&mut room)) {
                Ok(Some(item)) => self.reading.file.insert(self.list, Arc::new(item)),
                Ok(None) => break,
                Err(fault) => {
                    self.reading.place = format!("{}, item {number}", self.list.name().escape_debug());
                    return Err(fault);
                }
            }
        }
        Ok(())
    }
}

/// Reads an item. Its versions are gathered in room that the next item uses again, and then kept in as much as they
/// need: how many there are is known at the end only.
struct ItemSeed<'a>(&'a mut Vec<Version>);

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Item, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item with an id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let twice = |name: &str| A::Error::custom(format!("{name:?} stands twice"));
        let mut id: Option<Id> = None;
        let mut keys: Vec<Name> = Vec::new();
        let mut seen = Seen::default();
        let versions = self.0;
        versions.clear();
        let mut edited: Option<Vec<(Name, Stamp)>> = None;
        let mut history: Option<Vec<Version>> = None;
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match &*key {
                "id" if id.is_some() => return Err(twice("id")),
                "id" => id = Some(map.next_value::<Text<'de>>()?.parse().map_err(A::Error::custom)?),
                "edited" if edited.is_some() => return Err(twice("edited")),
                "edited" => edited = Some(map.next_value_seed(EditedSeed)?),
                "history" if history.is_some() => return Err(twice("history")),
                "history" => history = Some(map.next_value_seed(HistorySeed)?),
                key => {
                    let name = Name::from(key);
                    match &name {
                        Name::Known(field) if !seen.note(*field) => return Err(twice(key)),
                        Name::Known(_) => {}
                        Name::Other(_) => keys.push(name.clone()),
                    }
                    // The stamp is the item's own unless `edited` says otherwise.
                    let at = id.map_or(Stamp::UNKNOWN, |id| id.stamp);
                    let value = |name, value| Version { name, at, value, replaced_by: None };
                    match map.next_value_seed(ValueSeed)? {
                        Read::Value(read) => versions.push(value(name, read)),
                        // An array of texts is a set, each element of which has a stamp of its own.
                        Read::Set(elements) => {
                            let element = |e: String| Name::Other([key, "/", &e].concat().into());
                            versions.extend(elements.into_iter().map(|e| value(element(e), Value::Flag(true))));
                        }
                    }
                }
            }
        }
        let id = id.ok_or_else(|| A::Error::custom("an item has no id"))?;
        if let Some(name) = repeated(&mut keys) {
            return Err(twice(name.as_str()));
        }
        for version in versions.iter_mut().filter(|v| v.at == Stamp::UNKNOWN) {
            version.at = id.stamp;
        }
        if let Some(edited) = edited {
            if !versions.is_sorted_by(|a, b| a.name <= b.name) {
                versions.sort_by(|a, b| a.name.cmp(&b.name));
            }
            let mut cleared: Vec<Version> = Vec::new();
            for (name, at) in edited {
                let found = versions.binary_search_by(|v| v.name.cmp(&name)).ok();
                match found.and_then(|found| versions.get_mut(found)) {
                    Some(version) => version.at = at,
                    // Edited and not there: cleared, or taken out of its set.
                    None => cleared.push(Version { value: name.cleared(), name, at, replaced_by: None }),
                }
            }
            versions.append(&mut cleared);
        }
        versions.append(&mut history.unwrap_or_default());
        // Not `take`: the buffer keeps its room for the next item, and the item has no more than it needs.
        #[allow(clippy::drain_collect)]
        let exact = versions.drain(..).collect();
        Ok(Item::new(id, exact))
    }
}

/// A name that stands twice. Looked for at the end, in one pass where the names are in the order coplan writes.
fn repeated(names: &mut [Name]) -> Option<&Name> {
    if names.is_sorted_by(|a, b| a < b) {
        return None;
    }
    names.sort_unstable();
    names.iter().zip(names.iter().skip(1)).find_map(|(a, b)| (a == b).then_some(a))
}

struct EditedSeed;

impl<'de> DeserializeSeed<'de> for EditedSeed {
    type Value = Vec<(Name, Stamp)>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EditedSeed {
    type Value = Vec<(Name, Stamp)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields and the stamps of their edits")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut edited: Self::Value = Vec::new();
        let mut keys: Vec<Name> = Vec::new();
        while let Some((key, at)) = map.next_entry::<Text<'de>, Text<'de>>()? {
            let name = Name::from(&*key);
            keys.push(name.clone());
            edited.push((name, at.parse().map_err(A::Error::custom)?));
        }
        match repeated(&mut keys) {
            Some(name) => Err(A::Error::custom(format!("{:?} stands twice in \"edited\"", name.as_str()))),
            None => Ok(edited),
        }
    }
}

struct HistorySeed;

impl<'de> DeserializeSeed<'de> for HistorySeed {
    type Value = Vec<Version>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for HistorySeed {
    type Value = Vec<Version>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of past values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut history = Vec::new();
        while let Some(version) = seq.next_element_seed(VersionSeed)? {
            history.push(version);
        }
        Ok(history)
    }
}

struct VersionSeed;

impl<'de> DeserializeSeed<'de> for VersionSeed {
    type Value = Version;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Version, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for VersionSeed {
    type Value = Version;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a past value with its field and stamp")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Version, A::Error> {
        let (mut name, mut at, mut value, mut replaced_by) = (None, None, None, None);
        let twice = |name: &str| A::Error::custom(format!("{name:?} stands twice in a past value"));
        let missing = |what: &str| A::Error::custom(format!("a past value has no \"{what}\""));
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match &*key {
                "field" if name.is_some() => return Err(twice("field")),
                "at" if at.is_some() => return Err(twice("at")),
                "replaced_by" if replaced_by.is_some() => return Err(twice("replaced_by")),
                "value" if value.is_some() => return Err(twice("value")),
                "field" => name = Some(Name::from(&*map.next_value::<Text<'de>>()?)),
                "at" => at = Some(map.next_value::<Text<'de>>()?.parse().map_err(A::Error::custom)?),
                "replaced_by" => {
                    replaced_by = Some(map.next_value::<Text<'de>>()?.parse().map_err(A::Error::custom)?);
                }
                "value" => match map.next_value_seed(ValueSeed)? {
                    Read::Value(read) => value = Some(read),
                    Read::Set(elements) => value = Some(Value::Json(Box::new(elements.into_iter().collect()))),
                },
                // There is nowhere to keep it, and to drop it would be to lose it.
                other => return Err(A::Error::custom(format!("a past value has an unknown {other:?}"))),
            }
        }
        Ok(Version {
            name: name.ok_or_else(|| missing("field"))?,
            at: at.ok_or_else(|| missing("at"))?,
            value: value.unwrap_or(Value::Null),
            replaced_by,
        })
    }
}

/// What stands after a field's name.
enum Read {
    Value(Value),
    Set(Vec<String>),
}

struct ValueSeed;

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Read, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Read, E> {
        Ok(Read::Value(Value::Flag(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Read, E> {
        Ok(Read::Value(Value::Number(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Read, E> {
        Ok(Read::Value(i64::try_from(number).map_or_else(|_| Value::Json(Box::new(number.into())), Value::Number)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Read, E> {
        Ok(Read::Value(Value::Json(Box::new(number.into()))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Read, E> {
        Ok(Read::Value(Value::Text(text.into())))
    }

    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(Read::Value(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Read, A::Error> {
        let mut texts = Vec::new();
        let mut all: Vec<serde_json::Value> = Vec::new();
        while let Some(value) = seq.next_element_seed(JsonSeed(DEEPEST))? {
            match value {
                serde_json::Value::String(text) if all.is_empty() => texts.push(text),
                other => {
                    all.extend(texts.drain(..).map(serde_json::Value::String));
                    all.push(other);
                }
            }
        }
        if texts.is_empty() {
            return Ok(Read::Value(Value::Json(Box::new(all.into()))));
        }
        Ok(Read::Set(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Read, A::Error> {
        Ok(Read::Value(Value::Json(Box::new(JsonSeed(DEEPEST).visit_map(map)?))))
    }
}

/// Any JSON, refusing an object with two values for one key, of which one would silently go.
///
/// It says how many more levels may be nested.
struct JsonSeed(u8);

/// How deep a value may be nested: well below what the JSON reader bears, so that a value which could be read can
/// still be read when it stands two levels deeper, in the history.
const DEEPEST: u8 = 64;

impl JsonSeed {
    fn inner<E: serde::de::Error>(&self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Self).ok_or_else(|| E::custom("a value is nested too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for JsonSeed {
    type Value = serde_json::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonSeed {
    type Value = serde_json::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(serde_json::Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(value) = seq.next_element_seed(self.inner()?)? {
            all.push(value);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut object = serde_json::Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self.inner()?)?;
            if object.insert(key.clone(), value).is_some() {
                return Err(A::Error::custom(format!("{key:?} stands twice")));
            }
        }
        Ok(object.into())
    }
}
