//! Continuing education, payments, attestations and exceptions.

use alloc::vec::Vec;

use super::check;
use super::entry::{entry, words};
use crate::calendar::Day;
use crate::credential::{CredentialId, Issuer};
use crate::document::{DocumentError, Path};
use crate::quantity::{Minutes, Money, Units};
use crate::record::{Text, Word};

words! {
    /// How an activity is delivered.
    Delivery {
        /// In one room.
        InPerson = "in-person",
        /// Live over a network.
        LiveOnline = "live-online",
        /// A recording.
        Recorded = "recorded",
        /// Alone.
        SelfStudy = "self-study",
    }
}

entry! {
    /// One activity of continuing education.
    CeuActivity, check check::nothing;
    required {}
    optional {
        /// The title.
        title / with_title: Text,
        /// The subjects.
        topics / with_topics: Vec<Word>,
        /// Who held it.
        provider / with_provider: Text,
        /// Classes that the provider belongs to.
        provider_class / with_provider_class: Vec<Word>,
        /// What kind of activity it is.
        kind / with_kind: Word,
        /// Issuers that approved it in general.
        approved_by / with_approved_by: Vec<Issuer>,
        /// Credentials for which it is approved.
        approved_for / with_approved_for: Vec<CredentialId>,
        /// The course, by its index number.
        course / with_course: Text,
        /// The holdings that it is meant for.
        assigned_to / with_assigned_to: Vec<CredentialId>,
    }
    copied {
        /// The day of completion.
        completed / with_completed: Day,
        /// Units in the issuer's unit.
        units / with_units: Units,
        /// Minutes, converted by the issuer's rule.
        minutes / with_minutes: Minutes,
        /// How it was delivered.
        delivery / with_delivery: Delivery,
        /// Whether it relates to the person's job.
        job_related / with_job_related: bool,
        /// The day of publication, of a quiz.
        published / with_published: Day,
        /// The day on which the issuer had it.
        reported / with_reported: Day,
        /// A day of the cycle that it is meant for.
        assigned_cycle / with_assigned_cycle: Day,
    }
}

impl Default for CeuActivity {
    /// An activity of which nothing is known yet.
    fn default() -> Self {
        Self::new()
    }
}

words! {
    /// What a payment was for.
    PaymentPurpose {
        /// Renewal of a credential.
        Recertification = "recertification",
        /// A yearly fee.
        AnnualFee = "annual-fee",
        /// Membership dues.
        Membership = "membership",
        /// A fee for being late.
        LateFee = "late-fee",
        /// More time.
        Extension = "extension",
        /// Reinstatement.
        Reinstatement = "reinstatement",
        /// An exam.
        Exam = "exam",
    }
}

entry! {
    /// A payment.
    Payment, check check::nothing;
    required {
        /// To whom.
        to: Issuer,
        /// For what.
        purpose: PaymentPurpose,
    }
    optional {
        /// For which credentials.
        r#for / with_for: Vec<CredentialId>,
    }
    copied {
        /// How much.
        amount / with_amount: Money,
        /// When.
        paid / with_paid: Day,
        /// The last day of the cycle that it belongs to.
        cycle_end / with_cycle_end: Day,
    }
}

entry! {
    /// A signed statement.
    Attestation, check check::nothing;
    required {
        /// What it states: `code-of-ethics`, `sponsor`, …
        kind: Word,
    }
    optional {
        /// To whom it was given.
        to / with_to: Issuer,
    }
    copied {
        /// The day of the statement.
        on / with_on: Day,
    }
}

words! {
    /// What kind of exception an issuer granted.
    ExceptionKind {
        /// More time.
        Extension = "extension",
        /// Retired.
        Retired = "retired",
        /// Emeritus.
        Emeritus = "emeritus",
        /// Disability.
        Disability = "disability",
        /// Hardship.
        Hardship = "hardship",
        /// Military service.
        Military = "military",
        /// Honorary.
        Honorary = "honorary",
        /// Inactive by choice.
        Inactive = "inactive",
        /// A requirement is waived.
        WaiveRequirement = "waive-requirement",
        /// The quota is adjusted.
        AdjustQuota = "adjust-quota",
    }
}

entry! {
    /// An exception that an issuer granted to this person.
    Exception, check check_exception;
    required {
        /// The issuer.
        issuer: Issuer,
        /// What kind.
        kind: ExceptionKind,
        /// Who granted it.
        author: Text,
        /// Why.
        reason: Text,
    }
    optional {
        /// The credentials that it is for; absent: all of the issuer's.
        r#for / with_for: Vec<CredentialId>,
        /// The requirement that is waived: `quota`, or the identifier of a constraint.
        requirement / with_requirement: Text,
    }
    copied {
        /// The quota that holds instead, of `adjust-quota`.
        units / with_units: Units,
        /// The first day.
        from / with_from: Day,
        /// The last day.
        until / with_until: Day,
    }
}

fn check_exception(exception: &Exception, place: &Path<'_>) -> Result<(), DocumentError> {
    check::ordered(place, ("from", exception.from), ("until", exception.until))
}
