//! An annex that is kept as printed, as templates see it.

use crate::notice::OtherAnnex;
use crate::notice::other::{Block, PlainRow, PlainTable};
use crate::view::{BlockView, NoticeRef, OtherView, PlainCellView, Title};

/// A table with more columns lies.
const PORTRAIT: usize = 8;

pub(super) fn view(other: &OtherAnnex, notice: &NoticeRef, label: String) -> OtherView {
    let blocks: Vec<BlockView> = other.blocks.iter().map(block).collect();
    let is_wide = |block: &BlockView| match block {
        BlockView::Table { columns, .. } => columns.len() > PORTRAIT,
        BlockView::Text { .. } => false,
    };
    OtherView {
        notice: notice.clone(),
        label,
        title: Title::new(&other.title),
        wide: blocks.iter().any(is_wide),
        blocks,
    }
}

fn block(block: &Block) -> BlockView {
    match block {
        Block::Text(paragraph) => BlockView::Text {
            text: paragraph.text.clone(),
        },
        Block::Table(table) => {
            let mut rows = rows(table);
            let below = rows.split_off(table.heading_rows.min(rows.len()));
            BlockView::Table {
                columns: widths(table),
                head: rows,
                rows: below,
            }
        }
    }
}

/// The narrowest and the widest column, in characters.
const WIDTHS: (usize, usize) = (2, 20);

/// How wide each column is beside the others: as its longest text asks, within bounds.
fn widths(table: &PlainTable) -> Vec<usize> {
    // What is no table was refused.
    let mut widths = vec![WIDTHS.0; table.columns().unwrap_or(1)];
    for cell in table.placed() {
        if let (Some(width), 1) = (widths.get_mut(cell.column), cell.cell.colspan) {
            let length = cell.cell.text.chars().count();
            *width = length.clamp(*width, WIDTHS.1.max(*width));
        }
    }
    widths
}

/// The rows, each filled up with blank cells: the source may leave out the last ones.
fn rows(table: &PlainTable) -> Vec<Vec<PlainCellView>> {
    let columns = table.columns().unwrap_or(1);
    // Places that cells from above cover, by row.
    let mut covered = vec![0; table.rows.len()];
    let mut found = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        for cell in &row.cells {
            let below = covered.iter_mut().skip(at + 1);
            below
                .take(cell.rowspan.saturating_sub(1))
                .for_each(|places| *places += cell.colspan);
        }
        found.push(filled(row, columns.saturating_sub(covered[at])));
    }
    found
}

fn filled(row: &PlainRow, places: usize) -> Vec<PlainCellView> {
    let own = row.cells.iter().map(|cell| PlainCellView {
        text: cell.text.clone(),
        colspan: cell.colspan,
        rowspan: cell.rowspan,
    });
    let written: usize = row.cells.iter().map(|cell| cell.colspan).sum();
    let blank = PlainCellView {
        text: String::new(),
        colspan: 1,
        rowspan: 1,
    };
    let missing = places.saturating_sub(written);
    own.chain(std::iter::repeat_n(blank, missing)).collect()
}
