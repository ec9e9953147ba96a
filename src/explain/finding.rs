//! Findings and their parts.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use super::claim::{Amount, Claim};
use super::reason::{Reason, Verdict};
use crate::record::words;
use crate::source::{Citation, Confidence};
use crate::word::Shared;

/// One entry of a record, by section, place and identifier.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct EntryRef {
    pub(crate) section: &'static str,
    pub(crate) index: usize,
    pub(crate) id: Option<Shared>,
}

impl EntryRef {
    /// The section, such as `experience`.
    #[must_use]
    pub const fn section(&self) -> &'static str {
        self.section
    }

    /// The place in the section, counted from 0.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }
}

/// The identifier, or the place such as `experience[3]` where there is none.
impl fmt::Display for EntryRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => f.write_str(id.as_str()),
            None => write!(f, "{}[{}]", self.section, self.index),
        }
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { EntryRef, "EntryRef", _generator => schemars::json_schema!({
    "type": "string",
    "description": "An entry of the record: its identifier, or its place such as `experience[3]`.",
}) }

impl Serialize for EntryRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What became of one piece of evidence at a requirement: its disposition.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "EvidenceText<'static>")
)]
pub struct Evidence {
    pub(crate) entry: EntryRef,
    pub(crate) counted: Option<Amount>,
    pub(crate) reason: Reason,
}

impl Evidence {
    /// The entry.
    #[must_use]
    pub const fn entry(&self) -> &EntryRef {
        &self.entry
    }

    /// How much of it counted, where the requirement counts amounts.
    #[must_use]
    pub const fn counted(&self) -> Option<Amount> {
        self.counted
    }

    /// Why it counted, or did not.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }
}

/// The JSON form of [`Evidence`].
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EvidenceText<'e> {
    /// The entry.
    entry: &'e EntryRef,
    /// The section of the record, such as `experience`.
    section: &'e str,
    /// How much of it counted, where the requirement counts amounts.
    counted: Option<String>,
    /// Why it counted, or did not.
    reason: Reason,
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = EvidenceText {
            entry: &self.entry,
            section: self.entry.section,
            counted: self.counted.map(|amount| amount.to_string()),
            reason: self.reason,
        };
        text.serialize(serializer)
    }
}

/// The outcome at one requirement, with its evidence and the findings below it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "FindingText<'static>")
)]
pub struct Finding {
    pub(crate) path: String,
    pub(crate) verdict: Verdict,
    pub(crate) claim: Claim,
    pub(crate) sources: Vec<Citation>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) waived: Vec<WaivedAmount>,
    pub(crate) children: Vec<Self>,
}

impl Finding {
    /// The stable path of the requirement, such as `award/experience`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The outcome.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What it is about; `Display` gives its text.
    #[must_use]
    pub const fn claim(&self) -> &Claim {
        &self.claim
    }

    /// Where the rule is written.
    #[must_use]
    pub fn sources(&self) -> &[Citation] {
        &self.sources
    }

    /// The evidence that was looked at and what became of it.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// What waivers stand for here.
    #[must_use]
    pub fn waived(&self) -> &[WaivedAmount] {
        &self.waived
    }

    /// The findings below.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        &self.children
    }

    /// The weakest confidence among the rules that decided this finding.
    #[must_use]
    pub fn confidence(&self) -> Option<Confidence> {
        let below = self.deciding().filter_map(Self::confidence).max();
        let own = self.sources.iter().map(Citation::confidence).max();
        below.max(own)
    }

    /// The findings directly below that decided: for a met `any` the ones that are met, for an unmet
    /// `all` the ones that are not, for experience the waivers that were used.
    pub(crate) fn deciding(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(|child| match &child.claim {
            Claim::Waiver { waiver, .. } => self.waived.iter().any(|used| used.waiver == *waiver),
            _ => child.verdict == self.verdict,
        })
    }

    /// This finding and all below it, in order.
    pub fn walk(&self) -> impl Iterator<Item = &Self> {
        let mut stack = Vec::from([self]);
        core::iter::from_fn(move || {
            let next = stack.pop()?;
            stack.extend(next.children.iter().rev());
            Some(next)
        })
    }
}

/// The JSON form of [`Finding`].
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FindingText<'f> {
    /// The stable path of the requirement, such as `award/experience`.
    path: &'f str,
    /// The outcome.
    verdict: Verdict,
    /// What it is about.
    text: String,
    /// Where the rule is written.
    sources: &'f [Citation],
    /// The evidence that was looked at and what became of it.
    evidence: &'f [Evidence],
    /// The findings below.
    children: &'f [Finding],
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = FindingText {
            path: &self.path,
            verdict: self.verdict,
            text: self.claim.to_string(),
            sources: &self.sources,
            evidence: &self.evidence,
            children: &self.children,
        };
        text.serialize(serializer)
    }
}

/// An amount of experience for which a waiver stands.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WaivedText<'static>")
)]
pub struct WaivedAmount {
    pub(crate) waiver: String,
    pub(crate) amount: Amount,
}

impl WaivedAmount {
    /// Issuer and identifier of the waiver.
    #[must_use]
    pub fn waiver(&self) -> &str {
        &self.waiver
    }

    /// What it stands for.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        self.amount
    }
}

/// The JSON form of [`WaivedAmount`].
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct WaivedText<'w> {
    /// Issuer and identifier of the waiver.
    waiver: &'w str,
    /// What it stands for.
    amount: String,
}

impl Serialize for WaivedAmount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = WaivedText { waiver: &self.waiver, amount: self.amount.to_string() };
        text.serialize(serializer)
    }
}

