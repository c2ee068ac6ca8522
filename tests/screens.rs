//! The screens as people see them, without a terminal: the practice workshop, a frozen clock, keys in, a picture out.
//!
//! Each snapshot was looked at by a person. After a change, look at it again before you accept it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;

use bench::{Bench, saved};
use coplan::model::file::File;
use coplan::model::stamp::Writer;
use coplan::store::recent::Recent;
use coplan::tui::app::Screen;
use coplan::tui::desk::Desk;
use coplan::tui::message::Message;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};

#[test]
fn the_first_screen_says_how_to_begin() {
    let mut bench = Bench::home();
    insta::assert_snapshot!("home_80x24", bench.picture(80, 24));
    let recent = Recent { path: "/home/bev/Documents/coplan/northfield.json".into(), recorder: None };
    bench.send(Message::Recent(vec![recent]));
    insta::assert_snapshot!("home_with_recent_60x16", bench.picture(60, 16));
}

#[test]
fn the_workshop_screen_fits_every_size() {
    for (width, height) in [(80, 24), (120, 40), (60, 16)] {
        let mut bench = Bench::workshop();
        insta::assert_snapshot!(format!("workshop_{width}x{height}"), bench.picture(width, height));
    }
}

#[test]
fn what_a_line_is_understood_as_stands_above_it() {
    let mut bench = Bench::workshop();
    bench.type_text("@2 !a ask the school for the hall lead:@4 due:fri #transport");
    insta::assert_snapshot!("chips_100x24", bench.picture(100, 24));
}

#[test]
fn every_overlay_can_be_read_at_80x24() {
    let mut bench = Bench::workshop();
    bench.control('g');
    insta::assert_snapshot!("help_80x24", bench.picture(80, 24));
    bench.key(KeyCode::Esc);
    bench.control('p');
    bench.type_text("consent");
    insta::assert_snapshot!("palette_80x24", bench.picture(80, 24));
    bench.key(KeyCode::Esc);
    bench.line("/withdraw 3");
    // What others say in these words comes first, and then how many files belong to this one.
    while bench.picture(80, 24).contains("other people's own words") {
        bench.key(KeyCode::Char('k'));
    }
    bench.send(Message::Belongings(Vec::new()));
    insta::assert_snapshot!("confirm_80x24", bench.picture(80, 24));
    bench.key(KeyCode::Esc);
    bench.line("/details");
    insta::assert_snapshot!("details_80x24", bench.picture(80, 24));
}

#[test]
fn the_plan_has_three_pages() {
    for (width, height) in [(80, 24), (120, 40), (60, 16)] {
        let mut bench = Bench::workshop();
        bench.key(KeyCode::F(3));
        insta::assert_snapshot!(format!("plan_actions_{width}x{height}"), bench.picture(width, height));
        bench.key(KeyCode::Tab);
        insta::assert_snapshot!(format!("plan_heard_{width}x{height}"), bench.picture(width, height));
        bench.key(KeyCode::Tab);
        insta::assert_snapshot!(format!("plan_missing_{width}x{height}"), bench.picture(width, height));
    }
}

#[test]
fn an_action_is_edited_with_the_words_it_rests_on_beside_it() {
    let mut bench = Bench::workshop();
    bench.key(KeyCode::F(3));
    bench.key(KeyCode::Char('e'));
    insta::assert_snapshot!("action_100x30", bench.picture(100, 30));
}

#[test]
fn a_failed_save_stays_on_the_screen_until_it_is_mended() {
    let mut bench = Bench::workshop();
    bench.line("@2 nobody must lose this");
    let refusal = coplan::store::Refusal::new(
        "/media/stick/northfield.json".as_ref(),
        coplan::store::Sort::Missing,
        "the folder is gone",
        "put the stick back in",
    );
    bench.send(Message::Store(coplan::store::Report::NotSaved { waiting: 1, refusal }));
    let picture = bench.picture(80, 24);
    assert!(picture.contains("NOT SAVED 1") && picture.contains("the folder is gone"), "{picture}");
    bench.send(Message::Store(coplan::store::Report::Saved { contributions: 36, changes: 1 }));
    let picture = bench.picture(80, 24);
    assert!(picture.contains("saved 36 · 11:45:00") && !picture.contains("NOT SAVED"), "{picture}");
}

