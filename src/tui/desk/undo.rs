//! Taking back a command, and saying which.

use super::Desk;
use super::about::shortened;
use crate::model::edit::{Edit, UndoStack};
use crate::model::fields::{Contribution, Field, List, Name, Pair, Reading, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::kind::DETAILS;
use crate::model::stamp::{Moment, Stamp};
use crate::model::words::{Kind, PairKind};

/// What came of an undo or a redo.
#[derive(Debug)]
pub enum Undone {
    /// There was nothing to take back.
    Nothing,
    /// Somebody else has changed what it would touch: ask first.
    Contested {
        /// The command.
        what: String,
        /// How many fields somebody has changed.
        fields: usize,
    },
    /// Done.
    Done {
        /// The change to be saved.
        delta: Option<File>,
        /// The command taken back.
        what: String,
    },
}

impl Desk {
    /// Takes back the last command, or brings back the last one taken back.
    pub fn undo(&mut self, redo: bool, over_others: bool, now: Moment) -> Undone {
        let stack = self.undo.take().unwrap_or_else(|| UndoStack::read(&self.view, &|s| self.is_mine(s)));
        let target = if redo { stack.to_redo() } else { stack.to_undo() };
        let Some(target) = target else {
            self.undo = Some(stack);
            return Undone::Nothing;
        };
        let what = self.describe(target);
        let mut edit = Edit::new(&self.view, self.clock.clone().next(now));
        let contested = edit.undo(target, over_others, &|s| self.is_mine(s));
        if !contested.is_empty() {
            self.undo = Some(stack);
            return Undone::Contested { what, fields: contested.len() };
        }
        let delta = self.change(now, |edit| drop(edit.undo(target, true, &|_| true)));
        let mut stack = stack;
        if let Some(stamp) = delta.as_ref().and_then(|d| d.list(&List::Undos).last()).map(|u| u.id.stamp) {
            stack.took_back(target, stamp);
        }
        self.undo = Some(stack);
        let nothing =
            delta.as_ref().is_some_and(|d| d.lists().all(|(list, _)| matches!(list, List::Undos | List::Runs)));
        let what =
            if nothing && !redo { format!("{what}; the wording before it was struck and stays out") } else { what };
        Undone::Done { delta, what }
    }

    /// What a command did, in a few words, found from what stands under its stamp.
    fn describe(&self, stamp: Stamp) -> String {
        let stamp = self.first_done(stamp);
        let made: Vec<(&List, &Item)> = self.items_with(|list, item| item.id.stamp == stamp && *list != List::Undos);
        if let [(list, item), rest @ ..] = made.as_slice() {
            // A line that is an action is one thing.
            let more = if **list == List::Contributions && rest.len() == 1 { 0 } else { rest.len() };
            return format!("{}{}", called(list, item), and_more(more));
        }
        let mut changed = self.items_with(|_, item| item.versions().iter().any(|v| v.at == stamp));
        // What was said comes first: a change of a line may have changed other things for its sake.
        changed.sort_by_key(|(list, _)| **list != List::Contributions);
        let [(list, item), rest @ ..] = changed.as_slice() else { return "the change".into() };
        let fields = item.versions().iter().filter(|v| v.at == stamp).map(|v| spoken(&v.name));
        let mut names: Vec<String> = Vec::new();
        for name in fields {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let what = match names.as_slice() {
            [one] => one.clone(),
            [one, two] => format!("{one} and the {two}"),
            _ => "details".into(),
        };
        let of = match list {
            List::Contributions => shortened(item.text(field::TEXT).unwrap_or_default()),
            List::Pairs => return format!("{}{}", called(list, item), and_more(rest.len())),
            List::Recorders if item.versions().iter().any(|v| v.at == stamp && v.name == field::LEFT_OUT.into()) => {
                return "the joining of files".into();
            }
            _ => called(list, item),
        };
        format!("the {what} of {of}{}", and_more(rest.len()))
    }

    /// The command that an undo took back, or a redo brought back.
    fn first_done(&self, stamp: Stamp) -> Stamp {
        let undos = self.view.list(&List::Undos);
        let undone = |by: Stamp| undos.iter().rfind(|undo| undo.id.stamp == by)?.text(field::UNDOES)?.parse().ok();
        // What is undone was done before, or a hostile file could lead in a circle.
        std::iter::successors(Some(stamp), |by| undone(*by).filter(|of: &Stamp| of < by)).last().unwrap_or(stamp)
    }

    fn items_with(&self, is: impl Fn(&List, &Item) -> bool) -> Vec<(&List, &Item)> {
        let items = self.view.items().filter(|(list, item)| **list != List::Runs && is(list, item));
        items.map(|(list, item)| (list, item.as_ref())).collect()
    }
}

/// An item, as the person at the keys calls it.
fn called(list: &List, item: &Item) -> String {
    let thing = match list {
        // A mark has no words to be known by.
        List::Contributions if Contribution(item).kind() == Some(Kind::Safeguarding) => {
            return "the safeguarding mark".into();
        }
        List::Contributions => "the line",
        List::Delegates => "the person",
        List::Workshops => return "the workshop".into(),
        List::Actions => "the action",
        List::Moves => "the stage change",
        List::Agenda => "the part",
        List::Agreements => "the agreement",
        List::Tallies => "the count of votes",
        List::Readings => {
            return match Reading(item).event() {
                Some("consent") => "that consent was read out".into(),
                Some("ground-rules") => "that the ground rules were read out".into(),
                Some("close") => "the close".into(),
                Some("key-question") => "that the key question was asked".into(),
                _ => "the reading".into(),
            };
        }
        List::Votes => "the vote",
        List::VoteOptions => "the option",
        List::Ballots => "the ballot",
        List::Hands => "the count of hands",
        List::VoteEvents => {
            return match item.text(field::EVENT) {
                Some("open" | "open-all") => "the opening of a vote".into(),
                _ => "the close of a vote".into(),
            };
        }
        List::Links => "the introduction",
        List::Timers => "the timer change",
        List::Updates => "the update",
        List::Pairs => {
            let pair = Pair(item);
            let [one, other] = [pair.one(), pair.other()].map(Option::unwrap_or_default);
            return match pair.about() {
                Some(PairKind::Theme) if one == other => format!("the spelling of the theme #{one}"),
                Some(PairKind::Theme) => format!("what was settled on the themes #{one} and #{other}"),
                Some(PairKind::Person) => "what was said of two people".into(),
                Some(PairKind::Idea) | None => "what was said of two that look alike".into(),
            };
        }
        _ => "the entry",
    };
    let text = [field::TEXT, field::NAME, field::TITLE].into_iter().find_map(|f| item.text(f)).unwrap_or_default();
    match list {
        _ if text.is_empty() => thing.to_owned(),
        List::Delegates => text.to_owned(),
        _ => format!("{thing} {}", shortened(text)),
    }
}

/// A field, as the person at the keys calls it.
fn spoken(name: &Name) -> String {
    let set = name.split().map_or(name.as_str(), |(set, _)| set);
    let name = Name::from(set);
    let is = |field: Field| name == field.into();
    let detail = DETAILS.iter().find(|detail| is(detail.field));
    match name.as_str() {
        "text" => "wording".into(),
        "themes" => "theme".into(),
        "reply_to" => "question answered".into(),
        "stub" => "mark to finish it".into(),
        "removed" => "removal".into(),
        "settled" => "hint put aside".into(),
        "order" => "place".into(),
        "left_out" => "cut".into(),
        other => detail.map_or_else(|| other.replace('_', " "), |detail| detail.title.to_lowercase()),
    }
}

fn and_more(count: usize) -> String {
    if count == 0 { String::new() } else { format!(" and {count} more") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::super::Details;
    use super::*;
    use crate::model::file::Withdrawal;
    use crate::model::programme::Programme;
    use crate::model::stamp::{Id, Writer};

    fn now() -> Moment {
        chrono::DateTime::parse_from_rfc3339("2026-11-21T10:00:00Z").unwrap()
    }

    fn desk() -> Desk {
        let file = Desk::workshop(
            &Details { title: "Staying connected".into(), ..Details::default() },
            None,
            Writer::from_number(1),
            now(),
        );
        let mut desk = Desk::new("bev.json".into(), file, &[], Writer::from_number(1));
        desk.record_as("Bev Example", "", now());
        desk
    }

    /// The file opened again by the same recorder: another run, with a writer id of its own.
    fn reopened(desk: &Desk, writer: u32) -> Desk {
        let file = File::decode(&desk.view.encode()).unwrap();
        Desk::new("bev.json".into(), file, &[], Writer::from_number(writer))
    }

    /// A line, its words, its consent and its themes.
    type Line = (Id, Option<String>, Option<i64>, Vec<String>);

    fn shown(desk: &Desk) -> Vec<Line> {
        let live = desk.view.live(&List::Contributions);
        let text = |item: &Item| item.text(field::TEXT).map(str::to_owned);
        live.map(|c| (c.id, text(c), c.number(field::CONSENT), c.set(field::THEMES).map(str::to_owned).collect()))
            .collect()
    }

    fn what(undone: Undone) -> String {
        match undone {
            Undone::Done { what, .. } => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn two_hundred_and_fifty_commands_are_taken_back_and_brought_back_after_a_restart() {
        let mut desk = desk();
        let programme = Programme::embedded();
        let mut states = vec![shown(&desk)];
        for n in 0..250 {
            let line = match n % 5 {
                0 | 1 => format!("line {n} #damp"),
                2 => "%0".to_owned(),
                3 => "%2".to_owned(),
                _ => {
                    let last = desk.last_own().unwrap();
                    desk.correct(last, &format!("corrected {n}"), &[], now(), programme);
                    states.push(shown(&desk));
                    continue;
                }
            };
            assert!(desk.enter(&line, &[], now(), programme).delta.is_some(), "{line}");
            states.push(shown(&desk));
        }
        let mut desk = reopened(&desk, 2);
        for n in (0..250).rev() {
            what(desk.undo(false, false, now()));
            assert_eq!(shown(&desk), states[n], "undo {n}");
        }
        let mut desk = reopened(&desk, 3);
        for (n, state) in states.iter().enumerate().skip(1) {
            what(desk.undo(true, false, now()));
            assert_eq!(shown(&desk), *state, "redo {n}");
        }
        assert!(matches!(desk.undo(true, false, now()), Undone::Nothing));
    }

    #[test]
    fn what_was_undone_is_said_in_words_that_name_the_line() {
        let mut desk = desk();
        desk.enter("they moved the bus stop", &[], now(), Programme::embedded());
        let id = desk.last_own().unwrap();
        let list = &List::Contributions;
        let mut said = |change: &dyn Fn(&mut Edit<'_>)| {
            desk.change(now(), |edit| change(edit));
            let undone = what(desk.undo(false, false, now()));
            assert_eq!(what(desk.undo(true, false, now())), undone, "redo says the same");
            undone
        };
        let quote = "“they moved the bus stop”";
        assert_eq!(said(&|edit| edit.put(list, id, field::THEMES, "transport")), format!("the theme of {quote}"));
        assert_eq!(said(&|edit| edit.set(list, id, field::CONSENT, 0)), format!("the consent of {quote}"));
        assert_eq!(said(&|edit| edit.set(list, id, field::ON_FILE, true)), format!("the consent on file of {quote}"));
        assert_eq!(
            said(&|edit| {
                edit.set(list, id, field::KIND, "story");
                edit.set(list, id, field::STAR, true);
            }),
            format!("the kind and the star of {quote}")
        );
        assert_eq!(said(&|edit| edit.set(list, id, field::REMOVED, true)), format!("the removal of {quote}"));
        desk.undo(false, false, now());
        let long = "a".repeat(50);
        desk.change(now(), |edit| edit.set(list, id, field::TEXT, long.as_str()));
        assert_eq!(what(desk.undo(false, false, now())), format!("the wording of “{}…”", "a".repeat(40)));
    }

    #[test]
    fn a_struck_wording_stays_out_of_undo_redo_restart_and_joining_and_no_words_are_lost() {
        let mut desk = desk();
        let programme = Programme::embedded();
        desk.enter("!a ask Ann about the hall", &[], now(), programme);
        let id = desk.last_own().unwrap();
        let old = desk.view.clone();
        desk.correct(id, "ask the church about the hall", &[], now(), programme);
        desk.correct(id, "ask the vicar about the hall", &[], now(), programme);
        let texts: Vec<String> = desk.wordings(id).into_iter().map(|w| w.text).collect();
        assert_eq!(texts, ["ask the church about the hall", "ask Ann about the hall"]);
        let delta = desk.strike(id, "ask Ann about the hall", now());
        assert!(delta.withdrawn().iter().all(|what| matches!(what, Withdrawal::Wording(..))));
        let gone = |desk: &Desk| !String::from_utf8(desk.view.encode()).unwrap().contains("Ann");
        assert!(gone(&desk), "in the action made of it too");
        desk.arrive(&old);
        assert!(gone(&desk), "a copy from before is joined");
        let mut desk = reopened(&desk, 2);
        for redo in [false, false, false, true, true, true] {
            desk.undo(redo, false, now());
            assert!(gone(&desk));
            let words = desk.view.find(&List::Contributions, id).unwrap().text(field::TEXT).unwrap_or_default();
            assert!(!words.is_empty(), "redo {redo}");
        }
        assert!(!matches!(desk.undo(false, false, now()), Undone::Nothing));
    }
}
