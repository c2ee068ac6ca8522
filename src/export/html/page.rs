//! The page: its head, its list of sections, and every block of the document in order.

use std::borrow::Cow;
use std::fmt::{self, Write};

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};
use unicode_segmentation::UnicodeSegmentation;

use super::{chart, table};
use crate::export::Rendered;
use crate::publish::Document;
use crate::publish::document::{Block, Paper, Quote, Shape};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// What the page lets run, and nothing else: a test below says the new one when the script changes.
const SCRIPT_HASH: &str = "sha256-QcnOmMoRprk6TwcYhy8aip95oRWjCgTQoi07qwpWl+M=";
/// Letters of the title that fit at the foot of a sheet.
const FOOT: usize = 60;

pub(in crate::export) fn render<'d>(document: &'d Document<'_>) -> Vec<Rendered<'d>> {
    vec![Rendered::of_text(document, write_page)]
}

fn write_page(document: &Document<'_>, to: &mut String) -> fmt::Result {
    let (title, language) = (encode_text(document.title()), attribute(document.language()));
    let class = document.paper().name();
    write!(
        to,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src '{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n\
         <style>\n{STYLE}{}</style>\n</head>\n<body class=\"{class}\">\n\
         <a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n",
        sheets(document)
    )?;
    if let Some(mark) = document.mark() {
        writeln!(to, "<p class=\"mark\">{}</p>", encode_text(mark))?;
    }
    writeln!(to, "<h1 dir=\"auto\">{title}</h1>\n</header>\n<div class=\"page\">")?;
    write_contents(document.blocks(), to)?;
    to.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    if document.blocks().iter().any(|block| matches!(block, Block::Chart(chart) if chart.shape == Shape::Parts)) {
        to.push_str(chart::PATTERNS_DRAWN);
    }
    write_blocks(document.blocks(), to)?;
    write!(to, "</main>\n</div>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

/// What a paper is called in the language of style.
const fn size(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => "A4",
        Paper::A4Wide => "A4 landscape",
        Paper::A3Wide => "A3 landscape",
    }
}

/// The sheets of paper: their size, the mark at the head of each, at the foot the title and which sheet of how many.
fn sheets(document: &Document<'_>) -> String {
    let size = size(document.paper());
    let mark = document.mark().map(|mark| format!("  @top-right {{ content: {}; }}\n", quoted(mark)));
    let title = quoted(document.title());
    format!(
        "@page {{\n  size: {size};\n{}  @bottom-left {{ content: {title}; }}\n  \
         @bottom-right {{ content: \"Page \" counter(page) \" of \" counter(pages); }}\n}}\n",
        mark.unwrap_or_default()
    )
}

/// Text as a string of the style sheet: whatever could end the string, or the style, stands as the number of its letter.
fn quoted(text: &str) -> String {
    let mut letters = text.graphemes(true);
    let mut quoted = String::from("\"");
    for c in letters.by_ref().take(FOOT).flat_map(str::chars) {
        match c {
            ' ' | '0'..='9' | 'A'..='Z' | 'a'..='z' => quoted.push(c),
            // The space ends the number, and is no part of the text. Writing to memory does not fail.
            c => drop(write!(quoted, "\\{:06x} ", u32::from(c))),
        }
    }
    quoted.push_str(if letters.next().is_some() { "\\002026\"" } else { "\"" });
    quoted
}

/// Links to the sections, for readers who do not scroll.
fn write_contents(blocks: &[Block], to: &mut String) -> fmt::Result {
    let headings = || {
        let sections =
            blocks.iter().filter_map(|block| if let Block::Heading(2, text) = block { Some(text) } else { None });
        sections.enumerate()
    };
    if headings().count() < 2 {
        return Ok(());
    }
    to.push_str(
        "<nav aria-label=\"Sections\">\n<details open class=\"contents\">\n<summary>Sections</summary>\n<ul>\n",
    );
    for (at, heading) in headings() {
        writeln!(to, "<li dir=\"auto\"><a href=\"#section-{}\">{}</a></li>", at + 1, encode_text(heading))?;
    }
    to.push_str("</ul>\n</details>\n</nav>\n");
    Ok(())
}

/// Every block, those under a heading of the second or third level kept together, so that a browser need not draw the
/// parts of a long page that nobody looks at.
fn write_blocks(blocks: &[Block], to: &mut String) -> fmt::Result {
    let (mut section, mut open) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading(level, text) => {
                let level = usize::from((*level).clamp(2, 6));
                while level < 4 && open + 1 >= level {
                    to.push_str("</section>\n");
                    open -= 1;
                }
                if level < 4 {
                    writeln!(to, "<section class=\"level-{level}\">")?;
                    open += 1;
                }
                section += usize::from(level == 2);
                let id = if level == 2 { format!("section-{section}") } else { format!("part-{at}") };
                writeln!(to, "<h{level} id=\"{id}\" dir=\"auto\">{}</h{level}>", encode_text(text))?;
            }
            Block::Paragraph(text) => writeln!(to, "<p dir=\"auto\">{}</p>", lines(text))?,
            Block::Note(text) => writeln!(to, "<p class=\"note\" dir=\"auto\">{}</p>", lines(text))?,
            Block::List(points) => {
                to.push_str("<ul>\n");
                for point in points {
                    writeln!(to, "<li dir=\"auto\">{}</li>", lines(point))?;
                }
                to.push_str("</ul>\n");
            }
            Block::Table(table) => table::write(table, at, to)?,
            Block::Quote(quote) => write_quote(quote, "", to)?,
            Block::Poster(quote) => write_quote(quote, " class=\"poster\"", to)?,
            Block::Chart(chart) => chart::write(chart, at, to)?,
            Block::NewPage => to.push_str("<div class=\"new-page\"></div>\n"),
        }
    }
    to.push_str(&"</section>\n".repeat(open));
    Ok(())
}

