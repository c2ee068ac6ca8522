//! Bringing in a file of another program.

use super::super::overlays::{Form, Input, Overlay, Purpose, sheet};
use crate::tui::app::{App, Screen};
use crate::tui::message::Effect;

/// Looks through the file named after the command, or asks which.
pub(super) fn import(app: &mut App, named: &str) -> Vec<Effect> {
    let named = named.trim().trim_matches('"');
    if !named.is_empty() {
        return sheet::importing::look(app, named.into(), "");
    }
    let mut inputs = vec![Input::new("from", "File", "", "a table, a text, minutes, or the folder of a Polis export")];
    if app.screen == Screen::Home {
        inputs.push(Input::new("into", "Into", "", "a session or a plan; left empty, a session of its own"));
    }
    let intro = "Shows first what would come in and what is left out. Nothing is written until you accept it.";
    app.lay(Overlay::Form(Form::new(Purpose::Import, "Bring in a file", intro, inputs, "Look through it")));
    Vec::new()
}
