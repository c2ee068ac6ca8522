//! How far each contribution may travel, and whom it may be credited to.
//!
//! Wherever a file leaves room for doubt the lowest reading holds: while values clash every one of them counts, a
//! word that a newer version wrote counts as the strictest, and what is not here yet is not shown.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::fields::{Contribution, Delegate, Field, List, Recorder, field};
use crate::model::file::File;
use crate::model::item::{Glance, Item};
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Stamp};
use crate::model::value::Value;
use crate::model::words::{Audience, Cap, Kind, Level, PairKind};
use crate::plan::{Groups, is_held, is_private};

/// A role held by fewer people than this would tell who spoke.
pub const FEW: usize = 3;

/// Why a contribution is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Its level is 0.
    RoomOnly,
    /// Its level is 1 and nobody has put it in other words yet.
    NeedsParaphrase,
    /// It is a spotlight, and consent to telling it is not on file.
    NotOnFile,
    /// It is marked private, or of a kind that is, or of a kind that this version does not know.
    Private,
    /// Its speaker's words were withdrawn.
    Withdrawn,
    /// It, its speaker or its workshop is in a file that has not been joined yet.
    Waiting,
    /// The plan leaves its session out.
    LeftOut,
    /// It repeats words that were withdrawn since, and nobody has decided on it yet.
    Held,
}

impl Why {
    /// Every reason, in the order in which they are listed.
    pub const ALL: &'static [Self] = &[
        Self::RoomOnly,
        Self::NeedsParaphrase,
        Self::NotOnFile,
        Self::Private,
        Self::Withdrawn,
        Self::Waiting,
        Self::LeftOut,
        Self::Held,
    ];

    /// The reason as a person reads it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::RoomOnly => "in the room only",
            Self::NeedsParaphrase => "needs a paraphrase",
            Self::NotOnFile => "no consent on file",
            Self::Private => "private",
            Self::Withdrawn => "withdrawn",
            Self::Waiting => "waiting for its file",
            Self::LeftOut => "in a session that was left out",
            Self::Held => "waiting for a decision, because withdrawn words are repeated",
        }
    }

    /// The same for people who do not work with coplan.
    pub const fn plain(self) -> &'static str {
        match self {
            Self::RoomOnly => "said in the room only",
            Self::NeedsParaphrase => "still to be put in other words",
            Self::NotOnFile => "stories that nobody has agreed to yet",
            Self::Private => "private",
            Self::Withdrawn => "taken back",
            Self::Waiting => "not all here yet",
            Self::LeftOut => "from a table that was left out",
            Self::Held => "waiting for a decision, because words that were taken back are repeated",
        }
    }
}

/// Whom words are credited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Credit<'a> {
    /// Nobody: a paraphrase.
    Nobody,
    /// "Delegate".
    Delegate,
    /// The speaker's role.
    Role(&'a str),
    /// The speaker's name.
    Name(&'a str),
}

impl<'a> Credit<'a> {
    /// The credit as a person reads it; none for a paraphrase.
    pub const fn text(self) -> Option<&'a str> {
        match self {
            Self::Nobody => None,
            Self::Delegate => Some("Delegate"),
            Self::Role(text) | Self::Name(text) => Some(text),
        }
    }
}

/// A role that so few people hold that it was not shown. For the organiser's eyes: it has no place in an export.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FewHolders {
    /// The role.
    pub role: String,
    /// How many people at the workshop hold it.
    pub holders: usize,
}

/// What may be shown of a contribution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) level: Level,
    pub(super) credit: Credit<'a>,
}

/// A person's role, and how many people of their workshop hold it; none for somebody without a role.
pub fn role_holders(file: &File, person: Id) -> Option<(String, usize)> {
    let item = file.find(&List::Delegates, person)?;
    let role = settled(item, field::ROLE)?;
    let rules = Rules::of(file, Audience::Team);
    let holders = rules.holders.get(&(Delegate(item).workshop(), folded(role)));
    Some((role.to_owned(), holders.copied().unwrap_or(0)))
}

