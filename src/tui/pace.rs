//! What both faces say of the time: the present part, what is left of it, ahead or behind, and the quiet cues.

use std::time::Duration;

use chrono::{DateTime, TimeDelta};

use super::app::App;
use super::message::Effect;
use crate::model::fields::{Contribution, List};
use crate::model::programme::{Ballot, Method};
use crate::model::stamp::Id;
use crate::plan::{Agenda, AtStep, Chain, Cue, Flow, Round, Slot, counted_minutes};

/// A gap since the last line that is shorter than this is a pause for thought.
const SHORT: TimeDelta = TimeDelta::minutes(1);
/// One that is longer is another day.
const LONG: TimeDelta = TimeDelta::hours(12);

/// What is remembered of the time beside the file.
#[derive(Debug, Default)]
pub struct Pacing {
    /// A gap in which nobody was there though the timer ran: a laptop's sleep, or the program's absence.
    pub gap: Option<TimeDelta>,
    /// Whether a cue rings the terminal's bell.
    pub bell: bool,
    /// The cue last told, and of which part.
    told: Option<(Slot, Cue)>,
    /// The words of the last cue, taken off the screen once they are no longer true.
    words: String,
    /// The step of a method last told, by the method's id; its place is none once the method is over.
    step: Option<(String, Option<usize>)>,
}

/// The agenda of the open file, and how the time flows through it once it has begun.
pub fn flow(app: &App) -> Option<(Agenda, Flow)> {
    let desk = app.desk.as_ref()?;
    let agenda = Agenda::of(&desk.view, &app.programme);
    let flow = Flow::of(&agenda, desk.timer.as_ref()?, app.now);
    Some((agenda, flow))
}

/// The time left of the present part, in words: `12:31 left`, `over by 2:10`.
pub fn time_left(app: &App) -> Option<String> {
    flow(app)?.1.time_left()
}

/// The method that was begun in this part, and how far it has come.
pub fn chain(app: &App) -> Option<Chain<'_>> {
    Chain::of(&app.programme, app.desk.as_ref()?.timer.as_ref()?, app.now)
}

/// The step that a method is at.
pub fn step(app: &App) -> Option<AtStep<'_>> {
    chain(app)?.step()
}

/// What is said when a step begins.
pub fn step_words(at: &AtStep<'_>) -> String {
    let more = match at.step {
        step if step.further => " /handover shows what stood out in the round before",
        step if step.turns => " /turns 1-7 says which seats are here",
        _ => "",
    };
    format!("{}, {}: {}{more}", at.step.title, counted_minutes(at.step.minutes.into()), at.step.say)
}

/// Who does next where people speak in turn; nobody once all have let the last turn pass.
pub fn next_in_turn(app: &App) -> Option<Id> {
    let at = step(app).filter(|at| at.step.turns)?;
    app.desk.as_ref()?.next_in_turn(&at, &app.programme)
}

/// The vote that belongs to the step of the method, and what the step is called.
pub fn ballot(app: &App) -> Option<(Ballot, &str)> {
    let at = step(app)?;
    Some((at.step.ballot?, at.step.title.as_str()))
}

/// What whoever types waits for at the step of the method: what the step says, or whose turn it is.
pub fn awaited(app: &App) -> Option<String> {
    let at = step(app)?;
    if !at.step.turns {
        return Some(at.step.awaits.clone()).filter(|words| !words.is_empty());
    }
    let desk = app.desk.as_ref()?;
    let Some(next) = next_in_turn(app) else { return Some("Everybody has passed: /step goes on".into()) };
    let seat = desk.room().seats.iter().find(|seat| seat.delegate == next).and_then(|seat| seat.number);
    let seat = seat.map_or_else(String::new, |number| format!(", seat {number}"));
    if app.run.veiled {
        return Some(format!("Next{seat}. /pass lets the turn pass"));
    }
    Some(format!("Next: {}{seat}. /pass lets the turn pass", desk.short_name(Some(next))))
}

/// The round before the one that a method is at, where it is a further one, and what that was called.
pub fn round_before(app: &App) -> Option<(Round, String)> {
    let at = step(app).filter(|at| at.step.further)?;
    let method = app.programme.methods.iter().position(|method| method.id == at.method.id)?;
    let round = Round { method, step: at.at.checked_sub(1)? };
    let (_, title) = round.named(&app.programme)?;
    Some((round, title.to_owned()))
}

/// What the top of the screen says of the time, the fullest first, and whether it wants attention.
pub fn header(app: &App) -> (Vec<String>, bool) {
    let Some((agenda, flow)) = flow(app) else { return (Vec::new(), false) };
    let Some(left) = flow.time_left() else { return (Vec::new(), false) };
    let cue = flow.cue();
    let left = cue.map_or_else(|| left.clone(), |cue| format!("{} {left}", cue.mark()));
    let part = flow.present.and_then(|at| agenda.parts.get(at)).filter(|part| part.id.is_some());
    let stage = app.desk.as_ref().and_then(|desk| desk.stage(&app.programme));
    // A part that is called as its stage is need not be named twice.
    let part = part.filter(|part| stage.is_none_or(|stage| stage.title != part.title));
    let named = part.map(|part| format!("{} · {left}", part.title));
    let name = named.as_ref().unwrap_or(&left);
    let fuller = [flow.pace(), flow.ends()].into_iter().flatten().map(|pace| format!("{name} · {pace}"));
    let fuller: Vec<String> = fuller.collect();
    let over = flow.here().is_some_and(|pace| pace.left() < TimeDelta::zero());
    (fuller.into_iter().chain(named).chain([left]).collect(), over || cue.is_some())
}

