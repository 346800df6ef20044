//! The schema of a file that is laid over one that the program carries: the same names, each
//! with what may be written for it. See `overlay`, which reads such a file.

use serde_json::{Map, Value, json};

use crate::schema::comments::Comments;
use crate::wording::places;

/// What may be written for a text that takes the place of another.
type OfText = fn(&str) -> Map<String, Value>;

struct Overlaid<'o> {
    comments: Comments,
    open: &'o [&'o str],
    of_text: OfText,
}

/// The schema of what may be laid over `carried`; sections in `open` take other names too, and
/// `of_text` says more of a text.
pub(super) fn schema(carried: &str, open: &[&str], of_text: OfText) -> Value {
    // A test reads it, so that it cannot be carried broken.
    let values: serde_yaml::Value = serde_yaml::from_str(carried).unwrap_or_default();
    let overlaid = Overlaid {
        comments: Comments::of(carried),
        open,
        of_text,
    };
    let mut whole = overlaid.of_value(&values, "");
    // A file of remarks alone says nothing.
    whole["type"] = json!(["object", "null"]);
    whole
}

/// A text with its places: it has all of them and no others, in one line.
pub(super) fn with_places(ours: &str) -> Map<String, Value> {
    let mut wanted = places(ours).unwrap_or_default();
    wanted.sort_unstable();
    wanted.dedup();
    let each = wanted
        .iter()
        .map(|name| json!({ "pattern": format!(r"\{{{name}\}}") }));
    let known = match wanted.is_empty() {
        true => String::new(),
        false => format!(r"|\{{({})\}}", wanted.join("|")),
    };
    let whole = json!({ "pattern": format!(r"^([^{{}}\r\n]{known})*$") });
    let all: Vec<Value> = each.chain([whole]).collect();
    [("allOf".to_owned(), all.into())].into_iter().collect()
}

impl Overlaid<'_> {
    fn of_value(&self, value: &serde_yaml::Value, path: &str) -> Value {
        let mut schema = match value {
            serde_yaml::Value::Mapping(fields) => self.of_section(fields, path),
            serde_yaml::Value::Sequence(list) => self.of_list(list, path),
            serde_yaml::Value::String(text) => self.of_text(text),
            // There is nothing else in the files that the program carries.
            _ => json!({}),
        };
        if let Some(words) = self.comments.get(path) {
            schema["description"] = format!("{words}{}", ours(value)).into();
        }
        schema
    }

    fn of_section(&self, fields: &serde_yaml::Mapping, path: &str) -> Value {
        let names = fields
            .iter()
            .filter_map(|(key, value)| Some((key.as_str()?, value)));
        let below = |name: &str| match path.is_empty() {
            true => name.to_owned(),
            false => format!("{path}.{name}"),
        };
        let open = self.open.contains(&path);
        let mut more = json!(false);
        let mut properties = Map::new();
        for (name, value) in names {
            let mut schema = self.of_value(value, &below(name));
            if open {
                // What is there is like what may come.
                schema["description"] = format!("添在自带的后面。{}", ours(value)).into();
                more = match value {
                    serde_yaml::Value::Sequence(list) => self.entries(list, path),
                    _ => schema.clone(),
                };
            }
            properties.insert(name.to_owned(), schema);
        }
        let mut schema = json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": more,
        });
        if open {
            for name in ["add", "drop", "only"] {
                schema["properties"][name] = json!({
                    "not": {},
                    "description": "这里只能添，不能写这个名字。",
                });
            }
        }
        schema
    }

    /// A list to be added, or what is added, dropped, or written instead.
    fn of_list(&self, list: &[serde_yaml::Value], path: &str) -> Value {
        let mut schema = self.entries(list, path);
        let change = |words: &str| {
            let mut schema = schema.clone();
            schema["description"] = words.into();
            schema
        };
        let changes = json!({
            "add": change("添在自带的后面。"),
            "drop": change("去掉自带的这几个。"),
            "only": change("只用这几个，自带的都不用。"),
        });
        schema["type"] = json!(["array", "object"]);
        schema["properties"] = changes;
        schema["additionalProperties"] = json!(false);
        schema
    }

    /// A list of entries like these.
    fn entries(&self, list: &[serde_yaml::Value], path: &str) -> Value {
        json!({ "type": "array", "items": self.entry(list, path) })
    }

    fn entry(&self, list: &[serde_yaml::Value], path: &str) -> Value {
        match list.first() {
            Some(serde_yaml::Value::Mapping(_)) => {
                let maps = || list.iter().filter_map(serde_yaml::Value::as_mapping);
                let mut properties = Map::new();
                for (key, value) in maps().flatten() {
                    let Some(name) = key.as_str() else { continue };
                    let mut schema = match value {
                        serde_yaml::Value::Sequence(list) => self.entries(list, path),
                        _ => word(),
                    };
                    let words = self.comments.get(&format!("{path}[].{name}"));
                    if let Some(words) = words {
                        schema["description"] = words.into();
                    }
                    properties.insert(name.to_owned(), schema);
                }
                let all = |name: &&String| maps().all(|map| map.contains_key(name.as_str()));
                let required: Vec<&String> = properties.keys().filter(all).collect();
                json!({
                    "type": "object",
                    "required": required,
                    "properties": properties,
                    "additionalProperties": false,
                })
            }
            Some(serde_yaml::Value::Sequence(list)) => self.entries(list, path),
            // A list that is empty holds words too.
            _ => word(),
        }
    }

    fn of_text(&self, ours: &str) -> Value {
        let mut schema = (self.of_text)(ours);
        schema.insert("type".to_owned(), json!(["string", "object"]));
        schema.entry("pattern").or_insert_with(|| r"\S".into());
        let add = json!({ "type": "string", "description": "添在自带的后面。" });
        schema.insert("properties".to_owned(), json!({ "add": add }));
        schema.insert("required".to_owned(), json!(["add"]));
        schema.insert("additionalProperties".to_owned(), json!(false));
        schema.into()
    }
}

/// A word: not empty, and no space around it.
fn word() -> Value {
    json!({ "type": "string", "pattern": r"^\S([\s\S]*\S)?$" })
}

/// What the program carries, as far as it fits into a line.
fn ours(value: &serde_yaml::Value) -> String {
    /// So many words are shown.
    const MOST: usize = 5;
    match value {
        serde_yaml::Value::String(text) if text.chars().count() <= 40 => {
            format!("自带的是“{text}”。")
        }
        serde_yaml::Value::Sequence(list) => {
            let words: Vec<&str> = list.iter().filter_map(serde_yaml::Value::as_str).collect();
            let more = match words.len() > MOST {
                true => format!("等 {} 个", words.len()),
                false => String::new(),
            };
            let first = words.iter().take(MOST).copied().collect::<Vec<_>>();
            match first.is_empty() {
                true => String::new(),
                false => format!("自带的有{}{more}。", first.join("、")),
            }
        }
        _ => String::new(),
    }
}
