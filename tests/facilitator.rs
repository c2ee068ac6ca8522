//! The facilitator's two hours, step by step: twenty-four people, four tables, a projector (domain §3A).
//!
//! One walk, on the real screen in a terminal and again in the plain face, with the projector in a window of its own
//! beside it. Whatever stands on the projector at any step is held against what must never stand there. The clock is
//! turned by the walk, so that two hours take a minute.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use coplan::model::file::File;
use coplan::model::origin::Origins;
use coplan::model::stamp::{Moment, Writer};
use coplan::plan::{Part, rows};
use coplan::tui::desk::{Desk, Details};
use outside::{Machine, Screen, Talk, items};
use serde_json::Value;

/// The sign-in sheet: a name, a role, and the beginning of a kind of partner. Nobody comes from the providers of care,
/// the pharmacy or public health.
const SHEET: [&str; 24] = [
    "Naz Example, link worker, gp",
    "Olive Example, resident",
    "Joy Example, resident",
    "Amina Example, resident",
    "Sam Example, choir leader, volunt",
    "Dee Example, doctor, gp",
    "Tam Example, practice nurse, host",
    "Rhys Example, housing officer, hous",
    "Fatima Example, carer, lived",
    "Bo Example, youth worker, child",
    "Cyril Example, adviser, citizens",
    "Dilys Example, district nurse, nurs",
    "Edwin Example, physio, allied",
    "Flo Example, interpreter, ethnic",
    "Gus Example, pride organiser, lgbt",
    "Hal Example, firefighter, emerg",
    "Ivy Example, vicar, faith",
    "Kim Example, practice manager, host",
    "Kit Example, councillor, local auth",
    "Lou Example, forum chair, forum",
    "Max Example, food bank, volunt",
    "Ned Example, resident",
    "Ola Example, resident",
    "Pat Example, resident",
];

/// Last month's agenda: title, stage, minutes, which to cut first, whether a buffer.
const PARTS: [(&str, &str, i64, Option<i64>, bool); 7] = [
    ("Welcome", "", 10, None, false),
    ("Who is here", "relationships", 20, Some(2), false),
    ("What goes on", "existing-activity", 25, None, false),
    ("Break", "", 10, None, true),
    ("What could start", "co-creation", 30, None, false),
    ("Who will tell us", "patient-voice", 15, Some(1), false),
    ("Close", "", 10, None, false),
];

/// What the six candidates for action say, and what their lines tell beside.
const CANDIDATES: [(&str, &str, &str); 6] = [
    ("@6", "open the waiting room on Mondays", "lead:@7 due:+2w"),
    ("@8", "lend the minibus on Tuesdays", ""),
    ("@17", "keep the church hall warm", ""),
    ("@20", "ring ten people who stopped coming", ""),
    ("@5", "start a walking group", "with:@2 need:shoes measure:ten people walk every week"),
    ("@22", "ask the council about the stop", ""),
];

/// Words that the room must never read: what is private, withdrawn, or nobody's but the operator's.
const PRIVATE: [&str; 13] = [
    "step-free room",
    "close to tears",
    "never leaves his room",
    "parking charges",
    "not yet heard",
    "heard once",
    "times",
    "general practice",
    "practice manager",
    "review",
    "saved",
    "is open in",
    "no connector",
];

/// Nothing of what must not be projected.
fn fit_for_the_room(shown: &str) {
    let lower = shown.to_lowercase();
    for secret in PRIVATE {
        assert!(!lower.contains(secret), "{secret} is projected:\n{shown}");
    }
    // No share of voices, and no count of people.
    assert!(!shown.contains('%') && !shown.contains("of 24"), "a count is projected:\n{shown}");
    let words: Vec<&str> = shown.split(|c: char| !c.is_alphanumeric()).collect();
    for name in SHEET.iter().map(|line| line.split(' ').next().unwrap()).chain(["Example"]) {
        assert!(!words.contains(&name), "{name} is projected:\n{shown}");
    }
}

