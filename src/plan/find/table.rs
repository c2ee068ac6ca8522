//! What is asked beside what is found, in a small room. Add a row when a mark is added.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::super::join_themes;
use super::super::sample::Sample;
use super::*;
use crate::model::fields::{List, field};
use crate::model::words::Level;

/// A workshop of two tables: Joy and Nguyễn at one, Sam at the other.
struct RoomOfTwo {
    file: File,
    one: Sample,
    joy: Id,
}

fn names() -> Names<'static> {
    Names { programme: Programme::embedded(), today: "2026-11-27".parse().unwrap() }
}

fn room() -> RoomOfTwo {
    let (mut one, mut two) = (Sample::new(1), Sample::new(2));
    for (table, name) in [(&mut one, "Bev Example"), (&mut two, "Cal Example")] {
        let number = if name.starts_with('B') { "Table 2" } else { "Table 21" };
        let recorder = table.add(&List::Recorders, &[(field::NAME, name), (field::TABLE, number)]);
        let run = table.add(&List::Runs, &[]);
        table.set(&List::Runs, run, field::RECORDER, recorder);
    }
    let joy = one.seat(3, &[(field::NAME, "Joy Example"), (field::ORGANISATION, "Tenants' group")]);
    one.set(&List::Delegates, joy, field::CONSENT, Level::Paraphrase);
    let hoa = one.seat(4, &[(field::NAME, "Nguyễn Thị Hoa"), (field::ROLE, "connector")]);
    let sam = two.seat(3, &[(field::NAME, "Sam Example")]);
    let moved = one.say(Some(joy), "quote", "They moved the Bus-stop, so I stopped");
    one.put(&List::Contributions, moved, field::THEMES, "transport");
    one.set(&List::Contributions, moved, field::CONSENT, Level::Name);
    let pays = one.say(Some(hoa), "question", "who pays for the café hall?");
    one.set(&List::Contributions, pays, field::STAGE, "co-creation");
    let left = one.say(None, "question", "who has a key?");
    let reply = one.say(Some(joy), "reply", "the parish pays");
    one.set(&List::Contributions, reply, field::REPLY_TO, pays);
    let hall = one.say(Some(hoa), "decision", "use the hall on Fridays");
    one.set(&List::Contributions, hall, field::LEAD, joy.to_string().as_str());
    one.set(&List::Contributions, hall, field::DUE, "2026-12-04");
    one.put(&List::Contributions, hall, field::PARTNERS, "The church");
    let mould = one.say(None, "observation", "mould on the wall, #1 worry");
    one.set(&List::Contributions, mould, field::STUB, true);
    let bus = two.say(Some(sam), "idea", "a business bus, \"door to door\" @home");
    two.put(&List::Contributions, bus, field::THEMES, "bus routes");
    two.set(&List::Contributions, bus, field::STAR, true);
    two.set(&List::Contributions, bus, field::TIME, "2026-03-12T09:00:00+00:00");
    let wait = two.say(None, "flip-chart", "我們等巴士等了很久");
    two.set(&List::Contributions, wait, field::TRANSLATION, "we waited a long time");
    two.say(Some(sam), "safeguarding", "told the lead");
    let action = two.edit(|edit| {
        let said = edit.create(&List::Contributions);
        edit.set(&List::Contributions, said, field::KIND, "action");
        edit.set(&List::Contributions, said, field::TEXT, "ask the vicar");
        let made = edit.create(&List::Actions);
        edit.set(&List::Actions, made, field::TEXT, "ask the vicar");
        edit.set(&List::Actions, made, field::NEED, "a key");
        edit.set(&List::Actions, made, field::LEAD, sam.to_string().as_str());
        edit.put(&List::Actions, made, field::EVIDENCE, &said.to_string());
        made
    });
    two.set(&List::Actions, action, field::MEASURE, "thirty people a week");
    two.add(&List::Actions, &[(field::TEXT, "map the halls")]);
    let mut file = one.file.clone();
    file.join(&two.file);
    let _ = left;
    RoomOfTwo { file, one, joy }
}

