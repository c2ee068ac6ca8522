//! The celebration: the day on which people meet again and see what came of it, some months on (domain §2.1, EBCD).

use chrono::NaiveDate;

use super::assessed::months_on;
use super::day::Day;
use super::header::header;
use crate::model::fields::{List, Workshop};
use crate::model::file::File;
use crate::model::programme::Programme;

/// How many months after the first fitting day the last one is.
const SPAN: u16 = 3;

/// The celebration of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Celebration {
    /// The day that is set.
    pub day: Option<NaiveDate>,
    /// The day it was held.
    pub held: Option<NaiveDate>,
    /// The first and the last fitting day after the last workshop, where one has a day.
    pub suggested: Option<(NaiveDate, NaiveDate)>,
}

impl Celebration {
    /// Looks at a file.
    pub fn of(file: &File, programme: &Programme) -> Self {
        let plan = header(file);
        let day = |text: Option<&str>| text.and_then(Day::read).and_then(|day| day.date());
        let last = file.live(&List::Workshops).filter_map(|item| day(Workshop(item).date())).max();
        let months = programme.framework("experience").map_or(0, |framework| framework.months);
        let suggested =
            last.filter(|_| months > 0).map(|last| (months_on(last, months), months_on(last, months + SPAN)));
        Self {
            day: day(plan.and_then(|plan| plan.celebration())),
            held: day(plan.and_then(|plan| plan.celebrated())),
            suggested,
        }
    }

    /// Whether its day has passed and nobody said that it was held.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.held.is_none() && self.day.is_some_and(|day| day < today)
    }

    /// Whether it is overdue, or no day was set and the last fitting one has passed.
    pub fn is_past(&self, today: NaiveDate) -> bool {
        let last = self.day.or(self.suggested.map(|(_, to)| to));
        self.held.is_none() && last.is_some_and(|day| day < today)
    }

    /// How it stands, in a sentence; none where there is no workshop from which to count.
    pub fn words(&self, today: NaiveDate) -> Option<String> {
        let told = |day: NaiveDate| Day::Date(day).to_string();
        match (self.held, self.day, self.suggested) {
            (Some(held), ..) => Some(format!("Celebrated on {}", told(held))),
            (None, Some(day), _) if self.is_overdue(today) => Some(format!("Celebration: {}, overdue", told(day))),
            (None, Some(day), _) => Some(format!("Celebration: {}", told(day))),
            (None, None, Some((_, to))) if to < today => {
                Some(format!("Celebration: no day yet, overdue: it would have been by {}", told(to)))
            }
            (None, None, Some((from, to))) => {
                Some(format!("Celebration: no day yet; {} to {} would suit", told(from), told(to)))
            }
            (None, None, None) => None,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;
    use crate::model::stamp::Id;

    #[test]
    fn a_day_six_to_nine_months_after_the_last_workshop_is_suggested_and_a_past_one_is_overdue() {
        let mut sample = Sample::new(1);
        let words = |sample: &Sample, today: &str| {
            Celebration::of(&sample.file, Programme::embedded()).words(today.parse().unwrap())
        };
        assert_eq!(words(&sample, "2026-11-22"), None);
        for date in ["2026-09-15", "2026-11-21"] {
            sample.add(&List::Workshops, &[(field::DATE, date)]);
        }
        let open = "Celebration: no day yet; 21 May 2027 to 21 August 2027 would suit";
        assert_eq!(words(&sample, "2026-11-22").as_deref(), Some(open));
        assert!(words(&sample, "2027-08-22").unwrap().contains("overdue"));
        sample.edit(|edit| {
            let id = edit.plan();
            edit.set(&List::Plans, id, field::CELEBRATION, "2027-06-05");
        });
        assert_eq!(words(&sample, "2027-06-05").as_deref(), Some("Celebration: 5 June 2027"));
        assert_eq!(words(&sample, "2027-06-06").as_deref(), Some("Celebration: 5 June 2027, overdue"));
        sample.set(&List::Plans, Id::of_plan(), field::DONE, "2027-06-07");
        assert_eq!(words(&sample, "2027-06-08").as_deref(), Some("Celebrated on 7 June 2027"));
    }
}