/// The rules, read once from a file for one audience.
pub(super) struct Rules<'a> {
    pub(super) file: &'a File,
    pub(super) audience: Audience,
    origins: Origins,
    left_out: HashSet<Id>,
    caps: HashMap<Id, Cap>,
    /// How many people hold a role at a workshop; people, not seats, so that one person entered twice counts once.
    holders: HashMap<(Option<Id>, String), usize>,
    /// Which records are one person by somebody's judgement. It lowers what is counted and changes nobody's level: a level
    /// is what a person said at one table, and a guess made later carries it nowhere.
    pub(super) people: Groups,
}

impl<'a> Rules<'a> {
    pub(super) fn of(file: &'a File, audience: Audience) -> Self {
        let left_out = file.list(&List::Recorders).iter().filter(|r| says_yes(r, field::LEFT_OUT)).map(|r| r.id);
        let workshops = file.list(&List::Workshops).iter().filter(|w| w.has_base());
        let people = Groups::of(file, PairKind::Person);
        let mut holders: HashMap<_, Vec<(String, Id)>> = HashMap::new();
        for item in file.live(&List::Delegates) {
            let person = Delegate(item);
            if let Some(role) = settled(item, field::ROLE) {
                let who = person.name().map_or_else(|| item.id.to_string(), folded);
                holders.entry((person.workshop(), folded(role))).or_default().push((who, item.id));
            }
        }
        Self {
            file,
            audience,
            origins: Origins::of(file),
            left_out: left_out.collect(),
            caps: workshops.map(|w| (w.id, cap_of(w))).collect(),
            holders: holders.into_iter().map(|(role, records)| (role, count_people(records, &people))).collect(),
            people,
        }
    }

    /// Who wrote down what stands under a stamp.
    pub(super) fn recorder(&self, stamp: Stamp) -> Option<Id> {
        self.origins.recorder(stamp)
    }

    /// Whether the plan leaves out the session in which this was written.
    pub(super) fn is_left_out(&self, stamp: Stamp) -> bool {
        self.origins.recorder(stamp).is_some_and(|recorder| self.left_out.contains(&recorder))
    }

    /// The workshop in which it was said, where there is no doubt.
    pub(super) fn workshop(&self, stamp: Stamp) -> Option<Id> {
        self.origins.workshop(stamp)
    }

