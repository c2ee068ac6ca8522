//! A line that was said earlier, corrected: its words, and what the marks say of it.

use super::lines::{Held, agree, write_details};
use super::{Desk, Outcome};
use crate::capture::{self, Meaning, Said, Who};
use crate::model::edit::Edit;
use crate::model::fields::{Action, Contribution, Field, List, field};
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::stamp::{Id, Moment};
use crate::model::words::{Kind, Level};
use crate::plan::note_action;

/// A contribution as it stood before.
struct Before {
    id: Id,
    text: String,
    kind: Kind,
    speaker: Option<Id>,
    consent: Option<Level>,
    stub: bool,
    /// The rows of the plan that rest on it alone, and whether each still says just what the line said.
    rows: Vec<(Id, bool)>,
}

/// What is to be written.
struct Change {
    said: Said,
    /// The new words, where they change, and whether they are still to be finished.
    words: Option<(String, bool)>,
    /// Who said it, where the line says so.
    speaker: Option<Id>,
    level: Option<Level>,
    stage: Option<String>,
    details: Vec<(Field, Held)>,
    /// The question that the line answers from now on.
    asks: Option<Id>,
}

impl Desk {
    /// The words of a contribution as they are taken up for correction, with a space after them, and the places in them
    /// that would be read as marks: those are kept as words.
    ///
    /// The dots of a line that is still to be finished are left off, so that typing on finishes it.
    pub fn to_correct(&self, id: Id, now: Moment) -> (String, Vec<usize>) {
        let before = self.before(id);
        let words = before.as_ref().map_or("", |before| before.words());
        if words.is_empty() {
            return (String::new(), Vec::new());
        }
        let line = format!("{words} ");
        let kept = self.marks_of_words(id, &line, now);
        (line, kept)
    }

    /// Corrects a contribution: its words become those typed, and marks change what they say.
    ///
    /// The marks that begin at the bytes `kept` are words. A command is handed back: it is about this line.
    pub fn correct(&mut self, id: Id, line: &str, kept: &[usize], now: Moment, programme: &Programme) -> Outcome {
        match self.read_correction(id, line, kept, now) {
            Meaning::Said(said) => self.correct_said(id, said, now, programme),
            Meaning::Command { name, rest } => Outcome { command: Some((name, rest)), ..Outcome::default() },
            Meaning::Agree(count) => {
                let delta = self.change(now, |edit| agree(edit, id, count));
                Outcome { delta, said: format!("{count} more agree with the line"), ..Outcome::default() }
            }
            // A correction reads a level and a speaker as marks; an empty line changes nothing.
            Meaning::Nothing | Meaning::Consent(_) | Meaning::Speaker(_) => {
                Outcome::refuse("The line is unchanged. /remove removes a line")
            }
        }
    }

    fn correct_said(&mut self, id: Id, said: Said, now: Moment, programme: &Programme) -> Outcome {
        let Some(before) = self.before(id) else {
            return Outcome::refuse("The line is no longer there");
        };
        if let Some(why) = refusal(&before, &said) {
            return Outcome::refuse(why);
        }
        if let Some(seat) = nobodys_seat(&before, &said.text) {
            return Outcome::refuse(format!("Nobody has seat {seat}. Type another, or /join seats a person"));
        }
        let stage = match said.stage.map(|number| (number, programme.stage_at(number))) {
            Some((number, None)) => return Outcome::refuse(format!("There is no stage {number}")),
            Some((_, Some(stage))) => Some(stage.id.clone()),
            None => None,
        };
        let speaker = match said.speaker {
            Who::Sticky | Who::Unknown => None,
            Who::Seat(at) => self.room().seats.get(at).map(|s| s.delegate),
            Who::Previous => self.previous,
        };
        let is_named = said.speaker != Who::Sticky;
        // Another speaker has agreed to no more than they have: what the first one allowed does not hold for them.
        let allowed = is_named.then(|| self.usual_level(speaker));
        let lowered = allowed.filter(|allowed| before.consent.is_some_and(|level| level > *allowed));
        let level = said.consent.or(lowered);
        let becomes_reply = said.kind == Kind::Reply && before.kind != Kind::Reply;
        let asks = if becomes_reply { self.question_to_answer().filter(|question| *question != id) } else { None };
        let change =
            Change { words: before.new_words(&said), speaker, level, stage, details: self.details(&said), asks, said };
        let told = self.told(&before, &change, lowered.filter(|_| change.said.consent.is_none()));
        if is_named && self.last_own() == Some(id) && self.speaker == before.speaker {
            // The next line is by whoever this one was really by.
            self.speaker = speaker;
        }
        let delta = self.change(now, |edit| change.write(&before, edit, now));
        let said = if delta.is_none() { "The line is unchanged".to_owned() } else { told };
        Outcome { delta, said, ..Outcome::default() }
    }

