//! The register of who agreed to an action (domain P15): recorded one body at a time, and removed by the ordinary mark.

use super::plan::day;
use crate::capture;
use crate::model::fields::{Endorsement, List, field};
use crate::model::stamp::Id;
use crate::plan::Agreement;
use crate::tui::app::{App, save};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::overlays::{Form, Input, Overlay, Purpose};

/// Shows who agreed to the marked action; where nobody has, asks for the first.
pub(super) fn agreed(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(action) = app.plan.marked(app) else { return Vec::new() };
    if let Some(record) = rest.strip_prefix("remove ").and_then(|id| id.parse::<Id>().ok()) {
        let delta =
            app.edit(|desk, now| desk.change(now, |edit| edit.set(&List::Endorsements, record, field::REMOVED, true)));
        app.say("The agreement is removed: undo brings it back");
        return save(delta.flatten());
    }
    let any = app.desk.as_ref().is_some_and(|desk| desk.agreements(&app.programme).contains_key(&action));
    if rest == "new" || !any {
        lay(app, action);
    } else {
        sheet::open(app, Sheet::Agreed(action));
    }
    Vec::new()
}

fn lay(app: &mut App, action: Id) {
    let categories = app.programme.categories.iter().map(|of| (of.id.clone(), of.title.clone()));
    let categories = std::iter::once((String::new(), "not said".to_owned())).chain(categories).collect();
    let inputs = vec![
        Input::new("body", "Who agreed", "", "a body, a group, a person; @3 is seat 3"),
        Input::choice("category", "Kind of partner", "", categories),
        Input::new("date", "On", &app.now.date_naive().to_string(), "a day, as 4/12 or 2026-12-04"),
        Input::new("how", "How", "", "at a meeting; checked by phone with 3 residents"),
    ];
    let reference = app.plan.rows(app).iter().find(|row| row.id == action).map(|row| row.reference.clone());
    let title = format!("Who agreed to {}", reference.unwrap_or_default());
    let intro = "It reads “locally agreed” once somebody of the community agreed. A light route counts.";
    app.lay(Overlay::Form(Form::new(Purpose::Agreed(action), &title, intro, inputs, "Keep this agreement")));
}

/// Keeps who agreed.
pub(in crate::tui) fn keep(app: &mut App, action: Id, form: &Form) -> Result<Vec<Effect>, String> {
    let body = capture::clean(&form.value("body"));
    if body.is_empty() {
        return Err("Say who agreed.".into());
    }
    let date = day(app, &form.value("date"))?;
    let (category, how) = (form.value("category"), capture::clean(&form.value("how")));
    let delta = app.edit(|desk, now| {
        let body = desk.stored_person(&body);
        desk.change(now, |edit| {
            let list = &List::Endorsements;
            let id = edit.create(list);
            edit.set(list, id, field::ACTION, action);
            edit.set(list, id, field::BODY, body);
            let others = [(field::CATEGORY, Some(category)), (field::DATE, date), (field::HOW, Some(how))];
            for (of, value) in others {
                if let Some(value) = value.filter(|value| !value.is_empty()) {
                    edit.set(list, id, of, value);
                }
            }
        })
    });
    app.say(capital(&words(app, action)));
    Ok(save(delta.flatten()))
}

/// How an action stands, in words.
pub(in crate::tui) fn words(app: &App, action: Id) -> String {
    let agreement =
        app.desk.as_ref().and_then(|desk| desk.agreements(&app.programme).get(&action).map(Agreement::words));
    agreement.unwrap_or_else(|| Agreement::default().words())
}

/// A body of a record as a name to read.
pub(in crate::tui) fn body(app: &App, record: Id) -> String {
    let Some(desk) = &app.desk else { return String::new() };
    let item = desk.view.find(&List::Endorsements, record);
    let body = item.and_then(|item| Endorsement(item).body());
    body.map_or_else(|| "nobody is named".into(), |body| desk.person_name(body))
}

/// A sentence with its first letter large.
pub(in crate::tui) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
