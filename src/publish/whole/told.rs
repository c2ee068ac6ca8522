//! The sections that tell what holds for the whole plan, and the pack of its groups.

use super::{Check, Task, Told};
use crate::model::fields::{Field, field};
use crate::model::words::Audience;
use crate::plan::{EIGHT, Verdict};
use crate::publish::action::Action;
use crate::publish::audience::Preset;
use crate::publish::columns;
use crate::publish::document::{Cell, Document, Paper};
use crate::publish::gate::Published;
use crate::publish::report;

pub(in crate::publish) fn plan_header(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let whole = &view.whole;
    let plain = Preset::of(view.audience).plain;
    let celebration = whole.celebration(plain).map(str::to_owned);
    let sets = [whole.principles.len(), whole.groups_chosen.len(), whole.areas.len(), whole.members.len()];
    if whole.header.is_empty() && sets.iter().all(|count| *count == 0) {
        let points: Vec<String> = celebration.into_iter().collect();
        let any = !points.is_empty();
        if any {
            to.list(points);
        }
        return any;
    }
    if !plain {
        to.paragraph(format!("The header on inequalities says {} of {}.", whole.eight, EIGHT.len()));
    }
    let mut points: Vec<String> = whole.header.iter().map(|(title, text)| format!("{title}: {text}")).collect();
    if !plain && !whole.header.iter().any(|(title, _)| *title == "Equity statement") {
        points.push("Equity statement: none yet".into());
    }
    if !whole.principles.is_empty() {
        points.push(format!("Principles: {}", whole.principles.join("; ")));
    }
    if !whole.groups_chosen.is_empty() {
        points.push(format!("Groups chosen here: {}", whole.groups_chosen.join("; ")));
    }
    points.extend(celebration);
    if !points.is_empty() {
        to.list(points);
    }
    if !whole.areas.is_empty() {
        let rows = whole.areas.iter().map(|(area, networks)| vec![area.clone(), networks.clone()]).collect();
        to.table("Areas, and the networks that work there", &["Area", "Networks"], rows);
    }
    let team = view.audience == Audience::Team;
    if !whole.members.is_empty() {
        let row = |(name, came, actions): &(String, usize, usize)| {
            let mut row = vec![name.clone(), actions.to_string()];
            row.extend(team.then(|| came.to_string()));
            row
        };
        let header: &[&str] = if team { &["Member", "Actions", "People who came"] } else { &["Member", "Actions"] };
        to.table("Members, and the actions they take part in", header, whole.members.iter().map(row).collect());
    }
    true
}

pub(in crate::publish) fn checks(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let checks = &view.whole.checks;
    let count = |verdict: Verdict| checks.iter().filter(|check| check.verdict == verdict).count();
    let all = [Verdict::Pass, Verdict::Attention, Verdict::NotApplicable];
    let counts: Vec<String> = all.iter().map(|verdict| format!("{} {}", count(*verdict), verdict.title())).collect();
    to.paragraph(format!("{} checks: {}.", checks.len(), counts.join(", ")));
    let row = |check: &Check| {
        let mut found = check.sentence.clone();
        if !check.names.is_empty() {
            found.extend([" Namely: ", &check.names.join(", "), "."]);
        }
        let word = format!("{} {}", check.verdict.symbol(), check.verdict.title());
        vec![check.title.to_owned(), word, found, all_or(view, &check.references(&view.actions))]
    };
    to.table(
        "What the plan was held against",
        &["Check", "Result", "What was found", "Actions"],
        checks.iter().map(row).collect(),
    );
    !checks.is_empty()
}

pub(in crate::publish) fn agreed(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    to.table("Who agreed to which action", &["Ref", "Standing", "By"], view.whole.agreed.clone());
    !view.whole.agreed.is_empty()
}

pub(in crate::publish) fn lenses(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    if view.actions.is_empty() {
        return false;
    }
    for seen in &view.whole.lenses {
        to.heading(3, seen.title.clone());
        if let Some(empty) = &seen.empty {
            to.paragraph(empty.clone());
        }
        if seen.used {
            let header: &[&str] = match seen.lines {
                Some(_) => &["Entry", "Actions", "Lines shown here", "Refs"],
                None => &["Entry", "Actions", "Refs"],
            };
            to.table(&seen.title, header, seen.rows.clone());
        }
        to.paragraph(format!("Source: {}", seen.source.trim_end()));
    }
    !view.whole.lenses.is_empty()
}

pub(in crate::publish) fn escalated(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    to.table("What was escalated", &["Ref", "To", "On"], view.whole.escalated.clone());
    !view.whole.escalated.is_empty()
}

pub(in crate::publish) fn finish_groups(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    for group in &view.whole.groups {
        to.heading(3, group.title.clone());
        points(group, to);
        tasks(group, to);
    }
    !view.whole.groups.is_empty()
}

