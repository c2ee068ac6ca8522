//! A Polis export: statements, and how many people agreed with each, disagreed or passed.
//!
//! Who voted what is not taken in: a vote is counted and nobody is named. A person who changed their mind has several
//! rows, of which the latest counts. Which sign means agree the mapping says, and the preview shows; where the totals in
//! the export itself speak against it, that is said too.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use csv::ReaderBuilder;

use super::found::{Found, LeftOut, Names, Said, Skipped};
use super::mapping::Mapping;
use super::personal::holds_address;
use super::rows::time;
use super::source::{Named, Source};
use super::table::{Table, Wanted, read};
use super::{Fault, text};
use crate::capture::clean;
use crate::model::fold::folded_eq;
use crate::model::stamp::RowKey;
use crate::model::words::Level;
use crate::plan::Votes;

/// What a statement is tagged with that the moderators of the consultation did not let in.
pub const MODERATED_OUT: &str = "moderated out";

/// Whether a text begins with the header of a list of statements.
pub(super) fn holds_statements(text: &str) -> bool {
    let header = text.lines().next().unwrap_or_default();
    ["comment-id", "comment-body"].iter().all(|name| header.contains(name))
}

/// A vote as it stands in a row.
struct Vote {
    statement: u32,
    voter: u32,
    /// The moment it was given, in milliseconds.
    when: i64,
    row: u32,
    sign: i8,
}

/// The fewest bytes that a row of a vote takes, with its line end.
const ROW: usize = 8;

/// The votes on statements.
#[derive(Default)]
struct Count {
    /// The latest vote of each person on each statement.
    latest: Vec<Vote>,
    /// Every row by its sign, as the export itself totals them.
    signs: HashMap<u32, (usize, usize)>,
    rows: usize,
    skipped: Vec<Skipped>,
}

/// Reads a Polis export.
pub(super) fn find(source: &Source, mapping: &Mapping) -> Result<Found, Fault> {
    let statements =
        source.files.iter().find(|file| text::decode(&file.bytes).is_ok_and(|decoded| holds_statements(&decoded.text)));
    let statements = statements.ok_or_else(|| {
        Fault::new("no file in it holds statements, as comments.csv does", "name the folder of the export")
    })?;
    let agree = mapping.agree.ok_or_else(|| {
        Fault::new("the mapping does not say which vote means agree", "write agree = 1, or agree = -1, in the mapping")
    })?;
    let mut found = Found::default();
    let count = match source.files.iter().find(|file| file.is_called("votes")) {
        Some(votes) => count_votes(votes).map_err(|fault| fault.within(&votes.name))?,
        None => {
            found.notes.push("there is no votes.csv in it, so that no votes come in".into());
            Count::default()
        }
    };
    summary(source, &mut found);
    take_statements(statements, &count, agree, mapping, &mut found).map_err(|fault| fault.within(&statements.name))?;
    found.votes = count.latest.len();
    found.rows += count.rows;
    found.skipped.extend(count.skipped);
    if count.rows > count.latest.len() {
        let older = count.rows - count.latest.len();
        found.notes.push(format!("{older} votes were changed later by the person who gave them: the latest counts"));
    }
    found.left_out.push(LeftOut {
        what: "who voted what".into(),
        why: "votes are counted, and no voter is named or numbered".into(),
    });
    for file in &source.files {
        if file.is_called("participants-votes") {
            found.left_out.push(LeftOut { what: file.name.clone(), why: "holds the same votes by person".into() });
        } else if !["comments", "votes", "summary"].iter().any(|name| file.is_called(name))
            && file.name != statements.name
        {
            found.left_out.push(LeftOut { what: file.name.clone(), why: "not a part that is taken in".into() });
        }
    }
    Ok(found)
}

