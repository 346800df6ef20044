//! Tables: their grid, merged cells, heads that are repeated, rows that no page divides.

use crate::render::docx::paragraph::{Paragraph, StyleId};
use crate::render::docx::xml::Xml;

/// A cell before it has its place among those that rows above leave open.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Its first column.
    pub column: usize,
    pub colspan: usize,
    pub rowspan: usize,
    pub paragraphs: Vec<Paragraph>,
    pub centred: bool,
    pub shaded: bool,
}

impl Cell {
    /// One that covers one field.
    pub(super) fn new(column: usize, paragraph: Paragraph) -> Cell {
        Cell {
            column,
            colspan: 1,
            rowspan: 1,
            paragraphs: vec![paragraph],
            centred: false,
            shaded: false,
        }
    }

    pub(super) fn over(mut self, colspan: usize, rowspan: usize) -> Cell {
        self.colspan = colspan.max(1);
        self.rowspan = rowspan.max(1);
        self
    }

    pub(super) fn centred(mut self) -> Cell {
        self.centred = true;
        self
    }

    pub(super) fn shaded(mut self) -> Cell {
        self.shaded = true;
        self
    }
}

/// A row: the cells that begin in it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// Whether every page repeats it.
    pub head: bool,
    /// Its least height, in twentieths of a point; 0 for that of its words.
    pub height: u32,
}

impl Row {
    /// One with these cells, which no page divides if it holds it.
    pub(super) fn whole(cells: Vec<Cell>) -> Row {
        Row {
            cells,
            head: false,
            height: 0,
        }
    }
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// How wide its columns are, in twentieths of a point.
    pub columns: Vec<u32>,
    pub rows: Vec<Row>,
    /// The size of its letters in half points, where it is not that of its style.
    pub size: Option<u32>,
    /// White space beside the words of a cell.
    pub inset: u32,
}

/// Widths in the proportion of `shares` that come to `whole`.
pub(super) fn shared_out(shares: &[u32], whole: u32) -> Vec<u32> {
    let sum: u64 = shares.iter().map(|n| u64::from(*n)).sum::<u64>().max(1);
    let at = |until: usize| {
        let before: u64 = shares[..until].iter().map(|n| u64::from(*n)).sum();
        u32::try_from(before * u64::from(whole) / sum).unwrap_or(whole)
    };
    (0..shares.len()).map(|n| at(n + 1) - at(n)).collect()
}

/// What stands in a field of the grid.
#[derive(Clone, Copy)]
enum Field {
    Free,
    /// Covered from above by a cell that began in this row and column.
    Under {
        row: usize,
        at: usize,
    },
}

impl Table {
    /// Writes it.
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.open("w:tbl", &[]);
        self.properties(xml);
        xml.open("w:tblGrid", &[]);
        for width in &self.columns {
            xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
        xml.close();
        let count = self.columns.len();
        // For each column, for how many rows more it is covered, and by which cell.
        let mut covered = vec![(0_usize, Field::Free); count];
        for (number, row) in self.rows.iter().enumerate() {
            xml.open("w:tr", &[]);
            xml.open("w:trPr", &[]);
            xml.flag("w:cantSplit");
            if row.height > 0 {
                let height = row.height.to_string();
                xml.empty("w:trHeight", &[("w:val", &height), ("w:hRule", "atLeast")]);
            }
            if row.head {
                xml.flag("w:tblHeader");
            }
            xml.close();
            let mut column = 0;
            while column < count {
                if let (more, Field::Under { row: above, at }) = covered[column]
                    && more > 0
                {
                    let cell = &self.rows[above].cells[at];
                    let wide = cell.colspan.min(count - column);
                    self.cell(xml, column, wide, Merge::Continued, None);
                    covered[column..column + wide]
                        .iter_mut()
                        .for_each(|c| c.0 -= 1);
                    column += wide;
                    continue;
                }
                let begins = row.cells.iter().position(|cell| cell.column == column);
                let Some(at) = begins else {
                    self.cell(xml, column, 1, Merge::None, None);
                    column += 1;
                    continue;
                };
                let cell = &row.cells[at];
                let free = covered[column..].iter().take_while(|c| c.0 == 0).count();
                let wide = cell.colspan.clamp(1, free.max(1));
                let merge = if cell.rowspan > 1 {
                    Merge::Begun
                } else {
                    Merge::None
                };
                self.cell(xml, column, wide, merge, Some(cell));
                let field = Field::Under { row: number, at };
                covered[column..column + wide].fill((cell.rowspan - 1, field));
                column += wide;
            }
            xml.close();
        }
        xml.close();
    }

    fn properties(&self, xml: &mut Xml) {
        xml.open("w:tblPr", &[]);
        let whole: u32 = self.columns.iter().sum();
        xml.empty("w:tblW", &[("w:w", &whole.to_string()), ("w:type", "dxa")]);
        xml.value("w:jc", "center");
        xml.open("w:tblBorders", &[]);
        for side in [
            "w:top",
            "w:left",
            "w:bottom",
            "w:right",
            "w:insideH",
            "w:insideV",
        ] {
            let looks = [
                ("w:val", "single"),
                ("w:sz", "4"),
                ("w:space", "0"),
                ("w:color", "000000"),
            ];
            xml.empty(side, &looks);
        }
        xml.close();
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.open("w:tblCellMar", &[]);
        let inset = self.inset.to_string();
        for (side, width) in [
            ("w:top", "57"),
            ("w:left", &inset),
            ("w:bottom", "57"),
            ("w:right", &inset),
        ] {
            xml.empty(side, &[("w:w", width), ("w:type", "dxa")]);
        }
        xml.close();
        xml.close();
    }

    fn cell(&self, xml: &mut Xml, column: usize, wide: usize, merge: Merge, cell: Option<&Cell>) {
        xml.open("w:tc", &[]);
        xml.open("w:tcPr", &[]);
        let width: u32 = self.columns[column..column + wide].iter().sum();
        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if wide > 1 {
            xml.value("w:gridSpan", &wide.to_string());
        }
        match merge {
            Merge::None => {}
            Merge::Begun => xml.value("w:vMerge", "restart"),
            Merge::Continued => xml.flag("w:vMerge"),
        }
        if cell.is_some_and(|cell| cell.shaded) {
            let looks = [
                ("w:val", "clear"),
                ("w:color", "auto"),
                ("w:fill", "ECECEC"),
            ];
            xml.empty("w:shd", &looks);
        }
        xml.value("w:vAlign", "center");
        xml.close();
        let centred = cell.is_some_and(|cell| cell.centred);
        let paragraphs = cell.map(|cell| &cell.paragraphs[..]).unwrap_or_default();
        for paragraph in paragraphs {
            let mut paragraph = paragraph.clone();
            paragraph.size = paragraph.size.or(self.size);
            if centred {
                paragraph.props.align = Some("center");
            }
            paragraph.write(xml);
        }
        if paragraphs.is_empty() {
            Paragraph::new(StyleId::TableText, "").write(xml);
        }
        xml.close();
    }
}

#[derive(Clone, Copy)]
enum Merge {
    None,
    Begun,
    Continued,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_come_to_the_whole() {
        for shares in [vec![1, 1, 1], vec![7, 0, 11, 13], vec![u32::MAX, u32::MAX]] {
            assert_eq!(shared_out(&shares, 8845).iter().sum::<u32>(), 8845);
        }
        assert!(shared_out(&[], 8845).is_empty());
    }
}
