//! What holds for the whole plan as one audience may see it: its state and header, the checks, who agreed, the lists of
//! others, the groups, and the register of assets.
//!
//! The sentences of a check hold counts and words of the programme alone; names that belong to it pass the guard, and it
//! names only actions that are shown. How many people of a member came is for the team.

mod assessed;
mod methods;
mod told;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::action::{Action, Told as Said};
use super::consent::{FewHolders, Rules};
use super::gate::{Ask, Withheld};
use super::guard::Guard;
use super::voice::{Voice, place};
use crate::model::fields::{Action as Planned, Field, List, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::Status;
use crate::plan::{
    AreaMap, Celebration, Day, EIGHT, Finding, LENSES, Lead, Lens, Match, PlanState, Series, Verdict, agreements,
    asset_register, gaps, groups, header, members, offers_and_needs, open_fields, tagged_lines,
};

pub(super) use assessed::{equity, maturity, missing_points, missing_voices, principles, seen_in_lines};
pub(super) use methods::{matrix_sheet, open_space, priority_matrix, round_title, rounds, topic_title};
pub(super) use told::{
    agreed, asset_links, checks, escalated, finish_groups, lead, lenses, pack, plan_header, population,
};

/// What holds for the whole plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Whole {
    pub(super) state: PlanState,
    /// What the header says, a title and its words each.
    header: Vec<(&'static str, String)>,
    /// How many of the eight fields say something.
    eight: usize,
    principles: Vec<String>,
    /// The groups that were chosen locally.
    groups_chosen: Vec<String>,
    /// How the celebration stands, where there is a day to count from, and whether its day is set.
    celebration: Option<(String, bool)>,
    /// Each area with its networks.
    areas: Vec<(String, String)>,
    members: Vec<(String, usize, usize)>,
    pub(super) checks: Vec<Check>,
    agreed: Vec<Vec<String>>,
    lenses: Vec<Seen>,
    escalated: Vec<Vec<String>>,
    groups: Vec<Told>,
    /// The topics of an open space.
    topics: Vec<methods::Topic>,
    /// Assets that look alike, as places among the voices, with whether somebody said that they are the same.
    alike: Vec<(usize, usize, bool)>,
    assessments: assessed::Assessments,
    /// Offers and needs: the asset's place, what needs it, and the words both have.
    meets: Vec<(usize, String, String)>,
}

/// A check of the plan, and what it found.
#[derive(Clone, Debug)]
pub(super) struct Check {
    pub(super) title: &'static str,
    pub(super) verdict: Verdict,
    pub(super) sentence: String,
    /// Areas and themes that belong to it.
    pub(super) names: Vec<String>,
    /// The actions that it is about, as places in the view.
    pub(super) about: Vec<u32>,
}

/// The plan through one list.
#[derive(Clone, Debug)]
struct Seen {
    title: String,
    source: String,
    empty: Option<String>,
    /// Whether any action stands under one of its entries.
    used: bool,
    /// Whether lines are tagged with it too, and how many of those shown are.
    lines: Option<usize>,
    rows: Vec<Vec<String>>,
}

/// A group.
#[derive(Clone, Debug)]
struct Told {
    title: String,
    points: Vec<String>,
    /// The actions it carries, by their references.
    actions: Vec<String>,
    tasks: Vec<Task>,
}

/// Something a group has to do.
#[derive(Clone, Debug)]
struct Task {
    text: String,
    who: String,
    due: Option<NaiveDate>,
    state: String,
}

impl Check {
    /// The refs of the actions that it is about.
    pub(super) fn references<'v>(&self, actions: &'v [Action]) -> Vec<&'v str> {
        let action = |at: &u32| usize::try_from(*at).ok().and_then(|at| actions.get(at));
        self.about.iter().filter_map(action).map(|action| action.reference.as_str()).collect()
    }
}

impl Whole {
    /// Its state alone, which every report names.
    pub(super) fn of_state(file: &File, today: NaiveDate) -> Self {
        Self { state: PlanState::of(file, today), ..Self::default() }
    }

