//! Charts: a table of the numbers, with what is drawn beside them.
//!
//! A bar is a tab stop as far along as the number is great, with a shade behind it: it is as long as it says, stays in its
//! line, is printed everywhere, and a screen reader passes over it to the number in the next cell. The shades are patterns
//! that differ in grey too.

use std::fmt::Write;

use super::body::Body;
use super::table::{self, Column, NARROWEST, Row, open, open_cell, open_row, widths};
use super::text::write_runs;
use crate::publish::document::{Chart, Figure, Shape};

/// Patterns, each unlike its neighbours in grey as well.
pub(super) const PATTERNS: [&str; 6] = ["solid", "pct20", "pct60", "diagStripe", "pct80", "pct15"];
/// The ink they are drawn with.
const INK: &str = "262626";
/// The shortest bar that can be seen, and the sample beside the name of a column, in twentieths of a point.
const SHORTEST: usize = 40;
const SAMPLE: usize = 240;
/// A chart of so many rows and lines of bars fits on a sheet, and is kept on one.
const KEPT: usize = 20;
/// What a column of bars asks for, and the space in it that is not for bars.
const BARS: Column = Column { least: 3200, most: 4800 };
const EDGES: usize = 240;

pub(super) fn write(chart: &Chart, body: &mut Body) {
    // More numbers than can be drawn side by side are read, in as many tables as they take.
    if chart.columns.len() + 2 > body.width / NARROWEST {
        return table::write(&chart.table(), body);
    }
    let mut columns = vec![Column::of(&chart.rows_are, chart.rows.iter().map(|(name, _)| name.as_str()))];
    columns.extend(chart.columns.iter().enumerate().map(|(at, name)| {
        let column =
            Column::of(name, chart.rows.iter().filter_map(|(_, figures)| Some(figures.get(at)?.words.as_str())));
        Column { least: column.least + SAMPLE, most: column.most + 2 * SAMPLE }
    }));
    let drawn = chart.shape != Shape::Grid;
    columns.extend(drawn.then_some(BARS));
    let widths = widths(&columns, body.width, false);
    let room = widths.last().map_or(0, |last| last.saturating_sub(EDGES));

    let lines = chart.rows.len() * if chart.shape == Shape::Bars { chart.columns.len() } else { 1 };
    body.keep_next = lines <= KEPT;
    open(&chart.caption, &widths, body);
    open_row(Row::Header, body);
    let mut at = widths.iter();
    let mut cell = |body: &mut Body, shading: &str| open_cell(at.next().copied().unwrap_or_default(), shading, body);
    cell(body, "");
    body.styled("TableText", &chart.rows_are);
    body.push("</w:tc>");
    // With several numbers in a row, a sample says which is which.
    let sample = drawn && chart.columns.len() > 1;
    for (number, name) in chart.columns.iter().enumerate() {
        cell(body, "");
        if sample {
            body.bars("TableText", &[(SAMPLE, pattern(number))], &format!(" {name}"));
        } else {
            body.styled("TableNumber", name);
        }
        body.push("</w:tc>");
    }
    if drawn {
        cell(body, "");
        body.styled("TableText", "Drawn to scale");
        body.push("</w:tc>");
    }
    body.push("</w:tr>");
    for (at, (name, figures)) in chart.rows.iter().enumerate() {
        // The last row ends it.
        body.keep_next &= at + 1 < chart.rows.len();
        write_row(chart, name, figures, &widths, room, body);
    }
    body.keep_next = false;
    body.push("</w:tbl>");
}

/// A row: its name, its numbers, and what is drawn of them.
fn write_row(chart: &Chart, name: &str, figures: &[Figure], widths: &[usize], room: usize, body: &mut Body) {
    let greatest = chart.greatest();
    open_row(Row::Short, body);
    let mut at = widths.iter();
    let mut cell = |body: &mut Body, shading: &str| open_cell(at.next().copied().unwrap_or_default(), shading, body);
    cell(body, "");
    body.styled("TableText", name);
    body.push("</w:tc>");
    for figure in figures {
        let shade = if chart.shape == Shape::Grid { shade(figure.size, greatest) } else { String::new() };
        cell(body, &shade);
        body.styled("TableNumber", &figure.words);
        body.push("</w:tc>");
    }
    let length = |figure: &Figure| match figure.size {
        0 => 0,
        size => share(size, greatest, room).max(SHORTEST),
    };
    let bars = || figures.iter().enumerate().map(|(number, figure)| (length(figure), pattern(number)));
    match chart.shape {
        Shape::Grid => {}
        Shape::Parts => {
            cell(body, "");
            body.bars("Bar", &bars().collect::<Vec<_>>(), "");
            body.push("</w:tc>");
        }
        Shape::Bars => {
            cell(body, "");
            bars().for_each(|bar| body.bars("Bar", &[bar], ""));
            body.push("</w:tc>");
        }
    }
    body.push("</w:tr>");
}

fn pattern(number: usize) -> &'static str {
    PATTERNS.get(number % PATTERNS.len()).copied().unwrap_or_default()
}

/// The part of a length that a number is of the greatest.
fn share(size: u64, greatest: u64, length: usize) -> usize {
    let part = u128::from(size) * length as u128 / u128::from(greatest.max(1));
    usize::try_from(part).unwrap_or(length).min(length)
}

/// The shade of a cell: white for none, and never so dark that the number in it could not be read.
fn shade(size: u64, greatest: u64) -> String {
    let grey = 255 - share(size, greatest, 110);
    format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{grey:02X}{grey:02X}{grey:02X}\"/>")
}

impl Body {
    /// A line of bars, one behind the other, each with its length and its pattern; and words behind them.
    fn bars(&mut self, style: &str, bars: &[(usize, &str)], words: &str) {
        let (mut stops, mut runs, mut end) = (String::new(), String::new(), 0);
        for (length, pattern) in bars.iter().filter(|(length, _)| *length > 0) {
            end += length;
            // Writing to memory does not fail.
            let _ = write!(stops, "<w:tab w:val=\"left\" w:pos=\"{end}\"/>");
            let _ = write!(
                runs,
                "<w:r><w:rPr><w:noProof/><w:bdr w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"{INK}\"/>\
                 <w:shd w:val=\"{pattern}\" w:color=\"{INK}\" w:fill=\"FFFFFF\"/></w:rPr><w:tab/></w:r>"
            );
        }
        let stops = if stops.is_empty() { stops } else { format!("<w:tabs>{stops}</w:tabs>") };
        if !words.is_empty() {
            write_runs(words, None, &mut runs);
        }
        self.push("<w:p>");
        self.properties(style, &stops, false);
        self.push(&runs);
        self.push("</w:p>");
    }
}
