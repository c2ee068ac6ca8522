//! The seven laws of join, as properties: each holds for files made by real edits on several machines, and for files
//! that no coplan would write. `PROPTEST_CASES` raises the number of cases.
// A test says what it found wrong by failing, and a law is told from beginning to end in one place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::too_many_lines)]

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Duration};
use coplan::model::decode::recover;
use coplan::model::edit::{Edit, UndoStack};
use coplan::model::fields::{Field, List, Name, field};
use coplan::model::file::{File, FileKind, Withdrawal};
use coplan::model::item::{Item, Version};
use coplan::model::stamp::{Clock, Id, Moment, Stamp, Writer};
use coplan::model::value::Value;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde::Deserialize;

/// Runs one law over at least ten thousand cases and says how many there were.
fn law<S: Strategy>(name: &str, cases: &S, holds: impl Fn(S::Value)) {
    let least = 10_000.max(Config::default().cases);
    let run = Cell::new(0);
    let config = Config { cases: least, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(cases, |case| {
        run.set(run.get() + 1);
        holds(case);
        Ok(())
    });
    outcome.unwrap_or_else(|fault| panic!("{name}: {fault}"));
    println!("{name}: {} cases", run.get());
    assert!(run.get() >= least);
}

// Files no coplan would write.

fn stamps() -> impl Strategy<Value = Stamp> {
    let times = ["00000000T000000000", "20261121T103807412", "20991231T235959999", "90000101T000000000"];
    (prop::sample::select(times.to_vec()), 0..3u32, prop::sample::select(&["a", "b7q4", "zzzzzz"][..]))
        .prop_map(|(time, counter, writer)| format!("{time}-{counter}-{writer}").parse().unwrap())
}

fn ids() -> impl Strategy<Value = Id> {
    (stamps(), 0..2u32).prop_map(|(stamp, number)| stamp.item(number))
}

const NAMES: &[&str] = &[
    "title",
    "text",
    "star",
    "themes",
    "themes/a",
    "themes/b",
    "themes/",
    "themes/a/b",
    "themes/\"\n\\",
    "themes-",
    "",
    "themes!",
    "evidence/é",
    "choices",
    "counted/20261121T103807412-0-a.0",
    "x",
    "x/y",
    "x/z",
    "x/",
    "/",
    "/z",
    "id",
    "id/a",
    "edited",
    "edited/a",
    "history",
    "a b",
    "history/x",
    "\u{202e}",
];

fn names() -> impl Strategy<Value = Name> {
    prop::sample::select(NAMES).prop_map(Name::from)
}

fn values() -> impl Strategy<Value = Value> {
    let texts = ["", "they moved the bus stop", "a/b", "\u{0}\u{1b}[2J", "👨‍👩‍👧 é", "{\"id\"", "20261121T103807412-0-a.0"];
    let json = [
        "[]",
        "{}",
        "[\"a\"]",
        "[\"a\", \"b\"]",
        "[\"a\", 1]",
        "[[\"a\"]]",
        "{\"a\": {\"b\": [null, -0.0]}}",
        "0.0",
        "-0.0",
        "1e300",
        "18446744073709551615",
        "-1.5",
        "[[[[[[[[[[1]]]]]]]]]]",
        "{\"\": \"\"}",
    ];
    let json: Vec<Value> = json.iter().map(|j| serde_json::from_str::<serde_json::Value>(j).unwrap().into()).collect();
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Flag),
        prop_oneof![0..3i64, any::<i64>()].prop_map(Value::Number),
        prop::sample::select(texts.to_vec()).prop_map(Value::from),
        prop::sample::select(json),
    ]
}

fn items() -> impl Strategy<Value = (List, Arc<Item>)> {
    let lists = prop::sample::select(vec![
        List::Contributions,
        List::Contributions,
        List::Ballots,
        List::Undos,
        List::named("later"),
        List::named(""),
        List::named("\"\n"),
    ]);
    let version = (names(), stamps(), values(), prop::option::of(stamps()), any::<bool>());
    (lists, ids(), prop::collection::vec(version, 0..6), any::<bool>()).prop_map(|(list, id, versions, plain)| {
        // Half of the values are of the stamp that made the item, as nearly all are in real files; and half of the items
        // nobody has edited.
        let versions = versions.into_iter().map(|(name, at, value, replaced_by, first)| {
            let at = if first || plain { id.stamp } else { at };
            // An element that nobody has taken out of its set is in it.
            let value = if plain && name.split().is_some() { Value::Flag(true) } else { value };
            Version { name, at, value, replaced_by: replaced_by.filter(|_| !plain) }
        });
        (list, Arc::new(Item::new(id, versions.collect())))
    })
}

