//! The plain face: lines in, lines out, for screen readers, slow links and scripts.
//!
//! The same messages, commands and state as the screen; only the showing differs. Nothing is drawn, no line is ever
//! changed after it was written, and every form and choice is a question with a numbered or typed answer.

use std::collections::HashSet;
use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::aloud;
use super::app::{App, Notice, Screen};
use super::commands::{self, about, agenda};
use super::help;
use super::message::{Effect, Message};
use super::overlays::{Overlay, Walk, cell, find, review, sheet, walk};
use super::pace;
use super::runtime::Runtime;
use super::screens::{checks, home, plan, present, run};
use super::widgets::feed;
use crate::model::fields::List;
use crate::model::stamp::Id;
use crate::publish::{visible, visible_lines};

/// How long an answer waits for the disk before the next question is asked.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was last told, so that only what is new is told again.
#[derive(Default)]
struct Told {
    /// The screen, and what was asked over it.
    place: Option<(String, String)>,
    notice: Option<String>,
    /// Contributions that were there at the start or were told; an id says nothing of when a line arrives.
    heard: Option<HashSet<Id>>,
    failed: bool,
    /// The line being corrected.
    editing: Option<Id>,
    /// The screen was asked for again.
    again: bool,
}

/// Runs the plain face until the program ends or the input does.
pub fn run_plain(
    runtime: &mut Runtime,
    app: &mut App,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<()> {
    let mut told = Told::default();
    settle(runtime, app);
    tell(app, &mut told, output)?;
    let mut line = Vec::new();
    let mut round = runtime.begin_round();
    while !runtime.has_ended() {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        runtime.tell_slept(app, round);
        round = runtime.begin_round();
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        told.again = text.trim().is_empty() && app.overlays.is_empty() && app.run.editing.is_none();
        answer(runtime, app, text);
        settle(runtime, app);
        // Nothing is drawn here meanwhile: what was begun is told once it is whole.
        while app.desk.as_mut().is_some_and(|desk| desk.is_looking() && desk.look_further()) {}
        // No clock ticks here: a cue that came due is told with the answer.
        if app.timer_shows() {
            tick(runtime, app, &told);
        }
        tell(app, &mut told, output)?;
    }
    runtime.perform(app, Effect::Quit);
    Ok(())
}

/// Lets the clock tell what is due, beside what was just answered and not told yet.
fn tick(runtime: &mut Runtime, app: &mut App, told: &Told) {
    let answered = app.notice.take();
    runtime.handle(app, Message::Tick);
    app.notice = match (answered, app.notice.take()) {
        (Some(answered), Some(cue)) if told.notice.as_ref() != Some(&answered.text) => {
            Some(Notice { text: format!("{}. {}", answered.text, cue.text), ..answered })
        }
        (answered, cue) => cue.or(answered),
    };
}

/// Handles what has happened until all that was accepted is on disk.
fn settle(runtime: &mut Runtime, app: &mut App) {
    let until = Instant::now() + PATIENCE;
    runtime.pump(app, Duration::from_millis(30));
    while !runtime.has_ended() && Instant::now() < until {
        let failed = app.desk.as_ref().is_some_and(|d| d.saved.failed.is_some());
        // Asked before it is heard what has come: what ends its work in between has still something to say.
        let quiet = (runtime.is_settled() || failed) && !runtime.is_working();
        let moved = runtime.pump(app, Duration::from_millis(if quiet { 5 } else { 50 }));
        if quiet && !moved {
            break;
        }
    }
}

fn key(runtime: &mut Runtime, app: &mut App, code: KeyCode) {
    runtime.handle(app, Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
}

/// Takes one line: an answer to what is asked, or else what the screen in front takes.
fn answer(runtime: &mut Runtime, app: &mut App, text: &str) {
    match app.overlays.last_mut() {
        Some(Overlay::Form(form)) => {
            if text == "/back" {
                return key(runtime, app, KeyCode::Esc);
            }
            let focus = form.focus;
            let Some(input) = form.focused() else { return key(runtime, app, KeyCode::Enter) };
            if input.lines && !text.is_empty() {
                input.entry.insert(&format!("{text}\n"));
                return;
            }
            if !input.lines && !text.is_empty() && !input.answer(if text == "-" { "" } else { text }) {
                app.warn(format!("“{text}” is not one of the choices"));
                return;
            }
            about::fit(form);
            form.focus = focus + 1;
            if form.focus >= form.inputs.len() {
                key(runtime, app, KeyCode::Enter);
                // What was wrong is told, and the form asks again from the start.
                if let Some(Overlay::Form(form)) = app.overlays.last_mut()
                    && let Some(fault) = form.fault.take()
                {
                    form.focus = 0;
                    app.warn(fault);
                }
            }
        }
        Some(Overlay::Confirm { .. }) => match text.trim().chars().next() {
            Some('y' | 'Y') => key(runtime, app, KeyCode::Char('y')),
            Some('n' | 'N') => key(runtime, app, KeyCode::Char('n')),
            _ if text.starts_with('/') => key(runtime, app, KeyCode::Esc),
            _ => app.warn("Type y for yes or n for no"),
        },
        Some(Overlay::Choose { options, at, .. }) => {
            let count = options.len();
            match text.trim().parse::<usize>() {
                Ok(number) if (1..=count).contains(&number) => {
                    *at = number - 1;
                    key(runtime, app, KeyCode::Enter);
                }
                _ if text == "/back" => key(runtime, app, KeyCode::Esc),
                _ => app.warn(format!("Type a number from 1 to {count}")),
            }
        }
        Some(Overlay::Text { then, .. }) => {
            let asks = &then.is_some();
            let (typed, asks) = (text.trim().to_lowercase(), *asks);
            match typed.as_str() {
                "" | "y" | "yes" => key(runtime, app, KeyCode::Enter),
                "n" | "no" => key(runtime, app, KeyCode::Esc),
                // Nothing that somebody says stands for a yes.
                _ if asks && !text.starts_with('/') => app.warn("Press Enter for yes, or type n for not now"),
                _ => {
                    key(runtime, app, KeyCode::Esc);
                    answer(runtime, app, text);
                }
            }
        }
        Some(Overlay::Agenda { .. }) => for_agenda(runtime, app, text),
        Some(Overlay::Review(queue)) => {
            if text == "/back" {
                return key(runtime, app, KeyCode::Esc);
            }
            if review::typing(queue).is_some() {
                review::retype(queue, text);
                return key(runtime, app, KeyCode::Enter);
            }
            letter(runtime, app, text, KeyCode::Down, "Type one of the letters or numbers, or /back to leave");
        }
        Some(Overlay::Sheet(_)) => answer_sheet(runtime, app, text),
        Some(Overlay::Walk(walk)) => {
            if text == "/back" {
                return key(runtime, app, KeyCode::Esc);
            }
            if walk.is_typing() {
                walk::retype(walk, text);
                return key(runtime, app, KeyCode::Enter);
            }
            letter(runtime, app, text, KeyCode::Enter, "Type one of the letters or numbers, or /back to leave");
        }
        Some(Overlay::Cell(_)) if matches!(text.trim(), "." | "/back") => key(runtime, app, KeyCode::Esc),
        Some(Overlay::Cell(filling)) => {
            cell::retype(filling, text);
            key(runtime, app, KeyCode::Enter);
        }
        Some(Overlay::Close(_)) => match text.trim() {
            "/back" | "n" | "no" => key(runtime, app, KeyCode::Esc),
            typed => letter(runtime, app, typed, KeyCode::Enter, "Type a number, Enter to close it, or n for not now"),
        },
        Some(Overlay::Find) => answer_find(runtime, app, text),
        Some(Overlay::Help { .. } | Overlay::Palette { .. }) => {
            key(runtime, app, KeyCode::Esc);
            answer(runtime, app, text);
        }
        None => screen(runtime, app, text),
    }
}

/// Takes a line for what was found: the number of one of them.
fn answer_find(runtime: &mut Runtime, app: &mut App, text: &str) {
    match text.trim() {
        "" | "/back" => key(runtime, app, KeyCode::Esc),
        typed => match typed.parse::<usize>() {
            Ok(number) if find::mark(app, number.wrapping_sub(1)) => key(runtime, app, KeyCode::Enter),
            Ok(_) => app.warn("There is nothing under that number"),
            // What somebody says is taken as ever.
            Err(_) => {
                key(runtime, app, KeyCode::Esc);
                answer(runtime, app, text);
            }
        },
    }
}

/// Takes a line for the agenda.
fn for_agenda(runtime: &mut Runtime, app: &mut App, text: &str) {
    let answered = agenda_answer(text);
    if let (Some(Overlay::Agenda { at }), Some((Some(number), _))) = (app.overlays.last_mut(), answered) {
        *at = number.saturating_sub(1);
    }
    if let Some((_, letter)) = answered {
        return key(runtime, app, KeyCode::Char(letter));
    }
    key(runtime, app, KeyCode::Esc);
    // What somebody says is taken as ever.
    if !matches!(text.trim(), "" | "/back") {
        answer(runtime, app, text);
    }
}

/// What is to be done with which part of the agenda: `3`, `u 3`, `n`.
fn agenda_answer(text: &str) -> Option<(Option<usize>, char)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let letter = |word: &str| word.to_lowercase().parse::<char>().ok().filter(|c| "neudcrgt".contains(*c));
    match *words.as_slice() {
        [word] => letter(word).map(|c| (None, c)).or_else(|| Some((Some(word.parse().ok()?), 'e'))),
        [word, number] => Some((Some(number.parse().ok()?), letter(word)?)),
        _ => None,
    }
}

/// A row by its number, what to do with it by a letter, or both: `3 i`.
fn answer_sheet(runtime: &mut Runtime, app: &mut App, text: &str) {
    let typed = text.trim().to_lowercase();
    let digits = typed.bytes().take_while(u8::is_ascii_digit).count();
    let (number, letter) = typed.split_at(digits);
    let number = number.parse::<usize>().ok();
    let mut letters = letter.trim().chars();
    match (number, letters.next(), letters.next()) {
        (None, None, _) => {
            let under_way = sheet::is_working(app);
            key(runtime, app, if under_way { KeyCode::Enter } else { KeyCode::Esc });
        }
        (Some(number), ..) if !sheet::mark(app, number) => app.warn("There is nothing under that number"),
        (Some(_), None, _) => key(runtime, app, KeyCode::Enter),
        (_, Some(letter), None) => match sheet::refused(app, letter) {
            Some(why) => app.warn(why),
            None => key(runtime, app, KeyCode::Char(letter)),
        },
        // What somebody says is taken as ever.
        (_, _, Some(_)) => {
            key(runtime, app, KeyCode::Esc);
            if typed != "/back" {
                answer(runtime, app, text);
            }
        }
    }
}

/// Takes a line that stands for one key; an empty one for the key `empty`.
fn letter(runtime: &mut Runtime, app: &mut App, text: &str, empty: KeyCode, otherwise: &str) {
    let mut letters = text.trim().chars();
    match (letters.next(), letters.next()) {
        (None, _) => key(runtime, app, empty),
        (Some(letter), None) => key(runtime, app, KeyCode::Char(letter)),
        _ => app.warn(otherwise),
    }
}

/// Takes a line for the screen in front.
fn screen(runtime: &mut Runtime, app: &mut App, text: &str) {
    app.revision += 1;
    if text.trim() == "/find" {
        // Nothing is offered here to be typed over: alone it begins anew.
        app.find = find::Find::default();
    }
    if app.screen == Screen::Run {
        app.run.set_line(text);
        return key(runtime, app, KeyCode::Enter);
    }
    let typed = text.trim();
    let effects = if let Some(command) = typed.strip_prefix('/') {
        let (name, rest) = commands::parted(command);
        commands::slash(app, &name, &rest)
    } else if let Ok(number) = typed.parse::<usize>() {
        choose(app, number)
    } else {
        let mut letters = typed.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => return key(runtime, app, KeyCode::Char(letter)),
            (None, _) => Vec::new(),
            _ => {
                app.warn("Type a number or a command. /? lists the commands");
                Vec::new()
            }
        }
    };
    for effect in effects {
        runtime.perform(app, effect);
    }
}

