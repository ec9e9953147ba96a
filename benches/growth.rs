//! How the time grows: measuring with ever more evidence, cohorts and columns of ever more people. Each is reported
//! as a throughput, which should stay the same; with `--features parallel` cohorts also on all cores.

#![expect(dead_code, reason = "only W1 and W2 are decided by columns")]

use std::hint::black_box;

use coding_credentials::calendar::Day;
use coding_credentials::cohort::Cohort;
use coding_credentials::explain::Verdict;
use coding_credentials::{Judge, Record, RuleBook};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

#[path = "work/mod.rs"]
mod work;

use self::work::rules::{ByColumns, Ruled};
use self::work::{Alternatives, Apprentice};

const ENTRIES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];

const PEOPLE: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Makes a record with so many entries.
type Make = fn(usize) -> Record;

/// So many entries of one kind, the rest of the record known and empty.
fn record(section: &str, entries: usize, entry: impl Fn(usize, Day) -> String) -> Record {
    const SECTIONS: [&str; 5] = ["experience", "coursework", "ceus", "trainings", "holdings"];
    let first: Day = "1990-01-01".parse().unwrap();
    let list = |known: &str| {
        let entries = if known == section { entries } else { 0 };
        let day = |place: usize| first.plus_days(i64::try_from(place % 13_000).unwrap());
        let entries: Vec<String> = (0..entries).map(|place| entry(place, day(place))).collect();
        format!(r#""{known}":[{}]"#, entries.join(","))
    };
    Record::from_json(&format!("{{{}}}", SECTIONS.map(list).join(","))).unwrap()
}

fn jobs(entries: usize) -> Record {
    record("experience", entries, |_, start| {
        format!(r#"{{"field":"coding","start":"{start}","end":"{}"}}"#, start.plus_days(2))
    })
}

fn courses(entries: usize) -> Record {
    record("coursework", entries, |place, day| {
        let subject = if place % 2 == 0 { "medical-coding" } else { "medical-terminology" };
        format!(
            r#"{{"subject":"{subject}","contact_hours":"2","status":"completed","completed":"{day}"}}"#
        )
    })
}

fn activities(entries: usize) -> Record {
    record("ceus", entries, |_, day| {
        format!(
            r#"{{"completed":"{day}","units":"1","topics":["hiim"],"provider":"AHIMA","approved_for":[]}}"#
        )
    })
}

fn evidence(criterion: &mut Criterion) {
    let judge = Judge::new(RuleBook::builtin().unwrap());
    let as_of: Day = "2026-11-30".parse().unwrap();
    let kinds: [(&str, Make); 3] =
        [("jobs", jobs), ("courses", courses), ("activities", activities)];
    for (kind, record) in kinds {
        let mut group = criterion.benchmark_group(format!("measure/{kind}"));
        group.sample_size(10);
        for entries in ENTRIES {
            let record = record(entries);
            judge.measure(&record, as_of).unwrap();
            group.throughput(Throughput::Elements(u64::try_from(entries).unwrap()));
            group.bench_with_input(
                BenchmarkId::from_parameter(entries),
                &record,
                |bencher, record| {
                    bencher.iter(|| judge.measure(black_box(record), as_of));
                },
            );
        }
        group.finish();
    }
}

fn people(criterion: &mut Criterion) {
    columns::<Apprentice, 3>(criterion);
    columns::<Alternatives, 9>(criterion);
}

fn columns<W: Ruled<FACTS>, const FACTS: usize>(criterion: &mut Criterion) {
    let records: Vec<W> = (0..1_000_000).map(W::generate).collect();
    let mut group = criterion.benchmark_group(format!("columns/{}", W::NAME));
    group.sample_size(10);
    for people in PEOPLE {
        let records = &records[..people];
        let mut columns = ByColumns::new(records);
        assert_eq!(columns.decide(), records.iter().filter(|record| record.floor()).count());
        group.throughput(Throughput::Elements(u64::try_from(people).unwrap()));
        group.bench_function(BenchmarkId::from_parameter(people), |bencher| {
            bencher.iter(|| black_box(&mut columns).decide());
        });
    }
    group.finish();
}

/// Typical records, measured for the whole embedded book and decided for one credential.
fn cohorts(criterion: &mut Criterion) {
    let judge = Judge::new(RuleBook::builtin().unwrap());
    let rules = judge.rules_on("2026-11-30".parse().unwrap());
    let credential = "AHIMA/CCS".parse().unwrap();
    let typical = Record::from_json(include_str!("records/typical.json")).unwrap();
    let mut group = criterion.benchmark_group("cohort");
    group.sample_size(10);
    for people in [100, 1_000, 10_000] {
        let records = vec![typical.clone(); people];
        let met = |cohort: Cohort<'_>| cohort.award(&credential).unwrap().count(Verdict::Met);
        group.throughput(Throughput::Elements(u64::try_from(people).unwrap()));
        group.bench_function(BenchmarkId::new("one core", people), |bencher| {
            bencher.iter(|| met(Cohort::of(rules.clone(), black_box(&records)).unwrap()));
        });
        #[cfg(feature = "parallel")]
        group.bench_function(BenchmarkId::new("all cores", people), |bencher| {
            bencher.iter(|| met(Cohort::of_parallel(rules.clone(), black_box(&records)).unwrap()));
        });
    }
    group.finish();
}

criterion_group!(benches, evidence, cohorts, people);
criterion_main!(benches);
