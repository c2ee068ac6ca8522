//! Withdrawing: a line, a person with all their records, and what others say in their words.
//!
//! Where nothing else repeats the words it is one question. Else each copy is decided on first, in a walk; then the one
//! question, with what will go; and at the end the files beside this one and the reports made of it are gone over.

use std::collections::BTreeSet;

use super::line::line;
use super::workshop::in_seat;
use crate::model::fields::{Contribution, List, field};
use crate::model::file::Withdrawal;
use crate::model::stamp::Id;
use crate::plan::{Copies, Copy, Gone, Lead, records_of_person, withdrawal_of_person};
use crate::store::belongings::{Belonging, Part};
use crate::tui::app::{App, Screen};
use crate::tui::desk::{Decision, Desk};
use crate::tui::message::Effect;
use crate::tui::overlays::walk::{Step, Walk};
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose, walk};
use crate::tui::recall::{Recalled, sent};

/// A withdrawal that somebody is deciding on.
#[derive(Clone, Debug, Default)]
pub struct Withdrawing {
    what: Vec<Withdrawal>,
    /// Whose words they are, as the question says it; nothing where only what is held back is decided on.
    whose: String,
    /// Whether it is a person, so that what will go is counted first.
    person: bool,
    copies: Vec<(Copy, Option<Decision>)>,
    gone: Gone,
}

impl Withdrawing {
    /// The copy that a step of the walk is about.
    pub fn copy(&self, at: usize) -> Option<&Copy> {
        self.copies.get(at).map(|(copy, _)| copy)
    }

    /// Whether every copy has been decided on.
    pub fn is_decided(&self) -> bool {
        self.copies.iter().all(|(_, decision)| decision.is_some())
    }
}

pub(in crate::tui) fn withdraw(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    match rest {
        "" if app.screen == Screen::Plan => {
            let input = Input::new("name", "Whose words", "", "the whole name; or copies, for what is held back");
            let intro = "Takes a person and all they said out of the plan and every file that belongs to it, for good.";
            app.lay(Overlay::Form(Form::new(Purpose::Whose, "Withdraw for good", intro, vec![input], "Go on")));
            Vec::new()
        }
        "" => match line(app) {
            Some(id) => ask_withdrawal_of(app, id),
            None => {
                app.warn("Say whose words: /withdraw 3, or /withdraw Joy Example");
                Vec::new()
            }
        },
        "copies" => {
            let copies = Copies::held(&desk.view);
            if copies.found.is_empty() {
                app.say("Nothing waits for a decision on withdrawn words");
                return Vec::new();
            }
            prepare(app, Withdrawing::default(), copies)
        }
        typed => {
            let person = in_seat(app, typed).map(|(id, _)| id).or_else(|| person_named(desk, typed));
            let Some(id) = person else {
                let plan = app.screen == Screen::Plan;
                let how = if plan { "type the whole name" } else { "say the seat, as /withdraw 3, or the whole name" };
                app.warn(format!("“{typed}” is nobody's name here, or that of several: {how}"));
                return Vec::new();
            };
            let records = records_of_person(&desk.view, id);
            if records.len() == 1 {
                return withdraw_records(app, &records);
            }
            let others: Vec<String> =
                records.iter().filter(|record| **record != id).map(|record| where_met(desk, *record)).collect();
            let all = format!("Withdraw all {} records: here, and {}", records.len(), others.join("; "));
            let options = vec![
                (all, Pending::Withdraw(records.clone())),
                ("Withdraw this record only".to_owned(), Pending::Withdraw(BTreeSet::from([id]))),
                ("Withdraw nothing".to_owned(), Pending::Nothing),
            ];
            let title = format!("{} is in more than one session", desk.speaker_name(Some(id)));
            app.lay(Overlay::Choose { title, options, at: 0 });
            Vec::new()
        }
    }
}

/// The one person with this whole name, in a plan that has no seats.
fn person_named(desk: &Desk, typed: &str) -> Option<Id> {
    let named = |person: &crate::model::fields::Delegate<'_>| {
        person.name().is_some_and(|name| crate::capture::folded_eq(name, typed))
    };
    let mut found = desk.delegates().filter(named).map(|person| person.id());
    let first = found.next()?;
    // Of several records of one person any will do.
    let records = records_of_person(&desk.view, first);
    found.all(|id| records.contains(&id)).then_some(first)
}

