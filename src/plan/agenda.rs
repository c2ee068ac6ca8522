//! The agenda: the parts of a workshop in order, their minutes against the room's, and what to cut first.

use chrono::NaiveTime;

use super::timer::Slot;
use crate::model::edit::Edit;
use crate::model::fields::{self, List, field};
use crate::model::file::File;
use crate::model::programme::{Programme, Stage};
use crate::model::stamp::{Id, Stamp};

/// The most minutes a part may take: a day. A file may say anything.
const MOST_MINUTES: i64 = 24 * 60;

/// One part of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its item; none for a stage of the programme, and for a part that is not written yet.
    pub id: Option<Id>,
    /// What it is called.
    pub title: String,
    /// The stage it belongs to; a break has none.
    pub stage: Option<String>,
    /// Who leads it.
    pub leads: Vec<String>,
    /// How many minutes it may take.
    pub minutes: i64,
    /// Which goes first where time is short: 1 before 2; none stays.
    pub cut: Option<i64>,
    /// Whether it is spare time that others may take.
    pub buffer: bool,
    /// Whether it was cut.
    pub left_out: bool,
    /// When that was last said.
    pub decided: Option<Stamp>,
}

impl Part {
    /// Reads it.
    pub(super) fn of(part: fields::Part<'_>) -> Self {
        Self {
            id: Some(part.id()),
            title: part.title().filter(|title| !title.trim().is_empty()).unwrap_or("No title").to_owned(),
            stage: part.stage().map(str::to_owned),
            leads: part.leads().map(str::to_owned).collect(),
            minutes: part.minutes().unwrap_or(0).clamp(0, MOST_MINUTES),
            cut: part.cut(),
            buffer: part.buffer(),
            left_out: part.left_out(),
            decided: part.0.current(&field::LEFT_OUT.into()).map(|v| v.at),
        }
    }

    fn of_stage(stage: &Stage) -> Self {
        Self {
            title: stage.title.clone(),
            stage: Some(stage.id.clone()),
            minutes: stage.minutes.into(),
            ..Self::default()
        }
    }

    /// What the timer calls it.
    pub fn slot(&self) -> Slot {
        match self.id {
            Some(id) => Slot::Part(id),
            None => Slot::Stage(self.stage.clone().unwrap_or_default()),
        }
    }

    /// Writes it into its item, at a place of the agenda.
    pub fn write(&self, edit: &mut Edit<'_>, id: Id, place: usize) {
        let list = &List::Agenda;
        edit.set(list, id, field::ORDER, i64::try_from(place).unwrap_or(i64::MAX));
        edit.set(list, id, field::TITLE, self.title.as_str());
        edit.set(list, id, field::MINUTES, self.minutes);
        match &self.stage {
            Some(stage) => edit.set(list, id, field::STAGE, stage.as_str()),
            None => edit.clear(list, id, field::STAGE),
        }
        match self.cut {
            Some(rank) => edit.set(list, id, field::CUT, rank),
            None => edit.clear(list, id, field::CUT),
        }
        for (flag, yes) in [(field::BUFFER, self.buffer), (field::LEFT_OUT, self.left_out)] {
            if yes {
                edit.set(list, id, flag, true);
            } else {
                edit.clear(list, id, flag);
            }
        }
        for lead in &self.leads {
            edit.put(list, id, field::LEADS, lead);
        }
    }

    /// Whether it belongs to the plan that a workshop begun at this stamp set out with: one cut since does.
    pub(super) fn was_planned(&self, begun: Stamp) -> bool {
        !self.left_out || self.decided.is_some_and(|at| at > begun)
    }
}

/// The agenda of a workshop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// The parts in order.
    pub parts: Vec<Part>,
    /// When the workshop begins.
    pub starts: Option<NaiveTime>,
    /// When the room must be free.
    pub ends: Option<NaiveTime>,
}

impl Agenda {
    /// The agenda of the workshop in a file; the stages of the programme where it has no parts of its own.
    pub fn of(file: &File, programme: &Programme) -> Self {
        Self::of_workshop(file, file.workshop(), programme)
    }

