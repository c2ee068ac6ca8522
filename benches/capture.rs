//! The capture line: what reading a line costs, which happens at every key.
#![allow(missing_docs, clippy::unwrap_used)] // `criterion_group` makes a function without a comment; a bench may stop.

use coplan::capture::{Room, Seat, Was, choices, parse, parse_correction};
use coplan::model::words::Kind;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

const LINES: &[(&str, &str)] = &[
    ("words", "they moved the bus stop so I stopped going out"),
    ("speaker and theme", "@3 they moved the bus stop so I stopped going out #transport"),
    ("action", "!a ask the church about the hall lead:@3 with:@4 need:a key measure:one evening a week due:fri #ho"),
    ("no spaces", "漢字を一つの行に書く人もいますのでこの行には空白がありませんし句読点もありません"),
];

fn lines(c: &mut Criterion) {
    let names: Vec<String> = (1..=24).map(|seat| format!("Person{seat} Example")).collect();
    let seats: Vec<Seat<'_>> =
        (1..).zip(&names).map(|(number, name)| Seat { number: Some(number), name, about: "" }).collect();
    let themes = ["housing", "transport", "home visits", "loneliness", "green space"];
    let room = Room { seats: &seats, themes: &themes, uses: &[], today: "2026-11-21".parse().unwrap() };
    let mut group = c.benchmark_group("parse");
    for (name, line) in LINES {
        group.bench_with_input(BenchmarkId::from_parameter(name), line, |b, line| b.iter(|| parse(line, &room)));
    }
    group.finish();

    let mut group = c.benchmark_group("parse_correction");
    let was = Was { kind: Kind::Quote, themes: &["transport"] };
    for (name, line) in LINES {
        let line = format!("{line} @6 !q #tr %1 /2");
        group.bench_with_input(BenchmarkId::from_parameter(name), &line, |b, line| {
            b.iter(|| parse_correction(line, &room, &was, &[]));
        });
    }
    group.finish();

    let mut group = c.benchmark_group("choices");
    for (name, line) in [
        ("nobody typed yet", "@"),
        ("people", "@per"),
        ("themes", "they moved the bus stop so I stopped going out #h"),
        ("kinds", "@3 !"),
        ("plain words", "they moved the bus stop so I stopped going out"),
    ] {
        group.bench_with_input(BenchmarkId::from_parameter(name), line, |b, line| {
            b.iter(|| choices(line, line.len(), &room));
        });
    }
    group.finish();
}

criterion_group!(benches, lines);
criterion_main!(benches);
