//! Task-and-finish groups: who is in them, when they meet, and what they have to do, what is late first (domain P21).

use chrono::NaiveDate;

use super::day::Day;
use super::rows::Lead;
use super::sessions::Sessions;
use crate::model::fields::{Action, Group, List, Task};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::stamp::Id;

/// A group, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinishGroup {
    /// The group.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// Who calls it together.
    pub convenor: Option<Lead>,
    /// Who is in it.
    pub members: Vec<Lead>,
    /// The day of the next meeting.
    pub meeting: Option<Day>,
    /// Whether that day has passed.
    pub meeting_passed: bool,
    /// What it is for.
    pub purpose: Option<String>,
    /// What it has to do: what is late first, then by day, and what is done last.
    pub tasks: Vec<GroupTask>,
    /// The actions it carries.
    pub actions: Vec<Id>,
}

/// Something a group has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTask {
    /// The task.
    pub id: Id,
    /// What is to be done.
    pub text: String,
    /// Who does it.
    pub who: Option<Lead>,
    /// The day it is due.
    pub due: Option<Day>,
    /// The day it was done.
    pub done: Option<Day>,
    /// Whether its day has passed and it is not done.
    pub overdue: bool,
}

impl FinishGroup {
    /// How many tasks are late.
    pub fn overdue(&self) -> usize {
        self.tasks.iter().filter(|task| task.overdue).count()
    }

    /// How many tasks are still to be done.
    pub fn open(&self) -> usize {
        self.tasks.iter().filter(|task| task.done.is_none()).count()
    }
}

/// The groups on a day: those with the most late tasks first, then by name.
pub fn groups(file: &File, origins: &Origins, today: NaiveDate) -> Vec<FinishGroup> {
    let sessions = Sessions::of(file, origins);
    let some = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let passed = |day: &Option<Day>| day.as_ref().and_then(Day::date).is_some_and(|day| day < today);
    let taken_in = file.live(&List::Groups).filter(|item| sessions.take_in(item.id.stamp)).map(Group);
    let mut groups: Vec<FinishGroup> = taken_in
        .map(|group| {
            let meeting = group.meeting().and_then(Day::read);
            FinishGroup {
                id: group.id(),
                title: some(group.title()).unwrap_or_else(|| "A group without a name".into()),
                convenor: group.lead().and_then(Lead::read),
                members: group.members().filter_map(Lead::read).collect(),
                meeting_passed: passed(&meeting),
                meeting,
                purpose: some(group.note()),
                tasks: Vec::new(),
                actions: Vec::new(),
            }
        })
        .collect();
    for task in file.live(&List::Tasks).filter(|item| sessions.take_in(item.id.stamp)).map(Task) {
        let Some(group) = groups.iter_mut().find(|group| Some(group.id) == task.group()) else { continue };
        let (due, done) = (task.due().and_then(Day::read), task.done().and_then(Day::read));
        group.tasks.push(GroupTask {
            id: task.id(),
            text: some(task.text()).unwrap_or_else(|| "not in words yet".into()),
            who: task.lead().and_then(Lead::read),
            overdue: done.is_none() && passed(&due),
            due,
            done,
        });
    }
    for action in file.live(&List::Actions).filter(|item| sessions.take_in(item.id.stamp)).map(Action) {
        if let Some(group) = groups.iter_mut().find(|group| Some(group.id) == action.group()) {
            group.actions.push(action.id());
        }
    }
    for group in &mut groups {
        let key =
            |task: &GroupTask| (!task.overdue, task.done.is_some(), task.due.is_none(), task.due.clone(), task.id);
        group.tasks.sort_by_cached_key(key);
    }
    groups.sort_by_cached_key(|group| (std::cmp::Reverse(group.overdue()), group.title.to_lowercase(), group.id));
    groups
}
