//! Rules compiled for a day say what the walked ones say: about every record, on every day, under every
//! reading.

use std::collections::BTreeSet;
use std::slice;
use std::sync::LazyLock;

use coding_credentials::calendar::Day;
use coding_credentials::cohort::{
    Cohort, DayRules, Decider, DeciderError, Input, InputUnit, Interval, Masks,
};
use coding_credentials::explain::Verdict::{self, Met, Undetermined, Unmet};
use coding_credentials::{Code, CredentialId, Facts, Judge, Record, RuleBook};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use crate::oracle::{Words, books_of, cases, days_asked, number, records, text};
use crate::questions::{FILES, Verdicts, every_rule, known, words_of_issuer};
use crate::support::{JUDGE, acme, award, day, record};

type Checked = Result<(), TestCaseError>;

/// The day asked about, where a case names none.
const TODAY: &str = "2026-01-15";

// ---- What is compared ----

/// Holds what the rules of a day say about a record against the answer of the judge, without reasons and
/// with them; for some credentials each question by itself too. Tells how many questions have no decider
/// because they are more than thresholds.
pub(crate) fn agree(
    judge: &Judge,
    known: &Record,
    as_of: Day,
    closely: impl Fn(&CredentialId) -> bool,
) -> Result<usize, TestCaseError> {
    let rules = judge.rules_on(as_of);
    let facts = rules.measure(known).unwrap();
    let cohort = Cohort::of(rules.clone(), slice::from_ref(known)).unwrap();
    let mut board = rules.board();
    let mut beyond = 0;
    for (credential, decision) in rules.decide_all(&facts, &mut board) {
        prop_assert_eq!(decision, judge.decide(credential, &facts).unwrap(), "{}", credential);
        let explained = judge.explain(credential, &facts).unwrap();
        let (compiled, walked) = (Verdicts::from(&decision), Verdicts::from(&explained));
        prop_assert_eq!(compiled, walked, "{}", credential);
        if closely(credential) {
            let (exam, award) = (decision.exam(), decision.award());
            let one = One { credential, facts: &facts };
            beyond += one.is_beyond(&rules.exam(credential), Some(exam))?;
            beyond += one.is_beyond(&rules.award(credential), Some(award))?;
            beyond += one.is_beyond(&rules.recommended(credential), decision.recommended())?;
            same_mask(cohort.exam(credential), rules.exam(credential), exam)?;
            same_mask(cohort.award(credential), rules.award(credential), award)?;
        }
    }
    Ok(beyond)
}

/// One credential, and what one record measures to.
struct One<'a> {
    credential: &'a CredentialId,
    facts: &'a Facts<'a>,
}

impl One<'_> {
    /// One question by itself gives the same verdict, or is more than thresholds: then 1.
    fn is_beyond(
        &self,
        decider: &Result<Decider, DeciderError>,
        expected: Option<Verdict>,
    ) -> Result<usize, TestCaseError> {
        let decider = match decider {
            Ok(decider) => decider,
            Err(DeciderError::NoAdvice(of)) => {
                prop_assert_eq!((of, expected), (self.credential, None));
                return Ok(0);
            }
            Err(error) => {
                prop_assert_eq!(error, &DeciderError::Beyond(self.credential.clone()));
                return Ok(1);
            }
        };
        let mut read = Vec::new();
        decider.read(self.facts, &mut read);
        prop_assert_eq!(read.len(), decider.inputs().len());
        prop_assert_eq!(Some(decider.verdict(&read)), expected, "{} {:?}", self.credential, read);
        if read.iter().all(|fact| fact.shown() == fact.possible()) {
            let exact: Vec<i64> = read.iter().map(|fact| fact.shown()).collect();
            let verdict = decider.verdict_of_known(&exact);
            prop_assert_eq!(Some(verdict), expected, "{} {:?}", self.credential, exact);
        }
        Ok(0)
    }
}

/// A cohort of one has the verdict of the one, or the same reason for none.
fn same_mask(
    masks: Result<Masks, DeciderError>,
    decider: Result<Decider, DeciderError>,
    expected: Verdict,
) -> Checked {
    match masks {
        Ok(masks) => prop_assert_eq!(masks.iter().collect::<Vec<_>>(), [expected]),
        Err(error) => prop_assert_eq!(Some(error), decider.err()),
    }
    Ok(())
}

// ---- The embedded book ----

/// Every question on which sources contradict each other, with each choice.
static READINGS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let pairs = JUDGE.readings().flat_map(|(question, choices)| {
        let pair = |choice: &Code| (question.to_string(), choice.to_string());
        choices.into_iter().map(pair).collect::<Vec<_>>()
    });
    pairs.collect()
});

/// The first and the last day of every version of a rule about exams and awards, and the days beside.
static TURNING: LazyLock<BTreeSet<Day>> = LazyLock::new(|| {
    let mut turning = BTreeSet::new();
    for file in FILES.values() {
        turn(&file["credentials"], &mut turning);
        turn(&file["waivers"], &mut turning);
    }
    turning
});

