//! Damaged, foreign and hostile files: each has its sort of fault and its place, gives up what can be read, and none
//! makes the reader fall over.
// A test says what it found wrong by failing, and counts its few lines as it likes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::naive_bytecount, clippy::format_push_string)]

use std::time::{Duration, Instant};

use coplan::model::decode::{Fault, Recovered, Sort, recover};
use coplan::model::fields::{List, field};
use coplan::model::file::File;

/// A small real file, in the layout that coplan writes.
const REAL: &str = r#"{ "format": "coplan", "kind": "session", "version": 1,
  "delegates": [
    {"id": "20261121T093512000-0-k3f9.3", "seat": 3, "name": "Joy Example", "consent": 2}
  ],
  "contributions": [
    {"id": "20261121T103807412-0-b7q4.0", "text": "they moved the bus stop so I stopped going", "themes": ["transport"]},
    {"id": "20261121T103912000-0-b7q4.0", "text": "the café — “warm” 👨‍👩‍👧 مرحبا", "edited": {"text": "20261121T104002001-0-b7q4"}, "history": [{"field": "text", "at": "20261121T103912000-0-b7q4", "value": "the cafe", "replaced_by": "20261121T104002001-0-b7q4"}]},
    {"id": "20261121T104105000-0-m2x8.0", "text": "who pays for the hall"}
  ],
  "withdrawn": [
    "20261121T102211000-0-b7q4.0",
    "20261121T102211000-0-b7q4.12",
    "20261121T104105000-0-m2x8.0 20261121T104105000-0-m2x8 paraphrase"
  ] }
"#;

const ITEM: &str = r#"{"id": "20261121T103807412-0-b7q4.0""#;

fn fault(bytes: impl AsRef<[u8]>) -> Fault {
    let bytes = bytes.as_ref();
    let fault = File::decode(bytes).expect_err("a bad file was read");
    assert_eq!(recover(bytes).expect("there is a fault").fault, fault);
    assert!(!fault.reason.is_empty());
    assert!(fault.line <= 1 + bytes.iter().filter(|&&b| b == b'\n').count());
    assert!(fault.column <= bytes.len() + 1);
    assert_eq!(fault.line == 0, !fault.to_string().starts_with("line "));
    fault
}

fn recovered(bytes: impl AsRef<[u8]>) -> Recovered {
    recover(bytes.as_ref()).expect("there is a fault")
}

/// A file of one contribution with these members after its id.
fn with_members(members: &str) -> String {
    format!(
        "{{ \"format\": \"coplan\", \"kind\": \"session\", \"version\": 1,\n  \"contributions\": [\n    {ITEM}{members}}}\n  ] }}\n"
    )
}

fn count(file: &File) -> usize {
    file.items().count()
}

#[test]
fn the_real_file_is_as_coplan_writes_it() {
    assert_eq!(String::from_utf8(File::decode(REAL.as_bytes()).unwrap().encode()).unwrap(), REAL);
}

#[test]
fn a_file_cut_off_at_any_byte_gives_up_every_whole_line_before_the_cut() {
    let end = REAL.trim_end().len();
    let whole = File::decode(REAL.as_bytes()).unwrap();
    for cut in 0..end {
        let bytes = &REAL.as_bytes()[..cut];
        let fault = fault(bytes);
        let head = "{ \"format\": \"coplan\"".len();
        let expected: &[Sort] = match cut {
            0 => &[Sort::Empty],
            cut if cut < head => &[Sort::NotCoplan],
            _ => &[Sort::Damaged, Sort::NotText],
        };
        assert!(expected.contains(&fault.sort), "{cut}: {fault:?}");
        let Recovered { file, lost, .. } = recovered(bytes);
        // A whole item ends in a brace; the withdrawals must not be guessed from half a line.
        let lines =
            || std::str::from_utf8(&bytes[..bytes.iter().rposition(|&b| b == b'\n').unwrap_or(0)]).unwrap().lines();
        let items = lines().filter(|l| l.trim().starts_with("{\"id\"")).count();
        assert!(count(&file) == items || count(&file) == items + 1, "{cut}");
        assert!(file.withdrawn().is_subset(whole.withdrawn()), "{cut}: {:?}", file.withdrawn());
        let ended = lines().filter(|l| l.trim().starts_with("\"2026")).count();
        assert!(file.withdrawn().len() >= ended, "{cut}");
        for (list, item) in file.items() {
            assert_eq!(whole.find(list, item.id), Some(item), "{cut}");
        }
        let last = 1 + bytes.iter().filter(|&&b| b == b'\n').count();
        assert!(lost.iter().all(|line| *line == last), "{cut}: {lost:?}");
    }
}