    /// The agenda of one workshop of a file that may hold several.
    pub fn of_workshop(file: &File, workshop: Option<fields::Workshop<'_>>, programme: &Programme) -> Self {
        let here = workshop.map(|w| w.id());
        let time = |text: Option<&str>| text.and_then(clock_time);
        let mut parts: Vec<fields::Part<'_>> = file.live(&List::Agenda).map(fields::Part).collect();
        parts.retain(|part| part.workshop().is_none() || part.workshop() == here);
        parts.sort_by_key(|part| (part.order().unwrap_or(i64::MAX), part.id()));
        let mut parts: Vec<Part> = parts.into_iter().map(Part::of).collect();
        if parts.is_empty() {
            parts = programme.stages.iter().map(Part::of_stage).collect();
        }
        Self { parts, starts: time(workshop.and_then(|w| w.starts())), ends: time(workshop.and_then(|w| w.ends())) }
    }

    /// Whether it has parts of its own, rather than the stages of the programme.
    pub fn is_own(&self) -> bool {
        self.parts.iter().any(|part| part.id.is_some())
    }

    /// The minutes of all parts that stay.
    pub fn minutes(&self) -> i64 {
        self.staying().map(|part| part.minutes).sum()
    }

    /// The minutes that the room is there for; none where it is not said, or makes no sense.
    pub fn room(&self) -> Option<i64> {
        let minutes = (self.ends? - self.starts?).num_minutes();
        (minutes > 0).then_some(minutes)
    }

    /// The parts that are not cut.
    fn staying(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| !part.left_out)
    }

    /// The places of the parts that may be cut and are not, the first to go first.
    pub fn cuts(&self) -> Vec<usize> {
        let ranked = self.parts.iter().enumerate().filter(|(_, part)| !part.left_out);
        let mut ranked: Vec<(i64, usize)> = ranked.filter_map(|(at, part)| Some((part.cut?, at))).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, at)| at).collect()
    }

    /// The place of what was gone to: the part itself, or the first part of the stage.
    pub fn place(&self, slot: &Slot) -> Option<usize> {
        match slot {
            Slot::Part(id) => self.parts.iter().position(|part| part.id == Some(*id)),
            Slot::Stage(stage) => self.parts.iter().position(|part| part.stage.as_ref() == Some(stage)),
        }
    }

    /// The time at which each part begins as planned, where the workshop says when it begins.
    pub fn clock(&self) -> Vec<Option<NaiveTime>> {
        let mut at = self.starts;
        let mut times = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            times.push(at.filter(|_| !part.left_out));
            if !part.left_out {
                at = at.map(|at| at + chrono::TimeDelta::minutes(part.minutes));
            }
        }
        times
    }

    /// What stands at the foot: the minutes against the room's.
    pub fn total(&self) -> String {
        let minutes = self.minutes();
        match self.room() {
            None => format!("{} in all", counted(minutes)),
            Some(room) if minutes == room => format!("{minutes} of {room} minutes: it fits the room exactly"),
            Some(room) if minutes < room => {
                format!("{minutes} of {room} minutes: {} to spare", counted(room - minutes))
            }
            Some(room) => format!("{minutes} of {room} minutes: {} too long", counted(minutes - room)),
        }
    }

    /// What may be cut, in order, with what each saves; nothing where nothing may.
    pub fn cut_words(&self) -> Option<String> {
        let cuts = self.cuts();
        let parts = cuts.iter().filter_map(|at| self.parts.get(*at));
        let words: Vec<String> = parts.map(|p| format!("{} saves {}", p.title, counted(p.minutes))).collect();
        (!words.is_empty()).then(|| format!("To cut first: {}", words.join(", then ")))
    }
}

