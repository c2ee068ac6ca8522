//! A file as bytes: UTF-8 JSON, one item a line, equal sets as equal bytes.
//!
//! One item a line keeps the file readable to a person, `grep`, `diff` and `jq`, and lets a damaged one be read up
//! to and after the damage. The envelope holds only format, kind and version: nothing about the act of saving, so
//! that joining the same file again changes no byte.

use std::io::{self, Write};

use super::fields::Name;
use super::file::File;
use super::item::{Item, Version};
use super::value::Value;

/// The version of the meaning of join. A new field does not raise it.
///
/// That a struck wording may be a whole set (`themes/`, see [`Withdrawal::Wording`](super::file::Withdrawal::Wording)) is
/// part of version 1: a reader that took it for the name of one element would leave the theme standing, but no program with
/// such a reader was ever released. After the first release a change of that sort raises the version.
pub const VERSION: i64 = 1;

impl File {
    /// The whole file as bytes. How each item is written is kept, because a file that is worked on is written again and
    /// again, and nearly all of it is as it was.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256 + 400 * self.items().count());
        // Writing to memory does not fail.
        let _ = self.write_with(&mut bytes, |to, item| match item.line() {
            Some(line) => to.write_all(line.as_bytes()),
            None => to.write_all(item.written(|item| {
                let mut bytes = Vec::with_capacity(400);
                let _ = write_item(&mut bytes, item);
                bytes
            })),
        });
        bytes
    }

    /// Writes the whole file, and keeps nothing of it.
    pub fn write_to(&self, to: &mut impl Write) -> io::Result<()> {
        self.write_with(to, |to, item| write_item(to, item))
    }

    fn write_with<W: Write>(&self, to: &mut W, write: impl Fn(&mut W, &Item) -> io::Result<()>) -> io::Result<()> {
        write!(to, "{{ \"format\": \"coplan\", \"kind\": \"{}\", \"version\": {VERSION}", self.kind.name())?;
        for (list, items) in self.lists() {
            to.write_all(b",\n  ")?;
            string(to, list.name())?;
            to.write_all(b": [\n    ")?;
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    to.write_all(b",\n    ")?;
                }
                write(to, item)?;
            }
            to.write_all(b"\n  ]")?;
        }
        if !self.withdrawn().is_empty() {
            to.write_all(b",\n  \"withdrawn\": [")?;
            for (at, what) in self.withdrawn().iter().enumerate() {
                to.write_all(if at > 0 { b",\n    " } else { b"\n    " })?;
                string(to, &what.to_string())?;
            }
            to.write_all(b"\n  ]")?;
        }
        to.write_all(b" }\n")
    }
}

/// One item on one line: its id, its current values, then `edited` (the stamps that are not the item's own) and
/// `history` (every value that is not current).
fn write_item(to: &mut impl Write, item: &Item) -> io::Result<()> {
    if let Some(line) = item.line() {
        return to.write_all(line.as_bytes());
    }
    write!(to, "{{\"id\": \"{}\"", item.id)?;
    let mut edited: Vec<&Version> = Vec::new();
    let mut history: Vec<&Version> = Vec::new();
    let mut open_set: Option<&str> = None;
    for versions in item.versions().chunk_by(|a, b| a.name == b.name) {
        let current = versions.iter().rposition(|v| v.replaced_by.is_none());
        let Some(current) = current.and_then(|at| versions.get(at)) else {
            history.extend(versions);
            continue;
        };
        let hidden = !current.is_cleared() && !fits_in_place(item, current);
        history.extend(versions.iter().filter(|v| hidden || !std::ptr::eq(*v, current)));
        if hidden {
            continue;
        }
        if current.is_cleared() || current.at != item.id.stamp {
            edited.push(current);
        }
        let element = current.name.split().filter(|_| current.value.is_true());
        if open_set.is_some() && element.map(|(set, _)| set) != open_set && !current.is_cleared() {
            to.write_all(b"]")?;
            open_set = None;
        }
        match element {
            Some((set, element)) => {
                if open_set.is_none() {
                    to.write_all(b", ")?;
                    string(to, set)?;
                    to.write_all(b": [")?;
                    open_set = Some(set);
                } else {
                    to.write_all(b", ")?;
                }
                string(to, element)?;
            }
            None if current.is_cleared() => {}
            None => pair(to, &current.name, &current.value)?,
        }
    }
    if open_set.is_some() {
        to.write_all(b"]")?;
    }
    if !edited.is_empty() {
        to.write_all(b", \"edited\": {")?;
        for (at, version) in edited.iter().enumerate() {
            to.write_all(if at > 0 { b", " } else { b"" })?;
            string(to, version.name.as_str())?;
            write!(to, ": \"{}\"", version.at)?;
        }
        to.write_all(b"}")?;
    }
    if !history.is_empty() {
        to.write_all(b", \"history\": [")?;
        for (at, version) in history.iter().enumerate() {
            to.write_all(if at > 0 { b", {\"field\": " } else { b"{\"field\": " })?;
            string(to, version.name.as_str())?;
            write!(to, ", \"at\": \"{}\"", version.at)?;
            if version.value != Value::Null {
                to.write_all(b", \"value\": ")?;
                json(to, &version.value)?;
            }
            if let Some(by) = version.replaced_by {
                write!(to, ", \"replaced_by\": \"{by}\"")?;
            }
            to.write_all(b"}")?;
        }
        to.write_all(b"]")?;
    }
    to.write_all(b"}")
}

/// Whether a current value can stand under its own name in the item's object. What cannot, only a file made by another
/// hand holds; it is kept whole in the history, where reading gives the same item back.
fn fits_in_place(item: &Item, current: &Version) -> bool {
    let free = |key: &str| !matches!(key, "id" | "edited" | "history");
    match current.name.split() {
        // An element stands in its set's array, or nowhere.
        Some((set, _)) => current.value.is_true() && free(set),
        None => {
            let name = current.name.as_str();
            free(name) && !reads_as_set(&current.value) && !item.has_elements(name)
        }
    }
}

/// Whether a value, standing in place, would be read as the elements of a set.
fn reads_as_set(value: &Value) -> bool {
    let Value::Json(json) = value else { return false };
    json.as_array().is_some_and(|a| !a.is_empty() && a.iter().all(serde_json::Value::is_string))
}

fn pair(to: &mut impl Write, name: &Name, value: &Value) -> io::Result<()> {
    to.write_all(b", ")?;
    string(to, name.as_str())?;
    to.write_all(b": ")?;
    json(to, value)
}

fn string(to: &mut impl Write, text: &str) -> io::Result<()> {
    serde_json::to_writer(to, text).map_err(io::Error::from)
}

fn json(to: &mut impl Write, value: &Value) -> io::Result<()> {
    serde_json::to_writer(to, value).map_err(io::Error::from)
}
