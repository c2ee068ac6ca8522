//! What was said in which step of which method: worked out from when it was said and when the steps began, so that
//! nothing of it is typed, and a line whose file comes later finds its place all the same.
//!
//! A recorder who ran a method goes by their own clock; one who ran none goes by whoever did in the same workshop, as
//! where the facilitator's window alone shows the steps. The last step of a method may run over, for as long as it was
//! to take: people go on talking, and what they say is still of that step.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta};

use super::timer::Timer;
use crate::model::fields::{Contribution, List, Timer as TimerEvent};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::programme::{Method, Programme};
use crate::model::stamp::{Id, Moment};

/// So many lines are handed on from one round to the next.
pub const HANDED_ON: usize = 5;

/// A step of a method, as places in the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Round {
    /// The method.
    pub method: usize,
    /// Its step, from 0.
    pub step: usize,
}

/// A stretch of time in which a recorder was at one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    round: Round,
    /// The event that began it, which tells one run of a method from another.
    begun: Id,
    recorder: Option<Id>,
    workshop: Option<Id>,
    from: Moment,
    until: Moment,
    /// The events with which it began and ended, where it was an event and not the clock.
    events: (Option<Id>, Option<Id>),
}

impl Stretch {
    /// Whether something lies in it, by its time; of the same recorder, in a second with the events, by its id.
    fn holds(&self, id: Id, said: Moment, own: bool) -> bool {
        match self.events {
            (first, last) if own => {
                let begun = said > self.from || said == self.from && first.is_none_or(|first| first < id);
                begun && (said < self.until || said == self.until && last.is_some_and(|last| id < last))
            }
            _ => self.from <= said && said < self.until,
        }
    }
}

/// The steps of every method that was run, with when each recorder was at which.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    stretches: Vec<Stretch>,
}

impl Rounds {
    /// Reads them from a file.
    pub fn of(file: &File, origins: &Origins, programme: &Programme) -> Self {
        let begun = file.live(&List::Timers).filter(|item| TimerEvent(item).event() == Some("method"));
        let recorders: BTreeSet<Option<Id>> = begun.map(|item| origins.recorder(item.id.stamp)).collect();
        let mut stretches = Vec::new();
        for recorder in recorders {
            Timer::replay(file, recorder, origins, &mut |timer, since, until| {
                let Some(begun) = timer.method_event() else { return };
                let workshop = origins.workshop(begun.stamp);
                for (round, from, to) in stretched(programme, timer, until.map(|(_, at)| at)) {
                    let first = (from == timer.latest).then_some(since);
                    let last = until.filter(|(_, at)| *at == to).map(|(id, _)| id);
                    stretches.push(Stretch {
                        round,
                        begun,
                        recorder,
                        workshop,
                        from,
                        until: to,
                        events: (first, last),
                    });
                }
            });
        }
        Self { stretches }
    }

    /// Whether no method was ever run.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// The step in which something was said, and what tells that run of it from another.
    fn stretch(&self, origins: &Origins, item: &Item) -> Option<&Stretch> {
        if self.is_empty() {
            return None;
        }
        let said = DateTime::parse_from_rfc3339(Contribution(item).time()?).ok()?;
        let (recorder, workshop) = (origins.recorder(item.id.stamp), origins.workshop(item.id.stamp));
        let here = self.stretches.iter().filter(|of| {
            let own = of.recorder == recorder;
            (own || of.workshop == workshop) && of.holds(item.id, said, own)
        });
        // One's own first, then the one begun last.
        here.max_by_key(|of| (of.recorder == recorder, of.from, of.begun))
    }

    /// The step in which something was said.
    pub fn step(&self, origins: &Origins, item: &Item) -> Option<Round> {
        self.stretch(origins, item).map(|of| of.round)
    }

    /// When a step began in the run of a method that this event began.
    pub fn began(&self, (begun, step): (Id, usize)) -> Option<Moment> {
        let of = self.stretches.iter().filter(|of| of.begun == begun && of.round.step == step);
        of.map(|of| of.from).min()
    }
}

