//! What a subcommand is given: the clock, the writer id, the folders and the programme.

use std::path::Path;
use std::sync::Arc;

use super::line::Common;
use super::tell::Tell;
use crate::capture;
use crate::model::programme::Programme;
use crate::model::stamp::{Writer, Writers};
use crate::store::{Places, paths, read};
use crate::tui::app::Settings;
use crate::tui::wall::Wall;

/// What a subcommand works with.
pub(super) struct Context {
    pub(super) places: Places,
    pub(super) wall: Wall,
    /// The id of this run for the one file that a subcommand writes.
    pub(super) writer: Writer,
    /// Where the screen draws an id for each file it opens.
    pub(super) writers: Writers,
    pub(super) programme: Arc<Programme>,
    pub(super) recorder: Option<String>,
    pub(super) plain: bool,
    pub(super) ascii: bool,
    /// What to say once on the screen: a faulty programme of one's own.
    pub(super) greeting: Option<String>,
    pub(super) tell: Tell,
}

impl Context {
    /// The clock, the writer id, the folders and the programme, as the environment and the options have them.
    pub(super) fn find(common: Common) -> Result<Self, String> {
        let set = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        let wall = match set("COPLAN_NOW") {
            Some(text) => Wall::set(&text)?,
            None => Wall::system(),
        };
        let number = match set("COPLAN_SEED") {
            Some(seed) => seed.bytes().fold(0x811c_9dc5, |h: u32, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193)),
            None => random()?,
        };
        let writers = Writers::new(number);
        let places = Places::find(common.dir.as_deref().filter(|dir| !dir.is_empty()).map(Path::new));
        let (programme, greeting) = programme(&places);
        if let Some(greeting) = &greeting {
            Tell::note(greeting);
        }
        Ok(Self {
            places,
            wall,
            writer: writers.clone().draw(),
            writers,
            programme: Arc::new(programme),
            recorder: common.recorder.map(|name| capture::clean(&name)).filter(|name| !name.is_empty()),
            plain: common.plain,
            ascii: common.ascii,
            greeting,
            tell: Tell::new(),
        })
    }

    /// What the screen is told at the start.
    pub(super) fn settings(&self) -> Settings {
        let synced = paths::synced_by(&self.places.sessions);
        let synced = synced.filter(|_| !self.places.sessions.exists()).map(|tool| {
            let folder = self.places.sessions.display();
            format!("Files go to {folder}, which {tool} copies elsewhere. Start with --dir FOLDER for a local one")
        });
        Settings {
            sessions: self.places.sessions.clone(),
            writers: self.writers.clone(),
            recorder: self.recorder.clone(),
            greeting: self.greeting.clone().or(synced),
        }
    }
}

/// A random number for a writer id.
fn random() -> Result<u32, String> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).map_err(|e| format!("the system gives no random numbers: {e}"))?;
    Ok(u32::from_le_bytes(bytes))
}

/// The user's own programme over the embedded one; a faulty one is named and not used.
fn programme(places: &Places) -> (Programme, Option<String>) {
    let path = places.programme_file();
    if !path.exists() {
        return (Programme::embedded().clone(), None);
    }
    let own = read::read_bytes(&path).map_err(|refusal| refusal.to_string()).and_then(|bytes| {
        let text = String::from_utf8(bytes).map_err(|_| format!("{}: it is not UTF-8 text", path.display()))?;
        Programme::embedded_with(&text, &path.to_string_lossy()).map_err(|fault| fault.to_string())
    });
    match own {
        Ok(programme) => (programme, None),
        Err(reason) => {
            (Programme::embedded().clone(), Some(format!("{reason}. The programme that comes with coplan is used")))
        }
    }
}