/// A time of day as people type it: `9:30`, `09.30`, `0930`, `9`.
pub fn clock_time(typed: &str) -> Option<NaiveTime> {
    let typed = typed.trim();
    let whole = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let (hour, minute) = match typed.split_once([':', '.']) {
        Some((hour, minute)) => (whole(hour)?, whole(minute).filter(|_| minute.len() == 2)?),
        None if typed.len() == 4 => (whole(typed)? / 100, whole(typed)? % 100),
        None => (whole(typed).filter(|_| typed.len() < 3)?, 0),
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// Minutes in words: "1 minute", "5 minutes".
pub fn counted(minutes: i64) -> String {
    if minutes == 1 { "1 minute".into() } else { format!("{minutes} minutes") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn agenda(sample: &Sample) -> Agenda {
        Agenda::of(&sample.file, Programme::embedded())
    }

    #[test]
    fn domain_a2_parts_stand_in_order_with_stage_leads_and_minutes_against_the_room() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.put(&List::Agenda, parts[1], field::LEADS, "Naz Example");
        sample.set(&List::Agenda, parts[6], field::ORDER, -1);
        let agenda = agenda(&sample);
        assert_eq!(agenda.parts[0].title, "Close");
        assert_eq!((agenda.parts[2].leads.as_slice(), agenda.parts[2].minutes), (&["Naz Example".to_owned()][..], 20));
        assert_eq!(agenda.parts[2].stage.as_deref(), Some("relationships"));
        assert_eq!((agenda.minutes(), agenda.room()), (120, Some(120)));
        assert_eq!(agenda.total(), "120 of 120 minutes: it fits the room exactly");
        let times: Vec<String> = agenda.clock().into_iter().map(|t| t.unwrap().format("%H:%M").to_string()).collect();
        assert_eq!(times, ["10:00", "10:10", "10:20", "10:40", "11:05", "11:15", "11:45"]);
    }

    #[test]
    fn cuts_are_ranked_and_say_what_each_saves() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        assert_eq!(agenda(&sample).cuts(), [5, 1]);
        let words = "To cut first: Who will tell us saves 15 minutes, then Who is here saves 20 minutes";
        assert_eq!(agenda(&sample).cut_words().unwrap(), words);
        sample.set(&List::Agenda, parts[5], field::LEFT_OUT, true);
        let agenda = agenda(&sample);
        assert_eq!((agenda.cuts(), agenda.minutes()), (vec![1], 105));
        assert_eq!(agenda.total(), "105 of 120 minutes: 15 minutes to spare");
        assert_eq!((agenda.clock()[5], agenda.clock()[6]), (None, clock_time("11:35")));
    }

    #[test]
    fn a_workshop_without_parts_has_the_stages_of_its_programme_as_its_agenda() {
        let mut sample = Sample::new(1);
        sample.add(&List::Workshops, &[(field::STARTS, "half past")]);
        let agenda = agenda(&sample);
        assert_eq!(agenda.parts.iter().map(|p| p.minutes).collect::<Vec<_>>(), [20, 25, 30, 15]);
        assert!(!agenda.is_own() && agenda.room().is_none() && agenda.cut_words().is_none());
        assert_eq!(agenda.total(), "90 minutes in all");
    }

    #[test]
    fn the_parts_of_another_workshop_are_not_of_this_agenda() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        let other = sample.add(&List::Workshops, &[]);
        sample.set(&List::Agenda, parts[4], field::WORKSHOP, other);
        assert_eq!(agenda(&sample).minutes(), 90);
    }

    #[test]
    fn minutes_from_a_hostile_file_stay_within_a_day() {
        let mut sample = Sample::new(1);
        let parts = sample.two_hours();
        sample.set(&List::Agenda, parts[0], field::MINUTES, i64::MAX);
        sample.set(&List::Agenda, parts[1], field::MINUTES, i64::MIN);
        assert_eq!(agenda(&sample).minutes(), 24 * 60 + 90);
    }

    #[test]
    fn a_time_of_day_is_read_as_people_type_it() {
        for typed in ["9:30", "09:30", "9.30", "0930", " 09.30 "] {
            assert_eq!(clock_time(typed), NaiveTime::from_hms_opt(9, 30, 0), "{typed}");
        }
        assert_eq!(clock_time("9"), NaiveTime::from_hms_opt(9, 0, 0));
        for typed in ["", "930", "24:00", "9:3", "9:60", "+9", "noon", "9:30:00"] {
            assert_eq!(clock_time(typed), None, "{typed}");
        }
    }
}
