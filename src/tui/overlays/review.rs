//! The review queue as people answer it: one line at a time, one key decides, the next appears.
//!
//! Letters are keys here, since nothing is typed until a choice asks for words. What stands on the page and what each
//! key does is data ([`page`], [`choices`]), so that the plain face shows and answers the same.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::capture;
use crate::model::fields::{Contribution, List};
use crate::model::file::File;
use crate::model::stamp::Id;
use crate::model::words::Disposition;
use crate::plan::{Concern, parted};
use crate::tui::app::{App, Screen, save};
use crate::tui::commands::withdraw::ask_withdrawal_of;
use crate::tui::commands::workshop;
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::Overlay;
use crate::tui::paste::grouped;
use crate::tui::screens::plan::{source, workshop as workshop_of};
use crate::tui::screens::run::kept;
use crate::tui::widgets::entry::Entry;
use crate::tui::widgets::feed;

/// Seats and themes that have a digit of their own.
const DIGITS: usize = 9;

/// Where somebody is in the queue.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// The concern at hand; once it is gone, the one that follows it.
    place: Option<(Concern, Id)>,
    /// The words being typed for it, and what they are.
    asked: Option<(Asked, Entry)>,
    /// What was decided since the queue was opened, the last one last.
    decided: Vec<(Concern, Id)>,
    /// Counts answers, so that the plain face tells the page after each.
    pub turn: u32,
}

/// Words that a choice asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The words of the line itself.
    Words,
    /// Who said it.
    Speaker,
    /// What it is about.
    Theme,
    /// The same in other words.
    Paraphrase,
    /// The answer to a question.
    Reply,
    /// Why a question goes no further.
    Reason,
    /// What will be done about a question.
    Action,
}

impl Asked {
    /// What to type.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Words => "The line",
            Self::Speaker => "Who said it: a seat, a name or how it begins",
            Self::Theme => "The theme",
            Self::Paraphrase => "In other words",
            Self::Reply => "The answer; @ and a seat in front says who gave it",
            Self::Reason => "Noted, not now: why?",
            Self::Action => "What will be done about it?",
        }
    }
}

/// One of the keys of a page.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The key.
    pub key: char,
    /// What it does.
    pub label: String,
    does: Does,
}

#[derive(Clone, Debug)]
enum Does {
    Keep,
    Ask(Asked),
    Speaker(Id),
    Theme(String),
    Dispose(Disposition),
    Alike(Id, bool),
    Remove,
    Split,
    Withdraw,
}

/// What is shown of the concern at hand.
#[derive(Clone, Debug)]
pub struct Page {
    /// Which of how many: `3 of 14`.
    pub position: String,
    /// What is wrong.
    pub concern: &'static str,
    /// What to decide.
    pub asks: &'static str,
    /// When, who, and what else there is to know.
    pub about: String,
    /// The words.
    pub words: String,
    /// What to hold them against: the earlier line, or the two ideas.
    pub beside: Vec<String>,
}

/// The concern at hand; none once nothing is left.
pub fn place(desk: &Desk, queue: &Queue) -> Option<(Concern, Id)> {
    desk.review().at(queue.place)
}

/// The words being typed, and what they are.
pub fn typing(queue: &Queue) -> Option<(Asked, &Entry)> {
    queue.asked.as_ref().map(|(asked, entry)| (*asked, entry))
}

/// The page of the concern at hand.
pub fn page(app: &App, queue: &Queue) -> Option<Page> {
    let desk = app.desk.as_ref()?;
    let (concern, id) = place(desk, queue)?;
    let review = desk.review();
    let done: std::collections::BTreeSet<_> =
        queue.decided.iter().filter(|decided| review.at(Some(**decided)) != Some(**decided)).collect();
    let nth = done.len() + review.before((concern, id)) + 1;
    let item = desk.view.find(&List::Contributions, id)?;
    let shown = feed::entry(app, desk, item);
    let quoted = |id: Id| {
        let item = desk.view.find(&List::Contributions, id)?;
        let entry = feed::entry(app, desk, item);
        let place = if desk.is_plan() { source(app, desk, id) } else { String::new() };
        Some(format!("{} {}: {}{place}", entry.time, entry.who, entry.in_one_line()))
    };
    let beside = match concern {
        Concern::Alike => {
            review.earlier(id).and_then(quoted).map(|line| format!("Earlier: {line}")).into_iter().collect()
        }
        Concern::TwoIdeas => {
            let two = Contribution(item).text().and_then(parted);
            two.map_or_else(Vec::new, |(one, other)| vec![format!("One: {one}"), format!("Two: {other}")])
        }
        Concern::Name => review.name(item).map(|name| format!("It says: {name}")).into_iter().collect(),
        _ => Vec::new(),
    };
    let so_far = review
        .progress()
        .map_or_else(String::new, |(looked, of)| format!(" so far, in {} of {} lines", grouped(looked), grouped(of)));
    let told = shown.about();
    let about = [shown.time.as_str(), &shown.who, &told, workshop_of(desk, id).unwrap_or_default()];
    Some(Page {
        position: format!("{nth} of {}{so_far}", done.len() + review.len()),
        concern: concern.row().title,
        asks: concern.row().asks,
        about: about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        words: shown.in_one_line(),
        beside,
    })
}

