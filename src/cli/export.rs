//! `coplan export`: a report for an audience, through the one gate.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::Context;
use super::changes::earlier;
use super::tell::Tell;
use crate::export::{FORMATS, Made, Order, Rendered, files, preview};
use crate::model::file::{File, FileKind};
use crate::model::words::{Audience, Grouping};
use crate::publish::{Ask, CHANGES, REPORTS, Report};
use crate::store::copies::Why;
use crate::store::names::export_stem;
use crate::store::withdraw::note;
use crate::store::{Refusal, Sort, atomic, copies, gather};
use crate::tui::desk::Desk;

#[derive(Debug, Args)]
pub struct Export {
    /// The session or plan
    file: PathBuf,
    /// Which report; the plan of a plan and the summary of a session where it is left out
    #[arg(long, value_name = "NAME")]
    report: Option<String>,
    /// The earlier copy that the report of changes compares with, or a day such as 2026-03-12
    #[arg(long, value_name = "COPY|DATE")]
    since: Option<String>,
    /// What the words are grouped by: stage, part (of the agenda), theme or table
    #[arg(long, value_name = "BY", default_value = "stage")]
    group: String,
    /// The formats
    #[arg(long = "to", value_name = "FORMAT", required_unless_present = "preview", num_args = 1.., value_delimiter = ',')]
    to: Vec<String>,
    /// Who it is for: team, board, delegates or public
    #[arg(long = "for", value_name = "AUDIENCE")]
    audience: String,
    /// The folder to write into
    #[arg(short = 'o', long = "output", value_name = "FOLDER", required_unless_present = "preview")]
    folder: Option<PathBuf>,
    /// Write over files that are there
    #[arg(long)]
    force: bool,
    /// Print its text and write nothing
    #[arg(long, conflicts_with_all = ["to", "folder", "force"])]
    preview: bool,
}

impl Export {
    pub fn run(self, context: &mut Context) {
        let Some(audience) = Audience::named(&self.audience) else {
            let known: Vec<&str> = Audience::ALL.iter().map(|a| a.name()).collect();
            let what = format!("there is no audience {}", self.audience);
            return context.tell.usage(&what, &format!("choose one of {}", known.join(", ")));
        };
        let file = match gather::read_whole(&self.file) {
            Ok(file) => file,
            Err(refusal) => return context.tell.refusal(&refusal),
        };
        // It is gone over a few times and closed: a large plan is not to be held a second time, field by field.
        file.read_in_place();
        let name = self.report.as_deref().unwrap_or_else(|| Report::usual(file.kind));
        let Some(report) = Report::named(name) else {
            let known: Vec<&str> = REPORTS.iter().map(|r| r.name).collect();
            return context
                .tell
                .usage(&format!("there is no report {name}"), &format!("choose one of {}", known.join(", ")));
        };
        let Some(grouping) = Grouping::named(&self.group) else {
            let known: Vec<&str> = Grouping::ALL.iter().map(|g| g.name()).collect();
            let what = format!("nothing is grouped by {}", self.group);
            return context.tell.usage(&what, &format!("choose one of {}", known.join(", ")));
        };
        let ask = Ask { audience, today: context.wall.now().date_naive() };
        let earlier = match &self.since {
            Some(since) => match earlier(&self.file, since, ask.today) {
                Ok((day, earlier)) => Some((earlier, day)),
                Err(refusal) => return context.tell.refusal(&refusal),
            },
            None if report.name == CHANGES => {
                let hint = "--since and an earlier copy of the plan, or a day such as 2026-03-12";
                return context.tell.usage("the report of changes needs to know since when", hint);
            }
            None => None,
        };
        let order = Order { report, ask, grouping, earlier: earlier.as_ref() };
        let programme = Arc::clone(&context.programme);
        let written = order.make(&file, &programme, |made| self.send(context, &order, &file, made));
        // Nothing of the report is held any more when the plan is written anew.
        drop(earlier);
        self.remember(context, file, &written);
    }

    /// Writes what was made, or prints it; says which files were written.
    fn send(&self, context: &mut Context, order: &Order<'_>, file: &File, made: &Made<'_>) -> Vec<PathBuf> {
        let (report, audience) = (order.report, order.ask.audience);
        for line in &made.left_out {
            Tell::note(&format!("left out for {}: {line}", audience.title()));
        }
        match &made.overflow {
            Some((over, true)) => {
                let (what, hint) = (format!("{} is not written: {}", report.title, over.words()), over.hint());
                context.tell.error(&what, hint);
                return Vec::new();
            }
            Some((over, false)) => {
                Tell::note(&format!("{} is longer than it should be: {}", report.title, over.words()));
            }
            None => {}
        }
        let Some(folder) = self.folder.as_ref().filter(|_| !self.preview) else {
            for line in preview(&made.document, usize::MAX).0 {
                context.tell.line(&line);
            }
            return Vec::new();
        };
        let formats: Vec<&str> = self.to.iter().map(String::as_str).collect();
        let files = match files(&made.document, &export_stem(&self.file), report.name, audience, &formats) {
            Ok(files) => files,
            Err(what) => {
                let known: Vec<&str> = FORMATS.iter().map(|f| f.name).collect();
                context.tell.usage(&what, &format!("choose among {}", known.join(", ")));
                return Vec::new();
            }
        };
        // Kept as it goes out. An export changes nothing in the plan, so it goes on where that fails.
        if file.kind == FileKind::Plan
            && let Err(refusal) = copies::keep(&self.file, file, Why::Exporting, context.wall.now())
        {
            Tell::note(&format!("no copy of the plan was kept: {refusal}"));
        }
        if let Err(error) = fs::create_dir_all(folder) {
            context.tell.refusal(&Refusal::of_io(folder, "made", &error));
            return Vec::new();
        }
        for line in &made.to_check {
            Tell::note(line);
        }
        self.write(context, folder, files)
    }

    /// Writes the files, each refusal told, and says which were written.
    fn write(&self, context: &mut Context, folder: &Path, files: Vec<(String, Rendered<'_>)>) -> Vec<PathBuf> {
        let mut written = Vec::new();
        for (name, made) in files {
            let path = folder.join(name);
            let fresh = context.places.fresh(&path);
            // A link is never written through: it may lead anywhere.
            let write = if self.force { atomic::overwrite_with } else { atomic::create_with };
            match write(&path, &atomic::buffered(|to| made.write(to)), fresh) {
                Ok(_) => {
                    context.tell.line(&path.to_string_lossy());
                    written.push(path);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    let hint = "use --force to write over it";
                    let what = "there is a file of this name already";
                    context.tell.refusal(&Refusal::new(&path, Sort::Exists, what, hint));
                }
                Err(error) => context.tell.refusal(&Refusal::of_io(&path, "written", &error)),
            }
        }
        written
    }

    /// Notes in the file what went out to whom. That it cannot be noted is no reason to refuse a report.
    fn remember(&self, context: &Context, file: File, written: &[PathBuf]) {
        if written.is_empty() {
            return;
        }
        let change = Desk::new(self.file.clone(), file, &[], context.writer).note_exports(written, context.wall.now());
        let Some(change) = change else { return };
        let noted = note(&self.file, &change);
        if !matches!(noted, Ok(true)) {
            let why = noted.err().map_or_else(|| "another window has it open".into(), |refusal| refusal.to_string());
            Tell::note(&format!("{} does not remember this report: {why}", self.file.display()));
        }
    }
}
