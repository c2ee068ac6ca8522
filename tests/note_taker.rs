//! The note-taker's table, step by step: seven seats, twenty-five minutes, forty lines (domain §3B).
//!
//! Walked on the real screen in a terminal, and again in the plain face. The keys that each line takes beyond its words
//! are counted and held to the budget of domain §3D.3; run with `--nocapture` to read the table.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use std::path::{Path, PathBuf};

use outside::{Machine, Screen, items, texts};
use serde_json::Value;

/// The seven people of table 2, in the order in which they sit.
const PEOPLE: [&str; 7] = [
    "Naz Example, connector, voluntary sector",
    "Olive Example, local resident, 2",
    "Joy Example, local resident, 2",
    "Dee Example, GP",
    "Sam Example, choir leader, voluntary sector",
    "Tuyết Example, community pharmacist, 2",
    "Rhys Example, housing officer, housing",
];

/// The keys that the budget allows beyond the words, by what the line carries. Shift and Enter are not counted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Carries {
    /// The same speaker again.
    Nothing,
    /// A seat number, or the speaker before.
    Seat,
    /// The beginning of a name.
    Name,
    /// A theme that exists.
    Theme,
    /// A kind.
    Kind,
    /// A level for this line.
    Consent,
    /// A mark alone, about the last line: agreement or consent.
    LastLine,
    /// A kind and fields; the letters of a field's own words are words.
    Fields,
    /// A seat and a theme.
    SeatAndTheme,
    /// A seat and a kind.
    SeatAndKind,
}

impl Carries {
    fn budget(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Seat | Self::Kind | Self::Consent | Self::LastLine => 3,
            Self::Theme => 4,
            Self::Name => 5,
            Self::SeatAndTheme => 3 + 4,
            Self::SeatAndKind => 3 + 3,
            // A kind, and the key of each of two fields with its space.
            Self::Fields => 3 + " lead:".len() + " due:".len(),
        }
    }
}

/// A line as typed, the words in it, and what it carries beside them.
type Typed = (&'static str, &'static str, Carries);

/// The forty lines, by the steps of domain §3B that they belong to.
const SCRIPT: [Typed; 40] = [
    ("@3 they moved the bus stop so I stopped going", "they moved the bus stop so I stopped going", Carries::Seat),
    ("it was outside the shop for thirty years", "it was outside the shop for thirty years", Carries::Nothing),
    ("now it is up the hill", "now it is up the hill", Carries::Nothing),
    ("@5 the choir lost six people that way", "the choir lost six people that way", Carries::Seat),
    ("@@ and I am one of them", "and I am one of them", Carries::Seat),
    ("+3", "", Carries::LastLine),
    ("hill icy in January ...", "hill icy in January ...", Carries::Nothing),
    ("@2 the bus is why I see nobody #transport", "the bus is why I see nobody", Carries::SeatAndTheme),
    ("@7 our minibus stands still all week #tr", "our minibus stands still all week", Carries::SeatAndTheme),
    ("the walls in Mill Street are black #damp", "the walls in Mill Street are black", Carries::Theme),
    ("@oli my boy coughs all winter", "my boy coughs all winter", Carries::Name),
    ("he sleeps on the wall side #da", "he sleeps on the wall side", Carries::Theme),
    ("!q who pays for the hall?", "who pays for the hall?", Carries::Kind),
    ("@7 !r the parish does, until March", "the parish does, until March", Carries::SeatAndKind),
    ("@4 !q and after March?", "and after March?", Carries::SeatAndKind),
    ("!a ask church about hall lead:@5 due:fri", "ask church about hall", Carries::Fields),
    ("@6 people wait in my shop to keep warm", "people wait in my shop to keep warm", Carries::Seat),
    ("they buy a stamp and stay an hour", "they buy a stamp and stay an hour", Carries::Nothing),
    ("one man sleeps in his car", "one man sleeps in his car", Carries::Nothing),
    ("%0", "", Carries::LastLine),
    ("@1 I can take the keys on Tuesdays", "I can take the keys on Tuesdays", Carries::Seat),
    ("%1 my sister is his landlord", "my sister is his landlord", Carries::Consent),
    ("@3 !i a lift share from the surgery", "a lift share from the surgery", Carries::SeatAndKind),
    ("+5", "", Carries::LastLine),
    (
        "!t we want the stop back, drivers want the layby",
        "we want the stop back, drivers want the layby",
        Carries::Kind,
    ),
    ("@5 !s the choir is full every Monday", "the choir is full every Monday", Carries::SeatAndKind),
    ("@@ I would come if I could get there", "I would come if I could get there", Carries::Seat),
    ("*I used to sing", "I used to sing", Carries::LastLine),
    ("!w he drove me to my scan and waited", "he drove me to my scan and waited", Carries::Kind),
    ("@4 we send people to the choir already", "we send people to the choir already", Carries::Seat),
    ("!d we meet here again in a month", "we meet here again in a month", Carries::Kind),
    ("@2 !p parking charges at the hospital", "parking charges at the hospital", Carries::SeatAndKind),
    ("she is close to tears %0", "she is close to tears", Carries::Consent),
    ("@tu tôi không biết nói với ai", "tôi không biết nói với ai", Carries::Name),
    (";6 somebody asks in Vietnamese each week", "somebody asks in Vietnamese each week", Carries::Seat),
    ("=tr the taxi is nine pounds", "the taxi is nine pounds", Carries::Theme),
    ("/q could the minibus do Tuesdays?", "could the minibus do Tuesdays?", Carries::Kind),
    ("@7 /r if a driver is insured", "if a driver is insured", Carries::SeatAndKind),
    ("email me at joy@example.org, it is #1 for me", "email me at joy@example.org, it is #1 for me", Carries::Nothing),
    ("wow! 50% of us walk", "wow! 50% of us walk", Carries::Nothing),
];

