//! What the commands of the agenda and the timer do.

use chrono::TimeDelta;

use crate::capture;
use crate::model::programme::Programme;
use crate::plan::{Agenda, Flow, Part, counted_minutes, open_checks};
use crate::tui::app::{App, save};
use crate::tui::message::Effect;
use crate::tui::overlays::{Form, Input, Overlay, Purpose};
use crate::tui::pace::{self, flow, rounded};

/// The most minutes that a part may be given.
const MOST_MINUTES: i64 = 600;

/// The agenda of the open file.
pub(in crate::tui) fn of(app: &App) -> Agenda {
    app.desk.as_ref().map(|desk| Agenda::of(&desk.view, &app.programme)).unwrap_or_default()
}

/// A sentence on when it ends, to stand after what was done; nothing before it has begun.
fn end_words(app: &App) -> String {
    let ends = flow(app).and_then(|(_, flow)| flow.end_words());
    ends.map_or_else(String::new, |ends| format!(". {ends}"))
}

pub(super) fn show(app: &mut App, rest: &str) -> Vec<Effect> {
    if !rest.is_empty() {
        return add(app, rest);
    }
    let at = flow(app).and_then(|(_, flow)| flow.present).unwrap_or(0);
    app.lay(Overlay::Agenda { at });
    Vec::new()
}

/// Adds a part that is typed after the command: its title, and its minutes as the last word.
fn add(app: &mut App, typed: &str) -> Vec<Effect> {
    let typed = capture::clean(typed);
    let minutes = typed.rsplit_once(' ').and_then(|(title, minutes)| Some((title, minutes.parse::<i64>().ok()?)));
    let Some((title, minutes)) = minutes.filter(|(_, minutes)| (1..=MOST_MINUTES).contains(minutes)) else {
        app.warn("Say the title and the minutes: /agenda Community view 25");
        return Vec::new();
    };
    let mut parts = of(app).parts;
    // The stages stand in for an agenda until there is one: the first part of one's own begins it.
    parts.retain(|part| part.id.is_some());
    parts.push(Part { title: title.trim().trim_end_matches(',').to_owned(), minutes, ..Part::default() });
    let effects = arrange(app, &parts);
    let total = of(app).total();
    app.say(format!("{title} has {}. The agenda: {total}", counted_minutes(minutes)));
    effects
}

/// Makes these parts the agenda.
pub(in crate::tui) fn arrange(app: &mut App, parts: &[Part]) -> Vec<Effect> {
    save(app.edit(|desk, now| desk.arrange(parts, now)).flatten())
}

/// The form for a part, or for a new one that is to stand at this place.
pub(in crate::tui) fn part_form(programme: &Programme, part: Option<&Part>, place: usize) -> Form {
    let none = Part { minutes: 10, ..Part::default() };
    let (purpose, title) = (Purpose::Part(place, part.is_some()), if part.is_some() { "A part" } else { "A new part" });
    let part = part.unwrap_or(&none);
    let mut stages: Vec<(String, String)> = programme.stages.iter().map(|s| (s.id.clone(), s.title.clone())).collect();
    stages.push((String::new(), "none (a break)".into()));
    let buffer = vec![(String::new(), "no".to_owned()), ("yes".into(), "yes: others may take from it".into())];
    let cut = part.cut.map_or_else(String::new, |rank| rank.to_string());
    let inputs = vec![
        Input::new("title", "Title", &part.title, "what it is called"),
        Input::new("minutes", "Minutes", &part.minutes.to_string(), "with the instructions and the moving about"),
        Input::choice("stage", "Stage", part.stage.as_deref().unwrap_or_default(), stages),
        Input::new("leads", "Who leads", &part.leads.join(", "), "names, parted by commas"),
        Input::new("cut", "Cut", &cut, "1 goes first where time is short, then 2; empty: it stays"),
        Input::choice("buffer", "Buffer", if part.buffer { "yes" } else { "" }, buffer),
    ];
    Form::new(purpose, title, "", inputs, "Keep this part")
}

