//! A serde deserializer over the text of each value.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::{IntoIter, Vec};
use core::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::CowStrDeserializer,
};
use serde::forward_to_deserialize_any;
use serde_json::value::RawValue;

use super::error::{DocumentError, Problem, ReadError, quote};
use super::outline::{Outline, PartId, Within};
use super::{Limits, Path};

/// The newtype name by which an exact decimal asks for the text of a number.
pub(crate) const DECIMAL: &str = "coding_credentials::Decimal";
/// As [`DECIMAL`], where a list or an object may stand in the place of the number.
pub(crate) const AMOUNT_OR: &str = "coding_credentials::AmountOr";

/// Checks size and syntax of the whole document once.
pub(crate) fn syntax<'de>(text: &'de str, limits: &Limits) -> Result<Outline<'de>, DocumentError> {
    let refuse = |problem, message: &str| DocumentError::new(problem, &Path::Root, message);
    if text.len() > limits.bytes {
        let message = alloc::format!("the document has more than {} bytes: split it", limits.bytes);
        return Err(refuse(Problem::Limit, &message));
    }
    if text.starts_with('\u{feff}') {
        return Err(refuse(
            Problem::Syntax,
            "the document starts with a byte order mark: save it without",
        ));
    }
    if text.trim_ascii().is_empty() {
        return Err(refuse(Problem::Syntax, "the document is empty: write one JSON object"));
    }
    let raw: &RawValue = serde_json::from_str(text)
        .map_err(|error| refuse(Problem::Syntax, &alloc::format!("not JSON: {error}")))?;
    Ok(Outline::of(raw.get()))
}

/// One value of the document and its place.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a, 'de> {
    outline: &'a Outline<'de>,
    value: PartId,
    raw: &'de str,
    path: &'a Path<'a>,
    limits: &'a Limits,
    depth: usize,
}

type Pairs<'de> = Vec<(Cow<'de, str>, PartId)>;

impl<'a, 'de> Reader<'a, 'de> {
    pub(crate) fn root(outline: &'a Outline<'de>, limits: &'a Limits) -> Self {
        let value = Outline::whole();
        Self { outline, value, raw: outline.text(value), path: &Path::Root, limits, depth: 0 }
    }

    fn child(&self, value: PartId, path: &'a Path<'a>) -> Self {
        let depth = self.depth.saturating_add(1);
        Self { value, raw: self.outline.text(value), path, depth, ..*self }
    }

    fn fail<T>(&self, problem: Problem, message: impl fmt::Display) -> Result<T, ReadError> {
        Err(ReadError::new(problem, message).at(self.path))
    }

    fn wrong<T>(&self, expected: &str) -> Result<T, ReadError> {
        let found = match self.raw.as_bytes().first() {
            Some(b'{') => String::from("an object"),
            Some(b'[') => String::from("a list"),
            Some(b'"') => alloc::format!("the text {}", quote(self.raw.trim_matches('"'))),
            Some(b'n' | b't' | b'f') => alloc::format!("`{}`", self.raw),
            _ => alloc::format!("the number {}", quote(self.raw)),
        };
        self.fail(Problem::WrongKind, alloc::format!("{found} stands where {expected} belongs"))
    }

    fn starts(&self, first: u8) -> bool {
        self.raw.as_bytes().first() == Some(&first)
    }

