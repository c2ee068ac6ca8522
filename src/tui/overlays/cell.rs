//! A cell of the plan being filled: one piece of one action, and then the next action's. Enter keeps it and goes down the
//! column, Tab goes to the next piece of the column, Esc gives up.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Padding, Paragraph, Wrap};

use super::Overlay;
use super::draw::framed;
use crate::capture;
use crate::model::columns::{Piece, Takes};
use crate::model::stamp::Id;
use crate::plan::entries;
use crate::publish::visible;
use crate::tui::app::{App, save};
use crate::tui::message::Effect;
use crate::tui::theme::Theme;
use crate::tui::widgets::{cells, cut, entry::Entry};

/// A cell being filled.
#[derive(Clone, Debug)]
pub struct Filling {
    /// The actions that are gone through, and which of them is in hand.
    actions: Vec<Id>,
    at: usize,
    /// The piece that is filled.
    piece: &'static Piece,
    /// What is typed.
    pub(in crate::tui) entry: Entry,
    was: String,
    fault: Option<String>,
    kept: usize,
    /// Counts cells, so that the plain face asks for each.
    pub turn: u32,
}

/// Begins to fill a piece of these actions, at the first of them.
pub fn open(app: &mut App, actions: Vec<Id>, at: usize, piece: &'static Piece) -> Vec<Effect> {
    app.notice = None;
    let entry = Entry::default();
    let filling = Filling { actions, at, piece, entry, was: String::new(), fault: None, kept: 0, turn: 0 };
    begin(app, filling, Vec::new())
}

/// Lays the cell in hand, passing over actions that are not here any more.
fn begin(app: &mut App, mut filling: Filling, effects: Vec<Effect>) -> Vec<Effect> {
    filling.turn = filling.turn.wrapping_add(1);
    while let Some(id) = filling.actions.get(filling.at).copied() {
        let found = app.desk.as_ref().zip(app.plan.row(app, id));
        if let Some((desk, row)) = found {
            filling.was = desk.typed(&app.programme, &row, filling.piece);
            filling.entry = Entry::new(filling.was.as_str());
            filling.fault = None;
            app.plan.mark(id);
            app.lay(Overlay::Cell(filling));
            return effects;
        }
        filling.at += 1;
    }
    let kept = filling.kept;
    app.say(if kept == 1 { "1 cell is filled".to_owned() } else { format!("{kept} cells are filled") });
    effects
}

/// Takes a key. The cell was lifted off the screen and is laid back unless it was left.
pub(in crate::tui) fn press(app: &mut App, mut filling: Filling, key: KeyEvent) -> Vec<Effect> {
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let (by, piece) = match key.code {
        KeyCode::Esc => {
            // What was kept is kept; nothing of this cell is.
            return Vec::new();
        }
        KeyCode::Enter | KeyCode::Down => (1, filling.piece),
        KeyCode::Up => (-1, filling.piece),
        KeyCode::Tab if !shift => (0, beside(filling.piece, true)),
        KeyCode::Tab | KeyCode::BackTab => (0, beside(filling.piece, false)),
        _ => {
            filling.entry.key(key);
            app.overlays.push(Overlay::Cell(filling));
            return Vec::new();
        }
    };
    match keep(app, &filling) {
        Ok((effects, kept)) => {
            filling.kept += usize::from(kept);
            filling.piece = piece;
            filling.at = filling.at.saturating_add_signed(by);
            begin(app, filling, effects)
        }
        Err(why) => {
            filling.turn = filling.turn.wrapping_add(1);
            filling.fault = Some(why);
            app.overlays.push(Overlay::Cell(filling));
            Vec::new()
        }
    }
}

