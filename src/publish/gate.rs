//! The gate: what a file holds goes in, what one audience may see comes out.
//!
//! Everything an export or the projector shows is read from a [`Published`] view, and only [`publish`] makes one. What
//! has no field here (private marks, observer notes, times, recorders, seats, connectors) has no way out at all. That
//! there are private marks, and how many, is told to the team alone.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::action::{self, Action};
use super::causes::Causes;
use super::consent::{FewHolders, Rules, Why, cap_of, links};
use super::details;
use super::grouping::{self, Part};
use super::guard::{Guard, ordinary_words};
use super::paper::Papers;
use super::people::{Came, came};
use super::report::Report;
use super::time::{Heard, OverTime, Seen};
use super::together::Together;
use super::voice::{Shared, Voice, place, voices};
use super::votes::{self, Voted};
use super::whole::{self, Found, Whole};
use crate::model::fields::{Delegate, List, Workshop, field};
use crate::model::file::File;
use crate::model::fold::folded;
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Cap, Grouping};
use crate::plan::{Agenda, Changes, Lead, LooseEnds, Rounds, Shown, rows_in_turn};

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
    /// The agenda, for what is printed before a workshop.
    pub(super) papers: Papers,
    /// The parts of every agenda, for what was said in them.
    pub(super) parts: Vec<Part>,
    /// What the words are grouped by.
    pub(super) grouping: Grouping,
    pub(super) voices: Vec<Voice<'a>>,
    /// Voices that are one idea.
    pub(super) together: Together,
    /// Questions without a reply and without a word on what became of them, as places in `voices`.
    pub(super) unanswered: Vec<usize>,
    /// Parked items that lack an owner or a day, as places in `voices`, with what they lack.
    pub(super) parked: Vec<(usize, &'static str)>,
    /// How many voices are about each theme.
    pub(super) themes: BTreeMap<&'a str, usize>,
    pub(super) actions: Vec<Action>,
    /// What those come from.
    pub(super) causes: Causes,
    /// What holds for the whole plan.
    pub(super) whole: Whole,
    /// What the room voted on.
    pub(super) votes: Vec<Voted>,
    /// Who came, by what each may be called.
    pub(super) people: Vec<Came<'a>>,
    pub(super) coverage: Vec<Present<'a>>,
    /// Whether people of a workshop under a cap are left out of the coverage.
    pub(super) coverage_capped: bool,
    /// What became of what was said, and what changed.
    pub(super) over_time: OverTime,
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
    pub(super) open_to_change: Vec<&'a str>,
    pub(super) fixed: Vec<&'a str>,
    pub(super) hosts: Vec<&'a str>,
    pub(super) sponsors: Vec<&'a str>,
    pub(super) bodies: Vec<&'a str>,
}

impl Event<'_> {
    /// Who is named in it, and what it says of itself.
    fn typed(&self) -> impl Iterator<Item = &str> {
        let credits = [&self.hosts, &self.sponsors, &self.bodies].into_iter().flatten().copied();
        credits.chain([Some(self.title), self.place, self.question].into_iter().flatten())
    }
}

/// How many people of one partner category came.
#[derive(Clone, Debug)]
pub(super) struct Present<'a> {
    pub(super) title: &'a str,
    /// Whether it is one of the programme's partners, whose absence is named.
    pub(super) partner: bool,
    pub(super) people: usize,
    /// How many of them are heard in the words that are shown, at each stage of the programme.
    pub(super) heard: Vec<usize>,
}

/// What was left out, and how much of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Contributions, by the reason.
    pub contributions: BTreeMap<Why, usize>,
    /// Actions whose own words may not be shown.
    pub actions: usize,
    /// Parts of actions and of lines that repeat words which may not be shown.
    pub wordings: usize,
    /// Names of people who may not be named, in whose place plan text says "a delegate".
    pub names: usize,
    /// Details of lines that may be told in other words only, that say two things, or that are for the team alone.
    pub details: usize,
    /// Lines credited to "Delegate" because too few people share the role.
    pub few: usize,
}

impl<'a> Published<'a> {
    /// Whom it is for.
    pub const fn audience(&self) -> Audience {
        self.audience
    }

