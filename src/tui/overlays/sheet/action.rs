//! All about one action: what every column says of it, the words it rests on beside that, where it comes from and what is
//! part of it, how it went, and what is missing.

use super::{Key, Page, Row};
use crate::model::columns::{COLUMNS, Column};
use crate::model::fields::{Action, Contribution, List, Recorder, Update, Workshop};
use crate::model::stamp::{Id, Stamp};
use crate::model::words::{Level, PlanLevel};
use crate::plan::{Cause, CellNames, Day, State, causes, children, readiness, slips};
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::screens::plan::missing_words;

/// The page.
pub fn page(app: &App, id: Id) -> Page {
    let Some((desk, of)) = app.desk.as_ref().zip(app.plan.row(app, id)) else {
        return Page { rows: vec![Row::text("This action is not here any more.")], ..Page::default() };
    };
    let states: Vec<(&Column, State)> =
        COLUMNS.iter().map(|column| (column, desk.state(&app.programme, &of, column))).collect();
    let edit = |column: &Column| vec![Key::command('e', "edit", "cell", column.number.to_string())];
    let filled = states.iter().filter(|(_, state)| *state == State::Filled).map(|(column, _)| {
        let words = desk.cell(&app.programme, &of, column);
        let row = Row::text(format!("{}: {words}", column.title));
        // Its reference is nobody's to change.
        if column.number == 1 { row } else { row.with(edit(column)) }
    });
    let mut rows: Vec<Row> = filled.filter(|row| !row.text.ends_with(": ")).collect();
    part(&mut rows, "How it went", history(desk, id));
    part(&mut rows, "Because", because(desk, id));
    part(&mut rows, "Part of, and its parts", family(desk, id));
    let lacking: Vec<Row> = states
        .iter()
        .filter(|(_, state)| *state != State::Filled)
        .map(|(column, state)| Row::text(format!("{} {}", state.mark(), column.title)).with(edit(column)))
        .collect();
    if !lacking.is_empty() {
        rows.extend([Row::default(), Row::heading("Not said yet (! the row is not valid without it)")]);
        rows.extend(lacking);
    }
    let ready = desk.view.find(&List::Actions, id).and_then(|item| readiness(&desk.view, item));
    let ready = ready.iter().flat_map(|ready| {
        let open = ready.open.iter().map(|step| format!("  to do: {}", step.title));
        [format!("A project, ready {ready}")].into_iter().chain(open)
    });
    rows.extend(missing_words(&of).into_iter().chain(ready).map(Row::text));
    let beside = rows.len();
    let mut words = evidence(app, desk, &of.evidence.found);
    words.extend((of.evidence.withdrawn > 0).then(|| format!("{} withdrawn", of.evidence.withdrawn)));
    words.extend((of.evidence.waiting > 0).then(|| format!("{} waiting for their file", of.evidence.waiting)));
    if of.evidence.is_empty() {
        words.push("No community source: nobody's words are linked to it.".to_owned());
    }
    part(&mut rows, "The words it rests on", words);
    let title = format!("Action {} · {}", of.reference, of.text.as_deref().unwrap_or("not in words yet"));
    let keys = vec![Key::command('a', "all in one form", "edit-action", ""), Key::command('s', "status", "status", "")];
    Page { title, rows, keys, beside: Some(beside), ..Page::default() }
}

/// A heading and what stands under it, where there is anything.
fn part(rows: &mut Vec<Row>, heading: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        rows.extend([Row::default(), Row::heading(heading)]);
        rows.extend(lines.into_iter().map(Row::text));
    }
}

fn day(stamp: Stamp) -> String {
    stamp.time().map_or_else(|| "a day not known".to_owned(), |time| time.format("%-d %B %Y").to_string())
}

/// Who made an edit, to follow what was done.
fn by(desk: &Desk, stamp: Stamp) -> String {
    desk.origins.recorder(stamp).map(|id| format!(" by {}", desk.recorder(id))).unwrap_or_default()
}

