//! Clashes: where two people changed one thing unseen of each other, kept up to date as news comes in.

use std::collections::BTreeSet;

use crate::model::fields::List;
use crate::model::file::File;
use crate::model::stamp::Id;

/// The items of a file in which two values of a field stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clashes(BTreeSet<(List, Id)>);

impl Clashes {
    /// Looks through a whole file.
    pub fn of(file: &File) -> Self {
        let clashing = file.items().filter(|(_, item)| !item.is_removed() && item.clashes().next().is_some());
        Self(clashing.map(|(list, item)| (list.clone(), item.id)).collect())
    }

    /// Looks at what has just come into the file, and at nothing else: a clash begins and ends only there.
    pub fn note(&mut self, file: &File, news: &File) {
        for (list, item) in news.items() {
            let place = (list.clone(), item.id);
            let clashes = |list: &List, id: Id| {
                let item = file.find(list, id).filter(|item| !item.is_removed());
                item.is_some_and(|item| item.clashes().next().is_some())
            };
            if clashes(list, item.id) {
                self.0.insert(place);
            } else {
                self.0.remove(&place);
            }
        }
        if !news.withdrawn().is_empty() {
            self.0.retain(|(list, id)| file.find(list, *id).is_some_and(|item| item.clashes().next().is_some()));
        }
    }

    /// The items, by list and in the order they were made.
    pub fn items(&self) -> impl Iterator<Item = &(List, Id)> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;
    use crate::model::file::Withdrawal;

    #[test]
    fn a_clash_comes_and_goes_with_the_news_that_makes_and_settles_it() {
        let mut one = Sample::new(1);
        let said = one.say(None, "quote", "they moved the bus stop");
        let other = one.say(None, "quote", "the hall is cold");
        let mut two = Sample::new(2);
        two.file.join(&one.file);
        let mut clashes = Clashes::of(&one.file);
        assert!(clashes.is_empty());
        for id in [said, other] {
            one.set(&List::Contributions, id, field::STAGE, "relationships");
            two.set(&List::Contributions, id, field::STAGE, "patient-voice");
        }
        one.file.join(&two.file);
        clashes.note(&one.file, &two.file);
        assert_eq!(clashes, Clashes::of(&one.file));
        assert_eq!(clashes.len(), 2);
        let before = one.file.clone();
        one.set(&List::Contributions, said, field::STAGE, "patient-voice");
        clashes.note(&one.file, &before);
        assert_eq!(clashes.items().collect::<Vec<_>>(), [&(List::Contributions, other)]);
        let mut news = File::default();
        news.withdraw([Withdrawal::Item(other)]);
        one.file.join(&news);
        clashes.note(&one.file, &news);
        assert_eq!((clashes.is_empty(), Clashes::of(&one.file).len()), (true, 0));
    }
}
