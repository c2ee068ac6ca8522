//! A room full of tables: how soon one sees another, what that costs, and what goes wrong with clocks, copies, terminals
//! and two facilitators. Whole programs in terminals of their own.
//!
//! `COPLAN_TEST_PROGRAM` names another build to measure, such as a release build. The numbers are printed
//! (`--nocapture`); what is asserted is generous, because the machine is shared.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::cast_precision_loss)]

mod outside;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use outside::{
    Machine, Screen, Talk, assert_given_back, draft, items, on_screen, program, saved, setting, takes_at_most, texts,
};
use portable_pty::CommandBuilder;
use rustix::process::Signal;

const TABLES: usize = 8;
const SECOND: Duration = Duration::from_secs(1);

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}

/// Eight tables beside a facilitator's file, each with so many lines, and each with its window open.
fn tables(machine: &Machine, lines: u64) -> Vec<Talk> {
    machine.session("room.json");
    let table = |n: usize| {
        let name = format!("Rec{n} Example");
        let said: Vec<String> = (0..lines)
            .map(|k| format!("@{} they moved the bus stop, so on day {k} nobody went out", 1 + k % 3))
            .collect();
        machine.feed(["add", "room.json", "--as", &name], said.join("\n")).well();
        let file = format!("room.rec{n}-example.json");
        let mut talk = Talk::start(&mut machine.coplan(["open", &file, "--plain", "--as", &name]));
        talk.wait_for("Type what people say");
        talk
    };
    (0..TABLES).map(table).collect()
}

#[test]
fn a_line_of_another_table_is_seen_within_a_second_and_keys_are_as_quick_as_in_a_quiet_room() {
    let (lines, turns) = (setting("COPLAN_LINES", 40), setting("COPLAN_TURNS", 2));
    let machine = Machine::new();
    let mut tables = tables(&machine, lines);
    let mut screen = on_screen(&machine, "room.json");
    screen.wait_for("Rec7");

    // Each table says a line about every two seconds.
    let pace = Duration::from_secs(2) / u32::try_from(TABLES).unwrap();
    let mut seen: Vec<Duration> = Vec::new();
    let mut said = 0;
    let mut next = Instant::now();
    let wanted = setting("COPLAN_SEEN", 16);
    while said < wanted {
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        next += pace;
        let table = usize::try_from(said).unwrap() % TABLES;
        let mark = format!("<{said}>");
        tables[table].say(&format!("@1 {mark}"));
        let start = Instant::now();
        screen.wait(&mark, |text| text.contains(&mark));
        seen.push(start.elapsed());
        said += 1;
    }
    println!("a line is seen after {:?} (median of {said}), {:?} at worst", median(&seen), seen.iter().max().unwrap());

    // The same keys in turns, with the tables silent and with the tables writing.
    let (mut quiet, mut busy): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    for turn in 0..2 * turns {
        let writes = turn % 2 == 1;
        let times = if writes { &mut busy } else { &mut quiet };
        let end = Instant::now() + Duration::from_secs(setting("COPLAN_TURN", 3));
        let mut next = Instant::now();
        while Instant::now() < end {
            screen.press("\u{15}");
            screen.wait("an empty line", |text| !text.contains("zqz"));
            let mut line = "zqz".to_owned();
            screen.press(&line);
            screen.wait("the beginning", |text| text.contains("zqz"));
            for letter in 'a'..='t' {
                if writes && Instant::now() >= next {
                    next += pace;
                    tables[usize::try_from(said).unwrap() % TABLES].say("@2 and another thing");
                    said += 1;
                }
                std::thread::sleep(Duration::from_millis(12));
                line.push(letter);
                screen.look();
                screen.press(letter.encode_utf8(&mut [0; 4]));
                let start = Instant::now();
                screen.wait("the letter", |text| text.contains(&line));
                times.push(start.elapsed());
            }
        }
    }
    let ratio = median(&busy).as_secs_f64() / median(&quiet).as_secs_f64();
    println!(
        "from key to screen: quiet {:?} (median of {}), while {TABLES} tables write {:?} (of {}): {ratio:.2} times; \
         at worst {:?} and {:?}",
        median(&quiet),
        quiet.len(),
        median(&busy),
        busy.len(),
        quiet.iter().max().unwrap(),
        busy.iter().max().unwrap(),
    );
    assert!(ratio < 3.0, "{ratio}");
    screen.press("\u{15}\u{11}");
    screen.ended();
    for table in tables {
        assert_eq!(table.end(), 0);
    }
}

