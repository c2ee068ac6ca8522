//! You said, we did: what became of each theme that several people spoke of, and who has still to hear back (domain
//! §3C, step 12; §2.4, columns 22 and 23).
//!
//! A theme is answered by what somebody wrote of the theme itself, or of an action about it. A reason why nothing could
//! be done is an answer too; an action that has only been planned is none yet.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::day::Day;
use super::private::is_private;
use super::room::agreements;
use super::rows::references;
use super::same::{Groups, Speakers};
use super::sessions::Sessions;
use super::themes::{Themes, key};
use crate::model::edit::Edit;
use crate::model::fields::{Action, Answer, Contribution, List, Update, Workshop, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::{PairKind, Status};

/// A theme with so many voices must have an answer or a reason.
pub const ENOUGH: i64 = 3;

/// What was done about a theme, as the theme's own answer or an action says it. At least one of the three is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The action that says it; none for the theme's own answer.
    pub action: Option<Id>,
    /// What people call that action.
    pub reference: Option<String>,
    /// What that action was to do, where only the note with which it ended tells what came of it.
    pub about: Option<String>,
    /// What was done.
    pub did: Option<String>,
    /// What changed.
    pub changed: Option<String>,
    /// Why not, where nothing could be done.
    pub why_not: Option<String>,
}

impl Reply {
    /// Whether it says anything.
    pub const fn is_said(&self) -> bool {
        self.did.is_some() || self.changed.is_some() || self.why_not.is_some()
    }

    /// What it says, part by part, each with its name.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let parts = [("We did", &self.did), ("What changed", &self.changed), ("Why not", &self.why_not)];
        parts.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?)))
    }
}

/// A theme that people spoke of, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The theme, by the name shown.
    pub theme: String,
    /// What was said of it, by its ids, starred lines first.
    pub said: Vec<Id>,
    /// How many people said it or agreed: each speaker once, each line of somebody unknown, and those who agreed.
    pub voices: i64,
    /// The theme's own answer first, then what its actions say.
    pub replies: Vec<Reply>,
    /// The actions about it that say nothing of what was done yet.
    pub open: Vec<Id>,
    /// The day people were told of it.
    pub told: Option<Day>,
    /// How they were told.
    pub channel: Option<String>,
}

impl Asked {
    /// Whether there is an answer or a reason.
    pub const fn is_answered(&self) -> bool {
        !self.replies.is_empty()
    }
}

/// People were promised to hear back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Where it was promised: a workshop, or an action.
    pub list: List,
    /// Which.
    pub id: Id,
    /// What that is called: the title of the workshop, or the reference of the action and its words.
    pub what: String,
    /// The day promised.
    pub due: Option<Day>,
    /// The day people did hear back.
    pub given: Option<Day>,
    /// How they heard.
    pub channel: Option<String>,
}

impl Promise {
    /// By how many days it is overdue on a day; none where it is not.
    pub fn overdue(&self, today: NaiveDate) -> Option<i64> {
        let due = self.due.as_ref().and_then(Day::date).filter(|_| self.given.is_none())?;
        Some((today - due).num_days()).filter(|days| *days > 0)
    }
}

/// What was said and done in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The themes with enough voices, and others with an answer of their own: those without an answer first, of each the
    /// ones with most voices first.
    pub themes: Vec<Asked>,
    /// Every promise to let people hear back, the earliest first.
    pub promises: Vec<Promise>,
}

