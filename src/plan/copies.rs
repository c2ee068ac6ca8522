//! Withdrawn words, and the name of whoever said them, where they stand in other people's text: an action, a reason, a
//! note, a theme, somebody's paraphrase. Nobody can compare once the words are gone, so this is worked out while they
//! are in hand: at the withdrawal, and at a merge that brings a file which did not know of it.
//!
//! A copy is a run of five words, or the whole of a shorter text of two words or more. What three other people said in
//! the very same words is nobody's own. What becomes of a copy is for a person to decide: the wording is struck, or the
//! item keeps it as other people's own words. Until then a mark on the item says where (field, edit, letters, never the
//! words), and the gate holds the item back.

mod needles;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub use needles::Gone;
use needles::{Hit, What, is_of_names, may_hold_words};

use crate::model::edit::Edit;
use crate::model::fields::{Field, List, Name, Shape, field};
use crate::model::file::{File, Withdrawal};
use crate::model::item::{Item, Version};
use crate::model::stamp::{Id, Stamp};
use crate::model::value::Value;

/// What stands where words were struck.
const WITHDRAWN: &str = "[withdrawn]";
/// What so many other people said alike is nobody's own; a name written small in so many lines is an ordinary word.
const ORDINARY: usize = 3;
/// Texts that are days, times and words of closed lists, and nobody's words.
const NO_WORDS: &[Field] = &[
    field::TIME,
    field::DATE,
    field::STARTS,
    field::ENDS,
    field::PROMISE,
    field::KEEP_UNTIL,
    field::DUE,
    field::UNTIL,
    field::FEEDBACK,
    field::STAGE,
    field::CATEGORY,
    field::LANGUAGE,
    field::OPTION,
    field::EVENT,
    field::WORDING,
    field::ABOUT,
    field::ENTRY,
    field::FEELING,
    field::CELEBRATION,
];
/// Sets of ids and of words of closed lists.
const NO_WORD_SETS: &[Field] = &[
    field::EVIDENCE,
    field::FEATURES,
    field::STRANDS,
    field::BENEFITS,
    field::SETTLED,
    field::INVITED,
    field::FORMATS,
    field::HELD,
];

/// A value that repeats withdrawn words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// The field, or the element of a set; `themes/` for one of the elements that the edit wrote.
    name: Name,
    at: Stamp,
    /// The letters of the text, in bytes; none for the whole of the value.
    spans: Vec<(usize, usize)>,
}

impl Place {
    fn is_of(&self, version: &Version) -> bool {
        self.at == version.at && (self.name == version.name || self.name == unworded(&version.name))
    }
}

/// An item of somebody else that repeats withdrawn words.
#[derive(Clone, Debug)]
pub struct Copy {
    /// Its list.
    pub list: List,
    /// The item.
    pub id: Id,
    /// Its text as it stands, or the earlier wording that repeats them.
    pub text: String,
    /// The same once they are struck.
    pub struck: String,
    /// The fields that repeat them, as people read them; the text is of the first.
    pub fields: String,
    /// Whether only earlier wordings of it repeat them.
    pub past: bool,
    places: Vec<Place>,
}

/// Everything that repeats withdrawn words.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// The items, by list and id.
    pub found: Vec<Copy>,
    /// Other people who are called just the same: the name stays theirs, unless they are the same person.
    pub namesakes: BTreeSet<Id>,
}

impl Copies {
    /// Looks for what repeats words that are about to be withdrawn from this file; says also what they were.
    pub fn of(file: &File, what: &[Withdrawal]) -> (Self, Gone) {
        let items = what.iter().filter_map(|what| if let Withdrawal::Item(id) = what { Some(*id) } else { None });
        let items: HashSet<Id> = items.collect();
        let gone = Gone::of(file.items().filter(|(_, item)| items.contains(&item.id)), file, &items);
        (Self::repeating(file, &gone), gone)
    }

