//! What was found, as items of a workshop.
//!
//! The id of each is made of the workshop, the name of the source and the row, so that the same row is the same item on
//! every machine. What the workshop holds already, or what was withdrawn from it, is not made again, whatever became of
//! it there since.

use std::collections::HashMap;
use std::sync::Arc;

use super::found::{Found, Person, Said};
use super::mapping::Mapping;
use super::preview::Preview;
use crate::model::fields::{Delegate, Field, List, Name, field};
use crate::model::file::{File, FileKind, Withdrawal};
use crate::model::fold::folded_eq;
use crate::model::item::{Item, Version};
use crate::model::programme::Programme;
use crate::model::stamp::{Id, RowKey, Writer};
use crate::model::value::Value;
use crate::model::words::{Kind, Level};
use crate::plan::{Count, Votes, latest_tallies};

/// What comes in, and what is told of it.
#[derive(Clone, Debug)]
pub struct Made {
    /// The items that are new.
    pub news: File,
    /// What is told of it before anything is written.
    pub preview: Preview,
}

/// Makes the items that a source brings to a file.
///
/// Into a session they come as words of its workshop; in a plan the source is a workshop of its own.
pub fn make(found: Found, mapping: &Mapping, source: &str, into: &File, programme: &Programme) -> Made {
    let mut maker = Maker::new(&found, mapping, source, into, programme);
    let people: Vec<Id> = found.people.iter().map(|person| maker.person(person)).collect();
    for said in &found.said {
        maker.said(said, &people);
    }
    if maker.news.is_empty() {
        maker.news = File::new(into.kind);
    } else {
        maker.origin();
    }
    let Maker { news, mut preview, odd, .. } = maker;
    source.clone_into(&mut preview.source);
    preview.kind.clone_from(&mapping.title);
    preview.mapping = mapping.clone();
    preview.notes.extend(odd.into_iter().map(|(what, count)| format!("{what}, {count} times")));
    preview.take(found);
    Made { news, preview }
}

/// An item being made.
struct Draft {
    id: Id,
    versions: Vec<Version>,
}

impl Draft {
    const fn new(id: Id) -> Self {
        Self { id, versions: Vec::new() }
    }

    fn set(mut self, field: Field, value: impl Into<Value>) -> Self {
        self.write(field.into(), value.into());
        self
    }

    fn set_some(self, field: Field, text: &str) -> Self {
        if text.is_empty() { self } else { self.set(field, text) }
    }

    fn put(&mut self, set: Field, element: &str) {
        self.write(set.element(element), Value::Flag(true));
    }

    fn write(&mut self, name: Name, value: Value) {
        self.versions.push(Version { name, at: self.id.stamp, value, replaced_by: None });
    }
}

/// A text on one line: a name or a theme that was typed on two is one all the same.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Maker<'a> {
    mapping: &'a Mapping,
    programme: &'a Programme,
    into: &'a File,
    source: &'a str,
    title: &'a str,
    workshop: Id,
    writer: Writer,
    /// When what tells no time was said: the day of it, from midnight.
    day: String,
    /// What came from this source before.
    known: HashMap<RowKey, Id>,
    /// How the votes were last counted.
    tallies: HashMap<Id, (Count, Votes)>,
    next_seat: i64,
    news: File,
    preview: Preview,
    odd: Vec<(String, usize)>,
}

impl<'a> Maker<'a> {
    fn new(found: &'a Found, mapping: &'a Mapping, source: &'a str, into: &'a File, programme: &'a Programme) -> Self {
        let session = into.workshop().filter(|_| into.kind == FileKind::Session);
        let workshop = session.map_or_else(|| Id::of_pair("import", source, ""), |workshop| workshop.id());
        let written = workshop.stamp.time().map(|time| time.date_naive());
        let date = session.and_then(|workshop| workshop.date()).and_then(|date| date.parse().ok());
        let day = found.day.or(date).or(written).map(|day| format!("{day}T00:00:00+00:00")).unwrap_or_default();
        let writer = Writer::of_import(workshop, source);
        let here = into.items().map(|(_, item)| item.id);
        let gone = into.withdrawn().iter().filter_map(|what| match what {
            Withdrawal::Item(id) => Some(*id),
            Withdrawal::Wording(..) => None,
        });
        let known = here.chain(gone).filter(|id| id.stamp.writer() == writer).map(|id| (id.row(), id)).collect();
        let seats = into.live(&List::Delegates).filter_map(|item| Delegate(item).seat());
        Self {
            mapping,
            programme,
            into,
            source,
            title: found.title.as_deref().unwrap_or(source),
            workshop,
            writer,
            day,
            known,
            tallies: latest_tallies(into, |_| true),
            next_seat: seats.max().unwrap_or(0).max(0) + 1,
            news: File::new(into.kind),
            preview: Preview::default(),
            odd: Vec::new(),
        }
    }

