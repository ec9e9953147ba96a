//! JSON Schemas of the documents, for editors and for programs in other languages.
//!
//! Each function gives a schema of draft 2020-12 as JSON text, the same bytes in every build. They
//! are generated from the types that read and write the documents, so they cannot say anything else
//! than the library does; the same texts lie in the directory `schema` of the repository.
//!
//! A schema checks the shape of a document: fields, words, forms of days and amounts, which fields go
//! together. What needs the whole document or a book stays with the library: whether a name is
//! known, versions are in order, two days contradict each other, an identifier stands twice.
//!
//! A document may name its schema, for an editor to find it; the library reads past that:
//!
//! ```
//! use coding_credentials::Record;
//!
//! let record = Record::from_json(r#"{"$schema": "record.schema.json", "id": "holder-17"}"#)?;
//! assert_eq!(record.id(), Some("holder-17"));
//! # Ok::<(), coding_credentials::document::DocumentError>(())
//! ```

mod cases;
mod ordered;
mod shape;

use alloc::string::String;

use self::cases::CaseFile;
use self::ordered::written;
pub(crate) use self::shape::{between, code, day, decimal, forms, free_text, money, shape, text};
use self::shape::{of_answer, of_input};
use crate::book::file::IssuerFile;
use crate::explain::{Eligibility, Renewal};
use crate::record::RecordBuilder;

/// The schema of a record: what is known about one person.
///
/// ```
/// let schema = coding_credentials::schema::record();
/// assert!(schema.contains(r#""$schema": "https://json-schema.org/draft/2020-12/schema""#));
/// ```
#[must_use]
pub fn record() -> String {
    let title = "Record";
    let description = "What is known about one person. A section or field that is absent is not known; a section that is present and empty is known to be none.";
    written(&of_input::<RecordBuilder>(title, description))
}

/// The schema of a file of a rule book: the rules of one issuer.
#[must_use]
pub fn book() -> String {
    let title = "Rule book";
    let description = "The rules of one issuer: dated values, each with its source.";
    written(&of_input::<IssuerFile>(title, description))
}

/// The schema of an answer about eligibility, as [`Eligibility`] serialises.
///
/// It lists all fields of an answer of this version and allows no others.
#[must_use]
pub fn eligibility() -> String {
    let title = "Answer about eligibility";
    let description =
        "Whether a person may sit the exam, what would be awarded, why, and what is missing.";
    written(&of_answer::<Eligibility>(title, description))
}

/// The schema of an answer about renewal, as [`Renewal`] serialises.
///
/// It lists all fields of an answer of this version and allows no others.
#[must_use]
pub fn renewal() -> String {
    let title = "Answer about renewal";
    let description = "The cycle of a credential, what it asks for, what counts and why, what is due, and what follows.";
    written(&of_answer::<Renewal>(title, description))
}

/// The schema of a file of conformance cases: questions, each with what is to be answered.
#[must_use]
pub fn cases() -> String {
    let title = "Conformance cases";
    let description =
        "Questions to the rule book, each with what is to be answered and the source that says so.";
    written(&of_input::<CaseFile>(title, description))
}
