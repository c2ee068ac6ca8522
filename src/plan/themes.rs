//! Themes that grow: several names for one theme, joined and taken apart again, while every tag stays as it was typed.
//!
//! That two names are one is a judgement of the pair ([`Edit::pair`]), which says also which of them is shown. Nothing
//! else is stored: the name shown for a tag is worked out from the judgements that hold, and taking one back gives the
//! tag its own name again. Names compare without case and accents, so that "Housing" and "housing" are one unasked.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::model::edit::Edit;
use crate::model::fields::{List, Name, Pair, field};
use crate::model::file::File;
use crate::model::fold::fold_into;
use crate::model::item::Item;
use crate::model::stamp::Stamp;
use crate::model::words::PairKind;

/// The tags of a file as they were typed: which stand together on one item, and how often.
#[derive(Debug, Default)]
pub(super) struct Tags<'a> {
    sets: HashMap<Vec<&'a str>, usize>,
    /// Each tag in the order in which it first came up.
    order: Vec<&'a str>,
    known: HashSet<&'a str>,
}

impl<'a> Tags<'a> {
    /// Notes the tags of one contribution.
    pub(super) fn note(&mut self, tags: Vec<&'a str>) {
        if tags.is_empty() {
            return;
        }
        match self.sets.entry(tags) {
            Entry::Occupied(mut set) => *set.get_mut() += 1,
            Entry::Vacant(set) => {
                let new = set.key().iter().copied().filter(|tag| self.known.insert(tag));
                self.order.extend(new);
                set.insert(1);
            }
        }
    }

    /// Notes tags that count for nothing: those of an action.
    pub(super) fn mention(&mut self, tags: impl IntoIterator<Item = &'a str>) {
        tags.into_iter().for_each(|tag| self.order.extend(self.known.insert(tag).then_some(tag)));
    }

    fn of(file: &'a File) -> Self {
        let mut tags = Self::default();
        for list in [List::Contributions, List::Actions] {
            file.live(&list).for_each(|item| tags.mention(item.glance_at_set(field::THEMES)));
        }
        tags
    }

    /// How many contributions are about each theme, by the name shown; two names of one theme on one line count once.
    pub(super) fn count(&self, themes: &Themes<'a>) -> HashMap<&'a str, usize> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (set, count) in &self.sets {
            for name in themes.of_tags(set.iter().copied()) {
                *counts.entry(name).or_default() += count;
            }
        }
        counts
    }
}

/// The name shown for each theme of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Themes<'a> {
    /// Tags in use that are shown under another name.
    tags: HashMap<&'a str, &'a str>,
    /// The name shown for each joined name, by its key.
    joined: BTreeMap<String, &'a str>,
    /// The names joined, as they are read: the first spelling in use, or else the key.
    spelled: BTreeMap<String, &'a str>,
}

impl<'a> Themes<'a> {
    /// Works them out from a file.
    pub fn of(file: &'a File) -> Self {
        Self::read(file, &Tags::of(file))
    }

    /// Works them out from a file whose tags have been gathered.
    pub(super) fn read(file: &'a File, tags: &Tags<'a>) -> Self {
        let mut keys: HashMap<&str, String> = HashMap::new();
        let mut first: HashMap<String, &'a str> = HashMap::new();
        let mut themes = Self::default();
        for tag in &tags.order {
            let Entry::Vacant(new) = keys.entry(tag) else { continue };
            let key = new.insert(key(tag));
            match first.get(key) {
                Some(same) => drop(themes.tags.insert(tag, same)),
                None => drop(first.insert(key.clone(), tag)),
            }
        }
        let joins = Join::all(file);
        if joins.is_empty() {
            return themes;
        }
        let arrows = Arrows::of(&joins);
        for group in groups(&joins) {
            let root = arrows.root(&group);
            let text = |member: &str| first.get(member).or(arrows.texts.get(member)).copied().unwrap_or_default();
            // As it was spelled by the last who chose it, else as it was first typed.
            let name = arrows.chosen.get(root).map_or_else(|| text(root), |(_, name)| name);
            for member in group {
                themes.spelled.insert(member.to_owned(), text(member));
                themes.joined.insert(member.to_owned(), name);
            }
        }
        for (tag, key) in keys {
            if let Some(name) = themes.joined.get(&key).copied() {
                if name == tag {
                    themes.tags.remove(tag)
                } else {
                    themes.tags.insert(tag, name)
                };
            }
        }
        themes
    }

