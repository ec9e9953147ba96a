//! Deciding: W1 and W2 by hand, a record at a time, and by columns; and the whole answer for a typical
//! record against every credential of the embedded book (W4). All answers are held together before anything is timed.
//!
//! With `--features wide` the columns use the widest vectors of the machine.

#![expect(dead_code, reason = "W3 is renewal, and the race reads records without deciding")]

use std::env;
use std::hint::black_box;

use coding_credentials::calendar::Day;
use coding_credentials::cohort::{Cohort, Tally};
use coding_credentials::explain::Verdict;
use coding_credentials::quantity::{ContactHours, Decimal};
use coding_credentials::record::{Coursework, Holding, Job, Training};
use coding_credentials::{CredentialId, Judge, Record, RuleBook};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

#[path = "work/mod.rs"]
mod work;

use self::work::ledgers::{self, ByLedgers};
use self::work::rules::{ByColumns, RULES, Ruled, by_row};
use self::work::{Alternatives, Apprentice, Ledger, Work};

/// Another body, whose credential a candidate may hold.
const OTHER: &str = r#"{ "format": 1, "edition": "2026-11-30", "issuer": "OTHER", "title": "Another body",
    "sources": { "WORK": { "url": "https://other.example/work", "publisher": "The benches", "checked": "2026-11-30", "confidence": "official" } },
    "credentials": { "COD": { "title": "Coder", "fields": ["coding"], "award": [ { "designation": "COD", "requires": [ { "source": "WORK", "value": { "passed": "COD" } } ] } ] } } }"#;

/// Records of which all ways to decide must say the same.
const CHECKED: u64 = 1_000_000;

/// Records that are built, measured and explained, too, unless the environment says otherwise: all of them are
/// checked with `EXPLAINED=1000000 cargo bench --bench decide`.
const EXPLAINED: usize = 20_000;

/// Records that are timed.
const TIMED: usize = 100_000;

fn decisions(criterion: &mut Criterion) {
    decision(criterion, apprentice);
    decision(criterion, candidate);
    ledgers(criterion);
}

