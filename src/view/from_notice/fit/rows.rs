//! How tall the rows of a table are on its page, and which of them it holds together: what
//! is taller has to go on over pages, or its end is printed below the paper.

use crate::view::from_notice::measure::lines;

/// A line of a table over its size; what lies above the first and below the last line, less
/// the room between lines that the last one does not ask, in points and over the size.
const LINE: f64 = 1.42;
const SPACE: f64 = 7.94;
const BETWEEN: f64 = 0.42;
/// A title takes so much of the first page, in points.
const TITLE: f64 = 95.0;
/// What stands over each part of a table that is divided.
const OVER: f64 = 33.0;
/// Text may break earlier than was reckoned: so much of a page is surely there.
const SURE: f64 = 0.9;

/// A cell with its place.
#[derive(Debug, Clone, Copy)]
pub(in crate::view::from_notice) struct Cell<'t> {
    pub(in crate::view::from_notice) row: usize,
    pub(in crate::view::from_notice) column: usize,
    pub(in crate::view::from_notice) colspan: usize,
    pub(in crate::view::from_notice) rowspan: usize,
    pub(in crate::view::from_notice) text: &'t str,
    /// It is set as a heading.
    pub(in crate::view::from_notice) heading: bool,
}

impl Cell<'_> {
    fn rows(&self) -> std::ops::Range<usize> {
        self.row..self.row + self.rowspan.max(1)
    }
}

/// Columns that stand beside each other: which of the table they are, how wide each is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside<'c> {
    pub(super) columns: &'c [usize],
    pub(super) widths: &'c [f64],
    /// The size of the type, and the space on both sides of a text, in points.
    pub(super) size: f64,
    pub(super) inset: f64,
}

/// The rows of a table, in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rows {
    heights: Vec<f64>,
    /// So many rows are repeated on every page.
    headings: usize,
}

