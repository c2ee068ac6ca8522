//! The tables behind a report, to be worked with: one row with its full context, so that a row that is copied out of its
//! sheet still says what it is of, when and for whom.

use super::audience::Preset;
use super::columns;
use super::document::{Cell, Document};
use super::gate::{Event, Published};
use super::people::Came;
use super::register::{asset_columns, assets_by_place, in_a_cell, text};
use super::voice::Voice;
use super::{grouping, section, time, votes, whole};
use crate::model::fields::Field;
use crate::model::stamp::Id;
use crate::model::words::Level;
use crate::plan::Day;

/// What somebody is called who may be told neither by name nor by role.
const NOT_NAMED: &str = "people who are not named";

/// Notes on a report what every report says of itself.
pub(super) fn begin(view: &Published<'_>, to: &mut Document<'_>) {
    to.set_made(view.today, view.audience);
    to.set_left_out(section::left_out(view));
}

/// The sheets of what was said, what will be done, who came and what became of it.
pub(super) fn write<'v>(view: &'v Published<'v>, to: &mut Document<'v>) {
    actions(view, to);
    contributions(view, to);
    assets(view, to);
    people(view, to);
    coverage(view, to);
    answered(view, to);
    whole::matrix_sheet(view, to);
    votes::sheet(view, to);
}

pub(super) fn actions<'v>(view: &'v Published<'v>, to: &mut Document<'v>) {
    let header = columns::sheet_header(Preset::of(view.audience));
    to.long_sheet("actions", "A row for each action, with the columns of the plan.", header, move || {
        view.actions.iter().map(move |action| columns::sheet_row(view, action))
    });
}

fn contributions<'v>(view: &'v Published<'v>, to: &mut Document<'v>) {
    let about = "A row for each thing said that may be shown, in the order it was said.";
    to.long_sheet("contributions", about, VOICE_COLUMNS.to_vec(), move || {
        view.voices.iter().enumerate().map(move |(at, voice)| voice_row(view, at, voice))
    });
}

const VOICE_COLUMNS: &[&str] = &[
    "Number",
    "Workshop",
    "Date",
    "Place",
    "Table",
    "Stage",
    "Part",
    "Method and step",
    "Topic",
    "Kind",
    "Themes",
    "Words",
    "Word for word",
    "Credited to",
    "Language",
    "In English",
    "More who agreed",
    "Call-out",
    "Confirmed",
    "Reply to",
    "Details",
    "State",
    "For",
];

fn voice_row(view: &Published<'_>, at: usize, voice: &Voice<'_>) -> Vec<Cell> {
    let event = voice.workshop().and_then(|id| held(view, id));
    let verbatim = voice.level >= Level::Delegate;
    vec![
        reference(at).into(),
        event.map(|event| event.title).into(),
        day(event),
        event.and_then(|event| event.place).into(),
        voice.table().into(),
        section::stage_title(view, voice.stage()).into(),
        grouping::part_title(view, voice).into(),
        whole::round_title(view, voice).unwrap_or_default().into(),
        whole::topic_title(view, voice).into(),
        voice.kind.title().into(),
        voice.themes.join("; ").into(),
        voice.words().into(),
        yes(verbatim),
        voice.credit().text().into(),
        voice.language().into(),
        voice.translation().into(),
        Cell::Number(voice.agreed()),
        yes(voice.star && verbatim),
        yes(voice.confirmed && verbatim),
        voice.answers().map(reference).unwrap_or_default().into(),
        in_a_cell(voice).into(),
        view.whole.state.word().into(),
        view.audience.title().into(),
    ]
}

pub(super) fn assets<'v>(view: &'v Published<'v>, to: &mut Document<'v>) {
    let mut header = vec!["Number", "Asset", "In English"];
    header.extend(asset_columns(view).iter().map(|(title, _)| *title));
    header.extend(["Themes", "More who agreed", "Word for word", "Credited to", "Workshop", "State", "For"]);
    let about = "A row for each thing that people can go to and build on, by place.";
    to.long_sheet("assets", about, header, move || {
        let columns = asset_columns(view);
        assets_by_place(view).into_iter().map(move |(at, voice)| asset_row(view, &columns, at, voice))
    });
}

fn asset_row(view: &Published<'_>, columns: &[(&str, Field)], at: usize, voice: &Voice<'_>) -> Vec<Cell> {
    let mut row: Vec<Cell> = vec![reference(at).into(), voice.words().into(), voice.translation().into()];
    row.extend(columns.iter().map(|(_, field)| Cell::Text(text(voice, *field).unwrap_or_default())));
    row.extend([
        voice.themes.join("; ").into(),
        Cell::Number(voice.agreed()),
        yes(voice.level >= Level::Delegate),
        voice.credit().text().into(),
        voice.workshop().and_then(|id| held(view, id)).map(|event| event.title).into(),
        view.whole.state.word().into(),
        view.audience.title().into(),
    ]);
    row
}

