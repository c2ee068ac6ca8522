//! Find as people meet it: what is typed on the screen and in the plain face, and what holds whatever is typed.
//!
//! Each snapshot was looked at by a person. After a change, look at it again before you accept it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::path::PathBuf;
use std::sync::Arc;

use coplan::model::edit::Edit;
use coplan::model::fields::{Contribution, List, field};
use coplan::model::file::File;
use coplan::model::programme::Programme;
use coplan::model::stamp::{Clock, Moment, Writer, Writers};
use coplan::plan::{From, Hit, Names, Search};
use coplan::tui::app::{App, Screen, Settings};
use coplan::tui::desk::Desk;
use coplan::tui::message::{Effect, Message};
use coplan::tui::theme::Theme;
use coplan::tui::update::update;
use coplan::tui::view::View;
use outside::{Machine, texts};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;

/// The program on the practice workshop.
struct Bench {
    app: App,
    view: View,
    now: Moment,
}

impl Bench {
    fn workshop() -> Self {
        let now = chrono::DateTime::parse_from_rfc3339("2026-09-15T11:45:00+01:00").unwrap();
        let settings = Settings {
            sessions: PathBuf::from("/home/bev/Documents/coplan"),
            writers: Writers::new(7),
            recorder: None,
            greeting: None,
        };
        let mut app = App::new(Arc::new(Programme::embedded().clone()), settings, now);
        let mut files = coplan::sessions::PRACTICE.iter().map(|(_, bytes)| File::decode(bytes).unwrap());
        let own = files.next().unwrap();
        let siblings: Vec<File> = files.collect();
        let path = PathBuf::from("/home/bev/Documents/coplan/practice.json");
        app.desk = Some(Desk::new(path, own, &siblings, Writer::from_number(7)));
        app.screen = Screen::Run;
        Self { app, view: View::new(Theme::plain()), now }
    }

    fn send(&mut self, message: Message) -> Vec<Effect> {
        update(&mut self.app, self.now, message)
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) -> Vec<Effect> {
        self.send(Message::Key(KeyEvent::new(code, modifiers)))
    }

    fn key(&mut self, code: KeyCode) -> Vec<Effect> {
        self.press(code, KeyModifiers::NONE)
    }

    fn control(&mut self, letter: char) -> Vec<Effect> {
        self.press(KeyCode::Char(letter), KeyModifiers::CONTROL)
    }

    fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.key(KeyCode::Char(c));
        }
    }

    /// Opens find and types this.
    fn find(&mut self, text: &str) {
        self.control('f');
        self.type_text(text);
    }

    fn terminal(&mut self, width: u16, height: u16) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.view.draw(&self.app, frame)).unwrap();
        terminal
    }

    fn picture(&mut self, width: u16, height: u16) -> String {
        self.terminal(width, height).backend().to_string()
    }

    /// The rows of the screen that hold these words.
    fn rows(&mut self, words: &str) -> usize {
        self.picture(100, 30).lines().filter(|row| row.contains(words)).count()
    }

    fn desk(&self) -> &Desk {
        self.app.desk.as_ref().unwrap()
    }
}

#[test]
fn what_is_found_fits_every_size() {
    for (width, height) in [(80, 24), (120, 40), (60, 16)] {
        let mut bench = Bench::workshop();
        bench.find("bus -minibus");
        insta::assert_snapshot!(format!("words_{width}x{height}"), bench.picture(width, height));
        bench.control('f');
        bench.type_text("@joy -!q");
        bench.key(KeyCode::Down);
        insta::assert_snapshot!(format!("marks_{width}x{height}"), bench.picture(width, height));
    }
}

#[test]
fn every_size_of_window_survives_find() {
    for width in 20..90 {
        let mut bench = Bench::workshop();
        bench.find("a");
        for _ in 0..usize::from(width) {
            bench.key(KeyCode::Down);
        }
        let picture = bench.picture(width, 6 + width % 20);
        assert!(picture.contains('>'), "the marked hit is in sight:\n{picture}");
    }
}

#[test]
fn the_hit_is_marked_by_more_than_colour_and_in_sight_however_late_it_comes() {
    let mut bench = Bench::workshop();
    bench.find("afternoons");
    bench.type_text(" i"); // Words that stand in many places do not hide it.
    let terminal = bench.terminal(60, 16);
    let buffer = terminal.backend().buffer();
    let marked: String = buffer
        .content
        .iter()
        .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED | Modifier::BOLD))
        .map(|cell| cell.symbol())
        .collect();
    assert!(marked.contains("afternoons"), "{marked}");
}

