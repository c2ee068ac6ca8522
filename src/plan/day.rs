//! A day as it stands in a file, which a person may have edited by hand.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate};

/// A day; or, where a file holds something else, the words that stand there, because no word is lost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Day {
    /// A day of the calendar.
    Date(NaiveDate),
    /// Something else, for instance "in spring".
    Text(String),
}

impl Day {
    /// Reads what a file holds; nothing where it holds only spaces.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        // A year of five digits is written with a sign, which a spreadsheet takes for a sum; nobody means one.
        let date = date.filter(|date| (0..=9999).contains(&date.year())).map(Self::Date);
        (!text.is_empty()).then(|| date.unwrap_or_else(|| Self::Text(text.to_owned())))
    }

    /// The day on the recorder's wall at a moment such as `2026-11-21T10:38:07+00:00`.
    pub fn of_time(time: &str) -> Option<NaiveDate> {
        DateTime::parse_from_rfc3339(time).ok().map(|moment| moment.date_naive())
    }

    /// The day of the calendar, where it is one.
    pub const fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Text(_) => None,
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{}", date.format("%-d %B %Y")),
            Self::Text(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_as_people_say_it_and_other_words_stay_as_they_are() {
        assert_eq!(Day::read("2026-03-12").unwrap().to_string(), "12 March 2026");
        assert_eq!(Day::read(" in spring ").unwrap().to_string(), "in spring");
        assert_eq!(Day::read("  "), None);
        for far in ["+262142-12-31", "-0044-03-15"] {
            assert_eq!(Day::read(far), Some(Day::Text(far.to_owned())));
        }
        assert!(Day::read("2026-03-12") < Day::read("in spring"));
    }
}
