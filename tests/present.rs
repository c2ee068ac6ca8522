//! The projector: what a whole room may read, and nothing else, at every size; live, in a window of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
#[cfg(unix)]
mod outside;

use std::fmt::Write;

use bench::Bench;
use coplan::model::edit::Edit;
use coplan::model::fields::{List, field};
use coplan::model::file::File;
use coplan::model::stamp::{Clock, Moment, Writer};
use coplan::publish::project;
use coplan::tui::app::Screen;
use coplan::tui::desk::{Desk, Undone};
use coplan::tui::message::Message;
use coplan::tui::screens::present;
use coplan::tui::theme::Theme;
use coplan::tui::view::View;
use ratatui::crossterm::event::KeyCode;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 40)];

/// A session file written line by line.
struct Draft {
    lists: Vec<(&'static str, Vec<String>)>,
    next: usize,
}

impl Draft {
    fn new(workshop: &str) -> Self {
        let mut draft = Self { lists: Vec::new(), next: 0 };
        let workshop = format!(r#""title": "Staying connected", "connector": "CONNECTORz"{workshop}"#);
        let workshop = draft.add("workshops", &workshop);
        let recorder = format!(r#""workshop": "{workshop}", "name": "RECORDERz", "table": "TABLEz""#);
        let recorder = draft.add("recorders", &recorder);
        draft.add("runs", &format!(r#""recorder": "{recorder}""#));
        draft
    }

    fn add(&mut self, list: &'static str, fields: &str) -> String {
        let id = format!("20261121T103807412-0-a.{}", self.next);
        self.next += 1;
        let item = format!(r#"{{"id": "{id}", {fields}}}"#);
        match self.lists.iter_mut().find(|(name, _)| *name == list) {
            Some((_, items)) => items.push(item),
            None => self.lists.push((list, vec![item])),
        }
        id
    }

    fn file(&self) -> File {
        let mut text = r#"{ "format": "coplan", "kind": "session", "version": 1"#.to_owned();
        for (list, items) in &self.lists {
            write!(text, ",\n\"{list}\": [\n{}\n]", items.join(",\n")).unwrap();
        }
        File::decode(format!("{text} }}").as_bytes()).unwrap()
    }
}

/// The projector in the window of a file's operator.
fn projecting(file: File) -> Bench {
    let mut bench = Bench::home();
    let path = "/home/bev/Documents/coplan/northfield.json".into();
    bench.app.desk = Some(Desk::new(path, file, &[], Writer::from_number(7)));
    bench.app.screen = Screen::Run;
    bench.line("/project");
    assert_eq!(bench.app.screen, Screen::Present);
    bench
}

/// Everything that can be made to stand on the wall at one size: every page, scrolled to its end.
fn wall(bench: &mut Bench, width: u16, height: u16) -> String {
    let mut wall = String::new();
    for page in '1'..='5' {
        bench.key(KeyCode::Char(page));
        let mut before = String::new();
        // The questions of a stage go round, a list ends.
        for _ in 0..400 {
            let picture = bench.picture(width, height);
            if picture == before || page == '1' && wall.contains(&picture) {
                break;
            }
            wall.push_str(&picture);
            before = picture;
            bench.key(KeyCode::Down);
        }
    }
    wall
}

#[test]
fn nothing_that_the_rules_protect_is_ever_on_the_wall() {
    let levels = [None, Some(0), Some(1), Some(2), Some(3), Some(4)];
    let consent = |level: Option<usize>| level.map(|level| format!(r#", "consent": {level}"#)).unwrap_or_default();
    for (cap, cap_level) in [("none", 4), ("chatham-house", 2), ("room-only", 0)] {
        let mut draft = Draft::new(&format!(
            r#", "cap": "{cap}", "open_to_change": ["WORDS1x4xscz", "OPENz"], "already_fixed": ["FIXEDz", "NAME0z"]"#
        ));
        let mut said = Vec::new();
        for (p, person_level) in levels.into_iter().enumerate() {
            let person = draft.add(
                "delegates",
                &format!(
                    r#""workshop": "20261121T103807412-0-a.0", "name": "NAME{p}z", "role": "ROLE{p}z", "organisation": "ORGz"{}"#,
                    consent(person_level)
                ),
            );
            for (c, level) in levels.into_iter().enumerate() {
                for (marks, star, confirmed) in [("sc", true, true), ("s", true, false), ("c", false, true)] {
                    let code = format!("{p}x{c}x{marks}z");
                    let line = draft.add(
                        "contributions",
                        &format!(
                            r#""kind": "action", "speaker": "{person}", "text": "WORDS{code}", "paraphrase": "OTHER{code}", "themes": ["THEME{code}"], "star": {star}, "confirmed": {confirmed}{}"#,
                            consent(level)
                        ),
                    );
                    // An action that is a copy of the line, and one in words of its own.
                    for text in [format!("WORDS{code}"), format!("OWN{code}")] {
                        draft.add(
                            "actions",
                            &format!(
                                r#""text": "{text}", "lead": "{person}", "need": "NEEDz", "evidence": ["{line}"], "partners": ["NAME{p}z"]"#
                            ),
                        );
                    }
                    let own = person_level.unwrap_or(2).min(level.unwrap_or(1)).min(cap_level).min(2);
                    said.push((code, own, star && confirmed));
                }
            }
        }
        for private in
            [r#""private": "PRIVATEz", "kind": "quote""#, r#""kind": "observation""#, r#""kind": "safeguarding""#]
        {
            draft.add(
                "contributions",
                &format!(r#"{private}, "consent": 4, "text": "HIDDENz", "star": true, "confirmed": true"#),
            );
        }
        for (width, height) in SIZES {
            let mut bench = projecting(draft.file());
            // In normal type, so that every word can be read here; large type writes the same sheets.
            bench.view = View::new(Theme::detect(true));
            let wall = wall(&mut bench, width, height);
            let never =
                ["NAME", "ROLE", "ORG", "RECORDER", "CONNECTOR", "TABLEz", "PRIVATE", "HIDDEN", "THEME", "NEED"];
            for never in never {
                assert!(!wall.contains(never), "{never} under {cap}:\n{wall}");
            }
            for (code, level, agreed) in &said {
                // An action's own copy of the line may go as far as the line.
                assert!(*level >= 2 || !wall.contains(&format!("WORDS{code}")), "WORDS{code} under {cap}");
                assert!(*level == 1 || !wall.contains(&format!("OTHER{code}")), "OTHER{code} under {cap}");
                assert_eq!(wall.contains(&format!("OWN{code}")), cap_level > 0, "OWN{code} under {cap}");
                if *agreed {
                    assert!(*level < 2 || wall.contains(&format!("WORDS{code}")), "no WORDS{code} under {cap}");
                    assert!(*level != 1 || wall.contains(&format!("OTHER{code}")), "no OTHER{code} under {cap}");
                }
            }
            assert!(wall.contains("OPENz") && wall.contains("FIXEDz"), "{wall}");
            // And the large type has nowhere else to take its words from.
            let spoken = present::with_face(&bench.app, |face| present::sheet(face).lines().join("\n")).unwrap();
            assert!(!spoken.contains("NAME"), "{spoken}");
        }
        let projection = project(&draft.file(), &bench_programme(), chrono::NaiveDate::default());
        let agreed: Vec<String> = said
            .iter()
            .filter(|(_, level, agreed)| *agreed && *level > 0)
            .map(|(code, level, _)| if *level == 2 { format!("WORDS{code}") } else { format!("OTHER{code}") })
            .collect();
        assert_eq!(projection.agreed(), agreed, "{cap}");
    }
}

fn bench_programme() -> coplan::model::programme::Programme {
    coplan::model::programme::Programme::embedded().clone()
}

#[test]
fn every_page_can_be_read_at_every_size() {
    for (width, height) in [(60, 16), (80, 24), (120, 40)] {
        let mut bench = Bench::workshop();
        bench.line("/project");
        for (number, page) in ["question", "agreed", "actions", "rules"].iter().enumerate() {
            bench.key(KeyCode::Char(char::from_digit(u32::try_from(number + 1).unwrap(), 10).unwrap()));
            insta::assert_snapshot!(format!("{page}_{width}x{height}"), bench.picture(width, height));
        }
    }
}

#[test]
fn a_step_of_a_method_stands_with_the_question_and_what_comes_next_at_every_size() {
    let mut bench = projecting(Draft::new("").file());
    bench.app.screen = Screen::Run;
    bench.line("/1");
    bench.line("/method 1-2");
    present::begin(&mut bench.app, false);
    bench.view = View::new(Theme::detect(true));
    for (width, height) in [(60, 16), (80, 24), (120, 40), (200, 50)] {
        let shown = bench.picture(width, height);
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for wanted in [
            "1-2-4-All, step 1 of 4: On your own",
            "What matters most to you",
            "Think about the question on your own",
            "Next: In pairs, 2 minutes",
            "1:00 left",
        ] {
            assert!(words.contains(wanted), "{wanted} at {width}x{height}:\n{shown}");
        }
    }
    for (width, height) in [(20, 6), (10, 3), (1, 1)] {
        bench.picture(width, height);
    }
}

#[test]
fn what_is_open_to_change_and_what_is_fixed_stand_apart() {
    let draft = Draft::new(
        r#", "open_to_change": ["Where the clinic meets", "What it is called"], "already_fixed": ["The money for this year"]"#,
    );
    let mut bench = projecting(draft.file());
    bench.key(KeyCode::Left);
    insta::assert_snapshot!("open_80x24", bench.picture(80, 24));
    // Without them the page is not there to be turned to.
    let mut bench = projecting(Draft::new("").file());
    bench.key(KeyCode::Left);
    assert!(bench.picture(80, 24).contains("4 of 4"));
}

#[test]
fn before_the_first_stage_the_workshop_s_own_question_is_asked() {
    let mut bench = projecting(Draft::new(r#", "question": "Who is missing?""#).file());
    insta::assert_snapshot!("own_question_80x24", bench.picture(80, 24));
}

#[test]
fn the_key_question_stands_on_the_wall_of_a_workshop_that_is_closed_until_it_is_opened_again() {
    let mut bench = Bench::workshop();
    let close = "Before we go: have we done what matters most to people here";
    let wall = |bench: &mut Bench| {
        bench.line("/project");
        let told = present::with_face(&bench.app, |face| present::sheet(face).lines().join(" ")).unwrap();
        bench.key(KeyCode::Esc);
        told
    };
    assert!(!wall(&mut bench).contains(close));
    bench.line("/close");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Esc);
    assert!(wall(&mut bench).contains(close), "{}", wall(&mut bench));
    bench.line("/reopen");
    assert!(!wall(&mut bench).contains(close));
}

#[test]
fn a_question_put_on_the_wall_is_no_command_that_undo_takes_back_and_holds_no_words() {
    let mut bench = Bench::recording("Staying connected", 7);
    bench.line("/2");
    bench.line("the hall is damp");
    assert!(bench.key(KeyCode::Tab).is_empty(), "nobody projects, and nothing is written");
    let effects = bench.send(Message::Store(coplan::store::Report::Projecting(true)));
    // The wall is opened when the second question is asked.
    let written = bench::saved(&effects);
    assert!(
        written.contains("\"prompts\"") && written.contains("\"step\": 2") && !written.contains("text"),
        "{written}"
    );
    assert!(bench.send(Message::Tick).is_empty(), "once is enough");
    bench.key(KeyCode::Tab);
    bench.key(KeyCode::BackTab);
    bench.key(KeyCode::BackTab);
    assert_eq!(bench.desk().view.live(&List::Prompts).count(), 4);
    bench.line("/undo");
    assert_eq!(bench.desk().view.live(&List::Contributions).count(), 0);
    assert_eq!(bench.app.run.prompt, 0);
    // Read anew from the file it is the same.
    bench.line("/redo");
    let file = bench.desk().view.clone();
    let mut again = Desk::new("/home/bev/Documents/coplan/northfield.json".into(), file, &[], Writer::from_number(8));
    assert!(
        matches!(again.undo(false, false, bench.now), Undone::Done { what, .. } if what.contains("the hall is damp"))
    );
}

#[test]
fn scripts_that_large_type_cannot_draw_are_shown_in_normal_text() {
    let questions = ["ما الذي يهمك أكثر؟", "আপনার কাছে কী গুরুত্বপূর্ণ", "这里什么最重要", "Điều gì quan trọng nhất với bạn"];
    for question in questions {
        let draft = Draft::new(&format!(r#", "question": "{question}""#));
        for (width, height) in SIZES {
            let mut bench = projecting(draft.file());
            // The backend shows the second half of a wide letter as hidden; what is looked for is the letters.
            let letters =
                |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii()).collect() };
            let picture = bench.picture(width, height);
            assert!(letters(&picture).contains(&letters(question)), "{question}:\n{picture}");
        }
    }
}

#[test]
fn what_stands_on_the_wall_is_harmless_whatever_is_typed() {
    let draft = Draft::new(r#", "question": "a\u001b]0;b\u202ec", "open_to_change": ["x\u001b[31my\u2066z"]"#);
    for (width, height) in [(1, 1), (20, 6), (21, 7), (60, 16), (300, 90)] {
        let mut bench = projecting(draft.file());
        let wall = wall(&mut bench, width, height);
        assert!(!wall.contains(['\u{1b}', '\u{202e}', '\u{2066}']), "{wall}");
    }
}

#[test]
fn what_the_operator_is_told_or_asked_meanwhile_is_not_on_the_wall() {
    let mut bench = Bench::workshop();
    bench.type_text("half a thou");
    bench.app.warn("Amina Example is at level 0 now");
    bench.control('p');
    bench.type_text("project");
    bench.key(KeyCode::Enter);
    assert_eq!(bench.app.screen, Screen::Present);
    bench.app.warn("Amina Example is at level 0 now");
    let report = coplan::store::Report::CopiedTo("/media/stick/amina.json".into());
    bench.send(Message::Store(report));
    let picture = bench.picture(80, 24);
    assert!(!picture.contains("Amina") && !picture.contains("amina") && !picture.contains("half a thou"), "{picture}");
    assert!(picture.contains("Something is asked there"), "{picture}");
    // Keys turn pages; they answer nothing that cannot be seen.
    bench.key(KeyCode::Enter);
    assert!(bench.picture(80, 24).contains("2 of 4"));
    bench.key(KeyCode::Esc);
    let picture = bench.picture(80, 24);
    assert!(picture.contains("A copy of your file is at"), "{picture}");
    bench.key(KeyCode::Esc);
    assert!(bench.picture(80, 24).contains("half a thou"));
}

#[test]
fn the_operator_is_told_that_saving_fails_and_the_room_is_not_told_why() {
    let mut bench = Bench::workshop();
    bench.line("/project");
    let refusal =
        coplan::store::Refusal::new("/media/amina.json".as_ref(), coplan::store::Sort::Missing, "it is gone", "look");
    bench.send(Message::Store(coplan::store::Report::NotSaved { waiting: 1, refusal }));
    let picture = bench.picture(80, 24);
    assert!(picture.contains("NOT SAVED") && !picture.contains("amina"), "{picture}");
}

#[test]
fn the_operator_sees_that_another_window_projects() {
    let mut bench = Bench::workshop();
    bench.send(Message::Store(coplan::store::Report::Projecting(true)));
    for (width, height) in [(60, 16), (80, 24), (120, 40)] {
        let picture = bench.picture(width, height);
        assert!(picture.lines().next().unwrap().contains("saved 36  PROJECTING"), "{picture}");
    }
    bench.send(Message::Store(coplan::store::Report::Projecting(false)));
    assert!(!bench.picture(80, 24).contains("PROJECTING"));
}

#[test]
fn the_drawing_knows_no_file_no_desk_and_no_notice() {
    for part in ["draw.rs", "sheet.rs"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/screens/present");
        let source = std::fs::read_to_string(folder.join(part)).unwrap();
        for word in ["File", "Desk", "App", "model::", "store::", "plan::"] {
            assert!(!source.contains(word), "{word} in {part}");
        }
    }
}

/// Stars and confirms every line of a file, as another window would, and saves it whole.
fn confirm(path: &std::path::Path, writer: u32) {
    let mut file = File::decode(&std::fs::read(path).unwrap()).unwrap();
    let mut clock = Clock::new(Writer::from_number(writer));
    clock.see(file.latest().unwrap());
    let now: Moment = chrono::Local::now().fixed_offset();
    let lines: Vec<_> = file.live(&List::Contributions).map(|line| line.id).collect();
    let mut edit = Edit::new(&file, clock.next(now));
    for line in lines {
        edit.set(&List::Contributions, line, field::STAR, true);
        edit.set(&List::Contributions, line, field::CONFIRMED, true);
    }
    let delta = edit.finish();
    file.join(&delta);
    let temp = path.with_extension("tmp");
    std::fs::write(&temp, file.encode()).unwrap();
    std::fs::rename(temp, path).unwrap();
}

#[cfg(unix)]
mod live {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::confirm;
    use super::outside::{Machine, Screen, Talk};
    use coplan::model::programme::Programme;
    use coplan::store::{Report, follow};
    use rustix::process::Signal;

    /// How long a line may take to the wall on a machine that is busy with other tests; 200 ms on one that is not.

    #[test]
    fn a_line_that_another_process_confirms_is_on_the_wall_at_once() {
        let machine = Machine::new();
        let path = machine.session("northfield.json");
        let mut wall = Screen::start(&machine, ["present", "northfield.json", "--ascii"], 24, 80);
        wall.wait_for("1 of 4");
        wall.press("2");
        wall.wait_for("Nothing yet");
        machine.run(["add", "northfield.json", "%2 @2 the hall could open on Mondays"]).well();
        let start = Instant::now();
        confirm(&path, 70);
        wall.wait("the line", |text| text.contains("the hall could open on Mondays"));
        println!("on the wall after {:?}", start.elapsed());
        // A table's own file arrives in pieces, and is shown once it is whole.
        machine.run(["add", "northfield.json", "--as", "Cy Example", "%2 @3 and the school has a kettle"]).well();
        let table = machine.path("northfield.cy-example.json");
        confirm(&table, 71);
        wall.wait("the table's line", |text| text.contains("and the school has a kettle"));
        let whole = fs::read(&table).unwrap();
        fs::write(&table, &whole[..whole.len() / 2]).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        assert!(wall.look().contains("and the school has a kettle"));
        fs::remove_file(&table).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        assert!(wall.look().contains("and the school has a kettle"));
        wall.press("q\u{1b}");
        wall.ended();
    }

    #[test]
    fn the_question_on_the_wall_follows_the_operator_s_window_and_ends_with_the_key_question() {
        let machine = Machine::new();
        machine.session("northfield.json");
        let mut run = Screen::start(&machine, ["open", "northfield.json", "--as", "Bev Example"], 24, 80);
        run.wait_for("saved 0");
        run.press("/2\r");
        run.wait_for("Stage 2");
        run.press("\t");
        let questions: Vec<&str> = Programme::embedded().stages[1].questions.iter().map(|q| q.ask.as_str()).collect();
        let begins = |question: &str| question.split(' ').take(4).collect::<Vec<_>>().join(" ");
        // The wall is opened while the second question is asked, and shows that one.
        let mut wall = Screen::start(&machine, ["present", "northfield.json", "--ascii"], 24, 120);
        let mut follows = |run: &mut Screen, keys: &str, words: &str| {
            let start = Instant::now();
            run.press(keys);
            wall.wait(words, |text| text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words));
            println!("“{words}” on the wall after {:?}", start.elapsed());
        };
        follows(&mut run, "", &begins(questions[1]));
        follows(&mut run, "\t", &begins(questions[2]));
        follows(&mut run, "\u{1b}[Z\u{1b}[Z", &begins(questions[0]));
        follows(&mut run, "/4\r", &begins(&Programme::embedded().stages[3].questions[0].ask));
        run.press("/close\r");
        run.wait_for("Close the workshop");
        follows(&mut run, "\r", "Before we go: have we");
        run.wait_for("read out the key question");
        follows(&mut run, "\u{1b}", &begins(&Programme::embedded().stages[3].questions[0].ask));
        run.press("/close\r");
        run.wait_for("Close the workshop");
        follows(&mut run, "\r", "Before we go: have we");
        run.wait_for("read out the key question");
        run.press("\r");
        run.wait_for("Your file is");
        std::thread::sleep(Duration::from_millis(300));
        follows(&mut run, "", "Before we go: have we");
    }

    #[test]
    fn the_operator_s_window_says_so_while_it_is_projected_and_not_after_however_that_ends() {
        let machine = Machine::new();
        machine.session("northfield.json");
        let mut run = Screen::start(&machine, ["open", "northfield.json", "--as", "Bev Example"], 24, 80);
        run.wait_for("saved 0");
        for signal in [Signal::HUP, Signal::KILL] {
            let mut wall = Screen::start(&machine, ["present", "northfield.json"], 24, 80);
            wall.wait_for("1 of 4");
            run.wait("the sign", |text| text.contains("PROJECTING"));
            wall.signal(signal);
            let took = wall.ended();
            println!("ended after {took:?}");
            if signal == Signal::HUP {
                wall.drain();
                let sent = String::from_utf8_lossy(&wall.sent).into_owned();
                assert!(sent.contains("\u{1b}[?1049l") && sent.contains("\u{1b}[?25h"), "the terminal is given back");
            }
            run.wait("the end of the sign", |text| !text.contains("PROJECTING"));
        }
    }

    #[test]
    fn the_plain_projector_tells_a_page_and_tells_it_again_when_it_changes() {
        let machine = Machine::new();
        let path = machine.session("northfield.json");
        let mut talk = Talk::start(&mut machine.coplan(["present", "northfield.json", "--plain"]));
        talk.wait_for("Staying connected.");
        talk.say("2");
        talk.wait_for("What we agreed.\nNothing yet.");
        machine.run(["add", "northfield.json", "%2 @2 the hall could open on Mondays"]).well();
        confirm(&path, 72);
        talk.wait_for("What we agreed.\n1. the hall could open on Mondays");
        talk.say("/next");
        talk.wait_for("What we could do.");
        talk.say("say something");
        talk.wait_for("Type the number of a page");
        talk.say("/quit");
        assert_eq!(talk.end(), 0);
        assert!(!machine.path(".northfield.json.projecting").exists());
    }

    #[test]
    fn the_plain_face_projects_in_the_operator_s_own_window_too() {
        let machine = Machine::new();
        let mut talk = Talk::start(&mut machine.coplan(["demo", "--plain"]));
        talk.wait_for("an empty line says all this again.");
        talk.say("/project");
        let told = talk.wait_for("/back goes back to the workshop.");
        assert!(told.contains("the room may read this") && !told.contains("Amina"), "{told}");
        talk.say("/next");
        assert!(talk.wait_for("/back goes back").contains("What we agreed."));
        talk.say("4");
        assert!(talk.wait_for("/back goes back").contains("One person speaks at a time"));
        talk.say("/back");
        talk.wait_for("an empty line says all this again.");
        talk.say("/quit");
        assert_eq!(talk.end(), 0);
    }

    #[test]
    fn what_cannot_be_projected_is_refused_by_name() {
        let machine = Machine::new();
        machine.session("northfield.json");
        machine.run(["merge", "northfield.json", "-o", "plan.json"]).well();
        for (name, why) in [("plan.json", "it is a plan"), ("nowhere.json", "nowhere.json")] {
            let ran = machine.run(["present", name, "--plain"]).expect(1);
            assert!(ran.err.contains(why), "{}", ran.err);
        }
        // With nothing to read it tells the page and ends.
        let ran = machine.run(["present", "northfield.json", "--plain"]).well();
        assert!(ran.out.starts_with("Staying connected.\n"), "{}", ran.out);
    }

    #[test]
    fn a_file_that_is_half_copied_at_the_start_is_waited_for() {
        let machine = Machine::new();
        let path = machine.session("northfield.json");
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let copied = (path.clone(), whole);
        let sync = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            fs::write(&copied.0, &copied.1).unwrap();
        });
        let followed = follow(&path, |_| {}).unwrap();
        sync.join().unwrap();
        assert_eq!(followed.file.live(&coplan::model::fields::List::Delegates).count(), 3);
    }

    #[test]
    fn the_followed_file_may_vanish_and_come_back_and_only_what_is_new_is_told() {
        let machine = Machine::new();
        let path = machine.session("northfield.json");
        let (send, told) = std::sync::mpsc::channel();
        let followed = follow(&path, move |report| drop(send.send(report))).unwrap();
        let whole = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        fs::write(&path, &whole).unwrap();
        assert!(told.recv_timeout(Duration::from_millis(400)).is_err());
        machine.run(["add", "northfield.json", "@1 somebody spoke"]).well();
        let report = told.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(
            matches!(report, Report::Arrived { file, .. } if file.live(&coplan::model::fields::List::Contributions).count() == 1)
        );
        drop(followed);
    }
}
