//! The kept copies of the plan, and taking it back to one of them.

use std::path::{Path, PathBuf};

use super::{Key, Page, Row, Sheet, again};
use crate::model::fields::List;
use crate::store::Refusal;
use crate::store::copies::{Kept, Restored};
use crate::tui::app::App;
use crate::tui::overlays::{Overlay, Pending};
use crate::tui::update::told;

/// The kept copies of a plan, as they were last looked for.
#[derive(Clone, Debug)]
pub struct Copies {
    plan: PathBuf,
    found: Vec<Kept>,
}

/// Shows the copies that were found.
pub fn show(app: &mut App, plan: &Path, found: Result<Vec<Kept>, Refusal>) {
    match found {
        // Another file may be open by now.
        Ok(found) if app.desk.as_ref().is_some_and(|desk| desk.path == plan) => {
            app.plan.copies = Some(Copies { plan: plan.to_owned(), found });
            again(app, Sheet::Copies);
        }
        Ok(_) => {}
        Err(refusal) => app.warn(told(&refusal)),
    }
}

/// The page.
pub fn page(app: &App) -> Page {
    let title = "Kept copies of the plan".to_owned();
    let Some(copies) = &app.plan.copies else {
        return Page { title, rows: vec![Row::text("Looking for them…")], ..Page::default() };
    };
    if copies.found.is_empty() {
        let none = "None yet. One is kept before files are joined, before an export and before a copy is restored.";
        return Page { title, rows: vec![Row::text(none)], ..Page::default() };
    }
    let mut rows = vec![Row::heading("The plan as it was, the newest first")];
    rows.extend(copies.found.iter().map(|kept| {
        let row = Row::text(kept.words());
        match kept.holds {
            Ok(_) => {
                let does = Pending::AskRestore(kept.path.clone());
                row.with(vec![Key { key: 'r', label: "takes the plan back to it".into(), does }])
            }
            Err(_) => row,
        }
    }));
    rows.push(Row::default());
    let folder = crate::store::copies::folder(&copies.plan);
    rows.push(Row::text(format!("They stand in {}, and are for you alone.", folder.display())));
    Page { title, rows, ..Page::default() }
}

/// Asks whether the plan is to be taken back to a copy, and says what that means.
pub fn ask(app: &mut App, path: &Path) {
    let kept = app.plan.copies.as_ref().and_then(|copies| copies.found.iter().find(|kept| kept.path == path));
    let Some((kept, desk)) = kept.zip(app.desk.as_ref()) else { return };
    let now = desk.view.live(&List::Contributions).count();
    let then = kept.holds.as_ref().copied().unwrap_or_default();
    let detail = format!(
        "The copy holds {then} contributions, the plan {now}. What came since leaves the plan, and stays in a copy of the \
         plan as it is now, which is kept first. Whatever has been withdrawn stays withdrawn."
    );
    let question = format!("Take the plan back to {}?", kept.words());
    app.lay(Overlay::Confirm { question, detail, yes: Pending::Restore(path.to_owned()) });
}

/// What taking a plan back came to, in words.
pub fn words(restored: Restored) -> String {
    let Restored { before, after, aside } = restored;
    if let Some(aside) = aside {
        let aside = aside.display();
        return format!(
            "The plan was damaged, and is kept as it was in {aside}; it is as in the copy, with {after} contributions"
        );
    }
    format!("The plan is as it was, with {after} contributions; the {before} of before are in the newest kept copy")
}
