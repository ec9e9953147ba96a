//! The answer about eligibility.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use super::finding::{Evidence, Finding, Note, Question, Shortfall};
use super::reason::Verdict;
use crate::book::{ExamFacts, FeeClass};
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::quantity::{Count, Money};
use crate::source::Confidence;

/// May this person sit the exam, what would be awarded, why, and what is missing.
///
/// `Display` is one line. The JSON form is part of the published format.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Eligibility {
    /// The edition of the book.
    pub(crate) book: String,
    /// The identifier of the record.
    pub(crate) record: Option<String>,
    /// The credential.
    pub(crate) credential: CredentialId,
    /// The credential as it was asked for, when it has another name now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asked: Option<CredentialId>,
    /// The full title of the credential.
    pub(crate) title: String,
    /// The day asked about.
    pub(crate) as_of: Day,
    /// The day up to which entries were known, when that was restricted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) known_on: Option<Day>,
    /// Whether the credential would be granted.
    pub(crate) verdict: Verdict,
    /// The weakest confidence among the rules that decided; `None` when no rule did.
    pub(crate) confidence: Option<Confidence>,
    /// Whether the person may sit the exam.
    pub(crate) exam: ExamAnswer,
    /// What would be awarded.
    pub(crate) award: AwardAnswer,
    /// Whether the issuer's advice is followed; `None` when none is on file.
    pub(crate) recommended: Option<RecommendedAnswer>,
    /// What is missing for the award.
    pub(crate) shortfalls: Vec<Shortfall>,
    /// What is not known and can still change a verdict.
    pub(crate) questions: Vec<Question>,
    /// Where a rule is ambiguous: each reading and its verdict.
    pub(crate) readings: Vec<ReadingAnswer>,
    /// Each entry of the record with its one disposition.
    pub(crate) evidence: Vec<Evidence>,
    /// Choices that were made, and what to know about the answer.
    pub(crate) notes: Vec<Note>,
}

impl Eligibility {
    /// The edition of the book.
    #[must_use]
    pub fn book(&self) -> &str {
        &self.book
    }

    /// The identifier of the record.
    #[must_use]
    pub fn record(&self) -> Option<&str> {
        self.record.as_deref()
    }

    /// The credential.
    #[must_use]
    pub const fn credential(&self) -> &CredentialId {
        &self.credential
    }

    /// The credential as it was asked for, when it has another name now.
    #[must_use]
    pub const fn asked(&self) -> Option<&CredentialId> {
        self.asked.as_ref()
    }

    /// The full title of the credential.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The day asked about.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The day up to which entries were known, when that was restricted.
    #[must_use]
    pub const fn known_on(&self) -> Option<Day> {
        self.known_on
    }

    /// Whether the credential would be granted.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The weakest confidence among the rules that decided; `None` when no rule did.
    #[must_use]
    pub const fn confidence(&self) -> Option<Confidence> {
        self.confidence
    }

    /// Whether the person may sit the exam.
    #[must_use]
    pub const fn exam(&self) -> &ExamAnswer {
        &self.exam
    }

    /// What would be awarded.
    #[must_use]
    pub const fn award(&self) -> &AwardAnswer {
        &self.award
    }

    /// Whether the issuer's advice is followed; `None` when none is on file.
    #[must_use]
    pub const fn recommended(&self) -> Option<&RecommendedAnswer> {
        self.recommended.as_ref()
    }

    /// What is missing for the award.
    #[must_use]
    pub fn shortfalls(&self) -> &[Shortfall] {
        &self.shortfalls
    }

    /// What is not known and can still change a verdict.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Where a rule is ambiguous: each reading and its verdict.
    #[must_use]
    pub fn readings(&self) -> &[ReadingAnswer] {
        &self.readings
    }

    /// Each entry of the record with its one disposition.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// Choices that were made, and what to know about the answer.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

impl fmt::Display for Eligibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}: {}", self.credential, self.as_of, self.verdict)?;
        match &self.award.designation {
            Some(designation) => write!(f, ", {designation} would be granted"),
            None => Ok(()),
        }
    }
}

