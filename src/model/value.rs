//! The value of a field: what JSON can hold, kept small for the usual case of a short text.

use std::cmp::Ordering;

use serde::{Serialize, Serializer};

/// One value of one field.
///
/// Join never looks inside: to it a field is a name and a value. Values have an order only so that equal sets of them
/// are written as equal bytes.
#[derive(Clone, Debug)]
pub enum Value {
    /// Cleared, or an element taken out of a set that never held it.
    Null,
    /// Yes or no; also whether an element is in a set.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Text, a date, a word of a closed list, or the id of another item.
    Text(Box<str>),
    /// Whatever else a newer version may write, carried through untouched. Made only by [`Value::from`], which keeps
    /// here nothing that one of the others can hold: one value then has one form.
    Json(Box<serde_json::Value>),
}

impl Value {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub const fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether it is a plain yes.
    pub const fn is_true(&self) -> bool {
        matches!(self, Self::Flag(true))
    }

    /// Whether it means nothing: cleared, or not in the set.
    pub(super) const fn is_absent(&self) -> bool {
        matches!(self, Self::Null | Self::Flag(false))
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Flag(_) => 1,
            Self::Number(_) => 2,
            Self::Text(_) => 3,
            Self::Json(_) => 4,
        }
    }
}

/// Equal where the order says so: to derive it would hold 0.0 and -0.0 for equal, which are written differently.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Flag(a), Self::Flag(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Json(a), Self::Json(b)) => a.to_string().cmp(&b.to_string()),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Flag(flag) => to.serialize_bool(*flag),
            Self::Number(number) => to.serialize_i64(*number),
            Self::Text(text) => to.serialize_str(text),
            Self::Json(json) => json.serialize(to),
        }
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}
impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(flag) => Self::Flag(flag),
            serde_json::Value::String(text) => Self::Text(text.into()),
            other => other.as_i64().map_or_else(|| Self::Json(Box::new(other)), Self::Number),
        }
    }
}
impl From<super::stamp::Id> for Value {
    fn from(id: super::stamp::Id) -> Self {
        Self::Text(id.to_string().into())
    }
}
impl From<super::words::Level> for Value {
    fn from(level: super::words::Level) -> Self {
        Self::Number(level.number())
    }
}
