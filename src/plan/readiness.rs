//! What an action still has to say: what is missing of any, and the five steps that a project takes before it starts.
//!
//! Relationships, connections and patient voice begin now; only a project must be ready first (domain T3, P16). Whether
//! a step is taken is worked out from what the action says, so that nobody can tick it.

use std::fmt;

use super::rows::{Lead, Missing, gaps};
use crate::model::fields::{Action, Field, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::words::ActionType;

/// One of the five steps.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadyStep {
    /// What it asks for.
    pub title: &'static str,
    /// The fields that say so, all of them.
    pub fields: &'static [Field],
}

/// The five steps, in their order.
pub const READY_STEPS: [ReadyStep; 5] = [
    ReadyStep { title: "a small start from need and data", fields: &[field::NEED, field::DATA] },
    ReadyStep { title: "a structure, and somebody to question it", fields: &[field::LEAD, field::CHALLENGER] },
    ReadyStep { title: "people reached before they are ill", fields: &[field::REACH] },
    ReadyStep { title: "a partner to learn with", fields: &[field::LEARNING] },
    ReadyStep {
        title: "a measure, with where things stand now and when to stop",
        fields: &[field::MEASURE, field::BASELINE, field::STOP_RULE],
    },
];

/// The order in which a room is asked for what an action lacks.
const ASKED: [Missing; 9] = [
    Missing::Text,
    Missing::Lead,
    Missing::Partner,
    Missing::Need,
    Missing::Measure,
    Missing::Due,
    Missing::Voice,
    Missing::Feedback,
    Missing::Issue,
];

/// How ready a project is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// The steps not taken yet.
    pub open: Vec<&'static ReadyStep>,
}

impl Readiness {
    /// How many of the five steps are taken.
    pub const fn taken(&self) -> usize {
        READY_STEPS.len().saturating_sub(self.open.len())
    }

    /// Whether it can start.
    pub const fn is_ready(&self) -> bool {
        self.open.is_empty()
    }
}

impl fmt::Display for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.taken(), READY_STEPS.len())
    }
}

/// How ready an action is; none where it is no project and can start now.
pub fn readiness(file: &File, item: &Item) -> Option<Readiness> {
    if Action(item).kind() != Some(ActionType::Project) {
        return None;
    }
    let is_open = |step: &&ReadyStep| step.fields.iter().any(|field| !says(file, item, *field));
    Some(Readiness { open: READY_STEPS.iter().filter(is_open).collect() })
}

/// The fields that an action is to be asked for, in the order of asking.
pub fn to_ask(file: &File, item: &Item) -> Vec<Field> {
    let gaps = gaps(file, item);
    let mut fields: Vec<Field> = ASKED.iter().filter(|gap| gaps.contains(gap)).map(|gap| gap.field()).collect();
    if Action(item).kind().is_none() {
        fields.push(field::TYPE);
    }
    for step in readiness(file, item).into_iter().flat_map(|ready| ready.open) {
        let lacks = step.fields.iter().filter(|field| !says(file, item, **field));
        let new: Vec<Field> = lacks.filter(|field| !fields.contains(field)).copied().collect();
        fields.extend(new);
    }
    fields
}

fn says(file: &File, item: &Item, field: Field) -> bool {
    item.text(field).is_some_and(|text| match field {
        field::LEAD => Lead::is_reachable(file, text),
        _ => !text.trim().is_empty(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::List;
    use crate::model::file::Withdrawal;
    use crate::model::stamp::Id;

    const WHOLE: &[(Field, &str)] = &[
        (field::TYPE, "project"),
        (field::NEED, "a damp survey"),
        (field::DATA, "one home in four, council survey 2019"),
        (field::LEAD, "Rhys Example"),
        (field::CHALLENGER, "two tenants, at each meeting"),
        (field::REACH, "through the schools"),
        (field::LEARNING, "the university"),
        (field::MEASURE, "homes without damp"),
        (field::BASELINE, "120 of 480 homes"),
    ];

    fn ready(sample: &Sample, action: Id) -> Option<Readiness> {
        readiness(&sample.file, sample.file.find(&List::Actions, action).unwrap())
    }

    #[test]
    fn domain_p16_five_steps_are_worked_out_from_what_a_project_says() {
        let mut sample = Sample::new(1);
        let action = sample.add(&List::Actions, WHOLE);
        let found = ready(&sample, action).unwrap();
        assert_eq!(found.to_string(), "4 of 5");
        assert_eq!(found.open, [&READY_STEPS[4]]);
        sample.set(&List::Actions, action, field::STOP_RULE, "  ");
        assert_eq!(ready(&sample, action).unwrap().taken(), 4, "spaces say nothing");
        sample.set(&List::Actions, action, field::STOP_RULE, "if nothing has changed by spring");
        assert!(ready(&sample, action).unwrap().is_ready());
        for (field, _) in &WHOLE[1..] {
            let mut other = Sample::new(2);
            other.file = sample.file.clone();
            other.edit(|edit| edit.clear(&List::Actions, action, *field));
            assert_eq!(ready(&other, action).unwrap().to_string(), "4 of 5", "{field:?}");
        }
    }

    #[test]
    fn a_structure_whose_lead_has_withdrawn_is_none() {
        let mut sample = Sample::new(1);
        let rhys = sample.seat(1, &[]);
        let action = sample.add(&List::Actions, WHOLE);
        sample.set(&List::Actions, action, field::STOP_RULE, "by spring");
        sample.set(&List::Actions, action, field::LEAD, rhys);
        assert!(ready(&sample, action).unwrap().is_ready());
        sample.file.withdraw([Withdrawal::Item(rhys)]);
        assert_eq!(ready(&sample, action).unwrap().open, [&READY_STEPS[1]]);
    }

    #[test]
    fn domain_t3_only_a_project_faces_the_five_steps() {
        let mut sample = Sample::new(1);
        let action = sample.add(&List::Actions, &[]);
        assert_eq!(ready(&sample, action), None);
        for (kind, waits) in [("relationship", false), ("connection", false), ("voice", false), ("project", true)] {
            sample.set(&List::Actions, action, field::TYPE, kind);
            assert_eq!(ready(&sample, action).is_some(), waits, "{kind}");
        }
    }

    #[test]
    fn an_action_is_asked_only_for_what_it_lacks_and_a_project_for_its_steps_too() {
        let mut sample = Sample::new(1);
        let action = sample.add(&List::Actions, &[(field::TEXT, "ask the church"), (field::MEASURE, "a key")]);
        let ask = |sample: &Sample| -> Vec<&str> {
            to_ask(&sample.file, sample.file.find(&List::Actions, action).unwrap()).iter().map(|f| f.name()).collect()
        };
        assert_eq!(ask(&sample), ["lead", "partners", "need", "due", "voice", "feedback", "issue", "type"]);
        sample.set(&List::Actions, action, field::TYPE, "relationship");
        assert_eq!(ask(&sample), ["lead", "partners", "need", "due", "voice", "feedback", "issue"]);
        sample.set(&List::Actions, action, field::TYPE, "project");
        let rest = ["data", "challenger", "reach", "learning", "baseline", "stop_rule"];
        assert_eq!(ask(&sample)[7..], rest);
    }
}
