//! The asset register over all workshops (domain A9): what looks like one and the same, by its name and place, and what
//! one offers that another needs. It suggests and never merges: each stays a line of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::header::same;
use super::sessions::Sessions;
use super::themes::Themes;
use crate::model::fields::{Contribution, List, Pair};
use crate::model::file::File;
use crate::model::fold::folded;
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::{Kind, PairKind};

/// A word that more texts than this have is not rare, and says nothing of what they have in common.
const RARE: usize = 8;
/// How much of the words of the shorter of two names, of a hundred, both must have.
const ALIKE: usize = 60;
/// Words that name nothing, numbers and times among them, beside those of three letters and fewer.
const COMMON: &[&str] = &[
    "about", "also", "eight", "five", "four", "from", "have", "help", "hour", "hundred", "into", "minute", "month",
    "more", "need", "needs", "nine", "people", "seven", "some", "that", "their", "them", "there", "these", "they",
    "this", "those", "thousand", "three", "time", "twenty", "very", "want", "week", "what", "when", "where", "which",
    "will", "with", "would", "year", "your",
];

/// Something people can go to and build on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The line that tells of it.
    pub id: Id,
    /// What it is, as it was said.
    pub name: String,
    /// Where it is.
    pub place: Option<String>,
    /// Who runs it: a delegate's id, or a name or role.
    pub runs: Option<String>,
    /// What it can give.
    pub offers: Option<String>,
    /// What it needs.
    pub need: Option<String>,
    /// What it is about, by the names shown.
    pub themes: Vec<String>,
    /// The workshop at which it was named.
    pub workshop: Option<Id>,
    /// Others that look like it, of which nobody has said whether they are the same.
    pub looks_like: Vec<Id>,
    /// Others that somebody said are the same.
    pub same_as: Vec<Id>,
}

impl Asset {
    /// Whether it is at a place and about a theme that are sought: words with `#` are themes, the others stand in the
    /// place, the name, or whoever runs it.
    pub fn is_sought(&self, sought: &str) -> bool {
        let holds =
            |text: &str, word: &str| folded(text).collect::<String>().contains(&folded(word).collect::<String>());
        sought.split_whitespace().all(|word| match word.strip_prefix('#') {
            Some(theme) => self.themes.iter().any(|of| holds(of, theme)),
            None => {
                [self.place.as_deref(), Some(self.name.as_str())].into_iter().flatten().any(|text| holds(text, word))
            }
        })
    }
}

/// Every asset of a file, by place and then by name, without the sessions that the plan leaves out.
pub fn asset_register(file: &File, origins: &Origins) -> Vec<Asset> {
    let sessions = Sessions::of(file, origins);
    let themes = Themes::of(file);
    let some = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut assets: Vec<Asset> = file
        .live(&List::Contributions)
        .filter(|item| sessions.take_in(item.id.stamp))
        .map(Contribution)
        .filter(|said| said.kind() == Some(Kind::Asset) && said.private().is_none())
        .map(|said| Asset {
            id: said.id(),
            name: said.text().unwrap_or_default().to_owned(),
            place: some(said.place()),
            runs: some(said.lead()),
            offers: some(said.offers()),
            need: some(said.need()),
            themes: themes.of_item(said.0).into_iter().map(str::to_owned).collect(),
            workshop: origins.workshop(said.id().stamp),
            looks_like: Vec::new(),
            same_as: Vec::new(),
        })
        .collect();
    assets.sort_by_cached_key(|asset| {
        let place = asset.place.as_ref().map(|place| place.to_lowercase());
        (place.is_none(), place, asset.name.to_lowercase(), asset.id)
    });
    let judged = judged(file);
    for (one, other) in alike(&assets) {
        let (Some(a), Some(b)) = (assets.get(one).map(|asset| asset.id), assets.get(other).map(|asset| asset.id))
        else {
            continue;
        };
        if !judged.contains_key(&(a.min(b), a.max(b))) {
            assets.get_mut(one).into_iter().for_each(|asset| asset.looks_like.push(b));
            assets.get_mut(other).into_iter().for_each(|asset| asset.looks_like.push(a));
        }
    }
    for ((one, other), _) in judged.iter().filter(|(_, same)| **same) {
        for (this, that) in [(one, other), (other, one)] {
            if assets.iter().any(|asset| asset.id == *that) {
                assets.iter_mut().filter(|asset| asset.id == *this).for_each(|asset| asset.same_as.push(*that));
            }
        }
    }
    assets
}

