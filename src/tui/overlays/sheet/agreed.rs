//! Who agreed to an action: the register of one row of the plan (domain P15).

use super::{Key, Page, Row};
use crate::model::stamp::Id;
use crate::tui::app::App;
use crate::tui::commands::agreed::{body, capital, words};

/// The page.
pub fn page(app: &App, action: Id) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let reference = app.plan.rows(app).iter().find(|row| row.id == action).map(|row| row.reference.clone());
    let mut rows = vec![Row::heading(format!("{}.", capital(&words(app, action)))), Row::default()];
    let agreement = desk.agreements(&app.programme).get(&action);
    for agreed in agreement.into_iter().flat_map(|agreement| &agreement.by) {
        let category = agreed.category.as_deref().and_then(|id| app.programme.category(id));
        let parts = [
            Some(body(app, agreed.id)),
            Some(category.map_or("no kind of partner", |category| category.title.as_str()).to_owned()),
            agreed.date.as_ref().map(ToString::to_string),
            agreed.how.clone(),
        ];
        let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        rows.push(Row::text(text).with(vec![Key::command('r', "remove", "agreed", format!("remove {}", agreed.id))]));
    }
    let keys = vec![Key::command('n', "add one", "agreed", "new")];
    Page { title: format!("Who agreed to {}", reference.unwrap_or_default()), rows, keys, ..Page::default() }
}