#[test]
fn a_byte_altered_anywhere_loses_at_most_its_line() {
    let whole = File::decode(REAL.as_bytes()).unwrap();
    for at in 0..REAL.trim_end().len() {
        for bad in [b'\0', 0xff] {
            let mut bytes = REAL.as_bytes().to_vec();
            if bytes[at] == b'\n' {
                continue;
            }
            bytes[at] = bad;
            let line = 1 + REAL.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count();
            let Err(fault) = File::decode(&bytes) else { panic!("{at} was read") };
            assert!(fault.line == line || fault.line == 0, "{at}: {fault}");
            let Recovered { file, lost, .. } = recovered(&bytes);
            let text = REAL.lines().nth(line - 1).unwrap().trim();
            if lost.is_empty() && bad == 0 {
                // A zero byte between the words of JSON, or in the envelope, hides nothing.
                assert_eq!((count(&file), file.withdrawn()), (count(&whole), whole.withdrawn()), "{at}");
            } else if text.starts_with("{\"id\"") {
                // Where the byte stood after the item, the item is here, and its line is named all the same.
                assert_eq!(lost, [line], "{at}");
                assert!(count(&file) + 1 >= count(&whole), "{at}");
                assert_eq!(file.withdrawn(), whole.withdrawn());
            } else if text.starts_with("\"2026") {
                assert_eq!((count(&file), lost), (count(&whole), vec![line]), "{at}");
                assert_eq!(file.withdrawn().len(), 2);
            } else if text.ends_with(": [") {
                // Of which list the items below are, nobody can say: they are named, and not put in another.
                assert!(lost.contains(&line) || text.contains("withdrawn"), "{at}: {lost:?}");
                assert!(file.items().all(|(list, item)| whole.find(list, item.id) == Some(item)));
                assert_eq!(file.withdrawn(), whole.withdrawn(), "{at}");
            } else {
                assert_eq!(count(&file), count(&whole), "{at} {text}");
                assert_eq!(file.withdrawn(), whole.withdrawn());
            }
        }
    }
}

#[test]
fn a_file_that_was_never_written_is_empty() {
    for bytes in [&b""[..], b"\0\0\0\0\0\0\0\0", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\0\0"] {
        assert_eq!(fault(bytes).sort, Sort::Empty);
        assert!(recovered(bytes).lost.is_empty());
    }
}

#[test]
fn what_is_not_utf_8_is_not_text() {
    assert_eq!(fault([0x89, b'P', b'N', b'G', 0, 0xff]).sort, Sort::NotText);
    let latin = REAL
        .replace("café", "caf\u{1}")
        .into_bytes()
        .iter()
        .map(|&b| if b == 1 { 0xe9 } else { b })
        .collect::<Vec<_>>();
    let found = fault(&latin);
    assert_eq!((found.sort, found.line), (Sort::NotText, 7));
    assert_eq!(recovered(&latin).lost, [7]);
    let wide = |order: fn(u16) -> [u8; 2]| {
        std::iter::once(0xfeff).chain(REAL.encode_utf16()).flat_map(order).collect::<Vec<u8>>()
    };
    assert_eq!(fault(wide(u16::to_le_bytes)).sort, Sort::NotText);
    assert_eq!(fault(wide(u16::to_be_bytes)).sort, Sort::NotText);
}

