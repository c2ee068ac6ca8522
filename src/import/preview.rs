//! What is told of an import before anything is written, and the same after it.

use super::found::{Column, Found, LeftOut, Skipped};
use super::mapping::{Mapping, Reads};
use crate::publish::visible;

/// How many of many are named one by one.
const NAMED: usize = 8;

/// What a source would bring.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// What the source is called.
    pub source: String,
    /// What it is.
    pub kind: String,
    /// How it was read.
    pub read: Vec<String>,
    /// The mapping by which it was read.
    pub mapping: Mapping,
    /// The columns of a table.
    pub columns: Vec<Column>,
    /// How many rows, lines or turns it has.
    pub rows: usize,
    /// People who are new.
    pub people: usize,
    /// Contributions that are new.
    pub said: usize,
    /// Actions that are new.
    pub actions: usize,
    /// How many votes are counted in it.
    pub votes: usize,
    /// Statements of which the count of votes is new.
    pub counted: usize,
    /// People who came in before.
    pub known_people: usize,
    /// Contributions that came in before.
    pub known: usize,
    /// Contributions that stay out, because they or who said them were withdrawn.
    pub withdrawn: usize,
    /// Lines that say something else than when they came in.
    pub changed: Vec<usize>,
    /// What is not taken in, with its line.
    pub skipped: Vec<Skipped>,
    /// Columns and parts that are left out.
    pub left_out: Vec<LeftOut>,
    /// The first time in it that is written with strokes.
    pub strokes: Option<String>,
    /// What else somebody has to know.
    pub notes: Vec<String>,
}

impl Preview {
    pub(super) fn take(&mut self, found: Found) {
        self.read = found.read;
        self.columns = found.columns;
        self.rows = found.rows;
        self.votes = found.votes;
        self.skipped = found.skipped;
        self.left_out = found.left_out;
        self.strokes = found.strokes;
        self.notes.splice(0..0, found.notes);
    }

    /// Whether it brings nothing.
    pub const fn is_nothing(&self) -> bool {
        self.people + self.said + self.counted == 0
    }

    /// All counts in one line.
    pub fn totals(&self) -> String {
        let mut parts = vec![format!("{} rows", self.rows)];
        let mut some = |count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            count => parts.push(format!("{count} {many}")),
        };
        some(self.people, "new delegate", "new delegates");
        some(self.said, "new contribution", "new contributions");
        some(self.actions, "new action", "new actions");
        some(self.votes, "vote", "votes");
        some(self.known_people, "delegate already in", "delegates already in");
        some(self.known, "contribution already in", "contributions already in");
        some(self.withdrawn, "withdrawn and left out", "withdrawn and left out");
        some(self.skipped.len(), "skipped", "skipped");
        parts.join(", ")
    }

    /// How far what comes in may travel, and why.
    pub fn consent(&self) -> String {
        let level = self.mapping.level();
        let why = match (self.mapping.consent, self.mapping.consent_because.as_str()) {
            (None, _) => "consent was not read out to them".to_owned(),
            (Some(_), "") => format!("the mapping {} says so", self.mapping.name),
            (Some(_), why) => format!("the mapping {} says so: {why}", self.mapping.name),
        };
        format!("Consent: {}, {} ({why})", level.number(), level.title())
    }

    /// What was skipped and why, lines of one reason together.
    pub fn skipped_lines(&self) -> Vec<String> {
        let mut reasons: Vec<(&str, Vec<usize>)> = Vec::new();
        for Skipped { line, why } in &self.skipped {
            match reasons.iter_mut().find(|(known, _)| known == why) {
                Some((_, lines)) => lines.push(*line),
                None => reasons.push((why, vec![*line])),
            }
        }
        let told = reasons.iter().take(NAMED * 4).map(|(why, lines)| match lines.as_slice() {
            [0] => format!("skipped: {why}"),
            [line] => format!("skipped line {line}: {why}"),
            lines => {
                let named: Vec<String> = lines.iter().take(NAMED).map(usize::to_string).collect();
                let more =
                    if lines.len() > NAMED { format!(" and {} more", lines.len() - NAMED) } else { String::new() };
                format!("skipped lines {}{more}: {why}", named.join(", "))
            }
        });
        let mut told: Vec<String> = told.collect();
        if reasons.len() > told.len() {
            told.push(format!("skipped for other reasons: {} lines; --json names each", reasons.len() - told.len()));
        }
        told
    }

    /// What is left out and why, a line each.
    pub fn left_out_lines(&self) -> Vec<String> {
        self.left_out.iter().map(|LeftOut { what, why }| format!("left out: {what} ({why})")).collect()
    }

    /// What else has to be known, a line each.
    pub fn note_lines(&self) -> Vec<String> {
        let mut lines = self.notes.clone();
        if !self.changed.is_empty() {
            let named: Vec<String> = self.changed.iter().take(NAMED).map(usize::to_string).collect();
            let count = self.changed.len();
            lines.push(format!(
                "{count} rows say something else than when they came in, and are left as they came (lines {}{})",
                named.join(", "),
                if count > NAMED { ", ..." } else { "" }
            ));
        }
        if self.is_nothing() && self.known + self.known_people > 0 {
            lines.push(format!("nothing new: all of it came in before, under the name {}", self.source));
        } else if self.known + self.known_people > 0 {
            lines.push(format!("rows that came in before under the name {} are not added again", self.source));
        }
        lines
    }

    /// All of it for people, a line each.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{}: {}", self.source, self.kind), self.totals(), self.consent()];
        lines.extend((!self.read.is_empty()).then(|| format!("read as {}", self.read.join(", "))));
        if self.mapping.reads == Reads::Table {
            let taken = self.columns.iter().filter(|column| !column.meaning.is_left_out());
            lines.extend(taken.map(|column| format!("column {}: {}", column.name, column.meaning.title())));
        }
        lines.extend(self.left_out_lines());
        lines.extend(self.skipped_lines());
        lines.extend(self.note_lines().into_iter().map(|note| format!("note: {note}")));
        // A name with a line break in it shall not pass for a line of its own.
        lines.iter().map(|line| visible(line).into_owned()).collect()
    }
}
