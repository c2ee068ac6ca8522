//! What holds for the whole plan as one audience may see it: its state and header, the checks, who agreed, the lists of
//! others, the groups, and the register of assets.
//!
//! The sentences of a check hold counts and words of the programme alone; names that belong to it pass the guard, and it
//! names only actions that are shown. How many people of a member came is for the team.

use std::collections::{BTreeMap, HashMap};

use super::action::Action;
use super::consent::{FewHolders, Rules};
use super::document::Document;
use super::gate::{Ask, Published, Withheld};
use super::guard::Guard;
use super::voice::Voice;
use crate::model::fields::{Action as Planned, Field, List, field};
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Status};
use crate::plan::{
    AreaMap, EIGHT, LENSES, Lead, Lens, Match, Verdict, agreements, asset_register, gaps, groups, header, members,
    offers_and_needs,
};
pub(super) use crate::plan::State;

/// What holds for the whole plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Whole {
    pub(super) state: State,
    /// What the header says, a title and its words each.
    header: Vec<(&'static str, String)>,
    /// How many of the eight fields say something.
    eight: usize,
    principles: Vec<String>,
    /// Each area with its networks.
    areas: Vec<(String, String)>,
    members: Vec<(String, usize, usize)>,
    checks: Vec<Check>,
    agreed: Vec<Vec<String>>,
    lenses: Vec<Seen>,
    escalated: Vec<Vec<String>>,
    groups: Vec<Told>,
    /// Assets that look alike, as places among the voices, with whether somebody said that they are the same.
    alike: Vec<(usize, usize, bool)>,
    /// Offers and needs: the asset's place, what needs it, and the words both have.
    meets: Vec<(usize, String, String)>,
}

#[derive(Clone, Debug)]
struct Check {
    ids: String,
    title: &'static str,
    verdict: Verdict,
    sentence: String,
    names: Vec<String>,
    about: Vec<String>,
}

/// The plan through one list.
#[derive(Clone, Debug)]
struct Seen {
    title: String,
    source: String,
    empty: Option<String>,
    rows: Vec<Vec<String>>,
}

/// A group.
#[derive(Clone, Debug)]
struct Told {
    title: String,
    points: Vec<String>,
    tasks: Vec<Vec<String>>,
}

impl Whole {
    /// Everything in it that somebody typed, to be read for names.
    pub(super) fn typed(&self) -> impl Iterator<Item = &str> {
        let header = self.header.iter().map(|(_, text)| text);
        let groups = self.groups.iter().flat_map(|group| {
            std::iter::once(&group.title).chain(&group.points).chain(group.tasks.iter().flatten())
        });
        let rows = self.agreed.iter().chain(&self.escalated).flatten();
        header.chain(groups).chain(rows).map(String::as_str)
    }
}