#[test]
fn json_of_something_else_is_not_a_coplan_file() {
    for text in [
        "[]",
        "1",
        "null",
        "\"coplan\"",
        "{}",
        "{ \"name\": \"package\" }",
        "hello",
        "{ \"format\": \"other\" }",
        "{ \"kind\": \"session\", \"version\": 1 }",
        "{ \"format\": 7 }",
        "{ \"format\": \"other\", \"version\": 9 }",
    ] {
        assert_eq!(fault(text).sort, Sort::NotCoplan, "{text}");
    }
}

#[test]
fn a_newer_version_is_named_as_such_even_where_the_rest_cannot_be_read() {
    for text in [
        r#"{ "format": "coplan", "kind": "session", "version": 2 }"#,
        r#"{ "format": "coplan", "kind": "season", "version": 2 }"#,
        r#"{ "format": "coplan", "kind": "season", "version": 2, "contributions": [ {"id": "#,
        r#"{ "format": "coplan", "kind": "session", "version": 3, "contributions": { "joy": 1 } }"#,
        r#"{ "contributions": { "joy": 1 }, "format": "coplan", "kind": "session", "version": 3 }"#,
    ] {
        assert_eq!(fault(text).sort, Sort::Newer, "{text}");
    }
}

#[test]
fn an_envelope_that_is_wrong_is_damaged() {
    for text in [
        r#"{ "format": "coplan", "kind": "season", "version": 1 }"#,
        r#"{ "format": "coplan", "kind": "session" }"#,
        r#"{ "format": "coplan", "version": 1 }"#,
        r#"{ "format": "coplan", "kind": "session", "version": 0 }"#,
        r#"{ "format": "coplan", "kind": "session", "version": -1 }"#,
        r#"{ "format": "coplan", "kind": "session", "version": 1.5 }"#,
        r#"{ "format": "coplan", "kind": "session", "version": 1, "version": 1 }"#,
        r#"{ "format": "coplan", "format": "coplan", "kind": "session", "version": 1 }"#,
        r#"{ "format": "coplan", "kind": "session", "kind": "plan", "version": 1 }"#,
        r#"{ "format": "coplan", "kind": "session", "version": 1, "withdrawn": ["Joy Example"] }"#,
        r#"{ "format": "coplan", "kind": "session", "version": 1, "withdrawn": [], "withdrawn": [] }"#,
        r#"{ "format": "coplan", "kind": "session", "version": 1, "settings": 1 }"#,
    ] {
        assert_eq!(fault(text).sort, Sort::Damaged, "{text}");
    }
}

#[test]
fn a_list_that_stands_twice_is_damage_and_both_are_recovered() {
    let second = "  \"contributions\": [\n    {\"id\": \"20261121T120000000-0-b7q4.0\", \"text\": \"later\"}\n  ],\n";
    let text = REAL.replace("  \"withdrawn\"", &format!("{second}  \"withdrawn\""));
    let found = fault(&text);
    assert_eq!((found.sort, found.line), (Sort::Damaged, 10));
    let Recovered { file, lost, .. } = recovered(&text);
    assert_eq!((file.list(&List::Contributions).len(), lost.len()), (4, 0));
    assert_eq!(file.withdrawn().len(), 3);
}

#[test]
fn a_key_that_stands_twice_is_damage() {
    let stamp = "20261121T110000000-0-k3f9";
    for members in [
        format!(", {}", &ITEM[1..]),
        ", \"text\": \"a\", \"text\": \"b\"".into(),
        ", \"later\": 1, \"text\": \"a\", \"later\": 1".into(),
        ", \"themes\": [\"a\"], \"themes\": [\"b\"]".into(),
        ", \"edited\": {}, \"edited\": {}".into(),
        ", \"history\": [], \"history\": []".into(),
        format!(", \"edited\": {{\"text\": \"{stamp}\", \"star\": \"{stamp}\", \"text\": \"{stamp}\"}}"),
        format!(", \"history\": [{{\"field\": \"text\", \"at\": \"{stamp}\", \"value\": 1, \"value\": 2}}]"),
        format!(", \"history\": [{{\"field\": \"text\", \"at\": \"{stamp}\", \"why\": \"lost if it were dropped\"}}]"),
        ", \"later\": {\"a\": 1, \"a\": 2}".into(),
        ", \"later\": [{\"a\": {\"b\": 1, \"b\": 1}}]".into(),
    ] {
        let found = fault(with_members(&members));
        assert_eq!((found.sort, found.line), (Sort::Damaged, 3), "{members}");
        assert!(found.reason.starts_with("contributions, item 1: "), "{found}");
    }
}

