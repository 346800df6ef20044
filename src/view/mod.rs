//! What templates may see. PDF and HTML of a document are made from the same
//! view, so they cannot disagree; the model can change without the templates.
//!
//! Everything here is plain data: text is text, never markup. Cells that a
//! merged cell covers are left out, as `rowspan` and `colspan` want it.

pub mod from_notice;
mod report;

use serde::Serialize;

use crate::notice::{Remark, Value};
use crate::project::bundles::Show;

/// How other documents speak of a notice.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeRef {
    /// Folder of its pages: `suf-2017-15`.
    pub id: String,
    /// `苏府〔2017〕15号`
    pub number: String,
    /// Its title.
    pub title: String,
    /// 发文机关署名.
    pub agency: String,
    /// `2017年1月26日`
    pub date: String,
    /// `2017-01-26`
    pub date_iso: String,
    /// What the circular says about reporting back, where it says it.
    pub report: Option<ReportView>,
}

/// What the circular asks to be reported, in its own words.
#[derive(Debug, Clone, Serialize)]
pub struct ReportView {
    /// The sentences that speak of it.
    pub quote: String,
    /// When: `7月初`, `12月初`.
    pub times: Vec<String>,
    /// To whom the result goes: `市发改委`.
    pub to: Option<String>,
    /// What it is called: 自查, or 报送 where the circular speaks of no 自查.
    pub what: &'static str,
}

/// The circular.
#[derive(Debug, Clone, Serialize)]
pub struct CircularView {
    /// How others speak of it.
    pub notice: NoticeRef,
    /// `苏州市人民政府文件`
    pub masthead: String,
    /// With the closing colon.
    pub addressees: String,
    /// Paragraphs.
    pub body: Vec<String>,
    /// The list of attachments.
    pub attachments: Vec<AttachmentView>,
    /// 附注, without brackets.
    pub publicity: Option<String>,
    /// 抄送, without the label.
    pub copies_to: Option<String>,
    /// 印发机关.
    pub printed_by: Option<String>,
    /// `2017年2月7日`
    pub printed_on: Option<String>,
    /// `2017-02-07`
    pub printed_on_iso: Option<String>,
    /// Its annexes, printed behind it, and the table of the tasks that stand in itself.
    pub annexes: Vec<AnnexView>,
}

/// An annex, or the table of the tasks that stand in the circular, with what its documents
/// are called.
#[derive(Debug, Clone, Serialize)]
pub struct AnnexView {
    /// The name of its page and its PDF: `tasks-2`.
    pub stem: String,
    /// Where the pages of its items or indicators are: `items-2`.
    pub pages: String,
    /// What it is.
    #[serde(flatten)]
    pub table: TableView,
}

/// What an annex is.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", content = "view", rename_all = "lowercase")]
pub enum TableView {
    /// A table of indicators.
    Indicators(IndicatorsView),
    /// A table of tasks.
    Tasks(TasksView),
    /// It is printed as the source has it.
    Annex(OtherView),
}

impl AnnexView {
    /// `附件2`; empty where it is not called an annex.
    pub fn label(&self) -> &str {
        match &self.table {
            TableView::Indicators(view) => &view.label,
            TableView::Tasks(view) => &view.label,
            TableView::Annex(view) => &view.label,
        }
    }

    /// Its title.
    pub fn title(&self) -> &str {
        match &self.table {
            TableView::Indicators(view) => &view.title,
            TableView::Tasks(view) => &view.title,
            TableView::Annex(view) => &view.title,
        }
    }

    /// The word for its kind; it also names the template.
    pub fn kind(&self) -> &'static str {
        match &self.table {
            TableView::Indicators(_) => "indicators",
            TableView::Tasks(_) => "tasks",
            TableView::Annex(_) => "annex",
        }
    }
}

impl CircularView {
    /// The tables of indicators.
    pub fn indicator_tables(&self) -> impl Iterator<Item = (&AnnexView, &IndicatorsView)> {
        self.annexes.iter().filter_map(|annex| match &annex.table {
            TableView::Indicators(view) => Some((annex, view)),
            _ => None,
        })
    }

