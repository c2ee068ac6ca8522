//! What the words of a report are grouped by: stages, parts of the agenda (domain A2), themes or tables.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::gate::{Event, Published};
use super::section::stage_title;
use super::voice::Voice;
use crate::model::fields::{self, List};
use crate::model::file::File;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Grouping};

/// A part of an agenda, as it may stand in a report.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) id: Id,
    pub(super) workshop: Option<Id>,
    pub(super) title: String,
}

/// The parts of every agenda, workshop by workshop; `may_show` says whether a title may be shown.
pub(super) fn parts(file: &File, workshops: &[Event<'_>], may_show: impl Fn(&str) -> bool) -> Vec<Part> {
    // One that was taken off the agenda since is where its words were said all the same.
    let items = file.list(&List::Agenda).iter().filter(|item| item.has_base());
    let mut parts: Vec<fields::Part<'_>> = items.map(|item| fields::Part(item)).collect();
    let nth = |part: &fields::Part<'_>| workshops.iter().position(|event| Some(event.id) == part.workshop());
    parts.sort_by_key(|part| (nth(part), part.order().unwrap_or(i64::MAX), part.id()));
    let title = |part: &fields::Part<'_>| {
        let title = part.title().filter(|title| !title.trim().is_empty()).unwrap_or("No title");
        if may_show(title) { title.to_owned() } else { "Part".to_owned() }
    };
    parts.iter().map(|part| Part { id: part.id(), workshop: part.workshop(), title: title(part) }).collect()
}

/// The title of the part in which something was said; none where it was said in none that is known here.
pub(super) fn part_title<'v>(view: &'v Published<'_>, voice: &Voice<'_>) -> Option<&'v str> {
    view.parts.iter().find(|part| Some(part.id) == voice.part()).map(|part| part.title.as_str())
}

/// Where a group stands among the others: what is said nowhere comes last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A part of the agenda, by its place.
    Part(usize),
    /// A stage, by its place.
    Stage(usize),
    /// A theme, the one with the most lines first.
    Theme(Reverse<usize>, String),
    /// A table.
    Table(String),
    /// None of these.
    Nowhere,
}

/// The voices that are wanted, as places in the view, group by group, each group under its heading.
pub(super) fn groups(view: &Published<'_>, wanted: impl Fn(&Voice<'_>) -> bool) -> Vec<(String, Vec<usize>)> {
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, voice) in view.voices.iter().enumerate().filter(|(_, voice)| wanted(voice)) {
        groups.entry(key(view, voice)).or_default().push(at);
    }
    groups.into_iter().map(|(key, places)| (heading(view, &key), places)).collect()
}

fn key(view: &Published<'_>, voice: &Voice<'_>) -> Key {
    let found = match view.grouping {
        Grouping::Stage => stage(view, voice),
        Grouping::Part => match view.parts.iter().position(|part| Some(part.id) == voice.part()) {
            Some(place) => Some(Key::Part(place)),
            // Without an agenda of its own the stages are the agenda.
            None if view.parts.iter().all(|part| part.workshop != voice.workshop()) => stage(view, voice),
            None => None,
        },
        Grouping::Theme => voice.themes.first().map(|theme| {
            let lines = view.themes.get(theme).copied().unwrap_or_default();
            Key::Theme(Reverse(lines), (*theme).to_owned())
        }),
        Grouping::Table => voice.table().map(|table| Key::Table(table.to_owned())),
    };
    found.unwrap_or(Key::Nowhere)
}

fn stage(view: &Published<'_>, voice: &Voice<'_>) -> Option<Key> {
    let stage = voice.stage()?;
    view.programme.stages.iter().position(|of| of.id == stage).map(Key::Stage)
}

fn heading(view: &Published<'_>, key: &Key) -> String {
    match key {
        Key::Part(place) => view.parts.get(*place).map(|part| {
            // Two workshops may each have a welcome.
            let several = view.workshops.len() > 1;
            let event = view.workshops.iter().find(|event| several && Some(event.id) == part.workshop);
            event.map_or_else(|| part.title.clone(), |event| format!("{}: {}", event.title, part.title))
        }),
        Key::Stage(place) => {
            let stage = view.programme.stages.get(*place).map(|stage| stage.id.as_str());
            stage_title(view, stage).map(str::to_owned)
        }
        Key::Theme(_, theme) => Some(theme.clone()),
        Key::Table(table) => Some(called(table)),
        Key::Nowhere => None,
    }
    .unwrap_or_else(|| nowhere(view).to_owned())
}

/// A table as people call it.
pub(super) fn called(table: &str) -> String {
    if table.to_lowercase().starts_with("table") { table.to_owned() } else { format!("table {table}") }
}

const fn nowhere(view: &Published<'_>) -> &'static str {
    match (view.grouping, view.audience) {
        (Grouping::Stage, _) => "At no stage",
        (Grouping::Part, _) => "In no part of the agenda",
        (Grouping::Theme, _) => "No theme",
        (Grouping::Table, Audience::Team) => "At a table that is not shown",
        (Grouping::Table, _) => "Tables are shown to the team alone",
    }
}
