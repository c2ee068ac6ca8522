//! An edit: a small file, made under one stamp, that is joined into whatever it edits.
//!
//! One command is one stamp (a paste of 38 lines is one stamp and 38 items), so that one undo takes back one command.
//! Undo is an edit too: it writes the earlier values back under a new stamp, and so joins and survives a restart.

use std::sync::Arc;

use super::fields::{Field, List, Name, field};
use super::file::File;
use super::item::{Item, Version};
use super::stamp::{Id, Stamp};
use super::value::Value;
use super::words::PairKind;

/// An edit being made: what it looks at, and what it will join.
#[derive(Debug)]
pub struct Edit<'a> {
    view: &'a File,
    /// What stood there when whoever makes the edit looked: the view itself, or the view of a while ago.
    seen: &'a File,
    stamp: Stamp,
    delta: File,
    made: u32,
}

impl<'a> Edit<'a> {
    /// Begins an edit of what `view` shows, under a new stamp.
    pub fn new(view: &'a File, stamp: Stamp) -> Self {
        Self { view, seen: view, stamp, delta: File::new(view.kind), made: 0 }
    }

    /// The same edit by somebody who looked a while ago, and has not seen what was changed since: that stands beside.
    /// What is not in `seen` is looked at now.
    #[must_use]
    pub fn having_seen(self, seen: &'a File) -> Self {
        Self { seen, ..self }
    }