    /// The tables of tasks.
    pub fn task_tables(&self) -> impl Iterator<Item = (&AnnexView, &TasksView)> {
        self.annexes.iter().filter_map(|annex| match &annex.table {
            TableView::Tasks(view) => Some((annex, view)),
            _ => None,
        })
    }
}

/// An annex, as what comes from it speaks of it where there are several of its kind.
#[derive(Debug, Clone, Serialize)]
pub struct AnnexRef {
    /// `附件2`, or its title where it has no number.
    pub label: String,
    /// Its title.
    pub title: String,
    /// The name of its page: `tasks-2`.
    pub stem: String,
    /// Where the pages of its items or indicators are: `items-2`.
    pub pages: String,
}

/// An annex that is printed as the source has it.
#[derive(Debug, Clone, Serialize)]
pub struct OtherView {
    /// The notice it belongs to.
    pub notice: NoticeRef,
    /// `附件3`
    pub label: String,
    /// Its title.
    pub title: String,
    /// Whether a table in it is so wide that its pages lie.
    pub wide: bool,
    /// Paragraphs and tables.
    pub blocks: Vec<BlockView>,
}

impl OtherView {
    /// All that it says, in one text.
    pub fn words(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for block in &self.blocks {
            match block {
                BlockView::Text { text } => words.push(text),
                BlockView::Table { head, rows, .. } => {
                    let cells = head.iter().chain(rows).flatten();
                    words.extend(cells.map(|cell| cell.text.as_str()));
                }
            }
        }
        words.retain(|text| !text.is_empty());
        words.join("　")
    }
}

/// A paragraph or a table.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum BlockView {
    /// A paragraph.
    Text {
        /// The words.
        text: String,
    },
    /// A table.
    Table {
        /// How wide each of its columns is beside the others.
        columns: Vec<usize>,
        /// Its headings.
        head: Vec<Vec<PlainCellView>>,
        /// The other rows: in each the cells that begin in it.
        rows: Vec<Vec<PlainCellView>>,
    },
}

/// A cell of such a table.
#[derive(Debug, Clone, Serialize)]
pub struct PlainCellView {
    /// As printed.
    pub text: String,
    /// How many columns it covers.
    pub colspan: usize,
    /// How many rows it covers.
    pub rowspan: usize,
}

/// One line of the list of attachments.
#[derive(Debug, Clone, Serialize)]
pub struct AttachmentView {
    /// Its number.
    pub number: u32,
    /// `附件1`, or `附件` for a lone one (GB/T 9704 7.3.7).
    pub label: String,
    /// Its title.
    pub title: String,
}

/// The annex of indicators.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorsView {
    /// The notice it belongs to.
    pub notice: NoticeRef,
    /// `附件1`
    pub label: String,
    /// Its title.
    pub title: String,
    /// The columns.
    pub areas: Vec<AreaRef>,
    /// Whether any row has a group, so that the name takes two columns.
    pub grouped: bool,
    /// The rows.
    pub rows: Vec<IndicatorRow>,
    /// What stands below the table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// An area, as others speak of it.
#[derive(Debug, Clone, Serialize)]
pub struct AreaRef {
    /// The name of its column.
    pub name: String,
    /// Its full name, or the same.
    pub full: String,
    /// Where its packet is: `areas/<slug>`; the whole city has none.
    pub slug: Option<String>,
    /// Whether it is the issuing city itself.
    pub whole: bool,
}

/// One row of the annex of indicators.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorRow {
    /// 序号
    pub number: u32,
    /// 指标名称
    pub name: String,
    /// The name of the group that the row is in.
    pub group: Option<String>,
    /// In the first row of a group, how many rows it has; 0 in its other rows
    /// and where there is no group.
    pub group_rows: u32,
    /// 单位
    pub unit: String,
    /// The cells that begin in this row.
    pub cells: Vec<CellView>,
}

/// A cell of the annex of indicators.
#[derive(Debug, Clone, Serialize)]
pub struct CellView {
    /// As printed.
    pub text: String,
    /// The columns it covers, by the names of the areas.
    pub areas: Vec<String>,
    /// How many columns.
    pub colspan: u32,
    /// How many rows.
    pub rowspan: u32,
    /// What it asks for.
    pub value: Option<ValueView>,
}

