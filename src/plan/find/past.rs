//! Days as people name them when they look back: day first, and the latest there was.

use chrono::{Datelike, NaiveDate, Weekday};

/// Reads a day on or before today: `12/3` the latest twelfth of March, `12/3/26`, `12/3/2026`, `2026-03-12`, `fri` the
/// latest Friday, `today`, `yesterday`. Where the year is said it may also lie ahead. Anything else is no day.
pub(super) fn past(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if text.contains('/') {
        return day_first(text, today);
    }
    if text.contains('-') {
        let whole = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        return whole.then(|| text.parse().ok()).flatten();
    }
    match text {
        "today" => Some(today),
        "yesterday" => today.pred_opt(),
        day => {
            // Three letters at least: chrono knows `fri`, and every day by its whole name.
            let begins = |weekday: &Weekday| day.len() >= 3 && name(*weekday).starts_with(day);
            let weekday = if day == "weds" { Some(Weekday::Wed) } else { WEEK.into_iter().find(begins) };
            let weekday = weekday?;
            std::iter::successors(Some(today), NaiveDate::pred_opt).take(7).find(|date| date.weekday() == weekday)
        }
    }
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

const fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "monday",
        Weekday::Tue => "tuesday",
        Weekday::Wed => "wednesday",
        Weekday::Thu => "thursday",
        Weekday::Fri => "friday",
        Weekday::Sat => "saturday",
        Weekday::Sun => "sunday",
    }
}

fn day_first(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let numbers: Option<Vec<u32>> = text.split('/').map(number).collect();
    match (numbers?.as_slice(), text.rsplit('/').next()?.len()) {
        ([day, month], ..=2) => {
            // Eight years, because 29 February can be that far away.
            let years = (today.year() - 8..=today.year()).rev();
            years.filter_map(|year| NaiveDate::from_ymd_opt(year, *month, *day)).find(|date| *date <= today)
        }
        ([day, month, year], 2) => NaiveDate::from_ymd_opt(i32::try_from(2000 + year).ok()?, *month, *day),
        ([day, month, year], 4) => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
        _ => None,
    }
}

fn number(digits: &str) -> Option<u32> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_latest_such_day_and_day_first() {
        // 27 November 2026 is a Friday.
        for (text, day) in [
            ("12/3", "2026-03-12"),
            ("27/11", "2026-11-27"),
            ("28/11", "2025-11-28"),
            ("29/2", "2024-02-29"),
            ("12/3/25", "2025-03-12"),
            ("1/2/2031", "2031-02-01"),
            ("2026-03-12", "2026-03-12"),
            ("fri", "2026-11-27"),
            ("weds", "2026-11-25"),
            ("saturday", "2026-11-21"),
            ("today", "2026-11-27"),
            ("yesterday", "2026-11-26"),
        ] {
            assert_eq!(past(text, "2026-11-27".parse().unwrap()), Some(day.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_guessed_at() {
        for text in ["", "1", "/", "12/", "/3", "31/2", "3/13", "1/2/3", "1/2/026", "fr", "fridays", "2026-3-1", "soon"]
        {
            assert_eq!(past(text, "2026-11-27".parse().unwrap()), None, "{text}");
        }
        for text in ["fri", "yesterday", "12/3", "31/12"] {
            let _ = (past(text, NaiveDate::MAX), past(text, NaiveDate::MIN));
        }
    }
}