fn turn(value: &Value, days: &mut BTreeSet<Day>) {
    match value {
        Value::Object(fields) => {
            let bounds =
                ["from", "until"].into_iter().filter_map(|name| fields.get(name)?.as_str());
            for bound in bounds.filter_map(|text| text.parse::<Day>().ok()) {
                days.extend([bound.plus_days(-1), bound, bound.plus_days(1)]);
            }
            fields.values().for_each(|below| turn(below, days));
        }
        Value::Array(many) => many.iter().for_each(|below| turn(below, days)),
        _ => {}
    }
}

/// Days in and outside of all versions.
fn any_day() -> BoxedStrategy<Day> {
    let any = (number("1990-01-01")..=number("2035-12-31")).prop_map(|days| day(&text(days)));
    let turning: Vec<Day> = TURNING.iter().copied().collect();
    prop_oneof![any, select(turning)].boxed()
}

/// An issuer, and a record in the words of its rules; those with the most rules more often.
fn of_issuer() -> BoxedStrategy<(String, Value)> {
    let large = select(vec!["AAPC".to_string(), "AHIMA".to_string()]);
    let any = select(FILES.keys().cloned().collect::<Vec<String>>());
    let with_record = |issuer: String| {
        let stated = records(&words_of_issuer(&issuer));
        stated.prop_map(move |stated| (issuer.clone(), stated))
    };
    prop_oneof![large, any].prop_flat_map(with_record).boxed()
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_rules_of_a_day_say_what_is_decided_and_explained(
        (issuer, stated) in of_issuer(),
        as_of in any_day(),
        reading in prop::option::of(select(READINGS.clone())),
    ) {
        let mut judge = JUDGE.clone();
        if let Some((question, choice)) = &reading {
            judge = judge.with_reading(question, choice).unwrap();
        }
        let own = |credential: &CredentialId| credential.issuer().to_string() == issuer;
        let beyond = agree(&judge, &known(&stated), as_of, own)?;
        prop_assert_eq!(beyond, 0, "{} on {}", issuer, as_of);
    }
}

#[test]
fn no_rule_of_the_embedded_book_is_more_than_thresholds_whichever_versions_are_in_force() {
    let typical = record(include_str!("../../benches/records/typical.json"));
    assert!(TURNING.len() > 50, "{} days", TURNING.len());
    for as_of in TURNING.iter().chain([&day("1990-01-01"), &day("2035-12-31")]) {
        let beyond = agree(&JUDGE, &typical, *as_of, |_| true);
        assert_eq!(beyond.unwrap_or_else(|error| panic!("{as_of}: {error}")), 0, "{as_of}");
    }
}

// ---- Other books ----

/// Attempts whose waits contradict each other from some failure day on, a limit, a window with an
/// extension, and an advice.
const WAITS: &str = r#""ACC": {"title": "Acme ACC", "fields": ["coding"],
    "offered": [{"source": "PAGE", "value": true}],
    "exam": {
        "requires": [{"source": "PAGE", "value": {"any": [{"residence": ["US", "CA"]},
            {"readings": {"question": "wait", "choices": {"short": {"age": 18},
                                                          "long": {"age": 30}}}}]}}],
        "recommended": [{"from": "2021-01-01", "source": "PAGE", "value":
            {"experience": {"field": "coding", "hours": 1000}}}],
        "attempts": [
            {"from": "2017-01-01", "until": "2021-12-31", "source": "PAGE",
             "value": {"waits": [{"days": 30}, {"days": 60}],
                       "limit": {"count": 2, "within": {"years": 1}, "counted": "from-first"}}},
            {"from": "2022-01-01", "until": "2025-12-31", "source": "PAGE",
             "reading": {"question": "wait", "choice": "short"}, "value": {"waits": [{"days": 30}]}},
            {"from": "2022-01-01", "until": "2025-12-31", "source": "PAGE",
             "reading": {"question": "wait", "choice": "long"},
             "value": {"waits": [{"days": 90}],
                       "limit": {"count": 3, "within": {"years": 2}, "counted": "sliding"}}}],
        "window": [
            {"until": "2022-12-31", "source": "PAGE", "value": {"length": {"days": 90}}},
            {"from": "2024-01-01", "source": "PAGE", "value": {"length": {"days": 120},
             "extensions": [{"length": {"days": 60},
                             "price": {"amount": "50.00", "currency": "USD"}}]}}]},
    "award": [{"designation": "ACC", "requires": [{"source": "PAGE", "value": {"passed": "ACC"}}]}]}"#;

