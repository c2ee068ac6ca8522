//! The one table of the action plan's columns: what each holds, as which pieces of an action (domain §2.4).
//!
//! The form of an action, the grid, the gate, the exports and the gap checks read this table and nothing else. To add a
//! piece, add its field in [`super::fields`] and a row of [`PIECES`], and name it in its column.

use super::fields::{Field, field};
use super::words::{ActionType, Feature, PlanLevel, Rating};

/// A column of the action plan.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its number in domain §2.4, from 1.
    pub number: u8,
    /// What it is called on screen and in exports.
    pub title: &'static str,
    /// What it holds, as fields of [`PIECES`], the one it cannot do without first; none where it is worked out.
    pub pieces: &'static [Field],
    /// Whether a row is not valid without it.
    pub required: bool,
    /// Whether it stands on a board's page.
    pub board: bool,
}

/// The 24 columns.
pub const COLUMNS: &[Column] = &[
    worked_out(1, "Ref").required(),
    column(2, "Issue, in the community's words", &[field::ISSUE]).required(),
    column(3, "Population and place", &[field::POPULATION, field::PEOPLE, field::PLUS, field::CHILDREN]).for_board(),
    column(4, "Why", &[field::DETERMINANTS, field::BECAUSE]),
    column(5, "Evidence", &[field::DATA]),
    column(6, "Stage and theme", &[field::STAGE, field::THEMES]),
    column(
        7,
        "Priority",
        &[field::RANK, field::CHOSEN, field::CONTINUING, field::EASE, field::USEFULNESS, field::BARRIERS],
    )
    .for_board(),
    column(8, "Action", &[field::TEXT, field::TYPE, field::OPTION]).required().for_board(),
    column(9, "Lead", &[field::LEAD]).required().for_board(),
    column(10, "Partners", &[field::PARTNERS]),
    column(11, "Resources", &[field::NEED, field::COST, field::FOUND, field::SOURCE, field::SPACE, field::ROLES]),
    column(
        12,
        "Measure",
        &[
            field::MEASURE,
            field::BASELINE,
            field::TARGET,
            field::FIGURES,
            field::COLLECTOR,
            field::MEASURED_FROM,
            field::STOP_RULE,
        ],
    )
    .required()
    .for_board(),
    column(13, "Timescale", &[field::DUE, field::START, field::REVIEW]).required().for_board(),
    worked_out(14, "Status").for_board(),
    column(15, "Specifications, aims and building blocks", &[field::SPECIFICATIONS, field::AIMS, field::BLOCKS]),
    column(16, "Level, area and group", &[field::LEVEL, field::PARENT, field::AREAS, field::GROUP]),
    column(17, "Patient voice route", &[field::VOICE, field::VOICE_DATE]),
    column(
        18,
        "How it is made",
        &[
            field::RUNG,
            field::RATED_BY,
            field::FEATURES,
            field::STRANDS,
            field::BENEFITS,
            field::REACH,
            field::LEARNING,
            field::CHALLENGER,
        ],
    ),
    worked_out(19, "Agreed by"),
    column(20, "Strategy and escalation", &[field::STRATEGY, field::ESCALATE, field::ESCALATED]),
    column(21, "Learning shared with", &[field::SHARED]),
    column(22, "You said, we did", &[field::DID, field::CHANGED, field::WHY_NOT]).for_board(),
    column(23, "Feedback", &[field::FEEDBACK, field::FED_BACK, field::CHANNEL]),
    worked_out(24, "Where it comes from"),
];

const fn column(number: u8, title: &'static str, pieces: &'static [Field]) -> Column {
    Column { number, title, pieces, required: false, board: false }
}

/// A column that nobody types: it is worked out from other items.
const fn worked_out(number: u8, title: &'static str) -> Column {
    column(number, title, &[])
}

impl Column {
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn for_board(self) -> Self {
        Self { board: true, ..self }
    }

    /// What it holds, piece by piece.
    pub fn pieces(&self) -> impl Iterator<Item = &'static Piece> {
        self.pieces.iter().filter_map(|field| piece(*field))
    }
}

