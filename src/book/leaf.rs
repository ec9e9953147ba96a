//! The conditions at the leaves of a requirement tree.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, Visitor};
use thiserror::Error;

use crate::calendar::Length;
use crate::credential::{Code, CredentialRef, Issuer};
use crate::quantity::{
    ContactHours, Count, Credits, Days, Decimal, Hours, HoursPerWeek, Score, Units,
};
use crate::record::{
    Delivery, Document, EducationStatus, Level, Setting, Signer, States, TranscriptStatus,
};
use crate::source::OneOrMany;
use crate::word::Word;

/// How many waivers one experience requirement may name: their combinations are tried out.
pub(crate) const MAX_WAIVERS: usize = 10;

/// A credential held.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Held {
    pub(crate) which: HeldWhich,
    pub(crate) ever: bool,
    /// Written as a code alone.
    pub(crate) short: bool,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum HeldWhich {
    AnyOf(Vec<CredentialRef>),
    Field { field: Word, issuer: WhichIssuer },
}

/// Whose credentials.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum WhichIssuer {
    /// Of this issuer.
    Own,
    /// Of another issuer.
    Other,
    /// Of any issuer.
    Any,
}

/// When it must be held.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum HeldStanding {
    /// In good standing on the day.
    Good,
    /// At any time.
    Ever,
}

/// Credentials of which one is to be held.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "HeldForm", transform = crate::schema::forms("any_of | field issuer"))
)]
struct HeldText {
    /// One of these credentials.
    any_of: Option<OneOrMany<CredentialRef>>,
    /// Any credential of this field.
    field: Option<Word>,
    /// Whose credential it is.
    issuer: Option<WhichIssuer>,
    /// In good standing (default), or held at any time.
    standing: Option<HeldStanding>,
}

impl TryFrom<HeldText> for Held {
    type Error = LeafError;

    fn try_from(text: HeldText) -> Result<Self, Self::Error> {
        let which = match (text.any_of, text.field, text.issuer) {
            (Some(any_of), None, None) => HeldWhich::AnyOf(any_of.0),
            (None, Some(field), Some(issuer)) => HeldWhich::Field { field, issuer },
            _ => {
                return Err(LeafError("`held` takes either `any_of`, or `field` and `issuer`"));
            }
        };
        Ok(Self { which, ever: text.standing == Some(HeldStanding::Ever), short: false })
    }
}

impl From<CredentialRef> for Held {
    fn from(credential: CredentialRef) -> Self {
        Self { which: HeldWhich::AnyOf(Vec::from([credential])), ever: false, short: true }
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Held, "Held", generator => short::<HeldText>(generator) }

impl<'de> Deserialize<'de> for Held {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Short::<Self, HeldText>::NEW)
    }
}

/// An exam passed, or several within one window.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Passed {
    pub(crate) exams: Vec<CredentialRef>,
    pub(crate) within: Option<Length>,
    pub(crate) inside: Option<Length>,
    /// Written as a code alone.
    pub(crate) short: bool,
}

/// One exam, or several within one window.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "PassedForm", transform = crate::schema::forms("exam | all_of inside?"))
)]
struct PassedText {
    /// The credential whose exam it is.
    exam: Option<CredentialRef>,
    /// Passed within this time before the day asked about.
    within: Option<Length>,
    /// Several exams.
    #[cfg_attr(feature = "schema", schemars(extend("minItems" = 2)))]
    all_of: Option<Vec<CredentialRef>>,
    /// All of them passed within a window of this length.
    inside: Option<Length>,
}

impl TryFrom<PassedText> for Passed {
    type Error = LeafError;

    fn try_from(text: PassedText) -> Result<Self, Self::Error> {
        let PassedText { exam, within, all_of, inside } = text;
        match (exam, all_of) {
            (Some(exam), None) if inside.is_none() => {
                Ok(Self { exams: Vec::from([exam]), within, inside, short: false })
            }
            (None, Some(exams)) if exams.len() > 1 => {
                Ok(Self { exams, within, inside, short: false })
            }
            _ => Err(LeafError("`passed` takes either `exam`, or `all_of` with several exams")),
        }
    }
}

impl From<CredentialRef> for Passed {
    fn from(exam: CredentialRef) -> Self {
        Self { exams: Vec::from([exam]), within: None, inside: None, short: true }
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Passed, "Passed", generator => short::<PassedText>(generator) }

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Short::<Self, PassedText>::NEW)
    }
}

/// A leaf that may be written as a credential's code alone.
struct Short<T, Long>(PhantomData<(T, Long)>);

