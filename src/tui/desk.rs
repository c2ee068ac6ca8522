//! The desk: an open file, and everything a person does to it.
//!
//! Every change goes through [`Desk::change`], which makes an edit, joins it into the view at once and hands back the
//! same small file for the keeper to join on disk. The screen, the plain face and `coplan add` all work here.

mod about;
mod agenda;
mod asked;
mod cells;
mod correct;
mod details;
mod joined;
mod lines;
mod looked;
mod methods;
mod prompt;
mod read;
#[cfg(test)]
mod tests;
mod typed_up;
mod undo;
mod votes;
mod withdrawal;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{NaiveDate, SecondsFormat};

use crate::capture::{self, NewPerson};
use crate::model::edit::{Edit, UndoStack};
use crate::model::fields::{Contribution, Delegate, List, Reading, field};
use crate::model::file::{File, FileKind};
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::{Clock, Id, Moment, Stamp, Writer};
use crate::model::words::{Cap, Level};
use crate::plan::{
    Agreement, Answers, Clashes, Features, Finding, Review, Room, Rounds, Row, Series, Timer, agreements, called,
    carry, carry_over, gaps, is_present, rehearse,
};

pub use about::Wording;
pub use details::Details;
pub use joined::Judgement;
pub use lines::{Draft, Outcome, SAFEGUARDING_NOTED};
pub use prompt::{AT_THE_CLOSE, Asked};
pub use typed_up::TypedUp;
pub use undo::Undone;
pub use votes::{NewVote, Voter};
pub use withdrawal::Decision;

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
    /// What is shown beside the feed, worked out when first asked for after a change: in a large plan that is hardly ever.
    room: OnceCell<Room>,
    /// The timer, once a part or stage was gone to.
    pub timer: Option<Timer>,
    /// How far saving has come.
    pub saved: Saved,
    /// Whether another window projects the file.
    pub projected: bool,
    /// Changes made since the file was opened.
    pub changes: u64,
    /// Counts how often the view has changed, by whosever hand, for what is worked out from it elsewhere.
    pub version: u64,
    /// Whose words the next line is.
    pub speaker: Option<Id>,
    previous: Option<Id>,
    clock: Clock,
    run_noted: bool,
    /// The view as it stood when whoever changes it now last looked, where that was a while ago: a form was open.
    pub seen: Option<File>,
    /// The writers of flip charts that were typed up here, whose lines can be taken back.
    typed_up: Vec<Writer>,
    undo: Option<UndoStack>,
    /// What to look at again, made when first asked for and told of each change since.
    review: OnceCell<Review>,
    /// The same while it is being worked out.
    looking: Option<Review>,
    /// What was heard, as lines of a page; worked out when it is first shown after a change.
    pub heard: OnceCell<Vec<String>>,
    /// What may be one, and what is.
    joined: joined::Joined,
    /// What was seen of health creation, counted when first asked for after a change.
    features: OnceCell<Features>,
    /// The rows of the plan on a day, worked out when first asked for after a change.
    actions: RefCell<Option<(NaiveDate, Rc<Vec<Row>>)>>,
    /// Who agreed to which action, worked out when first asked for after a change.
    agreements: OnceCell<HashMap<Id, Agreement>>,
    /// How the plan comes out of the gap checks on a day, likewise.
    gaps: RefCell<Option<(NaiveDate, Arc<[Finding]>)>>,
    /// What became of what was said, worked out when first asked for after a change.
    answers: OnceCell<Answers>,
    /// The workshops side by side, looked over when first asked for after a change.
    series: OnceCell<Series>,
    /// What was said in which step of which method, likewise.
    rounds: OnceCell<Rounds>,
    /// Where two values stand side by side.
    pub clashes: Clashes,
    /// Marks that hold items back and are not saved yet.
    held: File,
    /// When each table last brought something, since the file was opened.
    pub heard_from: HashMap<Id, Moment>,
}

