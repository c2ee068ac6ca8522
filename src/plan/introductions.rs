//! Introductions: who met whom, and how many of those links join two sides (domain R3).

use std::collections::BTreeSet;

use super::balance::Sector;
use super::room::Room;
use crate::model::fields::{Link, List};
use crate::model::file::File;
use crate::model::programme::Category;
use crate::model::stamp::Id;

/// The links of a room, each pair once however often it was noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Introductions {
    /// How many pairs have met.
    pub links: usize,
    /// How many of them are of two sectors.
    pub across: usize,
    /// Who has no link yet, in the order they sit.
    pub alone: Vec<Id>,
}

impl Introductions {
    /// Reads them from a file.
    pub fn of(file: &File, room: &Room, categories: &[Category]) -> Self {
        let one = |id: Id| room.person(id).map_or(id, |seat| seat.delegate);
        let links = file.live(&List::Links).map(Link).filter_map(|link| Some((one(link.from()?), one(link.to()?))));
        let pairs: BTreeSet<(Id, Id)> =
            links.filter(|(from, to)| from != to).map(|(from, to)| (from.min(to), from.max(to))).collect();
        let sector = |id: Id| Sector::of(categories, room.person(id)?.category.as_deref());
        let across = |(one, other): &&(Id, Id)| {
            let (one, other) = (sector(*one), sector(*other));
            one.is_some() && other.is_some() && one != other
        };
        let linked: BTreeSet<Id> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
        Self {
            links: pairs.len(),
            across: pairs.iter().filter(across).count(),
            alone: room.people().iter().map(|seat| seat.delegate).filter(|id| !linked.contains(id)).collect(),
        }
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
    fn a_pair_counts_once_and_across_only_where_both_sides_are_known_and_differ() {
        let mut sample = Sample::new(1);
        let resident = sample.seat(1, &[(field::CATEGORY, "local-residents")]);
        let carer = sample.seat(2, &[(field::CATEGORY, "lived-experience")]);
        let housing = sample.seat(3, &[(field::CATEGORY, "housing")]);
        let somebody = sample.seat(4, &[]);
        let alone = sample.seat(5, &[]);
        let pairs = [(resident, housing), (housing, resident), (resident, carer), (resident, somebody), (carer, carer)];
        for (from, to) in pairs {
            sample.add(&List::Links, &[(field::FROM, &from.to_string()), (field::TO, &to.to_string())]);
        }
        let room = Room::of(&sample.file, &sample.own());
        let met = Introductions::of(&sample.file, &room, &Programme::embedded().categories);
        assert_eq!(met, Introductions { links: 3, across: 1, alone: vec![alone] });
    }
}
