//! What holds for the whole plan: one form for its header, and the template of a collaborative.

use super::plan::day;
use crate::capture;
use crate::model::edit::Edit;
use crate::model::fields::{Field, List, field};
use crate::model::item::Item;
use crate::model::programme::Programme;
use crate::plan::{AreaMap, EIGHT, PlanState, header, members, open_fields};
use crate::tui::app::{App, save};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::overlays::{Form, Input, Overlay, Purpose};

pub(super) fn about_plan(app: &mut App, _: &str) -> Vec<Effect> {
    lay(app);
    Vec::new()
}

/// Opens the form of the header.
pub(in crate::tui) fn lay(app: &mut App) {
    let Some(desk) = &app.desk else { return };
    let plan = header(&desk.view);
    let text = |of: Field| plan.and_then(|plan| plan.0.text(of)).unwrap_or_default().to_owned();
    let set = |of: Field| plan.into_iter().flat_map(|plan| plan.0.set(of)).map(str::to_owned).collect::<Vec<_>>();
    let mut inputs = vec![Input::new(field::TITLE.name(), "Title", &text(field::TITLE), "what the plan is called")];
    inputs.extend(EIGHT.iter().map(|(of, label, hint)| {
        let value = if *of == field::LEAD { desk.person_name(&text(*of)) } else { text(*of) };
        Input::new(of.name(), label, &value, hint)
    }));
    let principles: Vec<String> = set(field::PRINCIPLES).iter().map(|id| principle(&app.programme, id)).collect();
    let governance = "how people with lived experience share in decisions";
    inputs.extend([
        Input::new(field::EQUITY.name(), "Equity statement", &text(field::EQUITY), "what the plan does about fairness"),
        Input::new(field::GOVERNANCE.name(), "Shared decisions", &text(field::GOVERNANCE), governance),
        Input::new(field::PRINCIPLES.name(), "Principles", &principles.join("; "), &offered(&app.programme)),
        Input::new(field::MEMBERS.name(), "Members", &set(field::MEMBERS).join("; "), "bodies, parted by semicolons"),
        Input::new(
            field::NETWORKS.name(),
            "Networks",
            &AreaMap::of(plan).typed(),
            "Northfield PCN: Redditch, Bromsgrove; Eastfield PCN: Redditch",
        ),
        Input::new(field::AREAS.name(), "Areas", &set(field::AREAS).join(", "), "all it covers, parted by commas"),
        Input::new(
            field::PLUS.name(),
            "Groups chosen here",
            &set(field::PLUS).join("; "),
            "whom the plan is for above all, parted by semicolons",
        ),
        Input::new(field::AGREED.name(), "Agreed on", &text(field::AGREED), "a day; until then it is a draft"),
    ]);
    let open = open_fields(&desk.view);
    let intro = format!(
        "{}. The header on inequalities says {} of {}. Only what you change is written.",
        PlanState::of(&desk.view, app.now.date_naive()).words(),
        EIGHT.len() - open.len(),
        EIGHT.len()
    );
    app.lay(Overlay::Form(Form::new(Purpose::Header, "About the plan", &intro, inputs, "Keep this")));
}

/// A principle as people read it: the programme's, or one of their own.
fn principle(programme: &Programme, id: &str) -> String {
    let known = programme.framework("principles").and_then(|framework| framework.entry(id));
    known.map_or_else(|| id.to_owned(), |entry| entry.title.clone())
}

fn offered(programme: &Programme) -> String {
    let entries = programme.framework("principles").map(|framework| framework.entries.as_slice()).unwrap_or_default();
    let names: Vec<String> = entries.iter().map(|entry| entry.id.replace('-', " ")).collect();
    format!("parted by semicolons: {}, or your own", names.join(", "))
}

/// A change of one field of the header.
enum Change {
    Text(Field, Option<String>),
    Set(Field, Vec<String>),
}

