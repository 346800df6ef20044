//! A file in which an office says what it wants otherwise, laid over the one that the program
//! carries: `content/wording.yaml`, `content/grammar.yaml`. Only what differs stands in it;
//! what it names must be there already, and be of the same kind.
//!
//! Nothing here knows what the words mean: whoever reads a file says what its texts must be
//! like, and where names of its own may stand.

mod lines;

use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use crate::diag::{Diagnostic, Place};

use lines::Lines;
pub use lines::{distance, line_of_error, nearest, said, says_nothing};

/// The words with which an office changes a list instead of adding to it.
const ADD: &str = "add";
const DROP: &str = "drop";
const ONLY: &str = "only";

/// How one file is laid over another.
pub struct Overlay<'o> {
    /// The office's file, as messages show it.
    pub file: &'o str,
    /// The rule under which something is said.
    pub rule: &'static str,
    /// What to do where something is wrong.
    pub hint: &'o str,
    /// Sections that take names of the office's own: `phrase.levels`.
    pub open: &'o [&'o str],
    /// What is wrong with a text that takes the place of another (the first is the new one).
    pub text: fn(&str, &str) -> Option<String>,
}

/// So many things that are wrong are said of one file.
const MOST: usize = 100;

/// Something that the office's file says, and where.
struct Said<'s> {
    path: Vec<String>,
    value: &'s Value,
}

impl Said<'_> {
    fn name(&self) -> String {
        self.path.join(".")
    }
}

