//! Words with places that the program fills: `{unit}任务单`.

use serde::{Deserialize, Serialize};

/// Words with places that the program fills.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(String);

impl Pattern {
    /// The words with each place filled by what stands beside its name.
    pub fn with<const N: usize>(&self, filled: [(&str, &str); N]) -> String {
        let mut text = String::new();
        let mut rest = self.0.as_str();
        // What is filled in is not looked at again: a name may have brackets of its own.
        while let Some((before, name, behind)) = next_place(rest) {
            text.push_str(before);
            let value = filled.iter().find(|(known, _)| *known == name);
            text.push_str(value.map_or("", |(_, value)| value));
            rest = behind;
        }
        text + rest
    }
}

/// What stands before the first place, its name, and what stands behind it.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, behind) = rest.split_once('}')?;
    Some((before, name, behind))
}

/// The names of the places in a text; none where its brackets do not make pairs.
pub fn places(text: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, name, behind)) = next_place(rest) {
        if before.contains('}') || name.contains('{') {
            return None;
        }
        found.push(name);
        rest = behind;
    }
    (!rest.contains(['{', '}'])).then_some(found)
}

/// What is wrong with the places of a text that takes the place of `ours`.
pub(super) fn fault(text: &str, ours: &str) -> Option<String> {
    let wanted = places(ours).unwrap_or_default();
    let Some(found) = places(text) else {
        return Some("里的花括号不成对".to_owned());
    };
    let list = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
        names.join("、")
    };
    let missing = wanted.iter().find(|name| !found.contains(name));
    if let Some(name) = missing {
        return Some(format!("里要有 {{{name}}}，程序在那里写上实际的内容"));
    }
    let strange = found.iter().find(|name| !wanted.contains(name))?;
    let may = match wanted.is_empty() {
        true => "这一条没有要程序填的地方".to_owned(),
        false => format!("只能有 {}", list(&wanted)),
    };
    Some(format!("里不能有 {{{strange}}}；{may}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once() {
        let pattern = Pattern("《{a}》：{b}，{a}".to_owned());
        assert_eq!(
            pattern.with([("a", "{b}"), ("b", "乙")]),
            "《{b}》：乙，{b}"
        );
    }
}
