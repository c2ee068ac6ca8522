//! The state of the program: which screen, what lies over it, and the file on the desk.

use std::path::PathBuf;
use std::sync::Arc;

use super::commands::export::Exporting;
use super::commands::withdraw::Withdrawing;
use chrono::NaiveDate;

use super::desk::Desk;
use super::message::Effect;
use super::overlays::sheet::{Importing, Sheet, Taking};
use super::overlays::{Find, Form, Overlay};
use super::pace::Pacing;
use super::screens::{home::Home, plan, plan::PlanScreen, present::Present, run::Run};
use crate::model::fields::List;
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::stamp::{Moment, Writers};
use crate::plan::Changes;
use crate::store::Opened;

/// Which screen is in front. What each remembers stands in the [`App`], so that going away and back loses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Start, continue, practise, plan.
    Home,
    /// The workshop, live.
    Run,
    /// The plan.
    Plan,
    /// The projector.
    Present,
}

impl Screen {
    /// The screen's name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Home => "Home",
            Self::Run => "Workshop",
            Self::Plan => "Plan",
            Self::Present => "Projector",
        }
    }
}

/// What the program was told at the start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where new sessions go.
    pub sessions: PathBuf,
    /// Where each file that is opened to write draws the writer id of its own.
    pub writers: Writers,
    /// Who records, where it was said (`--as`, `COPLAN_RECORDER`).
    pub recorder: Option<String>,
    /// What to say once at the start: a faulty programme file, a synced folder.
    pub greeting: Option<String>,
}

/// What is said when names and words are hidden.
pub const VEILED: &str = "Names and lines are hidden: F9 shows them";

/// A word to the person at the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether something went wrong or was refused.
    pub warns: bool,
}

/// An earlier copy of the open plan, and what changed since.
#[derive(Debug)]
pub struct Compared {
    /// The plan.
    pub plan: PathBuf,
    /// The copy.
    pub earlier: File,
    /// The day of which the copy tells, where that is known.
    pub day: Option<NaiveDate>,
    /// What changed, and how often the plan had changed by then.
    pub changes: Changes,
    /// See [`Desk::version`].
    pub version: u64,
}

/// The state of the program.
#[derive(Debug)]
pub struct App {
    /// The stages, prompts, checks and lists in use.
    pub programme: Arc<Programme>,
    /// What the program was told at the start.
    pub settings: Settings,
    /// The time of the message at hand.
    pub now: Moment,
    /// The screen in front.
    pub screen: Screen,
    /// What lies over it, the top one last.
    pub overlays: Vec<Overlay>,
    /// The open file.
    pub desk: Option<Desk>,
    /// A file that was read and waits for an answer: continue as its recorder, or record beside it?
    pub offered: Option<Box<Opened>>,
    /// The home screen's own state.
    pub home: Home,
    /// The workshop screen's own state.
    pub run: Run,
    /// The plan screen's own state.
    pub plan: PlanScreen,
    /// Somebody else's file that is coming in, or came in last.
    pub importing: Option<Importing>,
    /// The projector's own state.
    pub present: Present,
    /// What was last looked for.
    pub find: Find,
    /// The last word to the person at the keys.
    pub notice: Option<Notice>,
    /// What to look at before an export is sent, said once it is written.
    pub to_check: Vec<String>,
    /// The report that is being made, and the choices of the last.
    pub exporting: Exporting,
    /// The withdrawal that somebody is deciding on.
    pub withdrawing: Option<Withdrawing>,
    /// Forms that were left half filled in, to be taken up again.
    pub left: Vec<Form>,
    /// Counts what changed on the screen other than the line being typed, so that a key redraws only that line.
    pub revision: u64,
    /// What is remembered of the time: gaps, cues, the bell.
    pub pacing: Pacing,
    /// The earlier copy that the open plan was last compared with.
    pub compared: Option<Box<Compared>>,
    /// Counts what was laid over the screen.
    pub asked: u64,
    /// How much of that has been drawn.
    pub seen: u64,
    /// Whether the program is ending.
    pub quitting: bool,
}

impl App {
    /// The program at its start, on the home screen.
    pub fn new(programme: Arc<Programme>, settings: Settings, now: Moment) -> Self {
        let notice = settings.greeting.clone().map(|text| Notice { text, warns: true });
        Self {
            programme,
            settings,
            now,
            screen: Screen::Home,
            overlays: Vec::new(),
            desk: None,
            offered: None,
            home: Home::default(),
            run: Run::default(),
            plan: PlanScreen::default(),
            importing: None,
            present: Present::default(),
            find: Find::default(),
            notice,
            to_check: Vec::new(),
            exporting: Exporting::default(),
            withdrawing: None,
            left: Vec::new(),
            revision: 0,
            pacing: Pacing::default(),
            compared: None,
            asked: 0,
            seen: 0,
            quitting: false,
        }
    }

