//! The programme a workshop follows: stages, questions, checks, partner categories, and what is read aloud.
//!
//! It is data, not code. The words stand in `assets/programme.toml`, which is part of the binary (`embedded`), and a
//! user's own file adds to them or replaces them ([`Overlay`]). This module gives the data its types and look-ups;
//! [`fault`] says what is wrong with a file and on which line; `check` holds the rules; `search` finds a category from
//! what somebody types.

mod check;
mod embedded;
pub mod fault;
mod overlay;
mod search;

use serde::{Deserialize, Serialize};

pub use fault::Fault;
pub use overlay::Overlay;

/// What a workshop follows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Programme {
    /// What the programme is called.
    pub title: String,
    /// Whether a user's own file stands alone; read by [`Overlay`] and nowhere else.
    replace: bool,
    /// The question the whole workshop answers to.
    pub key_question: KeyQuestion,
    /// How people treat each other, one short line each, read out.
    pub ground_rules: Vec<String>,
    /// What is read out before anything is written down.
    pub consent: Consent,
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// The kinds of partner, the host and any local kinds.
    pub categories: Vec<Category>,
    /// The quick-start guide, in order of its numbers.
    pub guide: Vec<GuideStep>,
    /// Dated findings, each with its source.
    pub evidence: Vec<Evidence>,
    /// What networks can do, in groups.
    pub options: Vec<OptionGroup>,
    /// The lists of others that a plan is held against: specifications, determinants, principles.
    pub frameworks: Vec<Framework>,
    /// Ways of talking with each other that run by the clock.
    pub methods: Vec<Method>,
    /// Questions on which people take a position, at one workshop after another.
    pub standing: Vec<Standing>,
    /// What to do next about voices that are missing.
    pub reach: Reach,
    /// Whether other words are suggested for some that stand in the text of a plan.
    pub suggest_terms: bool,
    /// The words for which others are suggested; never in what somebody said.
    pub terms: Vec<Term>,
    /// Short forms that everybody here knows, so that the plan need not spell them out.
    pub known_acronyms: Vec<String>,
}

/// The question the whole workshop answers to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeyQuestion {
    /// The question by itself.
    pub text: String,
    /// When it is asked.
    pub asked: String,
    /// How to ask it at the opening.
    pub opening: String,
    /// How to ask it at the close.
    pub close: String,
}

/// The statement that is read aloud before notes are taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Consent {
    /// Names this wording; stamped when it has been read out.
    pub version: String,
    /// A heading for the screen.
    pub title: String,
    /// What the reader should know first; never read out, and may be empty.
    pub note: String,
    /// The statement, one paragraph each.
    pub text: Vec<String>,
}

/// One stage of a workshop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stage {
    /// The name in files.
    pub id: String,
    /// The name on screen.
    pub title: String,
    /// What the stage is for.
    pub purpose: String,
    /// What a good result looks like.
    pub good: String,
    /// How long it may take.
    pub minutes: u16,
    /// What should be there before moving on; a warning, never a bar.
    pub checks: Vec<Check>,
    /// What to ask the room.
    pub questions: Vec<Question>,
}

/// Something that should be there before a stage ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Check {
    /// The name the code knows it by.
    pub id: String,
    /// What is needed, as a full sentence.
    pub text: String,
}

/// A question on which people are for, against or unsure, at one workshop after another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Standing {
    /// The name in files.
    pub id: String,
    /// The question, to be read aloud.
    pub ask: String,
    /// Who asked it first.
    pub source: String,
}

/// A question to ask the room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// The name in files, unique within its stage.
    pub id: String,
    /// The question, to be read aloud.
    pub ask: String,
    /// What to listen for.
    pub listen: String,
}

