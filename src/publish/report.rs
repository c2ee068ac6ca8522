//! The reports: a published view told as a document. One function a report, one row of the table each.

use super::audience::Preset;
use super::document::{Document, Paper};
use super::fit::{Overflow, overflow};
use super::gate::Published;
use super::{board, chart, columns, one_page, paper, posters, register, section, sheets, time, tracker, votes, whole};
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
    /// Whether it tells of the plan as a whole: its header, checks, agreements, groups and the lists of others.
    pub whole: bool,
    /// How many sheets of paper it may take.
    pub length: Length,
    /// Tells the view as a document.
    pub write: for<'v> fn(&'v Published<'v>) -> Document<'v>,
}

/// How long a report may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// As long as it needs to be.
    Any,
    /// So many sheets where it can be; where it is longer, that is said.
    Wanted(usize),
    /// So many sheets; where it is longer, it is not written.
    Held(usize),
}

/// The report that compares the plan with an earlier copy, made from [`super::publish_for`].
pub const CHANGES: &str = "changes";

/// Every report.
pub const REPORTS: &[Report] = &[
    report("plan", "Action plan", plan).whole(),
    report("one-page", "Plan on a page", one_page::one_page).whole().of(Length::Held(1)),
    report("board", "Board note", board::note).whole(),
    report("tracker", "Action tracker", tracker::tracker),
    report("feedback", "You said, we did", time::feedback).of(Length::Wanted(1)),
    report(CHANGES, "What changed", time::changes),
    report("session", "Session summary", session).whole(),
    report("groups", "Task-and-finish pack", whole::pack).whole(),
    report("assets", "Asset register", assets).whole(),
    report("spotlights", "Spotlight sheets", posters::spotlights),
    report("call-outs", "Call-outs for the wall", posters::call_outs),
    report("run-sheet", "Run sheet", paper::run_sheet).blank(),
    report("sign-in", "Sign-in sheet", paper::sign_in).blank(),
    report("capture-sheet", "Blank capture sheet", paper::capture_sheet).blank(),
];

const fn report(
    name: &'static str,
    title: &'static str,
    write: for<'v> fn(&'v Published<'v>) -> Document<'v>,
) -> Report {
    Report { name, title, blank: false, whole: false, length: Length::Any, write }
}

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

    /// What of it does not fit on the sheets that it may take, and whether it is not written then.
    pub fn overflow(&self, document: &Document<'_>) -> Option<(Overflow, bool)> {
        match self.length {
            Length::Any => None,
            Length::Wanted(sheets) => overflow(document, sheets).map(|over| (over, false)),
            Length::Held(sheets) => overflow(document, sheets).map(|over| (over, true)),
        }
    }

    const fn of(self, length: Length) -> Self {
        Self { length, ..self }
    }

    const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    const fn blank(self) -> Self {
        Self { blank: true, ..self }
    }
}