/// What was said of how far it has come, and the days it was due before it was moved.
fn history(desk: &Desk, id: Id) -> Vec<String> {
    let updates = desk.view.live(&List::Updates).map(Update).filter(|update| update.action() == Some(id));
    let mut lines: Vec<String> = updates
        .filter_map(|update| {
            let status = update.status()?;
            let when = update.time().and_then(Day::of_time).map(|day| day.format("%-d %B %Y").to_string());
            let when = when.unwrap_or_else(|| day(update.id().stamp));
            let note = update.note().map(|note| format!(": {note}")).unwrap_or_default();
            Some(format!("{} {}, {when}{}{note}", status.symbol(), status.title(), by(desk, update.id().stamp)))
        })
        .collect();
    let Some(item) = desk.view.find(&List::Actions, id) else { return lines };
    lines.extend(slips(item).iter().map(|slip| {
        let moved = slip.moved.map(|stamp| format!(", moved on {}{}", day(stamp), by(desk, stamp)));
        format!("Due: was {}{}", slip.was.format("%-d %B %Y"), moved.unwrap_or_default())
    }));
    lines
}

/// An action in a few words: its reference, its level and what will be done.
fn told(desk: &Desk, id: Id) -> String {
    let action = desk.view.find(&List::Actions, id).map(|item| Action(item));
    let level = action.and_then(|of| of.level()).map(PlanLevel::title);
    let text = action.and_then(|of| of.text()).unwrap_or("not in words yet");
    let level = level.map(|level| format!(" ({level})")).unwrap_or_default();
    format!("{}{level} {text}", desk.action(id))
}

/// The chain of causes, each below what comes from it.
fn because(desk: &Desk, id: Id) -> Vec<String> {
    let chain = causes(&desk.view, id);
    let told = |cause: &Cause| match cause {
        Cause::Action(id) => told(desk, *id),
        Cause::Words(words) => words.clone(),
    };
    let last = chain.len().saturating_sub(1);
    chain
        .iter()
        .enumerate()
        .map(|(at, cause)| {
            let root = if at == last && at > 0 { " (the root of it)" } else { "" };
            format!("{}because: {}{root}", "  ".repeat(at), told(cause))
        })
        .collect()
}

/// The action it is part of, and those that are part of it.
fn family(desk: &Desk, id: Id) -> Vec<String> {
    let mut of = children(&desk.view);
    let parent = of.iter().find(|(_, parts)| parts.contains(&id)).map(|(parent, _)| *parent);
    let parent = parent.map(|parent| format!("part of {}", told(desk, parent)));
    let mut parts = of.remove(&id).unwrap_or_default();
    let level = |id: &Id| desk.view.find(&List::Actions, *id).and_then(|item| Action(item).level());
    parts.sort_by_key(level);
    parent.into_iter().chain(parts.into_iter().map(|part| format!("its part {}", told(desk, part)))).collect()
}

/// The words it rests on: who said them, how far they may travel, and where they were said.
fn evidence(app: &App, desk: &Desk, found: &[Id]) -> Vec<String> {
    let lines = found.iter().filter_map(|id| desk.view.find(&List::Contributions, *id)).map(|item| {
        let said = Contribution(item);
        let workshop = desk.origins.workshop(item.id.stamp).and_then(|id| desk.view.find(&List::Workshops, id));
        let recorder = desk.origins.recorder(item.id.stamp).and_then(|id| desk.view.find(&List::Recorders, id));
        let recorder = recorder.map(|item| Recorder(item));
        let stage = said.stage().and_then(|id| app.programme.stage(id)).map(|stage| stage.title.clone());
        let from = [
            workshop.and_then(|item| Workshop(item).title()).map(str::to_owned),
            recorder.and_then(|of| of.table()).map(str::to_owned),
            recorder.and_then(|of| of.name()).map(str::to_owned),
            stage,
        ];
        let from: Vec<String> = from.into_iter().flatten().collect();
        let who = desk.speaker_name(said.speaker());
        let level = said.consent().unwrap_or(Level::Paraphrase).title();
        [
            format!("“{}”", said.text().unwrap_or_default()),
            format!("  {who} · {level}"),
            format!("  {}", from.join(" · ")),
        ]
    });
    lines.flatten().collect()
}
