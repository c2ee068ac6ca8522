//! The timer: worked out from the moves and timer events of one recorder, so that it survives a restart.
//!
//! What it times is the part of the agenda gone to, or the stage where the workshop has no parts of its own.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};

use crate::model::fields::{List, Move, Part, Reading, Timer as TimerEvent};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Moment, Stamp};

/// The most that one event may add, so that a hostile file cannot overflow a sum.
const MOST_SECONDS: i64 = 24 * 60 * 60;

/// What is timed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A part of the agenda.
    Part(Id),
    /// A stage of the programme.
    Stage(String),
}

/// What was done with the time of a part or stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Whether anybody went to it.
    pub visited: bool,
    /// How long it ran, without pauses and what was left out.
    pub ran: TimeDelta,
    /// What was added to the time allowed, less what others took of it.
    pub added: TimeDelta,
}

/// The timer of the part or stage a recorder is in.
///
/// Time in a part adds up over visits: going to another by mistake and back again costs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// What it times.
    pub slot: Slot,
    /// The first move of all.
    pub begun: Stamp,
    /// When that was.
    pub began: Moment,
    /// When something was last done to it.
    pub latest: Moment,
    /// Whether the workshop was closed, and not opened again since.
    pub closed: bool,
    /// Since when it runs; none while it is paused.
    since: Option<Moment>,
    /// What had run before that.
    spent: BTreeMap<Slot, Spent>,
    /// The method that runs inside the part or stage.
    chain: Option<Chain>,
    /// The topic that is talked about; it ends with the part or stage.
    topic: Option<Id>,
}

/// A method that runs inside a part or stage, from one of its steps on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chain {
    /// The event that began it.
    begun: Id,
    method: String,
    /// The step that began, from 0.
    step: usize,
    /// What of the part had run by then.
    ran: TimeDelta,
}

/// Is shown how a timer stood from one event until the next, which comes at a moment.
pub(super) type Shown<'s> = dyn FnMut(&Timer, Id, Option<(Id, Moment)>) + 's;

enum Event {
    Go(Slot),
    Pause,
    Resume,
    Close,
    Add(i64),
    Borrow(i64, Id),
    LeaveOut(i64),
    Method(Id, Option<(String, usize)>),
    Topic(Option<Id>),
}

impl Event {
    fn of(done: TimerEvent<'_>) -> Option<Self> {
        let seconds = done.seconds().map(|seconds| seconds.clamp(-MOST_SECONDS, MOST_SECONDS));
        match done.event()? {
            "pause" => Some(Self::Pause),
            "resume" => Some(Self::Resume),
            "add" => seconds.map(Self::Add),
            "borrow" => Some(Self::Borrow(seconds?.max(0), done.from()?)),
            "leave-out" => seconds.map(|seconds| Self::LeaveOut(seconds.max(0))),
            "method" => {
                let step = done.step().and_then(|step| usize::try_from(step).ok()?.checked_sub(1)).unwrap_or(0);
                Some(Self::Method(done.id(), done.method().map(|method| (method.to_owned(), step))))
            }
            "topic" => Some(Self::Topic(done.topic())),
            _ => None,
        }
    }
}

impl Timer {
    /// The timer of a recorder, or of the whole file where none is named; none before the first move.
    pub fn of(file: &File, recorder: Option<Id>, origins: &Origins) -> Option<Self> {
        Self::replay(file, recorder, origins, &mut |_, _, _| {})
    }

    /// The same, shown how it stood from each event to the next one, and in the end to none.
    pub(super) fn replay(file: &File, recorder: Option<Id>, origins: &Origins, each: &mut Shown<'_>) -> Option<Self> {
        let theirs = |stamp: Stamp| recorder.is_none() || origins.recorder(stamp) == recorder;
        let mut events: Vec<(Id, Moment, Event)> = Vec::new();
        let mut note = |id: Id, time: Option<&str>, event: Option<Event>| {
            let moment = time.and_then(|time| DateTime::parse_from_rfc3339(time).ok());
            if let (Some(moment), Some(event), true) = (moment, event, theirs(id.stamp)) {
                events.push((id, moment, event));
            }
        };
        for gone in file.live(&List::Moves).map(Move) {
            let slot = gone.agenda().map(Slot::Part).or_else(|| gone.stage().map(|s| Slot::Stage(s.to_owned())));
            note(gone.id(), gone.time(), slot.map(Event::Go));
        }
        for done in file.live(&List::Timers).map(TimerEvent) {
            note(done.id(), done.time(), Event::of(done));
        }
        for read in file.live(&List::Readings).map(Reading) {
            let event = match read.event() {
                Some("close") => Some(Event::Close),
                Some("reopen") => Some(Event::Resume),
                _ => None,
            };
            note(read.id(), read.time(), event);
        }
        events.sort_by_key(|(id, ..)| *id);
        let planned = |part: Id| planned(file, part);
        let mut timer: Option<Self> = None;
        let mut since = None;
        for (id, at, event) in events {
            if let (Some(timer), Some(since)) = (&timer, since) {
                each(timer, since, Some((id, at)));
            }
            since = Some(id);
            match (&mut timer, event) {
                (None, Event::Go(slot)) => timer = Some(Self::begin(id.stamp, slot, at)),
                (None, _) => {}
                (Some(timer), event) => timer.hear(event, at, &planned),
            }
        }
        if let (Some(timer), Some(since)) = (&timer, since) {
            each(timer, since, None);
        }
        timer
    }

