//! The schema that a document names for editors.

use alloc::string::String;

use serde::{Deserialize, Deserializer};

/// The value of `$schema`, at the top of a document only: a text that is read and forgotten.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String", inline))]
pub(crate) struct EditorHint;

impl<'de> Deserialize<'de> for EditorHint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<String>::deserialize(deserializer).map(|_| Self)
    }
}
