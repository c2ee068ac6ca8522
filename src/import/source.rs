//! What somebody pointed at: a file or a folder of files, and which mapping is for it.

use super::mapping::{Mapping, Reads};
use super::table::{Wanted, read};
use super::{Fault, Found, lines, meeting, minutes, polis, presets, rows, text};
use crate::model::fold::folded_eq;

/// How much of a text is looked at to know what it is.
const GLANCE: usize = 1 << 16;

/// A file, or the files of a folder.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// What it is called: rows that come again under this name are known again.
    pub name: String,
    /// Its files.
    pub files: Vec<Named>,
}

/// A file of a source.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Its name, without the folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Named {
    /// Whether its name is this, the ending aside.
    pub(super) fn is_called(&self, stem: &str) -> bool {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem).eq_ignore_ascii_case(stem)
    }

    fn ends_in(&self, ending: &str) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case(ending))
    }
}

impl Source {
    /// A source of these files; `path` is the name of the file or the folder.
    pub fn new(path: &str, files: Vec<Named>) -> Self {
        Self { name: source_name(path), files }
    }

    fn only(&self) -> Result<&Named, Fault> {
        match self.files.as_slice() {
            [file] => Ok(file),
            [] => Err(Fault::new("the folder holds no file", "name a file, or the folder of a Polis export")),
            _ => {
                Err(Fault::new("it is a folder of several files", "name one of them, or the folder of a Polis export"))
            }
        }
    }
}

/// What a source is called by the name of its file: without the ending, and without what a browser or a file manager puts
/// behind the name of a second download.
fn source_name(path: &str) -> String {
    let name = crate::capture::clean(path);
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 && !ending.contains(' ') => stem,
        _ => name.as_str(),
    };
    let mut stem = stem.trim();
    loop {
        let numbered = stem.strip_suffix(')').and_then(|rest| {
            let (rest, number) = rest.rsplit_once('(')?;
            (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(rest)
        });
        let shorter =
            numbered.or_else(|| stem.strip_suffix(" - Copy")).map(str::trim_end).filter(|rest| !rest.is_empty());
        match shorter {
            Some(rest) => stem = rest,
            None => return stem.to_owned(),
        }
    }
}

/// The mapping for a source: one of the user's own, one that comes with the program, or that for any table.
pub fn choose(source: &Source, own: &[Mapping]) -> Result<Mapping, Fault> {
    let preset = |name: &str| presets::named(name).cloned().unwrap_or_default();
    let glance = |file: &Named| -> Result<String, Fault> {
        // Cut between lines, and for UTF-16 between pairs of bytes.
        let bytes = file.bytes.get(..file.bytes.len().min(GLANCE)).unwrap_or_default();
        Ok(text::decode(bytes).map_err(|fault| fault.within(&file.name))?.text.into_owned())
    };
    let mut holds = source.files.iter().filter(|file| file.ends_in("csv"));
    if holds.any(|file| glance(file).is_ok_and(|text| polis::holds_statements(&text))) {
        let own = own.iter().find(|mapping| mapping.reads == Reads::Polis);
        return Ok(own.cloned().unwrap_or_else(|| preset("polis")));
    }
    let file = source.only()?;
    let text = glance(file)?;
    if text.starts_with("{ \"format\": \"coplan\"") {
        return Err(Fault::new("it is a file of coplan itself", "coplan merge joins it into a plan").within(&file.name));
    }
    if meeting::is_meeting(&text) {
        return Ok(preset("meeting"));
    }
    if file.ends_in("json") {
        let reason = "it is JSON of a kind that is not known here";
        return Err(Fault::new(reason, "a meeting has a list called meeting_transcripts").within(&file.name));
    }
    if file.ends_in("md") || file.ends_in("markdown") {
        return Ok(preset("minutes"));
    }
    if file.ends_in("txt") {
        return Ok(preset("lines"));
    }
    let text = text.rsplit_once('\n').map_or(text.as_str(), |(whole, _)| whole);
    let fits = |mapping: &&Mapping| {
        let wanted = Wanted {
            columns: &mapping.recognise,
            section: mapping.section.as_deref(),
            pairs: mapping.pairs,
            ..Wanted::default()
        };
        mapping.reads == Reads::Table && !mapping.recognise.is_empty() && holds_header(text, wanted)
    };
    // The user's own come last, and so win where as many columns are named.
    let all = presets::presets().iter().chain(own);
    let best = all.filter(fits).max_by_key(|mapping| mapping.recognise.len());
    Ok(best.cloned().unwrap_or_else(|| preset("table")))
}

