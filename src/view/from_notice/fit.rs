//! Makes tables fit their pages: columns as wide as what they hold asks; then smaller
//! type; then parts, each with the first columns repeated.

mod room;
mod rows;

use crate::view::fit::{FitPart, FitView};
use crate::view::from_notice::measure::{Width, width};

pub(super) use rows::Cell;

use room::{Heights, level};
use rows::{Beside, Rows};

/// Sizes of type by their names in `style.typ`, the largest first, in points.
const SIZES: [(&str, f64); 2] = [("hao5", 10.5), ("xiao5", 9.0)];

/// How wide the type area is on portrait and on landscape pages, in points (5.2.1, 8).
pub(super) const PORTRAIT: f64 = 442.2;
pub(super) const LANDSCAPE: f64 = 637.7;

/// A column is not narrower than so many characters, where its text has as many: of the
/// ways to set a table the first that fits is taken. So wide are three characters, and a
/// figure with 左右.
const LEAST: [f64; 2] = [3.25, 2.0];
/// Nor, if it is a head that is no number, than so many.
const LEAST_OF_NAMES: f64 = 4.0;
/// Of what is over when no row can be made lower, a column behind the heads takes no more
/// than makes it so wide, before all take their share.
const AMPLE: f64 = 8.0;
/// A part that is not taller is surely held by a page, with what stands over it.
const WHOLE: f64 = 320.0;

/// A table that has to fit.
#[derive(Debug)]
pub(super) struct Table<'t> {
    pub(super) columns: usize,
    /// The first columns, which say what a row is about.
    pub(super) heads: usize,
    pub(super) rows: usize,
    pub(super) cells: Vec<Cell<'t>>,
    /// The space on both sides of a cell's text, in points.
    pub(super) inset: f64,
}

/// A table with the widths of its texts.
struct Measured<'m> {
    table: &'m Table<'m>,
    widths: Vec<Width>,
}

impl Table<'_> {
    /// Whether all its columns stand beside each other on a page so wide, in the largest
    /// type.
    pub(super) fn fits(&self, room: f64) -> bool {
        let needs = self.measured().needs(SIZES[0].1, LEAST[1]);
        needs.iter().sum::<f64>() <= room
    }

    /// Its columns on pages that are so wide: of the ways that hold all of them beside each
    /// other the one with the fewest pages, and of several the first.
    pub(super) fn fit(&self, room: f64) -> FitView {
        let measured = self.measured();
        let heads = self.heads.min(self.columns.saturating_sub(1));
        let ways = SIZES
            .iter()
            .flat_map(|size| LEAST.map(|least| (*size, least)));
        let mut best: Option<(usize, FitView)> = None;
        for ((size, points), least) in ways {
            let needs = measured.needs(points, least);
            if needs.iter().sum::<f64>() <= room {
                let all = [0, self.columns - heads];
                let (parts, rows) = measured.parts(heads, &all, &needs, points, room);
                let pages = rows.pages(&self.cells, height_of(room));
                if best.as_ref().is_none_or(|(least, _)| pages < *least) {
                    let kept = rows.kept(&self.cells, height_of(room));
                    best = Some((
                        pages,
                        FitView {
                            size,
                            heads,
                            parts,
                            kept,
                        },
                    ));
                }
                if pages == 1 {
                    break;
                }
            }
        }
        if let Some((_, view)) = best {
            return view;
        }
        let (size, points) = SIZES[SIZES.len() - 1];
        let needs = measured.needs(points, LEAST[0]);
        let cuts = self.cuts(heads, &needs, room);
        let (parts, rows) = measured.parts(heads, &cuts, &needs, points, room);
        let kept = rows.kept(&self.cells, height_of(room));
        FitView {
            size,
            heads,
            parts,
            kept,
        }
    }

    fn measured(&self) -> Measured<'_> {
        let of = |cell: &Cell<'_>| width(cell.text, cell.heading);
        Measured {
            table: self,
            widths: self.cells.iter().map(of).collect(),
        }
    }

    /// Where parts begin and end, counted behind the heads. They are about equal, and
    /// end between columns that no cell joins, where such a place is near.
    fn cuts(&self, heads: usize, needs: &[f64], room: f64) -> Vec<usize> {
        let (own, others) = needs.split_at(heads);
        let room = room - own.iter().sum::<f64>();
        let filled = |most: f64| {
            let mut cuts = vec![0];
            let mut sum = 0.0;
            for (at, need) in others.iter().enumerate() {
                let begin = cuts.last().copied().unwrap_or(0);
                sum += need;
                if sum > most && at > begin {
                    let near = begin + (at - begin).div_ceil(2);
                    let whole = (near..=at).rev().find(|at| !self.joined(heads + at));
                    let cut = whole.filter(|cut| *cut > begin).unwrap_or(at);
                    cuts.push(cut);
                    sum = others[cut..=at].iter().sum();
                }
            }
            cuts.push(others.len());
            cuts
        };
        let widest = others.iter().copied().fold(0.0, f64::max);
        let fullest = filled(room);
        // With as many parts, the least that each of them has to hold.
        let (mut low, mut high) = (widest.min(room), room);
        for _ in 0..12 {
            let middle = (low + high) / 2.0;
            if filled(middle).len() > fullest.len() {
                low = middle;
            } else {
                high = middle;
            }
        }
        filled(high)
    }

    /// Whether a cell reaches over the border before a column.
    fn joined(&self, column: usize) -> bool {
        let mut cells = self.cells.iter();
        cells.any(|c| c.column < column && column < c.column + c.colspan)
    }
}

