//! The list of actions, in the order of the plan: two lines each, and the words the one in hand rests on below.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph, Wrap};

use super::{grid, inset, lead_name, source};
use crate::model::fields::{Contribution, List};
use crate::plan::{self, Issue, Missing, Row, Standing, readiness, slips, times};
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use crate::tui::widgets::cut;

/// What an action still lacks, in words.
pub fn missing_words(row: &Row) -> Option<String> {
    let words = |of: &[Missing]| of.iter().map(|m| m.word()).collect::<Vec<_>>().join(", ");
    let both = [("missing", words(&row.missing)), ("would help", words(&row.wanted))];
    let both = both.iter().filter(|(_, words)| !words.is_empty()).map(|(name, words)| format!("{name}: {words}"));
    let both = both.collect::<Vec<_>>().join(" · ");
    (!both.is_empty()).then_some(both)
}

/// An action as two lines: what will be done, and how it stands.
pub fn row_lines(app: &App, row: &Row) -> (String, String) {
    let Some(desk) = &app.desk else { return (String::new(), String::new()) };
    let text = row.text.clone().or_else(|| issue(desk, row)).unwrap_or_else(|| "not in words yet".into());
    let mut parts: Vec<String> = row.same_as.iter().map(|first| format!("the same as {first}, not counted")).collect();
    match row.standing {
        Standing::Priority(rank) => parts.push(format!("priority {rank}")),
        Standing::Continuing => parts.push("continuing work".into()),
        Standing::Other => {}
    }
    parts.push(format!("{} {}", row.status.symbol(), row.status.title()));
    parts.extend(row.lead.as_ref().map(|l| format!("lead {}", lead_name(desk, l))));
    parts.extend(
        row.due
            .as_ref()
            .and_then(plan::Day::date)
            .map(|d| format!("due {}{}", d.format("%-d %B %Y"), if row.overdue { ", overdue" } else { "" })),
    );
    let item = desk.view.find(&List::Actions, row.id);
    let slipped = item.and_then(|item| times(slips(item).len()));
    parts.extend(slipped.map(|times| format!("slipped {times}")));
    if let Some(ready) = item.and_then(|item| readiness(&desk.view, item)) {
        parts.push(format!("ready {ready}"));
    }
    for (count, word) in [(row.missing.len(), "missing"), (row.wanted.len(), "would help")] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    if row.has_no_source() {
        parts.push("no community source".into());
    }
    if let Some(agreement) = desk.agreements(&app.programme).get(&row.id) {
        parts.push(agreement.words());
    }
    if !row.clashes.is_empty() {
        parts.push(format!("two values for: {}", row.clashes.join(", ")));
    }
    let from = if desk.is_plan() { source(app, desk, row.id) } else { String::new() };
    (format!("{} {text}", row.reference), format!("{}{from}", parts.join(" · ")))
}

fn issue(desk: &Desk, row: &Row) -> Option<String> {
    match row.issue.as_ref()? {
        Issue::Written(text) => Some(text.clone()),
        Issue::Said(id) => {
            let said = desk.view.find(&List::Contributions, *id).and_then(|c| Contribution(c).text());
            said.map(|text| format!("(from “{text}”)"))
        }
    }
}

/// The page of actions as lines for the plain face.
pub fn action_lines(app: &App) -> Vec<String> {
    if let Some(grid) = &app.plan.grid {
        return grid::lines(app, grid);
    }
    let rows = app.plan.shown(app);
    if rows.is_empty() {
        return vec!["No actions yet.".into()];
    }
    let mut lines = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        lines.extend(heading_of(&rows, nth).map(|heading| format!("{heading}.")));
        let (what, about) = row_lines(app, row);
        let missing = missing_words(row).map_or_else(String::new, |m| format!(" ({m})"));
        lines.push(format!("{}. {what}. {about}{missing}", nth + 1));
    }
    lines
}

/// The heading over a row, where it is the first of its standing and the plan has more than one.
fn heading_of(rows: &[Row], nth: usize) -> Option<&'static str> {
    let heading = |row: &Row| row.standing.heading();
    let row = rows.get(nth)?;
    let before = nth.checked_sub(1).and_then(|before| rows.get(before));
    let several = rows.first().map(heading) != rows.last().map(heading);
    (several && before.map(heading) != Some(heading(row))).then(|| heading(row))
}

/// Draws the list.
pub(super) fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let rows = app.plan.shown(app);
    if rows.is_empty() {
        let hint = "No actions yet. N adds one, J joins other tables' files, Esc goes back to the workshop, where !a begins an action.";
        frame.render_widget(Paragraph::new(hint).wrap(Wrap { trim: true }), inset(area));
        return;
    }
    let marked = app.plan.marked(app);
    let at = rows.iter().position(|r| Some(r.id) == marked).unwrap_or(0);
    let aside = (area.height / 3).clamp(3, 9);
    let [list, beside] = Layout::vertical([Constraint::Min(0), Constraint::Length(aside)]).areas(area);
    // From the row in hand back as far as there is room, so that it is in sight.
    let tall = |nth: usize| 2 + u16::from(heading_of(&rows, nth).is_some());
    let (mut first, mut used) = (at, tall(at));
    while let Some(before) = first.checked_sub(1).filter(|before| used + tall(*before) <= list.height) {
        used += tall(before);
        first = before;
    }
    let within = |text: &str| cut(text, usize::from(list.width));
    let mut y = list.y;
    for (nth, row) in rows.iter().enumerate().skip(first) {
        if y + tall(nth) > list.bottom() && nth != at {
            break;
        }
        if let Some(heading) = heading_of(&rows, nth) {
            let line = Rect { y, height: 1.min(list.bottom().saturating_sub(y)), ..list };
            frame.render_widget(Line::styled(format!(" {heading}"), theme.quiet()), line);
            y += 1;
        }
        let (what, about) = row_lines(app, row);
        let here = nth == at;
        let mark = if here { ">" } else { " " };
        let style = if here { theme.marked() } else { theme.strong() };
        let line = Rect { y, height: 1.min(list.bottom().saturating_sub(y)), ..list };
        frame.render_widget(Line::styled(within(&format!("{mark}{}", visible(&what))), style), line);
        let line = Rect { y: y + 1, height: 1.min(list.bottom().saturating_sub(y + 1)), ..list };
        frame.render_widget(Line::styled(within(&format!("   {}", visible(&about))), theme.quiet()), line);
        y += 2;
    }
    let Some(row) = rows.get(at) else { return };
    let mut lines = app.plan.evidence_lines(app, row);
    if lines.is_empty() {
        lines.push("No community source: nobody's words are linked to it.".into());
    }
    lines.extend(app.plan.update_lines(app, row));
    lines.extend(missing_words(row));
    let lines: Vec<Line<'_>> = lines.iter().map(|l| Line::from(visible(l).into_owned())).collect();
    let block = Block::bordered()
        .border_set(theme.border())
        .border_style(theme.quiet())
        .title(format!(" The words {} rests on ", row.reference));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).block(block), beside);
}