fn withdrawals() -> impl Strategy<Value = Withdrawal> {
    prop_oneof![
        ids().prop_map(Withdrawal::Item),
        (ids(), stamps(), names()).prop_map(|(id, at, name)| Withdrawal::Wording(id, at, name)),
    ]
}

fn strange_file() -> impl Strategy<Value = File> {
    let items = prop::collection::vec(items(), 0..7);
    let made =
        (any::<bool>(), items, prop::collection::vec(withdrawals(), 0..3)).prop_map(|(plan, items, withdrawn)| {
            let mut file = File::new(if plan { FileKind::Plan } else { FileKind::Session });
            for (list, item) in items {
                file.insert(&list, item);
            }
            file.withdraw(withdrawn);
            file
        });
    // Half of them as they come from a disk, where an item is kept as its line until it is asked for.
    (made, any::<bool>()).prop_map(|(file, read)| if read { File::decode(&file.encode()).unwrap() } else { file })
}

// Files made by edits, on three machines that exchange them at any moment.

/// A file of a later version: unknown fields, an unknown list, an unknown set, nested JSON.
const LATER: &str = r#"{ "format": "coplan", "kind": "session", "version": 1,
  "contributions": [
    {"id": "20261121T080000000-0-later.0", "text": "said before", "mood": {"a": [1, {"b": null}], "c": 1.5}, "tags": ["p", "q"]}
  ],
  "seats": [
    {"id": "20261121T080000000-0-later.1", "where": [[1, 2], []], "free": false}
  ] }
"#;

/// One thing done by one person: which person, what, and two choices.
type Deed = (u8, u8, u8, u8);

fn deeds(kinds: u8) -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec((0..3u8, 0..kinds, any::<u8>(), any::<u8>()), 0..11)
}

/// What the model of law 3 knows of one field: each write with its value and the writes it had seen standing.
type Writes = BTreeMap<Stamp, (Value, BTreeSet<Stamp>)>;
type Model = BTreeMap<(Id, Name), Writes>;

struct Person {
    /// Everything this person sees.
    view: File,
    /// This person's own file: edits, often of another's item, and what was carried.
    own: File,
    clock: Clock,
    writers: Vec<Writer>,
    model: Model,
    read: Option<Stamp>,
    skew: i64,
}

struct World {
    people: Vec<Person>,
    now: Moment,
    /// How many writers there have been.
    runs: u32,
}

const LIST: List = List::Contributions;

impl World {
    fn new() -> Self {
        let now = DateTime::parse_from_rfc3339("2026-11-21T09:30:00+00:00").unwrap();
        let later = File::decode(LATER.as_bytes()).unwrap();
        // One clock is right, one a year behind, one in 2099.
        let people = [(0, 0), (1, -365), (2, 26_500)].map(|(n, days)| {
            let writer = Writer::from_number(n);
            let mut clock = Clock::new(writer);
            clock.see(later.latest().unwrap());
            let (view, own, model) = (later.clone(), File::default(), Model::new());
            let read = later.latest();
            Person { view, own, clock, writers: vec![writer], model, read, skew: days * 86_400 }
        });
        let mut world = Self { people: people.into(), now, runs: 3 };
        for person in &mut world.people {
            for item in later.list(&LIST) {
                for v in item.versions() {
                    let writes = person.model.entry((item.id, v.name.clone())).or_default();
                    writes.insert(v.at, (v.value.clone(), BTreeSet::new()));
                }
            }
        }
        world
    }

    fn run(deeds: &[Deed]) -> Self {
        let mut world = Self::new();
        for deed in deeds {
            world.perform(*deed);
        }
        world
    }

    fn files(&self) -> [File; 3] {
        [0, 1, 2].map(|n: usize| if n == 2 { self.people[n].view.clone() } else { self.people[n].own.clone() })
    }

