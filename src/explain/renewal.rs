//! The answer about renewal.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::answer::ReadingAnswer;
use super::finding::{EntryRef, Finding, Note, Question, Shortfall};
use super::part::part;
use super::reason::{Reason, Verdict};
use crate::allocation::{Allocation, Instance, check};
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::quantity::{Decimal, Money};
use crate::record::words;
use crate::source::{Citation, Confidence};
use crate::word::Shared;

words! {
    /// Where a holding is in its life. The order is that of the ladder, best first.
    Standing {
        /// In good standing.
        Active = "active",
        /// Past the last day, still in good standing for a while.
        Grace = "grace",
        /// Suspended until something is made good.
        Suspended = "suspended",
        /// Inactive: the letters may not be used.
        Inactive = "inactive",
        /// Run out.
        Expired = "expired",
        /// Taken away.
        Revoked = "revoked",
        /// Given up with honour.
        Retired = "retired",
    }
}

part! {
    /// Will this person keep the credential: the cycle, what it asks for, what counts and why, what is
    /// due, where the holding stands, and what happens next if nothing is done.
    ///
    /// The JSON form is part of the published format. All days are inclusive.
    Renewal {
        /// The edition of the book.
        text book: String,
        /// The identifier of the record.
        optional record: String,
        /// The credential.
        part credential: CredentialId,
        /// The credential as it was asked for, when it has another name now.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional asked: CredentialId,
        /// The full title of the credential.
        text title: String,
        /// The programme that keeps it alive; `None`: none is on file.
        optional program: String,
        /// The holdings that the cycle is judged for.
        list holdings: CredentialId,
        /// The day asked about.
        copied as_of: Day,
        /// The day up to which entries were known, when that was restricted.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional known_on: Day,
        /// Whether all conditions of the cycle are met with what the record shows.
        copied verdict: Verdict,
        /// The weakest confidence among the rules that decided; `None` when no rule did.
        copied confidence: Option<Confidence>,
        /// The cycle that is judged.
        optional cycle: CycleAnswer,
        /// When the renewal may be filed.
        optional submission: SubmissionAnswer,
        /// The units that the cycle asks for.
        optional quota: QuotaAnswer,
        /// The rules on the units.
        list constraints: ConstraintAnswer,
        /// What the cycle asks for beside units: fees, filing, work, exams.
        list duties: DutyAnswer,
        /// What became of each activity: one disposition each.
        list dispositions: Disposition,
        /// Why the units do not suffice.
        optional bottleneck: BottleneckAnswer,
        /// What is missing.
        list shortfalls: Shortfall,
        /// Where the holding stands on the day; `None`: it cannot be told.
        copied standing: Option<Standing>,
        /// The last day on which nothing lapses: of the cycle, or of the paid dues when those end earlier.
        copied last_safe_day: Option<Day>,
        /// What lapses after that day.
        copied lapse: Option<Lapse>,
        /// What follows that day if nothing is done.
        list ladder: RungAnswer,
        /// What has to be done or paid, and by when.
        list due: DueAnswer,
        /// All prices that are due together; `None`: at least one of them is not known.
        copied total_due: Option<Money>,
        /// What may be bought or asked for.
        list options: OptionAnswer,
        /// What is not known and can still change the verdict.
        list questions: Question,
        /// The verdict under each reading, where published sources contradict each other.
        list readings: ReadingAnswer,
        /// Choices that were made, and what to know.
        list notes: Note,
        /// The placements and bottlenecks behind the verdict.
        #[serde(skip)]
        list certificates: Certificate,
    }
}

part! {
    /// A cycle; both days belong to it.
    CycleAnswer {
        /// The first day.
        copied start: Day,
        /// The last day.
        copied end: Day,
        /// The last day after extensions, when that is later.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional extended: Day,
        /// How the cycle was found.
        copied from: CycleFrom,
        /// Where the rule is written; empty for a cycle that the record states.
        list sources: Citation,
    }
}

