//! Deciding: W1 and W2 by hand, a record at a time, and by columns; and the whole answer for a typical
//! record against every credential of the embedded book (W4). Answers are held against the rule by hand before anything is
//! timed; `agreement.rs` holds all ways to a verdict together.
//!
//! With `--features wide` the columns use the widest vectors of the machine.

#![expect(dead_code, reason = "W3 is renewal, and the race reads records without deciding")]

use std::hint::black_box;

use coding_credentials::calendar::Day;
use coding_credentials::{CredentialId, Judge, Record, RuleBook};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

#[path = "work/mod.rs"]
mod work;

use self::work::ledgers::{self, ByLedgers};
use self::work::rules::{ByColumns, Ruled, by_row};
use self::work::{Alternatives, Apprentice, Ledger, Work};

/// Records of which all ways to decide must say the same.
const CHECKED: u64 = 1_000_000;

/// Records that are timed.
const TIMED: usize = 100_000;

fn decisions(criterion: &mut Criterion) {
    decision::<Apprentice, _>(criterion);
    decision::<Alternatives, _>(criterion);
    ledgers(criterion);
}

/// W3: ledgers one by one and as columns.
fn ledgers(criterion: &mut Criterion) {
    let records: Vec<Ledger> = (0..CHECKED).map(Ledger::generate).collect();
    let row = ledgers::by_row();
    let mut columns = ByLedgers::new(&records);
    columns.decide();
    for (place, record) in records.iter().enumerate() {
        assert_eq!(row(record), record.floor(), "W3, record {place}, a ledger at a time");
        assert_eq!(columns.is_met(place), record.floor(), "W3, record {place}, columns");
    }
    let records = &records[..TIMED];
    let mut columns = ByLedgers::new(records);
    let mut group = criterion.benchmark_group(Ledger::NAME);
    group.throughput(Throughput::Elements(u64::try_from(TIMED).unwrap()));
    group.sample_size(20);
    let met = |decide: &dyn Fn(&[Ledger]) -> usize| decide(black_box(records));
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| met(&|records| records.iter().filter(|record| record.floor()).count()));
    });
    group.bench_function("a ledger at a time", |bencher| {
        bencher.iter(|| met(&|records| records.iter().filter(|record| row(record)).count()));
    });
    group.bench_function("columns", |bencher| bencher.iter(|| black_box(&mut columns).decide()));
    group.finish();
}

fn decision<W: Ruled<FACTS>, const FACTS: usize>(criterion: &mut Criterion) {
    let records: Vec<W> = (0..CHECKED).map(W::generate).collect();
    let row = by_row::<W, FACTS>();
    let mut columns = ByColumns::new(&records);
    columns.decide();
    for (place, record) in records.iter().enumerate() {
        assert_eq!(row(record), record.floor(), "{}, record {place}, a record at a time", W::NAME);
        assert_eq!(columns.is_met(place), record.floor(), "{}, record {place}, columns", W::NAME);
    }

    let records = &records[..TIMED];
    let mut columns = ByColumns::new(records);
    let mut group = criterion.benchmark_group(W::NAME);
    group.throughput(Throughput::Elements(u64::try_from(TIMED).unwrap()));
    group.sample_size(20);
    let met = |decide: &dyn Fn(&[W]) -> usize| decide(black_box(records));
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| met(&|records| records.iter().filter(|record| record.floor()).count()));
    });
    group.bench_function("a record at a time", |bencher| {
        bencher.iter(|| met(&|records| records.iter().filter(|record| row(record)).count()));
    });
    group.bench_function("columns", |bencher| bencher.iter(|| black_box(&mut columns).decide()));
    group.finish();
}

fn as_of() -> Day {
    "2026-11-30".parse().unwrap()
}

/// Two credentials, a dozen entries and 40 activities.
const TYPICAL: &str = include_str!("records/typical.json");

/// W4: measure once, decide about all, explain each and its renewal.
fn whole(criterion: &mut Criterion) {
    let judge = Judge::new(RuleBook::builtin().unwrap());
    let rules = judge.rules_on(as_of());
    let record = Record::from_json(TYPICAL).unwrap();
    let facts = rules.measure(&record).unwrap();
    let mut board = rules.board();
    let credentials: Vec<CredentialId> = judge.book().credentials().collect();
    for (credential, decision) in rules.decide_all(&facts, &mut board) {
        assert_eq!(judge.decide(credential, &facts).unwrap(), decision, "{credential}");
        assert_eq!(judge.explain(credential, &facts).unwrap().verdict(), decision.award());
    }
    let renewed: Vec<String> = credentials.iter().map(ToString::to_string).collect();
    let renewals = || renewed.iter().filter_map(|id| judge.renewal(id, &record, as_of()).ok());
    assert!(renewals().count() >= 2, "two credentials are held");

    let mut group = criterion.benchmark_group("W4");
    group.sample_size(20);
    group.bench_function("measure", |bencher| bencher.iter(|| rules.measure(black_box(&record))));
    group.bench_function("decide all", |bencher| {
        bencher.iter(|| {
            rules.decide_all(&facts, &mut board).filter(|(_, all)| all.award().is_met()).count()
        });
    });
    group.bench_function("explain each", |bencher| {
        bencher.iter(|| credentials.iter().filter_map(|id| judge.explain(id, &facts)).count());
    });
    group.bench_function("renewal of each", |bencher| bencher.iter(|| renewals().count()));
    group.finish();
}

criterion_group!(benches, decisions, whole);
criterion_main!(benches);
