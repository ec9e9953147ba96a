//! Renewal programmes as they stand in a book.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::Deserialize;

use super::exam::BookNote;
use super::filter::{Filter, UnitRule};
use super::forms::{UnitsOr, WordOr};
use super::requirement::Requirement;
use crate::calendar::Length;
use crate::credential::{Code, Issuer};
use crate::explain::Standing;
use crate::quantity::{Count, Decimal, Money, Units};
use crate::record::{ExceptionKind, PaymentPurpose};
use crate::source::{AnchorRule, Dated, OneOrMany, Version};
use crate::word::{Text, Word};

/// What keeps one or several holdings of an issuer alive.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Program {
    pub(crate) title: Text,
    pub(crate) holdings: Covered,
    #[serde(default)]
    pub(crate) excuses: Vec<Excuse>,
    pub(crate) cycle: Dated<CycleRule>,
    #[serde(default)]
    pub(crate) submission: Dated<Submission>,
    #[serde(default)]
    pub(crate) quota: Dated<Quota>,
    #[serde(default)]
    pub(crate) proration: Dated<Proration>,
    #[serde(default)]
    pub(crate) joined: Dated<Proration>,
    #[serde(default)]
    pub(crate) counts_from: CountsFrom,
    #[serde(default)]
    pub(crate) admits: Dated<Filter>,
    #[serde(default)]
    pub(crate) units: Dated<Vec<UnitRule>>,
    #[serde(default)]
    pub(crate) repeats: Dated<Repeats>,
    #[serde(default)]
    pub(crate) constraints: BTreeMap<Code, ConstraintRule>,
    #[serde(default)]
    pub(crate) pools: BTreeMap<Code, Dated<Sharing>>,
    #[serde(default)]
    pub(crate) carry_over: Dated<CarryOver>,
    #[serde(default)]
    pub(crate) ways: Dated<Vec<Way>>,
    #[serde(default)]
    pub(crate) duties: BTreeMap<Code, DutyRule>,
    #[serde(default)]
    pub(crate) fees: BTreeMap<PaymentPurpose, Dated<Vec<Price>>>,
    pub(crate) dues: Option<Dues>,
    #[serde(default)]
    pub(crate) extension: Dated<ExtensionRule>,
    #[serde(default)]
    pub(crate) ladder: Dated<Vec<Rung>>,
    #[serde(default)]
    pub(crate) appeal: Dated<Appeal>,
    #[serde(default)]
    pub(crate) exempt: BTreeMap<ExceptionKind, Dated<Exempt>>,
    #[serde(default)]
    pub(crate) notes: Vec<BookNote>,
}

impl Program {
    /// The contradictions of the programme: each question with each of its choices.
    pub(crate) fn readings(&self) -> Vec<(&Code, &Code)> {
        let mut found = Vec::new();
        collect(&self.cycle, &mut found);
        collect(&self.submission, &mut found);
        collect(&self.quota, &mut found);
        collect(&self.proration, &mut found);
        collect(&self.joined, &mut found);
        collect(&self.admits, &mut found);
        collect(&self.units, &mut found);
        collect(&self.repeats, &mut found);
        self.constraints.values().for_each(|rule| collect(&rule.terms, &mut found));
        self.pools.values().for_each(|pool| collect(pool, &mut found));
        collect(&self.carry_over, &mut found);
        collect(&self.ways, &mut found);
        self.duties.values().for_each(|duty| collect(&duty.terms, &mut found));
        self.fees.values().for_each(|fee| collect(fee, &mut found));
        collect(&self.extension, &mut found);
        collect(&self.ladder, &mut found);
        collect(&self.appeal, &mut found);
        self.exempt.values().for_each(|exempt| collect(exempt, &mut found));
        found
    }
}

/// The readings of the versions and of the anchor.
fn collect<'p, T>(dated: &'p Dated<T>, found: &mut Vec<(&'p Code, &'p Code)>) {
    let versions = dated.versions().iter().filter_map(Version::reading);
    found.extend(versions.map(|reading| (reading.question(), reading.choice())));
    if let Some(AnchorRule::Readings(readings)) = dated.anchor_rule() {
        found.extend(readings.choices.keys().map(|choice| (&readings.question, choice)));
    }
}

