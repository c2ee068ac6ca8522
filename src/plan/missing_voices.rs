//! Missing voices: who was never there, never heard or never leading, over all workshops of a file, and what to do next
//! (domain P11, R1, R7, T4; §2.1).
//!
//! Kinds of partner, areas of the plan, and the groups that were chosen locally. Counts and names of kinds, areas and
//! groups alone: nobody is named. The words on what to do next stand in the programme.

use std::collections::{HashMap, HashSet};

use super::answers::last_updates;
use super::header::{AreaMap, header, names, same};
use super::private::is_private;
use super::rows::Lead;
use super::same::{Groups, later_actions};
use super::series::Series;
use super::sessions::Sessions;
use crate::model::fields::{Action, Contribution, Delegate, List, Plan, Workshop};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::origin::Origins;
use crate::model::programme::{Category, Programme};
use crate::model::stamp::Id;
use crate::model::words::{PairKind, Status};

/// Somebody whose voice is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// A kind of partner, an area or a group, by name.
    pub name: String,
    /// Whether somebody typed that name.
    pub typed: bool,
    /// How many people came; of an area, how many workshops were held there.
    pub came: usize,
    /// How many lines they said; of an area, how many were said there.
    pub lines: usize,
    /// How many actions they lead; of an area, how many are for it.
    pub leads: usize,
    /// What to do next; empty where nothing is missing.
    pub next: String,
}

impl Voice {
    /// Whether nobody ever came.
    pub const fn is_absent(&self) -> bool {
        self.came == 0
    }

    /// Whether they came and were never heard.
    pub const fn is_unheard(&self) -> bool {
        self.came > 0 && self.lines == 0
    }

    /// Whether they were heard and lead nothing.
    pub const fn leads_nothing(&self) -> bool {
        self.came > 0 && self.lines > 0 && self.leads == 0
    }
}

/// Whose voices are missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingVoices {
    /// How many workshops were looked at.
    pub workshops: usize,
    /// Whether the workshop says that another came before it, which is not in the file.
    pub earlier_elsewhere: bool,
    /// Every kind of partner.
    pub kinds: Vec<Voice>,
    /// Every area of the plan.
    pub areas: Vec<Voice>,
    /// Every group that was chosen locally.
    pub groups: Vec<Voice>,
}

/// What is asked of a voice: the heading, and which voices stand under it.
pub type Asked = (&'static str, fn(&Voice) -> bool);

impl MissingVoices {
    /// What is asked of kinds of partner and of groups.
    pub const OF_PEOPLE: [Asked; 3] = [
        ("Never there", Voice::is_absent),
        ("There, and never heard", Voice::is_unheard),
        ("Heard, and leading nothing", Voice::leads_nothing),
    ];

    /// What is asked of areas.
    pub const OF_AREAS: [Asked; 2] =
        [("No workshop there", Voice::is_absent), ("No action for it", |voice| voice.leads == 0)];

    /// Looks over a file, without the sessions it leaves out; `counts` says which lines and actions may count.
    pub fn of(
        file: &File,
        origins: &Origins,
        programme: &Programme,
        series: &Series,
        counts: impl Fn(&Item) -> bool,
    ) -> Self {
        let sessions = Sessions::of(file, origins);
        let plan = header(file);
        let (last, later) =
            (last_updates(file, &sessions), later_actions(file, |item| sessions.take_in(item.id.stamp)));
        let stopped = |id: &Id| last.get(id).and_then(|update| update.status()) == Some(Status::Stopped);
        let actions: Vec<Action<'_>> = file
            .live(&List::Actions)
            .filter(|item| sessions.take_in(item.id.stamp) && counts(item))
            .filter(|item| !stopped(&item.id) && !later.contains_key(&item.id))
            .map(Action)
            .collect();
        let people: Vec<Delegate<'_>> =
            file.live(&List::Delegates).filter(|item| sessions.take_in(item.id.stamp)).map(Delegate).collect();
        let mut spoken: HashMap<Id, usize> = HashMap::new();
        let mut said_at: HashMap<Id, usize> = HashMap::new();
        let lines = file.live(&List::Contributions).filter(|item| sessions.take_in(item.id.stamp));
        for item in lines.filter(|item| !is_private(item) && counts(item)) {
            if let Some(speaker) = Contribution(item).speaker() {
                *spoken.entry(speaker).or_default() += 1;
            }
            if let Some(workshop) = origins.workshop(item.id.stamp) {
                *said_at.entry(workshop).or_default() += 1;
            }
        }
        let known: HashSet<Id> = file.live(&List::Workshops).map(|item| item.id).collect();
        let earlier = file.live(&List::Workshops).filter_map(|item| Workshop(item).earlier());
        let leads = actions.iter().filter_map(|action| Lead::read(action.lead()?)).collect();
        let look = Look { file, programme, people: &people, spoken, said_at, actions: &actions, leads };
        Self {
            workshops: series.workshops.len(),
            earlier_elsewhere: earlier.into_iter().any(|id| !known.contains(&id)),
            kinds: look.kinds(series),
            areas: look.areas(plan, origins),
            groups: plan.into_iter().flat_map(Plan::plus).map(|group| look.group(group)).collect(),
        }
    }

    /// Whether nothing is missing of all that was looked for.
    pub fn is_complete(&self) -> bool {
        let people = self.kinds.iter().chain(&self.groups);
        let lacks = |voice: &Voice| Self::OF_PEOPLE.iter().any(|(_, asked)| asked(voice));
        !people.into_iter().any(lacks) && self.areas.iter().all(|area| area.came > 0 && area.leads > 0)
    }
}

/// What is looked at.
struct Look<'l, 'f> {
    file: &'f File,
    programme: &'l Programme,
    people: &'l [Delegate<'f>],
    /// How many of the lines that count each delegate said.
    spoken: HashMap<Id, usize>,
    /// How many of them were said at each workshop.
    said_at: HashMap<Id, usize>,
    /// The actions that stand: not stopped, and not one with an earlier one.
    actions: &'l [Action<'f>],
    /// Who leads them.
    leads: Vec<Lead>,
}

