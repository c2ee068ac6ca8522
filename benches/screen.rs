//! The screen: from a key to a drawn frame, with few and with many contributions in the file.
#![allow(missing_docs, clippy::unwrap_used)] // `criterion_group` makes a function without a comment; a bench may stop.

mod sample;

use std::path::PathBuf;
use std::sync::Arc;

use coplan::model::programme::Programme;
use coplan::model::stamp::{Writer, Writers};
use coplan::tui::app::{App, Screen, Settings};
use coplan::tui::desk::Desk;
use coplan::tui::message::Message;
use coplan::tui::theme::Theme;
use coplan::tui::update::update;
use coplan::tui::view::View;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The program with a session of this size open at the capture line.
fn open(contributions: usize) -> App {
    let settings = Settings { sessions: PathBuf::new(), writers: Writers::new(9), recorder: None, greeting: None };
    let writer = Writer::from_number(9);
    let mut app = App::new(Arc::new(Programme::embedded().clone()), settings, sample::now());
    let mut desk = Desk::new(PathBuf::from("bench.json"), sample::session(1, contributions), &[], writer);
    let _ = desk.record_as("Bev Example", "Table 1", sample::now());
    app.desk = Some(desk);
    app.screen = Screen::Run;
    app
}

fn key_to_frame(c: &mut Criterion) {
    let mut group = c.benchmark_group("a key and its frame at 120x40");
    for contributions in [20, 1_000, 10_000] {
        let mut app = open(contributions);
        let mut view = View::new(Theme::plain());
        let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
        let mut typed = 0;
        group.bench_function(BenchmarkId::from_parameter(contributions), |b| {
            b.iter(|| {
                // A line of forty letters grows and shrinks, so that it is as long at the end as in the middle.
                typed = (typed + 1) % 80;
                let code = if typed < 40 { KeyCode::Char('a') } else { KeyCode::Backspace };
                update(&mut app, sample::now(), Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
                terminal.draw(|frame| view.draw(&app, frame)).unwrap();
            });
        });
    }
    group.finish();
}

criterion_group!(benches, key_to_frame);
criterion_main!(benches);
