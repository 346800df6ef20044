//! Annexes that are kept as printed: whether they can be.

use crate::notice::check::Auditor;
use crate::notice::other::{Block, COLUMNS};

impl Auditor<'_> {
    /// `table-shape`: rows and merged cells make a table that fits on a page.
    pub(super) fn others(&mut self) {
        let mut wrong = Vec::new();
        for (file, other) in self.notice.others() {
            for block in &other.blocks {
                let Block::Table(table) = block else { continue };
                if table.columns().is_some() {
                    continue;
                }
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                let words = cells.map(|cell| cell.text.as_str()).find(|t| !t.is_empty());
                let line = table.rows.first().and_then(|row| row.line);
                wrong.push(self.place(line, file, words.unwrap_or("rows")));
            }
        }
        for place in wrong {
            let message = "这张表的单元格排不成表：合并的格重叠或超出了表，或者列数太多".to_owned();
            let hint =
                format!("请核对 colspan、rowspan 和 heading_rows；最多 {COLUMNS} 列才印得下");
            self.error("table-shape", message, place, &hint);
        }
    }
}
