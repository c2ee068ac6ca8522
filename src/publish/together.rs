//! Voices that are one idea by somebody's judgement, standing as one block: how many say it, and each voice kept below.
//!
//! Only what is shown is counted, so that a count tells of nobody who is hidden; how many more there are is said apart.
//! And where some of the voices stand under a name or a role and some under none, the people are not counted at all: "1
//! person" over two quotes, one of them by name, would say whose the other is. Then it is the voices.

use std::collections::HashMap;

use super::consent::{Credit, Rules, Why, says_yes};
use super::voice::{Voice, place};
use crate::model::fields::{Contribution, List, field};
use crate::model::stamp::Id;
use crate::model::words::{Audience, Kind, PairKind};
use crate::plan::{Groups, SpokenLine, Spread};

/// The blocks of a view.
#[derive(Clone, Debug, Default)]
pub(super) struct Together {
    blocks: Vec<Block>,
    /// The block that each place among the voices stands in.
    places: HashMap<usize, usize>,
}

/// One idea.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its voices as places, the first of which stands for all.
    pub(super) voices: Vec<usize>,
    /// How many say it, in words.
    pub(super) words: String,
}

impl Together {
    /// What is one among the voices of a view.
    pub(super) fn of(rules: &Rules<'_>, voices: &[Voice<'_>]) -> Self {
        let mut together = Self::default();
        for group in Groups::of(rules.file, PairKind::Idea).all() {
            let mut shown: Vec<usize> = group.iter().filter_map(|id| place(voices, *id)).collect();
            shown.retain(|at| voices.get(*at).is_some_and(stands_with_others));
            shown.sort_unstable();
            if shown.len() < 2 {
                continue;
            }
            let hidden = group.iter().filter(|id| place(voices, **id).is_none() && may_be_counted(rules, **id)).count();
            let words = words(rules, voices, &shown, hidden);
            let block = together.blocks.len();
            together.places.extend(shown.iter().map(|at| (*at, block)));
            together.blocks.push(Block { voices: shown, words });
        }
        together
    }

    /// The block that a voice stands in, if it does.
    pub(super) fn block(&self, at: usize) -> Option<&Block> {
        self.places.get(&at).and_then(|block| self.blocks.get(*block))
    }

    /// Whether a voice is told where an earlier one stands.
    pub(super) fn stands_below(&self, at: usize) -> bool {
        self.block(at).is_some_and(|block| block.voices.first() != Some(&at))
    }
}

/// Whether a voice can stand in a block: questions, replies, assets and spotlights have a form of their own.
fn stands_with_others(voice: &Voice<'_>) -> bool {
    let apart = matches!(voice.kind, Kind::Question | Kind::Reply | Kind::Asset) || voice.is_spotlight();
    !apart && voice.answers().is_none()
}

/// Whether it may be said that there is one more which is not shown: nothing of private marks, nor of what is gone.
fn may_be_counted(rules: &Rules<'_>, id: Id) -> bool {
    let item = rules.file.find(&List::Contributions, id).filter(|item| !says_yes(item, field::REMOVED));
    let why = item.and_then(|item| rules.judge(item, &mut std::collections::BTreeMap::new()).err());
    match why {
        Some(Why::Private) => rules.audience == Audience::Team,
        Some(Why::RoomOnly | Why::NeedsParaphrase | Why::NotOnFile | Why::Held) => true,
        Some(Why::Withdrawn | Why::Waiting | Why::LeftOut) | None => false,
    }
}

fn words(rules: &Rules<'_>, voices: &[Voice<'_>], shown: &[usize], hidden: usize) -> String {
    let shown: Vec<&Voice<'_>> = shown.iter().filter_map(|at| voices.get(*at)).collect();
    let line = |voice: &&Voice<'_>| SpokenLine {
        speaker: Contribution(voice.item()).speaker(),
        recorder: rules.recorder(voice.id().stamp),
        agreed: voice.agreed(),
    };
    let spread = Spread::of(shown.iter().map(line), &rules.people);
    let named = shown.iter().filter(|voice| matches!(voice.credit(), Credit::Name(_))).count();
    let credited = shown.iter().filter(|voice| matches!(voice.credit(), Credit::Name(_) | Credit::Role(_))).count();
    let told = if credited == 0 || named == shown.len() { spread.words() } else { spread.words_of_voices() };
    if hidden == 0 { format!("{told}:") } else { format!("{told}, and {hidden} not shown here:") }
}
