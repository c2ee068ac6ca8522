//! The checks on the plan as a whole: its lists of others, its areas, its header, its groups.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::{Judged, Look, NO_ACTION, many, says, share};
use crate::model::fields::{Action, Answer, Delegate, List, Workshop};
use crate::model::stamp::Id;
use crate::model::words::{Cap, Position, Status};
use crate::plan::groups::groups;
use crate::plan::header::{AreaMap, EIGHT, names, network, open_fields, same};
use crate::plan::lens::Lens;
use crate::plan::rows::{Lead, Row};
use crate::plan::summary::Summary;
use crate::plan::themes::Themes;
use crate::plan::votes::{FEWEST, Outcome, Poll, polls};

/// After so many days without an update an action on inequalities has been left lying.
const AGEING: TimeDelta = TimeDelta::days(60);
/// A theme with so many voices needs an answer (domain §3C, step 12).
const VOICES: i64 = 3;

/// T2 and P12: every specification has an action, and those on inequalities are not left lying.
pub(super) fn specifications(look: &Look<'_>) -> Judged {
    let items = look.actions().map(|(_, action)| action.0);
    let Some(lens) = Lens::of(look.programme, "specifications", items) else {
        return Judged::not_applicable("The programme has no list of specifications.");
    };
    let mut found: Vec<String> = lens.empty_words().into_iter().collect();
    let on_inequalities = |action: Action<'_>| {
        action.specifications().any(|id| id == "inequalities")
            || action.plus().any(|id| matches!(id, "core20" | "plus"))
    };
    let open = |row: &Row| row.status != Status::Done;
    let all: Vec<(&Row, Action<'_>)> =
        look.actions().filter(|(row, action)| open(row) && on_inequalities(*action)).collect();
    let last = |row: &Row, action: Action<'_>| row.status_date.or_else(|| begun(action));
    let lying: Vec<(Id, String, i64)> = all
        .iter()
        .filter_map(|(row, action)| {
            let days = look.today - last(row, *action)?;
            (days > AGEING).then(|| (row.id, row.reference.clone(), days.num_days()))
        })
        .collect();
    if !lying.is_empty() {
        let have = if lying.len() == 1 { "has" } else { "have" };
        found.push(format!(
            "{} of {} on inequalities {have} had no update for {} days or more.",
            lying.len(),
            many(all.len(), "action", "actions"),
            AGEING.num_days()
        ));
    }
    let mut judged = Judged::unless(&found, format!("Each of the {} specifications has an action.", lens.cells.len()));
    judged.details = lens
        .cells
        .iter()
        .map(|(entry, actions)| format!("{}: {}", entry.title, many(actions.len(), "action", "actions")))
        .chain(lying.iter().map(|(_, reference, days)| format!("{reference}: no update for {days} days")))
        .collect();
    judged.of_actions(lying.into_iter().map(|(id, ..)| id).chain(lens.without))
}

/// The day an action was first noted.
fn begun(action: Action<'_>) -> Option<NaiveDate> {
    action.time().and_then(crate::plan::Day::of_time)
}

/// T14: the wider determinants, with zeros.
pub(super) fn determinants(look: &Look<'_>) -> Judged {
    let items = look.actions().map(|(_, action)| action.0);
    let Some(lens) = Lens::of(look.programme, "determinants", items) else {
        return Judged::not_applicable("The programme has no list of determinants.");
    };
    let mut found: Vec<String> = lens.empty_words().into_iter().collect();
    let all = look.count();
    if !lens.without.is_empty() {
        found.push(share(lens.without.len(), all, "names no wider determinant", "name no wider determinant"));
    }
    let mut judged =
        Judged::unless(&found, format!("Each of the {} wider determinants has an action.", lens.cells.len()));
    judged.details = lens
        .cells
        .iter()
        .map(|(entry, actions)| format!("{}: {}", entry.title, many(actions.len(), "action", "actions")))
        .collect();
    judged.of_actions(lens.without)
}

