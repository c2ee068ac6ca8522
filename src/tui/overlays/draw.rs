//! How the overlays look.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Paragraph, Wrap};

use super::{Form, Overlay, Queue, palette, review};
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::help;
use crate::tui::theme::Theme;
use crate::tui::widgets::{cells, most_rows, told};

/// Draws an overlay over the screen.
pub fn draw(app: &App, overlay: &Overlay, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    match overlay {
        Overlay::Form(form) => draw_form(form, theme, frame, area),
        Overlay::Confirm { question, detail, .. } => {
            let lines = vec![question.clone(), String::new(), detail.clone()];
            draw_text(" Please confirm ", &lines, 0, " Y yes   N no ", theme, frame, area);
        }
        Overlay::Choose { title, options, at } => {
            let options: Vec<&str> = options.iter().map(|(option, _)| option.as_str()).collect();
            draw_choose(std::slice::from_ref(title), &options, *at, theme, frame, area);
        }
        Overlay::Walk(walk) => super::walk::draw::draw(app, walk, theme, frame, area),
        Overlay::Cell(filling) => super::cell::draw(app, filling, theme, frame, area),
        Overlay::Close(closing) => {
            let options: Vec<&str> = closing.rows.iter().map(|row| row.label.as_str()).collect();
            draw_choose(&closing.heading, &options, closing.at, theme, frame, area);
        }
        Overlay::Text { title, lines, scroll, then } => {
            let foot = match then {
                Some((what, _)) => format!(" Enter: {what}   Esc: not now   ↑ ↓ scroll "),
                None => " Enter or Esc closes   ↑ ↓ scroll ".into(),
            };
            draw_text(&format!(" {title} "), lines, *scroll, &foot, theme, frame, area);
        }
        Overlay::Agenda { at } => super::agenda::draw(app, *at, theme, frame, area),
        Overlay::Help { scroll } => {
            draw_text(" Help ", &help::lines(app.screen), *scroll, " Esc closes   ↑ ↓ scroll ", theme, frame, area);
        }
        Overlay::Review(queue) => draw_review(app, queue, theme, frame, area),
        Overlay::Palette { entry, at, line } => palette::draw(app, entry, *at, *line, theme, frame, area),
        Overlay::Sheet(opened) => super::sheet::draw(app, opened, theme, frame, area),
        Overlay::Find => super::find::draw(app, theme, frame, area),
    }
}

/// A box in the middle, no larger than it needs to be.
pub(super) fn middle(area: Rect, width: u16, height: u16) -> Rect {
    area.centered(Constraint::Length(width.min(area.width)), Constraint::Length(height.min(area.height)))
}

pub(super) fn framed(title: &str, foot: &str, theme: Theme) -> Block<'static> {
    Block::bordered()
        .border_set(theme.border())
        .title(Line::styled(visible(title).into_owned(), theme.strong()))
        .title_bottom(Line::styled(visible(foot).into_owned(), theme.quiet()))
}

/// A text of more lines than this is long.
const LONG: usize = 500;

/// Some ways to go on, numbered, under what they are about.
fn draw_choose(heading: &[String], options: &[&str], at: usize, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let mut lines: Vec<String> = heading.to_vec();
    lines.push(String::new());
    let place = at + lines.len();
    for (nth, option) in options.iter().enumerate() {
        lines.push(format!("{} {}  {option}", if nth == at { ">" } else { " " }, nth + 1));
    }
    // The one marked is always in sight.
    let width = area.width.min(84).saturating_sub(4).max(1);
    let rows = |lines: &[String]| -> u16 {
        let lines: Vec<Line<'_>> = lines.iter().map(|l| Line::from(visible(l).into_owned())).collect();
        cells(Paragraph::new(lines).wrap(Wrap { trim: false }).line_count(width))
    };
    let shown = lines.get(..=place).map_or(0, rows);
    let scroll = shown.saturating_sub(area.height.saturating_sub(2));
    draw_text("", &lines, scroll, " ↑ ↓ and Enter, or the number   Esc leaves it ", theme, frame, area);
}

