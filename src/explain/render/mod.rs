//! Plain text for people: an adviser reads it from top to bottom.
//!
//! | mark | means |
//! |---|---|
//! | `[x]` | met |
//! | `[ ]` | not met |
//! | `[?]` | not known |
//! | `[-]` | not met or not known, and not needed, because another way is met |

mod book;
mod renewal;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub(crate) use self::book::list;
pub use self::book::{changes, description};
pub use self::renewal::{renewal, renewal_summary};
use super::answer::{Eligibility, ExamAnswer, ExamPrice};
use super::claim::Claim;
use super::finding::{Evidence, Finding, Note, NoteCode, Question, Shortfall, UnknownBecause};
use super::reason::{Reason, Verdict};
use crate::book::{ExamFacts, FeeClass, PassMark};
use crate::document::harmless;
use crate::source::Citation;

/// An answer about eligibility as text, wrapped at so many columns.
#[must_use]
pub fn eligibility(answer: &Eligibility, width: usize) -> String {
    let mut page = Page::new(width);
    head(answer, &mut page);
    exam(answer.exam(), &mut page);
    page.blank();
    page.line(
        0,
        &alloc::format!("Award of {}: {}", answer.credential(), spoken(answer.award().verdict())),
    );
    below(answer.award().finding(), &mut page);
    if let Some(recommended) = answer.recommended() {
        page.blank();
        let spoken = match recommended.verdict() {
            Verdict::Met => "followed",
            Verdict::Unmet => "not followed",
            Verdict::Undetermined => "cannot tell",
        };
        page.line(0, &alloc::format!("Advice of the issuer (never a condition): {spoken}"));
        below(recommended.finding(), &mut page);
    }
    missing(answer.shortfalls(), &mut page);
    questions(answer.questions(), &mut page);
    readings(answer, &mut page);
    unused(answer, &mut page);
    notes(answer.notes(), &mut page);
    sources(&mut page);
    page.text
}

/// The answer in one sentence: what is granted, else the first thing missing, else the first
/// question.
#[must_use]
pub fn summary(answer: &Eligibility) -> String {
    let credential = answer.credential();
    let sentence = match answer.verdict() {
        Verdict::Met => alloc::format!("MET: {credential} would be granted."),
        Verdict::Unmet => {
            let award =
                answer.shortfalls().iter().find(|shortfall| shortfall.path().starts_with("award"));
            let missing = award.or_else(|| answer.shortfalls().first());
            let missing = missing.map(|shortfall| {
                let other =
                    if is_one_way(answer, shortfall) { ", or another way below" } else { "" };
                alloc::format!(" Missing: {}{other}.", what_is_missing(shortfall))
            });
            alloc::format!(
                "UNMET: {credential} would not be granted.{}",
                missing.unwrap_or_default()
            )
        }
        Verdict::Undetermined => {
            let first = answer.questions().first();
            let first = first.map(|question| alloc::format!(": {}", asked(question)));
            alloc::format!(
                "UNDETERMINED: it cannot be told whether {credential} would be granted{}.",
                first.unwrap_or_default()
            )
        }
    };
    let granted = answer.award().designation().filter(|designation| *designation != credential);
    match granted {
        Some(designation) => alloc::format!("{sentence} Granted on this day: {designation}."),
        None => sentence,
    }
}

/// Whether something else could be supplied in the place of what is missing.
fn is_one_way(answer: &Eligibility, shortfall: &Shortfall) -> bool {
    let findings = answer.award().finding().walk().chain(answer.exam().finding().walk());
    let mut around = findings.filter(|finding| {
        let rest = shortfall.path().strip_prefix(finding.path());
        rest.is_some_and(|rest| rest.starts_with('/'))
    });
    around.any(|finding| match finding.claim() {
        Claim::Any { of, .. } => *of > 1,
        Claim::AtLeast { .. } | Claim::Points { .. } => true,
        _ => false,
    })
}

fn what_is_missing(shortfall: &Shortfall) -> String {
    match shortfall.measure() {
        "experience" => alloc::format!("{} of experience", shortfall.missing()),
        "coursework" if shortfall.missing().starts_with(|first: char| first.is_ascii_digit()) => {
            alloc::format!("{} of coursework", shortfall.missing())
        }
        _ => shortfall.missing().to_string(),
    }
}

