//! How things look: a few styles, chosen so that nothing is said by colour alone.

use anstyle_query::{clicolor, no_color};
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

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

    /// What needs attention; the words always say so too.
    pub const fn warning(self) -> Style {
        self.with(Color::Yellow, Modifier::BOLD)
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
