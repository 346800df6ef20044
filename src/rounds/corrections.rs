//! `content/<notice>/rounds/<id>.corrections.yaml`: what people decide about answers. A word
//! read otherwise, one of two answers taken, a file left out, the day on which one came; each
//! with its reason. What does not fit is refused.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::diag::{Diagnostic, Place};
use crate::notice::Date;
use crate::overlay;
use crate::rounds::round::said;

/// All that was decided for a round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Their file, as messages show it.
    pub file: String,
    /// In their order.
    pub entries: Vec<Entry>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line of the file.
    pub line: usize,
    /// What is decided.
    pub what: Decision,
    /// Why.
    pub why: String,
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// A cell of a file is read otherwise.
    Cell {
        /// The file.
        file: String,
        /// Its sheet.
        sheet: String,
        /// The cell: `E12`.
        cell: String,
        /// The words that stand there.
        find: String,
        /// The words that should.
        replace: String,
    },
    /// A file is not read.
    LeaveOut(String),
    /// A file came on this day.
    Received(String, Date),
    /// Of several answers one is taken.
    Take {
        /// The id of the task, or of the value.
        of: String,
        /// Whose answers they are.
        unit: String,
        /// The files that they are in, in the order in which they stand in the file of
        /// answers; `typed` for one that was typed.
        among: Vec<String>,
        /// Which, from 0.
        take: usize,
    },
}

/// An entry as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    #[schemars(description = "收到的文件名，照 answers.yaml 里写的。")]
    file: Option<String>,
    #[serde(default)]
    #[schemars(description = "工作表的名字。")]
    sheet: Option<String>,
    #[serde(default)]
    #[schemars(description = "哪一格：F12。")]
    cell: Option<String>,
    #[serde(default)]
    #[schemars(description = "这一格现在的字，照抄。")]
    find: Option<String>,
    #[serde(default)]
    #[schemars(description = "改成什么；不写就是当作没有填。")]
    replace: Option<String>,
    #[serde(default)]
    #[schemars(description = "写 true：这个文件不读。")]
    leave_out: Option<bool>,
    #[serde(default)]
    #[schemars(description = "这个文件收到的日期：2017-07-12。")]
    received: Option<Date>,
    #[serde(default)]
    #[schemars(description = "有两种答复的任务的编号：18-2。")]
    task: Option<String>,
    #[serde(default)]
    #[schemars(description = "有两种答复的完成值：i7@东区。")]
    value: Option<String>,
    #[serde(default)]
    #[schemars(description = "是哪个单位的答复。")]
    unit: Option<String>,
    #[serde(default)]
    #[schemars(description = "两种答复各在哪个文件里，照 answers.yaml 的次序；人记下的写 typed。")]
    among: Option<Vec<String>>,
    #[serde(default)]
    #[schemars(description = "取哪一种：first、second、third……。", extend("enum" = takes()))]
    take: Option<String>,
    #[schemars(description = "理由，每条都要写。")]
    why: String,
}

/// All that an entry may say beside its reason.
const SAID: [&str; 12] = [
    "file",
    "sheet",
    "cell",
    "find",
    "replace",
    "leave_out",
    "received",
    "task",
    "value",
    "unit",
    "among",
    "take",
];

/// What each kind of entry says, and nothing else; `replace` may be left out.
const KINDS: [&[&str]; 5] = [
    &["file", "sheet", "cell", "find", "replace"],
    &["file", "leave_out"],
    &["file", "received"],
    &["task", "unit", "among", "take"],
    &["value", "unit", "among", "take"],
];

impl JsonSchema for Entry {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Entry".into()
    }

    /// Which words go together; whether the answers have what they speak of it cannot know.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Written::json_schema(generator);
        let kind = |says: &&[&str]| {
            let of = |name: &str| match says.contains(&name) {
                true if name == "leave_out" => json!({ "const": true }),
                true if name == "replace" => json!({}),
                true => json!({ "not": { "type": "null" } }),
                false => json!({ "type": "null" }),
            };
            let properties: Map<String, Value> = SAID
                .iter()
                .map(|name| ((*name).to_owned(), of(name)))
                .collect();
            let needed = says.iter().filter(|name| **name != "replace");
            let needed: Vec<&&str> = needed.collect();
            json!({ "required": needed, "properties": properties })
        };
        let kinds: Vec<Value> = KINDS.iter().map(kind).collect();
        schema.insert("anyOf".to_owned(), kinds.into());
        schema
    }
}

impl Corrections {
    /// Reads the file `file`, as messages show it.
    ///
    /// # Errors
    /// What is wrong in it, each with its line.
    pub fn from_yaml(file: &str, text: &str) -> Result<Corrections, Vec<Diagnostic>> {
        let empty = Corrections {
            file: file.to_owned(),
            entries: Vec::new(),
        };
        if overlay::says_nothing(text) {
            return Ok(empty);
        }
        let written: Vec<Written> = serde_yaml::from_str(text).map_err(|error| {
            let place = match overlay::line_of_error(text, &error) {
                Some(line) => Place::line(file, line),
                None => Place::file(file),
            };
            vec![fault(&said(&error), place)]
        })?;
        let lines = (1..).zip(text.lines());
        let mut begins = lines.filter(|(_, line)| line.starts_with('-'));
        let mut errors = Vec::new();
        let mut entries = Vec::new();
        for written in written {
            let line = begins.next().map_or(1, |(number, _)| number);
            let why = written.why.trim().to_owned();
            match decision(written) {
                Some(_) if why.is_empty() => {
                    errors.push(fault("why（理由）不能是空的", Place::line(file, line)));
                }
                Some(what) => entries.push(Entry { line, what, why }),
                None => errors.push(fault("看不出要更正什么", Place::line(file, line))),
            }
        }
        match errors.is_empty() {
            true => Ok(Corrections { entries, ..empty }),
            false => Err(errors),
        }
    }

