//! The close of a workshop, as its readings tell it: what was said at the end, and whether it is over.

use crate::model::fields::{List, Reading};
use crate::model::file::File;

/// Whether the workshop is closed: it may have been opened again since.
pub fn is_closed(file: &File) -> bool {
    // In order of their ids, and so of their stamps.
    let mut events = file.live(&List::Readings).rev().filter_map(|item| Reading(item).event());
    events.find(|event| matches!(*event, "close" | "reopen")) == Some("close")
}

/// What was last noted of an event, under the wording that says whose words they are; none where nobody said anything.
pub fn noted<'f>(file: &'f File, event: &str, whose: &str) -> Option<&'f str> {
    let readings = file.live(&List::Readings).rev().map(Reading);
    let mut of_event = readings.filter(|r| r.event() == Some(event) && r.wording().unwrap_or_default() == whose);
    of_event.find_map(|r| r.text().filter(|text| !text.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;

    #[test]
    fn a_workshop_is_closed_until_it_is_opened_again() {
        let mut sample = Sample::new(1);
        for (event, closed) in [("consent", false), ("close", true), ("reopen", false), ("close", true)] {
            sample.add(&List::Readings, &[(field::EVENT, event)]);
            assert_eq!(is_closed(&sample.file), closed, "{event}");
        }
    }

    #[test]
    fn the_last_words_of_each_side_hold() {
        let mut sample = Sample::new(1);
        for (whose, text) in [("facilitator", "too fast"), ("delegates", "come back"), ("facilitator", "too slow")] {
            let fields = [(field::EVENT, "reflection"), (field::WORDING, whose), (field::TEXT, text)];
            sample.add(&List::Readings, &fields);
        }
        let said = ["facilitator", "delegates", "", "nobody"].map(|whose| noted(&sample.file, "reflection", whose));
        assert_eq!(said, [Some("too slow"), Some("come back"), None, None]);
    }
}
