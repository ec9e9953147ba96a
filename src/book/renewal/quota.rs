//! How many units a cycle asks for, and a part of one.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::{FormError, NoneWord};
use crate::book::forms::{UnitsOr, WordOr};
use crate::credential::Code;
use crate::document::AMOUNT_OR;
use crate::quantity::{Count, Decimal, Units};
use crate::word::Text;

/// How many units a cycle asks for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "WordOr<NoneWord, QuotaText>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<NoneWord, QuotaText>")
)]
pub(crate) enum Quota {
    /// No units.
    None,
    /// The issuer does not say.
    Unpublished(Text),
    /// By the number of holdings; the last row repeats.
    ByCount(Vec<Units>),
    /// The largest single quota and so many for each further holding.
    Further { single: Single, further: Units, cap: Option<Units> },
    /// Each holding has its own; one unit serves all.
    Same(Single),
    /// Each holding has its own; a unit serves one, but for those listed.
    Own { single: Single, serves: BTreeMap<Code, Vec<Code>> },
}

impl Quota {
    /// Whether a further holding asks for further units.
    pub(crate) fn divides(&self) -> bool {
        match self {
            Self::ByCount(rows) => rows.len() > 1,
            Self::Further { further, .. } => further.amount() > Decimal::ZERO,
            Self::Own { .. } => true,
            Self::None | Self::Unpublished(_) | Self::Same(_) => false,
        }
    }
}

/// What one holding asks for by itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "UnitsOr<BTreeMap<Code, Units>>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "UnitsOr<BTreeMap<Code, Units>>")
)]
pub(crate) enum Single {
    All(Units),
    By(BTreeMap<Code, Units>),
}

impl From<UnitsOr<BTreeMap<Code, Units>>> for Single {
    fn from(form: UnitsOr<BTreeMap<Code, Units>>) -> Self {
        match form {
            UnitsOr::Units(units) => Self::All(units),
            UnitsOr::Other(by) => Self::By(by),
        }
    }
}

impl Single {
    pub(crate) fn of(&self, code: &Code) -> Option<Units> {
        match self {
            Self::All(units) => Some(*units),
            Self::By(by) => by.get(code).copied(),
        }
    }
}

/// A quota: by the number of holdings, or by what each asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        rename = "QuotaForm",
        transform = crate::schema::forms("by_count | single further cap? | unpublished")
    )
)]
struct QuotaText {
    /// By the number of counted holdings; the last repeats.
    #[cfg_attr(feature = "schema", schemars(extend("minItems" = 1)))]
    by_count: Option<Vec<Units>>,
    /// What one holding asks for by itself: one amount, or one by code.
    single: Option<Single>,
    /// How many for each further holding on top of the largest `single`; `same`: each has its own
    /// and one unit serves all; `own`: each has its own and a unit serves one, but for `serves`.
    further: Option<Further>,
    /// At most so many in all, with `further` an amount.
    cap: Option<Units>,
    /// With `own`: units of the first also serve the other.
    #[serde(default)]
    serves: BTreeMap<Code, Vec<Code>>,
    /// The issuer does not say; our words on what it does say.
    unpublished: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Text")]
enum FurtherWord {
    Same,
    Own,
}

impl TryFrom<Text> for FurtherWord {
    type Error = FormError;

    fn try_from(text: Text) -> Result<Self, Self::Error> {
        match text.as_str() {
            "same" => Ok(Self::Same),
            "own" => Ok(Self::Own),
            _ => Err(FormError::of("`further` is an amount, `same` or `own`: write one of them")),
        }
    }
}

#[derive(Clone, Debug)]
enum Further {
    Units(Units),
    Word(FurtherWord),
}

#[cfg(feature = "schema")]
crate::schema::shape! { Further, "Further", generator => schemars::json_schema!({
    "anyOf": [generator.subschema_for::<Units>(), { "type": "string", "enum": ["same", "own"] }],
}) }

impl<'de> Deserialize<'de> for Further {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A text with a digit in front is an amount: `"10"`.
        let text = NumberOrText::deserialize(deserializer)?.0;
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            let units = text.parse::<Decimal>().map_err(serde::de::Error::custom)?;
            return Units::new(units).map(Self::Units).map_err(serde::de::Error::custom);
        }
        let text = Text::try_from(text).map_err(serde::de::Error::custom)?;
        FurtherWord::try_from(text).map(Self::Word).map_err(serde::de::Error::custom)
    }
}

/// The text of a number or a text.
struct NumberOrText(String);

impl<'de> Deserialize<'de> for NumberOrText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> serde::de::Visitor<'de> for TextVisitor {
            type Value = NumberOrText;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("an amount or a word")
            }

            fn visit_newtype_struct<D: serde::Deserializer<'de>>(
                self,
                inner: D,
            ) -> Result<Self::Value, D::Error> {
                inner.deserialize_any(self)
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(NumberOrText(alloc::format!("{number}")))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(NumberOrText(text.into()))
            }
        }
        deserializer.deserialize_newtype_struct(AMOUNT_OR, TextVisitor)
    }
}

