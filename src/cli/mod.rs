//! The command line: one subcommand a file, over the same store, desk and gate as the screen.
//!
//! Read in this order: `line` (every subcommand and option, and [`run`], which calls the file of the one asked for),
//! `context` (clock, folders, programme, recorder: what each subcommand is given), `tell` (the one way to speak) and `progress` (while it works), then
//! any subcommand: a struct of its options, which is its own help, and `run`. To add a subcommand: a file here, a row in
//! the enum of `line`, and a line in its `match`.
//!
//! Exit codes: 0 all done; 1 some input was refused or is missing, the rest is done, and each refusal is named on
//! standard error as `error:` with a `hint:`; 2 the command line itself is wrong.

mod add;
mod changes;
mod check;
mod context;
mod copies;
mod export;
mod import;
mod line;
mod list;
mod merge;
mod new;
mod progress;
mod record;
mod screen;
mod show;
mod tell;
mod tools;
mod withdraw;

use context::Context;
use line::Cli;
pub use line::run;
