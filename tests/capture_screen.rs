//! The line a note-taker lives in, as people see it: chips, picker, seats, corrections, the feed.
//!
//! Each snapshot was looked at by a person. After a change, look at it again before you accept it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Instant;

use bench::{Bench, saved};
use coplan::model::edit::Edit;
use coplan::model::fields::{Contribution, List, field};
use coplan::model::file::File;
use coplan::model::item::Item;
use coplan::model::stamp::{Clock, Id, Writer};
use coplan::tui::app::Screen;
use coplan::tui::desk::{Desk, Draft};
use coplan::tui::theme::Theme;
use coplan::tui::view::View;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

/// A table of seven people who have said nothing yet, with consent read out.
fn table() -> Bench {
    let mut bench = Bench::home();
    let mut clock = Clock::new(Writer::from_number(5));
    let mut file = File::default();
    let mut edit = Edit::new(&file, clock.next(bench.now));
    let workshop = edit.create(&List::Workshops);
    for (name, value) in [
        (field::TIME, "2026-09-15T10:00:00+01:00"),
        (field::TITLE, "Staying connected in Northfield and its neighbourhoods"),
        (field::PCN, "Northfield PCN"),
        (field::DATE, "2026-09-15"),
    ] {
        edit.set(&List::Workshops, workshop, name, value);
    }
    let delta = edit.finish();
    file.join(&delta);
    let mut desk = Desk::new(PathBuf::from("/home/bev/northfield.json"), file, &[], Writer::from_number(7));
    let _ = desk.record_as("Bev Example", "Table 2", bench.now);
    bench.app.desk = Some(desk);
    bench.app.screen = Screen::Run;
    for name in ["Naz", "Amina", "Joy", "Sam", "Priya", "Gwen", "Dan"] {
        bench.line(&format!("/join {name} Example, local resident"));
    }
    bench.key(KeyCode::F(7));
    bench.key(KeyCode::Enter);
    bench
}

/// The rows of a picture that hold a text.
fn rows(picture: &str, text: &str) -> Vec<String> {
    picture.lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
}

fn desk(bench: &Bench) -> &Desk {
    bench.app.desk.as_ref().unwrap()
}

fn last(bench: &Bench) -> &Item {
    let id = desk(bench).last_own().unwrap();
    desk(bench).view.find(&List::Contributions, id).unwrap()
}

