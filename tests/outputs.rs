//! Every report in every format: each opens, says the same, and is the same bytes each time; the sheets hold one row with
//! its full context.
// A test says what it found wrong by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod opened;

use std::path::Path;

use chrono::NaiveDate;
use coplan::export::{FORMATS, Format, Rendered};
use coplan::model::file::File;
use coplan::model::programme::Programme;
use coplan::model::words::Audience;
use coplan::publish::document::{Block, Cell, Document, Shape};
use coplan::publish::{Ask, REPORTS, Report, publish, visible_lines};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

fn ask(audience: Audience) -> Ask {
    Ask { audience, today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() }
}

fn example() -> File {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions/plan.json");
    File::decode(&std::fs::read(path).unwrap()).unwrap()
}

/// Every report of a file for every audience, as (what it is, the document).
fn documents(file: &File) -> Vec<(String, Document<'static>)> {
    let of = |audience: &Audience| {
        let view = publish(file, Programme::embedded(), &ask(*audience));
        REPORTS
            .iter()
            .map(move |report| (format!("{} for {}", report.name, audience.name()), (report.write)(&view).kept()))
            .collect::<Vec<_>>()
    };
    Audience::ALL.iter().flat_map(of).collect()
}

fn document(file: &File, report: &str, audience: Audience) -> Document<'static> {
    (Report::named(report).unwrap().write)(&publish(file, Programme::embedded(), &ask(audience))).kept()
}

fn render<'d>(format: &str, document: &'d Document<'_>) -> Vec<Rendered<'d>> {
    (Format::named(format).unwrap().render)(document)
}

/// A session in which these people were and this was said: fields as JSON objects, for the workshop first.
fn session(workshop: &Value, people: &[Value], said: &[Value]) -> File {
    let mut next = 0;
    let mut item = |fields: &Value| {
        let mut item = json!({ "id": format!("20261121T103807412-0-a.{next}") });
        next += 1;
        item.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        item
    };
    let workshop = item(workshop);
    let id = workshop["id"].clone();
    let recorder = item(&json!({ "workshop": id, "name": "Bev Example", "table": "Two" }));
    let run = item(&json!({ "recorder": recorder["id"] }));
    let mut people: Vec<Value> = people.iter().map(&mut item).collect();
    for person in &mut people {
        person["workshop"] = id.clone();
    }
    let mut said: Vec<Value> = said.iter().map(&mut item).collect();
    for line in &mut said {
        line["time"] = "2026-11-21T10:38:07+00:00".into();
    }
    let file = json!({
        "format": "coplan", "kind": "session", "version": 1, "workshops": [workshop], "recorders": [recorder],
        "runs": [run], "delegates": people, "contributions": said,
    });
    File::decode(serde_json::to_string_pretty(&file).unwrap().as_bytes()).unwrap()
}

fn workshop() -> Value {
    json!({ "title": "Staying connected", "pcn": "Northfield", "date": "2026-03-12" })
}

/// One thing said, as "Delegate".
fn line(text: &str) -> Value {
    json!({ "kind": "quote", "consent": 2, "text": text })
}

