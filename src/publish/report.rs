//! The reports: a published view told as a document. One function a report, one row of the table each.

use super::columns;
use super::document::{Document, Paper};
use super::gate::Published;
use super::paper;
use super::{register, section, sheets, time, whole};
use crate::model::file::FileKind;
use crate::model::words::Grouping;

/// A report that can be asked for by name.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is called on screen.
    pub title: &'static str,
    /// Whether it is printed before the workshop, so that nothing that was said stands on it.
    pub blank: bool,
    /// Tells the view as a document.
    pub write: fn(&Published<'_>) -> Document,
}

/// The report that compares the plan with an earlier copy, made from [`super::publish_since`].
pub const CHANGES: &str = "changes";

/// Every report.
pub const REPORTS: &[Report] = &[
    Report { name: "plan", title: "Action plan", blank: false, write: plan },
    Report { name: "feedback", title: "You said, we did", blank: false, write: time::feedback },
    Report { name: CHANGES, title: "What changed", blank: false, write: time::changes },
    Report { name: "session", title: "Session summary", blank: false, write: session },
    Report { name: "run-sheet", title: "Run sheet", blank: true, write: paper::run_sheet },
    Report { name: "sign-in", title: "Sign-in sheet", blank: true, write: paper::sign_in },
    Report { name: "capture-sheet", title: "Blank capture sheet", blank: true, write: paper::capture_sheet },
];

impl Report {
    /// The report with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        REPORTS.iter().find(|report| report.name == name)
    }

    /// The report that a file of this kind gives where none is asked for.
    pub fn usual(kind: FileKind) -> &'static str {
        match kind {
            FileKind::Session => "session",
            FileKind::Plan => "plan",
        }
    }
}

/// A part of a report: its heading, and what writes it; `false` where there is nothing to write.
type Section = (&'static str, fn(&Published<'_>, &mut Document) -> bool);

/// The section that the words are grouped in.
const HEARD: &str = "What we heard";
/// The sections whose words stand in that one instead, where they are grouped otherwise than by stage.
const GROUPED: &[&str] = &[
    "From the flip charts",
    "Stories",
    "What works already",
    "Ideas",
    "Tensions",
    "Questions and their answers",
    "Questions without an answer yet",
];

fn plan(view: &Published<'_>) -> Document {
    const SECTIONS: &[Section] = &[
        ("About this plan", section::about),
        ("What the plan holds to", whole::plan_header),
        ("In numbers", section::numbers),
        ("Actions", section::actions),
        ("Each action and the words behind it", section::action_details),
        ("You said, we did", time::you_said),
        ("Who was promised to hear back", time::hear_back),
        ("What it costs", columns::resources),
        ("How the actions are spread", columns::spread),
        ("Who agreed", whole::agreed),
        ("Groups", whole::finish_groups),
        ("The plan through other lists", whole::lenses),
        ("Escalated", whole::escalated),
        ("What was decided", register::decisions),
        ("What stood out", section::call_outs),
        ("Spotlights", register::spotlights),
        ("Stories", register::stories),
        ("Assets", register::assets),
        ("Assets that look alike, and offers that may meet a need", whole::asset_links),
        ("What works already", register::strengths),
        ("Ideas", register::ideas),
        ("Tensions", register::tensions),
        ("Questions and their answers", register::questions),
        ("Questions without an answer yet", register::unanswered),
        ("Parked", register::parked),
        (HEARD, section::views),
        ("From the flip charts", register::flip_charts),
        ("Themes", section::themes),
        ("Who was here", section::coverage),
        ("Checks", whole::checks),
        ("The workshops side by side", time::series),
        ("What is missing", section::missing),
        ("What was left out, and why", section::left_out),
    ];
    let mut document = write("Action plan", view, SECTIONS);
    sheets::gaps(view, &mut document);
    document.set_paper(Paper::A4Wide);
    document
}

fn session(view: &Published<'_>) -> Document {
    const SECTIONS: &[Section] = &[
        ("Thank you", section::thanks),
        ("About the workshop", section::about),
        ("In numbers", section::numbers),
        ("What stood out", section::call_outs),
        (HEARD, section::views),
        ("From the flip charts", register::flip_charts),
        ("Spotlights", register::spotlights),
        ("Stories", register::stories),
        ("Assets", register::assets),
        ("What works already", register::strengths),
        ("Ideas", register::ideas),
        ("Tensions", register::tensions),
        ("Questions and their answers", register::questions),
        ("Questions without an answer yet", register::unanswered),
        ("What was decided", register::decisions),
        ("Actions", section::actions),
        ("Parked", register::parked),
        ("Who was here", section::coverage),
        ("What is missing", section::missing),
        ("Quick-start guide", section::guide),
        ("The key question", section::key_question),
        ("With thanks to", section::credits),
        ("What was left out, and why", section::left_out),
    ];
    write("Workshop summary", view, SECTIONS)
}

/// Writes the sections that have something to say, and lists the others.
fn write(what: &str, view: &Published<'_>, sections: &[Section]) -> Document {
    let mut document = Document::new(&title(what, view));
    document.set_mark(view.whole.state.mark());
    sheets::begin(view, &mut document);
    document.note(format!(
        "{}. For {}. Made on {}.",
        view.whole.state.words(),
        view.audience.title(),
        view.today.format("%-d %B %Y")
    ));
    let mut empty = Vec::new();
    let grouped = view.grouping != Grouping::Stage;
    for (heading, section) in sections.iter().filter(|(heading, _)| !(grouped && GROUPED.contains(heading))) {
        let mut part = Document::new("");
        if section(view, &mut part) {
            let by =
                if grouped && *heading == HEARD { format!(", by {}", view.grouping.title()) } else { String::new() };
            document.heading(2, format!("{heading}{by}"));
            document.append(part);
        } else {
            empty.push((*heading).to_owned());
        }
    }
    if !empty.is_empty() {
        document.heading(2, "Sections with nothing to show");
        document.list(empty);
    }
    sheets::write(view, &mut document);
    document
}

pub(super) fn title(what: &str, view: &Published<'_>) -> String {
    let mut of: Vec<&str> = view.workshops.iter().map(|event| event.pcn.unwrap_or(event.title)).collect();
    if let [only] = view.workshops.as_slice() {
        of = only.pcn.into_iter().chain([only.title]).collect();
    }
    of.dedup();
    if of.is_empty() { what.to_owned() } else { format!("{what}: {}", of.join(", ")) }
}
