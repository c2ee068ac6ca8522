//! Actions as one audience may see them.
//!
//! An action is plan text: somebody wrote it to be acted upon. But plan text is often copied from what was said, and a
//! copy may travel no further than the words. The rule, for each piece of an action, whichever the table of columns names:
//! - a piece **repeats** a contribution as [`Guard::repeats`] says;
//! - a piece that repeats words which this audience may not see word for word is left empty, and counted;
//! - where the action's own text repeats a line that was entered as an action, at level 1, the paraphrase of that line
//!   stands in its place. If it repeats anything else that is protected, the whole action is withheld, and counted.
//!
//! Where an action was carried in from an earlier workshop without the words it rests on, nothing can be compared: only
//! the team sees it here, and everybody else in the plan that has both.
//!
//! Outside the team nobody is called by a whole name in it who may not be named: there stands "a delegate", counted.
//!
//! Leads and partners who are delegates go by their own level. Text typed by hand that holds a delegate's name is that
//! delegate; any other is plan text.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::consent::{FewHolders, Rules, says_yes};
use super::gate::Withheld;
use super::guard::Guard;
use super::voice::{Voice, place};
use crate::model::columns::PIECES;
use crate::model::fields::{Endorsement, Field, List, field};
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Cap, Kind, Status};
use crate::plan::{Day, Issue, Lead, Means, Missing, Row, Said, Standing, is_held, said, slips};

/// An action as one audience may see it.
#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) id: Id,
    pub(super) reference: String,
    pub(super) text: String,
    /// Everything else that it says, piece by piece, in the order of the table of pieces.
    pieces: Vec<(Field, Told)>,
    pub(super) standing: Standing,
    pub(super) means: Option<Means>,
    /// The days it was due before it was moved to a later one.
    pub(super) slipped: Vec<NaiveDate>,
    pub(super) overdue: bool,
    pub(super) feedback_overdue: bool,
    pub(super) status: Status,
    pub(super) status_date: Option<NaiveDate>,
    pub(super) note: Option<String>,
    /// Who agreed to it, a body each, with the day and how.
    pub(super) agreed: Vec<String>,
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

/// What one piece of an action says, as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Words that somebody typed.
    Text(String),
    /// Several words that somebody typed.
    Words(Vec<String>),
    /// Who, as they may be called.
    Who(Vec<String>),
    /// A day.
    Day(NaiveDate),
    /// A mark that is set.
    Yes,
    /// A number.
    Number(u64),
    /// Whole pounds.
    Pounds(u64),
    /// Titles of a list.
    Titles(Vec<String>),
    /// Another action.
    Action(Id),
}

impl Action {
    /// Whether it is said what will be done: not where that is still to be put in other words.
    pub(super) fn is_told(&self) -> bool {
        ![NO_PARAPHRASE, NOT_TOLD_YET].contains(&self.text.as_str())
    }

    /// What one piece of it says.
    pub(super) fn told(&self, field: Field) -> Option<&Told> {
        self.pieces.iter().find(|(of, _)| *of == field).map(|(_, told)| told)
    }

    /// What it is about, as far as that may be shown.
    pub(super) fn themes(&self) -> &[String] {
        if let Some(Told::Words(themes)) = self.told(field::THEMES) { themes } else { &[] }
    }

    /// The day of a piece.
    pub(super) fn day(&self, field: Field) -> Option<NaiveDate> {
        if let Some(Told::Day(day)) = self.told(field) { Some(*day) } else { None }
    }

    /// What will be done, and which other action that is.
    pub(super) fn titled(&self) -> String {
        match &self.same_as {
            Some(first) => format!("{} (the same as {first})", self.text),
            None => self.text.clone(),
        }
    }

    /// Everything in it that somebody typed.
    pub(super) fn typed(&self) -> impl Iterator<Item = &str> {
        let pieces = self.pieces.iter().flat_map(|(_, told)| match told {
            Told::Text(text) => std::slice::from_ref(text),
            Told::Words(words) => words.as_slice(),
            _ => &[],
        });
        [&self.text].into_iter().chain(pieces).chain(&self.agreed).chain(&self.note).map(String::as_str)
    }
}

