//! A large file, read by two threads.
//!
//! It is cut between two items in its middle, and each half is made a file of its own for the strict reader: the first
//! is closed, and the second gets a head. Where both are whole, so is the file, and it holds what they hold together.
//! Where anything else is found the file is read in one piece, so that every fault has its own place.

use std::thread;

use super::Reading;
use crate::model::fields::List;
use crate::model::file::File;

/// From how many bytes on a thread is worth its start: about a thousand items.
const LARGE: usize = 400_000;
/// What stands between two items, as coplan writes them: the end of one, and how the next begins.
const BETWEEN: (&str, &str) = ("}", ",\n    {\"id\"");
/// What closes the first half.
const FOOT: &str = "]}";
/// What the second half begins with: the rest of the list stands under no name.
const HEAD: &str = "{\"format\": \"coplan\", \"kind\": \"session\", \"version\": 1, \"\": [";

/// Reads a large file; none where it is not large, or has a fault, or is laid out in another way.
pub(super) fn read(text: &str) -> Option<File> {
    if text.len() < LARGE {
        return None;
    }
    let middle = (text.len() / 2..text.len()).find(|&at| text.is_char_boundary(at))?;
    let end = middle + text.get(middle..)?.find(&[BETWEEN.0, BETWEEN.1].concat())? + BETWEEN.0.len();
    // After the comma.
    let (first, second) = (text.get(..end)?, text.get(end + 1..)?);
    let (first, second) = thread::scope(|scope| {
        let second = thread::Builder::new().spawn_scoped(scope, || half(&[HEAD, second])).ok()?;
        Some((half(&[first, FOOT])?, second.join().ok()??))
    })?;
    // No list and no withdrawals may stand twice. The list that was cut stands once under no name.
    if !first.seen.is_disjoint(&second.seen) {
        return None;
    }
    let (mut file, mut rest) = (first.file, second.file);
    rest.rename(&List::named(""), first.last?);
    file.join(&rest);
    Some(file)
}

fn half(parts: &[&str]) -> Option<Reading> {
    let mut reading = Reading::default();
    reading.read_text(&parts.concat()).ok().map(|()| reading)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A large file, with `odd` in the place of one of its items, and `tail` after its list.
    fn large(odd: (usize, &str), tail: &str) -> String {
        let item = |n: usize| {
            let words = "they moved the bus stop, \\\"so\\\" I stopped going; ".repeat(4);
            format!(
                r#"{{"id": "20261121T103807412-{n}-b7q4.0", "text": "{words}", "themes": ["bus"], "next": [{{"a": 1}}]}}"#
            )
        };
        let items = (0..2000).map(|n| if n == odd.0 { odd.1.to_owned() } else { item(n) });
        let items = items.collect::<Vec<_>>().join(",\n    ");
        format!(
            "{{ \"format\": \"coplan\", \"kind\": \"plan\", \"version\": 1,\n  \"workshops\": [],\n  \"contributions\": [\n    {items}\n  ]{tail} }}\n"
        )
    }

    #[test]
    fn two_threads_read_what_one_reads_and_leave_it_every_fault() {
        let twin = r#"{"id": "20261121T103807412-1-b7q4.0", "star": true}"#;
        let again = r#"{"id": "20261121T103807412-1-b7q4.0", "id": "20261121T103807412-1-b7q4.0"}"#;
        let nested = "{\"id\": \"20261121T103807412-1-b7q4.0\", \"x\": {\"y\": [{},\n    {\"id\": 1}]}}";
        let withdrawn = ",\n  \"withdrawn\": [\"20261121T103807412-7-b7q4.0\"]";
        for (odd, tail, in_two) in [
            ((0, twin), "", true),
            ((1500, twin), withdrawn, true),
            ((1001, nested), ", \"actions\": []", true),
            ((3, again), "", false),
            ((1990, again), "", false),
            ((5, "{\"id\""), "", false),
            ((1995, "{\"id\""), "", false),
            ((9, twin), ", \"contributions\": []", false),
            ((9, twin), ", \"workshops\": []", false),
            ((9, twin), ", \"version\": 1", false),
            ((9, twin), ", \"kind\": \"session\"", false),
            ((9, twin), ", \"withdrawn\": [1]", false),
            ((9, twin), "}", false),
            ((9, twin), "]", false),
            ((9, twin), ", \"\": [{}]", false),
        ] {
            let text = large(odd, tail);
            assert!(text.len() > LARGE);
            let mut alone = Reading::default();
            let read = alone.read_text(&text);
            assert_eq!(super::read(&text).is_some(), in_two, "{odd:?} {tail}");
            assert_eq!(File::decode(text.as_bytes()), read.map(|()| alone.file), "{odd:?} {tail}");
        }
    }
}
