//! Deciding together: ballots and hands that are counted once, hidden until the close, and told with care.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod opened;
mod outside;

use std::collections::BTreeMap;
use std::path::PathBuf;

use bench::Bench;
use chrono::TimeDelta;
use coplan::export::FORMATS;
use coplan::model::fields::List;
use coplan::model::file::{File, FileKind, Withdrawal};
use coplan::model::origin::Origins;
use coplan::model::programme::Programme;
use coplan::model::stamp::{Id, Moment, Writer};
use coplan::model::words::{Audience, VoteKind};
use coplan::plan::{Outcome, Poll, Verdict, VoteMeans, gaps, polls, withdrawal_of_person};
use coplan::publish::{Ask, REPORTS, project, publish};
use coplan::tui::app::Screen;
use coplan::tui::desk::{Desk, NewVote, Undone, Voter};
use coplan::tui::overlays::Overlay;
use coplan::tui::overlays::sheet::{self, Over, Part, Sheet, Tab};
use coplan::tui::screens::present;
use outside::Machine;
use proptest::prelude::*;
use ratatui::crossterm::event::KeyCode;

fn at(minute: i64) -> Moment {
    chrono::DateTime::parse_from_rfc3339("2026-11-21T10:00:00+00:00").unwrap() + TimeDelta::minutes(minute)
}

/// A workshop of nine people: three residents, three hosts, two of the faiths, one pharmacist.
fn room() -> Bench {
    let mut bench = Bench::recording("Staying connected", 7);
    for (nth, of) in ["resident", "resident", "resident", "host", "host", "host", "faith", "faith", "pharmac"]
        .into_iter()
        .enumerate()
    {
        let name = ["Ada", "Ben", "Cyd", "Dot", "Eve", "Fay", "Gus", "Hal", "Ivy"][nth];
        let category = Programme::embedded().find_category(of).unwrap().title.clone();
        bench.line(&format!("/join {name} Example, {category}"));
    }
    assert_eq!(bench.desk().room().seats.len(), 9);
    bench
}

fn seats(desk: &Desk) -> Vec<Id> {
    desk.room().seats.iter().map(|seat| seat.delegate).collect()
}

fn polls_of(file: &File) -> Vec<Poll> {
    polls(file, &Origins::of(file))
}

fn outcome(file: &File) -> Outcome {
    polls_of(file).pop().unwrap().outcome.expect("the vote is closed")
}

/// Takes out what was refused and stands in the line to be mended.
fn wipe(bench: &mut Bench) {
    while !bench.app.run.entry.text().is_empty() {
        bench.key(KeyCode::Backspace);
    }
}

fn said(bench: &Bench) -> String {
    bench.app.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
}

/// Another table of the same workshop, with what has been handed out so far.
fn table(base: &File, seed: u32, name: &str) -> Desk {
    let mut desk = Desk::new(PathBuf::from(format!("{name}.json")), base.clone(), &[], Writer::from_number(seed));
    desk.record_as(name, name, at(1)).unwrap();
    desk
}

fn dots(options: &[&str]) -> NewVote {
    NewVote {
        kind: VoteKind::Dots,
        question: "Which first?".into(),
        limit: None,
        options: options.iter().map(|text| VoteMeans::Text((*text).into())).collect(),
        standing: None,
        stage: None,
    }
}

const OPTIONS: [&str; 4] = ["a bus", "a hall", "a walk", "a list"];

fn last(desk: &Desk) -> Poll {
    desk.polls().pop().unwrap()
}

fn cast(desk: &mut Desk, voter: &Voter, picks: &[usize], minute: i64) {
    let poll = last(desk);
    let choices = poll.mark(picks).unwrap();
    desk.cast(poll.id, voter, &choices, at(minute));
}

