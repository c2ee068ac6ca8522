//! The sections of the kinds that carry more than words: what is known beside a line has its place here.
//!
//! Together with [`views`](super::section::views), which takes what has no section of its own, every kind that may leave
//! has one place in each report.

use std::collections::BTreeMap;

use super::details::{RATINGS, Told};
use super::document::Document;
use super::gate::Published;
use super::section::{missing_answer, quote, stage_title, stand};
use super::voice::Voice;
use crate::model::fields::{Field, field};
use crate::model::kind::DETAILS;
use crate::model::words::{Audience, Feeling, Kind, Level};

/// The kinds that have a section of their own, rather than a place in what we heard.
pub(super) const APART: &[Kind] = &[
    Kind::Decision,
    Kind::Story,
    Kind::Touchpoint,
    Kind::Asset,
    Kind::Strength,
    Kind::Idea,
    Kind::Tension,
    Kind::Question,
    Kind::Parked,
    Kind::FlipChart,
];

pub(super) fn decisions(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    told_all(view, to, |voice| voice.kind == Kind::Decision)
}

pub(super) fn strengths(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    told_all(view, to, |voice| voice.kind == Kind::Strength)
}

pub(super) fn ideas(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    told_all(view, to, |voice| voice.kind == Kind::Idea)
}

pub(super) fn tensions(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    told_all(view, to, |voice| voice.kind == Kind::Tension)
}

pub(super) fn parked(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    told_all(view, to, |voice| voice.kind == Kind::Parked)
}

pub(super) fn flip_charts(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    told_all(view, to, |voice| voice.kind == Kind::FlipChart)
}

/// Stories of which no more is told than the line itself, or only a paraphrase.
pub(super) fn stories(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    told_all(view, to, |voice| voice.kind == Kind::Story && !voice.is_spotlight())
}

/// Moments that stayed with people, stage by stage: the good ones first, each with its sign and word (domain §2.1, EBCD).
pub(super) fn touchpoints(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let felt = |voice: &Voice<'_>| match voice.told(field::FEELING) {
        Some(Told::Word(word)) => Feeling::ALL.iter().position(|feeling| feeling.title() == *word),
        _ => None,
    };
    let stages = view.programme.stages.iter().map(|stage| Some(stage.id.as_str()));
    for stage in stages.chain([None]) {
        let here = |voice: &&Voice<'_>| voice.kind == Kind::Touchpoint && voice.stage() == stage;
        let mut voices: Vec<&Voice<'_>> = view.voices.iter().filter(here).collect();
        if voices.is_empty() {
            continue;
        }
        voices.sort_by_key(|voice| felt(voice).unwrap_or(usize::MAX));
        to.heading(3, stage_title(view, stage).unwrap_or("No stage").to_owned());
        let count = |of: Option<usize>| voices.iter().filter(|voice| felt(voice) == of).count();
        let mut counts: Vec<String> = Feeling::ALL
            .iter()
            .zip(0..)
            .map(|(feeling, at)| format!("{} {}", feeling.title(), count(Some(at))))
            .collect();
        let unsaid = count(None);
        counts.extend((unsaid > 0).then(|| format!("not said {unsaid}")));
        to.paragraph(format!("{}.", counts.join(" · ")));
        for voice in voices {
            told(view, voice, to);
        }
    }
    !to.blocks().is_empty()
}

/// Stories that somebody chose as the most significant, by area of change, each with who chose it and why (§2.1).
pub(super) fn significant(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let is_chosen = |voice: &&Voice<'_>| {
        voice.kind == Kind::Story && [field::CHOSEN_BY, field::WHY_CHOSEN].iter().any(|of| voice.told(*of).is_some())
    };
    let mut areas: BTreeMap<Option<String>, Vec<&Voice<'_>>> = BTreeMap::new();
    for voice in view.voices.iter().filter(is_chosen) {
        areas.entry(text(voice, field::DOMAIN)).or_default().push(voice);
    }
    for (area, voices) in &areas {
        to.heading(3, area.clone().unwrap_or_else(|| "No area of change named".to_owned()));
        for voice in voices {
            told(view, voice, to);
        }
    }
    !areas.is_empty()
}

/// Stories told whole (domain A4), in the order of their telling.
pub(super) fn spotlights(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    for voice in view.voices.iter().filter(|voice| voice.is_spotlight()) {
        to.heading(3, text(voice, field::TITLE).unwrap_or_else(|| "A story without a title".to_owned()));
        spotlight(view, voice, to);
    }
    !to.blocks().is_empty()
}

/// One of them below its title, as a story goes: what was before stands before the words.
pub(super) fn spotlight(view: &Published<'_>, voice: &Voice<'_>, to: &mut Document<'_>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (field, point) in points(voice).into_iter().filter(|(field, _)| *field != field::TITLE) {
        if matches!(field, field::PLACE | field::BEFORE) { before.push(point) } else { after.push(point) }
    }
    if !before.is_empty() {
        to.list(before);
    }
    quote(view, voice, to);
    if !after.is_empty() {
        to.list(after);
    }
}

