//! The review queue as people go through it: on the screen, in the plain face, and over real meetings.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use coplan::model::fields::{Contribution, List, Pair, field};
use coplan::model::file::File;
use coplan::model::item::Item;
use coplan::model::programme::Programme;
use coplan::model::stamp::{Moment, Writer, Writers};
use coplan::plan::{CONCERNS, Concern, Review};
use coplan::tui::app::{App, Screen, Settings};
use coplan::tui::desk::{Desk, Details};
use coplan::tui::message::{Effect, Message};
use coplan::tui::theme::Theme;
use coplan::tui::update::update;
use coplan::tui::view::View;
use outside::{Machine, items};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A table of seven, after consent was read out.
struct Bench {
    app: App,
    view: View,
    now: Moment,
    saves: usize,
}

impl Bench {
    fn table() -> Self {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-21T10:38:00+00:00").unwrap();
        let settings = Settings {
            sessions: PathBuf::from("/home/bev/Documents/coplan"),
            writers: Writers::new(7),
            recorder: None,
            greeting: None,
        };
        let mut app = App::new(Arc::new(Programme::embedded().clone()), settings, now);
        let writer = Writer::from_number(7);
        let details = Details { title: "Staying connected".into(), ..Details::default() };
        let file = Desk::workshop(&details, None, writer, now);
        let mut desk = Desk::new(PathBuf::from("/home/bev/Documents/coplan/table-2.json"), file, &[], writer);
        desk.record_as("Bev Example", "table 2", now).unwrap();
        app.desk = Some(desk);
        app.screen = Screen::Run;
        let mut bench = Self { app, view: View::new(Theme::plain()), now, saves: 0 };
        for name in ["Naz", "Amina", "Joy", "Sam", "Tuyết", "Rhys", "Dee"] {
            bench.line(&format!("/join {name} Example"));
        }
        bench.line("/consent");
        bench.key(KeyCode::Enter);
        bench
    }

    /// The table with fourteen things to look at again.
    fn of_fourteen() -> Self {
        let mut bench = Self::table();
        for line in FOURTEEN {
            bench.line(line);
        }
        bench
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        let effects = update(&mut self.app, self.now, Message::Key(KeyEvent::new(code, modifiers)));
        self.saves += effects.iter().filter(|effect| matches!(effect, Effect::Save(_))).count();
    }

    fn key(&mut self, code: KeyCode) {
        self.press(code, KeyModifiers::NONE);
    }

    /// A letter; a backspace where that is what it is.
    fn letter(&mut self, letter: char) {
        self.key(if letter == '\u{8}' { KeyCode::Backspace } else { KeyCode::Char(letter) });
    }

    fn line(&mut self, text: &str) {
        text.chars().for_each(|c| self.letter(c));
        self.key(KeyCode::Enter);
    }

    fn picture(&mut self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.view.draw(&self.app, frame)).unwrap();
        terminal.backend().to_string()
    }

    fn desk(&self) -> &Desk {
        self.app.desk.as_ref().unwrap()
    }

    fn waiting(&self) -> Vec<Concern> {
        self.desk().review().iter().map(|(concern, _)| concern).collect()
    }

    fn said(&self, words: &str) -> &Item {
        let mut found = self.desk().view.live(&List::Contributions);
        found.find(|item| item.text(field::TEXT) == Some(words)).unwrap_or_else(|| panic!("nobody said {words}"))
    }
}

const FOURTEEN: [&str; 15] = [
    "@1 the hall is... #hall",
    "@? they closed the library in spring #library",
    "@? the choir has no room any more #hall",
    "@2 !q who pays for the hall? #hall",
    "@2 !q who has the key? #hall",
    "@3 my number is 943 476 5919 #health",
    "@3 ring me on 01632 960001 #health",
    "@3 I always ask Sam about it #health",
    "@4 %1 I was ashamed to ask #health",
    "@5 they moved the bus stop so I stopped going #transport",
    "@6 They moved the bus stop, and I stopped going out #transport",
    "@5 they moved the bus stop so I stopped going there #transport",
    "@1 We could open the hall on Fridays. We should ask the church about the keys #hall",
    "@7 nobody knocks any more",
    "@7 I have lived here for forty years",
];

/// What decides each: its key, and the words where it asks for some.
const DECISIONS: [(char, &str); 14] = [
    ('e', "cold in winter"),
    ('3', ""),
    ('o', "dee"),
    ('a', "@6 the parish"),
    ('1', "the council is asked first"),
    ('k', ""),
    ('e', "\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}at home"),
    ('k', ""),
    ('p', "asking for help is hard"),
    ('j', ""),
    ('r', ""),
    ('s', ""),
    ('1', ""),
    ('n', "neighbours"),
];

