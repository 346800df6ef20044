//! `content/<notice>/rounds/<id>.yaml`: a round of self-checks as the office orders it. What
//! nobody has decided yet is empty there; the program guesses nothing.

use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Place};
use crate::notice::Date;
use crate::overlay;

/// A round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// The name of its file: `2017-07`.
    #[serde(skip)]
    pub id: String,
    /// Its title, which stands over forms and roll-up.
    #[schemars(description = "标题，印在自查表和汇总上：2017年7月自查情况。")]
    pub title: String,
    /// The letter's own words that ask for it.
    #[serde(default)]
    #[schemars(description = "通知里要求自查的原话，印在自查表上。")]
    pub said: Option<String>,
    /// The day that the answers speak of.
    #[serde(default)]
    #[schemars(description = "情况截至哪一天：2017-06-30。")]
    pub as_of: Option<Date>,
    /// The last day for answers.
    #[serde(default)]
    #[schemars(description = "最迟哪一天报来；不早于 as_of。")]
    pub due: Option<Date>,
    /// Who gets the answers.
    #[serde(default)]
    #[schemars(description = "报给谁。")]
    pub to: Option<String>,
    /// Who answers for which task.
    #[schemars(description = "每条任务由谁填报。")]
    pub answers: Who,
    /// Which values are asked for beside the words.
    #[schemars(description = "要不要填指标的完成值。")]
    pub values: Values,
    /// The statuses of which a unit chooses one for each task.
    #[schemars(description = "完成情况有哪几种。")]
    pub status: Status,
    /// What a unit writes for each task.
    #[schemars(description = "每条任务要写的各栏，至少一栏。")]
    pub fields: Vec<Field>,
    /// What stands on a form before its rows.
    #[serde(default)]
    #[schemars(description = "印在自查表前面的话，一条一行。")]
    pub instructions: Vec<String>,
    /// Lines at the foot of a form.
    #[serde(default)]
    #[schemars(description = "自查表后面签字的各行。")]
    pub signatures: Vec<String>,
    /// The columns of the roll-up.
    #[schemars(description = "汇总表的各栏，照这里的次序。")]
    pub columns: Vec<Column>,
    /// Whether the first-named unit is shown under a word of its own, and by whose word.
    #[serde(default)]
    #[schemars(description = "把排在第一位的单位另列一栏的，写明叫什么、是谁说的；没有就空着。")]
    pub first_named: Option<FirstNamed>,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The rule for all tasks.
    #[serde(default)]
    #[schemars(description = "由哪个单位填报；空着是还没有定。")]
    pub by: Option<Rule>,
    /// Whether a closed collective, where the rule comes to it, stands for each of its
    /// members.
    #[serde(default)]
    #[schemars(
        description = "轮到统称（各市、区政府）时，由不由它的每个成员填报；空着是还没有定。"
    )]
    pub members: Option<bool>,
    /// Tasks for which something else holds.
    #[serde(default)]
    #[schemars(description = "另有安排的任务。")]
    pub except: Vec<Exception>,
}

/// Which of the units that a task names answer for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The first-named.
    #[schemars(description = "排在第一位的单位")]
    First,
    /// Each that is named.
    #[schemars(description = "写明的每个单位")]
    Every,
    /// Those that the notice says lead.
    #[schemars(description = "通知写明牵头的单位")]
    Lead,
}

/// A task, or all tasks of an item, with what holds for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The id of a task, `18-2`, or the number of an item, `18`.
    #[serde(deserialize_with = "id")]
    #[schemars(
        description = "任务的编号（18-2）、一整项的序号（18），或者任务的键（八个字母和数字）。",
        schema_with = "id_schema"
    )]
    pub task: String,
    /// Another rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "改由哪个单位填报；和 units、nobody 只写一个。")]
    pub by: Option<Rule>,
    /// Or these units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "改由这几个单位填报；写规范名称。")]
    pub units: Vec<String>,
    /// Or nobody, for this reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "不填报，这里写理由。")]
    pub nobody: Option<String>,
}

/// Which values are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Of what.
    #[serde(default)]
    #[schemars(description = "要哪些完成值；空着是还没有定。")]
    pub ask: Option<Ask>,
    /// The heading over the values.
    #[schemars(description = "填完成值的一栏的标题。")]
    pub heading: String,
    /// The heading of what may be said beside a value.
    #[schemars(description = "完成值旁边作说明的一栏的标题。")]
    pub note: String,
}

/// What values are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// None.
    #[schemars(description = "不要")]
    None,
    /// The targets of each area, of its government.
    #[schemars(description = "各地区的指标，由那里的政府填")]
    Areas,
    /// The goals in the words of tasks, of whoever answers for the task.
    #[schemars(description = "任务里写着数的目标，由填报这条任务的单位填")]
    Goals,
    /// Both.
    #[schemars(description = "都要")]
    Both,
}