    /// How the celebration stands; that no day is set yet is told to those who answer for the plan.
    pub(super) fn celebration(&self, plain: bool) -> Option<&str> {
        self.celebration.as_ref().filter(|(_, set)| *set || !plain).map(|(words, _)| words.as_str())
    }

    /// Everything in it that somebody typed, to be read for names.
    pub(super) fn typed(&self) -> impl Iterator<Item = &str> {
        let header = self.header.iter().map(|(_, text)| text);
        let groups = self.groups.iter().flat_map(|group| {
            std::iter::once(&group.title).chain(&group.points).chain(group.tasks.iter().map(|of| &of.text))
        });
        let rows = self.agreed.iter().chain(&self.escalated).flatten();
        let topics = self.topics.iter().flat_map(|topic| std::iter::once(&topic.title).chain(&topic.points));
        let typed = header.chain(groups).chain(rows).chain(topics).map(String::as_str);
        typed.chain(self.assessments.typed())
    }
}

/// What a view is made from.
pub(super) struct From<'m, 'f> {
    pub(super) programme: &'m Programme,
    pub(super) ask: Ask,
    pub(super) origins: &'m Origins,
    pub(super) rules: &'m Rules<'f>,
    pub(super) guard: &'m Guard<'f>,
    /// The workshops side by side.
    pub(super) series: Option<&'m Series>,
    /// Those that this audience sees.
    pub(super) actions: &'m [Action],
    /// Where each of them stands.
    pub(super) standing: HashMap<Id, usize>,
    pub(super) voices: &'m [Voice<'f>],
    /// How many of the voices are about each theme.
    pub(super) themes: &'m BTreeMap<&'f str, usize>,
}

