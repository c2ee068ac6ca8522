//! The gate: what a file holds goes in, what one audience may see comes out.
//!
//! Everything an export or the projector shows is read from a [`Published`] view, and only [`publish`] makes one. What
//! has no field here (private marks, observer notes, times, recorders, seats, connectors) has no way out at all.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::action::{self, Action};
use super::consent::{Credit, FewHolders, Rules, Why, cap_of, says_yes};
use super::guard::Guard;
use crate::model::fields::{Agreement, Contribution, Delegate, List, Workshop, field};
use crate::model::file::{File, Withdrawal};
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Cap, Kind, Level};
use crate::plan::{Themes, rows};

/// Whom a view is for, and on which day.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Whom it is for.
    pub audience: Audience,
    /// The day it is made.
    pub today: NaiveDate,
}

/// What one audience may see of a file: the only thing that a document is made from.
#[derive(Clone, Debug)]
pub struct Published<'a> {
    pub(super) audience: Audience,
    pub(super) today: NaiveDate,
    pub(super) programme: &'a Programme,
    pub(super) workshops: Vec<Event<'a>>,
    pub(super) voices: Vec<Voice<'a>>,
    /// Questions nobody has replied to, as places in `voices`.
    pub(super) unanswered: Vec<usize>,
    /// How many voices are about each theme.
    pub(super) themes: BTreeMap<&'a str, usize>,
    pub(super) actions: Vec<Action>,
    pub(super) coverage: Vec<Present<'a>>,
    /// Whether people of a workshop under a cap are left out of the coverage.
    pub(super) coverage_capped: bool,
    pub(super) withheld: Withheld,
    few: BTreeMap<FewHolders, usize>,
    naming: Vec<Id>,
    /// Parts of actions and themes that hold a name of somebody who may not be named.
    naming_typed: BTreeSet<String>,
}

/// A workshop, as its set-up tells.
#[derive(Clone, Debug)]
pub(super) struct Event<'a> {
    pub(super) id: Id,
    pub(super) title: &'a str,
    pub(super) pcn: Option<&'a str>,
    pub(super) date: Option<&'a str>,
    pub(super) place: Option<&'a str>,
    pub(super) question: Option<&'a str>,
}

/// A contribution as this audience may see it.
#[derive(Clone, Debug)]
pub struct Voice<'a> {
    pub(super) id: Id,
    pub(super) level: Level,
    pub(super) stage: Option<&'a str>,
    pub(super) kind: Kind,
    pub(super) words: &'a str,
    pub(super) credit: Credit<'a>,
    pub(super) language: Option<&'a str>,
    pub(super) themes: Vec<&'a str>,
    /// How many more agreed.
    pub(super) agreed: u64,
    pub(super) workshop: Option<Id>,
    /// Shown to the team alone: a table is a handful of people.
    pub(super) table: Option<&'a str>,
    pub(super) star: bool,
    /// The question it answers, as a place in `voices`.
    pub(super) answers: Option<usize>,
}

impl<'a> Voice<'a> {
    /// The contribution it shows.
    pub const fn id(&self) -> Id {
        self.id
    }

    /// The words, or their paraphrase.
    pub const fn words(&self) -> &'a str {
        self.words
    }

    /// Whom the words are credited to.
    pub const fn credit(&self) -> Credit<'a> {
        self.credit
    }

    /// What sort of thing was said.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The stage in which it was said.
    pub const fn stage(&self) -> Option<&'a str> {
        self.stage
    }

    /// Whether it is a candidate for a call-out.
    pub const fn star(&self) -> bool {
        self.star
    }
}

/// How many people of one partner category came.
#[derive(Clone, Debug)]
pub(super) struct Present<'a> {
    pub(super) title: &'a str,
    /// Whether it is one of the programme's partners, whose absence is named.
    pub(super) partner: bool,
    pub(super) people: usize,
}

/// What was left out, and how much of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Contributions, by the reason.
    pub contributions: BTreeMap<Why, usize>,
    /// Actions whose own words may not be shown.
    pub actions: usize,
    /// Fields of actions that repeat words which may not be shown.
    pub wordings: usize,
    /// Lines credited to "Delegate" because too few people share the role.
    pub few: usize,
}

impl<'a> Published<'a> {
    /// Whom it is for.
    pub const fn audience(&self) -> Audience {
        self.audience
    }

    /// The contributions this audience may see, in the order they were said.
    pub fn voices(&self) -> &[Voice<'a>] {
        &self.voices
    }

    /// What was left out, and why.
    pub const fn withheld(&self) -> &Withheld {
        &self.withheld
    }

