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
use coplan::model::stamp::Writers;
use coplan::store::Places;
use coplan::tui::app::{App, Settings};
use coplan::tui::message::{Effect, Message};
use coplan::tui::runtime::Runtime;
use coplan::tui::theme::Theme;
use coplan::tui::view::View;
use coplan::tui::wall::Wall;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell, CellWidth};
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
            writers: Writers::new(7),
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
        let backend = terminal.backend();
        let cursor = backend.cursor_visible().then(|| backend.cursor_position());
        let picture = svg(&cells, cursor, title);
        self.runtime.perform(&self.app, Effect::Quit);
        picture
    }
}

/// The size of a cell, and of the letters in it: a letter of `DejaVu Sans Mono` is 0.602 as wide as it is high.
const CELL: (f32, f32) = (10.0, 20.0);
const LETTER: f32 = 16.6;
const INK: &str = "#d9dde3";
const PAPER: &str = "#15181d";

fn ink(colour: Color) -> &'static str {
    match colour {
        Color::Reset => INK,
        Color::DarkGray => "#969ea9",
        Color::Cyan => "#76c7d6",
        Color::Yellow => "#e5c25f",
        Color::Blue => "#7da6e8",
        Color::Green => "#8cc58a",
        Color::Magenta => "#cf9be0",
        Color::LightMagenta => "#e2bff0",
        Color::LightCyan => "#a5dde6",
        other => panic!("say how {other:?} looks in a picture"),
    }
}

/// The arms of a character that draws lines: left, right, up, down.
fn arms(symbol: &str) -> Option<[bool; 4]> {
    let arms = match symbol {
        "─" => [1, 1, 0, 0],
        "│" => [0, 0, 1, 1],
        "┌" => [0, 1, 0, 1],
        "┐" => [1, 0, 0, 1],
        "└" => [0, 1, 1, 0],
        "┘" => [1, 0, 1, 0],
        _ => return None,
    };
    Some(arms.map(|arm| arm == 1))
}

/// Neighbours of one row that look alike.
struct Run<L> {
    x: u16,
    y: u16,
    cells: u16,
    text: String,
    look: L,
}

/// The runs of cells to which `look` gives the same answer; a cell to which it gives none is left out.
fn runs<L: PartialEq>(cells: &Buffer, look: impl Fn(&Cell) -> Option<L>) -> Vec<Run<L>> {
    let mut runs: Vec<Run<L>> = Vec::new();
    for y in 0..cells.area.height {
        let mut x = 0;
        while x < cells.area.width {
            let cell = &cells[(x, y)];
            let wide = cell.symbol().cell_width().max(1);
            if let Some(look) = look(cell) {
                match runs.last_mut().filter(|run| run.y == y && run.x + run.cells == x && run.look == look) {
                    Some(run) => {
                        run.text.push_str(cell.symbol());
                        run.cells += wide;
                    }
                    None => runs.push(Run { x, y, cells: wide, text: cell.symbol().to_owned(), look }),
                }
            }
            x += wide;
        }
    }
    runs
}

fn svg(cells: &Buffer, cursor: Option<Position>, title: &str) -> String {
    let left = |cell: u16| f32::from(cell + 1) * CELL.0;
    let top = |row: u16| (f32::from(row) + 0.5) * CELL.1;
    let across = |cells: u16| f32::from(cells) * CELL.0;
    let (width, height) = (across(cells.area.width + 2), (f32::from(cells.area.height) + 1.0) * CELL.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" fill=\"{INK}\" \
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{LETTER}\">\n\
         <title>{title}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    let reversed = |cell: &Cell| cell.modifier.contains(Modifier::REVERSED);
    for run in runs(cells, |cell| reversed(cell).then_some(cell.fg)) {
        let (x, y, wide, colour) = (left(run.x), top(run.y), across(run.cells), ink(run.look));
        let high = CELL.1;
        writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" fill=\"{colour}\"/>").unwrap();
    }
    // Lines are drawn and not written, so that they meet in every font.
    for run in runs(cells, |cell| arms(cell.symbol()).map(|arms| (arms, cell.fg))) {
        let ([to_left, to_right, up, down], colour) = run.look;
        let (middle, level) = (left(run.x) + CELL.0 / 2.0, top(run.y) + CELL.1 / 2.0);
        let (mut from, mut to) = (middle, middle + across(run.cells - 1));
        from -= if to_left { CELL.0 / 2.0 } else { 0.0 };
        to += if to_right { CELL.0 / 2.0 } else { 0.0 };
        let mut path = if to_left || to_right { format!("M{from} {level}H{to}") } else { String::new() };
        if up || down {
            let (from, to) = (if up { top(run.y) } else { level }, if down { top(run.y + 1) } else { level });
            (0..run.cells).for_each(|at| write!(path, "M{} {from}V{to}", middle + across(at)).unwrap());
        }
        writeln!(svg, "<path d=\"{path}\" stroke=\"{}\"/>", ink(colour)).unwrap();
    }
    // A word at a time, each held to its cells, so that columns stand straight in every font.
    let word = |cell: &Cell| !cell.symbol().trim().is_empty() && arms(cell.symbol()).is_none();
    for run in runs(cells, |cell| word(cell).then_some((cell.fg, cell.modifier))) {
        let (colour, modifier) = run.look;
        let colour = if modifier.contains(Modifier::REVERSED) { PAPER } else { ink(colour) };
        let fill = if colour == INK { String::new() } else { format!(" fill=\"{colour}\"") };
        let weight = if modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
        let (x, y, wide) = (left(run.x), top(run.y) + 15.0, across(run.cells));
        let text = html_escape::encode_text(&run.text);
        writeln!(svg, "<text x=\"{x}\" y=\"{y}\" textLength=\"{wide}\"{fill}{weight}>{text}</text>").unwrap();
    }
    if let Some(at) = cursor {
        let (x, y, high) = (left(at.x), top(at.y), CELL.1);
        writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"2\" height=\"{high}\"/>").unwrap();
    }
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
    let mut program = Program::start(folder.path(), "2026-09-15T11:47:00+01:00", Effect::Practise);
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
