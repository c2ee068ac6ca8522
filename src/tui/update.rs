//! What each message does: the top overlay first, then the commands, then the screen.

use std::path::Path;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::app::{App, Screen, save};
use super::commands::{self, about, line, one_of_many, template, withdraw, workshop};
use super::forms::finish;
use super::message::{Effect, Message};
use super::opening::{go_on, opened_file, record_form};
use super::overlays::form::Pressed;
use super::overlays::{Form, Input, Overlay, Pending, Purpose};
use super::overlays::{find, sheet};
use super::pace;
use super::paste::{self, paste};
use super::screens::checks;
use crate::model::stamp::Moment;
use crate::store::{Refusal, Report, Sort, names};

/// Changes the state as a message demands, and says what is to be done outside.
pub fn update(app: &mut App, now: Moment, message: Message) -> Vec<Effect> {
    app.now = now;
    let mut effects = take_in(app, message);
    find::look_again(app);
    super::screens::present::look_again(app);
    commands::close::look_again(app);
    commands::changes::look_again(app);
    commands::care::warn_of_few(app, &effects);
    effects.extend(super::screens::present::tell(app));
    effects
}

fn take_in(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Key(key) => press(app, key),
        Message::Paste(text) => paste(app, &text),
        Message::Resized | Message::Resumed => {
            app.revision += 1;
            Vec::new()
        }
        Message::Tick => {
            app.revision += 1;
            pace::tick(app)
        }
        Message::Terminate => {
            app.quitting = true;
            vec![Effect::Draft, Effect::Quit]
        }
        other => {
            app.revision += 1;
            let withdraws = brings_withdrawals(&other);
            let mut effects = hear(app, other);
            if withdraws && app.desk.as_ref().is_some_and(|desk| desk.is_plan() && !desk.view.withdrawn().is_empty()) {
                effects.push(Effect::Forget);
            }
            effects
        }
    }
}

/// Whether a plan may come to know of withdrawals by it that the plan's kept copies do not know. Those decided on here
/// go over the copies with all else that belongs to the plan.
fn brings_withdrawals(message: &Message) -> bool {
    match message {
        // What came while the plan was closed, or was not finished when it was.
        Message::Opened(Ok(_)) => true,
        // The copy made before joining is of the plan as it was when the joining began.
        Message::Merged(Ok(merged)) => merged.news.is_some(),
        Message::Store(Report::Arrived { file, .. }) => !file.withdrawn().is_empty(),
        _ => false,
    }
}

/// What the world answered.
fn hear(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Store(report) => {
            heed(app, report);
            hold_back(app)
        }
        Message::Opened(Ok(opened)) => opened_file(app, opened),
        Message::Opening(path) => {
            app.say(format!("Opening {}", path.display()));
            Vec::new()
        }
        Message::Began(Err(refusal)) => {
            // What is typed stays in memory and is said to be unsaved until it has a place.
            if let Some(desk) = &mut app.desk {
                desk.saved.failed = Some((refusal.to_string(), "/hand-in FOLDER saves it in another folder.".into()));
            }
            Vec::new()
        }
        Message::Opened(Err(refusal))
        | Message::Template(Err(refusal))
        | Message::Earlier(Err(refusal))
        | Message::Restored(Err(refusal))
        | Message::Wrote(Err(refusal)) => {
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
        Message::Wrote(Ok(paths)) => {
            let folder = paths.first().and_then(|p| p.parent()).map(|p| p.display().to_string()).unwrap_or_default();
            let names = paths.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned());
            let mut lines: Vec<String> = names.collect();
            lines.append(&mut app.to_check);
            app.lay(Overlay::Text { title: format!("Written to {folder}"), lines, scroll: 0, then: None });
            save(app.edit(|desk, now| desk.note_exports(&paths, now)).flatten())
        }
        Message::Exists(output) => {
            app.lay(Overlay::Confirm {
                question: "Some of these files are there already. Write over them?".into(),
                detail: output.folder().display().to_string(),
                yes: Pending::Overwrite(output),
            });
            Vec::new()
        }
        Message::Made(made) => commands::export::made(app, *made),
        Message::Template(Ok(earlier)) => template::from_template(app, *earlier),
        Message::Slept(slept) => {
            pace::slept(app, slept);
            Vec::new()
        }
        Message::Recent(recent) => {
            app.home.recent = recent;
            Vec::new()
        }
        Message::KeptUntil(days) => {
            app.home.kept_until = days;
            Vec::new()
        }
        other => hear_of_files(app, other),
    }
}

