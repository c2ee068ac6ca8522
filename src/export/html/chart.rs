//! A chart as a picture that scales with the text around it: lengths are in letters (em) or in parts of the width.
//!
//! Each number stands beside what is drawn for it, names wrap above their bars, and nothing is told by colour: parts
//! differ by pattern, fields by darkness and by the number on them. The same numbers follow as a table.

use std::fmt::{self, Write};

use html_escape::encode_text;
use unicode_segmentation::UnicodeSegmentation;

use super::table;
use crate::publish::document::{Chart, Figure, Shape};

/// Tenths of a letter's height: a line of text, a bar, and the space before the next row.
const LINE: usize = 14;
const BAR: usize = 12;
const GAP: usize = 7;
/// Half letters that a name may be wide before it wraps, and lines before the rest is left to the table.
const NAME: usize = 62;
const LINES: usize = 5;
/// What the parts of a bar are filled with, and how many such patterns there are.
pub(super) const PATTERNS_DRAWN: &str = include_str!("patterns.svg");
const PATTERNS: usize = 8;
/// Tenths of a letter's height that one picture may be high. What is higher goes on in another, so that no row is cut where
/// a sheet of paper ends, be it A4 on its side.
const TALLEST: usize = 340;
/// How many strengths a field has, beside none.
const STRENGTHS: u128 = 4;
/// Sixteenths of a letter's height, in which a grid is measured: the name of a row, and a line of text.
const GRID_NAME: usize = 200;
const GRID_LINE: usize = 22;

/// Draws a chart; `at` tells it from the page's others.
pub(super) fn write(chart: &Chart, at: usize, to: &mut String) -> fmt::Result {
    writeln!(to, "<figure class=\"chart\">\n<figcaption dir=\"auto\">{}</figcaption>", encode_text(&chart.caption))?;
    if !chart.rows.is_empty() && !chart.columns.is_empty() {
        match chart.shape {
            Shape::Bars => write_bars(chart, at, to)?,
            Shape::Parts => write_parts(chart, at, to)?,
            Shape::Grid => write_grid(chart, at, to)?,
        }
    }
    to.push_str("<details>\n<summary>The numbers as a table</summary>\n");
    table::write(&chart.table(), at, to)?;
    to.push_str("</details>\n</figure>\n");
    Ok(())
}

/// A picture that grows downwards.
#[derive(Default)]
struct Picture {
    svg: String,
    down: usize,
    /// Which of the chart's pictures it is, from 0.
    part: usize,
}

impl Picture {
    /// Lines of text from the left edge; what is too wide wraps.
    fn lines(&mut self, class: &str, text: &str) -> fmt::Result {
        for line in wrapped(text, NAME, LINES) {
            self.text(class, (0, 0), LINE, &line)?;
            self.down += LINE;
        }
        Ok(())
    }

    /// A text on the line that is drawn now, from `x` thousandths of the width and `dx` tenths of a letter.
    fn text(&mut self, class: &str, (x, dx): (usize, usize), height: usize, text: &str) -> fmt::Result {
        let y = self.down + height * 3 / 4;
        writeln!(
            self.svg,
            "<text class=\"{class}\" x=\"{}%\" dx=\"{}em\" y=\"{}em\">{}</text>",
            tenths(x),
            tenths(dx),
            tenths(y),
            encode_text(text)
        )
    }

    /// A bar of the line that is drawn now, between two places in thousandths of the width.
    fn bar(&mut self, class: &str, from: usize, wide: usize) -> fmt::Result {
        writeln!(
            self.svg,
            "<rect class=\"{class}\" x=\"{}%\" y=\"{}em\" width=\"{}%\" height=\"{}em\"/>",
            tenths(from),
            tenths(self.down),
            tenths(wide),
            tenths(BAR)
        )
    }

    fn write(&self, chart: &Chart, at: usize, to: &mut String) -> fmt::Result {
        let size = format!("width=\"100%\" height=\"{}em\"", tenths(self.down));
        open(chart, at, self.part, &size, to)?;
        to.push_str(&self.svg);
        to.push_str("</svg>\n");
        Ok(())
    }