/// Shows what holds for the whole plan.
pub(super) fn publish(
    from: &From<'_, '_>,
    found: Found,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> Whole {
    let mut gate = Gate { rules: from.rules, guard: from.guard, few, withheld };
    let mut whole = Whole::of_state(from.rules.file, from.ask.today);
    from.header(&mut whole, &mut gate);
    whole.checks = from.checks(found.checks, &mut gate);
    whole.agreed = from.agreed(&mut gate);
    whole.lenses = from.lenses();
    whole.escalated = from.escalated(&mut gate);
    whole.groups = from.groups(&mut gate);
    whole.topics = from.topics(&mut gate);
    whole.assessments = from.assessments(&mut gate);
    whole.alike = from.alike(&found.alike);
    whole.meets = meets(from.actions, from.voices);
    whole
}

/// What is found by looking over all of a plan before anything else of it is held: of a large plan that takes much at the
/// time, and leaves little.
#[derive(Default)]
pub(super) struct Found {
    /// What the checks found, and the actions that each is about, as places among all of the file.
    checks: Vec<(Finding, Vec<u32>)>,
    /// Assets that look alike, with whether somebody said that they are the same; each pair twice.
    alike: Vec<(Id, Id, bool)>,
}

impl Found {
    pub(super) fn of(file: &File, origins: &Origins, programme: &Programme, today: NaiveDate) -> Self {
        let all = file.list(&List::Actions);
        let place = |(list, id): (List, Id)| {
            let place = all.binary_search_by_key(&id, |item| item.id).ok().filter(|_| list == List::Actions)?;
            u32::try_from(place).ok()
        };
        let about = |mut found: Finding| {
            let about = std::mem::take(&mut found.about).into_iter().filter_map(place).collect();
            (found, about)
        };
        Self {
            checks: gaps(file, programme, today).into_iter().map(about).collect(),
            alike: assets_alike(file, origins),
        }
    }
}

/// The assets of a file that look alike, or that somebody said are the same.
fn assets_alike(file: &File, origins: &Origins) -> Vec<(Id, Id, bool)> {
    let mut alike = Vec::new();
    for asset in asset_register(file, origins) {
        for (others, same) in [(&asset.looks_like, false), (&asset.same_as, true)] {
            alike.extend(others.iter().map(|other| (asset.id, *other, same)));
        }
    }
    alike
}

impl From<'_, '_> {
    fn reference(&self, id: Id) -> Option<String> {
        self.standing.get(&id).and_then(|at| self.actions.get(*at)).map(|action| action.reference.clone())
    }

    /// Where a line that is shown stands among the voices.
    pub(super) fn place(&self, id: Id) -> Option<usize> {
        place(self.voices, id)
    }

    fn references(&self, ids: &[Id]) -> String {
        ids.iter().filter_map(|id| self.reference(*id)).collect::<Vec<_>>().join("; ")
    }

    /// The actions that are shown and were not stopped.
    fn open(&self) -> impl Iterator<Item = &Item> {
        let shown = self.actions.iter().filter(|action| action.status != Status::Stopped);
        shown.filter_map(|action| self.rules.file.find(&List::Actions, action.id)).map(std::convert::AsRef::as_ref)
    }

    fn header(&self, whole: &mut Whole, gate: &mut Gate<'_, '_>) {
        let file = self.rules.file;
        let celebration = Celebration::of(file, self.programme);
        let set = celebration.day.is_some() || celebration.held.is_some();
        whole.celebration = celebration.words(self.ask.today).map(|words| (words, set));
        let Some(plan) = header(file) else { return };
        whole.groups_chosen = plan.plus().filter_map(|group| gate.name(group)).collect();
        whole.eight = EIGHT.len() - open_fields(file).len();
        let others = [(field::EQUITY, "Equity statement"), (field::GOVERNANCE, "Shared decisions")];
        for (of, title) in EIGHT.iter().map(|(of, title, _)| (*of, *title)).chain(others) {
            let said = plan.0.text(of);
            let said = said.and_then(|text| if of == field::LEAD { gate.called(text) } else { gate.plain(text) });
            whole.header.extend(said.map(|said| (title, said)));
        }
        let principles = self.programme.framework("principles");
        let known = |id: &str| principles.and_then(|of| of.entry(id)).map(|entry| entry.title.clone());
        whole.principles = plan.principles().filter_map(|id| known(id).or_else(|| gate.name(id))).collect();
        let map = AreaMap::of(Some(plan));
        for area in map.areas() {
            let networks: Vec<String> = map.networks_of(area).into_iter().filter_map(|of| gate.name(of)).collect();
            whole.areas.extend(gate.name(area).map(|area| (area, networks.join(", "))));
        }
        for member in members(file, self.programme) {
            let shown = member.actions.iter().filter(|id| self.reference(**id).is_some()).count();
            whole.members.extend(gate.name(&member.name).map(|name| (name, member.came, shown)));
        }
    }

    fn checks(&self, checks: Vec<(Finding, Vec<u32>)>, gate: &mut Gate<'_, '_>) -> Vec<Check> {
        let all = self.rules.file.list(&List::Actions);
        let id = |at: u32| all.get(usize::try_from(at).ok()?).map(|item| item.id);
        let mut check = |(found, about): (Finding, Vec<u32>)| {
            let about = about.into_iter().filter_map(id);
            Check {
                title: found.check.title,
                verdict: found.verdict,
                about: about.filter_map(|id| u32::try_from(*self.standing.get(&id)?).ok()).collect(),
                // A theme is named only where it stands on a line that is shown.
                names: found
                    .themes
                    .iter()
                    .filter(|theme| self.themes.contains_key(theme.as_str()))
                    .cloned()
                    .chain(found.typed.iter().filter_map(|name| gate.name(name)))
                    .collect(),
                sentence: found.sentence,
            }
        };
        checks.into_iter().map(&mut check).collect()
    }

    fn agreed(&self, gate: &mut Gate<'_, '_>) -> Vec<Vec<String>> {
        let by = agreements(self.rules.file, self.origins, self.programme);
        let mut rows = Vec::new();
        for action in self.actions {
            let Some(agreement) = by.get(&action.id) else { continue };
            let bodies = agreement.by.iter().filter_map(|agreed| {
                let body = gate.somebody(agreed.body.as_ref()?)?;
                let category = agreed.category.as_deref().and_then(|id| self.programme.category(id));
                let how = agreed.how.as_deref().and_then(|how| gate.plain(how));
                let day = Some(day(agreed.date.as_ref())).filter(|day| !day.is_empty());
                let more = [category.map(|of| of.title.clone()), day, how];
                let more = more.into_iter().flatten().collect::<Vec<_>>().join(", ");
                Some(if more.is_empty() { body } else { format!("{body} ({more})") })
            });
            let bodies = bodies.collect::<Vec<_>>().join("; ");
            rows.push(vec![action.reference.clone(), agreement.words(), bodies]);
        }
        rows
    }

    fn lenses(&self) -> Vec<Seen> {
        let items: Vec<&Item> = self.open().collect();
        let lenses = LENSES.iter().filter_map(|(id, _)| Lens::of(self.programme, id, items.iter().copied()));
        let seen = |lens: Lens<'_>| {
            let ladder = lens.framework.id == "ladder";
            let tagged = tagged_lines(lens.framework, self.voices.iter().map(Voice::item));
            let all_lines = tagged.as_ref().map(|counts| counts.iter().sum::<usize>());
            // A ladder on which nothing stands says nothing, and an empty rung of it lacks nothing.
            let used =
                lens.cells.iter().any(|(_, actions)| !actions.is_empty()) || all_lines.is_some_and(|all| all > 0);
            if ladder && !used {
                return None;
            }
            let row = |(at, (title, ids)): (usize, (&str, &[Id]))| {
                let mut row = vec![title.to_owned(), ids.len().to_string()];
                // Lines under none of the entries are most of them, and say nothing.
                let told = |counts: &Vec<usize>| counts.get(at).map(usize::to_string).unwrap_or_default();
                row.extend(tagged.as_ref().map(told));
                row.push(self.references(ids));
                row
            };
            let cells = lens.cells.iter().map(|(entry, ids)| (entry.title.as_str(), ids.as_slice()));
            Some(Seen {
                title: lens.framework.title.clone(),
                source: format!("{}. {}", lens.framework.as_reported(), lens.framework.note),
                used,
                empty: lens.empty_words().filter(|_| !ladder),
                lines: all_lines,
                rows: cells.chain([("No such tag", lens.without.as_slice())]).enumerate().map(row).collect(),
            })
        };
        lenses.filter_map(seen).collect()
    }

    fn escalated(&self, gate: &mut Gate<'_, '_>) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for action in self.open().map(Planned) {
            let Some(to) = action.escalate().and_then(|to| gate.called(to)) else { continue };
            let on = day(action.escalated().and_then(Day::read).as_ref());
            let on = if on.is_empty() { "no day".to_owned() } else { on };
            rows.push(vec![self.reference(action.id()).unwrap_or_default(), to, on]);
        }
        rows
    }

    fn groups(&self, gate: &mut Gate<'_, '_>) -> Vec<Told> {
        let mut told = Vec::new();
        for group in groups(self.rules.file, self.origins, self.ask.today) {
            let Some(title) = gate.plain(&group.title) else { continue };
            let convenor = group.convenor.as_ref().and_then(|lead| gate.somebody(lead));
            let members: Vec<String> = group.members.iter().filter_map(|lead| gate.somebody(lead)).collect();
            let points = [
                ("Convenor", convenor.unwrap_or_else(|| "nobody yet".into())),
                ("Members", members.join("; ")),
                ("Next meeting", day(group.meeting.as_ref())),
                ("For", group.purpose.as_deref().and_then(|text| gate.plain(text)).unwrap_or_default()),
                ("Tasks", format!("{} open, {} overdue", group.open(), group.overdue())),
            ];
            let points = points.into_iter().filter(|(_, text)| !text.is_empty());
            let mut tasks = Vec::new();
            for task in &group.tasks {
                let Some(text) = gate.plain(&task.text) else { continue };
                let who = task.who.as_ref().and_then(|who| gate.somebody(who)).unwrap_or_default();
                let state = match &task.done {
                    Some(done) => format!("done {}", day(Some(done))),
                    None if task.overdue => "overdue".to_owned(),
                    None => "open".to_owned(),
                };
                tasks.push(Task { text, who, due: task.due.as_ref().and_then(Day::date), state });
            }
            let actions = group.actions.iter().filter_map(|id| self.reference(*id)).collect();
            let points = points.map(|(name, text)| format!("{name}: {text}")).collect();
            told.push(Told { title, points, actions, tasks });
        }
        told
    }

    /// Only assets that are shown, each pair once.
    fn alike(&self, alike: &[(Id, Id, bool)]) -> Vec<(usize, usize, bool)> {
        let place = |(one, other, same): &(Id, Id, bool)| {
            let (one, other) = (self.place(*one)?, self.place(*other)?);
            (other > one).then_some((one, other, *same))
        };
        let mut alike: Vec<_> = alike.iter().filter_map(place).collect();
        alike.sort_unstable();
        alike
    }
}

