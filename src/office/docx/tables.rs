//! Tables: which columns a cell covers is the sum of the spans before it, and a cell that
//! goes on from the row above stands in the same column. Columns in which no cell begins
//! are none: they are left over from drawing.

use std::collections::BTreeMap;

use crate::diag::locus::Locus;
use crate::office::docx::tree::{self, State};
use crate::office::docx::walk::{Walk, Within};
use crate::office::xml::Element;
use crate::source::laid::Beside;

/// A cell may cover so many columns of the grid, as Word has them.
const MOST_COLUMNS: usize = 16_384;

/// A row that is read.
struct Row<'d> {
    state: State<'d>,
    cells: Vec<Cell<'d>>,
}

/// How a cell is merged with those of other rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    None,
    /// It may go on in the row below.
    Begins,
    /// It goes on from the row above.
    GoesOn,
}

struct Cell<'d> {
    element: &'d Element,
    /// Cells that are merged into it from the right.
    more: Vec<&'d Element>,
    state: State<'d>,
    /// Columns of the grid: the first, and the one behind the last.
    from: usize,
    to: usize,
    /// How it is merged with those below and above it.
    merge: Merge,
    /// Rows that it covers; nothing where another cell covers it.
    rows: usize,
}

impl<'d> Cell<'d> {
    /// The cell, and those that are merged into it.
    fn elements(&self) -> impl Iterator<Item = &'d Element> {
        std::iter::once(self.element).chain(self.more.iter().copied())
    }
}

impl<'d> Walk<'d> {
    /// Reads a table.
    pub(super) fn table(&mut self, table: &'d Element, state: State<'d>, within: Within) {
        let outer = !matches!(within, Within::Cell(_));
        self.tables += usize::from(outer);
        let mut found = Vec::new();
        gather(table, "tr", state, &mut found);
        let mut rows: Vec<Row<'d>> = Vec::new();
        let mut dropped: Vec<(usize, &'d Element, &'d str)> = Vec::new();
        for (row, state) in found {
            let change = |name| row.find(&["trPr", name]);
            let deleted = change("del").map(|d| d.attribute("author").unwrap_or_default());
            match deleted.or(state.deleted) {
                Some(who) => dropped.push((rows.len(), row, who)),
                None => {
                    let inserted = change("ins").map(|i| i.attribute("author").unwrap_or_default());
                    let inserted = inserted.or(state.inserted);
                    rows.push(read_row(row, State { inserted, ..state }));
                }
            }
        }
        cover(&mut rows);
        let mut starts: Vec<usize> = rows.iter().flat_map(|r| &r.cells).map(|c| c.from).collect();
        starts.sort_unstable();
        starts.dedup();
        let rank = |column: usize| starts.partition_point(|start| *start < column);
        let locus = |row: usize| match within {
            Within::Cell(locus) => locus,
            _ => Locus::Row(self.tables, row),
        };
        let loci: Vec<Locus> = (1..=rows.len().max(1)).map(locus).collect();
        self.draft.begin_table();
        let mut dropped = dropped.into_iter().peekable();
        for (index, row) in rows.iter().enumerate() {
            while let Some((_, row, who)) = dropped.next_if(|d| d.0 == index) {
                self.drop_row(row, who, loci[index]);
            }
            if self.draft.excess().is_some() {
                return;
            }
            self.row(row, loci[index], &rank);
        }
        for (_, row, who) in dropped {
            self.drop_row(row, who, loci[rows.len().saturating_sub(1)]);
        }
        self.draft.end_table();
    }

