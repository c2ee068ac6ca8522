//! A report from the file to what it is made of: the one sequence that the command line and the screen go through.

use chrono::NaiveDate;

use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::words::Grouping;
use crate::plan::Changes;
use crate::publish::{Ask, Document, Overflow, Report, publish_for};

/// A report that somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct Order<'o> {
    /// Which.
    pub report: &'static Report,
    /// For whom, and on which day.
    pub ask: Ask,
    /// What its words are grouped by.
    pub grouping: Grouping,
    /// The earlier copy to compare with, and its day.
    pub earlier: Option<&'o (File, Option<NaiveDate>)>,
}

/// A report that was made, and what the organiser should know of it.
#[derive(Debug)]
pub struct Made<'v> {
    /// The report.
    pub document: Document<'v>,
    /// What was left out of it, and why.
    pub left_out: Vec<String>,
    /// What to read before it is sent.
    pub to_check: Vec<String>,
    /// What of it does not fit on its paper, and whether it is not to be written then.
    pub overflow: Option<(Overflow, bool)>,
}

impl Order<'_> {
    /// Makes the report and hands it over; nothing of it is held afterwards.
    pub fn make<T>(&self, file: &File, programme: &Programme, then: impl FnOnce(&Made<'_>) -> T) -> T {
        let changes = self.earlier.map(|(earlier, day)| (Changes::between(earlier, file), *day));
        let since = changes.as_ref().map(|(changes, day)| (changes, *day));
        let view = publish_for(self.report, file, programme, &self.ask, since).grouped(self.grouping);
        let document = (self.report.write)(&view);
        let overflow = self.report.overflow(&document);
        // On a blank paper stands nothing that would be left out or have to be read first.
        let (left_out, to_check) =
            if self.report.blank { (Vec::new(), Vec::new()) } else { (view.left_out(), view.to_check()) };
        then(&Made { document, left_out, to_check, overflow })
    }
}