impl Overlay<'_> {
    /// What comes of `text` laid over `shipped`.
    ///
    /// # Errors
    /// What is wrong in `text`, each with its line.
    pub fn laid<T: DeserializeOwned>(
        &self,
        shipped: &str,
        text: &str,
    ) -> Result<T, Vec<Diagnostic>> {
        // A test reads it, so that it cannot be shipped broken.
        let shipped: Value = serde_yaml::from_str(shipped).unwrap_or_default();
        let own = match says_nothing(text) {
            true => Ok(Value::Mapping(Mapping::new())),
            false => serde_yaml::from_str(text),
        };
        let own = own.map_err(|error| {
            let place = match lines::line_of_error(text, &error) {
                Some(line) => Place::line(self.file, line),
                None => Place::file(self.file),
            };
            let message = format!("文件读不懂：{}", said(&error));
            vec![self.error(message).at(place)]
        })?;
        let lines = Lines::of(text);
        let mut errors = Vec::new();
        let mut laid = shipped.clone();
        let root = Said {
            path: Vec::new(),
            value: &own,
        };
        self.lay(&mut laid, &root, &lines, &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        serde_yaml::from_value(laid).map_err(|why| {
            let errors = self.culprits::<T>(&shipped, &own, &lines);
            let whole = || {
                let message = format!("文件读不懂：{why}");
                vec![self.error(message).at(Place::file(self.file))]
            };
            if errors.is_empty() { whole() } else { errors }
        })
    }

    fn error(&self, message: String) -> Diagnostic {
        Diagnostic::error(self.rule, message).hint(self.hint)
    }

    /// Says something of what stands at a place of the office's file.
    fn wrong(&self, said: &Said<'_>, lines: &Lines<'_>, message: String) -> Diagnostic {
        let place = match lines.line_of(&said.path) {
            Some(line) => Place::line(self.file, line),
            None => Place::file(self.file),
        };
        let place = match said.path.last() {
            Some(key) => place.words(key),
            None => place,
        };
        self.error(message).at(place)
    }

    fn lay(
        &self,
        ours: &mut Value,
        said: &Said<'_>,
        lines: &Lines<'_>,
        errors: &mut Vec<Diagnostic>,
    ) {
        let mut refuse = |message| errors.push(self.wrong(said, lines, message));
        match (ours, said.value) {
            (Value::Mapping(ours), Value::Mapping(own)) => {
                for (key, value) in own {
                    if errors.len() < MOST {
                        self.lay_key(ours, said, (key, value), lines, errors);
                    }
                }
            }
            (Value::Mapping(ours), _) => refuse(format!(
                "{}下面要分行写“名字: 值”，有这些名字：{}",
                named(said),
                names(ours).join("、")
            )),
            (Value::Sequence(ours), own) => match changed_list(ours, own) {
                Ok(list) => *ours = list,
                Err(message) => refuse(format!("{}{message}", named(said))),
            },
            (Value::String(ours), own) => match changed_text(ours, own) {
                Ok(new) => match (self.text)(&new, ours) {
                    None => *ours = new,
                    Some(message) => refuse(format!("{}{message}", named(said))),
                },
                Err(message) => refuse(format!("{}{message}", named(said))),
            },
            // There is nothing else in the files that the program carries.
            (_, _) => refuse(format!("{}不能改", named(said))),
        }
    }

    fn lay_key(
        &self,
        ours: &mut Mapping,
        above: &Said<'_>,
        (key, value): (&Value, &Value),
        lines: &Lines<'_>,
        errors: &mut Vec<Diagnostic>,
    ) {
        let Some(name) = key.as_str() else {
            let message = format!("{}里有一个名字不是文字", named(above));
            return errors.push(self.wrong(above, lines, message));
        };
        let mut path = above.path.clone();
        path.push(name.to_owned());
        let said = Said { path, value };
        if let Some(ours) = ours.get_mut(name) {
            return self.lay(ours, &said, lines, errors);
        }
        if self.open.contains(&above.name().as_str()) {
            if [ADD, DROP, ONLY].contains(&name) {
                let message = format!("{}下面写名字和值，只能添，不能写 {name}", named(above));
                return errors.push(self.wrong(&said, lines, message));
            }
            if ours.values().next().map(kind) == Some(kind(value)) && is_sound(value) {
                ours.insert(key.clone(), value.clone());
            } else {
                let message = format!("“{name}”的值要写成同类各项的样子");
                errors.push(self.wrong(&said, lines, message));
            }
            return;
        }
        let known = names(ours);
        let near = lines::nearest(name, &known);
        let near = near.map_or_else(
            || format!("这里有：{}", known.join("、")),
            |near| format!("是不是“{near}”？"),
        );
        errors.push(self.wrong(&said, lines, format!("没有“{}”这一项；{near}", said.name())));
    }

    /// Which of the things that the office says spoils the whole: each is tried alone.
    fn culprits<T: DeserializeOwned>(
        &self,
        shipped: &Value,
        own: &Value,
        lines: &Lines<'_>,
    ) -> Vec<Diagnostic> {
        let spoils = |said: &Said<'_>| {
            let mut alone = shipped.clone();
            let mut one = said.value.clone();
            for key in said.path.iter().rev() {
                one = Value::Mapping([(Value::from(key.as_str()), one)].into_iter().collect());
            }
            let root = Said {
                path: Vec::new(),
                value: &one,
            };
            self.lay(&mut alone, &root, lines, &mut Vec::new());
            serde_yaml::from_value::<T>(alone).is_err()
        };
        let found = leaves(own).into_iter().filter(spoils).take(MOST);
        let error = |said: Said<'_>| {
            let message = format!("{}的值不是该写的那一种", named(&said));
            self.wrong(&said, lines, message)
        };
        found.map(error).collect()
    }
}

