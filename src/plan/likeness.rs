//! Which lines say nearly the same: an index that grows line by line and compares only lines that share rare words.
//!
//! The review queue asks it for one recorder's lines as they are typed; over many files it serves as well. Two lines
//! are alike where most of their words are the same, long words and numbers counting more than short words; case, accents and order
//! make no difference. Scripts without spaces are read as pairs of letters. A line under four words is like none.
//!
//! What a line costs does not grow with the number of lines: a word that many lines have is not looked up at all, and a
//! line that shares nothing rare with another is never compared with it.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::model::fold::folded;
use crate::model::stamp::Id;

/// Under so many words a line is like none: "yes please" is said often and means something else each time.
const FEWEST_WORDS: usize = 4;
/// A word, or two words side by side, that more lines than this have is not rare.
const RARE: usize = 48;
/// The most lines that one line's rare words are looked up to, those of the rarest first.
const MOST_NEAR: usize = 128;
/// How much of the words of two lines, of a hundred, must be the same.
const ALIKE: u32 = 60;

/// A line that is like the one asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The line.
    pub id: Id,
    /// How much of their words is the same, of a hundred.
    pub percent: u32,
}

/// The index.
#[derive(Debug, Default)]
pub struct Likeness {
    lines: Vec<Line>,
    places: HashMap<Id, u32>,
    /// The lines that have a word, or two words side by side.
    shared: HashMap<u64, Holders>,
}

#[derive(Debug)]
struct Line {
    id: Id,
    /// Sorted, each once; none once the line was taken out.
    words: Box<[Word]>,
    features: Box<[u64]>,
}

/// A word as a number, its weight in the three lowest bits.
type Word = u32;

/// The lines that have something in common.
#[derive(Debug)]
enum Holders {
    One(u32),
    Few(Vec<u32>),
    /// Too many to tell lines apart.
    Common,
}

impl Holders {
    fn lines(&self) -> &[u32] {
        match self {
            Self::One(line) => std::slice::from_ref(line),
            Self::Few(lines) => lines,
            Self::Common => &[],
        }
    }

    fn add(&mut self, line: u32) {
        match self {
            Self::One(first) => *self = Self::Few(vec![*first, line]),
            Self::Few(lines) if lines.len() < RARE => lines.push(line),
            Self::Few(_) => *self = Self::Common,
            Self::Common => {}
        }
    }
}

impl Likeness {
    /// Takes a line in; with the same id it replaces the one that was there.
    pub fn add(&mut self, id: Id, text: &str) {
        self.remove(id);
        let Some(line) = read(id, text) else { return };
        let Ok(place) = u32::try_from(self.lines.len()) else { return };
        for feature in &line.features {
            self.shared.entry(*feature).and_modify(|holders| holders.add(place)).or_insert(Holders::One(place));
        }
        self.places.insert(id, place);
        self.lines.push(line);
    }

    /// Takes a line out.
    pub fn remove(&mut self, id: Id) {
        let place = self.places.remove(&id);
        let Some((place, line)) = place.and_then(|place| Some((place, self.lines.get_mut(place as usize)?))) else {
            return;
        };
        line.words = Box::default();
        for feature in std::mem::take(&mut line.features) {
            match self.shared.get_mut(&feature) {
                Some(Holders::Few(lines)) => lines.retain(|line| *line != place),
                Some(Holders::One(only)) if *only == place => drop(self.shared.remove(&feature)),
                _ => {}
            }
        }
    }

    /// The lines that are like one taken in, the most alike first, then the earliest.
    pub fn like(&self, id: Id) -> Vec<Alike> {
        let line = self.places.get(&id).and_then(|place| self.lines.get(*place as usize));
        let Some(line) = line else { return Vec::new() };
        let holders = line.features.iter().filter_map(|feature| self.shared.get(feature));
        let mut holders: Vec<&[u32]> = holders.map(Holders::lines).filter(|lines| lines.len() > 1).collect();
        holders.sort_by_key(|lines| lines.len());
        // A line that says nearly the same shares more than one thing with this one, where there is more than one to
        // share: to open every line that shares a single word would take most of the time.
        let least = if holders.len() > 1 { 2 } else { 1 };
        let mut near: Vec<u32> = holders.into_iter().flatten().copied().take(MOST_NEAR).collect();
        near.sort_unstable();
        let near = near.chunk_by(|one, other| one == other).filter(|same| same.len() >= least);
        let others = near.filter_map(|same| self.lines.get(*same.first()? as usize)).filter(|other| other.id != id);
        let compared = others.map(|other| Alike { id: other.id, percent: percent(&line.words, &other.words) });
        let mut alike: Vec<Alike> = compared.filter(|alike| alike.percent >= ALIKE).collect();
        alike.sort_by_key(|alike| (Reverse(alike.percent), alike.id));
        alike
    }
}

/// How much of the words of two lines is the same, by weight.
fn percent(one: &[Word], other: &[Word]) -> u32 {
    let weight = |word: Word| word % 8 + 1;
    let (mut same, mut all) = (0, 0);
    let mut others = other.iter().copied().peekable();
    for word in one.iter().copied() {
        while let Some(before) = others.next_if(|other| *other < word) {
            all += weight(before);
        }
        if others.next_if_eq(&word).is_some() {
            same += weight(word);
        }
        all += weight(word);
    }
    all += others.map(weight).sum::<u32>();
    (same * 100).checked_div(all).unwrap_or(0)
}