fn draw_text(title: &str, lines: &[String], scroll: u16, foot: &str, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let width = area.width.min(84);
    // A long text is scrolled by its lines, of which no more than can be seen are laid out.
    let (lines, scroll) = if lines.len() > LONG {
        let high = usize::from(area.height);
        let first = usize::from(scroll).min(lines.len().saturating_sub(high.saturating_sub(2).max(1)));
        (lines.iter().skip(first).take(high).collect::<Vec<_>>(), 0)
    } else {
        (lines.iter().collect(), scroll)
    };
    let lines: Vec<Line<'_>> = lines.iter().map(|l| Line::from(visible(l).into_owned())).collect();
    let text = Paragraph::new(lines).wrap(Wrap { trim: false });
    let rows = cells(text.line_count(width.saturating_sub(4).max(1)));
    let place = middle(area, width, rows.saturating_add(2));
    let block = framed(title, foot, theme).padding(ratatui::widgets::Padding::horizontal(1));
    let last = rows.saturating_sub(place.height.saturating_sub(2));
    frame.render_widget(Clear, place);
    frame.render_widget(text.block(block).scroll((scroll.min(last), 0)), place);
}

fn draw_form(form: &Form, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let width = area.width.min(96);
    let label = cells(form.inputs.iter().map(|i| i.label.chars().count()).max().unwrap_or(0)) + 2;
    let field = width.saturating_sub(4 + label).max(1);
    let intro = Paragraph::new(visible(&form.intro).into_owned()).wrap(Wrap { trim: true });
    let intro_rows = if form.intro.is_empty() {
        0
    } else {
        cells(intro.line_count(width.saturating_sub(4).max(1))).saturating_add(1)
    };
    let aside: Vec<Line<'_>> = form.aside.iter().map(|l| Line::from(visible(l).into_owned())).collect();
    let aside = Paragraph::new(aside).style(theme.quiet()).wrap(Wrap { trim: false });
    let aside_rows = if form.aside.is_empty() {
        0
    } else {
        cells(aside.line_count(width.saturating_sub(4).max(1))).min(area.height / 3) + 1
    };
    let rows: Vec<u16> =
        form.inputs.iter().map(|i| i.entry.rows(field).clamp(if i.lines { 4 } else { 1 }, 10)).collect();
    let under = match (&form.fault, form.inputs.get(form.focus)) {
        (Some(fault), _) => Paragraph::new(visible(fault).into_owned()).style(theme.warning()),
        (None, Some(input)) => Paragraph::new(visible(&input.hint).into_owned()).style(theme.quiet()),
        (None, None) => Paragraph::new(""),
    };
    let under = under.wrap(Wrap { trim: true });
    let under_rows = cells(under.line_count(width.saturating_sub(4).max(1))).clamp(1, 3);
    let height = intro_rows + aside_rows + rows.iter().sum::<u16>() + 4 + under_rows;
    let place = middle(area, width, height);
    let foot = " Tab or Enter next   Shift+Tab before   Esc leaves it ";
    let block = framed(&format!(" {} ", form.title), foot, theme).padding(ratatui::widgets::Padding::horizontal(1));
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    let [top, beside, fields, hint, done] = Layout::vertical([
        Constraint::Length(intro_rows),
        Constraint::Length(aside_rows),
        Constraint::Min(1),
        Constraint::Length(under_rows),
        Constraint::Length(1),
    ])
    .areas(inner);
    frame.render_widget(intro, top);
    frame.render_widget(aside, beside);
    // The field with the cursor is always in sight.
    let mut first = 0;
    while rows.iter().skip(first).take(form.focus.saturating_sub(first) + 1).sum::<u16>() > fields.height
        && first < form.focus
    {
        first += 1;
    }
    let mut y = fields.y;
    for (nth, input) in form.inputs.iter().enumerate().skip(first) {
        let height = rows.get(nth).copied().unwrap_or(1).min(fields.bottom().saturating_sub(y));
        if height == 0 {
            break;
        }
        let here = nth == form.focus;
        let name = Rect { x: fields.x, y, width: label.min(fields.width), height: 1 };
        let style = if here { theme.strong() } else { theme.quiet() };
        frame.render_widget(Line::styled(input.label, style), name);
        let value = Rect { x: fields.x + name.width, y, width: fields.width.saturating_sub(name.width), height };
        if input.choices.is_empty() {
            let cursor = input.entry.draw(value, frame.buffer_mut(), Style::new());
            if let Some(cursor) = cursor.filter(|_| here) {
                frame.set_cursor_position(cursor);
            }
        } else {
            let shown = if here { format!("‹ {} ›", input.shown()) } else { input.shown().to_owned() };
            frame.render_widget(Line::styled(shown, style), value);
        }
        y += height;
    }
    frame.render_widget(under, hint);
    let here = form.focus >= form.inputs.len();
    let mark = if here { ">" } else { " " };
    let style = if here { theme.marked() } else { theme.quiet() };
    frame.render_widget(Line::styled(format!("{mark} {} (Enter)", form.finish), style), done);
}