#[test]
fn an_item_without_a_good_id_is_damage() {
    for id in [
        "joy",
        "",
        "99999999T999999999-0-b7q4.0",
        "20261121T103807412-0-b7q4.4294967296",
        "20261121T103807412-0-b7q4.-1",
        "20261121T103807412-99999999999-b7q4.0",
        "20261121T1038074é-0-b7q4.0",
        "é0261121T103807412-0-b7q4.0",
        "....",
        "20261121T103807412-0-b7q4.٣",
        "--------T----------.0",
    ] {
        let text = with_members("").replace("20261121T103807412-0-b7q4.0", id);
        assert_eq!(fault(text).sort, Sort::Damaged, "{id}");
    }
}

#[test]
fn nesting_without_end_is_refused_and_not_followed() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = |depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert_eq!(fault(deep(100_000)).sort, Sort::NotCoplan);
        assert_eq!(fault(with_members(&format!(", \"later\": {}", deep(100_000)))).sort, Sort::Damaged);
        assert_eq!(fault(with_members(&format!(", \"edited\": {}", deep(100_000)))).sort, Sort::Damaged);
        let list =
            format!("{{ \"format\": \"coplan\", \"kind\": \"plan\", \"version\": 1, \"later\": {} }}", deep(100_000));
        assert_eq!(fault(list).sort, Sort::Damaged);
        let cut = format!("{{ \"format\": \"coplan\", \"later\": [{{\"id\": {}", open.repeat(100_000));
        assert_eq!(fault(cut).sort, Sort::Damaged);
        // As deep as may be read: it must be readable still where a clash has put it into the history.
        let (one, other) = (deep(64), deep(64).replace('1', "2"));
        let [mut one, other] =
            [one, other].map(|d| File::decode(with_members(&format!(", \"later\": {d}")).as_bytes()).unwrap());
        one.join(&other);
        assert!(one.encode().windows(9).any(|w| w == b"\"history\""));
        assert_eq!(File::decode(&one.encode()).unwrap(), one);
        assert_eq!(fault(with_members(&format!(", \"later\": {}", deep(70)))).sort, Sort::Damaged);
    }
}

#[test]
fn a_mark_at_the_start_and_other_line_ends_are_read() {
    let whole = File::decode(REAL.as_bytes()).unwrap();
    assert_eq!(File::decode(format!("\u{feff}{REAL}").as_bytes()).unwrap(), whole);
    let windows = REAL.replace('\n', "\r\n");
    assert_eq!(File::decode(windows.as_bytes()).unwrap(), whole);
    assert_eq!(fault(format!("\u{feff}\u{feff}{REAL}")).sort, Sort::NotCoplan);
    let cut = windows.replace("who pays", "\u{1}");
    assert_eq!((count(&recovered(&cut).file), recovered(&cut).lost), (3, vec![8]));
}

#[test]
fn numbers_and_texts_that_cannot_be_kept_are_refused() {
    for members in [
        ", \"text\": \"\\ud800\"",
        ", \"\\udc00\": 1",
        ", \"later\": 1e400",
        ", \"later\": -1e400",
        ", \"later\": NaN",
        ", \"later\": 01",
    ] {
        assert_eq!(fault(with_members(members)).sort, Sort::Damaged, "{members}");
    }
    // More digits than any JSON reader promises to keep: the nearest number, and the same from then on.
    for number in ["12345678901234567890123", "18446744073709551615", "-9223372036854775809", "1e-400", "-0", "5e-324"]
    {
        let file =
            File::decode(with_members(&format!(", \"later\": {number}, \"seat\": {number}")).as_bytes()).unwrap();
        assert_eq!(File::decode(&file.encode()).unwrap(), file, "{number}");
    }
}