/// Does what stands under a number on the screen in front.
fn choose(app: &mut App, number: usize) -> Vec<Effect> {
    if app.screen == Screen::Present {
        if !present::go_to(app, number) {
            app.warn("There is no page of that number");
        }
        return Vec::new();
    }
    if app.screen == Screen::Plan && app.plan.page == plan::Page::Checks {
        if (1..=crate::plan::CHECKS.len()).contains(&number) {
            app.plan.check = number - 1;
            return checks::go(app);
        }
        app.warn(format!("There are {} checks", crate::plan::CHECKS.len()));
        return Vec::new();
    }
    if app.screen == Screen::Plan {
        let rows = app.plan.in_order(app);
        return match rows.get(number.wrapping_sub(1)) {
            Some(row) => {
                app.plan.mark(row.id);
                let in_grid = app.plan.grid.is_some();
                commands::by_id(app, if in_grid { "cell" } else { "edit-action" }, "")
            }
            None => {
                app.warn(format!("There are {} actions", rows.len()));
                Vec::new()
            }
        };
    }
    let ways: Vec<&str> = home::ways(app).into_iter().map(|(_, command)| command.id).collect();
    if let Some(id) = ways.get(number.wrapping_sub(1)) {
        return commands::by_id(app, id, "");
    }
    let recent = number.saturating_sub(ways.len() + 1);
    if number > ways.len() && recent < app.home.recent.len() {
        app.home.choose(recent);
        return commands::by_id(app, "continue", "");
    }
    app.warn("There is nothing under that number");
    Vec::new()
}

