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
//!  ┌ 3 Joy · quote · as Delegate ───────────────────────────────────────┐
//!  │ the line being typed                                               │
//!  └ what just happened, or the keys ───────────────────────────────────┘
//! ```

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph, Wrap};
use unicode_segmentation::UnicodeSegmentation;

use crate::capture::{self, Meaning};
use crate::model::fields::{Contribution, List, Recorder};
use crate::model::stamp::Id;
use crate::model::words::Kind;
use crate::plan::{Seat, absent, coverage};
use crate::publish::visible;
use crate::tui::app::{App, Screen, VEILED, save};
use crate::tui::commands;
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::pace;
use crate::tui::theme::Theme;
use crate::tui::widgets::cells;
use crate::tui::widgets::entry::Entry;
use crate::tui::widgets::feed;

/// The most rows that the line being typed may take.
const LINE_ROWS: u16 = 6;

/// What the workshop screen remembers.
#[derive(Debug, Default)]
pub struct Run {
    /// The line being typed.
    pub entry: Entry,
    /// The contribution being corrected, whose words stand in the line.
    pub editing: Option<Id>,
    /// What was typed before a contribution was taken up for correction.
    kept: Entry,
    /// Which of the stage's questions is shown.
    pub prompt: usize,
    /// The last contribution in sight; none follows the newest.
    pub anchor: Option<Id>,
    /// Whether the room is hidden.
    pub room_hidden: bool,
    /// Whether names and lines are hidden from a shared screen.
    pub veiled: bool,
    /// Whether a new workshop is being set up, so that one step leads to the next.
    pub setting_up: bool,
}

impl Run {
    /// Begins with a file, and what was half typed when it was last closed.
    pub fn begin(&mut self, draft: Option<String>) {
        *self = Self { entry: Entry::new(draft.unwrap_or_default()), room_hidden: self.room_hidden, ..Self::default() };
    }

    /// Leaves a correction and takes up what was typed before; says whether there was one.
    pub fn leave_line(&mut self) -> bool {
        let was = self.editing.take().is_some();
        if was {
            self.entry = std::mem::take(&mut self.kept);
        }
        was
    }

    /// Takes a key that only changes the line being typed; says whether it did. Every other key is for the commands.
    pub fn typing(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        // Keys of the table come first: Ctrl and a letter, but for the editing ones.
        if control && !alt && matches!(key.code, KeyCode::Char(c) if !matches!(c, 'a' | 'e' | 'w' | 'u' | 'k')) {
            return false;
        }
        self.entry.key(key)
    }

    /// Takes a contribution up for correction.
    fn take_up(&mut self, id: Id, text: &str) {
        if self.editing.is_none() {
            self.kept = std::mem::take(&mut self.entry);
        }
        self.editing = Some(id);
        self.entry = Entry::new(text);
    }
}

/// Takes a key that is no command: Enter takes the line, the arrows walk through one's own lines.
pub fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Enter => enter(app),
        KeyCode::Up if app.run.entry.is_empty() || app.run.editing.is_some() => walk(app, true),
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
    let Some(desk) = &app.desk else { return Vec::new() };
    let mut own = desk.view.live(&List::Contributions).filter(|c| desk.is_mine(c.id.stamp));
    let next = match (app.run.editing, back) {
        (None, _) => own.next_back(),
        (Some(at), true) => own.rev().find(|c| c.id < at),
        (Some(at), false) => own.find(|c| c.id > at),
    };
    let now = app.now;
    match next.map(|c| (c.id, desk.to_correct(Contribution(c).text().unwrap_or_default(), now))) {
        Some((id, text)) => app.run.take_up(id, &text),
        None if !back => drop(app.run.leave_line()),
        None => {}
    }
    Vec::new()
}

/// Takes the line: words, a mark on the last line, or a command.
pub fn enter(app: &mut App) -> Vec<Effect> {
    let line = app.run.entry.text().to_owned();
    // After a slash it is a command about the line being corrected, whose words stay as they were.
    if let Some(id) = app.run.editing.filter(|_| !line.starts_with('/')) {
        app.run.leave_line();
        if capture::clean(&line).is_empty() {
            app.warn("The line is unchanged. /remove removes a line");
            return Vec::new();
        }
        let delta = app.edit(|desk, now| desk.correct(id, &line, now)).flatten();
        app.say("The line is corrected; the earlier wording is kept in the history");
        let mut effects = save(delta);
        effects.push(Effect::Draft);
        return effects;
    }
    let programme = app.programme.clone();
    let outcome = app.edit(|desk, now| desk.enter(&line, now, &programme)).unwrap_or_default();
    if let Some((name, rest)) = outcome.command {
        app.run.entry.take();
        let mut effects = commands::slash(app, &name, &rest);
        effects.push(Effect::Draft);
        return effects;
    }
    if outcome.refused {
        app.warn(outcome.said);
        return Vec::new();
    }
    app.run.entry.take();
    app.run.anchor = None;
    if outcome.said.is_empty() {
        app.notice = None;
    } else {
        app.say(outcome.said);
    }
    let mut effects = save(outcome.delta);
    effects.push(Effect::Draft);
    effects
}