/// A part of a report: its heading, and what writes it; `false` where there is nothing to write.
type Section = (&'static str, fn(&Published<'_>, &mut Document<'_>) -> bool);

/// The section that the words are grouped in.
const HEARD: &str = "What we heard";
/// The sections whose words stand in that one instead, where they are grouped otherwise than by stage.
const GROUPED: &[&str] = &[
    "From the flip charts",
    "Stories",
    "Touchpoints",
    "What works already",
    "Ideas",
    "Tensions",
    "Questions and their answers",
    "Questions without an answer yet",
];
/// The sections of ways of talking that not every workshop uses: where one was not used, nothing is missing.
const WHERE_USED: &[&str] = &[ROUNDS, TOPICS, MATRIX];
const ROUNDS: &str = "What each round brought";
const TOPICS: &str = "What was said of each topic";
const MATRIX: &str = "Ease and usefulness";
/// What the summary of a workshop begins with.
const THANKS: &str = "Thank you";
/// The section of what was voted on.
pub(super) const NARROWED: &str = "What the room narrowed down to";
/// What every report ends with.
const LEFT_OUT: &str = "What was left out, and why";

fn plan<'v>(view: &'v Published<'v>) -> Document<'v> {
    const SECTIONS: &[Section] = &[
        ("About this plan", section::about),
        ("What the plan holds to", whole::plan_header),
        ("In numbers", section::numbers),
        ("The actions at a glance", chart::actions),
        ("Actions", section::actions),
        ("Each action and the words behind it", section::action_details),
        ("You said, we did", time::you_said),
        ("Who was promised to hear back", time::hear_back),
        ("What it costs", columns::resources),
        ("How the actions are spread", columns::spread),
        ("Who agreed", whole::agreed),
        ("Groups", whole::finish_groups),
        ("Service specifications", chart::specifications),
        ("The plan through other lists", whole::lenses),
        ("Escalated", whole::escalated),
        (NARROWED, votes::narrowed),
        ("Equity check", whole::equity),
        ("Ten principles of working with people", whole::principles),
        ("Maturity of the network", whole::maturity),
        ("Whose voice is missing", whole::missing_voices),
        ("What was decided", register::decisions),
        ("What stood out", section::call_outs),
        ("Spotlights", register::spotlights),
        ("Stories", register::stories),
        ("Most significant change", register::significant),
        ("Touchpoints", register::touchpoints),
        ("Assets", register::assets),
        ("Assets that look alike, and offers that may meet a need", whole::asset_links),
        ("What works already", register::strengths),
        ("Ideas", register::ideas),
        (MATRIX, whole::priority_matrix),
        (ROUNDS, whole::rounds),
        (TOPICS, whole::open_space),
        ("Tensions", register::tensions),
        ("Questions and their answers", register::questions),
        ("Questions without an answer yet", register::unanswered),
        ("Parked", register::parked),
        (HEARD, section::views),
        ("From the flip charts", register::flip_charts),
        ("Themes", chart::themes),
        ("Who was here", chart::coverage),
        ("Checks", whole::checks),
        ("The workshops side by side", time::series),
        ("What is missing", section::missing),
    ];
    let mut document = write("Action plan", view, SECTIONS);
    sheets::gaps(view, &mut document);
    document.set_paper(Paper::A4Wide);
    document
}

/// In the order of a summary report (domain A7): thanks, about, background, views, mechanisms, options, cases, conclusion,
/// guide, key question.
fn session<'v>(view: &'v Published<'v>) -> Document<'v> {
    const SECTIONS: &[Section] = &[
        (THANKS, section::thanks),
        ("About the workshop", section::about),
        ("Background", section::background),
        ("In numbers", section::numbers),
        ("What stood out", section::call_outs),
        (HEARD, section::views),
        ("From the flip charts", register::flip_charts),
        ("Tensions", register::tensions),
        ("Questions and their answers", register::questions),
        ("Questions without an answer yet", register::unanswered),
        ("Themes", chart::themes),
        ("What works already", register::strengths),
        ("Assets", register::assets),
        ("Ideas", register::ideas),
        (MATRIX, whole::priority_matrix),
        (ROUNDS, whole::rounds),
        (TOPICS, whole::open_space),
        ("Options for networks", section::options),
        ("Spotlights", register::spotlights),
        ("Stories", register::stories),
        (NARROWED, votes::narrowed),
        ("Most significant change", register::significant),
        ("Touchpoints", register::touchpoints),
        ("Seen through other lists", whole::seen_in_lines),
        ("Whose voice is missing", whole::missing_voices),
        ("Conclusion", section::conclusion),
        ("What was decided", register::decisions),
        ("Actions", section::actions),
        ("Parked", register::parked),
        ("Who was here", chart::coverage),
        ("What is missing", section::missing),
        ("Quick-start guide", section::guide),
        ("The key question", section::key_question),
        ("With thanks to", section::credits),
    ];
    write("Workshop summary", view, SECTIONS)
}

/// The register of assets (domain A9), by place.
fn assets<'v>(view: &'v Published<'v>) -> Document<'v> {
    const SECTIONS: &[Section] = &[
        ("Assets", register::assets),
        ("Assets that look alike, and offers that may meet a need", whole::asset_links),
    ];
    let mut document = begin("Asset register", view);
    document.set_paper(Paper::A4Wide);
    fill(view, SECTIONS, &mut document);
    sheets::assets(view, &mut document);
    document
}

/// A document with its title, its state, for whom it is and when it was made.
pub(super) fn begin<'v>(what: &str, view: &Published<'_>) -> Document<'v> {
    let mut document = Document::new(&title(what, view));
    document.set_mark(view.whole.state.mark());
    sheets::begin(view, &mut document);
    document.note(format!(
        "{}. For {}. Made on {}.",
        view.whole.state.words(),
        view.audience.title(),
        view.today.format("%-d %B %Y")
    ));
    document
}

