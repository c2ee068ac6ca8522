//! Making one of many, by suggestion only: two records of one person, two names of one theme, two actions that say the
//! same.
//!
//! Nothing is joined here. A suggestion says which two and why; a person says yes, no or nothing, and a yes or no is a
//! judgement of the pair ([`crate::model::edit::Edit::pair`]), an item that joins and can be undone. People are never
//! suggested by name alone: something else must be the same too, and two seats of one recorder's room are two people
//! whatever they are called. What a pair costs does not grow with the file: only records that share a name and a sign
//! are compared, and a name that very many share under one sign tells nobody apart.
//!
//! What a yes changes is what is counted, and nothing else: each record keeps its own name, its own words and its own
//! consent. A yes is the organiser's guess, made later and elsewhere; a level is what a person said at a table of the
//! words spoken there. To carry it from one record to the other would let a guess raise what somebody agreed to, so
//! nothing of it is carried, up or down.
//!
//! That two contributions say the same is found by [`super::Review`], which holds the words already.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::likeness::Likeness;
use super::sessions::Sessions;
use super::themes::{Themes, join_themes, key};
use crate::model::edit::Edit;
use crate::model::fields::{Action, Delegate, List, Pair, field};
use crate::model::file::File;
use crate::model::fold::folded;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::value::Value;
use crate::model::words::PairKind;

/// More records than this that share a name and a sign tell nobody apart.
const CROWD: usize = 24;
/// How often two themes stand on one line before that is worth a word.
const TOGETHER: usize = 3;

/// Two that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What sort of things.
    pub about: PairKind,
    /// The one: an id, or a theme's name.
    pub one: String,
    /// The other.
    pub other: String,
    /// Why they look alike, in words.
    pub why: String,
    /// How much speaks for it: the most comes first.
    weight: u32,
}

impl Suggestion {
    /// The id of the judgement.
    fn pair(&self) -> Id {
        let (one, other) = names(self.about, &self.one, &self.other);
        Id::of_pair(self.about.name(), &one, &other)
    }
}

/// What is still to be judged: people first, then themes, then actions, each with the likeliest first.
pub fn suggestions(file: &File, origins: &Origins, programme: &Programme) -> Vec<Suggestion> {
    let judged = Judged::of(file);
    let all = [PairKind::Person, PairKind::Theme, PairKind::Idea];
    let all = all.into_iter().flat_map(|about| lookalikes(about, file, origins, programme));
    all.filter(|found| judged.leaves_open(found)).collect()
}

/// Everything of one sort that looks alike, whatever was judged of it, the likeliest first. Of ideas it is the actions:
/// the contributions are in the [review](super::Review).
pub fn lookalikes(about: PairKind, file: &File, origins: &Origins, programme: &Programme) -> Vec<Suggestion> {
    let sessions = Sessions::of(file, origins);
    let mut found = match about {
        PairKind::Person => people(file, origins, &sessions, programme),
        PairKind::Theme => themes(file),
        PairKind::Idea => actions(file, &sessions),
    };
    found.sort_by(|a, b| (b.weight, &a.one, &a.other).cmp(&(a.weight, &b.one, &b.other)));
    found
}

/// Says that two are one, or are two. Of two themes the second names both, unless they are one already.
pub fn judge(edit: &mut Edit<'_>, about: PairKind, one: &str, other: &str, same: bool) {
    if about == PairKind::Theme && same {
        join_themes(edit, one, other);
        return;
    }
    let (one, other) = names(about, one, other);
    let pair = edit.pair(about, &one, &other);
    edit.set(&List::Pairs, pair, field::SAME, same);
}

/// The two names of a pair as a judgement holds them: a theme by its key, so that "Bus" and "bus" are one.
fn names(about: PairKind, one: &str, other: &str) -> (String, String) {
    match about {
        PairKind::Theme => (key(one), key(other)),
        PairKind::Person | PairKind::Idea => (one.to_owned(), other.to_owned()),
    }
}

/// What somebody said yes or no to.
#[derive(Debug)]
pub struct Judged {
    pairs: BTreeSet<Id>,
    /// The records that are one person.
    pub people: Groups,
    /// The contributions that are one idea, and the actions that are one.
    pub ideas: Groups,
}

impl Judged {
    /// Reads it from a file.
    pub fn of(file: &File) -> Self {
        let said = |item: &&Arc<Item>| item.current(&field::SAME.into()).is_some_and(|said| said.value != Value::Null);
        let judged = file.list(&List::Pairs).iter().filter(|item| !item.is_removed()).filter(said);
        Self {
            pairs: judged.map(|item| item.id).collect(),
            people: Groups::of(file, PairKind::Person),
            ideas: Groups::of(file, PairKind::Idea),
        }
    }