/// A record of a person, by name and workshop.
fn where_met(desk: &Desk, record: Id) -> String {
    let person = desk.view.find(&List::Delegates, record);
    let workshop = person.and_then(|person| person.link(field::WORKSHOP));
    let title = workshop.and_then(|id| desk.view.find(&List::Workshops, id)).and_then(|w| w.text(field::TITLE));
    format!("{} at {}", desk.speaker_name(Some(record)), title.unwrap_or("another workshop"))
}

/// Begins the withdrawal of a person, by these records of them.
pub(in crate::tui) fn withdraw_records(app: &mut App, records: &BTreeSet<Id>) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let what: BTreeSet<Withdrawal> =
        records.iter().flat_map(|record| withdrawal_of_person(&desk.view, *record)).collect();
    let what: Vec<Withdrawal> = what.into_iter().collect();
    let is_theirs = |id: Option<Id>| id.is_some_and(|id| records.contains(&id));
    let said = desk.view.live(&List::Contributions).filter(|c| is_theirs(c.link(field::SPEAKER))).count();
    let leads = |item: &&crate::model::item::Item| {
        item.text(field::LEAD)
            .and_then(Lead::read)
            .is_some_and(|lead| matches!(lead, Lead::Person(id) if records.contains(&id)))
    };
    let led = desk.view.live(&List::Actions).filter(leads).count();
    let name = records.first().map(|id| desk.speaker_name(Some(*id))).unwrap_or_default();
    let lines = if said == 1 { "1 line".to_owned() } else { format!("{said} lines") };
    let led = match led {
        0 => String::new(),
        1 => ". The action they lead stays, without them".to_owned(),
        count => format!(". The {count} actions they lead stay, without them"),
    };
    let whose = format!("{name} and what they said ({lines}){led}");
    let (copies, gone) = desk.copies_of(&what);
    prepare(app, Withdrawing { what, whose, person: true, gone, ..Withdrawing::default() }, copies)
}

/// Asks whether a line is to be taken out for good.
pub(in crate::tui) fn ask_withdrawal_of(app: &mut App, id: Id) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let words = desk.view.find(&List::Contributions, id).and_then(|c| Contribution(c).text()).unwrap_or_default();
    let (what, whose) = (desk.withdrawal_of(id), format!("the line “{words}”"));
    let (copies, gone) = desk.copies_of(&what);
    prepare(app, Withdrawing { what, whose, gone, ..Withdrawing::default() }, copies)
}

/// Decides on the copies first, where there are any.
fn prepare(app: &mut App, withdrawing: Withdrawing, copies: Copies) -> Vec<Effect> {
    let found = copies.found.into_iter().map(|copy| (copy, None)).collect();
    let withdrawing = Withdrawing { copies: found, ..withdrawing };
    let steps: Vec<Step> = (0..withdrawing.copies.len()).map(Step::Repeats).collect();
    app.withdrawing = Some(withdrawing);
    if steps.is_empty() {
        return ask(app);
    }
    let again =
        if app.withdrawing.as_ref().is_some_and(|w| w.whose.is_empty()) { "/withdraw copies" } else { "/withdraw" };
    walk::open(app, Walk::new("Others repeat these words", again, steps), "")
}

/// Notes what becomes of one copy.
pub(in crate::tui) fn decide(app: &mut App, at: usize, decision: Option<Decision>) {
    if let Some((_, decided)) = app.withdrawing.as_mut().and_then(|w| w.copies.get_mut(at)) {
        *decided = decision;
    }
}

/// The walk through the copies is over: asks, or leaves everything as it is.
pub(in crate::tui) fn decided(app: &mut App) -> Vec<Effect> {
    if app.withdrawing.as_ref().is_some_and(Withdrawing::is_decided) {
        return ask(app);
    }
    app.withdrawing = None;
    app.say("Nothing was withdrawn: not all of it was decided on");
    Vec::new()
}

/// Asks the one question; of a person, once it is known how many files belong to this one.
fn ask(app: &mut App) -> Vec<Effect> {
    let counts_first = app.withdrawing.as_ref().is_some_and(|withdrawing| withdrawing.person);
    match app.desk.as_ref().map(|desk| desk.path.clone()) {
        Some(path) if counts_first => vec![Effect::LookAround(path)],
        _ => {
            ask_finally(app, "");
            Vec::new()
        }
    }
}

