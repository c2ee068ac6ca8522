//! What each message does: the top overlay first, then the commands, then the screen.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::app::{App, Screen, save};
use super::commands::{self, plan as plan_commands, workshop};
use super::desk::{Desk, Details};
use super::message::{Effect, Message, Place};
use super::overlays::form::Pressed;
use super::overlays::{Form, Input, Overlay, Pending, Purpose};
use crate::capture;
use crate::model::fields::{List, Recorder, field};
use crate::model::file::{File, FileKind};
use crate::model::stamp::Moment;
use crate::model::words::{Audience, Kind};
use crate::store::{Opened, Refusal, Report};

/// Changes the state as a message demands, and says what is to be done outside.
pub fn update(app: &mut App, now: Moment, message: Message) -> Vec<Effect> {
    app.now = now;
    match message {
        Message::Key(key) => press(app, key),
        Message::Paste(text) => paste(app, &text),
        Message::Resized | Message::Tick | Message::Resumed => {
            app.revision += 1;
            Vec::new()
        }
        Message::Terminate => {
            app.quitting = true;
            vec![Effect::Draft, Effect::Quit]
        }
        other => {
            app.revision += 1;
            hear(app, other)
        }
    }
}

/// What the world answered.
fn hear(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Store(report) => {
            heed(app, report);
            Vec::new()
        }
        Message::Opened(Ok(opened)) => opened_file(app, opened),
        Message::Began(Err(refusal)) => {
            // What is typed stays in memory and is said to be unsaved until it has a place.
            if let Some(desk) = &mut app.desk {
                desk.saved.failed = Some((refusal.to_string(), "/hand-in FOLDER saves it in another folder.".into()));
            }
            Vec::new()
        }
        Message::Opened(Err(refusal)) | Message::Merged(Err(refusal)) | Message::Wrote(Err(refusal)) => {
            app.warn(told(&refusal));
            Vec::new()
        }
        Message::Began(Ok(path)) => {
            let recorder = app.desk.as_ref().and_then(|d| d.recorder);
            if let Some(desk) = &mut app.desk {
                desk.path.clone_from(&path);
                desk.saved.failed = None;
            }
            vec![Effect::Remember(path, recorder)]
        }
        Message::Merged(Ok(merged)) => {
            app.lay(Overlay::Text {
                title: "Files joined".into(),
                lines: merged.report,
                scroll: 0,
                then: Some(("open the plan".into(), Pending::Command("open", merged.path.to_string_lossy().into()))),
            });
            Vec::new()
        }
        Message::Wrote(Ok(paths)) => {
            let folder = paths.first().and_then(|p| p.parent()).map(|p| p.display().to_string()).unwrap_or_default();
            let names: Vec<String> =
                paths.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
            app.say(format!("Written to {folder}: {}", names.join(", ")));
            Vec::new()
        }
        Message::Exists(folder, files) => {
            app.lay(Overlay::Confirm {
                question: "Some of these files are there already. Write over them?".into(),
                detail: folder.display().to_string(),
                yes: Pending::Overwrite(folder, files),
            });
            Vec::new()
        }
        Message::Recent(recent) => {
            app.home.recent = recent;
            Vec::new()
        }
        Message::Key(_)
        | Message::Paste(_)
        | Message::Resized
        | Message::Resumed
        | Message::Tick
        | Message::Terminate => Vec::new(),
    }
}

/// A refusal as one sentence for the person at the keys.
fn told(refusal: &Refusal) -> String {
    if refusal.hint.is_empty() { refusal.to_string() } else { format!("{refusal}. {}", refusal.hint) }
}

fn heed(app: &mut App, report: Report) {
    let now = app.now;
    match report {
        Report::Saved { contributions, changes } => {
            if let Some(desk) = &mut app.desk {
                desk.saved = super::desk::Saved { contributions, at: Some(now), changes, failed: None };
            }
        }
        Report::NotSaved { refusal, .. } => {
            if let Some(desk) = &mut app.desk {
                let hint = format!("{}. /hand-in FOLDER saves a copy elsewhere.", refusal.hint);
                desk.saved.failed = Some((refusal.to_string(), hint));
            }
        }
        Report::DraftNotSaved(refusal) | Report::Unreadable(refusal) | Report::CopyFailed(refusal) => {
            app.warn(told(&refusal));
        }
        Report::Arrived { file, .. } => drop(app.edit(|desk, _| desk.arrive(&file))),
        Report::CopiedTo(path) => app.say(format!("A copy of your file is at {}", path.display())),
    }
}

