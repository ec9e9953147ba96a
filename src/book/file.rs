//! One file of a rule book.

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
pub(crate) struct IssuerFile {
    #[expect(dead_code, reason = "reading it is the check")]
    pub(crate) format: Format,
    pub(crate) edition: Day,
    pub(crate) issuer: Issuer,
    pub(crate) title: Text,
    #[serde(default)]
    pub(crate) sources: BTreeMap<Code, Source>,
    #[serde(default)]
    pub(crate) waivers: BTreeMap<Code, Waiver>,
    #[serde(default)]
    pub(crate) credentials: BTreeMap<Code, CredentialRule>,
    #[serde(default)]
    pub(crate) programs: BTreeMap<Code, Program>,
    /// The schema of the document, for editors.
    #[serde(rename = "$schema", default)]
    #[expect(dead_code, reason = "reading it is all that is done with it")]
    pub(crate) hint: EditorHint,
}

/// The version of the grammar.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Count")]
pub(crate) struct Format;

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
pub(crate) struct Waiver {
    pub(crate) title: Text,
    pub(crate) terms: Dated<WaiverTerms>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaiverTerms {
    pub(crate) replaces: Length,
    pub(crate) times: Count,
    #[serde(default)]
    pub(crate) not_with: Vec<Code>,
    pub(crate) requires: Requirement,
}

/// Everything about one credential.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CredentialRule {
    pub(crate) title: Text,
    #[serde(default)]
    pub(crate) fields: Vec<Word>,
    pub(crate) designation_of: Option<Code>,
    #[serde(default)]
    pub(crate) former_codes: Vec<FormerCode>,
    #[serde(default)]
    pub(crate) supersedes: Vec<Superseded>,
    #[serde(default)]
    pub(crate) offered: Dated<bool>,
    #[serde(default)]
    pub(crate) maintainable: Dated<bool>,
    #[serde(default)]
    pub(crate) exam: Exam,
    #[serde(default)]
    pub(crate) award: Vec<Outcome>,
    #[serde(default)]
    pub(crate) notes: Vec<BookNote>,
}

/// An earlier name of the same credential.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormerCode {
    pub(crate) code: Code,
    pub(crate) until: Option<Day>,
    /// Whether `until` is our estimate from the page.
    #[serde(default)]
    #[expect(dead_code, reason = "part of the format; no answer depends on it")]
    pub(crate) estimated: bool,
    pub(crate) source: Code,
}

/// A credential that another one replaces in the same person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Superseded {
    pub(crate) code: Code,
    pub(crate) source: Code,
}
