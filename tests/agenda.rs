//! The agenda that flows, as its users meet it: keys in, a picture and a file out, by a clock that the test turns.
//!
//! The agenda is that of the facilitator's day: 10 + 20 + 25 + a break of 10 + 30 + 15 + 10 = 120 minutes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use coplan::model::fields::{Contribution, List, Workshop};
use coplan::model::file::File;
use coplan::model::programme::Programme;
use coplan::model::stamp::{Id, Moment, Writer, Writers};
use coplan::model::words::{Audience, Grouping};
use coplan::plan::{Agenda, Part};
use coplan::publish::document::Block;
use coplan::publish::{Ask, Report, publish};
use coplan::tui::app::{App, Screen, Settings};
use coplan::tui::desk::{Desk, Details};
use coplan::tui::message::{Effect, Message};
use coplan::tui::theme::Theme;
use coplan::tui::update::update;
use coplan::tui::view::View;
use coplan::tui::wall::Start;
use ratatui::Terminal;
use ratatui::backend::{CrosstermBackend, TestBackend};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The parts: title, stage, minutes, which to cut first, whether a buffer.
const PARTS: [(&str, &str, i64, Option<i64>, bool); 7] = [
    ("Welcome", "", 10, None, false),
    ("Who is here", "relationships", 20, Some(2), false),
    ("What goes on", "existing-activity", 25, None, false),
    ("Break", "", 10, None, true),
    ("What could start", "co-creation", 30, None, false),
    ("Who will tell us", "patient-voice", 15, Some(1), false),
    ("Close", "", 10, None, false),
];

fn half_past_nine() -> Moment {
    DateTime::parse_from_rfc3339("2026-11-21T09:30:00+00:00").unwrap()
}

/// The program with a workshop from 09:30 to 11:30, at 09:30.
struct Bench {
    app: App,
    view: View,
    now: Moment,
}

impl Bench {
    fn home() -> Self {
        let now = half_past_nine();
        let settings = Settings {
            sessions: PathBuf::from("/home/naz/Documents/coplan"),
            writers: Writers::new(7),
            recorder: Some("Naz Example".into()),
            greeting: None,
        };
        let app = App::new(Arc::new(Programme::embedded().clone()), settings, now);
        Self { app, view: View::new(Theme::plain()), now }
    }

    /// A workshop whose agenda is the stages of the programme.
    fn stages() -> Self {
        let mut bench = Self::home();
        let details = Details {
            title: "Staying connected".into(),
            starts: "09:30".into(),
            ends: "11:30".into(),
            question: "What keeps us well here?".into(),
            connector: "Naz Example".into(),
            ..Details::default()
        };
        let writer = Writer::from_number(7);
        let file = Desk::workshop(&details, None, writer, bench.now);
        let mut desk = Desk::new("/home/naz/Documents/coplan/northfield.json".into(), file, &[], writer);
        desk.record_as("Naz Example", "", bench.now).unwrap();
        bench.app.desk = Some(desk);
        bench.app.screen = Screen::Run;
        bench
    }

    /// A workshop with an agenda of its own.
    fn workshop() -> Self {
        let mut bench = Self::stages();
        let part = |(title, stage, minutes, cut, buffer): (&str, &str, i64, Option<i64>, bool)| Part {
            title: title.into(),
            stage: Some(stage.to_owned()).filter(|stage| !stage.is_empty()),
            leads: if title == "Who is here" { vec!["Joy Example".into()] } else { Vec::new() },
            minutes,
            cut,
            buffer,
            ..Part::default()
        };
        let parts: Vec<Part> = PARTS.into_iter().map(part).collect();
        let now = bench.now;
        bench.app.desk.as_mut().unwrap().arrange(&parts, now).unwrap();
        bench
    }

    fn desk(&self) -> &Desk {
        self.app.desk.as_ref().unwrap()
    }

    fn agenda(&self) -> Agenda {
        Agenda::of(&self.desk().view, &self.app.programme)
    }

    fn titles(&self) -> Vec<String> {
        self.agenda().parts.into_iter().map(|part| part.title).collect()
    }

    fn notice(&self) -> &str {
        self.app.notice.as_ref().map_or("", |notice| notice.text.as_str())
    }

    /// Turns the clock to a time of the day.
    fn at(&mut self, time: &str) -> &mut Self {
        self.now = DateTime::parse_from_rfc3339(&format!("2026-11-21T{time}+00:00")).unwrap();
        self
    }

    fn send(&mut self, message: Message) -> Vec<Effect> {
        update(&mut self.app, self.now, message)
    }

    fn key(&mut self, code: KeyCode) -> Vec<Effect> {
        self.send(Message::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    fn control(&mut self, letter: char) -> Vec<Effect> {
        self.send(Message::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)))
    }

    fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.key(KeyCode::Char(c));
        }
    }

    fn line(&mut self, text: &str) -> Vec<Effect> {
        self.type_text(text);
        self.key(KeyCode::Enter)
    }

    fn picture(&mut self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.view.draw(&self.app, frame)).unwrap();
        terminal.backend().to_string()
    }

    fn last_line(&self) -> Contribution<'_> {
        Contribution(self.desk().view.live(&List::Contributions).last().unwrap())
    }
}

/// A file of the workshop on disk, in a folder of its own.
fn on_disk(bench: &Bench) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("northfield.json");
    std::fs::write(&path, bench.desk().view.encode()).unwrap();
    (folder, path)
}

/// Runs the program at a time, lines in, lines out.
fn coplan(folder: &Path, now: &str, arguments: &[&str], lines: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_coplan"))
        .args(arguments)
        .env("COPLAN_DIR", folder)
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .env("COPLAN_NOW", now)
        .env("COPLAN_SEED", "agenda")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn domain_p1_a_change_of_stage_leaves_the_stage_part_and_time_of_what_was_said() {
    let mut bench = Bench::workshop();
    bench.line("/2");
    bench.at("09:50:05").line("they moved the bus stop so I stopped going");
    let (id, time) = (bench.last_line().id(), bench.last_line().time().unwrap().to_owned());
    let part = bench.last_line().agenda();
    assert_eq!((bench.last_line().stage(), time.as_str()), (Some("existing-activity"), "2026-11-21T09:50:05+00:00"));
    assert_eq!(part, bench.agenda().parts[2].id);
    bench.at("10:20:00").control('n');
    bench.line("/3");
    bench.key(KeyCode::Up);
    bench.line("at all");
    let said = Contribution(bench.desk().view.find(&List::Contributions, id).unwrap());
    assert_eq!(
        (said.text(), said.stage()),
        (Some("they moved the bus stop so I stopped going at all"), Some("existing-activity"))
    );
    assert_eq!((said.time(), said.agenda()), (Some(time.as_str()), part));
}

#[test]
fn domain_p1_moving_on_with_open_checks_says_so_and_never_stops() {
    let mut bench = Bench::workshop();
    bench.line("/go 1");
    bench.at("09:40:00").control('n');
    bench.at("10:00:00").control('n');
    // What is open stands first: a narrow screen cuts the end.
    assert_eq!(
        bench.notice(),
        "3 checks are open in Relationships, /checks names them. Part 3: What goes on, 25 minutes · on time: ends 11:30"
    );
}

#[test]
fn domain_a2_entries_inherit_the_present_part_and_a_part_has_leads_minutes_and_stage() {
    let mut bench = Bench::workshop();
    bench.line("said before it began");
    assert_eq!(bench.last_line().agenda(), None);
    bench.control('n');
    bench.line("welcome, all");
    assert_eq!(
        (bench.last_line().agenda(), bench.last_line().stage()),
        (bench.agenda().parts[0].id, Some("relationships"))
    );
    bench.control('n');
    bench.line("/3");
    bench.line("the church hall is free");
    let agenda = bench.agenda();
    assert_eq!((bench.last_line().agenda(), bench.last_line().stage()), (agenda.parts[4].id, Some("co-creation")));
    assert_eq!((agenda.parts[1].leads.as_slice(), agenda.parts[1].minutes), (&["Joy Example".to_owned()][..], 20));
    // A pasted flip chart too.
    bench.send(Message::Paste("one\ntwo".into()));
    bench.key(KeyCode::Char('1'));
    assert_eq!(bench.last_line().agenda(), agenda.parts[4].id);
}

#[test]
fn domain_a2_a_report_can_be_grouped_by_part_theme_or_table_and_holds_every_line_once() {
    let mut bench = Bench::workshop();
    let said = ["spoken too early", "who has the key", "the parish has it", "a bus on Sundays", "the hall is damp"];
    bench.line("spoken too early %2");
    bench.line("/go 1");
    bench.line("!q who has the key #hall %2");
    bench.line("!r the parish has it %2");
    bench.line("/go 3");
    bench.line("!i a bus on Sundays #bus %2");
    bench.line("the hall is damp #hall %2");
    // A title that repeats what stays in the room is not shown either.
    bench.line("/go 5");
    bench.line("what could start %0");
    bench.line("nobody asked us %2");
    let (folder, path) = on_disk(&bench);
    let report = |by: &[&str]| {
        let out = folder.path().join("out");
        let to = ["--to", "md,csv", "--for", "board", "--force", "-o", out.to_str().unwrap()];
        let told = coplan(
            folder.path(),
            "2026-11-22T09:00:00Z",
            &[&["export", path.to_str().unwrap()], &to[..], by].concat(),
            "",
        );
        let read =
            |name: &str| std::fs::read_to_string(out.join(format!("northfield-session-for-board{name}"))).unwrap();
        (read(".md"), read("-contributions.csv"), told)
    };
    let headings = |text: &str| -> Vec<String> {
        let heard = text.split("\n## ").find(|section| section.starts_with("What we heard")).unwrap();
        heard.lines().filter_map(|line| line.strip_prefix("### ")).map(str::to_owned).collect()
    };
    let (usual, sheet, _) = report(&[]);
    assert_eq!(headings(&usual), ["Relationships", "Existing activity", "Co-creation"]);
    assert_eq!(report(&["--group", "stage"]).0, usual);
    assert!(
        sheet.contains("\"Existing activity\",\"What goes on\",\"\",\"\",\"Idea\",\"bus\",\"a bus on Sundays\""),
        "{sheet}"
    );
    let nowhere = "Tables are shown to the team alone";
    for (by, title, groups) in [
        (
            "part",
            "What we heard, by part of the agenda",
            &["Welcome", "What goes on", "Part", "In no part of the agenda"][..],
        ),
        ("theme", "What we heard, by theme", &["hall", "bus", "No theme"]),
        ("table", "What we heard, by table", &[nowhere]),
    ] {
        let (text, _, _) = report(&["--group", by]);
        assert!(text.contains(title), "{text}");
        assert_eq!(headings(&text), groups, "{text}");
        for words in said {
            assert_eq!(text.matches(words).count(), 1, "{words}, {by}:\n{text}");
        }
        // The answer stands below its question.
        assert!(text.find("the parish has it") > text.find("who has the key"), "{text}");
        assert!(!text.to_lowercase().contains("what could start"), "{text}");
    }
    let (_, _, told) = report(&["--group", "poem"]);
    assert!(told.contains("nothing is grouped by poem") && told.contains("stage, part, theme, table"), "{told}");
}

#[test]
fn without_an_agenda_of_its_own_the_parts_are_the_stages() {
    let mut bench = Bench::stages();
    bench.line("/2");
    bench.line("the hall is damp #hall %2");
    let view = bench.desk().view.clone();
    let ask = Ask { audience: Audience::Public, today: bench.now.date_naive() };
    let published = publish(&view, &bench.app.programme, &ask).grouped(Grouping::Part);
    let document = (Report::named("session").unwrap().write)(&published);
    assert!(document.blocks().contains(&Block::Heading(3, "Existing activity".into())), "{document:?}");
}

#[test]
fn a_part_s_lines_are_complete_when_their_file_is_sent_alone() {
    let mut bench = Bench::workshop();
    bench.control('n');
    let effects = bench.line("welcome, all");
    let Some(Effect::Save(delta)) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(delta.live(&List::Agenda).count(), 1);
}

#[test]
fn the_agenda_is_made_from_the_keys_and_every_step_can_be_undone() {
    let mut bench = Bench::stages();
    bench.line("/agenda");
    let picture = bench.picture(80, 24);
    assert!(picture.contains("90 of 120 minutes: 30 minutes to spare"), "{picture}");
    assert!(picture.contains("These are the stages."), "{picture}");
    // A new part after the first.
    bench.key(KeyCode::Char('n'));
    bench.type_text("Break");
    for _ in 0..6 {
        bench.key(KeyCode::Tab);
    }
    bench.key(KeyCode::Enter);
    assert_eq!(bench.titles(), ["Relationships", "Break", "Existing activity", "Co-creation", "Patient voice"]);
    assert!(bench.agenda().is_own());
    // It is marked: up, and down again.
    bench.key(KeyCode::Char('u'));
    assert_eq!(bench.titles()[..2], ["Break", "Relationships"]);
    bench.key(KeyCode::Char('d'));
    bench.key(KeyCode::Char('d'));
    assert_eq!(bench.titles()[1..3], ["Existing activity", "Break"]);
    // Its minutes become 15, and others may take from it.
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Tab);
    bench.key(KeyCode::Backspace);
    bench.key(KeyCode::Backspace);
    bench.type_text("15");
    for _ in 0..4 {
        bench.key(KeyCode::Tab);
    }
    bench.key(KeyCode::Right);
    bench.key(KeyCode::Tab);
    bench.key(KeyCode::Enter);
    let part = bench.agenda().parts[2].clone();
    assert_eq!((part.title.as_str(), part.minutes, part.buffer), ("Break", 15, true));
    bench.key(KeyCode::Char('c'));
    assert!(bench.agenda().parts[2].left_out && bench.notice().starts_with("Break is cut: 15 minutes won"));
    bench.key(KeyCode::Char('r'));
    assert_eq!(bench.titles().len(), 4);
    for what in ["the removal of the part “Break”", "the cut of the part “Break”"] {
        bench.control('z');
        assert!(bench.notice().contains(what), "{}", bench.notice());
    }
    for _ in 0..5 {
        bench.control('z');
    }
    assert!(!bench.agenda().is_own(), "{:?}", bench.titles());
    bench.control('y');
    assert_eq!(bench.titles()[1], "Break");
}