impl Answers {
    /// Reads them from a file, without the sessions it leaves out.
    pub fn of(file: &File, origins: &Origins) -> Self {
        let sessions = Sessions::of(file, origins);
        let themes = Themes::of(file);
        let mut asked = heard(file, &themes, &sessions);
        let references = references(file);
        let last = last_updates(file, &sessions);
        for item in file.live(&List::Actions).filter(|item| sessions.take_in(item.id.stamp)) {
            let reply = reply_of(item, references.get(&item.id), last.get(&item.id).copied());
            for theme in themes_of(file, &themes, item) {
                let Some(of) = asked.get_mut(theme) else { continue };
                match &reply {
                    Some(reply) => of.replies.push(reply.clone()),
                    None => of.open.push(item.id),
                }
            }
        }
        for item in file.live(&List::Answers) {
            let answer = Answer(item);
            let Some(typed) = answer.theme() else { continue };
            let known = asked.keys().find(|name| key(name) == key(typed)).copied();
            let name = themes.named(typed).or(known).unwrap_or(typed);
            let of = asked.entry(name).or_insert_with(|| Asked { theme: name.to_owned(), ..Asked::default() });
            let own = Reply {
                did: written(answer.did()),
                changed: written(answer.changed()),
                why_not: written(answer.why_not()),
                ..Reply::default()
            };
            // Where an alias was answered too, the answer of the name shown stands before it.
            let first = key(name) == key(typed);
            let at = if first { 0 } else { of.replies.iter().take_while(|reply| reply.action.is_none()).count() };
            if own.is_said() {
                of.replies.insert(at, own);
            }
            if first || of.told.is_none() {
                of.told = answer.date().and_then(Day::read).or(of.told.take());
                of.channel = written(answer.channel()).or(of.channel.take());
            }
        }
        let own = |of: &Asked| of.replies.iter().any(|reply| reply.action.is_none());
        let mut themes: Vec<Asked> = asked.into_values().filter(|of| of.voices >= ENOUGH || own(of)).collect();
        themes.sort_by(|a, b| {
            let place = |of: &Asked| (of.is_answered(), Reverse(of.voices));
            place(a).cmp(&place(b)).then_with(|| a.theme.cmp(&b.theme))
        });
        Self { themes, promises: promises(file, &sessions, &references) }
    }

    /// The themes with enough voices and no answer, those with most voices first.
    pub fn unanswered(&self) -> impl Iterator<Item = &Asked> {
        self.themes.iter().filter(|of| !of.is_answered())
    }

    /// The promises that are overdue on a day, the oldest first.
    pub fn overdue(&self, today: NaiveDate) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(move |promise| promise.overdue(today).is_some())
    }
}

/// What was said of each theme, and by how many.
fn heard<'a>(file: &'a File, themes: &Themes<'a>, sessions: &Sessions<'_>) -> BTreeMap<&'a str, Asked> {
    let agreed = agreements(file);
    let people = Groups::of(file, PairKind::Person);
    let mut speakers = Speakers::of(&people);
    let mut heard: BTreeMap<&str, (Asked, HashSet<u32>)> = BTreeMap::new();
    for item in file.live(&List::Contributions).filter(|item| sessions.take_in(item.id.stamp)) {
        let said = Contribution(item);
        // What the recorder noted of somebody is nobody's voice.
        if is_private(item) {
            continue;
        }
        let speaker = said.speaker().map(|id| speakers.number(id));
        for theme in themes.of_item(item) {
            let (of, heard) = heard.entry(theme).or_default();
            let new = speaker.is_none_or(|speaker| heard.insert(speaker));
            let also = agreed.get(&item.id).copied().unwrap_or(0);
            of.voices = of.voices.saturating_add(i64::from(new)).saturating_add(also);
            of.said.push(item.id);
        }
    }
    let starred = |id: &Id| file.find(&List::Contributions, *id).is_some_and(|item| item.flag(field::STAR));
    let asked = heard.into_iter().map(|(theme, (mut of, _))| {
        theme.clone_into(&mut of.theme);
        of.said.sort_by_key(|id| !starred(id));
        (theme, of)
    });
    asked.collect()
}

/// How many voices each theme has, however few, by the name shown.
pub(super) fn voices(file: &File, origins: &Origins) -> BTreeMap<String, i64> {
    let heard = heard(file, &Themes::of(file), &Sessions::of(file, origins));
    heard.into_iter().map(|(theme, of)| (theme.to_owned(), of.voices)).collect()
}

/// How many voices, in words.
pub fn voices_words(voices: i64) -> String {
    match voices {
        0 => "no voices".into(),
        1 => "1 voice".into(),
        voices => format!("{voices} voices"),
    }
}

/// What each action is about: its own themes, or else those of the words it rests on.
fn themes_of<'a>(file: &'a File, themes: &Themes<'a>, action: &'a Item) -> BTreeSet<&'a str> {
    let own: BTreeSet<&str> = themes.of_item(action).into_iter().collect();
    if !own.is_empty() {
        return own;
    }
    let rests_on = Action(action).evidence().filter_map(|id| file.find(&List::Contributions, id.parse().ok()?));
    rests_on.filter(|item| !item.is_removed()).flat_map(|item| themes.of_item(item)).collect()
}

