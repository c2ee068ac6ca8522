//! What the commands of the methods do that run by the clock inside a part of the agenda.

use super::workshop::in_seat;
use crate::capture;
use crate::model::fields::List;
use crate::model::programme::Method;
use crate::model::stamp::Id;
use crate::plan::counted_minutes;
use crate::tui::app::{App, save};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::walk::{self, Step, Walk};
use crate::tui::overlays::{Overlay, Pending};
use crate::tui::pace;
use crate::tui::widgets::feed;

/// What ends the method that runs, typed after the command.
const END: &str = "end";
/// What goes to the next step, typed after the command.
const NEXT: &str = "next";

/// Begins a method by the beginning of its name, or shows those there are.
pub(super) fn method(app: &mut App, rest: &str) -> Vec<Effect> {
    match rest {
        "" => choose(app),
        END => end(app),
        NEXT => next_step(app, ""),
        name => begin(app, name),
    }
}

/// The methods, with how long each takes; first what can be done with one that runs.
fn choose(app: &mut App) -> Vec<Effect> {
    let command = |words: &str| Pending::Command("method", words.to_owned());
    let mut options: Vec<(String, Pending)> = Vec::new();
    if let Some(at) = pace::step(app) {
        let next = if at.is_last() { format!("End {}", at.method.title) } else { format!("Go on now. {}", at.next()) };
        options.push((next, command(NEXT)));
        if !at.is_last() {
            options.push((format!("End {}", at.method.title), command(END)));
        }
    }
    let begin = |method: &Method| {
        let steps = || -> Vec<String> {
            method.steps.iter().map(|step| format!("{} {}", step.title.to_lowercase(), step.minutes)).collect()
        };
        let about = if method.about.is_empty() { steps().join(", ") } else { method.about.clone() };
        (format!("{}, {}: {about}", method.title, counted_minutes(method.minutes())), command(&method.id))
    };
    options.extend(app.programme.methods.iter().map(begin));
    if options.is_empty() {
        app.say("This programme has no methods");
        return Vec::new();
    }
    let title = "Which method is to run in this part? Each step goes on to the next by itself.".into();
    app.lay(Overlay::Choose { title, options, at: 0 });
    Vec::new()
}

fn begin(app: &mut App, name: &str) -> Vec<Effect> {
    let methods = &app.programme.methods;
    let is = |method: &&Method| capture::folded_eq(&method.id, name) || capture::folded_eq(&method.title, name);
    let begins =
        |method: &&Method| capture::folded_prefix(&method.id, name) || capture::folded_prefix(&method.title, name);
    let Some(method) = methods.iter().find(is).or_else(|| methods.iter().find(begins)) else {
        let known: Vec<&str> = methods.iter().map(|method| method.title.as_str()).collect();
        app.warn(format!("There is no method {name}: there are {}", known.join(", ")));
        return Vec::new();
    };
    let (id, title, minutes) = (method.id.clone(), method.title.clone(), method.minutes());
    let Some(left) = pace::time_left(app) else {
        app.warn("A method runs in a part or stage: /next goes to one");
        return Vec::new();
    };
    let effects = run(app, Some((&id, 0)));
    let fits = pace::flow(app).and_then(|(_, flow)| flow.here().map(|pace| pace.left().num_minutes() >= minutes));
    let fits = if fits == Some(false) { format!(", and the part has {left}") } else { String::new() };
    let first = pace::step(app).map(|at| pace::step_words(&at)).unwrap_or_default();
    let paused = if app.desk.as_ref().is_some_and(|desk| desk.timer_runs()) { "" } else { ". The timer is paused" };
    app.say(format!("{title} takes {}{fits}{paused}. {first}", counted_minutes(minutes)));
    effects
}

/// Goes to the next step before its time; after the last one the method ends.
pub(super) fn next_step(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(at) = pace::step(app) else {
        app.warn("No method runs: /method begins one");
        return Vec::new();
    };
    if at.is_last() {
        return end(app);
    }
    let (id, next) = (at.method.id.clone(), at.at + 1);
    let effects = run(app, Some((&id, next)));
    let words = pace::step(app).map(|at| pace::step_words(&at)).unwrap_or_default();
    app.say(words);
    effects
}

