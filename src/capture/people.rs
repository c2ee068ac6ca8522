//! Delegates pasted or typed, one a line: from a sign-in sheet, a spreadsheet, an e-mail, a list with bullets.

use super::{clean, folded_eq};
use crate::model::words::Level;

/// Somebody to be added to the room, as far as the line tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// The name, or the role where no name was given.
    pub name: String,
    /// What they do.
    pub role: Option<String>,
    /// Whom they come from.
    pub organisation: Option<String>,
    /// The partner category, as the caller calls it.
    pub category: Option<String>,
    /// How far their words may travel.
    pub consent: Option<Level>,
}

/// Reads a list of people, one a line; `category` says which category a text is, if any.
///
/// The rule, for each line:
/// - A bullet or a number with a full stop or bracket in front is dropped; so is a first field that only counts rows.
/// - Fields are set apart by tabs; where there is none, by semicolons; where there is none, by commas. Quotation marks
///   keep a field together.
/// - The first field is the name, or the role of somebody unnamed, and is never altered. Where it is also a category,
///   that is noted too.
/// - Of the others, in any order: the first lone 0 to 4 is the consent level; the first that `category` knows is the
///   category; the next is the role; what is left is the organisation.
/// - Empty lines and fields are skipped, and so is a first line of column titles.
pub fn parse_people(text: &str, category: &dyn Fn(&str) -> Option<String>) -> Vec<NewPerson> {
    let text = clean(text);
    let mut lines =
        text.lines().map(|line| fields(without_marker(line.trim()))).filter(|fields| !fields.is_empty()).peekable();
    if lines.peek().is_some_and(|fields| are_titles(fields)) {
        lines.next();
    }
    lines.filter_map(|fields| person(fields, category)).collect()
}

fn person(fields: Vec<String>, category: &dyn Fn(&str) -> Option<String>) -> Option<NewPerson> {
    let mut fields = fields.into_iter();
    let name = fields.next()?;
    let mut person = NewPerson::default();
    let mut rest = Vec::new();
    for field in fields {
        if person.consent.is_none()
            && let Some(level) = Level::named(field.trim_start_matches('%'))
        {
            person.consent = Some(level);
        } else if person.category.is_none()
            && let Some(known) = category(&field)
        {
            person.category = Some(known);
        } else if person.role.is_none() {
            person.role = Some(field);
        } else {
            rest.push(field);
        }
    }
    person.category = person.category.or_else(|| category(&name));
    person.organisation = (!rest.is_empty()).then(|| rest.join(", "));
    person.name = name;
    Some(person)
}

fn without_marker(line: &str) -> &str {
    if let Some(rest) = line.strip_prefix(['•', '·', '▪', '◦', '‣', '●', '○', '■', '□', '☐']) {
        return rest.trim_start();
    }
    if let Some(rest) =
        line.strip_prefix(['-', '*', '–', '—', '+']).filter(|rest| rest.starts_with(char::is_whitespace))
    {
        return rest.trim_start();
    }
    let opened = line.strip_prefix('(').unwrap_or(line);
    let rest = opened.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = opened.len() - rest.len();
    match rest.strip_prefix(['.', ')']) {
        Some(rest) if (1..=3).contains(&digits) => rest.trim_start(),
        _ => line,
    }
}

/// The filled fields of a line, less a first one that only counts rows.
fn fields(line: &str) -> Vec<String> {
    let sets: [&[char]; 3] = [&['\t'], &[';', '；', '؛'], &[',', '，', '،', '、']];
    let set = sets.into_iter().find(|set| line.contains(*set));
    let all: Vec<String> = match set {
        None => vec![line.to_owned()],
        // An odd mark opens nothing: it is a part of the words.
        Some(set) if line.contains('"') && line.matches('"').count().is_multiple_of(2) => quoted_fields(line, set),
        Some(set) => line.split(set).map(str::to_owned).collect(),
    };
    let mut filled: Vec<_> =
        all.into_iter().map(|field| field.trim().to_owned()).filter(|field| !field.is_empty()).collect();
    let counts_rows = filled.first().is_some_and(|first| first.bytes().all(|b| b.is_ascii_digit()));
    if filled.len() > 1 && counts_rows {
        filled.remove(0);
    }
    filled
}

/// Splits a line of which some fields stand in quotation marks, as spreadsheets write them.
fn quoted_fields(line: &str, set: &[char]) -> Vec<String> {
    let delimiter = set.first().and_then(|c| u8::try_from(*c).ok()).unwrap_or(b',');
    // The reader takes marks only straight after the separator; people type a space between.
    let separator = char::from(delimiter).to_string();
    let tight = |piece| Some(str::trim_start(piece)).filter(|field| field.starts_with('"')).unwrap_or(piece);
    let tight = line.split(&separator).map(tight).collect::<Vec<_>>().join(&separator);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(tight.as_bytes());
    let record = reader.records().next().and_then(Result::ok);
    record.map_or_else(|| vec![line.to_owned()], |record| record.iter().map(str::to_owned).collect())
}

