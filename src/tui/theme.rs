//! How things look: a few styles, chosen so that nothing is said by colour alone.

use anstyle_query::{clicolor, no_color};
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::capture::folded;

/// The styles of the screen.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    colour: bool,
    ascii: bool,
}

impl Theme {
    /// The theme for this terminal: no colour where `NO_COLOR` asks for none, plain lines where `ascii`.
    pub fn detect(ascii: bool) -> Self {
        Self { colour: !no_color() && clicolor() != Some(false), ascii }
    }

    /// The theme with colours, whatever the terminal says: for pictures.
    pub const fn coloured() -> Self {
        Self { colour: true, ascii: false }
    }

    /// The theme without colours, for tests and plain terminals.
    pub const fn plain() -> Self {
        Self { colour: false, ascii: false }
    }

    const fn with(self, colour: Color, otherwise: Modifier) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new().add_modifier(otherwise) }
    }

    /// What is marked or has the cursor.
    pub const fn marked(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Headings, the question to ask, the present stage.
    pub const fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What supports: hints, times, labels.
    pub const fn quiet(self) -> Style {
        self.with(Color::DarkGray, Modifier::empty())
    }

    /// What was understood: chips.
    pub const fn chip(self) -> Style {
        self.with(Color::Cyan, Modifier::empty())
    }

    /// A theme's name: always in the same colour, so that the eye finds what belongs together.
    pub fn tag(self, name: &str) -> Style {
        const COLOURS: [Color; 6] =
            [Color::Cyan, Color::Green, Color::Magenta, Color::Blue, Color::LightCyan, Color::LightMagenta];
        match COLOURS.get(place_of(name, COLOURS.len())) {
            Some(colour) if self.colour => Style::new().fg(*colour),
            _ => self.quiet(),
        }
    }

    /// What needs attention; the words always say so too.
    pub const fn warning(self) -> Style {
        self.with(Color::Yellow, Modifier::BOLD)
    }

    /// Whether letters may be drawn in blocks.
    pub const fn has_blocks(self) -> bool {
        !self.ascii
    }

    /// The lines around things.
    pub const fn border(self) -> border::Set<'static> {
        if self.ascii {
            border::Set {
                top_left: "+",
                top_right: "+",
                bottom_left: "+",
                bottom_right: "+",
                vertical_left: "|",
                vertical_right: "|",
                horizontal_top: "-",
                horizontal_bottom: "-",
            }
        } else {
            border::PLAIN
        }
    }
}

/// One of so many places, the same for the same name on every machine and in every version (FNV-1a), however it is
/// written.
fn place_of(name: &str, places: usize) -> usize {
    let letters = folded(name).filter(|c| !c.is_whitespace());
    let hash = letters
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, c| (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3));
    // The high bits are the better mixed ones.
    usize::try_from((hash >> 32) % (places.max(1) as u64)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_keeps_its_colour_however_it_is_written() {
        let theme = Theme::coloured();
        assert_eq!(theme.tag("Cold homes"), theme.tag("cold homes"));
        assert_eq!(theme.tag("Café"), theme.tag("cafe"));
        // The places are a promise: a theme that changed its colour from one version to the next would mislead.
        let places = ["transport", "housing", "damp", "loneliness", "voice", "money"].map(|name| place_of(name, 6));
        assert_eq!(places, [3, 1, 1, 0, 0, 5]);
    }

    #[test]
    fn without_colour_a_theme_is_told_by_its_name_alone() {
        assert_eq!(Theme::plain().tag("transport"), Theme::plain().quiet());
    }
}
