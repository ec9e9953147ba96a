//! Exams: facts, attempts, windows, fees; awards.

use alloc::vec::Vec;
use core::fmt;

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::requirement::Requirement;
use crate::calendar::{Day, Length};
use crate::credential::Code;
use crate::quantity::{Count, Money, Score};
use crate::source::{Dated, Version};
use crate::word::Text;

/// What a credential's exam asks and is.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exam {
    /// What admits to the exam. Anchor: `as-of`.
    pub(crate) requires: Dated<Requirement>,
    /// What the issuer advises, never a condition. Anchor: `as-of`.
    pub(crate) recommended: Dated<Requirement>,
    /// Items, minutes and pass mark. Anchor: `exam`.
    pub(crate) facts: Dated<ExamFacts>,
    /// Waits after a failure, and limits. Absent: not published. Anchor: `failure`.
    pub(crate) attempts: Dated<Attempts>,
    /// The days to sit after approval. Anchor: `approval`.
    pub(crate) window: Dated<Window>,
    /// Prices of the exam. Anchor: `as-of`.
    pub(crate) fees: Dated<Vec<Fee>>,
}

impl Exam {
    /// What admits to the exam.
    #[must_use]
    pub const fn requires(&self) -> &Dated<Requirement> {
        &self.requires
    }

    /// What the issuer advises; never a condition.
    #[must_use]
    pub const fn recommended(&self) -> &Dated<Requirement> {
        &self.recommended
    }

    /// Items, minutes and pass mark.
    #[must_use]
    pub const fn facts(&self) -> &Dated<ExamFacts> {
        &self.facts
    }

    /// Waits after a failure, and limits.
    #[must_use]
    pub const fn attempts(&self) -> &Dated<Attempts> {
        &self.attempts
    }

    /// The days to sit after approval.
    #[must_use]
    pub const fn window(&self) -> &Dated<Window> {
        &self.window
    }

    /// The lowest score that passes on a day, where it is on file without contradiction.
    #[must_use]
    pub fn pass_mark(&self, day: Day) -> Option<Score> {
        self.pass_mark_among(day, |_| true)
    }

    pub(crate) fn pass_mark_among(
        &self,
        day: Day,
        stands: impl Fn(&Version<ExamFacts>) -> bool,
    ) -> Option<Score> {
        let holds = |version: &&Version<ExamFacts>| version.covers(day) && stands(version);
        let mut marks = self.facts.versions().iter().filter(holds);
        let mut marks =
            marks.by_ref().map(|version| version.value().pass.and_then(PassMark::score));
        let mark = marks.next()??;
        marks.all(|other| other == Some(mark)).then_some(mark)
    }

    /// Prices.
    #[must_use]
    pub const fn fees(&self) -> &Dated<Vec<Fee>> {
        &self.fees
    }
}

/// A number, or a range where the issuer publishes one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "a published number is one or a range")]
pub enum Number {
    /// One number.
    Exactly(u32),
    /// From the first to the second.
    Between(u32, u32),
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Range {
            from: Count,
            to: Count,
        }
        struct NumberVisitor;
        impl<'de> serde::de::Visitor<'de> for NumberVisitor {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number or a range")
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Number, E> {
                u32::try_from(number).map(Number::Exactly).map_err(|_| {
                    E::custom(alloc::format!("{number} is too large for an exam: check the number"))
                })
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Number, A::Error> {
                let range = Range::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                if range.to <= range.from {
                    return Err(serde::de::Error::custom(
                        "the range is empty: `to` lies above `from`",
                    ));
                }
                Ok(Number::Between(range.from.get(), range.to.get()))
            }
        }
        deserializer.deserialize_any(NumberVisitor)
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Number, "Number", generator => schemars::json_schema!({
    "description": "A whole number, or a range where the issuer publishes one.",
    "anyOf": [
        { "type": "integer", "minimum": 0, "maximum": u32::MAX },
        {
            "type": "object",
            "properties": {
                "from": generator.subschema_for::<Count>(),
                "to": generator.subschema_for::<Count>(),
            },
            "required": ["from", "to"],
            "additionalProperties": false,
        },
    ],
}) }

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Exactly(number) => serializer.serialize_u32(*number),
            Self::Between(from, to) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("from", from)?;
                map.serialize_entry("to", to)?;
                map.end()
            }
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(number) => number.fmt(f),
            Self::Between(from, to) => write!(f, "{from} to {to}"),
        }
    }
}

