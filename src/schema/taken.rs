//! A schema made to say what the reader of YAML takes: a text may be written as a number, a
//! list or a section may be empty. What is only of use to programs goes.

use serde_json::{Map, Value, json};

/// What a text may be written as.
pub(super) const TEXT: [&str; 4] = ["string", "number", "boolean", "null"];

/// Changes a schema, with all schemas in it.
pub(super) fn take(schema: &mut Value) {
    let Value::Object(fields) = schema else {
        return;
    };
    below(fields);
    choices(fields);
    numbers(fields);
    types(fields);
    variants(fields);
    fields.remove("title");
    if fields.get("default").is_some_and(|d| !d.is_number()) {
        fields.remove("default");
    }
    // The same.
    let is_english = |words: &Value| words.as_str().is_some_and(str::is_ascii);
    if fields.get("description").is_some_and(is_english) {
        fields.remove("description");
    }
}

fn below(fields: &mut Map<String, Value>) {
    for (key, value) in fields {
        match (key.as_str(), value) {
            ("properties", Value::Object(named)) => named.values_mut().for_each(take),
            ("items" | "anyOf" | "allOf" | "oneOf", Value::Array(list)) => {
                // What is said of a schema beside its own words is as strict as it is.
                list.iter_mut().for_each(take);
            }
            ("items" | "additionalProperties", one) => {
                take(one);
                // What is said of a type is for whoever reads the code.
                if let Value::Object(one) = one {
                    one.remove("description");
                }
            }
            _ => {}
        }
    }
}

/// One of several words is written as a list of them, which editors show with what each means.
fn choices(fields: &mut Map<String, Value>) {
    let Some(Value::Array(ways)) = fields.get("oneOf") else {
        return;
    };
    let words: Option<Vec<Value>> = ways.iter().map(|way| way.get("const").cloned()).collect();
    let Some(words) = words else { return };
    let about = ways.iter().map(|way| way["description"].clone()).collect();
    fields.remove("oneOf");
    fields.insert("type".to_owned(), "string".into());
    fields.insert("enum".to_owned(), words.into());
    fields.insert("enumDescriptions".to_owned(), Value::Array(about));
}

/// A section that has one key alone, of which it says what it means: so it is that of the key.
fn variants(fields: &mut Map<String, Value>) {
    let words = fields.get("description").cloned();
    if let (Some(words), Some(Value::Object(named))) = (words, fields.get_mut("properties"))
        && named.len() == 1
    {
        for one in named.values_mut().filter_map(Value::as_object_mut) {
            one.entry("description").or_insert_with(|| words.clone());
        }
    }
}

/// The size of a number is said as JSON Schema says it.
fn numbers(fields: &mut Map<String, Value>) {
    let format = fields.remove("format");
    if format.as_ref().and_then(Value::as_str) == Some("uint32") {
        fields.insert("maximum".to_owned(), u32::MAX.into());
    }
}

fn types(fields: &mut Map<String, Value>) {
    let is = |fields: &Map<String, Value>, kind: &str| match fields.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(some)) => some.iter().any(|one| one == kind),
        _ => false,
    };
    let bound = ["pattern", "enum", "const"];
    if is(fields, "string") && !bound.iter().any(|key| fields.contains_key(*key)) {
        fields.insert("type".to_owned(), json!(TEXT));
    } else if is(fields, "array") && !fields.contains_key("minItems") {
        fields.insert("type".to_owned(), json!(["array", "null"]));
    } else if is(fields, "object") && !fields.contains_key("required") {
        fields.insert("type".to_owned(), json!(["object", "null"]));
    }
}
