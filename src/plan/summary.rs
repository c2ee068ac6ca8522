//! What a file comes to, in numbers, for reports and screens.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::cells::Means;
use super::loose_ends::LooseEnds;
use super::private::is_private;
use super::room::agreements;
use super::rows::{Missing, Row};
use super::same::Groups;
use super::sessions::Sessions;
use super::themes::Themes;
use crate::model::fields::{Contribution, List, field};
use crate::model::file::{File, Withdrawal};
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::{PairKind, Status};

/// A theme and its voices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The name shown.
    pub name: String,
    /// How many contributions are about it.
    pub contributions: usize,
    /// How many voices: everybody who spoke of it, each person once, each line of which nobody knows who said it, and
    /// those who agreed.
    pub voices: i64,
}

/// A field where two values stand, neither having seen the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The list.
    pub list: List,
    /// The item.
    pub id: Id,
    /// The name of the field.
    pub field: String,
}

/// A file in numbers, without the sessions it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many workshops.
    pub workshops: usize,
    /// How many sessions: recorders, each with a file.
    pub sessions: usize,
    /// How many sessions are left out.
    pub left_out: usize,
    /// How many contributions.
    pub contributions: usize,
    /// How many items were withdrawn.
    pub withdrawn: usize,
    /// Contributions by the id of their stage; an empty id where they have none.
    pub by_stage: BTreeMap<String, usize>,
    /// Contributions by workshop; none where it is not known.
    pub by_workshop: BTreeMap<Option<Id>, usize>,
    /// Actions by status, every status named.
    pub by_status: Vec<(Status, usize)>,
    /// How many rows lack what, everything that can be missing named.
    pub missing: Vec<(Missing, usize)>,
    /// How many rows have no community source.
    pub without_source: usize,
    /// What the actions cost together, and what of that is found.
    pub means: Means,
    /// Themes, most voices first.
    pub themes: Vec<Theme>,
    /// What is to be settled.
    pub clashes: Vec<Clash>,
    /// Questions and parked items that somebody has still to see to.
    pub loose_ends: LooseEnds,
    /// Items that are waiting for their file: only somebody's edits of them are here.
    pub waiting: Vec<(List, Id)>,
}

/// What was heard of a theme so far.
#[derive(Default)]
struct Heard<'a> {
    contributions: usize,
    voices: i64,
    /// Who spoke of it.
    people: HashSet<&'a str>,
}

impl Summary {
    /// Counts a file, whose action plan is `rows`.
    pub fn of(file: &File, origins: &Origins, rows: &[Row]) -> Self {
        let sessions = Sessions::of(file, origins);
        // An action that is the same as an earlier one stands apart from the count.
        let rows: Vec<&Row> = rows.iter().filter(|row| row.same_as.is_none()).collect();
        let lack =
            |gap: Missing| rows.iter().filter(move |row| row.missing.contains(&gap) || row.wanted.contains(&gap));
        let mut summary = Self {
            workshops: file.live(&List::Workshops).count(),
            sessions: sessions.taken_in(),
            left_out: sessions.left_out(),
            withdrawn: file.withdrawn().iter().filter(|w| matches!(w, Withdrawal::Item(_))).count(),
            by_status: Status::ALL.iter().map(|s| (*s, rows.iter().filter(|row| row.status == *s).count())).collect(),
            missing: Missing::ALL.iter().map(|gap| (*gap, lack(*gap).count())).collect(),
            loose_ends: LooseEnds::of(file, origins),
            means: Means::total(rows.iter().filter_map(|row| Means::of(file.find(&List::Actions, row.id)?))),
            without_source: rows.iter().filter(|row| row.has_no_source()).count(),
            ..Self::default()
        };
        summary.count_words(file, origins, &sessions);
        summary.look_for_clashes(file, &sessions);
        summary
    }

    fn count_words(&mut self, file: &File, origins: &Origins, sessions: &Sessions<'_>) {
        let agreed = agreements(file);
        let names = Themes::of(file);
        let people = Groups::of(file, PairKind::Person);
        // By text, as it stands in the file: to read the id of every speaker would take longer than all the rest.
        let first: HashMap<String, String> = people
            .all()
            .flat_map(|group| group.iter().map(|id| (id.to_string(), people.first(*id).to_string())))
            .collect();
        let mut themes: HashMap<&str, Heard<'_>> = HashMap::new();
        for item in file.live(&List::Contributions).filter(|item| sessions.take_in(item.id.stamp)) {
            let said = Contribution(item);
            self.contributions += 1;
            let stage = said.stage().unwrap_or_default();
            match self.by_stage.get_mut(stage) {
                Some(count) => *count += 1,
                None => drop(self.by_stage.insert(stage.to_owned(), 1)),
            }
            *self.by_workshop.entry(origins.workshop(item.id.stamp)).or_default() += 1;
            // What the recorder noted of somebody is nobody's voice.
            if is_private(item) {
                continue;
            }
            let speaker = item.text(field::SPEAKER).map(|id| first.get(id).map_or(id, String::as_str));
            for theme in names.of_item(item) {
                let heard = themes.entry(theme).or_default();
                heard.contributions += 1;
                let anew = speaker.is_none_or(|speaker| heard.people.insert(speaker));
                let agreed = agreed.get(&item.id).copied().unwrap_or(0);
                heard.voices = heard.voices.saturating_add(i64::from(anew)).saturating_add(agreed);
            }
        }
        let theme = |(name, heard): (&str, Heard<'_>)| Theme {
            name: name.to_owned(),
            contributions: heard.contributions,
            voices: heard.voices,
        };
        self.themes = themes.into_iter().map(theme).collect();
        self.themes.sort_by(|a, b| (Reverse(a.voices), &a.name).cmp(&(Reverse(b.voices), &b.name)));
    }

