//! From words to an action, with a link back to the words.

use std::collections::BTreeSet;

use chrono::SecondsFormat;

use crate::model::edit::Edit;
use crate::model::fields::{Contribution, List, field};
use crate::model::item::Item;
use crate::model::stamp::{Id, Moment};
use crate::model::words::{Kind, Level};

/// Makes an action of any contribution.
///
/// A line captured as an action says what will be done, so its words become the action's. Other words are the issue,
/// and are not copied: a copy would outlive their withdrawal and escape their consent. The row shows them through its
/// evidence ([`Issue::Said`](super::Issue)), and what will be done is left to be written.
pub fn promote(edit: &mut Edit<'_>, contribution: &Item, now: Moment) -> Id {
    let said = Contribution(contribution);
    let is_action = said.kind() == Some(Kind::Action) && said.consent() != Some(Level::Room);
    let text = said.text().filter(|_| is_action);
    note_action(edit, said.id(), text, said.stage(), said.themes(), now)
}

/// Makes one action of several contributions that are one idea: it rests on all of them, is about all that they are
/// about, and is of the stage of the first that has one. What will be done is the organiser's to say.
pub fn promote_all(edit: &mut Edit<'_>, contributions: &[&Item], what: &str, now: Moment) -> Option<Id> {
    let (first, others) = contributions.split_first()?;
    let said = || contributions.iter().map(|item| Contribution(item));
    let stage = said().find_map(Contribution::stage);
    let themes: BTreeSet<&str> = said().flat_map(Contribution::themes).collect();
    let action = note_action(edit, first.id, Some(what), stage, themes, now);
    for other in others {
        edit.put(&List::Actions, action, field::EVIDENCE, &other.id.to_string());
    }
    Some(action)
}

/// Makes an action that rests on a contribution, which may be one of this same edit.
pub fn note_action<'t>(
    edit: &mut Edit<'_>,
    evidence: Id,
    text: Option<&str>,
    stage: Option<&str>,
    themes: impl IntoIterator<Item = &'t str>,
    now: Moment,
) -> Id {
    let list = &List::Actions;
    let action = edit.create(list);
    edit.set(list, action, field::TIME, now.to_rfc3339_opts(SecondsFormat::Secs, false));
    for (field, value) in [(field::TEXT, text), (field::STAGE, stage)] {
        if let Some(value) = value {
            edit.set(list, action, field, value);
        }
    }
    for theme in themes {
        edit.put(list, action, field::THEMES, theme);
    }
    edit.put(list, action, field::EVIDENCE, &evidence.to_string());
    action
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::{Sample, minute};
    use super::super::{Issue, Row, rows};
    use super::*;
    use crate::model::file::Withdrawal;
    use crate::model::origin::Origins;

    fn promoted(sample: &mut Sample, said: Id) -> Row {
        let item = std::sync::Arc::clone(sample.file.find(&List::Contributions, said).unwrap());
        sample.edit(|edit| promote(edit, &item, minute(5)));
        plan(sample).remove(0)
    }

    fn plan(sample: &Sample) -> Vec<Row> {
        rows(&sample.file, &Origins::of(&sample.file), minute(0).date_naive())
    }

    #[test]
    fn a_quote_becomes_an_action_with_its_stage_themes_and_a_link_to_its_words() {
        let mut sample = Sample::new(1);
        let said = sample.say(None, "quote", "they moved the bus stop");
        sample.set(&List::Contributions, said, field::STAGE, "co-creation");
        sample.put(&List::Contributions, said, field::THEMES, "transport");
        let row = promoted(&mut sample, said);
        assert_eq!((row.issue, row.text), (Some(Issue::Said(said)), None));
        assert_eq!((row.evidence.found, row.stage.as_deref()), (vec![said], Some("co-creation")));
        assert_eq!(row.themes, ["transport"]);
    }

    #[test]
    fn words_withdrawn_later_leave_nothing_of_themselves_in_the_plan() {
        let mut sample = Sample::new(1);
        let said = sample.say(None, "idea", "they moved the bus stop");
        promoted(&mut sample, said);
        sample.file.withdraw([Withdrawal::Item(said)]);
        assert!(!String::from_utf8(sample.file.encode()).unwrap().contains("bus stop"));
        assert_eq!((plan(&sample)[0].issue.clone(), plan(&sample)[0].evidence.withdrawn), (None, 1));
    }

    #[test]
    fn a_line_captured_as_an_action_gives_its_words_unless_they_stay_in_the_room() {
        let mut sample = Sample::new(1);
        let said = sample.say(None, "action", "Ask the church about the hall");
        let row = promoted(&mut sample, said);
        assert_eq!((row.text.as_deref(), row.issue), (Some("Ask the church about the hall"), None));
        let mut sample = Sample::new(1);
        let said = sample.say(None, "action", "Ask the church about the hall");
        sample.set(&List::Contributions, said, field::CONSENT, Level::Room);
        assert_eq!(promoted(&mut sample, said).text, None);
    }
}
