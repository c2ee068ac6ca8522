//! What the commands of the room do: who was invited, who connects, who met, what was seen of health creation, and how
//! far the quick-start guide has come.

use super::line::line;
use super::workshop::in_seat;
use crate::model::fields::{Action, Field, List, Workshop, field};
use crate::model::file::File;
use crate::model::stamp::Id;
use crate::model::words::{Feature, GuideScore};
use crate::plan::{Introductions, score};
use crate::tui::app::{App, Screen, save};
use crate::tui::desk::wall;
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Part, Sheet, evidence_words};
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose};

pub(super) fn room(app: &mut App, rest: &str) -> Vec<Effect> {
    let part = match rest {
        "partners" => Part::Partners,
        "tables" => Part::Tables,
        "features" => Part::Features,
        _ => Part::Voices,
    };
    sheet::open(app, Sheet::Room(part));
    Vec::new()
}

pub(super) fn panel(app: &mut App, _: &str) -> Vec<Effect> {
    app.run.room_hidden = !app.run.room_hidden;
    app.say(if app.run.room_hidden { "The room panel is hidden" } else { "The room panel is shown where it fits" });
    Vec::new()
}

pub(super) fn tables(app: &mut App, _: &str) -> Vec<Effect> {
    room(app, "tables")
}

/// Changes a detail of the workshop; nothing where it stays as it was.
fn detail(app: &mut App, field: Field, value: &str) -> Option<File> {
    let delta = app.edit(|desk, now| {
        let workshop = desk.view.workshop().map(|w| w.id())?;
        desk.change(now, |edit| match value {
            "" => edit.clear(&List::Workshops, workshop, field),
            value => edit.set(&List::Workshops, workshop, field, value),
        })
    });
    delta.flatten()
}

pub(super) fn invite(app: &mut App, rest: &str) -> Vec<Effect> {
    if rest.is_empty() {
        return room(app, "partners");
    }
    let Some((id, title)) = app.programme.find_category(rest).map(|of| (of.id.clone(), of.title.clone())) else {
        app.warn(format!("“{rest}” is no kind of partner known here. /invite alone shows them all"));
        return Vec::new();
    };
    let mut invited = false;
    let delta = app.edit(|desk, now| {
        let workshop = desk.view.workshop()?;
        invited = !workshop.invited().any(|known| known == id);
        let workshop = workshop.id();
        desk.change(now, |edit| {
            if invited {
                edit.put(&List::Workshops, workshop, field::INVITED, &id);
            } else {
                edit.take(&List::Workshops, workshop, field::INVITED, &id);
            }
        })
    });
    app.say(format!("{title}: {}", if invited { "invited" } else { "not invited after all" }));
    save(delta.flatten())
}

pub(super) fn link(app: &mut App, rest: &str) -> Vec<Effect> {
    let mut seats = rest.split_whitespace().map(|seat| in_seat(app, seat));
    let (Some(Some((from, one))), Some(Some((to, other)))) = (seats.next(), seats.next()) else {
        app.warn("Say the two seats: /link 4 9");
        return Vec::new();
    };
    if from == to {
        app.warn("Say two different seats: /link 4 9");
        return Vec::new();
    }
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            let id = edit.create(&List::Links);
            edit.set(&List::Links, id, field::FROM, from);
            edit.set(&List::Links, id, field::TO, to);
            edit.carry(&List::Delegates, from);
            edit.carry(&List::Delegates, to);
        })
    });
    let met = app.desk.as_ref().map(|desk| Introductions::of(&desk.view, desk.room(), &app.programme.categories));
    let met = met.unwrap_or_default();
    let links = if met.links == 1 { "1 link".into() } else { format!("{} links", met.links) };
    app.say(format!("{one} and {other} have met: {links}, {} across sectors", met.across));
    save(delta.flatten())
}

pub(super) fn connector(app: &mut App, rest: &str) -> Vec<Effect> {
    if !rest.is_empty() {
        let delta = detail(app, field::CONNECTOR, rest);
        app.say(format!("Connector: {rest}"));
        return save(delta);
    }
    if let Some(workshop) = app.desk.as_ref().and_then(|desk| desk.view.workshop()).map(|workshop| workshop.id()) {
        lay_connectors(app, workshop);
    }
    Vec::new()
}