/// Shows what holds for the whole plan. `actions` are those that this audience sees.
#[allow(clippy::too_many_arguments)] // All of them are parts of one view that is being made.
pub(super) fn publish(
    programme: &Programme,
    ask: &Ask,
    origins: &Origins,
    rules: &Rules<'_>,
    guard: &Guard<'_>,
    actions: &[Action],
    voices: &[Voice<'_>],
    places: &HashMap<Id, usize>,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> Whole {
    let file = rules.file;
    let mut gate = Gate { rules, guard, few, withheld };
    let mut whole = Whole { state: State::of(file, ask.today), ..Whole::default() };
    let reference = |id: Id| actions.iter().find(|action| action.id == id).map(|action| action.reference.clone());
    if let Some(plan) = header(file) {
        whole.eight = EIGHT.len() - crate::plan::open_fields(file).len();
        let others = [(field::EQUITY, "Equity statement"), (field::GOVERNANCE, "Shared decisions")];
        let fields = EIGHT.iter().map(|(of, title, _)| (*of, *title)).chain(others);
        for (of, title) in fields {
            let said = plan.0.text(of).and_then(|text| if of == field::LEAD { gate.called(text) } else { gate.plain(text) });
            whole.header.extend(said.map(|said| (title, said)));
        }
        let principles = programme.framework("principles");
        let known = |id: &str| principles.and_then(|of| of.entry(id)).map(|entry| entry.title.clone());
        whole.principles = plan.principles().filter_map(|id| known(id).or_else(|| gate.name(id))).collect();
        let map = AreaMap::of(Some(plan));
        for area in map.areas() {
            let networks: Vec<String> = map.networks_of(area).into_iter().filter_map(|of| gate.name(of)).collect();
            whole.areas.extend(gate.name(area).map(|area| (area, networks.join(", "))));
        }
        for member in members(file, programme) {
            let shown = member.actions.iter().filter(|id| reference(**id).is_some()).count();
            whole.members.extend(gate.name(&member.name).map(|name| (name, member.came, shown)));
        }
    }
    for found in gaps(file, programme, ask.today) {
        let about = found.about.iter().filter(|(list, _)| *list == List::Actions);
        whole.checks.push(Check {
            ids: found.check.ids.join(", "),
            title: found.check.title,
            verdict: found.verdict,
            sentence: found.sentence,
            names: found.typed.iter().filter_map(|name| gate.name(name)).collect(),
            about: about.filter_map(|(_, id)| reference(*id)).collect(),
        });
    }
    let by = agreements(file, origins, programme);
    for action in actions {
        let Some(agreement) = by.get(&action.id) else { continue };
        let bodies = agreement.by.iter().filter_map(|agreed| {
            let body = match &agreed.body {
                Some(Lead::Text(text)) => gate.called(text),
                Some(lead) => Some(guard.called(lead.clone(), rules, gate.few)),
                None => None,
            }?;
            let category = agreed.category.as_deref().and_then(|id| programme.category(id)).map(|of| of.title.clone());
            let day = agreed.date.as_ref().filter(|day| day.date().is_some()).map(ToString::to_string);
            let how = agreed.how.as_deref().and_then(|how| gate.plain(how));
            let more: Vec<String> = [category, day, how].into_iter().flatten().collect();
            Some(if more.is_empty() { body } else { format!("{body} ({})", more.join(", ")) })
        });
        let bodies = bodies.collect::<Vec<_>>().join("; ");
        whole.agreed.push(vec![action.reference.clone(), agreement.words(), bodies]);
    }
    let standing = || actions.iter().filter(|action| action.status != Status::Stopped);
    let items: Vec<&Item> =
        standing().filter_map(|action| file.find(&List::Actions, action.id)).map(std::convert::AsRef::as_ref).collect();
    let refs = |ids: &[Id]| ids.iter().filter_map(|id| reference(*id)).collect::<Vec<_>>().join("; ");
    for lens in LENSES.iter().filter_map(|(id, _)| Lens::of(programme, id, items.iter().copied())) {
        if lens.cells.iter().all(|(_, actions)| actions.is_empty()) && lens.framework.id == "ladder" {
            continue;
        }
        let row = |(title, ids): (&str, &[Id])| vec![title.to_owned(), ids.len().to_string(), refs(ids)];
        let cells = lens.cells.iter().map(|(entry, ids)| (entry.title.as_str(), ids.as_slice()));
        whole.lenses.push(Seen {
            title: lens.framework.title.clone(),
            source: format!("{}, {}. {}", lens.framework.source, lens.framework.year, lens.framework.note),
            // An empty rung of the ladder lacks nothing.
            empty: lens.empty_words().filter(|_| lens.framework.id != "ladder"),
            rows: cells.chain([("No such tag", lens.without.as_slice())]).map(row).collect(),
        });
    }
    for item in &items {
        let Some(to) = Planned(item).escalate().and_then(|to| gate.called(to)) else { continue };
        let day = Planned(item).escalated().and_then(crate::plan::Day::read);
        let day = day.filter(|day| day.date().is_some()).map_or_else(|| "no day".to_owned(), |day| day.to_string());
        whole.escalated.push(vec![reference(item.id).unwrap_or_default(), to, day]);
    }
    for group in groups(file, origins, ask.today) {
        let Some(title) = gate.plain(&group.title) else { continue };
        let mut who = |lead: &Lead| guard.called(lead.clone(), rules, gate.few);
        let convenor = group.convenor.as_ref().map(&mut who);
        let members: Vec<String> = group.members.iter().map(&mut who).collect();
        let day = |day: &Option<crate::plan::Day>| {
            day.as_ref().filter(|day| day.date().is_some()).map(ToString::to_string).unwrap_or_default()
        };
        let mut points = vec![format!("Convenor: {}", convenor.unwrap_or_else(|| "nobody yet".into()))];
        points.extend((!members.is_empty()).then(|| format!("Members: {}", members.join("; "))));
        points.extend(Some(day(&group.meeting)).filter(|day| !day.is_empty()).map(|day| format!("Next meeting: {day}")));
        points.extend(group.purpose.as_deref().and_then(|text| gate.plain(text)).map(|text| format!("For: {text}")));
        let of_group = refs(&group.actions);
        points.extend((!of_group.is_empty()).then(|| format!("Actions: {of_group}")));
        points.push(format!("Tasks: {} open, {} overdue", group.open(), group.overdue()));
        let mut tasks = Vec::new();
        for task in &group.tasks {
            let Some(text) = gate.plain(&task.text) else { continue };
            let who = task.who.as_ref().map(|who| guard.called(who.clone(), rules, gate.few)).unwrap_or_default();
            let state = match &task.done {
                Some(done) => format!("done {}", done.date().map_or_else(String::new, |_| done.to_string())),
                None if task.overdue => "overdue".to_owned(),
                None => "open".to_owned(),
            };
            tasks.push(vec![text, who, day(&task.due), state]);
        }
        whole.groups.push(Told { title, points, tasks });
    }
    for asset in asset_register(file, origins) {
        let Some(at) = places.get(&asset.id).copied() else { continue };
        let later = |ids: &[Id]| ids.iter().filter_map(|id| places.get(id).copied()).filter(|other| *other > at).collect::<Vec<_>>();
        whole.alike.extend(later(&asset.looks_like).into_iter().map(|other| (at, other, false)));
        whole.alike.extend(later(&asset.same_as).into_iter().map(|other| (at, other, true)));
    }
    whole.alike.sort_unstable();
    whole.meets = meets(actions, voices);
    whole
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
        .filter_map(|(at, voice)| Some((Of::Voice(at), format!("{} {}", voice.words, told(voice, field::OFFERS)?))))
        .collect();
    let of_assets = assets().filter_map(|(at, voice)| Some((Of::Voice(at), told(voice, field::NEED)?)));
    let of_actions = actions.iter().enumerate().filter_map(|(at, action)| Some((Of::Action(at), action.need.clone()?)));
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
        let repeats = self.guard.repeats(text, &[]);
        self.withheld.wordings += usize::from(repeats);
        (!repeats && !text.trim().is_empty()).then(|| text.trim().to_owned())
    }

    /// A name of a body or place; not that of somebody who may not be named.
    fn name(&mut self, text: &str) -> Option<String> {
        let shown = self.guard.may_show(text);
        self.withheld.details += usize::from(!shown);
        shown.then(|| text.to_owned())
    }

    /// Somebody, or a body, by the name they may go by.
    fn called(&mut self, text: &str) -> Option<String> {
        let plain = self.plain(text)?;
        Lead::read(&plain).map(|lead| self.guard.called(lead, self.rules, self.few))
    }
}

pub(super) fn plan_header(view: &Published<'_>, to: &mut Document) -> bool {
    let whole = &view.whole;
    let nothing = whole.header.is_empty() && whole.principles.is_empty() && whole.areas.is_empty() && whole.members.is_empty();
    if nothing {
        return false;
    }
    to.paragraph(format!("The header on inequalities says {} of {}.", whole.eight, EIGHT.len()));
    let mut points: Vec<String> = whole.header.iter().map(|(title, text)| format!("{title}: {text}")).collect();
    if !whole.header.iter().any(|(title, _)| *title == "Equity statement") {
        points.push("Equity statement: none yet".into());
    }
    if !whole.principles.is_empty() {
        points.push(format!("Principles: {}", whole.principles.join("; ")));
    }
    to.list(points);
    if !whole.areas.is_empty() {
        let rows = whole.areas.iter().map(|(area, networks)| vec![area.clone(), networks.clone()]).collect();
        to.table("Areas, and the networks that work there", &["Area", "Networks"], rows);
    }
    let team = view.audience == Audience::Team;
    if !whole.members.is_empty() {
        let row = |(name, came, actions): &(String, usize, usize)| {
            let mut row = vec![name.clone(), actions.to_string()];
            row.extend(team.then(|| came.to_string()));
            row
        };
        let header: &[&str] = if team { &["Member", "Actions", "People who came"] } else { &["Member", "Actions"] };
        to.table("Members, and the actions they take part in", header, whole.members.iter().map(row).collect());
    }
    true
}

pub(super) fn checks(view: &Published<'_>, to: &mut Document) -> bool {
    let checks = &view.whole.checks;
    let count = |verdict: Verdict| checks.iter().filter(|check| check.verdict == verdict).count();
    let all = [Verdict::Pass, Verdict::Attention, Verdict::NotApplicable];
    let counts: Vec<String> = all.iter().map(|verdict| format!("{} {}", count(*verdict), verdict.title())).collect();
    to.paragraph(format!("{} checks: {}.", checks.len(), counts.join(", ")));
    let row = |check: &Check| {
        let mut found = check.sentence.clone();
        if !check.names.is_empty() {
            found.extend([" Namely: ", &check.names.join(", "), "."]);
        }
        let word = format!("{} {}", check.verdict.symbol(), check.verdict.title());
        vec![format!("{}: {}", check.ids, check.title), word, found, check.about.join("; ")]
    };
    to.table("What the plan was held against", &["Check", "Result", "What was found", "Actions"], checks.iter().map(row).collect());
    !checks.is_empty()
}

pub(super) fn agreed(view: &Published<'_>, to: &mut Document) -> bool {
    to.table("Who agreed to which action", &["Ref", "Standing", "By"], view.whole.agreed.clone());
    !view.whole.agreed.is_empty()
}

pub(super) fn lenses(view: &Published<'_>, to: &mut Document) -> bool {
    if view.actions.is_empty() {
        return false;
    }
    for seen in &view.whole.lenses {
        to.heading(3, seen.title.clone());
        if let Some(empty) = &seen.empty {
            to.paragraph(empty.clone());
        }
        to.table(&seen.title, &["Entry", "Actions", "Refs"], seen.rows.clone());
        to.paragraph(format!("Source: {}", seen.source.trim_end()));
    }
    !view.whole.lenses.is_empty()
}

pub(super) fn escalated(view: &Published<'_>, to: &mut Document) -> bool {
    to.table("What was escalated", &["Ref", "To", "On"], view.whole.escalated.clone());
    !view.whole.escalated.is_empty()
}

pub(super) fn finish_groups(view: &Published<'_>, to: &mut Document) -> bool {
    for group in &view.whole.groups {
        to.heading(3, group.title.clone());
        to.list(group.points.clone());
        if !group.tasks.is_empty() {
            to.table("Tasks, what is late first", &["Task", "Who", "Due", "State"], group.tasks.clone());
        }
    }
    !view.whole.groups.is_empty()
}

/// What looks like one asset under two names, and what one offers that another needs.
pub(super) fn asset_links(view: &Published<'_>, to: &mut Document) -> bool {
    let words = |at: usize| view.voices.get(at).map_or("", |voice| voice.words);
    let alike = view.whole.alike.iter().map(|(one, other, same)| {
        let is = if *same { "is the same as" } else { "looks like" };
        format!("C{} “{}” {is} C{} “{}”.", one + 1, words(*one), other + 1, words(*other))
    });
    let meets = view.whole.meets.iter().map(|(from, need, both)| {
        format!("C{} “{}” may meet what {need} needs: both say {both}.", from + 1, words(*from))
    });
    let points: Vec<String> = alike.chain(meets).collect();
    let any = !points.is_empty();
    if any {
        to.list(points);
    }
    any
}
