//! Which activities a rule means, and how minutes become units.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::Deserialize;

use super::forms::WordOr;
use crate::calendar::{Day, Length};
use crate::credential::{CredentialRef, Issuer};
use crate::quantity::{Minutes, Units};
use crate::record::Delivery;
use crate::source::OneOrMany;
use crate::word::{Text, Word};

/// Which activities are meant: all given fields must fit.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Filter {
    /// Subjects, such as `coding/inpatient`; a word covers those below it.
    pub(crate) topics: Option<OneOrMany<Word>>,
    /// Kinds of activity, such as `webinar` or `quiz`.
    pub(crate) kind: Option<OneOrMany<Word>>,
    /// How the activity is delivered.
    pub(crate) delivery: Option<OneOrMany<Delivery>>,
    /// Names of providers, whatever the case.
    pub(crate) provider: Option<OneOrMany<Text>>,
    /// Classes of providers, such as `ahima-component-association`.
    pub(crate) provider_class: Option<OneOrMany<Word>>,
    /// Issuers that approved the activity.
    pub(crate) approved_by: Option<OneOrMany<Issuer>>,
    /// Credentials for which the activity is approved.
    pub(crate) approved_for: Option<OneOrMany<CredentialRef>>,
    /// `true`: only what relates to the person's job.
    pub(crate) job_related: Option<bool>,
    /// Published at most so long before the day of completion.
    pub(crate) published_within: Option<Length>,
    /// Completed on this day or later.
    pub(crate) completed_from: Option<Day>,
    /// Completed on this day or earlier.
    pub(crate) completed_until: Option<Day>,
    /// Several filters, of which one is enough.
    pub(crate) any: Vec<Self>,
    /// A filter that must not fit.
    pub(crate) except: Option<Box<Self>>,
}

/// How minutes become units.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct UnitRule {
    /// The activities for which it holds; absent: all.
    pub(crate) of: Option<Filter>,
    /// So many minutes give the units.
    pub(crate) minutes: Minutes,
    /// What each full number of minutes gives. Default: 1.
    pub(crate) units: Option<Units>,
    /// What the minutes beyond full units give. Default: nothing.
    pub(crate) leftover: Option<Leftover>,
    /// At most so many units for one entry.
    pub(crate) most: Option<Units>,
}

/// What the minutes beyond full units give.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<ExactWord, Vec<LeftoverRow>>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<ExactWord, Vec<LeftoverRow>>")
)]
pub(crate) enum Leftover {
    /// Their exact part, down to a ten-thousandth.
    Exact,
    /// The largest row that they reach.
    Rows(Vec<LeftoverRow>),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum ExactWord {
    /// Their exact part, down to a ten-thousandth.
    Exact,
}

/// From so many minutes on, so many units.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct LeftoverRow {
    /// From so many minutes on.
    pub(crate) minutes: Minutes,
    /// So many units, at most those of a full number of minutes.
    pub(crate) units: Units,
}

impl From<WordOr<ExactWord, Vec<LeftoverRow>>> for Leftover {
    fn from(form: WordOr<ExactWord, Vec<LeftoverRow>>) -> Self {
        match form {
            WordOr::Word(ExactWord::Exact) => Self::Exact,
            WordOr::Other(rows) => Self::Rows(rows),
        }
    }
}
