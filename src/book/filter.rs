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
pub(crate) struct Filter {
    pub(crate) topics: Option<OneOrMany<Word>>,
    pub(crate) kind: Option<OneOrMany<Word>>,
    pub(crate) delivery: Option<OneOrMany<Delivery>>,
    pub(crate) provider: Option<OneOrMany<Text>>,
    pub(crate) provider_class: Option<OneOrMany<Word>>,
    pub(crate) approved_by: Option<OneOrMany<Issuer>>,
    pub(crate) approved_for: Option<OneOrMany<CredentialRef>>,
    pub(crate) job_related: Option<bool>,
    pub(crate) published_within: Option<Length>,
    pub(crate) completed_from: Option<Day>,
    pub(crate) completed_until: Option<Day>,
    pub(crate) any: Vec<Self>,
    pub(crate) except: Option<Box<Self>>,
}

/// How minutes become units.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitRule {
    pub(crate) of: Option<Filter>,
    pub(crate) minutes: Minutes,
    pub(crate) units: Option<Units>,
    pub(crate) leftover: Option<Leftover>,
    pub(crate) most: Option<Units>,
}

/// What the minutes beyond full units give.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<ExactWord, Vec<LeftoverRow>>")]
pub(crate) enum Leftover {
    /// Their exact part, down to a ten-thousandth.
    Exact,
    /// The largest row that they reach.
    Rows(Vec<LeftoverRow>),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ExactWord {
    Exact,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftoverRow {
    pub(crate) minutes: Minutes,
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