/// The last word on how far each action has come, by sessions that are not left out.
pub(super) fn last_updates<'a>(file: &'a File, sessions: &Sessions<'_>) -> HashMap<Id, Update<'a>> {
    let said = file.live(&List::Updates).filter(|item| sessions.take_in(item.id.stamp)).map(Update);
    // In order of their ids, and so of their stamps: the last one holds.
    said.filter(|update| update.status().is_some()).filter_map(|update| Some((update.action()?, update))).collect()
}

/// What an action says of what was done: its own words, or the note with which it was finished or given up.
fn reply_of(item: &Item, reference: Option<&String>, last: Option<Update<'_>>) -> Option<Reply> {
    let action = Action(item);
    let mut reply = Reply {
        action: Some(item.id),
        reference: reference.cloned(),
        about: None,
        did: written(action.did()),
        changed: written(action.changed()),
        why_not: written(action.why_not()),
    };
    if !reply.is_said() {
        let note = last.and_then(|update| written(update.note()));
        match last.and_then(Update::status) {
            Some(Status::Done) => reply.did = note,
            Some(Status::Stopped) => reply.why_not = note,
            _ => {}
        }
        reply.about = written(action.text());
    }
    reply.is_said().then_some(reply)
}

fn promises(file: &File, sessions: &Sessions<'_>, references: &HashMap<Id, String>) -> Vec<Promise> {
    let day = |text: Option<&str>| text.and_then(Day::read);
    let workshops = file.live(&List::Workshops).map(Workshop).map(|workshop| Promise {
        list: List::Workshops,
        id: workshop.id(),
        what: written(workshop.title()).unwrap_or_else(|| "a workshop without a title".into()),
        due: day(workshop.promise()),
        given: day(workshop.fed_back()),
        channel: written(workshop.channel()),
    });
    let actions = file.live(&List::Actions).filter(|item| sessions.take_in(item.id.stamp)).map(Action);
    let actions = actions.map(|action| Promise {
        list: List::Actions,
        id: action.id(),
        what: [references.get(&action.id()).cloned(), written(action.text())]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        due: day(action.feedback()),
        given: day(action.fed_back()),
        channel: written(action.channel()),
    });
    let mut promises: Vec<Promise> =
        workshops.chain(actions).filter(|promise| promise.due.is_some() || promise.given.is_some()).collect();
    promises.sort_by_key(|promise| (promise.due.is_none(), promise.due.clone(), promise.id));
    promises
}

/// Writes the answer to a theme, on the item where every organiser's answer to it meets; an empty text clears.
pub fn answer_theme(edit: &mut Edit<'_>, theme: &str, said: &[(crate::model::fields::Field, String)]) {
    let id = edit.answer(&key(theme));
    for (field, text) in said {
        match text.trim() {
            "" => edit.clear(&List::Answers, id, *field),
            text => edit.set(&List::Answers, id, *field, text),
        }
    }
}

