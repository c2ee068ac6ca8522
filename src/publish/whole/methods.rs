//! The sections that tell what came of the methods: each round by table, the topics of an open space, and ease against
//! usefulness (domain §2.3). A way of talking that nobody used is no section that is empty.

use std::collections::BTreeMap;

use super::{From, Gate};
use crate::model::fields::{Field, field};
use crate::model::stamp::Id;
use crate::model::words::{Audience, Kind, Level, Rating};
use crate::plan::{Quarter, Round, standing, topics};
use crate::publish::action::{Action, Told as Piece};
use crate::publish::audience::Preset;
use crate::publish::details::Told;
use crate::publish::document::{Cell, Document};
use crate::publish::gate::Published;
use crate::publish::grouping::called;
use crate::publish::section::{quote, stand};
use crate::publish::voice::Voice;

/// How a topic is called whose name may not be told.
const A_TOPIC: &str = "A topic";
/// The column of the plan in which the ratings of actions stand.
const PRIORITY: u8 = 7;

/// A topic as one audience may see it.
#[derive(Clone, Debug)]
pub(in crate::publish) struct Topic {
    ids: Vec<Id>,
    pub(super) title: String,
    pub(super) points: Vec<String>,
    /// What was said of it, as places among the voices.
    lines: Vec<usize>,
}

impl From<'_, '_> {
    /// The topics of which something is shown, or that somebody named.
    pub(super) fn topics(&self, gate: &mut Gate<'_, '_>) -> Vec<Topic> {
        let mut told = Vec::new();
        for topic in topics(self.rules.file, self.origins) {
            if self.rules.is_left_out(topic.id.stamp) {
                continue;
            }
            let title = gate.plain(&topic.title).unwrap_or_else(|| A_TOPIC.into());
            let convenor = topic.convenor.as_ref().and_then(|lead| gate.somebody(lead));
            // Whoever records is told to nobody outside the team.
            let notes = topic.note_taker.as_ref().filter(|_| self.ask.audience == Audience::Team);
            let points = [
                ("Convenor", convenor),
                ("Note-taker", notes.and_then(|lead| gate.somebody(lead))),
                ("Place", topic.place.as_deref().and_then(|place| gate.plain(place))),
            ];
            let points = points.into_iter().filter_map(|(name, text)| Some(format!("{name}: {}", text?)));
            let lines = topic.lines.iter().filter_map(|id| self.place(*id)).collect();
            told.push(Topic { points: points.collect(), lines, ids: topic.ids, title });
        }
        told
    }
}

/// The title of the topic of which something was said.
pub(in crate::publish) fn topic_title<'v>(view: &'v Published<'_>, voice: &Voice<'_>) -> Option<&'v str> {
    let topic = voice.topic()?;
    view.whole.topics.iter().find(|of| of.ids.contains(&topic)).map(|of| of.title.as_str())
}

/// The method and step in which something was said, in words.
pub(in crate::publish) fn round_title(view: &Published<'_>, voice: &Voice<'_>) -> Option<String> {
    let (method, step) = voice.round()?.named(view.programme)?;
    Some(format!("{}: {step}", method.title))
}

/// What was said in each step of each method; for the team table by table.
pub(in crate::publish) fn rounds(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let mut found: BTreeMap<Round, BTreeMap<Option<&str>, Vec<usize>>> = BTreeMap::new();
    for (at, voice) in view.voices.iter().enumerate() {
        if let Some(round) = voice.round() {
            found.entry(round).or_default().entry(voice.table()).or_default().push(at);
        }
    }
    let mut before = None;
    for (round, tables) in found {
        let Some((method, step)) = round.named(view.programme) else { continue };
        if before.replace(round.method) != Some(round.method) {
            to.heading(3, method.title.clone());
        }
        to.heading(4, step);
        for (table, places) in tables {
            let mut part = Document::new("");
            for at in places {
                stand(view, at, &mut part, |_, voice, to| quote(view, voice, to));
            }
            if let Some(table) = table.filter(|_| !part.blocks().is_empty()) {
                to.paragraph(format!("At {}:", called(table)));
            }
            to.append(part);
        }
    }
    !to.blocks().is_empty()
}