/// The first word of what each hit holds, in order.
fn found(search: &Search, file: &File) -> Vec<String> {
    let first = |list: &List, id: Id, of: Field| {
        let text = file.find(list, id).and_then(|item| item.text(of)).unwrap_or_default();
        text.split([' ', '-', ',']).take(2).collect::<Vec<_>>().join(" ")
    };
    (0..search.len())
        .map(|nth| match search.get(nth).unwrap() {
            Hit::Line(id) => first(&List::Contributions, id, field::TEXT),
            Hit::Action(id) => format!("action: {}", first(&List::Actions, id, field::TEXT)),
            Hit::Person(id) => format!("person: {}", first(&List::Delegates, id, field::NAME)),
        })
        .collect()
}

fn ask(text: &str, from: From, file: &File) -> Vec<String> {
    let mut search = Search::of(file, from, &names());
    search.ask(text, &names());
    found(&search, file)
}

#[test]
fn each_mark_finds_what_it_names() {
    let file = room().file;
    for (asked, expected) in [
        // Words: anywhere, all of them, whatever the case and the accents.
        ("BUS", &["They moved", "a business"][..]),
        ("bus moved", &["They moved"]),
        ("cafe", &["who pays"]),
        ("stop so", &["They moved"]),
        ("\"bus\"", &["They moved", "a business"]),
        ("\"busi", &["a business"]),
        ("\"busi\"", &[]),
        ("“pays for”", &["who pays"]),
        ("巴士", &["我們等巴士等了很久"]),
        ("transport", &["They moved"]),
        ("waited", &["我們等巴士等了很久"]),
        ("december", &["use the"]),
        ("church", &["use the"]),
        ("thirty", &["ask the"]),
        ("nowhere", &[]),
        // People: they come first.
        ("parish joy", &[]),
        ("joy example", &["person: Joy Example", "use the"]),
        ("tenants", &["person: Joy Example"]),
        ("@joy", &["person: Joy Example", "use the", "the parish", "They moved"]),
        ("@hoa", &["person: Nguyễn Thị", "use the", "who pays"]),
        ("@nguyen", &["person: Nguyễn Thị", "use the", "who pays"]),
        ("@\"joy ex\"", &["person: Joy Example", "use the", "the parish", "They moved"]),
        (";4", &["person: Nguyễn Thị", "use the", "who pays"]),
        ("@the", &["use the"]),
        ("@?", &["ask the", "who has"]),
        ("@home", &["a business"]),
        (";D", &[]),
        // Themes.
        ("#tr", &["They moved"]),
        ("=tr", &["They moved"]),
        ("#busr", &["a business"]),
        ("#\"bus routes\"", &["a business"]),
        ("#1", &["mould on"]),
        // Kinds and marks.
        ("!i", &["a business"]),
        ("!idea", &["a business"]),
        ("/q", &["who has", "who pays"]),
        ("!open", &["who has"]),
        ("!o", &["mould on"]),
        ("!a", &["action: map the", "ask the"]),
        ("!g", &["told the"]),
        ("!private", &["told the", "mould on"]),
        ("!stub", &["mould on"]),
        ("!star", &["a business"]),
        ("!flip", &["我們等巴士等了很久"]),
        ("!zz", &[]),
        // Stages.
        ("/3", &["who pays"]),
        ("stage:co", &["who pays"]),
        ("stage:creation", &["who pays"]),
        ("/1", &[]),
        // Consent: the lowest of the line, the person and the workshop.
        ("%1 @joy", &["use the", "the parish", "They moved"]),
        ("/c1 #tr", &["They moved"]),
        ("%4", &[]),
        // Tables and recorders.
        ("table:21 !i", &["a business"]),
        ("table:2 !i", &[]),
        ("by:cal !i", &["a business"]),
        ("by:\"table 2\" !q", &["who has", "who pays"]),
        // Days.
        ("on:12/3", &["a business"]),
        ("on:12/3/26", &["a business"]),
        ("before:21/11", &["a business"]),
        ("after:20/11 pays", &["the parish", "who pays"]),
        ("after:21/11", &[]),
        ("on:12/3/25", &[]),
        ("on:sat pays", &["the parish", "who pays"]),
        ("on:never", &[]),
        // Without.
        ("bus -moved", &["a business"]),
        ("!q -!open", &["who pays"]),
        ("bus -#tr", &["a business"]),
        ("hall -@hoa", &["action: map the"]),
        // Marks that ask nothing yet leave the rest as it is.
        ("bus @", &["They moved", "a business"]),
        ("bus - # ! % / stage: on:", &["They moved", "a business"]),
    ] {
        let mut met = ask(asked, From::Workshop, &file);
        let mut expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        // Two tables made their lines at the same moments: of those the order says nothing.
        met.sort();
        expected.sort();
        assert_eq!(met, expected, "{asked}");
    }
}

