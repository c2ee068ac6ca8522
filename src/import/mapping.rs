//! A mapping: which column of somebody else's file is what. A TOML file that people write, look at and change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::model::fold::folded_eq;
use crate::model::words::{Kind, Level};

/// What sort of source a mapping reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reads {
    /// A table: CSV and its like.
    #[default]
    Table,
    /// The folder of a Polis export.
    Polis,
    /// Minutes or a transcript in Markdown.
    Minutes,
    /// A meeting as JSON: turns and topics.
    Meeting,
    /// Plain text, one contribution a line.
    Lines,
}

/// What a column is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// Nobody has said: left out and named.
    #[default]
    Unknown,
    /// What somebody said.
    Text,
    /// The answer to the question that is the name of the column, which becomes its theme.
    Answer,
    /// A whole name.
    Name,
    /// A first name.
    FirstName,
    /// A last name.
    LastName,
    /// What somebody does.
    Role,
    /// Whom somebody is with.
    Organisation,
    /// A partner category of the programme.
    Category,
    /// What it is about; several in one cell where the mapping says what parts them.
    Theme,
    /// What sort of thing was said.
    Kind,
    /// A stage of the programme.
    Stage,
    /// When.
    Time,
    /// How far it may travel: 0 to 4.
    Consent,
    /// How many more agreed.
    Agreed,
    /// The row's own id, by which it is known again.
    Id,
    /// Personal data: left out and named.
    Personal,
    /// Of no use here: left out and named.
    Ignore,
}

impl Meaning {
    /// Every meaning, in the order in which they are offered.
    pub const ALL: [Self; 18] = [
        Self::Text,
        Self::Answer,
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Role,
        Self::Organisation,
        Self::Category,
        Self::Theme,
        Self::Kind,
        Self::Stage,
        Self::Time,
        Self::Consent,
        Self::Agreed,
        Self::Id,
        Self::Personal,
        Self::Ignore,
        Self::Unknown,
    ];

    /// The word as it stands in a mapping file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Text => "text",
            Self::Answer => "answer",
            Self::Name => "name",
            Self::FirstName => "first-name",
            Self::LastName => "last-name",
            Self::Role => "role",
            Self::Organisation => "organisation",
            Self::Category => "category",
            Self::Theme => "theme",
            Self::Kind => "kind",
            Self::Stage => "stage",
            Self::Time => "time",
            Self::Consent => "consent",
            Self::Agreed => "agreed",
            Self::Id => "id",
            Self::Personal => "personal",
            Self::Ignore => "ignore",
        }
    }

    /// What it means, as people read it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Unknown => "not known: left out",
            Self::Text => "what was said",
            Self::Answer => "an answer; the column's name is its theme",
            Self::Name => "a person's name",
            Self::FirstName => "a first name",
            Self::LastName => "a last name",
            Self::Role => "what they do",
            Self::Organisation => "whom they are with",
            Self::Category => "their partner category",
            Self::Theme => "themes",
            Self::Kind => "what sort of thing was said",
            Self::Stage => "the stage",
            Self::Time => "when",
            Self::Consent => "consent, 0 to 4",
            Self::Agreed => "how many more agreed",
            Self::Id => "the row's own id",
            Self::Personal => "personal: left out",
            Self::Ignore => "of no use here: left out",
        }
    }

    /// Whether it is left out.
    pub const fn is_left_out(self) -> bool {
        matches!(self, Self::Unknown | Self::Personal | Self::Ignore)
    }

    /// The meaning of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|meaning| meaning.name() == name)
    }
}

/// Who is one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum People {
    /// Each row is somebody of their own.
    #[default]
    Row,
    /// Each name is somebody, however many rows are theirs.
    Name,
}

/// In which order days written with strokes have day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dates {
    /// 31/12/2026.
    DayFirst,
    /// 12/31/2026.
    MonthFirst,
}

/// Which column is what, and how the rest is to be taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Mapping {
    /// The name by which it is chosen.
    pub name: String,
    /// What it reads, as people call it.
    pub title: String,
    /// What sort of source it reads.
    pub reads: Reads,
    /// Columns that a header holds which is for this mapping.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recognise: Vec<String>,
    /// The title of the section to be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The header of a file that has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<String>,
    /// Whether questions and answers follow beyond the header, in pairs.
    #[serde(skip_serializing_if = "is_no")]
    pub pairs: bool,
    /// Who is one person.
    pub people: People,
    /// How far what comes in may travel, 0 to 4; 1 where nothing is said, for nobody has read consent out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<u8>,
    /// Why the mapping asks for that level.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub consent_because: String,
    /// What the columns are that are not named.
    pub other: Meaning,
    /// What parts several themes in one cell.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub between: String,
    /// The order of day and month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<Dates>,
    /// The vote that means agree, 1 or -1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agree: Option<i8>,
    /// The kind of what comes in, where no column says it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The stage of what comes in, where no column says it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stage: String,
    /// Words in the place of a name that mean nobody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nobody: Vec<String>,
    /// Words before a colon that are no names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_names: Vec<String>,
    /// Words before a colon that mark who was there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attendance: Vec<String>,
    /// Words before a colon that mark who was not there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    /// Words before a colon that mark a decision.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<String>,
    /// What each column is.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, Meaning>,
    /// Columns of which only rows with one of these values are taken in.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<String, Vec<String>>,
    /// The kinds that the words of a column of kinds stand for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // As serde calls it.
