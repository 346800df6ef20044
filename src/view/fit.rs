//! How a table of many columns stands on its pages.

use serde::Serialize;

/// How wide the columns of a table are, and over which parts they are divided where no
/// page holds them all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FitView {
    /// The size of its type, as `style.typ` names it: `hao5`, `xiao5`.
    pub size: &'static str,
    /// Its first columns, which every part repeats.
    pub heads: usize,
    /// The parts; one, where the table is whole.
    pub parts: Vec<FitPart>,
    /// From each row below the headings, how many rows a page surely holds together: a cell
    /// that reaches over more is divided. Empty where none is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<usize>,
}

/// Some of the columns of a table, beside its heads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FitPart {
    /// Its first column behind the heads, from 0.
    pub from: usize,
    /// The column behind its last one.
    pub to: usize,
    /// Whether a page surely holds it.
    pub whole: bool,
    /// How wide its columns are beside each other, heads first: in tenths of a point,
    /// if it is as wide as the page.
    pub columns: Vec<u32>,
}