/// The next piece of the column, round to the first.
fn beside(piece: &'static Piece, forward: bool) -> &'static Piece {
    let pieces: Vec<&'static Piece> = piece.column().into_iter().flat_map(|column| column.pieces()).collect();
    let at = pieces.iter().position(|of| of.field == piece.field).unwrap_or(0);
    let next = if forward { at + 1 } else { at + pieces.len() - 1 } % pieces.len().max(1);
    pieces.get(next).copied().unwrap_or(piece)
}

/// Writes the cell, if it says something else than it did; says whether it was written.
fn keep(app: &mut App, filling: &Filling) -> Result<(Vec<Effect>, bool), String> {
    let typed = capture::clean(filling.entry.text());
    let action = filling.actions.get(filling.at).copied().filter(|_| typed.trim() != filling.was.trim());
    let Some(action) = action else { return Ok((Vec::new(), false)) };
    let (programme, field) = (Arc::clone(&app.programme), filling.piece.field);
    let made = app.edit(|desk, now| desk.write_pieces(Some(action), &[(field, typed)], &programme, now));
    let delta = made.transpose()?.and_then(|(_, delta)| delta);
    Ok((save(delta), true))
}

/// Takes a whole typed line as what stands in the cell; nothing typed leaves it, and - clears it.
pub(in crate::tui) fn retype(filling: &mut Filling, text: &str) {
    match text.trim() {
        "" => filling.entry = Entry::new(filling.was.as_str()),
        "-" => filling.entry = Entry::default(),
        typed => filling.entry = Entry::new(typed),
    }
}

/// Takes pasted text into the cell.
pub(in crate::tui) fn paste(filling: &mut Filling, text: &str) {
    filling.entry.insert(&text.replace('\n', " "));
}

/// What may stand in the cell: the words of its list, where it has one.
fn hint(app: &App, piece: &Piece) -> String {
    let list = app.desk.as_ref().and_then(|desk| entries(piece.takes, &app.programme, &desk.view));
    let all = matches!(piece.takes, Takes::Several(_) | Takes::AllOf(_));
    match list {
        Some(list) if !list.entries.is_empty() => {
            let titles: Vec<&str> = list.entries.iter().map(|entry| entry.title.as_str()).collect();
            let several = if all { ", several parted by commas" } else { "" };
            format!("one of: {}{several}", titles.join(", "))
        }
        _ => piece.hint.to_owned(),
    }
}

/// What is asked: the action, the piece, and what may stand there.
fn asked(app: &App, filling: &Filling) -> (String, String) {
    let id = filling.actions.get(filling.at).copied();
    let row = id.and_then(|id| app.plan.row(app, id));
    let what = row.map(|row| format!("{} {}", row.reference, row.text.unwrap_or_default())).unwrap_or_default();
    (format!("{} of {}: {what}", filling.at + 1, filling.actions.len()), hint(app, filling.piece))
}

/// What is asked, as a line for the plain face.
pub fn line(app: &App, filling: &Filling) -> Vec<String> {
    let (what, hint) = asked(app, filling);
    let now = if filling.was.is_empty() { String::new() } else { format!(" [{}]", filling.was) };
    let ask = filling.piece.title.to_lowercase();
    let fault = filling.fault.iter().map(|fault| format!("Note: {fault}"));
    fault.chain([format!("{what}: {ask}?{now} ({hint}) An empty line passes it over, - clears it, . ends.")]).collect()
}

/// Draws it at the foot of the screen, so that the column stays in sight.
pub fn draw(app: &App, filling: &Filling, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let (what, hint) = asked(app, filling);
    let inside = area.width.saturating_sub(4).max(1);
    let label = format!("{}: ", filling.piece.title);
    let below = filling.fault.clone().unwrap_or(hint);
    let style = if filling.fault.is_some() { theme.warning() } else { theme.quiet() };
    let below = Paragraph::new(visible(&below).into_owned()).style(style).wrap(Wrap { trim: true });
    let below_rows = cells(below.line_count(inside)).clamp(1, 2);
    let label_width = cells(label.chars().count()).min(inside / 2);
    let entry_rows = filling.entry.rows(inside.saturating_sub(label_width).max(1)).clamp(1, 4);
    let height = (entry_rows + below_rows + 2).min(area.height);
    let place = Rect { y: area.bottom().saturating_sub(height), height, ..area };
    let foot = " Enter keeps it, and down   Tab next piece   Esc leaves ";
    let block = framed(&format!(" {} ", cut(&what, usize::from(inside))), foot, theme).padding(Padding::horizontal(1));
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    let [line, under] = Layout::vertical([Constraint::Length(entry_rows), Constraint::Min(0)]).areas(inner);
    let [name, entry] = Layout::horizontal([Constraint::Length(label_width), Constraint::Min(1)]).areas(line);
    frame.render_widget(Line::styled(label, theme.strong()), name);
    if let Some(cursor) = filling.entry.draw(entry, frame.buffer_mut(), Style::new()) {
        frame.set_cursor_position(cursor);
    }
    frame.render_widget(below, under);
}
