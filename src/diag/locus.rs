//! Where something stands in a file of an office program, as a person finds it there:
//! 第3段, 表2第5行第3列. Text has lines, which are numbers; what is no text has both, the
//! line of the text that was taken from it, and its locus.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diag::written;

/// The name of a sheet. Places are copied wherever a line is named and the sheets of an
/// office are few, so each name is kept once, for as long as the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetName(&'static str);

impl SheetName {
    /// The name as it is kept.
    pub fn of(name: &str) -> Self {
        static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names.get(name) {
            return SheetName(known);
        }
        let kept: &'static str = Box::leak(name.into());
        names.insert(kept);
        SheetName(kept)
    }
}

impl fmt::Display for SheetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "工作表“{}”", self.0)
    }
}

/// A place in a document, counted from 1 as a person counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locus {
    /// A paragraph that says something and stands in no table.
    Paragraph(usize),
    /// A row of a table.
    Row(usize, usize),
    /// A cell: table, row, column.
    Cell(usize, usize, usize),
    /// A paragraph of a text box.
    TextBox(usize, usize),
    /// A note at the foot of a page.
    Footnote(usize),
    /// A note at the end.
    Endnote(usize),
    /// A remark that somebody made in the margin.
    Comment(usize),
    /// What stands over every page.
    Header(usize),
    /// What stands under every page.
    Footer(usize),
    /// A sheet of a workbook as a whole.
    Sheet(SheetName),
    /// A row of a sheet.
    SheetRow(SheetName, usize),
    /// A cell of a sheet: row, column.
    SheetCell(SheetName, usize, usize),
}

/// Columns of a sheet are called by letters: A to Z, then AA.
fn letters(mut column: usize) -> String {
    let mut text = Vec::new();
    while column > 0 {
        let letter = u8::try_from((column - 1) % 26).unwrap_or(0);
        text.push(char::from(b'A' + letter));
        column = (column - 1) / 26;
    }
    text.iter().rev().collect()
}

/// The number of a column by its letters.
fn column_of(letters: &str) -> Option<usize> {
    let mut column = 0usize;
    for c in letters.chars() {
        let digit = (c.to_ascii_uppercase() as usize).checked_sub('A' as usize)?;
        column = (digit < 26).then_some(column)?.checked_mul(26)?;
        column = column.checked_add(digit + 1)?;
    }
    (column > 0).then_some(column)
}

impl Locus {
    /// The same with the column, where it is a row.
    pub fn column(self, column: usize) -> Locus {
        match self {
            Locus::Row(table, row) => Locus::Cell(table, row, column),
            Locus::SheetRow(sheet, row) => Locus::SheetCell(sheet, row, column),
            _ => self,
        }
    }

    /// The row and the column of a cell.
    pub fn cell(self) -> Option<(Locus, usize)> {
        match self {
            Locus::Cell(table, row, column) => Some((Locus::Row(table, row), column)),
            Locus::SheetCell(sheet, row, column) => Some((Locus::SheetRow(sheet, row), column)),
            _ => None,
        }
    }
}

impl fmt::Display for Locus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Locus::Paragraph(n) => write!(f, "第{n}段"),
            Locus::Row(table, row) => write!(f, "表{table}第{row}行"),
            Locus::Cell(table, row, column) => write!(f, "表{table}第{row}行第{column}列"),
            Locus::TextBox(n, paragraph) => write!(f, "文本框{n}第{paragraph}段"),
            Locus::Footnote(n) => write!(f, "脚注{n}"),
            Locus::Endnote(n) => write!(f, "尾注{n}"),
            Locus::Comment(n) => write!(f, "批注{n}"),
            Locus::Header(n) => write!(f, "页眉{n}"),
            Locus::Footer(n) => write!(f, "页脚{n}"),
            Locus::Sheet(sheet) => sheet.fmt(f),
            Locus::SheetRow(sheet, row) => write!(f, "{sheet}第{row}行"),
            Locus::SheetCell(sheet, row, column) => {
                write!(f, "{sheet}第{row}行第{}列", letters(*column))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Locus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        written::of_text(deserializer, NoLocus::SAYS)
    }
}

/// How it begins to say how a place is written, so that it is known in the words of a parser.
pub const FORM: &str = "位置要写成";

/// A text that names no locus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoLocus;

impl fmt::Display for NoLocus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FORM}{}", NoLocus::SAYS)
    }
}