/// Joins files in an order, some of them twice.
fn join(files: &[&File], order: &[usize]) -> File {
    let mut joined = File::new(FileKind::Plan);
    for at in order.iter().chain(order.first()) {
        joined.join(files[at % files.len()]);
    }
    for file in files {
        joined.join(file);
    }
    joined
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ballots_taken_apart_join_to_the_same_right_totals_in_any_order(
        ballots in prop::collection::vec((0..3_usize, 0..11_usize, prop::collection::vec(1..5_usize, 1..4)), 0..24),
        order in prop::collection::vec(0..3_usize, 3..7),
    ) {
        let mut base = room();
        base.app.desk.as_mut().unwrap().make_vote(&dots(&OPTIONS), at(0));
        let base = base.desk().view.clone();
        let mut tables: Vec<Desk> = (0..3).map(|nth| table(&base, 20 + nth, &format!("table-{nth}"))).collect();
        let people = seats(&tables[0]);
        // What a person last said counts, wherever; whoever is nobody in particular counts each time.
        let mut expected: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut known: BTreeMap<(usize, usize), &Vec<usize>> = BTreeMap::new();
        for (nth, (of, who, picks)) in ballots.iter().enumerate() {
            let voter = match people.get(*who) {
                Some(person) => Voter::Person(*person),
                None if *who == 9 => Voter::Category("faith".into()),
                None => Voter::Somebody,
            };
            cast(&mut tables[*of], &voter, picks, 2 + i64::try_from(nth).unwrap());
            let key = if *who < 9 { *who } else { 100 + nth };
            // The same ballot typed once more at its table is no later word.
            if known.insert((*of, key), picks) != Some(picks) {
                expected.insert(key, picks.clone());
            }
        }
        let files: Vec<&File> = tables.iter().map(|desk| &desk.view).collect();
        let joined = join(&files, &order);
        let open = polls_of(&joined).pop().unwrap();
        prop_assert_eq!((open.ballots, open.outcome.is_some()), (expected.len(), false));
        // Somebody closes it for everybody, at whichever table.
        let mut closer = table(&joined, 50, "closer");
        let poll = last(&closer);
        closer.note_vote(&poll, "close-all", at(90));
        let files = [files[order[0]], files[order[1]], files[order[2]], &joined, &closer.view];
        let outcome = outcome(&join(&files, &[order[2], 4, order[1], 3, order[0]]));
        let mut totals = vec![0; 4];
        expected.values().flatten().for_each(|pick| totals[pick - 1] += 1);
        prop_assert_eq!((outcome.totals, outcome.voters, outcome.late), (totals, expected.len(), 0));
        let by_group: usize = outcome.groups.iter().flat_map(|group| &group.totals).sum();
        prop_assert_eq!(by_group, expected.values().flatten().count());
    }
}

#[test]
fn a_vote_is_closed_once_every_table_that_opened_it_has_or_somebody_closes_it_for_all_in_every_order() {
    let mut base = room();
    base.app.desk.as_mut().unwrap().make_vote(&dots(&OPTIONS), at(0));
    let base = base.desk();
    let people = seats(base);
    let [mut one, mut two] = [(21, "one"), (22, "two")].map(|(seed, name)| table(&base.view, seed, name));
    cast(&mut one, &Voter::Person(people[0]), &[1], 2);
    cast(&mut two, &Voter::Person(people[1]), &[2], 3);
    let close = |desk: &mut Desk, event: &str, minute: i64| {
        let poll = last(desk);
        desk.note_vote(&poll, event, at(minute));
    };
    // The table that made it closes, and one of the others.
    let mut maker = Desk::new(PathBuf::from("maker.json"), base.view.clone(), &[], Writer::from_number(40));
    close(&mut maker, "close", 5);
    close(&mut one, "close", 6);
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let state = |files: [&File; 3]| {
        let states: Vec<(bool, usize)> = orders
            .iter()
            .map(|order| {
                let poll = polls_of(&join(&files, order)).pop().unwrap();
                (poll.is_open(), poll.open_at.len())
            })
            .collect();
        assert!(states.windows(2).all(|two| two[0] == two[1]), "{states:?}");
        states[0]
    };
    assert_eq!(state([&maker.view, &one.view, &two.view]), (true, 1));
    let open = two.view.clone();
    close(&mut two, "close", 7);
    assert_eq!(state([&maker.view, &one.view, &two.view]), (false, 0));
    // Once more, with the last table open and the whole vote closed by somebody who never heard of it.
    close(&mut one, "close-all", 8);
    assert_eq!(state([&maker.view, &one.view, &open]), (false, 0));
    // And opened again for everybody.
    close(&mut maker, "open-all", 9);
    assert!(state([&maker.view, &one.view, &open]).0);
}

#[test]
fn a_ballot_that_comes_after_the_close_counts_and_that_is_said() {
    let mut bench = room();
    bench.line("/vote dots Which first? : a bus; a hall");
    let base = bench.desk().view.clone();
    let mut late = table(&base, 31, "late");
    let people = seats(&late);
    cast(&mut late, &Voter::Person(people[4]), &[2], 3);
    cast(&mut late, &Voter::Person(people[5]), &[2, 2], 4);
    bench.line("/ballot @1 1");
    bench.line("/close-vote all");
    assert_eq!(outcome(&bench.desk().view).late, 0);
    let mut other = late.view.clone();
    other.join(&bench.desk().view);
    bench.app.desk.as_mut().unwrap().arrive(&late.view);
    for file in [&bench.desk().view, &other] {
        let outcome = outcome(file);
        assert_eq!((outcome.totals, outcome.late), (vec![1, 3], 2));
    }
    let page = sheet::lines(&bench.app, Sheet::Votes).join("\n");
    assert!(page.contains("2 ballots came after the close, and are counted."), "{page}");
}