#[test]
fn what_follows_the_end_is_damage() {
    for after in ["x", "{}", "]", "\0\0\0\0", "\n\n1"] {
        let text = format!("{REAL}{after}");
        assert_eq!(fault(&text).sort, Sort::Damaged, "{after:?}");
        assert_eq!(recovered(&text).file, File::decode(REAL.as_bytes()).unwrap());
    }
    let two = REAL.to_owned() + &with_members(", \"star\": true");
    assert_eq!(fault(&two).line, 15);
    let both = recovered(&two).file;
    assert!(
        both.list(&List::Contributions).iter().any(|item| item.flag(field::STAR)),
        "the second document is read too"
    );
    assert_eq!(count(&both), 4);
}

#[test]
fn no_control_character_of_a_file_is_in_a_reason() {
    let twice = ", \"\\u001b[2J\": 1, \"\\u001b[2J\": 2";
    let list = r#"{ "format": "coplan", "kind": "plan", "version": 1, "\u001b[2J": [1] }"#;
    for text in [with_members(twice), list.into(), with_members(", \"edited\": \"\\u001b[2J\"")] {
        assert!(!fault(&text).to_string().contains(char::is_control), "{text}");
    }
}

#[test]
fn a_large_hostile_file_takes_no_more_than_its_size_in_time() {
    let many = 60_000;
    let keys = |f: fn(usize) -> String| (0..many).rev().map(f).collect::<Vec<_>>().join(", ");
    let texts = [
        with_members(&format!(", {}", keys(|n| format!("\"k{n}\": {n}")))),
        with_members(&format!(", {}", keys(|n| format!("\"k{n}\": [\"a\"]")))),
        with_members(&format!(", {}", keys(|n| format!("\"k/{n}\": 1")))),
        with_members(&format!(", \"edited\": {{{}}}", keys(|n| format!("\"k{n}\": \"20261121T110000000-0-k3f9\"")))),
        with_members(&format!(", \"themes\": [{}]", keys(|n| format!("\"k{n}\"")))),
        with_members(&format!(
            ", \"history\": [{}]",
            keys(|n| format!("{{\"field\": \"text\", \"at\": \"20261121T110000000-{n}-k3f9\", \"value\": {n}}}"))
        )),
        format!(
            "{{ \"format\": \"coplan\", \"kind\": \"plan\", \"version\": 1, {} }}",
            keys(|n| format!("\"k{n}\": []"))
        ),
        format!(
            "{{ \"format\": \"coplan\", \"kind\": \"plan\", \"version\": 1, \"withdrawn\": [{}], \"later\": [{}] }}",
            keys(|n| format!("\"20261121T110000000-0-k3f9.{n} 20261121T110000000-0-k3f9 text\"")),
            keys(|n| format!("{{\"id\": \"20261121T110000000-0-k3f9.{n}\", \"text\": 1}}")),
        ),
    ];
    for text in texts {
        let start = Instant::now();
        let file = File::decode(text.as_bytes()).unwrap();
        let bytes = file.encode();
        let mut again = file.clone();
        again.join(&file);
        assert_eq!(again.encode(), bytes);
        let head: String = text.chars().take(120).collect();
        assert!(start.elapsed() < Duration::from_secs(120), "{:?} for {head}", start.elapsed());
    }
}

#[test]
fn a_plan_whose_first_line_is_damaged_does_not_come_back_as_a_session() {
    use coplan::model::file::FileKind;
    let session = REAL.replace("\"session\"", "session");
    assert_eq!(recovered(&session).file.kind, FileKind::Session);
    let plan =
        REAL.replace("{ \"format\": \"coplan\", \"kind\": \"session\"", "{ \"format\": \"coplan\", ki\": \"plan\"");
    assert_eq!(recovered(&plan).file.kind, FileKind::Plan);
    let head = REAL.lines().next().unwrap();
    let tables = REAL.replace(
        head,
        "{ \"format\": \"coplan\", #\n  \"recorders\": [\n    {\"id\": \"20261121T093512000-0-k3f9.4\"},\n    {\"id\": \"20261121T093512000-0-k3f9.5\"}\n  ],",
    );
    assert_eq!(recovered(&tables).file.kind, FileKind::Plan);
}

