//! What changed between an earlier copy of a file and now, told action by action (domain §3C, step 15).
//!
//! Nothing is stored for it: two files are compared, each read as its own reports would read it. An action that is no
//! longer there is told with where it went, so that nothing drops out in silence.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::answers::voices;
use super::day::Day;
use super::rows::{Lead, Row, rows};
use super::sessions::Sessions;
use super::themes::Themes;
use crate::model::fields::List;
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::Status;

/// Where an action went that is no longer in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// It was removed, and undo brings it back.
    Removed,
    /// It was taken out for good.
    Withdrawn,
    /// It stands in a session that the plan leaves out.
    LeftOut,
    /// Only edits of it are here.
    Waiting,
    /// The file does not hold it.
    Absent,
}

impl Gone {
    fn of(file: &File, id: Id) -> Self {
        match file.find(&List::Actions, id) {
            _ if file.is_withdrawn(id) => Self::Withdrawn,
            None => Self::Absent,
            Some(item) if !item.has_base() => Self::Waiting,
            Some(item) if item.is_removed() => Self::Removed,
            Some(_) => Self::LeftOut,
        }
    }

    /// Where it is, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Removed => "removed here, and undo brings it back",
            Self::Withdrawn => "withdrawn for good",
            Self::LeftOut => "in a session that the plan leaves out",
            Self::Waiting => "waiting for its file",
            Self::Absent => "not in this file",
        }
    }
}

/// One thing that changed of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is no longer in the plan.
    Dropped(Gone),
    /// How far it has come.
    Status {
        /// Before.
        from: Status,
        /// Now.
        to: Status,
        /// What was said of it.
        note: Option<String>,
    },
    /// The day it is due.
    Due {
        /// Before.
        from: Option<Day>,
        /// Now.
        to: Option<Day>,
    },
    /// Who is accountable.
    Lead {
        /// Before.
        from: Option<Lead>,
        /// Now.
        to: Option<Lead>,
    },
    /// What will be done is said in other words.
    Reworded,
}

impl Change {
    /// The change in words; `called` says how somebody is called.
    pub fn words(&self, called: &mut dyn FnMut(&Lead) -> String) -> String {
        match self {
            Self::Added => "new".into(),
            Self::Dropped(gone) => format!("dropped out: {}", gone.words()),
            Self::Status { from, to, note } => {
                let note = note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
                match to {
                    Status::Done | Status::Stopped => format!("{}{note}", to.title()),
                    _ => format!("{} before, {} now{note}", from.title(), to.title()),
                }
            }
            Self::Due { from: Some(from), to: Some(to) } => match (from.date(), to.date()) {
                (Some(from), Some(day)) if day > from => format!("due date slipped by {}, to {to}", days(day - from)),
                (Some(from), Some(day)) => format!("due date brought forward by {}, to {to}", days(from - day)),
                _ => format!("due {to}, {from} before"),
            },
            Self::Due { from: None, to: Some(to) } => format!("due {to}, no day before"),
            Self::Due { from: Some(from), to: None } => format!("no due date any more, {from} before"),
            Self::Lead { from, to } => match (from, to) {
                (Some(from), Some(to)) => format!("led by {}, {} before", called(to), called(from)),
                (None, Some(to)) => format!("led by {}, nobody before", called(to)),
                (Some(from), None) => format!("nobody leads it any more, {} before", called(from)),
                (None, None) => "nobody leads it".into(),
            },
            Self::Due { from: None, to: None } => "no due date".into(),
            Self::Reworded => "said in other words".into(),
        }
    }
}

fn days(moved: chrono::TimeDelta) -> String {
    match moved.num_days() {
        1 => "1 day".into(),
        days => format!("{days} days"),
    }
}

/// An action that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Which.
    pub id: Id,
    /// What people call it.
    pub reference: String,
    /// What will be done, as it is said now, or was before it dropped out.
    pub text: Option<String>,
    /// What changed of it, at least one thing.
    pub changes: Vec<Change>,
}

impl Changed {
    /// Whether it dropped out of the plan.
    pub fn has_dropped(&self) -> bool {
        self.changes.iter().any(|change| matches!(change, Change::Dropped(_)))
    }
}

/// Some that came and some that went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// How many are new.
    pub added: usize,
    /// How many are no longer there.
    pub gone: usize,
}

