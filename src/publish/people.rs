//! Who came, by what each may be called: the rule for those who lead decides, and nobody is told of a workshop whose cap
//! hides whom its people are with.

use std::collections::BTreeMap;

use super::consent::{Rules, cap_of};
use crate::model::fields::{Delegate, List};
use crate::model::file::File;
use crate::model::stamp::Id;
use crate::model::words::Cap;

/// The people of one workshop who may be called alike.
#[derive(Clone, Debug)]
pub(super) struct Came<'a> {
    pub(super) workshop: Id,
    /// The name or the role; none where neither may be told.
    pub(super) called: Option<&'a str>,
    pub(super) people: usize,
}

/// Everybody who came to a workshop without a cap, those who may be named first.
pub(super) fn came<'a>(file: &'a File, rules: &Rules<'a>) -> Vec<Came<'a>> {
    let open = |id: Id| file.find(&List::Workshops, id).is_some_and(|workshop| cap_of(workshop) == Cap::None);
    // Two records of one person at one workshop are one person, told by no more than either lets be told.
    let mut people: BTreeMap<(Id, Id), Option<&str>> = BTreeMap::new();
    for item in file.live(&List::Delegates).filter(|item| item.has_base() && !rules.is_left_out(item.id.stamp)) {
        let Some(workshop) = Delegate(item).workshop().filter(|id| open(*id)) else { continue };
        // Of roles that few hold the organiser hears where words are credited.
        let called = rules.named_lead(item.id, &mut BTreeMap::new());
        let known = people.entry((workshop, rules.people.first(item.id))).or_insert(called);
        *known = known.filter(|known| Some(*known) == called);
    }
    let mut rows: BTreeMap<(Id, bool, Option<&str>), usize> = BTreeMap::new();
    for ((workshop, _), called) in people {
        *rows.entry((workshop, called.is_none(), called)).or_default() += 1;
    }
    rows.into_iter().map(|((workshop, _, called), people)| Came { workshop, called, people }).collect()
}
