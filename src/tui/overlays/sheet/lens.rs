//! The plan seen through lists of others, a tab each, with the source and the year of every one: specifications,
//! determinants, aims, blocks, groups of people, rungs, health creation, strands, benefits, principles, maturity, fairness,
//! touchpoints and missing voices; and what is matched to no strategy, what was escalated, and what is for children.

mod assessed;
mod told;

use super::{Key, Page, Row, Sheet};
use crate::model::fields::{Action, List, field};
use crate::model::item::Item;
use crate::model::programme::Framework;
use crate::model::stamp::Id;
use crate::model::words::Status;
use crate::plan::{Lens, Verdict, tagged_lines};
use crate::tui::app::App;
use crate::tui::overlays::Pending;

pub use assessed::evidence_choice;

/// The parts: key, name, and the framework; the first lists them all, and the last two are none.
pub const TABS: [(char, &str, &str); 18] = [
    ('a', "All lists", ALL),
    ('s', "Specifications", "specifications"),
    ('d', "Determinants", "determinants"),
    ('t', "Aims", "triple-aim"),
    ('b', "Blocks", "building-blocks"),
    ('k', "Core20", "core20plus5"),
    ('r', "Rungs", "ladder"),
    ('c', "Health creation", "health-creation"),
    ('u', "Strands", "community-centred"),
    ('f', "Benefits", "benefits"),
    ('i', "It matters that", "it-matters"),
    ('p', "Ten principles", "working-with-people"),
    ('y', "Maturity", "maturity"),
    ('h', "Equity check", "heat"),
    ('x', "Experience", "experience"),
    ('g', "Stories of change", "significant-change"),
    ('v', "Missing voices", MISSING_VOICES),
    ('m', "More", "more"),
];

/// The tab that lists every framework.
pub const ALL: &str = "all";
/// The tab of missing voices.
pub const MISSING_VOICES: &str = "missing-voices";
/// Frameworks that have their place elsewhere, and the command that goes there.
const ELSEWHERE: [(&str, &str); 2] = [("principles", "about-plan"), ("collaborative", "collaborative")];

/// The page.
pub fn page(app: &App, id: &'static str) -> Page {
    let tabs: Vec<_> = TABS.iter().map(|(key, name, id)| (*key, *name, Sheet::Lens(id))).collect();
    let Some(desk) = &app.desk else { return Page::default() };
    let titled =
        |title: &str, rows: Vec<Row>| Page { title: title.to_owned(), tabs: tabs.clone(), rows, ..Page::default() };
    let standing = app.plan.rows(app);
    let standing = standing.iter().filter(|row| row.status != Status::Stopped);
    let found = standing.filter_map(|row| desk.view.find(&List::Actions, row.id));
    let items: Vec<&Item> = found.map(std::convert::AsRef::as_ref).collect();
    match id {
        ALL => return titled("Lists to look through", all(app)),
        MISSING_VOICES => return titled("Whose voice is missing", told::missing_voices(app)),
        "more" => return titled("The plan through other lists", more(app, &items)),
        _ => {}
    }
    let Some(of) = app.programme.framework(id) else {
        return titled("The plan through other lists", vec![Row::text("The programme has no such list.")]);
    };
    let mut rows = vec![source(of), Row::default()];
    match id {
        "maturity" => rows.extend(assessed::maturity(app, of)),
        "working-with-people" => rows.extend(assessed::principles(app, of)),
        "heat" => rows.extend(assessed::equity(app, of)),
        "it-matters" => rows.extend(told::it_matters(app, of)),
        "experience" => rows.extend(told::experience(app, of)),
        "significant-change" => rows.extend(told::significant(app, of)),
        _ => rows.extend(counted(app, of, &items)),
    }
    titled(&of.title, rows)
}

/// Where a list comes from, and what to know of it.
fn source(of: &Framework) -> Row {
    let note = if of.note.is_empty() { String::new() } else { format!(" {}", of.note) };
    Row::text(format!("Source: {}.{note}", of.as_reported()))
}

