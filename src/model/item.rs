//! An item: an id and a set of values of its fields, past and present.
//!
//! This is the whole secret of join. A field is never overwritten: each value it ever had stands in the item with the
//! stamp of the edit that wrote it and, once an edit has seen and replaced it, the stamp of that edit. Two items with
//! one id join by union. Which value shows is worked out, never stored:
//! - the latest value not replaced is **current**;
//! - another value not replaced and different from it is a **clash**, to be settled by an edit that replaces both.

use std::sync::OnceLock;

use super::fields::{Field, Name};
use super::line::Line;
use super::stamp::{Id, Stamp};
use super::value::Value;

/// One value that one field had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The field, or the element of a set as `set/element`, with a flag for its value.
    pub name: Name,
    /// The edit that wrote the value.
    pub at: Stamp,
    /// The value.
    pub value: Value,
    /// The edit that saw this value and replaced it. Where two did, the lower stamp: join must not depend on order.
    pub replaced_by: Option<Stamp>,
}

impl Version {
    /// What makes it the same version in two files; `replaced_by` may be known to one of them only.
    fn key(&self) -> (&Name, Stamp, &Value) {
        (&self.name, self.at, &self.value)
    }

    /// Whether the field was cleared, or the element taken out of its set.
    pub(super) fn is_cleared(&self) -> bool {
        self.value == self.name.cleared()
    }

    /// Takes over what the same version in another file knows.
    fn note(&mut self, replaced_by: Option<Stamp>) {
        self.replaced_by = match (self.replaced_by, replaced_by) {
            (Some(mine), Some(theirs)) => Some(mine.min(theirs)),
            (mine, theirs) => mine.or(theirs),
        };
    }
}

/// A value as a glance over an item meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glance<'a> {
    /// A text, a word or an id.
    Text(&'a str),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// An element of the set.
    In(&'a str),
    /// An element that was taken out of the set.
    Out(&'a str),
    /// Nothing.
    Null,
    /// What a newer version may write, or a list where one value belongs.
    Other,
}

impl<'a> Glance<'a> {
    /// The text, if it is one.
    pub const fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub const fn number(self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether it is a plain yes.
    pub const fn is_true(self) -> bool {
        matches!(self, Self::Flag(true))
    }
}

impl<'a> From<&'a Value> for Glance<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Number(number) => Self::Number(*number),
            Value::Flag(flag) => Self::Flag(*flag),
            Value::Null => Self::Null,
            Value::Json(_) => Self::Other,
        }
    }
}

/// Anything a file holds: a workshop, a delegate, a contribution, an action.
#[derive(Clone, Debug)]
pub struct Item {
    /// Permanent and unique.
    pub id: Id,
    /// The line it was read from, where that is plain: no value edited or replaced, and the item not removed.
    line: Option<Line>,
    /// Sorted by field, stamp and value, each at most once; read off the line when first asked for.
    versions: OnceLock<Vec<Version>>,
    /// How it stands in a file, once it was written; an item never changes, so that stays true.
    written: OnceLock<Box<[u8]>>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && match (&self.line, &other.line) {
                // Equal items are written as equal bytes.
                (Some(mine), Some(theirs)) => mine.as_str() == theirs.as_str(),
                _ => self.versions() == other.versions(),
            }
    }
}

impl Eq for Item {}

impl Item {
    /// An item of these versions, in any order; the same version twice counts once.
    pub fn new(id: Id, mut versions: Vec<Version>) -> Self {
        if !versions.is_sorted_by(|a, b| a.key() < b.key()) {
            versions.sort_by(|a, b| a.key().cmp(&b.key()));
            versions.dedup_by(|later, kept| {
                let same = later.key() == kept.key();
                if same {
                    kept.note(later.replaced_by);
                }
                same
            });
        }
        Self { id, line: None, versions: versions.into(), written: OnceLock::new() }
    }

    /// The item of a plain line.
    pub(super) const fn of_line(id: Id, line: Line) -> Self {
        Self { id, line: Some(line), versions: OnceLock::new(), written: OnceLock::new() }
    }

    /// The plain line it was read from, which is also how it is written.
    pub(super) fn line(&self) -> Option<&str> {
        self.line.as_ref().map(Line::as_str)
    }

    /// How it stands in a file, as `write` writes it, which is asked once.
    pub(super) fn written(&self, write: impl FnOnce(&Self) -> Vec<u8>) -> &[u8] {
        self.written.get_or_init(|| write(self).into())
    }

    /// Every version, sorted by field, stamp and value.
    pub fn versions(&self) -> &[Version] {
        self.versions.get_or_init(|| self.line.as_ref().map(Line::versions).unwrap_or_default())
    }

