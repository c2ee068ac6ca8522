//! Two ideas in one line: where a second suggestion begins.

/// What begins a suggestion, in lower case and as whole words. English only: in other languages nothing is found.
const SUGGESTS: &[&str] = &[
    "we could",
    "we should",
    "we need to",
    "we ought to",
    "we might",
    "they could",
    "they should",
    "they need to",
    "you could",
    "somebody should",
    "someone should",
    "there should be",
    "there could be",
    "it would help",
    "i would like",
    "i'd like",
    "i suggest",
    "why not",
    "why don't we",
    "how about",
    "what about",
    "what if",
    "let's",
    "let’s",
    "i’d like",
    "why don’t we",
    "could we",
    "can we",
    "should we",
];

/// What may join a second suggestion to the first in one sentence.
const JOINS: &[&str] = &[" and also ", " but also ", " and ", " also ", " or ", "; ", " - ", " – "];

/// Each idea has at least so many words.
const FEWEST_WORDS: usize = 5;

/// A line longer than this is a speech taken down whole, not two ideas that were typed as one.
const MOST_WORDS: usize = 60;

/// Where the second of two ideas begins, in bytes; none where the line is one idea.
///
/// Both begin as a suggestion does, and between them a sentence ends or a joining word stands.
pub(super) fn second_idea(text: &str) -> Option<usize> {
    let words = text.split_whitespace().take(MOST_WORDS + 1).count();
    if !(2 * FEWEST_WORDS..=MOST_WORDS).contains(&words) {
        return None;
    }
    // The length stays, so that a place in it is one in the text.
    let lower = text.to_ascii_lowercase();
    let long = |part: &str| part.split_whitespace().count() >= FEWEST_WORDS;
    let begins = |at: &usize| {
        let Some((before, after)) = lower.split_at_checked(*at) else { return false };
        let joined = JOINS.iter().find_map(|join| before.strip_suffix(join));
        let ended = before.trim_end().ends_with(['.', '!', '?', ';']);
        (ended || joined.is_some()) && long(joined.unwrap_or(before)) && long(after)
    };
    suggestions(&lower).into_iter().skip(1).find(begins)
}

/// The first of two ideas as it stands alone: without the word that joined them.
pub(super) fn first_idea(text: &str, second: usize) -> &str {
    let before = text.get(..second).unwrap_or(text);
    let plain = before.to_ascii_lowercase();
    let joined = JOINS.iter().find_map(|join| plain.strip_suffix(join)).map_or(before.len(), str::len);
    before.get(..joined).unwrap_or(before).trim_end().trim_end_matches([',', ';']).trim_end()
}

/// Where suggestions begin, each whole words.
fn suggestions(lower: &str) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for words in SUGGESTS {
        for (at, _) in lower.match_indices(words) {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '\'');
            let before = lower.get(..at).and_then(|before| before.chars().next_back());
            let after = lower.get(at + words.len()..).and_then(|after| after.chars().next());
            if !letter(before) && !letter(after) {
                found.push(at);
            }
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn two_suggestions_in_one_line_are_found_and_parted_where_the_second_begins() {
        for (text, one, other) in [
            (
                "We could open the hall on Fridays. We should ask the church about the keys",
                "We could open the hall on Fridays.",
                "We should ask the church about the keys",
            ),
            (
                "why not run the bus on Sundays and also we could share lifts to church",
                "why not run the bus on Sundays",
                "we could share lifts to church",
            ),
            (
                "they should mend the café’s roof; let’s write to them all together",
                "they should mend the café’s roof",
                "let’s write to them all together",
            ),
        ] {
            let second = second_idea(text).unwrap();
            assert_eq!((first_idea(text, second), &text[second..]), (one, other));
        }
    }

    #[test]
    fn one_idea_a_speech_or_another_language_is_not_parted() {
        for text in [
            "we could open the hall on Fridays",
            "we could open the hall, we should",
            "what we need to do now, is what we should have done years ago",
            "I know what you could do if we should get the money for it",
            "they moved the bus stop. I stopped going out. Nobody asked us",
            "wir könnten den Saal öffnen. Wir sollten die Kirche nach den Schlüsseln fragen",
            &"we could do this and that. ".repeat(20),
        ] {
            assert_eq!(second_idea(text), None, "{text}");
        }
    }
}
