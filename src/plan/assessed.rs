//! Assessments: what was said of each entry of a list of others, at first and now, and what it rests on (domain P14,
//! §2.1, §2.2). Of a network for its own development, and never a claim to comply.
//!
//! Each is an item of the list of scores: the last one holds, as for the quick-start guide, and what it rests on is held
//! together from all of them.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};

use super::day::Day;
use super::rows::Standing;
use super::sessions::Sessions;
use crate::model::fields::{List, Score};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::programme::{Entry, Framework};
use crate::model::stamp::Id;

/// What stands over a self-assessment of maturity wherever it is shown.
pub const FOR_DEVELOPMENT: &str = "For development, not performance management.";

/// A level that an entry was said to have reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Its place among the levels, the lowest is 0.
    pub number: usize,
    /// What it is called.
    pub title: String,
    /// The day it was said.
    pub day: Option<NaiveDate>,
}

impl Reached {
    /// In words and as a number: `step 1 (1 of 3)`.
    pub fn words(&self, of: &Framework) -> String {
        format!("{} ({} of {})", self.title, self.number, of.levels.len().saturating_sub(1))
    }
}

/// What was said of one entry.
#[derive(Clone, Debug)]
pub struct Assessed<'p> {
    /// The entry.
    pub entry: &'p Entry,
    /// The level that was said first, where it was said more than once.
    pub before: Option<Reached>,
    /// The level that was said last.
    pub now: Option<Reached>,
    /// The last note.
    pub note: Option<String>,
    /// The last day on which it is to be looked at again.
    pub review: Option<Day>,
    /// When something was last said of it.
    pub time: Option<String>,
    /// What it rests on and is here.
    pub evidence: Vec<(List, Id)>,
    /// How much it rests on that was withdrawn or is not here.
    pub gone: usize,
}

impl Assessed<'_> {
    /// Whether anything was said of it, or stands behind it.
    pub fn is_said(&self) -> bool {
        self.now.is_some() || self.note.is_some() || !self.evidence.is_empty() || self.gone > 0
    }

    /// How the level changed from the first to the last, in words; none where it was said once or never.
    pub fn change(&self) -> Option<String> {
        let (before, now) = (self.before.as_ref()?, self.now.as_ref()?);
        Some(match now.number.cmp(&before.number) {
            std::cmp::Ordering::Equal => format!("still {}", now.title),
            std::cmp::Ordering::Greater => format!("on from {} to {}", before.title, now.title),
            std::cmp::Ordering::Less => format!("back from {} to {}", before.title, now.title),
        })
    }

    /// How much it rests on, in words.
    pub fn evidence_words(&self) -> String {
        let here = match self.evidence.len() {
            0 => "no evidence yet".to_owned(),
            1 => "1 entry".to_owned(),
            count => format!("{count} entries"),
        };
        if self.gone == 0 { here } else { format!("{here}, {} withdrawn or not here", self.gone) }
    }
}

/// What was said of each entry of a framework, about one action or about the whole plan.
pub fn assessed<'p>(file: &File, origins: &Origins, framework: &'p Framework, action: Option<Id>) -> Vec<Assessed<'p>> {
    let all = scores(file, origins, framework);
    entries(file, framework, &all, action)
}

/// All that was said of a framework, by sessions that are not left out.
fn scores<'f>(file: &'f File, origins: &Origins, framework: &Framework) -> Vec<Score<'f>> {
    let sessions = Sessions::of(file, origins);
    let said = file.live(&List::Scores).filter(|item| sessions.take_in(item.id.stamp)).map(Score);
    said.filter(|score| score.about() == Some(framework.id.as_str())).collect()
}

