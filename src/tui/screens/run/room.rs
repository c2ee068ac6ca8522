//! The room panel: who is here, who was heard, who is missing.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph, Wrap};

use crate::plan::{Seat, Table, absent, coverage, tables};
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use crate::tui::widgets::fitted;

/// How many categories are named that nobody is from, where the people would not fit otherwise.
const FEW: usize = 3;

/// What the room panel says below the people: who was not heard, what is open, who is missing.
pub fn room_notes(app: &App) -> Vec<String> {
    notes(app, usize::MAX)
}

/// The notes, naming at most so many categories that nobody is from.
fn notes(app: &App, most: usize) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let room = desk.room();
    if room.seats.is_empty() {
        return vec!["Nobody has a seat yet. /people adds people, /join one of them.".into()];
    }
    let mut notes = Vec::new();
    let unheard = room.not_heard();
    if !unheard.is_empty() {
        let names = unheard.iter().map(|s| s.number.map_or_else(|| s.name.clone(), |n| n.to_string()));
        notes.push(format!("not yet heard: {}", names.collect::<Vec<_>>().join(" ")));
    }
    if !room.open_questions.is_empty() {
        notes.push(format!("open questions: {}", room.open_questions.len()));
    }
    if !desk.clashes.is_empty() {
        notes.push(format!("changed in two places: {} (/clashes)", desk.clashes.len()));
    }
    if room.stubs > 0 {
        notes.push(format!("to finish: {}", room.stubs));
    }
    let covered = coverage(room, &app.programme.categories);
    let missing: Vec<&str> = absent(&covered).filter(|c| c.partner).map(|c| c.label.as_str()).collect();
    match missing.get(..most).filter(|named| named.len() + 1 < missing.len()) {
        Some(named) => {
            notes.push(format!("no one from: {} and {} more", named.join(", "), missing.len() - named.len()));
        }
        None if missing.is_empty() => {}
        None => notes.push(format!("no one from: {}", missing.join(", "))),
    }
    notes
}

/// The room panel: the people, as many as fit above the notes, and the notes.
fn room_lines(app: &App, width: usize, rows: usize) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let seats = &desk.room().seats;
    let tall = |notes: &[String]| notes.iter().map(|note| note.chars().count() / width.max(1) + 1).sum::<usize>();
    let mut notes = room_notes(app);
    if seats.len() + tall(&notes) > rows {
        notes = self::notes(app, FEW);
    }
    // The tables have what the people and the notes leave; where that is too little, a word says where they are.
    let others = table_notes(desk);
    if !others.is_empty() {
        let fit = seats.len() + tall(&notes) + tall(&others) <= rows;
        notes.extend(if fit { others } else { vec![format!("other tables: {} (/tables)", others.len())] });
    }
    let fit = rows.saturating_sub(tall(&notes)).max(3);
    let fit = if seats.len() > fit { fit - 1 } else { fit };
    let mut lines: Vec<String> = seats.iter().take(fit).map(|s| seat_line(app, desk, s, width)).collect();
    if seats.len() > fit {
        lines.push(format!("   and {} more", seats.len() - fit));
    }
    lines.extend(notes);
    lines
}

/// The other tables: where, who records, how many lines, and the time of the last. No time that passes is told here, as
/// this stands still while nothing happens.
fn table_notes(desk: &Desk) -> Vec<String> {
    let tables = tables(&desk.view, desk.room(), &desk.origins);
    let others = tables.into_iter().filter(|table| Some(table.recorder) != desk.recorder);
    let note = |table: Table| {
        let last = desk.heard_from.get(&table.recorder).copied().or(table.last);
        let last = last.map_or_else(String::new, |last| format!(" at {}", last.format("%H:%M")));
        let place = table.table.map_or_else(String::new, |place| format!("{place} "));
        let name = table.name.split_whitespace().next().unwrap_or_default();
        format!("{place}{name}: {}{last}", table.lines)
    };
    others.map(note).collect()
}

/// A person in a row of the room: seat, name, category, and how often they were heard.
fn seat_line(app: &App, desk: &Desk, seat: &Seat, width: usize) -> String {
    let number = seat.number.map_or_else(|| "  ".into(), |n| format!("{n:>2}"));
    let category = seat.category.as_deref().and_then(|c| app.programme.category(c)).map_or("", |c| c.label.as_str());
    let heard = match seat.spoken {
        0 => String::new(),
        n @ 1..=3 => "●".repeat(n),
        n => format!("●×{n}"),
    };
    // The name has what the number, the category and the marks leave.
    let about = [category, &heard].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let room = width.saturating_sub(number.len() + 2 + usize::from(about.cell_width())).max(4);
    let whole = visible(&seat.name);
    let fits = usize::from(whole.cell_width()) <= room;
    let name = if fits { whole.into_owned() } else { visible(&desk.short_name(Some(seat.delegate))).into_owned() };
    let name = fitted(&name, room);
    format!("{number} {name} {about}").trim_end().to_owned()
}

/// Draws the panel.
pub fn draw(app: &App, desk: &Desk, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let seats = desk.room().seats.len();
    let heard = seats - desk.room().not_heard().len();
    let title = if seats == 0 { " Room ".into() } else { format!(" Room · {heard} of {seats} heard ") };
    let block = Block::bordered().border_set(theme.border()).title(title).border_style(theme.quiet());
    let lines = room_lines(app, usize::from(area.width.saturating_sub(2)), usize::from(area.height.saturating_sub(2)));
    let lines: Vec<Line<'_>> = lines.iter().map(|l| Line::from(visible(l).into_owned())).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).block(block), area);
}