    /// Looks for what repeats words that are gone, or are about to go.
    pub fn repeating(file: &File, gone: &Gone) -> Self {
        let mut copies = Self { found: Vec::new(), namesakes: gone.namesakes.clone() };
        if gone.is_empty() {
            return copies;
        }
        let mut tally = Tally::default();
        let mut hits: Vec<Met<'_>> = Vec::new();
        for (list, items) in file.lists().filter(|(list, _)| may_hold_words(list)) {
            for item in items.iter().filter(|item| !gone.holds(item.id)) {
                let mut of_item = Vec::new();
                for version in item.versions() {
                    let Some(text) = text_of(list, version) else { continue };
                    // Their own name is theirs, whoever else has it.
                    let own = *list == List::Delegates && version.name == field::NAME.into();
                    let found: Vec<Hit> = gone.hits(&text).into_iter().filter(|hit| !(own && hit.is_name())).collect();
                    if !found.is_empty() {
                        tally.count(list, item, version, &found);
                        of_item.push((version, found));
                    }
                }
                if !of_item.is_empty() {
                    hits.push((list, item, of_item));
                }
            }
        }
        for (list, item, of_item) in hits {
            let places = of_item.into_iter().filter_map(|(version, found)| {
                let spans: Vec<(usize, usize)> =
                    found.iter().filter(|hit| !tally.is_ordinary(hit)).map(|hit| hit.at).collect();
                let whole = version.value.text().is_none();
                let place = Place {
                    name: version.name.clone(),
                    at: version.at,
                    spans: if whole { Vec::new() } else { joined(spans.clone()) },
                };
                (!spans.is_empty()).then_some(place)
            });
            let places: Vec<Place> = places.collect();
            if !places.is_empty() {
                copies.found.push(Copy::of(list, item, places));
            }
        }
        copies
    }

    /// What a file holds back because it repeats words that are no longer here.
    pub fn held(file: &File) -> Self {
        let held = file.items().filter(|(_, item)| is_held(item));
        let found = held.map(|(list, item)| {
            let places = item.set(field::HELD).filter_map(read_mark);
            Copy::of(list, item, places.collect())
        });
        Self { found: found.collect(), namesakes: BTreeSet::new() }
    }
}

impl Copy {
    fn of(list: &List, item: &Item, places: Vec<Place>) -> Self {
        let stands = |version: &Version| item.standing(&version.name).any(|v| std::ptr::eq(v, version));
        let of_places = || {
            let versions = item.versions().iter().filter(|v| v.value != Value::Flag(false));
            versions.filter_map(|version| Some((version, places.iter().find(|place| place.is_of(version))?)))
        };
        let shown = of_places().find(|(version, _)| stands(version)).or_else(|| of_places().next_back());
        let past = !shown.is_some_and(|(version, _)| stands(version));
        let text = shown.and_then(|(version, _)| words_of(version)).unwrap_or_default().into_owned();
        let struck = shown.map_or_else(String::new, |(_, place)| replaced(&text, &place.spans));
        // Of all its fields, the first of which is shown.
        let mut fields: Vec<String> = Vec::new();
        for (version, _) in of_places().filter(|(version, _)| past || stands(version)) {
            let name = version.name.split().map_or(version.name.as_str(), |(set, _)| set).replace('_', " ");
            if !fields.contains(&name) {
                fields.push(name);
            }
        }
        Self { list: list.clone(), id: item.id, text, struck, fields: fields.join(", "), past, places }
    }

    /// Strikes the wording for good, here and in what it was before: what is to be joined and saved.
    pub fn strike(&self, file: &File, stamp: Stamp, delta: &mut File) {
        let Some(item) = file.find(&self.list, self.id) else { return };
        // The id of a judgement on two names is made of them, so that there is no wording of it to name.
        if self.list == List::Pairs && is_of_names(item) {
            return delta.withdraw([Withdrawal::Item(self.id)]);
        }
        let mut versions = Vec::new();
        let mut write = |name: &Name, value: Value| {
            versions.push(Version { name: name.clone(), at: stamp, value, replaced_by: None });
        };
        let standing = item.versions().iter().filter(|v| v.replaced_by.is_none() && v.value != Value::Null);
        for version in standing.filter(|v| self.places.iter().any(|place| place.at == v.at)) {
            let place = self.places.iter().find(|place| place.is_of(version));
            match (place, version.name.split()) {
                (Some(place), None) => {
                    if let Some(text) = version.value.text() {
                        write(&version.name, replaced(text, &place.spans).into());
                    }
                }
                // All that an edit wrote into a set goes with it; what says nothing of them is put in again.
                (None, Some((set, _))) if version.value.is_true() => {
                    let touched = |place: &&Place| place.at == version.at && place.name.element_of(set).is_some();
                    if self.places.iter().any(|place| touched(&place)) {
                        write(&version.name, Value::Flag(true));
                    }
                }
                _ => {}
            }
        }
        delta.insert(&self.list, Arc::new(Item::new(self.id, versions)));
        let wordings = self.places.iter().map(|p| Withdrawal::Wording(self.id, p.at, unworded(&p.name)));
        delta.withdraw(wordings.collect::<Vec<_>>());
        self.release(item, file, stamp, delta);
    }