    fn row(&mut self, row: &Row<'d>, locus: Locus, rank: &impl Fn(usize) -> usize) {
        self.draft.begin_row();
        let first = row.cells.first().map_or(0, |cell| rank(cell.from));
        for column in 1..=first {
            let from = self.draft.text.len();
            self.draft.begin_cell((1, 1));
            self.draft.end_cell(from, column);
        }
        for cell in &row.cells {
            let column = rank(cell.from) + 1;
            let here = locus.column(column);
            if cell.rows == 0 {
                // What is written in it nobody sees.
                for element in cell.elements() {
                    self.leave(here, Beside::Hidden, "", tree::all_words(element));
                }
                continue;
            }
            let columns = (rank(cell.to) + 1).saturating_sub(column).max(1);
            let from = self.draft.text.len();
            self.draft.begin_cell((columns, cell.rows));
            let state = State {
                inserted: cell.state.inserted.or(row.state.inserted),
                ..cell.state
            };
            for element in cell.elements() {
                self.blocks(element, state, Within::Cell(here));
            }
            self.draft.end_cell(from, column);
        }
        self.draft.end_row(locus);
    }

    /// A row that somebody deleted.
    fn drop_row(&mut self, row: &'d Element, who: &str, locus: Locus) {
        self.leave(locus, Beside::Deleted, who, tree::all_words(row));
    }
}

/// The rows of a table, or the cells of a row, in what only holds them together.
fn gather<'d>(
    holder: &'d Element,
    name: &str,
    state: State<'d>,
    found: &mut Vec<(&'d Element, State<'d>)>,
) {
    for element in holder.elements() {
        let state = tree::entered(element, state);
        if element.is(name) {
            found.push((element, state));
        } else if !tree::is_property(element) {
            gather(element, name, state, found);
        }
    }
}

fn read_row<'d>(row: &'d Element, state: State<'d>) -> Row<'d> {
    let mut found = Vec::new();
    gather(row, "tc", state, &mut found);
    let columns = |n: Option<i64>| n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let before = row.child("trPr").and_then(|p| p.number("gridBefore"));
    let mut at = columns(before).min(MOST_COLUMNS);
    let mut cells: Vec<Cell<'d>> = Vec::new();
    for (element, state) in found {
        let properties = element.child("tcPr");
        let span = columns(properties.and_then(|p| p.number("gridSpan"))).clamp(1, MOST_COLUMNS);
        let merged = |name| match properties.and_then(|p| p.child(name)) {
            None => Merge::None,
            Some(m) if m.attribute("val") == Some("restart") => Merge::Begins,
            Some(_) => Merge::GoesOn,
        };
        let to = at + span;
        // The older way to merge cells of a row.
        if let (Merge::GoesOn, Some(last)) = (merged("hMerge"), cells.last_mut()) {
            last.to = to;
            last.more.push(element);
        } else {
            let deleted = properties.and_then(|p| p.child("cellDel"));
            let deleted = deleted.map(|d| d.attribute("author").unwrap_or_default());
            cells.push(Cell {
                element,
                more: Vec::new(),
                state: State {
                    deleted: deleted.or(state.deleted),
                    ..state
                },
                from: at,
                to,
                merge: merged("vMerge"),
                rows: 1,
            });
        }
        at = to;
    }
    Row { state, cells }
}

/// Counts the rows that each cell covers. One that goes on from nothing, or from a cell of
/// another width, is a cell itself; so is one with words below such a cell.
fn cover(rows: &mut [Row<'_>]) {
    // Cells that may go on: columns → row and cell that began.
    let mut open: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    for index in 0..rows.len() {
        let mut next = BTreeMap::new();
        for at in 0..rows[index].cells.len() {
            let cell = &rows[index].cells[at];
            let columns = (cell.from, cell.to);
            let above = open.get(&columns).copied();
            let above = above.filter(|(row, at)| {
                let begins = rows[*row].cells[*at].merge == Merge::Begins;
                begins || cell.elements().all(|e| !e.says())
            });
            match (cell.merge, above) {
                (Merge::None, _) => {}
                (Merge::GoesOn, Some((row, cell))) => {
                    rows[row].cells[cell].rows += 1;
                    rows[index].cells[at].rows = 0;
                    next.insert(columns, (row, cell));
                }
                (Merge::GoesOn | Merge::Begins, _) => {
                    next.insert(columns, (index, at));
                }
            }
        }
        open = next;
    }
}