impl Desk {
    /// Puts a file on the desk. `siblings` are joined into the view only.
    pub fn new(path: PathBuf, own: File, siblings: &[File], writer: Writer) -> Self {
        let mut view = own;
        let recorder = view.live(&List::Recorders).map(|r| r.id).find(|id| !id.is_derived());
        // What came in from somebody else's file has a recorder of its own, whom nobody goes on recording as.
        let recorder = recorder.filter(|_| view.kind == FileKind::Session);
        let own_count = view.live(&List::Contributions).count();
        let mut held = File::new(view.kind);
        for sibling in siblings {
            held.join(&withdrawal::join_holding(&mut view, sibling));
        }
        let mut clock = Clock::new(writer);
        if let Some(latest) = view.latest() {
            clock.see(latest);
        }
        let origins = Origins::of(&view);
        let saved = Saved { contributions: own_count, ..Saved::default() };
        let mut desk = Self {
            path,
            view,
            recorder,
            origins,
            room: OnceCell::new(),
            timer: None,
            saved,
            projected: false,
            changes: 0,
            version: 0,
            speaker: None,
            previous: None,
            clock,
            run_noted: false,
            seen: None,
            typed_up: Vec::new(),
            undo: None,
            review: OnceCell::new(),
            looking: None,
            heard: OnceCell::new(),
            joined: joined::Joined::default(),
            features: OnceCell::new(),
            actions: RefCell::default(),
            agreements: OnceCell::new(),
            gaps: RefCell::new(None),
            answers: OnceCell::new(),
            series: OnceCell::new(),
            rounds: OnceCell::new(),
            clashes: Clashes::default(),
            held,
            heard_from: HashMap::new(),
        };
        desk.clashes = Clashes::of(&desk.view);
        desk.refresh();
        // Of a plan nobody records there is no line of one's own, and so none to look for.
        let last = desk.recorder.and_then(|_| desk.last_own());
        let last = last.and_then(|id| desk.view.find(&List::Contributions, id));
        desk.speaker = last.and_then(|c| Contribution(c).speaker());
        desk
    }

    /// A new session: the workshop, with what an earlier one hands on as its template.
    pub fn workshop(details: &Details, earlier: Option<&File>, writer: Writer, now: Moment) -> File {
        let mut clock = Clock::new(writer);
        let mut file = File::new(FileKind::Session);
        let mut edit = Edit::new(&file, clock.next(now));
        let id = edit.create(&List::Workshops);
        edit.set(&List::Workshops, id, field::TIME, wall(now));
        details.write(&mut edit, id);
        if let Some(earlier) = earlier {
            carry_over(&mut edit, earlier, id);
        }
        let delta = edit.finish();
        file.join(&delta);
        if let Some(earlier) = earlier {
            file.join(&carry(earlier));
        }
        file
    }

    /// A rehearsal of a workshop: practice, with invented people, and recorded by nobody in particular.
    pub fn rehearsal(real: &File, programme: &Programme, writer: Writer, now: Moment) -> File {
        let mut clock = Clock::new(writer);
        let mut file = File::new(FileKind::Session);
        let mut edit = Edit::new(&file, clock.next(now));
        let id = edit.create(&List::Workshops);
        edit.set(&List::Workshops, id, field::TIME, wall(now));
        edit.set(&List::Workshops, id, field::DATE, now.date_naive().to_string());
        rehearse(&mut edit, real, programme, id);
        let delta = edit.finish();
        file.join(&delta);
        let mut desk = Self::new(PathBuf::new(), file.clone(), &[], writer);
        desk.record_as("Rehearsal", "", now).iter().for_each(|made| file.join(made));
        file
    }

    /// Whether the file is a plan.
    pub fn is_plan(&self) -> bool {
        self.view.kind == FileKind::Plan
    }

