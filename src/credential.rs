//! Issuers and credentials, by name.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::document::quote;

/// The longest issuer or credential code, in bytes.
pub const MAX_CODE_BYTES: usize = 32;

fn check(text: &str) -> Result<(), IdentifierError> {
    let bad = text.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-');
    if let Some(bad) = bad {
        return Err(IdentifierError::Character {
            code: quote(text),
            character: named_character(bad),
        });
    }
    if text.is_empty() || text.len() > MAX_CODE_BYTES {
        return Err(IdentifierError::Length { code: quote(text) });
    }
    if text.starts_with('-') || text.ends_with('-') {
        return Err(IdentifierError::Character {
            code: quote(text),
            character: String::from("an outer hyphen"),
        });
    }
    Ok(())
}

fn named_character(character: char) -> String {
    if character.is_ascii_graphic() {
        return alloc::format!("`{character}`");
    }
    alloc::format!("the character U+{:04X}", u32::from(character))
}

macro_rules! codes {
    ($( $(#[doc = $doc:literal])* $name:ident; )+) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdentifierError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                check(text)?;
                Ok(Self(Box::from(text)))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Parsed::<$name>::NEW)
            }
        }

        #[cfg(feature = "schema")]
        crate::schema::shape! { $name, stringify!($name), _generator => {
            let pattern = alloc::format!("^{}$", crate::schema::code());
            crate::schema::text(&pattern, concat!($($doc, "\n"),*))
        } }
    )+ };
}

codes! {
    /// The body that grants a credential, by its code: `AAPC`, `AHIMA`.
    Issuer;
    /// The code of a credential or of a rule within one issuer: `CPC`, `eighty-hour-course`.
    Code;
}

/// A kind of credential, by issuer and code: `AAPC/CPC`.
///
/// A code alone is not unique: two bodies grant a CMAS, two an RMA. The order is that of the text
/// and says nothing about seniority.
///
/// ```
/// use coding_credentials::CredentialId;
///
/// let cpc: CredentialId = "AAPC/CPC".parse()?;
/// assert_eq!(cpc.issuer().as_str(), "AAPC");
/// assert!("CPC".parse::<CredentialId>().is_err());
/// # Ok::<(), coding_credentials::credential::IdentifierError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CredentialId {
    issuer: Issuer,
    code: Code,
}

impl CredentialId {
    /// The credential of this issuer with this code.
    #[must_use]
    pub const fn new(issuer: Issuer, code: Code) -> Self {
        Self { issuer, code }
    }

    /// The body that grants it.
    #[must_use]
    pub const fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// The code within the issuer.
    #[must_use]
    pub const fn code(&self) -> &Code {
        &self.code
    }
}

impl FromStr for CredentialId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (issuer, code) =
            text.split_once('/').ok_or_else(|| IdentifierError::NoIssuer { code: quote(text) })?;
        Ok(Self { issuer: issuer.parse()?, code: code.parse()? })
    }
}

impl fmt::Display for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.issuer, self.code)
    }
}

impl Serialize for CredentialId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CredentialId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Parsed::<Self>::NEW)
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { CredentialId, "CredentialId", _generator => {
    let code = crate::schema::code();
    let about = "A credential by issuer and code, such as `AAPC/CPC`.";
    crate::schema::text(&alloc::format!("^{code}/{code}$"), about)
} }

/// A credential as a rule book may write it: `CPC` within the same issuer, or `AAPC/CPC`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct CredentialRef {
    issuer: Option<Issuer>,
    code: Code,
}

impl CredentialRef {
    pub(crate) const fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    pub(crate) const fn code(&self) -> &Code {
        &self.code
    }

    /// Whether it means this credential, written within an issuer's file.
    pub(crate) fn means(&self, id: &CredentialId, home: &Issuer) -> bool {
        self.code == id.code && self.issuer.as_ref().unwrap_or(home) == &id.issuer
    }

    pub(crate) fn resolve(&self, home: &Issuer) -> CredentialId {
        let issuer = self.issuer.as_ref().unwrap_or(home);
        CredentialId::new(issuer.clone(), self.code.clone())
    }
}

impl From<&CredentialId> for CredentialRef {
    fn from(id: &CredentialId) -> Self {
        Self { issuer: Some(id.issuer.clone()), code: id.code.clone() }
    }
}

impl FromStr for CredentialRef {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((issuer, code)) => Ok(Self { issuer: Some(issuer.parse()?), code: code.parse()? }),
            None => Ok(Self { issuer: None, code: text.parse()? }),
        }
    }
}

impl<'de> Deserialize<'de> for CredentialRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Parsed::<Self>::NEW)
    }
}

#[cfg(feature = "schema")]
crate::schema::shape! { CredentialRef, "Credential", _generator => {
    let code = crate::schema::code();
    let about = "A credential: `CPC` of the same issuer, `AAPC/CPC` of any.";
    crate::schema::text(&alloc::format!("^({code}/)?{code}$"), about)
} }

/// A visitor that parses text with `FromStr`.
struct Parsed<T>(core::marker::PhantomData<T>);

impl<T> Parsed<T> {
    const NEW: Self = Self(core::marker::PhantomData);
}

impl<T: FromStr<Err = IdentifierError>> Visitor<'_> for Parsed<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code such as \"CPC\" or \"AAPC/CPC\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Text that names no issuer or credential.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum IdentifierError {
    /// A character other than an ASCII letter, digit or inner hyphen.
    #[error("{code} contains {character}: a code has ASCII letters, digits and inner hyphens only")]
    Character {
        /// The text given, in backticks.
        code: String,
        /// The character.
        character: String,
    },
    /// Empty or too long.
    #[error("{code} is not a code: write 1 to {MAX_CODE_BYTES} letters, digits and hyphens")]
    Length {
        /// The text given, in backticks.
        code: String,
    },
    /// A credential without its issuer.
    #[error("{code} names no issuer: write issuer and code, such as `AAPC/CPC`")]
    NoIssuer {
        /// The text given, in backticks.
        code: String,
    },
}
