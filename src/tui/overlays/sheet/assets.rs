//! The asset register over all workshops: what looks alike, and what one offers that another needs (domain A9).

use super::{Key, Page, Row, Sheet};
use crate::model::fields::{List, Workshop};
use crate::model::stamp::Id;
use crate::plan::{Asset, Match, asset_register, offers_and_needs};
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::overlays::Pending;

/// The page: the register, or offers beside needs.
pub fn page(app: &App, needs: bool) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let assets = asset_register(&desk.view, &desk.origins);
    let rows = if needs { matched(app, desk, &assets) } else { listed(app, desk, &assets) };
    let tabs = vec![('g', "Register", Sheet::Assets(false)), ('o', "Offers and needs", Sheet::Assets(true))];
    let keys = vec![Key::command('f', "filter", "assets", "sought")];
    Page { title: "What is here already".into(), tabs, rows, keys, ..Page::default() }
}

fn listed(app: &App, desk: &Desk, assets: &[Asset]) -> Vec<Row> {
    let sought = app.plan.sought.as_str();
    let shown: Vec<&Asset> = assets.iter().filter(|asset| asset.is_sought(sought)).collect();
    let filter = if sought.is_empty() { String::new() } else { format!(", at or about: {sought}") };
    let mut rows = vec![Row::heading(format!("{} of {} assets{filter}", shown.len(), assets.len()))];
    if assets.is_empty() {
        rows.push(Row::text("No asset is written down yet: !o begins one, at the workshop."));
    }
    for asset in shown {
        let go = Key { key: 'e', label: "open it".into(), does: Pending::Go(List::Contributions, asset.id) };
        rows.push(Row::text(about(desk, asset)).with(vec![go]));
        let other = |id: &Id| assets.iter().find(|other| other.id == *id).map(|other| short(desk, other));
        for like in asset.looks_like.iter().filter(|like| **like > asset.id) {
            let judge = |key, label: &str, word: &str| {
                Key::command(key, label, "assets", format!("{word} {} {like}", asset.id))
            };
            let keys = vec![judge('s', "the same", "same"), judge('d', "different", "different")];
            rows.push(Row::text(format!("    looks like: {}", other(like).unwrap_or_default())).with(keys));
        }
        rows.extend(
            asset.same_as.iter().map(|same| Row::text(format!("    the same as: {}", other(same).unwrap_or_default()))),
        );
    }
    rows
}

fn about(desk: &Desk, asset: &Asset) -> String {
    let mut parts = vec![asset.name.clone()];
    parts.extend(asset.place.clone());
    parts.extend(asset.runs.as_ref().map(|runs| format!("run by {}", desk.person_name(runs))));
    parts.extend(asset.offers.as_ref().map(|offers| format!("offers {offers}")));
    parts.extend(asset.need.as_ref().map(|need| format!("needs {need}")));
    parts.extend(asset.themes.iter().map(|theme| format!("#{theme}")));
    parts.extend(workshop(desk, asset));
    parts.join(" · ")
}

fn short(desk: &Desk, asset: &Asset) -> String {
    [Some(asset.name.clone()), asset.place.clone(), workshop(desk, asset)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn workshop(desk: &Desk, asset: &Asset) -> Option<String> {
    let item = desk.view.find(&List::Workshops, asset.workshop?)?;
    Workshop(item).title().map(str::to_owned)
}

fn matched(app: &App, desk: &Desk, assets: &[Asset]) -> Vec<Row> {
    let actions = app.plan.rows(app);
    let offers: Vec<(Id, String)> = assets
        .iter()
        .filter_map(|asset| Some((asset.id, format!("{} {}", asset.name, asset.offers.as_ref()?))))
        .collect();
    let of_assets = assets.iter().filter_map(|asset| Some((asset.id, asset.need.clone()?)));
    let needs: Vec<(Id, String)> =
        actions.iter().filter_map(|row| Some((row.id, row.need.clone()?))).chain(of_assets).collect();
    let found = offers_and_needs(&offers, &needs);
    let mut rows =
        vec![Row::heading(format!("{} offered, {} needed, {} that may meet", offers.len(), needs.len(), found.len()))];
    if found.is_empty() {
        rows.push(Row::text("No offer and no need speak of the same thing in words that few others use."));
    }
    let asset = |id: Id| assets.iter().find(|asset| asset.id == id);
    for Match { offer, need, words } in found {
        let Some(from) = asset(offer) else { continue };
        let row = actions.iter().find(|row| row.id == need);
        let to = match (row, asset(need)) {
            (Some(row), _) => format!("{} needs {}", row.reference, row.need.as_deref().unwrap_or_default()),
            (None, Some(other)) => format!("{} needs {}", other.name, other.need.as_deref().unwrap_or_default()),
            (None, None) => continue,
        };
        let list = if row.is_some() { List::Actions } else { List::Contributions };
        let keys = vec![
            Key { key: 'e', label: "go to what needs it".into(), does: Pending::Go(list, need) },
            Key { key: 'a', label: "go to the asset".into(), does: Pending::Go(List::Contributions, offer) },
        ];
        rows.push(Row::text(format!("{} → {to} (both say {})", short(desk, from), words.join(", "))).with(keys));
    }
    rows
}
