//! An annex that is neither a table of indicators nor one of tasks: nothing in it is
//! divided among units or areas. It is kept as printed.

use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::diag::locus::Line;
use crate::diag::written;
use crate::notice::Paragraph;

/// The annex: its title, then paragraphs and tables in printed order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherAnnex {
    /// Its title.
    #[schemars(description = "附件的标题。")]
    pub title: String,
    /// What it says.
    #[serde(default)]
    #[schemars(description = "一段文字或一张表一条，按印的次序。")]
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(into = "Fields")]
pub enum Block {
    /// A paragraph of text.
    Text(Paragraph),
    /// A table.
    Table(PlainTable),
}

/// A table as printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlainTable {
    /// How many of its first rows are headings.
    pub heading_rows: usize,
    /// The rows.
    pub rows: Vec<PlainRow>,
}

/// One row: the cells that begin in it. A place that a merged cell covers has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlainRow {
    /// Line of the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "在来件的第几行；来件是 Word 文件的，行号后面写位置。")]
    pub line: Option<Line>,
    /// Left to right.
    #[schemars(description = "从左到右，这一行开始的格；被上面合并的格占着的位置不写。")]
    pub cells: Vec<PlainCell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlainCell {
    /// What it says.
    #[schemars(description = "格里的字。")]
    pub text: String,
    /// How many columns it covers.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(description = "横着占几列；不合并的不写。")]
    pub colspan: usize,
    /// How many rows it covers.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(description = "竖着占几行；不合并的不写。")]
    pub rowspan: usize,
}

fn one() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_one(number: &usize) -> bool {
    *number == 1
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_none(number: &usize) -> bool {
    *number == 0
}

/// How a block is written: `text` with its line, or `rows`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "一段文字；和 rows 只写一个。")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "这一段在来件的第几行；来件是 Word 文件的，行号后面写位置。")]
    line: Option<Line>,
    #[serde(default, skip_serializing_if = "is_none")]
    #[schemars(description = "表的前几行是表头；没有表头的不写。")]
    heading_rows: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "一张表，一行一条；和 text 只写一个。")]
    rows: Option<Vec<PlainRow>>,
}

impl From<Block> for Fields {
    fn from(block: Block) -> Fields {
        match block {
            Block::Text(paragraph) => Fields {
                text: Some(paragraph.text),
                line: paragraph.line,
                heading_rows: 0,
                rows: None,
            },
            Block::Table(table) => Fields {
                text: None,
                line: None,
                heading_rows: table.heading_rows,
                rows: Some(table.rows),
            },
        }
    }
}

impl TryFrom<Fields> for Block {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Block, Self::Error> {
        match fields {
            Fields {
                text: Some(text),
                line,
                heading_rows: 0,
                rows: None,
            } => Ok(Block::Text(Paragraph { text, line })),
            Fields {
                text: None,
                line: None,
                heading_rows,
                rows: Some(rows),
            } => Ok(Block::Table(PlainTable { heading_rows, rows })),
            _ => Err("每一块要么是一段文字（text），要么是一张表（rows），不能兼有，也不能都没有"),
        }
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        written::of_fields::<_, Fields, _>(from, "一段文字（text）或一张表（rows）")
    }
}

impl JsonSchema for Block {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Block".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Fields::json_schema(generator);
        let is = json_schema!({ "not": { "type": "null" } });
        let one_of = [
            json_schema!({
                "required": ["text"],
                "properties": { "text": is, "heading_rows": { "const": 0 } },
            }),
            json_schema!({
                "required": ["rows"],
                "properties": { "rows": is, "line": { "type": "null" } },
            }),
        ];
        schema.insert(
            "oneOf".to_owned(),
            one_of.map(Schema::to_value).to_vec().into(),
        );
        schema
    }
}

