//! What the commands of the lists of others do: look through one, say how far an entry has come and what stands behind
//! it, check fairness, tag what is at hand, choose a story, and set the day to celebrate.

use super::line::{line, line_of_words};
use super::plan::day;
use crate::capture;
use crate::model::edit::Edit;
use crate::model::fields::{Contribution, Field, List, Score, field};
use crate::model::programme::{Entry, Framework};
use crate::model::stamp::{Id, Moment};
use crate::model::words::Kind;
use crate::plan::{Assessed, Celebration, Day, FOR_DEVELOPMENT, assessed, equity_checks, months_on};
use crate::tui::app::{App, Screen, save};
use crate::tui::desk::wall;
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, LENS_ALL, LENS_MISSING_VOICES, Sheet, evidence_choice};
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose};

/// Opens the list of all lists, or the one that is named.
pub(super) fn lens(app: &mut App, rest: &str) -> Vec<Effect> {
    let wanted = rest.to_lowercase();
    let of_id = sheet::LENS_TABS.iter().find(|(.., id)| *id == wanted);
    let begins = |(_, name, id): &&(char, &str, &str)| {
        name.to_lowercase().starts_with(&wanted) || id.starts_with(wanted.as_str())
    };
    let has = |(_, name, id): &&(char, &str, &str)| {
        let title = app.programme.framework(id).map(|of| of.title.to_lowercase()).unwrap_or_default();
        name.to_lowercase().contains(&wanted) || title.contains(&wanted)
    };
    let tabs = || sheet::LENS_TABS.iter().filter(|_| !wanted.is_empty());
    let named = of_id.or_else(|| tabs().find(begins)).or_else(|| tabs().find(has));
    if named.is_none() && !wanted.is_empty() {
        app.warn(format!("There is no list “{rest}”: /lens shows them all"));
        return Vec::new();
    }
    show(app, named.map_or(LENS_ALL, |(.., id)| id))
}

fn show(app: &mut App, id: &'static str) -> Vec<Effect> {
    sheet::open(app, Sheet::Lens(id));
    Vec::new()
}

pub(super) fn missing_voices(app: &mut App, _: &str) -> Vec<Effect> {
    show(app, LENS_MISSING_VOICES)
}

pub(super) fn touchpoints(app: &mut App, _: &str) -> Vec<Effect> {
    show(app, "experience")
}

/// How far the network sees itself: `/maturity 1 step 2 five partners meet`.
pub(super) fn maturity(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some((entry, more)) = entry_meant(app, "maturity", rest) else { return Vec::new() };
    let Some(framework) = app.programme.framework("maturity").cloned() else { return Vec::new() };
    if let Some(effects) = about_entry(app, "maturity", &framework, &entry, &more) {
        return effects;
    }
    let level = framework.levels.iter().find_map(|level| {
        let names = [level.title.as_str(), level.id.as_str()];
        let name = names.into_iter().find(|name| {
            let (typed, after) = more.split_at_checked(name.len()).unwrap_or((&more, ""));
            typed.eq_ignore_ascii_case(name) && !after.starts_with(char::is_alphanumeric)
        })?;
        Some((level, more.get(name.len()..).unwrap_or_default()))
    });
    let Some((level, note)) = level else {
        let way = |level: &Entry| Pending::Command("maturity", format!("{} {}", entry.id, level.id));
        let options = framework.levels.iter().map(|level| (level.title.clone(), way(level))).collect();
        app.lay(Overlay::Choose { title: format!("How far has it come? {}", entry.title), options, at: 0 });
        return Vec::new();
    };
    let note = capture::clean(note.trim_start_matches([' ', ':', ',']));
    app.say(format!("{}: {}. {FOR_DEVELOPMENT}", entry.title, level.title));
    let new = New { level: Some(level.id.clone()), note: Some(note).filter(|note| !note.is_empty()), ..New::default() };
    write(app, &framework, &entry, None, new)
}

