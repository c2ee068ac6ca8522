//! A walk: what a file still lacks, asked one thing at a time. Enter takes the answer or passes it over, Esc leaves.
//!
//! An action that lacks a lead, a parked item without an owner, a starred line to be read back, an action of last time:
//! each is a [`Step`], and a walk is a list of them. What stands on the [`Page`] and what each key does is data,
//! so that the plain face shows and asks the same. What an answer writes is in `answer`, what is drawn in `draw`.

pub(in crate::tui) use answer::fields_of;
mod answer;
pub mod draw;
mod page;

use std::collections::BTreeSet;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::capture;
use crate::model::fields::{Field, List, field};
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Disposition, Status};
use crate::tui::app::App;
use crate::tui::commands::{withdraw, workshop};
use crate::tui::desk::Decision;
use crate::tui::message::Effect;
use crate::tui::overlays::Overlay;
use crate::tui::widgets::entry::Entry;

pub use page::Page;

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// What will be done about these words, which makes an action of them.
    Make(Id),
    /// A field that is empty.
    Field(List, Id, Field),
    /// A starred line, read back to the room.
    ReadBack(Id),
    /// Two lines that say the very same, the earlier one first.
    Alike(Id, Id),
    /// A question that has no answer.
    Question(Id),
    /// An open action of last time.
    LastTime(Id),
    /// A copy of words that are about to be withdrawn, by its place among them.
    Repeats(usize),
    /// What the room, or somebody, said at the close: the event, and whose words it is.
    Told(&'static str, &'static str),
}

/// Words that a choice asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// The line as it should be.
    Fix,
    /// The answer to a question.
    Answer,
    /// Why a question goes no further.
    Why,
    /// What will be done about a question.
    Action,
    /// What is said of an action that goes on; may be empty.
    Note(Status),
    /// Why an action is closed.
    Reason(Status),
    /// The day until which an action rests.
    Until,
}

/// One of the keys of a page.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The key.
    pub key: char,
    /// What it does.
    pub label: String,
    does: Does,
}

#[derive(Clone, Debug)]
enum Does {
    Ask(Words),
    Type(ActionType),
    Right,
    One(bool),
    Withdraw,
    Dispose(Disposition),
    Decide(Decision),
}

/// A list of things to ask, and where somebody is in it.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    title: String,
    /// The command that goes on with it another time.
    again: &'static str,
    steps: Vec<Step>,
    at: usize,
    /// What is being typed.
    pub(in crate::tui) entry: Entry,
    /// What a choice asked for.
    asked: Option<Words>,
    answered: BTreeSet<usize>,
    /// The page of the step at hand, made when it begins: what a key costs does not grow with the file.
    page: Option<Page>,
    /// Counts answers, so that the plain face tells the page after each.
    pub turn: u32,
}

impl Walk {
    /// A walk through these steps.
    pub fn new(title: impl Into<String>, again: &'static str, steps: Vec<Step>) -> Self {
        Self { title: title.into(), again, steps, ..Self::default() }
    }

    /// The walk, begun at the first step that `is` says.
    #[must_use]
    pub fn beginning(mut self, is: impl Fn(&Step) -> bool) -> Self {
        self.at = self.steps.iter().position(is).unwrap_or(0);
        self
    }

    /// The step at hand.
    pub fn step(&self) -> Option<&Step> {
        self.steps.get(self.at)
    }

    /// Whether words are being typed, rather than a key chosen.
    pub fn is_typing(&self) -> bool {
        self.asked.is_some()
            || match self.step() {
                Some(Step::Field(_, _, asked)) => *asked != field::TYPE,
                Some(Step::Make(_) | Step::Told(..)) => true,
                _ => false,
            }
    }

    fn position(&self) -> String {
        format!("{} of {}", self.at + 1, self.steps.len())
    }

    /// Makes ready what is asked at the step at hand; what is no longer there is passed over.
    fn begin(&mut self, app: &App) {
        self.asked = None;
        while self.step().is_some_and(|step| !page::is_here(app, step)) {
            self.at += 1;
        }
        self.entry = Entry::new(self.step().map(|step| page::begun(app, step)).unwrap_or_default());
        self.page = page::page(app, self);
    }

    /// Asks for the words of a choice.
    fn ask(&mut self, app: &App, words: Words, begun: &str) {
        self.asked = Some(words);
        self.entry = Entry::new(begun);
        self.page = page::page(app, self);
    }

