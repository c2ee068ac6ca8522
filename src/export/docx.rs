//! Word: a document with real headings, styles, lists, tables and languages, so that it can be read by ear, searched by its
//! outline, and edited.
//!
//! The crate makes the package: which parts there are and how they hang together, the list bullets, what stands at the head
//! and the foot of each page, and the packing. What it cannot say is written here instead, as the standard orders it: the
//! styles (`docx/styles.xml`), who made it and in what language, and the body, as the crate knows neither the language of
//! words, nor words that run from right to left, nor a row that is a table's header. Read next: `body`, then `table`,
//! `chart` and `text`.

mod body;
mod chart;
mod table;
mod text;

use std::io::{self, Cursor};

use docx_rs::{
    AbstractNumbering, Docx, Footer, Header, Level, LevelJc, LevelText, NumPages, NumberFormat, Numbering, PageNum,
    Paragraph, Run, SpecialIndentType, Start, Tab, TabValueType, XMLDocx,
};

use self::text::{begins_right_to_left, escape, xml_safe};
use super::Rendered;
use crate::publish::Document;
use crate::publish::document::Paper;

/// Fonts, sizes and spaces; the list style names the numbering [`BULLETS`].
const STYLES: &str = include_str!("docx/styles.xml");
/// The numbering of lists: the crate keeps 1 for itself.
const BULLETS: usize = 2;
/// Between the words and the edge of the paper, in twentieths of a point: 2 cm.
const MARGIN: usize = 1134;

/// How a sheet of paper is laid out, in twentieths of a point.
#[derive(Clone, Copy, Debug)]
struct Page {
    width: usize,
    height: usize,
    orientation: &'static str,
}

impl Page {
    const fn of(paper: Paper) -> Self {
        match paper {
            Paper::A4 => Self { width: 11906, height: 16838, orientation: "portrait" },
            Paper::A4Wide => Self { width: 16838, height: 11906, orientation: "landscape" },
            Paper::A3Wide => Self { width: 23811, height: 16838, orientation: "landscape" },
        }
    }

    /// What is left for words between the margins.
    const fn text_width(self) -> usize {
        self.width - 2 * MARGIN
    }
}

pub(super) fn render<'d>(document: &'d Document<'_>) -> Vec<Rendered<'d>> {
    vec![Rendered::new("", move |to| {
        let mut file = Cursor::new(Vec::new());
        parts(document).pack(&mut file).map_err(io::Error::other)?;
        to.write_all(file.get_ref())
    })]
}

fn parts(document: &Document<'_>) -> XMLDocx {
    let page = Page::of(document.paper());
    let mut parts = package(document, page).build();
    parts.document = body::write(document, page).into_bytes();
    parts.styles = STYLES.replace("LANGUAGE", &escape(document.language())).into_bytes();
    parts.doc_props.core = properties(document).into_bytes();
    parts
}

/// The package around the body. Each paragraph has an id of our own: the crate counts on from one document to the next, so
/// that the same document would not give the same bytes.
fn package(document: &Document<'_>, page: Page) -> Docx {
    let title = xml_safe(document.title()).into_owned();
    let edge = Tab::new().val(TabValueType::Right).pos(page.text_width());
    let mut head = Paragraph::new().id("00000001").style("Header").add_tab(edge);
    head.property = head.property.bidi(begins_right_to_left(&title));
    head = head.add_run(Run::new().add_text(title));
    if let Some(mark) = document.mark() {
        head = head.add_run(Run::new().add_tab().add_text(xml_safe(mark)).bold());
    }
    let foot = Paragraph::new()
        .id("00000002")
        .style("Footer")
        .add_run(Run::new().add_text("Page "))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" of "))
        .add_num_pages(NumPages::new());
    let bullet = Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
        .indent(Some(425), Some(SpecialIndentType::Hanging(283)), None, None);
    let mut package = Docx::new()
        .header(Header::new().add_paragraph(head))
        .footer(Footer::new().add_paragraph(foot))
        .add_abstract_numbering(AbstractNumbering::new(BULLETS).add_level(bullet))
        .add_numbering(Numbering::new(BULLETS, BULLETS));
    // The lists are in the body, where the crate does not see them.
    package.document_rels.has_numberings = true;
    package
}

/// The title and the language, and nothing about who made the file or when: the organiser's account on a machine is
/// nobody's business, and the same plan gives the same bytes.
fn properties(document: &Document<'_>) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{}</dc:language>\
         </cp:coreProperties>",
        escape(document.title()),
        escape(document.language()),
    )
}

#[cfg(test)]
mod tests;
