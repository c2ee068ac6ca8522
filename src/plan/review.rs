//! The review queue: what a recorder, or the organiser of a plan, should look at again, the most urgent first.
//!
//! In a session it holds this recorder's own lines and nobody else's: another table knows its room better, and two people
//! who clear the same queue would undo each other. (A reply counts, whoever wrote it down.) In a plan it holds the lines
//! of every session: the organiser is one, and nobody else is left to look. Of those only what somebody can judge who was
//! not there is asked ([`Row::of_plan`]): what may not travel, what is still unanswered, what is said twice. Who said a
//! line and how it went on was the table's to say. Nothing here is stored but what
//! somebody put aside: the name of the concern, in the set `settled` of the contribution. A concern about the words is
//! looked at anew once the words change; one about the line as such stays put aside.
//!
//! The queue is made once and then told of each change, so that a line costs the same in a long session as in a short
//! one.

mod ideas;
mod numbers;
pub(in crate::plan) mod people;

use std::collections::{BTreeSet, HashMap};

use super::likeness::Likeness;
use super::same::Groups;
use crate::model::fields::{Contribution, List, field};
use crate::model::file::{File, FileKind, Withdrawal};
use crate::model::item::Item;
use crate::model::stamp::{Id, Stamp};
use crate::model::value::Value;
use crate::model::words::{Kind, Level, PairKind};
use people::People;
pub use people::{is_also_a_word, is_of_a_role};

/// Something about a line that somebody should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// Typed in haste, to be finished.
    Stub,
    /// Nobody knows yet who said it.
    Speaker,
    /// A question that nobody has answered and of which nobody said what becomes of it.
    Question,
    /// An NHS number stands in the words.
    NhsNumber,
    /// A telephone number stands in the words.
    Telephone,
    /// Somebody's name stands in the words.
    Name,
    /// The line may be shown in other words only, and there are none.
    Paraphrase,
    /// An earlier line says nearly the same.
    Alike,
    /// Two ideas in one line.
    TwoIdeas,
    /// The line is about nothing in particular.
    Theme,
}

/// A row of the table of concerns.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The concern.
    pub concern: Concern,
    /// What it is called in a file, in the set `settled`.
    pub name: &'static str,
    /// What is wrong, as people read it.
    pub title: &'static str,
    /// What to decide, in a sentence.
    pub asks: &'static str,
    /// What it means to put it aside.
    pub keep: &'static str,
    /// Whether it is about the words, and so looked at anew when they change.
    pub of_words: bool,
    /// Whether the organiser of a plan can judge it too.
    pub of_plan: bool,
}

/// Every concern, the most urgent first: what is soon forgotten, then what may not travel, then what makes the record
/// better.
pub const CONCERNS: &[Row] = &[
    here(row(Concern::Stub, "stub", "To finish", "What else was said?", "keep it as it is", true)),
    here(row(Concern::Speaker, "speaker", "Nobody knows who said it", "Who said it?", "it stays unknown", false)),
    row(Concern::Question, "question", "No answer yet", "What becomes of the question?", "leave it open", false),
    row(Concern::NhsNumber, "nhs-number", "Looks like an NHS number", "Should it stand there?", "it is fine", true),
    row(Concern::Telephone, "telephone", "Looks like a telephone number", "Should it stand there?", "it is fine", true),
    row(Concern::Name, "name", "Looks like somebody’s name", "Should it stand there?", "it is fine", true),
    row(
        Concern::Paraphrase,
        "paraphrase",
        "Needs other words: it may be shown as a paraphrase only",
        "How can it be said in other words?",
        "leave it unshown",
        true,
    ),
    row(Concern::Alike, "alike", "Looks like an earlier line", "Is it the same idea?", "keep both, they differ", true),
    here(row(Concern::TwoIdeas, "two-ideas", "Two ideas in one line", "Are they two?", "keep it as one", true)),
    here(row(Concern::Theme, "theme", "No theme", "What is it about?", "it needs none", false)),
];

