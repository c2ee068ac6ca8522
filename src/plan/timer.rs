//! The stage timer: worked out from the stage moves and timer events of one recorder, so that it survives a restart.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta};

use crate::model::fields::{List, Move, Reading, Timer as TimerEvent};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Moment, Stamp};

/// The most that one event may add, so that a hostile file cannot overflow a sum.
const MOST_SECONDS: i64 = 24 * 60 * 60;

/// The timer of the stage a recorder is in.
///
/// Time in a stage adds up over visits: going to another stage by mistake and back again costs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// The stage it times.
    pub stage: String,
    /// When the recorder went to it, the last time.
    pub started: Moment,
    /// Since when it runs; none while it is paused.
    since: Option<Moment>,
    /// What had run before that.
    ran: TimeDelta,
    /// What was added to the time allowed.
    added: TimeDelta,
}

enum Event {
    Go(String),
    Pause,
    Resume,
    Add(i64),
}

impl Timer {
    /// The timer of a recorder, or of the whole file where none is named; none before the first stage.
    pub fn of(file: &File, recorder: Option<Id>, origins: &Origins) -> Option<Self> {
        let theirs = |stamp: Stamp| recorder.is_none() || origins.recorder(stamp) == recorder;
        let mut events: Vec<(Id, Moment, Event)> = Vec::new();
        let mut note = |id: Id, time: Option<&str>, event: Option<Event>| {
            let moment = time.and_then(|time| DateTime::parse_from_rfc3339(time).ok());
            if let (Some(moment), Some(event), true) = (moment, event, theirs(id.stamp)) {
                events.push((id, moment, event));
            }
        };
        for gone in file.live(&List::Moves).map(Move) {
            note(gone.id(), gone.time(), gone.stage().map(|stage| Event::Go(stage.to_owned())));
        }
        for done in file.live(&List::Timers).map(TimerEvent) {
            let event = match done.event() {
                Some("pause") => Some(Event::Pause),
                Some("resume") => Some(Event::Resume),
                Some("add") => done.seconds().map(Event::Add),
                _ => None,
            };
            note(done.id(), done.time(), event);
        }
        for read in file.live(&List::Readings).map(Reading).filter(|read| read.event() == Some("close")) {
            note(read.id(), read.time(), Some(Event::Pause));
        }
        events.sort_by_key(|(id, ..)| *id);
        let mut earlier = HashMap::new();
        events.into_iter().fold(None, |timer, (_, at, event)| match (timer, event) {
            (timer, Event::Go(stage)) => Some(Self::go(timer, stage, at, &mut earlier)),
            (timer, event) => timer.map(|timer| timer.after(&event, at)),
        })
    }

    /// Leaves a stage for another, keeping in `earlier` what the one left has used.
    fn go(
        timer: Option<Self>,
        stage: String,
        at: Moment,
        earlier: &mut HashMap<String, (TimeDelta, TimeDelta)>,
    ) -> Self {
        let timer = match timer {
            Some(timer) if timer.stage == stage => return timer.after(&Event::Resume, at),
            timer => timer.map(|timer| timer.after(&Event::Pause, at)),
        };
        if let Some(left) = timer {
            earlier.insert(left.stage, (left.ran, left.added));
        }
        let (ran, added) = earlier.get(&stage).copied().unwrap_or_default();
        Self { stage, started: at, since: Some(at), ran, added }
    }

    fn after(mut self, event: &Event, at: Moment) -> Self {
        match event {
            Event::Go(_) => {}
            Event::Pause => (self.ran, self.since) = (self.elapsed(at), None),
            Event::Resume => self.since = self.since.or(Some(at)),
            Event::Add(seconds) => self.added += TimeDelta::seconds((*seconds).clamp(-MOST_SECONDS, MOST_SECONDS)),
        }
        self
    }

    /// Whether it stands still.
    pub const fn is_paused(&self) -> bool {
        self.since.is_none()
    }

    /// How long the stage has run, without pauses.
    pub fn elapsed(&self, now: Moment) -> TimeDelta {
        // A clock set back takes nothing away.
        let running = self.since.map_or_else(TimeDelta::zero, |since| (now - since).max(TimeDelta::zero()));
        self.ran.checked_add(&running).unwrap_or(TimeDelta::MAX)
    }