pub(crate) fn asked(question: &Question) -> String {
    match question.why() {
        UnknownBecause::FactMissing if question.fact().contains('.') => {
            alloc::format!("the record does not give `{}`", question.fact())
        }
        UnknownBecause::FactMissing => {
            alloc::format!("the record says nothing about `{}`", question.fact())
        }
        UnknownBecause::RuleUnknown => {
            alloc::format!("no rule is on file for the day ({})", question.fact())
        }
        UnknownBecause::RuleUnpublished => alloc::format!("not published ({})", question.fact()),
        UnknownBecause::NeedsJudgement => {
            alloc::format!("a person must decide ({})", question.fact())
        }
        UnknownBecause::ReadingsDiffer => {
            alloc::format!("sources contradict each other or leave it open ({})", question.fact())
        }
    }
}

const fn spoken(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "yes",
        Verdict::Unmet => "no",
        Verdict::Undetermined => "cannot tell",
    }
}

/// Text being written.
pub(crate) struct Page {
    pub(crate) text: String,
    width: usize,
    /// Sources in the order in which they were cited; the number is the place.
    sources: Vec<Citation>,
}

impl Page {
    pub(crate) const fn new(width: usize) -> Self {
        // `max` is not const yet.
        let width = if width < 40 { 40 } else { width };
        Self { text: String::new(), width, sources: Vec::new() }
    }

    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line, wrapped; what is wrapped is indented by two more.
    pub(crate) fn line(&mut self, indent: usize, text: &str) {
        let text = &harmless(text);
        let mut column = indent;
        self.pad(indent);
        let mut fresh = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if !fresh && column.saturating_add(length).saturating_add(1) > self.width {
                self.blank();
                column = indent.saturating_add(4);
                self.pad(column);
                fresh = true;
            }
            if !fresh {
                self.text.push(' ');
                column = column.saturating_add(1);
            }
            self.text.push_str(word);
            column = column.saturating_add(length);
            fresh = false;
        }
        self.blank();
    }

    /// A line whose first part keeps its columns; only the second one is wrapped.
    fn row(&mut self, indent: usize, first: &str, text: &str) {
        let before = self.text.len();
        let column = indent.saturating_add(first.chars().count()).saturating_add(1);
        self.line(column, text);
        let start = before.saturating_add(indent);
        let end = start.saturating_add(first.len());
        // The line was padded with as many blanks as the first part has columns.
        if first.is_ascii() && self.text.is_char_boundary(end) {
            self.text.replace_range(start..end, first);
        }
    }

    fn pad(&mut self, columns: usize) {
        (0..columns).for_each(|_| self.text.push(' '));
    }

    /// The numbers of some sources, such as ` [1][3]`.
    fn cite(&mut self, sources: &[Citation]) -> String {
        let mut numbers = String::new();
        for source in sources {
            let known = self.sources.iter().position(|known| known == source);
            let place = known.unwrap_or_else(|| {
                self.sources.push(source.clone());
                self.sources.len().saturating_sub(1)
            });
            numbers.extend(["[", &place.saturating_add(1).to_string(), "]"]);
        }
        if numbers.is_empty() { numbers } else { alloc::format!(" {numbers}") }
    }
}

fn head(answer: &Eligibility, page: &mut Page) {
    page.line(0, &alloc::format!("{}: {}", answer.credential(), answer.title()));
    let record = answer.record().map(|record| alloc::format!(", record {record}"));
    let known = answer.known_on().map(|day| alloc::format!(", as known on {day}"));
    let when = alloc::format!(
        "on {}{}{}",
        answer.as_of(),
        known.unwrap_or_default(),
        record.unwrap_or_default()
    );
    page.line(0, &alloc::format!("{when}, rules: {}", answer.book()));
    if let Some(asked) = answer.asked() {
        page.line(0, &alloc::format!("asked as {asked}, the earlier name"));
    }
    page.blank();
    page.line(0, &summary(answer));
    let confidence = answer
        .confidence()
        .map(|confidence| alloc::format!("Confidence of the rules that decided: {confidence}."));
    page.line(0, &confidence.unwrap_or_else(|| String::from("No rule on file decided.")));
    page.blank();
}

