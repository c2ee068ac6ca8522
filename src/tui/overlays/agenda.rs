//! The agenda laid over the screen: a row a part, the total against the room's time at its foot.

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Padding, Paragraph, Wrap};

use super::draw::{framed, middle};
use super::{Overlay, Pending};
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::commands::{self, agenda};
use crate::tui::message::Effect;
use crate::tui::theme::Theme;
use crate::tui::update::happen;
use crate::tui::widgets::cells;

/// What the letters do, as both faces say it.
pub const LETTERS: &str = "N new  E edit  U up  D down  C cut  R remove  G go  T room's time";

/// Takes a key; the agenda stays until it is left.
pub fn press(app: &mut App, at: usize, key: KeyEvent) -> Vec<Effect> {
    let mut parts = agenda::of(app).parts;
    let last = parts.len().saturating_sub(1);
    let at = at.min(last);
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let lay = |app: &mut App, at: usize| app.overlays.push(Overlay::Agenda { at });
    let letter = match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Char(c) if control => {
            lay(app, at);
            return match c {
                'z' => commands::by_id(app, "undo", ""),
                'y' => commands::by_id(app, "redo", ""),
                _ => Vec::new(),
            };
        }
        KeyCode::Char(c) => c.to_ascii_lowercase(),
        KeyCode::Enter => 'e',
        KeyCode::Up => return lay_at(app, at.saturating_sub(1)),
        KeyCode::Down => return lay_at(app, (at + 1).min(last)),
        KeyCode::Home => return lay_at(app, 0),
        KeyCode::End => return lay_at(app, last),
        _ => ' ',
    };
    match letter {
        'n' => {
            let place = if parts.is_empty() { 0 } else { at + 1 };
            lay(app, place);
            let form = agenda::part_form(&app.programme, None, place);
            app.lay(Overlay::Form(form));
        }
        'e' => {
            lay(app, at);
            if let Some(part) = parts.get(at) {
                let form = agenda::part_form(&app.programme, Some(part), at);
                app.lay(Overlay::Form(form));
            }
        }
        'u' | 'd' => {
            let to = if letter == 'u' { at.checked_sub(1) } else { Some(at + 1) };
            let Some(to) = to.filter(|to| *to <= last) else { return lay_at(app, at) };
            parts.swap(at, to);
            lay(app, to);
            return agenda::arrange(app, &parts);
        }
        'r' => {
            lay(app, at);
            return remove(app, at);
        }
        'c' => {
            lay(app, at);
            return agenda::cut_part(app, at);
        }
        // Back in the room: the agenda has done its work.
        'g' => return agenda::go_to_part(app, at),
        't' => {
            lay(app, at);
            return happen(app, Pending::Command("details", String::new()));
        }
        _ => lay(app, at),
    }
    Vec::new()
}

fn lay_at(app: &mut App, at: usize) -> Vec<Effect> {
    app.overlays.push(Overlay::Agenda { at });
    Vec::new()
}

/// Removes a part, unless the room is in it.
fn remove(app: &mut App, at: usize) -> Vec<Effect> {
    let mut parts = agenda::of(app).parts;
    let present = crate::tui::pace::flow(app).and_then(|(_, flow)| flow.present);
    if at >= parts.len() || present == Some(at) {
        app.warn("You are in this part: go to another one first");
        return Vec::new();
    }
    let gone = parts.remove(at);
    let effects = agenda::arrange(app, &parts);
    app.say(format!("{} is removed: /undo brings it back", gone.title));
    effects
}

/// Draws it.
pub fn draw(app: &App, at: usize, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let (rows, mut foot) = agenda::lines(app);
    if let Some(notice) = app.shown_notice() {
        // What was just done says how the end moved.
        foot.pop_if(|ends| notice.text.ends_with(ends.as_str()));
        foot.push(notice.text.clone());
    }
    let width = area.width.min(96);
    let foot: Vec<Line<'_>> = foot.iter().map(|line| Line::from(visible(line).into_owned())).collect();
    let foot = Paragraph::new(foot).wrap(Wrap { trim: true });
    let keys = Paragraph::new(LETTERS).style(theme.quiet()).wrap(Wrap { trim: true });
    let inside = width.saturating_sub(4).max(1);
    let (foot_rows, key_rows) = (cells(foot.line_count(inside)), cells(keys.line_count(inside)));
    let place = middle(area, width, cells(rows.len()).saturating_add(foot_rows + key_rows + 3));
    let block = framed(" Agenda ", " ↑ ↓ mark   Ctrl+Z undo   Esc closes ", theme).padding(Padding::horizontal(1));
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    let [list, _, below, letters] = Layout::vertical([
        Constraint::Min(1),
        Constraint::Length(1),
        Constraint::Length(foot_rows),
        Constraint::Length(key_rows),
    ])
    .areas(inner);
    let at = at.min(rows.len().saturating_sub(1));
    let first = (at + 1).saturating_sub(usize::from(list.height));
    for (nth, row) in rows.iter().enumerate().skip(first).take(usize::from(list.height)) {
        let line = Rect { y: list.y + cells(nth - first), height: 1, ..list };
        let (mark, style) = if nth == at { (">", theme.marked()) } else { (" ", Style::new()) };
        frame.render_widget(Line::styled(format!("{mark}{}", visible(row)), style), line);
    }
    frame.render_widget(foot, below);
    frame.render_widget(keys, letters);
}
