//! A web page that needs nothing but itself: no script, no remote reference, readable by ear, by eye and on paper.

use std::borrow::Cow;
use std::fmt::Write;

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};

use super::Rendered;
use crate::publish::Document;
use crate::publish::document::{Block, Quote, Table};

const STYLE: &str = include_str!("page.css");

pub(super) fn render(document: &Document) -> Vec<Rendered<'_>> {
    vec![Rendered::of_text(document, write_page)]
}

fn write_page(document: &Document, to: &mut String) -> std::fmt::Result {
    let (title, language) = (encode_text(document.title()), attribute(document.language()));
    write!(
        to,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n<h1 dir=\"auto\">{title}</h1>\n</header>\n"
    )?;
    write_contents(document, to)?;
    to.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    let mut section = 0;
    for block in document.blocks() {
        match block {
            Block::Heading(level, text) => {
                let level = (*level).clamp(2, 6);
                section += usize::from(level == 2);
                let id = if level == 2 { format!(" id=\"section-{section}\"") } else { String::new() };
                writeln!(to, "<h{level}{id} dir=\"auto\">{}</h{level}>", encode_text(text))?;
            }
            Block::Paragraph(text) => writeln!(to, "<p dir=\"auto\">{}</p>", lines(text))?,
            Block::Note(text) => writeln!(to, "<p class=\"note\">{}</p>", lines(text))?,
            Block::List(points) => {
                to.push_str("<ul>\n");
                for point in points {
                    writeln!(to, "<li dir=\"auto\">{}</li>", lines(point))?;
                }
                to.push_str("</ul>\n");
            }
            Block::Table(table) => write_table(table, to)?,
            Block::Quote(quote) => write_quote(quote, "", to)?,
            Block::Poster(quote) => write_quote(quote, " class=\"poster\"", to)?,
            Block::Chart(chart) => write_table(&chart.table(), to)?,
            Block::NewPage => to.push_str("<div class=\"new-page\"></div>\n"),
        }
    }
    to.push_str("</main>\n</body>\n</html>\n");
    Ok(())
}

/// Links to the sections, for readers who do not scroll.
fn write_contents(document: &Document, to: &mut String) -> std::fmt::Result {
    to.push_str("<nav aria-label=\"Sections\">\n<ul>\n");
    let headings = document.blocks().iter().filter_map(|block| match block {
        Block::Heading(2, text) => Some(text),
        _ => None,
    });
    for (at, heading) in headings.enumerate() {
        writeln!(to, "<li><a href=\"#section-{}\">{}</a></li>", at + 1, encode_text(heading))?;
    }
    to.push_str("</ul>\n</nav>\n");
    Ok(())
}

fn write_table(table: &Table, to: &mut String) -> std::fmt::Result {
    // A wide table scrolls by itself; that it can take the focus lets the keyboard scroll it.
    let label = attribute(&table.caption);
    writeln!(to, "<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">\n<table>")?;
    writeln!(to, "<caption>{}</caption>\n<thead>\n<tr>", encode_text(&table.caption))?;
    for name in &table.header {
        writeln!(to, "<th scope=\"col\">{}</th>", encode_text(name))?;
    }
    to.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        to.push_str("<tr>\n");
        for (at, cell) in row.iter().enumerate() {
            match at {
                0 => writeln!(to, "<th scope=\"row\" dir=\"auto\">{}</th>", lines(cell))?,
                _ => writeln!(to, "<td dir=\"auto\">{}</td>", lines(cell))?,
            }
        }
        to.push_str("</tr>\n");
    }
    to.push_str("</tbody>\n</table>\n</div>\n");
    Ok(())
}

fn write_quote(quote: &Quote, class: &str, to: &mut String) -> std::fmt::Result {
    let language = quote.language.as_deref().map(|tag| format!(" lang=\"{}\"", attribute(tag))).unwrap_or_default();
    writeln!(
        to,
        "<figure{class}>\n<blockquote{language} dir=\"auto\"><p dir=\"auto\">{}</p></blockquote>",
        lines(&quote.words)
    )?;
    if let Some(translation) = &quote.translation {
        writeln!(to, "<p dir=\"auto\">In English: {}</p>", lines(translation))?;
    }
    writeln!(to, "<figcaption dir=\"auto\">{}</figcaption>\n</figure>", encode_text(&quote.about))
}

/// Text with its line breaks.
fn lines(text: &str) -> Cow<'_, str> {
    let escaped = encode_text(text);
    if escaped.contains('\n') { escaped.replace('\n', "<br>\n").into() } else { escaped }
}