    /// Whether a stamp is of this recorder, in this run or an earlier one.
    pub fn is_mine(&self, stamp: Stamp) -> bool {
        stamp.writer() == self.clock.writer()
            || self.typed_up.contains(&stamp.writer())
            || (self.recorder.is_some() && self.origins.recorder(stamp) == self.recorder)
    }

    /// Joins what another table wrote into the view, and notes that it was heard from.
    pub fn hear(&mut self, file: &File, now: Moment) {
        let tables = file.live(&List::Recorders).map(|recorder| recorder.id);
        self.heard_from.extend(tables.filter(|id| Some(*id) != self.recorder).map(|id| (id, now)));
        self.arrive(file);
    }

    /// What is shown beside the feed.
    pub fn room(&self) -> &Room {
        self.room.get_or_init(|| Room::of(&self.view, &|s| self.is_mine(s)))
    }

    /// How often lines and actions show each of the three Cs and the five features.
    pub fn features(&self) -> &Features {
        self.features.get_or_init(|| Features::of(&self.view))
    }

    /// Who agreed to which action.
    pub fn agreements(&self, programme: &Programme) -> &HashMap<Id, Agreement> {
        self.agreements.get_or_init(|| agreements(&self.view, &self.origins, programme))
    }

    /// How the plan comes out of the gap checks on a day: once a change and day, not once a frame.
    pub fn gaps(&self, programme: &Programme, today: NaiveDate) -> Arc<[Finding]> {
        let known = self.gaps.borrow().as_ref().filter(|(day, _)| *day == today).map(|(_, found)| Arc::clone(found));
        known.unwrap_or_else(|| {
            let found: Arc<[Finding]> = gaps(&self.view, programme, today).into();
            self.gaps.replace(Some((today, Arc::clone(&found))));
            found
        })
    }

    /// What became of each theme, and who has still to hear back.
    pub fn answers(&self) -> &Answers {
        self.answers.get_or_init(|| Answers::of(&self.view, &self.origins))
    }

    /// The workshops side by side.
    pub fn series(&self, programme: &Programme) -> &Series {
        self.series.get_or_init(|| Series::of(&self.view, &self.origins, programme))
    }

    /// Joins what somebody else wrote into the view.
    pub fn arrive(&mut self, file: &File) {
        let held = withdrawal::join_holding(&mut self.view, file);
        self.held.join(&held);
        if let Some(latest) = file.latest() {
            self.clock.see(latest);
        }
        self.undo = None;
        self.origins = Origins::of(&self.view);
        self.note_news(file);
        self.refresh();
    }

    /// Joins a change that is to be saved as this recorder's own.
    pub fn join(&mut self, delta: &File) {
        self.arrive(delta);
        self.changes += 1;
    }

