//! What holds for the whole plan: the eight fields on inequalities, who is in it, where it works, and whether it is
//! agreed (domain §2.2, P11, P19, R6, R7, T1). One item, whose id is the same in every file.

use chrono::NaiveDate;

use super::day::Day;
use super::rows::Lead;
use crate::model::fields::{Action, Delegate, Field, List, Name, Plan, Workshop, field};
use crate::model::file::File;
use crate::model::fold::folded;
use crate::model::item::Item;
use crate::model::programme::{Framework, Programme};
use crate::model::stamp::Id;

/// The eight fields of the header on neighbourhood inequalities: the field, what it is called, and what belongs there.
pub const EIGHT: [(Field, &str, &str); 8] = [
    (field::LEAD, "Inequalities lead", "who leads on it; @3 is seat 3"),
    (field::POPULATION, "For whom and why", "from the figures and from what people here say"),
    (field::NEEDS, "Needs", "what the community says it needs"),
    (field::OUTCOMES, "Outcomes", "what should come of it"),
    (field::MEASURES, "Measures", "how that is measured"),
    (field::INTERVENTION, "What is done", "planned with the community"),
    (field::DELIVERY, "Delivery", "how it is carried out, and by whom"),
    (field::REVIEW, "Review", "when and how it is looked at again"),
];

/// The item that holds for the whole plan, where there is one.
pub fn header(file: &File) -> Option<Plan<'_>> {
    let item = file.find(&List::Plans, Id::of_plan())?;
    (item.has_base() && !item.is_removed()).then_some(Plan(item))
}

/// Those of the eight fields that say nothing yet; a lead who withdrew is none.
pub fn open_fields(file: &File) -> Vec<(Field, &'static str)> {
    let says = |field: Field| {
        let text = header(file).and_then(|plan| plan.0.text(field)).unwrap_or_default();
        if field == field::LEAD { Lead::is_reachable(file, text) } else { !text.trim().is_empty() }
    };
    EIGHT.iter().filter(|(field, ..)| !says(*field)).map(|(field, title, _)| (*field, *title)).collect()
}

/// Whether a plan is agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanState {
    /// Nobody has said that it is, or not both of two.
    #[default]
    Draft,
    /// It is to be agreed on a day to come: a draft until then.
    Until(NaiveDate),
    /// It was agreed on this day.
    Agreed(NaiveDate),
}

impl PlanState {
    /// The state of a file on a day.
    pub fn of(file: &File, today: NaiveDate) -> Self {
        let Some(plan) = header(file) else { return Self::Draft };
        let clashes = plan.0.clashes().any(|name| *name == Name::Known(field::AGREED));
        match plan.agreed().and_then(Day::read).and_then(|day| day.date()) {
            Some(_) if clashes => Self::Draft,
            Some(day) if day <= today => Self::Agreed(day),
            Some(day) => Self::Until(day),
            None => Self::Draft,
        }
    }

    /// One word for a cell.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft | Self::Until(_) => "DRAFT",
            Self::Agreed(_) => "AGREED",
        }
    }

    /// What stands at the head of every page until it is agreed.
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Self::Draft | Self::Until(_) => Some("DRAFT"),
            Self::Agreed(_) => None,
        }
    }

    /// The same for the head of a report.
    pub fn words(self) -> String {
        match self {
            Self::Draft => "DRAFT, not yet agreed".into(),
            Self::Until(day) => format!("DRAFT, to be agreed on {}", day.format("%-d %B %Y")),
            Self::Agreed(day) => format!("Agreed on {}", day.format("%-d %B %Y")),
        }
    }
}

/// Which network works in which area: many to many (domain R7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaMap {
    pairs: Vec<(String, String)>,
    areas: Vec<String>,
}

impl AreaMap {
    /// Reads the map of a plan.
    pub fn of(plan: Option<Plan<'_>>) -> Self {
        let mut map = Self::default();
        for text in plan.into_iter().flat_map(Plan::networks) {
            let (network, area) = text.split_once(':').unwrap_or((text, ""));
            let (network, area) = (network.trim(), area.trim());
            if !network.is_empty() && !area.is_empty() {
                map.pairs.push((network.to_owned(), area.to_owned()));
            }
        }
        let named = plan.into_iter().flat_map(Plan::areas).map(str::to_owned);
        for area in named.chain(map.pairs.iter().map(|(_, area)| area.clone())) {
            if !map.areas.iter().any(|known| same(known, &area)) {
                map.areas.push(area);
            }
        }
        map
    }