#[test]
fn fourteen_concerns_are_cleared_one_key_each_and_the_count_is_always_on_screen() {
    let mut bench = Bench::of_fourteen();
    let at_first = bench.waiting();
    assert_eq!(at_first.len(), 14, "{at_first:?}");
    assert!(CONCERNS.iter().all(|row| at_first.contains(&row.concern)), "{at_first:?}");
    assert!(bench.picture(80, 24).contains("review: 14 ┘"));
    bench.press(KeyCode::Char('l'), KeyModifiers::CONTROL);
    let before = bench.saves;
    for (nth, ((key, words), concern)) in DECISIONS.iter().zip(&at_first).enumerate() {
        let picture = bench.picture(80, 24);
        let shown =
            [format!("Review · {} of 14 ", nth + 1), concern.row().title.into(), format!("review: {} ", 14 - nth)];
        assert!(shown.iter().all(|words| picture.contains(words.as_str())), "{shown:?}\n{picture}");
        if [0, 1, 3, 9, 11, 12].contains(&nth) {
            insta::assert_snapshot!(format!("{}_80x24", concern.row().name), picture);
        }
        if [1, 9].contains(&nth) {
            insta::assert_snapshot!(format!("{}_120x40", concern.row().name), bench.picture(120, 40));
        }
        bench.letter(*key);
        if nth == 0 {
            insta::assert_snapshot!("typing_80x24", bench.picture(80, 24));
        }
        if !words.is_empty() {
            bench.line(words);
        }
        // One decision is one command, saved at once.
        assert_eq!(bench.saves, before + nth + 1, "{concern:?}: {:?}", bench.app.notice);
    }
    assert_eq!(bench.waiting(), []);
    insta::assert_snapshot!("nothing_left_80x24", bench.picture(80, 24));

    let name = |words: &str| bench.desk().speaker_name(Contribution(bench.said(words)).speaker());
    assert_eq!(name("they closed the library in spring"), "Joy Example");
    assert_eq!(name("the choir has no room any more"), "Dee Example");
    assert_eq!(name("the parish"), "Rhys Example");
    assert!(!bench.said("the hall is cold in winter").flag(field::STUB));
    let asked = Contribution(bench.said("who has the key?"));
    assert_eq!(asked.0.text(field::DISPOSITION), Some("not-now"));
    assert_eq!(asked.reason(), Some("the council is asked first"));
    let answered = bench.said("who pays for the hall?").id;
    assert_eq!(Contribution(bench.said("the parish")).reply_to(), Some(answered));
    bench.said("ring me on at home");
    assert_eq!(Contribution(bench.said("I was ashamed to ask")).paraphrase(), Some("asking for help is hard"));
    let pairs: Vec<_> = bench.desk().view.live(&List::Pairs).map(|pair| Pair(pair).same()).collect();
    assert_eq!(pairs, [true]);
    let halves = ["We could open the hall on Fridays.", "We should ask the church about the keys"].map(|half| {
        let half = Contribution(bench.said(half));
        (half.speaker(), half.time(), half.consent(), half.themes().collect::<Vec<_>>())
    });
    assert_eq!(halves[0], halves[1]);
    assert_eq!(Contribution(bench.said("nobody knocks any more")).themes().collect::<Vec<_>>(), ["hall"]);
    assert_eq!(
        Contribution(bench.said("I have lived here for forty years")).themes().collect::<Vec<_>>(),
        ["neighbours"]
    );

    // And back again, the last one first.
    for left in 1..=14 {
        bench.letter('u');
        assert!(bench.picture(80, 24).contains(&format!("review: {left} ")), "{:?}", bench.app.notice);
    }
    assert_eq!(bench.waiting(), at_first);
}

#[test]
fn putting_every_concern_aside_empties_the_queue_and_undo_brings_each_back() {
    let mut bench = Bench::of_fourteen();
    let at_first = bench.waiting();
    bench.line("/review");
    for left in (0..at_first.len()).rev() {
        bench.letter('k');
        assert_eq!(bench.waiting().len(), left, "{:?}", bench.app.notice);
    }
    bench.key(KeyCode::Esc);
    assert!(bench.app.overlays.is_empty());
    // A file that was closed and opened again remembers what was put aside.
    let writer = Writer::from_number(8);
    let again = File::decode(&bench.desk().view.encode()).unwrap();
    let mut desk = Desk::new(PathBuf::from("/again.json"), again, &[], writer);
    assert!(desk.review().is_empty());
    for left in 1..=at_first.len() {
        desk.undo(false, false, bench.now);
        assert_eq!(desk.review().len(), left);
    }
    assert_eq!(desk.review().iter().map(|(concern, _)| concern).collect::<Vec<_>>(), at_first);
}