#[test]
fn a_second_ballot_of_a_person_at_another_table_counts_once_and_is_one_to_settle() {
    let mut base = room();
    base.app.desk.as_mut().unwrap().make_vote(&dots(&OPTIONS), at(0));
    let people = seats(base.desk());
    let [mut one, mut two] = [(21, "one"), (22, "two")].map(|(seed, name)| table(&base.desk().view, seed, name));
    cast(&mut one, &Voter::Person(people[0]), &[1, 1, 1], 2);
    cast(&mut two, &Voter::Person(people[0]), &[4], 3);
    base.app.desk.as_mut().unwrap().arrive(&one.view);
    base.app.desk.as_mut().unwrap().arrive(&two.view);
    assert_eq!(last(base.desk()).ballots, 1);
    // Which of the two is to be settled; what either says is read by nobody.
    let page = sheet::lines(&base.app, Sheet::Clashes).join("\n");
    assert!(page.contains("Two ballots of Ada Example, choices"), "{page}");
    let options: Vec<String> = last(base.desk()).options.into_iter().map(|option| option.token).collect();
    assert!(!options.iter().any(|id| page.contains(id.as_str())) && !page.contains("writes another"), "{page}");
    base.line("/close-vote all");
    let outcome = outcome(&base.desk().view);
    assert_eq!((outcome.totals, outcome.voters, outcome.doubtful), (vec![0, 0, 0, 1], 1, 1));
}

#[test]
fn correcting_a_ballot_before_the_close_is_an_edit_and_undo_takes_one_back() {
    let mut bench = room();
    bench.line("/vote dots Which first? : a bus; a hall; a walk");
    bench.line("/ballot @1 1 1 2");
    bench.line("/ballot @1 3");
    assert!(said(&bench).contains("The ballot of Ada Example is corrected: 1 of 9 ballots are in"), "{}", said(&bench));
    bench.line("/ballot @2 2,2 2");
    bench.line("/ballot 1 1");
    assert!(said(&bench).contains("A ballot is in: 3 of 9 ballots are in"), "{}", said(&bench));
    assert_eq!(bench.desk().view.list(&List::Ballots).len(), 3);
    bench.line("/undo");
    assert_eq!(last(bench.desk()).ballots, 2);
    bench.line("/undo");
    assert_eq!(last(bench.desk()).ballots, 1);
    // The one before the correction counts again.
    bench.line("/undo");
    bench.line("/close-vote");
    assert_eq!(outcome(&bench.desk().view).totals, [2, 1, 0]);
    let now = bench.now;
    bench.key(KeyCode::Esc);
    let undone = bench.app.desk.as_mut().unwrap().undo(false, false, now);
    assert!(matches!(&undone, Undone::Done { what, .. } if what == "the close of a vote"), "{undone:?}");
    assert!(last(bench.desk()).is_open());
}

#[test]
fn too_many_dots_or_ranks_are_refused_in_words_and_nothing_is_lost() {
    let mut bench = room();
    bench.line("/vote dots 3 Which first? : a bus; a hall; a walk");
    bench.line("/ballot @1 1 1");
    for (typed, why) in [
        ("/ballot @1 1 1 2 2", "That is 4 dots, and each person has 3"),
        ("/ballot @1 9", "The options of this vote are 1 to 3"),
        ("/ballot @44 1", "Nobody sits in @44"),
        ("/ballot plumbers 1", "is neither a seat"),
    ] {
        bench.line(typed);
        assert!(said(&bench).contains(why), "{typed}: {}", said(&bench));
        // The line stands there to be mended.
        assert_eq!(bench.app.run.entry.text(), typed);
        wipe(&mut bench);
    }
    bench.line("/vote rank What is it about? : cost; time; place");
    for (typed, why) in [("/ballot @1 1 1", "ranks an option twice"), ("/ballot @1 1 2 3 1 2 3", "ranks 6 options")] {
        bench.line(typed);
        assert!(said(&bench).contains(why), "{}", said(&bench));
        wipe(&mut bench);
    }
    for (typed, why) in [
        ("/vote dots 9 Which? : a; b", "3 to 5 dots, not 9"),
        ("/vote rank 2 Which? : a; b", "5 to 7 ranks, not 2"),
        ("/vote dots Which? : a; a", "stands twice"),
    ] {
        bench.line(typed);
        assert!(said(&bench).contains(why), "{}", said(&bench));
        wipe(&mut bench);
    }
    bench.line("/close-vote v1");
    assert_eq!(polls_of(&bench.desk().view)[0].outcome.as_ref().unwrap().totals, [2, 0, 0]);
    // What a file holds that gives more is not counted, and that is said.
    let mut hostile = bench.desk().view.clone();
    let many = polls_of(&hostile)[0].options[1].token.clone();
    let text = String::from_utf8(hostile.encode()).unwrap();
    let one = format!("{0} {0}", polls_of(&hostile)[0].options[0].token);
    assert!(text.contains(&one));
    hostile = File::decode(text.replace(&one, &vec![many; 40].join(" ")).as_bytes()).unwrap();
    let outcome = polls_of(&hostile).remove(0).outcome.unwrap();
    assert_eq!((outcome.totals, outcome.void), (vec![0, 0, 0], 1));
}