    /// The rows of the plan that say just what a line that is an action says.
    pub(super) fn rows_that_say(&self, id: Id) -> Vec<Id> {
        let before = self.before(id).filter(|before| before.kind == Kind::Action);
        before.into_iter().flat_map(|before| before.rows).filter(|(_, same)| *same).map(|(row, _)| row).collect()
    }

    /// A line and the actions made of it, as they stand now.
    pub fn line_as_seen(&self, id: Id) -> File {
        let mut seen = File::new(self.view.kind);
        let actions = self.actions_made_with(id).into_iter().map(|action| (&List::Actions, action));
        for (list, id) in actions.chain([(&List::Contributions, id)]) {
            if let Some(item) = self.view.find(list, id) {
                seen.insert(list, item.clone());
            }
        }
        seen
    }

    fn before(&self, id: Id) -> Option<Before> {
        let said = Contribution(self.view.find(&List::Contributions, id)?);
        let text = said.text().unwrap_or_default().to_owned();
        let evidence = id.to_string();
        let rows = self.view.live(&List::Actions).filter(|a| a.set(field::EVIDENCE).eq([evidence.as_str()]));
        let rows = rows.map(|a| (a.id, Action(a).text().is_none_or(|row| row == text))).collect();
        let kind = said.kind().unwrap_or(Kind::Quote);
        Some(Before { id, text, kind, speaker: said.speaker(), consent: said.consent(), stub: said.stub(), rows })
    }

    /// What was done, in a few words.
    fn told(&self, before: &Before, change: &Change, lowered: Option<Level>) -> String {
        const KEPT: &str = "the earlier wording is kept in the history";
        let chips = change.said.parts.iter().map(|part| part.chip.as_str()).filter(|chip| *chip != capture::TO_FINISH);
        let mut done: Vec<String> = chips.map(str::to_owned).collect();
        done.extend(lowered.map(|level| level.title().to_owned()));
        done.extend(change.asks.map(|question| format!("answers: {}", self.begin_of(question))));
        if change.leaves_plan(before) {
            done.push("taken out of the plan".to_owned());
        }
        let words = change.words.as_ref().is_some_and(|(words, _)| *words != before.text);
        match (done.is_empty(), words) {
            (true, true) => format!("The line is corrected; {KEPT}"),
            (true, false) => "The line is finished".to_owned(),
            (false, true) => format!("Corrected: {} · the words; {KEPT}", done.join(" · ")),
            (false, false) => format!("Corrected: {}", done.join(" · ")),
        }
    }
}

/// Why a correction cannot be taken, if it cannot.
fn refusal(before: &Before, said: &Said) -> Option<&'static str> {
    let says_more = !said.text.is_empty() || said.speaker != Who::Sticky || !said.themes.is_empty();
    match (before.kind, said.kind) {
        (Kind::Safeguarding, Kind::Safeguarding) if says_more || said.consent.is_some() || said.star => {
            Some("A safeguarding mark keeps no words and nobody's name, only when it was noted and at which stage")
        }
        (Kind::Safeguarding, Kind::Safeguarding) => None,
        (_, Kind::Safeguarding) => {
            Some("The words of this line are kept already. Take it out with /withdraw, then enter !g alone")
        }
        (Kind::Safeguarding, _) if said.text.is_empty() => Some("Type the words: a safeguarding mark has none"),
        _ => None,
    }
}

/// A seat that somebody typed after the words and nobody has: it would become words without a sign.
fn nobodys_seat<'a>(before: &Before, text: &'a str) -> Option<&'a str> {
    let added = text.strip_prefix(before.words())?.trim_start();
    let seat = added.split_whitespace().next_back()?.strip_prefix(['@', ';'])?;
    (!seat.is_empty() && seat.bytes().all(|digit| digit.is_ascii_digit())).then_some(seat)
}

impl Before {
    /// The words as they are taken up: those of a stub without its dots.
    fn words(&self) -> &str {
        let words = self.text.trim();
        if !self.stub {
            return words;
        }
        ["...", "…"].iter().find_map(|dots| words.strip_suffix(dots)).unwrap_or(words).trim_end()
    }

