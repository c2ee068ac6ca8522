//! The plan seen through lists of others: specifications, determinants, aims, blocks, groups of people, rungs; and what
//! is matched to no strategy, what was escalated, and what is for children.

use super::{Key, Page, Row, Sheet};
use crate::model::fields::{Action, List, field};
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::Status;
use crate::plan::{Lens, Verdict};
use crate::tui::app::App;
use crate::tui::overlays::Pending;

/// The parts: key, name, and the framework; the last is none.
pub const TABS: [(char, &str, &str); 7] = [
    ('s', "Specifications", "specifications"),
    ('d', "Determinants", "determinants"),
    ('t', "Aims", "triple-aim"),
    ('b', "Blocks", "building-blocks"),
    ('k', "Core20", "core20plus5"),
    ('r', "Rungs", "ladder"),
    ('m', "More", "more"),
];

/// The page.
pub fn page(app: &App, id: &'static str) -> Page {
    let tabs = TABS.iter().map(|(key, name, id)| (*key, *name, Sheet::Lens(id))).collect();
    let Some(desk) = &app.desk else { return Page::default() };
    let rows = app.plan.rows(app);
    let standing: Vec<Id> = rows.iter().filter(|row| row.status != Status::Stopped).map(|row| row.id).collect();
    let items: Vec<&Item> =
        standing.iter().filter_map(|id| desk.view.find(&List::Actions, *id)).map(std::convert::AsRef::as_ref).collect();
    let reference = |id: &Id| rows.iter().find(|row| row.id == *id).map_or("", |row| row.reference.as_str());
    let line = |sign: &str, title: &str, actions: &[Id]| {
        let refs: Vec<&str> = actions.iter().map(reference).collect();
        let text = match refs.len() {
            0 => format!("{sign} {title}: none"),
            n => format!("{sign} {title}: {n} ({})", refs.join(", ")),
        };
        let about = actions.iter().map(|id| (List::Actions, *id)).collect();
        let go = Key { key: 'o', label: "go to them".into(), does: Pending::Among(title.to_owned(), about) };
        Row::text(text).with(if actions.is_empty() { Vec::new() } else { vec![go] })
    };
    if id == "more" {
        return Page {
            title: "The plan through other lists".into(),
            tabs,
            rows: more(app, &items, &line),
            keys: Vec::new(),
            ..Page::default()
        };
    }
    let Some(lens) = Lens::of(&app.programme, id, items.iter().copied()) else {
        let rows = vec![Row::text("The programme has no such list.")];
        return Page { title: "The plan through other lists".into(), tabs, rows, keys: Vec::new(), ..Page::default() };
    };
    let of = lens.framework;
    let note = if of.note.is_empty() { String::new() } else { format!(" {}", of.note) };
    let mut shown = vec![Row::text(format!("{}, {}.{note}", of.source, of.year)), Row::default()];
    // On the ladder an empty rung lacks nothing.
    let ladder = id == "ladder";
    if let Some(empty) = lens.empty_words().filter(|_| !ladder) {
        shown.push(Row::heading(format!("! {empty}")));
    }
    for (entry, actions) in &lens.cells {
        let sign = if actions.is_empty() { if ladder { "–" } else { "!" } } else { "✓" };
        shown.push(line(sign, &entry.title, actions));
    }
    shown.push(line("–", "No such tag", &lens.without));
    if ladder {
        let found = desk.gaps(&app.programme, app.now.date_naive());
        let warning = found.iter().find(|found| found.check.id() == "R9" && found.verdict == Verdict::Attention);
        shown.extend(warning.map(|found| Row::heading(format!("! {}", found.sentence))));
    }
    Page { title: of.title.clone(), tabs, rows: shown, keys: Vec::new(), ..Page::default() }
}

/// Strategy, escalation and children.
fn more(app: &App, items: &[&Item], line: &dyn Fn(&str, &str, &[Id]) -> Row) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let found = desk.gaps(&app.programme, app.now.date_naive());
    let of = |id: &str| -> Vec<Id> {
        let of = found.iter().filter(|found| found.check.id() == id).flat_map(|found| &found.about);
        of.filter(|(list, _)| *list == List::Actions).map(|(_, id)| *id).collect()
    };
    let sentence = |id: &str| found.iter().find(|found| found.check.id() == id).map(|found| found.sentence.clone());
    let mut rows = vec![Row::heading("Wider strategy")];
    let unmatched = of("T8");
    rows.push(line(if unmatched.is_empty() { "✓" } else { "!" }, "Not yet matched", &unmatched));
    rows.extend([Row::default(), Row::heading("Escalated")]);
    let mut escalated = 0;
    for item in items {
        let Some(to) = Action(item).escalate().map(str::trim).filter(|to| !to.is_empty()) else { continue };
        escalated += 1;
        let day = item.text(field::ESCALATED).and_then(crate::plan::Day::read);
        let day = day.map_or_else(|| "no day".to_owned(), |day| day.to_string());
        rows.push(line("✓", &format!("To {to}, {day}"), &[item.id]));
    }
    if escalated == 0 {
        rows.push(Row::text("Nothing is escalated."));
    }
    rows.extend([Row::default(), Row::heading("Children and young people")]);
    rows.extend(sentence("T4").map(Row::text));
    rows.push(line("✓", "Actions that name them", &of("T4")));
    rows
}
