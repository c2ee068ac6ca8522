//! What the commands about time do: the open plan beside an earlier copy of it, and its workshops side by side.

use chrono::NaiveDate;

use crate::capture;
use crate::model::file::File;
use crate::plan::{Changes, Day};
use crate::store::kept::Kept;
use crate::tui::app::{App, Compared};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Over, Sheet};
use crate::tui::overlays::{Overlay, Pending};

/// Asks which copy is meant, or takes the one that was typed.
pub(super) fn show(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(plan) = app.desk.as_ref().map(|desk| desk.path.clone()) else { return Vec::new() };
    let today = app.now.date_naive();
    match rest.trim() {
        "" => vec![Effect::Kept(plan)],
        typed => {
            let day = capture::day(typed, today).filter(|day| *day <= today);
            vec![Effect::Earlier(plan, typed.to_owned(), day)]
        }
    }
}

/// Shows the workshops side by side.
pub(super) fn series(app: &mut App, _: &str) -> Vec<Effect> {
    sheet::open(app, Sheet::Series(Over::Partners));
    Vec::new()
}

/// Offers the copies that are kept.
pub(in crate::tui) fn choose(app: &mut App, copies: &[Kept]) {
    if copies.is_empty() {
        app.warn("No earlier copy of this plan is kept. /changes FILE compares it with any copy of it");
        return;
    }
    let option = |copy: &Kept| {
        let at = copy.at?;
        let label = format!("{}, {}", Day::Date(at.date()), at.format("%H:%M"));
        Some((label, Pending::Command("changes", copy.path.to_string_lossy().into_owned())))
    };
    let options = copies.iter().filter_map(option).collect();
    app.lay(Overlay::Choose { title: "What changed since which copy?".into(), options, at: 0 });
}

/// Compares the open plan with a copy that was read, and shows what changed.
pub(in crate::tui) fn compare(app: &mut App, (day, earlier): (Option<NaiveDate>, File)) {
    let Some(desk) = &app.desk else { return };
    let changes = Changes::between(&earlier, &desk.view);
    let compared = Compared { plan: desk.path.clone(), earlier, day, changes, version: desk.version };
    app.compared = Some(Box::new(compared));
    sheet::open(app, Sheet::Changes);
}

/// Compares anew where the plan has changed under the page.
pub(in crate::tui) fn look_again(app: &mut App) {
    if !matches!(app.overlays.last(), Some(Overlay::Sheet(opened)) if opened.sheet == Sheet::Changes) {
        return;
    }
    let (Some(desk), Some(compared)) = (&app.desk, &mut app.compared) else { return };
    if compared.version != desk.version {
        compared.changes = Changes::between(&compared.earlier, &desk.view);
        compared.version = desk.version;
    }
}

/// The copy that the open plan was last compared with.
pub(in crate::tui) fn compared(app: &App) -> Option<&Compared> {
    let desk = app.desk.as_ref()?;
    app.compared.as_deref().filter(|compared| compared.plan == desk.path)
}
