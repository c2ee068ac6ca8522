//! What the commands of "you said, we did" do: what was done about a theme, and that people have heard back.

use super::plan::day;
use crate::capture::{self, folded_eq};
use crate::model::fields::{Contribution, Field, List, field};
use crate::model::stamp::Id;
use crate::plan::{Asked, Day, Promise, answer_theme};
use crate::tui::app::{App, save};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose};
use crate::tui::widgets::cut;

/// The usual ways in which people hear back.
const CHANNELS: &[&str] = &["at a meeting", "by letter", "by e-mail", "by telephone", "on a notice board or a website"];
/// What is typed after the command for a form with the day and the way.
const OTHERWISE: &str = "otherwise";
/// Letters of each part of an answer that are repeated when it is kept.
const REPEATED: usize = 60;
/// Lines of what was said that stand beside the form of a theme.
const BESIDE: usize = 8;

pub(super) fn show(app: &mut App, _: &str) -> Vec<Effect> {
    sheet::open(app, Sheet::YouSaid);
    Vec::new()
}

/// A theme of the page by its name, however that is typed.
fn theme<'a>(desk: &'a Desk, typed: &str) -> Option<&'a Asked> {
    let name = desk.room().theme(typed);
    desk.answers().themes.iter().find(|of| folded_eq(&of.theme, name))
}

pub(super) fn answer(app: &mut App, rest: &str) -> Vec<Effect> {
    let typed = rest.trim().trim_start_matches('#').trim_matches('"');
    if typed.is_empty() {
        return show(app, "");
    }
    let Some(desk) = &app.desk else { return Vec::new() };
    let known = theme(desk, typed);
    // Nobody need wait for a third voice to give an answer.
    let used = desk.room().themes.iter().any(|(name, _)| folded_eq(name, desk.room().theme(typed)));
    if known.is_none() && !used {
        app.warn(format!("There is no theme {typed}. /you-said shows those with three or more voices"));
        return Vec::new();
    }
    let of = known.cloned().unwrap_or_else(|| Asked { theme: desk.room().theme(typed).to_owned(), ..Asked::default() });
    // Of several answers to what is one theme by now, each part is taken from the first that says it.
    let own = || of.replies.iter().filter(|reply| reply.action.is_none());
    let did = own().find_map(|reply| reply.did.clone()).unwrap_or_default();
    let changed = own().find_map(|reply| reply.changed.clone()).unwrap_or_default();
    let why_not = own().find_map(|reply| reply.why_not.clone()).unwrap_or_default();
    let told = of.told.as_ref().map(typed_day).unwrap_or_default();
    let inputs = vec![
        Input::new("did", "We did", &did, "what was done, or will be"),
        Input::new("changed", "What changed", &changed, "the difference it made"),
        Input::new("why_not", "If not, why not", &why_not, "a reason counts as an answer"),
        Input::new("date", "Told on", &told, "the day people were told, as 4/12 or 2026-12-04"),
        Input::new("channel", "How", of.channel.as_deref().unwrap_or_default(), "a letter, a call, a meeting"),
    ];
    let title = format!("You said: {}", of.theme);
    let mut form = Form::new(Purpose::Answer(of.theme.clone()), &title, "", inputs, "Keep this answer");
    form.aside = aside(desk, &of);
    app.lay(Overlay::Form(form));
    Vec::new()
}

/// A day as it may be typed again.
fn typed_day(day: &Day) -> String {
    day.date().map_or_else(|| day.to_string(), |date| date.to_string())
}

/// What was said of a theme, and what its actions say already.
fn aside(desk: &Desk, of: &Asked) -> Vec<String> {
    let said = of.said.iter().filter_map(|id| desk.view.find(&List::Contributions, *id));
    let said = said.filter_map(|item| Contribution(item).text());
    let mut lines: Vec<String> = said.take(BESIDE).map(|text| format!("“{text}”")).collect();
    if of.said.len() > BESIDE {
        lines.push(format!("and {} more lines", of.said.len() - BESIDE));
    }
    for reply in of.replies.iter().filter(|reply| reply.action.is_some()) {
        let by = reply.reference.as_deref().unwrap_or_default();
        lines.extend(reply.parts().map(|(name, text)| format!("{by} · {name}: {text}")));
    }
    lines
}