/// How often the threads of a process have gone to sleep of themselves: each is a time that it was woken.
fn wakings(pid: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten();
    let status = threads.filter_map(|thread| fs::read_to_string(thread.path().join("status")).ok());
    let count = |status: String| -> Option<u64> {
        status.lines().find_map(|l| l.strip_prefix("voluntary_ctxt_switches:")?.trim().parse().ok())
    };
    status.filter_map(count).sum::<u64>()
}

/// The seconds of processor that a process has used.
fn used(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let after = stat.rsplit_once(')').unwrap().1;
    let ticks: u64 = after.split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().unwrap()).sum();
    // Linux tells these in hundredths of a second, on every machine there is.
    ticks as f64 / 100.0
}

#[test]
fn a_running_timer_and_the_projector_wake_once_a_second_and_write_a_few_bytes() {
    let machine = Machine::new();
    machine.session("room.json");
    let mut desk = on_screen(&machine, "room.json");
    desk.press("/1\r");
    desk.wait_for("left");
    let mut wall = Screen::start(&machine, ["present", "room.json"], 24, 80);
    wall.wait_for("Projecting");
    let seconds = setting("COPLAN_SECONDS", 5);
    // What the start still has to do is done.
    std::thread::sleep(2 * SECOND);
    for screen in [&mut desk, &mut wall] {
        screen.look();
    }
    let before = [&desk, &wall].map(|screen| (screen.sent.len(), wakings(screen.pid()), used(screen.pid())));
    let start = Instant::now();
    std::thread::sleep(Duration::from_secs(seconds));
    for (name, screen, before) in [("the desk", &mut desk, before[0]), ("the wall", &mut wall, before[1])] {
        screen.look();
        let per = start.elapsed().as_secs_f64();
        let bytes = (screen.sent.len() - before.0) as f64 / per;
        let woken = (wakings(screen.pid()) - before.1) as f64 / per;
        let share = 100.0 * (used(screen.pid()) - before.2) / per;
        println!("{name}: {bytes:.0} bytes and {woken:.1} wakings a second, {share:.2} % of a core, over {per:.0} s");
        assert!((1.0..400.0).contains(&bytes), "{name}: {bytes} bytes a second");
        assert!(woken < 12.0, "{name}: woken {woken} times a second");
    }
}

/// The clocks that a program under test reads: the wall's, and the one that nobody sets.
struct Clocks {
    path: PathBuf,
    wall: chrono::DateTime<chrono::FixedOffset>,
    steady: i64,
}

impl Clocks {
    fn new(machine: &Machine) -> Self {
        // A whole second, and later than what the session was made with.
        let now = chrono::Local::now() + chrono::TimeDelta::minutes(1);
        let wall = chrono::SubsecRound::trunc_subsecs(now, 0).fixed_offset();
        let clocks = Self { path: machine.root().join("clocks"), wall, steady: 5000 };
        clocks.write();
        clocks
    }

    fn write(&self) {
        let new = self.path.with_extension("new");
        fs::write(&new, format!("{} {}", self.wall.to_rfc3339(), self.steady)).unwrap();
        fs::rename(&new, &self.path).unwrap();
    }

    /// So many minutes pass, on both.
    fn pass(&mut self, minutes: i64) {
        self.steady += minutes * 60;
        self.set(minutes);
    }

    /// Somebody sets the wall clock.
    fn set(&mut self, minutes: i64) {
        self.wall += chrono::TimeDelta::minutes(minutes);
        self.write();
    }

