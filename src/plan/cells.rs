//! What the cells of the action plan say: one action, one column or one piece of it, in words (domain §2.4).
//!
//! [`said`] reads a piece as what it is: words, people, a day, an amount. The screen tells it by [`Said::words`], the gate
//! shows of it what an audience may see. Which pieces there are stands in [`columns`](crate::model::columns) alone; how
//! typed words become a value is `capture`'s to know.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use super::day::Day;
use super::rows::{Issue, Lead, Missing, Row};
use crate::model::columns::{Column, Piece, Takes};
use crate::model::fields::{Endorsement, Field, Group, List, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::programme::{Entry, Framework, Programme};
use crate::model::stamp::{Id, Stamp};
use crate::model::words::Status;

/// What one piece of an action says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Words that somebody typed.
    Text(String),
    /// Several words that somebody typed.
    Words(Vec<String>),
    /// Themes, by the names that are shown.
    Themes(Vec<String>),
    /// One person or body.
    Person(Lead),
    /// Several.
    People(Vec<Lead>),
    /// A day.
    Day(Day),
    /// Yes; what was not said is no.
    Yes,
    /// A number.
    Number(u64),
    /// Whole pounds.
    Pounds(u64),
    /// Entries of a list, by their titles, and what stands there that is none of them.
    Listed(Vec<String>, Vec<String>),
    /// Another action.
    Action(Id),
}

/// How people and actions are called where a cell is told.
pub trait Names {
    /// A lead or partner.
    fn person(&self, lead: &Lead) -> String;
    /// Another action.
    fn action(&self, id: Id) -> String;
    /// The words of a contribution.
    fn line(&self, id: Id) -> String;
    /// A recorder.
    fn recorder(&self, id: Id) -> String;
    /// A workshop.
    fn workshop(&self, id: Id) -> String;
}

impl Said {
    /// What it says, as it is read.
    pub fn words(&self, names: &dyn Names) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Words(words) | Self::Themes(words) => words.join(", "),
            Self::Person(lead) => names.person(lead),
            Self::People(people) => people.iter().map(|lead| names.person(lead)).collect::<Vec<_>>().join(", "),
            Self::Day(day) => day.to_string(),
            Self::Yes => "yes".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Pounds(amount) => pounds(*amount),
            Self::Listed(titles, others) => titles.iter().chain(others).cloned().collect::<Vec<_>>().join(", "),
            Self::Action(id) => names.action(*id),
        }
    }

    /// The same as it would be typed.
    pub fn typed(&self, names: &dyn Names) -> String {
        match self {
            Self::Day(Day::Date(date)) => date.to_string(),
            Self::Pounds(amount) => amount.to_string(),
            other => other.words(names),
        }
    }
}