/// A kind of partner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Category {
    /// The name in files.
    pub id: String,
    /// The full name.
    pub title: String,
    /// A name of twelve characters or fewer, for a narrow panel.
    pub label: String,
    /// Which side of the balance its people count on.
    pub side: Side,
    /// Whether it is general practice itself, which calls the meeting and is no partner.
    pub host: bool,
    /// Whether it is part of the NHS: what such bodies alone agree to is not locally agreed.
    pub nhs: bool,
    /// Whether a user's own file added it.
    pub local: bool,
    /// The partner category a local one belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// Old and everyday names: they find the category and are never shown.
    pub aliases: Vec<String>,
    /// Where to go and whom to ask, where nobody of it came; may be empty.
    pub reach: String,
}

impl Category {
    /// Whether it is one of the programme's partners: neither the host nor local.
    pub const fn is_partner(&self) -> bool {
        !self.host && !self.local
    }
}

/// Which side of the balance of voices somebody counts on.
// Professional unless said otherwise, so that a gap in a file never makes the community look better heard than it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// People who live here and the groups they form.
    Community,
    /// People who are here for their work.
    #[default]
    Professional,
}

/// One step of the quick-start guide; one number for both its forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GuideStep {
    /// Its place, from 1.
    pub number: u16,
    /// The step in one line.
    pub short: String,
    /// The step with its reason and an example.
    pub long: String,
}

/// A dated finding, never shown without its source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// The name in files.
    pub id: String,
    /// The finding, as one or two sentences.
    pub text: String,
    /// The figure; empty where the finding has none.
    pub value: String,
    /// What the figure counts; empty where there is none.
    pub unit: String,
    /// Where it was reported.
    pub source: String,
    /// When it was reported.
    pub year: u16,
}

/// A group of options for networks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OptionGroup {
    /// The name in files: a letter.
    pub id: String,
    /// What its options are for.
    pub title: String,
    /// The options, in order.
    pub choices: Vec<Choice>,
}

/// Something a network can do, from which an action can start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// The name in files, with which an action is tagged; it begins with the letter of its group.
    pub id: String,
    /// The option in a few words.
    pub title: String,
    /// What will be done, to begin an action with.
    pub draft: String,
    /// The framework whose entries it is about; shown when it is chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub framework: Option<String>,
}

/// Words for which others are suggested in the text of a plan: about people, and in the words of health.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Term {
    /// The name in files.
    pub id: String,
    /// The words, in every form that is meant.
    pub words: Vec<String>,
    /// What to write instead.
    pub instead: String,
    /// Why it is better; may be empty.
    pub why: String,
    /// Whether it is about calling people patients (domain T11) rather than about illness (T10).
    pub people: bool,
}

/// What to do next about voices that are missing, a sentence each; any may be empty. Where nobody of a kind of partner
/// came, the kind says it: [`Category::reach`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reach {
    /// Where an area had no workshop.
    pub area: String,
    /// Where nobody of a group came that was chosen locally.
    pub group: String,
    /// Where somebody came and was not heard.
    pub heard: String,
    /// Where somebody was heard and leads nothing.
    pub leads: String,
}

/// A list that others set up, with its source and year: a lens to look through, never a claim to comply with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Framework {
    /// The name in files.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it was set out.
    pub source: String,
    /// The year of the source; 0 where none is known.
    pub year: u16,
    /// What to know before it is used; may be empty.
    pub note: String,
    /// What is in it, in order.
    pub entries: Vec<Entry>,
    /// How far an entry can have come, the lowest first; empty where that is not asked.
    pub levels: Vec<Entry>,
    /// After how many months it is looked at again; 0 where it is not.
    pub months: u16,
}

/// One entry of a framework.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Entry {
    /// The name in files, with which an action is tagged.
    pub id: String,
    /// The entry in a few words.
    pub title: String,
    /// What it means, in a sentence; may be empty.
    pub about: String,
    /// Other words for it, by which it is found too.
    pub aliases: Vec<String>,
}

impl Framework {
    /// Where it comes from and of when it is, so that nobody takes it for today's rule.
    pub fn as_reported(&self) -> String {
        match self.year {
            0 => format!("{}, year not known", self.source),
            year => format!("{}, as reported ({year})", self.source),
        }
    }

