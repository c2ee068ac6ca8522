//! The action plan: one row an action, with its evidence and what it still lacks (domain §2.4).

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::answers::last_updates;
use super::day::Day;
use super::same::later_actions;
use super::sessions::Sessions;
use super::themes::Shown;
use crate::model::fields::{Action, Contribution, Delegate, Endorsement, Field, List, Name, Update, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Stamp};
use crate::model::words::{ActionType, Kind, Level, Status};

/// Who leads an action or helps with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// A delegate.
    Person(Id),
    /// A name or a role, as written.
    Text(String),
}

impl Lead {
    /// Reads what a field holds: a delegate's id, or a name or role; nothing where it holds only spaces.
    pub fn read(text: &str) -> Option<Self> {
        let person = text.trim().parse().map(Self::Person);
        written(Some(text)).map(|text| person.unwrap_or(Self::Text(text)))
    }

    /// Whether a field names somebody who can be asked; a delegate who withdrew no longer can.
    pub(super) fn is_reachable(file: &File, text: &str) -> bool {
        match Self::read(text) {
            Some(Self::Person(id)) => !file.is_withdrawn(id),
            lead => lead.is_some(),
        }
    }
}

/// The issue an action answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issue {
    /// As the plan says it.
    Written(String),
    /// The words of this contribution. They stay there, so that its consent and withdrawal hold for the plan too.
    Said(Id),
}

/// The words an action rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The contributions that are here.
    pub found: Vec<Id>,
    /// How many were withdrawn.
    pub withdrawn: usize,
    /// How many are in a file that is not here yet.
    pub waiting: usize,
}

impl Evidence {
    /// Whether there is no link at all: "no community source".
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty() && self.withdrawn == 0 && self.waiting == 0
    }
}

/// Something a row may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The issue, or at least words it rests on.
    Issue,
    /// What will be done.
    Text,
    /// Who is accountable.
    Lead,
    /// A day of the calendar.
    Due,
    /// How we will know.
    Measure,
    /// Who helps.
    Partner,
    /// What it needs.
    Need,
    /// Who will tell us whether it worked.
    Voice,
    /// When people hear back.
    Feedback,
}

impl Missing {
    /// Everything that can be missing, in the order it is shown.
    pub const ALL: &'static [Self] = &[
        Self::Issue,
        Self::Text,
        Self::Lead,
        Self::Due,
        Self::Measure,
        Self::Partner,
        Self::Need,
        Self::Voice,
        Self::Feedback,
    ];

    /// Whether a row is not valid without it; the others are wanted.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Issue | Self::Text | Self::Lead | Self::Due | Self::Measure)
    }

    /// The words on screen, to follow "no".
    pub const fn word(self) -> &'static str {
        match self {
            Self::Issue => "issue or evidence",
            Self::Text => "action in words",
            Self::Lead => "lead",
            Self::Due => "due date",
            Self::Measure => "measure",
            Self::Partner => "partner",
            Self::Need => "resource",
            Self::Voice => "voice route",
            Self::Feedback => "feedback date",
        }
    }

    /// The field that would fill the gap.
    pub const fn field(self) -> Field {
        match self {
            Self::Issue => field::ISSUE,
            Self::Text => field::TEXT,
            Self::Lead => field::LEAD,
            Self::Due => field::DUE,
            Self::Measure => field::MEASURE,
            Self::Partner => field::PARTNERS,
            Self::Need => field::NEED,
            Self::Voice => field::VOICE,
            Self::Feedback => field::FEEDBACK,
        }
    }
}

