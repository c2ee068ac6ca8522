//! The plan: the actions, what was heard, and what is missing; in that order, a page each.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::model::columns::Piece;
use crate::model::fields::{Contribution, Field, List, Recorder, Workshop};
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::Level;
use crate::plan::{
    CHECKS, Celebration, Lead, Row, Sessions, Summary, absent, counted, coverage, equity_checks, heard_of,
};
use crate::publish::visible;
use crate::tui::app::{App, VEILED};
use crate::tui::commands;
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::sheet;
use crate::tui::screens::run::{draw_pair, saved};
use crate::tui::screens::{checks, home};
use crate::tui::theme::Theme;
use crate::tui::view::draw_foot;

mod grid;
mod list;

pub use grid::Grid;
pub use list::{action_lines, missing_words, row_lines};

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
    /// How it comes out of the gap checks.
    Checks,
}

impl Page {
    const ALL: [Self; 4] = [Self::Actions, Self::Heard, Self::Missing, Self::Checks];

    /// The page's name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Actions => "Actions",
            Self::Heard => "What we heard",
            Self::Missing => "What is missing",
            Self::Checks => "Checks",
        }
    }
}

/// Of all rows those that say something of a piece.
type Kept = RefCell<Option<(Rc<Vec<Row>>, Field, Rc<Vec<Row>>)>>;

/// What the plan screen remembers.
#[derive(Debug, Default)]
pub struct PlanScreen {
    /// The page in front.
    pub page: Page,
    /// The action marked.
    at: Option<Id>,
    /// Rows scrolled off the top of a page of text.
    scroll: u16,
    /// The grid, while it stands in place of the list.
    pub grid: Option<Grid>,
    /// The piece that an action must say something of to be shown.
    pub only: Option<&'static Piece>,
    /// Those rows, worked out once after each change.
    some: Kept,
    /// The check marked, from 0.
    pub check: usize,
    /// The page that Esc goes back to, after going from there to an action.
    pub back_to: Option<Page>,
    /// Which assets the register shows: a place, and themes with `#`.
    pub sought: String,
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
        self.go(Page::Actions);
    }

    /// Goes to a page.
    pub fn go(&mut self, page: Page) {
        self.page = page;
        self.scroll = 0;
        self.grid = None;
        self.only = None;
        self.back_to = None;
    }

    /// Turns to the next page.
    pub fn turn(&mut self) {
        let at = Page::ALL.iter().position(|p| *p == self.page).unwrap_or(0);
        self.go(Page::ALL[(at + 1) % Page::ALL.len()]);
    }

    /// Scrolls a page of text, by rows.
    pub fn scroll(&mut self, up: bool, rows: u16) {
        if self.page == Page::Checks {
            let rows = usize::from(rows);
            self.check = if up { self.check.saturating_sub(rows) } else { (self.check + rows).min(CHECKS.len() - 1) };
            return;
        }
        self.scroll = if up { self.scroll.saturating_sub(rows) } else { self.scroll.saturating_add(rows) };
    }

    /// The rows of the plan in the order shown.
    pub fn rows(&self, app: &App) -> Rc<Vec<Row>> {
        app.desk.as_ref().map_or_else(Rc::default, |desk| desk.rows(app.now.date_naive()))
    }

    /// One row of the plan.
    pub fn row(&self, app: &App, id: Id) -> Option<Row> {
        self.rows(app).iter().find(|row| row.id == id).cloned()
    }

    /// The rows that are shown: all of them, or those that say something of one piece.
    pub fn shown(&self, app: &App) -> Rc<Vec<Row>> {
        let rows = self.rows(app);
        let Some((piece, desk)) = self.only.zip(app.desk.as_ref()) else { return rows };
        let mut some = self.some.borrow_mut();
        if let Some((all, of, some)) = some.as_ref()
            && Rc::ptr_eq(all, &rows)
            && *of == piece.field
        {
            return Rc::clone(some);
        }
        let says = |row: &&Row| !desk.typed(&app.programme, row, piece).is_empty();
        let found: Rc<Vec<Row>> = Rc::new(rows.iter().filter(says).cloned().collect());
        *some = Some((rows, piece.field, Rc::clone(&found)));
        found
    }

    /// The rows that are shown, in the order in which they stand on the screen.
    pub fn in_order(&self, app: &App) -> Vec<Row> {
        match &self.grid {
            Some(grid) => {
                let (rows, places) = grid.rows(app);
                places.iter().filter_map(|at| rows.get(*at).cloned()).collect()
            }
            None => self.shown(app).to_vec(),
        }
    }

    /// The action marked; the first where none is.
    pub fn marked(&self, app: &App) -> Option<Id> {
        let rows = self.shown(app);
        rows.iter().find(|r| Some(r.id) == self.at).or(rows.first()).map(|r| r.id)
    }

    /// Marks an action.
    pub fn mark(&mut self, id: Id) {
        self.at = Some(id);
        self.page = Page::Actions;
    }

    /// What has been said of an action since, a line each, with the day and who recorded it.
    pub fn update_lines(&self, app: &App, row: &Row) -> Vec<String> {
        let Some(desk) = &app.desk else { return Vec::new() };
        let heard = heard_of(&desk.view, &desk.origins, row.id);
        heard.iter().map(|heard| format!("{} {}", heard.status.symbol(), heard.words())).collect()
    }

    /// The words an action rests on, a line each, with who said them and how far they may travel.
    pub fn evidence_lines(&self, app: &App, row: &Row) -> Vec<String> {
        let Some(desk) = &app.desk else { return Vec::new() };
        let mut lines: Vec<String> = row
            .evidence
            .found
            .iter()
            .chain(&row.also)
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

/// The workshop that words of a plan came from.
pub fn workshop(desk: &Desk, id: Id) -> Option<&str> {
    let workshop = desk.origins.workshop(id.stamp).and_then(|w| desk.view.find(&List::Workshops, w));
    workshop.filter(|_| desk.is_plan()).and_then(|w| Workshop(w).title())
}

/// Where words came from: the workshop, the table, who recorded it and the stage.
pub fn source(app: &App, desk: &Desk, id: Id) -> String {
    let recorder =
        desk.origins.recorder(id.stamp).and_then(|r| desk.view.find(&List::Recorders, r)).map(|r| Recorder(r));
    let (table, name) = (recorder.and_then(|r| r.table()), recorder.and_then(|r| r.name()));
    let stage = desk.view.find(&List::Contributions, id).and_then(|item| Contribution(item).stage());
    let stage = stage.map(|stage| app.programme.stage(stage).map_or(stage, |stage| stage.title.as_str()));
    [workshop(desk, id), table, name, stage].into_iter().flatten().flat_map(|part| [" · ", part]).collect()
}

/// Takes a key that is no command: the arrows mark an action or scroll, Enter opens the action.
pub fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    if app.plan.page != Page::Actions {
        match key.code {
            KeyCode::Up => app.plan.scroll(true, 1),
            KeyCode::Down => app.plan.scroll(false, 1),
            KeyCode::Enter if app.plan.page == Page::Checks && !app.run.veiled => return checks::go(app),
            _ => {}
        }
        return Vec::new();
    }
    let in_grid = app.plan.grid.as_mut();
    let step: isize = match (key.code, in_grid) {
        (KeyCode::Left, Some(grid)) => {
            grid.step(-1);
            return Vec::new();
        }
        (KeyCode::Right, Some(grid)) => {
            grid.step(1);
            return Vec::new();
        }
        (KeyCode::Up, _) => -1,
        (KeyCode::Down, _) => 1,
        (KeyCode::Enter, Some(_)) => return commands::by_id(app, "cell", ""),
        (KeyCode::Enter, None) => return commands::by_id(app, "look-action", ""),
        _ => return Vec::new(),
    };
    move_mark(app, step);
    Vec::new()
}

