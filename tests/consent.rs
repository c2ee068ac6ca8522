//! Nothing is shown beyond its consent: every level, cap, audience, report and format, searched for marker words.
// A test says what it found wrong by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod opened;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

use chrono::NaiveDate;
use coplan::export::FORMATS;
use coplan::model::columns::{PIECES, Piece, Takes};
use coplan::model::fields::field;
use coplan::model::file::File;
use coplan::model::kind::{DETAILS, Holds};
use coplan::model::programme::Programme;
use coplan::model::words::{Audience, Kind};
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
    // On a paper for the day nothing stands that was said: tests/papers.rs.
    for report in REPORTS.iter().filter(|report| !report.blank) {
        let document = (report.write)(&view);
        for format in FORMATS {
            for rendered in (format.render)(&document) {
                let name = format!("{} {} {} for {}", report.name, format.name, rendered.suffix, audience.name());
                outputs.push((name, opened::text(&rendered.bytes())));
            }
        }
    }
    outputs
}

/// All that one audience is sent of what was said and will be done, run together.
///
/// In the list of who came somebody stands by their own choice, whatever they said: tests/outputs.rs. A workbook and
/// JSON hold that list beside the same rows as CSV.
fn sent(file: &File, audience: Audience) -> String {
    let all = outputs(file, audience).into_iter();
    all.filter(|(name, _)| is_of_lines(name)).map(|(_, text)| text).collect()
}

/// The format of an output.
fn format_of(output: &str) -> &str {
    output.split(' ').nth(1).unwrap()
}

/// Whether no list of people stands in an output.
fn is_of_lines(output: &str) -> bool {
    !matches!(format_of(output), "xlsx" | "json") && !output.contains(" csv people ")
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
            let found: Vec<(&str, BTreeSet<&str>)> =
                all.iter().map(|(name, text)| (name.as_str(), markers(text))).collect();
            for ((output, text), (_, found)) in all.iter().zip(&found) {
                for never in ["10:38", "T10", "LONELYROLE", "HIDDENz", "PRIVATEz", "RECORDERz", "CONNECTORz", "ORGz"] {
                    assert!(!text.contains(never), "{never} in {output}, cap {cap_level}");
                }
                for (code, own, paraphrased, ..) in &said {
                    let level = level(*own);
                    let other = level == 1 && *paraphrased;
                    let has = |of: &str| found.contains(format!("{of}{code}").as_str());
                    assert!(level >= 2 || !has("WORDS"), "WORDS{code} in {output}");
                    assert!(other || !has("OTHER"), "OTHER{code} in {output}");
                    assert!(other || level >= 2 || !has("THEME"), "THEME{code} in {output}");
                }
                for (marker, best) in &best {
                    let may = if marker.starts_with("NAME") { 4 } else { 3 };
                    assert!(*best >= may || !found.contains(marker), "{marker} in {output}, cap {cap_level}");
                }
            }
            // And everything that may be shown is.
            for format in FORMATS {
                let of = |(name, _): &&(&str, BTreeSet<&str>)| format_of(name) == format.name;
                let found: BTreeSet<&str> = found.iter().filter(of).flat_map(|(_, found)| found).copied().collect();
                let has = |marker: String| found.contains(marker.as_str());
                for (code, own, paraphrased, ..) in &said {
                    let level = level(*own);
                    assert!(level < 2 || has(format!("WORDS{code}")), "no WORDS{code} in {}", format.name);
                    assert!(level != 1 || !paraphrased || has(format!("OTHER{code}")));
                }
                let named = ceiling == 4 && cap_level == 4;
                assert_eq!(has("NAME5x3z".into()), named);
                assert_eq!(has("ROLE4z".into()), ceiling >= 3 && cap_level == 4);
            }
        }
    }
}

/// What a line of the next test holds, and what may be shown of it where nothing else stands in the way.
struct Said {
    code: String,
    kind: Kind,
    level: usize,
    person_level: Option<usize>,
    paraphrased: bool,
    variant: usize,
}

impl Said {
    /// A story of which more is told than the line, without consent to it on file.
    fn blocked(&self) -> bool {
        self.kind == Kind::Story && self.variant == 2
    }

    /// Whether the speaker is whoever runs, owns or leads, rather than a name that was typed.
    const fn by_speaker(&self) -> bool {
        self.variant % 2 == 1
    }

    /// Whether the name in it was changed.
    const fn changed(&self) -> bool {
        self.variant == 3
    }
}

