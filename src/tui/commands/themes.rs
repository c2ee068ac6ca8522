//! What the commands about themes do: the list, and joining and parting names.

use crate::capture::{self, folded_eq};
use crate::plan::{cover_themes, join_themes, part_theme};
use crate::tui::app::{App, save};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose};

/// How names of several words are typed.
const QUOTES: &str = "Names of several words stand in quotation marks: /alias \"cold homes\" housing";

pub(super) fn themes(app: &mut App, rest: &str) -> Vec<Effect> {
    if let Some(name) = names(rest).into_iter().flatten().next() {
        return lay_theme(app, &name);
    }
    let Some(desk) = &app.desk else { return Vec::new() };
    let themes = every(desk);
    if themes.is_empty() {
        app.say("There are no themes yet: #transport at the end of a line gives it one");
        return Vec::new();
    }
    let option = |(name, count): &(String, usize)| {
        let count = if *count == 1 { "1 line".into() } else { format!("{count} lines") };
        let aliases = desk.room().aliases_of(name);
        let also = if aliases.is_empty() { String::new() } else { format!(" · also {}", aliases.join(", ")) };
        (format!("#{name} · {count}{also}"), Pending::Command("themes", format!("\"{name}\"")))
    };
    let options = themes.iter().map(option).collect();
    let title = "Themes. Choose one to rename it, to join others to it, or to take them apart again.".into();
    app.lay(Overlay::Choose { title, options, at: 0 });
    Vec::new()
}

/// Every theme with the number of its lines: those in use, and those that only a judgement or an action names.
fn every(desk: &Desk) -> Vec<(String, usize)> {
    let mut themes = desk.room().themes.clone();
    for name in desk.room().aliases.values() {
        if !themes.iter().any(|(known, _)| known == name) {
            themes.push((name.clone(), 0));
        }
    }
    themes
}

/// The form of one theme: its name, and what it covers.
fn lay_theme(app: &mut App, typed: &str) -> Vec<Effect> {
    let Some(name) = known(app, typed) else { return Vec::new() };
    let Some(desk) = &app.desk else { return Vec::new() };
    let covers = desk.room().aliases_of(&name).join(", ");
    let inputs = vec![
        Input::new("name", "Name", &name, "a new name is shown from now on"),
        Input::new("covers", "Also covers", &covers, "names parted by commas, such as damp, mould"),
    ];
    let intro = "Every line keeps the theme that was typed; it is shown under this name. Take a name out of the list, and \
                 it is a theme of its own again.";
    let mut form = Form::new(Purpose::Theme(name.clone()), &format!("Theme #{name}"), intro, inputs, "Keep this theme");
    let others = every(desk).into_iter().map(|(other, _)| other).filter(|other| *other != name);
    let others: Vec<String> = others.collect();
    if !others.is_empty() {
        form.aside = vec![format!("Other themes: {}", others.join(", "))];
    }
    app.lay(Overlay::Form(form));
    Vec::new()
}

/// Keeps a theme as its form was filled in, as one command.
pub(in crate::tui) fn keep_theme(app: &mut App, name: &str, form: &Form) -> Result<Vec<Effect>, String> {
    let new = clean(&form.value("name"));
    if new.is_empty() {
        return Err("Give the theme a name.".into());
    }
    let covers: Vec<String> =
        form.value("covers").split([',', ';']).map(clean).filter(|name| !name.is_empty()).collect();
    // One name for the other: the old one stays in the list where it stands there, and is joined to the new one.
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            if form.inputs.iter().any(|input| input.key == "covers" && input.is_changed()) {
                cover_themes(edit, name, &covers);
            }
            if new != name {
                join_themes(edit, name, &new);
            }
        })
    });
    let Some(delta) = delta.flatten() else {
        app.say(format!("#{name} is as it was"));
        return Ok(Vec::new());
    };
    let desk = app.desk.as_ref();
    let shown = desk.map_or_else(|| new.clone(), |desk| shown(desk, &new).unwrap_or_else(|| new.clone()));
    let aliases = desk.map(|desk| desk.room().aliases_of(&shown).join(", ")).unwrap_or_default();
    app.say(if aliases.is_empty() { format!("#{shown} is kept") } else { format!("#{shown} also covers: {aliases}") });
    Ok(save(Some(delta)))
}

pub(super) fn rename(app: &mut App, rest: &str) -> Vec<Effect> {
    join(app, rest, true)
}

pub(super) fn alias(app: &mut App, rest: &str) -> Vec<Effect> {
    join(app, rest, false)
}