/// Keeps the part that a form describes: the one at this place, or a new one.
pub(in crate::tui) fn keep_part(app: &mut App, place: usize, there: bool, form: &Form) -> Result<Vec<Effect>, String> {
    let title = capture::clean(&form.value("title"));
    if title.is_empty() {
        return Err("Give the part a title.".into());
    }
    let minutes = form.value("minutes").parse::<i64>().ok().filter(|n| (0..=MOST_MINUTES).contains(n));
    let minutes = minutes.ok_or("Say how many minutes it may take, 0 to 600.")?;
    let cut = form.value("cut");
    let cut = match cut.parse::<i64>() {
        _ if cut.is_empty() => None,
        Ok(rank @ 1..=99) => Some(rank),
        _ => return Err("Say which goes first with a number: 1 before 2. Empty: it stays.".into()),
    };
    let mut parts = of(app).parts;
    let place = place.min(parts.len());
    if !there || parts.is_empty() {
        parts.insert(place, Part::default());
    }
    let part = parts.get_mut(place).ok_or("That part is no longer there.")?;
    *part = Part {
        title,
        minutes,
        cut,
        stage: Some(form.value("stage")).filter(|stage| !stage.is_empty()),
        leads: form.value("leads").split(',').map(capture::clean).filter(|lead| !lead.is_empty()).collect(),
        buffer: !form.value("buffer").is_empty(),
        ..part.clone()
    };
    let effects = arrange(app, &parts);
    let total = of(app).total();
    app.say(format!("The agenda: {total}{}", end_words(app)));
    Ok(effects)
}

pub(super) fn go(app: &mut App, rest: &str) -> Vec<Effect> {
    let count = of(app).parts.len();
    match rest.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < count) {
        Some(at) => go_to_part(app, at),
        None => {
            app.warn(format!("The agenda has {count} parts: /go 1 to /go {count}"));
            Vec::new()
        }
    }
}

/// Goes to the part at this place; its stage comes along.
pub(in crate::tui) fn go_to_part(app: &mut App, at: usize) -> Vec<Effect> {
    let agenda = of(app);
    let Some(part) = agenda.parts.get(at) else { return Vec::new() };
    let stage = part.stage.as_deref().and_then(|id| app.programme.stage_number(id));
    match (part.id, stage) {
        (None, Some(stage)) => go_to_stage(app, &stage.to_string()),
        _ => arrive(app, &agenda, at),
    }
}

/// Goes to a stage, and with it to the first part of the agenda that belongs to it and was not gone to yet.
pub(super) fn go_to_stage(app: &mut App, rest: &str) -> Vec<Effect> {
    let found = rest.parse::<usize>().ok().and_then(|n| app.programme.stage_at(n));
    let Some((id, title)) = found.map(|s| (s.id.clone(), s.title.clone())) else {
        let count = app.programme.stages.len();
        app.warn(format!("There are {count} stages: type /1 to /{count}"));
        return Vec::new();
    };
    let agenda = of(app);
    let of_stage: Vec<usize> = (0..agenda.parts.len())
        .filter(|at| agenda.parts.get(*at).is_some_and(|p| p.stage.as_ref() == Some(&id) && !p.left_out))
        .collect();
    let paces = flow(app).map(|(_, flow)| flow.paces).unwrap_or_default();
    let fresh = of_stage.iter().find(|at| !paces.get(**at).is_some_and(|pace| pace.visited));
    let moved = app.desk.as_ref().is_some_and(|desk| desk.has_moved());
    let here = app.desk.as_ref().and_then(|desk| desk.stage(&app.programme)).map(|s| s.id.clone());
    let in_stage = flow(app).and_then(|(_, flow)| flow.present).is_some_and(|at| of_stage.contains(&at));
    if here.as_ref() == Some(&id) && moved && (in_stage || of_stage.is_empty()) {
        app.say(format!("You are at stage {rest}: {title}"));
        return Vec::new();
    }
    match fresh.or(of_stage.first()).filter(|_| agenda.is_own()) {
        Some(at) => arrive(app, &agenda, *at),
        None => {
            let open = open_in(app, &id);
            let delta = app.edit(|desk, now| desk.go_to(None, Some(&id), now)).flatten();
            app.run.prompt = 0;
            app.say(format!("{open}Stage {rest}: {title}"));
            save(delta)
        }
    }
}

