//! The checks on people: who decides, who is named, who agreed, who connects, who leads.

use std::collections::{BTreeMap, HashMap};

use super::{Judged, Look, NO_ACTION, many, says, share};
use crate::model::fields::{Action, Contribution, Delegate, List, Workshop};
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::{Cap, Level};
use crate::plan::Row;
use crate::plan::agreement::{Agreement, Consensus};
use crate::plan::balance::Sector;
use crate::plan::children::{is_for_children, names_children};
use crate::plan::header::members;
use crate::plan::lens::Lens;
use crate::plan::private::is_private;
use crate::plan::rows::Lead;

/// T1: how people with lived experience share in decisions.
pub(super) fn governance(look: &Look<'_>) -> Judged {
    let judged = if look.header.is_some_and(|plan| says(plan.governance())) {
        Judged::pass("The plan says how people with lived experience share in decisions.")
    } else {
        Judged::attention("Nothing says how people with lived experience share in decisions.")
    };
    judged.about([(List::Plans, Id::of_plan())])
}

/// T4: entries and actions that name children; a zero is stated.
pub(super) fn children(look: &Look<'_>) -> Judged {
    let of_actions: Vec<Id> =
        look.actions().filter(|(_, action)| is_for_children(*action)).map(|(row, _)| row.id).collect();
    let said = look.live(&List::Contributions).filter(|item| may_count(look, item)).map(Contribution);
    let lines = said.filter(|said| said.text().is_some_and(names_children)).count();
    let all = look.count();
    let adults: Vec<&str> = Lens::of(look.programme, "core20plus5", look.actions().map(|(_, action)| action.0))
        .into_iter()
        .flat_map(|lens| lens.empty().filter(|entry| entry.id.starts_with("cyp-")).collect::<Vec<_>>())
        .map(|entry| entry.title.as_str())
        .collect();
    let of_lines = match lines {
        0 => "No contribution names them.".to_owned(),
        n => format!("{} them.", many(n, "contribution names", "contributions name")),
    };
    let mut judged = if all == 0 && lines == 0 {
        Judged::attention("No action and no contribution names children or young people.")
    } else if of_actions.is_empty() {
        Judged::attention(format!("No action names children or young people. {of_lines}"))
    } else {
        let name = if of_actions.len() == 1 { "names" } else { "name" };
        let sentence = format!(
            "{} of {} {name} children or young people. {of_lines}",
            of_actions.len(),
            many(all, "action", "actions")
        );
        if lines == 0 { Judged::attention(sentence) } else { Judged::pass(sentence) }
    };
    judged.details = adults.iter().map(|title| format!("No action for: {title}")).collect();
    judged.of_actions(of_actions)
}

/// Whether something said may count in a sentence that leaves the room: it is not private, and not for the room alone.
pub(super) fn may_count(look: &Look<'_>, item: &Item) -> bool {
    let said = Contribution(item);
    let speaker = said.speaker().and_then(|id| look.file.find(&List::Delegates, id));
    let level = speaker.and_then(|person| Delegate(person).consent());
    !is_private(item)
        && said.consent() != Some(Level::Room)
        && level != Some(Level::Room)
        && cap(look, item) != Cap::RoomOnly
}

fn cap(look: &Look<'_>, item: &Item) -> Cap {
    let workshop = look.origins.workshop(item.id.stamp).and_then(|id| look.file.find(&List::Workshops, id));
    workshop.and_then(|workshop| Workshop(workshop).cap()).unwrap_or(Cap::None)
}

