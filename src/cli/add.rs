//! `coplan add`: capture lines from arguments or standard input, by the grammar of the screen.

use std::io::BufRead;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{Context, record};
use crate::store::incoming::take;
use crate::store::keeper::Kept;
use crate::store::{Keeper, Opened};
use crate::tui::app::{App, Screen};
use crate::tui::desk::{Desk, SAFEGUARDING_NOTED};
use crate::tui::message::Effect;
use crate::tui::overlays::{Overlay, Pending};
use crate::tui::screens::run;
use crate::tui::update::happen;

/// How long the disk may take at the end.
const CLOSING: Duration = Duration::from_secs(30);

#[derive(Debug, Args)]
pub struct Add {
    /// The session
    file: PathBuf,
    /// The lines; from standard input where there are none. One that begins with a hyphen goes after --
    lines: Vec<String>,
    /// Each line of the input is a JSON string, which can carry line breaks
    #[arg(long)]
    jsonl: bool,
}

impl Add {
    pub fn run(self, context: &mut Context) {
        let opened = match context.recorder.clone() {
            Some(name) => record::sibling(context, &self.file, &name, "").and_then(|path| take(&path)),
            None => take(&self.file),
        };
        let opened = match opened {
            Ok(opened) => opened,
            Err(refusal) => return context.tell.refusal(&refusal),
        };
        let Opened { path, file, siblings, unreadable, lock: Some(lock), known, .. } = opened else { return };
        for refusal in &unreadable {
            context.tell.refusal(refusal);
        }
        let siblings: Vec<_> = siblings.into_iter().map(|(_, file)| file).collect();
        let mut app = App::new(context.programme.clone(), context.settings(), context.wall.now());
        app.desk = Some(Desk::new(path.clone(), file.clone(), &siblings, context.writer));
        app.screen = Screen::Run;
        let fresh = context.places.fresh(&path);
        let mut keeper = Keeper::start(Kept { path: path.clone(), file, known, lock, fresh }, |_| {});
        let mut taken = 0;
        let mut add = |context: &mut Context, number: usize, line: &str| {
            app.now = context.wall.now();
            match enter(&mut app, line, &mut keeper) {
                Ok(told) => {
                    taken += 1;
                    if let Some(told) = told {
                        context.tell.line(&told);
                    }
                }
                Err(reason) => context.tell.error(&format!("line {number}: {reason}"), ""),
            }
        };
        if self.lines.is_empty() {
            let mut input = std::io::stdin().lock();
            let mut bytes = Vec::new();
            for number in 1.. {
                bytes.clear();
                match input.read_until(b'\n', &mut bytes) {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(error) => {
                        context.tell.error(&format!("the input ended early: {error}"), "the lines before are added");
                        break;
                    }
                }
                let Ok(line) = std::str::from_utf8(&bytes) else {
                    context.tell.error(&format!("line {number}: it is not UTF-8 text"), "");
                    continue;
                };
                let line = line.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
                match unwrap(line, self.jsonl) {
                    Ok(line) => add(context, number, &line),
                    Err(reason) => context.tell.error(&format!("line {number}: {reason}"), ""),
                }
            }
        } else {
            for (at, line) in self.lines.iter().enumerate() {
                match unwrap(line, self.jsonl) {
                    Ok(line) => add(context, at + 1, &line),
                    Err(reason) => context.tell.error(&format!("line {}: {reason}", at + 1), ""),
                }
            }
        }
        let ended = keeper.stop(CLOSING);
        if ended.waiting > 0 {
            let why = ended.refusal.map_or_else(String::new, |r| format!(": {r}"));
            return context.tell.error(&format!("{} changes could not be saved{why}", ended.waiting), "");
        }
        context.tell.line(&format!("{taken} lines added to {}", path.display()));
    }
}

/// The text of a line of the input.
fn unwrap(line: &str, jsonl: bool) -> Result<String, String> {
    if !jsonl || line.trim().is_empty() {
        return Ok(line.to_owned());
    }
    serde_json::from_str::<String>(line).map_err(|e| format!("it is not a JSON string: {e}"))
}

/// Takes one line just as the screen does, and answers what has to be told of it even so.
fn enter(app: &mut App, line: &str, keeper: &mut Keeper) -> Result<Option<String>, String> {
    app.notice = None;
    // A command of the line before may have gone to another screen.
    app.screen = Screen::Run;
    app.run.set_line(line);
    let mut effects = run::enter(app);
    let asked = match app.overlays.pop() {
        None => false,
        // A statement that was read out asks for nothing but a yes.
        Some(Overlay::Text { then: Some((_, pending @ Pending::ReadOut(_))), .. }) => {
            effects.extend(happen(app, pending));
            app.screen = Screen::Run;
            false
        }
        // What is open is said by the screen; closing warns, and never bars the way.
        Some(Overlay::Close(_)) => {
            effects.extend(happen(app, Pending::ReadOut("close")));
            app.screen = Screen::Run;
            false
        }
        // What a vote came to is shown by the screen, and asks for nothing.
        Some(Overlay::Sheet(_)) if !effects.is_empty() => false,
        Some(_) => true,
    };
    // What is asked once other files have been counted is a question too.
    let asked = asked || effects.iter().any(|effect| matches!(effect, Effect::LookAround(_)));
    app.overlays.clear();
    app.withdrawing = None;
    let saved = effects.into_iter().filter_map(|effect| match effect {
        Effect::Save(delta) => Some(delta),
        _ => None,
    });
    saved.for_each(|delta| keeper.join(delta));
    if asked {
        return Err(format!("{line} asks something back: use the screen, or --plain"));
    }
    match &app.notice {
        Some(notice) if notice.warns => Err(notice.text.clone()),
        Some(notice) => Ok(Some(notice.text.clone()).filter(|text| text.starts_with(SAFEGUARDING_NOTED))),
        None => Ok(None),
    }
}