    /// The table at which it was written down.
    pub(super) fn table(&self, stamp: Stamp) -> Option<&'a str> {
        let recorder = self.origins.recorder(stamp)?;
        self.file.find(&List::Recorders, recorder).and_then(|item| Recorder(item).table())
    }

    /// The strictest cap that may hold for what was written under a stamp; none where the workshop is not here.
    ///
    /// Of a writer nobody knows any workshop may be the one.
    pub(super) fn cap(&self, stamp: Stamp) -> Option<Cap> {
        let recorder = self.origins.recorder(stamp).and_then(|id| self.file.find(&List::Recorders, id));
        let mut of: Vec<Id> =
            recorder.map_or_else(Vec::new, |r| links(r, field::WORKSHOP).into_iter().flatten().collect());
        if of.is_empty() {
            of = self.origins.workshop(stamp).map_or_else(|| self.caps.keys().copied().collect(), |id| vec![id]);
        }
        let caps: Option<Vec<Cap>> = of.iter().map(|id| self.caps.get(id).copied()).collect();
        caps?.into_iter().min_by_key(|cap| cap.ceiling())
    }

    /// Whether nobody may be told that this line is there: that there are private marks is for the team alone.
    pub(super) fn is_unmentioned(&self, id: Id) -> bool {
        let line = || self.file.find(&List::Contributions, id);
        self.audience != Audience::Team && line().is_some_and(|line| is_private(line))
    }

    /// What may be shown of a contribution to this audience, or why nothing may.
    ///
    /// The roles that were held back are noted, for the organiser.
    pub(super) fn judge(&self, item: &'a Item, few: &mut BTreeMap<FewHolders, usize>) -> Result<Shown<'a>, Why> {
        if !item.has_base() {
            return Err(Why::Waiting);
        }
        if self.is_left_out(item.id.stamp) {
            return Err(Why::LeftOut);
        }
        if is_private(item) {
            return Err(Why::Private);
        }
        if is_held(item) {
            return Err(Why::Held);
        }
        let speakers = links(item, field::SPEAKER);
        if speakers.iter().flatten().any(|id| self.file.is_withdrawn(*id)) {
            return Err(Why::Withdrawn);
        }
        if item.glances(field::SPEAKER).any(|value| value != Glance::Null && id_in(value).is_none()) {
            return Err(Why::Waiting);
        }
        let cap = self.cap(item.id.stamp).ok_or(Why::Waiting)?;
        let mut level = level_of(item, Level::Paraphrase).min(cap.ceiling()).min(self.audience.ceiling());
        for speaker in &speakers {
            let Some(id) = speaker else { continue };
            level = level.min(self.person(*id).ok_or(Why::Waiting)?.1);
        }
        match level {
            Level::Room => Err(Why::RoomOnly),
            // To nobody, the team included: a case study wants a consent of its own, a changed name or not.
            _ if is_spotlight(item) && !says_only_yes(item, field::ON_FILE) => Err(Why::NotOnFile),
            Level::Paraphrase => {
                shown_words(item, level).ok_or(Why::NeedsParaphrase)?;
                Ok(Shown { level, credit: Credit::Nobody })
            }
            level => {
                let credit = match speakers.as_slice() {
                    // The speaker's own name beside it would give away the one that was changed.
                    _ if says_yes(item, field::PSEUDONYM) => Credit::Delegate,
                    [Some(only)] => {
                        self.person(*only).map_or(Credit::Delegate, |(person, _)| self.credit(person, level, few))
                    }
                    // Nobody, or a clash: whichever of the two it was, no name and no role.
                    _ => Credit::Delegate,
                };
                shown_words(item, level).ok_or(Why::Waiting)?;
                Ok(Shown { level, credit })
            }
        }
    }

    /// How a person who leads or helps with an action may be called; none for "a delegate".
    ///
    /// Somebody whose choice is not known has not agreed to be named.
    pub(super) fn named_lead(&self, id: Id, few: &mut BTreeMap<FewHolders, usize>) -> Option<&'a str> {
        let (person, level) = self.person(id)?;
        let workshops = links(person, field::WORKSHOP);
        let caps: Option<Vec<Cap>> = workshops.iter().map(|w| self.caps.get(w.as_ref()?).copied()).collect();
        let cap = caps?.into_iter().map(Cap::ceiling).min()?;
        let level = level.min(cap).min(self.audience.ceiling());
        match self.credit(person, level, few) {
            Credit::Role(text) | Credit::Name(text) => Some(text),
            Credit::Nobody | Credit::Delegate => None,
        }
    }

    /// A person who is here, and their own level; none where they are not here.
    fn person(&self, id: Id) -> Option<(&'a Item, Level)> {
        let person = self.file.find(&List::Delegates, id).filter(|person| person.has_base())?;
        // Somebody who never chose has not agreed to be named, whatever a line says.
        Some((person, level_of(person, Level::Delegate)))
    }

    fn credit(&self, person: &'a Item, level: Level, few: &mut BTreeMap<FewHolders, usize>) -> Credit<'a> {
        // What they do may be told with a name in it that is nobody's to tell any more.
        if says_yes(person, field::REMOVED) || is_held(person) || level < Level::Role {
            return Credit::Delegate;
        }
        if level == Level::Name
            && let Some(name) = settled(person, field::NAME)
        {
            return Credit::Name(name);
        }
        let Some(role) = settled(person, field::ROLE) else { return Credit::Delegate };
        let group = (Delegate(person).workshop(), folded(role));
        let holders = self.holders.get(&group).copied().unwrap_or(0);
        if holders >= FEW {
            return Credit::Role(role);
        }
        *few.entry(FewHolders { role: role.to_owned(), holders }).or_default() += 1;
        Credit::Delegate
    }
}