#[test]
fn one_may_skip_go_back_leave_and_come_back() {
    let mut bench = Bench::of_fourteen();
    bench.letter('h');
    bench.letter('a');
    bench.press(KeyCode::Char('l'), KeyModifiers::CONTROL);
    bench.letter(' ');
    bench.key(KeyCode::Down);
    assert!(bench.picture(80, 24).contains("Review · 3 of 14"));
    bench.key(KeyCode::Up);
    bench.key(KeyCode::Up);
    bench.key(KeyCode::Up);
    assert!(bench.picture(80, 24).contains("Review · 14 of 14"));
    bench.letter(' ');
    assert!(bench.picture(80, 24).contains("Review · 1 of 14"));
    // A key that means nothing here, and words that are given up, change nothing.
    bench.letter('z');
    bench.letter('e');
    bench.line("");
    bench.letter('e');
    bench.letter('x');
    bench.key(KeyCode::Esc);
    assert_eq!(bench.waiting().len(), 14);
    bench.key(KeyCode::Esc);
    assert!(bench.app.overlays.is_empty());
    let picture = bench.picture(80, 24);
    assert!(picture.contains("14 things are left to look at again") && picture.contains("│ha "), "{picture}");
}

#[test]
fn a_line_with_a_number_in_it_can_be_withdrawn_for_good_and_the_next_appears() {
    let mut bench = Bench::table();
    bench.line("@3 my number is 943 476 5919 #health");
    bench.line("@? nobody rings #health");
    bench.line("/review");
    bench.letter(' ');
    bench.letter('w');
    bench.line("withdraw");
    bench.key(KeyCode::Enter);
    assert_eq!(bench.desk().view.live(&List::Contributions).count(), 1);
    let picture = bench.picture(80, 24);
    assert!(picture.contains("Nobody knows who said it") && picture.contains("1 of 1"), "{picture}");
}

#[test]
fn a_question_can_become_an_action() {
    let mut bench = Bench::table();
    bench.line("@2 !q who pays for the hall? #hall");
    bench.line("/review");
    bench.letter('3');
    bench.line("ask the parish to pay");
    assert_eq!(bench.waiting(), []);
    let action = bench.desk().view.live(&List::Actions).next().unwrap();
    assert_eq!(action.text(field::TEXT), Some("ask the parish to pay"));
    assert!(bench.desk().room().open_questions.is_empty());
}

#[test]
fn the_review_stays_shut_while_names_and_lines_are_hidden() {
    let mut bench = Bench::of_fourteen();
    bench.key(KeyCode::F(9));
    bench.press(KeyCode::Char('l'), KeyModifiers::CONTROL);
    assert!(bench.app.overlays.is_empty());
}

#[test]
fn the_end_of_a_workshop_names_what_is_left_to_look_at() {
    let mut bench = Bench::of_fourteen();
    bench.line("/end");
    let picture = bench.picture(100, 40);
    assert!(picture.contains("○ To look at again in your own lines: 14"), "{picture}");
    bench.key(KeyCode::Char('5'));
    assert!(bench.picture(100, 40).contains("Review · 1 of 14"));
}

#[test]
fn the_plain_face_asks_the_same_and_takes_the_same_answers() {
    let machine = Machine::new();
    let file = machine.path("plain.json");
    let name = file.to_str().unwrap();
    machine.run(["new", name, "--title", "Plain", "--as", "Bev Example", "--no-screen"]).well();
    let lines = [
        // As the recorder of the file.
        "1",
        "/join Naz Example",
        "/join Joy Example",
        "/consent",
        "",
        "@? they closed the library in spring #library",
        "@1 the hall is... #hall",
        "@2 nobody knocks any more",
        "/review",
        "e",
        "the hall is cold in winter",
        "",
        "speaks for herself",
        "/back",
        "/review",
        "2",
        "u",
        "2",
        "n",
        "neighbours",
        "",
    ];
    let ran = machine.feed(["open", name, "--plain"], lines.join("\n")).well();
    for words in [
        "to look at again: ",
        "Review 1 of 3. To finish.",
        "e. finish the words",
        "Review 2 of 3. Nobody knows who said it.",
        "1. Naz",
        "Type one of the letters or numbers",
        "1. #hall",
        "Nothing is left to look at again.",
    ] {
        assert!(ran.out.contains(words), "{words}:\n{}", ran.out);
    }
    let said = items(&file, "contributions");
    let of = |text: &str| said.iter().find(|item| item["text"] == text).unwrap_or_else(|| panic!("{text}: {said:?}"));
    assert!(of("the hall is cold in winter").get("stub").is_none());
    assert_eq!(of("they closed the library in spring")["speaker"], items(&file, "delegates")[1]["id"]);
    assert_eq!(of("nobody knocks any more")["themes"][0], "neighbours");
}

