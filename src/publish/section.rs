//! The sections that reports are made of: each writes one part, or says that there is nothing to write.

use std::collections::BTreeMap;

use super::action::Action;
use super::audience::Preset;
use super::columns;
use super::consent::Why;
use super::details::{RATINGS, Told};
use super::document::Document;
use super::gate::Published;
use super::grouping;
use super::register::{APART, told};
use super::voice::Voice;
use crate::model::columns::{COLUMNS, Column};
use crate::model::fields::field;
use crate::model::words::{Grouping, Kind, Level, Status};
use crate::plan::{Day, Votes, names_children};

/// What is said of a line that was read back to the room and found right.
const CONFIRMED: &str = "confirmed";

pub(super) fn thanks(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    to.paragraph("Thank you to everyone who came, spoke and listened.");
    !view.voices.is_empty()
}

pub(super) fn about(view: &Published<'_>, to: &mut Document<'_>) -> bool {
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
pub(super) fn credits(view: &Published<'_>, to: &mut Document<'_>) -> bool {
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

pub(super) fn numbers(view: &Published<'_>, to: &mut Document<'_>) -> bool {
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
        row("Actions that name children or young people", for_children(view)),
        row("Actions with nothing missing", complete),
        row("Actions past their date", actions.iter().filter(|action| action.overdue).count()),
    ];
    // It was the words that were read back, and not what stands for them.
    let confirmed = view.voices.iter().filter(|voice| voice.confirmed && voice.level >= Level::Delegate).count();
    let confirmed = (confirmed > 0).then(|| row("Contributions read back, and found right", confirmed));
    let after = rows.len().min(3);
    let rows: Vec<Vec<String>> =
        rows.iter().take(after).cloned().chain(confirmed).chain(rows.iter().skip(after).cloned()).collect();
    // What an action lacks is for those who work on it.
    let plain = Preset::of(view.audience).plain;
    let rows = rows.into_iter().filter(|row| !(plain && row.first().is_some_and(|name| name.contains("missing"))));
    to.table("Counts", &["What", "How many"], rows.collect());
    true
}

pub(super) fn actions(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let parts = columns::by_standing(view);
    for (standing, part) in &parts {
        if parts.len() > 1 {
            to.heading(3, standing.heading());
        }
        columns::table(view, standing.heading(), part, to);
    }
    !view.actions.is_empty()
}

fn gaps(action: &Action) -> String {
    action.missing.iter().map(|gap| gap.word()).collect::<Vec<_>>().join("; ")
}

pub(super) fn action_details(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let preset = Preset::of(view.audience);
    for action in &view.actions {
        to.heading(3, format!("{}: {}", action.reference, action.titled()));
        if action.same_as.is_some() {
            to.paragraph("The words behind it stand with that action.");
            continue;
        }
        let of = |column: &Column| {
            // Its reference and its words are the heading; what it rests on follows.
            let title = match column.number {
                1 | 24 => return None,
                8 => "Type",
                _ => column.title,
            };
            let words = columns::column_words(view, action, column);
            (!words.is_empty()).then(|| format!("{title}: {words}"))
        };
        let seen = COLUMNS.iter().filter(|column| preset.sees(column.number));
        let mut points: Vec<String> = seen.filter_map(of).collect();
        points.extend(action.note.as_ref().map(|note| format!("Last heard: {note}")));
        if !points.is_empty() {
            to.list(points);
        }
        for voice in view.evidence(action) {
            quote(view, voice, to);
        }
        if action.evidence_withheld > 0 {
            to.paragraph(format!("Evidence not shown here: {}.", action.evidence_withheld));
        }
        if action.no_source && !preset.plain {
            to.paragraph("No community source: nothing that was said is linked to this action.");
        }
    }
    !view.actions.is_empty()
}

pub(super) fn call_outs(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    quotes(view, to, |voice| voice.star && voice.level >= Level::Delegate)
}

fn quotes(view: &Published<'_>, to: &mut Document<'_>, wanted: impl Fn(&Voice<'_>) -> bool) -> bool {
    view.voices.iter().filter(|voice| wanted(voice)).for_each(|voice| quote(view, voice, to));
    !to.blocks().is_empty()
}

/// Everything shown that has no section of its own, group by group and then by first theme; a reply stands below what
/// it answers. By another grouping than the stage, every kind stands here that carries no more than words.
pub(super) fn views(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let by_stage = view.grouping == Grouping::Stage;
    let registered =
        |voice: &Voice<'_>| matches!(voice.kind, Kind::Decision | Kind::Asset | Kind::Parked) || voice.is_spotlight();
    let wanted = |voice: &Voice<'_>| if by_stage { !APART.contains(&voice.kind) } else { !registered(voice) };
    let mut replies: BTreeMap<usize, Vec<&Voice<'_>>> = BTreeMap::new();
    for voice in &view.voices {
        if let Some(question) = voice.answers() {
            replies.entry(question).or_default().push(voice);
        }
    }
    // Below a question it stands in another section; a reply to a reply would otherwise stand nowhere.
    let below = |voice: &Voice<'_>| {
        let of = voice.answers().and_then(|at| view.voices.get(at));
        of.is_some_and(|of| (by_stage && of.kind == Kind::Question) || (of.answers().is_none() && wanted(of)))
    };
    for (heading, group) in grouping::groups(view, |voice| wanted(voice) && !below(voice)) {
        let group: Vec<usize> = group.into_iter().filter(|at| !view.together.stands_below(*at)).collect();
        if group.is_empty() {
            continue;
        }
        to.heading(3, heading);
        let mut themes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in group {
            let theme = view.voices.get(at).and_then(|voice| voice.themes.first().copied());
            themes.entry(theme.unwrap_or_default()).or_default().push(at);
        }
        for (theme, places) in themes {
            if view.grouping != Grouping::Theme {
                to.heading(4, if theme.is_empty() { "No theme" } else { theme });
            }
            for at in places {
                stand(view, at, to, |at, voice, to| {
                    told(view, voice, to);
                    let answers = replies.get(&at).filter(|_| voice.answers().is_none());
                    answers.into_iter().flatten().for_each(|reply| quote(view, reply, to));
                    if voice.kind == Kind::Question && answers.is_none() {
                        missing_answer(view, at, voice, to);
                    }
                });
            }
        }
    }
    !to.blocks().is_empty()
}

/// Says of a question with no reply beneath it why there is none.
pub(super) fn missing_answer(view: &Published<'_>, at: usize, voice: &Voice<'_>, to: &mut Document<'_>) {
    if view.unanswered.contains(&at) {
        to.paragraph("No answer yet.");
    } else if voice.told(field::DISPOSITION).is_none() {
        to.paragraph("The answer is not shown here.");
    }
}

/// A contribution where it stands: with those that are one idea with it, below how many say it. Nothing where it stands
/// with an earlier one.
pub(super) fn stand<'v, 'a>(
    view: &'v Published<'a>,
    at: usize,
    to: &mut Document<'_>,
    each: impl Fn(usize, &'v Voice<'a>, &mut Document<'_>),
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
pub(super) fn quote(view: &Published<'_>, voice: &Voice<'_>, to: &mut Document<'_>) {
    let verbatim = voice.level >= Level::Delegate;
    let mut said = vec![voice.kind.title()];
    said.extend(voice.details().iter().filter_map(|(field, told)| match told {
        Told::Word(word) if !RATINGS.contains(field) => Some(*word),
        _ => None,
    }));
    said.extend((!verbatim).then_some("in other words"));
    let said = said.join(", ");
    // It was the words that were read back, and not what stands for them.
    let confirmed = (voice.confirmed && verbatim).then(|| CONFIRMED.to_owned());
    let agreed = (voice.agreed() > 0).then(|| format!("{} more agreed", voice.agreed()));
    let agreed = voice.votes().map(Votes::words).or(agreed);
    let several = (view.workshops.len() > 1).then(|| view.workshops.iter().find(|e| Some(e.id) == voice.workshop()));
    let workshop = several.flatten().map(|event| event.title.to_owned());
    let table = voice.table().map(grouping::called);
    let themes = voice.themes.iter().map(|theme| format!("#{theme}")).collect::<Vec<_>>().join(" ");
    let themes = (!themes.is_empty()).then_some(themes);
    let credit = voice.credit().text().map(str::to_owned);
    let parts = [credit, Some(said), confirmed, agreed, themes, workshop, table];
    to.quote(
        voice.words(),
        voice.language(),
        voice.translation(),
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    );
}

pub(super) fn missing(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let actions = || view.actions.iter().filter(|action| action.same_as.is_none());
    let incomplete = actions().filter(|action| !action.missing.is_empty());
    let mut points: Vec<String> = incomplete
        .map(|action| format!("{} has no {}.", action.reference, gaps(action).replace("; ", ", no ")))
        .collect();
    let unheard = actions().filter(|action| action.no_source);
    points.extend(unheard.map(|action| format!("{} has no community source.", action.reference)));
    for (at, lacks) in &view.parked {
        points.extend(view.voices.get(*at).map(|voice| format!("Parked with no {lacks}: “{}”", voice.words())));
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

/// What was left out, and why, a sentence each; none where nothing was.
pub(super) fn left_out(view: &Published<'_>) -> Vec<String> {
    let withheld = &view.withheld;
    let plain = Preset::of(view.audience).plain;
    let why = |why: Why| if plain { why.plain() } else { why.title() };
    let mut points: Vec<String> =
        withheld.contributions.iter().map(|(of, count)| format!("Contributions, {}: {count}.", why(*of))).collect();
    let counted = [
        ("Actions whose words may not be shown", withheld.actions),
        ("Parts of actions and of lines that repeat words which may not be shown", withheld.wordings),
        ("Names in plan text of people who may not be named, told as “a delegate”", withheld.names),
        ("Details that may not be shown, or of which two versions stand", withheld.details),
        ("Lines credited to Delegate because few people share the role", withheld.few),
    ];
    points.extend(counted.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}: {count}.")));
    points
}

/// What people here were asked to build on: whom the plan is for, and what is open to change and what is fixed.
pub(super) fn background(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    if let Some(population) = super::whole::population(view) {
        to.paragraph(format!("For whom and why: {population}"));
    }
    let several = view.workshops.len() > 1;
    for event in &view.workshops {
        let of = if several { format!(", {}", event.title) } else { String::new() };
        let rows = [("Open to change", &event.open_to_change), ("Already fixed", &event.fixed)];
        let said = rows.iter().filter(|(_, what)| !what.is_empty());
        let points: Vec<String> = said.map(|(name, what)| format!("{name}{of}: {}.", what.join("; "))).collect();
        if !points.is_empty() {
            to.list(points);
        }
    }
    !to.blocks().is_empty()
}

/// The options for networks that actions take up (domain P8 to P10).
pub(super) fn options(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let taken = |title: &str| {
        let takes = |action: &&Action| columns::words(view, action, field::OPTION).is_some_and(|of| of == title);
        view.actions.iter().filter(takes).map(|action| action.reference.as_str()).collect::<Vec<_>>().join(", ")
    };
    let choices = || view.programme.options.iter().flat_map(|group| group.choices.iter().map(move |of| (group, of)));
    let mut points = Vec::new();
    for (group, choice) in choices() {
        let by = taken(&choice.title);
        points.extend((!by.is_empty()).then(|| format!("{}: {} ({by}).", group.title, choice.title)));
    }
    let any = !points.is_empty();
    if any {
        to.paragraph(format!("{} of {} options are taken up.", points.len(), choices().count()));
        to.list(points);
    }
    any
}

/// What came of it, in a few sentences.
pub(super) fn conclusion(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let decided = view.voices.iter().filter(|voice| voice.kind == Kind::Decision).count();
    let mut points = Vec::new();
    if let Some(standing) = standing(view) {
        points.push(standing);
    }
    points.extend(match decided {
        0 => None,
        1 => Some("1 thing was decided.".to_owned()),
        count => Some(format!("{count} things were decided.")),
    });
    points.extend(match view.unanswered.len() {
        0 => None,
        1 => Some("1 question still waits for an answer.".to_owned()),
        count => Some(format!("{count} questions still wait for an answer.")),
    });
    let any = !points.is_empty();
    points.extend(super::time::next_promise(view).map(|day| format!("People hear back by {day}.")));
    if any {
        to.list(points);
    }
    any
}

/// How many actions are for children or young people, or name them (domain T4).
pub(super) fn for_children(view: &Published<'_>) -> usize {
    let names = |action: &Action, of| columns::words(view, action, of).is_some_and(|text| names_children(&text));
    let is_for = |action: &&Action| {
        let marked = action.told(field::CHILDREN).is_some();
        let said = [field::POPULATION, field::ISSUE, field::PLUS].into_iter().any(|of| names(action, of));
        marked || said || names_children(&action.text)
    };
    let counted = view.actions.iter().filter(|of| of.same_as.is_none() && of.status != Status::Stopped);
    counted.filter(is_for).count()
}

/// How the actions stand, in a sentence; none where there are none.
pub(super) fn standing(view: &Published<'_>) -> Option<String> {
    let actions: Vec<&Action> = view.actions.iter().filter(|action| action.same_as.is_none()).collect();
    let of = |status: Status| {
        let count = actions.iter().filter(|action| action.status == status).count();
        (count > 0).then(|| format!("{count} {}", status.title()))
    };
    let parts: Vec<String> = Status::ALL.iter().filter_map(|status| of(*status)).collect();
    let late = actions.iter().filter(|action| action.overdue).count();
    let late = match late {
        0 => String::new(),
        1 => " 1 is past its date.".to_owned(),
        late => format!(" {late} are past their date."),
    };
    match actions.len() {
        0 => None,
        1 => Some(format!("1 action: {}.{late}", parts.join(", "))),
        all => Some(format!("{all} actions: {}.{late}", parts.join(", "))),
    }
}

pub(super) fn guide(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let steps = view.programme.guide.iter().map(|step| format!("{}. {}", step.number, step.short));
    to.list(steps.collect());
    !view.programme.guide.is_empty()
}

pub(super) fn key_question(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    to.paragraph(view.programme.key_question.text.clone());
    !view.programme.key_question.text.is_empty()
}

/// The stage as people know it; none where the programme does not.
pub(super) fn stage_title<'v>(view: &'v Published<'_>, stage: Option<&'v str>) -> Option<&'v str> {
    stage.and_then(|id| view.programme.stage(id)).map(|stage| stage.title.as_str())
}
