//! The quick-start guide: five steps, short or with their reasons, each with how far it has come (domain P5, P6).

use super::{Key, Page, Row, Sheet};
use crate::model::programme::GuideStep;
use crate::model::words::GuideScore;
use crate::plan::{earlier_score, score};
use crate::tui::app::App;

/// The page; the same numbers and scores whether short or long.
pub fn page(app: &App, long: bool) -> Page {
    let workshop = app.desk.as_ref().and_then(|desk| Some((desk, desk.view.workshop()?.id())));
    let mut rows = Vec::new();
    for step in &app.programme.guide {
        let text = format!("{}. {}", step.number, if long { &step.long } else { &step.short });
        let keys = if workshop.is_some() { keys(step) } else { Vec::new() };
        rows.push(Row { spoken: workshop.is_some().then(|| text_only(step, long)), ..Row::text(text) }.with(keys));
        if let Some((desk, workshop)) = workshop {
            let now = score(&desk.view, workshop, step.number);
            let before = earlier_score(&desk.view, workshop, step.number);
            let mut words = now.as_ref().map_or("   not scored".to_owned(), |now| format!("   {}", now.score.title()));
            if let Some(note) = now.and_then(|now| now.note) {
                words.extend([format!(": {note}")]);
            }
            if let Some(before) = before {
                words.extend([format!(" · the time before: {}", before.score.title())]);
                words.extend(before.note.map(|note| format!(" ({note})")));
            }
            rows.push(Row::text(words));
        }
        rows.push(Row::default());
    }
    let tabs = vec![('o', "Short", Sheet::Guide(false)), ('l', "With the reasons", Sheet::Guide(true))];
    Page { title: "Quick-start guide".into(), tabs, rows, ..Page::default() }
}

fn text_only(step: &GuideStep, long: bool) -> String {
    if long { step.long.clone() } else { step.short.clone() }
}

fn keys(step: &GuideStep) -> Vec<Key> {
    let set =
        |key, score: GuideScore| Key::command(key, score.title(), "guide", format!("{} {}", step.number, score.name()));
    vec![
        set('s', GuideScore::Started),
        set('n', GuideScore::NotYet),
        set('i', GuideScore::InPlace),
        Key::command('w', "note", "guide", format!("{} note", step.number)),
    ]
}
