//! What may be one: two that look alike side by side with why, and one key that says yes or no. Nothing is joined unasked.

use super::{Key, Page, Row, Sheet};
use crate::model::fields::{Action, Contribution, Delegate, List, Recorder, Workshop};
use crate::model::stamp::Id;
use crate::model::words::PairKind;
use crate::plan::{Row as ActionRow, Suggestion, words_in_common};
use crate::tui::app::{App, save};
use crate::tui::desk::{Desk, Judgement};
use crate::tui::message::Effect;
use crate::tui::overlays::Pending;
use crate::tui::paste::grouped;
use crate::tui::screens::plan::source;
use crate::tui::widgets::cut;

/// Pairs that are shown at once; those that are judged make room for more.
const SHOWN: usize = 30;
/// Letters of somebody's words: two stand side by side here, and the line itself is in the plan.
const WORDS: usize = 300;

/// The parts of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Two records of one person.
    People,
    /// Two names of one theme.
    Themes,
    /// Two lines that say the same.
    Ideas,
    /// Two actions that say the same.
    Actions,
    /// What was said yes or no to.
    Decided,
}

/// The page.
pub fn page(app: &App, tab: Tab) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let of = |key, name, tab| (key, name, Sheet::Same(tab));
    let tabs = vec![
        of('p', "People", Tab::People),
        of('t', "Themes", Tab::Themes),
        of('i', "Ideas", Tab::Ideas),
        of('c', "Actions", Tab::Actions),
        of('j', "Joined so far", Tab::Decided),
    ];
    let open = |about| desk.lookalikes(about, &app.programme);
    let alike = desk.alike().count();
    let waiting = vec![
        open(PairKind::Person).len(),
        open(PairKind::Theme).len(),
        alike,
        open(PairKind::Idea).len(),
        desk.decided().len(),
    ];
    let (mut rows, all) = match tab {
        Tab::People => (suggested(app, desk, open(PairKind::Person)), waiting[0]),
        Tab::Themes => (suggested(app, desk, open(PairKind::Theme)), waiting[1]),
        Tab::Ideas => (desk.alike().take(SHOWN).map(|pair| idea(app, desk, pair)).collect(), alike),
        Tab::Actions => (suggested(app, desk, open(PairKind::Idea)), waiting[3]),
        Tab::Decided => (desk.decided().iter().take(SHOWN).map(|said| decided(app, desk, said)).collect(), waiting[4]),
    };
    if all > rows.len() {
        rows.push(Row::text(format!("{} more come after these.", grouped(all - rows.len()))));
    }
    if let Some((looked, of)) = desk.review().progress().filter(|_| tab == Tab::Ideas) {
        rows.insert(0, Row::text(format!("Looked at {} of {} lines so far.", grouped(looked), grouped(of))));
    }
    if rows.is_empty() {
        rows.push(Row::text(match tab {
            Tab::People => "No two people look like one: a name and something else would have to be the same.",
            Tab::Themes => "No two themes look like one.",
            Tab::Ideas => "No two lines look alike.",
            Tab::Actions => "No two actions look alike.",
            Tab::Decided => "Nothing was joined or kept apart yet.",
        }));
    }
    let keys = vec![Key::command('u', "undo", "undo", "")];
    Page { title: "What may be one".into(), tabs, waiting, rows, keys, enter_goes_on: true, ..Page::default() }
}

fn suggested(app: &App, desk: &Desk, found: &[Suggestion]) -> Vec<Row> {
    let row = |found: &Suggestion| {
        let described = |which: &str| describe(app, desk, found.about, which);
        pair(found.about, [&found.one, &found.other], [described(&found.one), described(&found.other)], &found.why)
    };
    found.iter().take(SHOWN).map(row).collect()
}

fn idea(app: &App, desk: &Desk, (earlier, id): (Id, Id)) -> Row {
    let why = words_in_common(desk.review().likeness(id).unwrap_or_default());
    let names = [earlier.to_string(), id.to_string()];
    let described =
        [0, 1].map(|at: usize| describe(app, desk, PairKind::Idea, names.get(at).map_or("", String::as_str)));
    pair(PairKind::Idea, [&names[0], &names[1]], described, &why)
}

/// A pair to be judged.
fn pair(about: PairKind, [one, other]: [&str; 2], [first, second]: [String; 2], why: &str) -> Row {
    let judge = |key, label: &str, same| Key {
        key,
        label: label.to_owned(),
        does: Pending::Judge { about, one: one.to_owned(), other: other.to_owned(), same },
    };
    let below = vec![second, format!("Why: {why}"), String::new()];
    Row { below, ..Row::text(first) }.with(vec![judge('y', "they are one", true), judge('n', "they are two", false)])
}

