//! The table of formats.

use std::fmt;
use std::io::{self, Write};

use super::{csv, docx, html, json, markdown, text, xlsx};
use crate::publish::Document;

/// A format that a report can be had in.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// The ending of its files.
    pub extension: &'static str,
    /// What it is called on screen.
    pub title: &'static str,
    /// Turns a document into files.
    pub render: for<'d> fn(&'d Document<'_>) -> Vec<Rendered<'d>>,
}

/// One file of a report: what stands in it is made when it is written, so that no two are ever held at once.
pub struct Rendered<'d> {
    /// What tells it from the report's other files; empty where it is the only one.
    pub suffix: &'static str,
    write: Box<Writes<'d>>,
}

impl fmt::Debug for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rendered").field("suffix", &self.suffix).finish_non_exhaustive()
    }
}

type Writes<'d> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'd;

impl<'d> Rendered<'d> {
    /// The file that this writes.
    pub(super) fn new(suffix: &'static str, write: impl Fn(&mut dyn Write) -> io::Result<()> + 'd) -> Self {
        Self { suffix, write: Box::new(write) }
    }

    /// The one file of a format that is text, which this writes.
    pub(super) fn of_text(document: &'d Document<'_>, write: fn(&Document<'_>, &mut String) -> fmt::Result) -> Self {
        Self::new("", move |to| {
            let mut text = String::new();
            write(document, &mut text).map_err(io::Error::other)?;
            to.write_all(text.as_bytes())
        })
    }

    /// Writes what stands in it.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        (self.write)(to)
    }

    /// What stands in it, where it is to be kept.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = self.write(&mut bytes);
        bytes
    }
}

/// Every format.
pub const FORMATS: &[Format] = &[
    Format { name: "html", extension: "html", title: "Web page", render: html::render },
    Format { name: "docx", extension: "docx", title: "Word", render: docx::render },
    Format { name: "md", extension: "md", title: "Markdown", render: markdown::render },
    Format { name: "xlsx", extension: "xlsx", title: "Spreadsheet (Excel)", render: xlsx::render },
    Format { name: "csv", extension: "csv", title: "Spreadsheet (CSV)", render: csv::render },
    Format { name: "txt", extension: "txt", title: "Plain text", render: text::render },
    Format { name: "json", extension: "json", title: "JSON, for other programs", render: json::render },
];

impl Format {
    /// The format with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }
}
