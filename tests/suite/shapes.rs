//! The language expresses every shape of entry and exam rule: a synthetic body for each, with both
//! sides of every boundary. Numbers and letters are those of the list of shapes.

use coding_credentials::calendar::Day;
use coding_credentials::explain::Verdict::{Met, Undetermined, Unmet};
use coding_credentials::explain::{Eligibility, NoteCode, RecommendedAnswer, Verdict};
use coding_credentials::source::Confidence;
use coding_credentials::{Judge, RuleBook};
use serde_json::{Map, Value, json};

use crate::compiled::agree;
use crate::support::{acme, award, credential, day, record};

/// The day asked about, where a case names none.
const TODAY: &str = "2026-01-15";

/// A record of which everything is known: sections that are not given are empty.
fn known(sections: &str) -> String {
    let names = [
        "education",
        "coursework",
        "trainings",
        "experience",
        "exams",
        "applications",
        "holdings",
        "memberships",
        "ceus",
        "payments",
        "attestations",
    ];
    let mut whole: Map<String, Value> =
        names.map(|name| (name.to_owned(), json!([]))).into_iter().collect();
    let given: Map<String, Value> = serde_json::from_str(&format!("{{{sections}}}")).unwrap();
    whole.extend(given);
    Value::Object(whole).to_string()
}

fn eligibility(judge: &Judge, credential: &str, sections: &str, as_of: &str) -> Eligibility {
    let (known, as_of) = (record(&known(sections)), day(as_of));
    // Whatever is asked here is decided by the compiled rules too.
    agree(judge, &known, as_of, |_| true).unwrap_or_else(|error| panic!("{sections}: {error}"));
    judge.eligibility(credential, &known, as_of).unwrap()
}

fn answer(judge: &Judge, sections: &str, as_of: &str) -> Eligibility {
    eligibility(judge, "ACME/ACC", sections, as_of)
}

/// Whether the award of `ACC` is due today with these sections of a record.
#[track_caller]
fn awards(judge: &Judge, cases: &[(&str, Verdict)]) {
    for (sections, expected) in cases {
        assert_eq!(answer(judge, sections, TODAY).verdict(), *expected, "{sections}");
    }
}

/// Whether one may sit the exam on a day with these sections of a record.
#[track_caller]
fn sits(judge: &Judge, cases: &[(&str, &str, Verdict)]) {
    for (sections, as_of, expected) in cases {
        let answer = answer(judge, sections, as_of);
        assert_eq!(answer.exam().verdict(), *expected, "{as_of} {sections}");
    }
}

/// A credential `ACC` that is awarded for its exam, with these fields of the exam; whoever lives in
/// the United States is admitted unless the fields say otherwise.
fn sitting(exam: &str) -> Judge {
    let admits = if exam.contains(r#""requires""#) {
        String::new()
    } else {
        String::from(r#""requires": [{"source": "PAGE", "value": {"residence": "US"}}], "#)
    };
    let waits = if exam.contains(r#""attempts""#) {
        String::new()
    } else {
        String::from(r#""attempts": [{"source": "PAGE", "value": {"waits": []}}], "#)
    };
    let exam = format!("{admits}{waits}{exam}");
    acme(
        "",
        &format!(
            r#""ACC": {{"title": "Acme ACC", "offered": [{{"source": "PAGE", "value": true}}],
                "exam": {{{}}}, "award": [{{"designation": "ACC", "requires": [
                    {{"source": "PAGE", "value": {{"passed": "ACC"}}}}]}}]}}"#,
            exam.trim_end_matches(", ")
        ),
    )
}

/// So many days of work in a field up to and with a day.
fn worked(field: &str, days: i64, last: &str) -> String {
    let first = day(last).plus_days(1 - days);
    format!(r#"{{"field": "{field}", "start": "{first}", "end": "{last}"}}"#)
}

fn experience(days: i64) -> String {
    format!(r#""experience": [{}]"#, worked("coding", days, "2025-12-31"))
}

const PASSED: &str =
    r#""exams": [{"credential": "ACME/ACC", "taken": "2024-05-01", "passed": true}]"#;

/// Failed attempts on some days, by somebody who lives in Ohio.
fn failed(days: &[&str]) -> String {
    let attempt =
        |day: &&str| format!(r#"{{"credential": "ACME/ACC", "taken": "{day}", "passed": false}}"#);
    let attempts: Vec<String> = days.iter().map(attempt).collect();
    format!(r#""residence": "US-OH", "exams": [{}]"#, attempts.join(", "))
}

fn designation(answer: &Eligibility) -> Option<String> {
    answer.award().designation().map(ToString::to_string)
}

/// What the award still asks, and why.
fn asks(answer: &Eligibility) -> Vec<(&str, &str)> {
    let of_award =
        answer.questions().iter().filter(|question| question.path().starts_with("award"));
    of_award.map(|question| (question.fact(), question.why().as_str())).collect()
}

fn has_note(answer: &Eligibility, code: NoteCode) -> bool {
    answer.notes().iter().any(|note| note.code() == code)
}

/// A1 and the first half of A2: two years, two waivers of one year, and a mark until then.
fn apprentice() -> Judge {
    let terms = |requires: &str| {
        format!(
            r#"[{{"source": "PAGE", "value": {{"replaces": {{"years": 1}}, "times": 1,
                "requires": {requires}}}}}]"#
        )
    };
    let course = terms(
        r#"{"coursework": {"subject": "medical-coding", "contact_hours": 80, "single": true}}"#,
    );
    let practice =
        terms(r#"{"training": {"program": "ACME/Practice", "items": 600, "score": 70}}"#);
    acme(
        &format!(
            r#""course": {{"title": "Course of 80 hours", "terms": {course}}},
               "practice": {{"title": "600 cases", "terms": {practice}}}"#
        ),
        r#""ACC": {"title": "Acme coder", "award": [
            {"designation": "ACC", "requires": [{"source": "PAGE", "value": {"all": {
                "exam": {"passed": "ACC"},
                "experience": {"experience": {"field": "coding", "years": 2,
                                              "waivers": ["course", "practice"]}}}}}]},
            {"designation": "ACC-A", "requires": [{"source": "PAGE",
                "value": {"passed": "ACC"}}]}]},
           "ACC-A": {"title": "Acme apprentice", "designation_of": "ACC"}"#,
    )
}

fn course(hours: &str) -> String {
    format!(r#"{{"subject": "medical-coding", "contact_hours": "{hours}", "status": "completed"}}"#)
}

fn practice(items: u32, score: &str) -> String {
    format!(
        r#"{{"program": "ACME/Practice", "items": {items}, "score": "{score}",
            "completed": "2025-01-01"}}"#
    )
}

/// Days of work, hours of courses, items and scores of practice, and what they come to.
type Work = (i64, &'static [&'static str], &'static [(u32, &'static str)], Verdict);

