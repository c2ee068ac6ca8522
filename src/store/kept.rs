//! Which kept copies of a plan there are, and what their names say.
//!
//! They stand in a folder beside the plan, `plan.copies/plan.20260312T104200.joining-6.json`: when and before what is
//! in the name, because nothing about the act of saving is in a file. What somebody put there under a name of their own
//! is told by its day too, where the name has one.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::names::{export_stem, folder_of, is_hidden, is_json};
use super::read::read;
use super::refusal::{Refusal, Sort};
use crate::model::fields::List;
use crate::model::file::File;

/// What the folder is called after the plan's name.
const FOLDER: &str = ".copies";
/// How the time stands in a name: the wall's, to the second.
const TIME: &str = "%Y%m%dT%H%M%S";

/// Before what a copy is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// So many files were to be joined.
    Joining(usize),
    /// The plan was to be taken back to an earlier copy.
    Restoring,
    /// The plan was to be exported.
    Exporting,
}

impl Why {
    /// What stands in the name.
    fn name(self) -> String {
        match self {
            Self::Joining(files) => format!("joining-{files}"),
            Self::Restoring => "restoring".into(),
            Self::Exporting => "exporting".into(),
        }
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "restoring" => Some(Self::Restoring),
            "exporting" => Some(Self::Exporting),
            name => name.strip_prefix("joining-")?.parse().ok().map(Self::Joining),
        }
    }

    /// The same for people.
    pub fn words(self) -> String {
        match self {
            Self::Joining(1) => "before joining 1 file".into(),
            Self::Joining(files) => format!("before joining {files} files"),
            Self::Restoring => "before an earlier copy was restored".into(),
            Self::Exporting => "before an export".into(),
        }
    }
}

/// A kept copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub path: PathBuf,
    /// When it was kept, by the wall; none where its name says nothing of it.
    pub at: Option<NaiveDateTime>,
    /// The second, third copy of one second.
    pub(super) nth: u32,
    /// Before what; none where somebody put a file there under a name of their own.
    pub why: Option<Why>,
    /// The contributions in it, or why it cannot be read.
    pub holds: Result<usize, Refusal>,
}

impl Kept {
    /// When and before what it was kept, and what is in it: `12 March 2026 10:42, before joining 6 files, 231
    /// contributions`.
    pub fn words(&self) -> String {
        let name = || self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let holds = match &self.holds {
            Ok(1) => "1 contribution".into(),
            Ok(count) => format!("{count} contributions"),
            Err(refusal) => format!("cannot be read: {}", refusal.reason),
        };
        [Some(self.at.map_or_else(name, time_words)), self.why.map(Why::words), Some(holds)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// A copy known by its name alone.
    fn named(plan: &Path, path: PathBuf) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let rest = name.strip_prefix(&export_stem(plan)).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
        let (time, why) = rest.split_once('.').unwrap_or((rest, ""));
        let (to_second, nth) = time.split_once('-').map_or((time, 1), |(time, nth)| (time, nth.parse().unwrap_or(1)));
        let at = NaiveDateTime::parse_from_str(to_second, TIME).ok();
        let nth = if at.is_some() { nth } else { 1 };
        Self { path, at: at.or_else(|| of_digits(rest)), nth, why: Why::named(why), holds: Ok(0) }
    }

    /// The name of a copy that is kept at a time, the nth of that second.
    pub(super) fn name(plan: &Path, at: NaiveDateTime, nth: u32, why: Why) -> String {
        let nth = if nth > 1 { format!("-{nth}") } else { String::new() };
        format!("{}.{}{nth}.{}.json", export_stem(plan), at.format(TIME), why.name())
    }
}

/// A time as somebody else writes it in a name: its digits, the day first.
fn of_digits(name: &str) -> Option<NaiveDateTime> {
    let digits: Vec<u32> = name.chars().filter_map(|c| c.to_digit(10)).collect();
    let number = |from: usize, to: usize| digits.get(from..to).map(|part| part.iter().fold(0, |n, d| n * 10 + d));
    let day = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(4, 6)?, number(6, 8)?)?;
    let part = |from: usize| number(from, from + 2).unwrap_or(0);
    let time = NaiveTime::from_hms_opt(part(8), part(10), part(12)).unwrap_or_default();
    Some(day.and_time(time))
}

fn time_words(at: NaiveDateTime) -> String {
    at.format("%-d %B %Y %H:%M").to_string()
}

