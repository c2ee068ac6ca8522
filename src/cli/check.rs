//! `coplan check`: read files as strictly as any, and name every fault with its place.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Context;
use crate::model::fields::{Contribution, List, field};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::words::Kind;
use crate::plan::{self, Finding, rows};
use crate::store::gather;

#[derive(Debug, Args)]
pub struct Check {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Also say what the actions of the plan lack, and how it comes out of the gap checks
    #[arg(long)]
    plan: bool,
    /// Counts and ids as JSON, a line a file
    #[arg(long)]
    json: bool,
}

impl Check {
    pub fn run(self, context: &mut Context) {
        for path in &self.files {
            let name = path.to_string_lossy();
            // Changes on their way into a large file stand beside it until they are folded in.
            let whole = match gather::read_whole(path) {
                Ok(file) => file,
                Err(refusal) => {
                    if self.json {
                        let line = json!({"file": name, "ok": false, "reason": refusal.reason,
                            "line": refusal.line, "column": refusal.column});
                        context.tell.json(&line);
                    }
                    context.tell.refusal(&refusal);
                    continue;
                }
            };
            let faults = faults(&whole);
            let gaps = if self.plan { lacks(context, &whole) } else { Vec::new() };
            let today = context.wall.now().date_naive();
            let checks = if self.plan { plan::gaps(&whole, &context.programme, today) } else { Vec::new() };
            if self.json {
                let ids: Vec<String> = whole.live(&List::Contributions).map(|c| c.id.to_string()).collect();
                let line = json!({
                    "file": name, "ok": faults.is_empty(), "kind": whole.kind.name(), "contributions": ids.len(),
                    "withdrawn": whole.withdrawn().len(), "actions": whole.live(&List::Actions).count(),
                    "delegates": whole.live(&List::Delegates).count(), "ids": ids, "faults": faults, "gaps": gaps,
                    "checks": checks.iter().map(as_json).collect::<Vec<_>>(),
                });
                context.tell.json(&line);
            } else if faults.is_empty() {
                let count = whole.live(&List::Contributions).count();
                context.tell.line(&format!("{}: sound, {count} contributions", path.display()));
                for gap in &gaps {
                    context.tell.line(&format!("  {gap}"));
                }
                for found in &checks {
                    let (sign, word) = (found.verdict.symbol(), found.verdict.title());
                    let check =
                        format!("  {sign} {} {}: {word}. {}", found.check.id(), found.check.title, found.sentence);
                    context.tell.line(&check);
                    let names: Vec<&str> = found.names().collect();
                    if !names.is_empty() {
                        context.tell.line(&format!("      namely: {}", names.join(", ")));
                    }
                    for detail in &found.details {
                        context.tell.line(&format!("      {detail}"));
                    }
                }
            }
            for fault in faults {
                context.tell.error(&format!("{}: {fault}", path.display()), "");
            }
        }
    }
}

/// What is wrong inside a file that can be read.
fn faults(file: &File) -> Vec<String> {
    let mut faults = Vec::new();
    for (list, item) in file.items() {
        for name in item.clashes() {
            faults.push(format!("{} {}: two values for {}, to be settled", list.name(), item.id, name.as_str()));
        }
    }
    for said in file.live(&List::Contributions).map(Contribution) {
        let id = said.id();
        // A safeguarding mark has none: that there was a concern is all that is kept.
        if said.text().is_none_or(str::is_empty) && said.kind() != Some(Kind::Safeguarding) {
            faults.push(format!("contributions {id}: no words"));
        }
        if said.0.text(field::KIND).is_some() && said.kind().is_none() {
            faults.push(format!("contributions {id}: a kind that this version does not know"));
        }
        if let Some(speaker) = said.speaker()
            && file.find(&List::Delegates, speaker).is_none()
            && !file.is_withdrawn(speaker)
        {
            faults.push(format!("contributions {id}: its speaker {speaker} is in another file"));
        }
    }
    faults
}

/// A finding with its ids, how it came out, and what it is about.
fn as_json(found: &Finding) -> serde_json::Value {
    let items: Vec<_> =
        found.about.iter().map(|(list, id)| json!({"list": list.name(), "id": id.to_string()})).collect();
    json!({
        "id": found.check.id(), "ids": found.check.ids, "title": found.check.title, "verdict": found.verdict.name(),
        "sentence": found.sentence, "names": found.names().collect::<Vec<_>>(), "details": found.details, "count": items.len(), "items": items,
    })
}

/// What the actions lack.
fn lacks(context: &Context, file: &File) -> Vec<String> {
    let rows = rows(file, &Origins::of(file), context.wall.now().date_naive());
    let lacking = rows.into_iter().flat_map(|row| {
        let missing = row.missing.iter().chain(&row.wanted).map(|m| format!("{}: no {}", row.reference, m.word()));
        let source = row.has_no_source().then(|| format!("{}: no community source", row.reference));
        missing.chain(source).collect::<Vec<_>>()
    });
    lacking.collect()
}