words! {
    /// How a cycle was found.
    CycleFrom {
        /// By the rule.
        Rule = "rule",
        /// The record states it.
        Stated = "stated",
        /// From the day on which the holding expires.
        Expiry = "expiry",
        /// From the end of a cycle that the record states.
        AfterStated = "after-stated",
    }
}

part! {
    /// When a renewal may be filed.
    SubmissionAnswer {
        /// The first day; `None`: not published.
        copied opens: Option<Day>,
        /// The last day.
        copied closes: Day,
        /// Whether the total must be met before filing.
        copied complete: bool,
        /// Whether it may be filed on the day asked about.
        copied may_file: Verdict,
    }
}

part! {
    /// The units that a cycle asks for.
    QuotaAnswer {
        /// What is required; `None`: not known.
        copied required: Option<Decimal>,
        /// The least and the most that may be required, where it is not known exactly.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional between: Between,
        /// What counts towards it, never more than required.
        copied counted: Decimal,
        /// What counts beyond it.
        copied surplus: Decimal,
        /// Whether it is met.
        copied verdict: Verdict,
        /// Where the rule is written.
        list sources: Citation,
    }
}

part! {
    /// The bounds of an amount that is not known exactly.
    Between {
        /// The least.
        copied least: Decimal,
        /// The most; `None`: without bound.
        copied most: Option<Decimal>,
    }
}

part! {
    /// A rule on the units of a cycle.
    ConstraintAnswer {
        /// Its identifier.
        text path: String,
        /// What it is about.
        text text: String,
        /// How much it asks for, or at most allows; `None`: not known.
        copied need: Option<Decimal>,
        /// How much there is.
        copied have: Decimal,
        /// Whether it is met. A maximum is always met: what it cuts off does not count.
        copied verdict: Verdict,
        /// What kind of rule it is: `minimum`, `share`, `maximum`, `events`, `own-quota`.
        copied kind: ConstraintKind,
        /// The reading under which the figures stand, where the sources contradict each other.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional reading: String,
        /// Where the rule is written.
        #[serde(rename = "source", serialize_with = "first")]
        #[schemars(with = "Option<Citation>")]
        list sources: Citation,
    }
}

/// The published format has one source for a constraint.
#[expect(clippy::ptr_arg, reason = "serde calls it with the field")]
fn first<S: serde::Serializer>(sources: &Vec<Citation>, serializer: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&sources.first(), serializer)
}

words! {
    /// What kind of rule on units.
    ConstraintKind {
        /// At least so many units.
        Minimum = "minimum",
        /// At least such a share.
        Share = "share",
        /// At most so many units.
        Maximum = "maximum",
        /// At least so many entries.
        Events = "events",
        /// The quota of one holding.
        OwnQuota = "own-quota",
    }
}

part! {
    /// Something that a cycle asks for beside units.
    DutyAnswer {
        /// Its identifier.
        text path: String,
        /// What it is about.
        text text: String,
        /// Whether it is met.
        copied verdict: Verdict,
        /// The finding, where it is a requirement.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional finding: Finding,
        /// Where the rule is written.
        list sources: Citation,
    }
}

part! {
    /// What became of one activity.
    Disposition {
        /// The activity.
        part ceu: EntryRef,
        /// Its title.
        #[serde(skip_serializing_if = "Option::is_none")]
        perhaps title: Shared,
        /// The day of completion.
        copied completed: Option<Day>,
        /// How much counts towards the quota.
        copied counted: Decimal,
        /// What it serves beside the quota.
        list serves: Served,
        /// Why it counts, or does not.
        copied reason: Reason,
        /// What the reason rests on: a fact that is missing, another entry.
        #[serde(skip_serializing_if = "Option::is_none")]
        perhaps detail: Shared,
        /// The rule's source.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional source: Citation,
    }
}

part! {
    /// So much of an activity serves a minimum or a holding.
    Served {
        /// The minimum or the holding.
        shared to: Shared,
        /// How much.
        copied amount: Decimal,
    }
}