/// The folder in which a plan's copies are kept.
pub fn folder(plan: &Path) -> PathBuf {
    folder_of(plan).join(format!("{}{FOLDER}", export_stem(plan)))
}

/// Whether a folder is one of kept copies, by its name.
pub fn is_copies(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name.to_string_lossy().ends_with(FOLDER))
}

/// The copies of a plan, the oldest first, without looking into them.
pub(super) fn named(plan: &Path) -> std::io::Result<Vec<Kept>> {
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder(plan))? {
        let path = entry?.path();
        if path.file_name().is_some_and(is_json) && !is_hidden(&path) && path.is_file() {
            copies.push(Kept::named(plan, path));
        }
    }
    copies.sort_by(|a, b| (a.at, a.nth, &a.path).cmp(&(b.at, b.nth, &b.path)));
    Ok(copies)
}

/// The copies of a plan, the newest first, with what is in each.
pub fn list(plan: &Path) -> Result<Vec<Kept>, Refusal> {
    let copies = match named(plan) {
        Ok(copies) => copies,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Refusal::of_io(&folder(plan), "listed", &e)),
    };
    let count = |path: &Path| read(path).map(|file| file.live(&List::Contributions).count());
    Ok(copies.into_iter().rev().map(|kept| Kept { holds: count(&kept.path), ..kept }).collect())
}

/// The copies of a plan whose day is known, the newest first, without looking into them.
pub fn dated(plan: &Path) -> Vec<Kept> {
    let copies = named(plan).unwrap_or_default().into_iter().rev();
    copies.filter(|kept| kept.at.is_some()).collect()
}

/// The copy that is meant by a path or by a day, of which it is the last one kept then or before.
pub fn find(plan: &Path, typed: &str, day: Option<NaiveDate>) -> Result<PathBuf, Refusal> {
    let path = PathBuf::from(typed);
    if path.is_file() {
        return Ok(path);
    }
    let copies = dated(plan);
    let named = copies.iter().find(|copy| copy.path.file_name() == path.file_name());
    let until = copies.iter().find(|copy| day.zip(copy.at).is_some_and(|(day, at)| at.date() <= day));
    if let Some(copy) = named.or(until) {
        return Ok(copy.path.clone());
    }
    let kept: Vec<String> = copies.iter().filter_map(|copy| Some(copy.at?.date().to_string())).collect();
    let hint = match kept.as_slice() {
        [] => "no copy of this plan is kept: name a file to compare it with".to_owned(),
        kept => format!("copies are kept of {}", kept.join(", ")),
    };
    let reason = if day.is_some() { "no copy was kept then or before" } else { "there is no such file" };
    Err(Refusal::new(&path, Sort::Missing, reason, hint))
}

/// The day of which a copy tells: the day it was kept where its name says so, else the last day anything was written.
pub fn day_of(plan: &Path, copy: &Path, file: &File) -> Option<NaiveDate> {
    let written = || file.latest().and_then(|stamp| stamp.time()).map(|time| time.date_naive());
    Kept::named(plan, copy.to_owned()).at.map(|at| at.date()).or_else(written)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_means_the_last_copy_kept_then_or_before() {
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("plan.json");
        let copies_of = folder.path().join("plan.copies");
        fs::create_dir(&copies_of).unwrap();
        let names = [
            "plan.2026-03-12T091500.json",
            "plan.20260410T173000.joining-6.json",
            "other.20260411.json",
            "plan.note.json",
        ];
        for name in names {
            fs::write(copies_of.join(name), "").unwrap();
        }
        assert_eq!(dated(&plan).len(), 2);
        let found = |day: &str| {
            let day: NaiveDate = day.parse().unwrap();
            let path = find(&plan, &day.to_string(), Some(day)).ok()?;
            Some(path.file_name().unwrap().to_str().unwrap().to_owned())
        };
        assert_eq!(found("2026-03-11"), None);
        assert_eq!(found("2026-03-12").as_deref(), Some(names[0]));
        assert_eq!(found("2026-04-09").as_deref(), Some(names[0]));
        assert_eq!(found("2026-05-01").as_deref(), Some(names[1]));
        let refusal = find(&plan, "2026-03-01", "2026-03-01".parse().ok()).unwrap_err();
        assert!(refusal.hint.contains("2026-04-10, 2026-03-12"), "{}", refusal.hint);
    }
}
