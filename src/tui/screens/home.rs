//! The first screen: start, continue, practise, plan.
//!
//! ```text
//!   coplan
//!   Workshops in, an action plan out.
//!
//!   N  Start a workshop
//!   C  Continue
//!   ...
//!   Lately
//!   > northfield.json
//! ```

use std::path::PathBuf;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};

use crate::plan::Celebration;
use crate::publish::visible;
use crate::store::recent::{Recent, keep_until};
use crate::tui::app::{App, Screen};
use crate::tui::commands;
use crate::tui::message::Effect;
use crate::tui::theme::Theme;

/// How many recent files are shown.
pub const SHOWN: usize = 8;

/// What the home screen remembers.
#[derive(Debug, Default)]
pub struct Home {
    /// The files this machine opened lately, newest first.
    pub recent: Vec<Recent>,
    /// Until which day those of them are to be kept that say so.
    pub kept_until: Vec<(PathBuf, NaiveDate)>,
    /// The one marked.
    at: usize,
}

impl Home {
    /// The recent file marked.
    pub fn chosen_recent(&self) -> usize {
        self.at.min(self.recent.len().saturating_sub(1))
    }

    /// Marks a recent file.
    pub fn choose(&mut self, at: usize) {
        self.at = at;
    }
}

/// Takes a key that is no command: the arrows mark a recent file, Enter opens it or starts a first workshop.
pub fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    let last = app.home.recent.len().min(SHOWN).saturating_sub(1);
    match key.code {
        KeyCode::Up => app.home.at = app.home.chosen_recent().saturating_sub(1),
        KeyCode::Down => app.home.at = (app.home.at + 1).min(last),
        KeyCode::Enter if app.home.recent.is_empty() => return commands::by_id(app, "new", ""),
        KeyCode::Enter => return commands::by_id(app, "continue", ""),
        _ => {}
    }
    Vec::new()
}

/// The ways to begin, with the key of each, in both faces.
pub fn ways(app: &App) -> Vec<(String, &'static commands::Command)> {
    let wanted = commands::here(Screen::Home).filter(|c| matches!(c.group, "Home" | "Plan"));
    let usable = wanted.filter(|c| (c.refusal)(app).is_none());
    usable.filter_map(|c| Some((commands::keys(c, Screen::Home).next()?.to_string().to_uppercase(), c))).collect()
}

/// The files whose day has passed, a sentence each. Nothing is deleted by itself.
pub fn past_their_day(app: &App) -> Vec<String> {
    let open = app.desk.as_ref();
    let day = |path: &PathBuf, day: NaiveDate| match open.filter(|desk| desk.path == *path) {
        // The day may have been changed since it was read.
        Some(desk) => keep_until(&desk.view),
        None => Some(day),
    };
    let past = app.home.kept_until.iter().filter_map(|(path, until)| Some((path, day(path, *until)?)));
    let past = past.filter(|(_, until)| *until < app.now.date_naive());
    past.map(|(path, until)| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let until = until.format("%-d %B %Y");
        format!("{name} was to be kept until {until}. Delete the file yourself, or open it and set a later day: /card")
    })
    .collect()
}

/// The day on which people meet to celebrate what came of the open plan, where one is set or has passed.
pub fn celebration(app: &App) -> Option<String> {
    let desk = app.desk.as_ref()?;
    let celebration = Celebration::of(&desk.view, &app.programme);
    let today = app.now.date_naive();
    let said = celebration.day.is_some() || celebration.held.is_some();
    celebration.words(today).filter(|_| said || (desk.is_plan() && celebration.is_past(today)))
}

/// Draws the screen.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![
        Line::styled("coplan", theme.strong()),
        Line::from("Co-design workshops in, an action plan out."),
        Line::styled(visible(&app.programme.key_question.text).into_owned(), theme.quiet()),
        Line::default(),
    ];
    for (key, command) in ways(app) {
        lines.push(Line::from(vec![
            Span::styled(format!("  {key}  "), theme.strong()),
            Span::raw(format!("{:<24}", command.title)),
        ]));
    }
    if !app.home.recent.is_empty() {
        lines.push(Line::default());
        lines.push(Line::styled("Opened lately", theme.strong()));
    }
    for (at, recent) in app.home.recent.iter().take(SHOWN).enumerate() {
        let chosen = at == app.home.chosen_recent();
        let open = app.desk.as_ref().is_some_and(|d| d.path == recent.path);
        let text = format!(
            "{} {}{}",
            if chosen { ">" } else { " " },
            visible(&recent.path.to_string_lossy()),
            if open { "  (open)" } else { "" }
        );
        lines.push(Line::styled(text, if chosen { theme.marked() } else { theme.quiet() }));
    }
    for sentence in past_their_day(app).into_iter().chain(celebration(app)) {
        lines.push(Line::default());
        lines.push(Line::styled(visible(&sentence).into_owned(), theme.warning()));
    }
    let width = area.width.min(100);
    let area = Rect { x: area.x + 2.min(area.width), width: width.saturating_sub(2), ..area };
    frame.render_widget(Paragraph::new(Text::from(lines)).wrap(Wrap { trim: false }), area);
}