/// Marks the action so many rows further.
pub fn move_mark(app: &mut App, step: isize) {
    let (rows, places) = match &app.plan.grid {
        Some(grid) => grid.rows(app),
        None => {
            let rows = app.plan.shown(app);
            let places = (0..rows.len()).collect();
            (rows, Rc::new(places))
        }
    };
    let ids = || places.iter().filter_map(|at| rows.get(*at)).map(|row| row.id);
    let at = ids().position(|id| Some(id) == app.plan.at).unwrap_or(0);
    let next = at.saturating_add_signed(step).min(rows.len().saturating_sub(1));
    app.plan.at = ids().nth(next);
}

/// A person of a row as a name.
pub fn lead_name(desk: &Desk, lead: &Lead) -> String {
    match lead {
        Lead::Person(id) => desk.speaker_name(Some(*id)),
        Lead::Text(text) => text.clone(),
    }
}

/// Themes that are listed, and how much under each.
const THEMES: usize = 50;
const UNDER_EACH: usize = 20;

/// The second page: the themes, and the words under each; worked out once after each change.
pub fn heard_lines(app: &App) -> &[String] {
    app.desk.as_ref().map_or(&[], |desk| desk.heard.get_or_init(|| heard(app, desk)))
}

fn heard(app: &App, desk: &Desk) -> Vec<String> {
    // What the actions come to is on the other pages.
    let summary = Summary::of(&desk.view, &desk.origins, &[]);
    let mut lines = vec![format!(
        "contributions: {} · sessions: {} · workshops: {}",
        counted(summary.contributions, summary.withdrawn),
        summary.sessions,
        summary.workshops
    )];
    // In one pass, each idea where the first of its lines stands.
    let sessions = Sessions::of(&desk.view, &desk.origins);
    let mut under: HashMap<&str, Vec<Id>> = HashMap::new();
    let mut without: Vec<Id> = Vec::new();
    let mut told: HashSet<(&str, Id)> = HashSet::new();
    for item in desk.view.live(&List::Contributions).filter(|item| sessions.take_in(item.id.stamp)) {
        let first = desk.judged().ideas.first(item.id);
        let themes = desk.room().themes_of(item);
        if themes.is_empty() && told.insert(("", first)) {
            without.push(item.id);
        }
        for theme in themes {
            if told.insert((theme, first)) {
                under.entry(theme).or_default().push(item.id);
            }
        }
    }
    for theme in summary.themes.iter().take(THEMES) {
        lines.push(String::new());
        let voices = if theme.voices == 1 { "1 voice".into() } else { format!("{} voices", theme.voices) };
        lines.push(format!("#{} · {voices}{}", theme.name, also(&desk.room().aliases_of(&theme.name))));
        let of_theme = under.get(theme.name.as_str()).into_iter().flatten();
        lines.extend(of_theme.take(UNDER_EACH).flat_map(|id| idea_lines(app, desk, *id)));
    }
    if !without.is_empty() {
        lines.push(String::new());
        lines.push("no theme".into());
        lines.extend(without.iter().flat_map(|id| idea_lines(app, desk, *id)));
    }
    lines
}

