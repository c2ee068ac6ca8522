//! What is looked for when words are withdrawn: their runs of five words, and the names of whoever said them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use unicode_normalization::char::is_combining_mark;

use crate::model::fields::{Field, List, Name, field};
use crate::model::file::File;
use crate::model::fold::folded;
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::PairKind;
use crate::plan::likeness::is_unspaced;
use crate::plan::review::people::{MONTHS, ROLES, WORDS_TOO};

/// So many words in a row are somebody's wording.
const RUN: usize = 5;
/// A shorter name alone is found in too much that is none.
const SHORT_NAME: usize = 3;
/// Two names written as one word, as in a theme, of fewer letters may be any word.
const SHORT_JOINED: usize = 6;
/// Names that begin so many sentences that their capital says nothing there.
const BEGINNINGS: &[&str] = &["will", "may"];
/// What stands before a name and is none.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "reverend", "sir", "cllr"];
/// The texts of a line that are words as somebody said or wrote them, so that a short one is looked for as a whole.
const WHOLE: &[Field] = &[field::TEXT, field::PARAPHRASE, field::TRANSLATION, field::CONTACT];

/// A word of a text.
#[derive(Clone, Copy, Debug)]
struct Token {
    /// What it is compared by: case, accents and apostrophes make no difference.
    hash: u64,
    letters: usize,
    from: usize,
    to: usize,
    /// Whether it is written with a capital, or has none.
    large: bool,
    /// Whether it begins a sentence.
    first: bool,
}

/// Where a text repeats what is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// The bytes of the text.
    pub(super) at: (usize, usize),
    /// What is repeated.
    pub(super) key: u64,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Words.
    Run,
    /// A whole name.
    Name,
    /// One name of several, written as names are.
    Part,
    /// The same written small.
    Small,
}

impl Hit {
    pub(super) fn is_name(&self) -> bool {
        self.what != What::Run
    }
}

/// Words that are gone or are about to go, as far as they are needed to find them again. Never written anywhere.
#[derive(Clone, Debug, Default)]
pub struct Gone {
    ids: HashSet<Id>,
    /// By the number of words, 2 to 5.
    runs: [HashSet<u64>; RUN - 1],
    names: HashSet<Vec<u64>>,
    longest_name: usize,
    /// One word that is a name, and whether it must be written large.
    parts: HashMap<u64, Part>,
    joined: HashSet<u64>,
    pub(super) namesakes: BTreeSet<Id>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Part {
    large_only: bool,
    not_first: bool,
}

impl Gone {
    /// Learns the words and names of items that are gone from a file, or about to go, with these ids.
    pub fn of<'a>(items: impl Iterator<Item = (&'a List, &'a Arc<Item>)>, file: &File, ids: &HashSet<Id>) -> Self {
        let mut gone = Self { ids: ids.clone(), ..Self::default() };
        let mut people = Vec::new();
        for (list, item) in items {
            match list {
                List::Delegates => people.push(item),
                List::Contributions | List::Actions | List::Updates => gone.learn_words(list, item),
                _ => {}
            }
        }
        if people.is_empty() {
            return gone;
        }
        // Their names are others' too: neither alone says whose it is.
        let others = file.list(&List::Delegates).iter().filter(|person| !ids.contains(&person.id));
        let mut theirs: HashSet<u64> = HashSet::new();
        let mut whole: HashMap<Vec<u64>, Vec<Id>> = HashMap::new();
        for person in others {
            for name in names_of(person) {
                let name: Vec<u64> = tokens(name).iter().map(|t| t.hash).collect();
                theirs.extend(&name);
                whole.entry(name).or_default().push(person.id);
            }
        }
        for person in people {
            for name in names_of(person) {
                gone.learn_name(name, &theirs, &whole);
            }
        }
        gone
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(HashSet::is_empty)
            && self.names.is_empty()
            && self.parts.is_empty()
            && self.joined.is_empty()
    }

    /// Whether an item is one of those that go.
    pub fn holds(&self, id: Id) -> bool {
        self.ids.contains(&id)
    }