/// Writes what is new: where one is, what is asked, what was done, what others said.
fn tell(app: &App, told: &mut Told, output: &mut dyn Write) -> io::Result<()> {
    let mut lines = Vec::new();
    let notice = app.notice.as_ref().map(|n| n.text.clone());
    if let Some(text) = notice.as_ref().filter(|_| notice != told.notice) {
        let warns = app.notice.as_ref().is_some_and(|n| n.warns);
        lines.push(if warns { format!("Note: {text}") } else { text.clone() });
    }
    told.notice = notice;
    others(app, told, &mut lines);
    if app.run.editing != told.editing {
        lines.extend(find::taken_up(app));
        told.editing = app.run.editing;
    }
    let place = (screen_place(app), overlay_place(app));
    let same_screen = told.place.as_ref().is_some_and(|told| told.0 == place.0);
    // A wall is told whenever it changes. Elsewhere, back on a screen that was described before, only what is new is said;
    // an empty line describes it again.
    let same_screen = same_screen && app.screen != Screen::Present;
    let again = std::mem::take(&mut told.again);
    if again || told.place.as_ref() != Some(&place) && !(same_screen && app.overlays.is_empty()) {
        describe(app, &mut lines);
    } else if app.screen == Screen::Run && app.overlays.is_empty() && app.desk.is_some() {
        lines.push(app.desk.as_ref().map(run::saved).unwrap_or_default());
    }
    told.place = Some(place);
    if let Some((reason, hint)) = app.desk.as_ref().and_then(|d| d.saved.failed.as_ref()) {
        if !told.failed {
            lines.push(format!("Not saved: {reason}. {hint} It is kept in memory and tried again."));
        }
        told.failed = true;
    } else {
        told.failed = false;
    }
    for line in lines {
        writeln!(output, "{}", visible_lines(&line))?;
    }
    output.flush()
}

