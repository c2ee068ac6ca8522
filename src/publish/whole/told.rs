//! The sections that tell what holds for the whole plan.

use super::Check;
use crate::model::words::Audience;
use crate::plan::{EIGHT, Verdict};
use crate::publish::document::Document;
use crate::publish::gate::Published;

pub(in crate::publish) fn plan_header(view: &Published<'_>, to: &mut Document) -> bool {
    let whole = &view.whole;
    let nothing =
        whole.header.is_empty() && whole.principles.is_empty() && whole.areas.is_empty() && whole.members.is_empty();
    if nothing {
        return false;
    }
    to.paragraph(format!("The header on inequalities says {} of {}.", whole.eight, EIGHT.len()));
    let mut points: Vec<String> = whole.header.iter().map(|(title, text)| format!("{title}: {text}")).collect();
    if !whole.header.iter().any(|(title, _)| *title == "Equity statement") {
        points.push("Equity statement: none yet".into());
    }
    if !whole.principles.is_empty() {
        points.push(format!("Principles: {}", whole.principles.join("; ")));
    }
    to.list(points);
    if !whole.areas.is_empty() {
        let rows = whole.areas.iter().map(|(area, networks)| vec![area.clone(), networks.clone()]).collect();
        to.table("Areas, and the networks that work there", &["Area", "Networks"], rows);
    }
    let team = view.audience == Audience::Team;
    if !whole.members.is_empty() {
        let row = |(name, came, actions): &(String, usize, usize)| {
            let mut row = vec![name.clone(), actions.to_string()];
            row.extend(team.then(|| came.to_string()));
            row
        };
        let header: &[&str] = if team { &["Member", "Actions", "People who came"] } else { &["Member", "Actions"] };
        to.table("Members, and the actions they take part in", header, whole.members.iter().map(row).collect());
    }
    true
}

pub(in crate::publish) fn checks(view: &Published<'_>, to: &mut Document) -> bool {
    let checks = &view.whole.checks;
    let count = |verdict: Verdict| checks.iter().filter(|check| check.verdict == verdict).count();
    let all = [Verdict::Pass, Verdict::Attention, Verdict::NotApplicable];
    let counts: Vec<String> = all.iter().map(|verdict| format!("{} {}", count(*verdict), verdict.title())).collect();
    to.paragraph(format!("{} checks: {}.", checks.len(), counts.join(", ")));
    let row = |check: &Check| {
        let mut found = check.sentence.clone();
        if !check.names.is_empty() {
            found.extend([" Namely: ", &check.names.join(", "), "."]);
        }
        let word = format!("{} {}", check.verdict.symbol(), check.verdict.title());
        vec![check.title.to_owned(), word, found, all_or(view, &check.about)]
    };
    to.table(
        "What the plan was held against",
        &["Check", "Result", "What was found", "Actions"],
        checks.iter().map(row).collect(),
    );
    !checks.is_empty()
}

pub(in crate::publish) fn agreed(view: &Published<'_>, to: &mut Document) -> bool {
    to.table("Who agreed to which action", &["Ref", "Standing", "By"], view.whole.agreed.clone());
    !view.whole.agreed.is_empty()
}

pub(in crate::publish) fn lenses(view: &Published<'_>, to: &mut Document) -> bool {
    if view.actions.is_empty() {
        return false;
    }
    for seen in &view.whole.lenses {
        to.heading(3, seen.title.clone());
        if let Some(empty) = &seen.empty {
            to.paragraph(empty.clone());
        }
        if seen.used {
            to.table(&seen.title, &["Entry", "Actions", "Refs"], seen.rows.clone());
        }
        to.paragraph(format!("Source: {}", seen.source.trim_end()));
    }
    !view.whole.lenses.is_empty()
}

pub(in crate::publish) fn escalated(view: &Published<'_>, to: &mut Document) -> bool {
    to.table("What was escalated", &["Ref", "To", "On"], view.whole.escalated.clone());
    !view.whole.escalated.is_empty()
}

pub(in crate::publish) fn finish_groups(view: &Published<'_>, to: &mut Document) -> bool {
    for group in &view.whole.groups {
        to.heading(3, group.title.clone());
        to.list(group.points.clone());
        if !group.tasks.is_empty() {
            to.table("Tasks, what is late first", &["Task", "Who", "Due", "State"], group.tasks.clone());
        }
    }
    !view.whole.groups.is_empty()
}

/// What looks like one asset under two names, and what one offers that another needs.
pub(in crate::publish) fn asset_links(view: &Published<'_>, to: &mut Document) -> bool {
    let words = |at: usize| view.voices.get(at).map_or("", |voice| voice.words);
    let alike = view.whole.alike.iter().map(|(one, other, same)| {
        let is = if *same { "is the same as" } else { "looks like" };
        format!("C{} “{}” {is} C{} “{}”.", one + 1, words(*one), other + 1, words(*other))
    });
    let meets = view.whole.meets.iter().map(|(from, need, both)| {
        format!("C{} “{}” may meet what {need} needs: both say {both}.", from + 1, words(*from))
    });
    let points: Vec<String> = alike.chain(meets).collect();
    let any = !points.is_empty();
    if any {
        to.list(points);
    }
    any
}

/// The actions of a check by their refs; where it is about every action shown, that says so.
fn all_or(view: &Published<'_>, about: &[String]) -> String {
    match about.len() {
        all if all > 1 && all == view.actions.len() => "all".to_owned(),
        _ => about.join("; "),
    }
}
