//! Rule books: issuers, credentials, waivers and renewal programmes as data.
//!
//! A book is put together from files, one for each issuer, later ones over earlier ones; the embedded
//! book is read by the same parser as a user's own. The grammar stands in
//! [`crate::manual::rule_language`] and [`crate::manual::programmes`]. A [`RuleBook`] that exists is legal: every name in it is known,
//! versions are in order, no list is empty, no requirement is nested too deep, and no credential
//! asks for itself.

pub mod changes;
mod circular;
pub(crate) mod describe;
mod describe_program;
mod exam;
pub(crate) mod file;
pub(crate) mod filter;
mod forms;
mod gather;
mod heading;
pub(crate) mod leaf;
mod link;
mod link_renewal;
mod lookup;
pub(crate) mod parts;
pub(crate) mod phrase;
pub(crate) mod renewal;
pub(crate) mod requirement;
pub mod show;
pub mod words;

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use self::exam::{
    AttemptLimit, Attempts, BookNote, Exam, ExamFacts, Fee, FeeClass, LimitCounted, Number,
    Outcome, PassMark, Window, WindowExtension,
};
pub(crate) use self::file::{CredentialRule, Waiver, WaiverTerms};
pub use self::lookup::{Found, LookupError};
use self::renewal::Program;
pub use self::requirement::Requirement;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::document::{self, DocumentError, Limits};
use crate::source::{Citation, Confidence, Dated, Source, Version};
use crate::word::Shared;

/// The edition of the embedded book: the day on which it was last reviewed.
pub const EDITION: &str = "2026-11-24";

/// The embedded files, by name: all that the folder `builtin` holds, as `build.rs` lists them.
const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The rules of some issuers, checked as a whole.
///
/// # Example: a book of your own
///
/// ```
/// use coding_credentials::RuleBook;
///
/// let book = RuleBook::from_json("mine.json", r#"{
///     "format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
///     "sources": { "PAGE": { "url": "https://acme.example/rules", "publisher": "Acme College",
///                            "checked": "2026-01-01", "confidence": "official" } },
///     "credentials": { "ACC": { "title": "Acme Certified Coder",
///         "award": [ { "designation": "ACC", "requires": [
///             { "from": "2020-01-01", "source": "PAGE", "value": { "passed": "ACC" } } ] } ] } }
/// }"#)?;
/// assert_eq!(book.find("ACC").unwrap().credential().to_string(), "ACME/ACC");
/// # Ok::<(), coding_credentials::document::DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RuleBook {
    issuers: BTreeMap<Issuer, IssuerRules>,
    /// Names of the files in the order in which they were laid, and what each replaced.
    layers: Vec<Layer>,
}

/// The rules of one issuer, from all layers.
#[derive(Clone, Debug)]
pub(crate) struct IssuerRules {
    pub(crate) title: String,
    pub(crate) edition: Day,
    pub(crate) sources: BTreeMap<Code, Layered<Source>>,
    pub(crate) waivers: BTreeMap<Code, Layered<Waiver>>,
    // Boxed: a map keeps room for eleven values at once, and these are large.
    pub(crate) credentials: BTreeMap<Code, Box<Layered<CredentialRule>>>,
    pub(crate) programs: BTreeMap<Code, Box<Layered<Program>>>,
}

/// A rule and the layer it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Layered<T> {
    pub(crate) layer: usize,
    /// Whether it replaced a rule of an earlier layer.
    pub(crate) replaced: bool,
    pub(crate) rule: T,
}

#[derive(Clone, Debug)]
struct Layer {
    name: String,
    edition: Option<Day>,
}

impl RuleBook {
    /// The embedded book.
    ///
    /// # Errors
    ///
    /// Never in a released version: a test of this crate reads the book. The error is returned
    /// rather than hidden behind a panic.
    pub fn builtin() -> Result<Self, DocumentError> {
        let mut book = Self::empty();
        for (name, text) in BUILTIN.iter().copied() {
            book.add(name, text)?;
        }
        book.layers =
            Vec::from([Layer { name: String::from("builtin"), edition: EDITION.parse().ok() }]);
        for rules in book.issuers.values_mut() {
            rules.sources.values_mut().for_each(|source| source.layer = 0);
            rules.waivers.values_mut().for_each(|waiver| waiver.layer = 0);
            rules.credentials.values_mut().for_each(|credential| credential.layer = 0);
            rules.programs.values_mut().for_each(|program| program.layer = 0);
        }
        link::check(&book)?;
        Ok(book)
    }