/// A day of the calendar in words; text where a day belongs may be anybody's words, and is left out.
fn day(day: Option<&Day>) -> String {
    day.filter(|day| day.date().is_some()).map(ToString::to_string).unwrap_or_default()
}

/// Offers and needs that may meet, worked out from what is shown alone.
fn meets(actions: &[Action], voices: &[Voice<'_>]) -> Vec<(usize, String, String)> {
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    enum Of {
        Voice(usize),
        Action(usize),
    }
    let told = |voice: &Voice<'_>, of: Field| voice.told(of).map(ToString::to_string);
    let assets = || voices.iter().enumerate().filter(|(_, voice)| voice.kind == crate::model::words::Kind::Asset);
    let offers: Vec<(Of, String)> = assets()
        .filter_map(|(at, voice)| Some((Of::Voice(at), format!("{} {}", voice.words(), told(voice, field::OFFERS)?))))
        .collect();
    let of_assets = assets().filter_map(|(at, voice)| Some((Of::Voice(at), told(voice, field::NEED)?)));
    let needed = |action: &Action| match action.told(field::NEED)? {
        Said::Text(text) => Some(text.clone()),
        _ => None,
    };
    let of_actions = actions.iter().enumerate().filter_map(|(at, action)| Some((Of::Action(at), needed(action)?)));
    let needs: Vec<(Of, String)> = of_actions.chain(of_assets).collect();
    let mut found = Vec::new();
    for Match { offer, need, words } in offers_and_needs(&offers, &needs) {
        let Of::Voice(from) = offer else { continue };
        let to = match need {
            Of::Action(at) => actions.get(at).map(|action| action.reference.clone()),
            Of::Voice(at) => Some(format!("C{}", at + 1)),
        };
        found.extend(to.map(|to| (from, to, words.join(", "))));
    }
    found
}

/// The rules for typed text, together with what they count.
struct Gate<'g, 'f> {
    rules: &'g Rules<'f>,
    guard: &'g Guard<'f>,
    few: &'g mut BTreeMap<FewHolders, usize>,
    withheld: &'g mut Withheld,
}

impl Gate<'_, '_> {
    /// Plan text, unless it repeats words that may not be shown.
    fn plain(&mut self, text: &str) -> Option<String> {
        self.guard.plain(text.trim(), &[], self.withheld).filter(|text| !text.is_empty())
    }

    /// A name of a body or place; not that of somebody who may not be named.
    fn name(&mut self, text: &str) -> Option<String> {
        let shown = self.guard.may_show(text);
        self.withheld.details += usize::from(!shown);
        shown.then(|| text.to_owned())
    }

    /// Somebody by the name they may go by, or a body.
    fn somebody(&mut self, lead: &Lead) -> Option<String> {
        match lead {
            Lead::Text(text) => self.called(text),
            Lead::Person(_) => Some(self.guard.called(lead.clone(), self.rules, self.few)),
        }
    }

    /// The same, as it was typed.
    fn called(&mut self, text: &str) -> Option<String> {
        let repeats = self.guard.repeats(text, &[]);
        self.withheld.wordings += usize::from(repeats);
        Lead::read(text.trim()).filter(|_| !repeats).map(|lead| self.guard.called(lead, self.rules, self.few))
    }
}