#[test]
fn half_typed_text_outlives_every_change_of_stage_and_screen() {
    let mut bench = Bench::workshop();
    bench.type_text("half a thou");
    bench.control('n');
    bench.key(KeyCode::F(3));
    bench.key(KeyCode::Esc);
    bench.type_text("ght");
    assert!(bench.picture(80, 24).contains("half a thought"));
}

#[test]
fn the_arrow_takes_up_the_last_line_and_the_earlier_wording_is_kept() {
    let mut bench = Bench::workshop();
    bench.line("@2 the bus dont stop");
    bench.key(KeyCode::Up);
    assert!(bench.picture(100, 24).contains("Enter keeps it · Esc leaves it"));
    let effects = bench.line("here");
    let delta = saved(&effects);
    assert!(delta.contains("the bus dont stop here") && delta.contains("\"value\": \"the bus dont stop\""), "{delta}");
}

#[test]
fn undo_takes_back_the_last_command_and_says_which() {
    let mut bench = Bench::workshop();
    bench.line("@2 said by mistake");
    assert!(bench.picture(80, 24).contains("said by mistake"));
    bench.control('z');
    let picture = bench.picture(80, 24);
    assert!(picture.contains("Taken back: the line “said by mistake”"), "{picture}");
    bench.control('y');
    assert!(bench.picture(80, 24).contains("Brought back"));
}

#[test]
fn undoing_a_merge_leaves_its_sessions_out_and_loses_no_word() {
    let mut bench = Bench::home();
    let plan = File::decode(include_bytes!("../sessions/plan.json")).unwrap();
    let late = File::decode(include_bytes!("../sessions/practice.table-2.json")).unwrap();
    let sessions: Vec<_> = late.list(&coplan::model::fields::List::Recorders).iter().map(|r| r.id).collect();
    bench.app.desk = Some(Desk::new("/home/bev/plan.json".into(), plan, &[], Writer::from_number(7)));
    bench.app.screen = Screen::Plan;
    let before = bench.app.plan.rows(&bench.app).len();
    let merged = coplan::tui::message::Merged {
        path: "/home/bev/plan.json".into(),
        tally: coplan::store::merge::Tally { totals: vec!["1 files joined".into()], ..Default::default() },
        sessions,
        news: Some(late),
    };
    bench.send(Message::Merged(Ok(Box::new(merged))));
    bench.key(KeyCode::Enter);
    bench.control('z');
    let picture = bench.picture(100, 24);
    assert!(picture.contains("The plan leaves out 1 session"), "{picture}");
    assert!(bench.app.plan.rows(&bench.app).len() < before);
    bench.control('z');
    assert_eq!(bench.app.plan.rows(&bench.app).len(), before);
}

#[test]
fn pasted_lines_are_asked_about_and_kept_whole() {
    let mut bench = Bench::workshop();
    bench.send(Message::Paste("one\r\ntwo\r\n\r\nthree".into()));
    assert!(bench.picture(80, 24).contains("3 lines were pasted"));
    let effects = bench.key(KeyCode::Char('1'));
    let delta = saved(&effects);
    assert_eq!(delta.matches("\"kind\": \"flip-chart\"").count(), 3, "{delta}");
}

#[test]
fn words_that_may_not_travel_are_shown_as_such_whatever_the_line_says() {
    let mut bench = Bench::workshop();
    bench.line("/level 2 0");
    bench.line("@2 %4 between us");
    let picture = bench.picture(100, 24);
    assert!(picture.contains("in the room only"), "{picture}");
}

#[test]
fn a_shared_screen_shows_no_name_and_no_word_when_veiled() {
    let mut bench = Bench::workshop();
    bench.type_text("a draft about Amina");
    bench.key(KeyCode::F(9));
    let picture = bench.picture(120, 40);
    for hidden in ["Amina", "draft", "Example  ", "Joy"] {
        assert!(!picture.contains(hidden), "{hidden}:\n{picture}");
    }
}