/// Asks, and says what else will be gone over.
pub(in crate::tui) fn ask_with(app: &mut App, belongings: &[Belonging]) {
    let count = |is: fn(&Part) -> bool| belongings.iter().filter(|b| is(&b.part)).count();
    let beside = count(|part| matches!(part, Part::File | Part::Damaged)).saturating_sub(1);
    let exports = count(|part| matches!(part, Part::Export(_)));
    let several = |count: usize, one: &str, many: &str| {
        if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
    };
    let alone = beside == 0;
    let beside = several(beside, "file beside this one", "files beside this one");
    let made = several(exports, "file of a report", "files of reports");
    let told = match (alone, exports) {
        (true, 0) => String::new(),
        (true, _) => format!(" It makes {made} again."),
        (false, 0) => format!(" It goes over {beside}."),
        (false, _) => format!(" It goes over {beside}, and makes {made} again."),
    };
    ask_finally(app, &told);
}

fn ask_finally(app: &mut App, files: &str) {
    let Some(withdrawing) = &app.withdrawing else { return };
    let count = |wanted: Decision| withdrawing.copies.iter().filter(|(_, d)| *d == Some(wanted)).count();
    let decided = match (count(Decision::Strike), count(Decision::Keep)) {
        (0, 0) => String::new(),
        (struck, kept) => format!(" Of what others say in these words {struck} are struck and {kept} kept."),
    };
    let takes = if withdrawing.whose.is_empty() {
        "This decides for good on what others say in withdrawn words.".to_owned()
    } else {
        format!("This takes {} out for good.", withdrawing.whose)
    };
    let intro = format!(
        "{takes}{decided}{files} No later joining of files brings it back, and undo cannot. Copies handed in or sent out \
         before are not changed by this: use coplan withdraw on them."
    );
    // A word to type, not a key to press: the next sentence of the room must not take anybody's words out.
    let input = Input::new("word", "Type withdraw", "", "or Esc to leave everything as it is");
    let form = Form::new(Purpose::Withdraw, "Withdraw for good", &intro, vec![input], "Take it out for good");
    app.lay(Overlay::Form(form));
}

/// Takes it out for good, here and in all that belongs to the file.
pub(in crate::tui) fn withdraw_now(app: &mut App) -> Vec<Effect> {
    let Some(withdrawing) = app.withdrawing.take() else { return Vec::new() };
    app.run.leave_line();
    // Forms that were left half filled in may hold the words.
    app.left.clear();
    let count = withdrawing.what.len();
    let decided: Vec<(Copy, Decision)> =
        withdrawing.copies.into_iter().filter_map(|(copy, decision)| Some((copy, decision?))).collect();
    let what = withdrawing.what;
    let before = app.desk.as_ref().map(|desk| desk.view.clone()).unwrap_or_default();
    let Some(change) = app.edit(|desk, now| desk.withdraw_with(what, &decided, now)) else { return Vec::new() };
    app.say(match count {
        0 => "It is decided for good".to_owned(),
        1 => "Withdrawn for good".to_owned(),
        _ => format!("Withdrawn for good: {count} entries"),
    });
    let (gone, tell) = (Box::new(withdrawing.gone), withdrawing.person);
    let recall = Effect::Recall { change: change.clone(), gone, before, tell };
    vec![Effect::Save(change), recall]
}

/// Says where else words were taken out, and where they could not be.
pub(in crate::tui) fn recalled(app: &mut App, recalled: Recalled, tell: bool) {
    if !tell && recalled.left.is_empty() {
        return;
    }
    let mut lines = recalled.done;
    if !recalled.left.is_empty() {
        lines.push(String::new());
        lines.push("Not done, and to be seen to:".into());
        let hinted = |(what, hint): (String, String)| if hint.is_empty() { what } else { format!("{what}: {hint}") };
        lines.extend(recalled.left.into_iter().map(hinted));
    }
    let reports = app.desk.as_ref().map(|desk| sent(&desk.view)).unwrap_or_default();
    if tell && !reports.is_empty() {
        lines.push(String::new());
        lines.push("Reports that went out before, and may be with people who should be told:".into());
        lines.extend(reports);
    }
    if !lines.is_empty() {
        app.lay(Overlay::Text { title: "Where the words were taken out".into(), lines, scroll: 0, then: None });
    }
}