/// An amount as it is read: `£1,200`.
pub fn pounds(amount: u64) -> String {
    let digits = amount.to_string();
    let mut text = String::from("£");
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What one piece of an action says; none where it says nothing.
pub fn said(file: &File, programme: &Programme, row: &Row, item: &Item, piece: &Piece) -> Option<Said> {
    let text = || item.text(piece.field).map(str::trim).filter(|text| !text.is_empty());
    let set = || item.set(piece.field).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let amount = || item.number(piece.field).and_then(|number| u64::try_from(number).ok());
    let some = |words: Vec<String>| Some(words).filter(|words| !words.is_empty());
    match piece.takes {
        Takes::Text => text().map(|text| Said::Text(text.to_owned())),
        Takes::Person => text().and_then(Lead::read).map(Said::Person),
        Takes::People => {
            let people: Vec<Lead> = item.set(piece.field).filter_map(Lead::read).collect();
            Some(people).filter(|people| !people.is_empty()).map(Said::People)
        }
        Takes::Day => text().and_then(Day::read).map(Said::Day),
        Takes::Flag => item.flag(piece.field).then_some(Said::Yes),
        Takes::Number => amount().map(Said::Number),
        Takes::Pounds => amount().map(Said::Pounds),
        Takes::Words => some(set().collect()).map(Said::Words),
        Takes::Themes => some(row.themes.clone()).map(Said::Themes),
        Takes::Several(_) | Takes::AllOf(_) => listed(set().collect(), || entries(piece.takes, programme, file)),
        Takes::Word(_) | Takes::OneOf(_) | Takes::Stage | Takes::Option => {
            listed(text().map(str::to_owned).into_iter().collect(), || entries(piece.takes, programme, file))
        }
        Takes::Action => text().map(|text| text.parse().map_or_else(|_| Said::Text(text.to_owned()), Said::Action)),
        Takes::Group => {
            let group = item.link(piece.field).and_then(|id| file.find(&List::Groups, id));
            let group = group.filter(|group| !group.is_removed());
            group.and_then(|group| Group(group).title()).map(|title| Said::Text(title.to_owned()))
        }
    }
}

/// What stands in a list, in the order of the list.
fn listed(held: Vec<String>, list: impl FnOnce() -> Option<Framework>) -> Option<Said> {
    // Most actions say nothing of most lists.
    let list = if held.is_empty() { return None } else { list() };
    let (mut known, mut others) = (Vec::new(), Vec::new());
    for name in held {
        match list.as_ref().and_then(|list| list.entries.iter().position(|entry| entry.id == name)) {
            Some(at) => known.push(at),
            None => others.push(name),
        }
    }
    known.sort_unstable();
    let title = |at: usize| list.as_ref().and_then(|list| list.entries.get(at)).map(|entry| entry.title.clone());
    let titles: Vec<String> = known.into_iter().filter_map(title).collect();
    (!titles.is_empty() || !others.is_empty()).then_some(Said::Listed(titles, others))
}

/// The list that a piece takes its words from, where there is one.
pub fn entries(takes: Takes, programme: &Programme, file: &File) -> Option<Framework> {
    let entry = |id: &str, title: &str| Entry { id: id.to_owned(), title: title.to_owned(), ..Entry::default() };
    let entries = match takes {
        Takes::Word(words) | Takes::Several(words) => words().iter().map(|(id, title)| entry(id, title)).collect(),
        Takes::OneOf(id) | Takes::AllOf(id) => return programme.framework(id).cloned(),
        Takes::Stage => programme.stages.iter().map(|stage| entry(&stage.id, &stage.title)).collect(),
        Takes::Option => {
            let choices = programme.options.iter().flat_map(|group| &group.choices);
            choices.map(|choice| entry(&choice.id, &choice.title)).collect()
        }
        Takes::Group => {
            let groups = file.live(&List::Groups).map(Group);
            groups.map(|group| entry(&group.id().to_string(), group.title().unwrap_or("a group"))).collect()
        }
        _ => return None,
    };
    Some(Framework { entries, ..Framework::default() })
}

/// How a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It says something.
    Filled,
    /// It says nothing.
    Empty,
    /// It says nothing that will do, and the row is not valid without it.
    Wanting,
}

impl State {
    /// How an empty cell is marked; not by colour.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Filled => "",
            Self::Empty => "·",
            Self::Wanting => "!",
        }
    }
}

/// How the cell of one action in one column stands.
pub fn state(file: &File, programme: &Programme, row: &Row, item: &Item, column: &Column) -> State {
    let lacks = |gap: &Missing| column.pieces.first() == Some(&gap.field());
    if row.missing.iter().any(lacks) {
        return State::Wanting;
    }
    let says = |piece: &'static Piece| said(file, programme, row, item, piece).is_some();
    let filled = match column.number {
        1 | 14 | 24 => true,
        19 => !row.agreed.is_empty(),
        // The issue may be the words it rests on, and evidence is figures or what people said.
        2 => row.issue.is_some(),
        5 => !row.evidence.is_empty() || column.pieces().any(says),
        _ => column.pieces().any(says),
    };
    if filled { State::Filled } else { State::Empty }
}

/// Tells a column by its pieces: the first by itself, the others by their names; what is worked out stands behind.
pub fn assemble(column: &Column, of: &dyn Fn(&Piece) -> Option<String>, more: Vec<String>) -> String {
    let first = column.pieces.first();
    let parts = column.pieces().filter_map(|piece| {
        let words = of(piece)?;
        Some(match (first == Some(&piece.field), piece.takes) {
            (true, _) if !matches!(piece.takes, Takes::Flag | Takes::Number | Takes::Pounds) => words,
            (_, Takes::Flag) => piece.title.to_lowercase(),
            _ => format!("{} {words}", piece.title.to_lowercase()),
        })
    });
    parts.chain(more).collect::<Vec<_>>().join("; ")
}

