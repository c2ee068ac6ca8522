//! What actions come from (domain P18): where each chain of causes ends, worked out for all actions in one walk.

use std::collections::HashMap;

use super::action::{Action, Told};
use crate::model::fields::field;
use crate::model::stamp::Id;

/// The chains of causes among the actions that may be shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Causes {
    /// Where each action stands.
    places: HashMap<Id, usize>,
    ends: Vec<End>,
}

/// What one action says that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Because {
    /// Nothing that may be shown.
    Nothing,
    /// Something in words.
    Words,
    /// The action at this place.
    Of(usize),
}

/// The end of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    /// How many steps up it is.
    steps: usize,
    /// The last action before it, or the action that it is.
    at: usize,
}

impl Causes {
    /// Reads them from the actions.
    pub(super) fn of(actions: &[Action]) -> Self {
        let places: HashMap<Id, usize> = actions.iter().enumerate().map(|(at, action)| (action.id, at)).collect();
        let because = |action: &Action| match action.told(field::BECAUSE) {
            Some(Told::Text(_)) => Because::Words,
            Some(Told::Action(id)) => places.get(id).map_or(Because::Nothing, |at| Because::Of(*at)),
            _ => Because::Nothing,
        };
        let ends = ends(&actions.iter().map(because).collect::<Vec<_>>());
        Self { places, ends }
    }

    /// One of the actions it was made of.
    pub(super) fn action<'v>(&self, actions: &'v [Action], id: Id) -> Option<&'v Action> {
        self.places.get(&id).and_then(|at| actions.get(*at))
    }

    /// Where the chain of an action ends, where that is more than one step up.
    pub(super) fn root(&self, actions: &[Action], id: Id) -> Option<String> {
        let end = self.places.get(&id).and_then(|at| self.ends.get(*at)).filter(|end| end.steps > 1)?;
        let last = actions.get(end.at)?;
        Some(match last.told(field::BECAUSE) {
            Some(Told::Text(words)) => words.clone(),
            _ => format!("{} {}", last.reference, last.text),
        })
    }
}

/// The end of each chain. One that comes back to where it has been is cut there.
fn ends(because: &[Because]) -> Vec<End> {
    let mut ends: Vec<Option<End>> = vec![None; because.len()];
    // The round of the walk in which an action was met: met again in the same one, it is part of a circle.
    let mut met: Vec<usize> = vec![usize::MAX; because.len()];
    let mut path = Vec::new();
    for start in 0..because.len() {
        let mut at = start;
        let mut end = loop {
            if let Some(end) = ends[at] {
                break end;
            }
            if met[at] == start {
                break close(&mut ends, &mut path, at);
            }
            met[at] = start;
            path.push(at);
            match because[at] {
                Because::Of(next) => at = next,
                other => {
                    path.pop();
                    break *ends[at].insert(End { steps: usize::from(other == Because::Words), at });
                }
            }
        };
        while let Some(before) = path.pop() {
            end.steps += 1;
            ends[before] = Some(end);
        }
    }
    ends.into_iter().flatten().collect()
}

/// Takes the circle that begins at a place off the path: each chain in it goes round once, and so ends one before.
fn close(ends: &mut [Option<End>], path: &mut Vec<usize>, entry: usize) -> End {
    let circle = path.split_off(path.iter().position(|at| *at == entry).unwrap_or(path.len()));
    let before = circle.iter().cycle().skip(circle.len().saturating_sub(1));
    for (at, before) in circle.iter().zip(before) {
        ends[*at] = Some(End { steps: circle.len() - 1, at: *before });
    }
    ends[entry].unwrap_or(End { steps: 0, at: entry })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    /// One chain by itself, step by step.
    fn walked(because: &[Because], from: usize) -> (usize, Option<Because>) {
        let mut chain = Vec::new();
        let mut at = from;
        loop {
            match because[at] {
                Because::Words => chain.push(Because::Words),
                Because::Of(next) if next != from && !chain.contains(&Because::Of(next)) => {
                    chain.push(Because::Of(next));
                    at = next;
                    continue;
                }
                _ => {}
            }
            return (chain.len(), chain.last().copied());
        }
    }

    #[test]
    fn chains_worked_out_together_end_where_each_ends_by_itself() {
        let mut dice = 7_usize;
        let mut roll = |sides: usize| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % sides
        };
        let mut circles = 0;
        for _ in 0..2000 {
            let count = 1 + roll(12);
            let because: Vec<Because> = (0..count)
                .map(|_| match roll(8) {
                    0 => Because::Nothing,
                    1 => Because::Words,
                    _ => Because::Of(roll(count)),
                })
                .collect();
            for (from, end) in ends(&because).into_iter().enumerate() {
                let (steps, last) = walked(&because, from);
                assert_eq!(end.steps, steps, "{because:?} from {from}");
                match last {
                    Some(Because::Of(last)) => assert_eq!(end.at, last, "{because:?} from {from}"),
                    Some(_) => assert_eq!(because[end.at], Because::Words, "{because:?} from {from}"),
                    None => {}
                }
                circles += usize::from(steps > 1 && matches!(because[end.at], Because::Of(_)));
            }
        }
        assert!(circles > 1000, "{circles}");
    }

    #[test]
    fn a_chain_of_many_thousands_is_walked_once() {
        // Walked from each action anew, this would be fifty thousand million steps.
        let because: Vec<Because> =
            (0..300_000).map(|at| if at == 0 { Because::Words } else { Because::Of(at - 1) }).collect();
        let ends = ends(&because);
        assert_eq!((ends[299_999].steps, ends[299_999].at), (300_000, 0));
    }
}
