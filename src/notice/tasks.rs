//! The annex of tasks: its parts and sections, items and rows, and who is responsible.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::locus::Line;
use crate::notice::goal::Goal;
use crate::notice::{Date, Paragraph};

/// The annex of tasks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskTable {
    /// Title of the annex.
    #[schemars(description = "附件的标题；任务写在正文里的，是通知的标题。")]
    pub title: String,
    /// The notice's own rule that the first-named unit leads, where it states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "通知自己说的“排在第一位的牵头”；没有说的不写。")]
    pub first_leads: Option<FirstLeads>,
    /// 一、…, 二、….
    #[schemars(description = "各部分：一、……，二、……；不分部分的表也要有一条，不写序号和标题。")]
    pub parts: Vec<Part>,
}

/// A rule of the notice: of the units that a task names, the first leads (牵头) and
/// the others join in (配合). It holds for every task from its line on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstLeads {
    /// The notice's words: `排在第一位的部门为牵头部门，下同`.
    #[schemars(description = "通知的原话：排在第一位的部门为牵头部门，下同。")]
    pub text: String,
    /// Line of the seed on which they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "在来件的第几行；从这一行起的任务照此。")]
    pub line: Option<Line>,
}

impl FirstLeads {
    /// Whether the rule holds for what stands on a line; without lines it holds for all.
    pub fn holds_at(&self, line: Option<Line>) -> bool {
        self.line.zip(line).is_none_or(|(from, line)| line >= from)
    }
}

/// A part of the annex of tasks (`一、经济社会发展主要预期目标分解（16项）`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// `一`, or none where the table has no parts.
    #[serde(default)]
    #[schemars(description = "部分的序号：一；没有的写 null 或不写。")]
    pub number: Option<String>,
    /// Its title, without the count.
    #[serde(default)]
    #[schemars(description = "部分的标题，不带项数；没有的写 null 或不写。")]
    pub title: Option<String>,
    /// The count that the heading states.
    #[serde(default)]
    #[schemars(description = "标题里写明的项数；没有写明的写 null 或不写。")]
    pub stated_count: Option<u32>,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "在来件的第几行；来件是 Word 文件的，行号后面写位置。")]
    pub line: Option<Line>,
    /// Paragraphs that stand before what it holds, and name no unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "写在各项前面、没有点单位的话。")]
    pub intro: Vec<Paragraph>,
    /// （一）…; a part without sections has one that has neither number nor title.
    #[schemars(description = "各章节：（一）……；不分章节的也要有一条，不写序号和标题。")]
    pub sections: Vec<Section>,
}

/// A section of a part (`（一）强化创新驱动发展，…（10项）`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `（一）`, with its brackets.
    #[serde(default)]
    #[schemars(description = "章节的序号，带括号：（一）；没有的写 null 或不写。")]
    pub number: Option<String>,
    /// Its title, without the count.
    #[serde(default)]
    #[schemars(description = "章节的标题，不带项数；没有的写 null 或不写。")]
    pub title: Option<String>,
    /// The count that the heading states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "标题里写明的项数；没有写明的不写。")]
    pub stated_count: Option<u32>,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "在来件的第几行；来件是 Word 文件的，行号后面写位置。")]
    pub line: Option<Line>,
    /// Paragraphs that stand before what it holds, and name no unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "写在各项前面、没有点单位的话。")]
    pub intro: Vec<Paragraph>,
    /// The items.
    #[schemars(description = "各项目标或工作。")]
    pub items: Vec<Item>,
}

/// A goal or item of work, with its tasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// 序号, running through all parts.
    #[schemars(description = "序号，全表连着编。")]
    pub number: u32,
    /// The number as printed, where it is not the running one: `（三）`, `2`; empty where
    /// none is printed among others that are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        description = "印着的序号，和 number 不一样的才写：（三）、2；别的有序号而这一项没有的写 \"\"。"
    )]
    pub label: Option<String>,
    /// 名称.
    #[schemars(description = "名称。")]
    pub name: String,
    /// The key that it keeps, where its words were others once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "它的键：网址和答复靠它认；文字改过的才写在这里，由程序写。")]
    pub key: Option<String>,
    /// Paragraphs that stand before what it holds, and name no unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "写在各条任务前面、没有点单位的话。")]
    pub intro: Vec<Paragraph>,
    /// Its rows.
    #[schemars(description = "各条任务，一行一条。")]
    pub tasks: Vec<Task>,
}

impl Item {
    /// Whether its name is the beginning of one of its own texts: a sentence of a list
    /// that has no title.
    pub fn is_own_name(&self) -> bool {
        let tasks = self.tasks.iter().map(|task| &task.text);
        let words = self.intro.iter().map(|paragraph| &paragraph.text);
        let mut texts = tasks.chain(words);
        texts.any(|text| text.starts_with(self.name.as_str()))
    }

