//! Golden texts: few and whole. Next to each, the structural claim that it illustrates, and what must
//! not appear.

use coding_credentials::Judge;
use coding_credentials::explain::{Verdict, render};

use crate::support::{acme, ask, day, record};

/// One credential that uses what the rendering has words for.
fn college() -> Judge {
    acme(
        r#""course": {"title": "Preparation course", "terms": [{"from": "2020-01-01", "source": "PAGE",
            "value": {"replaces": {"months": 6}, "times": 1,
                      "requires": {"coursework": {"subject": "medical-coding", "contact_hours": 40, "single": true}}}}]}"#,
        r#""ACC": {"title": "Acme Certified Coder", "fields": ["coding"],
            "offered": [{"from": "2020-01-01", "source": "PAGE", "value": true}],
            "exam": {
              "requires": [{"from": "2020-01-01", "source": "PAGE", "value": {"any": {
                "school": {"education": {"level": "associate", "field": ["health-information-management"]}},
                "work": {"all": [{"education": {"level": "high-school"}},
                                 {"experience": {"field": "coding", "years": 1, "within": {"years": 3}}}]}}}}],
              "facts": [{"from": "2020-01-01", "source": "PAGE",
                         "value": {"items": 100, "minutes": 180, "pass": {"percent": "75"}}}],
              "fees": [{"from": "2020-01-01", "source": "PAGE",
                        "value": [{"for": "all", "price": {"amount": "250.00", "currency": "USD"}}]}],
              "attempts": [{"from": "2020-01-01", "source": "PAGE", "value": {"waits": [{"days": 30}]}}]},
            "award": [
              {"designation": "ACC", "requires": [{"from": "2020-01-01", "source": "PAGE", "estimated": true, "value":
                {"all": [{"passed": "ACC"}, {"experience": {"field": "coding", "years": 2, "waivers": ["course"]}}]}}]},
              {"designation": "ACC-A", "requires": [{"from": "2020-01-01", "source": "PAGE", "value": {"passed": "ACC"}}]}]},
           "ACC-A": {"title": "Acme Certified Coder, Apprentice", "designation_of": "ACC"}"#,
    )
}

const SHORT_OF_DAYS: &str = "\
ACME/ACC: Acme Certified Coder
on 2026-06-30, record ana, rules: acme.json 2026-01-01

UNMET: ACME/ACC would not be granted. Missing: 182 days of experience. Granted on this day:
    ACME/ACC-A.
Confidence of the rules that decided: official.

May sit the exam: yes
  [x] the exam is offered [1]
  [x] one of the following: 1 of 2 met
      [-] education: associate or higher in health-information-management: none shown [1]
            - education[0]: another subject, field or credential
      [x] work: all of the following: 2 of 2 met
          [x] education: high-school or higher: associate shown [1]
                + education[0]
          [x] 1 year of experience in coding within the last 3 years: 365 days shown of 365 days [1]
                + experience clinic: 365 days
                - experience[1]: every day is counted with another job already
  The exam: 100 questions, 180 minutes, pass mark 75 %
  Price: 250.00 USD for everybody (one attempt)

Award of ACME/ACC: no
  [x] ACC exam passed [1]
        + exams[0]
  [ ] 2 years of experience in coding: 365 days shown of 730 days, 183 days waived [1]
        + experience clinic: 365 days
        - experience[1]: every day is counted with another job already
      [x] waiver of 183 days: Preparation course
          [x] one course in medical-coding, 40 contact hours: 45.5 contact hours shown of 40 contact
              hours [1]
                + coursework[0]: 45.5 contact hours

Missing
  award/experience: 182 days of experience (needs 730 days, has 365 days, 183 days waived by
      ACME/course)

In the record, but counted for nothing
  - holdings[0]: no requirement looks at it

Notes
  - the ACME/ACC exam is passed already
  - holdings[0]: the book does not know ACME/ACB; it was kept; did you mean `ACME/ACC` or
      `ACME/ACC-A`?
  - the pages do not say exactly from when these rules hold, the days are our estimate: award

Sources
  [1] ACME/PAGE, official, checked 2026-01-01: https://acme.example/rules

The issuer's word decides; this is a reading of its published rules.
";

#[test]
fn a_failing_award_shows_both_numbers_the_waiver_and_every_entry() {
    let judge = college();
    let record = record(
        r#"{"id": "ana",
            "education": [{"level": "associate", "field": "business", "status": "completed"}],
            "coursework": [{"subject": "medical-coding", "contact_hours": 45.5, "status": "completed"}],
            "experience": [{"id": "clinic", "field": "coding", "start": "2025-01-01", "end": "2025-12-31"},
                           {"field": "coding/inpatient", "start": "2025-03-01", "end": "2025-08-31"}],
            "exams": [{"credential": "ACME/ACC", "taken": "2026-02-01", "passed": true, "score": 80}],
            "holdings": [{"credential": "ACME/ACB", "awarded": "2020-01-01"}]}"#,
    );
    let answer = judge.eligibility("ACME/ACC", &record, day("2026-06-30")).unwrap();
    let text = render::eligibility(&answer, 100);
    assert_eq!(text, SHORT_OF_DAYS);
    assert_eq!(answer.shortfalls().len(), 1);
    assert!(!text.contains("Not known"), "nothing is open");
}

