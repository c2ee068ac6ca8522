//! The question that is put to the room, for the window on the wall, which another process draws.
//!
//! An item that joins, as the move to a stage is: the wall knows nothing but files. It says which question it is and
//! none of its words, so that nothing but the programme can be on the wall by it.

use super::{Desk, wall};
use crate::model::fields::{List, Prompt, field};
use crate::model::file::File;
use crate::model::stamp::{Id, Moment};

/// What stands for the key question at the close, as an event.
pub const AT_THE_CLOSE: &str = "key-question-close";

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A question of the stage, by its place from 0.
    OfStage(usize),
    /// The key question, at the close.
    KeyQuestion,
}

impl Desk {
    /// What this recorder last put to the room, and the item that says so; none since the last move, which begins with
    /// the first question.
    pub fn asked(&self) -> Option<(Id, Asked)> {
        let recorder = self.recorder?;
        let last = |list: &List| {
            let mut items = self.view.live(list).rev();
            items.find(|item| self.origins.recorder(item.id.stamp) == Some(recorder))
        };
        let prompt = Prompt(last(&List::Prompts)?);
        if last(&List::Moves).is_some_and(|moved| moved.id > prompt.id()) {
            return None;
        }
        let nth = || prompt.step().and_then(|step| usize::try_from(step).ok()).unwrap_or(1).saturating_sub(1);
        let asked = if prompt.event() == Some(AT_THE_CLOSE) { Asked::KeyQuestion } else { Asked::OfStage(nth()) };
        Some((prompt.id(), asked))
    }

    /// Notes what is put to the room, where the wall does not know it yet.
    pub fn ask(&mut self, asked: Asked, now: Moment) -> Option<File> {
        if self.asked().map_or(Asked::OfStage(0), |(_, asked)| asked) == asked {
            return None;
        }
        self.note_aside(now, |edit| {
            let list = &List::Prompts;
            let id = edit.create(list);
            edit.set(list, id, field::TIME, wall(now));
            match asked {
                Asked::OfStage(nth) => {
                    edit.set(list, id, field::STEP, i64::try_from(nth).unwrap_or_default().saturating_add(1));
                }
                Asked::KeyQuestion => edit.set(list, id, field::EVENT, AT_THE_CLOSE),
            }
        })
    }
}