    fn begin(begun: Stamp, slot: Slot, at: Moment) -> Self {
        let visited = Spent { visited: true, ..Spent::default() };
        let spent = BTreeMap::from([(slot.clone(), visited)]);
        Self { slot, begun, began: at, latest: at, closed: false, since: Some(at), spent, chain: None, topic: None }
    }

    fn hear(&mut self, event: Event, at: Moment, planned: &dyn Fn(Id) -> TimeDelta) {
        self.latest = self.latest.max(at);
        self.closed &= !matches!(event, Event::Go(_) | Event::Resume);
        match event {
            Event::Go(slot) if slot == self.slot => self.since = self.since.or(Some(at)),
            Event::Go(slot) => {
                self.stop(at);
                (self.chain, self.topic) = (None, None);
                self.slot = slot;
                self.since = Some(at);
                self.here().visited = true;
            }
            Event::Pause => self.stop(at),
            Event::Resume => self.since = self.since.or(Some(at)),
            Event::Close => {
                self.stop(at);
                (self.chain, self.topic) = (None, None);
                self.closed = true;
            }
            Event::Add(seconds) => self.here().added += TimeDelta::seconds(seconds),
            Event::Borrow(seconds, from) => self.borrow(TimeDelta::seconds(seconds), from, planned(from)),
            Event::LeaveOut(seconds) => {
                let running = self.since.is_some();
                self.stop(at);
                self.since = running.then_some(at);
                let here = self.here();
                here.ran = (here.ran - TimeDelta::seconds(seconds)).max(TimeDelta::zero());
            }
            Event::Method(begun, method) => {
                let ran = self.ran(at);
                self.chain = method.map(|(method, step)| Chain { begun, method, step, ran });
            }
            Event::Topic(topic) => self.topic = topic,
        }
    }

    /// Takes from a buffer what is wanted, and never more than it has.
    fn borrow(&mut self, wanted: TimeDelta, from: Id, planned: TimeDelta) {
        let from = Slot::Part(from);
        if from == self.slot {
            return;
        }
        let buffer = self.spent.entry(from).or_default();
        // A file may say that it ran for longer than can be counted.
        let left = (planned + buffer.added).checked_sub(&buffer.ran).unwrap_or(TimeDelta::MIN);
        let taken = wanted.min(left).max(TimeDelta::zero());
        buffer.added -= taken;
        self.here().added += taken;
    }

    /// Stands still, with what has run so far.
    fn stop(&mut self, at: Moment) {
        let running = self.running(at);
        let here = self.here();
        here.ran = here.ran.checked_add(&running).unwrap_or(TimeDelta::MAX);
        self.since = None;
    }

    fn here(&mut self) -> &mut Spent {
        self.spent.entry(self.slot.clone()).or_default()
    }

    /// How long it has run since it last began to; a clock set back takes nothing away.
    fn running(&self, now: Moment) -> TimeDelta {
        self.since.map_or_else(TimeDelta::zero, |since| (now - since).max(TimeDelta::zero()))
    }

    /// How long the present part has run in all.
    fn ran(&self, now: Moment) -> TimeDelta {
        let before = self.spent.get(&self.slot).map_or_else(TimeDelta::zero, |spent| spent.ran);
        before.checked_add(&self.running(now)).unwrap_or(TimeDelta::MAX)
    }

    /// The method that was begun in this part: its id, the step it was begun at, from 0, and how long it has run since.
    /// It runs with the part: a pause stops it, a sleep counts, and what is left out of the part is left out of it too.
    pub(super) fn method(&self, now: Moment) -> Option<(&str, usize, TimeDelta)> {
        let chain = self.chain.as_ref()?;
        let ran = self.ran(now).checked_sub(&chain.ran).unwrap_or(TimeDelta::MAX);
        Some((&chain.method, chain.step, ran.max(TimeDelta::zero())))
    }

    /// The event by which that method was begun, or gone on with.
    pub fn method_event(&self) -> Option<Id> {
        self.chain.as_ref().map(|chain| chain.begun)
    }

