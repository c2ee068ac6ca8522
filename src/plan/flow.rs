//! How the time flows: what is left of the present part and to the end, and whether the workshop is ahead or behind.
//!
//! All of it is worked out from the agenda and the [`Timer`]; nothing is stored. The end that is foreseen is now, and
//! what is left of the present part, and the parts nobody has gone to yet, those that were cut aside.

use chrono::{DurationRound, TimeDelta};

use super::agenda::{Agenda, Part, counted};
use super::timer::Timer;
use crate::model::stamp::Moment;

/// A workshop that begins further than this from the time it says is a rehearsal: its own beginning counts.
const REHEARSAL: TimeDelta = TimeDelta::hours(1);

/// Further off than this it is no longer a pace: the file was left open.
const OFF: i64 = 6 * 60;

/// The time of one part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// What it may take: the minutes planned, what was added, less what was taken.
    pub allowed: TimeDelta,
    /// What of that was added, or taken where it is below zero.
    pub added: TimeDelta,
    /// What it has taken.
    pub used: TimeDelta,
    /// Whether anybody went to it.
    pub visited: bool,
}

impl Pace {
    /// What is left of it; below zero it is over by that much.
    pub fn left(&self) -> TimeDelta {
        self.allowed.checked_sub(&self.used).unwrap_or(TimeDelta::MIN)
    }
}

/// A quiet word that a part draws to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cue {
    /// A fifth of the time is left.
    Fifth,
    /// A twentieth is left.
    Twentieth,
}

impl Cue {
    /// The mark it is shown with, so that nothing is said by colour alone.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Fifth => "!",
            Self::Twentieth => "!!",
        }
    }
}

/// How the time flows at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The time of each part of the agenda, in its order.
    pub paces: Vec<Pace>,
    /// The place of the present part; none where it is no longer there.
    pub present: Option<usize>,
    /// Whether the timer stands still.
    pub paused: bool,
    /// What is left to the end.
    pub to_end: TimeDelta,
    /// When it will end as things stand.
    pub finish: Moment,
    /// When it was to end: as the agenda says, and no later than the room must be free.
    pub planned: Moment,
    closed: bool,
}

impl Flow {
    /// How the time flows now.
    pub fn of(agenda: &Agenda, timer: &Timer, now: Moment) -> Self {
        let pace = |part: &Part| Pace { allowed: TimeDelta::minutes(part.minutes), ..Pace::default() };
        let mut paces: Vec<Pace> = agenda.parts.iter().map(pace).collect();
        for (slot, spent) in timer.spent(now) {
            if let Some(pace) = agenda.place(slot).and_then(|at| paces.get_mut(at)) {
                pace.allowed += spent.added;
                pace.added += spent.added;
                pace.used = pace.used.checked_add(&spent.ran).unwrap_or(TimeDelta::MAX);
                pace.visited |= spent.visited;
            }
        }
        let present = agenda.place(&timer.slot);
        let here = present.and_then(|at| paces.get(at)).map_or_else(TimeDelta::zero, Pace::left);
        let to_come = agenda.parts.iter().zip(&paces).enumerate();
        let to_come = to_come.filter(|(at, (part, pace))| Some(*at) != present && !pace.visited && !part.left_out);
        let to_come: TimeDelta = to_come.map(|(_, (_, pace))| pace.allowed.max(TimeDelta::zero())).sum();
        let to_end = here.max(TimeDelta::zero()) + to_come;
        let planned = agenda.parts.iter().filter(|part| part.was_planned(timer.begun));
        let planned = TimeDelta::minutes(planned.map(|part| part.minutes).sum());
        let (begins, free) = hours(agenda, timer.began);
        let later = |from: Moment, by| from.checked_add_signed(by).unwrap_or(from);
        Self {
            paces,
            present,
            paused: timer.is_paused(),
            to_end,
            finish: later(now, to_end),
            planned: later(begins, planned).min(free.unwrap_or(Moment::MAX_UTC.into())),
            closed: timer.closed,
        }
    }

    /// The time of the present part.
    pub fn here(&self) -> Option<&Pace> {
        self.present.and_then(|at| self.paces.get(at))
    }

