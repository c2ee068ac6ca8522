//! The room: what stands beside the feed while a workshop runs, in one pass over the file.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::carried::present;
use super::same::Groups;
use super::tallies::{Votes, tallies};
use super::themes::{Tags, Themes};
use crate::model::fields::{Action, Agreement, Delegate, List, Move, field};
use crate::model::file::{File, Withdrawal};
use crate::model::fold::folded_eq;
use crate::model::item::{Glance, Item};
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Stamp, Writer};
use crate::model::words::{Kind, PairKind};

/// A delegate in their seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The delegate.
    pub delegate: Id,
    /// The seat number; a latecomer may have none.
    pub number: Option<i64>,
    /// What to call them: their name, else their role, else their seat.
    pub name: String,
    /// The id of their partner category.
    pub category: Option<String>,
    /// How many contributions are theirs.
    pub spoken: usize,
    /// How many actions they lead.
    pub leads: usize,
}

impl Seat {
    fn of(delegate: Delegate<'_>) -> Self {
        Self {
            delegate: delegate.id(),
            number: delegate.seat(),
            name: called(delegate),
            category: delegate.category().map(str::to_owned),
            spoken: 0,
            leads: 0,
        }
    }

    /// Takes in another record of the same person; the earlier of the two gives the name.
    fn take_in(&mut self, other: &Self) {
        let earlier = if other.delegate < self.delegate { other } else { &*self };
        *self = Self {
            category: earlier.category.clone().or_else(|| self.category.clone()).or_else(|| other.category.clone()),
            spoken: self.spoken + other.spoken,
            leads: self.leads + other.leads,
            ..earlier.clone()
        };
    }

    /// Whether they were heard at all.
    pub const fn was_heard(&self) -> bool {
        self.spoken > 0
    }
}

/// What to call somebody who is here: by their name, else their role, else their seat.
pub fn called(delegate: Delegate<'_>) -> String {
    let called = [delegate.name(), delegate.role()].into_iter().flatten().find(|text| !text.trim().is_empty());
    let seat = || delegate.seat().map_or_else(|| "No name".to_owned(), |number| format!("Seat {number}"));
    called.map_or_else(seat, str::to_owned)
}

/// What is known of the room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Who is here, in the order they sit.
    pub seats: Vec<Seat>,
    /// Themes, by the name shown, and how many contributions are about each, most used first.
    pub themes: Vec<(String, usize)>,
    /// Names under which another is shown: the alias, and the name.
    pub aliases: BTreeMap<String, String>,
    /// Questions that nobody has answered and of which nobody said what becomes of them, earliest first.
    pub open_questions: Vec<Id>,
    /// How many contributions there are.
    pub contributions: usize,
    /// How many items were withdrawn. Of what kind they were is no longer known.
    pub withdrawn: usize,
    /// How many contributions are still to be finished.
    pub stubs: usize,
    /// How many words have nobody who said them, observer notes and flip charts aside.
    pub without_speaker: usize,
    /// Who wrote how many contributions, and the latest of them.
    pub(super) heard: Vec<(Writer, usize, Id)>,
    agreements: HashMap<Id, i64>,
    votes: HashMap<Id, Votes>,
    moves: Vec<(Stamp, String)>,
    /// Which records are one person by somebody's judgement.
    one: Groups,
    /// The people of the seats, each once; nobody where no two seats are one.
    joined: Vec<Seat>,
}

impl Room {
    /// Looks around the room; `own` says which stamps are this recorder's, whose delegates come first in a seat that
    /// two tables have given a number.
    pub fn of(file: &File, own: &dyn Fn(Stamp) -> bool) -> Self {
        let mut seats: Vec<Seat> = present(file).map(|item| Seat::of(item.into())).collect();
        seats.sort_by_cached_key(|s| (s.number.unwrap_or(i64::MAX), !own(s.delegate.stamp), s.delegate));
        let withdrawn = file.withdrawn().iter().filter(|w| matches!(w, Withdrawal::Item(_))).count();
        let mut room = Self { seats, withdrawn, ..Self::default() };
        room.agreements = agreements(file);
        room.votes = tallies(file, |_| true);
        // By text, as it stands in the file: reading 100,000 ids would take longer than all the rest.
        let places: HashMap<String, usize> =
            room.seats.iter().enumerate().map(|(at, seat)| (seat.delegate.to_string(), at)).collect();
        room.hear(file, &places);
        for action in file.live(&List::Actions).map(Action) {
            if let Some(seat) = action.lead().and_then(|lead| room.seats.get_mut(*places.get(lead)?)) {
                seat.leads += 1;
            }
        }
        let moves = file.live(&List::Moves).map(Move);
        room.moves = moves.filter_map(|gone| Some((gone.id().stamp, gone.stage()?.to_owned()))).collect();
        room.join_people(Groups::of(file, PairKind::Person));
        room
    }

