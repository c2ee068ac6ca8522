//! What is to be looked at again, and what somebody decided of it: each decision is one command, so that one undo takes
//! it back.

use std::cell::OnceCell;

use super::{Desk, wall};
use crate::capture::{self, Meaning, Who};
use crate::model::fields::{Contribution, List, field};
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::stamp::{Id, Moment, Stamp};
use crate::model::words::{Disposition, Kind, PairKind};
use crate::plan::{Concern, Review, Sessions, note_action, parted};

/// Of so many lines the review is worked out at once: a few milliseconds. Of more, that many at a time.
const AT_ONCE: usize = 64;

/// So many times as many are looked through before a page of a plan is drawn first: some milliseconds.
const SLICES: usize = 16;

/// The list of what was said.
const SAID: &List = &List::Contributions;

impl Desk {
    /// What this recorder should look at again; of a plan, what its organiser should. Of a large plan that is what was
    /// found so far: [`begin_review`](Self::begin_review) begins, and nobody waits for the rest.
    pub fn review(&self) -> &Review {
        match (&self.looking, self.review.get()) {
            (Some(so_far), None) if self.is_plan() => so_far,
            _ => self.review.get_or_init(|| Review::of(&self.view, &self.looked_at())),
        }
    }

    /// Begins to look through a plan, unless that was begun: a plan that is opened and never reviewed pays nothing.
    pub fn begin_review(&mut self) {
        if self.is_plan() && self.review.get().is_none() && self.looking.is_none() {
            let begun = Review::begin(&self.view, &self.looked_at());
            self.looking = Some(begun);
        }
    }

    /// Looks through some of a plan at once: one of ordinary size is whole by the time its page is drawn first.
    pub fn look_a_little(&mut self) {
        let mut slices = 0;
        while self.is_looking() && slices < SLICES && self.look_further() {
            slices += 1;
        }
    }

    /// Whether a plan is being looked through.
    pub fn is_looking(&self) -> bool {
        self.is_plan() && self.looking.is_some()
    }

