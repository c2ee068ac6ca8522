//! What starting a workshop from an earlier one does.

use std::path::PathBuf;

use super::workshop;
use crate::model::file::File;
use crate::plan::Agenda;
use crate::tui::app::{App, Screen};
use crate::tui::desk::Details;
use crate::tui::message::Effect;
use crate::tui::overlays::{Overlay, Purpose};

/// Starts from the file that is named, marked or open.
pub(super) fn start(app: &mut App, rest: &str) -> Vec<Effect> {
    if !rest.is_empty() {
        return vec![Effect::Template(PathBuf::from(rest))];
    }
    if app.screen == Screen::Home {
        let path = app.home.recent.get(app.home.chosen_recent()).map(|recent| recent.path.clone());
        return path.map(Effect::Template).into_iter().collect();
    }
    let file = app.desk.as_ref().map(|desk| desk.view.clone());
    file.map_or_else(Vec::new, |file| from_template(app, file))
}

/// Asks for the details of a new workshop that has an earlier one as its template.
pub(in crate::tui) fn from_template(app: &mut App, earlier: File) -> Vec<Effect> {
    let Some(before) = earlier.workshop() else {
        app.warn("There is no workshop in that file");
        return Vec::new();
    };
    let agenda = Agenda::of(&earlier, &app.programme);
    let details = Details { date: app.now.date_naive().to_string(), ..Details::of(before) };
    let parts = if agenda.is_own() { format!("its agenda ({})", agenda.total()) } else { "its stages".into() };
    let intro = format!(
        "After “{}”: {parts}, question, connector and partners come along, with nothing that was said and nobody who \
         was there.",
        before.title().unwrap_or("Workshop"),
    );
    let mut form = workshop::start_form(app, &details, Purpose::Template(Box::new(earlier)));
    form.intro = intro;
    app.lay(Overlay::Form(form));
    Vec::new()
}