fn are_titles(fields: &[String]) -> bool {
    const TITLES: [&str; 24] = [
        "name",
        "names",
        "full name",
        "delegate",
        "delegates",
        "person",
        "people",
        "role",
        "job title",
        "title",
        "organisation",
        "organization",
        "org",
        "category",
        "partner",
        "partner category",
        "sector",
        "consent",
        "consent level",
        "level",
        "seat",
        "number",
        "no",
        "no.",
    ];
    let is_title = |field: &String| TITLES.iter().any(|title| folded_eq(title, field));
    let names = ["name", "names", "full name", "delegate", "delegates"];
    fields.iter().all(is_title) && fields.iter().any(|field| names.iter().any(|name| folded_eq(name, field)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(text: &str) -> Option<String> {
        let ids = [("local resident", "local-residents"), ("voluntary sector", "voluntary"), ("pharmacy", "pharmacy")];
        ids.iter().find(|(title, _)| folded_eq(title, text)).map(|(_, id)| (*id).to_owned())
    }

    /// Each person as `name | role | organisation | category | consent`.
    fn read(text: &str) -> Vec<String> {
        let write = |p: NewPerson| {
            let consent = p.consent.map(|level| level.name().to_owned());
            [Some(p.name), p.role, p.organisation, p.category, consent]
                .map(|f| f.unwrap_or_else(|| "-".into()))
                .join(" | ")
        };
        parse_people(text, &known).into_iter().map(write).collect()
    }

    #[test]
    fn fields_are_told_apart_by_what_they_are() {
        assert_eq!(read("Amina Example, local resident"), ["Amina Example | - | - | local-residents | -"]);
        assert_eq!(
            read("Joy Example; Northfield Choir; voluntary sector; 3"),
            ["Joy Example | Northfield Choir | - | voluntary | 3"]
        );
        assert_eq!(
            read("Sam Sample, 2, Pharmacy, manager, Corner Chemist, North branch"),
            ["Sam Sample | manager | Corner Chemist, North branch | pharmacy | 2"]
        );
        assert_eq!(read("Bev Example"), ["Bev Example | - | - | - | -"]);
        assert_eq!(read("Local resident"), ["Local resident | - | - | local-residents | -"]);
    }

    #[test]
    fn only_a_lone_nought_to_four_is_a_consent_level() {
        assert_eq!(read("A, 5"), ["A | 5 | - | - | -"]);
        assert_eq!(read("A, %0, 3"), ["A | 3 | - | - | 0"]);
        assert_eq!(read("3"), ["3 | - | - | - | -"]);
    }

    #[test]
    fn lists_lose_their_bullets_and_numbers() {
        let list = "1. Amina Example\n2) Joy Example\n(3) Sam Sample\n- Bev Example\n• Lan Example\n*\tKit Example\n4.Ola Example";
        let names: Vec<_> = parse_people(list, &known).into_iter().map(|p| p.name).collect();
        assert_eq!(
            names,
            ["Amina Example", "Joy Example", "Sam Sample", "Bev Example", "Lan Example", "Kit Example", "Ola Example"]
        );
        assert_eq!(read("1\tAmina Example\tlocal resident"), ["Amina Example | - | - | local-residents | -"]);
    }

    #[test]
    fn a_spreadsheet_with_titles_and_any_line_ends_is_read() {
        let sheet = "Name\tRole\tOrganisation\tConsent\r\nAmina Example\tresident\t\t2\r\rJoy Example\t\tChoir\t";
        assert_eq!(read(sheet), ["Amina Example | resident | - | - | 2", "Joy Example | Choir | - | - | -"]);
        assert_eq!(read("Name, role\n\n\nAmina Example, carer\n"), ["Amina Example | carer | - | - | -"]);
        assert_eq!(read("Delegates\nAmina Example"), ["Amina Example | - | - | - | -"]);
        assert_eq!(read("Role, Title"), ["Role | Title | - | - | -"]);
    }

    #[test]
    fn quotation_marks_keep_a_field_together() {
        assert_eq!(read("\"Example, Amina\", carer"), ["Example, Amina | carer | - | - | -"]);
        assert_eq!(read("Amina \"Mina\" Example, carer"), ["Amina \"Mina\" Example | carer | - | - | -"]);
        assert_eq!(read("\"Mina\""), ["\"Mina\" | - | - | - | -"]);
        assert_eq!(read("Amina Example, 5\" screens, carer"), ["Amina Example | 5\" screens | carer | - | -"]);
    }

    #[test]
    fn names_of_every_script_stay_as_they_are() {
        assert_eq!(read("Nguyễn Thị Hoa، carer"), ["Nguyễn Thị Hoa | carer | - | - | -"]);
        assert_eq!(read("陳大文，居民，3"), ["陳大文 | 居民 | - | - | 3"]);
        assert_eq!(read("أمينة مثال، مقيمة"), ["أمينة مثال | مقيمة | - | - | -"]);
        assert_eq!(read("Anne-Marie O’Example (she/her), GP"), ["Anne-Marie O’Example (she/her) | GP | - | - | -"]);
    }

    #[test]
    fn nothing_gives_nobody() {
        for text in ["", "\n\n", " \t ", "-", ";;", "1.", "• \n,,"] {
            let found = read(text);
            assert!(found.is_empty() || text == "-", "{text:?} {found:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_names_are_never_empty(text in any::<String>()) {
            prop_assert!(parse_people(&text, &known).iter().all(|person| !person.name.is_empty()));
        }

        #[test]
        fn a_plain_name_comes_out_as_it_went_in(name in "\\p{L}{1,9}( \\p{L}{1,9}){0,2}") {
            prop_assume!(!are_titles(std::slice::from_ref(&name)));
            prop_assert_eq!(&parse_people(&name, &known)[0].name, &name);
        }
    }
}
