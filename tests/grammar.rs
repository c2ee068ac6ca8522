//! The parse table, taken through the desk and through `coplan add`: what a line means is what then stands in the file.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod outside;

use coplan::capture::NewPerson;
use coplan::model::fields::{Action, Contribution, List, field};
use coplan::model::file::File;
use coplan::model::item::Item;
use coplan::model::kind::{DETAILS, Holds};
use coplan::model::programme::Programme;
use coplan::model::stamp::{Id, Moment, Writer};
use coplan::model::words::Kind;
use coplan::store::read::read;
use coplan::tui::desk::{Desk, Details};
use outside::{Machine, NOW, feed};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    room: Room,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
struct Room {
    today: String,
    themes: Vec<String>,
    seats: Vec<(u32, String)>,
}

#[derive(Deserialize)]
struct Rule {
    lines: Vec<Vec<String>>,
}

impl Table {
    fn read() -> Self {
        let table: Self = toml::from_str(include_str!("capture.toml")).unwrap();
        assert!(NOW.starts_with(&table.room.today), "the table's today is the machine's");
        table
    }

    /// Each line with the meaning it has in the table.
    fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rule.iter().flat_map(|rule| &rule.lines).map(|row| (row[0].as_str(), row[1].as_str()))
    }
}

fn now() -> Moment {
    NOW.parse().unwrap()
}

fn programme() -> Programme {
    Programme::embedded_with("", "").unwrap()
}

/// A session with the people of the table in their seats and its themes used, the most used first.
fn session(room: &Room) -> File {
    let file = Desk::workshop(
        &Details { title: "The table".into(), ..Details::default() },
        None,
        Writer::from_number(7),
        now(),
    );
    let mut desk = Desk::new("table.json".into(), file, &[], Writer::from_number(7));
    desk.record_as("Bev Example", "", now());
    let person = |(_, name): &(u32, String)| NewPerson { name: name.clone(), ..NewPerson::default() };
    desk.seat(&room.seats.iter().map(person).collect::<Vec<_>>(), now());
    let standing = desk.room().seats.iter().zip(&room.seats).filter(|(_, (number, _))| *number == 0);
    let standing: Vec<Id> = standing.map(|(seat, _)| seat.delegate).collect();
    desk.change(now(), |edit| standing.iter().for_each(|id| edit.clear(&List::Delegates, *id, field::SEAT)));
    for (theme, uses) in room.themes.iter().zip((1..=room.themes.len()).rev()) {
        for _ in 0..uses {
            desk.enter(&format!("words #\"{theme}\""), &[], now(), &programme());
        }
    }
    desk.view
}

fn at_desk(file: &File, writer: u32) -> Desk {
    Desk::new("table.json".into(), file.clone(), &[], Writer::from_number(writer))
}

/// What stands in the file of a contribution, as the table writes it; marks by the alphabet, and the level only where
/// `level` asks for it, since every line has one.
fn stored(desk: &Desk, item: &Item, level: bool) -> String {
    let said = Contribution(item);
    let mut marks: Vec<String> = said.themes().map(|theme| format!("#{theme}")).collect();
    marks.extend(said.consent().filter(|_| level).map(|level| format!("%{}", level.name())));
    marks.extend(said.star().then(|| "star".into()));
    marks.extend(said.stub().then(|| "stub".into()));
    let id = item.id.to_string();
    let rests_on_it = |row: &&Item| Action(row).evidence().any(|evidence| evidence == id);
    let row = desk.view.live(&List::Actions).find(rests_on_it);
    let holder = row.unwrap_or(item);
    assert_eq!(row.is_some(), said.kind() == Some(Kind::Action));
    let person = |held: &str| {
        let here = held.parse::<Id>().is_ok();
        format!("{}{}", if here { "@" } else { "" }, desk.person_name(held))
    };
    for detail in DETAILS {
        let Some(key) = detail.keys.first().filter(|_| said.kind().unwrap().details().any(|d| d.field == detail.field))
        else {
            continue;
        };
        match detail.holds {
            Holds::People => marks.extend(holder.set(detail.field).map(|held| format!("{key} {}", person(held)))),
            Holds::Person => marks.extend(holder.text(detail.field).map(|held| format!("{key} {}", person(held)))),
            Holds::Flag => marks.extend(holder.flag(detail.field).then(|| format!("{key} yes"))),
            _ => marks.extend(holder.text(detail.field).map(|held| format!("{key} {held}"))),
        }
    }
    let by = said.speaker().and_then(|id| desk.room().seat(id)).map_or_else(String::new, |seat| match seat.number {
        Some(number) => format!(" by {number} {}", seat.name),
        None => format!(" by {}", seat.name),
    });
    written(said.kind().unwrap().name(), &by, said.text().unwrap_or_default(), marks)
}

