//! Where two people changed one thing unseen of each other: both values are shown, and one key settles it.

use super::{Key, Row};
use crate::model::fields::{Field, List, Name, field};
use crate::model::item::{Item, Version};
use crate::model::stamp::{Id, Stamp};
use crate::model::value::Value;
use crate::model::words::{Kind, Level, Status};
use crate::tui::app::{App, save};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::Pending;
use crate::tui::widgets::cut;

/// Values of one clash that have a key.
const DIGITS: usize = 9;
/// Clashes that are shown at once; those settled make room for more.
const SHOWN: usize = 40;

/// The clashes as rows, each with a key for every value that stands.
pub fn rows(app: &App, desk: &Desk) -> Vec<Row> {
    let items = desk.clashes.items().take(SHOWN);
    let found = items.filter_map(|(list, id)| Some((list, desk.view.find(list, *id)?)));
    let rows: Vec<Row> = found
        .flat_map(|(list, item)| item.clashes().map(|name| row(app, desk, list, item, name)).collect::<Vec<_>>())
        .collect();
    if rows.is_empty() {
        return vec![Row::text("Nothing was changed in two places at once.")];
    }
    let mut all = vec![Row::heading("Changed in two places at once, to be settled")];
    all.extend(rows);
    all
}

fn row(app: &App, desk: &Desk, list: &List, item: &Item, name: &Name) -> Row {
    let mut standing: Vec<&Version> = Vec::new();
    for version in item.standing(name) {
        // Of equal values one is enough, and the latest stands last.
        standing.retain(|known| known.value != version.value);
        standing.push(version);
    }
    let mut keys = Vec::new();
    let mut values = Vec::new();
    for (version, key) in standing.iter().take(DIGITS).zip('1'..='9') {
        let value = value_words(app, desk, name, &version.value);
        let who = desk.origins.recorder(version.at).and_then(|id| desk.view.find(&List::Recorders, id));
        let who = who.and_then(|who| who.text(field::NAME)).map_or_else(String::new, |who| format!(" ({who})"));
        values.push(format!("{key} for {value}{who}"));
        let does = Pending::Settle(list.clone(), item.id, name.clone(), version.at);
        keys.push(Key {
            key,
            label: format!("keeps {}", cut(&value_words(app, desk, name, &version.value), 20)),
            does,
        });
    }
    let what = item_words(desk, list, item);
    Row::text(format!("{what}, {}: {}", field_words(name), values.join(" or "))).with(keys)
}

/// What an item is called.
fn item_words(desk: &Desk, list: &List, item: &Item) -> String {
    let words = |field: Field| item.text(field).map(|text| format!("“{}”", cut(text, 40)));
    match list {
        List::Delegates => desk.speaker_name(Some(item.id)),
        List::Workshops => "The workshop".into(),
        List::Contributions => words(field::TEXT).unwrap_or_else(|| "A line".into()),
        List::Actions => words(field::TEXT).map_or_else(|| "An action".into(), |text| format!("The action {text}")),
        other => format!("One of the {}", other.name()),
    }
}

/// What a field is called: its name in files, read as words.
fn field_words(name: &Name) -> String {
    match name.split() {
        Some((set, element)) => format!("{element} in {}", set.replace('_', " ")),
        None => name.as_str().replace('_', " "),
    }
}

/// A value as people read it.
fn value_words(app: &App, desk: &Desk, name: &Name, value: &Value) -> String {
    let text = value.text().unwrap_or_default();
    match name {
        _ if *value == Value::Null => "nothing".into(),
        Name::Other(_) => if value.is_true() { "put in" } else { "taken out" }.into(),
        Name::Known(field::CONSENT) => {
            let level = value.number().and_then(Level::numbered);
            level.map_or_else(|| "an unknown level".into(), |level| format!("“{}”", level.title()))
        }
        Name::Known(field::SPEAKER | field::LEAD) => desk.person_name(text),
        Name::Known(field::KIND) => Kind::named(text).map_or_else(|| text.to_owned(), |kind| kind.title().to_owned()),
        Name::Known(field::STATUS) => {
            Status::named(text).map_or_else(|| text.to_owned(), |status| status.title().to_owned())
        }
        Name::Known(field::STAGE) => app.programme.stage(text).map_or(text, |stage| stage.title.as_str()).to_owned(),
        Name::Known(field::CATEGORY) => app.programme.category(text).map_or(text, |of| of.title.as_str()).to_owned(),
        Name::Known(_) => match (value.text(), value.number()) {
            (Some(text), _) => format!("“{}”", cut(text, 60)),
            (None, Some(number)) => number.to_string(),
            (None, None) => if value.is_true() { "yes" } else { "no" }.into(),
        },
    }
}

/// Settles a clash with the value that one edit wrote: an edit of one's own that replaces every value it sees.
pub fn settle(app: &mut App, list: &List, id: Id, name: &Name, at: Stamp) -> Vec<Effect> {
    let delta = app.edit(|desk, now| {
        let item = desk.view.find(list, id)?.clone();
        let chosen = item.standing(name).find(|version| version.at == at)?.value.clone();
        desk.change(now, |edit| match name {
            Name::Known(field) => edit.set(list, id, *field, chosen),
            Name::Other(_) => {
                if let Some((Name::Known(set), element)) = name.split().map(|(set, element)| (Name::from(set), element))
                {
                    if chosen.is_true() {
                        edit.put(list, id, set, element);
                    } else {
                        edit.take(list, id, set, element);
                    }
                }
            }
        })
    });
    let delta = delta.flatten();
    app.say(if delta.is_some() { "Settled; the other value is kept in the history" } else { "Nothing is changed" });
    save(delta)
}