/// T7 and R7: networks that span areas whose partner is not named, and areas with no entries.
pub(super) fn areas(look: &Look<'_>) -> Judged {
    let map = AreaMap::of(look.header);
    if map.is_empty() {
        return Judged::not_applicable("The plan does not say which network works in which area.")
            .about([(List::Plans, Id::of_plan())]);
    }
    let workshops: Vec<&str> = look
        .live(&List::Workshops)
        .filter_map(|item| Workshop(item).pcn())
        .flat_map(|network| map.areas_of(network))
        .collect();
    let mut used: Vec<String> = workshops.into_iter().map(str::to_owned).collect();
    let (mut spanning, mut details) = (Vec::new(), Vec::new());
    for (row, action) in look.actions() {
        let network = network(look.file, row.workshop);
        let areas = map.areas_for(action, network);
        used.extend(areas.iter().map(|area| (*area).to_owned()));
        if areas.len() < 2 {
            continue;
        }
        let partners = bodies(look, row);
        let unnamed: Vec<&str> =
            areas.iter().copied().filter(|area| !partners.iter().any(|body| names(body, area))).collect();
        if !unnamed.is_empty() {
            spanning.push(row.id);
            details.push(format!(
                "{} spans {}: no partner is named for {}",
                row.reference,
                areas.join(", "),
                unnamed.join(", ")
            ));
        }
    }
    let bare: Vec<String> =
        map.areas().iter().filter(|area| !used.iter().any(|used| same(used, area))).cloned().collect();
    let mut found = Vec::new();
    if !spanning.is_empty() {
        found.push(share(
            spanning.len(),
            look.count(),
            "spans areas whose partner is not named",
            "span areas whose partners are not named",
        ));
    }
    if !bare.is_empty() {
        let have = if bare.len() == 1 { "has" } else { "have" };
        found.push(format!("{} of {} {have} no entries.", bare.len(), many(map.areas().len(), "area", "areas")));
    }
    let mut judged =
        Judged::unless(&found, "Every area has entries, and wherever an action spans areas their partners are named.");
    judged.typed = bare;
    judged.details = details;
    judged.of_actions(spanning)
}

/// The bodies that an action names: its lead and partners, and for delegates whom they are with.
fn bodies(look: &Look<'_>, row: &Row) -> Vec<String> {
    let body = |lead: &Lead| match lead {
        Lead::Text(text) => Some(text.clone()),
        Lead::Person(id) => {
            let person = look.file.find(&List::Delegates, *id)?;
            Delegate(person).organisation().map(str::to_owned)
        }
    };
    row.lead.iter().chain(&row.partners).filter_map(body).collect()
}

/// T13: with whom what is learnt is shared, and themes that come up in several networks.
pub(super) fn sharing(look: &Look<'_>) -> Judged {
    let all = look.count();
    if all == 0 {
        return Judged::not_applicable(NO_ACTION);
    }
    let themes = Themes::of(look.file);
    let mut networks: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for item in look.live(&List::Contributions) {
        let Some(network) = network(look.file, look.origins.workshop(item.id.stamp)) else { continue };
        for theme in themes.of_item(item) {
            networks.entry(theme).or_default().insert(network);
        }
    }
    let shared: Vec<(&str, Vec<&str>)> = networks
        .into_iter()
        .filter(|(_, networks)| networks.len() > 1)
        .map(|(theme, networks)| (theme, networks.into_iter().collect()))
        .collect();
    let alone = look.lacking(|_, action| action.shared().next().is_some());
    let mut found = Vec::new();
    if !alone.is_empty() {
        found.push(share(
            alone.len(),
            all,
            "does not say with whom what is learnt is shared",
            "do not say with whom what is learnt is shared",
        ));
    }
    let in_several = match shared.len() {
        0 => String::new(),
        n => format!(" {} up in several networks.", many(n, "theme comes", "themes come")),
    };
    let mut judged =
        Judged::unless(&found, format!("Every action says with whom what is learnt is shared.{in_several}"));
    if judged.verdict == super::Verdict::Attention {
        judged.sentence.push_str(&in_several);
    }
    judged.details = shared.iter().map(|(theme, of)| format!("#{theme} comes up in {}", of.join(", "))).collect();
    judged.themes = shared.into_iter().map(|(theme, _)| theme.to_owned()).collect();
    judged.of_actions(alone)
}

