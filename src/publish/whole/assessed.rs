//! What was said of the lists of others, as one audience may see it: maturity, the ten principles, the equity check; and
//! whose voice is missing.
//!
//! A note is plan text and goes by the rule of plan text. What an entry rests on is named where it is shown, and counted
//! where it is not. Of missing voices nothing is told but counts and names of kinds, areas and groups; of a group that was
//! chosen locally nobody outside the team is told whether somebody of it came, since that may be one person.

use super::{From, Gate};
use crate::model::fields::List;
use crate::model::item::Item;
use crate::model::programme::Framework;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Cap};
use crate::plan::{Assessed, EquityCheck, FOR_DEVELOPMENT, MissingVoice, MissingVoices, assessed, equity_checks};
use crate::publish::consent::cap_of;
use crate::publish::document::Document;
use crate::publish::gate::Published;

/// What stands where nothing does.
const NO_EVIDENCE: &str = "no evidence yet";

/// What was said of the lists of others.
#[derive(Clone, Debug, Default)]
pub(super) struct Assessments {
    maturity: Listed,
    principles: Listed,
    /// Each check: what it is of, how far it has come, and its parts with what was done.
    equity: Vec<(String, String, Vec<Vec<String>>)>,
    equity_source: String,
    /// Priorities without a check.
    unchecked: Vec<String>,
    missing: Option<Missing>,
}

/// One list, row by row.
#[derive(Clone, Debug, Default)]
struct Listed {
    source: String,
    rows: Vec<Vec<String>>,
    /// Whether anything was said of any entry.
    said: bool,
    /// The notes, which somebody typed.
    notes: Vec<String>,
}

/// Whose voice is missing.
#[derive(Clone, Debug, Default)]
struct Missing {
    workshops: usize,
    /// What is missing, of whom, and what to do next.
    rows: Vec<Vec<String>>,
    complete: bool,
}

impl Assessments {
    /// Everything in it that somebody typed.
    pub(super) fn typed(&self) -> impl Iterator<Item = &str> {
        let notes = self.maturity.notes.iter().chain(&self.principles.notes);
        let done = self.equity.iter().flat_map(|(.., parts)| parts).filter_map(|part| part.get(1));
        notes.chain(done).map(String::as_str)
    }
}

impl From<'_, '_> {
    pub(super) fn assessments(&self, gate: &mut Gate<'_, '_>) -> Assessments {
        let mut all = Assessments::default();
        if let Some(of) = self.programme.framework("maturity") {
            all.maturity = self.list(gate, of, |framework, said| {
                let level = |level: &Option<crate::plan::Reached>| {
                    level.as_ref().map_or_else(|| "not said".to_owned(), |level| level.words(framework))
                };
                vec![level(&said.before), level(&said.now), said.change().unwrap_or_default()]
            });
        }
        if let Some(of) = self.programme.framework("working-with-people") {
            all.principles = self.list(gate, of, |_, _| Vec::new());
        }
        self.equity(&mut all, gate);
        all.missing = self.missing(gate);
        all
    }