    /// Whether a suggestion is still to be judged: nobody said yes or no to it, and the two are not one through others.
    pub fn leaves_open(&self, found: &Suggestion) -> bool {
        let groups = match found.about {
            PairKind::Person => &self.people,
            PairKind::Idea => &self.ideas,
            PairKind::Theme => return !self.pairs.contains(&found.pair()),
        };
        let ids = found.one.parse::<Id>().ok().zip(found.other.parse::<Id>().ok());
        let is_one = ids.is_some_and(|(one, other)| groups.with(one).contains(&other));
        !is_one && !self.pairs.contains(&found.pair())
    }

    /// Whether nobody has judged yet if two contributions are one idea.
    pub fn is_open(&self, one: Id, other: Id) -> bool {
        let pair = Id::of_pair(PairKind::Idea.name(), &one.to_string(), &other.to_string());
        !self.pairs.contains(&pair) && !self.ideas.with(one).contains(&other)
    }
}

/// What is one by somebody's judgement, however many pairs that took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// The group of each record that is in one.
    places: HashMap<Id, usize>,
    groups: Vec<Vec<Id>>,
}

/// People by number, records of one person by the same: who was heard is noted of very many lines.
pub(super) struct Speakers<'g> {
    people: &'g Groups,
    numbers: HashMap<Id, u32>,
}

impl<'g> Speakers<'g> {
    pub(super) fn of(people: &'g Groups) -> Self {
        Self { people, numbers: HashMap::new() }
    }

    /// The number of the person whose record this is.
    pub(super) fn number(&mut self, record: Id) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(self.people.first(record)).or_insert(next)
    }
}

impl Groups {
    /// The groups of people, or of ideas, that the judgements of a file make.
    pub fn of(file: &File, about: PairKind) -> Self {
        let mut groups = Self::default();
        let pairs = file.live(&List::Pairs).map(Pair).filter(|pair| pair.about() == Some(about) && pair.same());
        let ids = |pair: Pair<'_>| Some((pair.one()?.parse::<Id>().ok()?, pair.other()?.parse::<Id>().ok()?));
        for (one, other) in pairs.filter_map(ids) {
            groups.unite(one, other);
        }
        groups.groups.iter_mut().for_each(|group| group.sort_unstable());
        groups
    }

    /// Takes two as one.
    pub fn unite(&mut self, one: Id, other: Id) {
        match (self.places.get(&one).copied(), self.places.get(&other).copied()) {
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => {
                // The smaller goes into the larger, so that a long chain costs little.
                let size = |place: usize| self.groups.get(place).map_or(0, Vec::len);
                let (into, from) = if size(one) >= size(other) { (one, other) } else { (other, one) };
                let moved = self.groups.get_mut(from).map(std::mem::take).unwrap_or_default();
                self.places.extend(moved.iter().map(|id| (*id, into)));
                self.groups.get_mut(into).into_iter().for_each(|group| group.extend(&moved));
            }
            (Some(place), None) => self.put(other, place),
            (None, Some(place)) => self.put(one, place),
            (None, None) => {
                let place = self.groups.len();
                self.groups.push(Vec::with_capacity(2));
                self.put(one, place);
                self.put(other, place);
            }
        }
    }

    fn put(&mut self, id: Id, place: usize) {
        self.places.insert(id, place);
        self.groups.get_mut(place).into_iter().for_each(|group| group.push(id));
    }

    /// All that are one with this record, it among them; none where it stands alone.
    pub fn with(&self, id: Id) -> &[Id] {
        self.places.get(&id).and_then(|place| self.groups.get(*place)).map_or(&[], Vec::as_slice)
    }

    /// The record that stands for all that are one with this: the earliest of them.
    pub fn first(&self, id: Id) -> Id {
        self.with(id).first().copied().unwrap_or(id)
    }

    /// Whether nothing is one.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Every group of two and more.
    pub fn all(&self) -> impl Iterator<Item = &[Id]> {
        self.groups.iter().map(Vec::as_slice).filter(|group| !group.is_empty())
    }
}

/// A delegate as far as that tells who it is.
struct Person<'a> {
    id: Id,
    /// The words of the name, folded.
    name: Vec<String>,
    delegate: Delegate<'a>,
    /// The room of one recorder: two seats of it are two people.
    room: Option<Id>,
}

