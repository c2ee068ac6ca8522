//! The projector as lines: a page is told when it is turned to, and told again when it changes.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use super::app::App;
use super::commands;
use super::message::{Effect, Message};
use super::runtime::Runtime;
use super::screens::present;
use crate::publish::visible_lines;

/// How long a typed line waits for what the file brings.
const PATIENCE: Duration = Duration::from_millis(100);

/// Tells the projector's pages until the input ends.
pub fn run_aloud(
    runtime: &mut Runtime,
    app: &mut App,
    input: &Receiver<String>,
    output: &mut dyn Write,
) -> io::Result<()> {
    let mut told = Vec::new();
    while !runtime.has_ended() {
        // Each message says what day it is, and so whether the gate is to be asked anew.
        if !runtime.pump(app, PATIENCE) {
            runtime.handle(app, Message::Tick);
        }
        let line = match input.try_recv() {
            Ok(line) => Some(line),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                runtime.perform(app, Effect::Quit);
                None
            }
        };
        if let Some(line) = line {
            told.clear();
            for effect in typed(app, line.trim()) {
                runtime.perform(app, effect);
            }
            runtime.handle(app, Message::Tick);
        }
        let page = lines(app);
        if page != told {
            for line in page.iter().chain(time(app).iter()) {
                writeln!(output, "{}", visible_lines(line))?;
            }
            output.flush()?;
            told = page;
        }
        if let Some(notice) = app.notice.take() {
            writeln!(output, "Note: {}", visible_lines(&notice.text))?;
            output.flush()?;
        }
    }
    Ok(())
}

/// The page in front, without the time, which alone is no change.
pub(super) fn lines(app: &App) -> Vec<String> {
    present::with_face(app, |face| present::sheet(face).lines()).unwrap_or_default()
}

/// The time left, where it runs.
pub(super) fn time(app: &App) -> Option<String> {
    present::with_face(app, |face| face.time.to_owned()).filter(|time| !time.is_empty())
}

/// A number goes to a page, a slash name is a command, an empty line tells the page again.
fn typed(app: &mut App, text: &str) -> Vec<Effect> {
    if let Some(command) = text.strip_prefix('/') {
        let (name, rest) = command.split_once(' ').unwrap_or((command, ""));
        return commands::slash(app, &name.to_lowercase(), rest.trim());
    }
    let number = text.parse::<usize>().ok();
    if !text.is_empty() && !number.is_some_and(|number| present::go_to(app, number)) {
        app.warn("Type the number of a page, /next, /before or /more; /quit ends");
    }
    Vec::new()
}
