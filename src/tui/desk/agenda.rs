//! The agenda on the desk: going to a part, changing the parts, and what is done to the timer.

use super::{Desk, wall};
use crate::model::fields::{List, field};
use crate::model::file::File;
use crate::model::stamp::{Id, Moment};
use crate::plan::Part;

impl Desk {
    /// The part of the agenda this recorder is in, if it is one.
    pub fn part(&self) -> Option<Id> {
        self.timer.as_ref().and_then(crate::plan::Timer::part)
    }

    /// Goes to a part of the agenda, to a stage, or to both; what is not named stays as it is.
    pub fn go_to(&mut self, part: Option<Id>, stage: Option<&str>, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            let id = edit.create(&List::Moves);
            edit.set(&List::Moves, id, field::TIME, wall(now));
            if let Some(stage) = stage {
                edit.set(&List::Moves, id, field::STAGE, stage);
            }
            if let Some(part) = part {
                edit.set(&List::Moves, id, field::AGENDA, part);
                edit.carry(&List::Agenda, part);
            }
        })
    }

    /// Notes something done to the timer.
    pub fn time(&mut self, event: &str, seconds: Option<i64>, from: Option<Id>, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            let list = &List::Timers;
            let id = edit.create(list);
            edit.set(list, id, field::TIME, wall(now));
            edit.set(list, id, field::EVENT, event);
            if let Some(seconds) = seconds {
                edit.set(list, id, field::SECONDS, seconds);
            }
            if let Some(from) = from {
                edit.set(list, id, field::FROM, from);
                edit.carry(&List::Agenda, from);
            }
        })
    }

    /// Begins a method at one of its steps, from 0; with none, ends the one that runs.
    pub fn run_method(&mut self, method: Option<(&str, usize)>, now: Moment) -> Option<File> {
        self.change(now, |edit| {
            let list = &List::Timers;
            let id = edit.create(list);
            edit.set(list, id, field::TIME, wall(now));
            edit.set(list, id, field::EVENT, "method");
            if let Some((method, step)) = method {
                edit.set(list, id, field::METHOD, method);
                edit.set(list, id, field::STEP, i64::try_from(step).unwrap_or(0).saturating_add(1));
            }
        })
    }

    /// Makes these parts the agenda, in this order: new ones are added, changed ones changed, missing ones removed.
    pub fn arrange(&mut self, parts: &[Part], now: Moment) -> Option<File> {
        let workshop = self.view.workshop().map(|w| w.id());
        let of_workshop = |part: &crate::model::item::Item| {
            let link = part.link(field::WORKSHOP);
            link.is_none() || link == workshop
        };
        let here: Vec<Id> =
            self.view.live(&List::Agenda).filter(|part| of_workshop(part)).map(|part| part.id).collect();
        let list = &List::Agenda;
        let leads = |id: Id| -> Vec<String> {
            let item = self.view.find(list, id);
            item.map(|item| item.set(field::LEADS).map(str::to_owned).collect()).unwrap_or_default()
        };
        let leads: Vec<Vec<String>> = parts.iter().map(|part| part.id.map(leads).unwrap_or_default()).collect();
        self.change(now, |edit| {
            for (place, (part, leads)) in parts.iter().zip(leads).enumerate() {
                let id = part.id.unwrap_or_else(|| {
                    let id = edit.create(list);
                    if let Some(workshop) = workshop {
                        edit.set(list, id, field::WORKSHOP, workshop);
                    }
                    id
                });
                part.write(edit, id, place);
                for gone in leads.iter().filter(|lead| !part.leads.contains(lead)) {
                    edit.take(list, id, field::LEADS, gone);
                }
            }
            for gone in here.into_iter().filter(|id| !parts.iter().any(|part| part.id == Some(*id))) {
                edit.set(list, gone, field::REMOVED, true);
            }
        })
    }
}
