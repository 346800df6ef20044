//! Which tables of a page are tables, and which only lay it out. A layout table is
//! taken apart: what its cells hold is lines and tables of their own.

use crate::blocks::block::{Block, Cell, Kind, Piece};
use crate::blocks::marks;
use crate::blocks::spot::Spot;
use crate::blocks::text::Chunk;

/// A row or a line of a table that has been read to its end.
pub(crate) enum Entry {
    Row(RowDraft),
    /// What stands in a table but in no cell.
    Piece(Piece),
}

/// A row, with what its cells hold.
pub(crate) struct RowDraft {
    pub(crate) line: usize,
    pub(crate) cells: Vec<CellDraft>,
}

/// A cell, with what it holds.
pub(crate) struct CellDraft {
    /// Columns and rows that it covers.
    pub(crate) spans: (usize, usize),
    pub(crate) spot: Spot,
}

impl CellDraft {
    fn lines(&self) -> impl Iterator<Item = &Chunk> {
        let pieces = self.spot.pieces.iter();
        pieces.filter_map(|p| match &p.block.kind {
            Kind::Line(chunk) => Some(chunk),
            _ => None,
        })
    }

    fn has_rows(&self) -> bool {
        let mut pieces = self.spot.pieces.iter();
        pieces.any(|p| matches!(p.block.kind, Kind::Row(_)))
    }

    fn is_blank(&self) -> bool {
        let mut pieces = self.spot.pieces.iter();
        pieces.all(|p| p.block.kind == Kind::Break)
    }
}

/// So many rows of so many written cells are no layout.
const DATA_ROWS: usize = 3;
const DATA_CELLS: usize = 3;

/// A cell with fewer lines is no page.
const PAGE_LINES: usize = 5;

/// The blocks of a table.
pub(crate) fn resolve(entries: Vec<Entry>) -> Vec<Piece> {
    let entries = without_blank_rows(entries);
    let rows = || {
        entries.iter().filter_map(|entry| match entry {
            Entry::Row(row) => Some(row),
            Entry::Piece(_) => None,
        })
    };
    let written = |row: &RowDraft| row.cells.iter().filter(|c| !c.is_blank()).count();
    let is_data = rows().filter(|r| written(r) >= DATA_CELLS).count() >= DATA_ROWS;
    // A box around a text, or a column of boxes.
    let single = rows().all(|row| row.cells.len() == 1);
    // The same, with cells that only keep a distance.
    let spaced = rows().all(|row| written(row) == 1) && rows().any(holds_page);
    let apart = |row: &RowDraft| {
        let nested = row.cells.iter().any(CellDraft::has_rows);
        !is_data && nested || holds_page(row)
    };
    // A table that lays out a page has its title in a row as well.
    let is_layout = rows().any(apart);
    let mut pieces = Vec::new();
    for entry in entries {
        match entry {
            Entry::Piece(piece) => pieces.push(piece),
            Entry::Row(row) => {
                let alone = is_layout && written(&row) == 1;
                if single || spaced || alone || apart(&row) {
                    let line = row.line;
                    let cells = without_sidebars(row.cells).into_iter();
                    pieces.extend(cells.flat_map(|cell| cell.spot.pieces));
                    // What stood in it does not go on in the next row.
                    let kind = Kind::Break;
                    pieces.push(Piece::plain(Block { line, kind }));
                } else {
                    pieces.push(row_piece(row));
                }
            }
        }
    }
    pieces
}

/// Whether a cell holds more of a notice than a cell of a table can: its number and
/// its title, its addressees and its date.
fn holds_page(row: &RowDraft) -> bool {
    row.cells.iter().any(is_page)
}

fn is_page(cell: &CellDraft) -> bool {
    let landmarks = cell.lines().filter(|l| marks::is_landmark(&l.text()));
    cell.lines().nth(PAGE_LINES - 1).is_some() && { landmarks }.nth(1).is_some()
}

/// Beside the cell that holds the notice, cells of short lines that only a site has are
/// set apart: what else there is to read.
fn without_sidebars(mut cells: Vec<CellDraft>) -> Vec<CellDraft> {
    if cells.iter().filter(|cell| is_page(cell)).count() != 1 {
        return cells;
    }
    let says = |line: &Chunk| {
        let text = line.text();
        marks::is_landmark(&text) || marks::is_annex_label(&text) || text.contains(['。', '；'])
    };
    for cell in cells.iter_mut().filter(|cell| !is_page(cell)) {
        if !cell.has_rows() && !cell.lines().any(says) {
            cell.spot.pieces.iter_mut().for_each(|p| p.aside = true);
        }
    }
    cells
}

/// Without the rows in which nothing is written; cells of rows above that reach into
/// them end before.
fn without_blank_rows(entries: Vec<Entry>) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::new();
    // Cells that reach down: where they are in `kept`, and the first row they leave out.
    let mut reaching: Vec<(usize, usize, usize)> = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let Entry::Row(row) = entry else {
            kept.push(entry);
            continue;
        };
        if row.cells.iter().all(|c| c.is_blank() && c.spans.1 == 1) {
            reaching.retain(|&(_, _, end)| end > index);
            for &(at, cell, _) in &reaching {
                if let Some(Entry::Row(above)) = kept.get_mut(at) {
                    above.cells[cell].spans.1 -= 1;
                }
            }
            continue;
        }
        let downwards = row.cells.iter().enumerate().filter(|(_, c)| c.spans.1 > 1);
        reaching.extend(downwards.map(|(i, c)| (kept.len(), i, index + c.spans.1)));
        kept.push(Entry::Row(row));
    }
    kept
}

fn row_piece(row: RowDraft) -> Piece {
    let (mut linked, mut aside, mut written) = (true, true, false);
    let mut cells = Vec::new();
    for draft in row.cells {
        for piece in &draft.spot.pieces {
            if piece.block.kind != Kind::Break {
                linked &= piece.linked;
                aside &= piece.aside;
                written = true;
            }
        }
        let mut cell = Cell::plain(cell_text(draft.spot.pieces));
        (cell.colspan, cell.rowspan) = draft.spans;
        cells.push(cell);
    }
    Piece {
        block: Block {
            line: row.line,
            kind: Kind::Row(cells),
        },
        linked: written && linked,
        aside: written && aside,
    }
}

/// The text of a cell: between its lines stands a line end that takes no room.
fn cell_text(pieces: Vec<Piece>) -> Chunk {
    let mut whole = Chunk::default();
    for piece in pieces {
        let chunk = match piece.block.kind {
            Kind::Break => continue,
            Kind::Line(chunk) => chunk,
            // A small table inside a cell of a table.
            Kind::Row(cells) => joined(cells, " "),
        };
        if let Some(last) = whole.0.last() {
            let end = last.span.end;
            whole.join(Chunk::drawn("\n", end));
        }
        whole.join(chunk);
    }
    whole
}

/// The written cells of a row as one text.
pub(crate) fn joined(cells: Vec<Cell>, between: &str) -> Chunk {
    let mut whole = Chunk::default();
    for cell in cells.into_iter().filter(|c| !c.chunk.is_blank()) {
        if let Some(last) = whole.0.last() {
            let end = last.span.end;
            whole.join(Chunk::drawn(between, end));
        }
        whole.join(cell.chunk);
    }
    whole
}
