//! What may not stand in text that was typed: protected words, and the names of people who may not be named.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::consent::{FewHolders, Rules, Why, settled};
use super::voice::Voice;
use crate::model::fields::{Contribution, Field, List, Name, field};
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::{Kind, Level};
use crate::plan::Lead;

/// A shorter text says too little to be somebody's words: "yes" inside a longer line is no copy of it.
const SHORT: usize = 12;
/// The details of a line that are somebody's telling and not facts: a place, a day of the week or a number of chairs is
/// written down by many alike, and is nobody's wording. Even of these a short one ("a key") is nobody's.
const TELLINGS: &[Field] = &[
    field::TRANSLATION,
    field::TITLE,
    field::NEED,
    field::OFFERS,
    field::BEFORE,
    field::DONE,
    field::RESULT,
    field::MEASURE,
];
/// A shorter text says nothing of how to reach somebody.
const SHORT_CONTACT: usize = 7;
/// How a delegate is called who may be neither named nor told by role.
pub(super) const A_DELEGATE: &str = "a delegate";
/// What stands before a name and is none.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "reverend", "sir", "lady"];

/// What one audience may not see word for word, and whom it may not see by name.
pub(super) struct Guard<'a> {
    /// The letters of every protected wording, with whether they are enough to be found inside other text.
    wordings: Vec<(Id, String, bool)>,
    /// The lines entered as an action that may be told in other words, with those words.
    pub(super) lines: HashMap<Id, Option<&'a str>>,
    /// Every name that a delegate ever had, in words.
    names: Vec<(Id, Vec<String>)>,
    /// The delegates who may not be named.
    pub(super) hidden: HashSet<Id>,
}