fn entries<'p>(file: &File, framework: &'p Framework, all: &[Score<'_>], action: Option<Id>) -> Vec<Assessed<'p>> {
    let about: Vec<Score<'_>> = all.iter().filter(|score| score.action() == action).copied().collect();
    framework.entries.iter().map(|entry| of(file, framework, entry, &about)).collect()
}

fn of<'p>(file: &File, framework: &Framework, entry: &'p Entry, scores: &[Score<'_>]) -> Assessed<'p> {
    let mut said: Vec<Score<'_>> = scores.iter().filter(|of| of.entry() == Some(entry.id.as_str())).copied().collect();
    said.sort_by_key(|score| score.id());
    let reached = |score: &Score<'_>| {
        let (number, level) = framework.level(score.level()?)?;
        Some(Reached { number, title: level.title.clone(), day: score.time().and_then(Day::of_time) })
    };
    let mut levels = said.iter().filter_map(reached);
    let first = levels.next();
    let (before, now) = match levels.next_back() {
        Some(last) => (first, Some(last)),
        None => (None, first),
    };
    let (mut evidence, mut gone) = (Vec::new(), Vec::new());
    for id in said.iter().flat_map(|score| score.evidence()).filter_map(|id| id.parse::<Id>().ok()) {
        match held(file, id) {
            Some(found) if !evidence.contains(&found) => evidence.push(found),
            None if !gone.contains(&id) => gone.push(id),
            _ => {}
        }
    }
    let last = said.last();
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Assessed {
        entry,
        before,
        now,
        note: last.and_then(|score| filled(score.note()?)),
        review: last.and_then(|score| Day::read(score.review()?)),
        time: last.and_then(|score| score.time()).map(str::to_owned),
        evidence,
        gone: gone.len(),
    }
}

/// A line or an action that is here and was not taken away.
fn held(file: &File, id: Id) -> Option<(List, Id)> {
    let here = |item: &Item| item.has_base() && !item.is_removed();
    let lists = [List::Contributions, List::Actions];
    lists.into_iter().find(|list| file.find(list, id).is_some_and(|item| here(item))).map(|list| (list, id))
}

/// A check of fairness in its parts, of the whole plan or of one action (domain §2.1, HEAT).
#[derive(Clone, Debug)]
pub struct EquityCheck<'p> {
    /// The action and its reference; none for the whole plan.
    pub action: Option<(Id, String)>,
    /// Whether that action is a priority.
    pub priority: bool,
    /// What was done in each part.
    pub parts: Vec<Assessed<'p>>,
    /// The day it is looked at again.
    pub review: Option<Day>,
    /// Whether that day has passed.
    pub overdue: bool,
}

impl EquityCheck<'_> {
    /// In how many parts something was done.
    pub fn done(&self) -> usize {
        self.parts.iter().filter(|part| part.note.is_some()).count()
    }

    /// How far it has come and when it is looked at again, in words.
    pub fn words(&self) -> String {
        let done = format!("{} of {} parts", self.done(), self.parts.len());
        match &self.review {
            _ if self.done() == 0 => "not begun".to_owned(),
            None => format!("{done}, no day for the review"),
            Some(day) if self.overdue => format!("{done}, to be looked at again by {day}: overdue"),
            Some(day) => format!("{done}, to be looked at again by {day}"),
        }
    }
}

/// The checks of fairness: of the plan, and of those of some actions that are priorities or have begun one.
pub fn equity_checks<'a>(
    file: &'a File,
    origins: &Origins,
    framework: &'a Framework,
    actions: impl IntoIterator<Item = (Id, Standing, &'a str)>,
    today: NaiveDate,
) -> impl Iterator<Item = EquityCheck<'a>> {
    let mut all: HashMap<Option<Id>, Vec<Score<'_>>> = HashMap::new();
    for score in scores(file, origins, framework) {
        all.entry(score.action()).or_default().push(score);
    }
    let check = move |action: Option<(Id, Standing, &str)>| {
        let priority = matches!(action, Some((_, Standing::Priority(_), _)));
        let scores = all.get(&action.map(|(id, ..)| id));
        if action.is_some() && !priority && scores.is_none() {
            return None;
        }
        let scores = scores.map_or(&[][..], Vec::as_slice);
        let parts: Vec<Assessed<'_>> =
            framework.entries.iter().map(|entry| of(file, framework, entry, scores)).collect();
        let last = parts.iter().filter(|part| part.review.is_some()).max_by(|one, other| one.time.cmp(&other.time));
        let review = last.and_then(|part| part.review.clone());
        let overdue = review.as_ref().and_then(Day::date).is_some_and(|day| day < today);
        let action = action.map(|(id, _, reference)| (id, reference.to_owned()));
        Some(EquityCheck { action, priority, parts, review, overdue })
    };
    std::iter::once(None).chain(actions.into_iter().map(Some)).filter_map(check)
}

