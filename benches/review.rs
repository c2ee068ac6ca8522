//! The review queue: what a line costs it in short and long sessions, and what looking through a whole file costs.
#![allow(missing_docs, clippy::unwrap_used)] // `criterion_group` makes a function without a comment; a bench may stop.

use std::time::{Duration, Instant};

use coplan::model::edit::Edit;
use coplan::model::fields::{List, field};
use coplan::model::file::File;
use coplan::model::stamp::{Clock, Id, Moment, Writer};
use coplan::plan::{Likeness, Review};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

/// Lines as a room says them: a few words are in most lines, most words in few.
struct Talk {
    dice: u64,
    clock: Clock,
    people: Vec<Id>,
}

impl Talk {
    fn new() -> Self {
        Self { dice: 0x9e37_79b9_7f4a_7c15, clock: Clock::new(Writer::from_number(1)), people: Vec::new() }
    }

    fn line(&mut self) -> String {
        let mut roll = || {
            self.dice ^= self.dice << 13;
            self.dice ^= self.dice >> 7;
            self.dice ^= self.dice << 17;
            self.dice
        };
        let words = 8 + roll() % 10;
        let word = |place: u64| {
            let letters =
                (0..3 + place % 6).map(|n| char::from(b'a' + u8::try_from((place * 7 + n * 11) % 26).unwrap()));
            format!("{}{}", letters.collect::<String>(), if place > 400 { "ing" } else { "" })
        };
        // Each range of words ten times as wide is as likely as the one before.
        (0..words)
            .map(|_| word(roll() % 10_u64.pow(1 + u32::try_from(roll() % 4).unwrap())))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// One accepted line.
    fn say(&mut self, file: &File) -> File {
        let text = self.line();
        let mut edit = Edit::new(file, self.clock.next(now()));
        let id = edit.create(&List::Contributions);
        edit.set(&List::Contributions, id, field::TIME, "2026-11-21T10:38:07+00:00");
        edit.set(&List::Contributions, id, field::KIND, "quote");
        let speaker = self.people[text.len() % self.people.len()];
        edit.set(&List::Contributions, id, field::SPEAKER, speaker);
        edit.carry(&List::Delegates, speaker);
        edit.set(&List::Contributions, id, field::CONSENT, 2);
        edit.set(&List::Contributions, id, field::TEXT, text);
        edit.finish()
    }

    fn session(&mut self, lines: usize) -> File {
        let mut file = File::default();
        let mut edit = Edit::new(&file, self.clock.next(now()));
        for seat in 1..=8i64 {
            let person = edit.create(&List::Delegates);
            edit.set(&List::Delegates, person, field::SEAT, seat);
            edit.set(&List::Delegates, person, field::NAME, format!("Person{seat} Example"));
            self.people.push(person);
        }
        let people = edit.finish();
        file.join(&people);
        for _ in 0..lines {
            let said = self.say(&file);
            file.join(&said);
        }
        file
    }
}

fn now() -> Moment {
    "2026-11-21T10:00:00+00:00".parse().unwrap()
}

fn line(c: &mut Criterion) {
    let mut group = c.benchmark_group("a line taken into the review");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    for lines in [100, 10_000, 100_000] {
        let mut talk = Talk::new();
        let mut file = talk.session(lines);
        let mut review = Review::of(&file, &|_| true);
        group.bench_function(BenchmarkId::from_parameter(lines), |b| {
            b.iter_custom(|times| {
                let mut spent = Duration::ZERO;
                for _ in 0..times {
                    let news = talk.say(&file);
                    file.join(&news);
                    let from = Instant::now();
                    assert!(review.note(&file, &news, &|_| true));
                    spent += from.elapsed();
                }
                spent
            });
        });
    }
    group.finish();
}

fn whole(c: &mut Criterion) {
    let mut group = c.benchmark_group("a whole file looked through");
    group.sample_size(10);
    for lines in [10_000, 100_000] {
        let mut talk = Talk::new();
        let file = talk.session(lines);
        group.bench_function(BenchmarkId::new("review", lines), |b| b.iter(|| Review::of(&file, &|_| true).len()));
        group.bench_function(BenchmarkId::new("likeness", lines), |b| {
            b.iter(|| {
                let mut likeness = Likeness::default();
                for said in file.live(&List::Contributions) {
                    likeness.add(said.id, said.text(field::TEXT).unwrap());
                }
                likeness
            });
        });
    }
    group.finish();
}

criterion_group!(benches, line, whole);
criterion_main!(benches);
