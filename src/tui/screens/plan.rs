//! The plan: the actions, what was heard, and what is missing; in that order, a page each.

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph, Wrap};

use crate::model::fields::{Contribution, List, Recorder, Workshop};
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::Level;
use crate::plan::{self, Issue, Lead, Missing, Row, Summary, absent, counted, coverage, readiness, rows};
use crate::publish::visible;
use crate::tui::app::{App, VEILED};
use crate::tui::commands;
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::sheet;
use crate::tui::screens::run::{draw_pair, saved};
use crate::tui::theme::Theme;
use crate::tui::widgets::cells;

/// The pages of the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The actions.
    #[default]
    Actions,
    /// What was heard, by theme.
    Heard,
    /// What is missing.
    Missing,
}

impl Page {
    const ALL: [Self; 3] = [Self::Actions, Self::Heard, Self::Missing];

    /// The page's name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Actions => "Actions",
            Self::Heard => "What we heard",
            Self::Missing => "What is missing",
        }
    }
}

/// What the plan screen remembers.
#[derive(Debug, Default)]
pub struct PlanScreen {
    /// The page in front.
    pub page: Page,
    /// The action marked.
    at: Option<Id>,
    /// Rows scrolled off the top of a page of text.
    scroll: u16,
    /// The sessions that the last merge brought, and how many changes there were by then: undo leaves them out as long
    /// as nothing else was done.
    pub merged: Option<(Vec<Id>, u64)>,
    /// Files that are being taken in, or were taken in last.
    pub taking: Option<sheet::Taking>,
    /// The kept copies of the plan, as they were last looked for.
    pub copies: Option<sheet::Copies>,
}

impl PlanScreen {
    /// Begins at the first page.
    pub fn begin(&mut self) {
        self.page = Page::Actions;
        self.scroll = 0;
    }

    /// Turns to the next page.
    pub fn turn(&mut self) {
        let at = Page::ALL.iter().position(|p| *p == self.page).unwrap_or(0);
        self.page = Page::ALL[(at + 1) % Page::ALL.len()];
        self.scroll = 0;
    }

    /// Scrolls a page of text, by rows.
    pub fn scroll(&mut self, up: bool, rows: u16) {
        self.scroll = if up { self.scroll.saturating_sub(rows) } else { self.scroll.saturating_add(rows) };
    }

    /// The rows of the plan in the order shown.
    pub fn rows(&self, app: &App) -> Vec<Row> {
        app.desk.as_ref().map_or_else(Vec::new, |d| rows(&d.view, &d.origins, app.now.date_naive()))
    }

    /// The action marked; the first where none is.
    pub fn marked(&self, app: &App) -> Option<Id> {
        let rows = self.rows(app);
        rows.iter().find(|r| Some(r.id) == self.at).or(rows.first()).map(|r| r.id)
    }

    /// Marks an action.
    pub fn mark(&mut self, id: Id) {
        self.at = Some(id);
        self.page = Page::Actions;
    }

    /// The words an action rests on, a line each, with who said them and how far they may travel.
    pub fn evidence_lines(&self, app: &App, row: &Row) -> Vec<String> {
        let Some(desk) = &app.desk else { return Vec::new() };
        let mut lines: Vec<String> = row
            .evidence
            .found
            .iter()
            .filter_map(|id| desk.view.find(&List::Contributions, *id))
            .map(|item| {
                let said = Contribution(item);
                let level = said.consent().unwrap_or(Level::Paraphrase).title();
                let who = desk.speaker_name(said.speaker());
                format!("“{}” {who} · {level}{}", said.text().unwrap_or_default(), source(app, desk, item.id))
            })
            .collect();
        if row.evidence.withdrawn > 0 {
            lines.push(format!("{} withdrawn", row.evidence.withdrawn));
        }
        if row.evidence.waiting > 0 {
            lines.push(format!("{} waiting for their file", row.evidence.waiting));
        }
        lines
    }
}

/// Where words came from: the workshop, the table, who recorded it and the stage.
fn source(app: &App, desk: &Desk, id: Id) -> String {
    let workshop = desk.origins.workshop(id.stamp).and_then(|w| desk.view.find(&List::Workshops, w));
    let recorder = desk.origins.recorder(id.stamp).and_then(|r| desk.view.find(&List::Recorders, r));
    let recorder = recorder.map(|r| Recorder(r));
    let (table, name) = (recorder.and_then(|r| r.table()), recorder.and_then(|r| r.name()));
    let title = workshop.filter(|_| desk.is_plan()).and_then(|w| Workshop(w).title());
    let stage = desk.view.find(&List::Contributions, id).and_then(|item| Contribution(item).stage());
    let stage = stage.map(|stage| app.programme.stage(stage).map_or(stage, |stage| stage.title.as_str()));
    [title, table, name, stage].into_iter().flatten().flat_map(|part| [" · ", part]).collect()
}

