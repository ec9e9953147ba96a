//! Money with its currency.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};
use thiserror::Error;

use super::decimal::Decimal;
use crate::document::quote;

/// A currency by its three-letter code, such as `USD`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(try_from = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// United States dollars.
    pub const USD: Self = Self(*b"USD");
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes: Option<[u8; 3]> = text.as_bytes().try_into().ok();
        bytes
            .filter(|code| code.iter().all(u8::is_ascii_uppercase))
            .map(Self)
            .ok_or_else(|| CurrencyError(quote(text)))
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Currency, "Currency", _generator => {
    crate::schema::text("^[A-Z]{3}$", "A currency by its three-letter code, such as `USD`.")
} }

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Text that is not a currency code.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{0} is not a currency: write three capital letters, such as `USD`")]
pub struct CurrencyError(String);

/// An amount of money, never negative, with at most two decimal places.
///
/// # Example: sums keep their currency
///
/// ```
/// use coding_credentials::quantity::{Currency, Money};
///
/// let fee = Money::new("218".parse()?, Currency::USD)?;
/// let further = Money::new("50.00".parse()?, Currency::USD)?;
/// assert_eq!(fee.checked_add(further)?.to_string(), "268.00 USD");
/// assert!(fee.checked_add(Money::new("50".parse()?, "EUR".parse()?)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(try_from = "MoneyText")]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// So much of this currency.
    ///
    /// # Errors
    ///
    /// When the amount has more than two decimal places.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        // A hundredth is a hundred sub-units.
        if amount.sub_units().checked_rem(100) != Some(0) {
            return Err(MoneyError::Places(amount));
        }
        Ok(Self { amount, currency })
    }

    /// The bare amount.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum of two amounts of the same currency.
    ///
    /// # Errors
    ///
    /// When the currencies differ, or the sum is out of bounds.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies(self, other));
        }
        let amount = self.amount.checked_add(other.amount);
        let amount = amount.ok_or(MoneyError::TooLarge(self, other))?;
        Ok(Self { amount, currency: self.currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Cents(self.amount), self.currency)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut money = serializer.serialize_struct("Money", 2)?;
        money.serialize_field("amount", &alloc::format!("{}", Cents(self.amount)))?;
        money.serialize_field("currency", &self.currency)?;
        money.end()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyText {
    amount: Decimal,
    currency: Currency,
}

#[cfg(feature = "schema")]
crate::schema::shape! { Money, "Money", generator => schemars::json_schema!({
    "type": "object",
    "description": "An amount of money with its currency.",
    "properties": {
        "amount": crate::schema::money(generator),
        "currency": generator.subschema_for::<Currency>(),
    },
    "required": ["amount", "currency"],
    "additionalProperties": false,
}) }

impl TryFrom<MoneyText> for Money {
    type Error = MoneyError;

    fn try_from(text: MoneyText) -> Result<Self, Self::Error> {
        Self::new(text.amount, text.currency)
    }
}

/// An amount with exactly two places.
struct Cents(Decimal);

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.0.sub_units().checked_div(100).unwrap_or_default();
        let whole = cents.checked_div(100).unwrap_or_default();
        write!(f, "{whole}.{:02}", cents.checked_rem(100).unwrap_or_default())
    }
}

/// Money that cannot be represented or added.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the ways in which money fails are complete")]
pub enum MoneyError {
    /// More than two decimal places.
    #[error("{0} has more than two decimal places: write money such as `218.00`")]
    Places(Decimal),
    /// Two currencies.
    #[error("{0} and {1} are different currencies: add amounts of one currency only")]
    Currencies(Money, Money),
    /// A sum above the bounds.
    #[error("{0} and {1} add up to more than the largest amount, 1000000: check the entries")]
    TooLarge(Money, Money),
}
