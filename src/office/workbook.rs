//! A workbook, opened within limits: its sheets, their cells as they are shown, and what of
//! them is hidden. Formulas are not worked out and macros not run; what stands in a cell is
//! what the last program that saved the file has put there.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place};
use crate::office::numfmt;
use crate::office::package::{self, Bounds, Package, Relation};
use crate::office::xml::Element;
use crate::office::{Form, compound};

/// A workbook.
#[derive(Debug, Default)]
pub struct Workbook {
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Nobody sees it who opens the workbook.
    pub is_hidden: bool,
    /// The cells that say something, by row and column, both counted from 1.
    pub cells: BTreeMap<(usize, usize), Cell>,
    /// Cells that are merged.
    pub merges: Vec<Area>,
    /// Rows that are hidden.
    pub hidden_rows: BTreeSet<usize>,
    /// Columns that are hidden: from the first to the last.
    pub hidden_columns: Vec<(usize, usize)>,
    /// Remarks in the margin: the cell, and the words.
    pub comments: Vec<((usize, usize), String)>,
    /// Words in shapes and boxes over the cells.
    pub drawn: String,
}

/// A cell that says something.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it shows; nothing where it shows nothing of what it holds.
    pub shown: String,
    /// The number that it holds, where it is one.
    pub number: Option<f64>,
    /// It is worked out from others.
    pub is_formula: bool,
    /// Why what it shows is not known, or wrong.
    pub fault: Option<CellFault>,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellFault {
    /// It shows an error, such as `#DIV/0!`.
    Error(String),
    /// Its number has a format that is not known.
    Format(String),
    /// A formula whose result is not in the file.
    NoResult,
}

/// A rectangle of cells: the first row and column, and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// The first row.
    pub top: usize,
    /// The first column.
    pub left: usize,
    /// The last row.
    pub bottom: usize,
    /// The last column.
    pub right: usize,
}

/// Rows and columns that a sheet has at most.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// So many sheets, and so many columns under merged cells of one, are no workbook of an
/// office.
const MOST_SHEETS: usize = 200;
const MOST_MERGES: usize = 2_000_000;

/// What cells of several sheets refer to.
#[derive(Default)]
struct Shared {
    words: Vec<String>,
    /// The format of each style; none where it is not known.
    formats: Vec<Option<String>>,
    from_1904: bool,
}

impl Sheet {
    /// How many columns its merged cells cover, all together.
    fn merge_columns(&self) -> usize {
        let widest = self.cells.keys().map(|at| at.1).max().unwrap_or(0);
        let width = |area: &Area| {
            (area.right.min(widest) + 1)
                .saturating_sub(area.left)
                .max(1)
        };
        self.merges.iter().map(width).sum()
    }

    /// Whether a column is hidden.
    pub fn hides_column(&self, column: usize) -> bool {
        let mut hidden = self.hidden_columns.iter();
        hidden.any(|(from, to)| (*from..=*to).contains(&column))
    }
}