/// One concern: the line it is about in the middle, what to decide and the keys below it.
fn draw_review(app: &App, queue: &Queue, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let Some((desk, page)) = app.desk.as_ref().zip(review::page(app, queue)) else {
        let lines = vec![review::nothing(app)];
        return draw_text(
            " Review ",
            &lines,
            0,
            " U takes the last decision back   any other key closes ",
            theme,
            frame,
            area,
        );
    };
    let wide = area.width.min(84);
    let inside = wide.saturating_sub(4).max(1);
    let shown = |text: &str| visible(text).into_owned();
    let mut said = vec![Line::styled(shown(&page.about), theme.quiet()), Line::raw(shown(&page.words))];
    said.extend(page.beside.iter().flat_map(|line| [Line::default(), Line::raw(shown(line))]));
    let said = Paragraph::new(said).wrap(Wrap { trim: false });
    let typing = review::typing(queue);
    let choices = review::place(desk, queue).map(|place| review::choices(desk, place)).unwrap_or_default();
    let (asks, keys) = match typing {
        Some((asked, _)) => (asked.label(), Vec::new()),
        None => (page.asks, key_lines(&choices, inside)),
    };
    let keys_rows = typing.map_or(cells(keys.len()), |(_, entry)| entry.rows(inside).min(6));
    let told = app.shown_notice().map(|notice| told(notice, theme, inside, most_rows(area)));
    let told_rows = told.as_ref().map_or(1, |(_, rows)| *rows);
    let below = keys_rows + 3 + told_rows;
    let rows = cells(said.line_count(inside)).min(area.height.saturating_sub(below + 4).max(1));
    let place = middle(area, wide, rows + below + 4);
    let foot = match typing {
        Some(_) => " Enter keeps it   Esc leaves it ",
        None => " Space next   ↑ back   U undo   Esc leaves ",
    };
    let title = format!(" Review · {} ", page.position);
    let block = framed(&title, foot, theme).padding(ratatui::widgets::Padding::horizontal(1));
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    let [concern, _, words, _, question, answer, _, notice] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Length(keys_rows),
        Constraint::Length(1),
        Constraint::Length(told_rows),
    ])
    .areas(inner);
    frame.render_widget(Line::styled(page.concern, theme.strong()), concern);
    frame.render_widget(said, words);
    frame.render_widget(Line::styled(asks, theme.strong()), question);
    match typing {
        Some((_, entry)) => {
            if let Some(cursor) = entry.draw(answer, frame.buffer_mut(), Style::new()) {
                frame.set_cursor_position(cursor);
            }
        }
        None => frame.render_widget(Paragraph::new(keys.into_iter().map(Line::raw).collect::<Vec<_>>()), answer),
    }
    if let Some((told, _)) = told {
        frame.render_widget(told, notice);
    }
}

/// The keys of a page with what they do: digits side by side, as many as a row holds, letters a row each.
fn key_lines(choices: &[review::Choice], width: u16) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut joins = false;
    for choice in choices {
        let text = format!("{} {}", choice.key, visible(&choice.label));
        let digit = choice.key.is_ascii_digit();
        match lines.last_mut().filter(|line| digit && joins && line.cell_width() + text.cell_width() + 3 <= width) {
            Some(line) => *line = format!("{line}   {text}"),
            None => lines.push(text),
        }
        joins = digit;
    }
    lines
}
