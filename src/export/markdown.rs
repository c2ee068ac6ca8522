//! Markdown: plain enough to read as it is, and nothing anybody said can act as markup.

use super::Rendered;
use crate::publish::Document;
use crate::publish::document::{Block, Quote, Table};

pub(super) fn render(document: &Document) -> Vec<Rendered> {
    let mut text = format!("# {}\n", escape(document.title(), " "));
    for block in document.blocks() {
        text.push('\n');
        match block {
            Block::Heading(level, heading) => {
                text.extend(std::iter::repeat_n('#', usize::from(*level)));
                text.push_str(&format!(" {}\n", escape(heading, " ")));
            }
            Block::Paragraph(paragraph) => text.push_str(&format!("{}\n", escape(paragraph, "\\\n"))),
            Block::Note(note) => text.push_str(&format!("**{}**\n", escape(note, " "))),
            Block::List(points) => {
                points.iter().for_each(|point| text.push_str(&format!("- {}\n", escape(point, "\\\n  "))));
            }
            Block::Table(table) => write_table(table, &mut text),
            Block::Quote(quote) => write_quote(quote, &mut text),
        }
    }
    vec![Rendered { suffix: "", bytes: text.into_bytes() }]
}

fn write_table(table: &Table, text: &mut String) {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| escape(cell, "<br>")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    text.push_str(&format!("{}:\n\n", escape(&table.caption, " ")));
    text.push_str(&row(&table.header));
    text.push_str(&format!("|{}\n", " --- |".repeat(table.header.len())));
    table.rows.iter().for_each(|cells| text.push_str(&row(cells)));
}

fn write_quote(quote: &Quote, text: &mut String) {
    text.push_str(&format!("> {}\n>\n> — {}", escape(&quote.words, "\\\n> "), escape(&quote.about, " ")));
    if let Some(language) = &quote.language {
        text.push_str(&format!(" · language: {}", escape(language, " ")));
    }
    text.push('\n');
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
        let link = rest.starts_with("://") || (c == '.' && before.to_ascii_lowercase().ends_with("www")) || c == '@';
        if anywhere || at_start || list || link {
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
