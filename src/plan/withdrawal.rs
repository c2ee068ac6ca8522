//! What a withdrawal must name, so that nothing of what was said stays behind.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::model::fields::{Field, List, Pair, field};
use crate::model::file::{File, Withdrawal};
use crate::model::item::Item;
use crate::model::stamp::{Id, Stamp};
use crate::model::words::PairKind;

/// Everything that a withdrawal of this item must name: the item, who agreed with it, and the action made of it by the
/// same command.
pub fn withdrawal_of(file: &File, id: Id) -> Vec<Withdrawal> {
    let mut ids = BTreeSet::from([id]);
    let agreed = of_lines(file).filter(|a| a.link(field::CONTRIBUTION) == Some(id));
    ids.extend(agreed.map(|a| a.id));
    ids.extend(actions_made_with(file, id));
    ids.into_iter().map(Withdrawal::Item).collect()
}

/// What says how many agreed with lines.
fn of_lines(file: &File) -> impl Iterator<Item = &Arc<Item>> {
    file.list(&List::Agreements).iter().chain(file.list(&List::Tallies))
}

/// Everything that a withdrawal of this person must name: the person and each item that is theirs now.
pub fn withdrawal_of_person(file: &File, person: Id) -> Vec<Withdrawal> {
    let of = |list, fields: &[Field]| {
        let theirs = |item: &&Arc<Item>| fields.iter().any(|field| item.link(*field) == Some(person));
        file.list(list).iter().filter(theirs).map(|item| item.id).collect::<BTreeSet<Id>>()
    };
    let said = of(&List::Contributions, &[field::SPEAKER]);
    let mut ids = of(&List::Links, &[field::FROM, field::TO]);
    ids.extend(of(&List::Ballots, &[field::DELEGATE]));
    ids.insert(person);
    // Each list is walked once, however many lines are theirs.
    ids.extend(
        of_lines(file).filter(|a| a.link(field::CONTRIBUTION).is_some_and(|id| said.contains(&id))).map(|a| a.id),
    );
    let by_stamp: HashMap<Stamp, Vec<Id>> = said.iter().fold(HashMap::new(), |mut all, id| {
        all.entry(id.stamp).or_default().push(*id);
        all
    });
    for action in file.list(&List::Actions) {
        let made = by_stamp.get(&action.id.stamp).into_iter().flatten();
        if made.map(Id::to_string).any(|id| action.set(field::EVIDENCE).eq([id.as_str()])) {
            ids.insert(action.id);
        }
    }
    ids.extend(said);
    ids.into_iter().map(Withdrawal::Item).collect()
}

/// The records of a person: this one, and every other that was judged to be the same person, in other sessions too.
pub fn records_of_person(file: &File, person: Id) -> BTreeSet<Id> {
    let ends = |item: &Arc<Item>| Some([item.link(field::ONE)?, item.link(field::OTHER)?]);
    let judged =
        file.live(&List::Pairs).filter(|pair| Pair(pair).about() == Some(PairKind::Person) && Pair(pair).same());
    let pairs: Vec<[Id; 2]> = judged.filter_map(|pair| ends(file.find(&List::Pairs, pair.id)?)).collect();
    let mut records = BTreeSet::from([person]);
    loop {
        let joined = pairs.iter().filter(|pair| pair.iter().any(|id| records.contains(id))).flatten();
        let all: BTreeSet<Id> = joined.copied().chain(records.iter().copied()).collect();
        if all.len() == records.len() {
            return records;
        }
        records = all;
    }
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

    #[test]
    fn a_person_takes_along_what_they_said_and_every_record_that_was_judged_to_be_them() {
        let mut sample = Sample::new(1);
        let [joy, again, third, other] = [(); 4].map(|()| sample.add(&List::Delegates, &[]));
        let judge = |sample: &mut Sample, one: Id, two: Id, same: bool| {
            sample.edit(|edit| {
                let id = edit.pair(PairKind::Person, &one.to_string(), &two.to_string());
                edit.set(&List::Pairs, id, field::SAME, same);
            });
        };
        judge(&mut sample, joy, again, true);
        judge(&mut sample, third, again, true);
        judge(&mut sample, joy, other, false);
        assert_eq!(records_of_person(&sample.file, third), BTreeSet::from([joy, again, third]));
        assert_eq!(records_of_person(&sample.file, other), BTreeSet::from([other]));
        let said = sample.say(Some(joy), "quote", "they moved the bus stop");
        let agreed = sample.add(&List::Agreements, &[(field::CONTRIBUTION, &said.to_string())]);
        let met = sample.add(&List::Links, &[(field::FROM, &other.to_string()), (field::TO, &joy.to_string())]);
        sample.say(Some(other), "quote", "yes");
        let named: BTreeSet<Withdrawal> = withdrawal_of_person(&sample.file, joy).into_iter().collect();
        assert_eq!(named, [joy, said, agreed, met].map(Withdrawal::Item).into());
    }
}