    /// Makes one change under one stamp and says what is to be saved; nothing where nothing changed.
    pub fn change(&mut self, now: Moment, make: impl FnOnce(&mut Edit<'_>)) -> Option<File> {
        let (stamp, delta) = self.write(now, make)?;
        if let Some(stack) = &mut self.undo {
            stack.did(stamp);
        }
        self.note_news(&delta);
        self.refresh();
        Some(delta)
    }

    /// Writes down what was not said or decided by anybody, and so changes neither the room nor what undo takes back.
    pub(super) fn note_aside(&mut self, now: Moment, make: impl FnOnce(&mut Edit<'_>)) -> Option<File> {
        let (_, delta) = self.write(now, make)?;
        self.version += 1;
        Some(delta)
    }

    fn write(&mut self, now: Moment, make: impl FnOnce(&mut Edit<'_>)) -> Option<(Stamp, File)> {
        let mut run = self.note_run(now);
        let stamp = self.clock.next(now);
        let mut edit = Edit::new(&self.view, stamp).having_seen(self.seen.as_ref().unwrap_or(&self.view));
        make(&mut edit);
        if edit.is_empty() {
            return None;
        }
        let delta = edit.finish();
        self.view.join(&delta);
        if let Some(seen) = &mut self.seen {
            seen.join(&delta);
        }
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
        Some((stamp, delta))
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
        self.review.take();
        self.looking = None;
        self.origins = Origins::of(&self.view);
        self.refresh();
        Some(made)
    }

    fn refresh(&mut self) {
        self.version += 1;
        self.features.take();
        self.actions.take();
        self.agreements.take();
        self.gaps.take();
        self.heard.take();
        self.answers.take();
        self.series.take();
        self.rounds.take();
        self.room.take();
        // Nobody's timer but one's own: each table goes at its own pace.
        self.timer = self.recorder.and_then(|recorder| Timer::of(&self.view, Some(recorder), &self.origins));
    }

    /// Whether the timer is running.
    pub fn timer_runs(&self) -> bool {
        self.timer.as_ref().is_some_and(|timer| !timer.is_paused())
    }

    /// Whether this recorder has gone to a stage yet.
    pub fn has_moved(&self) -> bool {
        self.timer.is_some()
    }

    /// The stage this recorder is at; the first until a move.
    pub fn stage<'p>(&self, programme: &'p Programme) -> Option<&'p crate::model::programme::Stage> {
        let moved = self.recorder.and_then(|r| self.room().stage_of(Some(r), &self.origins));
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

    /// How far words may travel: the lowest of the line's own level, the speaker's, and the workshop's cap.
    pub fn effective(&self, line: Level, speaker: Option<Id>) -> Level {
        let person = speaker.and_then(|id| self.view.find(&List::Delegates, id)).and_then(|d| Delegate(d).consent());
        let cap = self.view.workshop().and_then(|w| w.cap()).map(Cap::ceiling);
        [person, cap].into_iter().flatten().fold(line, Level::min)
    }

    /// The shortest name that tells a person from everybody else in the room: the first name where nobody shares it.
    pub fn short_name(&self, speaker: Option<Id>) -> String {
        let name = self.speaker_name(speaker);
        let short = name.split_whitespace().next();
        let shared = self.room().seats.iter().filter(|s| s.name.split_whitespace().next() == short).count() > 1;
        short.filter(|_| !shared).map(str::to_owned).unwrap_or(name)
    }

    /// Who spoke before the present speaker.
    pub const fn previous_speaker(&self) -> Option<Id> {
        self.previous
    }

    /// The name of a speaker as the recorder knows them.
    pub fn speaker_name(&self, speaker: Option<Id>) -> String {
        let Some(id) = speaker else { return "Somebody".into() };
        let Some(item) = self.view.find(&List::Delegates, id) else { return "Somebody".into() };
        let person = Delegate(item);
        if is_present(&self.view, item) {
            return called(person);
        }
        // Whoever led an action of last time need not be here.
        person.name().or(person.role()).unwrap_or("Somebody").to_owned()
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
        let mut found = self.room().seats.iter().filter(|s| match by_seat {
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
        let mut seat = self.room().seats.iter().filter_map(|s| s.number).max().map_or(1, |last| last + 1);
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

    /// Notes that a statement was read out, with its wording.
    pub fn read_out(&mut self, event: &str, wording: &str, text: &str, now: Moment) -> Option<File> {
        self.change(now, |edit| note_reading(edit, event, wording, text, now))
    }

    /// Closes the workshop with the key question, which was put to the room in these words: one command.
    pub fn close(&mut self, key_question: &str, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            note_reading(edit, "close", "", "", now);
            note_reading(edit, "key-question", "close", key_question, now);
        })
    }

    /// The delegates in the view, for a list.
    pub fn delegates(&self) -> impl Iterator<Item = Delegate<'_>> {
        self.view.live(&List::Delegates).map(Delegate)
    }
}

/// The wall time as it is stored: to the second, with its offset.
pub fn wall(now: Moment) -> String {
    now.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// Notes in an edit that a statement was read out, with its wording.
fn note_reading(edit: &mut Edit<'_>, event: &str, wording: &str, text: &str, now: Moment) {
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
}
