//! The files of one report in several formats: their names and what stands in them.

use super::{FORMATS, Format, Rendered, text};
use crate::model::words::Audience;
use crate::publish::{Document, REPORTS, Report};

/// What the name of a file tells, where it is one that [`files`] gives: the report, the audience, and the names of the
/// formats that it may be in.
pub fn told(stem: &str, name: &str) -> Option<(&'static Report, Audience, Vec<&'static str>)> {
    let rest = name.strip_prefix(stem)?.strip_prefix('-')?;
    let (base, extension) = rest.rsplit_once('.')?;
    let formats: Vec<&str> = FORMATS.iter().filter(|f| f.extension == extension).map(|f| f.name).collect();
    let of = |report: &Report, audience: &Audience| {
        let suffix = base.strip_prefix(&format!("{}-for-{}", report.name, audience.name()));
        suffix.is_some_and(|suffix| suffix.is_empty() || suffix.starts_with('-'))
    };
    let named = |report: &'static Report| Some((report, *Audience::ALL.iter().find(|audience| of(report, audience))?));
    let (report, audience) = REPORTS.iter().find_map(named)?;
    (!formats.is_empty()).then_some((report, audience, formats))
}

/// A document as lines to be read in a terminal: so many at most, and how many more there are.
pub fn preview(document: &Document<'_>, most: usize) -> (Vec<String>, usize) {
    let (mut lines, mut more) = (Vec::new(), 0);
    // Taking them into memory does not fail.
    let _ = text::tell(document, &mut |piece| {
        for line in piece.lines() {
            if lines.len() < most { lines.push(line.to_owned()) } else { more += 1 }
        }
        Ok(())
    });
    (lines, more)
}

/// The files of a document in each format: names made of `stem`, the report and the audience, and what writes them.
///
/// An unknown format is an error in words, and there are no files.
pub fn files<'d>(
    document: &'d Document<'_>,
    stem: &str,
    report: &str,
    audience: Audience,
    formats: &[&str],
) -> Result<Vec<(String, Rendered<'d>)>, String> {
    let mut chosen: Vec<&Format> = Vec::new();
    for name in formats {
        let format = Format::named(name).ok_or_else(|| {
            let known: Vec<&str> = FORMATS.iter().map(|f| f.name).collect();
            format!("there is no format {name}; there are {}", known.join(", "))
        })?;
        chosen.push(format);
    }
    let base = format!("{stem}-{report}-for-{}", audience.name());
    let mut files = Vec::new();
    for format in chosen {
        for rendered in (format.render)(document) {
            let suffix = if rendered.suffix.is_empty() { String::new() } else { format!("-{}", rendered.suffix) };
            files.push((format!("{base}{suffix}.{}", format.extension), rendered));
        }
    }
    Ok(files)
}