impl TryFrom<WordOr<NoneWord, QuotaText>> for Quota {
    type Error = FormError;

    fn try_from(form: WordOr<NoneWord, QuotaText>) -> Result<Self, Self::Error> {
        let text = match form {
            WordOr::Word(NoneWord::None) => return Ok(Self::None),
            WordOr::Other(text) => text,
        };
        let bare = text.cap.is_none() && text.serves.is_empty();
        match (text.by_count, text.single, text.further, text.unpublished) {
            (None, None, None, Some(why)) if bare => Ok(Self::Unpublished(why)),
            (Some(rows), None, None, None) if bare && !rows.is_empty() => Ok(Self::ByCount(rows)),
            (None, Some(single), Some(Further::Units(further)), None) if text.serves.is_empty() => {
                Ok(Self::Further { single, further, cap: text.cap })
            }
            (None, Some(single), Some(Further::Word(FurtherWord::Same)), None) if bare => {
                Ok(Self::Same(single))
            }
            (None, Some(single), Some(Further::Word(FurtherWord::Own)), None)
                if text.cap.is_none() =>
            {
                Ok(Self::Own { single, serves: text.serves })
            }
            _ => Err(FormError::of(
                "a quota is `by_count`, `single` with `further`, or `unpublished`: write one of them",
            )),
        }
    }
}

/// What a shorter cycle asks for, or a holding that joins one.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "WordOr<ProrationWord, ProrationText>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<ProrationWord, ProrationText>")
)]
pub(crate) enum Proration {
    InFull,
    NextCycle,
    Even(Even),
    Table(Vec<ProrationRow>),
    Unpublished(Text),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum ProrationWord {
    /// As much as a full cycle.
    InFull,
    /// Only from the next cycle on.
    NextCycle,
}

/// A proration: even, by a table, or not published.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        rename = "ProrationForm",
        transform = crate::schema::forms("even step? rounding? minima? | table | unpublished")
    )
)]
struct ProrationText {
    /// `true`: in proportion to the whole months left of the full length.
    #[cfg_attr(feature = "schema", schemars(extend("const" = true)))]
    even: Option<bool>,
    /// With `even`: to multiples of so many units. Default: exact.
    step: Option<Units>,
    /// With `even`: to which multiple.
    rounding: Option<Rounding>,
    /// With `even`: what becomes of the minima. Default: `in-full`.
    minima: Option<MinimaRule>,
    /// The first row whose months are left holds; rows from most to least.
    #[cfg_attr(feature = "schema", schemars(extend("minItems" = 1)))]
    table: Option<Vec<ProrationRow>>,
    /// The issuer does not say; our words on what it does say.
    unpublished: Option<Text>,
}

/// In proportion to the months left.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Even {
    pub(crate) step: Option<Units>,
    pub(crate) rounding: Option<Rounding>,
    pub(crate) minima: MinimaRule,
}

/// To which multiple of the step.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Rounding {
    /// The one below.
    Down,
    /// The one above.
    Up,
    /// The nearest one.
    Nearest,
}

/// What becomes of the minima.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum MinimaRule {
    /// In proportion too.
    Even,
    /// In full.
    InFull,
    /// Not published.
    Unpublished,
}

/// So many units where at least so many months are left.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct ProrationRow {
    /// At least so many months left.
    pub(crate) months: Count,
    /// So many units.
    pub(crate) units: Units,
    /// What minima are then, by the identifier of the constraint.
    #[serde(default)]
    pub(crate) minima: BTreeMap<Code, Units>,
}

impl TryFrom<WordOr<ProrationWord, ProrationText>> for Proration {
    type Error = FormError;

    fn try_from(form: WordOr<ProrationWord, ProrationText>) -> Result<Self, Self::Error> {
        let text = match form {
            WordOr::Word(ProrationWord::InFull) => return Ok(Self::InFull),
            WordOr::Word(ProrationWord::NextCycle) => return Ok(Self::NextCycle),
            WordOr::Other(text) => text,
        };
        let bare = text.step.is_none() && text.rounding.is_none() && text.minima.is_none();
        match (text.even, text.table, text.unpublished) {
            (Some(true), None, None) => Ok(Self::Even(Even {
                step: text.step,
                rounding: text.rounding,
                minima: text.minima.unwrap_or(MinimaRule::InFull),
            })),
            (None, Some(rows), None) if bare => Ok(Self::Table(rows)),
            (None, None, Some(why)) if bare => Ok(Self::Unpublished(why)),
            _ => Err(FormError::of(
                "a proration is `in-full`, `next-cycle`, `even`, `table` or `unpublished`: write one",
            )),
        }
    }
}
