//! What a source holds, whatever its kind: people, what they said, and what was not taken in.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::mapping::Meaning;
use crate::model::stamp::RowKey;
use crate::model::words::{Kind, Level};
use crate::plan::Votes;

/// Everything that was found in a source.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How it was read: encoding, line ends, separator, what stands before the header.
    pub read: Vec<String>,
    /// The columns of a table and what each is taken for.
    pub columns: Vec<Column>,
    /// How many rows, lines or turns it has.
    pub rows: usize,
    /// How many votes it has, a person's latest on each statement.
    pub votes: usize,
    /// The people in it.
    pub people: Vec<Person>,
    /// What was said.
    pub said: Vec<Said>,
    /// What was not taken in, with its line.
    pub skipped: Vec<Skipped>,
    /// Whole columns or parts that were left out, and why.
    pub left_out: Vec<LeftOut>,
    /// What else somebody has to know before it is taken in.
    pub notes: Vec<String>,
    /// The first time in it that is written with strokes, of which the mapping has to say what comes first.
    pub strokes: Option<String>,
    /// What the source calls itself.
    pub title: Option<String>,
    /// The day it tells of.
    pub day: Option<NaiveDate>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: String,
    /// What it is taken for.
    pub meaning: Meaning,
    /// What personal data it holds, as far as can be told.
    pub personal: Option<&'static str>,
}

/// Somebody in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// What makes them the same person when the source comes again.
    pub row: Option<RowKey>,
    /// Where they stand among the others.
    pub place: u32,
    /// Their name.
    pub name: String,
    /// What they do.
    pub role: String,
    /// Whom they are with.
    pub organisation: String,
    /// Their partner category, in the words of the source.
    pub category: String,
    /// How far their words may travel, where the source says.
    pub level: Option<Level>,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Said {
    /// What makes it the same when the source comes again.
    pub row: RowKey,
    /// Where it stands among the others.
    pub place: u32,
    /// The line of the source.
    pub line: usize,
    /// The words, cleaned.
    pub text: String,
    /// What sort of thing.
    pub kind: Kind,
    /// Who said it, as a place among the people.
    pub speaker: Option<usize>,
    /// What it is about.
    pub themes: Vec<String>,
    /// The stage, in the words of the source.
    pub stage: String,
    /// When, as RFC 3339.
    pub time: Option<String>,
    /// How far it may travel, where the source says.
    pub level: Option<Level>,
    /// How many more agreed.
    pub agreed: u32,
    /// The votes on it, and when the last of them was given.
    pub votes: Option<(Votes, String)>,
}

impl Said {
    /// Something said of which nothing else is known.
    pub(super) fn new(row: RowKey, place: usize, line: usize, text: String) -> Self {
        Self {
            row,
            place: u32::try_from(place).unwrap_or(u32::MAX),
            line,
            text,
            kind: Kind::Quote,
            speaker: None,
            themes: Vec::new(),
            stage: String::new(),
            time: None,
            level: None,
            agreed: 0,
            votes: None,
        }
    }
}

/// A row or a line that was not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub why: String,
}

/// A column or a part that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Tells equal rows apart by which of them each is.
#[derive(Debug, Default)]
pub(super) struct Rows(HashMap<RowKey, u32>);

impl Rows {
    /// The key of a row that holds this.
    pub(super) fn key(&mut self, parts: &[&str]) -> RowKey {
        let first = RowKey::of(parts);
        let times = self.0.entry(first).or_default();
        *times += 1;
        if *times == 1 {
            return first;
        }
        let nth = times.to_string();
        RowKey::of(&[parts, &["again", &nth]].concat())
    }
}

/// People by their names, each name once: two names are two people until somebody says otherwise.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, usize>);

impl Names {
    /// The person of this name, taken in where they are new.
    pub(super) fn person(&mut self, people: &mut Vec<Person>, name: &str) -> usize {
        *self.0.entry(name.to_owned()).or_insert_with(|| {
            let place = u32::try_from(people.len()).unwrap_or(u32::MAX);
            let row = Some(RowKey::of(&["person", name]));
            people.push(Person { row, place, name: name.to_owned(), ..Person::default() });
            people.len() - 1
        })
    }
}