fn holds_header(text: &str, wanted: Wanted<'_>) -> bool {
    let first_holds = |name: &String| {
        text.lines()
            .any(|line| line.split([',', ';', '\t', '|']).any(|cell| folded_eq(cell.trim().trim_matches('"'), name)))
    };
    // Looked for in any line first, which is quick: most mappings are for another file.
    wanted.columns.iter().all(first_holds) && read(text, wanted).is_ok()
}

/// Reads a source by a mapping.
pub fn find(source: &Source, mapping: &Mapping) -> Result<Found, Fault> {
    if mapping.reads == Reads::Polis {
        return polis::find(source, mapping);
    }
    let file = source.only()?;
    let found = match mapping.reads {
        Reads::Minutes => minutes::find(&file.bytes, mapping),
        Reads::Meeting => meeting::find(&file.bytes, mapping),
        Reads::Lines => lines::find(&file.bytes, mapping),
        Reads::Table | Reads::Polis => rows::find(&file.bytes, mapping),
    };
    found.map_err(|fault| fault.within(&file.name))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn kind(name: &str, text: &str) -> Result<String, String> {
        let source = Source::new(name, vec![Named { name: name.into(), bytes: text.into() }]);
        choose(&source, &[]).map(|mapping| mapping.name).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_second_download_has_the_name_of_the_first() {
        for name in
            ["responses.csv", "responses (1).csv", "responses (12).CSV", "responses - Copy (2).csv", "responses"]
        {
            assert_eq!(source_name(name), "responses", "{name}");
        }
        assert_eq!(source_name("Minutes 1.2 of May.md"), "Minutes 1.2 of May");
        assert_eq!(source_name("(1).csv"), "(1)");
    }

    #[test]
    fn what_a_file_is_is_known_by_what_it_holds() {
        for (name, text, is) in [
            ("a.csv", "ID,Start time,Completion time,Email,Name,What?\n1,a,b,c,d,e\n", "msforms"),
            ("a.csv", "\"Timestamp\",\"Email Address\",\"What?\"\n1,a,b\n", "googleforms"),
            ("a.csv", "Poll report\n\n#,User Name,User Email,Submitted Date/Time,\n1,a,b,c,d,e\n", "zoom-poll"),
            ("a.csv", "timestamp,comment-id,comment-body\n1,2,a\n", "polis"),
            ("a.csv", "Name,Comment\nJoy,a\n", "table"),
            ("a.md", "# Minutes\n", "minutes"),
            ("a.txt", "a\nb\n", "lines"),
            ("a.json", "{\"meeting_transcripts\": []}", "meeting"),
        ] {
            assert_eq!(kind(name, text).as_deref(), Ok(is), "{text}");
        }
        assert!(kind("a.json", "{}").unwrap_err().contains("not known here"));
        assert!(kind("a.json", "{ \"format\": \"coplan\", \"kind\": 1}").unwrap_err().contains("coplan itself"));
        let own = Mapping { name: "mine".into(), recognise: vec!["Comment".into()], ..Mapping::default() };
        let file = Named { name: "a.csv".into(), bytes: b"Name,Comment\nJoy,a\n".to_vec() };
        assert_eq!(choose(&Source::new("a.csv", vec![file]), &[own]).unwrap().name, "mine");
    }
}
