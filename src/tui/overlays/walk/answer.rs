//! What an answer of a walk writes.

use std::sync::Arc;

use super::{Does, Step, Walk, Words, go_on, lay, page};
use crate::model::fields::{Field, List, field};
use crate::model::file::File;
use crate::model::kind::Holds;
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Disposition, Status};
use crate::plan::{Day, to_ask};
use crate::tui::app::{App, save};
use crate::tui::commands::{close, plan, withdraw};
use crate::tui::desk::Decision;
use crate::tui::message::Effect;

/// Takes the words typed at a step; none passes it over.
pub(super) fn answer(app: &mut App, mut walk: Walk, step: &Step, text: &str) -> Vec<Effect> {
    if let Some(words) = walk.asked {
        return match (words, step) {
            (_, Step::ReadBack(id) | Step::Question(id)) => answer_line(app, walk, words, *id, text),
            (_, Step::LastTime(id)) => answer_last_time(app, walk, words, *id, text),
            _ => lay(app, walk),
        };
    }
    if text.is_empty() {
        return go_on(app, walk);
    }
    match step {
        Step::Make(said) => {
            let made = app.edit(|desk, now| desk.make_action(*said, text, now)).flatten();
            let Some((action, delta)) = made else { return go_on(app, walk) };
            walk.title = page::row(app, action).map_or_else(String::new, |row| format!("Action {}", row.reference));
            let asked = fields_of(app, action);
            walk.steps.extend(asked);
            app.plan.mark(action);
            kept(app, walk, Some(delta), "The line is an action now; Enter passes a question over")
        }
        Step::Field(list, id, field) => match keep(app, list, *id, *field, text) {
            Ok((delta, shown)) => kept(app, walk, delta, &shown),
            Err(why) => {
                app.warn(why);
                lay(app, walk)
            }
        },
        Step::Told(event, whose) => {
            let same = app.desk.as_ref().and_then(|desk| close::told(desk, event, whose)).is_some_and(|t| t == text);
            let delta = app.edit(|desk, now| desk.read_out(event, whose, text, now)).flatten().filter(|_| !same);
            kept(app, walk, delta, "It is kept")
        }
        Step::ReadBack(_) | Step::Alike(..) | Step::Question(_) | Step::LastTime(_) | Step::Repeats(_) => {
            lay(app, walk)
        }
    }
}

/// What an action is still to be asked, as steps.
pub(in crate::tui) fn fields_of(app: &App, action: Id) -> Vec<Step> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let item = desk.view.find(&List::Actions, action);
    let fields = item.map(|item| to_ask(&desk.view, item)).unwrap_or_default();
    fields.into_iter().map(|field| Step::Field(List::Actions, action, field)).collect()
}

/// Notes an answer and goes on.
fn kept(app: &mut App, mut walk: Walk, delta: Option<File>, said: &str) -> Vec<Effect> {
    walk.answered.insert(walk.at);
    app.say(said);
    let mut effects = save(delta);
    effects.extend(go_on(app, walk));
    effects
}

/// Writes one field; says what was kept.
fn keep(app: &mut App, list: &List, id: Id, field: Field, text: &str) -> Result<(Option<File>, String), String> {
    let question = page::asked(list, field).ok_or("There is no such field.")?;
    let shown = |app: &App| {
        let desk = app.desk.as_ref()?;
        Some(page::held(app, desk, desk.view.find(list, id)?, list, field))
    };
    let delta = if shown(app).as_deref() == Some(text) {
        None
    } else if *list == List::Actions {
        let programme = Arc::clone(&app.programme);
        let made = app.edit(|desk, now| desk.write_pieces(Some(id), &[(field, text.to_owned())], &programme, now));
        made.transpose()?.and_then(|(_, delta)| delta)
    } else {
        let day = if matches!(question.holds, Holds::Day) { plan::day(app, text)? } else { None };
        let delta = app.edit(|desk, now| match question.holds {
            Holds::Day => desk.change(now, |edit| edit.set(list, id, field, day.unwrap_or_default())),
            Holds::Person => desk.name_person(list, id, field, text, now),
            _ => desk.change(now, |edit| edit.set(list, id, field, text)),
        });
        delta.flatten()
    };
    let shown = shown(app).unwrap_or_default();
    let shown = Day::read(&shown).filter(|day| day.date().is_some()).map_or(shown, |day| day.to_string());
    Ok((delta, format!("{} {shown}", question.asks)))
}

