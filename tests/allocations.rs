//! Deciding takes no memory, and a book takes little. A binary of its own: counting replaces the allocator of the whole binary.

use coding_credentials::calendar::Day;
use coding_credentials::cohort::{
    Activity, Column, Decider, Interval, LedgerRule, Ledgers, Masks, Scratch, Tally, Values,
};
use coding_credentials::explain::Verdict;
use coding_credentials::{CredentialId, Judge, Record, RuleBook};

const TYPICAL: &str = include_str!("../benches/records/typical.json");

/// A pass, no work yet, everything else not known.
const APPRENTICE: &str = r#"{"exams": [{"credential": "AAPC/CPC", "taken": "2025-11-01", "passed": true}],
    "holdings": [{"credential": "AAPC/CPC-A", "awarded": "2025-11-08"}], "experience": []}"#;

/// How many times memory is taken.
fn taken(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

fn judge() -> Judge {
    Judge::new(RuleBook::builtin().unwrap())
}

fn today() -> Day {
    "2026-01-15".parse().unwrap()
}

#[test]
fn what_is_taken_is_counted() {
    assert_eq!(taken(|| drop(std::hint::black_box(Vec::<u8>::with_capacity(1)))), 1);
}

/// What is printed stands under `cargo test --release --test allocations -- --nocapture`.
#[test]
fn the_embedded_book_read_and_compiled_takes_less_than_two_megabytes() {
    let mut kept = None;
    let book = allocation_counter::measure(|| {
        let book = RuleBook::builtin().unwrap();
        std::hint::black_box(book.lint(today()));
        kept = Some(Judge::new(book));
    });
    println!("live: {} bytes, peak: {} bytes", book.bytes_current, book.bytes_max);
    println!("taken {} times, {} of them live", book.count_total, book.count_current);
    assert!(kept.is_some());
    assert!(book.bytes_current < 2_000_000, "{} bytes", book.bytes_current);
}

#[test]
fn deciding_about_any_credential_takes_no_memory() {
    let judge = judge();
    let credentials: Vec<CredentialId> = judge.book().credentials().collect();
    for (name, json) in [("typical", TYPICAL), ("apprentice", APPRENTICE)] {
        let record = Record::from_json(json).unwrap();
        let facts = judge.measure(&record, today()).unwrap();
        for credential in &credentials {
            let mut decided = None;
            let taken = taken(|| decided = judge.decide(credential, &facts));
            assert_eq!(taken, 0, "{name}: {credential}");
            assert!(decided.is_some(), "{name}: {credential}");
        }
    }
}

#[test]
fn deciding_about_all_credentials_at_once_takes_no_memory() {
    let judge = judge();
    let rules = judge.rules_on(today());
    let mut board = rules.board();
    for (name, json) in [("typical", TYPICAL), ("apprentice", APPRENTICE)] {
        let record = Record::from_json(json).unwrap();
        let facts = rules.measure(&record).unwrap();
        let mut met = 0;
        let taken = taken(|| {
            let decisions = rules.decide_all(&facts, &mut board);
            met = decisions.filter(|(_, decision)| decision.award().is_met()).count();
        });
        assert_eq!(taken, 0, "{name}");
        assert!(met > 0, "{name}");
    }
}

/// The exam and the award of every credential.
fn deciders(judge: &Judge) -> Vec<(String, Decider)> {
    let rules = judge.rules_on(today());
    let both = rules.credentials().flat_map(|credential| {
        let exam = (format!("{credential} exam"), rules.exam(credential).unwrap());
        [exam, (format!("{credential} award"), rules.award(credential).unwrap())]
    });
    both.collect()
}

#[test]
fn deciding_on_facts_takes_no_memory() {
    let judge = judge();
    let record = Record::from_json(TYPICAL).unwrap();
    let facts = judge.measure(&record, today()).unwrap();
    let mut read: Vec<Interval> = Vec::with_capacity(1_000);
    for (name, decider) in deciders(&judge) {
        let known: Vec<i64> = decider.inputs().iter().map(|input| input.thresholds()[0]).collect();
        let taken = taken(|| {
            decider.read(&facts, &mut read);
            std::hint::black_box(decider.verdict(&read));
            std::hint::black_box(decider.verdict(&[]));
            std::hint::black_box(decider.verdict_of_known(&known));
        });
        assert_eq!(taken, 0, "{name}");
    }
}

#[test]
fn deciding_over_columns_with_used_room_takes_no_memory() {
    const RECORDS: usize = 1_000;
    let judge = judge();
    let numbers: Vec<u32> = (0..1_000).collect();
    for (name, decider) in deciders(&judge) {
        let (mut scratch, mut masks) = (Scratch::default(), Masks::default());
        for column in [Column::known(Values::U32(&numbers)), Column::unknown()] {
            let columns = vec![column; decider.inputs().len()];
            let mut again = || {
                decider.verdicts_into(&columns, &mut scratch, &mut masks, RECORDS).unwrap();
            };
            again();
            assert_eq!(taken(again), 0, "{name}");
            assert_eq!(masks.len(), RECORDS);
        }
    }
}

/// The rule for the holders of two credentials of the embedded book.
fn ledger_rule() -> LedgerRule {
    let like = r#"{
        "holdings": [{"credential": "AAPC/CPC", "awarded": "2025-02-01", "cycle": {"start": "2025-02-01", "end": "2027-01-31"}},
                     {"credential": "AAPC/CPMA", "awarded": "2025-02-01", "cycle": {"start": "2025-02-01", "end": "2027-01-31"}}],
        "memberships": [{"organization": "AAPC", "paid_through": "2027-01-31"}], "ceus": [], "exceptions": []}"#;
    let like = Record::from_json(like).unwrap();
    judge().ledger_rule("AAPC/CPC", &like, "2027-01-31".parse().unwrap()).unwrap()
}

/// Activities of many courses, some known in part.
fn ledger() -> Vec<Activity> {
    let activity = |place: u32| {
        let day = 20_200 + i32::try_from(place).unwrap();
        if place.is_multiple_of(7) {
            Activity::between(day, (0, 10_000), (0, 1))
        } else {
            Activity::known(day, 10_000, place % 2).of_course(250 + place % 40)
        }
    };
    (0..100).map(activity).collect()
}

#[test]
fn deciding_on_a_ledger_takes_no_memory() {
    let (rule, ledger) = (ledger_rule(), ledger());
    let mut tally = Tally::new(&rule);
    for activity in &ledger {
        tally.add(activity).unwrap();
    }
    for part in [&ledger[..0], &ledger[..40], &ledger] {
        let verdict = || assert!(rule.verdict(std::hint::black_box(part), |one| *one).is_ok());
        assert_eq!(taken(verdict), 0, "{}", part.len());
    }
    let verdict = || assert_ne!(std::hint::black_box(tally.verdict()), Verdict::Unmet);
    assert_eq!(taken(verdict), 0);
}

#[test]
fn deciding_over_columns_of_ledgers_with_used_masks_takes_no_memory() {
    const LEDGERS: usize = 200;
    let (rule, ledger) = (ledger_rule(), ledger());
    let mut ledgers = Ledgers::new();
    (0..LEDGERS).for_each(|place| ledgers.push(&ledger[..place % 100]).unwrap());
    let (choices, mut masks) = ([1; LEDGERS], Masks::default());
    let mut again = || ledgers.verdicts_by(&[&rule, &rule], &choices, &mut masks).unwrap();
    again();
    assert_eq!(taken(again), 0);
    assert_eq!(masks.len(), LEDGERS);
}
