//! Putting an answer together.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::compile::CredentialSteps;
use super::decide::{Bounds, Picks, first_met, settle};
use super::exam::exam_answer;
use super::explain::{Dispositions, Explainer};
use super::measure::{self, AnchorDay, Seen, Silent, Test};
use super::program::{AnchorId, StepId};
use super::question::{Atom, Depends, depends};
use super::{Facts, Judge};
use crate::book::{Found, RuleBook};
use crate::calendar::Day;
use crate::credential::{Code, CredentialId};
use crate::document::did_you_mean;
use crate::explain::{
    AwardAnswer, Claim, Eligibility, EntryRef, Evidence, Finding, Note, NoteCode, Question,
    ReadingAnswer, Reason, RecommendedAnswer, Shortfall, UnknownBecause, Verdict,
};
use crate::record::{Entry, Record};
use crate::word::Shared;

/// The explanation of one step.
struct Part {
    finding: Finding,
    verdict: Verdict,
    readings: Vec<ReadingAnswer>,
    questions: Vec<Question>,
    sections: Vec<&'static str>,
}

pub(super) fn explain(
    judge: &Judge,
    credential: &CredentialId,
    steps: &CredentialSteps,
    facts: &Facts<'_>,
) -> Eligibility {
    let mut notes = Vec::new();
    let mut part = |step, on| part(judge, step, on, facts, &mut notes);
    let exam = part(steps.exam, "exam");
    let award = part(steps.own, "award");
    let recommended = steps.recommended.map(|step| part(step, "recommended"));
    let examined = judge.book.examined(credential);
    let passed = is_passed(&examined, facts);
    let outcome = first_met(judge, steps, facts);
    let granted = outcome.and_then(|place| steps.outcomes.get(place)?.designation.clone());
    general_notes(judge, (credential, &examined), facts, passed, &mut notes);
    outcome_notes(judge, &examined, outcome, &mut notes);
    picked_notes(judge, &mut notes);
    let cited = [Some(&exam), Some(&award), recommended.as_ref()];
    let cited: Vec<&Finding> = cited.iter().flatten().map(|part| &part.finding).collect();
    replaced_notes(judge, &cited, &mut notes);

    let mut shortfalls = Vec::new();
    let findings = [Some(&exam.finding).filter(|_| !passed), Some(&award.finding)];
    // What is certain to be missing comes before what may yet turn out to be there.
    for certainty in [Verdict::Unmet, Verdict::Undetermined] {
        for finding in findings.iter().flatten() {
            collect_shortfalls(finding, certainty, facts.as_of(), &mut shortfalls);
        }
    }
    let parts = [Some(&exam), Some(&award), recommended.as_ref()];
    let evidence = all_evidence(facts.frame().record, &parts);
    let readings = parts.iter().flatten().flat_map(|part| part.readings.clone()).collect();
    let mut questions: Vec<Question> = Vec::new();
    for question in award.questions.into_iter().chain(exam.questions) {
        if !questions.iter().any(|known| known.fact == question.fact && known.why == question.why) {
            questions.push(question);
        }
    }
    let confidence = award.finding.confidence();
    Eligibility {
        book: judge.edition.clone(),
        record: facts.frame().record.id().map(ToString::to_string),
        credential: credential.clone(),
        asked: None,
        title: judge.book.title(credential).unwrap_or_default().to_string(),
        as_of: facts.as_of(),
        known_on: None,
        verdict: award.verdict,
        confidence,
        exam: exam_answer(judge, &examined, (exam.finding, exam.verdict), facts, &mut notes),
        award: AwardAnswer { verdict: award.verdict, finding: award.finding, designation: granted },
        recommended: recommended
            .map(|part| RecommendedAnswer { verdict: part.verdict, finding: part.finding }),
        shortfalls,
        questions,
        readings,
        evidence,
        notes: in_order(notes),
    }
}

/// Each note once, whoever made it.
fn in_order(mut notes: Vec<Note>) -> Vec<Note> {
    notes.sort_unstable();
    notes.dedup();
    notes
}

impl Eligibility {
    pub(super) fn asked_as(mut self, found: &Found) -> Self {
        if let Some(former) = found.former() {
            let until = found.until().map(|day| alloc::format!(", in use until {day}"));
            let until = until.unwrap_or_default();
            let text = alloc::format!("{former} is an earlier name of {}{until}", self.credential);
            self.notes.insert(0, Note::new(NoteCode::Renamed, text));
            self.asked = Some(former.clone());
        }
        self
    }

    pub(super) const fn known_as_of(mut self, known_on: Day) -> Self {
        self.known_on = Some(known_on);
        self
    }
}

