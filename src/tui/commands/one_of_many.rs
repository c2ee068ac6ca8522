//! What the commands do that make one of many: the page of what may be one, and the action of an idea.

use crate::model::fields::{Contribution, List};
use crate::model::stamp::Id;
use crate::model::words::PairKind;
use crate::tui::app::{App, save};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet, Tab};
use crate::tui::overlays::{Form, Input, Overlay, Purpose};
use crate::tui::screens::plan::source;

/// Lines of an idea that are shown beside its action.
const SHOWN: usize = 12;

pub(super) fn same(app: &mut App, _: &str) -> Vec<Effect> {
    if let Some(desk) = &mut app.desk {
        desk.begin_review();
        desk.look_a_little();
    }
    let first = app.desk.as_ref().map_or(Tab::People, |desk| {
        let none = |about| desk.lookalikes(about, &app.programme).is_empty();
        match () {
            () if !none(PairKind::Person) => Tab::People,
            () if !none(PairKind::Theme) => Tab::Themes,
            () if desk.is_looking() || desk.alike().next().is_some() => Tab::Ideas,
            () if !none(PairKind::Idea) => Tab::Actions,
            () => Tab::People,
        }
    });
    sheet::open(app, Sheet::Same(first));
    Vec::new()
}

/// Asks what will be done about an idea, with the voices that say it beside the question.
pub(in crate::tui) fn lay_idea_action(app: &mut App, line: Id) {
    let Some(desk) = &app.desk else { return };
    let together = desk.judged().ideas.with(line);
    let lines = if together.is_empty() { vec![line] } else { together.to_vec() };
    let input = Input::new("text", "What will be done", "", "begins with a verb: ask, open, meet");
    let intro = "The words stay where they are and are linked, so that the consent of each holds here too. The first of \
                 them that may be quoted is the issue.";
    let title = format!("An action of {}", desk.spread(&lines).words());
    let voice = |id: &Id| {
        let said = Contribution(desk.view.find(&List::Contributions, *id)?);
        let who = desk.speaker_name(said.speaker());
        Some(format!("“{}” {who}{}", said.text().unwrap_or_default(), source(app, desk, *id)))
    };
    let aside: Vec<String> = lines.iter().filter_map(voice).take(SHOWN).collect();
    let mut form = Form::new(Purpose::IdeaAction(lines), &title, intro, vec![input], "Keep this action");
    form.aside = aside;
    app.lay(Overlay::Form(form));
}

/// Keeps the action of an idea.
pub(in crate::tui) fn keep_idea_action(app: &mut App, lines: &[Id], form: &Form) -> Result<Vec<Effect>, String> {
    let text = form.value("text");
    if text.is_empty() {
        return Err("Say what will be done.".into());
    }
    let made = app.edit(|desk, now| desk.promote_all(lines, &text, now)).flatten();
    let Some((delta, action)) = made else { return Err("None of these lines is here any more.".into()) };
    app.plan.mark(action);
    let count = if lines.len() == 1 { "1 line".to_owned() } else { format!("{} lines", lines.len()) };
    app.say(format!("The action is in the plan and rests on {count}: /complete asks for what it lacks"));
    Ok(save(Some(delta)))
}
