//! What is hung on a wall: spotlights on A4 and call-outs on A3, each on a sheet of its own.

use super::document::{Document, Paper};
use super::gate::Published;
use super::register;
use super::report::{begin, finish};
use super::voice::Voice;
use crate::model::fields::field;
use crate::model::words::Level;

/// Stories told whole (domain A4), a sheet each, with consent to it on file.
pub(super) fn spotlights<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("Spotlights", view);
    let all: Vec<&Voice<'_>> = view.voices.iter().filter(|voice| voice.is_spotlight()).collect();
    document.paragraph(sheets(all.len(), "spotlight", "spotlights", "to which consent is on file"));
    for voice in all {
        document.new_page();
        document
            .heading(2, register::text(voice, field::TITLE).unwrap_or_else(|| "A story without a title".to_owned()));
        register::spotlight(view, voice, &mut document);
    }
    document.new_page();
    finish(view, &mut document, Vec::new());
    document
}

/// What stood out (domain A3), large, a sheet each: only what its speaker lets be said word for word.
pub(super) fn call_outs<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("Call-outs", view);
    document.set_paper(Paper::A3Wide);
    let starred = || view.voices.iter().filter(|voice| voice.star);
    let all: Vec<&Voice<'_>> = starred().filter(|voice| voice.level >= Level::Delegate).collect();
    document.paragraph(sheets(all.len(), "call-out", "call-outs", "that may be shown word for word"));
    for voice in &all {
        document.new_page();
        let credit = voice.credit().text().unwrap_or_default().to_owned();
        document.poster(voice.words(), voice.language(), voice.translation(), credit);
    }
    document.new_page();
    let other = starred().count() - all.len();
    let more = (other > 0).then(|| format!("Call-outs that may be told in other words only: {other}."));
    finish(view, &mut document, more.into_iter().collect());
    document
}

fn sheets(count: usize, one: &str, several: &str, which: &str) -> String {
    match count {
        0 => format!("There is no {one} {which}."),
        1 => format!("1 {one}, on the next sheet."),
        count => format!("{count} {several}, each on a sheet of its own."),
    }
}
