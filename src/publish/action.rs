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

use super::consent::{FewHolders, Rules, Why, folded, says_yes};
use super::gate::{Voice, Withheld};
use crate::model::fields::{Action as Noted, Contribution, Delegate, Field, List, Name, Update, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Cap, Kind, Level, Status};

/// An action as one audience may see it.
#[derive(Clone, Debug)]
pub(super) struct Action<'a> {
    pub(super) id: Id,
    pub(super) text: &'a str,
    pub(super) stage: Option<&'a str>,
    pub(super) kind: Option<ActionType>,
    pub(super) issue: Option<&'a str>,
    pub(super) population: Option<&'a str>,
    pub(super) need: Option<&'a str>,
    pub(super) measure: Option<&'a str>,
    pub(super) voice: Option<&'a str>,
    pub(super) due: Option<&'a str>,
    pub(super) feedback: Option<&'a str>,
    pub(super) lead: Option<&'a str>,
    pub(super) partners: Vec<&'a str>,
    pub(super) status: Option<Status>,
    pub(super) note: Option<&'a str>,
    pub(super) themes: Vec<&'a str>,
    /// Places among the published voices.
    pub(super) evidence: Vec<usize>,
    /// How many pieces of evidence are not shown.
    pub(super) evidence_withheld: usize,
}

/// How a delegate is called who may be neither named nor told by role.
const A_DELEGATE: &str = "a delegate";
/// A shorter text says too little to be somebody's words: "yes" inside a longer line is no copy of it.
const SHORT: usize = 12;

pub(super) fn publish<'a>(
    file: &'a File,
    rules: &Rules<'a>,
    voices: &[Voice<'a>],
    places: &HashMap<Id, usize>,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> Vec<Action<'a>> {
    let protected = Protected::of(file, rules, voices, places);
    let people = names(file);
    let last = last_updates(file, rules);
    let mut actions = Vec::new();
    for item in file.live(&List::Actions) {
        if says_yes(item, field::REMOVED) || rules.is_left_out(item.id.stamp) {
            continue;
        }
        let noted = Noted(item);
        let evidence: Vec<Id> = noted.evidence().filter_map(|id| id.parse().ok()).collect();
        let text = noted.text().unwrap_or_default();
        // Of an organiser's action nobody knows one workshop; then the words it repeats decide.
        let room_only = rules.workshop(item.id.stamp).and_then(|_| rules.cap(item.id.stamp)) == Some(Cap::RoomOnly);
        if room_only || protected.repeats(text, &evidence, true) {
            withheld.actions += 1;
            continue;
        }
        let mut plain = |of: &'a Item, field: Field| {
            let text = of.text(field)?;
            let repeats = protected.repeats(text, &evidence, false);
            withheld.wordings += usize::from(repeats);
            (!repeats).then_some(text)
        };
        let update = last.get(&item.id).copied();
        let mut action = Action {
            id: item.id,
            text,
            stage: noted.stage(),
            kind: noted.kind(),
            issue: plain(item, field::ISSUE),
            population: plain(item, field::POPULATION),
            need: plain(item, field::NEED),
            measure: plain(item, field::MEASURE),
            voice: plain(item, field::VOICE),
            due: noted.due(),
            feedback: noted.feedback(),
            lead: None,
            partners: Vec::new(),
            status: update.and_then(|u| Update(u).status()),
            note: update.and_then(|u| plain(u, field::NOTE)),
            themes: noted.themes().collect(),
            evidence: evidence.iter().filter_map(|id| places.get(id).copied()).collect(),
            evidence_withheld: evidence.iter().filter(|id| !places.contains_key(id)).count(),
        };
        let mut called = |who: &'a str| {
            let delegate = who.parse().ok().or_else(|| people.get(&folded(who)).copied());
            delegate.map_or(who, |id| rules.named_lead(id, few).unwrap_or(A_DELEGATE))
        };
        action.lead = noted.lead().map(&mut called);
        action.partners = noted.partners().map(&mut called).collect();
        actions.push(action);
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

/// The last update of each action.
fn last_updates<'a>(file: &'a File, rules: &Rules<'_>) -> HashMap<Id, &'a Item> {
    let updates = file.live(&List::Updates).filter(|item| !rules.is_left_out(item.id.stamp));
    updates.filter_map(|item| Some((Update(item).action()?, item))).collect()
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