    /// What is said at the foot of the screen; nothing that names anybody while the screen is veiled.
    pub fn shown_notice(&self) -> Option<&Notice> {
        self.notice.as_ref().filter(|notice| !self.run.veiled || notice.text == VEILED)
    }

    /// Says something to the person at the keys.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), warns: false });
    }

    /// Says that something went wrong or was refused.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), warns: true });
    }

    /// Lays something over the screen; a form that was left half filled in comes back as it was left.
    pub fn lay(&mut self, overlay: Overlay) {
        let overlay = match overlay {
            Overlay::Form(form) => {
                let left = self.left.iter().position(|left| left.purpose == form.purpose);
                let mut form = left.map_or(form, |at| self.left.remove(at));
                form.seen = form.seen.or_else(|| self.desk.as_ref().map(|desk| desk.view.clone()));
                Overlay::Form(form)
            }
            other => other,
        };
        self.asked += 1;
        self.overlays.push(overlay);
    }

    /// What lies over the screen in front. On the wall that is the help and the commands alone: what is asked of the
    /// operator waits until they go back.
    pub fn overlay(&self) -> Option<&Overlay> {
        let fit = |o: &&Overlay| {
            self.screen != Screen::Present || matches!(o, Overlay::Help { .. } | Overlay::Palette { .. })
        };
        self.overlays.last().filter(fit)
    }

    /// Whether a question lies over the screen that nobody has seen yet. Keys that were waiting before it was drawn were
    /// meant for something else, as the rest of a paste that arrives as keys.
    pub fn asks_unseen(&self) -> bool {
        let asks = match self.overlays.last() {
            Some(
                Overlay::Confirm { .. }
                | Overlay::Choose { .. }
                | Overlay::Review(_)
                | Overlay::Close(_)
                | Overlay::Agenda { .. },
            ) => true,
            Some(Overlay::Walk(walk)) => !walk.is_typing(),
            Some(Overlay::Text { then, .. }) => then.is_some(),
            Some(Overlay::Sheet(opened)) => {
                opened.sheet == Sheet::Taking && self.plan.taking.as_ref().is_some_and(Taking::asks)
                    || opened.sheet == Sheet::Importing && self.importing.as_ref().is_some_and(Importing::asks)
            }
            Some(
                Overlay::Form(_) | Overlay::Cell(_) | Overlay::Help { .. } | Overlay::Palette { .. } | Overlay::Find,
            )
            | None => false,
        };
        asks && self.seen < self.asked
    }

    /// Works on the desk, if a file is open, with the time at hand.
    pub fn edit<T>(&mut self, work: impl FnOnce(&mut Desk, Moment) -> T) -> Option<T> {
        let now = self.now;
        self.desk.as_mut().map(|desk| work(desk, now))
    }

    /// Scrolls the screen in front by about a page.
    pub fn scroll(&mut self, up: bool) {
        /// Lines of the feed, or rows of a page.
        const PAGE: usize = 8;
        if self.screen == Screen::Plan {
            if self.plan.page == plan::Page::Actions {
                plan::move_mark(self, if up { -8 } else { 8 });
            } else {
                self.plan.scroll(up, 8);
            }
            return;
        }
        let Some(desk) = &self.desk else { return };
        let anchor = self.run.anchor;
        let lines = desk.view.live(&List::Contributions).map(|c| c.id);
        self.run.anchor = if up {
            let before = lines.rev().skip_while(|id| anchor.is_some_and(|a| *id >= a));
            before.take(PAGE).last().or(anchor)
        } else {
            let after: Vec<_> = lines.rev().take_while(|id| anchor.is_some_and(|a| *id > a)).collect();
            after.len().checked_sub(PAGE + 1).and_then(|at| after.get(at).copied())
        };
    }

    /// Whether the timer is on the screen and running, so that seconds must be shown.
    pub fn timer_shows(&self) -> bool {
        // How long ago each table was heard from is told in seconds.
        if matches!(self.overlays.last(), Some(Overlay::Sheet(opened)) if opened.tells_time()) {
            return true;
        }
        matches!(self.screen, Screen::Run | Screen::Present) && self.desk.as_ref().is_some_and(Desk::timer_runs)
    }
}

/// The effect of saving a change, if there was one.
pub fn save(delta: Option<crate::model::file::File>) -> Vec<Effect> {
    delta.into_iter().map(Effect::Save).collect()
}
