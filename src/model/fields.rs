//! The one table of lists and fields: what a file may hold, in the order it is written.
//!
//! The screen, the exports, the reader and the JSON Schema all take names from here. A new field is one line here and
//! raises no version, because join treats a field as a name and a value; a name that is not in the table comes from a
//! newer version and is carried through untouched.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::item::Item;
use super::stamp::Id;
use super::value::Value;
use super::words::{
    ActionType, AssetType, Audience, Cap, Disposition, Feeling, GuideScore, Kind, Level, PairKind, PlanLevel, Rating,
    Resolution, Status, VoteKind,
};

/// Declares the known field names in the order in which an item's keys are written.
macro_rules! fields {
    ($($constant:ident = $name:literal),* $(,)?) => {
        /// The known fields, for use in code: `field::TEXT`.
        pub mod field {
            use super::Field;

            /// Counts the names.
            #[derive(Clone, Copy)]
            #[allow(clippy::upper_case_acronyms, non_camel_case_types)]
            #[repr(u8)]
            enum Place {
                $($constant,)*
            }

            $(
                #[doc = "See the table of lists for what it means."]
                pub const $constant: Field = Field(Place::$constant as u8);
            )*
        }

        const NAMES: &[&str] = &[$($name),*];

        fn known(name: &str) -> Option<Field> {
            match name {
                $($name => Some(field::$constant),)*
                _ => None,
            }
        }
    };
}