#[test]
fn a_line_is_found_by_the_name_its_theme_is_shown_under_and_by_the_one_it_was_given() {
    let RoomOfTwo { file, mut one, .. } = room();
    one.file.join(&file);
    one.edit(|edit| join_themes(edit, "transport", "getting about"));
    for asked in ["#getting", "#transport", "getting about"] {
        assert_eq!(ask(asked, From::Workshop, &one.file), ["They moved"], "{asked}");
    }
}

#[test]
fn two_people_in_one_seat_are_both_meant() {
    let file = room().file;
    let met = ask("@3", From::Workshop, &file);
    assert!(met[..2].iter().all(|hit| hit.starts_with("person: ")), "people come first: {met:?}");
    for one in ["person: Joy Example", "person: Sam Example", "They moved", "a business", "ask the"] {
        assert!(met.iter().any(|hit| hit == one), "{one} in {met:?}");
    }
}

#[test]
fn with_nothing_asked_there_are_the_lines_alone_newest_first() {
    let mut sample = Sample::new(1);
    sample.seat(1, &[(field::NAME, "Joy Example")]);
    for text in ["one", "two", "three"] {
        sample.say(None, "quote", text);
    }
    for nothing in ["", "  ", "@", "-"] {
        assert_eq!(ask(nothing, From::Workshop, &sample.file), ["three", "two", "one"], "{nothing}");
    }
    assert_eq!(ask("-two", From::Workshop, &sample.file), ["three", "one"]);
}

#[test]
fn an_action_and_its_line_are_one_hit_on_either_screen() {
    let file = room().file;
    assert_eq!(ask("vicar", From::Workshop, &file), ["ask the"]);
    assert_eq!(ask("vicar", From::Plan, &file), ["action: ask the"]);
    // In a plan the actions come before the lines.
    assert_eq!(ask("hall", From::Plan, &file)[0], "action: map the");
}

#[test]
fn of_values_that_clash_each_is_found_and_the_lowest_level_holds() {
    let mut one = Sample::new(1);
    let said = one.say(None, "quote", "first");
    one.set(&List::Contributions, said, field::CONSENT, Level::Name);
    let mut two = Sample::new(2);
    two.file.join(&one.file);
    one.set(&List::Contributions, said, field::TEXT, "they moved it");
    one.set(&List::Contributions, said, field::KIND, "idea");
    one.set(&List::Contributions, said, field::CONSENT, Level::Role);
    two.set(&List::Contributions, said, field::TEXT, "they shut it");
    two.set(&List::Contributions, said, field::KIND, "story");
    two.set(&List::Contributions, said, field::CONSENT, Level::Room);
    one.file.join(&two.file);
    for asked in ["moved", "shut", "!idea", "!story", "%0"] {
        assert_eq!(ask(asked, From::Workshop, &one.file).len(), 1, "{asked}");
    }
    for asked in ["first", "!quote", "%3"] {
        assert!(ask(asked, From::Workshop, &one.file).is_empty(), "{asked}");
    }
    let mut search = Search::of(&one.file, From::Workshop, &names());
    search.ask("moved", &names());
    let unseen = search.elsewhere(0, &["they shut it", "idea"]);
    assert_eq!(unseen, Some(("another wording", "they moved it".into())));
}