/// Awards by the rules of the day of the first award, with readings under it, and by those of the day on
/// which the exam was passed; a first outcome with a designation and a conditional one.
const FIRST_AWARD: &str = r#""ACC": {"title": "Acme ACC", "fields": ["coding"], "award": [
    {"designation": "ACC", "requires": {"anchor": "first-award", "versions": [
        {"until": "2019-12-31", "source": "PAGE", "value":
            {"experience": {"field": "coding", "months": 6}}},
        {"from": "2020-01-01", "until": "2021-12-31", "source": "PAGE",
         "reading": {"question": "old", "choice": "lax"}, "value": {"age": 18}},
        {"from": "2020-01-01", "until": "2021-12-31", "source": "PAGE",
         "reading": {"question": "old", "choice": "strict"}, "value": {"all": [{"age": 21},
            {"experience": {"field": "coding", "years": 1}}]}},
        {"from": "2023-01-01", "source": "PAGE", "value": {"readings": {"question": "new", "choices": {
            "work": {"experience": {"field": "coding", "years": 2}},
            "course": {"coursework": {"subject": "coding", "contact_hours": 40}}}}}}]}},
    {"conditional": "early", "requires": {"anchor": "exam", "versions": [
        {"until": "2021-06-30", "source": "PAGE", "value": {"passed": "ACC"}},
        {"from": "2021-07-01", "source": "PAGE", "value": {"all": [{"passed": "ACC"},
            {"at_least": {"count": 2, "of": [{"training": {"program": "ACME/Drill"}}, {"age": 18},
                                             {"held": "BAC"}]}}]}}]}}]},
    "BAC": {"title": "Acme BAC"}"#;

/// Waivers of which some shut out others, with several uses, and terms on which sources contradict each
/// other.
const WAIVERS: [&str; 2] = [
    r#""course": {"title": "A course", "terms": [{"from": "2018-01-01", "source": "PAGE", "value":
        {"replaces": {"months": 6}, "times": 3, "not_with": ["drill"],
         "requires": {"coursework": {"subject": "coding", "contact_hours": 40, "single": true}}}}]},
    "drill": {"title": "A drill", "terms": [
        {"until": "2022-12-31", "source": "PAGE", "value": {"replaces": {"days": 90}, "times": 2,
            "not_with": [], "requires": {"training": {"program": "ACME/Drill", "items": 300}}}},
        {"from": "2023-01-01", "source": "PAGE", "reading": {"question": "drills", "choice": "one"},
         "value": {"replaces": {"days": 200}, "times": 1, "not_with": [],
            "requires": {"training": {"program": "ACME/Drill"}}}},
        {"from": "2023-01-01", "source": "PAGE", "reading": {"question": "drills", "choice": "two"},
         "value": {"replaces": {"days": 120}, "times": 2, "not_with": ["degree"],
            "requires": {"training": {"program": "ACME/Drill"}}}}]},
    "degree": {"title": "A degree", "terms": [{"source": "PAGE", "value":
        {"replaces": {"years": 1}, "times": 1, "not_with": [],
         "requires": {"education": {"level": "associate", "status": "final-term"}}}}]}"#,
    r#""ACC": {"title": "Acme ACC", "fields": ["coding"], "award": [{"designation": "ACC", "requires": [
        {"source": "PAGE", "value": {"all": [
            {"experience": {"field": "coding", "years": 2, "at_most_waived": {"months": 18},
                            "waivers": ["course", "drill", "degree"]}},
            {"any": [{"experience": {"field": "coding", "years": 1, "year_hours": 2000,
                                     "waivers": ["drill", "degree"]}},
                     {"experience": {"field": ["coding", "billing"], "hours": 1500}},
                     {"experience": {"field": "coding", "months": 12, "settings_at_least": 2}}]}]}}]}]}"#,
];

/// Points with caps over branches, readings and open questions; a sequence; a branch with a source of its
/// own.
const POINTS: &str = r#""ACC": {"title": "Acme ACC", "fields": ["coding"], "award": [
    {"designation": "ACC", "requires": [{"source": "PAGE", "value": {"points": {"need": 100, "classes": [
        {"id": "work", "cap": 50, "items": [
            {"points": 20, "requires": {"experience": {"field": "coding", "years": 1}}},
            {"points": 20, "requires": {"experience": {"field": "coding", "years": 2}}},
            {"points": 20, "requires": {"employed": {"field": "coding"}}}]},
        {"id": "study", "cap": 40, "items": [
            {"points": 30, "requires": {"at_least": {"count": 2, "of": [
                {"coursework": {"subject": "coding"}}, {"coursework": {"subject": "anatomy"}},
                {"education": {"level": "associate"}}]}}},
            {"points": 10, "requires": {"readings": {"question": "papers", "choices": {
                "one": {"training": {"program": "ACME/Drill"}}, "none": {"nothing": "no paper"}}}}}]},
        {"id": "rest", "items": [
            {"points": 10, "requires": {"judgement": "whether the board agrees"}},
            {"points": 10, "requires": {"unpublished": "what else counts"}},
            {"points": 15, "requires": {"sequence": [{"coursework": {"subject": "coding"}},
                                                     {"passed": "ACC"}]}},
            {"points": 15, "requires": {"cited": {"source": "PAGE", "confidence": "inferred",
                "requires": {"ceus": {"units": 20}}}}}]}]}}}]}]}"#;

