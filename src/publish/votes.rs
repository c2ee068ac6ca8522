//! What the room narrowed down to: the votes as one audience may see them.
//!
//! Who voted what has no field here, for nobody: a ballot is given in trust that it is counted and not read. While a vote
//! is open there is no number in it but how many ballots are in ([`Poll`]). Outside the team nothing is told of fewer than
//! three people: no total of so few, no category apart that so few of voted, and none whose numbers would give away what
//! so few voted once they are taken from the total. People of a workshop under a cap are told apart by category to nobody,
//! and a vote of a workshop that stays in the room does not leave it.

use super::consent::{FEW, cap_of, links};
use super::document::{Cell, Chart, Document, Figure, Shape};
use super::gate::{Published, Withheld};
use super::sheets;
use super::whole::From;
use crate::model::fields::{List, field};
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Cap, VoteKind};
use crate::plan::{Outcome, Poll, VoteChoice, VoteGroup, VoteMeans, counted_of, polls};

/// What stands for an option whose words may not be shown.
const NOT_SHOWN: &str = "an option that is not shown here";
/// What stands for a question whose words may not be shown.
const A_VOTE: &str = "A vote";
/// What is said in place of the numbers of very few people.
const TOO_FEW: &str = "Fewer than 3 people voted, so the numbers are not told.";

/// A vote that may be told of.
#[derive(Clone, Debug)]
pub(super) struct Voted {
    poll: Poll,
    question: String,
    options: Vec<String>,
    /// The numbers, where they may be told.
    numbers: Option<Outcome>,
    /// The categories that may be told apart, by their titles.
    groups: Vec<(String, VoteGroup)>,
    /// Whether some may not.
    guarded: bool,
}

/// The votes of the file, as they may be told.
pub(super) fn publish(from: &From<'_, '_>, withheld: &mut Withheld) -> Vec<Voted> {
    let all = polls(from.rules.file, from.origins);
    all.into_iter().filter_map(|poll| from.vote(poll, withheld)).collect()
}

impl From<'_, '_> {
    fn vote(&self, poll: Poll, withheld: &mut Withheld) -> Option<Voted> {
        let cap = self.cap(poll.id);
        if cap == Cap::RoomOnly {
            withheld.details += 1;
            return None;
        }
        let plain = |text: &str, withheld: &mut Withheld| self.guard.plain(text.trim(), &[], withheld);
        let question = plain(&poll.question, withheld).filter(|text| !text.is_empty());
        let option = |of: &VoteChoice| match &of.means {
            VoteMeans::Text(text) => plain(text, withheld),
            VoteMeans::Theme(theme) => Some(theme.clone()).filter(|theme| self.guard.may_show(theme)),
            VoteMeans::Item(id) => self.words_of(*id),
            VoteMeans::Position(position) => Some(position.title().to_owned()),
        };
        let shown: Vec<Option<String>> = poll.options.iter().map(option).collect();
        let team = self.rules.audience == Audience::Team;
        let numbers = poll.outcome.clone().filter(|outcome| team || outcome.voters >= FEW);
        let told = match &numbers {
            Some(outcome) if cap == Cap::None => told_apart(&poll, &outcome.groups, team),
            _ => Vec::new(),
        };
        let title = |group: VoteGroup| {
            let category = group.category.as_deref().and_then(|id| self.programme.category(id));
            (category.map_or_else(|| "Category not told".to_owned(), |of| of.title.clone()), group)
        };
        let guarded = numbers.as_ref().is_some_and(|outcome| outcome.groups.len() > told.len());
        Some(Voted {
            question: question.unwrap_or_else(|| A_VOTE.to_owned()),
            options: shown.into_iter().map(|words| words.unwrap_or_else(|| NOT_SHOWN.to_owned())).collect(),
            groups: told.into_iter().map(title).collect(),
            guarded,
            numbers,
            poll,
        })
    }

    /// The strictest cap that may hold: of every workshop that it may have been put at, or of all where none is told.
    fn cap(&self, vote: Id) -> Cap {
        let file = self.rules.file;
        let put_at = file.find(&List::Votes, vote).map(|item| links(item, field::WORKSHOP)).unwrap_or_default();
        let may_be = |item: &&Item| put_at.is_empty() || put_at.contains(&None) || put_at.contains(&Some(item.id));
        let known = file.list(&List::Workshops).iter().filter(|item| item.has_base()).map(AsRef::as_ref);
        // What is put at a workshop that is not here waits for its file.
        known.filter(may_be).map(cap_of).min_by_key(|cap| cap.ceiling()).unwrap_or(Cap::RoomOnly)
    }