    /// Begins another where a row as high as `next` would make this one too high for a sheet.
    fn make_room(&mut self, next: usize, chart: &Chart, at: usize, to: &mut String) -> fmt::Result {
        if self.down + next > TALLEST && self.down > 0 {
            self.write(chart, at, to)?;
            *self = Self { part: self.part + 1, ..Self::default() };
        }
        Ok(())
    }
}

/// The start of a picture, with what is read out for it; `part` says which of the chart's it is.
fn open(chart: &Chart, at: usize, part: usize, size: &str, to: &mut String) -> fmt::Result {
    let id = if part == 0 { format!("chart-{at}") } else { format!("chart-{at}-{part}") };
    let how = match chart.shape {
        Shape::Bars => "A bar for each number.",
        Shape::Parts => "One bar for each row, made of parts that differ by pattern.",
        Shape::Grid => "A field for each number, which stands out the more, the greater the number.",
    };
    writeln!(
        to,
        "<svg role=\"img\" aria-labelledby=\"{id} {id}-how\" class=\"{}\" {size}>\n\
         <title id=\"{id}\">{}{}</title>\n<desc id=\"{id}-how\">{how} The numbers follow as a table.</desc>",
        match chart.shape {
            Shape::Bars => "bars",
            Shape::Parts => "parts",
            Shape::Grid => "grid",
        },
        encode_text(&chart.caption),
        if part == 0 { String::new() } else { format!(", part {}", part + 1) }
    )
}

fn write_bars(chart: &Chart, at: usize, to: &mut String) -> fmt::Result {
    let mut picture = Picture::default();
    let figures = || chart.rows.iter().flat_map(|(_, figures)| figures);
    // The longest bar leaves room for the widest words beside it, on the narrowest screen.
    let widest = figures().map(|figure| width(&figure.words)).max().unwrap_or(0);
    let (room, greatest) = (1000 - (widest * 16 + 40).clamp(100, 600), chart.greatest());
    let several = chart.columns.len() > 1;
    for (name, figures) in &chart.rows {
        let of = |text: &str| wrapped(text, NAME, LINES).len() * LINE;
        let columns: usize = chart.columns.iter().map(|column| BAR + if several { 3 + of(column) } else { 0 }).sum();
        picture.make_room(of(name) + columns, chart, at, to)?;
        picture.lines("name", name)?;
        for (column, figure) in chart.columns.iter().zip(figures) {
            if several {
                picture.lines("of", column)?;
            }
            let long = share(figure.size, greatest, room);
            picture.bar("axis", 0, 2)?;
            if long > 0 {
                picture.bar("bar", 0, long)?;
            }
            picture.text("number", (long, 4), BAR, &figure.words)?;
            picture.down += BAR + if several { 3 } else { 0 };
        }
        picture.down += GAP;
    }
    picture.write(chart, at, to)
}

fn write_parts(chart: &Chart, at: usize, to: &mut String) -> fmt::Result {
    let mut picture = Picture::default();
    for (part, column) in chart.columns.iter().enumerate() {
        let (y, pattern) = (tenths(picture.down + 1), part % PATTERNS);
        writeln!(
            picture.svg,
            "<rect class=\"part part-{pattern}\" x=\"0\" y=\"{y}em\" width=\"1.6em\" height=\"1em\"/>"
        )?;
        for line in wrapped(column, NAME - 8, 2) {
            picture.text("of", (0, 22), LINE, &line)?;
            picture.down += LINE;
        }
    }
    picture.down += GAP;
    let greatest = chart.greatest();
    for (name, figures) in &chart.rows {
        let words = parts_in_words(&chart.columns, figures);
        let high: usize = [name, &words].iter().map(|text| wrapped(text, NAME, LINES).len() * LINE).sum();
        picture.make_room(high + BAR, chart, at, to)?;
        picture.lines("name", name)?;
        picture.bar("axis", 0, 2)?;
        let mut so_far = 0_u64;
        for (part, figure) in figures.iter().enumerate() {
            let from = share(so_far, greatest, 1000);
            so_far = so_far.saturating_add(figure.size);
            if figure.size > 0 {
                let wide = share(so_far, greatest, 1000).saturating_sub(from).max(4);
                picture.bar(&format!("part part-{}", part % PATTERNS), from.min(996), wide)?;
            }
        }
        picture.down += BAR;
        picture.lines("number", &words)?;
        picture.down += GAP;
    }
    picture.write(chart, at, to)
}

