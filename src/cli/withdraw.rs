//! `coplan withdraw`: take a person's words, or one entry, out of every file named and all that belongs to it, for good.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Context;
use crate::model::fields::{List, field};
use crate::model::file::{File, FileKind};
use crate::model::stamp::Id;
use crate::plan::{Copies, Copy, Gone, records_of_person, withdrawal_of_person};
use crate::store::belongings::{Belonging, belongings};
use crate::store::gather;
use crate::tui::desk::{Decision, Desk};
use crate::tui::recall::{Recall, sent};

#[derive(Debug, Args)]
pub struct Withdraw {
    /// The id of a delegate: the person and all that is theirs
    #[arg(long, value_name = "ID", conflicts_with = "item", required_unless_present_any = ["item", "copies"])]
    person: Option<String>,
    /// The id of one entry
    #[arg(long, value_name = "ID")]
    item: Option<String>,
    /// What becomes of other people's text that repeats the words: listed where it is not said
    #[arg(long, value_name = "WHAT")]
    copies: Option<Way>,
    /// What becomes of records in other sessions that were judged to be the same person
    #[arg(long, value_name = "WHAT", requires = "person")]
    same: Option<Same>,
    /// Remove reports that cannot be made again without the words
    #[arg(long)]
    yes: bool,
    /// The files: every session, plan and copy that may hold it
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Way {
    /// Show them, and change nothing
    List,
    /// Strike the wording for good
    Strike,
    /// Keep them: they are other people's own words
    Keep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Same {
    /// Withdraw them as well
    Take,
    /// Leave them as they are
    Leave,
}

/// What was found in the files named.
struct Found {
    all: File,
    belongings: Vec<Belonging>,
}

impl Withdraw {
    pub fn run(self, context: &mut Context) {
        let typed = self.person.as_deref().or(self.item.as_deref());
        let id = match typed.map(str::parse::<Id>) {
            Some(Err(_)) => {
                let typed = typed.unwrap_or_default();
                return context.tell.usage(&format!("{typed} is not an id"), "coplan show FILE --json lists the ids");
            }
            Some(Ok(id)) => Some(id),
            None => None,
        };
        super::tell::Tell::progress("Looking for every file that belongs to these");
        let Found { all, belongings } = self.find(context);
        let Some(what) = self.named(context, &all, id) else { return };
        let (copies, gone) = match id {
            Some(_) => Copies::of(&all, &what),
            None => (Copies::held(&all), Gone::default()),
        };
        if !copies.namesakes.is_empty() {
            let ids: Vec<String> = copies.namesakes.iter().map(Id::to_string).collect();
            let what = format!("somebody else here has the same name, which stays: {}", ids.join(", "));
            super::tell::Tell::note(&what);
        }
        if id.is_none() && copies.found.is_empty() {
            return context.tell.line("Nothing here waits for a decision on withdrawn words.");
        }
        let decision = match self.copies {
            Some(Way::Strike) => Decision::Strike,
            Some(Way::Keep) => Decision::Keep,
            None if copies.found.is_empty() => Decision::Keep,
            None | Some(Way::List) => {
                copies.found.iter().for_each(|copy| context.tell.line(&told(&all, copy)));
                if self.copies.is_none() {
                    let count = copies.found.len();
                    let repeat = if count == 1 { "entry of others repeats" } else { "entries of others repeat" };
                    let hint = "add --copies strike to strike the wording for good, or --copies keep to keep theirs";
                    context.tell.error(&format!("nothing is withdrawn yet: {count} {repeat} these words"), hint);
                } else if copies.found.is_empty() {
                    context.tell.line("Nothing of others repeats these words.");
                }
                return;
            }
        };
        let reports = sent(&all);
        let decided: Vec<(Copy, Decision)> = copies.found.into_iter().map(|copy| (copy, decision)).collect();
        let mut desk = Desk::new(PathBuf::new(), all, &[], context.writer);
        let change = desk.withdraw_with(what, &decided, context.wall.now());
        let recall = Recall {
            change: &change,
            gone: &gone,
            programme: &context.programme,
            today: context.wall.now().date_naive(),
            remove: self.yes,
            places: &context.places,
            open: None,
        };
        super::tell::Tell::progress(&format!("Going over {} files", belongings.len()));
        let recalled = recall.over(&belongings);
        recalled.done.iter().for_each(|line| context.tell.line(line));
        if !reports.is_empty() && id.is_some() {
            context.tell.line("Reports that went out before, and may be with people who should be told:");
            for line in &reports {
                context.tell.line(&format!("  {line}"));
            }
        }
        recalled.left.iter().for_each(|(what, hint)| context.tell.error(what, hint));
    }

    /// Reads the files and all that belongs to them. What is theirs may be told by one file and stand in another, so all
    /// are read before any is changed.
    fn find(&self, context: &mut Context) -> Found {
        let mut found = Found { all: File::new(FileKind::Plan), belongings: Vec::new() };
        let mut seen = BTreeSet::new();
        // What was read already.
        let mut read = BTreeSet::new();
        for path in &self.files {
            match belongings(path, None) {
                Ok(of) => {
                    of.unreadable.iter().for_each(|refusal| context.tell.refusal(refusal));
                    let real = |belonging: &Belonging| std::fs::canonicalize(&belonging.path).ok();
                    found.all.join(&of.own);
                    read.extend(std::fs::canonicalize(path));
                    found.belongings.extend(of.all.into_iter().filter(|belonging| seen.insert(real(belonging))));
                }
                Err(refusal) => context.tell.refusal(&refusal),
            }
        }
        let files = &mut found.belongings;
        files.retain(|belonging| {
            if belonging.part != crate::store::belongings::Part::File {
                return true;
            }
            if std::fs::canonicalize(&belonging.path).is_ok_and(|path| read.contains(&path)) {
                return true;
            }
            match gather::read_whole(&belonging.path) {
                Ok(file) => {
                    found.all.join(&file);
                    true
                }
                Err(refusal) => {
                    context.tell.refusal(&refusal);
                    false
                }
            }
        });
        found
    }

    /// Everything that goes; none where something has to be said first.
    fn named(&self, context: &mut Context, all: &File, id: Option<Id>) -> Option<Vec<crate::model::file::Withdrawal>> {
        let Some(id) = id else { return Some(Vec::new()) };
        let known = all.items().any(|(_, item)| item.id == id) || all.is_withdrawn(id);
        if !known {
            context.tell.error(&format!("{id} is in none of these files"), "");
            return None;
        }
        if self.person.is_none() {
            return Some(crate::plan::withdrawal_of(all, id));
        }
        if all.find(&List::Delegates, id).is_none() && !all.is_withdrawn(id) {
            context.tell.error(&format!("{id} is not a person"), "use --item for one entry");
            return None;
        }
        let mut records = records_of_person(all, id);
        if records.len() > 1 && self.same != Some(Same::Take) {
            if self.same.is_none() {
                for record in records.iter().filter(|record| **record != id) {
                    let person = all.find(&List::Delegates, *record);
                    let name = person.and_then(|person| person.text(field::NAME)).unwrap_or("withdrawn already");
                    context.tell.line(&format!("{record}: {name}"));
                }
                let what = "nothing is withdrawn yet: these were judged to be the same person";
                context.tell.error(what, "add --same take to withdraw them as well, or --same leave");
                return None;
            }
            records = BTreeSet::from([id]);
        }
        let mut what: Vec<_> = records.into_iter().flat_map(|record| withdrawal_of_person(all, record)).collect();
        what.sort_unstable();
        what.dedup();
        Some(what)
    }
}

/// A copy as a line: what it is, where, the words, and what they would be.
fn told(all: &File, copy: &Copy) -> String {
    let whose = match copy.list {
        List::Contributions => {
            let item = all.find(&List::Contributions, copy.id);
            let speaker = item.and_then(|item| item.link(field::SPEAKER)).and_then(|id| all.find(&List::Delegates, id));
            speaker.and_then(|person| person.text(field::NAME)).map_or_else(String::new, |name| format!(" of {name}"))
        }
        _ => String::new(),
    };
    let past = if copy.past { ", in an earlier wording" } else { "" };
    format!("{} ({}{whose}, {}{past}): {} -> {}", copy.id, copy.list.name(), copy.fields, copy.text, copy.struck)
}
