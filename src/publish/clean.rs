//! Hostile text made harmless to look at: the one function through which every string to a terminal or an export goes.
//!
//! Nothing is dropped: what would command a terminal, turn the reading order round or hide is replaced by a mark that
//! can be seen. What scripts and emoji need (joiners between letters that join, one variation selector, the flags of
//! the home nations) stays, because cleaned text must still be the text that was said.

use std::borrow::Cow;

/// Stands for a character that turns the direction of reading round.
const TURN: char = '\u{21c4}';
/// Stands for any other character that cannot be seen or shown.
const HIDDEN: char = '\u{fffd}';

/// The text as one line that is safe to show: no control character is left, line breaks are shown as symbols.
pub fn visible(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// The text as lines that are safe to show: line breaks stay, as plain `\n`.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    clean(text, true)
}

fn clean(text: &str, lines: bool) -> Cow<'_, str> {
    let plain = |b: u8| matches!(b, b' '..=b'~') || (lines && b == b'\n');
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut before = None;
    let mut rest = text.char_indices();
    while let Some((at, c)) = rest.next() {
        if mark(c, before, rest.as_str(), lines).is_some() {
            return Cow::Owned(replace(text, at, before, lines));
        }
        before = Some(c);
    }
    Cow::Borrowed(text)
}

/// Copies the text with its marks; everything before byte `from` is known to be clean.
fn replace(text: &str, from: usize, mut before: Option<char>, lines: bool) -> String {
    let (head, tail) = text.split_at(from);
    let mut cleaned = String::with_capacity(text.len() + 8);
    cleaned.push_str(head);
    let mut rest = tail.chars();
    while let Some(c) = rest.next() {
        let shown = mark(c, before, rest.as_str(), lines).unwrap_or(c);
        // A line that ends in two characters ends once.
        if !(lines && c == '\r' && rest.as_str().starts_with('\n')) {
            cleaned.push(shown);
        }
        before = Some(shown);
    }
    cleaned
}

/// What stands in the place of a character that may not be shown as it is; none for all others.
fn mark(c: char, before: Option<char>, after: &str, lines: bool) -> Option<char> {
    match c {
        '\n' if lines => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        ' '..='~' => None,
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some(HIDDEN),
        // One character ends a line or paragraph in some programs and none in others.
        '\u{2028}' | '\u{2029}' => Some(if lines { '\n' } else { '\u{2424}' }),
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(TURN),
        '\u{200c}' | '\u{200d}' if joins(before, after) => None,
        '\u{200b}' if before.is_some_and(writes_without_spaces) => None,
        '\u{fe00}'..='\u{fe0f}' if before.is_some_and(|b| !is_selector(b) && b != HIDDEN && b != ' ') => None,
        '\u{e0100}'..='\u{e01ef}' if before.is_some_and(is_ideograph) => None,
        '\u{e0000}'..='\u{e007f}' if is_in_flag(before, c, after) => None,
        _ => is_invisible(c).then_some(HIDDEN),
    }
}

/// Characters that leave nothing to see.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e0fff}')
        || is_selector(c)
        || (c as u32) & 0xfffe == 0xfffe
}

const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a joiner does its work here: between two parts of an emoji, or beside a letter of a script that has joined
/// forms.
fn joins(before: Option<char>, after: &str) -> bool {
    let next = after.chars().next();
    let emoji = |c: char| matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}');
    let script = |c: char| {
        matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
            | '\u{1900}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{fb50}'..='\u{fdcf}' | '\u{fe70}'..='\u{fefe}'
            | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}')
    };
    let both = |is: &dyn Fn(char) -> bool| before.is_some_and(is) && next.is_some_and(is);
    both(&emoji) || before.is_some_and(script)
}

/// Whether the letter is of a script in which words stand without spaces and a hidden one says where a line may end.
const fn writes_without_spaces(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Whether a tag character is part of the flag of England, Scotland or Wales, the only tags with a use.
fn is_in_flag(before: Option<char>, c: char, after: &str) -> bool {
    const FLAGS: [&str; 3] = ["gbeng", "gbsct", "gbwls"];
    let letter = |c: char| match u32::from(c) {
        0xe007f => Some('.'),
        tag @ 0xe0061..=0xe007a => char::from_u32(tag - 0xe0000),
        _ => None,
    };
    let coming: String = std::iter::once(c).chain(after.chars()).map_while(letter).take(6).collect();
    let first = before == Some('\u{1f3f4}');
    FLAGS.iter().any(|flag| {
        let whole = format!("{flag}.");
        // Inside a flag only what was let in at its first letter can come before: a letter of the same flag.
        let at = whole.len().checked_sub(coming.len());
        at.is_some_and(|at| {
            whole.get(at..) == Some(coming.as_str())
                && if at == 0 { first } else { whole.chars().nth(at - 1) == before.and_then(letter) }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_borrowed_as_it_is() {
        for text in [
            "they moved the bus stop",
            "caf\u{e9} cafe\u{301}",
            "日本語 العربية বাংলা",
            "👩‍👩‍👧 ❤️ 👍🏽 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
            "می‌خواهم",
            "ක්‍ෂ",
            "葛󠄀",
        ] {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text:?}");
            assert!(matches!(visible_lines(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn control_characters_become_symbols() {
        assert_eq!(visible("a\u{1b}[31mb\u{7}\u{7f}\0"), "a\u{241b}[31mb\u{2407}\u{2421}\u{2400}");
        assert_eq!(visible("\u{9b}2J\u{85}"), "\u{fffd}2J\u{fffd}");
        for c in (0..=0x9f).filter_map(char::from_u32).filter(|c| c.is_control()) {
            let shown = visible_lines(&format!("x{c}y")).into_owned();
            assert!(c == '\n' || !shown.contains(c), "{c:?}");
            assert!(!visible(&format!("x{c}y")).contains(c), "{c:?}");
        }
    }

    #[test]
    fn lines_keep_their_breaks_only_where_asked() {
        assert_eq!(visible("a\r\nb\tc"), "a\u{240d}\u{240a}b\u{2409}c");
        assert_eq!(visible_lines("a\r\nb\rc\u{2028}d"), "a\nb\u{240d}c\nd");
    }

    #[test]
    fn what_turns_the_reading_order_round_is_shown() {
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{200f}d\u{61c}"), "a⇄b⇄c⇄d⇄");
    }

    #[test]
    fn what_hides_is_shown() {
        for hidden in ["\u{200b}", "\u{feff}", "\u{ad}", "\u{2060}", "\u{e0041}", "\u{3164}", "\u{200d}", "\u{ffff}"] {
            assert_eq!(visible(&format!("a{hidden}b")), "a\u{fffd}b", "{hidden:?}");
        }
        assert_eq!(visible("🏴\u{e0068}\u{e0069}\u{e007f}").matches('\u{fffd}').count(), 3, "no such flag");
        assert_eq!(visible("❤\u{fe0f}\u{fe0f}\u{fe01}"), "❤\u{fe0f}\u{fffd}\u{fffd}", "one selector a character");
    }
}
