//! Task-and-finish groups and their tasks (domain P21): added, changed, done and removed.

use super::plan::day;
use crate::capture;
use crate::model::fields::{Action, Group, List, Task, field};
use crate::model::stamp::Id;
use crate::tui::app::{App, save};
use crate::tui::desk::wall;
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::overlays::{Form, Input, Overlay, Purpose};

/// Shows the groups; `new` or `edit ID` opens the form of one.
pub(super) fn groups(app: &mut App, rest: &str) -> Vec<Effect> {
    let (word, id) = rest.split_once(' ').unwrap_or((rest, ""));
    match (word, id.trim().parse::<Id>()) {
        ("new", _) => lay_group(app, None),
        ("edit", Ok(id)) => lay_group(app, Some(id)),
        ("show", Ok(id)) => sheet::open(app, Sheet::Group(id)),
        ("remove", Ok(id)) => {
            let delta =
                app.edit(|desk, now| desk.change(now, |edit| edit.set(&List::Groups, id, field::REMOVED, true)));
            sheet::open(app, Sheet::Groups);
            app.say("The group is removed: undo brings it back");
            return save(delta.flatten());
        }
        ("take", Ok(id)) => return take_in(app, id),
        _ => sheet::open(app, Sheet::Groups),
    }
    Vec::new()
}

/// Puts the marked action into a group, or takes it out again.
fn take_in(app: &mut App, group: Id) -> Vec<Effect> {
    let Some(action) = app.plan.marked(app) else { return Vec::new() };
    let item = app.desk.as_ref().and_then(|desk| desk.view.find(&List::Actions, action)).cloned();
    let inside = item.is_some_and(|item| Action(&item).group() == Some(group));
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            if inside {
                edit.clear(&List::Actions, action, field::GROUP);
            } else {
                edit.set(&List::Actions, action, field::GROUP, group);
            }
        })
    });
    app.say(if inside { "The group carries the action no more" } else { "The group carries the action now" });
    save(delta.flatten())
}

fn lay_group(app: &mut App, id: Option<Id>) {
    let Some(desk) = &app.desk else { return };
    let item = id.and_then(|id| desk.view.find(&List::Groups, id)).cloned();
    let group = item.as_deref().map(Group);
    let members: Vec<String> =
        group.iter().flat_map(|group| group.members()).map(|name| desk.person_name(name)).collect();
    let convenor = group.and_then(Group::lead).map(|lead| desk.person_name(lead)).unwrap_or_default();
    let inputs = vec![
        Input::new("title", "Name", group.and_then(Group::title).unwrap_or_default(), "what the group is called"),
        Input::new("lead", "Convenor", &convenor, "who calls it together; @3 is seat 3"),
        Input::new("members", "Members", &members.join(", "), "parted by commas"),
        Input::new(
            "meeting",
            "Next meeting",
            group.and_then(Group::meeting).unwrap_or_default(),
            "a day, as 4/12 or +2w",
        ),
        Input::new("note", "What it is for", group.and_then(Group::note).unwrap_or_default(), "in a sentence"),
    ];
    let title = if id.is_some() { "Group" } else { "New group" };
    app.lay(Overlay::Form(Form::new(Purpose::Group(id), title, "", inputs, "Keep this group")));
}

/// Keeps a group as its form was filled in; only what was changed is written.
pub(in crate::tui) fn keep_group(app: &mut App, id: Option<Id>, form: &Form) -> Result<Vec<Effect>, String> {
    if form.value("title").is_empty() {
        return Err("Give the group a name.".into());
    }
    let meeting = day(app, &form.value("meeting"))?;
    let mut kept = id;
    let delta = app.edit(|desk, now| {
        let held: Vec<String> = id
            .and_then(|id| desk.view.find(&List::Groups, id))
            .map(|item| item.set(field::MEMBERS).map(str::to_owned).collect())
            .unwrap_or_default();
        let typed = form.value("members");
        let names = typed.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
        let meant: Vec<String> = names
            .map(|name| {
                let same = held.iter().find(|stored| desk.person_name(stored) == name).cloned();
                same.unwrap_or_else(|| desk.stored_person(&capture::clean(name)))
            })
            .collect();
        let lead = desk.stored_person(&capture::clean(&form.value("lead")));
        desk.change(now, |edit| {
            let list = &List::Groups;
            let id = id.unwrap_or_else(|| {
                let id = edit.create(list);
                edit.set(list, id, field::TIME, wall(now));
                id
            });
            kept = Some(id);
            for input in form.inputs.iter().filter(|input| input.is_changed()) {
                let text = Some(capture::clean(input.entry.text())).filter(|text| !text.is_empty());
                let (of, value) = match input.key {
                    "title" => (field::TITLE, text),
                    "lead" => (field::LEAD, text.map(|_| lead.clone())),
                    "meeting" => (field::MEETING, meeting.clone()),
                    "note" => (field::NOTE, text),
                    _ => {
                        meant
                            .iter()
                            .filter(|name| !held.contains(name))
                            .for_each(|name| edit.put(list, id, field::MEMBERS, name));
                        held.iter()
                            .filter(|name| !meant.contains(name))
                            .for_each(|name| edit.take(list, id, field::MEMBERS, name));
                        continue;
                    }
                };
                match value {
                    Some(value) => edit.set(list, id, of, value),
                    None => edit.clear(list, id, of),
                }
            }
        })
    });
    if let Some(kept) = kept {
        sheet::open(app, Sheet::Group(kept));
    }
    app.say("The group is kept");
    Ok(save(delta.flatten()))
}