impl Rows {
    pub(super) fn of(cells: &[Cell<'_>], rows: usize, beside: Beside<'_>) -> Self {
        let tall = |lines: usize| {
            let lines = lines as f64 * LINE - BETWEEN;
            lines * beside.size + SPACE
        };
        let mut places = vec![None; beside.columns.iter().max().map_or(0, |last| last + 1)];
        for (column, wide) in beside.columns.iter().zip(beside.widths) {
            places[*column] = Some(*wide);
        }
        let mut found = Rows {
            heights: vec![tall(1); rows],
            headings: 0,
        };
        let mut spanning: Vec<(std::ops::Range<usize>, f64)> = Vec::new();
        for cell in cells.iter().filter(|cell| cell.rows().end <= rows) {
            let covered = places.iter().skip(cell.column).take(cell.colspan).flatten();
            let wide: f64 = covered.sum();
            if wide == 0.0 {
                continue;
            }
            if cell.heading {
                found.headings = found.headings.max(cell.rows().end);
            }
            let room = (wide - beside.inset) / beside.size;
            let height = tall(lines(cell.text, cell.heading, room));
            match cell.rows() {
                one if one.len() == 1 => {
                    let row = &mut found.heights[cell.row];
                    *row = row.max(height);
                }
                several => spanning.push((several, height)),
            }
        }
        // What a cell of several rows asks beside them is given to the last.
        spanning.sort_by_key(|(rows, _)| (rows.end, rows.len()));
        for (rows, height) in spanning {
            let lacking = height - found.heights[rows.clone()].iter().sum::<f64>();
            found.heights[rows.end - 1] += lacking.max(0.0);
        }
        found
    }

    /// As tall as the taller of both has each row: the same rows stand in several parts.
    pub(super) fn tallest(mut self, other: &Self) -> Self {
        for (own, other) in self.heights.iter_mut().zip(&other.heights) {
            *own = own.max(*other);
        }
        self
    }

    pub(super) fn height(&self) -> f64 {
        self.heights.iter().sum()
    }

    fn heading(&self) -> f64 {
        self.heights.iter().take(self.headings).sum()
    }

    /// From each row below the headings, how many a page that is so tall surely holds
    /// together. Cells that reach over more are divided; none where no cell does.
    pub(super) fn kept(&self, cells: &[Cell<'_>], page: f64) -> Vec<usize> {
        let most = SURE * (page - self.heading()) - OVER;
        let count = |row: usize| {
            let mut sum = 0.0;
            let rows = self.heights[row..].iter();
            rows.take_while(|height| {
                sum += **height;
                sum <= most
            })
            .count()
        };
        let mut kept: Vec<usize> = (0..self.heights.len()).map(count).collect();
        for block in blocks(cells, &kept) {
            // Cells that reach over each other's ends hold more together than each of them.
            if self.heights[block.clone()].iter().sum::<f64>() > most {
                kept[block].iter_mut().for_each(|kept| *kept = 1.min(*kept));
            }
        }
        let below = cells.iter().filter(|cell| cell.row >= self.headings);
        let mut divided = below.filter(|cell| cell.rows().len() > kept[cell.row]);
        match divided.next() {
            Some(_) => kept.split_off(self.headings),
            None => Vec::new(),
        }
    }

    /// How many pages the table takes.
    pub(super) fn pages(&self, cells: &[Cell<'_>], page: f64) -> usize {
        let heading = self.heading();
        let room = (page - heading).max(1.0);
        let kept = vec![usize::MAX; self.heights.len()];
        let mut together: Vec<f64> = Vec::new();
        let mut row = self.headings;
        for block in blocks(cells, &kept)
            .into_iter()
            .chain(std::iter::once(self.heights.len()..self.heights.len()))
        {
            let single = row..block.start.max(row);
            together.extend(&self.heights[single]);
            if block.end > block.start.max(row) {
                together.push(self.heights[block.start.max(row)..block.end].iter().sum());
            }
            row = row.max(block.end);
        }
        let (mut pages, mut left) = (1, room - TITLE);
        for height in together {
            if height > left && height <= room {
                pages += 1;
                left = room;
            }
            left -= height;
            while left < 0.0 {
                pages += 1;
                left += room;
            }
        }
        pages
    }
}

/// The rows that cells hold together which are kept whole.
fn blocks(cells: &[Cell<'_>], kept: &[usize]) -> Vec<std::ops::Range<usize>> {
    let several = cells.iter().filter(|cell| cell.rows().len() > 1);
    let whole = several.filter(|cell| kept.get(cell.row).is_some_and(|k| cell.rows().len() <= *k));
    let mut ranges: Vec<_> = whole.map(Cell::rows).collect();
    ranges.sort_by_key(|rows| (rows.start, rows.end));
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for rows in ranges {
        match found.last_mut() {
            Some(last) if rows.start < last.end => last.end = last.end.max(rows.end),
            _ => found.push(rows),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Beside, Cell, Rows};

    /// One column of groups and one of names: `spans` are how many rows each group has.
    fn rows<'t>(spans: &[usize], name: &'t str) -> (Vec<Cell<'t>>, Rows) {
        let cell = |row, column, rowspan, text, heading| Cell {
            row,
            column,
            colspan: 1,
            rowspan,
            text,
            heading,
        };
        let mut cells = vec![cell(0, 0, 1, "类别", true), cell(0, 1, 1, "名称", true)];
        let mut row = 1;
        for span in spans {
            cells.push(cell(row, 0, *span, "经济发展", false));
            cells.extend((row..row + span).map(|row| cell(row, 1, 1, name, false)));
            row += span;
        }
        let beside = Beside {
            columns: &[0, 1],
            widths: &[60.0, 110.0],
            size: 10.0,
            inset: 5.0,
        };
        let found = Rows::of(&cells, row, beside);
        (cells, found)
    }

    #[test]
    fn a_page_keeps_what_it_holds() {
        let (cells, found) = rows(&[3, 4], "总值");
        assert_eq!(found.kept(&cells, 442.0), Vec::<usize>::new());
        // A group of 40 rows is divided, one of three is not.
        let (cells, found) = rows(&[40, 3], "总值");
        let kept = found.kept(&cells, 442.0);
        assert_eq!(kept.len(), 43);
        assert!(kept[0] < 40 && kept[0] > 10, "{kept:?}");
        assert_eq!(kept[40], 3);
        // A row that is taller than a page is divided itself.
        let long = "值".repeat(400);
        let (cells, found) = rows(&[2], &long);
        assert_eq!(found.kept(&cells, 442.0), [0, 0]);
    }

    /// Each reaches over the end of the one before: none may be kept without all.
    #[test]
    fn cells_that_hook_into_each_other_are_divided() {
        let (mut cells, _) = rows(&[1; 60], "总值");
        for row in (1..51).step_by(5) {
            let cell = Cell {
                row,
                column: row % 2,
                rowspan: 10,
                ..cells[2]
            };
            cells.push(cell);
        }
        let beside = Beside {
            columns: &[0, 1],
            widths: &[60.0, 110.0],
            size: 10.0,
            inset: 5.0,
        };
        let kept = Rows::of(&cells, 61, beside).kept(&cells, 442.0);
        assert!(kept[..50].iter().all(|kept| *kept == 1), "{kept:?}");
    }

    /// A name of a group that is longer than its rows makes the last of them taller.
    #[test]
    fn a_long_name_is_measured_with_its_rows() {
        let (mut cells, before) = rows(&[2], "总值");
        let long = "类".repeat(400);
        cells[2].text = &long;
        let beside = Beside {
            columns: &[0, 1],
            widths: &[60.0, 110.0],
            size: 10.0,
            inset: 5.0,
        };
        let found = Rows::of(&cells, 3, beside);
        assert!(found.height() > before.height() + 900.0);
        assert!(found.kept(&cells, 442.0)[0] < 2);
        assert_eq!(before.pages(&cells, 442.0), 1);
        assert!(found.pages(&cells, 442.0) > 2);
    }
}
