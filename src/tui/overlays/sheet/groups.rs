//! Task-and-finish groups: all of them, and one with its tasks, what is late first (domain P21).

use super::{Key, Page, Row};
use crate::model::fields::List;
use crate::model::stamp::Id;
use crate::plan::{Day, FinishGroup, GroupTask, groups};
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::overlays::Pending;
use crate::tui::screens::plan::{lead_name, row_lines};

/// The page of all groups.
pub fn page(app: &App) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let row = |group: &FinishGroup| {
        let mut parts = vec![group.title.clone()];
        parts.extend(group.convenor.as_ref().map(|lead| format!("convened by {}", lead_name(desk, lead))));
        parts.push(meets(group));
        let late = group.overdue();
        parts.push(format!(
            "{} open{}",
            group.open(),
            if late > 0 { format!(", {late} overdue") } else { String::new() }
        ));
        let keys = vec![
            Key::command('o', "open it", "groups", format!("show {}", group.id)),
            Key::command('e', "change", "groups", format!("edit {}", group.id)),
            Key::command('r', "remove", "groups", format!("remove {}", group.id)),
        ];
        Row::text(parts.join(" · ")).with(keys)
    };
    let mut rows: Vec<Row> = groups(&desk.view, &desk.origins, app.now.date_naive()).iter().map(row).collect();
    if rows.is_empty() {
        rows.push(Row::text("No group yet. N begins one: who calls it together, who is in it, and when it meets."));
    }
    Page {
        title: "Task-and-finish groups".into(),
        rows,
        keys: vec![Key::command('n', "new group", "groups", "new")],
        ..Page::default()
    }
}

/// The page of one group.
pub fn one(app: &App, id: Id) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let found = groups(&desk.view, &desk.origins, app.now.date_naive()).into_iter().find(|group| group.id == id);
    let Some(group) = found else {
        return Page {
            title: "Group".into(),
            rows: vec![Row::text("This group is not here any more.")],
            ..Page::default()
        };
    };
    let mut rows = Vec::new();
    rows.extend(group.purpose.as_ref().map(Row::text));
    let convenor = group.convenor.as_ref().map_or_else(|| "nobody yet".into(), |lead| lead_name(desk, lead));
    rows.push(Row::text(format!("Convenor: {convenor}")));
    let members: Vec<String> = group.members.iter().map(|lead| lead_name(desk, lead)).collect();
    let members = if members.is_empty() { "none yet".into() } else { members.join(", ") };
    rows.push(Row::text(format!("Members: {members}")));
    rows.push(Row::text(format!("{}.", super::super::super::commands::agreed::capital(&meets(&group)))));
    rows.push(Row::default());
    rows.push(Row::heading(format!("Tasks: {} open, {} overdue", group.open(), group.overdue())));
    rows.extend(group.tasks.iter().map(|task| task_row(desk, task)));
    rows.push(Row::default());
    rows.push(Row::heading(format!("Actions: {}", group.actions.len())));
    let plan = app.plan.rows(app);
    for action in &group.actions {
        let Some(row) = plan.iter().find(|row| row.id == *action) else { continue };
        let go = Key { key: 'o', label: "go to it".into(), does: Pending::Go(List::Actions, *action) };
        rows.push(Row::text(row_lines(app, row).0).with(vec![go]));
    }
    let mut keys = vec![Key::command('t', "new task", "task", format!("new {id}"))];
    let marked = app.plan.marked(app).and_then(|marked| plan.iter().find(|row| row.id == marked));
    if let Some(row) = marked {
        let word = if group.actions.contains(&row.id) { "let go of" } else { "take in" };
        keys.push(Key::command('a', &format!("{word} {}", row.reference), "groups", format!("take {id}")));
    }
    keys.push(Key::command('g', "group", "groups", format!("edit {id}")));
    keys.push(Key::command('l', "all", "groups", ""));
    Page { title: group.title, rows, keys, ..Page::default() }
}

fn task_row(desk: &Desk, task: &GroupTask) -> Row {
    let sign = if task.done.is_some() {
        "✓"
    } else if task.overdue {
        "!"
    } else {
        "○"
    };
    let mut parts = vec![format!("{sign} {}", task.text)];
    parts.extend(task.who.as_ref().map(|who| lead_name(desk, who)));
    parts.extend(task.due.as_ref().map(|due| format!("due {due}{}", if task.overdue { ", overdue" } else { "" })));
    parts.extend(task.done.as_ref().map(|done| format!("done {done}")));
    let done = if task.done.is_some() { "not done after all" } else { "done" };
    let key = |letter, label: &str, word: &str| Key::command(letter, label, "task", format!("{word} {}", task.id));
    Row::text(parts.join(" · ")).with(vec![
        key('d', done, "done"),
        key('e', "change", "edit"),
        key('r', "remove", "remove"),
    ])
}

fn meets(group: &FinishGroup) -> String {
    match &group.meeting {
        None => "no next meeting".into(),
        Some(day @ Day::Date(_)) if group.meeting_passed => format!("met on {day}, no next meeting"),
        Some(day) => format!("meets on {day}"),
    }
}