const fn row(
    concern: Concern,
    name: &'static str,
    title: &'static str,
    asks: &'static str,
    keep: &'static str,
    of_words: bool,
) -> Row {
    Row { concern, name, title, asks, keep, of_words, of_plan: true }
}

/// A concern that only somebody who was in the room can settle.
const fn here(row: Row) -> Row {
    Row { of_plan: false, ..row }
}

impl Concern {
    /// The concern's row of the table.
    pub fn row(self) -> &'static Row {
        // Every concern has one: a test below sees to it.
        CONCERNS.iter().find(|row| row.concern == self).unwrap_or(&CONCERNS[0])
    }
}

/// The queue.
#[derive(Debug, Default)]
pub struct Review {
    queue: BTreeSet<(Concern, Id)>,
    people: People,
    likeness: Likeness,
    /// The earlier line that a line looks like.
    earlier: HashMap<Id, Id>,
    /// How many replies a question has.
    answered: HashMap<Id, usize>,
    /// The question that a reply answers.
    answers: HashMap<Id, Id>,
    /// The lines that it has not looked at yet, the earliest last.
    unseen: Vec<Id>,
    /// How many lines there were to look at when it was begun.
    lines: usize,
    /// Whether it is a plan's.
    of_plan: bool,
    /// Of a plan, the lines that are one idea.
    ideas: Groups,
}

impl Review {
    /// Looks through a file; `own` says which stamps are this recorder's, of a plan which it takes in.
    pub fn of(file: &File, own: &dyn Fn(Stamp) -> bool) -> Self {
        let mut review = Self::begin(file, own);
        while !review.look_further(file, usize::MAX) {}
        review
    }

    /// A queue that has not looked at any line yet: at a hundred thousand lines that takes seconds, which nobody is to
    /// wait for.
    pub fn begin(file: &File, own: &dyn Fn(Stamp) -> bool) -> Self {
        let of_plan = file.kind == FileKind::Plan;
        let ideas = if of_plan { Groups::of(file, PairKind::Idea) } else { Groups::default() };
        let mut review = Self { people: People::of(file), of_plan, ideas, ..Self::default() };
        for item in file.list(&List::Contributions) {
            review.note_reply(item);
        }
        let lines = file.list(&List::Contributions).iter().rev().map(|item| item.id);
        review.unseen = lines.filter(|id| own(id.stamp)).collect();
        review.lines = review.unseen.len();
        review
    }

    /// How many lines it has looked at, of how many, while it has not looked at all.
    pub fn progress(&self) -> Option<(usize, usize)> {
        (!self.unseen.is_empty()).then(|| (self.lines.saturating_sub(self.unseen.len()), self.lines))
    }

    /// Looks at so many lines more, the earliest first; says whether it has looked at all.
    pub fn look_further(&mut self, file: &File, lines: usize) -> bool {
        let rest = self.unseen.split_off(self.unseen.len().saturating_sub(lines));
        for id in rest.into_iter().rev() {
            self.look(file, id);
        }
        self.unseen.is_empty()
    }

    /// Takes note of what has just come into the file: one's own change, or another table's file. Where it tells more
    /// of the people, whose names and levels every line is held to, all is to be looked at anew: then it says `false`.
    #[must_use]
    pub fn note(&mut self, file: &File, news: &File, own: &dyn Fn(Stamp) -> bool) -> bool {
        let withdrawn = news.withdrawn().iter().map(|what| match what {
            Withdrawal::Item(id) | Withdrawal::Wording(id, ..) => *id,
        });
        let touched: BTreeSet<Id> =
            news.list(&List::Contributions).iter().map(|item| item.id).chain(withdrawn).collect();
        let mut again: BTreeSet<Id> = BTreeSet::new();
        for id in &touched {
            let before = self.answers.remove(id);
            if let Some(replies) = before.and_then(|question| self.answered.get_mut(&question)) {
                *replies = replies.saturating_sub(1);
            }
            let now = file.find(&List::Contributions, *id).and_then(|item| self.note_reply(item));
            again.extend(before.into_iter().chain(now).filter(|_| before != now));
        }
        again.extend(touched);
        if self.people.differ(file, news) {
            return false;
        }
        if self.of_plan && !news.list(&List::Pairs).is_empty() {
            self.ideas = Groups::of(file, PairKind::Idea);
        }
        for id in again.into_iter().filter(|id| own(id.stamp)) {
            // Lines that looked like this one may no longer, and others may now.
            let mut twins: Vec<Id> = self.likeness.like(id).into_iter().map(|alike| alike.id).collect();
            self.look(file, id);
            twins.extend(self.likeness.like(id).into_iter().map(|alike| alike.id));
            twins.extend(self.ideas.with(id));
            for twin in twins.into_iter().filter(|twin| *twin > id) {
                self.look_for_twin(file, twin);
            }
        }
        true
    }

