//! The screen: from a key to a drawn frame, and how that grows with what is in the file, in the line and in a paste.
//!
//! No statistics of single numbers: what matters is the exponent of growth, `cost = a * size^b`, fitted over medians.
//! `cargo bench --bench screen` prints them all.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss)] // A bench may stop, and its sizes are small.

mod sample;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use coplan::model::edit::Edit;
use coplan::model::fields::{List, field};
use coplan::model::file::File;
use coplan::model::programme::Programme;
use coplan::model::stamp::{Clock, Writer, Writers};
use coplan::store::Report;
use coplan::tui::app::{App, Screen, Settings};
use coplan::tui::desk::Desk;
use coplan::tui::message::{Effect, Message};
use coplan::tui::theme::Theme;
use coplan::tui::update::update;
use coplan::tui::view::View;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The program at the capture line, in a window of 120x40.
struct Table {
    app: App,
    view: View,
    terminal: Terminal<TestBackend>,
}

impl Table {
    /// With a session of this size open.
    fn open(contributions: usize) -> Self {
        let settings = Settings { sessions: PathBuf::new(), writers: Writers::new(9), recorder: None, greeting: None };
        let mut app = App::new(Arc::new(Programme::embedded().clone()), settings, sample::now());
        let session = sample::session(1, contributions);
        let mut desk = Desk::new(PathBuf::from("bench.json"), session, &[], Writer::from_number(9));
        let _ = desk.record_as("Bev Example", "Table 1", sample::now());
        app.desk = Some(desk);
        app.screen = Screen::Run;
        Self { app, view: View::new(Theme::plain()), terminal: Terminal::new(TestBackend::new(120, 40)).unwrap() }
    }

    fn send(&mut self, message: Message) -> Vec<Effect> {
        let effects = update(&mut self.app, sample::now(), message);
        self.terminal.draw(|frame| self.view.draw(&self.app, frame)).unwrap();
        effects
    }

    fn key(&mut self, code: KeyCode) -> Vec<Effect> {
        self.send(Message::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    /// How long a message takes to the frame that shows it.
    fn timed(&mut self, message: Message) -> Duration {
        let start = Instant::now();
        let effects = self.send(message);
        let took = start.elapsed();
        drop(effects);
        took
    }

    fn letter(&mut self, letter: char) -> Duration {
        self.timed(Message::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)))
    }
}

/// How long what another table wrote takes to the frame that shows it, with eight tables of so many lines: where its new
/// line alone is handed on, and where its whole file is.
fn arrivals(lines: usize) -> [Duration; 2] {
    let mut table = Table::open(lines);
    let mut others: Vec<File> = (2..10).map(|writer| sample::session(writer, lines)).collect();
    let arrived = |file| Message::Store(Report::Arrived { file, from: PathBuf::from("bench.table.json") });
    for other in &others {
        table.send(arrived(other.clone()));
    }
    // Somebody is typing, and what there is to look at again is known.
    table.letter('a');
    if let Some(desk) = &table.app.desk {
        let _ = desk.review();
    }
    let mut clock = Clock::new(Writer::from_number(11));
    [false, true].map(|whole| {
        let times = (0..24).map(|nth| {
            let other = &mut others[nth % 8];
            let mut edit = Edit::new(other, clock.next(sample::now()));
            let id = edit.create(&List::Contributions);
            edit.set(&List::Contributions, id, field::TEXT, "and so nobody came");
            let news = edit.finish();
            other.join(&news);
            // As it is when it was read from disk: none of its items is shared with the view.
            let file = if whole { File::decode(&other.encode()).unwrap() } else { news };
            table.timed(arrived(file))
        });
        median(times.collect())
    })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The exponent of growth: the slope of the logarithms.
fn exponent(sizes: &[usize], times: &[Duration]) -> f64 {
    let points: Vec<(f64, f64)> =
        sizes.iter().zip(times).map(|(n, t)| ((*n as f64).ln(), t.as_secs_f64().ln())).collect();
    let count = points.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(&|p| p.0), mean(&|p| p.1));
    points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / points.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>()
}

fn report(what: &str, sizes: &[usize], times: &[Duration]) {
    let each: Vec<String> = sizes.iter().zip(times).map(|(n, t)| format!("{n}: {t:.1?}")).collect();
    println!("{what}: {}; exponent {:.3}", each.join(", "), exponent(sizes, times));
}

fn main() {
    const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
    const TABLES: [usize; 3] = [30, 300, 3_000];
    let (mut keys, mut enters) = (Vec::new(), Vec::new());
    for size in SIZES {
        let mut table = Table::open(size);
        let line = "they moved the bus stop so I stopped going out";
        let (mut of_keys, mut of_enters) = (Vec::new(), Vec::new());
        for _ in 0..20 {
            of_keys.extend(line.chars().map(|c| table.letter(c)));
            of_enters.push(table.timed(Message::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE))));
        }
        keys.push(median(of_keys));
        enters.push(median(of_enters));
    }
    report("a key and its frame, by contributions in the file", &SIZES, &keys);
    report("Enter and its frame, by contributions in the file", &SIZES, &enters);

    let of_tables: Vec<[Duration; 2]> = TABLES.iter().map(|lines| arrivals(*lines)).collect();
    for (nth, what) in ["its line alone is handed on", "its whole file is"].into_iter().enumerate() {
        let times: Vec<Duration> = of_tables.iter().map(|times| times[nth]).collect();
        report(
            &format!("a line of one of eight tables and its frame, where {what}, by lines of each"),
            &TABLES,
            &times,
        );
    }

    for (what, letter) in [("plain", 'a'), ("Chinese", '漢')] {
        let times: Vec<Duration> = SIZES
            .iter()
            .map(|size| {
                let mut table = Table::open(20);
                table.app.run.entry.insert(&letter.to_string().repeat(*size));
                table.key(KeyCode::End);
                median((0..200).map(|_| table.letter(letter)).collect())
            })
            .collect();
        report(&format!("a {what} key at the end of the line, by letters in it"), &SIZES, &times);
    }

    let line = "they moved the bus stop, so I stopped going out there\n";
    for (what, text, keys) in [
        ("20,000 lines, one each", line.repeat(20_000), "1"),
        ("20,000 lines in one", line.repeat(20_000), "2"),
        ("one line of a megabyte", "they moved it ".repeat(75_000), "1"),
    ] {
        let mut table = Table::open(1_000);
        let question = table.timed(Message::Paste(text.clone()));
        let start = Instant::now();
        for key in keys.chars() {
            table.key(KeyCode::Char(key));
        }
        let done = start.elapsed();
        let next = median((0..20).map(|_| table.letter('a')).collect());
        println!(
            "paste of {what} ({} bytes): question {question:.1?}, done {done:.1?}, next key {next:.1?}",
            text.len()
        );
        let redraw = table.timed(Message::Resized);
        println!("  everything drawn anew after it: {redraw:.1?}");
    }
}