/// What is needed against what counts.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shortfall {
    /// The path of the requirement.
    pub(crate) path: String,
    /// What is measured: `experience`, `coursework`, `passed`, …
    pub(crate) measure: &'static str,
    /// What the rule asks for.
    pub(crate) need: String,
    /// What counts, without what is waived.
    pub(crate) have: String,
    /// What is still missing: need less have less waived.
    pub(crate) missing: String,
    /// What is waived.
    pub(crate) waived: Vec<WaivedAmount>,
}

impl Shortfall {
    /// The path of the requirement.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is measured: `experience`, `coursework`, `passed`, …
    #[must_use]
    pub const fn measure(&self) -> &'static str {
        self.measure
    }

    /// What the rule asks for.
    #[must_use]
    pub fn need(&self) -> &str {
        &self.need
    }

    /// What counts, without what is waived.
    #[must_use]
    pub fn have(&self) -> &str {
        &self.have
    }

    /// What is still missing: need less have less waived.
    #[must_use]
    pub fn missing(&self) -> &str {
        &self.missing
    }

    /// What is waived.
    #[must_use]
    pub fn waived(&self) -> &[WaivedAmount] {
        &self.waived
    }
}

words! {
    /// Why something is not known.
    UnknownBecause {
        /// A fact is missing from the record.
        FactMissing = "fact-missing",
        /// No version of the rule is on file for the day.
        RuleUnknown = "rule-unknown",
        /// The issuer does not publish the rule.
        RuleUnpublished = "rule-unpublished",
        /// A person must decide.
        NeedsJudgement = "needs-judgement",
        /// Published rules contradict each other.
        ReadingsDiffer = "readings-differ",
    }
}

/// Something that is not known and can still change the verdict.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// The path of the requirement that asks.
    pub(crate) path: String,
    /// The fact: a section such as `coursework`, a field such as `coursework[0].contact_hours`, or,
    /// where a rule is missing, what the rule is about.
    pub(crate) fact: String,
    /// Why it is not known.
    pub(crate) why: UnknownBecause,
}

impl Question {
    /// The path of the requirement that asks.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The fact: a section such as `coursework`, a field such as `coursework[0].contact_hours`, or,
    /// where a rule is missing, what the rule is about.
    #[must_use]
    pub fn fact(&self) -> &str {
        &self.fact
    }

    /// Why it is not known.
    #[must_use]
    pub const fn why(&self) -> UnknownBecause {
        self.why
    }
}

words! {
    /// What a note is about.
    NoteCode {
        /// The credential was asked for by an earlier name.
        Renamed = "renamed",
        /// The person holds a credential that replaces this one.
        Superseded = "superseded",
        /// The exam is passed already.
        AlreadyPassed = "already-passed",
        /// The credential is held already.
        AlreadyHeld = "already-held",
        /// Passed, but nothing may be used yet.
        ConditionalAward = "conditional-award",
        /// The designation lapses unless more is shown.
        DesignationExpires = "designation-expires",
        /// Entries without proof were counted.
        NoProof = "no-proof",
        /// Part-time work was counted in full, because the rule defines no full time.
        PartTimeInFull = "part-time-in-full",
        /// A holding was counted although its standing is not stated.
        StandingNotStated = "standing-not-stated",
        /// Passing was concluded from a holding.
        PassedByHolding = "passed-by-holding",
        /// A holding that the book does not know.
        UnknownCredential = "unknown-credential",
        /// The bounds of a version are estimated.
        DateEstimated = "date-estimated",
        /// The book's remark on a version.
        RuleNote = "rule-note",
        /// The book's remark on a credential: a disagreement, or something left out.
        BookNote = "book-note",
        /// A rule replaces one of an earlier layer of the book.
        RuleReplaced = "rule-replaced",
        /// Sources contradict each other.
        ReadingsDiffer = "readings-differ",
        /// A reading was picked by the caller.
        ReadingPicked = "reading-picked",
        /// The record states a cycle.
        CycleStated = "cycle-stated",
        /// Something about the cycle was taken for granted.
        CycleAssumed = "cycle-assumed",
        /// An earlier cycle is not known to be met.
        EarlierCycleOpen = "earlier-cycle-open",
        /// Earlier cycles count as closed.
        EarlierCycleClosed = "earlier-cycle-closed",
        /// An exception that the issuer granted.
        ExceptionGranted = "exception-granted",
        /// A price goes by what is known today.
        AsThingsStand = "as-things-stand",
        /// Units that may serve this cycle or another were placed.
        CarriedOver = "carried-over",
        /// Rules whose combination was not decided.
        NotDecided = "not-decided",
        /// The book does not know that a holding can be renewed.
        NotMaintained = "not-maintained",
        /// The credential is not held.
        NotHeld = "not-held",
        /// More alternatives depend on unknown facts than were tried out.
        QuestionsNotNarrowed = "questions-not-narrowed",
    }
}

/// A choice that was made, or something to know about the answer.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// What it is about.
    pub(crate) code: NoteCode,
    /// The path of the requirement, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    /// The text.
    pub(crate) text: String,
}

impl Note {
    pub(crate) fn new(code: NoteCode, text: impl fmt::Display) -> Self {
        Self { code, path: None, text: text.to_string() }
    }

    pub(crate) fn on(path: &str, code: NoteCode, text: impl fmt::Display) -> Self {
        Self { path: Some(path.to_string()), ..Self::new(code, text) }
    }

    /// The path of the requirement, where it is about one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// What it is about.
    #[must_use]
    pub const fn code(&self) -> NoteCode {
        self.code
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