/// The letters of a line that are no mark and no words of the speaker's, but what the note-taker has to tell all the
/// same: the name of a new theme, who leads and when.
fn told(typed: &str) -> &str {
    match typed {
        "@2 the bus is why I see nobody #transport" => "transport",
        "the walls in Mill Street are black #damp" => "damp",
        "!a ask church about hall lead:@5 due:fri" => "@5fri",
        _ => "",
    }
}

fn keys(text: &str) -> usize {
    text.chars().count()
}

/// The keys beyond the words, held to the budget; prints the table.
fn count_keys() {
    let mut total = 0;
    println!("{:>3} {:>6} {:>6}  line", "", "beyond", "budget");
    for (at, (typed, words, carries)) in SCRIPT.iter().enumerate() {
        let beyond = keys(typed) - keys(words) - keys(told(typed));
        println!("{:>3} {beyond:>6} {:>6}  {typed}", at + 1, carries.budget());
        assert!(beyond <= carries.budget(), "{typed}: {beyond} keys beyond the words");
        total += beyond;
    }
    println!("{total} keys beyond the words in 40 lines, Enter not counted");
}

/// A workshop in which table 2 has its seven people, and consent was read out.
fn table(machine: &Machine) -> PathBuf {
    machine.run(["new", "table-2.json", "--title", "Staying connected", "--as", "Bev Example", "--no-screen"]).well();
    let people: Vec<String> = PEOPLE.iter().map(|person| format!("/join {person}")).collect();
    machine.feed(["add", "table-2.json"], people.join("\n")).well();
    machine.feed(["open", "table-2.json", "--as", "Bev Example", "--plain"], "/consent\n\n/2\n/quit\n").well();
    machine.path("table-2.json")
}

/// The words that the script leaves in the file, in order.
fn wanted() -> Vec<&'static str> {
    SCRIPT.iter().map(|line| line.1).filter(|words| !words.is_empty()).collect()
}

fn names(path: &Path) -> impl Fn(&Value) -> Option<String> {
    let delegates = items(path, "delegates");
    move |item: &Value| {
        let found = delegates.iter().find(|delegate| delegate["id"] == item["speaker"])?;
        Some(found["name"].as_str()?.split(' ').next()?.to_owned())
    }
}

fn line(path: &Path, words: &str) -> Value {
    let found = items(path, "contributions").into_iter().find(|c| c["text"] == words);
    found.unwrap_or_else(|| panic!("nobody said {words}: {:?}", texts(path)))
}

