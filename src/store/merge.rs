//! Many files into one plan file, and the report of what came from where.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::atomic::{self, Fresh, replace_with};
use super::brought::Known;
pub use super::brought::{Brought, Second, Whose};
use super::copies::{self, Why};
use super::gather::{Progress, gather_each, join_edits};
use super::lock::Lock;
use super::names::edits_path;
use super::read::read;
use super::refusal::{Refusal, Sort};
use crate::model::fields::{List, field};
use crate::model::file::{File, FileKind, Withdrawal};
use crate::model::item::Item;
use crate::model::pile::Pile;
use crate::model::stamp::{Id, Moment};
use crate::plan::{Clashes, is_practice, withdrawal_of};

/// How long a merge waits for a plan that another window holds.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// What a merge did, or would do.
#[derive(Debug, Default)]
pub struct Merge {
    /// The plan as it is now.
    pub plan: File,
    /// What each file brought, in the order they were read.
    pub brought: Vec<Brought>,
    /// What could not be read or was not let in.
    pub refused: Vec<Refusal>,
    /// Whether the plan file holds anything that it did not before.
    pub changed: bool,
    /// The sessions that were not in the plan before, by their recorders: what undoing the merge leaves out.
    pub sessions: Vec<Id>,
    /// Things of any kind with two values for a field.
    pub clashing: usize,
    /// Entries named by a withdrawal.
    pub withdrawn: usize,
    /// Items of other people that repeat withdrawn words which a file brought, and are held back until somebody decides.
    pub held: usize,
    /// Contributions of people who have withdrawn, found in a file that did not know it, and now withdrawn too.
    pub withdrawn_now: usize,
}

impl Merge {
    /// How many workshops the plan joins.
    pub fn workshops(&self) -> usize {
        self.plan.live(&List::Workshops).count()
    }

    /// How many contributions the plan holds.
    pub fn contributions(&self) -> usize {
        self.plan.live(&List::Contributions).count()
    }

    /// What it all comes to, a line each.
    pub fn totals(&self) -> Vec<String> {
        let sum = |of: fn(&Brought) -> usize| self.brought.iter().map(of).sum::<usize>();
        let mut lines = vec![
            format!("{} files joined, {} refused", self.brought.len(), self.refused.len()),
            format!(
                "{} workshops, {} contributions, {} withdrawn",
                self.workshops(),
                self.contributions(),
                self.withdrawn
            ),
            format!("{} new, {} updated, {} clashing", sum(|b| b.new), sum(|b| b.updated), self.clashing),
        ];
        if self.withdrawn_now > 0 {
            lines.push(format!(
                "{} of them are words of people who have withdrawn, and are withdrawn now",
                self.withdrawn_now
            ));
        }
        if self.held > 0 {
            let (what, wait) = if self.held == 1 { ("1 entry of other people repeats", "is") } else { ("", "are") };
            let what =
                if self.held == 1 { what.into() } else { format!("{} entries of other people repeat", self.held) };
            lines.push(format!(
                "{what} withdrawn words, and {wait} held back from reports: coplan withdraw --copies list PLAN shows where"
            ));
        }
        lines
    }

    /// The report without the plan, to be looked through.
    pub fn into_tally(self) -> Tally {
        let mut totals = self.totals();
        totals.extend((!self.changed).then(|| NOTHING_NEW.to_owned()));
        Tally { totals, brought: self.brought, refused: self.refused }
    }

    /// The report for people, a line each.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.totals();
        lines.push(String::new());
        lines.extend(self.brought.iter().map(|brought| format!("{}: {}", brought.path.display(), brought.line())));
        lines.extend(self.refused.iter().map(|refusal| format!("not joined: {refusal}")));
        if !self.changed {
            lines.push(NOTHING_NEW.into());
        }
        lines
    }
}

/// The report of a merge: what it all comes to, and each file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What it all comes to, a line each.
    pub totals: Vec<String>,
    /// What each file brought, in the order they were read.
    pub brought: Vec<Brought>,
    /// What could not be read or was not let in.
    pub refused: Vec<Refusal>,
}

/// What is said where every file was known already.
pub const NOTHING_NEW: &str = "Nothing changed: the plan held all of it already.";

