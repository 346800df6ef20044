//! What the comments of a file of words say of its keys: a comment stands over its key, or
//! over the first of several. Lines that begin with a dash and a name tell of the keys that
//! the entries of a list have.

use std::collections::BTreeMap;

use serde_json::Value;

/// The words over each key, by the path of the key: `words.lead.stems`.
pub(super) struct Comments(BTreeMap<String, String>);

impl Comments {
    /// Those of a file that is written in lines, a key each.
    pub(super) fn of(text: &str) -> Comments {
        let mut found = BTreeMap::new();
        let mut above: Vec<(usize, &str, String)> = Vec::new();
        let mut comment: Vec<&str> = Vec::new();
        for line in text.lines() {
            let body = line.trim_start();
            if let Some(words) = body.strip_prefix('#') {
                comment.push(words.trim());
                continue;
            }
            let over = std::mem::take(&mut comment);
            let key = body.split_once(':').map(|(key, _)| key.trim());
            let Some(key) = key.filter(|key| is_key(key)) else {
                continue;
            };
            let indent = line.len() - body.len();
            let before = above.iter().rposition(|(at, ..)| *at == indent);
            // Without words of its own it is one of those that the words before tell of.
            let group = before.map(|at| above[at].2.clone());
            above.retain(|(at, ..)| *at < indent);
            let names: Vec<&str> = above.iter().map(|(_, name, _)| *name).collect();
            let path = [names, vec![key]].concat().join(".");
            let (entries, own): (Vec<&str>, Vec<&str>) =
                over.into_iter().partition(|line| line.starts_with("- "));
            for (name, words) in entries.iter().filter_map(|e| e[2..].split_once('：')) {
                found.insert(format!("{path}[].{name}"), words.to_owned());
            }
            let own = own.concat();
            let words = match (own.is_empty(), group) {
                (false, _) => own,
                (true, Some(group)) => group,
                // Or of those that the words over the whole section tell of.
                (true, None) => above.last().map_or(String::new(), |last| last.2.clone()),
            };
            if !words.is_empty() {
                found.insert(path, words.clone());
            }
            above.push((indent, key, words));
        }
        Comments(found)
    }

    /// What is said of a key.
    pub(super) fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Describes all that stands in a section by what is said of it here.
    pub(super) fn describe(&self, schema: &mut Value, section: &str) {
        let Some(Value::Object(named)) = schema.get_mut("properties") else {
            return;
        };
        for (name, schema) in named {
            let path = format!("{section}.{name}");
            if let Some(words) = self.get(&path) {
                schema["description"] = words.into();
            }
            self.describe(schema, &path);
        }
    }
}

/// Whether a text before a colon is a name: not a word of a list.
fn is_key(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(['-', '[', '{', '"', '\'']) && !text.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_over_a_key_or_over_several() {
        let text = "# 头\n\n# 甲。\n# 又甲。\na:\n  # 乙\n  b: 1\n  c: [x, y: z]\n  d:\n    e: 2\n# 己\n# - g：庚\n# - h：辛\nf:\n  - { g: 1 }\n";
        let comments = Comments::of(text);
        for (path, words) in [
            ("a", Some("甲。又甲。")),
            ("a.b", Some("乙")),
            ("a.c", Some("乙")),
            ("a.d", Some("乙")),
            ("a.d.e", Some("乙")),
            ("x", None),
            ("f", Some("己")),
            ("f[].g", Some("庚")),
            ("f[].h", Some("辛")),
        ] {
            assert_eq!(comments.get(path), words, "{path}");
        }
    }
}