/// What others have said since the last look.
fn others(app: &App, told: &mut Told, lines: &mut Vec<String>) {
    let Some(desk) = app.desk.as_ref().filter(|_| app.screen == Screen::Run) else { return };
    let all = desk.view.live(&List::Contributions);
    let Some(heard) = &mut told.heard else {
        told.heard = Some(all.map(|c| c.id).collect());
        return;
    };
    for item in all {
        if heard.insert(item.id) && !desk.is_mine(item.id.stamp) {
            let entry = feed::entry(app, desk, item);
            // One line each here, so that no words can pass for what the program says.
            lines.push(format!("{} {}: {} ({})", entry.time, entry.who, entry.in_one_line(), entry.about()));
        }
    }
}

/// The screen in front, as a text that changes when one goes elsewhere.
fn screen_place(app: &App) -> String {
    let stage = app.desk.as_ref().and_then(|d| d.stage(&app.programme)).map_or("", |s| s.id.as_str());
    let plan = if app.screen == Screen::Plan { app.plan.page.title() } else { "" };
    let wall = if app.screen == Screen::Present { aloud::lines(app).join("\n") } else { String::new() };
    format!("{} {stage} {} {plan}{wall}", app.screen.title(), app.run.prompt)
}

/// What is asked over the screen, as a text that changes with each question.
fn overlay_place(app: &App) -> String {
    match app.overlays.last() {
        None => String::new(),
        Some(Overlay::Form(form)) => format!("form {} {}", form.title, form.focus),
        Some(Overlay::Confirm { question, .. }) => format!("confirm {question}"),
        Some(Overlay::Choose { title, .. }) => format!("choose {title}"),
        Some(Overlay::Text { title, lines, .. }) => format!("text {title} {}", lines.concat()),
        Some(Overlay::Agenda { at }) => format!("agenda {at} {}", agenda::lines(app).0.concat()),
        Some(Overlay::Review(queue)) => format!("review {}", queue.turn),
        Some(Overlay::Sheet(opened)) => format!("sheet {:?} {}", opened.sheet, opened.turn),
        Some(Overlay::Walk(walk)) => format!("walk {}", walk.turn),
        Some(Overlay::Cell(filling)) => format!("cell {}", filling.turn),
        Some(Overlay::Close(closing)) => {
            format!("close {}", closing.rows.iter().map(|row| row.label.as_str()).collect::<String>())
        }
        Some(Overlay::Help { .. }) => "help".into(),
        Some(Overlay::Palette { .. }) => "palette".into(),
        Some(Overlay::Find) => format!("find {}", app.find.entry.text()),
    }
}

