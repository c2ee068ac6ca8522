//! Wordings that other text may not hold, found in it at once, however many they are.
//!
//! Sorted by their letters, all wordings that a text begins with are at most as great as the text, and each of them
//! begins with the next shorter one. So one look-up at each letter of a text finds all that stand there.

use std::collections::HashMap;
use std::iter::successors;
use std::num::NonZeroU32;

use crate::model::stamp::Id;

/// By so many bytes at their beginning the wordings are looked up; none that is looked for inside other text is shorter.
pub(super) const BEGINNING: usize = 6;

/// Wordings, each of an item.
#[derive(Default)]
pub(super) struct Wordings {
    /// Those of all, one after another.
    letters: String,
    /// Those that are looked for inside other text, sorted by their letters; then those that only whole texts are held
    /// against, sorted likewise.
    all: Vec<Wording>,
    /// How many are looked for inside other text.
    inside: usize,
    /// Where those stand that begin alike.
    beginnings: HashMap<[u8; BEGINNING], (u32, u32)>,
    /// Places of all, sorted by the item.
    by_item: Vec<u32>,
}

/// There may be very many of them, so each takes no more room than it must.
struct Wording {
    from: usize,
    /// How many bytes it has. Of one longer than four thousand million that many are looked for, which holds back no less.
    length: u32,
    id: Id,
    inside: bool,
    /// The place of the next before it that it begins with, counted from one.
    shorter: Option<NonZeroU32>,
}

impl Wording {
    fn shorter(&self) -> Option<usize> {
        usize::try_from(self.shorter?.get() - 1).ok()
    }
}

/// A place among the wordings: there are never as many of them as it could count.
fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn large(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

impl Wordings {
    /// Adds one; [`sort`](Self::sort) comes when all are there.
    pub(super) fn add(&mut self, id: Id, letters: &str, inside: bool) {
        let from = self.letters.len();
        self.letters.push_str(letters);
        let inside = inside && letters.len() >= BEGINNING;
        self.all.push(Wording { from, length: small(letters.len()), id, inside, shorter: None });
    }

    /// Sorts what was added, so that it can be found.
    pub(super) fn sort(&mut self) {
        let mut all = std::mem::take(&mut self.all);
        all.sort_unstable_by(|a, b| (b.inside, self.of(a), a.id).cmp(&(a.inside, self.of(b), b.id)));
        self.inside = all.partition_point(|wording| wording.inside);
        for at in 0..self.inside {
            let Some(own) = all.get(at).map(|wording| self.of(wording)) else { break };
            let mut before = successors(at.checked_sub(1), |before| all.get(*before)?.shorter());
            let shorter = before.find(|before| all.get(*before).is_some_and(|before| own.starts_with(self.of(before))));
            if let Some(beginning) = own.as_bytes().first_chunk() {
                self.beginnings.entry(*beginning).or_insert((small(at), small(at))).1 = small(at + 1);
            }
            if let Some(wording) = all.get_mut(at) {
                wording.shorter = shorter.and_then(|before| NonZeroU32::new(small(before + 1)));
            }
        }
        self.by_item = (0..small(all.len())).collect();
        self.by_item.sort_unstable_by_key(|at| all.get(large(*at)).map(|wording| wording.id));
        all.shrink_to_fit();
        self.letters.shrink_to_fit();
        self.all = all;
    }

    /// The items of those that a text is, or that it holds and that are looked for inside other text.
    pub(super) fn repeated<'w>(&'w self, text: &'w str) -> impl Iterator<Item = Id> + 'w {
        let whole = self.all.get(self.inside..).unwrap_or_default();
        let first = whole.partition_point(|wording| self.of(wording) < text);
        let same = whole.iter().skip(first).take_while(move |wording| self.of(wording) == text);
        let rests = (0..text.len()).map(move |at| text.as_bytes().get(at..).unwrap_or_default());
        same.chain(rests.flat_map(move |rest| self.begun(rest))).map(|wording| wording.id)
    }

    /// Those that a text begins with.
    fn begun<'w>(&'w self, text: &'w [u8]) -> impl Iterator<Item = &'w Wording> + 'w {
        let alike = text.first_chunk().and_then(|beginning| self.beginnings.get(beginning));
        let last = alike.and_then(|&(from, to)| {
            let alike = self.all.get(large(from)..large(to))?;
            let count = alike.partition_point(|wording| self.of(wording).as_bytes() <= text);
            Some(large(from) + count.checked_sub(1)?)
        });
        let places = successors(last, |at| self.all.get(*at)?.shorter());
        let found = places.filter_map(|at| self.all.get(at));
        found.filter(|wording| text.starts_with(self.of(wording).as_bytes()))
    }

    /// The wordings of an item.
    pub(super) fn of_item(&self, id: Id) -> impl Iterator<Item = &str> {
        let of = move |at: &u32| self.all.get(large(*at)).filter(|wording| wording.id <= id);
        let first = self.by_item.partition_point(|at| of(at).is_some_and(|wording| wording.id < id));
        let own = self.by_item.iter().skip(first).map_while(move |at| of(at).filter(|wording| wording.id == id));
        own.map(|wording| self.of(wording))
    }

    fn of(&self, wording: &Wording) -> &str {
        let to = wording.from.saturating_add(large(wording.length));
        self.letters.get(wording.from..to).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: u32) -> Vec<Id> {
        (0..count).filter_map(|at| format!("20261121T103807412-0-b7q4.{at}").parse().ok()).collect()
    }

    /// As it is said, wording by wording.
    fn plainly(all: &[(Id, &str, bool)], text: &str) -> Vec<Id> {
        let repeats = |(_, own, inside): &&(Id, &str, bool)| text == *own || (*inside && text.contains(own));
        let mut ids: Vec<Id> = all.iter().filter(repeats).map(|(id, ..)| *id).collect();
        ids.dedup();
        ids
    }

    #[test]
    fn what_is_found_at_once_is_what_is_found_one_by_one() {
        let texts = [
            "bushalt",
            "bushaltestelle",
            "bushaltemoved",
            "themoved",
            "themovedthe",
            "bushalt",
            "ja",
            "busstop",
            "busstopmovedaway",
            "busstopmoved",
            "äußerste",
            "日本語の言葉",
            "日本語",
            "zzzzzz",
            "zzzzzzz",
            "zzzzzzzz",
        ];
        let all: Vec<(Id, &str, bool)> =
            ids(16).into_iter().zip(texts).map(|(id, text)| (id, text, text.len() > 6)).collect();
        let mut wordings = Wordings::default();
        for (id, text, inside) in &all {
            wordings.add(*id, text, *inside);
        }
        wordings.sort();
        let longer = [
            "sothemovedthebushaltestelleagain",
            "thebusstopmovedawaytoday",
            "jaja",
            "das日本語の言葉",
            "abcäußersteabc",
            "zzzzzzzzzzzz",
            "zzzzzz",
            "busstop",
            "",
        ];
        for text in longer.into_iter().chain(texts) {
            let mut found: Vec<Id> = wordings.repeated(text).collect();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found, plainly(&all, text), "{text}");
        }
        for (id, text, _) in &all {
            assert_eq!(wordings.of_item(*id).collect::<Vec<_>>(), [*text]);
        }
    }
}
