//! Experience as counted days.

use core::fmt;

use serde::{Serialize, Serializer};

/// Days of experience. A year is 365 counted days, *n* months are 365·n/12 days rounded up.
///
/// Counted days add up the same for one job or ten, and whole years never ask for more than the
/// calendar anniversary. Months are rounded up each time: twice six months is a day more than a
/// year. There is deliberately no conversion back to years.
///
/// ```
/// use coding_credentials::quantity::Days;
///
/// assert_eq!(Days::years(2), Days::new(730));
/// assert_eq!(Days::months(6), Days::new(183)); // 182.5 rounded up
/// assert_eq!(Days::months(12), Days::years(1));
/// assert_eq!(Days::new(1).to_string(), "1 day");
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Days(i64);

impl Days {
    /// No experience.
    pub const ZERO: Self = Self(0);

    /// So many counted days.
    #[must_use]
    pub fn new(days: u32) -> Self {
        Self(i64::from(days))
    }

    /// So many years of 365 days.
    #[must_use]
    pub fn years(years: u16) -> Self {
        Self(i64::from(years).saturating_mul(365))
    }

    /// So many twelfths of a year, rounded up to a whole day.
    #[must_use]
    pub fn months(months: u16) -> Self {
        let twelfths = i64::from(months).saturating_mul(365);
        Self(twelfths.saturating_add(11).checked_div(12).unwrap_or_default())
    }

    /// The number of days.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Days from a measured number; below zero is none.
    #[must_use]
    pub(crate) const fn measured(days: i64) -> Self {
        Self(if days < 0 { 0 } else { days })
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.0 == 1 { "day" } else { "days" };
        write!(f, "{} {unit}", self.0)
    }
}

impl Serialize for Days {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
