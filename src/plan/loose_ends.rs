//! What a workshop leaves open: questions that nobody answered, and parked items that nobody will reply to.

use std::collections::HashSet;

use super::day::Day;
use super::private::is_private;
use super::rows::Lead;
use super::sessions::Sessions;
use crate::model::fields::{Contribution, List, Name, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::Kind;

/// A parked item that lacks an owner, a day to reply by, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The item.
    pub id: Id,
    /// What it lacks, to follow "no".
    pub lacks: &'static str,
}

/// What is still to be seen to, in the order it was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LooseEnds {
    /// Questions with neither a reply nor a word on what became of them.
    pub questions: Vec<Id>,
    /// Parked items that nobody owns, or that have no day to reply by.
    pub parked: Vec<Parked>,
}

impl LooseEnds {
    /// Looks through a file, without the sessions it leaves out. A reply in any of them is a reply all the same.
    pub fn of(file: &File, origins: &Origins) -> Self {
        let sessions = Sessions::of(file, origins);
        let mut answered: HashSet<Id> = HashSet::new();
        let mut ends = Self::default();
        for item in file.live(&List::Contributions) {
            let said = Contribution(item);
            // What the recorder noted is no answer that anybody heard.
            answered.extend(said.reply_to().filter(|_| !is_private(item)));
            match said.kind() {
                _ if !sessions.take_in(item.id.stamp) => {}
                Some(Kind::Question) if !is_disposed(item) => ends.questions.push(item.id),
                Some(Kind::Parked) => ends.parked.extend(lacks(file, said).map(|lacks| Parked { id: item.id, lacks })),
                _ => {}
            }
        }
        ends.questions.retain(|question| !answered.contains(question));
        ends
    }

    /// How many there are of both.
    pub const fn len(&self) -> usize {
        self.questions.len() + self.parked.len()
    }

    /// Whether everything was seen to.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Whether it is known what became of a question; two words on it that are still to be settled say nothing yet.
fn is_disposed(item: &Item) -> bool {
    let name = Name::Known(field::DISPOSITION);
    Contribution(item).disposition().is_some() && !item.clashes().any(|clash| *clash == name)
}

fn lacks(file: &File, parked: Contribution<'_>) -> Option<&'static str> {
    let owner = parked.lead().is_some_and(|lead| Lead::is_reachable(file, lead));
    let day = parked.due().and_then(Day::read).is_some_and(|day| day.date().is_some());
    match (owner, day) {
        (true, true) => None,
        (true, false) => Some("reply date"),
        (false, true) => Some("owner"),
        (false, false) => Some("owner and no reply date"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::file::Withdrawal;

    fn ends(sample: &Sample) -> LooseEnds {
        LooseEnds::of(&sample.file, &Origins::of(&sample.file))
    }

    #[test]
    fn a_question_is_open_until_it_has_a_reply_or_a_word_on_what_became_of_it() {
        let list = &List::Contributions;
        let mut sample = Sample::new(1);
        let [paid, later, open] =
            ["who pays?", "who has the key?", "who decides?"].map(|t| sample.say(None, "question", t));
        assert_eq!(ends(&sample).questions, [paid, later, open]);
        let reply = sample.say(None, "reply", "the parish");
        sample.set(list, reply, field::REPLY_TO, paid);
        sample.set(list, later, field::DISPOSITION, "not-now");
        sample.set(list, open, field::DISPOSITION, "a word of a newer version");
        assert_eq!(ends(&sample).questions, [open]);
        // Two tables that say different things have not said it yet.
        let mut other = Sample::new(2);
        other.file.join(&sample.file);
        sample.set(list, later, field::DISPOSITION, "action");
        other.set(list, later, field::DISPOSITION, "passed-on");
        sample.file.join(&other.file);
        assert_eq!(ends(&sample).questions, [later, open]);
    }

    #[test]
    fn a_parked_item_wants_an_owner_who_can_be_asked_and_a_day() {
        let list = &List::Contributions;
        let mut sample = Sample::new(1);
        let naz = sample.seat(1, &[]);
        let parked = sample.say(None, "parked", "parking");
        let lacks = |sample: &Sample| ends(sample).parked.first().map(|parked| parked.lacks);
        assert_eq!(lacks(&sample), Some("owner and no reply date"));
        sample.set(list, parked, field::LEAD, naz);
        sample.set(list, parked, field::DUE, "in spring");
        assert_eq!(lacks(&sample), Some("reply date"));
        sample.set(list, parked, field::DUE, "2026-12-04");
        assert_eq!((lacks(&sample), ends(&sample).len()), (None, 0));
        sample.file.withdraw([Withdrawal::Item(naz)]);
        assert_eq!(lacks(&sample), Some("owner"));
    }
}
