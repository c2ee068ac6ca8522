//! The series: the workshops of a plan side by side, in the order of their days (domain §3C, step 8; P5, T4).
//!
//! Who came and spoke, kind of partner by kind of partner with every zero; which themes came, stayed and went; how far the
//! quick-start guide has come; and whether children were named.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::children::{is_for_children, names_children};
use super::day::Day;
use super::private::is_private;
use super::room::agreements;
use super::same::{Groups, Speakers};
use super::scores::score;
use super::sessions::Sessions;
use super::themes::Themes;
use crate::model::fields::{Action, Contribution, Delegate, List, Workshop};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::{GuideScore, PairKind};

/// A workshop of the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// The day it was held.
    pub day: Option<Day>,
    /// How many lines were said.
    pub lines: usize,
    /// How many of them name children or young people.
    pub lines_on_children: usize,
    /// How many actions came from it.
    pub actions: usize,
    /// How many of them are for children or young people, or name them.
    pub actions_on_children: usize,
}

/// A kind of partner over the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Its full name.
    pub title: String,
    /// A short name for a narrow place.
    pub label: String,
    /// For each workshop, how many of it were here and how many lines they said.
    pub counts: Vec<(usize, usize)>,
}

/// A theme over the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The name shown.
    pub theme: String,
    /// For each workshop, how many voices.
    pub voices: Vec<i64>,
}

impl Followed {
    /// Whether it first came up at the last workshop, of several.
    pub fn is_new(&self) -> bool {
        self.split().is_some_and(|(last, before)| last > 0 && before.iter().all(|voices| *voices == 0))
    }

    /// Whether it came up before, and not at the last workshop.
    pub fn is_gone(&self) -> bool {
        self.split().is_some_and(|(last, before)| last == 0 && before.iter().any(|voices| *voices > 0))
    }

    fn split(&self) -> Option<(i64, &[i64])> {
        let (last, before) = self.voices.split_last()?;
        (!before.is_empty()).then_some((*last, before))
    }

    /// What became of it, in a word; none where it came up before and still does.
    pub fn words(&self) -> Option<&'static str> {
        [(self.is_new(), "new"), (self.is_gone(), "not heard this time")].iter().find(|(is, _)| *is).map(|(_, w)| *w)
    }
}

/// A step of the quick-start guide over the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepped {
    /// Its number.
    pub number: u16,
    /// The step, in a line.
    pub short: String,
    /// For each workshop, how far it had come; none where nobody said.
    pub scores: Vec<Option<GuideScore>>,
}

impl Stepped {
    /// How it changed from the first that was said to the last, in words; none where it was said once or never.
    pub fn change(&self) -> Option<String> {
        let mut said = self.scores.iter().flatten();
        let (first, last) = (said.next()?, said.next_back()?);
        Some(match last.cmp(first) {
            std::cmp::Ordering::Equal => format!("still {}", last.title()),
            std::cmp::Ordering::Greater => format!("on from {} to {}", first.title(), last.title()),
            std::cmp::Ordering::Less => format!("back from {} to {}", first.title(), last.title()),
        })
    }
}

/// The workshops of a file side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// The workshops, the earliest first, undated ones last.
    pub workshops: Vec<Held>,
    /// Every kind of partner of the programme, in its order.
    pub partners: Vec<Covered>,
    /// Every theme, those with most voices over all first.
    pub themes: Vec<Followed>,
    /// Every step of the guide.
    pub steps: Vec<Stepped>,
}

/// Where a theme was heard.
#[derive(Default)]
struct Heard {
    /// How many voices at each workshop.
    voices: Vec<i64>,
    /// At which workshop each of the speakers was counted.
    speakers: HashSet<(u32, u32)>,
}

impl Series {
    /// Looks over a file, without the sessions it leaves out.
    pub fn of(file: &File, origins: &Origins, programme: &Programme) -> Self {
        let mut workshops: Vec<Held> = file.live(&List::Workshops).map(Workshop).map(held).collect();
        workshops.sort_by_key(|held| (held.day.is_none(), held.day.clone(), held.id));
        let places: HashMap<Id, usize> = workshops.iter().enumerate().map(|(at, held)| (held.id, at)).collect();
        let count = workshops.len();
        let partners = programme.categories.iter().filter(|category| category.is_partner());
        let partners = partners.map(|category| Covered {
            title: category.title.clone(),
            label: category.label.clone(),
            counts: vec![(0, 0); count],
        });
        let steps = programme.guide.iter().map(|step| Stepped {
            number: step.number,
            short: step.short.clone(),
            scores: workshops.iter().map(|held| Some(score(file, held.id, step.number)?.score)).collect(),
        });
        let mut series = Self { partners: partners.collect(), steps: steps.collect(), workshops, ..Self::default() };
        series.look(file, origins, programme, &places);
        series
    }