part! {
    /// Why units do not suffice: rules that together ask for more than what may serve them gives.
    BottleneckAnswer {
        /// The rules, by path.
        list requirements: String,
        /// What they ask for together.
        copied demand: Decimal,
        /// What everything that may serve any of them gives.
        copied supply: Decimal,
        /// What kind of lack it is.
        copied kind: BottleneckKind,
    }
}

words! {
    /// What kind of lack.
    BottleneckKind {
        /// Too few units.
        Short = "short",
        /// Enough for each, but not for all at once.
        Conflict = "conflict",
        /// The time to earn them is over.
        Closed = "closed",
    }
}

words! {
    /// What lapses first.
    Lapse {
        /// The cycle ends.
        Cycle = "cycle",
        /// The paid dues end.
        Dues = "dues",
    }
}

part! {
    /// One step of what follows an unmet cycle.
    RungAnswer {
        /// The first day.
        copied from: Day,
        /// The last day; `None`: for good.
        copied until: Option<Day>,
        /// The standing; `None`: not published, or sources contradict each other.
        copied standing: Option<Standing>,
        /// What is to be paid on top of what was due; `None`: not known. Nothing to pay is a price of 0.
        copied price: Option<Money>,
        /// For what.
        list fees: FeeAnswer,
        /// What may still be done.
        list remains: String,
        /// Further units that are asked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional units: Decimal,
        /// What each reading says, where sources contradict each other.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        list readings: RungReading,
        /// Where the rule is written.
        list sources: Citation,
    }
}

part! {
    /// What one reading says about a step of the ladder.
    RungReading {
        /// The question and the choice.
        text reading: String,
        /// The standing.
        copied standing: Option<Standing>,
        /// The price.
        copied price: Option<Money>,
    }
}

part! {
    /// A fee and what it is for.
    FeeAnswer {
        /// For what, as a payment purpose.
        text what: String,
        /// How much; `None`: not known.
        copied price: Option<Money>,
    }
}

part! {
    /// Something to do or to pay.
    DueAnswer {
        /// The last day; `None`: there is none.
        copied by: Option<Day>,
        /// What: a payment purpose, `ceus`, `exam` or `filing`.
        text what: String,
        /// How many units, of `ceus`.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional units: Decimal,
        /// The price; `None`: not known, or none.
        copied price: Option<Money>,
        /// Where the rule is written.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        list sources: Citation,
    }
}

part! {
    /// Something that may be bought or asked for.
    OptionAnswer {
        /// What: `extension`, `reinstatement`, `exam`, `appeal`.
        text what: String,
        /// The first day.
        copied from: Option<Day>,
        /// The last day.
        copied until: Option<Day>,
        /// The price; `None`: not known.
        copied price: Option<Money>,
        /// Where the rule is written.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        list sources: Citation,
    }
}

/// The proof behind a verdict on units: what there is, what is asked for, and the placement that
/// meets it or the bottleneck that rules it out. [`check`] verifies it without the search.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Certificate {
    pub(crate) supplies: Arc<[EntryRef]>,
    pub(crate) demands: Vec<String>,
    pub(crate) instance: Instance,
    pub(crate) allocation: Allocation,
}

impl Certificate {
    /// The activities, in the order of the instance's supplies.
    #[must_use]
    pub fn supplies(&self) -> &[EntryRef] {
        &self.supplies
    }

    /// The paths of the demands, in the order of the instance.
    #[must_use]
    pub fn demands(&self) -> &[String] {
        &self.demands
    }

    /// What there is and what is asked for.
    #[must_use]
    pub const fn instance(&self) -> &Instance {
        &self.instance
    }

    /// The placement or the bottleneck.
    #[must_use]
    pub const fn allocation(&self) -> &Allocation {
        &self.allocation
    }

    /// Whether the placement or the bottleneck is right.
    #[must_use]
    pub fn holds(&self) -> bool {
        check(&self.instance, &self.allocation)
    }
}
