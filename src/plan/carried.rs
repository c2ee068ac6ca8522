//! Last time first: the open actions that an earlier workshop or a plan hands on to the next one.
//!
//! They are carried as unchanged copies, with what was said of them and the people they name, so that what is said of
//! them here joins back. The words they rest on stay behind, and so does the earlier workshop: who led an action is not
//! for that reason in the room.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::day::Day;
use super::rows::{Lead, Row, rows};
use crate::model::fields::{Delegate, List, Update};
use crate::model::file::{File, FileKind};
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Writer};
use crate::model::words::Status;

/// The actions carried into a session, as they stand on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastTime {
    /// Those that nobody has said anything of at this workshop, overdue first.
    pub open: Vec<Row>,
    /// Those that rest, with the day until which they do.
    pub resting: Vec<(Row, NaiveDate)>,
    /// How many were looked at here, or are closed.
    pub seen: usize,
}

const fn is_closed(status: Status) -> bool {
    matches!(status, Status::Done | Status::Stopped)
}

/// What an earlier session or a plan hands on: a file to be joined into the new session.
pub fn carry(earlier: &File) -> File {
    let mut carried = File::new(FileKind::Session);
    let mut take = |list: &List, id: Id| {
        if let Some(item) = earlier.find(list, id) {
            carried.insert(list, Arc::clone(item));
        }
    };
    // Whether an action is overdue does not matter here, so any day will do.
    let open = rows(earlier, &Origins::of(earlier), NaiveDate::MIN).into_iter().filter(|row| !is_closed(row.status));
    let mut actions = HashSet::new();
    for row in open {
        actions.insert(row.id);
        take(&List::Actions, row.id);
        for person in row.lead.into_iter().chain(row.partners) {
            if let Lead::Person(id) = person {
                take(&List::Delegates, id);
            }
        }
    }
    for update in earlier.list(&List::Updates) {
        if Update(update).action().is_some_and(|action| actions.contains(&action)) {
            take(&List::Updates, update.id);
        }
    }
    // How far the guide had come by then, to be shown against what is said of it now.
    earlier.list(&List::Scores).iter().for_each(|score| carried.insert(&List::Scores, Arc::clone(score)));
    carried
}

/// The workshop that a new one of the series follows: the only one of a session, the latest of a plan.
pub fn latest_workshop(file: &File) -> Option<&Item> {
    // Days as they stand in a file sort as they follow each other.
    file.live(&List::Workshops).max_by_key(|item| item.text(crate::model::fields::field::DATE))
}

/// The people who came to a session's workshop, without those whom a carried action names; everybody of a plan.
pub fn present(file: &File) -> impl Iterator<Item = &Item> {
    file.live(&List::Delegates).filter(came_to(file))
}

/// Whether one delegate of the file is here.
pub fn is_present(file: &File, item: &Item) -> bool {
    item.has_base() && !item.is_removed() && came_to(file)(&item)
}

fn came_to(file: &File) -> impl Fn(&&Item) -> bool {
    let workshop = file.workshop().filter(|_| file.kind == FileKind::Session).map(|w| w.id());
    move |item| {
        let came_to = Delegate(item).workshop();
        workshop.is_none() || came_to.is_none() || came_to == workshop
    }
}

impl LastTime {
    /// Looks through a session for the actions that it was given; a plan was given none.
    pub fn of(file: &File, origins: &Origins, today: NaiveDate) -> Self {
        let mut found = Self::default();
        if file.kind != FileKind::Session {
            return found;
        }
        // Whatever is written here is written by a run of this workshop.
        let here: HashSet<Writer> = file.list(&List::Runs).iter().map(|run| run.id.stamp.writer()).collect();
        let carried = |row: &Row| !here.contains(&row.id.stamp.writer());
        let mut last: HashMap<Id, Update<'_>> = HashMap::new();
        for update in file.live(&List::Updates).map(Update) {
            last.extend(update.action().map(|action| (action, update)));
        }
        for row in rows(file, origins, today).into_iter().filter(carried) {
            let said = last.get(&row.id);
            let rests = said.and_then(|update| update.until()).and_then(Day::read).and_then(|day| day.date());
            match rests {
                _ if is_closed(row.status) => found.seen += 1,
                Some(day) if day > today => found.resting.push((row, day)),
                None if said.is_some_and(|update| here.contains(&update.id().stamp.writer())) => found.seen += 1,
                _ => found.open.push(row),
            }
        }
        found.open.sort_by_key(|row| !row.overdue);
        found
    }

