//! One clear error: the place, the value and the way out.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Expected, Unexpected};

use super::path::Path;
use super::suggest::nearest;

/// What kind of fault a document has.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Problem {
    /// Not JSON at all.
    Syntax,
    /// Larger or deeper than the limits allow.
    Limit,
    /// A field that the format does not have.
    UnknownField,
    /// A required field is absent.
    MissingField,
    /// A key or an identifier stands twice.
    Duplicate,
    /// A value of another kind than the field takes.
    WrongKind,
    /// A value out of bounds, or a word outside a closed list.
    BadValue,
    /// Two facts that contradict each other.
    Contradiction,
    /// A name that refers to nothing.
    UnknownName,
    /// A credential that can never be earned, because it asks for itself.
    Circular,
}

impl Problem {
    /// The kind as a stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Limit => "limit",
            Self::UnknownField => "unknown-field",
            Self::MissingField => "missing-field",
            Self::Duplicate => "duplicate",
            Self::WrongKind => "wrong-kind",
            Self::BadValue => "bad-value",
            Self::Contradiction => "contradiction",
            Self::UnknownName => "unknown-name",
            Self::Circular => "circular",
        }
    }
}

/// A document that cannot be read: where, what, and the way out.
///
/// `Display` is one line, such as ``at `experience[3].end`: `2024-02-30` is not a day: write it as YYYY-MM-DD``.
/// Echoed input is escaped and cut.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DocumentError {
    problem: Problem,
    place: String,
    message: String,
}

impl DocumentError {
    pub(crate) fn new(problem: Problem, place: &Path<'_>, message: impl fmt::Display) -> Self {
        Self { problem, place: short(place.to_string()), message: message.to_string() }
    }

    /// What kind of fault it is.
    #[must_use]
    pub const fn problem(&self) -> Problem {
        self.problem
    }

    /// The place as a path such as `experience[3].end`; empty for the document as a whole.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The value, the rule that it breaks, and the way out.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "at `{}`: {}", self.place, self.message)
    }
}

impl core::error::Error for DocumentError {}

/// A place of bounded length: of a very deep one, the two ends.
fn short(place: String) -> String {
    if place.chars().nth(200).is_none() {
        return place;
    }
    let head: String = place.chars().take(90).collect();
    let tail: Vec<char> = place.chars().rev().take(90).collect();
    let tail: String = tail.into_iter().rev().collect();
    alloc::format!("{head}\u{2026}{tail}")
}

/// An error on its way up to the place where it gets its path.
#[derive(Debug)]
pub(crate) struct ReadError {
    problem: Problem,
    message: String,
    place: Option<String>,
}

impl ReadError {
    pub(crate) fn new(problem: Problem, message: impl fmt::Display) -> Self {
        Self { problem, message: message.to_string(), place: None }
    }

    /// Fixes the place, unless a deeper one is known already.
    pub(crate) fn at(mut self, path: &Path<'_>) -> Self {
        self.place.get_or_insert_with(|| path.to_string());
        self
    }

    pub(crate) fn finish(self, root: &Path<'_>) -> DocumentError {
        let place = self.place.unwrap_or_else(|| root.to_string());
        DocumentError { problem: self.problem, place: short(place), message: self.message }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for ReadError {}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Problem::BadValue, message)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = describe(&found);
        Self::new(Problem::WrongKind, alloc::format!("{found} stands where {expected} belongs"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = describe(&found);
        Self::new(Problem::BadValue, alloc::format!("{found} stands where {expected} belongs"))
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::new(Problem::BadValue, named("unknown word", word, known))
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownField, named("unknown field", field, known))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Problem::MissingField, alloc::format!("`{field}` is missing: add the field"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Problem::Duplicate, alloc::format!("`{field}` stands twice: keep one"))
    }
}

/// "unknown field `hour`: did you mean `hours`?", or the list of known words.
pub(crate) fn named<'k>(
    what: &str,
    word: &str,
    known: impl IntoIterator<Item = &'k &'k str, IntoIter: Clone>,
) -> String {
    let known = known.into_iter();
    let near = nearest(word, known.clone().copied());
    if let Some(first) = near.first() {
        return alloc::format!("{what} {}: did you mean `{first}`?", quote(word));
    }
    let mut list = String::new();
    // What is for editors is nothing to write by hand.
    for word in known.filter(|word| !word.starts_with('$')).take(40) {
        let comma = if list.is_empty() { "" } else { ", " };
        list.push_str(comma);
        list.push_str(word);
    }
    alloc::format!("{what} {}: use one of {list}", quote(word))
}

/// A piece of input in backticks, escaped and cut at 64 characters.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from("`");
    for character in text.chars().take(64) {
        // Printable ASCII stays as it is; everything that a terminal could act upon is escaped.
        if character == '\'' || character == '"' {
            quoted.push(character);
        } else if is_hazard(character) {
            quoted.extend(character.escape_unicode());
        } else {
            quoted.extend(character.escape_debug());
        }
    }
    if text.chars().nth(64).is_some() {
        quoted.push('\u{2026}');
    }
    quoted.push('`');
    quoted
}

/// Text without characters that a terminal or a reader is misled by.
pub(crate) fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_hazard(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Letters that look like others, marks that reorder or hide text.
const fn is_hazard(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn describe(found: &Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => alloc::format!("`{value}`"),
        Unexpected::Unsigned(number) => alloc::format!("the number `{number}`"),
        Unexpected::Signed(number) => alloc::format!("the number `{number}`"),
        Unexpected::Str(text) => alloc::format!("the text {}", quote(text)),
        Unexpected::Seq => String::from("a list"),
        Unexpected::Map => String::from("an object"),
        Unexpected::Unit | Unexpected::Option => String::from("`null`"),
        Unexpected::Other(what) => quote(what),
        Unexpected::Float(_)
        | Unexpected::Char(_)
        | Unexpected::Bytes(_)
        | Unexpected::NewtypeStruct
        | Unexpected::Enum
        | Unexpected::UnitVariant
        | Unexpected::NewtypeVariant
        | Unexpected::TupleVariant
        | Unexpected::StructVariant => String::from("something else"),
    }
}
