//! The wall: one thing at a time, as large as it fits.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::sheet::{Sheet, sheet};
use super::{Face, Page};
use crate::publish::visible;
use crate::tui::screens::run::draw_pair;
use crate::tui::theme::Theme;
use crate::tui::widgets::big::{self, Laid};
use crate::tui::widgets::{cells, cut};

/// Normal text is not set wider than this: the eye has to find the next line.
const WIDEST: u16 = 84;
/// A window that is higher than this has room for a large clock.
const HIGH: u16 = 22;

/// Draws the page in front.
pub fn draw(face: &Face<'_>, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let air = u16::from(area.height >= HIGH);
    let [head, _, body, foot] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(air), Constraint::Min(0), Constraint::Length(1)])
            .areas(area);
    let sheet = sheet(face);
    draw_head(face, &sheet, theme, frame, head);
    let (number, of) = face.place;
    let place = Line::styled(format!("{number} of {of} "), theme.quiet());
    draw_pair(frame, foot, Line::styled(format!(" {}", face.sign), theme.quiet()), place);
    let margin = (area.width / 30).max(1);
    let body = Rect { x: body.x + margin, width: body.width.saturating_sub(2 * margin), ..body };
    let body = if face.page == Page::Question { draw_time(face.time, theme, frame, body) } else { body };
    let body = draw_small(sheet.above.as_deref(), true, theme, frame, body);
    let body = draw_small(sheet.below.as_deref(), false, theme, frame, body);
    match (&sheet.text, sheet.empty) {
        (Some(text), _) => draw_text(text, theme, frame, body),
        (None, Some(empty)) => frame.render_widget(Line::styled(empty, theme.quiet()), middle(body, 1)),
        (None, None) => draw_lists(&sheet, face.first, theme, frame, body),
    }
}

/// What the page is called, and beside it what workshop this is; elsewhere than under the question the time too.
fn draw_head(face: &Face<'_>, sheet: &Sheet, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let heading = visible(&sheet.heading);
    let question = face.page == Page::Question;
    let title = visible(face.projection.title());
    // The title is the heading before the first stage.
    let beside = match (question, face.stage) {
        (true, None) => String::new(),
        (true, Some(_)) => title.into_owned(),
        (false, _) if face.time.is_empty() => title.into_owned(),
        (false, _) => face.time.to_owned(),
    };
    let room = usize::from(area.width.saturating_sub(heading.cell_width() + 4));
    let beside = Line::styled(format!("{} ", cut(&beside, room)), theme.quiet());
    draw_pair(frame, area, Line::styled(format!(" {heading}"), theme.strong()), beside);
}

/// The time left, at the foot of the area; returns what is left of it.
fn draw_time(time: &str, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
    if time.is_empty() {
        return area;
    }
    let large = if area.height + 3 >= HIGH { set(theme, &[time], area.width, 4, 0) } else { None };
    let rows = large.as_ref().map_or(1, |_| 5).min(area.height);
    let [rest, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(rows)]).areas(area);
    match large.as_deref() {
        Some([laid]) => laid.draw(frame.buffer_mut(), foot, theme.quiet()),
        _ => frame.render_widget(Line::styled(time.to_owned(), theme.strong()), foot),
    }
    rest
}

/// A text in normal type at the top or foot of the area; returns what is left of it.
fn draw_small(text: Option<&str>, top: bool, theme: Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
    let Some(text) = text else { return area };
    let text = visible(text);
    let text = paragraph(&text).style(theme.quiet());
    let width = area.width.min(WIDEST);
    // The text itself keeps most of the wall.
    let rows = cells(text.line_count(width.max(1))).min(area.height / 3);
    // A free row keeps it from the large letters where there is one to spare.
    let rows = if area.height + 6 >= HIGH { rows + 1 } else { rows };
    let [one, other] = if top {
        Layout::vertical([Constraint::Length(rows), Constraint::Min(0)]).areas(area)
    } else {
        Layout::vertical([Constraint::Min(0), Constraint::Length(rows)]).areas(area)
    };
    let (small, rest) = if top { (one, other) } else { (other, one) };
    let down = if top { 0 } else { rows.saturating_sub(cells(text.line_count(width.max(1)))) };
    let small = Rect { y: small.y + down, height: small.height.saturating_sub(down), ..small };
    frame.render_widget(text, Rect { width, ..small });
    rest
}

