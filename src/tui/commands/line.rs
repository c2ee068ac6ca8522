//! What the commands about one line do: the line being corrected, or the last one.

use crate::capture;
use crate::model::fields::{Contribution, List, field};
use crate::model::language;
use crate::model::stamp::Id;
use crate::model::words::{Disposition, Kind};
use crate::tui::app::{App, save};
use crate::tui::message::Effect;
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose};

/// The line that a command without an argument is about: the one being edited, or the last one.
pub(super) fn line(app: &App) -> Option<Id> {
    app.run.editing.or_else(|| app.desk.as_ref()?.last_own())
}

/// That line, where it may be told more of. A safeguarding mark keeps no words, by whichever command they come.
pub(super) fn line_of_words(app: &mut App) -> Option<Id> {
    let id = line(app)?;
    let kind = app
        .desk
        .as_ref()
        .and_then(|desk| desk.view.find(&List::Contributions, id))
        .and_then(|c| Contribution(c).kind());
    if kind == Some(Kind::Safeguarding) {
        app.warn("A safeguarding mark keeps no words and nobody's name. /remove takes it away");
        return None;
    }
    Some(id)
}

pub(super) fn remove(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(id) = line(app) else { return Vec::new() };
    app.run.leave_line();
    let delta = app.edit(|desk, now| desk.remove_line(id, now));
    app.say("The line is removed: /undo brings it back");
    save(delta.flatten())
}

pub(super) fn star(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(id) = line_of_words(app) else { return Vec::new() };
    let mut starred = false;
    let delta = app.edit(|desk, now| {
        starred = !desk.view.find(&List::Contributions, id).is_some_and(|c| c.flag(field::STAR));
        desk.change(now, |edit| edit.set(&List::Contributions, id, field::STAR, starred))
    });
    app.say(if starred { "The line is starred as a call-out" } else { "The line is no longer starred" });
    save(delta.flatten())
}

pub(super) fn paraphrase(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(id) = line_of_words(app) else { return Vec::new() };
    if !rest.is_empty() {
        return write_paraphrase(app, id, rest);
    }
    let found = app.desk.as_ref().and_then(|d| d.view.find(&List::Contributions, id)).cloned();
    let Some(item) = found else { return Vec::new() };
    let said = Contribution(&item);
    let hint = "keep the sense, not the wording";
    let input = Input::new("text", "In other words", said.paraphrase().unwrap_or_default(), hint);
    let intro = format!("The words: {}", said.text().unwrap_or_default());
    let form = Form::new(Purpose::Paraphrase(id), "Put it in other words", &intro, vec![input], "Keep this");
    app.lay(Overlay::Form(form));
    Vec::new()
}

/// Writes the paraphrase of a contribution.
pub(in crate::tui) fn write_paraphrase(app: &mut App, id: Id, text: &str) -> Vec<Effect> {
    let text = capture::clean(text);
    let delta = app.edit(|desk, now| desk.put_in_other_words(id, &text, now));
    app.say("The paraphrase is kept beside the words");
    save(delta.flatten())
}

pub(super) fn language(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(id) = line_of_words(app) else { return Vec::new() };
    if rest.is_empty() {
        app.warn("Say which language: /language Welsh, or its tag, such as cy");
        return Vec::new();
    }
    let Some(tag) = language::tag(rest) else {
        app.warn(format!("“{rest}” is no language known here: type its English name, or its tag, such as cy"));
        return Vec::new();
    };
    let said = format!("The language of {} is {}", quoted(app, id), language::name(&tag));
    set(app, id, |edit, list| edit.set(list, id, field::LANGUAGE, tag.as_str()), said)
}

pub(super) fn translation(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(id) = line_of_words(app) else { return Vec::new() };
    if rest.is_empty() {
        app.warn("Say it in English: /translation they moved the bus stop");
        return Vec::new();
    }
    let text = capture::clean(rest);
    set(app, id, |edit, list| edit.set(list, id, field::TRANSLATION, text), "The translation is kept beside the words")
}

pub(super) fn answer(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(question) = question(app) else { return Vec::new() };
    if rest.is_empty() {
        app.warn("Say the answer: /answer the parish pays. Marks such as @3 work in it");
        return Vec::new();
    }
    let programme = app.programme.clone();
    let asked = quoted(app, question);
    let outcome = app.edit(|desk, now| desk.answer(question, rest, now, &programme)).unwrap_or_default();
    if outcome.refused {
        app.warn(outcome.said);
        return Vec::new();
    }
    app.run.leave_line();
    app.say(format!("{} · answers {asked}", outcome.said));
    save(outcome.delta)
}

