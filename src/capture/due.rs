//! Dates as they are typed in a room: short, day first, and always in the future.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Reads a due date, counted from `today`.
///
/// `fri` the next Friday, never today; `12/3` the next twelfth of March, today included; `12/3/27`, `12/3/2027`,
/// `2026-12-04`; `+3d`, `+2w`; `today`, `tomorrow`, `eom` (the last day of this month). Anything else is no date.
pub fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Some(span) = text.strip_prefix('+') {
        return after(span, today);
    }
    if text.contains('/') {
        return day_first(text, today);
    }
    if text.contains('-') {
        return year_first(text);
    }
    let text = text.to_ascii_lowercase();
    match text.as_str() {
        "today" => Some(today),
        "tomorrow" => today.succ_opt(),
        "eom" => last_of_month(today),
        day => next_weekday(day, today),
    }
}

/// A date as the screen echoes it: Friday 27 November 2026.
pub(super) fn written_out(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

fn after(span: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (digits, length) =
        span.strip_suffix(['d', 'D']).map(|n| (n, 1)).or_else(|| span.strip_suffix(['w', 'W']).map(|n| (n, 7)))?;
    today.checked_add_days(Days::new(u64::from(number(digits, 3)?) * length))
}

fn day_first(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let mut numbers = text.split('/');
    let (day, month, year) = (numbers.next()?, numbers.next()?, numbers.next());
    let (day, month) = (number(day, 2)?, number(month, 2)?);
    match (year, numbers.next()) {
        (Some(year), None) if year.len() == 2 => on(2000 + number(year, 2)?, month, day),
        (Some(year), None) if year.len() == 4 => on(number(year, 4)?, month, day),
        (None, None) => {
            // Eight years, because 29 February can be that far away.
            let this = u32::try_from(today.year()).ok()?;
            (this..=this + 8).filter_map(|year| on(year, month, day)).find(|date| *date >= today)
        }
        _ => None,
    }
}

fn year_first(text: &str) -> Option<NaiveDate> {
    let mut numbers = text.split('-');
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let whole = year.len() == 4 && month.len() == 2 && day.len() == 2 && numbers.next().is_none();
    if whole { on(number(year, 4)?, number(month, 2)?, number(day, 2)?) } else { None }
}

fn last_of_month(today: NaiveDate) -> Option<NaiveDate> {
    (28..=31).rev().find_map(|day| today.with_day(day))
}

fn next_weekday(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    let typed = if typed == "weds" { "wed" } else { typed };
    let (_, day) = DAYS.iter().find(|(name, _)| typed.len() >= 3 && name.starts_with(typed))?;
    today.iter_days().skip(1).take(7).find(|date| date.weekday() == *day)
}

fn on(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn number(digits: &str, longest: usize) -> Option<u32> {
    let plain = (1..=longest).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str, today: &str) -> Option<String> {
        day(text, today.parse().unwrap()).map(|date| date.to_string())
    }

    #[test]
    fn a_weekday_is_the_next_one_and_never_today() {
        // 27 November 2026 is a Friday.
        assert_eq!(read("fri", "2026-11-27").as_deref(), Some("2026-12-04"));
        assert_eq!(read("fri", "2026-11-26").as_deref(), Some("2026-11-27"));
        for day in ["Weds", "WED", "wednesday", "wednes"] {
            assert_eq!(read(day, "2026-11-27").as_deref(), Some("2026-12-02"), "{day}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_the_next_such_day() {
        assert_eq!(read("12/3", "2026-11-27").as_deref(), Some("2027-03-12"));
        assert_eq!(read("27/11", "2026-11-27").as_deref(), Some("2026-11-27"));
        assert_eq!(read("26/11", "2026-11-27").as_deref(), Some("2027-11-26"));
        assert_eq!(read("29/2", "2026-11-27").as_deref(), Some("2028-02-29"));
        assert_eq!(read("29/2", "2096-03-01").as_deref(), Some("2104-02-29"));
    }

    #[test]
    fn the_end_of_the_month_knows_every_month() {
        assert_eq!(read("eom", "2026-11-27").as_deref(), Some("2026-11-30"));
        assert_eq!(read("eom", "2026-11-30").as_deref(), Some("2026-11-30"));
        assert_eq!(read("EOM", "2028-02-01").as_deref(), Some("2028-02-29"));
        assert_eq!(read("eom", "2026-12-31").as_deref(), Some("2026-12-31"));
    }

    #[test]
    fn what_is_no_date_is_not_guessed_at() {
        for text in [
            "",
            "+",
            "+w",
            "+2",
            "+2x",
            "++2w",
            "+-2w",
            "+9999d",
            "fr",
            "fridayish",
            "next fri",
            "31/2",
            "0/1",
            "1/0",
            "12/13",
            "3/12/1",
            "3/12/026",
            "1/2/3/4",
            "/",
            "12/",
            "/3",
            "-",
            "2026-2-3",
            "2026-02-30",
            "26-12-04",
            "2026-12-04-01",
            "soon",
            "١٢/٣",
            "+２w",
        ] {
            assert_eq!(read(text, "2026-11-27"), None, "{text}");
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        let last = NaiveDate::MAX;
        for text in ["fri", "tomorrow", "+3d", "+2w", "eom", "12/3", "31/12"] {
            let _ = day(text, last);
            let _ = day(text, NaiveDate::MIN);
        }
    }
}