/// Everything about the time in a sentence or two.
pub fn told(app: &App) -> Option<String> {
    let (agenda, flow) = flow(app)?;
    let part = flow.present.and_then(|at| agenda.parts.get(at))?;
    let pace = flow.pace().map_or_else(String::new, |pace| format!(". To the end {}, {pace}", to_end(&flow)));
    let method = step(app).map_or_else(String::new, |at| {
        format!(". {}, {}: {}. {}", at.place(), at.step.title, at.time_left(), at.next())
    });
    Some(format!("{}: {}{method}{pace}", part.title, flow.time_left()?))
}

fn to_end(flow: &Flow) -> String {
    counted_minutes((flow.to_end.num_seconds() + 30) / 60)
}

/// A second has passed: tells the cue that is due, once, and the step of a method that has begun.
pub fn tick(app: &mut App) -> Vec<Effect> {
    let words: Vec<String> = [step_begun(app), cue_due(app)].into_iter().flatten().collect();
    if words.is_empty() {
        if app.pacing.told.is_none() && app.notice.as_ref().is_some_and(|notice| notice.text == app.pacing.words) {
            app.notice = None;
        }
        return Vec::new();
    }
    app.pacing.words = words.join(". ");
    app.say(app.pacing.words.clone());
    if app.pacing.bell { vec![Effect::Bell] } else { Vec::new() }
}

/// Remembers the cue that is due as told: somebody has just changed the time, and is told how it stands.
pub fn note_cue(app: &mut App) {
    drop(cue_due(app));
}

/// Remembers the step that a method is at as told.
pub fn note_step(app: &mut App) {
    app.pacing.step = told_step(app);
}

fn told_step(app: &App) -> Option<(String, Option<usize>)> {
    let chain = chain(app)?;
    let of = |method: &Method| method.id.clone();
    Some(match chain {
        Chain::Runs(at) => (of(at.method), Some(at.at)),
        Chain::Over(method) => (of(method), None),
    })
}

/// The step that a method has come to, or that it is over; once.
fn step_begun(app: &mut App) -> Option<String> {
    let now = told_step(app);
    let before = std::mem::replace(&mut app.pacing.step, now.clone());
    if now == before {
        return None;
    }
    Some(match chain(app)? {
        Chain::Runs(at) => format!("{} {}", Cue::Fifth.mark(), step_words(&at)),
        Chain::Over(method) => format!("{} {} is over", Cue::Fifth.mark(), method.title),
    })
}

/// The cue that is due, in words; once.
fn cue_due(app: &mut App) -> Option<String> {
    let slot = app.desk.as_ref().and_then(|desk| desk.timer.as_ref()).map(|timer| timer.slot.clone());
    let (agenda, flow) = flow(app)?;
    let slot = slot?;
    let Some(cue) = flow.cue() else {
        app.pacing.told = None;
        return None;
    };
    let before = app.pacing.told.replace((slot.clone(), cue));
    if before.is_some_and(|(of, told)| of == slot && told >= cue) {
        return None;
    }
    let title = flow.present.and_then(|at| agenda.parts.get(at)).map_or("", |part| part.title.as_str());
    Some(format!("{} {} of {title}", cue.mark(), flow.cue_words().unwrap_or_default()))
}

/// The machine slept: where the timer ran on, the gap is shown and may be left out.
pub fn slept(app: &mut App, slept: Duration) {
    if !app.desk.as_ref().is_some_and(|desk| desk.timer_runs()) {
        return;
    }
    let slept = TimeDelta::from_std(slept).unwrap_or(LONG);
    let gap = app.pacing.gap.unwrap_or_default().checked_add(&slept).unwrap_or(LONG);
    let before = app.pacing.gap.replace(gap);
    let what =
        before.map_or_else(|| "that out of the timer".into(), |_| format!("{} out, with the gap before", rounded(gap)));
    app.say(format!("The laptop slept for {}. /leave-out leaves {what}", rounded(slept)));
}

/// A file was opened: where its timer ran on while nobody was there, the gap is shown and may be left out.
pub fn opened(app: &mut App) {
    app.pacing = Pacing { bell: app.pacing.bell, ..Pacing::default() };
    note_step(app);
    let Some(desk) = app.desk.as_ref().filter(|desk| desk.timer_runs()) else { return };
    let said = desk.last_own().and_then(|id| desk.view.find(&List::Contributions, id));
    let said = said.and_then(|said| DateTime::parse_from_rfc3339(Contribution(said).time()?).ok());
    let Some(latest) = desk.timer.as_ref().map(|timer| timer.latest).max(said) else { return };
    let gap = app.now - latest;
    if gap < -SHORT {
        // The clock was set back while nobody was there: how long that was is not known, and no line is out of order.
        let behind = rounded(-gap);
        app.warn(format!("Type /pause twice to start the timer: the clock is {behind} behind the last entry"));
    }
    if (SHORT..=LONG).contains(&gap) {
        app.pacing.gap = Some(gap);
        let gap = rounded(gap);
        app.say(format!("The timer ran on for {gap} after the last entry. /leave-out leaves that out"));
    }
}

/// A length of time in whole minutes.
pub fn rounded(time: TimeDelta) -> String {
    counted_minutes((time.num_seconds() + 30) / 60)
}
