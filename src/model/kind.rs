//! The one table of kinds: what each sort of contribution is typed as, shown as, and what else can be known of it.
//!
//! The capture line, the feed, the review queue, find, the help and the reports read this table and nothing else. To
//! add a kind, add a word in [`super::words::Kind`] and a row here; to add a detail, a row of [`DETAILS`] and its field.

use super::fields::{Field, field};
use super::words::{AssetType, Disposition, Feeling, Kind, Rating, Resolution};

/// A row of the table of kinds.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The kind.
    pub kind: Kind,
    /// The letter after `!` or `/` in the capture line (domain §3E, and what it lacks); none for plain words.
    pub token: Option<char>,
    /// What stands before the words in the feed, where a mark says it shorter than the name.
    pub mark: &'static str,
    /// Whether it is private: it has no way out through the gate (domain §2.5).
    pub private: bool,
    /// What is noted in it, in a few words for the picker and the help.
    pub means: &'static str,
    /// What else can be known of it, as fields of [`DETAILS`].
    pub details: &'static [Field],
}

/// Every kind.
pub const KINDS: &[Row] = &[
    row(Kind::Quote, None, "", "the speaker's own words", &[]),
    row(Kind::Idea, Some('i'), "", "something that could be done", &[field::EASE, field::USEFULNESS, field::BARRIERS]),
    row(
        Kind::Question,
        Some('q'),
        "? ",
        "asked of the room; open until it is answered",
        &[field::DISPOSITION, field::REASON],
    ),
    row(Kind::Reply, Some('r'), "↳ ", "answers the open question", &[]),
    row(Kind::Tension, Some('t'), "", "seen differently by two sides", &[]),
    row(Kind::Strength, Some('s'), "", "something that works already", &[]),
    row(
        Kind::Asset,
        Some('m'),
        "",
        "a place, group, skill or thing for the map",
        &[
            field::TYPE,
            field::PLACE,
            field::WHEN,
            field::LEAD,
            field::OPEN_TO,
            field::NEED,
            field::OFFERS,
            field::REFERRALS,
            field::CONTACT,
            field::CAPACITY,
        ],
    ),
    row(
        Kind::Story,
        Some('w'),
        "",
        "what happened to somebody; a spotlight once it is told whole",
        &[
            field::TITLE,
            field::PLACE,
            field::BEFORE,
            field::DONE,
            field::RESULT,
            field::CREDIT,
            field::PSEUDONYM,
            field::ON_FILE,
            field::DOMAIN,
            field::CHOSEN_BY,
            field::WHY_CHOSEN,
        ],
    ),
    row(Kind::Touchpoint, Some('e'), "", "a moment that stayed with somebody: !e+ good, !e- hard", &[field::FEELING]),
    row(
        Kind::Decision,
        Some('d'),
        "",
        "what the room settled",
        &[field::RESOLUTION, field::LEAD, field::PARTNERS, field::NEED, field::MEASURE, field::DUE],
    ),
    row(
        Kind::Action,
        Some('a'),
        "! ",
        "something somebody will do",
        &[field::LEAD, field::PARTNERS, field::NEED, field::MEASURE, field::DUE],
    ),
    row(Kind::Parked, Some('p'), "", "set aside, with an owner and a day to reply", &[field::LEAD, field::DUE]),
    row(Kind::FlipChart, Some('f'), "", "typed up from a sheet on the wall", &[]),
    private(Kind::Observation, 'o', "your own remark"),
    private(Kind::AccessNeed, 'n', "what somebody needs to take part"),
    private(Kind::Safeguarding, 'g', "a concern: tell the lead now; only the mark is kept"),
];

const fn row(
    kind: Kind,
    token: Option<char>,
    mark: &'static str,
    means: &'static str,
    details: &'static [Field],
) -> Row {
    Row { kind, token, mark, private: false, means, details }
}

const fn private(kind: Kind, token: char, means: &'static str) -> Row {
    Row { kind, token: Some(token), mark: "", private: true, means, details: &[] }
}

/// What a detail may hold, as it is typed.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// Any words.
    Text,
    /// Somebody: a seat, or a name or role.
    Person,
    /// Several people, parted by commas.
    People,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
    /// One of these words: the name in a file and what people read.
    Word(fn() -> Vec<(&'static str, &'static str)>),
}

/// Something that can be known of contributions of some kinds, beside the words.
#[derive(Clone, Copy, Debug)]
pub struct Detail {
    /// The field it is kept in.
    pub field: Field,
    /// What is typed before it in the capture line, without the colon, the one to show first; empty where it is only
    /// in the form.
    pub keys: &'static [&'static str],
    /// What it is called on screen and in exports.
    pub title: &'static str,
    /// What it may hold.
    pub holds: Holds,
}

