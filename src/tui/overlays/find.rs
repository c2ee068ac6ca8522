//! Find: what is typed at the top, what it finds below, newest first; Enter goes there.
//!
//! The file is read when find is opened and let go of when it is closed; see [`Search`] for what can be asked.

use std::ops::Range;

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};
use unicode_segmentation::UnicodeSegmentation;

use super::draw::framed;
use super::{Form, Input, Overlay, Purpose};
use crate::capture;
use crate::model::fields::{Action, Contribution, Delegate, List};
use crate::model::stamp::Id;
use crate::plan::{Day, From, Hit, Names, Search};
use crate::publish::visible;
use crate::tui::app::{App, Screen, VEILED, save};
use crate::tui::commands;
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::screens::run;
use crate::tui::theme::Theme;
use crate::tui::widgets::cells;
use crate::tui::widgets::entry::Entry;
use crate::tui::widgets::feed;

/// The columns of the mark, the time and the speaker, as wide as in the feed.
const GUTTER: u16 = 17;
/// Hits that the keys for a page move by.
const PAGE: usize = 8;
/// The most rows that the words of the marked hit take; of every other they take one.
const ROWS: u16 = 6;
/// The most hits that the plain face reads out.
const LISTED: usize = 20;
/// What can be typed.
const MARKS: &str = "\"a phrase\"  @3 who  #theme  !q kind  /3 stage  %1 consent  on:12/3  -not";

/// What was last looked for, and what is found while find is open.
#[derive(Debug, Default)]
pub struct Find {
    /// What is typed.
    pub entry: Entry,
    /// Whether what is typed is from the last time, so that typing replaces it.
    offered: bool,
    /// The hit that is marked.
    at: usize,
    /// The hit that was marked when find was last closed.
    last: Option<Hit>,
    /// The file being searched, and the version of the view that was read.
    search: Option<(Search, u64)>,
}

impl Find {
    fn search(&self) -> Option<&Search> {
        self.search.as_ref().map(|(search, _)| search)
    }

    fn hit(&self) -> Option<Hit> {
        self.search()?.get(self.at)
    }

    /// Marks the hit so many further.
    fn step(&mut self, step: isize) {
        let last = self.search().map_or(0, Search::len).saturating_sub(1);
        self.at = self.at.saturating_add_signed(step).min(last);
    }

    fn close(&mut self) {
        self.last = self.hit();
        self.search = None;
    }
}

/// Opens find, with something to look for or with what was last looked for.
pub fn open(app: &mut App, what: &str) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let names = Names { programme: &app.programme, today: Desk::today(app.now) };
    let from = if app.screen == Screen::Plan { From::Plan } else { From::Workshop };
    let find = &mut app.find;
    if !what.is_empty() {
        find.entry = Entry::new(what);
        find.last = None;
    }
    find.offered = what.is_empty() && !find.entry.is_empty();
    let mut search = Search::of(&desk.view, from, &names);
    search.ask(find.entry.text(), &names);
    find.at = find.last.and_then(|hit| search.position(hit)).unwrap_or(0);
    find.search = Some((search, desk.version));
    app.lay(Overlay::Find);
    Vec::new()
}

/// Reads what is new in the file while find is open.
pub fn look_again(app: &mut App) {
    let open = app.overlays.iter().any(|overlay| matches!(overlay, Overlay::Find));
    let (true, Some(desk), Some((search, version))) = (open, &app.desk, &mut app.find.search) else { return };
    if *version == desk.version {
        return;
    }
    let marked = search.get(app.find.at);
    search.update(&desk.view, &Names { programme: &app.programme, today: Desk::today(app.now) });
    *version = desk.version;
    app.find.at = marked.and_then(|hit| search.position(hit)).unwrap_or(0);
}

/// Asks what is typed now.
fn ask(app: &mut App) {
    let names = Names { programme: &app.programme, today: Desk::today(app.now) };
    if let Some((search, _)) = &mut app.find.search {
        search.ask(app.find.entry.text(), &names);
        app.find.at = 0;
    }
}

