//! What the commands of the home and workshop screens do.

use std::path::PathBuf;

use crate::capture;
use crate::model::fields::{List, field};
use crate::model::file::{File, FileKind};
use crate::model::stamp::Id;
use crate::model::words::Cap;
use crate::plan::open_checks;
use crate::tui::app::{App, Screen, VEILED, save};
use crate::tui::desk::{Desk, Details, Undone};
use crate::tui::message::Effect;
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose};
use crate::tui::pace;

pub(super) fn start(app: &mut App, _: &str) -> Vec<Effect> {
    let details = Details { date: app.now.date_naive().to_string(), ..Details::default() };
    let form = start_form(app, &details, Purpose::NewWorkshop);
    app.lay(Overlay::Form(form));
    Vec::new()
}

/// The form that asks for the details of a new workshop.
pub(super) fn start_form(app: &App, details: &Details, purpose: Purpose) -> Form {
    let name = app.settings.recorder.clone().unwrap_or_default();
    let mut inputs = detail_inputs(details);
    // The hours are asked for with the agenda: a workshop can begin without.
    inputs.retain(|input| purpose != Purpose::NewWorkshop || !matches!(input.key, "starts" | "ends"));
    inputs.push(Input::new("name", "Your name", &name, "who records; stays in the file"));
    inputs.push(Input::new("table", "Your table", "", "leave empty if you run the room"));
    let intro = "Only the title and your name are needed. Everything can be changed later.";
    Form::new(purpose, "Start a workshop", intro, inputs, "Start the workshop")
}

/// The fields of the workshop details, for a new workshop and for changing one.
pub(in crate::tui) fn detail_inputs(details: &Details) -> Vec<Input> {
    let caps = Cap::ALL.iter().map(|c| (c.name().to_owned(), c.title().to_owned())).collect();
    vec![
        Input::new("title", "Title", &details.title, "for example: Staying connected"),
        Input::new("pcn", "PCN", &details.pcn, "the Primary Care Network"),
        Input::new("date", "Date", &details.date, "as 2026-11-21, or 21/11"),
        Input::new("place", "Place", &details.place, ""),
        Input::new("starts", "Starts", &details.starts, "as 09:30"),
        Input::new("ends", "Ends", &details.ends, "when the room must be free, as 11:30"),
        Input::new("question", "Question", &details.question, "what the workshop asks"),
        Input::new("connector", "Connector", &details.connector, "who gets two shy sides talking"),
        Input::choice("cap", "Cap", if details.cap.is_empty() { "none" } else { &details.cap }, caps),
    ]
}

pub(super) fn carry_on(app: &mut App, _: &str) -> Vec<Effect> {
    let path = app.home.recent.get(app.home.chosen_recent()).map(|r| r.path.clone());
    if let (Some(path), Some(desk)) = (&path, &app.desk)
        && desk.path == *path
    {
        app.screen = if desk.is_plan() { Screen::Plan } else { Screen::Run };
        return Vec::new();
    }
    path.map(Effect::Open).into_iter().collect()
}

pub(super) fn open(app: &mut App, rest: &str) -> Vec<Effect> {
    if !rest.is_empty() {
        return vec![Effect::Open(PathBuf::from(rest))];
    }
    let folder = format!("{}{}", app.settings.sessions.display(), std::path::MAIN_SEPARATOR);
    let input = Input::new("path", "File", &folder, "the whole path of a .json file");
    app.lay(Overlay::Form(Form::new(Purpose::Open, "Open a file", "", vec![input], "Open it")));
    Vec::new()
}

pub(super) fn practise(app: &mut App, _: &str) -> Vec<Effect> {
    let practising = app.desk.as_ref().and_then(|desk| desk.view.workshop()).is_some_and(|w| w.practice());
    if practising && !app.desk.as_ref().is_some_and(Desk::is_plan) {
        app.screen = Screen::Run;
        return Vec::new();
    }
    vec![Effect::Practise]
}

pub(super) fn next_question(app: &mut App, _: &str) -> Vec<Effect> {
    turn_question(app, true)
}

pub(super) fn question_before(app: &mut App, _: &str) -> Vec<Effect> {
    turn_question(app, false)
}

fn turn_question(app: &mut App, forward: bool) -> Vec<Effect> {
    let stage = app.desk.as_ref().and_then(|d| d.stage(&app.programme));
    let count = stage.map_or(1, |s| s.questions.len()).max(1);
    app.run.prompt = if forward { app.run.prompt + 1 } else { app.run.prompt + count - 1 } % count;
    Vec::new()
}