/// A picture without its frame and without the ends of its lines.
fn in_one_line(shown: &str) -> String {
    shown.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Last month's session: its agenda of 120 minutes in a room that is there for 120.
fn october(machine: &Machine) -> PathBuf {
    let now: Moment = chrono::DateTime::parse_from_rfc3339("2026-10-24T09:00:00+00:00").unwrap();
    let writer = Writer::from_number(9);
    let details = Details {
        title: "Staying connected".into(),
        date: "2026-10-24".into(),
        starts: "09:00".into(),
        ends: "11:00".into(),
        question: "What keeps us well round here?".into(),
        ..Details::default()
    };
    let part = |(title, stage, minutes, cut, buffer): (&str, &str, i64, Option<i64>, bool)| Part {
        title: title.into(),
        stage: Some(stage.to_owned()).filter(|stage| !stage.is_empty()),
        minutes,
        cut,
        buffer,
        ..Part::default()
    };
    let path = machine.path("october.json");
    let mut desk = Desk::new(path.clone(), Desk::workshop(&details, None, writer, now), &[], writer);
    desk.record_as("Naz Example", "", now).unwrap();
    desk.arrange(&PARTS.into_iter().map(part).collect::<Vec<_>>(), now).unwrap();
    std::fs::write(&path, desk.view.encode()).unwrap();
    path
}

/// One of the two faces.
enum Face {
    Screen(Box<Screen>),
    Plain(Talk),
}

impl Face {
    fn sees(&mut self, words: &str) -> String {
        match self {
            Self::Screen(screen) => screen.wait_for(words),
            Self::Plain(talk) => talk.wait_for(words),
        }
    }
}

/// The facilitator at a laptop, and the projector beside it.
struct Walk {
    machine: Machine,
    path: PathBuf,
    plain: bool,
    face: Face,
    wall: Option<Face>,
}

impl Walk {
    fn begin(plain: bool) -> Self {
        let machine = Machine::new();
        let path = october(&machine);
        machine.turn("2026-11-21T08:50:00+00:00");
        let face = Self::open(&machine, &path, plain);
        let path = machine.path("staying-connected-2026-11-21.json");
        Self { machine, path, plain, face, wall: None }
    }

    fn open(machine: &Machine, path: &Path, plain: bool) -> Face {
        let open = ["open", path.to_str().unwrap(), "--as", "Naz Example"];
        if plain {
            Face::Plain(Talk::start(machine.coplan(open).arg("--plain")))
        } else {
            Face::Screen(Box::new(Screen::start(machine, open, 24, 80)))
        }
    }

    /// Types a line and Enter; an empty one is Enter alone.
    fn line(&mut self, text: &str) -> &mut Self {
        match &mut self.face {
            Face::Screen(screen) => screen.press(&format!("{text}\r")),
            Face::Plain(talk) => talk.say(text),
        }
        self
    }

    /// Presses a key of the screen, which is this line in the plain face.
    fn key(&mut self, key: &str, line: &str) -> &mut Self {
        match &mut self.face {
            Face::Screen(screen) => screen.press(key),
            Face::Plain(talk) => talk.say(line),
        }
        self
    }

    /// Presses a letter or number that needs no Enter on the screen.
    fn letter(&mut self, letter: &str) -> &mut Self {
        self.key(letter, letter)
    }

    /// Leaves what lies over the screen.
    fn leave(&mut self) -> &mut Self {
        self.key("\x1b", "/back");
        // Esc and a key straight after it would be one key.
        std::thread::sleep(Duration::from_millis(if self.plain { 0 } else { 250 }));
        self
    }

    fn sees(&mut self, words: &str) -> String {
        self.face.sees(words)
    }

    /// What the screen shows by itself is said in the plain face when it is asked for.
    fn told(&mut self, words: &str) -> String {
        if self.plain {
            self.line("");
        }
        self.sees(words)
    }

    /// What is shown still; the plain face has said it with what came before.
    fn sees_still(&mut self, words: &str) {
        if !self.plain {
            self.sees(words);
        }
    }

    /// Opens the room's page once so many people were heard, at whichever table.
    fn heard(&mut self, count: usize) -> String {
        let waiting = format!("longest first: {} of 24", 24 - count);
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            self.key("\x12", "/room");
            let shown = self.sees("longest first");
            if shown.contains(&waiting) || Instant::now() > end {
                assert!(shown.contains(&waiting), "{shown}");
                // What stands below it arrives with it or just after.
                return if shown.contains("24 Pat") { shown } else { format!("{shown}{}", self.sees("24 Pat")) };
            }
            self.leave();
        }
    }

    /// Turns the clock. The plain face tells what is due with the next answer.
    fn at(&mut self, time: &str) -> &mut Self {
        self.machine.turn(&format!("2026-11-21T{time}+00:00"));
        if self.plain {
            self.line("");
        }
        self
    }

    /// Starts the projector in a window of its own.
    fn project(&mut self) {
        let present = ["present", self.path.to_str().unwrap()];
        self.wall = Some(if self.plain {
            Face::Plain(Talk::start(self.machine.coplan(present).arg("--plain")))
        } else {
            // Without large letters, so that they can be read here.
            let present = present.into_iter().chain(["--ascii"]);
            Face::Screen(Box::new(Screen::start(&self.machine, present, 24, 80)))
        });
    }

    /// Turns the projector to a page.
    fn page(&mut self, number: &str) {
        match self.wall.as_mut().unwrap() {
            Face::Screen(wall) => wall.press(number),
            Face::Plain(wall) => wall.say(number),
        }
    }

    /// The projector shows these words, and nothing that it must not.
    fn wall(&mut self, words: &str) -> String {
        let shown = self.wall.as_mut().unwrap().sees(words);
        fit_for_the_room(&shown);
        shown
    }

    /// The battery dies, and the laptop is started again.
    fn die(&mut self) {
        if let Face::Screen(screen) = &mut self.face {
            screen.signal(rustix::process::Signal::KILL);
            screen.ended();
        }
        let dead = std::mem::replace(&mut self.face, Face::Plain(Talk::start(&mut self.machine.coplan(["keys"]))));
        if let Face::Plain(talk) = dead {
            talk.end();
        }
        self.face = Self::open(&self.machine, &self.path, self.plain);
    }

    fn list(&self, list: &str) -> Vec<Value> {
        items(&self.path, list)
    }

    /// Waits until the file holds so many items of a list.
    fn kept(&self, list: &str, count: usize) -> Vec<Value> {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let kept = self.list(list);
            if kept.len() >= count {
                assert_eq!(kept.len(), count, "{kept:?}");
                return kept;
            }
            assert!(Instant::now() < end, "{} of {count} {list}", kept.len());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What people call the action with these words.
    fn reference(&self, words: &str) -> String {
        let file = File::decode(&std::fs::read(&self.path).unwrap()).unwrap();
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let rows = rows(&file, &Origins::of(&file), today);
        rows.into_iter().find(|row| row.text.as_deref() == Some(words)).unwrap().reference
    }
}

/// The two hours.
fn two_hours(plain: bool) {
    let mut walk = Walk::begin(plain);
    prepare(&mut walk);
    relationships(&mut walk);
    existing_activity(&mut walk);
    co_creation(&mut walk);
    patient_voice(&mut walk);
    close(&mut walk);
    all_of_it_is_in_the_file(&walk);
    if let Some(Face::Screen(wall)) = &mut walk.wall {
        wall.press("\x1b");
        wall.ended();
        wall.drain();
        // Nor was anything there in between, as far as it was sent in one piece.
        let sent = String::from_utf8_lossy(&wall.sent).into_owned();
        for secret in PRIVATE.into_iter().chain(["Example"]) {
            assert!(!sent.contains(secret), "{secret} was projected");
        }
    }
}

/// Steps 1 to 4: the template, the people, the projector, ground rules and consent.
fn prepare(walk: &mut Walk) {
    // 1. Last month's session is the template; the total stands against the room's time, and the cuts are ranked.
    walk.told("Relationships");
    walk.line("/template").sees("120 of 120 minutes");
    if walk.plain {
        for _ in 0..11 {
            walk.line("");
        }
    } else {
        walk.key(&"\t".repeat(11), "");
        walk.sees("> Start the workshop");
        walk.line("");
    }
    walk.sees("Who is in the room");
    // 2. Twenty-four people from a sign-in sheet, their kinds of partner by the beginning of the name.
    if walk.plain {
        walk.line(&SHEET.join("\n")).line("");
    } else {
        walk.key(&format!("\x1b[200~{}\x1b[201~", SHEET.join("\r")), "");
        walk.sees("Pat Example");
        walk.key("\t\r", "");
    }
    let seated = walk.sees("What we write down");
    walk.key("\x1b", "n");
    if !walk.plain {
        std::thread::sleep(Duration::from_millis(250));
    }
    let seated = if walk.plain { seated } else { walk.sees("24 people") };
    assert!(seated.contains("24 people have seats from 1"), "{seated}");
    walk.line("/agenda").sees("120 of 120 minutes: it fits the room exactly");
    walk.sees_still("Who is here saves 20");
    walk.leave();
    // Three of the seventeen are empty; the pharmacy is rung up.
    walk.line("/invite pharmacy").sees("Community pharmacists: invited");
    walk.key("\x12", "/room").sees("Voices");
    walk.letter("k");
    if !walk.plain {
        walk.sees("Health and social care providers");
        walk.key("\x1b[6~\x1b[6~\x1b[6~", "");
    }
    let shown = walk.sees("Nobody is here from (3)");
    let shown = in_one_line(&shown);
    for kind in ["Health and social care", "Community pharmacists", "Public health"] {
        assert!(shown.contains(kind), "{kind}:\n{shown}");
    }
    walk.leave();
    // 3. The projector: the question in large type, and the operator sees that it is on.
    walk.line("/needs 9 step-free room").sees("Noted for Fatima Example, and private");
    walk.line("!o she is close to tears");
    walk.kept("contributions", 2);
    walk.project();
    walk.wall("What keeps us well round here?");
    walk.told("PROJECTING");
    // In the operator's own window too, and back.
    walk.line("/project").sees("Projecting");
    if walk.plain {
        let own = walk.told("What keeps us well round here?");
        fit_for_the_room(own.rsplit_once("Projecting: the room may read this.").unwrap().1);
    } else {
        fit_for_the_room(&walk.sees("Projecting. Esc goes back"));
    }
    walk.leave();
    walk.told("Listen for");
    // 4. Ground rules and consent are read out, each stamped with a key; two people choose for themselves.
    walk.at("09:00:00").key("\x0e", "/next").sees("Part 1: Welcome, 10 minutes · on time: ends 11:00");
    walk.line("/key").sees("Keep one question in mind today");
    walk.line("").sees("The key question was asked, at the opening");
    walk.line("/rules").sees("You may pass, take a break");
    walk.page("4");
    walk.wall("You may pass, take a break");
    walk.page("1");
    walk.line("").sees("The ground rules were read out");
    walk.key("\x1b[18~", "/consent").sees("What we write down");
    walk.line("").sees("Consent was read out");
    walk.line("/level 2 1").sees("Olive Example: paraphrase only");
    walk.line("/level 9 1").sees("Fatima Example: paraphrase only");
}

/// Steps 5 to 8: stage 1 with its method, introductions, a point that leads away, and the move to stage 2.
fn relationships(walk: &mut Walk) {
    // 5. The question in large type with the time beneath, and 1-2-4-All, which goes on by itself.
    walk.at("09:10:00").key("\x0e", "/next").sees("Part 2: Who is here, 20 minutes");
    walk.wall("What matters most to you about life round here?");
    if !walk.plain {
        walk.wall("20:00 left");
    }
    // By the existing way of choosing, and by the beginning of its name.
    walk.line("/method").sees("1-2-4-All, 12 minutes");
    walk.leave();
    walk.line("/method 1-2").sees("1-2-4-All takes 12 minutes");
    walk.told("On your own, 1:00 left. Next: In pairs, 2 minutes");
    let shown = walk.wall("Next: In pairs, 2 minutes");
    assert!(shown.contains("Think about the question on your own"), "{shown}");
    assert!(shown.contains("What matters most to you about life round here?"), "{shown}");
    assert!(walk.plain || shown.contains("1:00 left"), "{shown}");
    walk.at("09:11:00").sees("! In pairs, 2 minutes: Turn to one other person");
    walk.wall("Turn to one other person");
    walk.at("09:13:00").sees("! In fours, 4 minutes: Two pairs sit together");
    walk.wall("Two pairs sit together");
    // It outlives the laptop.
    walk.die();
    walk.at("09:14:00").told("In fours, 3:00 left. Next: All together, 5 minutes");
    walk.at("09:17:00").sees("! All together, 5 minutes");
    walk.wall("This is the last step");
    walk.at("09:22:00").sees("! 1-2-4-All is over");
    walk.wall("What matters most to you about life round here?");
    // 6. Introductions by seat: a resident meets a housing officer, and everybody meets somebody.
    walk.line("link 4 8").sees("Amina Example and Rhys Example have met: 1 link, 1 across sectors");
    for (one, other) in [(1, 2), (3, 5), (6, 7), (9, 10), (11, 12), (13, 14), (15, 16), (17, 18), (19, 20), (21, 22)] {
        walk.line(&format!("link {one} {other}"));
    }
    walk.line("link 23 24").sees("have met: 12 links");
    // 7. What leads away is parked with its owner in one line.
    walk.line("/park parking charges at the hospital owner:@19 due:+1w").sees("Parked");
    walk.line("!p the bins");
    // What the facilitator stars for the read-back.
    for line in
        ["*@3 the bus stop moved up the hill", "*@5 the choir lost six people", "*@4 my brother never leaves his room"]
    {
        walk.line(line);
    }
    walk.kept("contributions", 7);
    // Half of what a note-taker at a table wrote meanwhile.
    let host = [1, 6, 7, 18]
        .map(|seat| format!("@{seat} we see it at the desk\nit is the same each week\nand in the evening"));
    let others: Vec<String> =
        [2].into_iter().chain(8..=17).map(|seat| format!("@{seat} it was better before")).collect();
    let lines = format!("{}\n{}", host.join("\n"), others.join("\n"));
    let file = walk.path.to_str().unwrap().to_owned();
    walk.machine.feed(["add", &file, "--as", "Bev Example"], lines).well();
    // 8. One key for stage 2: what is open in stage 1 is named, and nothing stops.
    walk.at("09:30:00").key("\x0e", "/next").sees("1 check is open in Relationships: no connector is named yet");
    walk.told("Existing activity");
}

/// Steps 9 and 10: the time, and who was heard.
fn existing_activity(walk: &mut Walk) {
    walk.wall("What already goes on round here");
    walk.line("@? !m the waiting room place:Mill Street lead:@7 need:a kettle");
    walk.kept("contributions", 8);
    // 9. A quiet cue at five minutes, an overrun in words that counts up, five from the break, and the end moves.
    walk.at("09:50:00").sees("! 5 minutes left of What goes on");
    walk.at("09:57:10").told("over by 2:10");
    if walk.plain {
        walk.line("/time").sees("over by 2:10. To the end 65 minutes, 2 minutes behind: ends 11:02");
    } else {
        walk.sees("over by 2:10 · ends 11:02");
        walk.wall("over by 2:10");
    }
    walk.at("09:57:11").told("over by 2:11");
    walk.key("\x1b[24~", "/borrow").sees("Takes 5 minutes from Break. Ends 11:00 as planned");
    if walk.plain {
        walk.line("/time").sees("What goes on: 2:49 left");
    } else {
        walk.sees("2:49 left · ends 11:00");
        walk.wall("2:49 left");
    }
    // 10. The balance and those not heard, longest first: for the operator alone.
    let shown = walk.heard(18);
    let balance = "general practice 46%, other professionals 19%, residents and community 35%, of 26 lines";
    assert!(in_one_line(&shown).contains(balance), "{shown}");
    let places: Vec<usize> =
        ["19 Kit", "20 Lou", "21 Max", "22 Ned", "23 Ola", "24 Pat"].map(|who| shown.find(who).unwrap()).into();
    assert!(places.is_sorted(), "{shown}");
    walk.leave();
    for (page, words) in [("2", "What we agreed"), ("3", "What we could do"), ("4", "You may pass"), ("1", "goes on")] {
        walk.page(page);
        walk.wall(words);
    }
}

/// Steps 11 and 12: the candidates on the wall, and what the winners lack.
fn co_creation(walk: &mut Walk) {
    walk.at("10:00:00").key("\x0e", "/next").sees("Part 4: Break");
    walk.at("10:05:00").key("\x0e", "/next").sees("Part 5: What could start");
    // 11. Six candidates on the wall, by their words alone.
    for (who, words, told) in CANDIDATES {
        walk.line(&format!("{who} !a {words} {told}"));
    }
    walk.kept("actions", 6);
    walk.page("3");
    let shown = walk.wall("ask the council about the stop");
    let numbered: Vec<Option<usize>> = CANDIDATES.iter().map(|(_, words, _)| shown.find(words)).collect();
    assert!(numbered.iter().all(Option::is_some) && numbered.is_sorted(), "{shown}");
    // 12. Each winner is asked only for what it lacks.
    let asked: [(usize, &[(&str, &str)]); 3] = [
        (
            0,
            &[
                ("Who helps?", "@5"),
                ("What does it need?", "a key"),
                ("How will we know that it works?", "twenty people a month"),
            ],
        ),
        (
            3,
            &[
                ("Who leads it?", "@3"),
                ("Who helps?", "@9"),
                ("What does it need?", "a telephone"),
                ("How will we know that it works?", "five come back"),
                ("By when is it due?", "+3w"),
            ],
        ),
        (4, &[("Who leads it?", "@5"), ("By when is it due?", "12/12")]),
    ];
    for (at, questions) in asked {
        walk.line(&format!("/complete {}", walk.reference(CANDIDATES[at].1)));
        for (nth, (question, answer)) in questions.iter().enumerate() {
            walk.sees(&format!(" {} of ", nth + 1));
            walk.sees_still(question);
            walk.line(answer);
        }
        // The voice is for stage 4.
        walk.sees("Who will tell us if it worked, and how?");
        walk.leave();
        walk.sees("/complete goes on");
    }
}

/// Steps 13 and 14: who will tell us, and the read-back.
fn patient_voice(walk: &mut Walk) {
    // 13. For each action, who will tell us, and when people hear back; the date is read out of what is shown.
    walk.at("10:35:00").key("\x0e", "/next").sees("Part 6: Who will tell us, 15 minutes");
    walk.page("1");
    walk.wall("who will tell us whether it made");
    walk.line("/voice");
    for number in 0..CANDIDATES.len() {
        walk.sees(&format!("Voice · {} of 12", 2 * number + 1));
        walk.line("three residents, by telephone");
        walk.sees(&format!("Voice · {} of 12", 2 * number + 2));
        walk.line("19/12");
    }
    walk.sees("Voice: all seen to");
    // 14. Starred lines one at a time: right, fixed with the old wording kept, withdrawn.
    walk.line("/read-back").sees("Read back · 1 of 3");
    walk.letter("r").sees("Read back · 2 of 3");
    walk.letter("f").sees("How should it be?");
    walk.line(if walk.plain { "the choir lost six people that way" } else { " that way" });
    walk.sees("Read back · 3 of 3");
    walk.letter("w").sees("Type withdraw");
    walk.line("withdraw");
    if !walk.plain {
        walk.sees("> Take it out for good");
        walk.line("");
    }
    walk.sees("Withdrawn for good");
    walk.leave();
    walk.page("2");
    let shown = walk.wall("the choir lost six people that way");
    assert!(shown.contains("the bus stop moved up the hill"), "{shown}");
}

/// Step 15: the parking lot, the key question, and the close, which says where the file is.
fn close(walk: &mut Walk) {
    walk.at("10:50:00").key("\x0e", "/next").sees("Part 7: Close");
    walk.line("/close").sees("Parked with no owner or no reply date: 1");
    walk.letter("2").sees("Who owns it?");
    walk.line("@8").sees("By when do they reply?");
    walk.line("+1w").sees("The parking lot is cleared");
    walk.letter("6").sees("Who gets two shy sides talking?");
    walk.line("Naz Example").sees("Who links the clinical director");
    walk.line("Dee Example").sees("Both connectors are named");
    walk.letter("7").sees("By which day do people hear back");
    walk.line("").sees("People hear back by 28 November 2026");
    walk.letter("8").sees("At the close · 1 of 3");
    walk.line("mostly, but not the buses").sees("At the close · 2 of 3");
    walk.line("fewer slides").sees("At the close · 3 of 3");
    walk.line("come back in spring").sees("Key question and reflections are noted");
    // What is open is said, and does not stop it.
    walk.at("11:00:00").line("");
    let shown = walk.sees("Your file is");
    assert!(walk.plain || shown.contains("staying-connected-2026-11-21"), "{shown}");
    walk.line("");
    walk.key("\x11", "/quit");
    match &mut walk.face {
        Face::Screen(screen) => drop(screen.ended()),
        Face::Plain(_) => drop(walk.kept("readings", 7)),
    }
}

/// What the two hours must have left, whichever face they were walked in.
fn all_of_it_is_in_the_file(walk: &Walk) {
    let delegates = walk.list("delegates");
    let seat = |number: i64| delegates.iter().find(|person| person["seat"] == number).unwrap();
    assert_eq!(delegates.len(), 24);
    assert_eq!((&seat(2)["consent"], &seat(9)["consent"]), (&Value::from(1), &Value::from(1)));
    assert_eq!((&seat(8)["category"], &seat(18)["category"]), (&Value::from("housing"), &Value::from("host")));
    // 4 and 15. Everything that was read out has its time, and consent its wording.
    let readings = walk.list("readings");
    let events: Vec<&str> = readings.iter().filter_map(|read| read["event"].as_str()).collect();
    let wanted = ["key-question", "ground-rules", "consent", "key-question", "reflection", "reflection", "close"];
    assert_eq!(events, wanted);
    assert_eq!(
        (&readings[2]["wording"], &readings[2]["time"]),
        (&"2026-11".into(), &"2026-11-21T09:00:00+00:00".into())
    );
    // 5 and 9. The timer is its events.
    let timers = walk.list("timers");
    assert_eq!(
        (&timers[0]["event"], &timers[0]["method"], &timers[0]["step"]),
        (&"method".into(), &"1-2-4-all".into(), &1.into())
    );
    assert_eq!((&timers[1]["event"], &timers[1]["seconds"]), (&"borrow".into(), &300.into()));
    assert_eq!((timers.len(), walk.list("links").len()), (2, 12));
    // 7 and 15. What was parked has an owner and a day.
    let said = walk.list("contributions");
    let parked: Vec<(&Value, &Value, &Value)> = said
        .iter()
        .filter(|line| line["kind"] == "parked")
        .map(|line| (&line["text"], &line["lead"], &line["due"]))
        .collect();
    let day = Value::from("2026-11-28");
    let (charges, bins) = (Value::from("parking charges at the hospital"), Value::from("the bins"));
    assert_eq!(parked, [(&charges, &seat(19)["id"], &day), (&bins, &seat(8)["id"], &day)]);
    // 12 and 13. The winners are complete, and every action says who will tell us.
    let actions = walk.list("actions");
    for action in &actions {
        assert_eq!(
            (&action["voice"], &action["feedback"]),
            (&"three residents, by telephone".into(), &"2026-12-19".into())
        );
    }
    let action = |words: &str| actions.iter().find(|action| action["text"] == words).unwrap();
    let first = action("open the waiting room on Mondays");
    assert_eq!((&first["lead"], &first["partners"][0]), (&seat(7)["id"], &seat(5)["id"]));
    assert_eq!((&first["need"], &first["measure"]), (&"a key".into(), &"twenty people a month".into()));
    let walking = action("start a walking group");
    assert_eq!((&walking["lead"], &walking["due"]), (&seat(5)["id"], &"2026-12-12".into()));
    assert_eq!(walking["measure"], "ten people walk every week");
    // 14. Confirmed, corrected with the old wording kept, and gone.
    let line = |words: &str| said.iter().find(|line| line["text"] == words).unwrap();
    assert_eq!(line("the bus stop moved up the hill")["confirmed"], true);
    let fixed = line("the choir lost six people that way");
    let before = fixed["history"].as_array().unwrap().iter().any(|was| was["value"] == "the choir lost six people");
    assert!(before && fixed["confirmed"] == true, "{fixed}");
    assert!(!said.iter().any(|line| line["text"] == "my brother never leaves his room"));
    assert!(!walk.list("withdrawn").is_empty());
}

#[test]
fn a_facilitator_runs_two_hours_on_the_screen_with_a_projector_beside_it() {
    two_hours(false);
}

#[test]
fn a_facilitator_runs_two_hours_in_the_plain_face_with_a_projector_beside_it() {
    two_hours(true);
}