fn exam(exam: &ExamAnswer, page: &mut Page) {
    page.line(0, &alloc::format!("May sit the exam: {}", spoken(exam.verdict())));
    below(exam.finding(), page);
    if let Some(facts) = exam.facts() {
        page.line(2, &alloc::format!("The exam: {}", exam_facts(facts)));
    }
    if !exam.fees().is_empty() {
        let fees: Vec<String> = exam.fees().iter().map(price).collect();
        page.line(2, &alloc::format!("Price: {}", fees.join("; ")));
    }
    if let Some(window) = exam.window() {
        page.line(2, &alloc::format!("Time to sit: {} to {}", window.opens, window.closes));
    }
    if let Some(day) = exam.next_attempt() {
        page.line(2, &alloc::format!("Next attempt allowed from {day}"));
    }
    if let Some(left) = exam.attempts_left() {
        page.line(2, &alloc::format!("Attempts left: {left}"));
    }
}

fn exam_facts(facts: &ExamFacts) -> String {
    let part = |number: Option<crate::book::Number>, unit: &str| {
        number.map(|number| alloc::format!("{number} {unit}"))
    };
    let pass = facts.pass.map(|mark| match mark {
        PassMark::Percent(score) => alloc::format!("pass mark {} %", score.amount()),
        PassMark::Scaled(score) => {
            alloc::format!("pass mark {} points on the issuer's scale", score.amount())
        }
        PassMark::Undisclosed => String::from("pass mark not disclosed"),
    });
    let parts = [
        part(facts.items, "questions"),
        part(facts.scored, "of them scored"),
        part(facts.pretest, "of them tried out"),
        part(facts.cases, "cases"),
        part(facts.minutes, "minutes"),
        pass,
    ];
    parts.into_iter().flatten().collect::<Vec<String>>().join(", ")
}

fn price(fee: &ExamPrice) -> String {
    let class = match fee.class() {
        FeeClass::All => "everybody",
        FeeClass::Member => "members",
        FeeClass::NonMember => "non-members",
        FeeClass::Student => "students",
    };
    let attempts = match fee.attempts().get() {
        1 => String::from("one attempt"),
        number => alloc::format!("{number} attempts"),
    };
    let reading = fee.reading().map(|reading| alloc::format!(", reading {reading}"));
    alloc::format!("{} for {class} ({attempts}{})", fee.price(), reading.unwrap_or_default())
}

fn below(finding: &Finding, page: &mut Page) {
    match finding.claim() {
        Claim::All { .. } => {
            finding.children().iter().for_each(|child| tree(child, 2, false, page));
        }
        _ => tree(finding, 2, false, page),
    }
}

fn tree(finding: &Finding, indent: usize, spare: bool, page: &mut Page) {
    let spare = spare && !finding.verdict().is_met();
    let mark = match finding.verdict() {
        Verdict::Met => "[x]",
        _ if spare => "[-]",
        Verdict::Unmet => "[ ]",
        Verdict::Undetermined => "[?]",
    };
    let cites = page.cite(finding.sources());
    let name = match finding.claim() {
        // The name of a route tells it from its neighbours.
        Claim::All { .. } | Claim::Any { .. } | Claim::AtLeast { .. } => {
            let last = finding.path().rsplit('/').next().unwrap_or_default();
            let plain = last.split('[').next().unwrap_or_default();
            if ["all", "any", "at_least"].contains(&plain) {
                String::new()
            } else {
                alloc::format!("{last}: ")
            }
        }
        _ => String::new(),
    };
    page.line(indent, &alloc::format!("{mark} {name}{}{cites}", finding.claim()));
    for evidence in finding.evidence() {
        page.line(indent.saturating_add(6), &entry(evidence));
    }
    let enough = finding.verdict().is_met() && !matches!(finding.claim(), Claim::All { .. });
    for child in finding.children() {
        tree(child, indent.saturating_add(4), spare || enough, page);
    }
}

fn entry(evidence: &Evidence) -> String {
    let entry = evidence.entry();
    let name = if entry.id.is_some() {
        alloc::format!("{} {entry}", entry.section())
    } else {
        entry.to_string()
    };
    match (evidence.counted(), evidence.reason()) {
        (Some(amount), Reason::Counted) => alloc::format!("+ {name}: {amount}"),
        (None, Reason::Counted) => alloc::format!("+ {name}"),
        (_, reason) => alloc::format!("- {name}: {}", why_not(reason)),
    }
}