/// What one column says of an action, in words; empty where it says nothing.
pub fn column_words(
    file: &File,
    programme: &Programme,
    row: &Row,
    item: &Item,
    column: &Column,
    names: &dyn Names,
) -> String {
    let of = |piece: &Piece| said(file, programme, row, item, piece).map(|said| said.words(names));
    let more = match column.number {
        1 => vec![row.reference.clone()],
        2 => match &row.issue {
            Some(Issue::Said(id)) => vec![format!("(from “{}”)", names.line(*id))],
            _ => Vec::new(),
        },
        5 => evidence_words(row, of_field(item, field::DATA)),
        11 => gap_of(item).filter(|gap| *gap > 0).map(|gap| format!("gap {}", pounds(gap))).into_iter().collect(),
        13 => slipped_words(item).into_iter().collect(),
        14 => vec![status_words(row, names)],
        19 => agreed_words(file, programme, row),
        20 if of_field(item, field::STRATEGY) || row.is_closed() => Vec::new(),
        20 => vec!["not yet matched to a strategy".to_owned()],
        23 if row.feedback_overdue => vec!["past its day, and nobody heard back".to_owned()],
        24 => source_words(row, names),
        _ => Vec::new(),
    };
    assemble(column, &of, more)
}

fn of_field(item: &Item, field: Field) -> bool {
    item.text(field).is_some_and(|text| !text.trim().is_empty())
}

/// The two slots of evidence (domain T9): figures, and what people said; one alone is marked.
fn evidence_words(row: &Row, figures: bool) -> Vec<String> {
    let voices = row.evidence.found.len() + row.evidence.waiting;
    let said = match voices {
        0 if row.evidence.withdrawn > 0 => Some(format!("{} withdrawn", row.evidence.withdrawn)),
        0 => None,
        1 => Some("1 line of what people said".to_owned()),
        n => Some(format!("{n} lines of what people said")),
    };
    said.into_iter().chain(one_slot(figures, voices > 0).map(str::to_owned)).collect()
}

/// What is said where only one of the two slots of evidence is filled (domain T9).
pub const fn one_slot(figures: bool, voices: bool) -> Option<&'static str> {
    match (figures, voices) {
        (true, false) => Some("figures only, nobody's experience"),
        (false, true) => Some("experience only, no figures"),
        _ => None,
    }
}

/// How far it has come: a word and a symbol, with the day and who said so.
pub fn status_words(row: &Row, names: &dyn Names) -> String {
    let day = row.status_date.map(|day| format!(", {}", day.format("%-d %B %Y"))).unwrap_or_default();
    let by = row.updated_by.map(|id| format!(" by {}", names.recorder(id))).unwrap_or_default();
    let past = if row.overdue { "; past its date" } else { "" };
    format!("{} {}{day}{by}{past}", row.status.symbol(), row.status.title())
}

fn agreed_words(file: &File, programme: &Programme, row: &Row) -> Vec<String> {
    let all = row.agreed.iter().filter_map(|id| file.find(&List::Endorsements, *id)).map(|item| Endorsement(item));
    all.map(|of| {
        let category = of.category().and_then(|id| programme.category(id)).map(|category| category.title.clone());
        let day = of.date().and_then(Day::read).map(|day| day.to_string());
        let parts = [of.body().map(str::to_owned), category, day, of.how().map(str::to_owned)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    })
    .collect()
}

fn source_words(row: &Row, names: &dyn Names) -> Vec<String> {
    let workshop = row.workshop.map(|id| names.workshop(id));
    let recorder = row.recorder.map(|id| names.recorder(id));
    let from = [workshop, recorder].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let from = if from.is_empty() { "added to the plan".to_owned() } else { from };
    let edited = row.edited.and_then(Stamp::time).map(|time| format!("last changed {}", time.format("%-d %B %Y")));
    let by = edited.map(|edited| match row.edited_by {
        Some(id) => format!("{edited} by {}", names.recorder(id)),
        None => edited,
    });
    [from].into_iter().chain(by).collect()
}

/// A day that an action was due before it was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The earlier day.
    pub was: chrono::NaiveDate,
    /// The edit that moved it on.
    pub moved: Option<Stamp>,
}

/// The days that an action was due before it was moved to a later one, the earliest first. What was set and taken back
/// again leaves no trace: only days before the one that holds count.
pub fn slips(item: &Item) -> Vec<Slip> {
    if item.is_plain() {
        return Vec::new();
    }
    let day = |text: &str| Day::read(text).and_then(|day| day.date());
    let Some(due) = item.text(field::DUE).and_then(day) else { return Vec::new() };
    let past = item.versions().iter().filter(|version| version.name == field::DUE.into());
    let past = past.filter_map(|version| Some((version.value.text().and_then(day)?, version.replaced_by)));
    let mut first: BTreeMap<chrono::NaiveDate, Option<Stamp>> = BTreeMap::new();
    for (was, moved) in past.filter(|(was, _)| *was < due) {
        first.entry(was).and_modify(|known| *known = (*known).max(moved)).or_insert(moved);
    }
    first.into_iter().map(|(was, moved)| Slip { was, moved }).collect()
}

