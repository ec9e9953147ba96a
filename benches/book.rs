//! The embedded book: reading, checking and compiling it, which a program does once.

use coding_credentials::calendar::Day;
use coding_credentials::{Judge, RuleBook};
use criterion::{Criterion, criterion_group, criterion_main};

fn book(criterion: &mut Criterion) {
    let as_of: Day = "2026-11-24".parse().unwrap();
    let whole = RuleBook::builtin().unwrap();
    let mut group = criterion.benchmark_group("book");
    group.bench_function("read", |bencher| bencher.iter(|| RuleBook::builtin().unwrap()));
    group.bench_function("lint", |bencher| bencher.iter(|| whole.lint(as_of)));
    group.bench_function("compile", |bencher| {
        bencher.iter_batched(|| whole.clone(), Judge::new, criterion::BatchSize::LargeInput);
    });
    group.bench_function("read, lint and compile", |bencher| {
        bencher.iter(|| {
            let book = RuleBook::builtin().unwrap();
            let lints = book.lint(as_of);
            (Judge::new(book), lints)
        });
    });
    group.finish();
}

criterion_group!(benches, book);
criterion_main!(benches);