/// One text in the middle, as large as it fits.
fn draw_text(text: &str, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let text = visible(text);
    match set(theme, &[&text], area.width, area.height, 0).as_deref() {
        Some([laid]) => laid.draw(frame.buffer_mut(), middle(area, laid.rows()), theme.strong()),
        _ => {
            let text = paragraph(&text).style(theme.strong());
            let width = area.width.min(WIDEST);
            let rows = cells(text.line_count(width.max(1)));
            frame.render_widget(text, Rect { width, ..middle(area, rows) });
        }
    }
}

/// The items that fit, each as large as all of them can be.
fn draw_lists(sheet: &Sheet, first: usize, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    // A heading stands above the first of its items, and scrolls away with it.
    let items = sheet.lists.iter().flat_map(|(heading, items)| {
        items.iter().enumerate().map(move |(nth, item)| {
            let label = if sheet.numbered { format!("{}.", nth + 1) } else { "•".into() };
            (heading.filter(|_| nth == 0), label, visible(item))
        })
    });
    let items: Vec<_> = items.collect();
    let shown = items.get(first..).unwrap_or_default();
    let headings = cells(shown.iter().filter(|(heading, ..)| heading.is_some()).count());
    let labelled =
        |(_, label, item): &(_, String, _)| if sheet.numbered { format!("{label} {item}") } else { format!("{item}") };
    let texts: Vec<String> = shown.iter().map(labelled).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let large = set(theme, &texts, area.width, area.height.saturating_sub(headings), 1);
    let width = area.width.min(WIDEST);
    let label = shown.iter().map(|(_, label, _)| label.cell_width() + 1).max().unwrap_or(0);
    let rows_of = |nth: usize| match &large {
        Some(large) => large.get(nth).map_or(1, Laid::rows),
        None => {
            let item = shown.get(nth).map_or("", |(.., item)| item);
            cells(paragraph(item).line_count(width.saturating_sub(label).max(1)))
        }
    };
    let needed: u16 = (0..texts.len()).map(rows_of).fold(headings, u16::saturating_add);
    // A free row between items where there is room for it.
    let apart = u16::from(needed.saturating_add(cells(texts.len())) <= area.height + 1);
    let fits = needed.saturating_add(apart * cells(texts.len().saturating_sub(1))) <= area.height;
    let end = area.bottom().saturating_sub(u16::from(!fits));
    let mut y = area.y;
    for (nth, (heading, sign, item)) in shown.iter().enumerate() {
        let rows = rows_of(nth);
        if nth > 0 && y + rows + u16::from(heading.is_some()) > end {
            let more = shown.len() - nth;
            let more = Line::styled(format!("{more} more, with the arrow down"), theme.quiet());
            frame.render_widget(more, Rect { y: end, height: 1, ..area });
            return;
        }
        if let Some(heading) = heading {
            frame.render_widget(Line::styled(*heading, theme.quiet()), row(area, y, 1, end));
            y += 1;
        }
        match large.as_ref().and_then(|large| large.get(nth)) {
            Some(laid) => laid.draw(frame.buffer_mut(), row(area, y, rows, end), theme.strong()),
            None => {
                let at = row(area, y, rows, end);
                frame.render_widget(sign.as_str(), Rect { width: at.width.min(label), ..at });
                let at = Rect { x: at.x + label, width: width.saturating_sub(label), ..at };
                frame.render_widget(paragraph(item).style(theme.strong()), at);
            }
        }
        y = y.saturating_add(rows + apart);
    }
}

/// Texts in one size of big type, the largest in which they fit; none where they have to be normal text.
fn set(theme: Theme, texts: &[&str], width: u16, height: u16, apart: u16) -> Option<Vec<Laid>> {
    if theme.has_blocks() { big::lay(texts, width, height, apart) } else { None }
}

fn paragraph(text: &str) -> Paragraph<'_> {
    Paragraph::new(text).wrap(Wrap { trim: true })
}

/// So many rows of an area, from a row on, and nothing beyond its end.
fn row(area: Rect, y: u16, rows: u16, end: u16) -> Rect {
    let y = y.min(end);
    Rect { y, height: rows.min(end - y), ..area }
}

/// So many rows in the middle of an area.
fn middle(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + (area.height - rows) / 2, height: rows, ..area }
}
