//! The gap checks of a plan (domain §1D, T1 to T17, and the rows they point to): each passes, asks for attention, or does
//! not apply and says why. Worked out from the file, never ticked.
//!
//! A check is a row of [`CHECKS`]: its ids, its title, and a function. What it found says counts and words of the
//! programme in its sentence, so that it may leave through the gate; words that somebody typed stand apart, and who or
//! what it is about is named by id. To add a check, add a row and its function in the file of its kind below.

mod actions;
mod english;
mod people;
mod whole;
mod wording;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::agreement::{Agreement, agreements};
use super::header::header;
use super::rows::{Row, rows};
use super::sessions::Sessions;
use crate::model::fields::{Action, List, Plan};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::Status;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is lacking.
    Pass,
    /// Somebody should look at it.
    Attention,
    /// There is nothing to hold it against, and the sentence says why.
    NotApplicable,
}

impl Verdict {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Attention => "attention",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// The word people read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Attention => "attention",
            Self::NotApplicable => "not applicable",
        }
    }

    /// The sign beside the word.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Pass => "✓",
            Self::Attention => "!",
            Self::NotApplicable => "–",
        }
    }
}

/// A check.
#[derive(Debug)]
pub struct GapCheck {
    /// Its id, a row of domain §1, or PE for plain English (§2.5): first the gap, then the rows that it points to.
    pub ids: &'static [&'static str],
    /// What it is about, in plain words.
    pub title: &'static str,
    judge: fn(&Look<'_>) -> Judged,
}

impl GapCheck {
    /// The id it goes by.
    pub fn id(&self) -> &'static str {
        self.ids.first().copied().unwrap_or_default()
    }
}

/// Every check, in the order it is shown.
pub const CHECKS: &[GapCheck] = &[
    row(&["T1"], "People with lived experience share in decisions", people::governance),
    row(&["T2", "P12"], "Inequalities in every specification", whole::specifications),
    row(&["T3", "P16"], "Begin now, or be ready first", actions::types),
    row(&["T4"], "Children and young people", people::children),
    row(&["T5"], "Where the public comes in", people::public_voice),
    row(&["T6"], "Means for each action", actions::resources),
    row(&["T7", "R7"], "Networks and areas", whole::areas),
    row(&["T8"], "Match with wider strategy", actions::strategy),
    row(&["T9"], "Figures and lived experience", actions::evidence),
    row(&["T10"], "Words of health, not of illness", wording::health),
    row(&["T11"], "People, not patients", wording::people),
    row(&["T12"], "Priorities and continuing work", actions::priorities),
    row(&["T13"], "Good work that joins up", whole::sharing),
    row(&["T14"], "Wider determinants", whole::determinants),
    row(&["T15", "P15"], "Locally agreed", people::agreed),
    row(&["T16", "R4"], "Connectors", people::connectors),
    row(&["T17"], "Standing question", whole::standing_question),
    row(&["P3"], "What matters to people here", whole::matters),
    row(&["P11"], "Equity statement and inequalities header", whole::equity),
    row(&["P19"], "Principles and escalation", whole::escalation),
    row(&["P21"], "Groups and their tasks", whole::group_tasks),
    row(&["P23"], "Level of each action", actions::levels),
    row(&["R6"], "Members of the collaborative", people::collaborative),
    row(&["R9"], "Community partners lead", people::community_leads),
    row(&["PE"], "Plain English", english::plain),
];

const fn row(ids: &'static [&'static str], title: &'static str, judge: fn(&Look<'_>) -> Judged) -> GapCheck {
    GapCheck { ids, title, judge }
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check.
    pub check: &'static GapCheck,
    /// How it came out.
    pub verdict: Verdict,
    /// The same in a sentence or two: counts, and words of the programme; nobody's words.
    pub sentence: String,
    /// Names of areas that somebody typed and that belong to it.
    pub typed: Vec<String>,
    /// Themes that belong to it, by the names shown.
    pub themes: Vec<String>,
    /// More to know, for the organiser alone.
    pub details: Vec<String>,
    /// What it is about, each once.
    pub about: Vec<(List, Id)>,
}

/// What a check answers with.
#[derive(Debug)]
struct Judged {
    verdict: Verdict,
    sentence: String,
    typed: Vec<String>,
    themes: Vec<String>,
    details: Vec<String>,
    about: Vec<(List, Id)>,
}

