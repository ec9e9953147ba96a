//! Several clocks, units kept apart on cycles of their own, and what is moved: shapes that took a form of
//! their own.

use coding_credentials::explain::Verdict::{Met, Undetermined, Unmet};
use coding_credentials::explain::{Note, Question, Renewal, Standing, UnknownBecause};
use serde_json::json;

use crate::renewal_shapes::{
    Holder, answer, answer_on, counted, due_of, fields, holds, ladder_of, lies_in, of_cycle,
    renews, required, rules, since, yearly,
};
use crate::support::{day, programme_book, record};

fn whys(answer: &Renewal) -> Vec<UnknownBecause> {
    answer.questions().iter().map(Question::why).collect()
}

/// A body that publishes no cycle.
#[test]
fn a_cycle_that_is_not_published_is_asked_of_the_issuer() {
    let judge = rules(&[
        ("cycle", r#"{"unpublished": "Acme's cycle is not on file."}"#),
        ("quota", r#"{"unpublished": "Acme's total is not on file."}"#),
    ]);
    let found = answer(&judge, &since("2024-01-01"), "2024-06-01");
    assert_eq!(found.verdict(), Undetermined);
    assert_eq!(whys(&found), [UnknownBecause::RuleUnpublished]);
    let notes: Vec<&str> = found.notes().iter().map(Note::text).collect();
    assert!(notes.contains(&"Acme's cycle is not on file."), "{notes:?}");
    // What the record states is followed all the same.
    let mut stated = since("2024-01-01").json();
    stated = stated.replace(
        r#""awarded":"2024-01-01""#,
        r#""awarded":"2024-01-01","cycle":{"start":"2024-01-01","end":"2024-12-31"}"#,
    );
    let found = judge.renewal("ACME/A", &record(&stated), day("2024-06-01")).unwrap();
    assert_eq!(found.cycle().unwrap().end(), day("2024-12-31"));
    assert_eq!(found.verdict(), Undetermined);
}

/// 9: five years whatever is done inside, a duty in each of them (NCICS).
#[test]
fn a_certificate_ends_after_five_years_whatever_is_done_inside() {
    let judge = yearly(&[(
        "validity",
        r#"{"length": {"years": 5}, "then": "What follows is not on file."}"#,
    )]);
    let every_year = |until: i32| {
        let rows: Vec<String> = (2020..until).map(|year| format!("{year}-06-01 10")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        since("2020-01-01").ceus(&rows)
    };
    renews(
        &judge,
        &[
            (every_year(2025), "2024-12-31", Met),
            (every_year(2024), "2024-12-31", Unmet),
            (every_year(2026), "2025-01-01", Undetermined),
        ],
    );
    let over = answer(&judge, &every_year(2026), "2025-01-01");
    assert_eq!(whys(&over), [UnknownBecause::RuleUnpublished]);
    assert!(over.cycle().is_none());
}

/// 13: a yearly fee beside a longer cycle (ODS, CHBME): for each calendar year that ends in the cycle, not
/// for the year of the award.
#[test]
fn a_yearly_fee_beside_a_longer_cycle() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("duties.annual-fee", r#"{"fee": "annual-fee", "each": "calendar-year"}"#),
        ("fees.annual-fee", r#"[{"for": "all", "flat": {"amount": "150.00", "currency": "USD"}}]"#),
    ]);
    let paid = |days: &[&str]| {
        let all: Vec<_> = days
            .iter()
            .map(|day| json!({"to": "ACME", "purpose": "annual-fee", "paid": day}))
            .collect();
        since("2022-07-01").with("payments", json!(all))
    };
    renews(
        &judge,
        &[
            (paid(&["2023-03-01"]), "2024-06-30", Met),
            (paid(&["2023-12-31"]), "2024-06-30", Met),
            (paid(&[]), "2024-06-30", Unmet),
            (paid(&["2022-12-31"]), "2024-06-30", Unmet),
            (since("2022-07-01").without("payments"), "2024-06-30", Undetermined),
            // The next cycle asks for 2024 and 2025.
            (paid(&["2023-03-01", "2024-03-01", "2025-03-01"]), "2026-06-30", Met),
            (paid(&["2023-03-01", "2024-03-01"]), "2026-06-30", Unmet),
        ],
    );
    assert_eq!(
        due_of(&answer(&judge, &paid(&[]), "2023-06-01")),
        ["2023-12-31 annual-fee 150.00 USD"]
    );
    assert_eq!(due_of(&answer(&judge, &paid(&[]), "2024-01-01")), ["… annual-fee 150.00 USD"]);
}

/// 13: a fee for each year of the cycle.
#[test]
fn a_fee_for_each_year_of_the_cycle() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}}"#),
        ("duties.annual-fee", r#"{"fee": "annual-fee", "each": "year"}"#),
    ]);
    let paid = |days: &[&str]| {
        let all: Vec<_> = days
            .iter()
            .map(|day| json!({"to": "ACME", "purpose": "annual-fee", "paid": day}))
            .collect();
        since("2021-05-10").with("payments", json!(all))
    };
    renews(
        &judge,
        &[
            (paid(&["2021-05-10", "2022-05-10", "2024-05-09"]), "2024-05-09", Met),
            (paid(&["2021-05-10", "2022-05-09", "2024-05-09"]), "2024-05-09", Unmet),
        ],
    );
}