    /// Whether nobody has said where a network works.
    pub const fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.areas.is_empty()
    }

    /// Whether a network stands in it.
    pub const fn has_networks(&self) -> bool {
        !self.pairs.is_empty()
    }

    /// Every area.
    pub fn areas(&self) -> &[String] {
        &self.areas
    }

    /// The areas in which a network works.
    pub fn areas_of(&self, network: &str) -> Vec<&str> {
        self.pairs.iter().filter(|(of, _)| same(of, network)).map(|(_, area)| area.as_str()).collect()
    }

    /// The networks that work in an area.
    pub fn networks_of(&self, area: &str) -> Vec<&str> {
        self.pairs.iter().filter(|(_, of)| same(of, area)).map(|(network, _)| network.as_str()).collect()
    }

    /// The map as it is typed: `Northfield PCN: Redditch, Bromsgrove; Eastfield PCN: Redditch`.
    pub fn typed(&self) -> String {
        let mut networks: Vec<&str> = Vec::new();
        for (network, _) in &self.pairs {
            if !networks.iter().any(|known| same(known, network)) {
                networks.push(network);
            }
        }
        let line = |network: &&str| format!("{network}: {}", self.areas_of(network).join(", "));
        networks.iter().map(line).collect::<Vec<_>>().join("; ")
    }

    /// The elements that such typed text stands for; an error where a part names no area.
    pub fn read(typed: &str) -> Result<Vec<String>, String> {
        let mut elements = Vec::new();
        for part in typed.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (network, areas) = part.split_once(':').unwrap_or((part, ""));
            let areas: Vec<&str> = areas.split(',').map(str::trim).filter(|area| !area.is_empty()).collect();
            if network.trim().is_empty() || areas.is_empty() {
                return Err(format!("“{part}” names no area: write Northfield PCN: Redditch, Bromsgrove."));
            }
            elements.extend(areas.iter().map(|area| format!("{}: {area}", network.trim())));
        }
        Ok(elements)
    }

    /// The areas that an action is for: those it names, else those of the network whose workshop it came from.
    pub(super) fn areas_for<'m>(&'m self, action: Action<'m>, network: Option<&str>) -> Vec<&'m str> {
        let named: Vec<&str> = action.areas().collect();
        if named.is_empty() { network.map_or_else(Vec::new, |network| self.areas_of(network)) } else { named }
    }
}

/// Whether two names are one, but for case, accents and spaces around.
pub(super) fn same(one: &str, other: &str) -> bool {
    crate::model::fold::folded_eq(one.trim(), other.trim())
}

/// Whether the words of one name stand side by side in a text.
pub(super) fn names(text: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text: String = folded(text).collect();
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (text, name) = (words(text), words(name));
    !name.is_empty() && text.windows(name.len()).any(|part| part == name)
}

/// A member of the collaborative: whether its people came, and what it does (domain R6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The body.
    pub name: String,
    /// How many delegates are with it.
    pub came: usize,
    /// The actions it leads or helps with.
    pub actions: Vec<Id>,
}

/// The members of the collaborative. A delegate is with a member where their organisation holds its name, or one of
/// the other names by which the programme's template knows it.
pub fn members(file: &File, programme: &Programme) -> Vec<Member> {
    let Some(plan) = header(file) else { return Vec::new() };
    let template = programme.framework("collaborative");
    let mut members: Vec<(Vec<String>, Member)> = plan
        .members()
        .map(|name| (called(name, template), Member { name: name.to_owned(), came: 0, actions: Vec::new() }))
        .collect();
    let is_of = |names_of: &[String], text: &str| {
        names_of.iter().any(|name| names(text, name) || (text.chars().count() > 3 && names(name, text)))
    };
    let organisation = |item: &Item| Delegate(item).organisation().map(str::to_owned);
    for organisation in file.live(&List::Delegates).filter_map(&organisation) {
        members.iter_mut().filter(|(called, _)| is_of(called, &organisation)).for_each(|(_, of)| of.came += 1);
    }
    for action in file.live(&List::Actions).map(Action) {
        let who = action.lead().into_iter().chain(action.partners()).filter_map(Lead::read);
        let bodies: Vec<String> = who
            .filter_map(|who| match who {
                Lead::Text(text) => Some(text),
                Lead::Person(id) => file.find(&List::Delegates, id).and_then(|item| organisation(item)),
            })
            .collect();
        for (called, member) in &mut members {
            if bodies.iter().any(|body| is_of(called, body)) {
                member.actions.push(action.id());
            }
        }
    }
    members.into_iter().map(|(_, member)| member).collect()
}

fn called(name: &str, template: Option<&Framework>) -> Vec<String> {
    let known = template.into_iter().flat_map(|template| &template.entries);
    let known = known.filter(|entry| same(&entry.title, name)).flat_map(|entry| &entry.aliases);
    std::iter::once(name.to_owned()).chain(known.cloned()).collect()
}

/// The network of a workshop.
pub(super) fn network(file: &File, workshop: Option<Id>) -> Option<&str> {
    let workshop = file.find(&List::Workshops, workshop?)?;
    Workshop(workshop).pcn().map(str::trim).filter(|pcn| !pcn.is_empty())
}
