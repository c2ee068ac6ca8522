//! The parse table, and what must hold of every line there could be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::NaiveDate;
use proptest::prelude::*;
use serde::Deserialize;

use super::who::titled;
use super::{Given, Meaning, Part, Person, Room, Said, Seat, Who, clean, parse, parse_keeping};
use crate::model::kind::DETAILS;
use crate::model::words::Kind;

#[derive(Deserialize)]
struct Table {
    room: TableRoom,
    rule: Vec<Rule>,
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

#[test]
fn every_line_of_the_table_means_what_it_says() {
    let table = table();
    in_room(&table.room, |room| {
        let mut wrong = Vec::new();
        let mut rows = 0;
        for rule in &table.rule {
            for row in &rule.lines {
                let [line, expected, chips @ ..] = row.as_slice() else {
                    panic!("{}: a row needs a meaning", rule.name)
                };
                rows += 1;
                let meaning = parse(line, room);
                let found = written(&meaning, room);
                if found != *expected {
                    wrong
                        .push(format!("{}\n  line     {line:?}\n  expected {expected}\n  found    {found}", rule.name));
                }
                let found: Vec<_> = parts(&meaning).iter().map(|part| part.chip.as_str()).collect();
                if !chips.is_empty() && found != *chips {
                    wrong.push(format!("{}\n  line     {line:?}\n  chips {chips:?}\n  found {found:?}", rule.name));
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
        println!("{rows} rows");
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
    fn a_line_without_tokens_is_kept_as_it_is(line in "[^@;!/%#=*+.…\\s][^#=%]{0,60}") {
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
}
