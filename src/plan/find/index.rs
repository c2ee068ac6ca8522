//! What can be found: every line, action and person, read once and kept folded.
//!
//! Of values that clash every one that stands is searched, so that no word is out of reach; of levels of consent the
//! lowest counts, as it does at the gate.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::super::Day;
use super::super::themes::Themes;
use super::words::{add, spaced};
use crate::model::fields::{Delegate, Field, List, Name, Recorder, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::kind::{DETAILS, Holds};
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Stamp, Writer};
use crate::model::value::Value;
use crate::model::words::{ActionType, Cap, Kind, Level};

/// Private by its kind or by its mark.
pub(super) const PRIVATE: u32 = 1 << 31;
/// A question that nobody answered.
pub(super) const OPEN: u32 = 1 << 30;
/// To be finished.
pub(super) const STUB: u32 = 1 << 29;
/// A candidate for a call-out.
pub(super) const STAR: u32 = 1 << 28;
/// Words that nobody is named for, observer notes and flip charts aside.
pub(super) const NOBODY: u32 = 1 << 27;
/// Somebody is named who says it.
const SPOKEN: u32 = 1 << 26;
/// Somebody said what becomes of it without a reply.
const SETTLED: u32 = 1 << 25;

/// There is a bit below those for every kind.
const _: () = assert!(Kind::ALL.len() <= 25);

/// The level of what has none.
const NO_LEVEL: u8 = u8::MAX;

/// The bit of a kind.
pub(super) const fn bit(kind: Kind) -> u32 {
    1 << kind as u32
}

/// What sort of name a line is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Theme,
    Stage,
    Table,
}

/// A name that lines are tied to: who says or leads them, what they are about, the stage, the table.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) sort: Sort,
    /// What stands in the file: the id of a delegate or recorder, or the name itself.
    pub(super) key: Box<str>,
    /// As people read it.
    pub(super) title: String,
    /// What it is found by, folded.
    pub(super) name: String,
    /// The seat.
    pub(super) number: Option<i64>,
    /// How far a person's words may travel.
    level: Option<Level>,
}

/// The names, each under a number.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pub(super) all: Vec<Tag>,
    numbers: [HashMap<Box<str>, u32>; 4],
}

impl Tags {
    fn find(&self, sort: Sort, key: &str) -> Option<u32> {
        self.numbers.get(sort as usize)?.get(key).copied()
    }

    fn name(&mut self, sort: Sort, key: &str) -> u32 {
        self.find(sort, key).unwrap_or_else(|| self.put(sort, key, key.to_owned(), spaced(key), None, None))
    }

    fn put(
        &mut self,
        sort: Sort,
        key: &str,
        title: String,
        name: String,
        number: Option<i64>,
        level: Option<Level>,
    ) -> u32 {
        let at = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(Tag { sort, key: key.into(), title, name, number, level });
        if let Some(numbers) = self.numbers.get_mut(sort as usize) {
            numbers.insert(key.into(), at);
        }
        at
    }
}

/// Something that can be found.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) item: Arc<Item>,
    /// Everything in it that is words, folded, a line each.
    pub(super) text: Box<str>,
    /// The numbers of the names it is tied to.
    pub(super) tags: Box<[u32]>,
    /// A bit for each kind it has, and those above.
    pub(super) marks: u32,
    /// The day as 20261121; 0 where none is known.
    pub(super) day: u32,
    /// How far it may travel.
    pub(super) level: u8,
    /// Of an action: a line stands for it. Of a line: an action holds the same words.
    pub(super) twin: bool,
}

/// Everything that can be found in a file.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) tags: Tags,
    pub(super) people: Vec<Line>,
    pub(super) actions: Vec<Line>,
    pub(super) lines: Vec<Line>,
    /// What all lines rest on: where one of these changed, everything is read anew.
    ground: Vec<Arc<Item>>,
}