/// 7: the first cycle of a cohort lasts at least a year (CHAA).
#[test]
fn the_first_cycle_lasts_at_least_so_long() {
    let judge = rules(&[(
        "cycle",
        r#"{"length": {"years": 2}, "ends": {"month": 3, "day": 31}, "years": "parity-of-award",
            "first": {"at_least": {"years": 1}}}"#,
    )]);
    lies_in(
        &judge,
        &[
            (since("2021-03-31"), "2021-03-31", "2021-03-31/2023-03-31"),
            (since("2021-04-01"), "2021-04-01", "2021-04-01/2023-03-31"),
            (since("2021-04-01"), "2023-04-01", "2023-04-01/2025-03-31"),
        ],
    );
}

/// 44: a step that ends so long after the last day, whatever came before it (CCDS).
#[test]
fn a_step_counted_from_the_last_day() {
    let judge = yearly(&[(
        "ladder",
        r#"[{"for": {"days": 45}, "standing": "grace", "fees": []},
            {"until": {"months": 6}, "standing": "suspended", "fees": []},
            {"until": {"days": 30}, "standing": "inactive", "fees": []},
            {"standing": "revoked", "fees": []}]"#,
    )]);
    // The third step would have ended before it began: it is not there.
    assert_eq!(
        ladder_of(&answer(&judge, &since("2024-01-01"), "2024-12-31")),
        [
            "2025-01-01/2025-02-14 grace 0.00 USD",
            "2025-02-15/2025-06-30 suspended 0.00 USD",
            "2025-07-01/… revoked 0.00 USD",
        ]
    );
}

/// 41: the first credential asks for 12, each other one for 6, on anniversaries of their own (RMC).
#[test]
fn base_and_increment_on_anniversaries_of_their_own() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"single": 12, "further": 6}"#),
    ]);
    let two = || holds(&[("A", "2024-03-01"), ("B", "2024-09-01")]);
    assert_eq!(required(&judge, &two(), "2025-01-01"), "12");
    let of_b = |rows: &[&str]| answer_on(&judge, "B", &two().ceus(rows), "2025-08-31");
    assert_eq!(of_b(&[]).quota().unwrap().required().unwrap().to_string(), "6");
    // The cycle of A ends first and takes its 12 first; what lies outside B's cycle serves it first.
    let outside = of_b(&["2024-03-05 12", "2024-10-01 6"]);
    assert_eq!((outside.verdict(), counted(&outside).as_str()), (Met, "6"));
    let shared = of_b(&["2024-10-01 17"]);
    assert_eq!((shared.verdict(), counted(&shared).as_str()), (Unmet, "5"));
    assert_eq!(of_b(&["2024-10-01 18"]).verdict(), Met);
    // Of two cycles the one that begins after the last activity of the other needs nothing of it.
    assert_eq!(of_b(&["2024-03-05 11", "2024-10-01 7"]).verdict(), Met);
    assert_eq!(of_b(&["2024-03-05 11", "2024-10-01 6"]).verdict(), Unmet);
    // An award of which the day is not known may be the first one.
    let open = two().ceus(&["2024-10-01 18"]).json();
    let mut open: serde_json::Value = serde_json::from_str(&open).unwrap();
    open["holdings"][0].as_object_mut().unwrap().remove("awarded");
    let open = open.to_string();
    let found = judge.renewal("ACME/B", &record(&open), day("2025-01-01")).unwrap();
    assert_eq!(found.verdict(), Undetermined);
}