/// What the forty lines must have left, whichever face they were typed in.
fn forty_lines_are_kept(path: &Path) {
    assert_eq!(texts(path)[..wanted().len()], wanted());
    let name = names(path);
    let by = |words: &str| name(&line(path, words)).unwrap_or_default();
    // Steps 2 to 4: the speaker stays, and comes back.
    for (words, who) in [
        ("they moved the bus stop so I stopped going", "Joy"),
        ("now it is up the hill", "Joy"),
        ("the choir lost six people that way", "Sam"),
        ("and I am one of them", "Joy"),
        ("my boy coughs all winter", "Olive"),
        ("I would come if I could get there", "Joy"),
        ("tôi không biết nói với ai", "Tuyết"),
        ("somebody asks in Vietnamese each week", "Tuyết"),
    ] {
        assert_eq!(by(words), who, "{words}");
    }
    // Step 5: agreement is with the line before.
    let agreed: Vec<(Value, i64)> =
        items(path, "agreements").iter().map(|a| (a["contribution"].clone(), a["count"].as_i64().unwrap())).collect();
    let of = |words: &str| line(path, words)["id"].clone();
    assert_eq!(agreed, [(of("and I am one of them"), 3), (of("a lift share from the surgery"), 5)]);
    // Step 6: a stub keeps its dots.
    assert_eq!(line(path, "hill icy in January ...")["stub"], true);
    // Step 7: a theme is completed, and a new one is kept.
    for (words, theme) in [
        ("our minibus stands still all week", "transport"),
        ("the walls in Mill Street are black", "damp"),
        ("he sleeps on the wall side", "damp"),
        ("the taxi is nine pounds", "transport"),
    ] {
        assert_eq!(line(path, words)["themes"], serde_json::json!([theme]), "{words}");
    }
    // Step 8: an answer attaches to the open question.
    assert_eq!(line(path, "the parish does, until March")["reply_to"], of("who pays for the hall?"));
    assert_eq!(line(path, "if a driver is insured")["reply_to"], of("could the minibus do Tuesdays?"));
    // Step 9: the action has its lead and its Friday.
    let action = &items(path, "actions")[0];
    assert_eq!(action["text"], "ask church about hall");
    let sam = items(path, "delegates").into_iter().find(|d| d["seat"] == 5).unwrap();
    assert_eq!(action["lead"], sam["id"]);
    assert!(action["due"].as_str().is_some_and(|day| day.len() == 10), "{action}");
    // Step 10: consent after the fact, and with the line.
    for (words, level) in
        [("one man sleeps in his car", 0), ("my sister is his landlord", 1), ("she is close to tears", 0)]
    {
        assert_eq!(line(path, words)["consent"], level, "{words}");
    }
    assert_eq!(line(path, "I used to sing")["star"], true);
    for (words, kind) in [
        ("we want the stop back, drivers want the layby", "tension"),
        ("the choir is full every Monday", "strength"),
        ("he drove me to my scan and waited", "story"),
        ("we meet here again in a month", "decision"),
        ("parking charges at the hospital", "parked"),
        ("email me at joy@example.org, it is #1 for me", "quote"),
        ("wow! 50% of us walk", "quote"),
    ] {
        assert_eq!(line(path, words)["kind"], kind, "{words}");
    }
}

