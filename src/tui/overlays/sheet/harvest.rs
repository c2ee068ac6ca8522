//! What came of the methods: what was said in each round and at each table, under each topic, and how easy and how
//! useful ideas and actions are (domain §2.3).

use std::collections::BTreeMap;

use super::{Key, Page, Row, Sheet};
use crate::model::fields::{Contribution, List, Recorder};
use crate::model::stamp::Id;
use crate::model::words::Kind;
use crate::plan::{Lead, OpenTopic, Quarter, Rated, Round, matrix, topics};
use crate::tui::app::{App, Screen};
use crate::tui::desk::Desk;
use crate::tui::screens::plan::{lead_name, row_lines};
use crate::tui::widgets::feed;

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harvest {
    /// By method, step and table.
    Rounds,
    /// By topic.
    Topics,
    /// Ease against usefulness.
    Matrix,
}

/// The page.
pub fn page(app: &App, part: Harvest) -> Page {
    let tabs = vec![
        ('s', "Rounds", Sheet::Harvest(Harvest::Rounds)),
        ('t', "Topics", Sheet::Harvest(Harvest::Topics)),
        ('m', "Ease and usefulness", Sheet::Harvest(Harvest::Matrix)),
    ];
    let Some(desk) = &app.desk else { return Page::default() };
    let (title, rows, keys) = match part {
        Harvest::Rounds => ("What each round brought", rounds(app, desk), Vec::new()),
        Harvest::Topics => {
            let mut keys = Vec::new();
            if app.screen == Screen::Run {
                keys.push(Key::command('n', "new topic", "topic", "new"));
                keys.extend(desk.topic().map(|_| Key::command('l', "leave the topic", "topic", "end")));
            }
            ("Topics", of_topics(app, desk), keys)
        }
        Harvest::Matrix => ("Ease and usefulness", of_matrix(app, desk), Vec::new()),
    };
    Page { title: title.into(), tabs, rows, keys, ..Page::default() }
}

fn said(app: &App, desk: &Desk, id: Id) -> Option<String> {
    let item = desk.view.find(&List::Contributions, id)?;
    let entry = feed::entry(app, desk, item);
    let about = entry.about();
    let about = if about.is_empty() { String::new() } else { format!(" ({about})") };
    Some(format!("{} {}: {}{about}", entry.time, entry.who, entry.in_one_line()))
}

/// The table at which something was written, as people call it.
fn table(desk: &Desk, id: Id) -> String {
    let recorder = desk.origins.recorder(id.stamp).and_then(|id| desk.view.find(&List::Recorders, id));
    let table = recorder.and_then(|item| Recorder(item).table()).map(str::trim).filter(|table| !table.is_empty());
    table.map_or_else(|| "No table named".into(), str::to_owned)
}

fn rounds(app: &App, desk: &Desk) -> Vec<Row> {
    let rounds = desk.rounds(&app.programme);
    let mut found: BTreeMap<(Round, String), Vec<Id>> = BTreeMap::new();
    for item in desk.view.live(&List::Contributions).filter(|_| !rounds.is_empty()) {
        if Contribution(item).kind().is_some_and(Kind::is_private) {
            continue;
        }
        if let Some(round) = rounds.step(&desk.origins, item) {
            found.entry((round, table(desk, item.id))).or_default().push(item.id);
        }
    }
    let mut rows = Vec::new();
    let mut before = None;
    for ((round, table), ids) in found {
        if before != Some(round)
            && let Some((method, step)) = round.named(&app.programme)
        {
            rows.extend(before.map(|_| Row::default()));
            rows.push(Row::heading(format!("{}: {step}", method.title)));
            before = Some(round);
        }
        rows.push(Row::text(format!("{table}:")));
        rows.extend(ids.into_iter().filter_map(|id| said(app, desk, id)).map(|line| Row::text(format!("  {line}"))));
    }
    if rows.is_empty() {
        rows.push(Row::text("No method was run yet, or nothing was written down while one ran. /method lists them."));
    }
    rows
}

fn of_topics(app: &App, desk: &Desk) -> Vec<Row> {
    let current = desk.topic().map(|(id, _)| id);
    let mut rows = Vec::new();
    for topic in topics(&desk.view, &desk.origins) {
        let here = current.is_some_and(|id| topic.ids.contains(&id));
        rows.push(topic_row(app, desk, &topic, here));
    }
    if rows.is_empty() {
        rows.push(Row::text(
            "No topic yet. N makes one: what it is about, who calls it together, who takes notes, where.",
        ));
    }
    rows
}

fn topic_row(app: &App, desk: &Desk, topic: &OpenTopic, here: bool) -> Row {
    let name = |who: &Lead| lead_name(desk, who);
    let lines = match topic.lines.len() {
        1 => "1 line".to_owned(),
        count => format!("{count} lines"),
    };
    let parts = [
        Some(format!("{}{}", if here { "▸ " } else { "" }, topic.title)),
        topic.convenor.as_ref().map(|who| format!("convened by {}", name(who))),
        topic.note_taker.as_ref().map(|who| format!("notes by {}", name(who))),
        topic.place.clone(),
        here.then(|| "talked about here now".to_owned()),
        Some(lines),
    ];
    let below = topic.lines.iter().filter_map(|id| said(app, desk, *id)).collect();
    let mut keys = Vec::new();
    if app.screen == Screen::Run {
        keys.push(Key::command('o', "talk about it", "topic", format!("go {}", topic.id)));
        keys.push(Key::command('e', "change", "topic", format!("edit {}", topic.id)));
        keys.push(Key::command('r', "remove", "topic", format!("remove {}", topic.id)));
    }
    Row { below, ..Row::text(parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")).with(keys) }
}

fn of_matrix(app: &App, desk: &Desk) -> Vec<Row> {
    let plan = app.plan.rows(app);
    let row = |of: &Rated| {
        let words = match of.list {
            List::Actions => plan.iter().find(|row| row.id == of.id).map(|row| row_lines(app, row).0)?,
            _ => said(app, desk, of.id)?,
        };
        let rated = |name: &str, rating: Option<crate::model::words::Rating>| {
            format!("{name} {}", rating.map_or("not said", |rating| rating.title()))
        };
        let mut parts = vec![words];
        if of.ease.is_some() || of.usefulness.is_some() {
            parts.extend([rated("ease", of.ease), rated("usefulness", of.usefulness)]);
        }
        parts.extend(of.barriers.as_ref().map(|barriers| format!("barriers: {barriers}")));
        let rate = Key::command('e', "rate it", "matrix", format!("rate {}", of.id));
        Some(Row::text(parts.join(" · ")).with(vec![rate]))
    };
    let all = matrix(&desk.view, &desk.origins);
    let mut rows = Vec::new();
    for quarter in Quarter::ALL.into_iter().map(Some).chain([None]) {
        let here: Vec<Row> = all.iter().filter(|of| of.quarter() == quarter).filter_map(row).collect();
        if quarter.is_none() && here.is_empty() {
            continue;
        }
        let title = quarter
            .map_or_else(|| "Not rated yet".to_owned(), |quarter| format!("{}: {}", quarter.title(), quarter.means()));
        rows.extend((!rows.is_empty()).then(Row::default));
        rows.push(Row::heading(format!("{title}{}", if here.is_empty() { ": nothing" } else { "" })));
        rows.extend(here);
    }
    rows
}