/// Keeps the answer to a theme as its form was filled in.
pub(in crate::tui) fn keep_answer(app: &mut App, theme: &str, form: &Form) -> Result<Vec<Effect>, String> {
    let told = day(app, &form.value("date"))?.unwrap_or_default();
    let text = |key: &str| capture::clean(&form.value(key));
    let said = [
        (field::DID, text("did")),
        (field::CHANGED, text("changed")),
        (field::WHY_NOT, text("why_not")),
        (field::DATE, told),
        (field::CHANNEL, text("channel")),
    ];
    if !form.inputs.iter().any(Input::says_something) {
        app.say(format!("Nothing was typed for #{theme}, and nothing is kept"));
        return Ok(Vec::new());
    }
    let in_words = |of: Field, text: &str| match Day::read(text).filter(|_| of == field::DATE) {
        Some(day) => day.to_string(),
        None => cut(text, REPEATED),
    };
    let kept = form.inputs.iter().zip(&said).filter(|(_, (_, text))| !text.is_empty());
    let kept: Vec<String> =
        kept.map(|(input, (of, text))| format!("{}: {}", input.label, in_words(*of, text))).collect();
    let delta = app.edit(|desk, now| desk.change(now, |edit| answer_theme(edit, theme, &said))).flatten();
    app.say(match (delta.is_some(), kept.is_empty()) {
        (_, true) => format!("The answer to #{theme} is taken out: /undo brings it back"),
        (false, false) => format!("The answer to #{theme} stays as it was: {}", kept.join(" · ")),
        (true, false) => format!("The answer to #{theme} is kept: {}", kept.join(" · ")),
    });
    Ok(save(delta))
}

/// A promise by the id of its workshop or action, or by the reference of the action.
fn promise<'a>(desk: &'a Desk, typed: &str) -> Option<&'a Promise> {
    let promises = &desk.answers().promises;
    let by_reference = |promise: &&Promise| {
        let reference = promise.what.split_whitespace().next().unwrap_or_default();
        promise.list == List::Actions && reference.eq_ignore_ascii_case(typed)
    };
    let id: Option<Id> = typed.parse().ok();
    promises.iter().find(|promise| Some(promise.id) == id).or_else(|| promises.iter().find(by_reference))
}

pub(super) fn given(app: &mut App, rest: &str) -> Vec<Effect> {
    let (which, how) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
    if which.is_empty() {
        return show(app, "");
    }
    let Some(desk) = &app.desk else { return Vec::new() };
    let Some(promise) = promise(desk, which).cloned() else {
        app.warn(format!("No feedback was promised for {which}. /you-said shows what was promised"));
        return Vec::new();
    };
    match capture::clean(how).as_str() {
        "" if promise.given.is_some() => lay_given(app, &promise),
        OTHERWISE => lay_given(app, &promise),
        "" => {
            let way = |how: &str| Pending::Command("given", format!("{} {how}", promise.id));
            let mut options: Vec<(String, Pending)> = CHANNELS.iter().map(|c| ((*c).to_owned(), way(c))).collect();
            options.push(("on another day or in another way".into(), way(OTHERWISE)));
            let title = format!("People have heard back today: how? {}", promise.what);
            app.lay(Overlay::Choose { title, options, at: 0 });
            Vec::new()
        }
        how => {
            let today = app.now.date_naive().to_string();
            write_given(app, &promise.list, promise.id, &today, how)
        }
    }
}

/// Asks for the day and the way in which people heard back.
fn lay_given(app: &mut App, promise: &Promise) -> Vec<Effect> {
    let today = app.now.date_naive().to_string();
    let inputs = vec![
        Input::new("date", "Heard back on", &promise.given.as_ref().map_or(today, typed_day), "empty where not yet"),
        Input::new("channel", "How", promise.channel.as_deref().unwrap_or_default(), "a letter, a call, a meeting"),
    ];
    let purpose = Purpose::Given(promise.list.clone(), promise.id);
    app.lay(Overlay::Form(Form::new(purpose, "People have heard back", &promise.what, inputs, "Keep this")));
    Vec::new()
}

/// Keeps when and how people heard back, as the form was filled in.
pub(in crate::tui) fn keep_given(app: &mut App, list: &List, id: Id, form: &Form) -> Result<Vec<Effect>, String> {
    let on = day(app, &form.value("date"))?.unwrap_or_default();
    Ok(write_given(app, list, id, &on, &capture::clean(&form.value("channel"))))
}

fn write_given(app: &mut App, list: &List, id: Id, on: &str, how: &str) -> Vec<Effect> {
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            for (field, text) in [(field::FED_BACK, on), (field::CHANNEL, how)] {
                if text.is_empty() {
                    edit.clear(list, id, field);
                } else {
                    edit.set(list, id, field, text);
                }
            }
        })
    });
    app.say(match Day::read(on) {
        Some(day) if how.is_empty() => format!("Noted: people heard back on {day}"),
        Some(day) => format!("Noted: people heard back on {day}, {how}"),
        None => "Noted: people have not heard back yet".into(),
    });
    save(delta.flatten())
}