    /// Keeps it as other people's own words, which no later merge asks about again.
    pub fn keep(&self, file: &File, stamp: Stamp, delta: &mut File) {
        let Some(item) = file.find(&self.list, self.id) else { return };
        let marked = Item::new(self.id, self.marks());
        self.release(&item.join(&marked), file, stamp, delta);
    }

    /// Takes off the marks that hold the item back.
    fn release(&self, item: &Item, file: &File, stamp: Stamp, delta: &mut File) {
        let mut with = File::new(file.kind);
        with.insert(&self.list, Arc::new(item.clone()));
        let mut edit = Edit::new(&with, stamp);
        for mark in item.set(field::HELD) {
            edit.take(&self.list, self.id, field::HELD, mark);
        }
        delta.join(&edit.finish());
    }

    /// The marks that hold the item back. They stand under the stamp of the item itself, so that two machines which find
    /// the same write the same, and finding it again changes nothing.
    fn marks(&self) -> Vec<Version> {
        let mark = |place: &Place| {
            let spans: Vec<String> = place.spans.iter().map(|(from, to)| format!("{from}-{to}")).collect();
            let mark = format!("{} {} {}", unworded(&place.name).as_str(), place.at, spans.join("+"));
            let name = field::HELD.element(mark.trim_end());
            Version { name, at: self.id.stamp, value: Value::Flag(true), replaced_by: None }
        };
        self.places.iter().map(mark).collect()
    }
}

/// Whether somebody has still to decide on withdrawn words that an item repeats.
pub fn is_held(item: &Item) -> bool {
    item.set(field::HELD).next().is_some()
}

/// Holds back what repeats words that are gone. Gives the marks that are new, one item each.
pub fn hold(file: &mut File, gone: &Gone) -> File {
    let mut marks = File::new(file.kind);
    for copy in Copies::repeating(file, gone).found {
        let mark = Item::new(copy.id, copy.marks());
        let new = file.find(&copy.list, copy.id).is_some_and(|item| item.join(&mark) != **item);
        if new {
            marks.insert(&copy.list, Arc::new(mark));
        }
    }
    file.join(&marks);
    marks
}

fn read_mark(mark: &str) -> Option<Place> {
    let (place, spans) = match mark.rsplit_once(' ') {
        Some((place, spans)) if spans.parse::<Stamp>().is_err() => (place, spans),
        _ => (mark, ""),
    };
    let (name, at) = place.rsplit_once(' ')?;
    let span = |text: &str| text.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let spans = spans.split('+').filter_map(span).collect();
    Some(Place { name: name.into(), at: at.parse().ok()?, spans })
}

/// An item with the values of it that repeat something.
type Met<'a> = (&'a List, &'a Item, Vec<(&'a Version, Vec<Hit>)>);

/// How often each hit was met.
#[derive(Default)]
struct Tally {
    speakers: HashMap<u64, HashSet<Id>>,
    small: HashMap<u64, HashSet<Id>>,
}

impl Tally {
    fn count(&mut self, list: &List, item: &Item, version: &Version, found: &[Hit]) {
        if *list != List::Contributions || version.name != field::TEXT.into() {
            return;
        }
        for hit in found {
            match (hit.what, item.link(field::SPEAKER)) {
                (What::Run, Some(speaker)) => _ = self.speakers.entry(hit.key).or_default().insert(speaker),
                (What::Small, _) => _ = self.small.entry(hit.key).or_default().insert(item.id),
                _ => {}
            }
        }
    }

    /// Whether it says nothing of anybody: three other people said it, or it is an ordinary word in three lines.
    fn is_ordinary(&self, hit: &Hit) -> bool {
        let of = match hit.what {
            What::Run => &self.speakers,
            What::Small => &self.small,
            What::Name | What::Part => return false,
        };
        of.get(&hit.key).is_some_and(|met| met.len() >= ORDINARY)
    }
}

