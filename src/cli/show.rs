//! `coplan show`: a plain-text summary of a file: counts, actions and open questions, nobody's words.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Context;
use crate::model::fields::{Contribution, List, Recorder, Workshop};
use crate::model::origin::Origins;
use crate::plan::{Means, Room, Summary, counted, polls, rows};
use crate::store::gather;

#[derive(Debug, Args)]
pub struct Show {
    /// The session or plan
    file: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub fn run(self, context: &mut Context) {
        let file = match gather::read_whole(&self.file) {
            Ok(file) => file,
            Err(refusal) => return context.tell.refusal(&refusal),
        };
        let origins = Origins::of(&file);
        let rows = rows(&file, &origins, context.wall.now().date_naive());
        let summary = Summary::of(&file, &origins, &rows);
        let room = Room::of(&file, &|_| false);
        if self.json {
            let actions: Vec<_> = rows
                .iter()
                .map(|r| {
                    json!({"id": r.id.to_string(), "ref": r.reference, "status": r.status.name(),
                    "missing": r.missing.iter().map(|m| m.word()).collect::<Vec<_>>()})
                })
                .collect();
            let ids: Vec<String> = file.live(&List::Contributions).map(|c| c.id.to_string()).collect();
            let people: Vec<String> = file.live(&List::Delegates).map(|d| d.id.to_string()).collect();
            let shown = json!({
                "file": self.file.to_string_lossy(), "kind": file.kind.name(), "workshops": summary.workshops,
                "sessions": summary.sessions, "contributions": summary.contributions, "withdrawn": summary.withdrawn,
                "ids": ids, "delegates": people, "actions": actions, "by_stage": summary.by_stage,
                "open_questions": room.open_questions.len(), "parked_not_seen_to": summary.loose_ends.parked.len(),
                "clashes": summary.clashes.len(),
            });
            return context.tell.json(&shown);
        }
        for workshop in file.live(&List::Workshops).map(Workshop) {
            let parts = [workshop.title(), workshop.pcn(), workshop.date(), workshop.place()];
            context.tell.line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        }
        for recorder in file.live(&List::Recorders).map(Recorder) {
            let parts = [recorder.name(), recorder.table()];
            context.tell.line(&format!("Recorded by {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", ")));
        }
        context.tell.line(&format!("Contributions: {}", counted(summary.contributions, summary.withdrawn)));
        for stage in &context.programme.stages.clone() {
            let count = summary.by_stage.get(&stage.id).copied().unwrap_or(0);
            context.tell.line(&format!("  {}: {count}", stage.title));
        }
        let mut kinds = std::collections::BTreeMap::new();
        for said in file.live(&List::Contributions).map(Contribution) {
            *kinds.entry(said.kind().map_or("other", crate::model::words::Kind::title)).or_insert(0) += 1;
        }
        let kinds: Vec<String> = kinds.into_iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        context.tell.line(&format!("Kinds: {}", kinds.join(", ")));
        context.tell.line(&format!("People: {}", crate::plan::present(&file).count()));
        context.tell.line(&format!("Questions without an answer: {}", room.open_questions.len()));
        context.tell.line(&format!("Parked with no owner or no reply date: {}", summary.loose_ends.parked.len()));
        let polls = polls(&file, &origins);
        if !polls.is_empty() {
            let open = polls.iter().filter(|poll| poll.is_open()).count();
            context.tell.line(&format!("Votes: {}, of which {open} are open", polls.len()));
        }
        context.tell.line(&format!("Clashes to settle: {}", summary.clashes.len()));
        context.tell.line(&format!("Actions: {}", rows.len()));
        if summary.means != Means::default() {
            context.tell.line(&format!("  {}", summary.means));
        }
        for row in &rows {
            let missing: Vec<&str> = row.missing.iter().chain(&row.wanted).map(|m| m.word()).collect();
            let missing = if missing.is_empty() { String::new() } else { format!(", missing: {}", missing.join(", ")) };
            context.tell.line(&format!("  {} {} {}{missing}", row.reference, row.status.symbol(), row.status.title()));
        }
    }
}