    fn text(&self) -> Result<Cow<'de, str>, ReadError> {
        let inner = self.raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let Some(inner) = inner else {
            return self.wrong("a text");
        };
        let limit = self.limits.text;
        // An escape takes at most six bytes for one.
        if inner.len() > limit.saturating_mul(6) {
            return self.too_long(limit);
        }
        let Some(text) = plain(self.raw) else {
            let message = "not JSON: an escape in the text is broken: correct it";
            return self.fail(Problem::Syntax, message);
        };
        if text.len() > limit {
            return self.too_long(limit);
        }
        Ok(text)
    }

    fn too_long<T>(&self, limit: usize) -> Result<T, ReadError> {
        let message = alloc::format!("a text of more than {limit} bytes: shorten it");
        self.fail(Problem::Limit, message)
    }

    fn enter(&self) -> Result<(), ReadError> {
        let limit = self.limits.depth.min(Limits::HARD_DEPTH);
        if self.depth < limit {
            return Ok(());
        }
        self.fail(Problem::Limit, alloc::format!("nested deeper than {limit} levels: flatten it"))
    }

    /// The members of an object in their order, without those that are `null`.
    fn members(&self, expected: &str) -> Result<Pairs<'de>, ReadError> {
        let mut pairs = self.pairs(expected)?;
        pairs.retain(|(_, value)| !self.is_null(*value));
        Ok(pairs)
    }

    fn is_null(&self, value: PartId) -> bool {
        self.outline.text(value) == "null"
    }

    /// The members of an object in their order.
    fn pairs(&self, expected: &str) -> Result<Pairs<'de>, ReadError> {
        if !self.starts(b'{') {
            return self.wrong(expected);
        }
        self.enter()?;
        let parts = self.outline.count(self.outline.within(self.value));
        let mut pairs = Vec::with_capacity(parts.div_euclid(2));
        for (key, value) in self.outline.members(self.value) {
            let Some(key) = plain(self.outline.text(key)) else {
                let message = "not JSON: an escape in a key is broken: correct it";
                return self.fail(Problem::Syntax, message);
            };
            pairs.push((key, value));
        }
        if let Some(twice) = first_twice(&pairs) {
            let message = alloc::format!("the key {} stands twice: keep one", quote(twice));
            return self.fail(Problem::Duplicate, message);
        }
        Ok(pairs)
    }

    fn elements(&self) -> Result<Within, ReadError> {
        if !self.starts(b'[') {
            return self.wrong("a list");
        }
        self.enter()?;
        Ok(self.outline.within(self.value))
    }

    fn is_number(&self) -> bool {
        self.raw.bytes().next().is_some_and(|byte| byte == b'-' || byte.is_ascii_digit())
    }

    fn visit_map<V: Visitor<'de>>(self, visitor: V, expected: &str) -> Result<V::Value, ReadError> {
        let pairs = self.members(expected)?;
        self.visit_pairs(visitor, pairs)
    }

    fn visit_pairs<V: Visitor<'de>>(
        self,
        visitor: V,
        pairs: Pairs<'de>,
    ) -> Result<V::Value, ReadError> {
        let map = MapReader { reader: self, pairs: pairs.into_iter(), value: None };
        visitor.visit_map(map).map_err(|error| error.at(self.path))
    }

    fn visit_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let elements = self.elements()?;
        let list = SeqReader { reader: self, elements, next: 0 };
        visitor.visit_seq(list).map_err(|error| error.at(self.path))
    }

    fn visit_text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let visited = match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        };
        visited.map_err(|error: ReadError| error.at(self.path))
    }
}