    /// The same, to be told with the words grouped in another way than by stage.
    pub fn grouped(self, grouping: Grouping) -> Self {
        Self { grouping, ..self }
    }

    /// The contributions this audience may see, in the order they were said.
    pub fn voices(&self) -> &[Voice<'a>] {
        &self.voices
    }

    /// What was left out, and why.
    pub const fn withheld(&self) -> &Withheld {
        &self.withheld
    }

    /// The same in sentences; none where nothing was left out.
    pub fn left_out(&self) -> Vec<String> {
        super::section::left_out(self)
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
        let quoted = |id: &Id| self.voices.get(place(&self.voices, *id)?).map(|voice| voice.words());
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
    show(file, programme, *ask, &Over::Time(None), true)
}

/// The same without what became of it and without the plan as a whole: the wall shows none of that, and is made anew
/// while people speak.
pub(super) fn publish_words<'a>(file: &'a File, programme: &'a Programme, ask: Ask) -> Published<'a> {
    show(file, programme, ask, &Over::Nothing, false)
}

/// The same for one report: without the plan as a whole where the report tells nothing of it, and with what changed since
/// an earlier copy and the day of which that copy tells, where one was compared.
///
/// Only what is in the file now is told by its words: what an earlier copy held may have been withdrawn since.
pub fn publish_for<'a>(
    report: &Report,
    file: &'a File,
    programme: &'a Programme,
    ask: &Ask,
    since: Option<(&Changes, Option<NaiveDate>)>,
) -> Published<'a> {
    show(file, programme, *ask, &Over::Time(since), report.whole)
}

/// How much is wanted of what became of things over time.
enum Over<'c> {
    Nothing,
    /// With what changed since a day, where an earlier copy was compared.
    Time(Option<(&'c Changes, Option<NaiveDate>)>),
}

fn show<'a>(file: &'a File, programme: &'a Programme, ask: Ask, over: &Over<'_>, whole: bool) -> Published<'a> {
    let origins = Origins::of(file);
    // What goes over the whole plan and comes to little comes first, while nothing else of it is held.
    let found = if whole { Found::of(file, &origins, programme, ask.today) } else { Found::default() };
    let over = match over {
        Over::Nothing => None,
        Over::Time(since) => Some(Heard::of(file, &origins, programme, *since)),
    };
    let rules = Rules::of(file, ask.audience);
    let mut few = BTreeMap::new();
    let mut withheld = Withheld::default();
    let mut workshops = events(file);
    let mut voices = voices(file, programme, &rules, &mut few, &mut withheld);
    if ask.audience != Audience::Team {
        withheld.contributions.remove(&Why::Private);
    }
    let guard = Guard::of(&rules, &voices);
    hold_events(&mut workshops, &guard, &mut withheld);
    hold_voices(&mut voices, &rules, &guard, &mut few, &mut withheld);
    let together = Together::of(&rules, &voices);
    in_rounds(&mut voices, file, &origins, programme);
    let ends = LooseEnds::of(file, &origins);
    let unanswered = ends.questions.iter().filter_map(|id| place(&voices, *id)).collect();
    let parked = ends.parked.iter().filter_map(|parked| Some((place(&voices, parked.id)?, parked.lacks))).collect();
    drop(ends);
    let mut themes: BTreeMap<&str, usize> = BTreeMap::new();
    for theme in voices.iter().flat_map(|voice| voice.themes.iter()) {
        *themes.entry(theme).or_default() += 1;
    }
    let themes_named = OnceCell::new();
    let rows = rows_in_turn(file, &origins, ask.today, || themes_named.get_or_init(|| Shown::of(file)));
    let actions = action::publish(rows, programme, &rules, &guard, &voices, &mut few, &mut withheld);
    let from = whole::From {
        programme,
        ask,
        origins: &origins,
        rules: &rules,
        guard: &guard,
        series: over.as_ref().map(|over| &over.series),
        standing: actions.iter().enumerate().map(|(at, action)| (action.id, at)).collect(),
        actions: &actions,
        voices: &voices,
        themes: &themes,
    };
    // Only where it is told: the gap checks look over the whole file, and what is left out of it is counted.
    let votes = votes::publish(&from, &mut withheld);
    let whole =
        if whole { whole::publish(&from, found, &mut few, &mut withheld) } else { Whole::of_state(file, ask.today) };
    let (coverage, coverage_capped) = coverage(file, &rules, programme, &workshops, &voices);
    let seen = Seen { file, rules: &rules, guard: &guard, voices: &voices };
    let over_time = match over {
        None => OverTime::default(),
        Some(over) => seen.over_time(over, &workshops, &themes, &actions, &mut few, &mut withheld),
    };
    withheld.few = few.values().sum();
    let agenda = Agenda::of(file, programme);
    let papers = Papers::of(
        &agenda,
        |title| guard.may_show(title),
        |lead| guard.called(Lead::Text(lead.to_owned()), &rules, &mut few),
    );
    let parts = grouping::parts(file, &workshops, |title| guard.may_show(title));
    let names = NameParts::of(file, &rules);
    let named = |voice: &&Voice<'_>| voice.names_speaker || names.stand_in(voice.words());
    let naming = voices.iter().filter(named).map(|voice| voice.id()).collect();
    let typed = actions.iter().flat_map(Action::typed).chain(themes.keys().copied());
    let typed = typed.chain(voices.iter().flat_map(Voice::typed)).chain(over_time.typed());
    let typed = typed.chain(workshops.iter().flat_map(Event::typed)).chain(whole.typed());
    let typed = typed.chain(votes.iter().flat_map(Voted::typed)).chain(parts.iter().map(|part| part.title.as_str()));
    let naming_typed = typed.filter(|text| names.stand_in(text)).map(str::to_owned).collect();
    Published {
        audience: ask.audience,
        today: ask.today,
        programme,
        workshops,
        papers,
        parts,
        grouping: Grouping::Stage,
        voices,
        together,
        unanswered,
        parked,
        themes,
        causes: Causes::of(&actions),
        actions,
        whole,
        votes,
        people: came(file, &rules),
        coverage,
        coverage_capped,
        over_time,
        withheld,
        few,
        naming,
        naming_typed,
    }
}

