//! A file, and the one operation on files: join.
//!
//! A session and a plan have the same shape, lists of items, so that merging tables into a workshop, workshops into a
//! plan, a late file into a finished plan and a sync tool's "conflicted copy" are all [`File::join`]. An edit is a
//! small file too: applying it is joining it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::fields::{List, Name, field};
use super::item::Item;
use super::stamp::{Id, NotAStamp, Stamp};

/// What a file is for. A plan joined with anything is a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum FileKind {
    /// One recorder's record of one workshop.
    #[default]
    Session,
    /// Many sessions joined, and the organiser's work on them.
    Plan,
}

impl FileKind {
    /// The word in the envelope.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Plan => "plan",
        }
    }

    /// The kind that the envelope names.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Session, Self::Plan].into_iter().find(|k| k.name() == name)
    }
}

/// Something taken out for good. It names ids and nothing else, so that it cannot bring back what it took out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withdrawal {
    /// A whole item.
    Item(Id),
    /// One past value of one field: "strike this wording". The element of a set is its own name, so it cannot be named
    /// here: the name of the set and a slash (`themes/`) stand for every element that the edit put in or took out. In
    /// version 1 it always meant this, which `VERSION` in `encode` gives the reason for.
    Wording(Id, Stamp, Name),
}

impl fmt::Display for Withdrawal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item(id) => id.fmt(f),
            Self::Wording(id, at, name) => write!(f, "{id} {at} {}", name.as_str()),
        }
    }
}

impl FromStr for Withdrawal {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        match text.splitn(3, ' ').collect::<Vec<_>>()[..] {
            [id] => Ok(Self::Item(id.parse()?)),
            [id, at, name] => Ok(Self::Wording(id.parse()?, at.parse()?, name.into())),
            _ => Err(NotAStamp),
        }
    }
}

/// A set of items: a session, a plan, or an edit of one.
///
/// Items are shared, not copied: a copy of a file for the saving thread costs a pointer an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// What it is for.
    pub kind: FileKind,
    /// Each list sorted by id; no list is empty.
    lists: BTreeMap<List, Vec<Arc<Item>>>,
    withdrawn: BTreeSet<Withdrawal>,
}

impl File {
    /// An empty file.
    pub fn new(kind: FileKind) -> Self {
        Self { kind, ..Self::default() }
    }

    /// The lists that hold anything, in the order they are written.
    pub fn lists(&self) -> impl Iterator<Item = (&List, &[Arc<Item>])> {
        self.lists.iter().map(|(list, items)| (list, items.as_slice()))
    }

    /// Every item of a list, removed ones and partial ones too, sorted by id.
    pub fn list(&self, list: &List) -> &[Arc<Item>] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// The items of a list that people see: here themselves, and not removed.
    pub fn live(&self, list: &List) -> impl DoubleEndedIterator<Item = &Item> {
        self.list(list).iter().map(Arc::as_ref).filter(|item| item.has_base() && !item.is_removed())
    }

    /// Every item of every list, with its list.
    pub fn items(&self) -> impl Iterator<Item = (&List, &Arc<Item>)> {
        self.lists.iter().flat_map(|(list, items)| items.iter().map(move |item| (list, item)))
    }

    /// One item.
    pub fn find(&self, list: &List, id: Id) -> Option<&Arc<Item>> {
        let items = self.list(list);
        items.binary_search_by_key(&id, |item| item.id).ok().and_then(|at| items.get(at))
    }

    /// From now on fields of its plain items are looked up in the text that was read, whoever asks, and nothing of them is
    /// kept: for who goes over a large file once. Who comes back to the same items again and again is better off without.
    pub fn read_in_place(&self) {
        self.items().for_each(|(_, item)| item.read_in_place());
    }

    /// What was taken out for good.
    pub const fn withdrawn(&self) -> &BTreeSet<Withdrawal> {
        &self.withdrawn
    }

    /// Whether an item was taken out for good.
    pub fn is_withdrawn(&self, id: Id) -> bool {
        self.withdrawn.contains(&Withdrawal::Item(id))
    }

