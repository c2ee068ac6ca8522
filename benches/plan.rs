//! A large plan beside a small one, in one run: opened, scrolled, edited and saved. With as many actions in both, only
//! opening may cost more in the large one.
//!
//! `cargo bench --bench plan` prints the ratios; `tests/large_plan.rs` holds them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss)] // A bench may stop, and its sizes are small.

mod sample;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use coplan::model::programme::Programme;
use coplan::model::stamp::Writers;
use coplan::store::keeper::Kept;
use coplan::store::{Fresh, Keeper, Lock, Report, open};
use coplan::tui::app::{App, Settings};
use coplan::tui::message::{Effect, Message};
use coplan::tui::theme::Theme;
use coplan::tui::update::update;
use coplan::tui::view::View;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The program on the screen of a plan, in a window of 120x40.
struct Organiser {
    app: App,
    view: View,
    terminal: Terminal<TestBackend>,
    times: Vec<(&'static str, Vec<Duration>)>,
}

impl Organiser {
    fn new() -> Self {
        let settings = Settings { sessions: PathBuf::new(), writers: Writers::new(9), recorder: None, greeting: None };
        let app = App::new(Arc::new(Programme::embedded().clone()), settings, sample::now());
        let terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
        Self { app, view: View::new(Theme::plain()), terminal, times: Vec::new() }
    }

    fn send(&mut self, message: Message) -> Vec<Effect> {
        let effects = update(&mut self.app, sample::now(), message);
        self.terminal.draw(|frame| self.view.draw(&self.app, frame)).unwrap();
        effects
    }

    fn press(&mut self, key: KeyCode) -> Vec<Effect> {
        self.send(Message::Key(KeyEvent::new(key, KeyModifiers::NONE)))
    }

    /// Does something, and notes how long it took to its frame.
    fn timed<T>(&mut self, what: &'static str, work: impl FnOnce(&mut Self) -> T) -> T {
        let start = Instant::now();
        let done = work(self);
        let took = start.elapsed();
        match self.times.iter_mut().find(|(of, _)| *of == what) {
            Some((_, times)) => times.push(took),
            None => self.times.push((what, vec![took])),
        }
        done
    }
}

/// A plan of so many lines on disk, opened and worked on: how long each thing takes.
fn work(lines: usize) -> Vec<(&'static str, Vec<Duration>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.json");
    fs::write(&path, sample::plan(lines).encode()).unwrap();
    let mut screen = Organiser::new();
    let opened = screen.timed("the file read", |_| open(&path).unwrap());
    let effects = screen.timed("the first screen", |screen| screen.send(Message::Opened(Ok(Box::new(opened)))));
    let begin = effects.into_iter().find_map(|effect| match effect {
        Effect::Begin(_, file) => Some(file),
        _ => None,
    });
    let (report, reports) = channel();
    let lock = Lock::take(&path).unwrap().unwrap();
    let known = open(&path).unwrap().known;
    let kept = Kept { path, file: begin.unwrap(), known, lock, fresh: Fresh::Private };
    let keeper = Keeper::start(kept, move |said| drop(report.send(said)));
    let saved = |wanted: u64| loop {
        match reports.recv().unwrap() {
            Report::Saved { changes, .. } if changes >= wanted => break,
            Report::NotSaved { refusal, .. } => panic!("{refusal}"),
            _ => {}
        }
    };
    for key in [KeyCode::Down, KeyCode::PageDown, KeyCode::PageUp, KeyCode::Up] {
        for _ in 0..10 {
            screen.timed("a key that scrolls", |screen| screen.press(key));
        }
    }
    screen.press(KeyCode::Char('g'));
    // It begins at the issue; beside that stands for whom and where.
    screen.press(KeyCode::Right);
    for nth in 0..12 {
        screen.press(KeyCode::Down);
        screen.timed("a cell opened", |screen| screen.press(KeyCode::Enter));
        for letter in "by the hall".chars() {
            screen.timed("a letter in it", |screen| screen.press(KeyCode::Char(letter)));
        }
        let effects = screen.timed("the edit on the screen", |screen| screen.press(KeyCode::Enter));
        let deltas: Vec<_> = effects
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Save(delta) => Some(delta),
                _ => None,
            })
            .collect();
        assert_eq!(deltas.len(), 1, "edit {nth}: {}", screen.terminal.backend());
        let what = if nth == 0 { "the first edit on disk" } else { "an edit on disk" };
        screen.timed(what, |_| {
            for delta in deltas {
                keeper.join(delta);
            }
            saved(nth + 1);
        });
        if !screen.app.overlays.is_empty() {
            screen.press(KeyCode::Esc);
        }
    }
    assert_eq!(keeper.stop(Duration::from_secs(60)).waiting, 0);
    screen.times
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}

fn main() {
    // `cargo bench --bench plan -- 20000` for another size.
    let large = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(200_000);
    let [(small, few), (large, many)] = [200, large].map(|lines| (lines, work(lines)));
    println!("{:28}{:>14}{:>14}{:>8}", "medians", format!("{small} lines"), format!("{large} lines"), "ratio");
    for ((what, few), (_, many)) in few.iter().zip(&many) {
        let (few, many) = (median(few), median(many));
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        println!("{what:28}{:>14}{:>14}{ratio:>8.2}", format!("{few:.1?}"), format!("{many:.1?}"));
    }
}