/// A sort of change, and which are of it.
type Sort = (&'static str, fn(&Change) -> bool);

/// What is counted of the actions.
const SORTS: &[Sort] = &[
    ("added", |c| matches!(c, Change::Added)),
    ("dropped out", |c| matches!(c, Change::Dropped(_))),
    ("done", |c| matches!(c, Change::Status { to: Status::Done, .. })),
    ("stopped", |c| matches!(c, Change::Status { to: Status::Stopped, .. })),
    (
        "otherwise changed in status",
        |c| matches!(c, Change::Status { to, .. } if !matches!(to, Status::Done | Status::Stopped)),
    ),
    ("with another due date", |c| matches!(c, Change::Due { .. })),
    ("with another lead", |c| matches!(c, Change::Lead { .. })),
];

/// What changed between two files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The actions that changed: those of the plan in its order, and then those that dropped out.
    pub actions: Vec<Changed>,
    /// Contributions.
    pub contributions: Moved,
    /// The workshops that are new.
    pub workshops: Vec<Id>,
    /// How many workshops are no longer there.
    pub workshops_gone: usize,
    /// Themes that have more or fewer voices: the name shown, how many before, and how many now.
    pub themes: Vec<(String, i64, i64)>,
}

impl Changes {
    /// Compares an earlier copy of a file with how it is now.
    pub fn between(earlier: &File, now: &File) -> Self {
        let origins = [Origins::of(earlier), Origins::of(now)];
        let [before, after] = [(earlier, &origins[0]), (now, &origins[1])];
        let (contributions, _) = moved(before, after, &List::Contributions);
        let (workshops, added) = moved(before, after, &List::Workshops);
        Self {
            actions: actions(before, after),
            contributions,
            workshops: added,
            workshops_gone: workshops.gone,
            themes: themes(before, after),
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What changed, counted, in words; empty where nothing did.
    pub fn counted(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (what, is) in SORTS {
            let count = self.actions.iter().filter(|action| action.changes.iter().any(is)).count();
            lines.extend((count > 0).then(|| format!("Actions {what}: {count}")));
        }
        for (what, count) in [
            ("Workshops added", self.workshops.len()),
            ("Workshops no longer there", self.workshops_gone),
            ("Contributions added", self.contributions.added),
            ("Contributions no longer there", self.contributions.gone),
        ] {
            lines.extend((count > 0).then(|| format!("{what}: {count}")));
        }
        lines
    }
}

type Side<'a> = (&'a File, &'a Origins);

/// How many items of a list came and went, and which came; those of sessions left out do not count.
fn moved(before: Side<'_>, after: Side<'_>, list: &List) -> (Moved, Vec<Id>) {
    let ids = |(file, origins): Side<'_>| -> Vec<Id> {
        let sessions = Sessions::of(file, origins);
        file.live(list).map(|item| item.id).filter(|id| sessions.take_in(id.stamp)).collect()
    };
    let (before, after) = (ids(before), ids(after));
    // Both stand in the order of their ids.
    let not_in = |ids: &[Id], others: &[Id]| -> Vec<Id> {
        ids.iter().copied().filter(|id| others.binary_search(id).is_err()).collect()
    };
    let added = not_in(&after, &before);
    (Moved { added: added.len(), gone: not_in(&before, &after).len() }, added)
}

fn actions(before: Side<'_>, after: Side<'_>) -> Vec<Changed> {
    // What is overdue on a day is no change of the plan, so any day will do.
    let [earlier, now] = [before, after].map(|(file, origins)| rows(file, origins, NaiveDate::MIN));
    let known: HashMap<Id, &Row> = earlier.iter().map(|row| (row.id, row)).collect();
    let mut all: Vec<Changed> = now
        .iter()
        .map(|row| changed(row, known.get(&row.id).map_or_else(|| vec![Change::Added], |was| differences(was, row))))
        .filter(|changed| !changed.changes.is_empty())
        .collect();
    let still: HashSet<Id> = now.iter().map(|row| row.id).collect();
    let dropped = earlier.iter().filter(|row| !still.contains(&row.id));
    all.extend(dropped.map(|row| {
        let gone = Gone::of(after.0, row.id);
        // What was withdrawn is not told from a copy that has it still.
        let text = row.text.clone().filter(|_| gone != Gone::Withdrawn);
        Changed { text, ..changed(row, vec![Change::Dropped(gone)]) }
    }));
    all
}

fn changed(row: &Row, changes: Vec<Change>) -> Changed {
    Changed { id: row.id, reference: row.reference.clone(), text: row.text.clone(), changes }
}

fn differences(was: &Row, is: &Row) -> Vec<Change> {
    let mut changes = Vec::new();
    if was.status != is.status {
        changes.push(Change::Status { from: was.status, to: is.status, note: is.note.clone() });
    }
    if was.due != is.due {
        changes.push(Change::Due { from: was.due.clone(), to: is.due.clone() });
    }
    if was.lead != is.lead {
        changes.push(Change::Lead { from: was.lead.clone(), to: is.lead.clone() });
    }
    changes.extend((was.text != is.text).then_some(Change::Reworded));
    changes
}

/// The voices of each theme before and now, by the names shown now: what has been joined since is no change.
fn themes(before: Side<'_>, after: Side<'_>) -> Vec<(String, i64, i64)> {
    let now = Themes::of(after.0);
    let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (theme, count) in voices(before.0, before.1) {
        let name = now.named(&theme).map_or(theme.clone(), str::to_owned);
        let (was, _) = counts.entry(name).or_default();
        *was = was.saturating_add(count);
    }
    for (theme, count) in voices(after.0, after.1) {
        counts.entry(theme).or_default().1 = count;
    }
    let differ = counts.into_iter().filter(|(_, (was, is))| was != is);
    let mut differ: Vec<_> = differ.map(|(theme, (was, is))| (theme, was, is)).collect();
    // Those that changed most come first.
    differ.sort_by_key(|(_, was, is)| std::cmp::Reverse(was.abs_diff(*is)));
    differ
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::{Field, field};
    use crate::model::file::Withdrawal;

    fn told(earlier: &File, now: &File) -> Vec<String> {
        let mut called = |lead: &Lead| match lead {
            Lead::Text(text) => text.clone(),
            Lead::Person(_) => "a delegate".into(),
        };
        let changes = Changes::between(earlier, now);
        let words = changes.actions.iter().flat_map(|action| &action.changes);
        words.map(|change| change.words(&mut called)).collect()
    }

    fn one(fields: &[(Field, &str)]) -> (Sample, Id) {
        let mut sample = Sample::new(1);
        let action = sample.add(&List::Actions, fields);
        (sample, action)
    }

    #[test]
    fn each_change_of_an_action_is_told_in_words() {
        let (mut sample, action) = one(&[(field::DUE, "2026-11-27"), (field::LEAD, "Joy Example")]);
        for (field, value, words) in [
            (field::DUE, "2026-12-11", "due date slipped by 14 days, to 11 December 2026"),
            (field::DUE, "2026-12-10", "due date brought forward by 1 day, to 10 December 2026"),
            (field::DUE, "in spring", "due in spring, 10 December 2026 before"),
            (field::LEAD, "Sam Example", "led by Sam Example, Joy Example before"),
            (field::TEXT, "ask the church", "said in other words"),
        ] {
            let before = sample.file.clone();
            sample.set(&List::Actions, action, field, value);
            assert_eq!(told(&before, &sample.file), [words]);
        }
        for (status, note, words) in [
            ("on-track", "", "not started before, on track now"),
            ("done", "the key is ours", "done: the key is ours"),
            ("stopped", "it was sold", "stopped: it was sold"),
        ] {
            let before = sample.file.clone();
            let update = sample.add(&List::Updates, &[(field::STATUS, status), (field::NOTE, note)]);
            sample.set(&List::Updates, update, field::ACTION, action);
            assert_eq!(told(&before, &sample.file), [words]);
        }
    }

    #[test]
    fn an_action_that_dropped_out_is_told_with_where_it_is() {
        let (mut sample, action) = one(&[(field::TEXT, "ask the church")]);
        let before = sample.file.clone();
        sample.set(&List::Actions, action, field::REMOVED, true);
        assert_eq!(told(&before, &sample.file), ["dropped out: removed here, and undo brings it back"]);
        sample.file.withdraw([Withdrawal::Item(action)]);
        assert_eq!(told(&before, &sample.file), ["dropped out: withdrawn for good"]);
        assert_eq!(Changes::between(&before, &sample.file).actions[0].text, None);
        assert_eq!(told(&before, &File::default()), ["dropped out: not in this file"]);
        let text = Changes::between(&before, &File::default()).actions[0].text.clone();
        assert_eq!(text.as_deref(), Some("ask the church"));
    }

    #[test]
    fn themes_joined_since_have_not_changed_and_those_that_changed_most_come_first() {
        let mut sample = Sample::new(1);
        let tag = |sample: &mut Sample, theme: &str| {
            let id = sample.say(None, "quote", "a line");
            sample.put(&List::Contributions, id, field::THEMES, theme);
        };
        for theme in ["damp", "damp", "housing"] {
            tag(&mut sample, theme);
        }
        let before = sample.file.clone();
        sample.edit(|edit| super::super::join_themes(edit, "damp", "housing"));
        assert!(Changes::between(&before, &sample.file).is_empty());
        for theme in ["hall", "damp", "hall"] {
            tag(&mut sample, theme);
        }
        let changes = Changes::between(&before, &sample.file);
        assert_eq!(changes.themes, [("hall".to_owned(), 0, 2), ("housing".to_owned(), 3, 4)]);
        assert_eq!(changes.counted(), ["Contributions added: 3"]);
    }
}