#[test]
fn a_ranking_counts_points_and_a_tie_is_stated_in_words() {
    let mut bench = room();
    bench.line("/vote rank 5 What is it about? : cost; time; place; nothing");
    bench.line("/ballot @1 2 1");
    bench.line("/ballot @2 1 2 3");
    bench.line("/close-vote");
    let outcome = outcome(&bench.desk().view);
    assert_eq!(outcome.totals, [9, 9, 3, 0]);
    let page = sheet::lines(&bench.app, Sheet::Votes).join("\n");
    for words in [
        "A tie in 1st place, 9 points each: cost and time.",
        "4. nothing: 0 points",
        "This is narrowing, not deciding.",
        "1. cost: 9 points",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    insta::assert_snapshot!("votes_closed_80x24", bench.picture(80, 24));
}

#[test]
fn hands_of_two_tables_add_up_and_counting_again_corrects() {
    let mut bench = room();
    bench.line("/vote hands Shall we meet again? : yes; no");
    let mut other = table(&bench.desk().view, 31, "other");
    bench.line("/hands 5 1");
    bench.line("/hands 6 1");
    let poll = last(&other);
    let counts: Vec<(String, usize)> = poll.options.iter().map(|of| of.token.clone()).zip([3, 4]).collect();
    other.count_hands(poll.id, Some("faith"), &counts, at(9));
    bench.app.desk.as_mut().unwrap().arrive(&other.view);
    assert_eq!(last(bench.desk()).turnout(), "2 tables have counted hands");
    bench.line("/hands 1");
    assert!(said(&bench).contains("Say 2 numbers"), "{}", said(&bench));
    wipe(&mut bench);
    bench.line("/close-vote");
    assert!(said(&bench).contains("still open at: other, other"), "{}", said(&bench));
    bench.line("/close-vote all");
    assert_eq!(outcome(&bench.desk().view).totals, [9, 5]);
}

#[test]
fn one_person_after_another_is_taken_by_one_key_each() {
    let mut bench = room();
    bench.line("/vote dots Which first? : a bus; a hall; a walk; a list");
    bench.line("/ballot");
    insta::assert_snapshot!("votes_ballot_80x24", bench.picture(80, 24));
    for typed in ["@1 1 1 4", "@2 4", "2 2 2 2", "2 2"] {
        bench.line(typed);
        match bench.app.overlays.last_mut() {
            Some(Overlay::Form(form)) if form.fault.is_some() => {
                assert!(form.fault.as_deref().unwrap().contains("each person has 3"));
                // What was typed stays, to be mended.
                assert_eq!(form.value("ballot"), typed);
                form.inputs[0].answer("");
            }
            Some(Overlay::Form(form)) => assert_eq!(form.value("ballot"), ""),
            other => panic!("{other:?}"),
        }
    }
    bench.key(KeyCode::Enter);
    assert!(bench.app.overlays.is_empty());
    assert!(said(&bench).contains("3 of 9 ballots are in"), "{}", said(&bench));
    insta::assert_snapshot!("votes_open_80x24", {
        bench.line("/vote");
        bench.picture(80, 24)
    });
}

/// Every place at which anything of a file can be read, as (where, text).
fn everywhere(bench: &mut Bench) -> Vec<(String, String)> {
    let mut all = Vec::new();
    bench.app.overlays.clear();
    let file = bench.desk().view.clone();
    for (screen, pages) in [(Screen::Run, 1), (Screen::Plan, 4), (Screen::Home, 1)] {
        bench.app.screen = screen;
        for page in 0..pages {
            for (width, height) in [(80, 24), (160, 60)] {
                all.push((format!("{screen:?} {page}"), bench.picture(width, height)));
            }
            if screen == Screen::Plan {
                bench.key(KeyCode::Tab);
            }
        }
    }
    bench.app.screen = Screen::Run;
    let sheets = [
        Sheet::Room(Part::Voices),
        Sheet::Room(Part::Partners),
        Sheet::Room(Part::Tables),
        Sheet::Room(Part::Features),
        Sheet::Guide(true),
        Sheet::Evidence,
        Sheet::Spread,
        Sheet::Members,
        Sheet::Areas,
        Sheet::Groups,
        Sheet::Lens("more"),
        Sheet::Assets(false),
        Sheet::Same(Tab::Ideas),
        Sheet::Series(Over::Themes),
        Sheet::YouSaid,
        Sheet::Clashes,
        Sheet::Votes,
    ];
    for of in sheets {
        all.push((format!("{of:?} in lines"), sheet::lines(&bench.app, of).join("\n")));
        sheet::open(&mut bench.app, of);
        all.push((format!("{of:?}"), bench.picture(160, 60)));
        bench.app.overlays.clear();
    }
    for command in ["/find hall", "/review", "/close", "/commands", "/export", "/ballot", "/hands", "/checks", "/time"]
    {
        bench.app.screen = Screen::Run;
        bench.line(command);
        let notice = said(bench);
        all.push((command.to_owned(), bench.picture(160, 60) + &notice));
        bench.app.overlays.clear();
        wipe(bench);
    }
    present::begin(&mut bench.app, true);
    for page in 1..=9 {
        if present::go_to(&mut bench.app, page) {
            all.push((format!("the wall {page}"), bench.picture(160, 60)));
            all.push((
                format!("the wall {page} in lines"),
                present::with_face(&bench.app, |face| present::sheet(face).lines().join("\n")).unwrap(),
            ));
        }
    }
    bench.app.screen = Screen::Run;
    for audience in Audience::ALL {
        let ask = Ask { audience: *audience, today: at(0).date_naive() };
        let view = publish(&file, Programme::embedded(), &ask);
        for report in REPORTS {
            let document = (report.write)(&view);
            for format in FORMATS {
                for rendered in (format.render)(&document) {
                    let name = format!("{} {} for {}", report.name, format.name, audience.name());
                    all.push((name, opened::text(&rendered.bytes())));
                }
            }
        }
    }
    for found in gaps(&file, Programme::embedded(), at(0).date_naive()) {
        all.push((found.check.title.into(), format!("{} {}", found.sentence, found.details.join(" "))));
    }
    let machine = Machine::new();
    let path = machine.path("northfield.json");
    std::fs::write(&path, file.encode()).unwrap();
    let path = path.to_str().unwrap();
    for arguments in [
        vec!["show", path],
        vec!["show", path, "--json"],
        vec!["check", path],
        vec!["check", "--plan", path],
        vec!["check", "--json", path],
        vec!["list"],
        vec!["merge", path, "-o", "plan.json"],
    ] {
        let ran = machine.run(&arguments);
        all.push((arguments.join(" "), format!("{}{}", ran.out, ran.err)));
    }
    let plain =
        machine.feed(["open", path, "--plain", "--as", "Bev Example"], "/vote\n\n/room\n\n/tables\n\n/undo\n/quit\n");
    all.push(("plain".into(), plain.out));
    all
}

/// Hands that no other number here could be, for the second option more than for the first; and dots for the last.
fn voted() -> Bench {
    let mut bench = room();
    bench.line("!i a bus on Sundays");
    bench.line("!i the warm hall");
    bench.line("/vote hands Which of these? : marmots; ocelots");
    bench.line("/hands 7391 86143");
    bench.line("/hands residents 20417 30289");
    bench.line("/vote dots 5 Which first? : tapirs; wombats; zebus");
    for seat in 1..=9 {
        bench.line(&format!("/ballot @{seat} 3 3 3 3 2"));
    }
    bench.line("/vote position Should we?");
    for seat in 1..=9 {
        bench.line(&format!("/position @{seat} unsure"));
    }
    bench
}

/// What a reader could learn of a result: a number of it, a bar, or one option before another by what they got.
fn tells(text: &str) -> Option<String> {
    // Numbers may stand with a separator or without.
    let plain: String = text.replace([',', '\u{a0}', '\u{202f}'], "");
    // The sums of all and of the kinds of partner; what was counted once.
    let numbers = ["7391", "86143", "20417", "30289", "27808", "116432", "36 dots", "9 dots", "unsure: 9"];
    if let Some(number) = numbers.iter().find(|number| plain.contains(*number)) {
        return Some((*number).to_owned());
    }
    let place = |word: &str| text.find(word);
    for (first, second) in [("ocelots", "marmots"), ("zebus", "tapirs"), ("unsure", "against")] {
        if let (Some(one), Some(other)) = (place(first), place(second))
            && one < other
        {
            return Some(format!("{first} before {second}"));
        }
    }
    let bar = text.lines().find(|line| {
        ["marmots", "ocelots", "tapirs", "wombats", "zebus"].iter().any(|word| line.contains(word))
            && line.contains('█')
    });
    bar.map(str::to_owned)
}

#[test]
fn nothing_of_a_tally_is_told_anywhere_before_the_close_and_all_of_it_after() {
    let mut bench = voted();
    for (place, text) in everywhere(&mut bench) {
        assert_eq!(tells(&text), None, "{place}: {text}");
    }
    for number in 1..=3 {
        bench.line(&format!("/close-vote v{number} all"));
        bench.app.overlays.clear();
        wipe(&mut bench);
    }
    // The same search finds it, in each kind of place that tells of votes at all.
    let told: Vec<String> =
        everywhere(&mut bench).into_iter().filter(|(_, text)| tells(text).is_some()).map(|(place, _)| place).collect();
    for place in [
        "Votes",
        "Votes in lines",
        "plan csv for team",
        "plan json for public",
        "session docx for board",
        "plan xlsx for delegates",
        "board html for board",
        "session txt for delegates",
        "plan md for team",
        "plain",
    ] {
        assert!(told.iter().any(|known| known == place), "{place} does not tell: {told:?}");
    }
    assert!(told.iter().any(|place| place.starts_with("the wall")), "{told:?}");
}

#[test]
fn outside_the_team_no_category_of_few_people_is_told_apart_nor_what_a_difference_would_tell() {
    let mut bench = room();
    bench.line("/vote dots 5 Which first? : tapirs; zebus");
    for (seat, option) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 2), (6, 1), (7, 1), (8, 2)] {
        bench.line(&format!("/ballot @{seat} {option}"));
    }
    bench.line("/close-vote");
    let told = |bench: &Bench, audience: Audience| {
        let ask = Ask { audience, today: at(0).date_naive() };
        let view = publish(&bench.desk().view, Programme::embedded(), &ask);
        let report = REPORTS.iter().find(|report| report.name == "plan").unwrap();
        let format = FORMATS.iter().find(|format| format.name == "csv").unwrap();
        let document = (report.write)(&view);
        let rendered = (format.render)(&document);
        let sheet = rendered.into_iter().find(|of| of.suffix.contains("votes")).expect("a list of votes");
        opened::text(&sheet.bytes())
    };
    let category = |of: &str| Programme::embedded().find_category(of).unwrap().title.clone();
    let [faith, host, resident, pharmacy] = ["faith", "host", "resident", "pharmac"].map(category);
    assert!([&faith, &host, &resident].iter().all(|of| told(&bench, Audience::Team).contains(of.as_str())));
    for audience in [Audience::Board, Audience::Delegates, Audience::Public] {
        let text = told(&bench, audience);
        // Two of the faiths are left of eight once two categories of three are taken away, so that one of those goes too.
        assert!(!text.contains(&faith) && text.contains("Everybody"), "{text}");
        assert_eq!([&host, &resident].iter().filter(|of| text.contains(of.as_str())).count(), 1, "{text}");
    }
    // A third of no such category makes three who are not told apart, and both others may be.
    bench.app.overlays.clear();
    bench.line("/open-vote");
    bench.line("/ballot @9 1");
    bench.line("/close-vote all");
    let text = told(&bench, Audience::Public);
    assert!(text.contains(&host) && text.contains(&resident), "{text}");
    assert!(!text.contains(&faith) && !text.contains(&pharmacy), "{text}");
    // Under the Chatham House rule no category is told, to nobody; what stays in the room does not leave it.
    bench.app.overlays.clear();
    bench.line("/cap chatham-house");
    let text = told(&bench, Audience::Team);
    assert!(text.contains("Everybody") && !text.contains(&host), "{text}");
    bench.line("/cap room-only");
    let ask = Ask { audience: Audience::Team, today: at(0).date_naive() };
    let view = publish(&bench.desk().view, Programme::embedded(), &ask);
    let document = (REPORTS.iter().find(|report| report.name == "plan").unwrap().write)(&view);
    assert!(document.sheets().iter().all(|sheet| sheet.name != "votes"));
    assert!(project(&bench.desk().view, Programme::embedded(), at(0).date_naive()).vote().is_none());
}