    /// The topic that is talked about.
    pub const fn topic(&self) -> Option<Id> {
        self.topic
    }

    /// Whether it stands still.
    pub const fn is_paused(&self) -> bool {
        self.since.is_none()
    }

    /// The part of the agenda it times, if it is one.
    pub const fn part(&self) -> Option<Id> {
        match self.slot {
            Slot::Part(id) => Some(id),
            Slot::Stage(_) => None,
        }
    }

    /// What was done with each part and stage up to now.
    pub fn spent(&self, now: Moment) -> impl Iterator<Item = (&Slot, Spent)> {
        let running = self.running(now);
        self.spent.iter().map(move |(slot, spent)| {
            let more = if *slot == self.slot { running } else { TimeDelta::zero() };
            (slot, Spent { ran: spent.ran.checked_add(&more).unwrap_or(TimeDelta::MAX), ..*spent })
        })
    }
}

/// The minutes planned for a buffer that stays; nothing for any other part, which lends none.
fn planned(file: &File, part: Id) -> TimeDelta {
    let item = file.find(&List::Agenda, part).filter(|item| item.has_base() && !item.is_removed());
    let part = item.map(|item| super::agenda::Part::of(Part(item))).filter(|part| part.buffer && !part.left_out);
    TimeDelta::minutes(part.map_or(0, |part| part.minutes))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::{Sample, minute};
    use super::*;

    fn timer(sample: &Sample) -> Option<Timer> {
        Timer::of(&sample.file, None, &Origins::of(&sample.file))
    }

    /// What was done with a part or stage up to a minute of the workshop.
    fn spent(sample: &Sample, slot: &Slot, minutes: i64) -> Spent {
        let timer = timer(sample).unwrap();
        let found = timer.spent(minute(minutes)).find(|(of, _)| *of == slot).map(|(_, spent)| spent);
        found.unwrap()
    }

    fn stage(name: &str) -> Slot {
        Slot::Stage(name.into())
    }

    #[test]
    fn there_is_no_timer_before_the_first_stage() {
        let mut sample = Sample::new(1);
        sample.event(1, "pause");
        assert_eq!(timer(&sample), None);
    }

    #[test]
    fn pauses_do_not_count_and_added_time_does() {
        let mut sample = Sample::new(1);
        sample.go(0, "relationships");
        sample.event(5, "pause");
        assert!(timer(&sample).unwrap().is_paused());
        assert_eq!(spent(&sample, &stage("relationships"), 60).ran, TimeDelta::minutes(5));
        sample.event(8, "resume");
        sample.seconds(9, "add", 120);
        let spent = spent(&sample, &stage("relationships"), 10);
        assert_eq!((spent.ran, spent.added), (TimeDelta::minutes(7), TimeDelta::minutes(2)));
        assert_eq!(timer(&sample).unwrap().began, minute(0));
    }

    #[test]
    fn a_stage_left_by_mistake_goes_on_where_it_was() {
        let mut sample = Sample::new(1);
        sample.go(0, "relationships");
        sample.go(10, "co-creation");
        sample.go(12, "relationships");
        assert_eq!(timer(&sample).unwrap().slot, stage("relationships"));
        assert_eq!(spent(&sample, &stage("relationships"), 15).ran, TimeDelta::minutes(13));
        assert_eq!(spent(&sample, &stage("co-creation"), 15).ran, TimeDelta::minutes(2));
    }

    #[test]
    fn what_is_timed_is_the_part_gone_to_where_there_is_one() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.go_to_part(0, parts[0]);
        sample.go_to_part(12, parts[1]);
        assert_eq!(timer(&sample).unwrap().part(), Some(parts[1]));
        assert_eq!(spent(&sample, &Slot::Part(parts[0]), 20).ran, TimeDelta::minutes(12));
        assert_eq!(spent(&sample, &Slot::Part(parts[1]), 20).ran, TimeDelta::minutes(8));
    }

    #[test]
    fn the_close_of_a_session_stops_the_timer_and_reopening_starts_it() {
        let mut sample = Sample::new(1);
        sample.go(0, "relationships");
        sample.read_out(30, "close");
        assert!(timer(&sample).unwrap().closed);
        assert_eq!(spent(&sample, &stage("relationships"), 2000).ran, TimeDelta::minutes(30));
        sample.read_out(40, "reopen");
        assert!(!timer(&sample).unwrap().closed);
        assert_eq!(spent(&sample, &stage("relationships"), 45).ran, TimeDelta::minutes(35));
    }

    #[test]
    fn what_is_borrowed_comes_from_the_buffer_and_never_more_than_it_has() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.go_to_part(0, parts[2]);
        for (at, seconds) in [(1, 300), (2, 180), (3, 300), (4, 300)] {
            sample.borrow(at, seconds, parts[3]);
        }
        let added = |place: usize| spent(&sample, &Slot::Part(parts[place]), 5).added.num_minutes();
        assert_eq!((added(2), added(3)), (10, -10));
    }

    #[test]
    fn a_buffer_that_has_run_lends_only_what_is_left_of_it() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.go_to_part(0, parts[3]);
        sample.go_to_part(7, parts[4]);
        sample.borrow(8, 300, parts[3]);
        assert_eq!(spent(&sample, &Slot::Part(parts[4]), 9).added, TimeDelta::minutes(3));
    }

    #[test]
    fn nothing_is_borrowed_from_what_is_no_buffer_from_one_that_was_cut_or_from_itself() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.go_to_part(0, parts[2]);
        sample.borrow(1, 300, parts[4]);
        sample.set(&List::Agenda, parts[3], crate::model::fields::field::LEFT_OUT, true);
        sample.borrow(2, 300, parts[3]);
        assert_eq!(spent(&sample, &Slot::Part(parts[2]), 3).added, TimeDelta::zero());
        sample.set(&List::Agenda, parts[3], crate::model::fields::field::LEFT_OUT, false);
        sample.go_to_part(3, parts[3]);
        sample.borrow(4, 300, parts[3]);
        assert_eq!(spent(&sample, &Slot::Part(parts[3]), 5).added, TimeDelta::minutes(-5));
    }

    #[test]
    fn a_gap_left_out_does_not_count_and_takes_no_more_than_ran() {
        let mut sample = Sample::new(1);
        sample.go(0, "relationships");
        sample.seconds(45, "leave-out", 40 * 60);
        assert_eq!(spent(&sample, &stage("relationships"), 50).ran, TimeDelta::minutes(10));
        assert!(!timer(&sample).unwrap().is_paused());
        sample.seconds(50, "leave-out", 40 * 60);
        assert_eq!(spent(&sample, &stage("relationships"), 50).ran, TimeDelta::zero());
        sample.seconds(52, "leave-out", -600);
        assert_eq!(spent(&sample, &stage("relationships"), 53).ran, TimeDelta::minutes(3));
    }

    #[test]
    fn each_recorder_has_a_timer_of_their_own() {
        use crate::model::fields::field;
        let mut one = Sample::new(1);
        let recorder = one.add(&List::Recorders, &[]);
        let run = one.add(&List::Runs, &[]);
        one.set(&List::Runs, run, field::RECORDER, recorder);
        one.go(0, "relationships");
        let mut two = Sample::new(2);
        two.go(5, "co-creation");
        one.file.join(&two.file);
        let origins = Origins::of(&one.file);
        assert_eq!(Timer::of(&one.file, Some(recorder), &origins).unwrap().slot, stage("relationships"));
    }

    #[test]
    fn a_clock_that_goes_back_takes_nothing_away() {
        let mut sample = Sample::new(1);
        sample.go(60, "relationships");
        sample.event(70, "pause");
        sample.event(10, "resume");
        assert_eq!(spent(&sample, &stage("relationships"), 5).ran, TimeDelta::minutes(10));
        assert_eq!(spent(&sample, &stage("relationships"), 12).ran, TimeDelta::minutes(12));
    }

    #[test]
    fn a_buffer_that_has_run_for_longer_than_can_be_counted_lends_nothing() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.go_to_part(0, parts[2]);
        let mut timer = timer(&sample).unwrap();
        for ran in [TimeDelta::MAX, TimeDelta::MAX - TimeDelta::hours(1)] {
            let spent = Spent { visited: true, ran, added: TimeDelta::days(-1) };
            timer.spent.insert(Slot::Part(parts[3]), spent);
            timer.borrow(TimeDelta::minutes(5), parts[3], TimeDelta::minutes(10));
            assert_eq!(timer.here().added, TimeDelta::zero());
            assert!(timer.spent(minute(5)).all(|(_, spent)| spent.added <= TimeDelta::zero()));
        }
    }

    #[test]
    fn a_hostile_file_cannot_overflow_the_timer() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.go(0, "relationships");
        for seconds in [i64::MAX, i64::MIN, i64::MIN] {
            sample.seconds(1, "add", seconds);
            sample.seconds(1, "leave-out", seconds);
            sample.borrow(1, seconds, parts[3]);
        }
        let timer = timer(&sample).unwrap();
        let far = DateTime::<chrono::Utc>::MAX_UTC.fixed_offset();
        let spent = timer.spent(far).find(|(slot, _)| **slot == stage("relationships")).unwrap().1;
        assert!(spent.ran > TimeDelta::zero() && spent.added == TimeDelta::minutes(10 - 24 * 60));
    }
}
