//! Why a file could not be taken in, in words for people.

use std::fmt;

/// What is wrong with a source or a mapping, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file within the source.
    pub file: String,
    /// The line, from 1; 0 where the fault has no place.
    pub line: usize,
    /// What is wrong, in a phrase.
    pub reason: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl Fault {
    /// A fault that has no line.
    pub(super) fn new(reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { file: String::new(), line: 0, reason: reason.into(), hint: hint.into() }
    }

    /// A fault at a line.
    pub(super) fn at(line: usize, reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { line, ..Self::new(reason, hint) }
    }

    /// What is wrong and on which line, without the file.
    pub fn reason_at(&self) -> String {
        Self { file: String::new(), ..self.clone() }.to_string()
    }

    /// The fault with the file in which it is.
    #[must_use]
    pub(super) fn within(mut self, file: &str) -> Self {
        if self.file.is_empty() {
            file.clone_into(&mut self.file);
        }
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}: ", self.file)?;
        }
        match self.line {
            0 => f.write_str(&self.reason),
            line => write!(f, "line {line}: {}", self.reason),
        }
    }
}

impl std::error::Error for Fault {}
