//! What a notice is: the model that is written as YAML into `content/`, and the
//! knowledge about it. This floor opens no files and knows no other floor.
//!
//! Text is kept as printed; a value worked out from it stands beside it.

pub mod annex;
pub mod check;
pub mod date;
pub mod draft;
pub mod due;
pub mod duty;
pub mod file;
pub mod goal;
pub mod invisible_chars;
pub mod number;
pub mod other;
pub mod report;
pub mod target;
pub mod yaml;

use serde::{Deserialize, Serialize};

use crate::units::phrase::{self, Phrase};
use crate::units::register::Register;
pub use annex::{Annex, Content, Unlisted};
pub use date::Date;
pub use file::File;
pub use other::OtherAnnex;
pub use target::{Target, Value};

/// A whole notice: the circular and its annexes. [`Notice::new`] puts them together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// `notice.yaml`: the circular itself.
    pub circular: Circular,
    /// In printed order: tables of indicators (`indicators.yaml` …), tables of tasks
    /// (`tasks.yaml` …), and others (`annex-3.yaml`).
    pub annexes: Vec<Annex>,
}

/// The circular: everything that is printed before the annexes, and the colophon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circular {
    /// Name of the notice's folder, and of its pages: `suf-2017-15`.
    pub id: String,
    /// The seed it was read from; a notice typed by hand has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
    /// 发文机关标志, as printed: `苏州市人民政府文件`.
    pub masthead: String,
    /// 发文字号.
    pub document_number: DocumentNumber,
    /// 标题.
    pub title: String,
    /// 主送机关, with its closing colon.
    pub addressees: String,
    /// 正文, a paragraph each.
    pub body: Vec<Paragraph>,
    /// 附件说明.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Annexes with a number that 附件说明 does not list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<Unlisted>,
    /// 发文机关署名.
    pub signatory: String,
    /// 成文日期.
    pub date: Date,
    /// 附注, without its brackets: `此件公开发布`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publicity: Option<String>,
    /// 抄送机关, without the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies_to: Option<String>,
    /// 印发机关.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_by: Option<String>,
    /// 印发日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_on: Option<Date>,
    /// What stands over the masthead or beside the document number: 份号, 密级,
    /// 紧急程度, 签发人, each as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub head: Vec<String>,
    /// Other notes behind the date, without brackets: `联系人：…`, `共印200份`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Names of the fields that the source lacks, and the office gave in the file
    /// beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
}

/// Which seed a notice was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRef {
    /// Path of the seed, relative to the project.
    pub file: String,
    /// blake3 of the file as received, in hexadecimal.
    pub blake3: String,
}

/// 发文字号: 机关代字, year and serial number (GB/T 9704 7.2.5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentNumber {
    /// As printed: `苏府〔2017〕15号`.
    pub text: String,
    /// 机关代字: `苏府`.
    pub agency: String,
    /// Four digits.
    pub year: u16,
    /// Without leading zeros.
    pub serial: u32,
}

/// One paragraph of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// The words.
    pub text: String,
    /// Line of the seed on which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// One line of the list of attachments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// 1, 2, …; a lone attachment has none in print and 1 here.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its file: `tasks.yaml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<File>,
}

/// The annex of indicators: rows are indicators, columns are areas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorTable {
    /// Title of the annex.
    pub title: String,
    /// The columns, in printed order; the first is the issuing city itself.
    pub areas: Vec<String>,
    /// The rows.
    pub indicators: Vec<Indicator>,
    /// What stands below the table: remarks on it, closing words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Paragraph>,
}

/// One indicator with its target for every area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// 序号.
    pub number: u32,
    /// 指标名称.
    pub name: String,
    /// The heading that several rows share (`主要污染物排放总量削减`).
    #[serde(default)]
    pub group: Option<String>,
    /// 单位, as printed.
    pub unit: String,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The cells, in printed order; together they cover every area once.
    pub targets: Vec<Target>,
}