/// A file was read: put it on the desk, or ask first whose it is.
fn opened_file(app: &mut App, opened: Box<Opened>) -> Vec<Effect> {
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
    let recorder = file.live(&List::Recorders).next();
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
fn record_form(app: &App, purpose: Purpose) -> Form {
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
fn go_on(app: &mut App, opened: Opened, who: Who<'_>) -> Vec<Effect> {
    let Some(lock) = opened.lock else { return Vec::new() };
    let mut own = opened.file.clone();
    let made = lay_out(app, opened.path.clone(), opened.file, &opened.siblings, who);
    if let Some(made) = &made {
        own.join(made);
    }
    app.run.begin(opened.draft);
    for refusal in &opened.unreadable {
        app.warn(told(refusal));
    }
    vec![Effect::Begin(Place::Here { path: opened.path, known: opened.known, lock }, own)]
}

/// Puts a file that was read on the desk to be seen, and begins a file of one's own beside it.
fn go_beside(app: &mut App, opened: Opened, who: Who<'_>) -> Vec<Effect> {
    let kind = opened.file.kind;
    let made = lay_out(app, opened.path.clone(), opened.file, &opened.siblings, who);
    app.run.begin(None);
    let mut own = File::new(kind);
    if let Some(made) = &made {
        own.join(made);
    }
    if let Some(desk) = &mut app.desk {
        desk.saved = super::desk::Saved::default();
        // So that the file is complete when it is sent alone.
        for (list, item) in desk.view.items().filter(|(list, _)| **list == List::Delegates) {
            own.insert(list, item.clone());
        }
    }
    let name = who.map_or("", |(name, table)| if table.is_empty() { name } else { table });
    vec![Effect::Begin(Place::Beside(opened.path, name.to_owned()), own)]
}

/// Puts a file on the desk; returns what a new recorder adds.
fn lay_out(
    app: &mut App,
    path: std::path::PathBuf,
    file: File,
    siblings: &[(std::path::PathBuf, File)],
    who: Who<'_>,
) -> Option<File> {
    let siblings: Vec<File> = siblings.iter().map(|(_, file)| file.clone()).collect();
    let desk = Desk::new(path, file, &siblings, app.settings.writer);
    app.screen = if desk.is_plan() { Screen::Plan } else { Screen::Run };
    app.plan.begin();
    app.desk = Some(desk);
    let (name, table) = who?;
    app.edit(|desk, now| desk.record_as(name, table, now)).flatten()
}

fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    if !app.overlays.is_empty() {
        app.revision += 1;
        return press_overlay(app, key);
    }
    if app.screen == Screen::Run && app.run.typing(key) {
        // Only the line being typed changes.
        return vec![Effect::Draft];
    }
    app.revision += 1;
    if let Some(effects) = commands::press(app, key) {
        return effects;
    }
    match app.screen {
        Screen::Home => super::screens::home::press(app, key),
        Screen::Run => super::screens::run::press(app, key),
        Screen::Plan => super::screens::plan::press(app, key),
    }
}

fn press_overlay(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    let Some(mut overlay) = app.overlays.pop() else { return Vec::new() };
    let quit = key.modifiers.contains(KeyModifiers::CONTROL) && matches!(key.code, KeyCode::Char('q' | 'c'));
    if quit {
        app.overlays.push(overlay);
        return commands::by_id(app, "quit", "");
    }
    let enter = key.code == KeyCode::Enter;
    let escape = key.code == KeyCode::Esc;
    match &mut overlay {
        Overlay::Form(form) => match form.key(key) {
            Pressed::Going => {}
            Pressed::Cancelled => return cancelled(app, &form.purpose),
            Pressed::Finished => match finish(app, form) {
                Ok(effects) => return effects,
                Err(fault) => form.fault = Some(fault),
            },
        },
        Overlay::Confirm { yes, .. } => match key.code {
            KeyCode::Char('y' | 'Y') => return happen(app, yes.clone()),
            KeyCode::Char('n' | 'N') | KeyCode::Esc => return Vec::new(),
            _ => {}
        },
        Overlay::Choose { options, at, .. } => {
            let count = options.len().max(1);
            match key.code {
                KeyCode::Up | KeyCode::BackTab => *at = (*at + count - 1) % count,
                KeyCode::Down | KeyCode::Tab => *at = (*at + 1) % count,
                KeyCode::Char(c) if c.is_ascii_digit() => {
                    let chosen = (c as usize).wrapping_sub('1' as usize);
                    if let Some((_, then)) = options.get(chosen) {
                        return happen(app, then.clone());
                    }
                }
                _ => {}
            }
            if enter && let Some((_, then)) = options.get(*at) {
                return happen(app, then.clone());
            }
            if escape {
                app.offered = None;
                return Vec::new();
            }
        }
        Overlay::Text { scroll, then, .. } => {
            if enter {
                return then.take().map_or_else(Vec::new, |(_, pending)| happen(app, pending));
            }
            if escape || !scrolled(scroll, key.code) && then.is_none() && key.code == KeyCode::Char(' ') {
                return Vec::new();
            }
        }
        Overlay::Help { scroll } => {
            if escape || enter {
                return Vec::new();
            }
            scrolled(scroll, key.code);
        }
        Overlay::Palette { entry, at } => {
            let count = super::overlays::palette::matches(app.screen, entry.text()).len();
            match key.code {
                KeyCode::Esc => return Vec::new(),
                KeyCode::Up => *at = at.saturating_sub(1),
                KeyCode::Down => *at = (*at + 1).min(count.saturating_sub(1)),
                KeyCode::Enter => {
                    let chosen = super::overlays::palette::matches(app.screen, entry.text()).get(*at).map(|c| c.id);
                    return chosen.map_or_else(Vec::new, |id| commands::by_id(app, id, ""));
                }
                _ => {
                    entry.key(key);
                    *at = 0;
                }
            }
        }
    }
    app.overlays.push(overlay);
    Vec::new()
}

/// Scrolls a text by the usual keys; says whether the key was one.
fn scrolled(scroll: &mut u16, code: KeyCode) -> bool {
    *scroll = match code {
        KeyCode::Down => scroll.saturating_add(1),
        KeyCode::Up => scroll.saturating_sub(1),
        KeyCode::PageDown => scroll.saturating_add(10),
        KeyCode::PageUp => scroll.saturating_sub(10),
        _ => return false,
    };
    true
}

fn cancelled(app: &mut App, purpose: &Purpose) -> Vec<Effect> {
    if matches!(purpose, Purpose::RecordHere | Purpose::RecordBeside) {
        app.offered = None;
    }
    if *purpose == Purpose::People && app.run.setting_up {
        return begin_consent(app);
    }
    Vec::new()
}

/// The last step of setting up: the consent statement.
fn begin_consent(app: &mut App) -> Vec<Effect> {
    app.run.setting_up = false;
    commands::by_id(app, "consent", "")
}

/// Does what an overlay was answered with.
pub fn happen(app: &mut App, pending: Pending) -> Vec<Effect> {
    match pending {
        Pending::Nothing => Vec::new(),
        Pending::Command(id, rest) => commands::by_id(app, id, &rest),
        Pending::Withdraw(what) => workshop::withdraw_now(app, what),
        Pending::UndoOver(redo) => workshop::take_back(app, redo, true),
        Pending::ReadOut(event) => read_out(app, event),
        Pending::Paste(text, each_line) => say_pasted(app, &text, each_line),
        Pending::ContinueAs => match app.offered.take() {
            Some(opened) => go_on(app, *opened, None),
            None => Vec::new(),
        },
        Pending::RecordBeside => {
            let form = record_form(app, Purpose::RecordBeside);
            app.lay(Overlay::Form(form));
            Vec::new()
        }
        Pending::Overwrite(folder, files) => vec![Effect::Export(folder, files, true)],
        Pending::QuitAnyway => {
            app.quitting = true;
            vec![Effect::Quit]
        }
    }
}

fn read_out(app: &mut App, event: &str) -> Vec<Effect> {
    let (wording, text) = match event {
        "consent" => (app.programme.consent.version.clone(), app.programme.consent.text.join("\n")),
        "ground-rules" => (String::new(), app.programme.ground_rules.join("\n")),
        _ => (String::new(), String::new()),
    };
    let delta = app.edit(|desk, now| desk.read_out(event, &wording, &text, now)).flatten();
    let mut effects = save(delta);
    match event {
        "consent" => {
            app.say("Consent was read out: lines from now on may be quoted, as Delegate");
        }
        "close" => {
            app.say("The workshop is over. This is the plan so far: join the other tables' files with J");
            effects.extend(commands::by_id(app, "plan", ""));
        }
        _ => app.say("The ground rules were read out"),
    }
    effects
}

/// Finishes a form; an error is what is wrong with it, and the form stays.
fn finish(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    match &form.purpose {
        Purpose::NewWorkshop => new_workshop(app, form),
        Purpose::Details => {
            let details = details(app, form)?;
            let delta = app.edit(|desk, now| {
                let id = desk.view.workshop().map(|w| w.id())?;
                desk.change(now, |edit| details.write(edit, id))
            });
            app.say("The details are kept");
            Ok(save(delta.flatten()))
        }
        Purpose::People => {
            let mut effects = workshop::seat(app, &form.value("people"));
            if app.run.setting_up {
                effects.extend(begin_consent(app));
            }
            Ok(effects)
        }
        Purpose::RecordHere | Purpose::RecordBeside => record(app, form),
        Purpose::Action(id) => plan_commands::keep_action(app, *id, form),
        Purpose::Status(id) => Ok(plan_commands::keep_status(app, *id, form)),
        Purpose::Merge => {
            let paths = plan_commands::paths(&form.value("from"));
            let plan = form.value("plan");
            if paths.is_empty() || plan.is_empty() {
                return Err("Say which files or folder, and which plan file.".into());
            }
            app.say("Joining the files…");
            Ok(vec![Effect::Merge(paths, plan.into())])
        }
        Purpose::Export => export(app, form),
        Purpose::Open => match form.value("path") {
            path if path.is_empty() => Err("Say which file.".into()),
            path => Ok(vec![Effect::Open(path.into())]),
        },
        Purpose::HandIn => match form.value("folder") {
            folder if folder.is_empty() => Err("Say which folder.".into()),
            folder => Ok(vec![Effect::HandIn(folder.into())]),
        },
        Purpose::HandOut => {
            let tables = form.value("tables").parse::<usize>().ok().filter(|n| (1..=40).contains(n));
            let tables = tables.ok_or("Say how many tables, 1 to 40.")?;
            let set_up = workshop::set_up(app).ok_or("No file is open.")?;
            let desk = app.desk.as_ref().ok_or("No file is open.")?;
            let stem = desk.path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            let stem = stem.split('.').next().unwrap_or_default().to_owned();
            let copies = (1..=tables).map(|n| (format!("{stem}.table-{n}.json"), set_up.clone())).collect();
            Ok(vec![Effect::HandOut(form.value("folder").into(), copies)])
        }
        Purpose::Paraphrase(id) => match form.value("text") {
            text if text.is_empty() => Err("Say it in other words.".into()),
            text => Ok(workshop::write_paraphrase(app, *id, &text)),
        },
    }
}

fn details(app: &App, form: &Form) -> Result<Details, String> {
    let title = form.value("title");
    if title.is_empty() {
        return Err("Give the workshop a title.".into());
    }
    let date = plan_commands::day(app, &form.value("date"))?.unwrap_or_default();
    Ok(Details {
        title,
        date,
        pcn: form.value("pcn"),
        place: form.value("place"),
        question: form.value("question"),
        connector: form.value("connector"),
        cap: form.value("cap"),
        // Neither is asked for, and writing the details leaves both as they are.
        earlier: None,
        practice: false,
    })
}

fn new_workshop(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let details = details(app, form)?;
    let name = form.value("name");
    if name.is_empty() {
        return Err("Say who records.".into());
    }
    let file = Desk::workshop(&details, app.settings.writer, app.now);
    let mut desk = Desk::new(std::path::PathBuf::new(), file.clone(), &[], app.settings.writer);
    let recorder = desk.record_as(&name, &form.value("table"), app.now);
    let mut whole = file;
    if let Some(recorder) = &recorder {
        whole.join(recorder);
    }
    app.desk = Some(desk);
    app.run.begin(None);
    app.run.setting_up = true;
    app.screen = Screen::Run;
    let place = Place::New { folder: None, title: details.title.clone(), date: details.date.clone() };
    app.say("Type what people say and press Enter. /? shows the marks and commands");
    commands::by_id(app, "people", "");
    Ok(vec![Effect::Begin(place, whole)])
}

/// Begins to record in the file that was read, or in a new one beside it.
fn record(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let (name, table) = (form.value("name"), form.value("table"));
    if name.is_empty() {
        return Err("Say who records.".into());
    }
    let Some(opened) = app.offered.take() else { return Ok(Vec::new()) };
    let who = Some((name.as_str(), table.as_str()));
    Ok(if form.purpose == Purpose::RecordBeside { go_beside(app, *opened, who) } else { go_on(app, *opened, who) })
}

fn export(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let audience = Audience::named(&form.value("audience")).ok_or("Say who it is for.")?;
    let formats = form.value("formats");
    let formats: Vec<&str> = formats.split_whitespace().collect();
    let files = plan_commands::render(app, &form.value("report"), &formats, audience)?;
    Ok(vec![Effect::Export(form.value("folder").into(), files, false)])
}

fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let text = capture::clean_paste(text);
    match app.overlays.last_mut() {
        Some(Overlay::Form(form)) => {
            app.revision += 1;
            form.paste(&text);
        }
        Some(Overlay::Palette { entry, .. }) => {
            app.revision += 1;
            entry.insert(&text.replace('\n', " "));
        }
        None if app.screen == Screen::Run => {
            let text = text.trim_end_matches('\n');
            let lines = text.lines().filter(|l| !l.trim().is_empty()).count();
            if lines < 2 {
                app.run.entry.insert(&text.replace('\n', " "));
                return vec![Effect::Draft];
            }
            app.revision += 1;
            app.lay(Overlay::Choose {
                title: format!("{lines} lines were pasted. How are they to be kept?"),
                options: vec![
                    (format!("As {lines} contributions, one a line"), Pending::Paste(text.into(), true)),
                    ("As one contribution of several lines".into(), Pending::Paste(text.into(), false)),
                    ("Not at all".into(), Pending::Nothing),
                ],
                at: 0,
            });
        }
        Some(_) | None => {}
    }
    Vec::new()
}

/// Keeps pasted lines, each as typed words of the present speaker, under one stamp.
fn say_pasted(app: &mut App, text: &str, each_line: bool) -> Vec<Effect> {
    let lines: Vec<String> = if each_line {
        text.lines().map(capture::clean).filter(|l| !l.is_empty()).collect()
    } else {
        vec![capture::clean(text)]
    };
    let programme = app.programme.clone();
    let delta = app.edit(|desk, now| desk.say_all(&lines, Kind::FlipChart, now, &programme)).flatten();
    app.say(if lines.len() == 1 {
        "1 contribution is added".into()
    } else {
        format!("{} contributions are added", lines.len())
    });
    save(delta)
}

/// The words of a contribution being edited become `text`.
pub(super) fn correct(app: &mut App, id: crate::model::stamp::Id, text: String) -> Vec<Effect> {
    let delta = app.edit(|desk, now| desk.change(now, |edit| edit.set(&List::Contributions, id, field::TEXT, text)));
    app.say("The line is corrected; the earlier wording is kept in the history");
    save(delta.flatten())
}
