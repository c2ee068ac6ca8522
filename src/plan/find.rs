//! Find: everything in a file by its words, and by who, what, where and when.
//!
//! [`Search`] reads the file once, when find is opened, and keeps a folded copy of what can be searched. A key then
//! looks through that copy alone, and only through the earlier hits where the query only grew.
//!
//! Hits stand newest first, as the feed does from its foot up, and not best first: a list that keeps its order while
//! one types only ever loses rows, so the eye stays where it was. People who are named come before all else, since there
//! are few and each stands for many lines, and those with the word in their role come last. In a plan the actions stand
//! before the lines.

mod index;
mod past;
mod query;
#[cfg(test)]
mod table;
mod words;

use std::ops::Range;

use chrono::NaiveDate;

use crate::model::fields::{Field, Name, field};
use crate::model::file::File;
use crate::model::kind::{DETAILS, Holds};
use crate::model::programme::Programme;
use crate::model::stamp::Id;

use index::{Index, Line};
use query::Query;

/// What a query may name that is not in the file.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The stages and their numbers.
    pub programme: &'a Programme,
    /// The day that dates are counted back from.
    pub today: NaiveDate,
}

/// Where one looks from. A line that became an action is one hit: here the line, there the action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// The workshop.
    #[default]
    Workshop,
    /// The plan.
    Plan,
}

/// Something found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hit {
    /// A contribution.
    Line(Id),
    /// An action.
    Action(Id),
    /// A delegate.
    Person(Id),
}

/// A place in the index: which list, and the position there.
type Spot = (Shelf, usize);

/// The lists that are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shelf {
    People,
    Actions,
    Lines,
}

/// How many of each were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines found.
    pub lines: usize,
    /// Actions found, those aside that a line stands for.
    pub actions: usize,
    /// People found.
    pub people: usize,
    /// Lines there are.
    pub of: usize,
}

/// A file being searched.
#[derive(Debug, Default)]
pub struct Search {
    index: Index,
    from: From,
    text: String,
    query: Query,
    /// People who are named.
    named: Vec<Spot>,
    /// Lines and actions.
    spots: Vec<Spot>,
    /// People found otherwise.
    others: Vec<Spot>,
}

impl Search {
    /// Reads a file. Nothing is asked yet: every line is a hit.
    pub fn of(file: &File, from: From, names: &Names<'_>) -> Self {
        let mut search = Self { from, ..Self::default() };
        search.update(file, names);
        search
    }

    /// Reads what is new in the file, and asks again.
    pub fn update(&mut self, file: &File, names: &Names<'_>) {
        self.index.update(file);
        self.query = Query::read(&self.text, &self.index, names);
        self.look(None);
    }

    /// Asks something.
    pub fn ask(&mut self, text: &str, names: &Names<'_>) {
        let query = Query::read(text, &self.index, names);
        let earlier = std::mem::replace(&mut self.query, query);
        text.clone_into(&mut self.text);
        let within = self.query.narrows(&earlier).then(|| std::mem::take(&mut self.spots));
        self.look(within);
    }

    /// Looks for what is asked, among these lines and actions or all there are.
    fn look(&mut self, within: Option<Vec<Spot>>) {
        self.spots = match within {
            Some(mut spots) => {
                spots.retain(|spot| self.takes(*spot));
                spots
            }
            None => self.all().filter(|spot| self.takes(*spot)).collect(),
        };
        let people = (0..self.index.people.len()).map(|at| (Shelf::People, at));
        let people = people.filter(|spot| self.query.names_people() && self.takes(*spot));
        (self.named, self.others) = people.partition(|spot| self.is_named(*spot));
    }

    /// Whether a person is asked for by name.
    fn is_named(&self, spot: Spot) -> bool {
        let tag = self.line(spot).and_then(|line| self.index.tags.all.get(*line.tags.first()? as usize));
        tag.is_some_and(|tag| self.query.names(&tag.name))
    }

    /// What is asked.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The query as it was understood: what each mark of it means, for the person who typed it.
    pub fn understood(&self) -> Vec<String> {
        self.query.understood()
    }