/// The annex of tasks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskTable {
    /// Title of the annex.
    pub title: String,
    /// The notice's own rule that the first-named unit leads, where it states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_leads: Option<FirstLeads>,
    /// 一、…, 二、….
    pub parts: Vec<Part>,
}

/// A rule of the notice: of the units that a task names, the first leads (牵头) and
/// the others join in (配合). It holds for every task from its line on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstLeads {
    /// The notice's words: `排在第一位的部门为牵头部门，下同`.
    pub text: String,
    /// Line of the seed on which they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

impl FirstLeads {
    /// Whether the rule holds for what stands on a line; without lines it holds for all.
    pub fn holds_at(&self, line: Option<usize>) -> bool {
        self.line.zip(line).is_none_or(|(from, line)| line >= from)
    }
}

/// A part of the annex of tasks (`一、经济社会发展主要预期目标分解（16项）`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// `一`, or none where the table has no parts.
    #[serde(default)]
    pub number: Option<String>,
    /// Its title, without the count.
    #[serde(default)]
    pub title: Option<String>,
    /// The count that the heading states.
    #[serde(default)]
    pub stated_count: Option<u32>,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Paragraphs that stand before what it holds, and name no unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intro: Vec<Paragraph>,
    /// （一）…; a part without sections has one that has neither number nor title.
    pub sections: Vec<Section>,
}

/// A section of a part (`（一）强化创新驱动发展，…（10项）`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `（一）`, with its brackets.
    #[serde(default)]
    pub number: Option<String>,
    /// Its title, without the count.
    #[serde(default)]
    pub title: Option<String>,
    /// The count that the heading states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_count: Option<u32>,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Paragraphs that stand before what it holds, and name no unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intro: Vec<Paragraph>,
    /// The items.
    pub items: Vec<Item>,
}

/// A goal or item of work, with its tasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// 序号, running through all parts.
    pub number: u32,
    /// The number as printed, where it is not the running one: `（三）`, `2`; empty where
    /// none is printed among others that are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// 名称.
    pub name: String,
    /// Paragraphs that stand before what it holds, and name no unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intro: Vec<Paragraph>,
    /// Its rows.
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
    pub fn short_name(&self) -> std::borrow::Cow<'_, str> {
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// 工作任务.
    pub text: String,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What it asks for in figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<goal::Goal>,
    /// What its row says in columns of its own table only, such as 完成时限.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Remark>,
    /// By when, where the notice states it: 完成时限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// 责任单位.
    pub responsible: Responsible,
}

/// By when a task is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// As printed: `2024年6月底前`.
    pub text: String,
    /// The last day, where the words and the notice leave no doubt of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// A cell of a column that the program has no name for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// The heading of its column.
    pub heading: String,
    /// What it says.
    pub text: String,
}

/// The responsible units of a task: the phrase, and what it names.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsible {
    /// The phrase as printed.
    pub text: String,
    /// Canonical names in printed order.
    #[serde(default)]
    pub units: Vec<String>,
    /// Collectives that the phrase names, as printed.
    #[serde(default)]
    pub collectives: Vec<String>,
    /// Printed qualifiers by unit: `市委组织部: 人才办`.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub qualifiers: std::collections::BTreeMap<String, String>,
    /// Units that the notice says lead (牵头), where it states roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<String>,
    /// Units that the notice says join in (配合), where it states roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub join: Vec<String>,
    /// Units that the notice says guide or supervise (指导, 督办), where it states roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guide: Vec<String>,
    /// The phrase says 等: it means others too, whom it does not name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
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
    /// What the phrase of a task says, with the notice's own rule that the first-named
    /// leads, where that holds for it.
    pub fn phrase(&self, task: &Task, register: &Register) -> Phrase {
        let mut phrase = phrase::resolve(&task.responsible.text, register);
        let rule = self.first_leads.as_ref();
        if let Some(rule) = rule.filter(|rule| rule.holds_at(task.line)) {
            phrase.apply_first_leads(&rule.text, &task.responsible.text);
        }
        phrase
    }

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
