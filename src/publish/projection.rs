//! What a whole room may read off the wall: the public's view of a workshop, in short lines and without a name.
//!
//! [`project`] is the only way to make one, and it asks the gate for what the public may see. Nobody is credited here,
//! not even as "Delegate": what was agreed is everybody's. What the organisers typed of the workshop passes the guard
//! as typed text of an action does.

use chrono::NaiveDate;

use super::action::Action;
use super::gate::{Ask, publish_words};
use crate::model::fields::field;
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Status};
use crate::plan::{Round, Weighed, outstanding};

/// What the projector may show of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    title: String,
    question: Option<String>,
    agreed: Vec<String>,
    actions: Vec<Candidate>,
    open_to_change: Vec<String>,
    fixed: Vec<String>,
    /// What was said in the steps of methods, in the order it was said.
    rounds: Vec<Spoken>,
    vote: Option<OnTheWall>,
}

/// The last vote, as the room may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnTheWall {
    /// What is asked.
    pub question: String,
    /// What each person may do, and how many have.
    pub standing: String,
    /// The options by their numbers; once the vote is closed, what each got, the first place first.
    pub lines: Vec<String>,
    /// Whether people can vote, and the lines are numbered.
    pub open: bool,
    /// Ties, and what else is to be said of the result.
    pub remarks: Vec<String>,
}

/// A line that was said in a step of a method, with who wrote it down: a table hears its own again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spoken {
    round: Round,
    recorder: Option<Id>,
    words: String,
    star: bool,
    agreed: u64,
    themes: Vec<String>,
}

/// An action that the room may take up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What will be done.
    pub text: String,
    /// The day it is due.
    pub due: Option<NaiveDate>,
}

/// The public's view of a file, as the projector shows it.
pub fn project(file: &File, programme: &Programme, today: NaiveDate) -> Projection {
    let view = publish_words(file, programme, Ask { audience: Audience::Public, today });
    // A workshop set up twice: the last one is today's.
    let event = view.workshops.last();
    let typed = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let agreed = view.voices.iter().filter(|voice| voice.star && voice.confirmed);
    let finished = |status| matches!(status, Status::Done | Status::Stopped);
    // What may be told in other words only, and is not yet, is nothing to choose from.
    let actions = view.actions.iter().filter(|action| !finished(action.status) && action.is_told());
    let mut actions: Vec<&Action> = actions.collect();
    // As they were first noted, so that the room's second one stays the second when a day is set.
    actions.sort_by_key(|action| action.id);
    let origins = Origins::of(file);
    let spoken = view.voices.iter().filter_map(|voice| {
        Some(Spoken {
            round: voice.round()?,
            recorder: origins.recorder(voice.id().stamp),
            words: voice.words().to_owned(),
            star: voice.star,
            agreed: voice.agreed(),
            themes: voice.themes.iter().map(|theme| (*theme).to_owned()).collect(),
        })
    });
    Projection {
        rounds: spoken.collect(),
        title: event.map_or("Workshop", |event| event.title).to_owned(),
        question: event.and_then(|event| event.question).map(str::to_owned),
        agreed: agreed.map(|voice| voice.words().to_owned()).collect(),
        actions: actions
            .into_iter()
            .map(|action| Candidate { text: action.text.clone(), due: action.day(field::DUE) })
            .collect(),
        open_to_change: event.map_or_else(Vec::new, |event| typed(&event.open_to_change)),
        fixed: event.map_or_else(Vec::new, |event| typed(&event.fixed)),
        vote: view.votes.last().map(|voted| OnTheWall {
            question: voted.question().to_owned(),
            standing: voted.standing(),
            open: voted.is_open(),
            lines: voted.result().unwrap_or_else(|| voted.options().to_vec()),
            remarks: voted.story(),
        }),
    }
}

impl Projection {
    /// What the workshop is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The question the workshop asks.
    pub fn question(&self) -> Option<&str> {
        self.question.as_deref()
    }

    /// The starred lines that were read back to the room and found right, in the order they were said.
    pub fn agreed(&self) -> &[String] {
        &self.agreed
    }

    /// The actions that are not finished, in the order in which they were first noted.
    pub fn actions(&self) -> &[Candidate] {
        &self.actions
    }

    /// What people here can still influence.
    pub fn open_to_change(&self) -> &[String] {
        &self.open_to_change
    }

    /// So many lines of a round that stand out: of a recorder's own where there are any, else of everybody's.
    pub fn stood_out(&self, round: Round, recorder: Option<Id>, most: usize) -> Vec<String> {
        let all: Vec<&Spoken> = self.rounds.iter().filter(|spoken| spoken.round == round).collect();
        let own: Vec<&Spoken> = all.iter().filter(|spoken| spoken.recorder == recorder).copied().collect();
        let weighed = |spoken: &Spoken| Weighed {
            line: spoken.words.clone(),
            star: spoken.star,
            agreed: spoken.agreed,
            themes: spoken.themes.clone(),
        };
        outstanding(if own.is_empty() { all } else { own }.into_iter().map(weighed).collect(), most)
    }

    /// The vote that was made last.
    pub const fn vote(&self) -> Option<&OnTheWall> {
        self.vote.as_ref()
    }

    /// What is already settled.
    pub fn fixed(&self) -> &[String] {
        &self.fixed
    }
}