    fn open(&self, machine: &Machine, name: &str) -> Screen {
        let mut command = CommandBuilder::new("env");
        let now = format!("COPLAN_NOW=@{}", self.path.display());
        command.args([now.as_ref(), program().as_os_str(), "open".as_ref(), name.as_ref()]);
        Screen::start_command(machine, command, 24, 120)
    }
}

fn goes_on(screen: &mut Screen) {
    screen.wait_for("How do you want");
    screen.press("\r");
    screen.wait("the workshop", |t| saved(t).is_some() && !t.contains("How do you want"));
}

#[test]
fn a_clock_set_back_an_hour_in_mid_workshop_changes_no_timer_no_order_and_no_time_of_a_line() {
    let machine = Machine::new();
    let path = machine.session("one.json");
    let mut clocks = Clocks::new(&machine);
    let began = clocks.wall;
    let mut screen = clocks.open(&machine, "one.json");
    goes_on(&mut screen);
    screen.press("/1\r");
    screen.wait_for("20:00 left");
    clocks.pass(3);
    screen.wait_for("17:00 left");
    screen.press("@1 before\r");
    screen.wait("saved 1", |t| saved(t) == Some(1));
    clocks.set(-60);
    clocks.pass(2);
    screen.wait_for("15:00 left");
    screen.press("@2 after\r");
    screen.wait("saved 2", |t| saved(t) == Some(2));
    assert_eq!(texts(&path), ["before", "after"]);
    let lines = items(&path, "contributions");
    let time = |at: usize| chrono::DateTime::parse_from_rfc3339(lines[at]["time"].as_str().unwrap()).unwrap();
    assert_eq!([0, 1].map(|at| (time(at) - began).num_minutes()), [3, 5]);
    screen.press("\u{11}");
    screen.ended();

    // Begun again by the clock that is an hour behind: stamps grow all the same, and the timer's standstill is said.
    let mut again = clocks.open(&machine, "one.json");
    again.wait("the workshop", |t| saved(t) == Some(2));
    again.wait_for("60 minutes behind the last entry");
    again.press("@3 later still\r");
    again.wait("saved 3", |t| saved(t) == Some(3));
    assert_eq!(texts(&path), ["before", "after", "later still"]);
    let shown = again.look();
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words}: {shown}"));
    assert!(at("before") < at("after") && at("after") < at("later still"), "{shown}");
    let ids: Vec<String> =
        items(&path, "contributions").iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    again.press("/pause\r/pause\r");
    again.wait_for("The timer runs");
    clocks.pass(4);
    again.wait("the timer", |t| t.contains("16:00 left"));
}

#[test]
fn a_laptop_asleep_for_forty_minutes_shows_the_gap_and_one_key_leaves_it_out() {
    let machine = Machine::new();
    machine.session("one.json");
    let mut clocks = Clocks::new(&machine);
    let mut screen = clocks.open(&machine, "one.json");
    goes_on(&mut screen);
    screen.press("/1\r");
    screen.wait_for("20:00 left");
    clocks.pass(40);
    let woken = Instant::now();
    let shown = screen.wait_for("The laptop slept for 40 minutes. /leave-out leaves that out of the timer");
    println!("the gap is shown after {:?}", woken.elapsed());
    assert!(shown.contains("over by 20:00"), "{shown}");
    screen.press("\u{f}");
    let shown = screen.wait_for("40 minutes are left out of the timer");
    assert!(shown.contains("20:00 left"), "{shown}");
    clocks.pass(1);
    screen.wait_for("19:00 left");
    assert_eq!(items(&machine.path("one.json"), "timers").len(), 1);
}

