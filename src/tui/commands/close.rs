//! Reading back, the parking lot, last time's actions, and the close: it warns, never blocks, and says where the file is.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::{action, votes, workshop};
use crate::model::fields::{Contribution, List, Workshop, field};
use crate::model::stamp::Id;
use crate::model::words::Kind;
use crate::plan::{Day, LastTime, LooseEnds, Missing, is_closed, noted, open_checks};
use crate::tui::app::{App, Screen, save};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::walk::{self, Step, Walk};
use crate::tui::overlays::{Overlay, Pending};
use crate::tui::update::happen;

/// What is open before the close, as it was when the file last changed: what a key costs does not grow with the file.
#[derive(Clone, Debug, Default)]
pub struct Closing {
    /// What stands above the rows.
    pub heading: Vec<String>,
    /// What is open, a row each, and the close itself at the end.
    pub rows: Vec<Row>,
    /// The row marked.
    pub at: usize,
    version: u64,
}

impl Closing {
    fn of(app: &App) -> Self {
        let rows = rows(app);
        let version = app.desk.as_ref().map_or(0, |desk| desk.version);
        Self { heading: heading(app), at: rows.len().saturating_sub(1), rows, version }
    }
}

/// Works out anew what is open before the close, where it is in front and the file has changed.
pub(in crate::tui) fn look_again(app: &mut App) {
    let version = app.desk.as_ref().map_or(0, |desk| desk.version);
    if matches!(app.overlays.last(), Some(Overlay::Close(closing)) if closing.version != version) {
        let new = Closing::of(app);
        if let Some(Overlay::Close(closing)) = app.overlays.last_mut() {
            *closing = new;
        }
    }
}

/// A row of what is open before the close.
#[derive(Clone, Debug)]
pub struct Row {
    /// What is open, or that nothing is.
    pub label: String,
    open: bool,
    begin: fn(&mut App, &str) -> Vec<Effect>,
}

/// What is asked at the close, and whose words it is.
const TOLD: [(&str, &str); 3] = [("key-question", ""), ("reflection", "facilitator"), ("reflection", "delegates")];

/// The starred lines that are not read back yet, and how many are.
fn starred(desk: &Desk) -> (Vec<Id>, usize) {
    let starred = desk.view.live(&List::Contributions).map(Contribution).filter(|said| said.star());
    let starred = starred.filter(|said| !said.kind().is_some_and(Kind::is_private));
    let (done, open): (Vec<_>, Vec<_>) = starred.partition(|said| said.confirmed());
    (open.into_iter().map(Contribution::id).collect(), done.len())
}

/// Reads back the starred lines, or every line of a stage, or all, to those who said them.
pub(super) fn read_back(app: &mut App, rest: &str) -> Vec<Effect> {
    if !rest.is_empty() {
        return read_back_stage(app, rest);
    }
    let Some((open, done)) = app.desk.as_ref().map(starred) else { return Vec::new() };
    let otherwise = match done {
        0 => "No line is starred: /star stars one".to_owned(),
        1 => "The starred line was read back".to_owned(),
        _ => format!("All {done} starred lines were read back"),
    };
    let steps = open.into_iter().map(Step::ReadBack).collect();
    walk::open(app, Walk::new("Read back", "/read-back", steps), &otherwise)
}

fn read_back_stage(app: &mut App, which: &str) -> Vec<Effect> {
    let number = which.parse::<usize>().ok();
    let stage = match (which, number) {
        ("all", _) => None,
        ("stage", _) => app.desk.as_ref().and_then(|desk| desk.stage(&app.programme)),
        (_, number) => {
            let stage = number.and_then(|number| app.programme.stage_at(number));
            if stage.is_none() {
                app.warn("Say which lines: /read-back stage, /read-back 2 or /read-back all");
                return Vec::new();
            }
            stage
        }
    };
    let of = stage.map(|stage| (stage.id.clone(), stage.title.clone()));
    let Some(desk) = &app.desk else { return Vec::new() };
    let (open, done) = desk.to_read_back(of.as_ref().map(|(id, _)| id.as_str()));
    let title = of.map_or_else(|| "Read back".to_owned(), |(_, title)| format!("Read back: {title}"));
    let otherwise = match done {
        0 => "There is no line of yours to read back".to_owned(),
        done => format!("Nothing is left to read back: {done} confirmed"),
    };
    let again = if which == "all" { "/read-back all" } else { "/read-back stage" };
    walk::open(app, Walk::new(title, again, open.into_iter().map(Step::ReadBack).collect()), &otherwise)
}

