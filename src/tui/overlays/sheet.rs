//! A sheet: a whole page of rows to look at, some of which can be acted on, worked out anew from the file each time it
//! is shown.
//!
//! What stands on it and what each key does is data ([`Page`], [`Row`], [`Key`]): a key answers with a [`Pending`], so
//! that the plain face shows and answers the same. To add a sheet, add a name to [`Sheet`] and a file beside.

mod action;
mod agreed;
mod assets;
mod changes;
mod clashes;
mod copies;
mod evidence;
mod groups;
mod guide;
mod harvest;
pub mod importing;
mod lens;
mod room;
mod same;
mod series;
mod spread;
mod taking;
mod votes;
mod whole;
mod you_said;

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};

use super::draw::framed;
use super::{Overlay, Pending};
use crate::model::stamp::Id;
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::message::Effect;
use crate::tui::theme::Theme;
use crate::tui::update::happen;
use crate::tui::widgets::{cells, cut, most_rows, told};

pub use clashes::{keep_third, lay_third, settle};
pub use copies::{Copies, ask as ask_restore, show as copies, words as restored_words};
pub use evidence::words as evidence_words;
pub use harvest::Harvest;
pub use importing::{Answered, Importing, Which};
pub use lens::{ALL as LENS_ALL, MISSING_VOICES as LENS_MISSING_VOICES, TABS as LENS_TABS, evidence_choice};
pub use room::{Part, open_roles, table_lines};
pub use same::{Tab, judge};
pub use series::Over;
pub use taking::{Taking, accept, details, failed, found, joined, leave_out, look, progress};
pub use votes::tables as voting_tables;

/// The width from which a page may stand in two parts.
const WIDE: u16 = 96;
/// Letters of a row that are repeated where a key does nothing with it.
const WORDS: usize = 60;
/// Cells beside the name of a part: its mark, and the space behind it.
const TAB_GAP: usize = 4;
/// Rows that a page key goes over.
const LEAP: usize = 10;

/// The sheets there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Who is here, who was heard, who is missing: for the operator alone.
    Room(Part),
    /// The quick-start guide, and whether with its reasons.
    Guide(bool),
    /// Dated findings with their sources.
    Evidence,
    /// Totals of the plan, and how its actions spread.
    Spread,
    /// All about one action of the plan.
    Action(Id),
    /// The members of the collaborative.
    Members,
    /// Which network works in which area.
    Areas,
    /// Who agreed to an action.
    Agreed(Id),
    /// The task-and-finish groups.
    Groups,
    /// One of them.
    Group(Id),
    /// What came of the methods.
    Harvest(Harvest),
    /// The file through a list of others: the id of the framework, `all`, `missing-voices` or `more`.
    Lens(&'static str),
    /// The asset register, or offers beside needs.
    Assets(bool),
    /// What may be one, and what was said of it.
    Same(Tab),
    /// The workshops side by side.
    Series(Over),
    /// What changed since an earlier copy.
    Changes,
    /// What became of what was said, and who has still to hear back.
    YouSaid,
    /// The votes of the room.
    Votes,
    /// Files that are taken into a plan.
    Taking,
    /// Somebody else's file that is coming in.
    Importing,
    /// Where two people changed one thing unseen of each other.
    Clashes,
    /// The kept copies of the plan.
    Copies,
}

/// A sheet that is open.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Which.
    pub sheet: Sheet,
    /// The row that is marked; before anybody chose one, the first that can be acted on.
    at: Option<usize>,
    /// Counts what was done here, so that the plain face tells the page after each.
    pub turn: u32,
}

impl Opened {
    /// Whether it tells how long ago something was, so that it must be drawn anew every second.
    pub const fn tells_time(&self) -> bool {
        matches!(self.sheet, Sheet::Room(_))
    }
}

