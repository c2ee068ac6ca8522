//! Votes: what may be known of one while it is open, and how it came out once it is closed.
//!
//! Tallies shown while people vote make them follow each other, so that nothing is counted before the close: a
//! [`Poll`] has its [`Outcome`] only once it is closed, and nothing else adds ballots up. Until then it says how many
//! ballots are in.
//!
//! # When a vote is closed
//!
//! Each table opens a vote (by making it, or by its first ballot) and closes it for itself. A vote is closed where every
//! table that opened it has closed it; or where somebody closed it for everybody, until somebody opens it again for
//! everybody. That follows from the items alone, whichever file came first. A ballot that none of the closes had seen
//! came after the close: it counts, and that is said.
//!
//! # What counts
//!
//! One ballot a person, the latest, however many tables took one and however many records there are of the person. A
//! ballot that gives more than the limit, or names what is no option, is not counted, and that is said.

mod outcome;
mod text;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::carried::is_present;
use super::same::Groups;
use super::sessions::Sessions;
use crate::model::fields::{Ballot, Delegate, Hands, List, Name, Vote, VoteEvent, VoteOption, field};
use crate::model::file::{File, FileKind};
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Stamp};
use crate::model::words::{PairKind, Position, VoteKind};

pub use outcome::{Group, Outcome, Tie};
pub use text::{bar, counted_of, ordinal};

/// How many dots a person has where nothing else is said, and how many may be said.
pub const DOTS: (usize, std::ops::RangeInclusive<usize>) = (3, 3..=5);
/// How many options a person ranks where nothing else is said, and how many may be said.
pub const RANKS: (usize, std::ops::RangeInclusive<usize>) = (5, 5..=7);
/// Of fewer people than these nothing is told outside the team.
pub const FEWEST: usize = 3;
/// The label that every result carries.
pub const NARROWING: &str = "narrowing, not deciding";

/// What an option stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// Words of its own.
    Text(String),
    /// A theme.
    Theme(String),
    /// A line or an action.
    Item(Id),
    /// A position on the question.
    Position(Position),
}

/// An option of a vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What stands for it on a ballot: its id, or the word of a position.
    pub token: String,
    /// What it stands for.
    pub means: Means,
}

/// A vote as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// The vote.
    pub id: Id,
    /// Its number among those of the file, from 1.
    pub number: usize,
    /// How people vote.
    pub kind: VoteKind,
    /// What is asked.
    pub question: String,
    /// The standing question that it puts.
    pub standing: Option<String>,
    /// The workshop.
    pub workshop: Option<Id>,
    /// How many dots a person has, or how many options a person ranks.
    pub limit: usize,
    /// What can be voted for, in the order of the numbers.
    pub options: Vec<Choice>,
    /// How many people's ballots are in.
    pub ballots: usize,
    /// How many tables have counted hands.
    pub counts: usize,
    /// How many people came.
    pub people: usize,
    /// The tables at which it is open: their recorders, or none for a plan. Empty once it is closed.
    pub open_at: BTreeSet<Option<Id>>,
    /// The tables that have closed it for themselves, while it is open at others.
    pub closed_at: BTreeSet<Option<Id>>,
    /// How it came out; none while it is open.
    pub outcome: Option<Outcome>,
    /// The ids of what is in, for the close to name.
    pub seen: BTreeSet<Id>,
}

/// One person's ballot, or one of nobody in particular.
struct Cast {
    item: Id,
    at: Stamp,
    category: Option<String>,
    choices: Vec<String>,
    clashes: bool,
}

/// Hands counted by one recorder for one option.
struct Raised {
    item: Id,
    at: Stamp,
    option: String,
    category: Option<String>,
    count: usize,
}

impl Poll {
    /// Whether people can vote.
    pub const fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    /// Whether hands are counted for it.
    pub const fn takes_hands(&self) -> bool {
        matches!(self.kind, VoteKind::Hands | VoteKind::Position)
    }