    /// How many concerns there are.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The concerns with the lines they are about, the most urgent first, then the earliest.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Concern, Id)> {
        self.queue.iter().copied()
    }

    /// How many lines give this concern.
    pub fn count(&self, concern: Concern) -> usize {
        self.lines_of(concern).count()
    }

    /// The lines that give this concern, the earliest first.
    pub fn lines_of(&self, concern: Concern) -> impl Iterator<Item = Id> {
        let from = self.queue.range((concern, Id::LEAST)..);
        from.map_while(move |(what, id)| (*what == concern).then_some(*id))
    }

    /// How much of the words of a line and the earlier one that it looks like is the same, of a hundred.
    pub fn likeness(&self, id: Id) -> Option<u32> {
        let earlier = self.earlier(id)?;
        self.likeness.like(id).into_iter().find(|alike| alike.id == earlier).map(|alike| alike.percent)
    }

    /// Where a place in the queue is: itself while it is there, else what follows it, else the first.
    pub fn at(&self, place: Option<(Concern, Id)>) -> Option<(Concern, Id)> {
        let following = place.and_then(|place| self.queue.range(place..).next());
        following.or_else(|| self.queue.first()).copied()
    }

    /// The place after one, the first after the last; or the one before, the last before the first.
    pub fn step(&self, place: (Concern, Id), back: bool) -> Option<(Concern, Id)> {
        if back {
            return self.queue.range(..place).next_back().or_else(|| self.queue.last()).copied();
        }
        self.queue.range(place..).find(|other| **other != place).or_else(|| self.queue.first()).copied()
    }

    /// How many stand before a place.
    pub fn before(&self, place: (Concern, Id)) -> usize {
        self.queue.range(..place).count()
    }

    /// The earlier line that a line looks like.
    pub fn earlier(&self, id: Id) -> Option<Id> {
        self.earlier.get(&id).copied()
    }

    /// The name in a line, of somebody whom it may not name.
    pub fn name<'a>(&self, item: &'a Item) -> Option<&'a str> {
        self.name_in(Contribution(item), self.people.effective(Contribution(item)))
    }

    fn name_in<'a>(&self, said: Contribution<'a>, level: Level) -> Option<&'a str> {
        let texts = [said.text(), said.paraphrase()];
        texts.into_iter().flatten().find_map(|text| self.people.named(text, said.speaker(), level))
    }

    /// Notes which question a line answers, where it is a reply that still stands.
    fn note_reply(&mut self, item: &Item) -> Option<Id> {
        let said = Contribution(item);
        let stands = item.has_base() && !item.is_removed() && said.kind() == Some(Kind::Reply);
        let question = said.reply_to().filter(|_| stands)?;
        *self.answered.entry(question).or_default() += 1;
        self.answers.insert(item.id, question);
        Some(question)
    }

    /// Looks at one line anew.
    fn look(&mut self, file: &File, id: Id) {
        for row in CONCERNS {
            self.queue.remove(&(row.concern, id));
        }
        let item = file.find(&List::Contributions, id).filter(|item| item.has_base() && !item.is_removed());
        let Some(item) = item else {
            self.likeness.remove(id);
            self.earlier.remove(&id);
            return;
        };
        let said = Contribution(item);
        let kind = said.kind().unwrap_or(Kind::Quote);
        let text = said.text().unwrap_or_default();
        if said.stub() {
            self.add(item, Concern::Stub);
        }
        // Half a line and private words are compared with none.
        if said.stub() || kind.is_private() || said.private().is_some() {
            self.likeness.remove(id);
            self.earlier.remove(&id);
        } else {
            self.likeness.add(id, text);
            self.look_for_twin(file, id);
        }
        if kind.is_private() || said.private().is_some() {
            return;
        }
        let level = self.people.effective(said);
        let speaker = said.speaker();
        let answered = || self.answered.get(&id).is_some_and(|replies| *replies > 0);
        let whole = [text, said.paraphrase().unwrap_or_default()];
        let found = [
            (Concern::Speaker, speaker.is_none() && kind != Kind::FlipChart),
            (Concern::Question, kind == Kind::Question && said.disposition().is_none() && !answered()),
            (Concern::NhsNumber, whole.iter().any(|text| numbers::has_nhs_number(text))),
            (Concern::Telephone, whole.iter().any(|text| numbers::has_telephone(text))),
            (Concern::Name, level > Level::Room && self.name_in(said, level).is_some()),
            (Concern::Paraphrase, level == Level::Paraphrase && said.paraphrase().is_none_or(|p| p.trim().is_empty())),
            (Concern::TwoIdeas, splits(kind) && !said.stub() && ideas::second_idea(text).is_some()),
            // A reply is about what its question is about, and what stays in the room goes under no heading.
            (Concern::Theme, level > Level::Room && kind != Kind::Reply && said.themes().next().is_none()),
        ];
        for (concern, _) in found.into_iter().filter(|(_, found)| *found) {
            self.add(item, concern);
        }
    }

    /// Looks whether an earlier line says nearly the same.
    fn look_for_twin(&mut self, file: &File, id: Id) {
        self.queue.remove(&(Concern::Alike, id));
        self.earlier.remove(&id);
        let Some(item) = file.find(&List::Contributions, id) else { return };
        let mut earlier = self.likeness.like(id).into_iter().map(|alike| alike.id).filter(|twin| *twin < id);
        if !self.of_plan {
            if let Some(twin) = earlier.next() {
                self.earlier.insert(id, twin);
                self.add(item, Concern::Alike);
            }
            return;
        }
        // Of many tables' lines several may say the same: each is asked about until the line is one with it or is not.
        let earlier: Vec<Id> = earlier.collect();
        let judged = |twin: &&Id| is_judged(file, **twin, id);
        let put_aside = is_settled(item, Concern::Alike) && !earlier.iter().any(|twin| judged(&twin));
        let one = self.ideas.with(id);
        let twin = earlier.iter().find(|twin| !judged(twin) && !one.contains(twin));
        if let Some(twin) = twin.filter(|_| !put_aside) {
            self.earlier.insert(id, *twin);
            self.queue.insert((Concern::Alike, id));
        }
    }

    /// Puts a concern in the queue, unless somebody has put it aside.
    fn add(&mut self, item: &Item, concern: Concern) {
        if (concern.row().of_plan || !self.of_plan) && !is_settled(item, concern) {
            self.queue.insert((concern, item.id));
        }
    }
}