/// A line; where others are one idea with it how many say it, and below that each voice as it was said.
fn idea_lines(app: &App, desk: &Desk, id: Id) -> Vec<String> {
    let found = |id: &Id| desk.view.find(&List::Contributions, *id).filter(|item| !item.is_removed());
    let voices: Vec<_> = desk.judged().ideas.with(id).iter().filter_map(found).collect();
    if voices.len() < 2 {
        return found(&id).map(|item| heard_line(app, desk, item)).into_iter().collect();
    }
    let ids: Vec<Id> = voices.iter().map(|item| item.id).collect();
    let mut lines = vec![format!("  {}:", desk.spread(&ids).words())];
    lines.extend(voices.into_iter().map(|item| format!("  {}", heard_line(app, desk, item))));
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
    let counted = rows.iter().filter(|row| row.same_as.is_none()).count();
    let mut lines = Vec::new();
    for (missing, count) in summary.missing.iter().filter(|(_, count)| *count > 0) {
        lines.push(format!("no {}: {count} of {counted} actions", missing.word()));
    }
    if summary.without_source > 0 {
        lines.push(format!("no community source: {} of {counted} actions", summary.without_source));
    }
    let covered = coverage(desk.room(), &app.programme.categories);
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
    let late = overdue(app, desk);
    if !late.is_empty() {
        lines.push(String::new());
        lines.extend(late);
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

/// What was to be looked at again or celebrated by now.
fn overdue(app: &App, desk: &Desk) -> Vec<String> {
    let today = app.now.date_naive();
    let rows = app.plan.rows(app);
    let heat = app.programme.framework("heat");
    let named = || rows.iter().map(Row::named);
    let checks = heat.into_iter().flat_map(|heat| equity_checks(&desk.view, &desk.origins, heat, named(), today));
    let late = checks.filter(|check| check.overdue).map(|check| {
        let of = check.action.as_ref().map_or("the whole plan", |(_, reference)| reference.as_str());
        format!("Equity check of {of}: {}", check.words())
    });
    let celebration = Celebration::of(&desk.view, &app.programme);
    let celebration = celebration.words(today).filter(|_| celebration.is_overdue(today));
    late.chain(celebration).collect()
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
    let celebration = home::celebration(app).map(|words| format!(" · {words}")).unwrap_or_default();
    (visible(&format!("Plan · {name}{clashes}{celebration}")).into_owned(), saved(desk))
}

/// Draws the screen.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let area = draw_foot(app, app.shown_notice(), theme, frame, area);
    let [head, tabs, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(0)]).areas(area);
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
        Page::Actions => match &app.plan.grid {
            Some(grid) => grid::draw(app, grid, theme, frame, body),
            None => list::draw(app, theme, frame, body),
        },
        Page::Heard => draw_text(app, heard_lines(app), frame, body),
        Page::Missing => draw_text(app, &missing_lines(app), frame, body),
        Page::Checks => checks::draw(app, theme, frame, body),
    }
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