const fn is_no(flag: &bool) -> bool {
    !*flag
}

impl Mapping {
    /// Reads a mapping file.
    pub fn parse(text: &str, file: &str) -> Result<Self, Fault> {
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count());
            let reason = error.message().trim().replace(char::is_control, " ");
            Fault::at(line, reason, "the mapping files that come with coplan show how one is written").within(file)
        })?;
        mapping.check().map_err(|fault| fault.within(file))
    }

    fn check(self) -> Result<Self, Fault> {
        let wrong = |reason: String| Err(Fault::new(reason, ""));
        if let Some(level) = self.consent.filter(|level| *level > 4) {
            return wrong(format!("consent = {level} is no level from 0 to 4"));
        }
        if let Some(sign) = self.agree.filter(|sign| sign.abs() != 1) {
            return wrong(format!("agree = {sign}: the vote that means agree is 1 or -1"));
        }
        let kinds = self.kinds.values().chain(Some(&self.kind).filter(|kind| !kind.is_empty()));
        if let Some(kind) = kinds.into_iter().find(|kind| Kind::named(kind).is_none()) {
            return wrong(format!("“{kind}” is no kind such as quote, idea, question or action"));
        }
        Ok(self)
    }

    /// The mapping as a file.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// How far what comes in may travel where the source does not say.
    pub fn level(&self) -> Level {
        self.consent.and_then(|level| Level::numbered(i64::from(level))).unwrap_or(Level::Paraphrase)
    }

    /// The kind of what comes in where no column says it.
    pub fn usual_kind(&self) -> Kind {
        Kind::named(&self.kind).unwrap_or(Kind::Quote)
    }

    /// What the mapping says of a column; none where it does not name it.
    pub fn says(&self, column: &str) -> Option<Meaning> {
        self.columns.iter().find(|(name, _)| folded_eq(name, column)).map(|(_, meaning)| *meaning)
    }

    /// Takes a column for something else.
    pub fn set(&mut self, column: &str, meaning: Meaning) {
        self.columns.retain(|name, _| !folded_eq(name, column));
        self.columns.insert(column.to_owned(), meaning);
    }
}

/// Whether a list of words holds this one, case and accents aside.
pub(super) fn holds(words: &[String], word: &str) -> bool {
    words.iter().any(|known| folded_eq(known, word))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_reads_back_as_it_was_written() {
        let mut mapping =
            Mapping::parse("name = \"mine\"\nconsent = 2\n[columns]\n\"Who\" = \"first-name\"\n", "m").unwrap();
        assert_eq!((mapping.says("who"), mapping.says("what")), (Some(Meaning::FirstName), None));
        mapping.set("WHO", Meaning::Name);
        assert_eq!(mapping.columns.len(), 1);
        assert_eq!(Mapping::parse(&mapping.to_toml(), "m").unwrap(), mapping);
        for meaning in Meaning::ALL {
            assert_eq!(Meaning::named(meaning.name()), Some(meaning));
            mapping.set("Who", meaning);
            assert_eq!(Mapping::parse(&mapping.to_toml(), "m").unwrap(), mapping);
        }
    }

    #[test]
    fn what_is_wrong_with_a_mapping_is_said_with_its_line() {
        let fault = |text: &str| Mapping::parse(text, "mine.toml").unwrap_err().to_string();
        assert!(fault("name = \"x\"\ncolums = 1\n").starts_with("mine.toml: line 2: unknown field"));
        assert!(fault("[columns]\nA = \"surname\"\n").starts_with("mine.toml: line 2: unknown variant"));
        assert_eq!(fault("consent = 7"), "mine.toml: consent = 7 is no level from 0 to 4");
        assert_eq!(fault("agree = 3"), "mine.toml: agree = 3: the vote that means agree is 1 or -1");
        assert!(fault("kind = \"rant\"").contains("“rant” is no kind"));
    }
}