/// Asks who connects at a workshop.
pub(super) fn lay_connectors(app: &mut App, id: Id) {
    let found = app.desk.as_ref().and_then(|desk| desk.view.find(&List::Workshops, id));
    let Some(workshop) = found.map(|item| Workshop(item)) else { return };
    let some = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let inputs = vec![
        Input::new("connector", "In the room", &some(workshop.connector()), "who gets two shy sides talking"),
        Input::new("experience", "Experience", &some(workshop.experience()), "what they have done in community work"),
        Input::new("strategic", "Wider system", &some(workshop.strategic()), "who links the clinical director with it"),
    ];
    let intro = "One connector gets people in the room talking; another links the network with the wider system. \
                 A blank is shown as open.";
    app.lay(Overlay::Form(Form::new(Purpose::Connectors(id), "Who connects", intro, inputs, "Keep these")));
}

/// Keeps the connectors of the form.
pub(in crate::tui) fn keep_connectors(app: &mut App, workshop: Id, form: &Form) -> Vec<Effect> {
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            for (key, of) in
                [("connector", field::CONNECTOR), ("experience", field::EXPERIENCE), ("strategic", field::STRATEGIC)]
            {
                match form.value(key) {
                    value if value.is_empty() => edit.clear(&List::Workshops, workshop, of),
                    value => edit.set(&List::Workshops, workshop, of, value),
                }
            }
        })
    });
    app.say("The connectors are kept");
    save(delta.flatten())
}

pub(super) fn strategic(app: &mut App, rest: &str) -> Vec<Effect> {
    if rest.is_empty() {
        return connector(app, "");
    }
    let delta = detail(app, field::STRATEGIC, rest);
    app.say(format!("Connector to the wider system: {rest}"));
    save(delta)
}

pub(super) fn tag(app: &mut App, rest: &str) -> Vec<Effect> {
    if rest.is_empty() {
        return room(app, "features");
    }
    let Some(id) = line(app) else {
        app.warn("There is no line yet to tag");
        return Vec::new();
    };
    let mut features = Vec::new();
    for word in rest.split([',', ' ', ';']).filter(|word| !word.is_empty()) {
        match feature(word) {
            Some(feature) => features.push(feature),
            None => {
                let known: Vec<&str> = Feature::ALL.iter().map(|feature| feature.name()).collect();
                app.warn(format!("“{word}” is none of: {}", known.join(", ")));
                return Vec::new();
            }
        }
    }
    let mut told = Vec::new();
    let delta = app.edit(|desk, now| {
        let held: Vec<String> =
            desk.view.find(&List::Contributions, id)?.set(field::FEATURES).map(str::to_owned).collect();
        let actions = desk.actions_made_with(id);
        desk.change(now, |edit| {
            for feature in features {
                let has = held.iter().any(|held| held == feature.name());
                told.push(format!("{}{}", if has { "no longer " } else { "" }, feature.title()));
                // The row of the plan made of the line is one with it.
                let places = std::iter::once((List::Contributions, id));
                for (list, id) in places.chain(actions.iter().map(|action| (List::Actions, *action))) {
                    if has {
                        edit.take(&list, id, field::FEATURES, feature.name());
                    } else {
                        edit.put(&list, id, field::FEATURES, feature.name());
                    }
                }
            }
        })
    });
    app.say(format!("The line shows: {}", told.join(", ")));
    save(delta.flatten())
}

/// The feature that a word names or begins.
pub(in crate::tui) fn feature(word: &str) -> Option<Feature> {
    let word = word.trim_start_matches('#').to_lowercase();
    let begins = |of: &Feature| of.name().starts_with(&word) || of.title().starts_with(&word);
    Feature::named(&word).or_else(|| {
        let mut found = Feature::ALL.iter().filter(|of| begins(of));
        found.next().filter(|_| found.next().is_none()).copied()
    })
}