    fn id(&self, row: RowKey, place: u32) -> Id {
        Id::of_row(self.writer, row, place)
    }

    fn add(&mut self, list: &List, draft: Draft) {
        self.news.insert(list, Arc::new(Item::new(draft.id, draft.versions)));
    }

    /// Where it came from: a recorder of its own, and in a plan a workshop of its own.
    fn origin(&mut self) {
        if self.into.kind == FileKind::Plan && self.into.find(&List::Workshops, self.workshop).is_none() {
            let date = self.day.get(..10).unwrap_or_default();
            let draft = Draft::new(self.workshop).set(field::TIME, self.day.as_str()).set(field::TITLE, self.title);
            self.add(&List::Workshops, draft.set_some(field::DATE, date));
        }
        let recorder = self.id(RowKey::of(&["recorder"]), 0);
        if self.known.contains_key(&recorder.row()) {
            return;
        }
        let name = format!("Import: {}", self.source);
        let draft = Draft::new(recorder).set(field::WORKSHOP, self.workshop).set(field::NAME, name.as_str());
        self.add(&List::Recorders, draft);
        let run = self.id(RowKey::of(&["run"]), 0);
        self.add(&List::Runs, Draft::new(run).set(field::RECORDER, recorder));
    }

    fn person(&mut self, person: &Person) -> Id {
        let row = person.row.unwrap_or_else(|| RowKey::of(&["person", &person.name]));
        if let Some(known) = self.known.get(&row) {
            self.preview.known_people += 1;
            return *known;
        }
        let id = self.id(row, person.place);
        let category = self.category(&person.category);
        let seat = self.next_seat;
        self.next_seat += 1;
        self.preview.people += 1;
        let draft = Draft::new(id)
            .set(field::WORKSHOP, self.workshop)
            .set(field::SEAT, seat)
            .set_some(field::NAME, &one_line(&person.name))
            .set_some(field::ROLE, &one_line(&person.role))
            .set_some(field::ORGANISATION, &one_line(&person.organisation))
            .set_some(field::CATEGORY, &category)
            .set(field::CONSENT, person.level.unwrap_or_else(|| self.mapping.level()).number());
        self.add(&List::Delegates, draft);
        id
    }

    fn said(&mut self, said: &Said, people: &[Id]) {
        let speaker = said.speaker.and_then(|at| people.get(at)).copied();
        let known = self.known.get(&said.row).copied();
        if speaker.is_some_and(|id| self.into.is_withdrawn(id)) || known.is_some_and(|id| self.into.is_withdrawn(id)) {
            self.preview.withdrawn += 1;
            return;
        }
        let id = known.unwrap_or_else(|| self.id(said.row, said.place));
        if let Some(id) = known {
            self.preview.known += 1;
            self.note_changed(id, said);
        } else {
            self.say(id, said, speaker);
        }
        self.tally(id, said);
    }

    /// Notes a row that says something else than when it came in.
    fn note_changed(&mut self, id: Id, said: &Said) {
        let item = self.into.find(&List::Contributions, id);
        let text = Name::from(field::TEXT);
        let first = item.and_then(|item| item.versions().iter().find(|v| v.name == text && v.at == id.stamp));
        if first.is_some_and(|version| version.value.text() != Some(said.text.as_str())) {
            self.preview.changed.push(said.line);
        }
    }

