//! The projector: a second face of the workshop, for the whole room to read off a wall.
//!
//! In a window of its own (`coplan present FILE`), or in the operator's own for a while (`/project`). [`Face`] is all
//! that it is drawn and told from: the [`Projection`] that the gate made for the public, the programme's own texts and
//! the time. The file, the desk and the program's notices stay on this side of it.

mod draw;
mod sheet;

use std::cell::OnceCell;

use chrono::NaiveDate;
use ratatui::crossterm::event::{KeyCode, KeyEvent};

use crate::model::stamp::Id;
use crate::plan::{AtStep, HANDED_ON, is_closed};
use crate::publish::{Projection, project};
use crate::tui::app::{App, Screen, save};
use crate::tui::desk::{AT_THE_CLOSE, Asked, Desk};
use crate::tui::message::Effect;
use crate::tui::overlays::{Overlay, Pending};
use crate::tui::screens::run;

pub use draw::draw;
pub use sheet::{Sheet, sheet};

/// The pages on the wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The question to the room, and the time left.
    #[default]
    Question,
    /// What was agreed.
    Agreed,
    /// The actions to choose from.
    Actions,
    /// The ground rules.
    Rules,
    /// What is open to change, and what is already fixed.
    Open,
    /// What stood out in the round before.
    Before,
    /// The vote that was made last.
    Vote,
}

impl Page {
    /// The pages in their order; the last ones only where the workshop says what is open and what is fixed, where a further
    /// round has begun, and where there is a vote.
    fn all(projection: &Projection, further: bool) -> Vec<Self> {
        let mut all = vec![Self::Question, Self::Agreed, Self::Actions, Self::Rules];
        let open = !(projection.open_to_change().is_empty() && projection.fixed().is_empty());
        all.extend(open.then_some(Self::Open));
        all.extend(further.then_some(Self::Before));
        all.extend(projection.vote().map(|_| Self::Vote));
        all
    }
}

/// What the projector remembers.
#[derive(Debug, Default)]
pub struct Present {
    page: Page,
    /// How many items of the page are scrolled off its top.
    first: usize,
    /// Whether it has a window of its own, with no workshop to go back to.
    pub alone: bool,
    /// What the gate made, once it was asked for: several tables' lines may arrive between two frames.
    projection: OnceCell<Projection>,
    /// Of which state of the desk that is, and on which day.
    of: Option<(u64, NaiveDate)>,
    /// The stage whose question is shown.
    stage: Option<String>,
    /// What the operator's window was last seen to put to the room.
    asked: Option<(Id, Asked)>,
}

/// What may be on the wall, and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Face<'a> {
    page: Page,
    first: usize,
    /// Which page it is, from 1, and of how many.
    place: (usize, usize),
    projection: &'a Projection,
    /// The stage by its title.
    stage: Option<&'a str>,
    ask: &'a str,
    /// The step that a method is at.
    method: Option<AtStep<'a>>,
    /// The round before it, and what stood out there.
    before: Option<(&'a str, &'a [String])>,
    rules: &'a [String],
    /// The time left of the stage, or on the page of the question of the method's step; empty before the first stage.
    pub time: &'a str,
    /// What the operator is told in the last row.
    sign: &'static str,
}

/// Puts the projector in front.
pub fn begin(app: &mut App, alone: bool) {
    app.present = Present { alone, ..Present::default() };
    app.screen = Screen::Present;
}

/// Goes back to the workshop; says whether there was one to go back to.
pub fn leave(app: &mut App) -> bool {
    if app.present.alone {
        return false;
    }
    app.screen = Screen::Run;
    // What was asked in the meantime was on no screen.
    app.asked += u64::from(!app.overlays.is_empty());
    true
}

/// Forgets what the gate made where something has changed since.
pub fn look_again(app: &mut App) {
    let (Screen::Present, Some(desk)) = (app.screen, &app.desk) else { return };
    let of = Some((desk.version, app.now.date_naive()));
    if app.present.of != of {
        app.present.of = of;
        app.present.projection.take();
    }
    // Another stage begins with its first question, in a window of its own too.
    let stage = desk.stage(&app.programme).map(|stage| stage.id.clone());
    if app.present.alone && stage != app.present.stage {
        app.run.prompt = 0;
    }
    app.present.stage = stage;
    if app.present.alone {
        follow(app);
    }
}

/// Shows what the operator's window puts to the room, once each time; in between the keys of this one turn the questions.
fn follow(app: &mut App) {
    let asked = app.desk.as_ref().and_then(Desk::asked);
    if asked == app.present.asked {
        return;
    }
    app.present.asked = asked;
    match asked {
        Some((_, Asked::OfStage(nth))) => app.run.prompt = nth,
        // The room is to read it now, whatever it was looking at.
        Some((_, Asked::KeyQuestion)) => (app.present.page, app.present.first) = (Page::Question, 0),
        None => app.run.prompt = 0,
    }
}

/// Tells the windows on the wall what the operator puts to the room, where that has changed.
pub fn tell(app: &mut App) -> Vec<Effect> {
    if app.present.alone || !app.desk.as_ref().is_some_and(|desk| desk.projected) {
        return Vec::new();
    }
    let at_the_close = |overlay: &Overlay| {
        matches!(overlay, Overlay::Text { then: Some((_, Pending::ReadOut(AT_THE_CLOSE | "closing"))), .. })
    };
    let asked = match run::question(app) {
        _ if app.overlays.iter().any(at_the_close) => Asked::KeyQuestion,
        Some((.., nth, _)) => Asked::OfStage(nth.saturating_sub(1)),
        None => return Vec::new(),
    };
    save(app.edit(|desk, now| desk.ask(asked, now)).flatten())
}

