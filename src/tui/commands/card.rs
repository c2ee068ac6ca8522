//! The card of an event: who calls it, who speaks, who pays, who stands with it, what it is about, and what is open.

use super::plan;
use crate::capture;
use crate::model::fields::{Field, List, Workshop, field};
use crate::tui::app::{App, save};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::{Form, Input, Overlay, Purpose};

/// The sets of the card: what the code calls each, what people call it, and what stands in it.
const SETS: &[(&str, &str, Field, &str)] = &[
    ("themes", "Themes", field::THEMES, "what it is about; they are offered as tags"),
    ("hosts", "Hosts", field::HOSTS, "who calls it; printed in the summary"),
    ("speakers", "Speakers", field::SPEAKERS, "those who have said yes"),
    ("unconfirmed", "To be confirmed", field::UNCONFIRMED, "speakers who have not said yes yet"),
    ("sponsors", "Sponsors", field::SPONSORS, "who pays; printed in the summary"),
    ("bodies", "Partner bodies", field::BODIES, "who stands with it; printed in the summary"),
    ("open", "Open to change", field::OPEN_TO_CHANGE, "what people here can still influence"),
    ("fixed", "Already fixed", field::FIXED, "what is settled, said openly"),
];

pub(super) fn card(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let Some(workshop) = desk.view.workshop() else { return Vec::new() };
    let input = |(key, label, set, hint): &(&'static str, &'static str, Field, &str)| {
        Input::new(key, label, &held(workshop, *set).join("; "), hint)
    };
    let intro = "Part several with a semicolon. Whoever is here is added with /people, and leads of a part of the day \
                 with the agenda.";
    let mut inputs: Vec<Input> = SETS.iter().map(input).collect();
    let until = workshop.keep_until().unwrap_or_default();
    inputs.push(Input::new(
        "until",
        "Keep until",
        until,
        "the day after which this file is to be deleted; empty for none",
    ));
    let mut form = Form::new(Purpose::Card, "The card of this event", intro, inputs, "Keep the card");
    form.aside = aside(desk, workshop);
    app.lay(Overlay::Form(form));
    Vec::new()
}

/// What stands in a set of the card: confirmed speakers are those of whom nobody says otherwise.
fn held(workshop: Workshop<'_>, set: Field) -> Vec<String> {
    let unconfirmed: Vec<&str> = workshop.unconfirmed().collect();
    let of_set = workshop.0.set(set);
    of_set.filter(|name| set != field::SPEAKERS || !unconfirmed.contains(name)).map(str::to_owned).collect()
}

/// What stands elsewhere: the people here, who leads a part of the day, and the workshop before.
fn aside(desk: &Desk, workshop: Workshop<'_>) -> Vec<String> {
    let mut aside = vec![format!("Delegates: {}", desk.room().seats.len())];
    let mut leads: Vec<String> = Vec::new();
    for part in desk.view.live(&List::Agenda) {
        leads.extend(part.set(field::LEADS).map(|lead| desk.person_name(lead)));
    }
    leads.dedup();
    let leads = if leads.is_empty() { "none on the agenda yet".to_owned() } else { leads.join(", ") };
    aside.push(format!("Session leads: {leads}"));
    if let Some(earlier) = workshop.earlier() {
        let title = desk.view.find(&List::Workshops, earlier).and_then(|w| w.text(field::TITLE));
        aside.push(format!("Follows: {}", title.unwrap_or("an earlier workshop, whose file is not open here")));
    }
    aside
}

/// The names in a list parted by semicolons, or by commas where there is no semicolon.
fn parted(typed: &str) -> Vec<String> {
    let by = if typed.contains(';') { ';' } else { ',' };
    let names = typed.split(by).map(|name| capture::clean(name.trim().trim_start_matches('#')));
    names.filter(|name| !name.is_empty()).collect()
}

/// Keeps the card, as one command; only what was changed is written.
pub(in crate::tui) fn keep_card(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let until = plan::day(app, &form.value("until"))?;
    let typed: Vec<(Field, Vec<String>)> = SETS
        .iter()
        .map(|(key, _, set, _)| {
            let sentences = matches!(*set, field::OPEN_TO_CHANGE | field::FIXED);
            let value = form.value(key);
            // A sentence may hold a comma.
            (*set, if sentences { parted(&format!("{value};")) } else { parted(&value) })
        })
        .collect();
    let delta = app.edit(|desk, now| {
        let workshop = desk.view.workshop()?;
        let unconfirmed = typed.iter().find(|(set, _)| *set == field::UNCONFIRMED).map(|(_, names)| names.clone());
        let mut changes = Vec::new();
        for (set, mut meant) in typed {
            // Whoever is to be confirmed is a speaker too; one key apart, one list in the file.
            if set == field::SPEAKERS {
                meant.extend(unconfirmed.iter().flatten().cloned());
            }
            let held: Vec<String> = workshop.0.set(set).map(str::to_owned).collect();
            changes.extend(meant.iter().filter(|name| !held.contains(name)).map(|name| (set, name.clone(), true)));
            changes.extend(held.into_iter().filter(|name| !meant.contains(name)).map(|name| (set, name, false)));
        }
        let id = workshop.id();
        desk.change(now, |edit| {
            match until {
                Some(until) => edit.set(&List::Workshops, id, field::KEEP_UNTIL, until),
                None => edit.clear(&List::Workshops, id, field::KEEP_UNTIL),
            }
            for (set, name, put) in changes {
                if put {
                    edit.put(&List::Workshops, id, set, &name);
                } else {
                    edit.take(&List::Workshops, id, set, &name);
                }
            }
        })
    });
    app.say("The card is kept");
    Ok(save(delta.flatten()))
}
