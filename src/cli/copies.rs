//! `coplan copies` and `coplan restore`: a plan as it was, and taking it back to that.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Context;
use crate::store::copies;

#[derive(Debug, Args)]
pub struct Copies {
    /// The plan
    plan: PathBuf,
    /// The list as JSON
    #[arg(long)]
    json: bool,
}

impl Copies {
    pub fn run(self, context: &mut Context) {
        let found = match copies::list(&self.plan) {
            Ok(found) => found,
            Err(refusal) => return context.tell.refusal(&refusal),
        };
        if self.json {
            let rows = found.iter().map(|kept| {
                json!({
                    "file": kept.path.to_string_lossy(), "kept": kept.at.map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string()),
                    "before": kept.why.map(copies::Why::words), "contributions": kept.holds.as_ref().ok(),
                })
            });
            return context.tell.json(&rows.collect());
        }
        for kept in &found {
            context.tell.line(&format!("{}: {}", kept.path.display(), kept.words()));
        }
        if found.is_empty() {
            context.tell.line("No copy of it is kept yet.");
        }
    }
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The copy
    copy: PathBuf,
    /// The plan to be taken back to it; it is kept first as it is now
    #[arg(long, value_name = "PLAN")]
    into: PathBuf,
}

impl Restore {
    pub fn run(self, context: &mut Context) {
        let fresh = context.places.fresh(&self.into);
        match copies::restore(&self.copy, &self.into, fresh, context.wall.now()) {
            Ok(copies::Restored { before, after, aside }) => {
                let plan = self.into.display();
                if let Some(aside) = aside {
                    context.tell.line(&format!("{plan} was damaged, and is kept as it was in {}", aside.display()));
                    let read = format!("{before} could be read of the damaged file");
                    return context.tell.line(&format!("{plan}: {after} contributions, as in the copy; {read}"));
                }
                context.tell.line(&format!("{plan}: {after} contributions, as it was; before there were {before}"));
            }
            Err(refusal) => context.tell.refusal(&refusal),
        }
    }
}
