//! What stands in a file that was exported: its text, with the files inside a file of Office unpacked and held to be
//! well-formed.
#![allow(dead_code)] // Each test program uses its own part of it.

use std::io::{Cursor, Read};

/// The text of an output and the values of its attributes, markup taken away.
///
/// Of a zipped format it is that of every part; where a cell stands is left out, which nobody said.
pub fn text(bytes: &[u8]) -> String {
    if !bytes.starts_with(b"PK\x03\x04") {
        return String::from_utf8(bytes.to_vec()).unwrap();
    }
    let parts: Vec<String> = parts(bytes).iter().map(|(name, part)| format!("{name}\n{}", xml(name, part))).collect();
    parts.join("\n")
}

/// The parts of a zipped file, by name.
pub fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        let name = part.name().unwrap().into_owned();
        part.read_to_string(&mut text).unwrap_or_else(|e| panic!("{name}: {e}"));
        parts.push((name, text));
    }
    parts
}

/// What a part of XML says; one that is not well-formed is a fault.
pub fn xml(name: &str, part: &str) -> String {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    assert!(part.chars().all(allowed), "{name} holds a character that XML does not");
    let mut open: Vec<&str> = Vec::new();
    let text = markup(part, |tag| {
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed.trim()), "{name}");
        } else if !tag.ends_with('/') && !tag.starts_with(['?', '!']) {
            open.push(tag.split_whitespace().next().unwrap());
        }
    });
    assert!(open.is_empty(), "{name}: {open:?} is not closed");
    text
}

/// The text between tags with its entities read, each tag's attributes in its place; `each` sees every tag.
pub fn markup<'a>(part: &'a str, mut each: impl FnMut(&'a str)) -> String {
    let mut text = String::new();
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('<') {
        text += &html_escape::decode_html_entities(before);
        let (tag, after) = after.split_once('>').expect("a tag is closed");
        each(tag);
        // What stands in two cells or paragraphs is not one word.
        text.push(' ');
        for (of, value) in tag.split('"').collect::<Vec<_>>().chunks(2).filter_map(|pair| Some((pair[0], pair.get(1)?)))
        {
            let place = ["r=", "ref=", "sqref=", "spans="].iter().any(|place| of.ends_with(&format!(" {place}")));
            if !place {
                text.extend([" ", &html_escape::decode_html_entities(value), " "]);
            }
        }
        rest = after;
    }
    text += &html_escape::decode_html_entities(rest);
    text
}
