//! Private marks: what a recorder noted of somebody for the team's eyes, which is nobody's voice, no answer and no evidence
//! to anybody else.

use crate::model::fields::field;
use crate::model::item::{Glance, Item};
use crate::model::words::Kind;

/// Whether a contribution may never leave: marked private, or of a private or unknown kind, by any standing value.
pub fn is_private(item: &Item) -> bool {
    let private_kind = |value: Glance<'_>| match value {
        Glance::Null => false,
        other => other.text().and_then(Kind::named).is_none_or(Kind::is_private),
    };
    let marked = |value: Glance<'_>| !matches!(value, Glance::Null | Glance::Flag(false));
    item.glances(field::PRIVATE).any(marked) || item.glances(field::KIND).any(private_kind)
}
