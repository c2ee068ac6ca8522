//! What a stage still lacks (domain P2): worked out from the file, never ticked by hand, and never a bar to moving on.

use std::collections::HashSet;

use super::carried::present;
use super::rows::{Lead, Missing, gaps};
use crate::model::fields::{Contribution, Link, List, Reading, Workshop};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::programme::{Check, Programme};
use crate::model::stamp::Id;
use crate::model::words::Kind;

/// A check of a stage that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCheck {
    /// The check's name in the programme.
    pub id: String,
    /// What is needed, as a sentence.
    pub text: String,
    /// What is lacking, such as "3 of 8 people have no introduction yet". None for a check from a user's own
    /// programme, which no program can work out: a question for the people in the room.
    pub detail: Option<String>,
}

impl OpenCheck {
    /// What is lacking, or what is needed where no program can tell.
    pub fn words(&self) -> &str {
        self.detail.as_deref().unwrap_or(&self.text)
    }
}

/// The checks of a stage that are open; none for a stage that the programme does not have.
pub fn open_checks(file: &File, programme: &Programme, stage: &str) -> Vec<OpenCheck> {
    let checks = programme.stage(stage).map_or(&[][..], |stage| &stage.checks);
    let open = |check: &Check, detail| OpenCheck { id: check.id.clone(), text: check.text.clone(), detail };
    checks
        .iter()
        .filter_map(|check| match lacking(file, &check.id) {
            Answer::Met => None,
            Answer::Open(detail) => Some(open(check, Some(detail))),
            Answer::AskPeople => Some(open(check, None)),
        })
        .collect()
}

enum Answer {
    Met,
    Open(String),
    AskPeople,
}

fn lacking(file: &File, check: &str) -> Answer {
    let detail = match check {
        "ground-rules" => not_read(file, "ground-rules", "the ground rules have not been read out yet"),
        "consent-read" => not_read(file, "consent", "the consent statement has not been read out yet"),
        "connector" => connector(file),
        "links" => links(file),
        "asset" => asset(file),
        "action-complete" => action_complete(file),
        "voice-route" => every_action(file, Missing::Voice),
        "feedback-date" => every_action(file, Missing::Feedback),
        _ => return Answer::AskPeople,
    };
    detail.map_or(Answer::Met, Answer::Open)
}

fn not_read(file: &File, event: &str, otherwise: &str) -> Option<String> {
    let read = file.live(&List::Readings).any(|item| Reading(item).event() == Some(event));
    (!read).then(|| otherwise.to_owned())
}

fn connector(file: &File) -> Option<String> {
    let named = |item: &Item| Workshop(item).connector().is_some_and(|name| !name.trim().is_empty());
    let all: Vec<&Item> = file.live(&List::Workshops).collect();
    let lacking = all.iter().filter(|item| !named(item)).count();
    match all.len() {
        0 | 1 if lacking == all.len() => Some("no connector is named yet".to_owned()),
        _ => share(lacking, all.len(), "workshop", "workshops", "connector"),
    }
}

fn links(file: &File) -> Option<String> {
    let linked: HashSet<Id> =
        file.live(&List::Links).map(Link).flat_map(|link| [link.from(), link.to()]).flatten().collect();
    let people: Vec<Id> = present(file).map(|item| item.id).collect();
    if people.is_empty() {
        return Some("nobody is in the room yet".to_owned());
    }
    let lacking = people.iter().filter(|id| !linked.contains(id)).count();
    share(lacking, people.len(), "person", "people", "introduction yet")
}

/// One asset with its place, who runs it and what it needs is enough (P2). A strength is praise, not a place to go to.
fn asset(file: &File) -> Option<String> {
    let told = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    let lacking = |asset: Contribution<'_>| -> Vec<&str> {
        let runs = asset.lead().is_some_and(|lead| Lead::is_reachable(file, lead));
        let parts =
            [(told(asset.place()), "where it is"), (runs, "who runs it"), (told(asset.need()), "what it needs")];
        parts.iter().filter(|(told, _)| !told).map(|(_, what)| *what).collect()
    };
    let assets = file.live(&List::Contributions).map(Contribution).filter(|said| said.kind() == Some(Kind::Asset));
    match assets.map(lacking).min_by_key(Vec::len) {
        None => Some("no asset is written down yet".to_owned()),
        Some(nearest) if nearest.is_empty() => None,
        Some(nearest) => Some(format!("the asset nearest to complete does not say {}", nearest.join(", or "))),
    }
}

fn action_complete(file: &File) -> Option<String> {
    const NEEDED: [Missing; 5] = [Missing::Lead, Missing::Partner, Missing::Need, Missing::Due, Missing::Measure];
    let lacking = |item: &Item| -> Vec<&str> {
        let gaps = gaps(file, item);
        NEEDED.iter().filter(|gap| gaps.contains(gap)).map(|gap| gap.word()).collect()
    };
    match file.live(&List::Actions).map(lacking).min_by_key(Vec::len) {
        None => Some(NO_ACTION.to_owned()),
        Some(nearest) if nearest.is_empty() => None,
        Some(nearest) => Some(format!("the action nearest to complete has no {}", nearest.join(", no "))),
    }
}