#[test]
fn words_in_any_script_are_found_and_those_that_are_not_shown_say_where_they_stand() {
    let mut bench = Bench::workshop();
    bench.find("intérprete");
    assert_eq!(bench.rows("A gente fica com vergonha"), 1);
    bench.control('f');
    bench.type_text("ashamed");
    let picture = bench.picture(100, 30);
    assert!(picture.contains("1 of ") && picture.contains("in other words: We feel ashamed"), "{picture}");
    bench.control('f');
    bench.type_text("বলব");
    assert!(bench.picture(100, 30).contains("1 of "), "a Bengali word is found");
}

#[test]
fn enter_takes_a_line_up_and_enter_keeps_it_with_the_half_typed_line_intact() {
    let mut bench = Bench::workshop();
    bench.type_text("half a thou");
    bench.find("curtains stayed");
    bench.key(KeyCode::Enter);
    let picture = bench.picture(80, 24);
    assert!(picture.contains("Enter keeps it · Esc leaves it") && !picture.contains("half a thou"), "{picture}");
    assert!(picture.matches("if my curtains stayed shut").count() >= 1, "it is in the feed too:\n{picture}");
    bench.type_text(" all day");
    let effects = bench.key(KeyCode::Enter);
    let delta = effects.iter().find_map(|e| if let Effect::Save(delta) = e { Some(delta) } else { None }).unwrap();
    assert!(String::from_utf8(delta.encode()).unwrap().contains("stayed shut all day"));
    bench.type_text("ght");
    let picture = bench.picture(80, 24);
    assert!(picture.contains("half a thought") && picture.contains("how do we pay for a minibus"), "{picture}");
}

#[test]
fn escape_leaves_all_as_it_was_both_from_find_and_from_the_line_it_led_to() {
    let mut bench = Bench::workshop();
    bench.type_text("half a thou");
    bench.key(KeyCode::PageUp);
    let before = bench.picture(100, 30);
    bench.find("curtains");
    bench.key(KeyCode::Esc);
    assert_eq!(bench.picture(100, 30), before);
    bench.control('f');
    bench.key(KeyCode::Enter);
    assert_ne!(bench.picture(100, 30), before);
    bench.key(KeyCode::Esc);
    assert_eq!(bench.picture(100, 30), before);
    // From one line to another and back: where one came from is still the place before the first.
    for asked in ["curtains", "afternoons"] {
        bench.find(asked);
        bench.key(KeyCode::Enter);
    }
    bench.key(KeyCode::Esc);
    assert_eq!(bench.picture(100, 30), before);
}

#[test]
fn a_line_of_another_table_is_corrected_as_well() {
    let mut bench = Bench::workshop();
    bench.find("nine years ago");
    bench.key(KeyCode::Enter);
    bench.type_text(", in May");
    let effects = bench.key(KeyCode::Enter);
    let delta = effects.into_iter().find_map(|e| if let Effect::Save(delta) = e { Some(delta) } else { None }).unwrap();
    // What is saved here is the correction alone; joined with the other table's file it is the whole line again.
    let id = delta.list(&List::Contributions)[0].id;
    let mut theirs = File::decode(coplan::sessions::PRACTICE[1].1).unwrap();
    theirs.join(&File::decode(&delta.encode()).unwrap());
    let said = theirs.live(&List::Contributions).find(|c| c.id == id).unwrap();
    assert_eq!(Contribution(said).text(), Some("I moved here for one year and that was nine years ago, in May"));
    bench.find("in May");
    assert_eq!(bench.rows("nine years ago, in May"), 1);
}

#[test]
fn find_opened_again_offers_what_was_last_asked_and_the_hit_one_was_at() {
    let mut bench = Bench::workshop();
    bench.find("bus");
    bench.key(KeyCode::Down);
    bench.key(KeyCode::Down);
    let before = bench.picture(100, 30);
    bench.key(KeyCode::Esc);
    bench.control('f');
    assert_eq!(bench.picture(100, 30), before);
    // An arrow key keeps it, a letter replaces it.
    bench.key(KeyCode::End);
    bench.type_text(" stop");
    assert_eq!(bench.app.find.entry.text(), "bus stop");
    bench.key(KeyCode::Esc);
    bench.find("kettle");
    assert_eq!(bench.app.find.entry.text(), "kettle");
    bench.control('f');
    bench.key(KeyCode::Backspace);
    assert_eq!(bench.app.find.entry.text(), "");
    bench.send(Message::Paste("bus\nstop".into()));
    assert_eq!(bench.app.find.entry.text(), "bus stop");
}

#[test]
fn enter_on_a_person_shows_what_they_said() {
    let mut bench = Bench::workshop();
    bench.find("nguyen");
    bench.key(KeyCode::Enter);
    let picture = bench.picture(100, 30);
    assert!(picture.contains("@3") && picture.contains("at home I do not speak English"), "{picture}");
}