impl Finding {
    /// The names that belong to it, of areas and of themes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.typed.iter().chain(&self.themes).map(String::as_str)
    }
}

impl Judged {
    fn new(verdict: Verdict, sentence: impl Into<String>) -> Self {
        Self {
            verdict,
            sentence: sentence.into(),
            typed: Vec::new(),
            themes: Vec::new(),
            details: Vec::new(),
            about: Vec::new(),
        }
    }

    fn pass(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::Pass, sentence)
    }

    fn attention(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::Attention, sentence)
    }

    fn not_applicable(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::NotApplicable, sentence)
    }

    /// Attention where sentences were found, else a pass.
    fn unless(found: &[String], pass: impl Into<String>) -> Self {
        if found.is_empty() { Self::pass(pass) } else { Self::attention(found.join(" ")) }
    }

    fn about(mut self, items: impl IntoIterator<Item = (List, Id)>) -> Self {
        let mut known: HashSet<(List, Id)> = self.about.iter().cloned().collect();
        self.about.extend(items.into_iter().filter(|item| known.insert(item.clone())));
        self
    }

    fn of_actions(self, actions: impl IntoIterator<Item = Id>) -> Self {
        self.about(actions.into_iter().map(|id| (List::Actions, id)))
    }
}

/// What the checks look at: one file on one day, without the sessions that the plan leaves out.
struct Look<'a> {
    file: &'a File,
    programme: &'a Programme,
    today: NaiveDate,
    origins: &'a Origins,
    sessions: Sessions<'a>,
    rows: Vec<Row>,
    header: Option<Plan<'a>>,
    agreements: HashMap<Id, Agreement>,
}

impl<'a> Look<'a> {
    /// The actions of the plan with their rows; one that was stopped is held against nothing any more.
    fn actions(&self) -> impl Iterator<Item = (&Row, Action<'a>)> + '_ {
        let standing = self.rows.iter().filter(|row| row.status != Status::Stopped);
        standing.filter_map(|row| Some((row, Action(self.file.find(&List::Actions, row.id)?))))
    }

    /// The items of a list that the plan takes in.
    fn live<'l>(&'l self, list: &'l List) -> impl Iterator<Item = &'a Item> + 'l {
        self.file.live(list).filter(|item| self.sessions.take_in(item.id.stamp))
    }

    /// The actions of which something is not so.
    fn lacking(&self, has: impl Fn(&Row, Action<'a>) -> bool) -> Vec<Id> {
        self.actions().filter(|(row, action)| !has(row, *action)).map(|(row, _)| row.id).collect()
    }

    fn count(&self) -> usize {
        self.actions().count()
    }
}

/// Runs every check over a file, as it is on the day `today`.
pub fn gaps(file: &File, programme: &Programme, today: NaiveDate) -> Vec<Finding> {
    let origins = Origins::of(file);
    let look = Look {
        file,
        programme,
        today,
        origins: &origins,
        sessions: Sessions::of(file, &origins),
        rows: rows(file, &origins, today),
        header: header(file),
        agreements: agreements(file, &origins, programme),
    };
    let find = |check: &'static GapCheck| {
        let Judged { verdict, sentence, typed, themes, details, about } = (check.judge)(&look);
        Finding { check, verdict, sentence, typed, themes, details, about }
    };
    CHECKS.iter().map(find).collect()
}

/// How many findings came out each way: pass, attention, not applicable.
pub fn tally(found: &[Finding]) -> [(Verdict, usize); 3] {
    [Verdict::Pass, Verdict::Attention, Verdict::NotApplicable]
        .map(|verdict| (verdict, found.iter().filter(|found| found.verdict == verdict).count()))
}

/// "2 of 5 actions do not say why"; the words for one and for several begin with their verb.
fn share(lacking: usize, all: usize, one: &str, several: &str) -> String {
    let actions = if all == 1 { "action" } else { "actions" };
    format!("{lacking} of {all} {actions} {}.", if lacking == 1 || all == 1 { one } else { several })
}

/// A count and its noun.
fn many(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

/// Whether a field says anything.
fn says(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

const NO_ACTION: &str = "There is no action yet.";
