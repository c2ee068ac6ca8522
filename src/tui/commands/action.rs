//! From idea to action: a line becomes an action, an option begins one, and each is asked only for what it lacks.

use super::line::line;
use crate::model::fields::{Action, Contribution, List, field};
use crate::model::stamp::Id;
use crate::model::words::{Kind, Status};
use crate::plan::Row;
use crate::tui::app::{App, Screen, save};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::overlays::walk::{self, Step, Walk};
use crate::tui::overlays::{Overlay, Pending};

/// The command that goes on with what actions lack.
const AGAIN: &str = "/complete";

/// Makes an action of the line; of one that is an action already, asks for what it lacks.
pub(super) fn promote(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(id) = line(app) else { return Vec::new() };
    let item = app.desk.as_ref().and_then(|desk| desk.view.find(&List::Contributions, id));
    if item.and_then(|item| Contribution(item).kind()).is_some_and(Kind::is_private) {
        // An action leaves in reports, and what is private in none.
        app.warn("The line is private, and an action is not. !a and other words makes one that says nothing of it");
        return Vec::new();
    }
    app.run.leave_line();
    if !rest.is_empty() {
        let made = app.edit(|desk, now| desk.make_action(id, rest, now)).flatten();
        app.say("The line is an action now: F3 shows it, /complete asks for what it lacks");
        return save(made.map(|(_, delta)| delta));
    }
    match app.desk.as_ref().and_then(|desk| desk.action_of(id)) {
        Some(action) => ask_of(app, action),
        None => walk::open(app, Walk::new("New action", AGAIN, vec![Step::Make(id)]), ""),
    }
}

/// What people call an action.
fn reference(app: &App, action: Id) -> String {
    app.plan.row(app, action).map_or_else(String::new, |row| row.reference)
}

/// Asks for what one action lacks.
fn ask_of(app: &mut App, action: Id) -> Vec<Effect> {
    let reference = reference(app, action);
    let steps = walk::fields_of(app, action);
    app.plan.mark(action);
    walk::open(app, Walk::new(format!("Action {reference}"), AGAIN, steps), &format!("{reference} lacks nothing"))
}

/// The actions that are neither done nor stopped, nor the same as an earlier one: nothing is asked of the others any more.
pub(super) fn unfinished(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| !matches!(row.status, Status::Done | Status::Stopped) && row.same_as.is_none())
}

/// Asks for what the actions lack, one question at a time; on the plan it begins at the one marked.
pub(super) fn complete(app: &mut App, rest: &str) -> Vec<Effect> {
    let rows = app.plan.rows(app);
    if let Some(row) = rows.iter().find(|row| !rest.is_empty() && row.reference.eq_ignore_ascii_case(rest)) {
        return ask_of(app, row.id);
    }
    if !rest.is_empty() {
        app.warn(format!("There is no action {rest}: /complete alone goes through all of them"));
        return Vec::new();
    }
    let steps: Vec<Step> = unfinished(&rows).flat_map(|row| walk::fields_of(app, row.id)).collect();
    let marked = Some(()).filter(|()| app.screen == Screen::Plan).and_then(|()| app.plan.marked(app));
    let walk = Walk::new("Actions", AGAIN, steps)
        .beginning(|step| matches!(step, Step::Field(_, id, _) if Some(*id) == marked));
    walk::open(app, walk, if rows.is_empty() { "There is no action yet" } else { "The actions lack nothing" })
}

/// Asks of each action who will tell whether it worked, and when people hear back, where that is open.
pub(super) fn voice(app: &mut App, _: &str) -> Vec<Effect> {
    let rows = app.plan.rows(app);
    let of_voice = |step: &Step| matches!(step, Step::Field(_, _, field::VOICE | field::FEEDBACK));
    let steps: Vec<Step> =
        unfinished(&rows).flat_map(|row| walk::fields_of(app, row.id)).filter(|step| of_voice(step)).collect();
    let otherwise = if rows.is_empty() { "There is no action yet" } else { "Every action says who will tell us" };
    walk::open(app, Walk::new("Voice", "/voice", steps), otherwise)
}

/// Shows the options for networks with those taken up; one that is chosen starts a draft action.
pub(super) fn options(app: &mut App, rest: &str) -> Vec<Effect> {
    if !rest.is_empty() {
        return take_up(app, rest);
    }
    let Some(desk) = &app.desk else { return Vec::new() };
    let groups = &app.programme.options;
    let taken: Vec<(String, Id)> =
        desk.view.live(&List::Actions).filter_map(|item| Some((Action(item).option()?.to_owned(), item.id))).collect();
    let mut count = 0;
    let mut options: Vec<(String, Pending)> = Vec::new();
    for group in groups {
        for choice in &group.choices {
            let by: Vec<String> =
                taken.iter().filter(|(option, _)| *option == choice.id).map(|(_, id)| reference(app, *id)).collect();
            count += usize::from(!by.is_empty());
            let state = if by.is_empty() { String::new() } else { format!(" ✓ {}", by.join(", ")) };
            let label = format!("{} {}{state}", group.id.to_uppercase(), choice.title);
            options.push((label, Pending::Command("options", choice.id.clone())));
        }
    }
    if options.is_empty() {
        app.say("This programme has no options for networks");
        return Vec::new();
    }
    let groups: Vec<String> = groups
        .iter()
        .map(|group| format!("{} {} ({})", group.id.to_uppercase(), group.title.to_lowercase(), group.choices.len()))
        .collect();
    let title = format!(
        "What networks can do: {}. Taken up: {count} of {}. Choose one to start an action with it.",
        groups.join(", "),
        options.len()
    );
    app.lay(Overlay::Choose { title, options, at: 0 });
    Vec::new()
}

/// Starts a draft action with an option, or goes on with the action that has taken it up.
fn take_up(app: &mut App, option: &str) -> Vec<Effect> {
    let Some(draft) = app.programme.option(option).map(|(_, choice)| choice.draft.clone()) else {
        app.warn(format!("There is no option {option}: /options lists them"));
        return Vec::new();
    };
    let Some(desk) = &app.desk else { return Vec::new() };
    let taken =
        desk.view.live(&List::Actions).find(|item| item.text(field::OPTION) == Some(option)).map(|item| item.id);
    if let Some(action) = taken {
        let effects = ask_of(app, action);
        open_lens(app, option);
        return effects;
    }
    let stage = desk.stage(&app.programme).filter(|_| !desk.is_plan()).map(|stage| stage.id.clone());
    let made = app.edit(|desk, now| desk.draft_action(option, &draft, stage.as_deref(), now)).flatten();
    let Some((action, delta)) = made else { return Vec::new() };
    let mut effects = save(Some(delta));
    effects.extend(ask_of(app, action));
    app.say("A draft action is started; Enter passes a question over");
    open_lens(app, option);
    effects
}

/// Shows the list that an option is about, over what it asks for: the seven specifications (domain P10, P12).
fn open_lens(app: &mut App, option: &str) {
    let of = app.programme.option(option).and_then(|(_, choice)| choice.framework.clone());
    let known = sheet::LENS_TABS.iter().find(|(.., id)| Some(*id) == of.as_deref());
    if let Some((.., id)) = known {
        sheet::open(app, Sheet::Lens(id));
    }
}
