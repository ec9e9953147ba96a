//! A calendar day between 1900 and 2199.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use thiserror::Error;
use time::{Date, Month};

use super::length::{EndOfMonth, Length};
use crate::document::quote;

/// A calendar day from 1900-01-01 to 2199-12-31, written `YYYY-MM-DD`.
///
/// The bounds keep all arithmetic total. The text form is this library's own: neither a feature of
/// the `time` crate nor the order of features in a build can change it.
///
/// # Example: from text and from a date
///
/// ```
/// use coding_credentials::calendar::Day;
/// use time::macros::date;
///
/// let day: Day = "2024-02-29".parse()?;
/// assert_eq!(day, Day::try_from(date!(2024 - 02 - 29))?);
/// assert_eq!(day.to_string(), "2024-02-29");
/// assert!("2023-02-29".parse::<Day>().is_err());
/// assert!("2024-2-29".parse::<Day>().is_err());
/// # Ok::<(), coding_credentials::calendar::DayError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Day(Date);

impl Day {
    /// The first day that can be represented.
    pub const MIN: Self = Self::constant(1900, Month::January, 1);
    /// The last day that can be represented.
    pub const MAX: Self = Self::constant(2199, Month::December, 31);

    /// A day known when the program is compiled.
    ///
    /// # Panics
    ///
    /// When the day does not exist or is out of bounds. Use it in `const` items, where that is an
    /// error of compilation.
    #[must_use]
    #[expect(clippy::panic, reason = "a constant that is no day must not compile")]
    pub const fn constant(year: i32, month: Month, day: u8) -> Self {
        match Date::from_calendar_date(year, month, day) {
            Ok(date) if year >= 1900 && year <= 2199 => Self(date),
            _ => panic!("not a day between 1900 and 2199"),
        }
    }

    /// The date.
    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }

    /// A running number, one more for each day.
    pub(crate) fn number(self) -> i64 {
        i64::from(self.0.to_julian_day())
    }

    /// The day with this number, kept within the bounds.
    pub(crate) fn from_number(number: i64) -> Self {
        let number = number.clamp(Self::MIN.number(), Self::MAX.number());
        let date = i32::try_from(number).ok().and_then(|day| Date::from_julian_day(day).ok());
        date.map_or(Self::MAX, Self)
    }

    /// The day so many days later, or earlier when negative; kept within the bounds.
    #[must_use = "this returns the other day, without modifying the original"]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_number(self.number().saturating_add(days))
    }

    /// The same day so many months later, or earlier when negative; kept within the bounds.
    ///
    /// | from | months | last day | first of next |
    /// |---|---|---|---|
    /// | 2024-01-31 | 1 | 2024-02-29 | 2024-03-01 |
    /// | 2024-02-29 | 12 | 2025-02-28 | 2025-03-01 |
    /// | 2024-02-29 | 48 | 2028-02-29 | 2028-02-29 |
    ///
    /// Always count from the anchor: one month twice is not two months once.
    #[must_use = "this returns the other day, without modifying the original"]
    pub fn plus_months(self, months: i32, policy: EndOfMonth) -> Self {
        let index = i64::from(self.0.year())
            .saturating_mul(12)
            .saturating_add(i64::from(u8::from(self.0.month())).saturating_sub(1))
            .saturating_add(i64::from(months));
        let year = i32::try_from(index.div_euclid(12)).unwrap_or(i32::MAX);
        if year < Self::MIN.0.year() {
            return Self::MIN;
        }
        if year > Self::MAX.0.year() {
            return Self::MAX;
        }
        let month = u8::try_from(index.rem_euclid(12).saturating_add(1));
        let month = month.ok().and_then(|month| Month::try_from(month).ok());
        month.map_or(Self::MAX, |month| self.in_month(year, month, policy))
    }

    fn in_month(self, year: i32, month: Month, policy: EndOfMonth) -> Self {
        let length = month.length(year);
        let last = Date::from_calendar_date(year, month, self.0.day().min(length));
        let last = last.map_or(Self::MAX, Self);
        match policy {
            EndOfMonth::FirstOfNext if self.0.day() > length => last.plus_days(1),
            EndOfMonth::FirstOfNext | EndOfMonth::LastDay => last,
        }
    }

    /// The day a length later, by calendar: a month that lacks the day gives its last day.
    #[must_use = "this returns the other day, without modifying the original"]
    pub fn plus(self, length: Length) -> Self {
        match length {
            Length::Days(days) => self.plus_days(i64::from(days)),
            Length::Months(_) | Length::Years(_) => {
                self.plus_months(length.whole_months(), EndOfMonth::LastDay)
            }
        }
    }

    /// The first of the days that lie within the last `length` up to and with this day.
    pub(crate) fn window_start(self, length: Length) -> Self {
        match length {
            Length::Days(days) => self.plus_days(1_i64.saturating_sub(i64::from(days))),
            Length::Months(_) | Length::Years(_) => {
                let months = length.whole_months().saturating_neg();
                self.plus_months(months, EndOfMonth::LastDay).plus_days(1)
            }
        }
    }
}