#[test]
fn a_terminal_that_closes_under_a_form_or_a_projection_loses_nothing() {
    for (keys, shown, half_typed) in [
        ("/project\r", "Staying connected", ""),
        ("/next\r/project\r", "Projecting", ""),
        ("/people\r", "People", ""),
        // A form of the plan, over a line that is half typed.
        ("half a li\u{1b}ORn", "Keep this action", "half a li"),
    ] {
        let machine = Machine::new();
        let path = machine.session("one.json");
        let mut screen = on_screen(&machine, "one.json");
        screen.press("a whole line\r");
        screen.wait("saved 1", |t| saved(t) == Some(1));
        screen.press(keys);
        screen.wait(shown, |text| text.contains(shown) && !text.contains("a whole line"));
        screen.signal(Signal::HUP);
        let took = screen.ended();
        assert!(took < SECOND, "{keys:?} took {took:?}");
        screen.drain();
        assert_given_back(&screen);
        assert_eq!(texts(&path), ["a whole line"]);
        assert!(machine.run(["check", "one.json"]).well().out.contains("one.json"));
        assert_eq!(draft(&machine, "one.json"), half_typed);
        // The next run is let in at once.
        on_screen(&machine, "one.json").wait_for("a whole line");
    }
}

#[test]
fn a_projector_window_whose_terminal_closes_is_gone_within_a_second_and_its_sign_with_it() {
    takes_at_most(SECOND, || {
        let machine = Machine::new();
        machine.session("one.json");
        let mut wall = Screen::start(&machine, ["present", "one.json"], 24, 80);
        wall.wait_for("Staying connected");
        wall.signal(Signal::HUP);
        let took = wall.ended();
        wall.drain();
        assert_given_back(&wall);
        let left = fs::read_dir(machine.files()).unwrap().flatten().map(|e| e.file_name()).collect::<Vec<_>>();
        assert!(left.iter().all(|name| !name.to_string_lossy().contains("projecting")), "{left:?}");
        took
    });
}

#[test]
fn a_table_s_file_half_copied_at_any_place_is_said_to_be_unreadable_and_taken_in_once_it_is_whole() {
    let machine = Machine::new();
    let own = machine.session("room.json");
    machine.run(["add", "room.json", "--as", "Ann Example", "@1 <first>", "@2 <second>"]).well();
    let beside = machine.path("room.ann-example.json");
    let mut screen = on_screen(&machine, "room.json");
    screen.wait_for("<second>");
    screen.press("@3 <own>\r");
    screen.wait("saved 1", |t| saved(t) == Some(1));
    let before = fs::read(&own).unwrap();
    let mut whole = fs::read(&beside).unwrap();
    let sixteenths = |whole: &[u8]| (1..16).map(|n| whole[..whole.len() * n / 16].to_vec()).collect::<Vec<_>>();
    let mut bad = sixteenths(&whole);
    bad.push(Vec::new());
    bad.push(vec![0; whole.len()]);
    // Half of it has come, and the rest is still the zeros that the tool reserved.
    let half = whole.len() / 2;
    bad.push([&whole[..half], &vec![0; whole.len() - half]].concat());
    for (nth, bytes) in bad.into_iter().enumerate() {
        fs::write(&beside, &bytes).unwrap();
        // In words, with the file's name, and nothing that was taken in is gone.
        let shown =
            screen.wait("the fault", |text| text.contains("room.ann-example.json cannot be read, perhaps half copied"));
        for line in ["<first>", "<second>", "<own>"] {
            assert!(shown.contains(line) || nth > 2, "{nth}: {shown}");
        }
        assert!(!shown.contains('\0'));
        fs::write(&beside, &whole).unwrap();
        screen.wait_for("room.ann-example.json is whole again, and all of it is here");
        let mark = format!("<{nth}>");
        machine.run(["add", "room.json", "--as", "Ann Example", "--", &format!("@1 {mark}")]).well();
        screen.wait(&mark, |text| text.contains(&mark));
        whole = fs::read(&beside).unwrap();
    }
    assert_eq!(fs::read(&own).unwrap(), before, "one's own file is not touched by any of it");
    let left = fs::read_dir(machine.files()).unwrap().flatten().map(|e| e.file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| !name.contains("damaged")));
}

/// The bytes of two files joined, in the order given.
fn joined(machine: &Machine, name: &str, files: [&str; 2]) -> Vec<u8> {
    machine.run(["merge", files[0], files[1], "-o", name]).well();
    fs::read(machine.path(name)).unwrap()
}