#[test]
fn of_fewer_than_three_people_no_number_is_told_outside_the_team() {
    let mut bench = room();
    bench.line("/vote hands Which of these? : marmots; ocelots");
    bench.line("/ballot @1 1");
    assert!(said(&bench).contains("No vote by ballot is open"), "{}", said(&bench));
    wipe(&mut bench);
    bench.line("/hands 0 2");
    bench.line("/close-vote");
    let wall = project(&bench.desk().view, Programme::embedded(), at(0).date_naive());
    let vote = wall.vote().unwrap();
    assert!(vote.standing.contains("Fewer than 3 people voted") && vote.lines == ["marmots", "ocelots"], "{vote:?}");
}

#[test]
fn a_person_who_withdraws_takes_their_ballots_out() {
    let mut bench = room();
    bench.line("/vote dots Which first? : a bus; a hall");
    bench.line("/ballot @1 1 1");
    bench.line("/ballot @2 2");
    let person = seats(bench.desk())[0];
    let before = bench.desk().view.clone();
    let ballot = before
        .list(&List::Ballots)
        .iter()
        .find(|of| of.link(coplan::model::fields::field::DELEGATE) == Some(person))
        .unwrap()
        .id;
    let named = withdrawal_of_person(&before, person);
    assert!(named.contains(&Withdrawal::Item(ballot)));
    let mut file = before.clone();
    file.withdraw(named);
    // A ballot of theirs that arrives from another table later is not counted either.
    file.join(&before);
    assert!(!String::from_utf8(file.encode()).unwrap().contains(&format!("\"delegate\": \"{person}\"")));
    let poll = polls_of(&file).pop().unwrap();
    assert_eq!((poll.ballots, poll.people), (1, 8));
}