pub(super) fn checks(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let Some(stage) = desk.stage(&app.programme) else { return Vec::new() };
    let mut lines = vec![stage.purpose.clone(), String::new(), format!("A good result: {}", stage.good), String::new()];
    let open = open_checks(&desk.view, &app.programme, &stage.id);
    for check in &stage.checks {
        let missing = open.iter().find(|o| o.id == check.id);
        let mark = if missing.is_some() { "○ open" } else { "✓ done" };
        lines.push(format!("{mark} · {}", check.text));
        if let Some(detail) = missing.and_then(|o| o.detail.as_deref()) {
            lines.push(format!("  {detail}"));
        }
    }
    // What was left open on the way here stays in sight.
    for before in app.programme.stages.iter().take_while(|before| before.id != stage.id) {
        let open = open_checks(&desk.view, &app.programme, &before.id);
        if !open.is_empty() {
            lines.extend([String::new(), format!("Still open in {}:", before.title)]);
            lines.extend(open.iter().map(|check| format!("○ open · {}", check.words())));
        }
    }
    let told = pace::told(app).map_or_else(String::new, |told| format!("{told}. "));
    lines.extend([String::new(), format!("{told}/agenda shows all parts and their minutes.")]);
    let title = format!("{}: what this stage needs", stage.title);
    app.lay(Overlay::Text { title, lines, scroll: 0, then: None });
    Vec::new()
}

pub(super) fn consent(app: &mut App, _: &str) -> Vec<Effect> {
    let consent = &app.programme.consent;
    let mut lines: Vec<String> = consent.text.iter().flat_map(|line| [line.clone(), String::new()]).collect();
    if !consent.note.is_empty() {
        lines.push(format!("For you: {}", consent.note));
    }
    let title = consent.title.clone();
    let then = Some(("it was read out to the room".into(), Pending::ReadOut("consent")));
    app.lay(Overlay::Text { title, lines, scroll: 0, then });
    Vec::new()
}

pub(super) fn rules(app: &mut App, _: &str) -> Vec<Effect> {
    let lines = app.programme.ground_rules.iter().map(|rule| format!("• {rule}")).collect();
    let then = Some(("they were read out to the room".into(), Pending::ReadOut("ground-rules")));
    app.lay(Overlay::Text { title: "Ground rules".into(), lines, scroll: 0, then });
    Vec::new()
}

pub(super) fn people(app: &mut App, rest: &str) -> Vec<Effect> {
    if !rest.is_empty() {
        return seat(app, rest);
    }
    app.lay(Overlay::Form(Form::new(
        Purpose::People,
        "Who is in the room",
        "Paste a sign-in sheet or type it, one person a line: name, then role, organisation or category, \
         parted by commas. A number from 0 to 4 at the end is their consent. Tab goes on.",
        vec![Input::lines("people", "People", "one person a line: name, role, organisation, category")],
        "Seat these people",
    )));
    Vec::new()
}

/// Seats the people of a typed or pasted list.
pub(in crate::tui) fn seat(app: &mut App, text: &str) -> Vec<Effect> {
    let programme = app.programme.clone();
    let category = |typed: &str| programme.find_category(typed).map(|c| c.id.clone());
    let people = capture::parse_people(&capture::clean(text), &category);
    let nameless = people.iter().all(|person| person.name.trim().is_empty());
    if people.is_empty() || nameless {
        app.say("Nobody was added. /people adds people at any time");
        return Vec::new();
    }
    let taken = app.desk.as_ref().and_then(|desk| desk.room().seats.iter().filter_map(|s| s.number).max()).unwrap_or(0);
    let delta = app.edit(|desk, now| desk.seat(&people, now)).flatten();
    app.say(match people.as_slice() {
        // Somebody who comes late has not heard how far words may go.
        [one] if one.consent.is_none() && app.desk.as_ref().is_some_and(|desk| desk.was_read("consent")) => {
            let seat = taken + 1;
            format!("{} has seat {seat}. Tell them what is written down: /level {seat} 1 until they choose", one.name)
        }
        [one] => format!("{} has seat {}", one.name, taken + 1),
        many => format!("{} people have seats from {}", many.len(), taken + 1),
    });
    save(delta)
}

pub(super) fn join_person(app: &mut App, rest: &str) -> Vec<Effect> {
    if rest.is_empty() {
        app.warn("Say who: /join Amina, local resident");
        return Vec::new();
    }
    seat(app, rest)
}

/// Parks what is typed after the command, with its owner and its day as on the line: `/park parking owner:@3 due:fri`.
pub(super) fn park(app: &mut App, rest: &str) -> Vec<Effect> {
    if rest.is_empty() {
        app.warn("Say what is parked: /park parking charges owner:@3 due:fri");
        return Vec::new();
    }
    let programme = app.programme.clone();
    let line = format!("!p {rest}");
    let outcome = app.edit(|desk, now| desk.enter(&line, &[], now, &programme)).unwrap_or_default();
    app.say(if outcome.said.is_empty() {
        "Parked. /parking asks for an owner and a day where they are open".into()
    } else {
        outcome.said
    });
    save(outcome.delta)
}

/// The delegate in the seat with this number.
pub(super) fn in_seat(app: &App, number: &str) -> Option<(Id, String)> {
    let number = number.trim_start_matches(['@', ';']).parse::<i64>().ok()?;
    let desk = app.desk.as_ref()?;
    desk.room().seats.iter().find(|s| s.number == Some(number)).map(|s| (s.delegate, s.name.clone()))
}

pub(super) fn hide(app: &mut App, _: &str) -> Vec<Effect> {
    app.run.veiled = !app.run.veiled;
    app.say(if app.run.veiled { VEILED } else { "Names and lines are shown" });
    Vec::new()
}