impl NoLocus {
    /// How a locus is written.
    const SAYS: &str =
        "“第3段”“表2第5行”“表2第5行第3列”“文本框1第2段”“工作表“任务”第5行第C列”的样子";
}

/// How loci are written, with `#` for each number.
const FORMS: [&str; 9] = [
    "第#段",
    "表#第#行",
    "表#第#行第#列",
    "文本框#第#段",
    "脚注#",
    "尾注#",
    "批注#",
    "页眉#",
    "页脚#",
];

/// The schema of what names a line, a locus, or either: a number or words.
pub fn schema(line: bool, locus: bool) -> Schema {
    // Spaces may stand anywhere.
    let form = |form: &str| -> String {
        let one = |c: char| match c {
            '#' => r"[0-9０-９][0-9０-９\s]*".to_owned(),
            c => format!(r"{c}\s*"),
        };
        form.chars().map(one).collect()
    };
    let mut forms = FORMS.map(form).join("|");
    // A sheet has a name, and its columns letters.
    let number = r"[0-9０-９]+\s*";
    forms.push_str(&format!(
        r"|工作表\s*“.+”\s*(第\s*{number}行\s*(第\s*[A-Za-z]+\s*列\s*)?)?"
    ));
    let before = match (line, locus) {
        (true, false) => r"\+?[0-9]+\s+",
        (true, true) => r"(\+?[0-9]+\s+)?",
        (false, _) => "",
    };
    let mut schema = json_schema!({
        "type": "string",
        "pattern": format!(r"^\s*{before}({forms})$"),
        "patternErrorMessage": NoLocus.to_string(),
    });
    if line {
        schema.insert("type".to_owned(), vec!["integer", "string"].into());
        schema.insert("minimum".to_owned(), 0.into());
    }
    schema
}

impl JsonSchema for Locus {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Locus".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schema(false, true)
    }
}

impl JsonSchema for Line {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Line".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schema(true, false)
    }
}

impl FromStr for Locus {
    type Err = NoLocus;

    /// As it is drawn; spaces may stand between its parts.
    fn from_str(text: &str) -> Result<Self, NoLocus> {
        if let Some(rest) = text.trim().strip_prefix("工作表") {
            return sheet(rest).ok_or(NoLocus);
        }
        // The words without their numbers say which it is.
        let mut form = String::new();
        let mut numbers: Vec<usize> = Vec::new();
        let mut in_number = false;
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            let wide = u32::from(c).wrapping_sub(u32::from('０'));
            let digit = c.to_digit(10).or(Some(wide).filter(|d| *d < 10));
            let Some(digit) = digit else {
                form.push(c);
                in_number = false;
                continue;
            };
            if !in_number {
                numbers.push(0);
                form.push('#');
            }
            in_number = true;
            if let Some(last) = numbers.last_mut() {
                let more = last
                    .checked_mul(10)
                    .and_then(|n| n.checked_add(digit as usize));
                *last = more.ok_or(NoLocus)?;
            }
        }
        if numbers.contains(&0) {
            return Err(NoLocus);
        }
        Ok(match (form.as_str(), &numbers[..]) {
            ("第#段", &[n]) => Locus::Paragraph(n),
            ("表#第#行", &[table, row]) => Locus::Row(table, row),
            ("表#第#行第#列", &[table, row, column]) => Locus::Cell(table, row, column),
            ("文本框#第#段", &[n, paragraph]) => Locus::TextBox(n, paragraph),
            ("脚注#", &[n]) => Locus::Footnote(n),
            ("尾注#", &[n]) => Locus::Endnote(n),
            ("批注#", &[n]) => Locus::Comment(n),
            ("页眉#", &[n]) => Locus::Header(n),
            ("页脚#", &[n]) => Locus::Footer(n),
            _ => return Err(NoLocus),
        })
    }
}

/// A place in a sheet, behind the word for one: its name in quotes, a row, a column.
fn sheet(text: &str) -> Option<Locus> {
    let text = text.trim_start().strip_prefix(['“', '"'])?;
    let end = text.rfind(['”', '"'])?;
    let name = SheetName::of(text[..end].trim());
    let behind = text[end..].chars().skip(1).filter(|c| !c.is_whitespace());
    let behind: String = behind.collect();
    if behind.is_empty() {
        return Some(Locus::Sheet(name));
    }
    let (row, behind) = behind.strip_prefix('第')?.split_once('行')?;
    let row: usize = row.parse().ok().filter(|row| *row > 0)?;
    if behind.is_empty() {
        return Some(Locus::SheetRow(name, row));
    }
    let column = behind.strip_prefix('第')?.strip_suffix('列')?;
    let column = column_of(column).or_else(|| column.parse().ok().filter(|n| *n > 0))?;
    Some(Locus::SheetCell(name, row, column))
}

