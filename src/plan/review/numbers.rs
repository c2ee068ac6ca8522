//! Numbers in somebody's words that tell who they are: NHS numbers and telephone numbers.

/// A run of digits in groups, as people write long numbers.
struct Run {
    /// Whether a plus stands before it.
    plus: bool,
    digits: Vec<u8>,
    /// How many digits each group has.
    groups: Vec<usize>,
}

/// Whether an NHS number stands in the text: ten digits, together or as 943 476 5919, with the right check digit.
pub(super) fn has_nhs_number(text: &str) -> bool {
    runs(text).iter().any(|run| {
        let written_so = matches!(run.groups.as_slice(), [10] | [3, 3, 4]);
        !run.plus && written_so && is_nhs_number(&run.digits)
    })
}

/// The check of modulus 11: the digits weighed from 10 to 2, and what is missing to the next eleven.
fn is_nhs_number(digits: &[u8]) -> bool {
    let [first, .., check] = digits else { return false };
    let weighed: u32 = digits.iter().zip([10, 9, 8, 7, 6, 5, 4, 3, 2]).map(|(d, weight)| u32::from(*d) * weight).sum();
    // A number that begins with 0 is a telephone, and ten of the same digit is nobody's.
    let real = *first != 0 && digits.iter().any(|digit| digit != first);
    digits.len() == 10 && real && (11 - weighed % 11) % 11 == u32::from(*check)
}

/// Whether a telephone number stands in the text, as the United Kingdom writes them: 01, 02, 03, 07 or 08, or +44.
pub(super) fn has_telephone(text: &str) -> bool {
    runs(text).iter().any(is_telephone)
}

fn is_telephone(run: &Run) -> bool {
    let national = |digits: &[u8]| matches!(digits, [1 | 2 | 3 | 7 | 8, ..]) && matches!(digits.len(), 9 | 10);
    // +44 (0)20 7946 0018: the nought in brackets is not dialled.
    let abroad = |rest: &[u8]| national(rest.strip_prefix(&[0]).unwrap_or(rest));
    match run.digits.as_slice() {
        [4, 4, rest @ ..] if run.plus => abroad(rest),
        [0, 0, 4, 4, rest @ ..] => abroad(rest),
        // The first group is an area or a network, of three digits at least: 01 02 2024 is a day.
        [0, rest @ ..] if run.groups.first().is_some_and(|group| *group >= 3) => national(rest),
        _ => false,
    }
}

/// The runs of digits in a text. A space, a hyphen or brackets may part groups; letters, money, slashes, colons and
/// decimal points end a run, and what touches them is no such number.
fn runs(text: &str) -> Vec<Run> {
    let mut found = Vec::new();
    if text.chars().filter(|c| digit(*c).is_some()).take(9).count() < 9 {
        return found;
    }
    let letters: Vec<char> = text.chars().collect();
    let at = |place: usize| letters.get(place).copied();
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "£$€%/:#_@=&".contains(c));
    let mut place = 0;
    while let Some(letter) = at(place) {
        if digit(letter).is_none() {
            place += 1;
            continue;
        }
        let mut before = place.checked_sub(1);
        while before.and_then(at) == Some('(') {
            before = before.and_then(|b| b.checked_sub(1));
        }
        let before = before.and_then(at);
        let mut run = Run { plus: before == Some('+'), digits: Vec::new(), groups: Vec::new() };
        while let Some(number) = at(place).and_then(digit) {
            let start = run.digits.len();
            let mut next = Some(number);
            while let Some(number) = next {
                run.digits.push(number);
                place += 1;
                next = at(place).and_then(digit);
            }
            run.groups.push(run.digits.len() - start);
            // One or two marks to the next group, `) ` at most.
            let gap = (1..=3).find(|gap| at(place + gap).and_then(digit).is_some());
            let parts = |c: Option<char>| c.is_some_and(|c| " -\u{a0}\u{2010}\u{2011}()".contains(c));
            match gap.filter(|gap| (0..*gap).all(|step| parts(at(place + step)))) {
                Some(gap) => place += gap,
                None => break,
            }
        }
        let decimal = |c: Option<char>| matches!(c, Some('.' | ','));
        let cut = decimal(at(place)) && at(place + 1).and_then(digit).is_some() || decimal(before) && place > 1;
        if !touches(at(place)) && !touches(before) && !cut {
            found.push(run);
        }
    }
    found
}

/// The value of a digit of the scripts that people here may type.
fn digit(letter: char) -> Option<u8> {
    const NOUGHTS: [u32; 6] = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10];
    if letter.is_ascii() && !letter.is_ascii_digit() {
        return None;
    }
    let value = |nought: u32| u32::from(letter).checked_sub(nought).filter(|value| *value < 10);
    NOUGHTS.into_iter().find_map(value).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_nhs_number_is_known_by_its_check_digit() {
        for text in [
            "943 476 5919",
            "my number is 9434765919.",
            "(943-476-5919)",
            "NHS no: 943 476 5919, she said",
            "９４３４７６５９１９",
        ] {
            assert!(has_nhs_number(text), "{text}");
        }
        for text in [
            "943 476 5918",
            "94347659191",
            "9434 765919",
            "943 476 59190",
            "£9434765919",
            "9434765919p",
            "order 9434765919/2",
            "1111111111",
            "0123456789",
            "2019 2020 20",
            "",
        ] {
            assert!(!has_nhs_number(text), "{text}");
        }
    }

    #[test]
    fn a_telephone_number_is_known_however_it_is_grouped() {
        for text in [
            "ring 01632 960001",
            "(01632) 960 001",
            "020 7946 0018",
            "07700900123",
            "07700-900-123,",
            "+44 7700 900123",
            "+44 (0)20 7946 0018",
            "0044 1632 960001",
            "0800 111111",
            "call 0300 123 4567 please",
            "٠٧٧٠٠٩٠٠١٢٣",
        ] {
            assert!(has_telephone(text), "{text}");
        }
    }

    #[test]
    fn days_prices_years_and_other_long_numbers_are_no_telephones() {
        for text in [
            "01/02/2024 10:30",
            "01-02-2024 to 03-02-2024",
            "01 02 2024 10",
            "2019 2020 2021",
            "£1,200,000,000",
            "0.1234567890",
            "in 1984 about 07 people, 1000 of 20000000",
            "id 0770090012345678",
            "sort code 08-00-11",
            "04 12345678",
            "ref07700900123",
            "+33 1 23 45 67 89",
            "12 000 000 000",
        ] {
            assert!(!has_telephone(text), "{text}");
        }
    }
}