/// What stands behind a principle: `/principle 3 A-7K2Q`.
pub(super) fn principle(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some((entry, more)) = entry_meant(app, "working-with-people", rest) else { return Vec::new() };
    let Some(framework) = app.programme.framework("working-with-people").cloned() else { return Vec::new() };
    if let Some(effects) = about_entry(app, "principle", &framework, &entry, &more) {
        return effects;
    }
    let found = if more.is_empty() { at_hand(app) } else { referred(app, &more) };
    match found {
        Some((list, id)) => link(app, &framework, &entry, &list, id),
        None if more.is_empty() => choose_evidence(app, "principle", &framework, &entry),
        None => {
            app.warn(format!("There is no action {more}: /principle {rest} note WORDS writes a note"));
            Vec::new()
        }
    }
}

/// The entry that is named by its number or its words, and what follows; shows the list where none is.
fn entry_meant(app: &mut App, id: &'static str, rest: &str) -> Option<(Entry, String)> {
    let rest = rest.trim();
    if rest.is_empty() {
        show(app, id);
        return None;
    }
    let (first, more) = rest.split_once(' ').unwrap_or((rest, ""));
    let framework = app.programme.framework(id)?;
    let number = first.parse::<usize>().ok();
    let by_number = number.and_then(|number| framework.entries.get(number.checked_sub(1)?));
    let entry = by_number.or_else(|| framework.meant(first)).cloned();
    if entry.is_none() {
        let all = framework.entries.len();
        app.warn(format!("“{first}” is none of the {all}: say its number, as 1 to {all}"));
    }
    entry.map(|entry| (entry, more.trim().to_owned()))
}

/// What can be done with an entry of any list: a note, evidence to choose, and evidence by its id.
fn about_entry(
    app: &mut App,
    command: &'static str,
    framework: &Framework,
    entry: &Entry,
    more: &str,
) -> Option<Vec<Effect>> {
    let (word, words) = more.split_once(' ').unwrap_or((more, ""));
    match (word, words.trim()) {
        ("note", "") => {
            let note = said(app, framework, entry, None).and_then(|said| said.note).unwrap_or_default();
            let input = Input::new("note", "Note", &note, "what there is to see of it, in a sentence");
            let purpose = Purpose::AssessNote(framework.id.clone(), entry.id.clone());
            app.lay(Overlay::Form(Form::new(purpose, &entry.title, &entry.about, vec![input], "Keep the note")));
            Some(Vec::new())
        }
        ("note", note) => Some(write_note(app, framework, entry, note)),
        ("evidence", "") => Some(choose_evidence(app, command, framework, entry)),
        ("with", id) => {
            let id: Id = id.parse().ok()?;
            let desk = app.desk.as_ref()?;
            let lists = [List::Contributions, List::Actions];
            let list = lists.into_iter().find(|list| desk.view.find(list, id).is_some())?;
            Some(link(app, framework, entry, &list, id))
        }
        _ => None,
    }
}

/// What is at hand to be linked or tagged: the marked action on the plan, else the line being corrected or the last.
fn at_hand(app: &App) -> Option<(List, Id)> {
    if app.screen == Screen::Plan {
        return app.plan.marked(app).map(|id| (List::Actions, id));
    }
    line(app).map(|id| (List::Contributions, id))
}

/// An action by its reference.
fn referred(app: &App, typed: &str) -> Option<(List, Id)> {
    let rows = app.plan.rows(app);
    rows.iter().find(|row| row.reference.eq_ignore_ascii_case(typed.trim())).map(|row| (List::Actions, row.id))
}