/// A line with something in every field there is, whether its kind has that detail or not.
fn full(draft: &mut Draft, code: &str, said: &Said, person: &str, consent: &str) {
    let mut fields = format!(
        r#""kind": "{}", "speaker": "{person}", "text": "WORDS{code}", "translation": "TRANSLATION{code}", "themes": ["THEME{code}"]{consent}"#,
        said.kind.name()
    );
    if said.paraphrased {
        write!(fields, r#", "paraphrase": "OTHER{code}""#).unwrap();
    }
    for detail in DETAILS {
        let name = detail.field.name();
        match detail.holds {
            Holds::Person if said.by_speaker() => write!(fields, r#", "{name}": "{person}""#),
            Holds::People => write!(fields, r#", "{name}": ["{}", "{person}"]"#, marker(name, code)),
            Holds::Text | Holds::Person => write!(fields, r#", "{name}": "{}""#, marker(name, code)),
            Holds::Day => write!(fields, r#", "{name}": "2031-05-06""#),
            Holds::Flag if detail.field == field::ON_FILE => write!(fields, r#", "{name}": {}"#, !said.blocked()),
            Holds::Flag if detail.field == field::PSEUDONYM => write!(fields, r#", "{name}": {}"#, said.changed()),
            Holds::Flag => write!(fields, r#", "{name}": true"#),
            Holds::Word(words) => write!(fields, r#", "{name}": "{}""#, words()[0].0),
        }
        .unwrap();
    }
    draft.say(&fields);
}

fn marker(field: &str, code: &str) -> String {
    format!("DETAIL{}{code}", field.replace('_', ""))
}

/// The words of a text that are markers.
fn markers(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.ends_with('z')).collect()
}

#[test]
fn no_detail_of_any_kind_travels_further_than_the_words_of_its_line() {
    let caps = [("", 4), (r#", "cap": "chatham-house""#, 2), (r#", "cap": "room-only""#, 0)];
    let pairs = LEVELS.map(|level| (Some(4), level)).into_iter().chain(LEVELS.map(|level| (level, Some(4))));
    let pairs: Vec<_> = pairs.collect();
    for (cap, cap_level) in caps {
        let mut draft = Draft::new(cap);
        let mut all = Vec::new();
        for kind in Kind::ALL {
            for (p, (person_level, level)) in pairs.iter().enumerate() {
                for variant in 0..4 {
                    let code = format!("{}x{p}x{variant}z", kind.name().replace('-', ""));
                    let said = Said {
                        kind: *kind,
                        level: person_level.unwrap_or(2).min(level.unwrap_or(1)).min(cap_level),
                        person_level: *person_level,
                        paraphrased: variant != 0,
                        variant,
                        code,
                    };
                    let code = &said.code;
                    let person = draft.person(&format!(r#""name": "NAME{code}"{}"#, consent(*person_level)));
                    full(&mut draft, code, &said, &person, &consent(*level));
                    all.push(said);
                }
            }
        }
        let file = draft.file();
        for audience in Audience::ALL {
            let team = *audience == Audience::Team;
            let ceiling = usize::try_from(audience.ceiling().number()).unwrap();
            let outputs = outputs(&file, *audience);
            let found: Vec<(&str, BTreeSet<&str>)> =
                outputs.iter().map(|(name, text)| (name.as_str(), markers(text))).collect();
            for said in &all {
                let (code, level) = (&said.code, said.level.min(ceiling));
                let hidden = said.kind.is_private() || said.blocked() || level == 0;
                let words = !hidden && level >= 2;
                let mut may = vec![
                    (format!("WORDS{code}"), words),
                    (format!("TRANSLATION{code}"), words),
                    (format!("OTHER{code}"), !hidden && level == 1 && said.paraphrased),
                    (format!("THEME{code}"), words || (!hidden && level == 1 && said.paraphrased)),
                ];
                // Beneath the words, or for whoever leads; and with a changed name nowhere. In the list of who came
                // somebody stands by their own choice, whatever they said.
                let credited = words && level == 4 && !said.changed();
                let listed = team && cap_level == 4 && said.person_level == Some(4);
                may.push((format!("NAME{code}"), credited));
                for detail in DETAILS {
                    let of_kind = said.kind.details().any(|of| of.field == detail.field);
                    let typed = match detail.holds {
                        Holds::Text | Holds::People => true,
                        Holds::Person => !said.by_speaker(),
                        Holds::Day | Holds::Flag | Holds::Word(_) => false,
                    };
                    let shown = match detail.field {
                        field::CONTACT => words && team && cap_level == 4,
                        field::REASON => words || (!hidden && level == 1 && said.paraphrased),
                        _ => words,
                    };
                    may.push((marker(detail.field.name(), code), of_kind && typed && shown));
                }
                for (marker, may) in may {
                    for (output, found) in &found {
                        let may = may || (listed && marker.starts_with("NAME") && !is_of_lines(output));
                        assert!(may || !found.contains(marker.as_str()), "{marker} in {output}, cap {cap_level}");
                    }
                    // And what may be shown is, in every format.
                    for format in FORMATS.iter().filter(|_| may) {
                        let somewhere = |(name, found): &(&str, BTreeSet<&str>)| {
                            format_of(name) == format.name && found.contains(&*marker)
                        };
                        assert!(found.iter().any(somewhere), "no {marker} in {} for {audience:?}", format.name);
                    }
                }
            }
            for (name, text) in &outputs {
                assert!(team || !text.contains("Contributions, private"), "{name}");
                // Whoever said it may be among those who came.
                let text = text.replace("NAMEobservation", "");
                assert!(!text.contains("observation") && !text.contains("Safeguarding"), "{name}");
            }
        }
    }
}

/// One line of this kind by somebody at level 4, and what its fields say besides.
fn one_of(kind: &str, fields: &str) -> File {
    let mut draft = Draft::new("");
    let joy = draft.person(r#""name": "NAMEz", "consent": 4"#);
    let fields = fields.replace("JOY", &joy);
    draft.say(&format!(r#""kind": "{kind}", "speaker": "{joy}", "text": "WORDSz"{fields}"#));
    draft.file()
}

#[test]
fn while_the_values_of_a_detail_clash_the_least_is_shown() {
    let older = |field: &str, value: &str| {
        format!(r#", "history": [{{"field": "{field}", "at": "20260101T000000000-0-b", "value": {value}}}]"#)
    };
    let team = |kind: &str, fields: &str| sent(&one_of(kind, &format!(r#", "consent": 4{fields}"#)), Audience::Team);

    // What lets a spotlight out must be beyond doubt, by every table.
    let spotlight = r#", "before": "BEFOREz", "consent_on_file": true"#;
    assert!(team("story", spotlight).contains("BEFOREz"));
    for value in ["false", "null", "\"yes\"", "1", "[\"yes\"]"] {
        let text = team("story", &format!("{spotlight}{}", older("consent_on_file", value)));
        assert!(!text.contains("WORDSz") && !text.contains("BEFOREz"), "{value}");
        assert!(text.contains("no consent on file: 1"), "{value}");
    }
    for value in ["\"yes\"", "[\"yes\"]", "false"] {
        let text = team("story", &format!(r#", "before": "BEFOREz", "consent_on_file": {value}"#));
        assert!(!text.contains("WORDSz") && !text.contains("BEFOREz"), "{value}");
    }
    // What makes it a spotlight need only be said by one.
    for (field, value) in [("title", "\"TITLEz\""), ("title", "[\"TITLEz\"]"), ("result", "\"RESULTz\"")] {
        let text = team("story", &older(field, value));
        assert!(!text.contains("WORDSz") && !text.contains("TITLEz") && !text.contains("RESULTz"), "{value}");
    }
    let text = team("quote", &format!(r#", "done": "DONEz"{}"#, older("kind", "\"story\"")));
    assert!(!text.contains("WORDSz"), "a story by one of two tables");
    // And so with a changed name.
    for value in ["true", "\"Mrs B\"", "[\"yes\"]"] {
        let text = team("story", &older("pseudonym", value));
        assert!(text.contains("WORDSz") && !text.contains("NAMEz") && text.contains("The name was changed"), "{value}");
    }

    // Of two texts nobody knows which is right.
    for (kind, field) in [
        ("asset", "place"),
        ("asset", "need"),
        ("asset", "contact"),
        ("asset", "lead"),
        ("story", "credit"),
        ("decision", "measure"),
        ("question", "reason"),
        ("quote", "translation"),
    ] {
        let one = format!(r#", "{field}": "ONEz""#);
        assert!(team(kind, &one).contains("ONEz"), "{field}");
        for other in ["\"OTHERz\"", "null", "[\"OTHERz\"]"] {
            let text = team(kind, &format!("{one}{}", older(field, other)));
            assert!(text.contains("WORDSz") && !text.contains("ONEz") && !text.contains("OTHERz"), "{field} {other}");
        }
    }
    for (kind, field, one, other, shown) in [
        ("parked", "due", "2031-05-06", "2031-05-07", "May 2031"),
        ("decision", "resolution", "agreed", "deferred", ", agreed"),
        ("question", "disposition", "not-now", "passed-on", "noted, not now"),
    ] {
        let fields = format!(r#", "{field}": "{one}""#);
        assert!(team(kind, &fields).contains(shown));
        assert!(!team(kind, &format!("{fields}{}", older(field, &format!("\"{other}\"")))).contains(shown), "{field}");
        assert!(!team(kind, &format!(r#", "{field}": "UNKNOWNz""#)).contains("UNKNOWNz"), "{field}");
    }
    // A question is open while two tables say different things of it.
    let disposed = format!(r#", "disposition": "not-now"{}"#, older("disposition", "\"action\""));
    assert!(team("question", &disposed).contains("1 question has no answer yet"));
    let referrals = format!(r#", "referrals": true{}"#, older("referrals", "false"));
    let sheet = |text: &str| text.contains("Takes referrals: yes");
    assert!(sheet(&team("asset", r#", "referrals": true"#)) && !sheet(&team("asset", &referrals)));

    // The lowest consent holds for the details too.
    let asset = r#", "paraphrase": "OTHERz", "place": "PLACEz""#;
    assert!(team("asset", asset).contains("PLACEz"));
    let text = team("asset", &format!("{asset}{}", older("consent", "1")));
    assert!(text.contains("OTHERz") && !text.contains("PLACEz") && !text.contains("WORDSz"));
}

#[test]
fn the_speaker_is_named_beside_a_line_no_closer_than_beneath_it() {
    for (kind, field, value) in [
        ("asset", "lead", "JOY"),
        ("asset", "lead", "NAMEz"),
        ("asset", "lead", "NAMEz and her sister"),
        ("asset", "contact", "NAMEz, 07700 900123"),
        ("story", "credit", "told by NAMEz"),
        ("decision", "lead", "JOY"),
        ("parked", "lead", "JOY"),
    ] {
        let says = |level: usize, more: &str| {
            let fields = format!(r#", "consent": {level}, "paraphrase": "OTHERz", "{field}": "{value}"{more}"#);
            sent(&one_of(kind, &fields), Audience::Team)
        };
        assert!(says(4, "").contains("NAMEz"), "{kind} {field}");
        for level in 1..=3 {
            let text = says(level, "");
            assert!(text.contains("WORDSz") || text.contains("OTHERz"), "{kind} {field} {level}");
            assert!(!text.contains("NAMEz"), "{kind} {field} at level {level}");
        }
        assert!(!says(4, r#", "pseudonym": true"#).contains("NAMEz"), "{kind} {field}, with a changed name");
    }
    let partner = one_of("decision", r#", "consent": 2, "partners": ["JOY", "CHURCHz"]"#);
    let text = sent(&partner, Audience::Team);
    assert!(text.contains("a delegate, CHURCHz") && !text.contains("NAMEz"));
}

#[test]
fn a_detail_repeats_no_words_beyond_their_consent() {
    let mut draft = Draft::new("");
    draft.say(r#""kind": "quote", "consent": 0, "text": "my landlord never mends the roof""#);
    draft.say(
        r#""kind": "story", "consent": 4, "text": "TOLDz", "before": "she slept in the laundry for a month", "contact": "x""#,
    );
    draft.say(r#""kind": "asset", "consent": 4, "text": "WORKSHOPz", "contact": "07700 900123""#);
    let repeats = "he said: My landlord never mends the ro\u{200b}óf!";
    let mut say = |fields: &str| draft.say(&fields.replace("REPEATS", repeats));
    say(r#""kind": "asset", "consent": 2, "text": "ASSETz", "need": "REPEATS", "lead": "REPEATS", "place": "HALLz""#);
    say(r#""kind": "story", "consent": 2, "text": "STORYz", "credit": "REPEATS""#);
    say(r#""kind": "decision", "consent": 2, "text": "DECISIONz", "partners": ["REPEATS", "CHURCHz"]"#);
    say(
        r#""kind": "question", "consent": 1, "text": "who pays for the hall?", "paraphrase": "QUESTIONz", "disposition": "not-now", "reason": "REPEATS""#,
    );
    // Nor may the team's reason repeat the asker, who agreed to a paraphrase only.
    say(
        r#""kind": "question", "consent": 1, "text": "and why is it always us who pay?", "paraphrase": "OTHERz", "reason": "why is it always us""#,
    );
    say(r#""kind": "quote", "consent": 2, "text": "WELSHz", "language": "cy", "translation": "REPEATS""#);
    draft.add(
        "actions",
        r#""time": "2026-11-21T10:38:07+00:00", "text": "ACTIONz", "need": "She slept in the laundry for a month", "measure": "ring 07700900123""#,
    );
    let file = draft.file();
    for audience in Audience::ALL {
        let text = sent(&file, *audience);
        for shown in ["ASSETz", "HALLz", "STORYz", "DECISIONz", "CHURCHz", "QUESTIONz", "OTHERz", "WELSHz", "ACTIONz"] {
            assert!(text.contains(shown), "{shown} for {audience:?}");
        }
        for hidden in ["landlord", "laundry", "always us", "TOLDz"] {
            assert!(!text.contains(hidden), "{hidden} for {audience:?}");
        }
        let team = *audience == Audience::Team;
        assert_eq!((text.contains("07700 900123"), text.contains("ring 07700900123")), (team, team));
        let view = publish(&file, Programme::embedded(), &ask(*audience));
        assert_eq!(view.withheld().wordings, if team { 8 } else { 9 });
        assert_eq!(view.withheld().contributions[&Why::NotOnFile], 1);
    }
}

#[test]
fn a_vote_repeats_no_words_beyond_their_consent_and_says_of_nobody_what_they_voted() {
    for closed in [false, true] {
        let mut draft = Draft::new("");
        let hidden = draft.say(r#""kind": "idea", "consent": 0, "text": "my landlord never mends the roof""#);
        let paraphrased = draft.say(
            r#""kind": "idea", "consent": 1, "text": "she slept in the laundry", "paraphrase": "a night shelter""#,
        );
        let people: Vec<String> = (0..4)
            .map(|seat| draft.person(&format!(r#""name": "NAME{seat}z", "category": "faith", "consent": 0"#)))
            .collect();
        let vote = draft.add(
            "votes",
            r#""time": "2026-11-21T10:38:07+00:00", "kind": "dots", "question": "he said: My landlord never mends the róof!""#,
        );
        let mut option = |fields: &str| draft.add("vote_options", &format!(r#""vote": "{vote}", {fields}"#));
        let options = [
            option(&format!(r#""order": 1, "about": "{hidden}""#)),
            option(&format!(r#""order": 2, "about": "{paraphrased}""#)),
            option(r#""order": 3, "text": "She slept in the laundry""#),
            option(r#""order": 4, "theme": "my landlord never mends the roof""#),
            option(r#""order": 5, "text": "a list by NAME1z, as PLAINz""#),
        ];
        let ballots: Vec<String> = people
            .iter()
            .zip(&options)
            .map(|(person, option)| {
                let fields = format!(r#""vote": "{vote}", "delegate": "{person}", "choices": "{option} {option}""#);
                draft.add("ballots", &fields)
            })
            .collect();
        if closed {
            draft.add("vote_events", &format!(r#""vote": "{vote}", "event": "close-all""#));
        }
        let file = draft.file();
        for audience in Audience::ALL {
            let text: String = outputs(&file, *audience).into_iter().map(|(_, text)| text).collect();
            let team = *audience == Audience::Team;
            for shown in ["PLAINz", "a night shelter", "an option that is not shown here"] {
                assert!(text.contains(shown), "{shown} for {audience:?}");
            }
            assert_eq!(text.contains("2 dots each"), closed, "{audience:?}");
            for hidden in ["landlord", "laundry"] {
                assert!(!text.contains(hidden), "{hidden} for {audience:?}");
            }
            assert!(team || !text.contains("NAME1z"), "{audience:?}");
            for id in people.iter().chain(&options).chain(&ballots).chain([&vote]) {
                assert!(!text.contains(id.as_str()), "{id} for {audience:?}");
            }
        }
    }
}

#[test]
fn a_spotlight_leaves_with_consent_on_file_alone_and_a_plain_story_by_its_level() {
    let tells = |fields: &str| sent(&one_of("story", &format!(r#", "consent": 2{fields}"#)), Audience::Public);
    // Where it happened, who told it and a changed name make no spotlight of it.
    let plain = tells(r#", "place": "PLACEz", "credit": "CREDITz", "pseudonym": true, "title": "  ""#);
    assert!(plain.contains("WORDSz") && plain.contains("PLACEz") && plain.contains("CREDITz"));
    assert!(plain.contains("The name was changed.") && plain.contains("## Stories"));
    for part in ["title", "before", "done", "result"] {
        let text = tells(&format!(r#", "{part}": "PARTz""#));
        assert!(!text.contains("WORDSz") && !text.contains("PARTz"), "{part}");
        assert!(text.contains("Contributions, stories that nobody has agreed to yet: 1."), "{part}");
        let text = tells(&format!(r#", "{part}": "PARTz", "consent_on_file": true, "pseudonym": true"#));
        assert!(
            text.contains("WORDSz") && text.contains("PARTz") && text.contains("## Stories told in full"),
            "{part}"
        );
        assert!(text.contains("The name was changed."), "{part}");
    }
    // Consent on file raises nobody's level, and a paraphrase of it is an ordinary story.
    let told = r#", "title": "PARTz", "consent_on_file": true, "paraphrase": "OTHERz""#;
    let text = sent(&one_of("story", &format!(r#", "consent": 1{told}"#)), Audience::Team);
    assert!(text.contains("OTHERz") && !text.contains("PARTz") && !text.contains("WORDSz"));
    assert!(text.contains("## Stories") && !text.contains("## Spotlights"));
    assert!(!sent(&one_of("story", &format!(r#", "consent": 0{told}"#)), Audience::Team).contains("OTHERz"));
    // The speaker's own name in a story whose name was changed is pointed out before it is sent.
    let told = r#", "consent": 4, "title": "NAMEz and the bus", "consent_on_file": true, "pseudonym": true"#;
    let file = one_of("story", told);
    assert_eq!(publish(&file, Programme::embedded(), &ask(Audience::Team)).naming().len(), 1);
}

#[test]
fn how_many_private_marks_there_are_is_told_to_the_team_alone() {
    let mut draft = Draft::new("");
    let mark = draft.say(r#""kind": "access-need", "consent": 4, "text": "HIDDENz""#);
    draft.say(r#""kind": "safeguarding", "consent": 4"#);
    let line = draft.say(r#""kind": "quote", "consent": 1, "text": "HIDDENz too""#);
    draft.add(
        "actions",
        &format!(r#""time": "2026-11-21T10:38:07+00:00", "text": "ACTIONz", "evidence": ["{mark}", "{line}"]"#),
    );
    let file = draft.file();
    for audience in Audience::ALL {
        let text = sent(&file, *audience);
        let team = *audience == Audience::Team;
        assert!(text.contains("ACTIONz") && !text.contains("HIDDENz"));
        assert_eq!(text.contains("Contributions, private: 2."), team);
        assert_eq!(text.contains("Evidence not shown here: 2."), team);
        assert_eq!(text.contains("Evidence not shown here: 1."), !team);
        assert_eq!(text.contains("| Contributions not shown here | 3 |"), team);
    }
}

#[test]
fn questions_and_parked_items_are_answered_owned_or_named_as_missing() {
    let mut draft = Draft::new("");
    let mut say = |fields: &str| draft.say(&format!(r#"{fields}, "consent": 2"#));
    let asked = say(r#""kind": "question", "text": "PAYSz""#);
    let said = format!(r#""kind": "reply", "text": "PARISHz", "reply_to": "{asked}""#);
    say(&said);
    say(r#""kind": "question", "text": "LATERz", "disposition": "not-now", "reason": "WHYz""#);
    say(r#""kind": "question", "text": "OPENz""#);
    let asked = say(r#""kind": "question", "text": "SILENTz""#);
    draft.say(&format!(r#""kind": "reply", "text": "HIDDENz", "reply_to": "{asked}", "consent": 0"#));
    let mut say = |fields: &str| draft.say(&format!(r#"{fields}, "consent": 2"#));
    say(r#""kind": "parked", "text": "OWNEDz", "lead": "the council", "due": "2031-05-06""#);
    say(r#""kind": "parked", "text": "LOSTz""#);
    for (name, page) in outputs(&draft.file(), Audience::Board).iter().filter(|(name, _)| name.contains(" md ")) {
        if tells_a_part(name) {
            continue;
        }
        let part = |heading: &str| {
            let rest = page.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("{heading} in {name}")).1;
            rest.split("\n## ").next().unwrap().to_owned()
        };
        let answers = part("Questions and their answers");
        let places =
            ["PAYSz", "PARISHz", "LATERz", "Question, noted, not now", "Why: WHYz", "SILENTz", "not shown here"]
                .map(|text| answers.find(text).unwrap_or_else(|| panic!("{text} in {name}")));
        assert!(places.is_sorted() && !answers.contains("OPENz"), "{places:?}");
        assert!(part("Questions without an answer yet").contains("OPENz"));
        assert!(part("In numbers").contains("| Questions without an answer yet | 1 |"));
        let parked = part("Parked");
        assert!(parked.contains("Owner: the council") && parked.contains("Reply by: 6 May 2031"), "{parked}");
        let missing = part("What is missing");
        assert!(missing.contains("Parked with no owner and no reply date: “LOSTz”") && !missing.contains("OWNEDz"));
        assert!(missing.contains("1 question has no answer yet."));
        assert!(!page.contains("HIDDENz"));
    }
}

#[test]
fn the_register_of_assets_is_a_table_by_place_in_every_format() {
    let mut draft = Draft::new("");
    let mut say = |fields: &str| draft.say(&format!(r#""kind": "asset", "consent": 2, {fields}"#));
    say(r#""text": "NOWHEREz""#);
    say(
        r#""text": "SINGERSz", "place": "Saltway", "type": "association", "when": "Mondays", "lead": "Theo", "need": "a grant""#,
    );
    say(r#""text": "HALLz", "place": "Kiln Street", "type": "place", "referrals": true, "capacity": "six a week""#);
    let file = draft.file();
    for (name, text) in outputs(&file, Audience::Board) {
        // In a workbook and in JSON the lines stand in the order they were said as well.
        let other =
            matches!(format_of(&name), "xlsx" | "json") || (name.contains(" csv ") && !name.contains(" assets "));
        if tells_a_part(&name) || other {
            continue;
        }
        let places = ["HALLz", "SINGERSz", "NOWHEREz"].map(|text_of| text.find(text_of).unwrap());
        assert!(places.is_sorted(), "{name}");
        for shown in ["Run by", "Takes referrals", "Room for", "a group", "a grant", "six a week"] {
            assert!(text.contains(shown), "{shown} in {name}");
        }
        assert!(!text.contains("Contact for referrals"), "{name}");
    }
    assert!(sent(&file, Audience::Team).contains("Contact for referrals"));
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
fn a_surname_alone_is_that_person_unless_it_is_an_ordinary_word_or_shared() {
    let mut draft = Draft::new("");
    for name in ["Joyce Patelz", "Ann Hall", "Bob Young", "Eve Twinz", "Max Twinz", "Ira Doorz", "Li Wu"] {
        draft.person(&format!(r#""name": "{name}", "consent": 2"#));
    }
    draft.person(r#""name": "Tom Twinz", "consent": 4"#);
    // Written small in three lines it is a word of this room, though it be somebody's name.
    for n in 0..3 {
        draft.say(&format!(r#""kind": "quote", "consent": 2, "text": "by the doorz, {n}""#));
    }
    let leads =
        ["Mrs Patelz", "patelz's team", "The hall committee", "Young people's forum", "The doorz crew", "Wu and sons"];
    for lead in leads.into_iter().chain(["The Twinz family"]) {
        draft.add("actions", &format!(r#""time": "2026-11-21T10:38:07+00:00", "text": "x", "lead": "{lead}""#));
    }
    let text = sent(&draft.file(), Audience::Team);
    assert!(!text.to_lowercase().contains("patelz") && text.contains("a delegate"));
    for shown in ["The hall committee", "Young people's forum", "The doorz crew", "Wu and sons", "The Twinz family"] {
        // In a web page the apostrophe is written otherwise.
        assert!(text.contains(shown), "{shown}");
    }
    // To the board nobody is named, so whichever of the three it is is not.
    assert!(!sent(&draft.file(), Audience::Board).contains("Twinz"));
}

#[test]
fn a_theme_is_no_name_however_it_is_joined_or_written() {
    let mut draft = Draft::new("");
    draft.person(r#""name": "Joyce Hiddenz", "consent": 2"#);
    draft.person(r#""name": "Ann Hall", "consent": 2"#);
    draft.person(r#""name": "Olu Openz", "consent": 4"#);
    let hidden =
        ["joycehiddenz", "HiddenzJoyce", "askjoycehiddenz", "ask-joyce-hiddenz", "hiddenz", "the hiddenz plan"];
    let shown = ["hall", "village-hall", "joyful", "oluopenz", "housing"];
    let themes: Vec<String> = hidden.iter().chain(&shown).map(|theme| format!("\"{theme}\"")).collect();
    draft.say(&format!(r#""kind": "quote", "consent": 2, "text": "WORDSz", "themes": [{}]"#, themes.join(", ")));
    let text = sent(&draft.file(), Audience::Team);
    for theme in hidden {
        assert!(!text.contains(theme), "{theme}");
    }
    for theme in shown {
        assert!(text.contains(theme), "{theme}");
    }
}

#[test]
fn names_typed_small_are_flagged_for_reading_and_ordinary_words_are_not() {
    let mut draft = Draft::new("");
    draft.person(r#""name": "Amina Quillz", "consent": 2"#);
    draft.person(r#""name": "Joy Benchz", "consent": 2"#);
    let mut say = |text: &str| draft.say(&format!(r#""kind": "quote", "consent": 2, "text": "{text}""#));
    let named = [say("i asked amina twice"), say("as quillz said"), say("JOY was there"), say("Benchz knows")];
    for text in ["it is a joy to sit here", "one benchz", "two benchz", "three benchz", "an aminable man"] {
        say(text);
    }
    let file = draft.file();
    let view = publish(&file, Programme::embedded(), &ask(Audience::Team));
    assert_eq!(view.naming().iter().map(ToString::to_string).collect::<Vec<_>>(), named);
}

#[test]
fn the_reason_of_a_question_told_in_other_words_names_nobody_who_may_not_be_named() {
    let mut draft = Draft::new("");
    draft.person(r#""name": "Joyce Hiddenz", "consent": 2"#);
    let mut ask_about = |words: &str, reason: &str| {
        draft.say(&format!(
            r#""kind": "question", "consent": 1, "text": "x", "paraphrase": "{words}", "disposition": "not-now", "reason": "{reason}""#
        ));
    };
    ask_about("FIRSTz", "Joyce said the same last year");
    ask_about("SECONDz", "mrs hiddenz has the key");
    ask_about("THIRDz", "WHYz it is not ours");
    for audience in Audience::ALL {
        let text = sent(&draft.file(), *audience);
        for shown in ["FIRSTz", "SECONDz", "THIRDz", "WHYz"] {
            assert!(text.contains(shown), "{shown}");
        }
        assert!(!text.contains("Joyce") && !text.contains("hiddenz"), "{audience:?}");
    }
}

#[test]
fn protected_words_and_names_that_another_hand_wrote_as_lists_are_protected_all_the_same() {
    let mut draft = Draft::new("");
    draft.person(r#""name": ["Joyce Hiddenz"], "consent": 2"#);
    draft.say(r#""kind": "quote", "consent": 0, "text": ["my landlord never mends the roof", "nor the door"]"#);
    draft.say(r#""kind": "quote", "consent": 0, "text": ["she slept in the laundry", 7]"#);
    let mut act = |fields: &str| draft.add("actions", &format!(r#""time": "2026-11-21T10:38:07+00:00", {fields}"#));
    act(r#""text": "ACTIONz", "need": "My landlord never mends the roof", "measure": "She slept in the laundry""#);
    act(r#""text": "LEADz", "lead": "Joyce Hiddenz""#);
    let text = sent(&draft.file(), Audience::Team);
    assert!(text.contains("ACTIONz") && text.contains("LEADz") && text.contains("a delegate"));
    for hidden in ["landlord", "laundry", "Joyce", "Hiddenz"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

#[test]
fn what_repeats_withdrawn_words_is_held_back_wherever_it_stands() {
    let mut draft =
        Draft::new(r#", "place": "HELDPLACEz", "question": "HELDQUESTIONz", "held": ["title 20261121T103807412-0-a"]"#);
    let held = r#""held": ["text 20261121T103807412-0-a 0-4"]"#;
    draft.say(&format!(r#""kind": "quote", "consent": 2, "text": "HELDLINEz", {held}"#));
    draft.say(r#""kind": "quote", "consent": 2, "text": "SHOWNz""#);
    let time = r#""time": "2026-11-21T10:38:07+00:00""#;
    draft.add("actions", &format!(r#"{time}, "text": "HELDACTIONz", {held}"#));
    let action = draft.add("actions", &format!(r#"{time}, "text": "ACTIONz""#));
    draft.add("updates", &format!(r#"{time}, "action": "{action}", "status": "done", "note": "HELDNOTEz", {held}"#));
    for audience in Audience::ALL {
        let text = sent(&draft.file(), *audience);
        assert!(text.contains("SHOWNz") && text.contains("ACTIONz") && !text.contains("HELD"), "{audience:?}: {text}");
    }
    let view = |file: &File| publish(file, Programme::embedded(), &ask(Audience::Team)).withheld().clone();
    assert_eq!(view(&draft.file()).contributions[&Why::Held], 1);
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
    for shown in [
        "Repair roofs",
        "An action that is still to be put in other words",
        "OTHERz",
        "Buy slates",
        "Find a hall",
        "OPENz",
    ] {
        assert!(text.contains(shown), "{shown}");
    }
    for hidden in ["landlord", "SECRETz", "MEASUREz", "PLAINz", "TOLDz", "needs a paraphrase"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    let view = publish(&file, Programme::embedded(), &ask(Audience::Public));
    assert_eq!((view.withheld().actions, view.withheld().wordings), (2, 3));
}

/// A value of a piece in which these words stand; none for one that holds no words.
fn holding(piece: &Piece, words: &str) -> Option<String> {
    let name = piece.field.name();
    match piece.takes {
        Takes::Day | Takes::Flag | Takes::Number | Takes::Pounds | Takes::Group => None,
        Takes::People | Takes::Words | Takes::Themes | Takes::Several(_) | Takes::AllOf(_) => {
            Some(format!(r#""{name}": ["{words}"]"#))
        }
        // Words of closed lists may be written into a file by hand as well.
        Takes::Text
        | Takes::Person
        | Takes::Word(_)
        | Takes::OneOf(_)
        | Takes::Stage
        | Takes::Option
        | Takes::Action => Some(format!(r#""{name}": "{words}""#)),
    }
}

/// Whether a piece holds words of a closed list.
fn is_list(piece: &Piece) -> bool {
    use Takes::{AllOf, OneOf, Option, Several, Stage, Word};
    matches!(piece.takes, Word(_) | Several(_) | OneOf(_) | AllOf(_) | Stage | Option)
}

#[test]
fn no_piece_of_an_action_repeats_words_beyond_their_consent() {
    let mut draft = Draft::new("");
    let pieces = || PIECES.iter().filter(|piece| piece.field != field::TEXT);
    let mut texts = 0;
    for piece in pieces() {
        let code = piece.field.name().replace('_', "");
        let (hidden, open) = (format!("HIDDEN{code}z my landlord never mends it"), format!("OPEN{code}z as agreed"));
        let Some(told) = holding(piece, &format!("we heard that {hidden}")) else { continue };
        texts += usize::from(!is_list(piece) && !matches!(piece.takes, Takes::Themes));
        draft.say(&format!(r#""kind": "quote", "text": "{hidden}", "consent": 1"#));
        draft.add("actions", &format!(r#""text": "ACT{code}", {told}"#));
        draft.add("actions", &format!(r#""text": "MAY{code}", {}"#, holding(piece, &open).unwrap()));
    }
    // A day that is no day, and what was said when somebody agreed or told how far it has come.
    draft.say(r#""kind": "quote", "text": "HIDDENdayz the rent went up again", "consent": 1"#);
    let action = draft.add("actions", r#""text": "ACTday", "due": "HIDDENdayz the rent went up again""#);
    let copied = |list: &str| format!(r#""action": "{action}", "{list}": "HIDDENdayz the rent went up again""#);
    draft.add("endorsements", &copied("body"));
    draft.add("endorsements", &copied("how"));
    draft.add("updates", &format!(r#""status": "done", {}"#, copied("note")));
    let group = draft.add("groups", r#""title": "HIDDENdayz the rent went up again""#);
    draft.add("actions", &format!(r#""text": "ACTgroup", "group": "{group}""#));
    // A topic of an open space, in whatever of it is typed.
    let typed =
        ["title", "lead", "note_taker", "place"].map(|of| format!(r#""{of}": "HIDDENdayz the rent went up again""#));
    let topic = draft.add("topics", &typed.join(", "));
    draft.say(&format!(r#""kind": "quote", "text": "of a topic", "consent": 2, "topic": "{topic}""#));
    let file = draft.file();
    assert!(texts >= 30, "{texts} pieces hold words");
    for audience in Audience::ALL {
        let text = sent(&file, *audience);
        for piece in pieces().filter(|piece| holding(piece, "").is_some()) {
            let code = piece.field.name().replace('_', "");
            assert!(!text.contains(&format!("HIDDEN{code}z")), "{code} for {}", audience.name());
            // Outside, not every column is told.
            let outside = matches!(audience, Audience::Delegates | Audience::Public);
            if outside && !["issue", "population", "measure", "voice", "did", "changed"].contains(&piece.field.name()) {
                continue;
            }
            // What nobody said may be shown: a gate that lets nothing through would fail here. What is in no list of the
            // programme is shown nowhere.
            assert_eq!(text.contains(&format!("OPEN{code}z")), !is_list(piece), "{code} for {}", audience.name());
        }
        assert!(!text.contains("HIDDENdayz"), "{}", audience.name());
    }
    let view = publish(&file, Programme::embedded(), &ask(Audience::Public));
    // The day that is none is no wording, and a theme is judged as a theme.
    // Who agreed and how, and the name of the group, stand in sections of their own as well; of a topic its name, who calls
    // it together and the place.
    assert_eq!(view.withheld().wordings, texts + 10);
}

#[test]
fn outside_the_team_no_whole_name_leaves_in_plan_text() {
    let mut draft = Draft::new("");
    draft.person(r#""name": "Joycez Hiddenz", "consent": 4"#);
    let mut pieces = Vec::new();
    let text = |code: &str| format!("TEXT{code}z of Mrs Joycez Hiddenz's, HIDDENZ and so Joycez said");
    for piece in PIECES.iter().filter(|piece| matches!(piece.takes, Takes::Text) && piece.field != field::TEXT) {
        let code = piece.field.name().replace('_', "");
        draft.add(
            "actions",
            &format!(r#""text": "{}", {}"#, text(&format!("A{code}")), holding(piece, &text(&code)).unwrap()),
        );
        pieces.extend([format!("A{code}"), code]);
    }
    let mut hold = |draft: &mut Draft, list: &'static str, of: &str, name: &str, fields: &[&str]| {
        let texts = fields.iter().map(|field| {
            let code = format!("{list}{}", field.replace('_', ""));
            let held = format!(r#", "{field}": "{}""#, text(&code));
            pieces.push(code);
            held
        });
        let fields = format!("{of}{}", texts.collect::<String>());
        if name.is_empty() {
            draft.add(list, &fields);
        } else {
            draft.lists.push((list, vec![format!(r#"{{"id": "{name}", {fields}}}"#)]));
        }
    };
    let mut scores = Vec::new();
    let time = r#""time": "2026-11-21T10:38:07+00:00""#;
    let action = draft.add("actions", r#""text": "Actz", "themes": ["bus"]"#);
    hold(&mut draft, "updates", &format!(r#"{time}, "action": "{action}", "status": "done""#), "", &["note"]);
    hold(&mut draft, "endorsements", &format!(r#"{time}, "action": "{action}", "body": "the church""#), "", &["how"]);
    let group =
        format!(r#"{{"id": "20261121T103807412-0-g.1", {time}, "title": "{}", "note": "{}"}}"#, text("gt"), text("gn"));
    draft.lists.push(("groups", vec![group]));
    let task = format!(
        r#"{{"id": "20261121T103807412-0-g.2", {time}, "group": "20261121T103807412-0-g.1", "text": "{}"}}"#,
        text("tt")
    );
    draft.lists.push(("tasks", vec![task]));
    for (about, entry) in [("maturity", "leadership"), ("working-with-people", "partners"), ("heat", "prepare")] {
        let code = format!("s{entry}");
        let note = text(&code);
        draft.add("scores", &format!(r#"{time}, "about": "{about}", "entry": "{entry}", "note": "{note}""#));
        scores.push(code);
    }
    hold(&mut draft, "topics", time, "", &["title", "place"]);
    let plan = coplan::model::stamp::Id::of_plan().to_string();
    let eight =
        ["population", "needs", "outcomes", "measures", "intervention", "delivery", "review", "equity", "governance"];
    hold(&mut draft, "plans", r#""about": "plan""#, &plan, &eight);
    pieces.extend(["gt", "gn", "tt"].map(str::to_owned));
    pieces.extend(scores);
    let file = draft.file();
    for audience in Audience::ALL {
        let text = sent(&file, *audience);
        let named = text.to_lowercase().matches("joycez hiddenz").count();
        let missing: Vec<&String> = pieces.iter().filter(|code| !text.contains(&format!("TEXT{code}z of"))).collect();
        match audience {
            Audience::Team | Audience::Board => assert!(missing.is_empty(), "{missing:?} for {}", audience.name()),
            // They are not told every column, and the others still are.
            Audience::Delegates | Audience::Public => assert!(missing.len() * 2 < pieces.len(), "{missing:?}"),
        }
        let view = publish(&file, Programme::embedded(), &ask(*audience));
        if *audience == Audience::Team {
            assert!(named > 0 && view.withheld().names == 0, "the team works with the plan as it is");
        } else {
            // A part of a name is for the organiser to read, who is warned of it.
            assert!(view.to_check().iter().any(|line| line.contains("HIDDENZ")));
            assert_eq!(named, 0, "{}", audience.name());
            assert!(view.withheld().names >= pieces.len() && text.contains("Names in plan text of people"));
        }
    }
}

#[test]
fn only_a_whole_name_is_taken_out_of_plan_text_however_it_is_written() {
    let mut draft = Draft::new("");
    for name in [
        "Joyce Hiddenz",
        "Dr Olu A. Quillz",
        "Aminaz",
        "Will Young",
        "Joy",
        "Local resident",
        "Table 2",
        "王小明",
        "Renée O’Brienz",
    ] {
        draft.person(&format!(r#""name": "{name}", "consent": 2"#));
    }
    let cases = [
        ("Ask Mrs. Joyce Hiddenz's team", "Ask a delegate's team"),
        ("ask joyce  hiddenz", "ask a delegate"),
        ("JOYCE-HIDDENZ, and Hiddenz, Joyce", "a delegate, and a delegate"),
        ("write to joyce.hiddenz@example.org", "write to a delegate@example.org"),
        ("Prof Olu Quillz leads", "a delegate leads"),
        ("olu a quillz leads", "a delegate leads"),
        ("renee o'brienz and RENÉE OBRIENZ", "a delegate and a delegate"),
        ("aminaz will, so will Aminaz’s son", "a delegate will, so will a delegate’s son"),
        ("請王小明來", "請a delegate來"),
        ("with Will Young, of the church", "with a delegate, of the church"),
        // Ordinary words, a part of a name, a role and a table.
        ("Will young people come?", "Will young people come?"),
        ("Joy is a joy", "Joy is a joy"),
        ("every local resident at Table 2", "every local resident at Table 2"),
        ("Joyce and the Hiddenz family", "Joyce and the Hiddenz family"),
        ("the joyce of hiddenz", "the joyce of hiddenz"),
    ];
    for (text, _) in cases {
        draft.add("actions", &format!(r#""time": "2026-11-21T10:38:07+00:00", "text": "{text}""#));
    }
    let file = draft.file();
    let document = |audience| {
        let view = publish(&file, Programme::embedded(), &ask(audience));
        let plan = REPORTS.iter().find(|report| report.name == "plan").unwrap();
        let csv = FORMATS.iter().find(|format| format.name == "csv").unwrap();
        let document = (plan.write)(&view);
        let rendered = (csv.render)(&document);
        rendered.into_iter().map(|made| String::from_utf8(made.bytes()).unwrap()).collect::<String>()
    };
    let (team, public) = (document(Audience::Team), document(Audience::Public));
    for (text, told) in cases {
        assert!(team.contains(text), "{text}");
        assert!(public.contains(told), "{told} in {public}");
        assert_eq!(public.contains(text), text == told, "{text}");
    }
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
        for kind in Kind::ALL {
            let mut fields = format!(
                r#""kind": "{}", "speaker": "{joy}", "text": {text}, "consent": 4, "translation": {text}"#,
                kind.name()
            );
            for detail in DETAILS {
                let value = match detail.holds {
                    Holds::Flag => "true".to_owned(),
                    Holds::People => format!("[{text}]"),
                    _ => text.clone(),
                };
                write!(fields, r#", "{}": {value}"#, detail.field.name()).unwrap();
            }
            draft.say(&fields);
        }
        for audience in Audience::ALL {
            // What stands in a Word document is held to this beside its code: between its parts stand the bytes of a package.
            for (name, output) in
                outputs(&draft.file(), *audience).into_iter().filter(|(name, _)| !name.contains(" docx "))
            {
                let control = |c: &char| {
                    (c.is_control() && !matches!(c, '\n' | '\r')) || "\u{202e}\u{2066}\u{e0041}\u{200b}".contains(*c)
                };
                assert_eq!(output.trim_start_matches('\u{feff}').chars().find(control), None, "{name}");
                assert!(!output.trim_start_matches('\u{feff}').contains('\u{feff}'));
                if name.contains(" html ") {
                    assert_well_formed(&output, &name);
                } else if name.contains(" csv ") {
                    assert_inert_sheet(&output, &name);
                } else if name.contains(" json ") {
                    assert!(serde_json::from_str::<serde::de::IgnoredAny>(&output).is_ok(), "{name}");
                } else if name.contains(" md ") {
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
    const EMPTY: &[&str] = &["meta", "br", "rect"];
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
        "section",
        "details",
        "summary",
        "svg",
        "defs",
        "pattern",
        "desc",
        "text",
        "script",
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
        // The words in quotation marks are ours to write, the names of what they are for are not.
        let mut names = piece.split('>').next().unwrap().split('"').step_by(2);
        assert!(!names.any(|attribute| attribute.contains(" on")), "{name}: {piece}");
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
    // One script, and that only which the page names by its hash.
    assert_eq!((page.matches("<script>").count(), page.matches("script-src 'sha256-").count()), (1, 1), "{name}");
    assert!(page.contains("<html lang=\"en-GB\">") && page.contains("Content-Security-Policy"), "{name}");
    assert!(
        !page.contains("src=\"") && !page.replace("url(#", "").contains("url(") && !page.contains("href=\"http"),
        "{name}"
    );
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

/// Whether a report tells what became of what was said, and not all that was.
fn tells_a_part(name: &str) -> bool {
    !name.starts_with("plan ") && !name.starts_with("session ")
}

#[test]
fn ordinary_words_come_out_of_every_format_as_they_were_said() {
    let words = "they moved the bus stop so I stopped going; 50% fewer of us, \\\"honest\\\"";
    let mut draft = Draft::new("");
    draft.say(&format!(r#""kind": "quote", "text": "{words}", "consent": 2, "language": "cy", "star": true"#));
    draft.add("agreements", r#""contribution": "20261121T103807412-0-a.3", "count": 3"#);
    let file = draft.file();
    for (name, output) in outputs(&file, Audience::Public) {
        let plain = output.replace("\"\"", "\"").replace("\\\"", "\"");
        if tells_a_part(&name) || (name.contains(" csv ") && !name.contains(" contributions ")) {
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

#[test]
fn a_note_on_a_list_of_others_repeats_no_words_beyond_their_consent_and_what_it_rests_on_goes_through_the_gate() {
    let mut draft = Draft::new("");
    let low = draft.say(r#""kind": "quote", "text": "my landlord never mends the roof", "consent": 1"#);
    let none = draft.say(r#""kind": "quote", "text": "SECRETz of the room", "consent": 0"#);
    let open = draft.say(r#""kind": "quote", "text": "OPENz there is nowhere to meet", "consent": 2"#);
    let time = r#""time": "2026-11-21T10:38:07+00:00""#;
    for (about, entry) in [("maturity", "leadership"), ("working-with-people", "partners"), ("heat", "prepare")] {
        draft.add(
            "scores",
            &format!(
                r#"{time}, "about": "{about}", "entry": "{entry}", "level": "LEVELz", "review": "REVIEWz", "note": "my landlord never mends the roof", "evidence": ["{low}", "{none}", "{open}"]"#
            ),
        );
    }
    let plan = coplan::model::stamp::Id::of_plan().to_string();
    let group = r#""plus": ["my landlord never mends the roof", "Roma families"], "celebration": "CELEBRATEz""#;
    draft.lists.push(("plans", vec![format!(r#"{{"id": "{plan}", "about": "plan", {group}}}"#)]));
    let file = draft.file();
    for audience in Audience::ALL {
        let text = sent(&file, *audience);
        for hidden in ["landlord", "SECRETz", "LEVELz", "REVIEWz", "CELEBRATEz"] {
            assert!(!text.contains(hidden), "{hidden} for {}", audience.name());
        }
        let told = matches!(audience, Audience::Team | Audience::Board);
        assert_eq!(text.contains("2 not shown here"), told, "{}", audience.name());
        assert_eq!(text.contains("Healthwatch and the voluntary sector are partners"), told, "{}", audience.name());
    }
}