fields! {
    WORKSHOP = "workshop",
    RECORDER = "recorder",
    TITLE = "title",
    PCN = "pcn",
    DATE = "date",
    PLACE = "place",
    STARTS = "starts",
    ENDS = "ends",
    QUESTION = "question",
    EARLIER = "earlier",
    CAP = "cap",
    CONNECTOR = "connector",
    STRATEGIC = "strategic_connector",
    EXPERIENCE = "experience",
    PROMISE = "promise",
    KEEP_UNTIL = "keep_until",
    PRACTICE = "practice",
    TABLE = "table",
    SEAT = "seat",
    NAME = "name",
    ROLE = "role",
    ORGANISATION = "organisation",
    CATEGORY = "category",
    TIME = "time",
    STAGE = "stage",
    AGENDA = "agenda",
    ORDER = "order",
    MINUTES = "minutes",
    CUT = "cut",
    BUFFER = "buffer",
    KIND = "kind",
    SPEAKER = "speaker",
    CONSENT = "consent",
    LANGUAGE = "language",
    TEXT = "text",
    PARAPHRASE = "paraphrase",
    TRANSLATION = "translation",
    REPLY_TO = "reply_to",
    STAR = "star",
    STUB = "stub",
    CONFIRMED = "confirmed",
    PRIVATE = "private",
    CONTRIBUTION = "contribution",
    COUNT = "count",
    AGREE = "agree",
    DISAGREE = "disagree",
    PASS = "pass",
    EVENT = "event",
    SECONDS = "seconds",
    METHOD = "method",
    WORDING = "wording",
    FROM = "from",
    TO = "to",
    ISSUE = "issue",
    TYPE = "type",
    LEAD = "lead",
    POPULATION = "population",
    NEED = "need",
    MEASURE = "measure",
    DUE = "due",
    WHEN = "when",
    OPEN_TO = "open_to",
    OFFERS = "offers",
    REFERRALS = "referrals",
    CONTACT = "contact",
    CAPACITY = "capacity",
    BEFORE = "before",
    DONE = "done",
    RESULT = "result",
    CREDIT = "credit",
    PSEUDONYM = "pseudonym",
    ON_FILE = "consent_on_file",
    RESOLUTION = "resolution",
    DISPOSITION = "disposition",
    REASON = "reason",
    VOICE = "voice",
    FEEDBACK = "feedback",
    OPTION = "option",
    DATA = "data",
    CHALLENGER = "challenger",
    REACH = "reach",
    LEARNING = "learning",
    BASELINE = "baseline",
    STOP_RULE = "stop_rule",
    ACTION = "action",
    STATUS = "status",
    NOTE = "note",
    UNTIL = "until",
    STEP = "step",
    SCORE = "score",
    ABOUT = "about",
    ONE = "one",
    OTHER = "other",
    SAME = "same",
    SHOWN = "shown",
    UNDOES = "undoes",
    REPORT = "report",
    AUDIENCE = "audience",
    FOLDER = "folder",
    LEFT_OUT = "left_out",
    REMOVED = "removed",
    EVIDENCE = "evidence",
    PARTNERS = "partners",
    THEMES = "themes",
    FEATURES = "features",
    LEADS = "leads",
    HOSTS = "hosts",
    SPEAKERS = "speakers",
    UNCONFIRMED = "unconfirmed",
    SPONSORS = "sponsors",
    BODIES = "bodies",
    INVITED = "invited",
    OPEN_TO_CHANGE = "open_to_change",
    FIXED = "already_fixed",
    SETTLED = "settled",
    PEOPLE = "people",
    PLUS = "plus",
    CHILDREN = "children",
    DETERMINANTS = "determinants",
    BECAUSE = "because",
    RANK = "rank",
    CHOSEN = "chosen",
    CONTINUING = "continuing",
    COST = "cost",
    FOUND = "found",
    SOURCE = "source",
    SPACE = "space",
    ROLES = "additional_roles",
    TARGET = "target",
    FIGURES = "figures_from",
    COLLECTOR = "collector",
    MEASURED_FROM = "measured_from",
    START = "start",
    REVIEW = "review",
    SPECIFICATIONS = "specifications",
    AIMS = "aims",
    BLOCKS = "blocks",
    LEVEL = "level",
    PARENT = "parent",
    AREAS = "areas",
    GROUP = "group",
    VOICE_DATE = "voice_date",
    RUNG = "rung",
    RATED_BY = "rated_by",
    STRATEGY = "strategy",
    ESCALATE = "escalate",
    ESCALATED = "escalated",
    SHARED = "shared_with",
    DID = "did",
    CHANGED = "changed",
    WHY_NOT = "why_not",
    FED_BACK = "fed_back",
    CHANNEL = "channel",
    BODY = "body",
    HOW = "how",
    MEETING = "meeting",
    MEMBERS = "members",
    THEME = "theme",
    NEEDS = "needs",
    OUTCOMES = "outcomes",
    MEASURES = "measures",
    INTERVENTION = "intervention",
    DELIVERY = "delivery",
    EQUITY = "equity",
    GOVERNANCE = "governance",
    PRINCIPLES = "principles",
    NETWORKS = "networks",
    AGREED = "agreed",
    FORMATS = "formats",
    HELD = "held",
    EASE = "ease",
    USEFULNESS = "usefulness",
    BARRIERS = "barriers",
    TOPIC = "topic",
    NOTE_TAKER = "note_taker",
    VOTE = "vote",
    DELEGATE = "delegate",
    LIMIT = "limit",
    CHOICES = "choices",
    COUNTED = "counted",
    ENTRY = "entry",
    STRANDS = "strands",
    BENEFITS = "benefits",
    FEELING = "feeling",
    DOMAIN = "domain",
    CHOSEN_BY = "chosen_by",
    WHY_CHOSEN = "why_chosen",
    CELEBRATION = "celebration",
}

/// A field this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(u8);

impl Field {
    /// The name on disk.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// The field of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        known(name)
    }

    /// The name as it stands before a value, to be looked for in a line.
    pub(super) fn in_a_line(self) -> Option<&'static Finder<'static>> {
        static FINDERS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| {
            let named = |name: &&str| Finder::new(format!("\"{name}\": ").as_bytes()).into_owned();
            NAMES.iter().map(named).collect()
        });
        FINDERS.get(usize::from(self.0))
    }

    /// The name under which an element of this set is stored.
    pub fn element(self, element: &str) -> Name {
        Name::Other(format!("{}/{element}", self.name()).into())
    }
}

/// The known fields seen so far, a bit each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen([u128; 2]);

impl Seen {
    /// Notes a field; says whether it is the first time.
    pub(super) const fn note(&mut self, field: Field) -> bool {
        let word = &mut self.0[(field.0 >> 7) as usize];
        let bit = 1u128 << (field.0 & 127);
        let first = *word & bit == 0;
        *word |= bit;
        first
    }
}

/// There is a bit for every field.
const _: () = assert!(NAMES.len() <= 256);

/// The name of a field: known, from a newer version, or `set/element`.
///
/// Known names come first and in table order, others by the alphabet: the order of keys in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// In the table above.
    Known(Field),
    /// An element of a set, or a field from a newer version.
    Other(Box<str>),
}

