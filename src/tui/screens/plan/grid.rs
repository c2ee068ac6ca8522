//! The grid: the actions as rows, the 24 columns of the plan beside them, as many as fit.
//!
//! While it is open its rows keep their order, so that filling the due dates does not shuffle what is being filled. What
//! costs a pass over all actions is worked out once after each change; a frame costs its visible cells.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Paragraph, Wrap};

use super::inset;
use crate::model::columns::{COLUMNS, Column, Piece};
use crate::model::stamp::Id;
use crate::plan::{Row, State};
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::theme::Theme;
use crate::tui::widgets::{cells, cut, fitted};

/// The least width of a column, with the blank behind it.
const NARROW: u16 = 16;

/// The grid, while it is open.
#[derive(Debug, Default)]
pub struct Grid {
    /// The column in hand, as a place in [`COLUMNS`].
    at: usize,
    /// The actions in the order in which they stood when it was opened.
    order: Vec<Id>,
    seen: RefCell<Option<Seen>>,
}

/// What is worked out once after each change.
#[derive(Debug)]
struct Seen {
    rows: Rc<Vec<Row>>,
    /// The rows in the grid's order.
    places: Rc<Vec<usize>>,
    /// How the cells of a column stand, in the grid's order.
    states: HashMap<usize, Rc<Vec<State>>>,
}

impl Grid {
    /// A grid of these rows, at a column.
    pub fn new(rows: &[Row], at: usize) -> Self {
        Self { at, order: rows.iter().map(|row| row.id).collect(), seen: RefCell::default() }
    }

    /// The column in hand.
    pub fn column(&self) -> &'static Column {
        COLUMNS.get(self.at).unwrap_or(&COLUMNS[0])
    }

    /// Goes to a column.
    pub fn go_to(&mut self, column: &Column) {
        self.at = COLUMNS.iter().position(|of| of.number == column.number).unwrap_or(self.at);
    }

    /// Goes so many columns on; it ends at the first and the last.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(COLUMNS.len() - 1);
    }

    /// The rows in the grid's order: those that were there when it was opened, then what has come since.
    pub fn rows(&self, app: &App) -> (Rc<Vec<Row>>, Rc<Vec<usize>>) {
        let rows = app.plan.shown(app);
        let mut seen = self.seen.borrow_mut();
        let fresh = seen.as_ref().is_some_and(|seen| Rc::ptr_eq(&seen.rows, &rows));
        if !fresh {
            let stood: HashMap<Id, usize> = self.order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
            let mut places: Vec<usize> = (0..rows.len()).collect();
            places.sort_by_key(|at| rows.get(*at).and_then(|row| stood.get(&row.id)).copied().unwrap_or(usize::MAX));
            *seen = Some(Seen { rows: Rc::clone(&rows), places: Rc::new(places), states: HashMap::new() });
        }
        let places = seen.as_ref().map_or_else(Rc::default, |seen| Rc::clone(&seen.places));
        (rows, places)
    }

    /// How the cells of the column in hand stand, in the grid's order. Nothing more is asked of an action that is done or
    /// stopped: its empty cells are no gaps.
    fn states(&self, app: &App) -> Rc<Vec<State>> {
        let (rows, places) = self.rows(app);
        let Some(desk) = &app.desk else { return Rc::default() };
        let mut seen = self.seen.borrow_mut();
        let Some(seen) = seen.as_mut() else { return Rc::default() };
        let column = self.column();
        let of = |at: &usize| {
            let row = rows.get(*at).filter(|row| !row.is_closed());
            row.map_or(State::Filled, |row| desk.state(&app.programme, row, column))
        };
        Rc::clone(seen.states.entry(self.at).or_insert_with(|| Rc::new(places.iter().map(of).collect())))
    }

    /// How many actions lack what the column in hand holds.
    pub fn gaps(&self, app: &App) -> usize {
        self.states(app).iter().filter(|state| **state != State::Filled).count()
    }

    /// The actions that lack what the column in hand holds, from the one behind `from` round to it.
    pub fn lacking(&self, app: &App, from: Option<Id>) -> Vec<Id> {
        let (rows, places) = self.rows(app);
        let states = self.states(app);
        let all: Vec<(Id, State)> =
            places.iter().zip(states.iter()).filter_map(|(at, state)| Some((rows.get(*at)?.id, *state))).collect();
        let behind = all.iter().position(|(id, _)| Some(*id) == from).map_or(0, |at| at + 1);
        let (before, after) = all.split_at(behind.min(all.len()));
        after.iter().chain(before).filter(|(_, state)| *state != State::Filled).map(|(id, _)| *id).collect()
    }

    /// The actions that lack one piece, in the grid's order.
    pub fn lacking_piece(&self, app: &App, piece: &Piece) -> Vec<Id> {
        let (rows, places) = self.rows(app);
        let Some(desk) = &app.desk else { return Vec::new() };
        let open = places.iter().filter_map(|at| rows.get(*at)).filter(|row| !row.is_closed());
        // What stands there and will not do, such as "soon" for a day, is lacking too.
        let lacks = |row: &&Row| {
            row.missing.iter().chain(&row.wanted).any(|gap| gap.field() == piece.field)
                || desk.typed(&app.programme, row, piece).is_empty()
        };
        open.filter(lacks).map(|row| row.id).collect()
    }

    /// "13 Timescale: 5 of 12 lack it".
    pub fn count(&self, app: &App) -> String {
        let all = self.states(app).len();
        let column = self.column();
        match self.gaps(app) {
            0 => format!("{} {}: no gaps", column.number, column.title),
            gaps => format!("{} {}: {gaps} of {all} lack it", column.number, column.title),
        }
    }
}

