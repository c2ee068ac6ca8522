//! The picker that opens above the line on a mark that is being typed: people, themes, kinds.
//!
//! It only ever writes into the line: Enter enters the line, whether a picker is open or not.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::capture::{Choice, Choices};
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::theme::Theme;
use crate::tui::widgets::{cells, fitted};

/// The most rows a picker takes.
const ROWS: usize = 6;

/// What is remembered of pickers between keys. What is in one is read from the line.
#[derive(Debug, Default)]
pub struct Picker {
    /// Where the token begins whose list was closed.
    pub(super) closed: Vec<usize>,
    /// The list that is being walked, as it was when the walk began.
    pub(super) walk: Option<Walk>,
}

/// A walk through a list, each step of which stands in the line.
#[derive(Debug)]
pub struct Walk {
    choices: Choices,
    at: usize,
}

/// The list that is open, and which of it is marked.
fn open(app: &App) -> Option<(Choices, Option<usize>)> {
    if app.run.veiled || !app.overlays.is_empty() {
        return None;
    }
    if let Some(walk) = &app.run.picker.walk {
        return Some((walk.choices.clone(), Some(walk.at)));
    }
    let entry = &app.run.entry;
    let choices = app.desk.as_ref()?.choices(entry.text(), entry.cursor(), app.run.editing, &app.run.kept, app.now)?;
    let at = choices.range.start;
    // Nothing to choose: what is typed is all there is.
    let typed = entry.text().get(choices.range.clone());
    let settled = choices.items.iter().all(|choice| Some(choice.insert.as_str()) == typed);
    let shut = settled || app.run.picker.closed.contains(&at) || app.run.kept.contains(&at);
    (!shut).then_some((choices, None))
}

/// Takes a key for the picker; says whether there was one open and the key was for it.
pub fn press(app: &mut App, key: KeyEvent) -> bool {
    let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
    let ours = matches!(key.code, KeyCode::Up | KeyCode::Down | KeyCode::Tab | KeyCode::Esc);
    let Some((choices, at)) = open(app).filter(|_| plain && ours) else { return false };
    let last = choices.items.len().saturating_sub(1);
    match (key.code, at) {
        (KeyCode::Esc, _) => {
            app.run.picker.walk = None;
            app.run.picker.closed = vec![choices.range.start];
        }
        (KeyCode::Tab, _) => take(app, &choices, at.unwrap_or(0)),
        (KeyCode::Down, None) => step(app, choices, 0),
        (KeyCode::Down, Some(at)) => step(app, choices, if at >= last { 0 } else { at + 1 }),
        (_, None | Some(0)) => step(app, choices, last),
        (_, Some(at)) => step(app, choices, at - 1),
    }
    true
}

/// Marks a choice and writes it into the line in place of what stands there.
fn step(app: &mut App, mut choices: Choices, at: usize) {
    let Some(insert) = choices.items.get(at).map(|choice| choice.insert.clone()) else { return };
    let range = choices.range.clone();
    choices.range.end = range.start + insert.len();
    app.run.change(|entry| entry.replace(range, &insert));
    app.run.picker.walk = Some(Walk { choices, at });
}

/// Writes a choice and a space: what follows is the words.
fn take(app: &mut App, choices: &Choices, at: usize) {
    let Some(choice) = choices.items.get(at) else { return };
    let mut range = choices.range.clone();
    if app.run.entry.text().get(range.end..).is_some_and(|rest| rest.starts_with(' ')) {
        range.end += 1;
    }
    app.run.change(|entry| entry.replace(range, &format!("{} ", choice.insert)));
}

/// Draws the list that is open, its foot on the last row of `above`, beginning at its token where that fits.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, above: Rect, cursor: Option<Position>) {
    let Some((choices, at)) = open(app) else { return };
    let rows = choices.items.len().min(ROWS).min(usize::from(above.height));
    // The marked one is in sight.
    let first = at.map_or(0, |at| (at + 1).saturating_sub(rows));
    let shown: Vec<&Choice> = choices.items.iter().skip(first).take(rows).collect();
    let wide = |text: &str| usize::from(visible(text).cell_width());
    let column = |of: fn(&Choice) -> &str| shown.iter().map(|choice| wide(of(choice))).max().unwrap_or(0);
    // Lines at the sides, the pointer, and spaces around the columns.
    let most = usize::from(above.width).saturating_sub(6);
    let title = column(|choice| &choice.title).min(most);
    let about = column(|choice| &choice.about).min(most - title);
    let width = cells(title + about + 6).min(above.width);
    let typed = app.run.entry.text().get(choices.range.start..app.run.entry.cursor()).unwrap_or_default();
    let token = cursor.map_or(above.x, |at| at.x.saturating_sub(cells(wide(typed))));
    let x = token.saturating_sub(2).min(above.right().saturating_sub(width)).max(above.x);
    let list = Rect { x, y: above.bottom() - cells(rows), width, height: cells(rows) };
    frame.render_widget(Clear, list);
    let side = theme.border().vertical_left;
    for ((place, choice), row) in (first..).zip(shown).zip(list.rows()) {
        let marked = at == Some(place);
        let (words, quiet) = if marked { (theme.marked(), theme.marked()) } else { (theme.chip(), theme.quiet()) };
        let line = Line::from(vec![
            Span::styled(side, theme.quiet()),
            Span::styled(if marked { "▸" } else { " " }, words),
            Span::styled(fitted(&visible(&choice.title), title), words),
            Span::styled(format!("  {} ", fitted(&visible(&choice.about), about)), quiet),
            Span::styled(side, theme.quiet()),
        ]);
        frame.render_widget(line, row);
    }
}