#[test]
fn options_are_the_ideas_of_the_stage_the_actions_or_the_themes_and_keep_what_their_words_may() {
    let mut bench = room();
    bench.line("!i a bus on Sundays #transport");
    bench.line("@2 !i the warm hall #space %0");
    bench.line("/vote dots Which idea?");
    let words = |bench: &Bench| -> Vec<String> {
        last(bench.desk()).options.iter().map(|of| bench.desk().option_words(&of.means)).collect()
    };
    assert_eq!(words(&bench), ["a bus on Sundays", "the warm hall"]);
    bench.line("/vote dots Which theme? : themes");
    assert_eq!(words(&bench), ["space", "transport"]);
    bench.line("/vote rank Which action? : actions");
    assert!(said(&bench).contains("Name two options or more"), "{}", said(&bench));
    wipe(&mut bench);
    // The words of an idea are its own, and go where those may go.
    let wall = project(&bench.desk().view, Programme::embedded(), at(0).date_naive());
    assert_eq!(wall.vote().unwrap().lines, ["space", "transport"]);
    bench.line("/vote dots Which idea? : ideas");
    let wall = project(&bench.desk().view, Programme::embedded(), at(0).date_naive());
    assert!(wall.vote().unwrap().lines.iter().all(|line| line != "the warm hall"), "{:?}", wall.vote());
    assert_eq!(wall.vote().unwrap().lines[1], "an option that is not shown here");
}