/// Takes a key; nothing where find stays open.
pub fn press(app: &mut App, key: KeyEvent) -> Option<Vec<Effect>> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Esc => {
            app.find.close();
            return Some(Vec::new());
        }
        KeyCode::F(9) => drop(commands::by_id(app, "hide", "")),
        // Nothing happens to what cannot be seen.
        _ if app.run.veiled => {}
        KeyCode::Enter => return go(app),
        KeyCode::Up => app.find.step(-1),
        KeyCode::Down => app.find.step(1),
        KeyCode::PageUp => app.find.step(-PAGE.cast_signed()),
        KeyCode::PageDown => app.find.step(PAGE.cast_signed()),
        KeyCode::Char('f') if control => app.find.offered = !app.find.entry.is_empty(),
        code => {
            let find = &mut app.find;
            let replaces =
                matches!(code, KeyCode::Char(_)) && !control || matches!(code, KeyCode::Backspace | KeyCode::Delete);
            let before = find.entry.text().to_owned();
            if std::mem::take(&mut find.offered) && replaces {
                find.entry.take();
            }
            find.entry.key(key);
            if find.entry.text() != before {
                ask(app);
            }
        }
    }
    None
}

/// Takes pasted text.
pub fn paste(app: &mut App, text: &str) {
    if app.run.veiled {
        return;
    }
    if std::mem::take(&mut app.find.offered) {
        app.find.entry.take();
    }
    app.find.entry.insert(text);
    ask(app);
}

/// Goes to the hit that is marked: a line is taken up for correction, an action opened, a person asked for.
fn go(app: &mut App) -> Option<Vec<Effect>> {
    match app.find.hit()? {
        Hit::Person(id) => {
            let seat = app.desk.as_ref().and_then(|desk| desk.room().seat(id));
            let said = seat.map(|seat| match seat.number {
                Some(number) => format!("@{number} "),
                None => format!("@\"{}\" ", seat.name),
            });
            app.find.entry = Entry::new(said?);
            ask(app);
            return None;
        }
        Hit::Action(id) => {
            app.find.close();
            if app.screen == Screen::Plan {
                app.plan.mark(id);
            }
            commands::plan::lay_action(app, Some(id));
        }
        Hit::Line(id) => {
            app.find.close();
            if app.screen == Screen::Plan {
                lay_words(app, id);
            } else {
                run::go_to(app, id);
            }
        }
    }
    Some(Vec::new())
}

/// Opens the words of a contribution where there is no capture line to take them up.
pub(in crate::tui) fn lay_words(app: &mut App, id: Id) {
    let Some(desk) = &app.desk else { return };
    let Some(item) = desk.view.find(&List::Contributions, id) else { return };
    let (text, _) = desk.to_correct(id, app.now);
    let entry = feed::entry(app, desk, item);
    let input = Input::new("words", "Words", &text, "as they were said; the earlier wording is kept");
    let about = entry.about();
    let intro = [entry.time, entry.who, about].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let form = Form::new(Purpose::Words(id), "Correct the line", &intro.join(" · "), vec![input], "Keep these words");
    app.lay(Overlay::Form(form));
}

/// Keeps the words of that form.
pub fn correct(app: &mut App, id: Id, form: &Form) -> Result<Vec<Effect>, String> {
    // As typed: a space at the start says that what looks like marks is words.
    let words = form.inputs.iter().find(|input| input.key == "words").map(|input| input.entry.text().to_owned());
    let words = words.filter(|words| !capture::clean(words).is_empty()).ok_or("Type the words, or leave with Esc.")?;
    let Some((begun, kept)) = app.desk.as_ref().map(|desk| desk.to_correct(id, app.now)) else { return Ok(Vec::new()) };
    let kept = run::kept::carried(&kept, &Entry::new(begun), &Entry::new(words.as_str()));
    let programme = app.programme.clone();
    let outcome = app.edit(|desk, now| desk.correct(id, &words, &kept, now, &programme)).unwrap_or_default();
    if outcome.refused {
        return Err(outcome.said);
    }
    app.say(outcome.said);
    Ok(save(outcome.delta))
}

/// A hit as it is listed.
struct Found {
    time: String,
    who: String,
    words: String,
    about: String,
}

