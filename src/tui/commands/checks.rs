//! Commands of the page of checks, and of what is looked at through it.

use super::room::lay_connectors;
use crate::model::fields::List;
use crate::model::stamp::Id;
use crate::tui::app::App;
use crate::tui::message::Effect;
use crate::tui::screens::plan::Page;

/// Turns to the checks; with an id such as T6, to that one.
pub(super) fn show(app: &mut App, rest: &str) -> Vec<Effect> {
    app.notice = None;
    app.plan.go(Page::Checks);
    let Some(desk) = app.desk.as_ref().filter(|_| !rest.is_empty()) else { return Vec::new() };
    let found = desk.gaps(&app.programme, app.now.date_naive());
    match found.iter().position(|found| found.check.ids.iter().any(|id| id.eq_ignore_ascii_case(rest))) {
        Some(at) => app.plan.check = at,
        None => app.warn(format!("There is no check {rest}: they are T1 to T17, and the rows below them")),
    }
    Vec::new()
}

/// Asks who connects at a workshop of the plan.
pub(in crate::tui) fn connectors_of(app: &mut App, workshop: Id) {
    if app.desk.as_ref().is_some_and(|desk| desk.view.find(&List::Workshops, workshop).is_some()) {
        lay_connectors(app, workshop);
    }
}
