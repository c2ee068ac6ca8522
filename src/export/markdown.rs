//! Markdown: plain enough to read as it is, and nothing anybody said can act as markup.

use std::fmt::{self, Write};

use super::Rendered;
use crate::publish::Document;
use crate::publish::document::{Block, Chart, Figure, Quote, Shape, Table};

/// Letters of the longest bar, and what the parts of a bar and the fields of a grid are drawn with.
const BAR: u128 = 20;
const PARTS: [char; 4] = ['█', '░', '▓', '▒'];
const FIELDS: [char; 4] = ['░', '▒', '▓', '█'];

pub(super) fn render<'d>(document: &'d Document<'_>) -> Vec<Rendered<'d>> {
    vec![Rendered::of_text(document, write_document)]
}

fn write_document(document: &Document<'_>, to: &mut String) -> fmt::Result {
    if let Some(mark) = document.mark() {
        writeln!(to, "**{}**\n", escape(mark, " "))?;
    }
    writeln!(to, "# {}", escape(document.title(), " "))?;
    for block in document.blocks() {
        to.push('\n');
        match block {
            Block::Heading(level, text) => {
                writeln!(to, "{} {}", "#".repeat(usize::from(*level)), escape(text, " "))?;
            }
            Block::Paragraph(text) => writeln!(to, "{}", escape(text, "\\\n"))?,
            Block::Note(text) => writeln!(to, "**{}**", escape(text, " "))?,
            Block::List(points) => {
                for point in points {
                    writeln!(to, "- {}", escape(point, "\\\n  "))?;
                }
            }
            Block::Table(table) => write_table(table, to)?,
            Block::Quote(quote) | Block::Poster(quote) => write_quote(quote, to)?,
            Block::Chart(chart) => write_table(&drawn(chart), to)?,
            Block::NewPage => writeln!(to, "---")?,
        }
    }
    Ok(())
}

fn write_table(table: &Table, to: &mut String) -> fmt::Result {
    let row = |cells: &[String]| cells.iter().map(|cell| escape(cell, "<br>")).collect::<Vec<_>>().join(" | ");
    writeln!(to, "{}:\n\n| {} |", escape(&table.caption, " "), row(&table.header))?;
    writeln!(to, "|{}", " --- |".repeat(table.header.len()))?;
    table.rows.iter().try_for_each(|cells| writeln!(to, "| {} |", row(cells)))
}

/// A chart as a table whose numbers have their bars beside them.
fn drawn(chart: &Chart) -> Table {
    let greatest = u128::from(chart.greatest()).max(1);
    let long = |size: u64, of: u128| usize::try_from((u128::from(size) * of).div_ceil(greatest)).unwrap_or(0);
    let bar = |letter: char, long: usize| letter.to_string().repeat(long);
    let beside = |figure: &Figure, drawn: String| [figure.words.as_str(), &drawn].join(" ").trim_end().to_owned();
    let mut table = chart.table();
    for ((_, figures), row) in chart.rows.iter().zip(&mut table.rows) {
        let mut parts = String::new();
        let mut so_far = 0_u64;
        for (part, (figure, cell)) in figures.iter().zip(row.iter_mut().skip(1)).enumerate() {
            let from = long(so_far, BAR);
            so_far = so_far.saturating_add(figure.size);
            match chart.shape {
                Shape::Bars => *cell = beside(figure, bar('█', long(figure.size, BAR))),
                Shape::Grid => {
                    let field = long(figure.size, 4).checked_sub(1).and_then(|strength| FIELDS.get(strength));
                    *cell = beside(figure, field.map(|letter| bar(*letter, 2)).unwrap_or_default());
                }
                Shape::Parts => {
                    let letter = PARTS.get(part % PARTS.len()).copied().unwrap_or_default();
                    parts.push_str(&bar(letter, long(so_far, BAR).saturating_sub(from)));
                }
            }
        }
        if chart.shape == Shape::Parts {
            row.push(parts);
        }
    }
    if chart.shape == Shape::Parts {
        for (letter, name) in PARTS.iter().cycle().zip(table.header.iter_mut().skip(1)) {
            *name = format!("{name} {letter}");
        }
        table.header.push("Together".into());
    }
    table
}

fn write_quote(quote: &Quote, to: &mut String) -> fmt::Result {
    write!(to, "> {}\n>\n", escape(&quote.words, "\\\n> "))?;
    if let Some(translation) = &quote.translation {
        write!(to, "> In English: {}\n>\n", escape(translation, "\\\n> "))?;
    }
    write!(to, "> — {}", escape(&quote.about, " "))?;
    if let Some(language) = &quote.language {
        write!(to, " · language: {}", escape(language, " "))?;
    }
    to.push('\n');
    Ok(())
}

