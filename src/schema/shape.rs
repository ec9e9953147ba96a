//! What the schemas of single types are made of.
//!
//! Most schemas are derived from the types. What stands here is for the types that read or write
//! themselves, for fields that go together, and for what the reader of documents does everywhere.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, json_schema};
use serde_json::{Map, Value, json};

use crate::credential::MAX_CODE_BYTES;

/// The schema of a type that reads or writes itself.
macro_rules! shape {
    ($type:ty, $name:expr, $generator:ident => $schema:expr) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                alloc::borrow::Cow::Borrowed($name)
            }

            fn json_schema($generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    };
}

pub(crate) use shape;

/// Digits with a fraction of at most four places, beyond which there are only noughts.
const DECIMAL: &str = r"^[0-9]+(\.[0-9]{1,4}0*)?$";
/// As [`DECIMAL`], of two places.
const MONEY: &str = r"^[0-9]+(\.[0-9]{1,2}0*)?$";
/// Money as it is written.
const CENTS: &str = r"^[0-9]+\.[0-9]{2}$";

/// The schema of a document that is read.
pub(super) fn of_input<T: JsonSchema>(title: &str, description: &str) -> Schema {
    let settings = SchemaSettings::draft2020_12()
        .for_deserialize()
        .with_transform(RecursiveTransform(one_object))
        .with_transform(RecursiveTransform(null_is_absent))
        .with_transform(faults_at_their_place)
        .with_transform(RecursiveTransform(tidy));
    headed(settings.into_generator().into_root_schema_for::<T>(), title, description)
}

/// The schema of a document that is written.
pub(super) fn of_answer<T: JsonSchema>(title: &str, description: &str) -> Schema {
    let settings = SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(RecursiveTransform(closed))
        .with_transform(RecursiveTransform(tidy));
    headed(settings.into_generator().into_root_schema_for::<T>(), title, description)
}

fn headed(mut schema: Schema, title: &str, description: &str) -> Schema {
    schema.insert("title".into(), title.into());
    schema.insert("description".into(), description.into());
    schema
}

/// A text of this form.
pub(crate) fn text(pattern: &str, description: &str) -> Schema {
    json_schema!({ "type": "string", "pattern": pattern, "description": description })
}

/// The form of the code of an issuer or of a credential, within a larger pattern.
pub(crate) fn code() -> String {
    let inner = MAX_CODE_BYTES.saturating_sub(2);
    format!("[A-Za-z0-9]([A-Za-z0-9-]{{0,{inner}}}[A-Za-z0-9])?")
}

/// Free text: something to see, and no control characters.
pub(crate) fn free_text() -> Schema {
    let control = r"\x00-\x1f\x7f-\x9f";
    let pattern = format!(r"^[^{control}]*[^{control}\s][^{control}]*$");
    text(&pattern, "Text, without line breaks.")
}

/// A day: each month has its own days; that only leap years have a 29 February is left to `format`.
pub(crate) fn day() -> Schema {
    let long = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])";
    let short = "(0[469]|11)-(0[1-9]|[12][0-9]|30)";
    let february = "02-(0[1-9]|[12][0-9])";
    json_schema!({
        "type": "string",
        "format": "date",
        "pattern": format!("^(19|20|21)[0-9]{{2}}-({long}|{short}|{february})$"),
        "description": "A day from 1900-01-01 to 2199-12-31, such as `2024-02-29`.",
    })
}

/// An amount up to `most`; written, it is text.
pub(crate) fn decimal(generator: &schemars::SchemaGenerator, most: u32) -> Schema {
    amount(generator, DECIMAL, most, "An amount, such as `\"24.5\"` or `24.5`.")
}

/// An amount of money without its currency.
pub(crate) fn money(generator: &schemars::SchemaGenerator) -> Schema {
    let pattern = if generator.contract().is_serialize() { CENTS } else { MONEY };
    amount(
        generator,
        pattern,
        1_000_000,
        "An amount with at most two places, such as `\"350.00\"`.",
    )
}

fn amount(
    generator: &schemars::SchemaGenerator,
    pattern: &str,
    most: u32,
    description: &str,
) -> Schema {
    if generator.contract().is_serialize() {
        return text(pattern, description);
    }
    json_schema!({
        "type": ["string", "number"],
        "pattern": pattern,
        "minimum": 0,
        "maximum": most,
        "description": description,
    })
}