impl<'de> Deserializer<'de> for Reader<'_, 'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.raw.as_bytes().first() {
            Some(b'{') => self.visit_map(visitor, "an object"),
            Some(b'[') => self.visit_seq(visitor),
            Some(b'"') => self.visit_text(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => visitor.visit_unit().map_err(|error: ReadError| error.at(self.path)),
            _ => self.deserialize_u64(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let visited = match self.raw {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => return self.wrong("`true` or `false`"),
        };
        visited.map_err(|error: ReadError| error.at(self.path))
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.raw.parse::<u64>() {
            Ok(number) => visitor.visit_u64(number).map_err(|error: ReadError| error.at(self.path)),
            Err(_) => self.wrong("a whole number"),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.visit_text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.visit_text(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.visit_text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.raw == "null" {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if (name == DECIMAL || name == AMOUNT_OR) && self.is_number() {
            let visited = visitor.visit_borrowed_str(self.raw);
            return visited.map_err(|error: ReadError| error.at(self.path));
        }
        if name == DECIMAL && !self.starts(b'"') {
            return self.wrong("an amount");
        }
        visitor.visit_newtype_struct(self).map_err(|error| error.at(self.path))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.visit_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.visit_map(visitor, "an object")
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let mut pairs = self.pairs("an object")?;
        // A field that does not exist is an error even when it is `null`.
        let absent = |(_, value): &&(Cow<'_, str>, PartId)| self.is_null(*value);
        let unknown = pairs.iter().filter(absent).find(|(key, _)| !fields.contains(&&**key));
        if let Some((key, _)) = unknown {
            return Err(ReadError::unknown_field(key, fields).at(self.path));
        }
        pairs.retain(|(_, value)| !self.is_null(*value));
        self.visit_pairs(visitor, pairs)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if self.starts(b'"') {
            let word = self.text()?;
            let unit = EnumReader { reader: self, word, content: None };
            return visitor.visit_enum(unit).map_err(|error| error.at(self.path));
        }
        let mut pairs = self.members("a word or an object with one key")?.into_iter();
        let (Some((word, content)), None) = (pairs.next(), pairs.next()) else {
            let some = variants.iter().take(4).copied().collect::<Vec<_>>().join("`, `");
            return self.fail(
                Problem::WrongKind,
                alloc::format!(
                    "an object with exactly one key belongs here, such as `{some}`: write one"
                ),
            );
        };
        let one = EnumReader { reader: self, word, content: Some(content) };
        visitor.visit_enum(one).map_err(|error| error.at(self.path))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_unit()
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_u64(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// A text between its quotes; `None`: an escape in it is broken.
fn plain(quoted: &str) -> Option<Cow<'_, str>> {
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))?;
    if inner.contains('\\') {
        return serde_json::from_str::<String>(quoted).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}

/// A key that stands twice.
fn first_twice<'k>(pairs: &'k Pairs<'_>) -> Option<&'k str> {
    // A few keys are compared faster than sorted.
    if pairs.len() <= 16 {
        let again = |(place, (key, _)): (usize, &'k (Cow<'_, str>, PartId))| {
            let before = pairs.get(..place).unwrap_or_default();
            before.iter().any(|(other, _)| other == key).then_some(&**key)
        };
        return pairs.iter().enumerate().find_map(again);
    }
    let mut seen = BTreeSet::new();
    pairs.iter().map(|(key, _)| &**key).find(|key| !seen.insert(*key))
}

struct MapReader<'a, 'de> {
    reader: Reader<'a, 'de>,
    pairs: IntoIter<(Cow<'de, str>, PartId)>,
    value: Option<(Cow<'de, str>, PartId)>,
}

impl<'de> MapAccess<'de> for MapReader<'_, 'de> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        let Some((key, value)) = self.pairs.next() else {
            return Ok(None);
        };
        // An unknown field or a malformed key is named by the object that holds it.
        let read = seed.deserialize(CowStrDeserializer::<ReadError>::new(key.clone()));
        self.value = Some((key, value));
        read.map(Some).map_err(|error| error.at(self.reader.path))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ReadError> {
        let (key, raw) =
            self.value.take().ok_or_else(|| ReadError::custom("a value before its key"))?;
        let path = self.reader.path.key(&key);
        seed.deserialize(Reader { path: &path, ..self.reader.child(raw, self.reader.path) })
            .map_err(|error| error.at(&path))
    }
}

struct SeqReader<'a, 'de> {
    reader: Reader<'a, 'de>,
    elements: Within,
    next: usize,
}

impl<'de> SeqAccess<'de> for SeqReader<'_, 'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let Some(raw) = self.reader.outline.step(&mut self.elements) else {
            return Ok(None);
        };
        let path = self.reader.path.index(self.next);
        self.next = self.next.saturating_add(1);
        seed.deserialize(Reader { path: &path, ..self.reader.child(raw, self.reader.path) })
            .map(Some)
            .map_err(|error| error.at(&path))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.reader.outline.count(self.elements))
    }
}

struct EnumReader<'a, 'de> {
    reader: Reader<'a, 'de>,
    word: Cow<'de, str>,
    content: Option<PartId>,
}

impl<'a, 'de> EnumAccess<'de> for EnumReader<'a, 'de> {
    type Error = ReadError;
    type Variant = VariantReader<'a, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), ReadError> {
        let word = CowStrDeserializer::<ReadError>::new(self.word.clone());
        let variant = seed.deserialize(word).map_err(|error| error.at(self.reader.path))?;
        Ok((variant, VariantReader { reader: self.reader, word: self.word, content: self.content }))
    }
}

struct VariantReader<'a, 'de> {
    reader: Reader<'a, 'de>,
    word: Cow<'de, str>,
    content: Option<PartId>,
}

impl<'de> VariantAccess<'de> for VariantReader<'_, 'de> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        match self.content {
            None => Ok(()),
            Some(_) => self.reader.fail(
                Problem::WrongKind,
                alloc::format!("{} takes no content: write the word alone", quote(&self.word)),
            ),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        let Some(raw) = self.content else {
            let message = alloc::format!(
                "{} needs content: write an object with this key",
                quote(&self.word)
            );
            return self.reader.fail(Problem::WrongKind, message);
        };
        let path = self.reader.path.key(&self.word);
        seed.deserialize(Reader { path: &path, ..self.reader.child(raw, self.reader.path) })
            .map_err(|error| error.at(&path))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _len: usize,
        _visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.reader.fail(Problem::WrongKind, "a list stands where an object belongs")
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.reader.fail(Problem::WrongKind, "a bare object stands where a named one belongs")
    }
}