    /// Whether a past value of this field of an item was struck.
    pub fn has_struck(&self, id: Id, name: &Name) -> bool {
        let first = Withdrawal::Wording(id, Stamp::FIRST, field::WORKSHOP.into());
        let of_item =
            self.withdrawn.range(first..).take_while(|what| matches!(what, Withdrawal::Wording(of, ..) if *of == id));
        let is = |struck: &Name| struck == name || name.split().is_some_and(|(set, _)| whole_set(struck) == Some(set));
        of_item.into_iter().any(|what| matches!(what, Withdrawal::Wording(_, _, struck) if is(struck)))
    }

    /// How many items it holds.
    pub fn size(&self) -> usize {
        self.lists.values().map(Vec::len).sum()
    }

    /// Whether the file holds nothing at all.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.withdrawn.is_empty()
    }

    /// The latest stamp in the file.
    pub fn latest(&self) -> Option<Stamp> {
        let withdrawn = self.withdrawn.iter().map(|w| match w {
            Withdrawal::Item(id) => id.stamp,
            Withdrawal::Wording(id, at, _) => id.stamp.max(*at),
        });
        self.items().map(|(_, item)| item.latest()).chain(withdrawn).max()
    }

    /// Puts one item in, joined with what is here under its id.
    pub fn insert(&mut self, list: &List, item: Arc<Item>) {
        if self.is_withdrawn(item.id) {
            return;
        }
        let item = self.struck(item);
        match self.lists.get_mut(list) {
            Some(items) => join_item(items, item),
            None => drop(self.lists.insert(list.clone(), vec![item])),
        }
    }

    /// Puts one item in the place of what is here under its id.
    pub(super) fn replace(&mut self, list: &List, item: Item) {
        if let Some(items) = self.lists.get_mut(list)
            && let Ok(at) = items.binary_search_by_key(&item.id, |i| i.id)
            && let Some(mine) = items.get_mut(at)
        {
            *mine = Arc::new(item);
        }
    }

    /// The item without the wordings of it that were withdrawn.
    fn struck(&self, mut item: Arc<Item>) -> Arc<Item> {
        let first = Withdrawal::Wording(item.id, Stamp::FIRST, field::WORKSHOP.into());
        let own = item.id;
        let wordings = self.withdrawn.range(first..).map_while(|what| match what {
            Withdrawal::Wording(id, at, name) if *id == own => Some((name, *at)),
            _ => None,
        });
        strike(&mut item, &wordings.collect());
        item
    }

    /// Takes things out for good.
    pub fn withdraw(&mut self, what: impl IntoIterator<Item = Withdrawal>) {
        self.join(&Self { kind: self.kind, withdrawn: what.into_iter().collect(), ..Self::default() });
    }

    /// Puts another file's items and withdrawals into this one.
    ///
    /// Order never matters, nor how often: this is the union of two sets, less what either withdrew.
    pub fn join(&mut self, other: &Self) {
        self.kind = self.kind.max(other.kind);
        // What is here has been checked against the withdrawals that are here: only new ones concern it.
        let new: BTreeSet<Withdrawal> =
            other.withdrawn.iter().filter(|what| !self.withdrawn.contains(what)).cloned().collect();
        self.drop_withdrawn(&new);
        self.withdrawn.extend(new);
        for (list, items) in &other.lists {
            let items = self.allowed(items);
            if items.is_empty() {
                continue;
            }
            match self.lists.get_mut(list) {
                Some(mine) => join_lists(mine, &items),
                None => drop(self.lists.insert(list.clone(), items.into_owned())),
            }
        }
    }

    /// What this file holds that `known` does not hold just so: joined into `known`, it is all that this file brings.
    pub fn news_to(&self, known: &Self) -> Self {
        let mut lists = BTreeMap::new();
        for (list, items) in &self.lists {
            let mut had = known.list(list).iter().peekable();
            let mut new = Vec::new();
            // Both are sorted, so one walk finds each item's counterpart.
            for item in items {
                while had.next_if(|had| had.id < item.id).is_some() {}
                let same = had.peek().is_some_and(|had| Arc::ptr_eq(had, item) || *had == item);
                if !same {
                    new.push(Arc::clone(item));
                }
            }
            if !new.is_empty() {
                lists.insert(list.clone(), new);
            }
        }
        Self { kind: self.kind, lists, withdrawn: self.withdrawn.difference(&known.withdrawn).cloned().collect() }
    }

    /// What the withdrawals here leave of items that come in.
    fn allowed<'a>(&self, items: &'a [Arc<Item>]) -> Cow<'a, [Arc<Item>]> {
        if self.withdrawn.is_empty() {
            return Cow::Borrowed(items);
        }
        let left = items.iter().filter(|item| !self.is_withdrawn(item.id));
        Cow::Owned(left.map(|item| self.struck(Arc::clone(item))).collect())
    }

    /// Removes what these withdrawals name, and only that.
    fn drop_withdrawn(&mut self, what: &BTreeSet<Withdrawal>) {
        // Wordings stand by item, so that an item with many is made anew once.
        let mut wordings: BTreeMap<Id, Wordings<'_>> = BTreeMap::new();
        for what in what {
            if let Withdrawal::Wording(id, at, name) = what {
                wordings.entry(*id).or_default().insert((name, *at));
            }
        }
        for items in self.lists.values_mut() {
            let found = |id: &Id, items: &[Arc<Item>]| items.binary_search_by_key(id, |item| item.id).ok();
            for (id, wordings) in &wordings {
                if let Some(item) = found(id, items).and_then(|at| items.get_mut(at)) {
                    strike(item, wordings);
                }
            }
            // All in one pass: to take out thousands one by one would move the rest as often.
            if what.iter().any(|w| matches!(w, Withdrawal::Item(id) if found(id, items).is_some())) {
                items.retain(|item| !what.contains(&Withdrawal::Item(item.id)));
            }
        }
        self.lists.retain(|_, items| !items.is_empty());
    }
}