/// Every book of this file.
pub(crate) static BOOKS: LazyLock<Vec<Judge>> = LazyLock::new(|| {
    let everything = include_str!("../books/everything.json");
    let everything = RuleBook::from_json("everything.json", everything).unwrap();
    Vec::from([
        Judge::new(everything),
        acme("", WAITS),
        acme("", FIRST_AWARD),
        acme(WAIVERS[0], WAIVERS[1]),
        acme("", POINTS),
    ])
});

/// The words of the random books, and of the book of everything.
pub(crate) fn words() -> Words {
    let mut words = Words::acme();
    words.programs.push("ACME/cases".to_string());
    words.credentials.extend(["ACME/LOW", "ACME/ADV"].map(String::from));
    words.subjects.extend(["medical-coding", "anatomy-and-physiology"].map(String::from));
    words
}

proptest! {
    #![proptest_config(cases(1_200))]

    #[test]
    fn books_of_every_kind_of_step_are_decided_as_they_are_explained(
        book in 0..BOOKS.len(),
        stated in records(&words()),
        as_of in prop_oneof![any_day(), days_asked().prop_map(|text| day(&text))],
    ) {
        agree(&BOOKS[book], &known(&stated), as_of, |_| true)?;
    }

    #[test]
    fn random_books_are_decided_as_they_are_explained(
        book in books_of(&every_rule()),
        stated in records(&Words::acme()),
        as_of in days_asked(),
        reading in prop::option::of(select(vec!["one", "other"])),
    ) {
        let judge = book.judge();
        let judge = match reading {
            Some(choice) => judge.clone().with_reading("how", choice).unwrap_or(judge),
            None => judge,
        };
        agree(&judge, &known(&stated), day(&as_of), |_| true)?;
    }
}

/// What rules say about the exam and the award of `ACME/ACC`, compiled and walked.
#[track_caller]
fn says(judge: &Judge, json: &str, as_of: &str) -> (Verdict, Verdict) {
    let known = record(json);
    agree(judge, &known, day(as_of), |_| true).unwrap_or_else(|error| panic!("{json}: {error}"));
    let rules = judge.rules_on(day(as_of));
    let facts = rules.measure(&known).unwrap();
    let mut board = rules.board();
    let mut decisions = rules.decide_all(&facts, &mut board);
    let (_, decision) = decisions.find(|(credential, _)| **credential == acc()).unwrap();
    (decision.exam(), decision.award())
}

fn acc() -> CredentialId {
    "ACME/ACC".parse().unwrap()
}

#[test]
fn the_day_of_the_failure_says_which_waits_contradict_each_other() {
    let judge = &BOOKS[1];
    let failed = |last: &str| {
        format!(
            r#"{{"residence": "US", "born": "1990-01-01", "holdings": [], "applications": [], "exams":
                [{{"credential": "ACME/ACC", "taken": "{last}", "passed": false}}]}}"#
        )
    };
    // Before the contradiction, 30 days.
    for (as_of, exam) in [("2022-01-29", Unmet), ("2022-01-30", Met)] {
        assert_eq!(says(judge, &failed("2021-12-31"), as_of).0, exam, "{as_of}");
    }
    // From its first day on, 30 days or 90.
    let turns = [
        ("2022-01-30", Unmet),
        ("2022-01-31", Undetermined),
        ("2022-03-31", Undetermined),
        ("2022-04-01", Met),
    ];
    for (as_of, exam) in turns {
        assert_eq!(says(judge, &failed("2022-01-01"), as_of).0, exam, "{as_of}");
    }
    // One who may be admitted by one reading, and has waited by the other, is admitted by neither.
    let young = failed("2022-01-01").replace("\"US\"", "\"FR\"").replace("1990", "2000");
    assert_eq!(says(judge, &young, "2022-03-31").0, Undetermined);
    assert_eq!(says(judge, &young, "2022-01-15").0, Unmet);
    for (choice, exam) in [("short", Met), ("long", Unmet)] {
        let picked = judge.clone().with_reading("wait", choice).unwrap();
        assert_eq!(says(&picked, &young, "2022-03-31").0, exam, "{choice}");
    }
}

#[test]
fn the_day_of_the_first_award_says_which_version_counts() {
    let judge = &BOOKS[2];
    let held = |awarded: &str| {
        format!(
            r#"{{"born": "2000-01-01", "experience": [], "coursework":
                [{{"subject": "coding", "contact_hours": 40, "status": "completed"}}],
                "holdings": [{{"credential": "ACME/ACC", "awarded": "{awarded}"}}]}}"#
        )
    };
    let cases = [
        // Half a year of work.
        ("2019-12-31", Unmet),
        // Of age by both readings, no work by one.
        ("2020-01-01", Undetermined),
        ("2021-12-31", Undetermined),
        // No version.
        ("2022-01-01", Undetermined),
        // Work or a course.
        ("2023-01-01", Undetermined),
    ];
    for (awarded, expected) in cases {
        assert_eq!(says(judge, &held(awarded), TODAY).1, expected, "{awarded}");
    }
    let picked = |question: &str, choice: &str, awarded: &str| {
        let judge = judge.clone().with_reading(question, choice).unwrap();
        says(&judge, &held(awarded), TODAY).1
    };
    assert_eq!(picked("old", "lax", "2020-01-01"), Met);
    assert_eq!(picked("old", "strict", "2020-01-01"), Unmet);
    assert_eq!(picked("new", "work", "2023-01-01"), Unmet);
    assert_eq!(picked("new", "course", "2023-01-01"), Met);
    // Not held yet: the version of the day asked about.
    assert_eq!(says(judge, &held("2030-01-01"), TODAY).1, Undetermined);
    assert_eq!(says(judge, &held("2030-01-01"), "2019-06-30").1, Unmet);
}

