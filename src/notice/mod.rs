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
pub mod figure;
pub mod file;
pub mod goal;
pub mod invisible_chars;
pub mod keys;
pub mod number;
pub mod other;
pub mod phrases;
pub mod report;
pub mod target;
pub mod tasks;
pub mod yaml;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::locus::Line;
use crate::grammar::Grammar;
use crate::units::slug;
pub use annex::{Annex, Content, Unlisted};
pub use date::Date;
pub use file::File;
pub use other::OtherAnnex;
pub use target::{Target, Value};
pub use tasks::{Deadline, FirstLeads, Item, Part, Remark, Responsible, Section, Task, TaskTable};

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Circular {
    /// Name of the notice's folder, and of its pages: `suf-2017-15`.
    #[schemars(schema_with = "slug::schema")]
    #[schemars(
        description = "通知的文件夹名，也是网址里的写法：只用小写字母、数字和连字符，和文件夹名一样。"
    )]
    pub id: String,
    /// The seed it was read from; a notice typed by hand has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "从哪份来件读出；手写的不写。")]
    pub source: Option<SourceRef>,
    /// 发文机关标志, as printed: `苏州市人民政府文件`.
    #[schemars(description = "发文机关标志，照印的写：苏州市人民政府文件。")]
    pub masthead: String,
    /// 发文字号.
    #[schemars(description = "发文字号。")]
    pub document_number: DocumentNumber,
    /// 标题.
    #[schemars(description = "标题，写成一行；怎样分行由程序定。")]
    pub title: String,
    /// 主送机关, with its closing colon.
    #[schemars(description = "主送机关，连末尾的冒号；没有主送机关的写成空的 \"\"。")]
    pub addressees: String,
    /// 正文, a paragraph each.
    #[schemars(description = "正文，一段一条。")]
    pub body: Vec<Paragraph>,
    /// 附件说明.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "附件说明，一个附件一条，按序号；没有附件的不写。")]
    pub attachments: Vec<Attachment>,
    /// Annexes with a number that 附件说明 does not list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "有序号、附件说明里却没有列出的附件。")]
    pub unlisted: Vec<Unlisted>,
    /// 发文机关署名.
    #[schemars(description = "发文机关署名；联合发文的用空格隔开。")]
    pub signatory: String,
    /// 成文日期.
    #[schemars(description = "成文日期。")]
    pub date: Date,
    /// 附注, without its brackets: `此件公开发布`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "附注里说谁可以看的话，不带括号：此件公开发布。")]
    pub publicity: Option<String>,
    /// 抄送机关, without the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "版记里的抄送机关，不带“抄送：”。")]
    pub copies_to: Option<String>,
    /// 印发机关.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "版记里的印发机关。")]
    pub printed_by: Option<String>,
    /// 印发日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "印发日期。")]
    pub printed_on: Option<Date>,
    /// What stands over the masthead or beside the document number: 份号, 密级,
    /// 紧急程度, 签发人, each as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        description = "发文机关标志上面、发文字号旁边的话，照印的写：份号、密级、紧急程度、签发人。"
    )]
    pub head: Vec<String>,
    /// Other notes behind the date, without brackets: `联系人：…`, `共印200份`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "日期后面的别的附注，不带括号：联系人、印数。")]
    pub notes: Vec<String>,
    /// Names of the fields that the source lacks, and the office gave in the file
    /// beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "来件里没有、由补写的文件给的各项的名字。")]
    pub given: Vec<String>,
}

impl Circular {
    /// The words over the masthead that give a 密级 (GB/T 9704-2012, 7.2.2): `机密★1年`.
    pub fn classified(&self) -> Option<&str> {
        let words = &Grammar::get().circular.classified;
        let says = |text: &&String| words.iter().any(|word| text.contains(word.as_str()));
        self.head.iter().find(says).map(String::as_str)
    }
}