#[test]
fn the_cap_of_the_workshop_holds_for_all_that_was_said_in_it() {
    let mut sample = Sample::new(1);
    let workshop = sample.add(&List::Workshops, &[]);
    let said = sample.say(None, "quote", "said");
    sample.set(&List::Contributions, said, field::CONSENT, Level::Name);
    assert_eq!(ask("%4", From::Workshop, &sample.file), ["said"]);
    sample.set(&List::Workshops, workshop, field::CAP, "chatham-house");
    assert_eq!(ask("%2", From::Workshop, &sample.file), ["said"]);
}

#[test]
fn what_is_removed_or_withdrawn_is_not_found() {
    let mut sample = Sample::new(1);
    let (removed, gone) = (sample.say(None, "quote", "removed"), sample.say(None, "quote", "withdrawn"));
    sample.set(&List::Contributions, removed, field::REMOVED, true);
    sample.file.withdraw([crate::model::file::Withdrawal::Item(gone)]);
    assert!(ask("", From::Workshop, &sample.file).is_empty());
}

#[test]
fn what_comes_while_find_is_open_is_found_as_if_it_had_been_there() {
    let RoomOfTwo { mut file, mut one, joy } = room();
    for asked in ["", "pays", "@joy", "!open", "!a", "hall", "-bus", "%2"] {
        let mut search = Search::of(&file, From::Workshop, &names());
        search.ask(asked, &names());
        let said = one.say(Some(joy), "reply", "nobody pays");
        let open = file.live(&List::Contributions).find(|c| c.text(field::TEXT) == Some("who has a key?")).unwrap().id;
        one.set(&List::Contributions, said, field::REPLY_TO, open);
        let first = one.file.live(&List::Contributions).next().unwrap().id;
        one.set(&List::Contributions, first, field::TEXT, format!("corrected, nobody pays {asked}").as_str());
        let action = file.live(&List::Actions).next().unwrap().id;
        one.set(&List::Actions, action, field::MEASURE, format!("a hall {asked}").as_str());
        one.set(&List::Delegates, joy, field::CONSENT, Level::Delegate);
        file.join(&one.file);
        search.update(&file, &names());
        assert_eq!(found(&search, &file), ask(asked, From::Workshop, &file), "{asked}");
    }
}

#[test]
fn each_mark_is_said_in_words() {
    let file = room().file;
    let mut search = Search::of(&file, From::Workshop, &names());
    for (asked, said) in [
        ("bus \"stop\"", &[][..]),
        ("@joy damp -#tr", &["3 Joy Example", "not #transport"]),
        ("@3 @?", &["3 Joy Example or 3 Sam Example", "nobody named"]),
        ("!q !open /3 %1", &["question", "no answer yet", "stage 3 Co-creation", "paraphrase only"]),
        ("on:12/3 by:bev", &["on 12 March 2026", "written by Bev Example, Table 2"]),
        ("!s !st", &["strength", "4 kinds"]),
        ("!str !te", &["strength", "tension"]),
        ("@nobody #none !no %9 /99", &[]),
    ] {
        search.ask(asked, &names());
        assert_eq!(search.understood(), said, "{asked}");
    }
}

#[test]
fn the_place_of_each_hit_is_told() {
    let file = room().file;
    let mut search = Search::of(&file, From::Workshop, &names());
    search.ask("STOP \"the bus\" @joy -x", &names());
    let shown = "They moved the Bus-stop, so I stopped";
    let places: Vec<&str> = search.places(shown).into_iter().map(|place| &shown[place]).collect();
    assert_eq!(places, ["the Bus", "stop", "stop"]);
}

#[test]
fn a_word_that_is_not_shown_says_where_it_stands() {
    let file = room().file;
    let mut search = Search::of(&file, From::Workshop, &names());
    search.ask("waited", &names());
    let told = search.elsewhere(0, &["我們等巴士等了很久"]);
    assert_eq!(told, Some(("translation", "we waited a long time".into())));
    assert_eq!(search.elsewhere(0, &["we waited"]), None);
}
