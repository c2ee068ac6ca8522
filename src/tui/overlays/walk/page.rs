//! What stands on the page of a walk: what is asked, of what, and the keys.

use super::{Choice, Does, Step, Walk, Words};
use crate::model::fields::{Action, Contribution, Field, List, Workshop, field};
use crate::model::item::Item;
use crate::model::kind::Holds;
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Disposition, Level, Status};
use crate::plan::{Row, readiness};
use crate::tui::app::App;
use crate::tui::commands::close;
use crate::tui::desk::Desk;
use crate::tui::screens::plan;
use crate::tui::widgets::feed;

/// What is shown of the step at hand.
#[derive(Clone, Debug)]
pub struct Page {
    /// The walk, and which of how many: `Action A-7K2Q · 2 of 5`.
    pub title: String,
    /// What it is about.
    pub about: Vec<String>,
    /// What is asked.
    pub asks: String,
    /// What may be typed.
    pub hint: String,
    /// The keys, where a key decides.
    pub choices: Vec<Choice>,
}

/// A field as it is asked for.
pub(super) struct Question {
    field: Field,
    pub(super) asks: &'static str,
    hint: &'static str,
    pub(super) holds: Holds,
}

const DAY: &str = "as 4/12, fri, +2w or 2026-12-04";

const fn question(field: Field, asks: &'static str, hint: &'static str, holds: Holds) -> Question {
    Question { field, asks, hint, holds }
}

/// What an action is asked.
const OF_ACTION: &[Question] = &[
    question(field::TEXT, "What will be done?", "begins with a verb: ask, open, meet", Holds::Text),
    question(field::LEAD, "Who leads it?", "one person or body; @3 is seat 3", Holds::Person),
    question(field::PARTNERS, "Who helps?", "partners, parted by commas; @3 is seat 3", Holds::People),
    question(field::NEED, "What does it need?", "money, a room, time", Holds::Text),
    question(field::MEASURE, "How will we know that it works?", "the measure, in a sentence", Holds::Text),
    question(field::DUE, "By when is it due?", DAY, Holds::Day),
    question(
        field::VOICE,
        "Who will tell us if it worked, and how?",
        "a light way will do: a call to three residents",
        Holds::Text,
    ),
    question(field::FEEDBACK, "When do people hear back?", DAY, Holds::Day),
    question(field::ISSUE, "Which issue does it answer?", "in the community's words", Holds::Text),
    question(field::TYPE, "What sort of action is it?", "", Holds::Text),
    question(field::DATA, "What do the figures say?", "with their source and year", Holds::Text),
    question(
        field::CHALLENGER,
        "Who is there to question it, and how is it run?",
        "a person or group outside it",
        Holds::Text,
    ),
    question(field::REACH, "How are people reached before they are ill?", "people, not patients", Holds::Text),
    question(field::LEARNING, "Who learns along with us?", "a partner: a university, another network", Holds::Text),
    question(field::BASELINE, "How do things stand before it starts?", "a number, and its day", Holds::Text),
    question(field::STOP_RULE, "What would make us stop?", "a rule that is set before it starts", Holds::Text),
];

const OF_PARKED: &[Question] = &[
    question(field::LEAD, "Who owns it?", "one person or body; @3 is seat 3", Holds::Person),
    question(field::DUE, "By when do they reply?", DAY, Holds::Day),
];

const OF_WORKSHOP: &[Question] = &[
    question(field::CONNECTOR, "Who gets two shy sides talking?", "the connector in the room, by name", Holds::Text),
    question(
        field::STRATEGIC,
        "Who links the clinical director with the wider system?",
        "the strategic connector, by name",
        Holds::Text,
    ),
    question(field::PROMISE, "By which day do people hear back from this workshop?", DAY, Holds::Day),
];

/// How a field is asked for.
pub(super) fn asked(list: &List, field: Field) -> Option<&'static Question> {
    let questions = match list {
        List::Actions => OF_ACTION,
        List::Workshops => OF_WORKSHOP,
        _ => OF_PARKED,
    };
    questions.iter().find(|question| question.field == field)
}

