//! The desk: an open file, and everything a person does to it.
//!
//! Every change goes through [`Desk::change`], which makes an edit, joins it into the view at once and hands back the
//! same small file for the keeper to join on disk. The screen, the plain face and `coplan add` all work here.

use std::path::PathBuf;

use chrono::{NaiveDate, SecondsFormat};

use crate::capture::{self, Meaning, NewPerson, Person, Said, Who};
use crate::model::edit::{Edit, UndoStack};
use crate::model::fields::{Contribution, Delegate, List, Reading, Workshop, field};
use crate::model::file::{File, FileKind, Withdrawal};
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::{Clock, Id, Moment, Stamp, Writer};
use crate::model::words::{Cap, Kind, Level};
use crate::plan::{Room, Timer, note_action};

/// What stands between a half-typed line and its speaker in the draft on disk.
const DRAFT_SPEAKER: &str = "\nspeaker: ";

/// How far what was done has come on its way to the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Contributions on disk.
    pub contributions: usize,
    /// When the last save was done.
    pub at: Option<Moment>,
    /// Changes on disk.
    pub changes: u64,
    /// Why the last save failed, if it did, and what to do.
    pub failed: Option<(String, String)>,
}

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

/// An open file.
#[derive(Debug)]
pub struct Desk {
    /// Where one's own file is.
    pub path: PathBuf,
    /// One's own file joined with its siblings.
    pub view: File,
    /// Who records; none for a plan and for a set-up that nobody records in yet.
    pub recorder: Option<Id>,
    /// Where things come from.
    pub origins: Origins,
    /// What is shown beside the feed, worked out anew after each change.
    pub room: Room,
    /// The stage timer, once a stage was gone to.
    pub timer: Option<Timer>,
    /// How far saving has come.
    pub saved: Saved,
    /// Changes made since the file was opened.
    pub changes: u64,
    /// Whose words the next line is.
    pub speaker: Option<Id>,
    previous: Option<Id>,
    clock: Clock,
    run_noted: bool,
    undo: Option<UndoStack>,
}

impl Desk {
    /// Puts a file on the desk. `siblings` are joined into the view only.
    pub fn new(path: PathBuf, own: File, siblings: &[File], writer: Writer) -> Self {
        let mut view = own;
        let recorder = view.live(&List::Recorders).next().map(|r| r.id).filter(|_| view.kind == FileKind::Session);
        let own_count = view.live(&List::Contributions).count();
        for sibling in siblings {
            view.join(sibling);
        }
        let mut clock = Clock::new(writer);
        if let Some(latest) = view.latest() {
            clock.see(latest);
        }
        let origins = Origins::of(&view);
        let room = Room::default();
        let saved = Saved { contributions: own_count, ..Saved::default() };
        let mut desk = Self {
            path,
            view,
            recorder,
            origins,
            room,
            timer: None,
            saved,
            changes: 0,
            speaker: None,
            previous: None,
            clock,
            run_noted: false,
            undo: None,
        };
        desk.refresh();
        let last = desk.view.live(&List::Contributions).rev().find(|c| desk.is_mine(c.id.stamp));
        desk.speaker = last.and_then(|c| Contribution(c).speaker());
        desk
    }

    /// A new session: the workshop, and who records it.
    pub fn workshop(details: &Details, writer: Writer, now: Moment) -> File {
        let mut clock = Clock::new(writer);
        let mut file = File::new(FileKind::Session);
        let mut edit = Edit::new(&file, clock.next(now));
        let id = edit.create(&List::Workshops);
        edit.set(&List::Workshops, id, field::TIME, wall(now));
        details.write(&mut edit, id);
        let delta = edit.finish();
        file.join(&delta);
        file
    }

    /// Whether the file is a plan.
    pub fn is_plan(&self) -> bool {
        self.view.kind == FileKind::Plan
    }

    /// Whether a stamp is of this recorder, in this run or an earlier one.
    pub fn is_mine(&self, stamp: Stamp) -> bool {
        stamp.writer() == self.clock.writer()
            || (self.recorder.is_some() && self.origins.recorder(stamp) == self.recorder)
    }

