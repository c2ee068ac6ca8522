//! What may not stand in text that was typed: protected words, and the names of people who may not be named.
//!
//! A surname alone tells of somebody as a first name does, where nobody else here has it; but Hall, Young and Church are
//! said of other things all day. So a surname counts alone only from three letters on, where it is not one of the names
//! that are also words, and where this file's own lines do not write it small three times or more, as people do with an
//! ordinary word and hardly ever with a name.
//!
//! Plan text is nobody's wording, so it is not left out for a name in it: outside the team, where somebody stands in it by
//! their whole name, "a delegate" stands in its place, as it does where they lead. A whole name is two words or more, or
//! the one word that somebody gave where that is no ordinary word and no role; two words that are both ordinary ("Will
//! Young") count only where both are written large. A part of a name is left to the organiser, who is warned of it.

mod names;
mod wordings;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use self::names::Names;
use self::wordings::Wordings;
use super::consent::{FewHolders, Rules, Why, settled};
use super::gate::Withheld;
use super::voice::{Voice, place};
use crate::model::fields::{Contribution, Field, List, Name, field};
use crate::model::file::File;
use crate::model::item::{Glance, Item};
use crate::model::stamp::Id;
use crate::model::value::Value;
use crate::model::words::{Audience, Kind, Level};
use crate::plan::{Lead, is_also_a_word, is_held, is_of_a_role, is_unspaced};

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
    field::BARRIERS,
    field::DOMAIN,
    field::WHY_CHOSEN,
];
/// A shorter surname stands inside too much that is none.
const SHORT_NAME: usize = 3;
/// A word written small in so many lines is an ordinary word, though it be somebody's name.
const ORDINARY: usize = 3;
/// A shorter text says nothing of how to reach somebody.
const SHORT_CONTACT: usize = 7;
/// How a delegate is called who may be neither named nor told by role.
pub(super) const A_DELEGATE: &str = "a delegate";
/// What stands before a name and is none.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "reverend", "sir", "lady"];

/// What one audience may not see word for word, and whom it may not see by name.
pub(super) struct Guard<'a> {
    /// The letters of every protected wording.
    wordings: Wordings,
    /// The lines entered as an action that may be told in other words, with those words.
    pub(super) lines: HashMap<Id, Option<&'a str>>,
    names: Names,
    /// The delegates who may not be named.
    pub(super) hidden: HashSet<Id>,
    /// What plan text may not call them, by the first word, the longest first.
    whole_names: HashMap<String, Vec<WholeName>>,
}

/// A whole name.
#[derive(PartialEq)]
struct WholeName {
    /// Its words.
    words: Vec<String>,
    /// Whether it is one only where all of it is written large.
    large: bool,
}