/// A line with its words, and what it may share with others: its words, and each two that stand side by side; none where
/// it is too short.
fn read(id: Id, text: &str) -> Option<Line> {
    let mut reader = Reader { words: Vec::with_capacity(24), shared: Vec::with_capacity(48), ..Reader::default() };
    for letter in folded(text) {
        reader.take(letter);
    }
    reader.end_word();
    if reader.halves < 2 * FEWEST_WORDS {
        return None;
    }
    let Reader { mut words, mut shared, .. } = reader;
    words.sort_unstable();
    words.dedup();
    shared.sort_unstable();
    shared.dedup();
    Some(Line { id, words: words.into(), features: shared.into() })
}

/// A line being read, letter by letter.
#[derive(Default)]
struct Reader {
    words: Vec<Word>,
    shared: Vec<u64>,
    /// Half words so far: a letter of a script without spaces is about half a word.
    halves: usize,
    /// The word at hand, and its letters.
    word: u64,
    letters: u32,
    /// The word before.
    before: Option<u64>,
    /// The letter before, where it is of a script without spaces.
    beside: Option<char>,
}

impl Reader {
    fn take(&mut self, letter: char) {
        if is_unspaced(letter) {
            self.end_word();
            self.halves += 1;
            if let Some(beside) = self.beside.replace(letter) {
                // Two letters are a word here, and short.
                let pair = mixed(mixed(SEED, u64::from(beside)), u64::from(letter));
                self.note(pair, 3);
            }
            return;
        }
        self.beside = None;
        if letter.is_alphanumeric() {
            self.word = mixed(if self.letters == 0 { SEED } else { self.word }, u64::from(letter));
            // Another number is another thing, however short.
            self.letters += if letter.is_numeric() { 8 } else { 1 };
        } else if letter != '\'' {
            self.end_word();
        }
    }

    fn end_word(&mut self) {
        if self.letters == 0 {
            return;
        }
        let (word, letters) = (self.word, std::mem::take(&mut self.letters));
        self.halves += 2;
        self.note(word, letters);
        if let Some(before) = self.before.replace(word) {
            self.shared.push(mixed(before, word));
        }
    }

    fn note(&mut self, word: u64, letters: u32) {
        let weight = letters.clamp(1, 8) - 1;
        // What is left of the number tells words apart well enough where several must be the same.
        self.words.push(u32::try_from(word >> 32).unwrap_or_default() & !7 | weight);
        self.shared.push(word);
    }
}

/// Where every word begins.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of a small hash.
const fn mixed(so_far: u64, next: u64) -> u64 {
    let mixed = (so_far ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Whether a letter is of a script that sets no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
pub const fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::stamp::{Clock, Writer};

    /// An index of these lines, and their ids.
    fn index(lines: &[&str]) -> (Likeness, Vec<Id>) {
        let stamp = Clock::new(Writer::from_number(1)).next("2026-11-21T10:00:00Z".parse().unwrap());
        let mut index = Likeness::default();
        let ids: Vec<Id> = (0..).map(|number| stamp.item(number)).take(lines.len()).collect();
        for (id, line) in ids.iter().zip(lines) {
            index.add(*id, line);
        }
        (index, ids)
    }

    fn alike(one: &str, other: &str) -> bool {
        let (index, ids) = index(&[one, other]);
        !index.like(ids[1]).is_empty()
    }

    #[test]
    fn the_same_thing_in_nearly_the_same_words_is_alike() {
        for (one, other) in [
            ("they moved the bus stop so I stopped going", "They moved the bus stop, and I stopped going out."),
            ("the hall is cold in winter", "In winter the hall is cold"),
            ("je n’ai pas de médecin près d’ici", "JE N'AI PAS DE MEDECIN PRES D'ICI"),
            ("巴士站搬走了所以我不再出門", "巴士站搬走了,所以我不出門"),
            ("รถเมล์ย้ายป้ายไปแล้ว", "รถเมล์ย้ายป้ายไปแล้วค่ะ"),
        ] {
            assert!(alike(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn other_things_in_some_of_the_same_words_are_not() {
        for (one, other) in [
            ("they moved the bus stop so I stopped going", "they moved the surgery so I went by car"),
            ("we could use the hall on Fridays", "we could ask the school about the garden"),
            ("I am between 15 and 19 years old", "I am between 20 and 24 years old"),
            ("巴士站搬走了所以我不再出門", "圖書館星期五不開門我很失望"),
            ("", ""),
            ("?!", "?!"),
        ] {
            assert!(!alike(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn a_line_under_four_words_is_like_none() {
        for line in ["yes please", "I do not", "transport", "是的謝謝你們", "... !!! --- ???"] {
            assert!(!alike(line, line), "{line}");
        }
        assert!(alike("I do not agree", "I do not agree"));
    }

    #[test]
    fn a_line_taken_out_or_changed_is_no_longer_like_its_twin() {
        let (mut index, ids) = index(&["the hall is cold in winter", "the hall is cold in winter"]);
        assert_eq!(index.like(ids[0]), [Alike { id: ids[1], percent: 100 }]);
        index.add(ids[1], "nobody answers the telephone at the surgery");
        assert_eq!(index.like(ids[0]), []);
        index.add(ids[1], "the hall is cold in winter");
        index.remove(ids[0]);
        assert_eq!(index.like(ids[1]), []);
        assert_eq!(index.like(ids[0]), []);
    }

    #[test]
    fn lines_that_share_only_what_everybody_says_are_not_compared() {
        let lines: Vec<String> = (0..2 * RARE).map(|n| format!("I think that we should go on day{n}")).collect();
        let (index, ids) = index(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(index.like(*ids.last().unwrap()), []);
    }
}