    fn perform(&mut self, (who, what, a, b): Deed) {
        self.now += Duration::milliseconds(i64::from(b) * 7 - 200);
        let (now, who) = (self.now, usize::from(who));
        match what {
            0..=4 => self.people[who].edit(now, what, a, b),
            5 | 6 => {
                let from = (who + 1 + usize::from(a % 2)) % 3;
                let (file, model) = if what == 5 {
                    (self.people[from].view.clone(), self.people[from].model.clone())
                } else {
                    // A file sent alone, without what its writer had read: no model is kept of what it lacks.
                    let own = self.people[from].own.clone();
                    let has = |id: Id, name: &Name, at: Stamp| {
                        let item = own.find(&LIST, id);
                        item.is_some_and(|i| i.versions().iter().any(|v| v.name == *name && v.at == at))
                    };
                    let mut model = self.people[from].model.clone();
                    for ((id, name), writes) in &mut model {
                        writes.retain(|at, _| has(*id, name, *at));
                    }
                    model.retain(|_, writes| !writes.is_empty());
                    (own, model)
                };
                self.people[who].reads(&file, model);
            }
            7 => {
                let id = self.people[who].pick(a);
                let gone = File::withdrawing([Withdrawal::Item(id)]);
                self.people[who].apply(&gone);
            }
            8 => {
                let person = &mut self.people[who];
                let id = person.pick(a);
                let wording = person.view.find(&LIST, id).and_then(|item| {
                    let versions = item.versions();
                    versions.get(usize::from(b) % versions.len().max(1)).map(|v| (v.at, v.name.clone()))
                });
                if let Some((at, name)) = wording {
                    person.apply(&File::withdrawing([Withdrawal::Wording(id, at, name)]));
                }
            }
            9 | 10 => {
                let stack = self.people[who].stack();
                let stamp = if what == 9 { stack.to_undo() } else { stack.to_redo() };
                if let Some(stamp) = stamp {
                    self.people[who].take_back(now, stamp, a % 2 == 0);
                }
            }
            _ => {
                // Close and open again: the program is gone, and with it the writer id.
                let person = &mut self.people[who];
                person.view = File::decode(&person.view.encode()).unwrap();
                person.own = File::decode(&person.own.encode()).unwrap();
                let writer = Writer::from_number(self.runs * 7919);
                self.runs += 1;
                person.writers.push(writer);
                person.clock = Clock::new(writer);
                person.view.latest().into_iter().chain(person.own.latest()).for_each(|s| person.clock.see(s));
                // What left no trace in the files, an edit that changed nothing, this run has not read.
                person.read = person.view.latest().max(person.own.latest());
            }
        }
    }
}

/// Makes a file of withdrawals alone.
trait Withdrawing {
    fn withdrawing(what: impl IntoIterator<Item = Withdrawal>) -> File;
}

impl Withdrawing for File {
    fn withdrawing(what: impl IntoIterator<Item = Withdrawal>) -> File {
        let mut file = File::default();
        file.withdraw(what);
        file
    }
}

const FIELDS: &[Field] = &[field::TEXT, field::CONSENT, field::STAR, field::SPEAKER];
const ELEMENTS: &[&str] = &["transport", "a/b", ""];

impl Person {
    fn stamp(&mut self, now: Moment) -> Stamp {
        let stamp = self.clock.next(now + Duration::seconds(self.skew));
        // Law 4, at every edit of every law.
        assert!(self.read.is_none_or(|read| read < stamp), "{stamp} is not after {:?}", self.read);
        self.read = Some(stamp);
        stamp
    }

    fn pick(&self, a: u8) -> Id {
        let items = self.view.list(&LIST);
        // Mostly the first few, so that edits meet; where all is withdrawn, an item nobody has.
        let nothing = "20261121T080000000-0-later.9".parse().unwrap();
        items.get(usize::from(a) % items.len().clamp(1, 4)).map_or(nothing, |item| item.id)
    }

    fn reads(&mut self, file: &File, model: Model) {
        self.view.join(file);
        self.read = self.read.max(file.latest());
        file.latest().into_iter().for_each(|s| self.clock.see(s));
        for (key, writes) in model {
            self.model.entry(key).or_default().extend(writes);
        }
    }

    fn apply(&mut self, delta: &File) {
        self.view.join(delta);
        self.own.join(delta);
        self.read = self.read.max(delta.latest());
    }

    fn is_mine(&self) -> impl Fn(Stamp) -> bool + use<> {
        let writers = self.writers.clone();
        move |stamp| writers.contains(&stamp.writer())
    }

    fn stack(&self) -> UndoStack {
        UndoStack::read(&self.view, &self.is_mine())
    }

    fn take_back(&mut self, now: Moment, stamp: Stamp, over_others: bool) -> (Stamp, Vec<(Id, Name)>) {
        let by = self.stamp(now);
        let mine = self.is_mine();
        let mut edit = Edit::new(&self.view, by);
        let contested = edit.undo(stamp, over_others, &mine);
        let delta = edit.finish();
        self.apply(&delta);
        (by, contested)
    }

