//! The line being typed: its keys, and the box it stands in.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Block;

use super::chips::{self, chips};
use super::picker;
use crate::model::fields::List;
use crate::model::stamp::Id;
use crate::publish::visible;
use crate::tui::app::{App, Notice, Screen, save};
use crate::tui::commands;
use crate::tui::desk::Draft;
use crate::tui::message::Effect;
use crate::tui::pace;
use crate::tui::theme::Theme;
use crate::tui::widgets::{cut, told};

/// The most rows that the line being typed may take.
const ROWS: u16 = 6;

/// The most rows for what is said to whoever types it.
const MOST_SAID: u16 = 4;

/// What stands at the foot of the line where there is nothing to say, those first that go first where it is narrow.
const HINTS: [&str; 6] = ["% consent", "! kind", "↑ edit last", "# theme", "@ who", "/ commands"];

/// Takes a key that only changes the line, its chips or its picker; says whether it did. Every other key is for the
/// commands.
pub fn typing(app: &mut App, key: KeyEvent) -> bool {
    chips::press(app, key) || picker::press(app, key) || app.run.typing(key)
}

/// Takes a key that is no command: Enter takes the line, the arrows walk through one's own lines.
pub fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Enter => enter(app),
        KeyCode::Up if app.run.entry.is_empty() || app.run.editing.is_some() => walk(app, true),
        KeyCode::Up => {
            chips::mark_last(app);
            Vec::new()
        }
        KeyCode::Down if app.run.editing.is_some() => walk(app, false),
        // Never away from the room by a habit: what is typed next would be lost.
        KeyCode::Esc => {
            if !app.run.leave_line() && app.run.anchor.take().is_none() {
                app.say("You are in the workshop. Ctrl+B or /back goes to the home screen");
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Takes up the line before or after the one being corrected.
fn walk(app: &mut App, back: bool) -> Vec<Effect> {
    match neighbour(app, back) {
        Some(id) => correct(app, id),
        None if !back => drop(app.run.leave_line()),
        None => {}
    }
    Vec::new()
}

/// One's own line before or after the one being corrected; the last one where none is.
fn neighbour(app: &App, back: bool) -> Option<Id> {
    let desk = app.desk.as_ref()?;
    let mut own = desk.view.live(&List::Contributions).map(|c| c.id).filter(|id| desk.is_mine(id.stamp));
    match (app.run.editing, back) {
        (None, _) => own.next_back(),
        (Some(at), true) => own.rev().find(|id| *id < at),
        (Some(at), false) => own.find(|id| *id > at),
    }
}

/// Takes a contribution up for correction, whoever's it is; what is half typed comes back afterwards.
pub fn correct(app: &mut App, id: Id) {
    let now = app.now;
    if let Some((text, kept)) = app.desk.as_ref().map(|desk| desk.to_correct(id, now)) {
        app.run.take_up(id, &text, kept);
        app.run.seen = app.desk.as_ref().map(|desk| desk.line_as_seen(id));
        app.notice = None;
    }
}

/// Takes the line: words, a mark on the last line, or a command.
pub fn enter(app: &mut App) -> Vec<Effect> {
    let Draft { text: line, kept, corrects } = app.run.draft();
    app.run.marked = None;
    let programme = app.programme.clone();
    let seen = app.run.seen.clone().filter(|_| corrects.is_some());
    let outcome = app.edit(|desk, now| {
        desk.seen = seen;
        let outcome = match corrects {
            Some(id) => desk.correct(id, &line, &kept, now, &programme),
            None => desk.enter(&line, &kept, now, &programme),
        };
        desk.seen = None;
        outcome
    });
    let outcome = outcome.unwrap_or_default();
    if let Some((name, rest)) = outcome.command {
        app.run.set_line("");
        let (mut effects, refused) = commands::obey(app, &name, &rest);
        if refused && !rest.is_empty() {
            // Words that follow a command stay to be mended: somebody may have said them.
            app.run.set_line(&line);
            return effects;
        }
        // The command knew which line it was about; what was typed before it comes back.
        if app.run.editing == corrects {
            app.run.leave_line();
        }
        effects.push(Effect::Draft);
        return effects;
    }
    if outcome.refused {
        app.warn(outcome.said);
        return Vec::new();
    }
    if !app.run.leave_line() {
        app.run.set_line("");
        app.run.anchor = None;
    }
    if outcome.said.is_empty() {
        app.notice = None;
    } else {
        // Where people speak in turn, whoever types is told whose turn it is now.
        let next = pace::step(app).filter(|at| at.step.turns).and_then(|_| pace::awaited(app));
        app.say(next.map_or(outcome.said.clone(), |next| format!("{next} · {}", outcome.said)));
    }
    let mut effects = save(outcome.delta);
    effects.push(Effect::Draft);
    effects
}

/// How many rows the line takes with its frame, and with what is said that has no room in it.
pub fn rows(app: &App, width: u16) -> u16 {
    let inside = width.saturating_sub(2);
    let below = below(app, inside).map_or(0, |(_, rows)| rows);
    app.run.entry.rows(inside).min(ROWS) + below + 2
}

/// What stands right in the frame below the line: how many lines wait to be looked at again.
fn review(app: &App) -> String {
    let count = app.desk.as_ref().and_then(|desk| desk.review_count()).unwrap_or(0);
    if count > 0 { format!(" review: {count} ") } else { String::new() }
}

/// How much room the frame below the line has for words, within it and beside what waits.
fn room_for_words(review: &str, inside: u16) -> usize {
    let taken = review.len() + usize::from(!review.is_empty());
    usize::from(inside).saturating_sub(taken + 2)
}

/// The last word to the person at the keys, where it is said now.
fn said(app: &App) -> Option<&Notice> {
    let busy = app.run.marked.is_some() || app.run.editing.is_some();
    app.shown_notice().filter(|notice| notice.warns || !busy)
}

/// That word where it is longer than the frame: all of it, in rows of its own.
fn below(app: &App, inside: u16) -> Option<(&Notice, u16)> {
    let notice = said(app)?;
    let room = room_for_words(&review(app), inside);
    let long = usize::from(visible(&notice.text).cell_width()) > room;
    long.then(|| (notice, told(notice, Theme::plain(), inside, MOST_SAID).1))
}

/// Draws the line, with what was understood of it above and the keys or the last notice below; says where the cursor is.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Option<Position> {
    let chips = if app.run.veiled { Vec::new() } else { chips(app) };
    let width = usize::from(area.width.saturating_sub(2));
    let review = review(app);
    let long = below(app, area.width.saturating_sub(2));
    let foot = foot(app, &chips, theme, room_for_words(&review, area.width.saturating_sub(2)));
    let block = Block::bordered()
        .border_set(theme.border())
        .border_style(theme.quiet())
        .title(chips::row(&chips, app.run.marked, theme, width))
        .title_bottom(foot)
        .title_bottom(Line::styled(review, theme.strong()).right_aligned());
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let long_rows = long.map_or(0, |(_, rows)| rows);
    let [inner, said] = Layout::vertical([Constraint::Min(0), Constraint::Length(long_rows)]).areas(inner);
    if let Some((notice, rows)) = long {
        frame.render_widget(told(notice, theme, said.width, rows).0, said);
    }
    if app.run.veiled && !app.run.entry.is_empty() {
        frame.render_widget("…", inner);
        return None;
    }
    let cursor = app.run.entry.draw(inner, frame.buffer_mut(), Style::new());
    let cursor = cursor.filter(|_| app.overlays.is_empty() && app.screen == Screen::Run);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    cursor
}

/// What stands below the line: the last word to the person at the keys, or what the keys do.
fn foot(app: &App, chips: &[chips::Chip], theme: Theme, width: usize) -> Line<'static> {
    let within = |text: &str| format!(" {} ", cut(text, width));
    // What is longer stands above, in rows of its own.
    let notice = said(app).filter(|notice| usize::from(visible(&notice.text).cell_width()) <= width);
    if let Some(notice) = notice.filter(|notice| notice.warns) {
        return Line::styled(within(&visible(&notice.text)), theme.warning());
    }
    if app.run.marked.is_some() {
        return Line::raw(within("Backspace makes it words · ← → others · ↓ back to line"));
    }
    if app.run.editing.is_some() {
        return Line::raw(within("Enter keeps it · Esc leaves it · ↑ ↓ others · marks at the end change it"));
    }
    if let Some(notice) = notice {
        return Line::raw(within(&visible(&notice.text)));
    }
    if app.run.entry.is_empty()
        && let Some(awaited) = pace::awaited(app)
    {
        return Line::styled(within(&visible(&awaited)), theme.strong());
    }
    let marks = chips.iter().any(|chip| chip.mark().is_some());
    Line::styled(within(&hints(marks, width)), theme.quiet())
}

/// As many of the hints as fit; the way to the help always.
fn hints(marks: bool, width: usize) -> String {
    let hint = |at: usize| match HINTS.get(at) {
        Some(&"↑ edit last") if marks => "↑ marks",
        Some(hint) => hint,
        None => "",
    };
    let order = [5, 4, 3, 1, 0, 2];
    let mut dropped = 0;
    loop {
        let shown = order.into_iter().filter(|at| *at >= dropped).map(hint).chain(["/? help"]);
        let text = shown.collect::<Vec<_>>().join("   ");
        if usize::from(text.cell_width()) <= width || dropped >= HINTS.len() {
            return text;
        }
        dropped += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::hints;

    #[test]
    fn hints_give_way_one_after_another_and_the_help_never() {
        assert_eq!(hints(false, 78), "/ commands   @ who   # theme   ! kind   % consent   ↑ edit last   /? help");
        assert_eq!(hints(false, 61), "/ commands   @ who   # theme   ! kind   ↑ edit last   /? help");
        assert_eq!(hints(true, 56), "/ commands   @ who   # theme   ↑ marks   /? help");
        assert_eq!(hints(false, 0), "/? help");
    }
}