fn choose_evidence(app: &mut App, command: &'static str, framework: &Framework, entry: &Entry) -> Vec<Effect> {
    let choices = evidence_choice(app, at_hand(app));
    if choices.is_empty() {
        app.warn("There is no action and no starred line yet to stand behind it");
        return Vec::new();
    }
    let held = said(app, framework, entry, None).map(|said| said.evidence).unwrap_or_default();
    let option = |(words, list, id): (String, List, Id)| {
        let sign = if held.contains(&(list, id)) { "✓ no longer: " } else { "" };
        (format!("{sign}{words}"), Pending::Command(command, format!("{} with {id}", entry.id)))
    };
    let options = choices.into_iter().map(option).collect();
    app.lay(Overlay::Choose { title: format!("What stands behind it? {}", entry.title), options, at: 0 });
    Vec::new()
}

fn said<'f>(app: &App, framework: &'f Framework, entry: &Entry, action: Option<Id>) -> Option<Assessed<'f>> {
    let desk = app.desk.as_ref()?;
    let all = assessed(&desk.view, &desk.origins, framework, action);
    all.into_iter().find(|said| said.entry.id == entry.id)
}

/// What is new of an entry.
#[derive(Default)]
struct New {
    level: Option<String>,
    note: Option<String>,
    review: Option<String>,
    evidence: Option<Id>,
}

/// Writes what is new of an entry as one more item; a note and a day stay until others are written.
fn write(app: &mut App, framework: &Framework, entry: &Entry, action: Option<Id>, new: New) -> Vec<Effect> {
    let before = said(app, framework, entry, action);
    let note = new.note.or_else(|| before.as_ref()?.note.clone());
    let review = new.review.or_else(|| before.as_ref()?.review.as_ref()?.date().map(|day| day.to_string()));
    let delta = app.edit(|desk, now| {
        let workshop = desk.view.workshop().map(|workshop| workshop.id()).filter(|_| !desk.is_plan());
        desk.change(now, |edit| {
            let id = score(edit, now, (&framework.id, &entry.id), action, [new.level, note, review]);
            if let Some(workshop) = workshop {
                edit.set(&List::Scores, id, field::WORKSHOP, workshop);
            }
            if let Some(evidence) = new.evidence {
                edit.put(&List::Scores, id, field::EVIDENCE, &evidence.to_string());
            }
        })
    });
    save(delta.flatten())
}

/// One more score of an entry of a list: its level, note and day of review, as far as they say anything.
fn score(
    edit: &mut Edit<'_>,
    now: Moment,
    (framework, entry): (&str, &str),
    action: Option<Id>,
    texts: [Option<String>; 3],
) -> Id {
    let list = &List::Scores;
    let id = edit.create(list);
    edit.set(list, id, field::TIME, wall(now));
    edit.set(list, id, field::ABOUT, framework);
    edit.set(list, id, field::ENTRY, entry);
    for (of, text) in [field::LEVEL, field::NOTE, field::REVIEW].into_iter().zip(texts) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            edit.set(list, id, of, text);
        }
    }
    if let Some(action) = action {
        edit.set(list, id, field::ACTION, action);
    }
    id
}

fn write_note(app: &mut App, framework: &Framework, entry: &Entry, note: &str) -> Vec<Effect> {
    app.say(format!("{}: the note is kept", entry.title));
    write(app, framework, entry, None, New { note: Some(capture::clean(note)), ..New::default() })
}

/// Keeps the note of an entry.
pub(in crate::tui) fn keep_note(app: &mut App, framework: &str, entry: &str, form: &Form) -> Vec<Effect> {
    let Some(framework) = app.programme.framework(framework).cloned() else { return Vec::new() };
    let Some(entry) = framework.entry(entry) else { return Vec::new() };
    write_note(app, &framework, entry, &form.value("note"))
}

