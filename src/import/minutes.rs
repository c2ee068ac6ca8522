//! Minutes and transcripts in Markdown: `Name: text` under bullets, or `### Name:` over what was said.
//!
//! Words are put in nobody's mouth. A word before a colon is a person where the attendance names them, or where they
//! speak more than once and the word is none that the mapping knows as no name. What stands beneath such a line without a
//! name of its own is kept without a speaker, unless the line itself says nothing but the name.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::found::{Found, LeftOut, Names, Person, Rows, Said, Skipped};
use super::mapping::{Mapping, holds};
use super::rows::plain;
use super::{Fault, text};
use crate::capture::clean;
use crate::model::words::Kind;

/// How many words a name has at most.
const LONGEST: usize = 4;

/// A line of the text as Markdown has it.
struct Line<'a> {
    number: usize,
    /// How far it is from the margin.
    indent: usize,
    /// How many hashes a heading has; 0 for what is no heading.
    heading: usize,
    bullet: bool,
    /// The words, without bullet and hashes.
    words: &'a str,
}

impl<'a> Line<'a> {
    fn read(number: usize, line: &'a str) -> Self {
        let text = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - text.len();
        let hashes = text.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&hashes) && text.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) {
            let words = text.get(hashes..).unwrap_or_default().trim();
            return Self { number, indent, heading: hashes, bullet: false, words };
        }
        let bullet = ["- ", "* ", "+ "].iter().find_map(|mark| text.strip_prefix(mark));
        let numbered = || {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let rest = text.get(digits..).filter(|_| digits > 0)?;
            rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))
        };
        let words = bullet.or_else(numbered);
        Self { number, indent, heading: 0, bullet: words.is_some(), words: words.unwrap_or(text).trim() }
    }

    /// What stands before the first colon, without marks of emphasis, and what follows it.
    fn labelled(&self) -> Option<(&'a str, &'a str)> {
        let at = self.words.find([':', '：'])?;
        let (label, rest) = self.words.split_at(at);
        let colon = rest.chars().next().map_or(1, char::len_utf8);
        let rest = rest.get(colon..).unwrap_or_default();
        // An address or a time is no label.
        if rest.starts_with("//")
            || label.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        let bold = label.starts_with("**");
        let rest = if bold { rest.strip_prefix("**").unwrap_or(rest) } else { rest };
        Some((label.trim_matches(['*', '_', ' ']), rest.trim()))
    }
}

/// Reads minutes or a transcript.
pub(super) fn find(bytes: &[u8], mapping: &Mapping) -> Result<Found, Fault> {
    let decoded = text::decode(bytes)?;
    let lines: Vec<Line<'_>> = decoded
        .text
        .lines()
        .enumerate()
        .map(|(at, line)| Line::read(at + 1, line))
        .filter(|l| !l.words.is_empty())
        .collect();
    let mut found = Found { read: decoded.said.clone(), ..Found::default() };
    let title = lines.iter().find(|line| line.heading == 1).map(|line| line.words);
    found.title = title.map(clean);
    found.day = title.and_then(day_in);
    let turns = lines.iter().filter(|line| speaker_heading(line).is_some()).count();
    if turns > 1 {
        transcript(&decoded.text, mapping, &mut found);
    } else {
        minutes(&lines, mapping, &mut found);
    }
    Ok(found)
}

/// The first day such as 2026-11-21 in a text.
fn day_in(text: &str) -> Option<NaiveDate> {
    let starts = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    let whole = |part: &&str| part.bytes().filter(u8::is_ascii_digit).count() == 8;
    starts.filter_map(|at| text.get(at..at + 10)).filter(whole).find_map(|part| part.parse().ok())
}

/// Who speaks beneath a heading.
fn speaker_heading<'a>(line: &Line<'a>) -> Option<&'a str> {
    let name = line.words.strip_suffix([':', '：']).filter(|_| line.heading > 1)?;
    Some(name.trim_matches(['*', '_', ' '])).filter(|name| !name.is_empty())
}

