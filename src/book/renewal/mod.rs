//! Renewal programmes as they stand in a book.

mod constraint;
mod cycle;
mod lateness;
mod quota;

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

pub(crate) use self::constraint::{
    Base, Constraint, ConstraintRule, Limit, Maximum, Minimum, Per, Share,
};
pub(crate) use self::cycle::{
    Closes, CycleForm, CycleRule, Ends, First, MonthDay, Moves, Starts, Submission, Years,
};
pub(crate) use self::lateness::{
    Appeal, AppealStarts, Dues, Each, Exempt, ExtensionRule, Price, PriceClass, Rung, RungFee,
    Waives,
};
pub(crate) use self::quota::{Even, MinimaRule, Proration, Quota, Rounding, Single};
use super::exam::BookNote;
use super::filter::{Filter, UnitRule};
use super::forms::WordOr;
use super::requirement::Requirement;
use crate::calendar::Length;
use crate::credential::Code;
use crate::quantity::{Count, Units};
use crate::record::{ExceptionKind, PaymentPurpose};
use crate::source::{AnchorRule, Dated, Version};
use crate::word::Text;

/// What keeps one or several holdings of an issuer alive.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Programme"))]
pub(crate) struct Program {
    /// What it is called.
    pub(crate) title: Text,
    /// `"all"` credentials of the issuer, or a list of codes.
    pub(crate) holdings: Covered,
    /// Credentials whose holders need not renew others.
    #[serde(default)]
    pub(crate) excuses: Vec<Excuse>,
    /// How cycles follow each other. Anchor: `cycle-start`.
    pub(crate) cycle: Dated<CycleForm>,
    /// How long a certificate lasts, whatever is done inside. Anchor: `first-award`.
    #[serde(default)]
    pub(crate) validity: Dated<Validity>,
    /// When a renewal may be filed. Anchor: `cycle-end`.
    #[serde(default)]
    pub(crate) submission: Dated<Submission>,
    /// How many units a cycle asks for. Anchor: `cycle-start`.
    #[serde(default)]
    pub(crate) quota: Dated<Quota>,
    /// What a first cycle asks for that is shorter than a full one. Anchor: `cycle-start`.
    #[serde(default)]
    pub(crate) proration: Dated<Proration>,
    /// What a holding adds that joins after the cycle began. Absent: not published. Anchor:
    /// `cycle-start`.
    #[serde(default)]
    pub(crate) joined: Dated<Proration>,
    /// From what day units count at the earliest. Default: `award`.
    #[serde(default)]
    pub(crate) counts_from: CountsFrom,
    /// What counts at all. Absent: everything. Anchor: `activity`.
    #[serde(default)]
    pub(crate) admits: Dated<Filter>,
    /// How minutes become units: the first rule that fits holds. Anchor: `activity`.
    #[serde(default)]
    pub(crate) units: Dated<Vec<UnitRule>>,
    /// Whether the same course counts again. Anchor: `activity`.
    #[serde(default)]
    pub(crate) repeats: Dated<Repeats>,
    /// Rules on the units, by identifier.
    #[serde(default)]
    pub(crate) constraints: BTreeMap<Code, ConstraintRule>,
    /// Whether a unit may serve several minima of a pool. Absent: `separate`. Anchor:
    /// `cycle-start`.
    #[serde(default)]
    pub(crate) pools: BTreeMap<Code, Dated<Sharing>>,
    /// Units that may serve a cycle or the next one. Absent: none. Anchor: `cycle-start`.
    #[serde(default)]
    pub(crate) carry_over: Dated<CarryOver>,
    /// Ways to renew, of which one is enough. Absent: the quota is the only way. Anchor:
    /// `cycle-start`.
    #[serde(default)]
    pub(crate) ways: Dated<Vec<Way>>,
    /// What a cycle asks for beside units, by identifier.
    #[serde(default)]
    pub(crate) duties: BTreeMap<Code, DutyRule>,
    /// Prices by what they are for. Anchor: `cycle-end`.
    #[serde(default)]
    pub(crate) fees: BTreeMap<PaymentPurpose, Dated<Vec<Price>>>,
    /// Yearly membership dues with a clock of their own.
    pub(crate) dues: Option<Dues>,
    /// More time that may be bought, at the price under `fees`. Anchor: `cycle-end`.
    #[serde(default)]
    pub(crate) extension: Dated<ExtensionRule>,
    /// What follows the last day of a cycle that ends unmet. Anchor: `cycle-end`.
    #[serde(default)]
    pub(crate) ladder: Dated<Vec<Rung>>,
    /// Time to appeal. Anchor: `cycle-end`.
    #[serde(default)]
    pub(crate) appeal: Dated<Appeal>,
    /// What a granted exception means, by its kind. Anchor: `cycle-end`.
    #[serde(default)]
    pub(crate) exempt: BTreeMap<ExceptionKind, Dated<Exempt>>,
    /// Disagreements between sources, and what was left out.
    #[serde(default)]
    pub(crate) notes: Vec<BookNote>,
}

impl Program {
    /// The cycles of all versions that are published.
    pub(crate) fn cycles(&self) -> impl Iterator<Item = &CycleRule> {
        self.cycle.versions().iter().filter_map(|version| version.value().published())
    }

    /// What follows an unmet cycle and unpaid dues, each with its place.
    pub(crate) fn ladders(&self) -> impl Iterator<Item = (&'static str, &Dated<Vec<Rung>>)> {
        let dues = self.dues.iter().map(|dues| ("dues.ladder", &dues.ladder));
        core::iter::once(("ladder", &self.ladder)).chain(dues)
    }