#[test]
fn themes_are_listed_joined_and_taken_apart_again() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut bench = Bench::workshop();
        bench.line("@2 the walls are black with it #mildew");
        bench.line("/alias mildew transport");
        assert!(bench.picture(100, 24).contains("#transport"), "the line shows the name");
        bench.type_text("@2 again #mildew");
        assert!(bench.picture(100, 24).contains("#transport (mildew)"));
        for _ in 0..17 {
            bench.key(KeyCode::Backspace);
        }
        bench.line("/themes");
        insta::assert_snapshot!(format!("themes_{width}x{height}"), bench.picture(width, height));
        bench.key(KeyCode::Char('1'));
        insta::assert_snapshot!(format!("theme_{width}x{height}"), bench.picture(width, height));
        bench.key(KeyCode::Esc);
        bench.line("/unalias mildew");
        assert!(bench.picture(100, 24).contains("#mildew is a theme of its own again, apart from #transport"));
        bench.control('z');
        assert!(bench.picture(100, 24).contains("Taken back: what was settled on the themes #mildew and #transport"));
    }
}

#[test]
fn everything_about_a_line_is_in_one_form_and_only_what_changed_is_written() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut bench = Bench::workshop();
        bench.line("@2 mae'r neuadd ar gau");
        bench.control('d');
        bench.key(KeyCode::Tab);
        bench.key(KeyCode::Tab);
        while !bench.picture(width, height).contains("‹ Story ›") {
            bench.key(KeyCode::Right);
        }
        insta::assert_snapshot!(format!("about_{width}x{height}"), bench.picture(width, height));
        for _ in 0..5 {
            bench.key(KeyCode::Tab);
        }
        bench.type_text("welsh");
        while !bench.picture(width, height).contains("> Keep this line") {
            bench.key(KeyCode::Tab);
        }
        let delta = saved(&bench.key(KeyCode::Enter));
        assert!(delta.contains("\"language\": \"cy\"") && delta.contains("\"kind\": \"story\""), "{delta}");
        assert!(!delta.contains("\"text\"") && !delta.contains("\"consent\""), "{delta}");
        assert!(bench.picture(100, 24).contains("The line is kept: kind, language"));
        bench.control('z');
        let picture = bench.picture(100, 24);
        assert!(picture.contains("Taken back: the kind and the language of “mae'r neuadd ar gau”"), "{picture}");
    }
}

#[test]
fn an_earlier_wording_is_struck_for_good_and_no_undo_brings_it_back() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut bench = Bench::workshop();
        bench.line("@2 tell nobody that Ann said it");
        bench.key(KeyCode::Up);
        bench.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
        bench.line("somebody said it");
        bench.line("/wordings");
        insta::assert_snapshot!(format!("wordings_{width}x{height}"), bench.picture(width, height));
        bench.key(KeyCode::Char('1'));
        bench.line("strike");
        let effects = bench.key(KeyCode::Enter);
        assert!(!saved(&effects).contains("tell nobody"));
        for _ in 0..3 {
            bench.control('z');
            let file = bench.app.desk.as_ref().unwrap().view.encode();
            assert!(!String::from_utf8(file).unwrap().contains("tell nobody"));
        }
        bench.line("/wordings");
        assert!(!bench.picture(100, 24).contains("tell nobody"));
    }
}

#[test]
fn a_redo_says_what_it_brings_back() {
    let mut bench = Bench::workshop();
    bench.line("@2 they moved the bus stop");
    bench.line("%0");
    bench.control('z');
    assert!(bench.picture(100, 24).contains("Taken back: the consent of “they moved the bus stop”"));
    bench.control('z');
    bench.control('y');
    assert!(bench.picture(100, 24).contains("Brought back: the line “they moved the bus stop”"));
}

#[test]
fn a_question_is_answered_or_put_aside_in_one_line() {
    let mut bench = Bench::workshop();
    let open = |bench: &Bench| bench.app.desk.as_ref().unwrap().room().open_questions.len();
    let before = open(&bench);
    bench.line("@2 !q who pays for the hall?");
    bench.line("@3 and they laughed");
    assert_eq!(open(&bench), before + 1);
    bench.line("/disposition not-now it is not ours to decide");
    assert!(bench.picture(120, 40).contains("noted, not now: it is not ours to decide"));
    assert_eq!(open(&bench), before);
    bench.control('z');
    bench.line("/answer @3 the parish pays");
    assert!(bench.picture(120, 40).contains("answers “who pays for the hall?”"));
    assert_eq!(open(&bench), before);
}