impl<T, Long> Short<T, Long> {
    const NEW: Self = Self(PhantomData);
}

impl<'de, T, Long> Visitor<'de> for Short<T, Long>
where
    T: From<CredentialRef> + TryFrom<Long, Error = LeafError>,
    Long: DeserializeOwned,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a credential such as \"CPC\", or an object")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse::<CredentialRef>().map(T::from).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let long = Long::deserialize(de::value::MapAccessDeserializer::new(map))?;
        T::try_from(long).map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
fn short<Long: schemars::JsonSchema>(
    generator: &mut schemars::SchemaGenerator,
) -> schemars::Schema {
    let long = generator.subschema_for::<Long>();
    schemars::json_schema!({"anyOf": [generator.subschema_for::<CredentialRef>(), long]})
}

/// A membership, current or of some length.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "MembershipRequirement")
)]
pub(crate) struct MembershipLeaf {
    /// One organisation or several, of which one is enough.
    pub(crate) organization: OneOrMany<Word>,
    /// Classes of membership that count.
    pub(crate) class: Option<OneOrMany<Word>>,
    /// Classes of membership that do not count.
    pub(crate) except_class: Option<OneOrMany<Word>>,
    /// For so long; absent: current on the day.
    #[serde(rename = "for")]
    pub(crate) length: Option<Length>,
    /// How years add up. Default: `unbroken`.
    pub(crate) counting: Option<Counting>,
}

/// How years of membership add up.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Counting {
    /// Without a gap up to the day.
    Unbroken,
    /// All years together.
    Cumulative,
}

/// Experience, in days or in hours.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(try_from = "ExperienceText")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "ExperienceText", rename = "ExperienceRequirement")
)]
pub(crate) struct ExperienceLeaf {
    pub(crate) field: Vec<Word>,
    pub(crate) setting: Option<Vec<Setting>>,
    pub(crate) settings_at_least: Option<Count>,
    pub(crate) need: ExperienceNeed,
    /// The amount as the rule words it, such as "2 years".
    pub(crate) stated: Stated,
    pub(crate) within: Option<Length>,
    pub(crate) hours_per_week: Option<HoursPerWeek>,
    pub(crate) externship: bool,
    pub(crate) waivers: Vec<Code>,
    pub(crate) at_most_waived: Option<Length>,
    pub(crate) proof: Option<ProofLeaf>,
}

/// How much experience, in the unit in which it is counted.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum ExperienceNeed {
    /// Calendar days, overlapping jobs counted once.
    Days(Days),
    /// Hours worked; a year has so many, where the rule defines one.
    Hours { need: Hours, year: Option<Hours> },
}

/// An amount as a rule words it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Stated {
    Length(Length),
    Hours(Hours),
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(length) => length.fmt(f),
            Self::Hours(hours) => hours.fmt(f),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        transform = crate::schema::forms(
            "years year_hours? | months year_hours? | days year_hours? | hours"
        )
    )
)]
struct ExperienceText {
    /// Kinds of work that count, such as `coding`.
    field: OneOrMany<Word>,
    /// Settings that count; absent: all.
    setting: Option<OneOrMany<Setting>>,
    /// In at least so many different settings.
    settings_at_least: Option<Count>,
    /// Years, of 365 counted days each.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 2_400)))]
    years: Option<Count>,
    /// Months, twelfths of a year.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 2_400)))]
    months: Option<Count>,
    /// Counted days.
    #[cfg_attr(feature = "schema", schemars(transform = crate::schema::between(1, 73_000)))]
    days: Option<Count>,
    /// Hours worked.
    hours: Option<Hours>,
    /// Within this time before the day asked about.
    within: Option<Length>,
    /// So many hours worked make a year: then hours are counted.
    year_hours: Option<Hours>,
    /// Only work of at least so many hours a week counts.
    hours_per_week: Option<HoursPerWeek>,
    /// Whether externships count. Default: `true`.
    externship: Option<bool>,
    /// Waivers that may stand for part of it.
    #[serde(default)]
    waivers: Vec<Code>,
    /// At most so much may be waived, by all waivers together.
    at_most_waived: Option<Length>,
    /// What the issuer accepts as proof.
    proof: Option<ProofLeaf>,
}

