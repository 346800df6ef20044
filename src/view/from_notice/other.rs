//! An annex that is kept as printed, as templates see it.

use crate::notice::OtherAnnex;
use crate::notice::other::{Block, Placed, PlainTable};
use crate::view::from_notice::fit::{Cell, LANDSCAPE, PORTRAIT, Table};
use crate::view::{BlockView, NoticeRef, OtherView, PlainCellView, Title};

/// A table with more columns lies.
const COLUMNS: usize = 8;

/// The space on both sides of what a cell says, in points: 1 mm, as the template has it.
const INSET: f64 = 5.8;

pub(super) fn view(other: &OtherAnnex, notice: &NoticeRef, label: String) -> OtherView {
    let is_wide = |block: &Block| match block {
        Block::Table(table) => {
            let table = fitting(table);
            table.columns > COLUMNS || !table.fits(PORTRAIT)
        }
        Block::Text(_) => false,
    };
    let wide = other.blocks.iter().any(is_wide);
    let room = if wide { LANDSCAPE } else { PORTRAIT };
    OtherView {
        notice: notice.clone(),
        label,
        title: Title::new(&other.title),
        wide,
        blocks: other.blocks.iter().map(|b| block(b, room)).collect(),
    }
}

fn block(block: &Block, room: f64) -> BlockView {
    match block {
        Block::Text(paragraph) => BlockView::Text {
            text: paragraph.text.clone(),
        },
        Block::Table(table) => {
            let mut rows = rows(table);
            let below = rows.split_off(table.heading_rows.min(rows.len()));
            BlockView::Table {
                fit: fitting(table).fit(room),
                head: rows,
                rows: below,
            }
        }
    }
}

/// A table with all that decides how wide its columns are.
fn fitting(table: &PlainTable) -> Table<'_> {
    // What is no table was refused.
    let columns = table.columns().unwrap_or(1);
    let cells = table.placed().map(|placed| Cell {
        row: placed.row,
        column: placed.column,
        colspan: placed.cell.colspan,
        rowspan: placed.cell.rowspan,
        text: &placed.cell.text,
        heading: placed.row < table.heading_rows,
    });
    let cells: Vec<Cell<'_>> = cells.collect();
    // A number in front says nothing without the name behind it.
    let mut first = cells.iter().filter(|c| c.column == 0 && !c.heading);
    let numbered = first.all(|c| c.text.chars().count() <= NUMBER);
    Table {
        columns,
        heads: if numbered { 2 } else { 1 },
        rows: table.rows.len(),
        cells,
        inset: INSET,
    }
}

/// A number of a row is not longer: `（十二）`.
const NUMBER: usize = 4;

/// The rows, each filled up with blank cells: the source may leave out the last ones.
fn rows(table: &PlainTable) -> Vec<Vec<PlainCellView>> {
    let columns = table.columns().unwrap_or(1);
    let mut taken = vec![vec![false; columns]; table.rows.len()];
    let mut found: Vec<Vec<PlainCellView>> = vec![Vec::new(); table.rows.len()];
    for Placed { row, column, cell } in table.placed() {
        for places in taken.iter_mut().skip(row).take(cell.rowspan) {
            let covered = places.iter_mut().skip(column).take(cell.colspan);
            covered.for_each(|place| *place = true);
        }
        found[row].push(PlainCellView {
            text: cell.text.clone(),
            column,
            colspan: cell.colspan,
            rowspan: cell.rowspan,
        });
    }
    for (cells, places) in found.iter_mut().zip(&taken) {
        let free = (0..columns).filter(|column| !places[*column]);
        cells.extend(free.map(|column| PlainCellView {
            text: String::new(),
            column,
            colspan: 1,
            rowspan: 1,
        }));
        cells.sort_by_key(|cell| cell.column);
    }
    found
}
