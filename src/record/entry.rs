//! What all entries of a record have in common, and the macro that writes them: one row a field.

use crate::document::{DocumentError, Path};

/// An entry of a section.
pub(crate) trait Entry {
    /// The identifier, unique within its section.
    fn named(&self) -> Option<&crate::record::Text>;
    /// Whether its facts agree with each other.
    fn check(&self, place: &Path<'_>) -> Result<(), DocumentError>;
}

/// Writes an entry type: private fields, accessors, setters, serde.
macro_rules! entry {
    (
        $(#[$doc:meta])*
        $name:ident, check $check:expr;
        required { $( $(#[$rdoc:meta])* $required:ident: $rtype:ty, )* }
        optional { $( $(#[$odoc:meta])* $optional:ident / $oset:ident: $otype:ty, )* }
        copied { $( $(#[$cdoc:meta])* $copied:ident / $cset:ident: $ctype:ty, )* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name {
            /// The identifier, unique within its section.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            id: Option<crate::record::Text>,
            /// The day on which the entry became known.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            recorded: Option<crate::calendar::Day>,
            /// What proves the entry.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            proof: Option<crate::record::Proof>,
            $( $(#[$rdoc])* $required: $rtype, )*
            $(
                $(#[$odoc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                $optional: Option<$otype>,
            )*
            $(
                $(#[$cdoc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                $copied: Option<$ctype>,
            )*
        }

        impl $name {
            /// An entry with its required facts; everything else is not known.
            #[must_use]
            pub const fn new($( $required: $rtype ),*) -> Self {
                Self {
                    id: None,
                    recorded: None,
                    proof: None,
                    $( $required, )*
                    $( $optional: None, )*
                    $( $copied: None, )*
                }
            }

            /// The identifier, unique within its section.
            #[must_use]
            pub fn id(&self) -> Option<&str> {
                self.id.as_ref().map(crate::record::Text::as_str)
            }

            /// The day on which the entry became known.
            #[must_use]
            pub const fn recorded(&self) -> Option<crate::calendar::Day> {
                self.recorded
            }

            /// What proves the entry.
            #[must_use]
            pub const fn proof(&self) -> Option<&crate::record::Proof> {
                self.proof.as_ref()
            }

            /// Sets the identifier, unique within its section.
            #[must_use]
            pub fn with_id(mut self, id: crate::record::Text) -> Self {
                self.id = Some(id);
                self
            }

            /// Sets the day on which the entry became known.
            #[must_use]
            pub const fn with_recorded(mut self, recorded: crate::calendar::Day) -> Self {
                self.recorded = Some(recorded);
                self
            }

            /// Sets what proves the entry.
            #[must_use]
            pub fn with_proof(mut self, proof: crate::record::Proof) -> Self {
                self.proof = Some(proof);
                self
            }

            $(
                $(#[$rdoc])*
                #[must_use]
                pub const fn $required(&self) -> &$rtype {
                    &self.$required
                }
            )*
            $(
                $(#[$odoc])*
                #[must_use]
                pub const fn $optional(&self) -> Option<&$otype> {
                    self.$optional.as_ref()
                }

                /// Sets this fact.
                #[must_use]
                pub fn $oset(mut self, value: $otype) -> Self {
                    self.$optional = Some(value);
                    self
                }
            )*
            $(
                $(#[$cdoc])*
                #[must_use]
                pub const fn $copied(&self) -> Option<$ctype> {
                    self.$copied
                }

                /// Sets this fact.
                #[must_use]
                pub const fn $cset(mut self, value: $ctype) -> Self {
                    self.$copied = Some(value);
                    self
                }
            )*
        }

        impl crate::record::Entry for $name {
            fn named(&self) -> Option<&crate::record::Text> {
                self.id.as_ref()
            }

            fn check(
                &self,
                place: &crate::document::Path<'_>,
            ) -> Result<(), crate::document::DocumentError> {
                $check(self, place)
            }
        }
    };
}

/// Writes a closed vocabulary: one row a word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $word:literal, )+ }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, serde::Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Serialize,
        )]
        // The words are listed once more for the keys of maps.
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(extend("type" = "string", "enum" = [$($word),+]))
        )]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$vdoc])* #[serde(rename = $word)] $variant, )+
        }

        impl $name {
            /// All words, in order.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// The word as it stands in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )+
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = crate::word::UnknownWordError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().find(|word| word.as_str() == text);
                found.copied().ok_or_else(|| crate::word::UnknownWordError::new(text, &[$( $word, )+]))
            }
        }
    };
}

pub(crate) use {entry, words};
