//! What is known of a line beside its words, as one audience may see it: one rule for every detail of every kind.
//!
//! A detail was typed from what somebody said, so it is held to be their words and travels no further than they do:
//! - where the words leave word for word (level 2 and up), so do the details; a text that repeats words which this
//!   audience may not see is left empty, and counted;
//! - where only a paraphrase leaves (level 1), no detail leaves that anybody typed: in "the room behind the chapel" the
//!   speaker would be heard after all. Days, marks and words of closed lists (what sort of asset, how a decision was
//!   taken) do, because they are the note-taker's sorting and nobody's words; so does why a question goes no further,
//!   because that is the team's answer and not the asker's;
//! - while two values stand, none is shown; a mark that lets something out must say yes and nothing else, and one that
//!   holds something back need only say yes once;
//! - somebody who leads, runs, owns or helps is called as a lead of an action is, by their own level. The speaker of the
//!   line is called no closer here than beneath the words;
//! - whom to ask about referrals is a person's number, for the team alone.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::consent::{Credit, FewHolders, Rules, is_told, links, says_only_yes, says_yes, settled};
use super::gate::Withheld;
use super::guard::{A_DELEGATE, Guard};
use super::voice::Voice;
use crate::model::fields::{Contribution, Field, field};
use crate::model::item::Item;
use crate::model::kind::{Detail, Holds};
use crate::model::stamp::Id;
use crate::model::words::Level;
use crate::plan::{Day, Lead};

/// Words of a list that say nothing without what they rate, and so stand with it and not beside the kind.
pub(super) const RATINGS: [Field; 2] = [field::EASE, field::USEFULNESS];

/// One thing that is known of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told<'a> {
    /// As somebody typed it.
    Text(&'a str),
    /// Who, as they may be called.
    Who(String),
    /// A day.
    Day(NaiveDate),
    /// A word of a closed list.
    Word(&'static str),
    /// A mark that is set.
    Yes,
}

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Who(who) => f.write_str(who),
            Self::Day(day) => write!(f, "{}", day.format("%-d %B %Y")),
            Self::Word(word) => f.write_str(word),
            Self::Yes => f.write_str("yes"),
        }
    }
}

/// Why a detail is not shown.
enum Hidden {
    /// It goes beyond the line's consent, or two values of it stand.
    Beyond,
    /// It repeats protected words.
    Repeats,
}

type Few = BTreeMap<FewHolders, usize>;

/// Fills in what may be shown of a line besides its words.
pub(super) fn tell<'a>(
    voice: &mut Voice<'a>,
    rules: &Rules<'a>,
    guard: &Guard<'a>,
    few: &mut Few,
    withheld: &mut Withheld,
) {
    let item = voice.item();
    let speakers = links(item, field::SPEAKER).into_iter().flatten().collect();
    let line = Line { item, speakers, voice, rules, guard };
    let mut count = |hidden: Hidden| match hidden {
        Hidden::Beyond => withheld.details += 1,
        Hidden::Repeats => withheld.wordings += 1,
    };
    let translation = line.translation().unwrap_or_else(|hidden| {
        count(hidden);
        None
    });
    let mut details = Vec::new();
    for detail in voice.kind.details() {
        match line.told(detail, few, &mut count) {
            Ok(told) => details.extend(told.map(|told| (detail.field, told))),
            Err(hidden) => count(hidden),
        }
    }
    let speakers = line.speakers;
    let own = |text: &str| guard.people_in(text).iter().any(|id| speakers.contains(id));
    let changed = says_yes(item, field::PSEUDONYM);
    voice.tell(translation, details);
    voice.names_speaker = changed && (own(voice.words()) || voice.typed().any(own));
}

/// A line whose details are looked at.
struct Line<'l, 'a> {
    item: &'a Item,
    speakers: Vec<Id>,
    voice: &'l Voice<'a>,
    rules: &'l Rules<'a>,
    guard: &'l Guard<'a>,
}