impl<'f> Look<'_, 'f> {
    fn category(&self, person: Delegate<'f>) -> Option<&Category> {
        person.category().and_then(|id| self.programme.category(id))
    }

    /// The kinds of partner as the series counts them, with what they lead.
    fn kinds(&self, series: &Series) -> Vec<Voice> {
        let partners = self.programme.partners().zip(&series.partners);
        let of = |person: &Delegate<'f>| {
            let category = self.category(*person)?;
            Some((person.id(), category.under.as_ref().unwrap_or(&category.id)))
        };
        let kinds: HashMap<Id, &String> = self.people.iter().filter_map(of).collect();
        let kinds = partners.map(|(category, covered)| {
            let spoken = self.spoken.iter().filter(|(id, _)| kinds.get(id) == Some(&&category.id));
            let is_of = |lead: &Lead| matches!(lead, Lead::Person(id) if kinds.get(id) == Some(&&category.id));
            let leads = self.leads.iter().filter(|lead| is_of(lead));
            let voice = Voice {
                name: category.title.clone(),
                typed: false,
                came: covered.counts.iter().map(|(here, _)| *here).sum(),
                lines: spoken.map(|(_, lines)| *lines).sum(),
                leads: leads.count(),
                next: String::new(),
            };
            self.advised(voice, &category.reach)
        });
        kinds.collect()
    }

    /// A group chosen locally: somebody is of it where their role, body or kind of partner holds its name.
    fn group(&self, group: &str) -> Voice {
        let of = |person: &&Delegate<'f>| {
            let category = self.category(**person);
            let titles = category.into_iter().flat_map(|of| std::iter::once(&of.title).chain(&of.aliases));
            let own = [person.role(), person.organisation()].into_iter().flatten();
            own.chain(titles.map(String::as_str)).any(|text| names(text, group) || same(text, group))
        };
        let members: Vec<Id> = self.people.iter().filter(of).map(|person| person.id()).collect();
        let one = Groups::of(self.file, PairKind::Person);
        let came: HashSet<Id> = members.iter().map(|id| one.first(*id)).collect();
        let leads = |lead: &&Lead| match lead {
            Lead::Person(id) => members.contains(id),
            Lead::Text(text) => names(text, group),
        };
        let voice = Voice {
            name: group.to_owned(),
            typed: true,
            came: came.len(),
            lines: members.iter().filter_map(|id| self.spoken.get(id)).sum(),
            leads: self.leads.iter().filter(leads).count(),
            next: String::new(),
        };
        self.advised(voice, &self.programme.reach.group)
    }

    /// Areas of the plan: where a workshop was held, by its network or its place, and which have an action.
    fn areas(&self, plan: Option<Plan<'_>>, origins: &Origins) -> Vec<Voice> {
        let map = AreaMap::of(plan);
        let held: Vec<(Id, Workshop<'_>)> =
            self.file.live(&List::Workshops).map(|item| (item.id, Workshop(item))).collect();
        let is_in = |workshop: &Workshop<'_>, area: &str| {
            let networks = workshop.pcn().map(|pcn| map.areas_of(pcn)).unwrap_or_default();
            // A network of several areas meets in the one that its place names.
            let placed = workshop.place().is_some_and(|place| names(place, area));
            placed || matches!(networks.as_slice(), [only] if same(only, area))
        };
        let voices = map.areas().iter().map(|area| {
            let there: Vec<Id> = held.iter().filter(|(_, of)| is_in(of, area)).map(|(id, _)| *id).collect();
            let lines = there.iter().filter_map(|at| self.said_at.get(at)).sum();
            let is_for = |action: &&Action<'_>| {
                let network = super::header::network(self.file, origins.workshop(action.id().stamp));
                map.areas_for(**action, network).iter().any(|of| same(of, area))
            };
            let leads = self.actions.iter().filter(is_for).count();
            let next = if there.is_empty() { self.programme.reach.area.clone() } else { String::new() };
            Voice { name: area.clone(), typed: true, came: there.len(), lines, leads, next }
        });
        voices.collect()
    }

    /// The voice with what to do next.
    fn advised(&self, voice: Voice, where_absent: &str) -> Voice {
        let reach = &self.programme.reach;
        let next = match &voice {
            voice if voice.is_absent() && !where_absent.is_empty() => where_absent,
            voice if voice.is_absent() => &reach.group,
            voice if voice.is_unheard() => &reach.heard,
            voice if voice.leads_nothing() => &reach.leads,
            _ => "",
        };
        Voice { next: next.to_owned(), ..voice }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;

    fn look(file: &File) -> MissingVoices {
        let (origins, programme) = (Origins::of(file), Programme::embedded());
        MissingVoices::of(file, &origins, programme, &Series::of(file, &origins, programme), |_| true)
    }

    fn names_of(voices: &[Voice], asked: fn(&Voice) -> bool) -> Vec<&str> {
        voices.iter().filter(|voice| asked(voice)).map(|voice| voice.name.as_str()).collect()
    }

    fn held(sample: &mut Sample, fields: &[(crate::model::fields::Field, &str)]) -> Id {
        let workshop = sample.add(&List::Workshops, fields);
        let recorder = sample.add(&List::Recorders, &[]);
        sample.set(&List::Recorders, recorder, field::WORKSHOP, workshop);
        let run = sample.add(&List::Runs, &[]);
        sample.set(&List::Runs, run, field::RECORDER, recorder);
        workshop
    }

    #[test]
    fn kinds_of_partner_are_never_there_never_heard_or_never_leading_each_with_what_to_do() {
        let mut sample = Sample::new(1);
        let workshop = held(&mut sample, &[(field::DATE, "2026-11-21")]);
        let seat = |sample: &mut Sample, number: i64, category: &str| {
            let id = sample.seat(number, &[(field::CATEGORY, category)]);
            sample.set(&List::Delegates, id, field::WORKSHOP, workshop);
            id
        };
        let (joy, sam) = (seat(&mut sample, 1, "local-residents"), seat(&mut sample, 2, "housing"));
        seat(&mut sample, 3, "pharmacy");
        sample.say(Some(joy), "quote", "they moved the bus stop");
        sample.say(Some(sam), "quote", "we hold the key");
        sample.add(&List::Actions, &[(field::TEXT, "Open the hall"), (field::LEAD, &sam.to_string())]);
        let found = look(&sample.file);
        assert_eq!(names_of(&found.kinds, Voice::is_absent).len(), 14);
        assert_eq!(names_of(&found.kinds, Voice::is_unheard), ["Community pharmacists"]);
        assert_eq!(names_of(&found.kinds, Voice::leads_nothing), ["Local residents"]);
        let of = |name: &str| found.kinds.iter().find(|voice| voice.name == name).unwrap();
        assert_eq!(of("Housing providers").next, "");
        assert!(of("Faith organisations").next.starts_with("Visit after a service"));
        assert_eq!(of("Local residents").next, Programme::embedded().reach.leads);
        assert!(!found.is_complete());
    }

    #[test]
    fn areas_and_groups_of_the_plan_are_looked_for_by_name() {
        let mut sample = Sample::new(1);
        let workshop = held(&mut sample, &[(field::DATE, "2026-11-21"), (field::PLACE, "Kiln Street hall, Redditch")]);
        sample.edit(|edit| {
            let id = edit.plan();
            for (set, element) in [
                (field::AREAS, "Redditch"),
                (field::AREAS, "Bromsgrove"),
                (field::PLUS, "Roma families"),
                (field::PLUS, "carers"),
            ] {
                edit.put(&List::Plans, id, set, element);
            }
        });
        let carer = sample.seat(1, &[(field::ROLE, "carers' lead")]);
        sample.set(&List::Delegates, carer, field::WORKSHOP, workshop);
        sample.say(Some(carer), "quote", "nobody asks us");
        let action = sample.add(&List::Actions, &[(field::TEXT, "Ask carers")]);
        sample.put(&List::Actions, action, field::AREAS, "Redditch");
        let found = look(&sample.file);
        assert_eq!(names_of(&found.areas, Voice::is_absent), ["Bromsgrove"]);
        assert_eq!(names_of(&found.groups, Voice::is_absent), ["Roma families"]);
        assert_eq!(names_of(&found.groups, Voice::leads_nothing), ["carers"]);
        assert_eq!(found.areas.iter().find(|area| area.name == "Redditch").unwrap().leads, 1);
        assert!(found.groups.iter().all(|voice| !voice.next.is_empty()));
    }

    #[test]
    fn an_earlier_workshop_that_is_not_in_the_file_is_known_of() {
        let mut sample = Sample::new(1);
        let elsewhere = Sample::new(2).add(&List::Workshops, &[]);
        let workshop = held(&mut sample, &[(field::DATE, "2026-11-21")]);
        assert!(!look(&sample.file).earlier_elsewhere);
        sample.set(&List::Workshops, workshop, field::EARLIER, elsewhere);
        assert!(look(&sample.file).earlier_elsewhere);
    }
}
