//! The 24 columns of the plan as an audience may see them: in words for what is read, typed for what is worked with.

use super::action::{Action, Told};
use super::audience::{Preset, Shows};
use super::document::{Cell, Document};
use super::gate::Published;
use super::sheets::reference;
use crate::model::columns::{COLUMNS, Column, PIECES, Piece, Takes};
use crate::model::fields::{Field, field};
use crate::plan::{LENSES, Means, Missing, SPREAD, Standing, assemble, one_slot, pounds, times};

/// What one piece of an action says, as it is read; none where it says nothing that may be shown.
pub(super) fn words(view: &Published<'_>, action: &Action, field: Field) -> Option<String> {
    Some(match action.told(field)? {
        Told::Text(text) => text.clone(),
        Told::Words(words) | Told::Who(words) | Told::Titles(words) => words.join("; "),
        Told::Day(day) => day.format("%-d %B %Y").to_string(),
        Told::Yes => "yes".to_owned(),
        Told::Number(number) => number.to_string(),
        Told::Pounds(amount) => pounds(*amount),
        // An action that may not be shown is not named either.
        Told::Action(id) => view.causes.action(&view.actions, *id)?.reference.clone(),
    })
}

/// A table of actions with the columns that the audience wants; ranked ones with their rank.
pub(super) fn table(view: &Published<'_>, caption: &str, actions: &[&Action], to: &mut Document<'_>) {
    let ranked = actions.iter().any(|action| matches!(action.standing, Standing::Priority(_)));
    let shown: Vec<Shows> =
        Preset::of(view.audience).table.iter().copied().filter(|of| ranked || *of != Shows::Rank).collect();
    let header: Vec<&str> = shown.iter().map(|of| of.title()).collect();
    let row = |action: &&Action| shown.iter().map(|of| of.words(view, action)).collect();
    to.searched_table(caption, &header, actions.iter().map(row).collect());
}

impl Shows {
    const fn title(self) -> &'static str {
        match self {
            Self::Rank => "Rank",
            Self::Ref => "Ref",
            Self::Action => "Action",
            Self::ForWhom => "For whom",
            Self::Lead => "Lead",
            Self::Partners => "Partners",
            Self::Measure => "Measure",
            Self::Due => "Due",
            Self::Status => "Status",
            Self::Answered => "What changed",
            Self::Missing => "Missing",
        }
    }

    pub(super) fn words(self, view: &Published<'_>, action: &Action) -> String {
        let of = |field| words(view, action, field).unwrap_or_default();
        match self {
            Self::Rank => match action.standing {
                Standing::Priority(rank) => rank.to_string(),
                _ => String::new(),
            },
            Self::Ref => action.reference.clone(),
            Self::Action => action.titled(),
            Self::ForWhom => of(field::POPULATION),
            Self::Lead => of(field::LEAD),
            Self::Partners => of(field::PARTNERS),
            Self::Measure => of(field::MEASURE),
            Self::Due => of(field::DUE),
            Self::Status => status(action),
            Self::Answered => {
                let parts = [field::DID, field::CHANGED, field::WHY_NOT];
                parts.into_iter().filter_map(|part| words(view, action, part)).collect::<Vec<_>>().join("; ")
            }
            Self::Missing => action.missing.iter().map(|gap| gap.word()).collect::<Vec<_>>().join("; "),
        }
    }
}

/// What one column says of an action beside its reference, its words and where it comes from.
pub(super) fn column_words(view: &Published<'_>, action: &Action, column: &Column) -> String {
    let of = |piece: &Piece| words(view, action, piece.field).filter(|_| piece.field != field::TEXT);
    let more = match column.number {
        4 => {
            let root = view.causes.root(&view.actions, action.id);
            root.map(|root| format!("at the root of it: {root}")).into_iter().collect()
        }
        // Those who answer for the money are told how much is lacking.
        11 if Preset::of(view.audience).plain => Vec::new(),
        11 => action.means.filter(|of| of.gap > 0).map(|of| format!("gap {}", pounds(of.gap))).into_iter().collect(),
        13 => slipped(action).into_iter().collect(),
        14 => vec![status(action)],
        19 => action.agreed.clone(),
        23 if action.feedback_overdue => vec!["past its day, and nobody heard back".to_owned()],
        _ => Vec::new(),
    };
    assemble(column, &of, more)
}

