//! A plan of many thousand lines is worked on as fast as one of two hundred: one beside the other in the same run, so
//! that a busy machine slows both. `benches/plan.rs` prints the same for 200,000 lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bench::Bench;
use chrono::NaiveDate;
use coplan::model::edit::Edit;
use coplan::model::fields::{List, field};
use coplan::model::file::{File, FileKind};
use coplan::model::programme::Programme;
use coplan::model::stamp::{Clock, Moment, Writer};
use coplan::model::words::Audience;
use coplan::publish::{Ask, publish};
use coplan::tui::app::Screen;
use coplan::tui::desk::Desk;
use coplan::tui::message::Effect;
use coplan::tui::theme::Theme;
use coplan::tui::view::View;
use outside::{Machine, Talk};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode;

const FEW: usize = 200;
const MANY: usize = 40_000;

/// A plan on its screen.
struct Plan {
    bench: Bench,
    view: View,
    terminal: Terminal<TestBackend>,
}

/// A plan of so many lines, as it is on disk.
fn written(lines: usize) -> Vec<u8> {
    let now: Moment = "2026-11-21T10:00:00+00:00".parse().unwrap();
    let mut plan = File::new(FileKind::Plan);
    let mut edit = Edit::new(&plan, Clock::new(Writer::from_number(1)).next(now));
    let people: Vec<_> = (1..=8i64)
        .map(|seat| {
            let person = edit.create(&List::Delegates);
            edit.set(&List::Delegates, person, field::SEAT, seat);
            edit.set(&List::Delegates, person, field::NAME, format!("Person{seat} Example"));
            person
        })
        .collect();
    let mut said = Vec::new();
    for (nth, speaker) in people.iter().cycle().take(lines).enumerate() {
        let id = edit.create(&List::Contributions);
        edit.set(&List::Contributions, id, field::TIME, "2026-11-21T10:38:07+00:00");
        edit.set(&List::Contributions, id, field::KIND, "quote");
        edit.set(&List::Contributions, id, field::SPEAKER, *speaker);
        edit.set(&List::Contributions, id, field::CONSENT, 2);
        edit.set(&List::Contributions, id, field::TEXT, format!("they moved the bus stop on day {nth}"));
        edit.put(&List::Contributions, id, field::THEMES, "transport");
        said.push(id);
    }
    for nth in 0..30 {
        let id = edit.create(&List::Actions);
        edit.set(&List::Actions, id, field::TIME, "2026-11-21T10:38:07+00:00");
        edit.set(&List::Actions, id, field::TEXT, format!("Ask the church about the hall, part {nth}"));
        edit.set(&List::Actions, id, field::LEAD, people[nth % 8]);
        edit.put(&List::Actions, id, field::THEMES, "transport");
        edit.put(&List::Actions, id, field::EVIDENCE, &said[nth * lines / 30].to_string());
    }
    let made = edit.finish();
    plan.join(&made);
    plan.encode()
}

impl Plan {
    fn new(lines: usize) -> Self {
        let file = File::decode(&written(lines)).unwrap();
        let mut bench = Bench::home();
        bench.app.desk = Some(Desk::new(PathBuf::from("/home/bev/plan.json"), file, &[], Writer::from_number(7)));
        bench.app.screen = Screen::Plan;
        let terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
        let mut plan = Self { bench, view: View::new(Theme::plain()), terminal };
        plan.draw();
        plan
    }

    fn draw(&mut self) {
        self.terminal.draw(|frame| self.view.draw(&self.bench.app, frame)).unwrap();
    }

    fn press(&mut self, key: KeyCode) -> Vec<Effect> {
        let effects = self.bench.key(key);
        self.draw();
        effects
    }
}

/// The quickest of many times, in each of two plans in turn; it must be much the same in both.
fn is_as_quick_in_a_large_plan(what: &str, mut work: impl FnMut(&mut Plan) -> Duration) {
    let mut plans = [Plan::new(FEW), Plan::new(MANY)];
    let mut quickest = [Duration::MAX; 2];
    for _ in 0..12 {
        for (plan, quickest) in plans.iter_mut().zip(&mut quickest) {
            *quickest = work(plan).min(*quickest);
        }
    }
    let [few, many] = quickest;
    assert!(many < few * 2, "{what}: {few:?} in a plan of {FEW} lines, {many:?} in one of {MANY}");
}

