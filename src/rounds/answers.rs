//! `content/<notice>/rounds/<id>.answers.yaml`: what was received and what it says, one entry
//! a task and unit, each word with the file, sheet and cell it stands in. What people typed
//! there themselves stays, and says so.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Place};
use crate::notice::Date;
use crate::overlay;
use crate::rounds::round::said;

const CHECK: &str = "# 校验：";

/// The answers of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The workbooks that were received, in the order of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "收表的清单，由程序写。")]
    pub received: Vec<Received>,
    /// What they say of tasks, in the order of the notice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "对各条任务的答复，一个单位一条；人记下的也添在这里。")]
    pub answers: Vec<Answer>,
    /// The values that they give.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "指标的完成值；人记下的也添在这里。")]
    pub values: Vec<ValueAnswer>,
}

/// A workbook that was received. When that was no file says: its own day is not to be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// Its name in the folder of the round.
    #[schemars(description = "收到的文件名。")]
    pub file: String,
    /// Its size.
    #[schemars(description = "字节数。")]
    pub bytes: u64,
    /// blake3 of the file as received, in hexadecimal.
    #[schemars(description = "收到时的校验值。")]
    pub blake3: String,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "是哪个单位的。")]
    pub unit: Option<String>,
    /// The hash that its form carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "表上印的编号。")]
    pub form: Option<String>,
    /// The day that the unit wrote on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "表上写的日期。")]
    pub dated: Option<Date>,
    /// The day on which it came, as the office gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "收到的日期，写在更正里。")]
    pub received: Option<Date>,
    /// Whether that day, or else the day on it, is behind the last day of the round; none
    /// where there is no day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "是否逾期。")]
    pub late: Option<bool>,
    /// Why a person had it left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "不读这个文件的理由。")]
    pub left_out: Option<String>,
    /// What stands on the lines at its foot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "签字的各行。")]
    pub signed: Vec<Words>,
}

/// What a unit says of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The id of the task: `18-2`.
    #[schemars(description = "任务的编号：18-2。")]
    pub task: String,
    /// The key that the task keeps, should it come to stand elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "任务的键，编号移动了也认得。")]
    pub key: Option<String>,
    /// Who says it.
    #[schemars(description = "填报单位，写规范名称。")]
    pub unit: String,
    /// Where it stands.
    #[serde(flatten)]
    pub from: From,
    /// The status, as chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "选的完成情况。")]
    pub status: Option<Words>,
    /// What was written, in the order of the round's fields; those left empty are not here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "各栏写的话。")]
    pub fields: Vec<Words>,
}

/// The value that a unit gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueAnswer {
    /// Of an indicator of an area `i7@东区`, of a goal of a task `18-2/1`.
    #[schemars(description = "是哪个完成值：i7@东区（指标和地区）、18-2/1（任务里的目标）。")]
    pub of: String,
    /// Who says it.
    #[schemars(description = "填报单位，写规范名称。")]
    pub unit: String,
    /// Where it stands.
    #[serde(flatten)]
    pub from: From,
    /// The value as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "完成值。")]
    pub value: Option<Words>,
    /// What is said beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "旁边的说明。")]
    pub note: Option<Words>,
}

/// Where an answer stands, and whether it counts. Texts in fields that are flattened cannot be
/// written as numbers, which their patterns keep editors from taking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct From {
    /// The file; none where a person typed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "读自哪个文件；人记下的没有。", extend("pattern" = ""))]
    pub file: Option<String>,
    /// The sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "工作表。", extend("pattern" = ""))]
    pub sheet: Option<String>,
    /// Who typed it and how it came; none where it was read from a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "谁记的、怎样报来，如“电话报来，李某记”；写了这一项的程序照样留着。", extend("pattern" = ""))]
    pub typed: Option<String>,
    /// Where the same is said once more, word by word: `乙.xlsx 自查表 E12`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "一字不差又写在哪里。")]
    pub also: Vec<String>,
    /// Why a person took another answer of the unit instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "没有取这一份的理由，由程序照更正写。", extend("pattern" = ""))]
    pub set_aside: Option<String>,
}

/// Words with the cell they stand in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The heading, where it is not plain which: `进展情况`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "栏目的标题；人记下的也要写。")]
    pub name: Option<String>,
    /// The words.
    #[schemars(description = "写的话。")]
    pub text: String,
    /// The cell: `E12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "在哪一格：E12。")]
    pub cell: Option<String>,
    /// Why a person had it read otherwise than it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "照更正读的，更正的理由。")]
    pub corrected: Option<String>,
}