/// 40: unique units for each, with minima of each (HCS-D and HCS-O).
#[test]
fn units_of_their_own_on_anniversaries_of_their_own() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"single": 20, "further": "own"}"#),
        (
            "=constraints",
            r#"{"for-a": {"for": ["A"], "terms": [{"source": "PAGE",
                    "value": {"minimum": 10, "of": {"topics": "a"}}}]},
                "for-b": {"for": ["B"], "terms": [{"source": "PAGE",
                    "value": {"minimum": 10, "of": {"topics": "b"}}}]}}"#,
        ),
    ]);
    let both = |rows: &[&str]| {
        let holder = holds(&[("A", "2024-01-01"), ("B", "2024-01-01")]).ceus(rows);
        ["A", "B"].map(|code| answer_on(&judge, code, &holder, "2024-12-31").verdict())
    };
    // In whatever order they stand, each keeps what only it can use.
    let enough = ["2024-02-01 20", "2024-03-01 10 topics=a", "2024-04-01 10 topics=b"];
    assert_eq!(both(&enough), [Met, Met]);
    assert_eq!(both(&[enough[2], enough[1], enough[0]]), [Met, Met]);
    let short = ["2024-02-01 19", enough[1], enough[2]];
    assert_eq!(both(&short), [Met, Unmet]);
    // What is pinned stays where it is.
    let pinned =
        |free: &str| both(&["2024-02-01 10 assigned_to=ACME/B", free, enough[1], enough[2]]);
    assert_eq!(pinned("2024-02-02 10"), [Met, Met]);
    assert_eq!(pinned("2024-02-02 9"), [Met, Unmet]);
}

/// 39: where one unit serves all, nothing is kept apart.
#[test]
fn units_that_serve_all_are_not_kept_apart() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"single": 6, "further": "same"}"#),
    ]);
    let two = holds(&[("A", "2024-01-01"), ("B", "2024-03-01")]).ceus(&["2024-05-01 6"]);
    let verdicts = ["A", "B"].map(|code| answer_on(&judge, code, &two, "2024-12-31").verdict());
    assert_eq!(verdicts, [Met, Met]);
}