    /// One command of up to three changes.
    fn edit(&mut self, now: Moment, what: u8, a: u8, b: u8) {
        let stamp = self.stamp(now);
        let target = self.pick(a);
        let view = self.view.clone();
        let mut edit = Edit::new(&view, stamp);
        let mut wrote: Vec<(Id, Name, Value)> = Vec::new();
        let element = ELEMENTS[usize::from(b) % ELEMENTS.len()];
        match what {
            0 => {
                let id = edit.create(&LIST);
                edit.set(&LIST, id, field::TIME, "2026-11-21T10:38:07+00:00");
                edit.set(&LIST, id, field::TEXT, "first thought");
                edit.set(&LIST, id, field::TEXT, i64::from(b % 3));
                edit.put(&LIST, id, field::THEMES, element);
                wrote.push((id, field::TIME.into(), "2026-11-21T10:38:07+00:00".into()));
                wrote.push((id, field::TEXT.into(), i64::from(b % 3).into()));
                wrote.push((id, field::THEMES.element(element), true.into()));
            }
            1 => {
                for n in 0..=usize::from(b % 2) {
                    let field = FIELDS[(usize::from(b / 4) + n) % FIELDS.len()];
                    let value: Value = match b % 4 {
                        0 => false.into(),
                        1 => "other words".into(),
                        n => i64::from(n).into(),
                    };
                    edit.set(&LIST, target, field, value.clone());
                    wrote.push((target, field.into(), value));
                }
            }
            2 => {
                let field = FIELDS[usize::from(b) % FIELDS.len()];
                edit.clear(&LIST, target, field);
                wrote.push((target, field.into(), Value::Null));
            }
            3 => {
                edit.put(&LIST, target, field::THEMES, element);
                wrote.push((target, field::THEMES.element(element), true.into()));
                if b.is_multiple_of(5) {
                    edit.carry(&LIST, target);
                }
            }
            _ => {
                edit.take(&LIST, target, field::THEMES, element);
                wrote.push((target, field::THEMES.element(element), false.into()));
            }
        }
        for (id, name, value) in wrote {
            let writes = self.model.entry((id, name)).or_default();
            let seen: BTreeSet<Stamp> = standing(writes).into_keys().collect();
            let only = (seen.len() == 1).then(|| seen.first()).flatten().map(|at| &writes[at].0);
            let absent = matches!(value, Value::Null | Value::Flag(false));
            // To write what stands is no edit.
            if !(only == Some(&value) || seen.is_empty() && absent) {
                writes.insert(stamp, (value, seen));
            }
        }
        let delta = edit.finish();
        self.apply(&delta);
    }
}

/// The writes that no known write had seen and replaced.
fn standing(writes: &Writes) -> BTreeMap<Stamp, Value> {
    let replaced: BTreeSet<Stamp> = writes.values().flat_map(|(_, seen)| seen.iter().copied()).collect();
    writes.iter().filter(|(at, _)| !replaced.contains(at)).map(|(at, (value, _))| (*at, value.clone())).collect()
}

/// Three files, strange or made by edits.
fn three_files() -> impl Strategy<Value = [File; 3]> {
    prop_oneof![
        [strange_file(), strange_file(), strange_file()],
        deeds(12).prop_map(|deeds| World::run(&deeds).files()),
    ]
}

fn joined(a: &File, b: &File) -> File {
    let mut both = a.clone();
    both.join(b);
    both
}

/// Whether a file's withdrawals name this value, by itself or with every element of its set.
fn is_struck(file: &File, id: Id, version: &Version) -> bool {
    let named = |name: &Name| file.withdrawn().contains(&Withdrawal::Wording(id, version.at, name.clone()));
    named(&version.name) || whole_set(&version.name).is_some_and(|set| named(&set))
}

/// The name that stands for every element of the set of which this is one.
fn whole_set(name: &Name) -> Option<Name> {
    name.split().map(|(set, _)| Name::from(format!("{set}/").as_str()))
}

#[test]
fn law_1_join_does_not_depend_on_order_or_on_how_often() {
    law("law 1", &three_files(), |[a, b, c]| {
        assert_eq!(joined(&a, &b), joined(&b, &a));
        assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
        assert_eq!(joined(&a, &a), a);
        let all = joined(&joined(&a, &b), &c);
        let bytes = all.encode();
        assert_eq!(joined(&joined(&c, &b), &a).encode(), bytes, "equal sets are equal bytes");
        // By now each of the three has been written, and how its items were is kept.
        let [a, b, c] = [a, b, c].map(|file| (file.encode(), file).1);
        assert_eq!(joined(&joined(&c, &b), &a).encode(), bytes, "what is kept of items is no other");
        for again in [&a, &b, &c] {
            assert_eq!(joined(&all, again).encode(), bytes, "joining again changes no byte");
        }
    });
}