/// The parts of a bar in words, without those that are not there.
fn parts_in_words(columns: &[String], figures: &[Figure]) -> String {
    let there = columns.iter().zip(figures).filter(|(_, figure)| figure.size > 0 || figure.words != "0");
    let told: Vec<String> = there.map(|(column, figure)| format!("{column}: {}", figure.words)).collect();
    if told.is_empty() { "0".into() } else { told.join(" · ") }
}

fn write_grid(chart: &Chart, at: usize, to: &mut String) -> fmt::Result {
    let headings: Vec<Vec<String>> = chart.columns.iter().map(|column| wrapped(column, 28, LINES)).collect();
    let texts = headings.iter().flatten().chain(chart.rows.iter().flat_map(|(_, of)| of.iter().map(|of| &of.words)));
    let field = (texts.map(|text| width(text)).max().unwrap_or(0) * 9 / 2 + 12).clamp(48, 132);
    let head = headings.iter().map(Vec::len).max().unwrap_or(1) * GRID_LINE + 6;
    let mut svg = String::new();
    let mut text = |class: &str, x: usize, y: usize, words: &str| {
        writeln!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", encode_text(words))
    };
    for (at, lines) in headings.iter().enumerate() {
        for (line, words) in lines.iter().enumerate() {
            let y = head - 10 - (lines.len() - 1 - line) * GRID_LINE;
            text("heading", GRID_NAME + at * field + field / 2, y, words)?;
        }
    }
    let mut down = head;
    let greatest = chart.greatest();
    for (name, figures) in &chart.rows {
        let name = wrapped(name, 44, LINES);
        let high = name.len().max(1) * GRID_LINE + 10;
        for (line, words) in name.iter().enumerate() {
            let y = down + 5 + (high - 10 - name.len() * GRID_LINE) / 2 + line * GRID_LINE + 16;
            writeln!(svg, "<text class=\"name\" x=\"0\" y=\"{y}\">{}</text>", encode_text(words))?;
        }
        for (column, figure) in figures.iter().enumerate() {
            let x = GRID_NAME + column * field;
            let strength = strength(figure.size, greatest);
            writeln!(
                svg,
                "<rect class=\"field-{strength}\" x=\"{x}\" y=\"{down}\" width=\"{field}\" height=\"{high}\"/>\n\
                 <text class=\"on-{strength}\" x=\"{}\" y=\"{}\">{}</text>",
                x + field / 2,
                down + high / 2 + 6,
                encode_text(&figure.words)
            )?;
        }
        down += high;
    }
    let wide = GRID_NAME + chart.columns.len() * field + 2;
    let letters = |sixteenths: usize| format!("{}.{:04}", sixteenths / 16, sixteenths % 16 * 625);
    let size =
        format!("viewBox=\"0 0 {wide} {}\" width=\"{}em\" height=\"{}em\"", down + 2, letters(wide), letters(down + 2));
    to.push_str("<div class=\"scroll\" role=\"region\" tabindex=\"0\" ");
    writeln!(to, "aria-labelledby=\"chart-{at}\">")?;
    open(chart, at, 0, &size, to)?;
    to.push_str(&svg);
    to.push_str("</svg>\n</div>\n");
    Ok(())
}

