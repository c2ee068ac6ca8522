//! `coplan import`: other people's files into a session or a plan, told before it is written.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Context;
use super::tell::Tell;
use crate::capture::clean;
use crate::import::{Made, Mapping, Preview, Source, choose, find, make, presets};
use crate::store::{Refusal, incoming, names, sources};
use crate::tui::intake;

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
        let mut source = intake::read(&self.source)?;
        if let Some(name) = self.name.as_deref().map(clean).filter(|name| !name.is_empty()) {
            source.name = name;
        }
        let mapping = self.mapping(context, &source)?;
        let found = find(&source, &mapping).map_err(|fault| intake::refusal(&self.source, &fault))?;
        // What was found holds all that is needed: the bytes go before the items are made.
        source.files.clear();
        let title = found.title.as_deref().unwrap_or(&source.name);
        let there = intake::target(&self.into)?;
        let is_new = there.is_none();
        let now = context.wall.now();
        let day = found.day.unwrap_or_else(|| now.date_naive());
        let mut target = there.unwrap_or_else(|| intake::session(title, day, context.writer, now));
        let Made { news, preview } = make(found, &mapping, &source.name, &target, &context.programme);
        let written = !self.dry_run && !news.is_empty();
        if written {
            let fresh = context.places.fresh(&self.into);
            if is_new {
                target.join(&news);
                incoming::begin(&self.into, &target, fresh)?;
            } else {
                incoming::bring_in(&self.into, &news, fresh, now)?;
            }
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
            let mut mapping = Mapping::parse(&sources::read_text(file)?, "").map_err(|f| intake::refusal(file, &f))?;
            if mapping.name.is_empty() {
                mapping.name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            }
            if mapping.title.is_empty() {
                mapping.title = mapping.name.clone();
            }
            return Ok(mapping);
        }
        let (own, faults) = intake::own_mappings(&context.places);
        for fault in &faults {
            Tell::note(fault);
        }
        // The environment says who records, and nothing of the source.
        let recorder = std::env::var("COPLAN_RECORDER").ok();
        let kind = self.kind.as_deref().filter(|kind| recorder.as_deref() != Some(kind));
        let Some(kind) = kind else {
            return choose(source, &own).map_err(|fault| intake::refusal(&self.source, &fault).into());
        };
        let named = own.iter().find(|mapping| mapping.name == kind || names::mapping_name(&mapping.name) == kind);
        named.or_else(|| presets::named(kind)).cloned().ok_or_else(|| {
            let known: Vec<&str> = presets::presets().iter().chain(&own).map(|mapping| mapping.name.as_str()).collect();
            Failed::Usage(format!("--as {kind} is no kind of source"), format!("one of {}", known.join(", ")))
        })
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