    /// The time left of the present part: `12:31 left`, `over by 2:10`.
    pub fn time_left(&self) -> Option<String> {
        let seconds = self.here()?.left().num_seconds();
        let paused = if self.paused { ", paused" } else { "" };
        let clock = minutes_and_seconds(TimeDelta::seconds(seconds.saturating_abs()));
        Some(if seconds < 0 { format!("over by {clock}{paused}") } else { format!("{clock} left{paused}") })
    }

    /// How many whole minutes the workshop is behind; ahead where it is below zero. None once it was closed, or where
    /// the file was left open so long that it means nothing.
    pub fn behind(&self) -> Option<i64> {
        let behind = (whole(self.finish) - whole(self.planned)).num_minutes();
        (!self.closed && behind.abs() <= OFF).then_some(behind)
    }

    /// Ahead or behind, in words: "3 minutes behind: ends 11:33".
    pub fn pace(&self) -> Option<String> {
        let ends = whole(self.finish).format("%H:%M");
        Some(match self.behind()? {
            0 => format!("on time: ends {ends}"),
            late @ 1.. => format!("{} behind: ends {ends}", counted(late)),
            early => format!("{} ahead: ends {ends}", counted(-early)),
        })
    }

    /// When it ends, in two words: "ends 11:33".
    pub fn ends(&self) -> Option<String> {
        self.behind().map(|_| format!("ends {}", whole(self.finish).format("%H:%M")))
    }

    /// When it ends, as a sentence: "Ends 11:30 as planned", "Ends 11:33, 3 minutes behind".
    pub fn end_words(&self) -> Option<String> {
        let ends = whole(self.finish).format("%H:%M");
        Some(match self.behind()? {
            0 => format!("Ends {ends} as planned"),
            late @ 1.. => format!("Ends {ends}, {} behind", counted(late)),
            early => format!("Ends {ends}, {} ahead", counted(-early)),
        })
    }

    /// The cue that is due: at a fifth and at a twentieth of the time, and none once the part is over.
    pub fn cue(&self) -> Option<Cue> {
        let here = self.here()?;
        let (allowed, left) = (here.allowed.num_milliseconds(), here.left().num_milliseconds());
        let within = |share: i64| (0..=allowed / share).contains(&left);
        match () {
            () if self.closed || allowed <= 0 => None,
            () if within(20) => Some(Cue::Twentieth),
            () if within(5) => Some(Cue::Fifth),
            () => None,
        }
    }

    /// The cue in words: "5 minutes left", "45 seconds left".
    pub fn cue_words(&self) -> Option<String> {
        let left = self.here()?.left();
        Some(match left.num_seconds() {
            seconds @ ..120 => format!("{seconds} seconds left"),
            seconds => format!("{} left", counted((seconds + 30) / 60)),
        })
    }

    /// The buffer to take time from: the next one that still has some, else any.
    pub fn buffer(&self, agenda: &Agenda) -> Option<(usize, TimeDelta)> {
        let has = |at: usize| {
            let (part, pace) = (agenda.parts.get(at)?, self.paces.get(at)?);
            let usable = part.buffer && !part.left_out && part.id.is_some() && Some(at) != self.present;
            (usable && pace.left() > TimeDelta::zero()).then(|| (at, pace.left()))
        };
        let next = self.present.map_or(0, |at| at + 1);
        (next..agenda.parts.len()).chain(0..next).find_map(has)
    }
}

/// When the workshop was to begin, and when the room must be free: as it says, or for a rehearsal when it did begin.
fn hours(agenda: &Agenda, began: Moment) -> (Moment, Option<Moment>) {
    let that_day = |at| began.date_naive().and_time(at).and_local_timezone(*began.offset()).single();
    match agenda.starts.and_then(that_day).filter(|said| (began - *said).abs() <= REHEARSAL) {
        Some(said) => (said, agenda.ends.and_then(that_day).filter(|ends| *ends > said)),
        None => (began, None),
    }
}

/// A moment to the nearest minute, as it is shown.
fn whole(moment: Moment) -> Moment {
    moment.duration_round(TimeDelta::minutes(1)).unwrap_or(moment)
}

