//! The last word to the person at the keys, on as many rows as it takes: what is cut off nobody reads.

use ratatui::layout::Rect;
use ratatui::widgets::{Paragraph, Wrap};

use super::cells;
use crate::publish::visible;
use crate::tui::app::Notice;
use crate::tui::theme::Theme;

/// What is said, wrapped, and how many rows of this width it takes, at most so many.
pub fn told(notice: &Notice, theme: Theme, width: u16, most: u16) -> (Paragraph<'static>, u16) {
    let text = Paragraph::new(visible(&notice.text).into_owned()).wrap(Wrap { trim: true });
    let rows = cells(text.line_count(width.max(1))).min(most);
    (if notice.warns { text.style(theme.warning()) } else { text }, rows)
}

/// The most rows for it at the foot of a screen, which goes on being read.
pub fn most_rows(area: Rect) -> u16 {
    (area.height / 3).max(1)
}