impl<'a> Line<'_, 'a> {
    /// What this audience may know of one detail; nothing where nothing is known.
    fn told(&self, detail: &Detail, few: &mut Few, count: &mut impl FnMut(Hidden)) -> Result<Option<Told<'a>>, Hidden> {
        let field = detail.field;
        match detail.holds {
            // That it is on file is why a spotlight is here at all.
            Holds::Flag if field == field::ON_FILE => return Ok(None),
            Holds::Flag if field == field::PSEUDONYM => return Ok(says_yes(self.item, field).then_some(Told::Yes)),
            Holds::Flag => return Ok(says_only_yes(self.item, field).then_some(Told::Yes)),
            Holds::People => return Ok(self.people(few, count)),
            _ => {}
        }
        if !is_told(self.item, field) {
            return Ok(None);
        }
        let text = settled(self.item, field).ok_or(Hidden::Beyond)?;
        let told = match detail.holds {
            // Text where a day or a word of a list belongs may be anybody's words.
            Holds::Day => Day::read(text).and_then(|day| day.date()).map(Told::Day),
            Holds::Word(words) => words().iter().find(|(name, _)| *name == text).map(|(_, title)| Told::Word(title)),
            Holds::Person => Some(Told::Who(self.person(text, few)?)),
            _ if field == field::CREDIT => Some(Told::Who(self.person(text, few)?)),
            _ => Some(self.text(field, text)?),
        };
        told.map(Some).ok_or(Hidden::Beyond)
    }

    /// The words in English, beside the words themselves and nowhere else.
    fn translation(&self) -> Result<Option<&'a str>, Hidden> {
        if self.voice.level < Level::Delegate || !is_told(self.item, field::TRANSLATION) {
            return Ok(None);
        }
        let text = settled(self.item, field::TRANSLATION).ok_or(Hidden::Beyond)?;
        self.may_show(text).map(|()| Some(text))
    }

    fn text(&self, field: Field, text: &'a str) -> Result<Told<'a>, Hidden> {
        if field != field::REASON {
            self.is_word_for_word()?;
        } else if self.voice.level < Level::Delegate {
            // The team's answer goes further than the question; a name in it that is not to be told does not.
            let told_of = self.guard.people_in(text);
            if told_of.iter().any(|id| self.guard.hidden.contains(id) || self.hides_speaker(*id)) {
                return Err(Hidden::Beyond);
            }
        }
        if field == field::CONTACT {
            let told_of = self.guard.people_in(text);
            let unnamed = told_of.iter().any(|id| self.guard.hidden.contains(id) || self.hides_speaker(*id));
            if unnamed || !self.voice.open {
                return Err(Hidden::Beyond);
            }
        }
        self.may_show(text).map(|()| Told::Text(text))
    }

    fn people(&self, few: &mut Few, count: &mut impl FnMut(Hidden)) -> Option<Told<'a>> {
        let mut names = Vec::new();
        for partner in Contribution(self.item).partners() {
            match self.person(partner, few) {
                Ok(name) => names.push(name),
                Err(hidden) => count(hidden),
            }
        }
        (!names.is_empty()).then(|| Told::Who(names.join(", ")))
    }

    fn person(&self, text: &str, few: &mut Few) -> Result<String, Hidden> {
        let lead = Lead::read(text).ok_or(Hidden::Beyond)?;
        if let Lead::Text(text) = &lead {
            self.is_word_for_word()?;
            self.may_show(text)?;
        }
        let people = self.guard.people_of(&lead);
        if !people.iter().any(|id| self.hides_speaker(*id)) {
            return Ok(self.guard.called(lead, self.rules, few));
        }
        // No closer than beneath the words.
        let credit = match (people.as_slice(), self.voice.credit()) {
            ([_], Credit::Role(role)) => Some(role),
            _ => None,
        };
        Ok(credit.unwrap_or(A_DELEGATE).to_owned())
    }

    /// Whether somebody is a speaker of the line, whose name does not stand beneath it.
    fn hides_speaker(&self, id: Id) -> bool {
        self.speakers.contains(&id) && !matches!(self.voice.credit(), Credit::Name(_))
    }

    fn is_word_for_word(&self) -> Result<(), Hidden> {
        if self.voice.level >= Level::Delegate { Ok(()) } else { Err(Hidden::Beyond) }
    }

    fn may_show(&self, text: &str) -> Result<(), Hidden> {
        if self.guard.repeats(text, &[self.voice.id()]) { Err(Hidden::Repeats) } else { Ok(()) }
    }
}