/// Ends a report with what was left out, and why, counted.
pub(super) fn finish(view: &Published<'_>, document: &mut Document<'_>, more: Vec<String>) {
    document.heading(2, Preset::of(view.audience).heading(LEFT_OUT));
    let points: Vec<String> = section::left_out(view).into_iter().chain(more).collect();
    if points.is_empty() {
        document.paragraph("Nothing was left out.");
    } else {
        document.list(points);
    }
}

/// Writes the sections, and the tables behind them.
fn write<'v>(what: &str, view: &'v Published<'v>, sections: &'static [Section]) -> Document<'v> {
    let mut document = begin(what, view);
    fill(view, sections, &mut document);
    sheets::write(view, &mut document);
    document
}

/// Writes those of the sections that the audience is told and that have something to say, lists the empty ones, and ends
/// with what was left out. All of it is told when a format asks for it: those of spreadsheets never do.
fn fill<'v>(view: &'v Published<'v>, sections: &'static [Section], document: &mut Document<'v>) {
    document.later(move |to| tell(view, sections, to));
}

fn tell(view: &Published<'_>, sections: &'static [Section], to: &mut Document<'_>) {
    let preset = Preset::of(view.audience);
    // The summary of a workshop has an order of its own (domain A7), whoever reads it.
    let (told, hidden) = preset.pick(sections, sections.first().is_some_and(|(heading, _)| *heading == THANKS));
    let mut empty = Vec::new();
    let grouped = view.grouping != Grouping::Stage;
    for (heading, section) in told.into_iter().filter(|(heading, _)| !(grouped && GROUPED.contains(heading))) {
        let by = if grouped && *heading == HEARD { format!(", by {}", view.grouping.title()) } else { String::new() };
        let tells = to.section(format!("{}{by}", preset.heading(heading)), |part| section(view, part));
        if !tells && !WHERE_USED.contains(heading) {
            empty.push(preset.heading(heading).to_owned());
        }
    }
    if !empty.is_empty() {
        to.heading(2, preset.heading("Sections with nothing to show"));
        to.list(empty);
    }
    let mut more = Vec::new();
    if hidden > 0 {
        more.push(format!("Sections that are not for {}: {hidden}.", view.audience.title()));
    }
    if preset.columns_left_out() > 0 && sections.iter().any(|(heading, _)| *heading == "Actions") {
        let count = preset.columns_left_out();
        more.push(format!("Columns of the plan that are not for {}: {count}.", view.audience.title()));
    }
    finish(view, to, more);
}

pub(super) fn title(what: &str, view: &Published<'_>) -> String {
    let mut of: Vec<&str> = view.workshops.iter().map(|event| event.pcn.unwrap_or(event.title)).collect();
    if let [only] = view.workshops.as_slice() {
        of = only.pcn.into_iter().chain([only.title]).collect();
    }
    of.dedup();
    if of.is_empty() { what.to_owned() } else { format!("{what}: {}", of.join(", ")) }
}
