//! Calling words back: going over every file that belongs to a session or plan, and making its reports again.
//!
//! The command line and the screen both do it here. What could not be reached is named, never passed over.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate};

use crate::export;
use crate::model::fields::{List, Sent, field};
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::words::Audience;
use crate::plan::Gone;
use crate::publish::{Ask, Document, Report, publish_for};
use crate::store::belongings::{Belonging, Part};
use crate::store::names::{export_stem, same_file};
use crate::store::read::read_bytes;
use crate::store::siblings::Known;
use crate::store::withdraw::{Outcome, withdraw, withdraw_from_damaged};
use crate::store::{Places, Refusal, atomic, gather};

/// What goes, and how reports are made again.
#[derive(Debug)]
pub struct Recall<'a> {
    /// What goes, and what stands in the place of wordings that are struck.
    pub change: &'a File,
    /// The words and names, to find them where no item says whose they are.
    pub gone: &'a Gone,
    /// The stages, prompts and lists that reports are made with.
    pub programme: &'a Programme,
    /// The day that reports are made on.
    pub today: NaiveDate,
    /// Whether a report that cannot be made again is removed.
    pub remove: bool,
    /// The folders of this machine.
    pub places: &'a Places,
    /// The file that is open, as it is now; what is on disk may be behind it.
    pub open: Option<(&'a Path, &'a File)>,
}

/// What was done.
#[derive(Debug, Default)]
pub struct Recalled {
    /// What was done, a line for each file.
    pub done: Vec<String>,
    /// What was not, and what to do about it.
    pub left: Vec<(String, String)>,
}

impl Recalled {
    /// Adds what else was done.
    pub fn add(&mut self, other: Self) {
        self.done.extend(other.done);
        self.left.extend(other.left);
    }

    fn leave(&mut self, what: impl Into<String>, hint: &str) {
        self.left.push((what.into(), hint.to_owned()));
    }

    /// Names what could not be read or written.
    pub fn refuse(&mut self, refusal: &Refusal) {
        self.left.push((refusal.to_string(), refusal.hint.clone()));
    }
}

impl Recall<'_> {
    /// Goes over these files. Reports come last, when all they are made of has been gone over.
    pub fn over(&self, all: &[Belonging]) -> Recalled {
        let mut recalled = Recalled::default();
        for belonging in all {
            let name = belonging.path.display();
            match &belonging.part {
                Part::File => self.file(&belonging.path, &mut recalled),
                Part::Damaged => match withdraw_from_damaged(&belonging.path, self.gone) {
                    Ok(0) => {}
                    Ok(1) => recalled.done.push(format!("{name}: 1 line taken out of this damaged copy")),
                    Ok(count) => recalled.done.push(format!("{name}: {count} lines taken out of this damaged copy")),
                    Err(refusal) => recalled.refuse(&refusal),
                },
                Part::Export(_) | Part::Other => {}
            }
        }
        let mut reports = Reports::default();
        let mut made = 0;
        for belonging in all {
            match &belonging.part {
                Part::Export(of) => made += usize::from(self.export(&belonging.path, of, &mut reports, &mut recalled)),
                Part::Other => self.other(&belonging.path, &mut recalled),
                _ => {}
            }
        }
        if made > 0 {
            recalled.done.push(format!("{made} {} made again", if made == 1 { "report" } else { "files of reports" }));
        }
        recalled
    }

    fn file(&self, path: &Path, recalled: &mut Recalled) {
        let name = path.display();
        match withdraw(path, self.change, self.gone) {
            Ok(Outcome::Done { items: 0, struck: 0, draft: false }) => {
                recalled.done.push(format!("{name}: nothing of it was here; the withdrawal is noted"));
            }
            Ok(Outcome::Done { items, struck, draft }) => {
                let struck = if struck > 0 { format!(", {struck} of others decided on") } else { String::new() };
                let draft = if draft { ", and struck from its half-typed line" } else { "" };
                recalled.done.push(format!("{name}: {items} entries taken out{struck}{draft}"));
            }
            Ok(Outcome::Pending) => recalled
                .leave(format!("{name}: pending, another window has it open"), "close it there and withdraw again"),
            Err(refusal) => recalled.refuse(&refusal),
        }
    }

    /// Makes a report again under its own name; says whether it could.
    fn export(&self, path: &Path, of: &Path, reports: &mut Reports, recalled: &mut Recalled) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if export::told(&export_stem(of), &name).is_none() {
            // A name that only looks like ours, in a folder that any file may have named.
            self.other(path, recalled);
            return false;
        }
        match reports.bytes(self, path, of) {
            Some(bytes) => match atomic::overwrite(path, &bytes, self.places.fresh(path)) {
                Ok(_) => true,
                Err(e) => {
                    recalled.refuse(&Refusal::of_io(path, "written", &e));
                    false
                }
            },
            None if self.remove => {
                match atomic::remove(path) {
                    Ok(()) => recalled.done.push(format!("{}: removed, it cannot be made again", path.display())),
                    Err(e) => recalled.refuse(&Refusal::of_io(path, "removed", &e)),
                }
                false
            }
            None => {
                let what = format!("{}: this report cannot be made again, and may hold the words", path.display());
                recalled.leave(what, "--yes removes it");
                false
            }
        }
    }

    /// What is no report of ours is not ours to change, but its owner is told.
    fn other(&self, path: &Path, recalled: &mut Recalled) {
        let name = path.display();
        match read_bytes(path).map(String::from_utf8) {
            Ok(Ok(text)) if self.gone.taken_out_of(&text).is_some() => {
                recalled.leave(format!("{name}: holds the words, and is none of coplan's files"), "delete it yourself");
            }
            Ok(Ok(_)) => {}
            Ok(Err(_)) => recalled.leave(
                format!("{name}: not looked into, and may still hold the words"),
                "read it, and delete it if it does",
            ),
            Err(refusal) => recalled.refuse(&refusal),
        }
    }
}