#[test]
fn a_part_can_be_typed_in_one_line() {
    let mut bench = Bench::stages();
    bench.line("/agenda Community view, 25");
    bench.line("/agenda Break 10");
    assert_eq!(bench.titles(), ["Community view", "Break"]);
    assert!(bench.notice().contains("35 of 120 minutes: 85 minutes to spare"), "{}", bench.notice());
    bench.line("/agenda twenty");
    assert!(bench.notice().starts_with("Say the title and the minutes"));
}

#[test]
fn the_present_part_cannot_be_removed() {
    let mut bench = Bench::workshop();
    bench.control('n');
    bench.line("/agenda");
    bench.key(KeyCode::Char('r'));
    assert_eq!((bench.titles().len(), bench.notice()), (7, "You are in this part: go to another one first"));
}

#[test]
fn one_key_takes_five_from_the_break_and_says_how_the_end_moves() {
    let mut bench = Bench::workshop();
    bench.control('n');
    bench.at("09:40:00").control('n');
    bench.at("10:05:00");
    bench.key(KeyCode::F(12));
    assert_eq!(bench.notice(), "Takes 5 minutes from Break. Ends 11:30 as planned");
    bench.at("10:07:10").line("/borrow 9");
    assert_eq!(bench.notice(), "Takes 5 minutes from Break, all it had. Ends 11:30 as planned");
    bench.key(KeyCode::F(12));
    assert!(bench.notice().starts_with("No buffer has time left"), "{}", bench.notice());
    bench.control('z');
    bench.control('z');
    bench.line("/time");
    assert_eq!(bench.notice(), "Who is here: over by 7:10. To the end 90 minutes, 7 minutes behind: ends 11:37");
}