    fn say(&mut self, id: Id, said: &Said, speaker: Option<Id>) {
        let level = said.level.unwrap_or_else(|| self.mapping.level());
        let stage = self.stage(&said.stage);
        let time = said.time.as_deref().unwrap_or(&self.day).to_owned();
        let mut draft = Draft::new(id)
            .set(field::TIME, time.as_str())
            .set_some(field::STAGE, &stage)
            .set(field::KIND, said.kind.name())
            .set(field::CONSENT, level.number())
            .set(field::TEXT, said.text.as_str());
        if let Some(speaker) = speaker {
            draft = draft.set(field::SPEAKER, speaker);
        }
        let themes = || said.themes.iter().map(|theme| one_line(theme));
        themes().filter(|theme| !theme.is_empty()).for_each(|theme| draft.put(field::THEMES, &theme));
        self.add(&List::Contributions, draft);
        self.preview.said += 1;
        if said.kind == Kind::Action && level > Level::Room {
            self.preview.actions += 1;
            let made = id.stamp.item(id.number() + 1);
            let mut draft = Draft::new(made)
                .set(field::TIME, time.as_str())
                .set_some(field::STAGE, &stage)
                .set(field::TEXT, said.text.as_str());
            themes().filter(|theme| !theme.is_empty()).for_each(|theme| draft.put(field::THEMES, &theme));
            draft.put(field::EVIDENCE, &id.to_string());
            self.add(&List::Actions, draft);
        }
        if said.agreed > 0 {
            let agreement = Draft::new(id.stamp.item(id.number() + 2));
            self.add(
                &List::Agreements,
                agreement.set(field::CONTRIBUTION, id).set(field::COUNT, i64::from(said.agreed)),
            );
        }
    }

    /// The votes as they were counted: another count than before is one more item, and the latest holds.
    fn tally(&mut self, statement: Id, said: &Said) {
        let Some((votes, last)) = &said.votes else { return };
        let order = match self.tallies.get(&statement) {
            Some((count, known)) if count.time == *last && known == votes => return,
            // The same votes, and another count: it is settled now which of them mean agree.
            Some((count, _)) if count.time == *last => count.order + 1,
            _ => 0,
        };
        let counts = [votes.agree, votes.disagree, votes.pass].map(|count| count.to_string());
        let parts = [statement.to_string(), counts.join(" "), last.clone(), order.to_string()];
        let row = RowKey::of(&["tally", &parts[0], &parts[1], &parts[2], &parts[3]]);
        if self.known.contains_key(&row) {
            return;
        }
        self.preview.counted += 1;
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let draft = Draft::new(self.id(row, said.place))
            .set(field::TIME, last.as_str())
            .set(field::ORDER, order)
            .set(field::CONTRIBUTION, statement)
            .set(field::AGREE, number(votes.agree))
            .set(field::DISAGREE, number(votes.disagree))
            .set(field::PASS, number(votes.pass));
        self.add(&List::Tallies, draft);
    }

    /// The id of a partner category that the source names by id or title.
    fn category(&mut self, words: &str) -> String {
        let known = |c: &&crate::model::programme::Category| folded_eq(&c.id, words) || folded_eq(&c.title, words);
        let found = self.programme.categories.iter().find(known).map(|category| category.id.clone());
        self.or_odd(found, words, "is no partner category of the programme, and is left out")
    }

    /// The id of a stage that the source names by id or title.
    fn stage(&mut self, words: &str) -> String {
        let known = |s: &&crate::model::programme::Stage| folded_eq(&s.id, words) || folded_eq(&s.title, words);
        let found = self.programme.stages.iter().find(known).map(|stage| stage.id.clone());
        self.or_odd(found, words, "is no stage of the programme, and is left out")
    }

    fn or_odd(&mut self, found: Option<String>, words: &str, why: &str) -> String {
        if found.is_none() && !words.is_empty() {
            let what = format!("“{words}” {why}");
            match self.odd.iter_mut().find(|(known, _)| *known == what) {
                Some((_, times)) => *times += 1,
                None => self.odd.push((what, 1)),
            }
        }
        found.unwrap_or_default()
    }
}
