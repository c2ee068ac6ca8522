//! The people of the room as the review looks at them: how far their words may travel, and whether a line names them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::model::fields::{Contribution, Delegate, List, Workshop};
use crate::model::file::File;
use crate::model::fold::{fold_into, folded};
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::{Cap, Level};
use crate::plan::likeness::is_unspaced;

/// First and last names that are also words, so that at the beginning of a sentence they say nothing.
pub(in crate::plan) const WORDS_TOO: &[&str] = &[
    "art",
    "baker",
    "banks",
    "bell",
    "best",
    "bill",
    "bridge",
    "brown",
    "carol",
    "carpenter",
    "church",
    "cook",
    "cross",
    "dawn",
    "day",
    "dean",
    "faith",
    "field",
    "fisher",
    "fox",
    "frank",
    "grace",
    "grant",
    "green",
    "guy",
    "hall",
    "head",
    "heather",
    "hill",
    "hope",
    "house",
    "jack",
    "joy",
    "king",
    "knight",
    "lane",
    "law",
    "lee",
    "lily",
    "little",
    "long",
    "love",
    "mark",
    "marsh",
    "miles",
    "moon",
    "north",
    "olive",
    "page",
    "parish",
    "park",
    "pat",
    "penny",
    "pool",
    "post",
    "price",
    "ray",
    "rich",
    "rivers",
    "rob",
    "robin",
    "rose",
    "ruby",
    "sandy",
    "sharp",
    "short",
    "small",
    "snow",
    "south",
    "spring",
    "stone",
    "street",
    "sue",
    "summer",
    "victor",
    "violet",
    "waters",
    "wells",
    "west",
    "white",
    "will",
    "winter",
    "wood",
    "woods",
    "young",
];

/// Months are always written large, and "in May" is not about somebody.
pub(in crate::plan) const MONTHS: &[&str] = &["april", "august", "june", "may"];

/// Whether a name, written small and without accents, is also an ordinary word: alone it says nothing of anybody.
pub fn is_also_a_word(name: &str) -> bool {
    WORDS_TOO.contains(&name) || MONTHS.contains(&name)
}

/// Whether a word, written small and without accents, makes what somebody is called a role.
pub fn is_of_a_role(word: &str) -> bool {
    ROLES.contains(&word)
}

/// A word of these in what somebody is called makes it a role, as with people who gave no name.
pub(in crate::plan) const ROLES: &[&str] = &[
    "advisor",
    "carer",
    "care",
    "centre",
    "chair",
    "charity",
    "community",
    "coordinator",
    "council",
    "councillor",
    "delegate",
    "director",
    "doctor",
    "gp",
    "group",
    "health",
    "housing",
    "lead",
    "link",
    "local",
    "manager",
    "member",
    "nurse",
    "officer",
    "patient",
    "pharmacist",
    "practice",
    "pcn",
    "prescriber",
    "resident",
    "school",
    "seat",
    "social",
    "staff",
    "student",
    "table",
    "teacher",
    "team",
    "trust",
    "volunteer",
    "worker",
    "youth",
];

/// What stands before a name and is none.
const TITLES: &[&str] = &["cllr", "dr", "lady", "lord", "miss", "mr", "mrs", "ms", "prof", "professor", "rev", "sir"];

/// The people, read once.
#[derive(Debug, Default)]
pub(super) struct People {
    known: HashMap<Id, Arc<Item>>,
    /// How far each workshop lets words travel, and in which workshop a line was said.
    caps: BTreeMap<Id, Level>,
    origins: Origins,
    /// Whose first or last name a word is.
    names: HashMap<String, Vec<Id>>,
    /// Whole names of several words, by the first.
    whole: HashMap<String, Vec<(Vec<String>, Id)>>,
    /// Names in scripts without spaces.
    unspaced: Vec<(String, Id)>,
}

impl People {
    pub(super) fn of(file: &File) -> Self {
        let known = file.list(&List::Delegates).iter().map(|item| (item.id, Arc::clone(item))).collect();
        let mut people = Self { known, caps: caps(file), origins: Origins::of(file), ..Self::default() };
        for person in file.live(&List::Delegates).map(Delegate) {
            people.learn(person);
        }
        people
    }