impl Index {
    /// Reads what is new in the file; what is the same item as before is kept as it was read.
    pub(super) fn update(&mut self, file: &File) {
        let lists = [List::Workshops, List::Recorders, List::Runs, List::Delegates];
        let ground: Vec<Arc<Item>> = lists.iter().flat_map(|list| file.list(list)).cloned().collect();
        let same = ground.len() == self.ground.len() && ground.iter().zip(&self.ground).all(|(a, b)| Arc::ptr_eq(a, b));
        if !same {
            *self = Self { ground, ..Self::default() };
        }
        let before: Vec<Arc<Item>> = self.actions.iter().map(|action| Arc::clone(&action.item)).collect();
        let mut reader = Reader::of(file, &mut self.tags);
        self.people = reader.shelf(&List::Delegates, std::mem::take(&mut self.people), &HashMap::new(), false);
        self.actions = reader.shelf(&List::Actions, std::mem::take(&mut self.actions), &HashMap::new(), false);
        let twins = twins(file, &mut self.actions);
        // A line holds the words of its action too.
        let changed = before.len() != self.actions.len()
            || before.iter().zip(&self.actions).any(|(before, now)| !Arc::ptr_eq(before, &now.item));
        self.lines = reader.shelf(&List::Contributions, std::mem::take(&mut self.lines), &twins, changed);
        self.note_open_questions();
    }

    fn note_open_questions(&mut self) {
        let replies = self.lines.iter().filter(|line| line.marks & bit(Kind::Reply) != 0);
        let answered: HashSet<Id> = replies.filter_map(|reply| reply.item.link(field::REPLY_TO)).collect();
        for line in &mut self.lines {
            let asked = line.marks & bit(Kind::Question) != 0 && line.marks & SETTLED == 0;
            let open = asked && !answered.contains(&line.item.id);
            line.marks = if open { line.marks | OPEN } else { line.marks & !OPEN };
        }
    }
}

/// The action that the same command made of each line, and notes in the actions which they are.
fn twins(file: &File, actions: &mut [Line]) -> HashMap<Id, Arc<Item>> {
    let mut twins = HashMap::new();
    for action in actions {
        let mut evidence = action.item.set(field::EVIDENCE);
        let line = evidence.next().filter(|_| evidence.next().is_none()).and_then(|id| id.parse::<Id>().ok());
        let line = line.filter(|id| id.stamp == action.item.id.stamp);
        let line = line.and_then(|id| file.find(&List::Contributions, id)).filter(|l| l.has_base() && !l.is_removed());
        action.twin = line.is_some();
        if let Some(line) = line {
            twins.insert(line.id, Arc::clone(&action.item));
        }
    }
    twins
}

/// Reads items of one file.
struct Reader<'f> {
    file: &'f File,
    tags: &'f mut Tags,
    origins: Origins,
    /// The table and the ceiling of each writer met so far.
    writers: HashMap<Writer, (Option<u32>, Level)>,
    /// The names that tags are shown under, where it is another.
    themes: HashMap<String, String>,
    /// The words of the item at hand.
    text: String,
    /// The names of the item at hand.
    tied: Vec<u32>,
}

/// What a walk over an item brought, words and names aside.
struct Met {
    marks: u32,
    day: u32,
    /// The lowest level that it says itself.
    level: Option<Level>,
    /// The lowest level of those who speak.
    person: Level,
    here: bool,
    removed: bool,
}

impl<'f> Reader<'f> {
    fn of(file: &'f File, tags: &'f mut Tags) -> Self {
        for item in file.live(&List::Recorders) {
            let recorder = Recorder(item);
            let parts: Vec<&str> = [recorder.name(), recorder.table()].into_iter().flatten().collect();
            let key = item.id.to_string();
            if tags.find(Sort::Table, &key).is_none() {
                tags.put(Sort::Table, &key, parts.join(", "), spaced(&parts.join(" ")), None, None);
            }
        }
        for item in file.live(&List::Delegates) {
            let person = Delegate(item);
            let key = item.id.to_string();
            if tags.find(Sort::Person, &key).is_none() {
                let called = [person.name(), person.role()].into_iter().flatten().find(|text| !text.trim().is_empty());
                let number = person.seat();
                let title = [number.map(|n| n.to_string()), called.map(str::to_owned)];
                let title = title.into_iter().flatten().collect::<Vec<_>>().join(" ");
                let consent = Name::Known(field::CONSENT);
                let levels = item.standing(&consent).filter_map(|v| v.value.number());
                let level = levels.filter_map(Level::numbered).min();
                tags.put(Sort::Person, &key, title, spaced(called.unwrap_or_default()), number, level);
            }
        }
        let (text, tied) = (String::new(), Vec::new());
        // Nobody waits for the names of themes to be compared where none was ever joined to another.
        let joined = file.live(&List::Pairs).next().is_some();
        let themes = if joined { Themes::of(file) } else { Themes::default() };
        let themes = themes.renamed().map(|(tag, name)| (tag.to_owned(), name.to_owned())).collect();
        Self { file, tags, origins: Origins::of(file), writers: HashMap::new(), themes, text, tied }
    }