/// W3: ledgers one by one, as they grow, as columns, and the whole judgement of their records.
fn ledgers(criterion: &mut Criterion) {
    let records: Vec<Ledger> = (0..CHECKED).map(Ledger::generate).collect();
    let row = ledgers::by_row();
    let mut columns = ByLedgers::new(&records);
    columns.decide();
    let (judge, rules) = ledgers::rules();
    for (place, record) in records.iter().enumerate() {
        assert_eq!(row(record), record.floor(), "W3, record {place}, a ledger at a time");
        assert_eq!(columns.is_met(place), record.floor(), "W3, record {place}, columns");
    }
    let (last_day, credential) =
        (ledgers::LAST_DAY.parse().unwrap(), "RACE/L1".parse::<CredentialId>().unwrap());
    for record in &records[..EXPLAINED] {
        let rule = &rules[usize::from(record.credentials - 1)];
        let mut tally = Tally::new(rule);
        record.activities.iter().for_each(|of| tally.add(&ledgers::activity(of)).unwrap());
        assert_eq!(tally.verdict().is_met(), record.floor());
        let document = ledgers::document(record);
        let verdict = judge.renewal_verdict(&credential, &document, last_day).unwrap();
        assert_eq!(verdict.is_met(), record.floor());
        let ledger = judge.ledger(rule, "RACE/L1", &document, last_day).unwrap();
        assert_eq!(rule.verdict(&ledger, |of| *of), Ok(verdict));
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

fn decision<W: Ruled<FACTS>, const FACTS: usize>(
    criterion: &mut Criterion,
    written: fn(&W) -> Record,
) {
    let records: Vec<W> = (0..CHECKED).map(W::generate).collect();
    let row = by_row::<W, FACTS>();
    let mut columns = ByColumns::new(&records);
    columns.decide();
    for (place, record) in records.iter().enumerate() {
        assert_eq!(row(record), record.floor(), "{}, record {place}, a record at a time", W::NAME);
        assert_eq!(columns.is_met(place), record.floor(), "{}, record {place}, columns", W::NAME);
    }
    let some = env::var("EXPLAINED").map_or(EXPLAINED, |some| some.parse().expect("a number"));
    explained(&records[..some], written);

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

/// The facts of the generator as documents: measured and explained they lead to the same answers, one by one and
/// as a cohort, and what is measured is what the generator drew.
fn explained<W: Ruled<FACTS>, const FACTS: usize>(records: &[W], written: fn(&W) -> Record) {
    let book = RuleBook::from_json("race", RULES).unwrap().layer("other", OTHER).unwrap();
    let judge = Judge::new(book);
    let rules = judge.rules_on(as_of());
    let award = rules.award(&W::CREDENTIAL.parse().unwrap()).unwrap();
    let decider = award.taking(&W::PATHS).unwrap();
    let documents: Vec<Record> = records.iter().map(written).collect();
    let cohort = Cohort::of(rules, &documents).unwrap();
    let awards = cohort.award(&W::CREDENTIAL.parse().unwrap()).unwrap();
    let mut facts = Vec::new();
    for (place, (record, document)) in records.iter().zip(&documents).enumerate() {
        let expected = if record.floor() { Verdict::Met } else { Verdict::Unmet };
        let answer = judge.eligibility(W::CREDENTIAL, document, as_of()).unwrap();
        assert_eq!(answer.verdict(), expected, "{}, record {place}, explained", W::NAME);
        assert_eq!(awards.verdict(place), Some(expected), "{}, record {place}, cohort", W::NAME);
        decider.read(&judge.measure(document, as_of()).unwrap(), &mut facts);
        assert_eq!(decider.verdict(&facts), expected, "{}, record {place}, measured", W::NAME);
    }
}

fn as_of() -> Day {
    "2026-11-30".parse().unwrap()
}

fn apprentice(facts: &Apprentice) -> Record {
    let hours = u16::try_from(facts.course_hours).unwrap();
    let hours = ContactHours::new(Decimal::whole(hours)).unwrap();
    let course = Coursework::new("medical-coding".parse().unwrap())
        .with_contact_hours(hours)
        .with_status("completed".parse().unwrap());
    let practicode = Training::new("RACE/Practicode".parse().unwrap())
        .with_completed("2020-01-01".parse().unwrap());
    let record = Record::builder()
        .with_experience(job(facts.days))
        .with_coursework((facts.course_hours > 0).then_some(course))
        .with_trainings(facts.practicode.then_some(practicode));
    record.build().unwrap()
}

fn candidate(facts: &Alternatives) -> Record {
    const SUBJECTS: [&str; 6] = [
        "anatomy-and-physiology",
        "pathophysiology",
        "pharmacology",
        "medical-terminology",
        "icd-diagnostic-coding",
        "procedural-coding",
    ];
    let taken = SUBJECTS.into_iter().zip(facts.courses).filter(|(_, taken)| *taken);
    let course = |subject: &str| {
        Coursework::new(subject.parse().unwrap()).with_status("completed".parse().unwrap())
    };
    let awarded: Day = "2020-01-01".parse().unwrap();
    let cca = facts.cca.then(|| Holding::new("RACE/CCA".parse().unwrap()));
    let other = facts.other.then(|| Holding::new("OTHER/COD".parse().unwrap()));
    let record = Record::builder()
        .with_experience(job(facts.days))
        .with_holdings([cca, other].into_iter().flatten().map(|held| held.with_awarded(awarded)))
        .with_coursework(taken.map(|(subject, _)| course(subject)));
    record.build().unwrap()
}

/// One job of so many days.
fn job(days: u32) -> Option<Job> {
    let start: Day = "2020-01-01".parse().unwrap();
    let last = start.plus_days(i64::from(days) - 1);
    let job = Job::new("coding".parse().unwrap()).with_start(start).with_end(last);
    (days > 0).then_some(job)
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
