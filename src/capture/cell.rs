//! What is typed into a cell of the action plan, as the change of a piece: one line of text in, what it means out.

use chrono::NaiveDate;

use super::due::day;
use crate::model::columns::{Piece, Takes};
use crate::model::programme::Framework;
use crate::model::value::Value;

/// The highest amount or number that is taken: sums of them stay numbers.
const MOST: u64 = 999_999_999_999;

/// What is to be written into a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing stands there any more.
    Clear,
    /// One value.
    Set(Value),
    /// These elements, and no others.
    All(Vec<String>),
}

/// What must be known to read what is typed.
pub struct Around<'a> {
    /// Today.
    pub today: NaiveDate,
    /// The list that the piece takes its words from, where there is one.
    pub list: Option<&'a Framework>,
    /// Somebody who was typed, as a field keeps them.
    pub person: &'a dyn Fn(&str) -> String,
    /// Themes that were typed, as tags.
    pub themes: &'a dyn Fn(&[String]) -> Vec<String>,
    /// Another action by its reference: its id, or why it cannot stand there.
    pub action: &'a dyn Fn(&str) -> Option<Result<String, String>>,
}

/// Reads what was typed into a piece; an error says in words what may stand there.
pub fn cell(typed: &str, piece: &Piece, around: &Around<'_>) -> Result<Cell, String> {
    let typed = typed.trim();
    let several =
        matches!(piece.takes, Takes::People | Takes::Words | Takes::Themes | Takes::Several(_) | Takes::AllOf(_));
    if typed.is_empty() {
        return Ok(if several { Cell::All(Vec::new()) } else { Cell::Clear });
    }
    let set = |value: String| Ok(Cell::Set(value.as_str().into()));
    match piece.takes {
        Takes::Text => set(typed.to_owned()),
        Takes::Person => set((around.person)(typed)),
        Takes::People => Ok(Cell::All(parted(typed).iter().map(|name| (around.person)(name)).collect())),
        Takes::Words => Ok(Cell::All(parted(typed))),
        Takes::Themes => Ok(Cell::All((around.themes)(&parted(typed)))),
        Takes::Day => set(stored_day(typed, around.today)?),
        Takes::Flag => match typed.to_lowercase().as_str() {
            "y" | "yes" | "true" | "x" => Ok(Cell::Set(true.into())),
            "n" | "no" | "false" => Ok(Cell::Clear),
            _ => Err(format!("“{typed}” is neither yes nor no.")),
        },
        Takes::Number => number(typed).map(|number| Cell::Set(number.into())),
        Takes::Pounds => {
            let digits: String = typed.chars().filter(|c| !matches!(c, '£' | ',' | ' ')).collect();
            let whole = digits.strip_suffix(".00").unwrap_or(&digits);
            let amount = number(whole).map_err(|_| format!("“{typed}” is no amount in whole pounds: write 1200."))?;
            Ok(Cell::Set(amount.into()))
        }
        Takes::Word(_) | Takes::OneOf(_) | Takes::Stage | Takes::Option | Takes::Group => {
            set(meant(typed, piece, around)?)
        }
        Takes::Several(_) | Takes::AllOf(_) => {
            // A title may hold a comma of its own.
            let whole = meant(typed, piece, around);
            let each = || parted(typed).iter().map(|word| meant(word, piece, around)).collect();
            whole.map(|one| vec![one]).or_else(|_| each()).map(Cell::All)
        }
        Takes::Action => match (around.action)(typed) {
            Some(found) => set(found?),
            None => set(typed.to_owned()),
        },
    }
}

/// A day as it is stored, from what was typed.
pub fn stored_day(typed: &str, today: NaiveDate) -> Result<String, String> {
    let found = day(typed, today).map(|day| day.to_string());
    found.ok_or_else(|| format!("“{typed}” is not a day: write 4/12, fri, +2w or 2026-12-04."))
}

/// The entry of the list that is meant, by its title, the beginning of it, or its number in the list.
fn meant(typed: &str, piece: &Piece, around: &Around<'_>) -> Result<String, String> {
    let nothing = || format!("There is nothing yet that could stand under {}.", piece.title);
    let list = around.list.filter(|list| !list.entries.is_empty()).ok_or_else(nothing)?;
    let numbered = || typed.parse::<usize>().ok().and_then(|n| list.entries.get(n.wrapping_sub(1)));
    let found = list.meant(typed).or_else(numbered).map(|entry| entry.id.clone());
    found.ok_or_else(|| {
        let titles: Vec<&str> = list.entries.iter().map(|entry| entry.title.as_str()).collect();
        format!("“{typed}” is none of these: {}.", titles.join(", "))
    })
}

