//! What the data files of one page are made from: the view as JSON, and its table.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

/// The endings of the data files, in the order in which pages offer them.
pub const ENDINGS: [&str; 4] = ["xlsx", "csv", "json", "yaml"];

/// What the data files of one page are made from. They are made when they are asked for,
/// which takes longer than to see that they are there already.
#[derive(Debug)]
pub struct Table {
    /// The view, as JSON.
    pub json: String,
    /// Its table.
    pub grid: Grid,
    /// The day of its making: `2017-01-26`.
    pub date: String,
    /// What a worksheet is called whose title has nothing that may stand in its name.
    pub unnamed: String,
    hash: OnceLock<String>,
}

impl Table {
    /// `date` (`2017-01-26`) stands in the workbook as the day of its making, so that
    /// the same input gives the same bytes; `unnamed` is what its sheet is called for want
    /// of a title.
    ///
    /// # Errors
    /// Never for our views; a fault of serialising comes out as text.
    pub fn new(
        view: &impl Serialize,
        grid: Grid,
        date: &str,
        unnamed: &str,
    ) -> Result<Table, String> {
        Ok(Table {
            json: serde_json::to_string_pretty(view).map_err(|e| e.to_string())?,
            grid,
            date: date.to_owned(),
            unnamed: unnamed.to_owned(),
            hash: OnceLock::new(),
        })
    }

    /// A hash of it all.
    pub fn hash(&self) -> &str {
        self.hash.get_or_init(|| {
            let mut hash = blake3::Hasher::new();
            let mut word = |word: &str| {
                hash.update(&word.len().to_le_bytes());
                hash.update(word.as_bytes());
            };
            for text in [&self.json, &self.date, &self.unnamed, &self.grid.title] {
                word(text);
            }
            for column in &self.grid.columns {
                word(&column.title);
                word(column.holds.name());
            }
            for row in &self.grid.rows {
                word(&row.len().to_string());
                for cell in row {
                    word(&cell.text);
                    word(&format!("{} {}", cell.across, cell.down));
                }
            }
            hash.finalize().to_hex().to_string()
        })
    }
}

/// A table with merged cells.
#[derive(Debug, Clone)]
pub struct Grid {
    /// Its heading, and the name of the worksheet.
    pub title: String,
    /// Headings of the columns.
    pub columns: Vec<Column>,
    /// In each row the cells that begin in it: a place that a merged cell covers
    /// has none.
    pub rows: Vec<Vec<Cell>>,
}

/// The heading of a column, and what is below it.
#[derive(Debug, Clone)]
pub struct Column {
    /// The heading.
    pub title: String,
    /// What is below it.
    pub holds: Holds,
}

/// What a column holds; an empty cell may stand in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// Whole numbers, to be sorted as such.
    Count,
    /// Numbers that may have a fraction.
    Number,
    /// Days: `2017-01-26`.
    Date,
}

impl Holds {
    /// Its name among the types of Table Schema (Frictionless).
    pub fn name(self) -> &'static str {
        match self {
            Holds::Text => "string",
            Holds::Count => "integer",
            Holds::Number => "number",
            Holds::Date => "date",
        }
    }
}

/// One cell of a [`Grid`].
#[derive(Debug, Clone)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// How many columns it covers.
    pub across: u32,
    /// How many rows it covers.
    pub down: u32,
}

impl Cell {
    /// A cell that is not merged.
    pub fn plain(text: impl Into<String>) -> Cell {
        Cell::merged(text, 1, 1)
    }

    /// A cell of so many columns and rows.
    pub fn merged(text: impl Into<String>, across: u32, down: u32) -> Cell {
        Cell {
            text: text.into(),
            across: across.max(1),
            down: down.max(1),
        }
    }
}

/// A column of texts.
pub fn text(title: &str) -> Column {
    Column::of(title, Holds::Text)
}

/// A column of whole numbers.
pub fn count(title: &str) -> Column {
    Column::of(title, Holds::Count)
}

impl Column {
    /// A column with this heading.
    pub fn of(title: &str, holds: Holds) -> Column {
        let title = title.to_owned();
        Column { title, holds }
    }
}

impl Grid {
    /// A table without rows.
    pub fn new(title: &str, columns: impl IntoIterator<Item = Column>) -> Grid {
        Grid {
            title: title.to_owned(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row in which nothing is merged.
    pub fn push(&mut self, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        let cells = texts.into_iter().map(|text| Cell::plain(text.as_ref()));
        self.rows.push(cells.collect());
    }

    /// Every cell with its row and column, from 0.
    pub fn placed(&self) -> Vec<(usize, usize, &Cell)> {
        let mut reaching: BTreeMap<usize, u32> = BTreeMap::new();
        let mut placed = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let covered: Vec<usize> = reaching.keys().copied().collect();
            reaching.values_mut().for_each(|left| *left -= 1);
            reaching.retain(|_, left| *left > 0);
            let mut column = 0;
            for cell in row {
                while covered.contains(&column) {
                    column += 1;
                }
                placed.push((at, column, cell));
                for _ in 0..cell.across {
                    if cell.down > 1 {
                        reaching.insert(column, cell.down - 1);
                    }
                    column += 1;
                }
            }
        }
        placed
    }

    /// The rows with merged cells written out in every place that they cover.
    pub fn filled(&self) -> Vec<Vec<&str>> {
        let mut rows = vec![vec![""; self.columns.len()]; self.rows.len()];
        for (at, column, cell) in self.placed() {
            for row in rows.iter_mut().skip(at).take(cell.down as usize) {
                for place in row.iter_mut().skip(column).take(cell.across as usize) {
                    *place = &cell.text;
                }
            }
        }
        rows
    }
}
