//! Answers: verdicts, findings, dispositions, shortfalls, questions and notes.
//!
//! An answer is a typed tree first; text is derived from it, by `Display` and by
//! [`render`]. Every answer serialises to the JSON of the published format.

mod answer;
mod claim;
mod finding;
pub(crate) mod part;
mod reason;
pub mod render;
mod renewal;

pub use self::answer::{
    AwardAnswer, Eligibility, ExamAnswer, ExamPrice, OpenWindow, ReadingAnswer, RecommendedAnswer,
};
pub use self::claim::{Amount, Claim, Condition};
pub use self::finding::{
    EntryRef, Evidence, Finding, Note, NoteCode, Question, Shortfall, UnknownBecause, WaivedAmount,
};
pub use self::reason::{Reason, Verdict};
pub use self::renewal::{
    Between, BottleneckAnswer, BottleneckKind, Certificate, ConstraintAnswer, ConstraintKind,
    CycleAnswer, CycleFrom, Disposition, DueAnswer, DutyAnswer, FeeAnswer, Lapse, OptionAnswer,
    QuotaAnswer, Renewal, RungAnswer, RungReading, Served, Standing, SubmissionAnswer,
};