fn every_action(file: &File, gap: Missing) -> Option<String> {
    let lacking: Vec<bool> = file.live(&List::Actions).map(|item| gaps(file, item).contains(&gap)).collect();
    if lacking.is_empty() {
        return Some(NO_ACTION.to_owned());
    }
    share(lacking.iter().filter(|lacks| **lacks).count(), lacking.len(), "action", "actions", gap.word())
}

const NO_ACTION: &str = "there is no action yet";

/// "3 of 8 people have no introduction yet"; nothing where none lacks it.
fn share(lacking: usize, all: usize, one: &str, many: &str, what: &str) -> Option<String> {
    let things = if all == 1 { one } else { many };
    let have = if lacking == 1 { "has" } else { "have" };
    (lacking > 0).then(|| format!("{lacking} of {all} {things} {have} no {what}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;
    use crate::model::file::Withdrawal;

    fn details(sample: &Sample, stage: &str) -> Vec<String> {
        let open = open_checks(&sample.file, Programme::embedded(), stage);
        open.into_iter().filter_map(|check| check.detail).collect()
    }

    #[test]
    fn an_empty_session_has_every_check_open() {
        let sample = Sample::new(1);
        let open: usize = Programme::embedded().stages.iter().map(|stage| details(&sample, &stage.id).len()).sum();
        assert_eq!(open, 8);
        assert_eq!(details(&sample, "elsewhere"), Vec::<String>::new());
    }

    #[test]
    fn the_first_stage_wants_statements_read_a_connector_and_everyone_introduced() {
        let mut sample = Sample::new(1);
        let people: Vec<Id> = (1..=3).map(|seat| sample.seat(seat, &[])).collect();
        for event in ["ground-rules", "consent"] {
            sample.add(&List::Readings, &[(field::EVENT, event)]);
        }
        let link = sample.add(&List::Links, &[]);
        sample.set(&List::Links, link, field::FROM, people[0]);
        sample.set(&List::Links, link, field::TO, people[1]);
        let workshop = sample.add(&List::Workshops, &[]);
        assert_eq!(
            details(&sample, "relationships"),
            ["no connector is named yet", "1 of 3 people has no introduction yet"]
        );
        sample.set(&List::Workshops, workshop, field::CONNECTOR, "Naz Example");
        sample.set(&List::Links, link, field::REMOVED, true);
        assert_eq!(details(&sample, "relationships"), ["3 of 3 people have no introduction yet"]);
    }

    #[test]
    fn the_asset_nearest_to_complete_says_what_it_lacks() {
        let mut sample = Sample::new(1);
        sample.say(None, "strength", "people look out for each other");
        assert_eq!(details(&sample, "existing-activity"), ["no asset is written down yet"]);
        sample.say(None, "asset", "the library");
        let hall = sample.say(None, "asset", "the hall");
        sample.set(&List::Contributions, hall, field::PLACE, "Kiln Street");
        sample.set(&List::Contributions, hall, field::LEAD, "  ");
        assert_eq!(
            details(&sample, "existing-activity"),
            ["the asset nearest to complete does not say who runs it, or what it needs"]
        );
        let naz = sample.seat(1, &[]);
        sample.set(&List::Contributions, hall, field::LEAD, naz);
        sample.set(&List::Contributions, hall, field::NEED, "a key");
        assert_eq!(details(&sample, "existing-activity"), Vec::<String>::new());
        sample.file.withdraw([Withdrawal::Item(naz)]);
        assert_eq!(details(&sample, "existing-activity"), ["the asset nearest to complete does not say who runs it"]);
    }

    #[test]
    fn the_action_nearest_to_complete_says_what_it_lacks() {
        let mut sample = Sample::new(1);
        sample.add(&List::Actions, &[]);
        let fields = [(field::LEAD, "Sam"), (field::DUE, "2026-12-04"), (field::MEASURE, "two meetings")];
        let action = sample.add(&List::Actions, &fields);
        assert_eq!(details(&sample, "co-creation"), ["the action nearest to complete has no partner, no resource"]);
        sample.set(&List::Actions, action, field::NEED, "a key");
        sample.put(&List::Actions, action, field::PARTNERS, "the church");
        assert_eq!(details(&sample, "co-creation"), Vec::<String>::new());
    }

    #[test]
    fn every_action_needs_a_voice_route_and_a_feedback_date() {
        let mut sample = Sample::new(1);
        sample.add(&List::Actions, &[(field::VOICE, "call three residents"), (field::FEEDBACK, "2026-12-04")]);
        sample.add(&List::Actions, &[(field::FEEDBACK, "soon")]);
        assert_eq!(
            details(&sample, "patient-voice"),
            ["1 of 2 actions has no voice route", "1 of 2 actions has no feedback date"]
        );
    }

    #[test]
    fn a_check_of_the_users_own_is_a_question_for_people() {
        let mut programme = Programme::embedded().clone();
        let own = Check { id: "tea".into(), text: "Everyone has had tea.".into() };
        programme.stages[1].checks = vec![own];
        let open = open_checks(&Sample::new(1).file, &programme, "existing-activity");
        assert_eq!(open, [OpenCheck { id: "tea".into(), text: "Everyone has had tea.".into(), detail: None }]);
    }
}
