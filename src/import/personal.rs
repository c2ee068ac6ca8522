//! Columns that say how to find somebody: left out unless a mapping asks for them by name.

use core::net::IpAddr;

use crate::model::fold::folded;

/// Words in the name of a column that holds personal data, and what it then holds.
const WORDS: &[(&str, &str)] = &[
    ("e-mail", "e-mail addresses"),
    ("email", "e-mail addresses"),
    ("upn", "e-mail addresses"),
    ("telephone", "telephone numbers"),
    ("phone", "telephone numbers"),
    ("mobile", "telephone numbers"),
    ("tel", "telephone numbers"),
    ("ip", "network addresses"),
    ("address", "addresses"),
    ("address1", "addresses"),
    ("address2", "addresses"),
    ("postcode", "addresses"),
    ("post code", "addresses"),
    ("postal code", "addresses"),
    ("zip", "addresses"),
    ("zipcode", "addresses"),
    ("street", "addresses"),
    ("date of birth", "dates of birth"),
    ("birthday", "dates of birth"),
    ("dob", "dates of birth"),
    ("nhs number", "numbers of a person"),
    ("national insurance", "numbers of a person"),
];

/// What personal data a column holds, by its name or by what stands in it; none where it seems to hold none.
pub fn personal<'a>(name: &str, cells: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    by_name(name).or_else(|| by_cells(cells))
}

fn by_name(name: &str) -> Option<&'static str> {
    let plain: String = folded(name).map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    let plain = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
    WORDS.iter().find(|(word, _)| plain.contains(&format!(" {word} "))).map(|(_, what)| *what)
}

fn by_cells<'a>(cells: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let (mut filled, mut mail, mut phone, mut machine) = (0usize, 0usize, 0usize, 0usize);
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
        filled += 1;
        mail += usize::from(is_address(cell));
        phone += usize::from(is_telephone(cell));
        machine += usize::from(cell.parse::<IpAddr>().is_ok());
    }
    let most = |count: usize| count > 0 && count * 2 >= filled;
    [(mail, "e-mail addresses"), (machine, "network addresses"), (phone, "telephone numbers")]
        .into_iter()
        .find(|(count, _)| most(*count))
        .map(|(_, what)| what)
}

/// Whether it is an e-mail address and nothing else.
pub fn is_address(cell: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '@' | '/'));
    cell.split_once('@').is_some_and(|(who, host)| plain(who) && plain(host) && host.trim_matches('.').contains('.'))
}

/// Whether it is a telephone number and nothing else.
fn is_telephone(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let begins = cell.starts_with(['0', '+', '(']);
    begins && (9..=15).contains(&digits) && cell.chars().all(|c| c.is_ascii_digit() || " +()-.".contains(c))
}

/// Whether a text has an e-mail address somewhere in it.
pub(super) fn holds_address(text: &str) -> bool {
    text.contains('@')
        && text.split_whitespace().any(|word| is_address(word.trim_matches(|c: char| !c.is_alphanumeric())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_columns_are_known_by_their_names() {
        for name in
            ["Email", "E-mail address", "User Email", "Telephone no.", "IP", "Home Address 1", "Post code", "Tel:"]
        {
            assert!(by_name(name).is_some(), "{name}");
        }
        for name in ["Name", "Role", "What would you tell us?", "Principle", "Hotel", "Town"] {
            assert!(by_name(name).is_none(), "{name}");
        }
    }

    #[test]
    fn personal_columns_are_known_by_what_stands_in_them() {
        let held = |cells: &[&'static str]| by_cells(cells.iter().copied());
        assert_eq!(held(&["joy@example.org", "", "sam@example.org"]), Some("e-mail addresses"));
        assert_eq!(held(&["01632 960 001", "+44 1632 960002"]), Some("telephone numbers"));
        assert_eq!(held(&["192.0.2.7", "2001:db8::1"]), Some("network addresses"));
        assert_eq!(held(&["ask joy@example.org", "the hall", "3"]), None);
        assert_eq!(held(&["", ""]), None);
        assert!(holds_address("write to <joy@example.org>, please") && !holds_address("meet @ the hall"));
    }
}