/// Describes where one is and what can be done.
fn describe(app: &App, lines: &mut Vec<String>) {
    match app.overlays.last() {
        Some(Overlay::Form(form)) => {
            if form.focus == 0 {
                lines.push(format!("{}.", form.title));
                lines.extend(Some(&form.intro).filter(|i| !i.is_empty()).cloned());
                lines.extend(form.aside.iter().cloned());
                lines.push(
                    "Answer each question with Enter. An empty answer keeps what is there, - clears it, /back leaves."
                        .into(),
                );
            }
            if let Some(input) = form.inputs.get(form.focus) {
                let value = visible(input.shown());
                let value = if value.is_empty() { String::new() } else { format!(" [{value}]") };
                let hint = match (input.lines, input.choices.is_empty()) {
                    (true, _) => format!(" ({}; an empty line ends it)", input.hint),
                    (_, false) => {
                        let choices = input.choices.iter().enumerate().map(|(n, (_, t))| format!("{} {t}", n + 1));
                        format!(" ({})", choices.collect::<Vec<_>>().join(", "))
                    }
                    _ if input.hint.is_empty() => String::new(),
                    _ => format!(" ({})", input.hint),
                };
                lines.push(format!("{}{value}{hint}:", input.label));
            }
        }
        Some(Overlay::Confirm { question, detail, .. }) => {
            lines.push(format!("{question} {detail}"));
            lines.push("Type y for yes or n for no.".into());
        }
        Some(Overlay::Choose { title, options, .. }) => {
            lines.push(title.clone());
            lines.extend(options.iter().enumerate().map(|(n, (option, _))| format!("{}. {option}", n + 1)));
        }
        Some(Overlay::Text { title, lines: text, then, .. }) => {
            lines.push(format!("{title}."));
            lines.extend(text.iter().cloned());
            lines.push(match then {
                Some((what, _)) => format!("Enter: {what}. n: not now."),
                None => "Enter goes on.".into(),
            });
        }
        Some(Overlay::Agenda { at }) => {
            lines.push("Agenda.".into());
            let (rows, foot) = agenda::lines(app);
            lines.extend(rows.iter().map(|row| row.trim_start().to_owned()).chain(foot));
            lines.push(format!("{}.", super::overlays::agenda::LETTERS));
            lines
                .push(format!("A letter alone is for part {}; u 3 moves part 3 up, 3 edits it. /back leaves.", at + 1));
        }
        Some(Overlay::Review(queue)) => describe_review(app, queue, lines),
        Some(Overlay::Sheet(opened)) => lines.extend(sheet::lines(app, opened.sheet)),
        Some(Overlay::Walk(walk)) => describe_walk(walk, lines),
        Some(Overlay::Cell(filling)) => lines.extend(cell::line(app, filling)),
        Some(Overlay::Close(closing)) => {
            lines.extend(closing.heading.iter().cloned());
            lines.extend(closing.rows.iter().enumerate().map(|(n, row)| format!("{}. {}", n + 1, row.label)));
            lines.push("A number goes to it. Enter closes the workshop, n: not now.".into());
        }
        Some(Overlay::Help { .. }) => lines.extend(help::lines(app.screen)),
        Some(Overlay::Palette { .. }) => {
            lines.push("Commands here:".into());
            let listed = commands::here(app.screen).filter(|c| !c.slash.is_empty());
            lines.extend(listed.map(|c| format!("/{}: {}", c.slash[0], c.title)));
        }
        Some(Overlay::Find) => lines.extend(find::lines(app)),
        None => describe_screen(app, lines),
    }
}