    /// Every item of a list that people see. `read` is what was read of it before, `twins` the action of each line.
    fn shelf(
        &mut self,
        list: &List,
        read: Vec<Line>,
        twins: &HashMap<Id, Arc<Item>>,
        twins_changed: bool,
    ) -> Vec<Line> {
        let items = self.file.list(list);
        let mut lines = Vec::with_capacity(items.len());
        let mut read = read.into_iter().peekable();
        for item in items {
            while read.next_if(|line| line.item.id < item.id).is_some() {}
            let same = read.next_if(|line| line.item.id == item.id && Arc::ptr_eq(&line.item, item));
            let twin = twins.get(&item.id);
            // A line that has or had an action is read anew where any action changed.
            let kept = same.filter(|line| !twins_changed || (twin.is_none() && line.marks & bit(Kind::Action) == 0));
            lines.extend(kept.or_else(|| self.line(list, item, twin)));
        }
        lines
    }

    fn line(&mut self, list: &List, item: &Arc<Item>, twin: Option<&Arc<Item>>) -> Option<Line> {
        self.text.clear();
        self.tied.clear();
        let mut met = self.gather(list, item);
        if !met.here || met.removed {
            return None;
        }
        let (table, ceiling) = self.writer(item.id.stamp);
        let mut level = NO_LEVEL;
        match list {
            List::Delegates => self.tied.extend(self.tags.find(Sort::Person, &item.id.to_string())),
            List::Actions => {
                met.marks |= bit(Kind::Action);
                self.tied.extend(table);
            }
            _ => {
                self.tied.extend(table);
                let lowest = met.level.unwrap_or(Level::Paraphrase).min(met.person).min(ceiling);
                level = u8::try_from(lowest.number()).unwrap_or(NO_LEVEL);
                let named = bit(Kind::Observation) | bit(Kind::FlipChart) | SPOKEN;
                met.marks |= if met.marks & named == 0 { NOBODY } else { 0 };
            }
        }
        let mut same_words = false;
        if let Some(twin) = twin {
            same_words = twin.text(field::TEXT) == item.text(field::TEXT);
            self.gather(&List::Actions, twin);
        }
        self.tied.sort_unstable();
        self.tied.dedup();
        Some(Line {
            item: Arc::clone(item),
            text: self.text.as_str().into(),
            tags: self.tied.as_slice().into(),
            marks: met.marks,
            day: met.day,
            level,
            twin: same_words,
        })
    }

    /// Reads the words, the names and the marks of an item in one walk.
    fn gather(&mut self, list: &List, item: &Item) -> Met {
        let mut met = Met { marks: 0, day: 0, level: None, person: Level::Name, here: false, removed: false };
        for version in item.versions().iter().filter(|version| version.replaced_by.is_none()) {
            met.here |= version.at == item.id.stamp;
            match &version.name {
                Name::Known(field) => self.known(list, *field, &version.value, &mut met),
                Name::Other(_) if !version.value.is_true() => {}
                name @ Name::Other(_) => {
                    if let Some(theme) = name.element_of(field::THEMES.name()) {
                        let tag = self.tags.name(Sort::Theme, theme);
                        self.tied.push(tag);
                        self.begin();
                        self.text.push('#');
                        add(&mut self.text, theme);
                        // A line is found by the name its theme is shown under as well as by what was typed.
                        let shown = self.themes.get(theme).cloned();
                        if let Some(shown) = shown {
                            let tag = self.tags.name(Sort::Theme, &shown);
                            self.tied.push(tag);
                            self.begin();
                            self.text.push('#');
                            add(&mut self.text, &shown);
                        }
                    } else if let Some(partner) = name.element_of(field::PARTNERS.name()) {
                        self.person(partner);
                    }
                }
            }
        }
        met
    }

