//! What was said, as one audience may see it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::rc::Rc;

use super::consent::{Credit, FewHolders, Rules, SPOTLIGHT, Why, says_only_yes, says_yes, shown_words};
use super::details::Told;
use super::gate::Withheld;
use crate::model::fields::{Agreement, Contribution, Field, List, field};
use crate::model::file::{File, Withdrawal};
use crate::model::item::Item;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Cap, Kind, Level};
use crate::plan::{Round, Themes, Votes, tallies};

/// A contribution as this audience may see it.
///
/// There may be very many of them: what many have alike is shared, and what few have takes up room in those alone.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own.
pub struct Voice<'a> {
    item: &'a Item,
    setting: Rc<Setting<'a>>,
    credit: Rc<Credit<'a>>,
    pub(super) themes: Rc<Vec<&'a str>>,
    more: Option<Box<More<'a>>>,
    pub(super) level: Level,
    pub(super) kind: Kind,
    /// Whether words or details of a story whose name was changed hold the speaker's own.
    pub(super) names_speaker: bool,
    /// Whether what only the team may know is shown: it is for the team, word for word, and under no cap.
    pub(super) open: bool,
    pub(super) star: bool,
    /// Whether it was read back to the room, which found it right, beyond doubt.
    pub(super) confirmed: bool,
}

/// Where something was said, and in which language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Setting<'a> {
    stage: Option<&'a str>,
    part: Option<Id>,
    language: Option<&'a str>,
    workshop: Option<Id>,
    table: Option<&'a str>,
    topic: Option<Id>,
}

/// What is known of few.
#[derive(Clone, Debug, Default)]
struct More<'a> {
    /// How many more agreed.
    agreed: u64,
    /// The question it answers, as a place in `voices`.
    answers: Option<usize>,
    translation: Option<&'a str>,
    details: Vec<(Field, Told<'a>)>,
    votes: Option<Votes>,
    round: Option<Round>,
}

impl<'a> Voice<'a> {
    /// The contribution it shows.
    pub const fn id(&self) -> Id {
        self.item.id
    }

    /// The words, or their paraphrase.
    pub fn words(&self) -> &'a str {
        shown_words(self.item, self.level).unwrap_or_default()
    }

    /// Whom the words are credited to.
    pub fn credit(&self) -> Credit<'a> {
        *self.credit
    }

    /// How many more agreed.
    pub(super) fn agreed(&self) -> u64 {
        self.more.as_ref().map_or(0, |more| more.agreed)
    }

    /// What sort of thing was said.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The stage in which it was said.
    pub fn stage(&self) -> Option<&'a str> {
        self.setting.stage
    }

    /// Whether it is a candidate for a call-out.
    pub const fn star(&self) -> bool {
        self.star
    }

    /// The part of the agenda in which it was said.
    pub(super) fn part(&self) -> Option<Id> {
        self.setting.part
    }

    /// The topic of an open space of which it was said.
    pub(super) fn topic(&self) -> Option<Id> {
        self.setting.topic
    }

    /// The step of a method in which it was said.
    pub(super) fn round(&self) -> Option<Round> {
        self.more.as_ref().and_then(|more| more.round)
    }

    pub(super) fn workshop(&self) -> Option<Id> {
        self.setting.workshop
    }

    /// Shown to the team alone: a table is a handful of people.
    pub(super) fn table(&self) -> Option<&'a str> {
        self.setting.table
    }

    pub(super) fn language(&self) -> Option<&'a str> {
        self.setting.language
    }

    /// The words in English, where they are shown as they were said in another language.
    pub(super) fn translation(&self) -> Option<&'a str> {
        self.more.as_ref().and_then(|more| more.translation)
    }

    /// What else is known of it, in the order of the table of details.
    pub(super) fn details(&self) -> &[(Field, Told<'a>)] {
        self.more.as_ref().map_or(&[], |more| &more.details)
    }

    /// The votes on a statement of an online consultation, of which those who agree are counted among those who agreed.
    pub(super) fn votes(&self) -> Option<Votes> {
        self.more.as_ref().and_then(|more| more.votes)
    }

    /// The question it answers, as a place in `voices`.
    pub(super) fn answers(&self) -> Option<usize> {
        self.more.as_ref().and_then(|more| more.answers)
    }

    /// Fills in what the guard has let through.
    pub(super) fn tell(&mut self, translation: Option<&'a str>, details: Vec<(Field, Told<'a>)>) {
        if translation.is_some() || !details.is_empty() {
            let more = self.more.get_or_insert_default();
            (more.translation, more.details) = (translation, details);
        }
    }

    /// Fills in the step of a method, which the origins of the file tell.
    pub(super) fn said_in(&mut self, round: Option<Round>) {
        if round.is_some() {
            self.more.get_or_insert_default().round = round;
        }
    }

    /// What was said, with all that is known of it.
    pub(super) const fn item(&self) -> &'a Item {
        self.item
    }

    /// What is known of it under one name.
    pub(super) fn told(&self, field: Field) -> Option<&Told<'a>> {
        self.details().iter().find(|(of, _)| *of == field).map(|(_, told)| told)
    }

    /// Whether more of a story is told here than the line itself.
    pub(super) fn is_spotlight(&self) -> bool {
        self.kind == Kind::Story && SPOTLIGHT.iter().any(|part| self.told(*part).is_some())
    }

    /// Everything beside its words that somebody typed, but for whom it names.
    pub(super) fn typed(&self) -> impl Iterator<Item = &'a str> {
        let text = |told: &Told<'a>| if let Told::Text(text) = told { Some(*text) } else { None };
        self.translation().into_iter().chain(self.details().iter().filter_map(move |(_, told)| text(told)))
    }
}