/// T17: positions for, against and unsure on a question that stands over a series.
pub(super) fn standing_question(look: &Look<'_>) -> Judged {
    let all = polls(look.file, look.origins);
    // What stays in the room is told nowhere.
    let stays = |id: Id| look.file.find(&List::Workshops, id).is_some_and(|w| Workshop(w).cap() == Some(Cap::RoomOnly));
    let asked: Vec<&Poll> =
        all.iter().filter(|poll| poll.standing.is_some() && !poll.workshop.is_some_and(stays)).collect();
    if asked.is_empty() {
        return Judged::not_applicable("No standing question was asked, so there are no positions to count.");
    }
    let (mut told, mut open, mut details) = (Vec::new(), Vec::new(), Vec::new());
    let questions: BTreeSet<&str> = asked.iter().filter_map(|poll| poll.standing.as_deref()).collect();
    for question in questions {
        let of: Vec<&Poll> = asked.iter().filter(|poll| poll.standing.as_deref() == Some(question)).copied().collect();
        let known = look.programme.standing_question(question).map(|known| known.ask.as_str());
        let ask = known.or_else(|| of.first().map(|poll| poll.question.as_str())).unwrap_or(question);
        let still = of.iter().filter(|poll| poll.is_open()).count();
        if still > 0 {
            open.push(format!("{ask} It is still open at {}.", many(still, "workshop", "workshops")));
        }
        // The sentence is read outside the team: of very few people nothing is told, and nothing that could be
        // taken from a total.
        let closed: Vec<&Outcome> = of.iter().filter_map(|poll| poll.outcome.as_ref()).collect();
        let (counted, few): (Vec<&Outcome>, Vec<&Outcome>) = closed.iter().partition(|of| of.voters >= FEWEST);
        if !counted.is_empty() {
            let places = many(counted.len(), "workshop", "workshops");
            told.push(format!("{ask} {} at {places}.", positions(counted.iter().map(|of| of.totals.as_slice()))));
        }
        if !few.is_empty() {
            let places = many(few.len(), "workshop", "workshops");
            told.push(format!("{ask} At {places} fewer than {FEWEST} people took a position."));
        }
        let categories: BTreeSet<Option<&str>> =
            closed.iter().flat_map(|of| &of.groups).map(|group| group.category.as_deref()).collect();
        for category in categories {
            let title = category.and_then(|id| look.programme.category(id));
            let title = title.map_or("Category not told", |of| of.title.as_str());
            let groups = closed.iter().flat_map(|of| &of.groups);
            let groups = groups.filter(|group| group.category.as_deref() == category);
            details.push(format!("{title}: {}", positions(groups.map(|group| group.totals.as_slice()))));
        }
    }
    let mut judged = Judged::unless(&open, "");
    judged.sentence = open.into_iter().chain(told).collect::<Vec<_>>().join(" ");
    judged.details = details;
    judged
}

/// How many are for, against and unsure, over several counts.
fn positions<'a>(counts: impl Iterator<Item = &'a [usize]>) -> String {
    let mut all = [0_usize; Position::ALL.len()];
    for totals in counts {
        all.iter_mut().zip(totals).for_each(|(sum, more)| *sum = sum.saturating_add(*more));
    }
    let words = Position::ALL.iter().zip(all).map(|(of, count)| format!("{} {count}", of.title()));
    words.collect::<Vec<_>>().join(", ")
}

/// P3 and domain §3C, step 12: whether what people said is behind the plan, and is answered.
pub(super) fn matters(look: &Look<'_>) -> Judged {
    let summary = Summary::of(look.file, look.origins, &look.rows);
    let answered: Vec<&str> = look
        .live(&List::Answers)
        .map(Answer)
        .filter(|answer| says(answer.did()) || says(answer.why_not()))
        .filter_map(Answer::theme)
        .collect();
    let loud: Vec<&str> =
        summary.themes.iter().filter(|theme| theme.voices >= VOICES).map(|theme| theme.name.as_str()).collect();
    let open: Vec<&str> =
        loud.iter().copied().filter(|theme| !answered.iter().any(|known| same(known, theme))).collect();
    let all = look.count();
    let sourceless = look.lacking(|row, _| !row.has_no_source());
    if all == 0 && loud.is_empty() {
        return Judged::not_applicable("There is no action yet, and no theme with three voices.");
    }
    let mut found = Vec::new();
    if !sourceless.is_empty() {
        found.push(share(sourceless.len(), all, "has no community source", "have no community source"));
    }
    if !open.is_empty() {
        let have = if open.len() == 1 { "has" } else { "have" };
        found.push(format!(
            "{} of {} three voices or more {have} no answer and no reason yet.",
            open.len(),
            many(loud.len(), "theme with", "themes with")
        ));
    }
    let mut judged = Judged::unless(
        &found,
        "Every action rests on what people said, and every theme with three voices is answered.",
    );
    judged.themes = open.into_iter().map(str::to_owned).collect();
    judged.of_actions(sourceless)
}