/// A transcript: headings that are names, and what was said beneath each.
fn transcript(text: &str, mapping: &Mapping, found: &mut Found) {
    let (mut names, mut rows) = (Names::default(), Rows::default());
    let mut speaker: Option<(usize, &str)> = None;
    let mut words = String::new();
    let mut before = Vec::new();
    let mut end = |speaker: &mut Option<(usize, &str)>, words: &mut String, found: &mut Found| {
        let Some((line, name)) = speaker.take() else { return };
        found.rows += 1;
        let text = clean(&std::mem::take(words));
        if text.is_empty() {
            found.skipped.push(Skipped { line, why: format!("{name} says nothing here") });
            return;
        }
        let who = names.person(&mut found.people, &clean(name));
        let key = rows.key(&["turn", name, &text]);
        let mut said = Said::new(key, line, line, text);
        said.kind = mapping.usual_kind();
        said.stage.clone_from(&mapping.stage);
        said.speaker = Some(who);
        found.said.push(said);
    };
    for (at, raw) in text.lines().enumerate() {
        let line = Line::read(at + 1, raw);
        if let Some(name) = speaker_heading(&line) {
            end(&mut speaker, &mut words, found);
            speaker = Some((line.number, name));
        } else if line.heading > 0 {
            end(&mut speaker, &mut words, found);
            before.push(line.number);
        } else if speaker.is_some() {
            words.push_str(raw);
            words.push('\n');
        } else if !line.words.is_empty() {
            before.push(line.number);
        }
    }
    end(&mut speaker, &mut words, found);
    leave_out(found, &before, "nobody is named as the speaker");
}

fn leave_out(found: &mut Found, lines: &[usize], why: &str) {
    if !lines.is_empty() {
        found.left_out.push(LeftOut { what: ranges(lines), why: why.into() });
    }
}

/// Lines in words: `lines 3 to 7, 9`.
fn ranges(lines: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 >= *line => *last = *line,
            _ => parts.push((*line, *line)),
        }
    }
    let words =
        parts.iter().map(|(first, last)| if first == last { first.to_string() } else { format!("{first} to {last}") });
    let words: Vec<String> = words.collect();
    format!("{} {}", if lines.len() == 1 { "line" } else { "lines" }, words.join(", "))
}

/// What a line under bullets is.
enum Bullet<'a> {
    /// Somebody said it.
    Said(&'a str, &'a str),
    /// The room settled it.
    Decision(&'a str),
    /// Neither.
    Other,
}

