//! What may be one, and what somebody said is: worked out when it is first asked for after a change, and of what may be
//! one only what the change touches, since each answer is a change.

use std::cell::OnceCell;
use std::sync::Arc;

use super::Desk;
use crate::model::fields::{Contribution, List, Name, Pair, field};
use crate::model::file::File;
use crate::model::fold::folded_eq;
use crate::model::item::Item;
use crate::model::programme::Programme;
use crate::model::stamp::{Id, Moment, Stamp};
use crate::model::value::Value;
use crate::model::words::PairKind;
use crate::plan::{Concern, Judged, Shown, SpokenLine, Spread, Suggestion, judge, lookalikes, promote_all};

/// What is known of it.
#[derive(Debug, Default)]
pub(super) struct Joined {
    judged: OnceCell<Judged>,
    decided: OnceCell<Vec<Judgement>>,
    people: OnceCell<Vec<Suggestion>>,
    themes: OnceCell<Vec<Suggestion>>,
    shown: OnceCell<Shown>,
    actions: OnceCell<Vec<Suggestion>>,
    /// Of each, what is still to be judged.
    open: [OnceCell<Vec<Suggestion>>; 3],
}

impl Joined {
    /// Forgets what a change may have made untrue; `file` holds the change.
    pub(super) fn note(&mut self, file: &File, news: &File) {
        self.open = Default::default();
        let has = |list: &List| !news.list(list).is_empty();
        let all = !news.withdrawn().is_empty() || has(&List::Recorders) || has(&List::Runs);
        if all || has(&List::Pairs) {
            self.judged.take();
            self.decided.take();
        }
        if all || has(&List::Delegates) {
            self.people.take();
        }
        if all || has(&List::Actions) {
            self.actions.take();
        }
        if Shown::is_touched_by(file, news) {
            self.shown.take();
        }
        let of_tags = |name: &Name| *name == field::REMOVED.into() || name.element_of(field::THEMES.name()).is_some();
        let retagged = |item: &Arc<Item>| item.has_base() || item.versions().iter().any(|said| of_tags(&said.name));
        let renamed = |item: &Arc<Item>| {
            let about = file.find(&List::Pairs, item.id).and_then(|item| Pair(item).about());
            !matches!(about, Some(PairKind::Person | PairKind::Idea))
        };
        if all || news.list(&List::Contributions).iter().any(retagged) || news.list(&List::Pairs).iter().any(renamed) {
            self.themes.take();
        }
    }
}

/// A judgement of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What sort of things.
    pub about: PairKind,
    /// The one: an id, or a theme's name.
    pub one: String,
    /// The other.
    pub other: String,
    /// Whether they are one.
    pub same: bool,
    /// When it was said.
    pub at: Stamp,
}

impl Desk {
    /// What was judged, and what is one by that.
    pub fn judged(&self) -> &Judged {
        self.joined.judged.get_or_init(|| Judged::of(&self.view))
    }

    /// The tags that are shown under another name.
    pub(super) fn shown(&self) -> &Shown {
        self.joined.shown.get_or_init(|| Shown::of(&self.view))
    }

    /// What looks alike and is still to be judged: people, themes, or actions where it is ideas.
    pub fn lookalikes(&self, about: PairKind, programme: &Programme) -> &[Suggestion] {
        let [people, themes, actions] = &self.joined.open;
        let (all, open) = match about {
            PairKind::Person => (&self.joined.people, people),
            PairKind::Theme => (&self.joined.themes, themes),
            PairKind::Idea => (&self.joined.actions, actions),
        };
        open.get_or_init(|| {
            let all = all.get_or_init(|| lookalikes(about, &self.view, &self.origins, programme));
            all.iter().filter(|found| self.judged().leaves_open(found)).cloned().collect()
        })
    }

    /// Lines that look like an earlier one and are not one with it yet, the earliest first, as far as the review has
    /// come: the earlier one, and the line.
    pub fn alike(&self) -> impl Iterator<Item = (Id, Id)> {
        let (review, judged) = (self.review(), self.judged());
        let pairs = review.lines_of(Concern::Alike).filter_map(|id| Some((review.earlier(id)?, id)));
        pairs.filter(|(earlier, id)| !judged.ideas.with(*id).contains(earlier))
    }

    /// Every pair that was judged, the last first. The spelling of one theme is no pair of two.
    pub fn decided(&self) -> &[Judgement] {
        self.joined.decided.get_or_init(|| {
            let read = |pair: Pair<'_>| {
                let said = pair.0.current(&field::SAME.into()).filter(|said| said.value != Value::Null)?;
                let [one, other] = [pair.one()?.to_owned(), pair.other()?.to_owned()];
                let decision = Judgement { about: pair.about()?, same: pair.same(), at: said.at, one, other };
                (decision.one != decision.other).then_some(decision)
            };
            let mut all: Vec<Judgement> = self.view.live(&List::Pairs).map(Pair).filter_map(read).collect();
            all.sort_by(|a, b| (b.at, &a.one, &a.other).cmp(&(a.at, &b.one, &b.other)));
            all
        })
    }

    /// How far the idea of these lines goes.
    pub fn spread(&self, lines: &[Id]) -> Spread {
        let line = |id: &Id| {
            let said = Contribution(self.view.find(&List::Contributions, *id).filter(|item| !item.is_removed())?);
            Some(SpokenLine {
                speaker: said.speaker(),
                recorder: self.origins.recorder(id.stamp),
                agreed: u64::try_from(self.room().agreed(*id)).unwrap_or(0),
            })
        };
        Spread::of(lines.iter().filter_map(line), &self.judged().people)
    }

    /// Says that two are one, or are two. Of two themes the more used names both; two lines are judged as the review
    /// judges them, so that neither asks again.
    pub fn judge(&mut self, about: PairKind, one: &str, other: &str, same: bool, now: Moment) -> Option<File> {
        let ids = one.parse::<Id>().ok().zip(other.parse::<Id>().ok());
        if let (PairKind::Idea, Some((one, other))) = (about, ids)
            && self.view.find(&List::Contributions, one).is_some()
        {
            return self.judge_alike(one.max(other), one.min(other), same, now);
        }
        let themes = &self.room().themes;
        let uses = |name: &str| themes.iter().find(|(known, _)| folded_eq(known, name)).map_or(0, |(_, count)| *count);
        let (one, other) = if uses(one) > uses(other) { (other, one) } else { (one, other) };
        let (one, other) = (self.spelled(about, one), self.spelled(about, other));
        self.change(now, |edit| judge(edit, about, &one, &other, same))
    }

    /// A theme as it is spelled where it is in use, of whatever the judgement holds only its letters.
    fn spelled(&self, about: PairKind, name: &str) -> String {
        let known = || self.room().themes.iter().map(|(known, _)| known).find(|known| folded_eq(known, name));
        (about == PairKind::Theme).then(known).flatten().map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// Makes one action of lines that are one idea; nothing where none of them is here.
    pub fn promote_all(&mut self, lines: &[Id], what: &str, now: Moment) -> Option<(File, Id)> {
        let said = lines.iter().filter_map(|id| self.view.find(&List::Contributions, *id).cloned());
        let said: Vec<Arc<Item>> = said.filter(|item| item.has_base() && !item.is_removed()).collect();
        let said: Vec<&Item> = said.iter().map(AsRef::as_ref).collect();
        let mut made = None;
        let delta = self.change(now, |edit| made = promote_all(edit, &said, what, now));
        delta.zip(made)
    }
}