/// A line of the text of a source, and where that is in a file that is no text. Lines
/// are compared by their numbers, which follow the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// Where a person finds it; none in a text.
    pub locus: Option<Locus>,
}

impl From<usize> for Line {
    fn from(number: usize) -> Self {
        Line {
            number,
            locus: None,
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.locus {
            Some(locus) => locus.fmt(f),
            None => write!(f, "第 {} 行", self.number),
        }
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.locus {
            Some(locus) => serializer.collect_str(&format_args!("{} {locus}", self.number)),
            None => serializer.serialize_u64(self.number as u64),
        }
    }
}

/// One line of the text that was taken from a file which is no text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Located {
    /// Where it is in the file; nothing where it is a line of a text before that.
    pub locus: Option<Locus>,
    /// Of a row its cells: their bytes in the line, and their columns.
    pub cells: Vec<(Range<usize>, usize)>,
}

impl Located {
    /// A line that is all at one place.
    pub fn whole(locus: Locus) -> Self {
        Located {
            locus: Some(locus),
            cells: Vec::new(),
        }
    }

    /// Where byte `at` of the line is in the file.
    pub fn locus_at(&self, at: usize) -> Option<Locus> {
        let holds = |(cell, _): &&(Range<usize>, usize)| cell.contains(&at);
        let cell = self.cells.iter().find(holds);
        let locus = self.locus?;
        Some(cell.map_or(locus, |(_, column)| locus.column(*column)))
    }
}

/// A line as it is written beside its number: `12 表2第5行`.
impl FromStr for Line {
    type Err = NoLocus;

    fn from_str(text: &str) -> Result<Self, NoLocus> {
        let parts = text.trim().split_once(char::is_whitespace);
        let line = parts.and_then(|(number, locus)| {
            Some(Line {
                number: number.parse().ok()?,
                locus: Some(locus.parse().ok()?),
            })
        });
        line.ok_or(NoLocus)
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        written::of_number_or_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loci_as_a_person_writes_them() {
        for text in [
            "第3段",
            "表2第5行",
            "表2第5行第3列",
            "文本框1第2段",
            "脚注1",
            "尾注12",
            "批注2",
            "页眉1",
            "页脚3",
            "工作表“任务 表1”",
            "工作表“Sheet1”第12行",
            "工作表“2024年（一）”第5行第C列",
            "工作表“甲”乙”第1行第AB列",
            "工作表“任务”第1行第XFD列",
        ] {
            assert_eq!(text.parse().map(|l: Locus| l.to_string()), Ok(text.into()));
        }
        assert_eq!("表２ 第5行 第 3 列".parse(), Ok(Locus::Cell(2, 5, 3)));
        let cell = Locus::SheetCell(SheetName::of("任务"), 5, 28);
        for text in ["工作表 “任务” 第5行 第ab列", "工作表\"任务\"第5行第28列"]
        {
            assert_eq!(text.parse(), Ok(cell), "{text}");
        }
        for text in [
            "工作表任务第5行",
            "工作表“任务”第0行",
            "工作表“任务”第C列",
            "工作表“任务”第5行第列",
            "工作表“任务”第5行第甲列",
            "工作表“任务”第5行第AAAAAAAAAAAAAAAAAAAAAAAA列",
            "",
            "第段",
            "第0段",
            "第3行",
            "表2",
            "表2第5列",
            "3",
            "第99999999999999999999段",
        ] {
            assert_eq!(text.parse::<Locus>(), Err(NoLocus), "{text}");
        }
    }

    #[test]
    fn lines_in_yaml_and_back() {
        for text in ["12", "12 表2第5行", "3 第3段", "3 工作表“任务 表”第5行"] {
            let line: Line = serde_yaml::from_str(text).expect(text);
            assert_eq!(serde_yaml::to_string(&line).expect(text).trim(), text);
        }
        for text in ["表2第5行", "12 第5行", "-1", "x 第3段"] {
            assert!(serde_yaml::from_str::<Line>(text).is_err(), "{text}");
        }
    }
}
