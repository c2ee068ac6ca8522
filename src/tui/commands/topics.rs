//! The topics of an open space: made on the spot, gone to, changed; what is said meanwhile is collected under them.

use crate::capture;
use crate::model::fields::{List, Topic, field};
use crate::model::stamp::Id;
use crate::plan::{OpenTopic, topics};
use crate::tui::app::{App, Screen, save};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Harvest, Sheet};
use crate::tui::overlays::{Form, Input, Overlay, Purpose};

/// Shows the topics, or goes to the one that begins so, or makes it; `end` leaves the one that is talked about. `new`,
/// `edit ID`, `go ID` and `remove ID` are what the rows of the page do.
pub(super) fn topic(app: &mut App, rest: &str) -> Vec<Effect> {
    let (word, id) = rest.split_once(' ').unwrap_or((rest, ""));
    match (word, id.trim().parse::<Id>()) {
        ("edit", Ok(id)) => lay(app, Some(id)),
        ("go", Ok(id)) => return go(app, id),
        ("remove", Ok(id)) => {
            let delta =
                app.edit(|desk, now| desk.change(now, |edit| edit.set(&List::Topics, id, field::REMOVED, true)));
            app.say("The topic is removed, and what was said stays: undo brings it back");
            return save(delta.flatten());
        }
        _ if rest.is_empty() => sheet::open(app, Sheet::Harvest(Harvest::Topics)),
        _ if rest == "new" => lay(app, None),
        _ if rest == "end" => return end(app),
        _ => return named(app, rest),
    }
    Vec::new()
}

fn known(app: &App) -> Vec<OpenTopic> {
    let desk = app.desk.as_ref();
    let here = desk.and_then(|desk| desk.view.workshop()).map(|w| w.id());
    let all = desk.map(|desk| topics(&desk.view, &desk.origins)).unwrap_or_default();
    all.into_iter().filter(|topic| topic.workshop == here).collect()
}

/// Goes to the topic that is called so or begins so, or makes one.
fn named(app: &mut App, title: &str) -> Vec<Effect> {
    let title = capture::clean(title);
    let known = known(app);
    let is = |topic: &&OpenTopic| capture::folded_eq(&topic.title, &title);
    let begins = |topic: &&OpenTopic| capture::folded_prefix(&topic.title, &title);
    if let Some(topic) = known.iter().find(is).or_else(|| known.iter().find(begins)) {
        return go(app, topic.id);
    }
    let Some((_, delta)) = app.edit(|desk, now| desk.make_topic(&title, now)).flatten() else { return Vec::new() };
    let running = app.desk.as_ref().is_some_and(|desk| desk.topic().is_some());
    app.say(if running {
        format!("New topic: {title}. What is said now is collected under it; /topic adds convenor and place")
    } else {
        format!("New topic: {title}. Once a part or stage has begun, /topic {title} collects what is said under it")
    });
    save(Some(delta))
}

fn go(app: &mut App, id: Id) -> Vec<Effect> {
    if app.desk.as_ref().is_none_or(|desk| desk.timer.is_none()) {
        app.warn("A topic is talked about in a part or stage: /next goes to one");
        return Vec::new();
    }
    let delta = app.edit(|desk, now| desk.go_to_topic(Some(id), now)).flatten();
    let title = app.desk.as_ref().and_then(|desk| desk.topic()).map(|(_, title)| title.to_owned());
    app.overlays.pop_if(|top| matches!(top, Overlay::Sheet(_)));
    app.say(format!("Topic: {}. What is said now is collected under it", title.unwrap_or_default()));
    save(delta)
}

fn end(app: &mut App) -> Vec<Effect> {
    let Some(title) = app.desk.as_ref().and_then(|desk| desk.topic()).map(|(_, title)| title.to_owned()) else {
        app.warn("No topic is talked about: /topic shows them");
        return Vec::new();
    };
    let delta = app.edit(|desk, now| desk.go_to_topic(None, now)).flatten();
    app.say(format!("The topic {title} is left"));
    save(delta)
}

fn lay(app: &mut App, id: Option<Id>) {
    let Some(desk) = &app.desk else { return };
    let item = id.and_then(|id| desk.view.find(&List::Topics, id)).cloned();
    let topic = item.as_deref().map(Topic);
    let person = |of: Option<&str>| of.map(|name| desk.person_name(name)).unwrap_or_default();
    let inputs = vec![
        Input::new("title", "Topic", topic.and_then(Topic::title).unwrap_or_default(), "what it is about"),
        Input::new("lead", "Convenor", &person(topic.and_then(Topic::lead)), "who calls it together; @3 is seat 3"),
        Input::new("note_taker", "Note-taker", &person(topic.and_then(Topic::note_taker)), "one person; @3 is seat 3"),
        Input::new("place", "Place", topic.and_then(Topic::place).unwrap_or_default(), "a table, a corner, a room"),
    ];
    let title = if id.is_some() { "Topic" } else { "New topic" };
    app.lay(Overlay::Form(Form::new(Purpose::Topic(id), title, "", inputs, "Keep this topic")));
}

/// Keeps a topic as its form was filled in; only what was changed is written.
pub(in crate::tui) fn keep(app: &mut App, id: Option<Id>, form: &Form) -> Result<Vec<Effect>, String> {
    let title = capture::clean(&form.value("title"));
    if title.is_empty() {
        return Err("Say what the topic is about.".into());
    }
    let mut effects = Vec::new();
    let id = match id {
        Some(id) => Some(id),
        None => app.edit(|desk, now| desk.make_topic(&title, now)).flatten().map(|(id, delta)| {
            effects.extend(save(Some(delta)));
            id
        }),
    };
    let Some(id) = id else { return Ok(effects) };
    let delta = app.edit(|desk, now| {
        let stored = |key: &str| desk.stored_person(&capture::clean(&form.value(key)));
        let (lead, notes) = (stored("lead"), stored("note_taker"));
        desk.change(now, |edit| {
            for input in form.inputs.iter().filter(|input| input.is_changed()) {
                let text = Some(capture::clean(input.entry.text())).filter(|text| !text.is_empty());
                let (of, value) = match input.key {
                    "title" => (field::TITLE, text),
                    "lead" => (field::LEAD, text.map(|_| lead.clone())),
                    "note_taker" => (field::NOTE_TAKER, text.map(|_| notes.clone())),
                    _ => (field::PLACE, text),
                };
                match value {
                    Some(value) => edit.set(&List::Topics, id, of, value),
                    None => edit.clear(&List::Topics, id, of),
                }
            }
        })
    });
    effects.extend(save(delta.flatten()));
    if app.screen == Screen::Run {
        sheet::open(app, Sheet::Harvest(Harvest::Topics));
    }
    app.say("The topic is kept");
    Ok(effects)
}