/// Links what stands behind an entry, or takes the link away.
fn link(app: &mut App, framework: &Framework, entry: &Entry, list: &List, id: Id) -> Vec<Effect> {
    let before = said(app, framework, entry, None);
    let held = before.is_some_and(|said| said.evidence.contains(&(list.clone(), id)));
    if !held {
        app.say(format!("It stands behind: {}", entry.title));
        return write(app, framework, entry, None, New { evidence: Some(id), ..New::default() });
    }
    let element = id.to_string();
    let delta = app.edit(|desk, now| {
        let of = |score: &Score<'_>| {
            score.about() == Some(framework.id.as_str())
                && score.entry() == Some(entry.id.as_str())
                && score.evidence().any(|held| held == element)
        };
        let holding: Vec<Id> = desk.view.live(&List::Scores).map(Score).filter(of).map(Score::id).collect();
        desk.change(now, |edit| holding.iter().for_each(|id| edit.take(&List::Scores, *id, field::EVIDENCE, &element)))
    });
    app.say(format!("It no longer stands behind: {}", entry.title));
    save(delta.flatten())
}

/// The parts of the check of fairness as the form calls them; others have their words in the hint alone.
const PARTS: [(&str, &str); 6] = [
    ("prepare", "Prepare"),
    ("assess", "Assess"),
    ("refine", "Refine and apply"),
    ("review", "Review"),
    ("fifth", "Fifth part"),
    ("sixth", "Sixth part"),
];

/// Checks fairness: `/heat plan`, `/heat A-7K2Q`; alone it shows every check.
pub(super) fn heat(app: &mut App, rest: &str) -> Vec<Effect> {
    let rest = rest.trim();
    if rest.is_empty() {
        return show(app, "heat");
    }
    let action = if rest.eq_ignore_ascii_case("plan") {
        None
    } else if let Some((_, id)) = referred(app, rest) {
        Some(id)
    } else {
        app.warn(format!("There is no action {rest}: /heat plan checks the whole plan, /heat A-7K2Q one action"));
        return Vec::new();
    };
    let Some((framework, desk)) = app.programme.framework("heat").zip(app.desk.as_ref()) else { return Vec::new() };
    let today = app.now.date_naive();
    let rows = app.plan.rows(app);
    let all: Vec<_> =
        equity_checks(&desk.view, &desk.origins, framework, rows.iter().map(crate::plan::Row::named), today).collect();
    let of = |id: Option<Id>| all.iter().find(move |check| check.action.as_ref().map(|(id, _)| *id) == id);
    let parts = assessed(&desk.view, &desk.origins, framework, action);
    let mut inputs: Vec<Input> = parts
        .iter()
        .zip(PARTS)
        .map(|(part, (key, label))| {
            let hint = if part.entry.about.is_empty() { &part.entry.title } else { &part.entry.about };
            Input::new(key, label, part.note.as_deref().unwrap_or_default(), hint)
        })
        .collect();
    let review = of(action).and_then(|check| check.review.as_ref()?.date());
    let review = review.unwrap_or_else(|| months_on(today, framework.months)).to_string();
    inputs.push(Input::new("again", "Looked at again", &review, "a day; six months on, where you set no other"));
    let title = match of(action).and_then(|check| check.action.as_ref()) {
        Some((_, reference)) => format!("Equity check: {reference}"),
        None if action.is_some() => format!("Equity check: {}", rest.to_uppercase()),
        None => "Equity check: the whole plan".to_owned(),
    };
    let intro = "What was done in each part. A part left empty is not done yet.";
    app.lay(Overlay::Form(Form::new(Purpose::Heat(action), &title, intro, inputs, "Keep this check")));
    Vec::new()
}

