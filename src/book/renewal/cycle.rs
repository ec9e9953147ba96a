//! Cycles: where they begin and end, when a renewal is filed.

use serde::Deserialize;

use super::FormError;
use crate::book::forms::WordOr;
use crate::calendar::Length;
use crate::credential::Issuer;
use crate::quantity::Count;
use crate::word::Text;

/// The cycles of a programme, where the issuer publishes them.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "CycleText")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "CycleText", rename = "Cycle")
)]
pub(crate) enum CycleForm {
    Published(CycleRule),
    Unpublished(Text),
}

impl CycleForm {
    pub(crate) const fn published(&self) -> Option<&CycleRule> {
        match self {
            Self::Published(rule) => Some(rule),
            Self::Unpublished(_) => None,
        }
    }
}

/// How cycles follow each other.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct CycleRule {
    pub(crate) length: Length,
    pub(crate) starts: Starts,
    pub(crate) ends: Ends,
    pub(crate) years: Option<Years>,
    pub(crate) first: First,
    pub(crate) primary: bool,
    pub(crate) renewed_early: Moves,
    pub(crate) renewed_late: Moves,
}

/// How cycles follow each other, or that the issuer does not say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = crate::schema::forms("length | unpublished"))
)]
struct CycleText {
    /// The length of a full cycle.
    length: Option<Length>,
    /// The holder's first day. Default: `award`.
    #[serde(default)]
    starts: Starts,
    /// On what day cycles end. Default: `anniversary`.
    #[serde(default)]
    ends: Ends,
    /// In which years they end, of ends by calendar or membership. Absent: personal, counted from
    /// the first end.
    years: Option<Years>,
    /// What the first cycle is, of ends by calendar or membership. Default: `partial`.
    #[serde(default)]
    first: First,
    /// `true`: all holdings follow the primary one (flagged in the record, else the earliest).
    #[serde(default)]
    primary: bool,
    /// What a renewal before the last day does to the next cycle. Default: `keeps`.
    #[serde(default)]
    renewed_early: Moves,
    /// What a renewal after the last day does to the next cycle. Default: `keeps`.
    #[serde(default)]
    renewed_late: Moves,
    /// The issuer does not say; our words on what it does say.
    unpublished: Option<Text>,
}

impl TryFrom<CycleText> for CycleForm {
    type Error = FormError;

    fn try_from(text: CycleText) -> Result<Self, Self::Error> {
        match (text.length, text.unpublished) {
            (Some(length), None) => Ok(Self::Published(CycleRule {
                length,
                starts: text.starts,
                ends: text.ends,
                years: text.years,
                first: text.first,
                primary: text.primary,
                renewed_early: text.renewed_early,
                renewed_late: text.renewed_late,
            })),
            (None, Some(why)) => Ok(Self::Unpublished(why)),
            _ => {
                Err(FormError::of("a cycle has a `length` or is `unpublished`: write one of them"))
            }
        }
    }
}

/// The first day of the first cycle.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Starts {
    /// The day on which the exam was passed; the award where no pass is on record.
    Exam,
    /// The day of the award.
    #[default]
    Award,
    /// The day after the award.
    DayAfterAward,
    /// The day after the exam was passed.
    DayAfterExam,
}

/// On what day cycles end.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<EndsWord, EndsText>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<EndsWord, EndsText>")
)]
pub(crate) enum Ends {
    #[default]
    Anniversary,
    MonthEnd,
    Calendar(MonthDay),
    Membership(Issuer),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum EndsWord {
    /// The day before the anniversary.
    Anniversary,
    /// The end of the month of the anniversary's day before.
    MonthEnd,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "EndsFields")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "EndsFields", rename = "EndsOn")
)]
enum EndsText {
    Calendar(MonthDay),
    Membership(Issuer),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = crate::schema::forms("month day | membership"))
)]
struct EndsFields {
    /// The month, 1 to 12.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 12)))]
    month: Option<Count>,
    /// The day of the month.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 31)))]
    day: Option<Count>,
    /// Day and month of the last paid day of this issuer's membership.
    membership: Option<Issuer>,
}

impl TryFrom<EndsFields> for EndsText {
    type Error = FormError;

    fn try_from(fields: EndsFields) -> Result<Self, Self::Error> {
        match (fields.month, fields.day, fields.membership) {
            (Some(month), Some(day), None) => MonthDay::new(month, day).map(Self::Calendar),
            (None, None, Some(issuer)) => Ok(Self::Membership(issuer)),
            _ => {
                Err(FormError::of("an end has either `month` and `day`, or `membership`: keep one"))
            }
        }
    }
}

impl From<WordOr<EndsWord, EndsText>> for Ends {
    fn from(form: WordOr<EndsWord, EndsText>) -> Self {
        match form {
            WordOr::Word(EndsWord::Anniversary) => Self::Anniversary,
            WordOr::Word(EndsWord::MonthEnd) => Self::MonthEnd,
            WordOr::Other(EndsText::Calendar(day)) => Self::Calendar(day),
            WordOr::Other(EndsText::Membership(issuer)) => Self::Membership(issuer),
        }
    }
}