/// What is done with a task: `new GROUP`, `edit ID`, `done ID`, `remove ID`.
pub(super) fn task(app: &mut App, rest: &str) -> Vec<Effect> {
    let (word, id) = rest.split_once(' ').unwrap_or((rest, ""));
    let Ok(id) = id.trim().parse::<Id>() else {
        sheet::open(app, Sheet::Groups);
        app.say("Choose a group first: T there adds a task to it");
        return Vec::new();
    };
    let list = &List::Tasks;
    match word {
        "new" => lay_task(app, id, None),
        "edit" => {
            let group = app.desk.as_ref().and_then(|desk| desk.view.find(list, id)).and_then(|task| Task(task).group());
            if let Some(group) = group {
                lay_task(app, group, Some(id));
            }
        }
        "done" => {
            let today = app.now.date_naive().to_string();
            let done = app
                .desk
                .as_ref()
                .and_then(|desk| desk.view.find(list, id))
                .is_some_and(|task| Task(task).done().is_some());
            let delta = app.edit(|desk, now| {
                desk.change(now, |edit| {
                    if done { edit.clear(list, id, field::DONE) } else { edit.set(list, id, field::DONE, today) }
                })
            });
            app.say(if done { "The task is open again" } else { "The task is done" });
            return save(delta.flatten());
        }
        "remove" => {
            let delta = app.edit(|desk, now| desk.change(now, |edit| edit.set(list, id, field::REMOVED, true)));
            app.say("The task is removed: undo brings it back");
            return save(delta.flatten());
        }
        _ => sheet::open(app, Sheet::Groups),
    }
    Vec::new()
}

fn lay_task(app: &mut App, group: Id, id: Option<Id>) {
    let Some(desk) = &app.desk else { return };
    let item = id.and_then(|id| desk.view.find(&List::Tasks, id)).cloned();
    let task = item.as_deref().map(Task);
    let who = task.and_then(Task::lead).map(|lead| desk.person_name(lead)).unwrap_or_default();
    let inputs = vec![
        Input::new(
            "text",
            "Task",
            task.and_then(Task::text).unwrap_or_default(),
            "begins with a verb: ask, find, write",
        ),
        Input::new("lead", "Who", &who, "one person; @3 is seat 3"),
        Input::new("due", "Due", task.and_then(Task::due).unwrap_or_default(), "as 4/12, fri or +2w"),
    ];
    app.lay(Overlay::Form(Form::new(Purpose::Task(group, id), "Task", "", inputs, "Keep this task")));
}

/// Keeps a task as its form was filled in; only what was changed is written.
pub(in crate::tui) fn keep_task(app: &mut App, group: Id, id: Option<Id>, form: &Form) -> Result<Vec<Effect>, String> {
    if form.value("text").is_empty() {
        return Err("Say what is to be done.".into());
    }
    let due = day(app, &form.value("due"))?;
    let delta = app.edit(|desk, now| {
        let who = desk.stored_person(&capture::clean(&form.value("lead")));
        desk.change(now, |edit| {
            let list = &List::Tasks;
            let id = id.unwrap_or_else(|| {
                let id = edit.create(list);
                edit.set(list, id, field::GROUP, group);
                id
            });
            for input in form.inputs.iter().filter(|input| input.is_changed()) {
                let text = Some(capture::clean(input.entry.text())).filter(|text| !text.is_empty());
                let (of, value) = match input.key {
                    "text" => (field::TEXT, text),
                    "lead" => (field::LEAD, text.map(|_| who.clone())),
                    _ => (field::DUE, due.clone()),
                };
                match value {
                    Some(value) => edit.set(list, id, of, value),
                    None => edit.clear(list, id, of),
                }
            }
        })
    });
    app.say("The task is kept");
    Ok(save(delta.flatten()))
}
