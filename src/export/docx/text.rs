//! Words as XML: nothing that XML cannot hold, each stretch with its direction and its language.

use std::borrow::Cow;
use std::fmt::Write;

/// What stands for a character that XML cannot hold: one such, and no program opens the file.
const UNKNOWN: char = '\u{fffd}';

/// The text without what XML cannot hold.
pub(super) fn xml_safe(text: &str) -> Cow<'_, str> {
    let held = |c: char| match c {
        '\t' | '\n' => true,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    };
    if text.chars().all(held) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if held(c) { c } else { UNKNOWN }).collect()
}

/// The text as it stands in an element or in an attribute.
pub(super) fn escape(text: &str) -> String {
    html_escape::encode_double_quoted_attribute(&xml_safe(text)).into_owned()
}

/// Whether the text is read from right to left: whether its first letter is.
pub(super) fn begins_right_to_left(text: &str) -> bool {
    text.chars().find_map(runs_right_to_left).unwrap_or(false)
}

/// The direction of a letter; none of what has no direction of its own.
fn runs_right_to_left(c: char) -> Option<bool> {
    let right_to_left = matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    c.is_alphabetic().then_some(right_to_left)
}

/// The text as runs, its line breaks as such; `language` where it is another than the document's.
pub(super) fn write_runs(text: &str, language: Option<&str>, to: &mut String) {
    // Whichever script its letters are of, and a tag may be written in several, the language is this one.
    let language = language
        .map(escape)
        .map_or_else(String::new, |tag| format!("<w:lang w:val=\"{tag}\" w:eastAsia=\"{tag}\" w:bidi=\"{tag}\"/>"));
    let base = begins_right_to_left(text);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            to.push_str("<w:r><w:br/></w:r>");
        }
        for (right_to_left, run) in directions(line, base) {
            let direction = if right_to_left { "<w:rtl/>" } else { "" };
            to.push_str("<w:r>");
            if right_to_left || !language.is_empty() {
                // Writing to memory does not fail.
                let _ = write!(to, "<w:rPr>{direction}{language}</w:rPr>");
            }
            let _ = write!(to, "<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(run));
        }
    }
}

/// A line cut where its direction turns. What has no direction goes with the line, unless it stands between letters of one
/// direction.
fn directions(line: &str, base: bool) -> Vec<(bool, &str)> {
    let mut runs = Vec::new();
    let (mut begin, mut now, mut after_letter) = (0, base, 0);
    for (at, c) in line.char_indices() {
        let Some(direction) = runs_right_to_left(c) else { continue };
        if direction != now {
            let cut = if now == base { at } else { after_letter };
            runs.push((now, begin, cut));
            (begin, now) = (cut, direction);
        }
        after_letter = at + c.len_utf8();
    }
    let cut = if now == base { line.len() } else { after_letter };
    runs.push((now, begin, cut));
    runs.push((base, cut, line.len()));
    let run = |(direction, from, to)| Some((direction, line.get(from..to).filter(|run| !run.is_empty())?));
    runs.into_iter().filter_map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced_and_the_rest_stays() {
        assert_eq!(xml_safe("a\u{b}b\u{0}c\u{ffff}d\te\nf\u{85}"), "a\u{fffd}b\u{fffd}c\u{fffd}d\te\nf\u{fffd}");
        assert!(matches!(xml_safe("日本語 العربية বাংলা 👩‍👩‍👧"), Cow::Borrowed(_)));
        assert_eq!(escape("a & b < \"c\" > d"), "a &amp; b &lt; &quot;c&quot; &gt; d");
    }

    #[test]
    fn the_first_letter_says_how_a_text_is_read() {
        for text in ["العربية first", "«שלום»", "12. عربي", "\u{1f68c} اردو"] {
            assert!(begins_right_to_left(text), "{text}");
        }
        for text in ["", "first العربية", "12", "বাংলা", "日本語", "🚌 bus"] {
            assert!(!begins_right_to_left(text), "{text}");
        }
    }

    #[test]
    fn a_line_is_cut_where_its_direction_turns() {
        assert_eq!(directions("say مرحبا بك now", false), [(false, "say "), (true, "مرحبا بك"), (false, " now")]);
        assert_eq!(directions("مرحبا (GP) 12", true), [(true, "مرحبا ("), (false, "GP"), (true, ") 12")]);
        assert_eq!(directions("bus 3", false), [(false, "bus 3")]);
        assert_eq!(directions("", false), []);
    }
}