fn end(app: &mut App) -> Vec<Effect> {
    let Some(title) = pace::step(app).map(|at| at.method.title.clone()) else {
        app.warn("No method runs: /method begins one");
        return Vec::new();
    };
    let effects = run(app, None);
    app.say(format!("{title} is ended"));
    effects
}

fn run(app: &mut App, method: Option<(&str, usize)>) -> Vec<Effect> {
    let delta = app.edit(|desk, now| desk.run_method(method, now)).flatten();
    // What is said here is not said again by the clock.
    pace::note_step(app);
    save(delta)
}

/// Says who speaks in turn at this table, by their seats: `1-4 7`.
pub(super) fn turns(app: &mut App, rest: &str) -> Vec<Effect> {
    let seats = rest.split([' ', ',']).filter(|word| !word.is_empty()).flat_map(|word| {
        let ends = word.split_once('-').and_then(|(one, other)| Some((one.parse::<u8>().ok()?, other.parse().ok()?)));
        ends.map_or_else(
            || vec![word.to_owned()],
            |(one, other): (u8, u8)| (one..=other).map(|n| n.to_string()).collect(),
        )
    });
    let people: Vec<Id> = seats.filter_map(|seat| in_seat(app, &seat).map(|(id, _)| id)).collect();
    if people.is_empty() {
        app.warn("Say which seats are at this table: /turns 1-4 7");
        return Vec::new();
    }
    let delta = app.edit(|desk, now| desk.take_turns(&people, now)).flatten();
    let next = pace::awaited(app).filter(|_| pace::step(app).is_some_and(|at| at.step.turns));
    let next = next.map_or_else(String::new, |next| format!(". {next}"));
    app.say(format!("{} people speak in turn{next}", people.len()));
    save(delta)
}

/// Whoever speaks next lets the turn pass, or the person in a seat.
pub(super) fn pass(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(next) = pace::step(app).filter(|at| at.step.turns).map(|_| pace::next_in_turn(app)) else {
        app.warn("People speak in turn in the round robin of a nominal group: /method nominal");
        return Vec::new();
    };
    let who = if rest.is_empty() { next } else { in_seat(app, rest).map(|(id, _)| id) };
    let Some(who) = who else {
        app.warn(if rest.is_empty() { "Everybody has passed: /step goes on" } else { "Nobody sits there: /pass 4" });
        return Vec::new();
    };
    let name = app.desk.as_ref().map(|desk| desk.short_name(Some(who))).unwrap_or_default();
    let delta = app.edit(|desk, now| desk.pass(who, now)).flatten();
    let next = pace::awaited(app).unwrap_or_default();
    app.say(format!("{name} passes. {next}"));
    save(delta)
}

/// Shows what stood out in the round before, to be told to those who come next.
pub(super) fn handover(app: &mut App, _: &str) -> Vec<Effect> {
    let Some((round, title)) = pace::round_before(app) else {
        app.warn("There is no round before this one: it is for the further rounds of a method such as the World Café");
        return Vec::new();
    };
    let Some(desk) = &app.desk else { return Vec::new() };
    let line = |id: &Id| {
        let item = desk.view.find(&List::Contributions, *id)?;
        let entry = feed::entry(app, desk, item);
        let about = entry.about();
        let about = if about.is_empty() { String::new() } else { format!(" ({about})") };
        Some(format!("{}: {}{about}", entry.who, entry.in_one_line()))
    };
    let ids = desk.handed_on(round, &app.programme);
    let mut lines: Vec<String> = ids.iter().filter_map(line).collect();
    if lines.is_empty() {
        lines.push("Nothing was written down in that round.".into());
    }
    app.lay(Overlay::Text { title: format!("What stood out: {title}"), lines, scroll: 0, then: None });
    Vec::new()
}

/// Asks of each two lines that say the very same whether the room takes them as one idea.
pub(super) fn said_twice(app: &mut App, _: &str) -> Vec<Effect> {
    let twice = app.desk.as_ref().map(Desk::said_twice).unwrap_or_default();
    let steps = twice.into_iter().map(|(one, other)| Step::Alike(one, other)).collect();
    walk::open(app, Walk::new("Said twice", "/same", steps), "No two lines say the very same")
}
