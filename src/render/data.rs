//! The data of a page as files: the view as YAML and JSON, its table as CSV and
//! XLSX. The same grid gives both tables, so they cannot disagree.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook,
    Worksheet, XlsxError,
};

use crate::documents::table::{Grid, Holds, Table};

/// The widest column of a spreadsheet, in characters of Latin script.
const WIDEST: usize = 56;

/// The file of a page's data with one of the endings that pages offer.
///
/// # Errors
/// Never for our views; a fault of a writer comes out as text.
pub fn file(table: &Table, ending: &str) -> Result<Vec<u8>, String> {
    match ending {
        "xlsx" => xlsx(table).map_err(|e| e.to_string()),
        "csv" => csv_file(&table.grid),
        "json" => Ok(table.json.clone().into_bytes()),
        "yaml" => {
            // JSON is YAML; read as such, its fields stay in their order.
            let view: serde_yaml::Value =
                serde_json::from_str(&table.json).map_err(|e| e.to_string())?;
            let text = serde_yaml::to_string(&view).map_err(|e| e.to_string())?;
            Ok(text.into_bytes())
        }
        _ => Err(format!("没有 {ending} 这种数据文件")),
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

fn xlsx(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let grid = &table.grid;
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(&table.date)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(&grid.title)
            .set_creation_datetime(&made),
    );
    let sheet = book.add_worksheet();
    let named = sheet_name(&grid.title).or_else(|| sheet_name(&table.unnamed));
    if let Some(name) = named {
        sheet.set_name(name)?;
    }
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
        } else if let Some(number) = number(grid.columns[column].holds, text) {
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

/// A cell that a spreadsheet shall count with.
fn number(holds: Holds, text: &str) -> Option<f64> {
    match holds {
        Holds::Count => text.parse::<u32>().ok().map(f64::from),
        Holds::Number => text.parse::<f64>().ok().filter(|number| number.is_finite()),
        Holds::Text | Holds::Date => None,
    }
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
/// signs; none where nothing is left.
pub(super) fn sheet_name(title: &str) -> Option<String> {
    let kept = title.chars().filter(|c| !r"[]:*?/\'".contains(*c));
    let mut room = 31usize;
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(room);
        left.is_some()
    };
    let name: String = kept.take_while(fits).collect();
    (!name.trim().is_empty()).then_some(name)
}