#[test]
fn law_2_every_item_is_in_the_join_unless_it_was_withdrawn() {
    law("law 2", &three_files(), |[a, b, _]| {
        let both = joined(&a, &b);
        for (list, item) in a.items().chain(b.items()) {
            let Some(kept) = both.find(list, item.id) else {
                assert!(both.is_withdrawn(item.id), "{} is gone", item.id);
                continue;
            };
            for version in item.versions().iter().filter(|v| !is_struck(&both, item.id, v)) {
                let key = (&version.name, version.at, &version.value);
                let kept = kept.versions().iter().find(|v| (&v.name, v.at, &v.value) == key).expect("a value is gone");
                assert!(version.replaced_by.is_none() || kept.replaced_by <= version.replaced_by);
                assert!(version.replaced_by.is_none() || kept.replaced_by.is_some());
            }
        }
        let count = |f: &File| f.items().map(|(_, i)| i.versions().len()).sum::<usize>();
        assert!(count(&both) <= count(&a) + count(&b), "join invents nothing");
        assert!(a.withdrawn().union(b.withdrawn()).eq(both.withdrawn()));
    });
}

#[test]
fn what_is_new_in_a_file_brings_all_of_it_and_is_nothing_where_it_is_known() {
    law("what is new brings all", &three_files(), |[a, b, _]| {
        let news = b.news_to(&a);
        assert_eq!(joined(&a, &news), joined(&a, &b));
        assert!(a.news_to(&a).is_empty());
        assert_eq!(b.news_to(&File::new(b.kind)), b);
    });
}

#[test]
fn law_3_unseen_edits_of_one_field_clash_and_no_other_edits_do() {
    let clashed = Cell::new(0);
    law("law 3", &deeds(7), |deeds| {
        let mut world = World::run(&deeds);
        // At the end everybody reads everybody, and then one of them settles, and two settle unseen of each other.
        let check = |person: &Person| {
            for ((id, name), writes) in &person.model {
                let standing = standing(writes);
                let item = person.view.find(&LIST, *id).expect("an item is gone");
                let found: BTreeMap<Stamp, Value> = item.standing(name).map(|v| (v.at, v.value.clone())).collect();
                assert_eq!(found, standing, "{id} {name:?}");
                assert_eq!(item.current(name).map(|v| v.at), standing.keys().next_back().copied());
                let different: BTreeSet<&Value> = standing.values().collect();
                assert_eq!(item.clashes().any(|n| n == name), different.len() > 1, "{id} {name:?}");
                clashed.set(clashed.get() + usize::from(different.len() > 1));
            }
        };
        world.people.iter().for_each(check);
        for who in [0, 1, 2] {
            world.perform((who, 5, 0, 0));
            world.perform((who, 5, 1, 0));
        }
        for who in [0, 1] {
            world.perform((who, 5, 0, 0));
            world.perform((who, 5, 1, 0));
        }
        world.people.iter().for_each(check);
        assert_eq!(world.people[0].view.encode(), world.people[1].view.encode(), "the same shows on every machine");
        assert_eq!(world.people[0].view.encode(), world.people[2].view.encode());
        let clashes: Vec<(Id, Field)> = {
            let items = world.people[0].view.list(&LIST).iter();
            let known = |item: &Arc<Item>| {
                let names: Vec<Name> = item.clashes().cloned().collect();
                let id = item.id;
                names.into_iter().filter_map(move |n| if let Name::Known(f) = n { Some((id, f)) } else { None })
            };
            items.flat_map(known).collect()
        };
        let settle = |person: &mut Person, now: Moment, value: &str| {
            let stamp = person.stamp(now);
            let mut edit = Edit::new(&person.view, stamp);
            for (id, field) in &clashes {
                edit.set(&LIST, *id, *field, value);
            }
            let delta = edit.finish();
            person.apply(&delta);
            for (id, field) in &clashes {
                assert!(person.view.find(&LIST, *id).unwrap().clashes().all(|n| *n != Name::Known(*field)));
            }
            delta
        };
        let now = world.now;
        let one = settle(&mut world.people[0], now, "settled");
        let other = settle(&mut world.people[1], now, if deeds.len() % 2 == 0 { "settled" } else { "otherwise" });
        let both = joined(&joined(&world.people[2].view, &one), &other);
        for (id, field) in &clashes {
            let item = both.find(&LIST, *id).unwrap();
            let standing: Vec<&Version> = item.standing(&Name::Known(*field)).collect();
            assert_eq!(standing.len(), 2, "two settlements stand, and nothing that either replaced");
            let agree = standing[0].value == standing[1].value;
            assert_eq!(item.clashes().any(|n| *n == Name::Known(*field)), !agree);
        }
    });
    println!("law 3: {} clashes seen", clashed.get());
    assert!(clashed.get() > 1000, "the histories must make clashes");
}