/// The part of `room` that a number takes of the greatest; what is there is never drawn as nothing.
fn share(size: u64, greatest: u64, room: usize) -> usize {
    let share = (u128::from(size) * room as u128).checked_div(u128::from(greatest)).unwrap_or(0);
    let share = usize::try_from(share).unwrap_or(room).min(room);
    if size > 0 { share.max(4) } else { 0 }
}

/// How much a field stands out, from 0 for none to [`STRENGTHS`].
fn strength(size: u64, greatest: u64) -> u128 {
    (u128::from(size) * STRENGTHS).div_ceil(u128::from(greatest.max(1)))
}

/// A number of tenths as it is written.
fn tenths(number: usize) -> String {
    format!("{}.{}", number / 10, number % 10)
}

/// How wide a text is, in half letters, at a guess that is rather too great.
fn width(text: &str) -> usize {
    text.graphemes(true).map(letter_width).sum()
}

fn letter_width(letter: &str) -> usize {
    match letter.chars().next().unwrap_or_default() {
        'A'..='Z' | 'm' | 'w' | '%' | '@' | '&' | '—' | '…' => 3,
        '\0'..='\u{2ff}' => 2,
        // Syllables, characters and pictures are about as wide as two letters.
        '\u{900}'..='\u{109f}' | '\u{1100}'.. => 4,
        _ => 3,
    }
}