fn part(
    judge: &Judge,
    step: StepId,
    on: &'static str,
    facts: &Facts<'_>,
    notes: &mut Vec<Note>,
) -> Part {
    let depends = depends(judge, step, facts);
    let mut explainer = Explainer::new(judge, facts, Some(&depends));
    let bounds = Bounds { facts: &facts.measured, picks: &judge.picked };
    judge.program.evaluate(step, &bounds, &mut explainer);
    let mut finding = explainer.finish();
    if finding.path.is_empty() {
        finding.path = on.to_string();
    }
    let settled = settle(judge, step, &facts.measured);
    finding.verdict = settled.verdict;
    let readings = settled.readings.iter().map(|(picks, verdict)| ReadingAnswer {
        on,
        question: picked(judge, picks, true),
        reading: picked(judge, picks, false),
        verdict: *verdict,
    });
    let readings: Vec<ReadingAnswer> = readings.collect();
    let mut questions = Vec::new();
    if settled.verdict == Verdict::Undetermined {
        questions = ask(judge, &depends, &explainer.asks, facts);
        let differ = readings.iter().any(|reading| {
            reading.verdict != readings.first().map_or(Verdict::Met, |first| first.verdict)
        });
        if let Some(first) = readings.first().filter(|_| differ) {
            let fact = first.question.clone();
            questions.push(Question {
                path: on.to_string(),
                fact,
                why: UnknownBecause::ReadingsDiffer,
            });
        }
        if !depends.exact {
            let text =
                alloc::format!("{on}: every open fact is named, some may turn out not to matter");
            notes.push(Note::new(NoteCode::QuestionsNotNarrowed, text));
        }
    }
    let sections = core::mem::take(&mut explainer.sections);
    notes.append(&mut explainer.notes);
    Part { finding, verdict: settled.verdict, readings, questions, sections }
}

/// Questions or choices of a combination of readings, without those that the caller picked.
fn picked(judge: &Judge, picks: &Picks, questions: bool) -> String {
    let open = picks.iter().filter(|(question, _)| !judge.picked.contains_key(question));
    let names = open.filter_map(|(question, choice)| {
        if questions {
            judge.program.questions.get(question.0)
        } else {
            judge.program.choices.get(choice.0)
        }
    });
    let mut text = String::new();
    for name in names {
        text.push_str(if text.is_empty() { "" } else { ", " });
        text.push_str(name.as_str());
    }
    text
}

/// The unknowns that matter, as facts, in the order in which they were met.
fn ask(
    judge: &Judge,
    depends: &Depends,
    asks: &[(Atom, String)],
    facts: &Facts<'_>,
) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    let mut add = |path: &str, fact: String, why| {
        if !questions.iter().any(|known: &Question| known.fact == fact && known.why == why) {
            questions.push(Question { path: path.to_string(), fact, why });
        }
    };
    for (atom, path) in asks {
        match atom {
            Atom::Measure(id) => {
                let shown = facts.value(*id).shown;
                let need = depends.need_above(*id, shown).unwrap_or_default();
                let mut seen = Seen { need, ..Seen::default() };
                if let Some(test) = judge.program.measures.get(id.0) {
                    measure::measure(test, &facts.frame(), &mut seen);
                }
                seen.missing
                    .into_iter()
                    .for_each(|fact| add(path, fact, UnknownBecause::FactMissing));
            }
            Atom::Open(id) => {
                if let Some(open) = judge.program.opens.get(id.0) {
                    add(path, open.what.clone(), open.why);
                }
            }
            Atom::Anchor(AnchorId(id)) => {
                if let Some(AnchorDay::Unknown(missing)) = facts.measured.anchors.get(*id) {
                    for fact in missing {
                        add(path, fact.clone(), UnknownBecause::FactMissing);
                    }
                }
            }
        }
    }
    questions
}

fn is_passed(exam: &CredentialId, facts: &Facts<'_>) -> bool {
    let test = Test::Passed { exams: Vec::from([exam.clone()]), within: None, inside: None };
    measure::measure(&test, &facts.frame(), &mut Silent).shown > 0
}