/// The published pass mark.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum PassMark {
    /// Percent of the items.
    Percent(Score),
    /// Points on the issuer's scale.
    Scaled(Score),
    /// The issuer does not say.
    Undisclosed,
}

impl PassMark {
    /// The lowest score that passes, if it is published.
    #[must_use]
    pub const fn score(self) -> Option<Score> {
        match self {
            Self::Percent(score) | Self::Scaled(score) => Some(score),
            Self::Undisclosed => None,
        }
    }
}

/// Facts about an exam; what is absent is not on file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ExamFacts {
    /// All questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Number>,
    /// Questions that count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scored: Option<Number>,
    /// Questions that are tried out and do not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pretest: Option<Number>,
    /// Cases to code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cases: Option<Number>,
    /// Minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Number>,
    /// The pass mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass: Option<PassMark>,
}

/// Waits after failures and a limit on attempts.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Attempts {
    /// The wait after the first, second … failure; the last one repeats; none: no wait.
    pub waits: Vec<Length>,
    /// How many attempts are allowed.
    pub limit: Option<AttemptLimit>,
}

/// So many attempts, in all or within a time.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AttemptLimit {
    /// How many.
    pub count: Count,
    /// Within which time; absent: for life.
    pub within: Option<Length>,
    /// From when that time counts. Default: `sliding`.
    #[serde(default)]
    pub counted: LimitCounted,
}

/// From when the time of a limit on attempts counts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum LimitCounted {
    /// Back from the day asked about.
    #[default]
    Sliding,
    /// From the first attempt; after it no further attempt is allowed.
    FromFirst,
}

/// The days to sit after approval.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Window {
    /// From the day of approval.
    pub length: Length,
    /// Extensions that may be bought one after the other.
    #[serde(default)]
    pub extensions: Vec<WindowExtension>,
}

/// One extension of a window.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WindowExtension {
    /// By how much.
    pub length: Length,
    /// The price, if published.
    pub price: Option<Money>,
}

/// Whom a price is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum FeeClass {
    /// Everybody.
    All,
    /// Members of the issuer.
    Member,
    /// Those who are not members.
    NonMember,
    /// Student members.
    Student,
}

/// A price of an exam.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Fee {
    /// Whom it is for.
    pub r#for: FeeClass,
    /// How many attempts it pays for.
    #[serde(default = "one")]
    pub attempts: Count,
    /// The price.
    pub price: Money,
}

const fn one() -> Count {
    Count::new(1)
}

/// What an exam can lead to.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = crate::schema::forms("designation | conditional"))
)]
pub struct Outcome {
    /// The code that is granted.
    pub(crate) designation: Option<Code>,
    /// A name for the state in which the exam is passed and nothing may be used yet.
    pub(crate) conditional: Option<Code>,
    /// What it asks for. Anchor: `as-of`.
    pub(crate) requires: Dated<Requirement>,
    /// The designation lapses after so long, unless more is shown.
    pub(crate) expires_after: Option<Length>,
    /// Disagreements between sources, and what was left out.
    #[serde(default)]
    pub(crate) notes: Vec<BookNote>,
}

impl Outcome {
    /// The designation that is granted.
    #[must_use]
    pub const fn designation(&self) -> Option<&Code> {
        self.designation.as_ref()
    }

    /// The state in which the exam is passed and nothing may be used yet.
    #[must_use]
    pub const fn conditional(&self) -> Option<&Code> {
        self.conditional.as_ref()
    }

    /// What it asks for.
    #[must_use]
    pub const fn requires(&self) -> &Dated<Requirement> {
        &self.requires
    }
}

/// A disagreement between sources, or something left out, in our words.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookNote {
    /// The note, in our words.
    pub(crate) text: Text,
    /// A key of `sources`.
    pub(crate) source: Code,
}

impl BookNote {
    /// The note.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }
}