/// Which seed a notice was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceRef {
    /// Path of the seed, relative to the project.
    #[schemars(description = "来件的路径，从项目文件夹算起：seeds/通知.txt。")]
    pub file: String,
    /// blake3 of the file as received, in hexadecimal.
    #[schemars(description = "来件的校验值（blake3，十六进制）。")]
    pub blake3: String,
    /// The workbooks that hold its annexes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "写着附件的工作簿。")]
    pub workbooks: Vec<WorkbookRef>,
}

/// A workbook that holds annexes of a seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkbookRef {
    /// Path of the workbook, relative to the project.
    #[schemars(description = "工作簿的路径，从项目文件夹算起：seeds/附件.xlsx。")]
    pub file: String,
    /// blake3 of the file as received, in hexadecimal.
    #[schemars(description = "工作簿的校验值（blake3，十六进制）。")]
    pub blake3: String,
}

/// 发文字号: 机关代字, year and serial number (GB/T 9704 7.2.5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentNumber {
    /// As printed: `苏府〔2017〕15号`.
    #[schemars(description = "发文字号全文：苏府〔2017〕15号。")]
    pub text: String,
    /// 机关代字: `苏府`.
    #[schemars(description = "机关代字：苏府。")]
    pub agency: String,
    /// Four digits.
    #[schemars(description = "年份，四位数字。")]
    pub year: u16,
    /// Without leading zeros.
    #[schemars(description = "顺序号，前面不加 0。")]
    pub serial: u32,
}

/// One paragraph of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// The words.
    #[schemars(description = "一段的文字。")]
    pub text: String,
    /// Line of the seed on which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "在来件的第几行；来件是 Word 文件的，行号后面写位置：24 表2第5行。")]
    pub line: Option<Line>,
}

/// One line of the list of attachments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// 1, 2, …; a lone attachment has none in print and 1 here.
    #[schemars(description = "附件的序号：1、2……；只有一个附件、印出来没有序号的写 1。")]
    pub number: u32,
    /// Its title.
    #[schemars(description = "附件的标题。")]
    pub title: String,
    /// Its file: `tasks.yaml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        description = "附件内容在哪个文件里：tasks.yaml、tasks-2.yaml、indicators.yaml、annex-3.yaml。"
    )]
    pub file: Option<File>,
}

/// The annex of indicators: rows are indicators, columns are areas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorTable {
    /// Title of the annex.
    #[schemars(description = "附件的标题。")]
    pub title: String,
    /// The columns, in printed order; the first is the issuing city itself.
    #[schemars(description = "各列的地区，按印的次序；第一个是全市。")]
    pub areas: Vec<String>,
    /// The rows.
    #[schemars(description = "各项指标，一行一条。")]
    pub indicators: Vec<Indicator>,
    /// What stands below the table: remarks on it, closing words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "表下面的话：说明、结尾。")]
    pub notes: Vec<Paragraph>,
}

/// One indicator with its target for every area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// 序号.
    #[schemars(description = "序号。")]
    pub number: u32,
    /// 指标名称.
    #[schemars(description = "指标名称。")]
    pub name: String,
    /// The key that it keeps, where its words were others once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "它的键：网址和答复靠它认；文字改过的才写在这里，由程序写。")]
    pub key: Option<String>,
    /// The heading that several rows share (`主要污染物排放总量削减`).
    #[serde(default)]
    #[schemars(description = "几行合用的名称，如“主要污染物排放总量削减”；没有的写 null 或不写。")]
    pub group: Option<String>,
    /// 单位, as printed.
    #[schemars(description = "计量单位，照印的写。")]
    pub unit: String,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "在来件的第几行；来件是 Word 文件的，行号后面写位置。")]
    pub line: Option<Line>,
    /// The cells, in printed order; together they cover every area once.
    #[schemars(
        description = "各格的目标，按印的次序；合起来每个地区正好一次（由 gongwen check 查）。"
    )]
    pub targets: Vec<Target>,
}
