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
            Ok(days_quoted(&text).into_bytes())
        }
        _ => Err(format!("没有 {ending} 这种数据文件")),
    }
}

/// Days in quotes: readers of YAML 1.1 would make something else of them than of the same
/// words in JSON. What stands in a block of text is left as it is.
fn days_quoted(yaml: &str) -> String {
    let mut quoted = String::with_capacity(yaml.len());
    // How far the line is indented below which a block of text stands.
    let mut block: Option<usize> = None;
    for line in yaml.split_inclusive('\n') {
        let body = line.trim_end_matches('\n');
        let indent = body.len() - body.trim_start_matches(' ').len();
        block = block.filter(|above| body.is_empty() || indent > *above);
        let at = body.rfind(' ').map_or(0, |space| space + 1);
        let (before, word) = body.split_at(at);
        if block.is_none() && is_day(word) && is_key(before) {
            quoted.push_str(&format!("{before}'{word}'\n"));
            continue;
        }
        if block.is_none() && ["|", "|-", "|+", ">", ">-", ">+"].contains(&word) {
            block = Some(indent);
        }
        quoted.push_str(line);
    }
    quoted
}

/// Whether a value follows: a key or the sign of a list, and no word of a text.
fn is_key(before: &str) -> bool {
    let mut words = before.split_whitespace().skip_while(|word| *word == "-");
    words.next().is_none_or(|key| key.ends_with(':')) && words.next().is_none()
}

/// `2017-01-26`.
fn is_day(word: &str) -> bool {
    let mut parts = word
        .split('-')
        .map(|p| (p.len(), p.bytes().all(|b| b.is_ascii_digit())));
    [(4, true), (2, true), (2, true)]
        .into_iter()
        .all(|part| parts.next() == Some(part))
        && parts.next().is_none()
}

/// UTF-8 with a byte order mark, without which spreadsheets garble Chinese.
fn csv_file(grid: &Grid) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new().from_writer("\u{feff}".as_bytes().to_vec());
    let head = grid.columns.iter().map(|c| c.title.as_str()).collect();
    for row in std::iter::once(head).chain(grid.filled()) {
        let row = row.into_iter().zip(&grid.columns).map(|(text, column)| {
            let is_day = column.holds == Holds::Date && is_day(text);
            if is_day {
                text.to_owned()
            } else {
                defused(text)
            }
        });
        writer.write_record(row).map_err(|e| e.to_string())?;
    }
    writer.into_inner().map_err(|e| e.to_string())
}

/// A spreadsheet runs what begins like a formula when it opens a CSV, and takes `1-1` for a
/// day of this year; an apostrophe before it makes it text. Numbers stay as they are.
fn defused(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let formula = formula && text.parse::<f64>().is_err();
    if formula || seems_a_day(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Two or three numbers with the same sign between them: `1-1`, `2017/1/26`.
fn seems_a_day(text: &str) -> bool {
    ['-', '/'].into_iter().any(|sign| {
        let parts: Vec<&str> = text.trim().split(sign).collect();
        let number =
            |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        (2..=3).contains(&parts.len()) && parts.iter().all(number)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheets_take_nothing_for_a_formula_or_a_day() {
        for text in ["=1+1", "-甲", "@a", "1-1", "12-31", "2017/1/26", "2017-01"] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        for text in [
            "-1.5", "7", "1-甲", "7.5-8", "1--1", "—", "", "1-1-1-1", "3/",
        ] {
            assert_eq!(defused(text), text);
        }
    }

    #[test]
    fn days_are_words_in_yaml_as_in_json() {
        let yaml = "date: 2017-01-26\nlist:\n- 2017-01-27\n- a: 2017-01-28\n  b: |-\n    甲\n    \
                    2017-01-29\n  c: 于 2017-01-30\n  e: 甲 - 2017-01-30\n  d: 2017-01-31\n";
        let quoted = "date: '2017-01-26'\nlist:\n- '2017-01-27'\n- a: '2017-01-28'\n  b: |-\n    甲\n    \
                      2017-01-29\n  c: 于 2017-01-30\n  e: 甲 - 2017-01-30\n  d: '2017-01-31'\n";
        assert_eq!(days_quoted(yaml), quoted);
        let read = |text: &str| serde_yaml::from_str::<serde_yaml::Value>(text).ok();
        assert_eq!(read(yaml), read(quoted));
    }
}