impl From {
    /// Whether the answer counts: no person has set it aside.
    pub fn counts(&self) -> bool {
        self.set_aside.is_none()
    }

    /// How it is called where one of several is to be taken: its file, or `typed`.
    pub fn called(&self) -> &str {
        self.file.as_deref().unwrap_or("typed")
    }
}

impl Answer {
    /// What was written in a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        let named = |words: &&Words| words.name.as_deref() == Some(name);
        self.fields.iter().find(named).map(|w| w.text.as_str())
    }

    /// Whether another says the same, wherever it stands.
    pub(super) fn says_as(&self, other: &Answer) -> bool {
        let all = |answer: &Answer| {
            let words = answer.status.iter().chain(&answer.fields);
            let said = words.map(|w| (w.name.clone(), w.text.clone()));
            said.collect::<Vec<_>>()
        };
        self.status.is_some() == other.status.is_some() && all(self) == all(other)
    }
}

impl ValueAnswer {
    pub(super) fn says_as(&self, other: &ValueAnswer) -> bool {
        let text = |words: &Option<Words>| words.as_ref().map(|w| w.text.clone());
        text(&self.value) == text(&other.value) && text(&self.note) == text(&other.note)
    }
}

impl Answers {
    /// Reads the file `file`, as messages show it.
    ///
    /// # Errors
    /// What is wrong in it, with its line.
    pub fn from_yaml(file: &str, text: &str) -> Result<Answers, Diagnostic> {
        if overlay::says_nothing(text) {
            return Ok(Answers::default());
        }
        serde_yaml::from_str(text).map_err(|error| {
            let place = match overlay::line_of_error(text, &error) {
                Some(line) => Place::line(file, line),
                None => Place::file(file),
            };
            Diagnostic::error(
                "answers-yaml",
                format!("答复的文件读不懂：{}", said(&error)),
            )
            .at(place)
            .hint("人记下的答复写 task、unit、typed、status、fields；别的由程序读出，不要改")
        })
    }

    /// The text of the file.
    ///
    /// # Errors
    /// Never for our answers; a fault of serialising comes out as text.
    pub fn to_yaml(&self, corrections: &str) -> Result<String, String> {
        let body = serde_yaml::to_string(self).map_err(|e| e.to_string())?;
        let seal = self.seal()?;
        Ok(format!(
            "# 由 gongwen 从收到的自查表读出。要更正、要在两份答复里取一份，写在 {corrections} 里。\n\
             # 不是用表报来、由人记下的，在 answers 里另加一条，写 typed（谁、怎样报来），程序照样留着。\n\
             {CHECK}{seal}\n{body}"
        ))
    }

    /// Whether somebody has changed what was read from workbooks. What was typed may change.
    pub fn is_edited(&self, text: &str) -> bool {
        let check = text.lines().find_map(|line| line.strip_prefix(CHECK));
        match check {
            Some(check) => self.seal().is_ok_and(|seal| seal != check.trim()),
            None => *self != self.typed(),
        }
    }

    /// A check of all that was read, and of nothing that was typed.
    fn seal(&self) -> Result<String, String> {
        let mut read = self.clone();
        read.answers.retain(|answer| answer.from.typed.is_none());
        read.values.retain(|value| value.from.typed.is_none());
        // What is decided between a typed and a read one is decided anew each time.
        read.answers
            .iter_mut()
            .for_each(|a| a.from.set_aside = None);
        read.values.iter_mut().for_each(|v| v.from.set_aside = None);
        let text = serde_json::to_string(&read).map_err(|e| e.to_string())?;
        Ok(blake3::hash(text.as_bytes()).to_hex()[..16].to_owned())
    }

    /// What was typed by people, as if nothing had been decided.
    pub fn typed(&self) -> Answers {
        let mut typed = self.clone();
        typed.received.clear();
        typed.answers.retain(|answer| answer.from.typed.is_some());
        typed.values.retain(|value| value.from.typed.is_some());
        typed
            .answers
            .iter_mut()
            .for_each(|a| a.from.set_aside = None);
        typed
            .values
            .iter_mut()
            .for_each(|v| v.from.set_aside = None);
        typed
    }
}