/// Which credentials a programme keeps alive.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "WordOr<AllWord, Vec<Code>>")]
pub(crate) enum Covered {
    All,
    These(Vec<Code>),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AllWord {
    All,
}

impl From<WordOr<AllWord, Vec<Code>>> for Covered {
    fn from(form: WordOr<AllWord, Vec<Code>>) -> Self {
        match form {
            WordOr::Word(AllWord::All) => Self::All,
            WordOr::Other(codes) => Self::These(codes),
        }
    }
}

impl Covered {
    pub(crate) fn covers(&self, code: &Code) -> bool {
        match self {
            Self::All => true,
            Self::These(codes) => codes.contains(code),
        }
    }
}

/// A credential whose holders need not renew others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Excuse {
    pub(crate) code: Code,
    pub(crate) excuses: Vec<Code>,
    pub(crate) source: Code,
}

/// How cycles follow each other.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct CycleRule {
    pub(crate) length: Length,
    #[serde(default)]
    pub(crate) starts: Starts,
    #[serde(default)]
    pub(crate) ends: Ends,
    pub(crate) years: Option<Years>,
    #[serde(default)]
    pub(crate) first: First,
    #[serde(default)]
    pub(crate) primary: bool,
    #[serde(default)]
    pub(crate) renewed_early: Moves,
    #[serde(default)]
    pub(crate) renewed_late: Moves,
}

/// The first day of the first cycle.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Starts {
    Exam,
    #[default]
    Award,
    DayAfterAward,
}

/// On what day cycles end.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<EndsWord, EndsText>")]
pub(crate) enum Ends {
    #[default]
    Anniversary,
    MonthEnd,
    Calendar(MonthDay),
    Membership(Issuer),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum EndsWord {
    Anniversary,
    MonthEnd,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "EndsFields")]
enum EndsText {
    Calendar(MonthDay),
    Membership(Issuer),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndsFields {
    month: Option<Count>,
    day: Option<Count>,
    membership: Option<Issuer>,
}

impl TryFrom<EndsFields> for EndsText {
    type Error = FormError;

