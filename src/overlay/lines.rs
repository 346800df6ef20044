//! Where something stands in a YAML file, what a wrong name was meant to be, and what a
//! parser says in the words of people.

use std::collections::HashMap;

use crate::diag::locus::FORM;

/// What is wrong with a file that a person wrote, in the words of people: the parser
/// speaks of types.
pub fn said(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let quoted = text.split('`').nth(1).unwrap_or_default();
    // `date: invalid type: …`: which field it is.
    let field = text.split(": ").next().filter(|f| !f.contains(' '));
    let of_field = field.map_or(String::new(), |f| format!("“{f}”"));
    // What we say ourselves of a place or a correction.
    if let Some(at) = text.find(FORM) {
        let said = text[at..].split(" at line").next();
        said.unwrap_or_default().to_owned()
    } else if text.contains("unknown field") {
        format!("没有“{quoted}”这一项")
    } else if text.contains("unknown variant") {
        format!("{of_field}不能写“{quoted}”")
    } else if text.contains("duplicate") {
        let name = text.split(['`', '"']).nth(1).unwrap_or_default();
        format!("“{name}”写了两次")
    } else if text.contains("missing field") {
        format!("缺“{quoted}”这一项")
    } else if text.contains("invalid") {
        format!("{of_field}的值不是该写的那一种，一项只写一个值")
    } else if !text.is_ascii() {
        // What we say ourselves of a value.
        let said = text.split(" at line").next().unwrap_or_default();
        let said = field.map_or(said, |field| &said[field.len() + ": ".len()..]);
        said.to_owned()
    } else {
        "冒号、缩进或引号写得不对".to_owned()
    }
}

/// The line, from 1, on which a parser finds something wrong: of a name that is written
/// twice the second, where the parser tells only where all that is around it begins.
pub fn line_of_error(text: &str, error: &serde_yaml::Error) -> Option<usize> {
    let at = error.location()?;
    let message = error.to_string();
    let twice = message.contains("duplicate");
    let name = message.split(['`', '"']).nth(1).filter(|_| twice);
    let second = name.and_then(|name| {
        let indent = at.column().saturating_sub(1);
        let is_name = |body: &str| {
            let key = body.split_once(':').map(|(key, _)| key.trim());
            key.is_some_and(|key| key.trim_matches(['"', '\'']) == name)
        };
        let lines = (1..).zip(text.lines()).skip(at.line() - 1);
        let stands = |(number, line): &(usize, &str)| {
            let before: String = line.chars().take(indent).collect();
            let first = *number == at.line();
            let body = line.chars().skip(indent).collect::<String>();
            (first || before.trim().is_empty()) && is_name(&body) && !body.starts_with(' ')
        };
        // A section that ends is followed by one that stands further left.
        let within = lines.take_while(|(number, line)| {
            let left = line.len() - line.trim_start().len();
            *number == at.line() || left >= indent || line.trim().is_empty()
        });
        within.filter(stands).nth(1).map(|(number, _)| number)
    });
    Some(second.unwrap_or(at.line()))
}

/// Whether a file has no entry, but perhaps remarks.
pub fn says_nothing(text: &str) -> bool {
    text.lines()
        .all(|line| line.trim().is_empty() || line.trim().starts_with('#'))
}

/// On which lines names stand in a file, by what stands above them.
pub(super) struct Lines<'t>(HashMap<Vec<&'t str>, usize>);

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Lines<'t> {
        let mut found = HashMap::new();
        let mut above: Vec<(usize, &str)> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let body = line.trim_start();
            let Some((name, _)) = body.split_once(':').filter(|_| !body.starts_with('#')) else {
                continue;
            };
            let indent = line.len() - body.len();
            above.retain(|(before, _)| *before < indent);
            above.push((indent, name.trim().trim_matches(['"', '\''])));
            let path = above.iter().map(|(_, name)| *name).collect();
            found.entry(path).or_insert(number);
        }
        Lines(found)
    }

    /// The line, from 1, on which the name at the end of `path` stands; that of the nearest
    /// section above it where it is written inside brackets.
    pub(super) fn line_of(&self, path: &[String]) -> Option<usize> {
        let mut path: Vec<&str> = path.iter().map(String::as_str).collect();
        while !path.is_empty() {
            if let Some(line) = self.0.get(&path) {
                return Some(*line);
            }
            path.pop();
        }
        None
    }
}

/// Of the names that there are the one that a wrong one is most like, if any is like it.
pub fn nearest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    let near = known.iter().map(|other| (distance(name, other), *other));
    let most = name.chars().count().div_ceil(3).max(1);
    near.min()
        .filter(|(far, _)| *far <= most)
        .map(|(_, other)| other)
}

/// How many letters must be added, left out or changed to make one word of the other.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in (1..).zip(a.chars()) {
        let mut corner = row[0];
        row[0] = i;
        for (j, other) in (1..).zip(&b) {
            let changed = corner + usize::from(letter != *other);
            corner = row[j];
            row[j] = changed.min(row[j] + 1).min(row[j - 1] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        let known = ["responsible", "number", "name"];
        assert_eq!(nearest("responsable", &known), Some("responsible"));
        assert_eq!(nearest("nmae", &known), Some("name"));
        assert_eq!(nearest("numbers", &known), Some("number"));
        assert_eq!(nearest("colour", &known), None);
    }

    #[test]
    fn a_name_is_found_by_what_stands_above_it() {
        let text = "a:\n  x: 1\nb:\n  # x: 0\n  \"x\": {y: 2}\n";
        let line = |path: &[&str]| {
            let path: Vec<String> = path.iter().map(|p| (*p).to_owned()).collect();
            Lines::of(text).line_of(&path)
        };
        assert_eq!(line(&["a", "x"]), Some(2));
        assert_eq!(line(&["b", "x"]), Some(5));
        assert_eq!(line(&["b", "x", "y"]), Some(5));
        assert_eq!(line(&["c"]), None);
    }
}
