//! The room as its facilitator runs it: voices, partners, introductions, tables, the guide, tags, evidence and the card
//! of the event, on the screen and in the plain face.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod outside;

use std::path::PathBuf;
use std::sync::Arc;

use bench::{Bench, saved};
use chrono::TimeDelta;
use coplan::model::fields::{List, field};
use coplan::model::file::File;
use coplan::model::programme::{Overlay as ProgrammeFile, Programme};
use coplan::model::stamp::Writer;
use coplan::plan::{coverage, note_invited};
use coplan::store::Report;
use coplan::tui::app::Screen;
use coplan::tui::desk::{Desk, Details};
use coplan::tui::message::Message;
use outside::{Machine, items};
use ratatui::crossterm::event::KeyCode;

/// A facilitator with six people, none of whom has spoken.
fn facilitator() -> Bench {
    let mut bench = Bench::home();
    let writer = Writer::from_number(7);
    let details = Details { title: "Staying connected".into(), ..Details::default() };
    let file = Desk::workshop(&details, None, writer, bench.now);
    let mut desk = Desk::new(PathBuf::from("/home/bev/Documents/coplan/room.json"), file, &[], writer);
    desk.record_as("Naz Example", "", bench.now).unwrap();
    bench.app.desk = Some(desk);
    bench.app.screen = Screen::Run;
    for person in [
        "Naz Example, link worker, host",
        "Amina Example, local resident",
        "Joy Example, local resident",
        "Rhys Example, housing officer, housing",
        "Tuyết Example, community pharmacist",
        "Bo Example",
    ] {
        bench.line(&format!("/join {person}"));
    }
    bench
}

/// The page as it stands, at both sizes.
fn both(bench: &mut Bench, name: &str) -> String {
    insta::assert_snapshot!(format!("{name}_80x24"), bench.picture(80, 24));
    insta::assert_snapshot!(format!("{name}_120x40"), bench.picture(120, 40));
    bench.picture(120, 60)
}

/// What an item of the open file holds.
fn workshop_text(bench: &Bench, of: coplan::model::fields::Field) -> Option<String> {
    bench.app.desk.as_ref()?.view.workshop()?.0.text(of).map(str::to_owned)
}

fn later(bench: &mut Bench, minutes: i64) {
    bench.now += TimeDelta::minutes(minutes);
    bench.send(Message::Tick);
}

/// Another table beside the facilitator's file, on its own clock.
fn table(bench: &Bench, number: u32, name: &str) -> Desk {
    let own = bench.app.desk.as_ref().unwrap().view.clone();
    let writer = Writer::from_number(40 + number);
    let mut desk = Desk::new(PathBuf::from("/tmp/sibling.json"), own, &[], writer);
    desk.record_as(name, &format!("table {number}"), bench.now).unwrap();
    desk
}

fn arrive(bench: &mut Bench, file: File) {
    bench.send(Message::Store(Report::Arrived { file, from: "/tmp/sibling.json".into() }));
}

