//! A method that runs by the clock inside a part of the agenda: which step it is at, and what comes next.
//!
//! Nothing goes on by an event of its own: a step is worked out from when the method was begun and how long the part has
//! run since, so that every window and every restart shows the same one.

use chrono::TimeDelta;

use super::agenda::counted;
use super::flow::minutes_and_seconds;
use super::timer::Timer;
use crate::model::programme::{Method, MethodStep, Programme};
use crate::model::stamp::Moment;

/// A method at one of its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtStep<'a> {
    /// The method.
    pub method: &'a Method,
    /// The step it is at, from 0.
    pub at: usize,
    /// That step.
    pub step: &'a MethodStep,
    /// What is left of it.
    pub left: TimeDelta,
    /// Whether the timer stands still.
    pub paused: bool,
}

/// How far a method has come that was begun in the present part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain<'a> {
    /// It is at a step.
    Runs(AtStep<'a>),
    /// Its last step is over.
    Over(&'a Method),
}

impl<'a> Chain<'a> {
    /// The method that was begun in the present part; none where none was, or where the programme does not have it.
    pub fn of(programme: &'a Programme, timer: &Timer, now: Moment) -> Option<Self> {
        let (id, begun, mut ran) = timer.method(now)?;
        let method = programme.method(id)?;
        for (at, step) in method.steps.iter().enumerate().skip(begun) {
            let takes = TimeDelta::minutes(step.minutes.into());
            if ran < takes {
                let paused = timer.is_paused();
                return Some(Self::Runs(AtStep { method, at, step, left: takes - ran, paused }));
            }
            ran -= takes;
        }
        Some(Self::Over(method))
    }

    /// The step it is at.
    pub const fn step(self) -> Option<AtStep<'a>> {
        match self {
            Self::Runs(step) => Some(step),
            Self::Over(_) => None,
        }
    }
}

impl AtStep<'_> {
    /// What is left of the step: `1:40 left`.
    pub fn time_left(&self) -> String {
        format!("{} left{}", minutes_and_seconds(self.left), if self.paused { ", paused" } else { "" })
    }

    /// Which step of how many: `1-2-4-All, step 2 of 4`.
    pub fn place(&self) -> String {
        format!("{}, step {} of {}", self.method.title, self.at + 1, self.method.steps.len())
    }

    /// Whether no step follows.
    pub fn is_last(&self) -> bool {
        self.at + 1 >= self.method.steps.len()
    }

    /// What comes next, as a sentence.
    pub fn next(&self) -> String {
        match self.method.steps.get(self.at + 1) {
            Some(next) => format!("Next: {}, {}", next.title, counted(next.minutes.into())),
            None => "This is the last step".into(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::{Sample, minute};
    use super::*;
    use crate::model::fields::{List, field};
    use crate::model::origin::Origins;

    /// A workshop in its second part, in which 1-2-4-All was begun at this step, from 1, two minutes in.
    fn begun(step: i64) -> Sample {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.go_to_part(0, parts[1]);
        let id = sample.event(2, "method");
        sample.set(&List::Timers, id, field::METHOD, "1-2-4-all");
        sample.set(&List::Timers, id, field::STEP, step);
        sample
    }

    fn shown(sample: &Sample, minutes: i64, seconds: i64) -> String {
        let timer = Timer::of(&sample.file, None, &Origins::of(&sample.file)).unwrap();
        match Chain::of(Programme::embedded(), &timer, minute(minutes) + TimeDelta::seconds(seconds)) {
            None => "none".into(),
            Some(Chain::Over(method)) => format!("{} is over", method.title),
            Some(Chain::Runs(at)) => format!("{}, {}. {}", at.step.title, at.time_left(), at.next()),
        }
    }

    #[test]
    fn domain_2_3_one_two_four_all_goes_on_by_itself_and_takes_twelve_minutes() {
        let sample = begun(1);
        assert_eq!(shown(&sample, 2, 0), "On your own, 1:00 left. Next: In pairs, 2 minutes");
        assert_eq!(shown(&sample, 2, 59), "On your own, 0:01 left. Next: In pairs, 2 minutes");
        assert_eq!(shown(&sample, 3, 0), "In pairs, 2:00 left. Next: In fours, 4 minutes");
        assert_eq!(shown(&sample, 5, 0), "In fours, 4:00 left. Next: All together, 5 minutes");
        assert_eq!(shown(&sample, 13, 30), "All together, 0:30 left. This is the last step");
        assert_eq!(shown(&sample, 14, 0), "1-2-4-All is over");
    }

    #[test]
    fn a_step_gone_to_early_has_all_its_time() {
        assert_eq!(shown(&begun(3), 2, 0), "In fours, 4:00 left. Next: All together, 5 minutes");
        assert_eq!(shown(&begun(0), 2, 0), "On your own, 1:00 left. Next: In pairs, 2 minutes");
        assert_eq!(shown(&begun(5), 2, 0), "1-2-4-All is over");
    }

    #[test]
    fn a_pause_stops_it_a_sleep_counts_and_what_is_left_out_is_left_out_of_it() {
        let mut sample = begun(2);
        sample.event(3, "pause");
        assert_eq!(shown(&sample, 60, 0), "In pairs, 1:00 left, paused. Next: In fours, 4 minutes");
        sample.event(60, "resume");
        assert_eq!(shown(&sample, 62, 0), "In fours, 3:00 left. Next: All together, 5 minutes");
        // Forty minutes of sleep.
        assert_eq!(shown(&sample, 102, 0), "1-2-4-All is over");
        sample.seconds(102, "leave-out", 40 * 60);
        assert_eq!(shown(&sample, 102, 0), "In fours, 3:00 left. Next: All together, 5 minutes");
    }

    #[test]
    fn it_ends_when_it_is_ended_and_with_its_part_and_with_the_workshop() {
        let mut sample = begun(1);
        sample.event(3, "method");
        assert_eq!(shown(&sample, 3, 0), "none");
        let mut sample = begun(1);
        let part = sample.file.live(&List::Agenda).nth(2).unwrap().id;
        sample.go_to_part(4, part);
        assert_eq!(shown(&sample, 4, 0), "none");
        let mut sample = begun(1);
        sample.read_out(4, "close");
        assert_eq!(shown(&sample, 4, 0), "none");
    }

    #[test]
    fn a_method_that_the_programme_does_not_have_is_none_and_a_hostile_step_is_over() {
        let mut sample = begun(1);
        let id = sample.event(3, "method");
        sample.set(&List::Timers, id, field::METHOD, "elsewhere");
        assert_eq!(shown(&sample, 3, 0), "none");
        assert_eq!(shown(&begun(i64::MAX), 3, 0), "1-2-4-All is over");
        assert_eq!(shown(&begun(i64::MIN), 2, 0), "On your own, 1:00 left. Next: In pairs, 2 minutes");
    }
}
