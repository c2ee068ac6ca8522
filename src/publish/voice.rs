//! What was said, as one audience may see it.

use std::collections::{BTreeMap, HashMap};

use super::consent::{Credit, FewHolders, Rules, SPOTLIGHT, Why, says_only_yes, says_yes};
use super::details::Told;
use super::gate::Withheld;
use crate::model::fields::{Agreement, Contribution, Field, List, field};
use crate::model::file::{File, Withdrawal};
use crate::model::stamp::Id;
use crate::model::words::{Audience, Cap, Kind, Level};
use crate::plan::{Round, Themes, Votes, tallies};

/// A contribution as this audience may see it.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own.
pub struct Voice<'a> {
    pub(super) id: Id,
    pub(super) level: Level,
    pub(super) stage: Option<&'a str>,
    /// The part of the agenda in which it was said.
    pub(super) part: Option<Id>,
    /// The step of a method in which it was said.
    pub(super) round: Option<Round>,
    /// The topic of an open space of which it was said.
    pub(super) topic: Option<Id>,
    pub(super) kind: Kind,
    pub(super) words: &'a str,
    pub(super) credit: Credit<'a>,
    pub(super) language: Option<&'a str>,
    /// The words in English, where they are shown as they were said in another language.
    pub(super) translation: Option<&'a str>,
    /// What else is known of it, in the order of the table of details.
    pub(super) details: Vec<(Field, Told<'a>)>,
    /// Whether words or details of a story whose name was changed hold the speaker's own.
    pub(super) names_speaker: bool,
    pub(super) themes: Vec<&'a str>,
    /// How many more agreed.
    pub(super) agreed: u64,
    /// The votes on a statement of an online consultation, of which those who agree are counted above.
    pub(super) votes: Option<Votes>,
    pub(super) workshop: Option<Id>,
    /// Whether what only the team may know is shown: it is for the team, word for word, and under no cap.
    pub(super) open: bool,
    /// Shown to the team alone: a table is a handful of people.
    pub(super) table: Option<&'a str>,
    pub(super) star: bool,
    /// Whether it was read back to the room, which found it right, beyond doubt.
    pub(super) confirmed: bool,
    /// The question it answers, as a place in `voices`.
    pub(super) answers: Option<usize>,
}

impl<'a> Voice<'a> {
    /// The contribution it shows.
    pub const fn id(&self) -> Id {
        self.id
    }

    /// The words, or their paraphrase.
    pub const fn words(&self) -> &'a str {
        self.words
    }

    /// Whom the words are credited to.
    pub const fn credit(&self) -> Credit<'a> {
        self.credit
    }

    /// What sort of thing was said.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The stage in which it was said.
    pub const fn stage(&self) -> Option<&'a str> {
        self.stage
    }

    /// Whether it is a candidate for a call-out.
    pub const fn star(&self) -> bool {
        self.star
    }

    /// What is known of it under one name.
    pub(super) fn told(&self, field: Field) -> Option<&Told<'a>> {
        self.details.iter().find(|(of, _)| *of == field).map(|(_, told)| told)
    }

    /// Whether more of a story is told here than the line itself.
    pub(super) fn is_spotlight(&self) -> bool {
        self.kind == Kind::Story && SPOTLIGHT.iter().any(|part| self.told(*part).is_some())
    }

    /// Everything beside its words that somebody typed, but for whom it names.
    pub(super) fn typed(&self) -> impl Iterator<Item = &'a str> {
        let text = |told: &Told<'a>| if let Told::Text(text) = told { Some(*text) } else { None };
        self.translation.into_iter().chain(self.details.iter().filter_map(move |(_, told)| text(told)))
    }
}

/// Where each contribution stands among the voices, which stand in the order of their ids.
pub(super) struct Places(Vec<Id>);

impl Places {
    /// The place of one that is shown.
    pub(super) fn get(&self, id: &Id) -> Option<usize> {
        self.0.binary_search(id).ok()
    }
}

/// Everything that was said and may be shown, in the order it was said; what may not is counted.
pub(super) fn voices<'a>(
    file: &'a File,
    rules: &Rules<'a>,
    few: &mut BTreeMap<FewHolders, usize>,
    withheld: &mut Withheld,
) -> (Vec<Voice<'a>>, Places) {
    let agreed = agreements(file, rules);
    let votes = tallies(file, |stamp| !rules.is_left_out(stamp));
    let names = Themes::of(file);
    let mut voices = Vec::new();
    for item in file.list(&List::Contributions) {
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
        voices.push(Voice {
            id: item.id,
            level: shown.level,
            stage: said.stage(),
            part: said.agenda(),
            // What the origins of the file tell; the gate fills it in.
            round: None,
            topic: said.topic(),
            kind: said.kind().unwrap_or(Kind::Quote),
            words: shown.words,
            credit: shown.credit,
            // A paraphrase is in the recorder's language, whatever the words were in.
            language: said.language().filter(|tag| verbatim && is_tag(tag)),
            // What the guard must see first; `details` fills it in.
            translation: None,
            details: Vec::new(),
            names_speaker: false,
            themes: names.of_item(item),
            open,
            agreed: agreed
                .get(&item.id)
                .copied()
                .unwrap_or(0)
                .saturating_add(votes.get(&item.id).map_or(0, |votes| votes.agree)),
            votes: votes.get(&item.id).copied(),
            workshop: rules.workshop(item.id.stamp),
            table: rules.table(item.id.stamp).filter(|_| open),
            star: said.star(),
            confirmed: says_only_yes(item, field::CONFIRMED),
            answers: None,
        });
    }
    // What is withdrawn is not here to be counted, but its id is.
    let gone = file.withdrawn().iter().filter(|w| matches!(w, Withdrawal::Item(_))).count();
    if gone > 0 {
        *withheld.contributions.entry(Why::Withdrawn).or_default() += gone;
    }
    let places = Places(voices.iter().map(|voice| voice.id).collect());
    for voice in &mut voices {
        let question = file.find(&List::Contributions, voice.id).and_then(|item| Contribution(item).reply_to());
        voice.answers = question.and_then(|id| places.get(&id));
    }
    (voices, places)
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
