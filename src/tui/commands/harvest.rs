//! What came of the methods: rounds, topics, and ease against usefulness.

use crate::capture;
use crate::model::fields::{Action, Contribution, List, field};
use crate::model::stamp::Id;
use crate::model::words::{Kind, Rating};
use crate::tui::app::{App, save};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Harvest, Sheet};
use crate::tui::overlays::{Form, Input, Overlay, Purpose};

/// Shows what was said in each round and at each table.
pub(super) fn harvest(app: &mut App, _: &str) -> Vec<Effect> {
    sheet::open(app, Sheet::Harvest(Harvest::Rounds));
    Vec::new()
}

/// Shows the matrix; with a reference and two numbers rates an action, with two numbers alone the last line, and what
/// follows stands in its way. `rate ID` asks in a form.
pub(super) fn matrix(app: &mut App, rest: &str) -> Vec<Effect> {
    if rest.is_empty() {
        sheet::open(app, Sheet::Harvest(Harvest::Matrix));
        return Vec::new();
    }
    let mut words = rest.split_whitespace();
    let mut first = words.next().unwrap_or_default();
    if first == "rate" {
        if let Some(Ok(id)) = words.next().map(str::parse::<Id>) {
            lay(app, id);
        }
        return Vec::new();
    }
    let named = app.plan.rows(app).iter().find(|row| row.reference.eq_ignore_ascii_case(first)).map(|row| row.id);
    let what = match named {
        Some(id) => Some((List::Actions, id)),
        None => last_idea(app),
    };
    if named.is_some() {
        first = words.next().unwrap_or_default();
    }
    let rated = (Rating::named(first), words.next().and_then(Rating::named));
    let ((Some(ease), Some(usefulness)), Some((list, id))) = (rated, what) else {
        app.warn(
            "Say how easy and how useful, 1 to 5 each: /matrix A-7K2Q 4 5, or /matrix 4 5 for the idea just typed",
        );
        return Vec::new();
    };
    let barriers = capture::clean(&words.collect::<Vec<_>>().join(" "));
    rate(app, &list, id, [Some(ease), Some(usefulness)], Some(barriers.as_str()).filter(|text| !text.is_empty()))
}

/// The line being edited or the last one, where it is an idea; or the action that it became.
fn last_idea(app: &App) -> Option<(List, Id)> {
    let desk = app.desk.as_ref()?;
    let id = app.run.editing.or_else(|| desk.last_own())?;
    match Contribution(desk.view.find(&List::Contributions, id)?).kind()? {
        Kind::Idea => Some((List::Contributions, id)),
        Kind::Action => {
            let rests = |item: &&crate::model::item::Item| Action(item).evidence().any(|of| of == id.to_string());
            desk.view.live(&List::Actions).find(rests).map(|item| (List::Actions, item.id))
        }
        _ => None,
    }
}

fn rate(app: &mut App, list: &List, id: Id, ratings: [Option<Rating>; 2], barriers: Option<&str>) -> Vec<Effect> {
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            for (of, rating) in [field::EASE, field::USEFULNESS].into_iter().zip(ratings) {
                match rating {
                    Some(rating) => edit.set(list, id, of, rating.name()),
                    None => edit.clear(list, id, of),
                }
            }
            if let Some(barriers) = barriers {
                match barriers {
                    "" => edit.clear(list, id, field::BARRIERS),
                    text => edit.set(list, id, field::BARRIERS, text),
                }
            }
        })
    });
    app.say(match ratings {
        [Some(ease), Some(usefulness)] => {
            let quarter = crate::plan::Quarter::of(ease, usefulness);
            let (e, u) = (ease.title(), usefulness.title());
            format!("Ease {e}, usefulness {u}: {}, {}", quarter.title().to_lowercase(), quarter.means())
        }
        _ => "It is kept; ease and usefulness together place it".to_owned(),
    });
    save(delta.flatten())
}

/// The list that something rated is in.
fn list_of(app: &App, id: Id) -> Option<List> {
    let view = &app.desk.as_ref()?.view;
    [List::Actions, List::Contributions].into_iter().find(|list| view.find(list, id).is_some())
}

fn lay(app: &mut App, id: Id) {
    let Some(list) = list_of(app, id) else { return };
    let Some(item) = app.desk.as_ref().and_then(|desk| desk.view.find(&list, id)).cloned() else { return };
    let said = |of| item.text(of).unwrap_or_default().to_owned();
    let choices = || -> Vec<(String, String)> {
        let all = Rating::ALL.iter().map(|rating| (rating.name().to_owned(), rating.title().to_owned()));
        std::iter::once((String::new(), "not rated".to_owned())).chain(all).collect()
    };
    let inputs = vec![
        Input::choice("ease", "Ease", &said(field::EASE), choices()),
        Input::choice("usefulness", "Usefulness", &said(field::USEFULNESS), choices()),
        Input::new("barriers", "Barriers", &said(field::BARRIERS), "what stands in its way"),
    ];
    let words = said(field::TEXT);
    app.lay(Overlay::Form(Form::new(Purpose::Rated(id), "How easy, how useful", &words, inputs, "Keep this")));
}

/// Keeps the rating as its form was filled in.
pub(in crate::tui) fn keep(app: &mut App, id: Id, form: &Form) -> Vec<Effect> {
    let Some(list) = list_of(app, id) else { return Vec::new() };
    let ratings = ["ease", "usefulness"].map(|key| Rating::named(&form.value(key)));
    rate(app, &list, id, ratings, Some(&capture::clean(&form.value("barriers"))))
}