/// How far it has come, with the day that was said.
pub(super) fn status(action: &Action) -> String {
    let day = action.status_date.map(|day| format!(", {}", day.format("%-d %B %Y"))).unwrap_or_default();
    let past = if action.overdue { ", past its date" } else { "" };
    format!("{} {}{day}{past}", action.status.symbol(), action.status.title())
}

/// "slipped twice, was 27 November 2026, 4 December 2026".
fn slipped(action: &Action) -> Option<String> {
    let days: Vec<String> = action.slipped.iter().map(|day| day.format("%-d %B %Y").to_string()).collect();
    times(days.len()).map(|times| format!("slipped {times}, was {}", days.join(", ")))
}

/// The actions of each standing, in the order of the plan.
pub(super) fn by_standing<'v>(view: &'v Published<'_>) -> Vec<(Standing, Vec<&'v Action>)> {
    let mut parts: Vec<(Standing, Vec<&Action>)> = Vec::new();
    for action in &view.actions {
        match parts.last_mut().filter(|(of, _)| of.heading() == action.standing.heading()) {
            Some((_, part)) => part.push(action),
            None => parts.push((action.standing, vec![action])),
        }
    }
    parts
}

/// What the actions cost together, and what of that is found (domain T6).
pub(super) fn resources(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let with: Vec<(&Action, Means)> = view.actions.iter().filter_map(|of| Some((of, of.means?))).collect();
    let row = |name: String, what: String, means: Means, source: String| {
        vec![name, what, pounds(means.needed), pounds(means.found), pounds(means.gap), source]
    };
    let mut rows: Vec<Vec<String>> = with
        .iter()
        .map(|(action, means)| {
            let source = words(view, action, field::SOURCE).unwrap_or_default();
            row(action.reference.clone(), action.text.clone(), *means, source)
        })
        .collect();
    let total = Means::total(with.iter().map(|(_, means)| *means));
    rows.push(row("All".to_owned(), String::new(), total, String::new()));
    to.table("What is needed and what is found", &["Ref", "Action", "Needed", "Found", "Gap", "Source"], rows);
    let unnamed = view.actions.len() - with.len();
    if unnamed > 0 {
        to.paragraph(format!("Actions that name no amount: {unnamed}."));
    }
    !with.is_empty()
}

/// How the actions spread over what they are held against, zeros among them (domain T4, T8, T9, T14, P23). The lists of
/// others have a section of their own (P12, P17, P20).
pub(super) fn spread(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let all = view.actions.len();
    let mut points = Vec::new();
    let elsewhere = |piece: &Piece| LENSES.iter().any(|(_, field)| *field == piece.field);
    for piece in PIECES.iter().filter(|piece| SPREAD.contains(&piece.field) && !elsewhere(piece)) {
        let titles = titles(piece.takes);
        let names = |action: &&Action, title: &String| matches!(action.told(piece.field), Some(Told::Titles(titles)) if titles.contains(title));
        let count = |title: &String| view.actions.iter().filter(|action| names(action, title)).count();
        let counts: Vec<String> = titles.iter().map(|title| format!("{title} {}", count(title))).collect();
        if !counts.is_empty() {
            points.push(format!("{}: {}.", piece.title, counts.join("; ")));
        }
    }
    let holds = |field: Field| view.actions.iter().filter(|action| action.told(field).is_some()).count();
    points.push(format!("For children or young people: {} of {all} actions.", holds(field::CHILDREN)));
    let named = |wanted: &dyn Fn(&Action) -> bool| {
        let named = view.actions.iter().filter(|action| wanted(action)).map(|action| action.reference.as_str());
        named.collect::<Vec<_>>().join(", ")
    };
    let voiced = |action: &Action| !action.no_source;
    for (figures, voices) in [(true, false), (false, true)] {
        let of = named(&|action| action.told(field::DATA).is_some() == figures && voiced(action) == voices);
        if let Some(slot) = one_slot(figures, voices).filter(|_| !of.is_empty()) {
            points.push(format!("Evidence, {slot}: {of}."));
        }
    }
    let unmatched = named(&|action| action.told(field::STRATEGY).is_none());
    if !unmatched.is_empty() {
        points.push(format!("Not yet matched to a wider strategy: {unmatched}."));
    }
    to.list(points);
    all > 0
}

