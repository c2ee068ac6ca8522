//! A save of 200 contributions, beside the least that a durable save can be: write, sync, rename, sync the folder.
#![allow(missing_docs, clippy::unwrap_used)] // `criterion_group` makes a function without a comment; a bench may stop.

mod sample;

use std::fs;
use std::io::Write;
use std::path::Path;

use coplan::store::Fresh;
use coplan::store::atomic::replace;
use criterion::{Criterion, criterion_group, criterion_main};

/// The same bytes with the same promises, and nothing else.
fn bare(folder: &Path, bytes: &[u8]) {
    let temp = folder.join("bare.tmp");
    let mut file = fs::File::create(&temp).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_all().unwrap();
    fs::rename(&temp, folder.join("bare.json")).unwrap();
    #[cfg(unix)]
    fs::File::open(folder).unwrap().sync_all().unwrap();
}

fn save(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let session = sample::session(1, 200);
    let bytes = session.encode();
    let path = folder.path().join("session.json");
    let mut group = c.benchmark_group("save 200 contributions");
    group.bench_function("bare", |b| b.iter(|| bare(folder.path(), &bytes)));
    group.bench_function("coplan", |b| b.iter(|| replace(&path, &session.encode(), Fresh::Private).unwrap()));
    group.finish();
}

criterion_group!(benches, save);
criterion_main!(benches);
