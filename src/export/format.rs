//! The table of formats.

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
    pub render: fn(&Document) -> Vec<Rendered>,
}

/// One file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// What tells it from the report's other files; empty where it is the only one.
    pub suffix: &'static str,
    /// What stands in it.
    pub bytes: Vec<u8>,
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
