//! Balance: whose words were heard, and who leads, by the three sides of a network (domain R2, R9).

use super::room::Room;
use super::same::later_actions;
use crate::model::fields::{Action, List};
use crate::model::file::File;
use crate::model::programme::{Category, Side};
use crate::model::stamp::Id;

/// A side of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sector {
    /// General practice itself, which calls the meeting.
    Host,
    /// Everybody else who is here for their work.
    Professional,
    /// People who live here and the groups they form.
    Community,
}

impl Sector {
    /// The sectors, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Host, Self::Professional, Self::Community];

    /// The name shown.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Host => "general practice",
            Self::Professional => "other professionals",
            Self::Community => "residents and community",
        }
    }

    /// The sector of the people of a category; none where the programme does not know it.
    pub fn of(categories: &[Category], id: Option<&str>) -> Option<Self> {
        let category = categories.iter().find(|category| Some(category.id.as_str()) == id)?;
        Some(match category.side {
            _ if category.host => Self::Host,
            Side::Professional => Self::Professional,
            Side::Community => Self::Community,
        })
    }
}

/// How much was said by each sector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    counts: [usize; 3],
    /// How much was said by people of no known category.
    pub unknown: usize,
}

impl Balance {
    /// Counts what was said in a room.
    pub fn of(room: &Room, categories: &[Category]) -> Self {
        let mut balance = Self::default();
        for seat in room.people() {
            match Sector::of(categories, seat.category.as_deref()).and_then(|of| balance.counts.get_mut(of as usize)) {
                Some(count) => *count += seat.spoken,
                None => balance.unknown += seat.spoken,
            }
        }
        balance
    }

    /// How much was said by people whose sector is known.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// What each sector said, in hundredths that add up to a hundred; none where nothing was said.
    pub fn shares(&self) -> Option<[(Sector, usize); 3]> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let mut shares = Sector::ALL.map(|sector| {
            let count = self.counts.get(sector as usize).copied().unwrap_or(0);
            (sector, count * 100 / total, count * 100 % total)
        });
        let mut order = [0, 1, 2];
        order.sort_by_key(|at| std::cmp::Reverse(shares.get(*at).map(|(_, _, rest)| *rest)));
        let missing = 100 - shares.iter().map(|(_, share, _)| share).sum::<usize>();
        for at in order.into_iter().take(missing) {
            if let Some((_, share, _)) = shares.get_mut(at) {
                *share += 1;
            }
        }
        Some(shares.map(|(sector, share, _)| (sector, share)))
    }
}

/// Who leads the actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leads {
    /// How many actions there are.
    pub actions: usize,
    /// How many are led by somebody of the community's side.
    pub community: usize,
    /// How many have nobody yet.
    pub nobody: usize,
    /// How many are led by somebody whose sector is not known: a name or role that is nobody's here.
    pub unknown: usize,
}

impl Leads {
    /// Counts the actions of a file by who leads them.
    pub fn of(file: &File, room: &Room, categories: &[Category]) -> Self {
        let mut leads = Self::default();
        let later = later_actions(file, |_| true);
        for action in file.live(&List::Actions).filter(|item| !later.contains_key(&item.id)).map(Action) {
            leads.actions += 1;
            let Some(lead) = action.lead().filter(|lead| !lead.trim().is_empty()) else {
                leads.nobody += 1;
                continue;
            };
            let seat = lead.parse::<Id>().ok().and_then(|id| room.person(id));
            match seat.and_then(|seat| Sector::of(categories, seat.category.as_deref())) {
                Some(Sector::Community) => leads.community += 1,
                Some(_) => {}
                None => leads.unknown += 1,
            }
        }
        leads
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;
    use crate::model::programme::Programme;

    #[test]
    fn shares_are_of_what_was_said_by_people_whose_side_is_known_and_add_up_to_a_hundred() {
        let mut sample = Sample::new(1);
        let gp = sample.seat(1, &[(field::CATEGORY, "host")]);
        let nurse = sample.seat(2, &[(field::CATEGORY, "nursing")]);
        let joy = sample.seat(3, &[(field::CATEGORY, "local-residents")]);
        let somebody = sample.seat(4, &[]);
        for (who, times) in [(gp, 1), (nurse, 1), (joy, 1), (somebody, 5)] {
            for _ in 0..times {
                sample.say(Some(who), "quote", "words");
            }
        }
        let categories = &Programme::embedded().categories;
        let balance = Balance::of(&Room::of(&sample.file, &sample.own()), categories);
        assert_eq!((balance.total(), balance.unknown), (3, 5));
        assert_eq!(balance.shares().unwrap().map(|(_, share)| share), [34, 33, 33]);
        assert_eq!(Balance::default().shares(), None);
    }

    #[test]
    fn actions_are_counted_by_whose_side_their_lead_is_on() {
        let mut sample = Sample::new(1);
        let gp = sample.seat(1, &[(field::CATEGORY, "host")]).to_string();
        let joy = sample.seat(3, &[(field::CATEGORY, "local-residents")]).to_string();
        for lead in [gp.as_str(), &joy, "the council", " "] {
            sample.add(&List::Actions, &[(field::LEAD, lead)]);
        }
        let room = Room::of(&sample.file, &sample.own());
        let leads = Leads::of(&sample.file, &room, &Programme::embedded().categories);
        assert_eq!(leads, Leads { actions: 4, community: 1, nobody: 1, unknown: 1 });
    }
}
