//! A non-negative decimal with at most four places, kept as a whole number.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::document::{DECIMAL, quote};

/// An exact, non-negative decimal number with at most four places, such as `24.5`.
///
/// `Display` writes the shortest form: `24.5`, `80`, `0`. `FromStr` takes plain digits with an
/// optional fraction: no sign, no exponent, no thousands separator.
///
/// # Example: exact sums
///
/// ```
/// use coding_credentials::quantity::Decimal;
///
/// let tenth: Decimal = "0.1".parse()?;
/// let sum = (0..10).try_fold(Decimal::ZERO, |sum, _| sum.checked_add(tenth));
/// assert_eq!(sum, Some(Decimal::whole(1)));
/// # Ok::<(), coding_credentials::quantity::DecimalError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Decimal(i64);

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount that the library represents: one million.
    pub const MAX: Self = Self(1_000_000 * Self::SCALE);
    /// How many sub-units make one.
    pub const SCALE: i64 = 10_000;
    /// How many decimal places are kept.
    const PLACES: usize = 4;

    /// A whole number.
    #[must_use]
    pub fn whole(number: u16) -> Self {
        Self(i64::from(number).saturating_mul(Self::SCALE))
    }

    /// The number of ten-thousandths.
    #[must_use]
    pub const fn sub_units(self) -> i64 {
        self.0
    }

    /// An amount from its number of ten-thousandths; `None` below zero or above [`Decimal::MAX`].
    #[must_use]
    pub const fn from_sub_units(sub_units: i64) -> Option<Self> {
        if sub_units < 0 || sub_units > Self::MAX.0 {
            return None;
        }
        Some(Self(sub_units))
    }

    /// The sum, `None` above [`Decimal::MAX`].
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Self::from_sub_units(sum),
            None => None,
        }
    }

    /// The whole number, if there is no fraction.
    #[must_use]
    pub fn to_whole(self) -> Option<u32> {
        if self.0.checked_rem(Self::SCALE)? != 0 {
            return None;
        }
        u32::try_from(self.0.checked_div(Self::SCALE)?).ok()
    }

    fn parse(text: &str) -> Option<Result<Self, DecimalError>> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > Self::PLACES {
            return Some(Err(DecimalError::places(text)));
        }
        let scaled = || {
            let mut value: i64 = whole.parse().ok()?;
            let mut places = fraction.bytes();
            for _ in 0..Self::PLACES {
                let digit = places.next().unwrap_or(b'0').checked_sub(b'0')?;
                value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
            }
            Self::from_sub_units(value)
        };
        Some(scaled().ok_or_else(|| DecimalError::too_large(text)))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.checked_div(Self::SCALE).unwrap_or_default();
        let rest = self.0.checked_rem(Self::SCALE).unwrap_or_default();
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let places = alloc::format!("{rest:04}");
        write!(f, "{whole}.{}", places.trim_end_matches('0'))
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).unwrap_or_else(|| Err(DecimalError::not_decimal(text)))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The reader of this crate knows the name and hands over the text of a JSON number;
        // any other format calls `visit_newtype_struct`.
        deserializer.deserialize_newtype_struct(DECIMAL, DecimalVisitor)
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Decimal, "Amount", generator => {
    crate::schema::decimal(generator, 1_000_000)
} }

struct DecimalVisitor;

impl<'de> Visitor<'de> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount such as \"24.5\"")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Decimal, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Decimal, E> {
        self.visit_str(&alloc::format!("{number}"))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Decimal, E> {
        self.visit_str(&alloc::format!("{number}"))
    }
}

/// Text that is not an exact amount.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{value} {rule}: {way_out}")]
pub struct DecimalError {
    value: String,
    rule: &'static str,
    way_out: &'static str,
}

impl DecimalError {
    fn not_decimal(text: &str) -> Self {
        Self {
            value: quote(text),
            rule: "is not an amount",
            way_out: "write digits with an optional fraction, such as `24.5`",
        }
    }

    fn places(text: &str) -> Self {
        Self {
            value: quote(text),
            rule: "has more than four decimal places",
            way_out: "round it by the issuer's own rule",
        }
    }

    fn too_large(text: &str) -> Self {
        Self {
            value: quote(text),
            rule: "is above the largest amount, 1000000",
            way_out: "check the entry",
        }
    }
}