#[test]
fn an_overrun_counts_up_and_a_cut_wins_it_back() {
    let mut bench = Bench::workshop();
    bench.line("/go 3");
    bench.at("10:10:00");
    bench.send(Message::Tick);
    let picture = bench.picture(120, 40);
    assert!(picture.contains("What goes on · over by 15:00"), "{picture}");
    bench.line("/cut");
    assert!(bench.notice().starts_with("Who will tell us is cut: 15 minutes won. Ends 11:30"), "{}", bench.notice());
    bench.line("/cut");
    assert!(bench.notice().starts_with("Who is here is cut: 20 minutes won"), "{}", bench.notice());
    bench.line("/cut");
    assert!(bench.notice().starts_with("Nothing is left to cut"), "{}", bench.notice());
    bench.line("/undo");
    bench.line("/undo");
    assert!(bench.agenda().parts.iter().all(|part| !part.left_out));
    // The next part passes over what is cut.
    bench.line("/cut");
    bench.line("/go 5");
    bench.control('n');
    assert!(bench.notice().starts_with("Part 7: Close"), "{}", bench.notice());
    bench.control('n');
    assert!(bench.notice().starts_with("This is the last part"), "{}", bench.notice());
}

#[test]
fn a_cue_is_said_once_with_a_mark_and_rings_only_where_it_was_asked_to() {
    let mut bench = Bench::workshop();
    bench.line("/go 3");
    let tick = |bench: &mut Bench, time: &str| {
        bench.at(time);
        let effects = bench.send(Message::Tick);
        (bench.notice().to_owned(), effects.iter().any(|e| matches!(e, Effect::Bell)))
    };
    assert!(tick(&mut bench, "09:49:59").0.starts_with("Part 3"));
    assert_eq!(tick(&mut bench, "09:50:00"), ("! 5 minutes left of What goes on".into(), false));
    assert!(bench.picture(120, 40).contains("What goes on · ! 5:00 left · on time"), "{}", bench.picture(120, 40));
    bench.line("/bell");
    assert_eq!(tick(&mut bench, "09:50:01"), ("The bell rings once for each cue".into(), false));
    assert_eq!(tick(&mut bench, "09:53:45"), ("!! 75 seconds left of What goes on".into(), true));
    bench.line("a line");
    assert!(!tick(&mut bench, "09:54:30").1);
    bench.line("/more 5");
    assert!(!tick(&mut bench, "09:54:31").1);
    assert!(tick(&mut bench, "09:58:30").1);
}

