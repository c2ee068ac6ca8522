//! A plan seen through a list of others: how many actions serve each entry, with the empty ones named (domain P12, P17,
//! P20, T14, §2.1).

use crate::model::fields::{Field, field};
use crate::model::item::Item;
use crate::model::programme::{Entry, Framework, Programme};
use crate::model::stamp::Id;

/// The frameworks that actions are tagged with, and where.
pub const LENSES: [(&str, Field); 9] = [
    ("specifications", field::SPECIFICATIONS),
    ("determinants", field::DETERMINANTS),
    ("triple-aim", field::AIMS),
    ("building-blocks", field::BLOCKS),
    ("core20plus5", field::PLUS),
    ("ladder", field::RUNG),
    ("health-creation", field::FEATURES),
    ("community-centred", field::STRANDS),
    ("benefits", field::BENEFITS),
];

/// Whether lines are tagged with a list too, in the same field as actions.
fn tags_lines(id: &str) -> bool {
    matches!(id, "health-creation" | "community-centred" | "benefits")
}

/// The actions under each entry of a framework.
#[derive(Clone, Debug)]
pub struct Lens<'p> {
    /// The list.
    pub framework: &'p Framework,
    /// Each entry with its actions, in the order of the list.
    pub cells: Vec<(&'p Entry, Vec<Id>)>,
    /// The actions under none of them.
    pub without: Vec<Id>,
}

impl<'p> Lens<'p> {
    /// Counts actions through the framework with this id; none where the programme has no such list.
    pub fn of<'a>(programme: &'p Programme, id: &str, actions: impl IntoIterator<Item = &'a Item>) -> Option<Self> {
        let framework = programme.framework(id)?;
        let (_, field) = LENSES.iter().find(|(lens, _)| *lens == id)?;
        let mut lens = Self {
            framework,
            cells: framework.entries.iter().map(|entry| (entry, Vec::new())).collect(),
            without: Vec::new(),
        };
        for item in actions {
            let tags = tags(item, *field);
            let mut found = false;
            for (_, of) in lens.cells.iter_mut().filter(|(entry, _)| tags.contains(&entry.id.as_str())) {
                of.push(item.id);
                found = true;
            }
            if !found {
                lens.without.push(item.id);
            }
        }
        Some(lens)
    }

    /// The entries that no action serves.
    pub fn empty(&self) -> impl Iterator<Item = &'p Entry> {
        self.cells.iter().filter(|(_, actions)| actions.is_empty()).map(|(entry, _)| *entry)
    }

    /// Which entries are empty, in text; none where each has an action.
    pub fn empty_words(&self) -> Option<String> {
        let empty: Vec<&str> = self.empty().map(|entry| entry.title.as_str()).collect();
        let have = if empty.len() == 1 { "has" } else { "have" };
        let all = self.cells.len();
        (!empty.is_empty()).then(|| format!("{} of {all} {have} no action: {}.", empty.len(), empty.join("; ")))
    }
}

/// How many lines stand under each entry of a framework that lines are tagged with too; none of any other.
pub fn tagged_lines<'a>(framework: &Framework, lines: impl IntoIterator<Item = &'a Item>) -> Option<Vec<usize>> {
    let (_, field) = LENSES.iter().find(|(lens, _)| *lens == framework.id && tags_lines(lens))?;
    let mut counts = vec![0; framework.entries.len()];
    for item in lines {
        let tags = tags(item, *field);
        for (entry, count) in framework.entries.iter().zip(&mut counts) {
            *count += usize::from(tags.contains(&entry.id.as_str()));
        }
    }
    Some(counts)
}

/// What an action is tagged with: the elements of a set, or the one word of a field.
fn tags(item: &Item, field: Field) -> Vec<&str> {
    item.set(field).chain(item.text(field)).collect()
}
