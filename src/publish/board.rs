//! The board note (domain A6): item, presenter, discussion points, resolution, papers, in the order of minutes.

use std::cmp::Reverse;

use super::audience::Preset;
use super::columns::words;
use super::details::Told;
use super::document::Document;
use super::gate::Published;
use super::report::{NARROWED, begin, finish};
use super::voice::Voice;
use super::{chart, register, section, sheets, time, votes, whole};
use crate::model::fields::field;
use crate::model::words::{Kind, Level};
use crate::plan::{Day, PlanState};

/// So many points a board hears; the papers hold the others.
const POINTS: usize = 9;

pub(super) fn note<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("Board note", view);
    document.heading(2, "Item");
    item(view, &mut document);
    let mut glance = Document::new("");
    if chart::actions(view, &mut glance) {
        document.append(glance);
    }
    document.heading(2, "Presenter");
    document.paragraph(whole::lead(view).map_or_else(|| "Not named yet.".to_owned(), str::to_owned));
    document.heading(2, "Discussion points");
    let over = points(view, &mut document);
    let mut narrowed = Document::new("");
    if votes::narrowed(view, &mut narrowed) {
        document.heading(2, NARROWED);
        document.append(narrowed);
    }
    document.heading(2, "Resolution");
    resolution(view, &mut document);
    document.heading(2, "Papers");
    document.list(papers(view));
    let more = (over > 0).then(|| format!("Points that stand in the papers and not here: {over}."));
    finish(view, &mut document, more.into_iter().collect());
    sheets::actions(view, &mut document);
    document
}

/// What it is about, and how things stand, for somebody with two minutes.
fn item(view: &Published<'_>, to: &mut Document<'_>) {
    let days = view.workshops.iter().filter_map(|event| event.date.and_then(Day::read));
    let days: Vec<String> = days.filter(|day| day.date().is_some()).map(|day| day.to_string()).collect();
    let workshops = match view.workshops.len() {
        0 => "no workshop".to_owned(),
        1 => "1 workshop".to_owned(),
        count => format!("{count} workshops"),
    };
    let on = if days.is_empty() { String::new() } else { format!(", on {}", days.join(" and ")) };
    to.paragraph(format!("The action plan that came of {workshops}{on}."));
    let mut points: Vec<String> = section::standing(view).into_iter().collect();
    if !view.actions.is_empty() {
        points.push(match section::for_children(view) {
            0 => "No action names children or young people.".to_owned(),
            1 => "1 action names children or young people.".to_owned(),
            count => format!("{count} actions name children or young people."),
        });
    }
    let silent = view.actions.iter().filter(|action| action.same_as.is_none() && action.no_source).count();
    points.extend(match silent {
        0 => None,
        1 => Some("1 action has no community source.".to_owned()),
        count => Some(format!("{count} actions have no community source.")),
    });
    points.extend(time::differences(view));
    // Who is missing is for those who answer for the plan.
    if !Preset::of(view.audience).plain {
        points.extend(whole::missing_points(view));
        points.extend(view.whole.celebration(false).map(str::to_owned));
    }
    if !points.is_empty() {
        to.list(points);
    }
}

/// What most people stand behind first; a question with its answer, or with none. Says how many more there are.
fn points(view: &Published<'_>, to: &mut Document<'_>) -> usize {
    let apart = |voice: &Voice<'_>| {
        let registered = matches!(voice.kind, Kind::Decision | Kind::Action | Kind::Asset | Kind::Parked | Kind::Reply);
        registered || voice.is_spotlight()
    };
    let voices = view.voices.iter().enumerate();
    let mut all: Vec<(usize, &Voice<'_>)> =
        voices.filter(|(at, voice)| !apart(voice) && !view.together.stands_below(*at)).collect();
    let support = |at: usize, voice: &Voice<'_>| {
        let together = view.together.block(at).map_or(0, |block| block.voices.len().saturating_sub(1));
        voice.agreed().saturating_add(u64::try_from(together).unwrap_or(u64::MAX))
    };
    all.sort_by_key(|(at, voice)| (Reverse(support(*at, voice)), !voice.star, !voice.confirmed, *at));
    for (at, voice) in all.iter().take(POINTS) {
        if let Some(block) = view.together.block(*at) {
            to.paragraph(block.words.clone());
        }
        to.quote(voice.words(), voice.language(), voice.translation(), about(voice));
        if voice.kind == Kind::Question {
            answer(view, *at, voice, to);
        }
    }
    if all.is_empty() {
        to.paragraph("Nothing was said that may be shown here.");
    }
    let over = all.len().saturating_sub(POINTS);
    if over > 0 {
        to.paragraph(format!("These are the {POINTS} with the most support. {over} more are in the summaries."));
    }
    over
}

fn about(voice: &Voice<'_>) -> String {
    let verbatim = voice.level >= Level::Delegate;
    let credit = voice.credit().text().map(str::to_owned).filter(|_| verbatim);
    let kind = (voice.kind != Kind::Quote).then(|| voice.kind.title().to_owned());
    let other = (!verbatim).then(|| "in other words".to_owned());
    let agreed = (voice.agreed() > 0).then(|| format!("{} more agreed", voice.agreed()));
    let theme = voice.themes.first().map(|theme| (*theme).to_owned());
    [credit, kind, other, agreed, theme].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn answer(view: &Published<'_>, at: usize, voice: &Voice<'_>, to: &mut Document<'_>) {
    let mut replies = view.voices.iter().filter(|reply| reply.answers() == Some(at)).peekable();
    if replies.peek().is_none() {
        section::missing_answer(view, at, voice, to);
    }
    replies.for_each(|reply| to.quote(reply.words(), reply.language(), reply.translation(), about(reply)));
}

fn resolution(view: &Published<'_>, to: &mut Document<'_>) {
    to.paragraph(match view.whole.state {
        PlanState::Agreed(day) => format!("The plan was agreed on {}.", day.format("%-d %B %Y")),
        _ => "The board is asked to note, agree, amend or defer the plan.".to_owned(),
    });
    let decisions = view.voices.iter().filter(|voice| voice.kind == Kind::Decision);
    let row = |voice: &Voice<'_>| {
        let word = match voice.told(field::RESOLUTION) {
            Some(Told::Word(word)) => (*word).to_owned(),
            _ => "not said".to_owned(),
        };
        let told = |of| register::text(voice, of).unwrap_or_default();
        let other = if voice.level < Level::Delegate { " (in other words)" } else { "" };
        vec![format!("{}{other}", voice.words()), word, told(field::LEAD), told(field::DUE)]
    };
    let rows: Vec<Vec<String>> = decisions.map(row).collect();
    if !rows.is_empty() {
        to.table("What the workshops settled", &["Decision", "Resolution", "Who carries it", "By"], rows);
    }
    let mut escalated = Document::new("");
    if whole::escalated(view, &mut escalated) {
        to.append(escalated);
    }
}

/// What belongs to the item: the plan and its tracker, the summary of each workshop, and the findings that actions name.
fn papers(view: &Published<'_>) -> Vec<String> {
    let mut papers = vec!["Action plan".to_owned(), "Action tracker".to_owned()];
    for event in &view.workshops {
        let day = event.date.and_then(Day::read).filter(|day| day.date().is_some());
        let day = day.map(|day| format!(", {day}")).unwrap_or_default();
        papers.push(format!("Workshop summary: {}{day}", event.title));
    }
    for action in &view.actions {
        let figures = words(view, action, field::DATA);
        papers.extend(figures.map(|figures| format!("{}: {figures}", action.reference)));
    }
    papers
}
