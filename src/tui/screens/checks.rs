//! The page of the plan that holds it against the gap checks: a row each, with a sign and a word, and the one marked told
//! in full below.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph, Wrap};

use crate::model::fields::{Group, List, Task, Workshop};
use crate::model::stamp::Id;
use crate::plan::{Finding, Row, tally};
use crate::publish::visible;
use crate::tui::app::{App, Screen};
use crate::tui::commands::{checks, header};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::overlays::{Overlay, Pending, find};
use crate::tui::screens::plan::{Page, row_lines};
use crate::tui::theme::Theme;
use crate::tui::widgets::cells;

/// How the checks came out, in a line.
pub fn summary(found: &[Finding]) -> String {
    tally(found).map(|(verdict, count)| format!("{} {} {count}", verdict.symbol(), verdict.title())).join(" · ")
}

/// A check as one line: sign, id, word, title, and how many items it is about.
pub fn line(found: &Finding) -> String {
    let about = match found.about.len() {
        0 => String::new(),
        1 => " · 1 item".to_owned(),
        n => format!(" · {n} items"),
    };
    let (sign, word) = (found.verdict.symbol(), found.verdict.title());
    format!("{sign} {:<4} {word} · {}{about}", found.check.id(), found.check.title)
}

/// What a check found, in full: its sentence, and the names and details that belong to it.
pub fn told(found: &Finding) -> Vec<String> {
    let mut lines = vec![found.sentence.clone()];
    let names: Vec<&str> = found.names().collect();
    if !names.is_empty() {
        lines.push(format!("Namely: {}", names.join(", ")));
    }
    lines.extend(found.details.iter().cloned());
    lines
}

/// The same without a picture: numbered.
pub fn lines(app: &App) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let found = desk.gaps(&app.programme, app.now.date_naive());
    let mut lines = vec![summary(&found)];
    for (nth, found) in found.iter().enumerate() {
        lines.push(format!("{}. {}. {}", nth + 1, line(found), told(found).join(" · ")));
    }
    lines
}

/// Draws the page.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let Some(desk) = &app.desk else { return };
    let found = desk.gaps(&app.programme, app.now.date_naive());
    let at = app.plan.check.min(found.len().saturating_sub(1));
    let [head, list, beside] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length((area.height / 3).clamp(4, 12)),
    ])
    .areas(area);
    frame.render_widget(Line::styled(format!(" {}", summary(&found)), theme.quiet()), head);
    let fits = usize::from(list.height).max(1);
    let first = (at + 1).saturating_sub(fits);
    for (nth, of) in found.iter().enumerate().skip(first).take(fits) {
        let row = Rect { y: list.y + cells(nth - first), height: 1.min(list.height), ..list };
        let (mark, style) = if nth == at { (">", theme.marked()) } else { (" ", ratatui::style::Style::new()) };
        frame.render_widget(Line::styled(format!("{mark}{}", visible(&line(of))), style), row);
    }
    let Some(of) = found.get(at) else { return };
    let lines: Vec<Line<'_>> = told(of).iter().map(|line| Line::from(visible(line).into_owned())).collect();
    let way = if of.about.is_empty() { "" } else { "· Enter goes to it " };
    let block = Block::bordered()
        .border_set(theme.border())
        .border_style(theme.quiet())
        .title(format!(" {} {way}", of.check.ids.join(", ")));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).block(block), beside);
}

/// Goes to what the marked check is about.
pub fn go(app: &mut App) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let found = desk.gaps(&app.programme, app.now.date_naive());
    let Some(found) = found.get(app.plan.check.min(found.len().saturating_sub(1))) else { return Vec::new() };
    among(app, found.check.title, &found.about)
}

/// Goes to one of several items: at once where there is one, and else to the one that is chosen.
pub fn among(app: &mut App, title: &str, about: &[(List, Id)]) -> Vec<Effect> {
    match about {
        [] => {
            app.say(format!("{title}: there is nothing to go to"));
            Vec::new()
        }
        [(list, id)] => go_to(app, list, *id),
        several => {
            let rows = app.plan.rows(app);
            let option = |(list, id): &(List, Id)| (called(app, &rows, list, *id), Pending::Go(list.clone(), *id));
            let options = several.iter().map(option).collect();
            app.lay(Overlay::Choose { title: format!("{title}. Which of them?"), options, at: 0 });
            Vec::new()
        }
    }
}

/// What an item is called in a list to choose from.
fn called(app: &App, rows: &[Row], list: &List, id: Id) -> String {
    let Some(desk) = &app.desk else { return String::new() };
    let item = desk.view.find(list, id);
    let text = match list {
        List::Actions => rows.iter().find(|row| row.id == id).map(|row| row_lines(app, row).0),
        List::Workshops => item.and_then(|item| Workshop(item).title()).map(str::to_owned),
        List::Groups => item.and_then(|item| Group(item).title()).map(|title| format!("Group: {title}")),
        List::Tasks => item.and_then(|item| Task(item).text()).map(str::to_owned),
        List::Plans => Some("About the plan".to_owned()),
        _ => Some(desk.quoted(id)),
    };
    text.unwrap_or_else(|| "not here".into())
}

/// Goes to an item; Esc comes back to the checks.
pub fn go_to(app: &mut App, list: &List, id: Id) -> Vec<Effect> {
    match list {
        List::Actions => {
            let from = app.plan.page;
            app.overlays.retain(|overlay| !matches!(overlay, Overlay::Sheet(_)));
            app.screen = Screen::Plan;
            app.plan.mark(id);
            app.plan.back_to = Some(from).filter(|from| *from == Page::Checks);
        }
        List::Contributions => find::lay_words(app, id),
        List::Workshops => checks::connectors_of(app, id),
        List::Groups => sheet::open(app, Sheet::Group(id)),
        List::Tasks => {
            let group = app.desk.as_ref().and_then(|desk| group_of(desk, id));
            sheet::open(app, group.map_or(Sheet::Groups, Sheet::Group));
        }
        List::Plans => header::lay(app),
        _ => app.say("There is no page for that"),
    }
    Vec::new()
}

fn group_of(desk: &Desk, task: Id) -> Option<Id> {
    desk.view.find(&List::Tasks, task).and_then(|task| Task(task).group())
}
