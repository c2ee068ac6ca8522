//! The command line: one subcommand a file, over the same store, desk and gate as the screen.
//!
//! Exit codes: 0 all done; 1 some input was refused or is missing, the rest is done, and each refusal is named on
//! standard error as `error:` with a `hint:`; 2 the command line itself is wrong.

mod add;
mod check;
mod export;
mod list;
mod merge;
mod new;
mod record;
mod screen;
mod show;
mod tell;
mod tools;
mod withdraw;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};

use crate::capture;
use crate::model::programme::Programme;
use crate::model::stamp::Writer;
use crate::store::{Places, paths, read};
use crate::tui::app::Settings;
use crate::tui::runtime::Wall;
use tell::Tell;

/// Run co-design workshops and turn what people say into a plan.
#[derive(Debug, Parser)]
#[command(name = "coplan", version, about, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every subcommand understands.
#[derive(Debug, Args)]
struct Common {
    /// Lines in, lines out: for screen readers and slow links
    #[arg(long, global = true)]
    plain: bool,
    /// The folder for sessions and plans
    #[arg(long, global = true, value_name = "FOLDER", env = "COPLAN_DIR", hide_env_values = true)]
    dir: Option<OsString>,
    /// Who records
    #[arg(long = "as", global = true, value_name = "NAME", env = "COPLAN_RECORDER", hide_env_values = true)]
    recorder: Option<String>,
    /// Draw lines with + - | only
    #[arg(long, global = true)]
    ascii: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a practice copy of the example workshop
    Demo,
    /// Start a session
    New(new::New),
    /// Record beside another recorder, in a file of one's own
    Record(record::Record),
    /// Continue a session or a plan
    Open {
        /// The file
        file: PathBuf,
    },
    /// List the session and plan files
    List(list::List),
    /// Add lines to a session, as they would be typed on the screen
    Add(add::Add),
    /// Summarise a file
    Show(show::Show),
    /// Check files and name every fault with its place
    Check(check::Check),
    /// Join sessions into a plan
    Merge(merge::Merge),
    /// Write a report for an audience
    Export(export::Export),
    /// Take words out of files, for good
    Withdraw(withdraw::Withdraw),
    /// Print the JSON Schema of a coplan file
    Schema,
    /// Print every command with its keys
    Keys,
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What a subcommand works with.
struct Context {
    places: Places,
    wall: Wall,
    writer: Writer,
    programme: Arc<Programme>,
    recorder: Option<String>,
    plain: bool,
    ascii: bool,
    /// What to say once on the screen: a faulty programme of one's own.
    greeting: Option<String>,
    tell: Tell,
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Not printed as clap does it, which would hand what was typed to the terminal as it is.
            let text = error.render().to_string();
            if !error.use_stderr() {
                let mut tell = Tell::new();
                tell.line(text.trim_end());
                return tell.exit();
            }
            let mut tell = Tell::new();
            tell.complaint(&text);
            return tell.exit();
        }
    };
    let mut tell = Tell::new();
    let context = match context(cli.common) {
        Ok(context) => context,
        Err(reason) => {
            tell.error(&reason, "");
            return ExitCode::from(2);
        }
    };
    let mut context = Context { tell, ..context };
    let context = &mut context;
    match cli.command {
        None => screen::run(context, screen::Start::Home),
        Some(Command::Demo) => screen::run(context, screen::Start::Practise),
        Some(Command::Open { file }) => screen::run(context, screen::Start::Open(file)),
        Some(Command::New(new)) => new.run(context),
        Some(Command::Record(record)) => record.run(context),
        Some(Command::List(list)) => list.run(context),
        Some(Command::Add(add)) => add.run(context),
        Some(Command::Show(show)) => show.run(context),
        Some(Command::Check(check)) => check.run(context),
        Some(Command::Merge(merge)) => merge.run(context),
        Some(Command::Export(export)) => export.run(context),
        Some(Command::Withdraw(withdraw)) => withdraw.run(context),
        Some(Command::Schema) => tools::schema(context),
        Some(Command::Keys) => tools::keys(context),
        Some(Command::Completions { shell }) => tools::completions(context, shell),
        Some(Command::Man) => tools::man(context),
    }
    context.tell.exit()
}

/// The clock, the writer id, the folders and the programme, as the environment and the options have them.
fn context(common: Common) -> Result<Context, String> {
    let set = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let wall = match set("COPLAN_NOW") {
        Some(text) => Wall::Fixed(
            chrono::DateTime::parse_from_rfc3339(&text)
                .map_err(|e| format!("COPLAN_NOW is not a time such as 2026-11-21T10:00:00+00:00: {e}"))?,
        ),
        None => Wall::System,
    };
    let writer = match set("COPLAN_SEED") {
        Some(seed) => Writer::from_number(
            seed.bytes().fold(0x811c_9dc5, |h: u32, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193)),
        ),
        None => Writer::from_number(random()?),
    };
    let places = Places::find(common.dir.as_deref().filter(|dir| !dir.is_empty()).map(Path::new));
    let (programme, greeting) = programme(&places);
    if let Some(greeting) = &greeting {
        Tell::note(greeting);
    }
    Ok(Context {
        places,
        wall,
        writer,
        programme: Arc::new(programme),
        recorder: common.recorder.map(|name| capture::clean(&name)).filter(|name| !name.is_empty()),
        plain: common.plain,
        ascii: common.ascii,
        greeting,
        tell: Tell::new(),
    })
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

impl Context {
    /// What the screen is told at the start.
    fn settings(&self) -> Settings {
        let synced = paths::synced_by(&self.places.sessions);
        let synced = synced.filter(|_| !self.places.sessions.exists()).map(|tool| {
            let folder = self.places.sessions.display();
            format!("Files go to {folder}, which {tool} copies elsewhere. Start with --dir FOLDER for a local one")
        });
        Settings {
            sessions: self.places.sessions.clone(),
            writer: self.writer,
            recorder: self.recorder.clone(),
            greeting: self.greeting.clone().or(synced),
        }
    }
}