pub(super) fn disposition(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(id) = question(app) else { return Vec::new() };
    let named = Disposition::ALL.iter().find_map(|word| {
        let names = [word.title(), word.name()].into_iter();
        let after = names.filter_map(|name| rest.get(..name.len()).filter(|typed| capture::folded_eq(typed, name)));
        let after =
            after.filter_map(|typed| rest.strip_prefix(typed)).find(|after| !after.starts_with(char::is_alphanumeric));
        after.map(|reason| (*word, reason.trim_start_matches([' ', ',', ':', ';', '.']).to_owned()))
    });
    let Some((word, reason)) = named else {
        let words: Vec<&str> = Disposition::ALL.iter().map(|word| word.name()).collect();
        app.warn(format!(
            "Say what became of it, then why: /disposition not-now it is not ours. Words: {}",
            words.join(", ")
        ));
        return Vec::new();
    };
    let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    let said = format!("The question {}: {}{why}", quoted(app, id), word.title());
    set(
        app,
        id,
        |edit, list| {
            edit.set(list, id, field::DISPOSITION, word.name());
            if !reason.is_empty() {
                edit.set(list, id, field::REASON, reason.as_str());
            }
        },
        said,
    )
}

/// The question that a command is about; says so where there is none.
fn question(app: &mut App) -> Option<Id> {
    let line = app.run.editing.or_else(|| app.desk.as_ref()?.last_own());
    let question = app.desk.as_ref().and_then(|desk| desk.question_meant(line));
    if question.is_none() {
        app.warn("There is no open question");
    }
    question
}

/// Changes a line and says what was done.
fn set(
    app: &mut App,
    id: Id,
    change: impl FnOnce(&mut crate::model::edit::Edit<'_>, &List),
    said: impl Into<String>,
) -> Vec<Effect> {
    let list = &List::Contributions;
    let here = app.desk.as_ref().is_some_and(|desk| desk.view.find(list, id).is_some());
    let delta = app.edit(|desk, now| desk.change(now, |edit| change(edit, list))).flatten().filter(|_| here);
    app.say(said);
    save(delta)
}

fn quoted(app: &App, id: Id) -> String {
    app.desk.as_ref().map(|desk| desk.quoted(id)).unwrap_or_default()
}

pub(super) fn wordings(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(id) = line(app) else { return Vec::new() };
    let Some(desk) = &app.desk else { return Vec::new() };
    let wordings = desk.wordings(id);
    if wordings.is_empty() {
        app.say(format!("{} was never worded otherwise", quoted(app, id)));
        return Vec::new();
    }
    let offset = *app.now.offset();
    let option = |wording: crate::tui::desk::Wording| {
        let when = wording.when.map(|when| when.with_timezone(&offset));
        let today = when.is_some_and(|when| when.date_naive() == app.now.date_naive());
        let when = when.map_or_else(
            || "at an unknown time".into(),
            |when| when.format(if today { "%H:%M" } else { "%-d %B %Y, %H:%M" }).to_string(),
        );
        let of = if wording.of.is_empty() { String::new() } else { format!(", {}", wording.of) };
        (format!("{when}, {}{of}: “{}”", wording.by, wording.text), Pending::Strike(id, wording.text))
    };
    let title = format!("{} was worded otherwise before. Choose a wording to strike it for good.", quoted(app, id));
    let options = wordings.into_iter().map(option).collect();
    app.lay(Overlay::Choose { title, options, at: 0 });
    Vec::new()
}

/// Asks for the word that strikes an earlier wording.
pub(in crate::tui) fn lay_strike(app: &mut App, id: Id, text: &str) {
    let intro = format!(
        "This takes the earlier wording “{text}” out for good; what the line says now stays. No later joining of files \
         brings it back, and undo cannot. Copies handed in or sent out before are not changed by this."
    );
    let input = Input::new("word", "Type strike", "", "or Esc to leave everything as it is");
    let purpose = Purpose::Strike(id, text.to_owned());
    let form = Form::new(purpose, "Strike an earlier wording", &intro, vec![input], "Strike it for good");
    app.lay(Overlay::Form(form));
}

/// Takes an earlier wording out for good.
pub(in crate::tui) fn strike_now(app: &mut App, id: Id, text: &str) -> Vec<Effect> {
    let delta = app.edit(|desk, now| desk.strike(id, text, now));
    app.say("The earlier wording is struck for good");
    save(delta)
}
