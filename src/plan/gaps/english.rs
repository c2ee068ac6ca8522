//! Plain English in the text of the plan (domain §2.5): sentences that are too long, and short forms that nobody spelt
//! out. Suggestions alone, and never about what somebody said.

use std::collections::BTreeSet;

use super::wording::{Written, written};
use super::{Judged, Look, many};
use crate::model::fields::List;
use crate::model::stamp::Id;

/// Words in a sentence that people still take in at once.
const LONG: usize = 25;
/// Letters of a short form: fewer are initials, and more are a word in capitals.
const SHORT: std::ops::RangeInclusive<usize> = 2..=6;

pub(super) fn plain(look: &Look<'_>) -> Judged {
    if !look.programme.suggest_terms {
        return Judged::not_applicable("Suggestions of words are switched off in the programme.");
    }
    let all = written(look);
    if all.iter().all(|of| of.texts.iter().all(|text| text.trim().is_empty())) {
        return Judged::not_applicable("The plan has no text of its own yet.");
    }
    let (mut long, mut short) = (0, 0);
    let (mut details, mut about): (Vec<String>, Vec<(List, Id)>) = Default::default();
    let mut known: BTreeSet<String> = look.programme.known_acronyms.iter().map(|word| word.to_uppercase()).collect();
    for Written { texts, at, called } in &all {
        let before = details.len();
        for text in texts {
            for sentence in sentences(text) {
                let words = sentence.split_whitespace().count();
                if words > LONG {
                    long += 1;
                    let start = sentence.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
                    details.push(format!("{called}: {words} words in a sentence, “{start}…”"));
                }
            }
            for (acronym, spelt_out) in acronyms(text) {
                // Only where it stands first: whoever reads on knows it by then.
                if known.insert(acronym.to_uppercase()) && !spelt_out {
                    short += 1;
                    details.push(format!("{called}: “{acronym}” is not spelt out where it stands first"));
                }
            }
        }
        if details.len() > before {
            about.push(at.clone());
        }
    }
    if details.is_empty() {
        return Judged::pass("Sentences are short, and short forms are spelt out.");
    }
    let mut found = Vec::new();
    if long > 0 {
        found.push(format!("{} longer than {LONG} words.", many(long, "sentence is", "sentences are")));
    }
    if short > 0 {
        found.push(format!("{} not spelt out at first use.", many(short, "short form is", "short forms are")));
    }
    let mut judged = Judged::attention(found.join(" ")).about(about);
    judged.details = details;
    judged
}

/// The sentences of a text: up to a full stop, a question mark or a line break.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        let ends = |(at, c): (usize, char)| {
            let behind = line.get(at + c.len_utf8()..).unwrap_or_default();
            (matches!(c, '.' | '?' | '!') && behind.starts_with(char::is_whitespace)).then_some(at + c.len_utf8())
        };
        let mut from = 0;
        let mut parts: Vec<&str> = Vec::new();
        for end in line.char_indices().filter_map(ends).chain([line.len()]) {
            parts.extend(line.get(from..end));
            from = end;
        }
        parts
    })
}

/// The short forms of a text, with whether each is spelt out there: `social prescribing (SP)` or `SP (social prescribing)`.
fn acronyms(text: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut offset = 0;
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'') {
        let at = offset;
        offset += word.len();
        // What parts the words is one letter of any length.
        offset += text.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let stem = word.trim_end_matches(['s', '’', '\'']);
        let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = stem.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        if !capitals || !SHORT.contains(&stem.chars().count()) || letters < 2 {
            continue;
        }
        let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
        let in_brackets = before.ends_with('(') && behind.starts_with(')') && before.len() > 1;
        let explained = behind.trim_start().starts_with('(');
        found.push((stem, in_brackets || explained));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_form_is_spelt_out_by_brackets_on_either_side() {
        assert_eq!(acronyms("the integrated care board (ICB) meets"), [("ICB", true)]);
        assert_eq!(acronyms("the ICB (integrated care board) meets"), [("ICB", true)]);
        assert_eq!(acronyms("the ICBs meet, and so do GPs’ teams"), [("ICB", false), ("GP", false)]);
        assert_eq!(acronyms("I ask Joy. A 5K run in May, 2B, 2027, UNBELIEVABLE"), []);
    }

    #[test]
    fn sentences_end_at_full_stops_and_lines_and_not_within_numbers() {
        let all: Vec<&str> =
            sentences("Ask at 3.30. Then wait?\nNo stop").map(str::trim).filter(|s| !s.is_empty()).collect();
        assert_eq!(all, ["Ask at 3.30.", "Then wait?", "No stop"]);
    }
}