    /// The level with this id, and its number from 0.
    pub fn level(&self, id: &str) -> Option<(usize, &Entry)> {
        self.levels.iter().enumerate().find(|(_, level)| level.id == id)
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entry that somebody means who types this: its id, its title, an alias, or the one that alone begins so.
    pub fn meant(&self, typed: &str) -> Option<&Entry> {
        let typed = typed.trim().to_lowercase();
        let names = |entry: &Entry| -> Vec<String> {
            let own = [&entry.id, &entry.title];
            own.into_iter().chain(&entry.aliases).map(|name| name.to_lowercase()).collect()
        };
        if typed.is_empty() {
            return None;
        }
        self.entries.iter().find(|entry| names(entry).contains(&typed)).or_else(|| {
            let mut begin =
                self.entries.iter().filter(|entry| names(entry).iter().any(|name| name.starts_with(&typed)));
            begin.next().filter(|_| begin.next().is_none())
        })
    }
}

/// A way of talking with each other that runs by the clock, such as 1-2-4-All.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Method {
    /// The name in files.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it is good for, in a line; may be empty.
    pub about: String,
    /// Its steps, one after the other.
    pub steps: Vec<MethodStep>,
}

/// A step of a method: the next begins by itself when its time is up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MethodStep {
    /// What it is called, in a few words.
    pub title: String,
    /// How long it takes, 1 to 600.
    pub minutes: u16,
    /// What is said to the room when it begins.
    pub say: String,
    /// What whoever types waits for meanwhile, in a line; may be empty.
    pub awaits: String,
    /// Whether people speak in turn, in the order they sit.
    pub turns: bool,
    /// Whether it is a further round, which begins with what stood out in the step before.
    pub further: bool,
    /// The ballot that is held in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ballot: Option<Ballot>,
}

/// A vote in private that belongs to a step of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ballot {
    /// Each puts several in an order.
    Rank,
    /// Each gives a few dots.
    Dots,
}

impl Method {
    /// How long it takes in all.
    pub fn minutes(&self) -> i64 {
        self.steps.iter().map(|step| i64::from(step.minutes)).sum()
    }
}

impl Evidence {
    /// The words that date it, so that nobody takes it for today's figure.
    pub fn as_reported(&self) -> String {
        format!("as reported ({})", self.year)
    }
}

impl Programme {
    /// Reads a whole programme; `source` names it in a fault.
    pub fn parse(text: &str, source: &str) -> Result<Self, Fault> {
        let programme: Self = toml::from_str(text).map_err(|error| Fault::unread(&error, text, source))?;
        check::whole(&programme).map_err(|problem| Fault::found(&problem, text, source))?;
        Ok(programme)
    }

    /// The stage with this id.
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The number people see for the stage with this id, from 1.
    pub fn stage_number(&self, id: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == id).map(|place| place + 1)
    }

    /// The stage with this number, from 1.
    pub fn stage_at(&self, number: usize) -> Option<&Stage> {
        self.stages.get(number.checked_sub(1)?)
    }

    /// The framework with this id.
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// The standing question with this id.
    pub fn standing_question(&self, id: &str) -> Option<&Standing> {
        self.standing.iter().find(|question| question.id == id)
    }

    /// The option with this id, and its group.
    pub fn option(&self, id: &str) -> Option<(&OptionGroup, &Choice)> {
        let choices = self.options.iter().flat_map(|group| group.choices.iter().map(move |choice| (group, choice)));
        choices.into_iter().find(|(_, choice)| choice.id == id)
    }

    /// The method with this id.
    pub fn method(&self, id: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.id == id)
    }

    /// The category with this id.
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == id)
    }

    /// The partner categories, in order: neither the host nor local ones.
    pub fn partners(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|category| category.is_partner())
    }

    /// The host's category.
    pub fn host(&self) -> Option<&Category> {
        self.categories.iter().find(|category| category.host)
    }

    /// The category somebody means by what they typed.
    ///
    /// Case, accents and punctuation do not matter. An exact name is best, then an exact alias, then the beginning of
    /// either, then the beginnings of words.
    pub fn find_category(&self, typed: &str) -> Option<&Category> {
        search::find(&self.categories, typed)
    }
}