fn general_notes(
    judge: &Judge,
    (credential, exam): (&CredentialId, &CredentialId),
    facts: &Facts<'_>,
    passed: bool,
    notes: &mut Vec<Note>,
) {
    if passed {
        notes.push(Note::new(
            NoteCode::AlreadyPassed,
            alloc::format!("the {exam} exam is passed already"),
        ));
    }
    for (index, holding) in facts.frame().record.holdings().unwrap_or_default().iter().enumerate() {
        let held = holding.credential();
        match facts.frame().roster.name(held) {
            None => {
                notes.push(unknown_holding(&judge.book, index, held));
            }
            Some(name) if name == credential => {
                notes.push(Note::new(
                    NoteCode::AlreadyHeld,
                    alloc::format!("{credential} is held already"),
                ));
            }
            Some(name) => {
                let replaces = name.issuer() == credential.issuer()
                    && judge.book.rule(name).is_some_and(|rule| {
                        rule.supersedes
                            .iter()
                            .any(|superseded| &superseded.code == credential.code())
                    });
                if replaces {
                    let text = alloc::format!("{name} is held, which replaces {credential}");
                    notes.push(Note::new(NoteCode::Superseded, text));
                }
            }
        }
    }
    book_notes(&judge.book, [credential, exam], notes);
}

/// A holding that the book does not know is kept, with a suggestion.
pub(super) fn unknown_holding(book: &RuleBook, index: usize, held: &CredentialId) -> Note {
    let near = book.near(&held.to_string());
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    let hint =
        if near.is_empty() { String::new() } else { alloc::format!("; {}", did_you_mean(&near)) };
    let text =
        alloc::format!("holdings[{index}]: the book does not know {held}; it was kept{hint}");
    Note::new(NoteCode::UnknownCredential, text)
}

/// What the book itself says about the credential and where its rules come from.
fn book_notes(book: &RuleBook, [credential, exam]: [&CredentialId; 2], notes: &mut Vec<Note>) {
    let other = Some(exam).filter(|exam| *exam != credential);
    for id in core::iter::once(credential).chain(other) {
        let Some(layered) = book.layered(id) else {
            continue;
        };
        if layered.replaced {
            let layer = book.layer_name(layered.layer);
            let text = alloc::format!(
                "the rules of {id} are those of {layer}, which replace earlier ones"
            );
            notes.push(Note::new(NoteCode::RuleReplaced, text));
        }
        for note in &layered.rule.notes {
            notes.push(Note::new(NoteCode::BookNote, note.text()));
        }
    }
}

/// Waivers and sources of a later layer that stand in the place of earlier ones, where the answer
/// rests on them.
fn replaced_notes(judge: &Judge, findings: &[&Finding], notes: &mut Vec<Note>) {
    for replaced in &judge.replaced {
        let name = replaced.name.as_str();
        let mut all = findings.iter().flat_map(|finding| finding.walk());
        let rests = all.any(|finding| match replaced.what {
            Replaceable::Waiver => {
                matches!(&finding.claim, Claim::Waiver { waiver, .. } if waiver == name)
            }
            Replaceable::Source => finding.sources.iter().any(|cited| cited.id() == name),
        });
        if rests {
            let text = alloc::format!(
                "the {} {name} is that of {}, which replaces an earlier one",
                replaced.what.word(),
                judge.book.layer_name(replaced.layer)
            );
            notes.push(Note::new(NoteCode::RuleReplaced, text));
        }
    }
}

/// A rule of a later layer that stands in the place of an earlier one.
#[derive(Clone, Debug)]
pub(super) struct Replaced {
    what: Replaceable,
    /// Issuer and key.
    name: String,
    layer: usize,
}

/// What of a book answers rest on by name.
#[derive(Clone, Copy, Debug)]
enum Replaceable {
    Waiver,
    Source,
}

impl Replaceable {
    const fn word(self) -> &'static str {
        match self {
            Self::Waiver => "waiver",
            Self::Source => "source",
        }
    }
}

impl Replaced {
    /// Those of a book: mostly none, so that no answer looks for them.
    pub(super) fn all(book: &RuleBook) -> Vec<Self> {
        let mut all = Vec::new();
        for (issuer, rules) in book.rules() {
            let mut add = |what, key: &Code, layer| {
                all.push(Self { what, name: alloc::format!("{issuer}/{key}"), layer });
            };
            for (key, waiver) in rules.waivers.iter().filter(|(_, waiver)| waiver.replaced) {
                add(Replaceable::Waiver, key, waiver.layer);
            }
            for (key, source) in rules.sources.iter().filter(|(_, source)| source.replaced) {
                add(Replaceable::Source, key, source.layer);
            }
        }
        all
    }
}

/// Notes on what would be granted: nothing usable yet, or only for a time.
fn outcome_notes(
    judge: &Judge,
    examined: &CredentialId,
    outcome: Option<usize>,
    notes: &mut Vec<Note>,
) {
    let outcomes = judge.book.outcomes(examined).unwrap_or_default();
    let Some(outcome) = outcome.and_then(|place| outcomes.get(place)) else { return };
    if let Some(conditional) = outcome.conditional() {
        let text = alloc::format!(
            "the exam is passed ({conditional}), but the letters may not be used yet"
        );
        notes.push(Note::new(NoteCode::ConditionalAward, text));
    }
    if let (Some(designation), Some(length)) = (outcome.designation(), outcome.expires_after) {
        let text = alloc::format!(
            "{designation} lapses {length} after the exam unless the full award follows"
        );
        notes.push(Note::new(NoteCode::DesignationExpires, text));
    }
    for note in &outcome.notes {
        notes.push(Note::new(NoteCode::BookNote, note.text()));
    }
}