#[test]
fn waivers_that_shut_each_other_out_count_the_larger_sum() {
    let judge = acme(
        WAIVERS[0],
        r#""ACC": {"title": "Acme ACC", "award": [{"designation": "ACC", "requires": [
            {"source": "PAGE", "value": {"experience": {"field": "coding", "days": 800,
                "waivers": ["course", "drill", "degree"]}}}]}]}"#,
    );
    let course = r#"{"subject": "coding", "contact_hours": 40, "completed": "2019-01-01"}"#;
    let drill = r#"{"program": "ACME/Drill", "items": 300, "completed": "2019-01-01"}"#;
    let person = |days: i64, courses: usize, drills: usize| {
        let first = day("2021-12-31").plus_days(1 - days);
        format!(
            r#"{{"experience": [{{"field": "coding", "start": "{first}", "end": "2021-12-31"}}],
                "education": [], "coursework": [{}], "trainings": [{}]}}"#,
            vec![course; courses].join(","),
            vec![drill; drills].join(",")
        )
    };
    let cases = [
        // Half a year for each of three courses, no more.
        (800 - 549, 3, 0, Met),
        (800 - 550, 3, 0, Unmet),
        (800 - 550, 4, 0, Unmet),
        // Ninety days for each of two drills.
        (800 - 180, 0, 2, Met),
        (800 - 181, 0, 3, Unmet),
        // Never both: one course is 183 days, two drills 180.
        (800 - 183, 1, 2, Met),
        (800 - 184, 1, 2, Unmet),
    ];
    for (days, courses, drills, expected) in cases {
        let verdict = says(&judge, &person(days, courses, drills), "2022-01-15").1;
        assert_eq!(verdict, expected, "{days} days, {courses} courses, {drills} drills");
    }
}

// ---- Rules that are more than thresholds ----

/// By one of two readings a waiver shuts the other out; together they make more sums than are told
/// apart.
pub(crate) fn many_sums() -> Judge {
    let terms = |choice: &str, not_with: &str| {
        format!(
            r#"{{"source": "PAGE", "reading": {{"question": "mix", "choice": "{choice}"}}, "value":
                {{"replaces": {{"days": 41}}, "times": 40, "not_with": [{not_with}], "requires":
                  {{"coursework": {{"subject": "coding", "single": true}}}}}}}}"#
        )
    };
    acme(
        &format!(
            r#""long": {{"title": "Long", "terms": [{}, {}]}},
               "short": {{"title": "Short", "terms": [{{"source": "PAGE", "value":
                  {{"replaces": {{"days": 1}}, "times": 40, "not_with": [], "requires":
                    {{"training": {{"program": "ACME/Drill"}}}}}}}}]}}"#,
            terms("apart", r#""short""#),
            terms("together", "")
        ),
        r#""ACC": {"title": "Acme ACC", "award": [{"designation": "ACC", "requires": [
            {"source": "PAGE", "value": {"experience": {"field": "coding", "days": 2000,
                "waivers": ["long", "short"]}}}]}]}"#,
    )
}

#[test]
fn a_rule_that_is_more_than_thresholds_has_no_decider_and_is_decided_all_the_same() {
    let judge = many_sums();
    let rules = judge.rules_on(day(TODAY));
    let error = rules.award(&acc()).unwrap_err();
    assert_eq!(error, DeciderError::Beyond(acc()));
    assert_eq!(
        error.to_string(),
        "the rule of ACME/ACC is more than thresholds on its inputs: decide on measured records instead"
    );
    assert!(rules.exam(&acc()).is_ok());
}