    /// The tags that are shown under another name, with that name.
    pub(super) fn renamed(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.tags.iter().map(|(tag, name)| (*tag, *name))
    }

    /// The name shown for a tag of the file.
    pub fn shown(&self, tag: &'a str) -> &'a str {
        self.tags.get(tag).copied().unwrap_or(tag)
    }

    /// The names shown for tags that stand together, each once.
    pub fn of_tags(&self, tags: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for name in tags.into_iter().map(|tag| self.shown(tag)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The names shown for the themes of an item, each once.
    pub fn of_item(&self, item: &'a Item) -> Vec<&'a str> {
        self.of_tags(item.set(field::THEMES))
    }

    /// The name shown for a joined name, however it is typed; none where it is joined to nothing.
    pub fn named(&self, typed: &str) -> Option<&'a str> {
        self.joined.get(&key(typed)).copied()
    }

    /// Every name that another is shown for, with that other: those joined, and other spellings in use.
    pub fn aliases(&self) -> BTreeMap<String, String> {
        let joined = self.spelled.iter().filter_map(|(key, name)| Some((*name, *self.joined.get(key)?)));
        let used = self.tags.iter().map(|(tag, name)| (*tag, *name));
        let all = joined.chain(used).filter(|(alias, name)| alias != name);
        all.map(|(alias, name)| (alias.to_owned(), name.to_owned())).collect()
    }
}

/// The tags of a file that are shown under another name, to be kept beside the file: to work them out takes a look at
/// every line of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown(HashMap<String, String>);

impl Shown {
    /// Works them out from a file.
    pub fn of(file: &File) -> Self {
        let themes = Themes::of(file);
        Self(themes.renamed().map(|(tag, name)| (tag.to_owned(), name.to_owned())).collect())
    }

    /// The names shown for the themes of an item, each once.
    pub(super) fn of_item<'a>(&'a self, item: &'a Item) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for name in item.set(field::THEMES).map(|tag| self.0.get(tag).map_or(tag, String::as_str)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether what has just come into a file may have made it untrue.
    pub fn is_touched_by(file: &File, news: &File) -> bool {
        let of_tags = |name: &Name| *name == field::REMOVED.into() || name.element_of(field::THEMES.name()).is_some();
        let tagged = |item: &Item| item.versions().iter().any(|said| of_tags(&said.name));
        let touches = |list: &List| {
            let here = |item: &Item| item.has_base() && file.find(list, item.id).is_some_and(|item| tagged(item));
            news.list(list).iter().any(|item| tagged(item) || here(item))
        };
        let renames = |item: &Arc<Item>| {
            let about = file.find(&List::Pairs, item.id).and_then(|item| Pair(item).about());
            !matches!(about, Some(PairKind::Person | PairKind::Idea))
        };
        !news.withdrawn().is_empty()
            || touches(&List::Contributions)
            || touches(&List::Actions)
            || news.list(&List::Pairs).iter().any(renames)
    }
}

/// The judgement that two names are one theme.
#[derive(Debug)]
struct Join<'a> {
    /// The two names as they stand in the file, and their keys.
    names: [(&'a str, String); 2],
    /// The one that is shown, as it was spelled, and its key.
    shown: Option<&'a str>,
    shown_key: String,
    /// When it was chosen.
    at: Stamp,
}

impl<'a> Join<'a> {
    /// The judgements of a file that hold.
    fn all(file: &'a File) -> Vec<Self> {
        let pairs = file.live(&List::Pairs).map(Pair);
        let same = pairs.filter(|pair| pair.about() == Some(PairKind::Theme) && pair.same());
        same.filter_map(Self::read).collect()
    }

    fn read(pair: Pair<'a>) -> Option<Self> {
        let names = [pair.one()?, pair.other()?].map(|name| (name, key(name)));
        let shown = pair.shown();
        let shown_key = shown.map(key).unwrap_or_default();
        let at = pair.0.current(&field::SHOWN.into()).map_or(pair.id().stamp, |version| version.at);
        Some(Self { names, shown, shown_key, at })
    }

    fn keys(&self) -> [&str; 2] {
        [&self.names[0].1, &self.names[1].1]
    }

    /// The key of the name that is shown; none where the file names neither of the two.
    fn to(&self) -> Option<&str> {
        self.keys().into_iter().find(|key| *key == self.shown_key)
    }

    /// Whether it says that this name is shown under the other.
    fn points_away_from(&self, key: &str) -> bool {
        self.keys().contains(&key) && self.to().is_some_and(|to| to != key)
    }
}

/// Where the judgements lead.
#[derive(Debug, Default)]
struct Arrows<'j, 'a> {
    /// When each name was last chosen to be shown, and how it was spelled.
    chosen: HashMap<&'j str, (Stamp, &'a str)>,
    /// The names that are shown under another.
    away: HashSet<&'j str>,
    /// The names as they stand in the judgements.
    texts: HashMap<&'j str, &'a str>,
}

impl<'j, 'a> Arrows<'j, 'a> {
    fn of(joins: &'j [Join<'a>]) -> Self {
        let mut arrows = Self::default();
        for join in joins {
            for (text, key) in &join.names {
                let known = arrows.texts.entry(key).or_insert(text);
                *known = (*known).min(text);
            }
            let Some((to, name)) = join.to().zip(join.shown) else { continue };
            let choice = arrows.chosen.entry(to).or_insert((join.at, name));
            *choice = (*choice).max((join.at, name));
            arrows.away.extend(join.keys().into_iter().filter(|key| *key != to));
        }
        arrows
    }

    /// The key whose name is shown for a group.
    ///
    /// Chains lead to the one name that is not shown under another. Where two recorders joined one name to two others,
    /// or in a circle, there are several such or none: then it is the one chosen last, on every machine.
    fn root(&self, group: &BTreeSet<&'j str>) -> &'j str {
        let rank = |name: &&'j str| (self.chosen.get(name).map(|(at, _)| *at), Reverse(*name));
        let last = group.iter().copied().filter(|name| !self.away.contains(name)).max_by_key(rank);
        last.or_else(|| group.iter().copied().max_by_key(rank)).unwrap_or_default()
    }
}

/// The keys that are joined to each other, over however many steps.
fn groups<'j>(joins: &'j [Join<'_>]) -> Vec<BTreeSet<&'j str>> {
    let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for join in joins {
        let [one, other] = join.keys();
        beside.entry(one).or_default().insert(other);
        beside.entry(other).or_default().insert(one);
    }
    let mut groups = Vec::new();
    while let Some((start, _)) = beside.first_key_value() {
        let mut group = BTreeSet::new();
        let mut next = vec![*start];
        while let Some(name) = next.pop() {
            if group.insert(name) {
                next.extend(beside.remove(name).into_iter().flatten());
            }
        }
        groups.push(group);
    }
    groups
}

/// What makes two names one unasked: the letters without case and accents, and one space between words.
pub(super) fn key(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        fold_into(&mut folded, word);
    }
    folded
}

/// Shows one theme under the name of another from now on, which may be a new name; says the name shown, and nothing
/// where it is so already.
///
/// A name that was an alias goes over alone, with what is joined to it; a name that is shown takes all its aliases
/// along.
pub fn join_themes(edit: &mut Edit<'_>, from: &str, to: &str) -> Option<String> {
    let themes = Themes::of(edit.view());
    let joins = Join::all(edit.view());
    let (of, into) = (key(from), key(to));
    let shown_of = |name: &str| themes.named(name).unwrap_or_default().to_owned();
    if of.is_empty() || into.is_empty() {
        return None;
    }
    if of == into {
        return respell(edit, &themes, &of, to);
    }
    let one_theme = themes.named(from).is_some() && themes.named(from) == themes.named(to);
    let from_is_shown = key(&shown_of(from)) == of;
    let name = match themes.named(to) {
        // Turned round: what was an alias is the name from now on.
        Some(_) if one_theme && from_is_shown => {
            cut(edit, &joins, &into);
            to.to_owned()
        }
        Some(_) if one_theme => return None,
        Some(shown) => {
            cut(edit, &joins, &of);
            shown.to_owned()
        }
        None => {
            cut(edit, &joins, &of);
            to.to_owned()
        }
    };
    link(edit, &of, &name);
    Some(name)
}

/// Makes one theme cover just these other names, each by the letters of it: takes the rest apart, and joins the new.
pub fn cover_themes(edit: &mut Edit<'_>, name: &str, covers: &[String]) {
    let themes = Themes::of(edit.view());
    let joins = Join::all(edit.view());
    let root = key(name);
    let now: BTreeSet<&str> = match themes.named(name) {
        Some(shown) => themes.joined.iter().filter(|(_, to)| **to == shown).map(|(key, _)| key.as_str()).collect(),
        None => BTreeSet::new(),
    };
    let wanted: BTreeSet<String> =
        covers.iter().map(|name| key(name)).filter(|k| !k.is_empty() && *k != root).collect();
    let parted: BTreeSet<&str> = now.iter().copied().filter(|key| *key != root && !wanted.contains(*key)).collect();
    for name in &parted {
        cut(edit, &joins, name);
    }
    for alias in &wanted {
        // What stays may have been joined through what goes.
        let through =
            |join: &&Join<'_>| join.points_away_from(alias) && join.to().is_some_and(|to| parted.contains(to));
        if !now.contains(alias.as_str()) || joins.iter().any(|join| through(&join)) {
            cut(edit, &joins, alias);
            link(edit, alias, name);
        }
    }
}

/// Says that a name, by its key, is shown under another.
fn link(edit: &mut Edit<'_>, of: &str, name: &str) {
    let id = edit.pair(PairKind::Theme, of, &key(name));
    edit.set(&List::Pairs, id, field::SAME, true);
    edit.set(&List::Pairs, id, field::SHOWN, name);
}

/// The same letters, spelled otherwise.
fn respell(edit: &mut Edit<'_>, themes: &Themes<'_>, key: &str, to: &str) -> Option<String> {
    if themes.named(to) == Some(to) {
        return None;
    }
    link(edit, key, to);
    Some(to.to_owned())
}

/// Takes an alias apart again, so that it is a theme of its own; says under which name it was shown until now, and
/// nothing where it is no alias.
pub fn part_theme(edit: &mut Edit<'_>, alias: &str) -> Option<String> {
    let themes = Themes::of(edit.view());
    let joins = Join::all(edit.view());
    let shown = themes.named(alias)?.to_owned();
    cut(edit, &joins, &key(alias)).then_some(shown)
}

/// Takes back that a name is shown under others.
fn cut(edit: &mut Edit<'_>, joins: &[Join<'_>], name: &str) -> bool {
    let away: Vec<&Join<'_>> = joins.iter().filter(|join| join.points_away_from(name)).collect();
    for join in &away {
        let [(one, _), (other, _)] = &join.names;
        let id = edit.pair(PairKind::Theme, one, other);
        edit.set(&List::Pairs, id, field::SAME, false);
    }
    !away.is_empty()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::super::sample::Sample;
    use super::*;

    /// A file in which each of these tags was used once, in this order.
    fn tagged(tags: &[&str]) -> Sample {
        let mut sample = Sample::new(1);
        for tag in tags {
            let said = sample.say(None, "quote", "something about it");
            sample.put(&List::Contributions, said, field::THEMES, tag);
        }
        sample
    }

    fn join(sample: &mut Sample, from: &str, to: &str) -> Option<String> {
        sample.edit(|edit| join_themes(edit, from, to))
    }

    fn shown<'a>(file: &'a File, tags: &[&'a str]) -> Vec<&'a str> {
        let themes = Themes::of(file);
        tags.iter().map(|tag| themes.shown(tag)).collect()
    }

    #[test]
    fn chains_lead_to_one_name_and_every_tag_stays_as_it_was_typed() {
        let tags = ["damp", "mould", "housing", "homes"];
        let mut sample = tagged(&tags);
        join(&mut sample, "mould", "damp");
        join(&mut sample, "damp", "housing");
        assert_eq!(shown(&sample.file, &tags), ["housing", "housing", "housing", "homes"]);
        join(&mut sample, "Housing", "homes");
        assert_eq!(shown(&sample.file, &tags), ["homes"; 4]);
        let stored: Vec<_> = sample.file.live(&List::Contributions).flat_map(|c| c.set(field::THEMES)).collect();
        assert_eq!(stored, tags);
        assert_eq!(sample.edit(|edit| part_theme(edit, "HOUSING")), Some("homes".into()));
        assert_eq!(shown(&sample.file, &tags), ["housing", "housing", "housing", "homes"]);
        assert_eq!(sample.edit(|edit| part_theme(edit, "homes")), None, "it is no alias");
    }

    #[test]
    fn case_accents_and_spaces_make_no_other_theme_and_the_first_spelling_holds() {
        let tags = ["Cold homes", "cold  HOMES", "café", "Cafe"];
        let mut sample = tagged(&tags);
        assert_eq!(shown(&sample.file, &tags), ["Cold homes", "Cold homes", "café", "café"]);
        assert_eq!(join(&mut sample, "CAFE", "Café"), Some("Café".into()), "respelled");
        assert_eq!(shown(&sample.file, &tags), ["Cold homes", "Cold homes", "Café", "Café"]);
        assert_eq!(join(&mut sample, "cafe", "Café"), None);
    }

    #[test]
    fn a_new_name_takes_the_aliases_along_and_an_alias_can_become_the_name() {
        let tags = ["damp", "mould"];
        let mut sample = tagged(&tags);
        join(&mut sample, "damp", "mould");
        join(&mut sample, "mould", "Healthy homes");
        assert_eq!(shown(&sample.file, &tags), ["Healthy homes"; 2]);
        assert_eq!(Themes::of(&sample.file).named("healthy HOMES"), Some("Healthy homes"));
        assert_eq!(join(&mut sample, "healthy homes", "damp"), Some("damp".into()));
        assert_eq!(shown(&sample.file, &tags), ["damp"; 2]);
        let aliases = Themes::of(&sample.file).aliases();
        assert_eq!(aliases.keys().collect::<Vec<_>>(), ["healthy homes", "mould"]);
    }

    #[test]
    fn an_alias_goes_over_to_another_theme_alone() {
        let tags = ["damp", "mould", "housing", "health"];
        let mut sample = tagged(&tags);
        join(&mut sample, "damp", "housing");
        join(&mut sample, "mould", "housing");
        join(&mut sample, "damp", "health");
        assert_eq!(shown(&sample.file, &tags), ["health", "housing", "housing", "health"]);
    }

    #[test]
    fn a_theme_covers_just_the_names_it_is_told_to() {
        let tags = ["damp", "mould", "housing", "cold"];
        let mut sample = tagged(&tags);
        let cover = |sample: &mut Sample, covers: &[&str]| {
            let covers: Vec<String> = covers.iter().map(|name| (*name).to_owned()).collect();
            sample.edit(|edit| cover_themes(edit, "housing", &covers));
        };
        cover(&mut sample, &["Damp", "cold"]);
        assert_eq!(shown(&sample.file, &tags), ["housing", "mould", "housing", "housing"]);
        join(&mut sample, "mould", "damp");
        // Mould stays though it came through damp, which goes.
        cover(&mut sample, &["mould", "housing"]);
        assert_eq!(shown(&sample.file, &tags), ["damp", "housing", "housing", "cold"]);
        cover(&mut sample, &[]);
        assert_eq!(shown(&sample.file, &tags), tags);
    }

    #[test]
    fn one_line_under_two_names_of_a_theme_counts_once() {
        let mut sample = tagged(&["housing", "damp"]);
        let both = sample.say(None, "quote", "both");
        for tag in ["damp", "housing"] {
            sample.put(&List::Contributions, both, field::THEMES, tag);
        }
        join(&mut sample, "damp", "housing");
        let item = sample.file.find(&List::Contributions, both).unwrap();
        assert_eq!(Themes::of(&sample.file).of_item(item), ["housing"]);
        let room = super::super::Room::of(&sample.file, &sample.own());
        assert_eq!(room.themes, [("housing".to_owned(), 3)]);
    }

    #[test]
    fn joins_in_a_circle_by_two_recorders_settle_on_the_last_chosen() {
        let tags = ["a", "b", "c"];
        let mut one = tagged(&tags);
        let mut two = Sample::new(2);
        two.file.join(&one.file);
        join(&mut one, "a", "b");
        join(&mut one, "b", "c");
        join(&mut two, "c", "b");
        join(&mut two, "b", "a");
        let mut both = one.file.clone();
        both.join(&two.file);
        two.file.join(&one.file);
        let names = shown(&both, &tags);
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
        assert_eq!(Themes::of(&both), Themes::of(&two.file));
    }

    /// What two recorders may do to some names: join two, or take one apart.
    fn deeds() -> impl Strategy<Value = Vec<(bool, Option<usize>, usize)>> {
        prop::collection::vec((any::<bool>(), prop::option::weighted(0.8, 0..6usize), 0..6usize), 0..14)
    }

    const NAMES: [&str; 6] = ["damp", "Mould", "cold homes", "housing", "Héalth", "transport"];

    fn play(deeds: &[(bool, Option<usize>, usize)]) -> [Sample; 2] {
        let one = tagged(&NAMES);
        let mut two = Sample::new(2);
        two.file.join(&one.file);
        let mut both = [one, two];
        for (who, from, to) in deeds {
            both[usize::from(*who)].edit(|edit| match from {
                Some(from) => join_themes(edit, NAMES[*from], NAMES[*to]),
                None => part_theme(edit, NAMES[*to]),
            });
        }
        both
    }

    proptest! {
        #[test]
        fn names_do_not_depend_on_the_order_of_joins(deeds in deeds(), split in 0..14usize) {
            let [one, two] = play(&deeds);
            let [early, _] = play(&deeds[..split.min(deeds.len())]);
            let orders = [[&one, &two, &early], [&two, &early, &one], [&early, &one, &two]].map(|order| {
                let mut file = File::default();
                for sample in order {
                    file.join(&sample.file);
                }
                File::decode(&file.encode()).unwrap()
            });
            let named = orders.each_ref().map(Themes::of);
            prop_assert_eq!(&named[0], &named[1]);
            prop_assert_eq!(&named[0], &named[2]);
            for tag in NAMES {
                // What is shown is shown for itself: no name leads to a name that leads on.
                let name = named[0].shown(tag);
                prop_assert!(named[0].named(name).is_none_or(|shown| shown == name));
            }
        }

        #[test]
        fn taking_an_alias_apart_gives_back_exactly_what_was(deeds in deeds(), from in 0..6usize, to in 0..6usize) {
            let [mut sample, _] = play(&deeds);
            let before = sample.file.clone();
            let before = Themes::of(&before);
            // A name that is shown, joined to another theme.
            let from = before.shown(NAMES[from]).to_owned();
            prop_assume!(before.shown(NAMES[to]) != from);
            prop_assert!(join(&mut sample, &from, NAMES[to]).is_some());
            prop_assert_eq!(Themes::of(&sample.file).shown(NAMES[to]), before.shown(NAMES[to]));
            prop_assert!(sample.edit(|edit| part_theme(edit, &from)).is_some());
            let after = Themes::of(&sample.file);
            for tag in NAMES {
                prop_assert_eq!(after.shown(tag), before.shown(tag));
            }
        }
    }
}