/// The day so many months on; where a month has no such day, its last.
pub fn months_on(day: NaiveDate, months: u16) -> NaiveDate {
    day.checked_add_months(Months::new(u32::from(months))).unwrap_or(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;
    use crate::model::programme::Programme;

    fn say(sample: &mut Sample, about: &str, entry: &str, level: &str, note: &str) -> Id {
        let fields = [
            (field::ABOUT, about),
            (field::ENTRY, entry),
            (field::LEVEL, level),
            (field::NOTE, note),
            (field::TIME, "2026-11-21T10:00:00+00:00"),
        ];
        sample.add(&List::Scores, &fields)
    }

    #[test]
    fn the_first_level_stands_beside_the_last_in_numbers_and_words() {
        let framework = Programme::embedded().framework("maturity").unwrap();
        let mut sample = Sample::new(1);
        say(&mut sample, "maturity", "leadership", "foundation", "one partner");
        say(&mut sample, "maturity", "leadership", "step-2", "five partners");
        say(&mut sample, "maturity", "data", "step-1", "");
        let found = assessed(&sample.file, &Origins::of(&sample.file), framework, None);
        assert_eq!(found[0].before.as_ref().unwrap().words(framework), "foundation (0 of 3)");
        assert_eq!(found[0].now.as_ref().unwrap().words(framework), "step 2 (2 of 3)");
        assert_eq!(found[0].change().unwrap(), "on from foundation to step 2");
        assert_eq!(found[0].note.as_deref(), Some("five partners"));
        // Said once, it has nothing to stand beside.
        assert_eq!((found[1].before.as_ref(), found[1].change()), (None, None));
        assert!(!found[2].is_said());
    }

    #[test]
    fn evidence_of_two_organisers_is_held_together_and_what_is_gone_is_counted() {
        let framework = Programme::embedded().framework("working-with-people").unwrap();
        let mut sample = Sample::new(1);
        let line = sample.say(None, "quote", "they asked us first");
        let action = sample.add(&List::Actions, &[(field::TEXT, "Ask first")]);
        let one = say(&mut sample, "working-with-people", "start-early", "", "");
        let other = say(&mut sample, "working-with-people", "start-early", "", "");
        sample.put(&List::Scores, one, field::EVIDENCE, &line.to_string());
        sample.put(&List::Scores, other, field::EVIDENCE, &action.to_string());
        sample.put(&List::Scores, other, field::EVIDENCE, &one.to_string());
        let found = assessed(&sample.file, &Origins::of(&sample.file), framework, None);
        assert_eq!(found[1].evidence, [(List::Contributions, line), (List::Actions, action)]);
        assert_eq!(found[1].evidence_words(), "2 entries, 1 withdrawn or not here");
        assert_eq!(found[0].evidence_words(), "no evidence yet");
    }

    #[test]
    fn a_review_of_a_check_is_overdue_the_day_after_and_months_end_where_they_end() {
        let framework = Programme::embedded().framework("heat").unwrap();
        let mut sample = Sample::new(1);
        let id = say(&mut sample, "heat", "prepare", "", "who is worst off");
        sample.set(&List::Scores, id, field::REVIEW, "2027-05-21");
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let origins = Origins::of(&sample.file);
        let check = |today: &str| equity_checks(&sample.file, &origins, framework, [], day(today)).next().unwrap();
        assert_eq!(check("2027-05-21").words(), "1 of 4 parts, to be looked at again by 21 May 2027");
        assert_eq!(check("2027-05-22").words(), "1 of 4 parts, to be looked at again by 21 May 2027: overdue");
        assert_eq!(months_on(day("2026-08-31"), 6), day("2027-02-28"));
    }
}