/// Who said what, in a published meeting or a published list of comments.
fn turns(path: &Path) -> Vec<(String, String)> {
    if path.extension().is_some_and(|ending| ending == "csv") {
        let mut table = csv::Reader::from_path(path).unwrap();
        let column = table.headers().unwrap().iter().position(|name| name == "comment-body").unwrap();
        let rows = table.records().map(|row| ("Commenter".to_owned(), row.unwrap()[column].trim().to_owned()));
        return rows.collect();
    }
    let meeting: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let text = |turn: &serde_json::Value, key: &str| turn[key].as_str().unwrap().to_owned();
    let turns = meeting["meeting_transcripts"].as_array().unwrap().iter();
    turns.map(|turn| (text(turn, "speaker"), text(turn, "content"))).collect()
}

/// A meeting as a table would have recorded it: every turn a line of its speaker.
fn recorded(turns: &[(String, String)]) -> File {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-21T10:38:00+00:00").unwrap();
    let mut clock = coplan::model::stamp::Clock::new(Writer::from_number(7));
    let mut file = File::default();
    let mut people = std::collections::BTreeMap::new();
    for (name, text) in turns {
        let mut edit = coplan::model::edit::Edit::new(&file, clock.next(now));
        let speaker = *people.entry(name.as_str()).or_insert_with(|| {
            let id = edit.create(&List::Delegates);
            edit.set(&List::Delegates, id, field::SEAT, 1);
            edit.set(&List::Delegates, id, field::NAME, name.as_str());
            id
        });
        let id = edit.create(&List::Contributions);
        edit.set(&List::Contributions, id, field::TIME, "2026-11-21T10:38:00+00:00");
        edit.set(&List::Contributions, id, field::KIND, "quote");
        edit.set(&List::Contributions, id, field::SPEAKER, speaker);
        edit.set(&List::Contributions, id, field::CONSENT, 2);
        edit.set(&List::Contributions, id, field::TEXT, text.as_str());
        edit.put(&List::Contributions, id, field::THEMES, "x");
        let delta = edit.finish();
        file.join(&delta);
    }
    file
}

#[test]
fn real_meetings_raise_few_false_alarms() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realdata");
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "{} is not there", folder.display());
        println!("skipped: {} is not there", folder.display());
        return;
    }
    // How many of each at most. Every name of the committee was read and is one; in TS3010a the speakers are roles,
    // which are no names.
    for (name, most) in [
        ("meetings/education_15.json", [0, 0, 26, 0, 0]),
        ("meetings/TS3010a.json", [0, 0, 0, 0, 0]),
        ("polis/london-youth-policing/comments.csv", [0, 0, 0, 9, 9]),
        ("polis/freshwater/comments.csv", [0, 0, 0, 20, 9]),
        ("polis/canadian-electoral-reform/comments.csv", [0, 0, 0, 20, 9]),
    ] {
        let turns = turns(&folder.join(name));
        let file = recorded(&turns);
        let review = Review::of(&file, &|_| true);
        println!("{name}: {} turns", turns.len());
        let looked = [Concern::NhsNumber, Concern::Telephone, Concern::Name, Concern::Alike, Concern::TwoIdeas];
        for (concern, most) in looked.into_iter().zip(most) {
            println!("  {}: {}", concern.row().title, review.count(concern));
            for (_, id) in review.iter().filter(|(what, _)| *what == concern) {
                let text = |id| file.find(&List::Contributions, id).and_then(|item| item.text(field::TEXT)).unwrap();
                let earlier = review.earlier(id).filter(|_| concern == Concern::Alike).map(text);
                let short = |text: &str| text.chars().take(160).collect::<String>();
                let item = file.find(&List::Contributions, id).unwrap();
                let beside = earlier.map(short).or(review.name(item).map(str::to_owned)).unwrap_or_default();
                println!("    {beside} | {}", short(text(id)));
            }
            assert!(review.count(concern) <= most, "{name} {concern:?}");
        }
    }
}
