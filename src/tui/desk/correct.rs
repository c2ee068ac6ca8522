//! A line that was said earlier, corrected: its words, and what the marks say of it.

use super::lines::{Held, agree, write_details};
use super::{Desk, Outcome};
use crate::capture::{self, Meaning, Said, Who};
use crate::model::edit::Edit;
use crate::model::fields::{Action, Contribution, Field, List, field};
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
    speaker: Option<Option<Id>>,
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
        let stage = match said.stage.map(|number| (number, programme.stage_at(number))) {
            Some((number, None)) => return Outcome::refuse(format!("There is no stage {number}")),
            Some((_, Some(stage))) => Some(stage.id.clone()),
            None => None,
        };
        let speaker = match said.speaker {
            Who::Sticky => None,
            Who::Seat(at) => Some(self.room.seats.get(at).map(|s| s.delegate)),
            Who::Previous => Some(self.previous),
            Who::Unknown => Some(None),
        };
        // Another speaker has agreed to no more than they have: what the first one allowed does not hold for them.
        let allowed = speaker.map(|speaker| self.usual_level(speaker));
        let lowered = allowed.filter(|allowed| before.consent.is_some_and(|level| level > *allowed));
        let level = said.consent.or(lowered);
        let becomes_reply = said.kind == Kind::Reply && before.kind != Kind::Reply;
        let asks = if becomes_reply { self.question_to_answer().filter(|question| *question != id) } else { None };
        let change =
            Change { words: before.new_words(&said), speaker, level, stage, details: self.details(&said), asks, said };
        let told = self.told(&before, &change, lowered.filter(|_| change.said.consent.is_none()));
        let was_last = self.last_own() == Some(id) && self.speaker == before.speaker;
        if let (Some(speaker), true) = (change.speaker, was_last) {
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
        (!untouched).then(|| (said.text.clone(), said.stub))
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
            if *stub {
                edit.set(list, id, field::STUB, true);
            } else {
                edit.clear(list, id, field::STUB);
            }
        }
        match self.speaker {
            None => {}
            Some(None) => edit.clear(list, id, field::SPEAKER),
            Some(Some(speaker)) => {
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::capture::NewPerson;
    use crate::model::file::{File, FileKind};
    use crate::model::item::Item;
    use crate::model::stamp::Writer;
    use crate::tui::desk::Details;

    /// A desk with seven invented people in their seats.
    struct Table {
        desk: Desk,
        programme: Programme,
    }

    impl Table {
        fn new() -> Self {
            let details = Details { title: "Northfield".into(), ..Details::default() };
            let file = Desk::workshop(&details, Writer::from_number(1), now());
            assert_eq!(file.kind, FileKind::Session);
            let mut desk = Desk::new("table.coplan".into(), file, &[], Writer::from_number(1));
            desk.record_as("Bev Example", "2", now());
            let names = ["Naz", "Amina", "Joy", "Lan", "Sam", "Hoa", "Kit"];
            let person = |name: &&str| NewPerson { name: format!("{name} Example"), ..NewPerson::default() };
            desk.seat(&names.iter().map(person).collect::<Vec<_>>(), now());
            desk.read_out("consent", "1", "May we?", now());
            Self { desk, programme: Programme::embedded_with("", "").unwrap() }
        }

        fn say(&mut self, line: &str) -> Outcome {
            let outcome = self.desk.enter(line, &[], now(), &self.programme);
            assert!(!outcome.refused, "{line}: {}", outcome.said);
            outcome
        }

        /// Takes the last line up, types on, and presses Enter.
        fn correct(&mut self, typed: &str) -> Outcome {
            let id = self.desk.last_own().unwrap();
            let (words, kept) = self.desk.to_correct(id, now());
            self.desk.correct(id, &format!("{words}{typed}"), &kept, now(), &self.programme)
        }

        fn last(&self) -> &Item {
            self.desk.view.find(&List::Contributions, self.desk.last_own().unwrap()).unwrap()
        }

        /// The last line as `speaker · kind · stage · level · themes · words`.
        fn shown(&self) -> String {
            let said = Contribution(self.last());
            let kind = said.kind().unwrap().name();
            let level = said.consent().map_or("-", Level::name);
            let themes = said.themes().collect::<Vec<_>>().join(" ");
            let speaker = self.desk.speaker_name(said.speaker());
            [&speaker, kind, said.stage().unwrap_or("-"), level, &themes, said.text().unwrap_or("-")].join(" · ")
        }

        fn rows(&self) -> Vec<String> {
            let rows = self.desk.view.live(&List::Actions).map(|item| {
                let row = Action(item);
                let lead = row.lead().map_or_else(|| "-".into(), |lead| self.desk.person_name(lead));
                format!("{} · {lead} · {}", row.text().unwrap_or("-"), row.due().unwrap_or("-"))
            });
            rows.collect()
        }
    }

    fn now() -> Moment {
        "2026-11-21T10:00:00+00:00".parse().unwrap()
    }

    #[test]
    fn a_mark_after_the_words_repairs_that_one_thing() {
        let mut table = Table::new();
        let stages: Vec<String> = table.programme.stages.iter().map(|s| s.id.clone()).collect();
        table.say("@3 they moved the bus stop #transport");
        let was = format!("Joy Example · quote · {} · 2 · transport · they moved the bus stop", stages[0]);
        assert_eq!(table.shown(), was);
        assert_eq!(table.correct("@6").said, "Corrected: 6 Hoa Example");
        assert_eq!(table.correct("!q").said, "Corrected: question");
        assert_eq!(table.correct("#housing").said, "Corrected: #housing (new)");
        assert_eq!(table.correct("#tr").said, "Corrected: without #transport");
        assert_eq!(table.correct("%1").said, "Corrected: paraphrase only");
        assert_eq!(table.correct("/2").said, "Corrected: stage 2");
        let is = format!("Hoa Example · question · {} · 1 · housing · they moved the bus stop", stages[1]);
        assert_eq!(table.shown(), is);
        assert_eq!(table.correct("").said, "The line is unchanged");
        assert_eq!(table.correct("/9").said, "There is no stage 9");
        assert_eq!(table.shown(), is);
        let said = table.correct("so I stopped going").said;
        assert_eq!(said, "The line is corrected; the earlier wording is kept in the history");
        assert!(table.shown().ends_with("they moved the bus stop so I stopped going"));
        assert_eq!(table.last().versions().iter().filter(|v| v.name == field::TEXT.into()).count(), 2);
        assert_eq!(table.correct("!q").said, "Corrected: quote, not question");
        let id = table.desk.last_own().unwrap();
        let command = table.desk.correct(id, "/remove", &[], now(), &table.programme).command;
        assert_eq!(command, Some(("remove".to_owned(), String::new())));
    }

    #[test]
    fn the_next_line_is_by_whoever_the_last_one_was_really_by() {
        let mut table = Table::new();
        table.say("@3 they moved the bus stop");
        table.correct("@6");
        table.say("and I stopped going");
        assert!(table.shown().starts_with("Hoa Example · "), "{}", table.shown());
    }

    #[test]
    fn what_one_speaker_allowed_does_not_hold_for_another() {
        let mut table = Table::new();
        table.say("@3 they moved the bus stop %4");
        assert_eq!(table.correct("@6").said, "Corrected: 6 Hoa Example · as Delegate");
        assert_eq!(Contribution(table.last()).consent(), Some(Level::Delegate));
        table.say("%0");
        table.correct("@3");
        assert_eq!(Contribution(table.last()).consent(), Some(Level::Room));
    }

    #[test]
    fn a_stub_is_finished_by_typing_on_and_not_by_a_mark() {
        let mut table = Table::new();
        table.say("@3 they moved the...");
        let id = table.desk.last_own().unwrap();
        assert_eq!(table.desk.to_correct(id, now()), ("they moved the ".to_owned(), Vec::new()));
        assert_eq!(table.correct("@6").said, "Corrected: 6 Hoa Example");
        assert!(Contribution(table.last()).stub() && table.shown().ends_with("they moved the..."));
        table.correct("bus stop");
        assert!(!Contribution(table.last()).stub() && table.shown().ends_with("· they moved the bus stop"));
        table.correct("and...");
        assert!(Contribution(table.last()).stub() && table.shown().ends_with("the bus stop and..."));
        assert_eq!(table.correct("").said, "The line is corrected; the earlier wording is kept in the history");
        assert!(!Contribution(table.last()).stub());
    }

    #[test]
    fn words_that_look_like_marks_stay_words() {
        let mut table = Table::new();
        for words in ["@3 was the code #tr", "/join", "%0", "and then...", "+3", "\"@3 said #tr\"", "!g is a mark"] {
            table.say(&format!(" {words}"));
            let id = table.desk.last_own().unwrap();
            table.correct("@6");
            assert!(table.shown().ends_with(&format!(" · {words}")), "{words}: {}", table.shown());
            assert!(table.shown().starts_with("Hoa Example · quote · "), "{words}: {}", table.shown());
            assert_eq!(table.desk.last_own(), Some(id));
            table.say("@1 next");
        }
    }

    #[test]
    fn the_plan_follows_what_a_line_becomes() {
        let mut table = Table::new();
        table.say("@3 !a ask the church lead:@5");
        assert_eq!(table.rows(), ["ask the church · Sam Example · -"]);
        table.correct("about the hall due:fri");
        assert_eq!(table.rows(), ["ask the church about the hall · Sam Example · 2026-11-27"]);
        assert_eq!(table.correct("!i").said, "Corrected: idea · taken out of the plan");
        assert!(table.rows().is_empty());
        assert_eq!(table.correct("!a lead:@6").said, "Corrected: action · lead 6 Hoa Example");
        assert_eq!(table.rows(), ["ask the church about the hall · Hoa Example · -"]);
        table.say("%0");
        assert_eq!(table.rows(), ["- · Hoa Example · -"]);
    }

    #[test]
    fn a_row_with_words_of_its_own_stays_in_the_plan() {
        let mut table = Table::new();
        table.say("!a ask the church");
        let row = table.desk.view.live(&List::Actions).next().unwrap().id;
        table.desk.change(now(), |edit| edit.set(&List::Actions, row, field::TEXT, "Write to the church"));
        table.correct("about the hall");
        table.correct("!i");
        assert_eq!(table.rows(), ["Write to the church · - · -"]);
    }

    #[test]
    fn details_are_kept_with_the_contribution_where_it_is_no_action() {
        let mut table = Table::new();
        table.say("!m the hall type:place at:High Street runs:@5 referrals:yes");
        let said = Contribution(table.last());
        assert_eq!(said.asset_type().map(|t| t.name()), Some("place"));
        assert_eq!((said.place(), said.referrals()), (Some("High Street"), true));
        assert_eq!(said.lead().map(|lead| table.desk.person_name(lead)).as_deref(), Some("Sam Example"));
        table.correct("referrals:no when:Tuesdays");
        let said = Contribution(table.last());
        assert_eq!((said.when(), said.referrals()), (Some("Tuesdays"), false));
        table.say("!d meet monthly resolution:agreed with:@3,Hope Church");
        let said = Contribution(table.last());
        assert_eq!(said.resolution().map(|r| r.name()), Some("agreed"));
        assert_eq!(said.partners().count(), 2);
        assert!(table.rows().is_empty());
    }

    #[test]
    fn of_a_safeguarding_mark_nothing_is_kept_but_that_there_was_one() {
        let mut table = Table::new();
        let noted = "Safeguarding mark noted. Tell the safeguarding lead now";
        assert_eq!(table.say("@3 !g what he does #home %4 *").said, format!("{noted}. The words were not kept"));
        let fields: Vec<&str> = table.last().versions().iter().map(|v| v.name.as_str()).collect();
        assert_eq!(fields, ["time", "stage", "kind"]);
        assert_eq!(table.desk.speaker, None);
        assert_eq!(table.say("!g").said, noted);
        let lines = ["more benches".to_owned(), "!g what she said".to_owned()];
        let pasted = table.desk.say_all(&lines, now(), &table.programme).unwrap();
        let file: &File = &table.desk.view;
        for held in [format!("{pasted:?}"), format!("{file:?}")] {
            assert!(!held.contains("what") && !held.contains("home"), "{held}");
            assert!(held.contains("more benches"));
        }
        assert_eq!(table.desk.draft("!g what he does", now()), "!g");
        assert_eq!(table.desk.draft("@3 !g what he does", now()), "!g");
    }

    #[test]
    fn words_on_disk_do_not_become_a_safeguarding_mark_and_a_mark_gets_no_words() {
        let mut table = Table::new();
        table.say("@3 what he does");
        let refused = table.correct("!g");
        assert!(refused.refused && refused.said.contains("/withdraw"), "{}", refused.said);
        assert!(table.shown().contains("quote"));
        table.say("!g");
        assert_eq!(table.desk.to_correct(table.desk.last_own().unwrap(), now()), (String::new(), Vec::new()));
        for typed in ["what he does", "@3", "#home", "%1"] {
            assert!(table.correct(typed).refused, "{typed}");
        }
        assert_eq!(table.correct("/2").said, "Corrected: stage 2");
        assert!(table.correct("!q").refused);
        assert_eq!(table.correct("!q who pays?").said.split(" · ").next(), Some("Corrected: question"));
        assert!(table.shown().ends_with("who pays?"));
    }

    #[test]
    fn a_reply_says_which_question_it_answers() {
        let mut table = Table::new();
        table.say("!q who pays for the hall?");
        let question = table.desk.last_own();
        assert!(table.say("@3 !r the church does").said.ends_with(" · answers: who pays for the hall?"));
        assert_eq!(Contribution(table.last()).reply_to(), question);
        assert!(table.say("!r nobody asked").said.ends_with("There is no open question, so it stands alone"));
        table.say("!q who would look after the garden behind the old library in winter?");
        let open = table.desk.last_own();
        let said = table.say("the scouts would").said;
        assert!(!said.contains("answers"), "{said}");
        let said = table.correct("!r").said;
        assert_eq!(said, "Corrected: reply · answers: who would look after the garden behind t…");
        assert_eq!(Contribution(table.last()).reply_to(), open);
        table.correct("!r");
        assert_eq!(Contribution(table.last()).reply_to(), None);
    }

    #[test]
    fn agreement_typed_in_a_correction_is_with_that_line() {
        let mut table = Table::new();
        table.say("they moved the bus stop");
        let id = table.desk.last_own().unwrap();
        table.say("another");
        table.desk.correct(id, "+3", &[], now(), &table.programme);
        assert_eq!(table.desk.room.agreed(id), 3);
    }

    #[test]
    fn the_choices_know_the_room_its_roles_and_its_themes() {
        let mut table = Table::new();
        table.say("damp again #housing");
        table.say("no bus #housing");
        let id = table.desk.last_own().unwrap();
        let about = |line: &str, id| {
            let items = table.desk.choices(line, line.len(), id, &[], now()).unwrap().items;
            items.into_iter().map(|item| format!("{} ({})", item.title, item.about)).next().unwrap()
        };
        assert_eq!(about("too far #ho", None), "#housing (used 2 times)");
        assert_eq!(about("no bus #ho", Some(id)), "#housing (on this line; takes it out)");
        assert_eq!(about("no bus @ho", Some(id)), "6 Hoa Example ()");
        assert!(table.desk.choices("no bus @ho", 10, None, &[], now()).is_none());
    }
}
