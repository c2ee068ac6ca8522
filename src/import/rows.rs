//! The rows of a table, by a mapping, into people and what they said.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDateTime};

use super::found::{Column, Found, LeftOut, Names, Person, Rows, Said, Skipped};
use super::mapping::{Dates, Mapping, Meaning, People, holds};
use super::personal::{holds_address, personal};
use super::table::{Row, Table, Wanted, read};
use super::{Fault, text};
use crate::capture::clean;
use crate::model::fold::{folded, folded_eq};
use crate::model::stamp::RowKey;
use crate::model::words::{Kind, Level};

/// Reads a table.
pub(super) fn find(bytes: &[u8], mapping: &Mapping) -> Result<Found, Fault> {
    let decoded = text::decode(bytes)?;
    let wanted = Wanted {
        columns: &mapping.recognise,
        section: mapping.section.as_deref(),
        header: &mapping.header,
        pairs: mapping.pairs,
    };
    let table = read(&decoded.text, wanted)?;
    let mut reading = Reading::new(mapping, &table);
    for row in &table.rows {
        reading.take(row);
    }
    let mut found = reading.finish();
    found.rows = table.rows.len() + table.skipped.len();
    found.read = decoded.said.into_iter().chain(table.said.iter().cloned()).collect();
    found.skipped.extend(table.skipped.iter().cloned());
    found.skipped.sort_by_key(|skipped| skipped.line);
    Ok(found)
}

/// A table being read.
struct Reading<'a> {
    mapping: &'a Mapping,
    columns: Vec<Column>,
    found: Found,
    names: Names,
    rows: Rows,
    /// The columns with values that are not understood: the first such value, and in how many rows.
    odd: BTreeMap<String, (String, usize)>,
    addresses: Vec<usize>,
}

impl<'a> Reading<'a> {
    fn new(mapping: &'a Mapping, table: &Table) -> Self {
        let columns = table.header.iter().enumerate().map(|(at, name)| {
            let personal = personal(name, table.rows.iter().map(|row| row.cell(at)));
            // What is personal comes in only where the mapping names the column.
            let meaning = mapping.says(name).unwrap_or(match personal {
                Some(_) => Meaning::Personal,
                None if name.starts_with("column ") => Meaning::Unknown,
                None => mapping.other,
            });
            Column { name: name.clone(), meaning, personal }
        });
        let columns = columns.collect();
        Self {
            mapping,
            columns,
            found: Found::default(),
            names: Names::default(),
            rows: Rows::default(),
            odd: BTreeMap::new(),
            addresses: Vec::new(),
        }
    }

