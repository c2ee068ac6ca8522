//! What the commands of the projector do.

use crate::tui::app::App;
use crate::tui::commands;
use crate::tui::message::Effect;
use crate::tui::screens::present;

pub(super) fn project(app: &mut App, _: &str) -> Vec<Effect> {
    app.notice = None;
    present::begin(app, false);
    Vec::new()
}

pub(super) fn next(app: &mut App, _: &str) -> Vec<Effect> {
    present::turn(app, 1);
    Vec::new()
}

pub(super) fn before(app: &mut App, _: &str) -> Vec<Effect> {
    present::turn(app, -1);
    Vec::new()
}

pub(super) fn more(app: &mut App, _: &str) -> Vec<Effect> {
    present::go_on(app, false);
    Vec::new()
}

/// From a window of its own there is nowhere to go back to: it ends.
pub(super) fn back(app: &mut App, _: &str) -> Vec<Effect> {
    if present::leave(app) { Vec::new() } else { commands::by_id(app, "quit", "") }
}