    /// The stamp of this edit.
    pub const fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// What the edit looks at.
    pub const fn view(&self) -> &'a File {
        self.view
    }

    /// The changes, to be joined into the view and into the file on disk.
    pub fn finish(self) -> File {
        self.delta
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.delta.is_empty()
    }

    /// Makes a new item and says its id.
    pub fn create(&mut self, list: &List) -> Id {
        let id = self.stamp.item(self.made);
        self.made += 1;
        self.delta.insert(list, Arc::new(Item::new(id, Vec::new())));
        id
    }

    /// The item on which a pair of things is judged; made where it is not there yet.
    pub fn pair(&mut self, about: PairKind, one: &str, other: &str) -> Id {
        let id = Id::of_pair(about.name(), one, other);
        let (one, other) = if one <= other { (one, other) } else { (other, one) };
        self.meet(&List::Pairs, id, &[(field::ABOUT, about.name()), (field::ONE, one), (field::OTHER, other)])
    }

    /// The item that holds what is said of the whole plan; made where it is not there yet.
    pub fn plan(&mut self) -> Id {
        self.meet(&List::Plans, Id::of_plan(), &[(field::ABOUT, "plan")])
    }

    /// The item that holds what was done about a theme, by the theme's key; made where it is not there yet. Its id is
    /// made of the key, so that two organisers' answers meet on it.
    pub fn answer(&mut self, theme: &str) -> Id {
        self.meet(&List::Answers, Id::of_pair(List::Answers.name(), theme, ""), &[(field::THEME, theme)])
    }

    /// The vote on a standing question at a workshop; made where it is not there yet.
    pub fn standing_vote(&mut self, workshop: &str, question: &str) -> Id {
        let id = Id::of_pair(List::Votes.name(), workshop, question);
        self.meet(&List::Votes, id, &[(field::WORKSHOP, workshop), (field::ABOUT, question)])
    }

    /// The ballot of a person in a vote; made where it is not there yet.
    pub fn ballot(&mut self, vote: Id, person: Id) -> Id {
        let (vote, person) = (vote.to_string(), person.to_string());
        let id = Id::of_pair(List::Ballots.name(), &vote, &person);
        self.meet(&List::Ballots, id, &[(field::VOTE, &vote), (field::DELEGATE, &person)])
    }

    /// How many hands a recorder counted for an option, of all or of a category; made where it is not there yet.
    pub fn hands(&mut self, vote: Id, recorder: &str, option: &str, category: &str) -> Id {
        let vote = vote.to_string();
        let id = Id::of_pair(List::Hands.name(), &vote, &format!("{recorder} {option} {category}"));
        let about = [
            (field::VOTE, vote.as_str()),
            (field::RECORDER, recorder),
            (field::OPTION, option),
            (field::CATEGORY, category),
        ];
        let about: Vec<(Field, &str)> = about.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        self.meet(&List::Hands, id, &about)
    }

    /// An item whose id is made of what it is about, so that two machines that write of it meet field by field. What
    /// it is about is never edited, and stands in it from the beginning.
    fn meet(&mut self, list: &List, id: Id, about: &[(Field, &str)]) -> Id {
        // Written under the stamp in the id, so that two machines write the very same base.
        let version = |(name, value): &(Field, &str)| Version {
            name: (*name).into(),
            at: id.stamp,
            value: (*value).into(),
            replaced_by: None,
        };
        if self.view.find(list, id).is_none_or(|item| !item.has_base()) {
            self.delta.insert(list, Arc::new(Item::new(id, about.iter().map(version).collect())));
        }
        id
    }

    /// Gives a field a value, replacing every value of it that this edit has seen.
    pub fn set(&mut self, list: &List, id: Id, field: Field, value: impl Into<Value>) {
        self.write(list, id, &field.into(), value.into());
    }

    /// Clears a field.
    pub fn clear(&mut self, list: &List, id: Id, field: Field) {
        self.write(list, id, &field.into(), Value::Null);
    }

    /// Puts an element into a set.
    pub fn put(&mut self, list: &List, id: Id, set: Field, element: &str) {
        self.write(list, id, &set.element(element), Value::Flag(true));
    }

    /// Takes an element out of a set.
    pub fn take(&mut self, list: &List, id: Id, set: Field, element: &str) {
        self.write(list, id, &set.element(element), Value::Flag(false));
    }

    /// Copies an item in unchanged, so that the file made of these edits is complete when sent alone.
    pub fn carry(&mut self, list: &List, id: Id) {
        if let Some(item) = self.view.find(list, id) {
            self.delta.insert(list, Arc::clone(item));
        }
    }

    fn write(&mut self, list: &List, id: Id, name: &Name, value: Value) {
        let seen = self.seen.find(list, id).or_else(|| self.view.find(list, id));
        let standing: Vec<&Version> = seen.map(|item| item.standing(name).collect()).unwrap_or_default();
        let mine = self.delta.find(list, id).and_then(|item| item.current(name)).is_some_and(|v| v.at == self.stamp);
        // Writing what stands alone already would only be noise in the history, as would clearing what has no value.
        let unchanged = match standing.as_slice() {
            // Of a pair a no is an answer as much as a yes, and is not asked for again.
            [] => value.is_absent() && (*name != field::SAME.into() || value == Value::Null),
            [only] => only.value == value,
            _ => false,
        };
        if unchanged && !mine {
            return;
        }
        // The whole past of the field goes along: read without the files of those who wrote it, a value that they
        // replaced would seem to stand.
        let past = seen.map(|item| item.of(name)).unwrap_or_default().iter().cloned();
        let mut versions: Vec<Version> =
            past.map(|v| Version { replaced_by: v.replaced_by.or(Some(self.stamp)), ..v }).collect();
        versions.push(Version { name: name.clone(), at: self.stamp, value, replaced_by: None });
        if mine && let Some(item) = self.delta.find(list, id) {
            // A second thought within one command: the first one was never seen by anybody.
            let kept = item.without(|n, at| n == name && at == self.stamp);
            let kept = Item::new(id, kept.versions().iter().cloned().chain(versions).collect());
            self.delta.replace(list, kept);
        } else {
            self.delta.insert(list, Arc::new(Item::new(id, versions)));
        }
    }

    /// Takes back everything done under one stamp: fields get their earlier values, new items are marked removed.
    ///
    /// Where somebody else has changed a field since, or at the same time, it stays as it is unless `over_others`; the
    /// fields passed over are returned, so that the face can ask.
    pub fn undo(&mut self, undone: Stamp, over_others: bool, is_mine: &dyn Fn(Stamp) -> bool) -> Vec<(Id, Name)> {
        let mut contested = Vec::new();
        let mut touched = false;
        let mut is_undo = false;
        for (list, item) in self.view.items() {
            if *list == List::Undos || *list == List::Runs {
                is_undo |= item.id.stamp == undone;
                continue;
            }
            if item.id.stamp == undone {
                touched = true;
                self.set(list, item.id, field::REMOVED, true);
                continue;
            }
            for version in item.versions().iter().filter(|v| v.at == undone) {
                let name = &version.name;
                let theirs =
                    version.replaced_by.is_some_and(|by| !is_mine(by)) || item.standing(name).any(|v| !is_mine(v.at));
                if theirs && !over_others {
                    contested.push((item.id, name.clone()));
                    continue;
                }
                touched = true;
                let earlier = earlier(item, name, undone).map(|v| v.value.clone());
                // A wording that was struck is not brought back, and nothing in its place would lose the words.
                if earlier.is_none() && self.view.has_struck(item.id, name) {
                    continue;
                }
                let earlier = earlier.unwrap_or_else(|| name.cleared());
                self.write(list, item.id, name, earlier);
            }
        }
        // An undo that found nothing left to change can be taken back all the same, or it would bar the way.
        if touched || is_undo && contested.is_empty() {
            let id = self.create(&List::Undos);
            self.set(&List::Undos, id, field::UNDOES, undone.to_string());
        }
        contested
    }
}

/// The value that stood in a field before the edit `undone`.
fn earlier<'a>(item: &'a Item, name: &Name, undone: Stamp) -> Option<&'a Version> {
    let of_field = || item.versions().iter().filter(|v| v.name == *name);
    // Where two edits replaced one value the lower stamp is noted, which may not be ours: then it is the latest value
    // that somebody else had replaced by then, since what this writer had replaced before it no longer saw.
    let others = |by: Stamp| by < undone && by.writer() != undone.writer();
    of_field()
        .rfind(|v| v.replaced_by == Some(undone))
        .or_else(|| of_field().rfind(|v| v.at < undone && v.replaced_by.is_some_and(others)))
}

