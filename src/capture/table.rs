//! The parse table, and what must hold of every line there could be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::NaiveDate;
use proptest::prelude::*;
use serde::Deserialize;

use super::who::titled;
use super::{
    Choice, Given, Meaning, Part, Person, Room, Said, Seat, Was, Who, choices, choices_in_correction, clean,
    marks_in_words, parse, parse_correction, parse_keeping,
};
use crate::model::kind::DETAILS;
use crate::model::words::Kind;

#[derive(Deserialize)]
struct Table {
    room: TableRoom,
    rule: Vec<Rule>,
    correction: Vec<Rule>,
    choices: Vec<Rule>,
}

#[derive(Deserialize)]
struct TableRoom {
    today: String,
    themes: Vec<String>,
    seats: Vec<(u32, String)>,
}

#[derive(Deserialize)]
struct Rule {
    name: String,
    /// The words that are corrected, where some are.
    said: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    themes: Vec<String>,
    lines: Vec<Vec<String>>,
}

fn table() -> Table {
    toml::from_str(include_str!("../../tests/capture.toml")).expect("tests/capture.toml is TOML")
}

fn in_room<T>(table: &TableRoom, work: impl FnOnce(&Room<'_>) -> T) -> T {
    let seats: Vec<Seat<'_>> = table
        .seats
        .iter()
        .map(|(number, name)| Seat { number: (*number > 0).then_some(*number), name, about: "" })
        .collect();
    let themes: Vec<&str> = table.themes.iter().map(String::as_str).collect();
    let today: NaiveDate = table.today.parse().unwrap();
    work(&Room { seats: &seats, themes: &themes, uses: &[], today })
}

/// A meaning in one line, as the table writes it.
fn written(meaning: &Meaning, room: &Room<'_>) -> String {
    match meaning {
        Meaning::Nothing => "nothing".into(),
        Meaning::Command { name, rest } => format!("command {name}: {rest}").trim_end().into(),
        Meaning::Consent(level) => format!("consent {}", level.name()),
        Meaning::Agree(count) => format!("agree {count}"),
        Meaning::Speaker(who) => format!("speaker {}", titled(*who, room)),
        Meaning::Said(said) => written_said(said, room),
    }
}

fn written_said(said: &Said, room: &Room<'_>) -> String {
    let marks = written_marks(said, room);
    let by = if said.speaker == Who::Sticky { String::new() } else { format!(" by {}", titled(said.speaker, room)) };
    let marks = if marks.is_empty() { String::new() } else { format!(" {{{}}}", marks.join(" · ")) };
    format!("{}{by}: {}{marks}", said.kind.name(), said.text)
}

fn written_marks(said: &Said, room: &Room<'_>) -> Vec<String> {
    let mut marks: Vec<String> = said.themes.iter().map(|theme| format!("#{theme}")).collect();
    marks.extend(said.without.iter().map(|theme| format!("without #{theme}")));
    marks.extend(said.stage.map(|stage| format!("stage {stage}")));
    marks.extend(said.consent.map(|level| format!("%{}", level.name())));
    marks.extend(said.star.then(|| "star".into()));
    marks.extend(said.stub.then(|| "stub".into()));
    for (field, given) in &said.details {
        let key = DETAILS.iter().find(|detail| detail.field == *field).unwrap().keys[0];
        marks.extend(written_given(given, room).into_iter().map(|value| format!("{key} {value}")));
    }
    marks
}

fn written_given(given: &Given, room: &Room<'_>) -> Vec<String> {
    let person = |person: &Person| match person {
        Person::Seat(at) => format!("@{}", room.seats[*at].name),
        Person::Text(name) => name.clone(),
    };
    match given {
        Given::Text(text) => vec![text.clone()],
        Given::Person(one) => vec![person(one)],
        Given::People(people) => people.iter().map(person).collect(),
        Given::Day(day) => vec![day.to_string()],
        Given::Flag(yes) => vec![if *yes { "yes" } else { "no" }.into()],
        Given::Word(word) => vec![(*word).into()],
    }
}

fn parts(meaning: &Meaning) -> &[Part] {
    if let Meaning::Said(said) = meaning { &said.parts } else { &[] }
}

/// Compares rows with what is found for their lines: a meaning and chips.
fn compare(rules: &[Rule], find: impl Fn(&Rule, &str) -> (String, Vec<String>)) {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for rule in rules {
        for row in &rule.lines {
            let [line, expected, chips @ ..] = row.as_slice() else { panic!("{}: a row needs a meaning", rule.name) };
            rows += 1;
            let (meaning, found) = find(rule, line);
            if meaning != *expected {
                wrong.push(format!("{}\n  line     {line:?}\n  expected {expected}\n  found    {meaning}", rule.name));
            }
            if !chips.is_empty() && found != *chips {
                wrong.push(format!("{}\n  line     {line:?}\n  chips {chips:?}\n  found {found:?}", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
    println!("{rows} rows");
}

fn chips(meaning: &Meaning) -> Vec<String> {
    parts(meaning).iter().map(|part| part.chip.clone()).collect()
}

/// The words of a rule taken up, what they were, and the places in them that are kept.
fn taken_up<T>(rule: &Rule, room: &Room<'_>, work: impl FnOnce(&str, &Was<'_>, &[usize]) -> T) -> T {
    let themes: Vec<&str> = rule.themes.iter().map(String::as_str).collect();
    let kind = rule.kind.as_deref().map_or(Kind::Quote, |kind| Kind::named(kind).unwrap());
    let was = Was { kind, themes: &themes };
    let said = rule.said.as_deref().unwrap_or_default();
    let words = if said.is_empty() { String::new() } else { format!("{said} ") };
    let kept = marks_in_words(&words, room, &was);
    work(&words, &was, &kept)
}

#[test]
fn every_line_of_the_table_means_what_it_says() {
    let table = table();
    in_room(&table.room, |room| {
        compare(&table.rule, |_, line| {
            let meaning = parse(line, room);
            (written(&meaning, room), chips(&meaning))
        });
    });
}

#[test]
fn every_correction_of_the_table_means_what_it_says() {
    let table = table();
    in_room(&table.room, |room| {
        compare(&table.correction, |rule, typed| {
            taken_up(rule, room, |words, was, kept| {
                let meaning = parse_correction(&format!("{words}{typed}"), room, was, kept);
                (written(&meaning, room), chips(&meaning))
            })
        });
    });
}

#[test]
fn every_choice_of_the_table_is_offered_in_its_order() {
    let table = table();
    in_room(&table.room, |room| {
        let mut wrong = Vec::new();
        for rule in &table.choices {
            for row in &rule.lines {
                let (line, expected) = row.split_first().unwrap();
                let (before, after) = line.split_once('|').unwrap();
                let found = if rule.said.is_none() {
                    choices(&format!("{before}{after}"), before.len(), room)
                } else {
                    taken_up(rule, room, |words, was, kept| {
                        let cursor = words.len() + before.len();
                        choices_in_correction(&format!("{words}{before}{after}"), cursor, room, was, kept)
                    })
                };
                let items = found.map(|found| found.items).unwrap_or_default();
                let found: Vec<String> = items.into_iter().map(|item| item.title).collect();
                if found != expected {
                    wrong.push(format!("{line:?}\n  expected {expected:?}\n  found    {found:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
    });
}

#[test]
fn every_mark_of_the_grammar_says_what_it_costs() {
    let table = table();
    in_room(&table.room, |room| {
        // Domain §3D.3: keys beyond the words, Shift not counted, Enter not counted; the words are `it is damp`.
        let budget = [
            ("same speaker", "it is damp", 0),
            ("seat", "@3 it is damp", 3),
            ("name prefix", "@naz it is damp", 5),
            ("previous speaker", "@@ it is damp", 3),
            ("unknown speaker", "@? it is damp", 3),
            ("kind", "!q it is damp", 3),
            ("theme at the start", "#ho it is damp", 4),
            ("theme at the end", "it is damp #ho", 4),
            ("consent", "%0 it is damp", 3),
            ("consent of the last line", "%0", 3),
            ("agreement", "+3", 3),
            ("call-out", "*it is damp", 1),
            ("stub", "it is damp...", 3),
        ];
        for (what, line, most) in budget {
            let cost = line.chars().count() - if line.contains("it is damp") { "it is damp".len() } else { 0 };
            let meaning = parse(line, room);
            assert!(cost <= most, "{what}: {cost} keys, {most} allowed");
            let plain = matches!(&meaning, Meaning::Said(said) if said.parts.is_empty());
            assert!(!plain || cost == 0, "{what} is not understood: {meaning:?}");
            println!("{what}: {cost} of {most}");
        }
        let was = Was { kind: Kind::Quote, themes: &["transport"] };
        for (what, typed) in [
            ("repair the speaker", "@6"),
            ("repair the kind", "!q"),
            ("repair the level", "%1"),
            ("repair the stage", "/2"),
            ("repair a theme", "#ho"),
            ("take a theme out", "#tr"),
        ] {
            // With the arrow that takes the line up.
            let cost = 1 + typed.chars().count();
            let meaning = parse_correction(&format!("it is damp {typed}"), room, &was, &[]);
            assert!(cost <= 4 && parts(&meaning).len() == 1, "{what}: {cost} keys, {meaning:?}");
            println!("{what}: {cost} of 4");
        }
    });
}

#[test]
fn every_kind_with_a_token_can_be_typed_both_ways() {
    let room = Room { seats: &[], themes: &[], uses: &[], today: NaiveDate::default() };
    for kind in Kind::ALL {
        let Some(letter) = kind.token() else { continue };
        for line in
            [format!("!{letter} words"), format!("/{letter} words"), format!("!{} words", letter.to_ascii_uppercase())]
        {
            let Meaning::Said(said) = parse(&line, &room) else { panic!("{line}") };
            assert_eq!((said.kind, said.text.as_str()), (*kind, "words"), "{line}");
        }
    }
}

#[test]
fn a_part_stands_where_it_was_typed() {
    let seats = [Seat { number: Some(3), name: "Joy", about: "" }];
    let room = Room { seats: &seats, themes: &["transport"], uses: &[], today: "2026-11-21".parse().unwrap() };
    let line = "*@3 !a ask về chùa lead:@3 due:fri #tr #\"bus stop\" %2";
    let meaning = parse(line, &room);
    let typed: Vec<_> = parts(&meaning).iter().map(|part| &line[part.range.clone()]).collect();
    assert_eq!(typed, ["*", "@3", "!a", "lead:@3", "due:fri", "#tr", "#\"bus stop\"", "%2"]);
}

#[test]
fn a_token_that_is_kept_is_words() {
    let seats = [Seat { number: Some(3), name: "Joy", about: "" }];
    let room = Room { seats: &seats, themes: &[], uses: &[], today: "2026-11-21".parse().unwrap() };
    let kept = |line: &str, at: usize| written(&parse_keeping(line, &room, &[at]), &room);
    assert_eq!(kept("@3 said so", 0), "quote: @3 said so");
    assert_eq!(kept("@3 !q said so", 3), "quote by 3 Joy: !q said so");
    assert_eq!(kept("the best #one", 9), "quote: the best #one");
    assert_eq!(kept("*star", 0), "quote: *star");
    assert_eq!(kept("+3", 0), "quote: +3");
    assert_eq!(kept("/q and so", 0), "quote: /q and so");
    assert_eq!(kept("/join", 0), "quote: /join");
    assert_eq!(kept("so I...", 4), "quote: so I...");
    assert_eq!(kept("!a ask lead:Sam due:fri", 16), "action: ask {lead Sam due:fri}");
}

/// The 515 strings at hand, none where there are none; to be without them where tests must be whole is an error.
fn naughty_strings() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/realdata/edge/naughty-strings/blns.json");
    match std::fs::read_to_string(path) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "{path}: {error}");
            println!("skipped: {path}: {error}");
            Vec::new()
        }
    }
}

#[test]
fn naughty_strings_keep_their_words() {
    let table = table();
    in_room(&table.room, |room| {
        let strings = naughty_strings();
        for string in &strings {
            let cleaned = clean(string);
            for line in [format!(" {string}"), format!("\"{string}\"")] {
                match parse(&line, room) {
                    Meaning::Said(said) => assert_eq!(said.text, clean(&line), "{line:?}"),
                    other => assert!(cleaned.is_empty(), "{line:?} {other:?}"),
                }
            }
            if let Meaning::Said(said) = parse(string, room) {
                let tokens = said.parts.iter().any(|part| part.chip != "to finish");
                assert!(tokens || said.text == cleaned, "{string:?} {said:?}");
                assert!(!said.text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "{string:?}");
            }
        }
        println!("{} naughty strings", strings.len());
    });
}

/// Lines much like those that are typed: tokens, half tokens and words in any order.
fn likely_line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[@;!/%#=*+]{1,2}[a-z0-9?]{0,3}",
        "(lead|with|need|measure|due):[ @;a-z0-9/+,\"-]{0,8}",
        "#[\"“][a-z #]{0,6}[\"”]?",
        "[a-zé字م🙂 ]{0,8}",
        "[ \t\n\u{3000}\u{1b}\u{7f}]",
        "(\\.\\.\\.|…|\"|“|!a )",
        any::<String>(),
    ];
    prop::collection::vec((piece, "[ ]?"), 0..9)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_line_makes_the_parser_fail(line in prop_oneof![any::<String>(), likely_line()], kept in prop::collection::vec(0usize..40, 0..3)) {
        let table = table();
        in_room(&table.room, |room| {
            for meaning in [parse(&line, room), parse_keeping(&line, room, &kept)] {
                let mut end = 0;
                for part in parts(&meaning) {
                    prop_assert!(part.range.start >= end, "parts overlap");
                    prop_assert!(line.get(part.range.clone()).is_some_and(|typed| !typed.is_empty()));
                    end = part.range.end;
                }
                // What was typed is either understood or kept: nothing goes missing, nothing is added.
                if let Meaning::Said(said) = &meaning {
                    let mut rest = line.clone();
                    for part in said.parts.iter().rev().filter(|part| part.chip != "to finish") {
                        rest.replace_range(part.range.clone(), " ");
                    }
                    let words = |text: &str| clean(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                    prop_assert_eq!(words(&said.text), words(&rest));
                    prop_assert_eq!(&clean(&said.text), &said.text);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_line_without_tokens_is_kept_as_it_is(line in "[^@;!！/%#=*+.…\\s][^#=%!！]{0,60}") {
        let table = table();
        in_room(&table.room, |room| {
            match parse(&line, room) {
                Meaning::Said(said) => prop_assert_eq!(said.text, clean(&line)),
                other => prop_assert!(clean(&line).is_empty(), "{:?}", other),
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_line_in_quotation_marks_is_words(line in "[^\"]{0,40}", likely in likely_line()) {
        let table = table();
        in_room(&table.room, |room| {
            for quoted in [format!("\"{line}\""), format!("“{}”", likely.replace(['"', '“', '”'], ""))] {
                // The end of `#"` is at once the end of the line only where it opens nothing.
                prop_assert_eq!(parse(&quoted, room), Meaning::Said(Said::plain(clean(&quoted))));
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_leading_space_makes_all_of_it_words(line in likely_line()) {
        let table = table();
        let line = format!(" {line}");
        in_room(&table.room, |room| {
            let expected = clean(&line);
            let expected = if expected.is_empty() { Meaning::Nothing } else { Meaning::Said(Said::plain(expected)) };
            prop_assert_eq!(parse(&line, room), expected);
            Ok(())
        })?;
    }

    #[test]
    fn no_correction_makes_the_parser_fail_and_words_taken_up_stay(words in prop_oneof![any::<String>(), likely_line()], kind in 0..Kind::ALL.len()) {
        let table = table();
        in_room(&table.room, |room| {
            let words = clean(&words);
            prop_assume!(!words.is_empty());
            let was = Was { kind: Kind::ALL[kind], themes: &["transport"] };
            let line = format!("{words} ");
            let kept = marks_in_words(&line, room, &was);
            let Meaning::Said(said) = parse_correction(&line, room, &was, &kept) else {
                return Err(TestCaseError::fail("the words are gone"));
            };
            prop_assert_eq!(&said, &Said { kind: was.kind, ..Said::plain(words.clone()) });
            // A mark typed after them is one, and the words are still what they were.
            let Meaning::Said(said) = parse_correction(&format!("{line}@6"), room, &was, &kept) else {
                return Err(TestCaseError::fail("the words are gone"));
            };
            prop_assert_eq!(titled(said.speaker, room), "6 Nguyễn Thị Hoa");
            prop_assert_eq!(said.text, words);
            Ok(())
        })?;
    }

    #[test]
    fn a_choice_put_in_is_read_as_that_very_thing(
        before in prop_oneof!["", "\\*", "!a tea lead:", "!m tea runs:", "!a tea with:@3,", "it is damp ", likely_line().prop_map(|l| l + " ")],
        typed in "[@;#=!][a-zé@;?0-9]{0,3}",
        after in prop_oneof!["", " it is damp", " due:fri", "damp"],
        correcting in any::<bool>(),
    ) {
        let table = table();
        in_room(&table.room, |room| {
            let was = Was { kind: Kind::Quote, themes: &[] };
            let read = |line: &str| if correcting { parse_correction(line, room, &was, &[]) } else { parse(line, room) };
            let line = format!("{before}{typed}{after}");
            let cursor = before.len() + typed.len();
            let found = if correcting { choices_in_correction(&line, cursor, room, &was, &[]) } else { choices(&line, cursor, room) };
            let Some(found) = found else { return Ok(()) };
            prop_assert!(!found.items.is_empty());
            prop_assert!(found.range.start < cursor && cursor <= found.range.end);
            for item in &found.items {
                let mut chosen = line.clone();
                chosen.replace_range(found.range.clone(), &item.insert);
                let meaning = read(&chosen);
                prop_assert!(means(&meaning, item, room), "{chosen:?} is {meaning:?}, not {item:?}");
            }
            // What is understood already is the first choice.
            let meaning = read(&line);
            if parts(&meaning).iter().any(|part| part.range == found.range) || matches!(meaning, Meaning::Speaker(_)) {
                let mut chosen = line.clone();
                chosen.replace_range(found.range.clone(), &found.items[0].insert);
                prop_assert_eq!(written(&read(&chosen), room), written(&meaning, room), "{:?}", line);
            }
            Ok(())
        })?;
    }
}

/// Whether a line means what a choice promised.
fn means(meaning: &Meaning, choice: &Choice, room: &Room<'_>) -> bool {
    let said = match meaning {
        Meaning::Speaker(who) => return named(*who, room) == choice.title,
        Meaning::Said(said) => said,
        _ => return false,
    };
    match choice.insert.chars().next() {
        Some('!') => {
            Some(said.kind)
                == Kind::ALL.iter().copied().find(|kind| choice.insert.trim().ends_with(kind.token().unwrap_or('-')))
        }
        Some('#') => said.themes.iter().any(|theme| choice.title.trim_end_matches(" (new)") == format!("#{theme}")),
        _ => {
            let is =
                |person: &Person| matches!(person, Person::Seat(at) if titled(Who::Seat(*at), room) == choice.title);
            named(said.speaker, room) == choice.title
                || said.details.iter().any(|(_, given)| match given {
                    Given::Person(person) => is(person),
                    Given::People(people) => people.iter().any(is),
                    _ => false,
                })
        }
    }
}

/// A speaker as a choice calls them.
fn named(who: Who, room: &Room<'_>) -> String {
    match who {
        Who::Previous => "@@ previous speaker".into(),
        Who::Unknown => "@? unknown".into(),
        who => titled(who, room),
    }
}