#[test]
fn every_kind_is_a_filter_of_the_feed() {
    let mut bench = Bench::workshop();
    for line in
        ["!g told the lead at ten", "!p the crossing", "!i a bench by the stop", "!m the hall", "!n a seat near"]
    {
        bench.type_text(line);
        bench.key(KeyCode::Enter);
    }
    for row in coplan::model::kind::KINDS {
        let asked = row.token.map_or_else(|| format!("!{}", row.kind.name()), |token| format!("!{token}"));
        bench.find(&asked);
        let desk = bench.desk();
        let of_kind = desk.view.live(&List::Contributions).filter(|c| Contribution(c).kind() == Some(row.kind)).count();
        let all = desk.view.live(&List::Contributions).count();
        let counted = format!(" {of_kind} of {all} lines");
        let picture = bench.picture(100, 30);
        assert!(picture.contains(&counted), "{asked}: {counted}\n{picture}");
        bench.key(KeyCode::Esc);
    }
}

#[test]
fn a_veiled_screen_finds_nothing_to_show() {
    let mut bench = Bench::workshop();
    bench.find("Amina");
    bench.key(KeyCode::F(9));
    for _ in 0..2 {
        let picture = bench.picture(100, 30);
        for hidden in ["Amina", "Joy", " of 1", "bus"] {
            assert!(!picture.contains(hidden), "{hidden}:\n{picture}");
        }
        assert!(picture.contains("F9 shows them"), "{picture}");
        bench.type_text("Joy");
        bench.key(KeyCode::Enter);
        bench.send(Message::Paste("Joy".into()));
    }
    bench.key(KeyCode::F(9));
    assert_eq!(bench.app.find.entry.text(), "Amina");
    assert!(bench.picture(100, 30).contains("Amina"));
}

#[test]
fn on_the_plan_an_action_is_opened_and_a_line_corrected_in_a_form() {
    let mut bench = Bench::workshop();
    bench.key(KeyCode::F(3));
    bench.find("roundabout");
    insta::assert_snapshot!("plan_80x24", bench.picture(80, 24));
    bench.key(KeyCode::Enter);
    let picture = bench.picture(100, 30);
    assert!(picture.contains("Keep this action") && picture.contains("move the stop back"), "{picture}");
    bench.key(KeyCode::Esc);
    bench.control('f');
    bench.key(KeyCode::Down);
    bench.key(KeyCode::Enter);
    insta::assert_snapshot!("plan_words_80x24", bench.picture(80, 24));
    bench.type_text(" on Fridays");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    assert_eq!(bench.app.screen, Screen::Plan);
    bench.find("lunch club on Fridays");
    assert!(bench.picture(100, 30).contains(" 1 of "));
}

#[test]
fn what_others_say_while_find_is_open_is_found_and_the_mark_stays_on_its_line() {
    let mut bench = Bench::workshop();
    bench.find("lunch club");
    let before = bench.picture(100, 30);
    assert!(before.contains("> "), "{before}");
    let mut other = Desk::new("other.json".into(), bench.desk().view.clone(), &[], Writer::from_number(9));
    let delta = other.enter("@2 the lunch club is back", &[], bench.now, &bench.app.programme).delta.unwrap();
    let known = coplan::store::Report::Arrived { file: delta, from: "other.json".into() };
    bench.send(Message::Store(known));
    let picture = bench.picture(100, 30);
    assert!(picture.contains("the lunch club is back"), "{picture}");
    let marked = |picture: &str| picture.lines().find(|row| row.contains("> ")).unwrap().to_owned();
    assert_eq!(marked(&picture), marked(&before));
}

#[test]
fn the_plain_face_reads_out_what_is_found_and_a_number_takes_it_up() {
    let machine = Machine::new();
    let path = machine.session("session.json");
    let mut lines: Vec<String> = (1..=25).map(|n| format!("@3 the bus was late on day {n}")).collect();
    lines.push("@2 the damp is back #housing".into());
    machine.feed(["add", "session.json"], lines.join("\n")).well();
    let typed = [
        "1",
        "/find bus day",
        "/find @amina #ho",
        "1",
        "the damp is back again #housing",
        "/find bus",
        "99",
        "3",
        "",
        "/find bus",
        "@2 said while find was open",
        "/find",
        "1",
        "said last",
    ];
    let talk = machine.feed(["open", "session.json", "--plain"], typed.join("\n") + "\n").well();
    for said in [
        "Find “bus day”: 25 of 26 lines.",
        "20. ",
        "and 5 more",
        "Find “@amina #ho” (2 Amina Example, #housing): 1 of 26 lines.",
        "the damp is back",
        "There is nothing under that number",
    ] {
        assert!(talk.out.contains(said), "{said}:\n{}", talk.out);
    }
    assert!(!talk.out.contains("\n21. "), "{}", talk.out);
    let texts = texts(&path);
    assert!(texts.contains(&"the bus was late on day 1".to_owned()));
    assert!(texts.contains(&"said last".to_owned()), "{texts:?}\n{}", talk.out);
    assert_eq!(texts.len(), 27, "{texts:?}");
}