/// What people call a sort of action, and what follows from it.
const fn follows(kind: ActionType) -> &'static str {
    match kind {
        ActionType::Relationship => "builds trust; it can start now",
        ActionType::Connection => "links with something that is there; it can start now",
        ActionType::Project => "something new; five steps before it starts",
        ActionType::Voice => "hears and follows what people say; it can start now",
    }
}

/// Whether what a step asks about is still there.
pub(super) fn is_here(app: &App, step: &Step) -> bool {
    let Some(desk) = &app.desk else { return false };
    let live = |list: &List, id: Id| desk.view.find(list, id).is_some_and(|item| !item.is_removed());
    match step {
        Step::Make(id) | Step::ReadBack(id) | Step::Question(id) => live(&List::Contributions, *id),
        Step::Field(list, id, _) => live(list, *id),
        Step::LastTime(id) => live(&List::Actions, *id),
        Step::Told(..) => true,
    }
}

/// What stands in the line when a step begins.
pub(super) fn begun(app: &App, step: &Step) -> String {
    let Some(desk) = &app.desk else { return String::new() };
    match step {
        Step::Field(list, id, field) => {
            let held = desk.view.find(list, *id).map(|item| held(desk, item, list, *field)).unwrap_or_default();
            if held.is_empty() && *field == field::PROMISE { close::usual_promise(app) } else { held }
        }
        Step::Told(event, whose) => close::told(desk, event, whose).unwrap_or_default(),
        _ => String::new(),
    }
}

/// What a field holds, as it is typed.
pub(super) fn held(desk: &Desk, item: &Item, list: &List, field: Field) -> String {
    match asked(list, field).map(|question| question.holds) {
        Some(Holds::People) => item.set(field).map(|name| desk.person_name(name)).collect::<Vec<_>>().join(", "),
        Some(Holds::Person) => item.text(field).map(|name| desk.person_name(name)).unwrap_or_default(),
        _ => item.text(field).unwrap_or_default().to_owned(),
    }
}

/// The page of the step at hand.
pub(super) fn page(app: &App, walk: &Walk) -> Option<Page> {
    let desk = app.desk.as_ref()?;
    let step = walk.step()?;
    let mut page = match step {
        Step::Make(id) => Page {
            about: vec![said(app, desk, *id)],
            asks: "What will be done about these words?".into(),
            hint: "begins with a verb: ask, open, meet".into(),
            ..Page::empty()
        },
        Step::Field(list, id, field) => {
            let item = desk.view.find(list, *id)?;
            let question = asked(list, *field)?;
            let choices = if *field == field::TYPE { types() } else { Vec::new() };
            let about = match list {
                List::Actions => about_action(app, desk, item),
                List::Workshops => Workshop(item).title().map(str::to_owned).into_iter().collect(),
                _ => vec![said(app, desk, *id)],
            };
            Page { about, asks: question.asks.into(), hint: question.hint.into(), choices, ..Page::empty() }
        }
        Step::ReadBack(id) => Page {
            about: read_back(app, desk, *id),
            asks: "Read it out. Is it right?".into(),
            choices: vec![
                choice('r', "right", Does::Right),
                choice('f', "fix the words; the old wording is kept", Does::Ask(Words::Fix)),
                choice('w', "withdraw it for good", Does::Withdraw),
            ],
            ..Page::empty()
        },
        Step::Question(id) => Page {
            about: vec![said(app, desk, *id)],
            asks: "What becomes of this question?".into(),
            choices: std::iter::once(choice('a', "answer it", Does::Ask(Words::Answer)))
                .chain(Disposition::ALL.iter().zip('1'..='9').map(|(what, key)| {
                    let does = match what {
                        Disposition::NotNow => Does::Ask(Words::Why),
                        Disposition::Action => Does::Ask(Words::Action),
                        other => Does::Dispose(*other),
                    };
                    choice(key, what.title(), does)
                }))
                .collect(),
            ..Page::empty()
        },
        Step::LastTime(id) => Page {
            about: row(app, *id).map(|row| stands(app, &row)).unwrap_or_default(),
            asks: "How far has it come?".into(),
            choices: last_time(),
            ..Page::empty()
        },
        Step::Told(event, whose) => {
            let (asks, hint) = close::asks(app, event, whose);
            Page { asks, hint, ..Page::empty() }
        }
    };
    if let Some(words) = walk.asked {
        let (asks, hint) = words.asks();
        (page.asks, page.hint, page.choices) = (asks.into(), hint.into(), Vec::new());
    }
    page.title = format!("{} · {}", walk.title, walk.position());
    Some(page)
}