    fn look(&mut self, file: &File, origins: &Origins, programme: &Programme, places: &HashMap<Id, usize>) {
        let sessions = Sessions::of(file, origins);
        let themes = Themes::of(file);
        let partners = partner_places(programme);
        let people = Groups::of(file, PairKind::Person);
        let agreed = agreements(file);
        let mut kinds: HashMap<Id, usize> = HashMap::new();
        let mut came: BTreeSet<(usize, Id)> = BTreeSet::new();
        for item in file.live(&List::Delegates).filter(|item| sessions.take_in(item.id.stamp)) {
            let person = Delegate(item);
            let Some(partner) = person.category().and_then(|category| partners.get(category)) else { continue };
            kinds.insert(item.id, *partner);
            let at = person.workshop().and_then(|workshop| places.get(&workshop));
            // One person at two tables came once.
            if let Some(at) = at.filter(|at| came.insert((**at, people.first(item.id))))
                && let Some((here, _)) = self.partners.get_mut(*partner).and_then(|of| of.counts.get_mut(*at))
            {
                *here += 1;
            }
        }
        let mut speakers = Speakers::of(&people);
        let mut followed: BTreeMap<&str, Heard> = BTreeMap::new();
        for item in file.live(&List::Contributions).filter(|item| sessions.take_in(item.id.stamp)) {
            let said = Contribution(item);
            let at = origins.workshop(item.id.stamp).and_then(|workshop| places.get(&workshop)).copied();
            let Some(at) = at.filter(|_| !is_private(item)) else {
                continue;
            };
            if let Some(held) = self.workshops.get_mut(at) {
                held.lines += 1;
                let texts = [said.text(), said.translation()];
                held.lines_on_children += usize::from(texts.into_iter().flatten().any(names_children));
            }
            let partner = said.speaker().and_then(|speaker| kinds.get(&speaker));
            let counts = partner.and_then(|partner| self.partners.get_mut(*partner)?.counts.get_mut(at));
            if let Some((_, spoke)) = counts {
                *spoke += 1;
            }
            let speaker = said.speaker().map(|id| speakers.number(id));
            for theme in themes.of_item(item) {
                let heard = followed.entry(theme).or_default();
                heard.voices.resize(self.workshops.len(), 0);
                let place = u32::try_from(at).unwrap_or(u32::MAX);
                let new = speaker.is_none_or(|speaker| heard.speakers.insert((place, speaker)));
                if let Some(voices) = heard.voices.get_mut(at) {
                    let also = agreed.get(&item.id).copied().unwrap_or(0);
                    *voices = voices.saturating_add(i64::from(new)).saturating_add(also);
                }
            }
        }
        let total = |voices: &[i64]| voices.iter().fold(0_i64, |sum, voices| sum.saturating_add(*voices));
        let themes = followed.into_iter();
        self.themes = themes.map(|(theme, of)| Followed { theme: theme.to_owned(), voices: of.voices }).collect();
        self.themes.sort_by_key(|followed| std::cmp::Reverse(total(&followed.voices)));
        for item in file.live(&List::Actions).filter(|item| sessions.take_in(item.id.stamp)) {
            let workshop = origins.workshop(item.id.stamp);
            if let Some(held) = workshop.and_then(|workshop| self.workshops.get_mut(*places.get(&workshop)?)) {
                held.actions += 1;
                held.actions_on_children += usize::from(is_for_children(Action(item)));
            }
        }
    }

    /// The kinds of partner of whom nobody came to any workshop.
    pub fn never_came(&self) -> impl Iterator<Item = &Covered> {
        let came = |covered: &Covered| covered.counts.iter().any(|(here, _)| *here > 0);
        self.partners.iter().filter(move |covered| !came(covered))
    }

    /// Each kind of partner that never came, in a sentence of its own.
    pub fn never_came_words(&self) -> Vec<String> {
        let at = match self.workshops.len() {
            0 => return Vec::new(),
            1 => "at the one workshop".to_owned(),
            2 => "at either of the two workshops".to_owned(),
            n => format!("at any of the {} workshops", in_words(n)),
        };
        self.never_came().map(|covered| format!("Nobody from: {}, {at}.", covered.title)).collect()
    }

    /// Whether children were named at all, in a sentence; a zero is stated (T4).
    pub fn children_words(&self) -> String {
        let sum = |of: fn(&Held) -> usize| self.workshops.iter().map(of).sum::<usize>();
        let (lines, actions) = (sum(|held| held.lines_on_children), sum(|held| held.actions_on_children));
        match (lines, actions) {
            (0, 0) => "Nothing that was said and no action names children or young people.".into(),
            _ => format!("Named children or young people: lines {lines}, actions {actions}."),
        }
    }
}