    /// A row for each entry: its title, what the list has of its own, the evidence and the note.
    fn list(
        &self,
        gate: &mut Gate<'_, '_>,
        framework: &Framework,
        own: impl Fn(&Framework, &Assessed<'_>) -> Vec<String>,
    ) -> Listed {
        let mut list = Listed { source: source(framework), ..Listed::default() };
        for said in assessed(self.rules.file, self.origins, framework, None) {
            let note = said.note.as_deref().and_then(|note| gate.plain(note)).unwrap_or_default();
            let mut row = vec![said.entry.title.clone()];
            row.extend(own(framework, &said));
            let evidence = self.evidence(&said);
            list.said |= said.now.is_some() || !note.is_empty() || evidence != NO_EVIDENCE;
            row.extend([evidence, note.clone()]);
            list.rows.push(row);
            list.notes.push(note);
        }
        list
    }

    /// What an entry rests on: actions by reference and lines by their number, as far as they are shown.
    fn evidence(&self, said: &Assessed<'_>) -> String {
        let named = |(list, id): &(List, Id)| match list {
            List::Actions => self.reference(*id),
            _ => self.place(*id).map(|at| format!("C{}", at + 1)),
        };
        let is_mentioned = |(_, id): &&(List, Id)| !self.rules.is_unmentioned(*id);
        let mentioned: Vec<&(List, Id)> = said.evidence.iter().filter(is_mentioned).collect();
        let shown: Vec<String> = mentioned.iter().copied().filter_map(named).collect();
        let hidden = mentioned.len() - shown.len() + said.gone;
        let hidden = (hidden > 0).then(|| format!("{hidden} not shown here"));
        let words: Vec<String> = shown.into_iter().chain(hidden).collect();
        if words.is_empty() { NO_EVIDENCE.to_owned() } else { words.join("; ") }
    }

    fn equity(&self, all: &mut Assessments, gate: &mut Gate<'_, '_>) {
        let Some(framework) = self.programme.framework("heat") else { return };
        all.equity_source = source(framework);
        let actions = self.actions.iter().map(|action| (action.id, action.standing, action.reference.as_str()));
        for check in equity_checks(self.rules.file, self.origins, framework, actions, self.ask.today) {
            let of = check.action.as_ref().map_or_else(|| "The whole plan".to_owned(), |(_, of)| of.clone());
            if check.done() > 0 {
                let parts = parts(&check, gate);
                // A day that is none may be anybody's words.
                let dated = check.review.as_ref().is_none_or(|day| day.date().is_some());
                let words = if dated { check.words() } else { EquityCheck { review: None, ..check }.words() };
                all.equity.push((of, words, parts));
            } else if check.priority {
                all.unchecked.push(of);
            }
        }
    }

    /// None where a workshop has a cap: of people under one nobody may say whom they are with, nor who was absent.
    fn missing(&self, gate: &mut Gate<'_, '_>) -> Option<Missing> {
        let file = self.rules.file;
        let open = file.live(&List::Workshops).all(|workshop| cap_of(workshop) == Cap::None);
        let series = self.series?;
        let came = series.partners.iter().any(|of| of.counts.iter().any(|(here, _)| *here > 0));
        if !open || !came {
            return None;
        }
        // Of what is not shown nobody may work out who said or leads it.
        let shown = |item: &Item| self.place(item.id).is_some() || self.standing.contains_key(&item.id);
        let voices = MissingVoices::of(file, self.origins, self.programme, series, shown);
        let team = self.rules.audience == Audience::Team;
        let mut missing = Missing { workshops: voices.workshops, rows: Vec::new(), complete: voices.is_complete() };
        let people = MissingVoices::OF_PEOPLE.iter().zip(0..);
        let of_groups = people.clone().filter(|(_, at)| team || *at == 0);
        let lists = people
            .map(|(asked, _)| ("Kinds of partner", &voices.kinds, asked))
            .chain(MissingVoices::OF_AREAS.iter().map(|asked| ("Areas", &voices.areas, asked)))
            .chain(of_groups.map(|(asked, _)| ("Groups chosen here", &voices.groups, asked)));
        for (what, voices, (title, asked)) in lists {
            let found: Vec<&MissingVoice> = voices.iter().filter(|voice| asked(voice)).collect();
            let names: Vec<String> = found
                .iter()
                .filter_map(|voice| if voice.typed { gate.name(&voice.name) } else { Some(voice.name.clone()) })
                .collect();
            if !found.is_empty() {
                missing.rows.push(vec![
                    what.to_owned(),
                    (*title).to_owned(),
                    format!("{} of {}", found.len(), voices.len()),
                    names.join("; "),
                ]);
            }
        }
        Some(missing)
    }
}

fn source(framework: &Framework) -> String {
    format!("Source: {}. {}", framework.as_reported(), framework.note).trim_end().to_owned()
}

/// Each part with what was done.
fn parts(check: &EquityCheck<'_>, gate: &mut Gate<'_, '_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for part in &check.parts {
        let done = match part.note.as_deref() {
            None => "nothing yet".to_owned(),
            Some(note) => gate.plain(note).unwrap_or_else(|| "not shown here".to_owned()),
        };
        rows.push(vec![part.entry.title.clone(), done]);
    }
    rows
}