/// Opens a workbook.
///
/// # Errors
/// When it is none, has macros, is locked or broken, or holds too much.
pub fn open(file: &str, bytes: &[u8], bounds: Bounds) -> Result<Workbook, Diagnostic> {
    match Form::of(bytes) {
        Some(Form::Package) => {}
        Some(Form::Compound) => return Err(compound(file, bytes)),
        _ => return Err(package::broken(file, "它不是 Excel 工作簿")),
    }
    let mut package = Package::open(file, bytes, bounds)?;
    let main = main_part(file, &mut package)?;
    let missing = || package::broken(file, &format!("缺少 {main}"));
    let book = package.tree(&main)?.ok_or_else(missing)?;
    let relations = package.relations(&main)?;
    let mut shared = Shared {
        from_1904: book.of_sheet("workbookPr").any(|p| p.flag("date1904")),
        ..Shared::default()
    };
    let mut tree = |kind: &str| match relations.iter().find(|r| r.kind == kind && !r.outside) {
        Some(relation) => package.tree(&relation.target),
        None => Ok(None),
    };
    if let Some(words) = tree("sharedStrings")? {
        shared.words = words.of_sheet("si").map(words_of).collect();
    }
    if let Some(styles) = tree("styles")? {
        shared.formats = formats(&styles);
    }
    let mut workbook = Workbook::default();
    let sheets = book.of_sheet("sheets").flat_map(|s| s.of_sheet("sheet"));
    for sheet in sheets {
        if workbook.sheets.len() == MOST_SHEETS {
            return Err(too_many(file, "工作表", MOST_SHEETS));
        }
        let id = sheet.attribute("id");
        let part = relations.iter().find(|r| Some(&*r.id) == id && !r.outside);
        // A chart may have a sheet of its own.
        let Some(part) = part.filter(|r| r.kind == "worksheet") else {
            continue;
        };
        let name = sheet.attribute("name").unwrap_or_default().to_owned();
        let is_hidden = matches!(sheet.attribute("state"), Some("hidden" | "veryHidden"));
        let missing = || package::broken(file, &format!("缺少 {}", part.target));
        let tree = package.tree(&part.target)?.ok_or_else(missing)?;
        let mut read = read_sheet(&tree, &shared);
        if read.merge_columns() > MOST_MERGES {
            return Err(too_many(file, "合并的单元格", MOST_MERGES));
        }
        (read.name, read.is_hidden) = (name, is_hidden);
        for relation in package.relations(&part.target)? {
            read_beside(&mut package, &relation, &mut read)?;
        }
        workbook.sheets.push(read);
    }
    Ok(workbook)
}

fn too_many(file: &str, what: &str, most: usize) -> Diagnostic {
    Diagnostic::error("package-too-large", format!("{what}超过 {most} 个"))
        .at(Place::file(file))
        .hint("一份附件不会这么大，请先核对")
}

/// The part that holds the list of sheets.
fn main_part(file: &str, package: &mut Package<'_>) -> Result<String, Diagnostic> {
    let relations = package.relations("")?;
    let is_main = |r: &&Relation| r.kind == "officeDocument" && !r.outside;
    let Some(main) = relations.iter().find(is_main) else {
        return Err(package::broken(file, "这是压缩文件，不是 Excel 工作簿"));
    };
    let content = package.content_type(&main.target).unwrap_or_default();
    let names = package.names();
    let macros = names.iter().any(|n| n.ends_with("vbaProject.bin"));
    if macros || content.contains("macroenabled") {
        let message = "这个工作簿带有宏（打开时会运行的程序），不读";
        return Err(Diagnostic::error("workbook-macros", message)
            .at(Place::file(file))
            .hint("请在 Excel 或 WPS 表格里打开，核对后另存为不带宏的 .xlsx"));
    }
    if content.contains("sheet.binary") {
        let message = "这是二进制的工作簿（.xlsb），读不了";
        return Err(Diagnostic::error("seed-form", message)
            .at(Place::file(file))
            .hint("请在 Excel 或 WPS 表格里打开，另存为 .xlsx"));
    }
    if !content.contains("spreadsheetml") || !content.ends_with("main+xml") {
        return Err(package::broken(file, "它的内容类型不是 Excel 工作簿"));
    }
    Ok(main.target.clone())
}

/// What belongs to a sheet and stands in parts of its own.
fn read_beside(
    package: &mut Package<'_>,
    relation: &Relation,
    sheet: &mut Sheet,
) -> Result<(), Diagnostic> {
    if relation.outside || !matches!(&*relation.kind, "comments" | "drawing") {
        return Ok(());
    }
    let Some(tree) = package.tree(&relation.target)? else {
        return Ok(());
    };
    if relation.kind == "drawing" {
        sheet.drawn.push_str(&tree.words());
        return Ok(());
    }
    let comments = tree
        .of_sheet("commentList")
        .flat_map(|l| l.of_sheet("comment"));
    for comment in comments {
        let at = comment.attribute("ref").and_then(cell_of).unwrap_or((1, 1));
        sheet.comments.push((at, comment.words()));
    }
    Ok(())
}