/// What F4 shows, without its frame and without the ends of its lines.
fn checks(bench: &mut Bench) -> String {
    bench.key(KeyCode::F(4));
    let shown = bench.picture(80, 40).replace(['│', '"'], " ");
    bench.key(KeyCode::Esc);
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Moves on to the next stage, and says what was told.
fn move_on(bench: &mut Bench, stage: &str) -> coplan::tui::app::Notice {
    bench.control('n');
    assert_eq!(bench.app.desk.as_ref().unwrap().stage(&bench.app.programme).unwrap().id, stage);
    bench.app.notice.clone().unwrap()
}

#[test]
fn p2_every_exit_check_is_named_on_screen_while_it_is_open_and_moving_on_warns_and_never_stops() {
    let mut bench = facilitator();
    bench.line("/1");
    // Stage 1: ground rules and consent read out, a connector named, each person present has one link.
    let shown = checks(&mut bench);
    for open in [
        "the ground rules have not been read out yet",
        "the consent statement has not been read out yet",
        "no connector is named yet",
        "6 of 6 people have no introduction yet",
    ] {
        assert!(shown.contains(open), "{open}: {shown}");
    }
    let told = move_on(&mut bench, "existing-activity");
    assert_eq!(told.text, "4 checks are open in Relationships, /checks names them. Stage 2: Existing activity");
    // What was left open stays in sight in the stages after it.
    assert!(checks(&mut bench).contains("Still open in Relationships: ○ open · the ground rules have not"));
    bench.line("/1");
    for event in ["/rules", "/consent"] {
        bench.line(event);
        bench.key(KeyCode::Enter);
    }
    bench.line("link 1 2");
    bench.line("link 3 4");
    assert!(checks(&mut bench).contains("2 of 6 people have no introduction yet"));
    bench.line("link 5 6");
    let told = move_on(&mut bench, "existing-activity");
    assert_eq!(told.text, "1 check is open in Relationships: no connector is named yet. Stage 2: Existing activity");
    bench.line("/connector Naz Example");
    let shown = checks(&mut bench);
    assert!(!shown.contains("open in Relationships"), "{shown}");
    // Stage 2: an asset with its place, who runs it, and what it needs.
    assert!(shown.contains("no asset is written down yet"), "{shown}");
    bench.line("@? !m the hall place:Kiln Street");
    assert!(checks(&mut bench).contains("the asset nearest to complete does not say who runs it, or what it needs"));
    let told = move_on(&mut bench, "co-creation");
    assert!(told.text.starts_with("1 check is open in Existing activity: the asset nearest"), "{told:?}");
    bench.line("@? !m the library place:Mill Street lead:@4 need:a kettle");
    let shown = checks(&mut bench);
    assert!(!shown.contains("open in Existing activity"), "{shown}");
    // Stage 3: an action with its lead, partner, resource, due date and measure.
    assert!(shown.contains("there is no action yet"), "{shown}");
    bench.line("@3 !a ask the church");
    let shown = checks(&mut bench);
    assert!(shown.contains("has no lead, no partner, no resource, no due date, no measure"), "{shown}");
    let told = move_on(&mut bench, "patient-voice");
    assert!(told.text.starts_with("1 check is open in Co-creation: the action nearest"), "{told:?}");
    bench.line("@2 !a open the hall lead:@4 with:@2 need:a key due:+2w measure:ten people come");
    let shown = checks(&mut bench);
    assert!(!shown.contains("open in Co-creation"), "{shown}");
    // Stage 4: every action has a voice route and a feedback date.
    for open in ["2 of 2 actions have no voice route", "2 of 2 actions have no feedback date"] {
        assert!(shown.contains(open), "{open}: {shown}");
    }
    bench.line("/voice");
    for answer in ["three residents, by telephone", "+1w", "the choir", "+1w"] {
        bench.line(answer);
    }
    let shown = checks(&mut bench);
    assert!(!shown.contains("open ·") && shown.matches("✓ done").count() == 2, "{shown}");
    bench.control('n');
    assert!(bench.app.notice.as_ref().is_some_and(|told| told.text.contains("/end closes")));
}

#[test]
fn r1_each_of_the_seventeen_is_counted_and_each_zero_is_listed_by_name() {
    let mut bench = facilitator();
    bench.line("@2 !a ring the neighbours lead:@2");
    bench.line("/invite BAME");
    bench.line("/invite pharmacy");
    bench.control('r');
    bench.key(KeyCode::Char('k'));
    let page = both(&mut bench, "room_partners");
    assert!(page.contains("Ethnic minority groups") && !page.contains("BAME"), "{page}");
    let row = |name: &str| {
        page.lines().find(|line| line.contains(name)).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(row("Local residents").contains("no 2 1 1"), "{page}");
    assert!(row("Community pharmacists").contains("yes 1 none none"), "{page}");
    assert!(page.contains("Nobody is here from (14)") && page.contains("Here, and not heard (2)"), "{page}");
    let desk = bench.app.desk.as_ref().unwrap();
    let mut counted = coverage(desk.room(), &bench.app.programme.categories);
    note_invited(&mut counted, desk.view.workshop().unwrap());
    assert_eq!(counted.iter().filter(|of| of.partner).count(), 17);
    assert_eq!(counted.iter().filter(|of| of.invited).count(), 2);
}

#[test]
fn r1_one_key_marks_a_category_as_invited_and_again_as_not() {
    let mut bench = facilitator();
    bench.line("/invite");
    bench.key(KeyCode::Down);
    let invited = |bench: &Bench| -> Vec<String> {
        let view = &bench.app.desk.as_ref().unwrap().view;
        view.workshop().unwrap().invited().map(str::to_owned).collect()
    };
    assert!(saved(&bench.key(KeyCode::Char('i'))).contains("local-residents"));
    assert_eq!(invited(&bench), ["local-residents"]);
    assert!(bench.picture(80, 24).contains("I not invited after all"));
    bench.key(KeyCode::Enter);
    assert_eq!(invited(&bench), [""; 0]);
    bench.key(KeyCode::Esc);
    bench.line("/invite of no such name");
    assert!(bench.picture(120, 24).contains("is no kind of partner known here"));
}

#[test]
fn r2_the_balance_tells_host_other_professionals_and_community_apart() {
    let mut bench = facilitator();
    for line in ["@1 one", "two", "three", "@2 four", "@4 five", "@6 six"] {
        bench.line(line);
    }
    bench.control('r');
    let page = both(&mut bench, "room_voices");
    assert!(page.contains("general practice 60%, other professionals 20%, residents and community 20%"), "{page}");
    assert!(page.contains("Not counted: 1 line"), "{page}");
    assert!(page.contains("for you only"), "{page}");
}

#[test]
fn those_not_heard_are_named_longest_first_with_their_minutes() {
    let mut bench = facilitator();
    bench.line("/1");
    later(&mut bench, 12);
    bench.line("/join Late Example, carer");
    later(&mut bench, 7);
    bench.line("@2 I know everyone on my landing");
    bench.control('r');
    let page = bench.picture(100, 40);
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    assert!(page.contains("Not yet heard, longest first: 6 of 7") && !page.contains("Amina Example,"), "{page}");
    assert!(at("1 Naz Example, General practice (host): 19 minutes") < at("7 Late Example"), "{page}");
    assert!(page.contains("poor health outcomes: 7 minutes"), "{page}");
}

#[test]
fn r3_introductions_are_links_counted_across_sectors_and_a_blank_connector_is_open() {
    let mut bench = facilitator();
    bench.line("/link 2 4");
    bench.line("/link 4 2");
    bench.line("/link 2 3");
    bench.control('r');
    let page = bench.picture(120, 40);
    assert!(page.contains("Introductions: 2 links, 1 across sectors. No link yet: Naz, Tuyết, Bo."), "{page}");
    assert!(page.contains("Connector in the room: open, nobody is named"), "{page}");
    bench.key(KeyCode::Enter);
    bench.type_text("Naz Example");
    bench.key(KeyCode::Tab);
    bench.type_text("ran the choir for ten years");
    (0..2).for_each(|_| drop(bench.key(KeyCode::Tab)));
    assert!(saved(&bench.key(KeyCode::Enter)).contains("ran the choir for ten years"));
    let page = bench.picture(120, 40);
    assert!(page.contains("Connector in the room: Naz Example. Experience: ran the choir for ten years"), "{page}");
}

#[test]
fn r4_the_strategic_connector_is_a_field_of_its_own_and_open_while_blank() {
    let mut bench = facilitator();
    bench.line("/connector Naz Example");
    bench.control('r');
    let page = bench.picture(120, 40);
    assert!(page.contains("Experience: not said") && page.contains("to the wider system: open"), "{page}");
    bench.key(KeyCode::Esc);
    bench.key(KeyCode::F(3));
    (0..2).for_each(|_| drop(bench.key(KeyCode::Tab)));
    let gaps = bench.picture(120, 40);
    assert!(gaps.contains("No connector to the wider system: Staying connected"), "{gaps}");
    assert!(!gaps.contains("No connector in the room"), "{gaps}");
    bench.key(KeyCode::Esc);
    bench.line("/strategic Dee Example");
    assert_eq!(workshop_text(&bench, field::STRATEGIC).as_deref(), Some("Dee Example"));
    assert_eq!(workshop_text(&bench, field::CONNECTOR).as_deref(), Some("Naz Example"));
    bench.control('r');
    assert!(bench.picture(120, 40).contains("Connector to the wider system: Dee Example"));
}

#[test]
fn r8_a_speaker_of_whom_only_the_role_is_known_is_heard_and_attributed_like_any_other() {
    let mut bench = facilitator();
    bench.line("/join Healthwatch representative, voluntary sector, 3");
    bench.line("@7 who asked the people who did not come?");
    bench.control('r');
    assert!(!bench.picture(120, 40).contains("7 Healthwatch representative"));
    let view = &bench.app.desk.as_ref().unwrap().view;
    let said = view.live(&List::Contributions).last().unwrap();
    assert_eq!(said.link(field::SPEAKER), view.live(&List::Delegates).last().map(|d| d.id));
}

#[test]
fn r9_the_share_of_actions_that_the_community_leads_is_shown_and_none_is_a_prompt() {
    let mut bench = facilitator();
    bench.line("@1 !a open the waiting room lead:@1");
    bench.control('r');
    let page = bench.picture(120, 40);
    assert!(page.contains("Actions: 1, none led by a community partner. Which of them could one lead"), "{page}");
    bench.key(KeyCode::Esc);
    bench.line("@2 !a ring the neighbours lead:@2");
    bench.line("@2 !a ask the church");
    bench.control('r');
    let page = bench.picture(120, 40);
    assert!(page.contains("Actions: 1 of 3 led by community partners (33%). No lead yet: 1."), "{page}");
}

#[test]
fn r11_a_local_category_stands_below_its_own_and_the_seventeen_stay_seventeen() {
    let mut bench = facilitator();
    let local = "[[categories]]\nid = \"food-bank\"\ntitle = \"Food bank\"\nlabel = \"Food bank\"\nunder = \"voluntary-sector\"\n";
    let own = ProgrammeFile::parse(local, "local.toml").unwrap();
    let programme = Programme::embedded().with(&own).unwrap();
    bench.app.programme = Arc::new(programme);
    bench.line("/join Sam Example, food bank");
    bench.line("/invite");
    let page = bench.picture(120, 60);
    assert!(!page.contains("(15)") && page.contains("Nobody is here from (13)"), "{page}");
    let lines: Vec<&str> = page.lines().collect();
    let at = lines.iter().position(|line| line.contains("  Food bank")).unwrap();
    assert!(lines[at - 1].contains("Voluntary and community sector"), "{page}");
    assert_eq!(bench.app.programme.partners().count(), 17);
}

#[test]
fn each_table_tells_who_records_how_many_lines_and_when_it_was_last_heard_from() {
    let mut bench = facilitator();
    let programme = bench.app.programme.clone();
    let mut dee = table(&bench, 2, "Dee Example");
    for line in ["@2 they moved the bus stop", "@3 so I stopped going"] {
        dee.enter(line, &[], bench.now, &programme);
    }
    let bo = table(&bench, 3, "Bo Example");
    arrive(&mut bench, dee.view.clone());
    arrive(&mut bench, bo.view.clone());
    assert!(bench.picture(120, 40).contains("table 2 Dee: 2 at 11:45"), "{}", bench.picture(120, 40));
    bench.now += TimeDelta::seconds(20);
    bench.line("/tables");
    let page = both(&mut bench, "room_tables");
    assert!(page.contains("Naz Example (this window), 0 lines, nothing yet"), "{page}");
    assert!(page.contains("Table 2: Dee Example, 2 lines, 20 seconds ago"), "{page}");
    later(&mut bench, 4);
    arrive(&mut bench, bo.view.clone());
    let page = bench.picture(100, 30);
    assert!(page.contains("Table 2: Dee Example, 2 lines, quiet for 4 minutes"), "{page}");
    assert!(page.contains("Table 3: Bo Example, 0 lines, just now"), "{page}");
    for (minutes, quiet) in [(3 * 60, "quiet for 3 hours"), (9 * 24 * 60, "quiet for 9 days")] {
        later(&mut bench, minutes);
        assert!(bench.picture(100, 30).contains(quiet), "{}", bench.picture(100, 30));
    }
    assert!(bench.app.timer_shows());
    bench.key(KeyCode::Esc);
    assert!(!bench.app.timer_shows());
}

#[test]
fn a_clash_is_shown_with_both_values_and_one_key_settles_it_for_every_table() {
    let mut bench = facilitator();
    let joy = bench.app.desk.as_ref().unwrap().room().seats[2].delegate;
    let mut dee = table(&bench, 2, "Dee Example");
    let theirs = dee.change(bench.now, |edit| edit.set(&List::Delegates, joy, field::CONSENT, 4)).unwrap();
    bench.line("/level 3 1");
    arrive(&mut bench, dee.view.clone());
    assert!(bench.picture(120, 40).contains("changed in two places: 1"));
    bench.line("/clashes");
    let page = both(&mut bench, "room_clash");
    assert!(
        page.contains("Joy Example, consent: 1 for “paraphrase only” (Naz Example, 15 September 2026 11:45)"),
        "{page}"
    );
    assert!(page.contains("2 for “with name” (Dee"), "{page}");
    let settled = saved(&bench.key(KeyCode::Char('1')));
    let page = bench.picture(100, 30);
    assert!(page.contains("Nothing was changed in two places at once") && page.contains("Settled"), "{page}");
    dee.arrive(&File::decode(settled.as_bytes()).unwrap());
    dee.arrive(&theirs);
    let level = |desk: &Desk| desk.view.find(&List::Delegates, joy).and_then(|d| d.number(field::CONSENT));
    assert_eq!((level(&dee), dee.clashes.len()), (Some(1), 0));
    assert_eq!(level(bench.app.desk.as_ref().unwrap()), Some(1));
}

#[test]
fn p4_the_three_cs_and_five_features_are_tags_with_counts_and_zeros() {
    let mut bench = facilitator();
    bench.line("@2 !a we run the hall ourselves");
    bench.line("/tag control self");
    bench.line("@3 I did not know anybody and now I do");
    bench.line("/tag contact");
    bench.line("@3 untagged is allowed");
    bench.line("/tag");
    let page = both(&mut bench, "room_features");
    assert!(page.contains("3 of 4 lines and actions show one"), "{page}");
    let row = |name: &str| page.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(row(" control").contains(" 2") && row("self-organising").contains(" 2"), "{page}");
    assert!(row(" contact").contains(" 1") && row("truth-telling").contains("none yet"), "{page}");
    bench.key(KeyCode::Esc);
    bench.line("/tag con");
    assert!(bench.picture(120, 24).contains("“con” is none of: control, contact"));
}

#[test]
fn p5_a_step_of_the_guide_is_scored_with_a_note_and_shown_against_the_time_before() {
    let mut bench = facilitator();
    let workshop = bench.app.desk.as_ref().unwrap().view.workshop().unwrap().id();
    let earlier = {
        let mut desk = table(&bench, 9, "Earlier Example");
        let before = desk.change(bench.now, |edit| {
            let before = edit.create(&List::Workshops);
            edit.set(&List::Workshops, before, field::TITLE, "The one before");
            let id = edit.create(&List::Scores);
            edit.set(&List::Scores, id, field::WORKSHOP, before);
            edit.set(&List::Scores, id, field::STEP, 2);
            edit.set(&List::Scores, id, field::SCORE, "not-yet");
        });
        before.unwrap()
    };
    let scores: Vec<_> = earlier.list(&List::Scores).to_vec();
    let mut file = File::default();
    for score in scores {
        file.insert(&List::Scores, score);
    }
    arrive(&mut bench, file);
    bench.line("/guide");
    bench.key(KeyCode::Down);
    assert!(saved(&bench.key(KeyCode::Char('s'))).contains("\"score\": \"started\""));
    bench.key(KeyCode::Char('w'));
    bench.type_text("two residents joined the group");
    bench.key(KeyCode::Tab);
    bench.key(KeyCode::Enter);
    let page = both(&mut bench, "guide_short");
    assert!(page.contains("started: two residents joined the group · the time before: not yet"), "{page}");
    let desk = bench.app.desk.as_ref().unwrap();
    let reread = File::decode(&desk.view.encode()).unwrap();
    let kept = coplan::plan::score(&reread, workshop, 2).unwrap();
    assert_eq!(kept.note.as_deref(), Some("two residents joined the group"));
}

#[test]
fn p6_one_key_toggles_short_and_long_with_the_same_numbers_and_scores() {
    let mut bench = facilitator();
    bench.line("/guide 4 in place since the spring");
    bench.line("/guide");
    let short = bench.picture(100, 60);
    bench.key(KeyCode::Tab);
    let long = both(&mut bench, "guide_long");
    for (number, page) in (1..=5).flat_map(|number| [(number, &short), (number, &long)]) {
        assert!(page.contains(&format!("{number}. ")), "{page}");
    }
    assert!(short.contains("in place: since the spring") && long.contains("in place: since the spring"), "{long}");
    assert!(long.contains("tenants") && !short.contains("tenants"), "{short}");
    bench.key(KeyCode::Tab);
    assert_eq!(bench.picture(100, 60), short);
}

#[test]
fn p3_the_key_question_is_asked_and_stamped_at_opening_and_at_close() {
    let mut bench = facilitator();
    bench.line("/key");
    assert!(bench.picture(100, 30).contains("Keep one question in mind today"));
    let opening = saved(&bench.key(KeyCode::Enter));
    assert!(
        opening.contains("\"event\": \"key-question\"") && opening.contains("\"wording\": \"opening\""),
        "{opening}"
    );
    bench.line("/key");
    assert!(bench.picture(100, 30).contains("Before we go"));
    let close = saved(&bench.key(KeyCode::Enter));
    assert!(close.contains("\"event\": \"key-question\"") && close.contains("\"wording\": \"close\""), "{close}");
    bench.key(KeyCode::F(3));
    bench.key(KeyCode::Char('n'));
    bench.type_text("an action out of nowhere");
    for _ in 0..40 {
        bench.key(KeyCode::Tab);
    }
    bench.key(KeyCode::Enter);
    assert!(bench.picture(120, 30).contains("no community source"), "{}", bench.picture(120, 30));
}

#[test]
fn a5_evidence_goes_into_an_action_with_its_source_and_year_and_never_without() {
    let mut bench = facilitator();
    bench.line("/evidence");
    let page = both(&mut bench, "evidence");
    assert!(page.contains("as reported (2019)"), "{page}");
    bench.key(KeyCode::Enter);
    assert!(bench.picture(120, 30).contains("Evidence goes into an action"));
    bench.key(KeyCode::Esc);
    bench.line("@2 !a knock on every door");
    bench.line("/evidence");
    bench.key(KeyCode::Enter);
    bench.key(KeyCode::Enter);
    let view = &bench.app.desk.as_ref().unwrap().view;
    let data = view.live(&List::Actions).next().and_then(|action| action.text(field::DATA)).unwrap().to_owned();
    for card in &bench.app.programme.evidence {
        assert!(!card.source.is_empty() && card.year > 0, "{}", card.id);
    }
    let card = &bench.app.programme.evidence[0];
    assert_eq!(data, format!("{} ({}, as reported ({}))", card.text, card.source, card.year));
}

#[test]
fn the_room_is_closed_while_names_are_hidden() {
    let mut bench = facilitator();
    bench.key(KeyCode::F(9));
    bench.control('r');
    bench.line("/tables");
    bench.line("/invite");
    assert!(bench.app.overlays.is_empty());
}

/// Fills in the card: themes, hosts, speakers, to be confirmed, sponsors, bodies, open to change, already fixed.
const CARD: [&str; 9] = [
    "recovery journeys; social prescribing",
    "Northfield PCN; New Example Alliance",
    "Fatima Example; Rhys Example",
    "Bo Example",
    "Example Housing",
    "Citizens Advice Northfield; the parish council",
    "opening hours, and who holds the key",
    "the budget of this year",
    "",
];

#[test]
fn r5_the_six_kinds_of_people_and_bodies_of_an_event_stand_apart() {
    let mut bench = facilitator();
    bench.line("/card");
    for value in CARD {
        bench.type_text(value);
        bench.key(KeyCode::Tab);
    }
    let page = both(&mut bench, "card");
    assert!(page.contains("Delegates: 6") && page.contains("Session leads: none on the agenda yet"), "{page}");
    bench.key(KeyCode::Enter);
    let view = &bench.app.desk.as_ref().unwrap().view;
    let workshop = view.workshop().unwrap();
    let held = |of| workshop.0.set(of).collect::<Vec<_>>();
    assert_eq!(held(field::SPEAKERS), ["Bo Example", "Fatima Example", "Rhys Example"]);
    assert_eq!(held(field::UNCONFIRMED), ["Bo Example"]);
    assert_eq!(held(field::HOSTS), ["New Example Alliance", "Northfield PCN"]);
    assert_eq!((held(field::SPONSORS), held(field::BODIES).len()), (vec!["Example Housing"], 2));
    assert_eq!(held(field::OPEN_TO_CHANGE), ["opening hours, and who holds the key"]);
    // Confirmed: out of the one field, into the other, and still one speaker.
    bench.line("/card");
    for _ in 0..3 {
        bench.key(KeyCode::Tab);
    }
    for _ in 0..12 {
        bench.key(KeyCode::Backspace);
    }
    bench.key(KeyCode::BackTab);
    bench.type_text("; Bo Example");
    for _ in 0..8 {
        bench.key(KeyCode::Tab);
    }
    bench.key(KeyCode::Enter);
    let workshop = bench.app.desk.as_ref().unwrap().view.workshop().unwrap();
    assert_eq!((workshop.unconfirmed().count(), workshop.speakers().count()), (0, 3));
}

#[test]
fn a1_the_card_prefills_the_next_workshop_links_to_the_earlier_and_its_themes_are_tags() {
    let machine = Machine::new();
    let first = machine.path("first.json");
    machine.run(["new", first.to_str().unwrap(), "--title", "July", "--as", "Naz Example", "--no-screen"]).well();
    let lines = [&["/card"][..], &CARD, &["/guide 2 started two residents joined", "/quit"]].concat().join("\n");
    machine.feed(["open", first.to_str().unwrap(), "--as", "Naz Example", "--plain"], lines).well();
    let second = machine.path("second.json");
    let from = ["new", second.to_str().unwrap(), "--title", "November", "--from", first.to_str().unwrap()];
    machine.run(from.into_iter().chain(["--as", "Naz Example", "--no-screen"])).well();
    let (before, now) = (&items(&first, "workshops")[0], &items(&second, "workshops")[0]);
    assert_eq!(now["earlier"], before["id"]);
    for set in ["themes", "hosts", "speakers", "sponsors", "bodies", "open_to_change", "already_fixed"] {
        assert!(now[set].is_array() && now[set] == before[set], "{set}: {now}");
    }
    // Nobody has asked them yet whether they come again.
    assert_eq!(now["unconfirmed"], now["speakers"]);
    let lines = "/join Amina Example, local resident\nit took me a year #rec\n/guide\n/back\n/quit\n";
    let ran = machine.feed(["open", second.to_str().unwrap(), "--as", "Naz Example", "--plain"], lines).well();
    assert!(ran.out.contains("the time before: started (two residents joined)"), "{}", ran.out);
    assert_eq!(items(&second, "contributions")[0]["themes"], serde_json::json!(["recovery journeys"]));
    // The credits leave with the summary, each kind apart.
    let to = machine.path("out");
    let export = ["export", first.to_str().unwrap(), "--to", "md", "--for", "public", "-o", to.to_str().unwrap()];
    machine.run(export).well();
    let page = std::fs::read_dir(&to).unwrap().next().unwrap().unwrap().path();
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("Hosts: New Example Alliance; Northfield PCN."), "{page}");
    assert!(page.contains("Sponsors: Example Housing."), "{page}");
    assert!(!page.contains("Fatima") && !page.contains("Bo Example"), "{page}");
}

#[test]
fn a_host_who_came_and_may_not_be_named_is_in_no_credits() {
    let machine = Machine::new();
    let first = machine.path("first.json");
    machine.run(["new", first.to_str().unwrap(), "--title", "July", "--as", "Naz Example", "--no-screen"]).well();
    let lines = "/join Amina Example, local resident, 2\n/card\n\nAmina Example; Northfield PCN\n\n\n\n\n\n\n\n/quit\n";
    machine.feed(["open", first.to_str().unwrap(), "--as", "Naz Example", "--plain"], lines).well();
    let to = machine.path("out");
    let export = ["export", first.to_str().unwrap(), "--to", "md", "--for", "public", "-o", to.to_str().unwrap()];
    machine.run(export);
    let page = std::fs::read_dir(&to).unwrap().next().unwrap().unwrap().path();
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("Hosts: Northfield PCN.") && !page.contains("Amina"), "{page}");
}