/// The words of one cell, or the mark of an empty one; whether that is a mark.
fn shown(app: &App, row: &Row, column: &Column) -> (String, bool) {
    let Some(desk) = &app.desk else { return (String::new(), true) };
    let state = desk.state(&app.programme, row, column);
    let words = desk.cell(&app.programme, row, column);
    match state {
        State::Filled => (words, false),
        state if words.is_empty() => (state.mark().to_owned(), true),
        // Words that will not do, such as "soon" for a day, stand behind the mark.
        state => (format!("{} {words}", state.mark()), true),
    }
}

/// The grid as lines for the plain face: each action with what the column in hand says of it.
pub fn lines(app: &App, grid: &Grid) -> Vec<String> {
    let (rows, places) = grid.rows(app);
    let column = grid.column();
    let mut lines = vec![format!("Column {}.", grid.count(app))];
    for (nth, row) in places.iter().filter_map(|at| rows.get(*at)).enumerate() {
        let (words, empty) = shown(app, row, column);
        let words = match (empty, words.as_str()) {
            (true, "·") => "empty".to_owned(),
            (true, "!") => "missing".to_owned(),
            _ => words,
        };
        let text = row.text.as_deref().unwrap_or("not in words yet");
        lines.push(format!("{}. {} {text}: {words}", nth + 1, row.reference));
    }
    lines
}

/// Draws the grid.
pub fn draw(app: &App, grid: &Grid, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let foot_rows = if area.height >= 16 { 5 } else { 4 };
    let [table, foot] = Layout::vertical([Constraint::Min(2), Constraint::Length(foot_rows)]).areas(area);
    let (rows, places) = grid.rows(app);
    let marked = app.plan.marked(app);
    let at = places.iter().position(|at| rows.get(*at).map(|row| row.id) == marked).unwrap_or(0);
    let left = (area.width * 3 / 10).clamp(16, 40);
    let fit = usize::from((area.width.saturating_sub(left) / NARROW).max(1)).min(COLUMNS.len());
    let wide = usize::from(area.width.saturating_sub(left)) / fit;
    let first = ((grid.at / fit) * fit).min(COLUMNS.len() - fit);
    let columns: Vec<(usize, &Column)> = COLUMNS.iter().enumerate().skip(first).take(fit).collect();

    let mut head = vec![Span::styled(fitted("  Action", usize::from(left)), theme.quiet())];
    for (place, column) in &columns {
        let here = *place == grid.at;
        let style = if here { theme.strong() } else { theme.quiet() };
        let title = format!("{}{} {}", if here { "▸" } else { " " }, column.number, column.title);
        head.push(Span::styled(fitted(&title, wide), style));
    }
    let line = |y: u16| Rect { y, height: 1.min(table.bottom().saturating_sub(y)), ..table };
    frame.render_widget(Line::from(head), line(table.y));
    let fits = usize::from(table.height.saturating_sub(1)).max(1);
    // The row in hand stays in sight, with the one behind it where there is room.
    let top = (at + 2).saturating_sub(fits).min(at);
    for (nth, row) in places.iter().filter_map(|at| rows.get(*at)).enumerate().skip(top).take(fits) {
        let here = nth == at;
        let words = format!("{}{} {}", if here { ">" } else { " " }, row.reference, row.text.as_deref().unwrap_or(""));
        let style = if here { theme.strong() } else { ratatui::style::Style::new() };
        let mut spans = vec![Span::styled(fitted(&visible(&words), usize::from(left) - 1) + " ", style)];
        for (place, column) in &columns {
            let (words, _) = shown(app, row, column);
            let mut style = ratatui::style::Style::new();
            if here && *place == grid.at {
                style = theme.marked();
            }
            let mark = if here && *place == grid.at { ">" } else { " " };
            let words = format!("{mark}{}", visible(&words).replace('\n', " "));
            spans.push(Span::styled(fitted(&words, wide.saturating_sub(1)), style));
            spans.push(Span::raw(" "));
        }
        frame.render_widget(Line::from(spans), line(table.y + 1 + cells(nth - top)));
    }
    draw_foot(app, grid, places.iter().filter_map(|at| rows.get(*at)).nth(at), theme, frame, foot);
}

/// The whole value of the cell in hand, and how many lack it.
fn draw_foot(app: &App, grid: &Grid, row: Option<&Row>, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let title = format!(" {} ", grid.count(app));
    let block = Block::new()
        .borders(Borders::TOP)
        .border_set(theme.border())
        .border_style(theme.quiet())
        .title(Line::styled(cut(&title, usize::from(area.width)), theme.strong()));
    let words = row.map(|row| shown(app, row, grid.column()).0).unwrap_or_default();
    let words = match words.as_str() {
        "·" => "· empty".to_owned(),
        "!" => "! missing: the row is not valid without it".to_owned(),
        _ => words,
    };
    frame.render_widget(&block, area);
    let words = Paragraph::new(visible(&words).into_owned()).wrap(Wrap { trim: false });
    let [value, keys] = Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(inset(block.inner(area)));
    frame.render_widget(words, value);
    frame.render_widget(Line::styled("Enter edits   ← → columns   M next gap   V next not valid", theme.quiet()), keys);
}