/// T5: a voice route and its date on each action; a light route, such as a check by telephone with three residents, is
/// one too.
pub(super) fn public_voice(look: &Look<'_>) -> Judged {
    let all = look.count();
    let details = public_by_stage(look);
    if all == 0 {
        let mut judged = Judged::not_applicable(NO_ACTION);
        judged.details = details;
        return judged;
    }
    let light = |row: &Row| {
        let agreement = look.agreements.get(&row.id);
        agreement.is_some_and(|agreement| agreement.community().any(|agreed| agreed.how.is_some()))
    };
    let silent = look.lacking(|row, _| row.voice.is_some() || light(row));
    let dated = |action: Action<'_>| {
        action.voice_date().and_then(crate::plan::Day::read).is_some_and(|day| day.date().is_some())
    };
    let undated: Vec<Id> = look
        .actions()
        .filter(|(row, action)| row.voice.is_some() && !dated(*action) && !light(row))
        .map(|(row, _)| row.id)
        .collect();
    let mut found = Vec::new();
    if !silent.is_empty() {
        found.push(share(silent.len(), all, "has no voice route", "have no voice route"));
    }
    if !undated.is_empty() {
        found.push(share(undated.len(), all, "has a voice route without a day", "have a voice route without a day"));
    }
    let lightly = look.actions().filter(|(row, _)| light(row)).count();
    let mut pass = "Every action says who will tell us whether it worked, and when.".to_owned();
    if lightly > 0 {
        pass.extend([" Checked with people here already: ", &many(lightly, "action", "actions"), "."]);
    }
    let mut judged = Judged::unless(&found, pass);
    judged.details = details;
    judged.of_actions(silent.into_iter().chain(undated))
}

/// How much residents and community groups said at each stage, for the organiser: people of a workshop under a cap are
/// not told apart.
fn public_by_stage(look: &Look<'_>) -> Vec<String> {
    let mut stages: BTreeMap<usize, usize> = BTreeMap::new();
    for item in look.live(&List::Contributions).filter(|item| cap(look, item) == Cap::None) {
        let said = Contribution(item);
        let speaker = said.speaker().and_then(|id| look.file.find(&List::Delegates, id));
        let category = speaker.and_then(|person| Delegate(person).category());
        let community = Sector::of(&look.programme.categories, category) == Some(Sector::Community);
        if let Some(stage) = said.stage().and_then(|id| look.programme.stage_number(id)).filter(|_| community) {
            *stages.entry(stage).or_default() += 1;
        }
    }
    let line = |(at, stage): (usize, &crate::model::programme::Stage)| {
        let count = stages.get(&(at + 1)).copied().unwrap_or(0);
        format!("Said by residents and community, {}: {count}", stage.title.to_lowercase())
    };
    look.programme.stages.iter().enumerate().map(line).collect()
}

/// T15: which actions are agreed by whom.
pub(super) fn agreed(look: &Look<'_>) -> Judged {
    let all = look.count();
    if all == 0 {
        return Judged::not_applicable(NO_ACTION);
    }
    let of = |wanted: Consensus| -> Vec<Id> {
        let standing = |row: &Row| look.agreements.get(&row.id).map(Agreement::standing).unwrap_or_default();
        look.actions().filter(|(row, _)| standing(row) == wanted).map(|(row, _)| row.id).collect()
    };
    let locally = of(Consensus::Locally);
    let others = [
        (of(Consensus::NhsOnly), "is agreed by NHS bodies only", "are agreed by NHS bodies only"),
        (of(Consensus::Services), "is agreed by services only", "are agreed by services only"),
        (of(Consensus::Unknown), "is agreed by bodies of no known kind", "are agreed by bodies of no known kind"),
        (of(Consensus::Nobody), "is agreed by nobody yet", "are agreed by nobody yet"),
    ];
    let mut found: Vec<String> = others
        .iter()
        .filter(|(ids, ..)| !ids.is_empty())
        .map(|(ids, one, several)| share(ids.len(), all, one, several))
        .collect();
    if !found.is_empty() {
        found.insert(0, share(locally.len(), all, "is locally agreed", "are locally agreed"));
    }
    Judged::unless(&found, "Every action is locally agreed, with the record of who agreed.")
        .of_actions(others.into_iter().flat_map(|(ids, ..)| ids))
}