    fn learn_words(&mut self, list: &List, item: &Item) {
        for version in item.versions() {
            let Some(text) = super::text_of(list, version) else { continue };
            // A theme is many people's, and a place or a lead is nobody's wording; a run of five words is, wherever.
            let tokens = tokens(&text);
            let whole = WHOLE.iter().any(|field| version.name == (*field).into());
            if tokens.len() >= RUN {
                if let Some(runs) = self.runs.last_mut() {
                    runs.extend(tokens.windows(RUN).map(run));
                }
            } else if whole
                && tokens.len() > 1
                && let Some(runs) = self.runs.get_mut(tokens.len() - 2)
            {
                runs.insert(run(&tokens));
            }
        }
    }

    fn learn_name(&mut self, name: &str, theirs: &HashSet<u64>, whole: &HashMap<Vec<u64>, Vec<Id>>) {
        let titles: Vec<u64> = TITLES.iter().map(|title| hash(title)).collect();
        let all = tokens(name);
        let tokens: Vec<Token> = all.iter().filter(|token| !titles.contains(&token.hash)).copied().collect();
        // Somebody who gave no name is called by what they do, which is no name.
        let is_role = ROLES.iter().map(|role| hash(role)).any(|role| tokens.iter().any(|t| t.hash == role));
        if tokens.is_empty() || is_role {
            return;
        }
        let hashes: Vec<u64> = tokens.iter().map(|t| t.hash).collect();
        let every: Vec<u64> = all.iter().map(|t| t.hash).collect();
        if let Some(same) = whole.get(&every).or_else(|| whole.get(&hashes)) {
            self.namesakes.extend(same);
            return;
        }
        let (first, last) = (tokens.first(), tokens.last());
        if let ([_, .., _], Some(first), Some(last)) = (tokens.as_slice(), first, last) {
            self.longest_name = self.longest_name.max(hashes.len());
            self.names.insert(hashes);
            self.names.insert(vec![last.hash, first.hash]);
            let word = |token: &Token| name.get(token.from..token.to).unwrap_or_default();
            for joined in [[first, last], [last, first]] {
                if joined.iter().map(|token| token.letters).sum::<usize>() >= SHORT_JOINED {
                    self.joined.insert(hash(&joined.map(word).concat()));
                }
            }
        }
        for token in [first, last].into_iter().flatten() {
            if token.letters < SHORT_NAME || theirs.contains(&token.hash) {
                continue;
            }
            let is_in = |words: &[&str]| words.iter().any(|word| hash(word) == token.hash);
            let part = Part { large_only: is_in(WORDS_TOO) || is_in(MONTHS), not_first: is_in(BEGINNINGS) };
            self.parts.insert(token.hash, part);
        }
    }

    /// Where a text repeats them.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let tokens = tokens(text);
        let mut hits = Vec::new();
        let span =
            |part: &[Token]| (part.first().map_or(0, |token| token.from), part.last().map_or(0, |token| token.to));
        for (runs, length) in self.runs.iter().zip(2..) {
            if !runs.is_empty() {
                let found = tokens.windows(length).map(|part| (run(part), part)).filter(|(key, _)| runs.contains(key));
                hits.extend(found.map(|(key, part)| Hit { at: span(part), key, what: What::Run }));
            }
        }
        for length in 2..=self.longest_name {
            for part in tokens.windows(length) {
                let hashes: Vec<u64> = part.iter().map(|token| token.hash).collect();
                if self.names.contains(&hashes) {
                    hits.push(Hit { at: span(part), key: run(part), what: What::Name });
                }
            }
        }
        for token in &tokens {
            let mut hit = |what| hits.push(Hit { at: (token.from, token.to), key: token.hash, what });
            if self.joined.contains(&token.hash) {
                hit(What::Name);
            }
            match self.parts.get(&token.hash) {
                Some(part) if token.large && !(part.not_first && token.first) => hit(What::Part),
                Some(part) if !token.large && !part.large_only => hit(What::Small),
                _ => {}
            }
        }
        hits
    }

    /// Whether a line of a file that cannot be read as one holds any of it: its words, its names, or an item that goes.
    pub fn stand_in(&self, line: &str) -> bool {
        let text = ["\\n", "\\t", "\\r", "\\\""].iter().fold(line.to_owned(), |text, mark| text.replace(mark, " "));
        let is_of = |key: &str| {
            let after = line.split_once(key).map(|(_, after)| after.trim_start_matches([' ', ':', '"']));
            let id = after.and_then(|after| after.split('"').next()).and_then(|id| id.parse::<Id>().ok());
            id.is_some_and(|id| self.ids.contains(&id))
        };
        is_of("\"id\"") || is_of("\"speaker\"") || !self.hits(&text).is_empty()
    }

    /// A text without them; none where it holds nothing of them.
    pub fn taken_out_of(&self, text: &str) -> Option<String> {
        let hits = self.hits(text);
        (!hits.is_empty()).then(|| super::replaced(text, &super::joined(hits.iter().map(|hit| hit.at).collect())))
    }
}