/// The text of a value that may be anybody's words; none for days, ids and words of closed lists.
fn text_of<'a>(list: &List, version: &'a Version) -> Option<Cow<'a, str>> {
    match &version.name {
        Name::Known(known) => {
            let shape = || list.fields().iter().find(|about| about.field == *known).map(|about| about.shape);
            let skipped = NO_WORDS.contains(known) || !matches!(shape(), None | Some(Shape::Text | Shape::Set));
            // A value that another hand wrote where a word of a list belongs may be anybody's.
            let odd = matches!(version.value, Value::Json(_));
            if skipped && !odd { None } else { words_of(version) }
        }
        Name::Other(_) => {
            let listed = version.name.split().is_some_and(|(set, _)| NO_WORD_SETS.iter().any(|no| no.name() == set));
            if listed { None } else { words_of(version) }
        }
    }
}

fn words_of(version: &Version) -> Option<Cow<'_, str>> {
    match (&version.value, version.name.split()) {
        (Value::Text(text), _) => Some(Cow::Borrowed(text)),
        (Value::Json(json), _) => Some(Cow::Owned(json.to_string())),
        (Value::Flag(_), Some((_, element))) => Some(Cow::Borrowed(element)),
        _ => None,
    }
}

/// A name that holds nobody's words: of an element its set and a slash.
fn unworded(name: &Name) -> Name {
    name.split().map_or_else(|| name.clone(), |(set, _)| Name::Other(format!("{set}/").into()))
}