/// A hit, a line of them as the feed shows it.
fn entry(app: &App, desk: &Desk, hit: Hit) -> Option<Found> {
    let found = |list: &List, id: Id| desk.view.find(list, id);
    match hit {
        Hit::Line(id) => {
            let item = found(&List::Contributions, id)?;
            let entry = feed::entry(app, desk, item);
            let mut about = entry.about();
            if app.screen == Screen::Plan
                && let Some(day) = Contribution(item).time().and_then(Day::of_time)
            {
                about = joined([day.format("%-d %B %Y").to_string(), about]);
            }
            let words = entry.in_one_line();
            Some(Found { time: entry.time, who: entry.who, words, about })
        }
        Hit::Action(id) => {
            let action = Action(found(&List::Actions, id)?);
            let short = |lead: &str| lead.parse().map_or_else(|_| lead.to_owned(), |id| desk.short_name(Some(id)));
            let lead = action.lead().map(short);
            let due = action.due().and_then(Day::read).map(|due| format!("due {due}"));
            let themes = action.themes().map(|theme| format!("#{theme}"));
            let about = ["action".into()].into_iter().chain(themes).chain(due);
            Some(Found {
                time: String::new(),
                who: visible(&lead.unwrap_or_default()).into_owned(),
                words: format!("! {}", visible(action.text().or(action.issue()).unwrap_or("not in words yet"))),
                about: visible(&joined(about)).into_owned(),
            })
        }
        Hit::Person(id) => {
            let person = Delegate(found(&List::Delegates, id)?);
            let seat = desk.room().seat(id)?;
            let category = person.category().map(|c| app.programme.category(c).map_or(c, |c| c.title.as_str()));
            let heard = match seat.spoken {
                0 => "not heard yet".into(),
                1 => "heard once".into(),
                times => format!("heard {times} times"),
            };
            let about = [person.role(), person.organisation(), category].into_iter().flatten().map(str::to_owned);
            Some(Found {
                time: String::new(),
                who: seat.number.map_or_else(|| "person".into(), |number| format!("seat {number}")),
                words: visible(&seat.name).into_owned(),
                about: visible(&joined(about.chain([heard]))).into_owned(),
            })
        }
    }
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// How much was found: `12 of 340 lines, 1 person`.
fn count(search: &Search) -> String {
    let counts = search.counts();
    let lines = format!("{} of {} line{}", counts.lines, counts.of, if counts.of == 1 { "" } else { "s" });
    let others = [(counts.actions, "action", "actions"), (counts.people, "person", "people")];
    let others = others.into_iter().filter(|(number, ..)| *number > 0);
    let others = others.map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many }));
    [lines].into_iter().chain(others).collect::<Vec<_>>().join(", ")
}

/// What find says where nothing is found.
fn nothing(search: &Search) -> &'static str {
    if search.counts().of == 0 { "Nothing has been said yet." } else { "Nothing is found. Fewer letters find more." }
}

/// What the plain face says: the hits, numbered.
pub fn lines(app: &App) -> Vec<String> {
    let (Some(search), Some(desk)) = (app.find.search(), &app.desk) else { return Vec::new() };
    if app.run.veiled {
        return vec![VEILED.into()];
    }
    let asked = app.find.entry.text().trim();
    let asked = if asked.is_empty() { String::new() } else { format!(" “{asked}”") };
    let understood = search.understood().join(", ");
    let understood = if understood.is_empty() { understood } else { format!(" ({understood})") };
    let mut lines = vec![format!("Find{asked}{understood}: {}.", count(search))];
    for nth in 0..search.len().min(LISTED) {
        let Some(entry) = search.get(nth).and_then(|hit| entry(app, desk, hit)) else { continue };
        let elsewhere = search.elsewhere(nth, &[&entry.words, &entry.about]);
        let elsewhere = elsewhere.map(|(title, text)| format!(". {title}: {text}")).unwrap_or_default();
        lines.push(format!("{}. {}{elsewhere}", nth + 1, read_out(&entry)));
    }
    if search.len() > LISTED {
        lines.push(format!("and {} more", search.len() - LISTED));
    }
    lines.push(if search.is_empty() {
        nothing(search).into()
    } else {
        "A number takes it up. /find and other words looks again, an empty line leaves.".into()
    });
    lines
}

/// A line of the feed read out.
fn read_out(entry: &Found) -> String {
    let who = [entry.time.as_str(), &entry.who].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let about = if entry.about.is_empty() { String::new() } else { format!(" ({})", entry.about) };
    format!("{}: {}{about}", who.join(" "), entry.words)
}

