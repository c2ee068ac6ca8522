//! The seat strip: who sits where, in one row above the line.

use std::collections::VecDeque;

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::plan::Seat;
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;

/// The least height of everything above the line at which there is room for the strip too.
const ROOM: u16 = 8;

/// How many rows the strip takes: none where nobody has a seat, names are hidden, or the feed would lose its last lines.
pub fn rows(app: &App, above: Rect) -> u16 {
    let seated = app.desk.as_ref().is_some_and(|desk| !desk.room().seats.is_empty());
    u16::from(seated && !app.run.veiled && above.height >= ROOM)
}

/// Draws the people in the order they sit: the speaker marked and in sight, those not heard yet with a dot.
pub fn draw(desk: &Desk, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let seats = &desk.room().seats;
    let at = desk.speaker.and_then(|speaker| seats.iter().position(|seat| seat.delegate == speaker));
    let label = |seat: &Seat| {
        let number = seat.number.map_or_else(String::new, |number| format!("{number} "));
        let unheard = if seat.was_heard() { "" } else { "·" };
        let mark = if desk.speaker == Some(seat.delegate) { "▸" } else { " " };
        format!("{mark}{number}{}{unheard}", visible(&desk.short_name(Some(seat.delegate))))
    };
    let (shown, first) = around(seats.len(), at, usize::from(area.width.saturating_sub(4)), |at| {
        seats.get(at).map(&label).unwrap_or_default()
    });
    let last = first + shown.len();
    let mut spans = vec![Span::styled(if first > 0 { "‹" } else { " " }, theme.quiet())];
    for (place, text) in (first..).zip(shown) {
        let style = if Some(place) == at { theme.strong() } else { theme.quiet() };
        spans.push(Span::styled(text, style));
        spans.push(Span::raw(" "));
    }
    if last < seats.len() {
        spans.push(Span::styled("›", theme.quiet()));
    }
    frame.render_widget(Line::from(spans), area);
}

/// As many neighbours as fit in so many cells, from the first on or, where that would leave `at` out, around it; and the
/// place of the first. Only what is shown is asked for.
fn around(count: usize, at: Option<usize>, cells: usize, label: impl Fn(usize) -> String) -> (VecDeque<String>, usize) {
    let mut used = 0;
    let mut fits = |text: &String| {
        used += usize::from(text.cell_width()) + 1;
        used <= cells
    };
    let mut shown = VecDeque::new();
    let mut first = at.unwrap_or(0);
    let mut next = first;
    // The one that must be in sight is, even where it is too long.
    if at.is_some() {
        let text = label(first);
        let _ = fits(&text);
        shown.push_back(text);
        next += 1;
    }
    // Those on the left first: people are found where they always are.
    while first > 0 {
        let text = label(first - 1);
        if !fits(&text) {
            return (shown, first);
        }
        shown.push_front(text);
        first -= 1;
    }
    while next < count {
        let text = label(next);
        if !fits(&text) {
            break;
        }
        shown.push_back(text);
        next += 1;
    }
    (shown, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speaker_is_always_in_sight() {
        let label = |at: usize| format!("{at} somebody");
        for cells in 10..90 {
            for at in 0..30 {
                let (shown, first) = around(30, Some(at), cells, label);
                assert!((first..first + shown.len()).contains(&at), "{cells} {at}");
                let wide: usize = shown.iter().map(|text| text.len() + 1).sum();
                assert!(wide <= cells || shown.len() == 1);
            }
        }
    }

    #[test]
    fn only_those_in_sight_are_looked_at() {
        let asked = std::cell::Cell::new(0);
        around(1_000, Some(500), 80, |at| {
            asked.set(asked.get() + 1);
            at.to_string()
        });
        assert!(asked.get() < 40, "{}", asked.get());
    }
}
