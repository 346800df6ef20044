//! Which cells of a sheet are the rows of a table, which are lines before and behind it, and
//! which columns and rows a merged cell covers of those that are shown.

use std::collections::{BTreeMap, BTreeSet};

use super::Cells;
use crate::office::workbook::{Area, Sheet};

/// A row and a column.
type At = (usize, usize);

/// The places of a sheet that are read.
#[derive(Default)]
pub(super) struct Grid {
    /// Rows that show something, in order.
    rows: Vec<usize>,
    /// The first and the last row of the table.
    table: Option<(usize, usize)>,
    /// Columns of the table that are shown, in order.
    columns: Vec<usize>,
    /// Merged cells by the place where they are shown: the first that is not hidden.
    merges: BTreeMap<At, Area>,
    /// The rows of merged cells that cover a column: the first, and the last.
    down: BTreeMap<usize, Vec<(usize, usize)>>,
    /// Where merged cells are shown, and where their words stand; and the other way round.
    owners: BTreeMap<At, At>,
    sources: BTreeMap<At, At>,
    covered: BTreeSet<At>,
}

/// A cell of a row.
pub(super) struct Place {
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Where its words stand.
    pub(super) source: At,
}

impl Grid {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut grid = Grid::default();
        grid.merge(sheet);
        let mut by_row: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (at, cell) in &sheet.cells {
            let shown = grid.shown_at(sheet, *at).filter(|_| !cell.shown.is_empty());
            if let Some((row, column)) = shown {
                by_row.entry(row).or_default().insert(column);
            }
        }
        grid.rows = by_row.keys().copied().collect();
        let Some((&first, _)) = by_row.iter().find(|(_, columns)| columns.len() > 1) else {
            return grid;
        };
        let crossed = grid.crossed();
        let leftmost = by_row
            .range(first..)
            .filter_map(|(_, columns)| columns.first())
            .min();
        // A row with a number alone may be one that nobody has filled in; words alone under
        // another column than the first are no line behind the table.
        let is_filled = |row: usize, columns: &BTreeSet<usize>| {
            let cell = columns.first().and_then(|c| sheet.cells.get(&(row, *c)));
            cell.is_some_and(|cell| cell.number.is_some()) || columns.first() != leftmost
        };
        let is_row = |(row, columns): &(&usize, &BTreeSet<usize>)| {
            columns.len() > 1 || is_filled(**row, columns) || crossed.contains(*row)
        };
        let last = by_row.iter().rfind(is_row).map_or(first, |(row, _)| *row);
        grid.table = Some((first, last));
        let mut span: Option<(usize, usize)> = None;
        let mut widen = |from: usize, to: usize| {
            let (left, right) = span.unwrap_or((from, to));
            span = Some((left.min(from), right.max(to)));
        };
        let widest = sheet.cells.keys().map(|at| at.1).max().unwrap_or(1);
        for (row, columns) in by_row.range(first..=last) {
            columns.iter().for_each(|column| widen(*column, *column));
            for (_, area) in grid.merges.range((*row, 0)..(row + 1, 0)) {
                widen(area.left, area.right.min(widest).max(area.left));
            }
        }
        let span = span.into_iter().flat_map(|(from, to)| from..=to);
        grid.columns = span.filter(|column| !sheet.hides_column(*column)).collect();
        grid
    }

    /// Finds what merged cells cover. One that overlaps another is none.
    fn merge(&mut self, sheet: &Sheet) {
        let mut areas = sheet.merges.clone();
        areas.sort_by_key(|area| (area.top, area.left));
        let widest = sheet.cells.keys().map(|at| at.1).max().unwrap_or(0);
        let mut areas = areas
            .into_iter()
            .filter(|area| area.left <= widest)
            .peekable();
        // By column the merged cell that covers it last.
        let mut over: Vec<Option<Area>> = vec![None; widest + 1];
        let mut begin = |row: usize, over: &mut Vec<Option<Area>>| {
            while let Some(area) = areas.next_if(|area| area.top <= row) {
                let columns = area.left..=area.right.min(widest);
                let is_free = |other: &Option<Area>| other.is_none_or(|o| o.bottom < area.top);
                if over[columns.clone()].iter().all(is_free) {
                    over[columns.clone()].fill(Some(area));
                    self.show(sheet, area, columns);
                }
            }
        };
        let mut covered = BTreeSet::new();
        for at @ (row, column) in sheet.cells.keys().copied() {
            begin(row, &mut over);
            let area = over[column].filter(|area| area.bottom >= row);
            if area.is_some_and(|area| (area.top, area.left) != at) {
                covered.insert(at);
            }
        }
        self.covered = covered;
    }

    fn show(&mut self, sheet: &Sheet, area: Area, columns: std::ops::RangeInclusive<usize>) {
        let top = (area.top..=area.bottom).find(|row| !sheet.hidden_rows.contains(row));
        let left = (area.left..=area.right).find(|column| !sheet.hides_column(*column));
        let Some((top, left)) = top.zip(left) else {
            return;
        };
        self.merges.insert((top, left), Area { top, left, ..area });
        self.owners.insert((top, left), (area.top, area.left));
        self.sources.insert((area.top, area.left), (top, left));
        if area.bottom > top {
            for column in columns {
                self.down
                    .entry(column)
                    .or_default()
                    .push((top, area.bottom));
            }
        }
    }

    /// Where words are shown that stand at a place.
    fn shown_at(&self, sheet: &Sheet, at: At) -> Option<At> {
        let hidden = sheet.hidden_rows.contains(&at.0) || sheet.hides_column(at.1);
        let own = (!hidden && !self.covered.contains(&at)).then_some(at);
        self.sources.get(&at).copied().or(own)
    }

    /// Whether a merged cell comes down from above over a place.
    fn is_under(&self, row: usize, column: usize) -> bool {
        let Some(down) = self.down.get(&column) else {
            return false;
        };
        let before = down.partition_point(|(top, _)| *top < row);
        let last = before.checked_sub(1).and_then(|at| down.get(at));
        last.is_some_and(|(_, bottom)| *bottom >= row)
    }

    /// The rows into which a merged cell comes down from above.
    fn crossed(&self) -> BTreeSet<usize> {
        let mut areas = self.merges.values().peekable();
        let mut bottom = 0;
        let is_crossed = |row: &usize| {
            while let Some(area) = areas.next_if(|area| area.top < *row) {
                bottom = bottom.max(area.bottom);
            }
            bottom >= *row
        };
        self.rows().filter(is_crossed).collect()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().copied()
    }

    pub(super) fn is_in_table(&self, row: usize) -> bool {
        self.table
            .is_some_and(|(from, to)| (from..=to).contains(&row))
    }

    /// Whether words at a place are shown, there or where a merged cell is shown.
    pub(super) fn is_shown(&self, sheet: &Sheet, at: At) -> bool {
        self.shown_at(sheet, at).is_some()
    }

    /// Whether a merged cell covers a place.
    pub(super) fn is_covered(&self, at: At) -> bool {
        self.covered.contains(&at)
    }

    /// The cells that a row shows.
    pub(super) fn shown_in<'s>(&self, sheet: &'s Sheet, row: usize) -> Cells<'s> {
        let owned = self.owners.range((row, 0)..(row + 1, 0));
        let owned = owned.map(|((_, column), source)| (*column, *source));
        let plain = sheet.cells.range((row, 0)..(row + 1, 0)).map(|(at, _)| *at);
        let plain = plain.filter(|at| !self.sources.contains_key(at) && self.is_shown(sheet, *at));
        let plain = plain.map(|at| (at.1, at));
        let mut all: Vec<(usize, At)> = owned.chain(plain).collect();
        all.sort_unstable();
        let cells = all
            .into_iter()
            .filter_map(|(column, at)| Some((column, sheet.cells.get(&at)?)));
        cells.collect()
    }

    /// The lines that stand before the table.
    pub(super) fn lines_before(&self, sheet: &Sheet) -> Vec<String> {
        let before = self.rows().take_while(|row| !self.is_in_table(*row));
        let cells = before.flat_map(|row| self.shown_in(sheet, row));
        let lines = cells.flat_map(|(_, cell)| cell.shown.lines());
        lines.map(|line| line.trim().to_owned()).collect()
    }

    /// The cells of a row of the table, those without words too.
    pub(super) fn places(&self, row: usize) -> Vec<Place> {
        let mut places = Vec::new();
        let mut behind = 0;
        for &column in &self.columns {
            if column < behind || self.is_under(row, column) {
                continue;
            }
            let area = self.merges.get(&(row, column));
            let (columns, rows) = area.map_or((1, 1), |area| self.spans(area));
            behind = area.map_or(0, |area| area.right + 1);
            let source = self.owners.get(&(row, column)).copied();
            places.push(Place {
                column,
                columns,
                rows,
                source: source.unwrap_or((row, column)),
            });
        }
        places
    }

    /// So many columns and rows that are read does a merged cell cover.
    fn spans(&self, area: &Area) -> (usize, usize) {
        let between = |all: &[usize], from: usize, to: usize| {
            let from = all.partition_point(|at| *at < from);
            all.partition_point(|at| *at <= to)
                .saturating_sub(from)
                .max(1)
        };
        let last = self
            .table
            .map_or(area.bottom, |(_, last)| area.bottom.min(last));
        (
            between(&self.columns, area.left, area.right),
            between(&self.rows, area.top, last),
        )
    }
}