    fn look_for_clashes(&mut self, file: &File, sessions: &Sessions<'_>) {
        for (list, item) in file.items().filter(|(_, item)| sessions.take_in(item.id.stamp) && !item.is_removed()) {
            if !item.has_base() {
                self.waiting.push((list.clone(), item.id));
            }
            let clash = |field: &str| Clash { list: list.clone(), id: item.id, field: field.to_owned() };
            self.clashes.extend(item.clashes().map(|name| clash(name.as_str())));
        }
    }
}

/// A count that does not hide what was withdrawn: "231, 3 withdrawn".
pub fn counted(count: usize, withdrawn: usize) -> String {
    if withdrawn == 0 { count.to_string() } else { format!("{count}, {withdrawn} withdrawn") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::rows;
    use super::super::sample::{Sample, minute};
    use super::*;
    use crate::model::edit::Edit;
    use crate::model::fields::field;

    fn summary(file: &File) -> Summary {
        let origins = Origins::of(file);
        Summary::of(file, &origins, &rows(file, &origins, minute(0).date_naive()))
    }

    /// A table with one quote about transport, with which two more agree.
    fn table(writer: u32) -> (Sample, Id) {
        let mut sample = Sample::new(writer);
        let workshop = sample.add(&List::Workshops, &[]);
        let recorder = sample.add(&List::Recorders, &[]);
        sample.set(&List::Recorders, recorder, field::WORKSHOP, workshop);
        let run = sample.add(&List::Runs, &[]);
        sample.set(&List::Runs, run, field::RECORDER, recorder);
        let said = sample.say(None, "quote", "they moved the bus stop");
        sample.set(&List::Contributions, said, field::STAGE, "co-creation");
        sample.put(&List::Contributions, said, field::THEMES, "transport");
        let agreement = sample.add(&List::Agreements, &[]);
        sample.set(&List::Agreements, agreement, field::CONTRIBUTION, said);
        sample.set(&List::Agreements, agreement, field::COUNT, 2);
        (sample, recorder)
    }

    #[test]
    fn a_plan_counts_its_sessions_and_not_those_left_out() {
        let (mut one, _) = table(1);
        let (two, recorder) = table(2);
        one.file.join(&two.file);
        let both = summary(&one.file);
        assert_eq!((both.workshops, both.sessions, both.contributions), (2, 2, 2));
        assert_eq!(both.by_workshop.values().copied().collect::<Vec<_>>(), [1, 1]);
        assert_eq!(both.themes, [Theme { name: "transport".into(), contributions: 2, voices: 6 }]);
        one.set(&List::Recorders, recorder, field::LEFT_OUT, true);
        let left = summary(&one.file);
        assert_eq!((left.sessions, left.left_out, left.contributions), (1, 1, 1));
        assert_eq!(left.by_stage.get("co-creation"), Some(&1));
    }

    #[test]
    fn actions_are_counted_by_status_and_by_what_they_lack() {
        let mut sample = Sample::new(1);
        sample.add(&List::Actions, &[(field::LEAD, "Sam")]);
        sample.add(&List::Actions, &[]);
        let summary = summary(&sample.file);
        assert!(summary.by_status.contains(&(Status::NotStarted, 2)) && summary.by_status.contains(&(Status::Done, 0)));
        assert!(summary.missing.contains(&(Missing::Lead, 1)) && summary.missing.contains(&(Missing::Voice, 2)));
        assert_eq!(summary.without_source, 2);
    }

    #[test]
    fn clashes_and_items_waiting_for_their_file_are_listed() {
        let (mut one, _) = table(1);
        let mut two = Sample::new(2);
        two.file.join(&one.file);
        let said = one.file.list(&List::Contributions)[0].id;
        one.set(&List::Contributions, said, field::STAGE, "relationships");
        two.set(&List::Contributions, said, field::STAGE, "patient-voice");
        one.file.join(&two.file);
        let found = summary(&one.file);
        assert_eq!(found.clashes, [Clash { list: List::Contributions, id: said, field: "stage".into() }]);
        assert_eq!(found.waiting, []);
        let stamp = one.add(&List::Links, &[]).stamp;
        let mut edit = Edit::new(&two.file, stamp);
        edit.set(&List::Contributions, said, field::STAR, true);
        assert_eq!(summary(&edit.finish()).waiting, [(List::Contributions, said)]);
    }

    #[test]
    fn a_count_names_what_was_withdrawn() {
        assert_eq!((counted(231, 3), counted(231, 0)), ("231, 3 withdrawn".into(), "231".into()));
    }
}
