//! The closed lists of words: kinds, consent levels, caps, audiences, statuses.
//!
//! Each is one table, read by the capture line, the screen, the exports and the schema alike, so that a word means
//! the same thing everywhere. What a workshop may change (stages, categories, prompts) is not here but in the
//! [programme](super::programme).

/// Declares a closed list of words: the name on disk, the name on screen, and both ways between.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $disk:literal, $title:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every word of the list, in the order it is shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it stands in a file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $disk,)* }
            }

            /// The word as a person reads it.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// Finds the word that stands in a file as `name`.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($disk => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words! {
    /// What sort of thing was said.
    Kind {
        /// The speaker's own words; what a line is without a token.
        Quote = "quote", "Quote";
        /// A suggestion.
        Idea = "idea", "Idea";
        /// A question to the room; open until a reply or a disposition.
        Question = "question", "Question";
        /// An answer to a question.
        Reply = "reply", "Reply";
        /// Something two sides see differently.
        Tension = "tension", "Tension";
        /// Something that works already.
        Strength = "strength", "Strength";
        /// A place, group, skill or thing to build on: a mark on the asset map.
        Asset = "asset", "Asset";
        /// A story of what happened to somebody.
        Story = "story", "Story";
        /// A moment of care or of getting help that stayed with somebody, good or hard.
        Touchpoint = "touchpoint", "Touchpoint";
        /// Something the room settled.
        Decision = "decision", "Decision";
        /// Something somebody will do.
        Action = "action", "Action";
        /// Set aside for later, with an owner.
        Parked = "parked", "Parked";
        /// The recorder's own remark; private.
        Observation = "observation", "Observer note";
        /// What somebody needs in order to take part; private.
        AccessNeed = "access-need", "Access need";
        /// A concern that the lead was told of; private, and without any detail.
        Safeguarding = "safeguarding", "Safeguarding mark";
        /// Typed up from a sheet on the wall.
        FlipChart = "flip-chart", "Flip chart";
    }
}

words! {
    /// How far a person's words may travel (domain §2.5); the lowest of person, contribution and workshop holds.
    Level {
        /// 0: stays in the room and leaves in no export.
        Room = "0", "in the room only";
        /// 1: only a paraphrase of it is shown.
        Paraphrase = "1", "paraphrase only";
        /// 2: word for word, from "Delegate".
        Delegate = "2", "as Delegate";
        /// 3: word for word, with the speaker's role.
        Role = "3", "with role";
        /// 4: word for word, with the speaker's name.
        Name = "4", "with name";
    }
}

impl Level {
    /// The level as the number that stands in a file, 0 to 4.
    pub const fn number(self) -> i64 {
        self as i64
    }

    /// The level with this number; none outside 0 to 4.
    pub fn numbered(number: i64) -> Option<Self> {
        usize::try_from(number).ok().and_then(|n| Self::ALL.get(n)).copied()
    }
}

words! {
    /// How easy or how useful something is, as a room puts it; the most is 5.
    Rating {
        /// The least.
        One = "1", "1 of 5";
        /// Little.
        Two = "2", "2 of 5";
        /// The middle.
        Three = "3", "3 of 5";
        /// Much.
        Four = "4", "4 of 5";
        /// The most.
        Five = "5", "5 of 5";
    }
}

impl Rating {
    /// The rating as a number, 1 to 5.
    pub const fn number(self) -> usize {
        self as usize + 1
    }
}

words! {
    /// A ceiling over a whole workshop.
    Cap {
        /// Every person's own level holds.
        None = "none", "no cap";
        /// Chatham House rule: level 2 at most, and no category.
        ChathamHouse = "chatham-house", "Chatham House rule";
        /// Nothing said leaves the room.
        RoomOnly = "room-only", "room only";
    }
}

impl Cap {
    /// The highest level this cap lets through.
    pub const fn ceiling(self) -> Level {
        match self {
            Self::None => Level::Name,
            Self::ChathamHouse => Level::Delegate,
            Self::RoomOnly => Level::Room,
        }
    }
}

words! {
    /// Who an export is for.
    Audience {
        /// The people who ran the workshops.
        Team = "team", "the team";
        /// A Health and Wellbeing Board or a PCN board.
        Board = "board", "the board";
        /// The people who came.
        Delegates = "delegates", "the delegates";
        /// Anybody.
        Public = "public", "the public";
    }
}

impl Audience {
    /// The highest level this audience may see.
    pub const fn ceiling(self) -> Level {
        match self {
            Self::Team => Level::Name,
            Self::Board => Level::Role,
            Self::Delegates | Self::Public => Level::Delegate,
        }
    }
}

words! {
    /// What the words of a report are grouped by.
    Grouping {
        /// The stages of the programme.
        Stage = "stage", "stage";
        /// The parts of the agenda (domain A2); the stages where the workshop has no agenda of its own.
        Part = "part", "part of the agenda";
        /// The first theme of each line.
        Theme = "theme", "theme";
        /// The table at which it was written down; only the team may know it.
        Table = "table", "table";
    }
}