/// Title and description.
fn summary(source: &Source, found: &mut Found) {
    let Some(decoded) =
        source.files.iter().find(|file| file.is_called("summary")).and_then(|f| text::decode(&f.bytes).ok())
    else {
        return;
    };
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(decoded.text.as_bytes());
    let topic = reader.records().flatten().find(|record| record.get(0) == Some("topic"));
    found.title = topic.and_then(|record| record.get(1).map(clean)).filter(|title| !title.is_empty());
}

/// Counts the votes, row by row: nothing of a row is kept but the latest vote.
fn count_votes(file: &Named) -> Result<Count, Fault> {
    let decoded = text::decode(&file.bytes)?;
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(decoded.text.as_bytes());
    let unread = |error: csv::Error| Fault::new(format!("it cannot be read: {error}"), "");
    let header = reader.headers().map_err(unread)?.clone();
    let column = |name: &str| {
        header.iter().position(|column| folded_eq(column, name)).ok_or_else(|| {
            Fault::at(1, format!("the header has no column {name}"), "check that this is a Polis export")
        })
    };
    let (when, statement, voter, vote) =
        (column("timestamp")?, column("comment-id")?, column("voter-id")?, column("vote")?);
    let mut count = Count::default();
    // A list that is sorted, of the size it will have: a table by person and statement takes several times as much.
    let lines = decoded.text.bytes().filter(|byte| *byte == b'\n').count();
    count.latest.reserve_exact(lines.min(decoded.text.len() / ROW));
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(unread)? {
        count.rows += 1;
        let number = |at: usize| row.get(at).and_then(|cell| cell.trim().parse::<i64>().ok());
        let id = |at: usize| number(at).and_then(|number| u32::try_from(number).ok());
        let sign = number(vote).and_then(|vote| i8::try_from(vote).ok()).filter(|vote| vote.abs() <= 1);
        let (Some(statement), Some(voter), Some(sign)) = (id(statement), id(voter), sign) else {
            let line = row.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
            count
                .skipped
                .push(Skipped { line, why: format!("{}: it is no vote of a person on a statement", file.name) });
            count.rows -= 1;
            continue;
        };
        let when = number(when).unwrap_or(0);
        let signs = count.signs.entry(statement).or_default();
        signs.0 += usize::from(sign == 1);
        signs.1 += usize::from(sign == -1);
        count.latest.push(Vote { statement, voter, when, row: u32::try_from(count.rows).unwrap_or(u32::MAX), sign });
    }
    // Of two at one moment the later row is the later vote.
    count.latest.sort_unstable_by_key(|of| (of.statement, of.voter, Reverse((of.when, of.row))));
    count.latest.dedup_by_key(|of| (of.statement, of.voter));
    Ok(count)
}

/// The votes on each statement, and when the last of them was given.
fn totals(count: &Count, agree: i8) -> HashMap<u32, (Votes, i64)> {
    let mut totals: HashMap<u32, (Votes, i64)> = HashMap::new();
    for vote in &count.latest {
        let (votes, last) = totals.entry(vote.statement).or_default();
        *last = (*last).max(vote.when);
        match vote.sign {
            0 => votes.pass += 1,
            sign if sign == agree => votes.agree += 1,
            _ => votes.disagree += 1,
        }
    }
    totals
}