fn number(typed: &str) -> Result<i64, String> {
    let number = typed.parse::<u64>().ok().filter(|number| *number <= MOST);
    let number = number.and_then(|number| i64::try_from(number).ok());
    number.ok_or_else(|| format!("“{typed}” is not a whole number."))
}

/// Words parted by commas.
fn parted(typed: &str) -> Vec<String> {
    typed.split([',', ';']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::model::columns::{PIECES, piece};
    use crate::model::fields::{Field, field};
    use crate::model::file::File;
    use crate::model::programme::Programme;
    use crate::plan::entries;

    fn read(field: Field, typed: &str) -> Result<Cell, String> {
        let piece = piece(field).unwrap();
        let list = entries(piece.takes, Programme::embedded(), &File::default());
        let around = Around {
            today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            list: list.as_ref(),
            person: &|typed| typed.to_uppercase(),
            themes: &|typed| typed.to_vec(),
            action: &|typed| typed.strip_prefix("A-").map(|id| Ok(id.to_owned())),
        };
        cell(typed, piece, &around)
    }

    #[test]
    fn each_sort_of_piece_takes_what_people_type_there() {
        let text = |text: &str| Ok(Cell::Set(text.into()));
        let all = |all: &[&str]| Ok(Cell::All(all.iter().map(|one| (*one).to_owned()).collect()));
        let rows: &[(Field, &str, Result<Cell, String>)] = &[
            (field::NEED, " a key ", text("a key")),
            (field::LEAD, "sam", text("SAM")),
            (field::PARTNERS, "sam, joy;", all(&["SAM", "JOY"])),
            (field::DUE, "4/12", text("2026-12-04")),
            (field::ROLES, "yes", Ok(Cell::Set(true.into()))),
            (field::ROLES, "No", Ok(Cell::Clear)),
            (field::COST, "£1,200", Ok(Cell::Set(1200.into()))),
            (field::RANK, "2", Ok(Cell::Set(2.into()))),
            (field::TYPE, "proj", text("project")),
            (field::LEVEL, "the network", text("pcn")),
            (field::RUNG, "co-design", text("co-design")),
            (field::RUNG, "7", text("co-production")),
            (field::DETERMINANTS, "damp, buses", all(&["housing", "transport"])),
            (field::FEATURES, "contact, listening", all(&["contact", "listening"])),
            (field::AREAS, "Redditch, Bromsgrove", all(&["Redditch", "Bromsgrove"])),
            (field::THEMES, "transport", all(&["transport"])),
            (field::BECAUSE, "A-id", text("id")),
            (field::BECAUSE, "the houses are damp", text("the houses are damp")),
        ];
        for (field, typed, expected) in rows {
            assert_eq!(read(*field, typed), *expected, "{} {typed}", field.name());
        }
    }

    #[test]
    fn what_cannot_stand_there_is_refused_with_what_can() {
        let refused = |field, typed| read(field, typed).unwrap_err();
        assert_eq!(refused(field::DUE, "soon"), "“soon” is not a day: write 4/12, fri, +2w or 2026-12-04.");
        assert_eq!(refused(field::COST, "much"), "“much” is no amount in whole pounds: write 1200.");
        assert_eq!(refused(field::RANK, "-1"), "“-1” is not a whole number.");
        assert_eq!(refused(field::ROLES, "maybe"), "“maybe” is neither yes nor no.");
        assert!(refused(field::AIMS, "glory").starts_with("“glory” is none of these: Better health for all, "));
        assert_eq!(refused(field::GROUP, "a"), "There is nothing yet that could stand under Group.");
    }

    #[test]
    fn an_empty_cell_clears_every_piece() {
        for piece in PIECES {
            assert!(
                matches!(read(piece.field, "  "), Ok(Cell::Clear))
                    || read(piece.field, "") == Ok(Cell::All(Vec::new())),
                "{}",
                piece.title
            );
        }
    }
}