fn people(file: &File, origins: &Origins, sessions: &Sessions<'_>, programme: &Programme) -> Vec<Suggestion> {
    let person = |item| {
        let delegate = Delegate(item);
        let name: String = folded(delegate.name()?).collect();
        let name: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
        let name: Vec<String> = name.into_iter().filter(|word| !word.is_empty()).collect();
        let room = origins.recorder(delegate.id().stamp);
        (!name.is_empty()).then(|| Person { id: delegate.id(), name, delegate, room })
    };
    let here = file.live(&List::Delegates).filter(|item| sessions.take_in(item.id.stamp));
    let people: Vec<Person<'_>> = here.filter_map(person).collect();
    let mut sharing: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (place, person) in people.iter().enumerate() {
        let ends = [person.name.first(), person.name.last().filter(|_| person.name.len() > 1)];
        for end in ends.into_iter().flatten() {
            for (sign, _, _) in signs(person.delegate, programme) {
                sharing.entry((end.clone(), sign)).or_default().push(place);
            }
        }
    }
    let mut found: BTreeMap<(Id, Id), Suggestion> = BTreeMap::new();
    for together in sharing.values().filter(|together| (2..=CROWD).contains(&together.len())) {
        for (nth, one) in together.iter().enumerate() {
            for other in together.iter().skip(nth + 1) {
                let (Some(one), Some(other)) = (people.get(*one), people.get(*other)) else { continue };
                if let Some(suggestion) = compare(one, other, programme) {
                    found.entry((one.id.min(other.id), one.id.max(other.id))).or_insert(suggestion);
                }
            }
        }
    }
    found.into_values().collect()
}

/// What beside the name tells who somebody is: a key, how much it tells, and the words for it.
fn signs(delegate: Delegate<'_>, programme: &Programme) -> Vec<(String, u32, String)> {
    let key = |sort: &str, text: &str| format!("{sort} {}", folded(text.trim()).collect::<String>());
    let told = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut signs = Vec::new();
    if let Some(body) = told(delegate.organisation()) {
        signs.push((key("organisation", &body), 4, format!("both with {body}")));
    }
    if let Some(role) = told(delegate.role()) {
        signs.push((key("role", &role), 3, format!("both {role}")));
    }
    if let Some(category) = told(delegate.category()) {
        let title = programme.category(&category).map_or(category.as_str(), |category| category.title.as_str());
        signs.push((key("category", &category), 1, format!("both of {title}")));
    }
    signs
}

fn compare(one: &Person<'_>, other: &Person<'_>, programme: &Programme) -> Option<Suggestion> {
    if one.id == other.id || (one.room.is_some() && one.room == other.room) {
        return None;
    }
    let (named, name_weight) = names_alike(&one.name, &other.name)?;
    let theirs = signs(other.delegate, programme);
    let mine = signs(one.delegate, programme);
    let shared: Vec<_> = mine.into_iter().filter(|(key, ..)| theirs.iter().any(|(other, ..)| other == key)).collect();
    if shared.is_empty() {
        return None;
    }
    let weight = name_weight + shared.iter().map(|(_, weight, _)| weight).sum::<u32>();
    let why: Vec<String> = std::iter::once(named.to_owned()).chain(shared.into_iter().map(|(.., why)| why)).collect();
    let (one, other) = if one.id <= other.id { (one.id, other.id) } else { (other.id, one.id) };
    Some(Suggestion {
        about: PairKind::Person,
        one: one.to_string(),
        other: other.to_string(),
        why: why.join("; "),
        weight,
    })
}

/// Whether two names may be of one person, and how much that tells.
fn names_alike(one: &[String], other: &[String]) -> Option<(&'static str, u32)> {
    if one == other {
        return Some(("the same name", 3));
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() == 1 && long.first() == short.first() {
        return Some(("one is a first name alone", 1));
    }
    if short.len() != long.len() {
        return None;
    }
    let stands_for = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    let differ: Vec<(&String, &String)> = short.iter().zip(long).filter(|(short, long)| short != long).collect();
    match differ.as_slice() {
        [(a, b)] if stands_for(a, b) || stands_for(b, a) => Some(("one is shortened to a letter", 2)),
        [(a, b)] if a.chars().count().min(b.chars().count()) >= 5 && one_letter_apart(a, b) => {
            Some(("one letter differs in the name", 2))
        }
        _ => None,
    }
}

/// Whether one letter put in, left out or changed makes one word of the other.
fn one_letter_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let begin = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let longest = one.len().max(other.len());
    one.len().abs_diff(other.len()) <= 1 && begin + end + 1 >= longest
}