fn take_statements(file: &Named, count: &Count, agree: i8, mapping: &Mapping, found: &mut Found) -> Result<(), Fault> {
    let decoded = text::decode(&file.bytes)?;
    let columns = ["comment-id".to_owned(), "comment-body".to_owned()];
    let table = read(&decoded.text, Wanted { columns: &columns, ..Wanted::default() })?;
    let column = |name: &str| table.header.iter().position(|column| folded_eq(column, name));
    let [id, body, author, when, moderated] =
        ["comment-id", "comment-body", "author-id", "timestamp", "moderated"].map(column);
    let used = ["comment-id", "comment-body", "author-id", "timestamp", "moderated"];
    for name in table.header.iter().filter(|name| !used.iter().any(|used| folded_eq(used, name))) {
        let why = match name.as_str() {
            "datetime" => "the timestamp says the same",
            "agrees" | "disagrees" => "counted from the votes",
            _ => "nobody has said what it is",
        };
        found.left_out.push(LeftOut { what: name.clone(), why: why.into() });
    }
    let totals = totals(count, agree);
    let mut names = Names::default();
    let (mut aside, mut addresses) = (0, 0);
    for row in &table.rows {
        let cell = |at: Option<usize>| at.map(|at| row.cell(at).trim()).unwrap_or_default();
        let text = body.map(|at| clean(row.cell(at))).unwrap_or_default();
        let Ok(number) = cell(id).parse::<u32>() else {
            found.skipped.push(Skipped { line: row.line, why: "the statement has no number".into() });
            continue;
        };
        if text.is_empty() {
            found.skipped.push(Skipped { line: row.line, why: format!("statement {number} has no words") });
            continue;
        }
        addresses += usize::from(holds_address(&text));
        let mut said = Said::new(RowKey::of(&["statement", &number.to_string()]), number as usize, row.line, text);
        said.kind = mapping.usual_kind();
        said.stage.clone_from(&mapping.stage);
        let author = cell(author);
        if !author.is_empty() {
            // Numbers begin again in each conversation, and the id of a person is of one workshop.
            let at = names.person(&mut found.people, &format!("Participant {author}"));
            if let Some(person) = found.people.get_mut(at) {
                person.role = "online participant".into();
            }
            said.speaker = Some(at);
        }
        said.time = time(cell(when), None);
        if cell(moderated) == "-1" {
            aside += 1;
            said.level = Some(Level::Room);
            said.themes.push(MODERATED_OUT.into());
        }
        let last = |at: i64| time(&at.to_string(), None).unwrap_or_default();
        said.votes = totals.get(&number).map(|(votes, at)| (*votes, last(*at)));
        found.said.push(said);
    }
    found.said.sort_by_key(|said| said.place);
    found.rows += table.rows.len() + table.skipped.len();
    found.skipped.extend(table.skipped.iter().cloned());
    found.read = decoded.said.into_iter().chain(table.said.iter().cloned()).collect();
    found.notes.push(format!("a vote of {agree} counts as agree, {} as disagree and 0 as pass", -agree));
    found.notes.extend(against(&table, count, agree));
    if aside > 0 {
        found.notes.push(format!(
            "{aside} statements that were moderated out are kept aside: in the room only, under #{MODERATED_OUT}"
        ));
    }
    if addresses > 0 {
        found.notes.push(format!("statements with an e-mail address in the words themselves: {addresses}"));
    }
    let here: HashSet<u32> = found.said.iter().map(|said| said.place).collect();
    let lost = totals.keys().filter(|id| !here.contains(id)).count();
    if lost > 0 {
        found.notes.push(format!("votes are left out that are on {lost} statements which are not there"));
    }
    Ok(())
}

/// What speaks against the sign: the export's own totals fit the other one better.
fn against(table: &Table, count: &Count, agree: i8) -> Option<String> {
    let column = |name: &str| table.header.iter().position(|column| folded_eq(column, name));
    let (id, agrees, disagrees) = (column("comment-id")?, column("agrees")?, column("disagrees")?);
    let (mut fits, mut fits_other) = (0, 0);
    for row in &table.rows {
        let number = |at: usize| row.cell(at).trim().parse::<usize>().ok();
        let (Some(id), Some(agrees), Some(disagrees)) = (number(id), number(agrees), number(disagrees)) else {
            continue;
        };
        let signs = u32::try_from(id).ok().and_then(|id| count.signs.get(&id)).copied().unwrap_or_default();
        let (plus, minus) = if agree == 1 { signs } else { (signs.1, signs.0) };
        fits += plus.abs_diff(agrees) + minus.abs_diff(disagrees);
        fits_other += minus.abs_diff(agrees) + plus.abs_diff(disagrees);
    }
    (fits_other < fits).then(|| {
        format!("CHECK THE SIGN: the totals of agrees and disagrees in the export fit agree = {} better", -agree)
    })
}
