//! Values that may be written as a word or in a longer form.

#[cfg(feature = "schema")]
use alloc::borrow::Cow;
use core::fmt;
use core::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::document::AMOUNT_OR;
use crate::quantity::{Decimal, Units};

/// A word, or an object or list.
#[derive(Clone, Debug)]
pub(crate) enum WordOr<W, T> {
    Word(W),
    Other(T),
}

impl<'de, W: DeserializeOwned, T: DeserializeOwned> Deserialize<'de> for WordOr<W, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FormVisitor<W, T>(PhantomData<(W, T)>);
        impl<'de, W: DeserializeOwned, T: DeserializeOwned> Visitor<'de> for FormVisitor<W, T> {
            type Value = WordOr<W, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or its longer form")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                W::deserialize(de::value::StrDeserializer::new(text)).map(WordOr::Word)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                T::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(WordOr::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(WordOr::Other)
            }
        }
        deserializer.deserialize_any(FormVisitor(PhantomData))
    }
}

#[cfg(feature = "schema")]
impl<W: schemars::JsonSchema, T: schemars::JsonSchema> schemars::JsonSchema for WordOr<W, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        alloc::format!("{}_or_{}", W::schema_name(), T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (word, other) = (generator.subschema_for::<W>(), generator.subschema_for::<T>());
        schemars::json_schema!({"anyOf": [word, other]})
    }
}

/// An amount of units, or a list or object.
#[derive(Clone, Debug)]
pub(crate) enum UnitsOr<T> {
    Units(Units),
    Other(T),
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for UnitsOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FormVisitor<T>(PhantomData<T>);
        impl<'de, T: DeserializeOwned> Visitor<'de> for FormVisitor<T> {
            type Value = UnitsOr<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount or its longer form")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                inner: D,
            ) -> Result<Self::Value, D::Error> {
                inner.deserialize_any(self)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
                self.visit_str(&alloc::format!("{number}"))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                let units = text.parse::<Decimal>().map_err(E::custom)?;
                Units::new(units).map(UnitsOr::Units).map_err(E::custom)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, seq: S) -> Result<Self::Value, S::Error> {
                T::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(UnitsOr::Other)
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(UnitsOr::Other)
            }
        }
        // The reader of this crate hands over the text of a JSON number under this name.
        deserializer.deserialize_newtype_struct(AMOUNT_OR, FormVisitor(PhantomData))
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for UnitsOr<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        alloc::format!("Units_or_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (units, other) = (generator.subschema_for::<Units>(), generator.subschema_for::<T>());
        schemars::json_schema!({"anyOf": [units, other]})
    }
}
