//! Coverage: which kinds of partner are here, speak, and lead an action (domain R1, R2).

use super::room::{Room, Seat};
use crate::model::fields::Workshop;
use crate::model::programme::Category;

/// One kind of partner, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The category's name in files; empty for people who gave none.
    pub id: String,
    /// The full name.
    pub title: String,
    /// A short name for a narrow panel.
    pub label: String,
    /// Whether it is one of the programme's partners, rather than the host, a local category or none.
    pub partner: bool,
    /// The partner category a local one belongs to.
    pub under: Option<String>,
    /// Whether somebody of it was invited.
    pub invited: bool,
    /// How many delegates are of it.
    pub present: usize,
    /// How many contributions are theirs.
    pub spoke: usize,
    /// How many actions they lead.
    pub leads: usize,
}

/// Counts the room by category: first the programme's, in its order, then any others that people in the room have.
pub fn coverage(room: &Room, categories: &[Category]) -> Vec<Coverage> {
    let mut counted: Vec<Coverage> = categories.iter().map(Coverage::none_of).collect();
    for seat in room.people() {
        let id = seat.category.as_deref().unwrap_or_default();
        if let Some(of_this) = counted.iter_mut().find(|coverage| coverage.id == id) {
            of_this.count(seat);
        } else {
            let mut new = Coverage::unknown(id);
            new.count(seat);
            counted.push(new);
        }
    }
    counted
}

/// Notes which of them were invited to a workshop.
pub fn note_invited(counted: &mut [Coverage], workshop: Workshop<'_>) {
    for invited in workshop.invited() {
        counted.iter_mut().filter(|coverage| coverage.id == invited).for_each(|coverage| coverage.invited = true);
    }
}

/// The partners nobody here belongs to, to be listed by name. A local category speaks for the one it stands under.
pub fn absent(counted: &[Coverage]) -> impl Iterator<Item = &Coverage> {
    let here = |id: &str| counted.iter().any(|c| c.present > 0 && (c.id == id || c.under.as_deref() == Some(id)));
    counted.iter().filter(move |coverage| coverage.partner && !here(&coverage.id))
}

impl Coverage {
    fn none_of(category: &Category) -> Self {
        Self {
            id: category.id.clone(),
            title: category.title.clone(),
            label: category.label.clone(),
            partner: category.is_partner(),
            under: category.under.clone(),
            invited: false,
            present: 0,
            spoke: 0,
            leads: 0,
        }
    }

    /// A category that the programme does not have, perhaps from another table's own programme.
    fn unknown(id: &str) -> Self {
        let title = if id.is_empty() { "No category" } else { id };
        Self::none_of(&Category {
            id: id.into(),
            title: title.into(),
            label: title.into(),
            local: true,
            ..Category::default()
        })
    }

    fn count(&mut self, seat: &Seat) {
        self.present += 1;
        self.spoke += seat.spoken;
        self.leads += seat.leads;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::{List, field};
    use crate::model::programme::Programme;

    #[test]
    fn every_partner_without_anybody_here_is_named_and_the_host_is_not() {
        let mut sample = Sample::new(1);
        let joy = sample.seat(1, &[(field::CATEGORY, "local-residents")]);
        sample.seat(2, &[(field::CATEGORY, "market-traders")]);
        sample.seat(3, &[]);
        sample.say(Some(joy), "quote", "they moved the bus stop");
        sample.add(&List::Actions, &[(field::LEAD, &joy.to_string())]);
        let categories = &Programme::embedded().categories;
        let counted = coverage(&Room::of(&sample.file, &sample.own()), categories);
        let residents = counted.iter().find(|c| c.id == "local-residents").unwrap();
        assert_eq!((residents.present, residents.spoke, residents.leads), (1, 1, 1));
        assert_eq!(absent(&counted).count(), 16);
        assert!(absent(&counted).all(|c| c.id != "host" && !c.title.is_empty()));
        let others: Vec<_> = counted.iter().skip(categories.len()).map(|c| (c.title.as_str(), c.present)).collect();
        assert_eq!(others, [("market-traders", 1), ("No category", 1)]);
    }

    #[test]
    fn a_local_category_speaks_for_the_partner_it_stands_under() {
        let mut sample = Sample::new(1);
        sample.seat(1, &[(field::CATEGORY, "food-bank")]);
        let local = Category {
            id: "food-bank".into(),
            local: true,
            under: Some("voluntary-sector".into()),
            ..Category::default()
        };
        let mut categories = Programme::embedded().categories.clone();
        categories.push(local);
        let counted = coverage(&Room::of(&sample.file, &sample.own()), &categories);
        assert!(absent(&counted).all(|c| c.id != "voluntary-sector"));
    }
}