/// Joins files and folders into a plan file. `write` is the time at which the plan is written; without it nothing is.
///
/// A file that cannot be read is named in the report and the others are joined. An existing plan is joined, never
/// replaced, and one that cannot be read is an error: it is never written over. The plan as it was is kept beside it
/// first. `go_on` hears after each file how far it has come; where it answers no, the plan is left as it was.
pub fn merge(
    paths: &[PathBuf],
    out: &Path,
    fresh: Fresh,
    write: Option<Moment>,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Result<Merge, Refusal> {
    let lock = if write.is_some() { Some(Lock::wait(out, PATIENCE)?.ok_or_else(|| held(out))?) } else { None };
    let mut edits = Ok(false);
    let plan = match read(out) {
        Ok(mut plan) if plan.kind == FileKind::Plan => {
            edits = join_edits(out, &mut plan);
            Some(plan)
        }
        // Joining would make a plan of it, and nobody could go on recording.
        Ok(_) => {
            let hint = "name a plan, or a file that is not there yet";
            return Err(Refusal::new(out, Sort::Exists, "it is a session, not a plan", hint));
        }
        Err(refusal) if refusal.sort == Sort::Missing => None,
        Err(refusal) => return Err(refusal),
    };
    let before = plan.clone();
    let mut merge = join_all(paths, out, plan.unwrap_or_else(|| File::new(FileKind::Plan)), go_on)?;
    // What cannot be read of them stays where it is: the next opening of the plan keeps it aside.
    let edits = edits.unwrap_or_else(|refusal| {
        merge.refused.push(refusal);
        false
    });
    merge.changed = before.as_ref().is_none_or(|before| *before != merge.plan);
    if let Some(now) = write.filter(|_| merge.changed && !merge.brought.is_empty()) {
        if let Some(before) = &before {
            copies::keep(out, before, Why::Joining(merge.brought.len()), now)?;
        }
        replace_with(out, &|to| atomic::write_whole(&merge.plan, to), fresh)
            .map_err(|e| Refusal::of_io(out, "written", &e))?;
        if edits {
            // They stand in the plan now; left there, they would keep what the plan has to forget.
            let edits = edits_path(out);
            atomic::remove(&edits).map_err(|e| Refusal::of_io(&edits, "removed", &e))?;
        }
        // What a file told was withdrawn stands in no kept copy any longer either.
        if merge.withdrawn_now > 0 || merge.brought.iter().any(|brought| brought.withdrawals > 0) {
            copies::forget(out, &merge.plan);
        }
    }
    drop(lock);
    Ok(merge)
}

pub(super) fn held(out: &Path) -> Refusal {
    Refusal::new(
        out,
        Sort::Denied,
        "another window has the plan open",
        "close it there, or join the files in that window",
    )
}

/// Joins files and folders into what a plan holds, in memory; see [`merge`]. Whoever works in the background sends the
/// progress on from `go_on`, and answers from it whether somebody has asked to stop.
pub fn join_all(
    paths: &[PathBuf],
    out: &Path,
    plan: File,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Result<Merge, Refusal> {
    let mut merge = Merge::default();
    // Whether the plan is a practice one is settled by the first real workshop, in it or among the files: a practice
    // file that somebody copied beside real ones waits until it is known that there are none.
    let mut practice = is_practice(&plan);
    let mut waiting = Vec::new();
    let mut known = Known::default();
    let mut pile = Pile::default();
    known.begin(&plan);
    let had: BTreeSet<Id> = plan.list(&List::Recorders).iter().map(|r| r.id).collect();
    pile.push(plan);
    let own = fs::canonicalize(out).ok();
    let all = gather_each(paths, go_on, &mut |path, file| {
        if own.is_some() && fs::canonicalize(&path).ok() == own {
            return;
        }
        let file = match file {
            Ok(file) => file,
            Err(refusal) => return merge.refused.push(refusal),
        };
        let theirs = is_practice(&file);
        if theirs.is_some() && practice.is_some() && theirs != practice {
            return merge.refused.push(mixes(&path));
        }
        if theirs == Some(true) && practice.is_none() {
            return waiting.push((path, file));
        }
        practice = practice.or(theirs);
        merge.brought.push(known.bring(&path, &file));
        pile.push(file);
    });
    if !all {
        let reason = "the merge was stopped before it was done, and nothing was written";
        return Err(Refusal::new(out, Sort::Stopped, reason, "run it again to join the files"));
    }
    for (path, file) in waiting {
        if practice == Some(false) {
            merge.refused.push(mixes(&path));
        } else {
            merge.brought.push(known.bring(&path, &file));
            pile.push(file);
        }
    }
    merge.plan = pile.into_file();
    merge.plan.kind = FileKind::Plan;
    let has = merge.plan.list(&List::Recorders).iter().map(|r| r.id);
    merge.sessions = has.filter(|id| !had.contains(id)).collect();
    merge.withdrawn_now = withdraw_late_words(&mut merge.plan);
    merge.held = known.hold(&mut merge.plan);
    merge.withdrawn = merge.plan.withdrawn().len();
    merge.clashing = Clashes::of(&merge.plan).len();
    Ok(merge)
}

fn mixes(path: &Path) -> Refusal {
    let reason = "practice files and real ones are never joined";
    Refusal::new(path, Sort::NotCoplan, reason, "join them into a plan of their own")
}

/// Names the words of withdrawn people, with the actions made of them, that a file brought which did not know of the withdrawal.
pub(super) fn withdraw_late_words(plan: &mut File) -> usize {
    if plan.withdrawn().is_empty() {
        return 0;
    }
    let said = plan.list(&List::Contributions).iter();
    let speaker = |said: &Item| {
        let mut speaker = None;
        said.glance(|field, value| {
            if field == field::SPEAKER {
                speaker = value.text();
            }
        });
        speaker.and_then(|id| id.parse().ok())
    };
    let late = said.filter(|c| speaker(c).is_some_and(|speaker| plan.is_withdrawn(speaker)));
    let late: Vec<Id> = late.map(|c| c.id).collect();
    let count = late.len();
    if count > 0 {
        let named: Vec<Withdrawal> = late.into_iter().flat_map(|id| withdrawal_of(plan, id)).collect();
        plan.withdraw(named);
    }
    count
}