/// What each parked line is still to be asked.
fn parked(desk: &Desk) -> Vec<Step> {
    let ends = LooseEnds::of(&desk.view, &desk.origins).parked;
    let list = &List::Contributions;
    let asks = ends.iter().flat_map(|parked| {
        let lacks = |what: &str| parked.lacks.contains(what);
        let owner = lacks("owner").then_some(field::LEAD);
        let day = lacks("reply date").then_some(field::DUE);
        owner.into_iter().chain(day).map(|field| Step::Field(list.clone(), parked.id, field))
    });
    asks.collect()
}

pub(super) fn parking(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let steps = parked(desk);
    let all: Vec<Contribution<'_>> = desk
        .view
        .live(&List::Contributions)
        .map(Contribution)
        .filter(|said| said.kind() == Some(Kind::Parked))
        .collect();
    if !steps.is_empty() || all.is_empty() {
        return walk::open(app, Walk::new("Parking lot", "/parking", steps), "Nothing is parked: !p parks a line");
    }
    let lines = all.into_iter().map(|said| {
        let owner = said.lead().map(|lead| desk.person_name(lead)).unwrap_or_default();
        let day = said.due().and_then(Day::read).map(|day| day.to_string()).unwrap_or_default();
        format!("{} · {owner} replies by {day}", said.text().unwrap_or_default())
    });
    let lines = lines.collect();
    app.lay(Overlay::Text { title: "Parking lot".into(), lines, scroll: 0, then: None });
    Vec::new()
}

fn questions(app: &mut App, _: &str) -> Vec<Effect> {
    let open = app.desk.as_ref().map(|desk| LooseEnds::of(&desk.view, &desk.origins).questions).unwrap_or_default();
    let steps = open.into_iter().map(Step::Question).collect();
    walk::open(app, Walk::new("Questions", "/close", steps), "Every question is answered")
}

fn connectors(app: &mut App, _: &str) -> Vec<Effect> {
    of_workshop(app, "Connectors", &[field::CONNECTOR, field::STRATEGIC])
}

fn promise(app: &mut App, _: &str) -> Vec<Effect> {
    of_workshop(app, "Promise", &[field::PROMISE])
}

fn of_workshop(app: &mut App, title: &str, fields: &[crate::model::fields::Field]) -> Vec<Effect> {
    let id = app.desk.as_ref().and_then(|desk| desk.view.workshop()).map(|w| w.id());
    let steps = id.into_iter().flat_map(|id| fields.iter().map(move |f| Step::Field(List::Workshops, id, *f)));
    walk::open(app, Walk::new(title, "/close", steps.collect()), "")
}

fn last_words(app: &mut App, _: &str) -> Vec<Effect> {
    let steps = TOLD.iter().map(|(event, whose)| Step::Told(event, whose)).collect();
    walk::open(app, Walk::new("At the close", "/close", steps), "")
}

/// The usual day on which people hear back: a week after the workshop.
pub(in crate::tui) fn usual_promise(app: &App) -> String {
    let held = app.desk.as_ref().and_then(|desk| desk.view.workshop()).and_then(|w| Day::read(w.date()?)?.date());
    let day = held.unwrap_or_else(|| app.now.date_naive());
    day.checked_add_days(chrono::Days::new(7)).unwrap_or(day).to_string()
}

/// What was said at the close.
pub(in crate::tui) fn told(desk: &Desk, event: &str, whose: &str) -> Option<String> {
    noted(&desk.view, event, whose).map(str::to_owned)
}

/// What is asked at the close, and a hint.
pub(in crate::tui) fn asks(app: &App, event: &str, whose: &str) -> (String, String) {
    let (asks, hint) = match (event, whose) {
        ("key-question", _) => (app.programme.key_question.close.as_str(), "what the room says, in a sentence or two"),
        (_, "facilitator") => ("You who ran the room: what would you do again, and what not?", "one or two sentences"),
        _ => ("Everybody: what do you take away, and what was missing?", "one or two sentences"),
    };
    (asks.into(), hint.into())
}

