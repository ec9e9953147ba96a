//! All ways to a verdict say the same on a million records of each decision: by hand, a record at a time, columns, a
//! cohort, measured records, sums kept up to date, and the explained answer. Nothing is timed.
//!
//! It takes some minutes; `RECORDS=10000 cargo bench --bench agreement` looks at fewer. With
//! `--features parallel,wide` cohorts are measured in parallel and columns use the widest vectors.

#![expect(dead_code, reason = "nothing is read here without deciding")]

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, thread};

use coding_credentials::calendar::Day;
use coding_credentials::cohort::{Cohort, DayRules, Tally};
use coding_credentials::explain::Verdict;
use coding_credentials::quantity::{ContactHours, Decimal};
use coding_credentials::record::{Coursework, Holding, Job, Training};
use coding_credentials::{CredentialId, Judge, Record, RuleBook};

#[path = "work/mod.rs"]
mod work;

use self::work::ledgers::{self, ByLedgers};
use self::work::rules::{ByColumns, RULES, Ruled, by_row};
use self::work::{Alternatives, Apprentice, Ledger, Work};

/// Another body, whose credential a candidate may hold.
const OTHER: &str = r#"{ "format": 1, "edition": "2026-11-30", "issuer": "OTHER", "title": "Another body",
    "sources": { "WORK": { "url": "https://other.example/work", "publisher": "The benches", "checked": "2026-11-30", "confidence": "official" } },
    "credentials": { "COD": { "title": "Coder", "fields": ["coding"], "award": [ { "designation": "COD", "requires": [ { "source": "WORK", "value": { "passed": "COD" } } ] } ] } } }"#;

/// How many records of each decision, unless the environment says otherwise.
const RECORDS: u64 = 1_000_000;

/// So many records are in memory at once, for each core.
const CHUNK: u64 = 5_000;

fn main() {
    let records = env::var("RECORDS").map_or(RECORDS, |some| some.parse().expect("a number"));
    each(records, "W1", |chunk| decisions(chunk, apprentice));
    each(records, "W2", |chunk| decisions(chunk, candidate));
    each(records, "W3", renewals);
}

/// Checks all records, in chunks, on all cores.
fn each(records: u64, work: &str, check: impl Fn(Range<u64>) -> usize + Sync) {
    let next = AtomicU64::new(0);
    let worker = || {
        let mut met = 0;
        loop {
            let first = next.fetch_add(CHUNK, Ordering::Relaxed);
            if first >= records {
                return met;
            }
            met += check(first..records.min(first + CHUNK));
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let met: usize = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(|worker| worker.join().expect("all ways agree")).sum()
    });
    println!("{work}: all ways to a verdict agree on {records} records, of which {met} are met");
}

/// W1 and W2. The facts of the generator become documents, too: measured and explained, one by one and as a cohort,
/// they lead to the same verdicts. Says how many are met.
fn decisions<W: Ruled<FACTS>, const FACTS: usize>(
    chunk: Range<u64>,
    written: fn(&W) -> Record,
) -> usize {
    let records: Vec<W> = chunk.map(W::generate).collect();
    let row = by_row::<W, FACTS>();
    let mut columns = ByColumns::new(&records);
    columns.decide();

    let book = RuleBook::from_json("race", RULES).unwrap().layer("other", OTHER).unwrap();
    let judge = Judge::new(book);
    let rules = judge.rules_on(as_of());
    let credential: CredentialId = W::CREDENTIAL.parse().unwrap();
    let decider = rules.award(&credential).unwrap().taking(&W::PATHS).unwrap();
    let documents: Vec<Record> = records.iter().map(written).collect();
    let cohort = cohort(rules, &documents);
    let awards = cohort.award(&credential).unwrap();
    let mut facts = Vec::new();
    for (place, (record, document)) in records.iter().zip(&documents).enumerate() {
        let by_hand = record.floor();
        let expected = if by_hand { Verdict::Met } else { Verdict::Unmet };
        assert_eq!(row(record), by_hand, "{} {place}: a record at a time", W::NAME);
        assert_eq!(columns.is_met(place), by_hand, "{} {place}: columns", W::NAME);
        assert_eq!(awards.verdict(place), Some(expected), "{} {place}: cohort", W::NAME);
        let measured = judge.measure(document, as_of()).unwrap();
        decider.read(&measured, &mut facts);
        assert_eq!(decider.verdict(&facts), expected, "{} {place}: measured", W::NAME);
        let decision = judge.decide(&credential, &measured).unwrap();
        assert_eq!(decision.award(), expected, "{} {place}: decided", W::NAME);
        let answer = judge.eligibility(W::CREDENTIAL, document, as_of()).unwrap();
        assert_eq!(answer.verdict(), expected, "{} {place}: explained", W::NAME);
    }
    records.iter().filter(|record| record.floor()).count()
}

#[cfg(not(feature = "parallel"))]
fn cohort<'j>(rules: DayRules<'j>, records: &[Record]) -> Cohort<'j> {
    Cohort::of(rules, records).unwrap()
}

#[cfg(feature = "parallel")]
fn cohort<'j>(rules: DayRules<'j>, records: &[Record]) -> Cohort<'j> {
    Cohort::of_parallel(rules, records).unwrap()
}

/// W3, likewise: ledgers one by one, as they grow, as columns, and the whole judgement of their records.
fn renewals(chunk: Range<u64>) -> usize {
    let records: Vec<Ledger> = chunk.map(Ledger::generate).collect();
    let row = ledgers::by_row();
    let mut columns = ByLedgers::new(&records);
    columns.decide();
    let (judge, rules) = ledgers::rules();
    let last_day = ledgers::LAST_DAY.parse().unwrap();
    for (place, record) in records.iter().enumerate() {
        let by_hand = record.floor();
        assert_eq!(row(record), by_hand, "W3 {place}: a ledger at a time");
        assert_eq!(columns.is_met(place), by_hand, "W3 {place}: columns");
        let rule = &rules[usize::from(record.credentials - 1)];
        let mut tally = Tally::new(rule);
        record.activities.iter().for_each(|of| tally.add(&ledgers::activity(of)).unwrap());
        assert_eq!(tally.verdict().is_met(), by_hand, "W3 {place}: kept up to date");
        let document = ledgers::document(record);
        let ledger = judge.ledger(rule, "RACE/L1", &document, last_day).unwrap();
        let verdict = rule.verdict(&ledger, |of| *of).unwrap();
        assert_eq!(verdict.is_met(), by_hand, "W3 {place}: the ledger of the record");
        let answer = judge.renewal("RACE/L1", &document, last_day).unwrap();
        assert_eq!(answer.verdict(), verdict, "W3 {place}: explained");
    }
    records.iter().filter(|record| record.floor()).count()
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