/// A list with what an office adds to it, or what it says instead.
fn changed_list(ours: &[Value], own: &Value) -> Result<Vec<Value>, String> {
    let how = "要写成列表（[甲, 乙]，添在后面），或 {add: [甲]}、{drop: [甲]}、{only: [甲]}";
    let list = |value: &Value| {
        let list = value.as_sequence().ok_or_else(|| how.to_owned())?;
        match ours.first().map(kind) {
            _ if !list.iter().all(is_sound) => Err("里有空的词，或首尾有空格的词".to_owned()),
            Some(ours) if list.iter().any(|v| kind(v) != ours) => {
                Err("里的每一项要写成原有各项的样子；符号和数字要加引号".to_owned())
            }
            _ => Ok(list.clone()),
        }
    };
    let added = |mut all: Vec<Value>, more: Vec<Value>| {
        for one in more {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    };
    let Value::Mapping(changes) = own else {
        return Ok(added(ours.to_vec(), list(own)?));
    };
    let mut all = ours.to_vec();
    for (how_so, value) in changes {
        let words = list(value)?;
        all = match how_so.as_str() {
            Some(ADD) => added(all, words),
            Some(ONLY) => words,
            Some(DROP) => {
                if let Some(absent) = words.iter().find(|word| !all.contains(word)) {
                    return Err(format!("里本来没有“{}”，不用去掉", shown(absent)));
                }
                all.retain(|word| !words.contains(word));
                all
            }
            _ => return Err(how.to_owned()),
        };
    }
    Ok(all)
}

/// A text that takes the place of another, or is written behind it.
fn changed_text(ours: &str, own: &Value) -> Result<String, String> {
    match own {
        Value::String(text) => Ok(text.clone()),
        Value::Mapping(changes) if changes.len() == 1 => {
            let more = changes.get(ADD).and_then(Value::as_str);
            let more = more.ok_or("要写一段文字")?;
            Ok(format!("{ours}{more}"))
        }
        _ => Err("要写一段文字；符号和数字要加引号".to_owned()),
    }
}

/// How messages speak of a place of the file.
fn named(said: &Said<'_>) -> String {
    match said.path.is_empty() {
        true => "这个文件".to_owned(),
        false => format!("“{}”", said.name()),
    }
}

fn names(mapping: &Mapping) -> Vec<&str> {
    mapping.keys().filter_map(Value::as_str).collect()
}

fn shown(value: &Value) -> String {
    let text = serde_yaml::to_string(value).unwrap_or_default();
    text.trim_end().to_owned()
}

/// Of which kind a value is: texts beside texts, lists beside lists.
fn kind(value: &Value) -> std::mem::Discriminant<Value> {
    std::mem::discriminant(value)
}

/// Whether no text in it is empty: an empty word stands everywhere.
fn is_sound(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty() && text.trim() == text,
        Value::Sequence(list) => list.iter().all(is_sound),
        Value::Mapping(fields) => fields.values().all(is_sound),
        _ => true,
    }
}