/// Names of themes that look like one, or that stand together again and again.
fn themes(file: &File) -> Vec<Suggestion> {
    let shown = Themes::of(file);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for item in file.live(&List::Contributions) {
        let mut names = shown.of_item(item);
        names.sort_unstable();
        for name in &names {
            *counts.entry(name).or_default() += 1;
        }
        // Many tags on one line say nothing of any two of them.
        for (nth, one) in names.iter().take(6).enumerate() {
            for other in names.iter().take(6).skip(nth + 1) {
                *pairs.entry((one, other)).or_default() += 1;
            }
        }
    }
    let mut found = Vec::new();
    let suggest = |one: &str, other: &str, why: String, weight: u32| Suggestion {
        about: PairKind::Theme,
        one: one.min(other).to_owned(),
        other: one.max(other).to_owned(),
        why,
        weight,
    };
    // Names that begin alike stand beside each other once they are sorted by their folded form.
    let mut by_name: Vec<(String, &str)> = counts.keys().map(|name| (folded(name).collect(), *name)).collect();
    by_name.sort();
    for (nth, (one, name)) in by_name.iter().enumerate() {
        for (other, other_name) in
            by_name.iter().skip(nth + 1).take_while(|(other, _)| shares_start(one, other)).take(8)
        {
            if is_form_of(one, other) {
                found.push(suggest(name, other_name, "nearly the same name".to_owned(), 5));
            }
        }
    }
    for ((one, other), together) in pairs {
        let fewest = counts.get(one).copied().unwrap_or(0).min(counts.get(other).copied().unwrap_or(0));
        if together >= TOGETHER && together * 2 > fewest {
            let why = format!("stand together on {together} of the {fewest} lines of one of them");
            found.push(suggest(one, other, why, 1));
        }
    }
    found.sort_by(|a, b| (&a.one, &a.other, b.weight).cmp(&(&b.one, &b.other, a.weight)));
    found.dedup_by(|a, b| (&a.one, &a.other) == (&b.one, &b.other));
    found
}

/// Of actions that are one by somebody's judgement, each later one with the first, which stands for it in what is
/// counted; `here` says which actions count at all.
pub fn later_actions(file: &File, here: impl Fn(&Item) -> bool) -> HashMap<Id, Id> {
    let mut later = HashMap::new();
    if file.list(&List::Pairs).is_empty() {
        return later;
    }
    let groups = Groups::of(file, PairKind::Idea);
    let counts = |id: &&Id| file.find(&List::Actions, **id).is_some_and(|item| !item.is_removed() && here(item));
    for group in groups.all() {
        let mut actions = group.iter().filter(counts);
        if let Some(first) = actions.next() {
            later.extend(actions.map(|id| (*id, *first)));
        }
    }
    later
}

/// Actions that say nearly the same, each with those before it that it is like.
fn actions(file: &File, sessions: &Sessions<'_>) -> Vec<Suggestion> {
    let mut likeness = Likeness::default();
    let mut found = Vec::new();
    for item in file.live(&List::Actions).filter(|item| sessions.take_in(item.id.stamp)) {
        likeness.add(item.id, Action(item).text().unwrap_or_default());
        // Those that came later are not in it yet.
        found.extend(likeness.like(item.id).into_iter().map(|alike| Suggestion {
            about: PairKind::Idea,
            one: alike.id.to_string(),
            other: item.id.to_string(),
            why: words_in_common(alike.percent),
            weight: alike.percent,
        }));
    }
    found
}

/// Why two texts look alike, in words.
pub fn words_in_common(percent: u32) -> String {
    if percent == 100 { "the same words".to_owned() } else { format!("nearly the same words ({percent}%)") }
}

fn shares_start(one: &str, other: &str) -> bool {
    one.chars().zip(other.chars()).take(3).filter(|(a, b)| a == b).count() == 3
}

