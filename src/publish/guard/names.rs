//! Every name that a delegate ever had, by its words, so that what a text costs does not grow with the people.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::wordings::{BEGINNING, Wordings};
use super::{SHORT_NAME, TITLES, letters, ordinary_words, words};
use crate::model::file::File;
use crate::model::stamp::Id;

/// The names of the people of a file.
#[derive(Default)]
pub(super) struct Names {
    /// Whole names, by the first word.
    whole: HashMap<String, Vec<Name>>,
    /// The one person, or the people none of whom may be named, of whom a word alone tells: a first name or a surname.
    alone: HashMap<String, Vec<Id>>,
    /// First names of people who may not be named.
    firsts: HashSet<String>,
    /// Surnames of theirs that tell of somebody when they stand alone.
    surnames: HashSet<String>,
    /// Their names written as one word, in either order.
    as_one: Wordings,
}

/// A whole name.
struct Name {
    words: Vec<String>,
    people: Vec<Id>,
    /// Whether one of them may not be named.
    hidden: bool,
}

impl Names {
    /// Learns the names of these people, some of whom may not be named.
    pub(super) fn of(file: &File, named: Vec<(Id, Vec<String>)>, hidden: &HashSet<Id>) -> Self {
        let mut names = Self::default();
        let last = |name: &Vec<String>| {
            name.last().filter(|last| name.len() > 1 && last.chars().count() >= SHORT_NAME).cloned()
        };
        let ordinary = ordinary_words(file, &named.iter().filter_map(|(_, name)| last(name)).collect());
        for (id, name) in named {
            let is_hidden = hidden.contains(&id);
            let surname = last(&name).filter(|last| !ordinary.contains(last));
            let first = name.iter().find(|word| !TITLES.contains(&word.as_str())).cloned();
            for word in [&first, &surname].into_iter().flatten() {
                // People come one after another, so that nobody stands twice.
                let holders = names.alone.entry(word.clone()).or_insert_with(|| Vec::with_capacity(1));
                if holders.last() != Some(&id) {
                    holders.push(id);
                }
            }
            if is_hidden {
                names.firsts.extend(first);
                names.surnames.extend(surname);
            }
            names.add(id, name, is_hidden);
        }
        // A name that several people have says nothing, unless none of them may be named.
        names.alone.retain(|_, holders| holders.len() == 1 || holders.iter().all(|id| hidden.contains(id)));
        names.as_one.sort();
        names
    }

    fn add(&mut self, id: Id, name: Vec<String>, hidden: bool) {
        let Some(first) = name.first() else { return };
        let alike = self.whole.entry(first.clone()).or_insert_with(|| Vec::with_capacity(1));
        let known = alike.iter_mut().find(|known| known.words == name);
        // A name that many have is looked for once.
        let is_new = hidden && known.as_ref().is_none_or(|known| !known.hidden);
        if is_new && name.len() > 1 {
            let turned: Vec<&str> = name.last().into_iter().chain(name.first()).map(String::as_str).collect();
            for one in [name.concat(), turned.concat()] {
                if one.chars().count() >= BEGINNING {
                    self.as_one.add(id, &one, true);
                }
            }
        }
        match known {
            Some(known) => {
                known.people.push(id);
                known.hidden |= hidden;
            }
            None => alike.push(Name { words: name, people: vec![id], hidden }),
        }
    }

    /// The delegates of whom a typed text tells: it holds their whole name, or a first name or a surname that nobody else
    /// here has.
    pub(super) fn people_in(&self, text: &str) -> Vec<Id> {
        let text = words(text);
        let whole = self.whole_in(&text).flat_map(|name| &name.people);
        let alone = text.iter().filter_map(|word| self.alone.get(word)).flatten();
        let found: BTreeSet<Id> = whole.chain(alone).copied().collect();
        found.into_iter().collect()
    }

    /// Whether a theme is the name of somebody who may not be named, or holds it.
    pub(super) fn hidden_in(&self, theme: &str) -> bool {
        let of = words(theme);
        let whole = |name: &Name| name.hidden && (name.words.len() > 1 || of.len() == 1);
        self.whole_in(&of).any(whole)
            || matches!(of.as_slice(), [only] if self.firsts.contains(only))
            || of.iter().any(|word| self.surnames.contains(word))
            // Written as one word, as themes often are.
            || self.as_one.repeated(&letters(theme)).next().is_some()
    }

    /// The whole names that stand in a text.
    fn whole_in<'n>(&'n self, text: &'n [String]) -> impl Iterator<Item = &'n Name> {
        let places = (0..text.len()).filter_map(|at| text.get(at..));
        let begun = |rest: &'n [String]| {
            let names = rest.first().and_then(|first| self.whole.get(first)).into_iter().flatten();
            names.filter(move |name| rest.starts_with(&name.words))
        };
        places.flat_map(begun)
    }
}