impl ExperienceText {
    fn stated(&self) -> Result<Stated, LeafError> {
        const ONE: LeafError = LeafError(
            "`experience` takes exactly one of `years`, `months`, `days` and `hours`, above 0",
        );
        let days = |count: Count| Some(count.get()).filter(|n| (1..=73_000).contains(n)).ok_or(ONE);
        let short = |count: Count| {
            u16::try_from(count.get()).ok().filter(|n| (1..=2_400).contains(n)).ok_or(ONE)
        };
        match (self.years, self.months, self.days, self.hours) {
            (Some(years), None, None, None) => Ok(Stated::Length(Length::Years(short(years)?))),
            (None, Some(months), None, None) => Ok(Stated::Length(Length::Months(short(months)?))),
            (None, None, Some(count), None) => Ok(Stated::Length(Length::Days(days(count)?))),
            (None, None, None, Some(hours)) if hours.amount() > Decimal::ZERO => {
                Ok(Stated::Hours(hours))
            }
            _ => Err(ONE),
        }
    }

    fn need(&self, stated: Stated) -> Result<ExperienceNeed, LeafError> {
        match (stated, self.year_hours) {
            (Stated::Length(length), None) => Ok(ExperienceNeed::Days(counted_days(length))),
            (Stated::Length(_), Some(year)) if year.amount() == Decimal::ZERO => {
                Err(LeafError("`year_hours` is above 0"))
            }
            (Stated::Length(length), Some(year)) => {
                let need = hours_of(length, year)
                    .ok_or(LeafError("`year_hours` times the years is too much"))?;
                Ok(ExperienceNeed::Hours { need, year: Some(year) })
            }
            (Stated::Hours(need), None) => Ok(ExperienceNeed::Hours { need, year: None }),
            (Stated::Hours(_), Some(_)) => {
                Err(LeafError("`year_hours` goes with `years` or `months`, not with `hours`"))
            }
        }
    }
}

/// A length as counted days of experience: a year is 365, a month a twelfth, rounded up.
pub(crate) fn counted_days(length: Length) -> Days {
    match length {
        Length::Years(years) => Days::years(years),
        Length::Months(months) => Days::months(months),
        Length::Days(days) => Days::new(days),
    }
}

/// A length as hours, where a year has so many.
pub(crate) fn hours_of(length: Length, year: Hours) -> Option<Hours> {
    let year = year.amount().sub_units();
    let sub_units = match length {
        Length::Years(years) => year.checked_mul(i64::from(years))?,
        Length::Months(months) => {
            year.checked_mul(i64::from(months))?.checked_add(11)?.checked_div(12)?
        }
        Length::Days(days) => {
            year.checked_mul(i64::from(days))?.checked_add(364)?.checked_div(365)?
        }
    };
    Decimal::from_sub_units(sub_units).and_then(|amount| Hours::new(amount).ok())
}

impl TryFrom<ExperienceText> for ExperienceLeaf {
    type Error = LeafError;

    fn try_from(text: ExperienceText) -> Result<Self, Self::Error> {
        let stated = text.stated()?;
        let need = text.need(stated)?;
        if !text.waivers.is_empty() && matches!(need, ExperienceNeed::Hours { year: None, .. }) {
            return Err(LeafError(
                "waivers replace years: say with `year_hours` how many hours a year has",
            ));
        }
        Ok(Self {
            field: text.field.0,
            setting: text.setting.map(|settings| settings.0),
            settings_at_least: text.settings_at_least,
            need,
            stated,
            within: text.within,
            hours_per_week: text.hours_per_week,
            externship: text.externship.unwrap_or(true),
            waivers: text.waivers,
            at_most_waived: text.at_most_waived,
            proof: text.proof,
        })
    }
}

/// At work in a role on the day.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "EmployedRequirement")
)]
pub(crate) struct Employed {
    /// Kinds of work that count.
    pub(crate) field: OneOrMany<Word>,
    /// Settings that count; absent: all.
    pub(crate) setting: Option<OneOrMany<Setting>>,
    /// At least so many hours a week.
    pub(crate) hours_per_week: Option<HoursPerWeek>,
}

/// Coursework in a subject.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "CourseworkRequirement")
)]
pub(crate) struct CourseworkLeaf {
    /// Subjects that count.
    pub(crate) subject: OneOrMany<Word>,
    /// At least so many contact hours.
    pub(crate) contact_hours: Option<ContactHours>,
    /// Whether one course must reach the amount by itself. Default: `false`.
    #[serde(default)]
    pub(crate) single: bool,
    /// At least so many academic credits.
    pub(crate) credits: Option<Credits>,
    /// Forms of teaching that count, such as `classroom`.
    pub(crate) format: Option<OneOrMany<Word>>,
    /// The lowest grade that counts, such as `C`.
    pub(crate) grade: Option<Grade>,
    /// Names of schools that count, whatever the case.
    pub(crate) provider: Option<Vec<crate::word::Text>>,
    /// Completed within this time before the day asked about.
    pub(crate) within: Option<Length>,
    /// What the issuer accepts as proof.
    pub(crate) proof: Option<ProofLeaf>,
}

