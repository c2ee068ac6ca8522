//! You said, we did: each theme that several people spoke of with what became of it, and who has still to hear back.

use super::{Key, Page, Row};
use crate::model::fields::{Contribution, List};
use crate::plan::{Answers, Asked, ENOUGH, Promise, voices_words};
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::widgets::cut;

/// How much of a line stands beside its theme, in letters as people count them.
const QUOTED: usize = 60;

/// The page.
pub fn page(app: &App) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let answers = desk.answers();
    let mut rows = vec![Row::heading(themes_words(answers))];
    for of in &answers.themes {
        rows.extend(theme_rows(desk, of));
    }
    rows.push(Row::default());
    rows.push(Row::heading(promises_words(app, answers)));
    rows.extend(answers.promises.iter().map(|promise| promise_row(app, promise)));
    Page { title: "You said, we did".into(), rows, ..Page::default() }
}

fn themes_words(answers: &Answers) -> String {
    // Others are here because somebody answered them all the same.
    let all = answers.themes.iter().filter(|of| of.voices >= ENOUGH).count();
    match (all, answers.unanswered().count()) {
        (0, _) => format!("No theme has {ENOUGH} voices or more yet."),
        (_, 0) => format!("Every theme with {ENOUGH} voices or more has an answer or a reason."),
        (_, open) => format!("No answer yet to {open} of {all} themes with {ENOUGH} voices or more:"),
    }
}

fn theme_rows(desk: &Desk, of: &Asked) -> Vec<Row> {
    let voices = voices_words(of.voices);
    let said = of.said.iter().filter_map(|id| desk.view.find(&List::Contributions, *id));
    let said = said.filter_map(|item| Contribution(item).text()).find(|text| !text.trim().is_empty());
    let said = said.map_or_else(String::new, |text| format!(" · “{}”", cut(text, QUOTED)));
    let keys = vec![Key::command('a', "answer", "we-did", of.theme.as_str())];
    let mut rows = vec![Row::text(format!("#{} · {voices}{said}", of.theme)).with(keys)];
    if !of.is_answered() {
        let planned = match of.open.len() {
            0 => String::new(),
            1 => " · 1 action is planned".into(),
            n => format!(" · {n} actions are planned"),
        };
        rows.push(Row::text(format!("   no answer yet{planned}")));
    }
    for reply in &of.replies {
        let by =
            [&reply.reference, &reply.about].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let by = if by.is_empty() { by } else { format!("{by} · ") };
        rows.extend(reply.parts().map(|(name, text)| Row::text(format!("   {by}{name}: {text}"))));
    }
    if of.told.is_some() || of.channel.is_some() {
        let day = of.told.as_ref().map(|day| format!(" on {day}")).unwrap_or_default();
        let how = of.channel.as_ref().map(|how| format!(", {how}")).unwrap_or_default();
        rows.push(Row::text(format!("   People were told{day}{how}")));
    }
    rows
}

fn promises_words(app: &App, answers: &Answers) -> String {
    let overdue = answers.overdue(app.now.date_naive()).count();
    match (answers.promises.len(), overdue) {
        (0, _) => "Nobody was promised a day on which to hear back.".into(),
        (_, 0) => "Feedback: nothing is overdue.".into(),
        (all, n) => format!("Feedback: {n} of {all} overdue"),
    }
}

fn promise_row(app: &App, promise: &Promise) -> Row {
    let how = promise.channel.as_ref().map_or_else(String::new, |how| format!(", {how}"));
    let stands = match (&promise.given, &promise.due) {
        (Some(given), _) => format!("people heard back on {given}{how}"),
        (None, Some(due)) => {
            let late = match promise.overdue(app.now.date_naive()) {
                Some(1) => ", overdue by 1 day".into(),
                Some(days) => format!(", overdue by {days} days"),
                None => String::new(),
            };
            format!("promised by {due}{late}")
        }
        (None, None) => "no day is promised".into(),
    };
    let label = if promise.given.is_some() { "change it" } else { "given" };
    let keys = vec![Key::command('g', label, "given", promise.id.to_string())];
    Row::text(format!("{}: {stands}", promise.what)).with(keys)
}