#[test]
fn the_plain_face_tells_and_answers_every_page_of_the_room() {
    let machine = Machine::new();
    let file = machine.path("first.json");
    machine.run(["new", file.to_str().unwrap(), "--title", "July", "--as", "Naz Example", "--no-screen"]).well();
    let lines = [
        "/join Amina Example, local resident",
        "/join Rhys Example, housing officer, housing",
        "/link 1 2",
        "@1 I know everyone on my landing",
        "/room",
        "k",
        "2 i",
        "t",
        "h",
        "",
        "/tag contact",
        "/room",
        "1",
        "Naz Example",
        "ran the choir",
        "Dee Example",
        "they said it while the page was open",
        "/guide",
        "3 i",
        "3 w",
        "since the spring",
        "l",
        "/back",
        "/evidence",
        "/back",
        "/key",
        "",
        "/quit",
    ];
    let ran = machine.feed(["open", file.to_str().unwrap(), "--as", "Naz Example", "--plain"], lines.join("\n")).well();
    for told in [
        "have met: 1 link, 1 across sectors",
        "The room · for you only.",
        "residents and community 100%, of 1 line.",
        "2 Rhys Example, Housing providers: 0 minutes",
        "2. Local residents: not invited, here 1, spoke 1, leads none",
        "A number, and after it: i invited.",
        "2. Local residents: invited, here 1",
        "Naz Example (this window), 1 line, just now",
        "power-shifting: none yet",
        "The line shows: contact",
        "Connector in the room: Naz Example. Experience: ran the choir",
        "Connector to the wider system: Dee Example",
        "in place: since the spring",
        "as reported (2019)",
        "The key question was asked, at the opening",
    ] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    assert_eq!(items(&file, "contributions").len(), 2, "{}", ran.out);
    assert_eq!(items(&file, "contributions")[0]["features"], serde_json::json!(["contact"]));
}