/// The words of a string, without how they are pronounced.
fn words_of(string: &Element) -> String {
    let mut words = String::new();
    for part in string.elements() {
        match part.name {
            "t" => words.push_str(&part.text()),
            "r" => part.of_sheet("t").for_each(|t| words.push_str(&t.text())),
            _ => {}
        }
    }
    unescaped(&words)
}

/// Characters that XML has no place for are written `_x000D_`.
fn unescaped(words: &str) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some(at) = rest.find("_x") {
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        text.push_str(&rest[..at]);
        match code.and_then(char::from_u32) {
            Some(c) => {
                text.push(if c.is_control() && c != '\n' { ' ' } else { c });
                rest = &rest[at + 7..];
            }
            None => {
                text.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    text + rest
}

/// The formats of the styles of cells, by number.
fn formats(styles: &Element) -> Vec<Option<String>> {
    let own = styles
        .of_sheet("numFmts")
        .flat_map(|f| f.of_sheet("numFmt"));
    let own = own.filter_map(|f| {
        let id: u32 = f.attribute("numFmtId")?.parse().ok()?;
        Some((id, f.attribute("formatCode")?.to_owned()))
    });
    let own: BTreeMap<u32, String> = own.collect();
    let cells = styles.of_sheet("cellXfs").flat_map(|f| f.of_sheet("xf"));
    let format = |xf: &Element| {
        let id: u32 = xf.attribute("numFmtId").unwrap_or("0").parse().ok()?;
        let built_in = || numfmt::built_in(id).map(str::to_owned);
        // One that has no code is refused by its number.
        let unknown = || Some(format!("[{id}]"));
        own.get(&id).cloned().or_else(built_in).or_else(unknown)
    };
    cells.map(format).collect()
}

/// The row and the column of `B12`.
fn cell_of(name: &str) -> Option<(usize, usize)> {
    let name = name.replace('$', "");
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let row: usize = name[digits..].parse().ok()?;
    let column = name[..digits].bytes().try_fold(0usize, |column, b| {
        let digit = b
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|d| *d < 26)?;
        column.checked_mul(26)?.checked_add(usize::from(digit) + 1)
    })?;
    let inside = (1..=MOST_ROWS).contains(&row) && (1..=MOST_COLUMNS).contains(&column);
    inside.then_some((row, column))
}

fn area_of(name: &str) -> Option<Area> {
    let (from, to) = name.split_once(':')?;
    let ((top, left), (bottom, right)) = (cell_of(from)?, cell_of(to)?);
    (top <= bottom && left <= right).then_some(Area {
        top,
        left,
        bottom,
        right,
    })
}

fn read_sheet(tree: &Element, shared: &Shared) -> Sheet {
    let mut sheet = Sheet::default();
    let columns = tree.of_sheet("cols").flat_map(|c| c.of_sheet("col"));
    for column in columns.filter(|c| c.flag("hidden")) {
        let bound = |name| column.attribute(name)?.parse::<usize>().ok();
        let bounds = bound("min").zip(bound("max"));
        sheet.hidden_columns.extend(bounds);
    }
    let merges = tree
        .of_sheet("mergeCells")
        .flat_map(|m| m.of_sheet("mergeCell"));
    sheet.merges = merges
        .filter_map(|m| area_of(m.attribute("ref")?))
        .collect();
    let mut row = 0;
    for element in tree.of_sheet("sheetData").flat_map(|d| d.of_sheet("row")) {
        let said = element.attribute("r").and_then(|r| r.parse().ok());
        row = said
            .filter(|r| (1..=MOST_ROWS).contains(r))
            .unwrap_or(row + 1);
        if element.flag("hidden") {
            sheet.hidden_rows.insert(row);
        }
        let mut column = 0;
        for cell in element.of_sheet("c") {
            let said = cell.attribute("r").and_then(cell_of);
            column = said.map_or(column + 1, |(_, column)| column);
            if let Some(cell) = read_cell(cell, shared) {
                sheet.cells.insert((row, column), cell);
            }
        }
    }
    sheet
}

/// A cell, where it says something.
fn read_cell(cell: &Element, shared: &Shared) -> Option<Cell> {
    let is_formula = cell.of_sheet("f").next().is_some();
    let kind = cell.attribute("t").unwrap_or("n");
    // Some programs write formulas with an empty result, which only words can be.
    let value = cell.of_sheet("v").next().map(Element::text);
    let value = value.filter(|value| kind == "str" || !value.trim().is_empty());
    let style = cell.attribute("s").and_then(|s| s.parse::<usize>().ok());
    let general = Some(numfmt::GENERAL.to_owned());
    let format = match shared.formats.get(style.unwrap_or(0)) {
        Some(format) => format,
        None => &general,
    };
    let mut read = Cell {
        shown: String::new(),
        number: None,
        is_formula,
        fault: None,
    };
    let words = match (kind, value) {
        ("inlineStr", _) => cell.of_sheet("is").map(words_of).collect(),
        (_, None) if is_formula => {
            read.fault = Some(CellFault::NoResult);
            return Some(read);
        }
        (_, None) => return None,
        ("s", Some(value)) => {
            let at = value.trim().parse::<usize>().ok();
            at.and_then(|at| shared.words.get(at))
                .cloned()
                .unwrap_or_default()
        }
        ("b", Some(value)) => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        ("e", Some(value)) => {
            read.shown.clone_from(&value);
            read.fault = Some(CellFault::Error(value));
            return Some(read);
        }
        ("str", Some(value)) => unescaped(&value),
        (_, Some(value)) => match value.trim().parse::<f64>() {
            Ok(number) => {
                read.number = Some(number);
                let shown = format
                    .as_deref()
                    .and_then(|f| numfmt::number(number, f, shared.from_1904));
                match shown {
                    Some(shown) => read.shown = shown,
                    None => {
                        read.shown = numfmt::general(number);
                        let format = format.clone().unwrap_or_default();
                        read.fault = Some(CellFault::Format(format));
                    }
                }
                return Some(read);
            }
            // A day in words, as the newer form of the standard has it.
            Err(_) => value,
        },
    };
    let shown = format.as_deref().and_then(|f| numfmt::words(&words, f));
    read.shown = shown.unwrap_or_else(|| words.clone());
    (!words.trim().is_empty()).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::{Area, area_of, cell_of, unescaped};

    #[test]
    fn names_of_cells() {
        assert_eq!(cell_of("A1"), Some((1, 1)));
        assert_eq!(cell_of("$AB$12"), Some((12, 28)));
        assert_eq!(cell_of("XFD1048576"), Some((1_048_576, 16_384)));
        for name in ["", "A", "1", "A0", "XFE1", "甲1", "A1048577", "A1B"] {
            assert_eq!(cell_of(name), None, "{name}");
        }
        let (top, left, bottom, right) = (1, 1, 2, 3);
        let area = Area {
            top,
            left,
            bottom,
            right,
        };
        assert_eq!(area_of("A1:C2"), Some(area));
        assert_eq!(area_of("C2:A1"), None);
    }

    #[test]
    fn characters_that_are_written_as_numbers() {
        for (written, text) in [
            ("甲_x000D_\n乙", "甲 \n乙"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_x", "a_x"),
            ("_x12", "_x12"),
            ("_x甲乙丙丁_", "_x甲乙丙丁_"),
        ] {
            assert_eq!(unescaped(written), text);
        }
    }
}
