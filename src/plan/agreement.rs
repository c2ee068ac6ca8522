//! Who agreed to an action, and whether that makes it locally agreed (domain P15, T15): recorded evidence, never a tick.

use std::collections::HashMap;

use super::day::Day;
use super::rows::Lead;
use super::sessions::Sessions;
use crate::model::fields::{Endorsement, List, Name, field};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::programme::{Category, Programme, Side};
use crate::model::stamp::Id;

/// One body that agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The record of it.
    pub id: Id,
    /// Who agreed.
    pub body: Option<Lead>,
    /// The id of their partner category, where it is settled.
    pub category: Option<String>,
    /// The day.
    pub date: Option<Day>,
    /// How: at a meeting, by telephone with three residents.
    pub how: Option<String>,
    side: Consensus,
}

/// What may be said of an action from those who agreed to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consensus {
    /// Nobody agreed yet.
    #[default]
    Nobody,
    /// Bodies agreed of which nobody knows what they are.
    Unknown,
    /// NHS bodies agreed, and no others.
    NhsOnly,
    /// Services agreed, not all of them NHS, and nobody of the community.
    Services,
    /// At least one body of the community agreed: the only case that is "locally agreed".
    Locally,
}

/// Everybody who agreed to one action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The bodies, in the order in which they were recorded.
    pub by: Vec<Agreed>,
}

impl Agreement {
    /// What may be said of it.
    pub fn standing(&self) -> Consensus {
        let sides = || self.by.iter().map(|agreed| agreed.side);
        match sides().max() {
            // A body of no known kind beside NHS bodies may be anything: it does not make them services.
            Some(Consensus::NhsOnly) if sides().any(|side| side == Consensus::Unknown) => Consensus::Unknown,
            most => most.unwrap_or_default(),
        }
    }

    /// The same in words, for rows, reports and checks alike.
    pub fn words(&self) -> String {
        let community = self.community().count();
        let bodies = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        match self.standing() {
            Consensus::Nobody => "agreed by nobody yet".into(),
            Consensus::Unknown => "agreed, and nobody says by what kind of body".into(),
            Consensus::NhsOnly => "agreed by NHS bodies only".into(),
            Consensus::Services => "agreed by services only, by nobody of the community".into(),
            Consensus::Locally => {
                let mut words =
                    format!("locally agreed, by {}", bodies(community, "community body", "community bodies"));
                if self.by.len() > community {
                    words.extend([" and ", &bodies(self.by.len() - community, "other", "others")]);
                }
                words
            }
        }
    }

    /// Those of the community.
    pub fn community(&self) -> impl Iterator<Item = &Agreed> {
        self.by.iter().filter(|agreed| agreed.side == Consensus::Locally)
    }
}

/// Who agreed to which action, without the sessions that the plan leaves out.
pub fn agreements(file: &File, origins: &Origins, programme: &Programme) -> HashMap<Id, Agreement> {
    let sessions = Sessions::of(file, origins);
    let mut agreements: HashMap<Id, Agreement> = HashMap::new();
    for item in file.live(&List::Endorsements).filter(|item| sessions.take_in(item.id.stamp)) {
        let record = Endorsement(item);
        let Some(action) = record.action() else { continue };
        let clashes = item.clashes().any(|name| *name == Name::Known(field::CATEGORY));
        // While two kinds stand side by side neither may make it locally agreed.
        let category = record.category().filter(|_| !clashes).and_then(|id| programme.category(id));
        agreements.entry(action).or_default().by.push(Agreed {
            id: item.id,
            body: record.body().and_then(Lead::read),
            category: category.map(|category| category.id.clone()),
            date: record.date().and_then(Day::read),
            how: record.how().map(str::trim).filter(|how| !how.is_empty()).map(str::to_owned),
            side: category.map_or(Consensus::Unknown, side),
        });
    }
    agreements
}

fn side(category: &Category) -> Consensus {
    match category {
        Category { side: Side::Community, .. } => Consensus::Locally,
        Category { nhs: true, .. } | Category { host: true, .. } => Consensus::NhsOnly,
        _ => Consensus::Services,
    }
}
