//! Words of open lists, and free text.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::document::quote;

/// A word of an open list: a subject, a field, a kind. Slashes separate levels.
///
/// A word covers those below it: `coding` covers `coding/inpatient`, not the other way round.
///
/// ```
/// use coding_credentials::record::Word;
///
/// let coding: Word = "coding".parse()?;
/// assert!(coding.covers(&"coding/inpatient".parse()?));
/// assert!(!coding.covers(&"coding-audit".parse()?));
/// # Ok::<(), coding_credentials::record::WordError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String")]
pub struct Word(Box<str>);

impl Word {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the other word is this one or lies below it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0.strip_prefix(&*self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl core::str::FromStr for Word {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(String::from(text))
    }
}

impl TryFrom<String> for Word {
    type Error = WordError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let letter =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '&');
        let level = |part: &str| !part.is_empty() && part.chars().all(letter);
        if text.len() <= 64 && text.split('/').all(level) {
            return Ok(Self(text.into_boxed_str()));
        }
        Err(WordError(quote(&text)))
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Word, "Word", _generator => {
    let level = "[A-Za-z0-9._+&-]+";
    let about = "A word: up to 64 letters, digits and hyphens, levels apart by slashes.";
    let mut schema = crate::schema::text(&alloc::format!("^{level}(/{level})*$"), about);
    schema.insert("maxLength".into(), 64.into());
    schema
} }

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text that is not a word of an open list.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error(
    "{0} is not a word: write up to 64 ASCII letters, digits and hyphens, levels apart by slashes"
)]
pub struct WordError(String);

/// Free text: kept as it is, never a key.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String")]
pub struct Text(Box<str>);

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() {
            return Err(TextError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(TextError::Control(quote(&text)));
        }
        Ok(Self(text.into_boxed_str()))
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Text, "Text", _generator => crate::schema::free_text() }

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text that stands in many places of an answer: a clone is the same text, not another one.
#[derive(Clone, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Shared(Arc<str>);

impl Shared {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Shared {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Shared {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// Text that cannot stand in a document.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the ways in which free text fails are complete")]
pub enum TextError {
    /// Nothing but blanks.
    #[error("the text is empty: leave the field out")]
    Empty,
    /// Control characters.
    #[error("{0} contains control characters: remove them")]
    Control(String),
}

/// A word outside a closed list.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{0}")]
pub struct UnknownWordError(String);

impl UnknownWordError {
    pub(crate) fn new(text: &str, known: &'static [&'static str]) -> Self {
        Self(crate::document::named("unknown word", text, known))
    }
}