/// P11 and domain §2.2: the equity statement, and the eight fields of the header on inequalities.
pub(super) fn equity(look: &Look<'_>) -> Judged {
    let open: Vec<&str> = open_fields(look.file).into_iter().map(|(_, title)| title).collect();
    let mut found = Vec::new();
    if !look.header.is_some_and(|plan| says(plan.equity())) {
        found.push("There is no equity statement.".to_owned());
    }
    if !open.is_empty() {
        found.push(format!(
            "The header on inequalities says {} of {}; open: {}.",
            EIGHT.len() - open.len(),
            EIGHT.len(),
            open.join(", ").to_lowercase()
        ));
    }
    let pass = format!("There is an equity statement, and the header on inequalities says {0} of {0}.", EIGHT.len());
    Judged::unless(&found, pass).about([(List::Plans, Id::of_plan())])
}

/// P19: the principles that partners work by, and what was escalated.
pub(super) fn escalation(look: &Look<'_>) -> Judged {
    let adopted = look.header.map_or(0, |plan| plan.principles().count());
    let escalated: Vec<(Id, bool)> = look
        .actions()
        .filter(|(_, action)| says(action.escalate()))
        .map(|(row, action)| {
            let day = action.escalated().and_then(crate::plan::Day::read);
            (row.id, day.is_some_and(|day| day.date().is_some()))
        })
        .collect();
    let undated: Vec<Id> = escalated.iter().filter(|(_, dated)| !dated).map(|(id, _)| *id).collect();
    let mut found = Vec::new();
    if adopted == 0 {
        found.push("No principles of working together are adopted.".to_owned());
    }
    if !undated.is_empty() {
        let have = if undated.len() == 1 { "has" } else { "have" };
        let all = many(escalated.len(), "escalated action", "escalated actions");
        found.push(format!("{} of {all} {have} no day.", undated.len()));
    }
    let pass = format!(
        "{} adopted; {}.",
        many(adopted, "principle is", "principles are"),
        many(escalated.len(), "action is escalated", "actions are escalated")
    );
    let judged = Judged::unless(&found, pass).of_actions(undated);
    if adopted == 0 { judged.about([(List::Plans, Id::of_plan())]) } else { judged }
}

/// P21: groups that meet, and what they have not done in time.
pub(super) fn group_tasks(look: &Look<'_>) -> Judged {
    let groups = groups(look.file, look.origins, look.today);
    if groups.is_empty() {
        return Judged::not_applicable("There is no task-and-finish group.");
    }
    let all = groups.len();
    let overdue: usize = groups.iter().map(super::super::groups::FinishGroup::overdue).sum();
    let late: Vec<Id> = groups.iter().filter(|group| group.overdue() > 0).map(|group| group.id).collect();
    let unled: Vec<Id> = groups.iter().filter(|group| group.convenor.is_none()).map(|group| group.id).collect();
    let adrift: Vec<Id> = groups
        .iter()
        .filter(|group| group.open() > 0 && (group.meeting.is_none() || group.meeting_passed))
        .map(|group| group.id)
        .collect();
    let of = |ids: &[Id], one: &str, several: &str| {
        let groups = many(all, "group", "groups");
        (!ids.is_empty()).then(|| format!("{} of {groups} {}.", ids.len(), if ids.len() == 1 { one } else { several }))
    };
    let mut found = Vec::new();
    if overdue > 0 {
        found.push(format!(
            "{} late, in {}.",
            many(overdue, "task is", "tasks are"),
            many(late.len(), "group", "groups")
        ));
    }
    found.extend(of(&unled, "has no convenor", "have no convenor"));
    found.extend(of(&adrift, "has open tasks and no next meeting", "have open tasks and no next meeting"));
    Judged::unless(
        &found,
        format!("{}, and no task is late.", many(all, "group has a convenor", "groups have convenors")),
    )
    .about(late.into_iter().chain(unled).chain(adrift).map(|id| (List::Groups, id)))
}