#[test]
fn law_4_a_new_stamp_is_greater_than_every_stamp_read() {
    let clocks = (strange_file(), deeds(12), -80_000_000_000i64..80_000_000_000, 1..5usize);
    law("law 4", &clocks, |(file, deeds, seconds, count)| {
        // Each edit of the histories checks its own stamp, see `Person::stamp`.
        let world = World::run(&deeds);
        let mut clock = Clock::new(Writer::from_number(5));
        let files = [&file, &world.people[0].view, &world.people[1].own];
        files.iter().filter_map(|f| f.latest()).for_each(|s| clock.see(s));
        let now = world.now + Duration::seconds(seconds);
        let mut last = None;
        for _ in 0..count {
            let stamp = clock.next(now);
            assert!(last < Some(stamp));
            last = Some(stamp);
            assert_eq!(stamp.to_string().parse::<Stamp>().unwrap(), stamp, "a stamp given can be read");
            for read in files {
                let named = read.items().flat_map(|(_, i)| {
                    i.versions().iter().flat_map(|v| [Some(v.at), v.replaced_by]).flatten().chain([i.id.stamp])
                });
                for old in named {
                    assert!(old < stamp);
                }
                for what in read.withdrawn() {
                    match what {
                        Withdrawal::Item(id) => assert!(id.stamp < stamp),
                        Withdrawal::Wording(id, at, _) => assert!(id.stamp.max(*at) < stamp),
                    }
                }
            }
        }
    });
}

#[test]
fn law_5_a_withdrawal_beats_everything_in_every_order_and_carries_no_content() {
    let cases = (three_files(), prop::collection::vec((any::<u8>(), any::<u8>(), any::<bool>()), 1..4), any::<bool>());
    law("law 5", &cases, |([a, b, c], choices, first)| {
        let all = joined(&joined(&a, &b), &c);
        let items: Vec<&Arc<Item>> = all.items().map(|(_, item)| item).collect();
        let mut named = Vec::new();
        for (at, of, whole) in choices {
            let Some(item) = items.get(usize::from(at) % items.len().max(1)) else { continue };
            let version = item.versions().get(usize::from(of) % item.versions().len().max(1)).filter(|_| !whole);
            named.push(
                version.map_or(Withdrawal::Item(item.id), |v| Withdrawal::Wording(item.id, v.at, v.name.clone())),
            );
        }
        let gone = File::withdrawing(named.clone());
        if let Some((_, item)) = gone.items().next() {
            panic!("a withdrawal carries {item:?}");
        }
        let orders = [
            joined(&gone, &all),
            joined(&all, &gone),
            joined(&joined(&joined(&a, &gone), &b), &c),
            joined(&joined(&c, &joined(&gone, &b)), &a),
        ];
        // Item by item, as lines are put in one after another; the withdrawals first or last.
        let mut slowly = File::new(all.kind);
        if first {
            slowly.withdraw(all.withdrawn().iter().chain(&named).cloned());
        }
        for (list, item) in a.items().chain(b.items()).chain(c.items()) {
            slowly.insert(list, Arc::clone(item));
        }
        slowly.withdraw(all.withdrawn().iter().chain(&named).cloned());
        for file in orders.iter().chain([&slowly]) {
            assert_eq!(*file, orders[0]);
            assert_eq!(File::decode(&file.encode()).unwrap(), orders[0]);
            for (_, item) in file.items() {
                assert!(!named.contains(&Withdrawal::Item(item.id)));
                assert!(item.versions().iter().all(|v| !is_struck(file, item.id, v)));
            }
        }
    });
}