#[test]
fn domain_2_3_a_method_runs_inside_a_part_and_can_be_hurried_ended_and_undone() {
    let mut bench = Bench::workshop();
    bench.line("/method 1-2");
    assert_eq!(bench.notice(), "A method runs in a part or stage: /next goes to one");
    bench.control('u');
    bench.line("/go 2");
    // Found by the beginning of its name or title, whatever its case; without one, chosen from a list.
    for name in ["/method 1-2-4-ALL", "/method 1", "/method"] {
        bench.line(name);
        if name == "/method" {
            assert!(bench.picture(80, 24).contains("Go on now. Next: In pairs, 2 minutes"));
            bench.key(KeyCode::Esc);
        }
        let picture = bench.picture(80, 24);
        assert!(picture.contains("On your own, 1:00 left. Next: In pairs, 2 minutes"), "{name}: {picture}");
    }
    bench.line("/method world");
    assert!(
        bench.notice().starts_with("World Café takes 60 minutes, and the part has 20:00 left."),
        "{}",
        bench.notice()
    );
    bench.line("/method nobody");
    assert_eq!(
        bench.notice(),
        "There is no method nobody: there are 1-2-4-All, World Café, Nominal group, Open space, Priority matrix, Read-back"
    );
    bench.control('u');
    // Hurried on, to its end.
    bench.line("/method 1-2");
    for step in ["In pairs, 2 minutes", "In fours, 4 minutes", "All together, 5 minutes"] {
        bench.line("/step");
        assert!(bench.notice().starts_with(step), "{}", bench.notice());
    }
    bench.line("/step");
    assert_eq!(bench.notice(), "1-2-4-All is ended");
    assert!(!bench.picture(80, 24).contains("1-2-4-All, step"));
    // Taken back, as every command.
    bench.control('z');
    assert!(bench.picture(80, 24).contains("1-2-4-All, step 4 of 4"));
    bench.line("/method end");
    bench.line("/step");
    assert_eq!(bench.notice(), "No method runs: /method begins one");
    // A quiet cue at each step, with the bell only where it was asked for, and none twice.
    bench.line("/method 1-2");
    bench.at("09:31:00");
    let effects = bench.send(Message::Tick);
    assert!(effects.is_empty() && bench.notice().starts_with("! In pairs, 2 minutes: Turn to"), "{}", bench.notice());
    bench.line("/bell");
    bench.at("09:33:00");
    assert!(matches!(bench.send(Message::Tick).as_slice(), [Effect::Bell]));
    assert!(bench.send(Message::Tick).is_empty());
    // Another part ends it, without a word.
    bench.line("/go 3");
    bench.send(Message::Tick);
    assert!(bench.notice().contains("Part 3"), "{}", bench.notice());
}

#[test]
fn a_cue_is_taken_off_the_screen_when_it_is_no_longer_true_and_not_said_to_who_changed_the_time() {
    let mut bench = Bench::workshop();
    bench.line("/go 1");
    bench.at("09:38:00");
    bench.send(Message::Tick);
    assert_eq!(bench.notice(), "! 2 minutes left of Welcome");
    bench.at("09:40:01");
    bench.send(Message::Tick);
    assert_eq!(bench.notice(), "");
    bench.line("/borrow 1");
    bench.send(Message::Tick);
    assert!(bench.notice().starts_with("Takes 1 minute from Break"), "{}", bench.notice());
}

#[test]
fn without_an_agenda_the_stages_are_timed_as_before() {
    let mut bench = Bench::stages();
    bench.control('n');
    assert_eq!(bench.notice(), "Stage 1: Relationships");
    bench.at("09:45:00").control('n');
    bench.at("09:50:00").line("/time");
    assert_eq!(bench.notice(), "Existing activity: 20:00 left. To the end 65 minutes, 5 minutes ahead: ends 10:55");
    bench.line("said");
    assert_eq!((bench.last_line().stage(), bench.last_line().agenda()), (Some("existing-activity"), None));
    bench.line("/2");
    assert_eq!(bench.notice(), "You are at stage 2: Existing activity");
}

/// A laptop whose wall clock can be set and whose steady clock cannot.
struct Laptop {
    start: Start,
    wall: Moment,
    steady: Duration,
}

impl Laptop {
    fn new(now: Moment) -> Self {
        let steady = Duration::from_millis(98_765_432);
        Self { start: Start { wall: now, steady }, wall: now, steady }
    }

    /// Time passes for both.
    fn pass(&mut self, by: Duration) -> Moment {
        self.steady += by;
        self.wall += TimeDelta::from_std(by).unwrap();
        self.start.moment(self.steady)
    }
}