/// One action, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The action.
    pub id: Id,
    /// What people call it, such as `A-7K2Q`.
    pub reference: String,
    /// What will be done.
    pub text: Option<String>,
    /// The issue it answers.
    pub issue: Option<Issue>,
    /// What sort of action.
    pub kind: Option<ActionType>,
    /// Who is accountable.
    pub lead: Option<Lead>,
    /// Who helps.
    pub partners: Vec<Lead>,
    /// For whom and where.
    pub population: Option<String>,
    /// What it needs.
    pub need: Option<String>,
    /// How we will know.
    pub measure: Option<String>,
    /// The day it is due.
    pub due: Option<Day>,
    /// Whether that day has passed and it is neither done nor stopped.
    pub overdue: bool,
    /// Who will tell us whether it worked.
    pub voice: Option<String>,
    /// The day people hear back.
    pub feedback: Option<Day>,
    /// What it is about.
    pub themes: Vec<String>,
    /// The stage it came from.
    pub stage: Option<String>,
    /// How far it has come.
    pub status: Status,
    /// The day that was said.
    pub status_date: Option<NaiveDate>,
    /// What was said of it.
    pub note: Option<String>,
    /// The words it rests on.
    pub evidence: Evidence,
    /// The workshop it came from.
    pub workshop: Option<Id>,
    /// Who recorded it.
    pub recorder: Option<Id>,
    /// The names of the fields in clash.
    pub clashes: Vec<String>,
    /// What the row lacks to be valid.
    pub missing: Vec<Missing>,
    /// What would make it better.
    pub wanted: Vec<Missing>,
    /// Where it stands among the plan's work.
    pub standing: Standing,
    /// Who recorded how far it has come.
    pub updated_by: Option<Id>,
    /// Who agreed to it: the endorsements, in the order in which they were noted.
    pub agreed: Vec<Id>,
    /// Whether the day on which people were to hear back has passed, and nobody said that they did.
    pub feedback_overdue: bool,
    /// The last edit of the action itself.
    pub edited: Option<Stamp>,
    /// Who made it.
    pub edited_by: Option<Id>,
    /// What people call the earlier action that it is one with by somebody's judgement. Both are kept; this one stands
    /// apart from what is counted, below the other, which shows the words of both.
    pub same_as: Option<String>,
    /// Words that later actions rest on which are one with this: shown with its own, and never taken for them, since an
    /// action may travel no further than its own words let it.
    pub also: Vec<Id>,
}

/// Where an action stands among the plan's work (domain T12). The order is the order of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A priority, with its rank from 1.
    Priority(i64),
    /// Neither ranked nor continuing.
    Other,
    /// Work that goes on anyway, whatever its rank.
    Continuing,
}

impl Standing {
    fn of(item: &Item) -> Self {
        match Action(item).rank() {
            _ if item.flag(field::CONTINUING) => Self::Continuing,
            Some(rank) if rank > 0 => Self::Priority(rank),
            _ => Self::Other,
        }
    }

    /// The heading over such actions.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Priority(_) => "Priorities, by rank",
            Self::Other => "Actions, earliest date first",
            Self::Continuing => "Continuing work",
        }
    }
}

/// The action plan on the day `today`: priorities by rank, then the others by due date, undated ones last, and
/// continuing work behind them.
pub fn rows(file: &File, origins: &Origins, today: NaiveDate) -> Vec<Row> {
    let shown = OnceCell::new();
    rows_in_turn(file, origins, today, || shown.get_or_init(|| Shown::of(file))).collect()
}