/// What stands where the words of an action may be told in other words, and nobody has done so yet.
const NO_PARAPHRASE: &str = "(needs a paraphrase)";
/// The same for those who cannot see to it.
const NOT_TOLD_YET: &str = "An action that is still to be put in other words";

pub(super) fn publish(
    rows: impl Iterator<Item = Row>,
    programme: &Programme,
    rules: &Rules<'_>,
    guard: &Guard<'_>,
    voices: &[Voice<'_>],
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> Vec<Action> {
    let mut actions = Vec::with_capacity(rules.file.list(&List::Actions).len());
    for row in rows {
        let removed = rules.file.find(&List::Actions, row.id).is_none_or(|item| says_yes(item, field::REMOVED));
        if removed || rules.is_left_out(row.id.stamp) {
            continue;
        }
        let evidence = &row.evidence.found;
        let mut text = row.text.clone().unwrap_or_default();
        // Of an organiser's action nobody knows one workshop; then the words it repeats decide.
        let room_only = rules.workshop(row.id.stamp).and_then(|_| rules.cap(row.id.stamp)) == Some(Cap::RoomOnly);
        let behind: Vec<Id> = evidence.iter().chain(&row.also).copied().collect();
        let repeated = guard.repeated(&text, &behind);
        // Of an action that was carried in from an earlier workshop, the words it rests on stayed behind: nobody can say
        // here whether it repeats them, or how far they may travel.
        let unknown = row.recorder.is_none() && row.evidence.waiting > 0 && rules.audience != Audience::Team;
        // What rests on private marks alone tells of them.
        let private = !evidence.is_empty() && evidence.iter().all(|id| rules.is_unmentioned(*id));
        let held = rules.file.find(&List::Actions, row.id).is_some_and(|item| is_held(item));
        if unknown || private || room_only || held || !repeated.iter().all(|id| guard.lines.contains_key(id)) {
            withheld.actions += 1;
            continue;
        }
        if !repeated.is_empty() {
            let paraphrase = repeated.iter().find_map(|id| guard.lines.get(id).copied().flatten());
            withheld.wordings += usize::from(paraphrase.is_none());
            let none = if rules.audience == Audience::Team { NO_PARAPHRASE } else { NOT_TOLD_YET };
            paraphrase.unwrap_or(none).clone_into(&mut text);
        }
        let text = guard.unnamed(&text, withheld);
        let Some(item) = rules.file.find(&List::Actions, row.id) else { continue };
        let mut pen = Pen { rules, guard, evidence: &behind, few: &mut *few, withheld: &mut *withheld };
        let mut pieces = Vec::new();
        for piece in PIECES.iter().filter(|piece| piece.field != field::TEXT) {
            let said = said(rules.file, programme, &row, item, piece);
            pieces.extend(said.and_then(|said| pen.tell(said)).map(|told| (piece.field, told)));
        }
        if let Some(Issue::Said(id)) = &row.issue {
            // Of words that may not be shown, others that it rests on as well and that may.
            let said = |id: &Id| place(voices, *id).and_then(|at| voices.get(at));
            let other = || evidence.iter().filter_map(said).find(|voice| voice.kind != Kind::Action);
            let words = said(id).or_else(other).map(|voice| voice.words().to_owned());
            pieces.extend(words.map(|words| (field::ISSUE, Told::Text(words))));
        }
        pieces.shrink_to_fit();
        let note = row.note.as_deref().and_then(|note| pen.plain(note));
        let agreed = row.agreed.iter().filter_map(|id| rules.file.find(&List::Endorsements, *id));
        let agreed: Vec<String> = agreed.map(|item| pen.agreed(Endorsement(item), programme)).collect();
        let unmentioned = behind.iter().filter(|id| rules.is_unmentioned(**id)).count();
        let shown: Vec<usize> = behind.iter().filter_map(|id| place(voices, *id)).collect();
        actions.push(Action {
            no_source: row.evidence.is_empty() && unmentioned == behind.len(),
            evidence_withheld: behind.len() - shown.len() - unmentioned + row.evidence.withdrawn + row.evidence.waiting,
            evidence: shown,
            pieces,
            standing: row.standing,
            means: Means::of(item),
            slipped: slips(item).iter().map(|slip| slip.was).collect(),
            agreed: agreed.into_iter().filter(|words| !words.is_empty()).collect(),
            note,
            id: row.id,
            reference: row.reference,
            text,
            overdue: row.overdue,
            feedback_overdue: row.feedback_overdue,
            status: row.status,
            status_date: row.status_date,
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

/// Writes what one action says for an audience.
struct Pen<'p, 'a> {
    rules: &'p Rules<'a>,
    guard: &'p Guard<'a>,
    evidence: &'p [Id],
    few: &'p mut BTreeMap<FewHolders, usize>,
    withheld: &'p mut Withheld,
}

impl Pen<'_, '_> {
    /// The one rule for every piece, by what it holds.
    fn tell(&mut self, said: Said) -> Option<Told> {
        let some = |words: Vec<String>| Some(words).filter(|words| !words.is_empty());
        match said {
            Said::Text(text) => self.plain(&text).map(Told::Text),
            Said::Words(words) => some(self.each(words)).map(Told::Words),
            // A theme that may not be shown is not counted: it is no copy of somebody's words.
            Said::Themes(themes) => {
                some(themes.into_iter().filter(|theme| self.guard.may_show(theme)).collect()).map(Told::Words)
            }
            Said::Person(lead) => self.called(lead).map(|who| Told::Who(vec![who])),
            Said::People(people) => {
                some(people.into_iter().filter_map(|lead| self.called(lead)).collect()).map(Told::Who)
            }
            // Text where a day belongs may be anybody's words.
            Said::Day(day) => day.date().map(Told::Day),
            Said::Yes => Some(Told::Yes),
            Said::Number(number) => Some(Told::Number(number)),
            Said::Pounds(amount) => Some(Told::Pounds(amount)),
            // Text where an entry of a list belongs may be anybody's words as well.
            Said::Listed(titles, _) => some(titles).map(Told::Titles),
            Said::Action(id) => Some(Told::Action(id)),
        }
    }

    /// Plan text, unless it repeats protected words.
    fn plain(&mut self, text: &str) -> Option<String> {
        self.guard.plain(text, self.evidence, self.withheld)
    }

    /// The same, as it was typed: for what is judged as a name.
    fn typed(&mut self, text: String) -> Option<String> {
        let repeats = self.guard.repeats(&text, self.evidence);
        self.withheld.wordings += usize::from(repeats);
        Some(text).filter(|_| !repeats)
    }

    /// Short words among several: none of them may be the name of somebody who is not named either.
    fn each(&mut self, words: Vec<String>) -> Vec<String> {
        let words = words.into_iter().filter_map(|word| self.typed(word));
        let words: Vec<String> = words.collect();
        words.into_iter().filter(|word| self.guard.may_show(word)).collect()
    }

    /// Somebody, as their own level allows; typed text that repeats protected words is nobody.
    fn called(&mut self, lead: Lead) -> Option<String> {
        let lead = match lead {
            Lead::Text(text) => Lead::Text(self.typed(text)?),
            person @ Lead::Person(_) => person,
        };
        Some(self.guard.called(lead, self.rules, self.few))
    }

    /// A body that agreed, with its category, the day and how.
    fn agreed(&mut self, of: Endorsement<'_>, programme: &Programme) -> String {
        let body = of.body().and_then(Lead::read).and_then(|body| self.called(body));
        let category = of.category().and_then(|id| programme.category(id)).map(|category| category.title.clone());
        let day = of.date().and_then(Day::read).filter(|day| day.date().is_some()).map(|day| day.to_string());
        let how = of.how().and_then(|how| self.plain(how));
        [body, category, day, how].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
