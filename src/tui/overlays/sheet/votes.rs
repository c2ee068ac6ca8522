//! The votes of the room: what can be voted for and how many have, and once a vote is closed how it came out.

use super::{Key, Page, Row};
use crate::model::fields::{List, field};
use crate::model::stamp::Id;
use crate::plan::{Outcome, Poll, bar, counted_of};
use crate::tui::app::App;
use crate::tui::desk::Desk;

/// The page of all votes, the last one first.
pub fn page(app: &App) -> Page {
    let title = "Votes".to_owned();
    let Some(desk) = &app.desk else { return Page { title, ..Page::default() } };
    let polls = desk.polls();
    let mut rows = Vec::new();
    for poll in polls.iter().rev() {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        vote_rows(app, desk, poll, &mut rows);
    }
    if rows.is_empty() {
        rows.push(Row::text(
            "No vote yet. /vote dots Which first? : a bus; a hall begins one, and so does /vote rank.",
        ));
        rows.push(Row::text("A vote narrows down and does not decide. Nothing is counted before it is closed."));
    }
    let mut keys = vec![];
    keys.extend((!app.programme.standing.is_empty()).then(|| Key::command('s', "standing", "standing", "")));
    Page { title, rows, keys, ..Page::default() }
}

fn vote_rows(app: &App, desk: &Desk, poll: &Poll, rows: &mut Vec<Row>) {
    let name = format!("v{}", poll.number);
    let key = |letter, label: &str, id| Key::command(letter, label, id, name.clone());
    let mut keys = Vec::new();
    let mine = !poll.closed_at.contains(&desk.recorder);
    if poll.is_open() && mine {
        keys.extend(poll.takes_ballots().then(|| key('b', "take ballots", "ballot")));
        keys.extend(poll.takes_hands().then(|| key('h', "count hands", "hands")));
        keys.push(key('c', "close", "close-vote"));
    } else {
        keys.push(key('o', "open again", "open-vote"));
    }
    if poll.is_open() {
        keys.push(Key::command('a', "close for all", "close-vote", format!("{name} all")));
    }
    let state = if poll.is_open() { "open" } else { "closed" };
    let text = format!("V{} · {} · {} · {state}: {}", poll.number, poll.question, poll.rule(), poll.turnout());
    let below = if poll.is_open() { open_at(desk, poll) } else { Vec::new() };
    rows.push(Row { below, ..Row::text(text).with(keys) });
    let called = |option: usize| poll.options.get(option).map(|of| desk.option_words(&of.means)).unwrap_or_default();
    match &poll.outcome {
        None => rows.extend((0..poll.options.len()).map(|at| Row::text(format!("  {}. {}", at + 1, called(at))))),
        Some(outcome) => result_rows(app, poll, outcome, &called, rows),
    }
}

/// Where it is still open, once some table has closed it.
fn open_at(desk: &Desk, poll: &Poll) -> Vec<String> {
    if poll.closed_at.is_empty() {
        return Vec::new();
    }
    vec![format!("Still open at: {}", tables(desk, &poll.open_at).join("; "))]
}

/// What some tables are called.
pub fn tables<'a>(desk: &Desk, of: impl IntoIterator<Item = &'a Option<Id>>) -> Vec<String> {
    let name = |table: &Option<Id>| {
        let recorder = table.and_then(|id| desk.view.find(&List::Recorders, id));
        let parts = recorder.map(|who| [who.text(field::NAME), who.text(field::TABLE)]);
        let parts: Vec<&str> = parts.into_iter().flatten().flatten().collect();
        if parts.is_empty() { "a table that is not known here".to_owned() } else { parts.join(", ") }
    };
    of.into_iter().map(name).collect()
}

fn result_rows(app: &App, poll: &Poll, outcome: &Outcome, called: &dyn Fn(usize) -> String, rows: &mut Vec<Row>) {
    let greatest = outcome.totals.iter().max().copied().unwrap_or(0);
    let told = |total: usize| counted_of(poll.kind, total);
    for tie in outcome.places() {
        for option in &tie.options {
            let words = format!("{}. {}: {}", option + 1, called(*option), told(tie.total));
            let bar = bar(tie.total, greatest);
            rows.push(Row { spoken: Some(words.clone()), ..Row::text(format!("  {words} {bar}")) });
        }
    }
    for group in &outcome.groups {
        let category = group.category.as_deref().and_then(|id| app.programme.category(id));
        let category = category.map_or("Category not told", |of| of.title.as_str());
        let numbers = group.totals.iter().enumerate().filter(|(_, total)| **total > 0);
        let numbers: Vec<String> = numbers.map(|(at, total)| format!("{} {total}", called(at))).collect();
        let voted = if poll.takes_ballots() { format!(" ({} voted)", group.people) } else { String::new() };
        rows.push(Row::text(format!("  {category}{voted}: {}", numbers.join("; "))));
    }
    rows.extend(poll.story(outcome, called, &told).into_iter().map(|line| Row::text(format!("  {line}"))));
}
