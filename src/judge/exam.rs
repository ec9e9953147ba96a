//! What there is to know about sitting the exam on the day.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::measure::{self, AnchorDay};
use super::{Facts, Judge};
use crate::book::{Exam, ExamFacts};
use crate::calendar::Day;
use crate::credential::{Code, CredentialId};
use crate::explain::{Claim, ExamAnswer, ExamPrice, Finding, Note, NoteCode, OpenWindow, Verdict};
use crate::source::{Anchor, Citation, Confidence, Version};

pub(super) fn exam_answer(
    judge: &Judge,
    examined: &CredentialId,
    (finding, verdict): (Finding, Verdict),
    facts: &Facts<'_>,
    notes: &mut Vec<Note>,
) -> ExamAnswer {
    let exam = judge.book.exam(examined);
    if let Some(exam) = exam {
        remarks(judge, (examined, exam), facts, notes);
    }
    let attempts_left = finding.walk().find_map(|finding| match finding.claim() {
        Claim::AttemptLimit { left, .. } => *left,
        _ => None,
    });
    ExamAnswer {
        verdict,
        facts: exam.and_then(|exam| facts_on_file(exam, facts, notes)),
        fees: exam.map(|exam| prices(exam, facts)).unwrap_or_default(),
        window: exam.and_then(|exam| window(exam, examined, facts)),
        attempts_left,
        next_attempt: next_attempt(&finding).filter(|day| *day > facts.as_of()),
        finding,
    }
}

/// The facts of the day; where versions contradict each other, none, with a note.
fn facts_on_file(exam: &Exam, facts: &Facts<'_>, notes: &mut Vec<Note>) -> Option<ExamFacts> {
    let on_file =
        exam.facts().on(facts.as_of()).filter(|version| facts.frame().roster.stands(version));
    let on_file: Vec<_> = on_file.collect();
    match on_file.as_slice() {
        [] => None,
        [one] => Some(one.value().clone()),
        [first, ..] => {
            let question = first.reading().map(|reading| reading.question().to_string());
            let question = question.unwrap_or_default();
            let text =
                alloc::format!("sources differ on the exam's facts ({question}): none is shown");
            notes.push(Note::new(NoteCode::ReadingsDiffer, text));
            None
        }
    }
}

/// Says where facts of an exam and prices come from when that is not the issuer's own page, and what is
/// noted of them.
fn remarks(
    judge: &Judge,
    (examined, exam): (&CredentialId, &Exam),
    facts: &Facts<'_>,
    notes: &mut Vec<Note>,
) {
    let day = facts.as_of();
    let sources = judge.cited.get(examined.issuer());
    let mut remark = |path: &str, on_file: &OnFile<'_>| {
        let cited = on_file.sources.iter().filter_map(|key| sources?.get(key));
        // The sources of a version are never surer than the version.
        let sure = |source: &Citation| source.confidence().max(on_file.confidence);
        let weakest = cited.max_by_key(|source| sure(source));
        if let Some(source) = weakest.filter(|source| sure(source) > Confidence::Official) {
            let text = alloc::format!("on file from a {} source: {}", sure(source), source.url());
            notes.push(Note::on(path, NoteCode::RuleNote, text));
        }
        if let Some(note) = on_file.note {
            notes.push(Note::on(path, NoteCode::RuleNote, note));
        }
    };
    for version in exam.facts().on(day).filter(|version| facts.frame().roster.stands(version)) {
        remark("exam/facts", &OnFile::of(version));
    }
    for version in exam.fees().on(day).filter(|version| facts.frame().roster.stands(version)) {
        remark("exam/fees", &OnFile::of(version));
    }
}

/// Where a version is written, without its value.
struct OnFile<'b> {
    sources: &'b [Code],
    confidence: Confidence,
    note: Option<&'b str>,
}

impl<'b> OnFile<'b> {
    fn of<T>(version: &'b Version<T>) -> Self {
        let confidence = version.confidence().unwrap_or(Confidence::Official);
        Self { sources: version.sources(), confidence, note: version.note() }
    }
}

fn prices(exam: &Exam, facts: &Facts<'_>) -> Vec<ExamPrice> {
    let on_file =
        exam.fees().on(facts.as_of()).filter(|version| facts.frame().roster.stands(version));
    let each = on_file.flat_map(|version| {
        let reading = version.reading().map(|reading| reading.choice().to_string());
        version.value().iter().map(move |fee| ExamPrice {
            r#for: fee.r#for,
            attempts: fee.attempts,
            price: fee.price,
            reading: reading.clone(),
        })
    });
    each.collect()
}

/// The time to sit after the last approval, where all versions in force agree.
fn window(exam: &Exam, examined: &CredentialId, facts: &Facts<'_>) -> Option<OpenWindow> {
    let AnchorDay::Known(day) = measure::anchor_day(Anchor::Approval, examined, &facts.frame())
    else {
        return None;
    };
    let on_file = exam.window().on(day).filter(|version| facts.frame().roster.stands(version));
    let mut windows =
        on_file.map(|version| measure::window_of(version.value(), examined, &facts.frame()));
    let first = windows.next()??;
    let agreed = windows.all(|other| other == Some(first));
    agreed.then_some(OpenWindow { opens: first.0, closes: first.1 })
}

/// The first day after the wait on which there is room under the limit, where that is certain.
fn next_attempt(finding: &Finding) -> Option<Day> {
    let claims = || finding.walk().map(Finding::claim);
    let mut waits = claims().filter_map(|claim| match claim {
        Claim::Wait { until } => Some(*until),
        _ => None,
    });
    let first = waits.next().flatten();
    let waited = if waits.all(|other| other == first) { first } else { None };
    let room = claims().find_map(|claim| match claim {
        Claim::AttemptLimit { left, until } => Some((*left, *until)),
        _ => None,
    });
    match room {
        // No attempt is left for life.
        Some((Some(0), None)) => None,
        Some((_, Some(room))) => waited.max(Some(room)),
        _ => waited,
    }
}