#[test]
fn two_hours_hold_to_the_second_through_a_clock_set_back_and_a_sleep() {
    let mut bench = Bench::workshop();
    let mut laptop = Laptop::new(bench.now);
    let mut stamps: Vec<Id> = Vec::new();
    let (mut truth, mut spoken) = (Duration::ZERO, 0);
    let mut behind = Vec::new();
    bench.control('n');
    while truth < Duration::from_secs(2 * 3600) {
        let step = Duration::from_secs(1);
        truth += step;
        bench.now = laptop.pass(step);
        bench.send(Message::Tick);
        let second = truth.as_secs();
        // Each part is left when its minutes are over.
        if [600, 1800, 3300, 3900].contains(&second) {
            bench.control('n');
        }
        if second == 3600 {
            laptop.wall -= TimeDelta::hours(1);
        }
        if second.is_multiple_of(300) {
            bench.line(&format!("line {spoken}"));
            spoken += 1;
            stamps.push(bench.last_line().id());
        }
        // Five minutes into what could start the lid is closed for forty minutes.
        if second == 3900 + 300 {
            let slept = Duration::from_secs(2400);
            truth += slept;
            bench.now = laptop.pass(slept);
            bench.send(Message::Slept(slept));
            bench.send(Message::Tick);
            assert_eq!(bench.notice(), "The laptop slept for 40 minutes. /leave-out leaves that out of the timer");
            assert!(bench.picture(120, 40).contains("over by 15:00"), "{}", bench.picture(120, 40));
            bench.control('o');
            assert_eq!(bench.notice(), "40 minutes are left out of the timer. Ends 12:10, 40 minutes behind");
            bench.send(Message::Tick);
            assert!(bench.picture(120, 40).contains("25:00 left"), "{}", bench.picture(120, 40));
        }
        let (_, flow) = coplan::tui::pace::flow(&bench.app).unwrap();
        behind.push(flow.behind().unwrap());
    }
    // The wall clock is an hour off, and nothing of it is seen: not a second is lost or won.
    assert_eq!(laptop.wall, half_past_nine() + TimeDelta::hours(1));
    assert_eq!(bench.now, half_past_nine() + TimeDelta::from_std(truth).unwrap());
    let (_, flow) = coplan::tui::pace::flow(&bench.app).unwrap();
    let used: TimeDelta = flow.paces.iter().map(|pace| pace.used).sum();
    assert_eq!(used, TimeDelta::from_std(truth).unwrap() - TimeDelta::minutes(40));
    assert_eq!(flow.paces[1].used, TimeDelta::minutes(20));
    assert!(behind.iter().all(|behind| [0, 40].contains(behind) || *behind > 40), "{behind:?}");
    assert!(stamps.is_sorted() && stamps.len() > 10);
    let times: Vec<&str> =
        bench.desk().view.live(&List::Contributions).filter_map(|c| Contribution(c).time()).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[test]
fn ticks_that_come_early_or_late_and_moves_between_seconds_never_add_up_to_a_second() {
    let mut bench = Bench::workshop();
    let begun = bench.now + TimeDelta::milliseconds(613);
    bench.now = begun;
    bench.control('n');
    let (mut tick, mut worst) = (0, TimeDelta::zero());
    while bench.now - begun < TimeDelta::hours(2) {
        // Up to 40 ms late each, as on a busy machine.
        bench.now += TimeDelta::milliseconds(1000 + (tick * 17) % 41);
        tick += 1;
        bench.send(Message::Tick);
        if tick % 1000 == 0 {
            bench.control('n');
        }
        let (_, flow) = coplan::tui::pace::flow(&bench.app).unwrap();
        let used: TimeDelta = flow.paces.iter().map(|pace| pace.used).sum();
        worst = worst.max((used - (bench.now - begun)).abs());
    }
    println!("{tick} ticks, never further off than {} ms", worst.num_milliseconds());
    assert!(tick > 7000 && worst < TimeDelta::seconds(1), "{worst}");
}

#[test]
fn after_a_restart_the_gap_is_shown_and_one_key_leaves_it_out() {
    let mut bench = Bench::workshop();
    bench.control('n');
    bench.at("09:34:00").line("welcome, all");
    let (_folder, path) = on_disk(&bench);
    let mut again = Bench::home();
    again.at("09:41:00");
    let opened = coplan::store::open(&path).unwrap();
    again.send(Message::Opened(Ok(Box::new(opened))));
    assert_eq!(again.notice(), "The timer ran on for 7 minutes after the last entry. /leave-out leaves that out");
    again.control('o');
    assert_eq!(again.notice(), "7 minutes are left out of the timer. Ends 11:37, 7 minutes behind");
    again.line("/time");
    assert!(again.notice().starts_with("Welcome: 6:00 left"), "{}", again.notice());
    again.control('o');
    assert!(again.notice().starts_with("There is no gap"), "{}", again.notice());
}

#[test]
fn gaps_that_nobody_left_out_add_up_and_say_so() {
    let mut bench = Bench::workshop();
    bench.control('n');
    bench.at("09:33:00").send(Message::Slept(Duration::from_secs(120)));
    bench.at("09:37:00").send(Message::Slept(Duration::from_secs(180)));
    let words = "The laptop slept for 3 minutes. /leave-out leaves 5 minutes out, with the gap before";
    assert_eq!(bench.notice(), words);
    bench.line("/leave-out");
    assert_eq!(bench.notice(), "5 minutes are left out of the timer. Ends 11:35, 5 minutes behind");
}

#[test]
fn a_paused_timer_has_no_gap_to_leave_out() {
    let mut bench = Bench::workshop();
    bench.control('n');
    bench.key(KeyCode::F(5));
    bench.at("10:30:00").send(Message::Slept(Duration::from_secs(2400)));
    assert_eq!(bench.notice(), "The timer is paused");
}

#[test]
fn domain_a1_a_workshop_begins_from_an_earlier_one_on_the_command_line() {
    let mut bench = Bench::workshop();
    bench.control('n');
    bench.line("welcome, all");
    bench.line("/cut");
    let (folder, path) = on_disk(&bench);
    let text = path.to_string_lossy().into_owned();
    let next = folder.path().join("next.json");
    let arguments = ["new", &next.to_string_lossy(), "--title", "Staying well", "--from", &text, "--no-screen"];
    coplan(folder.path(), "2026-12-19T09:00:00+00:00", &arguments, "");
    let made = File::decode(&std::fs::read(&next).unwrap()).unwrap();
    follows(&made, &bench);
    let workshop: Workshop<'_> = made.workshop().unwrap();
    assert_eq!((workshop.title(), workshop.date()), (Some("Staying well"), Some("2026-12-19")));
}

#[test]
fn domain_a1_a_workshop_begins_from_an_earlier_one_on_the_screen() {
    let mut bench = Bench::workshop();
    bench.control('n');
    bench.line("welcome, all");
    let earlier = bench.desk().view.clone();
    // From home, where the file is read first.
    let mut home = Bench::home();
    home.app
        .home
        .recent
        .push(coplan::store::recent::Recent { path: "/home/naz/northfield.json".into(), recorder: None });
    let effects = home.key(KeyCode::Char('t'));
    assert!(matches!(effects.as_slice(), [Effect::Template(path)] if path.ends_with("northfield.json")), "{effects:?}");
    home.send(Message::Template(Ok(Box::new(earlier))));
    insta::assert_snapshot!("template_80x24", home.picture(80, 24));
    // And from the open one, which begins another file.
    bench.line("/template");
    for _ in 0..11 {
        bench.key(KeyCode::Tab);
    }
    let before = Bench::workshop();
    let effects = bench.key(KeyCode::Enter);
    let begun = effects.iter().find_map(|effect| match effect {
        Effect::Begin(_, file) => Some(file),
        _ => None,
    });
    let begun = begun.unwrap_or_else(|| panic!("{}", bench.picture(80, 24)));
    follows(begun, &before);
    assert_eq!(begun.workshop().unwrap().title(), Some("Staying connected"));
}

/// A new workshop has the agenda, question and connector of the earlier one, with ids of its own, and no words.
fn follows(made: &File, earlier: &Bench) {
    let (agenda, before) = (Agenda::of(made, &earlier.app.programme), earlier.agenda());
    let plain = |agenda: Agenda| -> Vec<Part> {
        let parts = agenda.parts.into_iter();
        parts.map(|part| Part { id: None, decided: None, left_out: false, ..part }).collect()
    };
    assert_eq!(plain(agenda.clone()), plain(before.clone()));
    assert!(agenda.parts.iter().all(|part| part.id.is_some() && !part.left_out));
    assert!(agenda.parts.iter().all(|part| before.parts.iter().all(|other| other.id != part.id)));
    assert_eq!(agenda.total(), "120 of 120 minutes: it fits the room exactly");
    let (next, first) = (made.workshop().unwrap(), earlier.desk().view.workshop().unwrap());
    assert_eq!((next.question(), next.connector()), (first.question(), first.connector()));
    assert_eq!(next.earlier(), Some(first.id()));
    assert_eq!(made.live(&List::Contributions).count() + made.live(&List::Moves).count(), 0);
}

#[test]
fn the_agenda_and_the_top_of_the_screen_read_well_at_every_size() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut bench = Bench::workshop();
        bench.line("/agenda");
        insta::assert_snapshot!(format!("agenda_before_{width}x{height}"), bench.picture(width, height));
        bench.key(KeyCode::Esc);
        bench.control('n');
        bench.at("09:42:00").control('n');
        bench.at("10:03:00").control('n');
        bench.at("10:27:10").line("the lunch club has room on Tuesdays");
        insta::assert_snapshot!(format!("run_{width}x{height}"), bench.picture(width, height));
        bench.at("10:29:10");
        bench.key(KeyCode::F(12));
        bench.line("/agenda");
        insta::assert_snapshot!(format!("agenda_running_{width}x{height}"), bench.picture(width, height));
        bench.key(KeyCode::Enter);
        insta::assert_snapshot!(format!("part_{width}x{height}"), bench.picture(width, height));
    }
}

