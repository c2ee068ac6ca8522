//! What is printed before a workshop: the run sheet, the sign-in sheet and a blank capture sheet.
//!
//! They are made of the programme and the agenda alone: nothing that anybody said stands on them.

use super::document::{Cell, Document};
use super::gate::Published;
use super::section;
use crate::model::kind::KINDS;
use crate::model::words::Level;
use crate::plan::Agenda;

/// Rows to sign in on one page.
const PLACES: usize = 24;
/// Rows to write on one page, and seats at one table.
const LINES: usize = 24;
const SEATS: usize = 10;

/// The agenda as a paper shows it, leads by the rules for leads.
#[derive(Clone, Debug, Default)]
pub(super) struct Papers {
    pub(super) parts: Vec<Planned>,
    pub(super) total: String,
    pub(super) cuts: Option<String>,
}

/// A part of the agenda on paper.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) time: String,
    pub(super) minutes: i64,
    pub(super) title: String,
    pub(super) stage: Option<String>,
    pub(super) leads: Vec<String>,
    pub(super) spare: bool,
}

impl Papers {
    /// Reads an agenda; `may_show` says whether a title may stand on paper, `called` how somebody who leads is called.
    pub(super) fn of(agenda: &Agenda, may_show: impl Fn(&str) -> bool, mut called: impl FnMut(&str) -> String) -> Self {
        let times = agenda.clock();
        let kept = agenda.parts.iter().zip(times).filter(|(part, _)| !part.left_out);
        let parts = kept.map(|(part, time)| Planned {
            time: time.map_or_else(String::new, |time| time.format("%H:%M").to_string()),
            minutes: part.minutes,
            title: Some(part.title.clone()).filter(|title| may_show(title)).unwrap_or_else(|| "Part".into()),
            stage: part.stage.clone(),
            leads: part.leads.iter().map(|lead| called(lead)).collect(),
            spare: part.buffer,
        });
        let parts: Vec<Planned> = parts.collect();
        let titles_shown = agenda.parts.iter().all(|part| may_show(&part.title));
        Self { parts, total: agenda.total(), cuts: agenda.cut_words().filter(|_| titles_shown) }
    }
}

fn begin<'v>(title: &str, view: &Published<'_>) -> Document<'v> {
    let mut document = Document::new(&super::report::title(title, view));
    document.set_made(view.today, view.audience);
    document.note(format!("Made on {}.", view.today.format("%-d %B %Y")));
    document
}

/// What the facilitator holds: the agenda by the clock, what is read out, and what each stage asks and listens for.
pub(super) fn run_sheet<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("Run sheet", view);
    document.section("The workshop", |to| section::about(view, to));
    document.heading(2, "Agenda");
    let header = ["Time", "Minutes", "Part", "Stage", "Who leads", "Spare time"];
    let row = |part: &Planned| {
        let stage = section::stage_title(view, part.stage.as_deref()).unwrap_or_default();
        let spare = if part.spare { "yes" } else { "" };
        let minutes = part.minutes.to_string();
        [part.time.as_str(), &minutes, &part.title, stage, &part.leads.join("; "), spare].map(str::to_owned).to_vec()
    };
    let rows: Vec<Vec<String>> = view.papers.parts.iter().map(row).collect();
    document.table("The parts in order", &header, rows.clone());
    document.paragraph(format!("{}.", view.papers.total));
    if let Some(cuts) = &view.papers.cuts {
        document.paragraph(format!("{cuts}."));
    }
    let programme = view.programme;
    document.heading(2, "Read out at the start");
    document.paragraph(programme.key_question.opening.clone());
    document.heading(3, "Ground rules");
    document.list(programme.ground_rules.clone());
    document.heading(3, programme.consent.title.clone());
    programme.consent.text.iter().for_each(|text| document.paragraph(text.clone()));
    for stage in &programme.stages {
        document.heading(2, stage.title.clone());
        document.paragraph(stage.purpose.clone());
        document.paragraph(format!("A good result: {}", stage.good));
        let questions = stage.questions.iter().map(|q| format!("{} Listen for: {}", q.ask, q.listen));
        document.list(questions.collect());
        if !stage.checks.is_empty() {
            document.paragraph("Before you move on:");
            document.list(stage.checks.iter().map(|check| check.text.clone()).collect());
        }
    }
    document.heading(2, "At the close");
    document.paragraph(programme.key_question.close.clone());
    let cells = rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect());
    document.sheet("agenda", "The parts of the agenda in order.", header.to_vec(), cells.collect());
    document
}

/// What people write themselves into at the door, with the five choices of consent beside it.
pub(super) fn sign_in<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("Sign-in sheet", view);
    document.paragraph("Please write your name or your role, and how far your words may go: a number from 0 to 4.");
    consent_choices(&mut document);
    let header = ["Seat", "Name", "Role or organisation", "Kind of partner", "Your words, 0 to 4"];
    let rows: Vec<Vec<String>> = (1..=PLACES)
        .map(|seat| [seat.to_string()].into_iter().chain(std::iter::repeat_n(String::new(), 4)).collect())
        .collect();
    document.table("Who is here", &header, rows.clone());
    document.heading(2, "Kinds of partner");
    document.list(view.programme.categories.iter().map(|category| category.title.clone()).collect());
    document.sheet("sign-in", "A row for each person who comes.", header.to_vec(), as_cells(rows));
    document
}

/// A blank sheet for a table: the seats, the marks of the capture line, and lines to write on.
pub(super) fn capture_sheet<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("Capture sheet", view);
    document.paragraph("Table:                    Who writes:                    Stage:");
    let seats = (1..=SEATS).map(|seat| vec![seat.to_string(), String::new(), String::new()]).collect();
    document.table("Seats, in the order people sit", &["Seat", "Name or role", "Consent"], seats);
    document.heading(2, "Marks");
    let kinds = KINDS.iter().filter_map(|row| Some(format!("!{} {}", row.token?, row.kind.title().to_lowercase())));
    document.list(vec![
        "@3 who speaks   #transport about what   +3 three more agree   ... to be finished".into(),
        kinds.collect::<Vec<_>>().join("   "),
    ]);
    consent_choices(&mut document);
    document.new_page();
    let header = ["Seat", "What was said, in their own words", "Kind", "Theme", "Consent"];
    let rows: Vec<Vec<String>> = vec![vec![String::new(); header.len()]; LINES];
    document.table("One line for each thing said", &header, rows.clone());
    document.sheet("capture", "A row for each thing said at one table.", header.to_vec(), as_cells(rows));
    document
}

fn consent_choices(document: &mut Document<'_>) {
    document.list(Level::ALL.iter().map(|level| format!("{}: {}", level.name(), level.title())).collect());
}

fn as_cells(rows: Vec<Vec<String>>) -> Vec<Vec<Cell>> {
    rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect()
}