/// The same one after another, for who has no use for all of a large plan at once, or keeps the names of the themes: only
/// actions with themes need them.
pub fn rows_in_turn<'a>(
    file: &'a File,
    origins: &'a Origins,
    today: NaiveDate,
    shown: impl FnOnce() -> &'a Shown,
) -> impl Iterator<Item = Row> {
    let sessions = Sessions::of(file, origins);
    let references = references(file);
    let updates = last_updates(file, &sessions);
    let mut agreed: HashMap<Id, Vec<Id>> = HashMap::new();
    for of in file.live(&List::Endorsements).filter(|item| sessions.take_in(item.id.stamp)) {
        if let Some(action) = Endorsement(of).action() {
            agreed.entry(action).or_default().push(of.id);
        }
    }
    let here = |item: &Item| sessions.take_in(item.id.stamp);
    let actions: Vec<&Item> = file.live(&List::Actions).filter(|item| here(item)).collect();
    let shown = actions.iter().any(|item| item.set(field::THEMES).next().is_some()).then(shown);
    let first_of = later_actions(file, |item| item.has_base() && here(item));
    let mut later_of: HashMap<Id, Vec<Id>> = HashMap::new();
    for (later, first) in first_of.iter().collect::<BTreeMap<_, _>>() {
        later_of.entry(*first).or_default().push(*later);
    }
    let key = |item: &Item| {
        let due = Action(item).due().and_then(Day::read);
        (Standing::of(item), due.is_none(), due, item.id)
    };
    let order = |item: &&Item| {
        let first = first_of.get(&item.id).and_then(|first| file.find(&List::Actions, *first));
        (key(first.map_or(*item, |first| first)), first.is_some(), item.id)
    };
    let mut ordered: Vec<_> = actions.iter().map(|item| (order(item), *item)).collect();
    ordered.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let ordered: Vec<&Item> = ordered.into_iter().map(|(_, item)| item).collect();
    ordered.into_iter().map(move |item| {
        let reference = |id: &Id| references.get(id).cloned();
        let update = updates.get(&item.id).copied();
        let mut row = Row::of(file, item, reference(&item.id).unwrap_or_default(), update, today).from(origins);
        row.agreed = agreed.remove(&item.id).unwrap_or_default();
        row.updated_by = update.and_then(|update| origins.recorder(update.id().stamp));
        row.themes = shown.iter().flat_map(|shown| shown.of_item(item)).map(str::to_owned).collect();
        row.same_as = first_of.get(&item.id).and_then(reference);
        for later in later_of.get(&item.id).into_iter().flatten() {
            let found = file.find(&List::Actions, *later).map(|item| evidence(file, Action(item)).found);
            let known = |id: &Id| row.evidence.found.contains(id) || row.also.contains(id);
            let new: Vec<Id> = found.unwrap_or_default().into_iter().filter(|id| !known(id)).collect();
            row.also.extend(new);
        }
        row.missing.retain(|gap| *gap != Missing::Issue || row.also.is_empty());
        row
    })
}

impl Row {
    fn of(file: &File, item: &Item, reference: String, update: Option<Update<'_>>, today: NaiveDate) -> Self {
        let action = Action(item);
        let evidence = evidence(file, action);
        let (missing, wanted) = gaps(file, item).into_iter().partition(|gap| gap.is_required());
        let status = update.and_then(Update::status).unwrap_or(Status::NotStarted);
        let due = action.due().and_then(Day::read);
        let passed = |day: Option<&Day>| day.and_then(Day::date).is_some_and(|day| day < today);
        let feedback = action.feedback().and_then(Day::read);
        let heard = action.fed_back().and_then(Day::read).is_some();
        Self {
            id: item.id,
            reference,
            text: written(action.text()),
            issue: issue(file, action, &evidence),
            kind: action.kind(),
            lead: action.lead().and_then(Lead::read),
            partners: action.partners().filter_map(Lead::read).collect(),
            population: written(action.population()),
            need: written(action.need()),
            measure: written(action.measure()),
            overdue: passed(due.as_ref()) && !matches!(status, Status::Done | Status::Stopped),
            due,
            voice: written(action.voice()),
            feedback_overdue: passed(feedback.as_ref()) && !heard,
            feedback,
            themes: Vec::new(),
            stage: written(action.stage()),
            status,
            status_date: update.and_then(Update::time).and_then(Day::of_time),
            note: written(update.and_then(Update::note)),
            evidence,
            workshop: None,
            recorder: None,
            clashes: item.clashes().map(|name: &Name| name.as_str().to_owned()).collect(),
            missing,
            wanted,
            standing: Standing::of(item),
            updated_by: None,
            agreed: Vec::new(),
            edited: Some(item.latest()).filter(|latest| *latest != item.id.stamp),
            edited_by: None,
            same_as: None,
            also: Vec::new(),
        }
    }