/// The statuses of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The heading over them.
    #[schemars(description = "这一栏的标题：完成情况。")]
    pub heading: String,
    /// In the order in which they are offered.
    #[schemars(description = "可选的几种，照这里的次序列出，至少一种。")]
    pub choices: Vec<Choice>,
}

/// A status that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its word.
    #[schemars(description = "写在表上的字：已完成。")]
    pub name: String,
    /// What it means.
    #[schemars(description = "是什么意思；换了字，照样写是哪一种。")]
    pub means: Meaning,
}

/// What a status means, whatever an office calls it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// It is done.
    #[schemars(description = "完成")]
    Done,
    /// It goes on as planned.
    #[schemars(description = "达到进度")]
    OnCourse,
    /// It lags.
    #[schemars(description = "落后")]
    Behind,
    /// There are figures at the end of the year only.
    #[schemars(description = "年度才有数")]
    Yearly,
    /// The task itself was changed.
    #[schemars(description = "任务有调整")]
    Adjusted,
    /// None of these.
    #[schemars(description = "都不是")]
    None,
}

/// Something that a unit writes for each task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its heading.
    #[schemars(description = "这一栏的标题：进展情况。")]
    pub name: String,
    /// When it must be filled.
    #[serde(default)]
    #[schemars(description = "什么时候必填；不写是可填可不填。")]
    pub needed: Needed,
}

/// When something must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Needed {
    /// It may stay empty.
    #[default]
    #[schemars(description = "可填可不填")]
    Never,
    /// Where the status says that the task lags.
    #[schemars(description = "落后的必填")]
    Behind,
    /// Always.
    #[schemars(description = "必填")]
    Always,
}

/// A column of the roll-up: its heading, and one of the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its heading.
    #[schemars(description = "这一栏的标题。")]
    pub heading: String,
    /// Something of the notice or of an answer stands in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "这一栏列什么；和 field 只写一个。")]
    pub show: Option<Part>,
    /// What was written in the field of this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "这一栏列答复里的哪一栏，写 fields 里的名字。")]
    pub field: Option<String>,
}

/// Something of the notice or of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// 序号 of the item.
    #[schemars(description = "序号")]
    Number,
    /// 名称 of the item.
    #[schemars(description = "名称")]
    Name,
    /// The words of the task.
    #[schemars(description = "工作任务")]
    Task,
    /// 责任单位 as printed.
    #[schemars(description = "责任单位，照原文")]
    Units,
    /// The first-named unit.
    #[schemars(description = "排在第一位的单位；要写 first_named")]
    First,
    /// The other units.
    #[schemars(description = "其余的单位；要写 first_named")]
    Others,
    /// Who answered.
    #[schemars(description = "填报单位")]
    Answered,
    /// The status.
    #[schemars(description = "完成情况")]
    Status,
}

/// That the first-named unit is shown as what the notice does not call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstNamed {
    /// 牵头部门
    #[schemars(description = "叫什么：牵头部门。")]
    pub shown_as: String,
    /// By whose word; the roll-up says it.
    #[schemars(description = "是谁说的，印在汇总表下面。")]
    pub by: String,
}

impl Round {
    /// Reads the file `file`, as messages show it, of the round `id`.
    ///
    /// # Errors
    /// All that is wrong in it, each with its line.
    pub fn from_yaml(id: &str, file: &str, text: &str) -> Result<Round, Vec<Diagnostic>> {
        let read: Result<Round, _> = serde_yaml::from_str(text);
        let mut round = read.map_err(|error| {
            let place = match overlay::line_of_error(text, &error) {
                Some(line) => Place::line(file, line),
                None => Place::file(file),
            };
            let message = format!("这一轮自查的文件读不懂：{}", said(&error));
            vec![fault(message, place)]
        })?;
        id.clone_into(&mut round.id);
        let faults = round.faults();
        let errors = faults.into_iter().map(|(message, words)| {
            let place = Place::file(file);
            let place = match words {
                Some(words) => place.words(words),
                None => place,
            };
            fault(message, place)
        });
        let errors: Vec<Diagnostic> = errors.collect();
        match errors.is_empty() {
            true => Ok(round),
            false => Err(errors),
        }
    }