/// A target's value in a form that templates can branch on.
#[derive(Debug, Clone, Serialize)]
pub struct ValueView {
    /// `number`, `range`, `about`, `at_least`, `at_most`, `more_than`, `change`,
    /// `change_about`, `unchanged`, `positive_growth`, `above`, `assigned`,
    /// `not_applicable`.
    pub kind: &'static str,
    /// The number, or the lower end of a range.
    pub low: Option<f64>,
    /// The number, or the upper end of a range.
    pub high: Option<f64>,
}

impl From<&Value> for ValueView {
    fn from(value: &Value) -> Self {
        let (kind, low, high) = match value {
            Value::Number(n) => ("number", Some(n.0), Some(n.0)),
            Value::Range(a, b) => ("range", Some(a.0), Some(b.0)),
            Value::About(n) => ("about", Some(n.0), Some(n.0)),
            Value::AtLeast(n) => ("at_least", Some(n.0), None),
            Value::AtMost(n) => ("at_most", None, Some(n.0)),
            Value::MoreThan(n) => ("more_than", Some(n.0), None),
            Value::Change(n) => ("change", Some(n.0), Some(n.0)),
            Value::ChangeAbout(n) => ("change_about", Some(n.0), Some(n.0)),
            Value::Unchanged => ("unchanged", Some(0.0), Some(0.0)),
            Value::PositiveGrowth => ("positive_growth", Some(0.0), None),
            Value::Above(_) => ("above", None, None),
            Value::Assigned(_) => ("assigned", None, None),
            Value::NotApplicable => ("not_applicable", None, None),
        };
        ValueView { kind, low, high }
    }
}

/// The annex of tasks.
#[derive(Debug, Clone, Serialize)]
pub struct TasksView {
    /// The notice it belongs to.
    pub notice: NoticeRef,
    /// The circular's own body is the list, and it has no annex.
    pub in_body: bool,
    /// `附件2`; empty where the circular does not call it an annex.
    pub label: String,
    /// Its title.
    pub title: String,
    /// 一、…
    pub parts: Vec<PartView>,
}

/// A part of the annex of tasks.
#[derive(Debug, Clone, Serialize)]
pub struct PartView {
    /// Paragraphs that stand before its sections and name no unit.
    pub intro: Vec<String>,
    /// The heading as printed: `一、…（16项）`.
    pub heading: Option<String>,
    /// The same without the count.
    pub title: Option<String>,
    /// Its sections.
    pub sections: Vec<SectionView>,
}

/// A section of a part.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    /// Paragraphs that stand before its items and name no unit.
    pub intro: Vec<String>,
    /// The heading as printed: `（一）…（10项）`.
    pub heading: Option<String>,
    /// The same without the count.
    pub title: Option<String>,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// An item with its tasks.
#[derive(Debug, Clone, Serialize)]
pub struct ItemView {
    /// 序号
    pub number: u32,
    /// The number as the notice prints it.
    pub label: String,
    /// 名称
    pub name: String,
    /// Its rows.
    pub tasks: Vec<TaskView>,
}

/// One task.
#[derive(Debug, Clone, Serialize)]
pub struct TaskView {
    /// `18-2`: the second task of item 18; `2.18-2` in the second table. Unique in a
    /// notice.
    pub id: String,
    /// The words.
    pub text: String,
    /// What other columns of its row say: `完成时限`, `12月底`.
    pub more: Vec<MoreView>,
    /// By when, where the notice states it: `12月底前`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// The phrase of responsible units as printed.
    pub responsible: String,
    /// The phrase in pieces; their texts joined are the phrase.
    pub pieces: Vec<Piece>,
}

/// A cell of a column that only the notice's own table has.
#[derive(Debug, Clone, Serialize)]
pub struct MoreView {
    /// The heading of its column.
    pub heading: String,
    /// What it says.
    pub text: String,
}

impl From<&Remark> for MoreView {
    fn from(remark: &Remark) -> Self {
        MoreView {
            heading: remark.heading.clone(),
            text: remark.text.clone(),
        }
    }
}

/// A stretch of a phrase of responsible units.
#[derive(Debug, Clone, Serialize)]
pub struct Piece {
    /// As printed.
    pub text: String,
    /// Where the sheet of the unit named is: `units/<slug>`.
    pub unit: Option<String>,
    /// Whether it names a collective.
    pub collective: bool,
}