    fn from(mut self, origins: &Origins) -> Self {
        self.workshop = origins.workshop(self.id.stamp);
        self.recorder = origins.recorder(self.id.stamp);
        self.edited_by = self.edited.and_then(|stamp| origins.recorder(stamp));
        self
    }

    /// What a check of fairness is told of it: which action it is, where it stands, and what people call it.
    pub fn named(&self) -> (Id, Standing, &str) {
        (self.id, self.standing, &self.reference)
    }

    /// A day as people read it, of what a field holds.
    pub fn day_words(stored: &str) -> String {
        Day::read(stored).map_or_else(|| stored.to_owned(), |day| day.to_string())
    }

    /// Whether nothing that was said stands behind it (P3): to be shown as "no community source".
    pub const fn has_no_source(&self) -> bool {
        self.evidence.is_empty() && self.also.is_empty()
    }
}

/// Everything an action lacks.
pub(super) fn gaps(file: &File, item: &Item) -> Vec<Missing> {
    let action = Action(item);
    let is_day = |text: Option<&str>| text.and_then(Day::read).is_some_and(|day| day.date().is_some());
    let reachable = |text: &str| Lead::is_reachable(file, text);
    let has = |gap: Missing| match gap {
        Missing::Issue => written(action.issue()).is_some() || !evidence(file, action).found.is_empty(),
        Missing::Lead => action.lead().is_some_and(reachable),
        Missing::Due => is_day(action.due()),
        Missing::Partner => action.partners().any(reachable),
        Missing::Feedback => is_day(action.feedback()),
        Missing::Text | Missing::Measure | Missing::Need | Missing::Voice => written(item.text(gap.field())).is_some(),
    };
    Missing::ALL.iter().copied().filter(|gap| !has(*gap)).collect()
}