    fn known(&mut self, list: &List, of: Field, value: &Value, met: &mut Met) {
        if let Some(level) = value.number().filter(|_| of == field::CONSENT) {
            met.level = [met.level, Level::numbered(level)].into_iter().flatten().min();
            return;
        }
        if let Value::Flag(yes) = value {
            match of {
                // Of values that stand side by side the later one comes later, and so shows.
                field::REMOVED => met.removed = *yes,
                field::STAR if *yes => met.marks |= STAR,
                field::STUB if *yes => met.marks |= STUB,
                _ => {}
            }
            return;
        }
        let Some(text) = value.text() else { return };
        match of {
            field::TEXT
            | field::PARAPHRASE
            | field::TRANSLATION
            | field::NAME
            | field::ROLE
            | field::ORGANISATION
            | field::CATEGORY
            | field::ISSUE
            | field::POPULATION
            | field::VOICE => self.words(text),
            field::TIME => met.day = day(text),
            field::KIND => {
                if let Some(kind) = Kind::named(text) {
                    met.marks |= bit(kind) | if kind.is_private() { PRIVATE } else { 0 };
                }
            }
            field::PRIVATE => met.marks |= PRIVATE,
            field::SPEAKER => {
                let speaker = self.tags.find(Sort::Person, text);
                met.marks |= if speaker.is_some() { SPOKEN } else { 0 };
                self.tied.extend(speaker);
                let level = speaker.and_then(|at| self.tags.all.get(at as usize)).and_then(|tag| tag.level);
                met.person = met.person.min(level.unwrap_or(Level::Name));
            }
            field::STAGE => {
                let tag = self.tags.name(Sort::Stage, text);
                self.tied.push(tag);
            }
            field::TYPE if *list == List::Actions => match ActionType::named(text) {
                Some(sort) => self.words(sort.title()),
                None => self.words(text),
            },
            field::FEEDBACK => self.day(text),
            _ => {
                met.marks |= if of == field::DISPOSITION { SETTLED } else { 0 };
                let Some(detail) = DETAILS.iter().find(|detail| detail.field == of) else { return };
                match detail.holds {
                    Holds::Text | Holds::Flag => self.words(text),
                    Holds::Person | Holds::People => self.person(text),
                    Holds::Day => self.day(text),
                    Holds::Word(list) => {
                        let title = list().into_iter().find(|(name, _)| *name == text).map(|(_, title)| title);
                        self.words(title.unwrap_or(text));
                    }
                }
            }
        }
    }

    fn begin(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn words(&mut self, text: &str) {
        self.begin();
        add(&mut self.text, text);
    }

    /// A day as it stands in the file and as people read it.
    fn day(&mut self, text: &str) {
        self.words(text);
        if let Some(day @ Day::Date(_)) = Day::read(text) {
            self.words(&day.to_string());
        }
    }

    /// Somebody who leads or helps: a delegate's id, or a name.
    fn person(&mut self, text: &str) {
        let known = self.tags.find(Sort::Person, text);
        if known.is_none() && text.parse::<Id>().is_ok() {
            return;
        }
        let at = known.unwrap_or_else(|| self.tags.name(Sort::Person, text));
        self.tied.push(at);
        let name = self.tags.all.get(at as usize).map(|tag| tag.name.clone()).unwrap_or_default();
        self.begin();
        self.text.push_str(&name);
    }

    /// The table at which a writer sat, and the ceiling over what was said there.
    fn writer(&mut self, stamp: Stamp) -> (Option<u32>, Level) {
        if let Some(known) = self.writers.get(&stamp.writer()) {
            return *known;
        }
        let recorder = self.origins.recorder(stamp);
        let table = recorder.and_then(|id| self.tags.find(Sort::Table, &id.to_string()));
        let workshop = self.origins.workshop(stamp).and_then(|id| self.file.find(&List::Workshops, id)).cloned();
        let workshop = workshop.as_deref().or(self.file.workshop().map(|workshop| workshop.0));
        let caps = workshop.into_iter().flat_map(|w| w.standing(&const { Name::Known(field::CAP) }));
        let caps = caps.filter_map(|v| Cap::named(v.value.text()?)).map(Cap::ceiling);
        let found = (table, caps.fold(Level::Name, Level::min));
        self.writers.insert(stamp.writer(), found);
        found
    }
}

/// The day of a time such as `2026-11-21T10:38:07+00:00`, on the recorder's wall, as 20261121.
fn day(time: &str) -> u32 {
    let mut digits = time.bytes().take(10).filter(u8::is_ascii_digit);
    let dashes = [4, 7].iter().all(|at| time.as_bytes().get(*at) == Some(&b'-'));
    let day = digits.by_ref().fold(0, |day, b| day * 10 + u32::from(b - b'0'));
    if dashes && day > 9_999_999 { day } else { 0 }
}