#[test]
fn a1_waivers_of_one_year_each_are_used_once_each() {
    let judge = apprentice();
    let cases: &[Work] = &[
        (730, &[], &[], Met),
        (729, &[], &[], Unmet),
        (365, &["80"], &[], Met),
        (364, &["80"], &[], Unmet),
        (365, &["79.9999"], &[], Unmet),
        // Two courses do not add up, and the same waiver is not used twice.
        (365, &["40", "40"], &[], Unmet),
        (0, &["80", "80"], &[], Unmet),
        (364, &["80", "80"], &[], Unmet),
        (365, &[], &[(600, "70")], Met),
        (365, &[], &[(599, "70")], Unmet),
        (365, &[], &[(600, "69.9999")], Unmet),
        (0, &["80"], &[(600, "70")], Met),
    ];
    for (days, courses, trainings, expected) in cases {
        let courses: Vec<String> = courses.iter().map(|hours| course(hours)).collect();
        let trainings: Vec<String> =
            trainings.iter().map(|(items, score)| practice(*items, score)).collect();
        let work = if *days == 0 { String::from(r#""experience": []"#) } else { experience(*days) };
        let sections = format!(
            r#"{PASSED}, {work}, "coursework": [{}], "trainings": [{}]"#,
            courses.join(", "),
            trainings.join(", ")
        );
        assert_eq!(answer(&judge, &sections, TODAY).verdict(), *expected, "{sections}");
    }
}

#[test]
fn a2_a_mark_is_granted_until_the_experience_is_shown() {
    let judge = apprentice();
    let granted = |sections: &str| designation(&answer(&judge, sections, TODAY));
    assert_eq!(granted(&experience(730)), None);
    assert_eq!(granted(PASSED).as_deref(), Some("ACME/ACC-A"));
    let short = format!("{PASSED}, {}", experience(729));
    assert_eq!(granted(&short).as_deref(), Some("ACME/ACC-A"));
    let enough = format!("{PASSED}, {}", experience(730));
    assert_eq!(granted(&enough).as_deref(), Some("ACME/ACC"));
    // The mark itself can be asked about.
    assert_eq!(eligibility(&judge, "ACME/ACC-A", PASSED, TODAY).verdict(), Met);
    assert_eq!(eligibility(&judge, "ACME/ACC-A", "", TODAY).verdict(), Unmet);
}

#[test]
fn a2_an_early_tester_may_use_nothing_until_the_transcript_arrives() {
    let judge = acme(
        "",
        r#""ACC": {"title": "Acme administrator", "award": [
            {"designation": "ACC", "requires": [{"source": "PAGE", "value": {"all": [
                {"passed": "ACC"}, {"education": {"level": "bachelor",
                    "transcript": "received"}}]}}]},
            {"conditional": "early-tester", "requires": [{"source": "PAGE", "value": {"all": [
                {"passed": "ACC"}, {"education": {"level": "bachelor",
                    "status": "final-term"}}]}}]}]}"#,
    );
    let cases = [
        (r#""status": "enrolled""#, Unmet, None, false),
        (r#""status": "final-term""#, Unmet, None, true),
        (r#""status": "completed", "transcript": "outstanding""#, Unmet, None, true),
        (r#""status": "completed", "transcript": "received""#, Met, Some("ACME/ACC"), false),
    ];
    for (status, verdict, granted, early) in cases {
        let sections = format!(r#"{PASSED}, "education": [{{"level": "bachelor", {status}}}]"#);
        let answer = answer(&judge, &sections, TODAY);
        assert_eq!(answer.verdict(), verdict, "{status}");
        assert_eq!(designation(&answer).as_deref(), granted, "{status}");
        assert_eq!(has_note(&answer, NoteCode::ConditionalAward), early, "{status}");
    }
}

#[test]
fn a3_routes_that_were_required_are_recommended_from_a_day_on() {
    let routes = r#"{"any": {"course": {"coursework": {"subject": "medical-coding"}},
                             "work": {"experience": {"field": "coding", "years": 2}}}}"#;
    let judge = sitting(&format!(
        r#""requires": [
            {{"until": "2023-12-31", "source": "PAGE", "value": {routes}}},
            {{"from": "2024-01-01", "source": "PAGE",
                "value": {{"education": {{"level": "high-school"}}}}}}],
           "recommended": [{{"from": "2024-01-01", "source": "PAGE", "value": {routes}}}]"#
    ));
    let diploma = r#""education": [{"level": "high-school", "status": "completed"}]"#;
    let both = format!(r#"{diploma}, "coursework": [{}]"#, course("80"));
    sits(
        &judge,
        &[
            (diploma, "2023-12-31", Unmet),
            (diploma, "2024-01-01", Met),
            (&both, "2023-12-31", Met),
            (&both, "2024-01-01", Met),
        ],
    );
    let advice = |sections: &str, as_of: &str| {
        let answer = answer(&judge, sections, as_of);
        answer.recommended().map(RecommendedAnswer::verdict)
    };
    assert_eq!(advice(diploma, "2024-01-01"), Some(Unmet));
    assert_eq!(advice(&both, "2024-01-01"), Some(Met));
    // Before, no advice is on file: it is not known, and nothing turns on it.
    assert_eq!(advice(&both, "2023-12-31"), Some(Undetermined));
}

/// A4: a rung of education or a credential, and years of experience.
const RUNGS: &str = r#"{"any": {
    "diploma": {"all": [{"education": {"level": "high-school"}},
        {"experience": {"field": "privacy-security", "years": 6}}]},
    "associate": {"all": [{"education": {"level": "associate"}},
        {"experience": {"field": "privacy-security", "years": 4}}]},
    "credential": {"all": [{"held": {"any_of": ["CA", "CB"]}},
        {"experience": {"field": "privacy-security", "years": 4}}]},
    "bachelor": {"all": [{"education": {"level": "bachelor"}},
        {"experience": {"field": "privacy-security", "years": 2}}]},
    "administrator": {"all": [{"held": "CC"}, {"experience": {"field": "privacy-security",
        "years": 2}}]},
    "master": {"all": [{"education": {"level": "master"}},
        {"experience": {"field": "privacy-security", "years": 1}}]}}}"#;

#[test]
fn a4_six_alternatives_weigh_education_or_credentials_against_years() {
    let others = ["CA", "CB", "CC"].map(|code| credential(code, r#"{"age": 18}"#)).join(", ");
    let judge = acme("", &[credential("ACC", RUNGS), others].join(", "));
    let education =
        |level: &str| format!(r#""education": [{{"level": "{level}", "status": "completed"}}]"#);
    let holding = |code: &str| format!(r#""holdings": [{{"credential": "ACME/{code}"}}]"#);
    let rungs = [
        (education("high-school"), 6),
        (education("associate"), 4),
        (holding("CA"), 4),
        (holding("CB"), 4),
        (education("bachelor"), 2),
        (education("post-baccalaureate"), 2),
        (holding("CC"), 2),
        (education("master"), 1),
        (education("doctorate"), 1),
    ];
    for (rung, years) in rungs {
        for (days, expected) in [(years * 365, Met), (years * 365 - 1, Unmet)] {
            let work = worked("privacy-security", days, "2025-12-31");
            let sections = format!(r#"{rung}, "experience": [{work}]"#);
            assert_eq!(answer(&judge, &sections, TODAY).verdict(), expected, "{sections}");
        }
    }
}

#[test]
fn a7_a_credential_that_replaces_another_is_named_when_the_other_is_asked_about() {
    let higher = r#""ACD": {"title": "Acme administrator", "supersedes": [{"code": "ACC",
        "source": "PAGE"}]}"#;
    let judge = acme("", &[&credential("ACC", r#"{"age": 18}"#), higher].join(", "));
    let noted = |held: &str| {
        let sections = format!(r#""holdings": [{{"credential": "ACME/{held}"}}]"#);
        has_note(&answer(&judge, &sections, TODAY), NoteCode::Superseded)
    };
    assert!(noted("ACD"));
    assert!(!noted("ACC"));
}

/// A19: 90 days after failures up to 10 September 2023, 30 after later ones; 90 days to sit up to
/// the end of 2022 with two extensions, 120 with another one after that.
fn regimes() -> Judge {
    sitting(
        r#""attempts": [
            {"until": "2023-09-10", "source": "PAGE", "value": {"waits": [{"days": 90}]}},
            {"from": "2023-09-11", "source": "PAGE", "value": {"waits": [{"days": 30}]}}],
           "window": [
            {"until": "2022-12-31", "source": "PAGE", "value": {"length": {"days": 90},
                "extensions": [
                {"length": {"days": 45}, "price": {"amount": "75.00", "currency": "USD"}},
                {"length": {"days": 30}, "price": {"amount": "150.00", "currency": "USD"}}]}},
            {"from": "2023-01-01", "source": "PAGE", "value": {"length": {"days": 120},
                "extensions": [
                {"length": {"days": 30}}]}}]"#,
    )
}

#[test]
fn a19_the_day_of_the_failure_picks_the_wait() {
    sits(
        &regimes(),
        &[
            (&failed(&["2023-09-10"]), "2023-12-08", Unmet),
            (&failed(&["2023-09-10"]), "2023-12-09", Met),
            (&failed(&["2023-09-11"]), "2023-10-10", Unmet),
            (&failed(&["2023-09-11"]), "2023-10-11", Met),
            // The last failure counts.
            (&failed(&["2023-09-10", "2023-12-09"]), "2024-01-07", Unmet),
            (&failed(&["2023-09-10", "2023-12-09"]), "2024-01-08", Met),
        ],
    );
    let next = |as_of: &str| {
        let answer = answer(&regimes(), &failed(&["2023-09-10"]), as_of);
        answer.exam().next_attempt()
    };
    assert_eq!(next("2023-12-08"), Some(day("2023-12-09")));
    assert_eq!(next("2023-12-09"), None);
}

/// An application approved on a day, and extensions paid on others.
fn approved(day: &str, extensions: &[&str]) -> String {
    let payment = |paid: &&str| {
        format!(
            r#"{{"to": "ACME", "purpose": "extension", "for": ["ACME/ACC"], "paid": "{paid}"}}"#
        )
    };
    let payments: Vec<String> = extensions.iter().map(payment).collect();
    format!(
        r#""residence": "US-OH", "payments": [{}],
           "applications": [{{"credential": "ACME/ACC", "approved": "{day}"}}]"#,
        payments.join(", ")
    )
}

#[test]
fn a19_the_time_to_sit_runs_from_approval_and_is_extended_for_a_price() {
    let judge = regimes();
    let late = approved("2024-01-10", &[]);
    let extended = approved("2024-01-10", &["2024-05-09"]);
    let too_late = approved("2024-01-10", &["2024-05-10"]);
    let twice = approved("2024-01-10", &["2024-05-01", "2024-05-02"]);
    let early = approved("2022-12-31", &[]);
    let early_twice = approved("2022-12-31", &["2023-03-01", "2023-05-01"]);
    sits(
        &judge,
        &[
            (&late, "2024-05-09", Met),
            (&late, "2024-05-10", Unmet),
            (&extended, "2024-06-08", Met),
            (&extended, "2024-06-09", Unmet),
            // Bought after the window closed; and only one extension is for sale.
            (&too_late, "2024-05-10", Unmet),
            (&twice, "2024-06-09", Unmet),
            // The earlier regime: 90 days, then 45, then 30.
            (&early, "2023-03-31", Met),
            (&early, "2023-04-01", Unmet),
            (&early_twice, "2023-06-14", Met),
            (&early_twice, "2023-06-15", Unmet),
            // No application on record does not hinder sitting.
            (r#""residence": "US-OH""#, "2024-05-10", Met),
        ],
    );
    let window = answer(&judge, &extended, "2024-05-20").exam().window().unwrap();
    assert_eq!((window.opens, window.closes), (day("2024-01-10"), day("2024-06-08")));
}

#[test]
fn a20_a_retired_exam_is_offered_no_more_while_holders_renew() {
    let judge = acme(
        "",
        r#""ACC": {"title": "Acme ACC",
            "offered": [{"until": "2020-12-31", "source": "PAGE", "value": true},
                        {"from": "2021-01-01", "source": "PAGE", "value": false}],
            "maintainable": [{"source": "PAGE", "value": true}],
            "exam": {"requires": [{"source": "PAGE", "value": {"residence": "US"}}],
                     "attempts": [{"source": "PAGE", "value": {"waits": []}}]},
            "award": [{"designation": "ACC", "requires": [{"source": "PAGE",
                "value": {"passed": "ACC"}}]}]}"#,
    );
    let person = r#""residence": "US-OH""#;
    sits(&judge, &[(person, "2020-12-31", Met), (person, "2021-01-01", Unmet)]);
    let answer = answer(&judge, person, "2021-01-01");
    assert!(answer.shortfalls().iter().any(|shortfall| shortfall.measure() == "offered"));
}

/// 57: a provisional credential for who has not finished school, for twelve months from the exam.
fn provisional() -> Judge {
    acme(
        "",
        r#""ACC": {"title": "Acme ACC", "award": [
            {"designation": "ACC", "requires": [{"source": "PAGE", "value": {"all": [
                {"passed": "ACC"}, {"education": {"level": "high-school"}}]}}]},
            {"designation": "ACC-P", "expires_after": {"months": 12}, "requires": [
                {"source": "PAGE", "value": {"all": [
                    {"passed": {"exam": "ACC", "within": {"months": 12}}},
                    {"education": {"level": "high-school", "status": "enrolled"}}]}}]}]},
           "ACC-P": {"title": "Acme ACC, provisional", "designation_of": "ACC"}"#,
    )
}

#[test]
fn shape_57_a_provisional_credential_expires_unless_proof_arrives() {
    let judge = provisional();
    let school = |status: &str| {
        format!(r#"{PASSED}, "education": [{{"level": "high-school", "status": "{status}"}}]"#)
    };
    let granted = |status: &str, as_of: &str| designation(&answer(&judge, &school(status), as_of));
    // Passed on 1 May 2024: the twelve months end on 30 April 2025.
    assert_eq!(granted("enrolled", "2024-05-01").as_deref(), Some("ACME/ACC-P"));
    assert_eq!(granted("enrolled", "2025-04-30").as_deref(), Some("ACME/ACC-P"));
    assert_eq!(granted("enrolled", "2025-05-01"), None);
    assert_eq!(granted("completed", "2025-04-30").as_deref(), Some("ACME/ACC"));
    assert_eq!(granted("completed", "2025-05-01").as_deref(), Some("ACME/ACC"));
    let early = answer(&judge, &school("enrolled"), "2024-05-01");
    assert!(has_note(&early, NoteCode::DesignationExpires));
}

#[test]
fn shape_57_what_lapses_after_twelve_months_is_not_granted_after_them() {
    let judge = acme(
        "",
        r#""ACC": {"title": "Acme ACC", "award": [
            {"designation": "ACC", "requires": [{"source": "PAGE", "value": {"all": [
                {"passed": "ACC"}, {"education": {"level": "high-school"}}]}}]},
            {"designation": "ACC-P", "expires_after": {"months": 12},
             "requires": [{"source": "PAGE", "value": {"passed": "ACC"}}]}]},
           "ACC-P": {"title": "Acme ACC, provisional", "designation_of": "ACC"}"#,
    );
    let granted = |as_of: &str| designation(&answer(&judge, PASSED, as_of));
    assert_eq!(granted("2025-04-30").as_deref(), Some("ACME/ACC-P"));
    assert_eq!(granted("2025-05-02"), None);
}

#[test]
fn shape_59_a_stale_education_needs_recent_work_besides() {
    let judge = award(
        r#"{"any": {"recent": {"education": {"level": "certificate", "within": {"years": 4}}},
                    "stale": {"all": [{"education": {"level": "certificate"}},
                                      {"experience": {"field": "billing", "years": 3,
                                                      "within": {"years": 5}}}]}}}"#,
    );
    let graduate = |completed: &str, days: i64| {
        let work = worked("billing", days, "2025-12-31");
        format!(
            r#""experience": [{work}], "education": [{{"level": "certificate",
                "status": "completed", "completed": "{completed}"}}]"#
        )
    };
    awards(
        &judge,
        &[
            (&graduate("2022-01-16", 1), Met),
            (&graduate("2022-01-15", 1), Unmet),
            (&graduate("2022-01-15", 1094), Unmet),
            (&graduate("2022-01-15", 1095), Met),
            (&graduate("1999-06-30", 1095), Met),
        ],
    );
}