    /// The roles that were not shown because too few people hold them, with how often: for the organiser alone.
    pub const fn few_holders(&self) -> &BTreeMap<FewHolders, usize> {
        &self.few
    }

    /// The contributions whose words hold a name of somebody who may not be named, to be read before sending: a name
    /// inside what was said is not the speaker's, and no rule can tell what it gives away.
    pub fn naming(&self) -> &[Id] {
        &self.naming
    }

    /// What to look at before it is sent, in sentences for the organiser alone: words that hold a name, and roles that
    /// were not shown because few people here have them.
    pub fn to_check(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let quoted = |id: &Id| self.voices.iter().find(|voice| voice.id == *id).map(|voice| voice.words);
        let typed = self.naming_typed.iter().map(String::as_str);
        for words in self.naming.iter().filter_map(quoted).chain(typed) {
            lines.push(format!("Read before sending, a name stands in it: “{words}”"));
        }
        for (few, count) in self.few_holders() {
            let times = if *count == 1 { "once".into() } else { format!("{count} times") };
            lines.push(format!("The role {} is held by {}: shown as Delegate, {times}", few.role, few.holders));
        }
        lines
    }

    /// The voices that an action rests on.
    pub(super) fn evidence(&self, action: &Action) -> impl Iterator<Item = &Voice<'a>> {
        action.evidence.iter().filter_map(|at| self.voices.get(*at))
    }
}

/// Shows a file to one audience.
pub fn publish<'a>(file: &'a File, programme: &'a Programme, ask: &Ask) -> Published<'a> {
    let rules = Rules::of(file, ask.audience);
    let mut few = BTreeMap::new();
    let mut withheld = Withheld::default();
    let workshops = events(file);
    let (mut voices, places) = voices(file, &rules, ask.audience, &mut few, &mut withheld);
    let guard = Guard::of(&rules, &voices, &places);
    for voice in &mut voices {
        voice.stage = voice.stage.filter(|stage| programme.stage(stage).is_some());
        voice.themes.retain(|theme| guard.may_show(theme));
    }
    let unanswered = unanswered(file, &voices);
    let mut themes: BTreeMap<&str, usize> = BTreeMap::new();
    for theme in voices.iter().flat_map(|voice| &voice.themes) {
        *themes.entry(theme).or_default() += 1;
    }
    let rows = rows(file, &Origins::of(file), ask.today);
    let actions = action::publish(rows, &rules, &guard, &voices, &places, &mut few, &mut withheld);
    let (coverage, coverage_capped) = coverage(file, &rules, programme, &workshops);
    withheld.few = few.values().sum();
    let parts = names_to_check(file, &rules);
    let naming = voices.iter().filter(|voice| holds_name(&parts, voice.words)).map(|voice| voice.id).collect();
    let typed = actions.iter().flat_map(Action::typed).chain(themes.keys().copied());
    let naming_typed = typed.filter(|text| holds_name(&parts, text)).map(str::to_owned).collect();
    Published {
        audience: ask.audience,
        today: ask.today,
        programme,
        workshops,
        voices,
        unanswered,
        themes,
        actions,
        coverage,
        coverage_capped,
        withheld,
        few,
        naming,
        naming_typed,
    }
}

fn events(file: &File) -> Vec<Event<'_>> {
    let shown = file.live(&List::Workshops).map(Workshop);
    let mut events: Vec<Event<'_>> = shown
        .map(|w| Event {
            id: w.id(),
            title: w.title().unwrap_or("Workshop"),
            pcn: w.pcn(),
            date: w.date(),
            place: w.place(),
            question: w.question(),
        })
        .collect();
    events.sort_by_key(|event| (event.date, event.id));
    events
}

type Places = HashMap<Id, usize>;