impl PlainTable {
    /// How many columns it has; `None` where its cells do not make a table: one covers no
    /// place, two cover one place, one reaches below the last row, or headings reach below
    /// the rows that are said to be headings.
    pub fn columns(&self) -> Option<usize> {
        let mut columns = 0;
        let mut taken = BTreeSet::new();
        for placed in self.placed() {
            let Placed { row, column, cell } = placed;
            let most = if row < self.heading_rows {
                self.heading_rows
            } else {
                self.rows.len()
            };
            let end = column.checked_add(cell.colspan)?;
            let fits = cell.colspan > 0 && (1..=most.saturating_sub(row)).contains(&cell.rowspan);
            if !fits || end > COLUMNS {
                return None;
            }
            columns = columns.max(end);
            let mut places =
                (row..row + cell.rowspan).flat_map(|r| (column..end).map(move |c| (r, c)));
            if !places.all(|place| taken.insert(place)) {
                return None;
            }
        }
        (columns > 0 && self.heading_rows <= self.rows.len()).then_some(columns)
    }

    /// Every cell with its row and column, as pages place them: each stands at the first
    /// place of its row that none from above covers.
    pub fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        // So many rows below are still covered, by column.
        let mut reaching: Vec<usize> = Vec::new();
        self.rows.iter().enumerate().flat_map(move |(row, cells)| {
            let mut next: Vec<usize> = reaching.iter().map(|n| n.saturating_sub(1)).collect();
            let mut column = 0;
            let mut placed = Vec::new();
            for cell in &cells.cells {
                while reaching.get(column).is_some_and(|left| *left > 0) {
                    column += 1;
                }
                placed.push(Placed { row, column, cell });
                // What is wider than any table is refused; it must not take memory first.
                let end = column
                    .saturating_add(cell.colspan)
                    .min(column + COLUMNS + 1);
                if next.len() < end {
                    next.resize(end, 0);
                }
                next[column..end].fill(cell.rowspan.saturating_sub(1));
                column = end;
            }
            reaching = next;
            placed
        })
    }
}

/// A cell with its row and column, from 0.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'t> {
    /// Its first row.
    pub row: usize,
    /// Its first column.
    pub column: usize,
    /// The cell.
    pub cell: &'t PlainCell,
}

/// More columns than so many are no table that could be printed.
pub const COLUMNS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn table(heading_rows: usize, rows: &[&[(usize, usize)]]) -> PlainTable {
        let cell = |&(colspan, rowspan): &(usize, usize)| PlainCell {
            text: String::new(),
            colspan,
            rowspan,
        };
        let rows = rows.iter().map(|row| PlainRow {
            line: None,
            cells: row.iter().map(cell).collect(),
        });
        PlainTable {
            heading_rows,
            rows: rows.collect(),
        }
    }

    #[test]
    fn cells_make_a_table_or_not() {
        for (heading_rows, rows, columns) in [
            (0, &[&[(1, 1), (1, 1)][..]][..], Some(2)),
            (
                2,
                &[&[(1, 2), (2, 1)], &[(1, 1), (1, 1)], &[(3, 1)]],
                Some(3),
            ),
            // Ragged: the places that are left over are blank.
            (0, &[&[(1, 1)], &[(1, 1), (1, 1), (1, 1)]], Some(3)),
            (0, &[&[(1, 1), (1, 2), (1, 1)], &[(2, 1)]], None),
            (0, &[&[(1, 3)], &[(1, 1)]], None),
            (1, &[&[(1, 2), (1, 1)], &[(1, 1)]], None),
            (0, &[&[(0, 1)]], None),
            (0, &[&[(1, 0)]], None),
            (0, &[&[(usize::MAX, 1)]], None),
            (3, &[&[(1, 1)]], None),
            (0, &[&[]], None),
            (0, &[], None),
        ] {
            assert_eq!(table(heading_rows, rows).columns(), columns, "{rows:?}");
        }
    }

    #[test]
    fn a_block_is_one_of_two() {
        let read = |text: &str| serde_yaml::from_str::<Block>(text).is_ok();
        assert!(read("text: 甲\nline: 3"));
        assert!(read("rows:\n- cells:\n  - text: 甲\n    colspan: 2"));
        assert!(!read("text: 甲\nrows: []"));
        assert!(!read("line: 3"));
        assert!(!read("text: 甲\nlines: 3"));
    }
}
