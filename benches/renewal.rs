//! Renewal of a typical record, and with 10, 100, 10,000 and 100,000 activities: reading the record, the bare
//! verdict, the whole answer; and the placement alone. Each result is asserted before it is timed.

use std::hint::black_box;

use coding_credentials::allocation::{Allocation, DemandSet, Instance, Supply, allocate, check};
use coding_credentials::calendar::Day;
use coding_credentials::explain::Verdict;
use coding_credentials::quantity::Decimal;
use coding_credentials::{CredentialId, Judge, Record, RuleBook};
use criterion::{Criterion, criterion_group, criterion_main};

/// Eight credentials with minima of their own, in the order of the supplies below.
const CODES: [&str; 8] = ["CIRCC", "CPMA", "CPCO", "CPPM", "CDEO", "CUC", "CCC", "CGSC"];

/// A holder of eight credentials with so many activities of one unit, approved for each credential in
/// turn; the day of completion moves through the cycle.
fn holder(activities: usize) -> String {
    let holdings: Vec<String> = CODES
        .iter()
        .map(|code| {
            format!(
                r#"{{"credential":"AAPC/{code}","awarded":"2018-05-01","cycle":{{"start":"2025-01-01","end":"2026-12-31"}}}}"#
            )
        })
        .collect();
    let first: Day = "2025-01-02".parse().expect("a day");
    let units = if activities < 1_000 { 2 } else { 1 };
    let ceus: Vec<String> = (0..activities)
        .map(|place| {
            let day = first.plus_days(i64::try_from(place % 600).expect("small"));
            let code = CODES[place % CODES.len()];
            format!(
                r#"{{"id":"c{place}","completed":"{day}","units":"{units}","provider":"ZHealth Publishing","approved_by":["AAPC"],"approved_for":["AAPC/{code}"]}}"#
            )
        })
        .collect();
    format!(
        r#"{{"holdings":[{}],"memberships":[{{"organization":"AAPC","paid_through":"2026-12-31"}}],"ceus":[{}],"payments":[],"exceptions":[]}}"#,
        holdings.join(","),
        ceus.join(",")
    )
}

fn renewal(criterion: &mut Criterion) {
    let judge = Judge::new(RuleBook::builtin().expect("the embedded book"));
    let credential: CredentialId = "AAPC/CPMA".parse().expect("a credential");
    let as_of: Day = "2026-12-01".parse().expect("a day");
    for (activities, expected) in
        [(10, Verdict::Unmet), (100, Verdict::Met), (10_000, Verdict::Met), (100_000, Verdict::Met)]
    {
        let text = holder(activities);
        let record = Record::from_json(&text).expect("a record");
        let verdict = judge.renewal_verdict(&credential, &record, as_of).expect("a verdict");
        assert_eq!(verdict, expected, "{activities}");
        let answer = judge.renewal("AAPC/CPMA", &record, as_of).expect("an answer");
        assert_eq!(answer.verdict(), expected, "{activities}");
        assert!(answer.certificates().iter().all(coding_credentials::explain::Certificate::holds));

        let mut group = criterion.benchmark_group(format!("renewal/{activities}"));
        group.sample_size(if activities < 100_000 { 20 } else { 10 });
        group.bench_function("parse", |bencher| {
            bencher.iter(|| Record::from_json(black_box(&text)));
        });
        group.bench_function("decide", |bencher| {
            bencher.iter(|| judge.renewal_verdict(&credential, black_box(&record), as_of));
        });
        group.bench_function("explain", |bencher| {
            bencher.iter(|| judge.renewal("AAPC/CPMA", black_box(&record), as_of));
        });
        group.finish();
    }
}

/// The typical record: twelve entries and forty activities.
fn typical(criterion: &mut Criterion) {
    let judge = Judge::new(RuleBook::builtin().expect("the embedded book"));
    let text = include_str!("records/typical.json");
    let record = Record::from_json(text).expect("a record");
    let as_of: Day = "2026-11-24".parse().expect("a day");
    let mut group = criterion.benchmark_group("renewal/typical");
    group.bench_function("read", |bencher| bencher.iter(|| Record::from_json(black_box(text))));
    for (name, expected) in [("AHIMA/CCS", Verdict::Unmet), ("AAPC/CPC", Verdict::Met)] {
        let credential: CredentialId = name.parse().expect("a credential");
        let verdict = judge.renewal_verdict(&credential, &record, as_of).expect("a verdict");
        assert_eq!(verdict, expected, "{name}");
        let answer = judge.renewal(name, &record, as_of).expect("an answer");
        assert_eq!(answer.verdict(), expected, "{name}");
        assert_eq!(answer.dispositions().len(), 40, "{name}");
        group.bench_function(format!("verdict/{name}"), |bencher| {
            bencher.iter(|| judge.renewal_verdict(&credential, black_box(&record), as_of));
        });
        group.bench_function(format!("explain/{name}"), |bencher| {
            bencher.iter(|| judge.renewal(name, black_box(&record), as_of));
        });
    }
    group.finish();
}

/// 10,000 activities over eight credentials, each activity good for two of them.
fn placement(criterion: &mut Criterion) {
    let supplies = (0..10_000).map(|place: usize| Supply {
        amount: Decimal::whole(1),
        serves: DemandSet::NONE.with(place % 8).with(place / 8 % 8),
        cap: None,
    });
    let instance = Instance {
        supplies: supplies.collect(),
        caps: Vec::new(),
        demands: vec![Decimal::whole(1_200); 8],
    };
    let allocation = allocate(&instance);
    assert!(matches!(allocation, Allocation::Met(_)));
    assert!(check(&instance, &allocation));
    criterion.bench_function("allocate 10,000 activities over 8 credentials", |bencher| {
        bencher.iter(|| allocate(black_box(&instance)));
    });
}

criterion_group!(benches, typical, renewal, placement);
criterion_main!(benches);
