//! Putting a file on the desk: whose it is, and whether one goes on in it or records beside it.

use std::path::PathBuf;

use super::app::{App, Screen};
use super::desk::{Desk, Saved};
use super::message::{Effect, Place};
use super::overlays::{Form, Input, Overlay, Pending, Purpose};
use super::pace;
use super::update::told;
use crate::model::fields::{List, Recorder};
use crate::model::file::{File, FileKind};
use crate::plan::MARK;
use crate::store::Opened;

/// A file was read: put it on the desk, or ask first whose it is.
pub(super) fn opened_file(app: &mut App, opened: Box<Opened>) -> Vec<Effect> {
    if let Some(damage) = &opened.damaged {
        let mut lines = vec![
            format!("{} could not be read whole.", opened.path.display()),
            format!("{}", damage.fault),
            String::new(),
            format!("The damaged file is kept as {}", damage.kept_as.display()),
            format!("Entries that could be read: {}", damage.recovered),
        ];
        if !damage.lost.is_empty() {
            let lost: Vec<String> = damage.lost.iter().map(ToString::to_string).collect();
            lines.push(format!("Lines that could not be read: {}", lost.join(", ")));
        }
        app.lay(Overlay::Text { title: "A damaged file".into(), lines, scroll: 0, then: None });
    }
    let file = &opened.file;
    // What came in from somebody else's file has a recorder of its own, as whom nobody goes on.
    let recorder = file.live(&List::Recorders).find(|recorder| !recorder.id.is_derived());
    // Whose practice copy it is, is nothing to ask somebody about who has come to try things.
    let practice = file.workshop().is_some_and(|w| w.practice());
    let known = app.home.recent.iter().any(|r| r.path == opened.path && r.recorder == recorder.map(|r| r.id));
    // Whoever says their name with --as need not be asked again.
    let name = app.settings.recorder.as_deref();
    let named = name.is_some() && recorder.and_then(|r| Recorder(r).name()) == name;
    let free = opened.lock.is_some();
    if free && (file.kind == FileKind::Plan || recorder.is_some() && (known || named || practice)) {
        return go_on(app, *opened, None);
    }
    if !free {
        app.warn("Another window has this file open: you write a file of your own beside it");
    }
    let overlay = match recorder.map(|r| recorder_title(Recorder(r))) {
        Some(name) if free => Overlay::Choose {
            title: format!("This file was recorded by {name}. How do you want to go on?"),
            options: vec![
                (format!("Continue as {name}"), Pending::ContinueAs),
                ("Record as a new table, in a file of my own".into(), Pending::RecordBeside),
            ],
            at: 0,
        },
        _ => Overlay::Form(record_form(app, if free { Purpose::RecordHere } else { Purpose::RecordBeside })),
    };
    app.offered = Some(opened);
    app.lay(overlay);
    Vec::new()
}

/// The form that asks who records.
pub(super) fn record_form(app: &App, purpose: Purpose) -> Form {
    let intro = match purpose {
        Purpose::RecordBeside => "Your lines go into a file of your own, beside the others of the same workshop.",
        _ => "Nobody has recorded in this file yet.",
    };
    let inputs = vec![
        Input::new("name", "Your name", app.settings.recorder.as_deref().unwrap_or_default(), ""),
        Input::new("table", "Your table", "", "for example: table 2"),
    ];
    Form::new(purpose, "Who records?", intro, inputs, "Record")
}

fn recorder_title(recorder: Recorder<'_>) -> String {
    match (recorder.name(), recorder.table()) {
        (Some(name), Some(table)) => format!("{name}, {table}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "somebody".into(),
    }
}

/// Who records, as typed: the name and the table.
type Who<'a> = Option<(&'a str, &'a str)>;

/// Puts a file that was read on the desk and goes on writing it, as its own recorder or as a new one.
pub(super) fn go_on(app: &mut App, opened: Opened, who: Who<'_>) -> Vec<Effect> {
    let Some(lock) = opened.lock else { return Vec::new() };
    let mut own = opened.file.clone();
    let made = lay_out(app, opened.path.clone(), opened.file, &opened.siblings, who);
    if let Some(made) = &made {
        own.join(made);
    }
    let draft = opened.draft.filter(|draft| !draft.is_empty());
    let draft = draft.and_then(|draft| app.edit(|desk, _| desk.take_up_draft(&draft)));
    app.run.begin(draft);
    pace::opened(app);
    super::commands::close::greet(app);
    let title = app.desk.as_ref().and_then(|desk| desk.view.workshop()?.title().map(str::to_owned));
    if let Some(title) = title.filter(|title| title.starts_with(MARK)) {
        app.say(format!("This is {title}, with invented people. Nothing here gets into a real file"));
    }
    for refusal in &opened.unreadable {
        app.warn(told(refusal));
    }
    vec![Effect::Begin(Place::Here { path: opened.path, known: opened.known, lock }, own)]
}

/// Puts a file that was read on the desk to be seen, and begins a file of one's own beside it.
pub(super) fn go_beside(app: &mut App, opened: Opened, who: Who<'_>) -> Vec<Effect> {
    let kind = opened.file.kind;
    let made = lay_out(app, opened.path.clone(), opened.file, &opened.siblings, who);
    app.run.begin(None);
    pace::opened(app);
    let mut own = File::new(kind);
    if let Some(made) = &made {
        own.join(made);
    }
    if let Some(desk) = &mut app.desk {
        desk.saved = Saved::default();
        // So that the file is complete when it is sent alone.
        for (list, item) in desk.view.items().filter(|(list, _)| **list == List::Delegates) {
            own.insert(list, item.clone());
        }
    }
    let name = who.map_or("", |(name, table)| if table.is_empty() { name } else { table });
    vec![Effect::Begin(Place::Beside(opened.path, name.to_owned()), own)]
}

/// Puts a file on the desk; returns what a new recorder adds.
fn lay_out(app: &mut App, path: PathBuf, file: File, siblings: &[(PathBuf, File)], who: Who<'_>) -> Option<File> {
    let siblings: Vec<File> = siblings.iter().map(|(_, file)| file.clone()).collect();
    let desk = Desk::new(path, file, &siblings, app.settings.writers.draw());
    app.screen = if desk.is_plan() { Screen::Plan } else { Screen::Run };
    app.plan.begin();
    // The plan of the merge that was just made: nothing was done to it yet.
    app.plan.merged = app.plan.merged.take().filter(|_| desk.is_plan()).map(|(sessions, _)| (sessions, 0));
    app.desk = Some(desk);
    let (name, table) = who?;
    app.edit(|desk, now| desk.record_as(name, table, now)).flatten()
}
