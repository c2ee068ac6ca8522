//! What stands in the parts of a Word document. That other programs open it, `.ci/readers/word.sh` sees.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::publish::document::{Block, Chart, Figure, Quote, Shape, Table};

const HOSTILE: &str = "a\u{b}b\0c\u{1b}[31m\u{ffff} <script>alert(\"1\")</script> & ]]> '";

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn chart(shape: Shape, rows: &[(&str, &[usize])]) -> Block {
    let columns = rows.first().map_or(0, |(_, figures)| figures.len());
    Block::Chart(Chart {
        shape,
        caption: "Actions by status".into(),
        rows_are: "Status".into(),
        columns: (0..columns).map(|at| format!("Group {at}")).collect(),
        rows: rows
            .iter()
            .map(|(name, of)| ((*name).to_owned(), of.iter().map(|&n| Figure::from(n)).collect()))
            .collect(),
    })
}

fn table(header: &[&str], rows: &[&[&str]]) -> Block {
    let rows = rows.iter().map(|row| strings(row)).collect();
    Block::Table(Table { caption: "Actions <& \"quoted\">".into(), header: strings(header), rows, searched: false })
}

fn quote(words: &str, language: &str) -> Block {
    let translation = Some("in English".into());
    Block::Quote(Quote { words: words.into(), language: Some(language.into()), translation, about: "Delegate".into() })
}

/// One of everything.
fn sample() -> Document<'static> {
    let blocks = vec![
        Block::Note("DRAFT, not yet agreed.".into()),
        Block::Heading(3, "A heading below none".into()),
        Block::Heading(2, "Actions".into()),
        Block::Heading(4, "Two levels down at once".into()),
        Block::Paragraph(HOSTILE.into()),
        Block::Paragraph("one line\nand another".into()),
        Block::List(strings(&["first point", "عربي"])),
        table(&["Ref", "Action"], &[&["A-1", "ask"], &["A-2", "العربية في جدول"], &["A-3", "ডাক্তার"]]),
        quote("الجار قبل الدار (GP)", "ar"),
        quote("ডাক্তারের কাছে", "bn"),
        quote(&"they moved the stop and nobody asked us. ".repeat(122), "en-GB"),
        chart(Shape::Bars, &[("open", &[12, 3]), ("done", &[0, 1])]),
        chart(Shape::Parts, &[("open", &[12, 3, 5, 2, 8, 1]), ("done", &[1, 1, 0, 0, 2, 0])]),
        Block::NewPage,
        chart(Shape::Grid, &[("open", &[12, 3]), ("done", &[0, 1])]),
        table(&["Seat", "Name"], &[&["1", ""]]),
    ];
    Document::of(&format!("Plan {HOSTILE}"), Some("DRAFT"), Paper::A4Wide, blocks)
}

fn body_of(blocks: Vec<Block>) -> String {
    String::from_utf8(parts(&Document::of("Title", None, Paper::A4, blocks)).document).unwrap()
}

/// The styles of the paragraphs, in order.
fn styles_of(xml: &str) -> Vec<&str> {
    let style = |part: &'static str| xml.split(part).skip(1).filter_map(|rest| rest.split('"').next());
    style("<w:pStyle w:val=\"").collect()
}