/// 49: a granted exception moves the missing units into the next cycle (ODS).
#[test]
fn missing_units_are_moved_into_the_next_cycle() {
    let judge = yearly(&[("exempt.hardship", r#"{"waives": "later"}"#)]);
    let excused = |rows: &[&str]| {
        let exception = json!({"kind": "hardship", "from": "2024-06-01", "until": "2024-12-31"});
        since("2024-01-01").ceus(rows).excepted(&exception)
    };
    assert_eq!(required(&judge, &excused(&["2024-02-01 4"]), "2025-06-01"), "16");
    renews(
        &judge,
        &[
            (excused(&["2024-02-01 4"]), "2024-12-31", Met),
            (excused(&["2024-02-01 4", "2025-03-01 16"]), "2025-12-31", Met),
            (excused(&["2024-02-01 4", "2025-03-01 15"]), "2025-12-31", Unmet),
            // Nothing was missing.
            (excused(&["2024-02-01 12", "2025-03-01 10"]), "2025-12-31", Met),
        ],
    );
}

/// A first year that asks for nothing asks for no fee either (CHIAP).
#[test]
fn an_exempt_year_asks_for_no_fee() {
    let judge = rules(&[
        (
            "cycle",
            r#"{"length": {"years": 2}, "first": "exempt", "ends": {"month": 12, "day": 31}}"#,
        ),
        ("duties.fee", r#"{"fee": "recertification"}"#),
    ]);
    renews(
        &judge,
        &[(since("2019-05-20"), "2019-11-01", Met), (since("2019-05-20"), "2020-11-01", Unmet)],
    );
}

/// 58: a place wider than those of the rule may lie in one of them.
#[test]
fn a_wide_residence_leaves_the_rule_open() {
    let judge = yearly(&[(
        "constraints.in-person",
        r#"{"minimum": 8, "of": {"delivery": "in-person"}, "residence": ["US-OH", "CA"]}"#,
    )]);
    let lives = |place: &str| {
        since("2024-01-01")
            .ceus(&["2024-02-01 10 delivery=recorded"])
            .with("residence", json!(place))
    };
    renews(
        &judge,
        &[
            (lives("US-OH"), "2024-12-31", Unmet),
            (lives("CA-ON"), "2024-12-31", Unmet),
            (lives("US"), "2024-12-31", Undetermined),
            (lives("US-PR"), "2024-12-31", Met),
            (lives("DE"), "2024-12-31", Met),
        ],
    );
}

/// A pass that is known by its score alone begins the cycle like one that is stated.
#[test]
fn a_pass_by_its_score_begins_the_cycle() {
    let judge = coding_credentials::Judge::new(programme_book(&format!(
        r#""credentials": {{"A": {{"title": "Acme A", "exam": {{"facts": [{{"source": "PAGE",
                "value": {{"pass": {{"percent": 80}}}}}}]}}}}}},
           "programs": {{"MAIN": {{"title": "Acme renewal", "holdings": "all", {}}}}}"#,
        fields(&[("cycle", r#"{"length": {"years": 1}, "starts": "exam"}"#)])
    )));
    let scored = |score: &str| {
        since("2024-02-01")
            .with("exams", json!([{"credential": "ACME/A", "taken": "2024-01-10", "score": score}]))
    };
    let end = |holder: &Holder| answer(&judge, holder, "2024-06-01").cycle().unwrap().end();
    assert_eq!(end(&scored("80")), day("2025-01-09"));
    assert_eq!(end(&scored("79")), day("2025-01-31"));
}

/// 8: counted from the day after the exam, to the end of its month.
#[test]
fn cycles_may_start_on_the_day_after_the_exam() {
    let judge = rules(&[(
        "cycle",
        r#"{"length": {"years": 2}, "starts": "day-after-exam", "ends": "month-end"}"#,
    )]);
    lies_in(
        &judge,
        &[(since("2024-04-02").passed("2024-03-01"), "2024-06-01", "2024-03-02/2026-03-31")],
    );
}

/// 36: a way for some credentials only (HCS-D alternated, HCS-O did not).
#[test]
fn a_way_for_some_credentials() {
    let judge = yearly(&[(
        "ways",
        r#"[{"id": "units", "quota": true}, {"id": "test", "for": ["B"], "requires": {"training": {"program": "test"}}}]"#,
    )]);
    let tested = |code: &str| {
        let training = json!([{"program": "test", "completed": "2024-06-01"}]);
        let holder = holds(&[(code, "2024-01-01")]).with("trainings", training);
        answer_on(&judge, code, &holder, "2024-12-31").verdict()
    };
    assert_eq!((tested("A"), tested("B")), (Unmet, Met));
}

/// 28: a maximum of which the number is not on file touches only what lies under it.
#[test]
fn a_maximum_that_is_not_published() {
    let judge = yearly(&[(
        "constraints.boards",
        r#"{"maximum": {"unpublished": "Acme's maximum is not on file."}, "of": {"kind": "tumor-board"}}"#,
    )]);
    let earned = |rows: &[&str]| since("2024-01-01").ceus(rows);
    renews(
        &judge,
        &[
            (earned(&["2024-02-01 10 kind=webinar"]), "2024-12-31", Met),
            (earned(&["2024-02-01 10 kind=tumor-board"]), "2024-12-31", Undetermined),
            (earned(&["2024-02-01 9 kind=webinar"]), "2024-12-31", Unmet),
            (
                earned(&["2024-02-01 9 kind=webinar", "2024-03-01 1 kind=tumor-board"]),
                "2024-12-31",
                Undetermined,
            ),
        ],
    );
}

