//! A line taken: what it means in this room, and what is written of it.

use super::{Desk, wall};
use crate::capture::{self, Meaning, Person, Said, Who};
use crate::model::edit::Edit;
use crate::model::fields::{Delegate, List, field};
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::stamp::{Id, Moment};
use crate::model::words::{Kind, Level};
use crate::plan::note_action;

/// What stands between a half-typed line and its speaker in the draft on disk.
const DRAFT_SPEAKER: &str = "\nspeaker: ";

/// What came of a line.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The change to be saved.
    pub delta: Option<File>,
    /// What was done, in a few words.
    pub said: String,
    /// A command that the line names, and what follows it.
    pub command: Option<(String, String)>,
    /// The line could not be taken; it stays where it was typed.
    pub refused: bool,
}

impl Outcome {
    fn refuse(said: impl Into<String>) -> Self {
        Self { said: said.into(), refused: true, ..Self::default() }
    }
}

impl Desk {
    /// Takes one line from the capture line, the plain face or `coplan add`.
    pub fn enter(&mut self, line: &str, now: Moment, programme: &Programme) -> Outcome {
        match self.read(line, now) {
            Meaning::Nothing => Outcome::default(),
            Meaning::Command { name, rest } => Outcome { command: Some((name, rest)), ..Outcome::default() },
            Meaning::Speaker(who) => {
                self.turn_to(who);
                Outcome { said: format!("Speaking: {}", self.speaker_name(self.speaker)), ..Outcome::default() }
            }
            Meaning::Consent(level) => self.on_last(now, |edit, id| {
                edit.set(&List::Contributions, id, field::CONSENT, level);
                format!("Last line: {}", level.title())
            }),
            Meaning::Agree(count) => self.on_last(now, |edit, id| {
                let agreement = edit.create(&List::Agreements);
                edit.set(&List::Agreements, agreement, field::CONTRIBUTION, id);
                edit.set(&List::Agreements, agreement, field::COUNT, i64::from(count));
                format!("{count} more agree with the last line")
            }),
            Meaning::Said(said) => self.say(said, now, programme),
        }
    }

