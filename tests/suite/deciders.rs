//! Compiled questions: a row and columns say the same, in whatever order the inputs are taken.

use coding_credentials::cohort::{Column, Decider, Interval, Values};
use coding_credentials::explain::Verdict;
use coding_credentials::{Judge, RuleBook};

/// How many rows of facts each question is asked.
const ROWS: usize = 200;

/// Every question about every credential of the embedded book that is thresholds alone.
fn deciders() -> Vec<Decider> {
    let judge = Judge::new(RuleBook::builtin().unwrap());
    let rules = judge.rules_on("2026-11-30".parse().unwrap());
    let all = rules.credentials().flat_map(|credential| {
        [rules.exam(credential), rules.award(credential), rules.recommended(credential)]
    });
    all.filter_map(Result::ok).collect()
}

/// For each input a column of facts at and next to its thresholds, known or not, the same in every run.
fn columns(decider: &Decider) -> Vec<Vec<Interval>> {
    let mut state = 7_u64;
    let mut below = move |bound: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    let inputs = decider.inputs().iter().map(|input| {
        let near = input.thresholds().iter().flat_map(|need| [need - 1, *need, need + 1]);
        let near: Vec<i64> = near.chain([0]).collect();
        let mut fact = || {
            let (one, other) = (near[below(near.len())], near[below(near.len())]);
            if below(2) == 0 {
                Interval::exactly(one)
            } else {
                Interval::between(one.min(other), one.max(other))
            }
        };
        (0..ROWS).map(|_| fact()).collect()
    });
    inputs.collect()
}

#[test]
fn a_row_and_columns_say_the_same_on_both_sides_of_every_threshold() {
    for decider in deciders() {
        let facts = columns(&decider);
        let bounds = facts.iter().map(|column| {
            let shown: Vec<i64> = column.iter().map(|fact| fact.shown()).collect();
            let possible: Vec<i64> = column.iter().map(|fact| fact.possible()).collect();
            (shown, possible)
        });
        let bounds: Vec<_> = bounds.collect();
        let between = bounds
            .iter()
            .map(|(shown, possible)| Column::between(Values::I64(shown), Values::I64(possible)));
        let between: Vec<Column<'_>> = between.collect();
        let known: Vec<Column<'_>> =
            bounds.iter().map(|(shown, _)| Column::known(Values::I64(shown))).collect();
        let masks = decider.verdicts(&between, ROWS).unwrap();
        let masks_of_known = decider.verdicts(&known, ROWS).unwrap();
        for row in 0..ROWS {
            let facts: Vec<Interval> = facts.iter().map(|column| column[row]).collect();
            let shown: Vec<i64> = facts.iter().map(|fact| fact.shown()).collect();
            assert_eq!(Some(decider.verdict(&facts)), masks.verdict(row), "{facts:?}");
            let verdict = decider.verdict_of_known(&shown);
            assert_eq!(Some(verdict), masks_of_known.verdict(row), "{shown:?}");
        }
    }
}

#[test]
fn the_order_of_the_inputs_changes_no_verdict() {
    for decider in deciders() {
        // Some inputs share a path; the first of them goes by it.
        let path = |place: usize| {
            let mut paths = decider.inputs()[place].paths();
            paths.find(|path| decider.input(path) == Some(place))
        };
        let (mut order, rest): (Vec<usize>, Vec<usize>) =
            (0..decider.inputs().len()).partition(|place| path(*place).is_some());
        order.reverse();
        let paths: Vec<&str> = order.iter().filter_map(|place| path(*place)).collect();
        let taking = decider.clone().taking(&paths).unwrap();
        order.extend(rest);
        let facts = columns(&decider);
        for row in 0..ROWS {
            let one: Vec<Interval> = facts.iter().map(|column| column[row]).collect();
            let other: Vec<Interval> = order.iter().map(|place| one[*place]).collect();
            assert_eq!(decider.verdict(&one), taking.verdict(&other), "{one:?}");
        }
    }
}

#[test]
fn a_fact_that_is_left_out_is_0_or_not_known() {
    let judge = Judge::new(RuleBook::builtin().unwrap());
    let rules = judge.rules_on("2026-01-15".parse().unwrap());
    let award = rules.award(&"AAPC/CPC".parse().unwrap()).unwrap();
    let award = award.taking(&["award/exam", "award/experience"]).unwrap();
    assert_eq!(award.verdict_of_known(&[1, 730]), Verdict::Met);
    assert_eq!(award.verdict_of_known(&[1, 729]), Verdict::Unmet);
    assert_eq!(award.verdict_of_known(&[1]), Verdict::Unmet);
    assert_eq!(award.verdict(&[Interval::exactly(1)]), Verdict::Undetermined);
}

#[test]
fn a_path_that_is_read_by_no_input_or_is_named_twice_is_refused() {
    let judge = Judge::new(RuleBook::builtin().unwrap());
    let rules = judge.rules_on("2026-01-15".parse().unwrap());
    let award = rules.award(&"AAPC/CPC".parse().unwrap()).unwrap();
    for paths in [&["award/exams"][..], &["award/exam", "award/exam"]] {
        let error = award.clone().taking(paths).unwrap_err().to_string();
        let path = paths[0];
        assert_eq!(
            error,
            format!(
                "`{path}` is read by no input that is left: `inputs` of the decider lists them all"
            )
        );
    }
}