    /// Refuses an entry.
    pub(super) fn refused(&self, entry: &Entry, why: &str) -> Diagnostic {
        Diagnostic::error("answer-correction", format!("这条更正用不上：{why}"))
            .at(Place::line(&self.file, entry.line))
            .hint("请对照收到的表改正这一条，或者删去")
    }
}

fn decision(written: Written) -> Option<Decision> {
    match written {
        Written {
            file: Some(file),
            sheet: Some(sheet),
            cell: Some(cell),
            find: Some(find),
            replace,
            leave_out: None,
            received: None,
            task: None,
            value: None,
            unit: None,
            among: None,
            take: None,
            ..
        } => Some(Decision::Cell {
            file,
            sheet,
            cell,
            find,
            replace: replace.unwrap_or_default(),
        }),
        Written {
            file: Some(file),
            sheet: None,
            cell: None,
            find: None,
            replace: None,
            leave_out,
            received,
            task: None,
            value: None,
            unit: None,
            among: None,
            take: None,
            ..
        } => match (leave_out, received) {
            (Some(true), None) => Some(Decision::LeaveOut(file)),
            (None, Some(day)) => Some(Decision::Received(file, day)),
            _ => None,
        },
        Written {
            file: None,
            sheet: None,
            cell: None,
            find: None,
            replace: None,
            leave_out: None,
            received: None,
            task,
            value,
            unit: Some(unit),
            among: Some(among),
            take: Some(take),
            ..
        } => {
            let ((Some(of), None) | (None, Some(of))) = (task, value) else {
                return None;
            };
            let take = ordinal(&take).filter(|take| *take < among.len())?;
            Some(Decision::Take {
                of,
                unit,
                among,
                take,
            })
        }
        _ => None,
    }
}

/// The same for editors, and nothing.
fn takes() -> Vec<Value> {
    let known = ORDINALS.iter().map(|word| Value::from(*word));
    known.chain([Value::Null]).collect()
}

/// `first`, `second` …, from 0.
fn ordinal(word: &str) -> Option<usize> {
    ORDINALS.iter().position(|known| *known == word)
}

/// How one of several is named.
pub(super) const ORDINALS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];

fn fault(message: &str, place: Place) -> Diagnostic {
    Diagnostic::error("answer-correction", format!("答复的更正读不懂：{message}"))
        .at(place)
        .hint("每条写 file、sheet、cell、find、replace，或 file、leave_out: true，或 file、received，或 task（value）、unit、among、take，都要写 why（理由）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_read_and_nothing_else() {
        let text = "# 说明\n\
            - {file: 甲.xlsx, sheet: 自查表, cell: E12, find: 己完成, replace: 已完成, why: 错字}\n\
            - {file: 乙.xlsx, leave_out: true, why: 打不开}\n\
            - file: 甲.xlsx\n  received: 2017-07-12\n  why: 收文登记\n\
            - {task: 18-2, unit: 市科技局, among: [甲.xlsx, typed], take: second, why: 电话更正}\n";
        let read = Corrections::from_yaml("c.yaml", text).expect("sound");
        let lines: Vec<usize> = read.entries.iter().map(|e| e.line).collect();
        assert_eq!(lines, [2, 3, 4, 7]);
        assert!(matches!(
            &read.entries[3].what,
            Decision::Take { take: 1, .. }
        ));
        for (wrong, line) in [
            ("- {file: 甲.xlsx, why: x}\n", 1),
            ("- {file: 甲.xlsx, leave_out: false, why: x}\n", 1),
            ("- {file: 甲.xlsx, leave_out: true, why: ' '}\n", 1),
            (
                "\n- {task: 1-1, unit: 甲局, among: [a], take: second, why: x}\n",
                2,
            ),
            (
                "- {task: 1-1, value: i1, unit: 甲局, among: [a], take: first, why: x}\n",
                1,
            ),
            (
                "- {task: 1-1, unit: 甲局, among: [a], take: 1st, why: x}\n",
                1,
            ),
            ("- {file: 甲.xlsx, leave_out: true, when: x, why: y}\n", 1),
            ("- {file: 甲.xlsx, received: 七月, why: y}\n", 1),
            ("file: 甲.xlsx\n", 1),
        ] {
            let errors = Corrections::from_yaml("c.yaml", wrong).expect_err(wrong);
            let place = errors[0].place.as_ref().expect(wrong);
            assert_eq!(place.line, Some(line), "{wrong}");
        }
        assert!(Corrections::from_yaml("c.yaml", "# 还没有\n").is_ok_and(|c| c.entries.is_empty()));
    }
}
