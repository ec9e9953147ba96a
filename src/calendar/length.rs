//! Lengths of calendar time.

use core::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::quantity::Count;

/// What a day becomes in a month that lacks it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "a missing day falls on one side or the other")]
pub enum EndOfMonth {
    /// The last day of that month: 31 January and one month is 29 February in a leap year.
    LastDay,
    /// The first day of the month after: 31 January and one month is 1 March.
    FirstOfNext,
}

/// A length of calendar time: `{"years": 2}`, `{"months": 18}` or `{"days": 120}`.
///
/// There is no order between lengths of different kinds: whether a month is longer than 30 days
/// depends on the month.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", try_from = "LengthText")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "LengthText"))]
#[expect(clippy::exhaustive_enums, reason = "calendar time is counted in these three")]
pub enum Length {
    /// Calendar years, at most 200.
    Years(u16),
    /// Calendar months, at most 2,400.
    Months(u16),
    /// Days, at most 73,000.
    Days(u32),
}

impl Length {
    /// The number of whole months of a length in years or months; none for days.
    pub(crate) fn whole_months(self) -> i32 {
        match self {
            Self::Years(years) => i32::from(years).saturating_mul(12),
            Self::Months(months) => i32::from(months),
            Self::Days(_) => 0,
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match self {
            Self::Years(years) => (u32::from(*years), "year"),
            Self::Months(months) => (u32::from(*months), "month"),
            Self::Days(days) => (*days, "day"),
        };
        let plural = if number == 1 { "" } else { "s" };
        write!(f, "{number} {unit}{plural}")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = crate::schema::forms("years | months | days"))
)]
struct LengthText {
    /// Calendar years.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 200)))]
    years: Option<Count>,
    /// Calendar months.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 2_400)))]
    months: Option<Count>,
    /// Days.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 73_000)))]
    days: Option<Count>,
}

impl TryFrom<LengthText> for Length {
    type Error = LengthError;

    fn try_from(text: LengthText) -> Result<Self, Self::Error> {
        let bounded = |count: Count, max: u32, unit| match count.get() {
            0 => Err(LengthError::Zero { unit }),
            number if number > max => Err(LengthError::TooLong { number, max, unit }),
            number => Ok(number),
        };
        let short = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        match (text.years, text.months, text.days) {
            (Some(count), None, None) => Ok(Self::Years(short(bounded(count, 200, "years")?))),
            (None, Some(count), None) => Ok(Self::Months(short(bounded(count, 2_400, "months")?))),
            (None, None, Some(count)) => Ok(Self::Days(bounded(count, 73_000, "days")?)),
            _ => Err(LengthError::OneUnit),
        }
    }
}

/// A length that is none.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the ways in which a length fails are complete")]
pub enum LengthError {
    /// Not exactly one of years, months and days.
    #[error("a length has exactly one of `years`, `months` and `days`: keep one")]
    OneUnit,
    /// Nothing.
    #[error("a length of 0 {unit} is none: leave the field out")]
    Zero {
        /// The unit in the plural.
        unit: &'static str,
    },
    /// Beyond the bounds.
    #[error("{number} {unit} is above the longest length, {max} {unit}: check the number")]
    TooLong {
        /// The number given.
        number: u32,
        /// The largest number.
        max: u32,
        /// The unit in the plural.
        unit: &'static str,
    },
}