/// T16: the connector in the room and the one to the wider system.
pub(super) fn connectors(look: &Look<'_>) -> Judged {
    let workshops: Vec<Workshop<'_>> = look.live(&List::Workshops).map(Workshop).collect();
    if workshops.is_empty() {
        return Judged::not_applicable("There is no workshop in the plan.");
    }
    let lacking = |get: fn(Workshop<'_>) -> bool| -> Vec<Id> {
        workshops.iter().filter(|workshop| !get(**workshop)).map(|workshop| workshop.id()).collect()
    };
    let room = lacking(|workshop| says(workshop.connector()));
    let system = lacking(|workshop| says(workshop.strategic()));
    let of = |ids: &[Id], what: &str| {
        let have = if ids.len() == 1 { "has" } else { "have" };
        let all = many(workshops.len(), "workshop", "workshops");
        (!ids.is_empty()).then(|| format!("{} of {all} {have} no connector {what}.", ids.len()))
    };
    let found: Vec<String> =
        [of(&room, "in the room"), of(&system, "to the wider system")].into_iter().flatten().collect();
    Judged::unless(&found, "Both connectors are named, the one in the room and the one to the wider system.")
        .about(room.into_iter().chain(system).map(|id| (List::Workshops, id)))
}

/// R6: whether each member of the collaborative came, and does something.
pub(super) fn collaborative(look: &Look<'_>) -> Judged {
    let members = members(look.file, look.programme);
    if members.is_empty() {
        return Judged::not_applicable("The plan names no members of a collaborative.");
    }
    let all = members.len();
    let absent = members.iter().filter(|member| member.came == 0).count();
    let idle = members.iter().filter(|member| member.actions.is_empty()).count();
    let of = |count: usize, one: &str, several: &str| {
        (count > 0).then(|| {
            format!("{count} of {} {}.", many(all, "member", "members"), if count == 1 { one } else { several })
        })
    };
    let found: Vec<String> = [
        of(absent, "had nobody at a workshop", "had nobody at a workshop"),
        of(idle, "takes part in no action", "take part in no action"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut judged = Judged::unless(&found, "Every member came, and takes part in an action.");
    judged.details = members
        .iter()
        .map(|member| {
            let came = many(member.came, "person", "people");
            format!("{}: {came} came, {}", member.name, many(member.actions.len(), "action", "actions"))
        })
        .collect();
    judged.about([(List::Plans, Id::of_plan())])
}

/// R9: how many actions community partners lead; and the top rung of co-production, which they share in.
pub(super) fn community_leads(look: &Look<'_>) -> Judged {
    let all = look.count();
    if all == 0 {
        return Judged::not_applicable(NO_ACTION);
    }
    let sides: HashMap<Id, Sector> = look
        .live(&List::Delegates)
        .filter_map(|item| Some((item.id, Sector::of(&look.programme.categories, Delegate(item).category())?)))
        .collect();
    let community = |lead: &Lead| matches!(lead, Lead::Person(id) if sides.get(id) == Some(&Sector::Community));
    let led = look.actions().filter(|(row, _)| row.lead.as_ref().is_some_and(community)).count();
    let top = look.programme.framework("ladder").and_then(|ladder| ladder.entries.last());
    let shared = |row: &Row| row.lead.iter().chain(&row.partners).any(community);
    let claimed = look.actions().filter(|(_, action)| top.is_some_and(|top| action.rung() == Some(top.id.as_str())));
    let alone: Vec<Id> = claimed.filter(|(row, _)| !shared(row)).map(|(row, _)| row.id).collect();
    let are = if led == 1 || all == 1 { "is" } else { "are" };
    let sentence =
        format!("{led} of {} {are} led by community partners ({}%).", many(all, "action", "actions"), led * 100 / all);
    let mut found = Vec::new();
    if led == 0 {
        found.push(format!("{sentence} Which of them could one lead, and what would it need?"));
    }
    if let (false, Some(top)) = (alone.is_empty(), top) {
        found.push(share(
            alone.len(),
            all,
            &format!("claims the top rung, {}, with no community lead or partner", top.title.to_lowercase()),
            &format!("claim the top rung, {}, with no community lead or partner", top.title.to_lowercase()),
        ));
    }
    let led_by_none: Vec<Id> = if led == 0 { look.lacking(|_, _| false) } else { Vec::new() };
    Judged::unless(&found, sentence).of_actions(alone.into_iter().chain(led_by_none))
}
