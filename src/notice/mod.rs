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
pub mod keys;
pub mod number;
pub mod other;
pub mod phrases;
pub mod report;
pub mod target;
pub mod tasks;
pub mod yaml;

use serde::{Deserialize, Serialize};

use crate::diag::locus::Line;
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
    /// The workbooks that hold its annexes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workbooks: Vec<WorkbookRef>,
}

/// A workbook that holds annexes of a seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkbookRef {
    /// Path of the workbook, relative to the project.
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
    pub line: Option<Line>,
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
    /// The key that it keeps, where its words were others once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The heading that several rows share (`主要污染物排放总量削减`).
    #[serde(default)]
    pub group: Option<String>,
    /// 单位, as printed.
    pub unit: String,
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
    /// The cells, in printed order; together they cover every area once.
    pub targets: Vec<Target>,
}