/// One thing an action may say.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The field it is kept in.
    pub field: Field,
    /// What it is called on screen and in exports.
    pub title: &'static str,
    /// What may stand there, in a few words for the form.
    pub hint: &'static str,
    /// What may stand there.
    pub takes: Takes,
    /// How a room is asked for it; empty where its title is question enough.
    pub asks: &'static str,
    /// Whether the form of an action asks every time; the others are asked for by their column.
    pub usual: bool,
}

impl Piece {
    /// The column it stands in.
    pub fn column(&self) -> Option<&'static Column> {
        COLUMNS.iter().find(|column| column.pieces.contains(&self.field))
    }

    /// How a room is asked for it.
    pub fn question(&self) -> String {
        if self.asks.is_empty() { format!("{}?", self.title) } else { self.asks.to_owned() }
    }

    const fn asked(self, asks: &'static str) -> Self {
        Self { asks, ..self }
    }

    const fn usual(self) -> Self {
        Self { usual: true, ..self }
    }
}

/// The column that somebody means who types this: its number, or the beginning of its title or of a piece in it; with
/// the piece that was named.
pub fn column_meant(typed: &str) -> Option<(&'static Column, Option<&'static Piece>)> {
    let typed = typed.trim().to_lowercase();
    if let Ok(number) = typed.parse::<u8>() {
        return COLUMNS.iter().find(|column| column.number == number).map(|column| (column, None));
    }
    if typed.is_empty() {
        return None;
    }
    let named = |piece: &&Piece| piece.title.to_lowercase() == typed || piece.field.name() == typed;
    let of = |piece: &'static Piece| piece.column().map(|column| (column, Some(piece)));
    let begins = |title: &str| title.to_lowercase().starts_with(&typed);
    let column = || COLUMNS.iter().find(|column| begins(column.title)).map(|column| (column, None));
    let piece = || PIECES.iter().find(|piece| begins(piece.title)).and_then(of);
    PIECES.iter().find(named).and_then(of).or_else(column).or_else(piece)
}

/// What may stand in a piece, as it is typed.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
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
    /// Several of these words, parted by commas.
    Several(fn() -> Vec<(&'static str, &'static str)>),
    /// One entry of the programme's framework with this id.
    OneOf(&'static str),
    /// Several entries of the programme's framework with this id, parted by commas.
    AllOf(&'static str),
    /// Several words or names of one's own, parted by commas.
    Words,
    /// Themes, parted by commas.
    Themes,
    /// A stage of the programme.
    Stage,
    /// An option for networks.
    Option,
    /// A whole number, from 0.
    Number,
    /// An amount in whole pounds, from 0.
    Pounds,
    /// Another action, by its reference; or words.
    Action,
    /// A task-and-finish group.
    Group,
}

/// The piece that is kept in a field.
pub fn piece(field: Field) -> Option<&'static Piece> {
    PIECES.iter().find(|piece| piece.field == field)
}

