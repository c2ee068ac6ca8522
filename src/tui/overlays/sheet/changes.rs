//! What changed since an earlier copy of the plan: counted first, then action by action, then theme by theme.

use super::{Key, Page, Row};
use crate::model::fields::{List, field};
use crate::plan::{Day, Lead, voices_words};
use crate::tui::app::App;
use crate::tui::commands::changes::compared;
use crate::tui::screens::plan::lead_name;

/// The page.
pub fn page(app: &App) -> Page {
    let (Some(desk), Some(compared)) = (&app.desk, compared(app)) else { return Page::default() };
    let since = compared.day.map_or_else(|| "an earlier copy".to_owned(), |day| Day::Date(day).to_string());
    let changes = &compared.changes;
    // Whoever led an action by then may not be in the plan any more.
    let mut called = |lead: &Lead| match lead {
        Lead::Person(id) if desk.view.find(&List::Delegates, *id).is_none() && !desk.view.is_withdrawn(*id) => {
            let then = compared.earlier.find(&List::Delegates, *id).and_then(|person| person.text(field::NAME));
            then.map_or_else(|| lead_name(desk, lead), str::to_owned)
        }
        lead => lead_name(desk, lead),
    };
    let mut rows = vec![Row::heading(format!("Since {since}"))];
    rows.extend(changes.counted().into_iter().map(Row::text));
    if changes.is_empty() {
        rows.push(Row::text("Nothing has changed."));
    }
    if !changes.actions.is_empty() {
        rows.push(Row::default());
        rows.push(Row::heading("Actions"));
    }
    for action in &changes.actions {
        let text = action.text.as_deref().unwrap_or("not in words");
        let words: Vec<String> = action.changes.iter().map(|change| change.words(&mut called)).collect();
        rows.push(Row::text(format!("{} {text}", action.reference)));
        rows.extend(words.into_iter().map(|words| Row::text(format!("   {words}"))));
    }
    if !changes.themes.is_empty() {
        rows.push(Row::default());
        rows.push(Row::heading("Themes with more or fewer voices"));
    }
    let theme = |(theme, was, is): &(String, i64, i64)| format!("#{theme}: {}, {was} before", voices_words(*is));
    rows.extend(changes.themes.iter().map(theme).map(Row::text));
    let keys = vec![Key::command('k', "another copy", "changes", "")];
    Page { title: "What changed".into(), rows, keys, ..Page::default() }
}
