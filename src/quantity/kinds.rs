//! One type for each kind of amount, so that they cannot be mixed.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::decimal::Decimal;
use crate::credential::Issuer;

/// An amount outside the bounds of its kind.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{value} {unit} is above the largest amount, {max}: check the entry")]
pub struct QuantityError {
    value: Decimal,
    max: Decimal,
    unit: &'static str,
}

macro_rules! quantities {
    ($( $(#[doc = $doc:literal])* $name:ident, $one:literal / $unit:literal, $max:literal; )+) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(try_from = "Decimal", into = "Decimal")]
        pub struct $name(Decimal);

        impl $name {
            /// The largest amount, in whole units.
            pub const MAX: u32 = $max;

            /// An amount within the bounds.
            ///
            /// # Errors
            ///
            /// When the amount is above `MAX`.
            pub fn new(amount: Decimal) -> Result<Self, QuantityError> {
                let max = i64::from(Self::MAX).saturating_mul(Decimal::SCALE);
                let max = Decimal::from_sub_units(max).unwrap_or(Decimal::MAX);
                if amount > max {
                    return Err(QuantityError { value: amount, max, unit: $unit });
                }
                Ok(Self(amount))
            }

            /// The bare number.
            #[must_use]
            pub const fn amount(self) -> Decimal {
                self.0
            }
        }

        impl TryFrom<Decimal> for $name {
            type Error = QuantityError;

            fn try_from(amount: Decimal) -> Result<Self, Self::Error> {
                Self::new(amount)
            }
        }

        impl From<$name> for Decimal {
            fn from(quantity: $name) -> Self {
                quantity.0
            }
        }

        #[cfg(feature = "schema")]
        crate::schema::shape! { $name, stringify!($name), generator => {
            let mut schema = crate::schema::decimal(generator, Self::MAX);
            schema.insert("description".into(), concat!($($doc, "\n"),*).into());
            schema
        } }

        /// The number with its unit.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let unit = if self.0 == Decimal::whole(1) { $one } else { $unit };
                write!(f, "{} {unit}", self.0)
            }
        }
    )+ };
}

quantities! {
    /// Contact hours of a course, as the school states them.
    ContactHours, "contact hour" / "contact hours", 100_000;
    /// Hours worked, or hours of a programme.
    Hours, "hour" / "hours", 500_000;
    /// Hours worked in a week.
    HoursPerWeek, "hour a week" / "hours a week", 168;
    /// Academic credits of a course.
    Credits, "credit" / "credits", 1_000;
    /// A score in the unit of the pass mark (percent or scaled points).
    Score, "point" / "points", 10_000;
    /// Continuing education units in some issuer's unit.
    ///
    /// [`CeuAmount`] says in whose.
    Units, "unit" / "units", 100_000;
    /// Minutes of an activity.
    Minutes, "minute" / "minutes", 1_000_000;
}

/// A whole number of things: items of an exam, years of age.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Decimal", into = "u32")]
pub struct Count(u32);

impl Count {
    /// A whole number.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<Decimal> for Count {
    type Error = NotWholeError;

    fn try_from(amount: Decimal) -> Result<Self, Self::Error> {
        amount.to_whole().map(Self).ok_or(NotWholeError(amount))
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Count, "Count", generator => {
    if generator.contract().is_serialize() {
        return schemars::json_schema!({"type": "integer", "minimum": 0});
    }
    schemars::json_schema!({
        "type": ["integer", "string"],
        "pattern": r"^[0-9]+(\.0+)?$",
        "minimum": 0,
        "maximum": 1_000_000,
        "description": "A whole number.",
    })
} }

impl From<Count> for u32 {
    fn from(count: Count) -> Self {
        count.0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A fraction where only a whole number makes sense.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{0} is not a whole number: write one without a fraction")]
pub struct NotWholeError(Decimal);

/// An amount of continuing education tagged with the issuer whose unit it is.
///
/// Units of two issuers are never added: an IACET CEU is ten contact hours, an AAPC or AHIMA CEU
/// about one. There is no conversion without a named rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CeuAmount {
    units: Units,
    issuer: Issuer,
}

impl CeuAmount {
    /// So many units of this issuer.
    #[must_use]
    pub const fn new(units: Units, issuer: Issuer) -> Self {
        Self { units, issuer }
    }

    /// The bare number of units.
    #[must_use]
    pub const fn units(&self) -> Units {
        self.units
    }

    /// The issuer whose unit it is.
    #[must_use]
    pub const fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// The sum of two amounts in the same unit.
    ///
    /// # Errors
    ///
    /// When the units differ, such as AAPC and IACET, or the sum is out of bounds.
    pub fn checked_add(&self, other: &Self) -> Result<Self, CeuSumError> {
        let (left, right) = (alloc::format!("{self}"), alloc::format!("{other}"));
        if self.issuer != other.issuer {
            return Err(CeuSumError::Units { left, right });
        }
        let sum = self.units.0.checked_add(other.units.0);
        let sum = sum.and_then(|sum| Units::new(sum).ok());
        let units = sum.ok_or(CeuSumError::TooLarge { left, right, max: Units::MAX })?;
        Ok(Self::new(units, self.issuer.clone()))
    }
}

impl fmt::Display for CeuAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} CEU", self.units.0, self.issuer)
    }
}

/// Two amounts of continuing education that have no sum.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the ways in which a sum fails are complete")]
pub enum CeuSumError {
    /// Units of two issuers.
    #[error(
        "{left} and {right} cannot be added: units of two issuers are converted only by a named rule"
    )]
    Units {
        /// One amount.
        left: String,
        /// The other.
        right: String,
    },
    /// More than can be represented.
    #[error(
        "{left} and {right} add up to more than the largest amount, {max} units: check the entries"
    )]
    TooLarge {
        /// One amount.
        left: String,
        /// The other.
        right: String,
        /// The largest amount.
        max: u32,
    },
}
