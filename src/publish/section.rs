//! The sections that reports are made of: each writes one part, or says that there is nothing to write.

use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::consent::FEW;
use super::details::Told;
use super::document::Document;
use super::gate::Published;
use super::register::{APART, told};
use super::voice::Voice;
use crate::model::words::{Audience, Kind, Level};
use crate::plan::Day;

pub(super) fn thanks(view: &Published<'_>, to: &mut Document) -> bool {
    to.paragraph("Thank you to everyone who came, spoke and listened.");
    !view.voices.is_empty()
}

pub(super) fn about(view: &Published<'_>, to: &mut Document) -> bool {
    if !view.programme.key_question.text.is_empty() {
        to.paragraph(format!("The question behind all of it: {}", view.programme.key_question.text));
    }
    let workshop = |event: &super::gate::Event<'_>| {
        let day = event.date.and_then(Day::read).map(|day| day.to_string());
        let parts = [Some(event.title.to_owned()), event.pcn.map(str::to_owned), day, event.place.map(str::to_owned)];
        let question = event.question.map(|question| format!(". It asked: {question}")).unwrap_or_default();
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ") + &question
    };
    if !view.workshops.is_empty() {
        to.list(view.workshops.iter().map(workshop).collect());
    }
    !to.blocks().is_empty()
}

/// Who called the workshop, who paid, and who stood with it, each apart; speakers are named by the programme of the day
/// and by nothing here.
pub(super) fn credits(view: &Published<'_>, to: &mut Document) -> bool {
    let several = view.workshops.len() > 1;
    for event in &view.workshops {
        let of = if several { format!(", {}", event.title) } else { String::new() };
        let rows = [("Hosts", &event.hosts), ("Sponsors", &event.sponsors), ("Partner bodies", &event.bodies)];
        let named = rows.iter().filter(|(_, names)| !names.is_empty());
        let points: Vec<String> = named.map(|(what, names)| format!("{what}{of}: {}.", names.join("; "))).collect();
        if !points.is_empty() {
            to.list(points);
        }
    }
    !to.blocks().is_empty()
}

pub(super) fn numbers(view: &Published<'_>, to: &mut Document) -> bool {
    // An action that is the same as an earlier one stands apart from the count.
    let actions: Vec<&Action> = view.actions.iter().filter(|action| action.same_as.is_none()).collect();
    let complete = actions.iter().filter(|action| action.missing.is_empty()).count();
    let row = |name: &str, number: usize| vec![name.to_owned(), number.to_string()];
    let of_kind = |kind: Kind| view.voices.iter().filter(|voice| voice.kind == kind).count();
    let rows = vec![
        row("Workshops", view.workshops.len()),
        row("Contributions shown here", view.voices.len()),
        row("Contributions not shown here", view.withheld.contributions.values().sum()),
        row("Themes", view.themes.len()),
        row("Assets", of_kind(Kind::Asset)),
        row("Decisions", of_kind(Kind::Decision)),
        row("Questions", of_kind(Kind::Question)),
        row("Questions without an answer yet", view.unanswered.len()),
        row("Parked", of_kind(Kind::Parked)),
        row("Actions", actions.len()),
        row("Actions with nothing missing", complete),
        row("Actions past their date", actions.iter().filter(|action| action.overdue).count()),
    ];
    to.table("Counts", &["What", "How many"], rows);
    true
}

pub(super) fn actions(view: &Published<'_>, to: &mut Document) -> bool {
    let day = |day: &Option<Day>| day.as_ref().map(ToString::to_string).unwrap_or_default();
    let row = |action: &Action| {
        let status = if action.overdue {
            format!("{} {}, past its date", action.status.symbol(), action.status.title())
        } else {
            format!("{} {}", action.status.symbol(), action.status.title())
        };
        vec![
            action.reference.clone(),
            action.titled(),
            action.lead.clone().unwrap_or_default(),
            action.partners.join("; "),
            day(&action.due),
            action.measure.clone().unwrap_or_default(),
            status,
            gaps(action),
        ]
    };
    let header = ["Ref", "Action", "Lead", "Partners", "Due", "Measure", "Status", "Missing"];
    to.table("Actions, earliest date first", &header, view.actions.iter().map(row).collect());
    !view.actions.is_empty()
}

fn gaps(action: &Action) -> String {
    action.missing.iter().map(|gap| gap.word()).collect::<Vec<_>>().join("; ")
}