/// 52: dues have steps of their own, missed units others (CMRS).
#[test]
fn dues_have_steps_of_their_own() {
    let judge = yearly(&[
        (
            "=dues",
            r#"{"organization": "ACME", "source": "PAGE", "ladder": [{"source": "PAGE", "value": [
                {"for": {"days": 10}, "standing": "grace", "fees": []},
                {"standing": "revoked", "fees": []}]}]}"#,
        ),
        (
            "ladder",
            r#"[{"for": {"days": 90}, "standing": "suspended", "fees": []}, {"standing": "expired", "fees": []}]"#,
        ),
    ]);
    let paid = |through: &str| since("2024-01-01").member("ACME", "2024-01-01", through);
    let stands = |holder: &Holder, as_of: &str| answer(&judge, holder, as_of).standing();
    let short = paid("2025-12-31");
    assert_eq!(stands(&short, "2025-01-01"), Some(Standing::Suspended));
    assert_eq!(stands(&short, "2025-04-01"), Some(Standing::Expired));
    let unpaid = paid("2024-06-30").ceus(&["2024-02-01 10"]);
    assert_eq!(stands(&unpaid, "2024-07-10"), Some(Standing::Grace));
    assert_eq!(stands(&unpaid, "2024-07-11"), Some(Standing::Revoked));
    // What the dues ended no unknown of the cycle can mend.
    let open = paid("2024-06-30").without("ceus");
    assert_eq!(answer(&judge, &open, "2025-06-01").verdict(), Undetermined);
    assert_eq!(stands(&open, "2025-06-01"), Some(Standing::Revoked));
}

/// 55: an activity of which the previous cycle needs a part: whether the rest may be carried over is open.
#[test]
fn the_rest_of_an_activity_that_was_needed_in_part_is_not_lost_in_silence() {
    let judge = yearly(&[("carry_over", r#"{"last": {"months": 6}, "most": 5}"#)]);
    let earned = |rows: &[&str]| since("2024-01-01").ceus(rows);
    renews(
        &judge,
        &[
            (earned(&["2024-09-01 14", "2025-02-01 6"]), "2025-12-31", Undetermined),
            (earned(&["2024-09-01 14", "2025-02-01 10"]), "2025-12-31", Met),
            (earned(&["2024-09-01 10", "2025-02-01 6"]), "2025-12-31", Unmet),
        ],
    );
}

/// What a duty leaves to the issuer or to a person is asked for.
#[test]
fn a_duty_that_is_not_published_is_asked_of_the_issuer() {
    for (leaf, why) in [
        (r#"{"unpublished": "how much"}"#, UnknownBecause::RuleUnpublished),
        (r#"{"judgement": "whether it fits"}"#, UnknownBecause::NeedsJudgement),
    ] {
        let judge = rules(&[
            ("cycle", r#"{"length": {"years": 1}}"#),
            ("duties.work", &format!(r#"{{"requires": {leaf}}}"#)),
        ]);
        let found = answer(&judge, &since("2024-01-01"), "2024-06-01");
        assert_eq!(found.verdict(), Undetermined);
        assert_eq!(whys(&found), [why]);
    }
}

/// 15: a unit of ten hours, so that an hour is a tenth of one (IACET).
#[test]
fn a_unit_of_ten_hours_is_counted_in_tenths() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"by_count": [3]}"#),
        ("units", r#"[{"minutes": 600, "leftover": "exact"}]"#),
    ]);
    let taken = |rows: &[&str]| since("2024-01-01").ceus(rows);
    renews(
        &judge,
        &[
            (taken(&["2024-02-01 - minutes=1800"]), "2024-12-31", Met),
            (taken(&["2024-02-01 - minutes=1200", "2024-03-01 - minutes=600"]), "2024-12-31", Met),
            (taken(&["2024-02-01 - minutes=1799"]), "2024-12-31", Unmet),
        ],
    );
    let hour = answer(&judge, &taken(&["2024-02-01 - minutes=60"]), "2024-12-31");
    assert_eq!(counted(&hour), "0.1");
}

/// 40: on cycles of their own a payment that names no credential is one cycle's.
#[test]
fn one_payment_is_not_two() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("duties.fee", r#"{"fee": "recertification"}"#),
    ]);
    let paid = |payments: &[serde_json::Value]| {
        let holder =
            holds(&[("A", "2024-01-01"), ("B", "2024-03-01")]).with("payments", json!(payments));
        ["A", "B"].map(|code| answer_on(&judge, code, &holder, "2024-12-01").verdict())
    };
    let named = |code: &str| {
        json!({"to": "ACME", "purpose": "recertification", "paid": "2024-06-01",
                                    "for": [format!("ACME/{code}")]})
    };
    let unnamed = json!({"to": "ACME", "purpose": "recertification", "paid": "2024-06-01"});
    assert_eq!(paid(&[named("A")]), [Met, Unmet]);
    assert_eq!(paid(std::slice::from_ref(&unnamed)), [Undetermined, Undetermined]);
    assert_eq!(paid(&[unnamed.clone(), unnamed]), [Met, Met]);
    assert_eq!(paid(&[named("A"), named("B")]), [Met, Met]);
}

/// 44: a step that still takes the filing takes it.
#[test]
fn a_late_filing_is_taken_by_the_step_that_says_so() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("duties.filing", r#""filing""#),
        (
            "ladder",
            r#"[{"for": {"days": 45}, "standing": "grace", "fees": [], "remains": ["filing"]},
                {"standing": "revoked", "fees": []}]"#,
        ),
    ]);
    let filed = |day: &str| since("2024-01-01").filed(&[day]);
    of_cycle(
        &judge,
        "2024-06-01",
        &[
            (filed("2024-12-31"), "2025-03-01", Met),
            (filed("2025-02-14"), "2025-03-01", Met),
            (filed("2025-02-15"), "2025-03-01", Unmet),
        ],
    );
}