    /// The contradictions of the programme: each question with each of its choices.
    pub(crate) fn readings(&self) -> Vec<(&Code, &Code)> {
        let mut found = Vec::new();
        collect(&self.cycle, &mut found);
        collect(&self.validity, &mut found);
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
        self.dues.iter().for_each(|dues| collect(&dues.ladder, &mut found));
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
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<AllWord, Vec<Code>>")
)]
pub(crate) enum Covered {
    All,
    These(Vec<Code>),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum AllWord {
    /// All credentials of the issuer.
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Excuse {
    /// The credential.
    pub(crate) code: Code,
    /// The credentials that its holders need not renew.
    pub(crate) excuses: Vec<Code>,
    /// A key of `sources`.
    pub(crate) source: Code,
}

/// A form of a rule that makes no sense.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct FormError(Cow<'static, str>);

impl FormError {
    const fn of(message: &'static str) -> Self {
        Self(Cow::Borrowed(message))
    }

    const fn said(message: String) -> Self {
        Self(Cow::Owned(message))
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum NoneWord {
    /// There is none.
    None,
}

/// From what day units count at the earliest.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum CountsFrom {
    /// Nothing before the first award of the programme counts.
    #[default]
    Award,
    /// From the first day of membership of the issuer.
    Membership,
    /// From the first day of the cycle.
    Cycle,
}

/// Whether the same course counts again.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Repeats {
    /// It counts each time.
    Allowed,
    /// It counts once in a cycle.
    OnceACycle,
    /// It counts once.
    Once,
}

/// Whether a unit may serve several minima of a pool.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Sharing {
    /// A unit serves one minimum of the pool.
    Separate,
    /// A unit serves all minima of the pool.
    Shared,
}

/// Units that may serve a cycle or the next one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<NoneWord, CarriedText>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<NoneWord, CarriedText>")
)]
pub(crate) enum CarryOver {
    None,
    Carried { last: LastPart, most: Option<Units> },
}

/// The last part of a cycle.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "WordOr<MonthWord, Length>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<MonthWord, Length>")
)]
pub(crate) enum LastPart {
    /// The calendar month of the last day.
    Month,
    Length(Length),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum MonthWord {
    /// The calendar month of the last day.
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

/// What may be carried over.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Carried"))]
struct CarriedText {
    /// The last part of a cycle in which they are earned.
    last: LastPart,
    /// At most so many units.
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Way {
    /// The name of the way.
    pub(crate) id: Code,
    /// Whether the quota must be met. Default: `false`.
    #[serde(default)]
    pub(crate) quota: bool,
    /// What it asks for: evidence counts from the cycle's first day (in the first cycle from the
    /// day after it) up to the last day.
    pub(crate) requires: Option<Requirement>,
    /// Only in every such cycle. Absent: in each.
    pub(crate) cycles: Option<EveryNth>,
    /// Only where one of these is held and counted; none named: always.
    #[serde(default)]
    pub(crate) r#for: Vec<Code>,
}

/// The nth of every so many cycles, counted from 1.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct EveryNth {
    /// Which of them, counted from 1.
    pub(crate) nth: Count,
    /// Of how many cycles.
    pub(crate) of: Count,
}

/// Something that a cycle asks for beside units.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct DutyRule {
    /// What it is.
    pub(crate) title: Option<Text>,
    /// What it asks for. Anchor: `cycle-end`.
    pub(crate) terms: Dated<Duty>,
}

/// What a duty asks for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "WordOr<DutyWord, DutyText>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<DutyWord, DutyText>")
)]
pub(crate) enum Duty {
    None,
    Filing,
    /// A fee for the cycle, or for every year.
    Fee(PaymentPurpose, Option<Per>),
    Requires(Requirement),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum DutyWord {
    /// Nothing.
    None,
    /// A renewal was filed.
    Filing,
}

/// A fee that is paid, or a requirement that is met.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "DutyForm", transform = crate::schema::forms("fee each? | requires"))
)]
struct DutyText {
    /// This fee was paid for the cycle.
    fee: Option<PaymentPurpose>,
    /// Of a yearly fee: `year` (of the cycle) or `calendar-year`. Absent: once a cycle.
    each: Option<Per>,
    /// This requirement is met.
    requires: Option<Requirement>,
}

impl TryFrom<WordOr<DutyWord, DutyText>> for Duty {
    type Error = FormError;

    fn try_from(form: WordOr<DutyWord, DutyText>) -> Result<Self, Self::Error> {
        let text = match form {
            WordOr::Word(DutyWord::None) => return Ok(Self::None),
            WordOr::Word(DutyWord::Filing) => return Ok(Self::Filing),
            WordOr::Other(text) => text,
        };
        match (text.fee, text.each, text.requires) {
            (Some(_), Some(Per::Activity), None) => Err(FormError::of(
                "a fee is not for each activity: write `year` or `calendar-year`",
            )),
            (Some(fee), each, None) => Ok(Self::Fee(fee, each)),
            (None, None, Some(requirement)) => Ok(Self::Requires(requirement)),
            _ => Err(FormError::of(
                "a duty is `filing`, `none`, a `fee` (with `each`, where it is yearly) or `requires`: write one of them",
            )),
        }
    }
}

/// How long a certificate lasts, whatever is done inside.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Validity {
    /// How long it lasts.
    pub(crate) length: Length,
    /// What the issuer does not say about the time after it.
    pub(crate) then: Text,
}
