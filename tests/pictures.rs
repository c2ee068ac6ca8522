//! The pictures of the README: the real screen on the practice workshop, drawn cell by cell.
//!
//! `COPLAN_BLESS=1 cargo test --test pictures` writes them to `assets/pictures/` instead of comparing.
// A test says what it found wrong by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use coplan::model::programme::Programme;
use coplan::model::stamp::Writer;
use coplan::store::Places;
use coplan::tui::app::{App, Settings};
use coplan::tui::message::{Effect, Message};
use coplan::tui::runtime::{Runtime, Wall};
use coplan::tui::theme::Theme;
use coplan::tui::view::View;
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// The program in a folder of its own, at a moment that does not pass.
struct Program {
    app: App,
    runtime: Runtime,
}

impl Program {
    /// Starts it and lets it do one thing.
    fn start(folder: &Path, now: &str, first: Effect) -> Self {
        let now = now.parse().unwrap();
        let places = Places { sessions: folder.to_owned(), config: folder.join("config"), state: folder.join("state") };
        let settings = Settings {
            sessions: folder.to_owned(),
            writer: Writer::from_number(7),
            recorder: Some("Ruth Example".into()),
            greeting: None,
        };
        let app = App::new(Arc::new(Programme::embedded().clone()), settings, now);
        let mut program = Self { app, runtime: Runtime::new(places, Wall::Fixed(now)) };
        program.runtime.perform(&program.app, first);
        program.settle();
        program
    }

    /// Handles what has happened until nothing more comes and all is on disk.
    fn settle(&mut self) {
        while self.runtime.pump(&mut self.app, Duration::from_millis(400)) || !self.runtime.is_settled() {}
    }

    fn press(&mut self, code: KeyCode) {
        self.runtime.handle(&mut self.app, Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self.settle();
    }

    fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.runtime.handle(&mut self.app, Message::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
        self.settle();
    }

    /// The screen at a size, as a picture.
    fn picture(mut self, width: u16, height: u16, title: &str) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut view = View::new(Theme::coloured());
        let drawn = terminal.draw(|frame| view.draw(&self.app, frame)).unwrap();
        let cells = drawn.buffer.clone();
        let cursor = terminal.backend_mut().get_cursor_position().unwrap();
        let picture = svg(&cells, cursor, title);
        self.runtime.perform(&self.app, Effect::Quit);
        picture
    }
}

/// The size of a cell, and of the letters in it: a monospaced letter is six tenths as wide as it is high.
const CELL: (f32, f32) = (9.0, 18.0);
const LETTER: f32 = 15.0;
const INK: &str = "#d9dde3";
const PAPER: &str = "#15181d";

fn ink(colour: Color) -> &'static str {
    match colour {
        Color::Reset => INK,
        Color::DarkGray => "#969ea9",
        Color::Cyan => "#76c7d6",
        Color::Yellow => "#e5c25f",
        other => panic!("say how {other:?} looks in a picture"),
    }
}

/// A run of cells in one style.
struct Run {
    at: (u16, u16),
    cells: u16,
    text: String,
    style: (Color, Modifier),
}

fn svg(cells: &Buffer, cursor: Position, title: &str) -> String {
    let mut runs: Vec<Run> = Vec::new();
    for y in 0..cells.area.height {
        let mut x = 0;
        while x < cells.area.width {
            let cell = &cells[(x, y)];
            let style = (cell.fg, cell.modifier);
            let wide = cell.symbol().cell_width().max(1);
            match runs.last_mut().filter(|run| run.at.1 == y && run.at.0 + run.cells == x && run.style == style) {
                Some(run) => {
                    run.text.push_str(cell.symbol());
                    run.cells += wide;
                }
                None => runs.push(Run { at: (x, y), cells: wide, text: cell.symbol().to_owned(), style }),
            }
            x += wide;
        }
    }
    let across = |cells: u16| f32::from(cells) * CELL.0;
    let down = |cells: u16| f32::from(cells) * CELL.1;
    let (width, height) = (across(cells.area.width + 2), down(cells.area.height + 1));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{LETTER}\">\n\
         <title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    let block = |svg: &mut String, x: f32, y: f32, wide: f32, fill: &str| {
        writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\" fill=\"{fill}\"/>", CELL.1).unwrap();
    };
    for run in &runs {
        let (x, y) = (across(run.at.0 + 1), down(run.at.1) + CELL.1 / 2.0);
        let (colour, modifier) = run.style;
        let reversed = modifier.contains(Modifier::REVERSED);
        if reversed {
            block(&mut svg, x, y, across(run.cells), ink(colour));
        }
        if run.text.trim().is_empty() {
            continue;
        }
        let lead = u16::try_from(run.text.len() - run.text.trim_start().len()).unwrap();
        let trail = u16::try_from(run.text.len() - run.text.trim_end().len()).unwrap();
        let weight = if modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
        let text = html_escape::encode_text(run.text.trim());
        writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" textLength=\"{}\" fill=\"{}\"{weight} xml:space=\"preserve\">{text}</text>",
            x + across(lead),
            y + CELL.1 * 0.76,
            across(run.cells - lead - trail),
            if reversed { PAPER } else { ink(colour) },
        )
        .unwrap();
    }
    block(&mut svg, across(cursor.x + 1), down(cursor.y) + CELL.1 / 2.0, 2.0, INK);
    svg.push_str("</svg>\n");
    svg
}

/// Compares a picture with the one that is kept, or keeps it.
fn keep(name: &str, picture: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures").join(name);
    if std::env::var_os("COPLAN_BLESS").is_some() {
        fs::write(path, picture).unwrap();
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let advice = "COPLAN_BLESS=1 cargo test --test pictures draws it anew; look at it before you keep it";
    assert!(kept == picture, "{} is not what the screen shows: {advice}", path.display());
}

#[test]
fn the_picture_of_the_workshop_is_what_the_screen_shows() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), "2026-09-15T11:20:00+01:00", Effect::Practise);
    program.type_text("@3 I would come if somebody walked me there the first time #lo");
    keep("workshop.svg", &program.picture(100, 30, "The practice workshop, with a line being typed"));
}

#[test]
fn the_picture_of_the_plan_is_what_the_screen_shows() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.json");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions/plan.json"), &plan).unwrap();
    let mut program = Program::start(folder.path(), "2026-11-20T09:00:00+00:00", Effect::Open(plan));
    program.press(KeyCode::Down);
    keep("plan.svg", &program.picture(100, 30, "The plan that the example workshops make"));
}