/// What the first line of the screen says: the workshop, who records, and how saving goes.
pub fn heading(app: &App) -> (String, String) {
    let Some(desk) = &app.desk else { return (String::new(), String::new()) };
    let workshop = desk.view.workshop();
    let title = workshop.and_then(|w| w.title()).unwrap_or("Workshop");
    let pcn = workshop.and_then(|w| w.pcn()).map_or_else(String::new, |pcn| format!("{pcn} · "));
    let recorder = desk.recorder.and_then(|id| desk.view.find(&List::Recorders, id)).map(|r| {
        let r = Recorder(r);
        [r.name(), r.table()].into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let who = recorder.filter(|r| !r.is_empty()).map_or_else(String::new, |r| format!("{r}   "));
    (visible(&format!("{pcn}{title}")).into_owned(), visible(&format!("{who}{}", saved(desk))).into_owned())
}

/// How saving goes, always with the count: `saved 21 · 10:42:07`.
pub fn saved(desk: &Desk) -> String {
    let waiting = desk.changes.saturating_sub(desk.saved.changes);
    let count = desk.saved.contributions;
    match (&desk.saved.failed, desk.saved.at) {
        (Some(_), _) => format!("saved {count}, NOT SAVED {waiting}"),
        (None, _) if waiting > 0 => format!("saved {count}, saving {waiting}"),
        (None, Some(at)) => format!("saved {count} · {}", at.format("%H:%M:%S")),
        (None, None) => format!("saved {count}"),
    }
}

/// What stands above the line being typed: who speaks, and what was understood of the line.
pub fn chips(app: &App) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    if app.run.editing.is_some() {
        let mut chips = vec!["correcting".to_owned()];
        if let Meaning::Said(said) = desk.read(app.run.entry.text(), app.now) {
            chips.extend(said.parts.into_iter().map(|part| part.chip));
        }
        chips.push("Enter keeps it, Esc leaves it".into());
        return chips;
    }
    let line = app.run.entry.text();
    let mut chips = Vec::new();
    let meaning = desk.read(line, app.now);
    let speaker = desk.speaker;
    let said = match &meaning {
        Meaning::Said(said) => Some(said),
        Meaning::Command { name, .. } => return vec![format!("command /{name}")],
        Meaning::Consent(level) => return vec![format!("the last line: {}", level.title())],
        Meaning::Agree(count) => return vec![format!("{count} more agree with the last line")],
        Meaning::Speaker(_) | Meaning::Nothing => None,
    };
    let names_speaker = said.is_some_and(|s| s.speaker != capture::Who::Sticky);
    if !names_speaker {
        chips.push(seat_title(desk, speaker));
    }
    let kind = said.map_or(Kind::Quote, |s| s.kind);
    if kind == Kind::Quote {
        chips.push("quote".into());
    }
    if let Some(said) = said {
        chips.extend(said.parts.iter().map(|p| p.chip.clone()));
    }
    // What the line will really be, whatever it says: the lowest level wins.
    let speaker = match said.map(|s| s.speaker) {
        Some(capture::Who::Seat(at)) => desk.room.seats.get(at).map(|s| s.delegate),
        Some(capture::Who::Unknown) => None,
        _ => speaker,
    };
    let asked = said.and_then(|s| s.consent);
    let level = desk.effective(asked.unwrap_or_else(|| desk.usual_level(speaker)), speaker);
    if asked != Some(level) {
        chips.push(level.title().to_owned());
    }
    chips
}

/// A person with their seat: `3 Joy`.
fn seat_title(desk: &Desk, person: Option<Id>) -> String {
    let seat = person.and_then(|id| desk.room.seat(id));
    seat.map_or_else(
        || "somebody".into(),
        |s| match s.number {
            Some(number) => format!("{number} {}", s.name),
            None => s.name.clone(),
        },
    )
}

/// The question to ask now, and what to listen for.
pub fn question(app: &App) -> Option<(&str, &str, usize, usize)> {
    let stage = app.desk.as_ref()?.stage(&app.programme)?;
    let at = app.run.prompt % stage.questions.len().max(1);
    stage.questions.get(at).map(|q| (q.ask.as_str(), q.listen.as_str(), at + 1, stage.questions.len()))
}

/// What the room panel says below the people: who was not heard, who is missing, what is open.
pub fn room_notes(app: &App) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let room = &desk.room;
    if room.seats.is_empty() {
        return vec!["Nobody has a seat yet. /people adds people, /join one of them.".into()];
    }
    let mut notes = Vec::new();
    let unheard = room.not_heard();
    if !unheard.is_empty() {
        let names = unheard.iter().map(|s| s.number.map_or_else(|| s.name.clone(), |n| n.to_string()));
        notes.push(format!("not yet heard: {}", names.collect::<Vec<_>>().join(" ")));
    }
    let covered = coverage(room, &app.programme.categories);
    let missing: Vec<&str> = absent(&covered).filter(|c| c.partner).map(|c| c.label.as_str()).collect();
    if !missing.is_empty() {
        notes.push(format!("no one from: {}", missing.join(", ")));
    }
    if !room.open_questions.is_empty() {
        notes.push(format!("open questions: {}", room.open_questions.len()));
    }
    if room.stubs > 0 {
        notes.push(format!("to finish: {}", room.stubs));
    }
    notes
}