/// Whether the person may sit the exam on the day.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExamAnswer {
    /// Whether the person may sit.
    pub(crate) verdict: Verdict,
    /// Why.
    pub(crate) finding: Finding,
    /// Items, minutes and pass mark on the day, where they are on file without contradiction.
    pub(crate) facts: Option<ExamFacts>,
    /// Prices on file for the day; several for one class are readings.
    pub(crate) fees: Vec<ExamPrice>,
    /// The days to sit, after an approved application.
    pub(crate) window: Option<OpenWindow>,
    /// Attempts left, where a limit is published.
    pub(crate) attempts_left: Option<u32>,
    /// The first day on which the next attempt is allowed; `None` once it is, or when not known.
    pub(crate) next_attempt: Option<Day>,
}

impl ExamAnswer {
    /// Whether the person may sit.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    #[must_use]
    pub const fn finding(&self) -> &Finding {
        &self.finding
    }

    /// Items, minutes and pass mark on the day, where they are on file without contradiction.
    #[must_use]
    pub const fn facts(&self) -> Option<&ExamFacts> {
        self.facts.as_ref()
    }

    /// Prices on file for the day; several for one class are readings.
    #[must_use]
    pub fn fees(&self) -> &[ExamPrice] {
        &self.fees
    }

    /// The days to sit, after an approved application.
    #[must_use]
    pub const fn window(&self) -> Option<OpenWindow> {
        self.window
    }

    /// Attempts left, where a limit is published.
    #[must_use]
    pub const fn attempts_left(&self) -> Option<u32> {
        self.attempts_left
    }

    /// The first day on which the next attempt is allowed; `None` once it is, or when not known.
    #[must_use]
    pub const fn next_attempt(&self) -> Option<Day> {
        self.next_attempt
    }
}

/// A price of the exam on the day.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExamPrice {
    /// Whom it is for.
    pub(crate) r#for: FeeClass,
    /// How many attempts it pays for.
    pub(crate) attempts: Count,
    /// The price.
    pub(crate) price: Money,
    /// The reading, where sources contradict each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reading: Option<String>,
}

impl ExamPrice {
    /// Whom it is for.
    #[must_use]
    pub const fn class(&self) -> FeeClass {
        self.r#for
    }

    /// How many attempts it pays for.
    #[must_use]
    pub const fn attempts(&self) -> Count {
        self.attempts
    }

    /// The price.
    #[must_use]
    pub const fn price(&self) -> Money {
        self.price
    }

    /// The reading, where sources contradict each other.
    #[must_use]
    pub fn reading(&self) -> Option<&str> {
        self.reading.as_deref()
    }
}

/// The days on which an approved person may sit; both count.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OpenWindow {
    /// The first day.
    pub opens: Day,
    /// The last day.
    pub closes: Day,
}

/// What would be awarded.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AwardAnswer {
    /// Whether the credential asked for would be granted.
    pub(crate) verdict: Verdict,
    /// Why.
    pub(crate) finding: Finding,
    /// What is certain to be granted on the day.
    pub(crate) designation: Option<CredentialId>,
}

impl AwardAnswer {
    /// Whether the credential asked for would be granted.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    #[must_use]
    pub const fn finding(&self) -> &Finding {
        &self.finding
    }

    /// What is certain to be granted on the day.
    #[must_use]
    pub const fn designation(&self) -> Option<&CredentialId> {
        self.designation.as_ref()
    }
}

/// Whether the issuer's advice is followed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecommendedAnswer {
    /// Whether the advice is followed.
    pub(crate) verdict: Verdict,
    /// Why.
    pub(crate) finding: Finding,
}

impl RecommendedAnswer {
    /// Whether the advice is followed.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    #[must_use]
    pub const fn finding(&self) -> &Finding {
        &self.finding
    }
}

/// The verdict under one way of reading ambiguous rules.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingAnswer {
    /// What the reading bears on: `exam`, `award` or `recommended`.
    pub(crate) on: &'static str,
    /// The question on which sources disagree.
    pub(crate) question: String,
    /// This reading.
    pub(crate) reading: String,
    /// The verdict under it.
    pub(crate) verdict: Verdict,
}

impl ReadingAnswer {
    /// What the reading bears on: `exam`, `award` or `recommended`.
    #[must_use]
    pub const fn on(&self) -> &'static str {
        self.on
    }

    /// The question on which sources disagree.
    #[must_use]
    pub fn question(&self) -> &str {
        &self.question
    }

    /// This reading.
    #[must_use]
    pub fn reading(&self) -> &str {
        &self.reading
    }

    /// The verdict under it.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }
}