/// A file of these lines by two people, in two stages.
fn file_of(texts: &[String]) -> File {
    let now = "2026-11-21T10:00:00+00:00".parse().unwrap();
    let mut clock = Clock::new(Writer::from_number(1));
    let mut file = File::default();
    let mut edit = Edit::new(&file, clock.next(now));
    let people = ["Joy Example", "Nguyễn Thị Hoa"].map(|name| {
        let id = edit.create(&List::Delegates);
        edit.set(&List::Delegates, id, field::NAME, name);
        id
    });
    for (nth, text) in texts.iter().enumerate() {
        let id = edit.create(&List::Contributions);
        let list = &List::Contributions;
        edit.set(list, id, field::TIME, "2026-11-21T10:00:00+00:00");
        edit.set(list, id, field::TEXT, text.as_str());
        edit.set(list, id, field::SPEAKER, people[nth % 2]);
        edit.set(list, id, field::KIND, ["quote", "idea", "question"][nth % 3]);
        edit.set(list, id, field::STAGE, ["relationships", "co-creation"][nth / 2 % 2]);
        edit.put(list, id, field::THEMES, ["transport", "damp homes", "trust"][nth / 2 % 3]);
    }
    let delta = edit.finish();
    file.join(&delta);
    file
}

fn hits(search: &Search) -> Vec<Hit> {
    (0..search.len()).map(|nth| search.get(nth).unwrap()).collect()
}

fn names() -> Names<'static> {
    Names { programme: Programme::embedded(), today: "2026-11-21".parse().unwrap() }
}

/// Lines in the letters of several scripts.
fn said() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-cA-Cxéé́ÑßøİǅﬁΣς漢巴士がｶﾞกาबसेاأمّ0-9 ,.'’-]{0,24}", 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_line_is_found_by_each_of_its_own_words_and_by_all_of_them(texts in said()) {
        let file = file_of(&texts);
        let mut search = Search::of(&file, From::Workshop, &names());
        let lines: Vec<_> = file.live(&List::Contributions).map(|c| c.id).collect();
        for (id, text) in lines.iter().zip(&texts) {
            // What begins with no letter may be a mark.
            let words: Vec<&str> = text.unicode_words().filter(|word| word.starts_with(char::is_alphanumeric)).collect();
            for asked in words.iter().map(ToString::to_string).chain([words.join(" ")]) {
                search.ask(&asked, &names());
                prop_assert!(hits(&search).contains(&Hit::Line(*id)), "{asked:?} in {text:?}");
                for place in search.places(text) {
                    prop_assert!(text.get(place.clone()).is_some_and(|hit| !hit.is_empty()), "{place:?} in {text:?}");
                }
            }
        }
    }

    #[test]
    fn words_that_only_grow_never_find_more(texts in said(), from in 0usize..8) {
        let file = file_of(&texts);
        let mut search = Search::of(&file, From::Workshop, &names());
        let typed = texts[from % texts.len()].unicode_words().collect::<Vec<_>>().join(" ");
        prop_assume!(typed.starts_with(char::is_alphanumeric));
        let mut before = usize::MAX;
        for end in typed.char_indices().map(|(at, _)| at).chain([typed.len()]) {
            search.ask(&typed[..end], &names());
            let lines = hits(&search).into_iter().filter(|hit| matches!(hit, Hit::Line(_))).count();
            prop_assert!(lines <= before, "{:?}", &typed[..end]);
            before = lines;
        }
    }

    #[test]
    fn a_query_typed_key_by_key_finds_what_it_finds_at_once(
        texts in said(),
        pieces in prop::collection::vec(prop::sample::select(vec![
            " ", "-", "\"", "@", "#", "!", "/", "%", "joy", "j", "hoa", "tr", "da", "q", "i", "st", "open", "1", "2", "3",
            "a", "b c", "é", "巴", "on:", "before:", "21/11", "stage:co", "?", "’",
        ]), 1..10),
    ) {
        let file = file_of(&texts);
        let mut keys = Search::of(&file, From::Workshop, &names());
        let mut typed = String::new();
        for piece in pieces {
            for c in piece.chars() {
                typed.push(c);
                keys.ask(&typed, &names());
            }
            let mut once = Search::of(&file, From::Workshop, &names());
            once.ask(&typed, &names());
            prop_assert_eq!(hits(&keys), hits(&once), "{:?}", typed);
            prop_assert_eq!(keys.counts(), once.counts());
        }
    }
}
