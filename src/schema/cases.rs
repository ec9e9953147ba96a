//! Files of conformance cases: their shape.

use alloc::vec::Vec;

use schemars::{JsonSchema, Schema, json_schema};
use serde_json::{Map, Value, json};

use super::shape::{form, forms, shape};
use crate::book::file::{Format, IssuerFile};
use crate::calendar::Day;
use crate::document::EditorHint;
use crate::record::RecordBuilder;
use crate::word::Text;

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct CaseFile {
    #[schemars(rename = "$schema", default)]
    schema: EditorHint,
    /// The version of the format: `1`.
    format: Format,
    /// What the cases are about.
    title: Text,
    /// The cases.
    cases: Vec<Case>,
}

/// A question and what is to be answered.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, transform = forms("expect | refused"), transform = as_refused)]
#[expect(dead_code, reason = "only its shape is used")]
struct Case {
    /// The name of the case, unique among all files.
    id: Text,
    /// The rule in one sentence.
    says: Text,
    /// Where the expectation is published: `ISSUER/KEY` of the book, or an address.
    source: Vec<Text>,
    /// The worked cases of the manual that it is.
    worked: Option<Vec<Text>>,
    /// What is asked.
    ask: Ask,
    /// The credential asked about, as somebody would type it.
    credential: Text,
    /// The day asked about.
    as_of: Option<Day>,
    /// A day of the cycle asked about, of a renewal; absent: the cycle that the day asked about decides.
    cycle_on: Option<Day>,
    /// Only what was recorded up to this day is known.
    known_on: Option<Day>,
    /// The person; absent: nothing is known.
    record: Option<RecordBuilder>,
    /// Files laid over the embedded book, in this order.
    book: Option<Vec<IssuerFile>>,
    /// What the answer has: the given fields, with the given values.
    expect: Option<Expected>,
    /// A part of the message with which the question or a document is refused.
    refused: Option<Text>,
}

/// What is asked.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum Ask {
    /// May the person sit the exam, and what would be awarded?
    Eligibility,
    /// Will the person keep the credential?
    Renewal,
    /// Which credential is meant?
    Find,
}

/// Some fields of an answer.
struct Expected;

shape! { Expected, "Expected", _generator => json_schema!({ "type": "object" }) }

/// A case that is refused may hold documents that are refused: then any object will do.
fn as_refused(schema: &mut Schema) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    let mut legal = Map::new();
    for (name, any) in [
        ("record", json!({ "type": "object" })),
        ("book", json!({ "type": "array", "items": { "type": "object" } })),
    ] {
        if let Some(typed) = properties.insert(name.into(), any) {
            legal.insert(name.into(), typed);
        }
    }
    schema.insert("if".into(), form(&["refused"], &[]));
    schema.insert("else".into(), json!({ "properties": legal }));
}