impl<'a> Guard<'a> {
    pub(super) fn of(rules: &Rules<'a>, voices: &[Voice<'a>]) -> Self {
        let mut guard = Self {
            wordings: Wordings::default(),
            lines: HashMap::new(),
            names: Names::default(),
            hidden: HashSet::new(),
            whole_names: HashMap::new(),
        };
        for item in rules.file.list(&List::Contributions) {
            let voice = place(voices, item.id).and_then(|at| voices.get(at));
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
                guard.lines.insert(item.id, voice.map(|voice| voice.words()));
            }
            let hidden = |name: &Name| *name == field::TEXT.into() || (!one && *name == field::PARAPHRASE.into());
            guard.protect(item, 1, hidden);
            let telling = |name: &Name| TELLINGS.iter().any(|field| *name == Name::Known(*field));
            // Why a question goes no further is the team's to say wherever the question itself may be told.
            guard.protect(item, SHORT, |name| telling(name) || (!one && *name == field::REASON.into()));
        }
        let mut every_name = Vec::new();
        for person in rules.file.list(&List::Delegates) {
            let named = rules.named_lead(person.id, &mut BTreeMap::new());
            if named.is_none() || named != settled(person, field::NAME) {
                guard.hidden.insert(person.id);
            }
            let names = texts(person).into_iter().filter(|(name, _)| *name == field::NAME.into());
            let names: BTreeSet<Vec<String>> = names.map(|(_, text)| words(&text)).collect();
            every_name.extend(names.into_iter().filter(|name| !name.is_empty()).map(|name| (person.id, name)));
        }
        // What is held back is repeated nowhere either: lines are protected above, as whatever is not shown.
        let others = rules.file.lists().filter(|(list, _)| !matches!(list, List::Contributions | List::Actions));
        for item in others.flat_map(|(_, items)| items).filter(|item| is_held(item)) {
            guard.protect(item, 1, |_| true);
        }
        guard.wordings.sort();
        guard.names = Names::of(rules.file, every_name, &guard.hidden);
        // The team works with the plan, and is warned of names instead.
        if rules.audience != Audience::Team {
            guard.learn_whole_names(rules.file);
        }
        guard
    }

    /// Protects every wording that some fields of an item ever had, of so many letters at least. Where any length is
    /// protected, a short one is looked for as a whole text only.
    fn protect(&mut self, item: &Item, least: usize, hidden: impl Fn(&Name) -> bool) {
        for (_, text) in texts(item).into_iter().filter(|(name, _)| hidden(name)) {
            let words = letters(&text);
            let length = words.chars().count();
            if length >= least {
                self.wordings.add(item.id, &words, length >= if least > 1 { least } else { SHORT });
            }
        }
    }

    /// Learns every whole name that those had who may not be named.
    fn learn_whole_names(&mut self, file: &File) {
        let mut names: Vec<Vec<String>> = Vec::new();
        for person in file.list(&List::Delegates).iter().filter(|person| self.hidden.contains(&person.id)) {
            for (_, text) in texts(person).into_iter().filter(|(name, _)| *name == field::NAME.into()) {
                let own = spanned(&text).into_iter().map(|word| word.folded);
                names.push(own.filter(|word| !TITLES.contains(&word.as_str())).collect());
            }
        }
        // What holds a number is how a seat or a table is called.
        names.retain(|name| !name.iter().any(|word| word.chars().all(char::is_numeric)));
        let ordinary = ordinary_words(file, &names.iter().flatten().cloned().collect());
        let says_little =
            |word: &String| word.chars().count() < SHORT_NAME || ordinary.contains(word) || is_of_a_role(word);
        for name in names {
            let (Some(first), Some(last)) = (name.first().cloned(), name.last().cloned()) else { continue };
            let large = name.iter().all(says_little);
            if name.len() == 1 && large {
                continue;
            }
            let whole = name.len() > 2 || [&first, &last].iter().any(|word| word.chars().count() < 2);
            let mut ways = if whole || name.len() < 2 { vec![name.clone()] } else { Vec::new() };
            if name.len() > 1 && [&first, &last].iter().all(|word| word.chars().count() > 1) {
                ways.extend([vec![first.clone(), last.clone()], vec![last, first]]);
            }
            for words in ways {
                let Some(first) = words.first().cloned() else { continue };
                let large = words.iter().all(says_little);
                let alike = self.whole_names.entry(first).or_insert_with(|| Vec::with_capacity(1));
                alike.push(WholeName { words, large });
            }
        }
        for names in self.whole_names.values_mut() {
            names.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)));
            names.dedup();
        }
    }

    /// Plan text as it may be told: none where it repeats protected words; where it calls somebody by a whole name who may
    /// not be named, a delegate stands there.
    pub(super) fn plain(&self, text: &str, evidence: &[Id], withheld: &mut Withheld) -> Option<String> {
        if self.repeats(text, evidence) {
            withheld.wordings += 1;
            return None;
        }
        Some(self.unnamed(text, withheld))
    }

    /// A text in which nobody is called by a whole name who may not be named.
    pub(super) fn unnamed(&self, text: &str, withheld: &mut Withheld) -> String {
        if self.whole_names.is_empty() {
            return text.to_owned();
        }
        let words = spanned(text);
        let is_at = |at: usize, name: &WholeName| {
            let part = words.get(at..at + name.words.len());
            part.is_some_and(|part| {
                part.iter().map(|word| &word.folded).eq(&name.words)
                    && (!name.large || part.iter().all(|word| word.large))
            })
        };
        let (mut told, mut done, mut at) = (String::new(), 0, 0);
        while let Some(word) = words.get(at) {
            let names = self.whole_names.get(&word.folded).into_iter().flatten();
            let Some(name) = names.into_iter().find(|name| is_at(at, name)) else {
                at += 1;
                continue;
            };
            // The title goes with the name.
            let title = at.checked_sub(1).and_then(|before| words.get(before)).filter(|title| {
                let between = text.get(title.to..word.from).unwrap_or_default();
                TITLES.contains(&title.folded.as_str())
                    && title.from >= done
                    && between.chars().all(|c| c == '.' || c.is_whitespace())
            });
            told.push_str(text.get(done..title.map_or(word.from, |title| title.from)).unwrap_or_default());
            told.push_str(A_DELEGATE);
            at += name.words.len();
            done = words.get(at - 1).map_or(done, |last| last.to);
            withheld.names += 1;
        }
        told.push_str(text.get(done..).unwrap_or_default());
        told
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
        let text = letters(text);
        self.wordings.repeated(&text).chain(self.parted(&text, evidence)).next().is_some()
    }

    /// The contributions whose protected words a text repeats.
    pub(super) fn repeated(&self, text: &str, evidence: &[Id]) -> Vec<Id> {
        let text = letters(text);
        let found: BTreeSet<Id> = self.wordings.repeated(&text).chain(self.parted(&text, evidence)).collect();
        found.into_iter().collect()
    }

    /// Those that an action rests on and of whose words a text is a part.
    fn parted<'t>(&'t self, text: &'t str, evidence: &'t [Id]) -> impl Iterator<Item = Id> + 't {
        let long = text.chars().count() >= SHORT;
        let is_part =
            move |id: &&Id| self.wordings.of_item(**id).any(|own| own.len() > text.len() && own.contains(text));
        evidence.iter().filter(move |_| long).filter(is_part).copied()
    }

    /// The delegates of whom a typed text tells.
    pub(super) fn people_in(&self, text: &str) -> Vec<Id> {
        self.names.people_in(text)
    }

    /// Whether a theme may be shown: it repeats no protected words, and is not the name of somebody who is not named.
    pub(super) fn may_show(&self, theme: &str) -> bool {
        !self.repeats(theme, &[]) && !self.names.hidden_in(theme)
    }
}