/// What is shown of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// Its parts: the key of each, its name, and the sheet that it is.
    pub tabs: Vec<(char, &'static str, Sheet)>,
    /// How many rows wait behind each tab, where that is counted.
    pub waiting: Vec<usize>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether Enter only goes on to the next row: where a row is a question, it is no answer.
    pub enter_goes_on: bool,
    /// The keys that are about no row.
    pub keys: Vec<Key>,
    /// From which row on it stands beside the others, where there is room.
    pub beside: Option<usize>,
    /// Whether something is under way that leaving it stops.
    pub working: bool,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The words.
    pub text: String,
    /// The same for the ear, where the words stand in columns.
    pub spoken: Option<String>,
    /// Lines below that belong to it.
    pub below: Vec<String>,
    /// Whether it is a heading.
    pub heading: bool,
    /// What can be done with it, the first by Enter.
    pub keys: Vec<Key>,
}

/// A key of a sheet.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub key: char,
    /// What it does.
    pub label: String,
    /// What follows.
    pub does: Pending,
}

impl Key {
    /// A key that runs a command.
    pub fn command(key: char, label: &str, id: &'static str, argument: impl Into<String>) -> Self {
        Self { key, label: label.to_owned(), does: Pending::Command(id, argument.into()) }
    }
}

impl Row {
    /// A row of words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A heading.
    pub fn heading(text: impl Into<String>) -> Self {
        Self { text: text.into(), heading: true, ..Self::default() }
    }

    /// The row with keys.
    #[must_use]
    pub fn with(self, keys: Vec<Key>) -> Self {
        Self { keys, ..self }
    }
}

impl Page {
    /// What stands behind the name of a tab.
    fn count(&self, at: usize) -> String {
        self.waiting.get(at).map_or_else(String::new, |count| format!(" {count}"))
    }

    fn can_stand(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| !row.text.is_empty())
    }

    /// The rows that can be acted on.
    fn keyed(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().enumerate().filter(|(_, row)| !row.keys.is_empty()).map(|(at, _)| at)
    }

    /// The row that is marked.
    fn marked(&self, opened: &Opened) -> usize {
        let first = || self.keyed().next().unwrap_or(0);
        opened.at.unwrap_or_else(first).min(self.rows.len().saturating_sub(1))
    }

    /// So many rows on, over what can be acted on where there is any that way, and else over what there is to read; the
    /// row itself where there is none.
    fn step(&self, from: usize, by: usize, back: bool) -> usize {
        let rows = |back: bool| -> Box<dyn Iterator<Item = usize>> {
            if back { Box::new((0..from).rev()) } else { Box::new(from + 1..self.rows.len()) }
        };
        let acted = |at: &usize| self.rows.get(*at).is_some_and(|row| !row.keys.is_empty());
        let found = rows(back).filter(acted).take(by).last();
        found.or_else(|| rows(back).filter(|at| self.can_stand(*at)).take(by).last()).unwrap_or(from)
    }
}

/// Whether files are being read, so that Esc stops that.
pub fn is_working(app: &App) -> bool {
    taking::is_working(app) || app.importing.as_ref().is_some_and(Importing::is_working)
}

/// Lays a sheet over the screen; where a sheet is open already it is turned to this one.
pub fn open(app: &mut App, sheet: Sheet) {
    if let Some(Overlay::Sheet(opened)) = app.overlays.last_mut() {
        if opened.sheet != sheet {
            *opened = Opened { sheet, at: None, turn: opened.turn.wrapping_add(1) };
        }
        return;
    }
    // What was said before is about something else.
    app.notice = None;
    app.lay(Overlay::Sheet(Opened { sheet, at: None, turn: 0 }));
}

/// Opens a sheet on which something has come, or tells it anew where it is open.
fn again(app: &mut App, sheet: Sheet) {
    open(app, sheet);
    if let Some(Overlay::Sheet(opened)) = app.overlays.last_mut() {
        *opened = Opened { sheet, at: None, turn: opened.turn.wrapping_add(1) };
    }
}