    /// The words of a line or action, where they are shown.
    fn words_of(&self, id: Id) -> Option<String> {
        let voice = self.place(id).and_then(|at| self.voices.get(at)).map(|voice| voice.words().to_owned());
        let action = || self.actions.iter().find(|action| action.id == id && action.is_told());
        voice.or_else(|| action().map(|action| action.text.clone()))
    }
}

/// The groups whose numbers may stand apart.
fn told_apart(poll: &Poll, groups: &[VoteGroup], team: bool) -> Vec<VoteGroup> {
    if team {
        return groups.to_vec();
    }
    // Of hands nobody knows how many are one person's: there are as many people at least as raised one for any option.
    let people = |group: &VoteGroup| match poll.kind {
        VoteKind::Hands => group.totals.iter().max().copied().unwrap_or(0),
        _ => group.people,
    };
    let (mut told, mut hidden): (Vec<&VoteGroup>, Vec<&VoteGroup>) =
        groups.iter().partition(|group| people(group) >= FEW);
    // What is hidden must not be what is left of the total once the others are taken from it.
    while !hidden.is_empty() && hidden.iter().map(|group| people(group)).sum::<usize>() < FEW {
        let Some(least) = (0..told.len()).min_by_key(|at| told.get(*at).map(|group| people(group))) else { break };
        hidden.push(told.remove(least));
    }
    told.into_iter().cloned().collect()
}

impl Voted {
    /// Everything in it that somebody typed, to be read for names.
    pub(super) fn typed(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.question.as_str()).chain(self.options.iter().map(String::as_str))
    }

    /// Whether people can vote.
    pub(super) const fn is_open(&self) -> bool {
        self.poll.is_open()
    }

    pub(super) fn question(&self) -> &str {
        &self.question
    }

    /// The options, as they may be shown.
    pub(super) fn options(&self) -> &[String] {
        &self.options
    }

    /// What each person may do, and how many have.
    pub(super) fn standing(&self) -> String {
        let state = match (&self.poll.outcome, &self.numbers) {
            (None, _) => "Open: ",
            (Some(_), None) => TOO_FEW,
            (Some(_), Some(_)) => "Closed: ",
        };
        let turnout = if state == TOO_FEW { String::new() } else { format!("{}.", self.poll.turnout()) };
        format!("{}. {state}{turnout}", capital(&self.poll.rule()))
    }

    /// The result as lines to be read aloud, the first place first; none where there is none to be told.
    pub(super) fn result(&self) -> Option<Vec<String>> {
        let outcome = self.numbers.as_ref()?;
        let order = outcome.places().into_iter().flat_map(|tie| {
            let total = tie.total;
            tie.options.into_iter().map(move |option| (option, total))
        });
        let line = |(option, total): (usize, usize)| format!("{}: {}", self.called(option), self.counted(total));
        Some(order.map(line).collect())
    }

    /// What is to be said of the result beside its numbers.
    pub(super) fn story(&self) -> Vec<String> {
        let Some(outcome) = &self.numbers else { return Vec::new() };
        self.poll.story(outcome, &|option| self.called(option), &|total| self.counted(total))
    }

    fn called(&self, option: usize) -> String {
        self.options.get(option).cloned().unwrap_or_default()
    }

    fn counted(&self, total: usize) -> String {
        counted_of(self.poll.kind, total)
    }
}

/// What the room narrowed down to: each vote with its numbers, its ties in words and its categories.
pub(super) fn narrowed(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    for voted in &view.votes {
        to.heading(3, voted.question.clone());
        let at = voted.poll.workshop.and_then(|id| view.workshops.iter().find(|event| event.id == id));
        let at = at.filter(|_| view.workshops.len() > 1).map(|event| format!("{}. ", event.title));
        to.paragraph(format!("{}{}", at.unwrap_or_default(), voted.standing()));
        let Some(outcome) = &voted.numbers else {
            to.list(voted.options.clone());
            if voted.poll.is_open() {
                to.paragraph("It is still open, and nothing is counted before it is closed.");
            }
            continue;
        };
        let order: Vec<usize> = outcome.places().into_iter().flat_map(|tie| tie.options).collect();
        let of = |totals: &[usize], option: &usize| totals.get(*option).copied().unwrap_or(0);
        let unit = counted_of(voted.poll.kind, 0).trim_start_matches("0 ").to_owned();
        to.chart(Chart {
            shape: Shape::Bars,
            caption: format!("What each option got, in {unit}"),
            rows_are: "Option".into(),
            columns: vec![capital(&unit)],
            rows: order
                .iter()
                .map(|option| (voted.called(*option), vec![Figure::from(of(&outcome.totals, option))]))
                .collect(),
        });
        to.list(voted.story());
        if !voted.groups.is_empty() {
            let header: Vec<String> = order.iter().map(|option| voted.called(*option)).collect();
            let header: Vec<&str> =
                ["Category", "Voted"].into_iter().chain(header.iter().map(String::as_str)).collect();
            let row = |(title, group): &(String, VoteGroup)| {
                let numbers = order.iter().map(|option| of(&group.totals, option).to_string());
                [title.clone(), group.people.to_string()].into_iter().chain(numbers).collect()
            };
            to.table("The same by partner category", &header, voted.groups.iter().map(row).collect());
        }
        if voted.guarded {
            to.paragraph(guarded_words(view));
        }
    }
    standing(view, to);
    !view.votes.is_empty()
}