pub(super) fn action_details(view: &Published<'_>, to: &mut Document) -> bool {
    for action in &view.actions {
        to.heading(3, format!("{}: {}", action.reference, action.titled()));
        if action.same_as.is_some() {
            to.paragraph("The words behind it stand with that action.");
            continue;
        }
        let feedback = action.feedback.as_ref().map(ToString::to_string);
        let kind = action.kind.map(|kind| kind.title().to_owned());
        let points = [
            ("Issue", &action.issue),
            ("Type", &kind),
            ("For", &action.population),
            ("Needs", &action.need),
            ("Who will tell us whether it worked", &action.voice),
            ("People hear back by", &feedback),
            ("Last heard", &action.note),
        ];
        let points = points.iter().filter_map(|(name, text)| Some(format!("{name}: {}", text.as_ref()?)));
        let points: Vec<String> = points.collect();
        if !points.is_empty() {
            to.list(points);
        }
        for voice in view.evidence(action) {
            quote(view, voice, to);
        }
        if action.evidence_withheld > 0 {
            to.paragraph(format!("Evidence not shown here: {}.", action.evidence_withheld));
        }
        if action.no_source {
            to.paragraph("No community source: nothing that was said is linked to this action.");
        }
    }
    !view.actions.is_empty()
}

pub(super) fn call_outs(view: &Published<'_>, to: &mut Document) -> bool {
    quotes(view, to, |voice| voice.star && voice.level >= Level::Delegate)
}

fn quotes(view: &Published<'_>, to: &mut Document, wanted: impl Fn(&Voice<'_>) -> bool) -> bool {
    view.voices.iter().filter(|voice| wanted(voice)).for_each(|voice| quote(view, voice, to));
    !to.blocks().is_empty()
}

/// Everything shown that has no section of its own, by stage and then by first theme; a reply stands below what it
/// answers.
pub(super) fn views(view: &Published<'_>, to: &mut Document) -> bool {
    let wanted = |voice: &Voice<'_>| !APART.contains(&voice.kind);
    let stages = view.programme.stages.iter().map(|stage| Some(stage.id.as_str()));
    let known: BTreeSet<&str> = stages.clone().flatten().collect();
    let mut replies: BTreeMap<usize, Vec<&Voice<'_>>> = BTreeMap::new();
    for voice in &view.voices {
        if let Some(question) = voice.answers {
            replies.entry(question).or_default().push(voice);
        }
    }
    for stage in stages.chain([None]) {
        let mut themes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, voice) in view.voices.iter().enumerate() {
            let here = voice.stage.filter(|stage| known.contains(stage)) == stage;
            // Below a question it stands in another section; a reply to a reply would otherwise stand nowhere.
            let of = voice.answers.and_then(|at| view.voices.get(at));
            let below = of.is_some_and(|of| of.kind == Kind::Question || (of.answers.is_none() && wanted(of)));
            if here && !below && wanted(voice) && !view.together.stands_below(at) {
                themes.entry(voice.themes.first().copied().unwrap_or_default()).or_default().push(at);
            }
        }
        if themes.is_empty() {
            continue;
        }
        to.heading(3, stage_title(view, stage).unwrap_or("At no stage"));
        for (theme, places) in themes {
            to.heading(4, if theme.is_empty() { "No theme" } else { theme });
            for at in places {
                stand(view, at, to, |at, voice, to| {
                    told(view, voice, to);
                    if voice.answers.is_none() {
                        replies.get(&at).into_iter().flatten().for_each(|reply| quote(view, reply, to));
                    }
                });
            }
        }
    }
    !to.blocks().is_empty()
}

/// A contribution where it stands: with those that are one idea with it, below how many say it. Nothing where it stands
/// with an earlier one.
pub(super) fn stand<'v, 'a>(
    view: &'v Published<'a>,
    at: usize,
    to: &mut Document,
    each: impl Fn(usize, &'v Voice<'a>, &mut Document),
) {
    if view.together.stands_below(at) {
        return;
    }
    let block = view.together.block(at);
    if let Some(block) = block {
        to.paragraph(block.words.clone());
    }
    for at in block.map_or(&[at][..], |block| &block.voices) {
        if let Some(voice) = view.voices.get(*at) {
            each(*at, voice, to);
        }
    }
}

/// One contribution: the words, and what this audience may know of them.
pub(super) fn quote(view: &Published<'_>, voice: &Voice<'_>, to: &mut Document) {
    let verbatim = voice.level >= Level::Delegate;
    let mut said = vec![voice.kind.title()];
    said.extend(
        voice.details.iter().filter_map(|(_, told)| if let Told::Word(word) = told { Some(*word) } else { None }),
    );
    said.extend((!verbatim).then_some("in other words"));
    let said = said.join(", ");
    let agreed = (voice.agreed > 0).then(|| format!("{} more agreed", voice.agreed));
    let several = (view.workshops.len() > 1).then(|| view.workshops.iter().find(|e| Some(e.id) == voice.workshop));
    let workshop = several.flatten().map(|event| event.title.to_owned());
    let is_called = |table: &str| table.to_lowercase().starts_with("table");
    let table = voice.table.map(|table| if is_called(table) { table.to_owned() } else { format!("table {table}") });
    let themes = voice.themes.iter().map(|theme| format!("#{theme}")).collect::<Vec<_>>().join(" ");
    let themes = (!themes.is_empty()).then_some(themes);
    let credit = voice.credit.text().map(str::to_owned);
    let parts = [credit, Some(said), agreed, themes, workshop, table];
    to.quote(
        voice.words,
        voice.language,
        voice.translation,
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    );
}

