//! Schemas as text, in one order of keys whatever the build, and short where they are short.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use schemars::Schema;
use serde_json::Value;

/// The length of a line up to which a value stays on it.
const WIDTH: usize = 100;

/// The schema as indented text with a line break at its end.
pub(super) fn written(schema: &Schema) -> String {
    let mut text = value(schema.as_value(), Keys::Keywords, 0, 0);
    text.push('\n');
    text
}

/// What the keys of an object are.
#[derive(Clone, Copy)]
enum Keys {
    /// Words of JSON Schema: in the order in which one reads them.
    Keywords,
    /// Names: in the order of the alphabet.
    Names,
}

impl Keys {
    fn rank(self, key: &str) -> usize {
        match self {
            Self::Names => 0,
            Self::Keywords if key == "$defs" => usize::MAX,
            Self::Keywords => {
                ORDER.split_whitespace().position(|one| one == key).unwrap_or(ORDER.len())
            }
        }
    }

    const fn below(self, key: &str) -> Self {
        match (self, key.as_bytes()) {
            (Self::Keywords, b"properties" | b"patternProperties" | b"$defs") => Self::Names,
            _ => Self::Keywords,
        }
    }
}

/// A value that starts in a column of a line with this indentation.
fn value(value: &Value, keys: Keys, indent: usize, column: usize) -> String {
    let inner = indent.saturating_add(2);
    let (open, close, parts) = match value {
        Value::Array(elements) => {
            let part = |element: &Value| self::value(element, keys, inner, inner);
            ("[", "]", elements.iter().map(part).collect::<Vec<String>>())
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by_key(|(key, _)| (keys.rank(key), *key));
            let part = |(key, content): (&String, &Value)| {
                let name = Value::from(key.as_str()).to_string();
                let column = inner.saturating_add(name.len()).saturating_add(2);
                format!("{name}: {}", self::value(content, keys.below(key), inner, column))
            };
            ("{", "}", members.into_iter().map(part).collect())
        }
        other => return other.to_string(),
    };
    let length = parts.iter().map(|part| part.len().saturating_add(2)).sum::<usize>();
    let short = column.saturating_add(length).saturating_add(1) <= WIDTH;
    if short && !parts.iter().any(|part| part.contains('\n')) {
        return format!("{open}{}{close}", parts.join(", "));
    }
    let (within, around) = (" ".repeat(inner), " ".repeat(indent));
    format!("{open}\n{within}{}\n{around}{close}", parts.join(&format!(",\n{within}")))
}

/// The first words of a schema; the others follow by the alphabet, definitions at the end.
const ORDER: &str = "$schema title description $ref type const enum format pattern minimum maximum \
    items minItems maxItems properties patternProperties additionalProperties required anyOf oneOf \
    if else";
