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
        // Most words differ in their first letter.
        self.0.as_bytes().first() == other.0.as_bytes().first()
            && other
                .0
                .strip_prefix(&*self.0)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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

/// Free text: kept as it is, never a key. A clone is the same text, not another one.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(try_from = "String")]
pub struct Text(Arc<str>);

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
        Ok(Self(text.into()))
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { Text, "Text", _generator => crate::schema::free_text() }

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Text", self.as_str())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text that stands in many places of an answer: a clone is the same text, not another one. It may be a
/// piece of a longer one.
#[derive(Clone)]
pub(crate) struct Shared {
    text: Arc<str>,
    piece: Piece,
}

/// A piece of a text, by its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    from: u32,
    until: u32,
}

impl Shared {
    pub(crate) fn as_str(&self) -> &str {
        let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        self.text.get(place(self.piece.from)..place(self.piece.until)).unwrap_or_default()
    }
}

impl From<&str> for Shared {
    fn from(text: &str) -> Self {
        let piece = Piece { from: 0, until: length(text) };
        Self { text: Arc::from(text), piece }
    }
}

impl From<&Text> for Shared {
    fn from(text: &Text) -> Self {
        let piece = Piece { from: 0, until: length(text.as_str()) };
        Self { text: Arc::clone(&text.0), piece }
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Shared {}

impl PartialOrd for Shared {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Shared {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

/// Many short texts, put one after the other and shared as one.
#[derive(Debug, Default)]
pub(crate) struct Texts(String);

impl Texts {
    /// Puts a text that consists of parts at the end.
    pub(crate) fn put<P: AsRef<str>>(&mut self, parts: impl IntoIterator<Item = P>) -> Piece {
        let from = length(&self.0);
        parts.into_iter().for_each(|part| self.0.push_str(part.as_ref()));
        Piece { from, until: length(&self.0) }
    }

    /// The text of which all of them are pieces.
    pub(crate) fn share(self) -> impl Fn(Piece) -> Shared {
        let text: Arc<str> = Arc::from(self.0);
        move |piece| Shared { text: Arc::clone(&text), piece }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
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