pub(super) fn undo(app: &mut App, _: &str) -> Vec<Effect> {
    let changes = app.desk.as_ref().filter(|desk| desk.is_plan()).map(|desk| desk.changes);
    match app.plan.merged.take() {
        Some((sessions, then)) if Some(then) == changes && !sessions.is_empty() => leave_out(app, &sessions),
        _ => take_back(app, false, false),
    }
}

/// Takes back a merge: its sessions stay in the file, as every word does, and the plan leaves them out.
fn leave_out(app: &mut App, sessions: &[Id]) -> Vec<Effect> {
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            for session in sessions {
                edit.set(&List::Recorders, *session, field::LEFT_OUT, true);
            }
        })
    });
    let count = if sessions.len() == 1 { "1 session".into() } else { format!("{} sessions", sessions.len()) };
    app.say(format!("Taken back: the joining of files. The plan leaves out {count}; undo again brings them in"));
    save(delta.flatten())
}

pub(super) fn redo(app: &mut App, _: &str) -> Vec<Effect> {
    take_back(app, true, false)
}

/// Undoes or redoes; asks first where somebody else has changed the same field since.
pub(in crate::tui) fn take_back(app: &mut App, redo: bool, over_others: bool) -> Vec<Effect> {
    let undone = app.edit(|desk, now| desk.undo(redo, over_others, now));
    let (did, nothing) = if redo { ("Brought back", "bring back") } else { ("Taken back", "take back") };
    match undone {
        None | Some(Undone::Nothing) => {
            app.say(format!("There is nothing to {nothing}"));
            Vec::new()
        }
        Some(Undone::Contested { what, fields }) => {
            let fields = if fields == 1 { "a field".into() } else { format!("{fields} fields") };
            app.lay(Overlay::Confirm {
                question: format!("Somebody else has changed {fields} of {what} since. Take it back all the same?"),
                detail: "Their value is kept in the history.".into(),
                yes: Pending::UndoOver(redo),
            });
            Vec::new()
        }
        Some(Undone::Done { delta, what }) => {
            app.say(format!("{did}: {what}"));
            save(delta)
        }
    }
}

pub(super) fn scroll_up(app: &mut App, _: &str) -> Vec<Effect> {
    app.scroll(true);
    Vec::new()
}

pub(super) fn scroll_down(app: &mut App, _: &str) -> Vec<Effect> {
    app.scroll(false);
    Vec::new()
}

pub(super) fn details(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(details) = app.desk.as_ref().and_then(|d| d.view.workshop()).map(Details::of) else { return Vec::new() };
    let form = Form::new(Purpose::Details, "Workshop details", "", detail_inputs(&details), "Keep these details");
    app.lay(Overlay::Form(form));
    Vec::new()
}

pub(super) fn hand_out(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(folder) = app.desk.as_ref().and_then(|d| d.path.parent()) else { return Vec::new() };
    // Beside the session, so that each table's lines come into view and into the plan by themselves.
    let folder = folder.to_path_buf();
    let inputs = vec![
        Input::new("tables", "How many tables", "3", "1 to 40"),
        Input::new("folder", "Folder", &folder.to_string_lossy(), "a folder, shared folder or stick"),
    ];
    let intro = "Makes a copy of the set-up for each table: the workshop and the people, nothing that was said.";
    app.lay(Overlay::Form(Form::new(Purpose::HandOut, "Hand out", intro, inputs, "Make the copies")));
    Vec::new()
}

/// The set-up alone, as a file for another table: the workshop, its agenda, the people, and what was read out.
pub(in crate::tui) fn set_up(app: &App) -> Option<File> {
    let desk = app.desk.as_ref()?;
    let mut file = File::new(FileKind::Session);
    let open: Vec<Id> = desk.polls().iter().filter(|poll| poll.is_open()).map(|poll| poll.id).collect();
    for (list, item) in desk.view.items() {
        // An open vote goes to every table, so that their ballots meet in it; nobody's ballot does.
        let to_vote = || match list {
            List::Votes => open.contains(&item.id),
            List::VoteOptions => item.link(field::VOTE).is_some_and(|vote| open.contains(&vote)),
            _ => false,
        };
        if matches!(list, List::Workshops | List::Agenda | List::Delegates | List::Readings) || to_vote() {
            file.insert(list, item.clone());
        }
    }
    Some(file)
}

pub(super) fn hand_in(app: &mut App, rest: &str) -> Vec<Effect> {
    if !rest.is_empty() {
        return vec![Effect::HandIn(PathBuf::from(rest))];
    }
    let input = Input::new("folder", "Folder", "", "a stick or a shared folder, the whole path");
    let intro = "Saves a copy of your file there and says where. Your own file stays where it is.";
    app.lay(Overlay::Form(Form::new(Purpose::HandIn, "Hand in", intro, vec![input], "Save the copy")));
    Vec::new()
}

pub(super) fn review(app: &mut App, _: &str) -> Vec<Effect> {
    crate::tui::overlays::review::open(app);
    Vec::new()
}
