//! Languages by the name that people call them, and by the tag (BCP 47) that a file and a page carry.
//!
//! The table holds the languages most spoken at home in England and Wales, and British Sign Language. Any other plain
//! tag may be typed as it is.

use super::fold::folded_eq;

/// A tag, and what the language is called; further names are understood and not shown.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["English"]),
    ("cy", &["Welsh", "Cymraeg"]),
    ("bfi", &["British Sign Language", "BSL"]),
    ("sq", &["Albanian"]),
    ("am", &["Amharic"]),
    ("ar", &["Arabic"]),
    ("hy", &["Armenian"]),
    ("bn", &["Bengali", "Bangla"]),
    ("bg", &["Bulgarian"]),
    ("yue", &["Cantonese"]),
    ("zh", &["Chinese"]),
    ("zh-Hans", &["Chinese, simplified", "Simplified Chinese"]),
    ("zh-Hant", &["Chinese, traditional", "Traditional Chinese"]),
    ("kw", &["Cornish"]),
    ("hr", &["Croatian"]),
    ("cs", &["Czech"]),
    ("prs", &["Dari"]),
    ("nl", &["Dutch"]),
    ("et", &["Estonian"]),
    ("tl", &["Tagalog", "Filipino"]),
    ("fr", &["French"]),
    ("de", &["German"]),
    ("el", &["Greek"]),
    ("gu", &["Gujarati"]),
    ("he", &["Hebrew"]),
    ("hi", &["Hindi"]),
    ("hu", &["Hungarian"]),
    ("ig", &["Igbo"]),
    ("ga", &["Irish"]),
    ("it", &["Italian"]),
    ("jam", &["Jamaican Patois", "Patois"]),
    ("ja", &["Japanese"]),
    ("ko", &["Korean"]),
    ("kri", &["Krio"]),
    ("ku", &["Kurdish"]),
    ("lv", &["Latvian"]),
    ("ln", &["Lingala"]),
    ("lt", &["Lithuanian"]),
    ("ml", &["Malayalam"]),
    ("cmn", &["Mandarin"]),
    ("ne", &["Nepali"]),
    ("ps", &["Pashto"]),
    ("fa", &["Persian", "Farsi"]),
    ("pl", &["Polish"]),
    ("pt", &["Portuguese"]),
    ("pa", &["Punjabi", "Panjabi"]),
    ("rom", &["Romani"]),
    ("ro", &["Romanian"]),
    ("ru", &["Russian"]),
    ("sco", &["Scots"]),
    ("gd", &["Scottish Gaelic", "Gaelic"]),
    ("sr", &["Serbian"]),
    ("sn", &["Shona"]),
    ("si", &["Sinhala"]),
    ("sk", &["Slovak"]),
    ("so", &["Somali"]),
    ("es", &["Spanish"]),
    ("sw", &["Swahili"]),
    ("syl", &["Sylheti"]),
    ("ta", &["Tamil"]),
    ("te", &["Telugu"]),
    ("th", &["Thai"]),
    ("ti", &["Tigrinya"]),
    ("tr", &["Turkish"]),
    ("tw", &["Twi"]),
    ("uk", &["Ukrainian"]),
    ("ur", &["Urdu"]),
    ("vi", &["Vietnamese"]),
    ("yi", &["Yiddish"]),
    ("yo", &["Yoruba"]),
];

/// The tag of a language as somebody typed it: by name, in any case, or by a plain tag such as `cy` or `pt-BR`.
pub fn tag(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let named = LANGUAGES.iter().find(|(_, names)| names.iter().any(|name| folded_eq(name, typed)));
    named.map(|(tag, _)| (*tag).to_owned()).or_else(|| plain_tag(typed))
}

/// What the language of a tag is called; the tag itself where the table has no name for it.
pub fn name(tag: &str) -> String {
    let called = |tag: &str| {
        let row = LANGUAGES.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        row.and_then(|(_, names)| names.first()).map(|name| (*name).to_owned())
    };
    let of_part = || {
        let (language, rest) = tag.split_once('-')?;
        Some(format!("{} ({rest})", called(language)?))
    };
    called(tag).or_else(of_part).unwrap_or_else(|| tag.to_owned())
}

/// A language, then perhaps a script and a region, each in its usual case: `zh-Hant`, `pt-BR`.
fn plain_tag(typed: &str) -> Option<String> {
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    let mut parts = typed.split('-').peekable();
    let language = parts.next().filter(|part| letters(part) && matches!(part.len(), 2 | 3))?;
    let mut tag = language.to_ascii_lowercase();
    if let Some(script) = parts.next_if(|part| letters(part) && part.len() == 4) {
        let (first, rest) = script.split_at(1);
        tag = format!("{tag}-{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase());
    }
    let digits = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    if let Some(region) = parts.next_if(|part| letters(part) && part.len() == 2 || digits(part)) {
        tag = format!("{tag}-{}", region.to_ascii_uppercase());
    }
    parts.next().is_none().then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_understood_by_name_and_by_tag_and_shown_by_name() {
        for (typed, kept, shown) in [
            ("Welsh", "cy", "Welsh"),
            ("CYMRAEG", "cy", "Welsh"),
            ("bengali", "bn", "Bengali"),
            (" bn ", "bn", "Bengali"),
            ("Portuguese", "pt", "Portuguese"),
            ("PT-br", "pt-BR", "Portuguese (BR)"),
            ("zh-hant", "zh-Hant", "Chinese, traditional"),
            ("Farsi", "fa", "Persian"),
            ("bsl", "bfi", "British Sign Language"),
            ("mt", "mt", "mt"),
        ] {
            assert_eq!(tag(typed).as_deref(), Some(kept), "{typed}");
            assert_eq!(name(kept), shown, "{typed}");
        }
        for typed in ["", "the language of home", "cy-", "e", "english spoken", "cy-GB-x-more", "1234"] {
            assert_eq!(tag(typed), None, "{typed}");
        }
    }

    #[test]
    fn no_tag_and_no_name_stands_twice_and_what_is_shown_is_understood() {
        let mut tags: Vec<&str> = LANGUAGES.iter().map(|(tag, _)| *tag).collect();
        tags.sort_unstable();
        assert!(tags.windows(2).all(|two| two[0] != two[1]));
        for (known, names) in LANGUAGES {
            assert_eq!(tag(&name(known)).as_deref(), Some(*known));
            assert!(names.iter().all(|name| tag(name).as_deref() == Some(*known)), "{names:?}");
        }
    }
}