/// The commands a recorder can take back and bring back, worked out from the file alone so that it outlives the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoStack {
    done: Vec<Stamp>,
    undone: Vec<Stamp>,
}

impl UndoStack {
    /// Reads the stack from a file: `is_mine` says which stamps are this recorder's.
    pub fn read(file: &File, is_mine: &dyn Fn(Stamp) -> bool) -> Self {
        let mut stamps: Vec<Stamp> = Vec::new();
        // That a report was written cannot be taken back: it is out.
        for (list, item) in file.items().filter(|(list, _)| !matches!(list, List::Runs | List::Exports)) {
            // Which question is on the wall is nothing that somebody wrote down.
            if !matches!(*list, List::Recorders | List::Workshops | List::Prompts) {
                stamps.extend(Some(item.id.stamp).filter(|s| is_mine(*s)));
            }
            stamps.extend(item.versions().iter().map(|v| v.at).filter(|s| is_mine(*s) && *s != item.id.stamp));
        }
        stamps.sort_unstable();
        stamps.dedup();
        let undos: std::collections::BTreeMap<Stamp, Stamp> = file
            .list(&List::Undos)
            .iter()
            .filter_map(|item| Some((item.id.stamp, item.text(field::UNDOES)?.parse().ok()?)))
            .collect();
        let mut stack = Self::default();
        for stamp in stamps {
            match undos.get(&stamp) {
                None => stack.did(stamp),
                Some(of) => stack.took_back(*of, stamp),
            }
        }
        stack
    }

    /// Notes a command: what had been undone can no longer be brought back.
    pub fn did(&mut self, stamp: Stamp) {
        self.done.push(stamp);
        self.undone.clear();
    }

    /// Notes that `by` took back `of`: an undo where `of` was done, a redo where it was itself an undo. Where it is
    /// neither, its words have been withdrawn since, and there is nothing to take back or bring back.
    pub fn took_back(&mut self, of: Stamp, by: Stamp) {
        if let Some(at) = self.done.iter().rposition(|s| *s == of) {
            self.done.remove(at);
            self.undone.push(by);
        } else if let Some(at) = self.undone.iter().rposition(|s| *s == of) {
            self.undone.remove(at);
            self.done.push(by);
        }
    }

    /// The command that undo would take back.
    pub fn to_undo(&self) -> Option<Stamp> {
        self.done.last().copied()
    }

    /// The undo that redo would take back.
    pub fn to_redo(&self) -> Option<Stamp> {
        self.undone.last().copied()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::stamp::{Clock, Writer};
    use super::*;

    fn now() -> super::super::stamp::Moment {
        chrono::DateTime::parse_from_rfc3339("2026-11-21T10:00:00Z").unwrap()
    }

    #[test]
    fn undo_gives_back_the_earlier_value_and_redo_the_later() {
        let mut clock = Clock::new(Writer::from_number(1));
        let mut file = File::default();
        let mut edit = Edit::new(&file, clock.next(now()));
        let id = edit.create(&List::Contributions);
        edit.set(&List::Contributions, id, field::TEXT, "first");
        let delta = edit.finish();
        file.join(&delta);
        let mut edit = Edit::new(&file, clock.next(now()));
        let second = edit.stamp();
        edit.set(&List::Contributions, id, field::TEXT, "second");
        edit.put(&List::Contributions, id, field::THEMES, "transport");
        let delta = edit.finish();
        file.join(&delta);
        let read = |file: &File| {
            let item = file.find(&List::Contributions, id).unwrap();
            (item.text(field::TEXT).unwrap().to_owned(), item.set(field::THEMES).count())
        };
        assert_eq!(read(&file), ("second".into(), 1));
        let mine = |_| true;
        let stack = UndoStack::read(&file, &mine);
        assert_eq!(stack.to_undo(), Some(second));
        let mut edit = Edit::new(&file, clock.next(now()));
        assert!(edit.undo(second, false, &mine).is_empty());
        let delta = edit.finish();
        file.join(&delta);
        assert_eq!(read(&file), ("first".into(), 0));
        let stack = UndoStack::read(&file, &mine);
        let redo = stack.to_redo().unwrap();
        let mut edit = Edit::new(&file, clock.next(now()));
        edit.undo(redo, false, &mine);
        let delta = edit.finish();
        file.join(&delta);
        assert_eq!(read(&file), ("second".into(), 1));
        assert_eq!(UndoStack::read(&file, &mine).to_redo(), None);
        assert_eq!(File::decode(&file.encode()).unwrap(), file);
    }

    #[test]
    fn a_second_thought_within_one_command_leaves_one_value() {
        let mut clock = Clock::new(Writer::from_number(1));
        let file = File::default();
        let mut edit = Edit::new(&file, clock.next(now()));
        let id = edit.create(&List::Workshops);
        edit.set(&List::Workshops, id, field::TITLE, "one");
        edit.set(&List::Workshops, id, field::TITLE, "two");
        let delta = edit.finish();
        let item = delta.find(&List::Workshops, id).unwrap();
        assert_eq!(item.text(field::TITLE), Some("two"));
        assert_eq!(item.versions().len(), 1);
    }
}