    /// Whether each person has a ballot.
    pub const fn takes_ballots(&self) -> bool {
        !matches!(self.kind, VoteKind::Hands)
    }

    /// What is wrong with a ballot of these options, by number from 1; and else the options as a ballot holds them.
    pub fn mark(&self, picks: &[usize]) -> Result<String, String> {
        let tokens: Option<Vec<&str>> = picks
            .iter()
            .map(|pick| self.options.get(pick.wrapping_sub(1)).map(|option| option.token.as_str()))
            .collect();
        let Some(tokens) = tokens.filter(|tokens| !tokens.is_empty()) else {
            return Err(format!("The options of this vote are 1 to {}", self.options.len()));
        };
        let tokens: Vec<String> = tokens.into_iter().map(str::to_owned).collect();
        self.fault(&tokens).map_or_else(|| Ok(tokens.join(" ")), Err)
    }

    /// Why a ballot cannot be counted.
    fn fault(&self, choices: &[String]) -> Option<String> {
        let known: HashSet<&str> = self.options.iter().map(|option| option.token.as_str()).collect();
        let given = choices.len();
        let twice = choices.iter().collect::<HashSet<_>>().len() < given;
        match self.kind {
            _ if choices.iter().any(|of| !known.contains(of.as_str())) => Some("It names what is no option".to_owned()),
            VoteKind::Dots if given > self.limit => {
                Some(format!("That is {given} dots, and each person has {}", self.limit))
            }
            VoteKind::Rank if given > self.limit => {
                Some(format!("That ranks {given} options, and each person ranks {} at most", self.limit))
            }
            VoteKind::Rank if twice => Some("That ranks an option twice".to_owned()),
            VoteKind::Position if given > 1 => Some("Each person has one position".to_owned()),
            _ => None,
        }
    }
}

/// Every vote of a file, in the order they were made.
pub fn polls(file: &File, origins: &Origins) -> Vec<Poll> {
    if file.list(&List::Votes).is_empty() {
        return Vec::new();
    }
    let mut votes: Vec<&Item> = file.live(&List::Votes).filter(|item| item.has_base()).collect();
    let reading = Reading::of(file, origins);
    // The id of a vote on a standing question tells no time; when it was first opened does.
    votes.sort_by_cached_key(|item| {
        let opened = reading.events.get(&item.id).into_iter().flatten().map(|event| event.id.stamp).min();
        (opened.unwrap_or(item.id.stamp), item.id)
    });
    votes.into_iter().zip(1..).filter_map(|(item, number)| reading.poll(Vote(item), number)).collect()
}

/// The vote that a command is about where it names none: the last one that is open and takes what is given.
pub fn latest_open(polls: &[Poll], takes: impl Fn(&Poll) -> bool) -> Option<&Poll> {
    polls.iter().rev().find(|poll| poll.is_open() && takes(poll))
}

/// What is read once for all votes.
struct Reading<'f> {
    file: &'f File,
    origins: &'f Origins,
    sessions: Sessions<'f>,
    people: Groups,
    options: HashMap<Id, Vec<&'f Item>>,
    ballots: HashMap<Id, Vec<&'f Item>>,
    hands: HashMap<Id, Vec<&'f Item>>,
    events: HashMap<Id, Vec<&'f Item>>,
}

impl<'f> Reading<'f> {
    fn of(file: &'f File, origins: &'f Origins) -> Self {
        let by_vote = |list: &List| {
            let mut of: HashMap<Id, Vec<&'f Item>> = HashMap::new();
            for item in file.live(list) {
                if let Some(vote) = item.link(field::VOTE) {
                    of.entry(vote).or_default().push(item);
                }
            }
            of
        };
        Self {
            sessions: Sessions::of(file, origins),
            people: Groups::of(file, PairKind::Person),
            options: by_vote(&List::VoteOptions),
            ballots: by_vote(&List::Ballots),
            hands: by_vote(&List::Hands),
            events: by_vote(&List::VoteEvents),
            file,
            origins,
        }
    }