#[test]
fn a_note_taker_keeps_up_with_a_table_on_the_screen() {
    count_keys();
    let machine = Machine::new();
    let path = table(&machine);
    // 1. The table file is opened; the seats lie above the line in sitting order.
    let mut screen = Screen::start(&machine, ["open", path.to_str().unwrap(), "--as", "Bev Example"], 24, 80);
    let picture = screen.wait_for("7 Rhys");
    let strip = picture.lines().find(|line| line.contains("2 Olive ") && line.contains("6 Tuy")).unwrap_or(&picture);
    let places: Vec<usize> = ["1 Naz", "2 Olive", "3 Joy", "4 Dee", "5 Sam", "6 Tuyết", "7 Rhys"]
        .map(|seat| strip.find(seat).unwrap_or_else(|| panic!("{seat}: {strip}")))
        .into();
    assert!(places.is_sorted(), "{strip}");
    // 2 to 10. Only words, marks and Enter: nothing else is ever pressed between two lines.
    let mut lines = 0;
    for (typed, words, _) in SCRIPT {
        screen.press(typed);
        if typed.starts_with("!a") {
            // 9. The chips write the Friday out before it is kept.
            let picture = screen.wait_for("due Fri");
            assert!(picture.contains("5 Sam"), "{picture}");
        }
        screen.press("\r");
        lines += usize::from(!words.is_empty());
        screen.wait_for(&format!("saved {lines} "));
    }
    screen.wait("the review's count", |text| text.contains("review: "));
    // 11. The wrong person: up, the right seat, Enter.
    let correction = ["\x1b[A", "@", "6", "\r"];
    println!("repairing the last speaker: {} keys with Enter", correction.len());
    assert!(correction.len() <= 4);
    screen.press(correction[0]);
    screen.wait_for("Enter keeps it");
    screen.press(&correction[1..].concat());
    screen.wait("the correction, saved", |text| text.contains("Corrected") && !text.contains("saving"));
    // 12. A latecomer is the next seat, and somebody unknown speaks.
    screen.press("/join Amina Example, local resident\r");
    screen.wait_for("8 Amina");
    screen.press("@8 is this where the bus thing is\r");
    screen.wait_for("saved 38 ");
    screen.press("@? it is, sit down\r");
    screen.wait_for("saved 39 ");
    // 13. The stage changes in one key while a line is half typed, and by its number.
    screen.press("half of what she sa");
    screen.wait_for("half of what she sa");
    screen.press("\x0e");
    screen.wait_for("▸3 Co-creation");
    screen.wait_for("half of what she sa");
    screen.press("id\r");
    screen.wait_for("saved 40 ");
    screen.press("/2\r");
    screen.wait_for("▸2 Existing activity");
    // 14. The battery dies in mid-line: every line that was sent is there, and so is the draft.
    screen.press("and then the lights");
    screen.wait_for("and then the lights");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    screen.signal(rustix::process::Signal::KILL);
    screen.ended();
    let mut screen = Screen::start(&machine, ["open", path.to_str().unwrap(), "--as", "Bev Example"], 24, 80);
    let picture = screen.wait_for("and then the lights");
    assert!(picture.contains("saved 40"), "{picture}");
    screen.press(" went out\r");
    screen.wait_for("saved 41 ");
    // 15. The debrief: one key each, and the next appears.
    let before = review_count(&screen.wait_for("review: "));
    screen.press("\x0c");
    screen.wait_for("Review · 1 of");
    let mut pressed = 0;
    loop {
        let next = format!("Review · {} of", pressed + 1);
        let picture = screen.wait(&next, |text| text.contains(&next) || text.contains("Nothing is left"));
        if picture.contains("Nothing is left") {
            break;
        }
        screen.press("k");
        pressed += 1;
    }
    println!("{before} concerns put aside with {pressed} keys");
    assert_eq!(before, pressed);
    screen.press("\x1b");
    screen.wait("an empty queue", |text| !text.contains("review: "));
    screen.press("\x11");
    screen.ended();
    // All of it is in the file.
    forty_lines_are_kept(&path);
    let name = names(&path);
    assert_eq!(name(&line(&path, "wow! 50% of us walk")).unwrap(), "Tuyết");
    assert_eq!(name(&line(&path, "is this where the bus thing is")).unwrap(), "Amina");
    assert_eq!(line(&path, "it is, sit down").get("speaker"), None);
    assert_eq!(line(&path, "half of what she said")["stage"], "co-creation");
    let kept = texts(&path);
    assert_eq!(kept.len(), 41);
    assert_eq!(kept[40], "and then the lights went out");
}

/// The number behind the last `review: ` of a screen.
fn review_count(text: &str) -> usize {
    let (_, after) = text.rsplit_once("review: ").unwrap();
    after.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

#[test]
fn a_note_taker_keeps_up_with_a_table_in_the_plain_face() {
    let machine = Machine::new();
    let path = table(&machine);
    let open = ["open", path.to_str().unwrap(), "--as", "Bev Example", "--plain"];
    // 1 to 10, and 12: the same lines, by the same grammar.
    let mut typed: Vec<&str> = SCRIPT.iter().map(|line| line.0).collect();
    typed.extend(["/join Amina Example, local resident", "@8 is this where the bus thing is", "@? it is, sit down"]);
    // 11. The last line but two, found and given to the right person.
    typed.extend(["/find wow!", "1", "@6"]);
    // 13. The stage changes, and is that of what follows.
    typed.extend(["/3", "half of what she said", "/quit"]);
    let ran = machine.feed(open, typed.join("\n")).well();
    assert!(ran.out.contains("review: ") || ran.out.contains("to look at again"), "{}", ran.out);
    forty_lines_are_kept(&path);
    assert_eq!(names(&path)(&line(&path, "wow! 50% of us walk")).unwrap(), "Tuyết");
    assert_eq!(names(&path)(&line(&path, "is this where the bus thing is")).unwrap(), "Amina");
    assert_eq!(line(&path, "half of what she said")["stage"], "co-creation");
    // 14 and 15. Opened again, every line is there, and each concern is put aside with one letter.
    let mut typed = vec!["/review"];
    typed.extend(["k"; 80]);
    typed.extend(["/back", "/quit"]);
    let ran = machine.feed(open, typed.join("\n"));
    assert!(ran.out.contains("Nothing is left") || ran.out.contains("The review is done"), "{}", ran.out);
    assert_eq!(texts(&path)[..wanted().len()], wanted());
}
