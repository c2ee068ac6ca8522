//! Who is in the plan and where it works: the members of the collaborative, and the map of networks and areas (domain R6,
//! R7).

use super::{Key, Page, Row, Sheet};
use crate::model::fields::List;
use crate::plan::{AreaMap, Verdict, header, members};
use crate::tui::app::App;
use crate::tui::overlays::Pending;

fn tabs() -> Vec<(char, &'static str, Sheet)> {
    vec![('m', "Members", Sheet::Members), ('r', "Areas", Sheet::Areas)]
}

/// Each member: whether its people came, and what it takes part in.
pub fn members_page(app: &App) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let members = members(&desk.view, &app.programme);
    let count = |count: usize, one: &str, several: &str| match count {
        0 => format!("no {several}"),
        1 => format!("1 {one}"),
        n => format!("{n} {several}"),
    };
    let mut rows = Vec::new();
    for member in &members {
        let about = member.actions.iter().map(|id| (List::Actions, *id)).collect();
        let go = Key { key: 'o', label: "go to its actions".into(), does: Pending::Among(member.name.clone(), about) };
        let sign = if member.came == 0 || member.actions.is_empty() { "!" } else { "✓" };
        let text = format!(
            "{sign} {}: {} came, {}",
            member.name,
            count(member.came, "person", "people"),
            count(member.actions.len(), "action", "actions")
        );
        rows.push(Row::text(text).with(if member.actions.is_empty() { Vec::new() } else { vec![go] }));
    }
    let mut keys = vec![Key::command('e', "change", "about-plan", "")];
    if members.is_empty() {
        let template = app.programme.framework("collaborative");
        let told = template.map(|of| format!("{} members, {}. {}", of.entries.len(), of.as_reported(), of.note));
        rows.push(Row::text("No members are named yet. T loads the template; E names your own."));
        rows.extend(told.map(|told| Row::text(format!("The template: {told}"))));
        keys.insert(0, Key::command('t', "load the template", "collaborative", "template"));
    }
    Page { title: "Who is in the plan".into(), tabs: tabs(), rows, keys, ..Page::default() }
}

/// Each area with the networks that work there, and what the check on them says.
pub fn areas_page(app: &App) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let map = AreaMap::of(header(&desk.view));
    let found = desk.gaps(&app.programme, app.now.date_naive());
    let of = found.iter().find(|found| found.check.id() == "T7");
    let bare = of.map(|found| found.typed.clone()).unwrap_or_default();
    let mut rows = Vec::new();
    for area in map.areas() {
        let networks = map.networks_of(area);
        let networks = if networks.is_empty() { "no network".to_owned() } else { networks.join(", ") };
        let (sign, empty) = if bare.contains(area) { ("!", ", no entries") } else { ("✓", "") };
        rows.push(Row::text(format!("{sign} {area}: {networks}{empty}")));
    }
    if let Some(found) = of {
        rows.extend([Row::default(), Row::heading(format!("{} {}", found.verdict.symbol(), found.sentence))]);
        rows.extend(found.details.iter().map(Row::text));
        if found.verdict == Verdict::Attention && !found.about.is_empty() {
            let go = Pending::Among(found.check.title.to_owned(), found.about.clone());
            rows.push(Row::text("The actions it is about").with(vec![Key {
                key: 'o',
                label: "go to them".into(),
                does: go,
            }]));
        }
    }
    Page {
        title: "Networks and areas".into(),
        tabs: tabs(),
        rows,
        keys: vec![Key::command('e', "change", "about-plan", "")],
        ..Page::default()
    }
}
