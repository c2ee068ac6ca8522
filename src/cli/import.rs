//! `coplan import`: other people's files into a session or a plan, told before it is written.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::{Context, add};
use crate::import::source::Named;
use crate::import::{Fault, Made, Mapping, Preview, Source, choose, find, make, presets};
use crate::model::fields::List;
use crate::model::file::{File, FileKind};
use crate::store::copies::{self, Why};
use crate::store::keeper::Kept;
use crate::store::{Keeper, Lock, Opened, Refusal, Sort, atomic, gather, merge, names, sources};
use crate::tui::desk::{Desk, Details};

/// How long the disk may take at the end.
const CLOSING: Duration = Duration::from_secs(30);

/// The kinds that come with the program, for the help.
const KINDS: &str = "Kinds: msforms, googleforms, eventbrite, parabol, zoom-poll, teams, polis, minutes, meeting, lines, \
                     table, and the names of mappings that were remembered";

#[derive(Debug, Args)]
#[command(after_help = KINDS)]
pub struct Import {
    /// A file, or the folder of a Polis export
    source: PathBuf,
    /// The session or plan; a session of its own where it is not there yet
    #[arg(long, value_name = "FILE")]
    into: PathBuf,
    /// What sort of file it is; found out where it is left out
    // The id of the option for the recorder, in whose place it stands here.
    #[arg(id = "recorder", long = "as", value_name = "KIND")]
    kind: Option<String>,
    /// The mapping: a TOML file, which is remembered by its name
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// What the source is called: rows that come again under this name are known again
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The report as JSON
    #[arg(long)]
    json: bool,
}

impl Import {
    pub fn run(self, context: &mut Context) {
        match self.bring(context) {
            Ok(()) => {}
            Err(Failed::Usage(what, hint)) => context.tell.usage(&what, &hint),
            Err(Failed::Refused(refusal)) => context.tell.refusal(&refusal),
        }
    }

    fn bring(self, context: &mut Context) -> Result<(), Failed> {
        let files = sources::read_source(&self.source)?;
        let path = std::fs::canonicalize(&self.source).unwrap_or_else(|_| self.source.clone());
        let called = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let files = files.into_iter().map(|(name, bytes)| Named { name, bytes }).collect();
        let mut source = Source::new(&called, files);
        if let Some(name) = self.name.as_deref().map(crate::capture::clean).filter(|name| !name.is_empty()) {
            source.name = name;
        }
        let mapping = self.mapping(context, &source)?;
        let found = find(&source, &mapping).map_err(|fault| self.refused(&fault))?;
        drop(std::mem::take(&mut source.files));
        let (target, is_new) = self.target(context, found.title.as_deref().unwrap_or(&source.name))?;
        let Made { news, preview } = make(found, &mapping, &source.name, &target, &context.programme);
        let written = !self.dry_run && !news.is_empty();
        if written {
            self.write(context, target, &news, is_new)?;
            if self.map.is_some() {
                sources::remember(&context.places, &mapping.name, &mapping.to_toml())?;
            }
        }
        self.tell(context, &preview, written);
        if preview.is_nothing() && preview.known + preview.known_people + preview.withdrawn == 0 {
            let hint = "say which column is what in a mapping: [columns] with lines such as \"Comment\" = \"text\"";
            context.tell.error("nothing in it is taken in", hint);
        }
        Ok(())
    }

    /// The mapping that was named, else the one that the source calls for.
    fn mapping(&self, context: &mut Context, source: &Source) -> Result<Mapping, Failed> {
        if let Some(file) = &self.map {
            let mut mapping = Mapping::parse(&sources::read_text(file)?, &file.to_string_lossy())
                .map_err(|fault| Refusal::new(file, Sort::Failed, fault.reason_at(), fault.hint.clone()))?;
            if mapping.name.is_empty() {
                mapping.name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            }
            if mapping.title.is_empty() {
                mapping.title = mapping.name.clone();
            }
            return Ok(mapping);
        }
        let mut own = Vec::new();
        for (file, text) in sources::remembered(&context.places) {
            let path = context.places.mappings().join(&file);
            match text
                .map_err(|refusal| refusal.to_string())
                .and_then(|text| Mapping::parse(&text, &path.to_string_lossy()).map_err(|fault| fault.to_string()))
            {
                Ok(mapping) => own.push(mapping),
                Err(reason) => super::tell::Tell::note(&format!("{reason}. This mapping is not used")),
            }
        }
        // A name that says who records, from before the subcommand or the environment, says nothing of the source.
        let kind = self.kind.as_deref().filter(|kind| context.recorder.as_deref() != Some(kind));
        let Some(kind) = kind else {
            return choose(source, &own).map_err(|fault| self.refused(&fault).into());
        };
        let named = own.iter().find(|mapping| mapping.name == kind || names::mapping_name(&mapping.name) == kind);
        named.or_else(|| presets::named(kind)).cloned().ok_or_else(|| {
            let known: Vec<&str> = presets::presets().iter().chain(&own).map(|mapping| mapping.name.as_str()).collect();
            Failed::Usage(format!("--as {kind} is no kind of source"), format!("one of {}", known.join(", ")))
        })
    }