/// Keeps what was done in each part that was changed, and the day of the review, as one command.
pub(in crate::tui) fn keep_heat(app: &mut App, action: Option<Id>, form: &Form) -> Result<Vec<Effect>, String> {
    let review = day(app, &form.value("again"))?;
    let Some(framework) = app.programme.framework("heat").cloned() else { return Ok(Vec::new()) };
    let desk = app.desk.as_ref().ok_or("No file is open.")?;
    let before = assessed(&desk.view, &desk.origins, &framework, action);
    let mut changed: Vec<(&str, String)> = Vec::new();
    for (part, (key, _)) in before.iter().zip(PARTS) {
        let typed = capture::clean(&form.value(key));
        let stored = part.review.as_ref().and_then(Day::date).map(|day| day.to_string());
        // The day belongs to the whole check: it stands beside every part that says anything.
        let moved = !typed.is_empty() && stored != review;
        if moved || typed != part.note.clone().unwrap_or_default() {
            changed.push((part.entry.id.as_str(), typed));
        }
    }
    if changed.is_empty() {
        app.say("The check is as it was");
        return Ok(Vec::new());
    }
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            for (entry, note) in &changed {
                score(edit, now, (&framework.id, entry), action, [None, Some(note.clone()), review.clone()]);
            }
        })
    });
    let again = review.as_deref().and_then(Day::read).map(|day| format!(": to be looked at again by {day}"));
    app.say(format!("The check is kept{}", again.unwrap_or_default()));
    Ok(save(delta.flatten()))
}

/// Tags what is at hand as evidence for a benefit: `/benefit 3`.
pub(super) fn benefit(app: &mut App, rest: &str) -> Vec<Effect> {
    tag(app, "benefits", field::BENEFITS, rest)
}

/// Tags the asset or action at hand with a strand of community-centred work: `/strand 2`.
pub(super) fn strand(app: &mut App, rest: &str) -> Vec<Effect> {
    tag(app, "community-centred", field::STRANDS, rest)
}

/// Tags what is at hand with an entry of a list, or takes the tag off.
fn tag(app: &mut App, id: &'static str, set: Field, rest: &str) -> Vec<Effect> {
    let Some((entry, _)) = entry_meant(app, id, &rest.trim().replace(' ', "-")) else { return Vec::new() };
    let at_hand = if app.screen == Screen::Plan {
        app.plan.marked(app).map(|id| (List::Actions, id))
    } else {
        line_of_words(app).map(|id| (List::Contributions, id))
    };
    let Some((list, id)) = at_hand else {
        app.warn("There is no line and no action yet to tag");
        return Vec::new();
    };
    let item = app.desk.as_ref().and_then(|desk| desk.view.find(&list, id).cloned());
    let Some(item) = item else { return Vec::new() };
    let kind = Contribution(&item).kind();
    if set == field::STRANDS && list == List::Contributions && !matches!(kind, Some(Kind::Asset | Kind::Action)) {
        app.warn("A strand belongs to an asset or an action: !m before a line makes it an asset");
        return Vec::new();
    }
    let held = item.set(set).any(|held| held == entry.id);
    let delta = app.edit(|desk, now| {
        let actions = if list == List::Contributions { desk.actions_made_with(id) } else { Vec::new() };
        desk.change(now, |edit| {
            // The row of the plan made of the line is one with it.
            let rows = actions.iter().map(|action| (List::Actions, *action));
            for (list, id) in std::iter::once((list.clone(), id)).chain(rows) {
                if held {
                    edit.take(&list, id, set, &entry.id);
                } else {
                    edit.put(&list, id, set, &entry.id);
                }
            }
        })
    });
    let what = if list == List::Actions { "action" } else { "line" };
    app.say(format!("The {what} is {}tagged: {}", if held { "no longer " } else { "" }, entry.title));
    save(delta.flatten())
}

/// Says which area of change a story is of, who chose it, and why; alone it shows the stories.
pub(super) fn chosen(app: &mut App, rest: &str) -> Vec<Effect> {
    let Ok(id) = rest.trim().parse::<Id>() else { return show(app, "significant-change") };
    let Some(desk) = &app.desk else { return Vec::new() };
    let Some(item) = desk.view.find(&List::Contributions, id) else { return Vec::new() };
    let said = Contribution(item);
    let by = said.chosen_by().map(|by| desk.person_name(by)).unwrap_or_default();
    let inputs = vec![
        Input::new("domain", "Area of change", said.domain().unwrap_or_default(), "as getting about, or trust"),
        Input::new("by", "Chosen by", &by, "a group or body; @3 is seat 3"),
        Input::new("why", "Why chosen", said.why_chosen().unwrap_or_default(), "why this one of all"),
    ];
    let mut form = Form::new(Purpose::Chosen(id), "A story of change", "", inputs, "Keep this");
    form.aside = said.text().map(|text| format!("“{text}”")).into_iter().collect();
    app.lay(Overlay::Form(form));
    Vec::new()
}