/// What came of looking over many files: those that are joined, the kept copies of a plan, and what was taken out.
fn hear_of_files(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Merged(Err(refusal)) | Message::Found(Err(refusal)) => {
            sheet::failed(app, &refusal);
            Vec::new()
        }
        Message::Found(Ok(found)) => {
            sheet::found(app, *found);
            Vec::new()
        }
        Message::Progress(at) => {
            sheet::progress(app, at);
            Vec::new()
        }
        Message::LookedThrough(looked) => {
            sheet::importing::looked(app, looked);
            Vec::new()
        }
        Message::Imported(written) => sheet::importing::written(app, written),
        Message::Copies(plan, copies) => {
            sheet::copies(app, &plan, copies);
            Vec::new()
        }
        Message::Restored(Ok(restored)) => {
            app.say(sheet::restored_words(restored));
            Vec::new()
        }
        Message::Merged(Ok(merged)) => {
            let super::message::Merged { path, tally, sessions, news } = *merged;
            let open = app.desk.as_ref().is_some_and(|desk| desk.path == path || names::same_file(&desk.path, &path));
            if news.is_some() && !open {
                app.warn("The plan was closed before the files were joined: join them again");
                return Vec::new();
            }
            let effects = news.into_iter().filter(|news| !news.is_empty()).map(|news| {
                app.edit(|desk, _| desk.join(&news));
                Effect::Save(news)
            });
            let effects = effects.collect();
            app.plan.merged = Some((sessions, app.desk.as_ref().map_or(0, |desk| desk.changes)));
            sheet::joined(app, path, tally);
            effects
        }
        Message::Belongings(found) => {
            withdraw::ask_with(app, &found);
            Vec::new()
        }
        Message::Recalled(recalled, tell) => {
            withdraw::recalled(app, *recalled, tell);
            Vec::new()
        }
        Message::Kept(copies) => {
            commands::changes::choose(app, &copies);
            Vec::new()
        }
        Message::Earlier(Ok(earlier)) => {
            commands::changes::compare(app, *earlier);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Saves the marks of what came to be held back, because a file that has just come in holds withdrawn words.
pub(super) fn hold_back(app: &mut App) -> Vec<Effect> {
    let held = app.edit(|desk, _| desk.take_held()).flatten();
    if held.is_some() {
        app.warn("Other people's lines repeat withdrawn words, and are held back from reports: /withdraw copies");
    }
    save(held)
}

/// A refusal as one sentence for the person at the keys.
pub(super) fn told(refusal: &Refusal) -> String {
    if refusal.hint.is_empty() { refusal.to_string() } else { format!("{refusal}. {}", refusal.hint) }
}

/// A file as people call it.
fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// That a file beside one's own cannot be read: the words first, because a narrow screen cuts off the end.
fn half_copied(refusal: &Refusal) -> String {
    let name = file_name(&refusal.path);
    let place = if refusal.line == 0 { String::new() } else { format!("line {}, ", refusal.line) };
    let reason = &refusal.reason;
    format!("{name} cannot be read, perhaps half copied. What was read of it before stays ({place}{reason})")
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
        Report::DraftNotSaved(refusal) | Report::CopyFailed(refusal) => app.warn(told(&refusal)),
        Report::Unreadable(refusal) => {
            let own = app.desk.as_ref().is_some_and(|desk| desk.path.file_name() == refusal.path.file_name());
            let halved = !own && matches!(refusal.sort, Sort::Damaged | Sort::Empty | Sort::NotText);
            app.warn(if halved { half_copied(&refusal) } else { told(&refusal) });
        }
        Report::Whole(path) => app.say(format!("{} is whole again, and all of it is here", file_name(&path))),
        Report::Projecting(projected) => {
            if let Some(desk) = &mut app.desk {
                desk.projected = projected;
            }
        }
        Report::Gone(path) => {
            let name = file_name(&path);
            app.warn(format!("{name} is not beside your file any more. What it held stays here"));
        }
        Report::Arrived { file, .. } => drop(app.edit(|desk, now| desk.hear(&file, now))),
        Report::CopiedTo(path) => {
            let lines = vec![path.display().to_string()];
            app.lay(Overlay::Text { title: "A copy of your file is at".into(), lines, scroll: 0, then: None });
        }
    }
}

fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    if app.overlay().is_some() {
        app.revision += 1;
        return press_overlay(app, key);
    }
    if app.screen == Screen::Run && super::screens::run::typing(app, key) {
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
        Screen::Present => super::screens::present::press(app, key),
    }
}