#[test]
fn many_withdrawals_of_a_damaged_file_are_taken_out_in_one_go() {
    let mut text = String::from("{ \"format\": \"coplan\", #\n  \"contributions\": [\n");
    for n in 0..20_000 {
        text.push_str(&format!("    {{\"id\": \"20261121T103807412-0-b7q4.{n}\", \"text\": \"words\"}},\n"));
    }
    text += "  ],\n  \"withdrawn\": [\n";
    for n in 0..10_000 {
        text.push_str(&format!("    \"20261121T103807412-0-b7q4.{}\",\n", n * 2));
    }
    let start = Instant::now();
    assert_eq!(count(&recovered(&text).file), 10_000);
    // One by one, each would walk the whole file.
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
}

/// A file of so many lines, every second of which has been withdrawn.
fn half_withdrawn(lines: usize) -> File {
    let mut text =
        String::from("{ \"format\": \"coplan\", \"kind\": \"session\", \"version\": 1,\n  \"contributions\": [\n");
    let ids: Vec<String> = (0..lines).map(|n| format!("\"20261121T103807412-0-b7q4.{n}\"")).collect();
    let (kept, gone): (Vec<_>, Vec<_>) = ids.iter().enumerate().partition(|(n, _)| n % 2 == 0);
    let kept: Vec<String> = kept.iter().map(|(_, id)| format!("    {{\"id\": {id}, \"text\": \"words\"}}")).collect();
    let gone: Vec<&str> = gone.iter().map(|(_, id)| id.as_str()).collect();
    text.push_str(&format!("{}\n  ],\n  \"withdrawn\": [{}] }}\n", kept.join(",\n"), gone.join(", ")));
    File::decode(text.as_bytes()).unwrap()
}

#[test]
fn an_edit_costs_no_more_however_much_was_withdrawn_before() {
    let edit = half_withdrawn(1);
    let joins = |mut file: File| {
        let start = Instant::now();
        for _ in 0..2_000 {
            file.join(&edit);
        }
        start.elapsed()
    };
    let (few, many) = (joins(half_withdrawn(100)), joins(half_withdrawn(100_000)));
    // A thousand times as much: a join that went over all of it would take hundreds of times as long.
    assert!(many < few * 30, "{few:?} and {many:?}");
}

#[test]
fn many_wordings_struck_from_one_item_make_it_anew_once() {
    let at = |n: usize| format!("20261121T{:02}{:02}{:02}000-0-b7q4", 10 + n / 3600, n / 60 % 60, n % 60);
    let past = |n| {
        format!(
            "{{\"field\": \"text\", \"at\": \"{}\", \"value\": \"words\", \"replaced_by\": \"{}\"}}",
            at(n),
            at(n + 1)
        )
    };
    let history: Vec<String> = (0..10_000).map(past).collect();
    let id = format!("{}.0", at(0));
    let struck: Vec<String> = (0..10_000).map(|n| format!("\"{id} {} text\"", at(n))).collect();
    let text = format!(
        "{{ \"format\": \"coplan\", \"kind\": \"session\", \"version\": 1,\n  \"contributions\": [\n    {{\"id\": \"{id}\", \"text\": \"now\", \"edited\": {{\"text\": \"{}\"}}, \"history\": [{}]}}\n  ],\n  \"withdrawn\": [{}] }}\n",
        at(10_000),
        history.join(", "),
        struck.join(", "),
    );
    let start = Instant::now();
    let file = File::decode(text.as_bytes()).unwrap();
    assert!(!String::from_utf8(file.encode()).unwrap().contains("\"words\""));
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