#[test]
fn law_6_what_was_written_reads_back_and_writes_the_same() {
    let one = prop_oneof![
        2 => strange_file(),
        1 => deeds(12).prop_map(|deeds| World::run(&deeds).people.remove(0).view),
        1 => deeds(12).prop_map(|deeds| World::run(&deeds).people.remove(1).own),
    ];
    law("law 6", &one, |file| {
        let bytes = file.encode();
        let read = File::decode(&bytes).unwrap_or_else(|fault| panic!("{fault}: {}", String::from_utf8_lossy(&bytes)));
        assert_eq!(read, file, "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(read.encode(), bytes);
        // What is kept of how items are written is how they would be written anew, also of those that it came to join.
        let mut joined = file.clone();
        joined.join(&read);
        for file in [&file, &joined] {
            let mut anew = Vec::new();
            file.write_to(&mut anew).unwrap();
            assert_eq!(anew, bytes);
        }
        assert!(recover(&bytes).is_none(), "a whole file needs no recovery");
        // Other programs read it too: JSON of theirs takes one value a key.
        let mut from = serde_json::Deserializer::from_slice(&bytes);
        serde::de::IgnoredAny::deserialize(&mut from).unwrap();
    });
}

/// A byte-order mark sends a file to the reader of any JSON, whatever follows.
const ANY_JSON: &[u8] = b"\xef\xbb\xbf";

#[test]
fn law_6_the_quick_way_to_read_and_the_other_say_the_same_of_any_bytes() {
    let snippets = [
        "",
        "\"",
        "\\",
        ",",
        ", ",
        " ",
        "\n",
        "0",
        "1",
        "-",
        ".5",
        "]",
        "}",
        "[",
        "true",
        "null",
        "\"a\"",
        "\\u0041",
        "\u{7f}",
        "\"text\": \"a\"",
        ", \"star\": false",
        ", \"themes\": [\"a\"]",
        ", \"edited\": {}",
        "\"removed\"",
        "é",
    ];
    let change = (any::<prop::sample::Index>(), 0..6usize, prop::sample::select(snippets.to_vec()));
    let one = prop_oneof![strange_file(), deeds(12).prop_map(|deeds| World::run(&deeds).people.remove(0).view)];
    let quick = Cell::new(0);
    law("law 6, altered bytes", &(one, prop::collection::vec(change, 0..3)), |(file, changes)| {
        let mut bytes = file.encode();
        for (at, gone, put) in changes {
            let from = at.index(bytes.len());
            let to = bytes.len().min(from + gone);
            bytes.splice(from..to, put.bytes());
        }
        let (read, other) = (File::decode(&bytes), File::decode(&[ANY_JSON, &bytes].concat()));
        let text = String::from_utf8_lossy(&bytes);
        match (read, other) {
            (Ok(read), Ok(other)) => {
                quick.set(quick.get() + 1);
                assert_eq!(read.encode(), other.encode(), "{text}");
                // What an item says of itself unread holds once it is read.
                for ((_, item), (_, other)) in read.items().zip(other.items()) {
                    let said = |i: &Item| {
                        let mut values = Vec::new();
                        i.glance(|field, value| values.push((field, format!("{value:?}"))));
                        let themes: Vec<String> =
                            i.glance_at_set(field::THEMES).into_iter().map(str::to_owned).collect();
                        (i.has_base(), i.is_removed(), i.latest(), i.clashes().count(), values, themes)
                    };
                    assert_eq!(said(item), said(other), "{text}");
                    assert_eq!(item.versions(), other.versions(), "{text}");
                    let set: Vec<&str> = item.set(field::THEMES).collect();
                    assert_eq!(other.glance_at_set(field::THEMES), set, "{text}");
                }
                assert_eq!(read, other, "{text}");
            }
            (Err(fault), Err(other)) => assert_eq!(fault.reason, other.reason, "{text}"),
            (read, other) => panic!("{read:?} or {other:?}: {text}"),
        }
    });
    assert!(quick.get() > 1000, "only {} files could be read", quick.get());
}

#[test]
fn law_7_undo_is_one_more_edit_and_outlives_the_run() {
    let undone = Cell::new(0);
    let cases = (deeds(12), (0..5u8, any::<u8>(), any::<u8>()), deeds(7), any::<bool>());
    law("law 7", &cases, |(before, (what, a, b), others, join_first)| {
        let mut world = World::run(&before);
        let now = world.now;
        let shown = |file: &File| {
            let mut shown: BTreeMap<(Id, Name), Value> = BTreeMap::new();
            for item in file.list(&LIST) {
                for v in item.versions().iter().filter(|v| item.current(&v.name).is_some_and(|c| c == *v)) {
                    // Never set and cleared are the same to see.
                    if !matches!(v.value, Value::Null | Value::Flag(false)) {
                        shown.insert((item.id, v.name.clone()), v.value.clone());
                    }
                }
            }
            shown
        };
        let earlier = shown(&world.people[0].view);
        let stands = |file: &File| {
            file.list(&LIST)
                .iter()
                .map(|i| (i.id, i.clashes().cloned().collect::<Vec<_>>()))
                .collect::<BTreeMap<_, _>>()
        };
        let clashes = stands(&world.people[0].view);
        world.people[0].edit(now, what, a, b);
        let Some(command) = world.people[0].read else { return };
        let touched: BTreeSet<(Id, Name)> = world.people[0]
            .view
            .list(&LIST)
            .iter()
            .flat_map(|i| i.versions().iter().filter(|v| v.at == command).map(|v| (i.id, v.name.clone())))
            .filter(|(id, name)| !clashes.get(id).is_some_and(|c| c.contains(name)))
            .collect();
        if touched.is_empty() {
            return;
        }
        let later = shown(&world.people[0].view);
        // The others go on, unseen of it or having read it; this person reads them before the undo, or after.
        for (who, what, a, b) in others {
            if who != 0 {
                world.perform((who, what, a, b));
            }
        }
        let theirs = joined(&world.people[1].view, &world.people[2].view);
        if join_first {
            world.people[0].reads(&theirs, Model::new());
        }
        let commanded = touched.clone();
        let mut touched = touched;
        // What was withdrawn meanwhile stays so, and is nothing to undo.
        touched.retain(|(id, name)| {
            let view = &world.people[0].view;
            let set = whole_set(name);
            let struck = |what: &Withdrawal| matches!(what, Withdrawal::Wording(of, _, n) if of == id && (n == name || Some(n) == set.as_ref()));
            let here =
                view.find(&LIST, *id).is_some_and(|i| i.versions().iter().any(|v| v.at == command && v.name == *name));
            here && !view.withdrawn().iter().any(struck)
        });
        let changed = |world: &World, key: &(Id, Name)| {
            let item = world.people[0].view.find(&LIST, key.0);
            let mine = world.people[0].is_mine();
            item.is_none_or(|i| {
                i.versions().iter().any(|v| {
                    v.name == key.1 && v.at != command && (!mine(v.at) && v.replaced_by.is_none() || v.at > command)
                })
            }) || item.is_some_and(|i| {
                i.versions()
                    .iter()
                    .any(|v| v.name == key.1 && v.at == command && v.replaced_by.is_some_and(|by| !mine(by)))
            })
        };
        let contested: BTreeSet<(Id, Name)> = touched.iter().filter(|key| changed(&world, key)).cloned().collect();
        let before_undo = shown(&world.people[0].view);
        // A restart: all that is known comes from the file.
        world.perform((0, 11, 0, 0));
        let stack = world.people[0].stack();
        assert!(
            !(what == 0 && stack.to_undo() != Some(command)),
            "the last command is not the first to undo: {stack:?}"
        );
        let is_new = |key: &(Id, Name)| key.0.stamp == command;
        let (undo, passed_over) = world.people[0].take_back(now, command, false);
        undone.set(undone.get() + 1);
        let after = shown(&world.people[0].view);
        for key in &touched {
            if is_new(key) {
                assert!(world.people[0].view.find(&LIST, key.0).unwrap().is_removed());
            } else if contested.contains(key) {
                assert!(passed_over.contains(key), "{key:?} was changed by another and not asked about");
            } else {
                assert_eq!(after.get(key), earlier.get(key), "{key:?}");
            }
        }
        // Everything else stays as it was, also what others did.
        for key in before_undo.keys().chain(after.keys()).filter(|key| !commanded.contains(key)) {
            let removal = is_new(key) && key.1 == Name::Known(field::REMOVED);
            let settled = clashes.get(&key.0).is_some_and(|c| c.contains(&key.1));
            assert!(removal || settled || after.get(key) == before_undo.get(key), "{key:?}");
        }
        world.perform((0, 11, 0, 0));
        let stack = world.people[0].stack();
        if touched.iter().any(|key| is_new(key) || !contested.contains(key)) {
            assert_eq!(stack.to_redo(), Some(undo), "what was undone can be brought back after a restart");
            let (_, passed_over) = world.people[0].take_back(now, undo, false);
            assert_eq!(world.people[0].stack().to_undo(), world.people[0].read);
            let again = shown(&world.people[0].view);
            for key in touched.iter().filter(|key| !contested.contains(key)) {
                assert!(!passed_over.contains(key));
                assert_eq!(again.get(key), later.get(key), "{key:?}");
                assert!(!is_new(key) || !world.people[0].view.find(&LIST, key.0).unwrap().is_removed());
            }
        }
        // It joins like any other edit.
        let mine = &world.people[0].view;
        assert_eq!(joined(mine, &theirs), joined(&theirs, mine));
        if !join_first {
            let all = joined(mine, &theirs);
            assert!(theirs.items().all(|(list, item)| all.find(list, item.id).is_some() || all.is_withdrawn(item.id)));
        }
    });
    println!("law 7: {} commands undone", undone.get());
    assert!(undone.get() > 1000);
}