    /// Whether what has just come into the file changes anything about the people.
    pub(super) fn differ(&self, file: &File, news: &File) -> bool {
        let same = |id: &Id| {
            let (mine, theirs) = (self.known.get(id), file.find(&List::Delegates, *id));
            matches!((mine, theirs), (Some(mine), Some(theirs)) if Arc::ptr_eq(mine, theirs))
        };
        // A line carries its speaker along unchanged: that is no news.
        !news.list(&List::Delegates).iter().all(|item| same(&item.id))
            || !news.withdrawn().is_empty() && self.known.len() != file.list(&List::Delegates).len()
            || !news.list(&List::Workshops).is_empty() && self.caps != caps(file)
            || [List::Runs, List::Recorders].iter().any(|list| !news.list(list).is_empty())
                && self.origins != Origins::of(file)
    }

    fn learn(&mut self, person: Delegate<'_>) {
        let name = person.name().unwrap_or_default().trim();
        if name.chars().next().is_some_and(is_unspaced) {
            if name.chars().count() > 1 {
                self.unspaced.push((name.to_owned(), person.id()));
            }
            return;
        }
        let is_large = |word: &&str| word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        let words: Vec<&str> = name.split_whitespace().collect();
        let parts: Vec<String> = words.iter().map(|word| folded(word.trim_end_matches(',')).collect()).collect();
        let is_role = parts.iter().any(|part| ROLES.contains(&part.as_str()))
            || person.role().is_some_and(|role| folded(role).eq(folded(name)));
        if is_role {
            return;
        }
        let own = || parts.iter().zip(&words).filter(|(part, _)| !TITLES.contains(&part.as_str()));
        let first = own().next();
        let last = own().next_back();
        for (part, word) in [first, last].into_iter().flatten() {
            let holders = self.names.entry(part.clone()).or_default();
            if is_large(word) && part.chars().count() > 1 && !holders.contains(&person.id()) {
                holders.push(person.id());
            }
        }
        let own: Vec<String> = own().map(|(part, _)| part.clone()).collect();
        if let [first, _, ..] = own.as_slice() {
            self.whole.entry(first.clone()).or_default().push((own, person.id()));
        }
    }

    /// How far words may travel: the lowest of the line's own level, the speaker's, and the workshop's cap.
    pub(super) fn effective(&self, said: Contribution<'_>) -> Level {
        let line = said.consent().unwrap_or(Level::Paraphrase);
        let person = said.speaker().and_then(|id| self.known.get(&id)).and_then(|item| Delegate(item).consent());
        // Of a writer nobody knows any workshop may be the one.
        let workshop = self.origins.workshop(said.id().stamp).and_then(|id| self.caps.get(&id));
        let cap = workshop.or_else(|| self.caps.values().min()).copied();
        [person, cap].into_iter().flatten().fold(line, Level::min)
    }

    /// The words of a text that name somebody whom it may not name: another than the speaker, or a speaker whose words
    /// do not travel with their name.
    pub(super) fn named<'t>(&self, text: &'t str, speaker: Option<Id>, level: Level) -> Option<&'t str> {
        let speaker = speaker.filter(|_| level == Level::Name);
        let held_back = |id: &Id| speaker != Some(*id);
        if speaker.is_none()
            && let Some(words) = introduction(text)
        {
            return Some(words);
        }
        let whole = self.unspaced.iter().filter(|(_, id)| held_back(id));
        let found = whole.filter_map(|(name, _)| text.find(name.as_str()).and_then(|at| text.get(at..at + name.len())));
        if let Some(name) = found.min_by_key(|name| name.len()) {
            return Some(name);
        }
        if self.names.is_empty() {
            return None;
        }
        let words: Vec<Word<'_>> = words(text).collect();
        let named = words.iter().enumerate().find(|(at, word)| {
            let by_part = || self.names.get(&word.folded).is_some_and(|ids| ids.iter().any(held_back));
            if word.may_be_name() && by_part() {
                return true;
            }
            let rest = words.get(*at..).unwrap_or_default();
            let reads = |name: &[String]| {
                rest.len() >= name.len() && rest.iter().zip(name).all(|(word, part)| word.folded == *part)
            };
            let whole = self.whole.get(&word.folded);
            whole.is_some_and(|names| names.iter().any(|(name, id)| held_back(id) && reads(name)))
        });
        named.map(|(_, word)| word.text)
    }
}