/// Every detail, in the order in which it is asked for and shown.
pub const DETAILS: &[Detail] = &[
    detail(field::TITLE, &["title"], "Title", Holds::Text),
    detail(field::TYPE, &["type"], "Type", Holds::Word(|| both(AssetType::ALL, AssetType::name, AssetType::title))),
    detail(field::PLACE, &["place", "at"], "Place", Holds::Text),
    detail(field::WHEN, &["when"], "When", Holds::Text),
    detail(field::LEAD, &["lead", "runs", "owner"], "Lead", Holds::Person),
    detail(field::PARTNERS, &["with"], "With", Holds::People),
    detail(field::OPEN_TO, &["open"], "Open to", Holds::Text),
    detail(field::NEED, &["need", "needs"], "Needs", Holds::Text),
    detail(field::OFFERS, &["offers"], "Offers", Holds::Text),
    detail(field::REFERRALS, &["referrals"], "Takes referrals", Holds::Flag),
    detail(field::CONTACT, &["contact"], "Contact for referrals", Holds::Text),
    detail(field::CAPACITY, &["capacity"], "Room for", Holds::Text),
    detail(field::BEFORE, &["before"], "Before", Holds::Text),
    detail(field::DONE, &["done"], "What was done", Holds::Text),
    detail(field::RESULT, &["result"], "What came of it", Holds::Text),
    detail(field::CREDIT, &["credit"], "Credit", Holds::Text),
    detail(field::PSEUDONYM, &["pseudonym"], "Name changed", Holds::Flag),
    detail(field::ON_FILE, &["consent"], "Consent on file", Holds::Flag),
    detail(field::FEELING, &["felt"], "Felt", Holds::Word(|| both(Feeling::ALL, Feeling::name, Feeling::title))),
    detail(field::DOMAIN, &["change"], "Area of change", Holds::Text),
    detail(field::CHOSEN_BY, &["chosen"], "Chosen by", Holds::Person),
    detail(field::WHY_CHOSEN, &["why"], "Why chosen", Holds::Text),
    detail(
        field::RESOLUTION,
        &["resolution"],
        "Resolution",
        Holds::Word(|| both(Resolution::ALL, Resolution::name, Resolution::title)),
    ),
    detail(field::MEASURE, &["measure"], "Measure", Holds::Text),
    detail(field::DUE, &["due", "reply"], "Due", Holds::Day),
    detail(
        field::DISPOSITION,
        &[],
        "What became of it",
        Holds::Word(|| both(Disposition::ALL, Disposition::name, Disposition::title)),
    ),
    detail(field::REASON, &[], "Why", Holds::Text),
    detail(field::EASE, &["ease"], "Ease", Holds::Word(ratings)),
    detail(field::USEFULNESS, &["useful", "usefulness"], "Usefulness", Holds::Word(ratings)),
    detail(field::BARRIERS, &["barriers"], "Barriers", Holds::Text),
];

const fn detail(field: Field, keys: &'static [&'static str], title: &'static str, holds: Holds) -> Detail {
    Detail { field, keys, title, holds }
}

fn ratings() -> Vec<(&'static str, &'static str)> {
    both(Rating::ALL, Rating::name, Rating::title)
}

fn both<T: Copy>(
    all: &[T],
    name: fn(T) -> &'static str,
    title: fn(T) -> &'static str,
) -> Vec<(&'static str, &'static str)> {
    all.iter().map(|word| (name(*word), title(*word))).collect()
}

impl Kind {
    /// The kind's row of the table.
    pub fn row(self) -> &'static Row {
        // Every kind has one: a test below sees to it.
        KINDS.iter().find(|row| row.kind == self).unwrap_or(&KINDS[0])
    }

    /// Whether a contribution of this kind is private: it has no way out through the gate.
    pub fn is_private(self) -> bool {
        self.row().private
    }

    /// The letter that follows `!` or `/` in the capture line; none for the kind without one.
    pub fn token(self) -> Option<char> {
        self.row().token
    }

    /// What else can be known of a contribution of this kind, in the order of [`DETAILS`].
    pub fn details(self) -> impl Iterator<Item = &'static Detail> {
        let fields = self.row().details;
        DETAILS.iter().filter(|detail| fields.contains(&detail.field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_row_and_a_letter_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(KINDS.iter().filter(|row| row.kind == *kind).count(), 1, "{kind:?}");
        }
        let mut letters: Vec<char> = KINDS.iter().filter_map(|row| row.token).collect();
        letters.sort_unstable();
        assert!(letters.windows(2).all(|two| two[0] != two[1]), "{letters:?}");
        // `/c2` is consent.
        assert!(!letters.contains(&'c'));
    }

    #[test]
    fn every_detail_of_a_kind_is_described_and_no_key_of_one_kind_means_two() {
        for row in KINDS {
            for field in row.details {
                assert!(DETAILS.iter().any(|detail| detail.field == *field), "{field:?}");
            }
            let mut keys: Vec<&str> = row.kind.details().flat_map(|detail| detail.keys).copied().collect();
            keys.sort_unstable();
            assert!(keys.windows(2).all(|two| two[0] != two[1]), "{keys:?}");
        }
    }
}