fn join(app: &mut App, rest: &str, renames: bool) -> Vec<Effect> {
    let (from, to) = match names(rest).as_deref() {
        Some([from, to]) => (from.clone(), to.clone()),
        Some([one]) => return lay_theme(app, one),
        Some([]) => return themes(app, ""),
        _ => {
            app.warn(QUOTES);
            return Vec::new();
        }
    };
    let Some(from) = (if renames { known(app, &from) } else { spelled(app, &from) }) else { return Vec::new() };
    let there = app.desk.as_ref().and_then(|desk| shown(desk, &to)).filter(|shown| !folded_eq(shown, &from));
    let mut name = None;
    let delta = app.edit(|desk, now| desk.change(now, |edit| name = join_themes(edit, &from, &to))).flatten();
    match (name, there) {
        (None, _) => app.say(format!("#{from} and #{to} are one theme already")),
        (Some(name), Some(_)) if renames => app.say(format!("#{name} is there already: #{from} is shown under it now")),
        (Some(name), _) if renames => app.say(format!("#{from} is called #{name} now")),
        (Some(name), _) => app.say(format!("#{from} is shown under #{name} now: /unalias takes it apart again")),
    }
    save(delta)
}

pub(super) fn unalias(app: &mut App, rest: &str) -> Vec<Effect> {
    let alias = match names(rest).as_deref() {
        Some([alias]) => alias.clone(),
        Some([]) => return themes(app, ""),
        _ => {
            app.warn(QUOTES);
            return Vec::new();
        }
    };
    let Some(alias) = spelled(app, &alias) else { return Vec::new() };
    let mut shown = None;
    let delta = app.edit(|desk, now| desk.change(now, |edit| shown = part_theme(edit, &alias))).flatten();
    match shown {
        Some(name) => app.say(format!("#{alias} is a theme of its own again, apart from #{name}")),
        None => app.warn(format!("#{alias} is shown under its own name: /themes says what is joined to it")),
    }
    save(delta)
}

/// The names that follow a command: words, or several in quotation marks; nothing where a mark is not closed.
fn names(rest: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = rest.trim();
    while !rest.is_empty() {
        let word = rest.trim_start_matches('#');
        let (name, after) = match word.strip_prefix(['"', '“', '”']) {
            Some(quoted) => quoted.split_once(['"', '“', '”'])?,
            None => word.split_once(char::is_whitespace).unwrap_or((word, "")),
        };
        names.extend(Some(clean(name)).filter(|name| !name.is_empty()));
        rest = after.trim_start();
    }
    Some(names)
}

fn clean(name: &str) -> String {
    capture::clean(name.trim().trim_start_matches('#'))
}

/// The name shown for a typed one; none where no theme has it.
fn shown(desk: &Desk, typed: &str) -> Option<String> {
    let alias = desk.room().aliases.iter().find(|(alias, _)| folded_eq(alias, typed)).map(|(_, name)| name);
    let name = || desk.room().themes.iter().map(|(name, _)| name).find(|name| folded_eq(name, typed));
    let other = || desk.room().aliases.values().find(|name| folded_eq(name, typed));
    name().or_else(other).or(alias).cloned()
}

/// The name shown for a typed one; says so where no theme has it.
fn known(app: &mut App, typed: &str) -> Option<String> {
    let name = app.desk.as_ref().and_then(|desk| shown(desk, typed));
    if name.is_none() {
        app.warn(format!("There is no theme #{typed}: /themes lists them"));
    }
    name
}

/// A typed name as it is spelled in the file; says so where no theme and no alias has it.
fn spelled(app: &mut App, typed: &str) -> Option<String> {
    let name = known(app, typed)?;
    let aliases = app.desk.as_ref().map(|desk| desk.room().aliases_of(&name)).unwrap_or_default();
    let alias = aliases.into_iter().find(|alias| folded_eq(alias, typed)).map(str::to_owned);
    Some(alias.unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_of_several_words_stand_in_quotation_marks() {
        let of = |rest: &str| names(rest);
        let some = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of("damp housing"), some(&["damp", "housing"]));
        assert_eq!(of("#damp  #housing "), some(&["damp", "housing"]));
        assert_eq!(of("\"cold homes\" “warm homes”"), some(&["cold homes", "warm homes"]));
        assert_eq!(of("#\"cold homes\" housing"), some(&["cold homes", "housing"]));
        assert_eq!((of(""), of("cold homes housing").map(|n| n.len()), of("\"cold")), (Some(vec![]), Some(3), None));
    }
}