const fn why_not(reason: Reason) -> &'static str {
    match reason {
        Reason::Counted => "counted",
        Reason::FactMissing => "would count if a missing fact were known",
        Reason::NotYet => "lies after the day asked about",
        Reason::OutsideWindow => "outside the time that the rule looks at",
        Reason::OutOfSequence => "before the step that must come first",
        Reason::NotCompleted => "not completed",
        Reason::NotPassed => "not passed",
        Reason::WrongTopic => "another subject, field or credential",
        Reason::WrongSetting => "another setting",
        Reason::WrongFormat => "another form of teaching",
        Reason::WrongSource => "from a source that the rule does not accept",
        Reason::WrongLevel => "another level",
        Reason::WrongClass => "another class of membership",
        Reason::TooLittle => "too little by itself",
        Reason::PartTime => "too few hours a week",
        Reason::Externship => "externships do not count here",
        Reason::Expired => "no longer valid",
        Reason::Revoked => "revoked",
        Reason::TranscriptOutstanding => "transcript outstanding",
        Reason::NotVerified => "proof of a kind that the issuer does not accept",
        Reason::Duplicate => "every day is counted with another job already",
        Reason::Surplus => "more than the rule counts",
        Reason::UnitUnknown => "in a unit that no rule converts",
        Reason::BeforeAward => "completed before the first award",
        Reason::OverCap => "beyond the most that counts of its kind",
        Reason::NotApproved => "not approved",
        Reason::NotYetReported => "the issuer does not have it yet",
        Reason::UnitConflict => "units and minutes disagree",
        Reason::OtherCycle => "meant for another cycle",
        Reason::OtherHolding => "meant for other holdings",
        Reason::UsedBefore => "counted in the previous cycle",
        Reason::NotAsked => "no requirement looks at it",
    }
}

fn missing(shortfalls: &[Shortfall], page: &mut Page) {
    if shortfalls.is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Missing");
    for shortfall in shortfalls {
        let amounts = ["experience", "coursework", "ceus", "age"].contains(&shortfall.measure());
        let mut text = alloc::format!("{}: {}", shortfall.path(), what_is_missing(shortfall));
        if amounts {
            text.extend([" (needs ", shortfall.need(), ", has ", shortfall.have()]);
            for waived in shortfall.waived() {
                text.extend([", ", &waived.amount().to_string(), " waived by ", waived.waiver()]);
            }
            text.push(')');
        }
        page.line(2, &text);
    }
}

fn questions(questions: &[Question], page: &mut Page) {
    if questions.is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Not known, and able to change the answer");
    for question in questions {
        page.line(2, &alloc::format!("{}: {}", question.path(), asked(question)));
    }
}

fn readings(answer: &Eligibility, page: &mut Page) {
    if answer.readings().is_empty() {
        return;
    }
    page.blank();
    page.line(
        0,
        "Sources contradict each other or leave something open; the answer under each reading",
    );
    for reading in answer.readings() {
        let text = alloc::format!(
            "{}, {}: {} gives {}",
            reading.on(),
            reading.question(),
            reading.reading(),
            reading.verdict()
        );
        page.line(2, &text);
    }
}

fn unused(answer: &Eligibility, page: &mut Page) {
    let unused: Vec<&Evidence> = answer
        .evidence()
        .iter()
        .filter(|evidence| matches!(evidence.reason(), Reason::WrongTopic | Reason::NotAsked))
        .collect();
    if unused.is_empty() {
        return;
    }
    page.blank();
    page.line(0, "In the record, but counted for nothing");
    for evidence in unused {
        page.line(2, &entry(evidence));
    }
}

fn notes(notes: &[Note], page: &mut Page) {
    if notes.is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Notes");
    let estimated = |note: &&Note| note.code() == NoteCode::DateEstimated;
    for note in notes.iter().filter(|note| !estimated(note)) {
        let path = note.path().map(|path| alloc::format!("{path}: ")).unwrap_or_default();
        page.line(2, &alloc::format!("- {path}{}", note.text()));
    }
    let paths: Vec<&str> = notes.iter().filter(estimated).filter_map(Note::path).collect();
    if !paths.is_empty() {
        let text =
            "the pages do not say exactly from when these rules hold, the days are our estimate";
        page.line(2, &alloc::format!("- {text}: {}", paths.join(", ")));
    }
}

pub(crate) fn sources(page: &mut Page) {
    if !page.sources.is_empty() {
        page.blank();
        page.line(0, "Sources");
    }
    for (place, source) in page.sources.clone().iter().enumerate() {
        let number = place.saturating_add(1);
        let (id, confidence, checked) = (source.id(), source.confidence(), source.checked());
        page.line(
            2,
            &alloc::format!("[{number}] {id}, {confidence}, checked {checked}: {}", source.url()),
        );
    }
    page.blank();
    page.line(0, "The issuer's word decides; this is a reading of its published rules.");
}