/// Takes a key that is no command: the arrows mark an action or scroll, Enter opens the action.
pub fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    if app.plan.page != Page::Actions {
        match key.code {
            KeyCode::Up => app.plan.scroll(true, 1),
            KeyCode::Down => app.plan.scroll(false, 1),
            _ => {}
        }
        return Vec::new();
    }
    let step: isize = match key.code {
        KeyCode::Up => -1,
        KeyCode::Down => 1,
        KeyCode::Enter => return commands::by_id(app, "edit-action", ""),
        _ => return Vec::new(),
    };
    move_mark(app, step);
    Vec::new()
}

/// Marks the action so many rows further.
pub fn move_mark(app: &mut App, step: isize) {
    let rows = app.plan.rows(app);
    let at = rows.iter().position(|r| Some(r.id) == app.plan.at).unwrap_or(0);
    let next = at.saturating_add_signed(step).min(rows.len().saturating_sub(1));
    app.plan.at = rows.get(next).map(|r| r.id);
}

/// A person of a row as a name.
pub fn lead_name(desk: &Desk, lead: &Lead) -> String {
    match lead {
        Lead::Person(id) => desk.speaker_name(Some(*id)),
        Lead::Text(text) => text.clone(),
    }
}

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
    let mut parts = vec![format!("{} {}", row.status.symbol(), row.status.title())];
    parts.extend(row.lead.as_ref().map(|l| format!("lead {}", lead_name(desk, l))));
    parts.extend(
        row.due
            .as_ref()
            .and_then(plan::Day::date)
            .map(|d| format!("due {}{}", d.format("%-d %B %Y"), if row.overdue { ", overdue" } else { "" })),
    );
    if let Some(ready) = desk.view.find(&List::Actions, row.id).and_then(|item| readiness(&desk.view, item)) {
        parts.push(format!("ready {ready}"));
    }
    for (count, word) in [(row.missing.len(), "missing"), (row.wanted.len(), "would help")] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    if row.evidence.is_empty() {
        parts.push("no community source".into());
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

/// The second page: the themes, and the words under each.
pub fn heard_lines(app: &App) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let rows = app.plan.rows(app);
    let summary = Summary::of(&desk.view, &desk.origins, &rows);
    let mut lines = vec![format!(
        "contributions: {} · sessions: {} · workshops: {}",
        counted(summary.contributions, summary.withdrawn),
        summary.sessions,
        summary.workshops
    )];
    let contributions: Vec<_> = desk.view.live(&List::Contributions).collect();
    let mut without = contributions.iter().filter(|c| Contribution(c).themes().next().is_none()).peekable();
    let has_some = without.peek().is_some();
    for theme in summary.themes.iter().take(50) {
        lines.push(String::new());
        let voices = if theme.voices == 1 { "1 voice".into() } else { format!("{} voices", theme.voices) };
        lines.push(format!("#{} · {voices}{}", theme.name, also(&desk.room.aliases_of(&theme.name))));
        let of_theme = contributions.iter().filter(|c| desk.room.themes_of(c).contains(&theme.name.as_str()));
        lines.extend(of_theme.take(20).map(|item| heard_line(app, desk, item)));
    }
    if has_some {
        lines.push(String::new());
        lines.push("no theme".into());
        lines.extend(without.map(|item| heard_line(app, desk, item)));
    }
    lines
}

/// The other names of a theme, in words.
fn also(aliases: &[&str]) -> String {
    if aliases.is_empty() { String::new() } else { format!(" · also {}", aliases.join(", ")) }
}

fn heard_line(app: &App, desk: &Desk, item: &Item) -> String {
    let said = Contribution(item);
    let who = desk.speaker_name(said.speaker());
    format!("  {who}: {}{}", said.text().unwrap_or_default(), source(app, desk, item.id))
}

/// The third page: what the rows lack, who was not there, and what has no answer.
pub fn missing_lines(app: &App) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let rows = app.plan.rows(app);
    let summary = Summary::of(&desk.view, &desk.origins, &rows);
    let mut lines = Vec::new();
    for (missing, count) in summary.missing.iter().filter(|(_, count)| *count > 0) {
        lines.push(format!("no {}: {count} of {} actions", missing.word(), rows.len()));
    }
    if summary.without_source > 0 {
        lines.push(format!("no community source: {} of {} actions", summary.without_source, rows.len()));
    }
    let covered = coverage(&desk.room, &app.programme.categories);
    let nobody: Vec<&str> = absent(&covered).filter(|c| c.partner).map(|c| c.title.as_str()).collect();
    if !nobody.is_empty() {
        lines.push(String::new());
        lines.push(format!("Nobody came from {} of the 17 partner categories:", nobody.len()));
        lines.extend(nobody.iter().map(|title| format!("  {title}")));
    }
    let roles = sheet::open_roles(app);
    if !roles.is_empty() {
        lines.push(String::new());
        lines.extend(roles);
    }
    let words = |id: Id| {
        let text = desk.view.find(&List::Contributions, id).and_then(|c| Contribution(c).text());
        format!("{}{}", text.unwrap_or_default(), source(app, desk, id))
    };
    let ends = &summary.loose_ends;
    if !ends.questions.is_empty() {
        lines.push(String::new());
        lines.push("Questions without an answer:".into());
        lines.extend(ends.questions.iter().map(|id| format!("  {}", words(*id))));
    }
    if !ends.parked.is_empty() {
        lines.push(String::new());
        lines.push("Parked, and not seen to:".into());
        lines.extend(ends.parked.iter().map(|parked| format!("  no {}: {}", parked.lacks, words(parked.id))));
    }
    if !summary.clashes.is_empty() {
        lines.push(String::new());
        lines.push(format!("Changed in two places, to be settled: {}", summary.clashes.len()));
        lines.extend(summary.clashes.iter().map(|c| format!("  {} in {}", c.field, c.list.name())));
    }
    if !summary.waiting.is_empty() {
        lines.push(format!("Waiting for their file: {}", summary.waiting.len()));
    }
    if lines.is_empty() {
        lines.push("Nothing is missing.".into());
    }
    lines
}