/// The page of a sheet.
pub fn page(app: &App, sheet: Sheet) -> Page {
    match sheet {
        Sheet::Room(part) => room::page(app, part),
        Sheet::Guide(long) => guide::page(app, long),
        Sheet::Evidence => evidence::page(app),
        Sheet::Spread => spread::page(app),
        Sheet::Action(id) => action::page(app, id),
        Sheet::Members => whole::members_page(app),
        Sheet::Areas => whole::areas_page(app),
        Sheet::Agreed(action) => agreed::page(app, action),
        Sheet::Groups => groups::page(app),
        Sheet::Group(id) => groups::one(app, id),
        Sheet::Harvest(part) => harvest::page(app, part),
        Sheet::Lens(id) => lens::page(app, id),
        Sheet::Assets(needs) => assets::page(app, needs),
        Sheet::Same(tab) => same::page(app, tab),
        Sheet::Series(part) => series::page(app, part),
        Sheet::Changes => changes::page(app),
        Sheet::YouSaid => you_said::page(app),
        Sheet::Votes => votes::page(app),
        Sheet::Taking => taking::page(app),
        Sheet::Importing => importing::page(app),
        Sheet::Clashes => clashes::page(app),
        Sheet::Copies => copies::page(app),
    }
}

/// Takes a key. The sheet was lifted off the screen and is laid back unless it was left.
pub(in crate::tui) fn press(app: &mut App, mut opened: Opened, key: KeyEvent) -> Vec<Effect> {
    let page = page(app, opened.sheet);
    let at = page.marked(&opened);
    let turned = |back: bool| {
        let here = page.tabs.iter().position(|(.., sheet)| *sheet == opened.sheet)?;
        let next = if back { here + page.tabs.len() - 1 } else { here + 1 } % page.tabs.len();
        page.tabs.get(next).map(|(.., sheet)| *sheet)
    };
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let mut to = None;
    let mut chosen = None;
    match key.code {
        KeyCode::Esc if page.working => {
            app.overlays.push(Overlay::Sheet(opened));
            return vec![Effect::Stop];
        }
        KeyCode::Esc => return Vec::new(),
        // It stays until the work is done or stopped, and is told anew.
        KeyCode::Enter if page.working => opened.turn = opened.turn.wrapping_add(1),
        KeyCode::Down => opened.at = Some(page.step(at, 1, false)),
        KeyCode::Up => opened.at = Some(page.step(at, 1, true)),
        KeyCode::PageDown => opened.at = Some(page.step(at, LEAP, false)),
        KeyCode::PageUp => opened.at = Some(page.step(at, LEAP, true)),
        KeyCode::Tab if !shift => to = turned(false),
        KeyCode::Tab | KeyCode::BackTab => to = turned(true),
        KeyCode::Enter if page.enter_goes_on => opened.at = Some(page.step(at, 1, false)),
        KeyCode::Enter => match page.rows.get(at).and_then(|row| row.keys.first()) {
            Some(first) => chosen = Some(first.does.clone()),
            None => return Vec::new(),
        },
        KeyCode::Char(typed) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
            let typed = typed.to_ascii_lowercase();
            let of_row = page.rows.get(at).into_iter().flat_map(|row| &row.keys);
            chosen = of_row.chain(&page.keys).find(|key| key.key == typed).map(|key| key.does.clone());
            to = page.tabs.iter().find(|(key, ..)| *key == typed && chosen.is_none()).map(|(.., sheet)| *sheet);
        }
        _ => {}
    }
    if let Some(sheet) = to {
        opened = Opened { sheet, at: None, turn: opened.turn };
    }
    if chosen.is_some() || to.is_some() {
        opened.turn = opened.turn.wrapping_add(1);
        app.notice = None;
    }
    app.overlays.push(Overlay::Sheet(opened));
    chosen.map_or_else(Vec::new, |pending| happen(app, pending))
}

/// Marks the row with this number among those that can be acted on, from 1; says whether there is one.
pub(in crate::tui) fn mark(app: &mut App, number: usize) -> bool {
    let Some(Overlay::Sheet(opened)) = app.overlays.last() else { return false };
    let row = number.checked_sub(1).and_then(|nth| page(app, opened.sheet).keyed().nth(nth));
    if let (Some(row), Some(Overlay::Sheet(opened))) = (row, app.overlays.last_mut()) {
        opened.at = Some(row);
    }
    row.is_some()
}