/// How far the workshops of a file let words travel.
fn caps(file: &File) -> BTreeMap<Id, Level> {
    let workshops = file.live(&List::Workshops).map(Workshop);
    workshops.map(|workshop| (workshop.id(), workshop.cap().map_or(Level::Name, Cap::ceiling))).collect()
}

/// A word of a text.
struct Word<'a> {
    text: &'a str,
    folded: String,
    begins_sentence: bool,
}

impl Word<'_> {
    /// Whether it may be a name by itself: written large, and not only because a sentence begins.
    fn may_be_name(&self) -> bool {
        let Some(first) = self.text.chars().next() else { return false };
        let folded = self.folded.as_str();
        // A script without large letters says nothing by them: there a short word is as likely a word.
        let large = first.is_uppercase() || first.is_alphabetic() && !first.is_lowercase() && folded.len() > 4;
        large && !MONTHS.contains(&folded) && !(self.begins_sentence && WORDS_TOO.contains(&folded))
    }
}

/// The words of a text, without the `'s` of a possessive.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let is_apart = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'));
    let mut from = 0;
    text.split(is_apart).filter_map(move |piece| {
        let start = from;
        from += piece.len();
        let before = text.get(..start).unwrap_or_default().trim_end();
        from += text.get(from..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let word = piece.trim_matches(['\'', '’', '-']);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        if word.is_empty() {
            return None;
        }
        let mut folded = String::with_capacity(word.len());
        fold_into(&mut folded, word);
        let begins_sentence = before.is_empty() || before.ends_with(['.', '!', '?', ':', '“', '"', '…', '-', '–']);
        Some(Word { text: word, folded, begins_sentence })
    })
}

/// The words in which somebody says their name: "my name is Joy".
fn introduction(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let says = ["my name is ", "my name's ", "my name’s "];
    let found = says.iter().flat_map(|words| lower.match_indices(words).map(|(at, words)| (at, at + words.len())));
    let found = found.filter_map(|(from, to)| {
        // "My name is on the list": a name is written large, or is the last thing said.
        let rest = text.get(to..)?;
        let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let large = name.chars().next().is_some_and(|c| !c.is_lowercase());
        let last = name.chars().count() > 1 && rest.split_whitespace().count() == 1;
        if large || last { text.get(from..to + name.len()) } else { None }
    });
    found.min_by_key(|words| words.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::fields::field;
    use crate::plan::sample::Sample;

    /// Three people: Joy may be named, Sam may not, and one has no name.
    fn room() -> (Sample, Id, Id) {
        let mut sample = Sample::new(1);
        let joy = sample.seat(1, &[(field::NAME, "Joy Example")]);
        sample.set(&List::Delegates, joy, field::CONSENT, Level::Name);
        let sam = sample.seat(2, &[(field::NAME, "Dr Sam Đặng-Invented")]);
        sample.seat(3, &[(field::NAME, "Local Resident")]);
        sample.seat(4, &[(field::NAME, "王小明")]);
        sample.seat(5, &[(field::NAME, "May Will")]);
        (sample, joy, sam)
    }

    #[test]
    fn a_line_that_names_somebody_of_the_room_is_found() {
        let (sample, joy, sam) = room();
        let people = People::of(&sample.file);
        for (text, speaker) in [
            ("I told Joy about it", None),
            ("Sam's mother moved away", Some(sam)),
            ("ask sam dang-invented", Some(joy)),
            ("joy example was there", Some(sam)),
            ("we asked SAM", None),
            ("王小明說巴士站搬走了", None),
            ("my name is Pat", None),
            ("hello, my name's pat", None),
            ("I saw Will there", None),
        ] {
            let level = if speaker == Some(joy) { Level::Name } else { Level::Delegate };
            assert!(people.named(text, speaker, level).is_some(), "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_names_are_not() {
        let (sample, joy, _) = room();
        let people = People::of(&sample.file);
        for (text, speaker) in [
            ("I am Joy Example and I run the choir", Some(joy)),
            ("my name is Joy", Some(joy)),
            ("what a joy it was", None),
            ("Joy is what I feel", None),
            ("the same for everybody", None),
            ("Local people know. Residents know", None),
            ("in May we will meet. Will you come?", None),
            ("my name is on the list", None),
            ("my name is never asked for here", None),
            ("the samples", None),
        ] {
            assert_eq!(people.named(text, speaker, Level::Name), None, "{text}");
        }
    }
}