#[test]
fn random_keys_at_random_sizes_never_break_anything() {
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = |limit: u64| {
        dice ^= dice >> 12;
        dice ^= dice << 25;
        dice ^= dice >> 27;
        (dice.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    };
    let letters: Vec<char> = "abc /@#!%+3é今\u{301}\u{200d}👩🇬🇧\u{202e}ع\t1234q".chars().collect();
    for round in 0..30 {
        let mut bench = if round % 5 == 0 { Bench::home() } else { Bench::workshop() };
        for _ in 0..120 {
            let code = match roll(24) {
                0 => KeyCode::Enter,
                1 => KeyCode::Esc,
                2 => KeyCode::Tab,
                3 => KeyCode::Up,
                4 => KeyCode::Down,
                5 => KeyCode::Left,
                6 => KeyCode::Backspace,
                7 => KeyCode::PageUp,
                8 => KeyCode::PageDown,
                9 => KeyCode::F(u8::try_from(roll(12)).unwrap() + 1),
                10 => KeyCode::Home,
                11 => KeyCode::Delete,
                _ => KeyCode::Char(letters[usize::try_from(roll(letters.len() as u64)).unwrap()]),
            };
            let modifiers = match roll(8) {
                0 => KeyModifiers::CONTROL,
                1 => KeyModifiers::ALT,
                2 => KeyModifiers::SHIFT,
                _ => KeyModifiers::NONE,
            };
            bench.press(code, modifiers);
            if roll(10) == 0 {
                bench.send(Message::Paste("a\u{1b}[31mb\r\n@1 c\u{0}".into()));
            }
            if roll(3) == 0 {
                let (width, height) = (u16::try_from(roll(130)).unwrap() + 1, u16::try_from(roll(45)).unwrap() + 1);
                bench.picture(width, height);
            }
        }
    }
}

/// The plan of the practice workshop, after these keys.
fn plan(typed: &str) -> Bench {
    let mut bench = Bench::workshop();
    bench.key(KeyCode::F(3));
    bench.type_text(typed);
    bench
}

#[test]
fn a_slash_on_the_plan_opens_a_line_at_the_foot() {
    for (width, height) in [(80, 24), (120, 40), (60, 16)] {
        let size = format!("{width}x{height}");
        insta::assert_snapshot!(format!("line_{size}"), plan("/").picture(width, height));
        insta::assert_snapshot!(format!("line_begun_{size}"), plan("/re").picture(width, height));
        insta::assert_snapshot!(format!("line_words_{size}"), plan("/alias damp").picture(width, height));
    }
}

#[test]
fn a_command_with_words_is_typed_on_the_plan_as_it_is_in_the_workshop() {
    let mut bench = plan("");
    bench.line("/alias \"damp homes\" housing");
    let picture = bench.picture(80, 24);
    assert!(picture.contains("#damp homes is shown under #housing now"), "{picture}");
    assert!(bench.app.overlays.is_empty());
    // One that asks for more is shown.
    bench.line("/find bus");
    assert!(bench.picture(80, 24).contains("bus"));
    assert_eq!(bench.app.find.entry.text(), "bus");
    bench.key(KeyCode::Esc);
    bench.line("/grid due");
    assert!(bench.app.plan.grid.is_some());
}

#[test]
fn a_refused_command_says_why_and_its_words_stay_to_be_mended() {
    let mut bench = plan("");
    for (typed, why) in [
        ("/aliass mould housing", "There is no command /aliass"),
        ("/we-did knitting", "There is no theme knitting"),
        ("/stage 3", "/stage applies on another screen"),
        ("/grid colour of the door", "There is no column"),
    ] {
        bench.line(typed);
        let picture = bench.picture(60, 16);
        assert!(picture.contains(why) && picture.contains(typed), "{picture}");
        // What is typed next belongs to the line, and the reproach goes.
        bench.type_text("x");
        let picture = bench.picture(60, 16);
        assert!(!picture.contains(why) && picture.contains(&format!("{typed}x")), "{picture}");
        bench.key(KeyCode::Esc);
        assert!(bench.app.overlays.is_empty() && bench.app.notice.is_none());
    }
    // Mended, it runs.
    bench.line("/aliass \"damp homes\" housing");
    for _ in 0.." \"damp homes\" housing".len() {
        bench.key(KeyCode::Left);
    }
    bench.key(KeyCode::Backspace);
    bench.key(KeyCode::Enter);
    assert!(bench.app.overlays.is_empty() && bench.picture(80, 24).contains("#damp homes is shown under"));
}

#[test]
fn the_line_on_the_plan_keeps_nothing_and_runs_nothing_that_was_not_typed() {
    let mut bench = plan("/");
    let before = bench.desk().changes;
    for code in [KeyCode::Enter, KeyCode::Enter, KeyCode::Backspace, KeyCode::Up, KeyCode::Left] {
        assert!(bench.key(code).is_empty());
    }
    assert_eq!(bench.app.overlays.len(), 1);
    bench.type_text("alias damp hous");
    bench.key(KeyCode::Esc);
    bench.type_text("/");
    assert!(!bench.picture(80, 24).contains("damp hous"));
    // A name that is only begun is completed, and shown before it runs.
    bench.line("und");
    assert!(bench.picture(80, 24).contains("/undo"));
    assert_eq!((bench.app.overlays.len(), bench.desk().changes), (1, before));
    bench.key(KeyCode::Esc);
    // So is one that was marked; Tab takes it too.
    bench.type_text("/re");
    bench.key(KeyCode::Down);
    bench.key(KeyCode::Enter);
    let picture = bench.picture(80, 24);
    assert!(bench.app.overlays.len() == 1 && picture.contains("Rename a theme:"), "{picture}");
    bench.key(KeyCode::Esc);
    bench.type_text("/ali");
    bench.key(KeyCode::Tab);
    bench.type_text("mould damp");
    assert!(bench.picture(80, 24).contains("/alias mould damp"));
}

#[test]
fn what_is_typed_while_names_are_hidden_is_not_shown() {
    let mut bench = Bench::workshop();
    bench.key(KeyCode::F(9));
    bench.key(KeyCode::F(3));
    bench.type_text("/withdraw Joy Example");
    assert!(!bench.picture(80, 24).contains("Joy"));
}

#[test]
fn the_foot_of_a_screen_holds_whole_keys_and_the_help_and_the_way_back_first() {
    for width in 30..160 {
        let picture = plan("").picture(width, 24);
        let foot = picture.lines().last().unwrap().trim_matches('"').trim().to_owned();
        for hint in foot.split("  ").map(str::trim).filter(|hint| !hint.is_empty()) {
            let known = ["Ctrl+G help", "Ctrl+P commands", "/ command", "Esc back", "j join files", "Tab page"];
            let others = ["g grid", "n new", "s status", "x export"];
            assert!(known.contains(&hint) || others.contains(&hint), "{width} {foot}");
        }
        assert!(foot.starts_with("Ctrl+G help") && (width < 40 || foot.contains("Esc back")), "{width} {foot}");
    }
    let foot = plan("").picture(80, 24);
    assert!(["n new", "s status", "x export", "/ command"].iter().all(|hint| foot.contains(hint)), "{foot}");
}

#[test]
fn no_word_of_a_long_notice_is_cut_off() {
    let words = "Some of the files cannot be read, perhaps half copied. What was read of them before stays, and \
                 the others were joined. Copy them again and press J; nothing is lost meanwhile, says this last word";
    for (width, height) in [(80, 24), (120, 40), (60, 16)] {
        let mut bench = Bench::workshop();
        for screen in [Screen::Run, Screen::Plan, Screen::Home] {
            bench.app.screen = screen;
            for warns in [false, true] {
                bench.app.notice = Some(coplan::tui::app::Notice { text: words.into(), warns });
                bench.app.revision += 1;
                let picture = bench.picture(width, height);
                let shown: Vec<&str> =
                    picture.split_whitespace().filter(|word| !word.starts_with(['"', '│'])).collect();
                assert!(shown.join(" ").contains("says this last word"), "{screen:?} {width}: {picture}");
            }
        }
    }
}