impl Name {
    /// The name as it stands in a file.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(field) => field.name(),
            Self::Other(name) => name,
        }
    }

    /// The set and the element, where the name has the form of one.
    pub fn split(&self) -> Option<(&str, &str)> {
        match self {
            Self::Known(_) => None,
            Self::Other(name) => name.split_once('/'),
        }
    }

    /// What a file leaves out and notes in `edited` alone: a cleared field, or an element taken out of its set.
    pub(super) fn cleared(&self) -> Value {
        if self.split().is_some() { Value::Flag(false) } else { Value::Null }
    }

    /// The element, where the name is one of the set called `set`, which has no slash.
    pub fn element_of(&self, set: &str) -> Option<&str> {
        match self {
            Self::Known(_) => None,
            Self::Other(name) => name.strip_prefix(set)?.strip_prefix('/'),
        }
    }
}

impl From<Field> for Name {
    fn from(field: Field) -> Self {
        Self::Known(field)
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        known(name).map_or_else(|| Self::Other(name.into()), Self::Known)
    }
}

/// What a field may hold, for the schema.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// Yes, or left out.
    Flag,
    /// The id of another item.
    Link,
    /// Texts, each at most once.
    Set,
    /// A consent level, 0 to 4.
    Level,
    /// One of a closed list of words.
    Word(fn() -> Vec<&'static str>),
}

/// A field of a list, described.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The field.
    pub field: Field,
    /// What it may hold.
    pub shape: Shape,
    /// What it means.
    pub means: &'static str,
}

macro_rules! shape {
    (text) => {
        Shape::Text
    };
    (number) => {
        Shape::Number
    };
    (flag) => {
        Shape::Flag
    };
    (link) => {
        Shape::Link
    };
    (set) => {
        Shape::Set
    };
    (level) => {
        Shape::Level
    };
    ($word:ident) => {
        Shape::Word(|| $word::ALL.iter().map(|w| w.name()).collect())
    };
}

macro_rules! reader {
    ($get:ident $constant:ident text $means:literal) => {
        #[doc = $means]
        pub fn $get(self) -> Option<&'a str> {
            self.0.text(field::$constant)
        }
    };
    ($get:ident $constant:ident number $means:literal) => {
        #[doc = $means]
        pub fn $get(self) -> Option<i64> {
            self.0.number(field::$constant)
        }
    };
    ($get:ident $constant:ident flag $means:literal) => {
        #[doc = $means]
        pub fn $get(self) -> bool {
            self.0.flag(field::$constant)
        }
    };
    ($get:ident $constant:ident link $means:literal) => {
        #[doc = $means]
        pub fn $get(self) -> Option<Id> {
            self.0.link(field::$constant)
        }
    };
    ($get:ident $constant:ident set $means:literal) => {
        #[doc = $means]
        pub fn $get(self) -> impl Iterator<Item = &'a str> {
            self.0.set(field::$constant)
        }
    };
    ($get:ident $constant:ident level $means:literal) => {
        #[doc = $means]
        pub fn $get(self) -> Option<Level> {
            self.0.number(field::$constant).and_then(Level::numbered)
        }
    };
    ($get:ident $constant:ident $word:ident $means:literal) => {
        #[doc = $means]
        pub fn $get(self) -> Option<$word> {
            self.0.text(field::$constant).and_then($word::named)
        }
    };
}

/// Declares the lists: for each its name on disk, and a reader of its items with one method a field.
macro_rules! lists {
    ($($(#[doc = $doc:literal])* $list:ident $View:ident = $disk:literal {
        $($get:ident $constant:ident $shape:ident $means:literal;)*
    })*) => {
        /// A list of a file.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum List {
            $($(#[doc = $doc])* $list,)*
            /// A list that a newer version writes; carried through untouched.
            Other(Box<str>),
        }

        impl List {
            /// The lists this version knows, in the order they are written.
            pub const ALL: &'static [Self] = &[$(Self::$list,)*];

            /// The name on disk.
            pub fn name(&self) -> &str {
                match self { $(Self::$list => $disk,)* Self::Other(name) => name }
            }

            /// The list with this name on disk.
            pub fn named(name: &str) -> Self {
                match name { $($disk => Self::$list,)* other => Self::Other(other.into()) }
            }

            /// What an item of the list is, in a sentence.
            pub fn means(&self) -> &'static str {
                match self { $(Self::$list => concat!($($doc),*),)* Self::Other(_) => "" }
            }

            /// The fields of its items, in no particular order.
            pub fn fields(&self) -> &'static [About] {
                match self {
                    $(Self::$list => &[$(About { field: field::$constant, shape: shape!($shape), means: $means },)*],)*
                    Self::Other(_) => &[],
                }
            }
        }

        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $View<'a>(pub &'a Item);

            impl<'a> $View<'a> {
                /// The permanent id.
                pub fn id(self) -> Id { self.0.id }
                $(reader!($get $constant $shape $means);)*
            }

            impl<'a> From<&'a Item> for $View<'a> {
                fn from(item: &'a Item) -> Self { Self(item) }
            }
        )*
    };
}

