//! Charts: a table of the numbers, with what is drawn beside them.
//!
//! A bar is a tab stop as far along as the number is great, with a shade behind it: it is as long as it says, stays in its
//! line, is printed everywhere, and a screen reader passes over it to the number in the next cell. The shades are patterns
//! that differ in grey too.

use super::body::Body;
use super::table::{Column, open, open_cell, open_row, widths};
use crate::publish::document::{Chart, Figure, Shape};

/// Patterns, each unlike its neighbours in grey as well: what is drawn, and in which pattern on white.
const PATTERNS: [&str; 6] = ["solid", "pct25", "diagStripe", "pct10", "pct75", "horzCross"];
/// The ink they are drawn with.
const INK: &str = "262626";
/// The shortest bar that can be seen, and the sample beside the name of a column, in twentieths of a point.
const SHORTEST: usize = 40;
const SAMPLE: usize = 240;
/// What a column of bars asks for, and the space in it that is not for bars.
const BARS: Column = Column { least: 3200, most: 4800 };
const EDGES: usize = 240;

pub(super) fn write(chart: &Chart, body: &mut Body) {
    let names = std::iter::once(chart.rows_are.as_str()).chain(chart.rows.iter().map(|(name, _)| name.as_str()));
    let figures = |at: usize, name: &String| {
        let words = chart.rows.iter().filter_map(|(_, figures)| Some(figures.get(at)?.words.clone()));
        let column = Column::of(std::iter::once(name.clone()).chain(words).collect::<Vec<_>>().iter().map(String::as_str));
        Column { least: column.least + SAMPLE, most: column.most + SAMPLE }
    };
    let mut columns = vec![Column::of(names)];
    columns.extend(chart.columns.iter().enumerate().map(|(at, name)| figures(at, name)));
    let drawn = chart.shape != Shape::Grid;
    columns.extend(drawn.then_some(BARS));
    let widths = widths(&columns, body.width);
    let room = widths.last().map_or(0, |last| last.saturating_sub(EDGES));

    open(&chart.caption, &widths, body);
    open_row(true, 0, body);
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
            body.bar(&[(SAMPLE, pattern(number))]);
        }
        body.styled("TableNumber", name);
        body.push("</w:tc>");
    }
    if drawn {
        cell(body, "");
        body.styled("TableText", "Drawn to scale");
        body.push("</w:tc>");
    }
    body.push("</w:tr>");
    for (name, figures) in &chart.rows {
        write_row(chart, name, figures, &widths, room, body);
    }
    body.push("</w:tbl>");
}

fn write_row(chart: &Chart, name: &str, figures: &[Figure], widths: &[usize], room: usize, body: &mut Body) {
    let greatest = chart.greatest();
    open_row(false, 1, body);
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
            body.bar(&bars().collect::<Vec<_>>());
            body.push("</w:tc>");
        }
        Shape::Bars => {
            cell(body, "");
            bars().for_each(|bar| body.bar(&[bar]));
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
    /// A line of bars, one behind the other: how long each is, and its pattern.
    fn bar(&mut self, bars: &[(usize, &str)]) {
        let (mut stops, mut runs, mut end) = (String::new(), String::new(), 0);
        for (length, pattern) in bars.iter().filter(|(length, _)| *length > 0) {
            end += length;
            stops.push_str(&format!("<w:tab w:val=\"left\" w:pos=\"{end}\"/>"));
            runs.push_str(&format!(
                "<w:r><w:rPr><w:noProof/><w:shd w:val=\"{pattern}\" w:color=\"{INK}\" w:fill=\"FFFFFF\"/></w:rPr><w:tab/></w:r>"
            ));
        }
        let stops = if stops.is_empty() { stops } else { format!("<w:tabs>{stops}</w:tabs>") };
        self.push("<w:p>");
        self.properties("Bar", &stops, false);
        self.push(&runs);
        self.push("</w:p>");
    }
}
