//! Where a rule is written, how sure it is, and when it holds.

#[cfg(feature = "schema")]
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::credential::Code;
use crate::document::nearest;
use crate::word::{Shared, Text};

/// How sure a rule is, strongest first: the order of the variants is the order of strength.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::exhaustive_enums, reason = "the four degrees are part of the format")]
pub enum Confidence {
    /// On the issuer's own page.
    Official,
    /// The issuer's text on someone else's page, a mirror for example.
    Quoted,
    /// Someone else's words: a school, a preparation site.
    Secondary,
    /// Derived by us from published facts.
    Inferred,
}

impl Confidence {
    /// The word as it stands in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Quoted => "quoted",
            Self::Secondary => "secondary",
            Self::Inferred => "inferred",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a rule is written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// The address of the page, on the issuer's own site where there is one.
    url: Text,
    /// Whose page it is.
    publisher: Text,
    /// The day on which the page was last checked.
    checked: Day,
    /// How sure rules from this page are.
    confidence: Confidence,
    /// What to know about the page.
    note: Option<Text>,
}

impl Source {
    /// The address of the page.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The address as a text that answers share.
    pub(crate) const fn address(&self) -> &Text {
        &self.url
    }

    /// Whose page it is.
    #[must_use]
    pub fn publisher(&self) -> &str {
        self.publisher.as_str()
    }

    /// The day on which the page was last checked.
    #[must_use]
    pub const fn checked(&self) -> Day {
        self.checked
    }

    /// How sure rules from this page are.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// What to know about the page.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_ref().map(Text::as_str)
    }
}

/// The day that picks the version of a dated value.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Anchor {
    /// The day asked about.
    AsOf,
    /// The day on which the exam was passed; before that, the day asked about.
    Exam,
    /// The day of the last failed attempt.
    Failure,
    /// The day on which the application was approved.
    Approval,
    /// The day on which the credential was first awarded (grandfathering).
    FirstAward,
    /// The first day of the cycle that is judged.
    CycleStart,
    /// The last day of the cycle that is judged.
    CycleEnd,
    /// The day on which the activity was completed.
    Activity,
}

impl Anchor {
    /// Whether what a record says of an exam or a credential tells the day.
    pub(crate) const fn is_of_record(self) -> bool {
        matches!(self, Self::Exam | Self::Failure | Self::Approval | Self::FirstAward)
    }
}

/// What picks the version: one day, or several where the sources leave that open.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum AnchorRule {
    One(Anchor),
    Readings(AnchorReadings),
}

/// Anchors between which the sources do not decide.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct AnchorReadings {
    /// The question on which the sources disagree.
    pub(crate) question: Code,
    /// The answers to it, by name: each with the anchor that it takes.
    #[cfg_attr(feature = "schema", schemars(extend("minProperties" = 2)))]
    pub(crate) choices: BTreeMap<Code, Anchor>,
}

#[cfg(feature = "schema")]
crate::schema::shape! { AnchorRule, "AnchorRule", generator => schemars::json_schema!({
    "anyOf": [
        generator.subschema_for::<Anchor>(),
        generator.subschema_for::<AnchorReadings>(),
    ],
}) }

impl<'de> Deserialize<'de> for AnchorRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RuleVisitor;
        impl<'de> Visitor<'de> for RuleVisitor {
            type Value = AnchorRule;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an anchor or readings of it")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<AnchorRule, E> {
                Anchor::deserialize(de::value::StrDeserializer::new(text)).map(AnchorRule::One)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<AnchorRule, A::Error> {
                let map = de::value::MapAccessDeserializer::new(map);
                AnchorReadings::deserialize(map).map(AnchorRule::Readings)
            }
        }
        deserializer.deserialize_any(RuleVisitor)
    }
}

/// One of several published versions that contradict each other.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    /// The question on which the sources disagree.
    question: Code,
    /// This answer to it.
    choice: Code,
}

impl Reading {
    /// The question on which the sources disagree.
    #[must_use]
    pub const fn question(&self) -> &Code {
        &self.question
    }

    /// This answer to it.
    #[must_use]
    pub const fn choice(&self) -> &Code {
        &self.choice
    }
}

/// A value and the days for which it is on file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Version_of_{T}"))]
pub struct Version<T> {
    /// The first day for which the value is known. Absent: open.
    from: Option<Day>,
    /// The last day for which the value is known. Absent: open.
    until: Option<Day>,
    /// Whether a bound is our estimate from the page; answers carry a note.
    #[serde(default)]
    estimated: bool,
    /// One key or several of `sources`.
    source: OneOrMany<Code>,
    /// Where it is weaker than the source's own, because more is read out of it than it says.
    confidence: Option<Confidence>,
    /// This version is one of several published ones that contradict each other.
    reading: Option<Reading>,
    /// One short sentence of ours, shown with the answer.
    note: Option<Text>,
    /// The value.
    value: T,
}

impl<T> Version<T> {
    /// The first day, `None` when open.
    #[must_use]
    pub const fn from(&self) -> Option<Day> {
        self.from
    }

    /// The last day, `None` when open.
    #[must_use]
    pub const fn until(&self) -> Option<Day> {
        self.until
    }

    /// Whether a bound is an estimate from the page.
    #[must_use]
    pub const fn is_estimated(&self) -> bool {
        self.estimated
    }

    /// The keys of the sources.
    #[must_use]
    pub fn sources(&self) -> &[Code] {
        &self.source.0
    }

