//! A line taken: what it means in this room, and what is written of it.

use unicode_segmentation::UnicodeSegmentation;

use super::{Desk, wall};
use crate::capture::{Given, Meaning, Person, Said, Who};
use crate::model::edit::Edit;
use crate::model::fields::{Contribution, Delegate, Field, List, field};
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::stamp::{Id, Moment};
use crate::model::words::{Feeling, Kind, Level};
use crate::plan::note_action;

/// What stands between a half-typed line and its speaker in the draft on disk.
const DRAFT_SPEAKER: &str = "\nspeaker: ";
/// What stands between a half-typed line and the places in it where marks are words.
const DRAFT_KEPT: &str = "\nwords at: ";
/// What stands between a half-typed correction and what it corrects.
const DRAFT_CORRECTS: &str = "\ncorrects: ";

/// A half-typed line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What is typed.
    pub text: String,
    /// Where marks begin that are words.
    pub kept: Vec<usize>,
    /// The contribution that it corrects, if it does.
    pub corrects: Option<Id>,
}

/// What is said when a safeguarding mark was noted.
pub const SAFEGUARDING_NOTED: &str = "Tell the safeguarding lead now. The mark is noted";

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
    pub(super) fn refuse(said: impl Into<String>) -> Self {
        Self { said: said.into(), refused: true, ..Self::default() }
    }
}

impl Desk {
    /// Takes one line from the capture line, the plain face or `coplan add`.
    ///
    /// The marks that begin at the bytes `kept` are words.
    pub fn enter(&mut self, line: &str, kept: &[usize], now: Moment, programme: &Programme) -> Outcome {
        match self.read_line(line, kept, now) {
            Meaning::Nothing => Outcome::default(),
            Meaning::Command { name, rest } => Outcome { command: Some((name, rest)), ..Outcome::default() },
            Meaning::Speaker(who) => {
                self.turn_to(who);
                Outcome { said: format!("Speaking: {}", self.speaker_name(self.speaker)), ..Outcome::default() }
            }
            Meaning::Consent(level) => {
                // Words that stay in the room are not in the plan either.
                let rows = self.last_own().filter(|_| level == Level::Room).map(|id| self.rows_that_say(id));
                self.on_last(now, |edit, id| {
                    edit.set(&List::Contributions, id, field::CONSENT, level);
                    for row in rows.into_iter().flatten() {
                        edit.clear(&List::Actions, row, field::TEXT);
                    }
                    format!("Last line: {}", level.title())
                })
            }
            Meaning::Agree(count) => self.on_last(now, |edit, id| {
                agree(edit, id, count);
                format!("{count} more agree with the last line")
            }),
            Meaning::Said(said) => {
                let lost = Self::is_lost(&said, line, kept);
                let asks = self.question_to_answer();
                self.say(said, asks, lost, now, programme)
            }
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
            Who::Seat(at) => self.room().seats.get(at).map(|s| s.delegate),
        };
        if next != self.speaker {
            self.previous = std::mem::replace(&mut self.speaker, next);
        }
    }

    /// Keeps a line; a reply answers the question `asks`, and of a `lost` one the speaker is not known.
    pub(super) fn say(
        &mut self,
        said: Said,
        asks: Option<Id>,
        lost: bool,
        now: Moment,
        programme: &Programme,
    ) -> Outcome {
        let stage = self.stage(programme).map(|s| s.id.clone());
        if said.kind == Kind::Safeguarding {
            let had_words = !said.text.is_empty();
            let delta = self.change(now, |edit| note_safeguarding(edit, stage.as_deref(), now));
            let note = if had_words { ", the words are not" } else { "" };
            return Outcome { delta, said: format!("{SAFEGUARDING_NOTED}{note}"), ..Outcome::default() };
        }
        if said.text.is_empty() {
            return Outcome::refuse("Type the words after the marks");
        }
        if !lost {
            self.turn_to(said.speaker);
        }
        let speaker = self.speaker.filter(|_| !lost);
        let level = self.level_of(&said, speaker, lost);
        let kind = said.kind;
        // How it felt is the point of a touchpoint; what else is typed of a line stands in the feed.
        let felt = said.details.iter().find_map(|(field, given)| match given {
            Given::Word(name) if *field == field::FEELING => Feeling::named(name),
            _ => None,
        });
        let felt = felt.map_or_else(String::new, |felt| format!(", {}", felt.title()));
        let ready = self.ready(said, speaker, level);
        let delta = self.change(now, |edit| ready.write(edit, stage.as_deref(), asks, now));
        let level = self.effective(level, speaker);
        let who = self.short_name(speaker);
        let note = match (kind, asks) {
            _ if lost => ". Nobody here has that name or seat: the speaker is not known".to_owned(),
            (Kind::Reply, None) => ". There is no open question, so it stands alone".to_owned(),
            (Kind::Reply, Some(question)) => format!(" · answers: {}", self.begin_of(question)),
            _ => String::new(),
        };
        Outcome {
            delta,
            said: format!("{}{felt} · {who} · {}{note}", kind.title(), level.title()),
            ..Outcome::default()
        }
    }