/// Everything an action may say, in the order in which it is asked for and shown.
pub const PIECES: &[Piece] = &[
    of(field::TEXT, "Action", "begins with a verb: ask, open, meet", Takes::Text).asked("What will be done?").usual(),
    of(field::ISSUE, "Issue", "in the community's words", Takes::Text).asked("Which issue does it answer?").usual(),
    of(
        field::TYPE,
        "Type",
        "a relationship starts now, a project when it is ready",
        Takes::Word(|| ActionType::ALL.iter().map(|word| (word.name(), word.title())).collect()),
    )
    .asked("What sort of action is it?")
    .usual(),
    of(field::LEAD, "Lead", "one person or body; @3 is seat 3", Takes::Person).asked("Who leads it?").usual(),
    of(field::PARTNERS, "Partners", "partners, parted by commas; @3 is seat 3", Takes::People)
        .asked("Who helps?")
        .usual(),
    of(field::POPULATION, "For whom", "who and where, and who before they are ill", Takes::Text).usual(),
    of(field::PEOPLE, "How many people", "a number, if known", Takes::Number),
    of(field::PLUS, "Core20PLUS5 groups", "which of them, parted by commas", Takes::AllOf("core20plus5")),
    of(field::CHILDREN, "For children or young people", "yes or no", Takes::Flag),
    of(field::DETERMINANTS, "Wider determinants", "which of them, parted by commas", Takes::AllOf("determinants")),
    of(field::BECAUSE, "Because", "what it comes from: another action's ref, or words", Takes::Action),
    of(field::DATA, "Figures", "with their source and year", Takes::Text).asked("What do the figures say?"),
    of(field::NEED, "Needs", "money, a room, time", Takes::Text).asked("What does it need?").usual(),
    of(field::COST, "Costs, in pounds", "a number", Takes::Pounds),
    of(field::FOUND, "Found, in pounds", "how much of that there is", Takes::Pounds),
    of(field::SOURCE, "Where the means come from", "a fund, a body, in kind", Takes::Text),
    of(field::SPACE, "Room or place", "where it can happen", Takes::Text),
    of(field::ROLES, "Needs additional roles", "whether it depends on link workers and the like", Takes::Flag),
    of(field::MEASURE, "Measure", "the measure, in a sentence", Takes::Text)
        .asked("How will we know that it works?")
        .usual(),
    of(field::BASELINE, "Before", "a number, and its day", Takes::Text).asked("How do things stand before it starts?"),
    of(field::TARGET, "Target", "what the measure should come to", Takes::Text),
    of(field::FIGURES, "Source of the figures", "where they come from", Takes::Text),
    of(field::COLLECTOR, "Collected by", "who gathers them", Takes::Person),
    of(field::MEASURED_FROM, "Measured from", "a day, as 4/12 or 2026-12-04", Takes::Day),
    of(field::STOP_RULE, "Stops if", "a rule that is set before it starts", Takes::Text)
        .asked("What would make us stop?"),
    of(field::DUE, "Due", "as 4/12, fri, +2w or 2026-12-04", Takes::Day).asked("By when is it due?").usual(),
    of(field::START, "Starts", "a day", Takes::Day),
    of(field::REVIEW, "Looked at again", "a day", Takes::Day),
    of(field::VOICE, "Patient voice", "a light way will do: a call to three residents", Takes::Text)
        .asked("Who will tell us if it worked, and how?")
        .usual(),
    of(field::VOICE_DATE, "They say so on", "a day", Takes::Day),
    of(field::FEEDBACK, "Feedback", "as 4/12, fri, +2w or 2026-12-04", Takes::Day)
        .asked("When do people hear back?")
        .usual(),
    of(field::FED_BACK, "Heard back on", "the day they did", Takes::Day),
    of(field::CHANNEL, "Heard by", "a letter, a call, a meeting", Takes::Text),
    of(field::STAGE, "Stage", "where it came from", Takes::Stage),
    of(field::THEMES, "Themes", "parted by commas", Takes::Themes).usual(),
    of(field::RANK, "Rank", "its place among the priorities, from 1", Takes::Number),
    of(field::CHOSEN, "How that was settled", "the method, and who took part", Takes::Text),
    of(field::CONTINUING, "Continuing work", "yes where it is no new priority", Takes::Flag),
    of(field::EASE, "Ease", "1 to 5, the easiest is 5", Takes::Word(ratings)),
    of(field::USEFULNESS, "Usefulness", "1 to 5, the most useful is 5", Takes::Word(ratings)),
    of(field::BARRIERS, "Barriers", "what stands in its way", Takes::Text),
    of(field::OPTION, "Option for networks", "the option it takes up", Takes::Option),
    of(field::SPECIFICATIONS, "Specifications", "which of the seven, parted by commas", Takes::AllOf("specifications")),
    of(field::AIMS, "Triple aim", "which of the three, parted by commas", Takes::AllOf("triple-aim")),
    of(field::BLOCKS, "Building blocks", "which of the four, parted by commas", Takes::AllOf("building-blocks")),
    of(
        field::LEVEL,
        "Level",
        "where it is done",
        Takes::Word(|| PlanLevel::ALL.iter().map(|word| (word.name(), word.title())).collect()),
    ),
    of(field::PARENT, "Part of", "an action at another level: its ref, or words", Takes::Action),
    of(field::AREAS, "Areas", "parted by commas", Takes::Words),
    of(field::GROUP, "Group", "the task-and-finish group that carries it", Takes::Group),
    of(field::RUNG, "Rung of co-production", "how far power is shared", Takes::OneOf("ladder")),
    of(field::RATED_BY, "Rated by", "who says so", Takes::Person),
    of(
        field::FEATURES,
        "Health creation",
        "which of the three Cs and five features, parted by commas",
        Takes::Several(|| Feature::ALL.iter().map(|word| (word.name(), word.title())).collect()),
    ),
    of(
        field::STRANDS,
        "Community-centred strands",
        "which of the four, parted by commas",
        Takes::AllOf("community-centred"),
    ),
    of(field::BENEFITS, "Evidence for benefits", "which of the six, parted by commas", Takes::AllOf("benefits")),
    of(field::REACH, "Reaches", "people, not patients", Takes::Text)
        .asked("How are people reached before they are ill?"),
    of(field::LEARNING, "Learns with", "a partner: a university, another network", Takes::Text)
        .asked("Who learns along with us?"),
    of(field::CHALLENGER, "Questioned by", "a person or group outside it", Takes::Text)
        .asked("Who is there to question it, and how is it run?"),
    of(field::STRATEGY, "Supports strategy", "the wider strategy, or not yet matched", Takes::Text),
    of(field::ESCALATE, "Escalated to", "who has to deal with it", Takes::Text),
    of(field::ESCALATED, "Escalated on", "a day", Takes::Day),
    of(field::SHARED, "Learning shared with", "parted by commas", Takes::Words),
    of(field::DID, "We did", "what was done about what people said", Takes::Text),
    of(field::CHANGED, "What changed", "the difference it made", Takes::Text),
    of(field::WHY_NOT, "If not, why not", "a reason counts as an answer", Takes::Text),
];

