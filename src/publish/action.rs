//! Actions as one audience may see them.
//!
//! An action is plan text: somebody wrote it to be acted upon. But plan text is often copied from what was said, and a
//! copy may travel no further than the words. The rule, for each field of an action:
//! - a field **repeats** a contribution when one of the two, case and spaces aside, holds the whole of the other; this
//!   is looked for in the action's evidence, and for a whole field in everything said, and in every wording a
//!   contribution ever had;
//! - a field that repeats words which this audience may not see word for word is left empty, and counted;
//! - the action's own text may repeat a line that was entered as an action, from level 1: that line *is* the action. If
//!   it repeats anything else that is protected, the whole action is withheld, and counted.
//!
//! Leads and partners who are delegates go by their own level. A name typed by hand that is a delegate's name is that
//! delegate's; any other name typed by hand is plan text.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::consent::{FewHolders, Rules, Why, folded, says_yes};
use super::gate::{Voice, Withheld};
use crate::model::fields::{Contribution, Delegate, List, Name, field};
use crate::model::file::File;
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Cap, Kind, Level, Status};
use crate::plan::{Day, Issue, Lead, Missing, Row};

/// An action as one audience may see it.
#[derive(Clone, Debug)]
pub(super) struct Action {
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
}

/// How a delegate is called who may be neither named nor told by role.
const A_DELEGATE: &str = "a delegate";
/// A shorter text says too little to be somebody's words: "yes" inside a longer line is no copy of it.
const SHORT: usize = 12;

pub(super) fn publish(
    file: &File,
    rows: Vec<Row>,
    rules: &Rules<'_>,
    voices: &[Voice<'_>],
    places: &HashMap<Id, usize>,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> Vec<Action> {
    let protected = Protected::of(file, rules, voices, places);
    let people = names(file);
    let mut actions = Vec::with_capacity(rows.len());
    for row in rows {
        let removed = file.find(&List::Actions, row.id).is_none_or(|item| says_yes(item, field::REMOVED));
        if removed || rules.is_left_out(row.id.stamp) {
            continue;
        }
        let evidence = &row.evidence.found;
        let text = row.text.unwrap_or_default();
        // Of an organiser's action nobody knows one workshop; then the words it repeats decide.
        let room_only = rules.workshop(row.id.stamp).and_then(|_| rules.cap(row.id.stamp)) == Some(Cap::RoomOnly);
        if room_only || protected.repeats(&text, evidence, true) {
            withheld.actions += 1;
            continue;
        }
        let mut plain = |text: Option<String>| {
            let repeats = text.as_deref().is_some_and(|text| protected.repeats(text, evidence, false));
            withheld.wordings += usize::from(repeats);
            text.filter(|_| !repeats)
        };
        let issue = match row.issue {
            Some(Issue::Written(issue)) => plain(Some(issue)),
            Some(Issue::Said(id)) => places.get(&id).and_then(|at| voices.get(*at)).map(|voice| voice.words.to_owned()),
            None => None,
        };
        let mut called = |lead: Lead| {
            let delegate = match &lead {
                Lead::Person(id) => Some(*id),
                Lead::Text(text) => people.get(&folded(text)).copied(),
            };
            match (delegate, lead) {
                (None, Lead::Text(text)) => text,
                (id, _) => id.and_then(|id| rules.named_lead(id, few)).unwrap_or(A_DELEGATE).to_owned(),
            }
        };
        let shown: Vec<usize> = evidence.iter().filter_map(|id| places.get(id).copied()).collect();
        actions.push(Action {
            no_source: row.evidence.is_empty(),
            evidence_withheld: evidence.len() - shown.len() + row.evidence.withdrawn + row.evidence.waiting,
            evidence: shown,
            issue,
            population: plain(row.population),
            need: plain(row.need),
            measure: plain(row.measure),
            voice: plain(row.voice),
            note: plain(row.note),
            lead: row.lead.map(&mut called),
            partners: row.partners.into_iter().map(called).collect(),
            reference: row.reference,
            text,
            kind: row.kind,
            stage: row.stage,
            due: row.due,
            overdue: row.overdue,
            feedback: row.feedback,
            status: row.status,
            status_date: row.status_date,
            themes: row.themes,
            workshop: row.workshop,
            missing: row.missing,
            wanted: row.wanted,
        });
    }
    actions
}

/// The delegates by name. Of two with one name the one who chose the lower level counts, so neither is shown by it.
fn names(file: &File) -> HashMap<String, Id> {
    let mut names: HashMap<String, Id> = HashMap::new();
    for person in file.live(&List::Delegates).map(Delegate) {
        let Some(name) = person.name() else { continue };
        let level = |id: Id| file.find(&List::Delegates, id).and_then(|p| Delegate(p).consent());
        names
            .entry(folded(name))
            .and_modify(|held| {
                if person.consent() < level(*held) {
                    *held = person.id();
                }
            })
            .or_insert(person.id());
    }
    names
}

/// The words that this audience may not see word for word.
struct Protected {
    /// Every wording, with whether it is only ever that of a line entered as an action, at level 1.
    whole: HashMap<String, bool>,
    /// The same by contribution.
    of: HashMap<Id, (Vec<String>, bool)>,
}

impl Protected {
    fn of(file: &File, rules: &Rules<'_>, voices: &[Voice<'_>], places: &HashMap<Id, usize>) -> Self {
        let mut protected = Self { whole: HashMap::new(), of: HashMap::new() };
        for item in file.list(&List::Contributions) {
            let voice = places.get(&item.id).and_then(|at| voices.get(*at));
            let level =
                voice.map_or_else(|| rules.judge(item, &mut BTreeMap::new()).map(|shown| shown.level), |v| Ok(v.level));
            let one = matches!(level, Ok(Level::Paraphrase) | Err(Why::NeedsParaphrase));
            if level.is_ok() && !one {
                continue;
            }
            let is_action = Contribution(item).kind() == Some(Kind::Action);
            let hidden = |name: &Name| *name == field::TEXT.into() || (!one && *name == field::PARAPHRASE.into());
            let wordings = item.versions().iter().filter(|v| hidden(&v.name)).filter_map(|v| v.value.text());
            let wordings: Vec<String> = wordings.map(bare).filter(|words| !words.is_empty()).collect();
            for words in &wordings {
                let line = one && is_action;
                protected.whole.entry(words.clone()).and_modify(|all| *all &= line).or_insert(line);
            }
            protected.of.insert(item.id, (wordings, one && is_action));
        }
        protected
    }

    /// Whether a field repeats protected words; an action's own text may be those of the line it came from.
    fn repeats(&self, text: &str, evidence: &[Id], own_text: bool) -> bool {
        let text = bare(text);
        if self.whole.get(&text).is_some_and(|line| !(own_text && *line)) {
            return true;
        }
        let holds = |long: &str, short: &str| short.chars().count() >= SHORT && long.contains(short);
        let said = evidence.iter().filter_map(|id| self.of.get(id)).filter(|(_, line)| !(own_text && *line));
        said.flat_map(|(wordings, _)| wordings).any(|words| holds(words, &text) || holds(&text, words))
    }
}

/// The letters and digits of a text, in lower case and with single spaces: a copy with other punctuation is a copy.
fn bare(text: &str) -> String {
    let letters: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let bare = folded(&letters);
    if bare.is_empty() { folded(text) } else { bare }
}