/// Who came, by the name or role that each may go by, and how many beside.
fn people<'v>(view: &'v Published<'v>, to: &mut Document<'v>) {
    let header = vec!["Called", "People", "Workshop", "Date", "State", "For"];
    let about = "A row for each person who may be named here, and for each role; the others are counted.";
    to.long_sheet("people", &with_capped(view, about), header, move || {
        view.people.iter().map(move |came| person_row(view, came))
    });
}

fn person_row(view: &Published<'_>, came: &Came<'_>) -> Vec<Cell> {
    let event = held(view, came.workshop);
    vec![
        came.called.unwrap_or(NOT_NAMED).into(),
        // One who goes by a name is one; how many go by none is told as the coverage is.
        if came.called.is_some() { came.people.into() } else { told(view, came.people) },
        event.map(|event| event.title).into(),
        day(event),
        view.whole.state.word().into(),
        view.audience.title().into(),
    ]
}

fn coverage<'v>(view: &'v Published<'v>, to: &mut Document<'v>) {
    let rows = view.coverage.iter().map(|of| {
        let mut row = vec![of.title.into(), told(view, of.people), yes(of.partner)];
        row.extend(whole_plan(view));
        row
    });
    let rows = rows.collect();
    let header = with_whole_plan(&["Category", "People who came", "Partner of the programme"]);
    to.sheet("coverage", &with_capped(view, "How many people came from each kind of partner."), header, rows);
}

/// What was done about what people said.
pub(super) fn answered<'v>(view: &'v Published<'v>, to: &mut Document<'v>) {
    let rows = time::answers(view).map(|(theme, said, parts)| {
        let mut row = vec![Cell::from(theme), said.into()];
        row.extend(parts.map(Cell::Text));
        row.extend(whole_plan(view));
        row
    });
    let header = ["Theme", "Contributions shown", "We did", "What changed", "If not, why not"];
    let about = "A row for each theme that several people spoke of: what was done, what changed, and if not, why not.";
    to.sheet("you-said-we-did", about, with_whole_plan(&header), rows.collect());
}

/// What the plan was held against.
pub(super) fn gaps<'v>(view: &'v Published<'v>, to: &mut Document<'v>) {
    let rows = view.whole.checks.iter().map(|check| {
        let mut row: Vec<Cell> = vec![
            check.title.into(),
            check.verdict.title().into(),
            check.sentence.as_str().into(),
            check.names.join("; ").into(),
            check.references(&view.actions).join("; ").into(),
        ];
        row.extend(whole_plan(view));
        row
    });
    let header = ["Check", "Result", "What was found", "Names", "Actions"];
    to.sheet("gaps", "A row for each check of the plan.", with_whole_plan(&header), rows.collect());
}

fn with_whole_plan(columns: &[&'static str]) -> Vec<&'static str> {
    [columns, &["Workshops", "Made on", "State", "For"]].concat()
}

/// The context of a row that is of no single workshop.
fn whole_plan(view: &Published<'_>) -> [Cell; 4] {
    let mut titles: Vec<&str> = view.workshops.iter().map(|event| event.title).collect();
    titles.dedup();
    let (state, audience) = (view.whole.state.word(), view.audience.title());
    [titles.join("; ").into(), Cell::Day(view.today), state.into(), audience.into()]
}

/// The context of a row that is of one workshop.
pub(super) fn of_workshop(view: &Published<'_>, id: Option<Id>) -> [Cell; 4] {
    let event = id.and_then(|id| held(view, id));
    let (state, audience) = (view.whole.state.word(), view.audience.title());
    [event.map(|event| event.title).into(), day(event), state.into(), audience.into()]
}

fn with_capped(view: &Published<'_>, about: &str) -> String {
    let capped = " People at a workshop under the Chatham House rule, or in the room only, are not counted here.";
    format!("{about}{}", if view.coverage_capped { capped } else { "" })
}

/// How many people, as a number where that may be told.
fn told(view: &Published<'_>, people: usize) -> Cell {
    let words = time::counted(view, i64::try_from(people).unwrap_or(i64::MAX));
    if people == 0 || words == people.to_string() { people.into() } else { words.into() }
}

fn held<'v, 'a>(view: &'v Published<'a>, id: Id) -> Option<&'v Event<'a>> {
    view.workshops.iter().find(|event| event.id == id)
}

/// The day of a workshop; what is no day of the calendar as it was typed.
fn day(event: Option<&Event<'_>>) -> Cell {
    let day = event.and_then(|event| Day::read(event.date?));
    day.map_or_else(|| Cell::from(""), |day| day.date().map_or_else(|| day.to_string().into(), Cell::Day))
}

fn yes(yes: bool) -> Cell {
    if yes { "yes" } else { "no" }.into()
}

/// What a contribution is called within one export: its place there, which tells nothing about who said it when.
pub(super) fn reference(at: usize) -> String {
    format!("C{}", at + 1)
}