/// What is known of a group, and which actions it carries.
fn points(group: &Told, to: &mut Document<'_>) {
    let actions = (!group.actions.is_empty()).then(|| format!("Actions: {}", group.actions.join("; ")));
    to.list(group.points.iter().cloned().chain(actions).collect());
}

fn tasks(group: &Told, to: &mut Document<'_>) {
    let row = |task: &Task| {
        let due = task.due.map(|day| day.format("%-d %B %Y").to_string()).unwrap_or_default();
        vec![task.text.clone(), task.who.clone(), due, task.state.clone()]
    };
    if !group.tasks.is_empty() {
        let rows = group.tasks.iter().map(row).collect();
        to.table("Tasks, what is late first", &["Task", "Who", "Due", "State"], rows);
    }
}

/// The pack of the task-and-finish groups (domain P21): a new page for each, so that each group gets its own.
pub(in crate::publish) fn pack<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = report::begin("Task-and-finish groups", view);
    document.set_paper(Paper::A4Wide);
    let groups = &view.whole.groups;
    document.paragraph(match groups.len() {
        0 => "No group has been set up yet.".to_owned(),
        1 => "1 group.".to_owned(),
        count => format!("{count} groups, what is late first; each on a page of its own."),
    });
    let carried = |group: &Told, action: &Action| group.actions.contains(&action.reference);
    for group in groups {
        document.new_page();
        document.heading(2, group.title.clone());
        document.list(group.points.clone());
        let actions: Vec<&Action> = view.actions.iter().filter(|action| carried(group, action)).collect();
        if actions.is_empty() {
            document.paragraph("It carries no action yet.");
        } else {
            columns::table(view, "The actions it carries", &actions, &mut document);
        }
        if group.tasks.is_empty() {
            document.paragraph("It has no task yet.");
        }
        tasks(group, &mut document);
    }
    let alone: Vec<&Action> = view
        .actions
        .iter()
        .filter(|action| action.same_as.is_none() && !groups.iter().any(|group| carried(group, action)))
        .collect();
    document.new_page();
    if !groups.is_empty() && !alone.is_empty() {
        document.heading(2, "Actions that no group carries");
        columns::table(view, "Actions that no group carries", &alone, &mut document);
    }
    report::finish(view, &mut document, Vec::new());
    let text = |words: &str| Cell::Text(words.to_owned());
    let row = |group: &Told, task: &Task| {
        let due = task.due.map_or_else(|| text(""), Cell::Day);
        let mark = [view.whole.state.word(), view.audience.title()].map(text);
        let task = [text(&group.title), text(&task.text), text(&task.who), due, text(&task.state)];
        task.into_iter().chain(mark).collect::<Vec<Cell>>()
    };
    let rows = groups.iter().flat_map(|group| group.tasks.iter().map(move |task| row(group, task)));
    document.sheet(
        "tasks",
        "A row for each task of a group.",
        vec!["Group", "Task", "Who", "Due", "Progress", "State", "For"],
        rows.collect(),
    );
    document
}

/// Who leads on inequalities, where that is said and may be told.
pub(in crate::publish) fn lead<'v>(view: &'v Published<'_>) -> Option<&'v str> {
    titled(view, field::LEAD)
}

/// For whom the plan is, in its own words.
pub(in crate::publish) fn population<'v>(view: &'v Published<'_>) -> Option<&'v str> {
    titled(view, field::POPULATION)
}

fn titled<'v>(view: &'v Published<'_>, of: Field) -> Option<&'v str> {
    let (_, title, _) = EIGHT.iter().find(|(field, ..)| *field == of)?;
    view.whole.header.iter().find(|(name, _)| name == title).map(|(_, text)| text.as_str())
}

/// What looks like one asset under two names, and what one offers that another needs.
pub(in crate::publish) fn asset_links(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let words = |at: usize| view.voices.get(at).map_or("", |voice| voice.words());
    let alike = view.whole.alike.iter().map(|(one, other, same)| {
        let is = if *same { "is the same as" } else { "looks like" };
        format!("C{} “{}” {is} C{} “{}”.", one + 1, words(*one), other + 1, words(*other))
    });
    let meets = view.whole.meets.iter().map(|(from, need, both)| {
        format!("C{} “{}” may meet what {need} needs: both say {both}.", from + 1, words(*from))
    });
    let points: Vec<String> = alike.chain(meets).collect();
    let any = !points.is_empty();
    if any {
        to.list(points);
    }
    any
}

/// The actions of a check by their refs; where it is about every action shown, that says so.
fn all_or(view: &Published<'_>, about: &[&str]) -> String {
    match about.len() {
        all if all > 1 && all == view.actions.len() => "all".to_owned(),
        _ => about.join("; "),
    }
}