/// The concern at hand, and the keys that decide it.
fn describe_review(app: &App, queue: &review::Queue, lines: &mut Vec<String>) {
    let Some((desk, page)) = app.desk.as_ref().zip(review::page(app, queue)) else {
        lines.push(format!("{} u takes the last decision back, Enter goes on.", review::nothing(app)));
        return;
    };
    if let Some((asked, entry)) = review::typing(queue) {
        let now = if entry.is_empty() { String::new() } else { format!(" [{}]", entry.text()) };
        lines.push(format!("{}{now} (an empty answer leaves it as it is):", asked.label()));
        return;
    }
    lines.push(format!("Review {}. {}.", page.position, page.concern));
    lines.push(page.about);
    lines.push(page.words);
    lines.extend(page.beside);
    lines.push(page.asks.into());
    let choices = review::place(desk, queue).map(|place| review::choices(desk, place)).unwrap_or_default();
    lines.extend(choices.iter().map(|choice| format!("{}. {}", choice.key, choice.label)));
    lines.push("Enter goes on to the next, u takes the last decision back, /back leaves.".into());
}

/// What a walk asks, with the keys that answer it.
fn describe_walk(walk: &Walk, lines: &mut Vec<String>) {
    let Some(page) = walk.page() else { return };
    lines.push(format!("{}.", page.title));
    lines.extend(page.about.iter().cloned());
    if walk.is_typing() {
        let now = if walk.entry.is_empty() { String::new() } else { format!(" [{}]", walk.entry.text()) };
        let hint = if page.hint.is_empty() { String::new() } else { format!(" ({})", page.hint) };
        lines.push(format!("{}{now}{hint} An empty answer passes it over, /back leaves.", page.asks));
        return;
    }
    lines.push(page.asks.clone());
    lines.extend(page.choices.iter().map(|choice| format!("{}. {}", choice.key, choice.label)));
    lines.push("Enter goes on to the next, u takes the last decision back, /back leaves.".into());
}