/// What is said where there is nothing at hand.
pub fn nothing(app: &App) -> String {
    let progress = app.desk.as_ref().and_then(|desk| desk.review().progress());
    progress.map_or_else(
        || "Nothing is left to look at again.".to_owned(),
        |(looked, of)| format!("Nothing so far, in {} of {} lines.", grouped(looked), grouped(of)),
    )
}

/// What each key does with the concern at hand.
pub fn choices(desk: &Desk, (concern, id): (Concern, Id)) -> Vec<Choice> {
    let choice = |key: char, label: &str, does: Does| Choice { key, label: label.to_owned(), does };
    let edit = || choice('e', "edit the words", Does::Ask(Asked::Words));
    let mut choices = match concern {
        Concern::Stub => vec![choice('e', "finish the words", Does::Ask(Asked::Words))],
        Concern::Speaker => {
            let seats = desk.room().seats.iter().filter_map(|seat| Some((seat.number?, seat)));
            let seats = seats.filter_map(|(number, seat)| {
                let key = u32::try_from(number).ok().filter(|n| *n > 0).and_then(|n| char::from_digit(n, 10))?;
                Some(choice(key, &desk.short_name(Some(seat.delegate)), Does::Speaker(seat.delegate)))
            });
            let mut seats: Vec<Choice> = seats.collect();
            // Two tables may have given one number: one's own people stand first.
            seats.dedup_by_key(|seat| seat.key);
            seats.push(choice('o', "somebody else", Does::Ask(Asked::Speaker)));
            seats
        }
        Concern::Question => {
            let mut ways = vec![choice('a', "answer it", Does::Ask(Asked::Reply))];
            let all = Disposition::ALL.iter().zip('1'..='9');
            ways.extend(all.map(|(what, key)| choice(key, what.title(), Does::Dispose(*what))));
            ways
        }
        Concern::NhsNumber | Concern::Telephone | Concern::Name => {
            vec![edit(), choice('w', "withdraw the line for good", Does::Withdraw)]
        }
        Concern::Paraphrase => vec![choice('p', "put it in other words", Does::Ask(Asked::Paraphrase))],
        Concern::Alike => {
            let earlier = desk.review().earlier(id);
            let same = earlier.map(|earlier| choice('j', "the same idea, each voice kept", Does::Alike(earlier, true)));
            same.into_iter().chain([choice('r', "remove this one", Does::Remove)]).collect()
        }
        Concern::TwoIdeas => vec![choice('s', "split it into these two", Does::Split), edit()],
        Concern::Theme => {
            let themes = desk.room().themes.iter().take(DIGITS).zip('1'..='9');
            let themes = themes.map(|((name, _), key)| choice(key, &format!("#{name}"), Does::Theme(name.clone())));
            themes.chain([choice('n', "another theme", Does::Ask(Asked::Theme))]).collect()
        }
    };
    let keep = match (concern, desk.review().earlier(id)) {
        (Concern::Alike, Some(earlier)) => Does::Alike(earlier, false),
        _ => Does::Keep,
    };
    choices.push(choice('k', concern.row().keep, keep));
    choices
}

/// Opens the queue, the most urgent first.
pub fn open(app: &mut App) {
    if let Some(desk) = &mut app.desk {
        desk.begin_review();
        desk.look_a_little();
    }
    let looking = app.desk.as_ref().is_some_and(Desk::is_looking);
    if !looking && app.desk.as_ref().is_some_and(|desk| desk.review().is_empty()) {
        app.say("There is nothing to look at again");
        return;
    }
    // What was said before is about something else.
    app.notice = None;
    app.lay(Overlay::Review(Queue::default()));
}