#[test]
fn what_another_changed_while_a_form_was_open_holds_and_the_same_field_clashes() {
    let mut bench = facilitator();
    bench.line("@2 !a ring the neighbours lead:@2");
    let mut dee = table(&bench, 2, "Dee Example");
    let action = dee.view.live(&List::Actions).next().unwrap().id;
    let text = |bench: &Bench, of| {
        let view = &bench.app.desk.as_ref().unwrap().view;
        view.find(&List::Actions, action).unwrap().text(of).map(str::to_owned)
    };
    let clashes = |bench: &Bench| bench.app.desk.as_ref().unwrap().clashes.len();
    let finish = |bench: &mut Bench| {
        while bench.app.overlay().is_some() {
            bench.key(KeyCode::Enter);
        }
    };
    bench.key(KeyCode::F(3));
    bench.key(KeyCode::Char('e'));
    assert!(bench.picture(120, 40).contains("Keep this action"));
    // Another names what is measured, meanwhile.
    dee.change(bench.now, |edit| edit.set(&List::Actions, action, field::MEASURE, "calls made"));
    arrive(&mut bench, dee.view.clone());
    bench.type_text(" every week");
    finish(&mut bench);
    assert_eq!(text(&bench, field::MEASURE).as_deref(), Some("calls made"));
    assert_eq!(text(&bench, field::TEXT).as_deref(), Some("ring the neighbours every week"));
    assert_eq!(clashes(&bench), 0);
    // The same words, unseen of each other: both are kept.
    dee.arrive(&bench.app.desk.as_ref().unwrap().view);
    bench.key(KeyCode::Char('e'));
    dee.change(bench.now, |edit| edit.set(&List::Actions, action, field::TEXT, "visit the neighbours"));
    arrive(&mut bench, dee.view.clone());
    bench.type_text(", by phone");
    finish(&mut bench);
    assert_eq!(clashes(&bench), 1);
    let standing = bench.app.desk.as_ref().unwrap().view.find(&List::Actions, action).unwrap().clone();
    let values: Vec<_> = standing.standing(&field::TEXT.into()).filter_map(|v| v.value.text()).collect();
    assert_eq!(values.len(), 2, "{values:?}");
}