    /// The confidence, where it is weaker than that of the source.
    #[must_use]
    pub const fn confidence(&self) -> Option<Confidence> {
        self.confidence
    }

    /// The reading that this version is, where several contradict each other.
    #[must_use]
    pub const fn reading(&self) -> Option<&Reading> {
        self.reading.as_ref()
    }

    /// What to know about this version.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_ref().map(Text::as_str)
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// Whether the value is on file for a day.
    #[must_use]
    pub fn covers(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Versions of a value over time, in order of their first day.
///
/// Versions do not overlap, unless they are different readings of the same question.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dated<T> {
    anchor: Option<AnchorRule>,
    versions: Vec<Version<T>>,
}

impl<T> Dated<T> {
    /// All versions.
    #[must_use]
    pub fn versions(&self) -> &[Version<T>] {
        &self.versions
    }

    /// The versions on file for a day: none (not known), one, or several readings.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &Version<T>> {
        self.versions.iter().filter(move |version| version.covers(day))
    }

    /// The day that picks the version, if it is not the usual one of the field and the sources do
    /// not leave it open.
    #[must_use]
    pub const fn anchor(&self) -> Option<Anchor> {
        match &self.anchor {
            Some(AnchorRule::One(anchor)) => Some(*anchor),
            _ => None,
        }
    }

    pub(crate) const fn anchor_rule(&self) -> Option<&AnchorRule> {
        self.anchor.as_ref()
    }
}

impl<T> Default for Dated<T> {
    /// Nothing on file.
    fn default() -> Self {
        Self { anchor: None, versions: Vec::new() }
    }
}

/// The fields of the longer spelling.
const FIELDS: &[&str] = &["anchor", "versions"];

/// What to say of a value that stands without its version.
fn no_versions(field: &str) -> String {
    let field = crate::document::quote(field);
    alloc::format!(
        "an object with {field} stands where versions belong: write `[{{\"source\": …, \"value\": …}}]`"
    )
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Dated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DatedVisitor<T>(PhantomData<T>);
        impl<'de, T: DeserializeOwned> Visitor<'de> for DatedVisitor<T> {
            type Value = Dated<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of versions")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Dated<T>, A::Error> {
                let list = de::value::SeqAccessDeserializer::new(seq);
                Ok(Dated { anchor: None, versions: Vec::deserialize(list)? })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Dated<T>, A::Error> {
                let (mut anchor, mut versions) = (None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "anchor" => anchor = Some(map.next_value::<AnchorRule>()?),
                        "versions" => versions = Some(map.next_value::<Vec<Version<T>>>()?),
                        // A slip of the pen in one of the two, or a value without its version.
                        slip if !nearest(slip, FIELDS.iter().copied()).is_empty() => {
                            return Err(de::Error::unknown_field(slip, FIELDS));
                        }
                        other => return Err(de::Error::custom(no_versions(other))),
                    }
                }
                match (anchor, versions) {
                    (Some(anchor), Some(versions)) => Ok(Dated { anchor: Some(anchor), versions }),
                    (None, _) => Err(de::Error::missing_field("anchor")),
                    (_, None) => Err(de::Error::missing_field("versions")),
                }
            }
        }
        deserializer.deserialize_any(DatedVisitor(PhantomData))
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Dated<T> {
    fn schema_name() -> Cow<'static, str> {
        alloc::format!("Dated_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let version = generator.subschema_for::<Version<T>>();
        let versions = schemars::json_schema!({"type": "array", "items": version});
        // What is said of lists says nothing about objects, and the other way round.
        schemars::json_schema!({
            "description": "Versions in order of their first day: a list, or with an anchor.",
            "type": ["array", "object"],
            "items": version,
            "properties": {
                "anchor": generator.subschema_for::<AnchorRule>(),
                "versions": versions,
            },
            "required": FIELDS,
            "additionalProperties": false,
        })
    }
}

/// A list that may be written as its single element.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct OneOrMany<T>(pub(crate) Vec<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ManyVisitor<T>(PhantomData<T>);
        impl<'de, T: DeserializeOwned> Visitor<'de> for ManyVisitor<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMany<T>, E> {
                let one = T::deserialize(de::value::StrDeserializer::new(text))?;
                Ok(OneOrMany(Vec::from([one])))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<OneOrMany<T>, A::Error> {
                let many = Vec::deserialize(de::value::SeqAccessDeserializer::new(seq))?;
                if many.is_empty() {
                    return Err(de::Error::custom(
                        "the list is empty: name at least one, or leave the field out",
                    ));
                }
                Ok(OneOrMany(many))
            }
        }
        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        alloc::format!("One_or_many_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<T>();
        let many = schemars::json_schema!({"type": "array", "items": one, "minItems": 1});
        schemars::json_schema!({"anyOf": [one, many]})
    }
}

/// A source together with the key under which rules name it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Citation {
    /// Issuer and key, such as `AAPC/APP-A5`.
    pub(crate) id: Shared,
    /// The address.
    pub(crate) url: Shared,
    /// The day on which the page was last checked.
    pub(crate) checked: Day,
    /// How sure the rule is, the weaker of source and version.
    pub(crate) confidence: Confidence,
}

impl Citation {
    /// Issuer and key, such as `AAPC/APP-A5`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// The address of the page.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The day on which the page was last checked.
    #[must_use]
    pub const fn checked(&self) -> Day {
        self.checked
    }

    /// How sure the rule is: the weaker of the page and of what we read out of it.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }
}