impl Measured<'_> {
    fn cells(&self) -> impl Iterator<Item = (&Cell<'_>, Width)> {
        self.table.cells.iter().zip(self.widths.iter().copied())
    }

    /// What each column asks at least, in points.
    fn needs(&self, size: f64, least: f64) -> Vec<f64> {
        let inset = self.table.inset;
        let mut needs = vec![inset + size; self.table.columns];
        // A number in front is short; a name is not.
        let is_name = |column: usize| {
            let mut own = self
                .cells()
                .filter(|(c, _)| c.column == column && !c.heading);
            column < self.table.heads && own.any(|(c, w)| w.piece < w.whole && !c.text.is_empty())
        };
        let names: Vec<bool> = (0..self.table.columns).map(is_name).collect();
        for (cell, width) in self.cells().filter(|(c, _)| c.colspan == 1) {
            let Some(need) = needs.get_mut(cell.column) else {
                continue;
            };
            let least = match (names[cell.column], cell.heading) {
                (true, false) => LEAST_OF_NAMES,
                _ => least,
            };
            let ems = width.piece.max(width.whole.min(least));
            *need = need.max(ems * size + inset);
        }
        for (cell, width) in self.cells().filter(|(c, _)| c.colspan > 1) {
            let end = (cell.column + cell.colspan).min(needs.len());
            let Some(covered) = needs.get_mut(cell.column..end) else {
                continue;
            };
            let lacking = width.piece * size + inset - covered.iter().sum::<f64>();
            let each = lacking.max(0.0) / covered.len().max(1) as f64;
            covered.iter_mut().for_each(|need| *need += each);
        }
        needs
    }

    /// The parts between `cuts`, and how tall the rows are in the one that has them tallest.
    fn parts(
        &self,
        heads: usize,
        cuts: &[usize],
        needs: &[f64],
        size: f64,
        room: f64,
    ) -> (Vec<FitPart>, Rows) {
        let mut parts = Vec::new();
        let mut tallest: Option<Rows> = None;
        for cut in cuts.windows(2) {
            let (from, to) = (cut[0], cut[1]);
            let own: Vec<usize> = (0..heads).chain(heads + from..heads + to).collect();
            let widths = self.widths_of(heads, &own, needs, size, room);
            let beside = Beside {
                columns: &own,
                widths: &widths,
                size,
                inset: self.table.inset,
            };
            let rows = Rows::of(&self.table.cells, self.table.rows, beside);
            parts.push(FitPart {
                from,
                to,
                whole: rows.height() < WHOLE,
                columns: widths.iter().map(|c| (c * 10.0).round() as u32).collect(),
            });
            tallest = Some(match tallest {
                Some(tallest) => tallest.tallest(&rows),
                None => rows,
            });
        }
        let none = || {
            let beside = Beside {
                columns: &[],
                widths: &[],
                size,
                inset: self.table.inset,
            };
            Rows::of(&[], self.table.rows, beside)
        };
        (parts, tallest.unwrap_or_else(none))
    }

    /// How wide columns that stand beside each other are: what is over beside the needs
    /// goes where it makes rows lower, and then to the narrowest.
    fn widths_of(
        &self,
        heads: usize,
        own: &[usize],
        needs: &[f64],
        size: f64,
        room: f64,
    ) -> Vec<f64> {
        let least: Vec<f64> = own.iter().map(|c| needs[*c]).collect();
        let mut columns = least.clone();
        let mut over = room - columns.iter().sum::<f64>();
        let (rows, inset) = (self.table.rows, self.table.inset);
        let heights = Heights::of(self.cells(), rows, own, size, inset);
        while let Some((at, more)) = heights.best(&columns, over, size) {
            columns[at] += more;
            over -= more;
        }
        heights.settle(&mut columns, &least, size);
        // Columns of figures are made equal, as far as they are still narrow.
        let narrow: Vec<f64> = columns[heads..].to_vec();
        level(&mut columns[heads..], over);
        let most = AMPLE * size;
        for (column, before) in columns[heads..].iter_mut().zip(narrow) {
            *column = column.min(most.max(before));
        }
        // What is left is for all.
        let sum: f64 = columns.iter().sum();
        columns.iter_mut().for_each(|c| *c *= room / sum);
        columns
    }
}