/// Where the timer stood from its latest event until another: each step with when it began and ended.
fn stretched(programme: &Programme, timer: &Timer, until: Option<Moment>) -> Vec<(Round, Moment, Moment)> {
    let from = timer.latest;
    let Some((id, first, ran)) = timer.method(from) else { return Vec::new() };
    let Some(method) = programme.methods.iter().position(|method| method.id == id) else { return Vec::new() };
    let Some(steps) = programme.methods.get(method).map(|method| method.steps.as_slice()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut starts = TimeDelta::zero();
    for (step, of) in steps.iter().enumerate().skip(first) {
        let over = if step + 1 == steps.len() { 2 } else { 1 };
        let ends = starts + TimeDelta::minutes(i64::from(of.minutes) * over);
        let (begins, stops) = if timer.is_paused() {
            // The clock stands still, and people may go on talking.
            let here = starts <= ran && ran < ends;
            (here.then_some(from), until.or_else(|| from.checked_add_signed(ends - starts)))
        } else {
            let at = |of: TimeDelta| of.checked_sub(&ran).and_then(|left| from.checked_add_signed(left));
            (at(starts).map(|at| at.max(from)), at(ends).map(|at| until.map_or(at, |until| at.min(until))))
        };
        starts = ends;
        if let (Some(begins), Some(stops)) = (begins, stops)
            && begins <= stops
        {
            found.push((Round { method, step }, begins, stops));
        }
    }
    found
}

impl Round {
    /// The method and the step by their names.
    pub fn named(self, programme: &Programme) -> Option<(&Method, &str)> {
        let method = programme.methods.get(self.method)?;
        Some((method, &method.steps.get(self.step)?.title))
    }
}

/// A line among others, as far as it matters which of them stands out.
#[derive(Clone, Debug)]
pub struct Weighed<T> {
    /// What stands for the line.
    pub line: T,
    /// Whether it is a candidate for a call-out.
    pub star: bool,
    /// How many more agreed.
    pub agreed: u64,
    /// What it is about.
    pub themes: Vec<String>,
}

/// So many of these lines, given in the order they were said, that stand out: starred ones first, then those that most
/// agree with, then those about what most of them are about.
pub fn outstanding<T>(lines: Vec<Weighed<T>>, most: usize) -> Vec<T> {
    let mut themes: HashMap<String, usize> = HashMap::new();
    for theme in lines.iter().flat_map(|line| &line.themes) {
        *themes.entry(theme.clone()).or_default() += 1;
    }
    let shared = |line: &Weighed<T>| line.themes.iter().filter_map(|theme| themes.get(theme)).max().copied();
    let mut keyed: Vec<_> =
        lines.into_iter().map(|line| (Reverse((line.star, line.agreed, shared(&line).unwrap_or(0))), line)).collect();
    // Stable, so that among equals what was said first comes first.
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().take(most).map(|(_, line)| line.line).collect()
}

/// Who speaks next where people speak in turn: of those in these seats the first, in their order, who had the fewest
/// turns; nobody once each has let the last one pass. `turns` are those had so far, with whether each was let pass;
/// several lines of one person on end are one turn.
pub fn next_speaker(seats: &[Id], turns: &[(Id, bool)]) -> Option<Id> {
    let mut had: BTreeMap<Id, (usize, bool)> = BTreeMap::new();
    let mut before = None;
    for (who, passed) in turns {
        if before != Some((*who, false)) || *passed {
            had.entry(*who).or_default().0 += 1;
        }
        had.entry(*who).or_default().1 = *passed;
        before = Some((*who, *passed));
    }
    let all_passed = seats.iter().all(|seat| had.get(seat).is_some_and(|(_, passed)| *passed));
    let count = |seat: &Id| had.get(seat).map_or(0, |(count, _)| *count);
    seats.iter().min_by_key(|seat| count(seat)).filter(|_| !all_passed).copied()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::{Sample, minute};
    use super::*;
    use crate::model::fields::field;

    /// A workshop in which 1-2-4-All was begun two minutes in, and a line said at each of these minutes.
    fn said(minutes: &[i64], more: impl FnOnce(&mut Sample)) -> Vec<Option<usize>> {
        let mut sample = Sample::new(1);
        sample.go(0, "relationships");
        let id = sample.event(2, "method");
        sample.set(&List::Timers, id, field::METHOD, "1-2-4-all");
        sample.set(&List::Timers, id, field::STEP, 1);
        more(&mut sample);
        let ids: Vec<Id> = minutes
            .iter()
            .map(|at| {
                let id = sample.say(None, "quote", "a line");
                sample.set(&List::Contributions, id, field::TIME, minute(*at).to_rfc3339());
                id
            })
            .collect();
        let origins = Origins::of(&sample.file);
        let rounds = Rounds::of(&sample.file, &origins, Programme::embedded());
        let step = |id: &Id| rounds.step(&origins, sample.file.find(&List::Contributions, *id).unwrap());
        ids.iter().map(|id| step(id).map(|round| round.step)).collect()
    }

    #[test]
    fn a_line_belongs_to_the_step_it_was_said_in_and_the_last_step_may_run_over() {
        let steps = said(&[1, 2, 3, 4, 5, 8, 9, 13, 14, 18, 19], |_| {});
        let expected = [None, Some(0), Some(1), Some(1), Some(2), Some(2), Some(3), Some(3), Some(3), Some(3), None];
        assert_eq!(steps, expected);
    }

    #[test]
    fn a_pause_holds_the_step_and_what_ends_the_method_ends_it_for_the_lines_too() {
        let paused = said(&[4, 30, 32, 33], |sample| {
            sample.event(4, "pause");
            sample.event(31, "resume");
        });
        assert_eq!(paused, [Some(1), Some(1), Some(2), Some(2)]);
        assert_eq!(
            said(&[3, 4, 5], |sample| {
                sample.event(4, "method");
            }),
            [Some(1), None, None]
        );
        assert_eq!(said(&[3, 4, 5], |sample| sample.go(4, "co-creation")), [Some(1), None, None]);
        assert_eq!(said(&[3, 4, 5], |sample| sample.read_out(4, "close")), [Some(1), None, None]);
    }

    #[test]
    fn who_is_next_goes_by_seats_and_turns_and_ends_when_all_pass() {
        let mut sample = Sample::new(1);
        let seats: Vec<Id> = (1..=3).map(|seat| sample.seat(seat, &[])).collect();
        let [a, b, c] = [seats[0], seats[1], seats[2]];
        let next = |turns: &[(Id, bool)]| next_speaker(&seats, turns);
        assert_eq!(next(&[]), Some(a));
        assert_eq!(next(&[(a, false)]), Some(b));
        // Two lines on end are one turn; who speaks out of turn has had theirs.
        assert_eq!(next(&[(a, false), (a, false), (b, false)]), Some(c));
        assert_eq!(next(&[(a, false), (c, false)]), Some(b));
        assert_eq!(next(&[(a, false), (b, true), (c, false)]), Some(a));
        // Whoever let a turn pass is asked again, until all of them have.
        assert_eq!(next(&[(a, false), (b, true), (c, false), (a, true), (b, true)]), Some(c));
        assert_eq!(next(&[(a, false), (b, true), (c, false), (a, true), (b, true), (c, true)]), None);
        assert_eq!(next_speaker(&[], &[]), None);
    }

    #[test]
    fn what_is_starred_stands_out_then_what_most_agree_with_then_what_most_speak_of() {
        let line = |line: &'static str, star, agreed, theme: &str| Weighed {
            line,
            star,
            agreed,
            themes: vec![theme.to_owned()],
        };
        let lines = vec![
            line("alone", false, 0, "parking"),
            line("shared", false, 0, "transport"),
            line("shared too", false, 0, "transport"),
            line("agreed", false, 3, "buses"),
            line("starred", true, 0, "damp"),
        ];
        assert_eq!(outstanding(lines, 4), ["starred", "agreed", "shared", "shared too"]);
    }
}