fn write_quote(quote: &Quote, class: &str, to: &mut String) -> fmt::Result {
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
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    let escaped = encode_text(text);
    if escaped.contains('\n') { escaped.replace('\n', "<br>\n").into() } else { escaped }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use base64::Engine;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::publish::document::{Chart, Figure, Table};

    const HOSTILE: &str = "</title></style></script><svg onload=alert(1)>\"'&\\";

    fn written(blocks: &[Block]) -> String {
        let mut page = String::new();
        write_contents(blocks, &mut page).unwrap();
        write_blocks(blocks, &mut page).unwrap();
        page
    }

    #[test]
    fn only_the_script_of_the_page_may_run() {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(SCRIPT));
        assert_eq!(SCRIPT_HASH, format!("sha256-{hash}"));
        // Nothing in it reads as markup, writes markup, or asks for anything from elsewhere.
        for word in ["<", "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "fetch", "http"] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
    }

    #[test]
    fn a_string_of_the_style_sheet_cannot_be_ended_from_within() {
        assert_eq!(quoted("Plan 7"), "\"Plan 7\"");
        assert_eq!(quoted("Plan: A"), "\"Plan\\00003a  A\"");
        let text = quoted(HOSTILE);
        let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap();
        assert!(inside.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '\\' | ' ')), "{inside}");
        assert_eq!(quoted(&"x".repeat(FOOT + 1)), format!("\"{}\\002026\"", "x".repeat(FOOT)));
    }

    #[test]
    fn sections_open_and_close_in_pairs_and_every_heading_can_be_linked_to() {
        let levels = [2, 3, 4, 3, 2, 2, 4, 3, 3, 2];
        let blocks: Vec<Block> = levels.iter().map(|&level| Block::Heading(level, "Heading".into())).collect();
        let page = written(&blocks);
        let mut open = Vec::new();
        for piece in page.split('<').skip(1) {
            if piece.starts_with("section class=\"level-2\"") {
                assert!(open.is_empty(), "{page}");
                open.push(2);
            } else if piece.starts_with("section class=\"level-3\"") {
                assert_eq!(open, [2], "{page}");
                open.push(3);
            } else if piece.starts_with("/section") {
                assert!(open.pop().is_some(), "{page}");
            }
        }
        assert!(open.is_empty(), "{page}");
        assert_eq!(page.matches("<section ").count(), 8);
        let ids: std::collections::BTreeSet<&str> =
            page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(ids.len(), levels.len());
        for at in 1..=4 {
            assert!(page.contains(&format!("href=\"#section-{at}\"")) && ids.contains(&*format!("section-{at}")));
        }
        // A list of one section helps nobody.
        assert!(!written(&blocks[..4]).contains("<nav"));
    }

    #[test]
    fn hostile_text_is_text_wherever_it_stands() {
        let text = || HOSTILE.to_owned();
        let figures = || vec![Figure { words: text(), size: 2 }, Figure { words: text(), size: u64::MAX }];
        let chart = |shape| {
            Block::Chart(Chart {
                shape,
                caption: text(),
                rows_are: text(),
                columns: vec![text(), text()],
                rows: vec![(text(), figures()), (text(), figures())],
            })
        };
        let table = Table { caption: text(), header: vec![text()], rows: vec![vec![text()]], searched: true };
        let quote = Quote { words: text(), language: Some(text()), translation: Some(text()), about: text() };
        let page = written(&[
            Block::Heading(2, text()),
            Block::Heading(3, text()),
            Block::Paragraph(text()),
            Block::Note(text()),
            Block::List(vec![text()]),
            Block::Table(table),
            Block::Quote(quote),
            chart(Shape::Bars),
            chart(Shape::Parts),
            chart(Shape::Grid),
            Block::NewPage,
        ]);
        for markup in ["<svg onload", "</title></style", "</script", "alert(1)>"] {
            assert!(!page.contains(markup), "{markup}: {page}");
        }
    }
}