    fn try_from(fields: EndsFields) -> Result<Self, Self::Error> {
        match (fields.month, fields.day, fields.membership) {
            (Some(month), Some(day), None) => MonthDay::new(month, day).map(Self::Calendar),
            (None, None, Some(issuer)) => Ok(Self::Membership(issuer)),
            _ => Err(FormError("an end has either `month` and `day`, or `membership`: keep one")),
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

/// A form of a rule that makes no sense.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct FormError(&'static str);

/// A day of the year; one that a year lacks is the last day of its month.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "MonthDayText")]
pub(crate) struct MonthDay {
    pub(crate) month: u8,
    pub(crate) day: u8,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthDayText {
    month: Count,
    day: Count,
}

impl MonthDay {
    fn new(month: Count, day: Count) -> Result<Self, FormError> {
        let within = |count: Count, most: u32| {
            u8::try_from(count.get()).ok().filter(|_| (1..=most).contains(&count.get()))
        };
        let month = within(month, 12).ok_or(FormError("months run from 1 to 12: correct it"))?;
        let most = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let day = within(day, most).ok_or(FormError("the month has no such day: correct it"))?;
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
#[serde(rename_all = "kebab-case")]
pub(crate) enum First {
    #[default]
    Partial,
    Long,
    Exempt,
}

/// What a renewal before or after the last day does to the next cycle.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Moves {
    #[default]
    Keeps,
    Shortens,
    Restarts,
}

/// When a renewal may be filed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Submission {
    pub(crate) opens: Option<Length>,
    pub(crate) closes: Option<Closes>,
    #[serde(default)]
    pub(crate) complete: bool,
}

/// The last day for filing.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "ClosesFields")]
pub(crate) enum Closes {
    After(Length),
    On(MonthDay),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClosesFields {
    years: Option<Count>,
    months: Option<Count>,
    days: Option<Count>,
    month: Option<Count>,
    day: Option<Count>,
}

impl TryFrom<ClosesFields> for Closes {
    type Error = FormError;

    fn try_from(fields: ClosesFields) -> Result<Self, Self::Error> {
        let short = |count: Count| u16::try_from(count.get()).unwrap_or(u16::MAX);
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
            _ => Err(FormError("it closes after a length or on a `month` and `day`: keep one")),
        }
    }
}

/// How many units a cycle asks for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "WordOr<NoneWord, QuotaText>")]
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

/// What one holding asks for by itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "UnitsOr<BTreeMap<Code, Units>>")]
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

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NoneWord {
    None,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuotaText {
    by_count: Option<Vec<Units>>,
    single: Option<Single>,
    further: Option<Further>,
    cap: Option<Units>,
    #[serde(default)]
    serves: BTreeMap<Code, Vec<Code>>,
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
            _ => Err(FormError("`further` is an amount, `same` or `own`: write one of them")),
        }
    }
}

#[derive(Clone, Debug)]
enum Further {
    Units(Units),
    Word(FurtherWord),
}

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
struct NumberOrText(alloc::string::String);

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
        deserializer.deserialize_newtype_struct(crate::document::AMOUNT_OR, TextVisitor)
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
            _ => Err(FormError(
                "a quota is `by_count`, `single` with `further`, or `unpublished`: write one of them",
            )),
        }
    }
}

/// What a shorter cycle asks for, or a holding that joins one.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "WordOr<ProrationWord, ProrationText>")]
pub(crate) enum Proration {
    InFull,
    NextCycle,
    Even(Even),
    Table(Vec<ProrationRow>),
    Unpublished(Text),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ProrationWord {
    InFull,
    NextCycle,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProrationText {
    even: Option<bool>,
    step: Option<Units>,
    rounding: Option<Rounding>,
    minima: Option<MinimaRule>,
    table: Option<Vec<ProrationRow>>,
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
pub(crate) enum Rounding {
    Down,
    Up,
    Nearest,
}

/// What becomes of the minima.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MinimaRule {
    Even,
    InFull,
    Unpublished,
}

/// So many units where at least so many months are left.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProrationRow {
    pub(crate) months: Count,
    pub(crate) units: Units,
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
            _ => Err(FormError(
                "a proration is `in-full`, `next-cycle`, `even`, `table` or `unpublished`: write one",
            )),
        }
    }
}

/// From what day units count at the earliest.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CountsFrom {
    #[default]
    Award,
    Membership,
    Cycle,
}

/// Whether the same course counts again.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Repeats {
    Allowed,
    OnceACycle,
    Once,
}

/// A rule on the units of a cycle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConstraintRule {
    pub(crate) title: Option<Text>,
    #[serde(default)]
    pub(crate) r#for: Vec<Code>,
    pub(crate) pool: Option<Code>,
    pub(crate) terms: Dated<Constraint>,
}

/// What a constraint asks for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "WordOr<NoneWord, ConstraintText>")]
pub(crate) enum Constraint {
    None,
    Unpublished(Text),
    Minimum(Minimum),
    Share(Share),
    Maximum(Maximum),
    Events { events: Count, of: Filter, per: Option<Per> },
}

/// At least so many units.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Minimum {
    /// By the number of holdings; the last repeats.
    pub(crate) units: Vec<Units>,
    pub(crate) of: Filter,
    pub(crate) per: Option<Per>,
    pub(crate) cycles: Option<Count>,
    pub(crate) residence: Vec<Word>,
}

/// At least so many percent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Share {
    pub(crate) percent: Decimal,
    pub(crate) of: Filter,
    pub(crate) base: Base,
    pub(crate) round_up: Option<Units>,
}

/// At most so many units.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Maximum {
    pub(crate) limit: Limit,
    pub(crate) of: Option<Filter>,
    pub(crate) except: Option<Filter>,
    pub(crate) per: Option<Per>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Limit {
    Units(Units),
    /// Of the required units.
    Percent(Decimal),
}

/// Of what a share is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Base {
    Required,
    Earned,
}

/// In what portions a rule counts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Per {
    /// Each year of the cycle.
    Year,
    CalendarYear,
    Activity,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConstraintText {
    minimum: Option<UnitsOr<Vec<Units>>>,
    share: Option<Decimal>,
    maximum: Option<Units>,
    maximum_share: Option<Decimal>,
    events: Option<Count>,
    unpublished: Option<Text>,
    of: Option<Filter>,
    except: Option<Filter>,
    per: Option<Per>,
    cycles: Option<Count>,
    residence: Option<OneOrMany<Word>>,
    base: Option<Base>,
    round_up: Option<Units>,
}