/// Every list with its source and year, and how much of it is used.
fn all(app: &App) -> Vec<Row> {
    let mut rows = vec![Row::text(
        "Each is a list that others set up, with its source and year: a way to look at the plan, and no claim to comply.",
    )];
    for of in &app.programme.frameworks {
        let tab = TABS.iter().find(|(.., id)| *id == of.id).map(|(.., id)| ("lens", (*id).to_owned()));
        let place = ELSEWHERE.iter().find(|(id, _)| *id == of.id).map(|(_, command)| (*command, String::new()));
        let keys = tab.or(place).map(|(command, rest)| vec![Key::command('o', "open it", command, rest)]);
        let row = Row::text(format!("{} ({} entries)", of.title, of.entries.len()));
        rows.push(Row { below: vec![of.as_reported()], ..row }.with(keys.unwrap_or_default()));
    }
    let missing = Key::command('o', "open it", "lens", MISSING_VOICES);
    let row = Row::text("Whose voice is missing");
    let below = vec!["coplan's own count over all workshops of this file".to_owned()];
    rows.push(Row { below, ..row }.with(vec![missing]));
    rows
}

/// Actions by reference beneath what they stand under, with a way to them.
fn line(app: &App, sign: &str, title: &str, actions: &[Id], lines: Option<usize>) -> Row {
    let rows = app.plan.rows(app);
    let reference = |id: &Id| rows.iter().find(|row| row.id == *id).map_or("", |row| row.reference.as_str());
    let refs: Vec<&str> = actions.iter().map(reference).collect();
    let said = match lines {
        None => String::new(),
        Some(1) => " · 1 line".to_owned(),
        Some(lines) => format!(" · {lines} lines"),
    };
    let text = match refs.len() {
        0 if lines.is_some() => format!("{sign} {title}: no action{said}"),
        0 => format!("{sign} {title}: none"),
        n => format!("{sign} {title}: {n} ({}){said}", refs.join(", ")),
    };
    let about = actions.iter().map(|id| (List::Actions, *id)).collect();
    let go = Key { key: 'o', label: "go to them".into(), does: Pending::Among(title.to_owned(), about) };
    Row::text(text).with(if actions.is_empty() { Vec::new() } else { vec![go] })
}

/// How many actions, and lines where those are tagged too, stand under each entry, with the zeros.
fn counted(app: &App, of: &Framework, items: &[&Item]) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let Some(lens) = Lens::of(&app.programme, &of.id, items.iter().copied()) else {
        return of.entries.iter().map(|entry| Row::text(format!("– {}", entry.title))).collect();
    };
    let said = desk.view.live(&List::Contributions);
    let lines = tagged_lines(of, said);
    let mut rows = Vec::new();
    // On the ladder an empty rung lacks nothing.
    let ladder = of.id == "ladder";
    if let Some(empty) = lens.empty_words().filter(|_| !ladder) {
        rows.push(Row::heading(format!("! {empty}")));
    }
    for (at, (entry, actions)) in lens.cells.iter().enumerate() {
        let said = lines.as_ref().and_then(|lines| lines.get(at)).copied();
        let none = actions.is_empty() && said.unwrap_or(0) == 0;
        let sign = match (none, ladder) {
            (false, _) => "✓",
            (true, true) => "–",
            (true, false) => "!",
        };
        let row = line(app, sign, &entry.title, actions, said);
        let below = (!entry.about.is_empty()).then(|| entry.about.clone());
        rows.push(Row { below: below.into_iter().collect(), ..row });
    }
    rows.push(line(app, "–", "No such tag", &lens.without, None));
    if ladder {
        let found = desk.gaps(&app.programme, app.now.date_naive());
        let warning = found.iter().find(|found| found.check.id() == "R9" && found.verdict == Verdict::Attention);
        rows.extend(warning.map(|found| Row::heading(format!("! {}", found.sentence))));
    }
    if let Some((name, _)) = TAGS.iter().find(|(_, id)| *id == of.id) {
        rows.push(Row::default());
        rows.push(Row::text(format!(
            "/{name} 1 tags the line or the action at hand with the first; once more takes it off."
        )));
    }
    rows
}

/// The commands that tag what is at hand with a list.
const TAGS: [(&str, &str); 2] = [("benefit", "benefits"), ("strand", "community-centred")];

/// Strategy, escalation and children.
fn more(app: &App, items: &[&Item]) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let found = desk.gaps(&app.programme, app.now.date_naive());
    let of = |id: &str| -> Vec<Id> {
        let of = found.iter().filter(|found| found.check.id() == id).flat_map(|found| &found.about);
        of.filter(|(list, _)| *list == List::Actions).map(|(_, id)| *id).collect()
    };
    let sentence = |id: &str| found.iter().find(|found| found.check.id() == id).map(|found| found.sentence.clone());
    let line = |sign: &str, title: &str, actions: &[Id]| line(app, sign, title, actions, None);
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