/// The room panel: the people, as many as fit above the notes, and the notes.
fn room_lines(app: &App, width: usize, rows: usize) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let seats = &desk.room.seats;
    let notes = room_notes(app);
    let below: usize = notes.iter().map(|note| note.chars().count() / width.max(1) + 1).sum();
    let fit = rows.saturating_sub(below).max(3);
    let fit = if seats.len() > fit { fit - 1 } else { fit };
    let mut lines: Vec<String> = seats.iter().take(fit).map(|s| seat_line(app, desk, s, width)).collect();
    if seats.len() > fit {
        lines.push(format!("   and {} more", seats.len() - fit));
    }
    lines.extend(notes);
    lines
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

/// A text cut to so many cells, with a mark where it was cut, and padded to them.
fn fitted(text: &str, cells: usize) -> String {
    let mut fitted = String::new();
    let mut used = 0;
    let whole = usize::from(text.cell_width()) <= cells;
    for grapheme in text.graphemes(true) {
        let wide = usize::from(grapheme.cell_width());
        if used + wide + usize::from(!whole) > cells {
            fitted.push('…');
            used += 1;
            break;
        }
        fitted.push_str(grapheme);
        used += wide;
    }
    fitted.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
    fitted
}

/// Draws all but the line being typed.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let Some(desk) = &app.desk else { return };
    let [head, stages, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(0)]).areas(area);
    let (left, right) = heading(app);
    let style = if desk.saved.failed.is_some() { theme.warning() } else { theme.quiet() };
    draw_pair(frame, head, Line::styled(format!(" {left}"), theme.strong()), Line::styled(format!("{right} "), style));
    draw_stages(app, theme, frame, stages);
    let body = draw_banner(desk, theme, frame, body);
    let wide = area.width >= 76 && !app.run.room_hidden;
    let side = if wide { (area.width / 3).clamp(26, 38) } else { 0 };
    let [main, room] = Layout::horizontal([Constraint::Min(0), Constraint::Length(side)]).areas(body);
    let feed_area = main;
    let feed_area = draw_question(app, theme, frame, feed_area);
    if app.run.veiled {
        frame.render_widget(Paragraph::new(VEILED), feed_area);
        return;
    }
    feed::draw(app, desk, theme, frame, feed_area);
    if wide {
        let seats = desk.room.seats.len();
        let heard = seats - desk.room.not_heard().len();
        let title = if seats == 0 { " Room ".into() } else { format!(" Room · {heard} of {seats} heard ") };
        let block = Block::bordered().border_set(theme.border()).title(title).border_style(theme.quiet());
        let lines =
            room_lines(app, usize::from(room.width.saturating_sub(2)), usize::from(room.height.saturating_sub(2)));
        let lines: Vec<Line<'_>> = lines.iter().map(|l| Line::from(visible(l).into_owned())).collect();
        frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).block(block), room);
    }
}

/// Why saving failed, until it is mended; returns what is left of the area.
fn draw_banner(desk: &Desk, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
    let Some((failed, hint)) = &desk.saved.failed else { return area };
    let text = format!(" Not saved: {}. {} It is kept in memory and tried again.", visible(failed), visible(hint));
    let banner = Paragraph::new(text).style(theme.warning()).wrap(Wrap { trim: true });
    let rows = cells(banner.line_count(area.width.max(1))).min(area.height / 2);
    let [top, rest] = Layout::vertical([Constraint::Length(rows), Constraint::Min(0)]).areas(area);
    frame.render_widget(banner, top);
    rest
}