fn written(kind: &str, by: &str, text: &str, mut marks: Vec<String>) -> String {
    marks.sort_unstable();
    let marks = if marks.is_empty() { String::new() } else { format!(" {{{}}}", marks.join(" · ")) };
    format!("{kind}{by}: {text}{marks}")
}

/// A meaning of the table as it is stored: nobody spoke before, and a no is not written down.
fn to_be_stored(meaning: &str) -> String {
    let meaning = meaning.replace(" by previous speaker", "").replace(" by speaker unknown", "");
    if meaning.starts_with("safeguarding") {
        return "safeguarding: ".to_owned();
    }
    let (words, marks) = match meaning.strip_suffix('}').and_then(|m| m.rsplit_once(" {")) {
        Some((words, marks)) => (words, marks.split(" · ").map(str::to_owned).collect()),
        None => (meaning.as_str(), Vec::new()),
    };
    let (kind, words) = words.split_once(": ").unwrap();
    written(kind, "", words, marks.into_iter().filter(|mark: &String| mark != "referrals no").collect())
}

/// Whether a meaning is that something was said.
fn is_said(meaning: &str) -> bool {
    let kind = meaning.split([':', ' ']).next().unwrap_or_default();
    Kind::named(kind).is_some()
}

#[test]
fn every_line_of_the_table_is_stored_as_it_is_understood() {
    let table = Table::read();
    let file = session(&table.room);
    let (mut kept, mut wrong) = (0, Vec::new());
    for (line, meaning) in table.lines().filter(|(_, meaning)| is_said(meaning)) {
        let mut desk = at_desk(&file, 8);
        desk.speaker = None;
        let outcome = desk.enter(line, &[], now(), &programme());
        let expected = to_be_stored(meaning);
        let is_empty = expected.split_once(": ").is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with(" {"));
        if is_empty && !expected.starts_with("safeguarding") {
            assert!(outcome.refused, "{line:?} has no words");
            continue;
        }
        let said = desk.last_own().unwrap();
        let item = desk.view.find(&List::Contributions, said).unwrap();
        let level = meaning.rsplit_once(" {").is_some_and(|(_, marks)| marks.contains('%'));
        let found = stored(&desk, item, level);
        kept += 1;
        if found != expected {
            wrong.push(format!("line {line:?}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {kept} lines:\n{}", wrong.len(), wrong.join("\n"));
    assert!(kept > 200, "{kept} lines");
}

#[test]
fn coplan_add_stores_what_the_screen_stores_for_every_line_of_the_table() {
    let table = Table::read();
    let file = session(&table.room);
    // Commands are the program's, not the grammar's.
    let lines: Vec<&str> =
        table.lines().filter(|(_, meaning)| !meaning.starts_with("command")).map(|(line, _)| line).collect();

    let machine = Machine::new();
    let path = machine.path("table.json");
    let mut bytes = Vec::new();
    file.write_to(&mut bytes).unwrap();
    std::fs::write(&path, bytes).unwrap();
    let input: Vec<String> = lines.iter().map(|line| serde_json::to_string(line).unwrap()).collect();
    let mut add = machine.coplan(["add", "table.json", "--jsonl"]);
    let told = feed(add.env("COPLAN_NOW", NOW), input.join("\n"));
    assert!(told.out.contains("Tell the safeguarding lead now"), "{}", told.out);

    let mut desk = at_desk(&file, 8);
    let mut refused = 0;
    for line in &lines {
        refused += usize::from(desk.enter(line, &[], now(), &programme()).refused);
    }
    assert_eq!(told.err.matches("error: line ").count(), refused, "{}", told.err);
    let added = at_desk(&read(&path).unwrap(), 9);
    let all = |desk: &Desk| -> Vec<String> {
        let said = desk.view.live(&List::Contributions);
        said.map(|item| {
            let answers = Contribution(item).reply_to().is_some();
            format!("{}{}", stored(desk, item, true), if answers { " (answers)" } else { "" })
        })
        .collect()
    };
    let (screen, command) = (all(&desk), all(&added));
    assert!(command.len() > 200, "{} lines", command.len());
    for (one, other) in command.iter().zip(&screen) {
        assert_eq!(one, other);
    }
    assert_eq!(command.len(), screen.len());
    let agreed = |desk: &Desk| desk.view.live(&List::Agreements).count();
    assert_eq!((agreed(&added), agreed(&desk)), (2, 2));
}
