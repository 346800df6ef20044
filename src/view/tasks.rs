//! Tables of tasks.

use serde::Serialize;

use super::{NoticeRef, Title};
use crate::notice::Remark;

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
    pub title: Title,
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
    /// Its key, by which its page is found.
    pub key: String,
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
    /// Its key, which stays when rows are added. Unique in a notice.
    pub key: String,
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
