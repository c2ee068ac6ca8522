//! What was said of an action over time: each update with its day, and who recorded it.

use chrono::NaiveDate;

use super::day::Day;
use super::sessions::Sessions;
use crate::model::fields::{List, Recorder, Update};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::Status;

/// How far an action had come, as somebody noted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The day.
    pub day: Option<NaiveDate>,
    /// Who recorded it; none where the organiser did in the plan itself.
    pub by: Option<String>,
    /// How far.
    pub status: Status,
    /// What was said of it.
    pub note: Option<String>,
}

impl Heard {
    /// The update in a line: `21 November 2026, Bev Example: on track, the church said yes`.
    pub fn words(&self) -> String {
        let day = self.day.map(|day| Day::Date(day).to_string());
        let who = [day, self.by.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let said = [Some(self.status.title().to_owned()), self.note.clone()].into_iter().flatten();
        let said = said.collect::<Vec<_>>().join(", ");
        if who.is_empty() { said } else { format!("{who}: {said}") }
    }
}

/// Everything that was noted of an action, the earliest first; the last one holds. Sessions left out do not count.
pub fn heard_of(file: &File, origins: &Origins, action: Id) -> Vec<Heard> {
    let sessions = Sessions::of(file, origins);
    let updates = file.live(&List::Updates).filter(|item| sessions.take_in(item.id.stamp)).map(Update);
    let heard = updates.filter(|update| update.action() == Some(action)).filter_map(|update| {
        let recorder = origins.recorder(update.id().stamp).and_then(|id| file.find(&List::Recorders, id));
        let recorder = recorder.map(|item| Recorder(item));
        Some(Heard {
            day: update.time().and_then(Day::of_time),
            by: recorder.and_then(|r| r.name().or(r.table())).map(str::to_owned),
            status: update.status()?,
            note: update.note().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned),
        })
    });
    heard.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;

    #[test]
    fn each_update_is_told_with_its_day_and_who_recorded_it() {
        let mut sample = Sample::new(1);
        let action = sample.add(&List::Actions, &[(field::TEXT, "ask the church")]);
        let update = |sample: &mut Sample, status: &str, note: &str| {
            let id = sample.add(&List::Updates, &[(field::STATUS, status), (field::NOTE, note)]);
            sample.set(&List::Updates, id, field::ACTION, action);
        };
        update(&mut sample, "at-risk", "nobody answers");
        let mut other = Sample::new(2);
        other.join(&sample.file);
        let recorder = other.add(&List::Recorders, &[(field::NAME, "Bev Example")]);
        let run = other.add(&List::Runs, &[]);
        other.set(&List::Runs, run, field::RECORDER, recorder);
        update(&mut other, "done", "");
        let told: Vec<_> = heard_of(&other.file, &Origins::of(&other.file), action).iter().map(Heard::words).collect();
        assert_eq!(told, ["21 November 2026: at risk, nobody answers", "21 November 2026, Bev Example: done"]);
        other.set(&List::Recorders, recorder, field::LEFT_OUT, true);
        assert_eq!(heard_of(&other.file, &Origins::of(&other.file), action).len(), 1);
    }
}
