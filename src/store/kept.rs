//! Kept copies of a plan: what it was before files were taken in, in a folder beside it.
//!
//! `northfield.json` has them in `northfield.copies`, each named after the moment it was kept.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::names::{folder_of, is_hidden, is_json};
use super::refusal::{Refusal, Sort};

/// A kept copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where it is.
    pub path: PathBuf,
    /// When it was kept, by its name.
    pub at: NaiveDateTime,
}

/// The folder in which the copies of a plan are kept.
fn folder(plan: &Path) -> PathBuf {
    let stem = plan.file_stem().unwrap_or_default().to_string_lossy();
    folder_of(plan).join(format!("{stem}.copies"))
}

/// The kept copies of a plan, the latest first; none where there is no folder of them.
pub fn copies(plan: &Path) -> Vec<Kept> {
    let entries = fs::read_dir(folder(plan)).into_iter().flatten().flatten().map(|entry| entry.path());
    let ours = entries.filter(|path| path.file_name().is_some_and(is_json) && !is_hidden(path));
    let mut copies: Vec<Kept> = ours.filter_map(|path| Some(Kept { at: kept_at(plan, &path)?, path })).collect();
    copies.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    copies
}

/// When a file was kept as a copy, by its name: the digits that follow the name of the plan, day first and time after.
fn kept_at(plan: &Path, copy: &Path) -> Option<NaiveDateTime> {
    let stem = plan.file_stem()?.to_string_lossy().into_owned();
    let name = copy.file_stem()?.to_string_lossy().into_owned();
    let digits: Vec<u32> =
        name.strip_prefix(&stem)?.strip_prefix('.')?.chars().filter_map(|c| c.to_digit(10)).collect();
    let number = |from: usize, to: usize| digits.get(from..to).map(|part| part.iter().fold(0, |n, d| n * 10 + d));
    let day = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(4, 6)?, number(6, 8)?)?;
    let part = |from: usize| number(from, from + 2).unwrap_or(0);
    let time = NaiveTime::from_hms_opt(part(8), part(10), part(12)).unwrap_or_default();
    Some(day.and_time(time))
}

/// The copy that is meant by a path or by a day, of which it is the last one kept then or before.
pub fn find(plan: &Path, typed: &str, day: Option<NaiveDate>) -> Result<PathBuf, Refusal> {
    let path = PathBuf::from(typed);
    if path.is_file() {
        return Ok(path);
    }
    let copies = copies(plan);
    let named = copies.iter().find(|copy| copy.path.file_name() == path.file_name());
    let until = copies.iter().find(|copy| day.is_some_and(|day| copy.at.date() <= day));
    if let Some(copy) = named.or(until) {
        return Ok(copy.path.clone());
    }
    let kept: Vec<String> = copies.iter().map(|copy| copy.at.date().to_string()).collect();
    let hint = match kept.as_slice() {
        [] => "no copy of this plan is kept: name a file to compare it with".to_owned(),
        kept => format!("copies are kept of {}", kept.join(", ")),
    };
    let reason = if day.is_some() { "no copy was kept then or before" } else { "there is no such file" };
    Err(Refusal::new(&path, Sort::Missing, reason, hint))
}

/// The day of which a copy tells: the day it was kept where its name says so, else the last day anything was written.
pub fn day_of(plan: &Path, copy: &Path, file: &crate::model::file::File) -> Option<NaiveDate> {
    let written = || file.latest().and_then(|stamp| stamp.time()).map(|time| time.date_naive());
    kept_at(plan, copy).map(|at| at.date()).or_else(written)
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
        assert_eq!(copies(&plan).len(), 2);
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