/// A day of the year; one that a year lacks is the last day of its month.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "MonthDayText")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "MonthDayText"))]
pub(crate) struct MonthDay {
    pub(crate) month: u8,
    pub(crate) day: u8,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MonthDayText {
    /// The month, 1 to 12.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 12)))]
    month: Count,
    /// The day of the month.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 31)))]
    day: Count,
}

impl MonthDay {
    fn new(month: Count, day: Count) -> Result<Self, FormError> {
        let within = |count: Count, most: u32| {
            u8::try_from(count.get()).ok().filter(|_| (1..=most).contains(&count.get()))
        };
        let named = within(month, 12);
        let month = named.ok_or_else(|| {
            FormError::said(alloc::format!("`{month}` is not a month: write 1 to 12"))
        })?;
        let most = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let named = within(day, most);
        let day = named.ok_or_else(|| {
            FormError::said(alloc::format!("month {month} has no day {day}: write 1 to {most}"))
        })?;
        Ok(Self { month, day })
    }
}

impl TryFrom<MonthDayText> for MonthDay {
    type Error = FormError;

    fn try_from(text: MonthDayText) -> Result<Self, Self::Error> {
        Self::new(text.month, text.day)
    }
}

/// In which years cycles end.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Years {
    /// Odd months end in odd years, even months in even ones.
    ParityOfMonth,
    /// As the year of the award, modulo the length.
    ParityOfAward,
    /// As this year, modulo the length.
    Like(Count),
}

/// What the first cycle is, where cycles end on days of the calendar.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<FirstWord, FirstText>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<FirstWord, FirstText>")
)]
pub(crate) enum First {
    #[default]
    Partial,
    Long,
    Exempt,
    /// Up to the first end that comes so long after the first day.
    AtLeast(Length),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum FirstWord {
    /// Up to the first end that comes.
    Partial,
    /// The rest of the year and then a full cycle.
    Long,
    /// The rest of the year, which asks for nothing.
    Exempt,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FirstText {
    /// Up to the first end that comes so long after the first day.
    at_least: Length,
}

impl From<WordOr<FirstWord, FirstText>> for First {
    fn from(form: WordOr<FirstWord, FirstText>) -> Self {
        match form {
            WordOr::Word(FirstWord::Partial) => Self::Partial,
            WordOr::Word(FirstWord::Long) => Self::Long,
            WordOr::Word(FirstWord::Exempt) => Self::Exempt,
            WordOr::Other(text) => Self::AtLeast(text.at_least),
        }
    }
}

/// What a renewal before or after the last day does to the next cycle.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Moves {
    /// Nothing.
    #[default]
    Keeps,
    /// Earning for the next cycle begins on the late day, its end stays.
    Shortens,
    /// The next cycle begins on the day after the renewal.
    Restarts,
}

/// When a renewal may be filed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Submission {
    /// So long before the last day. Absent: not published.
    pub(crate) opens: Option<Length>,
    /// So long after the last day, or on the next such day. Absent: on the last day.
    pub(crate) closes: Option<Closes>,
    /// Whether the total must be met before filing. Default: `false`.
    #[serde(default)]
    pub(crate) complete: bool,
}

/// The last day for filing.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "ClosesFields")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "ClosesFields"))]
pub(crate) enum Closes {
    After(Length),
    On(MonthDay),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = crate::schema::forms("years | months | days | month day"))
)]
struct ClosesFields {
    /// Calendar years after.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(0, 200)))]
    years: Option<Count>,
    /// Calendar months after.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(0, 2_400)))]
    months: Option<Count>,
    /// Days after.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(0, 73_000)))]
    days: Option<Count>,
    /// The month of the day, 1 to 12.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 12)))]
    month: Option<Count>,
    /// The day of the month.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 31)))]
    day: Option<Count>,
}

impl TryFrom<ClosesFields> for Closes {
    type Error = FormError;

    fn try_from(fields: ClosesFields) -> Result<Self, Self::Error> {
        let short = |count: Count| u16::try_from(count.get()).unwrap_or(u16::MAX);
        let long = fields.years.is_some_and(|years| years.get() > 200)
            || fields.months.is_some_and(|months| months.get() > 2_400)
            || fields.days.is_some_and(|days| days.get() > 73_000);
        if long {
            return Err(FormError::of("it closes later than 200 years after: check the number"));
        }
        match (fields.years, fields.months, fields.days, fields.month, fields.day) {
            (Some(years), None, None, None, None) => {
                Ok(Self::After(Length::Years(short(years).min(200))))
            }
            (None, Some(months), None, None, None) => {
                Ok(Self::After(Length::Months(short(months).min(2_400))))
            }
            (None, None, Some(days), None, None) => {
                Ok(Self::After(Length::Days(days.get().min(73_000))))
            }
            (None, None, None, Some(month), Some(day)) => MonthDay::new(month, day).map(Self::On),
            _ => Err(FormError::of("it closes after a length or on a `month` and `day`: keep one")),
        }
    }
}