fn guarded_words(view: &Published<'_>) -> &'static str {
    if view.audience == Audience::Team {
        "People of a workshop under a cap are not told apart by category."
    } else {
        "Categories are not told apart where fewer than 3 people would be."
    }
}

/// The positions on a question over a series of workshops. By category it adds up only what is told apart at each of
/// them, so that no difference of two numbers says more.
fn standing(view: &Published<'_>, to: &mut Document<'_>) {
    for question in &view.programme.standing {
        let of = |voted: &&Voted| voted.poll.standing.as_deref() == Some(question.id.as_str());
        let held: Vec<(&Voted, &Outcome)> =
            view.votes.iter().filter(of).filter_map(|voted| Some((voted, voted.numbers.as_ref()?))).collect();
        let Some((first, _)) = held.first().filter(|_| held.len() > 1) else { continue };
        let header: Vec<&str> = std::iter::once("Workshop").chain(first.options.iter().map(String::as_str)).collect();
        let row = |title: String, totals: &[usize]| {
            std::iter::once(title).chain(totals.iter().map(ToString::to_string)).collect::<Vec<_>>()
        };
        let mut all = vec![0_usize; first.options.len()];
        let mut rows = Vec::new();
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for (voted, outcome) in &held {
            let event = voted.poll.workshop.and_then(|id| view.workshops.iter().find(|event| event.id == id));
            rows.push(row(event.map_or("Workshop", |event| event.title).to_owned(), &outcome.totals));
            add(&mut all, &outcome.totals);
            for (title, group) in &voted.groups {
                match groups.iter_mut().find(|(known, _)| known == title) {
                    Some((_, totals)) => add(totals, &group.totals),
                    None => groups.push((title.clone(), group.totals.clone())),
                }
            }
        }
        rows.push(row("All of them".into(), &all));
        rows.extend(groups.iter().map(|(title, totals)| row(format!("{title}, where told apart"), totals)));
        to.heading(3, format!("Over {} workshops: {}", held.len(), question.ask));
        to.table("Positions, by workshop and partner category", &header, rows);
        to.paragraph(format!("Source of the question: {}.", question.source));
    }
}

fn add(sum: &mut [usize], more: &[usize]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum = sum.saturating_add(*more);
    }
}

/// A row for each option, of everybody and of each category that may be told apart.
pub(super) fn sheet(view: &Published<'_>, to: &mut Document<'_>) {
    if view.votes.is_empty() {
        return;
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for voted in &view.votes {
        let everybody = voted.numbers.as_ref().map(|of| ("Everybody", of.voters, of.totals.as_slice()));
        let groups = voted.groups.iter().map(|(title, of)| (title.as_str(), of.people, of.totals.as_slice()));
        let mut row = |option: &str, category: &str, numbers: Option<(usize, usize)>| {
            let mut row: Vec<Cell> = vec![
                voted.poll.number.into(),
                voted.question.as_str().into(),
                voted.poll.kind.title().into(),
                if voted.poll.is_open() { "open" } else { "closed" }.into(),
                option.into(),
                category.into(),
            ];
            row.extend(match numbers {
                Some((people, got)) => [people.into(), got.into()],
                None => ["not told".into(), "not told".into()],
            });
            row.push(counted_of(voted.poll.kind, 0).trim_start_matches("0 ").into());
            row.extend(sheets::of_workshop(view, voted.poll.workshop));
            rows.push(row);
        };
        if everybody.is_none() {
            voted.options.iter().for_each(|option| row(option, "Everybody", None));
        }
        for (category, people, totals) in everybody.into_iter().chain(groups) {
            for (option, total) in voted.options.iter().zip(totals) {
                row(option, category, Some((people, *total)));
            }
        }
    }
    let header = [
        "Vote",
        "Question",
        "How",
        "State of the vote",
        "Option",
        "Category",
        "Voted",
        "Got",
        "In",
        "Workshop",
        "Date",
        "State",
        "For",
    ];
    let about = "A row for each option of each vote: narrowing, not deciding. Nothing is counted while a vote is open.";
    to.sheet("votes", about, header.to_vec(), rows);
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