/// The titles of the words that a piece takes.
fn titles(takes: Takes) -> Vec<String> {
    match takes {
        Takes::Word(words) | Takes::Several(words) => words().iter().map(|(_, title)| (*title).to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// The columns of the sheet of actions: those of the plan in their order, piece by piece, and what is worked out.
pub(super) fn sheet_header(preset: &Preset) -> Vec<&'static str> {
    let mut header = Vec::new();
    for column in COLUMNS.iter().filter(|column| preset.sees(column.number)) {
        match column.number {
            1 => header.push("Ref"),
            14 => header.extend(["Status", "Status date", "Past its date", "Note"]),
            19 => header.push("Agreed by"),
            24 => header.extend(["Workshop", "Evidence", "Evidence not shown"]),
            _ => header.extend(column.pieces().map(|piece| piece.title)),
        }
        header.extend(match column.number {
            11 if !preset.plain => &["Gap, in pounds"][..],
            13 => &["Was due"],
            23 => &["Feedback past its day"],
            _ => &[],
        });
    }
    if !preset.plain {
        header.extend(["Missing", "Would help"]);
    }
    header.extend(["State", "For"]);
    header
}

/// One action as a row of that sheet.
pub(super) fn sheet_row(view: &Published<'_>, action: &Action) -> Vec<Cell> {
    let yes = |yes: bool| Cell::from(if yes { "yes" } else { "no" });
    let preset = Preset::of(view.audience);
    let mut row = Vec::new();
    for column in COLUMNS.iter().filter(|column| preset.sees(column.number)) {
        match column.number {
            1 => row.push(action.reference.as_str().into()),
            14 => row.extend([
                action.status.title().into(),
                action.status_date.map_or_else(|| Cell::from(""), Cell::Day),
                yes(action.overdue),
                action.note.as_deref().into(),
            ]),
            19 => row.push(action.agreed.join("; ").into()),
            24 => {
                let event = view.workshops.iter().find(|event| Some(event.id) == action.workshop);
                let numbers: Vec<String> = action.evidence.iter().map(|at| reference(*at)).collect();
                row.extend([
                    event.map(|event| event.title).into(),
                    numbers.join("; ").into(),
                    action.evidence_withheld.into(),
                ]);
            }
            _ => row.extend(column.pieces().map(|piece| sheet_cell(view, action, piece))),
        }
        match column.number {
            11 if !preset.plain => row.push(action.means.map_or_else(|| Cell::from(""), |of| Cell::Number(of.gap))),
            13 => {
                let days: Vec<String> = action.slipped.iter().map(ToString::to_string).collect();
                row.push(days.join("; ").into());
            }
            23 => row.push(yes(action.feedback_overdue)),
            _ => {}
        }
    }
    let gaps = |gaps: &[Missing]| gaps.iter().map(|gap| gap.word()).collect::<Vec<_>>().join("; ");
    if !preset.plain {
        row.extend([gaps(&action.missing).into(), gaps(&action.wanted).into()]);
    }
    row.extend([view.whole.state.word().into(), view.audience.title().into()]);
    row
}

fn sheet_cell(view: &Published<'_>, action: &Action, piece: &Piece) -> Cell {
    match action.told(piece.field) {
        _ if piece.field == field::TEXT => action.text.as_str().into(),
        Some(Told::Day(day)) => Cell::Day(*day),
        Some(Told::Number(number) | Told::Pounds(number)) => Cell::Number(*number),
        Some(_) => words(view, action, piece.field).as_deref().into(),
        None => Cell::from(""),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_columns_of_the_sheet_share_a_name_and_every_piece_has_one() {
        let header = sheet_header(Preset::of(crate::model::words::Audience::Team));
        let names: BTreeSet<&str> = header.iter().copied().collect();
        assert_eq!(names.len(), header.len());
        assert!(PIECES.iter().all(|piece| names.contains(piece.title)));
    }
}
