//! The details of a workshop, as a form or the command line gives them.

use crate::model::edit::Edit;
use crate::model::fields::{List, Workshop, field};
use crate::model::stamp::Id;

/// The details of a workshop, as typed.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// What it is called.
    pub title: String,
    /// The Primary Care Network.
    pub pcn: String,
    /// The day, as 2026-11-21.
    pub date: String,
    /// Where.
    pub place: String,
    /// When it begins, as 09:30.
    pub starts: String,
    /// When the room must be free, as 11:30.
    pub ends: String,
    /// The question it asks.
    pub question: String,
    /// Who gets two shy sides talking.
    pub connector: String,
    /// The ceiling, as a [`crate::model::words::Cap`] name.
    pub cap: String,
    /// The workshop before it in the series.
    pub earlier: Option<Id>,
    /// Whether it is practice, never to be joined with real files.
    pub practice: bool,
}

impl Details {
    /// Writes them into the workshop item; empty ones are cleared.
    pub fn write(&self, edit: &mut Edit<'_>, id: Id) {
        let list = &List::Workshops;
        for (field, value) in [
            (field::TITLE, &self.title),
            (field::PCN, &self.pcn),
            (field::DATE, &self.date),
            (field::PLACE, &self.place),
            (field::STARTS, &self.starts),
            (field::ENDS, &self.ends),
            (field::QUESTION, &self.question),
            (field::CONNECTOR, &self.connector),
            (field::CAP, &self.cap),
        ] {
            if value.is_empty() {
                edit.clear(list, id, field);
            } else {
                edit.set(list, id, field, value.as_str());
            }
        }
        if let Some(earlier) = self.earlier {
            edit.set(list, id, field::EARLIER, earlier);
        }
        if self.practice {
            edit.set(list, id, field::PRACTICE, true);
        }
    }

    /// The details of a workshop that follows this one: its card is taken over, and it is linked to it.
    pub fn following(workshop: Workshop<'_>) -> Self {
        Self { earlier: Some(workshop.id()), ..Self::of(workshop) }
    }

    /// The details of a workshop as they stand.
    pub fn of(workshop: Workshop<'_>) -> Self {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        Self {
            title: text(workshop.title()),
            pcn: text(workshop.pcn()),
            date: text(workshop.date()),
            place: text(workshop.place()),
            starts: text(workshop.starts()),
            ends: text(workshop.ends()),
            question: text(workshop.question()),
            connector: text(workshop.connector()),
            cap: text(workshop.0.text(field::CAP)),
            earlier: workshop.earlier(),
            practice: workshop.practice(),
        }
    }
}