/// What was said of each topic that was made on the spot.
pub(in crate::publish) fn open_space(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    for topic in &view.whole.topics {
        to.heading(3, topic.title.clone());
        if !topic.points.is_empty() {
            to.list(topic.points.clone());
        }
        if topic.lines.is_empty() {
            to.paragraph("Nothing is shown of it here.");
        }
        topic.lines.iter().for_each(|at| stand(view, *at, to, |_, voice, to| quote(view, voice, to)));
    }
    !view.whole.topics.is_empty()
}

/// Something that was rated.
struct Placed {
    what: String,
    ease: Rating,
    usefulness: Rating,
    barriers: String,
}

/// Actions where this audience sees how they rank, and ideas, the easiest and most useful first.
fn placed(view: &Published<'_>) -> Vec<Placed> {
    let read = |words: &str| Rating::ALL.iter().find(|rating| words == rating.title()).copied();
    let of_action = |action: &Action, of: Field| match action.told(of) {
        Some(Piece::Titles(titles)) => titles.first().and_then(|title| read(title)),
        _ => None,
    };
    let text = |action: &Action| match action.told(field::BARRIERS) {
        Some(Piece::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let of_voice = |voice: &Voice<'_>, of: Field| match voice.told(of) {
        Some(Told::Word(word)) => read(word),
        _ => None,
    };
    let actions = view.actions.iter().filter(|action| action.same_as.is_none());
    let actions = actions.filter(|_| Preset::of(view.audience).sees(PRIORITY)).filter_map(|action| {
        Some(Placed {
            what: format!("{}: {}", action.reference, action.text),
            ease: of_action(action, field::EASE)?,
            usefulness: of_action(action, field::USEFULNESS)?,
            barriers: text(action),
        })
    });
    let ideas = view.voices.iter().filter(|voice| voice.kind == Kind::Idea).filter_map(|voice| {
        let other = if voice.level < Level::Delegate { " (in other words)" } else { "" };
        Some(Placed {
            what: format!("{}{other}", voice.words()),
            ease: of_voice(voice, field::EASE)?,
            usefulness: of_voice(voice, field::USEFULNESS)?,
            barriers: voice.told(field::BARRIERS).map(ToString::to_string).unwrap_or_default(),
        })
    });
    let mut all: Vec<Placed> = actions.chain(ideas).collect();
    all.sort_by_key(|of| standing(of.ease, of.usefulness));
    all
}

/// Ease against usefulness, quarter by quarter.
pub(in crate::publish) fn priority_matrix(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let all = placed(view);
    for quarter in Quarter::ALL {
        let here = all.iter().filter(|of| Quarter::of(of.ease, of.usefulness) == quarter);
        let row = |of: &Placed| {
            vec![of.what.clone(), of.ease.title().into(), of.usefulness.title().into(), of.barriers.clone()]
        };
        let rows: Vec<Vec<String>> = here.map(row).collect();
        if !rows.is_empty() {
            let title = format!("{}: {}", quarter.title(), quarter.means());
            to.heading(3, title.clone());
            to.table(&title, &["What", "Ease", "Usefulness", "Barriers"], rows);
        }
    }
    !all.is_empty()
}

/// The same as a sheet, where anything was rated.
pub(in crate::publish) fn matrix_sheet(view: &Published<'_>, to: &mut Document<'_>) {
    let row = |of: Placed| -> Vec<Cell> {
        let quarter = Quarter::of(of.ease, of.usefulness);
        let state = view.whole.state.word();
        vec![
            quarter.title().into(),
            of.what.into(),
            of.ease.number().into(),
            of.usefulness.number().into(),
            of.barriers.into(),
            Cell::Day(view.today),
            state.into(),
            view.audience.title().into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = placed(view).into_iter().map(row).collect();
    if !rows.is_empty() {
        let header = vec!["Quarter", "What", "Ease", "Usefulness", "Barriers", "Made on", "State", "For"];
        to.sheet(
            "matrix",
            "A row for each idea and action that was rated, the easiest and most useful first.",
            header,
            rows,
        );
    }
}
