//! Lists in which somebody says how far each entry has come, or what stands behind it: maturity, the ten principles, and
//! the check of fairness.

use super::super::{Key, Row};
use crate::model::fields::{Contribution, List};
use crate::model::programme::Framework;
use crate::model::stamp::Id;
use crate::plan::{Assessed, FOR_DEVELOPMENT, assessed, equity_checks};
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::overlays::Pending;
use crate::tui::widgets::cut;

/// Cells that are shown of what an entry rests on.
const WORDS: usize = 60;

/// The self-assessment: area by level, before and now.
pub fn maturity(app: &App, of: &Framework) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let mut rows = vec![Row::heading(FOR_DEVELOPMENT), Row::default()];
    for (said, number) in assessed(&desk.view, &desk.origins, of, None).iter().zip(1..) {
        let now = said.now.as_ref().map_or_else(|| "not said".to_owned(), |level| level.words(of));
        let mut below = Vec::new();
        if let (Some(before), Some(change)) = (&said.before, said.change()) {
            let day = before.day.map_or_else(String::new, |day| format!(" on {}", day.format("%-d %B %Y")));
            below.push(format!("before: {}{day} · {change}", before.words(of)));
        }
        below.extend(said.note.as_ref().map(|note| format!("note: {note}")));
        below.extend(behind(app, desk, said));
        let mut keys = vec![Key::command('l', "level", "maturity", format!("{number} level"))];
        keys.push(Key::command('n', "note", "maturity", format!("{number} note")));
        keys.push(Key::command('e', "evidence", "maturity", format!("{number} evidence")));
        let row = Row::text(format!("{number}. {}: {now}", said.entry.title));
        below.insert(0, said.entry.about.clone());
        rows.push(Row { below, ..row }.with(keys));
    }
    rows
}

/// Ten lines, each with what stands behind it or nothing yet.
pub fn principles(app: &App, of: &Framework) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let all = assessed(&desk.view, &desk.origins, of, None);
    let without = all.iter().filter(|said| said.evidence.is_empty()).count();
    let mut rows = vec![Row::text(format!("With no evidence yet: {without} of {}.", all.len())), Row::default()];
    for (said, number) in all.iter().zip(1..) {
        let sign = if said.evidence.is_empty() { "!" } else { "✓" };
        let mut below = vec![said.entry.about.clone()];
        below.extend(behind(app, desk, said));
        below.extend(said.note.as_ref().map(|note| format!("note: {note}")));
        let row = Row::text(format!("{sign} {number}. {}: {}", said.entry.title, said.evidence_words()));
        let mut keys = vec![
            Key::command('e', "evidence", "principle", format!("{number} evidence")),
            Key::command('n', "note", "principle", format!("{number} note")),
        ];
        if !said.evidence.is_empty() {
            let does = Pending::Among(said.entry.title.clone(), said.evidence.clone());
            keys.push(Key { key: 'o', label: "go to it".into(), does });
        }
        rows.push(Row { below, ..row }.with(keys));
    }
    rows
}

/// The checks of fairness, of the plan and of each priority, in four parts.
pub fn equity(app: &App, of: &Framework) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let today = app.now.date_naive();
    let plan = app.plan.rows(app);
    let mut rows = Vec::new();
    for check in equity_checks(&desk.view, &desk.origins, of, plan.iter().map(crate::plan::Row::named), today) {
        let (title, rest) = match &check.action {
            None => ("The whole plan".to_owned(), "plan".to_owned()),
            Some((id, reference)) => {
                let text = plan.iter().find(|row| row.id == *id).and_then(|row| row.text.clone()).unwrap_or_default();
                (format!("{reference}: {}", cut(&text, WORDS)), reference.clone())
            }
        };
        let sign = match (check.done(), check.overdue) {
            (_, true) | (0, _) => "!",
            _ => "✓",
        };
        let below = check.parts.iter().map(|part| match &part.note {
            Some(note) => format!("✓ {}: {note}", part.entry.title),
            None => format!("– {}: nothing yet. {}", part.entry.title, part.entry.about),
        });
        let row = Row::text(format!("{sign} {title}: {}", check.words()));
        let keys = vec![Key::command('e', "fill in", "heat", rest)];
        rows.push(Row { below: below.collect(), ..row }.with(keys));
    }
    rows
}

/// What an entry rests on, a line each.
fn behind(app: &App, desk: &Desk, said: &Assessed<'_>) -> Vec<String> {
    let mut lines: Vec<String> =
        said.evidence.iter().map(|(list, id)| format!("· {}", called(app, desk, list, *id))).collect();
    lines.extend((said.gone > 0).then(|| format!("· {} withdrawn or not here", said.gone)));
    lines
}

/// An action or a line in a few words.
fn called(app: &App, desk: &Desk, list: &List, id: Id) -> String {
    if *list == List::Actions {
        let rows = app.plan.rows(app);
        let row = rows.iter().find(|row| row.id == id);
        let text = row.and_then(|row| row.text.as_deref()).unwrap_or("an action without words");
        return format!("{} {}", row.map_or("", |row| row.reference.as_str()), cut(text, WORDS));
    }
    let words = desk.view.find(&List::Contributions, id).and_then(|item| Contribution(item).text()).unwrap_or_default();
    format!("“{}”", cut(words, WORDS))
}

/// What can be linked to an entry as evidence: the thing at hand first, then the actions, then the starred lines.
pub fn evidence_choice(app: &App, at_hand: Option<(List, Id)>) -> Vec<(String, List, Id)> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let actions = app.plan.rows(app).iter().map(|row| (List::Actions, row.id)).collect::<Vec<_>>();
    let starred = desk.view.live(&List::Contributions).filter(|item| Contribution(item).star());
    let starred = starred.map(|item| (List::Contributions, item.id));
    let mut all: Vec<(List, Id)> = Vec::new();
    for of in at_hand.into_iter().chain(actions).chain(starred) {
        if !all.contains(&of) {
            all.push(of);
        }
    }
    all.into_iter().map(|(list, id)| (called(app, desk, &list, id), list, id)).collect()
}
