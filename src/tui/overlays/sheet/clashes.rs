//! Where two people changed one thing unseen of each other: both values are shown, and one key settles it.

use chrono::NaiveDateTime;

use super::{Key, Page, Row};
use crate::model::fields::{Field, List, Name, Shape, field};
use crate::model::item::{Item, Version};
use crate::model::stamp::{Id, Stamp};
use crate::model::value::Value;
use crate::model::words::{Kind, Level, Status};
use crate::tui::app::{App, save};
use crate::tui::commands::plan::day;
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::form::Form;
use crate::tui::overlays::{Input, Overlay, Pending, Purpose};
use crate::tui::widgets::cut;

/// What is said where there is none.
const NONE: &str = "Nothing was changed in two places at once.";
/// Values of one clash that have a key.
const DIGITS: usize = 9;
/// Clashes that are shown at once; those settled make room for more.
const SHOWN: usize = 40;

/// The page of its own, on the plan and in the workshop: the values of a clash under each other, to choose among.
pub fn page(app: &App) -> Page {
    let title = "Changed in two places".to_owned();
    let Some(desk) = &app.desk else { return Page { title, ..Page::default() } };
    let items = desk.clashes.items().take(SHOWN);
    let found = items.filter_map(|(list, id)| Some((list, desk.view.find(list, *id)?)));
    let clashes = found.flat_map(|(list, item)| item.clashes().map(move |name| (list, item, name)));
    let mut rows = Vec::new();
    for (list, item, name) in clashes {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        rows.push(Row::heading(format!("{}, {}", item_words(desk, list, item), field_words(name))));
        for version in standing(item, name) {
            let (value, edit) =
                (value_words(app, desk, (list, name), &version.value), edit_words(app, desk, version.at));
            let does = Pending::Settle(list.clone(), item.id, name.clone(), version.at);
            let mut keys = vec![Key { key: 'k', label: "keeps this".into(), does }];
            keys.extend(third(app, list, item, name));
            rows.push(Row::text(format!("{value} · {edit}")).with(keys));
        }
    }
    if rows.is_empty() {
        rows.push(Row::text(NONE));
    } else {
        rows.push(Row::default());
        rows.push(Row::text("Nothing is lost: what is not kept stays in the history, and undo brings it back."));
    }
    Page { title, rows, ..Page::default() }
}

/// Whether what stands in a list is counted and not read: while a vote is open, and who voted what at any time.
const fn is_secret(list: &List) -> bool {
    matches!(list, List::Ballots | List::Hands)
}

/// The values that stand side by side: of equal ones one is enough, and the latest stands last.
fn standing<'a>(item: &'a Item, name: &Name) -> Vec<&'a Version> {
    let mut standing: Vec<&Version> = Vec::new();
    for version in item.standing(name) {
        standing.retain(|known| known.value != version.value);
        standing.push(version);
    }
    standing
}

/// The key that asks for a value of one's own, where the field takes one.
fn third(app: &App, list: &List, item: &Item, name: &Name) -> Option<Key> {
    // What somebody voted is theirs: only which of two ballots counts is to be settled.
    if is_secret(list) {
        return None;
    }
    let does = Pending::SettleAnew(list.clone(), item.id, name.clone());
    is_open(app, name).then(|| Key { key: 'w', label: "writes another".into(), does })
}

/// The clashes as rows, each with a key for every value that stands.
pub fn rows(app: &App, desk: &Desk) -> Vec<Row> {
    let items = desk.clashes.items().take(SHOWN);
    let found = items.filter_map(|(list, id)| Some((list, desk.view.find(list, *id)?)));
    let rows: Vec<Row> = found
        .flat_map(|(list, item)| item.clashes().map(|name| row(app, desk, list, item, name)).collect::<Vec<_>>())
        .collect();
    if rows.is_empty() {
        return vec![Row::text(NONE)];
    }
    let mut all = vec![Row::heading("Changed in two places at once, to be settled")];
    all.extend(rows);
    all
}

fn row(app: &App, desk: &Desk, list: &List, item: &Item, name: &Name) -> Row {
    let standing = standing(item, name);
    let mut keys = Vec::new();
    let mut values = Vec::new();
    for (version, key) in standing.iter().take(DIGITS).zip('1'..='9') {
        let value = value_words(app, desk, (list, name), &version.value);
        values.push(format!("{key} for {value} ({})", edit_words(app, desk, version.at)));
        let does = Pending::Settle(list.clone(), item.id, name.clone(), version.at);
        keys.push(Key {
            key,
            label: format!("keeps {}", cut(&value_words(app, desk, (list, name), &version.value), 20)),
            does,
        });
    }
    keys.extend(third(app, list, item, name));
    let what = item_words(desk, list, item);
    Row::text(format!("{what}, {}: {}", field_words(name), values.join(" or "))).with(keys)
}