/// The stages, the present one marked, and the time left: as much of it as there is room for.
fn draw_stages(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let here = app.desk.as_ref().and_then(|d| d.stage(&app.programme)).map(|s| s.id.as_str());
    let width = usize::from(area.width);
    let wide = |title: &str| usize::from(title.cell_width());
    let count = app.programme.stages.len().max(1);
    let long: usize = app.programme.stages.iter().map(|s| wide(&s.title)).sum();
    let present = app.programme.stages.iter().find(|s| Some(s.id.as_str()) == here).map_or(0, |s| wide(&s.title));
    let (times, warns) = pace::header(app);
    // With an agenda of its own the part matters more than the titles of the other stages.
    let own = app.desk.as_ref().is_some_and(|desk| desk.part().is_some());
    let titles = if own { present } else { long };
    let fits = |time: &&String| 4 * count + titles + wide(&visible(time)) + 2 <= width;
    let time = times.iter().find(fits).or(times.last()).map_or_else(String::new, |t| format!("{} ", visible(t)));
    let room = width.saturating_sub(wide(&time) + 4 * count);
    // The present stage keeps its whole title; the others share what is left.
    let share = room.saturating_sub(present) / count.saturating_sub(1).max(1);
    let spans = app.programme.stages.iter().enumerate().map(|(at, stage)| {
        let present = Some(stage.id.as_str()) == here;
        let title = visible(&stage.title);
        let title = match share.min(wide(&title)) {
            _ if long <= room || present => format!("{title} "),
            _ if own => String::new(),
            share => format!("{} ", fitted(&title, share)),
        };
        let (mark, style) = if present { ("▸", theme.strong()) } else { (" ", theme.quiet()) };
        Span::styled(format!("{mark}{} {title}", at + 1), style)
    });
    let style = if warns { theme.warning() } else { theme.strong() };
    draw_pair(frame, area, spans.collect(), Line::styled(time, style));
}

/// The question to ask; returns what is left of the area.
fn draw_question(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
    let Some((ask, listen, at, of)) = question(app) else { return area };
    if area.height < 8 {
        let [top, rest] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
        frame.render_widget(Line::styled(format!(" {}", visible(ask)), theme.strong()), top);
        return rest;
    }
    let lines = vec![
        Line::styled(visible(ask).into_owned(), theme.strong()),
        Line::styled(format!("Listen for: {}", visible(listen)), theme.quiet()),
    ];
    let block = Block::bordered()
        .border_set(theme.border())
        .border_style(theme.quiet())
        .title(format!(" Ask · {at} of {of} · Tab next "));
    let text = Paragraph::new(lines).wrap(Wrap { trim: true });
    let rows = cells(text.line_count(area.width.saturating_sub(2).max(1))).min(area.height / 3) + 2;
    let [top, rest] = Layout::vertical([Constraint::Length(rows), Constraint::Min(0)]).areas(area);
    frame.render_widget(text.block(block), top);
    rest
}

/// Two texts on one row, with a space between; the right one wins where they meet.
pub(in crate::tui) fn draw_pair(frame: &mut Frame<'_>, area: Rect, left: Line<'_>, right: Line<'_>) {
    let width = cells(right.width()).min(area.width);
    let [start, _, end] =
        Layout::horizontal([Constraint::Min(0), Constraint::Length(1), Constraint::Length(width)]).areas(area);
    frame.render_widget(left, start);
    frame.render_widget(right, end);
}

/// How many rows the line being typed takes with its frame.
pub fn line_rows(app: &App, width: u16) -> u16 {
    app.run.entry.rows(width.saturating_sub(2)).min(LINE_ROWS) + 2
}

/// Draws the line being typed, with what was understood of it above and the keys or the last notice below.
pub fn draw_line(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let chips = if app.run.veiled { Vec::new() } else { chips(app) };
    let title = if chips.is_empty() { String::new() } else { format!(" {} ", visible(&chips.join(" · "))) };
    let foot = match app.shown_notice() {
        Some(notice) if notice.warns => Line::styled(format!(" {} ", visible(&notice.text)), theme.warning()),
        Some(notice) => Line::raw(format!(" {} ", visible(&notice.text))),
        None => {
            Line::styled(" / commands   @ who   # theme   ! kind   % consent   ↑ edit last   /? help ", theme.quiet())
        }
    };
    let block = Block::bordered()
        .border_set(theme.border())
        .border_style(theme.quiet())
        .title(Line::styled(title, theme.chip()))
        .title_bottom(foot);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if app.run.veiled && !app.run.entry.is_empty() {
        frame.render_widget("…", inner);
        return;
    }
    let cursor = app.run.entry.draw(inner, frame.buffer_mut(), ratatui::style::Style::new());
    if let Some(cursor) = cursor.filter(|_| app.overlays.is_empty() && app.screen == Screen::Run) {
        frame.set_cursor_position(cursor);
    }
}
