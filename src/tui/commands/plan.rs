//! What the commands of the plan screen do.

use std::path::{Path, PathBuf};

use crate::export;
use crate::model::fields::{Action, Field, List, field};
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Audience, Grouping, Status};
use crate::plan::{Row, readiness};
use crate::publish::{self, Ask};
use crate::tui::app::{App, Screen, save};
use crate::tui::desk::wall;
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

/// Opens the form of an action, with the words it rests on beside it.
pub(in crate::tui) fn lay_action(app: &mut App, id: Option<Id>) {
    let Some(desk) = &app.desk else { return };
    let item = id.and_then(|id| desk.view.find(&List::Actions, id)).cloned();
    let action = item.as_deref().map(Action);
    let text = |get: fn(Action<'_>) -> Option<&str>| item.as_deref().and_then(|i| i_text(i, get)).unwrap_or_default();
    let names: Vec<String> = action.iter().flat_map(|a| a.partners()).map(|p| desk.person_name(p)).collect();
    let themes: Vec<&str> = action.iter().flat_map(|a| desk.room.themes_of(a.0)).collect();
    let lead = action.and_then(|a| a.lead()).map(|l| desk.person_name(l)).unwrap_or_default();
    let kinds = ActionType::ALL.iter().map(|k| (k.name().to_owned(), k.title().to_owned()));
    let kinds = std::iter::once((String::new(), "not said".to_owned())).chain(kinds).collect();
    let kind = action.and_then(|a| a.kind()).map_or("", ActionType::name);
    let mut inputs = vec![
        Input::new("text", "Action", &text(|a| a.text()), "begins with a verb: ask, open, meet"),
        Input::new("issue", "Issue", &text(|a| a.issue()), "in the community's words"),
        Input::choice("type", "Type", kind, kinds),
        Input::new("lead", "Lead", &lead, "one person or body; @3 is seat 3"),
        Input::new("partners", "Partners", &names.join(", "), "who helps, parted by commas"),
        Input::new("population", "For whom", &text(|a| a.population()), "who and where"),
        Input::new("need", "Needs", &text(|a| a.need()), "money, room, time"),
        Input::new("measure", "Measure", &text(|a| a.measure()), "how we will know, in a sentence"),
        Input::new("due", "Due", &text(|a| a.due()), "as 2026-12-04, 4/12, fri or +2w"),
        Input::new("voice", "Patient voice", &text(|a| a.voice()), "who will tell us whether it worked, and how"),
        Input::new("feedback", "Feedback", &text(|a| a.feedback()), "the day people hear back"),
        Input::new("themes", "Themes", &themes.join(", "), "parted by commas"),
    ];
    if kind == ActionType::Project.name() {
        let steps = PROJECT.iter().map(|(field, label, hint)| {
            let value = item.as_deref().and_then(|item| item.text(*field)).unwrap_or_default();
            Input::new(field.name(), label, value, hint)
        });
        inputs.extend(steps);
    }
    let row = id.and_then(|id| app.plan.rows(app).into_iter().find(|r| r.id == id));
    let mut form = Form::new(Purpose::Action(id), "Action", "", inputs, "Keep this action");
    if let Some(row) = row {
        form.title = format!("Action {}", row.reference);
        form.aside = aside(app, &row);
    }
    app.lay(Overlay::Form(form));
}

/// What a project says beside what every action does: its five steps are worked out from it.
const PROJECT: [(Field, &str, &str); 6] = [
    (field::DATA, "Figures", "what they say, with source and year"),
    (field::CHALLENGER, "Questioned by", "who is there to question it, and how it is run"),
    (field::REACH, "Reaches", "how people are reached before they are ill"),
    (field::LEARNING, "Learns with", "who learns along with us"),
    (field::BASELINE, "Before", "how things stand before it starts"),
    (field::STOP_RULE, "Stops if", "what would make us stop"),
];

fn i_text(item: &crate::model::item::Item, get: fn(Action<'_>) -> Option<&str>) -> Option<String> {
    get(Action(item)).map(str::to_owned)
}

/// What stands beside an action: the words it rests on and what is missing.
fn aside(app: &App, row: &Row) -> Vec<String> {
    let mut lines = app.plan.evidence_lines(app, row);
    if lines.is_empty() {
        lines.push("No community source: nobody's words are linked to it.".into());
    }
    lines.extend(missing_words(row));
    let item = app.desk.as_ref().and_then(|desk| Some((&desk.view, desk.view.find(&List::Actions, row.id)?)));
    if let Some(ready) = item.and_then(|(file, item)| readiness(file, item)) {
        lines.push(format!("A project, ready {ready}"));
        lines.extend(ready.open.iter().map(|step| format!("  to do: {}", step.title)));
    }
    lines
}

/// Keeps an action as its form was filled in.
pub(in crate::tui) fn keep_action(app: &mut App, id: Option<Id>, form: &Form) -> Result<Vec<Effect>, String> {
    let text = form.value("text");
    if text.is_empty() {
        return Err("Say what will be done.".into());
    }
    let due = day(app, &form.value("due"))?;
    let feedback = day(app, &form.value("feedback"))?;
    let list_of = |key: &str| -> Vec<String> {
        form.value(key).split([',', ';']).map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect()
    };
    let made = app.edit(|desk, now| {
        // A name that stands there already is the person it stood for, though two people of a plan may share it.
        let action = id.and_then(|id| desk.view.find(&List::Actions, id)).map(|item| Action(item));
        let held: Vec<&str> = action.into_iter().flat_map(|a| a.lead().into_iter().chain(a.partners())).collect();
        let person = |typed: &str| {
            let same = held.iter().find(|stored| desk.person_name(stored) == typed);
            same.map_or_else(|| desk.stored_person(typed), |stored| (*stored).to_owned())
        };
        let lead = Some(form.value("lead")).filter(|l| !l.is_empty()).map(|l| person(&l));
        let partners: Vec<String> = list_of("partners").iter().map(|p| person(p)).collect();
        let old: Vec<(Field, Vec<String>)> = [field::PARTNERS, field::THEMES]
            .into_iter()
            .map(|set| {
                let item = id.and_then(|id| desk.view.find(&List::Actions, id));
                (set, item.map(|i| i.set(set).map(str::to_owned).collect()).unwrap_or_default())
            })
            .collect();
        let themes = {
            let held = old.iter().find(|(set, _)| *set == field::THEMES).map(|(_, held)| held.as_slice());
            desk.tags_meant(&list_of("themes"), held.unwrap_or_default())
        };
        let mut kept = None;
        let delta = desk.change(now, |edit| {
            let list = &List::Actions;
            let id = id.unwrap_or_else(|| {
                let id = edit.create(list);
                edit.set(list, id, field::TIME, wall(now));
                id
            });
            kept = Some(id);
            let plain = |key| Some(form.value(key)).filter(|v| !v.is_empty());
            for (field, value) in [
                (field::TEXT, Some(text)),
                (field::ISSUE, plain("issue")),
                (field::TYPE, plain("type")),
                (field::LEAD, lead),
                (field::POPULATION, plain("population")),
                (field::NEED, plain("need")),
                (field::MEASURE, plain("measure")),
                (field::DUE, due),
                (field::VOICE, plain("voice")),
                (field::FEEDBACK, feedback),
            ] {
                match value {
                    Some(value) => edit.set(list, id, field, value),
                    None => edit.clear(list, id, field),
                }
            }
            for (field, ..) in PROJECT.iter().filter(|(field, ..)| form.has(field.name())) {
                match plain(field.name()) {
                    Some(value) => edit.set(list, id, *field, value),
                    None => edit.clear(list, id, *field),
                }
            }
            for (set, old) in old {
                let new = if set == field::PARTNERS { partners.clone() } else { themes.clone() };
                new.iter().filter(|e| !old.contains(e)).for_each(|e| edit.put(list, id, set, e));
                old.iter().filter(|e| !new.contains(e)).for_each(|e| edit.take(list, id, set, e));
            }
        });
        (delta, kept)
    });
    let Some((delta, kept)) = made else { return Ok(Vec::new()) };
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
    let found = crate::capture::day(typed, app.now.date_naive());
    found
        .map(|d| Some(d.to_string()))
        .ok_or_else(|| format!("“{typed}” is not a day: write 4/12, fri, +2w or 2026-12-04."))
}

pub(super) fn status(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(id) = app.plan.marked(app) else { return Vec::new() };
    let choices = Status::ALL.iter().map(|s| (s.name().to_owned(), format!("{} {}", s.symbol(), s.title()))).collect();
    let row = app.plan.rows(app).into_iter().find(|r| r.id == id);
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

pub(super) fn export(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let folder = desk.path.parent().unwrap_or(Path::new(".")).join("exports");
    let audiences = Audience::ALL.iter().map(|a| (a.name().to_owned(), a.title().to_owned())).collect();
    let all = export::FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(" ");
    let mut formats = vec![(all, "all formats".to_owned())];
    formats.extend(export::FORMATS.iter().map(|f| (f.name.to_owned(), f.title.to_owned())));
    let groupings = Grouping::ALL.iter().map(|g| (g.name().to_owned(), g.title().to_owned())).collect();
    let reports = publish::REPORTS.iter().map(|r| (r.name.to_owned(), r.title.to_owned())).collect();
    let report = if desk.is_plan() || app.screen == Screen::Plan { "plan" } else { "session" };
    let inputs = vec![
        Input::choice("audience", "For", "board", audiences),
        Input::choice("report", "Report", report, reports),
        Input::choice("group", "Grouped by", "stage", groupings),
        Input::choice("formats", "Format", "", formats),
        Input::new("folder", "Folder", &folder.to_string_lossy(), "where the files go"),
    ];
    let intro =
        "Everything passes the consent of who said it: what may not be shown to this audience is left out and counted.";
    app.lay(Overlay::Form(Form::new(Purpose::Export, "Export", intro, inputs, "Write the files")));
    Vec::new()
}

/// The files of an export: names and bytes; an error is in words.
pub(in crate::tui) fn render(
    app: &mut App,
    report: &str,
    formats: &[&str],
    audience: Audience,
    grouping: Grouping,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let desk = app.desk.as_ref().ok_or("No file is open.")?;
    let ask = Ask { audience, today: app.now.date_naive() };
    let published = publish::publish(&desk.view, &app.programme, &ask).grouped(grouping);
    let report = publish::Report::named(report).ok_or("There is no such report.")?;
    let stem = crate::store::names::export_stem(&desk.path);
    let files = export::files(&(report.write)(&published), &stem, report.name, audience, formats);
    // On a blank paper stands nothing that would have to be read first.
    app.to_check = if report.blank { Vec::new() } else { published.to_check() };
    files
}