#[test]
fn t17_positions_on_a_standing_question_are_counted_by_category_over_a_series() {
    let mut bench = room();
    bench.line("/position @1 for");
    assert!(said(&bench).contains("community strategy"), "{}", said(&bench));
    for (seat, position) in [(2, "for"), (3, "against"), (4, "unsure"), (5, "for")] {
        bench.line(&format!("/position @{seat} {position}"));
    }
    // A second table puts the same question unseen: it is the same vote, and nothing clashes.
    let mut apart = Bench::recording("Elsewhere", 3);
    apart.app.desk = Some(table(&room().desk().view, 77, "apart"));
    apart.line("/standing");
    apart.line("/position @6 for");
    bench.app.desk.as_mut().unwrap().arrive(&apart.desk().view);
    assert_eq!((bench.desk().polls().len(), last(bench.desk()).ballots), (1, 6));
    assert!(bench.desk().clashes.is_empty(), "{:?}", bench.desk().clashes);
    let found = |file: &File| {
        let found = gaps(file, Programme::embedded(), at(0).date_naive());
        found.into_iter().find(|found| found.check.ids.contains(&"T17")).unwrap()
    };
    let open = found(&bench.desk().view);
    assert_eq!(open.verdict, Verdict::Attention);
    assert!(open.sentence.contains("It is still open at 1 workshop.") && open.details.is_empty(), "{open:?}");
    bench.line("/close-vote all");
    let one = found(&bench.desk().view);
    assert_eq!((one.verdict, one.details.len()), (Verdict::Pass, 2));
    assert!(one.sentence.ends_with("for 4, against 1, unsure 1 at 1 workshop."), "{}", one.sentence);
    // The next workshop of the series.
    let mut next = Bench::recording("Next month", 11);
    for name in ["Jo", "Kit", "Lou", "Mo"] {
        next.line(&format!("/join {name} Example, local resident"));
    }
    next.line("/position @1 against");
    next.line("/hands for 2 against 5");
    next.line("/close-vote");
    let page = sheet::lines(&next.app, Sheet::Votes).join("\n");
    assert!(page.contains("Positions taken one by one and hands that were counted are added up."), "{page}");
    let mut plan = File::new(FileKind::Plan);
    plan.join(&next.desk().view);
    plan.join(&bench.desk().view);
    let both = found(&plan);
    assert!(both.sentence.ends_with("for 6, against 7, unsure 1 at 2 workshops."), "{}", both.sentence);
    let ask = Ask { audience: Audience::Board, today: at(0).date_naive() };
    let view = publish(&plan, Programme::embedded(), &ask);
    let document = (REPORTS.iter().find(|report| report.name == "board").unwrap().write)(&view);
    let text = format!("{:?}", document.blocks());
    for words in ["Over 2 workshops: Do primary care networks need a community strategy?", "Next month", "All of them"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn tables_vote_in_plain_on_copies_that_were_handed_out_and_the_plan_tells_the_result() {
    let machine = Machine::new();
    machine.session("northfield.json");
    let plain =
        |file: &str, name: &str, lines: &str| machine.feed(["open", file, "--plain", "--as", name], lines).well().out;
    let files = machine.files();
    let out = plain(
        "northfield.json",
        "Bev Example",
        &format!(
            "/vote dots 3 Which first? : a bus; a hall; a walk\n/ballot\n@1 1 1 3\n@2 9\n@2 3 3\n\n/hand-out\n2\n{}\n/quit\n",
            files.display()
        ),
    );
    for words in ["V1 is open: 3 options", "1. a bus", "The options of this vote are 1 to 3", "2 of 3 ballots are in"] {
        assert!(out.contains(words), "{words}: {out}");
    }
    let table = std::fs::read_dir(&files).unwrap().flatten().map(|entry| entry.path());
    let table = table.into_iter().find(|path| path.to_string_lossy().contains("table-2")).expect("a table's copy");
    let elsewhere = machine.path("away");
    std::fs::create_dir(&elsewhere).unwrap();
    let away = elsewhere.join("table-2.json");
    std::fs::rename(&table, &away).unwrap();
    let out = plain(away.to_str().unwrap(), "Sam Sample", "\nTable 2\n/ballot @3 3 3 3\n/vote\n\n/close-vote\n/quit\n");
    assert!(out.contains("1 of 3 ballots are in") && out.contains("1. a bus\n"), "{out}");
    let out = plain("northfield.json", "Bev Example", "/close-vote\n\n/quit\n");
    assert!(out.contains("V1 is closed"), "{out}");
    let (one, two) = ("northfield.json", away.to_str().unwrap());
    for (plan, order) in [("ab.json", [one, two]), ("ba.json", [two, one])] {
        let ran = machine.run(["merge", order[0], order[1], "-o", plan]).expect(0);
        assert!(ran.out.contains("2 ballots") && ran.out.contains("1 ballot"), "{}", ran.out);
        machine
            .run(["export", plan, "--report", "plan", "--to", "csv", "txt", "--for", "team", "-o", "out", "--force"])
            .expect(0);
        let text: String = std::fs::read_dir(machine.path("out"))
            .unwrap()
            .flatten()
            .map(|entry| std::fs::read_to_string(entry.path()).unwrap_or_default())
            .collect();
        for words in
            ["What the room narrowed down to", "Closed: 3 of 3 ballots are in", "a walk", "narrowing, not deciding"]
        {
            assert!(text.contains(words), "{plan} {words}: {text}");
        }
        assert!(
            text.lines().any(|line| line.contains("a walk") && line.contains("Everybody") && line.contains(",6,")),
            "{text}"
        );
        std::fs::remove_dir_all(machine.path("out")).unwrap();
    }
}

#[test]
fn a_ballot_typed_up_in_a_plan_is_of_whoever_sat_there_at_that_workshop() {
    let mut first = room();
    first.line("/vote dots Which first? : a bus; a hall");
    let mut next = Bench::recording("Next month", 11);
    next.line("/join Jo Example, host");
    for (one, other) in [(&first, &next), (&next, &first)] {
        let mut plan = File::new(FileKind::Plan);
        plan.join(&one.desk().view);
        plan.join(&other.desk().view);
        let mut bench = Bench::home();
        bench.app.desk = Some(Desk::new(PathBuf::from("plan.json"), plan, &[], Writer::from_number(60)));
        bench.app.screen = Screen::Run;
        bench.line("/ballot @1 2");
        assert!(said(&bench).contains("The ballot of Ada Example is in: 1 of 9"), "{}", said(&bench));
    }
}

#[test]
fn a_script_votes_by_lines_and_each_refused_ballot_is_named() {
    let machine = Machine::new();
    let path = machine.session("northfield.json");
    let lines =
        ["/vote dots Which first? : a bus; a hall", "/ballot @1 1", "/ballot @2 9", "/ballot 2 2", "/close-vote"];
    let ran = machine.run([&["add", "northfield.json"][..], &lines].concat()).expect(1);
    assert!(ran.err.contains("line 3: The options of this vote are 1 to 2"), "{}", ran.err);
    let file = File::decode(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(outcome(&file).totals, [1, 2]);
    let ran = machine.run(["show", "northfield.json"]).well();
    assert!(ran.out.contains("Votes: 1, of which 0 are open"), "{}", ran.out);
}

#[test]
fn on_the_practice_workshop_a_vote_runs_from_the_line_to_the_wall() {
    let mut bench = Bench::workshop();
    bench.line("/vote dots Which action first? : actions");
    let count = last(bench.desk()).options.len();
    assert!(count > 1, "{}", said(&bench));
    bench.line("/ballot @1 2 2");
    bench.line("/ballot @2 2");
    bench.line("/ballot 1");
    bench.line("/project");
    while present::with_face(&bench.app, |face| present::sheet(face).heading != "Which action first?").unwrap() {
        bench.key(KeyCode::Right);
    }
    let open = bench.picture(80, 24);
    assert!(open.contains("ballots are in") && !open.contains("dots:"), "{open}");
    insta::assert_snapshot!("votes_wall_open_80x24", open);
    bench.key(KeyCode::Esc);
    bench.line("/close-vote all");
    bench.app.overlays.clear();
    bench.line("/project");
    while present::with_face(&bench.app, |face| present::sheet(face).heading != "Which action first?").unwrap() {
        bench.key(KeyCode::Right);
    }
    let closed = bench.picture(120, 40);
    insta::assert_snapshot!("votes_wall_closed_120x40", closed);
}