    fn join_people(&mut self, groups: Groups) {
        let mut places: HashMap<Id, usize> = HashMap::new();
        for seat in self.seats.iter().filter(|_| !groups.is_empty()) {
            let place = places.get(&groups.first(seat.delegate)).and_then(|at| self.joined.get_mut(*at));
            if let Some(known) = place {
                known.take_in(seat);
            } else {
                places.insert(groups.first(seat.delegate), self.joined.len());
                self.joined.push(seat.clone());
            }
        }
        self.one = groups;
    }

    /// Who is here, each person once: seats that are one person by somebody's judgement are one here, with what was
    /// said and led under either. The seats themselves stay as they are.
    pub fn people(&self) -> &[Seat] {
        if self.joined.is_empty() { &self.seats } else { &self.joined }
    }

    /// The person that a record is of, among [`people`](Self::people).
    pub fn person(&self, record: Id) -> Option<&Seat> {
        let of = self.one.with(record);
        self.people().iter().find(|seat| seat.delegate == record || of.contains(&seat.delegate))
    }

    /// Notes who wrote a contribution. A workshop has few writers, so looking through them is quicker than a map.
    fn note_writer(&mut self, id: Id) {
        let writer = id.stamp.writer();
        match self.heard.iter_mut().find(|(known, ..)| *known == writer) {
            Some((_, count, last)) => {
                *count += 1;
                *last = id;
            }
            None => self.heard.push((writer, 1, id)),
        }
    }

    /// The one pass over what was said.
    fn hear(&mut self, file: &File, places: &HashMap<String, usize>) {
        let mut tags = Tags::default();
        let mut answered: HashSet<Id> = HashSet::new();
        for item in file.list(&List::Contributions) {
            let Some(said) = Said::read(item) else { continue };
            let kind = said.kind.and_then(Kind::named);
            self.contributions += 1;
            self.note_writer(item.id);
            self.stubs += usize::from(said.stub);
            match said.speaker {
                // An observer's note, or a private mark, is about somebody and not by them.
                _ if kind.is_some_and(Kind::is_private) => {}
                Some(speaker) => {
                    if let Some(seat) = places.get(speaker).and_then(|at| self.seats.get_mut(*at)) {
                        seat.spoken += 1;
                    }
                }
                None => self.without_speaker += usize::from(kind != Some(Kind::FlipChart)),
            }
            match kind {
                Some(Kind::Question) if !said.disposed => self.open_questions.push(item.id),
                Some(Kind::Reply) => answered.extend(said.reply_to.and_then(|id| id.parse::<Id>().ok())),
                _ => {}
            }
            tags.note(said.themes);
        }
        self.open_questions.retain(|question| !answered.contains(question));
        file.live(&List::Actions).for_each(|action| tags.mention(action.set(field::THEMES)));
        // What the event is about is offered as a tag before anybody spoke of it.
        let card: Vec<&str> = file.live(&List::Workshops).flat_map(|workshop| workshop.set(field::THEMES)).collect();
        tags.mention(card.iter().copied());
        let themes = Themes::read(file, &tags);
        self.aliases = themes.aliases();
        self.themes = tags.count(&themes).into_iter().map(|(theme, count)| (theme.to_owned(), count)).collect();
        for theme in card.into_iter().map(|tag| themes.shown(tag)) {
            if !self.themes.iter().any(|(known, _)| known == theme) {
                self.themes.push((theme.to_owned(), 0));
            }
        }
        self.themes.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    }

    /// Who has not been heard yet, those who have been here longest first.
    pub fn not_heard(&self) -> Vec<&Seat> {
        let mut silent: Vec<&Seat> = self.people().iter().filter(|seat| !seat.was_heard()).collect();
        silent.sort_by_key(|seat| seat.delegate);
        silent
    }

