//! What the methods need of a desk: whose turn it is, the topic that is talked about, what was said in a round.

use std::collections::{HashMap, HashSet};

use super::{Desk, wall};
use crate::model::edit::Edit;
use crate::model::fields::{Contribution, List, Timer as TimerEvent, Topic, field};
use crate::model::file::File;
use crate::model::fold::folded;
use crate::model::item::Item;
use crate::model::programme::Programme;
use crate::model::stamp::{Id, Moment};
use crate::model::words::Kind;
use crate::plan::{AtStep, HANDED_ON, Judged, Round, Rounds, Weighed, next_speaker, outstanding};

impl Desk {
    /// What was said in which step of which method.
    pub fn rounds(&self, programme: &Programme) -> &Rounds {
        self.rounds.get_or_init(|| Rounds::of(&self.view, &self.origins, programme))
    }

    /// Where people speak in turn, who does next; nobody once each has let the last turn pass.
    pub fn next_in_turn(&self, at: &AtStep<'_>, programme: &Programme) -> Option<Id> {
        let begun = self.timer.as_ref()?.method_event()?;
        let began = self.rounds(programme).began((begun, at.at))?;
        // Of one's own: the last lines, back to when the step began.
        let own = |list: &List| -> Vec<&Item> {
            let of = self.view.live(list).rev().filter(|item| self.is_mine(item.id.stamp));
            let since = of.take_while(|item| timed(item).is_none_or(|at| at >= began));
            since.filter(|item| item.id > begun).collect()
        };
        let counts = |said: &Contribution<'_>| {
            !said.kind().is_some_and(|kind| kind.is_private() || matches!(kind, Kind::Reply | Kind::FlipChart))
        };
        let said = own(&List::Contributions).into_iter().map(Contribution).filter(counts);
        let mut turns: Vec<(Id, (Id, bool))> =
            said.filter_map(|said| Some((said.id(), (said.speaker()?, false)))).collect();
        let passed = own(&List::Timers).into_iter().map(TimerEvent).filter(|done| done.event() == Some("pass"));
        turns.extend(passed.filter_map(|done| Some((done.id(), (done.speaker()?, true)))));
        turns.sort_by_key(|(id, _)| *id);
        let turns: Vec<(Id, bool)> = turns.into_iter().map(|(_, turn)| turn).collect();
        next_speaker(&self.own_seats(), &turns)
    }

    /// The people who speak in turn, in the order they sit: those somebody named, else those who spoke at this table
    /// where there are several, else all.
    fn own_seats(&self) -> Vec<Id> {
        let seats: Vec<Id> =
            self.room().seats.iter().filter(|seat| seat.number.is_some()).map(|seat| seat.delegate).collect();
        let own =
            |list: &List| self.view.live(list).rev().filter(|item| self.is_mine(item.id.stamp)).collect::<Vec<_>>();
        let named = own(&List::Timers).into_iter().map(TimerEvent).find(|done| done.event() == Some("turns"));
        let here: HashSet<Id> = match named {
            Some(named) => named.members().filter_map(|id| id.parse().ok()).collect(),
            None if self.view.live(&List::Recorders).nth(1).is_none() => HashSet::new(),
            None => own(&List::Contributions).into_iter().filter_map(|item| Contribution(item).speaker()).collect(),
        };
        let here: Vec<Id> = seats.iter().filter(|id| here.contains(id)).copied().collect();
        if here.is_empty() { seats } else { here }
    }

    /// Notes who speaks in turn from now on.
    pub fn take_turns(&mut self, people: &[Id], now: Moment) -> Option<File> {
        self.change(now, |edit| {
            let list = &List::Timers;
            let id = edit.create(list);
            edit.set(list, id, field::TIME, wall(now));
            edit.set(list, id, field::EVENT, "turns");
            for person in people {
                edit.put(list, id, field::MEMBERS, &person.to_string());
                edit.carry(&List::Delegates, *person);
            }
        })
    }

    /// Notes that somebody lets their turn pass.
    pub fn pass(&mut self, who: Id, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            let list = &List::Timers;
            let id = edit.create(list);
            edit.set(list, id, field::TIME, wall(now));
            edit.set(list, id, field::EVENT, "pass");
            edit.set(list, id, field::SPEAKER, who);
            edit.carry(&List::Delegates, who);
        })
    }

    /// The topic that is talked about here, by its id and title.
    pub fn topic(&self) -> Option<(Id, &str)> {
        let id = self.timer.as_ref()?.topic()?;
        let item = self.view.find(&List::Topics, id).filter(|item| item.has_base() && !item.is_removed())?;
        Some((id, Topic(item).title().unwrap_or("A topic without a name")))
    }

    /// Goes to a topic, or leaves the one that is talked about.
    pub fn go_to_topic(&mut self, topic: Option<Id>, now: Moment) -> Option<File> {
        self.change(now, |edit| turn_to(edit, topic, now))
    }

    /// Makes a topic, and goes to it where the timer was begun.
    pub fn make_topic(&mut self, title: &str, now: Moment) -> Option<(Id, File)> {
        let (workshop, begun) = (self.view.workshop().map(|w| w.id()), self.timer.is_some());
        let mut made = None;
        let delta = self.change(now, |edit| {
            let list = &List::Topics;
            let id = edit.create(list);
            made = Some(id);
            edit.set(list, id, field::TIME, wall(now));
            if let Some(workshop) = workshop {
                edit.set(list, id, field::WORKSHOP, workshop);
            }
            edit.set(list, id, field::TITLE, title);
            if begun {
                turn_to(edit, Some(id), now);
            }
        });
        made.zip(delta)
    }

    /// The lines of a round that stand out, one's own table's where it has any.
    pub fn handed_on(&self, round: Round, programme: &Programme) -> Vec<Id> {
        let rounds = self.rounds(programme);
        let of = |item: &&Item| {
            let private = Contribution(item).kind().is_some_and(Kind::is_private);
            !private && rounds.step(&self.origins, item) == Some(round)
        };
        let said: Vec<&Item> = self.view.live(&List::Contributions).filter(of).collect();
        let own: Vec<&Item> = said.iter().filter(|item| self.is_mine(item.id.stamp)).copied().collect();
        let weighed = |item: &Item| Weighed {
            line: item.id,
            star: Contribution(item).star(),
            agreed: u64::try_from(self.room().agreed(item.id)).unwrap_or(0),
            themes: Contribution(item).themes().map(str::to_owned).collect(),
        };
        let lines = if own.is_empty() { said } else { own };
        outstanding(lines.into_iter().map(weighed).collect(), HANDED_ON)
    }

    /// Lines that say the very same as an earlier one, each with that, of which nobody has judged whether they are one.
    pub fn said_twice(&self) -> Vec<(Id, Id)> {
        let judged = Judged::of(&self.view);
        let mut first: HashMap<String, Id> = HashMap::new();
        let mut twice = Vec::new();
        for said in self.view.live(&List::Contributions).map(Contribution) {
            let words: String = said.text().into_iter().flat_map(folded).filter(|c| c.is_alphanumeric()).collect();
            if words.is_empty() || said.kind().is_some_and(|kind| kind.is_private() || kind == Kind::Reply) {
                continue;
            }
            let id = said.id();
            let earlier = *first.entry(words).or_insert(id);
            if earlier != id && judged.is_open(earlier, id) {
                twice.push((earlier, id));
            }
        }
        twice
    }

    /// One's own lines of a stage that were not read back yet, and how many were: in the order their speakers sit.
    pub fn to_read_back(&self, stage: Option<&str>) -> (Vec<Id>, usize) {
        let own = self.view.live(&List::Contributions).filter(|item| self.is_mine(item.id.stamp)).map(Contribution);
        let kept = own.filter(|said| {
            let apart = said.kind().is_some_and(|kind| kind.is_private() || kind == Kind::FlipChart);
            !apart && stage.is_none_or(|stage| said.stage() == Some(stage))
        });
        let (done, mut open): (Vec<_>, Vec<_>) = kept.partition(|said| said.confirmed());
        let seats = &self.room().seats;
        let seat = |said: &Contribution<'_>| {
            let at = said.speaker().and_then(|id| seats.iter().position(|seat| seat.delegate == id));
            (at.is_none(), at, said.id())
        };
        open.sort_by_cached_key(seat);
        (open.into_iter().map(Contribution::id).collect(), done.len())
    }
}

/// When an item was made, by the recorder's clock.
fn timed(item: &Item) -> Option<Moment> {
    chrono::DateTime::parse_from_rfc3339(item.text(field::TIME)?).ok()
}

/// Notes which topic is talked about from now on.
fn turn_to(edit: &mut Edit<'_>, topic: Option<Id>, now: Moment) {
    let list = &List::Timers;
    let id = edit.create(list);
    edit.set(list, id, field::TIME, wall(now));
    edit.set(list, id, field::EVENT, "topic");
    if let Some(topic) = topic {
        edit.set(list, id, field::TOPIC, topic);
        edit.carry(&List::Topics, topic);
    }
}
