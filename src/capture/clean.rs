//! The one cleaning that everything typed, pasted or loaded goes through.

use std::borrow::Cow;

/// Cleans a text: line ends made alike, control characters out, nothing else.
///
/// Exactly this, in this order:
/// 1. CR LF and CR alone become LF. So do the other line breaks: vertical tab (what Word pastes for a soft break), form
///    feed, U+0085, U+2028 and U+2029. Dropping those would run two words together.
/// 2. Every other control character (U+0000 to U+001F, U+007F to U+009F) is removed, except LF and tab. An escape
///    sequence so loses its escape and stays as harmless, visible words.
/// 3. White space (Unicode `White_Space`) is trimmed from both ends.
///
/// All else stays as it came: composed or not, zero-width joiners, directional marks, tag characters, byte-order marks.
/// To make those visible is for the screen and the exports. Cleaning twice is cleaning once.
pub fn clean(text: &str) -> String {
    scrub(text).trim().to_owned()
}

/// Cleans a paste into a line that is being typed: as [`clean`], but a space at either end stays, since it parts the
/// paste from the words around it.
pub fn clean_paste(text: &str) -> String {
    scrub(text).into_owned()
}

/// Steps 1 and 2 of [`clean`]; borrows when there is nothing to do, as with nearly every typed line.
pub(super) fn scrub(text: &str) -> Cow<'_, str> {
    if !text.chars().any(needs_scrubbing) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
        after_return = c == '\r';
    }
    Cow::Owned(out)
}

fn needs_scrubbing(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{2028}' | '\u{2029}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        assert_eq!(clean("a\r\nb\rc\nd\u{b}e\u{c}f\u{85}g\u{2028}h\u{2029}i"), "a\nb\nc\nd\ne\nf\ng\nh\ni");
        assert_eq!(clean("a\r\r\nb"), "a\n\nb");
    }

    #[test]
    fn controls_go_and_tabs_stay() {
        assert_eq!(clean("a\u{0}b\u{1b}[31mc\u{7f}d\u{9b}e\tf"), "ab[31mcde\tf");
    }

    #[test]
    fn white_space_is_trimmed_at_the_ends_only() {
        assert_eq!(clean("\u{3000} \u{0} a  b \r\n\u{a0}"), "a  b");
    }

    #[test]
    fn invisible_characters_of_real_scripts_stay() {
        for kept in ["می‌خواهم", "👨‍👩‍👧", "\u{202e}abc\u{202c}", "🏴\u{e0067}\u{e0062}\u{e007f}", "e\u{301}", "\u{feff}x"]
        {
            assert_eq!(clean(kept), kept);
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
