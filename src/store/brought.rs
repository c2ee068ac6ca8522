//! What one file brings to a plan: worked out while many are joined, and told a line each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::doubles::{Maker, double_of};
use crate::model::fields::{List, Recorder, field};
use crate::model::file::{File, FileKind, Withdrawal};
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::plan::{Gone, hold};

/// What one file brought to the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// The file.
    pub path: PathBuf,
    /// Contributions that were not in the plan.
    pub new: usize,
    /// Contributions of which it knew something that the plan did not.
    pub updated: usize,
    /// Contributions that the plan had already, just so.
    pub same: usize,
    /// Things of any kind in which it puts two values side by side that did not clash before.
    pub clashing: usize,
    /// Contributions that stay out: they are withdrawn, or are words of somebody who has withdrawn.
    pub withdrawn: usize,
    /// Withdrawals that the plan did not know of.
    pub withdrawals: usize,
    /// People who were not in the plan.
    pub people: usize,
    /// Actions that were not in the plan.
    pub actions: usize,
    /// Ballots and counts of hands that were not in the plan, or not as the file has them.
    pub ballots: usize,
    /// Whose file it is.
    pub whose: Whose,
    /// How it comes to stand beside another file of the same table, where it does.
    pub second: Option<Second>,
}

/// Whose file it is, in the words of the file; empty where it does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// The title of the workshop.
    pub workshop: String,
    /// The table.
    pub table: String,
    /// Who recorded.
    pub recorder: String,
    /// How many sessions a plan joins; none for a session.
    pub plan: Option<usize>,
}

/// A file of a table of which another file is known: the name of that file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Second {
    /// A copy, by its name and by what it holds.
    Copy(String, Maker),
    /// The same table's file, taken at another moment or from another machine.
    Moment(String),
}

impl Brought {
    /// Whether it brings nothing that was not known.
    pub const fn is_nothing(&self) -> bool {
        self.new + self.updated + self.clashing + self.withdrawals + self.people + self.actions + self.ballots == 0
    }