/// How many people these records are. A name typed alike makes one person of two records, as it always did, and so does
/// a judgement: the two together can only lower the count.
fn count_people(records: Vec<(String, Id)>, people: &Groups) -> usize {
    let mut one = Groups::default();
    let mut named: HashMap<String, Id> = HashMap::new();
    let mut ids = Vec::with_capacity(records.len());
    for (name, record) in records {
        let id = people.first(record);
        if let Some(known) = named.insert(name, id).filter(|known| *known != id) {
            one.unite(known, id);
        }
        ids.push(id);
    }
    ids.into_iter().map(|id| one.first(id)).collect::<HashSet<Id>>().len()
}

/// The words of a contribution that is shown at a level: those that were said, or the paraphrase in their place.
pub(super) fn shown_words(item: &Item, level: Level) -> Option<&str> {
    if level >= Level::Delegate { Contribution(item).text() } else { settled(item, field::PARAPHRASE) }
}

/// The text of a field, where there is one and no other text stands beside it.
pub(super) fn settled(item: &Item, field: Field) -> Option<&str> {
    let mut values = item.glances(field);
    let first = values.next()?;
    let text = if values.all(|value| value == first) { first.text() } else { None };
    text.filter(|text| !text.trim().is_empty())
}

/// Whether any standing value of a mark says yes, or something that this version cannot read.
pub(super) fn says_yes(item: &Item, field: Field) -> bool {
    item.glances(field).any(|value| !matches!(value, Glance::Null | Glance::Flag(false)))
}

/// Whether every standing value of a mark is a plain yes: what lets something out must be beyond doubt.
pub(super) fn says_only_yes(item: &Item, field: Field) -> bool {
    let mut values = item.glances(field).peekable();
    values.peek().is_some() && values.all(Glance::is_true)
}

/// Whether anything at all stands in a field: words, a mark, or what this version cannot read.
pub(super) fn is_told(item: &Item, field: Field) -> bool {
    let blank = |value: Glance<'_>| value.text().is_some_and(|text| text.trim().is_empty());
    item.glances(field).any(|value| !matches!(value, Glance::Null | Glance::Flag(false)) && !blank(value))
}

/// What makes a spotlight of a story: anything of these told of it, beside the line itself.
pub(super) const SPOTLIGHT: &[Field] = &[field::TITLE, field::BEFORE, field::DONE, field::RESULT];

/// Whether a contribution is a spotlight: a story with its title, what was before, what was done or what came of it.
///
/// One of them is enough, because each tells more of a person's case than they said aloud. Where it happened, who told
/// it and whether the name was changed are known of plain stories too, which leave by their level.
fn is_spotlight(item: &Item) -> bool {
    let story = |value: Glance<'_>| value.text() == Some(Kind::Story.name());
    item.glances(field::KIND).any(story) && SPOTLIGHT.iter().any(|part| is_told(item, *part))
}

/// The lowest standing consent; `unset` where none was given, 0 where it is not a level.
///
/// To clear a choice is not to choose more: the lowest that ever held still does.
fn level_of(item: &Item, unset: Level) -> Level {
    let level = |value: Glance<'_>| value.number().and_then(Level::numbered).unwrap_or(Level::Room);
    let past = || item.versions().iter().filter(|v| v.name == field::CONSENT.into() && v.value != Value::Null);
    let read = |value: Glance<'_>| match value {
        Glance::Null => past().map(|version| level((&version.value).into())).fold(unset, Level::min),
        other => level(other),
    };
    item.glances(field::CONSENT).map(read).min().unwrap_or(unset)
}

/// The strictest standing cap; a word this version does not know lets nothing through.
pub(super) fn cap_of(workshop: &Item) -> Cap {
    let read = |value: Glance<'_>| match value {
        Glance::Null => Cap::None,
        other => other.text().and_then(Cap::named).unwrap_or(Cap::RoomOnly),
    };
    workshop.glances(field::CAP).map(read).min_by_key(|cap| cap.ceiling()).unwrap_or(Cap::None)
}

/// The different items that the standing values of a link name; none for a value that names no item.
pub(super) fn links(item: &Item, field: Field) -> Vec<Option<Id>> {
    item.glances(field).map(id_in).collect::<BTreeSet<_>>().into_iter().collect()
}

fn id_in(value: Glance<'_>) -> Option<Id> {
    value.text().and_then(|text| text.parse().ok())
}

/// Text as two people may have typed it alike: case and spaces do not matter.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
