//! Places in a line of text that is being typed, carried along as it changes.

use crate::tui::widgets::entry::Entry;

/// Where places (byte offsets) are after an edit in one stretch of the text: at the same characters as before, or gone
/// with them.
///
/// The cursors before and after tell where the edit was where the letters alone would not: in `@@@`, which one is new?
pub fn carried(places: &[usize], before: &Entry, after: &Entry) -> Vec<usize> {
    let (old, new) = (before.text(), after.text());
    if old == new {
        return places.to_vec();
    }
    let head = same(old.bytes(), new.bytes()).min(before.cursor()).min(after.cursor());
    let tail = same(old.bytes().rev(), new.bytes().rev()).min(old.len() - before.cursor()).min(new.len() - head);
    let carry = |place: usize| {
        if place < head {
            Some(place)
        } else if place < old.len() && place >= old.len() - tail {
            Some(place + new.len() - old.len())
        } else {
            None
        }
    };
    // Where only the end of a character changed, the place is not that character's any more.
    let there = |(from, to): &(usize, usize)| old.get(*from..)?.chars().next().filter(|c| letter(new, *to) == Some(*c));
    let pairs = places.iter().filter_map(|place| Some((*place, carry(*place)?)));
    pairs.filter(|pair| there(pair).is_some()).map(|(_, to)| to).collect()
}

fn letter(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn same(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;
    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    /// A key that edits, or a letter, by number.
    fn press(entry: &mut Entry, key: u8, fresh: char) {
        let none = KeyModifiers::NONE;
        let (code, modifiers) = match key % 12 {
            0 => (KeyCode::Backspace, none),
            1 => (KeyCode::Delete, none),
            2 => (KeyCode::Left, none),
            3 => (KeyCode::Right, none),
            4 => (KeyCode::Home, none),
            5 => (KeyCode::End, none),
            6 => (KeyCode::Char('w'), KeyModifiers::CONTROL),
            7 => (KeyCode::Char('k'), KeyModifiers::CONTROL),
            8 => (KeyCode::Left, KeyModifiers::CONTROL),
            _ => (KeyCode::Char(fresh), none),
        };
        entry.key(KeyEvent::new(code, modifiers));
    }

    #[test]
    fn a_mark_typed_before_its_like_does_not_take_its_place() {
        let mut entry = Entry::new("@@ yes");
        entry.key(KeyEvent::new(KeyCode::Home, KeyModifiers::NONE));
        let before = entry.clone();
        entry.insert("@");
        assert_eq!(carried(&[0, 1], &before, &entry), [1, 2]);
    }

    proptest! {
        #[test]
        fn places_stay_at_their_characters_or_go_with_them(
            keys in proptest::collection::vec(any::<u8>(), 1..60),
        ) {
            // Every character stands in the text once, so that it can be told where it went.
            let text: String = "@#!%/ éwß今e\u{301}b👩\u{200d}👧xyz-🇬🇧q".chars().collect();
            let mut entry = Entry::new(text.as_str());
            let mut fresh = ('\u{4e00}'..).chain('a'..='b');
            let mut places: Vec<usize> = entry.text().char_indices().map(|(at, _)| at).collect();
            for key in keys {
                let before = entry.clone();
                press(&mut entry, key, fresh.next().unwrap());
                let after = carried(&places, &before, &entry);
                let at = |text: &str, places: &[usize]| -> Vec<char> {
                    places.iter().map(|at| letter(text, *at).unwrap()).collect()
                };
                let (was, is) = (at(before.text(), &places), at(entry.text(), &after));
                // In order, nobody else's, and none lost that is still there.
                let still: Vec<char> = was.into_iter().filter(|c| entry.text().contains(*c)).collect();
                prop_assert_eq!(is, still);
                places = after;
            }
        }

        #[test]
        fn no_edit_whatever_makes_a_place_of_another_character(
            old in "[@a#今]{0,8}", new in "[@a#今]{0,8}",
        ) {
            let (before, after) = (Entry::new(old.as_str()), Entry::new(new.as_str()));
            let places: Vec<usize> = old.char_indices().map(|(at, _)| at).collect();
            for place in carried(&places, &before, &after) {
                prop_assert!(letter(&new, place).is_some());
            }
        }
    }
}