    /// Joins what somebody else wrote into the view.
    pub fn arrive(&mut self, file: &File) {
        self.view.join(file);
        if let Some(latest) = file.latest() {
            self.clock.see(latest);
        }
        self.undo = None;
        self.origins = Origins::of(&self.view);
        self.refresh();
    }

    /// Joins a change that is to be saved as this recorder's own.
    pub fn join(&mut self, delta: &File) {
        self.arrive(delta);
        self.changes += 1;
    }

    /// Makes one change under one stamp and says what is to be saved; nothing where nothing changed.
    pub fn change(&mut self, now: Moment, make: impl FnOnce(&mut Edit<'_>)) -> Option<File> {
        let mut run = self.note_run(now);
        let mut edit = Edit::new(&self.view, self.clock.next(now));
        let stamp = edit.stamp();
        make(&mut edit);
        if edit.is_empty() {
            return None;
        }
        let delta = edit.finish();
        if let Some(stack) = &mut self.undo {
            stack.did(stamp);
        }
        self.view.join(&delta);
        let delta = match &mut run {
            None => delta,
            Some(run) => {
                run.join(&delta);
                self.run_noted = true;
                self.view.join(run);
                self.origins = Origins::of(&self.view);
                run.clone()
            }
        };
        self.changes += 1;
        self.refresh();
        Some(delta)
    }

    /// Ties this run's writer id to the recorder, before its first change.
    fn note_run(&mut self, now: Moment) -> Option<File> {
        if self.run_noted {
            return None;
        }
        let mut edit = Edit::new(&self.view, self.clock.next(now));
        let id = edit.create(&List::Runs);
        if let Some(recorder) = self.recorder {
            edit.set(&List::Runs, id, field::RECORDER, recorder);
            edit.carry(&List::Recorders, recorder);
        }
        if let Some(workshop) = self.view.workshop().filter(|_| !self.is_plan()) {
            edit.carry(&List::Workshops, workshop.id());
        }
        Some(edit.finish())
    }

    /// Says who records here, for a file that nobody has recorded in, or beside another recorder. What is returned is
    /// part of the file to begin with, not a change to it.
    pub fn record_as(&mut self, name: &str, table: &str, now: Moment) -> Option<File> {
        let mut edit = Edit::new(&self.view, self.clock.next(now));
        let id = edit.create(&List::Recorders);
        if let Some(workshop) = self.view.workshop() {
            edit.set(&List::Recorders, id, field::WORKSHOP, workshop.id());
            edit.carry(&List::Workshops, workshop.id());
        }
        edit.set(&List::Recorders, id, field::NAME, name);
        if !table.is_empty() {
            edit.set(&List::Recorders, id, field::TABLE, table);
        }
        let mut made = edit.finish();
        self.view.join(&made);
        self.recorder = Some(id);
        self.run_noted = false;
        if let Some(run) = self.note_run(now) {
            made.join(&run);
            self.view.join(&run);
        }
        self.run_noted = true;
        self.undo = None;
        self.origins = Origins::of(&self.view);
        self.refresh();
        Some(made)
    }

    fn refresh(&mut self) {
        let room = Room::of(&self.view, &|s| self.is_mine(s));
        self.room = room;
        // Nobody's timer but one's own: each table goes at its own pace.
        self.timer = self.recorder.and_then(|recorder| Timer::of(&self.view, Some(recorder), &self.origins));
    }

    /// Whether the stage timer is running.
    pub fn timer_runs(&self) -> bool {
        self.timer.as_ref().is_some_and(|timer| !timer.is_paused())
    }

    /// Whether this recorder has gone to a stage yet.
    pub fn has_moved(&self) -> bool {
        self.timer.is_some()
    }

    /// The stage this recorder is at; the first until a move.
    pub fn stage<'p>(&self, programme: &'p Programme) -> Option<&'p crate::model::programme::Stage> {
        let moved = self.recorder.and_then(|r| self.room.stage_of(Some(r), &self.origins));
        let moved = moved.and_then(|id| programme.stage(id));
        moved.or_else(|| programme.stage_at(1))
    }

    /// The level that a contribution gets when nothing is said: 2 once consent has been read out, 1 before.
    pub fn default_level(&self) -> Level {
        if self.was_read("consent") { Level::Delegate } else { Level::Paraphrase }
    }

    /// Whether a statement has been read out.
    pub fn was_read(&self, event: &str) -> bool {
        self.view.live(&List::Readings).any(|r| Reading(r).event() == Some(event))
    }

    /// Today, by the wall.
    pub fn today(now: Moment) -> NaiveDate {
        now.date_naive()
    }

    /// What a line means in this room.
    pub fn read(&self, line: &str, now: Moment) -> Meaning {
        let seats: Vec<capture::Seat<'_>> = self
            .room
            .seats
            .iter()
            .map(|s| capture::Seat { number: s.number.and_then(|n| u32::try_from(n).ok()), name: &s.name })
            .collect();
        let themes: Vec<&str> = self.room.themes.iter().map(|(name, _)| name.as_str()).collect();
        capture::parse(line, &capture::Room { seats: &seats, themes: &themes, today: Self::today(now) })
    }

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
        Ready { said, speaker, level, lead, with }
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

    /// How far words may travel: the lowest of the line's own level, the speaker's, and the workshop's cap.
    pub fn effective(&self, line: Level, speaker: Option<Id>) -> Level {
        let person = speaker.and_then(|id| self.view.find(&List::Delegates, id)).and_then(|d| Delegate(d).consent());
        let cap = self.view.workshop().and_then(|w| w.cap()).map(Cap::ceiling);
        [person, cap].into_iter().flatten().fold(line, Level::min)
    }

    /// The shortest name that tells a person from everybody else in the room: the first name where nobody shares it.
    pub fn short_name(&self, speaker: Option<Id>) -> String {
        let name = self.speaker_name(speaker);
        let first = |name: &str| name.split_whitespace().next().map(str::to_owned);
        let short = first(&name);
        let shared = self.room.seats.iter().filter(|s| first(&s.name) == short).count() > 1;
        if shared { name } else { short.unwrap_or(name) }
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

    /// The name of a speaker as the recorder knows them.
    pub fn speaker_name(&self, speaker: Option<Id>) -> String {
        let Some(id) = speaker else { return "Somebody".into() };
        let seat = self.room.seats.iter().find(|s| s.delegate == id);
        seat.map_or_else(|| "Somebody".into(), |s| s.name.clone())
    }

    /// A person as an action field stores them, as a name to read.
    pub fn person_name(&self, stored: &str) -> String {
        stored.parse::<Id>().map_or_else(|_| stored.to_owned(), |id| self.speaker_name(Some(id)))
    }

    /// What a person typed as a lead or partner, as an action field stores it: a delegate where the seat or the whole
    /// name is one's.
    pub fn stored_person(&self, typed: &str) -> String {
        let typed = typed.trim();
        let by_seat = typed.strip_prefix(['@', ';']).and_then(|n| n.parse::<i64>().ok());
        let mut found = self.room.seats.iter().filter(|s| match by_seat {
            Some(number) => s.number == Some(number),
            None => capture::folded_eq(&s.name, typed),
        });
        match (found.next(), found.next()) {
            (Some(only), None) => only.delegate.to_string(),
            _ => typed.to_owned(),
        }
    }

    /// Adds people to the room, with the next seat numbers.
    pub fn seat(&mut self, people: &[NewPerson], now: Moment) -> Option<File> {
        let mut seat = self.room.seats.iter().filter_map(|s| s.number).max().map_or(1, |last| last + 1);
        let workshop = self.view.workshop().map(|w| w.id());
        self.change(now, |edit| {
            for person in people {
                let list = &List::Delegates;
                let id = edit.create(list);
                if let Some(workshop) = workshop {
                    edit.set(list, id, field::WORKSHOP, workshop);
                }
                edit.set(list, id, field::SEAT, seat);
                seat += 1;
                edit.set(list, id, field::NAME, person.name.as_str());
                for (field, value) in [
                    (field::ROLE, &person.role),
                    (field::ORGANISATION, &person.organisation),
                    (field::CATEGORY, &person.category),
                ] {
                    if let Some(value) = value {
                        edit.set(list, id, field, value.as_str());
                    }
                }
                if let Some(level) = person.consent {
                    edit.set(list, id, field::CONSENT, level);
                }
            }
        })
    }

    /// Goes to a stage.
    pub fn go_to(&mut self, stage: &str, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            let id = edit.create(&List::Moves);
            edit.set(&List::Moves, id, field::TIME, wall(now));
            edit.set(&List::Moves, id, field::STAGE, stage);
        })
    }

    /// Notes that a statement was read out, with its wording.
    pub fn read_out(&mut self, event: &str, wording: &str, text: &str, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            let list = &List::Readings;
            let id = edit.create(list);
            edit.set(list, id, field::TIME, wall(now));
            edit.set(list, id, field::EVENT, event);
            if !wording.is_empty() {
                edit.set(list, id, field::WORDING, wording);
            }
            if !text.is_empty() {
                edit.set(list, id, field::TEXT, text);
            }
        })
    }

    /// Everything that a withdrawal of this item must name: the item, and the action made of it by the same command.
    pub fn withdrawal_of(&self, id: Id) -> Vec<Withdrawal> {
        crate::plan::withdrawal_of(&self.view, id)
    }

    /// The action that the same command made of a contribution: an `!a` line is both.
    pub fn actions_made_with(&self, id: Id) -> Vec<Id> {
        crate::plan::actions_made_with(&self.view, id)
    }

    /// Everything that a withdrawal of this person must name: the person and each item that is theirs now.
    pub fn withdrawal_of_person(&self, person: Id) -> Vec<Withdrawal> {
        let said = self.view.list(&List::Contributions).iter().filter(|c| c.link(field::SPEAKER) == Some(person));
        let links = self.view.list(&List::Links).iter();
        let links = links.filter(|l| [field::FROM, field::TO].iter().any(|f| l.link(*f) == Some(person)));
        let mut all: Vec<Withdrawal> = vec![Withdrawal::Item(person)];
        all.extend(said.flat_map(|c| self.withdrawal_of(c.id)));
        all.extend(links.map(|l| Withdrawal::Item(l.id)));
        all
    }

    /// Takes things out for good; says what is to be saved.
    pub fn withdraw(&mut self, what: Vec<Withdrawal>) -> File {
        let mut delta = File::new(self.view.kind);
        delta.withdraw(what);
        self.view.join(&delta);
        self.undo = None;
        self.changes += 1;
        self.refresh();
        delta
    }

    /// Takes back the last command, or brings back the last one taken back.
    pub fn undo(&mut self, redo: bool, over_others: bool, now: Moment) -> Undone {
        let stack = self.undo.take().unwrap_or_else(|| UndoStack::read(&self.view, &|s| self.is_mine(s)));
        let target = if redo { stack.to_redo() } else { stack.to_undo() };
        let Some(target) = target else {
            self.undo = Some(stack);
            return Undone::Nothing;
        };
        let what = self.describe(target);
        let mine = |s: Stamp| {
            s.writer() == self.clock.writer() || (self.recorder.is_some() && self.origins.recorder(s) == self.recorder)
        };
        let mut edit = Edit::new(&self.view, self.clock.clone().next(now));
        let contested = edit.undo(target, over_others, &mine);
        if !contested.is_empty() {
            self.undo = Some(stack);
            return Undone::Contested { what, fields: contested.len() };
        }
        let delta = self.change(now, |edit| drop(edit.undo(target, true, &|_| true)));
        let mut stack = stack;
        if let Some(stamp) = delta.as_ref().and_then(|d| d.list(&List::Undos).last()).map(|u| u.id.stamp) {
            stack.took_back(target, stamp);
        }
        self.undo = Some(stack);
        Undone::Done { delta, what }
    }

    /// What a command did, in a few words, found from what stands under its stamp.
    fn describe(&self, stamp: Stamp) -> String {
        let made: Vec<(&List, &std::sync::Arc<crate::model::item::Item>)> =
            self.view.items().filter(|(list, item)| item.id.stamp == stamp && **list != List::Undos).collect();
        if let [(list, item), rest @ ..] = made.as_slice() {
            let text = item.text(field::TEXT).or_else(|| item.text(field::NAME)).unwrap_or_default();
            let text: String = text.chars().take(40).collect();
            let more = if rest.is_empty() || **list == List::Contributions && rest.len() == 1 {
                String::new()
            } else {
                format!(" and {} more", rest.len())
            };
            let thing = match list {
                List::Contributions => "the line",
                List::Delegates => "the person",
                List::Actions => "the action",
                List::Moves => "the stage change",
                List::Agreements => "the agreement",
                List::Readings => "the reading",
                List::Links => "the introduction",
                List::Timers => "the timer change",
                List::Updates => "the update",
                _ => "the entry",
            };
            return if text.is_empty() { format!("{thing}{more}") } else { format!("{thing} “{text}”{more}") };
        }
        let changed = self.view.items().flat_map(|(_, item)| item.versions()).find(|v| v.at == stamp);
        changed.map_or_else(
            || "the change".into(),
            |v| {
                let name = v.name.split().map_or(v.name.as_str(), |(set, _)| set);
                format!("the change of {}", name.replace('_', " "))
            },
        )
    }

    /// The delegates in the view, for a list.
    pub fn delegates(&self) -> impl Iterator<Item = Delegate<'_>> {
        self.view.live(&List::Delegates).map(Delegate)
    }
}