/// Past values to strike from one item.
type Wordings<'a> = BTreeSet<(&'a Name, Stamp)>;

/// Strikes wordings from an item, keeping the item that is here where there is nothing to strike.
fn strike(item: &mut Arc<Item>, wordings: &Wordings<'_>) {
    if wordings.is_empty() {
        return;
    }
    let sets: BTreeSet<(&str, Stamp)> =
        wordings.iter().filter_map(|(name, at)| Some((whole_set(name)?, *at))).collect();
    let of_set = |name: &Name, at| !sets.is_empty() && name.split().is_some_and(|(set, _)| sets.contains(&(set, at)));
    let goes = |name: &Name, at| wordings.contains(&(name, at)) || of_set(name, at);
    if item.versions().iter().any(|v| goes(&v.name, v.at)) {
        *item = Arc::new(item.without(goes));
    }
}

/// The set of which a withdrawn name stands for every element: `themes/`.
fn whole_set(name: &Name) -> Option<&str> {
    name.split().filter(|(_, element)| element.is_empty()).map(|(set, _)| set)
}

/// Puts one item into a sorted list.
fn join_item(items: &mut Vec<Arc<Item>>, item: Arc<Item>) {
    // New ids are nearly always the greatest, so look at the end first.
    if items.last().is_none_or(|last| last.id < item.id) {
        return items.push(item);
    }
    match items.binary_search_by_key(&item.id, |i| i.id) {
        Ok(at) => {
            if let Some(mine) = items.get_mut(at) {
                join_shared(mine, &item);
            }
        }
        Err(at) => items.insert(at, item),
    }
}

/// Joins two items, keeping the one that is here where the other brings nothing.
fn join_shared(mine: &mut Arc<Item>, other: &Arc<Item>) {
    if !Arc::ptr_eq(mine, other) && mine != other {
        *mine = Arc::new(mine.join(other));
    }
}

/// Joins two sorted lists.
fn join_lists(mine: &mut Vec<Arc<Item>>, other: &[Arc<Item>]) {
    // A few items, an edit say, are put in one by one, as are those that all come later; others in one pass.
    let later = mine.last().is_none_or(|last| other.first().is_none_or(|first| last.id < first.id));
    if later || other.len() <= 4 {
        return other.iter().for_each(|item| join_item(mine, Arc::clone(item)));
    }
    let mut joined = Vec::with_capacity(mine.len() + other.len());
    let mut theirs = other.iter().peekable();
    for mut item in mine.drain(..) {
        while let Some(earlier) = theirs.next_if(|t| t.id < item.id) {
            joined.push(Arc::clone(earlier));
        }
        if let Some(same) = theirs.next_if(|t| t.id == item.id) {
            join_shared(&mut item, same);
        }
        joined.push(item);
    }
    joined.extend(theirs.cloned());
    *mine = joined;
}
