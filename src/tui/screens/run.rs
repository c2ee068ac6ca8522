//! The screen a workshop lives in: the stages, the question to ask, the feed, the room, and the line that is always
//! live.
//!
//! ```text
//!  Northfield PCN · Staying connected        Bev, table 2   saved 21 · 10:42:07
//!  1 Relationships  2 Existing activity  ▸3 Co-creation  4 Patient voice   12:31 left
//!  ┌ Ask ──────────────────────────────────┐┌ Room ─────────────────────┐
//!  │ the question, and what to listen for  ││ who is here, who was heard│
//!  └───────────────────────────────────────┘│                           │
//!  10:38 Joy    they moved the bus stop …    │                           │
//!  1 Naz  2 Amina  ▸3 Joy  4 Sam·           └───────────────────────────┘
//!  ┌ [3 Joy] [quote] [as Delegate] ─────────────────────────────────────┐
//!  │ the line being typed                                               │
//!  └ what just happened, or the keys ───────────────────────── review: 8 ┘
//! ```
//!
//! What it remembers and where its parts stand is here; the parts are beside: `header` (all above the feed), `room`,
//! `strip` (the seats), `chips` (what was understood of the line), `picker`, and `line` (the line and its keys).

mod chips;
mod header;
pub(in crate::tui) mod kept;
mod line;
mod picker;
mod room;
mod strip;

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Paragraph;

use crate::model::file::File;
use crate::model::stamp::Id;
use crate::model::words::Level;
use crate::tui::app::{App, Screen, VEILED};
use crate::tui::desk::Draft;
use crate::tui::theme::Theme;
use crate::tui::widgets::entry::Entry;
use crate::tui::widgets::feed;

pub use chips::mark_last;
pub(in crate::tui) use header::draw_pair;
pub use header::{heading, question, saved};
pub use line::{correct, draw as draw_line, enter, press, rows as line_rows, typing};
pub use room::room_notes;

/// What the workshop screen remembers.
#[derive(Debug, Default)]
pub struct Run {
    /// The line being typed.
    pub entry: Entry,
    /// Where marks of the line begin that are words: somebody turned their chips back.
    pub kept: Vec<usize>,
    /// The chip that is marked, as the place where its mark begins in the line.
    marked: Option<usize>,
    picker: picker::Picker,
    /// The contribution being corrected, whose words stand in the line.
    pub editing: Option<Id>,
    /// It and what was made of it, as they stood when it was taken up: what others changed since was not seen.
    seen: Option<File>,
    /// What was typed before a contribution was taken up for correction, and which marks of it are words.
    before: (Entry, Vec<usize>),
    /// Where the feed stood before find led to the contribution being corrected.
    came_from: Option<Stood>,
    /// Which of the stage's questions is shown.
    pub prompt: usize,
    /// The last contribution in sight; none follows the newest.
    pub anchor: Option<Id>,
    /// Whether the room is hidden.
    pub room_hidden: bool,
    /// Whether names and lines are hidden from a shared screen.
    pub veiled: bool,
    /// Of whom it was said that few here share their role, at which level.
    pub warned: BTreeSet<(Id, Level)>,
    /// Whether a new workshop is being set up, so that one step leads to the next.
    pub setting_up: bool,
}

/// Where the feed stood: its anchor.
#[derive(Clone, Copy, Debug)]
struct Stood(Option<Id>);

impl Run {
    /// Begins with a file, and what was half typed when it was last closed.
    pub fn begin(&mut self, draft: Option<Draft>) {
        let Draft { text, kept, corrects } = draft.unwrap_or_default();
        *self =
            Self { entry: Entry::new(text), kept, editing: corrects, room_hidden: self.room_hidden, ..Self::default() };
    }

    /// What is half typed, to be kept on disk.
    pub fn draft(&self) -> Draft {
        Draft { text: self.entry.text().to_owned(), kept: self.kept.clone(), corrects: self.editing }
    }

    /// Puts another text into the line.
    pub fn set_line(&mut self, text: &str) {
        self.entry = Entry::new(text);
        self.kept.clear();
        self.marked = None;
        self.picker = picker::Picker::default();
    }

    /// Leaves a correction and takes up what was typed before; says whether there was one.
    pub fn leave_line(&mut self) -> bool {
        let was = self.editing.take().is_some();
        self.seen = None;
        if was {
            self.set_line("");
            (self.entry, self.kept) = std::mem::take(&mut self.before);
        }
        if let Some(Stood(anchor)) = self.came_from.take() {
            self.anchor = anchor;
        }
        was
    }

    /// Changes the line; what is known of its marks goes along.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Entry) -> T) -> T {
        let before = self.entry.clone();
        let changed = change(&mut self.entry);
        self.picker.walk = None;
        self.marked = None;
        if before.text() != self.entry.text() {
            self.kept = kept::carried(&self.kept, &before, &self.entry);
            self.picker.closed = kept::carried(&self.picker.closed, &before, &self.entry);
        }
        changed
    }

    /// Takes a key that only changes the line being typed; says whether it did.
    pub(in crate::tui) fn typing(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        // Keys of the table come first: Ctrl and a letter, but for the editing ones.
        if control && !alt && matches!(key.code, KeyCode::Char(c) if !matches!(c, 'a' | 'e' | 'w' | 'u' | 'k')) {
            return false;
        }
        self.change(|entry| entry.key(key))
    }

    /// Makes the mark that begins at a place words.
    fn keep(&mut self, at: usize) {
        if let Err(place) = self.kept.binary_search(&at) {
            self.kept.insert(place, at);
        }
    }

    /// Takes a contribution up for correction.
    fn take_up(&mut self, id: Id, text: &str, kept: Vec<usize>) {
        if self.editing.is_none() {
            self.before = (std::mem::take(&mut self.entry), std::mem::take(&mut self.kept));
        }
        self.set_line(text);
        self.editing = Some(id);
        self.kept = kept;
        self.kept.sort_unstable();
    }
}

/// Takes a contribution up for correction from anywhere in the feed, and brings it in sight until it is left.
pub fn go_to(app: &mut App, id: Id) {
    app.run.came_from.get_or_insert(Stood(app.run.anchor));
    line::correct(app, id);
    app.run.anchor = Some(id);
    app.screen = Screen::Run;
}
/// Draws all but the line being typed.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let Some(desk) = &app.desk else { return };
    let [head, stages, body, strip] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(strip::rows(app, area)),
    ])
    .areas(area);
    header::draw(app, desk, theme, frame, head, stages);
    let body = header::draw_banner(desk, theme, frame, body);
    let wide = area.width >= 76 && !app.run.room_hidden;
    let side = if wide { (area.width / 3).clamp(26, 38) } else { 0 };
    let [main, beside] = Layout::horizontal([Constraint::Min(0), Constraint::Length(side)]).areas(body);
    let main = header::draw_question(app, theme, frame, main);
    if app.run.veiled {
        frame.render_widget(Paragraph::new(VEILED), main);
        return;
    }
    feed::draw(app, desk, theme, frame, main);
    if wide {
        room::draw(app, desk, theme, frame, beside);
    }
    if strip.height > 0 {
        strip::draw(desk, theme, frame, strip);
    }
}

/// Draws what lies over the feed while the line is typed: the picker, above the seats. `cursor` is where the line's is.
pub fn draw_over(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect, cursor: Option<Position>) {
    let above = Rect { height: area.height.saturating_sub(strip::rows(app, area)), ..area };
    picker::draw(app, theme, frame, above, cursor);
}