impl<'a> Guard<'a> {
    pub(super) fn of(rules: &Rules<'a>, voices: &[Voice<'a>], places: &HashMap<Id, usize>) -> Self {
        let mut guard = Self { wordings: Vec::new(), lines: HashMap::new(), names: Vec::new(), hidden: HashSet::new() };
        for item in rules.file.list(&List::Contributions) {
            let voice = places.get(&item.id).and_then(|at| voices.get(*at));
            let level =
                voice.map_or_else(|| rules.judge(item, &mut BTreeMap::new()).map(|shown| shown.level), |v| Ok(v.level));
            if !voice.is_some_and(|voice| voice.open) {
                guard.protect(item, SHORT_CONTACT, |name| *name == field::CONTACT.into());
            }
            let one = matches!(level, Ok(Level::Paraphrase) | Err(Why::NeedsParaphrase));
            if level.is_ok() && !one {
                continue;
            }
            if one && Contribution(item).kind() == Some(Kind::Action) {
                guard.lines.insert(item.id, voice.map(|voice| voice.words));
            }
            let hidden = |name: &Name| *name == field::TEXT.into() || (!one && *name == field::PARAPHRASE.into());
            guard.protect(item, 1, hidden);
            let telling = |name: &Name| TELLINGS.iter().any(|field| *name == Name::Known(*field));
            // Why a question goes no further is the team's to say wherever the question itself may be told.
            guard.protect(item, SHORT, |name| telling(name) || (!one && *name == field::REASON.into()));
        }
        for person in rules.file.list(&List::Delegates) {
            let named = rules.named_lead(person.id, &mut BTreeMap::new());
            if named.is_none() || named != settled(person, field::NAME) {
                guard.hidden.insert(person.id);
            }
            let names = person.versions().iter().filter(|v| v.name == field::NAME.into());
            let names: BTreeSet<Vec<String>> = names.filter_map(|v| v.value.text()).map(words).collect();
            guard.names.extend(names.into_iter().filter(|name| !name.is_empty()).map(|name| (person.id, name)));
        }
        guard
    }

    /// Protects every wording that some fields of an item ever had, of so many letters at least. Where any length is
    /// protected, a short one is looked for as a whole text only.
    fn protect(&mut self, item: &Item, least: usize, hidden: impl Fn(&Name) -> bool) {
        for text in item.versions().iter().filter(|v| hidden(&v.name)).filter_map(|v| v.value.text()) {
            let words = letters(text);
            let length = words.chars().count();
            if length >= least {
                self.wordings.push((item.id, words, length >= if least > 1 { least } else { SHORT }));
            }
        }
    }

    /// How somebody is called who leads, helps, or is named as whoever told of it.
    pub(super) fn called(&self, lead: Lead, rules: &Rules<'_>, few: &mut BTreeMap<FewHolders, usize>) -> String {
        match (self.people_of(&lead).as_slice(), lead) {
            (people, Lead::Text(text)) if people.iter().all(|id| !self.hidden.contains(id)) => text,
            ([one], _) => rules.named_lead(*one, few).unwrap_or(A_DELEGATE).to_owned(),
            _ => A_DELEGATE.to_owned(),
        }
    }

    /// The delegates that a lead is, or of whom the typed text tells.
    pub(super) fn people_of(&self, lead: &Lead) -> Vec<Id> {
        match lead {
            Lead::Person(id) => vec![*id],
            Lead::Text(text) => self.people_in(text),
        }
    }

    /// Whether a text repeats protected words: it is them, or holds them whole, letters alone being compared; or it is
    /// a part of words that the action rests on.
    pub(super) fn repeats(&self, text: &str, evidence: &[Id]) -> bool {
        !self.repeated(text, evidence).is_empty()
    }

    /// The contributions whose protected words a text repeats.
    pub(super) fn repeated(&self, text: &str, evidence: &[Id]) -> Vec<Id> {
        let text = letters(text);
        let long = text.chars().count() >= SHORT;
        let repeats = |(id, words, enough): &&(Id, String, bool)| {
            if words.len() <= text.len() {
                *words == text || (*enough && text.contains(words.as_str()))
            } else {
                long && evidence.contains(id) && words.contains(&text)
            }
        };
        self.wordings.iter().filter(repeats).map(|(id, ..)| *id).collect()
    }

    /// The delegates of whom a typed text tells: it holds their whole name, or a first name that nobody else here has.
    pub(super) fn people_in(&self, text: &str) -> Vec<Id> {
        let text = words(text);
        let whole = |name: &[String]| text.windows(name.len()).any(|part| part == name);
        let mut found: BTreeSet<Id> = self.names.iter().filter(|(_, name)| whole(name)).map(|(id, _)| *id).collect();
        for word in &text {
            let holders: BTreeSet<Id> =
                self.names.iter().filter(|(_, name)| first(name) == Some(word)).map(|(id, _)| *id).collect();
            // A name that several people have says nothing, unless none of them may be named.
            if holders.len() == 1 || holders.iter().all(|id| self.hidden.contains(id)) {
                found.extend(holders);
            }
        }
        found.into_iter().collect()
    }

    /// Whether a theme may be shown: it repeats no protected words, and is not the name of somebody who is not named.
    pub(super) fn may_show(&self, theme: &str) -> bool {
        let of = words(theme);
        let hidden = self.names.iter().filter(|(id, _)| self.hidden.contains(id));
        !self.repeats(theme, &[]) && hidden.map(|(_, name)| name).all(|name| *name != of && first(name) != only(&of))
    }
}

fn first(name: &[String]) -> Option<&String> {
    name.iter().find(|word| !TITLES.contains(&word.as_str()))
}

const fn only(words: &[String]) -> Option<&String> {
    if let [one] = words { Some(one) } else { None }
}

/// The text as two people may have typed it alike: without case, accents and what cannot be seen.
fn plain(text: &str) -> impl Iterator<Item = char> + '_ {
    let seen = |c: &char| !is_combining_mark(*c) && !matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    text.nfkd().flat_map(char::to_lowercase).filter(seen)
}

/// The letters and digits of a text: a copy with other punctuation and spaces is a copy.
fn letters(text: &str) -> String {
    let letters: String = plain(text).filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() { text.split_whitespace().collect() } else { letters }
}

/// The words of a text; what neither shows nor parts words is left out of them.
fn words(text: &str) -> Vec<String> {
    let inside = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    let text: String = plain(text).filter(|c| !inside(*c)).map(|c| if c == '\u{2019}' { '\'' } else { c }).collect();
    let of = |word: &str| word.trim_matches('\'').trim_end_matches("'s").to_owned();
    let parted = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let words: Vec<String> = parted.map(of).filter(|word| !word.is_empty()).collect();
    // A name of signs alone is compared as it stands.
    if words.is_empty() { text.split_whitespace().map(str::to_owned).collect() } else { words }
}
