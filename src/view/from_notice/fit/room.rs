//! Shares what is over of a page among the columns of a table: where it makes rows lower.

use crate::view::from_notice::fit::rows::Cell;
use crate::view::from_notice::measure::Width;

/// By so much of a character columns are made wider.
const STEP: f64 = 0.25;
/// A step may be so many of them at once.
const REACH: usize = 60;
/// What more rows ask is not looked at when room is shared out.
const ROWS: usize = 300;
/// A row that is lower is worth so many cells that are.
const ROW: f64 = 8.0;
/// Room is exchanged between columns so often at most, and only in tables of so many cells.
const ROUNDS: usize = 20;
const CELLS: usize = 1200;

/// Raises the narrowest of some columns, as far as `over` goes.
pub(super) fn level(columns: &mut [f64], over: f64) {
    let mut sorted = columns.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut level = sorted.first().copied().unwrap_or(0.0);
    let mut rest = over.max(0.0);
    for low in 1..=sorted.len() {
        let next = sorted.get(low).copied().unwrap_or(f64::INFINITY);
        let rise = (next - level).min(rest / low as f64);
        level += rise;
        rest -= rise * low as f64;
    }
    columns.iter_mut().for_each(|c| *c = c.max(level));
}

/// How many lines the texts of a table take.
pub(super) struct Heights {
    texts: Vec<Text>,
    /// For every column, the texts that stand in it.
    of: Vec<Vec<usize>>,
    rows: usize,
    inset: f64,
}

/// A text with its row, how wide it is in points, and from which column to which it stands.
struct Text {
    row: usize,
    wide: f64,
    from: usize,
    to: usize,
}

impl Heights {
    /// Of a table with so many rows, for those of its columns that stand beside each other.
    pub(super) fn of<'c>(
        cells: impl Iterator<Item = (&'c Cell<'c>, Width)>,
        rows: usize,
        columns: &[usize],
        size: f64,
        inset: f64,
    ) -> Self {
        let mut texts = Vec::new();
        let mut of = vec![Vec::new(); columns.len()];
        for (cell, width) in cells.filter(|(c, _)| c.row < ROWS) {
            let covered = cell.column..cell.column + cell.colspan;
            let from = columns.iter().position(|c| covered.contains(c));
            let to = columns.iter().rposition(|c| covered.contains(c));
            if let Some((from, to)) = from.zip(to) {
                (from..=to).for_each(|at| of[at].push(texts.len()));
                texts.push(Text {
                    row: cell.row,
                    // A cell of several rows has room in each of them.
                    wide: width.whole * size / cell.rowspan.max(1) as f64,
                    from,
                    to: to + 1,
                });
            }
        }
        Heights {
            texts,
            of,
            rows: rows.min(ROWS),
            inset,
        }
    }

    /// The lines of a text, where its columns are wider by `more`.
    fn lines(&self, text: &Text, columns: &[f64], more: f64) -> f64 {
        let room: f64 = columns[text.from..text.to].iter().sum();
        // Rounding must not make a line of a hair.
        let lines = (text.wide - 0.01) / (room + more - self.inset).max(1.0);
        lines.ceil().max(1.0)
    }

    /// Which column gains most for what it is given, and how much that is.
    pub(super) fn best(&self, columns: &[f64], over: f64, size: f64) -> Option<(usize, f64)> {
        // The two highest texts of every row, and which the first is.
        let mut highest = vec![(1.0_f64, 1.0_f64, usize::MAX); self.rows];
        let now: Vec<f64> = { self.texts.iter() }
            .map(|text| self.lines(text, columns, 0.0))
            .collect();
        for (at, (text, lines)) in self.texts.iter().zip(&now).enumerate() {
            let high = &mut highest[text.row];
            if *lines > high.0 {
                *high = (*lines, high.0, at);
            } else {
                high.1 = high.1.max(*lines);
            }
        }
        let mut best: Option<(usize, f64, f64)> = None;
        for (column, texts) in self.of.iter().enumerate() {
            for step in 1..=REACH {
                let more = step as f64 * STEP * size;
                if more > over {
                    break;
                }
                let mut gain = 0.0;
                for at in texts.iter().filter(|at| now[**at] > 1.0) {
                    let text = &self.texts[*at];
                    let then = self.lines(text, columns, more);
                    gain += now[*at] - then;
                    let (_, second, first) = highest[text.row];
                    if first == *at {
                        gain += ROW * (now[*at] - then.max(second)).max(0.0);
                    }
                }
                let rate = gain / more;
                if gain > 0.0 && best.is_none_or(|(.., least)| rate > least) {
                    best = Some((column, more, rate));
                }
            }
        }
        best.map(|(column, more, _)| (column, more))
    }

    /// The lines of each row.
    fn rows(&self, columns: &[f64]) -> Vec<f64> {
        let mut highest = vec![1.0_f64; self.rows];
        for text in &self.texts {
            highest[text.row] = highest[text.row].max(self.lines(text, columns, 0.0));
        }
        highest
    }

    /// How good columns are: the less, the better. Of two that give the same height the one
    /// with no row much taller than others is.
    fn cost(&self, columns: &[f64]) -> f64 {
        self.rows(columns).iter().map(|lines| lines * lines).sum()
    }

    /// Gives room of columns to others as long as that makes rows lower.
    pub(super) fn settle(&self, columns: &mut [f64], least: &[f64], size: f64) {
        for _ in 0..ROUNDS {
            let Some((from, at, more)) = self.exchange(columns, least, size) else {
                break;
            };
            columns[from] -= more;
            columns[at] += more;
        }
    }

    /// Which column could give how much to which other, so that rows get lower.
    fn exchange(&self, columns: &[f64], least: &[f64], size: f64) -> Option<(usize, usize, f64)> {
        if self.rows * columns.len() > CELLS {
            return None;
        }
        let mut best = None;
        let mut lowest = self.cost(columns);
        for from in 0..columns.len() {
            for at in (0..columns.len()).filter(|at| *at != from) {
                for step in 1..=REACH {
                    let more = step as f64 * STEP * size;
                    if columns[from] - more < least[from] {
                        break;
                    }
                    let mut tried = columns.to_vec();
                    tried[from] -= more;
                    tried[at] += more;
                    let cost = self.cost(&tried);
                    if cost < lowest {
                        (best, lowest) = (Some((from, at, more)), cost);
                    }
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn the_narrowest_are_raised_first() {
        let mut columns = [10.0, 40.0, 20.0];
        level(&mut columns, 20.0);
        assert_eq!(columns, [25.0, 40.0, 25.0]);
        level(&mut columns, 60.0);
        assert_eq!(columns, [50.0, 50.0, 50.0]);
    }
}