/// Who made an edit, and when by that machine's clock.
fn edit_words(app: &App, desk: &Desk, at: Stamp) -> String {
    let who = desk.origins.recorder(at).and_then(|id| desk.view.find(&List::Recorders, id)).map(|who| {
        let parts = [who.text(field::NAME), who.text(field::TABLE)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let who = who.unwrap_or_else(|| if desk.is_plan() { "in a plan".into() } else { "somebody".into() });
    let text = at.to_string();
    let utc = text.get(..15).and_then(|time| NaiveDateTime::parse_from_str(time, "%Y%m%dT%H%M%S").ok());
    let wall = utc.map(|utc| utc + chrono::TimeDelta::seconds(app.now.offset().local_minus_utc().into()));
    wall.map_or_else(|| who.clone(), |wall| format!("{who}, {}", wall.format("%-d %B %Y %H:%M")))
}

/// What an item is called.
fn item_words(desk: &Desk, list: &List, item: &Item) -> String {
    let words = |field: Field| item.text(field).map(|text| format!("“{}”", cut(text, 40)));
    match list {
        List::Delegates => desk.speaker_name(Some(item.id)),
        List::Workshops => "The workshop".into(),
        List::Ballots => item
            .link(field::DELEGATE)
            .map_or_else(|| "A ballot".into(), |person| format!("Two ballots of {}", desk.speaker_name(Some(person)))),
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
fn value_words(app: &App, desk: &Desk, (list, name): (&List, &Name), value: &Value) -> String {
    let text = value.text().unwrap_or_default();
    match name {
        _ if *value == Value::Null => "nothing".into(),
        _ if is_secret(list) => if *list == List::Hands { "a count of hands" } else { "a ballot" }.into(),
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

/// Whether a field takes other values than those that stand there: an element is in its set or not.
fn is_open(app: &App, name: &Name) -> bool {
    match name {
        Name::Known(known) => !choices(app, *known).is_empty() || is_typed(*known),
        Name::Other(_) => false,
    }
}

/// What a field holds, in whichever list it stands.
fn shape(wanted: Field) -> Option<Shape> {
    let about = List::ALL.iter().flat_map(|list| list.fields()).find(|about| about.field == wanted);
    about.map(|about| about.shape)
}

/// Whether anything may be typed for a field.
fn is_typed(wanted: Field) -> bool {
    matches!(shape(wanted), Some(Shape::Text | Shape::Number)) && wanted != field::RECORDER
}

/// The values of a closed field, as stored and as read.
fn choices(app: &App, wanted: Field) -> Vec<(String, String)> {
    let named = |id: &str, title: &str| (id.to_owned(), title.to_owned());
    match wanted {
        field::CONSENT => Level::ALL.iter().map(|l| (l.number().to_string(), l.title().to_owned())).collect(),
        field::KIND => Kind::ALL.iter().map(|kind| named(kind.name(), kind.title())).collect(),
        field::STATUS => Status::ALL.iter().map(|status| named(status.name(), status.title())).collect(),
        field::STAGE => app.programme.stages.iter().map(|stage| named(&stage.id, &stage.title)).collect(),
        field::CATEGORY => app.programme.categories.iter().map(|of| named(&of.id, &of.title)).collect(),
        field::SPEAKER => {
            let seats = app.desk.iter().flat_map(|desk| &desk.room().seats);
            seats.map(|seat| (seat.delegate.to_string(), seat.name.clone())).collect()
        }
        _ => match shape(wanted) {
            Some(Shape::Word(words)) => words().into_iter().map(|word| named(word, &word.replace('-', " "))).collect(),
            _ => Vec::new(),
        },
    }
}

/// Asks for a value that neither edit wrote, with both beside it.
pub fn lay_third(app: &mut App, list: &List, id: Id, name: &Name) {
    let Some(desk) = &app.desk else { return };
    let (Some(item), Name::Known(known)) = (desk.view.find(list, id), name) else { return };
    let choices = choices(app, *known);
    let now = item.current(name).map(|version| &version.value);
    let now = now.and_then(|value| value.text().map(str::to_owned).or_else(|| value.number().map(|n| n.to_string())));
    let now = now.unwrap_or_default();
    let input = if choices.is_empty() {
        let people = [field::LEAD].contains(known);
        let shown = if people { desk.person_name(&now) } else { now };
        Input::new("value", "In its place", &shown, "an empty one clears it")
    } else {
        Input::choice("value", "In its place", &now, choices)
    };
    let aside = item.standing(name).map(|version| {
        format!("{} ({})", value_words(app, desk, (list, name), &version.value), edit_words(app, desk, version.at))
    });
    let mut form = Form::new(Purpose::Settle(list.clone(), id, name.clone()), "", "", vec![input], "Keep this");
    form.aside = aside.collect();
    form.title = format!("{}, {}", item_words(desk, list, item), field_words(name));
    form.intro = "Replaces both values, which stay in the history.".into();
    app.lay(Overlay::Form(form));
}

/// Keeps a value that neither edit wrote.
pub fn keep_third(app: &mut App, list: &List, id: Id, name: &Name, form: &Form) -> Result<Vec<Effect>, String> {
    let Name::Known(known) = *name else { return Ok(Vec::new()) };
    let typed = form.value("value");
    let value = match known {
        _ if typed.is_empty() => Value::Null,
        field::CONSENT => typed.parse::<i64>().map_or(Value::Null, Value::Number),
        field::DUE | field::FEEDBACK | field::DATE => day(app, &typed)?.map_or(Value::Null, |day| day.as_str().into()),
        field::LEAD => app.desk.as_ref().map_or(Value::Null, |desk| desk.stored_person(&typed).as_str().into()),
        _ if matches!(shape(known), Some(Shape::Number)) => {
            Value::Number(typed.parse().map_err(|_| "A number is wanted here.".to_owned())?)
        }
        _ => typed.as_str().into(),
    };
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| match value {
            Value::Null => edit.clear(list, id, known),
            value => edit.set(list, id, known, value),
        })
    });
    let delta = delta.flatten();
    app.say(if delta.is_some() { "Settled; both other values are kept in the history" } else { "Nothing is changed" });
    Ok(save(delta))
}
