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
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = crate::schema::forms("prices | flat | percent of | unpublished"))
)]
pub(crate) struct Price {
    /// Who pays it. Membership is that on the last day of the cycle.
    pub(crate) r#for: PriceClass,
    /// Members of what. Default: the issuer.
    pub(crate) organization: Option<Issuer>,
    /// For the first, the second … credential; the last repeats.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(extend("minItems" = 1)))]
    pub(crate) prices: Vec<Money>,
    /// For all credentials together.
    pub(crate) flat: Option<Money>,
    /// So many percent of the price of `of`.
    pub(crate) percent: Option<Decimal>,
    /// The purpose whose price it is a percentage of.
    pub(crate) of: Option<PaymentPurpose>,
    /// The issuer does not say; our words on what it does say.
    pub(crate) unpublished: Option<Text>,
}

/// Who pays a price.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum PriceClass {
    /// Everybody.
    All,
    /// Members.
    Member,
    /// Those who are not members.
    NonMember,
}

/// Yearly dues with a clock of their own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Dues {
    /// To whom they are paid.
    pub(crate) organization: Issuer,
    /// One key or several of `sources`.
    pub(crate) source: OneOrMany<Code>,
    /// What follows unpaid dues; empty: the ladder of the programme.
    #[serde(default)]
    pub(crate) ladder: Dated<Vec<Rung>>,
}

/// More time that may be bought.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<NoneWord, ExtensionText>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<NoneWord, ExtensionText>")
)]
pub(crate) enum ExtensionRule {
    None,
    Bought { length: Option<Length>, blocks: Option<Count> },
}

/// What may be bought.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ExtensionForm"))]
struct ExtensionText {
    /// By so long after the last day. Absent: not published.
    length: Option<Length>,
    /// How often it may be bought at most. Default: once.
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
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        transform = crate::schema::forms(
            "standing | standing for | standing until | \
             unpublished | unpublished for | unpublished until"
        )
    )
)]
pub(crate) struct Rung {
    /// It lasts so long. The last rung may be without an end: then it lasts for good.
    pub(crate) r#for: Option<Length>,
    /// It lasts so long after the last day, or up to the next such day.
    pub(crate) until: Option<Closes>,
    /// Where the holding stands; `unpublished` in its place where that is not published.
    pub(crate) standing: Option<Standing>,
    /// What follows is not published.
    pub(crate) unpublished: Option<Text>,
    /// Absent: not published. Empty: nothing to pay.
    pub(crate) fees: Option<Vec<RungFee>>,
    /// What may still be done: `ceus`, `exam`, `appeal`, `filing`, payment purposes.
    #[serde(default)]
    pub(crate) remains: Vec<Word>,
    /// Further units that are asked for.
    pub(crate) units: Option<Units>,
    /// Identifiers of constraints: this rung is there only when nothing else is missing.
    #[serde(default)]
    pub(crate) only: Vec<Code>,
    /// One key or several of `sources`, beside that of the version.
    pub(crate) source: Option<OneOrMany<Code>>,
}

/// What is to be paid on a rung.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct RungFee {
    /// What it is for.
    pub(crate) what: PaymentPurpose,
    /// The price. Absent: not published.
    pub(crate) price: Option<Money>,
    /// To be paid for each of these. Absent: once.
    pub(crate) each: Option<Each>,
}

/// How often a fee is to be paid.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Each {
    /// For each cycle that was missed.
    Cycle,
}

/// Time to appeal.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Appeal {
    /// So long.
    pub(crate) within: Length,
    /// From what day. Default: `revoked`.
    #[serde(default)]
    pub(crate) starts: AppealStarts,
}

/// From what day the time to appeal runs.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum AppealStarts {
    /// From the first day on which the holding is revoked.
    #[default]
    Revoked,
    /// From a day that is not published.
    Unpublished,
}

/// What a granted exception means.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Exempt {
    /// Where the holding stands meanwhile. Absent: as it would.
    pub(crate) standing: Option<Standing>,
    /// What it waives.
    pub(crate) waives: Waives,
}

/// What an exception waives.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Waives {
    /// Everything that a cycle asks for.
    Everything,
    /// The units.
    Quota,
    /// The units that are missing are asked for in the next cycle.
    Later,
    /// Nothing.
    Nothing,
}