/// What the plain face says of the line being corrected, if one is.
pub fn taken_up(app: &App) -> Vec<String> {
    let (Some(id), Some(desk)) = (app.run.editing, &app.desk) else { return Vec::new() };
    let Some(entry) = entry(app, desk, Hit::Line(id)) else { return Vec::new() };
    vec![
        format!("Correcting {}", read_out(&entry)),
        "Type it as it should be. An empty line leaves it as it was; /remove removes it.".into(),
    ]
}

/// Marks a hit that the plain face has read out; says whether there is one.
pub fn mark(app: &mut App, nth: usize) -> bool {
    let there = nth < app.find.search().map_or(0, Search::len).min(LISTED);
    if there {
        app.find.at = nth;
    }
    there
}

/// Draws find over the whole screen.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let (Some(search), Some(desk)) = (app.find.search(), &app.desk) else { return };
    frame.render_widget(Clear, area);
    if app.run.veiled {
        let block = framed(" Find ", " F9 shows   Esc closes ", theme);
        let inner = block.inner(area);
        frame.render_widget(block, area);
        frame.render_widget(Paragraph::new(VEILED).wrap(Wrap { trim: true }), inner);
        return;
    }
    let goes = match app.find.hit() {
        Some(Hit::Person(_)) => "Enter: what they said   ",
        Some(Hit::Action(_)) => "Enter opens it   ",
        Some(Hit::Line(_)) => "Enter takes it up   ",
        None => "",
    };
    let count = Line::styled(format!(" {} ", count(search)), theme.strong()).right_aligned();
    let block = framed(" Find ", &format!(" {goes}↑ ↓ PgUp PgDn   Esc goes back "), theme)
        .title(count)
        .padding(ratatui::widgets::Padding::horizontal(1));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let typed = Rect { height: inner.height.min(1), ..inner };
    let style = if app.find.offered { theme.marked() } else { Style::new() };
    if let Some(cursor) = app.find.entry.draw(typed, frame.buffer_mut(), style) {
        frame.set_cursor_position(cursor);
    }
    let understood = search.understood();
    let hint = if understood.is_empty() { MARKS.to_owned() } else { visible(&understood.join(" · ")).into_owned() };
    let (hint, cut) = clipped(&hint, usize::from(inner.width));
    let hint = Line::styled(format!("{hint}{}", if cut { "…" } else { "" }), theme.quiet());
    let row = |y: u16| Rect { y: inner.y + y.min(inner.height), height: u16::from(y < inner.height), ..inner };
    frame.render_widget(hint, row(1));
    // A row stays free above the hits where there are rows to spare.
    let top = if inner.height > 12 { 3 } else { 2 };
    let list = Rect { y: inner.y + top.min(inner.height), height: inner.height.saturating_sub(top), ..inner };
    if search.is_empty() {
        frame.render_widget(Paragraph::new(nothing(search)).style(theme.quiet()).wrap(Wrap { trim: true }), list);
    }
    draw_hits(app, desk, search, theme, frame, list);
}