/// Goes to a part of one's own agenda.
fn arrive(app: &mut App, agenda: &Agenda, at: usize) -> Vec<Effect> {
    let Some(part) = agenda.parts.get(at) else { return Vec::new() };
    if flow(app).and_then(|(_, flow)| flow.present) == Some(at) {
        app.say(format!("You are at part {}: {}", at + 1, part.title));
        return Vec::new();
    }
    let here = app.desk.as_ref().and_then(|desk| desk.stage(&app.programme)).map(|stage| stage.id.clone());
    let open = part.stage.as_deref().map_or_else(String::new, |stage| open_in(app, stage));
    if part.stage.is_some() && part.stage != here {
        app.run.prompt = 0;
    }
    let delta = app.edit(|desk, now| desk.go_to(part.id, part.stage.as_deref(), now)).flatten();
    let left = flow(app).and_then(|(_, flow)| flow.pace()).map_or_else(String::new, |pace| format!(" · {pace}"));
    // What was left open comes first: a narrow screen cuts the end.
    app.say(format!("{open}Part {}: {}, {}{left}", at + 1, part.title, counted_minutes(part.minutes)));
    save(delta)
}

/// The checks that are open in the stage that is left for another one: the one by its words, several by their number.
fn open_in(app: &App, next: &str) -> String {
    let Some(desk) = &app.desk else { return String::new() };
    let Some(left) = desk.stage(&app.programme).filter(|left| left.id != next && desk.has_moved()) else {
        return String::new();
    };
    let open = open_checks(&desk.view, &app.programme, &left.id);
    match open.as_slice() {
        [] => String::new(),
        [one] => format!("1 check is open in {}: {}. ", left.title, one.words()),
        many => format!("{} checks are open in {}, /checks names them. ", many.len(), left.title),
    }
}

pub(super) fn next(app: &mut App, _: &str) -> Vec<Effect> {
    let agenda = of(app);
    if !agenda.is_own() {
        return next_stage(app);
    }
    let present = flow(app).and_then(|(_, flow)| flow.present);
    let next = present.map_or(0, |at| at + 1);
    match (next..agenda.parts.len()).find(|at| agenda.parts.get(*at).is_some_and(|part| !part.left_out)) {
        Some(at) => arrive(app, &agenda, at),
        None => {
            app.say("This is the last part. /end closes the workshop and goes on to the plan");
            Vec::new()
        }
    }
}

fn next_stage(app: &mut App) -> Vec<Effect> {
    let desk = app.desk.as_ref();
    let moved = desk.is_some_and(|d| d.has_moved());
    let at = desk.and_then(|d| d.stage(&app.programme)).and_then(|s| app.programme.stage_number(&s.id));
    let next = at.filter(|_| moved).map_or(1, |at| at + 1);
    if next > app.programme.stages.len() {
        app.say("This is the last stage. /end closes the workshop and goes on to the plan");
        return Vec::new();
    }
    go_to_stage(app, &next.to_string())
}

pub(super) fn cut(app: &mut App, _: &str) -> Vec<Effect> {
    let agenda = of(app);
    let paces = flow(app).map(|(_, flow)| flow.paces).unwrap_or_default();
    let begun = |at: usize| paces.get(at).is_some_and(|pace| pace.visited);
    match agenda.cuts().into_iter().find(|at| !begun(*at)) {
        Some(at) => cut_part(app, at),
        None => {
            app.warn("Nothing is left to cut. /agenda says which part may go first");
            Vec::new()
        }
    }
}