/// What is open, a row each, and the close itself at the end.
fn rows(app: &App) -> Vec<Row> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let row = |count: usize, open: &str, done: &str, begin| Row {
        label: if count > 0 { format!("○ {open}: {count}") } else { format!("✓ {done}") },
        open: count > 0,
        begin,
    };
    let ends = LooseEnds::of(&desk.view, &desk.origins);
    let planned = app.plan.rows(app);
    let lacking = |gap| action::unfinished(&planned).filter(|row| row.missing.contains(&gap)).count();
    let (leads, days) = (lacking(Missing::Lead), lacking(Missing::Due));
    let actions = if leads + days > 0 {
        Row {
            label: format!("○ Actions without a lead: {leads}, without a due date: {days}"),
            open: true,
            begin: action::complete,
        }
    } else {
        row(0, "", "Every action has a lead and a due date", action::complete)
    };
    let workshop = desk.view.workshop();
    let unnamed = |name: Option<&str>| usize::from(name.is_none_or(|name| name.trim().is_empty()));
    let connectors_open = workshop.map_or(0, |w: Workshop<'_>| unnamed(w.connector()) + unnamed(w.strategic()));
    let promised = workshop.and_then(|w| w.promise()).and_then(Day::read);
    let promised = Row {
        label: match &promised {
            Some(day) => format!("✓ People hear back by {day}"),
            None => "○ No day is promised on which people hear back".into(),
        },
        open: promised.is_none(),
        begin: promise,
    };
    let silent = TOLD.iter().filter(|(event, whose)| noted(&desk.view, event, whose).is_none()).count();
    let mut rows = vec![
        row(ends.questions.len(), "Questions without an answer", "Every question is answered", questions),
        row(ends.parked.len(), "Parked with no owner or no reply date", "The parking lot is cleared", parking),
        actions,
        row(starred(desk).0.len(), "Starred lines not read back", "Every starred line was read back", read_back),
        row(desk.review().len(), "To look at again in your own lines", "Nothing to look at again", workshop::review),
        row(connectors_open, "Connectors not named (operational, strategic)", "Both connectors are named", connectors),
        promised,
        row(silent, "Key question and reflections not noted", "Key question and reflections are noted", last_words),
    ];
    let voting = desk.polls().iter().filter(|poll| poll.is_open()).count();
    rows.extend((voting > 0).then(|| row(voting, "Votes that are still open", "", votes::vote)));
    rows.push(Row { label: "Close the workshop".into(), open: false, begin: close_now });
    rows
}

/// What stands above the rows.
fn heading(app: &App) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let mut lines = vec![app.programme.key_question.close.clone()];
    if is_closed(&desk.view) {
        lines.push("The workshop is closed already: /reopen opens it again.".into());
    }
    let open = checks(app, desk);
    if open > 0 {
        let count =
            if open == 1 { "1 check of a stage is open".into() } else { format!("{open} checks of stages are open") };
        lines.push(format!("{count}: /checks names them. What is open goes into the plan as open."));
    }
    lines
}

fn checks(app: &App, desk: &Desk) -> usize {
    app.programme.stages.iter().map(|stage| open_checks(&desk.view, &app.programme, &stage.id).len()).sum()
}

/// Shows what is open before the close; Enter closes all the same.
pub(super) fn end(app: &mut App, _: &str) -> Vec<Effect> {
    app.run.leave_line();
    app.notice = None;
    let closing = Closing::of(app);
    app.lay(Overlay::Close(closing));
    Vec::new()
}

/// Takes a key on what is open before the close, which was lifted off the screen.
pub(in crate::tui) fn press(app: &mut App, mut closing: Closing, key: KeyEvent) -> Vec<Effect> {
    let count = closing.rows.len().max(1);
    let mut chosen = None;
    match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Up | KeyCode::BackTab => closing.at = (closing.at + count - 1) % count,
        KeyCode::Down | KeyCode::Tab => closing.at = (closing.at + 1) % count,
        KeyCode::Enter => chosen = Some(closing.at),
        KeyCode::Char(c) => chosen = c.to_digit(10).and_then(|digit| (digit as usize).checked_sub(1)),
        _ => {}
    }
    let begin = chosen.and_then(|at| Some((at + 1 == count, closing.rows.get(at)?.begin)));
    if !matches!(begin, Some((true, _))) {
        // What is answered leads back here, to the close.
        if begin.is_some() {
            closing.at = count - 1;
        }
        app.overlays.push(Overlay::Close(closing));
    }
    begin.map_or_else(Vec::new, |(_, begin)| begin(app, ""))
}

