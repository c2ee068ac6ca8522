//! What the commands of the plan screen do.

use std::path::PathBuf;
use std::sync::Arc;

use crate::capture;
use crate::model::columns::{COLUMNS, PIECES, Piece, Takes};
use crate::model::fields::{Field, List, field};
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Status};
use crate::plan::{READY_STEPS, Row, Said, entries, readiness, said};
use crate::tui::app::{App, Screen, save};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::overlays::{Form, Input, Overlay, Purpose};
use crate::tui::screens::plan::missing_words;

pub(super) fn show(app: &mut App, _: &str) -> Vec<Effect> {
    app.screen = Screen::Plan;
    app.notice = None;
    app.plan.begin();
    Vec::new()
}

pub(super) fn turn(app: &mut App, _: &str) -> Vec<Effect> {
    app.plan.turn();
    Vec::new()
}

pub(super) fn join(app: &mut App, _: &str) -> Vec<Effect> {
    let desk = app.desk.as_ref();
    let folder = desk.and_then(|d| d.path.parent()).unwrap_or(&app.settings.sessions).to_path_buf();
    let plan = match desk.filter(|d| d.is_plan()) {
        Some(desk) => desk.path.clone(),
        None => folder.join("plan.json"),
    };
    let inputs = vec![
        Input::new(
            "from",
            "Files or folders",
            &folder.to_string_lossy(),
            "a folder joins every session in it; part several with ;",
        ),
        Input::new("plan", "Plan file", &plan.to_string_lossy(), "joined if it is there already, never replaced"),
    ];
    let intro = "Shows first what each file would bring. Nothing is written until you accept it.";
    app.lay(Overlay::Form(Form::new(Purpose::Merge, "Join files into a plan", intro, inputs, "Look through them")));
    Vec::new()
}

/// Shows once more what was joined last, or what would be.
pub(super) fn joined(app: &mut App, _: &str) -> Vec<Effect> {
    sheet::open(app, Sheet::Taking);
    Vec::new()
}

pub(super) fn clashes(app: &mut App, _: &str) -> Vec<Effect> {
    sheet::open(app, Sheet::Clashes);
    Vec::new()
}

pub(super) fn copies(app: &mut App, _: &str) -> Vec<Effect> {
    app.plan.copies = None;
    sheet::open(app, Sheet::Copies);
    app.desk.iter().map(|desk| Effect::Copies(desk.path.clone())).collect()
}

/// The paths in a list parted by semicolons.
pub(in crate::tui) fn paths(text: &str) -> Vec<PathBuf> {
    text.split(';').map(str::trim).filter(|p| !p.is_empty()).map(PathBuf::from).collect()
}

pub(super) fn edit(app: &mut App, _: &str) -> Vec<Effect> {
    let marked = app.plan.marked(app);
    lay_action(app, marked);
    Vec::new()
}

pub(super) fn new_action(app: &mut App, _: &str) -> Vec<Effect> {
    lay_action(app, None);
    Vec::new()
}

/// Opens the form of an action, with the words it rests on beside it: what is always asked, and what it says already;
/// the rest comes a column at a time.
pub(in crate::tui) fn lay_action(app: &mut App, id: Option<Id>) {
    let Some(desk) = &app.desk else { return };
    let row = id.and_then(|id| desk.rows(app.now.date_naive()).iter().find(|row| row.id == id).cloned());
    let item = id.and_then(|id| desk.view.find(&List::Actions, id));
    let of = |piece: &Piece| {
        let said = row.as_ref().zip(item).and_then(|(row, item)| said(&desk.view, &app.programme, row, item, piece));
        input(app, desk, piece, item.map(|item| &**item), said.as_ref())
    };
    let columns = COLUMNS.iter().filter(|column| column.pieces().any(|piece| !piece.usual));
    let columns = columns.map(|column| (column.number.to_string(), column.title.to_owned()));
    let more = std::iter::once((String::new(), "nothing more".to_owned())).chain(columns).collect();
    let mut inputs: Vec<Input> = PIECES.iter().map(of).collect();
    inputs.push(Input::choice(MORE, "More", "", more));
    let mut form = Form::new(Purpose::Action(id), "Action", "", inputs, "Keep this action");
    if let Some(row) = row {
        form.title = format!("Action {}", row.reference);
        form.aside = aside(app, &row);
    }
    fit(&mut form);
    app.lay(Overlay::Form(form));
}

