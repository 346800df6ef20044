//! Tables: rows of cells → a grid in which every place knows what stands there.
//! Here nothing is known of indicators or tasks.

use crate::blocks::block::{Block, Cell, Kind};
use crate::blocks::text::Chunk;

/// What stands at one place of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// A cell begins here.
    Cell(Chunk),
    /// The source says that the cell which begins at (row, column) covers this place.
    Covered(usize, usize),
    /// Nothing stands here; the reader of the table has to know what that means.
    Blank,
}

/// One row of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the source.
    pub line: usize,
    /// Left to right.
    pub slots: Vec<Slot>,
    /// Whether a page may have ended before this row.
    pub after_break: bool,
}

impl Row {
    /// The text at column `at`; empty where nothing begins there.
    pub fn text(&self, at: usize) -> String {
        match self.slots.get(at) {
            Some(Slot::Cell(chunk)) => chunk.text(),
            _ => String::new(),
        }
    }

    /// The columns at which something is written.
    pub fn written(&self) -> impl Iterator<Item = usize> {
        let written = |(i, slot): (usize, &Slot)| match slot {
            Slot::Cell(chunk) => (!chunk.is_blank()).then_some(i),
            _ => None,
        };
        self.slots.iter().enumerate().filter_map(written)
    }

    /// The only column at which something is written, where no cell from a row above
    /// `index`, which this row is, covers others.
    pub fn alone(&self, index: usize) -> Option<usize> {
        let mut written = self.written();
        let (Some(at), None) = (written.next(), written.next()) else {
            return None;
        };
        let covered = |slot: &Slot| matches!(slot, Slot::Covered(row, _) if *row < index);
        (!self.slots.iter().any(covered)).then_some(at)
    }

    /// Whether the source says that the cell at `at` is the whole row.
    pub fn is_whole(&self, at: usize) -> bool {
        let mut slots = self.slots.iter().enumerate();
        slots.all(|(i, slot)| match slot {
            Slot::Cell(_) => i == at,
            Slot::Covered(_, column) => *column == at,
            Slot::Blank => false,
        })
    }
}

/// A line of text as a row: it is its only cell.
pub fn line(line: usize, chunk: Chunk) -> Row {
    Row {
        line,
        slots: vec![Slot::Cell(chunk)],
        after_break: false,
    }
}

/// Lays out the rows of one table. Lines of text between rows become rows with a
/// single cell, as a heading inside a table is one where the source lost its tabs.
pub fn grid(blocks: &[Block]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    // Cells that reach down into coming rows: column → (origin, rows left).
    let mut reaching: Vec<Option<((usize, usize), usize)>> = Vec::new();
    let mut after_break = false;
    for block in blocks {
        let single;
        let cells = match &block.kind {
            Kind::Break => {
                // A cell does not reach from one table into the next.
                reaching.clear();
                after_break = true;
                continue;
            }
            Kind::Row(cells) => cells,
            Kind::Line(chunk) => {
                single = vec![Cell::plain(chunk.clone())];
                &single
            }
        };
        let index = rows.len();
        let slots = place(cells, index, &mut reaching);
        rows.push(Row {
            line: block.line,
            slots,
            after_break: std::mem::take(&mut after_break),
        });
    }
    rows
}

fn place(
    cells: &[Cell],
    row: usize,
    reaching: &mut Vec<Option<((usize, usize), usize)>>,
) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut cells = cells.iter();
    loop {
        let column = slots.len();
        if let Some(Some((origin, left))) = reaching.get_mut(column) {
            slots.push(Slot::Covered(origin.0, origin.1));
            *left -= 1;
            if *left == 0 {
                reaching[column] = None;
            }
            continue;
        }
        let Some(cell) = cells.next() else {
            // Cells from above may stand behind a gap that the row leaves open.
            if reaching.iter().skip(column).any(Option::is_some) {
                slots.push(Slot::Blank);
                continue;
            }
            break;
        };
        for offset in 0..cell.colspan.max(1) {
            slots.push(match offset {
                0 if cell.chunk.is_blank() && cell.colspan == 1 && cell.rowspan == 1 => Slot::Blank,
                0 => Slot::Cell(cell.chunk.clone()),
                _ => Slot::Covered(row, column),
            });
            if cell.rowspan > 1 {
                let at = column + offset;
                if reaching.len() <= at {
                    reaching.resize(at + 1, None);
                }
                reaching[at] = Some(((row, column), cell.rowspan - 1));
            }
        }
    }
    slots
}
