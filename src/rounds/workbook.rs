//! A workbook that was received: opened within limits, every part of it unpacked and checked
//! before any is read, and every cell that is not empty taken with its place.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{Cursor, Read};

use calamine::{Reader, SheetType, Xlsx, XlsxError};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::office::{Bounds, Form};
use crate::rounds::shown::{Shown, shown};

/// A workbook.
#[derive(Debug)]
pub(super) struct Book {
    /// Its sheets, in their order.
    pub(super) sheets: Vec<Sheet>,
}

/// A sheet of cells.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) name: String,
    /// By row and column, from 0, what is not empty.
    pub(super) cells: BTreeMap<(u32, u32), Cell>,
}

/// A cell.
#[derive(Debug)]
pub(super) struct Cell {
    /// What it shows.
    pub(super) text: String,
    /// Whether a formula gave that.
    pub(super) formula: bool,
    /// Whether a program made a day of what was typed.
    pub(super) day: bool,
    /// Whether it shows that a formula failed.
    pub(super) fault: bool,
    /// Why a person had it read otherwise.
    pub(super) corrected: Option<String>,
}

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is in another form; in words what it is.
    Form(&'static str),
    /// It has a password.
    Encrypted,
    /// It holds macros.
    Macros,
    /// It is broken; in words where.
    Broken(String),
    /// It holds more than is allowed: what, and the name of the limit.
    TooLarge(&'static str, &'static str),
}

/// The name of a cell as a person finds it: `E12`.
pub(super) fn cell_name((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}

/// Opens a workbook; `cells` is the most that it may have.
///
/// # Errors
/// Why it cannot be read. What is read is whole.
pub(super) fn open(bytes: &[u8], bounds: Bounds, cells: usize) -> Result<Book, Refusal> {
    match Form::of(bytes) {
        Some(Form::Package) => {}
        Some(Form::Compound) if has_stream(bytes, "EncryptedPackage") => {
            return Err(Refusal::Encrypted);
        }
        Some(Form::Compound) => return Err(Refusal::Form("旧格式的电子表格（.xls、.et）")),
        Some(Form::Pdf) => return Err(Refusal::Form("PDF")),
        Some(Form::Rtf) => return Err(Refusal::Form("RTF 文件")),
        None => return Err(Refusal::Form("别的文件")),
    }
    let formulas = check(bytes, bounds)?;
    let broken = |e: XlsxError| match e {
        XlsxError::Password => Refusal::Encrypted,
        XlsxError::FileNotFound(part) => Refusal::Broken(format!("缺少 {part}")),
        other => Refusal::Broken(format!("工作簿的结构不对（{other}）")),
    };
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheets_metadata().iter();
    let names = names.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = names.map(|sheet| sheet.name.clone()).collect();
    let mut sheets = Vec::new();
    let mut left = cells;
    for name in names {
        let mut cells = cells_of(&mut book, &name, &mut left)?;
        if formulas {
            mark_formulas(&mut book, &name, &mut cells)?;
        }
        sheets.push(Sheet { name, cells });
    }
    match sheets.is_empty() {
        true => Err(Refusal::Broken("里面没有工作表".to_owned())),
        false => Ok(Book { sheets }),
    }
}

fn cells_of(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    left: &mut usize,
) -> Result<BTreeMap<(u32, u32), Cell>, Refusal> {
    let broken = |e: XlsxError| Refusal::Broken(format!("工作表“{name}”读不下去（{e}）"));
    let mut found = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        *left = left
            .checked_sub(1)
            .ok_or(Refusal::TooLarge("格数", "cells"))?;
        let style = reader.styles().get(style);
        let format = style.and_then(|style| style.number_format.as_ref());
        let format = format.map(|format| format.format_code.as_str());
        let (text, day, fault) = match shown(cell.get_value(), format) {
            Shown::Nothing => continue,
            Shown::Text(text) => (text, false, false),
            Shown::Day(text) => (text, true, false),
            Shown::Fault(text) => (text, false, true),
        };
        let cell_of = Cell {
            text,
            formula: false,
            day,
            fault,
            corrected: None,
        };
        match found.entry(cell.get_position()) {
            Entry::Vacant(place) => drop(place.insert(cell_of)),
            // One of the two would be lost.
            Entry::Occupied(place) => {
                let place = cell_name(*place.key());
                return Err(Refusal::Broken(format!(
                    "工作表“{name}”的 {place} 写了两次"
                )));
            }
        }
    }
    Ok(found)
}

/// Marks the cells that a formula gave.
fn mark_formulas(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    found: &mut BTreeMap<(u32, u32), Cell>,
) -> Result<(), Refusal> {
    let broken = |e: XlsxError| Refusal::Broken(format!("工作表“{name}”读不下去（{e}）"));
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(formula) = reader.next_formula().map_err(broken)? {
        if formula.get_value().is_empty() {
            continue;
        }
        // One that was never worked out shows nothing, and is no empty cell.
        let none = Cell {
            text: String::new(),
            formula: true,
            day: false,
            fault: true,
            corrected: None,
        };
        found.entry(formula.get_position()).or_insert(none).formula = true;
    }
    Ok(())
}

/// Unpacks every part, counting, so that a small file cannot fill the memory, and what is
/// damaged is known before any of it is read. Says whether a sheet may have formulas.
fn check(bytes: &[u8], bounds: Bounds) -> Result<bool, Refusal> {
    // The list of parts is held in memory: count before it is read.
    let entries = bytes.windows(4).filter(|w| w == b"PK\x01\x02").count();
    if entries > bounds.entries {
        return Err(Refusal::TooLarge("部件数", "entries"));
    }
    let broken = |part: &str| Refusal::Broken(format!("{part} 解不开"));
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| Refusal::Broken("压缩包不完整".to_owned()))?;
    let mut left = bounds.unpacked;
    let mut formulas = false;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|e| match e {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
            | ZipError::InvalidPassword => Refusal::Encrypted,
            _ => broken("一个部件"),
        })?;
        let name = part
            .name()
            .map_or_else(|_| String::new(), |name| name.to_lowercase());
        if name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") {
            return Err(Refusal::Macros);
        }
        let mut unpacked = Vec::new();
        let mut bounded = part.take(left.saturating_add(1));
        bounded
            .read_to_end(&mut unpacked)
            .map_err(|_| broken(&name))?;
        left = left
            .checked_sub(unpacked.len() as u64)
            .ok_or(Refusal::TooLarge("解开后的字节数", "unpacked_bytes"))?;
        // An element `f`, with a prefix or without.
        let formula = |tag: &[u8]| {
            matches!(
                tag,
                [
                    b'<' | b':',
                    b'f',
                    b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t'
                ]
            )
        };
        formulas |= name.contains("/worksheets/") && unpacked.windows(3).any(formula);
    }
    Ok(formulas)
}

/// Names of streams in a compound file, as they are written there.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use super::cell_name;

    #[test]
    fn cells_have_the_names_that_programs_give_them() {
        for (at, name) in [
            ((0, 0), "A1"),
            ((11, 4), "E12"),
            ((0, 25), "Z1"),
            ((0, 26), "AA1"),
            ((9, 701), "ZZ10"),
            ((1_048_575, 16_383), "XFD1048576"),
        ] {
            assert_eq!(cell_name(at), name);
        }
    }
}