    /// The level stored with a line: what the line says; else, once consent was read out, what the person chose, and 2
    /// where they did not; before that, 1.
    fn level_of(&self, said: &Said, speaker: Option<Id>, lost: bool) -> Level {
        let usual = if lost { Level::Paraphrase } else { self.usual_level(speaker) };
        said.consent.unwrap_or(usual)
    }

    /// The level that somebody chose; none where they did not.
    fn chosen_level(&self, speaker: Option<Id>) -> Option<Level> {
        speaker.and_then(|id| self.view.find(&List::Delegates, id)).and_then(|d| Delegate(d).consent())
    }

    /// The level of a line of this speaker that does not say one.
    pub fn usual_level(&self, speaker: Option<Id>) -> Level {
        match self.default_level() {
            Level::Delegate => self.chosen_level(speaker).unwrap_or(Level::Delegate),
            before => before,
        }
    }

    /// The words a contribution begins with, to say which one is meant.
    pub(super) fn begin_of(&self, id: Id) -> String {
        const LONGEST: usize = 40;
        let said = self.view.find(&List::Contributions, id).and_then(|c| Contribution(c).text()).unwrap_or_default();
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.grapheme_indices(true).nth(LONGEST) {
            Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
            None => words,
        }
    }

    /// A line with the people it means, ready to be written.
    fn ready(&self, said: Said, speaker: Option<Id>, level: Level) -> Ready {
        let details = self.details(&said);
        Ready { said, speaker, level, details, part: self.part(), topic: self.topic().map(|(id, _)| id) }
    }

    /// The question that a reply answers: the last open one of this table, else of any.
    pub(super) fn question_to_answer(&self) -> Option<Id> {
        let open = &self.room().open_questions;
        open.iter().rfind(|q| self.is_mine(q.stamp)).or_else(|| open.last()).copied()
    }

    /// Keeps pasted lines, each one thing that somebody said, under one stamp.
    ///
    /// Marks are understood as in a typed line, so that a "not my words" on a flip chart holds; a line that would be a
    /// command is words. A line without a speaker is nobody's in particular.
    pub fn say_all(&mut self, lines: &[String], now: Moment, programme: &Programme) -> Option<File> {
        let stage = self.stage(programme).map(|s| s.id.clone());
        let asks = self.question_to_answer();
        let ready = self.chart(lines, self.was_read("consent"), now);
        self.change(now, |edit| {
            for line in ready {
                line.write(edit, stage.as_deref(), asks, now);
            }
        })
    }

    /// The lines of a flip chart, each one thing that somebody said; whether consent was read out where it hung.
    pub(super) fn chart(&self, lines: &[String], was_read: bool, now: Moment) -> Vec<Ready> {
        let read = |line: &String| {
            let mut said = match self.read_line(line, &[], now) {
                Meaning::Said(said) if !said.text.is_empty() || said.kind == Kind::Safeguarding => said,
                _ => Said::plain(line.clone()),
            };
            if said.kind == Kind::Quote {
                said.kind = Kind::FlipChart;
            }
            let speaker = match said.speaker {
                Who::Seat(at) => self.room().seats.get(at).map(|s| s.delegate),
                _ => None,
            };
            let lost = speaker.is_none() && names_nobody(&said.text);
            let usual =
                if was_read { self.chosen_level(speaker).unwrap_or(Level::Delegate) } else { Level::Paraphrase };
            let level = said.consent.unwrap_or(if lost { Level::Paraphrase } else { usual });
            self.ready(said, speaker, level)
        };
        lines.iter().map(read).collect()
    }

    /// A detail as it is stored: a delegate as the id, a name as typed.
    fn held(&self, given: &Given) -> Held {
        match given {
            Given::Text(text) => Held::Text(text.clone()),
            Given::Person(person) => Held::Text(self.person(person)),
            Given::People(people) => Held::Set(people.iter().map(|person| self.person(person)).collect()),
            Given::Day(day) => Held::Text(day.to_string()),
            Given::Flag(yes) => Held::Flag(*yes),
            Given::Word(word) => Held::Text((*word).to_owned()),
        }
    }

    /// The details of a line as they are stored.
    pub(super) fn details(&self, said: &Said) -> Vec<(Field, Held)> {
        said.details.iter().map(|(field, given)| (*field, self.held(given))).collect()
    }

    fn person(&self, person: &Person) -> String {
        match person {
            Person::Seat(at) => self.room().seats.get(*at).map_or_else(String::new, |s| s.delegate.to_string()),
            Person::Text(text) => text.clone(),
        }
    }

    /// Whether a line begins with a name nobody has: not the last speaker's words, and not to travel until it is known
    /// whose they are. Begun with a space, or with its first mark made words, it names nobody.
    pub fn is_lost(said: &Said, line: &str, kept: &[usize]) -> bool {
        let as_words = line.starts_with(char::is_whitespace) || kept.contains(&0);
        said.speaker == Who::Sticky && !as_words && names_nobody(&said.text)
    }