#[test]
fn a_narrow_screen_keeps_the_time_before_all_else() {
    let mut bench = Bench::workshop();
    bench.line("/go 3");
    for (width, wanted) in [(60, "What goes on · 25:00 left"), (40, "25:00 left"), (24, "25:00 left")] {
        let picture = bench.picture(width, 16);
        assert!(picture.contains(wanted), "{picture}");
    }
}

#[test]
fn what_a_title_brings_from_a_file_never_reaches_the_terminal_raw() {
    let mut bench = Bench::workshop();
    let mut parts = bench.agenda().parts;
    parts[2].title = "\u{1b}[31mred\u{202e}".into();
    let now = bench.now;
    bench.app.desk.as_mut().unwrap().arrange(&parts, now).unwrap();
    bench.line("/go 3");
    bench.line("/agenda");
    let picture = bench.picture(120, 40);
    assert!(!picture.contains(['\u{1b}', '\u{202e}']) && picture.contains("red"), "{picture}");
}

/// What would go to the terminal.
struct Sink(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);
impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_agenda_with_minutes_and_times_that_make_no_sense_is_shown_and_stops_nothing() {
    let bench = Bench::workshop();
    let text = String::from_utf8(bench.desk().view.encode()).unwrap();
    for minutes in
        ["18446744073709551615", "9223372036854775807", "-9223372036854775808", "-25", "1e308", "\"ten\"", "null"]
    {
        // Of two parts, one of which lends.
        let mut hostile = text.replacen("\"minutes\": 25", &format!("\"minutes\": {minutes}"), 1);
        hostile = hostile.replacen("\"minutes\": 10", &format!("\"minutes\": {minutes}"), 3);
        assert_ne!(hostile, text);
        hostile = hostile.replace("\"starts\": \"09:30\"", "\"starts\": \"+262142-12-31\"");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northfield.json");
        std::fs::write(&path, &hostile).unwrap();
        let mut again = Bench::home();
        let opened = coplan::store::open(&path).unwrap();
        again.send(Message::Opened(Ok(Box::new(opened))));
        for line in ["/next", "/next", "/borrow 600", "/more 5", "/cut", "/next", "/leave-out 600", "/time", "/agenda"]
        {
            again.line(line);
            let picture = again.picture(120, 40);
            for number in ["18446744073709551615", "9223372036854775807", "1e308"] {
                assert!(!picture.contains(number), "{minutes}, {line}: {picture}");
            }
        }
        assert!(again.agenda().parts.iter().all(|part| (0..=24 * 60).contains(&part.minutes)), "{minutes}");
        // What stood there stays in the file: no more is changed than was asked for.
        assert_eq!(again.agenda().parts.len(), 7);
    }
}