/// A text in lines that are not wider than `limit`: between words where there is room, within a word where there is none.
fn wrapped(text: &str, limit: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut taken) = (String::new(), 0);
    for word in text.split_whitespace() {
        let wide = width(word);
        if taken > 0 && taken + 2 + wide > limit {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if taken > 0 {
            line.push(' ');
            taken += 2;
        }
        for letter in word.graphemes(true) {
            if taken > 0 && taken + letter_width(letter) > limit {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push_str(letter);
            taken += letter_width(letter);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn chart(shape: Shape, rows: &[(&str, &[(&str, u64)])]) -> Chart {
        let figures = |of: &[(&str, u64)]| {
            of.iter().map(|&(words, size)| Figure { words: words.into(), size }).collect::<Vec<Figure>>()
        };
        let columns = ["Done", "Open", "Late"].into_iter().take(rows.first().map_or(0, |(_, of)| of.len()));
        Chart {
            shape,
            caption: "Actions, by stage".into(),
            rows_are: "Stage".into(),
            columns: columns.map(str::to_owned).collect(),
            rows: rows.iter().map(|(name, of)| ((*name).to_owned(), figures(of))).collect(),
        }
    }

    fn drawn(chart: &Chart) -> String {
        let mut text = String::new();
        write(chart, 7, &mut text).unwrap();
        text
    }

    /// The picture without the table behind it.
    fn picture(chart: &Chart) -> String {
        let text = drawn(chart);
        text[text.find("<svg").unwrap()..text.find("</svg>").unwrap()].to_owned()
    }

    #[test]
    fn every_number_is_written_in_the_picture_and_in_the_table() {
        let rows: &[(&str, &[(&str, u64)])] =
            &[("Trust", &[("41", 41), ("1 or 2", 2)]), ("Voice", &[("none", 0), ("33", 33)])];
        for shape in [Shape::Bars, Shape::Parts, Shape::Grid] {
            let chart = chart(shape, rows);
            let (all, picture) = (drawn(&chart), picture(&chart));
            for words in ["41", "1 or 2", "none", "33", "Trust", "Voice", "Done", "Open"] {
                assert!(picture.contains(words), "{words} in {picture}");
                assert!(all.contains(&format!(">{words}</t")), "{words} in {all}");
            }
            assert!(picture.contains("role=\"img\" aria-labelledby=\"chart-7 chart-7-how\""), "{picture}");
            assert!(picture.contains("<title id=\"chart-7\">Actions, by stage</title>"), "{picture}");
        }
    }

    #[test]
    fn a_bar_gives_away_no_more_than_its_size() {
        let rows: &[(&str, &[(&str, u64)])] = &[("A", &[("1 or 2", 2)]), ("B", &[("8", 8)]), ("C", &[("none", 0)])];
        let picture = picture(&chart(Shape::Bars, rows));
        let bars: Vec<f64> = picture
            .split("<rect class=\"bar\"")
            .skip(1)
            .map(|bar| bar.split("width=\"").nth(1).unwrap().split('%').next().unwrap().parse().unwrap())
            .collect();
        // None for none, a quarter for a quarter, and room for the words beside the longest.
        assert_eq!(bars.len(), 2, "{picture}");
        assert!((bars[1] / bars[0] - 4.0).abs() < 0.05 && bars[1] < 90.0, "{bars:?}");
    }

    #[test]
    fn the_parts_of_a_bar_follow_one_another_and_differ_by_pattern() {
        let picture = picture(&chart(
            Shape::Parts,
            &[("A", &[("1", 1), ("2", 2), ("1", 1)]), ("B", &[("2", 2), ("0", 0), ("0", 0)])],
        ));
        for part in [
            "part part-0\" x=\"0.0%\" y=\"6.3em\" width=\"25.0%\"",
            "part part-1\" x=\"25.0%\" y=\"6.3em\" width=\"50.0%\"",
            "part part-2\" x=\"75.0%\" y=\"6.3em\" width=\"25.0%\"",
        ] {
            assert!(picture.contains(part), "{part} in {picture}");
        }
        assert!(picture.contains("Done: 1 · Open: 2 · Late: 1") && picture.contains(">Done: 2<"), "{picture}");
        for part in 1..PATTERNS {
            // The first is full and the fourth is empty.
            assert_eq!(PATTERNS_DRAWN.contains(&format!("id=\"pattern-{part}\"")), part != 3);
        }
    }

    #[test]
    fn a_field_stands_out_the_more_the_greater_its_number() {
        assert_eq!([0, 1, 25, 26, 75, 76, 100].map(|size| strength(size, 100)), [0, 1, 1, 2, 3, 4, 4]);
        assert_eq!([strength(0, 0), strength(u64::MAX, u64::MAX)], [0, 4]);
    }

    #[test]
    fn names_of_any_length_and_script_wrap_between_words_and_never_within_a_letter() {
        assert_eq!(wrapped("Voluntary and community groups", 34, 5), ["Voluntary and", "community groups"]);
        assert_eq!(wrapped(&"x".repeat(60), 62, 5), ["x".repeat(31), "x".repeat(29)]);
        assert_eq!(wrapped(&"word ".repeat(90), 20, 2), ["word word", "word word…"]);
        assert_eq!(wrapped("👩‍👩‍👧‍👦👩‍👩‍👧‍👦 সম্প্রদায়", 8, 5).concat(), "👩‍👩‍👧‍👦👩‍👩‍👧‍👦সম্প্রদায়");
        assert!(wrapped("", 30, 5).is_empty() && wrapped(" \n ", 30, 5).is_empty());
        for name in ["مجموعة المسنين", "社区健康工作者与当地居民", "e\u{301}te\u{301}"] {
            for line in wrapped(name, 6, 99) {
                assert!(width(&line) <= 6 || line.graphemes(true).count() == 1, "{line}");
            }
        }
    }

    #[test]
    fn a_chart_of_nothing_and_a_chart_of_the_greatest_numbers_are_drawn() {
        let most = u64::MAX;
        for shape in [Shape::Bars, Shape::Parts, Shape::Grid] {
            assert!(!drawn(&chart(shape, &[])).contains("<svg"));
            drawn(&chart(shape, &[("nothing", &[("0", 0), ("0", 0)])]));
            let text = picture(&chart(shape, &[("", &[("most", most), ("most", most), ("most", most)])]));
            for piece in text.split("width=\"").skip(1).filter_map(|piece| piece.split('"').next()) {
                let percent = piece.strip_suffix('%').map(|number| number.parse::<f64>().unwrap());
                assert!(percent.is_none_or(|percent| percent <= 100.0), "{piece}");
            }
        }
    }
}