/// A letter grade; the higher number is the better grade.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(try_from = "String")]
pub(crate) struct Grade(i8);

impl Grade {
    /// `A+` to `F`; anything else is not a letter grade.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let letter = match letters.next()? {
            'A' => 14,
            'B' => 11,
            'C' => 8,
            'D' => 5,
            'F' => 0,
            _ => return None,
        };
        let sign = match (letters.next(), letters.next()) {
            (None, None) => 0,
            (Some('+'), None) => 1,
            (Some('-'), None) => -1,
            _ => return None,
        };
        Some(Self(i8::saturating_add(letter, sign)))
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Grade, "Grade", _generator => {
    crate::schema::text("^[A-DF][+-]?$", "A letter grade, such as `B+`.")
} }

impl TryFrom<String> for Grade {
    type Error = LeafError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
            .ok_or(LeafError("a grade is a letter from A to F with an optional + or -"))
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (letter, middle) = match self.0 {
            13..=15 => ('A', 14),
            10..=12 => ('B', 11),
            7..=9 => ('C', 8),
            4..=6 => ('D', 5),
            _ => ('F', 0),
        };
        let sign = match self.0.saturating_sub(middle) {
            1 => "+",
            -1 => "-",
            _ => "",
        };
        write!(f, "{letter}{sign}")
    }
}

/// Education of a level.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "EducationRequirement")
)]
pub(crate) struct EducationLeaf {
    /// The level.
    pub(crate) level: Level,
    /// Whether only this level will do. Default: `false`, a higher one satisfies.
    #[serde(default)]
    pub(crate) exact: bool,
    /// Subjects that count.
    pub(crate) field: Option<OneOrMany<Word>>,
    /// Accreditors of the programme that count.
    pub(crate) accreditor: Option<OneOrMany<Word>>,
    /// How far it must have come; a later status satisfies. Default: `completed`.
    pub(crate) status: Option<EducationStatus>,
    /// The issuer must have the transcript.
    pub(crate) transcript: Option<TranscriptStatus>,
    /// Completed within this time before the day asked about.
    pub(crate) within: Option<Length>,
    /// At least so many clock hours of the programme.
    pub(crate) hours: Option<Hours>,
    /// At least so many hours of externship.
    pub(crate) externship_hours: Option<Hours>,
}

/// A named training.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "TrainingRequirement")
)]
pub(crate) struct TrainingLeaf {
    /// One product or several, of which one is enough, such as `AAPC/Practicode`.
    pub(crate) program: OneOrMany<Word>,
    /// At least so many items.
    pub(crate) items: Option<Count>,
    /// At least this score.
    pub(crate) score: Option<Score>,
    /// Completed within this time before the day asked about.
    pub(crate) within: Option<Length>,
}

/// Continuing education earned before certification.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CeusRequirement"))]
pub(crate) struct CeusBefore {
    /// At least so many units.
    pub(crate) units: Units,
    /// Approved by this issuer.
    pub(crate) approved_by: Option<Issuer>,
    /// Subjects that count.
    pub(crate) topics: Option<OneOrMany<Word>>,
    /// Deliveries that count.
    pub(crate) delivery: Option<OneOrMany<Delivery>>,
    /// Within this time before the day asked about.
    pub(crate) within: Option<Length>,
}

/// A signed statement.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "AttestationRequirement")
)]
pub(crate) struct Attested {
    /// What it states: `code-of-ethics`, `sponsor`, …
    pub(crate) kind: Word,
    /// To whom it was given.
    pub(crate) to: Option<Issuer>,
    /// Within this time before the day asked about.
    pub(crate) within: Option<Length>,
}

/// What the issuer accepts as proof.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ProofRequirement"))]
pub(crate) struct ProofLeaf {
    /// Kinds of document.
    pub(crate) document: Option<OneOrMany<Document>>,
    /// Who may sign.
    pub(crate) signed_by: Option<OneOrMany<Signer>>,
    /// How many of the letters must be on letterhead.
    pub(crate) letterhead: Option<Letterhead>,
    /// What it must state.
    pub(crate) states: Option<OneOrMany<States>>,
    /// Whether the day of signature must be known. Default: `false`.
    #[serde(default)]
    pub(crate) signed: bool,
}

/// How many of the letters must be on letterhead.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Letterhead {
    /// Each of them.
    Each,
    /// One of them.
    One,
}

/// A leaf whose fields do not go together.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{0}: keep one form")]
pub(crate) struct LeafError(&'static str);