    /// Changes the last contribution of this recorder.
    fn on_last(&mut self, now: Moment, change: impl FnOnce(&mut Edit<'_>, Id) -> String) -> Outcome {
        let Some(last) = self.last_own() else {
            return Outcome::refuse("There is no line yet to change");
        };
        let mut said = String::new();
        let delta = self.change(now, |edit| said = change(edit, last));
        Outcome { delta, said, ..Outcome::default() }
    }

    /// The last contribution that this recorder wrote.
    pub fn last_own(&self) -> Option<Id> {
        self.view.live(&List::Contributions).rev().find(|c| self.is_mine(c.id.stamp)).map(|c| c.id)
    }

    fn turn_to(&mut self, who: Who) {
        let next = match who {
            Who::Sticky => return,
            Who::Previous => self.previous,
            Who::Unknown => None,
            Who::Seat(at) => self.room.seats.get(at).map(|s| s.delegate),
        };
        if next != self.speaker {
            self.previous = std::mem::replace(&mut self.speaker, next);
        }
    }

    fn say(&mut self, said: Said, now: Moment, programme: &Programme) -> Outcome {
        if said.text.is_empty() {
            return Outcome::refuse("Type the words after the marks");
        }
        // A line that begins with a name nobody has: not the last speaker's words, and not to travel until it is known
        // whose they are.
        let lost = said.speaker == Who::Sticky && said.text.starts_with(['@', ';']);
        if !lost {
            self.turn_to(said.speaker);
        }
        let speaker = self.speaker.filter(|_| !lost);
        let level = self.level_of(&said, speaker, lost);
        let (kind, asks) = (said.kind, self.question_to_answer());
        let stage = self.stage(programme).map(|s| s.id.clone());
        let ready = self.ready(said, speaker, level);
        let delta = self.change(now, |edit| ready.write(edit, stage.as_deref(), asks, now));
        let level = self.effective(level, speaker);
        let who = self.short_name(speaker);
        let note = match kind {
            _ if lost => " Nobody here has that name or seat: the speaker is not known",
            Kind::Reply if asks.is_none() => " There is no open question, so it stands alone",
            _ => "",
        };
        Outcome { delta, said: format!("{} · {who} · {}{note}", kind.title(), level.title()), ..Outcome::default() }
    }

    /// The level stored with a line: what the line says; else, once consent was read out, what the person chose, and 2
    /// where they did not; before that, 1.
    fn level_of(&self, said: &Said, speaker: Option<Id>, lost: bool) -> Level {
        let usual = if lost { Level::Paraphrase } else { self.usual_level(speaker) };
        said.consent.unwrap_or(usual)
    }

    /// The level of a line of this speaker that does not say one.
    pub fn usual_level(&self, speaker: Option<Id>) -> Level {
        let person = speaker.and_then(|id| self.view.find(&List::Delegates, id)).and_then(|d| Delegate(d).consent());
        match self.default_level() {
            Level::Delegate => person.unwrap_or(Level::Delegate),
            before => before,
        }
    }

    /// A line with the people it means, ready to be written.
    fn ready(&self, said: Said, speaker: Option<Id>, level: Level) -> Ready {
        let lead = said.lead.as_ref().map(|p| self.person(p));
        let with = said.with.iter().map(|p| self.person(p)).collect();
        Ready { said, speaker, level, lead, with, part: self.part() }
    }

    /// The question that a reply answers: the last open one of this table, else of any.
    fn question_to_answer(&self) -> Option<Id> {
        let open = &self.room.open_questions;
        open.iter().rfind(|q| self.is_mine(q.stamp)).or_else(|| open.last()).copied()
    }

    /// Keeps pasted lines, each one thing that somebody said, under one stamp.
    ///
    /// Marks are understood as in a typed line, so that a "not my words" on a flip chart holds; a line that would be a
    /// command is words. A line without a speaker is nobody's in particular.
    pub fn say_all(&mut self, lines: &[String], now: Moment, programme: &Programme) -> Option<File> {
        let stage = self.stage(programme).map(|s| s.id.clone());
        let asks = self.question_to_answer();
        let ready: Vec<Ready> = lines
            .iter()
            .map(|line| {
                let mut said = match self.read(line, now) {
                    Meaning::Said(said) if !said.text.is_empty() => said,
                    _ => Said::plain(line.clone()),
                };
                if said.kind == Kind::Quote {
                    said.kind = Kind::FlipChart;
                }
                let speaker = match said.speaker {
                    Who::Seat(at) => self.room.seats.get(at).map(|s| s.delegate),
                    _ => None,
                };
                let lost = speaker.is_none() && said.text.starts_with(['@', ';']);
                let level = self.level_of(&said, speaker, lost);
                self.ready(said, speaker, level)
            })
            .collect();
        self.change(now, |edit| {
            for line in ready {
                line.write(edit, stage.as_deref(), asks, now);
            }
        })
    }

    /// Corrects a contribution: its words become those typed, and marks in front of them change what they say.
    pub fn correct(&mut self, id: Id, line: &str, now: Moment) -> Option<File> {
        let (said, kind_given) = match self.read(line, now) {
            Meaning::Said(said) if !said.text.is_empty() => {
                let given = said.kind != Kind::Quote;
                (said, given)
            }
            _ => (Said::plain(capture::clean(line)), false),
        };
        let speaker = match said.speaker {
            Who::Sticky => None,
            Who::Seat(at) => Some(self.room.seats.get(at).map(|s| s.delegate)),
            Who::Previous => Some(self.previous),
            Who::Unknown => Some(None),
        };
        self.change(now, |edit| {
            let list = &List::Contributions;
            edit.set(list, id, field::TEXT, said.text.as_str());
            match speaker {
                None => {}
                Some(None) => edit.clear(list, id, field::SPEAKER),
                Some(Some(speaker)) => {
                    edit.set(list, id, field::SPEAKER, speaker);
                    edit.carry(&List::Delegates, speaker);
                }
            }
            if kind_given {
                edit.set(list, id, field::KIND, said.kind.name());
            }
            if let Some(level) = said.consent {
                edit.set(list, id, field::CONSENT, level);
            }
            for theme in &said.themes {
                edit.put(list, id, field::THEMES, theme);
            }
        })
    }

    /// The words of a contribution as they are taken up for correction: words that look like marks begin with a space,
    /// so that they stay words.
    pub fn to_correct(&self, text: &str, now: Moment) -> String {
        match self.read(text, now) {
            Meaning::Said(said) if said.parts.is_empty() => text.to_owned(),
            _ => format!(" {text}"),
        }
    }

    /// A person as an action field stores them: a delegate's id, or the name as typed.
    fn person(&self, person: &Person) -> String {
        match person {
            Person::Seat(at) => self.room.seats.get(*at).map_or_else(String::new, |s| s.delegate.to_string()),
            Person::Text(text) => text.clone(),
        }
    }

    /// A half-typed line as it is kept on disk: with the speaker, so that after a crash it is not taken for another's.
    pub fn draft(&self, text: &str) -> String {
        match self.speaker {
            Some(speaker) if !text.is_empty() => format!("{text}{DRAFT_SPEAKER}{speaker}"),
            _ => text.to_owned(),
        }
    }

    /// Takes up a half-typed line that was kept: its speaker speaks again.
    pub fn take_up_draft(&mut self, draft: &str) -> String {
        let (text, speaker) = draft.rsplit_once(DRAFT_SPEAKER).unwrap_or((draft, ""));
        self.speaker = speaker.parse().ok().filter(|id| self.room.seat(*id).is_some());
        text.to_owned()
    }
}

/// A line ready to be written.
struct Ready {
    said: Said,
    speaker: Option<Id>,
    level: Level,
    lead: Option<String>,
    with: Vec<String>,
    /// The part of the agenda it is said in.
    part: Option<Id>,
}

impl Ready {
    /// Writes the contribution, and the action where it is one.
    fn write(self, edit: &mut Edit<'_>, stage: Option<&str>, asks: Option<Id>, now: Moment) {
        let Self { said, speaker, level, lead, with, part } = self;
        let list = &List::Contributions;
        let id = edit.create(list);
        edit.set(list, id, field::TIME, wall(now));
        if let Some(stage) = stage {
            edit.set(list, id, field::STAGE, stage);
        }
        if let Some(part) = part {
            edit.set(list, id, field::AGENDA, part);
            edit.carry(&List::Agenda, part);
        }
        edit.set(list, id, field::KIND, said.kind.name());
        if let Some(speaker) = speaker {
            edit.set(list, id, field::SPEAKER, speaker);
            edit.carry(&List::Delegates, speaker);
        }
        edit.set(list, id, field::CONSENT, level);
        edit.set(list, id, field::TEXT, said.text.as_str());
        for theme in &said.themes {
            edit.put(list, id, field::THEMES, theme);
        }
        for (field, yes) in [(field::STAR, said.star), (field::STUB, said.stub)] {
            if yes {
                edit.set(list, id, field, true);
            }
        }
        if let Some(question) = asks.filter(|_| said.kind == Kind::Reply) {
            edit.set(list, id, field::REPLY_TO, question);
        }
        let (list, held_by) = if said.kind == Kind::Action {
            // Words that stay in the room are not copied into the plan.
            let text = Some(said.text.as_str()).filter(|_| level != Level::Room);
            let themes = said.themes.iter().map(String::as_str);
            (&List::Actions, note_action(edit, id, text, stage, themes, now))
        } else {
            (list, id)
        };
        for partner in &with {
            edit.put(list, held_by, field::PARTNERS, partner);
        }
        for (field, value) in [
            (field::LEAD, lead),
            (field::NEED, said.need),
            (field::MEASURE, said.measure),
            (field::DUE, said.due.map(|due| due.to_string())),
        ] {
            if let Some(value) = value {
                edit.set(list, held_by, field, value);
            }
        }
    }
}