impl TryFrom<Date> for Day {
    type Error = DayError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        let day = Self(date);
        if day < Self::MIN || day > Self::MAX {
            return Err(DayError::bounds(&alloc::format!("{date:?}")));
        }
        Ok(day)
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl Day {
    /// Puts the text form at the end of a text.
    pub(crate) fn put(self, text: &mut String) {
        text.push_str(core::str::from_utf8(&self.digits()).unwrap_or_default());
    }

    fn digits(self) -> [u8; 10] {
        // Digit by digit, since explanations name many days; the bounds keep the year to four digits.
        let (year, month, day) = self.0.to_calendar_date();
        let year = u16::try_from(year).unwrap_or_default();
        let (month, day) = (u16::from(u8::from(month)), u16::from(day));
        let digit = |number: u16| u8::try_from(number % 10).map_or(b'0', |digit| b'0' | digit);
        let [y1, y2, y3, y4] = [year / 1000, year / 100, year / 10, year].map(digit);
        let [m1, m2, d1, d2] = [month / 10, month, day / 10, day].map(digit);
        [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(core::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, month, day) = parts(text).ok_or_else(|| DayError::form(text))?;
        let month = Month::try_from(month).map_err(|_| DayError::month(text))?;
        if !(Self::MIN.0.year()..=Self::MAX.0.year()).contains(&year) {
            return Err(DayError::bounds(text));
        }
        match Date::from_calendar_date(year, month, day) {
            Ok(date) => Ok(Self(date)),
            Err(_) => Err(DayError::length(text, month, year)),
        }
    }
}

/// Exactly ten ASCII bytes: four digits, a hyphen, two digits, a hyphen, two digits.
fn parts(text: &str) -> Option<(i32, u8, u8)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DayVisitor)
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Day, "Day", _generator => crate::schema::day() }

struct DayVisitor;

impl Visitor<'_> for DayVisitor {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day such as \"2024-02-29\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        text.parse().map_err(E::custom)
    }
}

/// Text or a date that is not a day of this calendar.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{value} {rule}")]
pub struct DayError {
    value: String,
    rule: String,
}

impl DayError {
    fn form(text: &str) -> Self {
        Self { value: quote(text), rule: String::from("is not a day: write it as YYYY-MM-DD") }
    }

    fn month(text: &str) -> Self {
        let rule = String::from("does not exist: months run from 01 to 12");
        Self { value: quote(text), rule }
    }

    fn bounds(text: &str) -> Self {
        let rule = "is outside 1900-01-01 to 2199-12-31: check the year";
        Self { value: quote(text), rule: String::from(rule) }
    }

    fn length(text: &str, month: Month, year: i32) -> Self {
        let days = month.length(year);
        let rule = alloc::format!("does not exist: {month} {year} has {days} days");
        Self { value: quote(text), rule }
    }
}