#[test]
fn every_part_is_sound_xml_whatever_was_said() {
    let parts = parts(&sample());
    let single = [
        parts.content_type,
        parts.rels,
        parts.doc_props.app,
        parts.doc_props.core,
        parts.doc_props.custom,
        parts.styles,
        parts.document,
        parts.document_rels,
        parts.settings,
        parts.font_table,
        parts.numberings,
    ];
    for part in single.into_iter().chain(parts.headers).chain(parts.footers) {
        let text = String::from_utf8(part).unwrap();
        let beginning: String = text.chars().take(300).collect();
        assert!(text.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{ffff}')), "{beginning}");
        let (mut reader, mut open) = (Reader::from_str(&text), 0);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}: {beginning}")) {
                Event::Start(tag) => {
                    open += 1;
                    tag.attributes().for_each(|attribute| drop(attribute.unwrap()));
                }
                Event::Empty(tag) => tag.attributes().for_each(|attribute| drop(attribute.unwrap())),
                Event::End(_) => open -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open, 0, "{beginning}");
        assert!(!text.contains("<script"), "{beginning}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let bytes = |document: &Document<'_>| render(document).iter().map(|file| file.bytes()).collect::<Vec<_>>();
    assert_eq!(bytes(&sample()), bytes(&sample()));
}

#[test]
fn it_says_nothing_of_who_made_it_or_when() {
    let core = String::from_utf8(parts(&sample()).doc_props.core).unwrap();
    assert!(core.contains("<dc:title>Plan a\u{fffd}b") && core.contains("<dc:language>en-GB<"), "{core}");
    for word in ["creator", "created", "modified", "unknown"] {
        assert!(!core.contains(word), "{word}: {core}");
    }
}

#[test]
fn headings_skip_no_level() {
    let heading = |level| Block::Heading(level, "words".into());
    let xml = body_of([3, 2, 4, 4, 3, 2, 3, 4].map(heading).to_vec());
    let levels: Vec<&str> = styles_of(&xml).into_iter().filter_map(|style| style.strip_prefix("Heading")).collect();
    assert_eq!(levels, ["1", "1", "2", "3", "2", "1", "2", "3"]);
}

#[test]
fn every_style_that_is_used_is_a_style() {
    let parts = parts(&sample());
    let mut seen = String::from_utf8(parts.document).unwrap();
    for part in parts.headers.into_iter().chain(parts.footers) {
        seen.push_str(&String::from_utf8(part).unwrap());
    }
    assert!(["Quote", "QuoteLong", "QuoteTranslation"].iter().all(|style| styles_of(&seen).contains(style)));
    for style in styles_of(&seen) {
        assert!(STYLES.contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
}

#[test]
fn words_carry_their_language_and_the_document_its_own() {
    let xml = body_of(vec![quote("ডাক্তারের কাছে", "bn"), quote("الجار", "ar")]);
    for tag in ["bn", "ar"] {
        let mark = format!("<w:lang w:val=\"{tag}\" w:eastAsia=\"{tag}\" w:bidi=\"{tag}\"/>");
        assert_eq!(xml.matches(&mark).count(), 1, "the words, not what is in English: {xml}");
    }
    assert!(String::from_utf8(parts(&sample()).styles).unwrap().contains("<w:lang w:val=\"en-GB\"/>"));
}

#[test]
fn what_is_read_from_right_to_left_is_set_so_in_cells_too() {
    let xml = body_of(vec![quote("الجار (GP) 12", "ar"), table(&["Ref"], &[&["العربية"], &["see العربية"]])]);
    assert_eq!(xml.matches("<w:bidi/>").count(), 2);
    assert!(xml.contains("<w:rPr><w:rtl/></w:rPr><w:t xml:space=\"preserve\">العربية</w:t>"), "{xml}");
    assert!(xml.contains("<w:t xml:space=\"preserve\">see </w:t></w:r><w:r><w:rPr><w:rtl/></w:rPr>"), "{xml}");
}

#[test]
fn a_table_has_its_caption_before_it_and_a_header_row_that_comes_again() {
    let xml = body_of(vec![table(&["Ref", "Action"], &[&["A-1", "ask"], &["A-2", "ask again"]])]);
    let (before, after) = xml.split_once("<w:tbl>").unwrap();
    assert_eq!(styles_of(before).last(), Some(&"Caption"));
    assert!(after.contains("w:tblCaption w:val=\"Actions &lt;&amp; &quot;quoted&quot;&gt;\""), "{after}");
    assert_eq!(after.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(after.matches("<w:cantSplit/>").count(), 3);
    assert!(after.contains("</w:tbl><w:p>"), "a body ends with a paragraph");
}

#[test]
fn a_table_of_many_columns_becomes_several_that_each_name_their_rows() {
    let header: Vec<String> = (0..24).map(|at| format!("Column {at}")).collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let row: Vec<String> = (0..24).map(|at| format!("cell {at}.")).collect();
    let row: Vec<&str> = row.iter().map(String::as_str).collect();
    let xml = body_of(vec![table(&header, &[&row])]);
    let parts = xml.matches("<w:tbl>").count();
    assert!(parts > 1 && xml.contains(&format!(", part {parts} of {parts}")));
    assert_eq!(xml.matches(">cell 0.<").count(), parts);
    for at in 1..24 {
        assert_eq!(xml.matches(&format!(">cell {at}.<")).count(), 1, "{at}");
    }
    for widths in xml.split("<w:tblGrid>").skip(1).filter_map(|rest| rest.split("</w:tblGrid>").next()) {
        let columns = widths.split("w:w=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(
            columns.map(|width| width.parse::<usize>().unwrap()).sum::<usize>() <= Page::of(Paper::A4).text_width()
        );
    }
}

#[test]
fn a_row_too_tall_for_a_page_may_be_split() {
    let xml = body_of(vec![table(&["Ref", "Words"], &[&["1", &"they moved the stop ".repeat(250)], &["2", "short"]])]);
    assert_eq!(xml.matches("<w:cantSplit/>").count(), 2, "the header and the short row");
}

#[test]
fn a_bar_is_as_long_as_its_number_and_the_number_stands_beside_it() {
    let xml = body_of(vec![chart(Shape::Bars, &[("open", &[12]), ("late", &[3]), ("done", &[0])])]);
    let lengths: Vec<usize> =
        xml.split("w:pos=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
    assert!(matches!(lengths[..], [long, short] if long == 4 * short || long.abs_diff(4 * short) < 4), "{lengths:?}");
    for number in ["12", "3", "0"] {
        assert!(xml.contains(&format!("preserve\">{number}</w:t>")), "{number}");
    }
}

#[test]
fn parts_of_one_bar_differ_in_pattern_and_follow_one_another() {
    let xml = body_of(vec![chart(Shape::Parts, &[("open", &[1, 2, 1])])]);
    let row = xml.rsplit("<w:tr>").next().unwrap();
    let values = |part: &'static str| row.split(part).skip(1).filter_map(|rest| rest.split('"').next());
    let patterns: Vec<&str> = values("<w:shd w:val=\"").collect();
    assert_eq!(patterns, chart::PATTERNS[..3]);
    let stops: Vec<usize> = values("w:pos=\"").map(|stop| stop.parse().unwrap()).collect();
    assert!(stops.is_sorted() && stops.len() == 3, "{stops:?}");
}

#[test]
fn a_chart_of_more_numbers_than_fit_side_by_side_is_read_as_tables() {
    let xml = body_of(vec![chart(Shape::Grid, &[("open", &[7; 20])])]);
    assert!(xml.contains(", part 2 of ") && xml.matches(">7<").count() == 20, "{xml}");
}

#[test]
fn what_follows_a_new_page_begins_it_and_nothing_else_does() {
    let words = || Block::Paragraph("words".into());
    let xml = body_of(vec![words(), Block::NewPage, table(&["Ref"], &[&["A-1"]]), words(), Block::NewPage]);
    assert_eq!(xml.matches("<w:pageBreakBefore/>").count(), 1);
    assert!(xml.contains("<w:pStyle w:val=\"Caption\"/><w:pageBreakBefore/>"), "{xml}");
}

#[test]
fn the_page_is_the_paper_it_is_made_for() {
    for (paper, size) in [
        (Paper::A4, "w:w=\"11906\" w:h=\"16838\" w:orient=\"portrait\""),
        (Paper::A4Wide, "w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\""),
        (Paper::A3Wide, "w:w=\"23811\" w:h=\"16838\" w:orient=\"landscape\""),
    ] {
        let parts = parts(&Document::of("Title", None, paper, vec![Block::Paragraph("words".into())]));
        assert!(String::from_utf8(parts.document).unwrap().contains(size), "{paper:?}");
    }
}

#[test]
fn every_page_has_the_title_the_mark_and_its_number() {
    let parts = parts(&sample());
    let [head, foot] = [&parts.headers, &parts.footers].map(|part| String::from_utf8(part.concat()).unwrap());
    assert!(head.contains("Plan a\u{fffd}b") && head.contains(">DRAFT<"), "{head}");
    assert!(foot.contains(">PAGE<") && foot.contains(">NUMPAGES<"), "{foot}");
    let links = String::from_utf8(parts.document_rels).unwrap();
    for link in ["rIdHeader1", "rIdFooter1", "numbering.xml", "styles.xml"] {
        assert!(links.contains(link), "{link}: {links}");
    }
    let numbering = String::from_utf8(parts.numberings).unwrap();
    assert!(numbering.contains(&format!("<w:num w:numId=\"{BULLETS}\"")), "{numbering}");
    assert!(STYLES.contains(&format!("<w:numId w:val=\"{BULLETS}\"/>")));
}
