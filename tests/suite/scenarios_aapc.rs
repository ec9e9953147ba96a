//! AAPC's rules on the worked cases of `domain/aapc.md` and `domain/more.md`.
//!
//! Expectations come from those files and from the design, never from what the program prints. A
//! case is named by its number there (T31, W21), a section (2.3), or `charter` for the meaning of
//! answers. The form of a row is shared with the AHIMA scenarios.

use coding_credentials::CredentialId;
use coding_credentials::book::{ExamFacts, FeeClass, PassMark};
use coding_credentials::explain::{
    Eligibility, Finding, NoteCode, Reason, UnknownBecause, Verdict,
};
use coding_credentials::source::Confidence;

use crate::support::{JUDGE, ask, day, facts, record};

use self::Also::{
    Asks, AsksFor, At, Because, Counts, Granted, Lacks, Missing, Named, NoNote, NotGranted, Note,
    NothingMissing, Reads, Sure, Waived,
};
use Verdict::{Met, Undetermined, Unmet};

/// One case: what is known of a person on a day, and the answer that the sources call for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    name: &'static str,
    credential: &'static str,
    record: &'static [&'static str],
    as_of: &'static str,
    known_on: Option<&'static str>,
    part: Part,
    verdict: Verdict,
    also: &'static [Also],
}

/// The part of an answer that a row is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    Exam,
    Award,
    Recommended,
}

/// What else a row claims. Paths are whole, or their last parts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Also {
    /// The designation granted is this one.
    Granted(&'static str),
    /// No designation is granted.
    NotGranted,
    /// A shortfall at this path, with this text for what is missing.
    Missing(&'static str, &'static str),
    /// A shortfall at this path.
    Lacks(&'static str),
    /// There is no shortfall.
    NothingMissing,
    /// A shortfall at this path, of which so much is waived in all by so many waivers.
    Waived(&'static str, usize),
    /// Exactly these facts are asked for.
    Asks(&'static [&'static str]),
    /// This fact is among those asked for.
    AsksFor(&'static str),
    /// Something is not known for this reason.
    Because(UnknownBecause),
    /// A note with this code.
    Note(NoteCode),
    /// No note with this code.
    NoNote(NoteCode),
    /// The entry has this disposition.
    Counts(&'static str, Reason),
    /// The finding at this path has this verdict.
    At(&'static str, Verdict),
    /// The reading has this verdict.
    Reads(&'static str, Verdict),
    /// The first day of the next attempt.
    Next(Option<&'static str>),
    /// The days to sit after approval.
    Window(&'static str, &'static str),
    /// The credential by its present name.
    Named(&'static str),
    /// The confidence of the answer.
    Sure(Confidence),
}

impl Row {
    pub(crate) const fn new(
        name: &'static str,
        credential: &'static str,
        record: &'static [&'static str],
        as_of: &'static str,
        (part, verdict): (Part, Verdict),
    ) -> Self {
        Self { name, credential, record, as_of, known_on: None, part, verdict, also: &[] }
    }

    pub(crate) const fn also(self, also: &'static [Also]) -> Self {
        Self { also, ..self }
    }

    const fn known_on(self, day: &'static str) -> Self {
        Self { known_on: Some(day), ..self }
    }

    fn answer(&self) -> Eligibility {
        let json = format!("{{{}}}", self.record.join(", "));
        match self.known_on {
            None => ask(self.credential, &json, self.as_of),
            Some(known_on) => {
                let (known_on, as_of) = (day(known_on), day(self.as_of));
                JUDGE
                    .eligibility_as_known_on(self.credential, &record(&json), known_on, as_of)
                    .unwrap()
            }
        }
    }

    /// What of the row does not hold.
    fn faults(&self) -> Vec<String> {
        let answer = self.answer();
        let verdict = match self.part {
            Part::Exam => Some(answer.exam().verdict()),
            Part::Award => Some(answer.award().verdict()),
            Part::Recommended => answer.recommended().map(|recommended| recommended.verdict()),
        };
        let mut faults = Vec::new();
        if verdict != Some(self.verdict) {
            let got = verdict.map_or("none", Verdict::as_str);
            let part = self.part;
            faults.push(format!("{}: {part:?} is {got}, not {}", self.name, self.verdict));
        }
        let also = self.also.iter().filter_map(|also| also.fault(&answer, self.part));
        faults.extend(also.map(|fault| format!("{}: {fault}", self.name)));
        faults
    }
}

/// Every row holds; the message names those that do not.
pub(crate) fn check(rows: &[Row]) {
    let faults: Vec<String> = rows.iter().flat_map(Row::faults).collect();
    assert!(faults.is_empty(), "of {} rows:\n{}", rows.len(), faults.join("\n"));
}

/// Whether a path is the one meant: as a whole, or by its last parts.
fn is_path(path: &str, meant: &str) -> bool {
    path.strip_suffix(meant).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

impl Also {
    /// What the answer says instead, if it does not say this.
    fn fault(&self, answer: &Eligibility, part: Part) -> Option<String> {
        let said = match self {
            Granted(_) | NotGranted | Named(_) | Sure(_) => self.fault_of_names(answer),
            Missing(..) | Lacks(_) | NothingMissing | Waived(..) => self.fault_of_amounts(answer),
            Asks(_) | AsksFor(_) | Because(_) => self.fault_of_questions(answer),
            At(..) | Reads(..) | Self::Next(_) | Self::Window(..) => {
                self.fault_of_findings(answer, part)
            }
            Note(_) | NoNote(_) | Counts(..) => self.fault_of_evidence(answer),
        };
        said.map(|said| format!("expected {self:?}, got {said}"))
    }

    fn fault_of_names(&self, answer: &Eligibility) -> Option<String> {
        let granted = answer.award().designation().map(CredentialId::to_string);
        let (wanted, got) = match self {
            Granted(code) => (Some((*code).to_string()), granted),
            NotGranted => (None, granted),
            Named(code) => (Some((*code).to_string()), Some(answer.credential().to_string())),
            Sure(confidence) => {
                (Some(confidence.to_string()), answer.confidence().map(|sure| sure.to_string()))
            }
            _ => (None, None),
        };
        (wanted != got).then(|| format!("{got:?}"))
    }

    fn fault_of_amounts(&self, answer: &Eligibility) -> Option<String> {
        let shortfalls = answer.shortfalls();
        let holds = match self {
            Missing(path, text) => shortfalls
                .iter()
                .any(|shortfall| is_path(shortfall.path(), path) && shortfall.missing() == *text),
            Lacks(path) => shortfalls.iter().any(|shortfall| is_path(shortfall.path(), path)),
            Waived(path, count) => shortfalls.iter().any(|shortfall| {
                is_path(shortfall.path(), path) && shortfall.waived().len() == *count
            }),
            _ => shortfalls.is_empty(),
        };
        let got = shortfalls.iter().map(|shortfall| {
            format!(
                "{} at {} ({} waived)",
                shortfall.missing(),
                shortfall.path(),
                shortfall.waived().len()
            )
        });
        (!holds).then(|| format!("{:?}", got.collect::<Vec<_>>()))
    }

    fn fault_of_questions(&self, answer: &Eligibility) -> Option<String> {
        let asked = facts(answer);
        let holds = match self {
            Asks(facts) => asked == *facts,
            AsksFor(fact) => asked.contains(fact),
            Because(why) => answer.questions().iter().any(|question| question.why() == *why),
            _ => true,
        };
        let got = answer.questions().iter().map(|question| (question.fact(), question.why()));
        (!holds).then(|| format!("{:?}", got.collect::<Vec<_>>()))
    }

    fn fault_of_findings(&self, answer: &Eligibility, part: Part) -> Option<String> {
        let exam = answer.exam();
        let root = match part {
            Part::Exam => Some(exam.finding()),
            Part::Award => Some(answer.award().finding()),
            Part::Recommended => answer.recommended().map(|recommended| recommended.finding()),
        };
        let mut all = root.into_iter().flat_map(Finding::walk);
        match self {
            At(path, verdict) => {
                let found = all.find(|finding| is_path(finding.path(), path)).map(Finding::verdict);
                (found != Some(*verdict)).then(|| format!("{found:?}"))
            }
            Reads(choice, verdict) => {
                let mut readings = answer.readings().iter();
                let found = readings.find(|reading| reading.reading() == *choice);
                let found = found.map(|reading| reading.verdict());
                (found != Some(*verdict)).then(|| format!("{found:?}"))
            }
            Self::Next(wanted) => {
                let got = exam.next_attempt().map(|day| day.to_string());
                (got.as_deref() != *wanted).then(|| format!("{got:?}"))
            }
            Self::Window(opens, closes) => {
                let got = exam.window().map(|window| (window.opens, window.closes));
                (got != Some((day(opens), day(closes)))).then(|| format!("{got:?}"))
            }
            _ => None,
        }
    }

    fn fault_of_evidence(&self, answer: &Eligibility) -> Option<String> {
        let codes: Vec<NoteCode> = answer.notes().iter().map(|note| note.code()).collect();
        match self {
            Note(code) => (!codes.contains(code)).then(|| format!("{codes:?}")),
            NoNote(code) => codes.contains(code).then(|| format!("{codes:?}")),
            Counts(entry, reason) => {
                let mut all = answer.evidence().iter();
                let found = all.find(|evidence| evidence.entry().to_string() == *entry);
                let found = found.map(|evidence| evidence.reason());
                (found != Some(*reason)).then(|| format!("{found:?}"))
            }
            _ => None,
        }
    }
}

/// An exam as it is on file on some days.
pub(crate) fn check_format(credential: &str, as_of: &str, wanted: &str) {
    let answer = ask(credential, "{}", as_of);
    let got = answer.exam().facts().map(format_of);
    assert_eq!(got.as_deref().unwrap_or("none"), wanted, "the {credential} exam on {as_of}");
}

fn format_of(exam: &ExamFacts) -> String {
    let number = |number: Option<coding_credentials::book::Number>, unit: &str| {
        number.map(|number| format!("{number} {unit}"))
    };
    let pass = exam.pass.map(|pass| match pass {
        PassMark::Percent(score) => format!("{score} percent"),
        PassMark::Scaled(score) => format!("{score} scaled"),
        _ => String::from("undisclosed"),
    });
    let parts = [
        number(exam.items, "items"),
        number(exam.scored, "scored"),
        number(exam.pretest, "pretest"),
        number(exam.cases, "cases"),
        number(exam.minutes, "minutes"),
        pass,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Prices as text, in the order of the answer.
pub(crate) fn prices(credential: &str, as_of: &str) -> Vec<String> {
    let answer = ask(credential, "{}", as_of);
    let price = |price: &coding_credentials::explain::ExamPrice| {
        let class = match price.class() {
            FeeClass::All => "all",
            FeeClass::Member => "member",
            FeeClass::NonMember => "non-member",
            FeeClass::Student => "student",
            _ => "other",
        };
        let reading = price.reading().map(|reading| format!(" [{reading}]")).unwrap_or_default();
        format!("{class} {} for {}{reading}", price.price(), price.attempts())
    };
    answer.exam().fees().iter().map(price).collect()
}

const AWARD_MET: (Part, Verdict) = (Part::Award, Met);
const AWARD_UNMET: (Part, Verdict) = (Part::Award, Unmet);
const AWARD_OPEN: (Part, Verdict) = (Part::Award, Undetermined);
const EXAM_MET: (Part, Verdict) = (Part::Exam, Met);
const EXAM_UNMET: (Part, Verdict) = (Part::Exam, Unmet);
const EXAM_OPEN: (Part, Verdict) = (Part::Exam, Undetermined);

/// The day of most cases: the A5 text is in force.
const NOW: &str = "2026-01-15";

const PASSED: &str =
    r#""exams": [{"credential": "AAPC/CPC", "taken": "2023-05-01", "passed": true}]"#;
const PASSED_2012: &str =
    r#""exams": [{"credential": "AAPC/CPC", "taken": "2012-05-01", "passed": true}]"#;
const PASSED_COC: &str =
    r#""exams": [{"credential": "AAPC/COC", "taken": "2023-05-01", "passed": true}]"#;
const NO_EXAMS: &str = r#""exams": []"#;
const MEMBER: &str = r#""memberships": [{"organization": "AAPC", "start": "2010-01-01", "paid_through": "2026-12-31"}]"#;

const DAYS_364: &str =
    r#""experience": [{"field": "coding", "start": "2025-01-02", "end": "2025-12-31"}]"#;
const DAYS_365: &str =
    r#""experience": [{"field": "coding", "start": "2025-01-01", "end": "2025-12-31"}]"#;
const DAYS_366: &str =
    r#""experience": [{"field": "coding", "start": "2024-12-31", "end": "2025-12-31"}]"#;
const NO_WORK: &str = r#""experience": []"#;

const COURSE_79: &str = r#""coursework": [{"id": "c1", "subject": "medical-coding",
    "contact_hours": "79", "status": "completed"}]"#;
const COURSE_80: &str = r#""coursework": [{"id": "c1", "subject": "medical-coding",
    "contact_hours": "80", "status": "completed"}]"#;
const COURSE_81: &str = r#""coursework": [{"id": "c1", "subject": "medical-coding",
    "contact_hours": "81", "status": "completed"}]"#;
const TWO_COURSES: &str = r#""coursework": [
    {"subject": "medical-coding", "contact_hours": "80", "status": "completed", "provider": "A"},
    {"subject": "medical-coding", "contact_hours": "80", "status": "completed", "provider": "B"}]"#;
const NO_COURSE: &str = r#""coursework": []"#;

const PRACTICODE: &str = r#""trainings": [{"id": "t1", "program": "AAPC/Practicode",
    "completed": "2024-09-01", "items": 600, "score": "70"}]"#;
