//! What the comparison rests on: the records reach every branch, and the floor says what the rule
//! says when it is written another way. The race runs these; the library's benches have no tests.

use std::collections::BTreeSet;

use crate::work::floor::{CYCLE_END, CYCLE_START, YEAR, repeats_in_cycle, required_quarters};
use crate::work::{Alternatives, Apprentice, Ledger, Work};

const RECORDS: u64 = 20_000;

fn met_percent<W: Work>() -> usize {
    (0..RECORDS).filter(|&index| W::generate(index).floor()).count() * 100 / 20_000
}

#[test]
fn each_rule_is_met_by_some_third_to_two_thirds_of_the_records() {
    for percent in
        [met_percent::<Apprentice>(), met_percent::<Alternatives>(), met_percent::<Ledger>()]
    {
        assert!((30..=70).contains(&percent), "{percent}");
    }
}

#[test]
fn a_record_depends_on_its_index_alone() {
    let text = |index| format!("{:?}", Ledger::generate(index));
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}

#[test]
fn both_sides_of_every_threshold_of_days_and_hours_occur() {
    let apprentices: Vec<_> = (0..RECORDS).map(Apprentice::generate).collect();
    for days in [YEAR - 1, YEAR, 2 * YEAR - 1, 2 * YEAR] {
        for hours in [79, 80] {
            for practicode in [false, true] {
                assert!(apprentices.iter().any(|apprentice| {
                    (apprentice.days, apprentice.course_hours, apprentice.practicode)
                        == (days, hours, practicode)
                }));
            }
        }
    }
}

#[test]
fn each_alternative_alone_opens_the_exam_for_some() {
    let mut alone = BTreeSet::new();
    for index in 0..RECORDS {
        let it = Alternatives::generate(index);
        let ways = [
            it.cca && it.days >= YEAR,
            it.days >= 2 * YEAR,
            it.other && it.days >= YEAR,
            it.courses.iter().all(|&taken| taken),
        ];
        assert_eq!(it.floor(), ways.contains(&true));
        if ways.iter().filter(|&&way| way).count() == 1 {
            alone.insert(ways);
        }
    }
    assert_eq!(alone.len(), 4);
}

/// The rule of W3 in sets and sums, which the floor has folded into one pass.
#[test]
fn the_ledger_by_hand_agrees_with_the_ledger_by_sets() {
    let mut causes = BTreeSet::new();
    for index in 0..RECORDS {
        let ledger = Ledger::generate(index);
        assert!(ledger.activities.is_sorted_by_key(|activity| activity.day));
        let mut courses = BTreeSet::new();
        let counted: Vec<_> = ledger
            .activities
            .iter()
            .filter(|activity| activity.day >= CYCLE_START && activity.day <= CYCLE_END)
            .filter(|activity| courses.insert(activity.course))
            .collect();
        let in_cycle = ledger
            .activities
            .iter()
            .filter(|activity| activity.day >= CYCLE_START && activity.day <= CYCLE_END);
        let repeats = repeats_in_cycle(&ledger.activities).filter(|&repeat| repeat).count();
        assert_eq!(in_cycle.count(), counted.len() + repeats);
        let sum = |hiim: bool| -> u32 {
            let some = counted.iter().filter(|activity| activity.hiim == hiim);
            some.map(|activity| u32::from(activity.quarters)).sum()
        };
        let ahima = counted.iter().filter(|activity| activity.ahima);
        let ahima: u32 = ahima.map(|activity| u32::from(activity.quarters)).sum();
        let required = required_quarters(ledger.credentials);
        let total = sum(true) + sum(false).min(required / 5);
        assert_eq!(ledger.floor(), total >= required && ahima * 5 >= required * 2);
        causes.insert((total.cmp(&required), (ahima * 5).cmp(&(required * 2))));
    }
    assert_eq!(causes.len(), 9, "short, exact and over, by either measure");
}

#[test]
fn the_cycle_is_two_years_long() {
    assert_eq!(CYCLE_END - CYCLE_START + 1, 730);
}
