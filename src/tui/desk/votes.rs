//! What is done to votes: one made, ballots cast, hands counted, a vote closed or opened again.

use super::{Desk, wall};
use crate::model::edit::Edit;
use crate::model::fields::{List, field};
use crate::model::file::File;
use crate::model::stamp::{Id, Moment};
use crate::model::words::VoteKind;
use crate::plan::{Poll, VoteMeans, latest_workshop, polls};

/// A vote that is to be made.
#[derive(Clone, Debug)]
pub struct NewVote {
    /// How people vote.
    pub kind: VoteKind,
    /// What is asked.
    pub question: String,
    /// How many dots a person has, or how many options a person ranks.
    pub limit: Option<usize>,
    /// What can be voted for.
    pub options: Vec<VoteMeans>,
    /// The standing question of the programme that it puts.
    pub standing: Option<String>,
    /// The stage at which it is put.
    pub stage: Option<String>,
}

/// Whose ballot it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voter {
    /// A person in a seat.
    Person(Id),
    /// Somebody of a partner category.
    Category(String),
    /// Nobody in particular.
    Somebody,
}

impl Desk {
    /// What an option is called here.
    pub fn option_words(&self, means: &VoteMeans) -> String {
        match means {
            VoteMeans::Text(text) => text.clone(),
            VoteMeans::Theme(theme) => self.room().theme(theme).to_owned(),
            VoteMeans::Position(position) => position.title().to_owned(),
            VoteMeans::Item(id) => {
                let lists = [List::Contributions, List::Actions];
                let item = lists.iter().find_map(|list| self.view.find(list, *id));
                let text = item.and_then(|item| item.text(field::TEXT));
                match text {
                    Some(text) => text.to_owned(),
                    None if self.view.is_withdrawn(*id) => "(withdrawn)".into(),
                    None => "(waiting for its file)".into(),
                }
            }
        }
    }

    /// Every vote of the file.
    pub fn polls(&self) -> Vec<Poll> {
        polls(&self.view, &self.origins)
    }

    /// Makes a vote and opens it at this table.
    pub fn make_vote(&mut self, new: &NewVote, now: Moment) -> Option<File> {
        let workshop = latest_workshop(&self.view).map(|item| item.id);
        self.change(now, |edit| {
            make(edit, new, workshop, now);
        })
    }

    /// Takes a ballot, the options as the vote holds them. A second one of the same person corrects the first.
    pub fn cast(&mut self, vote: Id, voter: &Voter, choices: &str, now: Moment) -> Option<File> {
        self.change(now, |edit| cast(edit, vote, voter, choices, now))
    }

    /// Takes a position on a standing question that nobody has put yet: puts it with the same command.
    pub fn put_and_cast(&mut self, new: &NewVote, voter: &Voter, choices: &str, now: Moment) -> Option<File> {
        let workshop = latest_workshop(&self.view).map(|item| item.id);
        self.change(now, |edit| {
            let vote = make(edit, new, workshop, now);
            cast(edit, vote, voter, choices, now);
        })
    }

    /// Notes how many hands this recorder counted for options, of all or of one category.
    pub fn count_hands(
        &mut self,
        vote: Id,
        category: Option<&str>,
        counts: &[(String, usize)],
        now: Moment,
    ) -> Option<File> {
        let recorder = self.recorder.map(|id| id.to_string()).unwrap_or_default();
        self.change(now, |edit| {
            carry(edit, vote);
            for (option, count) in counts {
                let id = edit.hands(vote, &recorder, option, category.unwrap_or_default());
                edit.set(&List::Hands, id, field::COUNT, i64::try_from(*count).unwrap_or(i64::MAX));
            }
        })
    }

    /// Notes that a vote is closed or opened again, with what was in.
    pub fn note_vote(&mut self, poll: &Poll, event: &str, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            carry(edit, poll.id);
            let id = note(edit, poll.id, event, now);
            for seen in poll.seen.iter().filter(|_| event.starts_with("close")) {
                edit.put(&List::VoteEvents, id, field::COUNTED, &seen.to_string());
            }
        })
    }
}

fn make(edit: &mut Edit<'_>, new: &NewVote, workshop: Option<Id>, now: Moment) -> Id {
    let list = &List::Votes;
    let id = match &new.standing {
        Some(question) => edit.standing_vote(&workshop.map(|id| id.to_string()).unwrap_or_default(), question),
        None => edit.create(list),
    };
    edit.set(list, id, field::KIND, new.kind.name());
    edit.set(list, id, field::QUESTION, new.question.as_str());
    // Two tables may put a standing question each: what differs between them stands with its opening.
    if new.standing.is_none() {
        edit.set(list, id, field::TIME, wall(now));
        if let Some(workshop) = workshop {
            edit.set(list, id, field::WORKSHOP, workshop);
        }
        if let Some(stage) = &new.stage {
            edit.set(list, id, field::STAGE, stage.as_str());
        }
    }
    if let Some(limit) = new.limit.and_then(|limit| i64::try_from(limit).ok()) {
        edit.set(list, id, field::LIMIT, limit);
    }
    for (means, order) in new.options.iter().zip(1..) {
        let list = &List::VoteOptions;
        let option = edit.create(list);
        edit.set(list, option, field::VOTE, id);
        edit.set(list, option, field::ORDER, order);
        match means {
            VoteMeans::Text(text) => edit.set(list, option, field::TEXT, text.as_str()),
            VoteMeans::Theme(theme) => edit.set(list, option, field::THEME, theme.as_str()),
            VoteMeans::Item(item) => edit.set(list, option, field::ABOUT, item.to_string()),
            VoteMeans::Position(_) => {}
        }
    }
    note(edit, id, "open", now);
    id
}

fn cast(edit: &mut Edit<'_>, vote: Id, voter: &Voter, choices: &str, now: Moment) {
    let list = &List::Ballots;
    carry(edit, vote);
    let id = match voter {
        Voter::Person(person) => {
            edit.carry(&List::Delegates, *person);
            edit.ballot(vote, *person)
        }
        Voter::Category(_) | Voter::Somebody => {
            let id = edit.create(list);
            edit.set(list, id, field::VOTE, vote);
            edit.set(list, id, field::TIME, wall(now));
            id
        }
    };
    if let Voter::Category(category) = voter {
        edit.set(list, id, field::CATEGORY, category.as_str());
    }
    edit.set(list, id, field::CHOICES, choices);
}

/// A file sent alone is complete: what was voted on goes with what was voted.
fn carry(edit: &mut Edit<'_>, vote: Id) {
    edit.carry(&List::Votes, vote);
    let options: Vec<Id> = edit
        .view()
        .live(&List::VoteOptions)
        .filter(|option| option.link(field::VOTE) == Some(vote))
        .map(|option| option.id)
        .collect();
    for option in options {
        edit.carry(&List::VoteOptions, option);
    }
}

fn note(edit: &mut Edit<'_>, vote: Id, event: &str, now: Moment) -> Id {
    let list = &List::VoteEvents;
    let id = edit.create(list);
    edit.set(list, id, field::VOTE, vote);
    edit.set(list, id, field::TIME, wall(now));
    edit.set(list, id, field::EVENT, event);
    id
}
