//! The plan on a page (domain P22): priorities, for whom, leads, dates, status and what changed.
//!
//! Nothing is cut to make it fit: what does not fit is counted by [`fit`](super::fit), and the page is not written.

use super::action::Action;
use super::audience::Preset;
use super::columns;
use super::consent::Why;
use super::document::Document;
use super::gate::Published;
use super::report::begin;
use super::time::{capital, counted_since, differences};
use super::{section, sheets, whole};
use crate::model::fields::field;
use crate::model::words::Status;
use crate::plan::Standing;

pub(super) fn one_page<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("Plan on a page", view);
    let population = whole::population(view);
    let standing = section::standing(view);
    if let Some(population) = population {
        document.paragraph(format!("For whom and why: {population}"));
    }
    let counted = || view.actions.iter().filter(|action| action.same_as.is_none());
    let ranked: Vec<&Action> = counted().filter(|action| matches!(action.standing, Standing::Priority(_))).collect();
    // Where nobody has ranked anything, everything that is still to be done counts.
    let to_do = |action: &&Action| {
        let closed = matches!(action.status, Status::Done | Status::Stopped);
        action.standing == Standing::Other && !closed && action.is_told()
    };
    let has_ranks = !ranked.is_empty();
    let top: Vec<&Action> = if has_ranks { ranked } else { counted().filter(to_do).collect() };
    document.heading(2, if has_ranks { "Priorities" } else { "Actions" });
    if top.is_empty() {
        document.paragraph("There is no action yet.");
    } else {
        let caption = if has_ranks { "What comes first, and who leads on it" } else { "What is still to be done" };
        document.table(caption, &header(has_ranks), top.iter().map(|action| row(view, action, has_ranks)).collect());
    }
    document.heading(2, "How far we have come");
    document.paragraph(standing.unwrap_or_else(|| "Nothing has begun yet.".to_owned()));
    let changed = changed(view, &top);
    if changed.is_empty() {
        document.paragraph("Nothing has changed yet.");
    } else {
        document.list(changed);
    }
    document.heading(2, "What is not on this page, and why");
    document.paragraph(not_here(view, counted().count() - top.len()));
    sheets::actions(view, &mut document);
    document
}

fn header(ranked: bool) -> Vec<&'static str> {
    let all = ["Rank", "Action", "For whom", "Lead", "Due", "Status"];
    if ranked { all.to_vec() } else { all.get(1..).unwrap_or_default().to_vec() }
}

fn row(view: &Published<'_>, action: &Action, ranked: bool) -> Vec<String> {
    let of = |field| columns::words(view, action, field).unwrap_or_default();
    let rank = match action.standing {
        Standing::Priority(rank) if ranked => Some(rank.to_string()),
        _ => None,
    };
    let late = if action.overdue { ", past its date" } else { "" };
    let status = format!("{} {}{late}", action.status.symbol(), action.status.title());
    let due = action.day(field::DUE).map(|day| day.format("%-d %B %Y").to_string()).unwrap_or_default();
    let cells = [capital(&action.text), of(field::POPULATION), of(field::LEAD), due, status];
    rank.into_iter().chain(cells).collect()
}

/// What was left out, and why, counted, in as few words as a page has room for.
fn not_here(view: &Published<'_>, others: usize) -> String {
    let withheld = &view.withheld;
    let plain = Preset::of(view.audience).plain;
    let why = |why: Why| if plain { why.plain() } else { why.title() };
    let mut parts = Vec::new();
    if others > 0 {
        parts.push(format!("other actions, in the action plan: {others}"));
    }
    let contributions: usize = withheld.contributions.values().sum();
    if contributions > 0 {
        let of = withheld.contributions.iter().map(|(of, count)| format!("{} {count}", why(*of)));
        parts.push(format!("contributions: {contributions} ({})", of.collect::<Vec<_>>().join(", ")));
    }
    let more = withheld.actions + withheld.wordings + withheld.details;
    if more > 0 {
        parts.push(format!("actions, wordings and details that may not be shown: {more}"));
    }
    if withheld.few > 0 {
        parts.push(format!("lines credited to Delegate because few people share the role: {}", withheld.few));
    }
    if parts.is_empty() { "Nothing was left out.".to_owned() } else { format!("{}.", capital(&parts.join("; "))) }
}

/// What changed since an earlier copy where one was compared; else what changed by what was done, and what came of the
/// priorities that are done.
fn changed(view: &Published<'_>, top: &[&Action]) -> Vec<String> {
    let since = counted_since(view);
    if !since.is_empty() {
        return since.to_vec();
    }
    let mut told = differences(view);
    for action in top {
        let told_of = told.iter().any(|words| words.starts_with(&action.reference));
        let note = action.note.as_ref().filter(|_| !told_of && action.status == Status::Done);
        told.extend(note.map(|note| format!("{}: {note}", capital(&action.text))));
    }
    told
}
