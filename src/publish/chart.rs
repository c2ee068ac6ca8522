//! The sections of pictures: what people would rather look at than read, as numbers with their words.
//!
//! A number of people is told by the rule of the coverage: outside the team one or two people are not told apart, and
//! neither are all but one or two of them, so that no difference of two charts gives away what each of them hides. People
//! of a workshop under a cap are in none of them.

use std::collections::BTreeMap;

use super::action::{Action, Told};
use super::consent::FEW;
use super::document::{Chart, Document, Figure, Shape};
use super::gate::{Present, Published};
use crate::model::fields::field;
use crate::model::words::{Audience, Status};

/// The framework of the national service specifications.
const SPECIFICATIONS: &str = "specifications";

/// The actions that count: one that is the same as an earlier one stands apart.
fn counted<'v>(view: &'v Published<'_>) -> impl Iterator<Item = &'v Action> {
    view.actions.iter().filter(|action| action.same_as.is_none())
}

fn is_open(action: &Action) -> bool {
    !matches!(action.status, Status::Done | Status::Stopped)
}

/// How far the actions have come, and when the open ones are due.
pub(super) fn actions(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let of = |status: Status| counted(view).filter(|action| action.status == status).count();
    to.chart(Chart {
        shape: Shape::Parts,
        caption: "Actions, by how far they have come".into(),
        rows_are: "What".into(),
        columns: Status::ALL.iter().map(|status| status.title().to_owned()).collect(),
        rows: vec![("Actions".to_owned(), Status::ALL.iter().map(|status| of(*status).into()).collect())],
    });
    let mut months: BTreeMap<(bool, String), (String, usize)> = BTreeMap::new();
    for action in counted(view).filter(|action| is_open(action)) {
        let due = action.day(field::DUE);
        let key = (due.is_none(), due.map(|day| day.format("%Y-%m").to_string()).unwrap_or_default());
        let name = due.map_or_else(|| "No date".to_owned(), |day| day.format("%B %Y").to_string());
        months.entry(key).or_insert((name, 0)).1 += 1;
    }
    if !months.is_empty() {
        to.chart(Chart {
            shape: Shape::Bars,
            caption: "Open actions, by the month in which they are due".into(),
            rows_are: "Month".into(),
            columns: vec!["Actions".into()],
            rows: months.into_values().map(|(name, count)| (name, vec![count.into()])).collect(),
        });
    }
    counted(view).next().is_some()
}

/// The seven specifications against how far their actions have come (domain P12), the empty ones named.
pub(super) fn specifications(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let Some(list) = view.programme.framework(SPECIFICATIONS) else { return false };
    let serves = |action: &Action, title: &str| matches!(action.told(field::SPECIFICATIONS), Some(Told::Titles(titles)) if titles.iter().any(|of| of == title));
    if !counted(view).any(|action| action.told(field::SPECIFICATIONS).is_some()) {
        return false;
    }
    let row = |title: &str| {
        let of = |status: &Status| {
            counted(view).filter(|action| action.status == *status && serves(action, title)).count().into()
        };
        (title.to_owned(), Status::ALL.iter().map(of).collect())
    };
    to.chart(Chart {
        shape: Shape::Grid,
        caption: format!("{}, and how far the actions for each have come", list.title),
        rows_are: "Specification".into(),
        columns: Status::ALL.iter().map(|status| status.title().to_owned()).collect(),
        rows: list.entries.iter().map(|entry| row(&entry.title)).collect(),
    });
    let empty: Vec<&str> = list
        .entries
        .iter()
        .map(|entry| entry.title.as_str())
        .filter(|title| !counted(view).any(|action| serves(action, title)))
        .collect();
    if !empty.is_empty() {
        let have = if empty.len() == 1 { "has" } else { "have" };
        to.paragraph(format!("{} of {} {have} no action: {}.", empty.len(), list.entries.len(), empty.join("; ")));
    }
    to.paragraph(format!("Source: {}, {}. {}", list.source, list.year, list.note).trim_end());
    true
}