    /// A book of one file. The name stands in messages and notes.
    ///
    /// # Errors
    ///
    /// The place in the file, the value and the way out.
    pub fn from_json(name: &str, text: &str) -> Result<Self, DocumentError> {
        Self::empty().layer(name, text)
    }

    /// This book with a file laid over it: sources, waivers, credentials and programmes of the same
    /// key replace the earlier ones as a whole, all others stay.
    ///
    /// # Errors
    ///
    /// The place in the file, the value and the way out.
    pub fn layer(mut self, name: &str, text: &str) -> Result<Self, DocumentError> {
        self.add(name, text)?;
        link::check(&self)?;
        Ok(self)
    }

    const fn empty() -> Self {
        Self { issuers: BTreeMap::new(), layers: Vec::new() }
    }

    fn add(&mut self, name: &str, text: &str) -> Result<(), DocumentError> {
        let file: file::IssuerFile = document::read(text, &Limits::DEFAULT)?;
        let layer = self.layers.len();
        self.layers.push(Layer { name: name.to_string(), edition: Some(file.edition) });
        let rules = self.issuers.entry(file.issuer).or_insert_with(|| IssuerRules {
            title: file.title.to_string(),
            edition: file.edition,
            sources: BTreeMap::new(),
            waivers: BTreeMap::new(),
            credentials: BTreeMap::new(),
            programs: BTreeMap::new(),
        });
        rules.edition = rules.edition.max(file.edition);
        for (code, rule) in file.sources {
            let replaced = rules.sources.contains_key(&code);
            rules.sources.insert(code, Layered { layer, replaced, rule });
        }
        for (code, rule) in file.waivers {
            let replaced = rules.waivers.contains_key(&code);
            rules.waivers.insert(code, Layered { layer, replaced, rule });
        }
        for (code, rule) in file.credentials {
            let replaced = rules.credentials.contains_key(&code);
            rules.credentials.insert(code, Box::new(Layered { layer, replaced, rule: *rule }));
        }
        for (code, rule) in file.programs {
            let replaced = rules.programs.contains_key(&code);
            rules.programs.insert(code, Box::new(Layered { layer, replaced, rule: *rule }));
        }
        Ok(())
    }

    /// The edition of the book: the layers by name and day, such as `builtin 2026-11-24 + mine.json 2026-12-01`.
    #[must_use]
    pub fn edition(&self) -> String {
        let mut edition = String::new();
        for layer in &self.layers {
            if !edition.is_empty() {
                edition.push_str(" + ");
            }
            edition.push_str(&layer.name);
            if let Some(day) = layer.edition {
                edition.push(' ');
                edition.push_str(&day.to_string());
            }
        }
        edition
    }

    /// The issuers, in order of their code.
    pub fn issuers(&self) -> impl Iterator<Item = &Issuer> {
        self.issuers.keys()
    }

    /// The full name of an issuer.
    #[must_use]
    pub fn issuer_title(&self, issuer: &Issuer) -> Option<&str> {
        self.issuers.get(issuer).map(|rules| rules.title.as_str())
    }

    /// All credentials, in order of issuer and code.
    pub fn credentials(&self) -> impl Iterator<Item = CredentialId> {
        self.issuers.iter().flat_map(|(issuer, rules)| {
            rules.credentials.keys().map(|code| CredentialId::new(issuer.clone(), code.clone()))
        })
    }

    /// The full title of a credential.
    #[must_use]
    pub fn title(&self, credential: &CredentialId) -> Option<&str> {
        self.rule(credential).map(|rule| rule.title.as_str())
    }

    /// What the book says about a credential's exam; a mark such as CPC-A has that of its credential.
    #[must_use]
    pub fn exam(&self, credential: &CredentialId) -> Option<&Exam> {
        self.examined_rule(credential).map(|rule| &rule.exam)
    }