    /// What is shown of the step at hand.
    pub const fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    fn back(&mut self, app: &App) {
        while self.at > 0 {
            self.at -= 1;
            if self.step().is_some_and(|step| page::is_here(app, step)) {
                break;
            }
        }
        self.begin(app);
    }
}

/// Begins a walk; says `otherwise` where there is nothing to ask.
pub fn open(app: &mut App, mut walk: Walk, otherwise: &str) -> Vec<Effect> {
    walk.begin(app);
    if walk.step().is_none() {
        app.say(otherwise);
        return Vec::new();
    }
    // What was said before is about something else.
    app.notice = None;
    app.lay(Overlay::Walk(walk));
    Vec::new()
}

/// Takes a key. The walk was lifted off the screen and is laid back unless it was left.
pub(in crate::tui) fn press(app: &mut App, mut walk: Walk, key: KeyEvent) -> Vec<Effect> {
    walk.turn = walk.turn.wrapping_add(1);
    let Some(step) = walk.step().cloned() else { return left(app, &walk) };
    if !page::is_here(app, &step) {
        // Withdrawn while it was asked about.
        return go_on(app, walk);
    }
    match key.code {
        KeyCode::Esc if walk.asked.is_some() => walk.begin(app),
        KeyCode::Esc => return left(app, &walk),
        KeyCode::Up | KeyCode::BackTab => walk.back(app),
        KeyCode::Down | KeyCode::Tab => return go_on(app, walk),
        KeyCode::Enter if walk.is_typing() => {
            let text = capture::clean(walk.entry.text());
            return answer::answer(app, walk, &step, &text);
        }
        _ if walk.is_typing() => drop(walk.entry.key(key)),
        KeyCode::Enter | KeyCode::Char(' ') => return go_on(app, walk),
        KeyCode::Char(typed) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
            let lower = typed.to_ascii_lowercase();
            if lower == 'u' {
                return undo(app, walk);
            }
            let mut choices = walk.page().into_iter().flat_map(|page| &page.choices);
            let chosen = choices.find(|choice| choice.key == lower).cloned();
            if let Some(chosen) = chosen {
                return answer::choose(app, walk, &step, chosen.does);
            }
        }
        _ => {}
    }
    lay(app, walk)
}

/// Takes pasted text into the words being typed.
pub(in crate::tui) fn paste(walk: &mut Walk, text: &str) {
    if walk.is_typing() {
        walk.entry.insert(&text.replace('\n', " "));
    }
}

/// Takes a whole typed line as the words asked for; nothing typed leaves what is there.
pub(in crate::tui) fn retype(walk: &mut Walk, text: &str) {
    if !text.trim().is_empty() {
        walk.entry = Entry::new(text);
    }
}

fn lay(app: &mut App, walk: Walk) -> Vec<Effect> {
    app.overlays.push(Overlay::Walk(walk));
    Vec::new()
}

/// Goes on to the next step.
fn go_on(app: &mut App, mut walk: Walk) -> Vec<Effect> {
    walk.at += 1;
    walk.begin(app);
    if walk.step().is_none() { left(app, &walk) } else { lay(app, walk) }
}

/// Says how far it came.
fn left(app: &mut App, walk: &Walk) -> Vec<Effect> {
    if matches!(walk.steps.first(), Some(Step::Repeats(_))) {
        return withdraw::decided(app);
    }
    let (done, all) = (walk.answered.len(), walk.steps.len());
    app.say(if done == all {
        format!("{}: all seen to", walk.title)
    } else {
        format!("{}: {done} of {all} seen to. {} goes on", walk.title, walk.again)
    });
    Vec::new()
}

/// Takes back what was last decided here, and goes back to it.
fn undo(app: &mut App, mut walk: Walk) -> Vec<Effect> {
    let Some(last) = walk.answered.iter().rfind(|step| **step <= walk.at).copied() else {
        app.say("Nothing has been decided here yet");
        return lay(app, walk);
    };
    walk.answered.remove(&last);
    walk.at = last;
    if let Some(Step::Repeats(at)) = walk.step().cloned() {
        // Nothing is written yet that could be taken back.
        withdraw::decide(app, at, None);
        walk.begin(app);
        return lay(app, walk);
    }
    lay(app, walk);
    let effects = workshop::take_back(app, false, false);
    if let Some(Overlay::Walk(mut walk)) = app.overlays.pop_if(|top| matches!(top, Overlay::Walk(_))) {
        walk.begin(app);
        lay(app, walk);
    }
    effects
}