    /// The name where its text stands beside it: a long sentence that is its own name
    /// is cut short.
    pub fn short_name(&self) -> Cow<'_, str> {
        if self.name.chars().count() <= Self::NAME || !self.is_own_name() {
            return (&self.name).into();
        }
        let short: String = self.name.chars().take(Self::SHORT).collect();
        format!("{short}……").into()
    }

    /// The longest own name that is printed whole, in characters, and what is kept of a
    /// longer one.
    const NAME: usize = 180;
    const SHORT: usize = 60;
}

/// One row: what is to be done, and by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// 工作任务.
    #[schemars(description = "工作任务。")]
    pub text: String,
    /// The key that it keeps, where its words were others once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "它的键：网址和答复靠它认；文字改过的才写在这里，由程序写。")]
    pub key: Option<String>,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "在来件的第几行；来件是 Word 文件的，行号后面写位置。")]
    pub line: Option<Line>,
    /// What it asks for in figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "任务里用数说的目标。")]
    pub goals: Vec<Goal>,
    /// What its row says in columns of its own table only, such as 完成时限.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "只有这张表才有的列里写的话。")]
    pub more: Vec<Remark>,
    /// By when, where the notice states it: 完成时限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "完成时限；通知没有写明的不写。")]
    pub deadline: Option<Deadline>,
    /// 责任单位.
    #[schemars(description = "责任单位。")]
    pub responsible: Responsible,
}

/// By when a task is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// As printed: `2024年6月底前`.
    #[schemars(description = "照印的写：2024年6月底前。")]
    pub text: String,
    /// The last day, where the words and the notice leave no doubt of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "最后一天；说不准是哪一天的不写。")]
    pub date: Option<Date>,
}

/// A cell of a column that the program has no name for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// The heading of its column.
    #[schemars(description = "那一列的表头。")]
    pub heading: String,
    /// What it says.
    #[schemars(description = "格里的字。")]
    pub text: String,
}

/// The responsible units of a task: the phrase, and what it names.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Responsible {
    /// The phrase as printed.
    #[schemars(
        description = "责任单位一格的字，照印的写。下面各项都从它读出；对不上的，gongwen check 报错。"
    )]
    pub text: String,
    /// Canonical names in printed order.
    #[serde(default)]
    #[schemars(description = "点了名的单位，用登记册里的规范名，按印的次序。")]
    pub units: Vec<String>,
    /// Collectives that the phrase names, as printed.
    #[serde(default)]
    #[schemars(description = "点到的统称，照印的写；成员是谁由登记册说。")]
    pub collectives: Vec<String>,
    /// Printed qualifiers by unit: `市委组织部: 人才办`.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    #[schemars(description = "单位名称后面括号里的话，按单位写：市委组织部: 人才办。")]
    pub qualifiers: BTreeMap<String, String>,
    /// Units that the notice says lead (牵头), where it states roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "牵头单位，都要在 units 里；通知没有写明谁牵头的不写。")]
    pub lead: Vec<String>,
    /// Units that the notice says join in (配合), where it states roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "配合单位；通知没有写明的不写。")]
    pub join: Vec<String>,
    /// Units that the notice says guide or supervise (指导, 督办), where it states roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "指导、督办单位；通知没有写明的不写。")]
    pub guide: Vec<String>,
    /// The phrase says 等: it means others too, whom it does not name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[schemars(description = "写了“等”，还有没点名的：true。")]
    pub others: bool,
}

impl Task {
    /// What stands beside its words and its units: the columns of its own table, with the
    /// deadline, unless the phrase of its units says that already.
    pub fn remarks(&self) -> Vec<Remark> {
        let deadline = self.deadline.as_ref();
        let own = deadline.filter(|d| !self.responsible.text.contains(&d.text));
        let deadline = own.map(|d| Remark {
            heading: DEADLINE.to_owned(),
            text: d.text.clone(),
        });
        self.more.iter().cloned().chain(deadline).collect()
    }
}

/// What print calls a deadline.
const DEADLINE: &str = "完成时限";

impl TaskTable {
    /// Every item with its part and section, in printed order.
    pub fn items(&self) -> impl Iterator<Item = (&Part, &Section, &Item)> {
        self.parts.iter().flat_map(|part| {
            part.sections.iter().flat_map(move |section| {
                section.items.iter().map(move |item| (part, section, item))
            })
        })
    }

    /// Every task with its item, in printed order.
    pub fn tasks(&self) -> impl Iterator<Item = (&Item, &Task)> {
        self.items()
            .flat_map(|(_, _, item)| item.tasks.iter().map(move |task| (item, task)))
    }
}