/// Keeps who chose a story and why.
pub(in crate::tui) fn keep_chosen(app: &mut App, id: Id, form: &Form) -> Vec<Effect> {
    let text = |key: &str| capture::clean(&form.value(key));
    let (domain, why) = (text("domain"), text("why"));
    let by = app.desk.as_ref().map(|desk| desk.stored_person(&text("by"))).unwrap_or_default();
    let chosen = !by.is_empty() || !why.is_empty();
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            for (of, text) in [(field::DOMAIN, domain), (field::CHOSEN_BY, by), (field::WHY_CHOSEN, why)] {
                if text.is_empty() {
                    edit.clear(&List::Contributions, id, of);
                } else {
                    edit.set(&List::Contributions, id, of, text);
                }
            }
        })
    });
    app.say(if chosen { "The story is chosen, with who and why" } else { "The story is not chosen" });
    save(delta.flatten())
}

/// Sets the day people meet to celebrate: `/celebration 2027-05-21`, or one of the days that suit.
pub(super) fn celebration(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let now = Celebration::of(&desk.view, &app.programme);
    match rest.trim() {
        "" if now.day.is_none() && now.held.is_none() && now.suggested.is_some() => {
            let told = |day: chrono::NaiveDate| Day::Date(day).to_string();
            let set = |day: chrono::NaiveDate| Pending::Command("celebration", day.to_string());
            let days = now.suggested.into_iter().flat_map(|(from, to)| [from, to]);
            let mut options: Vec<(String, Pending)> = days.map(|day| (told(day), set(day))).collect();
            options.push(("another day".into(), Pending::Command("celebration", OTHERWISE.to_owned())));
            let title = "When do people meet again to celebrate what came of it?".to_owned();
            app.lay(Overlay::Choose { title, options, at: 0 });
            Vec::new()
        }
        "" | OTHERWISE => {
            let typed = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            let inputs = vec![
                Input::new("day", "Celebration on", &typed(now.day), "a day, as 4/12 or 2027-05-21"),
                Input::new("held", "Held on", &typed(now.held), "a day; empty until it was held"),
            ];
            let intro = now.words(app.now.date_naive()).unwrap_or_default();
            app.lay(Overlay::Form(Form::new(Purpose::Celebration, "Celebration", &intro, inputs, "Keep these")));
            Vec::new()
        }
        typed => match day(app, typed) {
            Ok(day) => write_celebration(app, day, now.held.map(|day| day.to_string())),
            Err(fault) => {
                app.warn(fault);
                Vec::new()
            }
        },
    }
}

/// What is typed after the command for a form with both days.
const OTHERWISE: &str = "otherwise";

/// Keeps the day of the celebration and whether it was held.
pub(in crate::tui) fn keep_celebration(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let (on, held) = (day(app, &form.value("day"))?, day(app, &form.value("held"))?);
    Ok(write_celebration(app, on, held))
}

fn write_celebration(app: &mut App, on: Option<String>, held: Option<String>) -> Vec<Effect> {
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            let id = edit.plan();
            for (of, day) in [(field::CELEBRATION, on), (field::DONE, held)] {
                match day {
                    Some(day) => edit.set(&List::Plans, id, of, day),
                    None => edit.clear(&List::Plans, id, of),
                }
            }
        })
    });
    let today = app.now.date_naive();
    let words = app.desk.as_ref().and_then(|desk| Celebration::of(&desk.view, &app.programme).words(today));
    app.say(words.unwrap_or_else(|| "No day is set for a celebration".to_owned()));
    save(delta.flatten())
}