/// The text, unless it is only spaces.
fn written(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::{Sample, minute};
    use super::*;
    use crate::model::fields::Field;

    fn answers(sample: &Sample) -> Answers {
        Answers::of(&sample.file, &Origins::of(&sample.file))
    }

    fn tagged(sample: &mut Sample, speaker: Option<Id>, text: &str, theme: &str) -> Id {
        let id = sample.say(speaker, "quote", text);
        sample.put(&List::Contributions, id, field::THEMES, theme);
        id
    }

    #[test]
    fn a_voice_is_a_person_once_each_unknown_line_and_whoever_agreed() {
        let mut sample = Sample::new(1);
        let (joy, again) = (sample.seat(1, &[]), sample.seat(2, &[]));
        let first = tagged(&mut sample, Some(joy), "they moved the bus stop", "transport");
        tagged(&mut sample, Some(joy), "and the next one", "transport");
        assert!(answers(&sample).themes.is_empty());
        tagged(&mut sample, None, "buses stop at six", "transport");
        let agreement = sample.add(&List::Agreements, &[]);
        sample.set(&List::Agreements, agreement, field::CONTRIBUTION, first);
        sample.set(&List::Agreements, agreement, field::COUNT, 2);
        assert_eq!(answers(&sample).themes[0].voices, 4);
        // The same person at another table.
        tagged(&mut sample, Some(again), "no bus", "transport");
        assert_eq!(answers(&sample).themes[0].voices, 5);
        sample.edit(|edit| {
            let pair = edit.pair(PairKind::Person, &joy.to_string(), &again.to_string());
            edit.set(&List::Pairs, pair, field::SAME, true);
        });
        assert_eq!(answers(&sample).themes[0].voices, 4);
        let note = tagged(&mut sample, None, "looked away", "transport");
        sample.set(&List::Contributions, note, field::KIND, "observation");
        assert_eq!(answers(&sample).themes[0].voices, 4);
    }

    #[test]
    fn themes_without_an_answer_come_first_and_those_with_most_voices_before_others() {
        let mut sample = Sample::new(1);
        for (theme, voices) in [("hall", 3), ("damp", 5), ("parking", 4), ("dogs", 2)] {
            for _ in 0..voices {
                tagged(&mut sample, None, "a line", theme);
            }
        }
        sample.edit(|edit| answer_theme(edit, "Damp", &[(field::WHY_NOT, "the landlord said no".into())]));
        let found = answers(&sample);
        let names: Vec<_> = found.themes.iter().map(|of| (of.theme.as_str(), of.is_answered())).collect();
        assert_eq!(names, [("parking", false), ("hall", false), ("damp", true)]);
        assert_eq!(found.unanswered().count(), 2);
    }

    #[test]
    fn an_action_answers_by_what_was_done_or_by_the_note_it_ended_with_and_not_by_being_planned() {
        let mut sample = Sample::new(1);
        let said: Vec<Id> = (0..3).map(|_| tagged(&mut sample, None, "a line", "hall")).collect();
        let action = sample.add(&List::Actions, &[(field::TEXT, "open the hall")]);
        sample.put(&List::Actions, action, field::EVIDENCE, &said[0].to_string());
        assert_eq!(answers(&sample).themes[0].open, [action]);
        let update = sample.add(&List::Updates, &[(field::STATUS, "stopped"), (field::NOTE, "it was sold")]);
        sample.set(&List::Updates, update, field::ACTION, action);
        let reason = |sample: &Sample| answers(sample).themes[0].replies[0].clone();
        let ended = reason(&sample);
        assert_eq!((ended.about.as_deref(), ended.why_not.as_deref()), (Some("open the hall"), Some("it was sold")));
        sample.set(&List::Actions, action, field::DID, "We found the library instead");
        assert_eq!(reason(&sample).did.as_deref(), Some("We found the library instead"));
        assert_eq!(reason(&sample).why_not, None);
    }

    #[test]
    fn two_organisers_answers_to_one_theme_meet_on_one_item_and_an_alias_is_answered_with_its_name() {
        let mut one = Sample::new(1);
        for _ in 0..3 {
            tagged(&mut one, None, "a line", "damp");
        }
        let mut two = Sample::new(2);
        two.join(&one.file);
        one.edit(|edit| answer_theme(edit, "damp", &[(field::DID, "We wrote to the landlord".into())]));
        two.edit(|edit| answer_theme(edit, "DAMP", &[(field::CHANGED, "Two flats are dry".into())]));
        one.join(&two.file);
        assert_eq!(one.file.list(&List::Answers).len(), 1);
        let reply = &answers(&one).themes[0].replies[0];
        assert_eq!(reply.parts().count(), 2);
        one.edit(|edit| super::super::join_themes(edit, "damp", "housing"));
        let found = answers(&one);
        assert_eq!(found.themes[0].theme, "housing");
        assert!(found.themes[0].is_answered());
    }

    #[test]
    fn a_promise_is_overdue_from_the_day_after_until_people_have_heard() {
        let mut sample = Sample::new(1);
        let fields: [(Field, &str); 2] = [(field::TITLE, "Staying connected"), (field::PROMISE, "2026-11-20")];
        let workshop = sample.add(&List::Workshops, &fields);
        sample.add(&List::Actions, &[(field::TEXT, "ring Amina"), (field::FEEDBACK, "2026-11-21")]);
        let today = minute(0).date_naive();
        let found = answers(&sample);
        assert_eq!(found.promises.len(), 2);
        assert_eq!(found.overdue(today).map(|p| p.overdue(today)).collect::<Vec<_>>(), [Some(1)]);
        sample.set(&List::Workshops, workshop, field::FED_BACK, "2026-11-21");
        assert_eq!(answers(&sample).overdue(today).count(), 0);
    }
}