#[test]
fn the_same_document_is_the_same_bytes_in_every_format() {
    let file = example();
    for ((name, once), (_, again)) in documents(&file).iter().zip(documents(&example())) {
        for format in FORMATS {
            let (one, other) = ((format.render)(once), (format.render)(&again));
            let bytes =
                |files: &[Rendered<'_>]| files.iter().map(|file| (file.suffix, file.bytes())).collect::<Vec<_>>();
            assert!(bytes(&one) == bytes(&other), "{name} as {} is not the same twice", format.name);
            assert!(one.iter().all(|file| !file.bytes().is_empty()), "{name} as {} is empty", format.name);
        }
    }
}

#[test]
fn every_report_says_for_whom_and_when_it_was_made_and_every_sheet_what_it_holds() {
    for (name, document) in documents(&example()) {
        assert_eq!(document.made(), Some(ask(Audience::Team).today), "{name}");
        assert!(name.ends_with(document.audience().unwrap().name()), "{name}");
        for sheet in document.sheets() {
            assert!(sheet.about.ends_with('.'), "{name}: {}", sheet.name);
            assert!(sheet.rows().all(|row| row.len() == sheet.header.len()), "{name}: {}", sheet.name);
        }
    }
}

/// A document as its JSON must tell it.
fn as_json(document: &Document<'_>) -> Value {
    let paper = match document.paper() {
        coplan::publish::document::Paper::A4 => "a4",
        coplan::publish::document::Paper::A4Wide => "a4-wide",
        coplan::publish::document::Paper::A3Wide => "a3-wide",
    };
    let block = |block: &Block| match block {
        Block::Heading(level, text) => json!({ "type": "heading", "level": level, "text": text }),
        Block::Paragraph(text) => json!({ "type": "paragraph", "text": text }),
        Block::Note(text) => json!({ "type": "note", "text": text }),
        Block::List(points) => json!({ "type": "list", "points": points }),
        Block::Table(of) => {
            json!({ "type": "table", "caption": of.caption, "header": of.header, "rows": of.rows, "searched": of.searched })
        }
        Block::Quote(of) | Block::Poster(of) => {
            let poster = matches!(block, Block::Poster(_));
            json!({
                "type": "quote", "words": of.words, "language": of.language, "translation": of.translation,
                "about": of.about, "poster": poster,
            })
        }
        Block::Chart(of) => {
            let shape = match of.shape {
                Shape::Bars => "bars",
                Shape::Parts => "parts",
                Shape::Grid => "grid",
            };
            let rows: Vec<Value> = of
                .rows
                .iter()
                .map(|(name, figures)| {
                    let figures: Vec<Value> =
                        figures.iter().map(|of| json!({ "words": of.words, "size": of.size })).collect();
                    json!({ "name": name, "figures": figures })
                })
                .collect();
            json!({ "type": "chart", "shape": shape, "caption": of.caption, "rows_are": of.rows_are, "columns": of.columns, "rows": rows })
        }
        Block::NewPage => json!({ "type": "new-page" }),
    };
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) if text.is_empty() => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(number) => json!(number),
        Cell::Day(day) => json!(day.to_string()),
    };
    let sheets: Vec<Value> = document
        .sheets()
        .iter()
        .map(|sheet| {
            let rows: Vec<Vec<Value>> = sheet.rows().map(|row| row.iter().map(cell).collect()).collect();
            let sort = |at: usize| {
                let holds = |is: fn(&Cell) -> bool| sheet.rows().any(|row| is(&row[at]));
                if holds(|cell| matches!(cell, Cell::Day(_))) {
                    "date"
                } else if holds(|cell| matches!(cell, Cell::Number(_))) {
                    "number"
                } else {
                    "text"
                }
            };
            let types: Vec<&str> = (0..sheet.header.len()).map(sort).collect();
            json!({ "name": sheet.name, "about": sheet.about, "header": sheet.header, "rows": rows, "types": types })
        })
        .collect();
    json!({
        "format": "coplan report", "version": 1, "title": document.title(), "language": document.language(),
        "mark": document.mark(), "paper": paper, "audience": document.audience().map(Audience::name),
        "made": document.made().map(|day| day.to_string()), "left_out": document.left_out(),
        "blocks": document.blocks().iter().map(block).collect::<Vec<_>>(), "sheets": sheets,
    })
}

#[test]
fn json_reads_back_equal_to_the_document() {
    for (name, document) in documents(&example()) {
        let bytes = &render("json", &document)[0].bytes();
        let read: Value = serde_json::from_slice(bytes).unwrap();
        assert!(read == as_json(&document), "{name}");
        // Titles of sheets and rows stand in one order each time, and rows on a line each.
        let rows: usize = document.sheets().iter().map(|sheet| sheet.rows().count()).sum();
        assert!(bytes.split(|byte| *byte == b'\n').count() > rows + document.blocks().len(), "{name}");
    }
}