fn in_words(number: usize) -> String {
    let words = ["three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.get(number.wrapping_sub(3)).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

fn held(workshop: Workshop<'_>) -> Held {
    let title = workshop.title().map(str::trim).filter(|title| !title.is_empty());
    Held {
        id: workshop.id(),
        title: title.unwrap_or("No title").to_owned(),
        day: workshop.date().and_then(Day::read),
        lines: 0,
        lines_on_children: 0,
        actions: 0,
        actions_on_children: 0,
    }
}

/// The place of each category among the partners; a local one counts with the partner it stands under.
fn partner_places(programme: &Programme) -> HashMap<&str, usize> {
    let partners = programme.categories.iter().filter(|category| category.is_partner());
    let mut places: HashMap<&str, usize> =
        partners.enumerate().map(|(at, category)| (category.id.as_str(), at)).collect();
    for local in &programme.categories {
        if let Some(at) = local.under.as_deref().and_then(|under| places.get(under)).copied() {
            places.entry(&local.id).or_insert(at);
        }
    }
    places
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;

    /// A workshop on a day, recorded by a run of its own.
    fn workshop(writer: u32, date: &str) -> (Sample, Id) {
        let mut sample = Sample::new(writer);
        let workshop = sample.add(&List::Workshops, &[(field::TITLE, date), (field::DATE, date)]);
        let recorder = sample.add(&List::Recorders, &[]);
        sample.set(&List::Recorders, recorder, field::WORKSHOP, workshop);
        let run = sample.add(&List::Runs, &[]);
        sample.set(&List::Runs, run, field::RECORDER, recorder);
        (sample, workshop)
    }

    fn said(sample: &mut Sample, speaker: Option<Id>, text: &str, theme: &str) {
        let id = sample.say(speaker, "quote", text);
        sample.put(&List::Contributions, id, field::THEMES, theme);
    }

    fn series(file: &File) -> Series {
        Series::of(file, &Origins::of(file), Programme::embedded())
    }

    #[test]
    fn workshops_stand_by_day_with_every_partner_and_each_zero_in_a_sentence() {
        let (mut later, at) = workshop(1, "2026-11-21");
        let joy = later.seat(1, &[(field::CATEGORY, "local-residents")]);
        later.set(&List::Delegates, joy, field::WORKSHOP, at);
        said(&mut later, Some(joy), "they moved the bus stop", "transport");
        let (earlier, _) = workshop(2, "2026-09-15");
        later.join(&earlier.file);
        let series = series(&later.file);
        let days: Vec<_> = series.workshops.iter().map(|held| held.title.as_str()).collect();
        assert_eq!((days, series.partners.len()), (vec!["2026-09-15", "2026-11-21"], 17));
        let residents = series.partners.iter().find(|of| of.counts.iter().any(|(here, _)| *here > 0)).unwrap();
        assert_eq!(residents.counts, [(0, 0), (1, 1)]);
        assert_eq!(series.never_came().count(), 16);
        assert!(
            series
                .never_came_words()
                .contains(&"Nobody from: Emergency services, at either of the two workshops.".into())
        );
    }

    #[test]
    fn themes_are_new_gone_or_still_there_and_those_with_most_voices_come_first() {
        let (mut first, _) = workshop(1, "2026-09-15");
        for theme in ["damp", "damp", "hall"] {
            said(&mut first, None, "a line", theme);
        }
        let (mut second, _) = workshop(2, "2026-11-21");
        for theme in ["damp", "bus"] {
            said(&mut second, None, "a line", theme);
        }
        first.join(&second.file);
        let found = series(&first.file);
        let told: Vec<_> = found.themes.iter().map(|of| (of.theme.as_str(), of.voices.clone(), of.words())).collect();
        assert_eq!(
            told,
            [
                ("damp", vec![2, 1], None),
                ("bus", vec![0, 1], Some("new")),
                ("hall", vec![1, 0], Some("not heard this time")),
            ]
        );
        // One workshop alone has nothing to compare with.
        assert!(series(&second.file).themes.iter().all(|of| of.words().is_none()));
    }

    #[test]
    fn a_step_tells_how_it_changed_from_the_first_score_to_the_last() {
        let (mut first, before) = workshop(1, "2026-09-15");
        let (second, now) = workshop(2, "2026-11-21");
        first.join(&second.file);
        for (at, step, score) in
            [(before, 1, "not-yet"), (now, 1, "started"), (before, 2, "in-place"), (now, 2, "started")]
        {
            let id = first.add(&List::Scores, &[(field::SCORE, score)]);
            first.set(&List::Scores, id, field::WORKSHOP, at);
            first.set(&List::Scores, id, field::STEP, step);
        }
        let changes: Vec<_> = series(&first.file).steps.iter().map(Stepped::change).collect();
        assert_eq!(changes[0].as_deref(), Some("on from not yet to started"));
        assert_eq!(changes[1].as_deref(), Some("back from in place to started"));
        assert_eq!(changes[2], None);
    }

    #[test]
    fn children_are_counted_by_their_names_and_a_zero_is_stated() {
        let (mut sample, _) = workshop(1, "2026-09-15");
        said(&mut sample, None, "the young man drives", "transport");
        assert!(series(&sample.file).children_words().starts_with("Nothing that was said"));
        said(&mut sample, None, "Young people have no bus", "transport");
        let action = sample.add(&List::Actions, &[(field::TEXT, "ask the driver")]);
        sample.set(&List::Actions, action, field::CHILDREN, true);
        let held = series(&sample.file).workshops.remove(0);
        assert_eq!((held.lines, held.lines_on_children, held.actions, held.actions_on_children), (2, 1, 1, 1));
    }
}