/// Cuts the part at this place, or takes it in again.
pub(in crate::tui) fn cut_part(app: &mut App, at: usize) -> Vec<Effect> {
    let mut parts = of(app).parts;
    let won = flow(app).and_then(|(_, flow)| flow.paces.get(at).map(|pace| pace.allowed));
    let Some(part) = parts.get_mut(at) else { return Vec::new() };
    part.left_out = !part.left_out;
    let (title, cut) = (part.title.clone(), part.left_out);
    let won = rounded(won.unwrap_or(TimeDelta::minutes(part.minutes)).max(TimeDelta::zero()));
    let effects = arrange(app, &parts);
    let ends = end_words(app);
    app.say(if cut { format!("{title} is cut: {won} won{ends}") } else { format!("{title} stays: {won} more{ends}") });
    effects
}

pub(super) fn borrow(app: &mut App, rest: &str) -> Vec<Effect> {
    let minutes = if rest.is_empty() { Some(5) } else { rest.parse::<i64>().ok().filter(|m| (1..=600).contains(m)) };
    let Some(minutes) = minutes else {
        app.warn("Say how many minutes: /borrow 5");
        return Vec::new();
    };
    let Some((agenda, flow)) = flow(app).filter(|(_, flow)| flow.present.is_some()) else {
        app.warn("The timer starts when you go to a part of the agenda: /next");
        return Vec::new();
    };
    let buffer = flow.buffer(&agenda).and_then(|(at, has)| Some((agenda.parts.get(at)?, has)));
    let Some((part, has)) = buffer else {
        app.warn("No buffer has time left to take. /more 5 adds minutes all the same, /cut cuts a part");
        return Vec::new();
    };
    let taken = TimeDelta::minutes(minutes).min(has).num_seconds();
    let delta = app.edit(|desk, now| desk.time("borrow", Some(taken), part.id, now)).flatten();
    pace::note_cue(app);
    let all = if has <= TimeDelta::minutes(minutes) { ", all it had" } else { "" };
    let ends = end_words(app);
    app.say(format!("Takes {} from {}{all}{ends}", words(taken), part.title));
    save(delta)
}

/// Seconds in words, whole minutes where they are.
fn words(seconds: i64) -> String {
    if seconds % 60 == 0 { counted_minutes(seconds / 60) } else { format!("{seconds} seconds") }
}

pub(super) fn leave_out(app: &mut App, rest: &str) -> Vec<Effect> {
    let typed = rest.parse::<i64>().ok().filter(|m| (1..=600).contains(m)).map(TimeDelta::minutes);
    let begun = app.desk.as_ref().is_some_and(|desk| desk.has_moved());
    let Some(gap) = (if rest.is_empty() { app.pacing.gap } else { typed }).filter(|_| begun) else {
        app.warn("There is no gap to leave out. /leave-out 10 leaves ten minutes out of the timer");
        return Vec::new();
    };
    app.pacing.gap = None;
    // Waking takes a moment, and the moment is not a second.
    let seconds = gap.num_milliseconds().saturating_add(500) / 1000;
    let delta = app.edit(|desk, now| desk.time("leave-out", Some(seconds), None, now)).flatten();
    let ends = end_words(app);
    app.say(format!("{} are left out of the timer{ends}", rounded(gap)).replace("1 minute are", "1 minute is"));
    save(delta)
}

pub(super) fn pause(app: &mut App, _: &str) -> Vec<Effect> {
    let runs = app.desk.as_ref().is_some_and(|desk| desk.timer_runs());
    if app.desk.as_ref().is_none_or(|desk| desk.timer.is_none()) {
        app.warn("The timer starts when you go to a stage: type /1");
        return Vec::new();
    }
    let delta = app.edit(|desk, now| desk.time(if runs { "pause" } else { "resume" }, None, None, now)).flatten();
    app.say(if runs { "The timer is paused" } else { "The timer runs" });
    save(delta)
}