/// The key of the field that says which column is asked for too.
const MORE: &str = "more";

/// The field of a piece.
fn input(app: &App, desk: &Desk, piece: &Piece, item: Option<&Item>, said: Option<&Said>) -> Input {
    let (key, title) = (piece.field.name(), piece.title);
    let list = || entries(piece.takes, &app.programme, &desk.view).unwrap_or_default().entries;
    let chosen = |entries: Vec<(String, String)>| {
        let value = item.and_then(|item| item.text(piece.field)).unwrap_or_default();
        let mut choices = vec![(String::new(), "not said".to_owned())];
        // What is in no list of this programme stays what it is until somebody chooses.
        if !value.is_empty() && !entries.iter().any(|(id, _)| id == value) {
            choices.push((value.to_owned(), value.to_owned()));
        }
        choices.extend(entries);
        Input::choice(key, title, value, choices)
    };
    let typed = || said.map(|said| said.typed(desk)).unwrap_or_default();
    match piece.takes {
        Takes::Flag => {
            let value = if said.is_some() { "yes" } else { "" };
            Input::choice(key, title, value, vec![(String::new(), "not said".into()), ("yes".into(), "yes".into())])
        }
        Takes::Word(_) | Takes::OneOf(_) | Takes::Stage | Takes::Option | Takes::Group => {
            chosen(list().into_iter().map(|entry| (entry.id, entry.title)).collect())
        }
        Takes::Several(_) | Takes::AllOf(_) => {
            let ids: Vec<String> = list().into_iter().map(|entry| entry.id).collect();
            Input::new(key, title, &typed(), &ids.join(", "))
        }
        _ => Input::new(key, title, &typed(), piece.hint),
    }
}

/// Shows of the form of an action what is always asked, what says something, what a project is asked, and the column that
/// was chosen under more; the rest is kept aside.
pub(in crate::tui) fn fit(form: &mut Form) {
    let focused = form.inputs.get(form.focus).map(|input| input.key);
    let all: Vec<Input> = form.inputs.drain(..).chain(form.spare.drain(..)).collect();
    let value = |key: &str| all.iter().find(|input| input.key == key).map(|input| input.entry.text().to_owned());
    // Of a project that was one when the form was opened; what has just become one is asked by the walk.
    let kind = all.iter().find(|input| input.key == field::TYPE.name());
    let project = kind.is_some_and(|kind| !kind.is_changed() && kind.entry.text() == ActionType::Project.name());
    let more = value(MORE).unwrap_or_default();
    let steps: Vec<Field> = READY_STEPS.iter().flat_map(|step| step.fields).copied().collect();
    let here = |input: &Input| {
        let Some(piece) = PIECES.iter().find(|piece| piece.field.name() == input.key) else { return true };
        let chosen = || piece.column().is_some_and(|column| column.number.to_string() == more);
        piece.usual || input.says_something() || project && steps.contains(&piece.field) || chosen()
    };
    let (mut inputs, spare): (Vec<Input>, Vec<Input>) = all.into_iter().partition(here);
    // What is always asked first, then the rest in the order of the table, and what was asked for below the question.
    inputs.sort_by_key(|input| {
        let at = PIECES.iter().position(|piece| piece.field.name() == input.key);
        let piece = at.and_then(|at| PIECES.get(at));
        let chosen = piece.and_then(Piece::column).is_some_and(|column| column.number.to_string() == more);
        let part = match piece {
            Some(piece) if piece.usual => 0,
            Some(_) if chosen => 3,
            Some(_) => 1,
            None => 2,
        };
        (part, at)
    });
    form.focus = focused.and_then(|key| inputs.iter().position(|input| input.key == key)).unwrap_or(form.focus);
    form.inputs = inputs;
    form.spare = spare;
}

