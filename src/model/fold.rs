//! Names, themes and lines compared as people compare them: case and accents make no difference.

use unicode_normalization::UnicodeNormalization;

/// A text with case and accents taken off, letter by letter.
///
/// `Nguyễn` meets `nguyen`, `Ørsted` meets `orsted`, `أمينة` meets `امينة`. Vowel signs of Indic scripts,
/// Thai and the like are no accents and stay, because without them different words would look the same.
pub fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    // Nearly every letter typed is plain ASCII, and looking those up would take most of the time a line takes.
    let plain = text.bytes().take_while(u8::is_ascii).count();
    let (plain, rest) = text.split_at_checked(plain).unwrap_or(("", text));
    let rest = rest.nfkd().filter(|&c| !is_accent(c)).flat_map(char::to_lowercase).map(plain_letter);
    plain.chars().map(|c| c.to_ascii_lowercase()).chain(rest)
}

/// Adds a folded text to another, fast where it is plain ASCII.
pub fn fold_into(out: &mut String, text: &str) {
    if text.is_ascii() {
        out.extend(text.bytes().map(|b| char::from(b.to_ascii_lowercase())));
    } else {
        out.extend(folded(text));
    }
}

/// Whether two texts are the same but for case, accents and white space.
pub fn folded_eq(one: &str, other: &str) -> bool {
    without_spaces(one).eq(without_spaces(other))
}

/// Whether `text` begins with `start`, case, accents and white space aside; nothing begins with an empty start.
pub fn folded_prefix(text: &str, start: &str) -> bool {
    let mut of_text = without_spaces(text);
    let mut of_start = without_spaces(start).peekable();
    of_start.peek().is_some() && of_start.all(|c| of_text.next() == Some(c))
}

/// White space is left out so that `#busst` can mean bus stop.
fn without_spaces(text: &str) -> impl Iterator<Item = char> + '_ {
    folded(text).filter(|c| !c.is_whitespace())
}

/// The marks that people leave out when they type in a hurry: Latin accents, Arabic vowel points and hamza.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Letters that carry their stroke inside, which decomposition leaves alone, and the typographic apostrophe.
fn plain_letter(c: char) -> char {
    match c {
        'đ' | 'ð' => 'd',
        'ø' => 'o',
        'ł' => 'l',
        'ħ' => 'h',
        'ı' => 'i',
        '’' | 'ʼ' => '\'',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_make_no_difference() {
        for (one, other) in [
            ("Nguyễn Thị Hoa", "nguyen thi hoa"),
            ("Đặng", "dang"),
            ("Søren", "SOREN"),
            ("Łucja", "lucja"),
            ("O’Neil", "o'neil"),
            ("أمينة", "امينة"),
            ("İpek", "ipek"),
            ("ＪＯＹ", "joy"),
            ("e\u{301}", "é"),
        ] {
            assert!(folded_eq(one, other), "{one} {other}");
        }
    }

    #[test]
    fn vowel_signs_are_no_accents() {
        assert!(!folded_eq("बस", "बसे"));
        assert!(!folded_eq("กา", "กี"));
    }

    #[test]
    fn nothing_begins_with_nothing() {
        assert!(folded_prefix("Joy Example", "joyex"));
        assert!(!folded_prefix("Joy", ""));
        assert!(!folded_prefix("Joy", "\u{301}"));
        assert!(!folded_prefix("Jo", "joy"));
    }
}