/// The first line of the screen.
pub fn heading(app: &App) -> (String, String) {
    let Some(desk) = &app.desk else { return (String::new(), String::new()) };
    let name = desk.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let clashes = match desk.clashes.len() {
        0 => String::new(),
        1 => " · 1 changed in two places: /clashes".into(),
        count => format!(" · {count} changed in two places: /clashes"),
    };
    (visible(&format!("Plan · {name}{clashes}")).into_owned(), saved(desk))
}

/// Draws the screen.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let [head, tabs, body, foot] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(0), Constraint::Length(1)])
            .areas(area);
    let (left, right) = heading(app);
    draw_pair(
        frame,
        head,
        Line::styled(format!(" {left}"), theme.strong()),
        Line::styled(format!("{right} "), theme.quiet()),
    );
    let tabs_line = Page::ALL.iter().map(|page| {
        let here = *page == app.plan.page;
        let style = if here { theme.strong() } else { theme.quiet() };
        Span::styled(format!("{}{}  ", if here { "▸" } else { " " }, page.title()), style)
    });
    frame.render_widget(tabs_line.collect::<Line<'_>>(), tabs);
    match app.plan.page {
        _ if app.run.veiled => frame.render_widget(Paragraph::new(VEILED), inset(body)),
        Page::Actions => draw_actions(app, theme, frame, body),
        Page::Heard => draw_text(app, &heard_lines(app), frame, body),
        Page::Missing => draw_text(app, &missing_lines(app), frame, body),
    }
    let line = match app.shown_notice() {
        Some(notice) if notice.warns => Line::styled(format!(" {}", visible(&notice.text)), theme.warning()),
        Some(notice) => Line::raw(format!(" {}", visible(&notice.text))),
        None => Line::styled(format!(" {}", super::super::view::footer(app)), theme.quiet()),
    };
    frame.render_widget(line, foot);
}

fn draw_text(app: &App, lines: &[String], frame: &mut Frame<'_>, area: Rect) {
    // Only what can be seen is laid out, so that a plan of many thousand lines costs no more than a page.
    let first = usize::from(app.plan.scroll).min(lines.len().saturating_sub(1));
    let seen = lines.iter().skip(first).take(usize::from(area.height));
    let lines: Vec<Line<'_>> = seen.map(|l| Line::from(visible(l).into_owned())).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inset(area));
}

fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area }
}

fn draw_actions(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let rows = app.plan.rows(app);
    if rows.is_empty() {
        let hint = "No actions yet. N adds one, J joins other tables' files, Esc goes back to the workshop, where !a begins an action.";
        frame.render_widget(Paragraph::new(hint).wrap(Wrap { trim: true }), inset(area));
        return;
    }
    let marked = app.plan.marked(app);
    let at = rows.iter().position(|r| Some(r.id) == marked).unwrap_or(0);
    let aside = (area.height / 3).clamp(3, 9);
    let [list, beside] = Layout::vertical([Constraint::Min(0), Constraint::Length(aside)]).areas(area);
    let fits = usize::from(list.height / 2).max(1);
    let first = (at + 1).saturating_sub(fits);
    for (nth, row) in rows.iter().enumerate().skip(first).take(fits) {
        let y = list.y + 2 * cells(nth - first);
        let (what, about) = row_lines(app, row);
        let here = nth == at;
        let mark = if here { ">" } else { " " };
        let style = if here { theme.marked() } else { theme.strong() };
        let line = Rect { y, height: 1.min(list.bottom().saturating_sub(y)), ..list };
        frame.render_widget(Line::styled(format!("{mark}{}", visible(&what)), style), line);
        let line = Rect { y: y + 1, height: 1.min(list.bottom().saturating_sub(y + 1)), ..list };
        frame.render_widget(Line::styled(format!("   {}", visible(&about)), theme.quiet()), line);
    }
    let Some(row) = rows.get(at) else { return };
    let mut lines = app.plan.evidence_lines(app, row);
    if lines.is_empty() {
        lines.push("No community source: nobody's words are linked to it.".into());
    }
    lines.extend(missing_words(row));
    let lines: Vec<Line<'_>> = lines.iter().map(|l| Line::from(visible(l).into_owned())).collect();
    let block = Block::bordered()
        .border_set(theme.border())
        .border_style(theme.quiet())
        .title(format!(" The words {} rests on ", row.reference));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).block(block), beside);
}
