//! What a line can mean, and what must be known of the room to read it.

use std::ops::Range;

use chrono::NaiveDate;

use crate::model::words::{Kind, Level};

/// Who can be meant: all that the parser needs to know of the room. Borrowed, so cheap to build for each line.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// The people at hand; a position in this list is how the parser names one.
    pub seats: &'a [Seat<'a>],
    /// The themes so far, the most used first.
    pub themes: &'a [&'a str],
    /// The day that dates are counted from.
    pub today: NaiveDate,
}

/// One person of the room.
#[derive(Clone, Copy, Debug)]
pub struct Seat<'a> {
    /// The number of the seat, where it has one.
    pub number: Option<u32>,
    /// The name, or the role where no name is known.
    pub name: &'a str,
}

/// Who is speaking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// The line does not say: whoever spoke last.
    #[default]
    Sticky,
    /// Whoever spoke before the present speaker (`@@`).
    Previous,
    /// Somebody unknown (`@?`).
    Unknown,
    /// This person of [`Room::seats`].
    Seat(usize),
}

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An empty line.
    Nothing,
    /// A command. Whether there is one of that name is for the caller to say.
    Command {
        /// What follows the slash, in small letters; empty for a slash alone.
        name: String,
        /// What follows the name, cleaned.
        rest: String,
    },
    /// The last contribution is to have this consent level.
    Consent(Level),
    /// So many more people agree with the last contribution, 1 to 999.
    Agree(u32),
    /// Another person speaks from here on; nothing was said yet.
    Speaker(Who),
    /// Something was said.
    Said(Said),
}

/// One thing said, as far as the line tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The words: what was typed less the tokens. Empty where only tokens were typed; the caller then asks for words.
    pub text: String,
    /// The kind; a quote unless the line says otherwise.
    pub kind: Kind,
    /// Who said it.
    pub speaker: Who,
    /// The themes, in the order typed, each once.
    pub themes: Vec<String>,
    /// The consent level, where the line gives one; the lowest where it gives several.
    pub consent: Option<Level>,
    /// Whether it is a candidate for a call-out.
    pub star: bool,
    /// Whether it is still to be finished.
    pub stub: bool,
    /// Who will see to it.
    pub lead: Option<Person>,
    /// Who will help.
    pub with: Vec<Person>,
    /// What it takes.
    pub need: Option<String>,
    /// How one will know that it worked.
    pub measure: Option<String>,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// What was understood of the line, in the order typed.
    pub parts: Vec<Part>,
}

impl Said {
    /// Plain words: a quote by whoever is speaking.
    pub fn plain(text: String) -> Self {
        Self {
            text,
            kind: Kind::Quote,
            speaker: Who::Sticky,
            themes: Vec::new(),
            consent: None,
            star: false,
            stub: false,
            lead: None,
            with: Vec::new(),
            need: None,
            measure: None,
            due: None,
            parts: Vec::new(),
        }
    }
}

/// Somebody who will do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// This person of [`Room::seats`].
    Seat(usize),
    /// A name as typed: somebody, or some body, that is not in the room.
    Text(String),
}

/// A stretch of the line that was understood as more than words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands, in bytes of the line as typed.
    pub range: Range<usize>,
    /// What it was understood as, in words for the screen.
    pub chip: String,
}
