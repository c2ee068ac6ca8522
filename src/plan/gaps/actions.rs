//! The checks that hold each action against one question.

use super::people::may_count;
use super::{Judged, Look, NO_ACTION, many, says, share};
use crate::model::fields::{Contribution, List, Name, field};
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Disposition, Kind};
use crate::plan::readiness;

/// T3: relationships start now, and projects when they are ready.
pub(super) fn types(look: &Look<'_>) -> Judged {
    let all = look.count();
    if all == 0 {
        return Judged::not_applicable(NO_ACTION);
    }
    let untyped = look.lacking(|row, _| row.kind.is_some());
    let projects = || look.actions().filter(|(row, _)| row.kind == Some(ActionType::Project));
    let waiting: Vec<(Id, String, String)> = projects()
        .filter_map(|(row, action)| Some((row, readiness(look.file, action.0)?)))
        .filter(|(_, ready)| !ready.is_ready())
        .map(|(row, ready)| (row.id, row.reference.clone(), ready.to_string()))
        .collect();
    let count = projects().count();
    if untyped.is_empty() && count == 0 {
        let which = if all == 1 { "The only action is no project: it" } else { "No action is a project: all of them" };
        return Judged::not_applicable(format!("{which} can begin now."));
    }
    let mut found = Vec::new();
    if !waiting.is_empty() {
        let are = if waiting.len() == 1 { "is" } else { "are" };
        found.push(format!("{} of {} {are} not ready to start.", waiting.len(), many(count, "project", "projects")));
    }
    if !untyped.is_empty() {
        found.push(share(untyped.len(), all, "does not say of which sort it is", "do not say of which sort they are"));
    }
    let mut judged = Judged::unless(&found, format!("{} ready to start.", many(count, "project is", "projects are")));
    judged.details = waiting.iter().map(|(_, reference, ready)| format!("{reference}: ready {ready}")).collect();
    judged.of_actions(waiting.into_iter().map(|(id, ..)| id).chain(untyped))
}

/// T6: what each action needs, what is found of it, and what waits for want of means.
pub(super) fn resources(look: &Look<'_>) -> Judged {
    let all = look.count();
    let not_now = |item: &&crate::model::item::Item| {
        let said = Contribution(item);
        // Two words on what became of it that are still to be settled say nothing yet.
        let settled = !item.clashes().any(|name| *name == Name::Known(field::DISPOSITION));
        let waits = said.kind() == Some(Kind::Question) && said.disposition() == Some(Disposition::NotNow);
        waits && settled && may_count(look, item)
    };
    let waiting: Vec<_> = look.live(&List::Contributions).filter(not_now).collect();
    if all == 0 && waiting.is_empty() {
        return Judged::not_applicable(NO_ACTION);
    }
    let silent = look.lacking(|_, action| says(action.need()) || action.cost().is_some() || says(action.space()));
    let short: Vec<(Id, String, i64, bool)> = look
        .actions()
        .filter_map(|(row, action)| {
            let gap = action.cost()?.max(0).saturating_sub(action.found().unwrap_or(0).max(0));
            (gap > 0).then(|| (row.id, row.reference.clone(), gap, says(action.why_not())))
        })
        .collect();
    let sourceless = look.lacking(|_, action| action.found().is_none_or(|found| found <= 0) || says(action.source()));
    let unreasoned: Vec<Id> =
        waiting.iter().filter(|item| !says(Contribution(item).reason())).map(|item| item.id).collect();
    let mut found = Vec::new();
    if !silent.is_empty() {
        found.push(share(silent.len(), all, "does not say what it needs", "do not say what they need"));
    }
    let open: Vec<&(Id, String, i64, bool)> = short.iter().filter(|(.., reason)| !reason).collect();
    let total: i64 = short.iter().map(|(_, _, gap, _)| gap).sum();
    if !open.is_empty() {
        found.push(format!(
            "£{} is still to be found, for {}.",
            grouped(total),
            many(short.len(), "action", "actions")
        ));
    }
    if !sourceless.is_empty() {
        found.push(share(
            sourceless.len(),
            all,
            "does not say where its means come from",
            "do not say where their means come from",
        ));
    }
    if !unreasoned.is_empty() {
        found.push(format!(
            "{} of {} noted, not now, {} no reason.",
            unreasoned.len(),
            many(waiting.len(), "question", "questions"),
            if unreasoned.len() == 1 { "has" } else { "have" }
        ));
    }
    let pass = match short.len() {
        0 => "Every action says what it needs, and no money is still to be found.".to_owned(),
        n => format!(
            "£{} is still to be found, for {}, with the reason why.",
            grouped(total),
            many(n, "action", "actions")
        ),
    };
    let mut judged = Judged::unless(&found, pass);
    judged.details = short.iter().map(|(_, of, gap, _)| format!("{of}: £{} to be found", grouped(*gap))).collect();
    if !waiting.is_empty() {
        judged.details.push(format!("Noted, not now: {}", many(waiting.len(), "question", "questions")));
    }
    judged
        .of_actions(silent.into_iter().chain(open.into_iter().map(|(id, ..)| *id)).chain(sourceless))
        .about(unreasoned.into_iter().map(|id| (List::Contributions, id)))
}