/// How tall the type area of pages is that are so wide.
fn height_of(room: f64) -> f64 {
    if room > PORTRAIT { PORTRAIT } else { LANDSCAPE }
}

#[cfg(test)]
mod tests {
    use super::{Cell, LANDSCAPE, PORTRAIT, Table};

    fn table<'t>(heads: usize, rows: &[&[&'t str]]) -> Table<'t> {
        let cells = rows.iter().enumerate().flat_map(|(row, cells)| {
            cells.iter().enumerate().map(move |(column, text)| Cell {
                row,
                column,
                colspan: 1,
                rowspan: 1,
                text,
                heading: row == 0,
            })
        });
        Table {
            columns: rows[0].len(),
            heads,
            rows: rows.len(),
            cells: cells.collect(),
            inset: 5.0,
        }
    }

    #[test]
    fn columns_hold_their_figures() {
        for count in [3, 11, 12, 40, 200] {
            let (mut head, mut row) = (vec!["指标"], vec!["地区生产总值"]);
            head.resize(count + 1, "东山区");
            row.resize(count + 1, "12345.67");
            let fit = table(1, &[&head, &row]).fit(LANDSCAPE);
            let points = if fit.size == "hao5" { 10.5 } else { 9.0 };
            let mut next = 0;
            for part in &fit.parts {
                assert_eq!(part.from, next, "{count}");
                assert_eq!(part.columns.len(), 1 + part.to - part.from, "{count}");
                next = part.to;
                let sum: u32 = part.columns.iter().sum();
                assert!(sum.abs_diff(6377) < 30, "{count}: {sum}");
                let narrow = part.columns[1..].iter().min().copied();
                let narrow = f64::from(narrow.unwrap_or(0)) / 10.0;
                assert!(narrow >= 3.75 * points + 4.9, "{count}: {narrow}");
            }
            assert_eq!(next, count);
            assert_eq!(fit.parts.len() > 1, count > 12, "{count}");
        }
    }

    #[test]
    fn smaller_type_comes_before_parts() {
        let (mut head, mut row) = (vec!["指标"], vec!["总值"]);
        head.resize(14, "区");
        row.resize(14, "123456.78");
        let wide = table(1, &[&head, &row]);
        assert_eq!(wide.fit(LANDSCAPE).size, "xiao5");
        assert_eq!(wide.fit(LANDSCAPE).parts.len(), 1);
        assert!(!wide.fits(PORTRAIT));
    }

    /// A name that makes rows tall gets room from columns that can do with less, or smaller
    /// type, where that saves a page.
    #[test]
    fn of_several_ways_the_one_with_the_fewest_pages_is_taken() {
        let name = "规模以上工业企业研究与试验发展经费支出占主营业务收入的比重".repeat(5);
        for rows in [2, 3, 4] {
            let (mut head, mut row) = (vec!["指标"], vec![name.as_str()]);
            head.resize(14, "东山区");
            row.resize(14, "7.5");
            let mut all = vec![&head[..]];
            all.resize(rows + 1, &row);
            let table = table(1, &all);
            let fit = table.fit(LANDSCAPE);
            let measured = table.measured();
            let ways = super::SIZES
                .iter()
                .flat_map(|size| super::LEAST.map(|l| (*size, l)));
            let pages = ways.map(|((_, points), least)| {
                let needs = measured.needs(points, least);
                let (_, rows) = measured.parts(1, &[0, 13], &needs, points, LANDSCAPE);
                rows.pages(&table.cells, PORTRAIT)
            });
            let pages: Vec<usize> = pages.collect();
            let points = if fit.size == "hao5" { 10.5 } else { 9.0 };
            let widths: Vec<f64> = { fit.parts[0].columns.iter() }
                .map(|c| f64::from(*c) / 10.0)
                .collect();
            let beside = super::Beside {
                columns: &(0..14).collect::<Vec<_>>(),
                widths: &widths,
                size: points,
                inset: table.inset,
            };
            let taken = super::Rows::of(&table.cells, table.rows, beside);
            let fewest = pages.iter().min().copied();
            assert_eq!(
                Some(taken.pages(&table.cells, PORTRAIT)),
                fewest,
                "{pages:?}"
            );
            assert!(pages[0] > fewest.unwrap(), "{rows}: {pages:?}");
        }
    }

    /// One text that is longer than others gets the room that these do not need.
    #[test]
    fn a_long_text_makes_its_column_wide() {
        let long = "超过50%（提高1个百分点）";
        let mut rows = vec![vec!["指标", "甲市", "乙市", "丙市"]];
        rows.push(vec!["新兴产业产值", long, "7", "8"]);
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let fit = table(1, &rows).fit(300.0);
        let columns = &fit.parts[0].columns;
        assert!(columns[1] > 2 * columns[2], "{columns:?}");
        assert_eq!(columns[2], columns[3]);
    }

    /// Parts end where no cell joins two columns, if such a place is near.
    #[test]
    fn parts_end_between_merged_cells() {
        let (mut head, mut row) = (vec!["指标"], vec!["总值"]);
        head.resize(31, "东山区");
        row.resize(31, "1234567.89");
        let rows: [&[&str]; 2] = [&head, &row];
        let mut joined = table(1, &rows);
        for at in (1..31).step_by(3) {
            let cell = Cell {
                row: 2,
                column: at,
                colspan: 3,
                rowspan: 1,
                text: "3以内",
                heading: false,
            };
            joined.cells.push(cell);
        }
        joined.rows = 3;
        let fit = joined.fit(LANDSCAPE);
        assert!(fit.parts.len() > 2);
        assert!(fit.parts.iter().all(|part| part.from % 3 == 0), "{fit:?}");
    }
}