/// Takes a key. The queue was lifted off the screen and is laid back unless it was left.
pub(in crate::tui) fn press(app: &mut App, mut queue: Queue, key: KeyEvent) -> Vec<Effect> {
    queue.turn = queue.turn.wrapping_add(1);
    let Some(place) = app.desk.as_ref().and_then(|desk| place(desk, &queue)) else { return finished(app, queue, key) };
    queue.place = Some(place);
    if let Some((asked, entry)) = &mut queue.asked {
        match key.code {
            KeyCode::Esc => queue.asked = None,
            KeyCode::Enter => {
                let (asked, entry) = (*asked, entry.clone());
                return answer(app, queue, place, asked, &entry);
            }
            _ => drop(entry.key(key)),
        }
        return lay(app, queue);
    }
    let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    let step = |back: bool| app.desk.as_ref().and_then(|desk| desk.review().step(place, back));
    match key.code {
        KeyCode::Esc => return left(app),
        KeyCode::Down | KeyCode::Tab | KeyCode::Char(' ') => queue.place = step(false),
        KeyCode::Up | KeyCode::BackTab => queue.place = step(true),
        KeyCode::Char('u' | 'U') if plain => return undo(app, queue),
        KeyCode::Char(typed) if plain => {
            let lower = typed.to_ascii_lowercase();
            let chosen = app.desk.as_ref().map(|desk| choices(desk, place)).unwrap_or_default();
            if let Some(chosen) = chosen.into_iter().find(|choice| choice.key == lower) {
                return decide(app, queue, place, chosen);
            }
        }
        _ => {}
    }
    lay(app, queue)
}

/// Takes pasted text into the words being typed.
pub(in crate::tui) fn paste(queue: &mut Queue, text: &str) {
    if let Some((_, entry)) = &mut queue.asked {
        entry.insert(&text.replace('\n', " "));
    }
}

/// Takes a whole typed line as the words asked for.
pub(in crate::tui) fn retype(queue: &mut Queue, text: &str) {
    if let Some((_, entry)) = &mut queue.asked {
        *entry = Entry::new(text);
    }
}

fn lay(app: &mut App, queue: Queue) -> Vec<Effect> {
    app.overlays.push(Overlay::Review(queue));
    Vec::new()
}

/// Nothing is left: the last decision can still be taken back, and every other key leaves. What somebody begins to type
/// is not lost.
fn finished(app: &mut App, queue: Queue, key: KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Char('u' | 'U') if !queue.decided.is_empty() => undo(app, queue),
        _ => {
            let mut effects = left(app);
            let typed = matches!(key.code, KeyCode::Char(c) if c != ' ') && app.screen == Screen::Run;
            if typed && app.run.typing(key) {
                effects.push(Effect::Draft);
            }
            effects
        }
    }
}

fn left(app: &mut App) -> Vec<Effect> {
    let count = app.desk.as_ref().map_or(0, |desk| desk.review().len());
    app.say(match count {
        0 => "The review is done".to_owned(),
        1 => "1 thing is left to look at again: /review".to_owned(),
        _ => format!("{count} things are left to look at again: /review"),
    });
    Vec::new()
}

/// Takes back what was last decided here, and goes back to it.
fn undo(app: &mut App, mut queue: Queue) -> Vec<Effect> {
    let Some(last) = queue.decided.pop() else {
        app.say("Nothing has been decided here yet");
        return lay(app, queue);
    };
    queue.place = Some(last);
    lay(app, queue);
    let effects = workshop::take_back(app, false, false);
    if matches!(app.overlays.last(), Some(Overlay::Review(_))) {
        app.say(format!("Taken back: “{}” is to be decided again", last.0.row().title));
    }
    effects
}

/// Goes on to the next where something was decided.
fn decided(app: &mut App, mut queue: Queue, place: (Concern, Id), delta: Option<File>, said: &str) -> Vec<Effect> {
    queue.asked = None;
    if delta.is_some() {
        queue.decided.push(place);
        app.say(said);
    } else {
        app.say("Nothing is changed");
    }
    lay(app, queue);
    save(delta)
}

