//! What people and other programs may want to know of coplan itself: schema, keys, completions, manual.

use clap::CommandFactory;

use super::{Cli, Context};
use crate::model::schema;
use crate::tui::help;

/// Prints the JSON Schema of a file.
pub fn schema(context: &mut Context) {
    context.tell.raw(format!("{:#}\n", schema::schema()).as_bytes());
}

/// Prints every command with its keys.
pub fn keys(context: &mut Context) {
    context.tell.raw(help::table().as_bytes());
}

/// Prints the completions of a shell.
pub fn completions(context: &mut Context, shell: clap_complete::Shell) {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "coplan", &mut bytes);
    context.tell.raw(&bytes);
}

/// Prints the manual page.
pub fn man(context: &mut Context) {
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(Cli::command()).render(&mut bytes);
    context.tell.raw(&bytes);
}
