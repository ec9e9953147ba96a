//! Prices, extensions, and what follows a cycle that ends unmet.

use alloc::vec::Vec;

use serde::Deserialize;

use super::{Closes, NoneWord};
use crate::book::forms::WordOr;
use crate::calendar::Length;
use crate::credential::{Code, Issuer};
use crate::explain::Standing;
use crate::quantity::{Count, Decimal, Money, Units};
use crate::record::PaymentPurpose;
use crate::source::{Dated, OneOrMany};
use crate::word::{Text, Word};

/// A price for some.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Price {
    pub(crate) r#for: PriceClass,
    pub(crate) organization: Option<Issuer>,
    #[serde(default)]
    pub(crate) prices: Vec<Money>,
    pub(crate) flat: Option<Money>,
    pub(crate) percent: Option<Decimal>,
    pub(crate) of: Option<PaymentPurpose>,
    pub(crate) unpublished: Option<Text>,
}

/// Who pays a price.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PriceClass {
    All,
    Member,
    NonMember,
}

/// Yearly dues with a clock of their own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dues {
    pub(crate) organization: Issuer,
    pub(crate) source: OneOrMany<Code>,
    /// What follows unpaid dues; empty: the ladder of the programme.
    #[serde(default)]
    pub(crate) ladder: Dated<Vec<Rung>>,
}

/// More time that may be bought.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<NoneWord, ExtensionText>")]
pub(crate) enum ExtensionRule {
    None,
    Bought { length: Option<Length>, blocks: Option<Count> },
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionText {
    length: Option<Length>,
    blocks: Option<Count>,
}

impl From<WordOr<NoneWord, ExtensionText>> for ExtensionRule {
    fn from(form: WordOr<NoneWord, ExtensionText>) -> Self {
        match form {
            WordOr::Word(NoneWord::None) => Self::None,
            WordOr::Other(text) => Self::Bought { length: text.length, blocks: text.blocks },
        }
    }
}

/// One step of what follows an unmet cycle.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rung {
    pub(crate) r#for: Option<Length>,
    pub(crate) until: Option<Closes>,
    pub(crate) standing: Option<Standing>,
    /// What follows is not published.
    pub(crate) unpublished: Option<Text>,
    /// Absent: not published. Empty: nothing to pay.
    pub(crate) fees: Option<Vec<RungFee>>,
    #[serde(default)]
    pub(crate) remains: Vec<Word>,
    pub(crate) units: Option<Units>,
    #[serde(default)]
    pub(crate) only: Vec<Code>,
    pub(crate) source: Option<OneOrMany<Code>>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct RungFee {
    pub(crate) what: PaymentPurpose,
    pub(crate) price: Option<Money>,
    pub(crate) each: Option<Each>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Each {
    Cycle,
}

/// Time to appeal.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Appeal {
    pub(crate) within: Length,
    #[serde(default)]
    pub(crate) starts: AppealStarts,
}

/// From what day the time to appeal runs.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AppealStarts {
    #[default]
    Revoked,
    Unpublished,
}

/// What a granted exception means.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exempt {
    pub(crate) standing: Option<Standing>,
    pub(crate) waives: Waives,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Waives {
    Everything,
    Quota,
    /// The units that are missing are asked for in the next cycle.
    Later,
    Nothing,
}