/// `12:31`.
pub fn minutes_and_seconds(time: TimeDelta) -> String {
    format!("{}:{:02}", time.num_minutes(), time.num_seconds() % 60)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::{Sample, minute};
    use super::*;
    use crate::model::fields::{List, field};
    use crate::model::origin::Origins;
    use crate::model::programme::Programme;
    use crate::model::stamp::Id;

    /// The two hours of domain §3A, from 10:00 to 12:00: 10, 20, 25, a break of 10, 30, 15, 10.
    fn two_hours() -> (Sample, Vec<Id>) {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        (sample, parts)
    }

    fn agenda(sample: &Sample) -> Agenda {
        Agenda::of(&sample.file, Programme::embedded())
    }

    fn at(sample: &Sample, now: Moment) -> Flow {
        let timer = Timer::of(&sample.file, None, &Origins::of(&sample.file)).unwrap();
        Flow::of(&agenda(sample), &timer, now)
    }

    fn second(minutes: i64, seconds: i64) -> Moment {
        minute(minutes) + TimeDelta::seconds(seconds)
    }

    #[test]
    fn on_time_the_workshop_ends_as_planned() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[0]);
        let flow = at(&sample, second(4, 0));
        assert_eq!(flow.time_left().unwrap(), "6:00 left");
        assert_eq!((flow.to_end, flow.finish, flow.planned), (TimeDelta::minutes(116), minute(120), minute(120)));
        assert_eq!(flow.pace().unwrap(), "on time: ends 12:00");
        assert_eq!(flow.end_words().unwrap(), "Ends 12:00 as planned");
    }

    #[test]
    fn an_overrun_counts_up_and_the_end_moves_with_it() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[0]);
        sample.go_to_part(10, parts[1]);
        assert_eq!(at(&sample, second(30, 0)).time_left().unwrap(), "0:00 left");
        let flow = at(&sample, second(32, 10));
        assert_eq!(flow.time_left().unwrap(), "over by 2:10");
        assert_eq!(flow.to_end, TimeDelta::minutes(90));
        assert_eq!(flow.pace().unwrap(), "2 minutes behind: ends 12:02");
        let flow = at(&sample, second(33, 0));
        assert_eq!(flow.end_words().unwrap(), "Ends 12:03, 3 minutes behind");
    }

    #[test]
    fn a_part_left_early_puts_the_workshop_ahead() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[0]);
        sample.go_to_part(8, parts[1]);
        let flow = at(&sample, minute(10));
        assert_eq!(flow.pace().unwrap(), "2 minutes ahead: ends 11:58");
        assert_eq!((flow.paces[0].used, flow.paces[0].left()), (TimeDelta::minutes(8), TimeDelta::minutes(2)));
    }

    #[test]
    fn a_late_start_is_behind_from_the_beginning_and_a_rehearsal_is_not() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(5, parts[0]);
        assert_eq!(at(&sample, minute(5)).pace().unwrap(), "5 minutes behind: ends 12:05");
        let (mut evening, parts) = two_hours();
        evening.go_to_part(600, parts[0]);
        assert_eq!(at(&evening, minute(600)).pace().unwrap(), "on time: ends 22:00");
    }

    #[test]
    fn five_minutes_from_the_break_move_an_overrun_back() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[0]);
        sample.go_to_part(10, parts[1]);
        sample.go_to_part(30, parts[2]);
        let now = second(59, 0);
        assert_eq!(at(&sample, now).end_words().unwrap(), "Ends 12:04, 4 minutes behind");
        assert_eq!(at(&sample, now).buffer(&agenda(&sample)), Some((3, TimeDelta::minutes(10))));
        sample.borrow(59, 300, parts[3]);
        let flow = at(&sample, now);
        assert_eq!(flow.time_left().unwrap(), "1:00 left");
        assert_eq!(flow.end_words().unwrap(), "Ends 12:00 as planned");
        assert_eq!(flow.paces[3].allowed, TimeDelta::minutes(5));
        sample.borrow(59, 300, parts[3]);
        assert_eq!(at(&sample, now).buffer(&agenda(&sample)), None);
        assert_eq!(at(&sample, now).to_end, TimeDelta::minutes(6 + 30 + 15 + 10));
    }

    #[test]
    fn minutes_added_move_the_end_and_pauses_too() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[0]);
        sample.seconds(2, "add", 300);
        assert_eq!(at(&sample, minute(4)).pace().unwrap(), "5 minutes behind: ends 12:05");
        sample.event(4, "pause");
        let flow = at(&sample, minute(10));
        assert_eq!(flow.time_left().unwrap(), "11:00 left, paused");
        assert_eq!(flow.pace().unwrap(), "11 minutes behind: ends 12:11");
    }

    #[test]
    fn a_cut_made_on_the_way_wins_its_minutes_and_one_made_before_was_never_planned() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(15, parts[0]);
        assert_eq!(at(&sample, minute(15)).pace().unwrap(), "15 minutes behind: ends 12:15");
        sample.set(&List::Agenda, parts[5], field::LEFT_OUT, true);
        assert_eq!(at(&sample, minute(15)).pace().unwrap(), "on time: ends 12:00");
        let (mut before, parts) = two_hours();
        before.set(&List::Agenda, parts[5], field::LEFT_OUT, true);
        before.go_to_part(0, parts[0]);
        assert_eq!(at(&before, minute(0)).pace().unwrap(), "on time: ends 11:45");
    }

    #[test]
    fn an_agenda_too_long_for_the_room_is_behind_from_the_start() {
        let (mut sample, parts) = two_hours();
        sample.set(&List::Agenda, parts[4], field::MINUTES, 40);
        sample.go_to_part(0, parts[0]);
        assert_eq!(at(&sample, minute(0)).pace().unwrap(), "10 minutes behind: ends 12:10");
        assert_eq!(agenda(&sample).total(), "130 of 120 minutes: 10 minutes too long");
    }

    #[test]
    fn parts_passed_over_still_count_until_they_are_cut() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[0]);
        sample.go_to_part(10, parts[2]);
        assert_eq!(at(&sample, minute(10)).pace().unwrap(), "on time: ends 12:00");
        sample.set(&List::Agenda, parts[1], field::LEFT_OUT, true);
        assert_eq!(at(&sample, minute(10)).pace().unwrap(), "20 minutes ahead: ends 11:40");
    }

    #[test]
    fn cues_are_due_at_a_fifth_and_a_twentieth_of_what_is_allowed() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[2]);
        let cue = |sample: &Sample, now| at(sample, now).cue().map(|cue| (cue, at(sample, now).cue_words().unwrap()));
        assert_eq!(cue(&sample, second(19, 59)), None);
        assert_eq!(cue(&sample, minute(20)), Some((Cue::Fifth, "5 minutes left".into())));
        assert_eq!(cue(&sample, second(23, 44)), Some((Cue::Fifth, "76 seconds left".into())));
        assert_eq!(cue(&sample, second(23, 45)), Some((Cue::Twentieth, "75 seconds left".into())));
        assert_eq!(cue(&sample, minute(25)), Some((Cue::Twentieth, "0 seconds left".into())));
        assert_eq!(cue(&sample, second(25, 1)), None);
        sample.seconds(26, "add", 300);
        assert_eq!(cue(&sample, minute(26)), Some((Cue::Fifth, "4 minutes left".into())));
    }

    #[test]
    fn a_gap_left_out_gives_the_part_its_minutes_back_but_not_the_workshop() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[2]);
        assert_eq!(at(&sample, minute(50)).time_left().unwrap(), "over by 25:00");
        sample.seconds(50, "leave-out", 2400);
        let flow = at(&sample, minute(50));
        assert_eq!(flow.time_left().unwrap(), "15:00 left");
        assert_eq!(flow.pace().unwrap(), "40 minutes behind: ends 12:40");
    }

    #[test]
    fn the_stages_flow_as_parts_do_and_a_stage_gone_to_before_the_agenda_was_made_counts() {
        let mut sample = Sample::new(1);
        sample.go(0, "relationships");
        sample.go(22, "existing-activity");
        let flow = at(&sample, minute(30));
        assert_eq!(flow.time_left().unwrap(), "17:00 left");
        assert_eq!(flow.pace().unwrap(), "2 minutes behind: ends 11:32");
        sample.two_hours();
        assert_eq!(
            (at(&sample, minute(30)).present, at(&sample, minute(30)).paces[1].used),
            (Some(2), TimeDelta::minutes(22))
        );
    }

    #[test]
    fn a_file_left_open_or_closed_has_no_pace() {
        let (mut sample, parts) = two_hours();
        sample.go_to_part(0, parts[6]);
        assert_eq!(at(&sample, minute(1000)).pace(), None);
        sample.read_out(10, "close");
        let flow = at(&sample, minute(11));
        assert_eq!((flow.pace(), flow.cue(), flow.end_words()), (None, None, None));
    }
}
