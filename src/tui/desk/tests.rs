//! Lines entered and corrected at a table of seven invented people, and what then stands in the file.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{Desk, Outcome};
use crate::capture::NewPerson;
use crate::model::fields::{Action, Contribution, List, field};
use crate::model::file::{File, FileKind};
use crate::model::item::Item;
use crate::model::programme::Programme;
use crate::model::stamp::Moment;
use crate::model::stamp::Writer;
use crate::model::words::{Level, PairKind};
use crate::tui::desk::Details;

/// A desk with seven invented people in their seats.
struct Table {
    desk: Desk,
    programme: Programme,
}

impl Table {
    fn new() -> Self {
        let details = Details { title: "Northfield".into(), ..Details::default() };
        let file = Desk::workshop(&details, None, Writer::from_number(1), now());
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
    let noted = "Tell the safeguarding lead now. The mark is noted";
    assert_eq!(table.say("@3 !g what he does #home %4 *").said, format!("{noted}, the words are not"));
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
    for typed in ["!g what he does", "@3 !g what he does"] {
        let draft = super::Draft { text: typed.into(), ..Default::default() };
        assert_eq!(table.desk.draft(&draft, now()), "!g");
    }
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
fn a_name_that_nobody_has_is_not_taken_for_the_last_speaker_but_words_are() {
    let mut table = Table::new();
    table.say("@3 they moved the bus stop");
    assert!(table.say("@99 me too").said.contains("the speaker is not known"));
    assert!(table.shown().starts_with("Somebody · "), "{}", table.shown());
    for words in [" @99 was on the sign", ";) fine", ";D that was fun"] {
        table.say(words);
        assert!(table.shown().starts_with("Joy Example · "), "{}", table.shown());
    }
    table.desk.enter("@home we cook", &[0], now(), &table.programme);
    assert!(table.shown().starts_with("Joy Example · ") && table.shown().ends_with("· @home we cook"));
}

#[test]
fn agreement_typed_in_a_correction_is_with_that_line() {
    let mut table = Table::new();
    table.say("they moved the bus stop");
    let id = table.desk.last_own().unwrap();
    table.say("another");
    table.desk.correct(id, "+3", &[], now(), &table.programme);
    assert_eq!(table.desk.room().agreed(id), 3);
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

#[test]
fn rows_say_the_names_of_themes_that_hold_whatever_was_done_since_they_were_first_asked_for() {
    let mut table = Table::new();
    let today = now().date_naive();
    let said = &List::Contributions;
    table.say("the bus stop was moved #Transport");
    let action = {
        table.say("!a ask the council");
        table.desk.view.live(&List::Actions).next().unwrap().id
    };
    // Not as a line is read, where it would be spelled as the theme that is there already.
    table.desk.change(now(), |edit| edit.put(&List::Actions, action, field::THEMES, "transport"));
    let first = table.desk.view.live(said).next().unwrap().id;
    let mut names = Vec::new();
    let mut check = |desk: &Desk| {
        let rows = desk.rows(today);
        assert_eq!(*rows, crate::plan::rows(&desk.view, &desk.origins, today));
        names.push(rows[0].themes.join(" "));
    };
    check(&table.desk);
    let mut step = |table: &mut Table, change: &dyn Fn(&mut Desk)| {
        change(&mut table.desk);
        check(&table.desk);
    };
    step(&mut table, &|desk| {
        drop(desk.change(now(), |edit| edit.set(&List::Actions, action, field::DUE, "2026-12-01")));
    });
    step(&mut table, &|desk| drop(desk.change(now(), |edit| edit.set(said, first, field::REMOVED, true))));
    step(&mut table, &|desk| drop(desk.change(now(), |edit| edit.set(said, first, field::REMOVED, false))));
    step(&mut table, &|desk| drop(desk.judge(PairKind::Theme, "transport", "buses", true, now())));
    step(&mut table, &|desk| drop(desk.undo(false, false, now())));
    step(&mut table, &|desk| drop(desk.change(now(), |edit| edit.put(&List::Actions, action, field::THEMES, "hall"))));
    step(&mut table, &|desk| {
        let mut gone = File::default();
        gone.withdraw([crate::model::file::Withdrawal::Item(first)]);
        desk.join(&gone);
    });
    names.dedup();
    assert!(names.len() > 3, "{names:?}");
}
