//! Tables of indicators.

use serde::Serialize;

use super::{AreaRef, FitView, NoticeRef, Title};
use crate::notice::Value;

/// The annex of indicators.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorsView {
    /// The notice it belongs to.
    pub notice: NoticeRef,
    /// `附件1`
    pub label: String,
    /// Its title.
    pub title: Title,
    /// The columns.
    pub areas: Vec<AreaRef>,
    /// Whether any row has a group, so that the name takes two columns.
    pub grouped: bool,
    /// The rows.
    pub rows: Vec<IndicatorRow>,
    /// How the table fits its pages; none where its rows are not shown.
    pub fit: Option<FitView>,
    /// What stands below the table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// One row of the annex of indicators.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorRow {
    /// 序号
    pub number: u32,
    /// Its key, by which its page is found.
    pub key: String,
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

/// What a target asks for, as of [`Value`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ValueKind {
    Number,
    Range,
    About,
    AtLeast,
    AtMost,
    MoreThan,
    Change,
    ChangeAbout,
    Unchanged,
    PositiveGrowth,
    Above,
    Assigned,
    NotApplicable,
}

/// A target's value in a form that templates can branch on.
#[derive(Debug, Clone, Serialize)]
pub struct ValueView {
    /// What it asks for; templates see its name: `at_least`.
    pub kind: ValueKind,
    /// The number, or the lower end of a range.
    pub low: Option<f64>,
    /// The number, or the upper end of a range.
    pub high: Option<f64>,
}

impl From<&Value> for ValueView {
    fn from(value: &Value) -> Self {
        let (kind, low, high) = match value {
            Value::Number(n) => (ValueKind::Number, Some(n.0), Some(n.0)),
            Value::Range(a, b) => (ValueKind::Range, Some(a.0), Some(b.0)),
            Value::About(n) => (ValueKind::About, Some(n.0), Some(n.0)),
            Value::AtLeast(n) => (ValueKind::AtLeast, Some(n.0), None),
            Value::AtMost(n) => (ValueKind::AtMost, None, Some(n.0)),
            Value::MoreThan(n) => (ValueKind::MoreThan, Some(n.0), None),
            Value::Change(n) => (ValueKind::Change, Some(n.0), Some(n.0)),
            Value::ChangeAbout(n) => (ValueKind::ChangeAbout, Some(n.0), Some(n.0)),
            Value::Unchanged => (ValueKind::Unchanged, Some(0.0), Some(0.0)),
            Value::PositiveGrowth => (ValueKind::PositiveGrowth, Some(0.0), None),
            Value::Above(_) => (ValueKind::Above, None, None),
            Value::Assigned(_) => (ValueKind::Assigned, None, None),
            Value::NotApplicable => (ValueKind::NotApplicable, None, None),
        };
        ValueView { kind, low, high }
    }
}
