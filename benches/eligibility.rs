//! Deciding and explaining, for a small, a typical and an absurd record. Each result is asserted
//! before it is timed.

use std::hint::black_box;

use coding_credentials::calendar::Day;
use coding_credentials::explain::Verdict;
use coding_credentials::{CredentialId, Judge, Record, RuleBook};
use criterion::{Criterion, criterion_group, criterion_main};

/// Nothing but the exam and one job.
const SMALL: &str = r#"{"exams": [{"credential": "AAPC/CPC", "taken": "2022-10-01", "passed": true}],
    "experience": [{"field": "coding", "start": "2023-01-01", "end": "2024-12-31"}],
    "coursework": [], "trainings": []}"#;

/// A dozen entries: the bundled record.
const TYPICAL: &str = include_str!("../examples/records/one-year-and-course.json");

/// A hundred thousand jobs of three days, every second one overlapping the one before.
fn absurd() -> String {
    let first: Day = "1950-01-01".parse().expect("a day");
    let jobs: Vec<String> = (0..100_000_i64)
        .map(|job| {
            let start = first.plus_days(job / 4);
            let end = start.plus_days(2);
            format!(r#"{{"id":"job-{job}","field":"coding","start":"{start}","end":"{end}"}}"#)
        })
        .collect();
    format!(
        r#"{{"exams": [{{"credential": "AAPC/CPC", "taken": "2022-10-01", "passed": true}}],
            "experience": [{}], "coursework": [], "trainings": []}}"#,
        jobs.join(",")
    )
}

fn eligibility(criterion: &mut Criterion) {
    let judge = Judge::new(RuleBook::builtin().expect("the embedded book"));
    let cpc: CredentialId = "AAPC/CPC".parse().expect("a credential");
    let as_of: Day = "2026-01-15".parse().expect("a day");
    let absurd = absurd();
    for (name, text) in [("small", SMALL), ("typical", TYPICAL), ("absurd", absurd.as_str())] {
        let record = Record::from_json(text).expect("a record");
        let facts = judge.measure(&record, as_of).expect("facts");
        let decision = judge.decide(&cpc, &facts).expect("a decision");
        assert_eq!(decision.award(), Verdict::Met, "{name}");
        let answer = judge.explain(&cpc, &facts).expect("an answer");
        assert_eq!(answer.verdict(), Verdict::Met, "{name}");

        let mut group = criterion.benchmark_group(name);
        if name == "absurd" {
            group.sample_size(10);
        }
        group.bench_function("parse", |bencher| {
            bencher.iter(|| Record::from_json(black_box(text)));
        });
        group.bench_function("measure", |bencher| {
            bencher.iter(|| judge.measure(black_box(&record), as_of));
        });
        group.bench_function("decide", |bencher| {
            bencher.iter(|| judge.decide(black_box(&cpc), &facts));
        });
        group.bench_function("explain", |bencher| {
            bencher.iter(|| judge.explain(black_box(&cpc), &facts));
        });
        group.finish();
    }
    criterion.bench_function("book/load", |bencher| {
        bencher.iter(|| RuleBook::builtin().map(Judge::new));
    });
}

criterion_group!(benches, eligibility);
criterion_main!(benches);