/// The self-assessment of the network, before and now.
pub(in crate::publish) fn maturity(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let list = &view.whole.assessments.maturity;
    if !list.said {
        return false;
    }
    to.paragraph(FOR_DEVELOPMENT);
    let header = ["Area", "Before", "Now", "Change", "Evidence", "Note"];
    to.table("How far the network sees itself", &header, list.rows.clone());
    to.paragraph(list.source.clone());
    true
}

/// The ten principles, each with what stands behind it.
pub(in crate::publish) fn principles(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let list = &view.whole.assessments.principles;
    let without = list.rows.iter().filter(|row| row.get(1).is_some_and(|of| of == NO_EVIDENCE)).count();
    to.paragraph(format!("Principles with no evidence yet: {without} of {}.", list.rows.len()));
    to.table("What stands behind each principle", &["Principle", "Evidence", "Note"], list.rows.clone());
    to.paragraph(list.source.clone());
    !list.rows.is_empty()
}

/// What was done for fairness, part by part.
pub(in crate::publish) fn equity(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let all = &view.whole.assessments;
    for (of, words, parts) in &all.equity {
        to.heading(3, of.clone());
        to.paragraph(format!("{}.", crate::publish::time::capital(words)));
        to.table(&format!("Equity check: {of}"), &["Part", "What was done"], parts.clone());
    }
    if !all.unchecked.is_empty() {
        to.paragraph(format!("Priorities with no equity check yet: {}.", all.unchecked.join("; ")));
    }
    let any = !all.equity.is_empty() || !all.unchecked.is_empty();
    if any {
        to.paragraph(all.equity_source.clone());
    }
    any
}

/// Who was never there, heard or leading.
pub(in crate::publish) fn missing_voices(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let Some(missing) = &view.whole.assessments.missing else { return false };
    let workshops =
        if missing.workshops == 1 { "1 workshop".to_owned() } else { format!("{} workshops", missing.workshops) };
    to.paragraph(format!("Over {workshops}, in what is shown here."));
    if missing.complete {
        to.paragraph("No voice is missing of those that were looked for.");
    }
    if !missing.rows.is_empty() {
        to.table("Whose voice is missing", &["Whose", "What is missing", "How many", "Which"], missing.rows.clone());
    }
    true
}

/// The same in sentences, with what is to be looked at again and has not been, for a board with two minutes.
pub(in crate::publish) fn missing_points(view: &Published<'_>) -> Vec<String> {
    let missing = view.whole.assessments.missing.iter().flat_map(|missing| &missing.rows);
    let point = |row: &Vec<String>| match row.as_slice() {
        [what, title, count, names] if names.is_empty() => Some(format!("{what}, {}: {count}.", title.to_lowercase())),
        [what, title, count, names] => Some(format!("{what}, {}: {count} ({names}).", title.to_lowercase())),
        _ => None,
    };
    let late = view.whole.assessments.equity.iter().filter(|(_, words, _)| words.ends_with("overdue"));
    let late = late.map(|(of, words, _)| format!("Equity check, {of}: {words}."));
    missing.filter_map(point).chain(late).collect()
}

/// How many lines and actions show what the lists name that lines are tagged with.
pub(in crate::publish) fn seen_in_lines(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let seen = view.whole.lenses.iter().filter(|seen| seen.used && seen.lines.is_some());
    for seen in seen {
        to.heading(3, seen.title.clone());
        to.table(&seen.title, &["Entry", "Actions", "Lines shown here", "Refs"], seen.rows.clone());
        to.paragraph(format!("Source: {}", seen.source.trim_end()));
    }
    !to.blocks().is_empty()
}
