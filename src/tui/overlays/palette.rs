//! The palette: every command that applies here, the best match of what is typed first.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use crate::tui::app::Screen;
use crate::tui::commands::{self, Command};
use crate::tui::widgets::entry::Entry;

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

/// Takes a key: `None` goes on, `Some` leaves the palette, with the command chosen if one was.
pub fn press(screen: Screen, entry: &mut Entry, at: &mut usize, key: KeyEvent) -> Option<Option<&'static str>> {
    let found = matches(screen, entry.text());
    match key.code {
        KeyCode::Esc => return Some(None),
        KeyCode::Up => *at = at.saturating_sub(1),
        KeyCode::Down => *at = (*at + 1).min(found.len().saturating_sub(1)),
        KeyCode::Enter => return Some(found.get(*at).map(|command| command.id)),
        _ => {
            entry.key(key);
            *at = 0;
        }
    }
    None
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
}
