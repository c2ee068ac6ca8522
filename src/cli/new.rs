//! `coplan new`: start a session.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;

use super::{Context, screen};
use crate::capture;
use crate::model::fields::Workshop;
use crate::plan::latest_workshop;
use crate::store::{Lock, Refusal, Sort, atomic, gather, names};
use crate::tui::desk::{Desk, Details};

#[derive(Debug, Args)]
pub struct New {
    /// The file; without it, a name made of the title in the sessions folder
    file: Option<PathBuf>,
    /// What the workshop is called
    #[arg(long)]
    title: String,
    /// The Primary Care Network
    #[arg(long, default_value = "")]
    pcn: String,
    /// The day, as 2026-11-21; today where it is left out
    #[arg(long)]
    date: Option<String>,
    /// Where it is held
    #[arg(long, default_value = "")]
    place: String,
    /// The question it asks
    #[arg(long, default_value = "")]
    question: String,
    /// The table that is recorded
    #[arg(long, default_value = "")]
    table: String,
    /// Take the agenda, the details and the open actions over from an earlier session or a plan, and link to it
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Mark it as practice, so that it is never joined with real files
    #[arg(long, hide = true)]
    practice: bool,
    /// Write the file, print its path and end
    #[arg(long)]
    no_screen: bool,
}

impl New {
    pub fn run(self, context: &mut Context) {
        let screen =
            !self.no_screen && (context.plain || std::io::stdin().is_terminal() && std::io::stdout().is_terminal());
        match self.write(context) {
            Err(Failed::Usage(what)) => context.tell.usage(&what, ""),
            Err(Failed::Refused(refusal)) => context.tell.refusal(&refusal),
            Ok(path) if screen => screen::run(context, screen::Start::Open(path)),
            Ok(path) => context.tell.line(&path.to_string_lossy()),
        }
    }

    fn write(self, context: &Context) -> Result<PathBuf, Failed> {
        let now = context.wall.now();
        let today = now.date_naive();
        let date = match &self.date {
            None => today,
            Some(typed) => capture::day(typed, today)
                .ok_or_else(|| Failed::Usage(format!("--date {typed} is not a day such as 2026-11-21")))?,
        };
        let title = capture::clean(&self.title);
        if title.is_empty() {
            return Err(Failed::Usage("--title is empty".into()));
        }
        if let Some(file) =
            self.file.as_ref().filter(|file| !file.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")))
        {
            // Folders are read by it: any other name would be passed over by list, merge and the other tables.
            return Err(Failed::Usage(format!("{}: the name of a session ends in .json", file.display())));
        }
        let earlier = self.from.as_ref().map(|path| gather::read_whole(path)).transpose().map_err(Failed::Refused)?;
        let before = earlier.as_ref().and_then(latest_workshop).map(Workshop);
        let mut details = before.map(Details::following).unwrap_or_default();
        // What follows a practice workshop is practice too.
        details.practice |= self.practice;
        details.title.clone_from(&title);
        details.date = date.to_string();
        for (own, given) in
            [(&mut details.pcn, &self.pcn), (&mut details.place, &self.place), (&mut details.question, &self.question)]
        {
            if !given.is_empty() {
                *own = capture::clean(given);
            }
        }
        let mut file = Desk::workshop(&details, earlier.as_ref(), context.writer, now);
        if let Some(name) = &context.recorder {
            let mut desk = Desk::new(PathBuf::new(), file.clone(), &[], context.writer);
            desk.record_as(name, &capture::clean(&self.table), now).iter().for_each(|made| file.join(made));
        }
        let path = match self.file {
            Some(path) => path,
            None => {
                let folder = &context.places.sessions;
                context.places.make_sessions().map_err(|e| Failed::Refused(Refusal::of_io(folder, "made", &e)))?;
                names::new_path(folder, &title, &details.date)
            }
        };
        let io = |e: std::io::Error| match e.kind() {
            std::io::ErrorKind::AlreadyExists => Refusal::new(
                &path,
                Sort::Exists,
                "there is a file of this name already",
                "choose another name, or open it",
            ),
            _ => Refusal::of_io(&path, "written", &e),
        };
        let lock = Lock::take(&path).map_err(Failed::Refused)?;
        atomic::create(&path, &file.encode(), context.places.fresh(&path)).map_err(io).map_err(Failed::Refused)?;
        drop(lock);
        Ok(path)
    }
}

enum Failed {
    Usage(String),
    Refused(Refusal),
}