    /// How much is left of the minutes allowed; below zero it is over by that much.
    pub fn left(&self, minutes: u16, now: Moment) -> TimeDelta {
        let allowed = TimeDelta::minutes(minutes.into()) + self.added;
        allowed.checked_sub(&self.elapsed(now)).unwrap_or(TimeDelta::MIN)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::{Sample, minute};
    use super::*;
    use crate::model::fields::field;

    fn at(sample: &mut Sample, list: &List, minutes: i64, field: crate::model::fields::Field, value: &str) -> Id {
        let time = minute(minutes).to_rfc3339();
        sample.add(list, &[(field, value), (field::TIME, &time)])
    }

    fn go(sample: &mut Sample, minutes: i64, stage: &str) {
        at(sample, &List::Moves, minutes, field::STAGE, stage);
    }

    fn timer(sample: &Sample) -> Option<Timer> {
        Timer::of(&sample.file, None, &Origins::of(&sample.file))
    }

    #[test]
    fn there_is_no_timer_before_the_first_stage() {
        assert_eq!(timer(&Sample::new(1)), None);
    }

    #[test]
    fn pauses_do_not_count_and_added_time_does() {
        let mut sample = Sample::new(1);
        go(&mut sample, 0, "relationships");
        at(&mut sample, &List::Timers, 5, field::EVENT, "pause");
        assert!(timer(&sample).unwrap().is_paused());
        assert_eq!(timer(&sample).unwrap().elapsed(minute(60)), TimeDelta::minutes(5));
        at(&mut sample, &List::Timers, 8, field::EVENT, "resume");
        let add = at(&mut sample, &List::Timers, 9, field::EVENT, "add");
        sample.set(&List::Timers, add, field::SECONDS, 120);
        let timer = timer(&sample).unwrap();
        assert_eq!(timer.elapsed(minute(10)), TimeDelta::minutes(7));
        assert_eq!(timer.left(20, minute(10)), TimeDelta::minutes(15));
        assert_eq!(timer.left(20, minute(27)), TimeDelta::minutes(-2));
        assert_eq!(timer.started, minute(0));
    }

    #[test]
    fn a_stage_left_by_mistake_goes_on_where_it_was() {
        let mut sample = Sample::new(1);
        go(&mut sample, 0, "relationships");
        go(&mut sample, 10, "co-creation");
        go(&mut sample, 12, "relationships");
        let timer = timer(&sample).unwrap();
        assert_eq!((timer.stage.as_str(), timer.elapsed(minute(15))), ("relationships", TimeDelta::minutes(13)));
    }

    #[test]
    fn the_close_of_a_session_stops_the_timer() {
        let mut sample = Sample::new(1);
        go(&mut sample, 0, "relationships");
        at(&mut sample, &List::Readings, 30, field::EVENT, "close");
        assert_eq!(timer(&sample).unwrap().elapsed(minute(2000)), TimeDelta::minutes(30));
    }

    #[test]
    fn each_recorder_has_a_timer_of_their_own() {
        let mut one = Sample::new(1);
        let recorder = one.add(&List::Recorders, &[]);
        let run = one.add(&List::Runs, &[]);
        one.set(&List::Runs, run, field::RECORDER, recorder);
        go(&mut one, 0, "relationships");
        let mut two = Sample::new(2);
        go(&mut two, 5, "co-creation");
        one.file.join(&two.file);
        let origins = Origins::of(&one.file);
        assert_eq!(Timer::of(&one.file, Some(recorder), &origins).unwrap().stage, "relationships");
    }

    #[test]
    fn a_hostile_file_cannot_overflow_the_timer() {
        let mut sample = Sample::new(1);
        go(&mut sample, 0, "relationships");
        for seconds in [i64::MAX, i64::MIN, i64::MIN] {
            let add = at(&mut sample, &List::Timers, 1, field::EVENT, "add");
            sample.set(&List::Timers, add, field::SECONDS, seconds);
        }
        let far = DateTime::<chrono::Utc>::MAX_UTC.fixed_offset();
        assert!(timer(&sample).unwrap().left(1, far) < TimeDelta::zero());
    }
}
