//! How a walk looks: what it is about, what is asked below it, and the line or the keys that answer.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Padding, Paragraph, Wrap};

use super::Walk;
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::overlays::draw::{framed, middle};
use crate::tui::theme::Theme;
use crate::tui::widgets::{cells, most_rows, told};

/// Draws a walk over the screen.
pub fn draw(app: &App, walk: &Walk, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let Some(page) = walk.page() else { return };
    let wide = area.width.min(84);
    let inside = wide.saturating_sub(4).max(1);
    let shown = |text: &str| visible(text).into_owned();
    let about: Vec<Line<'_>> = page
        .about
        .iter()
        .enumerate()
        .map(|(nth, line)| Line::styled(shown(line), if nth == 0 { Style::new() } else { theme.quiet() }))
        .collect();
    let about = Paragraph::new(about).wrap(Wrap { trim: false });
    let asks = Paragraph::new(Line::styled(shown(&page.asks), theme.strong())).wrap(Wrap { trim: true });
    let typing = walk.is_typing();
    let keys: Vec<Line<'_>> =
        page.choices.iter().map(|choice| Line::raw(format!("{} {}", choice.key, shown(&choice.label)))).collect();
    let keys = Paragraph::new(keys).wrap(Wrap { trim: false });
    let answer_rows =
        if typing { walk.entry.rows(inside.saturating_sub(2).max(1)).min(6) } else { cells(keys.line_count(inside)) };
    let asks_rows = cells(asks.line_count(inside));
    let hint_rows = u16::from(!page.hint.is_empty());
    let told = app.shown_notice().map(|notice| told(notice, theme, inside, most_rows(area)));
    let told_rows = told.as_ref().map_or(1, |(_, rows)| *rows);
    let below = asks_rows + answer_rows + hint_rows + 1 + told_rows;
    let about_rows = match cells(page.about.len()) {
        0 => 0,
        _ => cells(about.line_count(inside)).min(area.height.saturating_sub(below + 3).max(1)) + 1,
    };
    let place = middle(area, wide, about_rows + below + 2);
    let foot = if typing {
        " Enter keeps it, or passes it over   ↑ back   Esc leaves "
    } else {
        " Enter next   ↑ back   U undo   Esc leaves "
    };
    let block = framed(&format!(" {} ", page.title), foot, theme).padding(Padding::horizontal(1));
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    let [top, question, answer, hint, _, notice] = Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(asks_rows),
        Constraint::Length(answer_rows),
        Constraint::Length(hint_rows),
        Constraint::Length(1),
        Constraint::Length(told_rows),
    ])
    .areas(inner);
    frame.render_widget(about, Rect { height: top.height.min(about_rows.saturating_sub(1)), ..top });
    frame.render_widget(asks, question);
    if typing {
        let [mark, answer] = Layout::horizontal([Constraint::Length(2), Constraint::Min(0)]).areas(answer);
        frame.render_widget(">", mark);
        if let Some(cursor) = walk.entry.draw(answer, frame.buffer_mut(), Style::new()) {
            frame.set_cursor_position(cursor);
        }
    } else {
        frame.render_widget(keys, answer);
    }
    frame.render_widget(Line::styled(shown(&page.hint), theme.quiet()), hint);
    if let Some((told, _)) = told {
        frame.render_widget(told, notice);
    }
}