    /// How many hits there are.
    pub fn len(&self) -> usize {
        self.named.len() + self.spots.len() + self.others.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of each were found.
    pub fn counts(&self) -> Counts {
        let lines = self.spots.iter().filter(|spot| spot.0 == Shelf::Lines).count();
        Counts {
            lines,
            actions: self.spots.len() - lines,
            people: self.named.len() + self.others.len(),
            of: self.index.lines.len(),
        }
    }

    /// The hit at a position, 0 the first.
    pub fn get(&self, nth: usize) -> Option<Hit> {
        let spot = self.spot(nth)?;
        let id = self.line(spot)?.item.id;
        Some(match spot.0 {
            Shelf::People => Hit::Person(id),
            Shelf::Actions => Hit::Action(id),
            Shelf::Lines => Hit::Line(id),
        })
    }

    /// Where a hit stands now.
    pub fn position(&self, hit: Hit) -> Option<usize> {
        (0..self.len()).find(|nth| self.get(*nth) == Some(hit))
    }

    /// Where the words asked for stand in a text that is shown, in bytes, first to last and apart from each other.
    pub fn places(&self, shown: &str) -> Vec<Range<usize>> {
        self.query.places(shown)
    }

    /// Where a word was found that none of the texts shown holds: what the field is called, and what stands there.
    pub fn elsewhere(&self, nth: usize, shown: &[&str]) -> Option<(&'static str, String)> {
        let spot = self.spot(nth)?;
        let item = &self.line(spot)?.item;
        let unseen = self.query.words().find(|word| !shown.iter().any(|text| word.is_in(&words::spaced(text))))?;
        let standing = item.versions().iter().filter(|version| version.replaced_by.is_none());
        let mut texts = standing.filter_map(|version| match &version.name {
            Name::Known(field) => Some((title(spot.0, *field)?, version.value.text()?)),
            Name::Other(_) => None,
        });
        texts.find(|(_, text)| unseen.is_in(&words::spaced(text))).map(|(title, text)| (title, text.to_owned()))
    }

    fn spot(&self, nth: usize) -> Option<Spot> {
        self.named.iter().chain(&self.spots).chain(&self.others).nth(nth).copied()
    }

    fn line(&self, (shelf, at): Spot) -> Option<&Line> {
        self.shelf(shelf).get(at)
    }

    fn shelf(&self, shelf: Shelf) -> &[Line] {
        match shelf {
            Shelf::People => &self.index.people,
            Shelf::Actions => &self.index.actions,
            Shelf::Lines => &self.index.lines,
        }
    }

    fn takes(&self, spot: Spot) -> bool {
        self.line(spot).is_some_and(|line| self.query.takes(line))
    }

    /// The lines and actions that can be a hit here, in the order in which hits stand.
    fn all(&self) -> impl Iterator<Item = Spot> + '_ {
        // What is one with a hit of the other list stands there.
        let back = move |shelf: Shelf, own: bool| {
            let lines = self.shelf(shelf).iter().enumerate().rev().filter(move |(_, line)| own || !line.twin);
            lines.map(move |(at, line)| ((shelf, at), line))
        };
        let mut actions = back(Shelf::Actions, self.from == From::Plan);
        let mut lines = back(Shelf::Lines, self.from == From::Workshop);
        let (mut action, mut line) = (actions.next(), lines.next());
        std::iter::from_fn(move || {
            let first = match (&action, &line) {
                (Some((_, a)), Some((_, l))) => self.from == From::Plan || a.item.id > l.item.id,
                (a, _) => a.is_some(),
            };
            let next = if first {
                std::mem::replace(&mut action, actions.next())
            } else {
                std::mem::replace(&mut line, lines.next())
            };
            next.map(|(spot, _)| spot)
        })
    }
}

/// What a field that may hold a word is called.
fn title(shelf: Shelf, of: Field) -> Option<&'static str> {
    Some(match of {
        field::TEXT => "another wording",
        field::PARAPHRASE => "in other words",
        field::TRANSLATION => "translation",
        field::ISSUE => "issue",
        field::POPULATION => "for whom",
        field::VOICE => "patient voice",
        field::ROLE => "role",
        field::ORGANISATION => "organisation",
        field::CATEGORY => "category",
        field::TYPE if shelf == Shelf::Actions => return None,
        _ => DETAILS.iter().find(|d| d.field == of && matches!(d.holds, Holds::Text)).map(|d| d.title)?,
    })
}