#[test]
fn a_tick_writes_a_few_bytes() {
    let mut bench = Bench::workshop();
    bench.line("/go 3");
    let written = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let area = ratatui::layout::Rect::new(0, 0, 120, 40);
    let options = ratatui::TerminalOptions { viewport: ratatui::Viewport::Fixed(area) };
    let backend = CrosstermBackend::new(Sink(written.clone()));
    let mut terminal = Terminal::with_options(backend, options).unwrap();
    terminal.draw(|frame| bench.view.draw(&bench.app, frame)).unwrap();
    let mut sizes = Vec::new();
    for second in 1..=300 {
        bench.now = half_past_nine() + TimeDelta::seconds(second);
        bench.send(Message::Tick);
        written.borrow_mut().clear();
        terminal.draw(|frame| bench.view.draw(&bench.app, frame)).unwrap();
        sizes.push(written.borrow().len());
    }
    sizes.sort_unstable();
    println!("a tick writes {} bytes (median), {} at most", sizes[150], sizes[299]);
    assert!(sizes[150] <= 60 && sizes[299] <= 200, "{sizes:?}");
}

#[test]
fn the_plain_face_tells_the_agenda_and_the_time_and_takes_the_same_changes() {
    let bench = Bench::workshop();
    let (folder, path) = on_disk(&bench);
    let text = path.to_string_lossy().into_owned();
    let lines = "/next\n/agenda\nu 7\nc 6\n3\n\n30\n\n\n\n\n/back\n/time\n/borrow\n/agenda Thanks 5\n/quit\n";
    let arguments = ["--plain", "--as", "Naz Example", "open", &text];
    let told = coplan(folder.path(), "2026-11-21T09:30:00+00:00", &arguments, lines);
    for wanted in [
        "Part 1: Welcome, 10 minutes · on time: ends 11:30",
        "▸  1  09:30  10 min  Welcome  10:00 left",
        "120 of 120 minutes: it fits the room exactly",
        "To cut first: Who will tell us saves 15 minutes, then Who is here saves 20 minutes",
        "Ends 11:30 as planned",
        "Welcome: 10:00 left. To the end",
        "Takes 5 minutes from Break",
        "Thanks has 5 minutes.",
    ] {
        assert!(told.contains(wanted), "{wanted}:\n{told}");
    }
    let made = File::decode(&std::fs::read(&path).unwrap()).unwrap();
    let agenda = Agenda::of(&made, &bench.app.programme);
    let titles: Vec<&str> = agenda.parts.iter().map(|part| part.title.as_str()).collect();
    assert_eq!(titles[5..], ["Close", "Who will tell us", "Thanks"], "{told}");
    assert_eq!(agenda.parts[2].minutes, 30, "{told}");
    assert!(agenda.parts[5].left_out, "{told}");
}