    /// What the file holds now; where it is not there, a session for the source.
    fn target(&self, context: &Context, title: &str) -> Result<(File, bool), Failed> {
        match gather::read_whole(&self.into) {
            Ok(file) if file.kind == FileKind::Session && file.live(&List::Workshops).next().is_none() => {
                let hint = "give it one with coplan open, or import into a new file";
                Err(Refusal::new(&self.into, Sort::NotCoplan, "it has no workshop to bring this into", hint).into())
            }
            Ok(file) => Ok((file, false)),
            Err(refusal) if refusal.sort == Sort::Missing => {
                if !self.into.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
                    let what = format!("{}: the name of a session ends in .json", self.into.display());
                    return Err(Failed::Usage(what, String::new()));
                }
                let now = context.wall.now();
                let date = now.date_naive().to_string();
                let details = Details { title: title.to_owned(), date, ..Details::default() };
                Ok((Desk::workshop(&details, None, context.writer, now), true))
            }
            Err(refusal) => Err(refusal.into()),
        }
    }

    fn write(&self, context: &Context, mut target: File, news: &File, is_new: bool) -> Result<(), Failed> {
        let fresh = context.places.fresh(&self.into);
        if is_new {
            target.join(news);
            let lock = Lock::take(&self.into)?;
            atomic::create(&self.into, &target.encode(), fresh)
                .map_err(|e| Refusal::of_io(&self.into, "written", &e))?;
            drop(lock);
            return Ok(());
        }
        if target.kind == FileKind::Plan {
            let lock = Lock::wait(&self.into, merge::PATIENCE)?.ok_or_else(|| merge::held(&self.into))?;
            // Read again under the lock: somebody may have written it meanwhile.
            let before = gather::read_whole(&self.into)?;
            copies::keep(&self.into, &before, Why::Joining(1), context.wall.now())?;
            let mut plan = before;
            plan.join(news);
            atomic::replace(&self.into, &plan.encode(), fresh)
                .map_err(|e| Refusal::of_io(&self.into, "written", &e))?;
            drop(lock);
            return Ok(());
        }
        let Opened { path, file, lock: Some(lock), known, .. } = add::take(&self.into)? else { return Ok(()) };
        let keeper = Keeper::start(Kept { path, file, known, lock, fresh }, |_| {});
        keeper.join(news.clone());
        let ended = keeper.stop(CLOSING);
        match ended.refusal {
            Some(refusal) if ended.waiting > 0 => Err(refusal.into()),
            _ if ended.waiting > 0 => {
                let hint = "see that the disk has room, and import again: nothing comes in twice";
                Err(Refusal::new(&self.into, Sort::Failed, "what came in could not be saved", hint).into())
            }
            _ => Ok(()),
        }
    }

    fn tell(&self, context: &mut Context, preview: &Preview, written: bool) {
        if self.json {
            let columns: Vec<_> = preview
                .columns
                .iter()
                .map(|c| json!({"name": c.name, "meaning": c.meaning.name(), "personal": c.personal}))
                .collect();
            let skipped: Vec<_> = preview.skipped.iter().map(|s| json!({"line": s.line, "why": s.why})).collect();
            let left_out: Vec<_> = preview.left_out.iter().map(|l| json!({"what": l.what, "why": l.why})).collect();
            return context.tell.json(&json!({
                "source": preview.source, "kind": preview.mapping.name, "into": self.into.to_string_lossy(),
                "written": written, "read": preview.read, "columns": columns, "rows": preview.rows,
                "delegates": preview.people, "contributions": preview.said, "actions": preview.actions,
                "votes": preview.votes, "counted": preview.counted, "known": preview.known,
                "known_delegates": preview.known_people, "withdrawn": preview.withdrawn,
                "consent": preview.mapping.level().number(), "skipped": skipped, "left_out": left_out,
                "notes": preview.note_lines(),
            }));
        }
        preview.lines().iter().for_each(|line| context.tell.line(line));
        context.tell.line(&if self.dry_run {
            "Nothing was written: this was a dry run.".to_owned()
        } else if written {
            format!("Written into {}", self.into.display())
        } else {
            format!("Nothing was written: {} holds all of it.", self.into.display())
        });
    }

    fn refused(&self, fault: &Fault) -> Refusal {
        Refusal::new(&self.source, Sort::NotText, fault.to_string(), fault.hint.clone())
    }
}

enum Failed {
    Usage(String, String),
    Refused(Refusal),
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
