//! The whole picture: the screen in front, then what lies over it.
//!
//! Most keys change only the line being typed, so everything else is kept as it was drawn and drawn anew only when
//! the state says that it changed ([`App::revision`]). What a key costs then hardly grows with the screen.

use ratatui::Frame;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Color;
use ratatui::widgets::Paragraph;

use super::app::{App, Notice, Screen, VEILED};
use super::commands::{self, Command};
use super::overlays::{self, Overlay};
use super::screens::{home, plan, present, run};
use super::theme::Theme;
use super::widgets::{most_rows, told};

/// Draws the program, keeping between frames what did not change.
#[derive(Debug)]
pub struct View {
    theme: Theme,
    /// What was drawn around the line being typed: the revision, how many rows the line took, and the cells.
    kept: Option<(u64, u16, Buffer)>,
}

impl View {
    /// A view in a theme.
    pub const fn new(theme: Theme) -> Self {
        Self { theme, kept: None }
    }

    /// Draws one frame.
    pub fn draw(&mut self, app: &App, frame: &mut Frame<'_>) {
        let area = frame.area();
        if area.width < 20 || area.height < 6 {
            frame.render_widget(Paragraph::new("The window is too small"), area);
            return;
        }
        match app.screen {
            Screen::Home => self.draw_home(app, frame, area),
            Screen::Plan => plan::draw(app, self.theme, frame, area),
            Screen::Run => self.draw_run(app, frame, area),
            Screen::Present => {
                present::with_face(app, |face| present::draw(face, self.theme, frame, area));
            }
        }
        match app.overlay() {
            // On a shared screen nothing that lies over it may name anybody either.
            Some(overlay) if app.run.veiled && !matches!(overlay, Overlay::Help { .. } | Overlay::Palette { .. }) => {
                let veil = Overlay::Text { title: String::new(), lines: vec![VEILED.into()], scroll: 0, then: None };
                overlays::draw::draw(app, &veil, self.theme, frame, area);
            }
            Some(overlay) => overlays::draw::draw(app, overlay, self.theme, frame, area),
            None => {}
        }
        tell_halves_apart(frame.buffer_mut());
    }

    fn draw_home(&self, app: &App, frame: &mut Frame<'_>, area: Rect) {
        let main = draw_foot(app, app.notice.as_ref(), self.theme, frame, area);
        home::draw(app, self.theme, frame, main);
    }

    fn draw_run(&mut self, app: &App, frame: &mut Frame<'_>, area: Rect) {
        let rows = run::line_rows(app, area.width);
        let [main, line] = Layout::vertical([Constraint::Min(0), Constraint::Length(rows)]).areas(area);
        match &self.kept {
            Some((revision, kept_rows, cells))
                if *revision == app.revision && *kept_rows == rows && cells.area == main =>
            {
                // Row by row into the frame: both have the same width.
                let cells = &cells.content;
                if let Some(top) = frame.buffer_mut().content.get_mut(..cells.len()) {
                    top.clone_from_slice(cells);
                }
            }
            _ => {
                run::draw(app, self.theme, frame, main);
                let mut cells = Buffer::empty(main);
                if let Some(drawn) = frame.buffer_mut().content.get(..cells.content.len()) {
                    cells.content.clone_from_slice(drawn);
                }
                self.kept = Some((app.revision, rows, cells));
            }
        }
        let cursor = run::draw_line(app, self.theme, frame, line);
        run::draw_over(app, self.theme, frame, main, cursor);
    }
}

/// Marks the cells that the second half of a letter stands in, by a colour that cannot be seen on a blank.
///
/// A letter of two cells may be two characters that terminals draw side by side, such as a Thai consonant and its vowel
/// am. What replaces the letter then has to be written over both; ratatui writes only over cells that differ, and trusts
/// the terminal with the second half (ratatui #2585).
fn tell_halves_apart(buffer: &mut Buffer) {
    let mut rest = 0;
    for cell in &mut buffer.content {
        if rest > 0 {
            cell.set_fg(Color::Black);
            rest -= 1;
        } else if cell.symbol().len() > 3 {
            // Two such characters take more bytes than any that is not wide by itself.
            rest = cell.symbol().cell_width().saturating_sub(1);
        }
    }
}

/// Draws the foot of a screen on which nothing is typed, and says what is left above it: the last word to the person at
/// the keys, all of it, or else the keys.
pub fn draw_foot(app: &App, notice: Option<&Notice>, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
    let inside = |area: Rect| Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area };
    let (line, rows) = match notice {
        Some(notice) => told(notice, theme, inside(area).width, most_rows(area)),
        None => (Paragraph::new(footer(app, inside(area).width)).style(theme.quiet()), 1),
    };
    let [main, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(rows)]).areas(area);
    frame.render_widget(line, inside(foot));
    main
}

/// As many of the keys worth knowing here as fit, each of them whole; never without the help and the way back.
fn footer(app: &App, width: u16) -> String {
    let shown = commands::here(app.screen).filter(|c| !c.hint.is_empty() && (c.refusal)(app).is_none());
    // The home screen lists its own commands.
    let shown = shown.filter(|c| app.screen != Screen::Home || c.group == "Everywhere");
    let hint = |c: &Command| Some((c.id, format!("{} {}", commands::keys(c, app.screen).next()?, c.hint)));
    let mut hints: Vec<(&str, String)> = shown.filter_map(hint).collect();
    loop {
        let texts: Vec<&str> = hints.iter().map(|(_, text)| text.as_str()).collect();
        let fits = ["   ", "  "].map(|gap| texts.join(gap)).into_iter().find(|text| text.cell_width() <= width);
        // The list of commands is shown by the line for them as well; what else is left out stands in it.
        let least = hints.iter().position(|(id, _)| *id == "palette");
        let least = least.or_else(|| hints.iter().position(|(id, _)| !matches!(*id, "help" | "back" | "type")));
        match (fits, least.or_else(|| hints.len().checked_sub(1))) {
            (Some(text), _) => return text,
            (None, Some(least)) => drop(hints.remove(least)),
            (None, None) => return String::new(),
        }
    }
}