pub(super) fn more_time(app: &mut App, rest: &str) -> Vec<Effect> {
    let minutes = if rest.is_empty() { Some(5) } else { rest.trim().parse::<i64>().ok() };
    let Some(minutes) = minutes.filter(|m| (-600..=600).contains(m)) else {
        app.warn("Say how many minutes: /more 5");
        return Vec::new();
    };
    let delta = app.edit(|desk, now| desk.time("add", Some(minutes * 60), None, now)).flatten();
    pace::note_cue(app);
    let what = if of(app).is_own() { "part" } else { "stage" };
    let ends = end_words(app);
    app.say(format!("{} more for this {what}{ends}", counted_minutes(minutes)));
    save(delta)
}

pub(super) fn time(app: &mut App, _: &str) -> Vec<Effect> {
    let told = pace::told(app);
    app.say(told.unwrap_or_else(|| "The timer starts when you go to a stage: type /1, or /next".into()));
    Vec::new()
}

pub(super) fn bell(app: &mut App, _: &str) -> Vec<Effect> {
    app.pacing.bell = !app.pacing.bell;
    app.say(if app.pacing.bell { "The bell rings once for each cue" } else { "The cues are silent" });
    if app.pacing.bell { vec![Effect::Bell] } else { Vec::new() }
}

/// The agenda as lines, the same on both faces: the parts, the total, the cuts, and how the time flows.
pub(in crate::tui) fn lines(app: &App) -> (Vec<String>, Vec<String>) {
    let agenda = of(app);
    let flow = flow(app).map(|(_, flow)| flow);
    let times = agenda.clock();
    let rows = agenda.parts.iter().enumerate().map(|(at, part)| {
        let time = times.get(at).copied().flatten().map_or_else(|| "     ".into(), |t| t.format("%H:%M").to_string());
        let (mark, used) = progress(flow.as_ref(), at);
        let stage = part.stage.as_deref().and_then(|id| app.programme.stage_number(id));
        let stage = stage.map(|number| format!("stage {number}"));
        let buffer = part.buffer.then(|| "buffer".to_owned());
        let cut = match part.cut {
            _ if part.left_out => Some("CUT".to_owned()),
            rank => rank.map(|rank| format!("cut {rank}")),
        };
        let leads = (!part.leads.is_empty()).then(|| part.leads.join(", "));
        let about: Vec<String> = [stage, buffer, cut, used, leads].into_iter().flatten().collect();
        let minutes = format!("{} min", part.minutes);
        format!("{mark} {:>2}  {time} {minutes:>7}  {}  {}", at + 1, part.title, about.join(" · "))
    });
    let rows = rows.map(|row| row.trim_end().to_owned()).collect();
    let mut foot = vec![agenda.total()];
    foot.extend(agenda.cut_words());
    if !agenda.is_own() {
        foot.push("These are the stages. A change makes an agenda of them.".into());
    }
    foot.extend(flow.and_then(|flow| flow.end_words()));
    (rows, foot)
}

/// How far a part has come: its mark, and what was used or is left of it.
fn progress(flow: Option<&Flow>, at: usize) -> (&'static str, Option<String>) {
    let Some((flow, pace)) = flow.and_then(|flow| Some((flow, flow.paces.get(at)?))) else { return (" ", None) };
    if flow.present == Some(at) {
        return ("▸", flow.time_left());
    }
    if pace.visited {
        return ("✓", Some(format!("used {}", crate::plan::minutes_and_seconds(pace.used))));
    }
    // Others took of it, or it was given more.
    (" ", (!pace.added.is_zero()).then(|| format!("now {} min", pace.allowed.num_minutes())))
}