pub(super) fn themes(view: &Published<'_>, to: &mut Document) -> bool {
    let mut themes: Vec<(&str, usize)> = view.themes.iter().map(|(theme, count)| (*theme, *count)).collect();
    themes.sort_by_key(|(theme, count)| (std::cmp::Reverse(*count), *theme));
    let rows = themes.iter().map(|(theme, count)| vec![(*theme).to_owned(), count.to_string()]).collect();
    to.table("Contributions shown here, by theme", &["Theme", "Contributions"], rows);
    !view.themes.is_empty()
}

/// Who came, by partner category. One or two people are not told apart outside the team.
pub(super) fn coverage(view: &Published<'_>, to: &mut Document) -> bool {
    let shown = |people: usize| match people {
        0 => "none".to_owned(),
        few if few < FEW && view.audience != Audience::Team => "1 or 2".to_owned(),
        people => people.to_string(),
    };
    let rows = view.coverage.iter().map(|of| vec![of.title.to_owned(), shown(of.people)]).collect();
    to.table("People who came, by partner category", &["Category", "People"], rows);
    if view.coverage_capped {
        to.paragraph("People at a workshop under the Chatham House rule, or in the room only, are not counted here.");
    }
    view.coverage.iter().any(|of| of.people > 0)
}

pub(super) fn missing(view: &Published<'_>, to: &mut Document) -> bool {
    let actions = || view.actions.iter().filter(|action| action.same_as.is_none());
    let incomplete = actions().filter(|action| !action.missing.is_empty());
    let mut points: Vec<String> = incomplete
        .map(|action| format!("{} has no {}.", action.reference, gaps(action).replace("; ", ", no ")))
        .collect();
    let unheard = actions().filter(|action| action.no_source);
    points.extend(unheard.map(|action| format!("{} has no community source.", action.reference)));
    for (at, lacks) in &view.parked {
        points.extend(view.voices.get(*at).map(|voice| format!("Parked with no {lacks}: “{}”", voice.words)));
    }
    match view.unanswered.len() {
        0 => {}
        1 => points.push("1 question has no answer yet.".to_owned()),
        n => points.push(format!("{n} questions have no answer yet.")),
    }
    // Of people under a cap nobody may say whom they are with, and so not who was absent either.
    let came = !view.coverage_capped && view.coverage.iter().any(|of| of.people > 0);
    let absent = view.coverage.iter().filter(|of| came && of.people == 0 && of.partner);
    let absent: Vec<&str> = absent.map(|of| of.title).collect();
    if !absent.is_empty() {
        points.push(format!("Nobody came from: {}.", absent.join("; ")));
    }
    if !points.is_empty() {
        to.list(points);
    }
    !to.blocks().is_empty()
}

pub(super) fn left_out(view: &Published<'_>, to: &mut Document) -> bool {
    let withheld = &view.withheld;
    let mut points: Vec<String> =
        withheld.contributions.iter().map(|(why, count)| format!("Contributions, {}: {count}.", why.title())).collect();
    let counted = [
        ("Actions whose words may not be shown", withheld.actions),
        ("Parts of actions and of lines that repeat words which may not be shown", withheld.wordings),
        ("Details that may not be shown, or of which two versions stand", withheld.details),
        ("Lines credited to Delegate because few people share the role", withheld.few),
    ];
    points.extend(counted.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}: {count}.")));
    if points.is_empty() {
        to.paragraph("Nothing was left out.");
    } else {
        to.list(points);
    }
    true
}

pub(super) fn guide(view: &Published<'_>, to: &mut Document) -> bool {
    let steps = view.programme.guide.iter().map(|step| format!("{}. {}", step.number, step.short));
    to.list(steps.collect());
    !view.programme.guide.is_empty()
}

pub(super) fn key_question(view: &Published<'_>, to: &mut Document) -> bool {
    to.paragraph(view.programme.key_question.text.clone());
    !view.programme.key_question.text.is_empty()
}

/// The stage as people know it; none where the programme does not.
pub(super) fn stage_title<'v>(view: &'v Published<'_>, stage: Option<&'v str>) -> Option<&'v str> {
    stage.and_then(|id| view.programme.stage(id)).map(|stage| stage.title.as_str())
}