/// 28: an unpublished maximum is asked of the issuer where it decides.
#[test]
fn an_unpublished_maximum_is_named() {
    let judge = yearly(&[(
        "constraints.boards",
        r#"{"maximum": {"unpublished": "Acme's maximum is not on file."}, "of": {"kind": "tumor-board"}}"#,
    )]);
    let holder = since("2024-01-01").ceus(&["2024-02-01 10 kind=tumor-board"]);
    let found = answer(&judge, &holder, "2024-12-31");
    assert_eq!(whys(&found), [UnknownBecause::RuleUnpublished]);
}

/// What asks for nothing is followed by nothing.
#[test]
fn an_exempt_year_has_no_ladder() {
    let judge = rules(&[
        (
            "cycle",
            r#"{"length": {"years": 2}, "first": "exempt", "ends": {"month": 12, "day": 31}}"#,
        ),
        ("quota", r#"{"by_count": [40]}"#),
        ("ladder", r#"[{"standing": "suspended", "fees": []}]"#),
    ]);
    assert!(answer(&judge, &since("2019-05-20"), "2019-11-01").ladder().is_empty());
    assert_eq!(answer(&judge, &since("2019-05-20"), "2020-11-01").ladder().len(), 1);
}

/// 14: bands of minutes, as a Canadian body has them: 45 to 60 are one, 30 to 44 a half, less is nothing.
#[test]
fn bands_of_minutes() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"by_count": [5]}"#),
        (
            "units",
            r#"[{"minutes": 60, "leftover": [{"minutes": 30, "units": "0.5"}, {"minutes": 45, "units": 1}]}]"#,
        ),
    ]);
    let rows = ["2024-02-01 - minutes=45", "2024-02-02 - minutes=44", "2024-02-03 - minutes=29"];
    let found = answer(&judge, &since("2024-01-01").ceus(&rows), "2024-12-31");
    assert_eq!(counted(&found), "1.5");
}
