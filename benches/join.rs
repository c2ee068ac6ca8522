//! Files: read, written and joined, beside how large they are; and a whole merge from disk.
#![allow(missing_docs, clippy::unwrap_used)] // `criterion_group` makes a function without a comment; a bench may stop.

mod sample;

use std::fs;

use coplan::model::file::{File, FileKind};
use coplan::store::merge::join_all;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn files(c: &mut Criterion) {
    let (one, other) = (sample::session(1, 10_000), sample::session(2, 10_000));
    let bytes = one.encode();
    let mut group = c.benchmark_group("10,000 contributions");
    group.sample_size(10).throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("decode", |b| b.iter(|| File::decode(&bytes).unwrap()));
    group.bench_function("encode", |b| b.iter(|| one.encode()));
    group.bench_function("join with as many others", |b| {
        b.iter_batched_ref(|| one.clone(), |plan| plan.join(&other), criterion::BatchSize::LargeInput);
    });
    group.bench_function("join with itself", |b| {
        b.iter_batched_ref(|| one.clone(), |plan| plan.join(&one), criterion::BatchSize::LargeInput);
    });
    group.finish();
}

fn merge(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    for writer in 1..=100 {
        fs::write(folder.path().join(format!("{writer}.json")), sample::session(writer, 200).encode()).unwrap();
    }
    let (from, plan) = ([folder.path().to_owned()], folder.path().join("plan.json"));
    c.benchmark_group("merge").sample_size(10).bench_function("100 files of 200 contributions", |b| {
        b.iter(|| {
            let merged = join_all(&from, &plan, File::new(FileKind::Plan), &mut |_| true).unwrap();
            assert_eq!(merged.contributions(), 20_000);
            merged.plan.encode()
        });
    });
}

criterion_group!(benches, files, merge);
criterion_main!(benches);