    fn poll(&self, vote: Vote<'_>, number: usize) -> Option<Poll> {
        let id = vote.id();
        if !id.is_derived() && !self.sessions.take_in(id.stamp) {
            return None;
        }
        let kind = vote.kind().unwrap_or(VoteKind::Position);
        let workshop = vote.workshop().or_else(|| self.origins.workshop(id.stamp));
        let cast = self.cast(id);
        let raised = self.raised(id);
        let limit = match kind {
            VoteKind::Dots => &DOTS,
            _ => &RANKS,
        };
        let asked = vote.limit().and_then(|limit_asked| usize::try_from(limit_asked).ok());
        let mut poll = Poll {
            id,
            number,
            kind,
            question: vote.question().unwrap_or_default().to_owned(),
            standing: vote.about().map(str::to_owned),
            workshop,
            limit: asked.filter(|asked| *asked > 0).unwrap_or(limit.0),
            options: self.options_of(id, kind),
            ballots: cast.len(),
            counts: raised.iter().map(|of| self.origins.recorder(of.at)).collect::<BTreeSet<_>>().len(),
            people: self.came(workshop),
            open_at: BTreeSet::new(),
            closed_at: BTreeSet::new(),
            outcome: None,
            seen: cast.iter().map(|of| of.item).chain(raised.iter().map(|of| of.item)).collect(),
        };
        let voted = cast.iter().map(|of| of.at).chain(raised.iter().map(|of| of.at));
        let (tables, counted) = self.state(id, voted);
        let of = |open: bool| tables.iter().filter(|(_, is)| **is == open).map(|(table, _)| *table).collect();
        poll.open_at = of(true);
        if poll.open_at.is_empty() {
            poll.outcome = Some(Outcome::of(&poll, &cast, &raised, &counted));
        } else {
            poll.closed_at = of(false);
        }
        Some(poll)
    }

    /// Of each table that opened it whether it is open there; and what had come in by the closes.
    fn state(&self, vote: Id, voted: impl Iterator<Item = Stamp>) -> (BTreeMap<Option<Id>, bool>, BTreeSet<Id>) {
        let events = self.events.get(&vote).into_iter().flatten().map(|item| VoteEvent(item));
        let mut events: Vec<VoteEvent<'_>> = events.filter(|of| self.sessions.take_in(of.id().stamp)).collect();
        events.sort_by_key(|event| event.id());
        let of_all = events.iter().rev().find(|of| matches!(of.event(), Some("close-all" | "open-all")));
        let counted = |events: &[VoteEvent<'_>]| {
            events.iter().flat_map(|of| of.counted()).filter_map(|id| id.parse().ok()).collect::<BTreeSet<Id>>()
        };
        if let Some(close) = of_all.filter(|of| of.event() == Some("close-all")) {
            return (BTreeMap::new(), counted(&[*close]));
        }
        let after = of_all.map(|of| of.id().stamp);
        let at = |stamp: Stamp| self.origins.recorder(stamp);
        let opened = events.iter().filter(|of| of.event() == Some("open")).map(|of| of.id().stamp);
        let mut tables: BTreeMap<Option<Id>, Option<VoteEvent<'_>>> =
            opened.chain(voted).map(|stamp| (at(stamp), None)).collect();
        for event in events.iter().filter(|of| Some(of.id().stamp) > after) {
            match event.event() {
                Some("close") => tables.insert(at(event.id().stamp), Some(*event)),
                Some("open") => tables.insert(at(event.id().stamp), None),
                _ => None,
            };
        }
        if tables.is_empty() {
            // Whoever made it is not known; it is open until somebody closes it.
            tables.insert(None, None);
        }
        let closes: Vec<VoteEvent<'_>> = tables.values().flatten().copied().collect();
        (tables.into_iter().map(|(table, close)| (table, close.is_none())).collect(), counted(&closes))
    }