    /// What a row says in columns of this meaning.
    fn cells<'r>(&'r self, row: &'r Row, meaning: Meaning) -> impl Iterator<Item = (&'r str, String)> {
        let of = self.columns.iter().enumerate().filter(move |(_, column)| column.meaning == meaning);
        of.map(|(at, column)| (column.name.as_str(), clean(row.cell(at)))).filter(|(_, cell)| !cell.is_empty())
    }

    fn first(&self, row: &Row, meaning: Meaning) -> String {
        self.cells(row, meaning).next().map(|(_, cell)| cell).unwrap_or_default()
    }

    fn take(&mut self, row: &Row) {
        if let Some(why) = self.unwanted(row) {
            return self.found.skipped.push(Skipped { line: row.line, why });
        }
        let id = self.first(row, Meaning::Id);
        let level = self.level(row);
        let time = self.time(row);
        let mut texts: Vec<(Option<String>, String)> =
            self.cells(row, Meaning::Text).map(|(_, text)| (None, text)).collect();
        texts.extend(self.cells(row, Meaning::Answer).map(|(name, text)| (Some(name.to_owned()), text)));
        if self.mapping.pairs {
            texts.extend(self.pairs(row));
        }
        let about = self.about(row);
        let said_something = !texts.is_empty();
        let speaker = self.person(row, &id, level, time.as_deref(), &texts);
        if !said_something && speaker.is_none() {
            let why = "nothing stands in the columns that are taken in".to_owned();
            return self.found.skipped.push(Skipped { line: row.line, why });
        }
        let kind = self.kind(row);
        let stage = Some(self.first(row, Meaning::Stage)).filter(|stage| !stage.is_empty());
        let agreed = self.first(row, Meaning::Agreed).parse().unwrap_or(0);
        for (question, text) in texts {
            let asked = question.as_deref().unwrap_or_default();
            let key = if id.is_empty() {
                let who = speaker.and_then(|at| self.found.people.get(at)).map_or("", |person| person.name.as_str());
                self.rows.key(&["said", who, asked, &text, time.as_deref().unwrap_or_default()])
            } else {
                self.rows.key(&["said of", &id, asked])
            };
            if holds_address(&text) {
                self.addresses.push(row.line);
            }
            let mut said = Said::new(key, self.found.said.len(), row.line, text);
            said.kind = kind;
            said.speaker = speaker;
            said.themes = question.into_iter().chain(about.iter().cloned()).collect();
            said.stage = stage.clone().unwrap_or_else(|| self.mapping.stage.clone());
            said.time.clone_from(&time);
            said.level = level;
            said.agreed = agreed;
            self.found.said.push(said);
        }
    }

    /// Why a row is not wanted.
    fn unwanted(&self, row: &Row) -> Option<String> {
        self.mapping.only.iter().find_map(|(name, wanted)| {
            let at = self.columns.iter().position(|column| folded_eq(&column.name, name))?;
            let value = row.cell(at).trim();
            (!holds(wanted, value)).then(|| format!("{name} is “{}”, not {}", clean(value), wanted.join(" or ")))
        })
    }

    /// Questions and answers beyond the header.
    fn pairs(&self, row: &Row) -> Vec<(Option<String>, String)> {
        let named = self.columns.iter().rposition(|column| !column.name.starts_with("column "));
        let start = named.map_or(0, |at| at + 1);
        let pair = |at: usize| (Some(clean(row.cell(at))), clean(row.cell(at + 1)));
        (start..row.len()).step_by(2).map(pair).filter(|(_, answer)| !answer.is_empty()).collect()
    }

    fn about(&self, row: &Row) -> Vec<String> {
        let between = &self.mapping.between;
        let part = |cell: String| -> Vec<String> {
            if between.is_empty() {
                return vec![cell];
            }
            cell.split(between.as_str()).map(clean).filter(|theme| !theme.is_empty()).collect()
        };
        self.cells(row, Meaning::Theme).flat_map(|(_, cell)| part(cell)).collect()
    }

    /// Whoever the row is about; a new person, or one whose name is known.
    fn person(
        &mut self,
        row: &Row,
        id: &str,
        level: Option<Level>,
        time: Option<&str>,
        texts: &[(Option<String>, String)],
    ) -> Option<usize> {
        let whole = self.first(row, Meaning::Name);
        let parts = [self.first(row, Meaning::FirstName), self.first(row, Meaning::LastName)];
        let parts = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
        let name = Some(if whole.is_empty() { parts } else { whole }).filter(|name| !holds(&self.mapping.nobody, name));
        let name = name.unwrap_or_default();
        let [role, organisation, category] =
            [Meaning::Role, Meaning::Organisation, Meaning::Category].map(|meaning| self.first(row, meaning));
        if [&name, &role, &organisation, &category].iter().all(|text| text.is_empty()) {
            return None;
        }
        let described = Person { name, role, organisation, category, level, ..Person::default() };
        if self.mapping.people == People::Name && !described.name.is_empty() {
            let at = self.names.person(&mut self.found.people, &described.name);
            if let Some(person) = self.found.people.get_mut(at) {
                for (known, new) in [
                    (&mut person.role, described.role),
                    (&mut person.organisation, described.organisation),
                    (&mut person.category, described.category),
                ] {
                    if known.is_empty() {
                        *known = new;
                    }
                }
                // Of two levels that one person gives, the lower holds.
                person.level = match (person.level, level) {
                    (Some(known), Some(new)) => Some(known.min(new)),
                    (known, new) => known.or(new),
                };
            }
            return Some(at);
        }
        let row = if id.is_empty() {
            let texts: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
            let who = [described.name.as_str(), &described.role, &described.organisation, time.unwrap_or_default()];
            self.rows.key(&[&["somebody"][..], &who, &texts].concat())
        } else {
            RowKey::of(&["somebody", id])
        };
        let place = u32::try_from(self.found.people.len()).unwrap_or(u32::MAX);
        self.found.people.push(Person { row: Some(row), place, ..described });
        Some(self.found.people.len() - 1)
    }

    fn kind(&mut self, row: &Row) -> Kind {
        let word = self.first(row, Meaning::Kind);
        if word.is_empty() {
            return self.mapping.usual_kind();
        }
        let mapped =
            self.mapping.kinds.iter().find(|(known, _)| folded_eq(known, &word)).map(|(_, kind)| kind.as_str());
        let kind = mapped.and_then(Kind::named).or_else(|| {
            Kind::ALL.iter().copied().find(|kind| folded_eq(kind.name(), &word) || folded_eq(kind.title(), &word))
        });
        if kind.is_none() {
            self.note_odd(Meaning::Kind, &word);
        }
        kind.unwrap_or_else(|| self.mapping.usual_kind())
    }

    fn level(&mut self, row: &Row) -> Option<Level> {
        let word = self.first(row, Meaning::Consent);
        let level = word
            .parse()
            .ok()
            .and_then(Level::numbered)
            .or_else(|| Level::ALL.iter().copied().find(|level| folded_eq(level.title(), &word)));
        if level.is_none() && !word.is_empty() {
            self.note_odd(Meaning::Consent, &word);
        }
        level
    }

    fn time(&mut self, row: &Row) -> Option<String> {
        let word = self.first(row, Meaning::Time);
        let time = time(&word, self.mapping.dates);
        if time.is_none() && !word.is_empty() {
            self.note_odd(Meaning::Time, &word);
        }
        if word.contains('/') {
            self.found.strokes.get_or_insert(word);
        }
        time
    }

    fn note_odd(&mut self, meaning: Meaning, word: &str) {
        let column = self.columns.iter().find(|column| column.meaning == meaning);
        let name = column.map_or_else(|| meaning.name().to_owned(), |column| column.name.clone());
        self.odd.entry(name).or_insert_with(|| (word.to_owned(), 0)).1 += 1;
    }

    fn finish(self) -> Found {
        let Self { columns, mut found, odd, mapping, addresses, .. } = self;
        for column in columns.iter().filter(|column| column.meaning.is_left_out()) {
            let why = match (column.meaning, column.personal) {
                (Meaning::Ignore, None) => "of no use here".to_owned(),
                (Meaning::Unknown, None) => "nobody has said what it is".to_owned(),
                (_, Some(what)) => format!("personal: {what}"),
                (_, None) => "personal".to_owned(),
            };
            found.left_out.push(LeftOut { what: column.name.clone(), why });
        }
        for column in columns.iter().filter(|column| !column.meaning.is_left_out()) {
            if let Some(what) = column.personal {
                found
                    .notes
                    .push(format!("{} seems to hold {what}, and is taken in because the mapping says so", column.name));
            }
        }
        for (column, (word, count)) in odd {
            let rows = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
            let stroke = mapping.dates.is_none() && found.strokes.as_ref() == Some(&word);
            let hint = if stroke { ": the mapping has to say whether the day or the month comes first" } else { "" };
            found.notes.push(format!("{column} is not understood in {rows}, such as “{word}”{hint}"));
        }
        if let Some(first) = addresses.first() {
            let count = addresses.len();
            let what =
                if count == 1 { "1 contribution holds".to_owned() } else { format!("{count} contributions hold") };
            found.notes.push(format!("{what} an e-mail address in the words themselves, the first in line {first}"));
        }
        found.columns = columns;
        found
    }
}

