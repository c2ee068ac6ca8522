//! Every subcommand and option, and what runs for each.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use super::context::Context;
use super::tell::Tell;
use super::{add, changes, check, copies, export, import, list, merge, new, record, screen, show, tools, withdraw};

/// Run co-design workshops and turn what people say into a plan.
#[derive(Debug, Parser)]
#[command(name = "coplan", version, about, max_term_width = 100, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every subcommand understands.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Lines in, lines out: for screen readers and slow links
    #[arg(long, global = true)]
    pub(super) plain: bool,
    /// The folder for sessions and plans
    #[arg(long, global = true, value_name = "FOLDER", env = "COPLAN_DIR", hide_env_values = true)]
    pub(super) dir: Option<OsString>,
    /// Who records
    #[arg(long = "as", global = true, value_name = "NAME", env = "COPLAN_RECORDER", hide_env_values = true)]
    pub(super) recorder: Option<String>,
    /// Draw lines with + - | only
    #[arg(long, global = true)]
    pub(super) ascii: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a practice copy of the example workshop, or of one of your own
    Demo {
        /// Rehearse this session: its agenda and card, invented people, nothing that was said
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Start a session
    New(new::New),
    /// Record beside another recorder, in a file of one's own
    Record(record::Record),
    /// Continue a session or a plan
    Open {
        /// The file
        file: PathBuf,
    },
    /// Show the room what it may read, in a window for the projector
    Present {
        /// The session
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
    /// Say what changed since an earlier copy of a plan
    Changes(changes::Changes),
    /// Join sessions into a plan
    Merge(merge::Merge),
    /// List the kept copies of a plan
    Copies(copies::Copies),
    /// Take a plan back to one of its kept copies
    Restore(copies::Restore),
    /// Write a report for an audience
    Export(export::Export),
    /// Bring in other people's files: tables, form answers, consultations, minutes
    Import(import::Import),
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

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let mut tell = Tell::new();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Not printed as clap does it, which would hand what was typed to the terminal as it is.
            let text = error.render().to_string();
            if error.use_stderr() {
                tell.complaint(&text);
            } else {
                tell.lines(text.trim_end());
            }
            return tell.exit();
        }
    };
    let mut context = match Context::find(cli.common) {
        Ok(context) => context,
        Err(reason) => {
            tell.usage(&reason, "");
            return tell.exit();
        }
    };
    let context = &mut context;
    match cli.command {
        None => screen::run(context, screen::Start::Home),
        Some(Command::Demo { from: None }) => screen::run(context, screen::Start::Practise),
        Some(Command::Demo { from: Some(file) }) => screen::run(context, screen::Start::Rehearse(file)),
        Some(Command::Open { file }) => screen::run(context, screen::Start::Open(file)),
        Some(Command::Present { file }) => screen::run(context, screen::Start::Project(file)),
        Some(Command::New(new)) => new.run(context),
        Some(Command::Record(record)) => record.run(context),
        Some(Command::List(list)) => list.run(context),
        Some(Command::Add(add)) => add.run(context),
        Some(Command::Show(show)) => show.run(context),
        Some(Command::Check(check)) => check.run(context),
        Some(Command::Changes(changes)) => changes.run(context),
        Some(Command::Merge(merge)) => merge.run(context),
        Some(Command::Copies(copies)) => copies.run(context),
        Some(Command::Restore(restore)) => restore.run(context),
        Some(Command::Export(export)) => export.run(context),
        Some(Command::Import(import)) => import.run(context),
        Some(Command::Withdraw(withdraw)) => withdraw.run(context),
        Some(Command::Schema) => tools::schema(context),
        Some(Command::Keys) => tools::keys(context),
        Some(Command::Completions { shell }) => tools::completions(context, shell),
        Some(Command::Man) => tools::man(context),
    }
    context.tell.exit()
}