    /// What is wrong, with the words to point at.
    fn faults(&self) -> Vec<(String, Option<String>)> {
        let mut found = Vec::new();
        let mut say = |message: String, words: &str| {
            found.push((message, (!words.is_empty()).then(|| words.to_owned())));
        };
        let statuses = self.status.choices.iter().map(|c| &c.name);
        let headings = self.fields.iter().map(|f| &f.name);
        let headings = headings.chain([&self.status.heading]);
        for (what, names) in [
            ("状态", statuses.collect::<Vec<_>>()),
            ("栏目", headings.collect()),
            ("数值的栏目", vec![&self.values.heading, &self.values.note]),
            ("签字的一行", self.signatures.iter().collect()),
        ] {
            let mut seen = BTreeSet::new();
            for name in names {
                if plain(name).is_empty() || name.trim() != name || name.contains(['\n', '\t']) {
                    say(
                        format!("{what}“{name}”不能是空的，不能有换行和首尾的空格"),
                        name,
                    );
                } else if !seen.insert(plain(name)) {
                    say(format!("{what}“{name}”写了两次"), name);
                }
            }
        }
        for (what, empty) in [
            ("title", self.title.trim().is_empty()),
            ("choices", self.status.choices.is_empty()),
            ("fields", self.fields.is_empty()),
        ] {
            if empty {
                say(format!("{what} 不能是空的"), what);
            }
        }
        if let (Some(as_of), Some(due)) = (self.as_of, self.due)
            && due < as_of
        {
            say(format!("due（{due}）早于 as_of（{as_of}）"), "due");
        }
        for except in &self.answers.except {
            let ways = [
                except.by.is_some(),
                !except.units.is_empty(),
                except.nobody.is_some(),
            ];
            if ways.iter().filter(|way| **way).count() != 1 {
                let task = &except.task;
                say(
                    format!("任务 {task}：by、units、nobody 要写一个，只写一个"),
                    task,
                );
            }
        }
        for column in &self.columns {
            match (&column.field, column.show) {
                (Some(name), None) if !self.fields.iter().any(|f| f.name == *name) => {
                    say(format!("汇总表的一栏要“{name}”，fields 里没有"), name);
                }
                (None, Some(Part::First | Part::Others)) if self.first_named.is_none() => say(
                    "汇总表要分开排在第一位的单位，却没有写 first_named：通知没有说谁牵头，是谁说的要写明"
                        .to_owned(),
                    &column.heading,
                ),
                (Some(_), None) | (None, Some(_)) => {}
                _ => say(
                    format!("汇总表的“{}”一栏：show 和 field 要写一个，只写一个", column.heading),
                    &column.heading,
                ),
            }
        }
        found
    }

    /// What the office still has to decide: the name of the entry, and what it is. `asks`
    /// says whether the notice has closed collectives, and whether it has values.
    pub fn undecided(&self, asks: Open) -> Vec<(&'static str, &'static str)> {
        let open = [
            (self.answers.by.is_none(), "by", "每条任务由谁填报"),
            (
                asks.collectives && self.answers.members.is_none(),
                "members",
                "写着统称的（如“各市、区政府”），是不是由每个成员填报",
            ),
            (
                asks.values && self.values.ask.is_none(),
                "ask",
                "要不要填指标的完成值",
            ),
            (self.as_of.is_none(), "as_of", "情况截至哪一天"),
            (self.due.is_none(), "due", "最迟哪一天报来"),
            (self.to.is_none(), "to", "报给谁"),
        ];
        let open = open.into_iter().filter(|(open, ..)| *open);
        open.map(|(_, name, what)| (name, what)).collect()
    }

    /// The status of this name, whatever spaces stand in it.
    pub fn choice(&self, name: &str) -> Option<&Choice> {
        let name = plain(name);
        self.status.choices.iter().find(|c| plain(&c.name) == name)
    }
}

/// What a notice gives to decide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open {
    /// A task names a closed collective.
    pub collectives: bool,
    /// An area has a government and targets, or a task has goals.
    pub values: bool,
}

/// A text without spaces, signs in the width that narrow ones have: as headings and words to
/// choose are compared.
pub(super) fn plain(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}');
    kept.map(crate::diag::narrow).collect()
}

/// What is wrong with a file, in the words of people; what a type of ours says of its own text
/// is said already.
pub(super) fn said(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    match text.find('“') {
        Some(at) => text[at..]
            .split(" at line")
            .next()
            .unwrap_or_default()
            .to_owned(),
        None => overlay::said(error),
    }
}

fn fault(message: String, place: Place) -> Diagnostic {
    Diagnostic::error("round-yaml", message)
        .at(place)
        .hint("各项怎么写，见使用说明“各轮自查”；也可以用 gongwen round 另写一份初稿对照")
}

/// The same for editors.
fn id_schema(_: &mut SchemaGenerator) -> Schema {
    // The pattern keeps it from being any text that YAML may write as something else.
    json_schema!({
        "type": ["string", "integer"],
        "pattern": "",
        "minimum": 0,
        "maximum": u32::MAX,
    })
}

/// An id of a task, which YAML may take for a number.
fn id<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Number(u32),
        Text(String),
    }
    Ok(match Id::deserialize(from)? {
        Id::Number(number) => number.to_string(),
        Id::Text(text) => text,
    })
}