/// Opens the only action in the form, goes to a field, puts this in its place, and finishes after the last field.
fn fill(screen: &mut Screen, tabs: usize, text: &str) {
    screen.press(&"\t".repeat(tabs));
    screen.press("\u{15}");
    screen.press(text);
}

fn contributions(path: &Path) -> BTreeSet<String> {
    texts(path).into_iter().collect()
}

#[test]
fn two_facilitators_of_one_workshop_see_each_other_clash_in_sight_and_lose_nothing() {
    let machine = Machine::new();
    let first_file = machine.session("room.json");
    let mut first = on_screen(&machine, "room.json");
    first.press("@1 !a ring the neighbours lead:@1\r");
    first.wait("saved 1", |t| saved(t) == Some(1));
    let mut second = Screen::start(&machine, ["open", "room.json"], 24, 80);
    second.wait_for("Who records?");
    assert!(second.look().contains("a file of your own"), "{}", second.look());
    second.press("Ann Example\ttable 2\t\r");
    second.wait_for("ring the neighbours");
    let second_file = machine.path("room.table-2.json");

    // Each says something, moves on and starts the timer.
    first.press("/1\r");
    first.press("@2 <from the first>\r");
    second.press("/2\r");
    second.press("@3 <from the second>\r");
    for screen in [&mut first, &mut second] {
        screen.wait("both lines", |t| t.contains("<from the first>") && t.contains("<from the second>"));
        screen.wait_for("left");
    }
    first.wait_for("1 Relationships");

    // Both open the same action, both change its words, and the first finishes while the second still types.
    for screen in [&mut first, &mut second] {
        screen.press("/plan\r");
        screen.wait_for("ring the neighbours");
        screen.press("e");
        screen.wait_for("Keep this action");
    }
    fill(&mut first, 0, "ring every neighbour");
    first.wait_for("ring every neighbour");
    fill(&mut second, 0, "visit the neighbours");
    second.wait_for("visit the neighbours");
    finish(&mut first);
    // It has arrived at the second by then.
    std::thread::sleep(SECOND);
    finish(&mut second);
    for screen in [&mut first, &mut second] {
        screen.press("\u{1b}");
        screen.wait_for("<from the first>");
        screen.press("/clashes\r");
        let shown = screen.wait_for("to be settled");
        assert!(shown.contains("ring every neighbour") && shown.contains("visit the neighbours"), "{shown}");
    }
    // One settles it, and both see that it is settled.
    first.press("1");
    for screen in [&mut first, &mut second] {
        screen.wait_for("Nothing was changed in two places at once");
        screen.press("\u{1b}");
    }

    // Both close, and open their own files again.
    for screen in [&mut first, &mut second] {
        screen.press("\u{11}");
        screen.ended();
    }
    let (mut first, mut second) = (on_screen(&machine, "room.json"), on_screen(&machine, "room.table-2.json"));
    first.press("@1 <after the break>\r");
    second.press("@1 <after the break too>\r");
    for screen in [&mut first, &mut second] {
        screen.wait("both lines", |t| t.contains("<after the break>") && t.contains("<after the break too>"));
        screen.press("\u{11}");
        screen.ended();
    }
    assert_eq!(contributions(&first_file).len() + contributions(&second_file).len(), 5);
    let one = joined(&machine, "plan-a.json", ["room.json", "room.table-2.json"]);
    let other = joined(&machine, "plan-b.json", ["room.table-2.json", "room.json"]);
    assert_eq!(one, other);
    assert_eq!(contributions(&machine.path("plan-a.json")).len(), 5);
    let actions = items(&machine.path("plan-a.json"), "actions");
    assert_eq!(actions.len(), 1, "{actions:?}");
}

/// Goes to the last line of the form and presses Enter there.
fn finish(screen: &mut Screen) {
    for _ in 0..40 {
        if screen.look().contains("The action is kept") || !screen.look().contains("Keep this action") {
            return;
        }
        screen.press("\r");
        std::thread::sleep(Duration::from_millis(40));
    }
    panic!("the form does not finish:\n{}", screen.look());
}