fn timed(work: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

#[test]
fn a_key_that_scrolls_costs_no_more_in_a_large_plan() {
    is_as_quick_in_a_large_plan("a key", |plan| {
        let down = timed(|| drop(plan.press(KeyCode::PageDown)));
        down.max(timed(|| drop(plan.press(KeyCode::PageUp))))
    });
}

#[test]
fn an_edit_costs_no_more_in_a_large_plan_from_the_key_that_opens_the_cell_to_the_frame_that_shows_it() {
    for column in [3, 13] {
        is_as_quick_in_a_large_plan(&format!("an edit in column {column}"), |plan| {
            if plan.bench.app.plan.grid.is_none() {
                plan.press(KeyCode::Char('g'));
                // It begins at the second column.
                for _ in 2..column {
                    plan.press(KeyCode::Right);
                }
            }
            plan.press(KeyCode::Down);
            let mut effects = Vec::new();
            let took = timed(|| {
                plan.press(KeyCode::Enter);
                plan.bench.control('u');
                plan.bench.type_text(&format!("2027-01-{:02}", plan.bench.app.desk.as_ref().unwrap().changes % 28 + 1));
                effects = plan.press(KeyCode::Enter);
            });
            assert!(effects.iter().any(|effect| matches!(effect, Effect::Save(_))), "{}", plan.bench.picture(120, 40));
            if !plan.bench.app.overlays.is_empty() {
                plan.press(KeyCode::Esc);
            }
            took
        });
    }
}

#[test]
fn a_large_plan_is_said_to_be_opened_before_it_is_read_and_keys_typed_meanwhile_are_for_what_it_shows() {
    let machine = Machine::new();
    fs::write(machine.path("plan.json"), written(MANY)).unwrap();
    let mut screen = outside::Screen::start(&machine, ["open", "plan.json"], 40, 120);
    let before = screen.wait_for("Opening");
    assert!(!before.contains("Ask the church"), "{before}");
    screen.press("/xyzzy");
    let after = screen.wait("the plan with what was typed", |text| text.contains("/xyzzy"));
    assert!(after.contains("Ask the church") && !after.contains("Opening"), "{after}");
    drop(screen);
    let mut talk = Talk::start(&mut machine.coplan(["open", "plan.json", "--plain"]));
    talk.wait_for("Ask the church");
    assert_eq!(talk.end(), 0);
}

/// A plan in which nothing that was said may be told word for word yet, with an action for every fourth line.
fn protected(lines: usize) -> File {
    let mut plan = File::new(FileKind::Plan);
    let now: Moment = "2026-11-21T10:00:00+00:00".parse().unwrap();
    let mut edit = Edit::new(&plan, Clock::new(Writer::from_number(1)).next(now));
    for nth in 0..lines {
        let id = edit.create(&List::Contributions);
        edit.set(&List::Contributions, id, field::CONSENT, 1);
        edit.set(&List::Contributions, id, field::TEXT, format!("they moved the bus stop on day {nth} of that week"));
        if nth % 4 == 0 {
            let person = edit.create(&List::Delegates);
            edit.set(&List::Delegates, person, field::NAME, format!("Person{nth} Example{nth}"));
            let id = edit.create(&List::Actions);
            for (of, words) in [(field::TEXT, "Ask the church"), (field::NEED, "A key"), (field::LEAD, "Network lead")]
            {
                edit.set(&List::Actions, id, of, format!("{words} about the hall, part {nth}"));
            }
            edit.put(&List::Actions, id, field::THEMES, &format!("warm rooms {nth}"));
        }
    }
    let made = edit.finish();
    plan.join(&made);
    File::decode(&plan.encode()).unwrap()
}

#[test]
fn what_the_gate_costs_grows_with_the_lines_and_not_with_their_square() {
    const TIMES: u32 = 16;
    let ask = Ask { audience: Audience::Board, today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() };
    let few = protected(FEW);
    let many = protected(FEW * usize::try_from(TIMES).unwrap());
    let mut quickest = [Duration::MAX; 2];
    for _ in 0..3 {
        for (file, quickest) in [&few, &many].into_iter().zip(&mut quickest) {
            let took = timed(|| assert!(publish(file, Programme::embedded(), &ask).voices().is_empty()));
            *quickest = took.min(*quickest);
        }
    }
    let [few, many] = quickest;
    assert!(many < few * TIMES * 3, "{few:?} for {FEW} lines, {many:?} for {TIMES} times as many");
}
