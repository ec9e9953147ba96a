//! Days, month arithmetic with a stated end-of-month policy, and half-open spans.
//!
//! There is no clock here and no time zone: a day is a day of the calendar that the issuer uses, and
//! whoever calls decides which day is asked about.

mod day;
mod length;
mod span;

pub use self::day::{Day, DayError};
pub use self::length::{EndOfMonth, Length, LengthError};
pub use self::span::Span;
pub(crate) use self::span::{Cover, Spans, within};