/// Every name that a person ever had here.
fn names_of(person: &Item) -> impl Iterator<Item = &str> {
    let named = |name: &Name| *name == field::NAME.into() || name.element_of(field::NAME.name()).is_some();
    let names = person.versions().iter().filter(move |v| named(&v.name));
    names.filter_map(|v| v.value.text().or_else(|| v.name.element_of(field::NAME.name())))
}

/// Whether a list may hold anybody's words; of the reports that were made, the folder they went to may be called after
/// somebody.
pub(super) fn may_hold_words(list: &List) -> bool {
    !matches!(
        list,
        List::Runs
            | List::Undos
            | List::Links
            | List::Agreements
            | List::Tallies
            | List::Ballots
            | List::Hands
            | List::VoteEvents
            | List::Moves
            | List::Timers
    )
}

/// Whether it is a judgement on two names.
pub(super) fn is_of_names(item: &Item) -> bool {
    item.text(field::ABOUT) == Some(PairKind::Theme.name())
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

const fn mixed(hash: u64, with: u64) -> u64 {
    (hash ^ with).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(17)
}

/// A word as it is compared.
fn hash(word: &str) -> u64 {
    folded(word).filter(|c| c.is_alphanumeric()).fold(SEED, |hash, c| mixed(hash, u64::from(c)))
}

fn run(words: &[Token]) -> u64 {
    words.iter().fold(SEED, |hash, token| mixed(hash, token.hash))
}

/// The words of a text. Each letter of a script that puts no spaces between words is one.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut open: Option<Token> = None;
    let mut first = true;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        if is_unspaced(c) {
            tokens.extend(open.take());
            tokens.push(Token { hash: mixed(SEED, u64::from(c)), letters: 1, from: at, to: end, large: true, first });
            first = false;
        } else if c.is_alphanumeric() {
            let token = open.get_or_insert(Token {
                hash: SEED,
                letters: 0,
                from: at,
                to: end,
                large: !c.is_lowercase(),
                first,
            });
            first = false;
            token.letters += 1;
            token.to = end;
            if c.is_ascii() {
                token.hash = mixed(token.hash, u64::from(u32::from(c.to_ascii_lowercase())));
            } else {
                for letter in folded(c.encode_utf8(&mut [0; 4])).filter(|c| c.is_alphanumeric()) {
                    token.hash = mixed(token.hash, u64::from(letter));
                }
            }
        } else if is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}') {
            // What neither shows nor parts words.
            if let Some(token) = &mut open {
                token.to = end;
            }
        } else if matches!(c, '\'' | '\u{2019}' | '\u{2bc}') && open.is_some() {
            let rest = text.get(end..).unwrap_or_default();
            let mut ahead = rest.chars();
            let (next, after) = (ahead.next(), ahead.next());
            // "Joy's" is Joy and no other word.
            if matches!(next, Some('s' | 'S')) && !after.is_some_and(char::is_alphanumeric) {
                tokens.extend(open.take());
                chars.next();
            } else if !next.is_some_and(char::is_alphanumeric) {
                tokens.extend(open.take());
            }
        } else {
            tokens.extend(open.take());
            first |= matches!(c, '.' | '!' | '?');
        }
    }
    tokens.extend(open);
    tokens
}