/// Where a contribution that is shown stands among the voices, which stand in the order of their ids.
pub(super) fn place(voices: &[Voice<'_>], id: Id) -> Option<usize> {
    voices.binary_search_by_key(&id, Voice::id).ok()
}

/// What many voices have alike, each kept once.
#[derive(Debug)]
pub(super) struct Shared<T>(HashSet<Rc<T>>);

impl<T: Eq + Hash> Shared<T> {
    pub(super) fn of(&mut self, value: T) -> Rc<T> {
        if let Some(known) = self.0.get(&value) {
            return Rc::clone(known);
        }
        let new = Rc::new(value);
        self.0.insert(Rc::clone(&new));
        new
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(HashSet::new())
    }
}

/// Everything that was said and may be shown, in the order it was said; what may not is counted.
pub(super) fn voices<'a>(
    file: &'a File,
    programme: &Programme,
    rules: &Rules<'a>,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> Vec<Voice<'a>> {
    let agreed = agreements(file, rules);
    let votes = tallies(file, |stamp| !rules.is_left_out(stamp));
    let names = Themes::of(file);
    let (mut settings, mut credits, mut themes) = (Shared::default(), Shared::default(), Shared::default());
    let all = file.list(&List::Contributions);
    let mut voices = Vec::with_capacity(all.len());
    for item in all {
        // A mistyped line is nobody's words; it is not even counted.
        if says_yes(item, field::REMOVED) {
            continue;
        }
        let shown = match rules.judge(item, few) {
            Ok(shown) => shown,
            Err(why) => {
                *withheld.contributions.entry(why).or_default() += 1;
                continue;
            }
        };
        let said = Contribution(item);
        let verbatim = shown.level >= Level::Delegate;
        let open = rules.audience == Audience::Team && verbatim && rules.cap(item.id.stamp) == Some(Cap::None);
        let votes = votes.get(&item.id).copied();
        let agreed = agreed.get(&item.id).copied().unwrap_or(0).saturating_add(votes.map_or(0, |votes| votes.agree));
        voices.push(Voice {
            item,
            setting: settings.of(Setting {
                stage: said.stage().filter(|stage| programme.stage(stage).is_some()),
                part: said.agenda(),
                // A paraphrase is in the recorder's language, whatever the words were in.
                language: said.language().filter(|tag| verbatim && is_tag(tag)),
                workshop: rules.workshop(item.id.stamp),
                table: rules.table(item.id.stamp).filter(|_| open),
                topic: said.topic(),
            }),
            credit: credits.of(shown.credit),
            themes: themes.of(names.of_item(item)),
            // The guard must see the rest first; `details` fills it in.
            more: (agreed > 0 || votes.is_some()).then(|| Box::new(More { agreed, votes, ..More::default() })),
            level: shown.level,
            kind: said.kind().unwrap_or(Kind::Quote),
            names_speaker: false,
            open,
            star: said.star(),
            confirmed: says_only_yes(item, field::CONFIRMED),
        });
    }
    // What is withdrawn is not here to be counted, but its id is.
    let gone = file.withdrawn().iter().filter(|w| matches!(w, Withdrawal::Item(_))).count();
    if gone > 0 {
        *withheld.contributions.entry(Why::Withdrawn).or_default() += gone;
    }
    voices.shrink_to_fit();
    let answer = |(at, voice): (usize, &Voice<'_>)| Some((at, place(&voices, Contribution(voice.item).reply_to()?)?));
    let answers: Vec<(usize, usize)> = voices.iter().enumerate().filter_map(answer).collect();
    for (at, question) in answers {
        if let Some(voice) = voices.get_mut(at) {
            voice.more.get_or_insert_default().answers = Some(question);
        }
    }
    voices
}

/// Whether it is a plain language tag, such as `cy`, `zh-Hant` or `pt-BR`, and not words in its place.
fn is_tag(text: &str) -> bool {
    let letters = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_alphabetic());
    let mut parts = text.split('-').peekable();
    let language = parts.next().is_some_and(|part| letters(part, 2) || letters(part, 3));
    parts.next_if(|part| letters(part, 4));
    let digits = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    parts.next_if(|part| letters(part, 2) || digits(part));
    language && parts.next().is_none()
}

fn agreements(file: &File, rules: &Rules<'_>) -> HashMap<Id, u64> {
    let mut agreed: HashMap<Id, u64> = HashMap::new();
    for item in file.live(&List::Agreements).filter(|item| !rules.is_left_out(item.id.stamp)) {
        let agreement = Agreement(item);
        if let (Some(with), Some(count)) = (agreement.contribution(), agreement.count()) {
            let count = u64::try_from(count).unwrap_or(0);
            let sum = agreed.entry(with).or_default();
            *sum = sum.saturating_add(count);
        }
    }
    agreed
}
