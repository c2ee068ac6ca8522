//! What a whole room may read off the wall: the public's view of a workshop, in short lines and without a name.
//!
//! [`project`] is the only way to make one, and it asks the gate for what the public may see. Nobody is credited here,
//! not even as "Delegate": what was agreed is everybody's. What the organisers typed of the workshop passes the guard
//! as typed text of an action does.

use chrono::NaiveDate;

use super::action::NO_PARAPHRASE;
use super::gate::{Ask, publish_words};
use crate::model::fields::field;
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::words::{Audience, Status};

/// What the projector may show of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    title: String,
    question: Option<String>,
    agreed: Vec<String>,
    actions: Vec<Candidate>,
    open_to_change: Vec<String>,
    fixed: Vec<String>,
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
    let actions = view.actions.iter().filter(|action| !finished(action.status) && action.text != NO_PARAPHRASE);
    let mut actions: Vec<_> = actions.collect();
    // As they were first noted, so that the room's second one stays the second when a day is set.
    actions.sort_by_key(|action| action.id);
    Projection {
        title: event.map_or("Workshop", |event| event.title).to_owned(),
        question: event.and_then(|event| event.question).map(str::to_owned),
        agreed: agreed.map(|voice| voice.words().to_owned()).collect(),
        actions: actions
            .into_iter()
            .map(|action| Candidate { text: action.text.clone(), due: action.day(field::DUE) })
            .collect(),
        open_to_change: event.map_or_else(Vec::new, |event| typed(&event.open_to_change)),
        fixed: event.map_or_else(Vec::new, |event| typed(&event.fixed)),
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

    /// What is already settled.
    pub fn fixed(&self) -> &[String] {
        &self.fixed
    }
}
