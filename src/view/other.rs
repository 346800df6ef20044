//! Annexes that are printed as the source has them.

use serde::Serialize;

use super::{FitView, NoticeRef, Title};

/// An annex that is printed as the source has it.
#[derive(Debug, Clone, Serialize)]
pub struct OtherView {
    /// The notice it belongs to.
    pub notice: NoticeRef,
    /// `附件3`
    pub label: String,
    /// Its title.
    pub title: Title,
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
        /// How it fits its pages.
        fit: FitView,
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
    /// Its first column, from 0.
    pub column: usize,
    /// How many columns it covers.
    pub colspan: usize,
    /// How many rows it covers.
    pub rowspan: usize,
}