/// The people of the room, a line each: seat, name, category, and how often they were heard.
fn people(app: &App) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let person = |seat: &crate::plan::Seat| {
        let number = seat.number.map_or_else(String::new, |n| format!("{n} "));
        let category = seat.category.as_deref().and_then(|c| app.programme.category(c)).map(|c| c.title.clone());
        let category = category.map_or_else(String::new, |c| format!(", {c}"));
        let heard = if seat.spoken == 0 { String::new() } else { format!(", heard {} times", seat.spoken) };
        format!("{number}{}{category}{}", seat.name, heard.replace("heard 1 times", "heard once"))
    };
    desk.room().seats.iter().map(person).collect()
}

fn describe_screen(app: &App, lines: &mut Vec<String>) {
    match app.screen {
        Screen::Home => {
            lines.push("coplan: co-design workshops in, an action plan out. Type a number:".into());
            let ways = home::ways(app);
            lines.extend(ways.iter().enumerate().map(|(n, (_, command))| format!("{}. {}", n + 1, command.title)));
            let recent = app.home.recent.iter().enumerate();
            lines.extend(recent.map(|(n, r)| format!("{}. Open {}", ways.len() + n + 1, r.path.display())));
            lines.extend(home::past_their_day(app));
            lines.extend(home::celebration(app));
            lines.push("/? lists the commands, /quit ends.".into());
        }
        Screen::Run => {
            let (title, saved) = run::heading(app);
            lines.push(format!("{title}. {saved}"));
            if let Some(stage) = app.desk.as_ref().and_then(|d| d.stage(&app.programme)) {
                let number = app.programme.stage_number(&stage.id).unwrap_or(1);
                let time = pace::time_left(app).map_or_else(String::new, |t| format!(", {t}"));
                lines.push(format!("Stage {number}: {}{time}", stage.title));
            }
            if let Some(at) = pace::step(app) {
                lines.push(format!("{}: {}, {}. {}", at.place(), at.step.title, at.time_left(), at.next()));
                lines.push(at.step.say.clone());
                lines.extend(pace::awaited(app).map(|awaited| format!("{awaited}.")));
            }
            if let Some((_, topic)) = app.desk.as_ref().and_then(|desk| desk.topic()) {
                lines.push(format!("Topic: {topic} (/topic)"));
            }
            if let Some((ask, listen, at, of)) = run::question(app) {
                lines.push(format!("Ask ({at} of {of}): {ask}"));
                lines.push(format!("Listen for: {listen}"));
            }
            lines.extend(people(app));
            lines.extend(run::room_notes(app));
            if let Some(desk) = app.desk.as_ref() {
                let tables = sheet::table_lines(desk, app.now);
                lines.extend(if tables.len() > 1 { tables } else { Vec::new() });
            }
            if let Some(count) = app.desk.as_ref().and_then(|desk| desk.review_count()).filter(|count| *count > 0) {
                lines.push(format!("to look at again: {count} (/review)"));
            }
            lines.push("Type what people say, or a command. /? is the help, an empty line says all this again.".into());
        }
        Screen::Plan => {
            let (title, saved) = plan::heading(app);
            lines.push(format!("{title}. {saved}. {}.", app.plan.page.title()));
            match app.plan.page {
                plan::Page::Actions => {
                    lines.extend(plan::action_lines(app));
                }
                plan::Page::Heard => lines.extend(plan::heard_lines(app).iter().cloned()),
                plan::Page::Missing => lines.extend(plan::missing_lines(app)),
                plan::Page::Checks => lines.extend(checks::lines(app)),
            }
            let opens =
                if app.plan.page == plan::Page::Checks { "goes to what a check is about" } else { "opens an action" };
            lines.push(format!("A number {opens}; /page turns the page; /? lists the commands."));
        }
        Screen::Present => {
            lines.push("Projecting: the room may read this.".into());
            lines.extend(aloud::lines(app).into_iter().chain(aloud::time(app)));
            lines.push("A number or /next turns the page; /back goes back to the workshop.".into());
        }
    }
}