impl Page {
    const fn empty() -> Self {
        Self { title: String::new(), about: Vec::new(), asks: String::new(), hint: String::new(), choices: Vec::new() }
    }
}

impl Words {
    const fn asks(self) -> (&'static str, &'static str) {
        match self {
            Self::Fix => ("How should it be?", "the old wording is kept in the history"),
            Self::Answer => ("The answer", "@ and a seat in front says who gave it"),
            Self::Why => ("Noted, not now: why?", ""),
            Self::Action => ("What will be done about it?", "begins with a verb: ask, open, meet"),
            Self::Note(_) => ("What is there to say of it?", "may be left empty"),
            Self::Reason(Status::Done) => ("It is done: what came of it?", "nothing is closed without a reason"),
            Self::Reason(_) => ("It is stopped: why?", "nothing is closed without a reason"),
            Self::Until => ("Until which day does it rest?", DAY),
        }
    }
}

fn choice(key: char, label: &str, does: Does) -> Choice {
    Choice { key, label: label.to_owned(), does }
}

fn types() -> Vec<Choice> {
    let all = ActionType::ALL.iter().zip('1'..='9');
    all.map(|(kind, key)| choice(key, &format!("{}: {}", kind.title(), follows(*kind)), Does::Type(*kind))).collect()
}

/// Sets how far an action of last time has come: it goes on, is closed with a reason, or rests until a day.
fn last_time() -> Vec<Choice> {
    let going = [Status::OnTrack, Status::AtRisk, Status::Late, Status::NotStarted];
    let going = going.iter().zip('1'..='9').map(|(status, key)| {
        let label = format!("{} {}", status.symbol(), status.title());
        choice(key, &label, Does::Ask(Words::Note(*status)))
    });
    going
        .chain([
            choice('d', "done, with what came of it", Does::Ask(Words::Reason(Status::Done))),
            choice('s', "stopped, with the reason", Does::Ask(Words::Reason(Status::Stopped))),
            choice('z', "let it rest until a day", Does::Ask(Words::Until)),
        ])
        .collect()
}

/// A line with its time and who said it.
fn said(app: &App, desk: &Desk, id: Id) -> String {
    let Some(item) = desk.view.find(&List::Contributions, id) else { return String::new() };
    let entry = feed::entry(app, desk, item);
    format!("{} {}: {}", entry.time, entry.who, entry.words)
}

fn read_back(app: &App, desk: &Desk, id: Id) -> Vec<String> {
    let Some(item) = desk.view.find(&List::Contributions, id) else { return Vec::new() };
    let line = Contribution(item);
    let level = desk.effective(line.consent().unwrap_or(Level::Paraphrase), line.speaker());
    let mut lines = vec![said(app, desk, id), level.title().to_owned()];
    lines.extend(line.paraphrase().map(|words| format!("In other words: {words}")));
    lines
}

/// The row of an action in the plan.
pub(super) fn row(app: &App, id: Id) -> Option<Row> {
    app.plan.rows(app).into_iter().find(|row| row.id == id)
}

/// An action as it stands: the words, how far, and what was last said of it.
fn stands(app: &App, row: &Row) -> Vec<String> {
    let (what, how) = plan::row_lines(app, row);
    let note = row.note.as_ref().map(|note| format!("Last said of it: {note}"));
    [what, how].into_iter().chain(note).collect()
}

fn about_action(app: &App, desk: &Desk, item: &Item) -> Vec<String> {
    let Some(row) = row(app, item.id) else { return Vec::new() };
    let mut lines = vec![plan::row_lines(app, &row).0];
    lines.extend(app.plan.evidence_lines(app, &row));
    lines.extend(app.plan.update_lines(app, &row));
    if let Some((group, option)) = Action(item).option().and_then(|id| app.programme.option(id)) {
        lines.push(format!("Option {}: {} · {}", group.id.to_uppercase(), group.title, option.title));
    }
    if let Some(ready) = readiness(&desk.view, item) {
        lines.push(format!("A project, ready {ready}"));
    }
    lines
}