#[test]
fn what_the_book_does_not_have_is_said() {
    let rules = award(r#"{"age": 18}"#);
    let rules = rules.rules_on(day(TODAY));
    let other: CredentialId = "ACME/BAC".parse().unwrap();
    let unknown = rules.award(&other).unwrap_err();
    assert_eq!(unknown.to_string(), "the book has no rules for ACME/BAC");
    assert_eq!(rules.exam(&other).unwrap_err(), unknown);
    assert_eq!(rules.recommended(&other).unwrap_err(), unknown);
    let advice = rules.recommended(&acc()).unwrap_err();
    assert_eq!(advice.to_string(), "the book has no advice for ACME/ACC");
}

#[test]
fn a_rule_with_too_many_sums_under_one_reading_only_is_decided_all_the_same() {
    let judge = many_sums();
    let person = |days: i64, trainings: usize| {
        let first = day("2021-12-31").plus_days(1 - days);
        let course = r#"{"subject": "coding", "completed": "2019-01-01"}"#;
        let training = r#"{"program": "ACME/Drill", "completed": "2019-01-01"}"#;
        format!(
            r#"{{"experience": [{{"field": "coding", "start": "{first}", "end": "2021-12-31"}}],
                "coursework": [{}], "trainings": [{}]}}"#,
            vec![course; 40].join(","),
            vec![training; trainings].join(",")
        )
    };
    let cases = [
        (2000 - 1640, 0, Met),
        (2000 - 1641, 0, Unmet),
        (2000 - 1641, 1, Undetermined),
        (2000 - 1680, 40, Undetermined),
        (2000 - 1681, 40, Unmet),
    ];
    for (days, trainings, expected) in cases {
        let verdict = says(&judge, &person(days, trainings), TODAY).1;
        assert_eq!(verdict, expected, "{days} days, {trainings} trainings");
    }
}

/// Of seven contradictions one bears on each record; seven at once would be too many to try.
#[test]
fn contradictions_of_other_versions_do_not_blur_the_one_that_bears() {
    let version = |place: u32| {
        let year = 2010 + place;
        let asks = |one: u32, other: u32| {
            format!(
                r#"{{"readings": {{"question": "q{place}", "choices": {{"a": {{"age": {one}}},
                                                                        "b": {{"age": {other}}}}}}}}}"#
            )
        };
        format!(
            r#"{{"from": "{year}-01-01", "until": "{year}-12-31", "source": "PAGE", "value":
                {{"any": [{}, {}]}}}}"#,
            asks(18, 21),
            asks(21, 18)
        )
    };
    let versions: Vec<String> = (0..7).map(version).collect();
    let judge = acme(
        "",
        &format!(
            r#""ACC": {{"title": "Acme ACC", "award": [{{"designation": "ACC", "requires":
                {{"anchor": "first-award", "versions": [{}]}}}}]}}"#,
            versions.join(", ")
        ),
    );
    for (born, expected) in [("2007-01-01", Met), ("2009-01-01", Unmet), ("2000-01-01", Met)] {
        let person = format!(
            r#"{{"born": "{born}", "holdings": [{{"credential": "ACME/ACC", "awarded": "2012-05-01"}}]}}"#
        );
        assert_eq!(says(&judge, &person, TODAY).1, expected, "{born}");
    }
}

/// A question that has other choices in the versions of other days: those are not among the readings of
/// this record.
#[test]
fn choices_of_other_versions_do_not_blur_those_that_bear() {
    let judge = acme(
        "",
        r#""ACC": {"title": "Acme ACC", "award": [{"designation": "ACC", "requires":
            {"anchor": "first-award", "versions": [
                {"until": "2019-12-31", "source": "PAGE", "value":
                    {"readings": {"question": "q", "choices": {"a": {"age": 18}, "b": {"age": 21}}}}},
                {"from": "2020-01-01", "source": "PAGE", "value": {"any": [
                    {"readings": {"question": "q", "choices": {"a": {"age": 18}, "c": {"age": 40}}}},
                    {"readings": {"question": "q", "choices": {"a": {"age": 40}, "c": {"age": 18}}}}]}}]}}]}"#,
    );
    let aged_22 = |awarded: &str| {
        format!(
            r#"{{"born": "2004-01-01", "holdings": [{{"credential": "ACME/ACC", "awarded": "{awarded}"}}]}}"#
        )
    };
    for awarded in ["2019-12-31", "2020-01-01"] {
        assert_eq!(says(&judge, &aged_22(awarded), TODAY).1, Met, "{awarded}");
    }
    let award = judge.rules_on(day(TODAY)).award(&acc());
    assert!(award.is_ok(), "{award:?}");
}

/// A rule that is walked, and the same as thresholds.
#[test]
fn facts_of_another_day_are_decided_by_the_rules_of_this_one() {
    let waivers = r#""drills": {"title": "Drills", "terms": [{"source": "PAGE", "value":
        {"replaces": {"days": 1}, "times": 70, "not_with": [],
         "requires": {"training": {"program": "ACME/Drill"}}}}]}"#;
    let known = record(
        r#"{"born": "2000-01-01", "trainings": [], "experience":
            [{"field": "coding", "start": "2020-01-01", "end": "2021-01-01"}]}"#,
    );
    for (waived, is_walked) in [("", false), (r#", "waivers": ["drills"]"#, true)] {
        let asks = |age: u8| {
            format!(
                r#"{{"all": [{{"experience": {{"field": "coding", "days": 10{waived}}}}}, {{"age": {age}}}]}}"#
            )
        };
        let judge = acme(
            waivers,
            &format!(
                r#""ACC": {{"title": "Acme ACC", "award": [{{"designation": "ACC", "requires": [
                    {{"until": "2024-12-31", "source": "PAGE", "value": {}}},
                    {{"from": "2025-01-01", "source": "PAGE", "value": {}}}]}}]}}"#,
                asks(18),
                asks(30)
            ),
        );
        let facts = judge.measure(&known, day("2024-01-15")).unwrap();
        for (as_of, expected) in [("2024-01-15", Met), ("2024-12-31", Met), ("2025-01-01", Unmet)] {
            let rules = judge.rules_on(day(as_of));
            assert_eq!(rules.award(&acc()).is_err(), is_walked);
            let mut board = rules.board();
            let mut decisions = rules.decide_all(&facts, &mut board);
            let (_, decision) = decisions.next().unwrap();
            assert_eq!(decision.award(), expected, "{as_of}, walked: {is_walked}");
        }
    }
}