impl ConstraintText {
    /// The fields beside the one that says what kind it is.
    fn has_only(&self, allowed: &[&str]) -> bool {
        let given = [
            ("of", self.of.is_some()),
            ("except", self.except.is_some()),
            ("per", self.per.is_some()),
            ("cycles", self.cycles.is_some()),
            ("residence", self.residence.is_some()),
            ("base", self.base.is_some()),
            ("round_up", self.round_up.is_some()),
        ];
        given.iter().all(|(name, given)| !given || allowed.contains(name))
    }
}

impl TryFrom<WordOr<NoneWord, ConstraintText>> for Constraint {
    type Error = FormError;

    fn try_from(form: WordOr<NoneWord, ConstraintText>) -> Result<Self, Self::Error> {
        let text = match form {
            WordOr::Word(NoneWord::None) => return Ok(Self::None),
            WordOr::Other(text) => text,
        };
        let kinds = [
            text.minimum.is_some(),
            text.share.is_some(),
            text.maximum.is_some() || text.maximum_share.is_some(),
            text.events.is_some(),
            text.unpublished.is_some(),
        ];
        let one = kinds.iter().filter(|kind| **kind).count() == 1;
        let both = text.maximum.is_some() && text.maximum_share.is_some();
        if !one || both {
            return Err(FormError(
                "a constraint is one of `minimum`, `share`, `maximum`, `maximum_share`, `events` and `unpublished`: write one of them",
            ));
        }
        text.read()
    }
}

impl ConstraintText {
    fn read(self) -> Result<Constraint, FormError> {
        const OF: FormError = FormError("the constraint does not say which units: add `of`");
        const EXTRA: FormError =
            FormError("a field does not belong to this kind of constraint: leave it out");
        if let Some(units) = self.minimum.clone() {
            let fits = self.has_only(&["of", "per", "cycles", "residence"]);
            let fits = fits && self.per != Some(Per::Activity);
            let units = match units {
                UnitsOr::Units(units) => Vec::from([units]),
                UnitsOr::Other(list) => list,
            };
            let residence = self.residence.map(|places| places.0).unwrap_or_default();
            let minimum = Minimum {
                units,
                of: self.of.ok_or(OF)?,
                per: self.per,
                cycles: self.cycles,
                residence,
            };
            return if fits { Ok(Constraint::Minimum(minimum)) } else { Err(EXTRA) };
        }
        if let Some(percent) = self.share {
            let fits = self.has_only(&["of", "base", "round_up"]);
            let base = self.base.ok_or(FormError(
                "a share has a base: write `\"base\": \"required\"` or `\"earned\"`",
            ))?;
            let share = Share { percent, of: self.of.ok_or(OF)?, base, round_up: self.round_up };
            return if fits { Ok(Constraint::Share(share)) } else { Err(EXTRA) };
        }
        if let Some(events) = self.events {
            let fits = self.has_only(&["of", "per"]) && self.per != Some(Per::Activity);
            let of = self.of.ok_or(OF)?;
            return if fits {
                Ok(Constraint::Events { events, of, per: self.per })
            } else {
                Err(EXTRA)
            };
        }
        if let Some(why) = self.unpublished.clone() {
            return if self.has_only(&[]) { Ok(Constraint::Unpublished(why)) } else { Err(EXTRA) };
        }
        let fits = self.has_only(&["of", "except", "per"]);
        let limit = match (self.maximum, self.maximum_share) {
            (Some(units), _) => Limit::Units(units),
            (None, Some(percent)) => Limit::Percent(percent),
            (None, None) => return Err(OF),
        };
        let maximum = Maximum { limit, of: self.of, except: self.except, per: self.per };
        if fits { Ok(Constraint::Maximum(maximum)) } else { Err(EXTRA) }
    }
}

/// Whether a unit may serve several minima of a pool.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Sharing {
    Separate,
    Shared,
}