/// Bounds of the number form of an amount.
pub(crate) fn between(least: u32, most: u32) -> impl FnMut(&mut Schema) {
    move |schema| {
        schema.insert("minimum".into(), least.into());
        schema.insert("maximum".into(), most.into());
    }
}

/// The fields go together in exactly one of the ways, written such as `exam | all_of inside?`: the
/// fields that are needed, with `?` those that may be there; what only other ways have must be absent.
pub(crate) fn forms(ways: &str) -> impl FnMut(&mut Schema) {
    let ways: Vec<Vec<&str>> =
        ways.split('|').map(|way| way.split_whitespace().collect()).collect();
    // Of single fields it goes without saying that the others are absent: only one way may fit.
    let single = ways.iter().all(|way| way.len() == 1);
    let names = |way: &Vec<&'_ str>| -> Vec<String> {
        way.iter().map(|field| field.trim_end_matches('?').into()).collect()
    };
    let one = |way: &Vec<&'_ str>| {
        let own = names(way);
        let all = ways.iter().flat_map(names);
        let lacks: Vec<String> = all.filter(|name| !single && !own.contains(name)).collect();
        let needs: Vec<&str> = way.iter().filter(|field| !field.ends_with('?')).copied().collect();
        form(&needs, &lacks)
    };
    let forms: Value = ways.iter().map(one).collect();
    move |schema| {
        schema.insert("oneOf".into(), forms.clone());
    }
}

pub(super) fn form(needs: &[&str], lacks: &[String]) -> Value {
    let given = needs.iter().map(|name| (String::from(*name), json!({"not": {"type": "null"}})));
    let lacking = lacks.iter().map(|name| (name.clone(), json!({"type": "null"})));
    let properties: Map<String, Value> = given.chain(lacking).collect();
    json!({ "required": needs, "properties": properties })
}

/// Variants that are objects with one key become one object, of which exactly one key is given:
/// that says more plainly what is wrong with a document.
fn one_object(schema: &mut Schema) {
    let Some(Value::Array(variants)) = schema.get("oneOf") else { return };
    let (keyed, others): (Vec<&Value>, Vec<&Value>) =
        variants.iter().partition(|variant| single_key(variant).is_some());
    if keyed.len() < 2 {
        return;
    }
    let properties: Map<String, Value> = keyed.into_iter().filter_map(single_key).collect();
    let mut keys: Vec<&str> = properties.keys().map(String::as_str).collect();
    keys.sort_unstable();
    let ways = keys.join(" | ");
    let mut object = json_schema!({
        "type": "object", "properties": properties, "additionalProperties": false
    });
    forms(&ways)(&mut object);
    let others: Vec<Value> = others.into_iter().cloned().collect();
    schema.remove("oneOf");
    if others.is_empty() {
        for (key, value) in object.ensure_object() {
            schema.insert(key.clone(), value.clone());
        }
        return;
    }
    let all: Vec<Value> = others.into_iter().chain([object.to_value()]).collect();
    schema.insert("anyOf".into(), all.into());
}

/// The key and its content, where a variant is an object with one key; what the variant says of
/// itself goes to the content.
fn single_key(variant: &Value) -> Option<(String, Value)> {
    let properties = variant.get("properties")?.as_object()?;
    let closed = variant.get("additionalProperties") == Some(&Value::Bool(false));
    let mut entries = properties.iter();
    let (Some((key, content)), None, true) = (entries.next(), entries.next(), closed) else {
        return None;
    };
    let mut content = content.clone();
    if let (Some(description), Some(content)) =
        (variant.get("description"), content.as_object_mut())
    {
        content.insert("description".into(), description.clone());
    }
    Some((key.clone(), content))
}

/// `null` is the same as absent: wherever a field may be absent, and for every key of a map.
fn null_is_absent(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    let required: Vec<Value> =
        object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        for (name, content) in properties {
            if !required.iter().any(|one| one == name) {
                or_null(content);
            }
        }
    }
    if let Some(Value::Object(patterns)) = object.get_mut("patternProperties") {
        patterns.values_mut().for_each(or_null);
    }
    if let Some(content) = object.get_mut("additionalProperties") {
        or_null(content);
    }
}