/// The text, unless it is only spaces.
fn written(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn evidence(file: &File, action: Action<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    for link in action.evidence() {
        let id: Option<Id> = link.parse().ok();
        match id.and_then(|id| file.find(&List::Contributions, id)) {
            Some(said) if said.is_removed() => {}
            Some(said) if said.has_base() => evidence.found.push(said.id),
            None if id.is_some_and(|id| file.is_withdrawn(id)) => evidence.withdrawn += 1,
            _ => evidence.waiting += 1,
        }
    }
    evidence
}

/// The issue as written, else the first words it rests on that are not the action itself: words that may be quoted before
/// words that may not.
fn issue(file: &File, action: Action<'_>, evidence: &Evidence) -> Option<Issue> {
    let contribution = |id: &Id| file.find(&List::Contributions, *id).map(|item| Contribution(item));
    let is_issue = |id: &Id| contribution(id).is_some_and(|said| said.kind() != Some(Kind::Action));
    let chosen = |id: Id| file.find(&List::Delegates, id).and_then(|item| Delegate(item).consent());
    let may_be_quoted = |id: &Id| {
        let Some(said) = contribution(id) else { return false };
        let speaker = said.speaker().and_then(chosen);
        said.private().is_none() && said.consent().into_iter().chain(speaker).min() >= Some(Level::Delegate)
    };
    let said = || {
        let mut issues = evidence.found.iter().copied().filter(is_issue);
        let first = issues.clone().next();
        issues.find(may_be_quoted).or(first).map(Issue::Said)
    };
    written(action.issue()).map(Issue::Written).or_else(said)
}

/// What people call each action: short, and longer only where two would be called the same.
///
/// Removed actions and those left out are named too, so that a reference stays the same when others come and go.
pub(super) fn references(file: &File) -> HashMap<Id, String> {
    let ids: Vec<Id> = file.list(&List::Actions).iter().map(|item| item.id).collect();
    let short = |id: Id| format!("A-{}", id.short());
    // Four more letters, from a neighbouring id that no item has.
    let long = |id: Id| format!("{}-{}", short(id), id.stamp.item(u32::MAX - id.number()).short());
    let count = |name: &dyn Fn(Id) -> String| {
        ids.iter().fold(HashMap::<String, usize>::new(), |mut counts, id| {
            *counts.entry(name(*id)).or_default() += 1;
            counts
        })
    };
    let (shorts, longs) = (count(&short), count(&long));
    let name = |id: Id| {
        let once = |counts: &HashMap<String, usize>, name: &String| counts.get(name) == Some(&1);
        Some(short(id)).filter(|name| once(&shorts, name)).or_else(|| Some(long(id)).filter(|name| once(&longs, name)))
    };
    ids.iter().map(|id| (*id, name(*id).unwrap_or_else(|| format!("A-{id}")))).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::file::Withdrawal;

    fn plan(sample: &Sample) -> Vec<Row> {
        let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        rows(&sample.file, &Origins::of(&sample.file), today)
    }

    #[test]
    fn rows_stand_by_due_date_with_undated_ones_last() {
        let mut sample = Sample::new(1);
        for (text, due) in
            [("a", ""), ("b", "in spring"), ("c", "2027-01-01"), ("d", "2026-11-27"), ("e", "2027-01-01")]
        {
            sample.add(&List::Actions, &[(field::TEXT, text), (field::DUE, due)]);
        }
        let order: Vec<_> = plan(&sample).into_iter().map(|row| (row.text.unwrap(), row.overdue)).collect();
        let expected = [("d", true), ("c", false), ("e", false), ("b", false), ("a", false)];
        assert_eq!(order, expected.map(|(text, overdue)| (text.to_owned(), overdue)));
    }

    #[test]
    fn a_full_row_lacks_nothing_and_an_empty_one_says_what() {
        let mut sample = Sample::new(1);
        let joy = sample.seat(1, &[]);
        sample.add(&List::Actions, &[(field::TEXT, "  "), (field::DUE, "soon")]);
        let full = sample.add(
            &List::Actions,
            &[
                (field::TEXT, "Ask the church about the hall"),
                (field::ISSUE, "there is nowhere to meet"),
                (field::LEAD, &joy.to_string()),
                (field::DUE, "2026-11-27"),
                (field::MEASURE, "two meetings a month"),
                (field::NEED, "a key"),
                (field::VOICE, "call three residents"),
                (field::FEEDBACK, "2026-12-04"),
            ],
        );
        sample.put(&List::Actions, full, field::PARTNERS, "the church");
        let rows = plan(&sample);
        assert_eq!((rows[0].missing.as_slice(), rows[0].wanted.as_slice()), (&[][..], &[][..]));
        assert_eq!(rows[0].lead, Some(Lead::Person(joy)));
        assert_eq!(rows[0].partners, [Lead::Text("the church".into())]);
        assert!(rows[0].has_no_source());
        assert_eq!([rows[1].missing.as_slice(), rows[1].wanted.as_slice()].concat(), Missing::ALL);
        sample.file.withdraw([Withdrawal::Item(joy)]);
        assert_eq!(plan(&sample)[0].missing, [Missing::Lead]);
    }

    #[test]
    fn evidence_says_what_is_here_what_was_withdrawn_and_what_is_waited_for() {
        let mut sample = Sample::new(1);
        let action = sample.add(&List::Actions, &[]);
        let here = sample.say(None, "quote", "they moved the bus stop");
        let gone = sample.say(None, "quote", "gone");
        let removed = sample.say(None, "quote", "mistyped");
        let elsewhere = Sample::new(2).say(None, "quote", "in another file");
        for id in [here, gone, removed, elsewhere] {
            sample.put(&List::Actions, action, field::EVIDENCE, &id.to_string());
        }
        sample.set(&List::Contributions, removed, field::REMOVED, true);
        sample.file.withdraw([Withdrawal::Item(gone)]);
        let row = plan(&sample).remove(0);
        assert_eq!(row.evidence, Evidence { found: vec![here], withdrawn: 1, waiting: 1 });
        assert_eq!(row.issue, Some(Issue::Said(here)));
        assert!(!row.has_no_source() && !row.missing.contains(&Missing::Issue));
    }

    #[test]
    fn the_last_update_says_how_far_an_action_has_come() {
        let mut sample = Sample::new(1);
        let action = sample.add(&List::Actions, &[(field::DUE, "2026-11-27")]);
        assert_eq!(plan(&sample)[0].status, Status::NotStarted);
        for (status, note) in [("on-track", "key promised"), ("done", "key in hand")] {
            let update = sample.add(&List::Updates, &[(field::STATUS, status), (field::NOTE, note)]);
            sample.set(&List::Updates, update, field::ACTION, action);
        }
        let row = plan(&sample).remove(0);
        assert_eq!((row.status, row.note.as_deref(), row.overdue), (Status::Done, Some("key in hand"), false));
        assert_eq!(row.status_date, NaiveDate::from_ymd_opt(2026, 11, 21));
    }

    #[test]
    fn updates_of_a_session_left_out_do_not_hold() {
        let mut sample = Sample::new(1);
        let action = sample.add(&List::Actions, &[]);
        let mut other = Sample::new(2);
        other.file.join(&sample.file);
        let recorder = other.add(&List::Recorders, &[]);
        let run = other.add(&List::Runs, &[]);
        other.set(&List::Runs, run, field::RECORDER, recorder);
        let update = other.add(&List::Updates, &[(field::STATUS, "done"), (field::NOTE, "key in hand")]);
        other.set(&List::Updates, update, field::ACTION, action);
        assert_eq!(plan(&other)[0].status, Status::Done);
        other.set(&List::Recorders, recorder, field::LEFT_OUT, true);
        assert_eq!((plan(&other)[0].status, plan(&other)[0].note.as_deref()), (Status::NotStarted, None));
    }

    #[test]
    fn a_session_left_out_takes_its_actions_along() {
        let mut sample = Sample::new(1);
        let recorder = sample.add(&List::Recorders, &[]);
        let run = sample.add(&List::Runs, &[]);
        sample.set(&List::Runs, run, field::RECORDER, recorder);
        sample.add(&List::Actions, &[]);
        assert_eq!(plan(&sample)[0].recorder, Some(recorder));
        sample.set(&List::Recorders, recorder, field::LEFT_OUT, true);
        assert_eq!(plan(&sample), []);
    }

    #[test]
    fn edits_unseen_of_each_other_are_named_as_a_clash() {
        let mut one = Sample::new(1);
        let action = one.add(&List::Actions, &[(field::TEXT, "Ask the church")]);
        let mut two = Sample::new(2);
        two.file.join(&one.file);
        one.set(&List::Actions, action, field::DUE, "2026-11-27");
        two.set(&List::Actions, action, field::DUE, "2026-11-28");
        one.file.join(&two.file);
        assert_eq!(plan(&one)[0].clashes, ["due"]);
    }

    #[test]
    fn references_differ_even_where_the_short_form_is_the_same() {
        let mut sample = Sample::new(1);
        sample.edit(|edit| {
            for _ in 0..5000 {
                let id = edit.create(&List::Actions);
                edit.set(&List::Actions, id, field::STAGE, "co-creation");
            }
        });
        let names: std::collections::HashSet<String> = plan(&sample).into_iter().map(|row| row.reference).collect();
        assert_eq!(names.len(), 5000);
        assert!(names.iter().any(|name| name.len() > 6), "5000 names of four letters collide somewhere");
        assert!(names.iter().filter(|name| name.len() == 6).count() > 4800);
    }
}