fn set(bench: &mut Bench, id: Id, change: impl FnOnce(&mut Edit<'_>, Id)) {
    let now = bench.now;
    let _ = bench.app.desk.as_mut().unwrap().change(now, |edit| change(edit, id));
    bench.app.revision += 1;
}

#[test]
fn a_mark_is_turned_back_into_words_on_its_chip() {
    let mut bench = table();
    bench.type_text("@3 #transport they moved the bus stop");
    assert!(
        bench.picture(80, 24).contains("[3 Joy] [quote] [#transport (new)] [as Delegate]"),
        "{}",
        bench.picture(80, 24)
    );
    bench.key(KeyCode::Up);
    insta::assert_snapshot!("marked_chip_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("marked_chip_120x40", bench.picture(120, 40));
    bench.key(KeyCode::Left);
    assert!(bench.picture(80, 24).contains("[▸3 Joy]"));
    bench.key(KeyCode::Right);
    bench.key(KeyCode::Backspace);
    // The mark before it is next, so that several go one by one.
    assert!(bench.picture(80, 24).contains("[▸3 Joy] [quote] [as Delegate]"), "{}", bench.picture(80, 24));
    bench.key(KeyCode::Down);
    let delta = saved(&bench.key(KeyCode::Enter));
    assert!(delta.contains("\"text\": \"#transport they moved the bus stop\""), "{delta}");
    // The next line begins without any memory of it.
    bench.line("#transport and it rains");
    assert_eq!(Contribution(last(&bench)).text(), Some("and it rains"));
}

#[test]
fn what_was_turned_back_stays_words_while_the_line_changes_before_it() {
    let mut bench = table();
    bench.type_text("we meet #there");
    bench.control('x');
    bench.key(KeyCode::Backspace);
    bench.key(KeyCode::Home);
    bench.type_text("@4 ");
    let delta = saved(&bench.key(KeyCode::Enter));
    assert!(delta.contains("\"text\": \"we meet #there\""), "{delta}");
}

#[test]
fn a_line_that_would_be_a_command_can_be_words() {
    let mut bench = table();
    bench.type_text("+3");
    assert!(bench.picture(80, 24).contains("[3 more agree with the last line]"));
    bench.key(KeyCode::Up);
    bench.key(KeyCode::Delete);
    let delta = saved(&bench.key(KeyCode::Enter));
    assert!(delta.contains("\"text\": \"+3\""), "{delta}");
}

#[test]
fn typing_leaves_the_chips_and_loses_no_letter() {
    let mut bench = table();
    bench.type_text("@3 they");
    bench.key(KeyCode::Up);
    bench.type_text(" moved");
    assert!(bench.picture(80, 24).contains("@3 they moved"));
    bench.key(KeyCode::Up);
    let delta = saved(&bench.key(KeyCode::Enter));
    assert!(delta.contains("\"text\": \"they moved\""), "{delta}");
}

#[test]
fn a_half_typed_line_comes_back_with_the_words_that_were_no_marks() {
    let mut bench = table();
    bench.line("@3 good morning");
    let desk = bench.app.desk.as_mut().unwrap();
    let speaker = desk.speaker;
    let said = desk.last_own();
    for kept in [vec![], vec![0], vec![0, 7]] {
        for corrects in [None, said] {
            let draft = Draft { text: "#there #here".into(), kept: kept.clone(), corrects };
            let on_disk = desk.draft(&draft, bench.now);
            desk.speaker = None;
            assert_eq!(desk.take_up_draft(&on_disk), draft);
            assert_eq!(desk.speaker, speaker);
        }
    }
    // A correction of what is gone is a half-typed line again.
    let gone = Draft { text: "words".into(), kept: Vec::new(), corrects: said };
    let on_disk = desk.draft(&gone, bench.now);
    let _ = desk.withdraw(desk.withdrawal_of(said.unwrap()));
    assert_eq!(desk.take_up_draft(&on_disk), Draft { corrects: None, ..gone });
}

#[test]
fn the_picker_filters_as_one_types_and_enter_always_enters_the_line() {
    let mut bench = table();
    bench.type_text("@");
    insta::assert_snapshot!("picker_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("picker_120x40", bench.picture(120, 40));
    bench.type_text("am");
    let picture = bench.picture(80, 24);
    assert!(picture.contains("Amina Example") && !picture.contains("Gwen Example  "), "{picture}");
    // Down writes what it marks, so that Enter enters what stands there.
    bench.key(KeyCode::Down);
    assert!(bench.picture(80, 24).contains("│@2"), "{}", bench.picture(80, 24));
    bench.type_text(" the bus");
    let delta = saved(&bench.key(KeyCode::Enter));
    assert!(delta.contains("\"text\": \"the bus\""), "{delta}");
    assert_eq!(desk(&bench).speaker_name(desk(&bench).speaker), "Amina Example");
}

#[test]
fn tab_takes_the_first_choice_and_escape_leaves_the_text_alone() {
    let mut bench = table();
    bench.line("the last bus goes at six #transport");
    bench.type_text("no way home #tr");
    bench.key(KeyCode::Tab);
    assert!(bench.picture(80, 24).contains("no way home #transport "));
    bench.type_text("#tr");
    bench.key(KeyCode::Esc);
    let picture = bench.picture(80, 24);
    assert!(picture.contains("no way home #transport #tr") && rows(&picture, "#transport").len() == 3, "{picture}");
    // Closed for this token only: Tab is the next question again, and a new token opens a new list.
    let prompt = bench.app.run.prompt;
    bench.key(KeyCode::Tab);
    assert_ne!(bench.app.run.prompt, prompt);
    bench.type_text(" #tr");
    assert_eq!(rows(&bench.picture(80, 24), "used once").len(), 1, "{}", bench.picture(80, 24));
}

#[test]
fn up_in_a_picker_walks_the_picker() {
    let mut bench = table();
    bench.type_text("@");
    bench.key(KeyCode::Up);
    assert!(bench.picture(80, 24).contains("│▸@? unknown"), "{}", bench.picture(80, 24));
    bench.key(KeyCode::Down);
    assert!(bench.picture(80, 24).contains("│@1"), "{}", bench.picture(80, 24));
}

#[test]
fn the_strip_shows_who_sits_where_and_keeps_the_speaker_in_sight() {
    let mut bench = table();
    let strip = |bench: &mut Bench, width, height| rows(&bench.picture(width, height), "5 Priya·  6").concat();
    assert!(strip(&mut bench, 80, 24).contains("  1 Naz·  2 Amina·  3 Joy·"), "{}", bench.picture(80, 24));
    bench.line("@3 they moved the bus stop");
    assert!(bench.picture(80, 24).contains("2 Amina· ▸3 Joy  4 Sam·"), "{}", bench.picture(80, 24));
    assert!(bench.picture(60, 16).contains("▸3 Joy"));
    bench.line("@7 and mine");
    let narrow = bench.picture(30, 16);
    assert!(narrow.contains("▸7 Dan") && narrow.contains('‹') && !narrow.contains("1 Naz"), "{narrow}");
    bench.key(KeyCode::F(9));
    assert!(!bench.picture(80, 24).contains("▸7 Dan"));
}

#[test]
fn speaker_stage_theme_and_kind_are_put_right_in_at_most_four_keys() {
    let mut bench = table();
    bench.line("@3 they moved the bus stop");
    bench.key(KeyCode::Up);
    insta::assert_snapshot!("correcting_80x24", bench.picture(80, 24));
    insta::assert_snapshot!("correcting_120x40", bench.picture(120, 40));
    bench.type_text("@6");
    let picture = bench.picture(100, 24);
    assert!(picture.contains("[3 Joy] [quote] [as Delegate] → [6 Gwen]"), "{picture}");
    bench.key(KeyCode::Enter);
    assert_eq!(desk(&bench).speaker_name(Contribution(last(&bench)).speaker()), "Gwen Example");
    bench.key(KeyCode::Up);
    bench.line("/2");
    assert_eq!(Contribution(last(&bench)).stage(), Some("existing-activity"));
    bench.key(KeyCode::Up);
    assert!(bench.picture(100, 24).contains("[Existing activity]"), "{}", bench.picture(100, 24));
    bench.line("#tr");
    bench.key(KeyCode::Up);
    bench.line("!i");
    let said = Contribution(last(&bench));
    assert_eq!((said.themes().collect::<Vec<_>>(), said.kind().unwrap().name()), (vec!["tr"], "idea"));
    assert_eq!(said.text(), Some("they moved the bus stop"));
}

#[test]
fn each_kind_has_its_place_in_the_feed() {
    let mut bench = table();
    for line in [
        "@3 !q who pays for the hall?",
        "@5 !r the parish does",
        "@2 !q and who cleans it?",
        "@4 the choir meets there on Mondays #choir",
        "@5 !r the choir does",
        "@1 !m the hall #space place:Mill Lane open:all",
        "@6 !a ask church about hall lead:@5 due:fri",
        "!o nobody looked at Dan",
        "@4 !t parking for us, a street to play in for them",
    ] {
        bench.line(line);
    }
    let choir = desk(&bench).view.live(&List::Contributions).find(|c| c.text(field::KIND) == Some("quote"));
    let choir = choir.map(|c| c.id).unwrap();
    set(&mut bench, choir, |edit, id| {
        edit.set(&List::Contributions, id, field::PARAPHRASE, "a choir uses the hall");
        edit.set(&List::Contributions, id, field::LANGUAGE, "cy");
        edit.set(&List::Contributions, id, field::TRANSLATION, "the choir is there on Mondays");
        edit.set(&List::Contributions, id, field::TEXT, "mae'r côr yno bob dydd Llun");
    });
    let picture = bench.picture(120, 40);
    insta::assert_snapshot!("feed_of_every_kind_120x40", picture);
    insta::assert_snapshot!("feed_of_every_kind_80x24", bench.picture(80, 24));
    for part in [
        "? who pays for the hall?",
        "answered",
        "answers “and who cleans it?”",
        "asset · #space",
        "place: Mill Lane · open to: all",
        "lead: Priya · due: 18 September 2026",
        "private · observer note",
        "tension",
        "in other words: a choir uses the hall",
        "said in Welsh",
        "corrected",
    ] {
        assert!(picture.contains(part), "{part}:\n{picture}");
    }
}

#[test]
fn a_title_too_long_for_the_window_is_cut_with_a_mark_and_saving_never_is() {
    let mut bench = table();
    for (width, said) in
        [(120, "Northfield PCN · Staying connected"), (80, " Staying connected in Northfield and"), (60, "…")]
    {
        let picture = bench.picture(width, 24);
        let first = picture.lines().next().unwrap();
        assert!(first.contains(said) && first.contains("saved 0"), "{first}");
    }
}

/// A writer that counts.
#[derive(Clone, Default)]
struct Meter(Rc<RefCell<usize>>);

impl Write for Meter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        *self.0.borrow_mut() += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_letter_of_plain_text_writes_at_most_sixty_bytes() {
    let meter = Meter::default();
    let viewport = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, 80, 24)) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(meter.clone()), viewport).unwrap();
    let mut bench = table();
    let mut view = View::new(Theme::coloured());
    let mut written = Vec::new();
    let mut all = |bench: &mut Bench, text: &str| {
        for c in text.chars() {
            bench.key(KeyCode::Char(c));
            let before = *meter.0.borrow();
            terminal.draw(|frame| view.draw(&bench.app, frame)).unwrap();
            written.push(*meter.0.borrow() - before);
        }
        std::mem::take(&mut written)
    };
    // The first picture is the whole screen.
    all(&mut bench, "a");
    let plain = all(&mut bench, " bus stop, and so I stopped going; who would not? 50% of us did");
    assert!(plain.iter().all(|bytes| *bytes <= 60), "{plain:?}");
    println!("bytes for a letter of plain text: {plain:?}");
    bench.key(KeyCode::Enter);
    let marks = all(&mut bench, "@3 #tr they moved it");
    println!("with marks and pickers: {marks:?}");
}