/// A line ready to be written.
struct Ready {
    said: Said,
    speaker: Option<Id>,
    level: Level,
    lead: Option<String>,
    with: Vec<String>,
}

impl Ready {
    /// Writes the contribution, and the action where it is one.
    fn write(self, edit: &mut Edit<'_>, stage: Option<&str>, asks: Option<Id>, now: Moment) {
        let Self { said, speaker, level, lead, with } = self;
        let list = &List::Contributions;
        let id = edit.create(list);
        edit.set(list, id, field::TIME, wall(now));
        if let Some(stage) = stage {
            edit.set(list, id, field::STAGE, stage);
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

/// What came of an undo or a redo.
#[derive(Debug)]
pub enum Undone {
    /// There was nothing to take back.
    Nothing,
    /// Somebody else has changed what it would touch: ask first.
    Contested {
        /// The command.
        what: String,
        /// How many fields somebody has changed.
        fields: usize,
    },
    /// Done.
    Done {
        /// The change to be saved.
        delta: Option<File>,
        /// The command taken back.
        what: String,
    },
}

/// The details of a workshop, as typed.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// What it is called.
    pub title: String,
    /// The Primary Care Network.
    pub pcn: String,
    /// The day, as 2026-11-21.
    pub date: String,
    /// Where.
    pub place: String,
    /// The question it asks.
    pub question: String,
    /// Who gets two shy sides talking.
    pub connector: String,
    /// The ceiling, as a [`crate::model::words::Cap`] name.
    pub cap: String,
    /// The workshop before it in the series.
    pub earlier: Option<Id>,
    /// Whether it is practice, never to be joined with real files.
    pub practice: bool,
}

impl Details {
    /// Writes them into the workshop item; empty ones are cleared.
    pub fn write(&self, edit: &mut Edit<'_>, id: Id) {
        let list = &List::Workshops;
        for (field, value) in [
            (field::TITLE, &self.title),
            (field::PCN, &self.pcn),
            (field::DATE, &self.date),
            (field::PLACE, &self.place),
            (field::QUESTION, &self.question),
            (field::CONNECTOR, &self.connector),
            (field::CAP, &self.cap),
        ] {
            if value.is_empty() {
                edit.clear(list, id, field);
            } else {
                edit.set(list, id, field, value.as_str());
            }
        }
        if let Some(earlier) = self.earlier {
            edit.set(list, id, field::EARLIER, earlier);
        }
        if self.practice {
            edit.set(list, id, field::PRACTICE, true);
        }
    }

    /// The details of a workshop as they stand.
    pub fn of(workshop: Workshop<'_>) -> Self {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        Self {
            title: text(workshop.title()),
            pcn: text(workshop.pcn()),
            date: text(workshop.date()),
            place: text(workshop.place()),
            question: text(workshop.question()),
            connector: text(workshop.connector()),
            cap: text(workshop.0.text(field::CAP)),
            earlier: workshop.earlier(),
            practice: workshop.practice(),
        }
    }
}

/// The wall time as it is stored: to the second, with its offset.
pub fn wall(now: Moment) -> String {
    now.to_rfc3339_opts(SecondsFormat::Secs, false)
}
