//! What stands above the feed: the workshop and how saving goes, the stages, the question to ask.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph, Wrap};

use crate::model::fields::{List, Recorder};
use crate::plan::is_closed;
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::pace;
use crate::tui::theme::Theme;
use crate::tui::widgets::{cells, cut, fitted};

/// Tells that the workshop is over, and what one can do; the second where there is less room.
const CLOSED: [&str; 2] = ["closed, /reopen opens it again", "closed: /reopen"];
/// The most cells of a topic's title that stand above the question.
const MOST_TOPIC: usize = 40;
/// Tells the operator that the room reads along.
const PROJECTING: &str = "PROJECTING";

/// What the first line of the screen says: the workshop, who records, and how saving goes.
pub fn heading(app: &App) -> (String, String) {
    let Some(desk) = &app.desk else { return (String::new(), String::new()) };
    let (pcn, title, who) = named(desk);
    let closed = if is_closed(&desk.view) { CLOSED[0] } else { "" };
    let (left, right) = (apart(&pcn, " · ", &title), apart(&who, "   ", &apart(closed, "   ", &saved(desk))));
    let right = if desk.projected { format!("{right}. {PROJECTING}") } else { right };
    (visible(&left).into_owned(), visible(&right).into_owned())
}

/// The network, the title, and who records.
fn named(desk: &Desk) -> (String, String, String) {
    let workshop = desk.view.workshop();
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let title = workshop.and_then(|w| w.title()).unwrap_or("Workshop").to_owned();
    let recorder = desk.recorder.and_then(|id| desk.view.find(&List::Recorders, id)).map(|r| Recorder(r));
    let who = recorder.map(|r| apart(&text(r.name()), ", ", &text(r.table()))).unwrap_or_default();
    (text(workshop.and_then(|w| w.pcn())), title, who)
}

/// Two texts with something between them, where there are two.
fn apart(one: &str, between: &str, other: &str) -> String {
    if one.is_empty() || other.is_empty() { format!("{one}{other}") } else { format!("{one}{between}{other}") }
}

/// The heading in so many cells: how saving goes always, then the title, then who records, then the network.
fn heading_within(app: &App, cells: usize) -> (String, String) {
    let Some(desk) = &app.desk else { return (String::new(), String::new()) };
    let (pcn, title, who) = named(desk);
    let (title, saved) = (visible(&title).into_owned(), visible(&saved(desk)).into_owned());
    let told = |closed: &str| apart(closed, "   ", &saved);
    let [long, short] = if is_closed(&desk.view) { CLOSED.map(told) } else { [saved.clone(), saved.clone()] };
    let (left, right) =
        (visible(&apart(&pcn, " · ", &title)).into_owned(), visible(&apart(&who, "   ", &long)).into_owned());
    let wide = |text: &str| usize::from(text.cell_width());
    // A space on either side, and two between.
    let fits = |left: &str, right: &str| wide(left) + wide(right) + 4 <= cells;
    if fits(&left, &right) {
        (left, right)
    } else if fits(&title, &right) {
        (title, right)
    } else if fits(&title, &long) {
        (title, long)
    } else {
        (cut(&title, cells.saturating_sub(wide(&short) + 4)), short)
    }
}

/// Draws the heading and the stages.
pub fn draw(app: &App, desk: &Desk, theme: Theme, frame: &mut Frame<'_>, head: Rect, stages: Rect) {
    let head = draw_projecting(desk, theme, frame, head);
    let (left, right) = heading_within(app, usize::from(head.width));
    let style = if desk.saved.failed.is_some() { theme.warning() } else { theme.quiet() };
    draw_pair(frame, head, Line::styled(format!(" {left}"), theme.strong()), Line::styled(format!("{right} "), style));
    draw_stages(app, theme, frame, stages);
}

/// The sign that another window projects this file; returns what is left of the row.
fn draw_projecting(desk: &Desk, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
    if !desk.projected {
        return area;
    }
    let sign = Line::styled(format!(" {PROJECTING} "), theme.marked());
    let [rest, end] = Layout::horizontal([Constraint::Min(0), Constraint::Length(cells(sign.width()))]).areas(area);
    frame.render_widget(sign, end);
    rest
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

/// The question to ask now, and what to listen for.
pub fn question(app: &App) -> Option<(&str, &str, usize, usize)> {
    let stage = app.desk.as_ref()?.stage(&app.programme)?;
    let at = app.run.prompt % stage.questions.len().max(1);
    stage.questions.get(at).map(|q| (q.ask.as_str(), q.listen.as_str(), at + 1, stage.questions.len()))
}

/// Why saving failed, until it is mended; returns what is left of the area.
pub fn draw_banner(desk: &Desk, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
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
pub fn draw_question(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
    let Some((ask, listen, at, of)) = question(app) else { return area };
    let method = pace::step(app);
    let topic = app.desk.as_ref().and_then(Desk::topic);
    let topic = topic.map_or_else(String::new, |(_, title)| format!("Topic: {} · ", cut(&visible(title), MOST_TOPIC)));
    if area.height < 8 {
        let [top, rest] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
        let step = method.map_or_else(String::new, |at| format!("{}, {} · ", at.step.title, at.time_left()));
        frame.render_widget(Line::styled(format!(" {}{}", visible(&step), visible(ask)), theme.strong()), top);
        return rest;
    }
    // While a method runs, what to do now stands where else what to listen for does.
    let (title, lines) = match method {
        None => (
            format!(" {topic}Ask · {at} of {of} · Tab next "),
            vec![
                Line::styled(visible(ask).into_owned(), theme.strong()),
                Line::styled(format!("Listen for: {}", visible(listen)), theme.quiet()),
            ],
        ),
        Some(step) => (
            format!(" {topic}{} · /step goes on ", visible(&step.place())),
            vec![
                Line::styled(
                    format!("{}, {}. {}", visible(&step.step.title), step.time_left(), visible(&step.next())),
                    theme.strong(),
                ),
                Line::from(visible(&step.step.say).into_owned()),
                Line::styled(visible(ask).into_owned(), theme.quiet()),
            ],
        ),
    };
    let block = Block::bordered().border_set(theme.border()).border_style(theme.quiet()).title(title);
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