    /// Which lines are looked at, by their stamps: of a plan those that it takes in, else one's own.
    fn looked_at(&self) -> impl Fn(Stamp) -> bool + '_ {
        let sessions = Sessions::of(&self.view, &self.origins);
        move |stamp| if self.is_plan() { sessions.take_in(stamp) } else { self.is_mine(stamp) }
    }

    /// How much there is to look at again; nothing while that is still being worked out.
    pub fn review_count(&self) -> Option<usize> {
        let looked_at = self.looked_at();
        let own = || self.view.list(SAID).iter().filter(|item| looked_at(item.id.stamp));
        let few = || self.looking.is_none() && own().take(AT_ONCE + 1).count() <= AT_ONCE;
        (self.review.get().is_some() || few()).then(|| self.review().len())
    }

    /// Works out a little more of what there is to look at again; says whether there is more to do.
    pub fn look_further(&mut self) -> bool {
        if self.looking.is_none() && (self.is_plan() || self.review_count().is_some()) {
            return false;
        }
        let looking = self.looking.take();
        let mut looking = looking.unwrap_or_else(|| Review::begin(&self.view, &self.looked_at()));
        if looking.look_further(&self.view, AT_ONCE) {
            self.review = looking.into();
            return false;
        }
        self.looking = Some(looking);
        true
    }

    /// Tells the clashes, what may be one and the review what has just come into the view; where nobody has asked for the review yet
    /// there is none to tell.
    pub(super) fn note_news(&mut self, news: &File) {
        self.clashes.note(&self.view, news);
        self.joined.note(&self.view, news);
        let (review, looking) = (self.review.take(), self.looking.take());
        let begun = review.is_some() || looking.is_some();
        // Which sessions a plan takes in may be another thing now.
        let other_sessions = self.is_plan() && !news.list(&List::Recorders).is_empty();
        let still = |mut review: Review| {
            let holds = review.note(&self.view, news, &self.looked_at());
            (holds && !other_sessions).then_some(review)
        };
        let (review, looking) = (review.and_then(still), looking.and_then(still));
        self.review = review.map_or_else(OnceCell::new, OnceCell::from);
        self.looking = looking;
        if begun {
            self.begin_review();
        }
    }

    /// Puts a concern aside.
    pub fn settle(&mut self, concern: Concern, id: Id, now: Moment) -> Option<File> {
        self.change(now, |edit| edit.put(SAID, id, field::SETTLED, concern.row().name))
    }

    /// Says who said a line.
    pub fn attribute(&mut self, id: Id, speaker: Id, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            edit.set(SAID, id, field::SPEAKER, speaker);
            edit.carry(&List::Delegates, speaker);
        })
    }

    /// The person with this seat, name, or beginning of a name; none where it is nobody, or could be several.
    pub fn person_called(&self, typed: &str) -> Option<Id> {
        let typed = typed.trim().trim_start_matches(['@', ';']).trim();
        let seats = &self.room().seats;
        let only = |fits: &dyn Fn(&crate::plan::Seat) -> bool| {
            let mut found = seats.iter().filter(|seat| fits(seat));
            found.next().filter(|_| found.next().is_none()).map(|seat| seat.delegate)
        };
        if let Ok(number) = typed.parse::<i64>() {
            // Where two tables gave one number, one's own people come first.
            return seats.iter().find(|seat| seat.number == Some(number)).map(|seat| seat.delegate);
        }
        only(&|seat| capture::folded_eq(&seat.name, typed)).or_else(|| {
            only(&|seat| {
                let later = seat.name.split_whitespace().any(|word| capture::folded_prefix(word, typed));
                later || capture::folded_prefix(&seat.name, typed)
            })
        })
    }

    /// Says what a line is about: a theme that is there already where what was typed begins its name.
    pub fn give_theme(&mut self, id: Id, typed: &str, now: Moment) -> Option<File> {
        let typed = capture::clean(typed.trim_start_matches(['#', '=']));
        let token = if typed.contains(char::is_whitespace) { format!("#\"{typed}\" x") } else { format!("#{typed} x") };
        let meant = match self.read_line(&token, &[], now) {
            Meaning::Said(said) => said.themes.into_iter().next(),
            _ => None,
        };
        let theme = meant.unwrap_or(typed);
        if theme.is_empty() {
            return None;
        }
        self.change(now, |edit| edit.put(SAID, id, field::THEMES, &theme))
    }

    /// Writes the paraphrase of a line.
    pub fn put_in_other_words(&mut self, id: Id, text: &str, now: Moment) -> Option<File> {
        self.change(now, |edit| edit.set(SAID, id, field::PARAPHRASE, text))
    }

    /// Writes a reply to a question when nobody is speaking any more; marks in front of it may say who gave it.
    pub fn answer_afterwards(&mut self, question: Id, line: &str, now: Moment, programme: &Programme) -> Option<File> {
        let (text, speaker) = match self.read_line(line, &[], now) {
            Meaning::Said(said) if !said.text.is_empty() => match said.speaker {
                Who::Seat(at) => (said.text, self.room().seats.get(at).map(|seat| seat.delegate)),
                Who::Previous | Who::Sticky | Who::Unknown => (said.text, None),
            },
            _ => (capture::clean(line), None),
        };
        let level = self.usual_level(speaker);
        let (stage, part) = (self.stage(programme).map(|stage| stage.id.clone()), self.part());
        self.change(now, |edit| {
            let id = edit.create(SAID);
            edit.set(SAID, id, field::TIME, wall(now));
            if let Some(stage) = stage {
                edit.set(SAID, id, field::STAGE, stage);
            }
            if let Some(part) = part {
                edit.set(SAID, id, field::AGENDA, part);
                edit.carry(&List::Agenda, part);
            }
            edit.set(SAID, id, field::KIND, Kind::Reply.name());
            if let Some(speaker) = speaker {
                edit.set(SAID, id, field::SPEAKER, speaker);
                edit.carry(&List::Delegates, speaker);
            }
            edit.set(SAID, id, field::CONSENT, level);
            edit.set(SAID, id, field::TEXT, text);
            edit.set(SAID, id, field::REPLY_TO, question);
        })
    }

    /// Says what becomes of a question, and why where it goes no further.
    pub fn dispose(&mut self, id: Id, what: Disposition, reason: Option<&str>, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            edit.set(SAID, id, field::DISPOSITION, what.name());
            if let Some(reason) = reason {
                edit.set(SAID, id, field::REASON, reason);
            }
        })
    }

    /// Makes an action of a question: this will be done about it.
    pub fn dispose_as_action(&mut self, id: Id, what: &str, now: Moment) -> Option<File> {
        let item = self.view.find(SAID, id).cloned()?;
        let said = Contribution(&item);
        self.change(now, |edit| {
            note_action(edit, id, Some(what), said.stage(), said.themes(), now);
            edit.set(SAID, id, field::DISPOSITION, Disposition::Action.name());
        })
    }

    /// Judges whether a line says the same as an earlier one. Both stay, each a voice of its own.
    pub fn judge_alike(&mut self, id: Id, earlier: Id, same: bool, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            let pair = edit.pair(PairKind::Idea, &earlier.to_string(), &id.to_string());
            edit.set(&List::Pairs, pair, field::SAME, same);
            edit.put(SAID, id, field::SETTLED, Concern::Alike.row().name);
        })
    }

    /// Removes a line, and the action made with it; undo brings both back.
    pub fn remove_line(&mut self, id: Id, now: Moment) -> Option<File> {
        let made = self.actions_made_with(id);
        self.change(now, |edit| {
            edit.set(SAID, id, field::REMOVED, true);
            for action in made {
                edit.set(&List::Actions, action, field::REMOVED, true);
            }
        })
    }

    /// Parts a line in two where its second idea begins. The second is a line of its own, said by the same person at
    /// the same time, about the same themes and to travel as far.
    pub fn split(&mut self, id: Id, now: Moment) -> Option<File> {
        let item = self.view.find(SAID, id).cloned()?;
        let said = Contribution(&item);
        let (one, other) = parted(said.text()?)?;
        self.change(now, |edit| {
            edit.set(SAID, id, field::TEXT, one);
            // Words that told the whole do not tell the half.
            edit.clear(SAID, id, field::PARAPHRASE);
            // Nor was the half read back.
            edit.clear(SAID, id, field::CONFIRMED);
            let second = edit.create(SAID);
            let alike = [
                field::TIME,
                field::STAGE,
                field::AGENDA,
                field::TOPIC,
                field::KIND,
                field::SPEAKER,
                field::LANGUAGE,
                field::PRIVATE,
            ];
            for (field, value) in alike.into_iter().filter_map(|field| Some((field, item.get(field)?))) {
                edit.set(SAID, second, field, value.clone());
            }
            // While two levels stand side by side the lower one holds.
            let level = item.standing(&field::CONSENT.into()).filter_map(|version| version.value.number()).min();
            if let Some(level) = level {
                edit.set(SAID, second, field::CONSENT, level);
            }
            edit.set(SAID, second, field::TEXT, other);
            for theme in said.themes() {
                edit.put(SAID, second, field::THEMES, theme);
            }
            if let Some(speaker) = said.speaker() {
                edit.carry(&List::Delegates, speaker);
            }
        })
    }
}
