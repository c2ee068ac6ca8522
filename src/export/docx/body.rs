//! The body: each piece of the report in its style, on its paper.

use std::fmt::Write;

use super::text::{begins_right_to_left, write_runs};
use super::{MARGIN, Page, chart, table};
use crate::publish::Document;
use crate::publish::document::{Block, Quote};

/// More bytes than this are a long quote: some ten lines.
const LONG: usize = 1000;

/// The body as far as it is written.
#[derive(Debug)]
pub(super) struct Body {
    xml: String,
    /// How wide its lines are, in twentieths of a point.
    pub(super) width: usize,
    /// Whether the next paragraph begins on a new sheet of paper. As a break of its own it would leave an empty paragraph
    /// at the head of that sheet, and a white sheet where the last one was full.
    new_page: bool,
    /// Whether paragraphs stay on the sheet of what follows them.
    pub(super) keep_next: bool,
}

/// What there is to say of a paragraph beside its words; the style's name where it is not an ordinary one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look<'a> {
    pub(super) style: &'a str,
    pub(super) language: Option<&'a str>,
}

pub(super) fn write(document: &Document<'_>, page: Page) -> String {
    let mut body = Body { xml: String::new(), width: page.text_width(), new_page: false, keep_next: false };
    body.styled("Title", document.title());
    let mut level = 0;
    for block in document.blocks() {
        match block {
            Block::Heading(of, text) => {
                level = of.saturating_sub(1).clamp(1, level + 1).min(3);
                body.styled(&format!("Heading{level}"), text);
            }
            Block::Paragraph(text) => body.styled("", text),
            Block::Note(text) => body.styled("Note", text),
            Block::List(points) => points.iter().for_each(|point| body.styled("ListBullet", point)),
            Block::Table(of) => table::write(of, &mut body),
            Block::Quote(quote) if quote.words.len() > LONG => body.quote("QuoteLong", quote),
            Block::Quote(quote) => body.quote("Quote", quote),
            Block::Poster(quote) => body.quote("QuotePoster", quote),
            Block::Chart(of) => chart::write(of, &mut body),
            Block::NewPage => body.new_page = true,
        }
    }
    if body.xml.ends_with("</w:tbl>") {
        // A body ends with a paragraph; one that takes no room cannot make a sheet of its own.
        body.push(
            "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>",
        );
    }
    let Page { width, height, orientation } = page;
    // The two references are what the crate calls the first header and the first footer.
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{}<w:sectPr>\
         <w:headerReference w:type=\"default\" r:id=\"rIdHeader1\"/>\
         <w:footerReference w:type=\"default\" r:id=\"rIdFooter1\"/>\
         <w:pgSz w:w=\"{width}\" w:h=\"{height}\" w:orient=\"{orientation}\"/>\
         <w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"567\" \
         w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        body.xml
    )
}

impl Body {
    /// Puts XML behind what there is.
    pub(super) fn push(&mut self, xml: &str) {
        self.xml.push_str(xml);
    }

    /// A paragraph in a style.
    pub(super) fn styled(&mut self, style: &str, text: &str) {
        self.paragraph(Look { style, language: None }, text);
    }

    fn paragraph(&mut self, look: Look<'_>, text: &str) {
        self.push("<w:p>");
        self.properties(look.style, "", begins_right_to_left(text));
        write_runs(text, look.language, &mut self.xml);
        self.push("</w:p>");
    }

    /// What stands at the head of a paragraph, in the order of the standard; `tabs` are its stops, where it has any.
    pub(super) fn properties(&mut self, style: &str, tabs: &str, right_to_left: bool) {
        let new_page = std::mem::take(&mut self.new_page);
        let keep = self.keep_next;
        if style.is_empty() && tabs.is_empty() && !new_page && !right_to_left && !keep {
            return;
        }
        self.push("<w:pPr>");
        if !style.is_empty() {
            // Writing to memory does not fail.
            let _ = write!(self.xml, "<w:pStyle w:val=\"{style}\"/>");
        }
        if keep {
            self.push("<w:keepNext/>");
        }
        if new_page {
            self.push("<w:pageBreakBefore/>");
        }
        self.push(tabs);
        if right_to_left {
            self.push("<w:bidi/>");
        }
        self.push("</w:pPr>");
    }

    /// The words, the same in English, and whose they are, none parted from the next by the end of a page. Only long words
    /// may be: kept with what follows, they would leave half a page white before them.
    fn quote(&mut self, style: &str, quote: &Quote) {
        self.paragraph(Look { style, language: quote.language.as_deref() }, &quote.words);
        if let Some(translation) = &quote.translation {
            self.styled("QuoteTranslation", &format!("In English: {translation}"));
        }
        self.styled("QuoteSource", &quote.about);
    }
}