/// How many say something about each theme, and how many more agreed.
pub(super) fn themes(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let mut agreed: BTreeMap<&str, u64> = BTreeMap::new();
    for voice in &view.voices {
        for theme in voice.themes.iter() {
            let sum = agreed.entry(theme).or_default();
            *sum = sum.saturating_add(voice.agreed());
        }
    }
    let of = |theme: &str| usize::try_from(agreed.get(theme).copied().unwrap_or(0)).unwrap_or(usize::MAX);
    let mut themes: Vec<(&str, usize, usize)> =
        view.themes.iter().map(|(theme, count)| (*theme, *count, of(theme))).collect();
    themes.sort_by_key(|(theme, said, more)| (std::cmp::Reverse(said.saturating_add(*more)), *theme));
    let row = |(theme, said, more): &(&str, usize, usize)| {
        ((*theme).to_owned(), vec![Figure::from(*said), Figure::from(*more)])
    };
    to.chart(Chart {
        shape: Shape::Parts,
        caption: "Support for each theme shown here".into(),
        rows_are: "Theme".into(),
        columns: vec!["Contributions".into(), "More who agreed".into()],
        rows: themes.iter().map(row).collect(),
    });
    !view.themes.is_empty()
}

/// Who came, by partner category. One or two people are not told apart outside the team.
pub(super) fn coverage(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let shown = |people: usize| match people {
        0 => Figure { words: "none".into(), size: 0 },
        few if few < FEW && view.audience != Audience::Team => one_or_two(),
        people => people.into(),
    };
    to.chart(Chart {
        shape: Shape::Bars,
        caption: "People who came, by partner category".into(),
        rows_are: "Category".into(),
        columns: vec!["People".into()],
        rows: view.coverage.iter().map(|of| (of.title.to_owned(), vec![shown(of.people)])).collect(),
    });
    if view.coverage_capped {
        to.paragraph("People at a workshop under the Chatham House rule, or in the room only, are not counted here.");
    }
    heard(view, to);
    view.coverage.iter().any(|of| of.people > 0)
}

/// As long as two people, whichever it is.
fn one_or_two() -> Figure {
    Figure { words: "1 or 2".into(), size: 2 }
}

/// How many people of each category were heard at each stage. People are counted and not what they said, which stands
/// elsewhere and could be counted there.
fn heard(view: &Published<'_>, to: &mut Document<'_>) {
    let team = view.audience == Audience::Team;
    // Of a category that one or two people hold it is not told when they spoke.
    let rows: Vec<&Present<'_>> =
        view.coverage.iter().filter(|of| of.people > 0 && (team || of.people >= FEW)).collect();
    let at = |of: &Present<'_>, stage: usize| of.heard.get(stage).copied().unwrap_or(0);
    if rows.iter().all(|of| of.heard.iter().all(|people| *people == 0)) {
        return;
    }
    // Where one category alone was heard, everything said there would be known to be theirs.
    let told = |stage: usize| team || view.coverage.iter().filter(|of| at(of, stage) > 0).count() != 1;
    let figure = |of: &Present<'_>, stage: usize| {
        let people = at(of, stage);
        let silent = of.people.saturating_sub(people);
        match people {
            _ if !told(stage) => Figure { words: "not told".into(), size: 0 },
            0 => Figure { words: "none".into(), size: 0 },
            people if team => people.into(),
            few if few < FEW => one_or_two(),
            _ if (1..FEW).contains(&silent) => {
                Figure { words: "all but 1 or 2".into(), ..Figure::from(of.people.saturating_sub(1)) }
            }
            people => people.into(),
        }
    };
    let stages = &view.programme.stages;
    to.chart(Chart {
        shape: Shape::Bars,
        caption: "People whose words are shown here, by stage and partner category".into(),
        rows_are: "Category".into(),
        columns: stages.iter().map(|stage| stage.title.clone()).collect(),
        rows: rows
            .iter()
            .map(|of| (of.title.to_owned(), (0..stages.len()).map(|stage| figure(of, stage)).collect()))
            .collect(),
    });
    if !team {
        to.paragraph("Categories of 1 or 2 people are not shown by stage, and neither is a stage at which one category alone was heard.");
    }
}