/// What was judged of pairs of lines.
fn judged(file: &File) -> BTreeMap<(Id, Id), bool> {
    let pairs = file.live(&List::Pairs).map(Pair).filter(|pair| pair.about() == Some(PairKind::Idea));
    let ids = |pair: Pair<'_>| Some((pair.one()?.parse::<Id>().ok()?, pair.other()?.parse::<Id>().ok()?));
    pairs.filter_map(|pair| ids(pair).map(|(one, other)| ((one.min(other), one.max(other)), pair.same()))).collect()
}

/// The places of each two that look alike. Only those that share a rare word are compared.
fn alike(assets: &[Asset]) -> BTreeSet<(usize, usize)> {
    let words: Vec<BTreeSet<String>> = assets.iter().map(|asset| telling(&asset.name)).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, words) in words.iter().enumerate() {
        for word in words {
            holders.entry(word).or_default().push(at);
        }
    }
    let mut alike = BTreeSet::new();
    for of_word in holders.values().filter(|of_word| of_word.len() <= RARE) {
        for (nth, one) in of_word.iter().enumerate() {
            for other in of_word.iter().skip(nth + 1) {
                let (Some(a), Some(b), Some(one_words), Some(other_words)) =
                    (assets.get(*one), assets.get(*other), words.get(*one), words.get(*other))
                else {
                    continue;
                };
                let elsewhere = matches!((&a.place, &b.place), (Some(one), Some(other)) if !same(one, other));
                let fewest = one_words.len().min(other_words.len());
                let shared = one_words.intersection(other_words).count();
                if !elsewhere && shared * 100 >= fewest * ALIKE {
                    alike.insert((*one, *other));
                }
            }
        }
    }
    alike
}

/// Something offered and something needed that speak of the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<K> {
    /// What offers.
    pub offer: K,
    /// What needs.
    pub need: K,
    /// The rare words that both have.
    pub words: Vec<String>,
}

/// Offers and needs that share rare words, those that share the most first; nothing is matched with itself.
pub fn offers_and_needs<K: Copy + Ord>(offers: &[(K, String)], needs: &[(K, String)]) -> Vec<Match<K>> {
    if offers.is_empty() || needs.is_empty() {
        return Vec::new();
    }
    let told = |texts: &[(K, String)]| -> Vec<(K, BTreeSet<String>)> {
        texts.iter().map(|(key, text)| (*key, telling(text))).collect()
    };
    let (offers, needs) = (told(offers), told(needs));
    let mut holders: HashMap<&str, BTreeSet<K>> = HashMap::new();
    for (key, words) in offers.iter().chain(&needs) {
        for word in words {
            let of = holders.entry(word).or_default();
            // Of a word that is not rare no more is wanted.
            if of.len() <= RARE {
                of.insert(*key);
            }
        }
    }
    let mut by_word: HashMap<&str, Vec<K>> = HashMap::new();
    for (key, words) in &needs {
        for word in words {
            by_word.entry(word).or_default().push(*key);
        }
    }
    let mut shared: BTreeMap<(K, K), BTreeSet<&str>> = BTreeMap::new();
    for (offer, words) in &offers {
        for word in words.iter().filter(|word| holders.get(word.as_str()).is_some_and(|of| of.len() <= RARE)) {
            for need in by_word.get(word.as_str()).into_iter().flatten().filter(|need| *need != offer) {
                shared.entry((*offer, *need)).or_default().insert(word);
            }
        }
    }
    let mut matches: Vec<Match<K>> = shared
        .into_iter()
        .map(|((offer, need), words)| Match { offer, need, words: words.into_iter().map(str::to_owned).collect() })
        .collect();
    matches.sort_by_key(|of| std::cmp::Reverse(of.words.len()));
    matches
}

/// The words of a text that name something: longer than three letters, without their plural.
fn telling(text: &str) -> BTreeSet<String> {
    let text: String = folded(text).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    words
        .map(|word| if word.ends_with("ss") { word } else { word.strip_suffix('s').unwrap_or(word) })
        .filter(|word| !COMMON.contains(word))
        .map(str::to_owned)
        .collect()
}