/// A unit, as others speak of it.
#[derive(Debug, Clone, Serialize)]
pub struct UnitRef {
    /// Canonical name.
    pub name: String,
    /// Full name, where known.
    pub full: Option<String>,
    /// Its kind, or `未登记`.
    pub kind: String,
    /// Where its sheet is: `units/<slug>`.
    pub slug: String,
}

/// The sheet of one unit.
#[derive(Debug, Clone, Serialize)]
pub struct SheetView {
    /// The notice it comes from.
    pub notice: NoticeRef,
    /// Whose it is.
    pub unit: UnitRef,
    /// Tasks that name the unit itself.
    pub named: Vec<SheetRow>,
    /// Tasks of a closed collective that it is a member of.
    pub through: Vec<SheetRow>,
    /// Tasks of an open collective, which may concern it (可能涉及).
    pub possible: Vec<SheetRow>,
    /// The notice's own rule of who leads, in its words, where it states one.
    pub first_leads: Option<String>,
}

/// One task on a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct SheetRow {
    /// The annex that it stands in, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annex: Option<AnnexRef>,
    /// Number of the item.
    pub item: u32,
    /// The number of the item as the notice prints it.
    pub label: String,
    /// 牵头, 配合 or 指导, where the notice states it of this unit.
    pub role: Option<&'static str>,
    /// Name of the item.
    pub name: String,
    /// Headings of the part and section, without the counts.
    pub part: Option<String>,
    /// As above, of the section.
    pub section: Option<String>,
    /// The task.
    pub task: TaskView,
    /// Whether the unit is the first that the phrase names. The notice does not
    /// say who leads, so this is a matter of printed order only.
    pub first: bool,
    /// The qualifier printed with its name: `人才办`.
    pub qualifier: Option<String>,
    /// The collective by which the task reaches the unit, as printed.
    pub via: Option<String>,
    /// The other units named, and the collectives, in printed order.
    pub with: Vec<Piece>,
}

/// The packet of one district.
#[derive(Debug, Clone, Serialize)]
pub struct PacketView {
    /// The title on its cover.
    pub title: String,
    /// What is bound in it, in order.
    pub members: Vec<Show>,
    /// The circular, with its annexes.
    pub circular: CircularView,
    /// Whose it is.
    pub area: AreaRef,
    /// Who governs it.
    pub government: Option<UnitRef>,
    /// Its targets, beside the city's.
    pub targets: Vec<PacketTarget>,
    /// Its tasks, as on the sheet of its government.
    pub sheet: Option<SheetView>,
}

/// One target of a district.
#[derive(Debug, Clone, Serialize)]
pub struct PacketTarget {
    /// The annex that it stands in, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annex: Option<AnnexRef>,
    /// 序号
    pub number: u32,
    /// 指标名称
    pub name: String,
    /// The name of its group.
    pub group: Option<String>,
    /// 单位
    pub unit: String,
    /// Its own, as printed.
    pub text: String,
    /// Its value.
    pub value: Option<ValueView>,
    /// The other areas that share the cell.
    pub shared_with: Vec<String>,
    /// The city's, as printed.
    pub city: String,
    /// The city's value.
    pub city_value: Option<ValueView>,
    /// Every area's cell, in the order of the columns, for a chart.
    pub all: Vec<CellView>,
}

/// A collective that the notice names, on the page of collectives.
#[derive(Debug, Clone, Serialize)]
pub struct CollectiveView {
    /// As printed.
    pub name: String,
    /// Whether its members are not known.
    pub open: bool,
    /// The members of a closed one, or those that an open one may concern.
    pub members: Vec<UnitRef>,
    /// The tasks that name it.
    pub rows: Vec<SheetRow>,
}

/// Every view of one notice.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeViews {
    /// The circular with its annexes.
    pub circular: CircularView,
    /// A sheet for each unit, in the order of kinds and of the register.
    pub sheets: Vec<SheetView>,
    /// A packet for each district.
    pub packets: Vec<PacketView>,
    /// Collectives, in the order in which they are first named.
    pub collectives: Vec<CollectiveView>,
}
