//! `coplan merge`: join sessions into a plan.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Context;
use super::progress::Telling;
use crate::store::merge::merge;

#[derive(Debug, Args)]
pub struct Merge {
    /// Session files, plan files, and folders of them
    #[arg(required = true, value_name = "FILE|FOLDER")]
    from: Vec<PathBuf>,
    /// The plan; joined if it is there already, never replaced
    #[arg(short = 'o', long = "output", value_name = "PLAN")]
    plan: PathBuf,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The report as JSON
    #[arg(long)]
    json: bool,
}

impl Merge {
    pub fn run(self, context: &mut Context) {
        let fresh = context.places.fresh(&self.plan);
        let write = (!self.dry_run).then(|| context.wall.now());
        let mut telling = Telling::new(context.plain);
        let merged = merge(&self.from, &self.plan, fresh, write, &mut |at| telling.go_on(at));
        telling.end();
        let merge = match merged {
            Ok(merge) => merge,
            Err(refusal) => return context.tell.refusal(&refusal),
        };
        if self.json {
            let files: Vec<_> = merge
                .brought
                .iter()
                .map(|b| {
                    json!({
                        "file": b.path.to_string_lossy(), "new": b.new, "updated": b.updated, "same": b.same,
                        "clashing": b.clashing, "withdrawn": b.withdrawn, "withdrawals": b.withdrawals,
                        "people": b.people, "actions": b.actions, "ballots": b.ballots, "workshop": b.whose.workshop,
                        "table": b.whose.table, "recorder": b.whose.recorder, "plan": b.whose.plan.is_some(),
                        "second": b.second_words(),
                    })
                })
                .collect();
            let refused: Vec<_> = merge
                .refused
                .iter()
                .map(|r| json!({"file": r.path.to_string_lossy(), "line": r.line, "column": r.column, "reason": r.reason}))
                .collect();
            let report = json!({
                "plan": self.plan.to_string_lossy(), "written": !self.dry_run && merge.changed, "files": files, "refused": refused,
                "workshops": merge.workshops(), "contributions": merge.contributions(),
                "withdrawn": merge.withdrawn, "held": merge.held, "clashing": merge.clashing,
            });
            context.tell.json(&report);
        } else {
            merge
                .lines()
                .iter()
                .filter(|line| !line.starts_with("not joined"))
                .for_each(|line| context.tell.line(line));
            if self.dry_run {
                context.tell.line("Nothing was written: this was a dry run.");
            }
        }
        merge.refused.iter().for_each(|refusal| context.tell.refusal(refusal));
    }
}