/// The strings published to break the handling of text; none, with the reason printed, where this machine has none.
fn naughty() -> Option<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realdata/edge/naughty-strings/blns.json");
    if !path.is_file() {
        assert!(std::env::var_os("CI").is_none(), "{} is not there", path.display());
        println!("skipped: {} is not there", path.display());
        return None;
    }
    let mut strings: Vec<String> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(strings.len(), 515);
    strings.extend(hard());
    strings.retain(|text| !text.trim().is_empty());
    Some(strings)
}

/// More that is hard to show: what the owner's list names.
fn hard() -> Vec<String> {
    let starts = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠a"].map(str::to_owned);
    let more = [
        "a five thousand character quote ".repeat(160),
        "w".repeat(60),
        "এটি বাংলা লেখা, টেবিলের ভিতরে".into(),
        "نحتاج إلى إنارة الشوارع قرب المدرسة".into(),
        "a\u{0}b\u{7}c\u{b}d\u{1b}[31me\u{85}f\u{fffe}g\u{202e}h".into(),
        "]]> </w:t></w:r> <script>alert(1)</script> &amp; _x0041_ &#0; | ~~~ ``` # {}".into(),
        "first line\nsecond line\r\nthird".into(),
    ];
    starts.into_iter().chain(more).collect()
}

/// What is left of a text when what the formats may change is taken away: spaces and line breaks, and in Markdown the
/// signs that keep markup from acting.
fn squeezed(format: &Format, text: &str) -> String {
    let marks: &[char] = if format.name == "md" { &['\\', '>'] } else { &[] };
    text.chars().filter(|c| !c.is_whitespace() && !marks.contains(c)).collect()
}

/// What stands between the tags.
fn words(part: &str) -> String {
    let texts = part.split('<').filter_map(|piece| piece.split_once('>'));
    texts.map(|(_, text)| html_escape::decode_html_entities(text)).collect()
}

#[test]
fn words_that_break_programs_stand_in_every_format_as_they_were_said() {
    let Some(strings) = naughty() else { return };
    let lines: Vec<Value> = strings.iter().map(|text| line(text)).collect();
    let document = document(&session(&workshop(), &[], &lines), "plan", Audience::Team);
    for format in FORMATS {
        let rendered = (format.render)(&document);
        assert!(!rendered.is_empty(), "{}", format.name);
        let mut all = String::new();
        for file in &rendered {
            let text = opened::text(&file.bytes());
            all += &if format.name == "html" { opened::markup(&text, |_| {}) } else { text };
        }
        let all = match format.name {
            "json" => strings_of(&serde_json::from_str(&all).unwrap()).concat(),
            // How Excel itself writes that `_x0041_` is no letter by its number.
            "xlsx" => all.replace("_x005F_", "_"),
            // Words of two directions stand in runs of their own.
            "docx" => {
                rendered.iter().flat_map(|file| opened::parts(&file.bytes())).map(|(_, part)| words(&part)).collect()
            }
            "csv" => rendered.iter().flat_map(|file| rows(&file.bytes())).flatten().collect(),
            _ => all,
        };
        let all = squeezed(format, &all);
        for text in &strings {
            let shown = visible_lines(text);
            assert!(all.contains(&squeezed(format, &shown)), "{text:?} is not in {}", format.name);
        }
    }
}

fn strings_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(of) => of.iter().flat_map(strings_of).collect(),
        Value::Object(of) => of.values().flat_map(strings_of).collect(),
        _ => Vec::new(),
    }
}

/// The rows of a CSV file.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let table = bytes.strip_prefix(b"\xef\xbb\xbf").expect("it begins with the mark by which Excel knows UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_csv_reads_back_as_the_sheet_but_for_an_apostrophe_before_what_could_be_a_formula() {
    let said: Vec<Value> = hard().iter().map(|text| line(text)).collect();
    let document = document(&session(&workshop(), &[], &said), "plan", Audience::Team);
    for (sheet, file) in document.sheets().iter().zip(render("csv", &document)) {
        assert_eq!(file.suffix, sheet.name);
        let read = rows(&file.bytes());
        assert_eq!(read[0], sheet.header);
        assert_eq!(read.len(), sheet.rows().count() + 1);
        for (row, read) in sheet.rows().zip(&read[1..]) {
            for (cell, read) in row.iter().zip(read) {
                let is = match cell {
                    Cell::Text(text) => text.clone(),
                    Cell::Number(number) => number.to_string(),
                    Cell::Day(day) => day.to_string(),
                };
                assert!(*read == is || *read == format!("'{is}"), "{is:?} became {read:?}");
                assert!(!read.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{read:?}");
            }
        }
    }
}

