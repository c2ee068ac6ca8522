//! A flip chart typed up in the plan: which workshop and table it hung at, and its lines (domain §3C, step 7).

use std::collections::BTreeSet;

use crate::capture;
use crate::model::fields::{List, Recorder, Workshop};
use crate::model::stamp::Id;
use crate::tui::app::{App, save};
use crate::tui::desk::TypedUp;
use crate::tui::message::Effect;
use crate::tui::overlays::{Form, Input, Overlay, Purpose};
use crate::tui::paste::grouped;

pub(super) fn flip_chart(app: &mut App, _: &str) -> Vec<Effect> {
    lay(app, "");
    Vec::new()
}

/// Asks where the flip chart hung, with what was pasted of it.
pub(in crate::tui) fn lay(app: &mut App, lines: &str) {
    let Some(desk) = &app.desk else { return };
    let workshops = desk.view.live(&List::Workshops).map(Workshop).map(|workshop| {
        let date = workshop.date().map_or_else(String::new, |date| format!(", {}", crate::plan::Row::day_words(date)));
        (workshop.id().to_string(), format!("{}{date}", workshop.title().unwrap_or("a workshop without a title")))
    });
    let workshops: Vec<(String, String)> = workshops.collect();
    let tables: BTreeSet<&str> = desk.view.live(&List::Recorders).filter_map(|item| Recorder(item).table()).collect();
    let known = tables.into_iter().take(8).collect::<Vec<_>>().join(", ");
    let hint = if known.is_empty() { "as table 4; may stay empty".to_owned() } else { format!("known: {known}") };
    let mut text = Input::lines("lines", "Lines", "one thing a line; marks such as #housing and %0 are understood");
    text.entry.insert(lines);
    let inputs =
        vec![Input::choice("workshop", "Workshop", "", workshops), Input::new("table", "Table", "", &hint), text];
    let intro = "Each line becomes a contribution of the kind flip chart, at that table: its consent and its cap are \
                 those of the workshop.";
    app.lay(Overlay::Form(Form::new(Purpose::FlipChart, "Type up a flip chart", intro, inputs, "Keep these lines")));
}

/// Keeps the lines.
pub(in crate::tui) fn keep(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let lines = form.value("lines");
    let lines: Vec<String> = lines.lines().map(capture::clean).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return Err("Type or paste the lines.".into());
    }
    let workshop: Id = form.value("workshop").parse().map_err(|_| "Say at which workshop it hung.")?;
    let table = form.value("table");
    let typed = TypedUp { lines: &lines, workshop, table: &table, writer: app.settings.writers.draw() };
    let delta = app.edit(|desk, now| desk.type_up(&typed, now));
    let count = if lines.len() == 1 { "1 line is".to_owned() } else { format!("{} lines are", grouped(lines.len())) };
    let at = if table.is_empty() { String::new() } else { format!(", {table}") };
    app.say(format!("{count} typed up as flip chart{at}: undo takes them back at once"));
    Ok(save(delta))
}