#[test]
fn shape_60_years_are_counted_among_the_last_years() {
    let five_of_seven =
        award(r#"{"experience": {"field": "billing", "years": 5, "within": {"years": 7}}}"#);
    // The seven years before 15 January 2026 begin on 16 January 2019.
    let from = |first: &str, days: i64| {
        let last = day(first).plus_days(days - 1);
        format!(r#""experience": [{{"field": "billing", "start": "{first}", "end": "{last}"}}]"#)
    };
    awards(
        &five_of_seven,
        &[
            (&from("2019-01-16", 5 * 365), Met),
            (&from("2019-01-16", 5 * 365 - 1), Unmet),
            (&from("2019-01-15", 5 * 365), Unmet),
            (&from("2019-01-15", 5 * 365 + 1), Met),
        ],
    );
    let two_windows = award(
        r#"{"all": [{"experience": {"field": "auditing", "years": 2, "within": {"years": 10}}},
                    {"experience": {"field": "healthcare", "years": 2, "within": {"years": 5}}}]}"#,
    );
    let two = |audit: &str, care: &str| {
        format!(
            r#""experience": [{}, {}]"#,
            worked("auditing", 730, audit),
            worked("healthcare", 730, care)
        )
    };
    awards(
        &two_windows,
        &[
            (&two("2018-06-30", "2023-06-30"), Met),
            (&two("2018-01-13", "2023-06-30"), Unmet),
            (&two("2018-01-14", "2023-01-15"), Met),
            (&two("2018-01-14", "2023-01-14"), Unmet),
        ],
    );
}