    /// Whether a credential can be earned, by day; for a mark that of its credential. A day without a
    /// version is not known.
    #[must_use]
    pub fn offered(&self, credential: &CredentialId) -> Option<&Dated<bool>> {
        self.examined_rule(credential).map(|rule| &rule.offered)
    }

    /// Whether holders can renew a credential, by day; for a mark that of its credential. A day without
    /// a version is not known.
    #[must_use]
    pub fn maintainable(&self, credential: &CredentialId) -> Option<&Dated<bool>> {
        self.examined_rule(credential).map(|rule| &rule.maintainable)
    }

    /// The renewal programmes: issuer, identifier and title.
    pub fn programs(&self) -> impl Iterator<Item = (&Issuer, &Code, &str)> {
        self.issuers.iter().flat_map(|(issuer, rules)| {
            let programs = rules.programs.iter();
            programs.map(move |(id, program)| (issuer, id, program.rule.title.as_str()))
        })
    }

    /// What a credential's exam can lead to, best first.
    #[must_use]
    pub fn outcomes(&self, credential: &CredentialId) -> Option<&[Outcome]> {
        self.examined_rule(credential).map(|rule| rule.award.as_slice())
    }

    /// All sources, by issuer and key.
    pub fn sources(&self) -> impl Iterator<Item = (&Issuer, &Code, &Source)> {
        self.issuers.iter().flat_map(|(issuer, rules)| {
            rules.sources.iter().map(move |(key, source)| (issuer, key, &source.rule))
        })
    }

    pub(crate) const fn rules(&self) -> &BTreeMap<Issuer, IssuerRules> {
        &self.issuers
    }

    pub(crate) fn layered(&self, credential: &CredentialId) -> Option<&Layered<CredentialRule>> {
        let rules = self.issuers.get(credential.issuer())?;
        rules.credentials.get(credential.code()).map(Box::as_ref)
    }

    pub(crate) fn rule(&self, credential: &CredentialId) -> Option<&CredentialRule> {
        self.layered(credential).map(|layered| &layered.rule)
    }

    /// The credential whose exam leads to this one: itself, but for a mark.
    pub(crate) fn examined(&self, credential: &CredentialId) -> CredentialId {
        let of = self.rule(credential).and_then(|rule| rule.designation_of.clone());
        of.map_or_else(
            || credential.clone(),
            |code| CredentialId::new(credential.issuer().clone(), code),
        )
    }

    /// The rules of the credential whose exam leads to this one.
    fn examined_rule(&self, credential: &CredentialId) -> Option<&CredentialRule> {
        let rules = self.issuers.get(credential.issuer())?;
        let own = &rules.credentials.get(credential.code())?.rule;
        match &own.designation_of {
            None => Some(own),
            Some(of) => rules.credentials.get(of).map(|layered| &layered.rule),
        }
    }

    /// The code of the exam that leads to a credential: its own, or that of which it is a mark.
    pub(crate) fn exam_code<'b>(&'b self, credential: &'b CredentialId) -> &'b Code {
        let of = self.rule(credential).and_then(|rule| rule.designation_of.as_ref());
        of.unwrap_or_else(|| credential.code())
    }

    pub(crate) fn layer_name(&self, layer: usize) -> &str {
        self.layers.get(layer).map_or("", |layer| layer.name.as_str())
    }

    /// The sources of a version as citations, with the weaker confidence of page and version.
    pub(crate) fn cite<T>(&self, issuer: &Issuer, version: &Version<T>) -> Vec<Citation> {
        self.cite_keys(issuer, version.sources(), version.confidence())
    }

    pub(crate) fn cite_keys(
        &self,
        issuer: &Issuer,
        keys: &[Code],
        weaker: Option<Confidence>,
    ) -> Vec<Citation> {
        let sources = self.issuers.get(issuer).map(|rules| &rules.sources);
        let cite = |key: &Code| {
            let source = &sources?.get(key)?.rule;
            Some(Citation {
                id: Shared::from(alloc::format!("{issuer}/{key}").as_str()),
                url: Shared::from(source.address()),
                checked: source.checked(),
                confidence: weaker.max(Some(source.confidence())).unwrap_or(Confidence::Inferred),
            })
        };
        keys.iter().filter_map(cite).collect()
    }
}