/// The longest of many keys would be the machine's; the middle one is the program's.
fn middle(mut times: Vec<u128>) -> u128 {
    times.sort_unstable();
    times[times.len() / 2]
}

#[test]
fn a_key_is_quick_with_two_thousand_themes_and_two_hundred_seats() {
    let few = keys_after(&mut table());
    let mut bench = table();
    let now = bench.now;
    let _ = bench.app.desk.as_mut().unwrap().change(now, |edit| {
        for seat in 8..=200i64 {
            let id = edit.create(&List::Delegates);
            edit.set(&List::Delegates, id, field::SEAT, seat);
            edit.set(&List::Delegates, id, field::NAME, format!("Person{seat} Éxample").as_str());
        }
        for theme in 0..2_000_u32 {
            // As mixed as what people call things, some with accents.
            let letter = char::from_u32('a' as u32 + theme % 26).unwrap();
            let theme =
                if theme % 10 == 0 { format!("{letter}né{theme} ways") } else { format!("{letter}other {theme}") };
            let id = edit.create(&List::Contributions);
            edit.set(&List::Contributions, id, field::TIME, "2026-09-15T11:38:07+01:00");
            edit.set(&List::Contributions, id, field::TEXT, "words");
            edit.put(&List::Contributions, id, field::THEMES, &theme);
        }
    });
    for ((what, few), (_, many)) in few.into_iter().zip(keys_after(&mut bench)) {
        println!("a key after {what}: {few} µs, and {many} µs with many");
        // The hundred themes of the picker are each looked for among all of them; all for all would be thousands of times.
        assert!(many < 1_000 * few, "{what}: {few} and {many} µs");
    }
}

/// How long a key takes to its frame, in microseconds, after words, within a seat and within a theme.
fn keys_after(bench: &mut Bench) -> [(&'static str, u128); 3] {
    bench.picture(120, 40);
    let mut terminal = Terminal::new(ratatui::backend::TestBackend::new(120, 40)).unwrap();
    let mut key = |bench: &mut Bench, code| {
        let start = Instant::now();
        bench.key(code);
        terminal.draw(|frame| bench.view.draw(&bench.app, frame)).unwrap();
        start.elapsed().as_micros()
    };
    [("words", "they moved the bus stop "), ("a seat", "@p"), ("a theme", "@3 words #a")].map(|(what, start)| {
        bench.type_text(start);
        let times =
            (0..60).map(|n| key(bench, if n % 2 == 0 { KeyCode::Char('1') } else { KeyCode::Backspace })).collect();
        bench.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
        (what, middle(times))
    })
}
