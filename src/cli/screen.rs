//! The full screen and the plain face: started at home, at a file, or at the practice workshop.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use super::Context;
use crate::store;
use crate::tui::aloud::run_aloud;
use crate::tui::app::App;
use crate::tui::message::{Effect, Message};
use crate::tui::plain::run_plain;
use crate::tui::runtime::Runtime;
use crate::tui::theme::Theme;

/// Where to start.
pub enum Start {
    /// At home.
    Home,
    /// At a file.
    Open(PathBuf),
    /// At the practice workshop.
    Practise,
    /// At a practice copy of a file.
    Rehearse(PathBuf),
    /// At the projector's view of a file.
    Project(PathBuf),
}

/// Runs a face until the person at the keys ends it.
pub fn run(context: &mut Context, start: Start) {
    let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !context.plain && !terminal {
        context
            .tell
            .error("this is not a terminal that a screen can be drawn on", "use --plain for lines in, lines out");
        return;
    }
    let mut app = App::new(context.programme.clone(), context.settings(), context.wall.now());
    let mut runtime = Runtime::new(context.places.clone(), context.wall);
    runtime.list_recent(matches!(start, Start::Home));
    // Whether this machine continued the file before decides what is asked.
    runtime.pump(&mut app, Duration::ZERO);
    let projects = matches!(start, Start::Project(_));
    match start {
        Start::Home => {}
        Start::Open(path) if Runtime::is_large(&path) => runtime.perform(&app, Effect::Open(path)),
        // Named on the command line and not readable: an error as of any other command.
        Start::Open(path) => match store::open(&std::path::absolute(&path).unwrap_or(path)) {
            Ok(opened) => runtime.handle(&mut app, Message::Opened(Ok(Box::new(opened)))),
            Err(refusal) => return context.tell.refusal(&refusal),
        },
        Start::Practise => runtime.perform(&app, Effect::Practise),
        Start::Rehearse(path) => {
            let writer = app.settings.writers.draw();
            match runtime.rehearsal(&app, &path, writer).and_then(|made| store::open(&made)) {
                Ok(opened) => runtime.handle(&mut app, Message::Opened(Ok(Box::new(opened)))),
                Err(refusal) => return context.tell.refusal(&refusal),
            }
        }
        Start::Project(path) => {
            if let Err(refusal) = runtime.project(&mut app, &path) {
                return context.tell.refusal(&refusal);
            }
        }
    }
    let ran = if context.plain && projects {
        run_aloud(&mut runtime, &mut app, &typed(), &mut io::stdout())
    } else if context.plain {
        run_plain(&mut runtime, &mut app, &mut io::stdin().lock(), &mut io::stdout())
    } else {
        runtime.run_screen(&mut app, Theme::detect(context.ascii))
    };
    if let Err(error) = ran {
        // Where the terminal is gone there is nobody to tell; what was typed is saved all the same.
        runtime.perform(&app, Effect::Quit);
        if !matches!(error.kind(), io::ErrorKind::BrokenPipe) {
            context
                .tell
                .error(&format!("the terminal failed: {error}"), "everything that was shown as saved is on disk");
        }
    }
    if let Some(lost) = runtime.lost() {
        let why = lost.refusal.as_ref().map_or_else(String::new, |r| format!(": {r}"));
        context.tell.error(&format!("{} changes could not be saved{why}", lost.waiting), "");
    }
}

/// The lines of standard input as they are typed, while something else is told.
fn typed() -> Receiver<String> {
    let (send, lines) = channel();
    thread::spawn(move || {
        // Ends with the input, or where nobody reads on; what is not text is no command.
        for line in io::stdin().lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}