    /// What it brings, in words.
    pub fn words(&self) -> String {
        let mut parts =
            vec![format!("{} new", self.new), format!("{} updated", self.updated), format!("{} already in", self.same)];
        let some = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        };
        parts.extend(some(self.clashing, "clashing", "clashing"));
        parts.extend(some(self.people, "person", "people"));
        parts.extend(some(self.actions, "action", "actions"));
        parts.extend(some(self.ballots, "ballot", "ballots"));
        parts.extend(some(self.withdrawn, "withdrawn and left out", "withdrawn and left out"));
        parts.extend(some(self.withdrawals, "withdrawal to follow", "withdrawals to follow"));
        parts.join(", ")
    }

    /// What it is, where it stands beside another file of the same table.
    pub fn second_words(&self) -> Option<String> {
        let brings = match self.new + self.updated {
            _ if self.is_nothing() => "brings nothing new".into(),
            0 => "brings no line".into(),
            1 => "brings 1 line".into(),
            lines => format!("brings {lines} lines"),
        };
        Some(match self.second.as_ref()? {
            Second::Copy(of, Maker::SyncTool) => format!("a second copy of {of} made by a sync tool: {brings}"),
            Second::Copy(of, Maker::Numbered) => format!("a second copy of {of} under a name of its own: {brings}"),
            Second::Moment(of) => format!("the same table as {of}, kept at another moment: {brings}"),
        })
    }

    /// What it brings, whose it is and what it is beside, in one line.
    pub fn line(&self) -> String {
        let whose = Some(self.whose.words()).filter(|words| !words.is_empty());
        let parts = [Some(self.words()), whose, self.second_words()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

impl Whose {
    fn of(file: &File) -> Self {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let workshop = text(file.workshop().and_then(|workshop| workshop.title()));
        if file.kind == FileKind::Plan {
            return Self { plan: Some(file.live(&List::Recorders).count()), workshop, ..Self::default() };
        }
        // What came in from somebody else's file stands first, and has a recorder of its own.
        let recorder = file.live(&List::Recorders).max_by_key(|r| !r.id.is_derived()).map(Recorder);
        let (table, name) = (recorder.and_then(|r| r.table()), recorder.and_then(|r| r.name()));
        Self { workshop, table: text(table), recorder: text(name), plan: None }
    }

    /// The workshop, the table and who recorded, as far as they are known.
    pub fn words(&self) -> String {
        let plan = match self.plan {
            None => String::new(),
            Some(1) => "a plan of 1 session".into(),
            Some(sessions) => format!("a plan of {sessions} sessions"),
        };
        let parts = [plan, self.workshop.clone(), self.table.clone(), self.recorder.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// What was met so far, to say what each file brings.
#[derive(Default)]
pub(super) struct Known {
    items: BTreeMap<List, HashMap<Id, Arc<Item>>>,
    withdrawn: BTreeSet<Withdrawal>,
    /// What was withdrawn already when it was met.
    gone: Vec<(List, Arc<Item>)>,
    /// The first file of each table.
    tables: HashMap<Id, String>,
    names: BTreeSet<String>,
}

impl Known {
    /// Takes in what the plan holds before anything is joined.
    pub(super) fn begin(&mut self, plan: &File) {
        self.take(plan);
    }

    /// What a file brings that was not known before.
    pub(super) fn bring(&mut self, path: &Path, file: &File) -> Brought {
        let brought = self.take(file);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut second = None;
        // A plan is of many tables, and second to none.
        let table = file.live(&List::Recorders).find(|recorder| !recorder.id.is_derived());
        if let Some(table) = table.filter(|_| file.kind == FileKind::Session) {
            second = self.tables.get(&table.id).map(|first| {
                let copy = double_of(path, &|name| self.names.contains(name));
                copy.map_or_else(|| Second::Moment(first.clone()), |(of, maker)| Second::Copy(of, maker))
            });
            self.tables.entry(table.id).or_insert_with(|| name.clone());
        }
        self.names.insert(name);
        Brought { path: path.to_owned(), whose: Whose::of(file), second, ..brought }
    }

    /// Holds back what repeats words that were withdrawn: they are in hand now, and at no later time. Says how much.
    pub(super) fn hold(mut self, plan: &mut File) -> usize {
        let gone = |item: &Arc<Item>| plan.is_withdrawn(item.id);
        let mut met = self.gone;
        met.retain(|(_, item)| gone(item));
        for list in [List::Delegates, List::Contributions, List::Actions, List::Updates] {
            let known = self.items.remove(&list).unwrap_or_default();
            met.extend(known.into_values().filter(gone).map(|item| (list.clone(), item)));
        }
        let ids = met.iter().map(|(_, item)| item.id).collect();
        let gone = Gone::of(met.iter().map(|(list, item)| (list, item)), plan, &ids);
        hold(plan, &gone).size()
    }

    fn take(&mut self, file: &File) -> Brought {
        let mut brought = Brought::default();
        let before = self.withdrawn.len();
        self.withdrawn.extend(file.withdrawn().iter().cloned());
        brought.withdrawals = self.withdrawn.len() - before;
        for (list, items) in file.lists() {
            let said = *list == List::Contributions;
            let voted = matches!(list, List::Ballots | List::Hands);
            if !self.items.contains_key(list) {
                self.items.insert(list.clone(), HashMap::new());
            }
            let Some(known) = self.items.get_mut(list) else { continue };
            for item in items {
                if is_withdrawn(&self.withdrawn, item, said) {
                    brought.withdrawn += usize::from(said);
                    self.gone.push((list.clone(), Arc::clone(item)));
                    continue;
                }
                match known.get_mut(&item.id) {
                    None => {
                        brought.clashing += usize::from(item.clashes().next().is_some());
                        if said {
                            brought.new += 1;
                        } else if item.has_base() && !item.is_removed() {
                            brought.people += usize::from(*list == List::Delegates);
                            brought.actions += usize::from(*list == List::Actions);
                            brought.ballots += usize::from(voted);
                        }
                        known.insert(item.id, Arc::clone(item));
                    }
                    Some(mine) if Arc::ptr_eq(mine, item) || *mine == *item => brought.same += usize::from(said),
                    Some(mine) => {
                        let joined = mine.join(item);
                        if joined == **mine {
                            brought.same += usize::from(said);
                        } else {
                            brought.updated += usize::from(said);
                            brought.ballots += usize::from(voted);
                            brought.clashing += usize::from(joined.clashes().count() > mine.clashes().count());
                            *mine = Arc::new(joined);
                        }
                    }
                }
            }
        }
        brought
    }
}

/// Whether an item is withdrawn, or holds words of somebody who has withdrawn.
fn is_withdrawn(withdrawn: &BTreeSet<Withdrawal>, item: &Item, said: bool) -> bool {
    if withdrawn.is_empty() {
        return false;
    }
    let named = |id: Id| withdrawn.contains(&Withdrawal::Item(id));
    named(item.id) || said && item.link(field::SPEAKER).is_some_and(named)
}