fn press_overlay(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    let Some(mut overlay) = app.overlays.pop() else { return Vec::new() };
    let quit = key.modifiers.contains(KeyModifiers::CONTROL) && matches!(key.code, KeyCode::Char('q' | 'c'));
    if quit {
        app.overlays.push(overlay);
        return commands::by_id(app, "quit", "");
    }
    // The key that hides names works whatever lies over the screen.
    if app.screen == Screen::Run && commands::is_key_of("hide", key) {
        app.overlays.push(overlay);
        return commands::by_id(app, "hide", "");
    }
    let enter = key.code == KeyCode::Enter;
    let escape = key.code == KeyCode::Esc;
    match &mut overlay {
        Overlay::Review(queue) => {
            let queue = std::mem::take(queue);
            return super::overlays::review::press(app, queue, key);
        }
        Overlay::Sheet(opened) => {
            let opened = opened.clone();
            return sheet::press(app, opened, key);
        }
        Overlay::Walk(walk) => {
            let walk = std::mem::take(walk);
            return super::overlays::walk::press(app, walk, key);
        }
        Overlay::Cell(filling) => {
            let filling = filling.clone();
            return super::overlays::cell::press(app, filling, key);
        }
        Overlay::Close(closing) => {
            let closing = std::mem::take(closing);
            return commands::close::press(app, closing, key);
        }
        Overlay::Form(form) => match form.key(key) {
            Pressed::Going => about::fit(form),
            Pressed::Cancelled => return cancelled(app, form),
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
            // Somebody goes on typing what the room says: that answers nothing, and no letter of it is lost.
            if then.is_some() && matches!(key.code, KeyCode::Char(c) if c != ' ') && app.screen == Screen::Run {
                app.warn("Nothing was noted: you went on typing. The command shows it again");
                return if app.run.typing(key) { vec![Effect::Draft] } else { Vec::new() };
            }
        }
        Overlay::Agenda { at } => return super::overlays::agenda::press(app, *at, key),
        Overlay::Help { scroll } => {
            if escape || enter {
                return Vec::new();
            }
            scrolled(scroll, key.code);
        }
        Overlay::Palette { entry, at, line } => {
            let (entry, at, line) = (std::mem::take(entry), *at, *line);
            return super::overlays::palette::press(app, entry, at, line, key);
        }
        Overlay::Find => {
            if let Some(effects) = find::press(app, key) {
                return effects;
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

/// A form was left: what was typed is there when it is opened again.
fn cancelled(app: &mut App, form: &Form) -> Vec<Effect> {
    let purpose = &form.purpose;
    if matches!(purpose, Purpose::NewWorkshop | Purpose::People | Purpose::Action(_)) {
        app.left.push(Form { focus: 0, fault: None, ..form.clone() });
    }
    if matches!(purpose, Purpose::Answer(_)) && form.inputs.iter().any(Input::is_changed) {
        app.left.push(Form { focus: 0, fault: None, ..form.clone() });
    }
    // What is known of a line may have changed by the next time, so that form begins anew.
    if matches!(purpose, Purpose::RecordHere | Purpose::RecordBeside) {
        app.offered = None;
    }
    if *purpose == Purpose::People && app.run.setting_up {
        return begin_consent(app);
    }
    Vec::new()
}

/// The last step of setting up: the consent statement.
pub(super) fn begin_consent(app: &mut App) -> Vec<Effect> {
    app.run.setting_up = false;
    commands::by_id(app, "consent", "")
}

/// Does what an overlay was answered with.
pub fn happen(app: &mut App, pending: Pending) -> Vec<Effect> {
    match pending {
        Pending::Nothing => Vec::new(),
        Pending::Command(id, rest) => commands::by_id(app, id, &rest),
        Pending::UndoOver(redo) => workshop::take_back(app, redo, true),
        Pending::ReadOut(event) => read_out(app, event),
        Pending::Paste(text, keep) => paste::keep(app, &text, keep),
        Pending::ContinueAs => match app.offered.take() {
            Some(opened) => go_on(app, *opened, None),
            None => Vec::new(),
        },
        Pending::RecordBeside => {
            let form = record_form(app, Purpose::RecordBeside);
            app.lay(Overlay::Form(form));
            Vec::new()
        }
        Pending::Write => commands::export::write(app),
        Pending::Overwrite(output) => vec![Effect::Export(output, true)],
        Pending::Strike(id, text) => {
            line::lay_strike(app, id, &text);
            Vec::new()
        }
        Pending::Withdraw(records) => withdraw::withdraw_records(app, &records),
        Pending::Judge { about, one, other, same } => sheet::judge(app, about, &one, &other, same),
        Pending::DraftAction(line) => {
            one_of_many::lay_idea_action(app, line);
            Vec::new()
        }
        Pending::Settle(list, id, name, at) => sheet::settle(app, &list, id, &name, at),
        Pending::Go(list, id) => checks::go_to(app, &list, id),
        Pending::Among(title, about) => checks::among(app, &title, &about),
        Pending::SettleAnew(list, id, name) => {
            sheet::lay_third(app, &list, id, &name);
            Vec::new()
        }
        Pending::Join => sheet::accept(app),
        Pending::Import => sheet::importing::accept(app),
        Pending::OpenImported(path) => {
            app.overlays.pop();
            commands::by_id(app, "open", &path)
        }
        Pending::AskMapping(which) => {
            sheet::importing::ask(app, which);
            Vec::new()
        }
        Pending::Map(answered) => sheet::importing::map(app, answered),
        Pending::LeaveOut(path) => {
            sheet::leave_out(app, path);
            Vec::new()
        }
        Pending::Details(nth) => {
            sheet::details(app, nth);
            Vec::new()
        }
        Pending::OpenJoined => {
            app.overlays.pop();
            let plan = app.plan.taking.as_ref().map(|taking| taking.out.to_string_lossy().into_owned());
            plan.map_or_else(Vec::new, |plan| commands::by_id(app, "open", &plan))
        }
        Pending::AskRestore(path) => {
            sheet::ask_restore(app, &path);
            Vec::new()
        }
        Pending::Restore(path) => {
            app.overlays.clear();
            app.say("Taking the plan back…");
            vec![Effect::Restore(path)]
        }
        Pending::QuitAnyway => {
            app.quitting = true;
            vec![Effect::Quit]
        }
    }
}

fn read_out(app: &mut App, event: &str) -> Vec<Effect> {
    // The one event, asked at opening and at close.
    let (event, moment) = event.strip_suffix("-close").map_or((event, "opening"), |event| (event, "close"));
    let (wording, text) = match event {
        "consent" => (app.programme.consent.version.clone(), app.programme.consent.text.join("\n")),
        "ground-rules" => (String::new(), app.programme.ground_rules.join("\n")),
        "key-question" if moment == "close" => (moment.to_owned(), app.programme.key_question.close.clone()),
        "key-question" => (moment.to_owned(), app.programme.key_question.opening.clone()),
        _ => (String::new(), String::new()),
    };
    let asked = app.programme.key_question.close.clone();
    let delta = app.edit(|desk, now| match event {
        "closing" => desk.close(&asked, now),
        _ => desk.read_out(event, &wording, &text, now),
    });
    let delta = delta.flatten();
    let mut effects = save(delta);
    match event {
        "consent" => {
            app.say("Consent was read out: lines from now on may be quoted, as Delegate");
        }
        "close" | "closing" => effects.extend(commands::close::closed(app)),
        "key-question" => app.say(format!("The key question was asked, at the {moment}")),
        _ => app.say("The ground rules were read out"),
    }
    effects
}