/// Why a letter does nothing on the sheet that is open: what the marked row knows instead.
pub(in crate::tui) fn refused(app: &App, letter: char) -> Option<String> {
    let Some(Overlay::Sheet(opened)) = app.overlays.last() else { return None };
    let page = page(app, opened.sheet);
    let row = page.rows.get(page.marked(opened));
    let of_row = || row.into_iter().flat_map(|row| &row.keys);
    let known = of_row().chain(&page.keys).map(|key| key.key).chain(page.tabs.iter().map(|(key, ..)| *key));
    if known.into_iter().any(|key| key == letter) {
        return None;
    }
    let does: Vec<String> = of_row().map(|key| format!("{} {}", key.key, key.label)).collect();
    let does = if does.is_empty() { "nothing can be done with it".to_owned() } else { does.join(", ") };
    let what = row.map_or("", |row| row.text.trim());
    Some(format!("{letter} does nothing with “{}”: {does}", cut(what, WORDS)))
}

/// The page as lines for the plain face: rows that can be acted on are numbered.
pub fn lines(app: &App, sheet: Sheet) -> Vec<String> {
    let page = page(app, sheet);
    let mut lines = vec![format!("{}.", page.title)];
    let mut number = 0;
    for row in page.rows.iter().filter(|row| !row.text.is_empty()) {
        let words = row.spoken.as_ref().unwrap_or(&row.text).trim();
        if row.keys.is_empty() {
            lines.push(words.to_owned());
        } else {
            number += 1;
            lines.push(format!("{number}. {words}"));
        }
        lines.extend(row.below.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()));
    }
    let told = |keys: &mut dyn Iterator<Item = (char, String)>| {
        let mut known: Vec<(char, String)> = Vec::new();
        keys.for_each(|key| {
            if !known.iter().any(|(letter, _)| *letter == key.0) {
                known.push(key);
            }
        });
        known.iter().map(|(letter, label)| format!("{letter} {label}")).collect::<Vec<_>>().join(", ")
    };
    let of_rows = told(&mut page.rows.iter().flat_map(|row| &row.keys).map(|key| (key.key, key.label.clone())));
    if !of_rows.is_empty() {
        lines.push(format!("A number, and after it: {of_rows}."));
    }
    let tabs = page.tabs.iter().enumerate().filter(|(_, (.., other))| *other != sheet);
    let tabs = tabs.map(|(at, (key, name, _))| (*key, format!("{name}{}", page.count(at))));
    let keys = page.keys.iter().map(|key| (key.key, key.label.clone()));
    let others = told(&mut keys.chain(tabs));
    if page.working {
        lines.push("Enter tells how far it has come, /back stops it.".into());
        return lines;
    }
    lines.push(if others.is_empty() { "Enter leaves.".into() } else { format!("{others}. Enter leaves.") });
    lines
}

/// The names of the parts in one row: where there are more than fit, those around the one in front, with signs that there
/// are others before and behind.
fn tab_line(page: &Page, here: Sheet, theme: Theme, width: usize) -> Line<'static> {
    let names: Vec<String> =
        page.tabs.iter().enumerate().map(|(at, (_, name, _))| format!("{name}{}", page.count(at))).collect();
    let cells = |name: &String| usize::from(name.cell_width()) + TAB_GAP;
    let fits = names.iter().map(cells).sum::<usize>() <= width;
    let at = page.tabs.iter().position(|(.., sheet)| *sheet == here).unwrap_or(0);
    let (mut from, mut used) = (0, 0);
    let mut to = names.len();
    for (nth, name) in names.iter().enumerate().filter(|_| !fits) {
        used += cells(name);
        if used + 2 * TAB_GAP > width && nth > from {
            if nth > at {
                to = nth;
                break;
            }
            (from, used) = (nth, cells(name));
        }
    }
    let mut spans: Vec<Span<'static>> = Vec::new();
    spans.extend((from > 0).then(|| Span::styled("‹ ", theme.quiet())));
    spans.extend(names.into_iter().enumerate().skip(from).take(to - from).map(|(nth, name)| {
        let style = if nth == at { theme.strong() } else { theme.quiet() };
        Span::styled(format!("{}{name}   ", if nth == at { "▸" } else { " " }), style)
    }));
    spans.extend((to < page.tabs.len()).then(|| Span::styled("›", theme.quiet())));
    Line::from(spans)
}