fn decided(app: &App, desk: &Desk, said: &Judgement) -> Row {
    let ids = said.one.parse::<Id>().ok().zip(said.other.parse::<Id>().ok());
    let is_line = |id: Id| desk.view.find(&List::Contributions, id).is_some();
    let line = ids.map(|(one, _)| one).filter(|one| said.about == PairKind::Idea && is_line(*one));
    let sort = match said.about {
        PairKind::Person => ("One person", "Two people"),
        PairKind::Theme => ("One theme", "Two themes"),
        PairKind::Idea if line.is_some() => ("One idea", "Two ideas"),
        PairKind::Idea => ("One action", "Two actions"),
    };
    let described = |which: &str| describe(app, desk, said.about, which);
    let mut below = vec![described(&said.other)];
    let mut keys = Vec::new();
    let judge = |key, label: &str, same| Key {
        key,
        label: label.to_owned(),
        does: Pending::Judge { about: said.about, one: said.one.clone(), other: said.other.clone(), same },
    };
    if said.same {
        keys.push(judge('n', "they are two after all", false));
        if let Some(line) = line {
            below.push(format!("Together: {}", desk.spread(desk.judged().ideas.with(line)).words()));
            keys.push(Key { key: 'a', label: "an action of it".into(), does: Pending::DraftAction(line) });
        }
    } else {
        keys.push(judge('y', "they are one after all", true));
        let groups = match said.about {
            PairKind::Person => Some(&desk.judged().people),
            PairKind::Idea => Some(&desk.judged().ideas),
            PairKind::Theme => None,
        };
        let through = ids.zip(groups).is_some_and(|((one, other), groups)| groups.with(one).contains(&other));
        if through {
            below.push("Other answers make one of them all the same: one of those is to be changed.".to_owned());
        }
    }
    below.push(String::new());
    let what = if said.same { sort.0 } else { sort.1 };
    Row { below, ..Row::text(format!("{what}: {}", described(&said.one))) }.with(keys)
}

/// One of the two, with all that tells it apart.
fn describe(app: &App, desk: &Desk, about: PairKind, which: &str) -> String {
    let id = || which.parse::<Id>().ok();
    match about {
        PairKind::Theme => theme(desk, which),
        PairKind::Person => id().map_or_else(String::new, |id| person(app, desk, id)),
        PairKind::Idea => id().map_or_else(String::new, |id| match desk.view.find(&List::Contributions, id) {
            Some(item) => {
                let said = Contribution(item);
                let words = cut(said.text().unwrap_or_default(), WORDS);
                let who = desk.speaker_name(said.speaker());
                format!("“{words}” {who}{}", source(app, desk, id))
            }
            None => action(app, desk, id),
        }),
    }
}

/// Somebody's name, role, organisation, category, workshop and table.
fn person(app: &App, desk: &Desk, id: Id) -> String {
    let Some(item) = desk.view.find(&List::Delegates, id) else { return "Somebody who is not here".to_owned() };
    let person = Delegate(item);
    let category = person.category().map(|id| app.programme.category(id).map_or(id, |of| of.title.as_str()));
    let recorder = desk.origins.recorder(id.stamp).and_then(|at| desk.view.find(&List::Recorders, at));
    let table = recorder.map(|item| Recorder(item)).and_then(|recorder| recorder.table().or(recorder.name()));
    let workshop = person.workshop().or_else(|| desk.origins.workshop(id.stamp));
    let workshop = workshop.and_then(|at| desk.view.find(&List::Workshops, at)).and_then(|item| Workshop(item).title());
    let name = person.name().unwrap_or("No name");
    let parts = [Some(name), person.role(), person.organisation(), category, workshop, table];
    let parts = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn theme(desk: &Desk, name: &str) -> String {
    let shown = desk.room().themes.iter().find(|(known, _)| crate::capture::folded_eq(known, name));
    let (name, count) = shown.map_or((name, 0), |(name, count)| (name.as_str(), *count));
    let count = if count == 1 { "1 line".to_owned() } else { format!("{} lines", grouped(count)) };
    let aliases = desk.room().aliases_of(name);
    let also = if aliases.is_empty() { String::new() } else { format!(" · also {}", aliases.join(", ")) };
    let under = desk.room().theme(name);
    let under = if under == name { String::new() } else { format!(" · shown under #{under}") };
    format!("#{name} · {count}{also}{under}")
}

fn action(app: &App, desk: &Desk, id: Id) -> String {
    let Some(item) = desk.view.find(&List::Actions, id) else { return "An action that is not here".to_owned() };
    let action = Action(item);
    let words = cut(action.text().unwrap_or("not in words yet"), WORDS);
    let lead = action.lead().map_or_else(String::new, |lead| format!(" · lead {}", desk.person_name(lead)));
    let due = action.due().map_or_else(String::new, |due| format!(" · due {}", ActionRow::day_words(due)));
    format!("A-{} {words}{lead}{due}{}", id.short(), source(app, desk, id))
}

/// Says that two are one, or are two.
pub fn judge(app: &mut App, about: PairKind, one: &str, other: &str, same: bool) -> Vec<Effect> {
    let delta = app.edit(|desk, now| desk.judge(about, one, other, same, now)).flatten();
    app.say(match (delta.is_some(), same) {
        (false, _) => "Nothing is changed",
        (true, true) => "They are one from now on; each keeps its own name, words and consent",
        (true, false) => "They are two, and are not asked about again",
    });
    save(delta)
}