/// Keeps what was changed in the form, as one command.
pub(in crate::tui) fn keep(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let desk = app.desk.as_ref().ok_or("No file is open.")?;
    let mut changes = Vec::new();
    for input in form.inputs.iter().filter(|input| input.is_changed()) {
        let typed = capture::clean(input.entry.text());
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let parted = |by: &[char]| -> Vec<String> {
            typed.split(by).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let of = match EIGHT.iter().map(|(of, ..)| *of).find(|of| of.name() == input.key) {
            Some(of) => of,
            None => OTHERS.iter().copied().find(|of| of.name() == input.key).ok_or("There is no such field.")?,
        };
        changes.push(match of {
            field::LEAD => Change::Text(of, some(typed.clone()).map(|typed| desk.stored_person(&typed))),
            field::AGREED => Change::Text(of, day(app, &typed)?),
            field::PRINCIPLES => {
                let framework = app.programme.framework("principles");
                let meant = |typed: String| {
                    let words = typed.replace(' ', "-");
                    let entry = framework.and_then(|of| of.meant(&typed).or_else(|| of.meant(&words)));
                    entry.map_or(typed, |entry| entry.id.clone())
                };
                Change::Set(of, parted(&[';']).into_iter().map(meant).collect())
            }
            field::MEMBERS | field::PLUS => Change::Set(of, parted(&[';'])),
            field::NETWORKS => Change::Set(of, AreaMap::read(&typed)?),
            field::AREAS => Change::Set(of, parted(&[',', ';'])),
            of => Change::Text(of, some(typed.clone())),
        });
    }
    if changes.is_empty() {
        app.say("The plan is as it was");
        return Ok(Vec::new());
    }
    let delta = app.edit(|desk, now| {
        let item = header(&desk.view).map(|plan| plan.0.clone());
        desk.change(now, |edit| changes.iter().for_each(|change| change.write(edit, item.as_ref())))
    });
    let state = app.desk.as_ref().map(|desk| PlanState::of(&desk.view, app.now.date_naive()).words());
    app.say(format!("Kept. {}", state.unwrap_or_default()));
    Ok(save(delta.flatten()))
}

/// The fields of the header beside the eight.
const OTHERS: [Field; 9] = [
    field::TITLE,
    field::EQUITY,
    field::GOVERNANCE,
    field::PRINCIPLES,
    field::MEMBERS,
    field::NETWORKS,
    field::AREAS,
    field::PLUS,
    field::AGREED,
];

impl Change {
    fn write(&self, edit: &mut Edit<'_>, item: Option<&Item>) {
        let (list, id) = (&List::Plans, edit.plan());
        match self {
            Self::Text(of, Some(text)) => edit.set(list, id, *of, text.as_str()),
            Self::Text(of, None) => edit.clear(list, id, *of),
            Self::Set(of, meant) => {
                let held: Vec<&str> = item.into_iter().flat_map(|item| item.set(*of)).collect();
                meant
                    .iter()
                    .filter(|name| !held.contains(&name.as_str()))
                    .for_each(|name| edit.put(list, id, *of, name));
                held.iter()
                    .filter(|name| !meant.iter().any(|of| of == *name))
                    .for_each(|name| edit.take(list, id, *of, name));
            }
        }
    }
}

/// Shows the members of the collaborative; `template` loads those of the programme where there are none yet.
pub(super) fn collaborative(app: &mut App, rest: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    let none = app.desk.as_ref().is_some_and(|desk| members(&desk.view, &app.programme).is_empty());
    if rest == "template" && none {
        let entries = app.programme.framework("collaborative").map(|framework| framework.entries.clone());
        let entries = entries.unwrap_or_default();
        let delta = app.edit(|desk, now| {
            desk.change(now, |edit| {
                let id = edit.plan();
                for entry in &entries {
                    edit.put(&List::Plans, id, field::MEMBERS, &entry.title);
                }
            })
        });
        app.say(format!("{} members are loaded: change them to who is there now", entries.len()));
        effects = save(delta.flatten());
    }
    sheet::open(app, Sheet::Members);
    effects
}

pub(super) fn areas(app: &mut App, _: &str) -> Vec<Effect> {
    sheet::open(app, Sheet::Areas);
    Vec::new()
}