lists! {
    /// An event, of which several recorders may each keep a file.
    Workshops Workshop = "workshops" {
        time TIME text "When it was set up; never edited.";
        title TITLE text "What the workshop is called.";
        pcn PCN text "The Primary Care Network it is for.";
        date DATE text "The day, as 2026-11-21.";
        place PLACE text "Where it is held.";
        question QUESTION text "The question it asks.";
        earlier EARLIER link "The workshop before it in the series.";
        cap CAP Cap "A ceiling over everything said.";
        connector CONNECTOR text "Who gets two shy sides talking.";
        experience EXPERIENCE text "What the connector has done in community work.";
        strategic STRATEGIC text "Who links the clinical director with the wider system.";
        starts STARTS text "When it begins, as 09:30.";
        ends ENDS text "When the room must be free, as 11:30.";
        promise PROMISE text "The day by which people hear back, as 2026-11-28.";
        keep_until KEEP_UNTIL text "The day until which the file is kept, as 2027-11-21; nothing is deleted by itself.";
        hosts HOSTS set "Who calls the workshop.";
        speakers SPEAKERS set "Named speakers.";
        unconfirmed UNCONFIRMED set "Those of the speakers who are still to be confirmed.";
        sponsors SPONSORS set "Who pays.";
        bodies BODIES set "Partner bodies.";
        themes THEMES set "What it is about.";
        invited INVITED set "The partner categories that were invited.";
        open_to_change OPEN_TO_CHANGE set "What people here can still influence.";
        fixed FIXED set "What is already settled.";
        practice PRACTICE flag "Whether it is a practice copy, never to be joined with real files.";
        fed_back FED_BACK text "The day people did hear back, as 2026-12-04.";
        channel CHANNEL text "How they heard.";
    }
    /// A part of the agenda; without any, the stages of the programme are the agenda.
    Agenda Part = "agenda" {
        workshop WORKSHOP link "The workshop.";
        order ORDER number "Its place, the smallest first.";
        title TITLE text "What it is called.";
        stage STAGE text "The stage it belongs to.";
        leads LEADS set "Who leads it.";
        minutes MINUTES number "How many minutes it may take.";
        cut CUT number "Which goes first where time is short: 1 before 2; none stays.";
        buffer BUFFER flag "Whether it is spare time that others may take, such as a break.";
        left_out LEFT_OUT flag "Whether it was cut because time is short.";
    }
    /// Somebody who writes one file of a workshop: one table.
    Recorders Recorder = "recorders" {
        workshop WORKSHOP link "The workshop recorded.";
        name NAME text "Who records.";
        table TABLE text "The table or place in the room.";
        left_out LEFT_OUT flag "Whether the plan leaves this session out.";
    }
    /// A run of the program that wrote for a recorder: ties the writer id in stamps to the recorder.
    Runs Run = "runs" {
        recorder RECORDER link "The recorder it wrote for.";
    }
    /// A person in the room.
    Delegates Delegate = "delegates" {
        workshop WORKSHOP link "The workshop they came to.";
        seat SEAT number "Their seat number, from 1.";
        name NAME text "Their name.";
        role ROLE text "What they do.";
        organisation ORGANISATION text "Whom they are with.";
        category CATEGORY text "The partner category.";
        consent CONSENT level "How far their words may travel.";
    }
    /// One thing said.
    Contributions Contribution = "contributions" {
        time TIME text "When, by the recorder's clock, with its offset.";
        stage STAGE text "The stage at the time of entry.";
        kind KIND Kind "What sort of thing was said.";
        speaker SPEAKER link "Who said it.";
        consent CONSENT level "How far these words may travel, as stored at entry or changed since.";
        language LANGUAGE text "The language, as a BCP 47 tag.";
        text TEXT text "The words.";
        paraphrase PARAPHRASE text "The same in other words, shown at consent level 1.";
        reply_to REPLY_TO link "The question it answers.";
        star STAR flag "A candidate for a call-out.";
        stub STUB flag "Typed in haste, to be finished.";
        confirmed CONFIRMED flag "Read back to the room, which said that it is right.";
        agenda AGENDA link "The part of the agenda at the time of entry.";
        features FEATURES set "What it shows of the three Cs and the five features.";
        strands STRANDS set "The strands of community-centred work an asset belongs to.";
        benefits BENEFITS set "The benefits of working with communities it is evidence for.";
        private PRIVATE text "A private mark: access, safeguarding or observer; never exported.";
        translation TRANSLATION text "The words in English, where they were said in another language.";
        lead LEAD text "Who sees to a decision, owns a parked item or runs an asset: a delegate's id, or a name or role.";
        need NEED text "What a decision or an asset needs.";
        measure MEASURE text "How we will know that a decision holds.";
        due DUE text "The day a decision is due, or the owner of a parked item replies by, as 2026-12-04.";
        asset_type TYPE AssetType "What sort of asset it is.";
        title TITLE text "The title of a spotlight.";
        place PLACE text "Where an asset is, or where a story happened.";
        when WHEN text "When an asset is there.";
        open_to OPEN_TO text "Who may use an asset.";
        offers OFFERS text "What an asset can give.";
        referrals REFERRALS flag "Whether an asset takes referrals.";
        contact CONTACT text "Whom to ask about referrals.";
        capacity CAPACITY text "How many referrals an asset has room for.";
        before BEFORE text "How things were before a story.";
        done DONE text "What was done in a story.";
        result RESULT text "What came of it.";
        credit CREDIT text "Who told or gathered a story.";
        pseudonym PSEUDONYM flag "Whether the name in a story was changed.";
        on_file ON_FILE flag "Whether consent to a spotlight is on file.";
        feeling FEELING Feeling "How a moment of care or of getting help felt.";
        domain DOMAIN text "The area of life in which a story tells of a change.";
        chosen_by CHOSEN_BY text "Who chose a story as the most significant: a delegate's id, or a body or role.";
        why_chosen WHY_CHOSEN text "Why they chose it.";
        resolution RESOLUTION Resolution "How a decision was taken.";
        disposition DISPOSITION Disposition "What became of a question without an answer.";
        reason REASON text "Why, where a question goes no further.";
        partners PARTNERS set "Who helps with a decision: delegates' ids, or names.";
        topic TOPIC link "The topic that was talked about at the time of entry.";
        ease EASE Rating "How easy an idea is, from 1 to 5.";
        usefulness USEFULNESS Rating "How useful an idea is, from 1 to 5.";
        barriers BARRIERS text "What stands in the way of an idea.";
        themes THEMES set "What it is about.";
        settled SETTLED set "The hints of the review queue that somebody has looked at and put aside.";
    }
    /// People who agreed with a contribution, counted once.
    Agreements Agreement = "agreements" {
        contribution CONTRIBUTION link "What they agreed with.";
        count COUNT number "How many more agreed.";
    }
    /// The votes on a statement of an online consultation, as they were counted: the latest count holds.
    Tallies Tally = "tallies" {
        time TIME text "When the last of these votes was given.";
        contribution CONTRIBUTION link "The statement.";
        agree AGREE number "How many people agree.";
        disagree DISAGREE number "How many disagree.";
        pass PASS number "How many would not say either.";
        order ORDER number "Which count of the same votes it is, where they were counted anew.";
    }
    /// A question that the room votes on, to narrow down and not to decide. Of a standing question of the programme the id
    /// is made of the workshop and the question, so that tables apart meet on it.
    Votes Vote = "votes" {
        workshop WORKSHOP link "The workshop at which it is put.";
        time TIME text "When it was made; of a standing question that stands with its opening.";
        stage STAGE text "The stage at which it was made.";
        kind KIND VoteKind "How people vote.";
        question QUESTION text "What is asked.";
        about ABOUT text "The standing question of the programme that it puts.";
        limit LIMIT number "How many dots a person has, or how many options a person ranks.";
    }
    /// Something that can be voted for, by its own words or as what it stands for.
    VoteOptions VoteOption = "vote_options" {
        vote VOTE link "The vote.";
        order ORDER number "Its number, from 1.";
        text TEXT text "Its words, where it stands for nothing else.";
        theme THEME text "The theme it stands for.";
        about ABOUT text "The id of the line or action it stands for, whose words are its own.";
    }
    /// What one person voted. Where it is told who, the id is made of the vote and the person, so that a second ballot of
    /// theirs meets the first and is counted once.
    Ballots Ballot = "ballots" {
        vote VOTE link "The vote; never edited.";
        delegate DELEGATE link "Who voted, where that is told; never edited.";
        time TIME text "When, where no person is told.";
        category CATEGORY text "The partner category, where no person is told.";
        choices CHOICES text "The ids of the options with a space between: one for each dot, the first of a ranking first; of a position for, against or unsure.";
    }
    /// How many hands a recorder counted for an option: the id is made of all of these, so that counting again corrects it.
    Hands Hands = "hands" {
        vote VOTE link "The vote; never edited.";
        recorder RECORDER text "The id of who counted; never edited.";
        option OPTION text "The id of the option, or for, against or unsure; never edited.";
        category CATEGORY text "The partner category of those counted, where they were counted apart; never edited.";
        count COUNT number "How many hands.";
    }
    /// A vote being opened at a table, closed there, or closed or opened again for everybody.
    VoteEvents VoteEvent = "vote_events" {
        vote VOTE link "The vote.";
        time TIME text "When.";
        event EVENT text "open or close at the recorder's own table; close-all or open-all for everybody.";
        counted COUNTED set "Of a close, the ids of the ballots and counts of hands that were in: any other came after it.";
    }
    /// Two people who were introduced to each other.
    Links Link = "links" {
        from FROM link "One of them.";
        to TO link "The other.";
    }
    /// A recorder going to a stage: the last one is where that recorder is.
    Moves Move = "moves" {
        time TIME text "When.";
        stage STAGE text "The stage gone to.";
        agenda AGENDA link "The part of the agenda gone to.";
    }
    /// A question put to the room by a recorder while a window of its own projects: the last one is on the wall.
    Prompts Prompt = "prompts" {
        time TIME text "When.";
        event EVENT text "key-question-close for the key question at the close; none for a question of the stage.";
        step STEP number "Which of the questions of the stage, from 1.";
    }
    /// A judgement that two things are one, or are not: its id is made of the pair, so that yes and no meet on it.
    Pairs Pair = "pairs" {
        about ABOUT PairKind "What sort of things.";
        one ONE text "The one: a theme as typed, or an id.";
        other OTHER text "The other.";
        same SAME flag "Whether they are one.";
        shown SHOWN text "Which of them is shown for both.";
    }
    /// Something done to the timer; the time left is worked out from these.
    Timers Timer = "timers" {
        time TIME text "When.";
        event EVENT text "pause, resume, add, borrow, leave-out for a gap that does not count, method, topic, turns for who speaks in turn, or pass for a turn.";
        seconds SECONDS number "How many seconds.";
        from FROM link "The part of the agenda that is borrowed from.";
        method METHOD text "The method of the programme that begins; without one, the one that ran ends.";
        step STEP number "The step of the method that begins, from 1.";
        topic TOPIC link "The topic that begins; without one, the one before ends.";
        speaker SPEAKER link "Who lets their turn pass.";
        members MEMBERS set "Who speaks in turn: delegates' ids.";
    }
    /// What people want to talk about in an open space, made on the spot.
    Topics Topic = "topics" {
        time TIME text "When it was made; never edited.";
        workshop WORKSHOP link "The workshop.";
        title TITLE text "What it is about.";
        lead LEAD text "Who calls it together: a delegate's id, or a name or role.";
        note_taker NOTE_TAKER text "Who takes notes: a delegate's id, or a name or role.";
        place PLACE text "Where it is talked about.";
    }
    /// A statement read out to the room, or the close of the session.
    Readings Reading = "readings" {
        time TIME text "When.";
        event EVENT text "consent, ground-rules, key-question, promise, reflection, close or reopen.";
        wording WORDING text "The version of the wording read out; of a reflection, whose it is.";
        text TEXT text "The wording itself.";
    }
    /// Something somebody will do.
    Actions Action = "actions" {
        time TIME text "When it was first noted.";
        stage STAGE text "The stage it came from.";
        text TEXT text "What will be done, beginning with a verb.";
        issue ISSUE text "The issue, in the community's words.";
        kind TYPE ActionType "What sort of action.";
        lead LEAD text "Who is accountable: a delegate's id, or a name or role.";
        population POPULATION text "For whom and where.";
        need NEED text "What it needs.";
        measure MEASURE text "How we will know, in a sentence.";
        due DUE text "The day it is due, as 2026-12-04.";
        voice VOICE text "Who will tell us whether it worked, and how.";
        feedback FEEDBACK text "The day people hear back, as 2026-12-04.";
        option OPTION text "The option for networks that it takes up.";
        data DATA text "What the figures say, with their source.";
        challenger CHALLENGER text "Who is there to question it, and how it is run.";
        reach REACH text "How people are reached before they are ill.";
        learning LEARNING text "Who learns along with us.";
        baseline BASELINE text "How things stand before it starts.";
        stop_rule STOP_RULE text "When it will be stopped.";
        people PEOPLE number "How many people it is for, if known.";
        plus PLUS set "Which groups of the national approach to inequalities it is for.";
        children CHILDREN flag "Whether it is for children or young people.";
        determinants DETERMINANTS set "The wider determinants of health it touches.";
        because BECAUSE text "What it comes from: the id of another action, or words.";
        rank RANK number "Its place among the priorities, the first is 1.";
        chosen CHOSEN text "How that was settled, and by whom.";
        continuing CONTINUING flag "Whether it is continuing work, apart from the priorities.";
        cost COST number "What it costs, in whole pounds.";
        found FOUND number "How much of that is found, in whole pounds.";
        source SOURCE text "Where the means come from.";
        space SPACE text "The room or place it needs.";
        roles ROLES flag "Whether it depends on additional roles such as link workers.";
        target TARGET text "What the measure should come to.";
        figures FIGURES text "Where the figures come from.";
        collector COLLECTOR text "Who collects them: a delegate's id, or a name or role.";
        measured_from MEASURED_FROM text "The day from which it is measured, as 2026-12-04.";
        start START text "The day it starts, as 2026-12-04.";
        review REVIEW text "The day it is looked at again, as 2026-12-04.";
        specifications SPECIFICATIONS set "The national service specifications it serves.";
        aims AIMS set "Which of the three aims it serves.";
        blocks BLOCKS set "The building blocks of the well-being offer it belongs to.";
        level LEVEL PlanLevel "The level at which it is done.";
        parent PARENT text "The action at another level that it belongs to: its id, or words.";
        areas AREAS set "The areas it is for.";
        group GROUP link "The task-and-finish group that carries it.";
        voice_date VOICE_DATE text "The day people say whether it worked, as 2026-12-04.";
        rung RUNG text "The rung of the ladder of co-production it stands on.";
        rated_by RATED_BY text "Who says so.";
        strategy STRATEGY text "The wider strategy it supports.";
        escalate ESCALATE text "To whom it is escalated.";
        escalated ESCALATED text "The day it was, as 2026-12-04.";
        shared SHARED set "With whom what is learnt is shared.";
        did DID text "What we did about what was said.";
        changed CHANGED text "What changed.";
        why_not WHY_NOT text "If nothing could be done, why not.";
        fed_back FED_BACK text "The day people did hear back, as 2026-12-04.";
        channel CHANNEL text "How they heard.";
        ease EASE Rating "How easy it is, from 1 to 5.";
        usefulness USEFULNESS Rating "How useful it is, from 1 to 5.";
        barriers BARRIERS text "What stands in its way.";
        features FEATURES set "What it shows of the three Cs and the five features.";
        strands STRANDS set "The strands of community-centred work it belongs to.";
        benefits BENEFITS set "The benefits of working with communities it is evidence for.";
        evidence EVIDENCE set "The ids of the contributions it rests on.";
        partners PARTNERS set "Who helps: delegates' ids, or names.";
        themes THEMES set "What it is about.";
    }
    /// How far an action has come, as somebody said on a day: the last one holds.
    Updates Update = "updates" {
        time TIME text "When.";
        action ACTION link "The action.";
        status STATUS Status "How far it has come.";
        note NOTE text "What was said of it.";
        until UNTIL text "The day until which it rests, as 2026-12-04.";
    }
    /// How far a step of the quick-start guide has come, or what was said of an entry of another list, as somebody said
    /// on a day: the last one holds.
    Scores Score = "scores" {
        workshop WORKSHOP link "The workshop at which it was said.";
        time TIME text "When.";
        step STEP number "The number of the step.";
        score SCORE GuideScore "How far.";
        note NOTE text "What was said of it.";
        about ABOUT text "The framework of the programme it is of; none for the quick-start guide.";
        entry ENTRY text "The entry of that framework.";
        level LEVEL text "The level it has reached, where the framework has levels.";
        action ACTION link "The action it is about; none for the whole plan.";
        review REVIEW text "The day it is looked at again, as 2026-12-04.";
        evidence EVIDENCE set "The ids of the contributions and actions it rests on.";
    }
    /// A body that agreed to an action, as somebody recorded it: evidence for "locally agreed".
    Endorsements Endorsement = "endorsements" {
        action ACTION link "The action.";
        body BODY text "Who agreed.";
        category CATEGORY text "Their partner category.";
        date DATE text "The day, as 2026-12-04.";
        how HOW text "How it was agreed: at a meeting, by telephone with three residents.";
    }
    /// A task-and-finish group.
    Groups Group = "groups" {
        time TIME text "When it was set up; never edited.";
        title TITLE text "What it is called.";
        lead LEAD text "Who calls it together: a delegate's id, or a name or role.";
        members MEMBERS set "Who is in it: delegates' ids, or names.";
        meeting MEETING text "The day of the next meeting, as 2026-12-04.";
        note NOTE text "What it is for.";
    }
    /// Something a group has to do.
    Tasks Task = "tasks" {
        group GROUP link "The group.";
        text TEXT text "What is to be done.";
        lead LEAD text "Who does it: a delegate's id, or a name or role.";
        due DUE text "The day it is due, as 2026-12-04.";
        done DONE text "The day it was done, as 2026-12-04.";
    }
    /// What was done about a theme, for those who spoke of it: its id is made of the theme, so that two answers meet.
    Answers Answer = "answers" {
        theme THEME text "The theme.";
        did DID text "What we did, or will do.";
        changed CHANGED text "What changed.";
        why_not WHY_NOT text "If nothing could be done, why not.";
        date DATE text "The day people were told, as 2026-12-04.";
        channel CHANNEL text "How they were told.";
    }
    /// What holds for the whole plan: there is one, its id is the same in every file.
    Plans Plan = "plans" {
        about ABOUT text "What it holds for: the plan; never edited.";
        title TITLE text "What the plan is called.";
        lead LEAD text "Who leads on inequalities: a delegate's id, or a name or role.";
        population POPULATION text "Whom the figures and the community say it is for, and why.";
        needs NEEDS text "What the community says it needs.";
        outcomes OUTCOMES text "What should come of it.";
        measures MEASURES text "How that is measured.";
        intervention INTERVENTION text "What is done, planned with the community.";
        delivery DELIVERY text "How it is carried out, and by whom.";
        review REVIEW text "When and how it is looked at again.";
        equity EQUITY text "What the plan does about fairness: the equity statement.";
        governance GOVERNANCE text "How people with lived experience share in decisions.";
        principles PRINCIPLES set "The principles its partners work by.";
        members MEMBERS set "The bodies that make up the collaborative.";
        networks NETWORKS set "Which network works in which area, as network: area.";
        areas AREAS set "The areas it covers.";
        plus PLUS set "The groups chosen locally, by name.";
        celebration CELEBRATION text "The day people meet to celebrate, as 2027-05-21.";
        celebrated DONE text "The day they did, as 2027-05-21.";
        agreed AGREED text "The day it was agreed, as 2026-12-04; a draft until then.";
    }
    /// One command taken back.
    Undos Undo = "undos" {
        undoes UNDOES text "The stamp of the command taken back.";
    }
    /// A report that was written for somebody, so that people can be told when words in it are withdrawn.
    Exports Sent = "exports" {
        time TIME text "When.";
        report REPORT text "Which report.";
        audience AUDIENCE Audience "Whom it was for.";
        folder FOLDER text "The folder, from where the file is.";
        formats FORMATS set "In which formats.";
    }
}