/// Units that may serve a cycle or the next one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<NoneWord, CarriedText>")]
pub(crate) enum CarryOver {
    None,
    Carried { last: LastPart, most: Option<Units> },
}

/// The last part of a cycle.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<MonthWord, Length>")]
pub(crate) enum LastPart {
    /// The calendar month of the last day.
    Month,
    Length(Length),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MonthWord {
    Month,
}

impl From<WordOr<MonthWord, Length>> for LastPart {
    fn from(form: WordOr<MonthWord, Length>) -> Self {
        match form {
            WordOr::Word(MonthWord::Month) => Self::Month,
            WordOr::Other(length) => Self::Length(length),
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CarriedText {
    last: LastPart,
    most: Option<Units>,
}

impl From<WordOr<NoneWord, CarriedText>> for CarryOver {
    fn from(form: WordOr<NoneWord, CarriedText>) -> Self {
        match form {
            WordOr::Word(NoneWord::None) => Self::None,
            WordOr::Other(text) => Self::Carried { last: text.last, most: text.most },
        }
    }
}

/// A way to renew.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Way {
    pub(crate) id: Code,
    #[serde(default)]
    pub(crate) quota: bool,
    pub(crate) requires: Option<Requirement>,
    pub(crate) cycles: Option<EveryNth>,
}

/// The nth of every so many cycles, counted from 1.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct EveryNth {
    pub(crate) nth: Count,
    pub(crate) of: Count,
}

/// Something that a cycle asks for beside units.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DutyRule {
    pub(crate) title: Option<Text>,
    pub(crate) terms: Dated<Duty>,
}

/// What a duty asks for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Duty {
    None,
    Filing,
    Fee(PaymentPurpose),
    Requires(Requirement),
}

/// A price for some.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Price {
    pub(crate) r#for: PriceClass,
    pub(crate) organization: Option<Issuer>,
    #[serde(default)]
    pub(crate) prices: Vec<Money>,
    pub(crate) flat: Option<Money>,
    pub(crate) percent: Option<Decimal>,
    pub(crate) of: Option<PaymentPurpose>,
    pub(crate) unpublished: Option<Text>,
}

/// Who pays a price.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PriceClass {
    All,
    Member,
    NonMember,
}

/// Yearly dues with a clock of their own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dues {
    pub(crate) organization: Issuer,
    pub(crate) source: OneOrMany<Code>,
}

/// More time that may be bought.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<NoneWord, ExtensionText>")]
pub(crate) enum ExtensionRule {
    None,
    Bought { length: Option<Length>, blocks: Option<Count> },
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionText {
    length: Option<Length>,
    blocks: Option<Count>,
}

impl From<WordOr<NoneWord, ExtensionText>> for ExtensionRule {
    fn from(form: WordOr<NoneWord, ExtensionText>) -> Self {
        match form {
            WordOr::Word(NoneWord::None) => Self::None,
            WordOr::Other(text) => Self::Bought { length: text.length, blocks: text.blocks },
        }
    }
}

/// One step of what follows an unmet cycle.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rung {
    pub(crate) r#for: Option<Length>,
    pub(crate) until: Option<MonthDay>,
    pub(crate) standing: Option<Standing>,
    /// What follows is not published.
    pub(crate) unpublished: Option<Text>,
    /// Absent: not published. Empty: nothing to pay.
    pub(crate) fees: Option<Vec<RungFee>>,
    #[serde(default)]
    pub(crate) remains: Vec<Word>,
    pub(crate) units: Option<Units>,
    #[serde(default)]
    pub(crate) only: Vec<Code>,
    pub(crate) source: Option<OneOrMany<Code>>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct RungFee {
    pub(crate) what: PaymentPurpose,
    pub(crate) price: Option<Money>,
    pub(crate) each: Option<Each>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Each {
    Cycle,
}

/// Time to appeal.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Appeal {
    pub(crate) within: Length,
    #[serde(default)]
    pub(crate) starts: AppealStarts,
}

/// From what day the time to appeal runs.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AppealStarts {
    #[default]
    Revoked,
    Unpublished,
}

/// What a granted exception means.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exempt {
    pub(crate) standing: Option<Standing>,
    pub(crate) waives: Waives,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Waives {
    Everything,
    Quota,
    Nothing,
}
