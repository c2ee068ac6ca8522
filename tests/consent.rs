//! Nothing is shown beyond its consent: every level, cap, audience, report and format, searched for marker words.
// A test says what it found wrong by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::fmt::Write;

use chrono::NaiveDate;
use coplan::export::FORMATS;
use coplan::model::file::File;
use coplan::model::programme::Programme;
use coplan::model::words::Audience;
use coplan::publish::{Ask, REPORTS, Why, publish};

const LEVELS: [Option<usize>; 6] = [None, Some(0), Some(1), Some(2), Some(3), Some(4)];

/// A session file written line by line; every item is made by the writer `a` at the first table.
struct Draft {
    lists: Vec<(&'static str, Vec<String>)>,
    withdrawn: Vec<String>,
    next: usize,
}

impl Draft {
    fn new(workshop: &str) -> Self {
        let mut draft = Self { lists: Vec::new(), withdrawn: Vec::new(), next: 0 };
        let fields = format!(
            r#""title": "Staying connected", "pcn": "Northfield", "date": "2026-03-12", "connector": "CONNECTORz"{workshop}"#
        );
        let workshop = draft.add("workshops", &fields);
        let recorder = format!(r#""workshop": "{workshop}", "name": "RECORDERz", "table": "Two""#);
        let recorder = draft.add("recorders", &recorder);
        draft.add("runs", &format!(r#""recorder": "{recorder}""#));
        draft
    }

    fn add(&mut self, list: &'static str, fields: &str) -> String {
        let id = format!("20261121T103807412-0-a.{}", self.next);
        self.next += 1;
        let item = format!(r#"{{"id": "{id}", {fields}}}"#);
        match self.lists.iter_mut().find(|(name, _)| *name == list) {
            Some((_, items)) => items.push(item),
            None => self.lists.push((list, vec![item])),
        }
        id
    }

    fn person(&mut self, fields: &str) -> String {
        self.add("delegates", &format!(r#""workshop": "20261121T103807412-0-a.0", {fields}"#))
    }

    fn say(&mut self, fields: &str) -> String {
        let time = r#""time": "2026-11-21T10:38:07+00:00", "stage": "co-creation""#;
        self.add("contributions", &format!("{time}, {fields}"))
    }

    fn file(&self) -> File {
        let mut text = r#"{ "format": "coplan", "kind": "session", "version": 1"#.to_owned();
        for (list, items) in &self.lists {
            write!(text, ",\n\"{list}\": [\n{}\n]", items.join(",\n")).unwrap();
        }
        let withdrawn: Vec<String> = self.withdrawn.iter().map(|id| format!("\"{id}\"")).collect();
        write!(text, ",\n\"withdrawn\": [{}] }}", withdrawn.join(", ")).unwrap();
        File::decode(text.as_bytes()).unwrap()
    }
}

fn consent(level: Option<usize>) -> String {
    level.map(|level| format!(r#", "consent": {level}"#)).unwrap_or_default()
}

fn ask(audience: Audience) -> Ask {
    Ask { audience, today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() }
}

/// Every report of a file in every format, as (what it is, its text).
fn outputs(file: &File, audience: Audience) -> Vec<(String, String)> {
    let view = publish(file, Programme::embedded(), &ask(audience));
    let mut outputs = Vec::new();
    for report in REPORTS {
        let document = (report.write)(&view);
        for format in FORMATS {
            for rendered in (format.render)(&document) {
                let name = format!("{} {} {} for {}", report.name, format.name, rendered.suffix, audience.name());
                outputs.push((name, String::from_utf8(rendered.bytes).unwrap()));
            }
        }
    }
    outputs
}

/// All that one audience is sent, run together.
fn sent(file: &File, audience: Audience) -> String {
    outputs(file, audience).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn no_output_holds_what_the_rules_protect() {
    let caps = [("", 4), (r#", "cap": "none""#, 4), (r#", "cap": "chatham-house""#, 2), (r#", "cap": "room-only""#, 0)];
    for (cap, cap_level) in caps {
        let mut draft = Draft::new(cap);
        // For each own level three people who share a role, one who holds a role alone, and somebody unknown.
        let mut said = Vec::new();
        for (p, person_level) in LEVELS.into_iter().enumerate() {
            for seat in 0..4 {
                let role = if seat == 3 { format!("LONELYROLE{p}z") } else { format!("ROLE{p}z") };
                let person = draft.person(&format!(
                    r#""name": "NAME{p}x{seat}z", "role": "{role}", "organisation": "ORGz", "category": "faith"{}"#,
                    consent(person_level)
                ));
                for (c, level) in LEVELS.into_iter().enumerate() {
                    for paraphrased in [false, true] {
                        let code = format!("{p}x{seat}x{c}x{}z", u8::from(paraphrased));
                        let other =
                            if paraphrased { format!(r#", "paraphrase": "OTHER{code}""#) } else { String::new() };
                        draft.say(&format!(
                            r#""kind": "quote", "speaker": "{person}", "text": "WORDS{code}", "themes": ["THEME{code}"]{other}{}"#,
                            consent(level)
                        ));
                        let own = person_level.unwrap_or(2).min(level.unwrap_or(1)).min(cap_level);
                        said.push((code, own, paraphrased, format!("NAME{p}x{seat}z"), role.clone(), seat));
                    }
                }
            }
        }
        for private in
            [r#""private": "PRIVATEz", "kind": "quote""#, r#""kind": "observation""#, r#""kind": "from-a-newer-one""#]
        {
            draft.say(&format!(
                r#"{private}, "consent": 4, "text": "HIDDENz", "paraphrase": "HIDDENz", "themes": ["HIDDENz"]"#
            ));
        }
        draft.say(r#""kind": "quote", "consent": 4, "text": "HIDDENz", "removed": true"#);
        let file = draft.file();
        for (audience, ceiling) in
            [(Audience::Team, 4), (Audience::Board, 3), (Audience::Delegates, 2), (Audience::Public, 2)]
        {
            let level = |own: usize| own.min(ceiling);
            let all = outputs(&file, audience);
            // The highest level at which each name and role was spoken under.
            let mut best: HashMap<&str, usize> = HashMap::new();
            for (_, own, _, name, role, _) in &said {
                for marker in [name, role] {
                    let held = best.entry(marker.as_str()).or_default();
                    *held = level(*own).max(*held);
                }
            }
            for (output, text) in &all {
                for never in ["ORGz", "PRIVATEz", "HIDDENz", "RECORDERz", "CONNECTORz", "LONELYROLE", "10:38", "T10"] {
                    assert!(!text.contains(never), "{never} in {output}, cap {cap_level}");
                }
                for (code, own, paraphrased, ..) in &said {
                    let level = level(*own);
                    let other = level == 1 && *paraphrased;
                    assert!(level >= 2 || !text.contains(&format!("WORDS{code}")), "WORDS{code} in {output}");
                    assert!(other || !text.contains(&format!("OTHER{code}")), "OTHER{code} in {output}");
                    assert!(other || level >= 2 || !text.contains(&format!("THEME{code}")), "THEME{code} in {output}");
                }
                for (marker, best) in &best {
                    let may = if marker.starts_with("NAME") { 4 } else { 3 };
                    assert!(*best >= may || !text.contains(marker), "{marker} in {output}, cap {cap_level}");
                }
            }
            // And everything that may be shown is.
            for format in FORMATS {
                let text: String =
                    all.iter().filter(|(name, _)| name.contains(format.name)).map(|(_, text)| text.as_str()).collect();
                for (code, own, paraphrased, ..) in &said {
                    let level = level(*own);
                    assert!(level < 2 || text.contains(&format!("WORDS{code}")), "no WORDS{code} in {}", format.name);
                    assert!(level != 1 || !paraphrased || text.contains(&format!("OTHER{code}")));
                }
                let named = ceiling == 4 && cap_level == 4;
                assert_eq!(text.contains("NAME5x3z"), named);
                assert_eq!(text.contains("ROLE4z"), ceiling >= 3 && cap_level == 4);
            }
        }
    }
}

/// One line of somebody at level 4, and what its fields say besides.
fn one(fields: &str) -> File {
    let mut draft = Draft::new("");
    let joy = draft.person(r#""name": "NAMEz", "consent": 4"#);
    draft.say(&format!(r#""kind": "quote", "speaker": "{joy}", "text": "WORDSz", "consent": 4{fields}"#));
    draft.file()
}

#[test]
fn while_values_clash_the_lowest_holds() {
    let team = |fields: &str| sent(&one(fields), Audience::Team);
    let clash = |field: &str, value: &str| {
        team(&format!(r#", "history": [{{"field": "{field}", "at": "20260101T000000000-0-b", "value": {value}}}]"#))
    };
    assert!(team("").contains("WORDSz") && team("").contains("NAMEz"));
    for (field, value) in [
        ("consent", "0"),
        ("consent", "1"),
        ("consent", "\"a level of a newer version\""),
        ("consent", "7"),
        ("private", "\"safeguarding\""),
        ("kind", "\"observation\""),
        ("kind", "\"unheard-of\""),
        ("removed", "true"),
        ("speaker", "\"20261121T103807412-0-b.99\""),
        ("speaker", "\"a speaker of a newer version\""),
    ] {
        assert!(!clash(field, value).contains("WORDSz"), "{field} {value}");
    }
    let two = clash("consent", "2");
    assert!(two.contains("WORDSz") && !two.contains("NAMEz"));
    // A past value that was replaced counts no more.
    let past = team(
        r#", "history": [{"field": "consent", "at": "20260101T000000000-0-b", "value": 0, "replaced_by": "20261121T103807412-0-a"}]"#,
    );
    assert!(past.contains("WORDSz"));
}

#[test]
fn a_list_where_one_value_belongs_counts_as_the_strictest() {
    let (joy, sam) = ("20261121T103807412-0-a.3", "20261121T103807412-0-a.4");
    let says = |person: &str, fields: &str, cap: &str| {
        let mut draft = Draft::new(cap);
        assert_eq!(draft.person(&format!(r#""name": "NAMEz", {person}"#)), joy);
        draft.say(&format!(r#""text": "WORDSz", {fields}"#));
        sent(&draft.file(), Audience::Team).contains("WORDSz")
    };
    let plain = format!(r#""kind": "quote", "consent": 4, "speaker": "{joy}""#);
    assert!(says(r#""consent": 4"#, &plain, ""));
    assert!(!says(r#""consent": ["0"]"#, &plain, ""));
    assert!(!says(r#""consent": 4"#, &plain, r#", "cap": ["room-only"]"#));
    for fields in [r#""private": ["x"]"#, r#""removed": ["yes"]"#] {
        assert!(!says(r#""consent": 4"#, &format!("{plain}, {fields}"), ""), "{fields}");
    }
    for (from, to) in
        [(r#""quote""#, r#"["observation"]"#), ("4", r#"["0"]"#), (&*format!(r#""{joy}""#), &*format!(r#"["{sam}"]"#))]
    {
        assert!(!says(r#""consent": 4"#, &plain.replacen(from, to, 1), ""), "{to}");
    }
}

#[test]
fn nobody_is_named_who_did_not_say_so_and_to_clear_a_choice_raises_nothing() {
    let cleared = r#""edited": {"consent": "20261122T000000000-0-a"}, "history": [{"field": "consent", "at": "20261121T103807412-0-a", "value": 0, "replaced_by": "20261122T000000000-0-a"}]"#;
    for (person, words) in [(r#""role": "x""#, true), (cleared, false)] {
        let mut draft = Draft::new("");
        let joy = draft.person(&format!(r#""name": "NAMEz", {person}"#));
        draft.say(&format!(r#""kind": "quote", "speaker": "{joy}", "text": "WORDSz", "consent": 4"#));
        let text = sent(&draft.file(), Audience::Team);
        assert!(text.contains("WORDSz") == words && !text.contains("NAMEz"), "{person}");
    }
}

#[test]
fn what_is_no_date_stage_or_language_is_not_shown_and_no_theme_is_a_name() {
    let mut draft = Draft::new("");
    draft.person(r#""name": "Joyce Hidden", "consent": 2"#);
    draft.say(r#""kind": "quote", "text": "the roof lets in water", "consent": 1"#);
    draft.add(
        "contributions",
        r#""time": "2026-11-21T10:38:07+00:00", "kind": "quote", "text": "WORDSz", "consent": 2, "stage": "STAGEz", "language": "LANGz said so", "themes": ["joyce-hidden", "housing", "the-roof-lets-in-water"]"#,
    );
    draft.add(
        "actions",
        r#""time": "2026-11-21T10:38:07+00:00", "text": "Mend it", "due": "DUEz", "feedback": "BACKz", "stage": "STAGEz", "themes": ["joyce", "roofs"]"#,
    );
    let text = sent(&draft.file(), Audience::Team);
    for hidden in ["joyce", "lets-in", "STAGEz", "LANGz", "DUEz", "BACKz"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    assert!(text.contains("WORDSz") && text.contains("housing") && text.contains("roofs"));
}

#[test]
fn a_typed_lead_that_holds_the_name_of_a_delegate_is_that_delegate() {
    let mut draft = Draft::new("");
    draft.person(r#""name": "Joyce Hidden", "consent": 2"#);
    draft.person(r#""name": "Zed Zeroman", "consent": 0, "removed": true"#);
    draft.person(r#""name": "Olu Open", "consent": 4"#);
    for lead in ["Mrs Joyce Hidden", "Joyce", "zed zeroman.", "Joyce's team", "Olu Open, the church"] {
        draft.add("actions", &format!(r#""time": "2026-11-21T10:38:07+00:00", "text": "x", "lead": "{lead}""#));
    }
    let text = sent(&draft.file(), Audience::Team);
    assert!(!text.contains("Joyce") && !text.to_lowercase().contains("zeroman"));
    assert!(text.contains("Olu Open, the church") && text.contains("a delegate"));
}

#[test]
fn of_two_speakers_in_clash_the_lower_level_holds_and_neither_is_named() {
    for (other, shown) in [(4, true), (2, true), (1, false), (0, false)] {
        let mut draft = Draft::new("");
        let joy = draft.person(r#""name": "NAMEz", "role": "ROLEz", "consent": 4"#);
        let sam = draft.person(&format!(r#""name": "NAMEy", "role": "ROLEz", "consent": {other}"#));
        draft.person(r#""name": "NAMEx", "role": "ROLEz""#);
        let history = format!(r#"{{"field": "speaker", "at": "20260101T000000000-0-b", "value": "{sam}"}}"#);
        draft.say(&format!(
            r#""kind": "quote", "speaker": "{joy}", "text": "WORDSz", "consent": 4, "history": [{history}]"#
        ));
        let text = sent(&draft.file(), Audience::Team);
        assert_eq!(text.contains("WORDSz"), shown, "{other}");
        assert!(!text.contains("NAME") && !text.contains("ROLE"), "{other}");
    }
}

#[test]
fn caps_in_clash_or_in_words_of_a_newer_version_let_the_least_through() {
    for (cap, words) in [
        (r#", "cap": "embargo""#, false),
        (
            r#", "cap": "none", "history": [{"field": "cap", "at": "20260101T000000000-0-b", "value": "room-only"}]"#,
            false,
        ),
        (
            r#", "cap": "none", "history": [{"field": "cap", "at": "20260101T000000000-0-b", "value": "chatham-house"}]"#,
            true,
        ),
    ] {
        let mut draft = Draft::new(cap);
        let joy = draft.person(r#""name": "NAMEz", "consent": 4, "category": "faith""#);
        draft.say(&format!(r#""kind": "quote", "speaker": "{joy}", "text": "WORDSz", "consent": 4"#));
        let text = sent(&draft.file(), Audience::Team);
        assert!(text.contains("WORDSz") == words && !text.contains("NAMEz"), "{cap}");
    }
}

#[test]
fn words_of_somebody_withdrawn_or_not_here_are_hidden_and_counted() {
    let mut draft = Draft::new("");
    let joy = draft.person(r#""name": "NAMEz", "consent": 4"#);
    for speaker in [joy.as_str(), "20261121T103807412-0-b.7"] {
        draft.say(&format!(r#""kind": "quote", "speaker": "{speaker}", "text": "WORDSz", "consent": 4"#));
    }
    draft.withdrawn.push(joy);
    let file = draft.file();
    let view = publish(&file, Programme::embedded(), &ask(Audience::Team));
    assert!(view.voices().is_empty());
    assert_eq!(view.withheld().contributions[&Why::Waiting], 1);
    // The person, and the line that nobody named in the withdrawal.
    assert_eq!(view.withheld().contributions[&Why::Withdrawn], 2);
    assert!(!sent(&file, Audience::Team).contains("WORDSz"));
}

#[test]
fn a_session_that_the_plan_leaves_out_shows_nothing() {
    let mut draft = Draft::new("");
    draft.say(r#""kind": "quote", "text": "WORDSz", "consent": 4"#);
    draft.add("actions", r#""time": "2026-11-21T10:38:07+00:00", "text": "ACTIONz""#);
    assert!(sent(&draft.file(), Audience::Public).contains("ACTIONz"));
    let recorders = &mut draft.lists.iter_mut().find(|(name, _)| *name == "recorders").unwrap().1;
    recorders[0] = recorders[0].replace('}', r#", "left_out": true}"#);
    let text = sent(&draft.file(), Audience::Team);
    assert!(!text.contains("WORDSz") && !text.contains("ACTIONz"));
}

#[test]
fn a_role_that_few_people_hold_is_shown_as_delegate_and_the_organiser_is_told() {
    let mut draft = Draft::new("");
    let lone = draft.person(r#""name": "A Example", "role": "Pharmacist", "consent": 3"#);
    // The same person entered twice is one person.
    draft.person(r#""name": "a  example", "role": "pharmacist", "consent": 3"#);
    draft.person(r#""name": "B Example", "role": "pharmacist", "consent": 3"#);
    draft.say(&format!(r#""kind": "quote", "speaker": "{lone}", "text": "WORDSz", "consent": 3"#));
    let file = draft.file();
    let text = sent(&file, Audience::Team);
    assert!(text.contains("WORDSz") && !text.to_lowercase().contains("pharmacist\n") && !text.contains("Pharmacist"));
    let view = publish(&file, Programme::embedded(), &ask(Audience::Team));
    let few: Vec<_> = view.few_holders().iter().map(|(few, lines)| (few.role.as_str(), few.holders, *lines)).collect();
    assert_eq!(few, [("Pharmacist", 2, 1)]);
}

#[test]
fn words_that_name_somebody_who_may_not_be_named_are_flagged_for_reading() {
    let mut draft = Draft::new("");
    draft.person(r#""name": "Joy Example", "consent": 2"#);
    draft.person(r#""name": "Sam Sample", "consent": 4"#);
    let named = draft.say(r#""kind": "quote", "text": "it was Joy's idea", "consent": 2"#);
    draft.say(r#""kind": "quote", "text": "a joy to see, said Sam", "consent": 2"#);
    draft.add("actions", r#""time": "2026-11-21T10:38:07+00:00", "text": "Ask them", "need": "a key from Joy""#);
    let file = draft.file();
    let checks = publish(&file, Programme::embedded(), &ask(Audience::Team)).to_check();
    assert!(checks.iter().any(|line| line.contains("a key from Joy")), "{checks:?}");
    let flagged = |audience| publish(&file, Programme::embedded(), &ask(audience)).naming().len();
    let view = publish(&file, Programme::embedded(), &ask(Audience::Team));
    assert_eq!(view.naming().iter().map(ToString::to_string).collect::<Vec<_>>(), [named]);
    assert_eq!(flagged(Audience::Board), 2, "nobody is named to the board");
}

#[test]
fn an_action_repeats_no_words_beyond_their_consent() {
    let mut draft = Draft::new("");
    let line = |draft: &mut Draft, kind: &str, level: u8, text: &str| {
        draft.say(&format!(r#""kind": "{kind}", "text": "{text}", "consent": {level}"#))
    };
    let low = line(&mut draft, "quote", 1, "my landlord never mends the roof");
    let none = line(&mut draft, "action", 0, "SECRETz ask the landlord");
    let plain = line(&mut draft, "action", 1, "PLAINz ask the church");
    let told = draft.say(
        r#""kind": "action", "text": "TOLDz ask the church warden", "paraphrase": "OTHERz ask them", "consent": 1"#,
    );
    let open = line(&mut draft, "quote", 2, "OPENz there is nowhere to meet");
    let mut act = |fields: &str, evidence: &str| {
        draft.add("actions", &format!(r#""time": "2026-11-21T10:38:07+00:00", {fields}, "evidence": ["{evidence}"]"#));
    };
    act(r#""text": "Repair roofs", "issue": "He said: My landlord  never mends the roof!""#, &low);
    act(r#""text": "my landlord never mends the roof", "issue": "x""#, &open);
    act(r#""text": "SECRETz ask the landlord", "measure": "MEASUREz""#, &none);
    act(r#""text": "PLAINz ask the church""#, &plain);
    act(r#""text": "TOLDz ask the church warden""#, &told);
    act(r#""text": "Buy slates", "need": "so mylandlordnever mends the ro\u200bóf""#, &open);
    act(r#""text": "Find a hall", "issue": "OPENz there is nowhere to meet""#, &open);
    let file = draft.file();
    let text = sent(&file, Audience::Public);
    for shown in ["Repair roofs", "(needs a paraphrase)", "OTHERz", "Buy slates", "Find a hall", "OPENz"] {
        assert!(text.contains(shown), "{shown}");
    }
    for hidden in ["landlord", "SECRETz", "MEASUREz", "PLAINz", "TOLDz"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    let view = publish(&file, Programme::embedded(), &ask(Audience::Public));
    assert_eq!((view.withheld().actions, view.withheld().wordings), (2, 3));
}

#[test]
fn a_lead_is_called_as_their_own_level_allows() {
    let mut draft = Draft::new("");
    let people: Vec<String> =
        LEVELS.iter().map(|level| draft.person(&format!(r#""name": "NAME{level:?}z"{}"#, consent(*level)))).collect();
    for (at, id) in people.iter().enumerate() {
        let fields = format!(r#""text": "ACTION{at}", "lead": "{id}", "partners": ["{id}", "the church"]"#);
        draft.add("actions", &fields);
    }
    draft.add("actions", r#""text": "ACTION7", "lead": "nameSome(2)z""#);
    let file = draft.file();
    let team = sent(&file, Audience::Team);
    assert!(team.contains("NAMESome(4)z") && team.contains("the church") && team.contains("a delegate"));
    assert_eq!(team.matches("NAME").count(), team.matches("NAMESome(4)z").count());
    assert!(!team.contains("nameSome"), "a name typed by hand is that person's all the same");
    assert!(!sent(&file, Audience::Board).contains("NAME") && !sent(&file, Audience::Board).contains(&people[0]));
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=http://a.example/x onerror=alert(1)>",
    "![x](http://a.example/b.png)",
    "[x](javascript:alert(1))",
    "=HYPERLINK(\"http://a.example\")",
    " +1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "\u{feff}=1",
    "\u{1b}]52;c;AAAA\u{7}\u{9b}31m\u{0}",
    "\u{202e}txt\u{2066}\u{e0041}\u{200b}",
    "a\r\n=1\r\n# b\n\n<b>\n| c |",
    "</style></title></main>&lt;&amp;",
    "`x` **y** ~~z~~ $k$ <!-- -->",
    "日本語 العربية বাংলা 👩‍👩‍👧",
];

#[test]
fn nothing_that_was_typed_can_act_in_any_output() {
    let json = |text: &str| serde_json::to_string(text).unwrap();
    for hostile in HOSTILE {
        let text = json(hostile);
        let workshop = format!(r#", "place": {text}, "question": {text}"#);
        let mut draft = Draft::new(&workshop);
        draft.lists[0].1[0] = draft.lists[0].1[0].replace(r#""Staying connected""#, &text);
        let people = (0..3)
            .map(|_| draft.person(&format!(r#""name": {text}, "role": {text}, "consent": 4, "category": {text}"#)));
        let joy = people.collect::<Vec<_>>().remove(0);
        let said = draft.say(&format!(
            r#""kind": "question", "speaker": "{joy}", "text": {text}, "consent": 4, "language": {text}, "star": true, "themes": [{text}]"#
        ));
        draft.add(
            "actions",
            &format!(
                r#""text": {text}, "issue": {text}, "lead": {text}, "partners": [{text}], "measure": {text}, "due": {text}, "need": {text}, "voice": {text}, "stage": {text}, "themes": [{text}], "evidence": ["{said}"]"#
            ),
        );
        for audience in Audience::ALL {
            for (name, output) in outputs(&draft.file(), *audience) {
                let control = |c: &char| {
                    (c.is_control() && !matches!(c, '\n' | '\r')) || "\u{202e}\u{2066}\u{e0041}\u{200b}".contains(*c)
                };
                assert_eq!(output.trim_start_matches('\u{feff}').chars().find(control), None, "{name}");
                assert!(!output.trim_start_matches('\u{feff}').contains('\u{feff}'));
                if name.contains(" html ") {
                    assert_well_formed(&output, &name);
                } else if name.contains(" csv ") {
                    assert_inert_sheet(&output, &name);
                } else {
                    let bare = output.replace("<br>", "").replace("\\<", "").replace("\\[", "").replace("\\`", "");
                    assert!(!bare.contains('<') && !bare.contains('[') && !bare.contains('`'), "{name}: {output}");
                    assert!(!output.contains('\r') && !output.contains("http://"), "{name}");
                }
            }
        }
    }
}

/// Every tag closes what was opened last, and only tags that the page itself uses stand in it.
fn assert_well_formed(page: &str, name: &str) {
    const EMPTY: &[&str] = &["meta", "br"];
    const OURS: &[&str] = &[
        "html",
        "head",
        "title",
        "style",
        "body",
        "a",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "nav",
        "ul",
        "li",
        "main",
        "p",
        "figure",
        "blockquote",
        "figcaption",
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    let mut open: Vec<&str> = Vec::new();
    let (mut last, mut h1) = (1, 0);
    let body = page.strip_prefix("<!DOCTYPE html>").unwrap();
    for piece in body.split('<').skip(1) {
        let tag = piece.split(['>', ' ', '\n']).next().unwrap();
        assert!(piece.contains('>'), "{name}: {piece}");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
            continue;
        }
        assert!(EMPTY.contains(&tag) || OURS.contains(&tag), "{name}: <{tag}>");
        assert!(!piece.contains(" on") || !piece.split('>').next().unwrap().contains(" on"), "{name}: {piece}");
        if let Some(level) = tag.strip_prefix('h').and_then(|level| level.parse::<u8>().ok()) {
            assert!(level <= last + 1, "{name}: h{last} then h{level}");
            last = level;
            h1 += u8::from(level == 1);
        }
        if !EMPTY.contains(&tag) {
            open.push(tag);
        }
    }
    assert!(open.is_empty() && h1 == 1, "{name}: {open:?}");
    assert!(page.contains("<html lang=\"en-GB\">") && page.contains("Content-Security-Policy"), "{name}");
    assert!(!page.contains("src=\"") && !page.contains("url(") && !page.contains("href=\"http"), "{name}");
}

fn assert_inert_sheet(text: &str, name: &str) {
    assert!(text.starts_with('\u{feff}'), "{name}");
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let columns = reader.headers().unwrap().len();
    for row in reader.records() {
        let row = row.unwrap();
        assert_eq!(row.len(), columns, "{name}");
        for cell in &row {
            let start = cell.trim_start().chars().next();
            assert!(!start.is_some_and(|c| "=+-@＝＋－＠".contains(c)), "{name}: {cell:?}");
        }
    }
}

#[test]
fn ordinary_words_come_out_of_every_format_as_they_were_said() {
    let words = "they moved the bus stop so I stopped going; 50% fewer of us, \\\"honest\\\"";
    let mut draft = Draft::new("");
    draft.say(&format!(r#""kind": "quote", "text": "{words}", "consent": 2, "language": "cy", "star": true"#));
    draft.add("agreements", r#""contribution": "20261121T103807412-0-a.3", "count": 3"#);
    let file = draft.file();
    for (name, output) in outputs(&file, Audience::Public) {
        let plain = output.replace("\"\"", "\"");
        if name.contains("csv actions") {
            continue;
        }
        assert!(plain.contains("they moved the bus stop so I stopped going; 50% fewer of us, \"honest\""), "{name}");
        assert!(output.contains("DRAFT") && output.contains("Delegate") && output.contains("cy"), "{name}");
    }
    let page = &outputs(&file, Audience::Public)[0].1;
    assert!(page.contains("<blockquote lang=\"cy\" dir=\"auto\">") && page.contains("3 more agreed"));
    assert!(page.contains("12 March 2026") && page.contains("22 November 2026"));
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let file = one("");
    assert_eq!(outputs(&file, Audience::Team), outputs(&File::decode(&file.encode()).unwrap(), Audience::Team));
}

#[test]
fn a_file_with_nothing_in_it_still_makes_every_report() {
    for audience in Audience::ALL {
        for (name, output) in outputs(&File::default(), *audience) {
            if name.contains(" html ") {
                assert_well_formed(&output, &name);
            }
            assert!(!output.is_empty(), "{name}");
        }
    }
}
