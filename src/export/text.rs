//! Plain text for an e-mail or a screen reader: lines of at most 78 columns, nothing that is told by its place alone.
//!
//! Lines end in LF and there is no byte-order mark: every mail program and editor of today reads that, and what is copied
//! out of it into a message takes on the ends of lines that messages have.

use std::fmt::{self, Write};
use std::io;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Rendered;
use crate::publish::Document;
use crate::publish::document::{Block, Chart, Figure, Quote, Table};

/// What a line of an e-mail may hold so that no program breaks it again.
const WIDTH: usize = 78;
/// The longest bar of a chart.
const BAR: usize = 30;

pub(super) fn render<'d>(document: &'d Document<'_>) -> Vec<Rendered<'d>> {
    vec![Rendered::new("", move |to| tell(document, &mut |piece| to.write_all(piece.as_bytes())))]
}

/// Hands over the text piece by piece, each of whole lines.
pub(super) fn tell(document: &Document<'_>, take: &mut dyn FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut text = document.mark().map_or_else(String::new, |mark| format!("{mark}\n\n"));
    write_heading(document.title(), '=', &mut text).map_err(io::Error::other)?;
    take(&text)?;
    document.each(|block| {
        text.clear();
        write_block(block, &mut text).map_err(io::Error::other)?;
        take(&text)
    })
}

fn write_block(block: &Block, to: &mut String) -> fmt::Result {
    to.push('\n');
    match block {
        Block::Heading(level, text) => {
            // A screen reader tells of neither size nor boldness; a line more of space is seen and does no harm.
            to.push_str(if *level == 2 { "\n" } else { "" });
            write_heading(text, if *level == 2 { '-' } else { '.' }, to)
        }
        Block::Paragraph(text) | Block::Note(text) => write_text(text, "", "", to),
        Block::List(points) => points.iter().try_for_each(|point| write_text(point, "- ", "  ", to)),
        Block::Table(table) => write_table(table, to),
        Block::Quote(quote) | Block::Poster(quote) => write_quote(quote, to),
        Block::Chart(chart) => write_chart(chart, to),
        Block::NewPage => Ok(()),
    }
}

fn write_heading(text: &str, line: char, to: &mut String) -> fmt::Result {
    let lines = wrapped(text, WIDTH);
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    lines.iter().try_for_each(|line| writeln!(to, "{line}"))?;
    writeln!(to, "{}", line.to_string().repeat(widest.max(1)))
}

/// Text with its own line breaks, its first line behind `first` and all others behind `rest`.
fn write_text(text: &str, first: &str, rest: &str, to: &mut String) -> fmt::Result {
    let mut before = first;
    for line in text.split('\n').flat_map(|line| wrapped(line, WIDTH - rest.width())) {
        writeln!(to, "{}", format!("{before}{line}").trim_end())?;
        before = rest;
    }
    Ok(())
}

fn write_quote(quote: &Quote, to: &mut String) -> fmt::Result {
    write_text(&quote.words, "    ", "    ", to)?;
    if let Some(translation) = &quote.translation {
        write_text(&format!("In English: {translation}"), "    ", "    ", to)?;
    }
    let language = quote.language.as_ref().map_or_else(String::new, |tag| format!(" · language: {tag}"));
    write_text(&format!("— {}{language}", quote.about), "    ", "      ", to)
}