/// A time as RFC 3339; none where it is not understood. Without an offset it is taken as it stands.
pub(super) fn time(text: &str, dates: Option<Dates>) -> Option<String> {
    let text = text.trim();
    if text.len() == 13
        && let Ok(milliseconds) = text.parse::<i64>()
    {
        return DateTime::from_timestamp_millis(milliseconds).map(|time| rfc3339(time.naive_utc()));
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_rfc3339_opts(chrono::SecondsFormat::Secs, false));
    }
    let plain = text.strip_suffix(" UTC").or_else(|| text.strip_suffix('Z')).unwrap_or(text);
    let mut shapes = vec!["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y/%m/%d %H:%M:%S"];
    match dates {
        Some(Dates::DayFirst) => {
            shapes.extend(["%d/%m/%y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%y %H:%M"]);
        }
        Some(Dates::MonthFirst) => {
            shapes.extend([
                "%m/%d/%y %H:%M:%S",
                "%m/%d/%Y %H:%M:%S",
                "%m/%d/%Y %H:%M",
                "%m/%d/%y %H:%M",
                "%m/%d/%Y, %I:%M:%S %p",
                "%m/%d/%y, %I:%M:%S %p",
            ]);
        }
        None => {}
    }
    // A shape with a whole year also takes one of two figures, as the year 26.
    let read = |shape: &str| NaiveDateTime::parse_from_str(plain, shape).ok().filter(|time| time.year() > 1000);
    if let Some(time) = shapes.iter().find_map(|shape| read(shape)) {
        return Some(rfc3339(time));
    }
    let day = chrono::NaiveDate::parse_from_str(plain, "%Y-%m-%d").ok()?;
    day.and_hms_opt(0, 0, 0).map(rfc3339)
}

fn rfc3339(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

/// A text without case, accents and white space, to find a name in a list.
pub(super) fn plain(text: &str) -> String {
    folded(text).filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_never_guessed() {
        for (text, dates, read) in [
            ("1481275539794", None, Some("2016-12-09T09:25:39+00:00")),
            ("2026-11-21T10:00:00+01:00", None, Some("2026-11-21T10:00:00+01:00")),
            ("2026-11-21 10:00", None, Some("2026-11-21T10:00:00+00:00")),
            ("2026-11-21", None, Some("2026-11-21T00:00:00+00:00")),
            ("02/03/2026 10:00:00", None, None),
            ("02/03/2026 10:00:00", Some(Dates::DayFirst), Some("2026-03-02T10:00:00+00:00")),
            ("2/3/26 10:00:00", Some(Dates::MonthFirst), Some("2026-02-03T10:00:00+00:00")),
            ("soon", None, None),
        ] {
            assert_eq!(time(text, dates).as_deref(), read, "{text}");
        }
    }
}