/// Takes out of what is told of the workshops what the guard does not let through.
fn hold_events(workshops: &mut [Event<'_>], guard: &Guard<'_>, withheld: &mut Withheld) {
    for event in workshops.iter_mut() {
        // What was said may have been typed as the question of the workshop, or as its name.
        let repeats = |text: &str| guard.repeats(text, &[]);
        event.title = if repeats(event.title) { "Workshop" } else { event.title };
        event.question = event.question.filter(|text| !repeats(text));
        event.place = event.place.filter(|text| !repeats(text));
        event.open_to_change.retain(|text| guard.may_show(text));
        event.fixed.retain(|text| guard.may_show(text));
    }
    // Somebody who may not be named is not named as a host or sponsor either.
    for credits in workshops.iter_mut().flat_map(|event| [&mut event.hosts, &mut event.sponsors, &mut event.bodies]) {
        let typed = credits.len();
        credits.retain(|name| guard.may_show(name));
        withheld.details += typed - credits.len();
    }
}

/// Takes out of the voices the themes that the guard does not let through, and fills in the details that it does.
fn hold_voices<'a>(
    voices: &mut [Voice<'a>],
    rules: &Rules<'a>,
    guard: &Guard<'a>,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) {
    let mut may_show: HashMap<&str, bool> = HashMap::new();
    let mut told = Shared::default();
    for voice in voices {
        // Each theme is judged once: it stands on many lines, and is held against every protected wording.
        let mut may_show = |theme: &&'a str| *may_show.entry(theme).or_insert_with(|| guard.may_show(theme));
        if !voice.themes.iter().all(&mut may_show) {
            voice.themes = told.of(voice.themes.iter().copied().filter(may_show).collect());
        }
        details::tell(voice, rules, guard, few, withheld);
    }
}

/// Notes in which step of a method each voice was heard.
fn in_rounds(voices: &mut [Voice<'_>], file: &File, origins: &Origins, programme: &Programme) {
    let rounds = Rounds::of(file, origins, programme);
    for voice in voices.iter_mut().filter(|_| !rounds.is_empty()) {
        voice.said_in(rounds.step(origins, voice.item()));
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
            open_to_change: w.open_to_change().collect(),
            fixed: w.fixed().collect(),
            hosts: w.hosts().collect(),
            sponsors: w.sponsors().collect(),
            bodies: w.bodies().collect(),
        })
        .collect();
    events.sort_by_key(|event| (event.date, event.id));
    events
}

/// The parts of the names of delegates who may not be named, and those of them that say nothing when written small.
struct NameParts {
    parts: HashSet<String>,
    ordinary: HashSet<String>,
}

impl NameParts {
    fn of(file: &File, rules: &Rules<'_>) -> Self {
        let mut parts: HashSet<String> = HashSet::new();
        for person in file.live(&List::Delegates).map(Delegate) {
            let name = person.name().unwrap_or_default();
            if rules.named_lead(person.id(), &mut BTreeMap::new()) != Some(name) {
                let long = |part: &&str| part.chars().count() > 1;
                parts.extend(words(name).filter(long).map(|part| folded(part).collect::<String>()));
            }
        }
        Self { ordinary: ordinary_words(file, &parts), parts }
    }

    /// Whether a part of a name stands in a text as a word. In haste names are typed small; then a short part, and one that
    /// is an ordinary word as well, is taken for none.
    fn stand_in(&self, text: &str) -> bool {
        words(text).any(|word| {
            let small = word.starts_with(char::is_lowercase);
            let plain = small && word.is_ascii();
            let word = if plain { Cow::Borrowed(word) } else { Cow::Owned(folded(word).collect::<String>()) };
            self.parts.contains(&*word) && !(small && (word.chars().count() < 3 || self.ordinary.contains(&*word)))
        })
    }
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
    voices: &[Voice<'_>],
) -> (Vec<Present<'a>>, bool) {
    let open: BTreeSet<Id> = workshops
        .iter()
        .filter(|event| file.find(&List::Workshops, event.id).is_some_and(|w| cap_of(w) == Cap::None))
        .map(|event| event.id)
        .collect();
    let mut people: HashMap<&str, usize> = HashMap::new();
    let mut capped = false;
    // Two records of one person are one person, of the category of the first record that has one.
    let mut counted: HashMap<Id, (&str, usize)> = HashMap::new();
    for item in file.live(&List::Delegates).filter(|item| !rules.is_left_out(item.id.stamp)) {
        let person = Delegate(item);
        match (person.workshop(), person.category()) {
            (Some(at), Some(category)) if open.contains(&at) => {
                let number = counted.len();
                if let Entry::Vacant(anew) = counted.entry(rules.people.first(item.id)) {
                    anew.insert((category, number));
                    *people.entry(category).or_default() += 1;
                }
            }
            (Some(_), _) => capped |= open.len() < workshops.len(),
            _ => {}
        }
    }
    // Each person once at a stage; what was said at a workshop under a cap is nobody's of any category.
    let mut met: HashSet<(u32, u32)> = HashSet::new();
    let mut heard: HashMap<(&str, usize), usize> = HashMap::new();
    for voice in voices.iter().filter(|voice| voice.workshop().is_some_and(|at| open.contains(&at))) {
        let speakers = links(voice.item(), field::SPEAKER);
        let stage = programme.stages.iter().position(|stage| voice.stage() == Some(&stage.id));
        let ([Some(speaker)], Some(stage)) = (speakers.as_slice(), stage) else { continue };
        let Some((category, person)) = counted.get(&rules.people.first(*speaker)) else { continue };
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        if met.insert((small(*person), small(stage))) {
            *heard.entry((*category, stage)).or_default() += 1;
        }
    }
    let rows = programme.categories.iter().map(|category| Present {
        title: &category.title,
        partner: category.is_partner(),
        people: people.get(category.id.as_str()).copied().unwrap_or(0),
        heard: (0..programme.stages.len()).map(|at| heard.get(&(&*category.id, at)).copied().unwrap_or(0)).collect(),
    });
    (rows.collect(), capped)
}