    /// A half-typed line as it is kept on disk: with the speaker, so that after a crash it is not taken for another's,
    /// the marks in it that are words, and the contribution whose correction it is; of a safeguarding mark without its
    /// words, which are not kept.
    pub fn draft(&self, draft: &Draft, now: Moment) -> String {
        let (text, places) = (&draft.text, &draft.kept);
        let meaning = match draft.corrects {
            Some(id) => self.read_correction(id, text, places, now),
            None => self.read_line(text, places, now),
        };
        if matches!(meaning, Meaning::Said(said) if said.kind == Kind::Safeguarding) {
            return if draft.corrects.is_none() { "!g".to_owned() } else { String::new() };
        }
        let mut kept = text.clone();
        if text.is_empty() {
            return kept;
        }
        if !places.is_empty() {
            let places: Vec<String> = places.iter().map(usize::to_string).collect();
            kept.extend([DRAFT_KEPT, &places.join(" ")]);
        }
        if let Some(corrects) = draft.corrects {
            kept.extend([DRAFT_CORRECTS, &corrects.to_string()]);
        }
        if let Some(speaker) = self.speaker {
            kept.extend([DRAFT_SPEAKER, &speaker.to_string()]);
        }
        kept
    }

    /// Takes up a half-typed line that was kept; its speaker speaks again.
    pub fn take_up_draft(&mut self, kept: &str) -> Draft {
        let (text, speaker) = kept.rsplit_once(DRAFT_SPEAKER).unwrap_or((kept, ""));
        self.speaker = speaker.parse().ok().filter(|id| self.room().seat(*id).is_some());
        let corrects = text.rsplit_once(DRAFT_CORRECTS).and_then(|(text, id)| Some((text, id.parse::<Id>().ok()?)));
        let (text, corrects) = corrects.map_or((text, None), |(text, id)| (text, Some(id)));
        // What was withdrawn or removed meanwhile is nobody's to correct: the words stay a half-typed line.
        let here = |id: &Id| self.view.live(&List::Contributions).any(|said| said.id == *id);
        let kept = text.rsplit_once(DRAFT_KEPT).and_then(|(text, places)| {
            let places: Option<Vec<usize>> = places.split(' ').map(|place| place.parse().ok()).collect();
            Some((text, places?))
        });
        let (text, kept) = kept.unwrap_or((text, Vec::new()));
        Draft { text: text.to_owned(), kept, corrects: corrects.filter(here) }
    }
}

/// A line ready to be written.
pub(super) struct Ready {
    said: Said,
    speaker: Option<Id>,
    level: Level,
    /// The part of the agenda it is said in.
    part: Option<Id>,
    /// The topic that is talked about.
    topic: Option<Id>,
    details: Vec<(Field, Held)>,
}

/// The value of a detail as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Text(String),
    Set(Vec<String>),
    Flag(bool),
}

/// Writes the details of a contribution, or of the action that was made of it.
pub(super) fn write_details(edit: &mut Edit<'_>, list: &List, id: Id, details: Vec<(Field, Held)>) {
    for (field, held) in details {
        match held {
            Held::Text(text) => edit.set(list, id, field, text),
            Held::Set(elements) => elements.iter().for_each(|element| edit.put(list, id, field, element)),
            Held::Flag(true) => edit.set(list, id, field, true),
            Held::Flag(false) => edit.clear(list, id, field),
        }
    }
}

/// Whether words begin with the mark of a speaker who is none of the room; a face such as `;)` or `;D` is no speaker.
fn names_nobody(text: &str) -> bool {
    let face = |rest: &str| {
        let mut letters = rest.chars().take_while(|c| c.is_alphanumeric());
        letters.next().is_none_or(char::is_alphabetic) && letters.next().is_none()
    };
    text.starts_with('@') || text.strip_prefix(';').is_some_and(|rest| !face(rest))
}

/// Notes that so many more agree with a contribution.
pub(super) fn agree(edit: &mut Edit<'_>, id: Id, count: u32) {
    let agreement = edit.create(&List::Agreements);
    edit.set(&List::Agreements, agreement, field::CONTRIBUTION, id);
    edit.set(&List::Agreements, agreement, field::COUNT, i64::from(count));
}

/// Notes a safeguarding mark: that there was a concern, when and at which stage, and nothing of it (domain §2.5).
fn note_safeguarding(edit: &mut Edit<'_>, stage: Option<&str>, now: Moment) {
    let list = &List::Contributions;
    let id = edit.create(list);
    edit.set(list, id, field::TIME, wall(now));
    if let Some(stage) = stage {
        edit.set(list, id, field::STAGE, stage);
    }
    edit.set(list, id, field::KIND, Kind::Safeguarding.name());
}

impl Ready {
    /// Writes the contribution, and the action where it is one.
    pub(super) fn write(self, edit: &mut Edit<'_>, stage: Option<&str>, asks: Option<Id>, now: Moment) {
        let Self { said, speaker, level, part, topic, details } = self;
        if said.kind == Kind::Safeguarding {
            return note_safeguarding(edit, stage, now);
        }
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
        if let Some(topic) = topic {
            edit.set(list, id, field::TOPIC, topic);
            edit.carry(&List::Topics, topic);
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
        write_details(edit, list, held_by, details);
    }
}