#[test]
fn a_line_changed_by_another_while_one_corrects_it_keeps_both_wordings() {
    let mut bench = facilitator();
    bench.line("@2 they moved the bus stop");
    let mut dee = table(&bench, 2, "Dee Example");
    let line = dee.view.live(&List::Contributions).next().unwrap().id;
    let reword = |bench: &mut Bench, dee: &mut Desk, words: &str| {
        dee.arrive(&bench.app.desk.as_ref().unwrap().view);
        dee.change(bench.now, |edit| edit.set(&List::Contributions, line, field::TEXT, words));
        arrive(bench, dee.view.clone());
    };
    let words = |bench: &Bench| -> Vec<String> {
        let item = bench.app.desk.as_ref().unwrap().view.find(&List::Contributions, line).unwrap().clone();
        item.standing(&field::TEXT.into()).filter_map(|v| v.value.text().map(str::to_owned)).collect()
    };
    // Only a mark is added: the words that came meanwhile hold.
    bench.key(KeyCode::Up);
    bench.type_text("#transport");
    reword(&mut bench, &mut dee, "they moved the stop");
    bench.key(KeyCode::Enter);
    assert_eq!(words(&bench), ["they moved the stop"]);
    assert_eq!(bench.app.desk.as_ref().unwrap().room().themes[0].0, "transport");
    // Both word it anew: both are kept, to be settled.
    bench.key(KeyCode::Up);
    bench.type_text("again");
    reword(&mut bench, &mut dee, "they took the stop away");
    bench.key(KeyCode::Enter);
    assert_eq!(words(&bench), ["they took the stop away", "they moved the stop again"]);
    assert_eq!(bench.app.desk.as_ref().unwrap().clashes.len(), 1);
}

#[test]
fn a_table_s_file_that_vanishes_is_said_and_its_lines_stay() {
    let mut bench = facilitator();
    let programme = bench.app.programme.clone();
    let mut dee = table(&bench, 2, "Dee Example");
    dee.enter("@2 they moved the bus stop", &[], bench.now, &programme);
    arrive(&mut bench, dee.view.clone());
    bench.line("/tables");
    bench.send(Message::Store(Report::Gone("/tmp/room.table-2.json".into())));
    let page = bench.picture(80, 24);
    assert!(page.contains("room.table-2.json is not beside your file any more"), "{page}");
    assert!(page.contains("Table 2: Dee Example, 1 line, just now"), "{page}");
    bench.key(KeyCode::Esc);
    assert!(bench.picture(80, 24).contains("they moved the bus stop"));
}
