//! The program without a terminal: the practice workshop, a frozen clock, keys in, a picture out.
#![allow(dead_code)] // Each test program uses its own part of it.

use std::path::PathBuf;
use std::sync::Arc;

use coplan::model::file::File;
use coplan::model::programme::Programme;
use coplan::model::stamp::{Moment, Writer, Writers};
use coplan::tui::app::{App, Screen, Settings};
use coplan::tui::desk::{Desk, Details};
use coplan::tui::message::{Effect, Message};
use coplan::tui::overlays::Overlay;
use coplan::tui::theme::Theme;
use coplan::tui::update::update;
use coplan::tui::view::View;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The program on the practice workshop, twelve minutes into its last stage.
pub struct Bench {
    pub app: App,
    pub view: View,
    pub now: Moment,
}

impl Bench {
    pub fn home() -> Self {
        let now = chrono::DateTime::parse_from_rfc3339("2026-09-15T11:45:00+01:00").unwrap();
        let settings = Settings {
            sessions: PathBuf::from("/home/bev/Documents/coplan"),
            writers: Writers::new(7),
            recorder: None,
            greeting: None,
        };
        let app = App::new(Arc::new(Programme::embedded().clone()), settings, now);
        Self { app, view: View::new(Theme::plain()), now }
    }

    pub fn workshop() -> Self {
        let mut bench = Self::home();
        let mut files = coplan::sessions::PRACTICE.iter().map(|(_, bytes)| File::decode(bytes).unwrap());
        let own = files.next().unwrap();
        let siblings: Vec<File> = files.collect();
        let path = PathBuf::from("/home/bev/Documents/coplan/practice.json");
        bench.app.desk = Some(Desk::new(path, own, &siblings, Writer::from_number(7)));
        bench.app.screen = Screen::Run;
        bench
    }

    /// The program on a workshop of its own, in which nothing has been said.
    pub fn recording(title: &str, seed: u32) -> Self {
        let mut bench = Self::home();
        bench.now = chrono::DateTime::parse_from_rfc3339("2026-11-21T10:00:00+00:00").unwrap();
        bench.app.settings.writers = Writers::new(seed);
        let writer = bench.app.settings.writers.draw();
        let details = Details { title: title.into(), date: "2026-11-21".into(), ..Details::default() };
        let file = Desk::workshop(&details, None, writer, bench.now);
        let mut desk = Desk::new(PathBuf::from("/home/bev/Documents/coplan/northfield.json"), file, &[], writer);
        desk.record_as("Bev Example", "", bench.now).unwrap();
        bench.app.desk = Some(desk);
        bench.app.screen = Screen::Run;
        bench
    }

    pub fn desk(&self) -> &Desk {
        self.app.desk.as_ref().unwrap()
    }

    pub fn send(&mut self, message: Message) -> Vec<Effect> {
        update(&mut self.app, self.now, message)
    }

    pub fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) -> Vec<Effect> {
        self.send(Message::Key(KeyEvent::new(code, modifiers)))
    }

    pub fn control(&mut self, letter: char) -> Vec<Effect> {
        self.press(KeyCode::Char(letter), KeyModifiers::CONTROL)
    }

    pub fn key(&mut self, code: KeyCode) -> Vec<Effect> {
        self.press(code, KeyModifiers::NONE)
    }

    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.key(KeyCode::Char(c));
        }
    }

    pub fn line(&mut self, text: &str) -> Vec<Effect> {
        self.type_text(text);
        self.key(KeyCode::Enter)
    }

    /// Fills fields of the form in front, by their labels, and finishes it.
    pub fn fill(&mut self, typed: &[(&str, &str)]) {
        let Some(Overlay::Form(form)) = self.app.overlays.last_mut() else {
            panic!("there is no form: {}", self.picture(100, 30));
        };
        for (label, text) in typed {
            let input =
                form.inputs.iter_mut().find(|input| input.label == *label).unwrap_or_else(|| panic!("no {label}"));
            assert!(input.answer(text), "{label} takes no {text}");
        }
        form.focus = form.inputs.len();
        self.key(KeyCode::Enter);
    }

    pub fn picture(&mut self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.view.draw(&self.app, frame)).unwrap();
        terminal.backend().to_string()
    }
}

/// The first contribution that an effect saves, as JSON text.
pub fn saved(effects: &[Effect]) -> String {
    let saved = effects.iter().find_map(|effect| match effect {
        Effect::Save(delta) => Some(String::from_utf8(delta.encode()).unwrap()),
        _ => None,
    });
    saved.expect("nothing was saved")
}
