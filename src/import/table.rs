//! Text to rows: the separator, what stands before the header, and several sections are found and said.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use super::Fault;
use super::found::Skipped;
use crate::model::fold::folded_eq;

/// Separators that programs write, the most usual first.
const SEPARATORS: [(u8, &str); 4] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];
/// Stands for no separator at all: the whole line is the one cell.
const NONE: u8 = 0x1f;
/// How many records the separator and the width are found out from.
const SAMPLE: usize = 200;
/// What to do where the header cannot be found.
const SAY_COLUMNS: &str = "name the columns in a mapping, as header = [\"Name\", \"Comment\"], and give it with --map";

/// What is known of a table before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Columns that its header holds.
    pub columns: &'a [String],
    /// The title of the section in which it stands.
    pub section: Option<&'a str>,
    /// The header, where the file has none.
    pub header: &'a [String],
    /// Whether questions and answers follow beyond the header, in pairs.
    pub pairs: bool,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: usize,
    cells: StringRecord,
}

impl Row {
    /// The cell in this column, exactly as it stands in the file; empty where the row has none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether every cell is blank.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// A table, with what was found out on the way to it.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The names of the columns; one that had none is called by its place.
    pub header: Vec<String>,
    /// The rows beneath.
    pub rows: Vec<Row>,
    /// Rows that do not fit the header.
    pub skipped: Vec<Skipped>,
    /// Separator, header and what stands around the table, in words.
    pub said: Vec<String>,
}

/// A record as it stands in the file.
struct Record {
    row: Row,
    /// Whether a blank line stands before it.
    apart: bool,
}

/// Reads the table of a text.
pub fn read(text: &str, wanted: Wanted<'_>) -> Result<Table, Fault> {
    let (text, before, named) = separator_line(text);
    let separator = named.or_else(|| separator_of(text, wanted.columns)).unwrap_or_else(|| separator(text));
    if let Some(line) = unclosed(text, separator) {
        let reason = "a quotation mark opens here and none closes it, so that the rest of the file would be one cell";
        return Err(Fault::at(line + before, reason, "close it in the program that wrote the file, and export again"));
    }
    let records = records(text, separator, before)?;
    let mut table = Table::default();
    let called = SEPARATORS.iter().find(|(byte, _)| *byte == separator).map_or("nothing: one column", |(_, name)| name);
    table.said.push(format!("cells parted by {called}"));
    let at = header(&records, wanted)?;
    let (header, header_line, start) = match at {
        Some(at) => {
            let record = records.get(at).map(|record| &record.row);
            let mut cells: Vec<String> =
                record.map(|row| row.cells.iter().map(str::to_owned).collect()).unwrap_or_default();
            while wanted.pairs && cells.last().is_some_and(|name| name.trim().is_empty()) {
                cells.pop();
            }
            (cells, record.map_or(1, |row| row.line), at + 1)
        }
        None => (wanted.header.to_vec(), 0, 0),
    };
    if let Some(first) = records.first().filter(|_| start > 1) {
        let last = records.get(start - 2).map_or(first.row.line, |record| record.row.line);
        table.said.push(format!("{} before the header are left out", lines(first.row.line, last)));
    }
    if header_line > 0 {
        table.said.push(format!("the header is line {header_line}"));
    }
    let rest: Vec<Record> = records.into_iter().skip(start).collect();
    take_rows(&mut table, rest, header.len(), header_line, wanted)?;
    table.header = names(header, &table.rows);
    Ok(table)
}

/// Takes the rows that belong under the header; what does not fit is named.
fn take_rows(
    table: &mut Table,
    rest: Vec<Record>,
    width: usize,
    header_line: usize,
    wanted: Wanted<'_>,
) -> Result<(), Fault> {
    let last_line = rest.last().map_or(0, |record| record.row.line);
    let last_fit = rest.iter().rposition(|record| record.row.len() == width && !record.row.is_empty());
    let mut first_misfit = None;
    for (at, Record { row, apart }) in rest.into_iter().enumerate() {
        if row.is_empty() {
            continue;
        }
        let fits = row.len() == width || wanted.pairs && row.len() > width;
        // A line of its own that stands apart is a title; what stands apart and fits nowhere below is another table.
        let alone = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count() == 1;
        let other = apart && !fits && (alone || last_fit.is_none_or(|last| last < at));
        if !table.rows.is_empty() && other || wanted.section.is_some() && is_section_title(&row) {
            table.said.push(format!("{}: another section, left out", lines(row.line, last_line)));
            break;
        }
        let beyond = (width..row.len()).all(|at| row.cell(at).trim().is_empty());
        if fits || row.len() > width && beyond {
            table.rows.push(row);
            continue;
        }
        first_misfit = first_misfit.or(Some((row.line, row.len())));
        let header = if header_line > 0 { format!("the header in line {header_line}") } else { "the header".into() };
        let why = format!("it has {} and {header} has {width}", cells(row.len()));
        table.skipped.push(Skipped { line: row.line, why });
    }
    match first_misfit {
        Some((line, found)) if table.rows.is_empty() => {
            let what = if found > width { "too short" } else { "too long" };
            let header =
                if header_line > 0 { format!("the header in line {header_line}") } else { "the header".into() };
            let reason = format!("{header} is {what}: it has {width} and this row has {}", cells(found));
            Err(Fault::at(
                line,
                reason,
                "mend it in the program that wrote the file, or name its columns in a mapping: recognise = [\"Name\"]",
            ))
        }
        _ => Ok(()),
    }
}

