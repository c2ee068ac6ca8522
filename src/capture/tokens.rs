//! Tokens that are a whole word, or the whole line: a command, an agreement, a level, a kind, a stage.

use super::{Meaning, clean};
use crate::model::words::{Feeling, Kind, Level};

/// What a line means that is one token and no words.
pub(super) fn whole(line: &str, corrects: bool) -> Option<Meaning> {
    let level = if corrects { None } else { level(line).map(Meaning::Consent) };
    let agreement = || agreement(line).map(Meaning::Agree);
    level.or_else(agreement).or_else(|| command(line, corrects)).or_else(|| if corrects { None } else { link(line) })
}

/// Reads `link 4 9`, which is nobody's sentence: the two seats whose people were introduced.
fn link(line: &str) -> Option<Meaning> {
    let is_seat = |word: &str| {
        let digits = word.trim_start_matches(['@', ';']);
        (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        [link, one, other] if link.eq_ignore_ascii_case("link") && is_seat(one) && is_seat(other) => {
            Some(Meaning::Command { name: "link".into(), rest: format!("{one} {other}") })
        }
        _ => None,
    }
}

fn agreement(line: &str) -> Option<u32> {
    let digits = line.strip_prefix('+')?;
    // At most three, so that no telephone number is taken for a show of hands.
    let few = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if few { digits.parse().ok().filter(|count| *count > 0) } else { None }
}

fn command(line: &str, corrects: bool) -> Option<Meaning> {
    let after = line.strip_prefix('/')?;
    let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '?' | '-');
    let rest = after.trim_start_matches(of_name);
    let name = after.strip_suffix(rest)?;
    let ends = rest.is_empty() || (!name.is_empty() && rest.starts_with(char::is_whitespace));
    if !ends || name.starts_with('-') {
        return None;
    }
    let word = line.strip_suffix(rest)?;
    let rest = clean(rest);
    let is_alias = level(word).is_some() || kind(word).is_some() || (corrects && stage(word).is_some());
    // Alone it is about the line being corrected, or else the name of a command; a safeguarding mark needs no words.
    let is_mark = corrects || !rest.is_empty() || kind(word) == Some(Kind::Safeguarding);
    if is_alias && is_mark {
        return None;
    }
    Some(Meaning::Command { name: name.to_ascii_lowercase(), rest })
}

/// Reads `%2` or `/c2`.
pub(super) fn level(word: &str) -> Option<Level> {
    let digit = word.strip_prefix('%').or_else(|| word.strip_prefix("/c")).or_else(|| word.strip_prefix("/C"))?;
    Level::named(digit)
}

/// Reads `!q` or `/q`; a touchpoint may be `!e+` or `!e-`.
pub(super) fn kind(word: &str) -> Option<Kind> {
    let mut letters = word.strip_prefix(['!', '/'])?.chars();
    let letter = letters.next()?.to_ascii_lowercase();
    let kind = Kind::ALL.iter().copied().find(|kind| kind.token() == Some(letter))?;
    match letters.next() {
        None => Some(kind),
        Some(_) => (kind == Kind::Touchpoint && feeling(word).is_some() && letters.next().is_none()).then_some(kind),
    }
}

/// How it felt, where a sign at the end says so; a minus may be a dash, as some keyboards write it.
pub(super) fn feeling(word: &str) -> Option<Feeling> {
    let sign = word.chars().next_back()?;
    let sign = if matches!(sign, '−' | '–') { '-' } else { sign };
    Feeling::ALL.iter().copied().find(|feeling| feeling.sign() == sign)
}

/// Reads `/2`, the stage that a line is moved to.
pub(super) fn stage(word: &str) -> Option<usize> {
    let mut digits = word.strip_prefix('/')?.chars();
    let digit = digits.next().filter(|_| digits.next().is_none())?;
    digit.to_digit(10).filter(|number| *number > 0).and_then(|number| usize::try_from(number).ok())
}

/// At the end only `%2`: `/c2` there could be the end of an address.
pub(super) fn is_percent(word: &str) -> bool {
    word.starts_with('%') && level(word).is_some()
}