/// Minutes: names before colons.
fn minutes(lines: &[Line<'_>], mapping: &Mapping, found: &mut Found) {
    let (people, attendance_lines) = attendance(lines, mapping, found);
    let mut names = Names::default();
    for name in &people {
        names.person(&mut found.people, name);
    }
    // Where there are notes, the agenda before them says the same again.
    let notes = lines.iter().position(|line| line.heading > 0 && plain(line.words) == "notes").map_or(0, |at| at + 1);
    let body: Vec<&Line<'_>> =
        lines.iter().skip(notes).filter(|line| !attendance_lines.contains(&line.number) && line.heading == 0).collect();
    let speakers = speakers(&body, &people, mapping);
    let mut rows = Rows::default();
    // Above each line: how far in it stands, and whose it is.
    let mut above: Vec<(usize, Owner)> = Vec::new();
    let mut nameless = Vec::new();
    let mut last: Option<usize> = None;
    for line in body {
        if !line.bullet {
            // A line that goes on from the one above.
            if let Some(said) = last.and_then(|at| found.said.get_mut(at)) {
                said.text = clean(&format!("{}\n{}", said.text, line.words));
            } else {
                nameless.push(line.number);
            }
            continue;
        }
        above.retain(|(indent, _)| *indent < line.indent);
        let owner = above.last().map_or(Owner::Nobody, |(_, owner)| *owner);
        let (kind, who, text, own) = match bullet(line, &speakers, mapping) {
            Bullet::Said(name, text) => {
                let at = names.person(&mut found.people, &clean(name));
                (mapping.usual_kind(), Some(at), text, if text.is_empty() { Owner::Person(at) } else { Owner::Beneath })
            }
            Bullet::Decision(text) => (Kind::Decision, None, text, Owner::Beneath),
            Bullet::Other => match owner {
                Owner::Person(at) => (mapping.usual_kind(), Some(at), line.words, Owner::Person(at)),
                Owner::Beneath => (mapping.usual_kind(), None, line.words, Owner::Beneath),
                Owner::Nobody => {
                    nameless.push(line.number);
                    last = None;
                    above.push((line.indent, Owner::Nobody));
                    continue;
                }
            },
        };
        above.push((line.indent, own));
        let text = clean(text);
        if text.is_empty() {
            last = None;
            continue;
        }
        let name = who.and_then(|at| found.people.get(at)).map_or("", |person: &Person| person.name.as_str());
        let key = rows.key(&["minute", name, &text]);
        let mut said = Said::new(key, line.number, line.number, text);
        said.kind = kind;
        said.stage.clone_from(&mapping.stage);
        said.speaker = who;
        last = Some(found.said.len());
        found.said.push(said);
    }
    found.rows = found.said.len();
    if notes > 0 {
        let until = lines.get(notes - 1).map_or(0, |line| line.number);
        let before: Vec<usize> = lines.iter().take(notes).map(|line| line.number).collect();
        let before: Vec<usize> = before.into_iter().filter(|line| !attendance_lines.contains(line)).collect();
        leave_out(found, &before, &format!("they stand before the notes, which begin on line {until}"));
    }
    leave_out(found, &nameless, "no name stands before the words");
}

/// Whose a line is that has no name of its own.
#[derive(Clone, Copy)]
enum Owner {
    /// It is a heading, or part of one.
    Nobody,
    /// The person over it, of whom the line above says nothing but the name.
    Person(usize),
    /// It stands beneath somebody's words, and who said it is not known.
    Beneath,
}

fn bullet<'a>(line: &Line<'a>, speakers: &HashSet<String>, mapping: &Mapping) -> Bullet<'a> {
    match line.labelled() {
        Some((label, rest)) if holds(&mapping.decisions, label) => Bullet::Decision(rest),
        Some((label, rest)) if speakers.contains(label) => Bullet::Said(label, rest),
        _ => Bullet::Other,
    }
}

