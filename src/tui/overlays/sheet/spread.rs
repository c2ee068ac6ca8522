//! How the plan's actions spread: over the lists they are held against, over standing and status, and what they cost.

use super::room::leads_words;
use super::{Page, Row};
use crate::model::columns::PIECES;
use crate::model::fields::{List, field};
use crate::plan::{Leads, SPREAD, Standing, Summary, spread};
use crate::tui::app::App;

/// The page.
pub fn page(app: &App) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let rows = app.plan.rows(app);
    let of = |wanted: fn(Standing) -> bool| rows.iter().filter(|row| wanted(row.standing)).count();
    let summary = Summary::of(&desk.view, &desk.origins, &rows);
    let statuses: Vec<String> =
        summary.by_status.iter().map(|(status, n)| format!("{} {} {n}", status.symbol(), status.title())).collect();
    let children =
        rows.iter().filter_map(|row| desk.view.find(&List::Actions, row.id)).filter(|item| item.flag(field::CHILDREN));
    let mut page = vec![
        Row::text(format!(
            "Priorities {} · other actions {} · continuing work {}",
            of(|standing| matches!(standing, Standing::Priority(_))),
            of(|standing| standing == Standing::Other),
            of(|standing| standing == Standing::Continuing),
        )),
        Row::text(format!("Status: {}", statuses.join(" · "))),
        Row::text(format!("Means: {}", summary.means)),
        Row::text(leads_words(Leads::of(&desk.view, desk.room(), &app.programme.categories))),
        Row::text(format!("For children or young people: {} of {}", children.count(), rows.len())),
    ];
    for piece in PIECES.iter().filter(|piece| SPREAD.contains(&piece.field)) {
        page.extend([Row::default(), Row::heading(piece.title)]);
        let counts = spread(&desk.view, &app.programme, &rows, piece);
        page.extend(counts.iter().map(|(title, count)| Row::text(format!("{count:>4}  {title}"))));
    }
    Page { title: "Totals and spread of the plan".into(), rows: page, ..Page::default() }
}
