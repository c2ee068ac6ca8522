//! What is known of one line besides its words: whose it is, what it answers, how it was worded before.

use chrono::{DateTime, Utc};
use unicode_segmentation::UnicodeSegmentation;

use super::Desk;
use super::lines::Outcome;
use crate::capture::{self, Meaning, Said};
use crate::model::fields::{Contribution, Field, List, Name, Recorder, field};
use crate::model::file::{File, Withdrawal};
use crate::model::item::Item;
use crate::model::programme::Programme;
use crate::model::stamp::{Id, Moment};
use crate::model::words::Kind;

/// The fields of a line that hold words.
const WORDS: [(Field, &str); 3] =
    [(field::TEXT, ""), (field::PARAPHRASE, "paraphrase"), (field::TRANSLATION, "translation")];
/// How much of a line is quoted in a notice, in letters as people count them.
const QUOTED: usize = 40;

/// How a line was worded before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The words.
    pub text: String,
    /// What they were, where not the line's own words.
    pub of: &'static str,
    /// When they were written, by the writer's clock.
    pub when: Option<DateTime<Utc>>,
    /// Who wrote them.
    pub by: String,
}

impl Desk {
    /// The beginning of a line in quotation marks, for a notice.
    pub fn quoted(&self, id: Id) -> String {
        let item = self.view.find(&List::Contributions, id);
        shortened(item.and_then(|item| item.text(field::TEXT)).unwrap_or_default())
    }

    /// The tags that typed theme names stand for, where `held` are there already: one that is shown under a typed name
    /// stays as it was typed once.
    pub fn tags_meant(&self, typed: &[String], held: &[String]) -> Vec<String> {
        let mut tags = Vec::new();
        for name in typed.iter().map(|name| name.trim().trim_start_matches('#')).filter(|name| !name.is_empty()) {
            let same = held.iter().filter(|tag| capture::folded_eq(self.room().theme(tag), name));
            let before = tags.len();
            tags.extend(same.cloned());
            if tags.len() == before {
                tags.push(name.to_owned());
            }
        }
        tags
    }

    /// The delegate that was typed: by seat, by name, or by the beginning of a name that only one has.
    pub fn delegate(&self, typed: &str) -> Option<Id> {
        if let Ok(id) = self.stored_person(typed).parse() {
            return Some(id);
        }
        let number = typed.parse::<i64>().ok();
        let name = typed.trim_start_matches(['@', ';']);
        let mut found = self.room().seats.iter().filter(|seat| match number {
            Some(_) => seat.number == number,
            None => capture::folded_prefix(&seat.name, name),
        });
        found.next().filter(|_| found.next().is_none()).map(|seat| seat.delegate)
    }

    /// The question that a command is about: this line where it is one, else the last open one.
    pub fn question_meant(&self, line: Option<Id>) -> Option<Id> {
        let is_question = |id: &Id| {
            self.view.find(&List::Contributions, *id).is_some_and(|c| Contribution(c).kind() == Some(Kind::Question))
        };
        line.filter(is_question).or_else(|| self.question_to_answer())
    }

    /// Takes a reply to this question, with the marks of a typed line.
    pub fn answer(&mut self, question: Id, text: &str, now: Moment, programme: &Programme) -> Outcome {
        let said = match self.read_line(text, &[], now) {
            Meaning::Said(said) => said,
            _ => Said::plain(capture::clean(text)),
        };
        let lost = Self::is_lost(&said, text, &[]);
        self.say(Said { kind: Kind::Reply, ..said }, Some(question), lost, now, programme)
    }

    /// How a line was worded before, the latest first; what it says now is no earlier wording.
    pub fn wordings(&self, id: Id) -> Vec<Wording> {
        let Some(item) = self.view.find(&List::Contributions, id) else { return Vec::new() };
        let mut wordings: Vec<Wording> = Vec::new();
        for (field, of) in WORDS {
            let past = item.versions().iter().rev().filter(|version| version.name == field.into());
            for version in past.filter(|version| version.replaced_by.is_some()) {
                let Some(text) = version.value.text().filter(|text| !stands(item, field, text)) else { continue };
                if wordings.iter().all(|known| (known.of, known.text.as_str()) != (of, text)) {
                    let (text, when) = (text.to_owned(), version.at.time());
                    wordings.push(Wording { text, of, when, by: self.writer_of(version.at) });
                }
            }
        }
        wordings
    }

    /// Who wrote under a stamp: "you", or the recorder by name and table.
    fn writer_of(&self, at: crate::model::stamp::Stamp) -> String {
        if self.is_mine(at) {
            return "you".into();
        }
        let recorder = self.origins.recorder(at).and_then(|id| self.view.find(&List::Recorders, id));
        let named = recorder.map(|r| Recorder(r)).and_then(|r| r.name().or(r.table()));
        named.unwrap_or("somebody").to_owned()
    }

    /// Takes an earlier wording out for good, here and in the action made of the line by the same command; says what
    /// is to be saved.
    pub fn strike(&mut self, id: Id, text: &str, now: Moment) -> File {
        // The action may still say it: it says what the line says now, or nothing could be struck there.
        let made = self.actions_made_with(id);
        let words = self.view.find(&List::Contributions, id).and_then(|c| c.text(field::TEXT)).map(str::to_owned);
        let says_it = |id: &Id| self.view.find(&List::Actions, *id).is_some_and(|a| a.text(field::TEXT) == Some(text));
        let behind: Vec<Id> = made.iter().copied().filter(says_it).collect();
        let caught_up = words.filter(|_| !behind.is_empty()).and_then(|words| {
            self.change(now, |edit| {
                for action in &behind {
                    edit.set(&List::Actions, *action, field::TEXT, words.as_str());
                }
            })
        });
        let items = std::iter::once((List::Contributions, id)).chain(made.into_iter().map(|id| (List::Actions, id)));
        let items = items.filter_map(|(list, id)| self.view.find(&list, id));
        let what: Vec<Withdrawal> = items.flat_map(|item| past(item, text)).collect();
        let mut delta = caught_up.unwrap_or_else(|| File::new(self.view.kind));
        delta.join(&self.withdraw(what));
        delta
    }
}

/// The beginning of a text in quotation marks.
pub(super) fn shortened(text: &str) -> String {
    let mut graphemes = text.graphemes(true);
    let start: String = graphemes.by_ref().take(QUOTED).collect();
    let more = if graphemes.next().is_some() { "…" } else { "" };
    format!("“{start}{more}”")
}

/// Whether a field says this now.
fn stands(item: &Item, field: Field, text: &str) -> bool {
    item.standing(&Name::Known(field)).any(|version| version.value.text() == Some(text))
}

/// The past values of an item that say this.
fn past(item: &Item, text: &str) -> Vec<Withdrawal> {
    let worded = |name: &Name| WORDS.iter().find(|(field, _)| *name == (*field).into());
    let said = item.versions().iter().filter(|v| v.replaced_by.is_some() && v.value.text() == Some(text));
    let of_words = said.filter(|v| worded(&v.name).is_some_and(|(field, _)| !stands(item, *field, text)));
    of_words.map(|v| Withdrawal::Wording(item.id, v.at, v.name.clone())).collect()
}