/// The files and documents that reports are made of, each read and told once.
#[derive(Default)]
struct Reports {
    files: HashMap<PathBuf, Option<File>>,
    documents: BTreeMap<(PathBuf, &'static str, Audience), Document<'static>>,
}

impl Reports {
    /// The bytes that a file of a report holds now; none where it is no longer among the files of its report.
    fn bytes(&mut self, recall: &Recall<'_>, path: &Path, of: &Path) -> Option<Vec<u8>> {
        let stem = export_stem(of);
        let name = path.file_name()?.to_string_lossy().into_owned();
        let (report, audience, formats) = export::told(&stem, &name)?;
        let open = recall.open.filter(|(path, _)| same_file(path, of)).map(|(_, file)| file);
        let file = match open {
            Some(file) => file,
            None => self.files.entry(of.to_owned()).or_insert_with(|| read_with_siblings(of)).as_ref()?,
        };
        let document = self.documents.entry((of.to_owned(), report.name, audience)).or_insert_with(|| {
            let ask = Ask { audience, today: recall.today };
            let published = publish_for(report, file, recall.programme, &ask, None);
            (report.write)(&published).kept()
        });
        let files = export::files(document, &stem, report.name, audience, &formats).ok()?;
        files.into_iter().find(|(made, _)| *made == name).map(|(_, made)| made.bytes())
    }
}

/// A file as its own window shows it: with what the other tables wrote beside it.
fn read_with_siblings(path: &Path) -> Option<File> {
    let mut file = gather::read_whole(path).ok()?;
    for (_, sibling) in Known::default().look(path, &file, Duration::ZERO).arrived {
        file.join(&sibling);
    }
    Some(file)
}

/// Which reports were written before, for whom and when, so that people can be told.
pub fn sent(file: &File) -> Vec<String> {
    let told = file.list(&List::Exports).iter().map(|item| {
        let sent = Sent(item);
        let report = sent.report().map_or("A report", |name| Report::named(name).map_or(name, |report| report.title));
        let whom = sent.audience().map_or("somebody", Audience::title);
        let day = sent.time().and_then(|time| DateTime::parse_from_rfc3339(time).ok());
        let day = day.map_or_else(|| "an unknown day".into(), |day| day.format("%-d %B %Y").to_string());
        let formats: Vec<&str> = item.set(field::FORMATS).collect();
        format!("{report} for {whom}, {day} ({}), written to {}", formats.join(", "), sent.folder().unwrap_or_default())
    });
    let mut told: Vec<String> = told.collect();
    told.dedup();
    told
}
