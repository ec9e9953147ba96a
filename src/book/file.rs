//! One file of a rule book.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::Deserialize;

use super::exam::{BookNote, Exam, Outcome};
use super::renewal::Program;
use super::requirement::Requirement;
use crate::calendar::{Day, Length};
use crate::credential::{Code, Issuer};
use crate::document::EditorHint;
use crate::quantity::Count;
use crate::source::{Dated, Source};
use crate::word::{Text, Word};

/// A file as it is written, before its names are checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Book", description = "The rules of one issuer.")
)]
pub(crate) struct IssuerFile {
    /// The version of the grammar: `1`.
    #[expect(dead_code, reason = "reading it is the check")]
    pub(crate) format: Format,
    /// The day on which the file was last reviewed as a whole.
    pub(crate) edition: Day,
    /// The issuer's code, such as `AAPC`.
    pub(crate) issuer: Issuer,
    /// The issuer's full name.
    pub(crate) title: Text,
    /// The pages on which rules are written, by key.
    #[serde(default)]
    pub(crate) sources: BTreeMap<Code, Source>,
    /// What other evidence may stand for part of an experience requirement, by identifier.
    #[serde(default)]
    pub(crate) waivers: BTreeMap<Code, Waiver>,
    /// The credentials of the issuer, by code.
    #[serde(default)]
    pub(crate) credentials: BTreeMap<Code, Box<CredentialRule>>,
    /// The renewal programmes of the issuer, by identifier.
    #[serde(default)]
    pub(crate) programs: BTreeMap<Code, Box<Program>>,
    /// The schema of the document, for editors.
    #[serde(rename = "$schema", default)]
    #[expect(dead_code, reason = "reading it is all that is done with it")]
    pub(crate) hint: EditorHint,
}

/// The version of the grammar.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Count")]
pub(crate) struct Format;

#[cfg(feature = "schema")]
crate::schema::shape! { Format, "Format", _generator => schemars::json_schema!({"const": 1}) }

impl TryFrom<Count> for Format {
    type Error = UnsupportedFormatError;

    fn try_from(found: Count) -> Result<Self, Self::Error> {
        if found.get() == 1 { Ok(Self) } else { Err(UnsupportedFormatError(found.get())) }
    }
}

/// A grammar that this library does not read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("format {0} is not supported: this library reads format 1")]
pub(crate) struct UnsupportedFormatError(u32);

/// What other evidence may stand for part of an experience requirement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Waiver {
    /// What it is.
    pub(crate) title: Text,
    /// What it stands for and what it asks for.
    pub(crate) terms: Dated<WaiverTerms>,
}

/// What a waiver stands for, and what it asks for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct WaiverTerms {
    /// The amount of experience that one use stands for.
    pub(crate) replaces: Length,
    /// How often it may be used; each use needs evidence of its own.
    pub(crate) times: Count,
    /// The waivers with which it cannot be combined.
    #[serde(default)]
    pub(crate) not_with: Vec<Code>,
    /// What it asks for.
    pub(crate) requires: Requirement,
}

/// Everything about one credential.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CredentialRules"))]
pub(crate) struct CredentialRule {
    /// The full name.
    pub(crate) title: Text,
    /// What it certifies: `coding`, `billing`, `auditing`, `compliance`, `documentation`,
    /// `management`, …
    #[serde(default)]
    pub(crate) fields: Vec<Word>,
    /// This is only a mark that another credential's exam can lead to, such as `CPC-A` of `CPC`:
    /// exam and award are found there.
    pub(crate) designation_of: Option<Code>,
    /// Earlier names of the same credential.
    #[serde(default)]
    pub(crate) former_codes: Vec<FormerCode>,
    /// Credentials that this one replaces in the same person.
    #[serde(default)]
    pub(crate) supersedes: Vec<Superseded>,
    /// Whether the exam can be taken.
    #[serde(default)]
    pub(crate) offered: Dated<bool>,
    /// Whether a holder can renew.
    #[serde(default)]
    pub(crate) maintainable: Dated<bool>,
    /// What the exam asks and is.
    #[serde(default)]
    pub(crate) exam: Exam,
    /// What the exam can lead to, best first.
    #[serde(default)]
    pub(crate) award: Vec<Outcome>,
    /// Disagreements between sources, and what was left out.
    #[serde(default)]
    pub(crate) notes: Vec<BookNote>,
}

/// An earlier name of the same credential.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct FormerCode {
    /// The earlier code.
    pub(crate) code: Code,
    /// The last day on which it was in use.
    pub(crate) until: Option<Day>,
    /// Whether `until` is our estimate from the page.
    #[serde(default)]
    pub(crate) estimated: bool,
    /// A key of `sources`.
    pub(crate) source: Code,
}

/// A credential that another one replaces in the same person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Superseded {
    /// The code of the credential that is replaced.
    pub(crate) code: Code,
    /// A key of `sources`.
    pub(crate) source: Code,
}
