//! A meeting as JSON: turns with their speakers, and topics with the turns that they cover, which become themes.

use serde_json::Value;

use super::found::{Found, LeftOut, Names, Rows, Said, Skipped};
use super::mapping::Mapping;
use super::{Fault, text};
use crate::capture::clean;

/// What a file of this kind holds.
const TURNS: &str = "meeting_transcripts";
/// Its topics.
const TOPICS: &str = "topic_list";

/// Whether a JSON text is a meeting of this kind.
pub(super) fn is_meeting(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"meeting_transcripts\"")
}

/// Reads a meeting.
pub(super) fn find(bytes: &[u8], mapping: &Mapping) -> Result<Found, Fault> {
    let decoded = text::decode(bytes)?;
    let value: Value = serde_json::from_str(&decoded.text).map_err(|error| {
        Fault::at(error.line(), format!("it is not JSON that can be read: {error}"), "check that the file is whole")
    })?;
    let turns = value
        .get(TURNS)
        .and_then(Value::as_array)
        .ok_or_else(|| Fault::new(format!("it holds no list called {TURNS}"), "choose another kind with --as"))?;
    let mut found = Found { read: decoded.said, rows: turns.len(), ..Found::default() };
    let themes = topics(&value, turns.len(), &mut found.notes);
    let (mut names, mut rows) = (Names::default(), Rows::default());
    for (at, (turn, themes)) in turns.iter().zip(themes).enumerate() {
        let said = |key: &str| turn.get(key).and_then(Value::as_str).map(clean).unwrap_or_default();
        let (speaker, text) = (said("speaker"), said("content"));
        if text.is_empty() {
            // JSON has no lines worth naming: turns are counted as people count them.
            found.skipped.push(Skipped { line: 0, why: format!("turn {}: nothing was said in it", at + 1) });
            continue;
        }
        let who = (!speaker.is_empty()).then(|| names.person(&mut found.people, &speaker));
        let key = rows.key(&["turn", &speaker, &text]);
        let mut said = Said::new(key, at, 0, text);
        said.kind = mapping.usual_kind();
        said.stage.clone_from(&mapping.stage);
        said.speaker = who;
        said.themes = themes;
        found.said.push(said);
    }
    let others =
        value.as_object().into_iter().flatten().map(|(key, _)| key).filter(|key| *key != TURNS && *key != TOPICS);
    for key in others {
        found.left_out.push(LeftOut { what: key.clone(), why: "nobody said it in the meeting".into() });
    }
    Ok(found)
}

/// The topics of each turn.
fn topics(value: &Value, turns: usize, notes: &mut Vec<String>) -> Vec<Vec<String>> {
    let mut of_turn = vec![Vec::new(); turns];
    for topic in value.get(TOPICS).and_then(Value::as_array).into_iter().flatten() {
        let name = topic.get("topic").and_then(Value::as_str).map(clean).unwrap_or_default();
        for span in topic.get("relevant_text_span").and_then(Value::as_array).into_iter().flatten() {
            let end = |nth: usize| {
                let value = span.get(nth)?;
                value.as_u64().or_else(|| value.as_str()?.parse().ok()).and_then(|n| usize::try_from(n).ok())
            };
            let covered = end(0).zip(end(1)).and_then(|(first, last)| of_turn.get_mut(first..=last));
            match covered.filter(|_| !name.is_empty()) {
                None => {
                    notes.push(format!("the topic “{name}” names turns that are not there, and is left out of them"));
                }
                Some(covered) => {
                    for themes in covered.iter_mut().filter(|themes: &&mut Vec<String>| !themes.contains(&name)) {
                        themes.push(name.clone());
                    }
                }
            }
        }
    }
    of_turn
}
