//! AHIMA's rules on the worked cases of `domain/ahima.md` and `domain/more.md`.
//!
//! Expectations come from those files and from the design, never from what the program prints. A
//! case is named by its number there (T53, W27), a contradiction (C10), a section (3.6), or
//! `charter` for the meaning of answers.

use coding_credentials::explain::Verdict::{Met, Unmet};
use coding_credentials::explain::{self, NoteCode, Reason, UnknownBecause};

use crate::scenarios_aapc::Also::{
    Asks, AsksFor, At, Because, Counts, Granted, Lacks, Missing, Named, Next, NoNote, NotGranted,
    Note, NothingMissing, Parted, Window,
};
use crate::scenarios_aapc::{
    ADVICE_MET, ADVICE_UNMET, AWARD_MET, AWARD_OPEN, AWARD_UNMET, EXAM_MET, EXAM_OPEN, EXAM_UNMET,
    LAST, NO_COURSE, NO_EXAMS, NO_WORK, NOW, Row, check, check_format, job, jobs, passed, prices,
    rows, scored,
};
use crate::support::ask;

const DIPLOMA: &str = r#""education": [{"level": "high-school", "status": "completed"}]"#;
const NO_SCHOOL: &str = r#""education": []"#;

/// Education `s1` of a level, completed, in no particular field.
macro_rules! school {
    ($level:literal) => {
        concat!(r#""education": [{"id": "s1", "level": ""#, $level, r#"", "status": "completed"}]"#)
    };
}

/// A programme `s1` in health information management.
macro_rules! him {
    ($level:literal, $accreditor:literal, $rest:literal) => {
        concat!(
            r#""education": [{"id": "s1", "level": ""#,
            $level,
            r#"", "field": "health-information-management", "accreditor": ""#,
            $accreditor,
            r#"", "#,
            $rest,
            "}]"
        )
    };
}

/// Holdings, and no exams.
macro_rules! held {
    ($($credential:literal),+) => {
        concat!(r#""exams": [], "holdings": [{"awarded": "2015-05-01", "expires": "2099-12-31",
            "credential": ""#,
            $($credential, )+ r#""}]"#)
    };
}

/// Completed courses, one of each subject.
macro_rules! courses {
    ($first:literal $(, $subject:literal)*) => {
        concat!(
            r#""coursework": [{"status": "completed", "subject": ""#, $first,
            $(r#""}, {"status": "completed", "subject": ""#, $subject,)* r#""}]"#
        )
    };
}

/// A job `e1` in privacy or security up to 31 May 2021.
macro_rules! privacy {
    ($start:literal) => {
        concat!(
            r#""experience": [{"id": "e1", "field": "privacy-security", "start": ""#,
            $start,
            r#"", "end": "2021-05-31"}]"#
        )
    };
}

const SEVEN_COURSES: &str = courses!(
    "anatomy-and-physiology",
    "pathophysiology",
    "pharmacology",
    "medical-terminology",
    "reimbursement-methodology",
    "icd-diagnostic-coding",
    "procedural-coding"
);
const SIX_COURSES: &str = courses!(
    "anatomy-and-physiology",
    "pathophysiology",
    "pharmacology",
    "medical-terminology",
    "icd-diagnostic-coding",
    "procedural-coding"
);
const CCS: &str = "AHIMA/CCS";
const CCS_P: &str = "AHIMA/CCS-P";
const DAYS_182: &str = jobs!("2025-07-03", "2025-12-31");
const DAYS_183: &str = jobs!("2025-07-02", "2025-12-31");
const DAYS_364: &str = jobs!("2025-01-02", "2025-12-31");
const DAYS_365: &str = jobs!("2025-01-01", "2025-12-31");
const DAYS_729: &str = jobs!("2024-01-03", "2025-12-31");
const DAYS_730: &str = jobs!("2024-01-02", "2025-12-31");

/// CCA and CCS as they are now: a diploma is required, all else is advice.
const DIPLOMA_ONLY: &[Row] = rows! {
    "T53: a diploma alone admits to the CCS";
        CCS, NOW, [DIPLOMA, NO_EXAMS, NO_WORK, NO_COURSE] => EXAM_MET;
    "T53: and follows none of the advised routes";
        CCS, NOW, [DIPLOMA, NO_EXAMS, NO_WORK, NO_COURSE] => ADVICE_UNMET;
    "T57: ten years of coding without a diploma do not admit to the CCS";
        CCS, NOW, [NO_SCHOOL, NO_EXAMS, NO_COURSE, jobs!("2015-01-01", "2025-12-31")]
        => EXAM_UNMET, Lacks("exam/education");
    "T57: they follow the advice all the same";
        CCS, NOW, [NO_SCHOOL, NO_EXAMS, NO_COURSE, jobs!("2015-01-01", "2025-12-31")] => ADVICE_MET;
    "3.2, formats: a higher degree satisfies the diploma";
        CCS, NOW, [school!("associate"), NO_EXAMS] => EXAM_MET;
    "3.2, formats: a certificate stands apart and does not";
        CCS, NOW, [school!("certificate"), NO_EXAMS] => EXAM_UNMET, Lacks("exam/education");
    "3.2: a school not finished is no diploma";
        CCS, NOW, [r#""education": [{"id": "s1", "level": "high-school", "status": "final-term"}]"#,
            NO_EXAMS]
        => EXAM_UNMET, Counts("s1", Reason::NotCompleted);
    "3.2: a diploma of the day before";
        CCS, NOW, [r#""education": [{"level": "high-school", "completed": "2026-01-14"}]"#,
            NO_EXAMS] => EXAM_MET;
    "3.2: a diploma of the day";
        CCS, NOW, [r#""education": [{"level": "high-school", "completed": "2026-01-15"}]"#,
            NO_EXAMS] => EXAM_MET;
    "3.2: a diploma of the day after";
        CCS, NOW, [r#""education": [{"level": "high-school", "completed": "2026-01-16"}]"#,
            NO_EXAMS] => EXAM_UNMET;
    "3.2: a diploma not stated is asked for";
        CCS, NOW, [passed!("AAPC/CPC", "2024-05-01")]
        => EXAM_OPEN, Because(UnknownBecause::FactMissing);
    "3.2: between 2020 and 2024 no rule for the CCS is on file";
        CCS, "2022-06-01", [DIPLOMA, NO_EXAMS] => EXAM_OPEN, Because(UnknownBecause::RuleUnknown);
    "3.1: a diploma alone admits to the CCA";
        "AHIMA/CCA", NOW, [DIPLOMA, NO_EXAMS, NO_WORK, NO_COURSE] => EXAM_MET;
    "3.1: without one six months of coding do not";
        "AHIMA/CCA", NOW, [NO_SCHOOL, NO_EXAMS, DAYS_183, NO_COURSE]
        => EXAM_UNMET, Lacks("exam/education");
    "3.1: six months are advised for the CCA: 183 days";
        "AHIMA/CCA", NOW, [DIPLOMA, NO_EXAMS, DAYS_183, NO_COURSE] => ADVICE_MET;
    "3.1: six months are advised for the CCA: 182 days";
        "AHIMA/CCA", NOW, [DIPLOMA, NO_EXAMS, DAYS_182, NO_COURSE] => ADVICE_UNMET;
    "3.1: four courses follow the advice for the CCA";
        "AHIMA/CCA", NOW, [DIPLOMA, NO_EXAMS, NO_WORK,
            courses!("anatomy-and-physiology", "medical-terminology", "icd-diagnostic-coding",
                "procedural-coding")]
        => ADVICE_MET;
    "3.1: three of them do not";
        "AHIMA/CCA", NOW, [DIPLOMA, NO_EXAMS, NO_WORK,
            courses!("anatomy-and-physiology", "medical-terminology", "icd-diagnostic-coding")]
        => ADVICE_UNMET;
    "3.2 (a): seven courses and 365 days";
        CCS, NOW, [DIPLOMA, NO_EXAMS, SEVEN_COURSES, DAYS_365] => ADVICE_MET;
    "3.2 (a): seven courses and 364 days";
        CCS, NOW, [DIPLOMA, NO_EXAMS, SEVEN_COURSES, DAYS_364] => ADVICE_UNMET;
    "3.2 (a): six courses and 365 days";
        CCS, NOW, [DIPLOMA, NO_EXAMS, SIX_COURSES, DAYS_365] => ADVICE_UNMET;
    "3.2 (b): 730 days";
        CCS, NOW, [DIPLOMA, NO_EXAMS, NO_COURSE, DAYS_730] => ADVICE_MET;
    "3.2 (b): 729 days";
        CCS, NOW, [DIPLOMA, NO_EXAMS, NO_COURSE, DAYS_729] => ADVICE_UNMET;
    "3.2 (c): CCA and 365 days";
        CCS, NOW, [DIPLOMA, held!("AHIMA/CCA"), NO_COURSE, DAYS_365] => ADVICE_MET;
    "3.2 (c): CCA and 364 days";
        CCS, NOW, [DIPLOMA, held!("AHIMA/CCA"), NO_COURSE, DAYS_364] => ADVICE_UNMET;
    "3.2 (d): a coding credential of another body and 365 days";
        CCS, NOW, [DIPLOMA, held!("AAPC/CPC"), NO_COURSE, DAYS_365] => ADVICE_MET;
    "3.2 (d): a coding credential of another body and 364 days";
        CCS, NOW, [DIPLOMA, held!("AAPC/CPC"), NO_COURSE, DAYS_364] => ADVICE_UNMET;
    "3.2 (d): a credential of another body that is not in coding";
        CCS, NOW, [DIPLOMA, held!("AAPC/CPB"), NO_COURSE, DAYS_365] => ADVICE_UNMET;
    "3.2 (e): the CCS-P alone";
        CCS, NOW, [DIPLOMA, held!("AHIMA/CCS-P"), NO_COURSE, NO_WORK] => ADVICE_MET;
    "3.2 (e): the RHIT alone";
        CCS, NOW, [DIPLOMA, held!("AHIMA/RHIT"), NO_COURSE, NO_WORK] => ADVICE_MET;
    "3.2 (e): the RHIA alone";
        CCS, NOW, [DIPLOMA, held!("AHIMA/RHIA"), NO_COURSE, NO_WORK] => ADVICE_MET;
    "3.2 (e): the CCA alone is none of these";
        CCS, NOW, [DIPLOMA, held!("AHIMA/CCA"), NO_COURSE, NO_WORK] => ADVICE_UNMET;
    "7, S24: a CCA valid through the day is in good standing";
        CCS, NOW, [DIPLOMA, NO_COURSE, DAYS_365,
            r#""exams": [], "holdings": [{"credential": "AHIMA/CCA", "expires": "2026-01-15"}]"#]
            => ADVICE_MET;
    "7, S24: a CCA valid through the day before is not";
        CCS, NOW, [DIPLOMA, NO_COURSE, DAYS_365,
            r#""exams": [], "holdings": [{"credential": "AHIMA/CCA", "expires": "2026-01-14"}]"#]
            => ADVICE_UNMET;
    "C17: who passed the CCS is granted it, experience or not";
        CCS, NOW, [DIPLOMA, passed!("AHIMA/CCS", "2025-05-01"), NO_WORK, NO_COURSE]
        => AWARD_MET, Granted(CCS), NothingMissing;
    "3.2: who did not pass is not";
        CCS, NOW, [DIPLOMA, NO_EXAMS, DAYS_730] => AWARD_UNMET, NotGranted, Lacks("award/passed");
    "2.2: a score of 299 fails the CCS";
        CCS, NOW, [scored!("AHIMA/CCS", "299")]
        => AWARD_UNMET, NotGranted, Counts("x1", Reason::NotPassed);
    "2.2: a score of 300 passes the CCS";
        CCS, NOW, [scored!("AHIMA/CCS", "300")] => AWARD_MET, Granted(CCS);
    "2.2: a score of 301 passes the CCS";
        CCS, NOW, [scored!("AHIMA/CCS", "301")] => AWARD_MET, Granted(CCS);
};

#[test]
fn a_diploma_admits_and_experience_is_advice_for_cca_and_ccs_now() {
    check(DIPLOMA_ONLY);
}

const Y2020: &str = "2020-06-01";
const Y2009: &str = "2009-06-01";
const THREE_CLASSES: &str = courses!("anatomy-and-physiology", "pathophysiology", "pharmacology");

/// Earlier rules of the CCS: four alternatives about 2020, classes and a diploma in 2009.
const EARLIER_CCS: &[Row] = rows! {
    "T55: about 2020 a training programme without experience admits";
        CCS, Y2020, [NO_SCHOOL, NO_EXAMS, NO_WORK, courses!("medical-coding")] => EXAM_MET;
    "3.2, 2020: nothing of the four admits not";
        CCS, Y2020, [DIPLOMA, NO_EXAMS, NO_WORK, NO_COURSE] => EXAM_UNMET;
    "3.2, 2020: a training programme that is not finished does not admit";
        CCS, Y2020, [NO_SCHOOL, NO_EXAMS, NO_WORK, r#""coursework": [{"subject": "medical-coding",
            "status": "enrolled"}]"#]
        => EXAM_UNMET;
    "3.2, 2020: two years of coding: 730 days";
        CCS, Y2020, [NO_SCHOOL, NO_EXAMS, NO_COURSE, jobs!("2018-06-02", "2020-05-31")] => EXAM_MET;
    "3.2, 2020: two years of coding: 729 days";
        CCS, Y2020, [NO_SCHOOL, NO_EXAMS, NO_COURSE, jobs!("2018-06-03", "2020-05-31")]
        => EXAM_UNMET, Missing("two-years", "1 day");
    "3.2, 2020: CCA and a year: 365 days";
        CCS, Y2020, [NO_SCHOOL, held!("AHIMA/CCA"), NO_COURSE, jobs!("2019-06-02", "2020-05-31")]
        => EXAM_MET;
    "3.2, 2020: CCA and a year: 364 days";
        CCS, Y2020, [NO_SCHOOL, held!("AHIMA/CCA"), NO_COURSE, jobs!("2019-06-03", "2020-05-31")]
        => EXAM_UNMET, Missing("certification-and-year/experience", "1 day");
    "3.2, 2020: another certification and a year";
        CCS, Y2020, [NO_SCHOOL, held!("AAPC/CPC"), NO_COURSE, jobs!("2019-06-02", "2020-05-31")]
        => EXAM_MET;
    "3.2, 2020: another certification without a year";
        CCS, Y2020, [NO_SCHOOL, held!("AAPC/CPC"), NO_COURSE, NO_WORK] => EXAM_UNMET;
    "3.2, 2020: the RHIA admits";
        CCS, Y2020, [NO_SCHOOL, held!("AHIMA/RHIA"), NO_COURSE, NO_WORK] => EXAM_MET;
    "3.2, 2020: the RHIT admits";
        CCS, Y2020, [NO_SCHOOL, held!("AHIMA/RHIT"), NO_COURSE, NO_WORK] => EXAM_MET;
    "3.2, 2020: the CCS-P admits";
        CCS, Y2020, [NO_SCHOOL, held!("AHIMA/CCS-P"), NO_COURSE, NO_WORK] => EXAM_MET;
    "more 2.1: in 2009 a diploma and three classes admit";
        CCS, Y2009, [DIPLOMA, NO_EXAMS, NO_WORK, THREE_CLASSES] => EXAM_MET;
    "more 2.1: in 2009 two classes do not";
        CCS, Y2009, [DIPLOMA, NO_EXAMS, NO_WORK, courses!("anatomy-and-physiology", "pharmacology")]
        => EXAM_UNMET;
    "more 2.1: in 2009 three classes without a diploma do not";
        CCS, Y2009, [NO_SCHOOL, NO_EXAMS, NO_WORK, THREE_CLASSES]
        => EXAM_UNMET, Lacks("exam/education");
    "more 2.1: in 2009 about three years are desirable: 1095 days";
        CCS, Y2009, [DIPLOMA, NO_EXAMS, jobs!("2006-06-02", "2009-05-31"), THREE_CLASSES]
        => ADVICE_MET;
    "more 2.1: in 2009 about three years are desirable: 1094 days";
        CCS, Y2009, [DIPLOMA, NO_EXAMS, jobs!("2006-06-03", "2009-05-31"), THREE_CLASSES]
        => ADVICE_UNMET;
    "more 2.1: in 2009 a diploma admits to the CCA";
        "AHIMA/CCA", Y2009, [DIPLOMA, NO_EXAMS, NO_WORK] => EXAM_MET;
};

#[test]
fn the_ccs_was_harder_to_enter_in_2020_and_2009() {
    check(EARLIER_CCS);
}

/// The page on the CHPS is of early 2021.
const Y2021: &str = "2021-06-01";

/// 3.6: six ways of schooling or credential against years in privacy or security management.
const CHPS_ROUTES: &[Row] = rows! {
    "3.6: high school and 2190 days";
        "AHIMA/CHPS", Y2021, [DIPLOMA, NO_EXAMS, privacy!("2015-06-03")] => EXAM_MET;
    "3.6: high school and 2189 days";
        "AHIMA/CHPS", Y2021, [DIPLOMA, NO_EXAMS, privacy!("2015-06-04")]
        => EXAM_UNMET, Missing("high-school/experience", "1 day");
    "3.6: associate degree and 1460 days";
        "AHIMA/CHPS", Y2021, [school!("associate"), NO_EXAMS, privacy!("2017-06-02")] => EXAM_MET;
    "3.6: associate degree and 1459 days";
        "AHIMA/CHPS", Y2021, [school!("associate"), NO_EXAMS, privacy!("2017-06-03")]
        => EXAM_UNMET, Missing("associate/experience", "1 day");
    "T59: CCS and 1460 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/CCS"), privacy!("2017-06-02")] => EXAM_MET;
    "T59: CCS and 1459 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/CCS"), privacy!("2017-06-03")]
        => EXAM_UNMET, Missing("coding-credential/experience", "1 day");
    "T59: CCS and four years of coding are not in privacy or security";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/CCS"), jobs!("2017-01-01", "2020-12-31")]
        => EXAM_UNMET, Missing("coding-credential/experience", "1460 days");
    "3.6: CCA and 1460 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/CCA"), privacy!("2017-06-02")] => EXAM_MET;
    "3.6: CCA and 1459 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/CCA"), privacy!("2017-06-03")] => EXAM_UNMET;
    "3.6: CCS-P and 1460 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/CCS-P"), privacy!("2017-06-02")] => EXAM_MET;
    "3.6: CCS-P and 1459 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/CCS-P"), privacy!("2017-06-03")]
        => EXAM_UNMET;
    "3.6: RHIT and 1460 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/RHIT"), privacy!("2017-06-02")] => EXAM_MET;
    "3.6: RHIT and 1459 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/RHIT"), privacy!("2017-06-03")] => EXAM_UNMET;
    "3.6: bachelor's degree and 730 days";
        "AHIMA/CHPS", Y2021, [school!("bachelor"), NO_EXAMS, privacy!("2019-06-02")] => EXAM_MET;
    "3.6: bachelor's degree and 729 days";
        "AHIMA/CHPS", Y2021, [school!("bachelor"), NO_EXAMS, privacy!("2019-06-03")]
        => EXAM_UNMET, Missing("bachelor/experience", "1 day");
    "3.6: RHIA and 730 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/RHIA"), privacy!("2019-06-02")] => EXAM_MET;
    "3.6: RHIA and 729 days";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, held!("AHIMA/RHIA"), privacy!("2019-06-03")]
        => EXAM_UNMET, Missing("rhia/experience", "1 day");
    "3.6: master's degree and 365 days";
        "AHIMA/CHPS", Y2021, [school!("master"), NO_EXAMS, privacy!("2020-06-01")] => EXAM_MET;
    "3.6: master's degree and 364 days";
        "AHIMA/CHPS", Y2021, [school!("master"), NO_EXAMS, privacy!("2020-06-02")]
        => EXAM_UNMET, Missing("master/experience", "1 day");
    "T61: JD and 365 days";
        "AHIMA/CHPS", Y2021, [school!("doctorate"), NO_EXAMS, privacy!("2020-06-01")] => EXAM_MET;
    "T61: JD and 364 days";
        "AHIMA/CHPS", Y2021, [school!("doctorate"), NO_EXAMS, privacy!("2020-06-02")] => EXAM_UNMET;
    "3.6: six years without schooling or credential";
        "AHIMA/CHPS", Y2021, [NO_SCHOOL, NO_EXAMS, privacy!("2015-01-01")]
        => EXAM_UNMET, Lacks("high-school/education");
    "T59: CCS and four years are enough now";
        "AHIMA/CHPS", NOW, [NO_SCHOOL, held!("AHIMA/CCS"), privacy!("2016-01-01")] => EXAM_MET;
    "T61: JD and a year are enough now";
        "AHIMA/CHPS", NOW, [school!("doctorate"), NO_EXAMS, privacy!("2020-01-01")] => EXAM_MET;
    "3.6, charter: before 2021 no rule is on file";
        "AHIMA/CHPS", "2019-06-01", [school!("master"), NO_EXAMS,
            job!(r#""field": "privacy-security", "start": "2010-01-01", "end": "2018-12-31""#)]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnknown);
};

#[test]
fn the_chps_has_six_ways_in() {
    check(CHPS_ROUTES);
}

const RHIT: &str = "AHIMA/RHIT";
const RHIA: &str = "AHIMA/RHIA";
const RECEIVED: &str = him!(
    "associate",
    "CAHIIM",
    r#""status": "completed", "completed": "2025-05-15", "transcript": "received""#
);
const OUTSTANDING: &str = him!(
    "associate",
    "CAHIIM",
    r#""status": "completed", "completed": "2025-05-15", "transcript": "outstanding""#
);
const LAST_TERM: &str = him!("associate", "CAHIIM", r#""status": "final-term""#);
const DEGREE_VERIFIED: &str = him!(
    "bachelor",
    "CAHIIM",
    r#""status": "completed", "completed": "2026-06-20", "transcript": "received""#
);

/// RHIT and RHIA: accredited schooling, early testing, what the letters wait for.
const SCHOOLING: &[Row] = rows! {
    "3.4 (a): an accredited associate degree with transcript admits to the RHIT";
        RHIT, NOW, [RECEIVED, NO_EXAMS] => EXAM_MET;
    "3.4 (b): a foreign programme under reciprocity admits to the RHIT";
        RHIT, NOW, [him!("associate", "foreign-reciprocity", r#""status": "completed",
            "transcript": "received""#), NO_EXAMS]
        => EXAM_MET;
    "3.4: a programme that is not accredited does not";
        RHIT, NOW, [him!("associate", "other", r#""status": "completed",
            "transcript": "received""#), NO_EXAMS]
        => EXAM_UNMET, Counts("s1", Reason::WrongSource);
    "3.4: an associate degree in another field does not";
        RHIT, NOW, [NO_EXAMS, r#""education": [{"id": "s1", "level": "associate",
            "field": "business",
            "accreditor": "CAHIIM", "status": "completed", "transcript": "received"}]"#]
        => EXAM_UNMET, Counts("s1", Reason::WrongTopic);
    "3.4: there is no route by work";
        RHIT, NOW, [NO_SCHOOL, NO_EXAMS, jobs!("2000-01-01", "2025-12-31")] => EXAM_UNMET;
    "C12: a bachelor's programme is no route to the RHIT";
        RHIT, NOW, [him!("bachelor", "CAHIIM", r#""status": "completed",
            "transcript": "received""#), NO_EXAMS]
        => EXAM_UNMET;
    "3.7: who is in the last term may test early";
        RHIT, NOW, [LAST_TERM, NO_EXAMS] => EXAM_MET, At("early-testing", Met);
    "3.7: who has graduated and awaits the transcript may test early";
        RHIT, NOW, [OUTSTANDING, NO_EXAMS] => EXAM_MET, At("early-testing", Met);
    "3.7: who is enrolled but not in the last term may not";
        RHIT, NOW, [him!("associate", "CAHIIM", r#""status": "enrolled""#), NO_EXAMS]
        => EXAM_UNMET, Counts("s1", Reason::NotCompleted);
    "3.7: the last term of a programme that is not accredited does not count";
        RHIT, NOW, [him!("associate", "other", r#""status": "final-term""#), NO_EXAMS]
        => EXAM_UNMET;
    "3.7: early testing was open in 2021";
        RHIT, "2021-09-01", [LAST_TERM, NO_EXAMS] => EXAM_MET;
    "3.7: who is in the last term may test early for the RHIA";
        RHIA, NOW, [him!("bachelor", "CAHIIM", r#""status": "final-term""#), NO_EXAMS] => EXAM_MET;
    "3.7: early testing is for RHIT and RHIA only";
        CCS, NOW, [r#""education": [{"level": "high-school", "status": "final-term"}]"#, NO_EXAMS]
        => EXAM_UNMET;
    "3.7: passing early grants nothing yet";
        RHIT, NOW, [LAST_TERM, passed!("AHIMA/RHIT", "2025-12-01")]
        => AWARD_UNMET, NotGranted, Note(NoteCode::ConditionalAward);
    "3.7: a transcript outstanding holds back the RHIT";
        RHIT, NOW, [OUTSTANDING, passed!("AHIMA/RHIT", "2025-12-01")]
        => AWARD_UNMET, NotGranted, Note(NoteCode::ConditionalAward), Lacks("academic");
    "3.7: a transcript received releases it";
        RHIT, NOW, [RECEIVED, passed!("AHIMA/RHIT", "2025-12-01")]
        => AWARD_MET, Granted(RHIT), NothingMissing, NoNote(NoteCode::ConditionalAward);
    "3.7: a transcript not stated is asked for";
        RHIT, NOW, [him!("associate", "CAHIIM", r#""status": "completed""#),
            passed!("AHIMA/RHIT", "2025-12-01")]
        => AWARD_OPEN, NotGranted, Asks(&["education[0].transcript"]);
    "W27: passed on 1 May in the last term: no letters";
        RHIA, "2026-05-01", [him!("bachelor", "CAHIIM", r#""status": "final-term""#),
            passed!("AHIMA/RHIA", "2026-05-01")]
        => AWARD_UNMET, NotGranted, Note(NoteCode::ConditionalAward);
    "W27: the day before the degree: no letters";
        RHIA, "2026-06-19", [DEGREE_VERIFIED, passed!("AHIMA/RHIA", "2026-05-01")]
        => AWARD_UNMET, NotGranted, Note(NoteCode::ConditionalAward);
    "W27: the day of the degree: the award is due, the letters wait for the notice, as a note says";
        RHIA, "2026-06-20", [DEGREE_VERIFIED, passed!("AHIMA/RHIA", "2026-05-01")]
        => AWARD_MET, Granted(RHIA), Note(NoteCode::RuleNote);
    "T63: RHIT and a bachelor's degree in another field do not admit to the RHIA";
        RHIA, NOW, [held!("AHIMA/RHIT"), r#""education": [{"level": "bachelor", "field": "business",
            "accreditor": "other", "status": "completed", "transcript": "received"}]"#]
        => EXAM_UNMET;
    "3.5, 2026: an accredited bachelor's degree";
        RHIA, NOW, [him!("bachelor", "CAHIIM", r#""status": "completed",
            "transcript": "received""#), NO_EXAMS] => EXAM_MET;
    "3.5, 2026: an accredited master's degree";
        RHIA, NOW, [him!("master", "CAHIIM", r#""status": "completed", "transcript": "received""#),
            NO_EXAMS] => EXAM_MET;
    "3.5, 2026: an accredited post-baccalaureate certificate";
        RHIA, NOW, [him!("post-baccalaureate", "CAHIIM", r#""status": "completed",
            "transcript": "received""#), NO_EXAMS]
        => EXAM_MET;
    "3.5, 2026: a foreign bachelor's degree under reciprocity";
        RHIA, NOW, [him!("bachelor", "foreign-reciprocity", r#""status": "completed",
            "transcript": "received""#), NO_EXAMS]
        => EXAM_MET;
    "3.5, 2026: an accredited associate degree is not enough";
        RHIA, NOW, [RECEIVED, NO_EXAMS] => EXAM_UNMET, Counts("s1", Reason::WrongLevel);
    "M-C2: no bridge from the RHIT in 2026";
        RHIA, NOW, [NO_SCHOOL, held!("AHIMA/RHIT"), jobs!("2000-01-01", "2025-12-31")]
        => EXAM_UNMET;
    "3.5: under the Proviso of 2017 the RHIT leaves it open: its conditions are not on file";
        RHIA, "2017-06-01", [NO_SCHOOL, held!("AHIMA/RHIT")]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnpublished);
    "3.5: under the Proviso of 2018 too";
        RHIA, "2018-12-31", [NO_SCHOOL, held!("AHIMA/RHIT")]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnpublished);
    "3.5: without the RHIT and without schooling the Proviso helps nobody";
        RHIA, "2018-01-01", [NO_SCHOOL, NO_EXAMS] => EXAM_UNMET;
    "3.5: an accredited master's degree admitted in 2018";
        RHIA, "2018-01-01", [him!("master", "CAHIIM", r#""status": "completed",
            "completed": "2016-05-15""#), NO_EXAMS]
        => EXAM_MET;
    "3.5: an accredited bachelor's degree admitted in 2018, by implication";
        RHIA, "2018-01-01", [him!("bachelor", "CAHIIM", r#""status": "completed",
            "completed": "2016-05-15""#), NO_EXAMS]
        => EXAM_MET;
    "3.5, charter: after 2018 the Proviso's last day is not on file";
        RHIA, "2019-06-01", [NO_SCHOOL, held!("AHIMA/RHIT")]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnknown);
    "2.2, charter: of a score without a pass mark on file the outcome is asked for";
        RHIA, "2023-06-01", [him!("bachelor", "CAHIIM", r#""status": "completed",
            "transcript": "received""#),
            r#""holdings": [], "exams": [{"credential": "AHIMA/RHIA", "taken": "2023-05-01",
                "score": "350"}]"#]
        => AWARD_OPEN, NotGranted, AsksFor("exams[0].passed");
    "2.2: a score of 299 fails the RHIA";
        RHIA, NOW, [DEGREE_VERIFIED, scored!("AHIMA/RHIA", "299")]
        => AWARD_UNMET, Counts("x1", Reason::NotPassed);
    "2.2: a score of 300 passes the RHIT";
        RHIT, NOW, [RECEIVED, scored!("AHIMA/RHIT", "300")] => AWARD_MET, Granted(RHIT);
    "4.4: the RHIA replaces the RHIT in the same person";
        RHIT, NOW, [RECEIVED, held!("AHIMA/RHIA")] => EXAM_MET, Note(NoteCode::Superseded);
    "4.4: the RHIT does not replace the RHIA";
        RHIA, NOW, [RECEIVED, held!("AHIMA/RHIT")] => EXAM_UNMET, NoNote(NoteCode::Superseded);
    "4.4: the CCS does not replace the CCA";
        "AHIMA/CCA", NOW, [DIPLOMA, held!("AHIMA/CCS")] => EXAM_MET, NoNote(NoteCode::Superseded);
    "2.1: the RRA is the RHIA now";
        "AHIMA/RRA", NOW, [NO_SCHOOL, NO_EXAMS] => EXAM_UNMET, Named(RHIA), Note(NoteCode::Renamed);
};

#[test]
fn rhit_and_rhia_go_by_schooling_and_early_testers_wait_for_the_transcript() {
    check(SCHOOLING);
}

const CCS_P_JOB_730: &str = job!(
    r#""field": "coding", "setting": "multi-specialty-outpatient", "start": "2024-01-02",
        "end": "2025-12-31""#
);
const CCS_P_JOB_729: &str = job!(
    r#""field": "coding", "setting": "multi-specialty-outpatient", "start": "2024-01-03",
        "end": "2025-12-31""#
);
const CCS_P_JOB_365: &str = job!(
    r#""field": "coding", "setting": "multi-specialty-outpatient", "start": "2025-01-01",
        "end": "2025-12-31""#
);
const CCS_P_JOB_364: &str = job!(
    r#""field": "coding", "setting": "multi-specialty-outpatient", "start": "2025-01-02",
        "end": "2025-12-31""#
);

/// Credentials whose routes are not on file, and those whose exam is over.
const NOT_ON_FILE: &[Row] = rows! {
    "W29: a nurse with three years in CDI asks for the CDIP: routes not on file";
        "AHIMA/CDIP", NOW, [school!("bachelor"), NO_EXAMS,
            job!(r#""field": "cdi", "start": "2022-01-01", "end": "2025-12-31""#)]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnpublished);
    "W29: who passed the CDIP is granted it";
        "AHIMA/CDIP", NOW, [passed!("AHIMA/CDIP", "2025-05-01")]
        => AWARD_MET, Granted("AHIMA/CDIP");
    "more 2.2: the routes to the CHDA are not on file";
        "AHIMA/CHDA", NOW, [school!("master"), NO_EXAMS, jobs!("2010-01-01", "2025-12-31")]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnpublished);
    "more 2.2: what is required for the CCS-P is not on file";
        CCS_P, NOW, [DIPLOMA, NO_EXAMS, SEVEN_COURSES, CCS_P_JOB_730]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnpublished);
    "3.3 (a): seven courses and 365 days in several specialties";
        CCS_P, NOW, [NO_EXAMS, SEVEN_COURSES, CCS_P_JOB_365] => ADVICE_MET;
    "3.3 (a): seven courses and 364 days";
        CCS_P, NOW, [NO_EXAMS, SEVEN_COURSES, CCS_P_JOB_364] => ADVICE_UNMET;
    "3.3 (a): seven courses and a year with inpatients";
        CCS_P, NOW, [NO_EXAMS, SEVEN_COURSES,
            job!(r#""field": "coding", "setting": "inpatient", "start": "2024-01-01",
                "end": "2025-12-31""#)]
        => ADVICE_UNMET;
    "3.3 (b): 730 days in several specialties";
        CCS_P, NOW, [NO_EXAMS, NO_COURSE, CCS_P_JOB_730] => ADVICE_MET;
    "3.3 (b): 729 days";
        CCS_P, NOW, [NO_EXAMS, NO_COURSE, CCS_P_JOB_729] => ADVICE_UNMET;
    "3.3 (c): CCA and 365 days";
        CCS_P, NOW, [held!("AHIMA/CCA"), NO_COURSE, CCS_P_JOB_365] => ADVICE_MET;
    "3.3 (c): CCA and 364 days";
        CCS_P, NOW, [held!("AHIMA/CCA"), NO_COURSE, CCS_P_JOB_364] => ADVICE_UNMET;
    "3.3 (d): the CCS alone";
        CCS_P, NOW, [held!("AHIMA/CCS"), NO_COURSE, NO_WORK] => ADVICE_MET;
    "3.3 (d): the RHIT alone";
        CCS_P, NOW, [held!("AHIMA/RHIT"), NO_COURSE, NO_WORK] => ADVICE_MET;
    "3.3 (d): the RHIA alone";
        CCS_P, NOW, [held!("AHIMA/RHIA"), NO_COURSE, NO_WORK] => ADVICE_MET;
    "2.1: the CHP exam is over";
        "AHIMA/CHP", NOW, [NO_EXAMS, school!("master"), privacy!("2010-01-01")]
        => EXAM_UNMET, Lacks("exam/offered");
    "2.1: the CHS exam is over";
        "AHIMA/CHS", NOW, [NO_EXAMS] => EXAM_UNMET, Lacks("exam/offered");
    "2.1: the PCS exam is over";
        "AHIMA/PCS", NOW, [NO_EXAMS] => EXAM_UNMET, Lacks("exam/offered");
    "2.1: the CHTS exams were offered in 2015, on terms not on file";
        "AHIMA/CHTS-TR", "2015-06-01", [NO_EXAMS] => EXAM_OPEN, At("exam/offered", Met),
            Because(UnknownBecause::RuleUnpublished);
    "2.1: when between 2019 and 2021 they ended is not on file";
        "AHIMA/CHTS-TR", "2020-06-01", [NO_EXAMS]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnknown);
    "2.1: they are over now";
        "AHIMA/CHTS-TR", NOW, [NO_EXAMS] => EXAM_UNMET, At("exam/offered", Unmet);
    "2.1: the CPHI is over now";
        "AHIMA/CPHI", NOW, [NO_EXAMS] => EXAM_UNMET, At("exam/offered", Unmet);
};

#[test]
fn routes_not_on_file_stay_open_and_retired_exams_are_closed() {
    check(NOT_ON_FILE);
}

/// A failed attempt.
macro_rules! failed {
    ($credential:literal, $taken:literal) => {
        concat!(
            r#""holdings": [], "exams": [{"id": "x1", "credential": ""#,
            $credential,
            r#"", "taken": ""#,
            $taken,
            r#"", "passed": false}]"#
        )
    };
}

const CHPS_READY: &str = r#""education": [{"level": "master", "status": "completed"}],
    "experience": [{"field": "privacy-security", "start": "2010-01-01", "end": "2022-12-31"}]"#;

/// 3.9: waits after a failed attempt, by exam and by the day of failure.
const RETESTS: &[Row] = rows! {
    "T67: the CCS failed on 1 September 2023: 90 days, not over the day before";
        CCS, "2023-11-29", [DIPLOMA, failed!("AHIMA/CCS", "2023-09-01")]
        => EXAM_UNMET, Next(Some("2023-11-30"));
    "T67: over on the day";
        CCS, "2023-11-30", [DIPLOMA, failed!("AHIMA/CCS", "2023-09-01")]
        => EXAM_OPEN, At("exam/wait", Met), Next(None);
    "T67: over the day after";
        CCS, "2023-12-01", [DIPLOMA, failed!("AHIMA/CCS", "2023-09-01")]
        => EXAM_OPEN, At("exam/wait", Met);
    "T67: the CCS failed on 10 September 2023: still 90 days";
        CCS, "2023-12-08", [DIPLOMA, failed!("AHIMA/CCS", "2023-09-10")]
        => EXAM_UNMET, Next(Some("2023-12-09"));
    "T67: the CCS failed on 11 September 2023: 30 days, not over the day before";
        CCS, "2023-10-10", [DIPLOMA, failed!("AHIMA/CCS", "2023-09-11")]
        => EXAM_UNMET, Next(Some("2023-10-11"));
    "T67: the CCS failed on 11 September 2023: over on the day";
        CCS, "2023-10-11", [DIPLOMA, failed!("AHIMA/CCS", "2023-09-11")]
        => EXAM_OPEN, At("exam/wait", Met), Next(None);
    "3.9: the CCA failed on 10 September 2023: 90 days";
        "AHIMA/CCA", "2023-10-11", [DIPLOMA, failed!("AHIMA/CCA", "2023-09-10")]
        => EXAM_UNMET, Next(Some("2023-12-09"));
    "3.9: the CCA failed on 11 September 2023: 30 days";
        "AHIMA/CCA", "2023-10-10", [DIPLOMA, failed!("AHIMA/CCA", "2023-09-11")]
        => EXAM_UNMET, Next(Some("2023-10-11"));
    "3.9: the CCS failed on 1 January 2026: unmet up to 30 January";
        CCS, "2026-01-30", [DIPLOMA, failed!("AHIMA/CCS", "2026-01-01")]
        => EXAM_UNMET, Next(Some("2026-01-31")), Missing("exam/wait", "1 day");
    "3.9: the CCS failed on 1 January 2026: met from 31 January";
        CCS, "2026-01-31", [DIPLOMA, failed!("AHIMA/CCS", "2026-01-01")] => EXAM_MET, Next(None);
    "3.9: the CCS failed on 1 January 2026: met on 1 February";
        CCS, "2026-02-01", [DIPLOMA, failed!("AHIMA/CCS", "2026-01-01")] => EXAM_MET, Next(None);
    "3.9: the last of two failures counts";
        CCS, "2026-02-05", [DIPLOMA, r#""holdings": [], "exams": [
            {"credential": "AHIMA/CCS", "taken": "2026-02-01", "passed": false},
            {"credential": "AHIMA/CCS", "taken": "2026-01-01", "passed": false}]"#]
        => EXAM_UNMET, Next(Some("2026-03-03"));
    "3.9: a failure at another exam makes nobody wait";
        CCS, "2026-01-02", [DIPLOMA, failed!("AHIMA/CCA", "2026-01-01")] => EXAM_MET, Next(None);
    "3.9: the CHPS failed on 11 September 2023 keeps 90 days: not over the day before";
        "AHIMA/CHPS", "2023-12-09", [CHPS_READY, failed!("AHIMA/CHPS", "2023-09-11")]
        => EXAM_UNMET, Next(Some("2023-12-10"));
    "3.9: the CHPS failed on 11 September 2023: over on the day";
        "AHIMA/CHPS", "2023-12-10", [CHPS_READY, failed!("AHIMA/CHPS", "2023-09-11")]
        => EXAM_MET, Next(None);
    "3.9: the CHPS failed in 2026 keeps 90 days";
        "AHIMA/CHPS", "2026-03-31", [CHPS_READY, failed!("AHIMA/CHPS", "2026-01-01")]
        => EXAM_UNMET, Next(Some("2026-04-01"));
    "3.9: the CHPS failed in 2026: over after 90 days";
        "AHIMA/CHPS", "2026-04-01", [CHPS_READY, failed!("AHIMA/CHPS", "2026-01-01")]
        => EXAM_MET, Next(None);
    "3.9: the wait of 90 days began on 13 July 2020";
        CCS, "2020-10-10", [courses!("medical-coding"), failed!("AHIMA/CCS", "2020-07-13")]
        => EXAM_UNMET, Next(Some("2020-10-11"));
    "3.9: 90 days after 13 July 2020 they are over";
        CCS, "2020-10-11", [courses!("medical-coding"), failed!("AHIMA/CCS", "2020-07-13")]
        => EXAM_MET;
    "3.9, charter: for a failure on 12 July 2020 no wait is on file";
        CCS, "2020-10-11", [courses!("medical-coding"), failed!("AHIMA/CCS", "2020-07-12")]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnknown);
    "3.9: the RHIT failed on 11 September 2023 keeps 90 days";
        RHIT, "2023-10-11", [RHIT_READY, failed!("AHIMA/RHIT", "2023-09-11")]
        => EXAM_UNMET, Next(Some("2023-12-10"));
    "C10: the RHIT failed on 1 March 2025: under both readings not over on day 29";
        RHIT, "2025-03-30", [RHIT_READY, failed!("AHIMA/RHIT", "2025-03-01")] => EXAM_UNMET;
    "C10: from day 30 the readings part";
        RHIT, "2025-03-31", [RHIT_READY, failed!("AHIMA/RHIT", "2025-03-01")]
        => EXAM_OPEN, Parted, Because(UnknownBecause::ReadingsDiffer);
    "C10: up to day 89 they part";
        RHIT, "2025-05-29", [RHIT_READY, failed!("AHIMA/RHIT", "2025-03-01")] => EXAM_OPEN, Parted;
    "C10: on day 90 it is over under both";
        RHIT, "2025-05-30", [RHIT_READY, failed!("AHIMA/RHIT", "2025-03-01")] => EXAM_MET;
    "C10: the RHIA failed on 1 March 2026: the readings part";
        RHIA, "2026-04-15", [failed!("AHIMA/RHIA", "2026-03-01"),
            him!("bachelor", "CAHIIM", r#""status": "completed", "completed": "2020-05-15",
                "transcript": "received""#)]
        => EXAM_OPEN, Parted;
    "3.9: the RHIT failed on 1 May 2026: 30 days, not over the day before";
        RHIT, "2026-05-30", [RHIT_READY, failed!("AHIMA/RHIT", "2026-05-01")]
        => EXAM_UNMET, Next(Some("2026-05-31"));
    "3.9: the RHIT failed on 1 May 2026: over on the day";
        RHIT, "2026-05-31", [RHIT_READY, failed!("AHIMA/RHIT", "2026-05-01")]
        => EXAM_MET, Next(None);
};

const RHIT_READY: &str = him!(
    "associate",
    "CAHIIM",
    r#""status": "completed", "completed": "2020-05-15", "transcript": "received""#
);

#[test]
fn the_wait_after_a_failure_goes_by_the_exam_and_the_day_of_failure() {
    check(RETESTS);
}

const APPROVED: &str = r#""applications": [{"credential": "AHIMA/CCS", "approved": "2024-01-10"}]"#;

/// Extensions of the window to sit the CCS, paid on these days.
macro_rules! extended {
    ($first:literal $(, $paid:literal)*) => {
        concat!(
            r#""payments": [{"to": "AHIMA", "purpose": "extension", "for": ["AHIMA/CCS"],
                "paid": ""#, $first,
            $(r#""}, {"to": "AHIMA", "purpose": "extension", "for": ["AHIMA/CCS"], "paid": ""#,
                $paid,)* r#""}]"#
        )
    };
}

/// 3.9: 120 days to sit after approval, in steps of 30 days more, at most 90.
const WINDOWS: &[Row] = rows! {
    "T65: approved on 10 January 2024: open the day before the end";
        CCS, "2024-05-08", [DIPLOMA, NO_EXAMS, APPROVED]
        => EXAM_MET, Window("2024-01-10", "2024-05-09");
    "T65: open on 9 May 2024, the last of 120 days";
        CCS, "2024-05-09", [DIPLOMA, NO_EXAMS, APPROVED]
        => EXAM_MET, Window("2024-01-10", "2024-05-09");
    "T65: closed the day after";
        CCS, "2024-05-10", [DIPLOMA, NO_EXAMS, APPROVED]
        => EXAM_UNMET, Window("2024-01-10", "2024-05-09"), Lacks("exam/window");
    "T65: open on the day of approval";
        CCS, "2024-01-10", [DIPLOMA, NO_EXAMS, APPROVED] => EXAM_MET, At("exam/window", Met);
    "formats: no application on record does not hinder";
        CCS, "2024-05-10", [DIPLOMA, NO_EXAMS] => EXAM_MET;
    "formats: the day of approval not stated is asked for";
        CCS, "2024-05-10", [DIPLOMA, NO_EXAMS, r#""applications": [{"credential": "AHIMA/CCS"}]"#]
        => EXAM_OPEN, AsksFor("applications[0].approved");
    "3.9: who applies again has a new window";
        CCS, "2024-06-15", [DIPLOMA, NO_EXAMS, r#""applications": [{"credential": "AHIMA/CCS",
            "approved": "2024-01-10"},
            {"credential": "AHIMA/CCS", "approved": "2024-06-01"}]"#]
        => EXAM_MET, Window("2024-06-01", "2024-09-29");
    "3.9: an application for another exam does not matter";
        CCS, "2024-06-15", [DIPLOMA, NO_EXAMS, r#""applications": [{"credential": "AHIMA/CCA",
            "approved": "2024-01-10"}]"#]
        => EXAM_MET;
    "3.9: one extension: open on 8 June";
        CCS, "2024-06-08", [DIPLOMA, NO_EXAMS, APPROVED, extended!("2024-04-01")]
        => EXAM_MET, Window("2024-01-10", "2024-06-08");
    "3.9: one extension: closed on 9 June";
        CCS, "2024-06-09", [DIPLOMA, NO_EXAMS, APPROVED, extended!("2024-04-01")]
        => EXAM_UNMET, Window("2024-01-10", "2024-06-08");
    "3.9: two extensions: open on 8 July";
        CCS, "2024-07-08", [DIPLOMA, NO_EXAMS, APPROVED, extended!("2024-04-01", "2024-05-10")]
        => EXAM_MET, Window("2024-01-10", "2024-07-08");
    "3.9: two extensions: closed on 9 July";
        CCS, "2024-07-09", [DIPLOMA, NO_EXAMS, APPROVED, extended!("2024-04-01", "2024-05-10")]
        => EXAM_UNMET;
    "3.9: three extensions: open on 7 August";
        CCS, "2024-08-07", [DIPLOMA, NO_EXAMS, APPROVED,
            extended!("2024-04-01", "2024-05-10", "2024-06-10")]
        => EXAM_MET, Window("2024-01-10", "2024-08-07");
    "3.9: three extensions: closed on 8 August";
        CCS, "2024-08-08", [DIPLOMA, NO_EXAMS, APPROVED,
            extended!("2024-04-01", "2024-05-10", "2024-06-10")]
        => EXAM_UNMET, Lacks("exam/window");
    "3.9: a fourth extension is more than the 90 days allow";
        CCS, "2024-08-08",
        [DIPLOMA, NO_EXAMS, APPROVED,
            extended!("2024-04-01", "2024-05-10", "2024-06-10", "2024-07-10")]
        => EXAM_UNMET, Window("2024-01-10", "2024-08-07");
    "3.9: an extension paid after the end opens nothing";
        CCS, "2024-05-12", [DIPLOMA, NO_EXAMS, APPROVED, extended!("2024-05-11")]
        => EXAM_UNMET, Window("2024-01-10", "2024-05-09");
    "charter: an extension paid later is not known of yet";
        CCS, "2024-03-31", [DIPLOMA, NO_EXAMS, APPROVED, extended!("2024-04-01")]
        => EXAM_MET, Window("2024-01-10", "2024-05-09");
    "3.9: an extension for another exam does not help";
        CCS, "2024-05-10", [DIPLOMA, NO_EXAMS, APPROVED,
            r#""payments": [{"to": "AHIMA", "purpose": "extension", "for": ["AHIMA/CCA"],
                "paid": "2024-04-01"}]"#]
        => EXAM_UNMET, Window("2024-01-10", "2024-05-09");
    "3.9, charter: of a window approved in 2018 only the extensions are on file";
        CCS, "2020-06-01", [courses!("medical-coding"), NO_EXAMS,
            r#""applications": [{"credential": "AHIMA/CCS", "approved": "2018-06-01"}]"#]
        => EXAM_OPEN, Because(UnknownBecause::RuleUnknown);
};

#[test]
fn the_window_to_sit_is_120_days_and_can_be_extended_by_90() {
    check(WINDOWS);
}

#[test]
fn an_early_tester_is_told_why_the_letters_may_not_be_used_yet() {
    let json = format!("{{{LAST_TERM}, {}}}", passed!("AHIMA/RHIT", "2025-12-01"));
    let answer = ask(RHIT, &json, NOW);
    let notes = answer.notes().iter().filter(|note| note.code() == NoteCode::ConditionalAward);
    let notes: Vec<&str> = notes.map(explain::Note::text).collect();
    assert!(notes.iter().any(|text| text.contains("early-tester")), "3.7: {notes:?}");
    let notice = answer.notes().iter().any(|note| note.text().contains("notice"));
    assert!(notice, "W27: the written notice is named");
}

#[test]
fn exam_formats_are_those_of_the_day() {
    let cases = [
        ("AHIMA/CCA", "2009-06-01", "100 items, 120 minutes"),
        ("AHIMA/CCA", NOW, "none"),
        (CCS, "2009-06-01", "60 items, 13 cases, 240 minutes"),
        (CCS, "2010-06-01", "60 items, 13 cases, 240 minutes, undisclosed"),
        (CCS, "2020-07-01", "none"),
        (CCS, NOW, "107 items, 97 scored, 10 pretest, 240 minutes, 300 scaled"),
        (CCS_P, "2010-06-01", "60 items, 16 cases, 240 minutes, undisclosed"),
        (CCS_P, "2025-06-01", "121 items, 97 scored, 24 pretest, 240 minutes"),
        (RHIT, "2020-06-01", "130 to 160 items, 210 minutes"),
        (RHIT, NOW, "150 items, 130 scored, 20 pretest, 210 minutes, 300 scaled"),
        (RHIA, "2023-09-30", "170 to 200 items, 240 minutes"),
        (RHIA, "2023-10-01", "150 items, 130 scored, 20 pretest, 210 minutes, 300 scaled"),
        ("AHIMA/CHPS", "2021-06-01", "140 to 160 items, 210 minutes"),
        ("AHIMA/CDIP", LAST, "none"),
    ];
    for (credential, as_of, wanted) in cases {
        check_format(credential, as_of, wanted);
    }
}

#[test]
fn exam_prices_are_those_of_the_day() {
    let cases = [
        ("AHIMA/CCA", NOW, ["member 199.00 USD for 1", "non-member 299.00 USD for 1"]),
        (CCS, "2010-06-01", ["member 299.00 USD for 1", "non-member 399.00 USD for 1"]),
        (CCS_P, "2010-06-01", ["member 299.00 USD for 1", "non-member 399.00 USD for 1"]),
        (RHIT, NOW, ["member 229.00 USD for 1", "non-member 299.00 USD for 1"]),
        (RHIA, NOW, ["member 229.00 USD for 1", "non-member 299.00 USD for 1"]),
    ];
    for (credential, as_of, wanted) in cases {
        assert_eq!(prices(credential, as_of), wanted, "2.2: the {credential} exam on {as_of}");
    }
}
