//! What a line can mean, and what must be known of the room to read it.

use std::ops::Range;

use chrono::NaiveDate;

use crate::model::fields::Field;
use crate::model::words::{Kind, Level};

/// Who can be meant: all that the parser needs to know of the room. Borrowed, so cheap to build for each line.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// The people at hand; a position in this list is how the parser names one.
    pub seats: &'a [Seat<'a>],
    /// The themes so far, the most used first.
    pub themes: &'a [&'a str],
    /// How often each of the themes was used, in the same order, where that is known.
    pub uses: &'a [usize],
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
    /// The role beside the name, where it is known; only shown.
    pub about: &'a str,
}

/// What a line that is being corrected was until now, as far as marks can change it.
#[derive(Clone, Copy, Debug)]
pub struct Was<'a> {
    /// The kind. Typed again it is taken off, and the line is a quote.
    pub kind: Kind,
    /// The themes. One that is typed again is taken out.
    pub themes: &'a [&'a str],
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
    /// The kind; where the line does not say, a quote, and in a correction what it was.
    pub kind: Kind,
    /// Who said it.
    pub speaker: Who,
    /// The themes, in the order typed, each once.
    pub themes: Vec<String>,
    /// The themes that a correction takes out.
    pub without: Vec<String>,
    /// The stage that a correction moves the line to, from 1.
    pub stage: Option<usize>,
    /// The consent level, where the line gives one; the lowest where it gives several.
    pub consent: Option<Level>,
    /// Whether it is a candidate for a call-out.
    pub star: bool,
    /// Whether it is still to be finished.
    pub stub: bool,
    /// What else was typed of it, each field once, in the order typed.
    pub details: Vec<(Field, Given)>,
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
            without: Vec::new(),
            stage: None,
            consent: None,
            star: false,
            stub: false,
            details: Vec::new(),
            parts: Vec::new(),
        }
    }
}

/// What was typed into a detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Words.
    Text(String),
    /// Somebody.
    Person(Person),
    /// Several people.
    People(Vec<Person>),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A word of a closed list, as it stands in a file.
    Word(&'static str),
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
