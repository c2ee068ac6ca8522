//! Words looked for, and where they stand in a text that is shown.

use std::ops::Range;

use crate::model::fold::folded;

/// A word or a phrase looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Folded, its white space one space each.
    text: String,
    /// Whether it must stand there as whole words. Otherwise it is looked for anywhere, as Ctrl+F does in a browser:
    /// `stop` finds `bus-stops`, and scripts without spaces need it.
    whole: bool,
}

impl Word {
    /// A word or phrase as typed; none where nothing is left of it to look for.
    pub(super) fn read(typed: &str, whole: bool) -> Option<Self> {
        let text = spaced(typed).trim().to_owned();
        (!text.is_empty()).then_some(Self { text, whole })
    }

    /// Whether a folded text holds it.
    pub(super) fn is_in(&self, folded: &str) -> bool {
        if self.whole { self.found_in(folded).next().is_some() } else { folded.contains(&self.text) }
    }

    /// Whether every text that holds this one holds the other too.
    pub(super) fn implies(&self, other: &Self) -> bool {
        if other.whole { self == other } else { self.text.contains(&other.text) }
    }

    /// Where it stands in a text as it is shown, in bytes.
    pub(super) fn places(&self, shown: &str) -> Vec<Range<usize>> {
        let (text, origin) = traced(shown);
        let end = |at: usize| origin.get(at).copied().unwrap_or(shown.len());
        // A letter that unfolds into several may be met in its middle: it is marked whole.
        self.found_in(&text).map(|at| end(at)..end(at + self.text.len()).max(end(at) + 1)).collect()
    }

    fn found_in<'t>(&'t self, folded: &'t str) -> impl Iterator<Item = usize> + 't {
        let found = folded.match_indices(&self.text).map(|(at, _)| at);
        found.filter(|at| !self.whole || self.stands_alone(folded, *at))
    }

    /// Whether no letter runs on before or after it.
    fn stands_alone(&self, folded: &str, at: usize) -> bool {
        let edge = |inner: Option<char>, outer: Option<char>| match (inner, outer) {
            (Some(inner), Some(outer)) => {
                !inner.is_alphanumeric() || !outer.is_alphanumeric() || is_unspaced(inner) || is_unspaced(outer)
            }
            _ => true,
        };
        let (before, rest) = folded.split_at_checked(at).unwrap_or((folded, ""));
        let after = rest.get(self.text.len()..).unwrap_or_default();
        edge(self.text.chars().next(), before.chars().next_back())
            && edge(self.text.chars().next_back(), after.chars().next())
    }
}

/// Letters of scripts that are written without spaces, where every letter may end a word.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text folded, its white space one space each.
pub(super) fn spaced(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    add(&mut folded, text);
    folded
}

/// Adds a text folded, its white space one space each.
pub(super) fn add(out: &mut String, text: &str) {
    let mut space = false;
    let mut push = |c: char| {
        if c.is_whitespace() {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.push(c);
            space = false;
        }
    };
    if text.is_ascii() {
        text.bytes().for_each(|b| push(char::from(b.to_ascii_lowercase())));
    } else {
        folded(text).for_each(push);
    }
}

/// A text folded as [`spaced`] does, and for each byte of it where its letter begins in the text.
fn traced(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len());
    let mut letter = [0; 4];
    for (at, c) in text.char_indices() {
        for folded in folded(c.encode_utf8(&mut letter)) {
            if folded.is_whitespace() {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            } else {
                out.push(folded);
            }
            origin.resize(out.len(), at);
        }
    }
    (out, origin)
}

/// Places put in order, those that meet made one.
pub(super) fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| place.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn found<'t>(typed: &str, whole: bool, shown: &'t str) -> Vec<&'t str> {
        let word = Word::read(typed, whole).unwrap();
        let places = word.places(shown);
        assert_eq!(word.is_in(&spaced(shown)), !places.is_empty(), "{typed} in {shown}");
        places.into_iter().map(|place| &shown[place]).collect()
    }

    #[test]
    fn a_word_is_found_anywhere_whatever_its_case_and_accents() {
        for (typed, shown, expected) in [
            ("stop", "the Bus-Stops, stopped", vec!["Stop", "stop"]),
            ("nguyen", "Chị NGUYỄN nói", vec!["NGUYỄN"]),
            ("cafe", "the cafe\u{301} is shut", vec!["cafe\u{301}"]),
            ("don't", "I don’t go", vec!["don’t"]),
            ("巴士", "我們等巴士等了很久", vec!["巴士"]),
            ("امينة", "قالت أمينة نعم", vec!["أمينة"]),
            ("joy", "ＪＯＹ said", vec!["ＪＯＹ"]),
            ("if", "a ﬁ is no fi", vec![]),
            ("fi", "a ﬁ is a fi", vec!["ﬁ", "fi"]),
            ("i", "one ﬁ", vec!["ﬁ"]),
        ] {
            assert_eq!(found(typed, false, shown), expected, "{typed}");
        }
    }

    #[test]
    fn a_phrase_stands_as_whole_words_and_spaces_are_all_alike() {
        for (typed, shown, expected) in [
            ("bus", "the business of the bus", vec!["bus"]),
            ("bus stop", "a bus  stop, a bus\nstop, a bus stops", vec!["bus  stop", "bus\nstop"]),
            ("巴士", "我們等巴士等了很久", vec!["巴士"]),
            ("รถ", "ขึ้นรถเมล์", vec!["รถ"]),
            ("go.", "we go. we go", vec!["go."]),
        ] {
            assert_eq!(found(typed, true, shown), expected, "{typed}");
        }
    }

    #[test]
    fn vowel_signs_are_part_of_the_word() {
        assert_eq!(found("बस", true, "बसे नहीं, बस चली"), ["बस"]);
    }
}
