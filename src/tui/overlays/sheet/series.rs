//! The series: the workshops of a plan side by side, four to a block so that every screen holds them.

use std::ops::Range;

use ratatui::buffer::CellWidth;

use super::{Page, Row, Sheet};
use crate::plan::{Covered, Series, Stepped};
use crate::tui::app::App;
use crate::tui::widgets::fitted;

/// Workshops side by side.
const ABREAST: usize = 4;
/// Cells for the name of a row; with four numbers beside it fits 60 columns.
const NAME: usize = 30;
/// Cells for the numbers of one workshop.
const NUMBERS: usize = 6;

/// The parts of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Which kinds of partner came and spoke.
    Partners,
    /// Which themes came, stayed and went.
    Themes,
    /// How far the quick-start guide has come.
    Guide,
    /// Whether children were named.
    Children,
}

/// The page.
pub fn page(app: &App, part: Over) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let series = desk.series(&app.programme);
    let tab = |key, name, part| (key, name, Sheet::Series(part));
    let tabs = vec![
        tab('p', "Partners", Over::Partners),
        tab('t', "Themes", Over::Themes),
        tab('s', "Steps", Over::Guide),
        tab('c', "Children", Over::Children),
    ];
    let mut rows = workshops(series);
    rows.push(Row::default());
    match part {
        _ if series.workshops.is_empty() => rows.push(Row::text("There is no workshop here yet.")),
        Over::Partners => partners(series, &mut rows),
        Over::Themes => themes(series, &mut rows),
        Over::Guide => series.steps.iter().for_each(|step| rows.extend(step_rows(series, step))),
        Over::Children => children(series, &mut rows),
    }
    Page { title: "The series".into(), tabs, rows, ..Page::default() }
}

/// The workshops, each with its number.
fn workshops(series: &Series) -> Vec<Row> {
    let line = |(at, held): (usize, &crate::plan::Held)| {
        let day = held.day.as_ref().map_or_else(|| "no day".to_owned(), ToString::to_string);
        Row::text(format!("{}  {day}, {}", at + 1, held.title))
    };
    series.workshops.iter().enumerate().map(line).collect()
}

/// The workshops four by four.
fn blocks(series: &Series) -> impl Iterator<Item = Range<usize>> {
    let count = series.workshops.len();
    (0..count).step_by(ABREAST).map(move |from| from..(from + ABREAST).min(count))
}

/// A row of numbers under the numbers of their workshops.
fn columns(name: &str, numbers: impl Iterator<Item = String>) -> String {
    numbers.fold(fitted(name, NAME), |row, number| format!("{row}{number:>NUMBERS$}"))
}

fn heading(what: &str, block: &Range<usize>) -> Row {
    Row::heading(columns(what, block.clone().map(|at| (at + 1).to_string())))
}

/// Its full name where that fits, and else the short one.
fn named(of: &Covered) -> &str {
    if usize::from(of.title.cell_width()) <= NAME { &of.title } else { &of.label }
}

fn partners(series: &Series, rows: &mut Vec<Row>) {
    for block in blocks(series) {
        rows.push(heading("here/lines said", &block));
        for of in &series.partners {
            let counts = of.counts.get(block.clone()).unwrap_or_default();
            let shown = counts
                .iter()
                .map(|(here, spoke)| if *here + *spoke == 0 { "0".into() } else { format!("{here}/{spoke}") });
            let spoken = counts.iter().zip(block.clone());
            let spoken = spoken.map(|((here, spoke), at)| format!("workshop {}: {here} here, lines {spoke}", at + 1));
            rows.push(Row {
                text: columns(named(of), shown),
                spoken: Some(format!("{}. {}", of.title, spoken.collect::<Vec<_>>().join("; "))),
                ..Row::default()
            });
        }
        rows.push(Row::default());
    }
    rows.extend(series.never_came_words().into_iter().map(Row::text));
}

fn themes(series: &Series, rows: &mut Vec<Row>) {
    if series.themes.is_empty() {
        rows.push(Row::text("No line has a theme yet."));
        return;
    }
    for block in blocks(series) {
        rows.push(heading("voices", &block));
        let last = block.end == series.workshops.len();
        for of in &series.themes {
            let counts = of.voices.get(block.clone()).unwrap_or_default();
            let became = of.words().filter(|_| last);
            let mark = became.map_or_else(String::new, |word| format!("  {word}"));
            let spoken = counts.iter().zip(block.clone()).map(|(voices, at)| format!("workshop {}: {voices}", at + 1));
            let spoken = spoken.chain(became.map(str::to_owned)).collect::<Vec<_>>().join("; ");
            rows.push(Row {
                text: format!("{}{mark}", columns(&of.theme, counts.iter().map(ToString::to_string))),
                spoken: Some(format!("#{}. {spoken}", of.theme)),
                ..Row::default()
            });
        }
        rows.push(Row::default());
    }
}

/// A step in words, below it how far it had come at each workshop.
fn step_rows(series: &Series, step: &Stepped) -> Vec<Row> {
    let said = step.scores.iter().enumerate();
    let said = said.map(|(at, score)| format!("{}: {}", at + 1, score.map_or("not said", |score| score.title())));
    let said: Vec<String> = said.take(series.workshops.len()).collect();
    let mut rows = vec![Row::text(format!("{}. {}", step.number, step.short))];
    rows.push(Row::text(format!("   {}", said.join(" · "))));
    rows.extend(step.change().map(|change| Row::text(format!("   {change}"))));
    rows.push(Row::default());
    rows
}

fn children(series: &Series, rows: &mut Vec<Row>) {
    rows.push(Row::text(series.children_words()));
    for (at, held) in series.workshops.iter().enumerate() {
        rows.push(Row::text(format!(
            "{}  lines {} of {}, actions {} of {}",
            at + 1,
            held.lines_on_children,
            held.lines,
            held.actions_on_children,
            held.actions
        )));
    }
}
