//! Lists that what was said is looked at through: what matters in general practice, touchpoints, stories of change, and
//! the voices that are missing.

use super::super::{Key, Row};
use crate::model::fields::{Contribution, List};
use crate::model::item::Item;
use crate::model::programme::Framework;
use crate::model::words::{Feeling, Kind};
use crate::plan::{AskedOfVoices as Asked, Celebration, MissingVoice, MissingVoices, header};
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::overlays::Pending;
use crate::tui::widgets::cut;

/// Cells that are shown of a line.
const WORDS: usize = 90;

/// What matters in general practice, with the question of the stage that asks about each; and the equity statement.
pub fn it_matters(app: &App, of: &Framework) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let mut rows = Vec::new();
    for (entry, number) in of.entries.iter().zip(1..) {
        let asked = app.programme.stages.iter().zip(1..).find_map(|(stage, number)| {
            let question = stage.questions.iter().find(|question| question.id == entry.id)?;
            Some(format!("Asked at stage {number}, {}: {}", stage.title, question.ask))
        });
        let row = Row::text(format!("{number}. {}", entry.title));
        rows.push(Row { below: std::iter::once(entry.about.clone()).chain(asked).collect(), ..row });
    }
    let statement = header(&desk.view).and_then(|plan| plan.equity()).map(str::trim).filter(|text| !text.is_empty());
    rows.push(Row::default());
    rows.push(Row::text(match statement {
        Some(statement) => format!("✓ Equity statement of the plan: {statement}"),
        None => "! The plan has no equity statement. About the plan keeps it: /about-plan".to_owned(),
    }));
    rows
}

fn of_kind(desk: &Desk, kind: Kind) -> impl Iterator<Item = &Item> {
    desk.view.live(&List::Contributions).filter(move |item| Contribution(item).kind() == Some(kind))
}

/// Touchpoints by stage with how they felt, and the celebration.
pub fn experience(app: &App, of: &Framework) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let mut rows: Vec<Row> = Vec::new();
    for entry in &of.entries {
        rows.push(Row { below: vec![entry.about.clone()], ..Row::text(format!("– {}", entry.title)) });
    }
    let celebration = Celebration::of(&desk.view, &app.programme).words(app.now.date_naive());
    let words = celebration.unwrap_or_else(|| "Celebration: no workshop has a day from which to count".to_owned());
    rows.push(Row::default());
    rows.push(Row::text(words).with(vec![Key::command('e', "set the day", "celebration", "")]));
    let stages = app.programme.stages.iter().map(|stage| (Some(stage.id.as_str()), stage.title.as_str()));
    for (stage, title) in stages.chain([(None, "No stage")]) {
        let known =
            |item: &&Item| Contribution(item).stage().filter(|stage| app.programme.stage(stage).is_some()) == stage;
        let here: Vec<&Item> = of_kind(desk, Kind::Touchpoint).filter(known).collect();
        if here.is_empty() && stage.is_none() {
            continue;
        }
        let count = |of: Option<Feeling>| here.iter().filter(|item| Contribution(item).feeling() == of).count();
        let counts = Feeling::ALL.iter().map(|feeling| format!("{} {}", feeling.title(), count(Some(*feeling))));
        let unsaid = count(None);
        let counts = counts.chain((unsaid > 0).then(|| format!("not said {unsaid}"))).collect::<Vec<_>>().join(" · ");
        rows.push(Row::default());
        rows.push(Row::heading(format!("{title}: {counts}")));
        rows.extend(here.iter().map(|item| {
            let said = Contribution(item);
            let felt = said.feeling().map_or("? not said", |feeling| feeling.title());
            let words = cut(said.text().unwrap_or_default(), WORDS);
            let go = Key { key: 'o', label: "go to it".into(), does: Pending::Go(List::Contributions, item.id) };
            Row::text(format!("{felt}: {words}")).with(vec![go])
        }));
    }
    rows
}

/// Stories by area of change, and which were chosen and why.
pub fn significant(app: &App, of: &Framework) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let mut rows: Vec<Row> =
        of.entries.iter().map(|entry| Row::text(format!("– {}: {}", entry.title, entry.about))).collect();
    rows.push(Row::default());
    let mut stories: Vec<&Item> = of_kind(desk, Kind::Story).collect();
    stories
        .sort_by_key(|item| (Contribution(item).domain().is_none(), Contribution(item).domain().unwrap_or_default()));
    if stories.is_empty() {
        rows.push(Row::text("No story has been told yet: !w in the capture line."));
    }
    let mut area = None;
    for item in stories {
        let said = Contribution(item);
        let of = said.domain().unwrap_or("No area of change named");
        if area != Some(of) {
            rows.push(Row::heading(of.to_owned()));
            area = Some(of);
        }
        let chosen = match (said.chosen_by(), said.why_chosen()) {
            (None, None) => "not chosen".to_owned(),
            (by, why) => {
                let by = by.map_or_else(|| "nobody named".to_owned(), |by| desk.person_name(by));
                format!("chosen by {by}, because: {}", why.unwrap_or("no reason given"))
            }
        };
        let sign = if said.chosen_by().or(said.why_chosen()).is_some() { "✓" } else { "–" };
        let row = Row::text(format!("{sign} “{}”", cut(said.text().unwrap_or_default(), WORDS)));
        let keys = vec![Key::command('e', "area, who chose it, why", "chosen", item.id.to_string())];
        rows.push(Row { below: vec![chosen], ..row }.with(keys));
    }
    rows
}

/// Who was never there, heard or leading, with what to do next.
pub fn missing_voices(app: &App) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let series = desk.series(&app.programme);
    let voices = MissingVoices::of(&desk.view, &desk.origins, &app.programme, series, |_| true);
    let workshops = match voices.workshops {
        0 => "There is no workshop here yet.".to_owned(),
        1 => "Over 1 workshop.".to_owned(),
        count => format!("Over {count} workshops."),
    };
    let elsewhere = if voices.earlier_elsewhere {
        " An earlier workshop is not in this file: /merge joins them into a plan, and all of them count."
    } else {
        ""
    };
    let mut rows =
        vec![Row::text(format!("{workshops}{elsewhere} For you only; reports give counts and names of kinds."))];
    if voices.is_complete() {
        rows.push(Row::text("✓ No voice is missing of those that were looked for."));
    }
    let mut part = |what: &str, all: &[MissingVoice], asked: &[Asked]| {
        for (title, asked) in asked {
            let found: Vec<&MissingVoice> = all.iter().filter(|voice| asked(voice)).collect();
            if found.is_empty() {
                continue;
            }
            rows.push(Row::default());
            rows.push(Row::heading(format!("! {what}. {title}: {} of {}", found.len(), all.len())));
            rows.extend(found.iter().map(|voice| {
                let next = (!voice.next.is_empty()).then(|| format!("next: {}", voice.next));
                Row { below: next.into_iter().collect(), ..Row::text(voice.name.clone()) }
            }));
        }
    };
    part("Kinds of partner", &voices.kinds, &MissingVoices::OF_PEOPLE);
    part("Groups chosen here", &voices.groups, &MissingVoices::OF_PEOPLE);
    part("Areas", &voices.areas, &MissingVoices::OF_AREAS);
    let named =
        |none: bool, what: &str| none.then(|| Row::text(format!("No {what} are named yet: /about-plan names them.")));
    rows.push(Row::default());
    rows.extend(named(voices.groups.is_empty(), "groups chosen here"));
    rows.extend(named(voices.areas.is_empty(), "areas"));
    rows
}