fn or_null(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    let nothing = json!({"type": "null"});
    match object.get_mut("type") {
        Some(Value::String(one)) if one == "null" => return,
        Some(Value::Array(types)) if types.iter().any(|one| one == "null") => return,
        _ => {}
    }
    if let Some(Value::Array(any)) = object.get_mut("anyOf") {
        if !any.contains(&nothing) {
            any.push(nothing);
        }
        return;
    }
    let chosen =
        ["enum", "const", "oneOf", "$ref", "if"].iter().any(|key| object.contains_key(*key));
    if !chosen {
        match object.get_mut("type") {
            Some(Value::Array(types)) => types.push("null".into()),
            Some(one) => *one = json!([one.clone(), "null"]),
            None => {}
        }
        return;
    }
    let (description, default) = (object.remove("description"), object.remove("default"));
    let mut either = Map::new();
    either.insert("anyOf".into(), json!([object.clone(), nothing]));
    let about = [("description", description), ("default", default)];
    either.extend(about.into_iter().filter_map(|(key, value)| Some((key.into(), value?))));
    *schema = Value::Object(either);
}

/// A fault deep in something optional is to be shown at its own place, which a choice between that
/// and `null` would hide. Where there is nothing deep, the choice stays: more programs know it.
fn faults_at_their_place(root: &mut Schema) {
    let Some(Value::Object(definitions)) = root.get("$defs") else { return };
    let structured: Vec<String> = definitions
        .iter()
        .filter(|(_, schema)| ["properties", "items"].iter().any(|key| schema.get(key).is_some()))
        .map(|(name, _)| format!("#/$defs/{name}"))
        .collect();
    let is_deep = |name: &str| {
        let schema = name.strip_prefix("#/$defs/").and_then(|name| definitions.get(name));
        structured.iter().any(|one| one == name)
            && schema.is_some_and(|schema| structured.iter().any(|one| refers(schema, one)))
    };
    let deep: Vec<String> = structured.iter().filter(|name| is_deep(name)).cloned().collect();
    let split = |schema: &mut Schema| {
        let Some(Value::Array(choice)) = schema.get("anyOf") else { return };
        let [Value::Object(one), null] = choice.as_slice() else { return };
        let target = one.get("$ref").and_then(Value::as_str);
        let is_deep = target.is_some_and(|target| deep.iter().any(|name| name == target));
        if is_deep && null.get("type").is_some_and(|kind| kind == "null") {
            let one = one.clone();
            schema.remove("anyOf");
            schema.insert("if".into(), json!({"type": "null"}));
            schema.insert("else".into(), one.into());
        }
    };
    RecursiveTransform(split).transform(root);
}

/// Whether a schema refers to this definition anywhere.
fn refers(schema: &Value, name: &str) -> bool {
    match schema {
        Value::Object(object) => object
            .iter()
            .any(|(key, value)| (key == "$ref" && value == name) || refers(value, name)),
        Value::Array(elements) => elements.iter().any(|element| refers(element, name)),
        _ => false,
    }
}

/// An answer has the fields of its type and no others.
fn closed(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".into(), false.into());
    }
}

/// Descriptions are one paragraph of plain text, and nothing is said twice.
fn tidy(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    object.remove("writeOnly");
    // The widths of integers are those of Rust.
    if object.get("format").and_then(Value::as_str).is_some_and(|format| format.contains("int")) {
        object.remove("format");
    }
    if object.get("default") == Some(&Value::Null) {
        object.remove("default");
    }
    if let Some(Value::String(description)) = object.get_mut("description") {
        let first = description.split("\n\n").next().unwrap_or_default();
        let words: Vec<&str> = first.split_whitespace().collect();
        *description =
            words.join(" ").replace("[`", "`").replace("`]", "`").replace("`None`", "`null`");
    }
    if let Some(Value::Array(any)) = object.get_mut("anyOf") {
        *any = core::mem::take(any).into_iter().flat_map(alternatives).collect();
    }
    words(object);
}

/// The alternatives of an alternative that is nothing but a choice itself.
fn alternatives(schema: Value) -> Vec<Value> {
    match &schema {
        Value::Object(object) if object.len() == 1 => match object.get("anyOf") {
            Some(Value::Array(any)) => any.clone(),
            _ => Vec::from([schema]),
        },
        _ => Vec::from([schema]),
    }
}

/// A choice of words is said to be text once, and its words are not listed a second time.
fn words(object: &mut Map<String, Value>) {
    let Some(Value::Array(variants)) = object.get_mut("oneOf") else { return };
    if !variants.iter().all(|variant| variant.get("const").is_some_and(Value::is_string)) {
        return;
    }
    variants.iter_mut().filter_map(Value::as_object_mut).for_each(|word| {
        word.remove("type");
    });
    object.remove("enum");
    object.insert("type".into(), "string".into());
}
