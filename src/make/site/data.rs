//! The data of a page as files: the view as YAML and JSON, its table as CSV and
//! XLSX. The same grid gives both tables, so they cannot disagree.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook,
    Worksheet, XlsxError,
};
use serde::Serialize;

/// The widest column of a spreadsheet, in characters of Latin script.
const WIDEST: usize = 56;

/// The endings of the data files, in the order in which pages offer them.
pub const ENDINGS: [&str; 4] = ["xlsx", "csv", "json", "yaml"];

/// What the data files of one page are made from. They are made when they are asked for,
/// which takes longer than to see that they are there already.
#[derive(Debug)]
pub struct Table {
    /// The view, as JSON.
    json: String,
    grid: Grid,
    date: String,
    hash: OnceLock<String>,
}

impl Table {
    /// `date` (`2017-01-26`) stands in the workbook as the day of its making, so that
    /// the same input gives the same bytes.
    ///
    /// # Errors
    /// Never for our views; a fault of serialising comes out as text.
    pub fn new(view: &impl Serialize, grid: Grid, date: &str) -> Result<Table, String> {
        Ok(Table {
            json: serde_json::to_string_pretty(view).map_err(|e| e.to_string())?,
            grid,
            date: date.to_owned(),
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
            for text in [&self.json, &self.date, &self.grid.title] {
                word(text);
            }
            for column in &self.grid.columns {
                word(&column.title);
                word(if column.counts { "#" } else { "" });
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

    /// The file of one of [`ENDINGS`].
    ///
    /// # Errors
    /// Never for our views; a fault of a writer comes out as text.
    pub fn file(&self, ending: &str) -> Result<Vec<u8>, String> {
        match ending {
            "xlsx" => xlsx(&self.grid, &self.date).map_err(|e| e.to_string()),
            "csv" => csv_file(&self.grid),
            "json" => Ok(self.json.clone().into_bytes()),
            "yaml" => {
                // JSON is YAML; read as such, its fields stay in their order.
                let view: serde_yaml::Value =
                    serde_json::from_str(&self.json).map_err(|e| e.to_string())?;
                let text = serde_yaml::to_string(&view).map_err(|e| e.to_string())?;
                Ok(text.into_bytes())
            }
            _ => Err(format!("没有 {ending} 这种数据文件")),
        }
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
    /// Whether it holds whole numbers, to be sorted as such.
    pub counts: bool,
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

impl Grid {
    /// A table without rows. A heading that begins with `#` is of whole numbers.
    pub fn new<'t>(title: &str, columns: impl IntoIterator<Item = &'t str>) -> Grid {
        let columns = columns.into_iter().map(|title| Column {
            title: title.trim_start_matches('#').to_owned(),
            counts: title.starts_with('#'),
        });
        Grid {
            title: title.to_owned(),
            columns: columns.collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row in which nothing is merged.
    pub fn push<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.rows.push(texts.into_iter().map(Cell::plain).collect());
    }

    /// Every cell with its row and column, from 0.
    fn placed(&self) -> Vec<(usize, usize, &Cell)> {
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
    fn filled(&self) -> Vec<Vec<&str>> {
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

/// UTF-8 with a byte order mark, without which spreadsheets garble Chinese.
fn csv_file(grid: &Grid) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new().from_writer("\u{feff}".as_bytes().to_vec());
    let head = grid.columns.iter().map(|c| c.title.as_str()).collect();
    for row in std::iter::once(head).chain(grid.filled()) {
        let row = row.into_iter().map(defused);
        writer.write_record(row).map_err(|e| e.to_string())?;
    }
    writer.into_inner().map_err(|e| e.to_string())
}

/// A spreadsheet runs what begins like a formula when it opens a CSV; an
/// apostrophe before it makes it text. Numbers stay as they are.
fn defused(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn xlsx(grid: &Grid, date: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(date)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(&grid.title)
            .set_creation_datetime(&made),
    );
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&grid.title))?;
    fill(sheet, grid)?;
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    let cell = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let merged = cell.clone().set_align(FormatAlign::VerticalCenter);
    let head = merged.clone().set_bold().set_align(FormatAlign::Center);
    for (column, heading) in (0..).zip(&grid.columns) {
        sheet.write_string_with_format(0, column, &heading.title, &head)?;
    }
    let mut widths: Vec<usize> = grid.columns.iter().map(|c| width(&c.title)).collect();
    for (row, column, content) in grid.placed() {
        let (top, left) = (row_number(row + 1), column_number(column));
        let text = content.text.as_str();
        if content.across > 1 || content.down > 1 {
            let bottom = top + content.down - 1;
            let right = left + u16::try_from(content.across - 1).unwrap_or(0);
            sheet.merge_range(top, left, bottom, right, text, &merged)?;
        } else if let (true, Ok(number)) = (grid.columns[column].counts, text.parse::<u32>()) {
            sheet.write_number_with_format(top, left, number, &cell)?;
        } else {
            sheet.write_string_with_format(top, left, text, &cell)?;
        }
        if content.across == 1 {
            widths[column] = widths[column].max(width(text));
        }
    }
    for (column, width) in (0..).zip(&widths) {
        // Three more for the margins of the cell, and the arrow of a filter.
        let fitting = u32::try_from((*width).min(WIDEST) + 3).unwrap_or(10);
        sheet.set_column_width(column, fitting)?;
    }
    if let (Some(last), false) = (widths.len().checked_sub(1), grid.rows.is_empty()) {
        // Targets are printed words (`7.5`, `7以上`): the column stays text throughout.
        let bottom = row_number(grid.rows.len());
        let right = column_number(last);
        sheet.ignore_error_range(0, 0, bottom, right, IgnoreError::NumberStoredAsText)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn column_number(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// The longest line of a text, in characters of Latin script.
fn width(text: &str) -> usize {
    let line = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    text.lines().map(line).max().unwrap_or(0)
}

/// What spreadsheets allow as the name of a sheet: 31 units of UTF-16, without some
/// signs.
fn sheet_name(title: &str) -> String {
    let kept = title.chars().filter(|c| !r"[]:*?/\'".contains(*c));
    let mut room = 31usize;
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(room);
        left.is_some()
    };
    let name: String = kept.take_while(fits).collect();
    if name.trim().is_empty() {
        "数据".to_owned()
    } else {
        name
    }
}