    fn options_of(&self, vote: Id, kind: VoteKind) -> Vec<Choice> {
        if kind == VoteKind::Position {
            let choice = |of: &Position| Choice { token: of.name().to_owned(), means: Means::Position(*of) };
            return Position::ALL.iter().map(choice).collect();
        }
        let mut options: Vec<VoteOption<'_>> =
            self.options.get(&vote).into_iter().flatten().map(|item| VoteOption(item)).collect();
        options.sort_by_key(|option| (option.order().unwrap_or(i64::MAX), option.id()));
        let means = |option: VoteOption<'_>| match (option.about().and_then(|id| id.parse().ok()), option.theme()) {
            (Some(item), _) => Means::Item(item),
            (None, Some(theme)) => Means::Theme(theme.to_owned()),
            (None, None) => Means::Text(option.text().unwrap_or_default().to_owned()),
        };
        options.into_iter().map(|of| Choice { token: of.id().to_string(), means: means(of) }).collect()
    }

    /// The ballots, one a person: the latest.
    fn cast(&self, vote: Id) -> Vec<Cast> {
        let mut cast: BTreeMap<Id, Cast> = BTreeMap::new();
        for item in self.ballots.get(&vote).into_iter().flatten() {
            let ballot = Ballot(item);
            let Some((text, version)) = ballot.choices().zip(item.current(&Name::from(field::CHOICES))) else {
                continue;
            };
            let person = ballot.delegate();
            let gone = person.is_some_and(|id| self.file.is_withdrawn(id));
            if gone || text.trim().is_empty() || !self.sessions.take_in(version.at) {
                continue;
            }
            let of_person = person.and_then(|id| self.file.find(&List::Delegates, id));
            let category = of_person.and_then(|item| Delegate(item).category()).or_else(|| ballot.category());
            let new = Cast {
                item: item.id,
                at: version.at,
                category: category.map(str::to_owned),
                choices: text.split_whitespace().map(str::to_owned).collect(),
                clashes: item.clashes().any(|name| *name == field::CHOICES.into()),
            };
            let key = person.map_or(item.id, |id| self.people.first(id));
            match cast.get_mut(&key) {
                // Two records of one person: the category of the one that has any.
                Some(known) if known.at > new.at => {
                    known.category = known.category.take().or(new.category);
                    known.clashes |= known.choices != new.choices;
                }
                Some(known) => {
                    let clashes = new.clashes || known.choices != new.choices;
                    *known = Cast { category: new.category.or_else(|| known.category.take()), clashes, ..new };
                }
                None => drop(cast.insert(key, new)),
            }
        }
        cast.into_values().collect()
    }

    fn raised(&self, vote: Id) -> Vec<Raised> {
        let mut raised = Vec::new();
        for item in self.hands.get(&vote).into_iter().flatten() {
            let hands = Hands(item);
            let Some((count, version)) = hands.count().zip(item.current(&Name::from(field::COUNT))) else { continue };
            let Ok(count) = usize::try_from(count) else { continue };
            if self.sessions.take_in(version.at) {
                raised.push(Raised {
                    item: item.id,
                    at: version.at,
                    option: hands.option().unwrap_or_default().to_owned(),
                    category: hands.category().map(str::to_owned),
                    count,
                });
            }
        }
        raised
    }

    /// How many people came, each once.
    fn came(&self, workshop: Option<Id>) -> usize {
        let session = self.file.kind == FileKind::Session;
        let here = |item: &&Item| {
            if session { is_present(self.file, item) } else { item.has_base() && Delegate(item).workshop() == workshop }
        };
        let people = self.file.live(&List::Delegates).filter(here);
        people.map(|item| self.people.first(item.id)).collect::<HashSet<_>>().len()
    }
}