/// Whether somebody has said of two lines that they are one idea, or are two.
fn is_judged(file: &File, one: Id, other: Id) -> bool {
    let pair = Id::of_pair(PairKind::Idea.name(), &one.to_string(), &other.to_string());
    let said = file.find(&List::Pairs, pair).and_then(|item| item.current(&field::SAME.into()));
    said.is_some_and(|said| said.value != Value::Null)
}

/// Whether somebody has put a concern aside, and the words have not changed since where it is about them.
fn is_settled(item: &Item, concern: Concern) -> bool {
    let row = concern.row();
    let Some(settled) = item.current(&field::SETTLED.element(row.name)).filter(|v| v.value.is_true()) else {
        return false;
    };
    let changed = |name| item.current(&name).is_some_and(|version| version.at > settled.at);
    !row.of_words || !(changed(field::TEXT.into()) || changed(field::PARAPHRASE.into()))
}

/// Whether a line of this kind can hold two ideas: others are made into something by their words, or told whole.
const fn splits(kind: Kind) -> bool {
    matches!(kind, Kind::Quote | Kind::Idea | Kind::FlipChart | Kind::Tension | Kind::Strength)
}

/// A line parted in two where its second idea begins: the two texts; none where it holds only one.
pub fn parted(text: &str) -> Option<(&str, &str)> {
    let second = ideas::second_idea(text)?;
    Some((ideas::first_idea(text, second), text.get(second..)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::same::judge;
    use super::super::sample::Sample;
    use super::*;

    fn review(sample: &Sample) -> Review {
        Review::of(&sample.file, &sample.own())
    }

    fn concerns(sample: &Sample, id: Id) -> Vec<Concern> {
        review(sample).iter().filter(|(_, of)| *of == id).map(|(concern, _)| concern).collect()
    }

    /// A room of one, who speaks; what is said has a theme and may be shown as a delegate's.
    struct Table {
        sample: Sample,
        joy: Id,
    }

    impl Table {
        fn new() -> Self {
            let mut sample = Sample::new(1);
            let joy = sample.seat(3, &[(field::NAME, "Joy Example")]);
            Self { sample, joy }
        }

        fn say(&mut self, kind: &str, text: &str) -> Id {
            let id = self.sample.say(Some(self.joy), kind, text);
            self.sample.set(&List::Contributions, id, field::CONSENT, Level::Delegate);
            self.sample.put(&List::Contributions, id, field::THEMES, "transport");
            id
        }

        fn set(&mut self, id: Id, field: crate::model::fields::Field, value: impl Into<crate::model::value::Value>) {
            self.sample.set(&List::Contributions, id, field, value);
        }

        fn settle(&mut self, id: Id, concern: Concern) {
            self.sample.put(&List::Contributions, id, field::SETTLED, concern.row().name);
        }
    }

    #[test]
    fn every_concern_has_one_row_in_its_own_order_and_a_name_of_its_own() {
        assert!(CONCERNS.is_sorted_by(|a, b| a.concern < b.concern));
        let last = Concern::Theme as usize;
        assert_eq!(CONCERNS.len(), last + 1);
        let names: BTreeSet<&str> = CONCERNS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), CONCERNS.len());
    }

    #[test]
    fn a_whole_line_gives_no_concern() {
        let mut table = Table::new();
        let said = table.say("quote", "they moved the bus stop so I stopped going");
        assert_eq!(concerns(&table.sample, said), []);
    }

    #[test]
    fn what_a_line_lacks_is_a_concern_the_most_urgent_first() {
        let mut table = Table::new();
        let said = table.sample.say(None, "question", "who pays for the");
        table.set(said, field::STUB, true);
        let all = [Concern::Stub, Concern::Speaker, Concern::Question, Concern::Paraphrase, Concern::Theme];
        assert_eq!(concerns(&table.sample, said), all);
    }

    #[test]
    fn private_words_and_flip_charts_need_no_speaker() {
        let mut table = Table::new();
        for kind in ["observation", "access-need", "safeguarding"] {
            let said = table.sample.say(None, kind, "Joy Example rings 01632 960001");
            assert_eq!(concerns(&table.sample, said), [], "{kind}");
        }
        let sheet = table.sample.say(None, "flip-chart", "parking");
        assert_eq!(concerns(&table.sample, sheet), [Concern::Paraphrase, Concern::Theme]);
    }

    #[test]
    fn a_paraphrase_is_needed_at_level_1_and_not_below() {
        let mut table = Table::new();
        let said = table.say("quote", "they moved the bus stop");
        for (level, needed) in [(0, false), (1, true), (2, false)] {
            table.sample.set(&List::Delegates, table.joy, field::CONSENT, level);
            assert_eq!(concerns(&table.sample, said) == [Concern::Paraphrase], needed, "{level}");
        }
        table.sample.set(&List::Delegates, table.joy, field::CONSENT, 1);
        table.set(said, field::PARAPHRASE, "the stop was moved");
        assert_eq!(concerns(&table.sample, said), []);
        let workshop = table.sample.add(&List::Workshops, &[(field::CAP, "room-only")]);
        table.sample.set(&List::Contributions, said, field::PARAPHRASE, "");
        assert_eq!(concerns(&table.sample, said), []);
        table.sample.set(&List::Workshops, workshop, field::CAP, "none");
        assert_eq!(concerns(&table.sample, said), [Concern::Paraphrase]);
    }

    #[test]
    fn a_question_is_closed_by_a_reply_or_by_what_becomes_of_it() {
        let mut table = Table::new();
        let (one, other) = (table.say("question", "who pays?"), table.say("question", "who has the key?"));
        assert_eq!(review(&table.sample).count(Concern::Question), 2);
        let reply = table.say("reply", "the parish");
        table.set(reply, field::REPLY_TO, one);
        table.set(other, field::DISPOSITION, "not-now");
        assert_eq!(review(&table.sample).count(Concern::Question), 0);
    }

    #[test]
    fn the_later_of_two_lines_looks_like_the_earlier() {
        let mut table = Table::new();
        let one = table.say("quote", "they moved the bus stop so I stopped going");
        let other = table.say("quote", "They moved the bus stop and I stopped going out");
        let review = review(&table.sample);
        assert_eq!(review.iter().collect::<Vec<_>>(), [(Concern::Alike, other)]);
        assert_eq!(review.earlier(other), Some(one));
    }

    #[test]
    fn a_line_of_a_plan_is_held_against_each_twin_until_it_is_one_with_it_or_is_not() {
        let mut table = Table::new();
        table.sample.file.kind = FileKind::Plan;
        let said: Vec<Id> = (0..4).map(|_| table.say("quote", "they moved the bus stop so I stopped going")).collect();
        let own = table.sample.own();
        let mut kept = Review::of(&table.sample.file, &own);
        let mut answer = |one: usize, other: usize, same: bool| {
            let news = table.sample.edit(|edit| {
                judge(edit, PairKind::Idea, &said[one].to_string(), &said[other].to_string(), same);
                edit.put(&List::Contributions, said[one.max(other)], field::SETTLED, "alike");
                said[one.max(other)]
            });
            // The change as a file: the line and the judgements.
            let mut delta = File::new(FileKind::Plan);
            for (list, item) in table.sample.file.items().filter(|(list, i)| **list == List::Pairs || i.id == news) {
                delta.insert(list, item.clone());
            }
            assert!(kept.note(&table.sample.file, &delta, &own));
            let anew = Review::of(&table.sample.file, &own);
            assert_eq!(kept.iter().collect::<Vec<_>>(), anew.iter().collect::<Vec<_>>());
            let twin = |of: usize| kept.earlier(said[of]).and_then(|id| said.iter().position(|said| *said == id));
            [twin(1), twin(2), twin(3)]
        };
        assert_eq!(answer(0, 1, false), [None, Some(0), Some(0)], "the second was asked about its only twin");
        assert_eq!(answer(0, 2, true), [None, Some(1), Some(0)], "the third is asked about the next");
        assert_eq!(answer(1, 2, false), [None, None, Some(0)]);
        assert_eq!(answer(0, 3, true), [None, None, Some(1)], "what is one with it through another is not asked");
        assert_eq!(answer(1, 3, false), [None, None, None]);
    }

    #[test]
    fn lines_of_another_table_are_not_in_the_queue_but_its_replies_count() {
        let mut table = Table::new();
        let question = table.say("question", "who pays for the hall?");
        let mut theirs = Sample::new(2);
        theirs.file.join(&table.sample.file);
        let reply = theirs.say(None, "reply", "the parish");
        theirs.set(&List::Contributions, reply, field::REPLY_TO, question);
        table.sample.file.join(&theirs.file);
        assert!(review(&table.sample).is_empty());
    }

    #[test]
    fn what_was_put_aside_comes_back_only_where_it_is_about_words_that_changed() {
        let mut table = Table::new();
        let said = table.sample.say(None, "quote", "ring Joy on 01632 960001");
        table.set(said, field::CONSENT, Level::Delegate);
        for (concern, _) in review(&table.sample).iter() {
            table.settle(said, concern);
        }
        assert_eq!(concerns(&table.sample, said), []);
        table.set(said, field::TEXT, "ring Joy on 01632 960002");
        assert_eq!(concerns(&table.sample, said), [Concern::Telephone, Concern::Name]);
    }

    #[test]
    fn a_queue_told_of_each_change_is_the_queue_made_anew() {
        let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
        let mut roll = |limit: u64| {
            dice ^= dice >> 12;
            dice ^= dice << 25;
            dice ^= dice >> 27;
            (dice.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
        };
        let texts = [
            "they moved the bus stop so I stopped going",
            "They moved the bus stop, and I stopped going out",
            "my number is 943 476 5919",
            "Sam Example rings 01632 960001",
            "we could open the hall on Fridays. We should ask the church for the keys",
            "half a",
        ];
        let (mut sample, mut theirs) = (Sample::new(1), Sample::new(2));
        let own = sample.own();
        let mut kept = Review::of(&sample.file, &own);
        let mut said: Vec<Id> = Vec::new();
        for _ in 0..400 {
            let before = sample.file.clone();
            let text = texts[usize::try_from(roll(6)).unwrap()];
            let some = said.get(usize::try_from(roll(said.len() as u64 + 1)).unwrap()).copied();
            let list = &List::Contributions;
            match (roll(12), some) {
                (0, Some(id)) => sample.set(list, id, field::REMOVED, roll(2) == 0),
                (1, Some(id)) => sample.set(list, id, field::TEXT, text),
                (2, Some(id)) => sample.set(list, id, field::STUB, roll(2) == 0),
                (3, Some(id)) => {
                    let concern = CONCERNS[usize::try_from(roll(10)).unwrap()].name;
                    sample.put(list, id, field::SETTLED, concern);
                }
                (4, Some(id)) => {
                    theirs.file.join(&sample.file);
                    let reply = theirs.say(None, "reply", text);
                    theirs.set(list, reply, field::REPLY_TO, id);
                    sample.file.join(&theirs.file);
                }
                (5, _) => drop(sample.seat(4, &[(field::NAME, "Sam Example")])),
                (6, Some(id)) => sample.file.withdraw([Withdrawal::Item(id)]),
                (7, _) => drop(sample.add(&List::Workshops, &[(field::CAP, "chatham-house")])),
                (_, _) => said.push(sample.say(None, if roll(4) == 0 { "question" } else { "quote" }, text)),
            }
            // What is new, as a file: every item that differs, and every withdrawal.
            let mut news = File::default();
            for (list, item) in sample.file.items().filter(|(list, item)| before.find(list, item.id) != Some(item)) {
                news.insert(list, item.clone());
            }
            news.withdraw(sample.file.withdrawn().difference(before.withdrawn()).cloned());
            if !kept.note(&sample.file, &news, &own) {
                kept = Review::of(&sample.file, &own);
            }
            let anew = Review::of(&sample.file, &own);
            assert_eq!(kept.iter().collect::<Vec<_>>(), anew.iter().collect::<Vec<_>>());
            assert_eq!(kept.earlier, anew.earlier);
        }
        assert!(kept.len() > 50 && CONCERNS.iter().all(|row| kept.count(row.concern) > 0), "{:?}", kept.queue);
    }
}