pub(super) fn guide(app: &mut App, rest: &str) -> Vec<Effect> {
    let (first, more) = rest.split_once(' ').unwrap_or((rest, ""));
    let Ok(number) = first.parse::<u16>() else {
        sheet::open(app, Sheet::Guide(rest == "long"));
        return Vec::new();
    };
    if !app.programme.guide.iter().any(|step| step.number == number) {
        app.warn(format!("The guide has {} steps", app.programme.guide.len()));
        return Vec::new();
    }
    let Some(workshop) = app.desk.as_ref().and_then(|desk| desk.view.workshop()).map(|w| w.id()) else {
        app.warn("Scores belong to a workshop: open one first");
        return Vec::new();
    };
    let now = app.desk.as_ref().and_then(|desk| score(&desk.view, workshop, number));
    if more.trim() == "note" {
        let note = now.and_then(|now| now.note).unwrap_or_default();
        let input = Input::new("note", "Note", &note, "what there is to see of it, in a sentence");
        let title = format!("Step {number} of the guide");
        app.lay(Overlay::Form(Form::new(Purpose::GuideNote(number), &title, "", vec![input], "Keep the note")));
        return Vec::new();
    }
    let more = more.trim();
    let fits = |of: &&GuideScore| more.starts_with(of.name()) || more.to_lowercase().starts_with(of.title());
    let Some(to) = GuideScore::ALL.iter().find(fits).copied() else {
        app.warn("Say how far it has come: /guide 2 not yet, /guide 2 started or /guide 2 in place; a note may follow");
        return Vec::new();
    };
    let length = if more.starts_with(to.name()) { to.name().len() } else { to.title().len() };
    let typed = more.get(length..).map(|note| note.trim_matches([' ', ':', ','])).filter(|note| !note.is_empty());
    // A note stays with its step until another is written.
    let note = typed.map(str::to_owned).or_else(|| now.and_then(|now| now.note));
    app.say(format!("Step {number}: {}", to.title()));
    save_score(app, workshop, number, to, note)
}

fn save_score(app: &mut App, workshop: Id, step: u16, to: GuideScore, note: Option<String>) -> Vec<Effect> {
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            let list = &List::Scores;
            let id = edit.create(list);
            edit.set(list, id, field::WORKSHOP, workshop);
            edit.set(list, id, field::TIME, wall(now));
            edit.set(list, id, field::STEP, i64::from(step));
            edit.set(list, id, field::SCORE, to.name());
            if let Some(note) = note {
                edit.set(list, id, field::NOTE, note);
            }
        })
    });
    save(delta.flatten())
}

/// Keeps the note of a step, with the score it has.
pub(in crate::tui) fn keep_note(app: &mut App, step: u16, form: &Form) -> Vec<Effect> {
    let Some(workshop) = app.desk.as_ref().and_then(|desk| desk.view.workshop()).map(|w| w.id()) else {
        return Vec::new();
    };
    let now = app.desk.as_ref().and_then(|desk| score(&desk.view, workshop, step)).map(|now| now.score);
    let note = Some(form.value("note")).filter(|note| !note.is_empty());
    app.say("The note is kept");
    save_score(app, workshop, step, now.unwrap_or(GuideScore::NotYet), note)
}

pub(super) fn key_question(app: &mut App, rest: &str) -> Vec<Effect> {
    let asked = app.desk.as_ref().is_some_and(|desk| desk.was_read("key-question"));
    let close = rest == "close" || asked && rest != "open";
    let key = &app.programme.key_question;
    let words = if close { &key.close } else { &key.opening };
    let lines = vec![words.clone(), String::new(), key.asked.clone()];
    let event = if close { "key-question-close" } else { "key-question" };
    let title = if close { "The key question, at the close" } else { "The key question, at the opening" };
    let then = Some(("it was asked".into(), Pending::ReadOut(event)));
    app.lay(Overlay::Text { title: title.into(), lines, scroll: 0, then });
    Vec::new()
}

/// The action that evidence goes into: the one marked on the plan, or the one made of the line at hand.
fn action_at_hand(app: &App) -> Option<Id> {
    if app.screen == Screen::Plan {
        return app.plan.marked(app);
    }
    let desk = app.desk.as_ref()?;
    desk.actions_made_with(line(app)?).first().copied()
}

pub(super) fn evidence(app: &mut App, rest: &str) -> Vec<Effect> {
    if rest.is_empty() {
        sheet::open(app, Sheet::Evidence);
        return Vec::new();
    }
    let Some(words) = app.programme.evidence.iter().find(|card| card.id == rest).map(evidence_words) else {
        app.warn(format!("There is no evidence called “{rest}”: /evidence lists it"));
        return Vec::new();
    };
    let Some(id) = action_at_hand(app) else {
        app.warn("Evidence goes into an action: mark one on the plan (F3), or write one with !a first");
        return Vec::new();
    };
    let mut into = String::new();
    let delta = app.edit(|desk, now| {
        let action = Action(desk.view.find(&List::Actions, id)?);
        action.text().unwrap_or("the action").clone_into(&mut into);
        let data = action.data().unwrap_or_default().to_owned();
        if data.contains(&words) {
            return None;
        }
        let data = if data.is_empty() { words.clone() } else { format!("{data}; {words}") };
        desk.change(now, |edit| edit.set(&List::Actions, id, field::DATA, data))
    });
    let delta = delta.flatten();
    app.say(if delta.is_some() {
        format!("The figure and its source stand in: {into}")
    } else {
        "It stands in the action already".into()
    });
    save(delta)
}