/// Spans in order, those that touch or overlap as one.
fn joined(mut spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    spans.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// A text with these letters struck; all of it where they are not said, or do not fit.
fn replaced(text: &str, spans: &[(usize, usize)]) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (from, to) in spans {
        let Some(before) = text.get(done..*from).filter(|_| text.get(*from..*to).is_some()) else {
            return WITHDRAWN.into();
        };
        out.push_str(before);
        out.push_str(WITHDRAWN);
        done = *to;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    if spans.is_empty() { WITHDRAWN.into() } else { out }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    const SAID: &str = "they moved the bus stop to the ring road";

    /// Somebody, a line of theirs, and what repeats it once they withdraw.
    fn copies(name: &str, said: &str, others: &[&str]) -> Vec<String> {
        let mut sample = Sample::new(1);
        let person = sample.add(&List::Delegates, &[(field::NAME, name)]);
        let other = sample.add(&List::Delegates, &[(field::NAME, "Sam Sample")]);
        let line = sample.say(Some(person), "quote", said);
        for text in others {
            sample.say(Some(other), "quote", text);
        }
        let (copies, _) = Copies::of(&sample.file, &[person, line].map(Withdrawal::Item));
        copies.found.into_iter().map(|copy| copy.struck).collect()
    }

    #[test]
    fn a_run_of_five_words_is_a_copy_however_it_is_written() {
        for (text, struck) in [
            ("she said THEY MOVED the bus stop", Some("she said [withdrawn]")),
            ("They moved, the: bus-stop!", Some("[withdrawn]!")),
            ("th\u{e9}y moved the bus stop", Some("[withdrawn]")),
            ("they moved the bus stop to the ring road and back", Some("[withdrawn] and back")),
            ("they moved the bus and the hall", None),
            ("moved the bus stop", None),
        ] {
            let found = copies("Joy Example", SAID, &[text]);
            assert_eq!(found.first().map(String::as_str), struck, "{text}");
        }
        // A shorter text is looked for whole, one word never.
        assert_eq!(copies("Joy Example", "bring cake", &["he will bring cake"]), ["he will [withdrawn]"]);
        assert_eq!(copies("Joy Example", "cake", &["cake for all"]), Vec::<String>::new());
        assert_eq!(copies("Joy Example", "公車站被移走了", &["他說公車站被移走"]).len(), 1);
    }

    #[test]
    fn a_name_is_found_whole_joined_or_alone_where_it_is_nobody_elses_and_no_word() {
        for (name, text, found) in [
            ("Joy Example", "ask Joy Example", true),
            ("Joy Example", "joy example has it", true),
            ("Joy Example", "Example, Joy", true),
            ("Joy Example", "#joyexample", true),
            ("Joy Quill", "Mrs Quill's key", true),
            ("Joy Quill", "mrs quill", true),
            ("Joy Quill", "Joy has it", true),
            ("Joy Quill", "a joy to see", false),
            ("Ann Hall", "the hall is cold", false),
            ("Ann Hall", "ask Ms Hall", true),
            ("Ann Sample", "Sam Sample said", false),
            ("Will Wu", "Will it open? Wu", false),
            ("Dr Amina Khan", "Doctor Khan", true),
            ("Local resident", "a local resident", false),
        ] {
            assert_eq!(copies(name, "x", &[text]).len(), usize::from(found), "{name}: {text}");
        }
        assert_eq!(copies("Joy Quill", "x", &["Joy's key"]), ["[withdrawn]'s key"]);
    }

    #[test]
    fn to_strike_takes_every_value_that_repeats_it_and_leaves_the_others() {
        let mut sample = Sample::new(1);
        let joy = sample.add(&List::Delegates, &[(field::NAME, "Joy Quill")]);
        let line = sample.say(Some(joy), "quote", SAID);
        let action = sample.add(&List::Actions, &[(field::TEXT, "Ask Joy Quill"), (field::NEED, "a key")]);
        sample.set(&List::Actions, action, field::TEXT, "Ask the council");
        sample.set(&List::Actions, action, field::MEASURE, "they moved the bus stop back");
        sample.edit(|edit| {
            edit.put(&List::Actions, action, field::THEMES, "joyquill");
            edit.put(&List::Actions, action, field::THEMES, "transport");
        });
        let what = [joy, line].map(Withdrawal::Item);
        let (copies, _) = Copies::of(&sample.file, &what);
        let [copy] = copies.found.as_slice() else { panic!("{:?}", copies.found) };
        let mut delta = File::new(sample.file.kind);
        let stamp = sample.edit(|edit| edit.stamp());
        copy.strike(&sample.file, stamp, &mut delta);
        delta.withdraw(what);
        let old = sample.file.clone();
        for mut file in [sample.file.clone(), File::default()] {
            file.join(&delta);
            file.join(&old);
            let text = String::from_utf8(file.encode()).unwrap().to_lowercase();
            assert!(!text.contains("quill") && !text.contains("bus stop"), "{text}");
            let item = file.find(&List::Actions, action).unwrap();
            assert_eq!(item.text(field::TEXT), Some("Ask the council"));
            assert_eq!(item.text(field::MEASURE), Some("[withdrawn] back"));
            assert_eq!(item.set(field::THEMES).collect::<Vec<_>>(), ["transport"]);
            assert!(item.has_base());
            assert_eq!(File::decode(&file.encode()).unwrap(), file);
        }
    }

    #[test]
    fn a_mark_tells_where_and_never_what_and_is_the_same_on_every_machine() {
        let mut sample = Sample::new(1);
        let joy = sample.add(&List::Delegates, &[(field::NAME, "Joy Quill")]);
        let line = sample.say(Some(joy), "quote", SAID);
        let other = sample.say(None, "quote", "she says they moved the bus stop");
        let gone: Vec<(List, Arc<Item>)> = sample
            .file
            .items()
            .filter(|(_, item)| item.id == joy || item.id == line)
            .map(|(list, item)| (list.clone(), Arc::clone(item)))
            .collect();
        let ids = HashSet::from([joy, line]);
        sample.file.withdraw([joy, line].map(Withdrawal::Item));
        let gone = Gone::of(gone.iter().map(|(list, item)| (list, item)), &sample.file, &ids);
        let mut twin = sample.file.clone();
        let marks = hold(&mut sample.file, &gone);
        assert_eq!(marks.size(), 1);
        assert!(!String::from_utf8(marks.encode()).unwrap().contains("bus"));
        hold(&mut twin, &gone);
        assert_eq!((twin.encode(), hold(&mut twin, &gone).size()), (sample.file.encode(), 0));
        assert!(is_held(sample.file.find(&List::Contributions, other).unwrap()));
        let held = Copies::held(&sample.file);
        assert_eq!(held.found[0].struck, "she says [withdrawn]");
        let stamp = sample.edit(|edit| edit.stamp());
        let mut delta = File::new(sample.file.kind);
        held.found[0].keep(&sample.file, stamp, &mut delta);
        sample.file.join(&delta);
        assert!(!is_held(sample.file.find(&List::Contributions, other).unwrap()));
        assert_eq!(hold(&mut sample.file, &gone).size(), 0);
    }
}