/// The last step: the key question, in front and on the wall, to be read out; with it the workshop is closed. Where its
/// answer is noted already it was asked, and is not asked again.
fn close_now(app: &mut App, _: &str) -> Vec<Effect> {
    let key = &app.programme.key_question;
    let mut told_of = TOLD.iter().filter(|(event, _)| *event == "key-question");
    let asked = app.desk.as_ref().is_some_and(|desk| told_of.any(|(event, whose)| told(desk, event, whose).is_some()));
    if key.close.is_empty() || asked {
        return happen(app, Pending::ReadOut("close"));
    }
    let lines = vec![key.close.clone()];
    let then = Some(("it was read out; close now".into(), Pending::ReadOut("closing")));
    app.lay(Overlay::Text { title: "Last of all, read out the key question".into(), lines, scroll: 0, then });
    Vec::new()
}

/// Goes on to the plan, and says where the file is and what is open.
pub(in crate::tui) fn closed(app: &mut App) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let mut lines = vec![format!("Your file is {}", desk.path.display())];
    if let Some((reason, hint)) = &desk.saved.failed {
        lines.push(format!("It is not saved yet: {reason}. {hint}"));
    }
    let open: Vec<String> = rows(app).into_iter().filter(|row| row.open).map(|row| row.label).collect();
    if !open.is_empty() {
        lines.extend([String::new(), "Still open, and in the plan as open:".into()]);
        lines.extend(open);
    }
    lines.extend([
        String::new(),
        "This is the plan so far: J joins the other tables' files. In the workshop, /reopen opens it again.".into(),
    ]);
    let effects = super::by_id(app, "plan", "");
    app.lay(Overlay::Text { title: "The workshop is closed".into(), lines, scroll: 0, then: None });
    effects
}

/// Opens a closed workshop again, which is noted.
pub(super) fn reopen(app: &mut App, rest: &str) -> Vec<Effect> {
    if !app.desk.as_ref().is_some_and(|desk| is_closed(&desk.view)) {
        app.say("The workshop is open: /close closes it");
        return Vec::new();
    }
    let why = rest.to_owned();
    let delta = app.edit(|desk, now| desk.read_out("reopen", "", &why, now)).flatten();
    app.screen = Screen::Run;
    app.say("The workshop is open again; that is noted with the time");
    save(delta)
}

fn of_last_time(app: &App) -> LastTime {
    app.desk.as_ref().map(|d| LastTime::of(&d.view, &d.origins, app.now.date_naive())).unwrap_or_default()
}

/// Goes through the open actions of last time.
pub(super) fn last_time(app: &mut App, _: &str) -> Vec<Effect> {
    let found = of_last_time(app);
    let otherwise = match found.resting.iter().map(|(_, day)| *day).min() {
        _ if found.is_empty() => "No open action was carried into this workshop".to_owned(),
        None => "Everything of last time was seen to".to_owned(),
        Some(day) => {
            let day = Day::Date(day);
            format!("Everything of last time was seen to; {} rest, the first until {day}", found.resting.len())
        }
    };
    let steps = found.open.into_iter().map(|row| Step::LastTime(row.id)).collect();
    walk::open(app, Walk::new("Last time", "/last-time", steps), &otherwise)
}

/// Shows the open actions of last time when a workshop of a series is opened; once something is said or half typed,
/// only says that they are there, since the line is live.
pub(in crate::tui) fn greet(app: &mut App) {
    let open = of_last_time(app).open.len();
    let begun = app.desk.as_ref().is_some_and(|desk| desk.last_own().is_some()) || !app.run.entry.is_empty();
    match open {
        0 => {}
        1 if begun => app.say("1 action of last time is open: /last-time"),
        _ if begun => app.say(format!("{open} actions of last time are open: /last-time")),
        _ => drop(last_time(app, "")),
    }
}