    /// The seat of a delegate.
    pub fn seat(&self, delegate: Id) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.delegate == delegate)
    }

    /// The name shown for a theme as it was typed.
    pub fn theme<'a>(&'a self, tag: &'a str) -> &'a str {
        self.aliases.get(tag).map_or(tag, String::as_str)
    }

    /// The names shown for the themes of an item, each once.
    pub fn themes_of<'a>(&'a self, item: &'a Item) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for name in item.set(field::THEMES).map(|tag| self.theme(tag)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The other names of a theme, other spellings of its own aside.
    pub fn aliases_of<'a>(&'a self, name: &str) -> Vec<&'a str> {
        let of_name = self.aliases.iter().filter(|(alias, shown)| *shown == name && !folded_eq(alias, name));
        let mut aliases: Vec<&str> = Vec::new();
        for (alias, _) in of_name {
            if !aliases.iter().any(|known| folded_eq(known, alias)) {
                aliases.push(alias);
            }
        }
        aliases
    }

    /// The votes on a statement of an online consultation, as they were last counted.
    pub fn votes(&self, contribution: Id) -> Option<Votes> {
        self.votes.get(&contribution).copied()
    }

    /// How many more people agreed with a contribution.
    pub fn agreed(&self, contribution: Id) -> i64 {
        self.agreements.get(&contribution).copied().unwrap_or(0)
    }

    /// When the first stage was gone to.
    pub fn began(&self) -> Option<Stamp> {
        self.moves.first().map(|(stamp, _)| *stamp)
    }

    /// The stage a recorder is in, or the stage last gone to by anybody where none is named.
    pub fn stage_of(&self, recorder: Option<Id>, origins: &Origins) -> Option<&str> {
        let theirs = |stamp: Stamp| recorder.is_none() || origins.recorder(stamp) == recorder;
        self.moves.iter().rfind(|(stamp, _)| theirs(*stamp)).map(|(_, stage)| stage.as_str())
    }
}

/// What the room needs of a contribution, read in one glance.
///
/// Asking for field after field takes longer; the room is looked at after every line.
#[derive(Default)]
struct Said<'a> {
    kind: Option<&'a str>,
    speaker: Option<&'a str>,
    reply_to: Option<&'a str>,
    stub: bool,
    /// Whether somebody said what becomes of it.
    disposed: bool,
    themes: Vec<&'a str>,
}

impl<'a> Said<'a> {
    /// Reads it; nothing where it is removed or not here itself.
    fn read(item: &'a Item) -> Option<Self> {
        let (mut said, mut removed) = (Self::default(), false);
        // Of values that stand side by side the later one comes later, and so shows.
        item.glance(|field, value| match field {
            field::KIND => said.kind = value.text(),
            field::SPEAKER => said.speaker = value.text(),
            field::REPLY_TO => said.reply_to = value.text(),
            field::STUB => said.stub = value.is_true(),
            field::DISPOSITION => said.disposed = value.text().is_some(),
            field::REMOVED => removed = value.is_true(),
            field::THEMES => {
                if let Glance::In(theme) | Glance::Out(theme) = value {
                    said.themes.pop_if(|last| *last == theme);
                    said.themes.extend(matches!(value, Glance::In(_)).then_some(theme));
                }
            }
            _ => {}
        });
        (item.has_base() && !removed).then_some(said)
    }
}