/// The parts of a workbook.
struct Book(Vec<(String, String)>);

impl Book {
    fn of(document: &Document<'_>) -> Self {
        let [file] = render("xlsx", document).try_into().unwrap();
        let parts = opened::parts(&file.bytes());
        for (name, part) in &parts {
            opened::xml(name, part);
        }
        Self(parts)
    }

    fn part(&self, name: &str) -> &str {
        &self.0.iter().find(|(of, _)| of == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    /// The XML of the worksheets, each with its name.
    fn sheets(&self) -> Vec<(String, &str)> {
        let names = self.part("xl/workbook.xml").split("<sheet name=\"").skip(1);
        let names: Vec<&str> = names.map(|rest| rest.split('"').next().unwrap()).collect();
        let sheet =
            |(at, name): (usize, &&str)| ((*name).to_owned(), self.part(&format!("xl/worksheets/sheet{}.xml", at + 1)));
        names.iter().enumerate().map(sheet).collect()
    }
}

#[test]
fn a_workbook_has_typed_cells_and_no_formula_a_header_that_stays_and_a_filter() {
    let document = document(&example(), "plan", Audience::Board);
    let book = Book::of(&document);
    let sheets = book.sheets();
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    let wanted = ["About", "Actions", "Contributions", "Assets", "People", "Coverage", "You said we did", "Gaps"];
    assert!(wanted.iter().all(|name| names.contains(name)), "{names:?}");
    assert_eq!(names[0], "About");
    let styles = book.part("xl/styles.xml");
    assert!(styles.contains("formatCode=\"d mmmm yyyy\""), "{styles}");
    for (name, sheet) in &sheets {
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "a formula in {name}");
        if name != "About" {
            assert!(sheet.contains("state=\"frozen\"") && sheet.contains("ySplit=\"1\""), "{name}");
            assert!(sheet.contains("<autoFilter "), "{name}");
        }
    }
    // A number, and a day as the number that Excel counts: the workshop of 15 September 2026.
    let contributions = sheets.iter().find(|(name, _)| name == "Contributions").unwrap().1;
    assert!(contributions.contains("<v>46280</v>"), "no day is a day");
    let core = book.part("docProps/core.xml");
    assert!(
        core.contains("<dc:creator></dc:creator>") || core.contains("<dc:creator/>"),
        "somebody is its author: {core}"
    );
    assert!(core.contains("2026-11-22T00:00:00Z"), "{core}");
    assert!(core.contains(&format!("<dc:title>{}</dc:title>", document.title())), "{core}");
    assert!(book.part("docProps/custom.xml").contains("en-GB"));
}

#[test]
fn a_text_too_long_for_a_cell_goes_on_in_a_sheet_of_its_own_and_says_so() {
    let long = (0..9000).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ");
    assert!(long.len() > 65_400);
    let document = document(&session(&workshop(), &[], &[line(&long)]), "plan", Audience::Team);
    let book = Book::of(&document);
    let (name, _) = book.sheets().pop().unwrap();
    assert_eq!(name, "Long texts");
    let strings = book.part("xl/sharedStrings.xml");
    for number in 0..9000 {
        assert!(strings.contains(&format!("word{number}")), "word{number} is lost, or cut in two");
    }
    assert!(strings.contains("(goes on in Long texts)"));
    assert!(strings.contains("What is too long for one cell"));
}

#[test]
fn plain_text_is_no_wider_than_an_e_mail_and_begins_with_its_draft_mark() {
    let said: Vec<Value> = naughty().unwrap_or_else(hard).iter().map(|text| line(text)).collect();
    let hard = documents(&session(&workshop(), &[], &said));
    for (name, document) in documents(&example()).into_iter().chain(hard) {
        let text = String::from_utf8(render("txt", &document).remove(0).bytes()).unwrap();
        for line in text.lines() {
            assert!(line.width() <= 78, "{name}: {line:?}");
            assert!(!line.contains(|c: char| c.is_control()), "{name}: {line:?}");
        }
        assert!(!text.contains('\r') && text.ends_with('\n'), "{name}");
        let first = document.mark().unwrap_or(document.title()).split(' ').next().unwrap().to_owned();
        assert!(text.starts_with(&first), "{name}: {text}");
    }
}

/// The rows of one sheet as text.
fn sheet(document: &Document<'_>, name: &str) -> Vec<Vec<String>> {
    let sheet = document.sheets().iter().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("no {name}"));
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    };
    sheet.rows().map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn the_sheet_of_people_names_only_whom_this_audience_may_name_and_counts_the_rest() {
    let person = |name: &str, role: &str, consent: u8| json!({ "name": name, "role": role, "category": "faith", "consent": consent });
    let people = [
        person("Joy Example", "Driver", 4),
        person("Naz Example", "Gardener", 3),
        person("Sam Example", "Gardener", 3),
        person("Rhys Example", "Gardener", 3),
        person("Ann Example", "Beekeeper", 3),
        person("Bee Example", "Gardener", 1),
    ];
    let called = |workshop: &Value, audience: Audience| -> Vec<String> {
        let rows = sheet(&document(&session(workshop, &people, &[]), "plan", audience), "people");
        assert!(rows.iter().all(|row| row[2] == "Staying connected" && row[3] == "2026-03-12"));
        rows.iter().map(|row| format!("{} {}", row[0], row[1])).collect()
    };
    let unnamed = "people who are not named";
    let team = ["Gardener 3".into(), "Joy Example 1".into(), format!("{unnamed} 2")];
    assert_eq!(called(&workshop(), Audience::Team), team);
    // Nobody by name, and one driver alone is no role to tell; three are not named.
    assert_eq!(called(&workshop(), Audience::Board), ["Gardener 3".into(), format!("{unnamed} 3")]);
    for audience in [Audience::Delegates, Audience::Public] {
        assert_eq!(called(&workshop(), audience), [format!("{unnamed} 6")]);
    }
    let few = [person("Joy Example", "Driver", 4), person("Bee Example", "Gardener", 1)];
    let board = document(&session(&workshop(), &few, &[]), "plan", Audience::Board);
    assert_eq!(sheet(&board, "people")[0][..2], [unnamed.to_owned(), "1 or 2".to_owned()]);
    for cap in ["chatham-house", "room-only"] {
        let mut capped = workshop();
        capped["cap"] = cap.into();
        for audience in Audience::ALL {
            assert_eq!(called(&capped, *audience), Vec::<String>::new(), "{cap}");
        }
    }
}

#[test]
fn each_row_of_a_sheet_says_its_state_and_whom_it_is_for() {
    for (name, document) in documents(&example()) {
        let report = Report::named(name.split(' ').next().unwrap()).unwrap();
        for sheet in document.sheets().iter().filter(|_| !report.blank) {
            assert!(sheet.header.ends_with(&["State", "For"]), "{name}: {}", sheet.name);
            // The source of an action is its workshop, and a task is of a group of the plan.
            let is_of = |column: &&str| column.starts_with("Workshop") || matches!(*column, "Source" | "Group");
            let of = sheet.header.iter().any(is_of);
            assert!(of, "{name}: {} does not say of which workshop", sheet.name);
        }
    }
    let plan = document(&example(), "plan", Audience::Team);
    for name in ["actions", "contributions", "assets", "people", "coverage", "you-said-we-did", "gaps"] {
        assert!(!sheet(&plan, name).is_empty(), "{name} is empty in the example");
    }
}
