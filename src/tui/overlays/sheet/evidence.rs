//! Evidence: dated findings, never without their source, to be put into an action of the plan (domain A5).

use super::{Key, Page, Row};
use crate::model::programme::Evidence;
use crate::tui::app::App;

/// The page.
pub fn page(app: &App) -> Page {
    let row = |card: &Evidence| {
        let keys = vec![Key::command('i', "into the action", "evidence", card.id.as_str())];
        Row::text(words(card)).with(keys)
    };
    let mut rows: Vec<Row> = Vec::new();
    for card in &app.programme.evidence {
        rows.extend([row(card), Row::default()]);
    }
    Page { title: "Evidence, as reported then".into(), rows, ..Page::default() }
}

/// A finding with its source and year, which stand in the same text so that they travel along.
pub fn words(card: &Evidence) -> String {
    format!("{} ({}, {})", card.text, card.source, card.as_reported())
}