/// An amount with its thousands parted: 12,500.
fn grouped(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// T8: which actions are matched to no wider strategy.
pub(super) fn strategy(look: &Look<'_>) -> Judged {
    let all = look.count();
    if all == 0 {
        return Judged::not_applicable(NO_ACTION);
    }
    let matched = |text: Option<&str>| {
        says(text) && !text.is_some_and(|text| super::super::header::same(text, "not yet matched"))
    };
    let unmatched = look.lacking(|_, action| matched(action.strategy()));
    let found: Vec<String> = (!unmatched.is_empty())
        .then(|| {
            share(
                unmatched.len(),
                all,
                "is not yet matched to a wider strategy",
                "are not yet matched to a wider strategy",
            )
        })
        .into_iter()
        .collect();
    Judged::unless(&found, "Every action says which wider strategy it supports.").of_actions(unmatched)
}

/// T9: figures and lived experience, both.
pub(super) fn evidence(look: &Look<'_>) -> Judged {
    let all = look.count();
    if all == 0 {
        return Judged::not_applicable(NO_ACTION);
    }
    let sides = |row: &crate::plan::Row, data: Option<&str>| (says(data), !row.has_no_source());
    let of = |wanted: (bool, bool)| -> Vec<Id> {
        look.actions().filter(|(row, action)| sides(row, action.data()) == wanted).map(|(row, _)| row.id).collect()
    };
    let (experience, figures, neither) = (of((false, true)), of((true, false)), of((false, false)));
    let counted = [
        (&experience, "rests on what people said, without figures", "rest on what people said, without figures"),
        (&figures, "rests on figures, without what people said", "rest on figures, without what people said"),
        (&neither, "rests on neither figures nor what people said", "rest on neither figures nor what people said"),
    ];
    let found: Vec<String> = counted
        .iter()
        .filter(|(ids, ..)| !ids.is_empty())
        .map(|(ids, one, several)| share(ids.len(), all, one, several))
        .collect();
    Judged::unless(&found, "Every action rests on figures and on what people said.")
        .of_actions(neither.into_iter().chain(experience).chain(figures))
}

/// T12: ranked priorities apart from continuing work.
pub(super) fn priorities(look: &Look<'_>) -> Judged {
    let all = look.count();
    if all == 0 {
        return Judged::not_applicable(NO_ACTION);
    }
    let neither = look.lacking(|_, action| action.rank().is_some() || action.continuing());
    let both = look.lacking(|_, action| action.rank().is_none() || !action.continuing());
    let ranks: Vec<(i64, Id)> = look.actions().filter_map(|(row, action)| Some((action.rank()?, row.id))).collect();
    let shared: Vec<Id> = ranks
        .iter()
        .filter(|(rank, _)| ranks.iter().filter(|(other, _)| other == rank).count() > 1)
        .map(|(_, id)| *id)
        .collect();
    let mut found = Vec::new();
    if !neither.is_empty() {
        found.push(share(
            neither.len(),
            all,
            "has no rank and is not marked as continuing work",
            "have no rank and are not marked as continuing work",
        ));
    }
    if !both.is_empty() {
        found.push(share(
            both.len(),
            all,
            "is ranked and continuing work at once",
            "are ranked and continuing work at once",
        ));
    }
    if !shared.is_empty() {
        found.push(share(shared.len(), all, "shares its rank with another", "share a rank with another"));
    }
    let continuing = look.actions().filter(|(_, action)| action.continuing()).count();
    let pass = format!(
        "{} ranked, {} as continuing work.",
        many(ranks.len(), "priority stands", "priorities stand"),
        many(continuing, "action", "actions")
    );
    Judged::unless(&found, pass).of_actions(neither.into_iter().chain(both).chain(shared))
}

/// P23: the level at which each action is done; one below another level may name the action it belongs to.
pub(super) fn levels(look: &Look<'_>) -> Judged {
    let all = look.count();
    if all == 0 {
        return Judged::not_applicable(NO_ACTION);
    }
    let without = look.lacking(|_, action| action.level().is_some());
    // A parent that is an action must be here and at another level; words may name anything.
    let astray: Vec<Id> = look
        .actions()
        .filter(|(row, action)| {
            let parent = action.parent().and_then(|parent| parent.parse::<Id>().ok());
            parent.is_some_and(|parent| {
                let of = look.file.find(&List::Actions, parent).filter(|item| item.has_base() && !item.is_removed());
                let level = of.map(|item| crate::model::fields::Action(item).level());
                parent == row.id || level.is_none_or(|level| level.is_some() && level == action.level())
            })
        })
        .map(|(row, _)| row.id)
        .collect();
    let mut found = Vec::new();
    if !without.is_empty() {
        found.push(share(
            without.len(),
            all,
            "does not say at which level it is done",
            "do not say at which level they are done",
        ));
    }
    if !astray.is_empty() {
        found.push(share(
            astray.len(),
            all,
            "is part of one that is not here, or at its own level",
            "are part of ones that are not here, or at their own level",
        ));
    }
    let mut judged = Judged::unless(&found, "Every action says at which level it is done.");
    let count =
        |level: crate::model::words::PlanLevel| look.actions().filter(|(_, a)| a.level() == Some(level)).count();
    judged.details = crate::model::words::PlanLevel::ALL
        .iter()
        .map(|level| format!("{}: {}", level.title(), count(*level)))
        .collect();
    judged.of_actions(without.into_iter().chain(astray))
}