/// How many more people agreed with each contribution.
pub(super) fn agreements(file: &File) -> HashMap<Id, i64> {
    let mut sums: HashMap<Id, i64> = HashMap::new();
    for agreement in file.live(&List::Agreements).map(Agreement) {
        if let Some(contribution) = agreement.contribution() {
            let sum = sums.entry(contribution).or_default();
            *sum = sum.saturating_add(agreement.count().unwrap_or(1).max(0));
        }
    }
    for (contribution, votes) in tallies(file, |_| true) {
        let sum = sums.entry(contribution).or_default();
        *sum = sum.saturating_add(i64::try_from(votes.agree).unwrap_or(i64::MAX));
    }
    sums
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn names(seats: &[&Seat]) -> Vec<String> {
        seats.iter().map(|seat| seat.name.clone()).collect()
    }

    #[test]
    fn seats_stand_in_sitting_order_with_ones_own_people_first() {
        let mut mine = Sample::new(1);
        let mut theirs = Sample::new(2);
        theirs.seat(3, &[(field::NAME, "Sam Example")]);
        mine.seat(3, &[(field::ROLE, "resident")]);
        mine.seat(1, &[]);
        mine.add(&List::Delegates, &[(field::NAME, "Late Example")]);
        mine.file.join(&theirs.file);
        let room = Room::of(&mine.file, &mine.own());
        assert_eq!(
            names(&room.seats.iter().collect::<Vec<_>>()),
            ["Seat 1", "resident", "Sam Example", "Late Example"]
        );
    }

    #[test]
    fn those_not_heard_are_named_longest_in_the_room_first() {
        let mut sample = Sample::new(1);
        sample.seat(2, &[(field::NAME, "Early Example")]);
        let joy = sample.seat(3, &[(field::NAME, "Joy Example")]);
        sample.seat(1, &[(field::NAME, "Late Example")]);
        sample.say(Some(joy), "quote", "they moved the bus stop");
        let noted = sample.seat(4, &[(field::NAME, "Noted Example")]);
        sample.say(Some(noted), "observation", "looked away");
        let room = Room::of(&sample.file, &sample.own());
        assert_eq!(names(&room.not_heard()), ["Early Example", "Late Example", "Noted Example"]);
        assert_eq!(room.seat(joy).unwrap().spoken, 1);
    }

    #[test]
    fn a_question_is_open_until_a_reply_that_still_stands() {
        let mut sample = Sample::new(1);
        let question = sample.say(None, "question", "who pays for the hall?");
        let reply = sample.say(None, "reply", "the parish");
        sample.set(&List::Contributions, reply, field::REPLY_TO, question);
        assert_eq!(Room::of(&sample.file, &sample.own()).open_questions, []);
        sample.set(&List::Contributions, reply, field::REMOVED, true);
        assert_eq!(Room::of(&sample.file, &sample.own()).open_questions, [question]);
        sample.set(&List::Contributions, question, field::DISPOSITION, "passed-on");
        assert_eq!(Room::of(&sample.file, &sample.own()).open_questions, []);
    }

    #[test]
    fn counts_leave_out_what_was_removed_and_name_what_was_withdrawn() {
        let mut sample = Sample::new(1);
        let gone = sample.say(None, "quote", "gone");
        let removed = sample.say(None, "quote", "mistyped");
        let stub = sample.say(None, "quote", "the hall is...");
        sample.say(None, "flip-chart", "parking");
        sample.set(&List::Contributions, removed, field::REMOVED, true);
        sample.set(&List::Contributions, stub, field::STUB, true);
        for (id, theme) in [(stub, "transport"), (stub, "hall"), (removed, "hall")] {
            sample.put(&List::Contributions, id, field::THEMES, theme);
        }
        for count in [3, 2] {
            let agreement = sample.add(&List::Agreements, &[]);
            sample.set(&List::Agreements, agreement, field::CONTRIBUTION, stub);
            sample.set(&List::Agreements, agreement, field::COUNT, count);
        }
        sample.file.withdraw([Withdrawal::Item(gone)]);
        let room = Room::of(&sample.file, &sample.own());
        assert_eq!((room.contributions, room.withdrawn, room.stubs, room.without_speaker), (2, 1, 1, 1));
        assert_eq!(room.themes, [("hall".to_owned(), 1), ("transport".to_owned(), 1)]);
        assert_eq!((room.agreed(stub), room.agreed(gone)), (5, 0));
    }

    #[test]
    fn the_stage_is_each_recorders_own_last_move() {
        let mut one = Sample::new(1);
        let recorder = one.add(&List::Recorders, &[]);
        let run = one.add(&List::Runs, &[]);
        one.set(&List::Runs, run, field::RECORDER, recorder);
        one.add(&List::Moves, &[(field::STAGE, "relationships")]);
        one.add(&List::Moves, &[(field::STAGE, "existing-activity")]);
        let mut two = Sample::new(2);
        for _ in 0..9 {
            two.add(&List::Moves, &[(field::STAGE, "co-creation")]);
        }
        one.file.join(&two.file);
        let (room, origins) = (Room::of(&one.file, &one.own()), Origins::of(&one.file));
        assert_eq!(room.stage_of(Some(recorder), &origins), Some("existing-activity"));
        assert_eq!(room.stage_of(None, &origins), Some("co-creation"));
    }

    #[test]
    fn one_walk_over_a_contribution_reads_what_its_fields_say() {
        let mut one = Sample::new(1);
        let said = one.say(None, "quote", "they moved the bus stop");
        let mut two = Sample::new(2);
        two.file.join(&one.file);
        for (table, kind) in [(&mut one, "idea"), (&mut two, "story")] {
            table.set(&List::Contributions, said, field::KIND, kind);
            table.set(&List::Contributions, said, field::SPEAKER, said);
            table.set(&List::Contributions, said, field::STUB, true);
            table.put(&List::Contributions, said, field::THEMES, "hall");
            table.put(&List::Contributions, said, field::THEMES, kind);
        }
        two.edit(|edit| edit.take(&List::Contributions, said, field::THEMES, "hall"));
        two.edit(|edit| edit.clear(&List::Contributions, said, field::SPEAKER));
        one.file.join(&two.file);
        let item = one.file.find(&List::Contributions, said).unwrap();
        let read = Said::read(item).unwrap();
        assert_eq!((read.kind, read.speaker), (item.text(field::KIND), item.text(field::SPEAKER)));
        assert_eq!((read.reply_to, read.stub), (item.text(field::REPLY_TO), item.flag(field::STUB)));
        assert_eq!(read.themes, item.set(field::THEMES).collect::<Vec<_>>());
        one.set(&List::Contributions, said, field::REMOVED, true);
        assert!(Said::read(one.file.find(&List::Contributions, said).unwrap()).is_none());
    }
}
