//! Consent and care: how far a person's words may travel, the cap of the workshop, and what people need to take part.

use super::workshop::in_seat;
use crate::capture;
use crate::model::fields::{Contribution, Delegate, Field, List, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::stamp::Id;
use crate::model::words::{Cap, Kind, Level};
use crate::publish::{FEW, role_holders};
use crate::tui::app::{App, save};
use crate::tui::desk::{Desk, wall};
use crate::tui::message::Effect;
use crate::tui::overlays::{Overlay, Pending};

/// What is typed after the level where few hold the role and it is to be shown all the same.
const ANYWAY: &str = "anyway";

/// Sets how far a person's words may travel; asks first where their role would tell who they are.
pub(super) fn level(app: &mut App, rest: &str) -> Vec<Effect> {
    let mut words = rest.split_whitespace();
    let seat = words.next().unwrap_or_default().to_owned();
    let person = in_seat(app, &seat);
    let level = words.next().and_then(|l| l.trim_start_matches('%').parse().ok()).and_then(Level::numbered);
    let (Some((id, name)), Some(level)) = (person, level) else {
        app.warn("Say the seat and the level, 0 to 4: /level 3 2");
        return Vec::new();
    };
    let holders = app.desk.as_ref().and_then(|desk| role_holders(&desk.view, id));
    let asked = words.next() == Some(ANYWAY);
    if let (Level::Role, Some((role, count)), false) = (level, &holders, asked)
        && *count < FEW
    {
        let here =
            if *count == 1 { "Only 1 person here is".to_owned() } else { format!("Only {count} people here are") };
        let title = format!("{here} “{role}”: others may guess that {name} spoke. How is {name} to be called?");
        let options = vec![
            ("Delegate (level 2)".to_owned(), Pending::Command("level", format!("{seat} 2"))),
            (
                format!("{role} (level 3), but Delegate as long as so few here hold the role"),
                Pending::Command("level", format!("{seat} 3 {ANYWAY}")),
            ),
        ];
        app.run.warned.insert((id, Level::Role));
        app.lay(Overlay::Choose { title, options, at: 0 });
        return Vec::new();
    }
    let delta = app.edit(|desk, now| desk.change(now, |edit| edit.set(&List::Delegates, id, field::CONSENT, level)));
    let nameless = level == Level::Role && holders.is_none();
    let then = if nameless { "; no role is noted, so it says Delegate" } else { "" };
    app.say(format!("{name}: {}{then}", level.title()));
    save(delta.flatten())
}

/// What a cap does, in words.
const fn does(cap: Cap) -> &'static str {
    match cap {
        Cap::None => "each person's own choice holds",
        Cap::ChathamHouse => "words leave as Delegate at most; no name, role or group leaves",
        Cap::RoomOnly => "nothing that is said here leaves in any report or stands on the projector",
    }
}

