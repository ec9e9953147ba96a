//! Verdicts and reason codes: closed words, stable across versions.

use crate::record::words;

words! {
    /// The answer to a requirement.
    ///
    /// | `all` of | met | undetermined | unmet |
    /// |---|---|---|---|
    /// | **met** | met | undetermined | unmet |
    /// | **undetermined** | undetermined | undetermined | unmet |
    /// | **unmet** | unmet | unmet | unmet |
    ///
    /// `any` is the mirror image: met wins, unmet loses.
    Verdict {
        /// What the record shows is enough, whatever else may turn out.
        Met = "met",
        /// What the record shows is not enough, whatever else may turn out.
        Unmet = "unmet",
        /// A fact or a rule that is not known decides.
        Undetermined = "undetermined",
    }
}

words! {
    /// Why one piece of evidence counted for a requirement, or did not.
    Reason {
        /// It counts.
        Counted = "counted",
        /// It would count if a fact were known.
        FactMissing = "fact-missing",
        /// It lies after the day asked about.
        NotYet = "not-yet",
        /// It lies outside the time that the rule looks at.
        OutsideWindow = "outside-window",
        /// It comes before the step that must come first.
        OutOfSequence = "out-of-sequence",
        /// It is not completed.
        NotCompleted = "not-completed",
        /// The exam was not passed.
        NotPassed = "not-passed",
        /// Another subject or field than the rule asks for.
        WrongTopic = "wrong-topic",
        /// Another setting than the rule asks for.
        WrongSetting = "wrong-setting",
        /// Another form of teaching than the rule accepts.
        WrongFormat = "wrong-format",
        /// From another source than the rule accepts.
        WrongSource = "wrong-source",
        /// A lower level than the rule asks for, or another one where only one will do.
        WrongLevel = "wrong-level",
        /// Another class of membership than the rule accepts.
        WrongClass = "wrong-class",
        /// Not enough in this one entry: hours, items, score or grade.
        TooLittle = "too-little",
        /// Fewer hours a week than the rule counts.
        PartTime = "part-time",
        /// An externship, where the rule does not count any.
        Externship = "externship",
        /// No longer valid.
        Expired = "expired",
        /// Revoked.
        Revoked = "revoked",
        /// The transcript is outstanding.
        TranscriptOutstanding = "transcript-outstanding",
        /// The proof is of a kind that the rule does not accept.
        NotVerified = "not-verified",
        /// Every day of it is counted with another job already.
        Duplicate = "duplicate",
        /// More than the rule counts.
        Surplus = "surplus",
        /// The unit is not the one that the rule counts in, and no rule converts it.
        UnitUnknown = "unit-unknown",
        /// Completed before the first award.
        BeforeAward = "before-award",
        /// Beyond what a maximum lets count.
        OverCap = "over-cap",
        /// Not approved by the issuer.
        NotApproved = "not-approved",
        /// The issuer does not have it yet.
        NotYetReported = "not-yet-reported",
        /// Units and minutes disagree under the issuer's rule.
        UnitConflict = "unit-conflict",
        /// Meant for another cycle.
        OtherCycle = "other-cycle",
        /// Meant for other holdings.
        OtherHolding = "other-holding",
        /// Counted in the previous cycle already.
        UsedBefore = "used-before",
        /// No requirement looks at it.
        NotAsked = "not-asked",
    }
}