#[test]
fn shape_61_a_programme_has_a_floor_of_hours_with_an_externship_in_them() {
    let judge =
        award(r#"{"education": {"level": "certificate", "hours": 720, "externship_hours": 160}}"#);
    let programme = |hours: &str| {
        format!(r#""education": [{{"level": "certificate", "status": "completed"{hours}}}]"#)
    };
    let unknown = programme(r#", "hours": 720"#);
    awards(
        &judge,
        &[
            (&programme(r#", "hours": 720, "externship_hours": 160"#), Met),
            (&programme(r#", "hours": 719.9999, "externship_hours": 160"#), Unmet),
            (&programme(r#", "hours": 720, "externship_hours": "159.5""#), Unmet),
            (&unknown, Undetermined),
            (&programme(r#", "externship_hours": 159"#), Unmet),
        ],
    );
    let asked = answer(&judge, &unknown, TODAY);
    assert_eq!(asks(&asked), [("education[0].externship_hours", "fact-missing")]);
}

#[test]
fn shape_62_the_exam_is_open_for_a_year_from_the_end_of_the_programme() {
    let judge = sitting(
        r#""requires": [{"source": "PAGE", "value":
            {"education": {"level": "certificate", "within": {"years": 1}}}}]"#,
    );
    let graduate = r#""education": [{"level": "certificate", "status": "completed",
        "completed": "2024-06-30"}]"#;
    sits(
        &judge,
        &[
            (graduate, "2024-06-29", Unmet),
            (graduate, "2024-06-30", Met),
            (graduate, "2025-06-29", Met),
            (graduate, "2025-06-30", Unmet),
        ],
    );
}

#[test]
fn shape_63_a_degree_stands_for_a_diploma_and_recent_contact_hours() {
    let judge = award(
        r#"{"any": {"degree": {"education": {"level": "associate"}},
                    "hours": {"all": [{"education": {"level": "high-school"}},
                                      {"coursework": {"subject": "patient-access",
                                                      "contact_hours": 30,
                                                      "within": {"years": 2}}}]}}}"#,
    );
    let diploma = |first: &str, second: &str, completed: &str| {
        let course = |hours: &str, day: &str| {
            format!(
                r#"{{"subject": "patient-access", "contact_hours": "{hours}",
                    "completed": "{day}"}}"#
            )
        };
        format!(
            r#""education": [{{"level": "high-school", "status": "completed"}}],
               "coursework": [{}, {}]"#,
            course(first, completed),
            course(second, "2025-06-30")
        )
    };
    awards(
        &judge,
        &[
            (r#""education": [{"level": "associate", "status": "completed"}]"#, Met),
            (r#""education": [{"level": "high-school", "status": "completed"}]"#, Unmet),
            // Courses add up to exactly 30 hours.
            (&diploma("10.1", "19.9", "2024-01-16"), Met),
            (&diploma("10.1", "19.8999", "2024-01-16"), Unmet),
            (&diploma("10.1", "19.9", "2024-01-15"), Unmet),
            (&diploma("10.1", "30", "2024-01-15"), Met),
        ],
    );
}

#[test]
fn shape_64_courses_have_a_floor_of_credits_and_of_grade() {
    let judge = award(
        r#"{"coursework": {"subject": "anatomy-and-physiology", "credits": 6, "grade": "C"}}"#,
    );
    let semesters = |one: &str, other: &str| {
        let course = |more: &str| {
            format!(
                r#"{{"subject": "anatomy-and-physiology", "status": "completed",
                    "credits": {more}}}"#
            )
        };
        format!(r#""coursework": [{}, {}]"#, course(one), course(other))
    };
    awards(
        &judge,
        &[
            (&semesters(r#"3, "grade": "C""#, r#"3, "grade": "A-""#), Met),
            (&semesters(r#"3, "grade": "C""#, r#"2.5, "grade": "A-""#), Unmet),
            (&semesters(r#"3, "grade": "C-""#, r#"3, "grade": "A-""#), Unmet),
            (&semesters(r#"3, "grade": "D+""#, r#"3, "grade": "C+""#), Unmet),
            (&semesters("3", r#"3, "grade": "B""#), Undetermined),
            (&semesters("2.9999", r#"3, "grade": "B""#), Unmet),
        ],
    );
}

#[test]
fn shape_65_continuing_education_comes_before_the_first_certification() {
    let judge = award(
        r#"{"all": {"total": {"ceus": {"units": 60, "within": {"years": 3}}},
                    "own": {"ceus": {"units": 36, "approved_by": "ACME", "within": {"years": 3}}},
                    "live": {"ceus": {"units": 12, "approved_by": "ACME",
                                      "delivery": ["in-person", "live-online"],
                                      "within": {"years": 3}}}}}"#,
    );
    let units = |live: &str, recorded: &str, outside: &str, oldest: &str| {
        let unit = |units: &str, delivery: &str, by: &str, completed: &str| {
            format!(
                r#"{{"units": "{units}", "delivery": "{delivery}", "approved_by": [{by}],
                     "completed": "{completed}"}}"#
            )
        };
        format!(
            r#""ceus": [{}, {}, {}]"#,
            unit(live, "live-online", r#""ACME""#, oldest),
            unit(recorded, "recorded", r#""ACME""#, "2025-06-30"),
            unit(outside, "in-person", r#""OTHER""#, "2025-06-30")
        )
    };
    awards(
        &judge,
        &[
            (&units("12", "24", "24", "2023-01-16"), Met),
            (&units("11.9", "24.1", "24", "2023-01-16"), Unmet),
            (&units("12", "23.9", "24.1", "2023-01-16"), Unmet),
            (&units("12", "24", "23.9", "2023-01-16"), Unmet),
            // At most 24 from outside: more of it does not stand for the issuer's own.
            (&units("12", "23", "100", "2023-01-16"), Unmet),
            (&units("12", "24", "24", "2023-01-15"), Unmet),
        ],
    );
}

#[test]
fn shape_66_the_person_is_employed_in_the_role() {
    let judge =
        award(r#"{"employed": {"field": "cdi", "setting": "inpatient", "hours_per_week": 20}}"#);
    let job = |more: &str| {
        format!(
            r#""experience": [{{"field": "cdi", "setting": "inpatient", "start": "2025-01-01",
                {more}}}]"#
        )
    };
    awards(
        &judge,
        &[
            (&job(r#""current": true, "hours_per_week": 20"#), Met),
            (&job(r#""current": true, "hours_per_week": 19.9999"#), Unmet),
            (&job(r#""end": "2026-01-15", "hours_per_week": 20"#), Met),
            (&job(r#""end": "2026-01-14", "hours_per_week": 20"#), Unmet),
            (&job(r#""current": true"#), Undetermined),
            (&job(r#""hours_per_week": 20"#), Undetermined),
        ],
    );
}

#[test]
fn shape_66_part_time_counts_from_so_many_hours_a_week() {
    let judge = award(r#"{"experience": {"field": "auditing", "years": 2, "hours_per_week": 20}}"#);
    let job = |hours: &str| {
        format!(
            r#""experience": [{{"field": "auditing", "start": "2024-01-01",
                "end": "2025-12-30"{hours}}}]"#
        )
    };
    awards(
        &judge,
        &[
            (&job(r#", "hours_per_week": 20"#), Met),
            (&job(r#", "hours_per_week": 19.9999"#), Unmet),
            (&job(""), Undetermined),
        ],
    );
}

#[test]
fn shape_66_a_year_may_be_defined_by_its_hours() {
    let judge = award(r#"{"experience": {"field": "cdi", "years": 2, "year_hours": 2000}}"#);
    let jobs = |one: &str, other: &str| {
        let job = |total: &str| {
            format!(
                r#"{{"field": "cdi", "start": "2024-01-01", "end": "2025-12-31",
                    "hours_total": "{total}"}}"#
            )
        };
        format!(r#""experience": [{}, {}]"#, job(one), job(other))
    };
    awards(
        &judge,
        &[
            (&jobs("2000", "2000"), Met),
            (&jobs("2000", "1999.9999"), Unmet),
            (&jobs("2000.0001", "1999.9999"), Met),
        ],
    );
    // 70 days of 40 hours a week are ten weeks.
    let weekly = award(r#"{"experience": {"field": "cdi", "hours": 400}}"#);
    let weeks = |days: i64| {
        let last = day("2024-01-01").plus_days(days - 1);
        format!(
            r#""experience": [{{"field": "cdi", "start": "2024-01-01", "end": "{last}",
                "hours_per_week": 40}}]"#
        )
    };
    awards(&weekly, &[(&weeks(70), Met), (&weeks(69), Unmet)]);
}

#[test]
fn shape_66_kinds_of_experience_are_left_out_or_asked_for_in_two_settings() {
    let judge = award(
        r#"{"experience": {"field": ["cdi", "coding"], "years": 2, "externship": false,
                           "setting": ["inpatient", "outpatient"], "settings_at_least": 2}}"#,
    );
    let jobs = |first: &str, second: &str| {
        format!(
            r#""experience": [
                {{"field": "cdi", "start": "2024-01-01", "end": "2024-12-31", {first}}},
                {{"field": "coding/inpatient", "start": "2025-01-01", "end": "2025-12-31",
                    {second}}}]"#
        )
    };
    let (inpatient, outpatient) = (r#""setting": "inpatient""#, r#""setting": "outpatient""#);
    awards(
        &judge,
        &[
            (&jobs(outpatient, inpatient), Met),
            (&jobs(inpatient, inpatient), Unmet),
            (&jobs(outpatient, r#""setting": "payer""#), Unmet),
            (&jobs(outpatient, r#""setting": "inpatient", "externship": true"#), Unmet),
            (&jobs(outpatient, r#""setting": "inpatient", "externship": false"#), Met),
            (&jobs(outpatient, r#""employer": "City Clinic""#), Undetermined),
        ],
    );
}

#[test]
fn shape_67_years_of_membership_add_up_without_some_classes() {
    let leaf = |counting: &str| {
        award(&format!(
            r#"{{"membership": {{"organization": "ACME", "for": {{"years": 5}},
                "except_class": ["student"], "counting": "{counting}"}}}}"#
        ))
    };
    // 2018-01-01 to 2019-12-31 are 730 days; 1,095 more make five years.
    let member = |class: &str, days: i64| {
        let last = day("2022-01-01").plus_days(days - 1);
        format!(
            r#""memberships": [
                {{"organization": "ACME", "class": "{class}", "start": "2018-01-01",
                    "paid_through": "2019-12-31"}},
                {{"organization": "ACME", "class": "regular", "start": "2022-01-01",
                    "paid_through": "{last}"}}]"#
        )
    };
    awards(
        &leaf("cumulative"),
        &[
            (&member("regular", 1095), Met),
            (&member("regular", 1094), Unmet),
            (&member("student", 1095), Unmet),
        ],
    );
    awards(&leaf("unbroken"), &[(&member("regular", 1095), Unmet)]);
    let unbroken = |through: &str| {
        format!(
            r#""memberships": [{{"organization": "ACME", "class": "regular",
                "start": "2021-01-16", "paid_through": "{through}"}}]"#
        )
    };
    awards(&leaf("unbroken"), &[(&unbroken("2026-01-15"), Met), (&unbroken("2026-01-14"), Unmet)]);
}

#[test]
fn shape_68_a_sponsor_references_or_service_are_signed_for() {
    let judge = award(
        r#"{"all": [{"attestation": {"kind": "sponsor", "to": "ACME"}},
                    {"any": [{"attestation": {"kind": "references"}},
                             {"attestation": {"kind": "volunteer-service",
                                 "within": {"years": 3}}}]}]}"#,
    );
    let signed = |to: &str, kind: &str, on: &str| {
        format!(
            r#""attestations": [{{"kind": "sponsor", "to": "{to}"}}, {{"kind": "{kind}",
                "on": "{on}"}}]"#
        )
    };
    awards(
        &judge,
        &[
            (&signed("ACME", "references", "2001-01-01"), Met),
            (&signed("OTHER", "references", "2001-01-01"), Unmet),
            (&signed("ACME", "volunteer-service", "2023-01-16"), Met),
            (&signed("ACME", "volunteer-service", "2023-01-15"), Unmet),
            (&signed("ACME", "moral-character", "2025-01-01"), Unmet),
        ],
    );
}

#[test]
fn shape_69_several_exams_are_passed_inside_one_window() {
    let parts = ["CORE", "PART"].map(|code| credential(code, r#"{"age": 18}"#)).join(", ");
    let asks = r#"{"passed": {"all_of": ["CORE", "PART"], "inside": {"months": 24}}}"#;
    let judge = acme("", &[credential("ACC", asks), parts].join(", "));
    let passed = |core: &[&str], part: &str| {
        let exam = |code: &str, taken: &str| {
            format!(r#"{{"credential": "ACME/{code}", "taken": "{taken}", "passed": true}}"#)
        };
        let mut exams: Vec<String> = core.iter().map(|taken| exam("CORE", taken)).collect();
        exams.push(exam("PART", part));
        format!(r#""exams": [{}]"#, exams.join(", "))
    };
    awards(
        &judge,
        &[
            (&passed(&["2022-03-10"], "2024-03-09"), Met),
            (&passed(&["2022-03-10"], "2024-03-10"), Unmet),
            // In either order, and a later attempt at one part opens another window.
            (&passed(&["2024-03-09"], "2022-03-10"), Met),
            (&passed(&["2020-03-10", "2023-03-10"], "2024-03-10"), Met),
            (&passed(&[], "2024-03-10"), Unmet),
        ],
    );
}

#[test]
fn shape_70_an_age_and_a_diploma_still_pursued() {
    let judge = award(
        r#"{"all": [{"age": 17}, {"education": {"level": "high-school", "status": "enrolled"}}]}"#,
    );
    let pupil = |born: &str, status: &str| {
        format!(
            r#""born": "{born}", "education": [{{"level": "high-school", "status": "{status}"}}]"#
        )
    };
    awards(
        &judge,
        &[
            (&pupil("2009-01-15", "enrolled"), Met),
            (&pupil("2009-01-16", "enrolled"), Unmet),
            (&pupil("2009-01-15", "completed"), Met),
            (r#""born": "2009-01-15""#, Unmet),
            (r#""education": [{"level": "high-school", "status": "enrolled"}]"#, Undetermined),
        ],
    );
    // Who was born on 29 February completes a year on 28 February.
    let leap = pupil("2008-02-29", "enrolled");
    assert_eq!(answer(&judge, &leap, "2025-02-27").verdict(), Unmet);
    assert_eq!(answer(&judge, &leap, "2025-02-28").verdict(), Met);
}

#[test]
fn shape_71_the_practicum_follows_the_coursework() {
    let judge = award(
        r#"{"sequence": [{"coursework": {"subject": "registry", "contact_hours": 100}},
                         {"training": {"program": "ACME/practicum"}}]}"#,
    );
    let order = |last_course: &str, practicum: &str| {
        format!(
            r#""coursework": [
                {{"subject": "registry", "contact_hours": 60, "completed": "2024-01-31"}},
                {{"subject": "registry", "contact_hours": 40, "completed": "{last_course}"}}],
               "trainings": [{{"program": "ACME/practicum", "completed": "{practicum}"}}]"#
        )
    };
    awards(
        &judge,
        &[
            (&order("2024-05-31", "2024-06-30"), Met),
            (&order("2024-05-31", "2024-05-31"), Met),
            (&order("2023-05-31", "2024-01-31"), Met),
            // All days are known, and the practicum came a day too early.
            (&order("2024-05-31", "2024-05-30"), Unmet),
            (&order("2023-05-31", "2024-01-30"), Unmet),
        ],
    );
}

#[test]
fn shape_71_experience_is_complete_on_the_day_on_which_it_is_enough() {
    let judge = award(
        r#"{"sequence": [{"experience": {"field": "registry", "years": 1}},
                         {"training": {"program": "ACME/practicum"}}]}"#,
    );
    // A year of work is complete on 30 December 2020, in the midst of the job.
    let order = |last: &str, practicum: &str| {
        format!(
            r#""experience": [{{"field": "registry", "start": "2020-01-01", {last}}}],
               "trainings": [{{"program": "ACME/practicum", "completed": "{practicum}"}}]"#
        )
    };
    awards(
        &judge,
        &[
            (&order(r#""end": "2020-12-30""#, "2020-12-30"), Met),
            (&order(r#""end": "2023-12-31""#, "2020-12-30"), Met),
            (&order(r#""current": true"#, "2022-06-30"), Met),
        ],
    );
}

#[test]
fn shape_72_a_retaker_is_judged_by_the_rules_of_the_new_year() {
    let judge = sitting(
        r#""requires": [
            {"until": "2025-12-31", "source": "PAGE",
                "value": {"experience": {"field": "registry", "years": 1}}},
            {"from": "2026-01-01", "source": "PAGE", "value": {"experience": {"field": "registry",
                "years": 2}}}],
           "attempts": [{"source": "PAGE", "value": {"waits": []}}],
           "facts": [{"until": "2025-12-31", "source": "PAGE", "value": {"items": 150}},
                     {"from": "2026-01-01", "source": "PAGE", "value": {"items": 100}}]"#,
    );
    let work = worked("registry", 365, "2024-12-31");
    let retaker = format!(
        r#""experience": [{work}],
           "exams": [{{"credential": "ACME/ACC", "taken": "2025-10-01", "passed": false}}]"#
    );
    sits(&judge, &[(&retaker, "2025-12-31", Met), (&retaker, "2026-01-01", Unmet)]);
    let items = |as_of: &str| {
        let answer = answer(&judge, &retaker, as_of);
        answer.exam().facts().unwrap().items.unwrap().to_string()
    };
    assert_eq!((items("2025-12-31").as_str(), items("2026-01-01").as_str()), ("150", "100"));
}

#[test]
fn shape_73_the_wait_grows_with_each_failure_and_the_last_one_repeats() {
    let judge = sitting(
        r#""attempts": [{"source": "PAGE", "value": {
            "waits": [{"days": 30}, {"days": 30}, {"days": 365}]}}]"#,
    );
    let one = failed(&["2024-01-01"]);
    let two = failed(&["2024-01-01", "2024-01-31"]);
    let three = failed(&["2024-01-01", "2024-01-31", "2024-03-01"]);
    let four = failed(&["2024-01-01", "2024-01-31", "2024-03-01", "2025-03-01"]);
    sits(
        &judge,
        &[
            (&one, "2024-01-30", Unmet),
            (&one, "2024-01-31", Met),
            (&two, "2024-02-29", Unmet),
            (&two, "2024-03-01", Met),
            (&three, "2025-02-28", Unmet),
            (&three, "2025-03-01", Met),
            (&four, "2026-02-28", Unmet),
            (&four, "2026-03-01", Met),
        ],
    );
    // Passing ends the count.
    let passed = format!(
        r#"{}, {{"credential": "ACME/ACC", "taken": "2024-03-01", "passed": true}}]"#,
        two.trim_end_matches(']')
    );
    sits(&judge, &[(&passed, "2024-03-02", Met)]);
}

#[test]
fn shape_73_attempts_are_limited_within_a_year() {
    let judge = sitting(
        r#""attempts": [{"source": "PAGE", "value": {
            "waits": [{"days": 30}, {"days": 60}], "limit": {"count": 3,
                "within": {"years": 1}}}}]"#,
    );
    let two = failed(&["2024-01-10", "2024-02-09"]);
    let three = failed(&["2024-01-10", "2024-02-09", "2024-04-09"]);
    sits(
        &judge,
        &[
            (&two, "2024-04-08", Unmet),
            (&two, "2024-04-09", Met),
            // The wait of 60 days is over on 8 June, but three attempts lie within the year.
            (&three, "2024-06-08", Unmet),
            (&three, "2025-01-09", Unmet),
            (&three, "2025-01-10", Met),
        ],
    );
    let left = |sections: &str, as_of: &str| answer(&judge, sections, as_of).exam().attempts_left();
    assert_eq!(left(&two, "2024-04-09"), Some(1));
    assert_eq!(left(&three, "2024-06-08"), Some(0));
    assert_eq!(left(&three, "2025-01-10"), Some(1));
}

#[test]
fn shape_73_attempts_are_limited_within_a_year_of_the_first() {
    let judge = sitting(
        r#""attempts": [{"source": "PAGE", "value": {
            "waits": [{"days": 30}, {"days": 60}], "limit": {"count": 3,
                "within": {"years": 1}, "counted": "from-first"}}}]"#,
    );
    let one = failed(&["2024-03-01"]);
    let two = failed(&["2024-03-01", "2024-03-31"]);
    let three = failed(&["2024-03-01", "2024-03-31", "2024-05-30"]);
    sits(
        &judge,
        &[
            (&one, "2024-03-30", Unmet),
            (&one, "2024-03-31", Met),
            (&two, "2024-05-29", Unmet),
            (&two, "2024-05-30", Met),
            (&two, "2025-03-01", Met),
            (&two, "2025-03-02", Unmet),
            (&three, "2024-12-01", Unmet),
            // The time of the first attempt is over: nothing drops out of it.
            (&three, "2025-06-01", Unmet),
        ],
    );
}

#[test]
fn shape_73_the_next_attempt_is_the_first_day_allowed_under_the_limit_too() {
    let judge = sitting(
        r#""attempts": [{"source": "PAGE", "value": {
            "waits": [{"days": 30}, {"days": 60}], "limit": {"count": 3,
                "within": {"years": 1}}}}]"#,
    );
    let three = failed(&["2024-01-10", "2024-02-09", "2024-04-09"]);
    let next = |as_of: &str| answer(&judge, &three, as_of).exam().next_attempt();
    assert_eq!(next("2024-04-10"), Some(day("2025-01-10")));
    assert_eq!(next("2024-06-08"), Some(day("2025-01-10")));
    assert_eq!(next("2025-01-10"), None::<Day>);
}

#[test]
fn shape_73_attempts_are_limited_for_life() {
    let judge = sitting(
        r#""attempts": [{"source": "PAGE", "value": {"waits": [], "limit": {"count": 3}}}]"#,
    );
    let two = failed(&["2004-01-10", "2005-01-10"]);
    let three = failed(&["2004-01-10", "2005-01-10", "2006-01-10"]);
    sits(&judge, &[(&two, TODAY, Met), (&three, TODAY, Unmet), (&three, "2006-01-09", Met)]);
    let exam = answer(&judge, &three, TODAY);
    assert_eq!(exam.exam().attempts_left(), Some(0));
    assert_eq!(exam.exam().next_attempt(), None);
}

#[test]
fn shape_74_an_authorisation_lasts_so_many_days() {
    let judge = sitting(r#""window": [{"source": "PAGE", "value": {"length": {"days": 90}}}]"#);
    let once = approved("2024-01-10", &[]);
    sits(
        &judge,
        &[
            (&once, "2024-01-10", Met),
            (&once, "2024-04-09", Met),
            (&once, "2024-04-10", Unmet),
            // An approval that lies ahead is not one yet.
            (&once, "2024-01-09", Met),
        ],
    );
    let again = once.replace(
        r#""applications": ["#,
        r#""applications": [{"credential": "ACME/ACC", "approved": "2024-05-01"}, "#,
    );
    sits(&judge, &[(&again, "2024-04-30", Unmet), (&again, "2024-05-01", Met)]);
    let undated = r#""residence": "US-OH", "applications": [{"credential": "ACME/ACC"}]"#;
    sits(&judge, &[(undated, TODAY, Undetermined)]);
}

/// 75: an exam with this pass mark.
fn with_mark(pass: &str) -> Judge {
    sitting(&format!(
        r#""facts": [{{"source": "PAGE", "value": {{"items": {{"from": 130, "to": 160}},
            "scored": 100,
            "pretest": 25, "cases": 8, "minutes": 240, "pass": {pass}}}}}]"#
    ))
}

#[test]
fn shape_75_a_pass_mark_is_a_percentage_scaled_or_undisclosed() {
    let scored = |score: &str| {
        format!(
            r#""exams": [{{"credential": "ACME/ACC", "taken": "2024-05-01", "score": "{score}"}}]"#
        )
    };
    let percent = with_mark(r#"{"percent": "76.5"}"#);
    awards(&percent, &[(&scored("76.5"), Met), (&scored("76.4999"), Unmet)]);
    let scaled = with_mark(r#"{"scaled": 390}"#);
    awards(&scaled, &[(&scored("390"), Met), (&scored("389"), Unmet)]);
    let undisclosed = with_mark(r#""undisclosed""#);
    awards(&undisclosed, &[(&scored("500"), Undetermined)]);
    let asked = answer(&undisclosed, &scored("500"), TODAY);
    assert_eq!(asks(&asked), [("exams[0].passed", "fact-missing")]);
}

#[test]
fn shape_75_scored_and_unscored_questions_are_told_apart() {
    let answer = answer(&with_mark(r#"{"scaled": 390}"#), "", TODAY);
    let facts = serde_json::to_value(answer.exam().facts()).unwrap();
    let expected = json!({"items": {"from": 130, "to": 160}, "scored": 100, "pretest": 25,
                          "cases": 8, "minutes": 240, "pass": {"scaled": "390"}});
    assert_eq!(facts, expected);
}

#[test]
fn shape_76_credentials_of_two_bodies_with_one_code_are_two() {
    let file = |issuer: &str, asks: &str| {
        format!(
            r#"{{"format": 1, "edition": "2026-01-01", "issuer": "{issuer}", "title": "{issuer}",
                "sources": {{"PAGE": {{"url": "https://acme.example", "publisher": "{issuer}",
                                      "checked": "2026-01-01", "confidence": "official"}}}},
                "credentials": {{"CMAS": {{"title": "{issuer} CMAS",
                    "award": [{{"designation": "CMAS",
                    "requires": [{{"source": "PAGE", "value": {asks}}}]}}]}}}}}}"#
        )
    };
    let amt = RuleBook::from_json("amt.json", &file("AMT", r#"{"age": 18}"#)).unwrap();
    let book = amt.layer("ccma.json", &file("CCMA", r#"{"held": "AMT/CMAS"}"#)).unwrap();
    let judge = Judge::new(book);
    let holder = |issuer: &str| format!(r#""holdings": [{{"credential": "{issuer}/CMAS"}}]"#);
    assert_eq!(eligibility(&judge, "CCMA/CMAS", &holder("AMT"), TODAY).verdict(), Met);
    assert_eq!(eligibility(&judge, "CCMA/CMAS", &holder("CCMA"), TODAY).verdict(), Unmet);
    assert!(judge.eligibility("CMAS", &record("{}"), day(TODAY)).is_err());
}

#[test]
fn shape_77_a_rename_keeps_the_holder() {
    let next = credential("NEXT", r#"{"held": "ODS"}"#);
    let ods = r#""ODS": {"title": "Data specialist",
        "former_codes": [{"code": "CTR", "until": "2023-12-31", "source": "PAGE"}],
        "award": [{"designation": "ODS", "requires": [{"source": "PAGE",
            "value": {"passed": "ODS"}}]}]}"#;
    let judge = acme("", &[&next, ods].join(", "));
    for code in ["CTR", "ODS"] {
        let held =
            format!(r#""holdings": [{{"credential": "ACME/{code}", "awarded": "2015-01-01"}}]"#);
        assert_eq!(eligibility(&judge, "ACME/NEXT", &held, TODAY).verdict(), Met, "{code}");
        let exam = format!(r#""exams": [{{"credential": "ACME/{code}", "passed": true}}]"#);
        for asked in ["ACME/CTR", "ACME/ODS"] {
            assert_eq!(eligibility(&judge, asked, &exam, TODAY).verdict(), Met, "{code} {asked}");
        }
    }
    let answer = eligibility(&judge, "ACME/CTR", "", TODAY);
    assert_eq!(answer.credential().to_string(), "ACME/ODS");
    assert_eq!(answer.asked().unwrap().to_string(), "ACME/CTR");
    assert!(has_note(&answer, NoteCode::Renamed));
    assert_eq!(eligibility(&judge, "ACME/ODS", "", TODAY).asked(), None);
}

/// 78: two versions with a gap between them, the second from a weaker source.
fn versions() -> Judge {
    let text = r#"{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
        "sources": {
            "PAGE": {"url": "https://acme.example", "publisher": "Acme College",
                     "checked": "2026-01-01", "confidence": "official"},
            "BLOG": {"url": "https://blog.example", "publisher": "A blog",
                     "checked": "2026-01-01", "confidence": "secondary"}},
        "credentials": {"ACC": {"title": "Acme ACC", "award": [{"designation": "ACC", "requires": [
            {"from": "2010-01-01", "until": "2014-12-31", "source": "PAGE", "value": {"age": 18}},
            {"from": "2016-01-01", "until": "2019-12-31", "source": "BLOG", "value": {"age": 21}},
            {"from": "2020-01-01", "source": "PAGE", "confidence": "inferred",
                "value": {"age": 21}}]}]}}}"#;
    Judge::new(RuleBook::from_json("acme.json", text).unwrap())
}

#[test]
fn shape_78_a_rule_holds_from_its_first_to_its_last_day_with_its_confidence() {
    let judge = versions();
    // Twenty years old in 2010, thirty in 2020.
    let born = r#""born": "1990-01-01""#;
    let cases = [
        ("2009-12-31", Undetermined, None),
        ("2010-01-01", Met, Some(Confidence::Official)),
        ("2014-12-31", Met, Some(Confidence::Official)),
        ("2015-01-01", Undetermined, None),
        ("2015-12-31", Undetermined, None),
        ("2016-01-01", Met, Some(Confidence::Secondary)),
        ("2019-12-31", Met, Some(Confidence::Secondary)),
        ("2020-01-01", Met, Some(Confidence::Inferred)),
        ("2199-12-31", Met, Some(Confidence::Inferred)),
    ];
    for (as_of, verdict, confidence) in cases {
        let answer = answer(&judge, born, as_of);
        assert_eq!((answer.verdict(), answer.confidence()), (verdict, confidence), "{as_of}");
    }
    let gap = answer(&judge, born, "2015-06-30");
    assert_eq!(gap.questions()[0].why().as_str(), "rule-unknown");
}

#[test]
fn shape_78_versions_that_contradict_each_other_are_readings() {
    let version = |choice: &str, age: u32| {
        format!(
            r#"{{"source": "PAGE", "reading": {{"question": "adult", "choice": "{choice}"}},
                "value": {{"age": {age}}}}}"#
        )
    };
    let judge = acme(
        "",
        &format!(
            r#""ACC": {{"title": "Acme ACC",
                "award": [{{"designation": "ACC", "requires": [{}, {}]}}]}}"#,
            version("young", 18),
            version("old", 21)
        ),
    );
    let born = |day: &str| format!(r#""born": "{day}""#);
    awards(
        &judge,
        &[
            (&born("2005-01-15"), Met),
            (&born("2005-01-16"), Undetermined),
            (&born("2008-01-15"), Undetermined),
            (&born("2008-01-16"), Unmet),
        ],
    );
    let open = answer(&judge, &born("2006-01-01"), TODAY);
    let readings = open.readings().iter().map(|reading| (reading.reading(), reading.verdict()));
    assert_eq!(readings.collect::<Vec<_>>(), [("young", Met), ("old", Unmet)]);
    for (choice, expected) in [("young", Met), ("old", Unmet)] {
        let picked = judge.clone().with_reading("adult", choice).unwrap();
        let answer = answer(&picked, &born("2006-01-01"), TODAY);
        assert_eq!(answer.verdict(), expected, "{choice}");
        assert!(has_note(&answer, NoteCode::ReadingPicked));
    }
}

/// BASC: 100 points, at most 25 from education and 50 from the centre, the rest from positions.
const POINTS: &str = r#"{"points": {"need": 100, "classes": [
    {"id": "education", "cap": 25, "items": [
        {"points": 15, "requires": {"education": {"level": "associate"}}},
        {"points": 10, "requires": {"education": {"level": "bachelor"}}},
        {"points": 10, "requires": {"education": {"level": "master"}}}]},
    {"id": "centre", "cap": 50, "items": [
        {"points": 20, "requires": {"experience": {"field": "management/centre", "years": 1}}},
        {"points": 20, "requires": {"experience": {"field": "management/centre", "years": 2}}},
        {"points": 20, "requires": {"experience": {"field": "management/centre", "years": 3}}}]},
    {"id": "positions", "items": [
        {"points": 20, "requires": {"attestation": {"kind": "position/board"}}},
        {"points": 5, "requires": {"attestation": {"kind": "licence/nurse"}}}]}]}}"#;

#[test]
fn points_come_from_classes_each_with_its_cap() {
    let judge = award(POINTS);
    let person = |level: &str, days: i64, signed: &[&str]| {
        let signed: Vec<String> =
            signed.iter().map(|kind| format!(r#"{{"kind": "{kind}"}}"#)).collect();
        format!(
            r#""education": [{{"level": "{level}", "status": "completed"}}],
               "experience": [{}], "attestations": [{}]"#,
            worked("management/centre", days, "2025-12-31"),
            signed.join(", ")
        )
    };
    let both = ["position/board", "licence/nurse"];
    awards(
        &judge,
        &[
            // 25 and 50 and 25.
            (&person("bachelor", 1095, &both), Met),
            // A master's degree is worth no more than the cap of its class.
            (&person("master", 1095, &["position/board"]), Unmet),
            (&person("bachelor", 1094, &both), Unmet),
            (&person("associate", 1095, &both), Unmet),
            (&person("bachelor", 1095, &["position/board"]), Unmet),
        ],
    );
    let shown =
        |sections: &str| answer(&judge, sections, TODAY).award().finding().claim().to_string();
    let claim = shown(&person("master", 1094, &both));
    assert_eq!(claim, "100 points from the following: 90 points shown");
    let claim = shown(&person("master", 2000, &["position/board"]));
    assert_eq!(claim, "100 points from the following: 95 points shown");
}

#[test]
fn a_branch_may_have_a_source_of_its_own_and_open_questions_stay_open() {
    let judge = award(
        r#"{"any": {"page": {"cited": {"source": "PAGE", "confidence": "inferred",
                                       "requires": {"age": 21}}},
                    "silent": {"all": [{"age": 18}, {"unpublished": "how long the course is"}]},
                    "board": {"all": [{"age": 16}, {"judgement": "whether the board agrees"}]}}}"#,
    );
    let at = |born: &str| answer(&judge, &format!(r#""born": "{born}""#), TODAY);
    let cited = at("2005-01-15");
    assert_eq!((cited.verdict(), cited.confidence()), (Met, Some(Confidence::Inferred)));
    let silent = ("how long the course is", "rule-unpublished");
    let board = ("whether the board agrees", "needs-judgement");
    assert_eq!(asks(&at("2005-01-16")), [silent, board]);
    assert_eq!(asks(&at("2008-01-16")), [board]);
    assert_eq!(at("2010-01-16").verdict(), Unmet);
}

// The test below states what the design promises where the library was found to do something else.

#[test]
fn shape_71_an_open_sequence_names_what_is_not_known() {
    let judge = award(
        r#"{"sequence": [{"experience": {"field": "registry", "hours": 100}},
                         {"training": {"program": "ACME/practicum"}}]}"#,
    );
    // Of the 2,000 hours of the job, all may have been worked after the practicum.
    let sections = r#"
        "experience": [{"field": "registry", "start": "2021-06-01", "end": "2022-05-31",
                        "hours_total": 2000}],
        "trainings": [{"program": "ACME/practicum", "completed": "2022-03-01"}]"#;
    let open = answer(&judge, sections, TODAY);
    assert_eq!(open.verdict(), Undetermined);
    assert!(!asks(&open).is_empty(), "{:?}", open.questions());
}