/// What stands beside an action: the words it rests on and what is missing.
fn aside(app: &App, row: &Row) -> Vec<String> {
    let mut lines = app.plan.evidence_lines(app, row);
    if lines.is_empty() {
        lines.push("No community source: nobody's words are linked to it.".into());
    }
    lines.extend(app.plan.update_lines(app, row));
    lines.extend(missing_words(row));
    let item = app.desk.as_ref().and_then(|desk| Some((&desk.view, desk.view.find(&List::Actions, row.id)?)));
    if let Some(ready) = item.and_then(|(file, item)| readiness(file, item)) {
        lines.push(format!("A project, ready {ready}"));
        lines.extend(ready.open.iter().map(|step| format!("  to do: {}", step.title)));
    }
    lines
}

/// Keeps an action as its form was filled in: what was changed, as one command.
pub(in crate::tui) fn keep_action(app: &mut App, id: Option<Id>, form: &Form) -> Result<Vec<Effect>, String> {
    if form.value(field::TEXT.name()).is_empty() {
        return Err("Say what will be done.".into());
    }
    let all = form.inputs.iter().chain(&form.spare).filter(|input| input.is_changed());
    let typed = all.filter_map(|input| {
        let piece = PIECES.iter().find(|piece| piece.field.name() == input.key)?;
        Some((piece.field, input.entry.text().trim().to_owned()))
    });
    let typed: Vec<(Field, String)> = typed.collect();
    let programme = Arc::clone(&app.programme);
    let made = app.edit(|desk, now| desk.write_pieces(id, &typed, &programme, now));
    let Some((kept, delta)) = made.transpose()? else { return Ok(Vec::new()) };
    if let Some(kept) = kept {
        app.plan.mark(kept);
    }
    app.say("The action is kept");
    Ok(save(delta))
}

/// A day as it is stored, from what was typed; an empty one is none.
pub(in crate::tui) fn day(app: &App, typed: &str) -> Result<Option<String>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    capture::stored_day(typed, app.now.date_naive()).map(Some)
}

pub(super) fn status(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(id) = app.plan.marked(app) else { return Vec::new() };
    let choices = Status::ALL.iter().map(|s| (s.name().to_owned(), format!("{} {}", s.symbol(), s.title()))).collect();
    let row = app.plan.row(app, id);
    let now = row.as_ref().map_or(Status::NotStarted, |r| r.status);
    let inputs = vec![
        Input::choice("status", "Status", now.name(), choices),
        Input::new("note", "Note", "", "what was said of it"),
    ];
    let intro = row.and_then(|r| r.text).unwrap_or_default();
    app.lay(Overlay::Form(Form::new(Purpose::Status(id), "Status of the action", &intro, inputs, "Keep this status")));
    Vec::new()
}

/// Notes how far an action has come.
pub(in crate::tui) fn keep_status(app: &mut App, action: Id, form: &Form) -> Vec<Effect> {
    let (status, note) = (form.value("status"), form.value("note"));
    let status = Status::named(&status).unwrap_or(Status::NotStarted);
    let delta = app.edit(|desk, now| desk.update_action(action, status, &note, None, now));
    app.say("The status is kept");
    save(delta.flatten())
}

pub(super) fn remove(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(id) = app.plan.marked(app) else { return Vec::new() };
    let delta = app.edit(|desk, now| desk.change(now, |edit| edit.set(&List::Actions, id, field::REMOVED, true)));
    app.say("The action is removed: undo brings it back");
    save(delta.flatten())
}
