//! Texts made to fit their place, cut at a grapheme and never in the middle of one.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// The text cut to so many cells, with a mark where it was cut.
pub fn cut(text: &str, cells: usize) -> String {
    if usize::from(text.cell_width()) <= cells {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += usize::from(grapheme.cell_width());
        if used > cells {
            break;
        }
        cut.push_str(grapheme);
    }
    if cells > 0 {
        cut.push('…');
    }
    cut
}

/// The text cut to so many cells, and padded to them.
pub fn fitted(text: &str, cells: usize) -> String {
    let mut fitted = cut(text, cells);
    let used = usize::from(fitted.cell_width());
    fitted.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_graphemes_and_says_so() {
        assert_eq!(cut("Amina", 5), "Amina");
        assert_eq!(cut("Amina", 4), "Ami…");
        assert_eq!(cut("今今今", 4), "今…");
        assert_eq!(cut("e\u{301}tage", 2), "e\u{301}…");
        assert_eq!((cut("ab", 1), cut("ab", 0)), ("…".into(), String::new()));
        assert_eq!(fitted("今今今", 4), "今… ");
    }
}