fn slipped_words(item: &Item) -> Option<String> {
    let slips = slips(item);
    let days: Vec<String> = slips.iter().map(|slip| slip.was.format("%-d %B %Y").to_string()).collect();
    times(slips.len()).map(|times| format!("slipped {times}, was {}", days.join(", ")))
}

/// How often, in words; none where never.
pub fn times(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("once".to_owned()),
        2 => Some("twice".to_owned()),
        n => Some(format!("{n} times")),
    }
}

/// What an action costs and what is found of it, in whole pounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Means {
    /// What is needed.
    pub needed: u64,
    /// What is found.
    pub found: u64,
    /// What is still to be found; what one action has too much is not another's.
    pub gap: u64,
}

impl Means {
    /// The means of one action; none where it names no amount.
    pub fn of(item: &Item) -> Option<Self> {
        let amount = |field: Field| item.number(field).and_then(|number| u64::try_from(number).ok());
        let (needed, found) = (amount(field::COST), amount(field::FOUND));
        if needed.is_none() && found.is_none() {
            return None;
        }
        let (needed, found) = (needed.unwrap_or(0), found.unwrap_or(0));
        Some(Self { needed, found, gap: needed.saturating_sub(found) })
    }

    /// The means of several actions together.
    pub fn total(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::default(), |sum, of| Self {
            needed: sum.needed.saturating_add(of.needed),
            found: sum.found.saturating_add(of.found),
            gap: sum.gap.saturating_add(of.gap),
        })
    }
}

/// "needed £1,200, found £900, still to be found £600".
impl fmt::Display for Means {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [needed, found, gap] = [self.needed, self.found, self.gap].map(pounds);
        write!(f, "needed {needed}, found {found}, still to be found {gap}")
    }
}

fn gap_of(item: &Item) -> Option<u64> {
    Means::of(item).map(|means| means.gap)
}

/// A link of the chain of causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Another action, the symptom of something further up.
    Action(Id),
    /// In words: where a chain ends.
    Words(String),
}

/// What an action comes from, and what that comes from in turn (domain P18). A chain that comes back to where it has
/// been is cut there.
pub fn causes(file: &File, id: Id) -> Vec<Cause> {
    let mut been = HashSet::from([id]);
    let mut chain = Vec::new();
    let mut at = file.find(&List::Actions, id);
    while let Some(because) = at.and_then(|item| item.text(field::BECAUSE)).map(str::trim).filter(|t| !t.is_empty()) {
        let Ok(next) = because.parse::<Id>() else {
            chain.push(Cause::Words(because.to_owned()));
            break;
        };
        let there = file.find(&List::Actions, next).filter(|item| !item.is_removed());
        if there.is_none() || !been.insert(next) {
            break;
        }
        chain.push(Cause::Action(next));
        at = there;
    }
    chain
}

/// The actions that are part of each action (domain P23), in order of their ids.
pub fn children(file: &File) -> HashMap<Id, Vec<Id>> {
    let mut of: HashMap<Id, Vec<Id>> = HashMap::new();
    for item in file.live(&List::Actions) {
        if let Some(parent) = item.link(field::PARENT).filter(|parent| *parent != item.id) {
            of.entry(parent).or_default().push(item.id);
        }
    }
    of
}

/// The pieces whose lists the plan as a whole is held against.
pub const SPREAD: [Field; 6] =
    [field::SPECIFICATIONS, field::AIMS, field::BLOCKS, field::DETERMINANTS, field::PLUS, field::LEVEL];

/// How many actions name each entry of the list that a piece takes its words from, zeros among them (domain P17, P20,
/// T14).
pub fn spread(file: &File, programme: &Programme, rows: &[Row], piece: &Piece) -> Vec<(String, usize)> {
    let Some(list) = entries(piece.takes, programme, file) else { return Vec::new() };
    let items: Vec<&Item> = rows.iter().filter_map(|row| Some(&**file.find(&List::Actions, row.id)?)).collect();
    let names = |item: &Item, id: &str| {
        item.text(piece.field) == Some(id) || item.set(piece.field).any(|element| element == id)
    };
    let count = |entry: &Entry| items.iter().filter(|item| names(item, &entry.id)).count();
    list.entries.iter().map(|entry| (entry.title.clone(), count(entry))).collect()
}

impl Row {
    /// Whether nothing more is to be done about it.
    pub const fn is_closed(&self) -> bool {
        matches!(self.status, Status::Done | Status::Stopped)
    }
}
