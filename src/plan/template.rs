//! An earlier workshop as the template of a new one: its agenda and event card come along, nothing that was said.

use super::agenda::Agenda;
use super::carried::latest_workshop;
use crate::model::edit::Edit;
use crate::model::fields::{Field, List, Workshop, field};
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::stamp::Id;

/// What the workshop says of itself that holds for the next one too, beside the details that a form asks for.
const TEXTS: [Field; 2] = [field::EXPERIENCE, field::STRATEGIC];
/// The same, of sets.
const SETS: [Field; 7] =
    [field::HOSTS, field::SPONSORS, field::BODIES, field::THEMES, field::INVITED, field::OPEN_TO_CHANGE, field::FIXED];

/// Writes into a new workshop what an earlier one of the series hands on.
///
/// Of a plan it is the latest workshop that does. Every part of the agenda gets a new id, and stays though it was cut on the day. The speakers come along as still to
/// be confirmed: nobody has asked them yet.
pub fn carry_over(edit: &mut Edit<'_>, earlier: &File, workshop: Id) {
    let list = &List::Workshops;
    let before = latest_workshop(earlier).map(Workshop);
    if let Some(before) = before {
        for text in TEXTS {
            if let Some(value) = before.0.text(text) {
                edit.set(list, workshop, text, value);
            }
        }
        for set in SETS {
            for element in before.0.set(set) {
                edit.put(list, workshop, set, element);
            }
        }
        for speaker in before.speakers() {
            edit.put(list, workshop, field::SPEAKERS, speaker);
            edit.put(list, workshop, field::UNCONFIRMED, speaker);
        }
    }
    let agenda = Agenda::of_workshop(earlier, before, &Programme::default());
    for (at, part) in agenda.parts.iter().enumerate() {
        let id = edit.create(&List::Agenda);
        edit.set(&List::Agenda, id, field::WORKSHOP, workshop);
        part.write(edit, id, at);
        edit.clear(&List::Agenda, id, field::LEFT_OUT);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn of_a_plan_the_latest_workshop_hands_on_its_agenda_and_card() {
        let mut plan = Sample::new(1);
        for (date, host, part) in [("2026-11-21", "Second", "Walk"), ("2026-09-15", "First", "Talk")] {
            let workshop = plan.add(&List::Workshops, &[(field::DATE, date)]);
            plan.put(&List::Workshops, workshop, field::HOSTS, host);
            let part = plan.add(&List::Agenda, &[(field::TITLE, part)]);
            plan.set(&List::Agenda, part, field::WORKSHOP, workshop);
        }
        let mut next = Sample::new(2);
        let workshop = next.add(&List::Workshops, &[]);
        next.edit(|edit| carry_over(edit, &plan.file, workshop));
        assert_eq!(next.file.workshop().unwrap().hosts().collect::<Vec<_>>(), ["Second"]);
        let parts = Agenda::of(&next.file, &Programme::default()).parts;
        assert_eq!(parts.iter().map(|part| part.title.as_str()).collect::<Vec<_>>(), ["Walk"]);
    }

    #[test]
    fn domain_a1_a_template_hands_on_themes_agenda_and_credits_and_nothing_that_was_said() {
        let mut earlier = Sample::new(1);
        let parts = earlier.two_hours();
        let before = earlier.file.workshop().unwrap().id();
        for (set, element) in [
            (field::THEMES, "transport"),
            (field::HOSTS, "Northfield PCN"),
            (field::SPONSORS, "Example Homes"),
            (field::BODIES, "Example Council"),
            (field::SPEAKERS, "Naz Example"),
        ] {
            earlier.put(&List::Workshops, before, set, element);
        }
        earlier.set(&List::Workshops, before, field::STRATEGIC, "Sam Example");
        earlier.put(&List::Agenda, parts[1], field::LEADS, "Joy Example");
        earlier.set(&List::Agenda, parts[5], field::LEFT_OUT, true);
        earlier.say(None, "quote", "they moved the bus stop");
        earlier.go_to_part(0, parts[1]);
        let mut next = Sample::new(2);
        let workshop = next.add(&List::Workshops, &[]);
        next.edit(|edit| carry_over(edit, &earlier.file, workshop));
        let card = next.file.workshop().unwrap();
        assert_eq!(card.themes().collect::<Vec<_>>(), ["transport"]);
        assert_eq!(card.hosts().chain(card.sponsors()).chain(card.bodies()).count(), 3);
        assert_eq!(card.unconfirmed().collect::<Vec<_>>(), ["Naz Example"]);
        assert_eq!(card.strategic(), Some("Sam Example"));
        let agenda = Agenda::of(&next.file, &Programme::default());
        let minutes: Vec<i64> = agenda.parts.iter().map(|part| part.minutes).collect();
        assert_eq!(minutes, [10, 20, 25, 10, 30, 15, 10]);
        assert_eq!(agenda.parts[1].leads, ["Joy Example"]);
        assert!(agenda.parts[3].buffer && !agenda.parts[5].left_out);
        assert!(agenda.parts.iter().all(|part| part.id.is_some_and(|id| !parts.contains(&id))));
        assert_eq!((agenda.cuts(), next.file.list(&List::Contributions).len()), (vec![5, 1], 0));
        assert!(next.file.list(&List::Moves).is_empty());
    }
}