fn voices<'a>(
    file: &'a File,
    rules: &Rules<'a>,
    audience: Audience,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> (Vec<Voice<'a>>, Places) {
    let agreed = agreements(file, rules);
    let names = Themes::of(file);
    let mut voices = Vec::new();
    for item in file.list(&List::Contributions) {
        // A mistyped line is nobody's words; it is not even counted.
        if says_yes(item, field::REMOVED) {
            continue;
        }
        let shown = match rules.judge(item, few) {
            Ok(shown) => shown,
            Err(why) => {
                *withheld.contributions.entry(why).or_default() += 1;
                continue;
            }
        };
        let said = Contribution(item);
        let verbatim = shown.level >= Level::Delegate;
        let open = audience == Audience::Team && verbatim && rules.cap(item.id.stamp) == Some(Cap::None);
        voices.push(Voice {
            id: item.id,
            level: shown.level,
            stage: said.stage(),
            kind: said.kind().unwrap_or(Kind::Quote),
            words: shown.words,
            credit: shown.credit,
            // A paraphrase is in the recorder's language, whatever the words were in.
            language: said.language().filter(|tag| verbatim && is_tag(tag)),
            themes: names.of_item(item),
            agreed: agreed.get(&item.id).copied().unwrap_or(0),
            workshop: rules.workshop(item.id.stamp),
            table: rules.table(item.id.stamp).filter(|_| open),
            star: said.star(),
            answers: None,
        });
    }
    // What is withdrawn is not here to be counted, but its id is.
    let gone = file.withdrawn().iter().filter(|w| matches!(w, Withdrawal::Item(_))).count();
    if gone > 0 {
        *withheld.contributions.entry(Why::Withdrawn).or_default() += gone;
    }
    let places: Places = voices.iter().enumerate().map(|(at, voice)| (voice.id, at)).collect();
    for voice in &mut voices {
        let question = file.find(&List::Contributions, voice.id).and_then(|item| Contribution(item).reply_to());
        voice.answers = question.and_then(|id| places.get(&id).copied());
    }
    (voices, places)
}

/// Whether it is a plain language tag, such as `cy`, `zh-Hant` or `pt-BR`, and not words in its place.
fn is_tag(text: &str) -> bool {
    let letters = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_alphabetic());
    let mut parts = text.split('-').peekable();
    let language = parts.next().is_some_and(|part| letters(part, 2) || letters(part, 3));
    parts.next_if(|part| letters(part, 4));
    let digits = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    parts.next_if(|part| letters(part, 2) || digits(part));
    language && parts.next().is_none()
}

fn agreements(file: &File, rules: &Rules<'_>) -> HashMap<Id, u64> {
    let mut agreed: HashMap<Id, u64> = HashMap::new();
    for item in file.live(&List::Agreements).filter(|item| !rules.is_left_out(item.id.stamp)) {
        let agreement = Agreement(item);
        if let (Some(with), Some(count)) = (agreement.contribution(), agreement.count()) {
            let count = u64::try_from(count).unwrap_or(0);
            let sum = agreed.entry(with).or_default();
            *sum = sum.saturating_add(count);
        }
    }
    agreed
}

/// The questions without a reply. A reply that may not be shown is a reply all the same.
fn unanswered(file: &File, voices: &[Voice<'_>]) -> Vec<usize> {
    let answered: HashSet<Id> =
        file.live(&List::Contributions).filter_map(|item| Contribution(item).reply_to()).collect();
    let open = |voice: &Voice<'_>| voice.kind == Kind::Question && !answered.contains(&voice.id);
    voices.iter().enumerate().filter(|(_, voice)| open(voice)).map(|(at, _)| at).collect()
}

/// The parts of the names of delegates who may not be named.
fn names_to_check<'a>(file: &'a File, rules: &Rules<'_>) -> HashSet<&'a str> {
    let mut parts: HashSet<&str> = HashSet::new();
    for person in file.live(&List::Delegates).map(Delegate) {
        let name = person.name().unwrap_or_default();
        if rules.named_lead(person.id(), &mut BTreeMap::new()) != Some(name) {
            parts.extend(words(name).filter(|part| part.chars().count() > 1));
        }
    }
    parts
}

/// Whether a part of a name stands in a text as a word.
fn holds_name(parts: &HashSet<&str>, text: &str) -> bool {
    words(text).any(|word| parts.contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
}

/// Who came, by category. People of a workshop under a cap do not count: the cap hides whom they are with.
fn coverage<'a>(
    file: &'a File,
    rules: &Rules<'_>,
    programme: &'a Programme,
    workshops: &[Event<'_>],
) -> (Vec<Present<'a>>, bool) {
    let open: BTreeSet<Id> = workshops
        .iter()
        .filter(|event| file.find(&List::Workshops, event.id).is_some_and(|w| cap_of(w) == Cap::None))
        .map(|event| event.id)
        .collect();
    let mut people: HashMap<&str, usize> = HashMap::new();
    let mut capped = false;
    for item in file.live(&List::Delegates).filter(|item| !rules.is_left_out(item.id.stamp)) {
        let person = Delegate(item);
        match (person.workshop(), person.category()) {
            (Some(at), Some(category)) if open.contains(&at) => *people.entry(category).or_default() += 1,
            (Some(_), _) => capped |= open.len() < workshops.len(),
            _ => {}
        }
    }
    let rows = programme.categories.iter();
    let count = |id: &str| people.get(id).copied().unwrap_or(0);
    let rows = rows.map(|c| Present { title: &c.title, partner: c.is_partner(), people: count(&c.id) });
    (rows.collect(), capped)
}
