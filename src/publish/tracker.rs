//! The action tracker: the columns that boards keep their action logs in.

use super::action::Action;
use super::columns;
use super::document::{Cell, Document, Paper};
use super::gate::Published;
use super::report::{begin, finish};
use super::time::capital;
use super::{chart, section};
use crate::model::fields::field;
use crate::model::words::Status;

const COLUMNS: [&str; 7] = ["Ref", "Source", "Action", "Lead", "Due", "Status", "Proposed to close"];

/// Every action with where it comes from, and whether it is proposed to close it.
pub(super) fn tracker<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("Action tracker", view);
    document.set_paper(Paper::A4Wide);
    let actions: Vec<&Action> = view.actions.iter().filter(|action| action.same_as.is_none()).collect();
    if let Some(standing) = section::standing(view) {
        document.paragraph(standing);
        document.heading(2, "Actions");
        document.searched_table("The actions and who answers for them", &COLUMNS, rows(view, &actions));
        document.section("At a glance", |to| chart::actions(view, to));
    } else {
        document.paragraph("There is no action yet.");
    }
    let same = view.actions.len() - actions.len();
    let more = (same > 0).then(|| format!("Actions that are the same as another here: {same}."));
    finish(view, &mut document, more.into_iter().collect());
    let header = [&COLUMNS[..], &["Status date", "Past its date", "State", "For"]].concat();
    document.sheet(
        "tracker",
        "A row for each action, as boards follow them.",
        header,
        actions.iter().map(|action| cells(view, action)).collect(),
    );
    document
}

fn rows(view: &Published<'_>, actions: &[&Action]) -> Vec<Vec<String>> {
    let of = |action: &Action, field| columns::words(view, action, field).unwrap_or_default();
    let row = |action: &&Action| {
        vec![
            action.reference.clone(),
            source(view, action),
            capital(&action.text),
            of(action, field::LEAD),
            of(action, field::DUE),
            columns::status(action),
            to_close(view, action),
        ]
    };
    actions.iter().map(row).collect()
}

fn cells(view: &Published<'_>, action: &Action) -> Vec<Cell> {
    let text = |words: &str| Cell::Text(words.to_owned());
    let lead = columns::words(view, action, field::LEAD);
    vec![
        text(&action.reference),
        source(view, action).into(),
        text(&action.text),
        lead.as_deref().into(),
        action.day(field::DUE).map_or_else(|| text(""), Cell::Day),
        text(action.status.title()),
        to_close(view, action).into(),
        action.status_date.map_or_else(|| text(""), Cell::Day),
        text(if action.overdue { "yes" } else { "no" }),
        text(view.whole.state.word()),
        text(view.audience.title()),
    ]
}

/// The workshop that it comes from, with its day; an action that the organiser wrote comes from the plan.
fn source(view: &Published<'_>, action: &Action) -> String {
    let Some(event) = view.workshops.iter().find(|event| Some(event.id) == action.workshop) else {
        return "The plan".to_owned();
    };
    let day = event.date.and_then(crate::plan::Day::read).filter(|day| day.date().is_some());
    day.map_or_else(|| event.title.to_owned(), |day| format!("{}, {day}", event.title))
}

/// What is done can be closed, and what was stopped with a reason: a refusal with a reason counts as an answer.
fn to_close(view: &Published<'_>, action: &Action) -> String {
    let why_not = columns::words(view, action, field::WHY_NOT).or_else(|| action.note.clone());
    match (action.status, why_not) {
        (Status::Done, _) => "yes: done".to_owned(),
        (Status::Stopped, Some(why)) => format!("yes: stopped. {why}"),
        (Status::Stopped, None) => "no: stopped, and no reason is given".to_owned(),
        _ => "no".to_owned(),
    }
}