    /// The words as they are to be, and whether they are a stub; nothing where they stay.
    fn new_words(&self, said: &Said) -> Option<(String, bool)> {
        // Marks after the untouched words of a stub do not finish it.
        let untouched = said.text.is_empty() || (self.stub && said.text == self.words() && !said.parts.is_empty());
        (!untouched).then(|| (self.typed_on(&said.text), said.stub))
    }

    /// The words as people meant them who typed on after the space that words are taken up with: a space of their own
    /// is that same space, and none stands before a comma.
    fn typed_on(&self, text: &str) -> String {
        let added = text.strip_prefix(self.words()).and_then(|rest| rest.strip_prefix(' '));
        match added {
            Some(added) if added.starts_with(' ') => format!("{}{added}", self.words()),
            Some(added) if added.starts_with([',', '.', ';', ':', '!', '?', ')', '’', '\'']) => {
                format!("{}{added}", self.words())
            }
            _ => text.to_owned(),
        }
    }
}

impl Change {
    /// Whether the line was an action, and is none any more.
    fn leaves_plan(&self, before: &Before) -> bool {
        before.kind == Kind::Action && self.said.kind != Kind::Action && before.rows.iter().any(|(_, same)| *same)
    }

    fn write(self, before: &Before, edit: &mut Edit<'_>, now: Moment) {
        let (list, id) = (&List::Contributions, before.id);
        if let Some((words, stub)) = &self.words {
            edit.set(list, id, field::TEXT, words.as_str());
            if *words != before.text {
                // The room has not heard these words yet.
                edit.clear(list, id, field::CONFIRMED);
            }
            if *stub {
                edit.set(list, id, field::STUB, true);
            } else {
                edit.clear(list, id, field::STUB);
            }
        }
        match self.speaker {
            _ if self.said.speaker == Who::Sticky => {}
            None => edit.clear(list, id, field::SPEAKER),
            Some(speaker) => {
                edit.set(list, id, field::SPEAKER, speaker);
                edit.carry(&List::Delegates, speaker);
            }
        }
        if let Some(level) = self.level {
            edit.set(list, id, field::CONSENT, level);
        }
        if self.said.star {
            edit.set(list, id, field::STAR, true);
        }
        if self.said.kind != before.kind {
            edit.set(list, id, field::KIND, self.said.kind.name());
            match self.asks {
                Some(question) => edit.set(list, id, field::REPLY_TO, question),
                None => edit.clear(list, id, field::REPLY_TO),
            }
        }
        self.write_shared(edit, list, id);
        self.write_plan(before, edit, now);
    }

    /// What a line and the row of the plan made of it have both.
    fn write_shared(&self, edit: &mut Edit<'_>, list: &List, id: Id) {
        if let Some(stage) = &self.stage {
            edit.set(list, id, field::STAGE, stage.as_str());
        }
        for theme in &self.said.themes {
            edit.put(list, id, field::THEMES, theme);
        }
        for theme in &self.said.without {
            edit.take(list, id, field::THEMES, theme);
        }
    }

    /// Keeps the row that was made of an action in step with it, and writes the details where they belong.
    fn write_plan(self, before: &Before, edit: &mut Edit<'_>, now: Moment) {
        let list = &List::Actions;
        let in_room = self.level.or(before.consent) == Some(Level::Room);
        let words = self.words.as_ref().map_or(before.text.as_str(), |(words, _)| words.as_str());
        if self.said.kind != Kind::Action {
            if before.kind == Kind::Action {
                for (row, _) in before.rows.iter().filter(|(_, same)| *same) {
                    edit.set(list, *row, field::REMOVED, true);
                }
            }
            return write_details(edit, &List::Contributions, before.id, self.details);
        }
        let Some((first, _)) = before.rows.first() else {
            let themes = self.said.themes.iter().map(String::as_str);
            let text = Some(words).filter(|_| !in_room);
            let row = note_action(edit, before.id, text, self.stage.as_deref(), themes, now);
            return write_details(edit, list, row, self.details);
        };
        if before.kind == Kind::Action {
            for (row, _) in before.rows.iter().filter(|(_, same)| *same) {
                if in_room {
                    edit.clear(list, *row, field::TEXT);
                } else {
                    edit.set(list, *row, field::TEXT, words);
                }
                self.write_shared(edit, list, *row);
            }
        }
        write_details(edit, list, *first, self.details);
    }
}