    /// The versions of an item that somebody may have edited; none of one that nobody has.
    fn edited_versions(&self) -> &[Version] {
        if self.line.is_some() { &[] } else { self.versions() }
    }

    /// Every version of one field.
    pub(super) fn of(&self, name: &Name) -> &[Version] {
        let versions = self.versions();
        let start = versions.partition_point(|v| v.name < *name);
        let count = versions[start..].iter().take_while(|v| v.name == *name).count();
        &versions[start..start + count]
    }

    /// The version of a field that shows: the latest not replaced.
    pub fn current(&self, name: &Name) -> Option<&Version> {
        self.of(name).iter().rfind(|v| v.replaced_by.is_none())
    }

    /// The value of a field that shows; none where it has none or was cleared.
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.current(&Name::Known(field)).map(|v| &v.value).filter(|v| **v != Value::Null)
    }

    /// Every value of a field that no edit has replaced: more than one different value is a clash.
    pub fn standing(&self, name: &Name) -> impl Iterator<Item = &Version> {
        self.of(name).iter().filter(|v| v.replaced_by.is_none())
    }

    /// The line, while nobody has asked for its versions: to look a field up in it takes no memory, and there may be very
    /// many items.
    fn unread(&self) -> Option<&Line> {
        self.line.as_ref().filter(|_| self.versions.get().is_none())
    }

    /// The line, where it is looked into whoever asks.
    fn in_place(&self) -> Option<&Line> {
        self.unread().filter(|line| line.is_read_in_place())
    }

    /// From now on fields of the plain items of its file are looked up where they stand; see [`File::read_in_place`].
    ///
    /// [`File::read_in_place`]: super::file::File::read_in_place
    pub(super) fn read_in_place(&self) {
        if let Some(line) = &self.line {
            line.read_in_place();
        }
    }

    /// Whether its versions are in memory.
    #[cfg(test)]
    pub(super) fn is_read(&self) -> bool {
        self.versions.get().is_some()
    }

    /// The value of a field that shows.
    fn shown(&self, field: Field) -> Option<Glance<'_>> {
        match self.in_place() {
            Some(line) => line.value(field),
            None => self.get(field).map(Glance::from),
        }
    }

    /// The text of a field.
    pub fn text(&self, field: Field) -> Option<&str> {
        self.shown(field).and_then(Glance::text)
    }

    /// The number of a field.
    pub fn number(&self, field: Field) -> Option<i64> {
        self.shown(field).and_then(Glance::number)
    }

    /// Whether a field says yes.
    pub fn flag(&self, field: Field) -> bool {
        self.shown(field).is_some_and(Glance::is_true)
    }

    /// Whether nobody has edited it since it was made, so that a glance over it misses nothing.
    pub const fn is_plain(&self) -> bool {
        self.line.is_some()
    }

    /// Every value of a field that no edit has replaced.
    ///
    /// A list of texts is read as a set, so it stands under other names; where one value belongs it is [`Glance::Other`].
    pub fn glances(&self, field: Field) -> impl Iterator<Item = Glance<'_>> {
        let line = self.unread();
        let versions = if line.is_some() { &[] } else { self.versions() };
        let name = Name::Known(field);
        let standing = versions.iter().filter(|v| v.replaced_by.is_none()).filter_map(move |version| {
            if version.name == name {
                return Some((&version.value).into());
            }
            let listed = version.name.split().is_some_and(|(set, _)| set == field.name());
            (listed && !matches!(version.value, Value::Null | Value::Flag(false))).then_some(Glance::Other)
        });
        line.and_then(|line| line.value(field)).into_iter().chain(standing)
    }

    /// The id that a field holds.
    pub fn link(&self, field: Field) -> Option<Id> {
        self.text(field).and_then(|text| text.parse().ok())
    }

    /// Hands over each value that stands of the fields of the table, sorted by field and then by stamp: for who looks at
    /// very many items, of which nothing is kept so.
    pub fn glance<'a>(&'a self, mut take: impl FnMut(Field, Glance<'a>)) {
        match &self.line {
            Some(line) if self.versions.get().is_none() => line.glance(take),
            _ => self.versions().iter().filter(|v| v.replaced_by.is_none()).for_each(|v| match (&v.name, &v.value) {
                (Name::Known(field), value) => take(*field, value.into()),
                (Name::Other(name), value) => {
                    if let Some((set, element)) = name.split_once('/')
                        && let Some(set) = Field::named(set)
                    {
                        take(set, if value.is_true() { Glance::In(element) } else { Glance::Out(element) });
                    }
                }
            }),
        }
    }

    /// The elements of a set, sorted, at a glance.
    pub fn glance_at_set(&self, set: Field) -> Vec<&str> {
        let mut elements: Vec<&str> = Vec::new();
        self.glance(|field, value| {
            if field == set
                && let Glance::In(element) | Glance::Out(element) = value
            {
                // Of values of one element that stand side by side the later one comes later, and so shows.
                elements.pop_if(|last| *last == element);
                elements.extend(matches!(value, Glance::In(_)).then_some(element));
            }
        });
        elements
    }

    /// The elements of a set, sorted.
    pub fn set(&self, field: Field) -> impl Iterator<Item = &str> {
        let prefix = field.name();
        let line = self.in_place();
        let in_line = line.into_iter().flat_map(move |line| line.elements(field));
        let versions = if line.is_some() { &[] } else { self.versions() };
        let start = versions.partition_point(|v| match &v.name {
            Name::Known(_) => true,
            Name::Other(name) => **name < *prefix,
        });
        let rest = &versions[start..];
        let read = rest
            .iter()
            .map(move |v| (v, v.name.element_of(prefix)))
            .skip_while(|(_, element)| element.is_none())
            .take_while(|(_, element)| element.is_some())
            .filter(|(v, _)| v.replaced_by.is_none() && v.value.is_true() && self.shows(v))
            .filter_map(|(_, element)| element);
        in_line.chain(read)
    }

    /// Whether any element of the set called `set` shows.
    pub(super) fn has_elements(&self, set: &str) -> bool {
        let start = self.versions().partition_point(|v| match &v.name {
            Name::Known(_) => true,
            Name::Other(name) => name.bytes().lt(set.bytes().chain([b'/'])),
        });
        let elements = self.versions().iter().skip(start).take_while(|v| v.name.element_of(set).is_some());
        elements.filter(|v| v.replaced_by.is_none() && v.value.is_true()).any(|v| self.shows(v))
    }

    /// Whether an unreplaced version is the current one of its field.
    fn shows(&self, version: &Version) -> bool {
        self.current(&version.name).is_some_and(|current| std::ptr::eq(current, version))
    }

    /// Each field where two or more different values stand, neither having seen the other.
    pub fn clashes(&self) -> impl Iterator<Item = &Name> {
        self.edited_versions().chunk_by(|a, b| a.name == b.name).filter_map(|of_one_field| {
            let mut standing = of_one_field.iter().filter(|v| v.replaced_by.is_none());
            let first = standing.next()?;
            standing.any(|v| v.value != first.value).then_some(&first.name)
        })
    }

    /// Whether the item itself is here, rather than another file's edits of it alone.
    ///
    /// An edit brings a copy of the value it replaced, never one that still stands; and every item has a field that
    /// nobody edits, its time or its workshop.
    pub fn has_base(&self) -> bool {
        self.line.is_some() || self.versions().iter().any(|v| v.at == self.id.stamp && v.replaced_by.is_none())
    }

    /// Whether somebody marked it as removed (undoable; withdrawn items are not here at all).
    pub fn is_removed(&self) -> bool {
        self.line.is_none() && self.flag(super::fields::field::REMOVED)
    }

    /// The latest stamp in the item.
    pub fn latest(&self) -> Stamp {
        let edited = self.edited_versions().iter();
        edited.flat_map(|v| [Some(v.at), v.replaced_by]).flatten().fold(self.id.stamp, Stamp::max)
    }

    /// The union of two items with one id.
    pub fn join(&self, other: &Self) -> Self {
        let mut joined = Vec::with_capacity(self.versions().len() + 1);
        let (mut mine, mut theirs) = (self.versions().iter().peekable(), other.versions().iter().peekable());
        loop {
            let order = match (mine.peek(), theirs.peek()) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(a), Some(b)) => a.key().cmp(&b.key()),
            };
            let mut version = None;
            if order.is_le() {
                version = mine.next().cloned();
            }
            if order.is_ge() {
                let same = theirs.next();
                match (&mut version, same) {
                    (Some(version), Some(same)) => version.note(same.replaced_by),
                    (none, same) => *none = same.cloned(),
                }
            }
            joined.extend(version);
        }
        Self { id: self.id, line: None, versions: joined.into(), written: OnceLock::new() }
    }

    /// The item without some past values: "strike this wording".
    pub(super) fn without(&self, struck: impl Fn(&Name, Stamp) -> bool) -> Self {
        let kept: Vec<Version> = self.versions().iter().filter(|v| !struck(&v.name, v.at)).cloned().collect();
        Self { id: self.id, line: None, versions: kept.into(), written: OnceLock::new() }
    }
}