fn cells(count: usize) -> String {
    if count == 1 { "1 cell".into() } else { format!("{count} cells") }
}

/// Lines, in words: `line 3`, `lines 3 to 7`.
fn lines(first: usize, last: usize) -> String {
    if first >= last { format!("line {first}") } else { format!("lines {first} to {last}") }
}

/// Whether it is a title such as `2. Participants`.
fn is_section_title(row: &Row) -> bool {
    let first = row.cell(0).trim();
    let number = first.split_once(". ").is_some_and(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
    number && (1..row.len()).all(|at| row.cell(at).trim().is_empty())
}

/// The line `sep=;` that some programs put first for Excel: what follows it, how many lines it takes, the separator.
fn separator_line(text: &str) -> (&str, usize, Option<u8>) {
    let named = text.strip_prefix("sep=").and_then(|rest| {
        let separator = *rest.as_bytes().first()?;
        let (line, rest) = rest.split_once('\n')?;
        (line.trim_end().len() == 1).then_some((rest, separator))
    });
    named.map_or((text, 0, None), |(rest, separator)| (rest, 1, Some(separator)))
}

/// The separator with which a row holds these columns.
fn separator_of(text: &str, columns: &[String]) -> Option<u8> {
    let holds = |row: &StringRecord| columns.iter().all(|name| row.iter().any(|cell| folded_eq(cell, name)));
    let mut separators = SEPARATORS.iter().map(|(separator, _)| *separator).filter(|_| !columns.is_empty());
    separators.find(|separator| reader(text, *separator).records().take(SAMPLE).flatten().any(|row| holds(&row)))
}

/// The separator with which most records have the same number of cells.
fn separator(text: &str) -> u8 {
    let best = SEPARATORS.iter().rev().map(|(separator, _)| {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        let mut reader = reader(text, *separator);
        for record in reader.records().take(SAMPLE).flatten() {
            *counts.entry(record.len()).or_default() += 1;
        }
        let all: usize = counts.values().sum();
        let (width, agree) = counts
            .into_iter()
            .filter(|(width, _)| *width > 1)
            .max_by_key(|(width, agree)| (*agree, *width))
            .unwrap_or_default();
        (agree * 2 >= all, agree, width, *separator)
    });
    let best = best.filter(|(_, agree, ..)| *agree > 0).max_by_key(|(most, agree, width, _)| (*most, *agree, *width));
    match best {
        Some((true, .., separator)) => separator,
        // Fewer than half of the records agree: a table among other lines, or no table at all.
        Some((false, agree, _, separator)) if agree > 1 => separator,
        _ => NONE,
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// Every record with the line on which it begins.
fn records(text: &str, separator: u8, before: usize) -> Result<Vec<Record>, Fault> {
    let mut reader = reader(text, separator);
    let mut records = Vec::new();
    let mut cells = StringRecord::new();
    let (mut line, mut counted) = (1 + before, 0);
    let bytes = text.as_bytes();
    loop {
        // The reader's own count of lines is one short where a return ends them.
        let from = usize::try_from(reader.position().byte()).unwrap_or(bytes.len());
        match reader.read_record(&mut cells) {
            Ok(false) => return Ok(records),
            Ok(true) => {}
            Err(error) => return Err(Fault::at(line, format!("it cannot be read: {error}"), "")),
        }
        let ends = |b: &&u8| matches!(b, b'\n' | b'\r');
        let start = from + bytes.get(from..).map_or(0, |rest| rest.iter().take_while(ends).count());
        line += text.get(counted..start).map_or(0, |passed| passed.matches('\n').count());
        counted = start;
        let gap = bytes
            .get(..start)
            .map_or(0, |passed| passed.iter().rev().take_while(ends).filter(|b| **b == b'\n').count());
        records.push(Record { row: Row { line, cells: cells.clone() }, apart: gap > 1 || was_blank(&records) });
    }
}

fn was_blank(records: &[Record]) -> bool {
    records.last().is_some_and(|record| record.row.is_empty())
}

/// Where the header is; none where the mapping gives it.
fn header(records: &[Record], wanted: Wanted<'_>) -> Result<Option<usize>, Fault> {
    if !wanted.header.is_empty() {
        return Ok(None);
    }
    let holds = |row: &Row, name: &str| row.cells.iter().any(|cell| folded_eq(cell, name));
    let from = match wanted.section {
        None => 0,
        Some(title) => {
            let at = records.iter().position(|record| folded_eq(record.row.cell(0), title));
            let reason = || Fault::new(format!("no line reads “{title}”"), "check that this is the file you meant");
            1 + at.ok_or_else(reason)?
        }
    };
    let mut after = records.iter().enumerate().skip(from).filter(|(_, record)| !record.row.is_empty());
    if !wanted.columns.is_empty() {
        let found = after.find(|(_, record)| wanted.columns.iter().all(|name| holds(&record.row, name)));
        return found.map(|(at, _)| Some(at)).ok_or_else(|| {
            let first = records.iter().find(|record| !record.row.is_empty());
            let line = first.map_or(1, |record| record.row.line);
            let reason = format!("no header row holds the columns {}", wanted.columns.join(", "));
            Fault::at(line, reason, "check that this is the file you meant, or choose another kind with --as")
        });
    }
    let mut widths: HashMap<usize, usize> = HashMap::new();
    for (_, record) in after.clone().take(SAMPLE) {
        *widths.entry(record.row.len()).or_default() += 1;
    }
    let width = widths.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width);
    let mut candidates = after.clone().filter(|(_, record)| {
        let filled = record.row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        record.row.len() == width && filled * 2 >= width
    });
    // A header of another width than the rows right beneath it is a header all the same: the rows will say what is wrong.
    let first = after.next();
    let beneath = after.next().is_some_and(|(_, record)| !record.apart);
    let found = match (candidates.next(), first) {
        (_, Some((at, top))) if beneath && top.row.len() > 1 && top.row.len() != width && names_columns(&top.row) => at,
        (Some((at, _)), _) | (None, Some((at, _))) => at,
        (None, None) => return Err(Fault::new("there is no row in it", "check that this is the file you meant")),
    };
    let record = records.get(found).map(|record| &record.row);
    match record.and_then(|row| data_in(row).map(|cell| (row.line, cell))) {
        Some((line, cell)) => {
            let reason = format!("there is no header: a row that names the columns would not hold “{cell}”");
            Err(Fault::at(line, reason, SAY_COLUMNS))
        }
        None => Ok(Some(found)),
    }
}

/// Whether a row could name columns: each cell is filled, and holds no value.
fn names_columns(row: &Row) -> bool {
    data_in(row).is_none() && row.cells.iter().all(|cell| !cell.trim().is_empty())
}

/// The first cell that is a value and no name: a number, a day, an address.
fn data_in(row: &Row) -> Option<String> {
    let is_data = |cell: &&str| {
        let cell = cell.trim();
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/' | ':' | ' ' | '+');
        digits > 0 && cell.chars().all(plain) || super::personal::is_address(cell)
    };
    row.cells.iter().find(is_data).map(|cell| cell.trim().to_owned())
}

/// The names of the columns: one without a name is called by its place, a second of one name by its number.
fn names(mut header: Vec<String>, rows: &[Row]) -> Vec<String> {
    // A separator at the end of each line makes no column.
    while header.last().is_some_and(|name| name.trim().is_empty())
        && rows.iter().all(|row| row.cell(header.len() - 1).trim().is_empty())
    {
        header.pop();
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    let name = |(at, name): (usize, String)| {
        let name = name.trim();
        let name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        if *times == 1 { name } else { format!("{name} ({times})") }
    };
    header.into_iter().enumerate().map(name).collect()
}

/// The line on which a quotation mark opens that nothing closes.
fn unclosed(text: &str, separator: u8) -> Option<usize> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += usize::from(byte == b'\n');
        match (opened, byte) {
            (Some(_), b'"') if bytes.peek() == Some(&b'"') => drop(bytes.next()),
            (Some(_), b'"') => opened = None,
            (None, b'"') if at_start => opened = Some(line),
            _ => {}
        }
        at_start = opened.is_none() && (byte == separator || byte == b'\n' || byte == b'\r');
    }
    opened
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        read(text, Wanted::default()).unwrap()
    }

    fn cells(table: &Table) -> Vec<Vec<&str>> {
        table.rows.iter().map(|row| (0..table.header.len()).map(|at| row.cell(at)).collect()).collect()
    }

    #[test]
    fn the_separator_is_found_whatever_it_is() {
        for (text, said) in [
            ("Name,Said\nJoy,\"a; b; c\"\nSam,d\n", "commas"),
            ("Name;Said\nJoy;a, b, c\nSam;d, e\n", "semicolons"),
            ("Name\tSaid\nJoy\ta, b; c\n", "tabs"),
            ("Name|Said\nJoy|a, b; c\n", "bars"),
            ("Said\na bus\nthe hall, and the bus\n", "nothing: one column"),
            ("sep=;\nName;Said\nJoy;a\n", "semicolons"),
        ] {
            let table = table(text);
            assert_eq!(table.said[0], format!("cells parted by {said}"), "{text}");
            assert!(!table.rows.is_empty() && table.skipped.is_empty(), "{table:?}");
        }
    }

    #[test]
    fn quoted_line_breaks_stay_and_lines_are_counted_in_the_file() {
        for end in ["\n", "\r\n"] {
            let text = ["Name,Said", "Joy,\"one", "two \"\"three\"\"\"", "", "Sam,x,y", "Ann,z"].join(end);
            let table = table(&text);
            assert_eq!(cells(&table), [["Joy", &format!("one{end}two \"three\"")], ["Ann", "z"]], "{end:?}");
            assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 6]);
            assert_eq!(table.skipped[0].line, 5);
            assert_eq!(table.skipped[0].why, "it has 3 cells and the header in line 1 has 2");
        }
    }

    #[test]
    fn what_stands_before_the_header_and_after_the_table_is_said() {
        let text = "Attendance report\nMade on,1 May\n\nName,Role,Place\nJoy,nurse,hall\nSam,baker,shop\n\nTotal,2\n";
        let table = table(text);
        assert_eq!(table.header, ["Name", "Role", "Place"]);
        assert_eq!(table.rows.len(), 2);
        let said = ["cells parted by commas", "lines 1 to 2 before the header are left out", "the header is line 4"];
        assert_eq!(table.said[..3], said);
        assert_eq!(table.said[3], "line 8: another section, left out");
    }

    #[test]
    fn a_header_that_does_not_fit_is_an_error_with_its_line() {
        let fault = |text: &str| {
            let fault = read(text, Wanted::default()).unwrap_err();
            (fault.line, fault.reason)
        };
        let short = "the header in line 1 is too short: it has 2 and this row has 3 cells";
        assert_eq!(fault("Name,Said\nJoy,a,1\nSam,b,2\n"), (2, short.into()));
        let long = "the header in line 1 is too long: it has 3 and this row has 2 cells";
        assert_eq!(fault("Name,Said,When\nJoy,1\nSam,2\n"), (2, long.into()));
        let none = "there is no header: a row that names the columns would not hold “3”";
        assert_eq!(fault("Joy,3\nSam,4\n"), (1, none.into()));
        assert_eq!(fault("Name,Said\nJoy,\"open\nSam,b\n").0, 2);
        assert_eq!(read(" , \n", Wanted::default()).unwrap_err().reason, "there is no row in it");
        let header = ["Name".to_owned(), "Seat".to_owned()];
        let given = read("Joy,3\nSam,4\n", Wanted { header: &header, ..Wanted::default() }).unwrap();
        assert_eq!(cells(&given), [["Joy", "3"], ["Sam", "4"]]);
    }

    #[test]
    fn columns_without_a_name_or_with_one_twice_have_names_of_their_own() {
        let table = table("Name,,Said,Said,\nJoy,x,a,b,\n");
        assert_eq!(table.header, ["Name", "column 2", "Said", "Said (2)"]);
    }

    #[test]
    fn a_section_is_read_by_its_title_alone() {
        let text = "1. Summary\nTitle\tHall\n\n2. People\nName\tRole\nJoy\tnurse\n\n3. Times\nName\tLeft\nJoy\t10:00\n";
        let columns = ["Name".to_owned()];
        let table = read(text, Wanted { columns: &columns, section: Some("2. People"), ..Wanted::default() }).unwrap();
        assert_eq!(cells(&table), [["Joy", "nurse"]]);
        assert_eq!(table.said.last().unwrap(), "lines 8 to 10: another section, left out");
    }
}
