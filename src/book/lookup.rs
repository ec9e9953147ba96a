//! Finding a credential by what somebody typed.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use thiserror::Error;

use super::{IssuerRules, RuleBook};
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, IdentifierError, Issuer};
use crate::document::{did_you_mean, nearest, quote};

/// A credential found, and whether it was asked for by an earlier name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
    credential: CredentialId,
    former: Option<CredentialId>,
    until: Option<Day>,
}

impl Found {
    /// The credential under its present name.
    #[must_use]
    pub const fn credential(&self) -> &CredentialId {
        &self.credential
    }

    /// The earlier name by which it was asked for.
    #[must_use]
    pub const fn former(&self) -> Option<&CredentialId> {
        self.former.as_ref()
    }

    /// The last day on which the earlier name was in use, if it is on file.
    #[must_use]
    pub const fn until(&self) -> Option<Day> {
        self.until
    }
}

impl RuleBook {
    /// Finds a credential by issuer and code (`AAPC/CPC`), by an earlier name (`AAPC/CPC-H`), or by a
    /// code alone that only one issuer has.
    ///
    /// # Errors
    ///
    /// The near misses, or the issuers that share the code.
    ///
    /// ```
    /// use coding_credentials::RuleBook;
    ///
    /// let book = RuleBook::builtin()?;
    /// assert_eq!(book.find("CPC")?.credential().to_string(), "AAPC/CPC");
    /// assert_eq!(book.find("AAPC/CPC-H")?.credential().to_string(), "AAPC/COC");
    /// assert_eq!(
    ///     book.find("AAPC/CPB-A").unwrap_err().to_string(),
    ///     "unknown credential `AAPC/CPB-A`: did you mean `AAPC/CPB`, `AAPC/CPC-A` or `AAPC/COC-A`?",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(&self, text: &str) -> Result<Found, LookupError> {
        let matching: Vec<Found> = match text.parse::<CredentialId>() {
            Ok(id) => {
                let rules = self.issuers.get_key_value(id.issuer());
                rules.into_iter().flat_map(|rules| named(rules, id.code())).collect()
            }
            Err(IdentifierError::NoIssuer { .. }) => match text.parse::<Code>() {
                Ok(code) => self.issuers.iter().flat_map(|rules| named(rules, &code)).collect(),
                Err(error) => return Err(self.unknown(text, Some(&error))),
            },
            Err(error) => return Err(self.unknown(text, Some(&error))),
        };
        let mut matching = matching.into_iter();
        match (matching.next(), matching.next()) {
            (Some(found), None) => Ok(found),
            (None, _) => Err(self.unknown(text, None)),
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(matching);
                let ids: Vec<String> = all.map(|found| found.asked().to_string()).collect();
                let names: Vec<&str> = ids.iter().map(String::as_str).collect();
                Err(LookupError {
                    text: alloc::format!(
                        "credential {} is granted by several issuers: {}",
                        quote(text),
                        did_you_mean(&names)
                    ),
                    near: ids,
                })
            }
        }
    }

    /// Every name under which a credential is or was known.
    pub(crate) fn names(&self) -> impl Iterator<Item = Found> {
        self.issuers.iter().flat_map(|(issuer, rules)| {
            rules.credentials.iter().flat_map(move |(code, layered)| {
                let credential = CredentialId::new(issuer.clone(), code.clone());
                let present = Found { credential: credential.clone(), former: None, until: None };
                let former = layered.rule.former_codes.iter().map(move |former| Found {
                    credential: credential.clone(),
                    former: Some(CredentialId::new(issuer.clone(), former.code.clone())),
                    until: former.until,
                });
                core::iter::once(present).chain(former)
            })
        })
    }

    pub(crate) fn near(&self, text: &str) -> Vec<String> {
        let names: Vec<String> = self.names().map(|found| found.asked().to_string()).collect();
        let bare =
            |name: &str| name.split_once('/').map_or(String::new(), |(_, code)| code.to_string());
        let codes: Vec<String> = names.iter().map(|name| bare(name)).collect();
        let with_issuer = text.contains('/');
        let near =
            nearest(text, if with_issuer { &names } else { &codes }.iter().map(String::as_str));
        let full = |near: &&str| {
            names
                .iter()
                .zip(&codes)
                .filter(|(name, code)| name == near || code == near)
                .map(|(name, _)| name.clone())
                .next()
        };
        near.iter().filter_map(full).collect()
    }

    fn unknown(&self, text: &str, error: Option<&IdentifierError>) -> LookupError {
        let near = self.near(text);
        let names: Vec<&str> = near.iter().map(String::as_str).collect();
        let what = match error {
            Some(error) => error.to_string(),
            None => alloc::format!("unknown credential {}", quote(text)),
        };
        let way_out = match (names.is_empty(), error) {
            (false, None) => alloc::format!(": {}", did_you_mean(&names)),
            (false, Some(_)) => alloc::format!("; {}", did_you_mean(&names)),
            (true, None) => {
                let issuers: Vec<&str> = self.issuers.keys().map(Issuer::as_str).collect();
                alloc::format!(": the book has the credentials of {}", issuers.join(", "))
            }
            (true, Some(_)) => String::new(),
        };
        LookupError { text: alloc::format!("{what}{way_out}"), near }
    }
}

/// The credentials of one issuer that have, or had, a code.
fn named<'b>(
    (issuer, rules): (&'b Issuer, &'b IssuerRules),
    wanted: &'b Code,
) -> impl Iterator<Item = Found> {
    let id = move |code: &Code| CredentialId::new(issuer.clone(), code.clone());
    rules.credentials.iter().flat_map(move |(code, layered)| {
        let present =
            (code == wanted).then(|| Found { credential: id(code), former: None, until: None });
        let former = layered.rule.former_codes.iter().filter(move |former| former.code == *wanted);
        let former = former.map(move |former| Found {
            credential: id(code),
            former: Some(id(&former.code)),
            until: former.until,
        });
        present.into_iter().chain(former)
    })
}

impl Found {
    pub(crate) fn asked(&self) -> &CredentialId {
        self.former.as_ref().unwrap_or(&self.credential)
    }
}

/// A text that names no credential of the book, or several.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{text}")]
pub struct LookupError {
    text: String,
    near: Vec<String>,
}

impl LookupError {
    /// The near misses, or the credentials that share the code, best first.
    #[must_use]
    pub fn suggestions(&self) -> &[String] {
        &self.near
    }
}