/// Side by side where that fits; else each row by itself, cell by cell under the name of its column, which is how a
/// screen reader tells it best.
fn write_table(table: &Table, to: &mut String) -> fmt::Result {
    write_text(&format!("{}:", table.caption), "", "", to)?;
    to.push('\n');
    let cells = || std::iter::once(&table.header).chain(&table.rows);
    let widths: Vec<usize> = (0..table.header.len())
        .map(|at| cells().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0))
        .collect();
    let fits = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1) <= WIDTH;
    if fits && cells().flatten().all(|cell| !cell.contains('\n')) {
        let lines = widths.iter().map(|width| "-".repeat(*width)).collect();
        for row in std::iter::once(&table.header).chain(std::iter::once(&lines)).chain(&table.rows) {
            let padded = row.iter().zip(&widths).map(|(cell, width)| padded(cell, *width));
            writeln!(to, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        return Ok(());
    }
    for (at, row) in table.rows.iter().enumerate() {
        to.push_str(if at == 0 { "" } else { "\n" });
        for (at, (name, cell)) in table.header.iter().zip(row).enumerate().filter(|(_, (_, cell))| !cell.is_empty()) {
            let (first, rest) = if at == 0 { ("", "  ") } else { ("  ", "    ") };
            write_text(&format!("{name}: {cell}"), first, rest, to)?;
        }
    }
    Ok(())
}

fn write_chart(chart: &Chart, to: &mut String) -> fmt::Result {
    write_text(&format!("{}:", chart.caption), "", "", to)?;
    to.push('\n');
    let figures = || chart.rows.iter().flat_map(|(_, figures)| figures);
    let single = chart.columns.len() == 1;
    let rows = chart.rows.iter().map(|(name, _)| name).filter(|_| single);
    let names = rows.chain(chart.columns.iter().filter(|_| !single));
    let number = figures().map(|figure| figure.words.width()).max().unwrap_or(0);
    let bars = Bars {
        greatest: figures().map(|figure| figure.size).max().unwrap_or(0).max(1),
        number,
        name: names.map(|name| name.width()).max().unwrap_or(0).clamp(1, WIDTH.saturating_sub(BAR + number + 6).max(1)),
    };
    for (name, figures) in &chart.rows {
        if single {
            figures.iter().try_for_each(|figure| bars.write(name, figure, "", to))?;
        } else {
            write_text(name, "", "  ", to)?;
            let mut columns = chart.columns.iter().zip(figures);
            columns.try_for_each(|(column, figure)| bars.write(column, figure, "  ", to))?;
        }
    }
    Ok(())
}

/// The measures of a chart: its greatest number, and how wide its numbers and its names are.
struct Bars {
    greatest: u64,
    number: usize,
    name: usize,
}

impl Bars {
    /// The number before the bar: who listens hears what counts first.
    fn write(&self, name: &str, figure: &Figure, indent: &str, to: &mut String) -> fmt::Result {
        let mut lines = wrapped(name, self.name);
        let last = padded(lines.pop().unwrap_or_default(), self.name);
        lines.iter().try_for_each(|line| writeln!(to, "{indent}{line}"))?;
        let longest = u128::try_from(BAR).unwrap_or(0);
        // What is there at all has a bar.
        let length = (u128::from(figure.size) * longest).div_ceil(u128::from(self.greatest)).min(longest);
        let bar = "#".repeat(usize::try_from(length).unwrap_or(0));
        writeln!(to, "{}", format!("{indent}{last}  {}  {bar}", padded(&figure.words, self.number)).trim_end())
    }
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The text in lines no wider than this: broken between words, and inside a word that is wider between the letters as
/// people see them.
fn wrapped(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    // Where the line begins, where it may end, and how wide it is up to here.
    let (mut begin, mut space, mut wide) = (0, None, 0);
    for (at, letter) in text.grapheme_indices(true) {
        let letter_width = letter.width();
        if letter == " " {
            space = Some(at);
        } else if wide + letter_width > width && at > begin {
            let (end, next) = match space.filter(|space| *space > begin) {
                Some(space) => (space, space + 1),
                None => (at, at),
            };
            lines.extend(text.get(begin..end).map(str::trim_end));
            begin = next;
            space = None;
            wide = text.get(begin..at).map_or(0, UnicodeWidthStr::width);
        }
        wide += letter_width;
    }
    lines.extend(text.get(begin..).map(str::trim_end));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_between_words_and_never_inside_what_people_see_as_a_letter() {
        assert_eq!(wrapped("they moved the bus stop", 10), ["they moved", "the bus", "stop"]);
        assert_eq!(wrapped("a verylongword b", 4), ["a", "very", "long", "word", "b"]);
        assert_eq!(wrapped("", 10), [""]);
        let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        for text in [family.repeat(40), "日本語".repeat(40), "e\u{301}".repeat(90), "নমস্কার বাংলা ".repeat(9)]
        {
            let lines = wrapped(&text, 20);
            assert!(lines.iter().all(|line| line.width() <= 20), "{lines:?}");
            let letters: Vec<&str> = lines.iter().flat_map(|line| line.graphemes(true)).filter(|l| *l != " ").collect();
            assert_eq!(letters, text.graphemes(true).filter(|letter| *letter != " ").collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_wide_table_is_told_cell_by_cell_and_a_narrow_one_side_by_side() {
        let rows = |words: &str| vec![vec!["A1".to_owned(), words.to_owned(), String::new()]];
        let header = ["Ref", "Action", "Lead"].map(str::to_owned).to_vec();
        let told = |words: &str| {
            let table = Table { caption: "Actions".into(), header: header.clone(), rows: rows(words), searched: false };
            let mut text = String::new();
            write_table(&table, &mut text).map(|()| text)
        };
        assert_eq!(told("Walk"), Ok("Actions:\n\nRef  Action  Lead\n---  ------  ----\nA1   Walk\n".into()));
        let long = "Ask the church about the hall ".repeat(3);
        let wide = "Actions:\n\nRef: A1\n  Action: Ask the church about the hall Ask the church about the hall Ask\n    \
                    the church about the hall\n";
        assert_eq!(told(long.trim()), Ok(wide.into()));
    }

    #[test]
    fn a_bar_is_no_longer_than_its_line_and_what_is_there_has_one() {
        let figure = |size: u64| Figure { words: size.to_string(), size };
        let rows = [
            ("transport", 3000),
            ("a theme with a name that is much too long for the room beside the bar", 1),
            ("no", 0),
        ];
        let chart = Chart {
            shape: crate::publish::document::Shape::Bars,
            caption: "By theme".into(),
            rows_are: "Theme".into(),
            columns: vec!["Contributions".into()],
            rows: rows.iter().map(|(name, size)| ((*name).to_owned(), vec![figure(*size)])).collect(),
        };
        let mut text = String::new();
        assert_eq!(write_chart(&chart, &mut text), Ok(()));
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        let bars: Vec<usize> = text.lines().map(|line| line.matches('#').count()).filter(|bar| *bar > 0).collect();
        assert_eq!(bars, [30, 1], "{text}");
        assert!(text.lines().any(|line| line.trim_end().ends_with("  0")), "{text}");
    }
}