fn picked_notes(judge: &Judge, notes: &mut Vec<Note>) {
    for (question, choice) in &judge.picked {
        let question = judge.program.questions.get(question.0);
        let choice = judge.program.choices.get(choice.0);
        if let (Some(question), Some(choice)) = (question, choice) {
            let text = alloc::format!(
                "where sources differ on {question}, the reading {choice} was picked"
            );
            notes.push(Note::new(NoteCode::ReadingPicked, text));
        }
    }
}

/// What is missing: the leaves that are not met below parents that are not met.
fn collect_shortfalls(
    finding: &Finding,
    certainty: Verdict,
    as_of: Day,
    shortfalls: &mut Vec<Shortfall>,
) {
    if finding.verdict.is_met() {
        return;
    }
    let group = matches!(
        finding.claim,
        Claim::All { .. }
            | Claim::Any { .. }
            | Claim::AtLeast { .. }
            | Claim::Points { .. }
            | Claim::Readings { .. }
            | Claim::RuleUnknown { .. }
    );
    if group {
        for child in &finding.children {
            collect_shortfalls(child, certainty, as_of, shortfalls);
        }
        return;
    }
    if finding.verdict != certainty {
        return;
    }
    match &finding.claim {
        Claim::Condition(condition) => {
            let mut shortfall = condition.shortfall(&finding.path);
            shortfall.waived.clone_from(&finding.waived);
            shortfalls.push(shortfall);
        }
        Claim::Wait { until: Some(until) } => shortfalls.push(Shortfall {
            path: finding.path.clone(),
            measure: "wait",
            need: alloc::format!("the day {until}"),
            have: alloc::format!("the day {as_of}"),
            missing: crate::quantity::Days::measured(until.number().saturating_sub(as_of.number()))
                .to_string(),
            waived: Vec::new(),
        }),
        Claim::Window { closes: Some(closes) } => shortfalls.push(Shortfall {
            path: finding.path.clone(),
            measure: "window",
            need: String::from("an approved application whose time to sit has not run out"),
            have: alloc::format!("time to sit up to {closes}"),
            missing: String::from("a new application"),
            waived: Vec::new(),
        }),
        Claim::Offered(_) => shortfalls.push(Shortfall {
            path: finding.path.clone(),
            measure: "offered",
            need: String::from("an exam that is offered"),
            have: String::from("no longer offered"),
            missing: String::from("nothing the person can supply"),
            waived: Vec::new(),
        }),
        _ => {}
    }
}

/// Each entry with its one disposition.
fn all_evidence(record: &Record, parts: &[Option<&Part>]) -> Vec<Evidence> {
    let findings: Vec<&Finding> = parts.iter().flatten().map(|part| &part.finding).collect();
    let known = Dispositions::of(&findings);
    let looked_at =
        |section: &'static str| parts.iter().flatten().any(|part| part.sections.contains(&section));
    let mut all = Vec::new();
    section(&mut all, &known, "education", record.education(), looked_at);
    section(&mut all, &known, "coursework", record.coursework(), looked_at);
    section(&mut all, &known, "trainings", record.trainings(), looked_at);
    section(&mut all, &known, "experience", record.experience(), looked_at);
    section(&mut all, &known, "exams", record.exams(), looked_at);
    section(&mut all, &known, "holdings", record.holdings(), looked_at);
    section(&mut all, &known, "memberships", record.memberships(), looked_at);
    section(&mut all, &known, "ceus", record.ceus(), looked_at);
    section(&mut all, &known, "attestations", record.attestations(), looked_at);
    all
}

fn section<E: Entry>(
    all: &mut Vec<Evidence>,
    known: &Dispositions<'_>,
    section: &'static str,
    entries: Option<&[E]>,
    looked_at: impl Fn(&'static str) -> bool,
) {
    let entries = entries.unwrap_or_default();
    if entries.is_empty() {
        return;
    }
    let reason = if looked_at(section) { Reason::WrongTopic } else { Reason::NotAsked };
    all.extend(entries.iter().enumerate().map(|(index, entry)| {
        known.get(section, index).cloned().unwrap_or_else(|| {
            let id = entry.named().map(Shared::from);
            Evidence { entry: EntryRef { section, index, id }, counted: None, reason }
        })
    }));
}