/// Everything in a file that is no section.
fn leaves(value: &Value) -> Vec<Said<'_>> {
    let mut open = vec![Said {
        path: Vec::new(),
        value,
    }];
    let mut found = Vec::new();
    while let Some(said) = open.pop() {
        let Value::Mapping(fields) = said.value else {
            found.push(said);
            continue;
        };
        let changes = |key: &str| [ADD, DROP, ONLY].contains(&key);
        if names(fields).into_iter().any(changes) {
            found.push(said);
            continue;
        }
        let fields: Vec<_> = fields.iter().collect();
        for (key, value) in fields.into_iter().rev() {
            let key = key.as_str().unwrap_or_default().to_owned();
            let path = said.path.iter().cloned().chain([key]).collect();
            open.push(Said { path, value });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::*;

    const SHIPPED: &str = "a:\n  list: [甲, 乙]\n  text: 丙\n  more: {丁: [一]}\n";

    #[derive(Deserialize)]
    struct Whole {
        a: Section,
    }

    #[derive(Serialize, Deserialize)]
    struct Section {
        list: Words,
        text: String,
        more: BTreeMap<String, Vec<String>>,
    }

    /// Words, but not none.
    #[derive(Serialize, Deserialize)]
    #[serde(try_from = "Vec<String>")]
    struct Words(Vec<String>);

    impl TryFrom<Vec<String>> for Words {
        type Error = &'static str;

        fn try_from(list: Vec<String>) -> Result<Self, Self::Error> {
            match list.is_empty() {
                true => Err("空"),
                false => Ok(Words(list)),
            }
        }
    }

    fn laid(own: &str) -> Result<String, Vec<Diagnostic>> {
        let overlay = Overlay {
            file: "own.yaml",
            rule: "yaml",
            hint: "",
            open: &["a.more"],
            text: |new, _| (new == "坏").then(|| "不好".to_owned()),
        };
        let all: Whole = overlay.laid(SHIPPED, own)?;
        Ok(serde_json::to_string(&all.a).expect("JSON"))
    }

    #[test]
    fn of_many_faults_some_are_said() {
        let own: String = (0..100_000).map(|n| format!("a{n}: 1\n")).collect();
        assert_eq!(laid(&own).expect_err("wrong").len(), MOST);
    }

    #[test]
    fn an_office_adds_drops_and_replaces() {
        for (own, all) in [
            (
                "# 没有\n",
                r#"{"list":["甲","乙"],"text":"丙","more":{"丁":["一"]}}"#,
            ),
            (
                "a: {list: [乙, 戊]}",
                r#"{"list":["甲","乙","戊"],"text":"丙","more":{"丁":["一"]}}"#,
            ),
            (
                "a: {list: {drop: [甲], add: [己]}}",
                r#"{"list":["乙","己"],"text":"丙","more":{"丁":["一"]}}"#,
            ),
            (
                "a: {list: {only: [己]}, text: 庚}",
                r#"{"list":["己"],"text":"庚","more":{"丁":["一"]}}"#,
            ),
            (
                "a: {text: {add: 字}, more: {辛: [二]}}",
                r#"{"list":["甲","乙"],"text":"丙字","more":{"丁":["一"],"辛":["二"]}}"#,
            ),
        ] {
            assert_eq!(laid(own).expect(own), all);
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (own, line, words) in [
            (
                "a:\n  lists: [丁]\n",
                2,
                "没有“a.lists”这一项；是不是“list”？",
            ),
            ("a:\n  text: [丁]\n", 2, "“a.text”要写一段文字"),
            ("# 甲\na:\n  list: 丁\n", 3, "“a.list”要写成列表"),
            ("a:\n  list: [1]\n", 2, "“a.list”里的每一项"),
            ("a:\n  list: ['']\n", 2, "“a.list”里有空的词"),
            ("a:\n  list: {drop: [丁]}\n", 2, "里本来没有“丁”"),
            ("a:\n  list: {minus: [甲]}\n", 2, "“a.list”要写成列表"),
            ("a:\n  text: 坏\n", 2, "“a.text”不好"),
            ("a:\n  more:\n    丁: [二]\n    辛: 二\n", 4, "“辛”的值"),
            ("a:\n  more:\n    add: [二]\n", 3, "只能添，不能写 add"),
            ("a:\n  more:\n    drop: [丁]\n", 3, "只能添，不能写 drop"),
            ("a:\n  more:\n    only: [二]\n", 3, "只能添，不能写 only"),
            ("a: 甲\n", 1, "“a”下面要分行写"),
            (
                "a:\n  text: 丙\n  list: {only: []}\n",
                3,
                "“a.list”的值不是",
            ),
            ("a:\n  text: 丙\n  text: 丁\n", 3, "“text”写了两次"),
            ("a: [甲\n", 2, "文件读不懂"),
        ] {
            let errors = laid(own).expect_err(own);
            let place = errors[0].place.as_ref().expect("a place");
            assert_eq!(place.line, Some(line), "{own}: {errors:?}");
            assert!(errors[0].message.contains(words), "{own}: {errors:?}");
        }
        assert!(laid("- 甲\n").is_err());
        assert_eq!(laid("b: 1\nc: 2\n").expect_err("both").len(), 2);
    }
}
