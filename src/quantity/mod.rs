//! Exact amounts: contact hours, CEU amounts, scores, experience, money. No binary floats anywhere.
//!
//! Every amount is a whole number of ten-thousandths, read from decimal text. Amounts of different
//! kinds are different types, so that an IACET CEU (ten contact hours) is never added to an AAPC CEU
//! (one hour) by accident.

mod decimal;
mod experience;
mod kinds;
mod money;

pub use self::decimal::{Decimal, DecimalError};
pub use self::experience::Days;
pub use self::kinds::{
    CeuAmount, CeuSumError, ContactHours, Count, Credits, Hours, HoursPerWeek, Minutes,
    NotWholeError, QuantityError, Score, Units,
};
pub use self::money::{Currency, CurrencyError, Money, MoneyError};