/// Whether one name is a form of the other: "bus" and "buses", "volunteer" and "volunteering", or one letter typed wrong.
fn is_form_of(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let ending = long.strip_prefix(short).or_else(|| long.strip_prefix(short.trim_end_matches(['e', 'y'])));
    let is_ending = |ending: &str| matches!(ending, "s" | "es" | "ies" | "ing" | "er" | "ers" | "ed");
    ending.is_some_and(is_ending) || (short.chars().count() >= 5 && one_letter_apart(short, long))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::Field;

    /// A session of one recorder with these people, joined to the others.
    fn room(writer: u32, people: &[&[(Field, &str)]]) -> (Sample, Vec<Id>) {
        let mut sample = Sample::new(writer);
        let recorder = sample.add(&List::Recorders, &[]);
        let run = sample.add(&List::Runs, &[]);
        sample.set(&List::Runs, run, field::RECORDER, recorder);
        let ids = people.iter().map(|fields| sample.add(&List::Delegates, fields)).collect();
        (sample, ids)
    }

    fn found(sample: &Sample) -> Vec<(String, String, String)> {
        let all = suggestions(&sample.file, &Origins::of(&sample.file), Programme::embedded());
        all.into_iter().map(|found| (found.one, found.other, found.why)).collect()
    }

    fn pair(one: Id, other: Id, why: &str) -> (String, String, String) {
        (one.min(other).to_string(), one.max(other).to_string(), why.to_owned())
    }

    #[test]
    fn a_person_is_suggested_by_name_and_something_else_and_never_by_name_alone() {
        let body = (field::ORGANISATION, "Kiln Street Garden");
        let (mut one, ids) =
            room(1, &[&[(field::NAME, "Angie Wright"), body], &[(field::NAME, "Ali"), (field::ROLE, "driver")]]);
        let (two, others) = room(
            2,
            &[
                &[(field::NAME, "Angie W"), (field::ORGANISATION, "kiln street garden")],
                &[(field::NAME, "Ali"), (field::ROLE, "nurse")],
            ],
        );
        one.join(&two.file);
        assert_eq!(
            found(&one),
            [pair(ids[0], others[0], "one is shortened to a letter; both with Kiln Street Garden")]
        );
    }

    #[test]
    fn two_seats_of_one_room_are_two_people_whatever_they_are_called() {
        let ali: &[(Field, &str)] = &[(field::NAME, "Ali"), (field::CATEGORY, "local-residents")];
        let (one, _) = room(1, &[ali, ali]);
        assert_eq!(found(&one), []);
    }

    #[test]
    fn a_yes_and_a_no_are_both_remembered_and_undoing_asks_again() {
        let joy: &[(Field, &str)] = &[(field::NAME, "Joy Example"), (field::ROLE, "baker")];
        let (mut one, ids) = room(1, &[joy]);
        let (two, others) = room(2, &[joy]);
        one.join(&two.file);
        assert_eq!(found(&one).len(), 1);
        for same in [true, false] {
            one.edit(|edit| {
                let pair = edit.pair(PairKind::Person, &others[0].to_string(), &ids[0].to_string());
                edit.set(&List::Pairs, pair, field::SAME, same);
            });
            assert_eq!(found(&one), []);
            let groups = Groups::of(&one.file, PairKind::Person);
            assert_eq!(groups.with(ids[0]).len(), if same { 2 } else { 0 });
        }
        one.edit(|edit| {
            let pair = edit.pair(PairKind::Person, &others[0].to_string(), &ids[0].to_string());
            edit.clear(&List::Pairs, pair, field::SAME);
        });
        assert_eq!(found(&one).len(), 1);
    }

    #[test]
    fn pairs_make_groups_over_however_many_steps() {
        let mut sample = Sample::new(1);
        let ids: Vec<Id> = (0..5).map(|nth| sample.say(None, "quote", &format!("line {nth}"))).collect();
        for (one, other) in [(0, 1), (2, 3), (3, 1)] {
            sample.edit(|edit| {
                let pair = edit.pair(PairKind::Idea, &ids[one].to_string(), &ids[other].to_string());
                edit.set(&List::Pairs, pair, field::SAME, true);
            });
        }
        let groups = Groups::of(&sample.file, PairKind::Idea);
        assert_eq!(groups.with(ids[3]), &ids[..4]);
        assert_eq!((groups.first(ids[3]), groups.first(ids[4])), (ids[0], ids[4]));
        assert_eq!(groups.all().count(), 1);
    }

    #[test]
    fn names_of_a_theme_are_suggested_by_their_form_and_by_standing_together() {
        let mut sample = Sample::new(1);
        let lines: [&[&str]; 6] =
            [&["bus"], &["buses"], &["damp", "housing"], &["damp", "housing"], &["damp", "housing"], &["food"]];
        for (nth, tags) in lines.iter().enumerate() {
            let id = sample.say(None, "quote", &format!("line {nth}"));
            tags.iter().for_each(|tag| sample.put(&List::Contributions, id, field::THEMES, tag));
        }
        let themes: Vec<(String, String)> = found(&sample).into_iter().map(|(one, other, _)| (one, other)).collect();
        assert_eq!(themes, [("bus".into(), "buses".into()), ("damp".into(), "housing".into())]);
    }

    #[test]
    fn a_name_that_a_crowd_shares_is_not_compared() {
        let mut all = Sample::new(999);
        for writer in 0..40 {
            let (one, _) = room(writer, &[&[(field::NAME, "Ali"), (field::CATEGORY, "local-residents")]]);
            all.join(&one.file);
        }
        assert_eq!(found(&all), []);
    }
}
