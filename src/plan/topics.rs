//! The topics of an open space: who calls each together, who takes notes, where, and what was said of it.

use super::rows::Lead;
use super::sessions::Sessions;
use crate::model::fields::{Contribution, List, Topic};
use crate::model::file::File;
use crate::model::fold::folded;
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::Kind;

/// A topic, ready to be shown. Two tables that made one of the same name meant the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTopic {
    /// The topic, the first where several were made.
    pub id: Id,
    /// All of these.
    pub ids: Vec<Id>,
    /// The workshop.
    pub workshop: Option<Id>,
    /// What it is about.
    pub title: String,
    /// Who calls it together.
    pub convenor: Option<Lead>,
    /// Who takes notes.
    pub note_taker: Option<Lead>,
    /// Where it is talked about.
    pub place: Option<String>,
    /// What was said of it, in the order it was said.
    pub lines: Vec<Id>,
}

/// The topics, in the order in which they were made.
pub fn topics(file: &File, origins: &Origins) -> Vec<OpenTopic> {
    let sessions = Sessions::of(file, origins);
    let some = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let same = |one: &str, other: &str| folded(one).eq(folded(other));
    let mut topics: Vec<OpenTopic> = Vec::new();
    for topic in file.live(&List::Topics).filter(|item| sessions.take_in(item.id.stamp)).map(Topic) {
        let made = OpenTopic {
            id: topic.id(),
            ids: vec![topic.id()],
            workshop: topic.workshop().or_else(|| origins.workshop(topic.id().stamp)),
            title: some(topic.title()).unwrap_or_else(|| "A topic without a name".into()),
            convenor: topic.lead().and_then(Lead::read),
            note_taker: topic.note_taker().and_then(Lead::read),
            place: some(topic.place()),
            lines: Vec::new(),
        };
        let known = topics.iter_mut().find(|of| of.workshop == made.workshop && same(&of.title, &made.title));
        if let Some(known) = known {
            known.ids.push(made.id);
            known.convenor = known.convenor.take().or(made.convenor);
            known.note_taker = known.note_taker.take().or(made.note_taker);
            known.place = known.place.take().or(made.place);
        } else {
            topics.push(made);
        }
    }
    if topics.is_empty() {
        return topics;
    }
    for said in file.live(&List::Contributions).filter(|item| sessions.take_in(item.id.stamp)).map(Contribution) {
        let Some(id) = said.topic().filter(|_| !said.kind().is_some_and(Kind::is_private)) else { continue };
        if let Some(topic) = topics.iter_mut().find(|of| of.ids.contains(&id)) {
            topic.lines.push(said.id());
        }
    }
    topics
}