/// Text that Markdown shows as it is; lines are joined by `line_break`, and empty ones go, as they would end the block.
fn escape(text: &str, line_break: &str) -> String {
    let lines: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(escape_line).collect();
    lines.join(line_break)
}

fn escape_line(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len() + 8);
    // Digits before a full stop or bracket would start a numbered list.
    let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in line.char_indices() {
        let anywhere = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' | '#');
        let at_start = at == 0 && matches!(c, '+' | '-' | '=' | ':');
        let list = number > 0 && at == number && matches!(c, '.' | ')');
        let rest = line.get(at..).unwrap_or_default();
        // Some readers make links of addresses that nobody marked as such.
        let before = line.get(..at).unwrap_or_default();
        let address = rest.starts_with("://") || (c == '.' && before.to_ascii_lowercase().ends_with("www")) || c == '@';
        if anywhere || at_start || list || address {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_words_is_shown_and_not_obeyed() {
        for (text, shown) in [
            ("# heading", "\\# heading"),
            ("- point", "\\- point"),
            ("12. point", "12\\. point"),
            ("===", "\\==="),
            ("![x](http://a.example/b.png)", "!\\[x\\](http\\://a.example/b.png)"),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("a | b", "a \\| b"),
            ("`code` **bold** &amp; \\", "\\`code\\` \\*\\*bold\\*\\* \\&amp; \\\\"),
            ("    indented", "indented"),
            ("see www.a.example", "see www\\.a.example"),
            ("bus-stop, 3.5 miles (or so)!", "bus-stop, 3.5 miles (or so)!"),
        ] {
            assert_eq!(escape(text, " "), shown, "{text}");
        }
    }

    #[test]
    fn a_chart_is_a_table_with_each_number_and_its_bar() {
        let figure = |words: &str, size| Figure { words: words.into(), size };
        let mut chart = Chart {
            shape: Shape::Bars,
            caption: "People | who came".into(),
            rows_are: "Category".into(),
            columns: vec!["First".into(), "Second".into()],
            rows: vec![
                ("Residents | all".into(), vec![figure("40", 40), figure("1 or 2", 2)]),
                ("Nobody".into(), vec![figure("none", 0), figure("20", 20)]),
            ],
        };
        let write = |chart: &Chart| {
            let mut text = String::new();
            write_table(&drawn(chart), &mut text).map(|()| text)
        };
        let head = "People \\| who came:\n\n| Category | First | Second |\n| --- | --- | --- |\n";
        let bars = "| Residents \\| all | 40 ████████████████████ | 1 or 2 █ |\n| Nobody | none | 20 ██████████ |\n";
        assert_eq!(write(&chart), Ok(format!("{head}{bars}")));
        chart.shape = Shape::Grid;
        assert_eq!(
            write(&chart),
            Ok(format!("{head}| Residents \\| all | 40 ██ | 1 or 2 ░░ |\n| Nobody | none | 20 ▒▒ |\n"))
        );
        chart.shape = Shape::Parts;
        let told = write(&chart).unwrap_or_default();
        assert!(told.contains("| Category | First █ | Second ░ | Together |"), "{told}");
        assert!(told.contains("| Residents \\| all | 40 | 1 or 2 | ████████████████████ |"), "{told}");
        assert!(told.contains("| Nobody | none | 20 | ░░░░░░░░░░ |"), "{told}");
    }

    #[test]
    fn a_number_too_great_for_any_bar_is_still_drawn() {
        let figures = vec![Figure { words: "a".into(), size: u64::MAX }, Figure { words: "b".into(), size: u64::MAX }];
        for shape in [Shape::Bars, Shape::Parts, Shape::Grid] {
            let (caption, rows_are, columns) = (String::new(), String::new(), vec!["1".into(), "2".into()]);
            let rows = vec![("row".to_owned(), figures.clone())];
            let table = drawn(&Chart { shape, caption, rows_are, columns, rows });
            let longest = table.rows.iter().flatten().map(|cell| cell.chars().count()).max();
            assert!(longest.is_some_and(|longest| longest <= 22), "{table:?}");
        }
    }

    #[test]
    fn a_line_break_cannot_end_the_block() {
        assert_eq!(escape("a\n\n# b\n> c", "\\\n> "), "a\\\n> \\# b\\\n> \\> c");
    }
}