/// Sets the ceiling over everything said, and says what it does.
pub(super) fn cap(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(workshop) = app.desk.as_ref().and_then(|desk| desk.view.workshop()) else { return Vec::new() };
    let (id, now) = (workshop.id(), workshop.cap().unwrap_or(Cap::None));
    if rest.is_empty() {
        let option = |cap: &Cap| {
            let held = if *cap == now { " (as it is)" } else { "" };
            (format!("{}: {}{held}", cap.title(), does(*cap)), Pending::Command("cap", cap.name().to_owned()))
        };
        let options = Cap::ALL.iter().map(option).collect();
        let at = Cap::ALL.iter().position(|cap| *cap == now).unwrap_or(0);
        let title = "How far may anything said here travel, whatever people choose for themselves?".into();
        app.lay(Overlay::Choose { title, options, at });
        return Vec::new();
    }
    let meant = |cap: &&Cap| capture::folded_eq(cap.name(), rest) || capture::folded_prefix(cap.title(), rest);
    let Some(cap) = Cap::ALL.iter().find(meant) else {
        let words: Vec<&str> = Cap::ALL.iter().map(|cap| cap.name()).collect();
        app.warn(format!("Say which cap: /cap and one of {}", words.join(", ")));
        return Vec::new();
    };
    let delta = app.edit(|desk, now| desk.change(now, |edit| edit.set(&List::Workshops, id, field::CAP, cap.name())));
    app.say(format!("{}: {}", capitalised(cap.title()), does(*cap)));
    save(delta.flatten())
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Notes what a person needs to take part, which leaves in no export; without words, shows what is noted.
pub(super) fn needs(app: &mut App, rest: &str) -> Vec<Effect> {
    let (seat, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let person = in_seat(app, seat);
    let need = capture::clean(words);
    match person {
        None if !rest.is_empty() => {
            app.warn("Say the seat and what is needed: /needs 3 step-free");
            Vec::new()
        }
        Some((id, name)) if !need.is_empty() => {
            let programme = app.programme.clone();
            let delta = app.edit(|desk, now| {
                let stage = desk.stage(&programme).map(|stage| stage.id.clone());
                desk.change(now, |edit| {
                    let list = &List::Contributions;
                    let need_id = edit.create(list);
                    edit.set(list, need_id, field::TIME, wall(now));
                    if let Some(stage) = stage {
                        edit.set(list, need_id, field::STAGE, stage);
                    }
                    edit.set(list, need_id, field::KIND, Kind::AccessNeed.name());
                    edit.set(list, need_id, field::SPEAKER, id);
                    edit.carry(&List::Delegates, id);
                    edit.set(list, need_id, field::CONSENT, Level::Room);
                    edit.set(list, need_id, field::TEXT, need);
                })
            });
            app.say(format!("Noted for {name}, and private: it leaves in no export"));
            save(delta.flatten())
        }
        person => {
            show_needs(app, person.map(|(id, _)| id));
            Vec::new()
        }
    }
}

fn show_needs(app: &mut App, person: Option<Id>) {
    let Some(desk) = &app.desk else { return };
    let said = desk.view.live(&List::Contributions).map(Contribution);
    let needs = said.filter(|said| said.kind() == Some(Kind::AccessNeed));
    let needs = needs.filter(|said| person.is_none() || said.speaker() == person);
    let line =
        |said: Contribution<'_>| format!("{}: {}", desk.speaker_name(said.speaker()), said.text().unwrap_or_default());
    let lines: Vec<String> = needs.map(line).collect();
    if lines.is_empty() {
        app.say("No access need is noted: /needs 3 step-free notes one");
        return;
    }
    app.lay(Overlay::Text { title: "What people need to take part (private)".into(), lines, scroll: 0, then: None });
}

/// Warns where a level that was just set lets out a role that would tell who spoke, with the way to "Delegate": once for
/// each person and level in a run, by whichever way the level was set. It asks nothing, so that nobody's line waits.
pub(in crate::tui) fn warn_of_few(app: &mut App, effects: &[Effect]) {
    let Some(desk) = app.desk.as_ref().filter(|desk| !desk.is_plan()) else { return };
    let deltas = effects.iter().filter_map(|effect| if let Effect::Save(delta) = effect { Some(delta) } else { None });
    let mut told: Vec<(Id, String)> = Vec::new();
    for person in deltas.flat_map(|delta| given_a_role(desk, delta)) {
        let holders = || role_holders(&desk.view, person).filter(|(_, count)| *count < FEW);
        if !app.run.warned.contains(&(person, Level::Role))
            && told.iter().all(|(id, _)| *id != person)
            && let Some((role, _)) = holders()
        {
            told.push((person, role));
        }
    }
    let Some((first, role)) = told.first() else { return };
    let seat = desk.room().seat(*first).and_then(|seat| seat.number).map_or_else(|| "SEAT".into(), |n| n.to_string());
    let name = desk.short_name(Some(*first));
    let others = match told.len() - 1 {
        0 => String::new(),
        more => format!("; so with {more} more"),
    };
    let warning = format!("Few here are “{role}”: /level {seat} 2 calls {name} Delegate{others}");
    app.run.warned.extend(told.iter().map(|(id, _)| (*id, Level::Role)));
    app.warn(warning);
}

/// The people whose role a change lets out: their own level was set, or the level or the speaker of a line of theirs.
fn given_a_role(desk: &Desk, delta: &File) -> Vec<Id> {
    let Some(stamp) = delta.latest() else { return Vec::new() };
    // What a change only carries along was set before.
    let sets = |item: &Item, field: Field| item.versions().iter().any(|v| v.at == stamp && v.name == field.into());
    let people = delta.list(&List::Delegates).iter().filter(|item| sets(item, field::CONSENT)).map(|item| item.id);
    let of_person = people.filter_map(|id| Some((id, Delegate(desk.view.find(&List::Delegates, id)?).consent()?)));
    let lines = delta.list(&List::Contributions).iter();
    let lines = lines.filter(|item| sets(item, field::CONSENT) || sets(item, field::SPEAKER)).map(|item| item.id);
    let of_line = lines.filter_map(|id| {
        let said = Contribution(desk.view.find(&List::Contributions, id)?);
        Some((said.speaker()?, said.consent()?))
    });
    let shown = of_person.chain(of_line).filter(|(person, level)| desk.effective(*level, Some(*person)) == Level::Role);
    shown.map(|(person, _)| person).collect()
}
