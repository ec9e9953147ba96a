//! AAPC's rules on the worked cases of `domain/aapc.md` and `domain/more.md`.
//!
//! Expectations come from those files and from the design, never from what the program prints. A
//! case is named by its number there (T31, W21), a section (2.3), or `charter` for the meaning of
//! answers. The form of a row is shared with the AHIMA scenarios.

use std::fmt::Debug;

use coding_credentials::book::{ExamFacts, FeeClass, Number, PassMark};
use coding_credentials::explain::{
    self, Eligibility, Evidence, ExamPrice, Finding, NoteCode, ReadingAnswer, Reason,
    RecommendedAnswer, Shortfall, UnknownBecause, Verdict,
};
use coding_credentials::source::Confidence;

use crate::support::{JUDGE, ask, day, facts, record};

use self::Also::{
    Asks, AsksFor, At, Because, Counts, Granted, Lacks, Missing, Named, NoNote, NotGranted, Note,
    NothingMissing, Parted, Sure, Waived,
};
use Verdict::{Met, Undetermined, Unmet};

/// One case: what is known of a person on a day, and the answer that the sources call for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    name: &'static str,
    credential: &'static str,
    record: &'static [&'static str],
    as_of: &'static str,
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
    /// The answer is asked for with what was known on this day.
    KnownOn(&'static str),
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
    /// The part is met under one reading and unmet under another.
    Parted,
    /// The first day of the next attempt.
    Next(Option<&'static str>),
    /// The days to sit after approval.
    Window(&'static str, &'static str),
    /// The credential by its present name.
    Named(&'static str),
    /// The confidence of the answer.
    Sure(Confidence),
}

/// A table: `"claim"; credential, day, [sections] => part and verdict, also…;`
macro_rules! rows {
    ($($name:literal; $credential:expr, $as_of:expr, [$($section:expr),* $(,)?]
        => $expected:expr $(, $also:expr)*;)*) => {
        &[$(
            $crate::scenarios_aapc::Row::new($name, $credential, &[$($section),*], $as_of,
                $expected)
                .also(&[$($also),*])
        ),*]
    };
}
pub(crate) use rows;

impl Row {
    pub(crate) const fn new(
        name: &'static str,
        credential: &'static str,
        record: &'static [&'static str],
        as_of: &'static str,
        (part, verdict): (Part, Verdict),
    ) -> Self {
        Self { name, credential, record, as_of, part, verdict, also: &[] }
    }

    pub(crate) const fn also(self, also: &'static [Also]) -> Self {
        Self { also, ..self }
    }

    fn answer(&self) -> Eligibility {
        let json = format!("{{{}}}", self.record.join(", "));
        match self.also.iter().find_map(Also::known_on) {
            None => ask(self.credential, &json, self.as_of),
            Some(known_on) => {
                let (record, as_of) = (record(&json), day(self.as_of));
                let credential = self.credential;
                JUDGE.eligibility_as_known_on(credential, &record, day(known_on), as_of).unwrap()
            }
        }
    }

    /// What of the row does not hold.
    fn faults(&self) -> Vec<String> {
        let answer = self.answer();
        let verdict = self.part.verdict(&answer);
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

impl Also {
    const fn known_on(&self) -> Option<&'static str> {
        if let Self::KnownOn(day) = self { Some(day) } else { None }
    }

    /// What the answer says instead, if it does not say this.
    fn fault(&self, answer: &Eligibility, part: Part) -> Option<String> {
        let said = match *self {
            Self::KnownOn(day) => differs(Some(day), answer.known_on()),
            Granted(code) => differs(Some(code), answer.award().designation()),
            NotGranted => differs(None, answer.award().designation()),
            Named(code) => differs(Some(code), Some(answer.credential())),
            Sure(confidence) => differs(Some(confidence.as_str()), answer.confidence()),
            Missing(path, text) => lacks(answer, path, |shortfall| shortfall.missing() == text),
            Lacks(path) => lacks(answer, path, |_| true),
            Waived(path, count) => {
                lacks(answer, path, |shortfall| shortfall.waived().len() == count)
            }
            NothingMissing => unless(answer.shortfalls().is_empty(), &answer.shortfalls()),
            Asks(wanted) => unless(facts(answer) == wanted, &answer.questions()),
            AsksFor(fact) => unless(facts(answer).contains(&fact), &answer.questions()),
            Because(why) => {
                let found = answer.questions().iter().any(|question| question.why() == why);
                unless(found, &answer.questions())
            }
            Note(code) => unless(codes(answer).contains(&code), &codes(answer)),
            NoNote(code) => unless(!codes(answer).contains(&code), &codes(answer)),
            Counts(entry, reason) => {
                let mut all = answer.evidence().iter();
                let found = all.find(|evidence| evidence.entry().to_string() == entry);
                let found = found.map(Evidence::reason);
                unless(found == Some(reason), &found)
            }
            At(path, verdict) => {
                let found = part.finding(answer).into_iter().flat_map(Finding::walk);
                let mut found = found.filter(|finding| is_path(finding.path(), path));
                let found = found.next().map(Finding::verdict);
                unless(found == Some(verdict), &found)
            }
            Parted => {
                let found = part.readings(answer);
                unless(found.contains(&Met) && found.contains(&Unmet), &found)
            }
            Self::Next(wanted) => differs(wanted, answer.exam().next_attempt()),
            Self::Window(opens, closes) => {
                let found = answer.exam().window().map(|window| (window.opens, window.closes));
                unless(found == Some((day(opens), day(closes))), &found)
            }
        };
        said.map(|said| format!("expected {self:?}, got {said}"))
    }
}

impl Part {
    fn verdict(self, answer: &Eligibility) -> Option<Verdict> {
        match self {
            Self::Exam => Some(answer.exam().verdict()),
            Self::Award => Some(answer.award().verdict()),
            Self::Recommended => answer.recommended().map(RecommendedAnswer::verdict),
        }
    }

    const fn finding(self, answer: &Eligibility) -> Option<&Finding> {
        match (self, answer.recommended()) {
            (Self::Exam, _) => Some(answer.exam().finding()),
            (Self::Award, _) => Some(answer.award().finding()),
            (Self::Recommended, Some(recommended)) => Some(recommended.finding()),
            (Self::Recommended, None) => None,
        }
    }

    /// The verdict under each reading.
    fn readings(self, answer: &Eligibility) -> Vec<Verdict> {
        let on = format!("{self:?}").to_lowercase();
        let readings = answer.readings().iter().filter(|reading| reading.on() == on);
        readings.map(ReadingAnswer::verdict).collect()
    }
}

fn unless(holds: bool, got: &dyn Debug) -> Option<String> {
    (!holds).then(|| format!("{got:?}"))
}

fn differs<T: ToString>(wanted: Option<&str>, got: Option<T>) -> Option<String> {
    let got = got.map(|got| got.to_string());
    unless(got.as_deref() == wanted, &got)
}

fn lacks(answer: &Eligibility, path: &str, also: impl Fn(&Shortfall) -> bool) -> Option<String> {
    let mut shortfalls = answer.shortfalls().iter();
    let found = shortfalls.any(|shortfall| is_path(shortfall.path(), path) && also(shortfall));
    unless(found, &answer.shortfalls())
}

fn codes(answer: &Eligibility) -> Vec<NoteCode> {
    answer.notes().iter().map(explain::Note::code).collect()
}

/// Whether a path is the one meant: as a whole, or by its last parts.
fn is_path(path: &str, meant: &str) -> bool {
    path.strip_suffix(meant).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// An exam as it is on file on some days.
pub(crate) fn check_format(credential: &str, as_of: &str, wanted: &str) {
    let answer = ask(credential, "{}", as_of);
    let got = answer.exam().facts().map(format_of);
    assert_eq!(got.as_deref().unwrap_or("none"), wanted, "the {credential} exam on {as_of}");
}

fn format_of(exam: &ExamFacts) -> String {
    let number =
        |number: Option<Number>, unit: &str| number.map(|number| format!("{number} {unit}"));
    let pass = exam.pass.map(|pass| match pass {
        PassMark::Percent(score) => format!("{} percent", score.amount()),
        PassMark::Scaled(score) => format!("{} scaled", score.amount()),
        PassMark::Undisclosed | _ => String::from("undisclosed"),
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
    let price = |price: &ExamPrice| {
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

pub(crate) const AWARD_MET: (Part, Verdict) = (Part::Award, Met);
pub(crate) const AWARD_UNMET: (Part, Verdict) = (Part::Award, Unmet);
pub(crate) const AWARD_OPEN: (Part, Verdict) = (Part::Award, Undetermined);
pub(crate) const EXAM_MET: (Part, Verdict) = (Part::Exam, Met);
pub(crate) const EXAM_UNMET: (Part, Verdict) = (Part::Exam, Unmet);
pub(crate) const EXAM_OPEN: (Part, Verdict) = (Part::Exam, Undetermined);
pub(crate) const ADVICE_MET: (Part, Verdict) = (Part::Recommended, Met);
pub(crate) const ADVICE_UNMET: (Part, Verdict) = (Part::Recommended, Unmet);

/// The day of most cases: the A5 text is in force.
pub(crate) const NOW: &str = "2026-01-15";
/// The day on which the book was last checked.
pub(crate) const LAST: &str = "2026-11-23";

pub(crate) const NO_EXAMS: &str = r#""exams": [], "holdings": []"#;
pub(crate) const NO_WORK: &str = r#""experience": []"#;
pub(crate) const NO_COURSE: &str = r#""coursework": []"#;
const NO_TRAINING: &str = r#""trainings": []"#;
const CPC: &str = "AAPC/CPC";
const MEMBER: &str = r#""memberships": [{"organization": "AAPC", "start": "2010-01-01",
    "paid_through": "2026-12-31"}]"#;

/// An exam passed, and nothing held.
macro_rules! passed {
    ($credential:literal, $taken:literal) => {
        concat!(
            r#""holdings": [], "exams": [{"id": "x1", "credential": ""#,
            $credential,
            r#"", "taken": ""#,
            $taken,
            r#"", "passed": true}]"#
        )
    };
}
pub(crate) use passed;

/// An exam with a score, not stated as passed or failed.
macro_rules! scored {
    ($credential:literal, $score:literal) => {
        concat!(
            r#""holdings": [], "exams": [{"id": "x1", "credential": ""#,
            $credential,
            r#"", "taken": "2026-01-05", "score": ""#,
            $score,
            r#""}]"#
        )
    };
}
pub(crate) use scored;

/// Jobs in coding `e1`, `e2` from day to day, each with more fields if need be.
macro_rules! jobs {
    ($start:literal, $end:literal $(, $more:literal)?) => {
        concat!(r#""experience": ["#, jobs!(@ "e1", $start, $end $(, $more)?), "]")
    };
    ($start:literal, $end:literal $(, $more:literal)?; $next:literal, $last:literal $(,
        $other:literal)?) => {
        concat!(
            r#""experience": ["#,
            jobs!(@ "e1", $start, $end $(, $more)?),
            ", ",
            jobs!(@ "e2", $next, $last $(, $other)?),
            "]"
        )
    };
    (@ $id:literal, $start:literal, $end:literal $(, $more:literal)?) => {
        concat!(
            r#"{"id": ""#, $id, r#"", "field": "coding", "start": ""#, $start, r#"", "end": ""#,
                $end,
            "\"", $(", ", $more,)? "}"
        )
    };
}
pub(crate) use jobs;

/// One job `e1` with these fields.
macro_rules! job {
    ($fields:literal) => {
        concat!(r#""experience": [{"id": "e1", "#, $fields, "}]")
    };
}
pub(crate) use job;

/// A course in medical coding `c1`, completed, of so many contact hours.
macro_rules! course {
    ($hours:literal) => {
        concat!(
            r#""coursework": [{"id": "c1", "subject": "medical-coding", "status": "completed",
                "contact_hours": ""#,
            $hours,
            r#""}]"#
        )
    };
}

/// Practicode `t1` with so many cases and this score.
macro_rules! practicode {
    ($items:literal, $score:literal) => {
        concat!(
            r#""trainings": [{"id": "t1", "program": "AAPC/Practicode", "completed": "2018-09-01",
                "items": "#,
            $items,
            r#", "score": ""#,
            $score,
            r#""}]"#
        )
    };
}

const PASSED: &str = passed!("AAPC/CPC", "2012-05-01");
const DAYS_364: &str = jobs!("2025-01-02", "2025-12-31");
const DAYS_365: &str = jobs!("2025-01-01", "2025-12-31");
const DAYS_366: &str = jobs!("2024-12-31", "2025-12-31");
const DAYS_729: &str = jobs!("2024-01-03", "2025-12-31");
const DAYS_730: &str = jobs!("2024-01-02", "2025-12-31");
const COURSE_80: &str = course!("80");
const PRACTICODE: &str = practicode!("600", "70");

/// The two year-units of 2.3: one under, exact, over.
const YEAR_UNITS: &[Row] = rows! {
    "T31: 365 days and a course of 80 hours remove the mark";
        CPC, NOW, [PASSED, DAYS_365, COURSE_80, NO_TRAINING]
        => AWARD_MET, Granted(CPC), NothingMissing, Counts("c1", Reason::Counted);
    "T31: 364 days and the course lack one day";
        CPC, NOW, [PASSED, DAYS_364, COURSE_80, NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "1 day"),
           Waived("award/experience", 1);
    "T31: 366 days and the course are more than enough";
        CPC, NOW, [PASSED, DAYS_366, COURSE_80, NO_TRAINING] => AWARD_MET, Granted(CPC);
    "T35: 365 days and 79 hours leave the mark, a year short";
        CPC, NOW, [PASSED, DAYS_365, course!("79"), NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "365 days"),
           Waived("award/experience", 0);
    "T35, charter: the course of 79 hours is too little in this one entry";
        CPC, NOW, [PASSED, DAYS_365, course!("79"), NO_TRAINING]
        => AWARD_UNMET, Counts("c1", Reason::TooLittle);
    "T35: 365 days and 79.99 hours leave the mark";
        CPC, NOW, [PASSED, DAYS_365, course!("79.99"), NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A");
    "T35: 365 days and 81 hours remove the mark";
        CPC, NOW, [PASSED, DAYS_365, course!("81"), NO_TRAINING] => AWARD_MET, Granted(CPC);
    "2.3: two courses of 40 hours are no course of 80";
        CPC, NOW, [PASSED, DAYS_365, NO_TRAINING, r#""coursework": [
            {"subject": "medical-coding", "contact_hours": "40", "status": "completed"},
            {"subject": "medical-coding", "contact_hours": "40", "status": "completed"}]"#]
        => AWARD_UNMET, Missing("award/experience", "365 days");
    "T37: two different courses of 80 hours and no work leave the mark";
        CPC, NOW, [PASSED, NO_WORK, NO_TRAINING, r#""coursework": [
            {"subject": "medical-coding", "contact_hours": "80", "status": "completed",
                "provider": "A"},
            {"subject": "medical-coding", "contact_hours": "80", "status": "completed",
                "provider": "B"}]"#]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "365 days"),
           Waived("award/experience", 1);
    "T37, charter: of two courses where one may count, the second is surplus";
        CPC, NOW, [PASSED, NO_WORK, NO_TRAINING, r#""coursework": [
            {"id": "c1", "subject": "medical-coding", "contact_hours": "80",
                "completed": "2024-01-10"},
            {"id": "c2", "subject": "medical-coding", "contact_hours": "80",
                "completed": "2024-06-10"}]"#]
        => AWARD_UNMET, Counts("c1", Reason::Counted), Counts("c2", Reason::Surplus);
    "T33: course and Practicode of 600 at 70 need no work";
        CPC, NOW, [PASSED, NO_WORK, COURSE_80, PRACTICODE]
        => AWARD_MET, Granted(CPC), NothingMissing, Counts("t1", Reason::Counted);
    "T33: 601 cases at 71 will do as well";
        CPC, NOW, [PASSED, NO_WORK, COURSE_80, practicode!("601", "71")] => AWARD_MET, Granted(CPC);
    "T33: 599 cases are not all of them";
        CPC, NOW, [PASSED, NO_WORK, COURSE_80, practicode!("599", "70")]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "365 days"),
           Counts("t1", Reason::TooLittle);
    "T33: a score of 69 is too low";
        CPC, NOW, [PASSED, NO_WORK, COURSE_80, practicode!("600", "69")]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "365 days"),
           Counts("t1", Reason::TooLittle);
    "T33: a score of 69.99 is too low";
        CPC, NOW, [PASSED, NO_WORK, COURSE_80, practicode!("600", "69.99")]
        => AWARD_UNMET, Granted("AAPC/CPC-A");
    "2.3: Practicode stands for a year once, however often it is done";
        CPC, NOW, [PASSED, NO_WORK, NO_COURSE, r#""trainings": [
            {"program": "AAPC/Practicode", "completed": "2024-09-01", "items": 600, "score": "70"},
            {"program": "AAPC/Practicode", "completed": "2025-09-01", "items": 600,
                "score": "90"}]"#]
        => AWARD_UNMET, Missing("award/experience", "365 days");
    "2.3 option 2: 365 days and Practicode remove the mark";
        CPC, NOW, [PASSED, DAYS_365, NO_COURSE, PRACTICODE] => AWARD_MET, Granted(CPC);
    "2.3 option 2: 364 days and Practicode lack one day";
        CPC, NOW, [PASSED, DAYS_364, NO_COURSE, PRACTICODE]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "1 day");
    "2.3 option 1: 730 days alone remove the mark";
        CPC, NOW, [PASSED, DAYS_730, NO_COURSE, NO_TRAINING]
        => AWARD_MET, Granted(CPC), NothingMissing;
    "2.3 option 1: 729 days lack one";
        CPC, NOW, [PASSED, DAYS_729, NO_COURSE, NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "1 day");
    "2.3: work, course and Practicode together are more than enough";
        CPC, NOW, [PASSED, DAYS_365, COURSE_80, PRACTICODE] => AWARD_MET, Granted(CPC);
    "2.3: nothing but the exam leaves two years to show";
        CPC, NOW, [PASSED, NO_WORK, NO_COURSE, NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "730 days");
    "2.3: without the exam nothing is granted, not even with every year-unit";
        CPC, NOW, [NO_EXAMS, DAYS_365, COURSE_80, PRACTICODE]
        => AWARD_UNMET, NotGranted, Lacks("award/exam");
    "2.3: the COC's mark goes by the same rule, met";
        "AAPC/COC", NOW, [passed!("AAPC/COC", "2023-05-01"), DAYS_365, COURSE_80, NO_TRAINING]
        => AWARD_MET, Granted("AAPC/COC");
    "2.3: the COC's mark goes by the same rule, a day short";
        "AAPC/COC", NOW, [passed!("AAPC/COC", "2023-05-01"), DAYS_364, COURSE_80, NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/COC-A"), Missing("award/experience", "1 day");
};

#[test]
fn two_year_units_remove_the_apprentice_mark() {
    check(YEAR_UNITS);
}

#[test]
fn a_shortfall_is_what_is_needed_less_what_is_shown_less_what_is_waived() {
    let json = format!("{{{}}}", [PASSED, DAYS_364, COURSE_80, NO_TRAINING].join(", "));
    let answer = ask(CPC, &json, NOW);
    let [shortfall] = answer.shortfalls() else { panic!("{:?}", answer.shortfalls()) };
    assert_eq!(shortfall.path(), "award/experience");
    assert_eq!(shortfall.measure(), "experience");
    assert_eq!((shortfall.need(), shortfall.have()), ("730 days", "364 days"));
    assert_eq!(shortfall.missing(), "1 day");
    let [waived] = shortfall.waived() else { panic!("{:?}", shortfall.waived()) };
    assert_eq!(waived.waiver(), "AAPC/eighty-hour-course");
    assert_eq!(waived.amount().to_string(), "365 days");
}

/// What counts as a year-unit, and what does not.
const KINDS_OF_EVIDENCE: &[Row] = rows! {
    "2.3: a course that is not completed does not count";
        CPC, NOW, [PASSED, DAYS_365, NO_TRAINING, r#""coursework": [{"id": "c1",
            "subject": "medical-coding",
            "contact_hours": "80", "status": "enrolled"}]"#]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Counts("c1", Reason::NotCompleted);
    "2.3: a course completed the day before counts";
        CPC, NOW, [PASSED, DAYS_365, NO_TRAINING,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "80",
                "completed": "2026-01-14"}]"#]
        => AWARD_MET;
    "2.3: a course completed on the day counts";
        CPC, NOW, [PASSED, DAYS_365, NO_TRAINING,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "80",
                "completed": "2026-01-15"}]"#]
        => AWARD_MET;
    "2.3: a course completed the day after does not count yet";
        CPC, NOW, [PASSED, DAYS_365, NO_TRAINING, r#""coursework": [{"id": "c1",
            "subject": "medical-coding",
            "contact_hours": "80", "completed": "2026-01-16"}]"#]
        => AWARD_UNMET, Counts("c1", Reason::NotYet);
    "2.3: a course in another subject does not count";
        CPC, NOW, [PASSED, DAYS_365, NO_TRAINING, r#""coursework": [{"id": "c1",
            "subject": "medical-terminology",
            "contact_hours": "80", "status": "completed"}]"#]
        => AWARD_UNMET, Counts("c1", Reason::WrongTopic);
    "2.3: CEUs are no contact hours";
        CPC, NOW, [PASSED, DAYS_365, NO_COURSE, NO_TRAINING,
            r#""ceus": [{"units": "80", "completed": "2024-02-03", "approved_by": ["AAPC"]}]"#]
        => AWARD_UNMET, Missing("award/experience", "365 days");
    "2.3: a training of another name is no Practicode";
        CPC, NOW, [PASSED, DAYS_365, NO_COURSE, r#""trainings": [{"program": "AAPC/Codify",
            "completed": "2024-09-01", "items": 600, "score": "100"}]"#]
        => AWARD_UNMET, Missing("award/experience", "365 days");
    "2.3: externships count";
        CPC, NOW, [PASSED, jobs!("2025-01-01", "2025-12-31", r#""externship": true"#), COURSE_80,
            NO_TRAINING]
        => AWARD_MET, Counts("e1", Reason::Counted);
    "2.3: work before certification counts";
        CPC, NOW, [passed!("AAPC/CPC", "2023-05-01"), jobs!("2021-01-01", "2021-12-31"), COURSE_80,
            NO_TRAINING]
        => AWARD_MET;
    "2.3: inpatient coding is coding";
        CPC, NOW, [PASSED, COURSE_80, NO_TRAINING,
            job!(r#""field": "coding/inpatient", "start": "2025-01-01", "end": "2025-12-31""#)]
        => AWARD_MET;
    "2.3: billing is not coding";
        CPC, NOW, [PASSED, COURSE_80, NO_TRAINING,
            job!(r#""field": "billing", "start": "2025-01-01", "end": "2025-12-31""#)]
        => AWARD_UNMET, Missing("award/experience", "365 days"), Counts("e1", Reason::WrongTopic);
    "M-C6: AAPC sets no hours a week, part-time counts in full with a note";
        CPC, NOW, [PASSED, jobs!("2025-01-01", "2025-12-31", r#""hours_per_week": "10""#),
            COURSE_80, NO_TRAINING]
        => AWARD_MET, Note(NoteCode::PartTimeInFull);
    "2.3: who holds the CPC-A has passed, and two years remove the mark";
        CPC, NOW, [r#""holdings": [{"credential": "AAPC/CPC-A", "awarded": "2023-05-10"}]"#,
            DAYS_730]
        => AWARD_MET, Granted(CPC), Note(NoteCode::PassedByHolding);
    "2.3: a pass of the CPC is none of the COC";
        "AAPC/COC", NOW, [PASSED, DAYS_365, COURSE_80, NO_TRAINING]
        => AWARD_UNMET, NotGranted, Lacks("award/exam");
};

#[test]
fn a_year_unit_is_coding_work_a_completed_course_or_practicode() {
    check(KINDS_OF_EVIDENCE);
}

/// How days of work are counted: design 6, "Experience", and formats, "Jobs".
const DAYS_OF_WORK: &[Row] = rows! {
    "charter: two parallel jobs of one year are 365 days, enough with a course";
        CPC, NOW, [PASSED, jobs!("2025-01-01", "2025-12-31"; "2025-01-01", "2025-12-31"), COURSE_80,
            NO_TRAINING]
        => AWARD_MET, Counts("e1", Reason::Counted), Counts("e2", Reason::Duplicate);
    "T55, charter: two parallel jobs of one year are not two years";
        CPC, NOW, [PASSED, jobs!("2025-01-01", "2025-12-31"; "2025-01-01", "2025-12-31"), NO_COURSE,
            NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "365 days");
    "charter: of jobs that overlap by half a year each day counts once: 547 days";
        CPC, NOW, [PASSED, jobs!("2024-07-01", "2025-06-30"; "2024-01-01", "2024-12-31"), NO_COURSE,
            NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "183 days");
    "charter: jobs that touch lose no day";
        CPC, NOW, [PASSED, jobs!("2025-01-01", "2025-06-30"; "2025-07-01", "2025-12-31"), COURSE_80,
            NO_TRAINING]
        => AWARD_MET;
    "charter: a gap of one day is a day short";
        CPC, NOW, [PASSED, jobs!("2025-01-01", "2025-06-29"; "2025-07-01", "2025-12-31"), COURSE_80,
            NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "1 day");
    "charter: across 29 February 2024 a year is over on 28 February";
        CPC, NOW, [PASSED, jobs!("2023-03-01", "2024-02-28"), COURSE_80, NO_TRAINING] => AWARD_MET;
    "charter: on 27 February it is not";
        CPC, NOW, [PASSED, jobs!("2023-03-01", "2024-02-27"), COURSE_80, NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "1 day");
    "charter: 365 days of a leap year end on 30 December";
        CPC, NOW, [PASSED, jobs!("2024-01-01", "2024-12-30"), COURSE_80, NO_TRAINING] => AWARD_MET;
    "charter: up to 29 December of a leap year they are 364";
        CPC, NOW, [PASSED, jobs!("2024-01-01", "2024-12-29"), COURSE_80, NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "1 day");
    "charter: two years over a leap day are reached before the anniversary";
        CPC, NOW, [PASSED, jobs!("2023-03-01", "2025-02-27"), NO_COURSE, NO_TRAINING] => AWARD_MET;
    "charter: a day earlier they are not";
        CPC, NOW, [PASSED, jobs!("2023-03-01", "2025-02-26"), NO_COURSE, NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "1 day");
    "formats: still at work, the day asked about is the 365th";
        CPC, NOW, [PASSED, job!(r#""field": "coding", "start": "2025-01-16", "current": true"#),
            COURSE_80, NO_TRAINING]
        => AWARD_MET;
    "formats: still at work, the day asked about is the 364th";
        CPC, NOW, [PASSED, job!(r#""field": "coding", "start": "2025-01-17", "current": true"#),
            COURSE_80, NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "1 day");
    "formats: still at work, the next day is the 365th";
        CPC, "2026-01-16",
        [PASSED, job!(r#""field": "coding", "start": "2025-01-17", "current": true"#), COURSE_80,
            NO_TRAINING]
        => AWARD_MET;
    "formats: a start alone shows one day and leaves the end to be asked for";
        CPC, NOW, [PASSED, MEMBER, job!(r#""field": "coding", "start": "2025-01-01""#), COURSE_80,
            NO_TRAINING]
        => AWARD_OPEN, Granted("AAPC/CPC-A"), Asks(&["experience[0].end"]);
    "formats: a start alone just early enough is open: up to 365 days";
        CPC, NOW, [PASSED, job!(r#""field": "coding", "start": "2025-01-16""#), COURSE_80,
            NO_TRAINING] => AWARD_OPEN;
    "formats: a start alone that is too late is decided: up to 364 days";
        CPC, NOW, [PASSED, job!(r#""field": "coding", "start": "2025-01-17""#), COURSE_80,
            NO_TRAINING] => AWARD_UNMET;
    "formats: an end alone leaves the start to be asked for";
        CPC, NOW, [PASSED, MEMBER, job!(r#""field": "coding", "end": "2025-12-31""#), COURSE_80,
            NO_TRAINING]
        => AWARD_OPEN, Asks(&["experience[0].start"]);
    "charter: an open end does not matter where course and Practicode suffice";
        CPC, NOW, [PASSED, MEMBER, job!(r#""field": "coding", "start": "2025-01-01""#), COURSE_80,
            PRACTICODE]
        => AWARD_MET, Asks(&[]);
    "formats: of a job that goes on into the future only the days up to now count";
        CPC, NOW, [PASSED, jobs!("2025-01-17", "2026-12-31"), COURSE_80, NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "1 day");
    "formats: a job that starts tomorrow does not count yet";
        CPC, NOW, [PASSED, jobs!("2026-01-16", "2028-12-31"), NO_COURSE, NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "730 days"), Counts("e1", Reason::NotYet);
};

#[test]
fn a_day_of_work_counts_once_and_only_when_it_is_over() {
    check(DAYS_OF_WORK);
}

const COURSE_RECORDED: &str = r#""coursework": [{"subject": "medical-coding", "contact_hours": "80",
    "completed": "2025-06-01", "recorded": "2026-01-10"}]"#;

/// What is not known stays open, by section and by field; what was not known then is left out.
const NOT_KNOWN: &[Row] = rows! {
    "charter: no section `coursework`: a course can still turn up";
        CPC, NOW, [PASSED, MEMBER, DAYS_365, NO_TRAINING]
        => AWARD_OPEN, Granted("AAPC/CPC-A"), Asks(&["coursework"]),
           Because(UnknownBecause::FactMissing);
    "charter: no section `trainings`: Practicode can still turn up";
        CPC, NOW, [PASSED, MEMBER, DAYS_365, NO_COURSE]
        => AWARD_OPEN, Granted("AAPC/CPC-A"), Asks(&["trainings"]);
    "charter: no section `experience`: work can still turn up";
        CPC, NOW, [PASSED, MEMBER, COURSE_80, NO_TRAINING]
        => AWARD_OPEN, Granted("AAPC/CPC-A"), Asks(&["experience"]);
    "charter: with 364 days and no course, Practicode could not make enough";
        CPC, NOW, [PASSED, DAYS_364, NO_COURSE] => AWARD_UNMET, Granted("AAPC/CPC-A");
    "charter: no section `exams`: a pass can still turn up";
        CPC, NOW, [r#""holdings": []"#, DAYS_365, COURSE_80, NO_TRAINING]
        => AWARD_OPEN, NotGranted, AsksFor("exams");
    "charter: with two years of work nothing else is asked for";
        CPC, NOW, [PASSED, MEMBER, DAYS_730] => AWARD_MET, Asks(&[]);
    "charter: contact hours not stated are asked for";
        CPC, NOW, [PASSED, MEMBER, DAYS_365, NO_TRAINING,
            r#""coursework": [{"subject": "medical-coding", "status": "completed"}]"#]
        => AWARD_OPEN, Asks(&["coursework[0].contact_hours"]);
    "charter: whether the course is completed is asked for";
        CPC, NOW, [PASSED, MEMBER, DAYS_365, NO_TRAINING,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "80"}]"#]
        => AWARD_OPEN, Asks(&["coursework[0].status"]);
    "charter: of a course of 79 hours nothing is asked";
        CPC, NOW, [PASSED, MEMBER, DAYS_365, NO_TRAINING,
            r#""coursework": [{"subject": "medical-coding", "contact_hours": "79"}]"#]
        => AWARD_UNMET, Asks(&[]);
    "charter: a Practicode score not stated is asked for";
        CPC, NOW, [PASSED, MEMBER, DAYS_365, NO_COURSE,
            r#""trainings": [{"program": "AAPC/Practicode", "completed": "2024-09-01",
                "items": 600}]"#]
        => AWARD_OPEN, Asks(&["trainings[0].score"]);
    "formats: a course recorded on 10 January was not known on 9 January";
        CPC, NOW, [PASSED, DAYS_365, COURSE_RECORDED, NO_TRAINING]
        => AWARD_UNMET, Also::KnownOn("2026-01-09"), Missing("award/experience", "365 days");
    "formats: a course recorded on 10 January was known at the end of that day";
        CPC, NOW, [PASSED, DAYS_365, COURSE_RECORDED, NO_TRAINING]
        => AWARD_MET, Also::KnownOn("2026-01-10");
    "formats: a course recorded on 10 January was known on 11 January";
        CPC, NOW, [PASSED, DAYS_365, COURSE_RECORDED, NO_TRAINING]
        => AWARD_MET, Also::KnownOn("2026-01-11");
};

#[test]
fn what_is_not_known_stays_open_and_is_asked_for() {
    check(NOT_KNOWN);
}

/// The proof field of a job: kind, signer, whether on letterhead, what it states.
macro_rules! proof {
    ($document:literal, $signer:literal, $letterhead:literal, $states:literal) => {
        concat!(
            r#""proof": {"document": ""#,
            $document,
            r#"", "signed_by": ""#,
            $signer,
            r#"", "letterhead": "#,
            $letterhead,
            r#", "states": ["#,
            $states,
            r#"], "signed": "2019-02-01"}"#
        )
    };
}

/// 2017 and 2018 in two jobs, with a letter each.
macro_rules! letters {
    (($($first:literal),*), ($($second:literal),*)) => {
        concat!(
            r#""experience": [{"id": "e1", "field": "coding", "start": "2017-01-01",
                "end": "2017-12-31", "#,
            proof!("letter", $($first),*),
            r#"}, {"id": "e2", "field": "coding", "start": "2018-01-01", "end": "2018-12-31", "#,
            proof!("letter", $($second),*), "}]"
        )
    };
}

/// 2018 in one job, with a proof.
macro_rules! letter {
    ($($proof:literal),*) => {
        concat!(
            r#""experience": [{"id": "e1", "field": "coding", "start": "2018-01-01",
                "end": "2018-12-31", "#,
            proof!($($proof),*), "}]"
        )
    };
}

const CO_WORKER: &str = letters!(
    ("employer", "true", r#""duration", "dates""#),
    ("co-worker", "false", r#""duration", "dates""#)
);
const CO_WORKER_ON_LETTERHEAD: &str = letters!(
    ("employer", "true", r#""duration", "dates""#),
    ("co-worker", "true", r#""duration", "dates""#)
);
const SECOND_ON_LETTERHEAD: &str =
    letters!(("supervisor", "false", r#""duration""#), ("hr", "true", r#""duration""#));
const NONE_ON_LETTERHEAD: &str =
    letters!(("employer", "false", r#""duration""#), ("employer", "false", r#""duration""#));
/// The days of the A1 to A4 texts on which cases are asked.
const A1: &str = "2015-06-01";
const A2: &str = "2019-09-04";
const A3: &str = "2021-06-01";
const A4: &str = "2023-06-01";

/// Who may vouch for work, and how: the table "Evidence rules by period" of 2.3.
const LETTERS: &[Row] = rows! {
    "T39: under the 2019 text the second letter may be a co-worker's";
        CPC, A2, [PASSED, CO_WORKER, NO_COURSE, NO_TRAINING]
        => AWARD_MET, Granted(CPC), Counts("e2", Reason::Counted);
    "5.8, charter: whether a co-worker's letter was accepted under the A3 text is not on file";
        CPC, A3, [PASSED, CO_WORKER, NO_COURSE, NO_TRAINING] => AWARD_OPEN, Granted("AAPC/CPC-A");
    "T39: under the A4 text a co-worker's letter is refused";
        CPC, A4, [PASSED, CO_WORKER_ON_LETTERHEAD, NO_COURSE, NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Counts("e2", Reason::NotVerified);
    "T39: now a co-worker's letter is refused, a year short";
        CPC, NOW, [PASSED, CO_WORKER_ON_LETTERHEAD, NO_COURSE, NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "365 days"),
           Counts("e1", Reason::Counted), Counts("e2", Reason::NotVerified);
    "T41: 15 months with X and 9 with Y, a letter each, remove the mark";
        CPC, NOW, [PASSED, NO_COURSE, NO_TRAINING, jobs!(
            "2022-10-01", "2023-12-31", r#""employer": "X", "proof": {"document": "letter",
                "signed_by": "employer",
                "letterhead": true, "states": ["dates"], "signed": "2024-01-10"}"#;
            "2024-01-01", "2024-09-30", r#""employer": "Y", "proof": {"document": "letter",
                "signed_by": "hr",
                "letterhead": true, "states": ["dates"], "signed": "2024-10-10"}"#)]
        => AWARD_MET, Granted(CPC), NoNote(NoteCode::NoProof);
    "2.3, A2: of two letters one on letterhead is enough";
        CPC, A2, [PASSED, SECOND_ON_LETTERHEAD, NO_COURSE, NO_TRAINING] => AWARD_MET;
    "2.3, A2: of two letters none on letterhead is not";
        CPC, A2, [PASSED, NONE_ON_LETTERHEAD, NO_COURSE, NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A");
    "2.3, A1: of two letters one on letterhead is enough";
        CPC, A1, [PASSED, NO_COURSE, NO_TRAINING, jobs!(
            "2013-01-01", "2013-12-31", r#""proof": {"document": "letter", "letterhead": true,
                "signed": "2015-02-01"}"#;
            "2014-01-01", "2014-12-31", r#""proof": {"document": "letter", "letterhead": false,
                "signed": "2015-02-01"}"#)]
        => AWARD_MET;
    "2.3, A1: of two letters none on letterhead is not";
        CPC, A1, [PASSED, NO_COURSE, NO_TRAINING, jobs!(
            "2013-01-01", "2013-12-31", r#""proof": {"document": "letter", "letterhead": false,
                "signed": "2015-02-01"}"#;
            "2014-01-01", "2014-12-31", r#""proof": {"document": "letter", "letterhead": false,
                "signed": "2015-02-01"}"#)]
        => AWARD_UNMET;
    "2.3, A3: with the course one letter on letterhead is enough";
        CPC, A3, [PASSED, letter!("letter", "employer", "true", r#""duration""#), COURSE_80,
            NO_TRAINING] => AWARD_MET;
    "2.3, A3: with the course one letter that is not on letterhead is not";
        CPC, A3, [PASSED, letter!("letter", "employer", "false", r#""duration""#), COURSE_80,
            NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A");
    "2.3, A4: a letter that states the time but no dates counted";
        CPC, A4, [PASSED, letter!("letter", "employer", "true", r#""duration""#), COURSE_80,
            NO_TRAINING] => AWARD_MET;
    "2.3, A5: a letter that states the time but no dates does not count";
        CPC, NOW, [PASSED, letter!("letter", "employer", "true", r#""duration""#), COURSE_80,
            NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Counts("e1", Reason::NotVerified);
    "2.3, A5: a letter that states nothing does not count";
        CPC, NOW, [PASSED, letter!("letter", "employer", "true", ""), COURSE_80, NO_TRAINING]
        => AWARD_UNMET, Counts("e1", Reason::NotVerified);
    "2.3, A5: a letter of the employer with dates counts";
        CPC, NOW, [PASSED, letter!("letter", "employer", "true", r#""dates""#), COURSE_80,
            NO_TRAINING]
        => AWARD_MET, NoNote(NoteCode::NoProof), Counts("e1", Reason::Counted);
    "2.3, A5: a letter of the supervisor counts";
        CPC, NOW, [PASSED, letter!("letter", "supervisor", "true", r#""dates""#), COURSE_80,
            NO_TRAINING] => AWARD_MET;
    "2.3, A5: a letter of the person does not count";
        CPC, NOW, [PASSED, letter!("letter", "self", "true", r#""dates""#), COURSE_80, NO_TRAINING]
        => AWARD_UNMET, Missing("award/experience", "365 days"), Counts("e1", Reason::NotVerified);
    "2.3, A5: a letter that is not on letterhead does not count";
        CPC, NOW, [PASSED, letter!("letter", "employer", "false", r#""dates""#), COURSE_80,
            NO_TRAINING]
        => AWARD_UNMET, Counts("e1", Reason::NotVerified);
    "2.3, A5: a certificate is no letter";
        CPC, NOW, [PASSED, letter!("certificate", "employer", "true", r#""dates""#), COURSE_80,
            NO_TRAINING]
        => AWARD_UNMET, Counts("e1", Reason::NotVerified);
    "formats: work without proof counts, with a note";
        CPC, NOW, [PASSED, DAYS_365, COURSE_80, NO_TRAINING] => AWARD_MET, Note(NoteCode::NoProof);
    "2.3, A2: a certificate that states the hours proves the course";
        CPC, A2, [PASSED, YEAR_2018, NO_TRAINING, r#""coursework": [{"id": "c1",
            "subject": "medical-coding",
            "contact_hours": "80", "completed": "2018-06-01", "proof": {"document": "certificate",
                "states": ["hours"]}}]"#]
        => AWARD_MET;
    "2.3, A2: a certificate that does not state the hours proves nothing";
        CPC, A2, [PASSED, YEAR_2018, NO_TRAINING, r#""coursework": [{"id": "c1",
            "subject": "medical-coding",
            "contact_hours": "80", "completed": "2018-06-01", "proof": {"document": "certificate",
                "states": ["dates"]}}]"#]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Counts("c1", Reason::NotVerified);
};

#[test]
fn who_may_vouch_for_work_depends_on_the_text_in_force() {
    check(LETTERS);
}

const YEAR_2014: &str = jobs!("2014-01-01", "2014-12-31");
const YEAR_2018: &str = jobs!("2018-01-01", "2018-12-31");
const PRACTICUM: &str =
    r#""trainings": [{"program": "AAPC/Practicum", "completed": "2014-09-01"}]"#;

/// Which combinations were published when, and where the texts are silent.
const PERIODS: &[Row] = rows! {
    "T33: under A1 course and Practicum without a job are not listed";
        CPC, A1, [PASSED, NO_WORK, COURSE_80, PRACTICUM]
        => AWARD_UNMET, Granted("AAPC/CPC-A"), Missing("award/experience", "365 days");
    "T33: from A3 on course and Practicode without a job are accepted";
        CPC, A3, [PASSED, NO_WORK, COURSE_80, PRACTICODE] => AWARD_MET, Granted(CPC);
    "2.3, A2: of course and Practicode without a job nothing is quoted";
        CPC, A2, [PASSED, NO_WORK, COURSE_80, PRACTICODE]
        => AWARD_OPEN, Granted("AAPC/CPC-A"), Because(UnknownBecause::RuleUnknown);
    "2.3, A2: of Practicode nothing is quoted, so with a year of work it is open";
        CPC, A2, [PASSED, YEAR_2018, NO_COURSE, PRACTICODE]
        => AWARD_OPEN, Granted("AAPC/CPC-A"), Because(UnknownBecause::RuleUnknown);
    "2.3, A1: the Practicum stood for a year";
        CPC, A1, [PASSED, YEAR_2014, NO_COURSE, PRACTICUM] => AWARD_MET;
    "T31, A2: a year of work and the course removed the mark";
        CPC, A2, [PASSED, YEAR_2018, COURSE_80, NO_TRAINING] => AWARD_MET;
    "T35, A2: a year of work and 79 hours left it";
        CPC, A2, [PASSED, YEAR_2018, course!("79"), NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A");
    "T35, A3: a year of work and 79 hours left it";
        CPC, A3, [PASSED, YEAR_2018, course!("79"), NO_TRAINING]
        => AWARD_UNMET, Granted("AAPC/CPC-A");
    "charter: between the texts of 2016 and 2019 no rule is on file";
        CPC, "2018-01-01", [PASSED, jobs!("2010-01-01", "2016-12-31"), COURSE_80, NO_TRAINING]
        => AWARD_OPEN, NotGranted, Because(UnknownBecause::RuleUnknown);
};

#[test]
fn combinations_count_from_when_they_were_published() {
    check(PERIODS);
}

/// Which exams lead to an apprentice form, and under which name a credential is found.
const DESIGNATIONS: &[Row] = rows! {
    "T29: passing the CIC without experience gives the full credential, by inference";
        "AAPC/CIC", NOW, [passed!("AAPC/CIC", "2025-05-01"), NO_WORK, NO_COURSE, NO_TRAINING]
        => AWARD_MET, Granted("AAPC/CIC"), NothingMissing, Sure(Confidence::Inferred);
    "T29: passing the CRC without experience gives the full credential, by inference";
        "AAPC/CRC", NOW, [passed!("AAPC/CRC", "2025-05-01"), NO_WORK, NO_COURSE, NO_TRAINING]
        => AWARD_MET, Granted("AAPC/CRC"), NothingMissing, Sure(Confidence::Inferred);
    "T29: without a pass the CRC is not granted";
        "AAPC/CRC", NOW, [NO_EXAMS] => AWARD_UNMET, NotGranted, Lacks("award/passed");
    "2.2: the biller's exam has no apprentice form";
        "AAPC/CPB", NOW, [passed!("AAPC/CPB", "2025-05-01"), NO_WORK]
        => AWARD_MET, Granted("AAPC/CPB");
    "2.2: asked for the CPC-A, the pass is all it needs";
        "AAPC/CPC-A", NOW, [PASSED, NO_WORK, NO_COURSE, NO_TRAINING]
        => AWARD_MET, Granted("AAPC/CPC-A"), NothingMissing;
    "2.2: asked for the CPC-A without a pass";
        "AAPC/CPC-A", NOW, [NO_EXAMS, NO_WORK, NO_COURSE, NO_TRAINING] => AWARD_UNMET, NotGranted;
    "2.2: asked for the CPC-A, who has two year-units is granted the CPC itself";
        "AAPC/CPC-A", NOW, [PASSED, DAYS_365, COURSE_80, NO_TRAINING] => AWARD_MET, Granted(CPC);
    "1.1: the CPC-H is the COC now, and a pass under the old name counts";
        "AAPC/CPC-H", NOW, [passed!("AAPC/CPC-H", "2013-05-01"), DAYS_365, COURSE_80, NO_TRAINING]
        => AWARD_MET, Named("AAPC/COC"), Granted("AAPC/COC"), Note(NoteCode::Renamed);
    "1.1: the CPC-H-A is the COC-A now";
        "AAPC/CPC-H-A", NOW, [passed!("AAPC/COC", "2023-05-01"), DAYS_364, COURSE_80, NO_TRAINING]
        => AWARD_MET, Named("AAPC/COC-A"), Granted("AAPC/COC-A"), Note(NoteCode::Renamed);
    "1.1: asked for by its present name the COC carries no note of a rename";
        "AAPC/COC", NOW, [passed!("AAPC/COC", "2023-05-01"), DAYS_365, COURSE_80, NO_TRAINING]
        => AWARD_MET, Named("AAPC/COC"), NoNote(NoteCode::Renamed);
    "2.2: in the ICD-9 years the CPC-P had an apprentice form; what removed it is not on file";
        "AAPC/CPC-P", A1, [passed!("AAPC/CPC-P", "2014-05-01"), jobs!("2010-01-01", "2014-12-31"),
            COURSE_80]
        => AWARD_OPEN, Granted("AAPC/CPC-P-A"), Because(UnknownBecause::RuleUnpublished);
    "2.2: now only CPC and COC have one, so who passed the CPC-P is full";
        "AAPC/CPC-P", NOW, [passed!("AAPC/CPC-P", "2018-05-01"), NO_WORK]
        => AWARD_MET, Granted("AAPC/CPC-P"), Sure(Confidence::Inferred);
    "1.1: nothing about the CPC-I is on file";
        "AAPC/CPC-I", NOW, [passed!("AAPC/CPC-I", "2025-05-01"), MEMBER, DAYS_730]
        => AWARD_OPEN, NotGranted, Because(UnknownBecause::RuleUnpublished);
    "W21: asked about the CPEDC in 2026: name and offer are not confirmed";
        "AAPC/CPEDC", LAST, [passed!("AAPC/CPEDC", "2025-05-01"), MEMBER, DAYS_365, COURSE_80,
            PRACTICODE]
        => AWARD_OPEN, NotGranted, Because(UnknownBecause::RuleUnpublished);
    "W21: whether the CPEDC exam may be sat is open";
        "AAPC/CPEDC", LAST, [NO_EXAMS, MEMBER] => EXAM_OPEN;
};

#[test]
fn only_the_cpc_and_the_coc_have_an_apprentice_form_now() {
    check(DESIGNATIONS);
}

/// The pass mark is 70 percent, and a pass counts from its day.
const PASS_MARK: &[Row] = rows! {
    "T53: a score of 69 fails the CPC";
        CPC, NOW, [scored!("AAPC/CPC", "69")]
        => AWARD_UNMET, NotGranted, Counts("x1", Reason::NotPassed);
    "T53: a score of 69.99 fails the CPC";
        "AAPC/CPC-A", NOW, [scored!("AAPC/CPC", "69.99")] => AWARD_UNMET, NotGranted;
    "T53: a score of 70 passes the CPC";
        "AAPC/CPC-A", NOW, [scored!("AAPC/CPC", "70")]
        => AWARD_MET, Granted("AAPC/CPC-A"), Counts("x1", Reason::Counted);
    "T53: a score of 71 passes the CPC";
        "AAPC/CPC-A", NOW, [scored!("AAPC/CPC", "71")] => AWARD_MET, Granted("AAPC/CPC-A");
    "1.1: the CRC needs at least 70 correct of 100: 69";
        "AAPC/CRC", NOW, [scored!("AAPC/CRC", "69")] => AWARD_UNMET, NotGranted;
    "1.1: the CRC needs at least 70 correct of 100: 70";
        "AAPC/CRC", NOW, [scored!("AAPC/CRC", "70")] => AWARD_MET, Granted("AAPC/CRC");
    "1.1, charter: of a score before the pass mark is on file the outcome is asked for";
        CPC, NOW, [MEMBER, DAYS_730, r#""holdings": [], "exams": [{"credential": "AAPC/CPC",
            "taken": "2012-05-01", "score": "85"}]"#]
        => AWARD_OPEN, NotGranted, AsksFor("exams[0].passed");
    "charter: a pass on the day asked about counts";
        "AAPC/CPC-A", NOW, [passed!("AAPC/CPC", "2026-01-15")] => AWARD_MET, Granted("AAPC/CPC-A");
    "charter: a pass the day after does not count yet";
        "AAPC/CPC-A", NOW, [passed!("AAPC/CPC", "2026-01-16")]
        => AWARD_UNMET, NotGranted, Counts("x1", Reason::NotYet);
};

#[test]
fn seventy_percent_passes() {
    check(PASS_MARK);
}

#[test]
fn a_pass_and_a_score_below_the_pass_mark_contradict_each_other() {
    for (passed, score) in [("true", "69"), ("false", "70")] {
        let attempt = format!(
            r#"{{"credential": "AAPC/CPC", "taken": "2025-05-01", "passed": {passed},
                "score": "{score}"}}"#
        );
        let record = record(&format!(r#"{{"exams": [{attempt}]}}"#));
        let error = JUDGE.eligibility(CPC, &record, day(NOW)).unwrap_err().to_string();
        assert!(error.contains("exams[0]") && error.contains("70"), "T53, formats: {error}");
    }
}

/// A membership of AAPC `m1` from 2025-01-10, paid through this day.
macro_rules! member {
    ($through:literal) => {
        concat!(
            r#""memberships": [{"id": "m1", "organization": "AAPC", "start": "2025-01-10",
                "paid_through": ""#,
            $through,
            r#""}]"#
        )
    };
}

/// Membership is all that an AAPC exam asks for, and the exam must be offered.
const ADMISSION: &[Row] = rows! {
    "2.1: a member without schooling or work may sit the CPC";
        CPC, NOW, [NO_EXAMS, NO_WORK, NO_COURSE, NO_TRAINING, r#""education": []"#,
            member!("2026-01-16")] => EXAM_MET;
    "2.1: a membership paid through the day is current";
        CPC, NOW, [NO_EXAMS, member!("2026-01-15")] => EXAM_MET, At("exam/membership", Met);
    "2.1: a membership paid through the day before is over";
        CPC, NOW, [NO_EXAMS, member!("2026-01-14")]
        => EXAM_UNMET, Lacks("exam/membership"), Counts("m1", Reason::Expired);
    "2.1: a membership that starts tomorrow is not current";
        CPC, NOW, [NO_EXAMS, r#""memberships": [{"organization": "AAPC", "start": "2026-01-16",
            "paid_through": "2027-01-15"}]"#]
        => EXAM_UNMET, Lacks("exam/membership");
    "2.1: no membership, no exam";
        CPC, NOW, [NO_EXAMS, r#""memberships": []"#, DAYS_365, COURSE_80]
        => EXAM_UNMET, Lacks("exam/membership");
    "2.1: membership of another body does not admit";
        CPC, NOW, [NO_EXAMS, r#""memberships": [{"organization": "AHIMA", "start": "2025-01-10",
            "paid_through": "2027-01-15"}]"#]
        => EXAM_UNMET;
    "2.1: a membership not stated is asked for";
        CPC, NOW, [NO_EXAMS] => EXAM_OPEN, AsksFor("memberships");
    "2.1: dues not stated are asked for";
        CPC, NOW, [NO_EXAMS, r#""memberships": [{"organization": "AAPC", "start": "2025-01-10"}]"#]
        => EXAM_OPEN, AsksFor("memberships[0].paid_through");
    "2.1: the CPMA needs no CPC first";
        "AAPC/CPMA", NOW, [NO_EXAMS, MEMBER] => EXAM_MET;
    "1.2: a specialty exam needs membership only";
        "AAPC/CUC", LAST, [NO_EXAMS, MEMBER, NO_WORK] => EXAM_MET;
    "1.2: about two years are advised for a specialty: 730 days";
        "AAPC/COSC", LAST, [NO_EXAMS, DAYS_730] => ADVICE_MET;
    "1.2: about two years are advised for a specialty: 729 days";
        "AAPC/COSC", LAST, [NO_EXAMS, DAYS_729] => ADVICE_UNMET;
    "2.1: an associate degree is advised for the CPC, not required";
        CPC, NOW, [NO_EXAMS, MEMBER, r#""education": [{"level": "high-school",
            "status": "completed"}]"#] => ADVICE_UNMET;
    "2.1: an associate degree follows the advice";
        CPC, NOW, [NO_EXAMS, MEMBER, r#""education": [{"level": "associate",
            "status": "completed"}]"#] => ADVICE_MET;
    "formats: who has passed may sit, with a note";
        CPC, NOW, [PASSED, MEMBER] => EXAM_MET, Note(NoteCode::AlreadyPassed);
    "1.3: no wait after a failure is published, so the next attempt is open";
        CPC, NOW, [r#""exams": [{"credential": "AAPC/CPC", "taken": "2026-01-10",
            "passed": false}]"#, MEMBER]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnpublished), Also::Next(None);
    "1.1: the CPC-P was offered in 2023";
        "AAPC/CPC-P", "2023-09-30", [NO_EXAMS, MEMBER] => EXAM_MET;
    "1.1: the CPC-P was retired late in 2023, on a day not on file";
        "AAPC/CPC-P", "2023-11-15", [NO_EXAMS, MEMBER]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnknown);
    "1.1: from 2024 on the CPC-P is retired";
        "AAPC/CPC-P", "2024-01-01", [NO_EXAMS, MEMBER] => EXAM_UNMET, Lacks("exam/offered");
    "1.1: the CPC-P is retired today";
        "AAPC/CPC-P", LAST, [NO_EXAMS, MEMBER]
        => EXAM_UNMET, Lacks("exam/offered"), At("exam/offered", Unmet);
};

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
        let exam = format!(
            r#""exams": [{{"credential": "AAPC/{code}", "taken": "2025-05-01", "passed": true}}]"#
        );
        let json = format!("{{{}}}", [exam.as_str(), MEMBER, DAYS_365, COURSE_80].join(", "));
        let answer = ask(&format!("AAPC/{code}"), &json, LAST);
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
        ("AAPC/COSC", LAST, "100 items, 240 minutes, 70 percent"),
        // The two pages on the CEMC contradict each other.
        ("AAPC/CEMC", LAST, "none"),
    ];
    for (credential, as_of, wanted) in cases {
        check_format(credential, as_of, wanted);
    }
}

#[test]
fn exam_prices_are_those_of_the_day() {
    // 1.3: one free retake is a price for two attempts.
    let cases = [
        ("AAPC/CPC", "2013-06-01", ["member 300.00 USD for 2", "student 260.00 USD for 2"]),
        ("AAPC/CPB", "2013-06-01", ["member 300.00 USD for 2", "student 260.00 USD for 2"]),
        ("AAPC/CIC", "2016-06-01", ["member 350.00 USD for 2", "student 290.00 USD for 2"]),
        ("AAPC/CPC-P", "2016-06-01", ["member 350.00 USD for 2", "student 290.00 USD for 2"]),
        ("AAPC/CDEO", "2017-06-01", ["member 350.00 USD for 2", "student 290.00 USD for 2"]),
        ("AAPC/CPC", "2024-06-01", ["member 399.00 USD for 1", "member 499.00 USD for 2"]),
    ];
    for (credential, as_of, wanted) in cases {
        assert_eq!(prices(credential, as_of), wanted, "1.3: the {credential} exam on {as_of}");
    }
}

#[test]
fn the_two_prices_of_2026_for_one_attempt_stand_side_by_side() {
    let mut single = prices(CPC, NOW);
    single.retain(|price| price.contains("for 1"));
    assert_eq!(single.len(), 2, "5.9: {single:?}");
    for (amount, price) in ["399.00", "425.00"].iter().zip(&single) {
        assert!(price.contains(amount) && price.contains('['), "5.9: {price}");
    }
}

#[test]
fn a_row_that_claims_otherwise_is_named() {
    let [right, ..] = YEAR_UNITS else { panic!("no rows") };
    let wrong = [
        Granted("AAPC/CPC-A"),
        NotGranted,
        Named("AAPC/COC"),
        Sure(Confidence::Inferred),
        Missing("award/experience", "1 day"),
        Lacks("award/experience"),
        Waived("award/experience", 1),
        AsksFor("coursework"),
        Because(UnknownBecause::RuleUnpublished),
        Note(NoteCode::Renamed),
        NoNote(NoteCode::AlreadyPassed),
        Counts("c1", Reason::Surplus),
        Counts("c9", Reason::Counted),
        At("award/experience", Unmet),
        At("nowhere", Met),
        Parted,
        Also::Next(Some("2026-02-01")),
        Also::Window("2026-01-01", "2026-04-30"),
        Also::KnownOn("2026-01-01"),
    ];
    for claim in wrong {
        let also = [claim];
        let faults: Vec<String> =
            also.iter().filter_map(|also| also.fault(&right.answer(), right.part)).collect();
        assert_eq!(faults.len(), 1, "{claim:?}");
    }
    let row = Row { verdict: Unmet, ..*right };
    assert!(row.faults().iter().any(|fault| fault.contains(right.name)), "{:?}", row.faults());
}
