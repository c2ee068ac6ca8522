//! The asset register: filtered by place and theme, and what looks alike judged (domain A9).

use crate::capture;
use crate::model::stamp::Id;
use crate::tui::app::{App, save};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::overlays::{Form, Input, Overlay, Purpose};

/// Shows the register; words after it filter it by place, and `#theme` by theme.
pub(super) fn assets(app: &mut App, rest: &str) -> Vec<Effect> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    match *words.as_slice() {
        ["sought"] => {
            let sought = app.plan.sought.clone();
            let input = Input::new("sought", "At or about", &sought, "a place, and #theme; - or nothing for all");
            app.lay(Overlay::Form(Form::new(Purpose::Sought, "Filter the assets", "", vec![input], "Show these")));
            return Vec::new();
        }
        [word @ ("same" | "different"), one, other] => {
            if let (Ok(one), Ok(other)) = (one.parse::<Id>(), other.parse::<Id>()) {
                let delta = app.edit(|desk, now| desk.judge_alike(other, one, word == "same", now));
                app.say(if word == "same" { "They are the same: both lines stay" } else { "They are different" });
                return save(delta.flatten());
            }
        }
        _ => {}
    }
    seek(app, rest);
    Vec::new()
}

/// Shows what is at a place or about a theme.
pub(in crate::tui) fn seek(app: &mut App, sought: &str) {
    app.plan.sought = capture::clean(sought);
    sheet::open(app, Sheet::Assets(false));
}
