//! Find: what opening it costs, and what a key costs while it is open, beside how large the file is.
#![allow(missing_docs, clippy::unwrap_used)] // `criterion_group` makes a function without a comment; a bench may stop.

mod sample;

use coplan::model::programme::Programme;
use coplan::plan::{From, Names, Search};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

fn find(c: &mut Criterion) {
    let names = Names { programme: Programme::embedded(), today: "2026-11-21".parse().unwrap() };
    for contributions in [5_000, 100_000] {
        let file = sample::session(1, contributions);
        let mut group = c.benchmark_group(format!("find in {contributions} lines"));
        group.sample_size(10);
        group.bench_function("opened", |b| b.iter(|| Search::of(&file, From::Workshop, &names)));
        let mut search = Search::of(&file, From::Workshop, &names);
        // Neither query narrows the other, so that each key looks through everything: the most that a key can cost.
        for (name, one, other) in [
            ("a key, a word in every line", "stop", "going"),
            ("a key, a word in few lines", "4999", "4998"),
            ("a key, words and marks", "@3 #tr !quote %1 stopped -4999", "@4 #tr !quote %1 stopped -4999"),
            ("a key, a phrase", "\"stop so\"", "\"bus stop\""),
        ] {
            let mut turn = false;
            group.bench_function(name, |b| {
                b.iter(|| {
                    turn = !turn;
                    search.ask(if turn { one } else { other }, &names);
                    search.len()
                });
            });
        }
        let typed = "@3 stopped going 4993";
        group.bench_function(BenchmarkId::new("a query typed, keys", typed.len()), |b| {
            b.iter(|| {
                for end in 0..=typed.len() {
                    search.ask(&typed[..end], &names);
                }
                search.len()
            });
        });
        group.finish();
    }
}

criterion_group!(benches, find);
criterion_main!(benches);