/// Who is named as present: in lines such as `Council: Carol, Mark` under a heading or after the word attendance. Those
/// who sent apologies are named, and left out.
fn attendance(lines: &[Line<'_>], mapping: &Mapping, found: &mut Found) -> (Vec<String>, HashSet<usize>) {
    let (mut people, mut taken, mut absent) = (Vec::new(), HashSet::new(), Vec::new());
    let mut under = false;
    for line in lines {
        if line.heading > 0 {
            under = holds(&mapping.attendance, line.words.trim_end_matches(':'));
            if under {
                taken.insert(line.number);
            }
            continue;
        }
        let label = line.labelled();
        let marks = |words: &[String]| label.is_some_and(|(label, _)| holds(words, label));
        let is_absent = marks(&mapping.absent);
        let is_list = under || marks(&mapping.attendance) || is_absent && line.indent == 0;
        if !is_list {
            continue;
        }
        let list = label.map_or(line.words, |(_, list)| list);
        taken.insert(line.number);
        for name in list.split([',', ';', '、', '，']) {
            let name = clean(name.split(['(', '（']).next().unwrap_or_default());
            if name.is_empty() || name.eq_ignore_ascii_case("none") {
                continue;
            }
            if is_absent {
                absent.push(name);
            } else if !people.contains(&name) {
                people.push(name);
            }
        }
    }
    if !absent.is_empty() {
        let why = "was not there".to_owned();
        found.left_out.extend(absent.into_iter().map(|what| LeftOut { what, why: why.clone() }));
    }
    (people, taken)
}

/// The words before colons that are people.
fn speakers(body: &[&Line<'_>], people: &[String], mapping: &Mapping) -> HashSet<String> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for line in body.iter().filter(|line| line.bullet) {
        if let Some((label, _)) = line.labelled().filter(|(label, _)| may_be_name(label)) {
            *times.entry(label).or_default() += 1;
        }
    }
    let is_known = |label: &str| people.iter().any(|person| is_short_for(label, person) || is_short_for(person, label));
    let no_name = |label: &str| holds(&mapping.not_names, label) || holds(&mapping.decisions, label);
    let speaks = |(label, times): &(&str, usize)| is_known(label) || *times > 1 && !no_name(label);
    times.into_iter().filter(speaks).map(|(label, _)| label.to_owned()).collect()
}

/// Whether a label could be somebody's name: a few words, each with a capital, or in a script that has none.
fn may_be_name(label: &str) -> bool {
    let words: Vec<&str> = label.split_whitespace().collect();
    let is_part = |word: &&str| {
        let capital = word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        capital && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.' | '・' | '·'))
    };
    let nickname = words.len() == 1 && label.chars().all(|c| c.is_alphanumeric() || c == '_');
    (1..=LONGEST).contains(&words.len()) && (words.iter().all(is_part) || nickname)
}

/// Whether a label is how somebody is called for short: `Jack`, `Jack H.` or `Jack Huey` for Jack Huey.
fn is_short_for(label: &str, person: &str) -> bool {
    let (label, person) = (label.trim_end_matches('.'), person.trim());
    let mut of_person = person.split_whitespace();
    !label.is_empty()
        && label.split_whitespace().enumerate().all(|(nth, word)| {
            let of = of_person.next();
            of.is_some_and(|of| {
                let (word, of) = (plain(word), plain(of));
                word == of || nth > 0 && of.starts_with(&word)
            })
        })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::import::presets;

    fn read(text: &str) -> Found {
        find(text.as_bytes(), presets::named("minutes").unwrap()).unwrap()
    }

    fn told(found: &Found) -> Vec<(Option<&str>, &str)> {
        let name = |at: usize| found.people[at].name.as_str();
        found.said.iter().map(|said| (said.speaker.map(name), said.text.as_str())).collect()
    }

    #[test]
    fn names_before_colons_are_people_where_something_speaks_for_it() {
        let found = read(
            "# Club 2026-11-21\n\nAttendance: Joy Example, Sam Example\nApologies: Ann Example (away)\n\n## Notes\n\n\
             - Check-in\n- The hall\n    - Joy: who has a key?\n        - Sam E.: the caretaker\n        - ask her\n    \
             - Naz: I do\n    - Naz: and the shed\n      as well\n    - Honesty: once only\n    - **Decision**: open it\n    \
             - Sam:\n        - first\n        - second\n    - See: https://example.org\n    - Proposal: a\n    - Proposal: b\n",
        );
        assert_eq!(
            told(&found),
            [
                (Some("Joy"), "who has a key?"),
                (Some("Sam E."), "the caretaker"),
                (None, "ask her"),
                (Some("Naz"), "I do"),
                (Some("Naz"), "and the shed\nas well"),
                (None, "open it"),
                (Some("Sam"), "first"),
                (Some("Sam"), "second"),
            ]
        );
        assert_eq!(found.said[5].kind, Kind::Decision);
        let names: Vec<&str> = found.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Joy Example", "Sam Example", "Joy", "Sam E.", "Naz", "Sam"]);
        assert_eq!(
            (found.day.unwrap().to_string(), found.title.as_deref()),
            ("2026-11-21".into(), Some("Club 2026-11-21"))
        );
        let left: Vec<String> = found.left_out.iter().map(|out| format!("{}: {}", out.what, out.why)).collect();
        assert_eq!(
            left,
            [
                "Ann Example: was not there",
                "lines 1, 6: they stand before the notes, which begin on line 6",
                "lines 8 to 9, 16, 21 to 23: no name stands before the words"
            ]
        );
    }

    #[test]
    fn a_transcript_has_its_speakers_in_headings() {
        let found =
            read("# Talk\n\n> a film\n\n### 唐鳳：\n大家好\n\n我們開始。\n\n### Mike Example：\nHi\n\n### 唐鳳：\n\n");
        assert_eq!(told(&found), [(Some("唐鳳"), "大家好\n\n我們開始。"), (Some("Mike Example"), "Hi")]);
        assert_eq!(found.skipped, [Skipped { line: 13, why: "唐鳳 says nothing here".into() }]);
        assert_eq!(found.left_out[0].what, "lines 1, 3");
    }
}
