//! The palette: every command that applies here, the best match of what is typed first; and the line at the foot in
//! which a command is typed with its words, where none is live by itself.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Padding, Paragraph, Wrap};

use super::Overlay;
use super::draw::{framed, middle};
use crate::tui::app::{App, Screen};
use crate::tui::commands::{self, Command};
use crate::tui::help;
use crate::tui::message::Effect;
use crate::tui::theme::Theme;
use crate::tui::widgets::entry::Entry;
use crate::tui::widgets::{cells, cut, told};

/// The most commands that the line at the foot lists.
const LISTED: usize = 8;
/// The most rows that what is typed there takes.
const ROWS: u16 = 4;

/// The commands that match what is typed.
pub fn matches(screen: Screen, typed: &str) -> Vec<&'static Command> {
    let listed = commands::here(screen).filter(|c| c.id != "palette");
    if typed.trim().is_empty() {
        return listed.collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, &Command)> = listed
        .filter_map(|command| {
            // A match in the name counts more than one in what it does.
            let name = format!("{} {}", command.title, command.slash.join(" "));
            let by_name = pattern.score(Utf32Str::new(&name, &mut buffer), &mut matcher).map(|s| s * 4);
            let score = by_name.or_else(|| pattern.score(Utf32Str::new(command.help, &mut buffer), &mut matcher));
            score.map(|score| (score, command))
        })
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, command)| command).collect()
}

/// Takes a key. It was lifted off the screen and is laid back unless it was left.
pub(in crate::tui) fn press(app: &mut App, mut entry: Entry, mut at: usize, line: bool, key: KeyEvent) -> Vec<Effect> {
    if line {
        return press_line(app, entry, at, key);
    }
    let found = matches(app.screen, entry.text());
    match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Up => at = at.saturating_sub(1),
        KeyCode::Down => at = (at + 1).min(found.len().saturating_sub(1)),
        KeyCode::Enter => return found.get(at).map_or_else(Vec::new, |command| commands::by_id(app, command.id, "")),
        _ => {
            entry.key(key);
            at = 0;
        }
    }
    app.overlays.push(Overlay::Palette { entry, at, line });
    Vec::new()
}

/// The commands that a typed line may become: the one that it names where words follow, else those whose typed names
/// begin so, and where none does what the palette finds.
fn offered(screen: Screen, typed: &str) -> Vec<&'static Command> {
    let typed = typed.trim_start_matches('/');
    let (name, _) = commands::parted(typed);
    let named = || commands::here(screen).filter(|command| !command.slash.is_empty());
    let exact = named().find(|command| command.slash.contains(&name.as_str()));
    if typed.contains(char::is_whitespace) {
        return exact.into_iter().collect();
    }
    let begun = named().filter(|command| command.slash.iter().any(|slash| slash.starts_with(&name)));
    let others = begun.filter(|command| exact.is_none_or(|exact| exact.id != command.id));
    let mut found: Vec<&Command> = exact.into_iter().chain(others).collect();
    // What one is here for comes before what is there on every screen.
    found.sort_by_key(|command| exact.is_none() && command.group == "Everywhere");
    if found.is_empty() {
        return matches(screen, typed).into_iter().filter(|command| !command.slash.is_empty()).collect();
    }
    found
}

/// The name by which a command is typed: the one begun, else the first.
fn spelt(command: &Command, typed: &str) -> &'static str {
    let begun = command.slash.iter().find(|slash| slash.starts_with(typed.trim_start_matches('/')));
    begun.or(command.slash.first()).copied().unwrap_or_default()
}

/// Whether one of the names of a command begins so.
fn begins(command: &Command, name: &str) -> bool {
    command.slash.iter().any(|slash| slash.starts_with(name))
}

/// Takes a key for the line at the foot. Enter runs what is typed; a name that is only begun, or another that was marked,
/// is completed first, so that nothing unread runs.
fn press_line(app: &mut App, mut entry: Entry, mut at: usize, key: KeyEvent) -> Vec<Effect> {
    let found = offered(app.screen, entry.text());
    let (name, rest) = commands::parted(entry.text().trim_start_matches('/'));
    let marked = found.get(at).copied();
    let other = |command: &&Command| !command.slash.contains(&name.as_str());
    let begun = |command: &&Command| at > 0 || (!name.is_empty() && begins(command, &name));
    let completed = match key.code {
        KeyCode::Tab => marked.filter(|_| rest.is_empty()),
        KeyCode::Enter => marked.filter(other).filter(begun),
        _ => None,
    };
    match (key.code, completed) {
        (KeyCode::Esc, _) => {
            app.notice = None;
            return Vec::new();
        }
        (_, Some(command)) => {
            app.notice = None;
            entry = Entry::new(format!("{} ", spelt(command, &name)));
            at = 0;
        }
        (KeyCode::Enter, None) if !name.is_empty() => {
            let (effects, refused) = commands::obey(app, &name, &rest);
            if refused {
                app.overlays.push(Overlay::Palette { entry, at, line: true });
            }
            return effects;
        }
        (KeyCode::Enter | KeyCode::Tab, None) => {}
        (KeyCode::Up, _) => at = at.saturating_sub(1),
        (KeyCode::Down, _) => at = (at + 1).min(found.len().saturating_sub(1)),
        _ => {
            if entry.key(key) {
                app.notice = None;
                at = 0;
            }
        }
    }
    app.overlays.push(Overlay::Palette { entry, at, line: true });
    Vec::new()
}