words! {
    /// How far an action has come.
    Status {
        /// Nobody has begun.
        NotStarted = "not-started", "not started";
        /// Going as planned.
        OnTrack = "on-track", "on track";
        /// May miss its date.
        AtRisk = "at-risk", "at risk";
        /// Has missed its date.
        Late = "late", "late";
        /// Finished.
        Done = "done", "done";
        /// Given up, with a reason.
        Stopped = "stopped", "stopped";
    }
}

impl Status {
    /// A mark that reads without colour and stands beside the word.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::NotStarted => "○",
            Self::OnTrack => "▶",
            Self::AtRisk => "!",
            Self::Late => "‼",
            Self::Done => "✓",
            Self::Stopped => "×",
        }
    }
}

words! {
    /// What sort of action it is: only projects must pass the readiness check (T3).
    ActionType {
        /// Build trust; starts now.
        Relationship = "relationship", "relationship";
        /// Link with something that exists; starts now.
        Connection = "connection", "connection";
        /// Something new, with its own means.
        Project = "project", "project";
        /// Hear and follow what people say.
        Voice = "voice", "patient voice";
    }
}

words! {
    /// What sort of asset it is (domain §2.1, asset mapping).
    AssetType {
        /// What one person knows or can do.
        Skill = "skill", "a person's skill";
        /// What one person cares about.
        Passion = "passion", "a person's passion";
        /// People who meet of their own accord.
        Association = "association", "a group";
        /// A body with staff or premises.
        Organisation = "organisation", "an organisation";
        /// A room, a building, a garden.
        Place = "place", "a place";
        /// Money, goods, transport.
        Economic = "economic", "money or goods";
        /// Somebody who knows somebody.
        Connection = "connection", "a connection";
    }
}

words! {
    /// How a decision was taken, in the words of minutes (domain A6).
    Resolution {
        /// Heard, and nothing more.
        Noted = "noted", "noted";
        /// Taken as it was put.
        Agreed = "agreed", "agreed";
        /// Taken with changes.
        Amended = "amended", "amended";
        /// Put off.
        Deferred = "deferred", "deferred";
    }
}

words! {
    /// How people vote.
    VoteKind {
        /// Each person has some dots to give to one option or to several.
        Dots = "dots", "dots";
        /// Each person puts some options in order, the best first.
        Rank = "rank", "ranking";
        /// Hands are counted.
        Hands = "hands", "show of hands";
        /// Each person is for, against or unsure.
        Position = "position", "positions";
    }
}

words! {
    /// Where somebody stands on a question.
    Position {
        /// In favour.
        For = "for", "for";
        /// Not in favour.
        Against = "against", "against";
        /// Neither, for now.
        Unsure = "unsure", "unsure";
    }
}

words! {
    /// How a touchpoint felt: a sign and a word, so that no colour is needed.
    Feeling {
        /// It went well.
        Good = "good", "+ good";
        /// It was hard.
        Hard = "hard", "− hard";
    }
}

impl Feeling {
    /// The sign that is typed for it.
    pub const fn sign(self) -> char {
        match self {
            Self::Good => '+',
            Self::Hard => '-',
        }
    }
}

words! {
    /// What becomes of a question that got no answer in the room (domain §3C, step 11).
    Disposition {
        /// Heard; nothing follows for now, with a reason.
        NotNow = "not-now", "noted, not now";
        /// Answered after the workshop.
        AnsweredLater = "answered-later", "answered later";
        /// Became an action.
        Action = "action", "became an action";
        /// Handed to those who can answer it.
        PassedOn = "passed-on", "passed on";
    }
}

words! {
    /// What a pair of things is judged on.
    PairKind {
        /// Two names of one theme.
        Theme = "theme", "theme";
        /// Two records of one person.
        Person = "person", "person";
        /// Two contributions or actions that say the same.
        Idea = "idea", "idea";
    }
}

words! {
    /// How far a step of the quick-start guide has come (domain P5).
    GuideScore {
        /// Nobody has begun.
        NotYet = "not-yet", "not yet";
        /// Begun.
        Started = "started", "started";
        /// Done, and kept up.
        InPlace = "in-place", "in place";
    }
}

words! {
    /// The three Cs and the five features of health creating practice (domain §2.1).
    Feature {
        /// People decide what happens to them.
        Control = "control", "control";
        /// People know and meet others.
        Contact = "contact", "contact";
        /// People believe that they can.
        Confidence = "confidence", "confidence";
        /// Somebody listened, and did something about it.
        Listening = "listening", "listening and responding";
        /// What is so was said as it is.
        TruthTelling = "truth-telling", "truth-telling";
        /// It starts from what is strong.
        Strengths = "strengths", "strengths-focus";
        /// People run it themselves.
        SelfOrganising = "self-organising", "self-organising";
        /// Somebody gave power away.
        PowerShifting = "power-shifting", "power-shifting";
    }
}

words! {
    /// The level at which an action is done (domain P23).
    PlanLevel {
        /// One practice.
        Practice = "practice", "one practice";
        /// The network.
        Network = "pcn", "the network";
        /// The district.
        District = "district", "the district";
        /// The county or the health system.
        System = "system", "the county or system";
    }
}