/// Questions that were answered, with the replies beneath, and those of which it is known what became.
pub(super) fn questions(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let mut replies: BTreeMap<usize, Vec<&Voice<'_>>> = BTreeMap::new();
    for voice in &view.voices {
        if let Some(question) = voice.answers() {
            replies.entry(question).or_default().push(voice);
        }
    }
    for (at, voice) in view.voices.iter().enumerate() {
        if voice.kind != Kind::Question || view.unanswered.contains(&at) {
            continue;
        }
        told(view, voice, to);
        match replies.get(&at) {
            Some(replies) => replies.iter().for_each(|reply| quote(view, reply, to)),
            None => missing_answer(view, at, voice, to),
        }
    }
    !to.blocks().is_empty()
}

pub(super) fn unanswered(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    view.unanswered.iter().filter_map(|at| view.voices.get(*at)).for_each(|voice| told(view, voice, to));
    !view.unanswered.is_empty()
}

/// What people can go to and build on (domain A9), by place. A column in which nothing stands would only narrow the others,
/// and is named instead.
pub(super) fn assets(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let assets = assets_by_place(view);
    let is_told = |(_, field): &(&str, Field)| assets.iter().any(|(_, voice)| voice.told(*field).is_some());
    let (columns, untold): (Vec<_>, Vec<_>) = asset_columns(view).into_iter().partition(is_told);
    let mut header = vec!["Asset"];
    header.extend(columns.iter().map(|(title, _)| *title));
    header.push("Told by");
    let row = |(_, voice): (usize, &Voice<'_>)| {
        let said = match voice.translation() {
            Some(translation) => format!("{}\nIn English: {translation}", voice.words()),
            None if voice.level < Level::Delegate => format!("{} (in other words)", voice.words()),
            None => voice.words().to_owned(),
        };
        let details = columns.iter().map(|(_, field)| text(voice, *field).unwrap_or_default());
        // "Our consulting room is empty on Tuesdays" says nothing without whose it is.
        [said].into_iter().chain(details).chain([voice.credit().text().unwrap_or_default().to_owned()]).collect()
    };
    to.table("Assets, by place", &header, assets.iter().copied().map(row).collect());
    if !assets.is_empty() && !untold.is_empty() {
        let titles: Vec<&str> = untold.into_iter().map(|(title, _)| title).collect();
        to.paragraph(format!("Of no asset anything is told here of: {}.", titles.join(", ")));
    }
    !assets.is_empty()
}

/// What the register says of an asset. Only the team's has a column for whom to ask.
pub(super) fn asset_columns(view: &Published<'_>) -> Vec<(&'static str, Field)> {
    let asset = Kind::Asset.details().map(|detail| (label(Kind::Asset, detail.field), detail.field));
    asset.filter(|(_, field)| *field != field::CONTACT || view.audience == Audience::Team).collect()
}

pub(super) fn assets_by_place<'v, 'a>(view: &'v Published<'a>) -> Vec<(usize, &'v Voice<'a>)> {
    let mut assets: Vec<_> = view.voices.iter().enumerate().filter(|(_, voice)| voice.kind == Kind::Asset).collect();
    assets.sort_by_cached_key(|(at, voice)| {
        let key = |field| text(voice, field).map(|text| text.to_lowercase());
        let (place, sort) = (key(field::PLACE), key(field::TYPE));
        (place.is_none(), place, sort.is_none(), sort, *at)
    });
    assets
}

fn told_all(view: &Published<'_>, to: &mut Document<'_>, wanted: impl Fn(&Voice<'_>) -> bool) -> bool {
    let places = view.voices.iter().enumerate().filter(|(_, voice)| wanted(voice)).map(|(at, _)| at);
    places.for_each(|at| stand(view, at, to, |_, voice, to| told(view, voice, to)));
    !to.blocks().is_empty()
}

/// One contribution with what is known of it beneath.
pub(super) fn told(view: &Published<'_>, voice: &Voice<'_>, to: &mut Document<'_>) {
    quote(view, voice, to);
    let points: Vec<String> = points(voice).into_iter().map(|(_, point)| point).collect();
    if !points.is_empty() {
        to.list(points);
    }
}

/// What is known of a line, a sentence each. Words of closed lists stand beside the kind, beneath the words.
fn points(voice: &Voice<'_>) -> Vec<(Field, String)> {
    let point = |(field, told): &(Field, Told<'_>)| {
        let title = label(voice.kind, *field);
        let sentence = match told {
            Told::Word(_) if !RATINGS.contains(field) => return None,
            Told::Yes if *field == field::PSEUDONYM => "The name was changed.".to_owned(),
            told => format!("{title}: {told}"),
        };
        Some((*field, sentence))
    };
    voice.details().iter().filter_map(point).collect()
}

/// Everything known of a line as one cell of a sheet.
pub(super) fn in_a_cell(voice: &Voice<'_>) -> String {
    let details = voice.details().iter().map(|(field, told)| format!("{}: {told}", label(voice.kind, *field)));
    details.collect::<Vec<_>>().join("; ")
}

pub(super) fn text(voice: &Voice<'_>, field: Field) -> Option<String> {
    voice.told(field).map(ToString::to_string)
}

/// What a detail is called of this kind: an asset is run and a parked item owned, and neither is led.
fn label(kind: Kind, field: Field) -> &'static str {
    match (kind, field) {
        (Kind::Asset, field::LEAD) => "Run by",
        (Kind::Parked, field::LEAD) => "Owner",
        (Kind::Parked, field::DUE) => "Reply by",
        _ => DETAILS.iter().find(|detail| detail.field == field).map_or("", |detail| detail.title),
    }
}