/// Does what a key says.
fn decide(app: &mut App, mut queue: Queue, place: (Concern, Id), choice: Choice) -> Vec<Effect> {
    let (concern, id) = place;
    let (delta, said) = match choice.does {
        Does::Ask(asked) => {
            queue.asked = Some((asked, Entry::new(to_begin_with(app, asked, id).0)));
            return lay(app, queue);
        }
        Does::Dispose(Disposition::NotNow) => {
            queue.asked = Some((Asked::Reason, Entry::default()));
            return lay(app, queue);
        }
        Does::Dispose(Disposition::Action) => {
            queue.asked = Some((Asked::Action, Entry::default()));
            return lay(app, queue);
        }
        Does::Withdraw => {
            lay(app, queue);
            return ask_withdrawal_of(app, id);
        }
        Does::Keep => (
            app.edit(|desk, now| desk.settle(concern, id, now)),
            format!("{}: put aside ({})", concern.row().title, concern.row().keep),
        ),
        Does::Speaker(speaker) => {
            (app.edit(|desk, now| desk.attribute(id, speaker, now)), format!("{} said it", choice.label))
        }
        Does::Theme(theme) => {
            (app.edit(|desk, now| desk.give_theme(id, &theme, now)), format!("The theme is #{theme}"))
        }
        Does::Dispose(what) => {
            (app.edit(|desk, now| desk.dispose(id, what, None, now)), format!("The question is {}", what.title()))
        }
        Does::Alike(earlier, same) => (
            app.edit(|desk, now| desk.judge_alike(id, earlier, same, now)),
            if same { "One idea, both voices kept".to_owned() } else { "Both are kept: they differ".to_owned() },
        ),
        Does::Remove => (app.edit(|desk, now| desk.remove_line(id, now)), "The line is removed".to_owned()),
        Does::Split => (
            app.edit(|desk, now| desk.split(id, now)),
            "The line is split in two; the second has the same speaker, themes and time".to_owned(),
        ),
    };
    decided(app, queue, place, delta.flatten(), &said)
}

/// What stands in the line to be typed when a choice asks for words, and the places in it where marks are words.
fn to_begin_with(app: &App, asked: Asked, id: Id) -> (String, Vec<usize>) {
    let desk = app.desk.as_ref();
    let item = desk.and_then(|desk| desk.view.find(&List::Contributions, id));
    let (Some(desk), Some(said)) = (desk, item.map(|item| Contribution(item))) else { return Default::default() };
    match asked {
        Asked::Words => desk.to_correct(id, app.now),
        Asked::Paraphrase => (said.paraphrase().unwrap_or_default().to_owned(), Vec::new()),
        _ => Default::default(),
    }
}

/// Takes the words that a choice asked for. Nothing typed is no answer, and words left as they were are no change.
fn answer(app: &mut App, mut queue: Queue, place: (Concern, Id), asked: Asked, entry: &Entry) -> Vec<Effect> {
    let (_, id) = place;
    let line = entry.text();
    let text = capture::clean(line);
    let (begun, kept) = to_begin_with(app, asked, id);
    if text.is_empty() || asked == Asked::Words && line == begun {
        queue.asked = None;
        app.say("Nothing is changed");
        return lay(app, queue);
    }
    let (delta, said) = match asked {
        Asked::Words => {
            let kept = kept::carried(&kept, &Entry::new(begun), entry);
            let programme = app.programme.clone();
            let outcome = app.edit(|desk, now| desk.correct(id, line, &kept, now, &programme)).unwrap_or_default();
            if outcome.refused || outcome.command.is_some() {
                let why = "Type the words: commands wait until the review is left";
                app.warn(if outcome.refused { outcome.said } else { why.to_owned() });
                return lay(app, queue);
            }
            (Some(outcome.delta), outcome.said)
        }
        Asked::Speaker => {
            let Some(speaker) = app.desk.as_ref().and_then(|desk| desk.person_called(&text)) else {
                app.warn(format!("“{text}” is nobody here, or could be several. /join adds a person"));
                return lay(app, queue);
            };
            let name = app.desk.as_ref().map(|desk| desk.speaker_name(Some(speaker))).unwrap_or_default();
            (app.edit(|desk, now| desk.attribute(id, speaker, now)), format!("{name} said it"))
        }
        Asked::Theme => (app.edit(|desk, now| desk.give_theme(id, &text, now)), "The theme is noted".to_owned()),
        Asked::Paraphrase => (
            app.edit(|desk, now| desk.put_in_other_words(id, &text, now)),
            "The paraphrase is kept beside the words".to_owned(),
        ),
        Asked::Reply => {
            let programme = app.programme.clone();
            (app.edit(|desk, now| desk.answer_afterwards(id, line, now, &programme)), "The answer is kept".to_owned())
        }
        Asked::Reason => (
            app.edit(|desk, now| desk.dispose(id, Disposition::NotNow, Some(&text), now)),
            "The question is noted, not now, with the reason".to_owned(),
        ),
        Asked::Action => (
            app.edit(|desk, now| desk.dispose_as_action(id, &text, now)),
            "The question became an action; the plan asks for who and when".to_owned(),
        ),
    };
    decided(app, queue, place, delta.flatten(), &said)
}