fn ratings() -> Vec<(&'static str, &'static str)> {
    Rating::ALL.iter().map(|word| (word.name(), word.title())).collect()
}

const fn of(field: Field, title: &'static str, hint: &'static str, takes: Takes) -> Piece {
    Piece { field, title, hint, takes, asks: "", usual: false }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::model::fields::List;

    #[test]
    fn the_plan_has_24_columns_in_order_and_six_make_a_valid_row() {
        let numbers: Vec<u8> = COLUMNS.iter().map(|column| column.number).collect();
        assert_eq!(numbers, (1..=24).collect::<Vec<u8>>());
        let required: Vec<u8> = COLUMNS.iter().filter(|column| column.required).map(|column| column.number).collect();
        assert_eq!(required, [1, 2, 8, 9, 12, 13]);
        let board: Vec<u8> = COLUMNS.iter().filter(|column| column.board).map(|column| column.number).collect();
        assert_eq!(board, [3, 7, 8, 9, 12, 13, 14, 22]);
    }

    #[test]
    fn every_piece_stands_in_one_column_and_in_the_table_of_fields() {
        for piece in PIECES {
            let columns = COLUMNS.iter().filter(|column| column.pieces.contains(&piece.field)).count();
            assert_eq!(columns, 1, "{}", piece.title);
            assert!(List::Actions.fields().iter().any(|about| about.field == piece.field), "{}", piece.title);
        }
        for field in COLUMNS.iter().flat_map(|column| column.pieces) {
            assert_eq!(PIECES.iter().filter(|piece| piece.field == *field).count(), 1, "{}", field.name());
        }
    }

    #[test]
    fn every_framework_a_piece_names_is_in_the_programme() {
        let programme = crate::model::programme::Programme::embedded();
        for piece in PIECES {
            if let Takes::OneOf(id) | Takes::AllOf(id) = piece.takes {
                assert!(programme.framework(id).is_some(), "{id}");
            }
        }
    }
}
