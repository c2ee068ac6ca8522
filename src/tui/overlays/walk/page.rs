//! What stands on the page of a walk: what is asked, of what, and the keys.

use super::{Choice, Does, Step, Walk, Words};
use crate::model::columns::piece;
use crate::model::fields::{Action, Contribution, Field, List, Workshop, field};
use crate::model::item::Item;
use crate::model::kind::Holds;
use crate::model::stamp::Id;
use crate::model::words::{ActionType, Disposition, Level, Status};
use crate::plan::{Copy, Row, readiness};
use crate::tui::app::App;
use crate::tui::commands::close;
use crate::tui::desk::{Decision, Desk};
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
    pub(super) asks: String,
    hint: &'static str,
    pub(super) holds: Holds,
}

const DAY: &str = "as 4/12, fri, +2w or 2026-12-04";

/// A field that is no piece of an action: the field, how it is asked for, what may be typed, and what it holds.
type Asked = (Field, &'static str, &'static str, Holds);

const OF_PARKED: &[Asked] = &[
    (field::LEAD, "Who owns it?", "one person or body; @3 is seat 3", Holds::Person),
    (field::DUE, "By when do they reply?", DAY, Holds::Day),
];

const OF_WORKSHOP: &[Asked] = &[
    (field::CONNECTOR, "Who gets two shy sides talking?", "the connector in the room, by name", Holds::Text),
    (
        field::STRATEGIC,
        "Who links the clinical director with the wider system?",
        "the strategic connector, by name",
        Holds::Text,
    ),
    (field::PROMISE, "By which day do people hear back from this workshop?", DAY, Holds::Day),
];

/// How a field is asked for; the pieces of an action as their table says.
pub(super) fn asked(list: &List, field: Field) -> Option<Question> {
    if *list == List::Actions {
        let piece = piece(field)?;
        return Some(Question { asks: piece.question(), hint: piece.hint, holds: Holds::Text });
    }
    let questions = if *list == List::Workshops { OF_WORKSHOP } else { OF_PARKED };
    let (_, asks, hint, holds) = questions.iter().find(|(of, ..)| *of == field)?;
    Some(Question { asks: (*asks).to_owned(), hint, holds: *holds })
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
        Step::Alike(one, other) => [one, other].iter().all(|id| live(&List::Contributions, **id)),
        Step::Field(list, id, _) => live(list, *id),
        Step::LastTime(id) => live(&List::Actions, *id),
        Step::Told(..) => true,
        Step::Repeats(at) => app.withdrawing.as_ref().is_some_and(|withdrawing| withdrawing.copy(*at).is_some()),
    }
}

/// What stands in the line when a step begins.
pub(super) fn begun(app: &App, step: &Step) -> String {
    let Some(desk) = &app.desk else { return String::new() };
    match step {
        Step::Field(list, id, field) => {
            let held = desk.view.find(list, *id).map(|item| held(app, desk, item, list, *field)).unwrap_or_default();
            if held.is_empty() && *field == field::PROMISE { close::usual_promise(app) } else { held }
        }
        Step::Told(event, whose) => close::told(desk, event, whose).unwrap_or_default(),
        _ => String::new(),
    }
}

/// What a field holds, as it is typed.
pub(super) fn held(app: &App, desk: &Desk, item: &Item, list: &List, field: Field) -> String {
    if *list == List::Actions {
        let row = row(app, item.id);
        return row.zip(piece(field)).map(|(row, piece)| desk.typed(&app.programme, &row, piece)).unwrap_or_default();
    }
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
            // Where a key decides, the keys say what there is.
            let hint = if choices.is_empty() { question.hint } else { "" };
            Page { about, asks: question.asks, hint: hint.into(), choices, ..Page::empty() }
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
        Step::Alike(one, other) => Page {
            about: [one, other].map(|id| said(app, desk, *id)).into(),
            asks: "These say the same. Does the room take them as one idea?".into(),
            choices: vec![
                choice('y', "one idea, and both people keep their line", Does::One(true)),
                choice('n', "two ideas", Does::One(false)),
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
        Step::Repeats(at) => {
            let copy = app.withdrawing.as_ref()?.copy(*at)?;
            let past = if copy.past { ", as it was worded before" } else { "" };
            Page {
                about: vec![
                    format!("{} ({}{past}): {}", what_it_is(app, desk, copy), copy.fields, copy.text),
                    format!("Struck: {}", copy.struck),
                ],
                asks: "This repeats words or the name that are about to go. What becomes of it?".into(),
                choices: vec![
                    choice('s', "strike the wording for good", Does::Decide(Decision::Strike)),
                    choice('k', "keep it: other people's own words", Does::Decide(Decision::Keep)),
                ],
                ..Page::empty()
            }
        }
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
    let read_back = matches!(step, Step::ReadBack(_));
    page.title.extend(read_back.then(|| format!(", {} left", walk.steps.len() - walk.at)));
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

/// What repeats withdrawn words, as people call it.
fn what_it_is(app: &App, desk: &Desk, copy: &Copy) -> String {
    match copy.list {
        List::Contributions => {
            let item = desk.view.find(&List::Contributions, copy.id);
            let entry = item.map(|item| feed::entry(app, desk, item));
            entry.map_or_else(|| "A line".into(), |entry| format!("{} {}", entry.time, entry.who))
        }
        List::Actions => "An action".into(),
        List::Workshops => "The workshop".into(),
        List::Agenda => "The agenda".into(),
        List::Delegates => "A person".into(),
        List::Recorders => "Who records".into(),
        List::Updates => "What was said of an action".into(),
        List::Readings => "What was said at the close".into(),
        _ => "A note".into(),
    }
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
    app.plan.row(app, id)
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