/// Draws it: in the middle, or the line at the foot with what may be typed above it.
pub(super) fn draw(app: &App, entry: &Entry, at: usize, line: bool, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    if line {
        return draw_line(app, entry, at, theme, frame, area);
    }
    let found = matches(app.screen, entry.text());
    let place = middle(area, 84, cells(found.len()).saturating_add(3));
    let block =
        framed(" Commands ", " type to find   ↑ ↓ and Enter   Esc closes ", theme).padding(Padding::horizontal(1));
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    let [typed, list] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(inner);
    if let Some(cursor) = entry.draw(typed, frame.buffer_mut(), Style::new()) {
        frame.set_cursor_position(cursor);
    }
    let rows = listed(app, &found, at, (list.width, usize::from(list.height)), theme, |command| {
        format!("{:<28} {}", command.title, help::how(command, app.screen))
    });
    frame.render_widget(Paragraph::new(rows), list);
}

/// As many commands as there are rows, the marked one among them.
fn listed(
    app: &App,
    found: &[&Command],
    at: usize,
    (width, rows): (u16, usize),
    theme: Theme,
    words: impl Fn(&Command) -> String,
) -> Vec<Line<'static>> {
    let first = (at + 1).saturating_sub(rows);
    let line = |(nth, command): (usize, &&Command)| {
        let refusal = (command.refusal)(app).map_or_else(String::new, |why| format!("  ({why})"));
        let (mark, style) = if nth == at { (">", theme.marked()) } else { (" ", Style::new()) };
        Line::styled(cut(&format!("{mark} {}{refusal}", words(command)), usize::from(width)), style)
    };
    found.iter().enumerate().skip(first).take(rows).map(line).collect()
}

fn draw_line(app: &App, entry: &Entry, at: usize, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let found = offered(app.screen, entry.text());
    let inside = area.width.saturating_sub(4).max(1);
    let most = area.height.saturating_sub(3);
    let typed_rows = entry.rows(inside.saturating_sub(1).max(1)).clamp(1, ROWS).min(most);
    let most = most.saturating_sub(typed_rows);
    // Why it was refused, else what the command does that is named, else what may be typed.
    let (above, rows) = if let Some(notice) = app.shown_notice() {
        told(notice, theme, inside, most)
    } else if let (true, Some(command)) = (entry.text().contains(char::is_whitespace), found.first()) {
        let text = Paragraph::new(format!("{}: {}", command.title, command.help)).wrap(Wrap { trim: true });
        let rows = cells(text.line_count(inside)).min(most);
        (text.style(theme.quiet()), rows)
    } else {
        let rows = found.len().min(LISTED).min(usize::from(most));
        let words = |command: &Command| format!("/{:<14} {}", spelt(command, entry.text()), command.title);
        (Paragraph::new(listed(app, &found, at, (inside, rows), theme, words)), cells(rows))
    };
    let height = (rows + typed_rows + 2).min(area.height);
    let place = Rect { y: area.bottom().saturating_sub(height), height, ..area };
    let foot = " Enter runs it   Tab completes   ↑ ↓ choose   Esc leaves ";
    let block = framed(" Type a command ", foot, theme).padding(Padding::horizontal(1));
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    let [list, typed] = Layout::vertical([Constraint::Min(0), Constraint::Length(typed_rows)]).areas(inner);
    frame.render_widget(above, list);
    let [slash, typed] = Layout::horizontal([Constraint::Length(1), Constraint::Min(0)]).areas(typed);
    frame.render_widget(if entry.text().starts_with('/') { " " } else { "/" }, slash);
    if app.run.veiled && !entry.is_empty() {
        // What is typed may name somebody.
        frame.render_widget("…", typed);
    } else if let Some(cursor) = entry.draw(typed, frame.buffer_mut(), Style::new()) {
        frame.set_cursor_position(cursor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_find_the_command() {
        assert_eq!(matches(Screen::Run, "withdr").first().map(|c| c.id), Some("withdraw"));
        assert_eq!(matches(Screen::Run, "nxt stg").first().map(|c| c.id), Some("next-stage"));
        assert!(matches(Screen::Run, "zzzz").is_empty());
    }

    #[test]
    fn the_line_offers_names_that_begin_so_and_the_one_that_is_named_first() {
        let names = |typed: &str| -> Vec<&str> {
            offered(Screen::Plan, typed).into_iter().map(|command| spelt(command, typed)).collect()
        };
        assert_eq!(names("al"), ["alias"]);
        // Another name of a command counts as well, and so does a slash that was typed once more.
        assert_eq!(names("mem"), ["members"]);
        assert_eq!(names("/gri"), ["grid"]);
        assert_eq!(names("cop"), ["copies"]);
        assert_eq!(names("c")[0], "clashes");
        assert_eq!(names("page"), ["page"]);
        // Once words follow it is the command they are for, or none.
        assert_eq!(names("alias damp housing"), ["alias"]);
        assert!(names("nonsense damp").is_empty());
        // Where no name begins so, what the palette finds may be meant.
        assert_eq!(names("task-and").first(), Some(&"groups"));
        assert!(names("").len() > 30 && names("")[0] != "?");
    }
}
