//! What starting a workshop from an earlier one does, and rehearsing one.

use std::path::PathBuf;

use super::workshop;
use crate::model::fields::{List, Workshop};
use crate::model::file::File;
use crate::plan::{Agenda, carry, latest_workshop};
use crate::tui::app::{App, Screen};
use crate::tui::desk::Details;
use crate::tui::message::Effect;
use crate::tui::overlays::{Overlay, Pending, Purpose};

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

/// What is typed after the command once it was asked about.
const NOW: &str = "now";

/// Rehearses the workshop that is named, marked or open; leaving the open one is asked about first.
pub(super) fn rehearse(app: &mut App, rest: &str) -> Vec<Effect> {
    if app.screen == Screen::Home {
        let named = Some(rest).filter(|rest| !rest.is_empty()).map(PathBuf::from);
        let marked = || app.home.recent.get(app.home.chosen_recent()).map(|recent| recent.path.clone());
        let path = named.or_else(marked).or_else(|| app.desk.as_ref().map(|desk| desk.path.clone()));
        if path.is_none() {
            app.warn("Say which workshop: /rehearse and the path of its file");
        }
        return path.map(|path| Effect::Rehearse(path, app.settings.writers.draw())).into_iter().collect();
    }
    let Some(path) = app.desk.as_ref().map(|desk| desk.path.clone()) else { return Vec::new() };
    if rest == NOW {
        return vec![Effect::Rehearse(path, app.settings.writers.draw())];
    }
    app.lay(Overlay::Confirm {
        question: "Leave this workshop and rehearse it in a practice copy?".into(),
        detail: "It has the same agenda, card and seats, invented people, and nothing that was said. Nothing of it \
                 can get into this file, which stays as it is."
            .into(),
        yes: Pending::Command("rehearse", NOW.into()),
    });
    Vec::new()
}

/// Asks for the details of a new workshop that has an earlier one as its template.
pub(in crate::tui) fn from_template(app: &mut App, earlier: File) -> Vec<Effect> {
    let Some(before) = latest_workshop(&earlier).map(Workshop) else {
        app.warn("There is no workshop in that file");
        return Vec::new();
    };
    let agenda = Agenda::of_workshop(&earlier, Some(before), &app.programme);
    let details = Details { date: app.now.date_naive().to_string(), ..Details::of(before) };
    let parts = if agenda.is_own() { format!("its agenda ({})", agenda.total()) } else { "its stages".into() };
    let open = match carry(&earlier).list(&List::Actions).len() {
        0 => String::new(),
        1 => " 1 open action is handed on.".into(),
        n => format!(" {n} open actions are handed on."),
    };
    let intro = format!(
        "After “{}”: {parts}, question, connector and partners come along, with nothing that was said and nobody who \
         was there.{open}",
        before.title().unwrap_or("Workshop"),
    );
    let mut form = workshop::start_form(app, &details, Purpose::Template(Box::new(earlier)));
    form.intro = intro;
    app.lay(Overlay::Form(form));
    Vec::new()
}