const PRACTICODE_599: &str = r#""trainings": [{"id": "t1", "program": "AAPC/Practicode",
    "completed": "2024-09-01", "items": 599, "score": "70"}]"#;
const PRACTICODE_601: &str = r#""trainings": [{"id": "t1", "program": "AAPC/Practicode",
    "completed": "2024-09-01", "items": 601, "score": "71"}]"#;
const PRACTICODE_69: &str = r#""trainings": [{"id": "t1", "program": "AAPC/Practicode",
    "completed": "2024-09-01", "items": 600, "score": "69"}]"#;
const NO_TRAINING: &str = r#""trainings": []"#;

/// The work that removes the apprentice mark: the two year-units of 2.3, one under, exact, over.
const YEAR_UNITS: &[Row] = &[
    Row::new(
        "T31: 365 days and a course of 80 hours remove the mark",
        "AAPC/CPC",
        &[PASSED, DAYS_365, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC"), NothingMissing, Counts("c1", Reason::Counted)]),
    Row::new(
        "T31: 364 days and the course lack one day",
        "AAPC/CPC",
        &[PASSED, DAYS_364, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_UNMET,
    )
    .also(&[
        Granted("AAPC/CPC-A"),
        Missing("award/experience", "1 day"),
        Waived("award/experience", 1),
    ]),
    Row::new(
        "T31: 366 days and the course are more than enough",
        "AAPC/CPC",
        &[PASSED, DAYS_366, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC")]),
    Row::new(
        "T35: 12 months and 79 hours leave the mark, a year short",
        "AAPC/CPC",
        &[PASSED, DAYS_365, COURSE_79, NO_TRAINING],
        NOW,
        AWARD_UNMET,
    )
    .also(&[
        Granted("AAPC/CPC-A"),
        Missing("award/experience", "365 days"),
        Waived("award/experience", 0),
        Counts("c1", Reason::TooLittle),
    ]),
    Row::new(
        "T35: 12 months and 79.99 hours leave the mark",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "79.99", "status": "completed"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A")]),
    Row::new(
        "T35: 12 months and 81 hours remove the mark",
        "AAPC/CPC",
        &[PASSED, DAYS_365, COURSE_81, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC")]),
    Row::new(
        "T35: 40 and 40 hours are no course of 80",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            r#""coursework": [
                {"subject": "medical-coding", "contact_hours": "40", "status": "completed"},
                {"subject": "medical-coding", "contact_hours": "40", "status": "completed"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "365 days")]),
    Row::new(
        "T37: two different courses of 80 hours and no work leave the mark",
        "AAPC/CPC",
        &[PASSED, NO_WORK, TWO_COURSES, NO_TRAINING],
        NOW,
        AWARD_UNMET,
    )
    .also(&[
        Granted("AAPC/CPC-A"),
        Missing("award/experience", "365 days"),
        Waived("award/experience", 1),
    ]),
    Row::new(
        "T33: course and Practicode of 600 at 70 need no work",
        "AAPC/CPC",
        &[PASSED, NO_WORK, COURSE_80, PRACTICODE],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC"), NothingMissing, Counts("t1", Reason::Counted)]),
    Row::new(
        "T33: 601 cases at 71 will do as well",
        "AAPC/CPC",
        &[PASSED, NO_WORK, COURSE_80, PRACTICODE_601],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC")]),
    Row::new(
        "T33: 599 cases are not all of them",
        "AAPC/CPC",
        &[PASSED, NO_WORK, COURSE_80, PRACTICODE_599],
        NOW,
        AWARD_UNMET,
    )
    .also(&[
        Granted("AAPC/CPC-A"),
        Missing("award/experience", "365 days"),
        Counts("t1", Reason::TooLittle),
    ]),
    Row::new(
        "T33: a score of 69 is too low",
        "AAPC/CPC",
        &[PASSED, NO_WORK, COURSE_80, PRACTICODE_69],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Missing("award/experience", "365 days")]),
    Row::new(
        "T33: a score of 69.99 is too low",
        "AAPC/CPC",
        &[
            PASSED,
            NO_WORK,
            COURSE_80,
            r#""trainings": [{"program": "AAPC/Practicode", "completed": "2024-09-01", "items": 600, "score": "69.99"}]"#,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A")]),
    Row::new(
        "2.3: Practicode is worth one year once, however often it is done",
        "AAPC/CPC",
        &[
            PASSED,
            NO_WORK,
            NO_COURSE,
            r#""trainings": [
                {"program": "AAPC/Practicode", "completed": "2024-09-01", "items": 600, "score": "70"},
                {"program": "AAPC/Practicode", "completed": "2025-09-01", "items": 600, "score": "90"}]"#,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "365 days")]),
    Row::new(
        "T37, charter: of two courses that may count once, the second is surplus",
        "AAPC/CPC",
        &[
            PASSED,
            NO_WORK,
            r#""coursework": [
                {"id": "c1", "subject": "medical-coding", "contact_hours": "80", "completed": "2024-01-10"},
                {"id": "c2", "subject": "medical-coding", "contact_hours": "80", "completed": "2024-06-10"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Counts("c1", Reason::Counted), Counts("c2", Reason::Surplus)]),
    Row::new(
        "2.3 option 2: 365 days and Practicode remove the mark",
        "AAPC/CPC",
        &[PASSED, DAYS_365, NO_COURSE, PRACTICODE],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC")]),
    Row::new(
        "2.3 option 2: 364 days and Practicode lack one day",
        "AAPC/CPC",
        &[PASSED, DAYS_364, NO_COURSE, PRACTICODE],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Missing("award/experience", "1 day")]),
    Row::new(
        "2.3 option 1: 730 days alone remove the mark",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2024-01-02", "end": "2025-12-31"}]"#,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC"), NothingMissing]),
    Row::new(
        "2.3 option 1: 729 days lack one",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2024-01-03", "end": "2025-12-31"}]"#,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Missing("award/experience", "1 day")]),
    Row::new(
        "2.3: work, course and Practicode together are more than enough",
        "AAPC/CPC",
        &[PASSED, DAYS_365, COURSE_80, PRACTICODE],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC")]),
    Row::new(
        "2.3: nothing but the exam leaves two years to show",
        "AAPC/CPC",
        &[PASSED, NO_WORK, NO_COURSE, NO_TRAINING],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Missing("award/experience", "730 days")]),
    Row::new(
        "2.3: without the exam nothing is granted, not even with all year-units",
        "AAPC/CPC",
        &[NO_EXAMS, r#""holdings": []"#, DAYS_365, COURSE_80, PRACTICODE],
        NOW,
        AWARD_UNMET,
    )
    .also(&[NotGranted, Lacks("award/exam")]),
];

#[test]
fn two_year_units_remove_the_apprentice_mark() {
    check(YEAR_UNITS);
}

/// What counts as a year-unit, and what does not.
const KINDS_OF_EVIDENCE: &[Row] = &[
    Row::new(
        "2.3: a course that is not completed does not count",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            r#""coursework": [{"id": "c1", "subject": "medical-coding", "contact_hours": "80", "status": "enrolled"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Counts("c1", Reason::NotCompleted)]),
    Row::new(
        "2.3: a course completed the day before counts",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "80", "completed": "2026-01-14"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "2.3: a course completed on the day counts",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "80", "completed": "2026-01-15"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "2.3: a course completed the day after does not count yet",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            r#""coursework": [{"id": "c1", "subject": "medical-coding", "contact_hours": "80", "completed": "2026-01-16"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Counts("c1", Reason::NotYet)]),
    Row::new(
        "2.3: a course in another subject does not count",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            r#""coursework": [{"id": "c1", "subject": "medical-terminology", "contact_hours": "80", "status": "completed"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Counts("c1", Reason::WrongTopic)]),
    Row::new(
        "2.3: CEUs are no contact hours",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            NO_COURSE,
            NO_TRAINING,
            r#""ceus": [{"units": "80", "completed": "2024-02-03", "approved_by": ["AAPC"]}]"#,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "365 days")]),
    Row::new(
        "2.3: a training of another name is no Practicode",
        "AAPC/CPC",
        &[
            PASSED,
            DAYS_365,
            NO_COURSE,
            r#""trainings": [{"program": "AAPC/Codify", "completed": "2024-09-01", "items": 600, "score": "100"}]"#,
        ],
        NOW,
        AWARD_UNMET,
    ),
    Row::new(
        "2.3: externships count",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"id": "e1", "field": "coding", "start": "2025-01-01", "end": "2025-12-31", "externship": true}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Counts("e1", Reason::Counted)]),
    Row::new(
        "2.3: work before certification counts",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2021-01-01", "end": "2021-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "2.3: inpatient coding is coding",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding/inpatient", "start": "2025-01-01", "end": "2025-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "2.3: billing is not coding",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"id": "e1", "field": "billing", "start": "2025-01-01", "end": "2025-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "365 days"), Counts("e1", Reason::WrongTopic)]),
    Row::new(
        "M-C6: AAPC sets no hours a week, part-time counts in full with a note",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2025-01-01", "end": "2025-12-31", "hours_per_week": "10"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Note(NoteCode::PartTimeInFull)]),
    Row::new(
        "2.3: who holds the CPC-A has passed, and two years remove the mark",
        "AAPC/CPC",
        &[
            r#""holdings": [{"credential": "AAPC/CPC-A", "awarded": "2023-05-10"}]"#,
            r#""experience": [{"field": "coding", "start": "2024-01-02", "end": "2025-12-31"}]"#,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC"), Note(NoteCode::PassedByHolding)]),
    Row::new(
        "2.3: the COC's mark goes by the same rule, met",
        "AAPC/COC",
        &[PASSED_COC, DAYS_365, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/COC")]),
    Row::new(
        "2.3: the COC's mark goes by the same rule, one day short",
        "AAPC/COC",
        &[PASSED_COC, DAYS_364, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/COC-A"), Missing("award/experience", "1 day")]),
    Row::new(
        "2.3: a pass of the CPC is none of the COC",
        "AAPC/COC",
        &[PASSED, r#""holdings": []"#, DAYS_365, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_UNMET,
    )
    .also(&[NotGranted, Lacks("award/exam")]),
    Row::new(
        "T41: 15 months with X and 9 with Y, a letter each, remove the mark",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [
                {"field": "coding", "employer": "X", "start": "2022-10-01", "end": "2023-12-31",
                 "proof": {"document": "letter", "signed_by": "employer", "letterhead": true,
                           "states": ["dates"], "signed": "2024-01-10"}},
                {"field": "coding", "employer": "Y", "start": "2024-01-01", "end": "2024-09-30",
                 "proof": {"document": "letter", "signed_by": "hr", "letterhead": true,
                           "states": ["dates"], "signed": "2024-10-10"}}]"#,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC"), NoNote(NoteCode::NoProof)]),
];

#[test]
fn a_year_unit_is_coding_work_a_completed_course_or_practicode() {
    check(KINDS_OF_EVIDENCE);
}

/// How days of work are counted: design 6, "Experience", and formats, "Jobs".
const DAYS_OF_WORK: &[Row] = &[
    Row::new(
        "charter: two parallel jobs of one year are 365 days, with a course enough",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [
                {"id": "e1", "field": "coding", "employer": "A", "start": "2025-01-01", "end": "2025-12-31"},
                {"id": "e2", "field": "coding", "employer": "B", "start": "2025-01-01", "end": "2025-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Counts("e1", Reason::Counted), Counts("e2", Reason::Duplicate)]),
    Row::new(
        "T55, charter: two parallel jobs of one year are no two years",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [
                {"field": "coding", "employer": "A", "start": "2025-01-01", "end": "2025-12-31"},
                {"field": "coding", "employer": "B", "start": "2025-01-01", "end": "2025-12-31"}]"#,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "365 days")]),
    Row::new(
        "charter: of jobs that overlap by half a year each day counts once: 547 days",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [
                {"field": "coding", "start": "2024-07-01", "end": "2025-06-30"},
                {"field": "coding", "start": "2024-01-01", "end": "2024-12-31"}]"#,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "183 days")]),
    Row::new(
        "charter: jobs that touch lose no day",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [
                {"field": "coding", "start": "2025-01-01", "end": "2025-06-30"},
                {"field": "coding", "start": "2025-07-01", "end": "2025-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "charter: a gap of one day is a day short",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [
                {"field": "coding", "start": "2025-01-01", "end": "2025-06-29"},
                {"field": "coding", "start": "2025-07-01", "end": "2025-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "1 day")]),
    Row::new(
        "charter: across 29 February 2024 a year is over on 28 February",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2023-03-01", "end": "2024-02-28"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "charter: the day before that it is not",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2023-03-01", "end": "2024-02-27"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "1 day")]),
    Row::new(
        "charter: 365 days of a leap year end on 30 December",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2024-01-01", "end": "2024-12-30"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "charter: up to 29 December of a leap year they are 364",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2024-01-01", "end": "2024-12-29"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "1 day")]),
    Row::new(
        "charter: two years over a leap day are reached before the anniversary",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2023-03-01", "end": "2025-02-27"}]"#,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "charter: a day earlier they are not",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2023-03-01", "end": "2025-02-26"}]"#,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "1 day")]),
    Row::new(
        "formats: still at work, the day asked about is the 365th",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2025-01-16", "current": true}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "formats: still at work, the day asked about is the 364th",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2025-01-17", "current": true}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "1 day")]),
    Row::new(
        "formats: still at work, the next day is the 365th",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2025-01-17", "current": true}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        "2026-01-16",
        AWARD_MET,
    ),
    Row::new(
        "formats: a start alone shows one day and leaves the end to be asked for",
        "AAPC/CPC",
        &[
            PASSED,
            MEMBER,
            r#""experience": [{"field": "coding", "start": "2025-01-01"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_OPEN,
    )
    .also(&[Granted("AAPC/CPC-A"), Asks(&["experience[0].end"])]),
    Row::new(
        "formats: a start alone that is too late is decided: at most 364 days",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2025-01-17"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    ),
    Row::new(
        "formats: a start alone just early enough is open: at most 365 days",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2025-01-16"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_OPEN,
    ),
    Row::new(
        "formats: an end alone leaves the start to be asked for",
        "AAPC/CPC",
        &[
            PASSED,
            MEMBER,
            r#""experience": [{"field": "coding", "end": "2025-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_OPEN,
    )
    .also(&[Asks(&["experience[0].start"])]),
    Row::new(
        "charter: an open end does not matter where course and Practicode suffice",
        "AAPC/CPC",
        &[
            PASSED,
            MEMBER,
            r#""experience": [{"field": "coding", "start": "2025-01-01"}]"#,
            COURSE_80,
            PRACTICODE,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Asks(&[])]),
    Row::new(
        "formats: of a job that goes on into the future only the days up to now count",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"field": "coding", "start": "2025-01-17", "end": "2026-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "1 day")]),
    Row::new(
        "formats: a job that starts tomorrow does not count yet",
        "AAPC/CPC",
        &[
            PASSED,
            r#""experience": [{"id": "e1", "field": "coding", "start": "2026-01-16", "end": "2028-12-31"}]"#,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "730 days"), Counts("e1", Reason::NotYet)]),
];

#[test]
fn a_day_of_work_counts_once_and_only_when_it_is_over() {
    check(DAYS_OF_WORK);
}

const COURSE_RECORDED: &str = r#""coursework": [{"subject": "medical-coding", "contact_hours": "80",
    "completed": "2025-06-01", "recorded": "2026-01-10"}]"#;

/// What is not known stays open, by section and by field; what was not known then is left out.
const NOT_KNOWN: &[Row] = &[
    Row::new(
        "charter: no section `coursework`: a course can still turn up",
        "AAPC/CPC",
        &[PASSED, MEMBER, DAYS_365, NO_TRAINING],
        NOW,
        AWARD_OPEN,
    )
    .also(&[
        Granted("AAPC/CPC-A"),
        Asks(&["coursework"]),
        Because(UnknownBecause::FactMissing),
    ]),
    Row::new(
        "charter: no section `trainings`: Practicode can still turn up",
        "AAPC/CPC",
        &[PASSED, MEMBER, DAYS_365, NO_COURSE],
        NOW,
        AWARD_OPEN,
    )
    .also(&[Granted("AAPC/CPC-A"), Asks(&["trainings"])]),
    Row::new(
        "charter: no section `experience`: work can still turn up",
        "AAPC/CPC",
        &[PASSED, MEMBER, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_OPEN,
    )
    .also(&[Granted("AAPC/CPC-A"), Asks(&["experience"])]),
    Row::new(
        "charter: of 364 days and no course a section `trainings` cannot make enough",
        "AAPC/CPC",
        &[PASSED, DAYS_364, NO_COURSE],
        NOW,
        AWARD_UNMET,
    ),
    Row::new(
        "charter: no section `exams` and no holdings: a pass can still turn up",
        "AAPC/CPC",
        &[r#""holdings": []"#, DAYS_365, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_OPEN,
    )
    .also(&[NotGranted, AsksFor("exams")]),
    Row::new(
        "charter: with two years of work nothing else is asked for",
        "AAPC/CPC",
        &[
            PASSED,
            MEMBER,
            r#""experience": [{"field": "coding", "start": "2024-01-02", "end": "2025-12-31"}]"#,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Asks(&[])]),
    Row::new(
        "charter: contact hours not stated are asked for",
        "AAPC/CPC",
        &[
            PASSED,
            MEMBER,
            DAYS_365,
            r#""coursework": [{"subject": "medical-coding", "status": "completed"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_OPEN,
    )
    .also(&[Asks(&["coursework[0].contact_hours"])]),
    Row::new(
        "charter: whether the course is completed is asked for",
        "AAPC/CPC",
        &[
            PASSED,
            MEMBER,
            DAYS_365,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "80"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_OPEN,
    )
    .also(&[Asks(&["coursework[0].status"])]),
    Row::new(
        "charter: a course of 79 hours of unknown status asks nothing",
        "AAPC/CPC",
        &[
            PASSED,
            MEMBER,
            DAYS_365,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "79"}]"#,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Asks(&[])]),
    Row::new(
        "charter: a Practicode score not stated is asked for",
        "AAPC/CPC",
        &[
            PASSED,
            MEMBER,
            DAYS_365,
            NO_COURSE,
            r#""trainings": [{"program": "AAPC/Practicode", "completed": "2024-09-01", "items": 600}]"#,
        ],
        NOW,
        AWARD_OPEN,
    )
    .also(&[Asks(&["trainings[0].score"])]),
    Row::new(
        "formats: a course recorded on 10 January was not known on 9 January",
        "AAPC/CPC",
        &[PASSED, DAYS_365, COURSE_RECORDED, NO_TRAINING],
        NOW,
        AWARD_UNMET,
    )
    .known_on("2026-01-09")
    .also(&[Missing("award/experience", "365 days")]),
    Row::new(
        "formats: a course recorded on 10 January was known at the end of that day",
        "AAPC/CPC",
        &[PASSED, DAYS_365, COURSE_RECORDED, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .known_on("2026-01-10"),
    Row::new(
        "formats: a course recorded on 10 January was known on 11 January",
        "AAPC/CPC",
        &[PASSED, DAYS_365, COURSE_RECORDED, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .known_on("2026-01-11"),
];

#[test]
fn what_is_not_known_stays_open_and_is_asked_for() {
    check(NOT_KNOWN);
}

/// A record of two years in two jobs with a proof each, the exam passed, nothing else.
macro_rules! two_letters {
    ($from:literal, $to:literal, $next:literal, $end:literal, $first:literal, $second:literal) => {
        concat!(
            r#""experience": [{"id": "e1", "field": "coding", "start": ""#,
            $from,
            r#"", "end": ""#,
            $to,
            r#"", "proof": {"#,
            $first,
            r#"}}, {"id": "e2", "field": "coding", "start": ""#,
            $next,
            r#"", "end": ""#,
            $end,
            r#"", "proof": {"#,
            $second,
            r#"}}]"#
        )
    };
}

/// One year of work in 2025 with a proof.
macro_rules! one_letter {
    ($year:literal, $proof:literal) => {
        concat!(
            r#""experience": [{"id": "e1", "field": "coding", "start": ""#,
            $year,
            r#"-01-01", "end": ""#,
            $year,
            r#"-12-31", "proof": {"#,
            $proof,
            r#"}}]"#
        )
    };
}

/// Who may vouch for work, and how, by the text in force: the table "Evidence rules by period".
const LETTERS: &[Row] = &[
    Row::new(
        "T39: under the 2019 text the second letter may be a co-worker's",
        "AAPC/CPC",
        &[
            PASSED_2012,
            two_letters!(
                "2017-01-01",
                "2017-12-31",
                "2018-01-01",
                "2018-12-31",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "states": ["duration", "dates"], "signed": "2019-02-01""#,
                r#""document": "letter", "signed_by": "co-worker", "letterhead": false, "states": ["duration", "dates"], "signed": "2019-02-01""#
            ),
            NO_COURSE,
            NO_TRAINING,
        ],
        "2019-09-04",
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC"), Counts("e2", Reason::Counted)]),
    Row::new(
        "T39: under the A4 text a co-worker's letter is refused",
        "AAPC/CPC",
        &[
            PASSED_2012,
            two_letters!(
                "2017-01-01",
                "2017-12-31",
                "2018-01-01",
                "2018-12-31",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "states": ["duration", "dates"], "signed": "2019-02-01""#,
                r#""document": "letter", "signed_by": "co-worker", "letterhead": true, "states": ["duration", "dates"], "signed": "2019-02-01""#
            ),
            NO_COURSE,
            NO_TRAINING,
        ],
        "2023-06-01",
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Counts("e2", Reason::NotVerified)]),
    Row::new(
        "T39: now a co-worker's letter is refused, a year short",
        "AAPC/CPC",
        &[
            PASSED_2012,
            two_letters!(
                "2017-01-01",
                "2017-12-31",
                "2018-01-01",
                "2018-12-31",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "states": ["duration", "dates"], "signed": "2019-02-01""#,
                r#""document": "letter", "signed_by": "co-worker", "letterhead": true, "states": ["duration", "dates"], "signed": "2019-02-01""#
            ),
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[
        Granted("AAPC/CPC-A"),
        Missing("award/experience", "365 days"),
        Counts("e1", Reason::Counted),
        Counts("e2", Reason::NotVerified),
    ]),
    Row::new(
        "5.8, charter: whether a co-worker's letter was accepted under the A3 text is not on file",
        "AAPC/CPC",
        &[
            PASSED_2012,
            two_letters!(
                "2017-01-01",
                "2017-12-31",
                "2018-01-01",
                "2018-12-31",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "states": ["duration", "dates"], "signed": "2019-02-01""#,
                r#""document": "letter", "signed_by": "co-worker", "letterhead": false, "states": ["duration", "dates"], "signed": "2019-02-01""#
            ),
            NO_COURSE,
            NO_TRAINING,
        ],
        "2021-06-01",
        AWARD_OPEN,
    )
    .also(&[Granted("AAPC/CPC-A")]),
    Row::new(
        "2.3, A2: of two letters one on letterhead is enough",
        "AAPC/CPC",
        &[
            PASSED_2012,
            two_letters!(
                "2017-01-01",
                "2017-12-31",
                "2018-01-01",
                "2018-12-31",
                r#""document": "letter", "signed_by": "supervisor", "letterhead": false, "signed": "2019-02-01""#,
                r#""document": "letter", "signed_by": "hr", "letterhead": true, "signed": "2019-02-01""#
            ),
            NO_COURSE,
            NO_TRAINING,
        ],
        "2019-09-04",
        AWARD_MET,
    ),
    Row::new(
        "2.3, A2: of two letters none on letterhead is not",
        "AAPC/CPC",
        &[
            PASSED_2012,
            two_letters!(
                "2017-01-01",
                "2017-12-31",
                "2018-01-01",
                "2018-12-31",
                r#""document": "letter", "signed_by": "supervisor", "letterhead": false, "signed": "2019-02-01""#,
                r#""document": "letter", "signed_by": "co-worker", "letterhead": false, "signed": "2019-02-01""#
            ),
            NO_COURSE,
            NO_TRAINING,
        ],
        "2019-09-04",
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A")]),
    Row::new(
        "2.3, A1: two letters, one on letterhead, are enough",
        "AAPC/CPC",
        &[
            PASSED_2012,
            two_letters!(
                "2013-01-01",
                "2013-12-31",
                "2014-01-01",
                "2014-12-31",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "signed": "2015-02-01""#,
                r#""document": "letter", "signed_by": "employer", "letterhead": false, "signed": "2015-02-01""#
            ),
            NO_COURSE,
            NO_TRAINING,
        ],
        "2015-06-01",
        AWARD_MET,
    ),
    Row::new(
        "2.3, A1: two letters, none on letterhead, are not",
        "AAPC/CPC",
        &[
            PASSED_2012,
            two_letters!(
                "2013-01-01",
                "2013-12-31",
                "2014-01-01",
                "2014-12-31",
                r#""document": "letter", "signed_by": "employer", "letterhead": false, "signed": "2015-02-01""#,
                r#""document": "letter", "signed_by": "employer", "letterhead": false, "signed": "2015-02-01""#
            ),
            NO_COURSE,
            NO_TRAINING,
        ],
        "2015-06-01",
        AWARD_UNMET,
    ),
    Row::new(
        "2.3, A3: with the course one letter on letterhead is enough",
        "AAPC/CPC",
        &[
            PASSED_2012,
            one_letter!(
                "2019",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "signed": "2020-02-01""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        "2021-06-01",
        AWARD_MET,
    ),
    Row::new(
        "2.3, A3: with the course one letter that is not on letterhead is not",
        "AAPC/CPC",
        &[
            PASSED_2012,
            one_letter!(
                "2019",
                r#""document": "letter", "signed_by": "employer", "letterhead": false, "signed": "2020-02-01""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        "2021-06-01",
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Counts("e1", Reason::NotVerified)]),
    Row::new(
        "2.3, A5: a letter of the employer with dates counts",
        "AAPC/CPC",
        &[
            PASSED,
            one_letter!(
                "2025",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "states": ["dates"], "signed": "2026-01-05""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[NoNote(NoteCode::NoProof), Counts("e1", Reason::Counted)]),
    Row::new(
        "2.3, A5: a letter of the supervisor counts",
        "AAPC/CPC",
        &[
            PASSED,
            one_letter!(
                "2025",
                r#""document": "letter", "signed_by": "supervisor", "letterhead": true, "states": ["dates"], "signed": "2026-01-05""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "2.3, A5: a letter of the person does not count",
        "AAPC/CPC",
        &[
            PASSED,
            one_letter!(
                "2025",
                r#""document": "letter", "signed_by": "self", "letterhead": true, "states": ["dates"], "signed": "2026-01-05""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Missing("award/experience", "365 days"), Counts("e1", Reason::NotVerified)]),
    Row::new(
        "2.3, A5: a letter that states the time but no dates does not count",
        "AAPC/CPC",
        &[
            PASSED,
            one_letter!(
                "2025",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "states": ["duration"], "signed": "2026-01-05""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Counts("e1", Reason::NotVerified)]),
    Row::new(
        "2.3, A4: a letter that states the time but no dates counted before",
        "AAPC/CPC",
        &[
            PASSED_2012,
            one_letter!(
                "2022",
                r#""document": "letter", "signed_by": "employer", "letterhead": true, "states": ["duration"], "signed": "2023-01-05""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        "2023-06-01",
        AWARD_MET,
    ),
    Row::new(
        "2.3, A5: a letter that is not on letterhead does not count",
        "AAPC/CPC",
        &[
            PASSED,
            one_letter!(
                "2025",
                r#""document": "letter", "signed_by": "employer", "letterhead": false, "states": ["dates"], "signed": "2026-01-05""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Counts("e1", Reason::NotVerified)]),
    Row::new(
        "2.3, A5: a certificate is no letter",
        "AAPC/CPC",
        &[
            PASSED,
            one_letter!(
                "2025",
                r#""document": "certificate", "signed_by": "employer", "letterhead": true, "states": ["dates"], "signed": "2026-01-05""#
            ),
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[Counts("e1", Reason::NotVerified)]),
    Row::new(
        "formats: work without proof counts, with a note",
        "AAPC/CPC",
        &[PASSED, DAYS_365, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Note(NoteCode::NoProof)]),
    Row::new(
        "2.3, A2: a certificate that states the hours proves the course",
        "AAPC/CPC",
        &[
            PASSED_2012,
            r#""experience": [{"field": "coding", "start": "2018-01-01", "end": "2018-12-31"}]"#,
            r#""coursework": [{"id": "c1", "subject": "medical-coding", "contact_hours": "80", "completed": "2018-06-01",
                "proof": {"document": "certificate", "states": ["hours"]}}]"#,
            NO_TRAINING,
        ],
        "2019-09-04",
        AWARD_MET,
    ),
    Row::new(
        "2.3, A2: a certificate that does not state the hours proves nothing",
        "AAPC/CPC",
        &[
            PASSED_2012,
            r#""experience": [{"field": "coding", "start": "2018-01-01", "end": "2018-12-31"}]"#,
            r#""coursework": [{"id": "c1", "subject": "medical-coding", "contact_hours": "80", "completed": "2018-06-01",
                "proof": {"document": "certificate", "states": ["dates"]}}]"#,
            NO_TRAINING,
        ],
        "2019-09-04",
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Counts("c1", Reason::NotVerified)]),
];

#[test]
fn who_may_vouch_for_work_depends_on_the_text_in_force() {
    check(LETTERS);
}

const YEAR_2014: &str =
    r#""experience": [{"field": "coding", "start": "2014-01-01", "end": "2014-12-31"}]"#;
const YEAR_2018: &str =
    r#""experience": [{"field": "coding", "start": "2018-01-01", "end": "2018-12-31"}]"#;
const PRACTICUM: &str =
    r#""trainings": [{"id": "t1", "program": "AAPC/Practicum", "completed": "2014-09-01"}]"#;
const PRACTICODE_2018: &str = r#""trainings": [{"program": "AAPC/Practicode",
    "completed": "2018-09-01", "items": 600, "score": "70"}]"#;

/// Which combinations were published when, and where the texts are silent.
const PERIODS: &[Row] = &[
    Row::new(
        "T33: under A1 course and Practicum without a job are not listed",
        "AAPC/CPC",
        &[PASSED_2012, NO_WORK, COURSE_80, PRACTICUM],
        "2015-06-01",
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A"), Missing("award/experience", "365 days")]),
    Row::new(
        "T33: from A3 on course and Practicode without a job are accepted",
        "AAPC/CPC",
        &[PASSED_2012, NO_WORK, COURSE_80, PRACTICODE_2018],
        "2021-06-01",
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC")]),
    Row::new(
        "2.3, A2: of course and Practicode without a job nothing is quoted",
        "AAPC/CPC",
        &[PASSED_2012, NO_WORK, COURSE_80, PRACTICODE_2018],
        "2019-09-04",
        AWARD_OPEN,
    )
    .also(&[Granted("AAPC/CPC-A"), Because(UnknownBecause::RuleUnknown)]),
    Row::new(
        "2.3, A2: of Practicode nothing is quoted, so with a year of work it is open",
        "AAPC/CPC",
        &[PASSED_2012, YEAR_2018, NO_COURSE, PRACTICODE_2018],
        "2019-09-04",
        AWARD_OPEN,
    )
    .also(&[Granted("AAPC/CPC-A"), Because(UnknownBecause::RuleUnknown)]),
    Row::new(
        "2.3, A1: the Practicum stood for a year",
        "AAPC/CPC",
        &[PASSED_2012, YEAR_2014, NO_COURSE, PRACTICUM],
        "2015-06-01",
        AWARD_MET,
    ),
    Row::new(
        "T31, A2: a year of work and the course removed the mark in 2019",
        "AAPC/CPC",
        &[PASSED_2012, YEAR_2018, COURSE_80, NO_TRAINING],
        "2019-09-04",
        AWARD_MET,
    ),
    Row::new(
        "T35, A2: a year of work and 79 hours did not",
        "AAPC/CPC",
        &[PASSED_2012, YEAR_2018, COURSE_79, NO_TRAINING],
        "2019-12-31",
        AWARD_UNMET,
    )
    .also(&[Granted("AAPC/CPC-A")]),
    Row::new(
        "charter: between the texts of 2016 and 2019 no rule is on file",
        "AAPC/CPC",
        &[
            PASSED_2012,
            r#""experience": [{"field": "coding", "start": "2010-01-01", "end": "2016-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        "2018-01-01",
        AWARD_OPEN,
    )
    .also(&[NotGranted, Because(UnknownBecause::RuleUnknown)]),
];

#[test]
fn combinations_count_from_when_they_were_published() {
    check(PERIODS);
}

/// Which exams lead to an apprentice form, and under which name a credential is found.
const DESIGNATIONS: &[Row] = &[
    Row::new(
        "T29: passing the CIC without experience gives the full credential, by inference",
        "AAPC/CIC",
        &[
            r#""exams": [{"credential": "AAPC/CIC", "taken": "2025-05-01", "passed": true}]"#,
            NO_WORK,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CIC"), NothingMissing, Sure(Confidence::Inferred)]),
    Row::new(
        "T29: passing the CRC without experience gives the full credential, by inference",
        "AAPC/CRC",
        &[
            r#""exams": [{"credential": "AAPC/CRC", "taken": "2025-05-01", "passed": true}]"#,
            NO_WORK,
            NO_COURSE,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CRC"), Sure(Confidence::Inferred)]),
    Row::new(
        "T29: without a pass the CRC is not granted",
        "AAPC/CRC",
        &[NO_EXAMS, r#""holdings": []"#],
        NOW,
        AWARD_UNMET,
    )
    .also(&[NotGranted, Lacks("award")]),
    Row::new(
        "2.2: the biller's exam has no apprentice form",
        "AAPC/CPB",
        &[
            r#""exams": [{"credential": "AAPC/CPB", "taken": "2025-05-01", "passed": true}]"#,
            NO_WORK,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPB")]),
    Row::new(
        "2.2: asked for the CPC-A, the pass is all it needs",
        "AAPC/CPC-A",
        &[PASSED, NO_WORK, NO_COURSE, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC-A"), NothingMissing]),
    Row::new(
        "2.2: asked for the CPC-A without a pass",
        "AAPC/CPC-A",
        &[NO_EXAMS, r#""holdings": []"#, NO_WORK, NO_COURSE, NO_TRAINING],
        NOW,
        AWARD_UNMET,
    )
    .also(&[NotGranted]),
    Row::new(
        "2.2: asked for the CPC-A, who has two years is granted the CPC itself",
        "AAPC/CPC-A",
        &[PASSED, DAYS_365, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC")]),
    Row::new(
        "1.1: the CPC-H is the COC now, and a pass under the old name counts",
        "AAPC/CPC-H",
        &[
            r#""exams": [{"credential": "AAPC/CPC-H", "taken": "2013-05-01", "passed": true}]"#,
            DAYS_365,
            COURSE_80,
            NO_TRAINING,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Named("AAPC/COC"), Granted("AAPC/COC"), Note(NoteCode::Renamed)]),
    Row::new(
        "1.1: the CPC-H-A is the COC-A now",
        "AAPC/CPC-H-A",
        &[PASSED_COC, DAYS_364, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Named("AAPC/COC-A"), Granted("AAPC/COC-A"), Note(NoteCode::Renamed)]),
    Row::new(
        "1.1: asked for by its present name the COC carries no note of a rename",
        "AAPC/COC",
        &[PASSED_COC, DAYS_365, COURSE_80, NO_TRAINING],
        NOW,
        AWARD_MET,
    )
    .also(&[Named("AAPC/COC"), NoNote(NoteCode::Renamed)]),
    Row::new(
        "2.2: in the ICD-9 years the CPC-P had an apprentice form; what removed it is not on file",
        "AAPC/CPC-P",
        &[
            r#""exams": [{"credential": "AAPC/CPC-P", "taken": "2014-05-01", "passed": true}]"#,
            r#""experience": [{"field": "coding", "start": "2010-01-01", "end": "2014-12-31"}]"#,
            COURSE_80,
            NO_TRAINING,
        ],
        "2015-06-01",
        AWARD_OPEN,
    )
    .also(&[Granted("AAPC/CPC-P-A"), Because(UnknownBecause::RuleUnpublished)]),
    Row::new(
        "2.2: now only CPC and COC have one, so who passed the CPC-P is full",
        "AAPC/CPC-P",
        &[
            r#""exams": [{"credential": "AAPC/CPC-P", "taken": "2018-05-01", "passed": true}]"#,
            NO_WORK,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC-P"), Sure(Confidence::Inferred)]),
    Row::new(
        "1.1: nothing about the CPC-I is on file",
        "AAPC/CPC-I",
        &[
            r#""exams": [{"credential": "AAPC/CPC-I", "taken": "2025-05-01", "passed": true}]"#,
            MEMBER,
            DAYS_365,
        ],
        NOW,
        AWARD_OPEN,
    )
    .also(&[NotGranted, Because(UnknownBecause::RuleUnpublished)]),
    Row::new(
        "W21: asked about the CPEDC in 2026: name and offer are not confirmed",
        "AAPC/CPEDC",
        &[
            r#""exams": [{"credential": "AAPC/CPEDC", "taken": "2025-05-01", "passed": true}]"#,
            MEMBER,
            DAYS_365,
            COURSE_80,
            PRACTICODE,
        ],
        "2026-11-23",
        AWARD_OPEN,
    )
    .also(&[NotGranted, Because(UnknownBecause::RuleUnpublished)]),
    Row::new(
        "W21: whether the CPEDC exam may be sat is open",
        "AAPC/CPEDC",
        &[NO_EXAMS, MEMBER],
        "2026-11-23",
        EXAM_OPEN,
    ),
];

#[test]
fn only_the_cpc_and_the_coc_have_an_apprentice_form_now() {
    check(DESIGNATIONS);
}

/// T53: the pass mark is 70 percent.
const PASS_MARK: &[Row] = &[
    Row::new(
        "T53: a score of 69 fails the CPC",
        "AAPC/CPC",
        &[
            r#""exams": [{"id": "x1", "credential": "AAPC/CPC", "taken": "2025-05-01", "score": "69"}]"#,
            r#""holdings": []"#,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[NotGranted, Counts("x1", Reason::NotPassed)]),
    Row::new(
        "T53: a score of 69.99 fails the CPC",
        "AAPC/CPC-A",
        &[
            r#""exams": [{"credential": "AAPC/CPC", "taken": "2025-05-01", "score": "69.99"}]"#,
            r#""holdings": []"#,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[NotGranted]),
    Row::new(
        "T53: a score of 70 passes the CPC",
        "AAPC/CPC-A",
        &[
            r#""exams": [{"id": "x1", "credential": "AAPC/CPC", "taken": "2025-05-01", "score": "70"}]"#,
            r#""holdings": []"#,
        ],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CPC-A"), Counts("x1", Reason::Counted)]),
    Row::new(
        "T53: a score of 71 passes the CPC",
        "AAPC/CPC-A",
        &[
            r#""exams": [{"credential": "AAPC/CPC", "taken": "2025-05-01", "score": "71"}]"#,
            r#""holdings": []"#,
        ],
        NOW,
        AWARD_MET,
    ),
    Row::new(
        "1.1: at least 70 correct of the CRC's 100: 70",
        "AAPC/CRC",
        &[r#""exams": [{"credential": "AAPC/CRC", "taken": "2025-05-01", "score": "70"}]"#],
        NOW,
        AWARD_MET,
    )
    .also(&[Granted("AAPC/CRC")]),
    Row::new(
        "1.1: at least 70 correct of the CRC's 100: 69",
        "AAPC/CRC",
        &[
            r#""exams": [{"credential": "AAPC/CRC", "taken": "2025-05-01", "score": "69"}]"#,
            r#""holdings": []"#,
        ],
        NOW,
        AWARD_UNMET,
    ),
    Row::new(
        "charter: a pass the day after the day asked about does not count yet",
        "AAPC/CPC-A",
        &[
            r#""exams": [{"id": "x1", "credential": "AAPC/CPC", "taken": "2026-01-16", "passed": true}]"#,
            r#""holdings": []"#,
        ],
        NOW,
        AWARD_UNMET,
    )
    .also(&[NotGranted, Counts("x1", Reason::NotYet)]),
    Row::new(
        "charter: a pass on the day asked about counts",
        "AAPC/CPC-A",
        &[r#""exams": [{"credential": "AAPC/CPC", "taken": "2026-01-15", "passed": true}]"#],
        NOW,
        AWARD_MET,
    ),
];

#[test]
fn seventy_percent_passes() {
    check(PASS_MARK);
}

#[test]
fn a_pass_and_a_score_below_the_pass_mark_contradict_each_other() {
    for (passed, score) in [("true", "69"), ("false", "70")] {
        let json = format!(
            r#"{{"exams": [{{"credential": "AAPC/CPC", "taken": "2025-05-01", "passed": {passed}, "score": "{score}"}}]}}"#
        );
        let error = JUDGE.eligibility("AAPC/CPC", &record(&json), day(NOW)).unwrap_err();
        let error = error.to_string();
        assert!(error.contains("exams[0]") && error.contains("70"), "T53: {error}");
    }
}

/// Membership is all that an AAPC exam asks for, and the exam must be offered.
const ADMISSION: &[Row] = &[
    Row::new(
        "2.1: a member without schooling or work may sit the CPC",
        "AAPC/CPC",
        &[
            NO_EXAMS,
            NO_WORK,
            NO_COURSE,
            NO_TRAINING,
            r#""education": []"#,
            r#""holdings": []"#,
            r#""memberships": [{"organization": "AAPC", "start": "2025-01-10", "paid_through": "2026-01-16"}]"#,
        ],
        NOW,
        EXAM_MET,
    ),
    Row::new(
        "2.1: a membership paid through the day is current",
        "AAPC/CPC",
        &[
            NO_EXAMS,
            r#""memberships": [{"organization": "AAPC", "start": "2025-01-10", "paid_through": "2026-01-15"}]"#,
        ],
        NOW,
        EXAM_MET,
    ),
    Row::new(
        "2.1: a membership paid through the day before is over",
        "AAPC/CPC",
        &[
            NO_EXAMS,
            r#""memberships": [{"id": "m1", "organization": "AAPC", "start": "2025-01-10", "paid_through": "2026-01-14"}]"#,
        ],
        NOW,
        EXAM_UNMET,
    )
    .also(&[Lacks("exam/membership"), Counts("m1", Reason::Expired)]),
    Row::new(
        "2.1: a membership that starts tomorrow is not current",
        "AAPC/CPC",
        &[
            NO_EXAMS,
            r#""memberships": [{"organization": "AAPC", "start": "2026-01-16", "paid_through": "2027-01-15"}]"#,
        ],
        NOW,
        EXAM_UNMET,
    ),
    Row::new(
        "2.1: no membership, no exam",
        "AAPC/CPC",
        &[NO_EXAMS, r#""memberships": []"#, DAYS_365, COURSE_80],
        NOW,
        EXAM_UNMET,
    )
    .also(&[Lacks("exam/membership")]),
    Row::new(
        "2.1: membership of another body does not admit",
        "AAPC/CPC",
        &[
            NO_EXAMS,
            r#""memberships": [{"organization": "AHIMA", "start": "2025-01-10", "paid_through": "2027-01-15"}]"#,
        ],
        NOW,
        EXAM_UNMET,
    ),
    Row::new(
        "2.1: a membership not stated is asked for",
        "AAPC/CPC",
        &[NO_EXAMS, r#""holdings": []"#],
        NOW,
        EXAM_OPEN,
    )
    .also(&[AsksFor("memberships")]),
    Row::new(
        "2.1: a membership whose dues are not stated is asked about",
        "AAPC/CPC",
        &[
            NO_EXAMS,
            r#""holdings": []"#,
            r#""memberships": [{"organization": "AAPC", "start": "2025-01-10"}]"#,
        ],
        NOW,
        EXAM_OPEN,
    )
    .also(&[AsksFor("memberships[0].paid_through")]),
    Row::new(
        "2.1: the CPMA needs no CPC first",
        "AAPC/CPMA",
        &[NO_EXAMS, MEMBER, r#""holdings": []"#],
        NOW,
        EXAM_MET,
    ),
    Row::new(
        "1.2: a specialty exam needs membership only",
        "AAPC/CUC",
        &[NO_EXAMS, MEMBER, r#""holdings": []"#, NO_WORK],
        "2026-11-23",
        EXAM_MET,
    ),
    Row::new(
        "1.2: about two years are advised for a specialty, exact",
        "AAPC/COSC",
        &[r#""experience": [{"field": "coding", "start": "2024-01-02", "end": "2025-12-31"}]"#],
        "2026-11-23",
        (Part::Recommended, Met),
    ),
    Row::new(
        "1.2: about two years are advised for a specialty, one day under",
        "AAPC/COSC",
        &[r#""experience": [{"field": "coding", "start": "2024-01-03", "end": "2025-12-31"}]"#],
        "2026-11-23",
        (Part::Recommended, Unmet),
    ),
    Row::new(
        "2.1: an associate degree is advised for the CPC, not required",
        "AAPC/CPC",
        &[NO_EXAMS, MEMBER, r#""education": [{"level": "high-school", "status": "completed"}]"#],
        NOW,
        (Part::Recommended, Unmet),
    ),
    Row::new(
        "formats: who has passed may sit, with a note",
        "AAPC/CPC",
        &[PASSED, MEMBER],
        NOW,
        EXAM_MET,
    )
    .also(&[Note(NoteCode::AlreadyPassed)]),
    Row::new(
        "1.3: no wait after a failure is published, so a failed member's next attempt is open",
        "AAPC/CPC",
        &[
            r#""exams": [{"credential": "AAPC/CPC", "taken": "2026-01-10", "passed": false}]"#,
            r#""holdings": []"#,
            MEMBER,
        ],
        NOW,
        EXAM_OPEN,
    )
    .also(&[Because(UnknownBecause::RuleUnpublished), Also::Next(None)]),
    Row::new(
        "1.1: the CPC-P was offered in 2023",
        "AAPC/CPC-P",
        &[NO_EXAMS, MEMBER],
        "2023-09-30",
        EXAM_MET,
    ),
    Row::new(
        "1.1: the CPC-P was retired late in 2023, on a day not on file",
        "AAPC/CPC-P",
        &[NO_EXAMS, MEMBER],
        "2023-11-15",
        EXAM_OPEN,
    )
    .also(&[Because(UnknownBecause::RuleUnknown)]),
    Row::new(
        "1.1: from 2024 on the CPC-P is retired",
        "AAPC/CPC-P",
        &[NO_EXAMS, MEMBER],
        "2024-01-01",
        EXAM_UNMET,
    )
    .also(&[Lacks("exam/offered")]),
    Row::new(
        "1.1: the CPC-P is retired today",
        "AAPC/CPC-P",
        &[NO_EXAMS, MEMBER, r#""holdings": []"#],
        "2026-11-23",
        EXAM_UNMET,
    )
    .also(&[Lacks("exam/offered"), At("exam/offered", Unmet)]),
];

#[test]
fn a_current_member_may_sit_an_exam_that_is_offered() {
    check(ADMISSION);
}

#[test]
fn the_eleven_unconfirmed_specialties_are_undetermined_whatever_is_shown() {
    let codes = [
        "CASCC", "CEDC", "CENTC", "CFPC", "CHONC", "COPC", "CPCD", "CPEDC", "CPRC", "CRHC", "CSFAC",
    ];
    for code in codes {
        let credential = format!("AAPC/{code}");
        let exam = format!(
            r#""exams": [{{"credential": "{credential}", "taken": "2025-05-01", "passed": true}}]"#
        );
        let json = format!("{{{}}}", [exam.as_str(), MEMBER, DAYS_365, COURSE_80].join(", "));
        let answer = ask(&credential, &json, "2026-11-23");
        assert_eq!(answer.exam().verdict(), Undetermined, "more.md 4.3: the {code} exam");
        assert_eq!(answer.award().verdict(), Undetermined, "more.md 4.3: the {code} award");
        assert_eq!(answer.award().designation(), None, "more.md 4.3: {code}");
    }
}

#[test]
fn exam_formats_are_those_of_the_day() {
    let cases = [
        ("AAPC/CPC", "2021-12-31", "150 items, 340 minutes, 70 percent"),
        ("AAPC/CPC", "2022-01-01", "100 items, 240 minutes, 70 percent"),
        ("AAPC/CPC-A", NOW, "100 items, 240 minutes, 70 percent"),
        ("AAPC/COC", NOW, "100 items, 240 minutes, 70 percent"),
        ("AAPC/CIC", "2016-06-01", "60 items, 10 cases, 340 minutes"),
        ("AAPC/CIC", NOW, "40 items, 7 cases, 240 minutes, 70 percent"),
        ("AAPC/CRC", NOW, "100 items, 240 minutes, 70 percent"),
        ("AAPC/CPB", "2013-06-01", "200 items, 340 minutes"),
        ("AAPC/CPB", NOW, "135 items, 240 minutes, 70 percent"),
        ("AAPC/CPMA", "2016-06-01", "150 items, 340 minutes"),
        ("AAPC/CPMA", NOW, "100 items, 240 minutes, 70 percent"),
        ("AAPC/CDEO", "2017-06-01", "150 items, 340 minutes"),
        ("AAPC/CDEO", NOW, "100 items, 10 cases, 240 minutes, 70 percent"),
        ("AAPC/CPPM", NOW, "135 items, 240 minutes, 70 percent"),
        ("AAPC/CPCO", NOW, "100 items, 240 minutes, 70 percent"),
        ("AAPC/CPC-P", "2016-06-01", "150 items, 340 minutes"),
        ("AAPC/CPC-P", NOW, "none"),
        ("AAPC/CIRCC", "2016-06-01", "150 items, 340 minutes"),
        ("AAPC/CIRCC", NOW, "none"),
        ("AAPC/COSC", "2026-11-23", "100 items, 240 minutes, 70 percent"),
        // The two pages on the CEMC contradict each other.
        ("AAPC/CEMC", "2026-11-23", "none"),
    ];
    for (credential, as_of, wanted) in cases {
        check_format(credential, as_of, wanted);
    }
}

#[test]
fn exam_prices_are_those_of_the_day_and_contradicting_ones_stand_side_by_side() {
    // 1.3: one free retake is a price for two attempts.
    assert_eq!(
        prices("AAPC/CPC", "2013-06-01"),
        ["member 300.00 USD for 2", "student 260.00 USD for 2"]
    );
    assert_eq!(
        prices("AAPC/CIC", "2016-06-01"),
        ["member 350.00 USD for 2", "student 290.00 USD for 2"]
    );
    assert_eq!(
        prices("AAPC/CPC-P", "2016-06-01"),
        ["member 350.00 USD for 2", "student 290.00 USD for 2"]
    );
    assert_eq!(
        prices("AAPC/CDEO", "2017-06-01"),
        ["member 350.00 USD for 2", "student 290.00 USD for 2"]
    );
    assert_eq!(
        prices("AAPC/CPC", "2024-06-01"),
        ["member 399.00 USD for 1", "member 499.00 USD for 2"]
    );
    // 5.9: 399 and 425 are both seen in 2026.
    let single: Vec<String> =
        prices("AAPC/CPC", NOW).into_iter().filter(|price| price.contains("for 1")).collect();
    assert_eq!(single.len(), 2, "{single:?}");
    for (amount, price) in ["399.00", "425.00"].iter().zip(&single) {
        assert!(price.contains(amount) && price.contains('['), "{price}");
    }
}