/// The hits in sight, each on two rows: the words, and what else there is to know; the marked one shows more.
fn draw_hits(app: &App, desk: &Desk, search: &Search, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let at = app.find.at;
    let width = usize::from(area.width.saturating_sub(GUTTER));
    let marked = search.get(at).and_then(|hit| entry(app, desk, hit));
    let tall = marked.map_or(2, |entry| {
        let elsewhere = search.elsewhere(at, &[&entry.words, &entry.about]).is_some();
        wrapped(&entry.words, search, width).1 + 1 + u16::from(elsewhere)
    });
    let above = usize::from(area.height.saturating_sub(tall) / 2);
    let first = at.saturating_sub(above);
    let mut y = area.y;
    for nth in first..search.len() {
        let Some(entry) = search.get(nth).and_then(|hit| entry(app, desk, hit)) else { continue };
        if y >= area.bottom() {
            break;
        }
        let here = nth == at;
        let row = |y: u16, height: u16| Rect { y, height: height.min(area.bottom().saturating_sub(y)), ..area };
        let beside = |y: u16, height: u16| {
            let row = row(y, height);
            Rect { x: row.x + GUTTER.min(row.width), width: row.width.saturating_sub(GUTTER), ..row }
        };
        let (who, cut) = clipped(&entry.who, usize::from(GUTTER - 9));
        let head = Line::from(vec![
            Span::styled(if here { "> " } else { "  " }, theme.strong()),
            Span::styled(format!("{:<6}", entry.time), theme.quiet()),
            Span::styled(
                format!("{who}{}", if cut { "…" } else { "" }),
                if here { theme.marked() } else { theme.strong() },
            ),
        ]);
        frame.render_widget(head, row(y, 1));
        let elsewhere = search.elsewhere(nth, &[&entry.words, &entry.about]);
        let elsewhere = elsewhere.map(|(title, text)| format!("{}: {}", title, visible(&text)));
        if here {
            let (words, rows) = wrapped(&entry.words, search, width);
            frame.render_widget(words, beside(y, rows));
            y += rows;
            frame.render_widget(window(&entry.about, search, width, theme.quiet()), beside(y, 1));
            y += 1;
            if let Some(elsewhere) = elsewhere {
                frame.render_widget(window(&elsewhere, search, width, theme.quiet()), beside(y, 1));
                y += 1;
            }
        } else {
            frame.render_widget(window(&entry.words, search, width, Style::new()), beside(y, 1));
            let about = elsewhere.unwrap_or(entry.about);
            frame.render_widget(window(&about, search, width, theme.quiet()), beside(y + 1, 1));
            y += 2;
        }
    }
}

/// Words over as many rows as they need, but not too many, and how many.
fn wrapped(words: &str, search: &Search, width: usize) -> (Paragraph<'static>, u16) {
    let line = Line::from(spans(words, &search.places(words), Style::new()));
    let text = Paragraph::new(line).wrap(Wrap { trim: false });
    let rows = cells(text.line_count(cells(width).max(1))).clamp(1, ROWS);
    (text, rows)
}

/// A text on one row, from where its first hit is in sight.
fn window(text: &str, search: &Search, width: usize, style: Style) -> Line<'static> {
    let places = search.places(text);
    let end = places.first().map_or(0, |place| place.end);
    let wide = |part: &str| usize::from(part.cell_width());
    let mut start = 0;
    if text.get(..end).is_some_and(|before| wide(before) + 1 > width) {
        // Begin so far before the hit that a third of the row leads up to it.
        let first = places.first().map_or(0, |place| place.start);
        let before = text.get(..first).unwrap_or_default();
        let mut lead = 0;
        start = first;
        for (at, grapheme) in before.grapheme_indices(true).rev() {
            lead += wide(grapheme);
            if lead > width / 3 {
                break;
            }
            start = at;
        }
    }
    let rest = text.get(start..).unwrap_or_default();
    let (shown, cut) = clipped(rest, width.saturating_sub(usize::from(start > 0)));
    let within: Vec<Range<usize>> = places
        .iter()
        .map(|place| place.start.saturating_sub(start)..place.end.saturating_sub(start).min(shown.len()))
        .filter(|place| place.start < place.end)
        .collect();
    let mut line = Vec::new();
    if start > 0 {
        line.push(Span::styled("…", style));
    }
    line.extend(spans(shown, &within, style));
    if cut {
        line.push(Span::styled("…", style));
    }
    Line::from(line)
}

/// A text with its hits marked by more than colour.
fn spans(text: &str, places: &[Range<usize>], style: Style) -> Vec<Span<'static>> {
    let hit = style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
    let mut spans = Vec::new();
    let mut from = 0;
    for place in places {
        spans.push(Span::styled(text.get(from..place.start).unwrap_or_default().to_owned(), style));
        spans.push(Span::styled(text.get(place.clone()).unwrap_or_default().to_owned(), hit));
        from = place.end;
    }
    spans.push(Span::styled(text.get(from..).unwrap_or_default().to_owned(), style));
    spans.retain(|span| !span.content.is_empty());
    spans
}

/// As much of a text as fits into so many cells with a mark where it is cut, and whether it is.
fn clipped(text: &str, cells: usize) -> (&str, bool) {
    if usize::from(text.cell_width()) <= cells {
        return (text, false);
    }
    let mut used = 1;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += usize::from(grapheme.cell_width());
        if used > cells {
            return (text.get(..at).unwrap_or_default(), true);
        }
    }
    (text, false)
}
