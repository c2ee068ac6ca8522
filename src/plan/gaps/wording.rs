//! Words for which others are preferred, in the text of the plan: a suggestion, and never in what somebody said.

use super::{Judged, Look, many, says, share};
use crate::model::columns::{PIECES, Takes};
use crate::model::fields::{Contribution, Field, List, field};
use crate::model::fold::folded;
use crate::model::item::Item;
use crate::model::programme::Term;
use crate::model::stamp::Id;
use crate::plan::header::EIGHT;

/// T10.
pub(super) fn health(look: &Look<'_>) -> Judged {
    let found = suggested(look, false);
    judged(look, &found, "Nothing in the text of the plan has a better word in the list.")
}

/// T11: calling people patients, and whom an action is for before they are ill.
pub(super) fn people(look: &Look<'_>) -> Judged {
    let all = look.count();
    let nobody = look.lacking(|row, _| says(row.population.as_deref()));
    let found = suggested(look, true);
    let mut judged = judged(look, &found, "The text of the plan speaks of people.");
    if !nobody.is_empty() {
        let sentence = share(
            nobody.len(),
            all,
            "does not say for whom it is, and who they are before they are ill",
            "do not say for whom they are, and who those are before they are ill",
        );
        judged.sentence = match judged.verdict {
            super::Verdict::Attention => format!("{} {sentence}", judged.sentence),
            _ => sentence,
        };
        judged.verdict = super::Verdict::Attention;
    }
    judged.of_actions(nobody)
}

/// One word of the list in one item.
struct Found<'p> {
    term: &'p Term,
    times: usize,
    at: (List, Id),
    called: String,
}

fn judged(look: &Look<'_>, found: &[Found<'_>], pass: &str) -> Judged {
    if !look.programme.suggest_terms {
        return Judged::not_applicable("Suggestions of words are switched off in the programme.");
    }
    if found.is_empty() {
        return Judged::pass(pass);
    }
    let mut sentences = Vec::new();
    for term in &look.programme.terms {
        let times: usize = found.iter().filter(|found| std::ptr::eq(found.term, term)).map(|found| found.times).sum();
        if times > 0 {
            let word = term.words.first().map_or("", String::as_str);
            sentences.push(format!("“{word}” stands {}: {}.", many(times, "time", "times"), term.instead));
        }
    }
    let mut judged = Judged::attention(sentences.join(" ")).about(found.iter().map(|found| found.at.clone()));
    judged.details = found
        .iter()
        .map(|found| {
            let word = found.term.words.first().map_or("", String::as_str);
            let why = if found.term.why.is_empty() { String::new() } else { format!(" ({})", found.term.why) };
            format!("{}: “{word}”, better: {}{why}", found.called, found.term.instead)
        })
        .collect();
    judged
}

fn suggested<'p>(look: &Look<'p>, people: bool) -> Vec<Found<'p>> {
    if !look.programme.suggest_terms {
        return Vec::new();
    }
    let terms: Vec<(&Term, Vec<Vec<String>>)> = look
        .programme
        .terms
        .iter()
        .filter(|term| term.people == people)
        .map(|term| (term, term.words.iter().map(|word| words(word)).collect()))
        .collect();
    let mut found = Vec::new();
    let mut search = |texts: Vec<String>, at: (List, Id), called: &str| {
        for (term, forms) in &terms {
            let times: usize = texts
                .iter()
                .map(|text| words(text))
                .map(|text| {
                    forms
                        .iter()
                        .map(|form| text.windows(form.len().max(1)).filter(|part| part == form).count())
                        .sum::<usize>()
                })
                .sum();
            if times > 0 {
                found.push(Found { term, times, at: at.clone(), called: called.to_owned() });
            }
        }
    };
    for Written { texts, at, called } in written(look) {
        search(texts, at, &called);
    }
    found
}

/// The plan's own text in one item.
pub(super) struct Written {
    pub(super) texts: Vec<String>,
    pub(super) at: (List, Id),
    pub(super) called: String,
}

/// The plan's own text, without anybody's words: what holds for all of it first, as people read it, then action by action.
pub(super) fn written(look: &Look<'_>) -> Vec<Written> {
    let mut all = Vec::new();
    if let Some(plan) = look.header {
        // What the community says it needs is theirs to word.
        let eight = EIGHT.iter().map(|(field, ..)| *field).filter(|of| !matches!(*of, field::LEAD | field::NEEDS));
        let fields: Vec<Field> = eight.chain([field::EQUITY, field::GOVERNANCE]).collect();
        let texts = own_words(plan.0, &fields, &[]);
        all.push(Written { texts, at: (List::Plans, plan.id()), called: "The plan's own text".to_owned() });
    }
    for (row, action) in look.actions() {
        let said: Vec<&str> = row
            .evidence
            .found
            .iter()
            .filter_map(|id| look.file.find(&List::Contributions, *id))
            .filter_map(|item| Contribution(item).text())
            .collect();
        let typed = PIECES.iter().filter(|piece| matches!(piece.takes, Takes::Text) && piece.field != field::ISSUE);
        let fields = typed.map(|piece| piece.field).collect::<Vec<_>>();
        let texts = own_words(action.0, &fields, &said);
        all.push(Written { texts, at: (List::Actions, row.id), called: row.reference.clone() });
    }
    all
}

/// The texts of some fields without anybody's words: the lines they rest on, and whatever stands in quotation marks.
fn own_words(item: &Item, fields: &[Field], said: &[&str]) -> Vec<String> {
    let own = |text: &str| {
        let unsaid = said.iter().filter(|said| !said.trim().is_empty());
        let text = unsaid.fold(text.to_owned(), |text, said| text.replace(said.trim(), " "));
        let mut inside = false;
        let outside = text.chars().filter(|c| {
            match c {
                '“' => inside = true,
                '”' => inside = false,
                '"' => inside = !inside,
                _ => {}
            }
            !inside
        });
        outside.collect()
    };
    fields.iter().filter_map(|field| item.text(*field)).map(own).collect()
}

/// The words of a text without case and accents.
pub(super) fn words(text: &str) -> Vec<String> {
    let text: String = folded(text).collect();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