const OPEN: &str = "\
ACME/ACC: Acme Certified Coder
on 2026-06-30, rules: acme.json 2026-01-01

UNDETERMINED: it cannot be told whether ACME/ACC would be granted: the record says nothing about
    `exams`.
Confidence of the rules that decided: official.

May sit the exam: cannot tell
  [x] the exam is offered [1]
  [?] one of the following: 0 of 2 met
      [?] education: associate or higher in health-information-management: none shown [1]
      [?] work: all of the following: 0 of 2 met
          [?] education: high-school or higher: none shown [1]
          [?] 1 year of experience in coding within the last 3 years: 1 day shown of 365 days, up to
              733 days possible [1]
                + experience[0]: 1 day
  [?] wait after a failed attempt [1]
  The exam: 100 questions, 180 minutes, pass mark 75 %
  Price: 250.00 USD for everybody (one attempt)

Award of ACME/ACC: cannot tell
  [?] ACC exam passed [1]
  [?] 2 years of experience in coding: 1 day shown of 730 days, up to 733 days possible [1]
        + experience[0]: 1 day
      [?] waiver of 183 days: Preparation course
          [?] one course in medical-coding, 40 contact hours: 0 contact hours shown of 40 contact
              hours [1]
                - coursework[0]: would count if a missing fact were known

Missing
  exam/any/school: education: associate or higher in health-information-management
  exam/any/work/education: education: high-school or higher
  exam/any/work/experience: 364 days of experience (needs 365 days, has 1 day)
  award/passed: ACC exam passed
  award/experience: 729 days of experience (needs 730 days, has 1 day)
";

#[test]
fn an_open_answer_names_what_is_not_known() {
    let judge = college();
    let record = record(
        r#"{"coursework": [{"subject": "medical-coding", "status": "completed"}],
            "experience": [{"field": "coding", "start": "2024-06-28"}]}"#,
    );
    let answer = judge.eligibility("ACME/ACC", &record, day("2026-06-30")).unwrap();
    let text = render::eligibility(&answer, 100);
    let head = text.split("\nNot known").next().unwrap();
    assert_eq!(head, OPEN);
    let facts = crate::support::facts(&answer);
    assert_eq!(answer.verdict(), Verdict::Undetermined);
    let asked = ["exams", "coursework[0].contact_hours", "experience[0].end", "education"];
    assert_eq!(facts, asked);
    assert!(text.contains("  award/experience: the record does not give `experience[0].end`\n"));
}

#[test]
fn the_summary_is_one_sentence_by_verdict() {
    let passed = r#""exams": [{"credential": "AAPC/CIC", "taken": "2024-05-01", "passed": true}]"#;
    for (json, expected) in [
        (format!("{{{passed}}}"), "MET: AAPC/CIC would be granted."),
        (
            String::from(r#"{"exams": [], "holdings": []}"#),
            "UNMET: AAPC/CIC would not be granted. Missing: CIC exam passed.",
        ),
        (
            String::from("{}"),
            "UNDETERMINED: it cannot be told whether AAPC/CIC would be granted: \
             the record says nothing about `exams`.",
        ),
    ] {
        let answer = ask("AAPC/CIC", &json, "2026-01-15");
        assert_eq!(render::summary(&answer), expected);
    }
}

#[test]
fn the_summary_says_where_another_way_would_do() {
    // Four academic routes lead to the award; the exam was passed early.
    let early = r#"{"education": [], "exams": [{"credential": "AHIMA/RHIA", "taken": "2026-05-01", "passed": true}],
                    "holdings": []}"#;
    let summary = render::summary(&ask("AHIMA/RHIA", early, "2026-06-01"));
    assert!(summary.ends_with(", or another way below."), "{summary}");
}

#[test]
fn lines_keep_to_the_width_and_lose_no_word() {
    let answer = ask("AHIMA/CHPS", "{}", "2026-01-15");
    let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
    let wide = render::eligibility(&answer, 1000);
    for width in [40, 60, 100] {
        let text = render::eligibility(&answer, width);
        assert_eq!(words(&text), words(&wide));
        for line in text.lines() {
            let breakable = line.trim_start().contains(' ');
            assert!(line.chars().count() <= width || !breakable, "{width}: {line}");
        }
    }
}
