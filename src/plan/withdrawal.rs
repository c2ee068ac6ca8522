//! What a withdrawal must name, so that nothing of what was said stays behind.

use std::collections::BTreeSet;

use crate::model::fields::{List, field};
use crate::model::file::{File, Withdrawal};
use crate::model::stamp::Id;

/// Everything that a withdrawal of this item must name: the item, who agreed with it, and the action made of it by the
/// same command.
pub fn withdrawal_of(file: &File, id: Id) -> Vec<Withdrawal> {
    let mut ids = BTreeSet::from([id]);
    let agreed = file.list(&List::Agreements).iter().filter(|a| a.link(field::CONTRIBUTION) == Some(id));
    ids.extend(agreed.map(|a| a.id));
    ids.extend(actions_made_with(file, id));
    ids.into_iter().map(Withdrawal::Item).collect()
}

/// The action that the same command made of a contribution: an `!a` line is both.
pub fn actions_made_with(file: &File, id: Id) -> Vec<Id> {
    let evidence = id.to_string();
    let actions = file.list(&List::Actions).iter().filter(|a| a.id.stamp == id.stamp);
    actions.filter(|a| a.set(field::EVIDENCE).eq([evidence.as_str()])).map(|a| a.id).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn a_line_that_is_an_action_takes_its_action_and_its_agreements_along() {
        let mut sample = Sample::new(1);
        let (said, made) = sample.edit(|edit| {
            let said = edit.create(&List::Contributions);
            edit.set(&List::Contributions, said, field::TEXT, "ask the church");
            let made = edit.create(&List::Actions);
            edit.put(&List::Actions, made, field::EVIDENCE, &said.to_string());
            (said, made)
        });
        let agreed = sample.add(&List::Agreements, &[(field::CONTRIBUTION, &said.to_string())]);
        let later = sample.add(&List::Actions, &[]);
        sample.put(&List::Actions, later, field::EVIDENCE, &said.to_string());
        let mut named = withdrawal_of(&sample.file, said);
        named.sort();
        let mut expected = [said, made, agreed].map(Withdrawal::Item);
        expected.sort();
        assert_eq!(named, expected);
    }
}
