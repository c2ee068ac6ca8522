//! Actions as one audience may see them.
//!
//! An action is plan text: somebody wrote it to be acted upon. But plan text is often copied from what was said, and a
//! copy may travel no further than the words. The rule, for each field of an action:
//! - a field **repeats** a contribution as [`Guard::repeats`] says;
//! - a field that repeats words which this audience may not see word for word is left empty, and counted;
//! - where the action's own text repeats a line that was entered as an action, at level 1, the paraphrase of that line
//!   stands in its place. If it repeats anything else that is protected, the whole action is withheld, and counted.
//!
//! Where an action was carried in from an earlier workshop without the words it rests on, nothing can be compared: only
//! the team sees it here, and everybody else in the plan that has both.
//!
//! Leads and partners who are delegates go by their own level. Text typed by hand that holds a delegate's name is that
//! delegate; any other is plan text.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::consent::{FewHolders, Rules, is_private, says_yes};
use super::gate::Withheld;
use super::guard::Guard;
use super::voice::Voice;
use crate::model::fields::{List, field};
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Audience, Cap, Kind, Status};
use crate::plan::{Day, Issue, Lead, Missing, Row};

/// An action as one audience may see it.
#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) id: Id,
    pub(super) reference: String,
    pub(super) text: String,
    pub(super) kind: Option<ActionType>,
    pub(super) stage: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) population: Option<String>,
    pub(super) need: Option<String>,
    pub(super) measure: Option<String>,
    pub(super) voice: Option<String>,
    pub(super) due: Option<Day>,
    pub(super) overdue: bool,
    pub(super) feedback: Option<Day>,
    pub(super) lead: Option<String>,
    pub(super) partners: Vec<String>,
    pub(super) status: Status,
    pub(super) status_date: Option<NaiveDate>,
    pub(super) note: Option<String>,
    pub(super) themes: Vec<String>,
    pub(super) workshop: Option<Id>,
    /// Places among the published voices.
    pub(super) evidence: Vec<usize>,
    /// How many pieces of evidence are not shown.
    pub(super) evidence_withheld: usize,
    /// Whether nothing that was said stands behind it.
    pub(super) no_source: bool,
    pub(super) missing: Vec<Missing>,
    pub(super) wanted: Vec<Missing>,
    /// The earlier action that it is one with, where that is shown too.
    pub(super) same_as: Option<String>,
}

impl Action {
    /// What will be done, and which other action that is.
    pub(super) fn titled(&self) -> String {
        match &self.same_as {
            Some(first) => format!("{} (the same as {first})", self.text),
            None => self.text.clone(),
        }
    }

    /// Everything in it that somebody typed.
    pub(super) fn typed(&self) -> impl Iterator<Item = &str> {
        let fields = [&self.issue, &self.population, &self.need, &self.measure, &self.voice, &self.note];
        let fields = fields.into_iter().filter_map(Option::as_deref);
        std::iter::once(self.text.as_str()).chain(fields).chain(self.themes.iter().map(String::as_str))
    }
}

/// What stands where the words of an action may be told in other words, and nobody has done so yet.
pub(super) const NO_PARAPHRASE: &str = "(needs a paraphrase)";

pub(super) fn publish(
    rows: Vec<Row>,
    rules: &Rules<'_>,
    guard: &Guard<'_>,
    voices: &[Voice<'_>],
    places: &HashMap<Id, usize>,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> Vec<Action> {
    let mut actions = Vec::with_capacity(rows.len());
    for row in rows {
        let removed = rules.file.find(&List::Actions, row.id).is_none_or(|item| says_yes(item, field::REMOVED));
        if removed || rules.is_left_out(row.id.stamp) {
            continue;
        }
        let evidence = &row.evidence.found;
        let mut text = row.text.unwrap_or_default();
        // Of an organiser's action nobody knows one workshop; then the words it repeats decide.
        let room_only = rules.workshop(row.id.stamp).and_then(|_| rules.cap(row.id.stamp)) == Some(Cap::RoomOnly);
        let behind: Vec<Id> = evidence.iter().chain(&row.also).copied().collect();
        let repeated = guard.repeated(&text, &behind);
        // Of an action that was carried in from an earlier workshop, the words it rests on stayed behind: nobody can say
        // here whether it repeats them, or how far they may travel.
        let unknown = row.recorder.is_none() && row.evidence.waiting > 0 && rules.audience != Audience::Team;
        // What rests on private marks alone tells of them.
        let is_private = |id: &Id| rules.file.find(&List::Contributions, *id).is_some_and(|item| is_private(item));
        let private = rules.audience != Audience::Team && !evidence.is_empty() && evidence.iter().all(is_private);
        if unknown || private || room_only || !repeated.iter().all(|id| guard.lines.contains_key(id)) {
            withheld.actions += 1;
            continue;
        }
        if !repeated.is_empty() {
            let paraphrase = repeated.iter().find_map(|id| guard.lines.get(id).copied().flatten());
            withheld.wordings += usize::from(paraphrase.is_none());
            paraphrase.unwrap_or(NO_PARAPHRASE).clone_into(&mut text);
        }
        let mut plain = |text: Option<String>| {
            let repeats = text.as_deref().is_some_and(|text| guard.repeats(text, &behind));
            withheld.wordings += usize::from(repeats);
            text.filter(|_| !repeats)
        };
        let issue = match row.issue {
            Some(Issue::Written(issue)) => plain(Some(issue)),
            // Of words that may not be shown, others that it rests on as well and that may.
            Some(Issue::Said(id)) => {
                let said = |id: &Id| places.get(id).and_then(|at| voices.get(*at));
                let other = || evidence.iter().filter_map(said).find(|voice| voice.kind != Kind::Action);
                said(&id).or_else(other).map(|voice| voice.words.to_owned())
            }
            None => None,
        };
        let mut called = |lead: Lead| guard.called(lead, rules, few);
        // That there is a private mark is for the team to know, whatever it says.
        let unmentioned = |id: &&Id| is_private(id) && rules.audience != Audience::Team;
        let unmentioned = behind.iter().filter(unmentioned).count();
        let shown: Vec<usize> = behind.iter().filter_map(|id| places.get(id).copied()).collect();
        actions.push(Action {
            no_source: row.evidence.is_empty() && unmentioned == behind.len(),
            evidence_withheld: behind.len() - shown.len() - unmentioned + row.evidence.withdrawn + row.evidence.waiting,
            evidence: shown,
            issue,
            population: plain(row.population),
            need: plain(row.need),
            measure: plain(row.measure),
            voice: plain(row.voice),
            note: plain(row.note),
            lead: row.lead.map(&mut called),
            partners: row.partners.into_iter().map(called).collect(),
            id: row.id,
            reference: row.reference,
            text,
            kind: row.kind,
            stage: row.stage,
            // Text where a day belongs may be anybody's words.
            due: row.due.filter(|day| day.date().is_some()),
            overdue: row.overdue,
            feedback: row.feedback.filter(|day| day.date().is_some()),
            status: row.status,
            status_date: row.status_date,
            themes: row.themes.into_iter().filter(|theme| guard.may_show(theme)).collect(),
            workshop: row.workshop,
            missing: row.missing,
            wanted: row.wanted,
            same_as: row.same_as,
        });
    }
    let shown: Vec<String> = actions.iter().map(|action| action.reference.clone()).collect();
    for action in &mut actions {
        action.same_as.take_if(|first| !shown.contains(first));
    }
    actions
}