/// Draws it over the whole screen.
pub fn draw(app: &App, opened: &Opened, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let page = page(app, opened.sheet);
    let at = page.marked(opened);
    let shown = |key: &Key| format!("{} {}", key.key.to_ascii_uppercase(), key.label);
    // The way out is never what is cut off.
    let mut keys = vec![if page.working { "Esc stops" } else { "Esc leaves" }.to_owned()];
    keys.extend(page.rows.get(at).into_iter().flat_map(|row| &row.keys).map(shown));
    keys.extend((page.tabs.len() > 1).then(|| "Tab next".to_owned()));
    keys.extend(page.keys.iter().map(shown));
    let block = framed(&format!(" {} ", page.title), &format!(" {} ", keys.join("   ")), theme);
    let block = block.padding(ratatui::widgets::Padding::horizontal(1));
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    let tabs_rows = if page.tabs.is_empty() { 0 } else { 2 };
    let told = app.shown_notice().map(|notice| told(notice, theme, inner.width, most_rows(area)));
    let told_rows = told.as_ref().map_or(0, |(_, rows)| *rows);
    let [tabs, body, foot] =
        Layout::vertical([Constraint::Length(tabs_rows), Constraint::Min(0), Constraint::Length(told_rows)])
            .areas(inner);
    frame.render_widget(tab_line(&page, opened.sheet, theme, usize::from(inner.width)), tabs);
    let line = |nth: usize, row: &Row| {
        let mark = if nth == at && !row.keys.is_empty() { ">" } else { " " };
        let style = match row {
            _ if nth == at && !row.keys.is_empty() => theme.marked(),
            Row { heading: true, .. } => theme.strong(),
            _ => ratatui::style::Style::new(),
        };
        let below = row.below.iter().map(|line| Line::raw(format!("   {}", visible(line))));
        std::iter::once(Line::styled(format!("{mark}{}", visible(&row.text)), style)).chain(below).collect::<Vec<_>>()
    };
    // What is further away than the sheet is high is out of sight, however many rows there are.
    let high = usize::from(body.height);
    let (first, high) = if page.beside.is_some() { (0, usize::MAX) } else { (at.saturating_sub(high), high) };
    let near = page.rows.iter().enumerate().skip(first).take((at - first + 1).saturating_add(high));
    let mut rows: Vec<Vec<Line<'_>>> = near.map(|(nth, row)| line(nth, row)).collect();
    let at = at - first;
    let mut lay = |rows: Vec<Vec<Line<'static>>>, at: usize, body: Rect| {
        let seen = Paragraph::new(rows.get(..=at).unwrap_or(&rows).concat()).wrap(Wrap { trim: false });
        // The row marked is always in sight, with the last rows below it where they fit.
        let scroll = cells(seen.line_count(body.width.max(1))).saturating_sub(body.height);
        frame.render_widget(Paragraph::new(rows.concat()).wrap(Wrap { trim: false }).scroll((scroll, 0)), body);
    };
    match page.beside.filter(|_| body.width >= WIDE) {
        Some(beside) => {
            let other = rows.split_off(beside.min(rows.len()));
            let [left, _, right] =
                Layout::horizontal([Constraint::Fill(5), Constraint::Length(2), Constraint::Fill(4)]).areas(body);
            lay(rows, at.min(beside.saturating_sub(1)), left);
            // A blank row parts it from the others where it stands below them.
            let first = other.iter().position(|row| row.iter().any(|line| line.width() > 1)).unwrap_or(0);
            lay(other.into_iter().skip(first).collect(), at.saturating_sub(beside + first), right);
        }
        None => lay(rows, at, body),
    }
    if let Some((told, _)) = told {
        frame.render_widget(told, foot);
    }
}
