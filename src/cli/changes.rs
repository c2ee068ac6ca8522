//! `coplan changes`: what changed since an earlier copy of a plan, action by action.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use super::Context;
use crate::capture;
use crate::model::file::File;
use crate::plan::{self, Day};
use crate::store::{Refusal, gather, kept};
use crate::tui::desk::Desk;
use crate::tui::screens::plan::lead_name;

#[derive(Debug, Args)]
pub struct Changes {
    /// The plan
    plan: PathBuf,
    /// The earlier copy; or a day such as 2026-03-12, for the last copy kept then or before
    #[arg(long, value_name = "COPY|DATE")]
    since: String,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Changes {
    pub fn run(self, context: &mut Context) {
        let read = gather::read_whole(&self.plan);
        let today = context.wall.now().date_naive();
        let (now, (day, earlier)) = match read.and_then(|now| Ok((now, earlier(&self.plan, &self.since, today)?))) {
            Ok(both) => both,
            Err(refusal) => return context.tell.refusal(&refusal),
        };
        let changes = plan::Changes::between(&earlier, &now);
        // The people of both, so that whoever led an action is called by name though they are gone by now.
        let mut both = now;
        both.join(&earlier);
        let desk = Desk::new(PathBuf::new(), both, &[], context.writer);
        let mut called = |lead: &plan::Lead| lead_name(&desk, lead);
        let told: Vec<(String, String, Vec<String>)> = changes
            .actions
            .iter()
            .map(|action| {
                let words = action.changes.iter().map(|change| change.words(&mut called)).collect();
                (action.reference.clone(), action.text.clone().unwrap_or_default(), words)
            })
            .collect();
        if self.json {
            let actions: Vec<_> =
                told.iter().map(|(reference, _, words)| json!({"ref": reference, "changes": words})).collect();
            let themes: Vec<_> = changes
                .themes
                .iter()
                .map(|(theme, was, is)| json!({"theme": theme, "before": was, "now": is}))
                .collect();
            let report = json!({
                "plan": self.plan.to_string_lossy(), "since": day.map(|day| day.to_string()), "actions": actions,
                "contributions_added": changes.contributions.added, "contributions_gone": changes.contributions.gone,
                "workshops_added": changes.workshops.len(), "workshops_gone": changes.workshops_gone,
                "themes": themes,
            });
            return context.tell.json(&report);
        }
        let since = day.map_or_else(|| "an earlier copy".to_owned(), |day| Day::Date(day).to_string());
        if changes.is_empty() {
            return context.tell.line(&format!("Nothing has changed since {since}."));
        }
        context.tell.line(&format!("What changed since {since}:"));
        changes.counted().iter().for_each(|line| context.tell.line(line));
        for (reference, text, words) in told {
            context.tell.line(&format!("{reference} {text}: {}", words.join("; ")));
        }
        for (theme, was, is) in &changes.themes {
            context.tell.line(&format!("#{theme}: {}, {was} before", plan::voices_words(*is)));
        }
    }
}

/// The earlier copy that is meant, and the day of which it tells.
pub(super) fn earlier(plan: &Path, since: &str, today: NaiveDate) -> Result<(Option<NaiveDate>, File), Refusal> {
    // A day without a year is meant to come, as due dates are; of what lies ahead there is no copy.
    let day = capture::day(since, today).filter(|day| *day <= today);
    let path = kept::find(plan, since, day)?;
    let file = gather::read_whole(&path)?;
    Ok((kept::day_of(plan, &path, &file), file))
}