// ---- Thresholds ----

/// Work and a course, of age, and either an exam or what nobody can tell.
const SMALL: &str = r#"{"all": {
    "work": {"any": {
        "long": {"experience": {"field": "coding", "days": 730}},
        "short": {"all": {"part": {"experience": {"field": "coding", "days": 365}},
                          "course": {"coursework": {"subject": "coding", "contact_hours": 80}}}}}},
    "adult": {"age": 18},
    "paper": {"any": {"exam": {"passed": "ACC"}, "board": {"judgement": "whether the board agrees"}}}}}"#;

/// The same, and thirteen courses: more outcomes than a table has.
fn large() -> String {
    let courses = (1..=13)
        .map(|place| format!(r#""c{place}": {{"coursework": {{"subject": "subject-{place}"}}}}"#));
    let courses = courses.collect::<Vec<_>>().join(", ");
    format!(r#"{{"all": {{"small": {SMALL}, "courses": {{"all": {{{courses}}}}}}}}}"#)
}

/// A decider with names for its inputs.
struct Named {
    decider: Decider,
    below: &'static str,
}

impl Named {
    fn new(rules: &DayRules<'_>, below: &'static str) -> Self {
        Self { decider: rules.award(&acc()).unwrap(), below }
    }

    fn place(&self, path: &str) -> usize {
        self.decider.input(&format!("{}/{path}", self.below)).unwrap()
    }

    /// Everything shown, save for what is given.
    fn facts(&self, given: &[(&str, i64)]) -> Vec<i64> {
        let most = |input: &Input| *input.thresholds().last().unwrap();
        let mut facts: Vec<i64> = self.decider.inputs().iter().map(most).collect();
        for (path, fact) in given {
            facts[self.place(path)] = *fact;
        }
        facts
    }

    #[track_caller]
    fn says(&self, given: &[(&str, i64)], expected: Verdict) {
        let facts = self.facts(given);
        assert_eq!(self.decider.verdict_of_known(&facts), expected, "{given:?}");
        let facts: Vec<Interval> = facts.into_iter().map(Interval::exactly).collect();
        assert_eq!(self.decider.verdict(&facts), expected, "{given:?}");
    }
}

#[test]
fn each_threshold_turns_the_verdict_where_it_stands_in_a_table_and_in_a_formula() {
    let (small, large) = (award(SMALL), award(&large()));
    let (small, large) = (small.rules_on(day(TODAY)), large.rules_on(day(TODAY)));
    let (work, course) = ("work/long", "work/short/course");
    let cases: &[(&[(&str, i64)], Verdict)] = &[
        (&[], Met),
        (&[(course, 0), (work, 729)], Unmet),
        (&[(course, 0), (work, 730)], Met),
        (&[(course, 0), (work, 731)], Met),
        (&[(course, 799_999), (work, 729)], Unmet),
        (&[(course, 800_000), (work, 729)], Met),
        (&[(course, 800_001), (work, 729)], Met),
        (&[(work, 364)], Unmet),
        (&[(work, 365)], Met),
        (&[(work, 366)], Met),
        (&[("adult", 17)], Unmet),
        (&[("adult", 18)], Met),
        (&[("adult", 19)], Met),
        (&[("paper/exam", 0)], Undetermined),
        (&[("paper/exam", 1)], Met),
        (&[("paper/exam", 2)], Met),
        (&[("paper/exam", 0), ("adult", 17)], Unmet),
        (&[("paper/exam", -1), ("adult", -1)], Unmet),
        (&[(work, i64::MAX), ("adult", i64::MAX)], Met),
        (&[(work, i64::MIN)], Unmet),
    ];
    let (small, large) = (Named::new(&small, "award"), Named::new(&large, "award/small"));
    assert_eq!(small.decider.inputs().len(), 4);
    assert_eq!(large.decider.inputs().len(), 17);
    for (given, expected) in cases {
        small.says(given, *expected);
        large.says(given, *expected);
    }
    let all = large.facts(&[]);
    for place in 1..=13 {
        let mut facts = all.clone();
        let input = large.decider.input(&format!("award/courses/c{place}")).unwrap();
        facts[input] = 0;
        assert_eq!(large.decider.verdict_of_known(&facts), Unmet, "course {place}");
    }
}

#[test]
fn what_is_left_out_is_not_known_and_among_known_facts_nothing() {
    let (small, large) = (award(SMALL), award(&large()));
    for judge in [small, large] {
        let rules = judge.rules_on(day(TODAY));
        let decider = rules.award(&acc()).unwrap();
        assert_eq!(decider.verdict(&[]), Undetermined);
        assert_eq!(decider.verdict_of_known(&[]), Unmet);
        let shown = vec![Interval::exactly(i64::MAX); decider.inputs().len()];
        assert_eq!(decider.verdict(&shown), Met);
        for known in 0..shown.len() {
            assert_eq!(decider.verdict(&shown[..known]), Undetermined, "the first {known}");
            // What is known to be lacking is lacking, whatever else is not known.
            let mut lacks = shown[..known].to_vec();
            lacks.push(Interval::exactly(0));
            let verdict = decider.verdict(&lacks);
            assert!(matches!(verdict, Unmet | Undetermined), "the first {known}: {verdict}");
        }
        // More facts than inputs: the rest is not read.
        let more = vec![Interval::exactly(i64::MAX); decider.inputs().len() + 3];
        assert_eq!(decider.verdict(&more), Met);
    }
}

#[test]
fn a_fact_known_in_part_decides_where_both_bounds_agree() {
    let judge = award(SMALL);
    let rules = judge.rules_on(day(TODAY));
    let named = Named::new(&rules, "award");
    let facts = named.facts(&[("work/short/course", 0)]);
    let facts: Vec<Interval> = facts.into_iter().map(Interval::exactly).collect();
    let work = named.place("work/long");
    let cases = [
        (Interval::between(730, 9_999), Met),
        (Interval::between(729, 730), Undetermined),
        (Interval::between(0, 729), Unmet),
        (Interval::unknown(730), Undetermined),
        (Interval::unknown(729), Unmet),
        // What is possible is no less than what is shown, and nothing is below 0.
        (Interval::between(730, 0), Met),
        (Interval::exactly(-730), Unmet),
    ];
    for (fact, expected) in cases {
        let mut facts = facts.clone();
        facts[work] = fact;
        assert_eq!(named.decider.verdict(&facts), expected, "{fact:?}");
    }
}

#[test]
fn inputs_say_what_they_are_where_they_are_read_and_what_makes_a_difference() {
    let judge = award(SMALL);
    let rules = judge.rules_on(day(TODAY));
    let decider = rules.award(&acc()).unwrap();
    let told: BTreeSet<String> =
        decider.inputs().iter().map(|input| format!("{input}: {:?}", input.thresholds())).collect();
    let expected = [
        "award/adult (years): [18]",
        "award/paper/exam (0 or 1): [1]",
        "award/work/long, award/work/short/part (days): [365, 730]",
        "award/work/short/course (ten-thousandths): [800000]",
    ];
    assert_eq!(told, expected.map(String::from).into());
    let work = decider.input("award/work/long").unwrap();
    assert_eq!(decider.input("award/work/short/part"), Some(work));
    assert_eq!(decider.inputs()[work].unit(), InputUnit::Days);
    assert_eq!(decider.input("award/work"), None);
    // The day that picks versions is one more input for each of their stretches.
    let rules = BOOKS[1].rules_on(day(TODAY));
    let exam = rules.exam(&acc()).unwrap();
    let anchors = exam.inputs().iter().filter(|input| input.paths().next().is_none());
    let told: BTreeSet<String> = anchors.map(ToString::to_string).collect();
    assert_eq!(told, BTreeSet::from(["which versions are in force (0 or 1)".to_string()]));
}

#[test]
fn a_rule_without_conditions_reads_nothing() {
    let cases = [
        (r#"{"nothing": "no condition"}"#, Met),
        (r#"{"unpublished": "what is asked"}"#, Undetermined),
    ];
    for (rule, expected) in cases {
        let judge = award(rule);
        let rules = judge.rules_on(day(TODAY));
        let decider = rules.award(&acc()).unwrap();
        assert!(decider.inputs().is_empty(), "{rule}");
        assert_eq!(decider.verdict(&[]), expected, "{rule}");
        assert_eq!(decider.verdict_of_known(&[]), expected, "{rule}");
        assert_eq!(decider.verdicts(&[], 65).unwrap().count(expected), 65, "{rule}");
        assert_eq!(says(&judge, "{}", TODAY).1, expected, "{rule}");
    }
}

#[test]
fn a_board_of_other_rules_is_made_to_fit() {
    let known = json!({"exams": [], "holdings": []});
    let known = record(&known.to_string());
    let (small, embedded) = (award(SMALL), &*JUDGE);
    let (small, embedded) = (small.rules_on(day(TODAY)), embedded.rules_on(day(TODAY)));
    let mut board = small.board();
    let facts = embedded.measure(&known).unwrap();
    let with_other: Vec<_> = embedded.decide_all(&facts, &mut board).collect();
    let mut own = embedded.board();
    assert_eq!(with_other, embedded.decide_all(&facts, &mut own).collect::<Vec<_>>());
    assert_eq!(with_other.len(), embedded.credentials().count());
    assert!(embedded.credentials().is_sorted());
}
