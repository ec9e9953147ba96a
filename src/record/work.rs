//! Jobs, and what proves them.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::check;
use super::entry::{entry, words};
use crate::calendar::Day;
use crate::document::{DocumentError, Path};
use crate::quantity::{Hours, HoursPerWeek};
use crate::record::{Text, Word};

words! {
    /// Where a job is done.
    Setting {
        /// Hospital inpatient.
        Inpatient = "inpatient",
        /// Outpatient.
        Outpatient = "outpatient",
        /// Outpatient in several specialties.
        MultiSpecialtyOutpatient = "multi-specialty-outpatient",
        /// A payer.
        Payer = "payer",
        /// Elsewhere.
        Other = "other",
    }
}

entry! {
    /// A job. Days not given are not known: a job with neither end nor `current` shows its first day
    /// and makes everything up to the day asked about possible.
    Job, check check_job;
    required {
        /// What kind of work it was.
        field: Word,
    }
    optional {
        /// For whom.
        employer / with_employer: Text,
    }
    copied {
        /// Where it was done.
        setting / with_setting: Setting,
        /// The first day worked.
        start / with_start: Day,
        /// The last day worked; it counts.
        end / with_end: Day,
        /// Still at work: the day asked about counts.
        current / with_current: bool,
        /// Hours a week.
        hours_per_week / with_hours_per_week: HoursPerWeek,
        /// All hours of the job, stated outright.
        hours_total / with_hours_total: Hours,
        /// Part of a school's programme.
        externship / with_externship: bool,
    }
}

fn check_job(job: &Job, place: &Path<'_>) -> Result<(), DocumentError> {
    check::ordered(place, ("start", job.start), ("end", job.end))?;
    if job.current == Some(true) && job.end.is_some() {
        let message = "`current` is true and `end` is given: keep one of the two";
        return Err(super::contradiction(&place.key("end"), message));
    }
    Ok(())
}

words! {
    /// What a proof is.
    Document {
        /// A certificate.
        Certificate = "certificate",
        /// A transcript.
        Transcript = "transcript",
        /// A letter.
        Letter = "letter",
        /// An entry in a portal.
        Portal = "portal",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Who signed a proof.
    Signer {
        /// The employer.
        Employer = "employer",
        /// The supervisor.
        Supervisor = "supervisor",
        /// Human resources.
        Hr = "hr",
        /// A co-worker.
        CoWorker = "co-worker",
        /// An instructor.
        Instructor = "instructor",
        /// The person.
        Own = "self",
    }
}

words! {
    /// What a proof states.
    States {
        /// How long.
        Duration = "duration",
        /// From when until when.
        Dates = "dates",
        /// How many hours.
        Hours = "hours",
    }
}

/// What proves an entry. A field that is absent is not known.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Proof {
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// Who signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<Signer>,
    /// Whether it is on the employer's or school's letterhead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letterhead: Option<bool>,
    /// What it states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub states: Option<Vec<States>>,
    /// The day on which it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Day>,
}