    /// Whether nothing was carried.
    pub const fn is_empty(&self) -> bool {
        self.open.is_empty() && self.resting.is_empty() && self.seen == 0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::{Field, field};

    /// An earlier workshop with an action that is late, one that is not, and one that is done.
    fn earlier() -> (Sample, [Id; 3]) {
        let mut sample = Sample::new(1);
        let workshop = sample.add(&List::Workshops, &[(field::TITLE, "First"), (field::DATE, "2026-09-15")]);
        let joy = sample.seat(1, &[(field::NAME, "Joy Example")]);
        sample.set(&List::Delegates, joy, field::WORKSHOP, workshop);
        sample.seat(2, &[(field::NAME, "Sam Example")]);
        let said = sample.say(None, "action", "ask the church");
        let add = |sample: &mut Sample, text: &str, due: &str| {
            sample.add(&List::Actions, &[(field::TEXT, text), (field::DUE, due)])
        };
        let later = add(&mut sample, "ask the church", "2026-12-04");
        let late = add(&mut sample, "open the hall", "2026-10-01");
        let done = add(&mut sample, "ring Amina", "2026-10-01");
        sample.put(&List::Actions, later, field::EVIDENCE, &said.to_string());
        sample.set(&List::Actions, late, field::LEAD, joy);
        for (action, status) in [(late, "at-risk"), (done, "done")] {
            update(&mut sample, action, &[(field::STATUS, status)]);
        }
        (sample, [later, late, done])
    }

    fn update(sample: &mut Sample, action: Id, fields: &[(Field, &str)]) {
        let id = sample.add(&List::Updates, fields);
        sample.set(&List::Updates, id, field::ACTION, action);
    }

    /// The next workshop, with what it was given and a run of its own.
    fn next(earlier: &File) -> Sample {
        let mut sample = Sample::new(2);
        sample.add(&List::Runs, &[]);
        sample.add(&List::Workshops, &[(field::TITLE, "Second")]);
        sample.join(&carry(earlier));
        sample
    }

    fn last_time(sample: &Sample) -> LastTime {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        LastTime::of(&sample.file, &Origins::of(&sample.file), today)
    }

    fn open(sample: &Sample) -> Vec<Id> {
        last_time(sample).open.iter().map(|row| row.id).collect()
    }

    #[test]
    fn open_actions_come_along_unchanged_overdue_first_and_nothing_that_was_said() {
        let (before, [later, late, done]) = earlier();
        let after = next(&before.file);
        assert_eq!(open(&after), [late, later]);
        for id in [later, late] {
            assert_eq!(after.file.find(&List::Actions, id), before.file.find(&List::Actions, id));
        }
        assert!(after.file.find(&List::Actions, done).is_none());
        assert!(after.file.list(&List::Contributions).is_empty());
        assert_eq!(last_time(&after).open[0].status, Status::AtRisk);
        assert_eq!(after.file.workshop().unwrap().title(), Some("Second"));
    }

    #[test]
    fn who_led_an_action_last_time_is_not_for_that_reason_in_the_room() {
        let (before, _) = earlier();
        let mut after = next(&before.file);
        assert_eq!(after.file.list(&List::Delegates).len(), 1);
        assert_eq!(present(&after.file).count(), 0);
        after.seat(1, &[]);
        assert_eq!(present(&after.file).count(), 1);
        assert_eq!(present(&before.file).count(), 2);
    }

    #[test]
    fn an_action_leaves_the_list_only_by_a_word_on_it_and_comes_back_when_its_rest_is_over() {
        let (before, [later, late, _]) = earlier();
        let mut after = next(&before.file);
        update(&mut after, late, &[(field::STATUS, "on-track")]);
        update(&mut after, later, &[(field::STATUS, "not-started"), (field::UNTIL, "2026-12-01")]);
        let found = last_time(&after);
        assert_eq!((found.open.len(), found.resting.len(), found.seen), (0, 1, 1));
        update(&mut after, later, &[(field::STATUS, "not-started"), (field::UNTIL, "2026-11-21")]);
        assert_eq!(open(&after), [later]);
    }

    #[test]
    fn what_is_said_of_an_action_here_joins_back() {
        let (before, [_, late, _]) = earlier();
        let mut after = next(&before.file);
        update(&mut after, late, &[(field::STATUS, "stopped"), (field::NOTE, "the hall was sold")]);
        let mut plan = before.file.clone();
        plan.join(&after.file);
        let origins = Origins::of(&plan);
        let row = rows(&plan, &origins, NaiveDate::MIN).into_iter().find(|row| row.id == late).unwrap();
        assert_eq!((row.status, row.note.as_deref()), (Status::Stopped, Some("the hall was sold")));
        assert_eq!(plan.list(&List::Actions).len(), 3);
    }

    #[test]
    fn a_plan_hands_on_from_its_latest_workshop() {
        let (mut before, _) = earlier();
        before.add(&List::Workshops, &[(field::TITLE, "Latest"), (field::DATE, "2026-10-20")]);
        before.add(&List::Workshops, &[(field::TITLE, "Undated")]);
        assert_eq!(latest_workshop(&before.file).unwrap().text(field::TITLE), Some("Latest"));
    }
}
