//! Pasted text: into the line or the field with the cursor where it is short, and asked about where it is several lines
//! or large. Whatever is in it, it is words: no key, no command, no answer to a question.

use super::app::{App, Screen, save};
use super::commands::flip_chart;
use super::desk::Desk;
use super::message::Effect;
use super::overlays::{Keep, Overlay, Pending, cell, find, review, walk};
use crate::capture::{self, Meaning};
use crate::model::stamp::Moment;
use crate::model::words::Kind;

/// More characters than this are asked about with their size: some twenty pages, beyond any flip chart, and a wrong
/// clipboard more often than not.
const LARGE: usize = 1 << 16;
/// So are more lines than this.
const MANY: usize = 500;

/// A paste, cleaned, with its size.
struct Pasted {
    text: String,
    characters: usize,
    /// Those with something in them.
    lines: usize,
}

impl Pasted {
    fn new(text: &str) -> Self {
        let text = capture::clean_paste(text);
        let text = text.trim_end_matches('\n').to_owned();
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        Self { characters: text.chars().count(), lines, text }
    }

    fn is_large(&self) -> bool {
        self.characters > LARGE || self.lines > MANY
    }

    /// How much it is: `3 lines`, or in full where it is large.
    fn size(&self) -> String {
        match (self.is_large(), self.lines) {
            (false, lines) => format!("{lines} lines"),
            (true, 0 | 1) => format!("{} characters in one line", grouped(self.characters)),
            (true, lines) => format!("{} characters in {} lines", grouped(self.characters), grouped(lines)),
        }
    }

    fn ask(self, how: &[(&str, Keep)]) -> Overlay {
        let each = format!("As {} contributions, one a line", grouped(self.lines));
        let title = format!("{} were pasted. How are they to be kept?", self.size());
        let mut options: Vec<(String, Pending)> = how
            .iter()
            .map(|(words, keep)| {
                let words = if *keep == Keep::EachLine { &each } else { *words };
                (words.to_owned(), Pending::Paste(self.text.clone(), *keep))
            })
            .collect();
        options.push(("Not at all".into(), Pending::Nothing));
        Overlay::Choose { title, options, at: 0 }
    }
}

/// Takes pasted text.
pub fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let pasted = Pasted::new(text);
    let in_line = app.overlays.is_empty() && app.screen == Screen::Run;
    if in_line && !pasted.is_large() && (pasted.lines < 2 || app.run.editing.is_some()) {
        // Only the line being typed changes.
        return put(app, &pasted.text);
    }
    app.revision += 1;
    let one = ("As one contribution", Keep::Together);
    let several = ("As one contribution of several lines", Keep::Together);
    let here = ("In the line being typed", Keep::Here);
    match app.overlays.last() {
        None if app.screen == Screen::Plan && app.desk.as_ref().is_some_and(Desk::is_plan) => {
            // Nothing else is typed there in lines.
            flip_chart::lay(app, &pasted.text);
        }
        None if app.screen != Screen::Run => app.say("Nothing can be pasted here, so nothing was done with it"),
        None if app.run.editing.is_some() => app.lay(pasted.ask(&[here])),
        None if pasted.lines < 2 => app.lay(pasted.ask(&[one, here])),
        None => app.lay(pasted.ask(&[("", Keep::EachLine), several])),
        Some(Overlay::Find | Overlay::Review(_) | Overlay::Walk(_) | Overlay::Cell(_)) if !pasted.is_large() => {
            return put(app, &pasted.text);
        }
        Some(Overlay::Form(_)) if pasted.is_large() => app.lay(pasted.ask(&[("In the field", Keep::Here)])),
        Some(Overlay::Palette { .. }) if pasted.is_large() => {
            app.warn(format!("{} were pasted, which is no command: nothing was done with them", pasted.size()));
        }
        Some(Overlay::Form(_) | Overlay::Palette { .. }) => return put(app, &pasted.text),
        Some(_) => app.warn("A paste answers no question: nothing was done with it"),
    }
    Vec::new()
}

/// Does with a paste what was chosen.
pub(super) fn keep(app: &mut App, text: &str, keep: Keep) -> Vec<Effect> {
    // One contribution of several lines would be a safeguarding mark as a whole, and lose the words of the others.
    let marked = app.desk.as_ref().is_some_and(|desk| text.lines().any(|line| is_mark(desk, line, app.now)));
    let apart = keep == Keep::Together && marked;
    let keep = if apart { Keep::EachLine } else { keep };
    let lines: Vec<String> = match keep {
        Keep::Here => return put(app, text),
        Keep::EachLine => text.lines().map(capture::clean).filter(|line| !line.is_empty()).collect(),
        Keep::Together => vec![capture::clean(text)],
    };
    let programme = app.programme.clone();
    // Under one stamp: saved once, and undone at once.
    let delta = app.edit(|desk, now| desk.say_all(&lines, now, &programme)).flatten();
    app.say(match lines.len() {
        count if apart => format!("{} contributions are added, one a line: a safeguarding mark is one", grouped(count)),
        1 => "1 contribution is added".into(),
        count => format!("{} contributions are added", grouped(count)),
    });
    save(delta)
}

fn is_mark(desk: &Desk, line: &str, now: Moment) -> bool {
    matches!(desk.read_line(line, &[], now), Meaning::Said(said) if said.kind == Kind::Safeguarding)
}

/// Puts text where the cursor is.
fn put(app: &mut App, text: &str) -> Vec<Effect> {
    match app.overlays.last_mut() {
        Some(Overlay::Form(form)) => {
            form.paste(text);
            Vec::new()
        }
        Some(Overlay::Palette { entry, at, .. }) => {
            entry.insert(&text.replace('\n', " "));
            *at = 0;
            Vec::new()
        }
        Some(Overlay::Review(queue)) => {
            review::paste(queue, text);
            Vec::new()
        }
        Some(Overlay::Walk(walk)) => {
            walk::paste(walk, text);
            Vec::new()
        }
        Some(Overlay::Cell(filling)) => {
            cell::paste(filling, text);
            Vec::new()
        }
        Some(Overlay::Find) => {
            find::paste(app, &text.replace('\n', " "));
            Vec::new()
        }
        Some(_) => Vec::new(),
        None => {
            // Words that are being corrected keep their lines.
            let lines = app.run.editing.is_some();
            let text = if lines { text.to_owned() } else { text.replace('\n', " ") };
            app.run.change(|entry| entry.insert(&text));
            vec![Effect::Draft]
        }
    }
}

/// A number as people read it: 12,000.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1000, 1_048_576].map(grouped), ["0", "999", "1,000", "1,048,576"]);
    }

    #[test]
    fn the_size_is_said_in_words_where_it_is_large() {
        assert_eq!(Pasted::new("a\r\nb\u{2028}\r\rc\n").size(), "3 lines");
        assert_eq!(Pasted::new(&"a".repeat(1 << 20)).size(), "1,048,576 characters in one line");
        assert_eq!(Pasted::new(&"ab\r\n".repeat(501)).size(), "1,502 characters in 501 lines");
        assert!(!Pasted::new(&"ab\n".repeat(500)).is_large());
    }
}
