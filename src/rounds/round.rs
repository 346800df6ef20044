//! `content/<notice>/rounds/<id>.yaml`: a round of self-checks as the office orders it. What
//! nobody has decided yet is empty there; the program guesses nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Place};
use crate::notice::Date;
use crate::overlay;

/// A round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// The name of its file: `2017-07`.
    #[serde(skip)]
    pub id: String,
    /// Its title, which stands over forms and roll-up.
    pub title: String,
    /// The letter's own words that ask for it.
    #[serde(default)]
    pub said: Option<String>,
    /// The day that the answers speak of.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// The last day for answers.
    #[serde(default)]
    pub due: Option<Date>,
    /// Who gets the answers.
    #[serde(default)]
    pub to: Option<String>,
    /// Who answers for which task.
    pub answers: Who,
    /// Which values are asked for beside the words.
    pub values: Values,
    /// The statuses of which a unit chooses one for each task.
    pub status: Status,
    /// What a unit writes for each task.
    pub fields: Vec<Field>,
    /// What stands on a form before its rows.
    #[serde(default)]
    pub instructions: Vec<String>,
    /// Lines at the foot of a form.
    #[serde(default)]
    pub signatures: Vec<String>,
    /// The columns of the roll-up.
    pub columns: Vec<Column>,
    /// Whether the first-named unit is shown under a word of its own, and by whose word.
    #[serde(default)]
    pub first_named: Option<FirstNamed>,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The rule for all tasks.
    #[serde(default)]
    pub by: Option<Rule>,
    /// Whether a closed collective, where the rule comes to it, stands for each of its
    /// members.
    #[serde(default)]
    pub members: Option<bool>,
    /// Tasks for which something else holds.
    #[serde(default)]
    pub except: Vec<Exception>,
}

/// Which of the units that a task names answer for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The first-named.
    First,
    /// Each that is named.
    Every,
    /// Those that the notice says lead.
    Lead,
}

/// A task, or all tasks of an item, with what holds for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The id of a task, `18-2`, or the number of an item, `18`.
    #[serde(deserialize_with = "id")]
    pub task: String,
    /// Another rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Rule>,
    /// Or these units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// Or nobody, for this reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nobody: Option<String>,
}

/// Which values are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Of what.
    #[serde(default)]
    pub ask: Option<Ask>,
    /// The heading over the values.
    pub heading: String,
    /// The heading of what may be said beside a value.
    pub note: String,
}

/// What values are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// None.
    None,
    /// The targets of each area, of its government.
    Areas,
    /// The goals in the words of tasks, of whoever answers for the task.
    Goals,
    /// Both.
    Both,
}

/// The statuses of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The heading over them.
    pub heading: String,
    /// In the order in which they are offered.
    pub choices: Vec<Choice>,
}

/// A status that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its word.
    pub name: String,
    /// What it means.
    pub means: Meaning,
}

/// What a status means, whatever an office calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// It is done.
    Done,
    /// It goes on as planned.
    OnCourse,
    /// It lags.
    Behind,
    /// There are figures at the end of the year only.
    Yearly,
    /// The task itself was changed.
    Adjusted,
    /// None of these.
    None,
}

/// Something that a unit writes for each task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its heading.
    pub name: String,
    /// When it must be filled.
    #[serde(default)]
    pub needed: Needed,
}

/// When something must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needed {
    /// It may stay empty.
    #[default]
    Never,
    /// Where the status says that the task lags.
    Behind,
    /// Always.
    Always,
}

/// A column of the roll-up: its heading, and one of the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Something of the notice or of an answer stands in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<Part>,
    /// What was written in the field of this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// Something of the notice or of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// 序号 of the item.
    Number,
    /// 名称 of the item.
    Name,
    /// The words of the task.
    Task,
    /// 责任单位 as printed.
    Units,
    /// The first-named unit.
    First,
    /// The other units.
    Others,
    /// Who answered.
    Answered,
    /// The status.
    Status,
}

/// That the first-named unit is shown as what the notice does not call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstNamed {
    /// 牵头部门
    pub shown_as: String,
    /// By whose word; the roll-up says it.
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
