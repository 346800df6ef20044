//! The words by which the columns of tables are known. A register names its own;
//! for columns of which it says nothing those of the grammar hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::words::Grammar;

/// A column that the program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// 序号
    Number,
    /// 名称 of an item.
    Name,
    /// 工作任务
    Task,
    /// 责任单位
    Responsible,
    /// 牵头单位, where roles are stated.
    Lead,
    /// 配合单位, where roles are stated.
    Join,
    /// 指标名称
    Indicator,
    /// 单位 of measurement.
    Unit,
}

/// Headings by column.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Headings(BTreeMap<Column, Vec<String>>);

impl Headings {
    /// The words for a column, the most certain first.
    pub fn words(&self, column: Column) -> &[String] {
        let own = self.0.get(&column);
        own.or_else(|| Grammar::get().headings.0.get(&column))
            .map_or(&[], Vec::as_slice)
    }
}
