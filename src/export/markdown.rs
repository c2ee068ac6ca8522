//! Markdown: plain enough to read as it is, and nothing anybody said can act as markup.

use std::fmt::{self, Write};

use super::Rendered;
use crate::publish::Document;
use crate::publish::document::{Block, Quote, Table};

pub(super) fn render(document: &Document) -> Vec<Rendered<'_>> {
    vec![Rendered::of_text(document, write_document)]
}

fn write_document(document: &Document, to: &mut String) -> fmt::Result {
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
            Block::Chart(chart) => write_table(&chart.table(), to)?,
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
    fn a_line_break_cannot_end_the_block() {
        assert_eq!(escape("a\n\n# b\n> c", "\\\n> "), "a\\\n> \\# b\\\n> \\> c");
    }
}