/// Every text that an item ever held, with its field; what was given as a list, where a text belongs, text by text.
fn texts(item: &Item) -> Vec<(Name, Cow<'_, str>)> {
    let mut texts = Vec::new();
    if item.is_plain() {
        item.glance(|field, value| {
            if let Glance::Text(text) | Glance::In(text) = value {
                texts.push((field.into(), Cow::Borrowed(text)));
            }
        });
        return texts;
    }
    for version in item.versions() {
        match (&version.value, version.name.split()) {
            (Value::Text(text), _) => texts.push((version.name.clone(), Cow::Borrowed(&**text))),
            (Value::Flag(_), Some((set, element))) => texts.push((set.into(), Cow::Borrowed(element))),
            (Value::Json(json), _) => {
                let mut found = Vec::new();
                texts_in(json, &mut found);
                texts.extend(found.into_iter().map(|text| (version.name.clone(), text)));
            }
            _ => {}
        }
    }
    texts
}

fn texts_in<'a>(json: &'a serde_json::Value, found: &mut Vec<Cow<'a, str>>) {
    match json {
        serde_json::Value::String(text) => found.push(Cow::Borrowed(text)),
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts_in(value, found)),
        serde_json::Value::Object(values) => values.values().for_each(|value| texts_in(value, found)),
        _ => {}
    }
}

/// Those of some names that are ordinary words too: in the list of such names, or written small in three lines here.
pub(super) fn ordinary_words(file: &File, names: &HashSet<String>) -> HashSet<String> {
    let mut ordinary: HashSet<String> = names.iter().filter(|name| is_also_a_word(name)).cloned().collect();
    let mut lines: HashMap<&str, usize> = HashMap::new();
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    for text in file.live(&List::Contributions).filter_map(|item| item.text(field::TEXT)) {
        let met: HashSet<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(small).filter(|word| names.contains(*word)).collect();
        for word in met {
            *lines.entry(word).or_default() += 1;
        }
    }
    ordinary.extend(lines.into_iter().filter(|(_, count)| *count >= ORDINARY).map(|(word, _)| word.to_owned()));
    ordinary
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

/// A word of a text, and where it stands there.
struct Spanned {
    from: usize,
    to: usize,
    folded: String,
    /// Whether it is written with a capital, or in a script that has none.
    large: bool,
}

/// The words of a text with their places. Each letter of a script that puts no spaces between words is one; an
/// apostrophe within a word makes no difference, and what stands after the last one in "Joy's" is no part of it.
fn spanned(text: &str) -> Vec<Spanned> {
    let mut words: Vec<Spanned> = Vec::new();
    // Whether the last word may go on.
    let mut open = false;
    for (from, c) in text.char_indices() {
        let to = from + c.len_utf8();
        match words.last_mut().filter(|_| open) {
            Some(word) if is_combining_mark(c) || is_inside(c) => word.to = to,
            Some(word) if c.is_alphanumeric() && !is_unspaced(c) => {
                word.to = to;
                fold_into(&mut word.folded, c);
            }
            Some(_) if matches!(c, '\'' | '\u{2019}' | '\u{2bc}') => {
                let mut after = text.get(to..).unwrap_or_default().chars();
                let (next, then) = (after.next(), after.next());
                let owns = matches!(next, Some('s' | 'S')) && !then.is_some_and(char::is_alphanumeric);
                open = !owns && next.is_some_and(char::is_alphanumeric);
            }
            _ if c.is_alphanumeric() => {
                open = !is_unspaced(c);
                let mut folded = String::new();
                fold_into(&mut folded, c);
                words.push(Spanned { from, to, folded, large: !c.is_lowercase() });
            }
            _ => open = false,
        }
    }
    words
}

fn fold_into(word: &mut String, c: char) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
    } else {
        word.extend(plain(c.encode_utf8(&mut [0; 4])));
    }
}

/// Whether a character neither shows nor parts words.
const fn is_inside(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The words of a text; what neither shows nor parts words is left out of them.
fn words(text: &str) -> Vec<String> {
    let text: String = plain(text).filter(|c| !is_inside(*c)).map(|c| if c == '\u{2019}' { '\'' } else { c }).collect();
    let of = |word: &str| word.trim_matches('\'').trim_end_matches("'s").to_owned();
    let parted = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let mut words: Vec<String> = parted.map(of).filter(|word| !word.is_empty()).collect();
    // Those of names stay, and there may be very many of them.
    words.shrink_to_fit();
    // A name of signs alone is compared as it stands.
    if words.is_empty() { text.split_whitespace().map(str::to_owned).collect() } else { words }
}