/// Does what a key says.
pub(super) fn choose(app: &mut App, mut walk: Walk, step: &Step, does: Does) -> Vec<Effect> {
    match (does, step) {
        (Does::Ask(words), _) => {
            let begun = match (words, step) {
                (Words::Fix, Step::ReadBack(id)) => {
                    let item = app.desk.as_ref().and_then(|desk| desk.view.find(&List::Contributions, *id));
                    item.and_then(|item| item.text(field::TEXT)).unwrap_or_default().to_owned()
                }
                _ => String::new(),
            };
            walk.ask(app, words, &begun);
            lay(app, walk)
        }
        (Does::Type(kind), Step::Field(list, id, field)) => {
            let set = |edit: &mut crate::model::edit::Edit<'_>| edit.set(list, *id, *field, kind.name());
            let delta = app.edit(|desk, now| desk.change(now, set)).flatten();
            // A project has more to say before it starts; what another sort was asked for no longer matters.
            let steps = &mut walk.steps;
            let later = steps.split_off((walk.at + 1).min(steps.len()));
            // What was passed over is not asked twice.
            let asked = fields_of(app, *id).into_iter().filter(|step| !steps.contains(step)).collect::<Vec<_>>();
            walk.answered.retain(|answered| *answered <= walk.at);
            let others = later.into_iter().filter(|step| !matches!(step, Step::Field(_, of, _) if of == id));
            let said = if kind == ActionType::Project {
                walk.steps.extend(asked);
                "A project: five steps before it starts"
            } else {
                "It can start now"
            };
            walk.steps.extend(others);
            kept(app, walk, delta, said)
        }
        (Does::Right, Step::ReadBack(id)) => {
            let delta = app.edit(|desk, now| desk.confirm(*id, None, now)).flatten();
            kept(app, walk, delta, "Read back, and right")
        }
        (Does::One(same), Step::Alike(one, other)) => {
            let delta = app.edit(|desk, now| desk.judge_alike(*other, *one, same, now)).flatten();
            kept(app, walk, delta, if same { "One idea, both voices kept" } else { "Two ideas" })
        }
        (Does::Withdraw, Step::ReadBack(id)) => {
            lay(app, walk);
            withdraw::ask_withdrawal_of(app, *id)
        }
        (Does::Decide(decision), Step::Repeats(at)) => {
            withdraw::decide(app, *at, Some(decision));
            let said = match decision {
                Decision::Strike => "The wording is struck once you withdraw",
                Decision::Keep => "It stays: other people's own words",
            };
            kept(app, walk, None, said)
        }
        (Does::Dispose(what), Step::Question(id)) => {
            let delta = app.edit(|desk, now| desk.dispose(*id, what, None, now)).flatten();
            kept(app, walk, delta, &format!("The question is {}", what.title()))
        }
        _ => lay(app, walk),
    }
}

/// Takes the words that a choice asked for, about a line that was said.
fn answer_line(app: &mut App, walk: Walk, words: Words, id: Id, text: &str) -> Vec<Effect> {
    if text.is_empty() {
        app.warn("Type the words, or press Esc");
        return lay(app, walk);
    }
    let programme = app.programme.clone();
    let (delta, said) = match words {
        Words::Fix => {
            let delta = app.edit(|desk, now| desk.confirm(id, Some(text), now));
            (delta, "Fixed, and right; the old wording is kept in the history")
        }
        Words::Answer => {
            (app.edit(|desk, now| desk.answer_afterwards(id, text, now, &programme)), "The answer is kept")
        }
        Words::Why => {
            let delta = app.edit(|desk, now| desk.dispose(id, Disposition::NotNow, Some(text), now));
            (delta, "The question is noted, not now, with the reason")
        }
        Words::Action => {
            let delta = app.edit(|desk, now| desk.dispose_as_action(id, text, now));
            (delta, "The question became an action: /complete asks for what it lacks")
        }
        Words::Note(_) | Words::Reason(_) | Words::Until => (None, ""),
    };
    kept(app, walk, delta.flatten(), said)
}

/// Takes the words that a choice asked for, about an action of last time. Nothing is closed without a reason, and
/// nothing rests without a day.
fn answer_last_time(app: &mut App, walk: Walk, words: Words, id: Id, text: &str) -> Vec<Effect> {
    let (status, until) = match words {
        Words::Note(status) => (status, None),
        Words::Reason(status) if !text.is_empty() => (status, None),
        Words::Reason(_) => {
            app.warn("Nothing is closed without a reason: type why, or press Esc");
            return lay(app, walk);
        }
        _ => match plan::day(app, text) {
            Ok(Some(day)) if day > app.now.date_naive().to_string() => {
                let status = page::row(app, id).map_or(Status::NotStarted, |row| row.status);
                (status, Some(day))
            }
            Ok(_) => {
                app.warn("Say a day after today: fri, +2w or 4/12");
                return lay(app, walk);
            }
            Err(why) => {
                app.warn(why);
                return lay(app, walk);
            }
        },
    };
    let note = if until.is_some() { "" } else { text };
    let delta = app.edit(|desk, now| desk.update_action(id, status, note, until.as_deref(), now)).flatten();
    let said = match until.as_deref().and_then(Day::read) {
        Some(day) => format!("It rests until {day}, and is asked about again then"),
        None => format!("It is {}", status.title()),
    };
    kept(app, walk, delta, &said)
}