/// Whether it is the key question that the room is asked: it was just put to it, or it stands at the end of a workshop
/// that is closed.
fn asks_key_question(app: &App, desk: &Desk) -> bool {
    matches!(app.present.asked, Some((_, Asked::KeyQuestion))) || is_closed(&desk.view)
}

/// What the public may see, with the pages there are of it and the place of the one in front; nothing before a file is
/// open.
fn shown(app: &App) -> Option<(&Desk, &Projection, Vec<Page>, usize)> {
    let desk = app.desk.as_ref()?;
    let make = || project(&desk.view, &app.programme, app.now.date_naive());
    let projection = app.present.projection.get_or_init(make);
    let pages = Page::all(projection, crate::tui::pace::round_before(app).is_some());
    // What was open to change may be gone while it is in front.
    let nth = pages.iter().position(|page| *page == app.present.page).unwrap_or(0);
    Some((desk, projection, pages, nth))
}

/// The time left, as the room reads it.
fn time_left(app: &App) -> String {
    crate::tui::pace::time_left(app).unwrap_or_default()
}

/// Hands over what may be on the wall; nothing before a file is open.
pub fn with_face<T>(app: &App, show: impl FnOnce(&Face<'_>) -> T) -> Option<T> {
    let (desk, projection, pages, nth) = shown(app)?;
    let key = &app.programme.key_question;
    let at_the_close = Some(key.close.as_str()).filter(|words| !words.is_empty() && asks_key_question(app, desk));
    let stage = desk.stage(&app.programme).filter(|_| desk.has_moved() && at_the_close.is_none());
    let of_stage = run::question(app).filter(|_| stage.is_some()).map(|(ask, ..)| ask);
    let page = pages.get(nth).copied().unwrap_or_default();
    let method = crate::tui::pace::step(app).filter(|_| page == Page::Question);
    let before = crate::tui::pace::round_before(app).filter(|_| page == Page::Before);
    let stood_out = |round| projection.stood_out(round, desk.recorder, HANDED_ON);
    let before = before.map(|(round, title)| (title, stood_out(round)));
    let face = Face {
        page,
        method,
        before: before.as_ref().map(|(title, lines)| (title.as_str(), lines.as_slice())),
        first: app.present.first,
        place: (nth + 1, pages.len()),
        projection,
        stage: stage.map(|stage| stage.title.as_str()),
        ask: at_the_close.or(of_stage).or_else(|| projection.question()).unwrap_or(&key.text),
        rules: &app.programme.ground_rules,
        time: &method.map_or_else(|| time_left(app), |at| at.time_left()),
        sign: sign(app, desk),
    };
    Some(show(&face))
}

/// What tells the operator that this is on the wall, and nobody else anything.
fn sign(app: &App, desk: &Desk) -> &'static str {
    match app.present.alone {
        true => "Projecting. ← → turn the page, Esc ends",
        false if desk.saved.failed.is_some() => "Projecting. NOT SAVED. Esc goes back to the workshop",
        false if !app.overlays.is_empty() => "Projecting. Something is asked there. Esc goes back to the workshop",
        false => "Projecting. Esc goes back to the workshop",
    }
}

/// Turns so many pages on, or back; beyond the last is the first.
pub fn turn(app: &mut App, step: isize) {
    let Some((_, _, pages, nth)) = shown(app) else { return };
    let next = nth.wrapping_add_signed(step).wrapping_add(pages.len()) % pages.len().max(1);
    go_to(app, next + 1);
}

/// Goes to the page with this number, from 1; says whether there is one.
pub fn go_to(app: &mut App, number: usize) -> bool {
    let page = shown(app).and_then(|(_, _, pages, _)| pages.get(number.wrapping_sub(1)).copied());
    if let Some(page) = page {
        (app.present.page, app.present.first) = (page, 0);
    }
    page.is_some()
}

/// Takes a key that is in no row of the table.
pub fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Right | KeyCode::Enter | KeyCode::Char(' ') => turn(app, 1),
        KeyCode::Left | KeyCode::Backspace => turn(app, -1),
        KeyCode::Down => go_on(app, false),
        KeyCode::Up => go_on(app, true),
        KeyCode::Char(digit) => {
            let number = digit.to_digit(10).and_then(|number| usize::try_from(number).ok());
            number.map(|number| go_to(app, number));
        }
        _ => {}
    }
    Vec::new()
}

/// Shows the next question of the stage, or the next item of a list.
pub fn go_on(app: &mut App, back: bool) {
    if app.present.page == Page::Question {
        let count = run::question(app).map_or(1, |(.., count)| count.max(1));
        let step = if back { count - 1 } else { 1 };
        app.run.prompt = (app.run.prompt + step) % count;
        return;
    }
    let items = with_face(app, |face| sheet(face).items()).unwrap_or(0);
    let first = app.present.first;
    app.present.first = if back { first.saturating_sub(1) } else { (first + 1).min(items.saturating_sub(1)) };
}
